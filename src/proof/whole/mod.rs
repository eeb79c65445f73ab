//! Proofreading a whole showcase: every text of every edition, in parallel.

mod asked;
mod figures;
mod texts;

use crate::content::Body;
use crate::finding::{Code, Findings, Place, Severity, guard};
use crate::proof::as_of;
use crate::proof::beside::Beside;
use crate::proof::components;
use crate::proof::near::Index;
use crate::proof::neighbours::Roster;
use crate::proof::passage::{Kind, Passage};
use crate::proof::places::Register;
use crate::proof::prose::blocks;
use crate::proof::prose_numbers::numbers;
use crate::proof::tally::Tally;
use crate::proof::words::Words;
use crate::proof::{Rules, compare_cases, fault, faults, private};
use crate::showcase::{County, Edition, Showcase};
use asked::{noted, past, printed, standing};
use figures::{Counties, of_county, of_other_county, of_region};
use rayon::prelude::*;
use texts::{edition_texts, indicator_texts, is_quoted, notes};

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
    check_until(showcase, (scope, rules), &|| false, findings)
}

/// Like [`check`], for somebody who may come to want it no more: what is left
/// then is left out.
pub fn check_until(
    showcase: &Showcase<'_>,
    (scope, rules): (Scope, &Rules),
    is_stale: &(dyn Fn() -> bool + Sync),
    findings: &mut Findings,
) -> Coverage {
    let mut coverage = Coverage::default();
    if is_stale() {
        return coverage;
    }
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
    for e in (0..showcase.editions.len()).take_while(|_| !is_stale()) {
        let edition = check_edition((showcase, e), (scope, rules), is_stale, findings);
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

fn check_edition(
    (showcase, e): (&Showcase<'_>, usize),
    (scope, rules): (Scope, &Rules),
    is_stale: &(dyn Fn() -> bool + Sync),
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
                if is_stale() {
                    return Tally::default();
                }
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
    if everything && !is_stale() {
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

fn partners(edition: &Edition<'_>, county: &County<'_>) -> Vec<usize> {
    let position = |slug: &str| edition.counties.iter().position(|c| c.content.slug == slug);
    county
        .content
        .partners
        .iter()
        .filter_map(|p| position(&p.value))
        .collect()
}
