//! Bars of parts: horizontal, from zero, a white gap between parts, the total at
//! the end of each.

use super::{Kind, check_link, check_names, check_value, tip};
use crate::chart::data::{Cell, Order, Problem, Words, finite, gap, shown_or_gap};
use crate::chart::ink::Ink;
use crate::chart::pick::{Candidate, Entry, pick};
use crate::chart::rows::{Frame, Head, Wish, key, notes};
use crate::chart::say::{self, Clause, Fact};
use crate::chart::sheet::{Pen, Sheet};
use crate::chart::{Brief, Width};

/// One bar of parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stack {
    /// Whose bar it is.
    pub name: String,
    /// A value and its text for each part, in the order of the parts' names.
    pub parts: Vec<(Option<f64>, String)>,
    /// The total as printed; the parts are never added up here.
    pub total_shown: String,
    /// Whether this is the one the page is about.
    pub focus: bool,
    /// Where a click leads.
    pub href: Option<String>,
}

/// Bars of parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stacked {
    /// What the parts are called, from the zero line outward; at most four.
    pub parts: Vec<String>,
    /// One bar each.
    pub rows: Vec<Stack>,
    /// By total, or as given.
    pub order: Order,
}

/// A negative part cannot be stacked and is left out; validation reports it.
fn length(part: &(Option<f64>, String)) -> Option<f64> {
    finite(part.0).filter(|v| *v >= 0.0)
}

impl Stack {
    /// The length of the bar; none when no part is known.
    fn total(&self) -> Option<f64> {
        let known: Vec<f64> = self.parts.iter().filter_map(length).collect();
        (!known.is_empty()).then(|| known.iter().sum())
    }

    fn shown(&self, words: &Words) -> String {
        shown_or_gap(self.total(), &self.total_shown, words.language).to_string()
    }

    /// Names of the parts that are missing while others are there.
    fn gaps<'a>(&self, names: &'a [String]) -> Vec<&'a str> {
        let missing = names
            .iter()
            .enumerate()
            .filter(|(n, _)| self.parts.get(*n).and_then(length).is_none());
        if self.total().is_none() {
            Vec::new()
        } else {
            missing.map(|(_, name)| name.as_str()).collect()
        }
    }
}

impl Kind for Stacked {
    fn validate(&self, problems: &mut Vec<Problem>) {
        check_names(self.rows.iter().map(|r| r.name.as_str()), problems);
        check_names(self.parts.iter().map(String::as_str), problems);
        if self.parts.len() > 4 {
            problems.push(Problem::new(
                "chart-too-many-parts",
                format!("堆叠条形图最多四个部分，现有{}个；请合并为“其他”", self.parts.len()),
                format!("stacked bars have at most four parts, there are {}; merge some into \u{201c}other\u{201d}", self.parts.len()),
            ));
        }
        for row in &self.rows {
            check_link(&row.name, row.href.as_ref(), problems);
            if row.parts.len() != self.parts.len() {
                problems.push(Problem::new(
                    "chart-parts",
                    format!(
                        "“{}”有{}个部分，应有{}个",
                        row.name,
                        row.parts.len(),
                        self.parts.len()
                    ),
                    format!(
                        "\u{201c}{}\u{201d} has {} parts, expected {}",
                        row.name,
                        row.parts.len(),
                        self.parts.len()
                    ),
                ));
            }
            for (part, name) in row.parts.iter().zip(&self.parts) {
                check_value(&format!("{} {name}", row.name), part.0, &part.1, problems);
                if finite(part.0).is_some_and(|v| v < 0.0) {
                    problems.push(Problem::new(
                        "chart-negative-part",
                        format!("“{}”的“{name}”是负数，不能堆叠", row.name),
                        format!("\u{201c}{name}\u{201d} of \u{201c}{}\u{201d} is negative and cannot be stacked", row.name),
                    ));
                }
            }
        }
    }

