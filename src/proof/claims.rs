//! What prose says of a figure it has just named: by how much it has changed
//! since last year, how much is left to its target, which way it went, and
//! which place it has among the counties.
//!
//! 总产{{output}}，比上年增加2.79万吨 · 离目标还差104张 · 由350家减少到365家 ·
//! 亩产502公斤，居全市第一. All of it can be worked out from the figures; only a
//! claim that stands right beside the figure is held against them.

use super::around::sentence;
use super::beside::Beside;
use super::block::Block;
use super::near::Known;
use super::number_findings::inner;
use super::passage::Passage;
use super::script::OBJECT;
use crate::finding::{Code, Finding, Text};
use crate::quantity::{Family, Found, Kind, Quantity, Sense};
use crate::text;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::ops::Range;

/// What has become of a figure since the edition before.
#[derive(Debug, Clone)]
pub struct Past {
    /// The year of the edition before.
    pub year: i32,
    /// Now less then; 个百分点 for shares.
    pub difference: Quantity,
    /// In per cent.
    pub percent: Option<Decimal>,
    /// It grows at constant prices, some points beside what the amounts say.
    pub constant: bool,
}

/// Among the counties that state a figure: how many have more, how many less.
#[derive(Debug, Clone, Copy)]
pub struct Standing {
    /// So many have more.
    pub more: usize,
    /// So many have less.
    pub less: usize,
    /// The less the better.
    pub falling: bool,
}

/// A text that is being compared with the figures.
pub(super) struct Claims<'a, 't> {
    pub(super) passage: &'a Passage<'t>,
    pub(super) block: &'a Block,
    /// The numbers of the block.
    pub(super) all: &'a [Found],
    pub(super) beside: &'a Beside<'a>,
}

/// A claim that was checked.
pub(super) enum Claim {
    Right,
    Wrong(Box<Finding>),
}

