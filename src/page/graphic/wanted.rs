//! Charts of an indicator that only a `chart` block asks for.

use super::{Graphic, number, shown, words};
use crate::chart::{self, Chart, Columns, Dots, Pair, Row, Share, Slope};
use crate::page::desk::Desk;
use crate::quantity::Quantity;
use crate::showcase::{County, Edition, Figure, Measure};
use crate::text;
use std::collections::BTreeSet;

/// Every county with its figure, if it states one; nothing where none does.
fn counties<'a, 'c>(
    edition: &'a Edition<'c>,
    measure: &Measure<'_>,
) -> Vec<(&'a County<'c>, Option<&'a Figure<'c>>)> {
    if measure.ranking.is_empty() {
        return Vec::new();
    }
    let counties = edition.counties.iter();
    counties
        .map(|county| (county, super::automatic::figure(county, measure)))
        .collect()
}

fn rows(desk: &Desk<'_>, edition: &Edition<'_>, measure: &Measure<'_>) -> Vec<Row> {
    let row = |(county, figure): &(&County<'_>, Option<&Figure<'_>>)| {
        let value = figure.and_then(|f| f.in_unit.as_deref());
        Row {
            name: county.content.name.value.clone(),
            value: number(value),
            shown: shown(desk, value),
            ..Row::default()
        }
    };
    counties(edition, measure).iter().map(row).collect()
}

/// The counties in official order.
pub(in crate::page) fn columns(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    measure: &Measure<'_>,
) -> Option<Graphic> {
    let rows = rows(desk, edition, measure);
    let tint = desk.tint(&measure.indicator.id);
    (!rows.is_empty()).then(|| {
        let chart = Chart::Columns(Columns { rows, tint });
        Graphic::new(chart, words(desk, edition, measure.indicator))
    })
}

/// The counties as parts of the region's total; only where it is a sum of what none
/// has less of than nothing.
pub(in crate::page) fn share(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    measure: &Measure<'_>,
) -> Option<Graphic> {
    let total = measure.total.as_ref()?;
    if total.kind != crate::content::Total::Sum {
        return None;
    }
    let parts = rows(desk, edition, measure);
    // A loss is no part of a whole.
    if parts.iter().any(|p| p.value.is_some_and(|v| v < 0.0)) {
        return None;
    }
    let chart = Chart::Share(Share {
        parts,
        whole_shown: Some(total.value.table_with_unit()),
        ..Share::default()
    });
    Some(Graphic::new(chart, words(desk, edition, measure.indicator)))
}

/// When a county began: the year, and whether it is its beginning that is meant.
type Since = (i32, bool);

/// Where a county began, and when: its baseline, when the plan starts, or the first
/// year of its series.
fn then(figure: &Figure<'_>, plan: Option<Since>) -> Option<(Quantity, Option<Since>)> {
    let baseline = figure.baseline();
    if let Some(baseline) = baseline.and_then(|q| q.convert(figure.unit()).ok()) {
        return Some((baseline, plan));
    }
    let mut years = figure.series.iter();
    let (year, first) = years.next()?;
    years.next().map(|_| (first.clone(), Some((*year, false))))
}

/// Then and now of every county, and what the two are called.
struct Pairs {
    rows: Vec<Pair>,
    /// `None`: nobody has a then.
    from: Option<String>,
    to: String,
    words: chart::Words,
}

fn pairs(desk: &Desk<'_>, edition: &Edition<'_>, measure: &Measure<'_>) -> Pairs {
    let plan = edition.content.plan.as_ref().map(|p| p.start);
    let plan = plan.map(|start| (start.year(), start.last_ymd().1 == 1));
    let mut years = BTreeSet::new();
    let mut rows = Vec::new();
    for (county, figure) in counties(edition, measure) {
        let then = figure.and_then(|f| then(f, plan));
        years.extend(then.as_ref().map(|(_, year)| *year));
        let then = then.map(|(value, _)| value);
        let now = figure.and_then(|f| f.in_unit.as_deref());
        rows.push(Pair {
            name: county.content.name.value.clone(),
            from: number(then.as_ref()),
            from_shown: shown(desk, then.as_ref()),
            to: number(now),
            to_shown: shown(desk, now),
            ..Pair::default()
        });
    }
    let year = |year: i32| desk.say(&text!("{year}年", "{year}"));
    let mut words = words(desk, edition, measure.indicator);
    let now = edition.content.year;
    // Only where all began in one year is it the year of the column.
    let from = match years.iter().copied().collect::<Vec<_>>()[..] {
        [] => None,
        [Some((then, beginning))] if then < now => {
            words.period = desk.say(&text!("{then}—{now}年", "{then}–{now}"));
            Some(match beginning {
                true => desk.say(&text!("{then}年初", "early {then}")),
                false => year(then),
            })
        }
        _ => Some(desk.say(&text!("起点", "the start"))),
    };
    Pairs {
        rows,
        from,
        to: year(now),
        words,
    }
}

/// Then and now; only where some county has a then.
pub(in crate::page) fn slope(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    measure: &Measure<'_>,
) -> Option<Graphic> {
    let pairs = pairs(desk, edition, measure);
    let chart = Chart::Slope(Slope {
        from: pairs.from?,
        to: pairs.to,
        rows: pairs.rows,
        tint: desk.tint(&measure.indicator.id),
    });
    Some(Graphic::new(chart, pairs.words))
}

/// Values as dots, with where they began if that is known.
pub(in crate::page) fn dots(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    measure: &Measure<'_>,
) -> Option<Graphic> {
    let pairs = pairs(desk, edition, measure);
    (!pairs.rows.is_empty()).then(|| {
        let chart = Chart::Dots(Dots {
            from: pairs.from,
            to: pairs.to,
            rows: pairs.rows,
            tint: desk.tint(&measure.indicator.id),
            ..Dots::default()
        });
        Graphic::new(chart, pairs.words)
    })
}
