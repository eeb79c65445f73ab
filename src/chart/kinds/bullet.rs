//! Progress to a target: every row runs from its own baseline to its own target.
//!
//! The scale is the share of the way, because that is what counties of any size
//! have in common: the track ends at the target, a bar beyond it is past it, a
//! bar left of the start has gone back. Down to zero reads the same way.

use super::{Kind, check_rows, check_value};
use crate::chart::data::{Cell, Goal, Order, Problem, Status, Tone, Words, finite, shown_or_gap};
use crate::chart::ink::Ink;
use crate::chart::pick::{Candidate, drawn, pick, unseen};
use crate::chart::rows::{Frame, Head, Slot, Wish, notes, remarks};
use crate::chart::say::{self, Clause, Fact};
use crate::chart::sheet::{Pen, Plot, Sheet};
use crate::chart::{Brief, Width};
use std::collections::BTreeMap;

/// Progress to a target.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bullet {
    /// One bar each.
    pub goals: Vec<Goal>,
    /// By share of the way, or as given.
    pub order: Order,
}

/// The share of the way from the baseline (0 when there is none) to the target
/// that is done: (value − baseline) ÷ (target − baseline); none where that has no
/// meaning.
fn share(goal: &Goal) -> Option<f64> {
    let value = finite(goal.row.value)?;
    let target = finite(goal.target)?;
    let from = finite(goal.baseline).unwrap_or(0.0);
    if target == from {
        return None;
    }
    finite(Some((value - from) / (target - from)))
}

/// A bar that runs further than this past its target, or back past its start, is
/// cut there and says so with an arrow, so that one cannot squeeze the others.
const PAST: f64 = 1.3;
const BACK: f64 = -0.3;

fn tone(goal: &Goal) -> Ink {
    match goal.status.as_ref().map(|s| s.tone) {
        Some(Tone::Good) => Ink::Good,
        Some(Tone::Warn) => Ink::Warn,
        Some(Tone::Bad) => Ink::Bad,
        Some(Tone::Plain) => Ink::Grey,
        None => Ink::C1,
    }
}

/// What puts a row in its place: the share of the way, and a value of no share last.
fn place(goal: &Goal) -> Option<f64> {
    finite(goal.row.value)?;
    Some(share(goal).unwrap_or(f64::MIN))
}

fn status_text(goal: &Goal) -> String {
    let Some(status) = &goal.status else {
        return String::new();
    };
    match (status.sign.trim(), status.word.trim()) {
        ("", one) | (one, "") => one.to_owned(),
        (sign, word) => [sign, " ", word].concat(),
    }
}

/// 67个 / 目标78个: the value, and the target it is measured by.
fn values(goal: &Goal, words: &Words) -> String {
    let value = shown_or_gap(goal.row.value, &goal.row.shown, words.language);
    match (finite(goal.target).is_some(), say::zh(words)) {
        (false, _) => value.to_string(),
        (true, true) => [value, "／目标", &goal.target_shown].concat(),
        (true, false) => [value, " of ", &goal.target_shown].concat(),
    }
}

impl Kind for Bullet {
    fn validate(&self, problems: &mut Vec<Problem>) {
        let rows: Vec<_> = self.goals.iter().map(|g| g.row.clone()).collect();
        check_rows(&rows, problems);
        for goal in &self.goals {
            let name = &goal.row.name;
            check_value(name, goal.target, &goal.target_shown, problems);
            check_value(name, goal.baseline, "—", problems);
            // One without either is a gap.
            if goal.target.is_none() && goal.row.value.is_some() {
                problems.push(
                    Problem::new(
                        "chart-no-target",
                        format!("“{name}”没有目标，画不出进度"),
                        format!(
                            "\u{201c}{name}\u{201d} has no target, so there is no progress to draw"
                        ),
                    )
                    .about(name),
                );
            } else if finite(goal.target) == Some(finite(goal.baseline).unwrap_or(0.0)) {
                problems.push(Problem::new(
                    "chart-no-way",
                    format!("“{name}”的目标与基期相同（没有写基期时按零计），画不出进度"),
                    format!("target and baseline of \u{201c}{name}\u{201d} are the same (a missing baseline counts as zero), so there is no progress to draw"),
                ).about(name));
            }
        }
    }

