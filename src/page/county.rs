//! A county's page.

use super::address;
use super::block::{self, MilestoneView, ProjectsView};
use super::card;
use super::case::{self, TextView};
use super::compare;
use super::desk::Desk;
use super::figure::{Beside, Fields, FigureView, StatusView};
use super::frame::{Frame, LinkView};
use super::government;
use super::graphic::{self, Graphic, GraphicView};
use super::host::{self, TextHost};
use super::job::Made;
use super::meta::Article;
use super::photo::PhotoView;
use super::search::Entry;
use super::single;
use super::tile::{self, StrengthView};
use crate::finding::Findings;
use crate::showcase::{County, Edition, Figure, Outcome};
use memchr::memmem;
use serde::Serialize;
use std::cmp::Reverse;

#[derive(Serialize)]
struct CountyPage {
    edition: LinkView,
    county: CountyView,
    text: TextView,
    /// Its headline figures; where they are few, others after them.
    tiles: Vec<FigureView>,
    /// Headline indicators without a value.
    missing: Vec<LinkView>,
    /// Where it stands among the first third.
    strengths: Vec<StrengthView>,
    /// What the editors say of all figures.
    note: Option<String>,
    figures: Vec<FigureView>,
    /// Whether some figure's years are drawn in its row.
    has_sparks: bool,
    charts: Vec<GraphicView>,
    /// Shown where the case does not show them itself.
    projects: Option<ProjectsView>,
    milestones: Vec<MilestoneView>,
    checks: Vec<CheckView>,
    previous: Option<LinkView>,
    next: Option<LinkView>,
    /// The same county in earlier editions.
    years: Vec<LinkView>,
    partners: Vec<LinkView>,
    /// Comparisons with other counties.
    compare: Vec<LinkView>,
    /// Whether figures have their places here, and not on the data page.
    places: bool,
    /// The data page, if there is one.
    data: Option<String>,
    /// The page as one file, where there is one.
    single: Option<String>,
}

#[derive(Serialize)]
struct CountyView {
    slug: String,
    name: String,
    code: Option<String>,
    title: String,
    /// With links, where it refers to figures.
    title_html: Option<String>,
    summary: String,
    summary_html: Option<String>,
    byline: Vec<String>,
    reviewed_by: Option<String>,
    date: Option<String>,
    cover: Option<PhotoView>,
    region: String,
}

/// What came of a check, as templates see it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct CheckView {
    pub(super) county: String,
    pub(super) sentence: String,
    pub(super) agrees: bool,
    pub(super) note: Option<String>,
}

impl CheckView {
    pub(super) fn of(desk: &Desk<'_>, edition: &Edition<'_>, outcome: &Outcome<'_>) -> CheckView {
        CheckView {
            county: edition.counties[outcome.county].content.name.value.clone(),
            sentence: desk.say(&outcome.sentence),
            agrees: outcome.agrees,
            note: outcome.check.note.clone(),
        }
    }
}

