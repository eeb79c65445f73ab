//! Small multiples: one little drawing per series, all on the same scale, the
//! others in grey behind it while they are few.

use super::line::without_data;
use super::years::{range, span, span_text};
use super::{
    Kind, bounds, check_series, known, runs, series_clauses, series_headline, series_printed,
    series_table, years,
};
use crate::chart::axis;
use crate::chart::data::{Cell, Order, Problem, Series, Words, gap};
use crate::chart::ink::Ink;
use crate::chart::measure::{wrap, wrap_even};
use crate::chart::pick::{Candidate, Entry, drawn, pick, remark};
use crate::chart::rows::notes;
use crate::chart::say::{self, Clause};
use crate::chart::sheet::{Pen, Sheet};
use crate::chart::{Brief, Width};

/// Small multiples.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Multiples {
    /// One drawing each, in the given order.
    pub series: Vec<Series>,
    /// Which series colour, 0 to 3.
    pub tint: usize,
}

/// Beyond this many, the others are not drawn behind each.
const CONTEXT: usize = 9;
const GAP: f64 = 20.0;

struct Panel<'a> {
    series: &'a Series,
    at: (f64, f64),
    width: f64,
    title: Vec<String>,
    value: Vec<String>,
}

impl Kind for Multiples {
    fn printed(&mut self) -> Vec<&mut String> {
        series_printed(&mut self.series)
    }

    fn validate(&self, problems: &mut Vec<Problem>) {
        check_series(&self.series, problems);
    }

    fn draw(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        let years = years(&self.series);
        let Some((low, high)) = bounds(self.series.iter().flat_map(known).map(|p| p.1)) else {
            let text = say::paragraph(brief.words, self.clauses(brief.words));
            return notes(sheet, brief, 0.0, &[text]) + 4.0;
        };
        let grain = axis::grain(self.series.iter().flat_map(known).map(|p| p.1));
        let (low, high, zero) = range(low, high);
        // The panels bear no numbers: the note tells the ends, so the ends are ticks.
        let ticks = axis::ticks(low, high, 2, grain);
        let candidates: Vec<Candidate> = self
            .series
            .iter()
            .map(|s| Candidate {
                value: known(s).last().map(|p| p.1),
                focus: s.focus,
            })
            .collect();
        // An empty drawing shows nothing that the note below does not say.
        let entries: Vec<Entry> = pick(&candidates, Order::Official)
            .into_iter()
            .filter(|entry| match entry {
                Entry::Row(n) => candidates.get(*n).is_some_and(|c| c.value.is_some()),
                Entry::Left(_) => true,
            })
            .collect();
        let shown = drawn(&entries, &self.series);
        let columns = columns(brief.width, shown.len());
        let most = if columns == 1 { 300.0 } else { f64::INFINITY };
        let width = ((brief.width.px() - GAP * (columns as f64 - 1.0)) / columns as f64).min(most);
        let size = brief.width.label();
        let leading = (size * 1.25).round();
        let plot_height = if brief.width == Width::Wide {
            84.0
        } else {
            76.0
        };

        let mut y = 0.0;
        for row in shown.chunks(columns) {
            let panels: Vec<Panel<'_>> = row
                .iter()
                .enumerate()
                .map(|(n, series)| self.panel(brief, series, (n as f64 * (width + GAP), y), width))
                .collect();
            // Plots of one row stand level however long the names.
            let lines = panels.iter().map(|p| p.title.len() + p.value.len());
            let head = lines.max().unwrap_or(2) as f64 * leading;
            for panel in &panels {
                let (top, bottom) = (y + head + 6.0, y + head + 6.0 + plot_height);
                self.draw_panel(brief, sheet, panel, &years, (top, bottom), &ticks);
            }
            y += head + 6.0 + plot_height + brief.width.small() + 20.0;
        }
        let labels = ticks.labels(&brief.words.unit, brief.words.language);
        let (first, last) = (labels.first(), labels.last());
        let (first, last) = (
            first.map_or("", String::as_str),
            last.map_or("", String::as_str),
        );
        let mut paragraphs: Vec<String> = entries
            .iter()
            .filter_map(|e| remark(*e, brief.words))
            .collect();
        paragraphs.push(match (say::zh(brief.words), zero) {
            (true, true) => format!("各图纵轴相同：{first}至{last}"),
            (true, false) => format!("各图纵轴相同：{first}至{last}，不从零开始"),
            (false, true) => format!("All on one scale: {first} to {last}"),
            (false, false) => format!("All on one scale: {first} to {last}, not from zero"),
        });
        paragraphs.extend(without_data(&self.series, brief));
        notes(sheet, brief, y - 6.0, &paragraphs) + 4.0
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

/// Columns of panels: of three and four, what leaves fewer places empty.
fn columns(width: Width, panels: usize) -> usize {
    let empty = |columns: usize| (columns - panels % columns) % columns;
    let columns = match width {
        Width::Narrow => 2,
        Width::Wide if panels > 6 && empty(4) <= empty(3) => 4,
        Width::Wide => 3,
    };
    columns.min(panels.max(1))
}

impl Multiples {
    fn panel<'a>(
        &self,
        brief: &Brief<'_>,
        series: &'a Series,
        at: (f64, f64),
        width: f64,
    ) -> Panel<'a> {
        let size = brief.width.label();
        let points = known(series);
        let value = match &points[..] {
            [] => gap(brief.words.language).to_string(),
            [one] => one.2.to_string(),
            [from, .., to] => {
                let both = format!("{} → {}", from.2, to.2);
                if Pen::new(size, Ink::Text).width(&both) <= width {
                    both
                } else {
                    to.2.to_string()
                }
            }
        };
        Panel {
            series,
            at,
            width,
            title: wrap_even(&series.name, size, true, width),
            value: wrap(&value, size, false, width),
        }
    }

