//! The flat queue of pages.

use super::compare::{self, Sides};
use super::desk::Desk;
use super::frame::Frame;
use super::search::Entry;
use super::{
    address, card, county, data, edition, frame, indicator, meta, method, plain, print, statement,
    years,
};
use crate::content::Date;
use crate::finding::{Findings, Place, guard};
use crate::publish::{Bytes, Store};
use crate::showcase::Showcase;
use serde::Serialize;
use std::collections::BTreeSet;
use std::sync::Arc;

/// One page to be made, by indices into the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Job {
    /// The newest edition, at the root.
    Home,
    Edition(usize),
    County(usize, usize),
    Indicator(usize, usize),
    Data(usize),
    Method(usize),
    /// A volume of an edition on paper.
    Print(usize, usize),
    CompareHome(usize),
    Compare(usize, Sides),
    Years,
    /// One county over the years, by slug.
    CountyYears(String),
    Plain(usize),
    Statement,
    NotFound,
}

/// A link to a place in a page of the site.
pub(super) struct Anchor {
    /// Where the link stands.
    pub(super) place: Place,
    /// The page's path from the site's root.
    pub(super) page: String,
    /// The id there, without `#`.
    pub(super) id: String,
}

/// What a job gave.
#[derive(Default)]
pub(super) struct Made {
    /// Paths from the site's root, and bytes.
    pub(super) files: Vec<(String, Bytes)>,
    /// Paths in the content of the files it shows or links.
    pub(super) used: BTreeSet<String>,
    /// Paths of the files that it means to show and cannot.
    pub(super) faulty: BTreeSet<String>,
    pub(super) findings: Findings,
    /// Places in pages that its text leads to.
    pub(super) anchors: Vec<Anchor>,
    pub(super) charts: usize,
    /// Figures its text refers to: edition and anchor.
    pub(super) cites: BTreeSet<(usize, String)>,
    /// What search finds of it.
    pub(super) entry: Option<Entry>,
    /// Of what it shows.
    pub(super) date: Option<Date>,
    /// In one paragraph.
    pub(super) description: String,
    /// The content it was made from, for clashes of addresses.
    pub(super) origin: Option<Place>,
}

impl Made {
    /// Adds the page that `template` makes of `values`.
    pub(super) fn page(
        &mut self,
        desk: &Desk<'_>,
        template: &str,
        mut frame: Frame,
        values: impl Serialize,
    ) {
        if frame.card.is_none() {
            frame.card = card::page(desk, &frame, self);
        }
        meta::finish(desk, &mut frame, &desk.shown(template).mentions);
        self.note(desk, &frame);
        let path = frame.path.clone();
        match desk.theme.render(
            template,
            &frame::Page {
                page: frame,
                values,
            },
        ) {
            Ok(html) => self.files.push((path, html.into())),
            Err(finding) => self.findings.push(*finding),
        }
    }
}

impl Made {
    /// What the feed and the site map say of the page.
    fn note(&mut self, desk: &Desk<'_>, frame: &Frame) {
        let newest = desk.showcase.editions.iter().filter_map(|e| e.as_of).max();
        if frame.kind != "page" {
            let edition = frame.edition.map(|e| desk.edition(e).as_of);
            self.date = self.date.or(edition.unwrap_or(newest));
        }
        self.description.clone_from(&frame.description);
    }
}

/// All pages of a showcase. A frozen order is not needed: files are sorted by
/// path and findings by place.
pub(super) fn list(showcase: &Showcase<'_>) -> Vec<Job> {
    let wanted = showcase.content.site.made;
    let mut jobs = vec![Job::NotFound];
    if wanted.years {
        jobs.push(Job::Years);
    }
    if !showcase.editions.is_empty() {
        jobs.push(Job::Home);
    }
    let mut slugs: BTreeSet<&str> = BTreeSet::new();
    for (e, edition) in showcase.editions.iter().enumerate() {
        let of = |kind: bool, count: usize| 0..if kind { count } else { 0 };
        jobs.push(Job::Edition(e));
        jobs.extend(of(wanted.data, 1).map(|_| Job::Data(e)));
        jobs.extend(of(wanted.method, 1).map(|_| Job::Method(e)));
        jobs.extend((0..edition.counties.len()).map(|c| Job::County(e, c)));
        jobs.extend(of(wanted.indicators, edition.measures.len()).map(|m| Job::Indicator(e, m)));
        jobs.extend(of(wanted.print, print::volumes(edition)).map(|v| Job::Print(e, v)));
        let pairs = compare::all(edition);
        if wanted.compare && !pairs.is_empty() {
            jobs.push(Job::CompareHome(e));
            jobs.extend(pairs.into_iter().map(|sides| Job::Compare(e, sides)));
        }
        slugs.extend(edition.counties.iter().map(|c| c.content.slug.as_str()));
    }
    if wanted.years && showcase.editions.len() > 1 {
        jobs.extend(slugs.into_iter().map(|s| Job::CountyYears(s.to_owned())));
    }
    jobs.extend((0..showcase.content.pages.len()).map(Job::Plain));
    if statement::is_ours(showcase) {
        jobs.push(Job::Statement);
    }
    jobs
}

