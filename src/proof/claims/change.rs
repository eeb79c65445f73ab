//! How a figure has changed: by so much since last year, of it so much this year,
//! from one number to another, at such a rate. Each is held against what the
//! editions, or the two numbers of the sentence, come to.

use super::{Claim, Claims, DOWN, UP};
use crate::proof::around::sentence;
use crate::proof::number_findings::inner;
use crate::quantity::{Family, Found, Quantity, Sense};
use crate::text;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::ops::Range;

/// Against which year a change is told.
const SINCE: &[&str] = &[
    "比上年同期",
    "比上年",
    "较上年",
    "比去年",
    "较去年",
    "比上一年",
    "较上一年",
    "同比",
];

/// What stands between two numbers of which the second is the first later on.
const MOVED: &[&str] = &[
    "增加到",
    "增长到",
    "提高到",
    "上升到",
    "扩大到",
    "增加至",
    "增长至",
    "提高至",
    "增至",
    "升至",
    "增到",
    "升到",
    "减少到",
    "下降到",
    "降低到",
    "减少至",
    "减到",
    "降到",
    "减至",
    "降至",
    "如今是",
    "如今有",
    "现在是",
    "现在有",
    "变成",
    "变为",
];

/// What begins another subject behind them.
const OTHERWISE: &[&str] = &[
    "同比",
    "比上年",
    "较上年",
    "年均",
    "占",
    "其中",
    "分别",
    "每年",
];

/// A change that is worked out on another basis.
const COMPARABLE: &[&str] = &["可比", "不变价", "口径"];

impl Claims<'_, '_> {
    /// 比上年增加2.79万吨, 同比增长1.4%, 比上年提高2.7个百分点.
    pub(super) fn change(&self, found: &Found) -> Option<Claim> {
        let head = self.text().get(..found.range.start)?;
        let head = head.trim_end_matches(['了', '约', '近']);
        let (head, falls) = direction(head)?;
        let (head, year) = match SINCE.iter().find_map(|word| head.strip_suffix(word)) {
            Some(head) => (head, None),
            None => since_year(head)?,
        };
        let known = self.subject_of(head)?;
        let said = sentence(self.text(), &found.range);
        if COMPARABLE.iter().any(|word| said.contains(word)) {
            return None;
        }
        let past = (self.beside.past)(&known.reference)?;
        if year.is_some_and(|year| year != past.year) {
            return None;
        }
        let value = &found.quantity;
        let share = known.value.unit().family() == Family::Share;
        let written = &self.text()[found.range.clone()];
        if share && value.unit().is_percent() {
            let points = past.difference.value().abs() == value.value();
            let by = past.difference.prose();
            let by = by.trim_start_matches(['-', '−']);
            let message = text!(
                "前后两个百分比相差{by}，不是“{written}”",
                "the two shares are {by} apart, not {written}"
            );
            let hint = text!("改为：{by}", "change to: {by}");
            return points.then(|| self.wrong(&found.range, message, hint));
        }
        let (computed, unit) = match value.unit().is_percent() {
            true => (past.percent?, "%".to_owned()),
            false => {
                let there = past.difference.convert(value.unit()).ok()?;
                (there.value(), value.unit().as_str().to_owned())
            }
        };
        let claimed = if falls { -value.value() } else { value.value() };
        let step = Decimal::new(1, value.value().scale());
        let room = match value.sense() {
            Sense::Exact => step,
            _ => step
                .max(computed.abs() / Decimal::TEN)
                .saturating_mul(Decimal::TWO),
        };
        let room = match past.constant && value.unit().is_percent() {
            true => room.max(Decimal::TEN),
            false => room,
        };
        if claimed.saturating_sub(computed).abs() <= room {
            return Some(Claim::Right);
        }
        let shown = computed.round_dp(value.value().scale().max(1)).normalize();
        let (zh, en) = match shown.is_sign_negative() {
            true => ("减少", "down by"),
            false => ("增加", "up by"),
        };
        let (name, by) = (inner(&known.name), shown.abs());
        let message = text!(
            "“{written}”与按两个年度的数算出来的不符：“{name}”{zh} {by}{unit}",
            "{written} is not what the two editions come to: {name} is {en} {by}{unit}"
        );
        let hint = text!(
            "核对；按可比口径算的，在句中写明“按可比口径”",
            "check it; if it is on a comparable basis, say so in the sentence"
        );
        Some(self.wrong(&found.range, message, hint))
    }

