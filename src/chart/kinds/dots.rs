//! Values as dots on one axis, or then and now as two dots joined. The axis need
//! not begin at zero, since a dot's place and not its length is read.

use super::slope::{
    check_pairs, one_sided, pair_changes, pair_facts, pair_gaps, pair_headline, pair_table,
    pair_tip,
};
use super::years::range;
use super::{Kind, bounds};
use crate::chart::axis::{self, Ticks};
use crate::chart::data::{Cell, Order, Pair, Problem, Words, finite, gap};
use crate::chart::ink::Ink;
use crate::chart::measure::wrap;
use crate::chart::pick::{Candidate, drawn, pick, unseen};
use crate::chart::rows::{Frame, Head, Wish, notes, remarks};
use crate::chart::say::{self, Clause};
use crate::chart::sheet::{Pen, Sheet};
use crate::chart::{Brief, Width};

/// Values as dots.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dots {
    /// What the first dot is: 2017年; none when there is only one dot per row, which
    /// is then `to`.
    pub from: Option<String>,
    /// What the dot, or the second dot, is.
    pub to: String,
    /// One row each.
    pub rows: Vec<Pair>,
    /// By the later value, or as given.
    pub order: Order,
    /// Which series colour, 0 to 3.
    pub tint: usize,
}

const SPACE: f64 = 11.0;

/// The dots of a row from left to right: value, text, whether it is the later one.
fn ends(row: &Pair, two: bool) -> Vec<(f64, &str, bool)> {
    let from = finite(row.from)
        .filter(|_| two)
        .map(|v| (v, row.from_shown.as_str(), false));
    let to = finite(row.to).map(|v| (v, row.to_shown.as_str(), true));
    let mut ends: Vec<_> = [from, to].into_iter().flatten().collect();
    ends.sort_by(|a, b| a.0.total_cmp(&b.0));
    ends
}

impl Dots {
    fn two(&self) -> bool {
        self.from.is_some()
    }

    fn ink(&self, row: &Pair) -> Ink {
        let others = self.rows.iter().any(|r| r.focus) && !row.focus;
        if others {
            Ink::Grey
        } else {
            Ink::series(self.tint.min(3))
        }
    }

    /// What an open and a full dot mean; returns where the rows begin.
    fn key(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        let Some(from) = &self.from else { return 0.0 };
        let size = brief.width.small();
        let pen = Pen::new(size, Ink::Text);
        let leading = size + 9.0;
        let (mut x, mut y) = (0.0, 0.0);
        for (text, full) in [(from, false), (&self.to, true)] {
            let lines = wrap(text, size, false, brief.width.px() - 17.0);
            let wide = lines.iter().map(|l| pen.width(l)).fold(0.0, f64::max) + 17.0;
            if x > 0.0 && x + wide > brief.width.px() {
                (x, y) = (0.0, y + leading);
            }
            self.dot(
                sheet,
                (x + 6.0, y + leading / 2.0),
                Ink::series(self.tint.min(3)),
                full,
            );
            for (n, line) in lines.iter().enumerate() {
                sheet.text((x + 17.0, y + leading * (n as f64 + 0.5)), line, pen);
            }
            y += leading * (lines.len() as f64 - 1.0);
            x += wide + 22.0;
        }
        y + leading + 5.0
    }

    fn dot(&self, sheet: &Sheet<'_>, at: (f64, f64), ink: Ink, full: bool) {
        if full {
            sheet.dot(at, 6.0, ink);
        } else {
            sheet.dot(at, 6.0, Ink::Ground);
            sheet.ring(at, 5.0, ink, 2.0);
        }
    }

