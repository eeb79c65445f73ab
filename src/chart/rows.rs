//! The frame of every list-like chart: names down the left, or, when names are
//! long for the width, on a line of their own above their bar; lines that say
//! what is left out; remarks below.

use super::ink::Ink;
use super::measure::{width, wrap, wrap_even};
use super::pick::{Entry, remark};
use super::sheet::{Pen, Sheet};
use super::{Brief, Width};

/// A row to be placed.
pub(crate) struct Head<'a> {
    pub(crate) name: &'a str,
    pub(crate) bold: bool,
    /// Text that has no room beside its bar and is set under the name.
    pub(crate) below: Option<&'a str>,
}

/// A row with its place.
pub(crate) struct Slot {
    /// Index into the data.
    pub(crate) row: usize,
    /// The middle of the bar.
    pub(crate) centre: f64,
    /// The middle of the first line of the name, where a status may stand at the
    /// other end.
    pub(crate) first: f64,
    name: Vec<String>,
    below: Vec<String>,
    bold: bool,
    height: f64,
}

/// All rows with their places.
pub(crate) struct Frame {
    pub(crate) slots: Vec<Slot>,
    /// Where bars begin.
    pub(crate) left: f64,
    /// Names stand beside their bars, not above.
    pub(crate) beside: bool,
    /// Where the rows end.
    pub(crate) bottom: f64,
    remarks: Vec<(f64, String)>,
    leading: f64,
    size: f64,
}

/// How rows are to be placed.
pub(crate) struct Wish {
    /// Where the rows begin.
    pub(crate) top: f64,
    /// Height of a bar.
    pub(crate) bar: f64,
    /// Px at the end of a name's line that must stay free when names are above.
    pub(crate) reserve: f64,
    /// Never beside, whatever the names.
    pub(crate) above: bool,
}

const GAP: f64 = 10.0;

impl Frame {
    /// Places `entries`; `head` tells what a row is called.
    pub(crate) fn new<'a>(
        brief: &Brief<'_>,
        entries: &[Entry],
        head: impl Fn(usize) -> Head<'a>,
        wish: &Wish,
    ) -> Frame {
        let size = brief.width.label();
        let leading = (size * 1.3).round();
        let full = brief.width.px();
        let (column, longest) = match brief.width {
            Width::Wide => (220.0, 330.0),
            Width::Narrow => (84.0, 120.0),
        };
        let rows: Vec<(usize, Head<'a>)> = entries
            .iter()
            .filter_map(|e| match e {
                Entry::Row(n) => Some((*n, head(*n))),
                _ => None,
            })
            .collect();
        let widest = rows
            .iter()
            .map(|(_, h)| width(h.name, size, h.bold))
            .fold(0.0, f64::max);
        let below = rows.iter().any(|(_, h)| h.below.is_some());
        let beside = !wish.above && !below && widest <= longest;
        let wrapped = |h: &Head<'_>| {
            if beside {
                wrap_even(h.name, size, h.bold, column)
            } else {
                wrap(h.name, size, h.bold, full - wish.reserve)
            }
        };
        let mut frame = Frame {
            slots: Vec::new(),
            // Room for an axis just left of the bars.
            left: 1.0,
            beside,
            bottom: wish.top,
            remarks: Vec::new(),
            leading,
            size,
        };
        let mut rows = rows.into_iter();
        for entry in entries {
            if let Some(text) = remark(*entry, brief.words) {
                let lines = wrap(&text, brief.width.small(), false, full);
                for line in lines {
                    frame
                        .remarks
                        .push((frame.bottom + leading / 2.0 + 2.0, line));
                    frame.bottom += leading + 4.0;
                }
                continue;
            }
            let Some((row, h)) = rows.next() else {
                continue;
            };
            let name = wrapped(&h);
            let below = h
                .below
                .map(|b| wrap(b, size, false, full))
                .unwrap_or_default();
            frame.place(row, name, below, h.bold, wish.bar);
        }
        if beside {
            let widest = frame
                .slots
                .iter()
                .flat_map(|s| s.name.iter().map(|l| width(l, size, s.bold)))
                .fold(0.0, f64::max);
            frame.left = (widest + GAP).ceil();
        }
        frame
    }

    fn place(&mut self, row: usize, name: Vec<String>, below: Vec<String>, bold: bool, bar: f64) {
        let lines = (name.len() + below.len()) as f64 * self.leading;
        let top = self.bottom;
        let (centre, first, height) = if self.beside {
            let height = (bar + 10.0).max(lines + 8.0);
            (top + height / 2.0, top + height / 2.0, height)
        } else {
            (
                top + lines + 3.0 + bar / 2.0,
                top + self.leading / 2.0,
                lines + bar + 14.0,
            )
        };
        self.bottom += height;
        self.slots.push(Slot {
            row,
            centre,
            first,
            name,
            below,
            bold,
            height,
        });
    }

    /// Draws a row's name.
    pub(crate) fn name(&self, sheet: &Sheet<'_>, slot: &Slot) {
        let pen = Pen::new(self.size, Ink::Text).bold(slot.bold);
        if self.beside {
            sheet.lines(
                (self.left - GAP, slot.centre),
                &slot.name,
                self.leading,
                pen.end(),
            );
            return;
        }
        let mut y = slot.first;
        for line in &slot.name {
            sheet.text((0.0, y), line, pen);
            y += self.leading;
        }
        for line in &slot.below {
            sheet.text((0.0, y), line, pen.bold(false));
            y += self.leading;
        }
    }

    /// How far an axis goes at a row: past the whole row when names stand beside it,
    /// else past the bar alone, so that no rule crosses a name.
    pub(crate) fn reach(&self, slot: &Slot, bar: f64) -> (f64, f64) {
        let half = if self.beside {
            slot.height / 2.0
        } else {
            bar / 2.0 + 3.0
        };
        (slot.centre - half, slot.centre + half)
    }

    /// Draws what is left out.
    pub(crate) fn remarks(&self, sheet: &Sheet<'_>, brief: &Brief<'_>) {
        let pen = Pen::new(brief.width.small(), Ink::Muted);
        for (y, text) in &self.remarks {
            sheet.text((0.0, *y), text, pen);
        }
    }
}

