//! Proofreading a whole showcase: every text of every edition, in parallel.

use super::near::{Index, Known};
use super::neighbours::Roster;
use super::passage::{Kind, Passage};
use super::places::Register;
use super::prose::blocks;
use super::prose_numbers::{Tally, numbers};
use super::words::Words;
use super::{Rules, compare_cases, fault, personal_data, proofread};
use crate::content::{Body, Site};
use crate::finding::Findings;
use crate::quantity::Quantity;
use crate::showcase::{County, Edition, Showcase};
use rayon::prelude::*;

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
    let mut coverage = Coverage::default();
    for edition in &showcase.editions {
        coverage
            .editions
            .push(check_edition(edition, site, scope, rules, findings));
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
        return personal_data(passage, rules, findings);
    }
    proofread(passage, rules, findings);
    let mut faults = Vec::new();
    for block in blocks(passage.text(), passage.kind().is_markdown()) {
        words.check(&block, &mut faults);
    }
    fault::report(passage, &faults, rules, findings);
}

/// Reads titles, summaries and the like of an edition itself.
fn edition_texts(
    edition: &Edition<'_>,
    words: &Words<'_>,
    scope: Scope,
    rules: &Rules,
    findings: &mut Findings,
) {
    let lead = edition.content.lead.as_ref();
    let texts = [
        (Some(&edition.content.title), Kind::Title),
        (lead.and_then(|l| l.summary.as_ref()), Kind::Note),
    ];
    for (text, kind) in texts {
        if let Some(text) = text {
            read(&Passage::spot(text, kind), words, scope, rules, findings);
        }
    }
}

fn check_edition(
    edition: &Edition<'_>,
    site: &Site,
    scope: Scope,
    rules: &Rules,
    findings: &mut Findings,
) -> EditionCoverage {
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
    edition_texts(edition, words, scope, rules, findings);
    let mut coverage = EditionCoverage::default();
    if let Some(lead) = &edition.content.lead {
        let passage = Passage::body(&lead.body, Kind::Lead);
        read(&passage, words, scope, rules, findings);
        if everything {
            let own = Index::own(of_region(edition));
            coverage.lead = numbers(&passage, &own, &shared, rules, findings);
        }
    }
    let read: Vec<(Tally, Findings)> = (0..edition.counties.len())
        .into_par_iter()
        .map(|c| {
            let mut found = Findings::new();
            let county = &edition.counties[c];
            texts(county, words, scope, rules, &mut found);
            let tally = if everything {
                let partners = partners(edition, county);
                roster.check(&county.content.body, c, &partners, rules, &mut found);
                register.check(&county.content.body, c, &partners, rules, &mut found);
                let own = Index::own(of_county(county).chain(of_region(edition)));
                let passage = Passage::body(&county.content.body, Kind::Case);
                numbers(&passage, &own, &shared, rules, &mut found)
            } else {
                Tally::default()
            };
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
    for milestone in &content.milestones {
        read(
            &Passage::spot(&milestone.text, Kind::Note),
            words,
            scope,
            rules,
            findings,
        );
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
    })
}

/// What a county's prose may speak of: its figures, their targets, baselines
/// and years, its projects.
fn of_county<'a>(county: &'a County<'_>) -> impl Iterator<Item = Known> + 'a {
    let figures = county.figures.iter().flat_map(|f| {
        let id = &f.content.id;
        let named = [
            known(id.clone(), f.name, f.value.as_ref()),
            known(format!("{id}.target"), f.name, f.target.as_ref()),
            known(format!("{id}.baseline"), f.name, f.baseline.as_ref()),
        ];
        let years = f
            .series
            .values()
            .filter_map(|q| known(String::new(), f.name, Some(q)));
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
    edition.measures.iter().filter_map(|m| {
        let id = &m.indicator.id;
        let total = m.total.as_ref().map(|t| &t.value);
        known(format!("region/{id}"), &m.indicator.name, total)
    })
}

fn of_other_county<'a>(county: &'a County<'_>) -> impl Iterator<Item = Known> + 'a {
    let slug = &county.content.slug;
    county
        .figures
        .iter()
        .filter_map(move |f| known(format!("{slug}/{}", f.content.id), f.name, f.value.as_ref()))
}
