//! What publishing has to do: the tree set against the site that stands.

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;

use super::bytes::Bytes;
use super::disk::holds;
use super::manifest::Manifest;
use super::site::Site;
use super::tree::Tree;

/// The work of one build.
pub(super) struct Plan<'t> {
    /// The site as it is to be.
    pub(super) tree: &'t Tree,
    /// Every file of it, sorted by path.
    pub(super) items: Vec<Item<'t>>,
    /// Our files that the new site does not have.
    pub(super) stale: Vec<String>,
    /// The new manifest.
    pub(super) manifest: Manifest,
    /// Its text.
    pub(super) manifest_text: Vec<u8>,
    /// Whether the manifest that stands has other bytes, or none stands.
    is_manifest_new: bool,
}

/// One file of the new site.
pub(super) struct Item<'t> {
    pub(super) path: &'t str,
    pub(super) bytes: &'t Bytes,
    pub(super) state: State,
}

/// How a file stands to the old site.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum State {
    /// Not there yet.
    New,
    /// There with other bytes, or not readable by everybody.
    Changed,
    /// There as it is to be.
    Same,
}

impl<'t> Plan<'t> {
    /// Compares the tree with `site`, which stands at `root`: byte by byte, so
    /// that a file changed by hand is put right. Hashes in the same pass.
    pub(super) fn new(tree: &'t Tree, site: &Site, root: &Path) -> Self {
        let files: Vec<_> = tree.iter().collect();
        let judged: Vec<_> = files
            .into_par_iter()
            .map_init(Vec::new, |buffer, (path, bytes)| {
                let state = if !site.files.contains(path) {
                    State::New
                } else if matches!(holds(&root.join(path), bytes, buffer), Ok(true)) {
                    State::Same
                } else {
                    // What cannot be read is written anew.
                    State::Changed
                };
                (Item { path, bytes, state }, bytes.entry())
            })
            .collect();
        let (items, entries): (Vec<_>, Vec<_>) = judged.into_iter().unzip();
        let files = items
            .iter()
            .zip(entries)
            .map(|(item, entry)| (item.path.to_owned(), entry));
        let manifest = Manifest {
            files: files.collect(),
        };
        let manifest_text = manifest.to_bytes();
        let stale = site
            .files
            .iter()
            .filter(|path| tree.get(path).is_none())
            .cloned()
            .collect();
        let is_manifest_new = site.manifest.as_ref() != Some(&manifest_text);
        Self {
            tree,
            items,
            stale,
            manifest,
            manifest_text,
            is_manifest_new,
        }
    }

    /// Whether the site that stands is the tree already.
    pub(super) fn is_done(&self) -> bool {
        !self.is_manifest_new
            && self.stale.is_empty()
            && self.items.iter().all(|item| item.state == State::Same)
    }

    /// The files to be written.
    pub(super) fn to_write(&self) -> impl Iterator<Item = &Item<'t>> {
        self.items.iter().filter(|item| item.state != State::Same)
    }

    /// The folders of `site` that the new site does not have.
    pub(super) fn stale_folders(&self, site: &Site) -> Vec<String> {
        let needed: BTreeSet<&str> = self.tree.folders().into_iter().collect();
        site.folders
            .iter()
            .filter(|folder| !needed.contains(folder.as_str()))
            .cloned()
            .collect()
    }
}