/// Draws muted paragraphs from `top` down over the whole width and returns where
/// they end. Nothing to say takes no room.
pub(crate) fn notes(sheet: &Sheet<'_>, brief: &Brief<'_>, top: f64, paragraphs: &[String]) -> f64 {
    let size = brief.width.small();
    let leading = (size * 1.4).round();
    let mut y = top;
    for (n, paragraph) in paragraphs.iter().enumerate() {
        y += if n == 0 { 6.0 } else { 2.0 };
        for line in wrap(paragraph, size, false, brief.width.px()) {
            sheet.text((0.0, y + leading / 2.0), &line, Pen::new(size, Ink::Muted));
            y += leading;
        }
    }
    y
}

/// The remarks of rows that are drawn, as paragraphs: one each up to six, beyond
/// that a pointer to the table, which has them all.
pub(crate) fn remarks<'a>(
    brief: &Brief<'_>,
    rows: impl Iterator<Item = (&'a str, Option<&'a String>)>,
) -> Vec<String> {
    let zh = brief.words.language == super::Language::Chinese;
    let all: Vec<String> = rows
        .filter_map(|(name, note)| note.filter(|n| !n.trim().is_empty()).map(|n| (name, n)))
        .map(|(name, note)| {
            if zh {
                format!("{name}：{note}")
            } else {
                format!("{name}: {note}")
            }
        })
        .collect();
    match (all.len() > 6, zh) {
        (false, _) => all,
        (true, true) => vec![format!("{}条备注见数据表", all.len())],
        (true, false) => vec![format!("{} remarks: see the table", all.len())],
    }
}

/// A key above a drawing: swatches with their words, flowing over lines. Returns
/// where the drawing may begin. No ink is a dashed swatch.
pub(crate) fn key(
    sheet: &Sheet<'_>,
    brief: &Brief<'_>,
    top: f64,
    items: &[(Option<Ink>, String)],
) -> f64 {
    let size = brief.width.small();
    let (swatch, leading) = (13.0, size + 10.0);
    let (mut x, mut y) = (0.0, top);
    for (ink, text) in items {
        let lines = wrap(text, size, false, brief.width.px() - swatch - 6.0);
        let wide = lines
            .iter()
            .map(|l| width(l, size, false))
            .fold(0.0, f64::max)
            + swatch
            + 6.0;
        if x > 0.0 && x + wide > brief.width.px() {
            (x, y) = (0.0, y + leading);
        }
        let middle = y + leading / 2.0;
        let (from, to) = (
            (x, middle - swatch / 2.0),
            (x + swatch, middle + swatch / 2.0),
        );
        match ink {
            Some(ink) => sheet.rect(from, to, *ink),
            None => sheet.dashed(
                (from.0 + 0.5, from.1 + 0.5),
                (to.0 - 0.5, to.1 - 0.5),
                Ink::NoData,
            ),
        }
        for (n, line) in lines.iter().enumerate() {
            sheet.text(
                (x + swatch + 6.0, middle + leading * n as f64),
                line,
                Pen::new(size, Ink::Text),
            );
        }
        y += leading * (lines.len() as f64 - 1.0);
        x += wide + 16.0;
    }
    if items.is_empty() {
        top
    } else {
        y + leading + 6.0
    }
}
