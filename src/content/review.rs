//! 三审三校: who drafted, checked and approved a case, and when.
//!
//! Front matter says it in six keys (`drafted_by`, `drafted_on` and so on);
//! `[review] require` of site.toml says how far a case must have come to be
//! published. This module reads; whether a site may be published is judged in
//! [`unsigned`].

use super::names::spot;
use super::raw::{Maybe, RawCase};
use super::reader::{RawDate, Read};
use super::{Content, Date, Spot, edition};
use crate::finding::{Code, Finding, Findings, hint};
use crate::text;

/// A step of the review, in its order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// 起草.
    Drafted,
    /// 核校.
    Checked,
    /// 审定.
    Approved,
}

impl Stage {
    /// All of them, in order.
    pub const ALL: [Stage; 3] = [Stage::Drafted, Stage::Checked, Stage::Approved];

    /// The word of site.toml and of the front matter's keys.
    pub fn as_str(self) -> &'static str {
        match self {
            Stage::Drafted => "drafted",
            Stage::Checked => "checked",
            Stage::Approved => "approved",
        }
    }

    /// 起草, 核校, 审定.
    pub fn zh(self) -> &'static str {
        match self {
            Stage::Drafted => "起草",
            Stage::Checked => "核校",
            Stage::Approved => "审定",
        }
    }
}

/// Who signed, and when.
#[derive(Debug, Clone, Default)]
pub struct Signature {
    /// A name.
    pub by: Option<Spot<String>>,
    /// The day.
    pub on: Option<Spot<Date>>,
}

impl Signature {
    /// Whether both stand there.
    pub fn is_whole(&self) -> bool {
        self.by
            .as_ref()
            .is_some_and(|by| !by.value.trim().is_empty())
            && self.on.is_some()
    }
}

/// The signatures of a case.
#[derive(Debug, Clone, Default)]
pub struct Review {
    /// 起草.
    pub drafted: Signature,
    /// 核校.
    pub checked: Signature,
    /// 审定.
    pub approved: Signature,
}

impl Review {
    /// The signature of a stage.
    pub fn of(&self, stage: Stage) -> &Signature {
        match stage {
            Stage::Drafted => &self.drafted,
            Stage::Checked => &self.checked,
            Stage::Approved => &self.approved,
        }
    }

    /// The first stage up to `required` that nobody has signed.
    pub fn lacks(&self, required: Stage) -> Option<Stage> {
        Stage::ALL
            .into_iter()
            .filter(|stage| *stage <= required)
            .find(|stage| !self.of(*stage).is_whole())
    }
}

/// `[review] require`.
pub(super) fn required(word: Spot<String>, findings: &mut Findings) -> Option<Stage> {
    let known = Stage::ALL.map(Stage::as_str);
    let stage = Stage::ALL.into_iter().find(|s| s.as_str() == word.value);
    if stage.is_none() {
        let written = &word.value;
        let message = text!(
            "审签要求没有“{written}”，只有 drafted、checked、approved",
            "`{written}` is no stage of the review: drafted, checked, approved"
        );
        findings.push(
            Finding::new(Code::ValueInvalid, word.place.clone(), message)
                .maybe_hint(hint(written, known)),
        );
    }
    stage
}

/// The signatures of a front matter; days that go backwards are a finding.
pub(super) fn signed(raw: &mut RawCase, read: &Read<RawCase>, findings: &mut Findings) -> Review {
    let mut one = |by: Maybe<String>, on: Maybe<RawDate>| Signature {
        by: by.map(|by| spot(by, read)),
        on: on.and_then(|on| edition::date(spot(on, read), findings)),
    };
    let review = Review {
        drafted: one(raw.drafted_by.take(), raw.drafted_on.take()),
        checked: one(raw.checked_by.take(), raw.checked_on.take()),
        approved: one(raw.approved_by.take(), raw.approved_on.take()),
    };
    let days = Stage::ALL
        .into_iter()
        .filter_map(|s| Some((s, review.of(s).on.as_ref()?)));
    let days: Vec<(Stage, &Spot<Date>)> = days.collect();
    for pair in days.windows(2) {
        let [(before, earlier), (after, later)] = pair else {
            continue;
        };
        if later.value.last_day() < earlier.value.first_day() {
            let (after_zh, before_zh) = (after.zh(), before.zh());
            let (after, before) = (after.as_str(), before.as_str());
            let message = text!(
                "{after_zh}的日期早于{before_zh}的日期",
                "{after} on a day before it was {before}"
            );
            let label = text!("{before_zh}", "{before}");
            let finding = Finding::new(Code::ReviewOrder, later.place.clone(), message);
            findings.push(finding.related(earlier.place.clone(), label));
        }
    }
    review
}

/// Reports every case that is not signed as far as site.toml asks.
pub fn unsigned(content: &Content, findings: &mut Findings) {
    let Some(required) = content.site.review else {
        return;
    };
    for county in content
        .editions
        .iter()
        .filter(|e| !e.frozen)
        .flat_map(|e| &e.counties)
    {
        let Some(stage) = county.review.lacks(required) else {
            continue;
        };
        let (name, zh, key) = (&county.name.value, stage.zh(), stage.as_str());
        let message = text!(
            "{name}的写法还没有{zh}",
            "the case of {name} has not been {key}"
        );
        let hint = text!(
            "在 +++ 之间写 {key}_by = \"姓名\" 和 {key}_on = 日期；送审用 xunli build --drafts",
            "put {key}_by = \"name\" and {key}_on = date between +++; for a draft, xunli build --drafts"
        );
        let place = county.name.place.clone();
        findings.push(Finding::new(Code::ReviewMissing, place, message).hint(hint));
    }
}
