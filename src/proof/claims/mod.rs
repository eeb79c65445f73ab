//! What prose says of a figure it has just named: by how much it has changed
//! since last year, how much is left to its target, which way it went, and
//! which place it has among the counties.
//!
//! 总产{{output}}，比上年增加2.79万吨 · 离目标还差104张 · 由350家减少到365家 ·
//! 亩产502公斤，居全市第一. All of it can be worked out from the figures; only a
//! claim that stands right beside the figure is held against them.

mod change;
mod placing;
mod target;

use crate::finding::{Code, Finding, Text};
use crate::proof::beside::Beside;
use crate::proof::block::Block;
use crate::proof::near::Known;
use crate::proof::passage::Passage;
use crate::proof::script::OBJECT;
use crate::quantity::{Found, Kind, Quantity};
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

/// Verbs before a number by which something is more.
pub(super) const UP: &[&str] = &[
    "增长", "增加", "提高", "上升", "提升", "上涨", "扩大", "增产", "增收", "多", "增", "升",
];
/// Verbs before a number by which something is less.
pub(super) const DOWN: &[&str] = &[
    "下降", "减少", "降低", "回落", "下滑", "缩小", "减产", "减收", "少", "减", "降",
];

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
