//! What charts over years share: the years they span and their labels, the
//! range of values, and the words of a series' tooltip.

use super::known;
use crate::chart::Brief;
use crate::chart::axis::thin;
use crate::chart::data::{Series, Words, gap};
use crate::chart::ink::Ink;
use crate::chart::say;
use crate::chart::sheet::{Pen, Plot, Sheet};

/// The years a chart spans, never empty: one year is given room on both sides.
pub(super) fn span(years: &[i32]) -> (f64, f64) {
    match (years.first(), years.last()) {
        (Some(a), Some(b)) if a < b => (f64::from(*a), f64::from(*b)),
        (Some(a), _) => (f64::from(*a) - 1.0, f64::from(*a) + 1.0),
        _ => (0.0, 1.0),
    }
}

/// The range to draw: from zero unless the data are far from it, and whether it is
/// from zero. Lines may leave zero out, and must say so.
pub(super) fn range(low: f64, high: f64) -> (f64, f64, bool) {
    if low >= 0.0 && (low < high * 0.6 || low == high) {
        (0.0, high, true)
    } else if high <= 0.0 && (high > low * 0.6 || low == high) {
        (low, 0.0, true)
    } else {
        (low, high, low <= 0.0 && high >= 0.0)
    }
}

/// The years under a plot, thinned from the last when they do not all fit.
pub(super) fn draw_years(
    sheet: &Sheet<'_>,
    brief: &Brief<'_>,
    plot: &Plot<'_>,
    years: &[i32],
    y: f64,
    low: f64,
) {
    let pen = Pen::new(brief.width.small(), Ink::Muted);
    let widest = years
        .iter()
        .map(|t| pen.width(&t.to_string()))
        .fold(1.0, f64::max)
        + 10.0;
    let (Some(first), Some(last)) = (years.first(), years.last()) else {
        return;
    };
    let across = plot.at(f64::from(*last), low).0 - plot.at(f64::from(*first), low).0;
    // Years need not be evenly spaced, so what fits is tried from the last on.
    let fits = ((across / widest).floor() as usize).max(1);
    let keep = thin(years.len(), fits + usize::from(years.len() <= fits + 1));
    let mut free = f64::INFINITY;
    for (year, keep) in years.iter().zip(keep).rev() {
        let (x, _) = plot.at(f64::from(*year), low);
        if keep && x + widest / 2.0 <= free {
            sheet.text((x, y), &year.to_string(), pen.middle());
            free = x - widest / 2.0;
        }
    }
}

/// A series' tooltip: its first and last value.
pub(super) fn span_text(series: &Series, words: &Words) -> String {
    let points = known(series);
    let arrow = if say::zh(words) { " → " } else { " to " };
    match &points[..] {
        [] => super::tip(&series.name, gap(words.language), None, words),
        [(year, _, shown)] => super::tip(&series.name, &format!("{year} {shown}"), None, words),
        [(a, _, from), .., (b, _, to)] => super::tip(
            &series.name,
            &format!("{a} {from}{arrow}{b} {to}"),
            None,
            words,
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_begin_at_zero_unless_that_would_flatten_them() {
        assert_eq!(range(10.0, 100.0), (0.0, 100.0, true));
        assert_eq!(range(90.0, 100.0), (90.0, 100.0, false));
        assert_eq!(range(-5.0, 100.0), (-5.0, 100.0, true));
        assert_eq!(range(7.0, 7.0), (0.0, 7.0, true));
        assert_eq!(range(-7.0, -7.0), (-7.0, 0.0, true));
    }
}
