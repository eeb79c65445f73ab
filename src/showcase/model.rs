//! The resolved model: what pages, charts and downloads show. Everything a
//! reader can see as a number is here, computed once; later rooms only print.

use super::Years;
use crate::content::{self, Date, Indicator};
use crate::finding::{Language, Text};
use crate::quantity::{Quantity, Sense, Unit};
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Everything, resolved.
#[derive(Debug)]
pub struct Showcase<'c> {
    /// What was written.
    pub content: &'c content::Content,
    /// The newest first.
    pub editions: Vec<Edition<'c>>,
}

/// One edition, resolved.
#[derive(Debug)]
pub struct Edition<'c> {
    /// What was written.
    pub content: &'c content::Edition,
    /// Its own as-of date, or the latest of its figures'.
    pub as_of: Option<Date>,
    /// In the order of edition.toml.
    pub measures: Vec<Measure<'c>>,
    /// In the order of the roster.
    pub counties: Vec<County<'c>>,
    /// Every check of every county with what came of it.
    pub outcomes: Vec<Outcome<'c>>,
    /// Every source with how many figures rest on it, in order of first use;
    /// the number of a source note is its position from 1.
    pub sources: Vec<SourceNote<'c>>,
    /// What looked odd and was acknowledged with a note, in the order of the
    /// roster; checks are in [`Edition::outcomes`].
    pub remarks: Vec<Remark<'c>>,
    /// Counties by slug.
    pub(super) slugs: BTreeMap<&'c str, usize>,
}

/// One indicator over the whole region.
#[derive(Debug)]
pub struct Measure<'c> {
    /// What is measured.
    pub indicator: &'c Indicator,
    /// The region's figure; `None` where the indicator has no total, no county
    /// states a value, or a weight is missing.
    pub total: Option<Total>,
    /// Counties with a value, best first; ties share a place and keep the
    /// official order.
    pub ranking: Vec<Ranked>,
    /// Against the edition before, where both totals cover the same counties.
    pub change: Option<Change>,
    /// Of the region, over the counties that state all that it needs.
    pub progress: Option<Progress<'c>>,
    /// The region's totals over years that every stating county covers.
    pub series: Years<'c>,
    /// Indices of counties that state no value.
    pub missing: Vec<usize>,
    /// The less the better: targets lie below baselines.
    pub falling: bool,
}

/// A region's figure.
#[derive(Debug, Clone)]
pub struct Total {
    /// In the indicator's unit; keeps a qualifier.
    pub value: Quantity,
    /// The targets' total, where every county counted here has one.
    pub target: Option<Quantity>,
    /// The baselines' total, likewise.
    pub baseline: Option<Quantity>,
    /// How many counties it covers …
    pub covered: usize,
    /// … of how many.
    pub of: usize,
    /// Which way it was made.
    pub kind: content::Total,
    /// The value was rounded (四舍五入) to the decimals it is shown with: a mean
    /// that does not come out even, or a sum where the indicator says decimals.
    pub rounded: bool,
}

impl Total {
    /// Whether the value is the true one to the last digit, of all counties.
    pub fn is_exact(&self) -> bool {
        self.value.is_exact() && !self.rounded && self.covered == self.of
    }
}

/// A county's place by one indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ranked {
    /// Index into [`Edition::counties`].
    pub county: usize,
    /// From 1; ties share it, the next one skips.
    pub place: usize,
    /// Shared with another county.
    pub tied: bool,
}

/// One county, resolved.
#[derive(Debug)]
pub struct County<'c> {
    /// What was written.
    pub content: &'c content::County,
    /// Indicators first, in their order, then its own, in file order. An
    /// indicator it does not state is not among them.
    pub figures: Vec<Figure<'c>>,
    /// Where the same county (by slug) stands in other editions: edition and
    /// county index, newest first, this edition included.
    pub years: Vec<(usize, usize)>,
}

impl<'c> County<'c> {
    /// The figure of that id.
    pub fn figure(&self, id: &str) -> Option<&Figure<'c>> {
        self.figures.iter().find(|f| f.content.id == id)
    }

    /// The index of its figure of an indicator of its edition.
    #[inline]
    pub fn position(&self, indicator: &Indicator) -> Option<usize> {
        // Those of indicators come first and in their order, which is that of
        // their places in memory; its own figures follow.
        let place = |f: &Figure<'_>| f.indicator.map_or(usize::MAX, address);
        let wanted = address(indicator);
        // Where none is missing before it, it stands as far from the first.
        let first = self.figures.first().map_or(wanted, place);
        let guess = wanted.checked_sub(first)? / size_of::<Indicator>();
        match self.figures.get(guess).map(place) {
            Some(found) if found == wanted => Some(guess),
            _ => self.figures.binary_search_by_key(&wanted, place).ok(),
        }
    }
}