    /// The dots of one row, joined; returns them for their labels.
    fn draw_dots<'r>(
        &self,
        sheet: &Sheet<'_>,
        row: &'r Pair,
        y: f64,
        x: &dyn Fn(f64) -> f64,
    ) -> Vec<(f64, &'r str, bool)> {
        let ends = ends(row, self.two());
        let ink = self.ink(row);
        if let [a, b] = ends[..] {
            sheet.line(&[(x(a.0), y), (x(b.0), y)], ink, 2.0);
        }
        // The later dot lies on top; where it would hide the earlier, that one is a ring
        // about it.
        let near = matches!(ends[..], [a, b] if x(b.0) - x(a.0) < 5.0);
        let (later, earlier): (Vec<_>, Vec<_>) = ends.iter().copied().partition(|e| e.2);
        for (value, _, later) in earlier.into_iter().chain(later) {
            match near && !later {
                true => sheet.ring((x(value), y), 8.0, ink, 2.0),
                false => self.dot(sheet, (x(value), y), ink, later),
            }
        }
        ends
    }
}

/// A row's values outside its dots; a gap's words where the dots would begin.
fn draw_values(sheet: &Sheet<'_>, pen: Pen, y: f64, start: f64, ends: &[(f64, &str)], none: &str) {
    match ends {
        [] => sheet.text((start + SPACE, y), none, pen.bold(false).ink(Ink::Muted)),
        [(x, shown)] => sheet.text((x + SPACE, y), shown, pen),
        [(a, low), (b, high), ..] => {
            sheet.text((a - SPACE, y), low, pen.end());
            sheet.text((b + SPACE, y), high, pen);
        }
    }
}

/// A tick of the axis that has a number: its value, the middle of the number and half
/// its width, and the number itself.
struct Tick {
    value: f64,
    middle: f64,
    half: f64,
    label: String,
}

/// The ticks below the rows, as many as have room for their numbers, zero among them;
/// the last of them has the unit.
fn labelled(brief: &Brief<'_>, ticks: &Ticks, x: &dyn Fn(f64) -> f64) -> Vec<Tick> {
    let pen = Pen::new(brief.width.small(), Ink::Muted);
    // Every one, every second, every third: labels at uneven distances mislead.
    let zero = ticks.at.iter().position(|v| *v == 0.0);
    let kept = |every: usize| {
        let from = zero.unwrap_or(ticks.at.len().saturating_sub(1)) % every;
        let at: Vec<f64> = ticks.at.iter().copied().skip(from).step_by(every).collect();
        let labels = ticks.labels_of(&at, &brief.words.unit, brief.words.language);
        let placed = at.iter().zip(labels).map(|(value, label)| {
            let half = pen.width(&label) / 2.0;
            let middle = x(*value).clamp(half, (brief.width.px() - half).max(half));
            Tick {
                value: *value,
                middle,
                half,
                label,
            }
        });
        placed.collect::<Vec<_>>()
    };
    let apart = |placed: &Vec<Tick>| {
        placed.windows(2).all(|w| match w {
            [left, right] => left.middle + left.half + 8.0 <= right.middle - right.half,
            _ => true,
        })
    };
    let placed = (1..=ticks.at.len()).map(kept).find(apart);
    placed.unwrap_or_default()
}

impl Kind for Dots {
    fn validate(&self, problems: &mut Vec<Problem>) {
        check_pairs(&self.rows, problems);
    }

