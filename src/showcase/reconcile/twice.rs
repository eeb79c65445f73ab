//! The same figure under two ids, with two values: within one county, or in
//! one county's file about another county.

use super::Desk;
use super::bounds::same;
use crate::finding::{Code, Finding};
use crate::quantity::Quantity;
use crate::showcase::{Edition, Figure};
use crate::text;
use std::collections::BTreeMap;

/// The edition's counties and indicators by name.
pub(super) struct Names<'a> {
    /// With and without 县, 市, 区.
    counties: BTreeMap<&'a str, usize>,
    /// Names to ids.
    indicators: BTreeMap<&'a str, &'a str>,
}

impl<'a> Names<'a> {
    pub(super) fn of(edition: &Edition<'a>) -> Names<'a> {
        let mut counties = BTreeMap::new();
        for (at, county) in edition.counties.iter().enumerate() {
            let name = county.content.name.value.as_str();
            counties.insert(name, at);
            let short = name.trim_end_matches(['县', '市', '区']);
            // 城区 without 区 would be found everywhere.
            if short.chars().count() >= 2 {
                counties.entry(short).or_insert(at);
            }
        }
        let indicators = edition.content.indicators.iter();
        Names {
            counties,
            indicators: indicators
                .map(|i| (i.name.as_str(), i.id.as_str()))
                .collect(),
        }
    }

    /// 青田县达标村: the county and the indicator's id.
    fn about(&self, name: &str) -> Option<(usize, &'a str)> {
        name.char_indices().skip(2).find_map(|(at, _)| {
            let (county, rest) = name.split_at_checked(at)?;
            let rest = rest.strip_prefix('的').unwrap_or(rest);
            Some((*self.counties.get(county)?, *self.indicators.get(rest)?))
        })
    }
}

/// Figures of one county's own that restate an indicator, or each other, with
/// another value.
pub(super) fn names<'c>(
    at: usize,
    edition: &Edition<'c>,
    county: usize,
    names: &Names<'_>,
    desk: &mut Desk<'c>,
) {
    let Some(here) = edition.counties.get(county) else {
        return;
    };
    if here.figures.last().is_none_or(|f| f.indicator.is_some()) {
        // No figures of its own.
        return;
    }
    let mut known: BTreeMap<&str, &Figure<'_>> = BTreeMap::new();
    for (f, figure) in here.figures.iter().enumerate() {
        let own = figure.indicator.is_none();
        let other = known
            .get(figure.name())
            .copied()
            .filter(|_| own)
            .or_else(|| {
                let (other, id) = names.about(figure.name()).filter(|_| own)?;
                let figures = &edition.counties.get(other)?.figures;
                figures
                    .iter()
                    .find(|f| f.indicator.is_some() && f.content.id == id)
            });
        known.entry(figure.name()).or_insert(figure);
        if let Some(finding) = other.and_then(|other| differ(figure, other)) {
            desk.odd((at, county, f), figure.content, finding);
        }
    }
}

fn differ(figure: &Figure<'_>, other: &Figure<'_>) -> Option<Finding> {
    let (ours, theirs) = (
        figure.content.value.as_ref()?,
        other.content.value.as_ref()?,
    );
    let comparable = ours.value.unit().family() == theirs.value.unit().family();
    // Of another day it may well be another number.
    let (a, b) = (figure.content.as_of, other.content.as_of);
    let then = a.first_day() <= b.last_day() && b.first_day() <= a.last_day();
    if !comparable || !then || same(&ours.value, &theirs.value) {
        return None;
    }
    let show = |q: &Quantity| q.prose();
    let (name, here, there) = (figure.name(), show(&ours.value), show(&theirs.value));
    let message = text!(
        "“{name}”写了两处，一处是{here}，一处是{there}",
        "`{name}` stands twice, as {here} and as {there}"
    );
    let hint = text!(
        "只留一处，正文里用 {{{{…}}}} 引用；口径不同的，换个名称",
        "keep one and refer to it with {{{{…}}}}; if they differ in meaning, rename one"
    );
    let label = text!("另一处在这里", "the other is here");
    Some(
        Finding::new(Code::FigureTwice, ours.place.clone(), message)
            .hint(hint)
            .related(theirs.place.clone(), label),
    )
}
