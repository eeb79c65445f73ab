//! Ranked bars: horizontal, from zero, the value at the end of each.

use super::{Kind, bounds, check_rows, row_facts, row_table, tip};
use crate::chart::data::{Cell, Order, Problem, Reference, Row, Words, finite, shown_or_gap};
use crate::chart::ink::Ink;
use crate::chart::pick::{Candidate, Entry, pick};
use crate::chart::rows::{Frame, Head, Wish, notes, remarks};
use crate::chart::say::{self, Clause};
use crate::chart::sheet::{Pen, Sheet};
use crate::chart::{Brief, Width};

/// Ranked bars.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bars {
    /// One bar each.
    pub rows: Vec<Row>,
    /// By value or as given.
    pub order: Order,
    /// A rule to compare with.
    pub reference: Option<Reference>,
    /// Which series colour, 0 to 3: the same indicator has the same everywhere.
    pub tint: usize,
}

const SPACE: f64 = 6.0;

impl Bars {
    fn ink(&self, row: &Row) -> Ink {
        let others = self.rows.iter().any(|r| r.focus) && !row.focus;
        if others {
            Ink::Grey
        } else {
            Ink::series(self.tint.min(3))
        }
    }

    fn reference(&self) -> Option<&Reference> {
        self.reference.as_ref().filter(|r| r.value.is_finite())
    }

    /// Draws the reference's name above its rule; returns where the rows begin.
    fn head(&self, brief: &Brief<'_>) -> f64 {
        if self.reference().is_some() {
            brief.width.small() + 12.0
        } else {
            0.0
        }
    }
}

impl Kind for Bars {
    fn validate(&self, problems: &mut Vec<Problem>) {
        check_rows(&self.rows, problems);
        if let Some(r) = &self.reference {
            super::check_value(&r.name, Some(r.value), &r.shown, problems);
        }
    }

    fn draw(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        let language = brief.words.language;
        let candidates: Vec<Candidate> = self
            .rows
            .iter()
            .map(|r| Candidate {
                value: r.value,
                focus: r.focus,
            })
            .collect();
        let entries = pick(&candidates, self.order);
        let pen = Pen::new(brief.width.label(), Ink::Text);
        let value_width = |r: &Row| {
            pen.bold(r.focus)
                .width(shown_or_gap(r.value, &r.shown, language))
                + SPACE
        };
        let side = |negative: bool| {
            self.rows
                .iter()
                .filter(|r| (finite(r.value).unwrap_or(0.0) < 0.0) == negative)
                .map(value_width)
                .fold(0.0, f64::max)
        };
        let (before, after) = (side(true), side(false));
        // Values too long to stand beside a bar go on a line of their own.
        let crowded = before + after > brief.width.px() * 0.45;
        let head = |n: usize| {
            let row = self.rows.get(n);
            Head {
                name: row.map_or("", |r| &r.name),
                bold: row.is_some_and(|r| r.focus),
                below: row
                    .filter(|_| crowded)
                    .map(|r| shown_or_gap(r.value, &r.shown, language)),
            }
        };
        let bar = if brief.width == Width::Wide {
            20.0
        } else {
            18.0
        };
        let wish = Wish {
            top: self.head(brief),
            bar,
            reserve: 0.0,
            above: false,
        };
        let frame = Frame::new(brief, &entries, head, &wish);

        let drawn = entries.iter().filter_map(|e| match e {
            Entry::Row(n) => self.rows.get(*n),
            _ => None,
        });
        let values = drawn
            .clone()
            .filter_map(|r| finite(r.value))
            .chain(self.reference().map(|r| r.value));
        let (low, high) = bounds(values.chain([0.0])).unwrap_or((0.0, 0.0));
        let (low, high) = if low < high { (low, high) } else { (0.0, 1.0) };
        let (before, after) = if crowded { (0.0, 0.0) } else { (before, after) };
        let (left, right) = (frame.left + before, brief.width.px() - after);
        let plot = sheet.plot(low..high, 0.0..1.0, left..right, 0.0..1.0);
        let (zero, _) = plot.at(0.0, 0.0);

        for slot in &frame.slots {
            let Some(row) = self.rows.get(slot.row) else {
                continue;
            };
            let shown = shown_or_gap(row.value, &row.shown, language);
            let (top, bottom) = (slot.centre - bar / 2.0, slot.centre + bar / 2.0);
            sheet.group(
                &tip(&row.name, shown, row.note.as_ref(), brief.words),
                row.href.as_deref(),
                || {
                    frame.name(sheet, slot);
                    let value = finite(row.value);
                    if let Some(v) = value.filter(|v| *v != 0.0) {
                        sheet.rect((zero, top), (plot.at(v, 0.0).0, bottom), self.ink(row));
                    }
                    if crowded {
                        return;
                    }
                    let ink = if value.is_some() {
                        Ink::Text
                    } else {
                        Ink::Muted
                    };
                    let pen = pen.ink(ink).bold(row.focus).halo();
                    match value {
                        Some(v) if v < 0.0 => {
                            sheet.text((plot.at(v, 0.0).0 - SPACE, slot.centre), shown, pen.end())
                        }
                        v => sheet.text(
                            (plot.at(v.unwrap_or(0.0), 0.0).0 + SPACE, slot.centre),
                            shown,
                            pen,
                        ),
                    }
                },
            );
        }
        if !frame.slots.is_empty() {
            sheet.line(&[(zero, wish.top), (zero, frame.bottom)], Ink::Muted, 1.0);
        }
        if let (Some(r), false) = (self.reference(), frame.slots.is_empty()) {
            let x = plot.at(r.value, 0.0).0;
            sheet.line(&[(x, wish.top - 2.0), (x, frame.bottom)], Ink::Text, 1.0);
            let pen = Pen::new(brief.width.small(), Ink::Text);
            let text = format!("{} {}", r.name, r.shown);
            let half = pen.width(&text) / 2.0;
            let middle = x.clamp(half, (brief.width.px() - half).max(half));
            sheet.text(
                (middle, brief.width.small() / 2.0 + 1.0),
                &text,
                pen.middle(),
            );
        }
        frame.remarks(sheet, brief);
        let paragraphs = remarks(brief, drawn.map(|r| (r.name.as_str(), r.note.as_ref())));
        notes(sheet, brief, frame.bottom, &paragraphs) + 4.0
    }

    fn clauses(&self, words: &Words) -> Vec<Clause> {
        say::ranking(&row_facts(&self.rows), words)
    }

    fn headline(&self, words: &Words) -> String {
        say::ranking_headline(&row_facts(&self.rows), words)
    }

    fn table(&self, words: &Words) -> (Vec<String>, Vec<Vec<Cell>>) {
        row_table(&self.rows, words)
    }
}
