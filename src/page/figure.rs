//! A figure as templates see it.

use super::amount::AmountView;
use super::desk::Desk;
use super::frame::LinkView;
use super::host;
use crate::quantity::Quantity;
use crate::showcase::{Edition, Figure, Measure, Progress, Rank, Status};
use crate::theme::{Mentions, Value};
use crate::{said, text};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::ser::{Serialize, SerializeStruct, Serializer};

/// One figure of one county.
#[derive(Debug, Clone)]
pub(super) struct FigureView(Value);

impl Serialize for FigureView {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

/// What a page says of a figure beside what it is.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// Pages whose text refers to it; on the data page only.
    pub(super) used: Vec<LinkView>,
    /// What the region comes to; on a county's tiles only.
    pub(super) region: Option<String>,
    /// Its years, drawn small; on a county's page only, where no chart draws them.
    pub(super) spark: Option<String>,
}

/// The fields of a figure in the order in which they are written, and then
/// those of its progress.
const FIELDS: &[&str] = &[
    "id",
    "name",
    "meaning",
    "value",
    "amount",
    "number",
    "exact",
    "unit",
    "target",
    "baseline",
    "rank",
    "change",
    "progress",
    "note",
    "revised",
    "source",
    "as_of",
    "anchor",
    "href",
    "indicator",
    "headline",
    "used",
    "region",
    "spark",
    "status",
    "percent",
    "sentence",
];

/// Where those of the progress stand in [`FIELDS`].
const STATUS: usize = 24;
const PERCENT: usize = 25;
const SENTENCE: usize = 26;

/// Which of the fields a template shows; there may be forty figures on each of
/// ten thousand pages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields(u32);

impl Fields {
    /// Whatever a figure has.
    pub(super) const ALL: Fields = Fields(u32::MAX);

    /// What a template takes of the members of `list`.
    pub(super) fn of(mentions: &Mentions, list: &str) -> Fields {
        let fields = FIELDS.iter().enumerate();
        let bits = fields.filter(|(_, field)| mentions.has_of_list(list, field));
        Fields(bits.fold(0, |bits, (at, _)| bits | 1 << at))
    }

    #[inline]
    fn is_set(self, at: usize) -> bool {
        self.0 & 1 << at != 0
    }
}

/// A county's place among others.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct RankView {
    pub(super) place: u32,
    pub(super) of: u32,
    pub(super) tied: bool,
    /// 第3位（共7个县有数据）.
    pub(super) text: String,
}

/// How far a figure has come.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct ProgressView {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<StatusView>,
    /// 75%, never 100% before the target is reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) percent: Option<String>,
    /// Per cent of the way for a bar, 0 to 100.
    pub(super) width: f64,
    /// The sentence that explains it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) sentence: Option<String>,
}

/// A status: sign, word and tone together.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct StatusView {
    pub(super) sign: &'static str,
    pub(super) word: String,
    /// `good`, `fair`, `warn`, `bad`, `none`.
    pub(super) tone: &'static str,
}

impl StatusView {
    pub(super) fn of(desk: &Desk<'_>, status: Status) -> StatusView {
        StatusView {
            sign: status.sign(),
            word: desk.say(&status.word()),
            tone: status.tone(),
        }
    }
}

impl ProgressView {
    pub(super) fn of(desk: &Desk<'_>, progress: &Progress<'_>) -> ProgressView {
        ProgressView::shown(desk, progress, Fields::ALL)
    }

    fn shown(desk: &Desk<'_>, progress: &Progress<'_>, shown: Fields) -> ProgressView {
        let percent = progress.share.saturating_mul(Decimal::ONE_HUNDRED);
        let status = || StatusView::of(desk, progress.status);
        let sentence = || progress.sentence(desk.language);
        ProgressView {
            status: shown.is_set(STATUS).then(status),
            percent: shown.is_set(PERCENT).then(|| desk.say(&progress.percent())),
            width: percent.to_f64().unwrap_or(0.0).clamp(0.0, 100.0),
            sentence: shown.is_set(SENTENCE).then(sentence),
        }
    }
}

impl RankView {
    pub(super) fn of(desk: &Desk<'_>, rank: Rank) -> RankView {
        let Rank { place, of, tied } = rank;
        let text = if tied {
            said!(
                desk.language,
                "并列第{place}位（{of}个县市区有数据）",
                "joint no. {place} of {of}"
            )
        } else {
            said!(
                desk.language,
                "第{place}位（{of}个县市区有数据）",
                "no. {place} of {of}"
            )
        };
        RankView {
            place,
            of,
            tied,
            text,
        }
    }
}

impl FigureView {
    /// The figure of a county of edition `edition`, as far as it is shown.
    pub(super) fn shown(
        desk: &Desk<'_>,
        edition: usize,
        figure: &Figure<'_>,
        shown: Fields,
    ) -> FigureView {
        FigureView::with(desk, edition, figure, Beside::default(), shown)
    }