    fn draw(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        let items: Vec<(Option<Ink>, String)> = self
            .parts
            .iter()
            .enumerate()
            .map(|(n, name)| (Some(Ink::series(n)), name.clone()))
            .collect();
        let top = key(sheet, brief, 0.0, &items);
        let candidates: Vec<Candidate> = self
            .rows
            .iter()
            .map(|r| Candidate {
                value: r.total(),
                focus: r.focus,
            })
            .collect();
        let entries = pick(&candidates, self.order);
        let pen = Pen::new(brief.width.label(), Ink::Text);
        let totals: Vec<String> = self.rows.iter().map(|r| r.shown(brief.words)).collect();
        let after = totals
            .iter()
            .map(|t| pen.bold(true).width(t))
            .fold(0.0, f64::max)
            + 8.0;
        let crowded = after > brief.width.px() * 0.45;
        let head = |n: usize| Head {
            name: self.rows.get(n).map_or("", |r| &r.name),
            bold: self.rows.get(n).is_some_and(|r| r.focus),
            below: totals.get(n).filter(|_| crowded).map(String::as_str),
        };
        let bar = if brief.width == Width::Wide {
            24.0
        } else {
            22.0
        };
        let frame = Frame::new(
            brief,
            &entries,
            head,
            &Wish {
                top,
                bar,
                reserve: 0.0,
                above: false,
            },
        );
        let high = entries
            .iter()
            .filter_map(|e| match e {
                Entry::Row(n) => self.rows.get(*n).and_then(Stack::total),
                _ => None,
            })
            .fold(0.0, f64::max);
        let high = if high > 0.0 { high } else { 1.0 };
        let right = brief.width.px() - if crowded { 0.0 } else { after };
        let plot = sheet.plot(0.0..high, 0.0..1.0, frame.left..right, 0.0..1.0);
        for slot in &frame.slots {
            let (Some(row), Some(total)) = (self.rows.get(slot.row), totals.get(slot.row)) else {
                continue;
            };
            let (from, to) = (slot.centre - bar / 2.0, slot.centre + bar / 2.0);
            let (above, below) = frame.reach(slot, bar);
            sheet.group(
                &tip(&row.name, total, None, brief.words),
                row.href.as_deref(),
                || {
                    frame.name(sheet, slot);
                    let mut sum = 0.0;
                    for (n, part) in row.parts.iter().enumerate() {
                        let Some(value) = length(part).filter(|v| *v > 0.0) else {
                            continue;
                        };
                        let (x0, x1) = (plot.at(sum, 0.0).0, plot.at(sum + value, 0.0).0);
                        // The gap that keeps neighbours apart is cut from the start, so
                        // that the bar still ends where its total does.
                        let x0 = if sum > 0.0 {
                            (x0 + 2.0).min(x1 - 1.0)
                        } else {
                            x0
                        };
                        sum += value;
                        let name = self.parts.get(n).map_or("", String::as_str);
                        let ink = Ink::series(n);
                        sheet.group(
                            &tip(&format!("{} {name}", row.name), &part.1, None, brief.words),
                            None,
                            || {
                                sheet.rect((x0, from), (x1, to), ink);
                                let pen = Pen::new(brief.width.small(), ink.on()).middle();
                                if pen.width(&part.1) * 1.05 + 8.0 <= x1 - x0 {
                                    sheet.text(((x0 + x1) / 2.0, slot.centre), &part.1, pen);
                                }
                            },
                        );
                    }
                    sheet.line(&[(frame.left, above), (frame.left, below)], Ink::Muted, 1.0);
                    if !crowded {
                        let ink = if row.total().is_some() {
                            Ink::Text
                        } else {
                            Ink::Muted
                        };
                        sheet.text(
                            (plot.at(sum, 0.0).0 + 6.0, slot.centre),
                            total,
                            pen.ink(ink).bold(row.focus),
                        );
                    }
                },
            );
        }
        frame.remarks(sheet, brief);
        let (zh, language) = (say::zh(brief.words), brief.words.language);
        let gaps = frame
            .slots
            .iter()
            .filter_map(|s| self.rows.get(s.row))
            .filter_map(|row| {
                let missing = row.gaps(&self.parts);
                let (colon, comma) = if zh { ("：", "、") } else { (": ", ", ") };
                (!missing.is_empty()).then(|| {
                    format!(
                        "{}{colon}{}{}{}",
                        row.name,
                        missing.join(comma),
                        if zh { "" } else { ", " },
                        gap(language)
                    )
                })
            });
        let gaps: Vec<String> = gaps.collect();
        let gaps = match gaps.len() {
            0..=6 => gaps,
            n if zh => vec![format!(
                "{n}{}缺少部分数据，见数据表",
                say::counted(brief.words)
            )],
            n => vec![format!(
                "{n} {} lack some data: see the table",
                say::counted(brief.words)
            )],
        };
        notes(sheet, brief, frame.bottom, &gaps) + 4.0
    }

    fn clauses(&self, words: &Words) -> Vec<Clause> {
        say::ranking(&self.facts(), words)
    }

    fn headline(&self, words: &Words) -> String {
        say::ranking_headline(&self.facts(), words)
    }

    fn table(&self, words: &Words) -> (Vec<String>, Vec<Vec<Cell>>) {
        let total = if say::zh(words) { "合计" } else { "Total" };
        let head = [
            vec![say::name_head(words)],
            self.parts.clone(),
            vec![total.to_string()],
        ]
        .concat();
        let rows = self.rows.iter().map(|r| {
            let parts = (0..self.parts.len()).map(|n| {
                let (value, shown) = r.parts.get(n).map_or((None, ""), |p| (p.0, p.1.as_str()));
                Cell::value(value, shown, words.language)
            });
            let total = Cell::value(r.total(), &r.total_shown, words.language);
            [Cell::head(&r.name)]
                .into_iter()
                .chain(parts)
                .chain([total])
                .collect()
        });
        (head, rows.collect())
    }
}

impl Stacked {
    fn facts(&self) -> Vec<Fact<'_>> {
        self.rows
            .iter()
            .map(|r| Fact {
                name: &r.name,
                value: r.total(),
                shown: &r.total_shown,
                focus: r.focus,
            })
            .collect()
    }
}
