//! Which pages there are and what each shows: one file per kind.
//!
//! Pages are independent jobs over a borrowed [`Showcase`]: the queue is a
//! flat list, run in parallel, each job giving files as values. Nothing is
//! written here. Templates get the values of the `*View` types, which are
//! documented for theme authors in `themes/README.md`.

mod address;
mod alias;
mod amount;
mod anchor;
mod attachment;
mod block;
mod card;
mod case;
mod compare;
mod county;
mod data;
mod desk;
mod download;
mod edition;
mod embed;
mod feed;
mod figure;
mod frame;
mod government;
mod graphic;
mod host;
mod indicator;
mod job;
mod meta;
mod method;
mod outside;
mod photo;
mod plain;
mod print;
mod ranking;
mod record;
mod result;
mod search;
mod shared;
mod single;
mod statement;
mod strip;
mod tile;
mod title;
mod unused;
mod years;

pub use outside::outside_hosts;
pub use record::{RECORD, Record, Written};

use crate::content::Memory;
use crate::finding::{Code, Finding, Findings, Language, Place, Text};
use crate::picture::Cache;
use crate::progress::{Progress, Stage};
use crate::publish::{Bytes, Store, Tree};
use crate::showcase::Showcase;
use crate::text;
use crate::theme::{Endless, Theme};
use desk::Desk;
use job::{Job, Made};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// A site in memory.
#[derive(Default)]
pub struct Site {
    /// Its files.
    pub tree: Tree,
    /// How many pages there are.
    pub pages: usize,
    /// How many charts they show.
    pub charts: usize,
    /// How many photos they show.
    pub photos: usize,
    /// Where its frozen editions are written.
    pub written: Written,
}

/// Which pages are marked as drafts: 送审稿.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Marks {
    /// None: for publishing.
    #[default]
    None,
    /// Cases that are not signed as far as site.toml asks: for the preview.
    Unsigned,
    /// Every page: for those who sign.
    All,
}

/// Takes the pages that somebody looks at, with what they show.
pub type TakeFirst<'a> = &'a (dyn Fn(Tree, &Findings) + Sync);

/// Somebody who looks at pages while they are made, and cannot wait for all.
pub struct Looking<'a> {
    /// Addresses of the pages looked at by now.
    pub at: &'a (dyn Fn() -> Vec<String> + Sync),
    /// Takes those, unless something is known to be wrong by then.
    pub take: TakeFirst<'a>,
    /// Whether the content has changed since, so that what is still to be made
    /// is of no use to anybody.
    pub is_stale: &'a (dyn Fn() -> bool + Sync),
}

/// For whom pages are made; by default for everybody.
#[derive(Default)]
pub struct For<'a> {
    /// Which pages say that they are no more than a draft.
    pub marks: Marks,
    /// Somebody who looks at some pages, which come first.
    pub looking: Option<Looking<'a>>,
    /// Counts the pages as they are made.
    pub progress: Arc<Progress>,
    /// Whether the program ends with it, so that nothing need be given back.
    pub is_last: bool,
    /// Where many pages may wait on the disk until all are made.
    pub wait_in: Option<&'a Path>,
    /// What builds before it have read, where there were some.
    pub memory: Option<&'a Memory>,
    /// Told of a template of the showcase's own that does not end.
    pub endless: Option<Endless>,
}

impl For<'_> {
    /// Whether nobody wants it any more.
    pub fn is_stale(&self) -> bool {
        let looking = self.looking.as_ref();
        looking.is_some_and(|looking| (looking.is_stale)())
    }
}

/// Renders every page; what is wrong goes to `findings`. Photos that `cache`
/// holds are not made again.
pub fn render(
    showcase: &Showcase<'_>,
    theme: &mut Theme,
    marks: Marks,
    cache: &Cache,
    findings: &mut Findings,
) -> Site {
    // Always some: without somebody who looks, nothing gets stale.
    let wanted = For {
        marks,
        ..For::default()
    };
    render_for(showcase, theme, cache, &wanted, findings).unwrap_or_default()
}

