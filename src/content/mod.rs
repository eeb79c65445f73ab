//! The files of `content/` as typed values that remember where they stood.
//!
//! Two kinds of types live here. The raw ones (`raw.rs`) are what a file says:
//! everything optional, every value with its place. The validated ones
//! (`model.rs`) are what the program works with. Between them stand the files
//! named after what they check: `site.rs`, `edition.rs`, `county.rs`,
//! `figures.rs`, `case.rs`.
//!
//! Everything is read once, in parallel, and all that is wrong is collected.
//! This room knows nothing of HTML and does no arithmetic.

mod asset;
mod brackets;
mod case;
mod county;
mod date;
mod edition;
mod figures;
mod file_name;
mod files;
mod government;
mod indicators;
mod invisible;
mod limits;
mod memory;
mod model;
mod names;
mod place;
mod plain;
mod raw;
mod reader;
mod review;
mod roster;
mod schema;
mod site;
mod sizes;
mod verbatim;
mod wording;
mod words;

pub use asset::{Asset, AssetKind};
pub use date::Date;
pub use figures::{MILESTONES, PROJECTS};
pub use files::{Entry, Folder, Guess, MARKDOWN_LIMIT, decode, guess};
pub(crate) use files::{link_on_the_way, read_ordinary};
pub use government::{Government, Links, Moment, Profile, Time};
pub use memory::Memory;
pub use model::*;
pub use names::is_slug;
pub use reader::{Scalar, SpotExt, read_block};
pub use review::{Review, Signature, Stage, unsigned};
pub use schema::Schema;
pub use words::{Person, Phrase, Renamed, Term, WordList, Wrong};

use crate::finding::{Code, Finding, Findings, Place, guard};
use crate::text;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::Path;

/// Reads `root/content` whole.
///
/// What is wrong goes to `findings`; a part that cannot be understood is left
/// out. `None` when there is not even a site.toml to start from.
pub fn load(root: &Path, findings: &mut Findings) -> Option<Content> {
    let folder = Folder::read(root, "content", findings)?;
    let site = site(root, &folder, findings);
    load_from(site, &folder, None, findings)
}

/// The settings of the site, from which the theme is known.
pub fn site(root: &Path, folder: &Folder, findings: &mut Findings) -> Option<Site> {
    site::load(root, folder, findings)
}

/// Like [`load`], from the folder and the settings as they were read already;
/// what `memory` knows is not worked out again.
pub fn load_from(
    site: Option<Site>,
    folder: &Folder,
    memory: Option<&Memory>,
    findings: &mut Findings,
) -> Option<Content> {
    let mut pages = Vec::new();
    for entry in folder.entries() {
        match entry.name().strip_suffix(".md") {
            Some("README") | None => {}
            Some(stem) => {
                let mut found = Findings::new();
                let load = || case::plain_page(entry, stem, &mut found);
                pages.extend(guard(&Place::file(entry.path()), findings, load).flatten());
                findings.extend(found);
            }
        }
    }
    let loaded: Vec<(&Folder, Option<Edition>, Findings)> = folder
        .folders()
        .into_par_iter()
        .map(|sub| {
            let mut found = Findings::new();
            let mut panicked = Findings::new();
            let load = || edition::load(sub, memory, &mut found);
            let edition = guard(&Place::file(sub.path()), &mut panicked, load).flatten();
            found.extend(panicked);
            (sub, edition, found)
        })
        .collect();
    let mut editions = Vec::new();
    let mut faulty = BTreeMap::new();
    for (sub, edition, found) in loaded {
        if let Some(mut edition) = edition {
            let names = std::mem::take(&mut edition.faulty);
            faulty.insert(edition.id.clone(), names);
            if !is_slug(&edition.id) {
                // Links say the name that the folder ought to have.
                faulty.insert(edition.year.to_string(), FaultyNames::torn());
            }
            editions.push(edition);
        } else if sub.entries().next().is_some() {
            // What refers to an edition that could not be read is not to blame.
            faulty.insert(sub.name().to_owned(), FaultyNames::torn());
        }
        findings.extend(found);
    }
    if let Some(site) = &site {
        place::strangers(&site.places, folder, &faulty, findings);
    }
    let refused = folder.entries().filter(|entry| entry.is_bad());
    faulty.extend(refused.map(|entry| (entry.name().to_owned(), FaultyNames::torn())));
    let content = Content {
        faulty: Faulty(faulty),
        site: site?,
        editions,
        pages,
        files: asset::directly_in(folder, |name| name == "site.toml" || name.ends_with(".md")),
    };
    if content.editions.is_empty() && !findings.has_errors() {
        let message = text!(
            "还没有任何年度：content/ 下应有一个含 edition.toml 的文件夹",
            "there is no edition yet: content/ needs a folder that holds edition.toml"
        );
        let hint = text!(
            "运行 xunli new edition 2026，程序会建好一个年度的文件夹",
            "run `xunli new edition 2026` to make one"
        );
        let place = Place::file("content");
        findings.push(Finding::new(Code::EditionMissing, place, message).hint(hint));
    }
    Some(content)
}

/// Says that nothing uses a file.
pub fn report_unused(path: &str, findings: &mut Findings) {
    let message = text!("没有任何地方用到这个文件", "nothing uses this file");
    let hint = text!(
        "移出 content/，或在正文里引用它",
        "move it out of content/, or refer to it"
    );
    findings.push(Finding::new(Code::FileUnused, Place::file(path), message).hint(hint));
}