    fn draw(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        let full = brief.width.px();
        let candidates: Vec<Candidate> = self
            .goals
            .iter()
            .map(|g| Candidate {
                value: place(g),
                focus: g.row.focus,
            })
            .collect();
        let entries = pick(&candidates, self.order);
        let pen = Pen::new(brief.width.label(), Ink::Text);
        let said = |goal| Said {
            values: values(goal, brief.words),
            status: status_text(goal),
        };
        let said: Vec<Said> = self.goals.iter().map(said).collect();
        let widest = |text: fn(&Said) -> &str| {
            let widths = said.iter().map(|said| pen.bold(true).width(text(said)));
            widths.fold(0.0, f64::max)
        };
        let status_width = widest(|said| &said.status);
        let status_room = if status_width > 0.0 {
            status_width + 12.0
        } else {
            0.0
        };
        let value_width = widest(|said| &said.values);
        // Wide and short: all on one line. Else name and status, values, bar.
        let one_line = brief.width == Width::Wide && value_width + status_room < full * 0.45;
        // Else name, values and status on one line above the bar, where they fit.
        let shared = self.goals.iter().zip(&said).all(|(g, said)| {
            let pen = pen.bold(true);
            pen.width(&g.row.name) + pen.width(&said.values) + status_room + 14.0 <= full
        });
        let head = |n: usize| Head {
            name: self.goals.get(n).map_or("", |g| &g.row.name),
            bold: self.goals.get(n).is_some_and(|g| g.row.focus),
            below: said
                .get(n)
                .filter(|_| !one_line && !shared)
                .map(|said| said.values.as_str()),
        };
        let bar = 16.0;
        let wish = Wish {
            top: 0.0,
            bar,
            reserve: status_room,
            above: !one_line,
        };
        let frame = Frame::new(brief, &entries, head, &wish);
        // Names too long to stand beside: then the end of their line is the status'.
        let beside = one_line && frame.beside;
        let right = match (one_line, beside) {
            (true, _) => full - value_width - 12.0 - if beside { status_room } else { 0.0 },
            (false, _) => full,
        };
        let shares = || {
            frame
                .slots
                .iter()
                .filter_map(|s| self.goals.get(s.row))
                .filter_map(share)
        };
        let low = shares().fold(0.0, f64::min).max(BACK);
        let high = shares().fold(1.0, f64::max).min(PAST);
        let plot = sheet.plot(low..high, 0.0..1.0, frame.left + 1.0..right - 2.0, 0.0..1.0);
        let look = Look {
            plot,
            bar,
            values: match (one_line, shared) {
                (true, _) => Values::Beside(right + 10.0),
                (false, true) => Values::AfterName,
                (false, false) => Values::BelowName,
            },
            beside,
        };
        for slot in &frame.slots {
            if let (Some(goal), Some(said)) = (self.goals.get(slot.row), said.get(slot.row)) {
                draw_row(brief, sheet, &frame, (slot, goal, said), &look);
            }
        }
        frame.remarks(sheet, brief);
        let drawn = drawn(&entries, &self.goals);
        let mut paragraphs = Vec::new();
        if !frame.slots.is_empty() {
            let cut = |g: &&Goal| share(g).is_some_and(|s| !(BACK..=PAST).contains(&s));
            paragraphs.push(self.key(brief.words, drawn.iter().any(cut)));
        }
        let names = unseen(&entries, &candidates, |n| {
            self.goals.get(n).map_or("", |g| &g.row.name)
        });
        paragraphs.extend(say::without_data(&names, brief.words));
        paragraphs.extend(remarks(
            brief,
            drawn
                .iter()
                .map(|g| (g.row.name.as_str(), g.row.note.as_ref())),
        ));
        notes(sheet, brief, frame.bottom, &paragraphs) + 4.0
    }

    fn clauses(&self, words: &Words) -> Vec<Clause> {
        // Whoever is called done is not told to be far from it.
        let open = |g: &&Goal| g.status.as_ref().is_none_or(|s| s.tone != Tone::Good);
        let known = self.goals.iter().filter(|g| share(g).is_some());
        let least = known
            .filter(open)
            .min_by(|a, b| share(a).unwrap_or(0.0).total_cmp(&share(b).unwrap_or(0.0)));
        let focus = self.focus();
        let mut clauses = Vec::new();
        if self.goals.len() != 1 {
            clauses.push(Clause::new(self.tally(words)));
        }
        if let Some(goal) = focus {
            clauses.push(told("", goal, words));
        }
        let behind = least.filter(|g| share(g).is_some_and(|s| s < 1.0));
        if let Some(goal) = behind.filter(|g| focus.is_none_or(|f| f.row.name != g.row.name)) {
            // Not 完成率最低, which would make of a value in per cent the rate.
            let lead = if say::zh(words) {
                "进度最慢的是"
            } else {
                "the least complete is "
            };
            clauses.push(told(lead, goal, words));
        }
        let beyond = self
            .goals
            .iter()
            .filter(|g| share(g).is_some_and(|s| s > 1.0));
        let most =
            beyond.max_by(|a, b| share(a).unwrap_or(0.0).total_cmp(&share(b).unwrap_or(0.0)));
        if let (None, Some(goal)) = (behind, most.filter(|_| focus.is_none())) {
            let lead = if say::zh(words) {
                "超过目标最多的是"
            } else {
                "the farthest beyond its target is "
            };
            clauses.push(told(lead, goal, words));
        }
        if self.goals.len() > 1 {
            let facts: Vec<Fact<'_>> = self
                .goals
                .iter()
                .map(|g| Fact {
                    name: &g.row.name,
                    value: g.row.value,
                    shown: "",
                    focus: g.row.focus,
                })
                .collect();
            clauses.extend(say::missing(&facts, words));
        }
        clauses
    }

