//! An edition's page, also the site's home.

use super::address;
use super::card;
use super::case::{self, HeadingView, TextView};
use super::county::CountyCard;
use super::desk::Desk;
use super::figure::MeasureView;
use super::frame::{self, Frame};
use super::graphic::{self, GraphicView};
use super::host::{self, NoteView, TextHost};
use super::job::Made;
use super::photo::PhotoView;
use super::ranking::RankingView;
use super::search::Entry;
use super::strip::StripView;
use super::tile::EditionTile;
use super::{result, title};
use crate::content::Milestone;
use crate::finding::Findings;
use crate::showcase::{Edition, Measure};
use crate::text;
use serde::Serialize;

#[derive(Serialize)]
struct EditionPage {
    edition: EditionView,
    heading: HeadView,
    /// The source notes of heading and lead.
    notes: Vec<NoteView>,
    /// The sentence that states the result.
    result: String,
    text: Option<TextView>,
    cover: Option<PhotoView>,
    /// Headline indicators.
    tiles: Vec<EditionTile>,
    strip: Option<StripView>,
    /// A ranking and a map for each headline indicator.
    subjects: Vec<SubjectView>,
    /// A lone county's ways to its targets; among several, each ranking has them.
    progress: Option<GraphicView>,
    /// Every indicator, for the list of them.
    measures: Vec<MeasureView>,
    counties: Vec<CountyCard>,
    /// The parts of a lone county's case, for the list of them.
    parts: Vec<HeadingView>,
    /// Some county has a picture.
    pictures: bool,
    /// Too many counties for large cards.
    dense: bool,
    /// Too many for cards at all: their names, folded up.
    names_only: bool,
    milestones: Vec<EventView>,
    /// 另有15条，见各县页面.
    more_milestones: Option<String>,
    sources: Vec<SourceView>,
}

/// An indicator with what the home page draws of it.
#[derive(Serialize)]
struct SubjectView {
    measure: MeasureView,
    /// The finding.
    heading: String,
    /// Measure, unit, period.
    sub: String,
    ranking: RankingView,
    /// The ranking as a drawing: what it says, its table and its files. The table
    /// above is what is seen, because its cells are links. `None` where site.toml
    /// wants no charts.
    drawn: Option<GraphicView>,
    /// Where edition.toml places the counties and three or more state a value.
    map: Option<GraphicView>,
    /// Too many tiles, or too many in a row, for a map beside the ranking.
    wide: bool,
    source: String,
    as_of: String,
}

/// A milestone with its county.
#[derive(Serialize)]
struct EventView {
    county: String,
    href: String,
    date: String,
    iso: String,
    text: String,
    /// The text as HTML, where it refers to figures.
    html: Option<String>,
}

/// Tiles in a row that a map beside the ranking has room for.
const ACROSS: u32 = 5;
/// Fewer stated values than this make no map.
const MAPPED: usize = 3;
/// So many rankings; the other headline indicators have their tiles and pages.
const SUBJECTS: usize = 6;
/// More counties than this get small cards.
const LARGE: usize = 30;
/// More counties than this are an index of names: as cards, 900 would be a
/// hundred screens on a phone.
const NAMES: usize = 120;
/// So many tiles can be read in half a page's width.
const BESIDE: usize = 20;
/// So many milestones, the latest.
const EVENTS: usize = 24;

/// An edition as templates see it.
#[derive(Serialize)]
pub(super) struct EditionView {
    id: String,
    year: i32,
    /// 2019年度, 2019.
    year_text: String,
    region: String,
    kicker: Option<String>,
    title: String,
    deck: Option<String>,
    byline: Vec<String>,
    as_of: Option<String>,
    href: String,
    /// This and the next: `None` where site.toml does not want the page.
    data: Option<String>,
    method: Option<String>,
    print: Option<String>,
    /// Also `None` with a single county.
    compare: Option<String>,
    /// Why it was changed after it was published for good.
    revised: Option<String>,
}

/// The three lines of a headline as HTML, where they refer to figures.
#[derive(Serialize)]
pub(super) struct HeadView {
    kicker: Option<String>,
    title: Option<String>,
    deck: Option<String>,
}

impl HeadView {
    pub(super) fn of(host: &mut TextHost<'_>, content: &crate::content::Edition) -> HeadView {
        HeadView {
            kicker: content.kicker.as_ref().and_then(|k| host.line(&k.value)),
            title: host.line(&content.title.value),
            deck: content.deck.as_ref().and_then(|d| host.line(&d.value)),
        }
    }
}

