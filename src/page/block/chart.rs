//! The `chart` block: an indicator's figures, or rows written in the block
//! itself, as one of the chart kinds.

use super::fit;
use super::rows::{self, RawRow};
use super::{TomlText, fill, is_faulty, place_of, wrong};
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
    pub(super) rows: Option<Vec<Spanned<RawRow>>>,
    pub(super) unit: Option<Spanned<String>>,
    /// What the rows measure.
    pub(super) measure: Option<Spanned<String>>,
    pub(super) title: Option<String>,
    highlight: Option<Spanned<OneOrMany>>,
    note: Option<String>,
    order: Option<Spanned<String>>,
    counties: Option<Vec<Spanned<String>>>,
    description: Option<Spanned<String>>,
    pub(super) source: Option<Spanned<String>>,
    /// When, of rows; else the years they name, else the edition's.
    pub(super) period: Option<Spanned<String>>,
}

/// `highlight = "songyang"` or `highlight = ["songyang", "yunhe"]`.
#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a county, or a list of counties")]
enum OneOrMany {
    One(String),
    Many(Vec<String>),
}

impl OneOrMany {
    fn names(&self) -> &[String] {
        match self {
            OneOrMany::One(one) => std::slice::from_ref(one),
            OneOrMany::Many(many) => many.as_slice(),
        }
    }
}

impl RawChart {
    /// The rows to pick out, which must be among `names`.
    pub(super) fn highlighted(&self, host: &mut TextHost<'_>, names: &[&str]) -> Vec<String> {
        let Some(highlight) = &self.highlight else {
            return Vec::new();
        };
        let (known, unknown): (Vec<&String>, Vec<&String>) = highlight
            .get_ref()
            .names()
            .iter()
            .partition(|wanted| names.contains(&wanted.as_str()));
        for wanted in unknown {
            let place = place_of(host, highlight);
            let message = text!("rows 里没有“{wanted}”", "the rows have no `{wanted}`");
            let finding = Finding::new(Code::BlockInvalid, place, message);
            host.findings
                .push(finding.maybe_hint(hint(wanted, names.iter().copied())));
        }
        known.into_iter().cloned().collect()
    }

