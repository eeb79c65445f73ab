//! Then and now: a slope per row, named at both ends, one colour for the one in
//! focus.

use super::{Dots, Kind, bounds, check_link, check_names, check_value, tip};
use crate::chart::axis::{Wish, room, spread};
use crate::chart::data::{Cell, Order, Pair, Problem, Words, finite, gap, shown_or_gap};
use crate::chart::ink::Ink;
use crate::chart::measure::{self, wrap_even};
use crate::chart::pick::{Candidate, drawn, pick, remark};
use crate::chart::rows::{notes, remarks};
use crate::chart::say::{self, Change, Clause, Fact};
use crate::chart::sheet::{Pen, Sheet};
use crate::chart::{Brief, Width};
use std::cmp::Ordering::{Equal, Greater, Less};

/// Then and now, as slopes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Slope {
    /// What the left side is: 2017年.
    pub from: String,
    /// What the right side is: 2019年.
    pub to: String,
    /// One slope each.
    pub rows: Vec<Pair>,
    /// Which series colour, 0 to 3.
    pub tint: usize,
}

/// A label at one end of a slope.
struct End<'a> {
    row: &'a Pair,
    value: f64,
    lines: Vec<String>,
}

/// More slopes than this cross into a thicket; as dots joined in rows each can be
/// followed.
const MOST_SLOPES: usize = 14;
/// Labels that need more px than this, one below the other, no longer stand near their
/// ends.
const TALLEST: f64 = 360.0;
/// So far may labels reach beyond the slopes before they are pushed together.
const OVER: f64 = 70.0;
/// A label farther from its end than this many lines belongs to no end: where most are
/// equal, slopes are one line with many names.
const FARTHEST: f64 = 3.2;
/// On a phone the left labels have no names, and belong to nothing sooner.
const FARTHEST_NARROW: f64 = 1.6;

/// From an end to where its leader begins, px.
const DOT: f64 = 6.0;

/// How far out a leader goes: steep ones beside each other could not be told apart.
fn leader(width: Width) -> f64 {
    match width {
        Width::Wide => 20.0,
        Width::Narrow => 8.0,
    }
}

impl Slope {
    fn as_dots(&self) -> Dots {
        Dots {
            from: Some(self.from.clone()),
            to: self.to.clone(),
            rows: self.rows.clone(),
            order: Order::Value,
            tint: self.tint,
        }
    }

    /// A focus among greys; without one, what falls against the others has a colour of
    /// its own, and what stays is grey.
    fn ink(&self, row: &Pair) -> Ink {
        let way = |r: &Pair| finite(r.to)?.partial_cmp(&finite(r.from)?);
        let any = |wanted| self.rows.iter().any(|r| way(r) == Some(wanted));
        let focus = self.rows.iter().any(|r| r.focus);
        match way(row) {
            _ if focus && !row.focus => Ink::NoData,
            Some(Less) if !focus && any(Greater) => Ink::series((self.tint.min(3) + 2) % 4),
            Some(Equal) if !focus && (any(Greater) || any(Less)) => Ink::NoData,
            _ => Ink::series(self.tint.min(3)),
        }
    }

    /// Whether every value stands on one line beside its end.
    fn fits(&self, width: Width) -> bool {
        let most = |left: bool| match (width, left) {
            (Width::Wide, _) => 230.0,
            (Width::Narrow, true) => 90.0,
            (Width::Narrow, false) => 120.0,
        };
        let fits = |shown: &str, left| measure::width(shown, width.label(), true) <= most(left);
        let rows = self.rows.iter();
        rows.into_iter()
            .all(|r| fits(&r.from_shown, true) && fits(&r.to_shown, false))
    }

