//! Ranked bars: horizontal, from zero, the value at the end of each.

use super::{Kind, bounds, check_rows, row_facts, row_table, tip};
use crate::chart::data::{Cell, Order, Problem, Reference, Row, Words, finite, shown_or_gap};
use crate::chart::ink::Ink;
use crate::chart::measure::wrap_even;
use crate::chart::pick::{Candidate, Entry, drawn, pick, unseen};
use crate::chart::rows::{Frame, Head, Slot, Wish, notes, remarks};
use crate::chart::say::{self, Clause};
use crate::chart::sheet::{Pen, Plot, Sheet};
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

    /// The reference's name and value, in lines that fit.
    fn reference_text(&self, brief: &Brief<'_>) -> Vec<String> {
        let text = self.reference().map(|r| format!("{} {}", r.name, r.shown));
        let lines = text.map(|t| wrap_even(&t, brief.width.small(), false, brief.width.px() - 8.0));
        lines.unwrap_or_default()
    }

    /// Px that the reference's name needs above the rows.
    fn head(&self, brief: &Brief<'_>) -> f64 {
        match self.reference_text(brief).len() {
            0 => 0.0,
            n => n as f64 * head_leading(brief) + 8.0,
        }
    }

    /// Draws the reference's name over its rule, `start` px down.
    fn draw_head(&self, brief: &Brief<'_>, sheet: &Sheet<'_>, start: f64, x: f64) {
        let pen = Pen::new(brief.width.small(), Ink::Text).middle();
        let lines = self.reference_text(brief);
        let half = lines.iter().map(|l| pen.width(l)).fold(0.0, f64::max) / 2.0;
        let x = x.clamp(half, (brief.width.px() - half).max(half));
        let leading = head_leading(brief);
        let middle = start + 1.0 + leading * lines.len() as f64 / 2.0;
        sheet.lines((x, middle), &lines, leading, pen);
    }
}

fn head_leading(brief: &Brief<'_>) -> f64 {
    (brief.width.small() * 1.3).round()
}

/// What all bars of one drawing share.
struct Look<'a> {
    plot: Plot<'a>,
    bar: f64,
    /// Values stand under the names and not beside the bars.
    crowded: bool,
}

impl Look<'_> {
    fn x(&self, value: f64) -> f64 {
        self.plot.at(value, 0.0).0
    }
}

impl Bars {
    /// Draws from `start` px down and returns where it ends.
    pub(super) fn draw_from(&self, brief: &Brief<'_>, sheet: &Sheet<'_>, start: f64) -> f64 {
        let candidates: Vec<Candidate> = self
            .rows
            .iter()
            .map(|r| Candidate {
                value: r.value.map(|v| brief.words.standing(v)),
                focus: r.focus,
            })
            .collect();
        let entries = pick(&candidates, self.order);
        let missing = unseen(&entries, &candidates, |n| {
            self.rows.get(n).map_or("", |r| &r.name)
        });
        let missing = say::without_data(&missing, brief.words);
        self.draw_entries(brief, sheet, start, &entries, missing)
    }

    /// Draws these lines from `start` px down, and below them who is missing, and
    /// returns where it ends.
    pub(super) fn draw_entries(
        &self,
        brief: &Brief<'_>,
        sheet: &Sheet<'_>,
        start: f64,
        entries: &[Entry],
        missing: Option<String>,
    ) -> f64 {
        let language = brief.words.language;
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
            top: start + self.head(brief),
            bar,
            reserve: 0.0,
            above: false,
        };
        let frame = Frame::new(brief, entries, head, &wish);

        let drawn = drawn(entries, &self.rows);
        let values = drawn
            .iter()
            .filter_map(|r| finite(r.value))
            .chain(self.reference().map(|r| r.value));
        let (low, high) = bounds(values.chain([0.0])).unwrap_or((0.0, 0.0));
        let (low, high) = if low < high { (low, high) } else { (0.0, 1.0) };
        let (before, after) = if crowded { (0.0, 0.0) } else { (before, after) };
        let (left, right) = (frame.left + before, brief.width.px() - after);
        let plot = sheet.plot(low..high, 0.0..1.0, left..right, 0.0..1.0);
        let look = Look { plot, bar, crowded };
        for slot in &frame.slots {
            if let Some(row) = self.rows.get(slot.row) {
                self.draw_row(brief, sheet, &frame, (slot, row), &look);
            }
        }
        if let (Some(r), false) = (self.reference(), frame.slots.is_empty()) {
            self.draw_head(brief, sheet, start, look.x(r.value));
        }
        frame.remarks(sheet, brief);
        let mut paragraphs: Vec<String> = missing.into_iter().collect();
        paragraphs.extend(remarks(
            brief,
            drawn.iter().map(|r| (r.name.as_str(), r.note.as_ref())),
        ));
        notes(sheet, brief, frame.bottom, &paragraphs) + 4.0
    }

    fn draw_row(
        &self,
        brief: &Brief<'_>,
        sheet: &Sheet<'_>,
        frame: &Frame,
        (slot, row): (&Slot, &Row),
        look: &Look<'_>,
    ) {
        let shown = shown_or_gap(row.value, &row.shown, brief.words.language);
        let value = finite(row.value);
        let (zero, y, half) = (look.x(0.0), slot.centre, look.bar / 2.0);
        let end = look.x(value.unwrap_or(0.0));
        let (above, below) = frame.reach(slot, look.bar);
        let tip = tip(&row.name, shown, row.note.as_ref(), brief.words);
        sheet.group(&tip, row.href.as_deref(), || {
            frame.name(sheet, slot);
            if value.is_some_and(|v| v != 0.0) {
                // A loss ends at the axis, which is just left of zero.
                let from = if end < zero { zero - 1.0 } else { zero };
                let (low, high) = (y - half, y + half);
                sheet.rect((from, low), (end, high), self.ink(row));
                // The lighter two of the colours are as grey as the others on paper.
                if row.focus && self.tint % 2 == 1 {
                    let corners = [
                        (from, low),
                        (end, low),
                        (end, high),
                        (from, high),
                        (from, low),
                    ];
                    sheet.line(&corners, Ink::Text, 1.5);
                }
            }
            // Just left of zero, so that the thinnest bar is not under it.
            sheet.line(&[(zero - 1.0, above), (zero - 1.0, below)], Ink::Muted, 1.0);
            // A value that stands where the rule would run breaks it.
            let wide = Pen::new(brief.width.label(), Ink::Text)
                .bold(row.focus)
                .width(shown);
            let clear = |x: f64| look.crowded || x < end + 2.0 || x > end + SPACE + wide + 3.0;
            if let Some(x) = self
                .reference()
                .map(|r| look.x(r.value))
                .filter(|x| clear(*x))
            {
                sheet.rect((x - 1.0, above), (x + 2.0, below), Ink::Ground);
                sheet.rect((x, above), (x + 1.0, below), Ink::Text);
            }
            if look.crowded {
                return;
            }
            let ink = if value.is_some() {
                Ink::Text
            } else {
                Ink::Muted
            };
            let pen = Pen::new(brief.width.label(), ink).bold(row.focus).halo();
            if value.is_some_and(|v| v < 0.0) {
                sheet.text((end - SPACE, y), shown, pen.end());
            } else {
                sheet.text((end + SPACE, y), shown, pen);
            }
        });
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
        self.draw_from(brief, sheet, 0.0)
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
