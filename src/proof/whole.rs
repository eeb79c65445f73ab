//! Proofreading a whole showcase: every text of every edition, in parallel.

use super::as_of;
use super::beside::Beside;
use super::claims::{Past, Standing};
use super::components;
use super::near::{Index, Known};
use super::neighbours::Roster;
use super::passage::{Kind, Passage};
use super::places::Register;
use super::prose::blocks;
use super::prose_numbers::numbers;
use super::tally::Tally;
use super::words::Words;
use super::{Rules, compare_cases, fault, faults, private};
use crate::content::Body;
use crate::content::Spot;
use crate::finding::{Code, Findings, Place, Severity, guard};
use crate::quantity::Quantity;
use crate::showcase::{County, Edition, Showcase};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// How much is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Only what must never be published: personal data. For `build`.
    PersonalData,
    /// Everything. For `check`.
    Everything,
}

/// How the numbers in prose stand to the figures, edition by edition.
#[derive(Debug, Clone, Default)]
pub struct Coverage {
    /// Newest first, as [`Showcase::editions`].
    pub editions: Vec<EditionCoverage>,
}

/// One edition's numbers in prose.
#[derive(Debug, Clone, Default)]
pub struct EditionCoverage {
    /// Of its lead.
    pub lead: Tally,
    /// By county number.
    pub counties: Vec<Tally>,
}

impl Coverage {
    /// All numbers together.
    pub fn total(&self) -> Tally {
        self.editions
            .iter()
            .map(|e| e.lead + e.counties.iter().copied().sum::<Tally>())
            .sum()
    }
}

/// Proofreads a showcase.
pub fn check(
    showcase: &Showcase<'_>,
    scope: Scope,
    rules: &Rules,
    findings: &mut Findings,
) -> Coverage {
    let site = &showcase.content.site;
    let words = Words::new(&site.proofing.words, None);
    if scope == Scope::Everything {
        Words::report(&site.proofing.words, findings);
    }
    for page in &showcase.content.pages {
        let passage = Passage::body(&page.body, Kind::Page);
        read(&passage, &words, scope, rules, findings);
    }
    private::check(showcase.content, rules, findings);
    let mut coverage = Coverage::default();
    for e in 0..showcase.editions.len() {
        let edition = check_edition(showcase, e, scope, rules, findings);
        coverage.editions.push(edition);
    }
    coverage
}

fn read(
    passage: &Passage<'_>,
    words: &Words<'_>,
    scope: Scope,
    rules: &Rules,
    findings: &mut Findings,
) {
    if scope == Scope::PersonalData {
        return;
    }
    // `private` looks for personal data, in both scopes and in more texts.
    let mut faults = faults(passage);
    faults.retain(|f| !matches!(f.code, Code::IdNumber | Code::PhoneNumber));
    fault::report(passage, &faults, rules, findings);
    let mut faults = Vec::new();
    let is_markdown = passage.kind().is_markdown();
    for block in blocks(passage.text(), is_markdown) {
        words.check(&block, &mut faults);
    }
    fault::report(passage, &faults, rules, findings);
    if is_markdown {
        components::texts(passage, &mut |text, _| {
            read(text, words, scope, rules, findings);
        });
    }
}

/// Titles, summaries and the like of an edition itself.
fn edition_texts<'a>(edition: &'a Edition<'_>) -> Vec<Passage<'a>> {
    let content = edition.content;
    let lead = content.lead.as_ref();
    let lines: [(Option<&Spot<String>>, Kind); 2] = [
        (Some(&content.title), Kind::Title),
        (lead.and_then(|l| l.summary.as_ref()), Kind::Note),
    ];
    let lines = lines.into_iter();
    let lines = lines.filter_map(|(spot, kind)| Some(Passage::spot(spot?, kind)));
    // As in the file; kicker and deck stand in it with the title.
    let start = content.title.place.start();
    let around = [&content.kicker, &content.deck].into_iter().flatten();
    let around = around.map(|text| Passage::within(text, &start, Kind::Title));
    lines.chain(around).collect()
}