    /// 累计投资{{invested}}，其中2024年当年完成5340万元.
    pub(super) fn of_the_year(&self, found: &Found) -> Option<Claim> {
        let head = self.text().get(..found.range.start)?;
        let year = [
            "当年完成",
            "当年新增",
            "当年投入",
            "当年增加",
            "当年完成投资",
        ];
        let head = year.iter().find_map(|word| head.strip_suffix(word))?;
        let said = sentence(self.text(), &found.range);
        let start = said.as_ptr() as usize - self.text().as_ptr() as usize;
        let whole = self.text().get(start..head.len())?;
        if !whole.contains("累计") || !whole.contains("其中") {
            return None;
        }
        let amounts = self.amounts(start..head.len());
        let [(range, _)] = amounts.as_slice() else {
            return None;
        };
        let known = self.named_at(range.end)?;
        let past = (self.beside.past)(&known.reference)?;
        let by = past.difference.convert(found.quantity.unit()).ok()?;
        let step = Decimal::new(1, found.quantity.value().scale());
        let exact = found.quantity.sense() == Sense::Exact;
        let room = if exact {
            step
        } else {
            by.value().abs() / Decimal::TEN
        };
        if by.value().saturating_sub(found.quantity.value()).abs() <= room {
            return Some(Claim::Right);
        }
        let (written, by) = (&self.text()[found.range.clone()], by.prose());
        let name = inner(&known.name);
        let message = text!(
            "“{written}”与按两个年度的数算出来的不符：“{name}”增加 {by}",
            "{written} is not what the two editions come to: {name} is up by {by}"
        );
        Some(self.wrong(&found.range, message, text!("核对", "check it")))
    }

    /// 由350家减少到365家: the words and the numbers go different ways.
    pub(super) fn way(&self, found: &Found) -> Option<Claim> {
        let rest = self.text().get(found.range.end..)?;
        let middle: String = rest.chars().take(8).collect();
        let (verb, falls) = UP
            .iter()
            .map(|word| (word, false))
            .chain(DOWN.iter().map(|word| (word, true)))
            .find(|(word, _)| middle.starts_with(**word))?;
        let behind = rest.get(verb.len()..)?;
        let to = ["到了", "至了", "到", "至", "为"];
        let to = to.iter().find(|word| behind.starts_with(**word))?;
        // So much before the number is its clause at most.
        let head = self.text().get(..found.range.start)?;
        let head = &head[head.floor_char_boundary(head.len().saturating_sub(60))..];
        let clause = head.rsplit(['，', '。', '；', '、', '\n']).next()?;
        if !clause.contains(['由', '从']) {
            return None;
        }
        let at = found.range.end + verb.len() + to.len();
        let then = self
            .all
            .iter()
            .find(|f| f.range.start == at)
            .map(|f| f.quantity.clone());
        let then = then.or_else(|| {
            let (_, expr) = self.objects().find(|(start, _)| *start == at)?;
            Quantity::parse(&(self.beside.printed)(&expr)?).ok()
        })?;
        let went = then.compare(&found.quantity)?;
        let wrong = match falls {
            true => went == Ordering::Greater,
            false => went == Ordering::Less,
        };
        if !wrong {
            return None;
        }
        let (from, to) = (found.quantity.prose(), then.prose());
        let message = text!(
            "“{verb}”与前后两个数不符：{from}到{to}",
            "“{verb}” does not go with the two numbers: {from} to {to}"
        );
        let hint = text!("核对两个数和增减的说法", "check both numbers and the verb");
        Some(self.wrong(&found.range, message, hint))
    }

