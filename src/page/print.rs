//! A whole edition as one document for paper: contents, lead, figures, every
//! case, notes. Large editions come in volumes, since no printer dialog takes
//! a thousand cases at once.

use super::case::{self, TextView};
use super::county::CheckView;
use super::desk::Desk;
use super::edition::{EditionView, HeadView, SourceView, sources};
use super::figure::{FigureView, MeasureView};
use super::frame::{Frame, LinkView};
use super::host::{NoteView, TextHost};
use super::job::Made;
use super::photo::PhotoView;
use super::{address, block};
use crate::showcase::Edition;
use serde::Serialize;

/// Cases in one volume.
const VOLUME: usize = 60;

/// How many volumes an edition has.
pub(super) fn volumes(edition: &Edition<'_>) -> usize {
    edition.counties.len().div_ceil(VOLUME).max(1)
}

/// The style sheet of the page heads.
const HEADS: &str = "heads.css";

#[derive(Serialize)]
struct PrintPage {
    edition: EditionView,
    heading: HeadView,
    /// From 1, where there are several.
    volume: Option<usize>,
    volumes: Vec<LinkView>,
    /// The style sheet of its page heads, beside it.
    heads: &'static str,
    lead: Option<TextView>,
    measures: Vec<MeasureView>,
    counties: Vec<PrintCounty>,
    sources: Vec<SourceView>,
    /// Of the whole document, in order of first use.
    notes: Vec<NoteView>,
    checks: Vec<CheckView>,
    /// Where this document can be found on the web.
    url: Option<String>,
}

#[derive(Serialize)]
struct PrintCounty {
    /// Its place in the roster, from 1: in the contents and in the page heads.
    number: usize,
    slug: String,
    name: String,
    title: String,
    /// With links, where it refers to figures.
    title_html: Option<String>,
    summary: String,
    summary_html: Option<String>,
    byline: Vec<String>,
    reviewed_by: Option<String>,
    cover: Option<PhotoView>,
    text: TextView,
    /// What the editors say of all figures.
    note: Option<String>,
    figures: Vec<FigureView>,
    projects: Option<block::ProjectsView>,
    milestones: Vec<block::MilestoneView>,
}

/// Volume number `volume`, from 0; the first one is the edition's print page.
pub(super) fn make(desk: &Desk<'_>, e: usize, volume: usize) -> Made {
    let edition = desk.edition(e);
    let path = path(edition, volume);
    let mut made = Made {
        date: edition.as_of,
        ..Made::default()
    };
    // One numbering of notes for the whole document.
    let mut notes = Vec::new();
    let mut host = TextHost::new(
        desk,
        (e, None),
        &desk.no_text,
        &edition.content.files,
        &path,
    );
    let heading = HeadView::of(&mut host, edition.content);
    notes.append(&mut host.notes);
    made.cites.append(&mut host.cites);
    let lead = edition
        .content
        .lead
        .as_ref()
        .filter(|_| volume == 0)
        .map(|lead| {
            let content = edition.content;
            let mut host = TextHost::new(desk, (e, None), &lead.body, &content.files, &path);
            host.prepare_for_paper("lead-", std::mem::take(&mut notes));
            let mut text = case::render(host, lead.body.text(), &mut made);
            notes = std::mem::take(&mut text.notes);
            text
        });
    let first = volume * VOLUME;
    let last = (first + VOLUME).min(edition.counties.len());
    let counties: Vec<PrintCounty> = (first..last)
        .take_while(|_| !desk.is_stale())
        .map(|c| county(desk, (e, c), &path, &mut notes, &mut made))
        .collect();
    let heads = format!("{}/{HEADS}", address::folder(&path));
    made.files
        .push((heads, page_heads(&counties).into_bytes().into()));
    let several = volumes(edition) > 1;
    let title = format!(
        "{}·{}",
        desk.titles.editions[e].title,
        desk.words.get("print")
    );
    let frame = Frame::new(desk, "print", path, &title).below(desk, e, Vec::new());
    let values = PrintPage {
        url: frame.canonical.clone(),
        edition: EditionView::of(desk, e),
        heading,
        volume: several.then_some(volume + 1),
        volumes: volume_links(desk, edition),
        heads: HEADS,
        lead,
        measures: edition
            .measures
            .iter()
            .map(|m| MeasureView::of(desk, e, m))
            .collect(),
        counties,
        sources: sources(desk, e),
        notes,
        checks: edition
            .outcomes
            .iter()
            .filter(|o| (first..last).contains(&o.county))
            .map(|o| CheckView::of(desk, edition, o))
            .collect(),
    };
    made.page(desk, "print.html", frame, values);
    made
}