    fn draw(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        let language = brief.words.language;
        let known = |r: &Pair| !ends(r, self.two()).is_empty();
        let top = if self.rows.iter().any(known) {
            self.key(brief, sheet)
        } else {
            0.0
        };
        let candidate = |r: &Pair| {
            let value = finite(r.to).or(finite(r.from).filter(|_| self.two()));
            Candidate {
                value: value.map(|v| brief.words.standing(v)),
                focus: r.focus,
            }
        };
        let candidates: Vec<Candidate> = self.rows.iter().map(candidate).collect();
        let entries = pick(&candidates, self.order);
        let drawn = drawn(&entries, &self.rows);
        let pen = Pen::new(brief.width.label(), Ink::Text);
        let widest = |left: bool| {
            drawn
                .iter()
                .filter_map(|r| {
                    let ends = ends(r, self.two());
                    let end = if left {
                        ends.first().filter(|_| ends.len() > 1)
                    } else {
                        ends.last()
                    };
                    end.map(|e| pen.bold(r.focus).width(e.1) + SPACE)
                })
                .fold(8.0, f64::max)
        };
        let none = pen.width(gap(brief.words.language)) + SPACE;
        let (before, after) = (widest(true), widest(false).max(none));
        let beside = before + after <= brief.width.px() * 0.5;
        let texts: Vec<String> = self
            .rows
            .iter()
            .map(|r| self.text(r, brief.words))
            .collect();
        let head = |n: usize| Head {
            name: self.rows.get(n).map_or("", |r| &r.name),
            bold: self.rows.get(n).is_some_and(|r| r.focus),
            below: texts.get(n).filter(|_| !beside).map(String::as_str),
        };
        let bar = if brief.width == Width::Wide {
            20.0
        } else {
            18.0
        };
        let wish = Wish {
            top,
            bar,
            reserve: 0.0,
            above: false,
        };
        let frame = Frame::new(brief, &entries, head, &wish);
        let all: Vec<f64> = drawn
            .iter()
            .flat_map(|r| ends(r, self.two()))
            .map(|e| e.0)
            .collect();
        // Without any value there is still a row for each, which says so.
        let (low, high) = bounds(all.iter().copied()).unwrap_or((0.0, 1.0));
        let (low, high, zero) = range(low, high);
        let grain = axis::grain(all.iter().copied());
        let ticks = axis::scale(low, high, 4, grain);
        let (before, after) = if beside {
            (before, after)
        } else {
            (10.0, 10.0)
        };
        let (left, right) = (frame.left + before, brief.width.px() - after);
        let plot = sheet.plot(ticks.low()..ticks.high(), 0.0..1.0, left..right, 0.0..1.0);
        let x = |value: f64| plot.at(value, 0.0).0;
        let labelled = labelled(brief, &ticks, &x);
        for slot in &frame.slots {
            let (above, below) = frame.reach(slot, bar);
            for Tick { value, .. } in &labelled {
                // Zero stands out only where it parts losses from gains: values of few
                // stand across it.
                let parts = *value == 0.0 && ticks.low() < 0.0;
                let ink = if parts { Ink::Muted } else { Ink::Grid };
                sheet.line(&[(x(*value), above), (x(*value), below)], ink, 1.0);
            }
        }
        for slot in &frame.slots {
            let Some(row) = self.rows.get(slot.row) else {
                continue;
            };
            sheet.group(
                &pair_tip_of(row, self.two(), brief.words),
                row.href.as_deref(),
                || {
                    frame.name(sheet, slot);
                    let ends = self.draw_dots(sheet, row, slot.centre, &x);
                    if beside {
                        let ends: Vec<(f64, &str)> = ends.iter().map(|e| (x(e.0), e.1)).collect();
                        let pen = pen.bold(row.focus).halo();
                        draw_values(sheet, pen, slot.centre, left, &ends, gap(language));
                    }
                },
            );
        }
        frame.remarks(sheet, brief);
        let small = brief.width.small();
        let foot = frame.bottom + 4.0;
        let missing = unseen(&entries, &candidates, |n| {
            self.rows.get(n).map_or("", |r| &r.name)
        });
        let missing = say::without_data(&missing, brief.words);
        if all.is_empty() {
            let missing: Vec<String> = missing.into_iter().collect();
            return notes(sheet, brief, foot, &missing) + 4.0;
        }
        let pen = Pen::new(small, Ink::Muted).middle();
        for tick in &labelled {
            sheet.text((tick.middle, foot + small / 2.0), &tick.label, pen);
        }
        let mut paragraphs = Vec::new();
        if !zero {
            paragraphs.push(
                if say::zh(brief.words) {
                    "横轴不从零开始"
                } else {
                    "The axis does not begin at zero"
                }
                .to_string(),
            );
        }
        paragraphs.extend(missing);
        if let Some(from) = &self.from {
            paragraphs.extend(one_sided(from, &self.to, brief.words, &drawn));
        }
        paragraphs.extend(remarks(
            brief,
            drawn.iter().map(|r| (r.name.as_str(), r.note.as_ref())),
        ));
        notes(sheet, brief, foot + small + 4.0, &paragraphs) + 4.0
    }