impl Job {
    /// Whether it shows where figures are used, and so has to wait for the
    /// texts.
    pub(super) fn is_data(&self) -> bool {
        matches!(self, Job::Data(_))
    }

    /// Makes the page; if a library panics over it, a finding names its file.
    pub(super) fn guarded(&self, desk: &Desk<'_>) -> Made {
        let mut findings = Findings::new();
        let made = guard(&self.origin(desk), &mut findings, || self.run(desk));
        made.unwrap_or(Made {
            findings,
            ..Made::default()
        })
    }

    /// Makes the page, and lays it down where it can wait.
    pub(super) fn laid(&self, desk: &Desk<'_>, store: Option<&Arc<Store>>) -> Made {
        let mut made = self.guarded(desk);
        if let Some(store) = store {
            made.files
                .iter_mut()
                .for_each(|(_, bytes)| bytes.lay(store));
        }
        made
    }

    /// The file that the page is mainly made from.
    fn origin(&self, desk: &Desk<'_>) -> Place {
        let showcase = desk.showcase;
        let edition = |e: &usize| showcase.editions.get(*e).map(|e| e.content.place.clone());
        let place = match self {
            Job::County(e, c) => {
                let body = &desk.county(*e, *c).content.body;
                Some(Place::file(body.source.path()))
            }
            Job::Plain(p) => showcase
                .content
                .pages
                .get(*p)
                .map(|p| p.title.place.clone()),
            Job::Edition(e)
            | Job::Indicator(e, _)
            | Job::Data(e)
            | Job::Method(e)
            | Job::Print(e, _)
            | Job::CompareHome(e)
            | Job::Compare(e, _) => edition(e),
            Job::Home | Job::Years | Job::CountyYears(_) | Job::Statement | Job::NotFound => None,
        };
        place.unwrap_or_else(|| Place::file("content/site.toml"))
    }

    /// The address of a page that people look at while they write; `None` for
    /// the others.
    pub(super) fn path(&self, desk: &Desk<'_>) -> Option<String> {
        match self {
            Job::Home => Some(address::HOME.to_owned()),
            Job::Edition(e) => Some(address::edition(desk.edition(*e))),
            Job::County(e, c) => Some(address::county(desk.edition(*e), desk.county(*e, *c))),
            Job::Indicator(e, m) => {
                let edition = desk.edition(*e);
                let indicator = edition.measures.get(*m)?.indicator;
                Some(address::indicator(edition, &indicator.id))
            }
            Job::Plain(p) => {
                let page = desk.showcase.content.pages.get(*p)?;
                Some(address::plain(&page.slug))
            }
            _ => None,
        }
    }

    /// Makes the page.
    pub(super) fn run(&self, desk: &Desk<'_>) -> Made {
        match self {
            Job::Home => edition::make(desk, 0, address::HOME.to_owned()),
            Job::Edition(e) => edition::make(desk, *e, address::edition(desk.edition(*e))),
            Job::County(e, c) => county::make(desk, *e, *c),
            Job::Indicator(e, m) => indicator::make(desk, *e, *m),
            Job::Data(e) => data::make(desk, *e),
            Job::Method(e) => method::make(desk, *e),
            Job::Print(e, volume) => print::make(desk, *e, *volume),
            Job::CompareHome(e) => compare::home_page(desk, *e),
            Job::Compare(e, sides) => compare::make(desk, *e, sides),
            Job::Years => years::all(desk),
            Job::CountyYears(slug) => years::county(desk, slug),
            Job::Plain(p) => plain::make(desk, *p),
            Job::Statement => statement::make(desk),
            Job::NotFound => plain::not_found(desk),
        }
    }
}
