//! The texts of an edition and of a county that are not Markdown: titles and
//! summaries, what is written about indicators, the notes of figures.toml.

use crate::content::Spot;
use crate::finding::Place;
use crate::proof::passage::{Kind, Passage};
use crate::showcase::{County, Edition};

/// Titles, summaries and the like of an edition itself.
pub(super) fn edition_texts<'a>(edition: &'a Edition<'_>) -> Vec<Passage<'a>> {
    let content = edition.content;
    let lead = content.lead.as_ref();
    let lines: [(Option<&Spot<String>>, Kind); 4] = [
        (Some(&content.title), Kind::Title),
        (lead.and_then(|l| l.summary.as_ref()), Kind::Note),
        (content.kicker.as_ref(), Kind::Title),
        (content.deck.as_ref(), Kind::Title),
    ];
    let lines = lines.into_iter();
    lines
        .filter_map(|(spot, kind)| Some(Passage::spot(spot?, kind)))
        .collect()
}

/// What is written about indicators: their meaning and note.
pub(super) fn indicator_texts<'a>(edition: &'a Edition<'_>) -> Vec<Passage<'a>> {
    let indicators = edition.content.indicators.iter();
    let texts = indicators.flat_map(|i| [(&i.meaning, &i.place), (&i.note, &i.place)]);
    texts
        .filter_map(|(text, place)| Some(Passage::within(text.as_deref()?, place, Kind::Note)))
        .collect()
}

/// The small texts of a county's figures.toml, with the name of the figure
/// that each may say another number of.
pub(super) fn notes<'a>(county: &'a County<'_>) -> Vec<(Passage<'a>, Option<&'a str>)> {
    let content = county.content;
    let mut notes = Vec::new();
    for figure in &county.figures {
        let place = &figure.content.place;
        let own = figure.content.own.as_ref();
        let meaning = own.and_then(|own| own.meaning.as_deref());
        let revised = figure.content.revised.as_deref();
        for text in [figure.content.note.as_deref(), meaning, revised] {
            let Some(text) = text else { continue };
            let passage = Passage::within(text, place, Kind::Note);
            notes.push((passage, Some(figure.name()).filter(|_| corrects(text))));
        }
    }
    for project in &content.projects {
        if let Some(note) = &project.note {
            let passage = Passage::within(note, &project.place, Kind::Note);
            let name = project.name.as_str();
            notes.push((passage, Some(name).filter(|_| corrects(note))));
        }
    }
    for milestone in &content.milestones {
        notes.push((Passage::spot(&milestone.text, Kind::Note), None));
    }
    notes
}

/// Whether a note tells of another number for the same thing.
fn corrects(note: &str) -> bool {
    ["原", "误", "更正", "修订", "旧", "改", "核", "口径"]
        .iter()
        .any(|word| note.contains(word))
}

/// Whether a place of a note stands inside its quotes.
pub(super) fn is_quoted(passage: &Passage<'_>, place: &Place) -> bool {
    let start = passage.place(0..0).span().start;
    let before = place.span().start.checked_sub(start);
    let head = before.and_then(|at| passage.text().get(..at)).unwrap_or("");
    head.matches('“').count() > head.matches('”').count()
}