    fn draw_panel(
        &self,
        brief: &Brief<'_>,
        sheet: &Sheet<'_>,
        panel: &Panel<'_>,
        years: &[i32],
        (top, bottom): (f64, f64),
        ticks: &axis::Ticks,
    ) {
        let (left, right) = (panel.at.0, panel.at.0 + panel.width);
        let size = brief.width.label();
        let leading = (size * 1.25).round();
        let (first, last) = span(years);
        let plot = sheet.plot(
            first..last,
            ticks.low()..ticks.high(),
            left + 5.0..right - 5.0,
            bottom..top,
        );
        let points = known(panel.series);
        sheet.group(&span_text(panel.series, brief.words), None, || {
            let pen = Pen::new(size, Ink::Text);
            for (n, line) in panel.title.iter().enumerate() {
                sheet.text(
                    (left, panel.at.1 + leading * (n as f64 + 0.5)),
                    line,
                    pen.bold(true),
                );
            }
            let ink = if points.is_empty() {
                Ink::Muted
            } else {
                Ink::Text
            };
            for (n, line) in panel.value.iter().enumerate() {
                let y = panel.at.1 + leading * ((panel.title.len() + n) as f64 + 0.5);
                sheet.text((left, y), line, pen.ink(ink));
            }
            for value in &ticks.at {
                let y = plot.at(first, *value).1;
                let ink = if *value == 0.0 { Ink::Muted } else { Ink::Grid };
                sheet.line(&[(left, y), (right, y)], ink, 1.0);
            }
            if self.series.len() <= CONTEXT {
                for other in self.series.iter().filter(|s| s.name != panel.series.name) {
                    for run in runs(other, years).iter().filter(|r| r.len() > 1) {
                        plot.line(run, Ink::Grid, 1.5);
                    }
                }
            }
            let ink = Ink::series(self.tint.min(3));
            for run in &runs(panel.series, years) {
                match run[..] {
                    [(x, y)] => sheet.dot(plot.at(x, y), 2.5, ink),
                    _ => plot.line(run, ink, 2.5),
                }
            }
            if let Some((year, value, _)) = points.last() {
                let (x, y) = plot.at(f64::from(*year), *value);
                sheet.dot((x, y), 5.0, Ink::Ground);
                sheet.dot((x, y), 3.5, ink);
            }
        });
        let pen = Pen::new(brief.width.small(), Ink::Muted);
        let y = bottom + 5.0 + brief.width.small() / 2.0;
        match years {
            [] => {}
            [one] => sheet.text(((left + right) / 2.0, y), &one.to_string(), pen.middle()),
            [a, .., b] => {
                sheet.text((left, y), &a.to_string(), pen);
                sheet.text((right, y), &b.to_string(), pen.end());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Chart;

    #[test]
    fn the_note_tells_the_range_that_is_drawn() {
        for (low, high, note) in [
            (-120.0, 88.0, "各图纵轴相同：−200至100个"),
            (0.0, 401.0, "各图纵轴相同：0至500个"),
        ] {
            let series = |n: i32| Series {
                name: format!("{n}县"),
                points: [(2018, low), (2019, high)]
                    .map(|(y, v)| (y, Some(v), format!("{v}个")))
                    .to_vec(),
                focus: false,
            };
            let chart = Chart::Multiples(Multiples {
                series: (0..5).map(series).collect(),
                tint: 0,
            });
            let words = Words {
                unit: "个".into(),
                ..Words::default()
            };
            for width in [Width::Wide, Width::Narrow] {
                let svg = chart.draw(&words, width, "x");
                assert!(svg.contains(note), "{svg}");
            }
        }
    }
}
