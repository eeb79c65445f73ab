//! All editions, and one county over the years.

use super::address;
use super::county::CHARTS;
use super::desk::Desk;
use super::frame::{EditionLink, Frame, LinkView, editions};
use super::graphic::{self, GraphicView};
use super::job::Made;
use super::tile;
use crate::quantity::Quantity;
use crate::showcase::Figure;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::BTreeSet;

#[derive(Serialize)]
struct Years {
    editions: Vec<EditionLink>,
    /// Every county with its pages, where there is more than one edition.
    counties: Vec<CountyLinks>,
}

#[derive(Serialize)]
struct CountyLinks {
    name: String,
    href: String,
}

/// years/index.html.
pub(super) fn all(desk: &Desk<'_>) -> Made {
    let mut made = Made::default();
    let frame = Frame::new(
        desk,
        "years",
        address::YEARS.to_owned(),
        desk.words.get("years"),
    )
    .describe(&desk.showcase.content.site.title.value);
    // The newest edition's official order, then those that are in older ones only.
    let editions_of = desk.showcase.editions.iter();
    let mut met = BTreeSet::new();
    let names = editions_of
        .flat_map(|edition| &edition.counties)
        .map(|county| (&county.content.slug, &county.content.name.value))
        .filter(|(slug, _)| met.insert(*slug));
    let counties = if desk.showcase.editions.len() > 1 {
        names
            .map(|(slug, name)| CountyLinks {
                name: name.clone(),
                href: address::county_years(slug),
            })
            .collect()
    } else {
        Vec::new()
    };
    let values = Years {
        editions: editions(desk.showcase, &desk.titles),
        counties,
    };
    made.page(desk, "years.html", with_home(desk, frame), values);
    made
}

#[derive(Serialize)]
struct CountyYears {
    name: String,
    years: Vec<CountyYear>,
    /// The editions that have the county, oldest first: the table's columns.
    columns: Vec<String>,
    rows: Vec<YearRow>,
    has_sparks: bool,
    has_change: bool,
    charts: Vec<GraphicView>,
}

#[derive(Serialize)]
struct CountyYear {
    edition: EditionLink,
    title: String,
    summary: String,
    href: String,
}

/// One indicator over the editions.
#[derive(Serialize)]
struct YearRow {
    name: String,
    /// Its years, where no chart on the page draws them.
    spark: Option<String>,
    /// One for each column; `None` where that edition has no such indicator.
    cells: Vec<Option<YearCell>>,
    /// Against the edition before, in the newest one that has it.
    change: Option<String>,
}

#[derive(Serialize)]
struct YearCell {
    /// `None`: missing.
    value: Option<String>,
    href: String,
}

/// county/liandu/index.html: the same county (by its folder's name) in every
/// edition that has it, newest first.
pub(super) fn county(desk: &Desk<'_>, slug: &str) -> Made {
    let mut made = Made::default();
    let path = address::county_years(slug);
    let links = editions(desk.showcase, &desk.titles);
    let editions = desk.showcase.editions.iter().enumerate();
    let found: Vec<(usize, usize)> = editions
        .filter_map(|(e, edition)| {
            let c = edition
                .counties
                .iter()
                .position(|c| c.content.slug == slug)?;
            Some((e, c))
        })
        .collect();
    let years = found.iter().map(|&(e, c)| {
        let titles = &desk.titles.counties[e][c];
        CountyYear {
            edition: links[e].clone(),
            title: titles.title.clone(),
            summary: titles.summary.clone(),
            href: address::county(desk.edition(e), desk.county(e, c)),
        }
    });
    let newest = found.first().map(|&(e, c)| desk.county(e, c));
    let name = newest.map_or(slug, |county| county.content.name.value.as_str());
    let measured = measured(desk, &found);
    let charted: Vec<&Measured<'_>> = charted(&measured);
    let rows: Vec<YearRow> = measured
        .iter()
        .map(|m| row(desk, &found, m, charted.iter().any(|c| std::ptr::eq(*c, m))))
        .collect();
    let charts = charted.into_iter().filter_map(|(e, figure)| {
        let (_, c) = found.iter().find(|(edition, _)| edition == e)?;
        let county = (name, desk.county(*e, *c));
        let graphic = graphic::county_series(desk, desk.edition(*e), county, figure)?;
        Some(graphic.place(desk, &figure.content.id, &path, &mut made))
    });
    let values = CountyYears {
        charts: charts.collect(),
        name: name.to_owned(),
        years: years.collect(),
        columns: found
            .iter()
            .rev()
            .map(|(e, _)| desk.edition(*e).content.id.clone())
            .collect(),
        has_sparks: rows.iter().any(|row| row.spark.is_some()),
        has_change: rows.iter().any(|row| row.change.is_some()),
        rows,
    };
    let frame = Frame::new(desk, "county-years", path, name);
    made.page(desk, "county-years.html", with_home(desk, frame), values);
    made
}

/// An indicator's figure in the newest edition that has it; a series there
/// holds every year before.
type Measured<'a> = (usize, &'a Figure<'a>);

/// Every indicator the county states in any edition, the newest one's first.
fn measured<'a>(desk: &'a Desk<'_>, found: &[(usize, usize)]) -> Vec<Measured<'a>> {
    let mut met = BTreeSet::new();
    let figures = found.iter().flat_map(|&(e, c)| {
        let figures = desk.county(e, c).figures.iter();
        figures.map(move |figure| (e, figure))
    });
    figures
        .filter(|(_, figure)| figure.indicator.is_some())
        .filter(|(_, figure)| met.insert(&figure.content.id))
        .collect()
}

/// Those whose years are drawn large: headline ones first, then those of most years.
fn charted<'a, 'b>(measured: &'b [Measured<'a>]) -> Vec<&'b Measured<'a>> {
    let long = measured.iter().filter(|(_, f)| f.series.len() > 1);
    let mut long: Vec<&Measured<'_>> = long.collect();
    long.sort_by_key(|(_, f)| {
        let headline = f.indicator.is_some_and(|i| i.headline);
        (!headline, Reverse(f.series.len()))
    });
    long.truncate(CHARTS);
    long
}

fn row(
    desk: &Desk<'_>,
    found: &[(usize, usize)],
    (newest, figure): &Measured<'_>,
    is_charted: bool,
) -> YearRow {
    let id = &figure.content.id;
    let cells = found.iter().rev().map(|&(e, c)| {
        let figures = &desk.county(e, c).figures;
        let figure = figures.iter().find(|f| f.content.id == *id)?;
        Some(YearCell {
            value: figure.value().map(Quantity::prose),
            href: desk.figure(desk.edition(e), &figure.anchor(), id),
        })
    });
    let edition = desk.edition(*newest);
    YearRow {
        name: figure.name().to_owned(),
        spark: (!is_charted)
            .then(|| tile::spark(desk, edition, id, figure.name(), &figure.series))
            .flatten(),
        cells: cells.collect(),
        change: figure.change.as_ref().map(|c| desk.say(&c.sentence())),
    }
}

fn with_home(desk: &Desk<'_>, mut frame: Frame) -> Frame {
    frame.crumbs = vec![LinkView {
        name: desk.words.get("home").to_owned(),
        href: address::HOME.to_owned(),
    }];
    frame
}