pub(super) const UP: &[&str] = &[
    "增长", "增加", "提高", "上升", "提升", "上涨", "扩大", "增产", "增收", "多", "增", "升",
];
pub(super) const DOWN: &[&str] = &[
    "下降", "减少", "降低", "回落", "下滑", "缩小", "减产", "减收", "少", "减", "降",
];
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
/// What stands before a place among the counties.
const PLACED: &[&str] = &[
    "位居", "排名", "排在", "名列", "位列", "均居", "也是", "居", "列", "排", "是", "为",
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
    /// What a number claims of the figure before it.
    pub(super) fn of(&self, found: &Found) -> Option<Claim> {
        if found.quantity.range().is_some() {
            return None;
        }
        self.change(found)
            .or_else(|| self.progress(found))
            .or_else(|| self.of_the_year(found))
            .or_else(|| self.gap(found))
            .or_else(|| self.rest(found))
            .or_else(|| self.way(found))
            .or_else(|| self.grown(found))
    }

    fn text(&self) -> &str {
        &self.block.text
    }

    /// 比上年增加2.79万吨, 同比增长1.4%, 比上年提高2.7个百分点.
    fn change(&self, found: &Found) -> Option<Claim> {
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

    /// 两项都达标的有{{villages}}，完成率98%.
    fn progress(&self, found: &Found) -> Option<Claim> {
        let value = &found.quantity;
        let head = self.text().get(..found.range.start)?;
        let head = head.trim_end_matches(['为', '是', '达', '到', '了', '约']);
        let words = ["完成率", "完成进度", "完成"];
        let head = words.iter().find_map(|word| head.strip_suffix(word))?;
        let aims = ["目标", "任务", "计划", "已", "仅", "只"];
        let head = aims
            .iter()
            .find_map(|w| head.strip_suffix(w))
            .unwrap_or(head);
        let known = self
            .subject_of(head)
            .filter(|_| value.unit().is_percent())?;
        let id = known.reference.split('.').next()?;
        let printed = (self.beside.printed)(&format!("{id}.progress"))?;
        let computed = Quantity::parse(&printed).ok()?;
        let off = computed.midpoint().saturating_sub(value.midpoint()).abs();
        let room = Decimal::new(1, value.value().scale().min(1));
        if off < room {
            return Some(Claim::Right);
        }
        let (written, name) = (&self.text()[found.range.clone()], inner(&known.name));
        let message = text!(
            "“{written}”与“{name}”的完成率 {printed} 不符",
            "{written} is not the progress of {name}, {printed}"
        );
        let hint = text!(
            "核对；要随数据走，写 {{{{{id}.progress}}}}",
            "check it; `{{{{{id}.progress}}}}` follows the figures"
        );
        Some(self.wrong(&found.range, message, hint))
    }

    /// 累计投资{{invested}}，其中2024年当年完成5340万元.
    fn of_the_year(&self, found: &Found) -> Option<Claim> {
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

    /// 床位1946张，离目标还差104张.
    fn gap(&self, found: &Found) -> Option<Claim> {
        let head = self.text().get(..found.range.start)?;
        let said = sentence(self.text(), &found.range);
        let short = ["还差", "尚差", "仍差", "还缺", "尚缺"];
        if !short.iter().any(|word| head.ends_with(word)) || !said.contains("目标") {
            return None;
        }
        let value = &found.quantity;
        let own = self.beside.own;
        let mut wrong = None;
        for target in own.all().filter(|k| k.reference.ends_with(".target")) {
            let id = target.reference.trim_end_matches(".target");
            let gap = own
                .named(id)
                .and_then(|now| target.value.sub(&now.value).ok());
            let Some(gap) = gap.and_then(|gap| gap.convert(value.unit()).ok()) else {
                continue;
            };
            let by = gap.value().abs();
            if by == value.value() {
                return Some(Claim::Right);
            }
            if self.names(id, target, said) {
                wrong = Some((inner(&target.name), by.normalize()));
            }
        }
        let (name, by) = wrong?;
        let (written, unit) = (&self.text()[found.range.clone()], value.unit());
        let message = text!(
            "“{written}”不是“{name}”离目标的差额，差的是 {by}{unit}",
            "{written} is not what {name} lacks of its target: that is {by}{unit}"
        );
        Some(self.wrong(&found.range, message, text!("核对", "check it")))
    }

    /// 行政村{{all}}，通公交的有{{bus}}；剩下9个村: what remains of the two amounts of
    /// its sentence.
    fn rest(&self, found: &Found) -> Option<Claim> {
        let head = self.text().get(..found.range.start)?;
        let left = ["剩下", "还剩", "剩余", "余下", "其余"];
        let value = &found.quantity;
        if !left.iter().any(|word| head.ends_with(word)) {
            return None;
        }
        let said = sentence(self.text(), &found.range);
        let start = said.as_ptr() as usize - self.text().as_ptr() as usize;
        let mut amounts = self.amounts(start..found.range.start);
        amounts.retain(|(_, q)| q.unit() == value.unit() && q.is_exact());
        let [(at, all), (_, done)] = amounts.as_slice() else {
            return None;
        };
        self.named_at(at.end)?;
        let rest = all.sub(done).ok().filter(|q| q.value() > Decimal::ZERO)?;
        if rest.compare(value) == Some(Ordering::Equal) {
            return Some(Claim::Right);
        }
        let written = &self.text()[found.range.clone()];
        let (all, done, rest) = (all.prose(), done.prose(), rest.prose());
        let message = text!(
            "“{written}”和前面两个数对不上：{all}减去{done}是{rest}",
            "{written} does not follow from the two numbers before it: {all} less {done} is {rest}"
        );
        Some(self.wrong(&found.range, message, text!("核对", "check it")))
    }

    /// Whether a sentence states a figure.
    pub(super) fn says(&self, known: &Known, said: &str) -> bool {
        let start = said.as_ptr() as usize - self.text().as_ptr() as usize;
        let here = start..start + said.len();
        let own = |f: &&Found| f.quantity.compare(&known.value) == Some(Ordering::Equal);
        self.all
            .iter()
            .filter(|f| here.contains(&f.range.start))
            .any(|f| own(&f))
    }

    /// Whether a sentence states or refers to a figure or its target.
    pub(super) fn names(&self, id: &str, target: &Known, said: &str) -> bool {
        let start = said.as_ptr() as usize - self.text().as_ptr() as usize;
        let here = start..start + said.len();
        let number = |f: &&Found| {
            let inside = here.contains(&f.range.start) && f.kind == Kind::Quantity;
            let known = self.beside.own.equal(&f.quantity);
            inside && known.is_some_and(|k| k.name == target.name)
        };
        self.all.iter().any(|f| number(&f))
            || self.objects().any(|(at, expr)| {
                here.contains(&at) && expr.split(['|', '.']).next().map(str::trim) == Some(id)
            })
    }

    /// 由350家减少到365家: the words and the numbers go different ways.
    fn way(&self, found: &Found) -> Option<Claim> {
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
    fn grown(&self, found: &Found) -> Option<Claim> {
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

    /// The numbers and the references of a stretch of the text, in their order.
    fn amounts(&self, within: Range<usize>) -> Vec<(Range<usize>, Quantity)> {
        let numbers = self.all.iter().filter(|f| f.kind == Kind::Quantity);
        let numbers = numbers.map(|f| (f.range.clone(), f.quantity.clone()));
        let inside = |at: usize| within.contains(&at);
        let mut all: Vec<_> = numbers.filter(|(range, _)| inside(range.start)).collect();
        for (at, expr) in self.objects().filter(|(at, _)| inside(*at)) {
            let printed = (self.beside.printed)(&expr);
            if let Some(value) = printed.and_then(|p| Quantity::parse(&p).ok()) {
                all.push((at..at + OBJECT.len_utf8(), value));
            }
        }
        // 2021年 and 17年 are when, not how much.
        all.retain(|(_, q)| !matches!(q.unit().as_str(), "年" | "月" | "日" | "个月" | "天"));
        all.sort_by_key(|(range, _)| range.start);
        all
    }

    /// 入股村数居全市第一: a figure's name, and its place right behind it.
    pub(super) fn by_name(&self) -> Vec<Finding> {
        let text = self.text();
        let mut found = Vec::new();
        for word in ["第", "最"] {
            for (at, _) in text.match_indices(word) {
                let start = text[..at].floor_char_boundary(at.saturating_sub(90));
                let Some(clause) = text[start..at]
                    .rsplit(['，', '。', '；', '、', '\n'])
                    .next()
                else {
                    continue;
                };
                let own = self.beside.own.all();
                let named = own
                    .filter(|k| !k.reference.is_empty() && !k.reference.contains(['.', '/']))
                    .filter(|k| k.name.chars().count() >= 3)
                    .filter_map(|k| Some((clause.find(k.name.as_str())? + k.name.len(), k)))
                    .max_by_key(|(end, k)| (*end, k.name.len()));
                let Some((end, known)) = named else {
                    found.extend(self.of_subject(at));
                    continue;
                };
                let from = at - clause.len() + end;
                let rest = &text[from..];
                let bare = rest.trim_start_matches(['数', '量', '率', '也', '都']);
                let from = from + rest.len() - bare.len();
                found.extend(self.place(known, from));
            }
        }
        found
    }

    /// 亩产502公斤，居全市第一, behind a number or a reference that ends at `end`.
    pub(super) fn place(&self, known: &Known, end: usize) -> Option<Finding> {
        let rest = self.text().get(end..)?;
        let rest = rest.trim_start_matches(['，', ',']);
        let rest = PLACED
            .iter()
            .find_map(|word| rest.strip_prefix(word))
            .unwrap_or(rest);
        self.stands(known, self.after_all(rest)?)
    }

    /// 临湖的产量居第二, in the title of a chart of what is measured.
    fn of_subject(&self, at: usize) -> Option<Finding> {
        let (head, rest) = self.text().split_at_checked(at)?;
        let known = self.beside.own.named(self.beside.subject?)?;
        let whole = self.beside.whole;
        let placed = PLACED.iter().any(|word| head.ends_with(word))
            || !whole.is_empty() && head.ends_with(whole);
        let alone = (self.beside.named)(self.text()).is_empty();
        self.stands(known, rest).filter(|_| placed && alone)
    }

    /// What is wrong with the place that a figure has at the beginning of `rest`, a
    /// tail of the text.
    fn stands(&self, known: &Known, rest: &str) -> Option<Finding> {
        let standing = (self.beside.standing)(&known.reference)?;
        let first = ["最高", "最多", "最大", "最长"]
            .iter()
            .find(|w| rest.starts_with(**w));
        let last = ["最低", "最少", "最小", "最短"]
            .iter()
            .find(|w| rest.starts_with(**w));
        let number = ordinal(rest);
        let wrong = match (first, last, number) {
            (Some(_), ..) => standing.more > 0,
            (_, Some(_), _) => standing.less > 0,
            (.., Some((n, _))) => {
                let right = |before: usize| before + 1 == n;
                !(right(standing.more) || standing.falling && right(standing.less))
            }
            _ => return None,
        };
        if !wrong {
            return None;
        }
        let length = first.or(last).map(|w| w.len()).or(number.map(|(_, l)| l))?;
        let start = self.text().len() - rest.len();
        let said = &rest[..length];
        let (name, value) = (inner(&known.name), known.value.prose());
        let (more, less) = (standing.more, standing.less);
        let message = text!(
            "“{said}”与数据不符：“{name}”{value}，比它多的有{more}个县（市、区），比它少的有{less}个",
            "“{said}” is not so: {more} counties have more {name} than {value}, {less} have less"
        );
        let hint = text!(
            "核对名次；要名次随数据走，用 .rank",
            "check the place; `.rank` follows the figures"
        );
        let range = self.block.raw(&(start..start + length));
        Some(Finding::new(Code::NumberDiffers, self.passage.place(range), message).hint(hint))
    }

    /// What follows 全市, 四县里, 各县中, 三地.
    fn after_all<'r>(&self, rest: &'r str) -> Option<&'r str> {
        if let Some(rest) = rest
            .strip_prefix(self.beside.whole)
            .filter(|_| !self.beside.whole.is_empty())
        {
            return Some(rest);
        }
        let numerals = "各一二三四五六七八九十0123456789个";
        let bare = rest.trim_start_matches(|c| numerals.contains(c));
        let kind = [
            "县（市、区）",
            "县市区",
            "县区",
            "区县",
            "县市",
            "县",
            "区",
            "市",
        ];
        let counted = bare.len() < rest.len() && !rest.starts_with('各');
        if let Some(after) = bare.strip_prefix('地').filter(|_| counted) {
            return Some(after);
        }
        let after = kind.iter().find_map(|word| bare.strip_prefix(word))?;
        let within = ["里", "中", "当中", "之中"];
        let after = within.iter().find_map(|word| after.strip_prefix(word))?;
        (bare.len() < rest.len()).then_some(after)
    }

    /// The figure that a claim behind `head` is of: the one right before it, or the
    /// last of the clause before, as in {{villages}}个村通了车，比上年增加28个.
    fn subject_of(&self, head: &str) -> Option<&Known> {
        let bare = head.trim_end_matches(['，', ',']);
        self.named_at(bare.len()).or_else(|| {
            let start = bare.rfind(['，', ',', '。', '；', '：', '\n']).unwrap_or(0);
            let amounts = self.amounts(start..bare.len());
            let (last, _) = amounts.last().filter(|_| bare.len() < head.len())?;
            self.named_at(last.end)
        })
    }

    /// The figure that a reference or a number names which ends at `end`.
    fn named_at(&self, end: usize) -> Option<&Known> {
        let own = self.beside.own;
        let number = self
            .all
            .iter()
            .find(|f| f.range.end == end && f.kind == Kind::Quantity);
        if let Some(found) = number {
            return own
                .equal(&found.quantity)
                .filter(|k| !k.reference.contains('.'));
        }
        let start = end.checked_sub(OBJECT.len_utf8())?;
        let (_, expr) = self.objects().find(|(at, _)| *at == start)?;
        own.named(expr.split('|').next()?.trim())
    }

    /// The references of the block: where each stands, and what it asks for.
    pub(super) fn objects(&self) -> impl Iterator<Item = (usize, String)> + '_ {
        let text = self.text();
        let whole = text.matches(OBJECT).count() == self.block.references.len();
        let references = self.block.references.iter().filter(move |_| whole);
        text.match_indices(OBJECT)
            .map(|(at, _)| at)
            .zip(references)
            .filter_map(|(at, range)| {
                let written = self.passage.text().get(range.clone())?;
                let expr = written.strip_prefix("{{")?.strip_suffix("}}")?;
                Some((at, expr.trim().to_owned()))
            })
    }

    fn wrong(&self, range: &Range<usize>, message: Text, hint: Text) -> Claim {
        let place = self.passage.place(self.block.raw(range));
        Claim::Wrong(Box::new(
            Finding::new(Code::NumberDiffers, place, message).hint(hint),
        ))
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

/// 第一, 第2位: the place and its length.
fn ordinal(text: &str) -> Option<(usize, usize)> {
    let rest = text.strip_prefix('第')?;
    let digits = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    if digits > 0 {
        return Some((rest.get(..digits)?.parse().ok()?, '第'.len_utf8() + digits));
    }
    let first = rest.chars().next()?;
    let at = "一二三四五六七八九".chars().position(|c| c == first)?;
    let next = rest.chars().nth(1);
    let whole = !next.is_some_and(|c| "十百一二三四五六七八九产梯线".contains(c));
    whole.then(|| (at + 1, '第'.len_utf8() + first.len_utf8()))
}
