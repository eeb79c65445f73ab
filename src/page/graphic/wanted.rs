//! Charts of an indicator that only a `chart` block asks for.

use super::{Graphic, number, shown, words};
use crate::chart::{Chart, Columns, Dots, Pair, Row, Share, Slope};
use crate::page::desk::Desk;
use crate::quantity::Quantity;
use crate::showcase::{County, Edition, Figure, Measure};
use crate::text;

/// The counties that state the indicator, with their figures.
fn stating<'a, 'c>(
    edition: &'a Edition<'c>,
    measure: &Measure<'_>,
) -> Vec<(&'a County<'c>, &'a Figure<'c>)> {
    let figure = |county: &'a County<'c>| {
        county
            .figures
            .iter()
            .find(|f| f.content.id == measure.indicator.id && f.in_unit.is_some())
    };
    edition
        .counties
        .iter()
        .filter_map(|county| Some((county, figure(county)?)))
        .collect()
}

fn row(desk: &Desk<'_>, county: &County<'_>, figure: &Figure<'_>) -> Row {
    Row {
        name: county.content.name.value.clone(),
        value: number(figure.in_unit.as_ref()),
        shown: shown(desk, figure.in_unit.as_ref()),
        ..Row::default()
    }
}

/// The counties in official order.
pub(in crate::page) fn columns(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    measure: &Measure<'_>,
) -> Option<Graphic> {
    let stating = stating(edition, measure);
    let rows: Vec<Row> = stating.iter().map(|(c, f)| row(desk, c, f)).collect();
    let tint = desk.tint(&measure.indicator.id);
    (!rows.is_empty()).then(|| {
        let chart = Chart::Columns(Columns { rows, tint });
        Graphic::new(chart, words(desk, edition, measure.indicator))
    })
}

/// The counties as parts of the region's total; only where it is a sum.
pub(in crate::page) fn share(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    measure: &Measure<'_>,
) -> Option<Graphic> {
    let total = measure.total.as_ref()?;
    if total.kind != crate::content::Total::Sum {
        return None;
    }
    let stating = stating(edition, measure);
    let chart = Chart::Share(Share {
        parts: stating.iter().map(|(c, f)| row(desk, c, f)).collect(),
        whole_shown: Some(total.value.table_with_unit()),
    });
    Some(Graphic::new(chart, words(desk, edition, measure.indicator)))
}

/// Where each county began and where it is: its baseline, or the first year of
/// its series.
fn then(figure: &Figure<'_>) -> Option<Quantity> {
    let baseline = figure
        .baseline
        .as_ref()
        .and_then(|q| q.convert(figure.unit).ok());
    baseline.or_else(|| {
        let mut years = figure.series.iter();
        let (_, first) = years.next()?;
        years.next().map(|_| first.clone())
    })
}

fn pairs(desk: &Desk<'_>, edition: &Edition<'_>, measure: &Measure<'_>) -> Vec<Pair> {
    stating(edition, measure)
        .iter()
        .map(|(county, figure)| {
            let then = then(figure);
            Pair {
                name: county.content.name.value.clone(),
                from: number(then.as_ref()),
                from_shown: shown(desk, then.as_ref()),
                to: number(figure.in_unit.as_ref()),
                to_shown: shown(desk, figure.in_unit.as_ref()),
                ..Pair::default()
            }
        })
        .collect()
}

/// Then and now; only where some county has a then.
pub(in crate::page) fn slope(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    measure: &Measure<'_>,
) -> Option<Graphic> {
    let rows = pairs(desk, edition, measure);
    rows.iter().any(|p| p.from.is_some()).then(|| {
        let chart = Chart::Slope(Slope {
            from: desk.say(&text!("起点", "then")),
            to: now(desk, edition),
            rows,
            tint: desk.tint(&measure.indicator.id),
        });
        Graphic::new(chart, words(desk, edition, measure.indicator))
    })
}

/// Values as dots, with where they began if that is known.
pub(in crate::page) fn dots(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    measure: &Measure<'_>,
) -> Option<Graphic> {
    let rows = pairs(desk, edition, measure);
    let from = rows
        .iter()
        .any(|p| p.from.is_some())
        .then(|| desk.say(&text!("起点", "then")));
    (!rows.is_empty()).then(|| {
        let chart = Chart::Dots(Dots {
            from,
            to: now(desk, edition),
            rows,
            tint: desk.tint(&measure.indicator.id),
            ..Dots::default()
        });
        Graphic::new(chart, words(desk, edition, measure.indicator))
    })
}

fn now(desk: &Desk<'_>, edition: &Edition<'_>) -> String {
    let year = edition.content.year;
    desk.say(&text!("{year}年", "{year}"))
}
