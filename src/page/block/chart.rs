//! The `chart` block: an indicator's figures, or rows written in the block
//! itself, as one of the chart kinds.

use super::rows::{self, RawRow};
use super::{TomlText, fill, place_of, wrong};
use crate::chart::{Chart, DESCRIPTION_LIMIT, Order, Row};
use crate::finding::{Code, Finding, Place, Text, hint};
use crate::page::graphic::{self, Graphic};
use crate::page::host::TextHost;
use crate::page::job::Made;
use crate::showcase::{Edition, Measure};
use crate::text;
use serde::{Deserialize, Serialize};
use toml::Spanned;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawChart {
    kind: Option<Spanned<String>>,
    indicator: Option<Spanned<String>>,
    pub(super) rows: Option<Vec<RawRow>>,
    pub(super) unit: Option<Spanned<String>>,
    /// What the rows measure.
    pub(super) measure: Option<String>,
    title: Option<String>,
    highlight: Option<Spanned<OneOrMany>>,
    note: Option<String>,
    order: Option<Spanned<String>>,
    counties: Option<Vec<Spanned<String>>>,
    description: Option<Spanned<String>>,
    pub(super) source: Option<String>,
}

/// `highlight = "songyang"` or `highlight = ["songyang", "yunhe"]`.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a county, or a list of counties")]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl RawChart {
    pub(super) fn order(&self) -> Order {
        match self.order.as_ref().map(|o| o.get_ref().as_str()) {
            Some("official") => Order::Official,
            _ => Order::Value,
        }
    }
}

/// Kinds that draw an indicator over counties, and kinds that draw rows.
const OF_INDICATOR: &[&str] = &[
    "bars",
    "bullet",
    "line",
    "columns",
    "share",
    "slope",
    "dots",
    "multiples",
    "tiles",
];
const OF_ROWS: &[&str] = &[
    "bars",
    "bullet",
    "line",
    "columns",
    "stacked",
    "share",
    "slope",
    "dots",
    "multiples",
    "spark",
];
const ORDERS: &[&str] = &["value", "official"];

#[derive(Serialize)]
struct ChartBlock {
    figure: graphic::GraphicView,
    root: String,
}

pub(super) fn render(host: &mut TextHost<'_>, block: &TomlText<'_>) -> Option<(String, String)> {
    let raw: RawChart = block.read(host)?;
    let kind = checked_kind(host, block, raw.kind.as_ref(), raw.rows.is_some())?;
    let mut graphic = match &raw.rows {
        Some(_) => rows::graphic(host, block, &raw, &kind)?,
        None => indicator(host, block, &raw, &kind)?,
    };
    checked_order(host, raw.order.as_ref());
    if let Some(title) = raw.title {
        graphic.words.title = title;
    }
    graphic.note = raw.note;
    graphic.description = description(host, raw.description);
    for problem in graphic.chart.validate() {
        let place = block.place(host);
        let message = Text {
            zh: problem.zh,
            en: problem.en,
        };
        wrong(host, place, message);
    }
    let id = format!("{}chart-{}", host.prefix, host.charts + 1);
    let mut made = Made::default();
    let figure = if host.paper {
        graphic.draw(&id)
    } else {
        graphic.place(host.desk, &id, &host.path, &mut made)
    };
    host.charts += 1;
    host.made.extend(made.files);
    let plain = format!("{} {}", figure.heading, figure.description);
    let root = host.root.clone();
    let html = fill(host, "parts/chart.html", &ChartBlock { figure, root })?;
    Some((html, plain))
}