    /// 从30万元增加到731.77万元，增长1339%: a rate beside the two numbers that it
    /// follows from.
    pub(super) fn grown(&self, found: &Found) -> Option<Claim> {
        let value = &found.quantity;
        let head = self.text().get(..found.range.start)?;
        let bare = head.trim_end_matches(['了', '约', '近', '超', '过']);
        let (_, falls) = direction(bare)?;
        let points = value.unit().is_percentage_point();
        if !value.unit().is_percent() && !points {
            return None;
        }
        let said = sentence(self.text(), &found.range);
        let start = said.as_ptr() as usize - self.text().as_ptr() as usize;
        let amounts = self.amounts(start..found.range.start);
        let moves = |pair: &[(Range<usize>, Quantity)]| {
            let [first, second] = pair else { return false };
            let between = self.text().get(first.0.end..second.0.start);
            between.is_some_and(|text| MOVED.iter().any(|word| text.contains(word)))
        };
        let pair = amounts.windows(2).rposition(moves)?;
        let (first, second) = (amounts.get(pair)?, amounts.get(pair + 1)?);
        let more = amounts.get(pair + 2..).unwrap_or_default();
        let (then, now) = (&first.1, &second.1);
        let behind = self.text().get(second.0.end..found.range.start)?;
        let apart = then.unit().is_percent() != points
            || then.unit().family() != now.unit().family()
            || COMPARABLE.iter().any(|word| said.contains(word))
            || OTHERWISE.iter().any(|word| behind.contains(word));
        // A third number may only be by how much.
        let by = now.change_from(then).ok()?;
        let extra = more.iter().any(|(_, q)| {
            let size = q.compare(&by).is_some_and(|o| o == Ordering::Equal);
            let fall = by.mul(Decimal::NEGATIVE_ONE).ok();
            !(size || fall.is_some_and(|by| q.compare(&by) == Some(Ordering::Equal)))
        });
        if apart || extra || then.midpoint() <= Decimal::ZERO {
            return None;
        }
        let percent = match points {
            true => by.value(),
            false => Quantity::ratio(now, then)?
                .checked_sub(Decimal::ONE)?
                .checked_mul(Decimal::ONE_HUNDRED)?,
        };
        let claimed = if falls { -value.value() } else { value.value() };
        let step = Decimal::new(1, value.value().scale());
        let room = match value.sense() == Sense::Exact && bare.len() == head.len() {
            true => step,
            false => step
                .max(percent.abs() / Decimal::TEN)
                .saturating_mul(Decimal::TWO),
        };
        if claimed.saturating_sub(percent).abs() <= room {
            return Some(Claim::Right);
        }
        let written = &self.text()[found.range.clone()];
        let (from, to) = (then.prose(), now.prose());
        let percent = percent.round_dp(value.value().scale().max(1)).normalize();
        let percent = format!("{percent}{}", value.unit());
        let message = text!(
            "“{written}”和前面两个数对不上：从{from}到{to}是{percent}",
            "{written} does not follow from the two numbers before it: {from} to {to} is {percent}"
        );
        let hint = text!("核对这三个数", "check the three numbers");
        Some(self.wrong(&found.range, message, hint))
    }
}

/// What stands before 2023年 of 比2023年, and the year.
fn since_year(head: &str) -> Option<(&str, Option<i32>)> {
    let head = head.trim_end_matches(['底', '末']).strip_suffix('年')?;
    let (head, year) = head.split_at_checked(head.len().checked_sub(4)?)?;
    let head = head.strip_suffix(['比', '较'])?;
    Some((head, Some(year.parse().ok()?)))
}

/// The verb before a number, taken off, and whether it says less.
fn direction(head: &str) -> Option<(&str, bool)> {
    let up = UP.iter().map(|word| (word, false));
    let down = DOWN.iter().map(|word| (word, true));
    up.chain(down)
        .find_map(|(word, falls)| Some((head.strip_suffix(word)?, falls)))
}