#[inline]
fn address(indicator: &Indicator) -> usize {
    std::ptr::from_ref(indicator).addr()
}

/// One figure, resolved.
#[derive(Debug)]
pub struct Figure<'c> {
    /// What was written.
    pub content: &'c content::Figure,
    /// The indicator it is a value of; `None` for the county's own.
    pub indicator: Option<&'c Indicator>,
    /// The value in [`Figure::unit`], for tables, totals, ranks and charts.
    pub in_unit: Option<Number<'c>>,
    /// Its place among the edition's counties.
    pub rank: Option<Rank>,
    /// Against the edition before. Boxed, as most figures have neither and
    /// there may be a million of them.
    pub change: Option<Box<Change>>,
    /// Towards its target.
    pub progress: Option<Box<Progress<'c>>>,
    /// By year, in [`Figure::unit`]: the printed series and the values of all
    /// editions, merged; a year nobody states is not there. Shared by the same
    /// figure of all editions, as long as they agree.
    pub series: Years<'c>,
    /// Whose it is.
    pub(super) county: &'c content::County,
    /// Number of its source note, from 1, in [`Edition::sources`].
    pub source_note: u32,
    /// What the editors say of a check that it does not come out of.
    pub acknowledged: Option<Box<str>>,
}

/// A number as it was written, or one that was computed from such. Most are
/// written in the unit they are shown in, and there may be a million of them.
#[derive(Debug, Clone)]
pub enum Number<'c> {
    /// Lies in the content.
    Written(&'c Quantity),
    /// Lies nowhere else.
    Computed(Box<Quantity>),
}

impl std::ops::Deref for Number<'_> {
    type Target = Quantity;

    fn deref(&self) -> &Quantity {
        match self {
            Number::Written(quantity) => quantity,
            Number::Computed(quantity) => quantity,
        }
    }
}

impl From<Quantity> for Number<'_> {
    fn from(quantity: Quantity) -> Self {
        Number::Computed(Box::new(quantity))
    }
}

impl PartialEq for Number<'_> {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl<'c> Figure<'c> {
    /// 名称: the indicator's, or its own.
    #[inline]
    pub fn name(&self) -> &'c str {
        match (self.indicator, &self.content.own) {
            (Some(indicator), _) => &indicator.name,
            (None, Some(own)) => &own.name,
            (None, None) => &self.content.id,
        }
    }

    /// The indicator's unit, or its own.
    #[inline]
    pub fn unit(&self) -> &'c Unit {
        self.indicator.map_or(&self.content.unit, |i| &i.unit)
    }

    /// As printed in prose: as it was written, to the last digit.
    #[inline]
    pub fn value(&self) -> Option<&'c Quantity> {
        self.content.value.as_ref().map(|spot| &spot.value)
    }

    /// Target, as [`Figure::value`].
    #[inline]
    pub fn target(&self) -> Option<&'c Quantity> {
        self.content.target.as_ref().map(|spot| &spot.value)
    }

    /// Baseline, as [`Figure::value`].
    #[inline]
    pub fn baseline(&self) -> Option<&'c Quantity> {
        self.content.baseline.as_ref().map(|spot| &spot.value)
    }

    /// Where its indicator stands among `all` of its edition.
    #[inline]
    pub(super) fn place(&self, all: &[Indicator]) -> Option<usize> {
        let from_first = address(self.indicator?).checked_sub(address(all.first()?))?;
        Some(from_first / size_of::<Indicator>())
    }

    /// Its permanent anchor on the data page: `liandu-villages`.
    pub fn anchor(&self) -> String {
        [&*self.county.slug, "-", &self.content.id].concat()
    }

    /// 含义.
    pub fn meaning(&self) -> Option<&str> {
        let own = || self.content.own.as_ref()?.meaning.as_deref();
        self.indicator.map_or_else(own, |i| i.meaning.as_deref())
    }

    /// What is printed beside it: its own note, and what acknowledges a check.
    pub fn note(&self) -> Option<Cow<'_, str>> {
        match (self.content.note.as_deref(), self.acknowledged.as_deref()) {
            (Some(own), Some(check)) => {
                let own = own.trim_end_matches(['。', '；']);
                Some(Cow::Owned(format!("{own}；{check}")))
            }
            (own, check) => own.or(check).map(Cow::Borrowed),
        }
    }

    /// What its progress comes to: [`Status::NoData`] where there is a target
    /// and no value, `None` where there is nothing to measure by.
    pub fn status(&self) -> Option<Status> {
        match (&self.progress, &self.content.target, &self.value()) {
            (Some(progress), ..) => Some(progress.status),
            (None, Some(_), None) => Some(Status::NoData),
            (None, ..) => None,
        }
    }
}

