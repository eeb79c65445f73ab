//! The charts that pages get from their indicators alone.

use super::{
    Graphic, base, figures_of, number, provenance, provenance_over_years, shown, status, words,
};
use crate::chart::{
    Bars, Bullet, Chart, Goal, Line, Multiples, Order, Row, Series, Standings, Tile, Tiles,
};
use crate::page::desk::Desk;
use crate::quantity::Quantity;
use crate::showcase::{County, Edition, Figure, Measure, Years};
use crate::text;
use std::collections::BTreeSet;

pub(super) fn figure<'a, 'c>(
    county: &'a County<'c>,
    measure: &Measure<'_>,
) -> Option<&'a Figure<'c>> {
    county.figures.get(county.position(measure.indicator)?)
}

/// All counties by one indicator, ranked; `focus` is the page's own county.
pub(in crate::page) fn ranking(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    measure: &Measure<'_>,
    focus: Option<usize>,
) -> Option<Graphic> {
    if measure.ranking.is_empty() {
        return None;
    }
    let bars = Bars {
        rows: rows(desk, edition, measure, focus),
        tint: desk.tint(&measure.indicator.id),
        ..Bars::default()
    };
    let words = words(desk, edition, measure.indicator);
    Some(Graphic::new(Chart::Bars(bars), words))
}

fn rows(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    measure: &Measure<'_>,
    focus: Option<usize>,
) -> Vec<Row> {
    let rows = edition.counties.iter().enumerate().map(|(c, county)| {
        let value = figure(county, measure).and_then(|f| f.in_unit.as_deref());
        Row {
            name: county.content.name.value.clone(),
            value: number(value),
            shown: shown(desk, value),
            focus: focus == Some(c),
            href: None,
            note: None,
        }
    });
    rows.collect()
}

/// The ranking that counties' pages take their places from.
pub(in crate::page) fn standings(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    measure: &Measure<'_>,
) -> Option<Standings> {
    let words = words(desk, edition, measure.indicator);
    let tint = desk.tint(&measure.indicator.id);
    Standings::new(rows(desk, edition, measure, None), tint, &words)
}

/// The tile map of one indicator; only where edition.toml places the counties.
pub(in crate::page) fn tiles(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    measure: &Measure<'_>,
) -> Option<Graphic> {
    let places = &edition.content.tiles;
    if places.is_empty() || measure.ranking.is_empty() {
        return None;
    }
    let least = |at: usize| places.values().map(|p| p[at]).min().unwrap_or(0);
    let (left, top) = (least(0), least(1));
    let tiles = edition.counties.iter().map(|county| {
        let value = figure(county, measure).and_then(|f| f.in_unit.as_deref());
        Tile {
            name: county.content.name.value.clone(),
            place: places
                .get(&county.content.slug)
                .map(|[column, row]| (column - left, row - top)),
            value: number(value),
            shown: shown(desk, value),
            href: None,
            step: None,
            focus: false,
        }
    });
    let tiles = Tiles {
        tiles: tiles.collect(),
        tint: desk.tint(&measure.indicator.id),
        ..Tiles::default()
    };
    let words = words(desk, edition, measure.indicator);
    Some(Graphic::new(Chart::Tiles(tiles), words))
}

fn goal(desk: &Desk<'_>, name: &str, figure: &Figure<'_>) -> Goal {
    let in_unit = |q: Option<&Quantity>| q.and_then(|q| q.convert(figure.unit()).ok());
    let (baseline, target) = (in_unit(figure.baseline()), in_unit(figure.target()));
    Goal {
        row: Row {
            name: name.to_owned(),
            value: number(figure.in_unit.as_deref()),
            shown: shown(desk, figure.in_unit.as_deref()),
            ..Row::default()
        },
        baseline: number(baseline.as_ref()),
        baseline_shown: shown(desk, baseline.as_ref()),
        target: number(target.as_ref()),
        target_shown: shown(desk, target.as_ref()),
        status: figure.progress.as_ref().map(|p| status(desk, p.status)),
    }
}

/// A county that states nothing: it has its row, and the row says so.
fn unknown(desk: &Desk<'_>, name: &str) -> Goal {
    Goal {
        row: Row {
            name: name.to_owned(),
            shown: shown(desk, None),
            ..Row::default()
        },
        ..Goal::default()
    }
}

/// A lone figure's finding: 薄弱村20个，滞后.
fn one_goal(desk: &Desk<'_>, figure: &Figure<'_>) -> String {
    use crate::finding::Language;
    let goal = goal(desk, figure.name(), figure);
    let value = match goal.row.value {
        Some(_) => goal.row.shown,
        None => desk.words.get("missing").to_owned(),
    };
    let (name, comma) = match desk.language {
        Language::Zh => (goal.row.name, "，"),
        Language::En => (format!("{}: ", goal.row.name), ", "),
    };
    match goal.status {
        Some(status) if goal.row.value.is_some() => format!("{name}{value}{comma}{}", status.word),
        _ => format!("{name}{value}"),
    }
}

