//! The method page, written by the program with the edition's own numbers.

use super::address;
use super::county::CheckView;
use super::desk::Desk;
use super::edition::{EditionView, SourceView, sources};
use super::frame::Frame;
use super::job::Made;
use super::search::Entry;
use serde::Serialize;

#[derive(Serialize)]
struct MethodPage {
    edition: EditionView,
    rules: Vec<RuleView>,
    sources: Vec<SourceView>,
    missing: Vec<MissingView>,
    checks: Vec<CheckView>,
    acknowledged: Vec<AcknowledgedView>,
}

#[derive(Serialize)]
struct RuleView {
    name: String,
    /// The rule in a sentence.
    says: String,
    /// With the edition's own numbers.
    example: String,
}

/// A difference that the editors explained.
#[derive(Serialize)]
struct AcknowledgedView {
    county: String,
    message: String,
    note: String,
}

#[derive(Serialize)]
struct MissingView {
    indicator: String,
    counties: Vec<String>,
}

pub(super) fn make(desk: &Desk<'_>, e: usize) -> Made {
    let edition = desk.edition(e);
    let path = address::part(edition, "method");
    let mut made = Made::default();
    let title = format!(
        "{}·{}",
        desk.words.get("method"),
        edition.content.region.value
    );
    let frame = Frame::new(desk, "method", path, &title)
        .describe(&desk.titles.editions[e].title)
        .below(desk, e, Vec::new());
    let method = desk.showcase.method(e);
    let rules = method.iter().flat_map(|m| &m.rules).map(|rule| RuleView {
        name: desk.say(&rule.name),
        says: desk.say(&rule.says),
        example: desk.say(&rule.example),
    });
    let rules = rules.collect();
    let acknowledged = method.iter().flat_map(|m| &m.acknowledged);
    let acknowledged = acknowledged.map(|a| AcknowledgedView {
        county: match a.county {
            Some(county) => edition.counties[county].content.name.value.clone(),
            None => edition.content.region.value.clone(),
        },
        message: desk.say(a.message),
        note: a.note.to_owned(),
    });
    let acknowledged = acknowledged.collect();
    let missing = edition
        .measures
        .iter()
        .filter(|m| !m.missing.is_empty())
        .map(|m| MissingView {
            indicator: m.indicator.name.clone(),
            counties: m
                .missing
                .iter()
                .map(|c| edition.counties[*c].content.name.value.clone())
                .collect(),
        })
        .collect();
    let checks = edition
        .outcomes
        .iter()
        .map(|o| CheckView::of(desk, edition, o))
        .collect();
    made.date = super::government::newest(edition);
    made.entry = Some(Entry {
        href: frame.path.clone(),
        title: frame.title.clone(),
        edition: edition.content.id.clone(),
        text: frame.description.clone(),
    });
    let values = MethodPage {
        edition: EditionView::of(desk, e),
        rules,
        sources: sources(desk, e),
        missing,
        checks,
        acknowledged,
    };
    made.page(desk, "method.html", frame, values);
    made
}