pub(super) fn make(desk: &Desk<'_>, e: usize, c: usize) -> Made {
    let (edition, county) = (desk.edition(e), desk.county(e, c));
    let path = address::county(edition, county);
    let mut made = Made {
        origin: Some(county.content.name.place.clone()),
        ..Made::default()
    };
    let content = county.content;
    let mut host = TextHost::new(desk, (e, Some(c)), &content.body, &content.files, &path);
    host.cover = cover(&mut host, county);
    let in_text = shown_in_text(content.body.text());
    let milestones = if in_text.timeline {
        Vec::new()
    } else {
        block::milestones(&mut host, content)
    };
    let title_html = host.line(&content.title.value);
    let summary_html = content.summary.as_ref().and_then(|s| host.line(&s.value));
    let projects = (!in_text.projects && !content.projects.is_empty())
        .then(|| ProjectsView::of(desk, content, None));
    let mut text = case::render(host, content.body.text(), &mut made);
    let cover = text.cover.take();
    let titles = &desk.titles.counties[e][c];
    let published = government::published(edition, county);
    made.date = published.map(|moment| moment.date).or(edition.as_of);
    let description = match titles.summary.as_str() {
        "" => &text.opening,
        summary => summary,
    };
    let name = &content.name.value;
    let colon = desk.words.get("colon");
    let mut frame = Frame::new(
        desk,
        "county",
        path.clone(),
        &format!("{name}{colon}{}", titles.title),
    )
    .describe(description)
    .below(desk, e, Vec::new())
    .article(Article {
        title: titles.title.clone(),
        published: government::published(edition, county),
        authors: match content.byline.as_slice() {
            [] => edition.content.byline.clone(),
            names => names.to_vec(),
        },
        keywords: vec![name.clone(), edition.content.region.value.clone()],
        county: Some(name.clone()),
    });
    frame.image = cover.as_ref().or(text.first.as_ref()).cloned();
    frame.draft = desk.is_draft_of(content);
    frame.card = card::county(desk, e, c, &mut made);
    made.entry = Some(Entry {
        href: path.clone(),
        title: format!("{name}{colon}{}", titles.title),
        edition: edition.content.id.clone(),
        // Nobody looks through the index of a site without a search page.
        text: match desk.made().search {
            true => {
                let listed = projects
                    .as_ref()
                    .map_or_else(String::new, ProjectsView::plain);
                let rest = [listed, block::told(&milestones)];
                searched(&titles.summary, &text.plain, &rest, &county.figures)
            }
            false => String::new(),
        },
    });
    let shown = desk.shown("county.html");
    let (rows, has_sparks) = rows(desk, e, county, shown.of("figures"));
    let is_shown = |name: &str| shown.mentions.has(name);
    let values = CountyPage {
        edition: LinkView {
            name: desk.titles.editions[e].title.clone(),
            href: address::edition(edition),
        },
        county: CountyView {
            slug: content.slug.clone(),
            name: name.clone(),
            code: content.code.clone(),
            title_html,
            summary_html,
            title: titles.title.clone(),
            summary: titles.summary.clone(),
            byline: content.byline.clone(),
            reviewed_by: content.reviewed_by.clone(),
            date: government::shown(desk, government::published(edition, county))
                .or(content.date.map(|d| host::date(desk, d))),
            cover,
            region: edition.content.region.value.clone(),
        },
        text,
        tiles: match is_shown("tiles") {
            true => tile::of_county(desk, e, county, shown.of("tiles")),
            false => Vec::new(),
        },
        missing: tile::missing(desk, edition, c),
        strengths: match is_shown("strengths") {
            true => tile::strengths(desk, e, county),
            false => Vec::new(),
        },
        note: content.note.clone(),
        has_sparks,
        figures: rows,
        charts: charts(desk, (e, c), &path, &mut made),
        projects,
        milestones,
        checks: outcomes(edition, c)
            .iter()
            .map(|o| CheckView::of(desk, edition, o))
            .collect(),
        previous: neighbour(edition, c.checked_sub(1)),
        next: neighbour(edition, Some(c + 1)),
        years: years(desk, e, county),
        partners: partners(desk, e, county, &mut made.findings),
        compare: compare::offered(desk, edition, c),
        places: !desk.is_on_data_page(edition),
        data: desk.made().data.then(|| address::part(edition, "data")),
        single: single::is_wanted(desk, e).then(|| address::single(edition, county)),
    };
    let has_single = values.single.is_some();
    made.page(desk, "county.html", frame, values);
    if has_single {
        single::add(desk, e, c, &mut made);
    }
    made
}

/// The checks of one county; an edition's are in the order of its roster.
fn outcomes<'a, 'c>(edition: &'a Edition<'c>, c: usize) -> &'a [Outcome<'c>] {
    let start = edition.outcomes.partition_point(|o| o.county < c);
    let end = edition.outcomes.partition_point(|o| o.county <= c);
    edition.outcomes.get(start..end).unwrap_or_default()
}