/// Every county's way to its target by one indicator.
pub(in crate::page) fn bullets(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    measure: &Measure<'_>,
) -> Option<Graphic> {
    let goals: Vec<Goal> = edition
        .counties
        .iter()
        .filter_map(|county| {
            let name = &county.content.name.value;
            match figure(county, measure) {
                Some(figure) => figure.target().map(|_| goal(desk, name, figure)),
                None => Some(unknown(desk, name)),
            }
        })
        .collect();
    if goals.iter().all(|g| g.target.is_none()) {
        return None;
    }
    let bullet = Bullet {
        goals,
        order: Order::Value,
    };
    let words = words(desk, edition, measure.indicator);
    Some(Graphic::new(Chart::Bullet(bullet), words))
}

/// One county's ways to its targets.
pub(in crate::page) fn county_bullets(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    county: &County<'_>,
) -> Option<Graphic> {
    let with_target: Vec<&Figure<'_>> = county
        .figures
        .iter()
        .filter(|f| f.target().is_some())
        .collect();
    if with_target.is_empty() {
        return None;
    }
    let goals = with_target.iter().map(|f| goal(desk, f.name(), f));
    let bullet = Bullet {
        goals: goals.collect(),
        order: Order::Official,
    };
    let (source, as_of) = provenance(desk, with_target.iter().copied());
    let mut words = base(desk, edition);
    words.source = source;
    words.as_of = as_of;
    words.measure = desk.words.get("way_to_targets").to_owned();
    if let [only] = with_target.as_slice() {
        words.title = one_goal(desk, only);
    }
    words.counted = match desk.language {
        crate::finding::Language::Zh => "项指标".to_owned(),
        crate::finding::Language::En => "indicators".to_owned(),
    };
    Some(Graphic::new(Chart::Bullet(bullet), words))
}

/// One county among the others, by one indicator; only with two or more.
pub(in crate::page) fn county_ranking(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    measure: &Measure<'_>,
    county: usize,
) -> Option<Graphic> {
    let positions = desk.shared.positions(edition, measure);
    let stated = positions.get(county).is_some_and(Option::is_some);
    if !stated || measure.ranking.len() < 2 {
        return None;
    }
    let mut graphic = match desk.shared.standings(desk, edition, measure) {
        Some(standings) => {
            let words = words(desk, edition, measure.indicator);
            Graphic::new(Chart::Place(standings.place(county, &words)?), words)
        }
        None => ranking(desk, edition, measure, Some(county))?,
    };
    graphic.whole = Some(desk.indicator(edition, &measure.indicator.id));
    Some(graphic)
}

/// The years from the first to the last, each with its value or a gap.
pub(in crate::page) fn points(
    desk: &Desk<'_>,
    series: &Years<'_>,
) -> Vec<(i32, Option<f64>, String)> {
    series
        .iter()
        .map(|(year, value)| (*year, number(Some(value)), shown(desk, Some(value))))
        .collect()
}

fn period(series: &Years<'_>, zh: bool) -> String {
    years(series.keys().copied(), zh)
}

/// The years that several series span together.
fn spanned(desk: &Desk<'_>, series: &[Series]) -> String {
    let all: BTreeSet<i32> = series
        .iter()
        .flat_map(|s| s.points.iter().map(|p| p.0))
        .collect();
    years(
        all.into_iter(),
        desk.language == crate::finding::Language::Zh,
    )
}

/// 2017—2019年 of years in order; one year is itself.
fn years(mut years: impl DoubleEndedIterator<Item = i32>, zh: bool) -> String {
    match (years.next(), years.next_back()) {
        (Some(only), None) if zh => format!("{only}年"),
        (Some(only), None) => only.to_string(),
        (Some(first), Some(last)) if zh => format!("{first}—{last}年"),
        (Some(first), Some(last)) => format!("{first}–{last}"),
        _ => String::new(),
    }
}