    fn headline(&self, words: &Words) -> String {
        let Some(goal) = self.focus() else {
            // 8个均未达到目标 alone says of nobody what it has not reached.
            return match say::lone(words) {
                true => format!("{}：{}", words.measure, self.tally(words)),
                false => self.tally(words),
            };
        };
        let shown = shown_or_gap(goal.row.value, &goal.row.shown, words.language);
        let known = finite(goal.row.value).is_some();
        let status = goal
            .status
            .as_ref()
            .filter(|_| known)
            .map_or("", |s| s.word.as_str());
        match (say::zh(words), status.is_empty()) {
            (true, true) if say::lone(words) => {
                format!("{}：{}{shown}", words.measure, goal.row.name)
            }
            (true, true) => format!("{}{}{shown}", goal.row.name, words.measure),
            (true, false) => format!("{}{}{shown}，{status}", goal.row.name, words.measure),
            (false, true) => format!("{}: {shown}", goal.row.name),
            (false, false) => format!("{}: {shown}, {status}", goal.row.name),
        }
    }

    fn table(&self, words: &Words) -> (Vec<String>, Vec<Vec<Cell>>) {
        // A bar's length is only to be checked by whoever knows where it begins.
        let based = self.goals.iter().any(|g| finite(g.baseline).is_some());
        let [baseline, value, target, status] = match say::zh(words) {
            true => ["基期", "现值", "目标", "状态"],
            false => ["Baseline", "Value", "Target", "Status"],
        };
        let mut head = vec![say::name_head(words)];
        head.extend(based.then(|| baseline.to_string()));
        head.extend([value, target, status].map(String::from));
        let cell = |value, shown: &str| Cell::value(value, shown, words.language);
        let rows = self.goals.iter().map(|g| {
            let mut cells = vec![Cell::head(&g.row.name)];
            cells.extend(based.then(|| cell(g.baseline, &g.baseline_shown)));
            cells.extend([
                cell(g.row.value, &g.row.shown),
                cell(g.target, &g.target_shown),
                Cell::text(&status_text(g)),
            ]);
            cells
        });
        (head, rows.collect())
    }
}

/// What a row says beside its name and its bar.
struct Said {
    values: String,
    status: String,
}

/// Where values stand.
enum Values {
    /// Beside the bars, from this px on.
    Beside(f64),
    /// On the line of the name, above the bar.
    AfterName,
    /// On lines of their own, which the frame has set.
    BelowName,
}

/// What all rows of one drawing share.
struct Look<'a> {
    /// Maps a share of the way to px.
    plot: Plot<'a>,
    bar: f64,
    values: Values,
    /// The status stands beside the bar too.
    beside: bool,
}

fn draw_row(
    brief: &Brief<'_>,
    sheet: &Sheet<'_>,
    frame: &Frame,
    (slot, goal, said): (&Slot, &Goal, &Said),
    look: &Look<'_>,
) {
    let Said { values, status } = said;
    let tip = super::tip(
        &goal.row.name,
        [values, " ", status].concat().trim(),
        goal.row.note.as_ref(),
        brief.words,
    );
    let pen = Pen::new(brief.width.label(), Ink::Text);
    sheet.group(&tip, goal.row.href.as_deref(), || {
        frame.name(sheet, slot);
        draw_bar(sheet, goal, slot.centre, look);
        let at = match look.values {
            Values::Beside(x) => Some((x, slot.centre)),
            Values::AfterName => {
                let name = pen.bold(goal.row.focus).width(&goal.row.name);
                Some((name + 12.0, slot.first))
            }
            Values::BelowName => None,
        };
        if let Some(at) = at {
            let ink = if finite(goal.row.value).is_some() {
                Ink::Text
            } else {
                Ink::Muted
            };
            sheet.text(at, values, pen.ink(ink).bold(goal.row.focus));
        }
        let ink = if tone(goal) == Ink::Grey {
            Ink::Muted
        } else {
            tone(goal)
        };
        let y = if look.beside { slot.centre } else { slot.first };
        sheet.text((brief.width.px(), y), status, pen.ink(ink).bold(true).end());
    });
}