fn path(edition: &Edition<'_>, volume: usize) -> String {
    match volume {
        0 => address::part(edition, "print"),
        n => format!("{}/print/{}/index.html", edition.content.id, n + 1),
    }
}

/// What stands at the head of each county's pages: its number and its name.
/// Browsers cannot print a page's number in a table of contents, so a reader of
/// the paper finds a county by its number there. A rule of its own for every
/// county, because no browser takes the text of a heading either.
fn page_heads(counties: &[PrintCounty]) -> String {
    let mut css = String::new();
    for PrintCounty {
        number, slug, name, ..
    } in counties
    {
        let (slug, head) = (string(slug), string(&format!("{number}　{name}")));
        css.push_str(&format!(
            "@page case-{number}{{@top-right{{content:{head}}}}}\n\
             [aria-labelledby={slug}].chapter{{page:case-{number}}}\n"
        ));
    }
    css
}

/// A CSS string: whatever could end it is written as its code point.
fn string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        if c.is_control() || matches!(c, '"' | '\\' | '<') {
            quoted.push_str(&format!("\\{:x} ", u32::from(c)));
        } else {
            quoted.push(c);
        }
    }
    quoted.push('"');
    quoted
}

fn volume_links(desk: &Desk<'_>, edition: &Edition<'_>) -> Vec<LinkView> {
    match volumes(edition) {
        1 => Vec::new(),
        count => (0..count)
            .map(|v| LinkView {
                name: format!("{} {}", desk.words.get("volume"), v + 1),
                href: path(edition, v),
            })
            .collect(),
    }
}

fn county(
    desk: &Desk<'_>,
    (e, c): (usize, usize),
    path: &str,
    notes: &mut Vec<NoteView>,
    made: &mut Made,
) -> PrintCounty {
    let county = desk.county(e, c).content;
    let mut host = TextHost::new(desk, (e, Some(c)), &county.body, &county.files, path);
    host.prepare_for_paper(&format!("{}-", county.slug), std::mem::take(notes));
    let shown = super::county::shown_in_text(county.body.text());
    let milestones = if shown.timeline {
        Vec::new()
    } else {
        block::milestones(&mut host, county)
    };
    let cover = county
        .cover
        .as_ref()
        .and_then(|cover| county.files.get(&cover.value));
    // As on the county's page: the text gives it its caption and does not show it again.
    host.cover = cover.and_then(|a| PhotoView::of(desk, a, &host.root, "", ""));
    let title_html = host.line(&county.title.value);
    let summary_html = county.summary.as_ref().and_then(|s| host.line(&s.value));
    let mut text = case::render(host, county.body.text(), made);
    *notes = std::mem::take(&mut text.notes);
    let titles = &desk.titles.counties[e][c];
    let of_figures = desk.shown("print.html").of("figures");
    PrintCounty {
        number: c + 1,
        slug: county.slug.clone(),
        name: county.name.value.clone(),
        title: titles.title.clone(),
        title_html,
        summary: titles.summary.clone(),
        summary_html,
        note: county.note.clone(),
        byline: county.byline.clone(),
        reviewed_by: county.reviewed_by.clone(),
        cover: text.cover.take(),
        text,
        figures: desk
            .county(e, c)
            .figures
            .iter()
            .map(|f| FigureView::shown(desk, e, f, of_figures))
            .collect(),
        projects: (!shown.projects && !county.projects.is_empty())
            .then(|| block::ProjectsView::of(desk, county, None)),
        milestones,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_cannot_leave_its_string() {
        assert_eq!(string("莲都区"), "\"莲都区\"");
        assert_eq!(
            string("a\"}\\\n</style>"),
            "\"a\\22 }\\5c \\a \\3c /style>\""
        );
    }
}
