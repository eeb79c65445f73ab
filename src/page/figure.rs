//! A figure as templates see it.

use super::amount::AmountView;
use super::desk::Desk;
use super::frame::LinkView;
use super::host;
use crate::quantity::Quantity;
use crate::showcase::{Figure, Measure, Progress, Rank, Status};
use crate::{said, text};
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;

/// One figure of one county.
#[derive(Debug, Clone, Serialize)]
pub(super) struct FigureView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) meaning: Option<String>,
    /// As printed in prose, with unit and qualifier: 约4.2亿元. `None`: missing.
    pub(super) value: Option<String>,
    /// The value in large type.
    pub(super) amount: Option<AmountView>,
    /// In the figure's own unit, for tables: 42,000.
    pub(super) number: Option<String>,
    /// The exact number, ungrouped, in the figure's own unit.
    pub(super) exact: Option<String>,
    pub(super) unit: String,
    pub(super) target: Option<String>,
    pub(super) baseline: Option<String>,
    pub(super) rank: Option<RankView>,
    /// 比2019年增加12个（增长3.2%）.
    pub(super) change: Option<String>,
    pub(super) progress: Option<ProgressView>,
    pub(super) note: Option<String>,
    pub(super) revised: Option<String>,
    pub(super) source: String,
    pub(super) as_of: String,
    /// Its permanent anchor on the data page.
    pub(super) anchor: String,
    /// Its place on the data page, or else on the county's, from the site's root.
    pub(super) href: String,
    /// Where its indicator is shown whole, if it is of one.
    pub(super) indicator: Option<String>,
    pub(super) headline: bool,
    /// Pages whose text refers to it; on the data page only.
    pub(super) used: Vec<LinkView>,
}

/// A county's place among others.
#[derive(Debug, Clone, Serialize)]
pub(super) struct RankView {
    pub(super) place: usize,
    pub(super) of: usize,
    pub(super) tied: bool,
    /// 第3位（共7个县有数据）.
    pub(super) text: String,
}

/// How far a figure has come.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ProgressView {
    pub(super) status: StatusView,
    /// 75%, never 100% before the target is reached.
    pub(super) percent: String,
    /// Per cent of the way for a bar, 0 to 100.
    pub(super) width: f64,
    /// The sentence that explains it.
    pub(super) sentence: String,
}

/// A status: sign, word and tone together.
#[derive(Debug, Clone, Serialize)]
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
    pub(super) fn of(desk: &Desk<'_>, progress: &Progress) -> ProgressView {
        let percent = progress.share * Decimal::ONE_HUNDRED;
        ProgressView {
            status: StatusView::of(desk, progress.status),
            percent: desk.say(&progress.percent()),
            width: percent.to_f64().unwrap_or(0.0).clamp(0.0, 100.0),
            sentence: progress.sentence(desk.language),
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
    /// The figure of a county of edition `edition`.
    pub(super) fn of(desk: &Desk<'_>, edition: usize, figure: &Figure<'_>) -> FigureView {
        let written = figure.content;
        let prose = |quantity: &Option<Quantity>| quantity.as_ref().map(Quantity::prose);
        let at = desk.edition(edition);
        FigureView {
            id: written.id.clone(),
            name: figure.name.to_owned(),
            meaning: figure.meaning.map(str::to_owned),
            value: prose(&figure.value),
            amount: figure.value.as_ref().map(AmountView::of),
            number: figure.in_unit.as_ref().map(Quantity::table),
            exact: figure.in_unit.as_ref().map(exact),
            unit: figure.unit.as_str().to_owned(),
            target: prose(&figure.target),
            baseline: prose(&figure.baseline),
            rank: figure.rank.map(|rank| RankView::of(desk, rank)),
            change: figure.change.as_ref().map(|c| desk.say(&c.sentence())),
            progress: figure.progress.as_ref().map(|p| ProgressView::of(desk, p)),
            note: written.note.clone(),
            revised: written.revised.clone(),
            source: written.source.clone(),
            as_of: host::date(desk, written.as_of),
            href: desk.figure(at, &figure.anchor, &written.id),
            anchor: figure.anchor.clone(),
            indicator: figure.indicator.map(|i| desk.indicator(at, &i.id)),
            headline: figure.indicator.is_some_and(|i| i.headline),
            used: Vec::new(),
        }
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
#[derive(Debug, Clone, Serialize)]
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
#[derive(Debug, Clone, Serialize)]
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
