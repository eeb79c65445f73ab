//! Series over years: at most four in colour, or one in colour among greys, each
//! named at its end. More than that becomes small multiples by itself.

use super::{
    Kind, Multiples, bounds, check_series, known, newest_facts, runs, series_clauses,
    series_headline, series_table, years,
};
use crate::chart::axis::{self, Wish, room, spread, thin};
use crate::chart::data::{Cell, Order, Problem, Series, Words, gap};
use crate::chart::ink::Ink;
use crate::chart::measure::wrap_even;
use crate::chart::pick::{Candidate, Entry, MOST, pick, remark};
use crate::chart::rows::notes;
use crate::chart::say::{self, Clause};
use crate::chart::sheet::{Pen, Plot, Shape, Sheet};
use crate::chart::{Brief, Width};

/// Series over years.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// One line each.
    pub series: Vec<Series>,
    /// Which series colour a single or focus line has, 0 to 3.
    pub tint: usize,
}

/// How many lines can have a colour of their own.
pub(crate) const COLOURS: usize = 4;
/// Beyond this, grey lines are not named one by one.
const NAMED_GREYS: usize = 12;

/// How one line is drawn.
struct Look {
    ink: Ink,
    shape: Shape,
    loud: bool,
}

impl Line {
    fn focused(&self) -> bool {
        self.series.iter().any(|s| s.focus)
    }

    /// Whether there are too many for one drawing.
    fn splits(&self) -> bool {
        let focuses = self.series.iter().filter(|s| s.focus).count();
        focuses > COLOURS || (focuses == 0 && self.series.len() > COLOURS)
    }

    fn looks(&self) -> Vec<Look> {
        let single = self.series.iter().filter(|s| s.focus).count() == 1 || self.series.len() == 1;
        let mut next = 0;
        self.series
            .iter()
            .map(|s| {
                if self.focused() && !s.focus {
                    return Look {
                        ink: Ink::Grey,
                        shape: Shape::Round,
                        loud: false,
                    };
                }
                let n = if single { self.tint.min(3) } else { next };
                next += 1;
                Look {
                    ink: Ink::series(n),
                    shape: if single {
                        Shape::Round
                    } else {
                        Shape::series(n)
                    },
                    loud: true,
                }
            })
            .collect()
    }
}

/// The name and last value at the end of a line.
struct End {
    series: usize,
    point: (f64, f64),
    lines: Vec<String>,
    loud: bool,
}

/// Where the names at the ends stand.
struct Labels {
    /// The end of the plot.
    right: f64,
    /// From there to the names.
    pad: f64,
    keyed: bool,
    leading: f64,
    size: f64,
}

