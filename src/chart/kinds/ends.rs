//! The names at the ends of lines: what they say, and drawing them where there
//! is room, with a leader back to the line.

use super::known;
use super::line::{Look, NAMED_GREYS};
use crate::chart::data::Series;
use crate::chart::ink::Ink;
use crate::chart::measure::wrap_even;
use crate::chart::sheet::{Pen, Sheet};
use crate::chart::{Brief, Width};

/// The name and last value at the end of a line.
pub(super) struct End {
    /// Which series.
    pub(super) series: usize,
    /// The last year and its value.
    pub(super) point: (f64, f64),
    pub(super) lines: Vec<String>,
    pub(super) loud: bool,
}

/// Where the names at the ends stand.
pub(super) struct Labels {
    /// The end of the plot.
    pub(super) right: f64,
    /// From there to the names.
    pub(super) pad: f64,
    /// The line's mark is repeated before its name.
    pub(super) keyed: bool,
    pub(super) leading: f64,
    pub(super) size: f64,
}

impl Labels {
    /// Draws the name of the line that ends at `(x, y)`, its middle at `place`, and the
    /// leader to it in its lane.
    pub(super) fn draw(
        &self,
        sheet: &Sheet<'_>,
        end: &End,
        (x, y): (f64, f64),
        (place, lane): (f64, Option<usize>),
        look: &Look,
    ) {
        let names = self.right + self.pad - 6.0;
        let near = names - if self.keyed { 18.0 } else { 5.0 };
        if let Some(lane) = lane {
            let turn = self.right + 7.0 + LANE * lane as f64;
            // Within the plot it would be taken for the line itself.
            let edge = (x + 6.0).max(self.right + 2.0);
            if x + 6.0 < edge {
                sheet.line(&[(x + 6.0, y), (edge, y)], Ink::Grid, 1.0);
            }
            sheet.line(
                &[(edge, y), (turn, y), (turn, place), (near, place)],
                look.ink,
                1.0,
            );
        }
        if self.keyed && look.loud {
            sheet.mark(look.shape, (names - 9.0, place), 4.0, look.ink);
        }
        let ink = if end.loud { Ink::Text } else { Ink::Muted };
        let pen = Pen::new(self.size, ink).bold(end.loud);
        sheet.lines((names, place), &end.lines, self.leading, pen);
    }
}

/// From one leader to the next, px.
pub(super) const LANE: f64 = 4.0;

/// The lane in which each leader goes up or down, from the lines outwards, so that
/// none crosses or covers another; none for a name that stands at its end. Each is
/// given as the end's y, its name's, and whether the line ends before the others.
pub(super) fn lanes(ends: &[(f64, f64, bool)]) -> Vec<Option<usize>> {
    const NEAR: f64 = 4.0;
    let mut lanes = vec![None; ends.len()];
    for down in [false, true] {
        let mut leaders: Vec<(usize, f64, f64)> = ends
            .iter()
            .enumerate()
            .filter(|(_, (y, place, early))| (y - place).abs() > NEAR || *early)
            .map(|(n, (y, place, _))| (n, *y, *place))
            .filter(|(_, y, place)| (place >= y) == down)
            .collect();
        // The one that goes farthest turns first.
        leaders.sort_by(|a, b| {
            if down {
                b.2.total_cmp(&a.2)
            } else {
                a.2.total_cmp(&b.2)
            }
        });
        let mut before: Option<(f64, f64, usize)> = None;
        for (n, y, place) in leaders {
            let (from, to) = (y.min(place), y.max(place));
            // Leaders that pass each other at no height share a lane.
            let lane = match before {
                Some((a, b, lane)) if from <= b && to >= a => lane + 1,
                _ => 0,
            };
            before = Some((from, to, lane));
            if let Some(slot) = lanes.get_mut(n) {
                *slot = Some(lane);
            }
        }
    }
    lanes
}

/// What is written at the ends of `series`: the name and the last value of every
/// line that has one and is named at this width.
pub(super) fn ends(brief: &Brief<'_>, series: &[Series], looks: &[Look]) -> Vec<End> {
    let size = brief.width.label();
    let quiet = looks.iter().filter(|l| !l.loud).count();
    let most = if brief.width == Width::Wide {
        190.0
    } else {
        92.0
    };
    let mut ends = Vec::new();
    for (n, (series, look)) in series.iter().zip(looks).enumerate() {
        let named = look.loud || (brief.width == Width::Wide && quiet <= NAMED_GREYS);
        let Some(&(year, value, shown)) = known(series).last() else {
            continue;
        };
        if !named {
            continue;
        }
        // Of one line the heading tells whose it is.
        let alone = looks.len() == 1;
        let whole = match alone {
            true => shown.to_string(),
            false => format!("{} {shown}", series.name),
        };
        let pen = Pen::new(size, Ink::Text).bold(look.loud);
        // A number is not broken while there is room for the line.
        let most = f64::max(most, pen.width(shown).min(brief.width.px() * 0.42));
        let lines = if pen.width(&whole) <= most {
            vec![whole]
        } else {
            let mut lines = match alone {
                true => Vec::new(),
                false => wrap_even(&series.name, size, look.loud, most),
            };
            lines.extend(wrap_even(shown, size, look.loud, most));
            lines
        };
        ends.push(End {
            series: n,
            point: (f64::from(year), value),
            lines,
            loud: look.loud,
        });
    }
    ends
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaders_to_crowded_names_neither_cross_nor_cover_each_other() {
        let ends = [
            (10.0, 12.0, false),
            (11.0, 40.0, false),
            (12.0, 70.0, false),
            (200.0, 200.0, true),
        ];
        assert_eq!(lanes(&ends), [None, Some(1), Some(0), Some(0)]);
        let up = [(90.0, 20.0, false), (95.0, 50.0, false)];
        assert_eq!(lanes(&up), [Some(0), Some(1)]);
    }
}
