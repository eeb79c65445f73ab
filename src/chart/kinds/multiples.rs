//! Small multiples: one little drawing per series, all on the same scale, the
//! others in grey behind it while they are few.

use super::line::without_data;
use super::years::{dwarfed, range, span, span_text};
use super::{
    Kind, bounds, check_series, known, runs, series_clauses, series_headline, series_table, years,
};
use crate::chart::axis;
use crate::chart::data::{Cell, Order, Problem, Series, Words, gap};
use crate::chart::ink::Ink;
use crate::chart::measure::{wrap, wrap_even};
use crate::chart::pick::{Candidate, Entry, drawn, pick, remark, rule};
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
        let ticks = axis::ticks(low, high, 2, grain);
        let labels = ticks.labels(&brief.words.unit, brief.words.language);
        let numbers = Pen::new(brief.width.small(), Ink::Muted);
        // The numbers of the axis stand once per row of panels.
        let axis = labels
            .iter()
            .map(|l| numbers.width(l))
            .fold(0.0, f64::max)
            .ceil()
            + 8.0;
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
        let width =
            ((brief.width.px() - axis - GAP * (columns as f64 - 1.0)) / columns as f64).min(most);
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
                .map(|(n, series)| {
                    self.panel(brief, series, (axis + n as f64 * (width + GAP), y), width)
                })
                .collect();
            // Plots of one row stand level however long the names.
            let lines = panels.iter().map(|p| p.title.len() + p.value.len());
            let head = lines.max().unwrap_or(2) as f64 * leading;
            for (value, label) in ticks.at.iter().zip(&labels) {
                let share = (value - ticks.low()) / (ticks.high() - ticks.low());
                let at = y + head + 6.0 + plot_height * (1.0 - share);
                sheet.text((axis - 8.0, at), label, numbers.end());
            }
            for panel in &panels {
                let (top, bottom) = (y + head + 6.0, y + head + 6.0 + plot_height);
                self.draw_panel(brief, sheet, panel, &years, (top, bottom), &ticks);
            }
            y += head + 6.0 + plot_height + brief.width.small() + 20.0;
        }
        let mut paragraphs = self.left_out(&entries, brief.words);
        let others = self.series.len() > 1 && self.series.len() <= CONTEXT;
        paragraphs.push(
            match (say::zh(brief.words), zero, others) {
                (true, true, true) => "各图纵轴相同；灰线为其他各图的线",
                (true, true, false) => "各图纵轴相同",
                (true, false, true) => "各图纵轴相同，不从零开始；灰线为其他各图的线",
                (true, false, false) => "各图纵轴相同，不从零开始",
                (false, true, true) => "All on one scale; grey: the lines of the others",
                (false, true, false) => "All on one scale",
                (false, false, true) => {
                    "All on one scale, not from zero; grey: the lines of the others"
                }
                (false, false, false) => "All on one scale, not from zero",
            }
            .to_string(),
        );
        if dwarfed(&self.series) {
            let said = match say::zh(brief.words) {
                true => "数值相差悬殊，多数线贴着横轴，请看各图上方的数",
                false => {
                    "One is so much larger that most lines lie on the axis: read the values above them"
                }
            };
            paragraphs.push(said.to_string());
        }
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
    /// How many have no panel, and by which rule the others were chosen.
    fn left_out(&self, entries: &[Entry], words: &Words) -> Vec<String> {
        let left: usize = entries
            .iter()
            .map(|e| match e {
                Entry::Left(n) => *n,
                Entry::Row(_) => 0,
            })
            .sum();
        let mut said: Vec<String> = Vec::new();
        if left > 0 {
            said.extend(remark(Entry::Left(left), words));
            let focus = self.series.iter().any(|s| s.focus);
            let measured = if say::zh(words) {
                "最新数值"
            } else {
                "latest values"
            };
            said.push(rule(focus, measured, words));
        }
        said
    }

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
        // Beside one that is picked out the others are strong, but not in colour.
        let quiet = self.series.iter().any(|s| s.focus) && !panel.series.focus;
        sheet.group(&span_text(panel.series, brief.words), None, || {
            let pen = Pen::new(size, Ink::Text);
            for (n, line) in panel.title.iter().enumerate() {
                sheet.text(
                    (left, panel.at.1 + leading * (n as f64 + 0.5)),
                    line,
                    pen.bold(!quiet),
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
            let grid = |value: &f64, ink| {
                let y = plot.at(first, *value).1;
                sheet.line(&[(left, y), (right, y)], ink, 1.0);
            };
            ticks.at.iter().for_each(|value| grid(value, Ink::Grid));
            if self.series.len() <= CONTEXT {
                for other in self.series.iter().filter(|s| s.name != panel.series.name) {
                    for run in runs(other, years).iter().filter(|r| r.len() > 1) {
                        plot.line(run, Ink::NoData, 1.0);
                    }
                }
            }
            // Zero lies on its neighbours' lines, so that it is seen where they run along it.
            let zero = ticks.at.iter().filter(|v| **v == 0.0);
            zero.for_each(|value| grid(value, Ink::Muted));
            // Who is not spoken of stands back, in every colour of the one who is.
            let ink = match quiet {
                true => Ink::NoData,
                false => Ink::series(self.tint.min(3)),
            };
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
    fn each_row_of_panels_has_the_numbers_of_its_axis() {
        for (low, high, ends) in [
            (-120.0, 88.0, [">−200<", ">100个<"]),
            (0.0, 401.0, [">0<", ">500个<"]),
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
            for (width, rows) in [(Width::Wide, 2), (Width::Narrow, 3)] {
                let svg = chart.draw(&words, width, "x");
                for end in ends {
                    assert_eq!(svg.matches(end).count(), rows, "{end} in {svg}");
                }
            }
        }
    }

    #[test]
    fn of_many_it_is_said_which_are_drawn() {
        let series = |n: i32| Series {
            name: format!("{n}县"),
            points: vec![
                (2018, Some(1.0), "1个".into()),
                (2019, Some(n.into()), format!("{n}个")),
            ],
            focus: n == 20,
        };
        let mut many = Multiples {
            series: (0..40).map(series).collect(),
            tint: 0,
        };
        let told = |many: &Multiples| {
            Chart::Multiples(many.clone()).draw(&Words::default(), Width::Wide, "x")
        };
        assert!(
            told(&many).contains("画出突出显示的和名次与它相邻的，以及最新数值最大、最小的各10个")
        );
        many.series.iter_mut().for_each(|s| s.focus = false);
        assert!(told(&many).contains("画出最新数值最大、最小的各10个"));
        many.series.truncate(30);
        assert!(!told(&many).contains("最大、最小"));
    }

    #[test]
    fn lines_that_an_outlier_dwarfs_are_told() {
        let series = |value: f64| Series {
            name: value.to_string(),
            points: [2018, 2019]
                .map(|y| (y, Some(value), value.to_string()))
                .to_vec(),
            focus: false,
        };
        let told = |values: &[f64]| {
            let series = values.iter().copied().map(series).collect();
            let chart = Chart::Multiples(Multiples { series, tint: 0 });
            chart
                .draw(&Words::default(), Width::Wide, "x")
                .contains("相差悬殊")
        };
        assert!(told(&[12.0, 0.0, 9.0, 1e6]));
        assert!(!told(&[12.0, 9.0, 1e6, 8e5]));
    }

    #[test]
    fn a_neighbour_is_not_taken_for_the_grid() {
        let series = |n: i32| Series {
            name: format!("{n}县"),
            points: vec![
                (2018, Some(1.0), "1".into()),
                (2019, Some(n.into()), n.to_string()),
            ],
            focus: false,
        };
        let svg = Chart::Multiples(Multiples {
            series: (0..3).map(series).collect(),
            tint: 0,
        })
        .draw(&Words::default(), Width::Wide, "x");
        assert!(svg.matches("s-c-none").count() >= 6, "{svg}");
    }
}