/// What is written about indicators: their meaning and note.
fn indicator_texts<'a>(edition: &'a Edition<'_>) -> Vec<Passage<'a>> {
    let indicators = edition.content.indicators.iter();
    let texts = indicators.flat_map(|i| [(&i.meaning, &i.place), (&i.note, &i.place)]);
    texts
        .filter_map(|(text, place)| Some(Passage::within(text.as_deref()?, place, Kind::Note)))
        .collect()
}

fn check_edition(
    showcase: &Showcase<'_>,
    e: usize,
    scope: Scope,
    rules: &Rules,
    findings: &mut Findings,
) -> EditionCoverage {
    let (edition, site) = (&showcase.editions[e], &showcase.content.site);
    let everything = scope == Scope::Everything;
    let shared = if everything {
        Index::shared(edition.counties.iter().flat_map(of_other_county))
    } else {
        Index::default()
    };
    let roster = Roster::new(
        edition
            .counties
            .iter()
            .map(|c| c.content.name.value.as_str()),
    );
    let named = edition.counties.iter().map(|c| &c.content);
    let named: Vec<(&str, &str)> = named
        .map(|c| (c.slug.as_str(), c.name.value.as_str()))
        .collect();
    let register = Register::new(&named, &edition.content.places, &site.places);
    let at = edition.content.as_of.as_ref().map(|d| d.value);
    let words = &Words::new(&site.proofing.words, at);
    let mut coverage = EditionCoverage::default();
    let counties = Counties::new(edition, &roster);
    let own = Index::own(of_region(edition).filter(|_| everything));
    let said = |expr: &str| printed(showcase, (e, None), expr);
    let before = |id: &str| past(edition, None, id);
    let region = edition.content.region.value.chars().next_back();
    let all = region.map_or(String::new(), |last| format!("全{last}"));
    let beside = Beside {
        roster: Some(&roster),
        named: &|sentence| counties.named(sentence, usize::MAX),
        printed: &said,
        past: &before,
        ..Beside::figures(&own, &shared)
    };
    let lead = edition.content.lead.iter();
    let lead = lead.map(|lead| Passage::body(&lead.body, Kind::Lead));
    for passage in edition_texts(edition).into_iter().chain(lead) {
        read(&passage, words, scope, rules, findings);
        if everything && passage.kind() == Kind::Lead {
            as_of::of_lead(edition, &passage, rules, findings);
        }
        if everything {
            coverage.lead += with_blocks(&passage, &beside, rules, findings);
        }
    }
    // Plain pages speak of the newest edition.
    let pages = showcase
        .content
        .pages
        .iter()
        .filter(|_| everything && e == 0);
    for page in pages {
        let passage = Passage::body(&page.body, Kind::Page);
        as_of::of_lead(edition, &passage, rules, findings);
        let _ = numbers(&passage, &beside, rules, findings);
    }
    for passage in indicator_texts(edition) {
        read(&passage, words, scope, rules, findings);
    }
    let read: Vec<(Tally, Findings)> = (0..edition.counties.len())
        .into_par_iter()
        .map(|c| {
            let mut found = Findings::new();
            let county = &edition.counties[c];
            let place = Place::file(county.content.body.source.path());
            let mut panicked = Findings::new();
            let judge = || {
                texts(county, words, scope, rules, &mut found);
                if everything {
                    let partners = partners(edition, county);
                    roster.check(&county.content.body, c, &partners, rules, &mut found);
                    register.check(&county.content.body, c, &partners, rules, &mut found);
                    let own = Index::own(of_county(county).chain(of_region(edition)));
                    let said = |expr: &str| printed(showcase, (e, Some(c)), expr);
                    let past = |id: &str| past(edition, Some(county), id);
                    let standing = |id: &str| standing(edition, county, id);
                    let noted = |written: &str| noted(county, written);
                    let beside = Beside {
                        roster: Some(&roster),
                        named: &|sentence| counties.named(sentence, c),
                        printed: &said,
                        past: &past,
                        noted: &noted,
                        standing: &standing,
                        whole: &all,
                        here: county.content.name.value.as_str(),
                        year: edition.as_of.map_or(edition.content.year, |d| d.year()),
                        ..Beside::figures(&own, &shared)
                    };
                    as_of::check(edition, county, rules, &mut found);
                    county_numbers(county, beside, rules, &mut found)
                } else {
                    Tally::default()
                }
            };
            let tally = guard(&place, &mut panicked, judge).unwrap_or_default();
            found.extend(panicked);
            (tally, found)
        })
        .collect();
    for (tally, found) in read {
        coverage.counties.push(tally);
        findings.extend(found);
    }
    if everything {
        let cases: Vec<(&str, &Body)> = edition
            .counties
            .iter()
            .map(|c| (c.content.name.value.as_str(), &c.content.body))
            .collect();
        compare_cases(&cases, rules, findings);
    }
    coverage
}

