//! What an earlier build made of the figures' files, for a preview that would
//! read a thousand of them anew because one has changed.
//!
//! What comes of a figures.toml depends on its own text and on that of its
//! edition.toml, and on nothing else. It is kept under both, so that a build
//! with a memory gives what one without it gives.

use super::figures::Sheet;
use crate::finding::{Findings, Source};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Sheets of figures by the path of their file.
#[derive(Default)]
pub struct Memory(Mutex<BTreeMap<String, Arc<Known>>>);

/// The texts that a sheet came of, and what came of them.
struct Known {
    edition: Arc<Source>,
    own: Arc<Source>,
    sheet: Sheet,
    findings: Findings,
}

/// The memory of one edition.
pub(super) struct OfEdition<'m> {
    pub(super) memory: &'m Memory,
    /// Its edition.toml.
    pub(super) edition: Arc<Source>,
}

impl OfEdition<'_> {
    /// The sheet of the file `own`, by `make` unless the same texts were read
    /// before.
    pub(super) fn sheet(
        &self,
        own: &Arc<Source>,
        findings: &mut Findings,
        make: impl FnOnce(&mut Findings) -> Sheet,
    ) -> Sheet {
        let same = |a: &Source, b: &Source| a.path() == b.path() && a.text() == b.text();
        let known = self.memory.sheets().get(own.path()).cloned();
        let known = known.filter(|k| same(&k.own, own) && same(&k.edition, &self.edition));
        let known = known.unwrap_or_else(|| {
            let mut found = Findings::new();
            let known = Arc::new(Known {
                edition: Arc::clone(&self.edition),
                own: Arc::clone(own),
                sheet: make(&mut found),
                findings: found,
            });
            let path = own.path().to_owned();
            self.memory.sheets().insert(path, Arc::clone(&known));
            known
        });
        findings.extend(known.findings.clone());
        known.sheet.clone()
    }
}

impl Memory {
    fn sheets(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Arc<Known>>> {
        // Whoever panicked held nothing half-done here.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