    fn clauses(&self, words: &Words) -> Vec<Clause> {
        let mut clauses = match &self.from {
            Some(from) => say::changes(
                &pair_changes(&self.rows, from, &self.to),
                self.rows.len(),
                words,
            ),
            None => Vec::new(),
        };
        if clauses.is_empty() || self.rows.len() > 1 {
            match &self.from {
                Some(from) => {
                    let facts = pair_facts(&self.rows);
                    clauses.extend(say::ranking_then(&facts, words, &self.to));
                    clauses.extend(pair_gaps(&self.rows, from, &self.to, words));
                }
                None => clauses.extend(say::ranking(&pair_facts(&self.rows), words)),
            }
        }
        clauses
    }

    fn headline(&self, words: &Words) -> String {
        match &self.from {
            Some(from) => pair_headline(&self.rows, from, &self.to, words),
            None => say::ranking_headline(&pair_facts(&self.rows), words),
        }
    }

    fn table(&self, words: &Words) -> (Vec<String>, Vec<Vec<Cell>>) {
        pair_table(&self.rows, self.from.as_deref(), &self.to, words)
    }
}

fn pair_tip_of(row: &Pair, two: bool, words: &Words) -> String {
    if two {
        return pair_tip(row, words);
    }
    let shown = crate::chart::data::shown_or_gap(row.to, &row.to_shown, words.language);
    super::tip(&row.name, shown, row.note.as_ref(), words)
}

impl Dots {
    /// A row's values as text, where they do not fit beside the dots.
    fn text(&self, row: &Pair, words: &Words) -> String {
        let shown =
            |value, text| crate::chart::data::shown_or_gap(value, text, words.language).to_string();
        let to = shown(row.to, &row.to_shown);
        if self.two() {
            format!("{} → {to}", shown(row.from, &row.from_shown))
        } else {
            to
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dot_that_would_be_hidden_is_a_ring_about_the_other() {
        let row = |from: f64| Pair {
            name: "甲".into(),
            from: Some(from),
            from_shown: "2个".into(),
            to: Some(100.0),
            to_shown: "100个".into(),
            ..Pair::default()
        };
        let dots = |from| {
            let chart = crate::chart::Chart::Dots(Dots {
                from: Some("2019年".into()),
                to: "2020年".into(),
                rows: vec![row(from), row(0.0)],
                ..Dots::default()
            });
            chart.draw(&Words::default(), Width::Narrow, "x")
        };
        assert!(dots(99.0).contains(" r=\"8\""), "{}", dots(99.0));
        assert!(!dots(2.0).contains(" r=\"8\""));
    }

    #[test]
    fn every_line_of_the_grid_has_its_number() {
        let row = |value: f64, shown: &str| Pair {
            name: "国资运营公司".into(),
            to: Some(value),
            to_shown: shown.into(),
            ..Pair::default()
        };
        let chart = crate::chart::Chart::Dots(Dots {
            rows: vec![row(15400.9, "15,400.9万元"), row(-12840.6, "−12,840.6万元")],
            ..Dots::default()
        });
        let words = Words {
            unit: "万元".into(),
            ..Words::default()
        };
        let drawn = chart.draw(&words, Width::Narrow, "x");
        let numbers = [">−10,000<", ">0<", ">10,000", ">20,000"];
        let told = numbers.iter().filter(|n| drawn.contains(*n)).count();
        let lines = drawn.matches("s-c-grid").count() + drawn.matches("s-c-muted").count();
        assert_eq!(lines, 2 * told, "{drawn}");
    }
}
