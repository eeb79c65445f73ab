//! Frozen editions against what was published of them.

use crate::content::read_ordinary;
use crate::finding::Findings;
use crate::page::{RECORD, Record, Site};
use crate::publish::{Entry, LARGEST_MANIFEST, MANIFEST, Manifest};
use std::path::Path;

/// Holds the frozen editions of a new site against the site that stands at
/// `target`; content that changed without a word of why is a finding, and that
/// nothing stands there to compare with is worth knowing.
///
/// Only a record that the manifest vouches for counts.
pub fn check_frozen(site: &Site, target: &Path, findings: &mut Findings) {
    let record = site
        .tree
        .get(RECORD)
        .and_then(|b| Record::read(&b.read().ok()?));
    let now = record.unwrap_or_default();
    match published(target) {
        Some(then) => now.check_against(&then, &site.tree, &site.written, findings),
        None => now.report_unknown(&site.written, findings),
    }
}

/// What was frozen in the site at `target`; `None` where that cannot be told.
fn published(target: &Path) -> Option<Record> {
    let manifest =
        Manifest::read(&read_ordinary(&target.join(MANIFEST), LARGEST_MANIFEST).ok()?).ok()?;
    let Some(entry) = manifest.files.get(RECORD) else {
        return Some(Record::default());
    };
    let bytes = read_ordinary(&target.join(RECORD), entry.size).ok()?;
    Record::read(&bytes).filter(|_| *entry == Entry::of(&bytes))
}
