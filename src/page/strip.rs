//! The status strip: where each county stands by the edition's leading
//! indicator, one chip each.

use super::address;
use super::desk::Desk;
use super::figure::StatusView;
use crate::showcase::{County, Edition, Figure, Measure, Status};
use crate::text;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;
use std::collections::BTreeMap;

/// More chips than this are folded up below their tally.
const OPEN: usize = 40;
/// More than this are left to the list of counties, which has each status too.
const MOST: usize = 200;

/// One chip per county, by the first headline indicator that has targets.
#[derive(Debug, Serialize)]
pub(super) struct StripView {
    /// The indicator's name.
    pub(super) name: String,
    /// Its page.
    pub(super) href: String,
    /// In the order of the roster.
    pub(super) chips: Vec<ChipView>,
    /// How many stand where, best first.
    pub(super) tally: Vec<TallyView>,
    /// Few enough to lie open.
    pub(super) open: bool,
}

/// A county's chip.
#[derive(Debug, Serialize)]
pub(super) struct ChipView {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) status: StatusView,
}

/// How many counties share a status.
#[derive(Debug, Serialize)]
pub(super) struct TallyView {
    pub(super) status: StatusView,
    /// 2个, 2.
    pub(super) count: String,
    /// Where its part of a bar of all counties begins, and how long it is, per
    /// cent with one decimal.
    pub(super) start: String,
    pub(super) width: String,
}

impl StripView {
    /// `None` where no indicator has a target, or a lone county has its tile.
    pub(super) fn of(desk: &Desk<'_>, edition: &Edition<'_>) -> Option<StripView> {
        let measure = leading(edition).filter(|_| edition.counties.len() > 1)?;
        let mut counts: BTreeMap<Status, usize> = BTreeMap::new();
        let mut chips = Vec::with_capacity(edition.counties.len());
        for county in &edition.counties {
            let status = status(county, measure);
            *counts.entry(status).or_default() += 1;
            chips.push(ChipView {
                name: county.content.name.value.clone(),
                href: address::county(edition, county),
                status: StatusView::of(desk, status),
            });
        }
        let mut before = 0;
        let tally = counts.into_iter().map(|(status, n)| {
            let start = percent(before, chips.len());
            before += n;
            TallyView {
                status: StatusView::of(desk, status),
                count: desk.say(&text!("{n}个", "{n}")),
                // A hair of the ground between two parts.
                width: format!("{:.1}", (percent(n, chips.len()) - 0.2).max(0.2)),
                start: format!("{start:.1}"),
            }
        });
        let tally = tally.collect();
        Some(StripView {
            name: measure.indicator.name.clone(),
            href: desk.indicator(edition, &measure.indicator.id),
            open: chips.len() <= OPEN,
            chips: if chips.len() > MOST {
                Vec::new()
            } else {
                chips
            },
            tally,
        })
    }
}

fn percent(part: usize, whole: usize) -> f64 {
    Decimal::from(part * 100)
        .checked_div(whole.into())
        .and_then(|share| share.to_f64())
        .unwrap_or(0.0)
}

/// The first headline indicator by which some county's progress is known,
/// else the first of all.
pub(super) fn leading<'a, 'c>(edition: &'a Edition<'c>) -> Option<&'a Measure<'c>> {
    let has_progress = |measure: &&Measure<'_>| {
        let figures = edition.counties.iter().filter_map(|c| figure(c, measure));
        figures.into_iter().any(|f| f.progress.is_some())
    };
    let headline = edition.measures.iter().filter(|m| m.indicator.headline);
    headline.chain(&edition.measures).find(has_progress)
}

fn figure<'a, 'c>(county: &'a County<'c>, measure: &Measure<'_>) -> Option<&'a Figure<'c>> {
    county.figures.get(county.position(measure.indicator)?)
}

fn status(county: &County<'_>, measure: &Measure<'_>) -> Status {
    let figure = figure(county, measure);
    figure.and_then(Figure::status).unwrap_or(Status::NoData)
}