impl EditionView {
    pub(super) fn of(desk: &Desk<'_>, e: usize) -> EditionView {
        let edition = desk.edition(e);
        let (content, made) = (edition.content, desk.made());
        EditionView {
            id: content.id.clone(),
            year: content.year,
            year_text: {
                let year = content.year;
                desk.say(&text!("{year}年度", "{year}"))
            },
            region: content.region.value.clone(),
            kicker: desk.titles.editions[e].kicker.clone(),
            title: desk.titles.editions[e].title.clone(),
            deck: desk.titles.editions[e].deck.clone(),
            byline: content.byline.clone(),
            as_of: edition.as_of.map(|d| host::date(desk, d)),
            href: address::edition(edition),
            data: made.data.then(|| address::part(edition, "data")),
            method: made.method.then(|| address::part(edition, "method")),
            print: made.print.then(|| address::part(edition, "print")),
            compare: (made.compare && edition.counties.len() > 1)
                .then(|| address::part(edition, "compare")),
            revised: content.revised.clone(),
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
            figures: note.figures,
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
    let body = content.lead.as_ref().map_or(&desk.no_text, |l| &l.body);
    let mut host = TextHost::new(desk, (e, None), body, &content.files, &path);
    let heading = HeadView::of(&mut host, edition.content);
    let lead = case::render(host, body.text(), &mut made);
    let mut host = TextHost::new(desk, (e, None), body, &content.files, &path);
    host.notes.clone_from(&lead.notes);
    let (milestones, more) = events(desk, e, &mut host);
    made.cites.append(&mut host.cites);
    let notes = host.notes;
    let text = content.lead.is_some().then_some(lead);
    let mut frame = Frame::new(
        desk,
        "edition",
        path.clone(),
        &desk.titles.editions[e].title,
    )
    .within(desk, e);
    frame.description = match (&desk.titles.leads[e], &text) {
        (summary, _) if !summary.is_empty() => summary.clone(),
        (_, Some(text)) => text.opening.clone(),
        _ => String::new(),
    };
    if let (Some(url), true) = (&desk.showcase.content.site.url, path == address::HOME) {
        frame.canonical = Some(format!("{url}{}", address::edition(edition)));
    }
    frame.edition = Some(e);
    let cover = cover(desk, e, &root, &mut made);
    let first = text.as_ref().and_then(|text| text.first.clone());
    frame.image = cover.clone().or(first);
    if path != address::HOME {
        frame.crumbs = vec![frame::home(desk)];
    }
    made.date = super::government::newest(edition);
    frame.card = if path == address::HOME {
        // The edition's own page makes the file.
        card::edition(desk, e, &mut Made::default())
    } else {
        card::edition(desk, e, &mut made)
    };
    if path != address::HOME {
        made.entry = Some(Entry {
            href: path.clone(),
            title: desk.titles.editions[e].title.clone(),
            edition: content.id.clone(),
            text: text
                .as_ref()
                .map(|t| t.plain.replace('\n', " "))
                .unwrap_or_default(),
        });
    }
    let measures = edition.measures.iter();
    let headline = || edition.measures.iter().filter(|m| m.indicator.headline);
    let shown = desk.shown("edition.html");
    let is_shown = |name: &str| shown.mentions.has(name);
    let cards: Vec<CountyCard> = (0..edition.counties.len())
        .map(|c| CountyCard::of(desk, (e, c), &root, shown.of("counties")))
        .collect();
    let values = EditionPage {
        edition: EditionView::of(desk, e),
        heading,
        notes,
        result: match is_shown("result") {
            true => desk.say(&result::sentence(edition)),
            false => String::new(),
        },
        cover,
        text,
        tiles: match is_shown("tiles") {
            true => headline().map(|m| EditionTile::of(desk, e, m)).collect(),
            false => Vec::new(),
        },
        strip: StripView::of(desk, edition),
        subjects: match is_shown("subjects") {
            true => subjects(desk, e, &path, &mut made),
            false => Vec::new(),
        },
        measures: measures.map(|m| MeasureView::of(desk, e, m)).collect(),
        progress: match edition.counties.as_slice() {
            [only] if desk.made().charts => graphic::county_bullets(desk, edition, only)
                .map(|graphic| graphic.place(desk, "progress", &path, &mut made)),
            _ => None,
        },
        pictures: cards.iter().any(|c| c.cover.is_some()),
        dense: cards.len() > LARGE,
        names_only: cards.len() > NAMES,
        counties: cards,
        parts: parts(desk, e),
        milestones,
        more_milestones: (more > 0).then(|| {
            desk.say(&text!(
                "另有{more}条，见各县页面",
                "{more} more on the counties' pages"
            ))
        }),
        sources: sources(desk, e),
    };
    made.page(desk, "edition.html", frame, values);
    made
}

/// The headings of a lone county's case; none where there are several counties,
/// or where the text has no parts.
fn parts(desk: &Desk<'_>, e: usize) -> Vec<HeadingView> {
    let edition = desk.edition(e);
    let [only] = edition.counties.as_slice() else {
        return Vec::new();
    };
    let (content, path) = (only.content, address::county(edition, only));
    let host = TextHost::new(desk, (e, Some(0)), &content.body, &content.files, &path);
    // What is to be said of the text is said on its own page.
    let text = case::render(host, content.body.text(), &mut Made::default());
    let top = text.headings.iter().map(|h| h.level).min();
    let headings = text.headings.into_iter();
    headings.filter(|h| Some(h.level) == top).collect()
}

fn cover(desk: &Desk<'_>, e: usize, root: &str, made: &mut Made) -> Option<PhotoView> {
    let content = desk.edition(e).content;
    let lead = content.lead.as_ref()?;
    let cover = lead.cover.as_ref()?;
    let path = address::edition(desk.edition(e));
    let mut host = TextHost::new(desk, (e, None), &lead.body, &content.files, &path);
    let asset = host.find_photo(&cover.value, &cover.place);
    made.findings.extend(host.findings);
    made.used.extend(host.used);
    made.faulty.extend(host.faulty);
    PhotoView::of(desk, asset?, root, &desk.titles.editions[e].title, "")
}

/// The first headline indicators, each with its ranking and its map.
fn subjects(desk: &Desk<'_>, e: usize, path: &str, made: &mut Made) -> Vec<SubjectView> {
    let headline = desk.edition(e).measures.iter();
    let mut subjects: Vec<SubjectView> = Vec::new();
    for measure in headline.filter(|m| m.indicator.headline) {
        if subjects.len() == SUBJECTS {
            break;
        }
        subjects.extend(subject(desk, e, measure, path, made));
    }
    subjects
}

/// `None` where there is nothing to compare.
fn subject(
    desk: &Desk<'_>,
    e: usize,
    measure: &Measure<'_>,
    path: &str,
    made: &mut Made,
) -> Option<SubjectView> {
    let edition = desk.edition(e);
    // A lone county has nobody to be held against.
    if edition.counties.len() < 2 {
        return None;
    }
    let ranking = RankingView::of(desk, edition, measure)?;
    let bars = graphic::ranking(desk, edition, measure, None)?;
    let map = (desk.made().charts && measure.ranking.len() >= MAPPED)
        .then(|| graphic::tiles(desk, edition, measure))
        .flatten()
        .map(|map| map.place(desk, &format!("map-{}", measure.indicator.id), path, made));
    let (heading, sub) = (heading(desk, measure, &bars), graphic::sub(&bars.words));
    let (source, as_of) = (bars.words.source.clone(), bars.words.as_of.clone());
    let mut bars = bars;
    bars.whole = Some(desk.indicator(edition, &measure.indicator.id));
    let drawn = desk.made().charts.then(|| {
        let id = format!("ranking-{}", measure.indicator.id);
        bars.place(desk, &id, path, made)
    });
    Some(SubjectView {
        measure: MeasureView::of(desk, e, measure),
        heading,
        sub,
        ranking,
        drawn,
        wide: edition.counties.len() > BESIDE || columns(edition) > ACROSS,
        map,
        source,
        as_of,
    })
}

/// How many tiles lie side by side.
fn columns(edition: &Edition<'_>) -> u32 {
    let across = || edition.content.tiles.values().map(|place| place[0]);
    let (Some(first), Some(last)) = (across().min(), across().max()) else {
        return 0;
    };
    last.saturating_sub(first).saturating_add(1)
}

/// The finding; among fewer than three, "the most" finds nothing.
fn heading(desk: &Desk<'_>, measure: &Measure<'_>, bars: &graphic::Graphic) -> String {
    let total = measure
        .total
        .as_ref()
        .filter(|_| measure.ranking.len() < MAPPED);
    match total {
        Some(total) => {
            let (name, colon) = (&bars.words.measure, desk.words.get("colon"));
            format!("{name}{colon}{}", total.value.table_with_unit())
        }
        None => bars.chart.headline(&bars.words),
    }
}

/// The latest milestones of all counties, in order, and how many are left out.
fn events(desk: &Desk<'_>, e: usize, host: &mut TextHost<'_>) -> (Vec<EventView>, usize) {
    let edition = desk.edition(e);
    let mut all: Vec<(usize, &Milestone)> = edition
        .counties
        .iter()
        .enumerate()
        .flat_map(|(c, county)| county.content.milestones.iter().map(move |m| (c, m)))
        .collect();
    // Stable: on one day the official order holds.
    all.sort_by_key(|(_, m)| m.date);
    let left = all.len().saturating_sub(EVENTS);
    let shown = all.into_iter().skip(left).map(|(c, milestone)| {
        let county = desk.county(e, c);
        host.county = Some(c);
        EventView {
            county: county.content.name.value.clone(),
            href: address::county(edition, county),
            date: host::date(desk, milestone.date),
            iso: milestone.date.to_string(),
            // What is wrong with it is said where the county's page shows it.
            text: title::resolved(
                desk.showcase,
                desk.language,
                (e, Some(c)),
                &milestone.text,
                &mut Findings::new(),
            ),
            html: host.line(&milestone.text.value),
        }
    });
    (shown.collect(), left)
}
