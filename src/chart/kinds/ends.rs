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
    /// Draws the name of the line that ends at `(x, y)`, its middle at `place`.
    pub(super) fn draw(
        &self,
        sheet: &Sheet<'_>,
        end: &End,
        (x, y): (f64, f64),
        place: f64,
        look: &Look,
    ) {
        let names = self.right + self.pad - 6.0;
        let near = names - if self.keyed { 18.0 } else { 5.0 };
        if (y - place).abs() > 4.0 || x < self.right - 1.0 {
            sheet.line(
                &[(x + 6.0, y), (near - 5.0, place), (near, place)],
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
        let whole = format!("{} {shown}", series.name);
        let pen = Pen::new(size, Ink::Text).bold(look.loud);
        // A number is not broken while there is room for the line.
        let most = f64::max(most, pen.width(shown).min(brief.width.px() * 0.42));
        let lines = if pen.width(&whole) <= most {
            vec![whole]
        } else {
            let mut lines = wrap_even(&series.name, size, look.loud, most);
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