impl Labels {
    /// Draws the name of the line that ends at `(x, y)`, its middle at `place`.
    fn draw(&self, sheet: &Sheet<'_>, end: &End, (x, y): (f64, f64), place: f64, look: &Look) {
        let names = self.right + self.pad - 6.0;
        let near = names - if self.keyed { 18.0 } else { 5.0 };
        if (y - place).abs() > 3.0 || x < self.right - 1.0 {
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

impl Kind for Line {
    fn validate(&self, problems: &mut Vec<Problem>) {
        check_series(&self.series, problems);
    }

    fn draw(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        if self.splits() {
            return Multiples {
                series: self.series.clone(),
                tint: self.tint,
            }
            .draw(brief, sheet);
        }
        if self.series.len() > MOST {
            let (few, left_out) = self.few(brief.words);
            return few.draw_all(brief, sheet, &left_out);
        }
        self.draw_all(brief, sheet, &[])
    }

    fn clauses(&self, words: &Words) -> Vec<Clause> {
        series_clauses(&self.series, words)
    }

    fn headline(&self, words: &Words) -> String {
        series_headline(&self.series, words)
    }

    fn table(&self, words: &Words) -> (Vec<String>, Vec<Vec<Cell>>) {
        series_table(&self.series, words)
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

impl Line {
    /// Of very many lines the largest, the smallest and the focus, and what is left out.
    fn few(&self, words: &Words) -> (Line, Vec<String>) {
        let newest = newest_facts(&self.series);
        let candidates: Vec<Candidate> = newest
            .iter()
            .map(|f| Candidate {
                value: f.value,
                focus: f.focus,
            })
            .collect();
        let (mut series, mut left, mut missing) = (Vec::new(), 0, 0);
        for entry in pick(&candidates, Order::Value) {
            match entry {
                Entry::Row(n) => series.extend(self.series.get(n).cloned()),
                Entry::Left(n) => left += n,
                Entry::Missing(n) => missing += n,
            }
        }
        let said = [Entry::Left(left), Entry::Missing(missing)]
            .into_iter()
            .zip([left, missing]);
        let said = said
            .filter(|(_, n)| *n > 0)
            .filter_map(|(entry, _)| remark(entry, words))
            .collect();
        (
            Line {
                series,
                tint: self.tint,
            },
            said,
        )
    }

    fn draw_all(&self, brief: &Brief<'_>, sheet: &Sheet<'_>, left_out: &[String]) -> f64 {
        let language = brief.words.language;
        let (width, small) = (brief.width.px(), brief.width.small());
        let years = years(&self.series);
        let values = self.series.iter().flat_map(known).map(|p| p.1);
        let Some((low, high)) = bounds(values) else {
            let text = say::paragraph(brief.words, self.clauses(brief.words));
            return notes(sheet, brief, 0.0, &[text]) + 4.0;
        };
        let (low, high, zero) = range(low, high);
        let ticks = axis::ticks(low, high, 4);
        let labels = ticks.labels(&brief.words.unit, language);
        let pen = Pen::new(small, Ink::Muted);
        let left = labels
            .iter()
            .map(|l| pen.width(l))
            .fold(0.0, f64::max)
            .ceil()
            + 10.0;

        let looks = self.looks();
        let ends = self.ends(brief, &looks);
        let size = brief.width.label();
        let leading = (size * 1.25).round();
        // Several coloured lines repeat their shape before their name: on a black and
        // white print it is what tells them apart.
        let keyed = looks.iter().filter(|l| l.loud).count() > 1;
        let pad = if keyed { 38.0 } else { 24.0 };
        let label_width = |e: &End| {
            e.lines
                .iter()
                .map(|l| Pen::new(size, Ink::Text).bold(e.loud).width(l))
                .fold(0.0, f64::max)
        };
        let right = width - ends.iter().map(label_width).fold(0.0, f64::max) - pad;

        let top = small + 6.0;
        let wishes = |y: &dyn Fn(f64) -> f64| -> Vec<Wish> {
            ends.iter()
                .map(|e| Wish {
                    at: y(e.point.1),
                    size: leading * e.lines.len() as f64 + 3.0,
                })
                .collect()
        };
        let least = if brief.width == Width::Wide {
            300.0
        } else {
            250.0
        };
        let bottom = top + f64::max(least, room(&wishes(&|_| 0.0)));
        let (first, last) = span(&years);
        let plot = sheet.plot(
            first..last,
            ticks.low()..ticks.high(),
            left + 4.0..right,
            bottom..top,
        );

        for (value, label) in ticks.at.iter().zip(&labels) {
            let y = plot.at(first, *value).1;
            let ink = if *value == 0.0 { Ink::Muted } else { Ink::Grid };
            sheet.line(&[(left, y), (right + 4.0, y)], ink, 1.0);
            sheet.text((left - 8.0, y), label, pen.end());
        }
        draw_years(
            sheet,
            brief,
            &plot,
            &years,
            bottom + 6.0 + small / 2.0,
            ticks.low(),
        );
        // Greys first, so that no line hides the one that matters.
        for pass in [false, true] {
            for (series, look) in self
                .series
                .iter()
                .zip(&looks)
                .filter(|(_, l)| l.loud == pass)
            {
                self.draw_one(sheet, brief, &plot, (series, look), (&years, ticks.low()));
            }
        }
        let places = spread(
            &wishes(&|v| plot.at(last, v).1),
            top - small / 2.0,
            bottom + small / 2.0,
        );
        let at = Labels {
            right,
            pad,
            keyed,
            leading,
            size,
        };
        for (end, place) in ends.iter().zip(places) {
            if let Some(look) = looks.get(end.series) {
                at.draw(sheet, end, plot.at(end.point.0, end.point.1), place, look);
            }
        }
        let mut paragraphs = self.remarks(brief, &looks, zero);
        paragraphs.extend_from_slice(left_out);
        notes(sheet, brief, bottom + small + 12.0, &paragraphs) + 4.0
    }

    fn draw_one(
        &self,
        sheet: &Sheet<'_>,
        brief: &Brief<'_>,
        plot: &Plot<'_>,
        (series, look): (&Series, &Look),
        (years, low): (&[i32], f64),
    ) {
        let runs = runs(series, years);
        let points = known(series);
        let crowded = points.len() > 24;
        sheet.group(&span_text(series, brief.words), None, || {
            for run in &runs {
                if run.len() > 1 {
                    plot.line(run, look.ink, if look.loud { 2.5 } else { 1.2 });
                }
                let lone = run.len() == 1;
                for (n, &(x, y)) in run.iter().enumerate() {
                    let end = n + 1 == run.len() || n == 0;
                    if look.loud && (!crowded || end || lone) {
                        sheet.mark(look.shape, plot.at(x, y), 3.5, look.ink);
                    } else if lone {
                        sheet.dot(plot.at(x, y), 2.0, look.ink);
                    }
                }
            }
        });
        // The first value of the one line that matters, on the side the line leaves
        // free; its last is at its end.
        let one = looks_single(self, series);
        if let (true, [first, second, ..]) = (one, &points[..]) {
            let (x, y) = plot.at(f64::from(first.0), first.1);
            let away = brief.width.label() + 2.0;
            let below = second.1 > first.1 && y + away * 1.6 < plot.at(x, low).1;
            let pen = Pen::new(brief.width.label(), Ink::Text).bold(true).halo();
            sheet.text((x, if below { y + away } else { y - away }), first.2, pen);
        }
    }

    fn ends(&self, brief: &Brief<'_>, looks: &[Look]) -> Vec<End> {
        let size = brief.width.label();
        let quiet = looks.iter().filter(|l| !l.loud).count();
        let most = if brief.width == Width::Wide {
            190.0
        } else {
            92.0
        };
        let mut ends = Vec::new();
        for (n, (series, look)) in self.series.iter().zip(looks).enumerate() {
            let named = look.loud || (brief.width == Width::Wide && quiet <= NAMED_GREYS);
            let Some(&(year, value, shown)) = known(series).last() else {
                continue;
            };
            if !named {
                continue;
            }
            let whole = format!("{} {shown}", series.name);
            let pen = Pen::new(size, Ink::Text).bold(look.loud);
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

    fn remarks(&self, brief: &Brief<'_>, looks: &[Look], zero: bool) -> Vec<String> {
        let zh = say::zh(brief.words);
        let mut out = Vec::new();
        let quiet = looks.iter().filter(|l| !l.loud).count();
        if quiet > 0 && (brief.width == Width::Narrow || quiet > NAMED_GREYS) {
            let counted = say::counted(brief.words);
            out.push(if zh {
                format!("灰线为其他{quiet}{counted}")
            } else {
                format!("Grey lines: {quiet} other {counted}")
            });
        }
        if !zero {
            out.push(
                if zh {
                    "纵轴不从零开始"
                } else {
                    "The vertical axis does not begin at zero"
                }
                .to_string(),
            );
        }
        let empty: Vec<&str> = self
            .series
            .iter()
            .filter(|s| known(s).is_empty())
            .map(|s| s.name.as_str())
            .collect();
        if !empty.is_empty() {
            let (comma, colon) = if zh { ("、", "：") } else { (", ", ": ") };
            out.push(format!(
                "{}{colon}{}",
                gap(brief.words.language),
                empty.join(comma)
            ));
        }
        out
    }
}

fn looks_single(line: &Line, series: &Series) -> bool {
    match line.series.iter().filter(|s| s.focus).count() {
        0 => line.series.len() == 1,
        1 => series.focus,
        _ => false,
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

    #[test]
    fn nine_counties_are_never_nine_colours() {
        let series = |n: usize, focus| Series {
            name: n.to_string(),
            points: vec![(2019, Some(1.0), "1".into())],
            focus,
        };
        let nine = Line {
            series: (0..9).map(|n| series(n, false)).collect(),
            tint: 0,
        };
        assert!(nine.splits());
        let focus = Line {
            series: (0..9).map(|n| series(n, n == 3)).collect(),
            tint: 0,
        };
        assert!(!focus.splits());
        assert_eq!(
            focus.looks().iter().filter(|l| l.ink != Ink::Grey).count(),
            1
        );
    }

    #[test]
    fn a_gap_is_a_gap() {
        let point = |y, v: Option<f64>| (y, v, v.map(|v| v.to_string()).unwrap_or_default());
        let series = Series {
            name: "甲".into(),
            points: vec![
                point(2015, Some(1.0)),
                point(2016, None),
                point(2017, Some(2.0)),
                point(2019, Some(3.0)),
            ],
            focus: false,
        };
        let all = [2015, 2016, 2017, 2019];
        assert_eq!(
            runs(&series, &all),
            [vec![(2015.0, 1.0)], vec![(2017.0, 2.0), (2019.0, 3.0)]]
        );
        assert_eq!(runs(&series, &[2015, 2016, 2017, 2018, 2019]).len(), 3);
    }
}