/// Summary, text, what stands below it and figures: what search looks through.
fn searched(summary: &str, text: &str, rest: &[String; 2], figures: &[Figure<'_>]) -> String {
    let figures: Vec<String> = figures
        .iter()
        .filter_map(|f| Some(format!("{} {}", f.name(), f.value()?.prose())))
        .collect();
    format!(
        "{summary} {} {} {}",
        text.replace('\n', " "),
        rest.join(" "),
        figures.join("；")
    )
}

fn cover(host: &mut TextHost<'_>, county: &County<'_>) -> Option<PhotoView> {
    let cover = county.content.cover.as_ref()?;
    let asset = host.find_photo(&cover.value, &cover.place)?;
    let root = host.root.clone();
    super::photo::check_width(host, asset);
    let mut photo = PhotoView::of(host.desk, asset, &root, "", "")?;
    photo.id = host.photo_id();
    Some(photo)
}

/// Which components the text shows itself.
pub(super) struct Shown {
    pub(super) projects: bool,
    pub(super) timeline: bool,
}

pub(super) fn shown_in_text(text: &str) -> Shown {
    let is_fence = |line: &str, kind: &str| {
        line.starts_with(['`', '~']) && line.trim_start_matches(['`', '~']).trim() == kind
    };
    // Most texts do not even hold the word, which is looked for quickly.
    let holds = |kind: &str| memmem::find(text.as_bytes(), kind.as_bytes()).is_some();
    let has = |kind| holds(kind) && text.lines().map(str::trim).any(|l| is_fence(l, kind));
    Shown {
        projects: has("projects"),
        timeline: has("timeline"),
    }
}

/// Two bars say no more than the tile's rank does.
const COMPARED: usize = 3;
/// So many charts of one kind: forty would be twenty screens on a phone.
pub(super) const CHARTS: usize = 6;

/// Bullets towards targets, its place among the others, its years.
fn charts(
    desk: &Desk<'_>,
    (e, c): (usize, usize),
    path: &str,
    made: &mut Made,
) -> Vec<GraphicView> {
    let (edition, county) = (desk.edition(e), desk.county(e, c));
    let mut charts = Vec::new();
    let mentions = &desk.shown("county.html").mentions;
    if !desk.made().charts || !mentions.has("charts") {
        return charts;
    }
    let mut place = |graphic: Graphic, id: &str| {
        charts.push(graphic.place_for(mentions, desk, (id, path), made));
    };
    if let Some(graphic) = graphic::county_bullets(desk, edition, county) {
        place(graphic, "progress");
    }
    let headline = edition.measures.iter().filter(|m| m.indicator.headline);
    let rankings = headline
        .filter(|m| m.ranking.len() >= COMPARED)
        .filter_map(|m| Some((m, graphic::county_ranking(desk, edition, m, c)?)));
    for (measure, graphic) in rankings.take(CHARTS) {
        let id = format!("rank-{}", measure.indicator.id);
        place(graphic, &id);
    }
    let name = &county.content.name.value;
    for figure in charted(county) {
        if let Some(graphic) = graphic::county_series(desk, edition, (name, county), figure) {
            let id = format!("series-{}", figure.content.id);
            place(graphic, &id);
        }
    }
    charts
}

/// The figures whose years are drawn large: headline ones first, then those of most
/// years.
fn charted<'a, 'c>(county: &'a County<'c>) -> Vec<&'a Figure<'c>> {
    let long = county.figures.iter().filter(|f| f.series.len() > 1);
    let mut long: Vec<&Figure<'_>> = long.collect();
    long.sort_by_key(|f| {
        let headline = f.indicator.is_some_and(|i| i.headline);
        (!headline, Reverse(f.series.len()))
    });
    long.truncate(CHARTS);
    long
}

/// The county's table, and whether some figure's years are drawn in its row:
/// those that have no chart.
fn rows(desk: &Desk<'_>, e: usize, county: &County<'_>, shown: Fields) -> (Vec<FigureView>, bool) {
    let charted = charted(county);
    let drawn = |id: &str| charted.iter().any(|f| f.content.id == id);
    let mut has_sparks = false;
    let row = |figure: &Figure<'_>| {
        let id = &figure.content.id;
        let spark = (!drawn(id))
            .then(|| tile::spark(desk, desk.edition(e), id, figure.name(), &figure.series))
            .flatten();
        has_sparks |= spark.is_some();
        let beside = Beside {
            spark,
            ..Beside::default()
        };
        FigureView::with(desk, e, figure, beside, shown)
    };
    let rows = county.figures.iter().map(row).collect();
    (rows, has_sparks)
}

fn neighbour(edition: &Edition<'_>, at: Option<usize>) -> Option<LinkView> {
    let county = edition.counties.get(at?)?;
    Some(LinkView {
        name: county.content.name.value.clone(),
        href: address::county(edition, county),
    })
}