    /// The labels of one side: name and value; on a phone the left has the value
    /// alone if the right has the name.
    fn ends<'a>(&self, brief: &Brief<'_>, rows: &[&'a Pair], left: bool) -> Vec<End<'a>> {
        let size = brief.width.label();
        rows.iter()
            .filter_map(|row| {
                let (value, shown, other) = if left {
                    (row.from, &row.from_shown, row.to)
                } else {
                    (row.to, &row.to_shown, row.from)
                };
                let value = finite(value)?;
                let bare = left && brief.width == Width::Narrow && finite(other).is_some();
                let most = match (brief.width, bare) {
                    (Width::Wide, _) => 230.0,
                    (Width::Narrow, true) => 90.0,
                    (Width::Narrow, false) => 120.0,
                };
                let pen = Pen::new(size, Ink::Text).bold(row.focus);
                let whole = match (bare, left) {
                    (true, _) => shown.clone(),
                    (_, true) => format!("{} {shown}", row.name),
                    (_, false) => format!("{shown} {}", row.name),
                };
                let lines = if pen.width(&whole) <= most {
                    vec![whole]
                } else if bare {
                    wrap_even(shown, size, row.focus, most)
                } else {
                    let mut lines = wrap_even(&row.name, size, row.focus, most);
                    lines.extend(wrap_even(shown, size, row.focus, most));
                    lines
                };
                Some(End { row, value, lines })
            })
            .collect()
    }
}

/// What only one side has, of the rows that are drawn.
pub(super) fn one_sided(from: &str, to: &str, words: &Words, rows: &[&Pair]) -> Vec<String> {
    let zh = say::zh(words);
    let none = gap(words.language);
    let side = |when: &str, missing: &dyn Fn(&Pair) -> bool| {
        let some = |r: &&&Pair| finite(r.from).is_some() || finite(r.to).is_some();
        let names: Vec<&str> = rows
            .iter()
            .filter(some)
            .filter(|r| missing(r))
            .map(|r| r.name.as_str())
            .collect();
        let list = names.join(if zh { "、" } else { ", " });
        let text = if zh {
            format!("{when}{none}：{list}")
        } else {
            format!("{none} for {when}: {list}")
        };
        (!names.is_empty()).then_some(text)
    };
    let left = side(from, &|r| finite(r.from).is_none());
    let right = side(to, &|r| finite(r.to).is_none());
    [left, right].into_iter().flatten().collect()
}

pub(super) fn check_pairs(rows: &[Pair], problems: &mut Vec<Problem>) {
    check_names(rows.iter().map(|r| r.name.as_str()), problems);
    for row in rows {
        check_value(&row.name, row.from, &row.from_shown, problems);
        check_value(&row.name, row.to, &row.to_shown, problems);
        check_link(&row.name, row.href.as_ref(), problems);
    }
}

pub(super) fn pair_changes<'a>(rows: &'a [Pair], from: &str, to: &str) -> Vec<Change<'a>> {
    rows.iter()
        .filter_map(|r| {
            let (a, b) = (finite(r.from)?, finite(r.to)?);
            Some(Change {
                name: &r.name,
                from: (from.to_string(), a, &r.from_shown),
                to: (to.to_string(), b, &r.to_shown),
                focus: r.focus,
                partly: false,
            })
        })
        .collect()
}

pub(super) fn pair_facts(rows: &[Pair]) -> Vec<Fact<'_>> {
    rows.iter()
        .map(|r| Fact {
            name: &r.name,
            value: r.to,
            shown: &r.to_shown,
            focus: r.focus,
        })
        .collect()
}

