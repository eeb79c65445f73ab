//! Every text of a showcase that is published, looked through for numbers of
//! persons.

use super::passage::{Kind, Passage};
use super::{Rules, personal_data, privacy};
use crate::content::{Body, Content, Edition};
use crate::finding::{Findings, Place, Source};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Keys whose values are quantities.
pub(super) const QUANTITIES: [&str; 11] = [
    "value",
    "from",
    "target",
    "baseline",
    "range",
    "series",
    "invested",
    "yearly",
    "stated_total",
    "tolerance",
    "acknowledged",
];

/// Keys whose values are addresses or the publisher's own.
const NO_TEXTS: [&str; 6] = ["code", "url", "aliases", "tiles", "links", "government"];

/// What the site publishes of itself or not at all.
const OF_SITE: [&str; 3] = ["contact", "check", "cards"];

/// Reports personal data in any text.
pub(super) fn check(content: &Content, rules: &Rules, findings: &mut Findings) {
    let contact = content.site.publisher.contact.as_deref();
    let look = |passage: &Passage<'_>, findings: &mut Findings| {
        personal_data(passage, contact, rules, findings);
    };
    if let Some(source) = content.site.place.source() {
        sheet(source, 0..source.text().len(), &OF_SITE, &look, findings);
    }
    for page in &content.pages {
        both(&page.body, Kind::Page, &look, findings);
    }
    for edition in &content.editions {
        check_edition(edition, &look, findings);
    }
}

/// Looks at one text.
type Look<'a> = dyn Fn(&Passage<'_>, &mut Findings) + Sync + 'a;

fn check_edition(edition: &Edition, look: &Look<'_>, findings: &mut Findings) {
    if let Some(source) = edition.place.source() {
        sheet(source, 0..source.text().len(), &[], look, findings);
    }
    if let Some(lead) = &edition.lead {
        both(&lead.body, Kind::Lead, look, findings);
    }
    let counties = edition.counties.par_iter().map(|county| {
        let mut found = Findings::new();
        both(&county.body, Kind::Case, look, &mut found);
        let figures = county.figures.iter().map(|f| &f.place);
        let places = figures
            .chain(county.projects.iter().map(|p| &p.place))
            .chain(county.milestones.iter().map(|m| &m.text.place))
            .chain(county.checks.iter().map(|c| &c.place));
        let mut seen = BTreeSet::new();
        for source in places.filter_map(Place::source) {
            if seen.insert(source.path()) {
                sheet(source, 0..source.text().len(), &[], look, &mut found);
            }
        }
        found
    });
    let found: Vec<Findings> = counties.collect();
    for found in found {
        findings.extend(found);
    }
}

/// A Markdown text and its front matter.
fn both(body: &Body, kind: Kind, look: &Look<'_>, findings: &mut Findings) {
    if privacy::may_be_in_markdown(body.text()) {
        look(&Passage::body(body, kind), findings);
    }
    let text = &body.source.text()[..body.range.start];
    let fence = |line: &str| line.trim_start_matches('\u{feff}').trim_end() == "+++";
    let mut at = 0;
    let mut fences = Vec::new();
    for line in text.split_inclusive('\n') {
        if fence(line) {
            fences.push(at..at + line.len());
        }
        at += line.len();
    }
    if let [first, .., last] = fences.as_slice() {
        sheet(&body.source, first.end..last.start, &[], look, findings);
    }
}

/// The strings of some TOML; what does not parse has a finding of its own.
fn sheet(
    source: &Arc<Source>,
    range: Range<usize>,
    but: &[&str],
    look: &Look<'_>,
    findings: &mut Findings,
) {
    let start = range.start;
    let text = &source.text()[range];
    if !privacy::may_be_in_toml(text) {
        return;
    }
    if let Ok(table) = DeTable::parse(text) {
        entries(table.get_ref(), but, &mut |value, span| {
            let place = Place::at(source, start + span.start..start + span.end);
            look(&Passage::value(value, &place, Kind::Note), findings);
        });
    }
}

fn entries(table: &DeTable<'_>, but: &[&str], told: &mut impl FnMut(&str, Range<usize>)) {
    for (key, value) in table {
        let key: &str = key.get_ref();
        if !QUANTITIES.contains(&key) && !NO_TEXTS.contains(&key) && !but.contains(&key) {
            strings(value, but, told);
        }
    }
}

fn strings(value: &Spanned<DeValue<'_>>, but: &[&str], told: &mut impl FnMut(&str, Range<usize>)) {
    match value.get_ref() {
        DeValue::String(text) => told(text, value.span()),
        DeValue::Array(values) => values.iter().for_each(|v| strings(v, but, told)),
        DeValue::Table(table) => entries(table, but, told),
        _ => {}
    }
}
