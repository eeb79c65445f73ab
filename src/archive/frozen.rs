//! Frozen editions against what was published of them.

use crate::finding::Findings;
use crate::page::{RECORD, Record, Site};
use crate::publish::{Entry, MANIFEST, Manifest};
use std::fs;
use std::path::Path;

/// Holds the frozen editions of a new site against the site that stands at
/// `target`; content that changed without a word of why is a finding, and that
/// nothing stands there to compare with is worth knowing.
///
/// Only a record that the manifest vouches for counts.
pub fn check_frozen(site: &Site, target: &Path, findings: &mut Findings) {
    let record = site.tree.get(RECORD).and_then(Record::read);
    let Some(now) = record else { return };
    let then = published(target);
    now.report_unknown(then.as_ref(), &site.written, findings);
    if let Some(then) = then {
        now.check_against(&then, &site.written, findings);
    }
}

fn published(target: &Path) -> Option<Record> {
    let manifest = Manifest::read(&fs::read(target.join(MANIFEST)).ok()?).ok()?;
    let bytes = fs::read(target.join(RECORD)).ok()?;
    let is_vouched = manifest.files.get(RECORD) == Some(&Entry::of(&bytes));
    Record::read(&bytes).filter(|_| is_vouched)
}