fn years(desk: &Desk<'_>, e: usize, county: &County<'_>) -> Vec<LinkView> {
    // Those before it only: a newer one must not change this page.
    let others = county.years.iter().filter(|(edition, _)| *edition > e);
    let mut links: Vec<LinkView> = others
        .map(|(edition, c)| LinkView {
            name: desk.edition(*edition).content.id.clone(),
            href: address::county(desk.edition(*edition), desk.county(*edition, *c)),
        })
        .collect();
    if !links.is_empty() && desk.made().years {
        links.push(LinkView {
            name: desk.words.get("years").to_owned(),
            href: address::county_years(&county.content.slug),
        });
    }
    links
}

/// Partners by slug, in this edition or else the newest that has them.
fn partners(
    desk: &Desk<'_>,
    e: usize,
    county: &County<'_>,
    findings: &mut Findings,
) -> Vec<LinkView> {
    let mut links = Vec::new();
    for partner in &county.content.partners {
        if partner.value == county.content.slug {
            findings.push(own_partner(partner));
            continue;
        }
        let own = std::iter::once(desk.edition(e));
        let found = own.chain(&desk.showcase.editions).find_map(|edition| {
            let county = edition
                .counties
                .iter()
                .find(|c| c.content.slug == partner.value)?;
            Some(LinkView {
                name: county.content.name.value.clone(),
                href: address::county(edition, county),
            })
        });
        match found {
            Some(link) => links.push(link),
            None if desk.showcase.content.faulty.county_of_any(&partner.value) => {}
            None => findings.push(no_partner(desk, partner)),
        }
    }
    links
}

fn own_partner(partner: &crate::content::Spot<String>) -> crate::finding::Finding {
    use crate::finding::{Code, Finding};
    let message = crate::text!(
        "这是本县自己的文件夹名，不能和自己结对",
        "this is the county's own folder; it cannot be its own partner"
    );
    let hint = crate::text!(
        "写对方县的文件夹名，或删掉",
        "name the other county's folder, or delete it"
    );
    Finding::new(Code::LinkDead, partner.place.clone(), message).hint(hint)
}

fn no_partner(desk: &Desk<'_>, partner: &crate::content::Spot<String>) -> crate::finding::Finding {
    use crate::finding::{Code, Finding, hint};
    let slug = &partner.value;
    let message = crate::text!("没有叫“{slug}”的县", "there is no county `{slug}`");
    let known = desk
        .showcase
        .editions
        .iter()
        .flat_map(|e| e.counties.iter().map(|c| c.content.slug.as_str()));
    Finding::new(Code::LinkDead, partner.place.clone(), message).maybe_hint(hint(slug, known))
}

/// A county's line in a list of counties: name, title, status, key figure.
#[derive(Debug, Clone, Serialize)]
pub(super) struct CountyCard {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) href: String,
    pub(super) cover: Option<PhotoView>,
    /// Of its first headline figure with a target.
    pub(super) status: Option<StatusView>,
    /// Its first stated headline figure.
    pub(super) figure: Option<FigureView>,
}

impl CountyCard {
    pub(super) fn of(
        desk: &Desk<'_>,
        (e, c): (usize, usize),
        root: &str,
        shown: Fields,
    ) -> CountyCard {
        let (edition, county) = (desk.edition(e), desk.county(e, c));
        let titles = &desk.titles.counties[e][c];
        let headline = |f: &&crate::showcase::Figure<'_>| f.indicator.is_some_and(|i| i.headline);
        let cover = county.content.cover.as_ref();
        let cover = cover.and_then(|cover| county.content.files.get(&cover.value));
        let progress = county.figures.iter().find_map(|f| f.progress.as_ref());
        CountyCard {
            slug: county.content.slug.clone(),
            name: county.content.name.value.clone(),
            title: titles.title.clone(),
            summary: titles.summary.clone(),
            href: address::county(edition, county),
            cover: cover.and_then(|a| PhotoView::of(desk, a, root, &county.content.name.value, "")),
            status: progress.map(|p| StatusView::of(desk, p.status)),
            figure: county
                .figures
                .iter()
                .filter(headline)
                .find(|f| f.value().is_some())
                .map(|f| FigureView::shown(desk, e, f, shown)),
        }
    }
}