    /// The figure as far as it is shown, with what the page says of it.
    pub(super) fn with(
        desk: &Desk<'_>,
        edition: usize,
        figure: &Figure<'_>,
        beside: Beside,
        shown: Fields,
    ) -> FigureView {
        FigureView(Value::from_serializable(&Whole {
            desk,
            edition: desk.edition(edition),
            figure,
            beside,
            shown,
        }))
    }
}

/// A figure on its way into a [`FigureView`]: what is not shown is not worked
/// out.
struct Whole<'w, 'd, 'c> {
    desk: &'w Desk<'d>,
    edition: &'w Edition<'d>,
    figure: &'w Figure<'c>,
    beside: Beside,
    shown: Fields,
}

impl Serialize for Whole<'_, '_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Whole {
            desk,
            edition,
            figure,
            beside,
            shown,
        } = self;
        let written = figure.content;
        let prose = |quantity: Option<&Quantity>| quantity.map(Quantity::prose);
        let mut to = Writer {
            out: serializer.serialize_struct("Figure", shown.0.count_ones() as usize)?,
            shown: *shown,
            at: 0,
        };
        to.put("id", || &written.id)?;
        to.put("name", || figure.name())?;
        to.put("meaning", || figure.meaning())?;
        // As printed in prose, with unit and qualifier: 约4.2亿元. `None`: missing.
        to.put("value", || prose(figure.value()))?;
        // The value in large type.
        to.put("amount", || figure.value().map(AmountView::of))?;
        // In the figure's own unit, for tables: 42,000.
        to.put("number", || figure.in_unit.as_deref().map(Quantity::table))?;
        // The exact number, ungrouped, in the figure's own unit.
        to.put("exact", || figure.in_unit.as_deref().map(exact))?;
        to.put("unit", || figure.unit().as_str())?;
        to.put("target", || prose(figure.target()))?;
        to.put("baseline", || prose(figure.baseline()))?;
        to.put("rank", || figure.rank.map(|rank| RankView::of(desk, rank)))?;
        // 比2019年增加12个（增长3.2%）.
        to.put("change", || {
            figure.change.as_ref().map(|c| desk.say(&c.sentence()))
        })?;
        to.put("progress", || {
            let progress = figure.progress.as_ref();
            progress.map(|p| ProgressView::shown(desk, p, *shown))
        })?;
        to.put("note", || figure.note())?;
        to.put("revised", || &written.revised)?;
        to.put("source", || &*written.source)?;
        to.put("as_of", || host::date(desk, written.as_of))?;
        // Its permanent anchor on the data page.
        to.put("anchor", || figure.anchor())?;
        // Its place on the data page, or else on the county's, from the site's root.
        to.put("href", || {
            desk.figure(edition, &figure.anchor(), &written.id)
        })?;
        // Where its indicator is shown whole, if it is of one.
        to.put("indicator", || {
            figure.indicator.map(|i| desk.indicator(edition, &i.id))
        })?;
        to.put("headline", || figure.indicator.is_some_and(|i| i.headline))?;
        to.put("used", || &beside.used)?;
        to.put("region", || &beside.region)?;
        to.put("spark", || &beside.spark)?;
        to.out.end()
    }
}

/// Writes the fields that are shown, in the order of [`FIELDS`].
struct Writer<T> {
    out: T,
    shown: Fields,
    at: usize,
}

impl<T: SerializeStruct> Writer<T> {
    #[inline]
    fn put<V: Serialize>(
        &mut self,
        field: &'static str,
        value: impl FnOnce() -> V,
    ) -> Result<(), T::Error> {
        debug_assert_eq!(FIELDS.get(self.at), Some(&field));
        let is_shown = self.shown.is_set(self.at);
        self.at += 1;
        if is_shown {
            self.out.serialize_field(field, &value())?;
        }
        Ok(())
    }
}

/// The number alone, ungrouped; a range as low—high.
pub(super) fn exact(quantity: &Quantity) -> String {
    match quantity.range() {
        Some((low, high)) => format!("{low}—{high}"),
        None => quantity.value().to_string(),
    }
}

/// An indicator over the whole region.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct MeasureView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) unit: String,
    pub(super) meaning: Option<String>,
    pub(super) headline: bool,
    /// The indicator's page, from the site's root.
    pub(super) href: String,
    pub(super) anchor: String,
    pub(super) total: Option<TotalView>,
    /// 丽水市合计，9个县市区中2个有数据; `None` where a lone county is the region.
    pub(super) scope: Option<String>,
    pub(super) change: Option<String>,
    pub(super) progress: Option<ProgressView>,
    /// Names of counties without a value.
    pub(super) missing: Vec<String>,
    /// Pages whose text refers to it; on the data page only.
    pub(super) used: Vec<LinkView>,
}

