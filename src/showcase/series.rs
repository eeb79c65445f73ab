//! Figures over the years: the same county's figure in all editions.
//!
//! A series is the printed one of figures.toml merged with the values of the
//! edition and of those before it, so it grows by itself from edition to
//! edition, and a new one changes nothing in what was published. Where two of
//! them speak of one year, the edition's own word stands, then the newest;
//! where they disagree it is a finding (see `reconcile`).

use super::figure::in_unit;
use super::reconcile::{self, Desk};
use super::{Change, Edition, Figure, Number, Years, change};
use crate::content;
use crate::finding::{Code, Finding};
use crate::quantity::Quantity;
use crate::text;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// One edition's figure among its sisters of other editions.
pub(super) struct Member<'a, 'c> {
    /// Edition, county and figure indices.
    pub(super) at: (usize, usize, usize),
    pub(super) edition: &'c content::Edition,
    pub(super) figure: &'a Figure<'c>,
    /// The year its value speaks of.
    pub(super) year: i32,
    /// Its printed series in its unit.
    pub(super) printed: BTreeMap<i32, Quantity>,
}

/// What a figure gets from its sisters.
pub(super) struct Joined<'c> {
    /// Edition, county and figure indices.
    pub(super) at: (usize, usize, usize),
    pub(super) series: Years<'c>,
    pub(super) change: Option<Box<Change>>,
}

/// The year of a figure's own value, all there is where no other edition and no
/// printed series says more.
pub(super) fn of_value<'c>(
    edition: &content::Edition,
    figure: &content::Figure,
    in_unit: Option<&Number<'c>>,
) -> Years<'c> {
    let year = || year_of_value(edition, figure);
    match in_unit {
        None => Years::default(),
        Some(Number::Written(value)) => Years::one(year(), value),
        Some(Number::Computed(value)) => [(year(), Quantity::clone(value))].into_iter().collect(),
    }
}

/// Joins the figures of one county, which stands in the editions at `years`,
/// newest first; those that have no sisters and no printed series are left out.
pub(super) fn join<'c>(
    editions: &[Edition<'c>],
    years: &[(usize, usize)],
    desk: &mut Desk<'c>,
) -> Vec<Joined<'c>> {
    let mut groups: BTreeMap<&'c str, Vec<Member<'_, 'c>>> = BTreeMap::new();
    for (e, c) in years {
        let Some(edition) = editions.get(*e) else {
            continue;
        };
        let figures = edition.counties.get(*c).map_or(&[][..], |c| &c.figures);
        for (f, figure) in figures.iter().enumerate() {
            if years.len() == 1 && figure.content.series.is_empty() {
                continue;
            }
            let member = Member {
                at: (*e, *c, f),
                edition: edition.content,
                figure,
                year: year_of_value(edition.content, figure.content),
                printed: printed(figure, desk),
            };
            groups
                .entry(figure.content.id.as_str())
                .or_default()
                .push(member);
        }
    }
    let mut joined = Vec::with_capacity(groups.values().map(Vec::len).sum());
    for members in groups.values() {
        let known = merged(members);
        reconcile::over_years(members, &known, desk);
        for (own, (member, known)) in members.iter().zip(known).enumerate() {
            // Newest first: what comes before it in the list came after it.
            let series = match own {
                0 => known,
                _ => merge(&members[own..], 0).unwrap_or_default().0,
            };
            joined.push(Joined {
                at: member.at,
                series,
                change: change_of(member, members, editions, years).map(Box::new),
            });
        }
    }
    joined
}

/// The year a figure's value speaks of: that of the edition or of the as-of
/// date, whichever is earlier, since work of 2021 is often counted in January
/// 2022 and an edition of 2022 may show the end of 2021. A printed series that
/// ends in one of the two decides.
pub(super) fn year_of_value(edition: &content::Edition, figure: &content::Figure) -> i32 {
    let (speaks_of, counted) = (edition.year, figure.as_of.year());
    match figure.series.keys().next_back() {
        Some(last) if [speaks_of, counted].contains(last) => *last,
        _ => speaks_of.min(counted),
    }
}

/// The printed series in the figure's unit.
fn printed(figure: &Figure<'_>, desk: &mut Desk<'_>) -> BTreeMap<i32, Quantity> {
    let decimals = figure.indicator.and_then(|i| i.decimals);
    let mut series = BTreeMap::new();
    for (year, spot) in &figure.content.series {
        match in_unit(&spot.value, figure.unit(), decimals) {
            Ok(value) => {
                series.insert(*year, value);
            }
            Err(error) => {
                let (zh, en) = (error.zh(), error.en());
                let message = text!("{zh}", "{en}");
                desk.findings
                    .push(Finding::new(Code::UnitInexact, spot.place.clone(), message));
            }
        }
    }
    series
}

/// Each member's series; one shared by all where they agree.
fn merged<'c>(members: &[Member<'_, 'c>]) -> Vec<Years<'c>> {
    let alike = members
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if a.figure.unit() == b.figure.unit()));
    if let Some((shared, true)) = merge(members, 0).filter(|_| alike) {
        return members.iter().map(|_| shared.clone()).collect();
    }
    (0..members.len())
        .map(|own| merge(members, own).unwrap_or_default().0)
        .collect()
}

/// All that is known, in the unit of the member at `own`, whose own word comes
/// first; and whether all agree.
fn merge<'c>(members: &[Member<'_, 'c>], own: usize) -> Option<(Years<'c>, bool)> {
    let first = members.get(own)?;
    let unit = first.figure.unit();
    let mut series = BTreeMap::new();
    let mut agreed = true;
    let mut take = |year: i32, value: &Quantity| {
        let converted;
        let value = match value.unit() == unit {
            true => value,
            false => match value.convert(unit) {
                Ok(value) => {
                    converted = value;
                    &converted
                }
                Err(_) => return,
            },
        };
        match series.entry(year) {
            Entry::Vacant(gap) => {
                gap.insert(value.clone());
            }
            Entry::Occupied(known) => agreed &= known.get() == value,
        }
    };
    // The member's own word first, then the values, then the printed series.
    if let Some(value) = &first.figure.in_unit {
        take(first.year, value);
    }
    for (year, value) in &first.printed {
        take(*year, value);
    }
    for member in members {
        if let Some(value) = &member.figure.in_unit {
            take(member.year, value);
        }
    }
    for member in members {
        for (year, value) in &member.printed {
            take(*year, value);
        }
    }
    Some((series.into(), agreed))
}

/// Against the nearest edition of an earlier year that has this county; where
/// that does not state the figure, there is no change to speak of.
fn change_of(
    member: &Member<'_, '_>,
    members: &[Member<'_, '_>],
    editions: &[Edition<'_>],
    years: &[(usize, usize)],
) -> Option<Change> {
    let now = member.figure.in_unit.as_deref()?;
    let year = member.edition.year;
    let (before, _) = years
        .iter()
        .find(|(e, _)| editions.get(*e).is_some_and(|e| e.content.year < year))?;
    let then = members.iter().find(|m| m.at.0 == *before)?;
    change::between(then.figure.in_unit.as_deref()?, now, *before, then.year)
}
