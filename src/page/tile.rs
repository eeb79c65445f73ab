//! Tiles: one figure each, in large type, with what it is to be held against.

use super::amount::AmountView;
use super::desk::Desk;
use super::figure::{Beside, Fields, FigureView, MeasureView};
use super::frame::LinkView;
use super::graphic;
use crate::chart::{Chart, Series, Spark, Width};
use crate::showcase::{County, Edition, Figure, Measure, Years};
use crate::text;
use serde::Serialize;

/// A county's page shows at least so many tiles, if it states so many figures.
const FEW: usize = 4;
/// And no more than this many.
const MANY: usize = 8;

/// A headline indicator of an edition.
#[derive(Debug, Serialize)]
pub(super) struct EditionTile {
    #[serde(flatten)]
    measure: MeasureView,
    /// Instead of a total, where the indicator has none: the first county's.
    first: Option<AmountView>,
    /// A line the size of a word, from two years on.
    spark: Option<String>,
    source: String,
    as_of: String,
}

impl EditionTile {
    pub(super) fn of(desk: &Desk<'_>, e: usize, measure: &Measure<'_>) -> EditionTile {
        let edition = desk.edition(e);
        let words = graphic::words(desk, edition, measure.indicator);
        let (source, as_of) = (words.source, words.as_of);
        EditionTile {
            measure: MeasureView::of(desk, e, measure),
            first: first(edition, measure),
            spark: spark(
                desk,
                edition,
                &measure.indicator.id,
                &measure.indicator.name,
                &measure.series,
            ),
            source,
            as_of,
        }
    }
}

fn first(edition: &Edition<'_>, measure: &Measure<'_>) -> Option<AmountView> {
    if measure.total.is_some() {
        return None;
    }
    let county = edition.counties.get(measure.ranking.first()?.county)?;
    let figure = county
        .figures
        .iter()
        .find(|f| f.content.id == measure.indicator.id)?;
    Some(AmountView::of(figure.value()?))
}

/// A figure of a county in large type.
fn of_figure(
    desk: &Desk<'_>,
    e: usize,
    county: &County<'_>,
    figure: &Figure<'_>,
    shown: Fields,
) -> FigureView {
    let edition = desk.edition(e);
    let measure = edition
        .measures
        .iter()
        .find(|m| m.indicator.id == figure.content.id);
    let id = format!("{}-{}", county.content.slug, figure.content.id);
    let beside = Beside {
        region: measure.and_then(|m| region(desk, edition, m)),
        spark: spark(desk, edition, &id, figure.name(), &figure.series),
        ..Beside::default()
    };
    FigureView::with(desk, e, figure, beside, shown)
}

/// A county's tiles: its headline figures; where they are few, its other
/// figures after them.
pub(super) fn of_county(
    desk: &Desk<'_>,
    e: usize,
    county: &County<'_>,
    shown: Fields,
) -> Vec<FigureView> {
    let is_headline = |f: &&Figure<'_>| f.indicator.is_some_and(|i| i.headline);
    let stated = || county.figures.iter().filter(|f| f.value().is_some());
    let headline: Vec<&Figure<'_>> = stated().filter(is_headline).collect();
    let more = FEW.saturating_sub(headline.len());
    let others = stated().filter(|f| !is_headline(f)).take(more);
    let chosen = headline.iter().copied().take(MANY).chain(others);
    chosen
        .map(|f| of_figure(desk, e, county, f, shown))
        .collect()
}

/// Headline indicators that a county states no value of.
pub(super) fn missing(desk: &Desk<'_>, edition: &Edition<'_>, c: usize) -> Vec<LinkView> {
    let headline = edition.measures.iter().filter(|m| m.indicator.headline);
    headline
        .filter(|m| m.missing.binary_search(&c).is_ok())
        .map(|m| LinkView {
            name: m.indicator.name.clone(),
            href: desk.indicator(edition, &m.indicator.id),
        })
        .collect()
}

/// What the whole region comes to, where that is more than this county.
fn region(desk: &Desk<'_>, edition: &Edition<'_>, measure: &Measure<'_>) -> Option<String> {
    let total = measure.total.as_ref().filter(|t| t.covered > 1)?;
    let region = &edition.content.region.value;
    let kind = super::figure::kind(&total.kind);
    let (zh, en) = (kind.zh, kind.en);
    let value = total.value.prose();
    let mut said = text!("{region}{zh}{value}", "{region} {en}: {value}");
    let covered = total.covered;
    if covered < total.of {
        said.zh.push_str(&format!("（{covered}个有数据）"));
        said.en.push_str(&format!(" ({covered} with data)"));
    }
    Some(desk.say(&said))
}

/// The years of a figure without axes; `None` where there are fewer than two.
pub(super) fn spark(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    id: &str,
    name: &str,
    series: &Years<'_>,
) -> Option<String> {
    if series.len() < 2 || !desk.made().charts {
        return None;
    }
    let points = graphic::points(desk, series);
    let unit = series.values().next().map(|q| q.unit().as_str().to_owned());
    let words = crate::chart::Words {
        measure: name.to_owned(),
        unit: unit.unwrap_or_default(),
        ..graphic::base(desk, edition)
    };
    let spark = Chart::Spark(Spark {
        series: Series {
            name: name.to_owned(),
            points,
            focus: true,
        },
        tint: desk.tint(id),
    });
    Some(spark.draw(&words, Width::Wide, &format!("spark-{id}")))
}

/// A figure by which the county stands among the first third.
#[derive(Debug, Serialize)]
pub(super) struct StrengthView {
    name: String,
    href: String,
    value: String,
    /// 第1位（7个县市区有数据）.
    rank: String,
}

/// Of hundreds, a third would be no distinction.
const TOP: usize = 10;
/// So many at most.
const STRENGTHS: usize = 4;

/// The county's best places, the best first. A place that more than a third
/// share says nothing of the county.
pub(super) fn strengths(desk: &Desk<'_>, e: usize, county: &County<'_>) -> Vec<StrengthView> {
    let edition = desk.edition(e);
    let sharing = |figure: &Figure<'_>, place: usize| {
        let measure = edition
            .measures
            .iter()
            .find(|m| m.indicator.id == figure.content.id);
        measure.map_or(0, |m| {
            // Ranked: those of one place stand side by side.
            let start = m.ranking.partition_point(|r| r.place < place);
            m.ranking[start..]
                .iter()
                .take_while(|r| r.place == place)
                .count()
        })
    };
    let mut best: Vec<(&Figure<'_>, crate::showcase::Rank)> = county
        .figures
        .iter()
        .filter_map(|figure| Some((figure, figure.rank?)))
        .filter(|(f, rank)| {
            let (place, of) = (rank.place as usize, rank.of as usize);
            of >= 3 && place <= TOP && (place - 1 + sharing(f, place)) * 3 <= of
        })
        .collect();
    // Stable: equal places keep the order of the indicators.
    best.sort_by_key(|(_, rank)| rank.place * 1000 / rank.of.max(1));
    let best = best.into_iter().take(STRENGTHS);
    best.filter_map(|(figure, rank)| {
        let indicator = figure.indicator?;
        Some(StrengthView {
            name: figure.name().to_owned(),
            href: desk.indicator(edition, &indicator.id),
            value: figure.value()?.prose(),
            rank: super::figure::RankView::of(desk, rank).text,
        })
    })
    .collect()
}