/// One figure of a county over years; only with two or more.
pub(in crate::page) fn county_series(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    (name, county): (&str, &County<'_>),
    figure: &Figure<'_>,
) -> Option<Graphic> {
    if figure.series.len() < 2 {
        return None;
    }
    let line = Line {
        series: vec![Series {
            name: name.to_owned(),
            points: points(desk, &figure.series),
            focus: true,
        }],
        tint: desk.tint(&figure.content.id),
    };
    let id = figure.content.id.as_str();
    let stated = before(desk, edition, county).filter_map(|(e, county)| {
        let figure = county.figure(id)?;
        Some((e.content.year, vec![figure]))
    });
    let stated: Vec<_> = stated.collect();
    let (source, as_of) = provenance_over_years(desk, &stated);
    let mut words = base(desk, edition);
    words.period = period(
        &figure.series,
        desk.language == crate::finding::Language::Zh,
    );
    words.measure = figure.name().to_owned();
    words.unit = figure.unit().as_str().to_owned();
    words.source = source;
    words.as_of = as_of;
    Some(Graphic::new(Chart::Line(line), words))
}

/// The region's totals over years.
pub(in crate::page) fn region_series(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    measure: &Measure<'_>,
) -> Option<Graphic> {
    if measure.series.len() < 2 {
        return None;
    }
    let line = Line {
        series: vec![Series {
            name: edition.content.region.value.clone(),
            points: points(desk, &measure.series),
            focus: true,
        }],
        tint: desk.tint(&measure.indicator.id),
    };
    let mut words = words_over_years(desk, edition, measure);
    words.period = period(
        &measure.series,
        desk.language == crate::finding::Language::Zh,
    );
    let mut graphic = Graphic::new(Chart::Line(line), words);
    graphic.note = left_out(desk, edition, measure);
    Some(graphic)
}

/// Who is not in the region's numbers.
fn left_out(desk: &Desk<'_>, edition: &Edition<'_>, measure: &Measure<'_>) -> Option<String> {
    const NAMED: usize = 5;
    let missing = &measure.missing;
    let counties = missing.iter().filter_map(|c| edition.counties.get(*c));
    let names: Vec<&str> = counties.map(|c| c.content.name.value.as_str()).collect();
    let first = names.get(..NAMED.min(names.len())).unwrap_or_default();
    let (zh, en) = (first.join("、"), first.join(", "));
    match names.len() {
        0 => None,
        n if n > NAMED => Some(desk.say(&text!(
            "不含{zh}等{n}个没有数据的县（市、区）",
            "without {n} counties that have no data, {en} among them"
        ))),
        _ => Some(desk.say(&text!("不含{zh}（暂无数据）", "without {en} (no data)"))),
    }
}

/// The words around a chart of one indicator over the years.
fn words_over_years(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    measure: &Measure<'_>,
) -> crate::chart::Words {
    let editions = desk.showcase.editions.iter();
    let editions = editions.skip_while(|e| !std::ptr::eq(*e, edition));
    let stated = editions.filter_map(|e| {
        let same = |m: &&Measure<'_>| m.indicator.id == measure.indicator.id;
        let measure = e.measures.iter().find(same)?;
        let figures: Vec<_> = figures_of(e, measure.indicator).collect();
        (!figures.is_empty()).then_some((e.content.year, figures))
    });
    let stated: Vec<_> = stated.collect();
    let mut words = words(desk, edition, measure.indicator);
    (words.source, words.as_of) = provenance_over_years(desk, &stated);
    words
}

/// Every county's years by one indicator, in one drawing.
pub(in crate::page) fn county_lines(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    measure: &Measure<'_>,
) -> Option<Graphic> {
    let series = all_series(desk, edition, measure);
    if series.is_empty() {
        return None;
    }
    let mut words = words_over_years(desk, edition, measure);
    words.period = spanned(desk, &series);
    let tint = desk.tint(&measure.indicator.id);
    Some(Graphic::new(Chart::Line(Line { series, tint }), words))
}

/// Every county's years by one indicator, on one scale.
pub(in crate::page) fn multiples(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    measure: &Measure<'_>,
) -> Option<Graphic> {
    let series = all_series(desk, edition, measure);
    if series.iter().filter(|s| s.points.len() > 1).count() < 2 {
        return None;
    }
    let mut words = words_over_years(desk, edition, measure);
    words.period = spanned(desk, &series);
    let tint = desk.tint(&measure.indicator.id);
    let chart = Chart::Multiples(Multiples { series, tint });
    Some(Graphic::new(chart, words))
}

/// Every county's years, those that state none as well, so that they are told as
/// missing; nothing where no county states more than one.
fn all_series(desk: &Desk<'_>, edition: &Edition<'_>, measure: &Measure<'_>) -> Vec<Series> {
    let series: Vec<Series> = edition
        .counties
        .iter()
        .map(|county| Series {
            name: county.content.name.value.clone(),
            points: past_or_present(desk, edition, county, measure)
                .map(|series| points(desk, series))
                .unwrap_or_default(),
            focus: false,
        })
        .collect();
    if series.iter().any(|s| s.points.len() > 1) {
        series
    } else {
        Vec::new()
    }
}

/// The same county in this edition and in those before it, newest first.
fn before<'a, 'c>(
    desk: &'a Desk<'c>,
    edition: &'a Edition<'c>,
    county: &'a County<'c>,
) -> impl Iterator<Item = (&'a Edition<'c>, &'a County<'c>)> {
    let years = county.years.iter();
    let all = years.map(|&(e, c)| (desk.edition(e), desk.county(e, c)));
    all.skip_while(move |(e, _)| !std::ptr::eq(*e, edition))
}

/// A county's years by one indicator; where it states none now, those that it
/// stated before.
fn past_or_present<'a, 'c>(
    desk: &'a Desk<'c>,
    edition: &'a Edition<'c>,
    county: &'a County<'c>,
    measure: &Measure<'_>,
) -> Option<&'a Years<'a>> {
    let indicator = measure.indicator;
    before(desk, edition, county).find_map(|(_, county)| {
        let figure = county.figure(&indicator.id)?;
        let known = figure.unit() == &indicator.unit && !figure.series.is_empty();
        known.then_some(&figure.series)
    })
}