/// A county's place among others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rank {
    /// From 1.
    pub place: u32,
    /// Of how many that state a value.
    pub of: u32,
    /// Shared with another county.
    pub tied: bool,
}

/// How a figure moved since the edition before.
#[derive(Debug, Clone)]
pub struct Change {
    /// The edition before, as index into [`Showcase::editions`].
    pub edition: usize,
    /// The year its value speaks of.
    pub year: i32,
    /// Its value.
    pub from: Quantity,
    /// Now minus then: in the figure's unit; 个百分点 for percentages.
    pub difference: Quantity,
    /// In per cent of then, to 28 digits; `None` for percentages, and where then
    /// was zero or less.
    pub percent: Option<Decimal>,
}

/// How far a figure has come towards its target, by section 6 of the method.
#[derive(Debug, Clone)]
pub struct Progress<'c> {
    /// Share of the way, 1 is all of it; may be below 0 and above 1. To 28
    /// digits; ranges count with their middle.
    pub share: Decimal,
    /// What the words of value and target leave of it: 超过240 of 260 is 至少92.3%.
    pub bound: Sense,
    /// What it comes to.
    pub status: Status,
    /// The time it was measured by.
    pub(super) time: Time,
    /// The numbers it was measured by.
    pub(super) measured: Measured<'c>,
}

/// The time that progress is measured by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Time {
    pub(super) start: Option<Date>,
    pub(super) due: Option<Date>,
    pub(super) as_of: Date,
}

/// The numbers that progress was measured by. There may be a million of them, and
/// nearly all lie in the content.
#[derive(Debug, Clone)]
pub(super) enum Measured<'c> {
    /// Of a county's figure.
    Figure(&'c content::Figure),
    /// Of a region.
    Sums(Box<Sums>),
}

/// A region's numbers.
#[derive(Debug, Clone)]
pub(super) struct Sums {
    pub(super) value: Quantity,
    pub(super) target: Quantity,
    pub(super) baseline: Option<Quantity>,
    /// How many counties state a target, where not all do, of how many.
    pub(super) covered: Option<(usize, usize)>,
}

/// What a figure's progress comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// 已完成: the target is reached before the due date.
    DoneEarly,
    /// 已完成.
    Done,
    /// 按期: pace ≥ 0.95.
    OnTime,
    /// 略滞后: pace ≥ 0.60.
    SlightlyBehind,
    /// 滞后: pace ≥ 0.
    Behind,
    /// 倒退: pace < 0.
    Back,
    /// 未完成: the due date is past.
    NotDone,
    /// 未开始: no way made and no time elapsed.
    NotStarted,
    /// 进行中: a target but no plan to measure the pace by.
    UnderWay,
    /// 暂无数据.
    NoData,
}

impl Status {
    /// The word of the badge.
    pub fn word(self) -> Text {
        let (zh, en) = match self {
            Status::DoneEarly => ("提前完成", "done early"),
            Status::Done => ("已完成", "done"),
            Status::OnTime => ("按期", "on time"),
            Status::SlightlyBehind => ("略滞后", "slightly behind"),
            Status::Behind => ("滞后", "behind"),
            Status::Back => ("倒退", "going back"),
            Status::NotDone => ("未完成", "not done"),
            Status::NotStarted => ("未开始", "not started"),
            Status::UnderWay => ("进行中", "under way"),
            Status::NoData => ("暂无数据", "no data"),
        };
        Text {
            zh: zh.to_owned(),
            en: en.to_owned(),
        }
    }