/// Like [`render`], for somebody in particular. `None` where the content
/// changed meanwhile.
pub fn render_for(
    showcase: &Showcase<'_>,
    theme: &mut Theme,
    cache: &Cache,
    wanted: &For<'_>,
    findings: &mut Findings,
) -> Option<Site> {
    let looking = wanted.looking.as_ref();
    let language = match showcase.content.site.language.split('-').next() {
        Some("en") => Language::En,
        _ => Language::Zh,
    };
    let titles = title::resolve(showcase, language, findings);
    // The footer's icons; pages have their own pictures.
    let files = &showcase.content.files;
    let icons = photo::Pictures::new(files.values().map(|a| a.path.as_str()), cache);
    theme.share("site", &frame::SiteView::of(showcase, &titles, &icons));
    theme.share("words", &Theme::words(language));
    let cards = card::Cards::open(showcase, cache, findings);
    let with = (wanted, cache, cards);
    let mut desk = Desk::new(showcase, theme, language, titles, with);
    // With their places in the queue, for what is looked at comes first.
    let (data, mut texts): (Vec<Queued>, Vec<Queued>) = job::list(showcase)
        .into_iter()
        .enumerate()
        .partition(|(_, job)| job.is_data());
    wanted
        .progress
        .begin(Stage::Pages, data.len() + texts.len());
    let store = wanted.wait_in.filter(|_| texts.len() > MANY);
    let store = store.and_then(Store::on_disk_of);
    let run = |jobs: &[Queued], desk: &Desk<'_>| -> Option<Vec<(usize, Made)>> {
        // Of small pieces some are left for whoever is done first.
        let made = jobs.par_iter().with_max_len(8).map(|(place, job)| {
            // Between two pages, since a page is quick and the site is not.
            let made = (!wanted.is_stale()).then(|| (*place, job.laid(desk, store.as_ref())));
            wanted.progress.one();
            made
        });
        made.collect()
    };
    let mut made = Vec::new();
    while let Some(looking) = looking.filter(|_| !texts.is_empty()) {
        let (next, is_first) = next(&mut texts, &(looking.at)(), &desk);
        let next = run(&next, &desk)?;
        if is_first {
            show_first(&desk, &next, looking, findings);
        }
        made.extend(next);
    }
    made.extend(run(&texts, &desk)?);
    made.sort_by_key(|(place, _)| *place);
    let mut made: Vec<Made> = made.into_iter().map(|(_, made)| made).collect();
    if !data.is_empty() {
        desk.note_usage(&made);
    }
    made.extend(run(&data, &desk)?.into_iter().map(|(_, made)| made));
    // What takes long is left half made.
    if wanted.is_stale() {
        return None;
    }
    let site = collect(&mut desk, made, findings);
    if wanted.is_last {
        std::mem::forget(desk);
    }
    Some(site)
}

/// A page to be made, and its place among all.
type Queued = (usize, Job);

/// So many pages take more room in memory than all that they were made from.
const MANY: usize = 256;

/// So many pages are made between two looks at who looks at what.
const BETWEEN_LOOKS: usize = 48;

/// Takes from the queue the pages looked at, or else some of the others; and
/// whether it is the former.
fn next(queue: &mut Vec<Queued>, at: &[String], desk: &Desk<'_>) -> (Vec<Queued>, bool) {
    let is_looked_at = |(_, job): &mut Queued| job.path(desk).is_some_and(|p| at.contains(&p));
    let first: Vec<Queued> = queue.extract_if(.., is_looked_at).collect();
    if !first.is_empty() {
        return (first, true);
    }
    let count = BETWEEN_LOOKS.min(queue.len());
    (queue.drain(..count).collect(), false)
}