/// The track from start to target, the bar upon it, the upright at the target.
fn draw_bar(sheet: &Sheet<'_>, goal: &Goal, y: f64, look: &Look<'_>) {
    if finite(goal.target).is_none() {
        return;
    }
    let x = |share: f64| look.plot.at(share, 0.0).0;
    let (top, bottom) = (y - look.bar / 2.0, y + look.bar / 2.0);
    sheet.rect((x(0.0), top + 2.0), (x(1.0), bottom - 2.0), Ink::Grid);
    if let Some(share) = share(goal) {
        let end = share.clamp(BACK, PAST);
        if end != 0.0 {
            sheet.rect((x(0.0), top + 2.0), (x(end), bottom - 2.0), tone(goal));
        }
        if end != share {
            arrow(sheet, x(end), y, share > 0.0);
        }
    }
    sheet.rect(
        (x(1.0) - 1.0, top - 2.0),
        (x(1.0) + 1.0, bottom + 2.0),
        Ink::Text,
    );
    sheet.line(
        &[(x(0.0), top - 2.0), (x(0.0), bottom + 2.0)],
        Ink::Muted,
        1.0,
    );
}

/// A bar cut short: a notch of ground and a head that points on.
fn arrow(sheet: &Sheet<'_>, x: f64, y: f64, onward: bool) {
    let d = if onward { -1.0 } else { 1.0 };
    for shift in [4.0, 9.0] {
        let tip = x + d * shift;
        sheet.line(
            &[(tip + d * 4.0, y - 4.0), (tip, y), (tip + d * 4.0, y + 4.0)],
            Ink::Ground,
            1.5,
        );
    }
}

/// A goal in a few words, or its name alone.
fn told(lead: &str, goal: &Goal, words: &Words) -> Clause {
    let zh = say::zh(words);
    let known = finite(goal.row.value).is_some();
    let value = shown_or_gap(goal.row.value, &goal.row.shown, words.language);
    let mut parts = vec![if zh {
        format!("{lead}{}，{value}", goal.row.name)
    } else {
        format!("{lead}{} with {value}", goal.row.name)
    }];
    if finite(goal.target).is_some() {
        let target = &goal.target_shown;
        parts.push(if zh {
            format!("目标{target}")
        } else {
            format!("target {target}")
        });
    }
    parts.extend(
        goal.status
            .as_ref()
            .filter(|_| known)
            .map(|s| s.word.clone()),
    );
    Clause::or(
        parts.join(if zh { "，" } else { ", " }),
        format!("{lead}{}", goal.row.name),
    )
}

impl Bullet {
    /// The only one, or the one the page is about.
    fn focus(&self) -> Option<&Goal> {
        let mut focus = self.goals.iter().filter(|g| g.row.focus);
        match (&self.goals[..], focus.next(), focus.next()) {
            ([one], _, _) => Some(one),
            (_, Some(one), None) => Some(one),
            _ => None,
        }
    }

    /// What the rules at both ends stand for, and the double arrow if one is
    /// drawn.
    fn key(&self, words: &Words, cut: bool) -> String {
        let zh = say::zh(words);
        let based = |g: &Goal| finite(g.baseline).is_some_and(|b| b != 0.0);
        let start = match (
            self.goals.iter().any(based),
            self.goals.iter().all(based),
            zh,
        ) {
            (false, _, true) => "横条从零画起",
            (_, true, true) => "横条从基期（细线）画起",
            (_, false, true) => "横条从基期（细线）画起，没有写基期的从零画起",
            (false, _, false) => "Bars run from zero",
            (_, true, false) => "Bars run from the baseline (thin rule)",
            (_, false, false) => {
                "Bars run from the baseline (thin rule), or from zero where none is given"
            }
        };
        let end = match (zh, cut) {
            (true, false) => "，粗线为目标。",
            (true, true) => "，粗线为目标；带双箭头的横条未画全。",
            (false, false) => "; the thick rule is the target.",
            (false, true) => {
                "; the thick rule is the target; a double arrow means the bar runs on."
            }
        };
        format!("{start}{end}")
    }