/// A county's own texts: case, title, summary, milestones.
fn texts(
    county: &County<'_>,
    words: &Words<'_>,
    scope: Scope,
    rules: &Rules,
    findings: &mut Findings,
) {
    let content = county.content;
    read(
        &Passage::body(&content.body, Kind::Case),
        words,
        scope,
        rules,
        findings,
    );
    read(
        &Passage::spot(&content.title, Kind::Title),
        words,
        scope,
        rules,
        findings,
    );
    if let Some(summary) = &content.summary {
        read(
            &Passage::spot(summary, Kind::Note),
            words,
            scope,
            rules,
            findings,
        );
    }
    for (passage, _) in notes(county) {
        let mut found = Findings::new();
        read(&passage, words, scope, rules, &mut found);
        // A note quotes what the source says, faults and all.
        for finding in found.sorted() {
            if !is_quoted(&passage, &finding.place) {
                findings.push(finding);
            }
        }
    }
}

/// Whether a place of a note stands inside its quotes.
fn is_quoted(passage: &Passage<'_>, place: &Place) -> bool {
    let start = passage.place(0..0).span().start;
    let before = place.span().start.checked_sub(start);
    let head = before.and_then(|at| passage.text().get(..at)).unwrap_or("");
    head.matches('“').count() > head.matches('”').count()
}

/// What grows at constant prices in official reports.
fn is_output(name: &str) -> bool {
    ["生产总值", "增加值", "GDP", "产值"]
        .iter()
        .any(|word| name.contains(word))
}

/// Whether a note tells of another number for the same thing.
fn corrects(note: &str) -> bool {
    ["原", "误", "更正", "修订", "旧", "改", "核", "口径"]
        .iter()
        .any(|word| note.contains(word))
}

/// The small texts of a county's figures.toml, with the name of the figure
/// that each may say another number of.
fn notes<'a>(county: &'a County<'_>) -> Vec<(Passage<'a>, Option<&'a str>)> {
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

/// The numbers of a county's case, title and summary; of its notes only what
/// nearly agrees, since a note has no references.
fn county_numbers(
    county: &County<'_>,
    beside: Beside<'_>,
    rules: &Rules,
    findings: &mut Findings,
) -> Tally {
    let content = county.content;
    let mut tally = with_blocks(
        &Passage::body(&content.body, Kind::Case),
        &beside,
        rules,
        findings,
    );
    tally += numbers(
        &Passage::spot(&content.title, Kind::Title),
        &beside,
        rules,
        findings,
    );
    if let Some(summary) = &content.summary {
        tally += numbers(
            &Passage::spot(summary, Kind::Note),
            &beside,
            rules,
            findings,
        );
    }
    for (passage, about) in notes(county) {
        let mut found = Findings::new();
        // A note that names a number of the case acknowledges it there.
        let said = |written: &str| {
            let case = content.body.text();
            case.contains(written).then(|| case.to_owned())
        };
        let beside = Beside {
            about,
            noted: &said,
            ..beside
        };
        let _ = numbers(&passage, &beside, rules, &mut found);
        let odd = found.sorted().into_iter();
        for finding in odd.filter(|f| f.code == Code::NumberDiffers && f.severity != Severity::Info)
        {
            findings.push(finding);
        }
    }
    tally
}