    pub(super) fn order(&self) -> Option<Order> {
        match self.order.as_ref()?.get_ref().as_str() {
            "official" => Some(Order::Official),
            _ => Some(Order::Value),
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
/// Kinds whose rows can stand in either order.
const ORDERED: &[&str] = &["bars", "bullet", "dots", "share", "stacked"];

#[derive(Serialize)]
struct ChartBlock {
    figure: graphic::GraphicView,
    page: Root,
}

/// As pages name it.
#[derive(Serialize)]
struct Root {
    root: String,
}

pub(super) fn render(host: &mut TextHost<'_>, block: &TomlText<'_>) -> Option<(String, String)> {
    let raw: RawChart = block.read(host)?;
    let given = (raw.indicator.is_some(), raw.rows.is_some());
    let kind = checked_kind(host, block, raw.kind.as_ref(), given)?;
    unused(host, &raw, &kind);
    let mut graphic = match &raw.rows {
        Some(_) => rows::graphic(host, block, &raw, &kind)?,
        None => indicator(host, block, &raw, &kind)?,
    };
    checked_order(host, raw.order.as_ref());
    if let Some(title) = &raw.title {
        graphic.words.title.clone_from(title);
    }
    graphic.note.clone_from(&raw.note);
    graphic.description = description(host, raw.description.as_ref());
    // Counties of one name have been told where they stand.
    for problem in graphic
        .chart
        .validate()
        .into_iter()
        .filter(|_| raw.rows.is_some())
    {
        // The later of two rows of one name is the one too many.
        let named = raw.rows.iter().flatten().rev();
        let row = named
            .filter_map(|row| row.get_ref().name.as_ref())
            .find(|name| problem.about.as_ref() == Some(name.get_ref()));
        let place = row.map_or_else(
            || fit::first(host, block, &raw),
            |name| place_of(host, name),
        );
        let message = Text {
            zh: problem.zh,
            en: problem.en,
        };
        let hint = match problem.code {
            "chart-too-many-parts" => text!(
                "把较小的几个部分并成“其他”",
                "make one part, other, of the smaller ones"
            ),
            "chart-no-target" => text!(
                "这一行写上 target，或把 kind 改成 bars",
                "give the row a target, or choose bars"
            ),
            _ => text!(
                "改正或删去 rows 里的这一行",
                "correct the row, or delete it"
            ),
        };
        wrong(host, place, message, hint);
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
    let page = Root { root };
    let html = fill(host, "parts/chart.html", &ChartBlock { figure, page })?;
    Some((html, plain))
}

fn checked_kind(
    host: &mut TextHost<'_>,
    block: &TomlText<'_>,
    kind: Option<&Spanned<String>>,
    (has_indicator, has_rows): (bool, bool),
) -> Option<String> {
    let known = if has_rows { OF_ROWS } else { OF_INDICATOR };
    let Some(kind) = kind else {
        let place = block.place(host);
        let other = OF_ROWS
            .iter()
            .filter(|k| !has_rows && !has_indicator && !known.contains(k));
        let list: Vec<&str> = known.iter().chain(other).copied().collect();
        let list = list.join("、");
        let message = text!("图表要写 kind：{list}", "a chart needs kind: {list}");
        let hint = text!("例如 kind = \"bars\"，横条图", "e.g. kind = \"bars\"");
        wrong(host, place, message, hint);
        return None;
    };
    if known.contains(&kind.get_ref().as_str()) {
        return Some(kind.get_ref().clone());
    }
    let place = place_of(host, kind);
    let name = kind.get_ref();
    let elsewhere = if has_rows { OF_INDICATOR } else { OF_ROWS };
    if elsewhere.contains(&name.as_str()) {
        let message = match has_rows {
            true => text!(
                "“{name}”画的是指标：写 indicator，不写 rows",
                "`{name}` draws an indicator: give indicator, not rows"
            ),
            false => text!(
                "“{name}”画的是块里自己写的数：写 rows，不写 indicator",
                "`{name}` draws figures written in the block: give rows, not indicator"
            ),
        };
        let hint = text!(
            "照手册里“图表”一节的例子写",
            "see the examples in the handbook"
        );
        wrong(host, place, message, hint);
        return None;
    }
    let message = text!("没有“{name}”这种图", "there is no chart kind `{name}`");
    let finding = Finding::new(Code::BlockInvalid, place, message);
    host.findings
        .push(finding.maybe_hint(hint(name, known.iter().copied())));
    None
}

/// Keys that would be read past: what the block says must count.
fn unused(host: &mut TextHost<'_>, raw: &RawChart, kind: &str) {
    let mut past = Vec::new();
    let mut note = |key: &'static str, place: Option<Place>, zh: &'static str, en: &'static str| {
        past.extend(place.map(|place| (key, place, zh, en)));
    };
    let at = |value: &Option<Spanned<String>>| value.as_ref().map(|v| place_of(host, v));
    match &raw.rows {
        Some(_) => {
            let (zh, en) = ("块里有 rows", "the block has rows");
            note("indicator", at(&raw.indicator), zh, en);
            let counties = raw.counties.iter().flatten().next();
            note("counties", counties.map(|c| place_of(host, c)), zh, en);
        }
        None => {
            let (zh, en) = ("指标自己有", "the indicator has its own");
            note("unit", at(&raw.unit), zh, en);
            note("measure", at(&raw.measure), zh, en);
            note("source", at(&raw.source), zh, en);
            note("period", at(&raw.period), zh, en);
        }
    }
    if !ORDERED.contains(&kind) {
        let (zh, en) = ("这种图的次序是定的", "this kind has an order of its own");
        note("order", at(&raw.order), zh, en);
    }
    for (key, place, zh, en) in past {
        let message = text!("{key} 在这里用不上：{zh}", "{key} has no effect here: {en}");
        let hint = text!("删去 {key} 这一行", "delete the line {key}");
        wrong(host, place, message, hint);
    }
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
fn description(host: &mut TextHost<'_>, raw: Option<&Spanned<String>>) -> Option<String> {
    let raw = raw?;
    let long = raw.get_ref().chars().count();
    if long > DESCRIPTION_LIMIT {
        let place = place_of(host, raw);
        let message = text!(
            "图表的文字说明有 {long} 字，最多 {DESCRIPTION_LIMIT} 字",
            "the description has {long} characters, {DESCRIPTION_LIMIT} at most"
        );
        let hint = text!(
            "写短一些，细节放到正文里",
            "shorten it; details go into the text"
        );
        wrong(host, place, message, hint);
    }
    Some(raw.get_ref().clone())
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
        let place = match &raw.indicator {
            Some(id) => place_of(host, id),
            None => block.place(host),
        };
        let hint = text!(
            "换一种 kind，或在数据里补上它要的数",
            "choose another kind, or add what it needs to the figures"
        );
        wrong(host, place, lacking(kind, edition, measure), hint);
        return None;
    };
    graphic.whole = Some(desk.indicator(edition, &measure.indicator.id));
    let is_focus = |name: &str| focus.iter().any(|f| f == name);
    let keep = |name: &str| chosen.is_empty() || chosen.iter().any(|c| c == name);
    select(&mut graphic.chart, keep, is_focus);
    if let (Chart::Share(share), false) = (&mut graphic.chart, chosen.is_empty()) {
        // The total of all is none of some.
        share.whole_shown = None;
    }
    // Only the sources of what is drawn are named, and that of the focus first.
    let drawn = edition
        .counties
        .iter()
        .filter(|c| keep(&c.content.name.value));
    let (first, others): (Vec<_>, Vec<_>) = drawn.partition(|c| is_focus(&c.content.name.value));
    let figures = first.into_iter().chain(others);
    let figures = figures.filter_map(|c| c.figures.get(c.position(measure.indicator)?));
    (graphic.words.source, graphic.words.as_of) = graphic::provenance(desk, figures);
    if raw.order().unwrap_or_default() == Order::Official {
        official(&mut graphic.chart);
    }
    Some(graphic)
}

/// Why an indicator cannot be drawn this way.
fn lacking(kind: &str, edition: &Edition<'_>, measure: &Measure<'_>) -> Text {
    let name = &measure.indicator.name;
    let summed = measure
        .total
        .as_ref()
        .is_some_and(|t| t.kind == crate::content::Total::Sum);
    match kind {
        _ if measure.ranking.is_empty() => text!(
            "“{name}”还没有一个县报数，画不出图",
            "no county states `{name}`, so there is nothing to draw"
        ),
        "tiles" if edition.content.tiles.is_empty() => text!(
            "edition.toml 没有写 [tiles]（各县的位置），画不出方块图",
            "edition.toml has no [tiles] (where the counties lie), so there is no tile map"
        ),
        "share" if !summed => text!(
            "“{name}”的合计不是各县之和，不能画各县所占的份额",
            "the total of `{name}` is not a sum, so counties have no share in it"
        ),
        "share" => text!(
            "“{name}”有负数，不能画各县所占的份额",
            "`{name}` has negative figures, which are no shares of a whole"
        ),
        "bullet" => text!(
            "“{name}”没有一个县写了目标，画不出进度",
            "no county has a target for `{name}`, so there is no progress to draw"
        ),
        "line" | "multiples" => text!(
            "“{name}”没有两个以上年份的数据，画不出逐年变化",
            "`{name}` has no figures over years to draw"
        ),
        "slope" => text!(
            "“{name}”没有起点（基期，或前几年的数据），画不出前后变化",
            "`{name}` has no beginning (a baseline, or figures of earlier years) to compare with"
        ),
        _ => text!(
            "“{name}”的数据不够画这种图",
            "there are not enough figures of `{name}` for this chart"
        ),
    }
}

/// Leaves the rows that `keep` names, and marks those that `focus` names.
pub(super) fn select(chart: &mut Chart, keep: impl Fn(&str) -> bool, focus: impl Fn(&str) -> bool) {
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
        Chart::Stacked(c) => c.rows.retain_mut(|s| {
            s.focus = focus(&s.name);
            keep(&s.name)
        }),
        Chart::Spark(_) | Chart::Place(_) => {}
    }
}

fn official(chart: &mut Chart) {
    match chart {
        Chart::Bars(c) => c.order = Order::Official,
        Chart::Bullet(c) => c.order = Order::Official,
        Chart::Dots(c) => c.order = Order::Official,
        Chart::Share(c) => c.order = Order::Official,
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
        let hint = text!("写 indicator = \"指标的 id\"", "write indicator = \"id\"");
        wrong(host, place, message, hint);
        return None;
    };
    let wanted = id.get_ref();
    let found = edition.measures.iter().find(|m| m.indicator.id == *wanted);
    if found.is_none() && !is_faulty(host, wanted) {
        let place = place_of(host, id);
        let message = text!("没有叫“{wanted}”的指标", "there is no indicator `{wanted}`");
        let hint = meant(host, wanted, edition);
        let finding = Finding::new(Code::FigureUnknown, place, message);
        host.findings.push(finding.maybe_hint(hint));
    }
    found
}

/// What to write instead: the id of the indicator that was named, rows for a number
/// that only this county has, or an id like the one that was written.
fn meant(host: &TextHost<'_>, wanted: &str, edition: &Edition<'_>) -> Option<Text> {
    let named = edition.measures.iter().map(|m| m.indicator);
    if let Some(named) = named.clone().find(|i| i.name == wanted) {
        let id = &named.id;
        return Some(text!(
            "写它的 id：indicator = \"{id}\"",
            "write its id: indicator = \"{id}\""
        ));
    }
    let own = host.county.and_then(|c| edition.counties.get(c));
    if own.is_some_and(|county| county.figures.iter().any(|f| f.content.id == wanted)) {
        return Some(text!(
            "这是本县自己的数，不是各县都有的指标：用 rows 写，或用 figures 区块",
            "this is the county's own number, no indicator of all: give rows, or a figures block"
        ));
    }
    hint(wanted, named.map(|i| i.id.as_str()))
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
    highlight
        .get_ref()
        .names()
        .iter()
        .filter_map(|wanted| name(host, wanted, place.clone(), edition))
        .collect()
}