/// A region's figure.
#[derive(Debug, Clone, serde::Serialize)]
pub(super) struct TotalView {
    pub(super) value: String,
    /// The value in large type.
    pub(super) amount: AmountView,
    pub(super) number: String,
    /// `None` of a mean that does not come out even: what is shown is rounded.
    pub(super) exact: Option<String>,
    pub(super) target: Option<String>,
    /// 合计, 平均, 加权平均.
    pub(super) kind: String,
    /// 9个县市区中7个有数据.
    pub(super) coverage: String,
    /// Whether every county is in it.
    pub(super) complete: bool,
}

impl MeasureView {
    /// Without the names of those that state nothing: a page for each county
    /// must not go through the roster for each indicator.
    pub(super) fn without_gaps(
        desk: &Desk<'_>,
        edition: usize,
        measure: &Measure<'_>,
    ) -> MeasureView {
        MeasureView::with(desk, edition, measure, Vec::new())
    }

    pub(super) fn of(desk: &Desk<'_>, edition: usize, measure: &Measure<'_>) -> MeasureView {
        let counties = &desk.edition(edition).counties;
        let missing = measure.missing.iter().filter_map(|c| counties.get(*c));
        let missing = missing.map(|c| c.content.name.value.clone()).collect();
        MeasureView::with(desk, edition, measure, missing)
    }

    fn with(
        desk: &Desk<'_>,
        edition: usize,
        measure: &Measure<'_>,
        missing: Vec<String>,
    ) -> MeasureView {
        let indicator = measure.indicator;
        MeasureView {
            id: indicator.id.clone(),
            name: indicator.name.clone(),
            unit: indicator.unit.as_str().to_owned(),
            meaning: indicator.meaning.clone(),
            headline: indicator.headline,
            href: desk.indicator(desk.edition(edition), &indicator.id),
            anchor: format!("region-{}", indicator.id),
            total: measure.total.as_ref().map(|total| {
                let (covered, of) = (total.covered, total.of);
                let coverage = text!(
                    "{of}个县市区中{covered}个有数据",
                    "{covered} of {of} counties report it"
                );
                TotalView {
                    value: total.value.prose(),
                    amount: AmountView::of(&total.value),
                    number: total.value.table(),
                    exact: (total.kind == crate::content::Total::Sum || !total.rounded)
                        .then(|| exact(&total.value)),
                    target: total.target.as_ref().map(Quantity::prose),
                    kind: desk.say(&kind(&total.kind)),
                    coverage: desk.say(&coverage),
                    complete: covered == of,
                }
            }),
            scope: scope(desk, edition, measure),
            change: measure.change.as_ref().map(|c| desk.say(&c.sentence())),
            progress: measure.progress.as_ref().map(|p| ProgressView::of(desk, p)),
            missing,
            used: Vec::new(),
        }
    }
}

/// Whom the region's figure speaks of; without a total, who leads.
fn scope(desk: &Desk<'_>, edition: usize, measure: &Measure<'_>) -> Option<String> {
    let edition = desk.edition(edition);
    if let Some(total) = &measure.total {
        let (covered, of) = (total.covered, total.of);
        let kind = kind(&total.kind);
        let (zh, en) = (kind.zh, kind.en);
        let region = &edition.content.region.value;
        let said = if covered == of {
            text!(
                "{region}{zh}，{of}个县市区都有数据",
                "{region} {en}, all {of} counties"
            )
        } else {
            text!(
                "{region}{zh}，{of}个县市区中{covered}个有数据",
                "{region} {en}, {covered} of {of} counties"
            )
        };
        return (of > 1).then(|| desk.say(&said));
    }
    let first = measure.ranking.first()?;
    let name = &edition.counties.get(first.county)?.content.name.value;
    let of = measure.ranking.len();
    let said = match (of, first.tied) {
        (1, _) => text!("{name}", "{name}"),
        (_, false) => text!(
            "{name}，{of}个有数据的县市区中居首",
            "{name}, first of {of}"
        ),
        (_, true) => text!(
            "{name}等，{of}个有数据的县市区中并列居首",
            "{name} and others, joint first of {of}"
        ),
    };
    (edition.counties.len() > 1).then(|| desk.say(&said))
}

pub(super) fn kind(total: &crate::content::Total) -> crate::finding::Text {
    use crate::content::Total;
    match total {
        Total::Sum => text!("合计", "total"),
        Total::Mean => text!("平均", "mean"),
        Total::WeightedBy(_) => text!("加权平均", "weighted mean"),
        Total::None => text!("无合计", "no total"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fields_of_progress_stand_where_they_are_looked_for() {
        let at = |field: &str| FIELDS.iter().position(|known| *known == field);
        assert_eq!(at("status"), Some(STATUS));
        assert_eq!(at("percent"), Some(PERCENT));
        assert_eq!(at("sentence"), Some(SENTENCE));
        assert!(FIELDS.len() <= 32);
    }
}