fn checked_kind(
    host: &mut TextHost<'_>,
    block: &TomlText<'_>,
    kind: Option<&Spanned<String>>,
    has_rows: bool,
) -> Option<String> {
    let known = if has_rows { OF_ROWS } else { OF_INDICATOR };
    let Some(kind) = kind else {
        let place = block.place(host);
        let list = known.join("、");
        let message = text!("图表要写 kind：{list}", "a chart needs kind: {list}");
        wrong(host, place, message);
        return None;
    };
    if known.contains(&kind.get_ref().as_str()) {
        return Some(kind.get_ref().clone());
    }
    let place = place_of(host, kind);
    let name = kind.get_ref();
    let message = text!(
        "没有“{name}”这种图",
        "there is no chart kind `{name}` for this"
    );
    let finding = Finding::new(Code::BlockInvalid, place, message);
    host.findings
        .push(finding.maybe_hint(hint(name, known.iter().copied())));
    None
}

fn checked_order(host: &mut TextHost<'_>, order: Option<&Spanned<String>>) {
    let Some(order) = order.filter(|o| !ORDERS.contains(&o.get_ref().as_str())) else {
        return;
    };
    let place = place_of(host, order);
    let word = order.get_ref();
    let message = text!("没有“{word}”这种次序", "there is no order `{word}`");
    let finding = Finding::new(Code::BlockInvalid, place, message);
    host.findings
        .push(finding.maybe_hint(hint(word, ORDERS.iter().copied())));
}

/// The editor's own description, if it is short enough to be listened to.
fn description(host: &mut TextHost<'_>, raw: Option<Spanned<String>>) -> Option<String> {
    let raw = raw?;
    let long = raw.get_ref().chars().count();
    if long > DESCRIPTION_LIMIT {
        let place = place_of(host, &raw);
        let message = text!(
            "图表的文字说明有 {long} 字，最多 {DESCRIPTION_LIMIT} 字",
            "the description has {long} characters, {DESCRIPTION_LIMIT} at most"
        );
        wrong(host, place, message);
    }
    Some(raw.into_inner())
}

/// A chart of an indicator over the edition's counties.
fn indicator(
    host: &mut TextHost<'_>,
    block: &TomlText<'_>,
    raw: &RawChart,
    kind: &str,
) -> Option<Graphic> {
    let desk = host.desk;
    let edition = desk.edition(host.edition);
    let measure = measure(host, block, raw, edition)?;
    let chosen = chosen(host, raw, edition);
    let focus = focus(host, raw, edition);
    let graphic = match kind {
        "bullet" => graphic::bullets(desk, edition, measure),
        "tiles" => graphic::tiles(desk, edition, measure),
        "columns" => graphic::columns(desk, edition, measure),
        "share" => graphic::share(desk, edition, measure),
        "slope" => graphic::slope(desk, edition, measure),
        "dots" => graphic::dots(desk, edition, measure),
        "line" => graphic::county_lines(desk, edition, measure),
        "multiples" => graphic::multiples(desk, edition, measure),
        _ => graphic::ranking(desk, edition, measure, None),
    };
    let Some(mut graphic) = graphic else {
        // What is written but faulty has been told where it stands.
        let id = &measure.indicator.id;
        let faulty = &desk.showcase.content.faulty;
        if faulty.figure(&edition.content.id, None, id) {
            return None;
        }
        let place = block.place(host);
        let name = &measure.indicator.name;
        let message = text!(
            "“{name}”的数据不够画这种图",
            "there are not enough figures of `{name}` for this chart"
        );
        wrong(host, place, message);
        return None;
    };
    let is_focus = |name: &str| focus.iter().any(|f| f == name);
    let keep = |name: &str| chosen.is_empty() || chosen.iter().any(|c| c == name);
    select(&mut graphic.chart, keep, is_focus);
    if raw.order() == Order::Official {
        official(&mut graphic.chart);
    }
    Some(graphic)
}

