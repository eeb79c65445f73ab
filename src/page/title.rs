//! Titles and summaries: one line of plain text, references replaced.
//!
//! They stand on many pages; they are resolved once.

use crate::content::Spot;
use crate::finding::{Findings, Language};
use crate::markdown;
use crate::showcase::Showcase;

/// A county's lines.
#[derive(Debug, Clone)]
pub(super) struct CountyTitle {
    pub(super) title: String,
    pub(super) summary: String,
}

/// An edition's lines.
#[derive(Debug, Clone)]
pub(super) struct EditionTitle {
    pub(super) title: String,
    pub(super) kicker: Option<String>,
    pub(super) deck: Option<String>,
}

/// All of them, by edition and county number, and by plain page.
pub(super) struct Titles {
    pub(super) counties: Vec<Vec<CountyTitle>>,
    pub(super) editions: Vec<EditionTitle>,
    /// Titles of plain pages.
    pub(super) page_titles: Vec<String>,
    /// Summaries of leads, by edition.
    pub(super) leads: Vec<String>,
    /// Summaries of plain pages.
    pub(super) pages: Vec<String>,
}

pub(super) fn resolve(
    showcase: &Showcase<'_>,
    language: Language,
    findings: &mut Findings,
) -> Titles {
    let mut line = |edition: usize, county: Option<usize>, spot: Option<&Spot<String>>| {
        spot.map(|spot| resolved(showcase, language, (edition, county), spot, findings))
            .unwrap_or_default()
    };
    let counties = showcase.editions.iter().enumerate().map(|(e, edition)| {
        let titles = edition
            .counties
            .iter()
            .enumerate()
            .map(|(c, county)| CountyTitle {
                title: line(e, Some(c), Some(&county.content.title)),
                summary: line(e, Some(c), county.content.summary.as_ref()),
            });
        titles.collect()
    });
    let counties = counties.collect();
    let leads = showcase.editions.iter().enumerate();
    let leads = leads
        .map(|(e, edition)| {
            let lead = edition.content.lead.as_ref();
            line(e, None, lead.and_then(|l| l.summary.as_ref()))
        })
        .collect();
    let pages = showcase.content.pages.iter();
    let pages = pages
        .map(|page| line(0, None, page.summary.as_ref()))
        .collect();
    let page_titles = showcase.content.pages.iter();
    let page_titles = page_titles.map(|page| line(0, None, Some(&page.title)));
    let page_titles = page_titles.collect();
    let editions = showcase.editions.iter().enumerate();
    let editions = editions
        .map(|(e, edition)| {
            let content = edition.content;
            let mut above = |spot: &Option<Spot<String>>| {
                let spot = spot.as_ref()?;
                Some(line(e, None, Some(spot)))
            };
            let (kicker, deck) = (above(&content.kicker), above(&content.deck));
            EditionTitle {
                title: line(e, None, Some(&content.title)),
                kicker,
                deck,
            }
        })
        .collect();
    Titles {
        counties,
        editions,
        page_titles,
        leads,
        pages,
    }
}

/// One line of plain text with its references replaced.
pub(super) fn resolved(
    showcase: &Showcase<'_>,
    language: Language,
    (edition, county): (usize, Option<usize>),
    spot: &Spot<String>,
    findings: &mut Findings,
) -> String {
    markdown::substitute(&spot.value, |expr, at| {
        match showcase.reference(edition, county, expr) {
            Ok(reference) => Some(reference.shown.get(language).to_owned()),
            Err(why)
                if !why.malformed && super::host::is_faulty(showcase, (edition, county), expr) =>
            {
                None
            }
            Err(why) => {
                // Inside quotes the text starts one byte after the value does.
                let quoted = spot.place.text().starts_with('"');
                let shift = usize::from(quoted);
                let place = if spot.place.text().len() >= at.end + shift {
                    spot.place.within(at.start + shift..at.end + shift)
                } else {
                    spot.place.clone()
                };
                findings.push(super::host::unresolved(why, place));
                None
            }
        }
    })
}
