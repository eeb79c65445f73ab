//! One indicator over the region: ranking, map, years, table.

use super::desk::Desk;
use super::edition::EditionView;
use super::figure::{FigureView, MeasureView};
use super::frame::{Frame, LinkView};
use super::graphic::{self, GraphicView};
use super::job::Made;
use super::search::Entry;
use super::{address, card, data, embed};
use crate::showcase::{Edition, Figure};
use crate::text;
use serde::Serialize;

#[derive(Serialize)]
struct IndicatorPage {
    edition: EditionView,
    measure: MeasureView,
    charts: Vec<GraphicView>,
    /// Ranked first, then those without a value, in official order.
    rows: Vec<IndicatorRow>,
    /// Too many rows to be scrolled past: they are folded up.
    is_long: bool,
    /// Less is better: the table begins with the smallest.
    lowest_first: bool,
    has_target: bool,
    has_status: bool,
    has_note: bool,
    /// The edition's indicators, this one among them.
    measures: Vec<LinkView>,
    previous: Option<LinkView>,
    next: Option<LinkView>,
    downloads: Vec<graphic::DownloadView>,
    /// The bare page of a drawing that stands here not at all.
    embed: Option<String>,
}

/// More rows than this are folded up.
const LONG: usize = 120;

#[derive(Serialize)]
struct IndicatorRow {
    county: String,
    href: String,
    figure: Option<FigureView>,
}

pub(super) fn make(desk: &Desk<'_>, e: usize, m: usize) -> Made {
    let edition = desk.edition(e);
    let measure = &edition.measures[m];
    let indicator = measure.indicator;
    let path = address::indicator(edition, &indicator.id);
    let mut made = Made {
        origin: Some(indicator.place.clone()),
        ..Made::default()
    };
    // One value or two among gaps are told by the table; a drawing would show
    // mostly gaps.
    let stated = measure.ranking.len();
    let many = stated > 2 || (stated == 2 && measure.missing.is_empty());
    let drawn = [
        (
            "ranking",
            graphic::ranking(desk, edition, measure, None).filter(|_| many),
        ),
        (
            "map",
            graphic::tiles(desk, edition, measure).filter(|_| many),
        ),
        ("progress", graphic::bullets(desk, edition, measure)),
        ("series", graphic::region_series(desk, edition, measure)),
        ("multiples", graphic::multiples(desk, edition, measure)),
    ];
    let mut charts: Vec<GraphicView> = drawn
        .into_iter()
        .filter_map(|(id, graphic)| Some(graphic?.place(desk, id, &path, &mut made)))
        .collect();
    let embed = embed::make(desk, e, measure, &mut charts, &mut made);
    let order = measure
        .ranking
        .iter()
        .map(|r| r.county)
        .chain(measure.missing.iter().copied());
    // What a long table says once is not said again below every drawing.
    for chart in &mut charts {
        chart.shorten();
    }
    let order: Vec<usize> = order.collect();
    let stated = |c: usize| {
        let county = desk.county(e, c);
        let figure = county.position(indicator);
        figure.and_then(|at| county.figures.get(at))
    };
    let any = |has: &dyn Fn(&Figure<'_>) -> bool| order.iter().any(|c| stated(*c).is_some_and(has));
    let shown = desk.shown("indicator.html").of("rows");
    let rows: Vec<IndicatorRow> = order
        .iter()
        .map(|c| {
            let (county, figure) = (desk.county(e, *c), stated(*c));
            IndicatorRow {
                county: county.content.name.value.clone(),
                href: address::county(edition, county),
                figure: figure.map(|f| FigureView::shown(desk, e, f, shown)),
            }
        })
        .collect();
    let downloads = data::downloads(desk, e, Some(&indicator.id), &path, &mut made);
    let (name, year) = (&indicator.name, edition.content.year);
    let mut frame = Frame::new(
        desk,
        "indicator",
        path,
        &desk.say(&text!("{name}（{year}）", "{name} ({year})")),
    )
    .describe(indicator.meaning.as_deref().unwrap_or(&indicator.name))
    .below(desk, e, Vec::new());
    frame.card = card::indicator(desk, e, m, &mut made);
    made.date = super::government::newest(edition);
    made.entry = Some(Entry {
        href: frame.path.clone(),
        title: frame.title.clone(),
        edition: edition.content.id.clone(),
        text: frame.description.clone(),
    });
    let values = IndicatorPage {
        edition: EditionView::of(desk, e),
        measure: MeasureView::of(desk, e, measure),
        charts,
        is_long: rows.len() > LONG,
        lowest_first: measure.falling && measure.ranking.len() > 1,
        has_target: any(&|f| f.target().is_some()),
        has_status: any(&|f| f.progress.is_some()),
        has_note: any(&|f| f.note().is_some()),
        rows,
        previous: neighbour(edition, m.checked_sub(1)),
        next: neighbour(edition, Some(m + 1)),
        measures: (0..edition.measures.len())
            .filter_map(|m| neighbour(edition, Some(m)))
            .collect(),
        downloads,
        embed,
    };
    made.page(desk, "indicator.html", frame, values);
    made
}

fn neighbour(edition: &Edition<'_>, at: Option<usize>) -> Option<LinkView> {
    let indicator = edition.measures.get(at?)?.indicator;
    Some(LinkView {
        name: indicator.name.clone(),
        href: address::indicator(edition, &indicator.id),
    })
}