/// The numbers of a Markdown text and of what its blocks say.
fn with_blocks(
    passage: &Passage<'_>,
    beside: &Beside<'_>,
    rules: &Rules,
    findings: &mut Findings,
) -> Tally {
    let mut tally = numbers(passage, beside, rules, findings);
    components::texts(passage, &mut |text, subject| {
        let beside = Beside {
            subject,
            refers: false,
            ..*beside
        };
        tally += numbers(text, &beside, rules, findings);
    });
    tally
}

/// What has become of a figure, or of a total, since the edition before.
fn past(edition: &Edition<'_>, county: Option<&County<'_>>, id: &str) -> Option<Past> {
    let (name, change) = match id.strip_prefix("region/") {
        Some(id) => {
            let measure = edition.measures.iter().find(|m| m.indicator.id == id)?;
            (measure.indicator.name.as_str(), measure.change.as_ref()?)
        }
        None => {
            let figure = county?.figure(id)?;
            (figure.name(), figure.change.as_deref()?)
        }
    };
    Some(Past {
        year: change.year,
        difference: change.difference.clone(),
        percent: change.percent,
        constant: is_output(name),
    })
}

/// The note of one of the county's figures that names this very number; not
/// where the figure itself is that number with 万 or 亿 slipped.
fn noted(county: &County<'_>, written: &str) -> Option<String> {
    let number = Quantity::parse(written).ok();
    let slipped = |f: &&crate::showcase::Figure<'_>| {
        let (Some(number), Some(value)) = (&number, &f.value()) else {
            return false;
        };
        let same =
            number.unit().family() == value.unit().family() && number.value() == value.value();
        same && number.compare(value) != Some(std::cmp::Ordering::Equal)
    };
    let notes = county
        .figures
        .iter()
        .filter(|f| !slipped(f))
        .filter_map(|f| f.content.note.as_deref());
    let whole = |note: &&str| {
        note.match_indices(written).any(|(at, _)| {
            let before = note[..at].chars().next_back();
            !before.is_some_and(|c| c.is_ascii_digit() || c == '.')
        })
    };
    notes
        .filter(|n| !n.is_empty())
        .find(whole)
        .map(str::to_owned)
}

/// How many counties have more of a figure than this one, and how many less.
fn standing(edition: &Edition<'_>, county: &County<'_>, id: &str) -> Option<Standing> {
    let measure = edition.measures.iter().find(|m| m.indicator.id == id)?;
    let value = |c: &County<'_>| Some(c.figure(id)?.in_unit.as_deref()?.midpoint());
    let own = value(county)?;
    let others: Vec<_> = edition.counties.iter().filter_map(value).collect();
    Some(Standing {
        more: others.iter().filter(|v| **v > own).count(),
        less: others.iter().filter(|v| **v < own).count(),
        falling: measure.falling,
    })
}

/// What a reference prints in the text of an edition or a county.
fn printed(
    showcase: &Showcase<'_>,
    (edition, county): (usize, Option<usize>),
    expr: &str,
) -> Option<String> {
    let reference = showcase.reference(edition, county, expr).ok()?;
    Some(reference.shown.zh)
}

/// The figures of the counties that a text names, each made ready when it is
/// first named.
struct Counties<'a, 'c> {
    edition: &'a Edition<'c>,
    roster: &'a Roster,
    ready: Mutex<BTreeMap<usize, Arc<Index>>>,
}