/// Hands over the first pages with their charts, style sheets and scripts;
/// photos come with the rest.
fn show_first(desk: &Desk<'_>, made: &[(usize, Made)], looking: &Looking<'_>, findings: &Findings) {
    let mut known = findings.clone();
    let mut tree = Tree::new();
    for (_, made) in made {
        known.extend(made.findings.clone());
        for (path, bytes) in &made.files {
            insert(&mut tree, path.clone(), bytes.clone(), None, &mut known);
        }
    }
    for asset in desk.theme.assets() {
        let (path, bytes) = (asset.path.clone(), asset.bytes.clone());
        insert(&mut tree, path, bytes, None, &mut known);
    }
    if !known.has_errors() {
        (looking.take)(tree, &known);
    }
}

fn collect(desk: &mut Desk<'_>, mut made: Vec<Made>, findings: &mut Findings) -> Site {
    let mut site = Site {
        tree: Tree::new(),
        pages: made.len(),
        charts: 0,
        photos: 0,
        written: Written::of(desk.showcase),
    };
    let mut entries = Vec::new();
    let mut notes = Vec::new();
    for made in &mut made {
        entries.extend(made.entry.take());
        notes.extend(made.files.iter().map(|(path, _)| feed::PageNote {
            path: path.clone(),
            date: made.date,
            description: made.description.clone(),
        }));
    }
    let (mut used, mut faulty) = (BTreeSet::new(), BTreeSet::new());
    let mut anchors = Vec::new();
    let gather = || {
        for made in made {
            findings.extend(made.findings);
            used.extend(made.used);
            faulty.extend(made.faulty);
            anchors.extend(made.anchors);
            site.charts += made.charts;
            let origin = made.origin.as_ref();
            for (path, bytes) in made.files {
                insert(&mut site.tree, path, bytes, origin, findings);
            }
        }
    };
    let about_all = || {
        let has_search = desk.showcase.content.site.made.search;
        let search = has_search.then(|| search::make(desk, &entries));
        notes.extend(search.as_ref().map(|search| feed::PageNote {
            path: search::PATH.to_owned(),
            date: search.date,
            description: String::new(),
        }));
        (search, feed::make(desk, &notes))
    };
    let ((), (search, feed)) = rayon::join(gather, about_all);
    site.pages += usize::from(search.is_some());
    government::check(desk, findings);
    let icons: BTreeSet<String> = government::used(desk.showcase.content)
        .filter(|path| !used.contains(path))
        .collect();
    used.extend(icons.iter().cloned());
    for made in search.into_iter().chain([feed]) {
        findings.extend(made.findings);
        for (path, bytes) in made.files {
            insert(&mut site.tree, path, bytes, None, findings);
        }
    }
    for made in alias::all(desk) {
        findings.extend(made.findings);
        for (path, bytes) in made.files {
            insert(&mut site.tree, path, bytes, made.origin.as_ref(), findings);
        }
    }
    if let Some(bytes) = record::make(desk, &used) {
        insert(&mut site.tree, RECORD.to_owned(), bytes, None, findings);
    }
    for asset in desk.theme.assets() {
        insert(
            &mut site.tree,
            asset.path.clone(),
            asset.bytes.clone(),
            None,
            findings,
        );
    }
    anchor::check(&anchors, &site.tree, findings);
    site.photos = photo::copy(desk, (&used, &icons), &mut site.tree, findings);
    faulty.extend(used);
    unused::report(desk.showcase.content, &faulty, findings);
    site
}

/// Puts a file into the tree; two sources for one address are a finding.
fn insert(
    tree: &mut Tree,
    path: String,
    bytes: impl Into<Bytes>,
    origin: Option<&Place>,
    findings: &mut Findings,
) {
    let place = origin.cloned().unwrap_or_else(|| Place::file(&path));
    if let Err(clash) = tree.put(path, bytes.into()) {
        let message = Text {
            zh: clash.zh(),
            en: clash.en(),
        };
        let code = Code::named(clash.code()).unwrap_or(Code::AddressClash);
        let hint = text!(
            "换一个名字：每个文件、页面和旧地址（aliases）都要有自己的网址，大小写不算区别",
            "choose another name: each file, page and old address (aliases) needs an address of its own, whatever the case of its letters"
        );
        findings.push(Finding::new(code, place, message).hint(hint));
    }
}
