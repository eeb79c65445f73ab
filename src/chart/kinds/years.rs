//! What charts over years share: the years they span and their labels, the
//! range of values, and the words of a series' tooltip.

use super::known;
use crate::chart::Brief;
use crate::chart::axis::keep_years;
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

/// What moves by less than this part of itself has hardly moved: seen from close by, 5
/// of 32,000 would be a fall from the top to the bottom.
const HARDLY: f64 = 0.01;

/// The range to draw: from zero unless the data are far from it, and whether it is
/// from zero. Lines may leave zero out, and must say so.
pub(super) fn range(low: f64, high: f64) -> (f64, f64, bool) {
    let level = high - low <= low.abs().max(high.abs()) * HARDLY;
    if low >= 0.0 && (low < high * 0.6 || level) {
        (0.0, high, true)
    } else if high <= 0.0 && (high > low * 0.6 || level) {
        (low, 0.0, true)
    } else {
        (low, high, low <= 0.0 && high >= 0.0)
    }
}

/// Whether most lines are too low to be seen beside the highest.
pub(super) fn dwarfed(series: &[Series]) -> bool {
    const SEEN: f64 = 0.04;
    let high = |s: &Series| known(s).iter().map(|p| p.1.abs()).fold(0.0, f64::max);
    let highs: Vec<f64> = series.iter().map(high).filter(|h| *h > 0.0).collect();
    let most = highs.iter().copied().fold(0.0, f64::max);
    highs.iter().filter(|h| **h < most * SEEN).count() * 2 > highs.len()
}

/// The years under a plot; where they do not all fit, every year of the data has at
/// least its tick.
pub(super) fn draw_years(
    sheet: &Sheet<'_>,
    brief: &Brief<'_>,
    plot: &Plot<'_>,
    years: &[i32],
    y: f64,
    low: f64,
) {
    let pen = Pen::new(brief.width.small(), Ink::Muted);
    let widest = years.iter().map(|t| pen.width(&t.to_string()));
    let widest = widest.fold(1.0, f64::max) + 5.0;
    let at: Vec<f64> = years
        .iter()
        .map(|year| plot.at(f64::from(*year), low).0)
        .collect();
    let keep = keep_years(years, &at, widest, None);
    let foot = plot.at(0.0, low).1;
    let apart = at.windows(2).all(|w| matches!(w, [a, b] if b - a >= 7.0));
    let thinned = keep.contains(&false);
    for ((year, x), keep) in years.iter().zip(at).zip(keep) {
        if keep {
            sheet.text((x, y), &year.to_string(), pen.middle());
        }
        if thinned && (apart || keep) {
            sheet.line(&[(x, foot), (x, foot + 4.0)], Ink::Muted, 1.0);
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
        assert_eq!(range(-31_968.0, -31_963.0), (-31_968.0, 0.0, true));
        assert_eq!(range(20.1, 20.6), (20.1, 20.6, false));
        assert_eq!(range(-7.0, -7.0), (-7.0, 0.0, true));
    }
}