/// Who lacks both values, the later one, the earlier one.
pub(super) fn pair_gaps(rows: &[Pair], from: &str, to: &str, words: &Words) -> Vec<Clause> {
    let of = |spoken: &dyn Fn(bool, bool) -> bool| -> Vec<Fact<'_>> {
        let facts = rows.iter().map(|r| Fact {
            name: &r.name,
            value: (!spoken(finite(r.from).is_some(), finite(r.to).is_some())).then_some(0.0),
            shown: "",
            focus: r.focus,
        });
        facts.collect()
    };
    if rows.iter().all(|r| finite(r.to).is_none()) {
        return Vec::new();
    }
    [
        say::missing(&of(&|from, to| !from && !to), words),
        say::lacking(&of(&|from, to| from && !to), words, to),
        say::lacking(&of(&|from, to| !from && to), words, from),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The heading over pairs: the focus without a value, the changes, or who leads.
pub(super) fn pair_headline(rows: &[Pair], from: &str, to: &str, words: &Words) -> String {
    let facts = pair_facts(rows);
    say::lacking_headline(&facts, words)
        .or_else(|| say::changes_headline(&pair_changes(rows, from, to), rows.len(), words))
        .unwrap_or_else(|| say::ranking_headline(&facts, words))
}

/// A pair's tooltip.
pub(super) fn pair_tip(row: &Pair, words: &Words) -> String {
    let from = shown_or_gap(row.from, &row.from_shown, words.language);
    let to = shown_or_gap(row.to, &row.to_shown, words.language);
    tip(
        &row.name,
        &format!("{from} → {to}"),
        row.note.as_ref(),
        words,
    )
}

impl Kind for Slope {
    fn validate(&self, problems: &mut Vec<Problem>) {
        check_pairs(&self.rows, problems);
    }

    fn draw(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        if self.rows.len() > MOST_SLOPES || !self.fits(brief.width) {
            return self.as_dots().draw(brief, sheet);
        }
        let candidates: Vec<Candidate> = self
            .rows
            .iter()
            .map(|r| Candidate {
                value: finite(r.to).or(finite(r.from)),
                focus: r.focus,
            })
            .collect();
        let entries = pick(&candidates, Order::Value);
        let rows = drawn(&entries, &self.rows);
        let values = rows
            .iter()
            .flat_map(|r| [finite(r.from), finite(r.to)])
            .flatten();
        let Some((low, high)) = bounds(values) else {
            let text = say::paragraph(brief.words, self.clauses(brief.words));
            return notes(sheet, brief, 0.0, &[text]) + 4.0;
        };
        let size = brief.width.label();
        let leading = (size * 1.25).round();
        let (lefts, rights) = (
            self.ends(brief, &rows, true),
            self.ends(brief, &rows, false),
        );
        let widest = |ends: &[End<'_>]| {
            ends.iter()
                .flat_map(|e| {
                    e.lines
                        .iter()
                        .map(|l| Pen::new(size, Ink::Text).bold(e.row.focus).width(l))
                })
                .fold(0.0, f64::max)
        };
        let head = Pen::new(brief.width.small(), Ink::Text).bold(true);
        let most = if brief.width == Width::Wide {
            200.0
        } else {
            80.0
        };
        let heads = [&self.from, &self.to].map(|text| wrap_even(text, head.size, false, most));
        let [from, to] = &heads;
        let head_width = |lines: &[String]| lines.iter().map(|l| head.width(l)).fold(0.0, f64::max);
        // A head stands over its upright.
        let reach = DOT + leader(brief.width) + 8.0;
        let left = (widest(&lefts) + reach).max(head_width(from) / 2.0);
        let right = brief.width.px() - (widest(&rights) + reach).max(head_width(to) / 2.0);
        let wishes = |ends: &[End<'_>], y: &dyn Fn(f64) -> f64| -> Vec<Wish> {
            ends.iter()
                .map(|e| Wish {
                    at: y(e.value),
                    size: leading * e.lines.len() as f64 + 2.0,
                })
                .collect()
        };
        let need = room(&wishes(&lefts, &|_| 0.0)).max(room(&wishes(&rights, &|_| 0.0)));
        if need > TALLEST {
            return self.as_dots().draw(brief, sheet);
        }
        let head_leading = (head.size * 1.3).round();
        let head_high = head_leading * heads.iter().map(Vec::len).max().unwrap_or(1) as f64;
        let top = head_high + 12.0;
        let bottom = top
            + need.max(if brief.width == Width::Wide {
                280.0
            } else {
                240.0
            });
        let range = if low < high {
            low..high
        } else {
            low - 1.0..low + 1.0
        };
        let inset = leading / 2.0;
        // Labels that crowd at one end spread to both sides of it.
        let down = bottom - inset..top + inset;
        let plot = sheet.plot(0.0..1.0, range.clone(), left..right, down);
        let (mut highest, mut lowest, mut away) = (top, bottom, 0.0);
        for (ends, side) in [(&lefts, 0.0), (&rights, 1.0)] {
            let wishes = wishes(ends, &|v| plot.at(side, v).1);
            for (wish, place) in wishes.iter().zip(spread(&wishes, -1e6, 1e6)) {
                away = f64::max(away, (place - wish.at).abs());
                highest = f64::min(highest, place - wish.size / 2.0);
                lowest = f64::max(lowest, place + wish.size / 2.0);
            }
        }
        let farthest = match brief.width {
            Width::Wide => FARTHEST,
            Width::Narrow => FARTHEST_NARROW,
        };
        if away > farthest * leading {
            return self.as_dots().draw(brief, sheet);
        }
        let (over, under) = ((top - highest).min(OVER), (lowest - bottom).min(OVER));
        let down = bottom + over - inset..top + over + inset;
        let plot = sheet.plot(0.0..1.0, range, left..right, down);
        let bottom = bottom + over + under;
        for (x, lines) in [(left, from), (right, to)] {
            sheet.line(&[(x, top - 4.0), (x, bottom)], Ink::Grid, 1.0);
            sheet.lines((x, head_high / 2.0), lines, head_leading, head.middle());
        }
        // The focus is drawn last, so that no line hides it.
        for pass in [false, true] {
            for row in rows.iter().filter(|r| r.focus == pass) {
                self.draw_one(sheet, brief, row, |side, value| plot.at(side, value));
            }
        }
        for (ends, side) in [(&lefts, 0.0), (&rights, 1.0)] {
            let places = spread(&wishes(ends, &|v| plot.at(side, v).1), top, bottom);
            for (end, place) in ends.iter().zip(places) {
                let (x, y) = plot.at(side, end.value);
                let out = if side == 0.0 { -1.0 } else { 1.0 };
                if (y - place).abs() > 2.0 {
                    sheet.line(
                        &[
                            (x + out * DOT, y),
                            (x + out * (DOT + leader(brief.width)), place),
                        ],
                        Ink::NoData,
                        1.0,
                    );
                }
                let quiet = self.rows.iter().any(|r| r.focus) && !end.row.focus;
                let pen =
                    Pen::new(size, if quiet { Ink::Muted } else { Ink::Text }).bold(end.row.focus);
                let pen = if side == 0.0 { pen.end() } else { pen };
                sheet.lines((x + out * (reach - 4.0), place), &end.lines, leading, pen);
            }
        }
        let mut paragraphs: Vec<String> = entries
            .iter()
            .filter_map(|e| remark(*e, brief.words))
            .collect();
        if low > 0.0 || high < 0.0 {
            let said = match say::zh(brief.words) {
                true => "纵轴不从零开始",
                false => "The vertical axis does not begin at zero",
            };
            paragraphs.push(said.to_string());
        }
        paragraphs.extend(one_sided(&self.from, &self.to, brief.words, &rows));
        paragraphs.extend(remarks(
            brief,
            rows.iter().map(|r| (r.name.as_str(), r.note.as_ref())),
        ));
        notes(sheet, brief, bottom + 4.0, &paragraphs) + 4.0
    }

    fn clauses(&self, words: &Words) -> Vec<Clause> {
        let mut clauses = say::changes(
            &pair_changes(&self.rows, &self.from, &self.to),
            self.rows.len(),
            words,
        );
        if clauses.is_empty() || self.rows.len() > 1 {
            clauses.extend(say::ranking_then(&pair_facts(&self.rows), words, &self.to));
            clauses.extend(pair_gaps(&self.rows, &self.from, &self.to, words));
        }
        clauses
    }

    fn headline(&self, words: &Words) -> String {
        pair_headline(&self.rows, &self.from, &self.to, words)
    }

    fn table(&self, words: &Words) -> (Vec<String>, Vec<Vec<Cell>>) {
        pair_table(&self.rows, Some(&self.from), &self.to, words)
    }
}

impl Slope {
    fn draw_one(
        &self,
        sheet: &Sheet<'_>,
        brief: &Brief<'_>,
        row: &Pair,
        at: impl Fn(f64, f64) -> (f64, f64),
    ) {
        let ink = self.ink(row);
        let (from, to) = (
            finite(row.from).map(|v| at(0.0, v)),
            finite(row.to).map(|v| at(1.0, v)),
        );
        sheet.group(&pair_tip(row, brief.words), row.href.as_deref(), || {
            if let (Some(a), Some(b)) = (from, to) {
                sheet.line(&[a, b], ink, if ink == Ink::NoData { 1.4 } else { 2.2 });
            }
            for end in [from, to].into_iter().flatten() {
                sheet.dot(end, 4.0, ink);
            }
        });
    }
}

pub(super) fn pair_table(
    rows: &[Pair],
    from: Option<&str>,
    to: &str,
    words: &Words,
) -> (Vec<String>, Vec<Vec<Cell>>) {
    let notes = rows.iter().any(|r| r.note.is_some());
    let mut head = vec![say::name_head(words)];
    head.extend(from.map(str::to_string));
    head.push(if to.is_empty() {
        say::value_head(words)
    } else {
        to.to_string()
    });
    if notes {
        head.push(if say::zh(words) { "备注" } else { "Remark" }.to_string());
    }
    let body = rows.iter().map(|r| {
        let mut cells = vec![Cell::head(&r.name)];
        if from.is_some() {
            cells.push(Cell::value(r.from, &r.from_shown, words.language));
        }
        cells.push(Cell::value(r.to, &r.to_shown, words.language));
        if notes {
            cells.push(Cell::text(r.note.as_deref().unwrap_or_default()));
        }
        cells
    });
    (head, body.collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slope(pairs: &[(&str, f64, &str, f64, &str)]) -> Slope {
        let row = |(name, from, from_shown, to, to_shown): &(&str, f64, &str, f64, &str)| Pair {
            name: (*name).into(),
            from: Some(*from),
            from_shown: (*from_shown).into(),
            to: Some(*to),
            to_shown: (*to_shown).into(),
            ..Pair::default()
        };
        Slope {
            from: "2019年".into(),
            to: "2020年".into(),
            rows: pairs.iter().map(row).collect(),
            tint: 0,
        }
    }

    #[test]
    fn what_stays_has_the_colour_of_neither() {
        let chart = slope(&[
            ("甲", 1.0, "1个", 2.0, "2个"),
            ("乙", 3.0, "3个", 1.0, "1个"),
            ("丙", 2.0, "2个", 2.0, "2个"),
        ]);
        let inks: Vec<Ink> = chart.rows.iter().map(|r| chart.ink(r)).collect();
        assert_eq!(inks, [Ink::C1, Ink::C3, Ink::NoData]);
    }

    #[test]
    fn a_number_too_long_for_its_side_is_not_broken() {
        let long = ["1,234,567,890,123元", "987,654,321,098元"];
        let chart = slope(&[
            ("市本级", 1.2e12, long[0], 9.8e11, long[1]),
            ("云和县", 9.8e11, long[1], 1.2e12, long[0]),
        ]);
        for width in [Width::Wide, Width::Narrow] {
            let drawn = crate::chart::Chart::Slope(chart.clone());
            let drawn = drawn.draw(&Words::default(), width, "x");
            assert!(
                !drawn.contains(",123元<") || drawn.contains("1,234,567,890,123元"),
                "{drawn}"
            );
            assert!(!drawn.contains(">,") && !drawn.contains(",0<"), "{drawn}");
        }
    }
}