/// Leaves the rows that `keep` names, and marks those that `focus` names.
fn select(chart: &mut Chart, keep: impl Fn(&str) -> bool, focus: impl Fn(&str) -> bool) {
    let row = |row: &mut Row| {
        row.focus = focus(&row.name);
        keep(&row.name)
    };
    match chart {
        Chart::Bars(c) => c.rows.retain_mut(row),
        Chart::Bullet(c) => c.goals.retain_mut(|g| row(&mut g.row)),
        Chart::Tiles(c) => c.tiles.retain_mut(|t| {
            t.focus = focus(&t.name);
            keep(&t.name)
        }),
        Chart::Line(c) => c.series.retain_mut(|s| {
            s.focus = focus(&s.name);
            keep(&s.name)
        }),
        Chart::Multiples(c) => c.series.retain_mut(|s| {
            s.focus = focus(&s.name);
            keep(&s.name)
        }),
        Chart::Columns(c) => c.rows.retain_mut(row),
        Chart::Share(c) => c.parts.retain_mut(row),
        Chart::Slope(c) => c.rows.retain_mut(|p| {
            p.focus = focus(&p.name);
            keep(&p.name)
        }),
        Chart::Dots(c) => c.rows.retain_mut(|p| {
            p.focus = focus(&p.name);
            keep(&p.name)
        }),
        Chart::Stacked(_) | Chart::Spark(_) => {}
    }
}

fn official(chart: &mut Chart) {
    match chart {
        Chart::Bars(c) => c.order = Order::Official,
        Chart::Bullet(c) => c.order = Order::Official,
        Chart::Dots(c) => c.order = Order::Official,
        _ => {}
    }
}

fn measure<'a>(
    host: &mut TextHost<'a>,
    block: &TomlText<'_>,
    raw: &RawChart,
    edition: &'a Edition<'a>,
) -> Option<&'a Measure<'a>> {
    let Some(id) = &raw.indicator else {
        let place = block.place(host);
        let message = text!(
            "图表要写 indicator（指标），或写 rows",
            "a chart needs indicator, or rows"
        );
        wrong(host, place, message);
        return None;
    };
    let wanted = id.get_ref();
    let found = edition.measures.iter().find(|m| m.indicator.id == *wanted);
    if found.is_none() {
        let place = place_of(host, id);
        let message = text!("没有叫“{wanted}”的指标", "there is no indicator `{wanted}`");
        let known = edition.measures.iter().map(|m| m.indicator.id.as_str());
        let finding = Finding::new(Code::FigureUnknown, place, message);
        host.findings.push(finding.maybe_hint(hint(wanted, known)));
    }
    found
}

/// Name of the county that `wanted` gives by slug or name.
fn name(
    host: &mut TextHost<'_>,
    wanted: &str,
    place: Place,
    edition: &Edition<'_>,
) -> Option<String> {
    let found = edition
        .counties
        .iter()
        .find(|c| c.content.slug == wanted || c.content.name.value == wanted);
    if found.is_none() {
        let message = text!("名单里没有“{wanted}”", "the roster has no `{wanted}`");
        let known = edition.counties.iter().map(|c| c.content.slug.as_str());
        let finding = Finding::new(Code::BlockInvalid, place, message);
        host.findings.push(finding.maybe_hint(hint(wanted, known)));
    }
    found.map(|county| county.content.name.value.clone())
}

fn chosen(host: &mut TextHost<'_>, raw: &RawChart, edition: &Edition<'_>) -> Vec<String> {
    let list = raw.counties.as_deref().unwrap_or_default();
    list.iter()
        .filter_map(|wanted| {
            let place = place_of(host, wanted);
            name(host, wanted.get_ref(), place, edition)
        })
        .collect()
}

/// The counties to pick out: those named, or the page's own.
fn focus(host: &mut TextHost<'_>, raw: &RawChart, edition: &Edition<'_>) -> Vec<String> {
    let Some(highlight) = &raw.highlight else {
        let own = host
            .county
            .map(|c| edition.counties[c].content.name.value.clone());
        return own.into_iter().collect();
    };
    let place = place_of(host, highlight);
    let wanted = match highlight.get_ref() {
        OneOrMany::One(one) => std::slice::from_ref(one),
        OneOrMany::Many(many) => many.as_slice(),
    };
    wanted
        .iter()
        .filter_map(|wanted| name(host, wanted, place.clone(), edition))
        .collect()
}