    /// 9个县（市、区）中7个已完成, by the words of the statuses; without statuses by
    /// whether the target is reached.
    fn tally(&self, words: &Words) -> String {
        let zh = say::zh(words);
        // Who has no figure is neither there nor not there.
        let known = || self.goals.iter().filter(|g| finite(g.row.value).is_some());
        let all = known().count();
        let (lead, tail) = match (all < self.goals.len(), zh) {
            (false, _) => ("", ""),
            (true, true) => ("有数据的", ""),
            (true, false) => ("", " with data"),
        };
        let counted = say::counted(words);
        // The good news first, then the worst.
        let tone = |s: &Status| match s.tone {
            Tone::Good => 0,
            Tone::Bad => 1,
            Tone::Warn => 2,
            Tone::Plain => 3,
        };
        let mut by_word: BTreeMap<(u8, &str), usize> = BTreeMap::new();
        for status in known().filter_map(|g| g.status.as_ref()) {
            *by_word.entry((tone(status), &status.word)).or_insert(0) += 1;
        }
        if by_word.len() > 1 {
            let class = say::classifier(words);
            let parts = by_word.iter().map(|((_, word), n)| match zh {
                true => format!("{n}{class}{word}"),
                false => format!("{n} {word}"),
            });
            let parts: Vec<String> = parts.collect();
            return match zh {
                true => format!("{lead}{all}{counted}中{}", parts.join("、")),
                false => format!("{all} {counted}{tail}: {}", parts.join(", ")),
            };
        }
        let reached = known()
            .filter(|g| share(g).is_some_and(|s| s >= 1.0))
            .count();
        let there = if zh {
            "达到目标"
        } else {
            "have reached the target"
        };
        let only = by_word.iter().next().map(|((_, word), n)| (*word, *n));
        let (word, n) = only.unwrap_or((there, reached));
        if all == 0 {
            let measure = &words.measure;
            return if zh {
                format!("{measure}暂无数据")
            } else {
                format!("No data {measure}").trim().to_string()
            };
        }
        match (zh, n == all) {
            (true, true) if all == 2 => format!("{lead}{}都{word}", say::count(all, words)),
            (true, true) if all > 1 => format!("{lead}{all}{counted}全部{word}"),
            (true, _) if n == 0 => format!("{lead}{all}{counted}均未{word}"),
            (true, _) => format!("{lead}{all}{counted}中{n}{}{word}", say::classifier(words)),
            (false, true) => format!("All {all} {counted}{tail}: {word}"),
            (false, false) => format!("{n} of {all} {counted}{tail}: {word}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::data::Row;

    fn goal(value: f64, baseline: Option<f64>, target: f64) -> Goal {
        let row = Row {
            name: "甲县".into(),
            value: Some(value),
            ..Row::default()
        };
        Goal {
            row,
            baseline,
            target: Some(target),
            ..Goal::default()
        }
    }

    #[test]
    fn down_to_zero_reads_right_at_every_step() {
        let steps = [200.0, 150.0, 100.0, 50.0, 0.0].map(|v| share(&goal(v, Some(200.0), 0.0)));
        assert_eq!(steps, [0.0, 0.25, 0.5, 0.75, 1.0].map(Some));
    }

    #[test]
    fn a_heading_without_good_news_begins_with_the_worst() {
        let with = |word: &str, tone| Goal {
            status: Some(crate::chart::data::Status {
                word: word.into(),
                sign: String::new(),
                tone,
            }),
            ..goal(1.0, None, 3.0)
        };
        let bullet = Bullet {
            goals: vec![with("略滞后", Tone::Warn), with("滞后", Tone::Bad)],
            order: Order::Official,
        };
        let words = Words {
            counted: "项指标".into(),
            ..Words::default()
        };
        assert_eq!(bullet.headline(&words), "2项指标中1项滞后、1项略滞后");
    }

    #[test]
    fn a_way_of_no_length_has_no_share() {
        assert_eq!(share(&goal(5.0, Some(3.0), 3.0)), None);
        assert_eq!(share(&goal(5.0, None, 0.0)), None);
        assert_eq!(share(&goal(f64::NAN, None, 3.0)), None);
        let mut problems = Vec::new();
        Bullet {
            goals: vec![goal(5.0, None, 0.0)],
            order: Order::Value,
        }
        .validate(&mut problems);
        assert!(problems.iter().any(|p| p.code == "chart-no-way"));
    }
}
