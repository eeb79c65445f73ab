//! All editions, and one county over the years.

use super::address;
use super::desk::Desk;
use super::figure::FigureView;
use super::frame::{EditionLink, Frame, LinkView, editions};
use super::graphic::{self, GraphicView};
use super::job::Made;
use serde::Serialize;
use std::collections::BTreeMap;

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
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for edition in desk.showcase.editions.iter().rev() {
        for county in &edition.counties {
            names.insert(&county.content.slug, &county.content.name.value);
        }
    }
    let counties = if desk.showcase.editions.len() > 1 {
        names
            .into_iter()
            .map(|(slug, name)| CountyLinks {
                name: name.to_owned(),
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
    charts: Vec<GraphicView>,
}

#[derive(Serialize)]
struct CountyYear {
    edition: EditionLink,
    title: String,
    summary: String,
    href: String,
    figures: Vec<FigureView>,
}

/// county/liandu/index.html: the same county (by its folder's name) in every
/// edition that has it, newest first.
pub(super) fn county(desk: &Desk<'_>, slug: &str) -> Made {
    let mut made = Made::default();
    let path = address::county_years(slug);
    let links = editions(desk.showcase, &desk.titles);
    let mut years = Vec::new();
    let mut name = None;
    for (e, edition) in desk.showcase.editions.iter().enumerate() {
        let Some(c) = edition.counties.iter().position(|c| c.content.slug == slug) else {
            continue;
        };
        let county = &edition.counties[c];
        name.get_or_insert_with(|| county.content.name.value.clone());
        let titles = &desk.titles.counties[e][c];
        years.push(CountyYear {
            edition: links[e].clone(),
            title: titles.title.clone(),
            summary: titles.summary.clone(),
            href: address::county(edition, county),
            figures: county
                .figures
                .iter()
                .filter(|f| f.indicator.is_some())
                .map(|f| FigureView::of(desk, e, f))
                .collect(),
        });
    }
    let name = name.unwrap_or_else(|| slug.to_owned());
    let frame = Frame::new(desk, "county-years", path, &name);
    let charts = graphic::county_years(desk, slug, &mut made);
    let values = CountyYears {
        name,
        years,
        charts,
    };
    made.page(desk, "county-years.html", with_home(desk, frame), values);
    made
}

fn with_home(desk: &Desk<'_>, mut frame: Frame) -> Frame {
    frame.crumbs = vec![LinkView {
        name: desk.words.get("home").to_owned(),
        href: address::HOME.to_owned(),
    }];
    frame
}