    /// The sign beside the word, so that colour is never alone.
    pub fn sign(self) -> &'static str {
        match self {
            Status::DoneEarly | Status::Done => "✓",
            Status::OnTime => "●",
            Status::SlightlyBehind => "◐",
            Status::Behind => "▲",
            Status::Back => "▼",
            Status::NotDone => "✗",
            Status::NotStarted => "○",
            Status::UnderWay => "◔",
            Status::NoData => "–",
        }
    }

    /// The class of its colour: `good`, `fair`, `warn`, `bad`, `none`.
    pub fn tone(self) -> &'static str {
        match self {
            Status::DoneEarly | Status::Done | Status::OnTime => "good",
            Status::UnderWay => "fair",
            Status::SlightlyBehind => "warn",
            Status::Behind | Status::Back | Status::NotDone => "bad",
            Status::NotStarted | Status::NoData => "none",
        }
    }
}

/// What came of one check.
#[derive(Debug)]
pub struct Outcome<'c> {
    /// Index into [`Edition::counties`].
    pub county: usize,
    /// The check as written.
    pub check: &'c content::Check,
    /// What the parts come to; `None` where one of them has no value.
    pub computed: Option<Quantity>,
    /// What is stated.
    pub stated: Option<Quantity>,
    /// Stated minus computed; 个百分点 for percentages.
    pub difference: Option<Quantity>,
    /// Within the tolerance, or not to be compared (see [`Outcome::computed`]).
    pub agrees: bool,
    /// The arithmetic in words, with its numbers:
    /// 乡镇联建7395万元 + 村级自建5385万元 = 12780万元，列为27380万元，相差14600万元.
    pub sentence: Text,
}

impl Outcome<'_> {
    /// The editors' note that acknowledges a difference.
    pub fn note(&self) -> Option<&str> {
        self.check.note.as_deref()
    }

    /// Its note, where there is a difference: one within reach of its words
    /// (超过17倍 of at least 16.75) too, if the editors found that it needs one.
    pub fn acknowledged(&self) -> Option<&str> {
        let differs = !self.agrees || self.computed != self.stated;
        self.note().filter(|_| differs)
    }
}

/// Something odd about a figure that the editors have looked at.
#[derive(Debug)]
pub struct Remark<'c> {
    /// Index into [`Edition::counties`]; none of what concerns the edition.
    pub county: Option<usize>,
    /// Index of the figure; none of what concerns its whole file.
    pub figure: Option<usize>,
    /// What looked odd.
    pub message: Text,
    /// The note that acknowledges it.
    pub note: &'c str,
}

/// One source and the figures that rest on it.
#[derive(Debug)]
pub struct SourceNote<'c> {
    /// 出处.
    pub source: &'c str,
    /// 截至.
    pub as_of: Date,
    /// How many figures rest on it.
    pub figures: usize,
}

/// What a `{{…}}` reference comes to.
#[derive(Debug, Clone)]
pub struct Reference<'c> {
    /// What is printed: 401个, 100%, 第3位, 增加12个.
    pub shown: Text,
    /// Where it comes from: edition index and anchor on its data page.
    pub edition: usize,
    /// The figure's or indicator's id.
    pub id: &'c str,
    /// The anchor: `liandu-villages`, or `region-villages`.
    pub anchor: String,
    /// Number of the source note; `None` for computed region figures.
    pub source_note: Option<usize>,
    /// For the note on paper and for readers who listen.
    pub provenance: Provenance<'c>,
}

/// Source and as-of of what a reference prints.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Provenance<'c> {
    /// Of a figure that a county states.
    Stated {
        /// Who says so.
        source: &'c str,
        /// When it was so.
        as_of: Date,
    },
    /// Of a region's figure: what it was made of.
    Computed(Text),
}

impl Provenance<'_> {
    /// In words.
    pub fn say(&self, language: Language) -> Cow<'_, str> {
        match self {
            Provenance::Stated { source, as_of } => Cow::Owned(match language {
                Language::Zh => ["出处：", source, "；截至", &as_of.zh()].concat(),
                Language::En => format!("Source: {source}; as of {as_of}"),
            }),
            Provenance::Computed(text) => Cow::Borrowed(text.get(language)),
        }
    }
}

/// Why a reference has nothing to print.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unresolved {
    /// What is wrong.
    pub message: Text,
    /// The nearest names, or what may stand there.
    pub hint: Option<Text>,
    /// `true`: it does not parse; `false`: it names what is not there.
    pub malformed: bool,
}