impl<'a, 'c> Counties<'a, 'c> {
    fn new(edition: &'a Edition<'c>, roster: &'a Roster) -> Counties<'a, 'c> {
        Counties {
            edition,
            roster,
            ready: Mutex::default(),
        }
    }

    /// Of the counties that a sentence names, without number `but`.
    fn named(&self, sentence: &str, but: usize) -> Vec<Arc<Index>> {
        let named = self.roster.named(sentence).into_iter();
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        let index = |c: usize| {
            let county = self.edition.counties.get(c)?;
            let made = || Arc::new(Index::own(of_other_county(county)));
            Some(Arc::clone(ready.entry(c).or_insert_with(made)))
        };
        named.filter(|c| *c != but).filter_map(index).collect()
    }
}

fn partners(edition: &Edition<'_>, county: &County<'_>) -> Vec<usize> {
    let position = |slug: &str| edition.counties.iter().position(|c| c.content.slug == slug);
    county
        .content
        .partners
        .iter()
        .filter_map(|p| position(&p.value))
        .collect()
}

fn known(reference: String, name: &str, value: Option<&Quantity>) -> Option<Known> {
    Some(Known {
        reference,
        name: name.to_owned(),
        value: value?.clone(),
        was: None,
        place: None,
    })
}

/// What a county's prose may speak of: its figures, their targets, baselines
/// and years, its projects.
fn of_county<'a>(county: &'a County<'_>) -> impl Iterator<Item = Known> + 'a {
    let figures = county.figures.iter().flat_map(|f| {
        let id = &f.content.id;
        let named = [
            known(id.clone(), f.name(), f.value()),
            known(format!("{id}.target"), f.name(), f.target()),
            known(format!("{id}.baseline"), f.name(), f.baseline()),
        ];
        let years = f.series.iter().map(|(year, q)| Known {
            was: f.in_unit.as_deref().map(|now| (*year, now.clone())),
            reference: String::new(),
            name: f.name().to_owned(),
            value: q.clone(),
            place: f.content.series.get(year).map(|s| s.place.clone()),
        });
        let spots = [&f.content.value, &f.content.target, &f.content.baseline];
        let named = named.into_iter().zip(spots).map(|(known, spot)| {
            let place = spot.as_ref().map(|s| s.place.clone());
            known.map(|known| Known { place, ..known })
        });
        named.into_iter().flatten().chain(years)
    });
    let projects = county.content.projects.iter().flat_map(|p| {
        let invested = known(String::new(), &p.name, p.invested.as_ref());
        let yearly = known(String::new(), &p.name, p.yearly.as_ref());
        invested.into_iter().chain(yearly)
    });
    figures.chain(projects)
}

/// What every text of the edition may speak of: the region's totals.
fn of_region<'a>(edition: &'a Edition<'_>) -> impl Iterator<Item = Known> + 'a {
    edition.measures.iter().flat_map(|m| {
        let (id, name) = (&m.indicator.id, &m.indicator.name);
        let total = m.total.as_ref().map(|t| &t.value);
        let stated = m.indicator.stated_total.as_ref().map(|s| &s.value);
        let years = m.series.iter().map(move |(year, q)| Known {
            was: total.map(|now| (*year, now.clone())),
            reference: String::new(),
            name: name.clone(),
            value: q.clone(),
            place: None,
        });
        known(format!("region/{id}"), name, total)
            .or_else(|| known(String::new(), name, stated))
            .into_iter()
            .chain(years)
    })
}

fn of_other_county<'a>(county: &'a County<'_>) -> impl Iterator<Item = Known> + 'a {
    let slug = &county.content.slug;
    let name = &county.content.name.value;
    county.figures.iter().filter_map(move |f| {
        let reference = format!("{slug}/{}", f.content.id);
        known(reference, &format!("{name} {}", f.name()), f.value())
    })
}
