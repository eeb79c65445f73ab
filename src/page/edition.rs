//! An edition's page, also the site's home.

use super::address;
use super::case::{self, TextView};
use super::county::CountyCard;
use super::desk::Desk;
use super::figure::MeasureView;
use super::frame::{self, Frame};
use super::graphic::{self, GraphicView};
use super::host::{self, TextHost};
use super::job::Made;
use super::search::Entry;
use serde::Serialize;

#[derive(Serialize)]
struct EditionPage {
    edition: EditionView,
    text: Option<TextView>,
    /// Headline indicators.
    tiles: Vec<MeasureView>,
    measures: Vec<MeasureView>,
    counties: Vec<CountyCard>,
    charts: Vec<GraphicView>,
    sources: Vec<SourceView>,
}

/// An edition as templates see it.
#[derive(Serialize)]
pub(super) struct EditionView {
    id: String,
    year: i32,
    region: String,
    kicker: Option<String>,
    title: String,
    deck: Option<String>,
    byline: Vec<String>,
    as_of: Option<String>,
    href: String,
    data: String,
    method: String,
    print: String,
    /// `None` with a single county.
    compare: Option<String>,
}

impl EditionView {
    pub(super) fn of(desk: &Desk<'_>, e: usize) -> EditionView {
        let edition = desk.edition(e);
        let content = edition.content;
        EditionView {
            id: content.id.clone(),
            year: content.year,
            region: content.region.value.clone(),
            kicker: content.kicker.clone(),
            title: content.title.value.clone(),
            deck: content.deck.clone(),
            byline: content.byline.clone(),
            as_of: edition.as_of.map(|d| host::date(desk, d)),
            href: address::edition(edition),
            data: address::part(edition, "data"),
            method: address::part(edition, "method"),
            print: address::part(edition, "print"),
            compare: (edition.counties.len() > 1).then(|| address::part(edition, "compare")),
        }
    }
}

/// A source with how many figures rest on it.
#[derive(Serialize)]
pub(super) struct SourceView {
    number: usize,
    source: String,
    as_of: String,
    figures: usize,
}

pub(super) fn sources(desk: &Desk<'_>, e: usize) -> Vec<SourceView> {
    let sources = desk.edition(e).sources.iter().enumerate();
    sources
        .map(|(at, note)| SourceView {
            number: at + 1,
            source: note.source.to_owned(),
            as_of: host::date(desk, note.as_of),
            figures: note.figures.len(),
        })
        .collect()
}

/// The edition's page at `path`: its own address, or the site's root.
pub(super) fn make(desk: &Desk<'_>, e: usize, path: String) -> Made {
    let edition = desk.edition(e);
    let content = edition.content;
    let root = address::root(&path);
    let mut made = Made {
        origin: Some(content.title.place.clone()),
        ..Made::default()
    };
    let text = content.lead.as_ref().map(|lead| {
        let host = TextHost::new(desk, (e, None), &lead.body, &content.files, &path);
        case::render(host, lead.body.text(), &mut made)
    });
    let mut frame = Frame::new(desk, "edition", path.clone(), &content.title.value);
    frame.description = match (&desk.titles.leads[e], &text) {
        (summary, _) if !summary.is_empty() => summary.clone(),
        (_, Some(text)) => text.opening.clone(),
        _ => String::new(),
    };
    if let (Some(url), true) = (&desk.showcase.content.site.url, path == address::HOME) {
        frame.canonical = Some(format!("{url}{}", address::edition(edition)));
    }
    frame.edition = Some(e);
    if path != address::HOME {
        frame.crumbs = vec![frame::home(desk)];
    }
    made.date = edition.as_of;
    if path != address::HOME {
        made.entry = Some(Entry {
            href: path.clone(),
            title: content.title.value.clone(),
            edition: content.id.clone(),
            text: text
                .as_ref()
                .map(|t| t.plain.replace('\n', " "))
                .unwrap_or_default(),
        });
    }
    let measures: Vec<MeasureView> = edition
        .measures
        .iter()
        .map(|m| MeasureView::of(desk, e, m))
        .collect();
    let cards = (0..edition.counties.len()).map(|c| CountyCard::of(desk, e, c, &root));
    let values = EditionPage {
        edition: EditionView::of(desk, e),
        text,
        tiles: measures.iter().filter(|m| m.headline).cloned().collect(),
        measures,
        counties: cards.collect(),
        charts: charts(desk, e, &path, &mut made),
        sources: sources(desk, e),
    };
    made.page(desk, "edition.html", frame, values);
    made
}

/// A ranking and a tile map for each headline indicator, and bullets.
fn charts(desk: &Desk<'_>, e: usize, path: &str, made: &mut Made) -> Vec<GraphicView> {
    let edition = desk.edition(e);
    let root = address::root(path);
    let mut charts = Vec::new();
    for measure in edition.measures.iter().filter(|m| m.indicator.headline) {
        let id = &measure.indicator.id;
        let drawn = [
            (
                "rank",
                graphic::ranking(desk, edition, measure, None, &root),
            ),
            ("map", graphic::tiles(desk, edition, measure, &root)),
            ("progress", graphic::bullets(desk, edition, measure, &root)),
        ];
        for (kind, graphic) in drawn {
            if let Some(graphic) = graphic {
                charts.push(graphic.place(desk, &format!("{kind}-{id}"), path, made));
            }
        }
    }
    charts
}
