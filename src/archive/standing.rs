//! What the site at a target was made from, so that a build from the same
//! content makes nothing again.
//!
//! A build that succeeded leaves a note in `.xunli-cache`: a hash of all that it
//! took — the content as it was read, the theme's own files, the program and
//! its options —, the hash of the manifest it published, and what it found. The
//! next build with the same hash says the same, if the site still stands file
//! by file; in any other case it goes the whole way. The note may be deleted at
//! any time, and a disk that refuses it costs only time.

use crate::content::{Folder, read_ordinary};
use crate::finding::{Code, Finding, Findings, Place, Severity, Text};
use crate::page::Site;
use crate::picture;
use crate::publish::{Protected, Report, stands};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// Findings that are worth remembering; with more of them somebody is at work.
const MOST: usize = 2_000;
/// Bytes of a note at most.
const LARGEST: u64 = 64 << 20;

/// The note of one target.
pub struct Standing<'a> {
    content: &'a Folder,
    target: &'a Path,
    place: PathBuf,
    key: String,
}

/// What the summary of a build counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Pages of the site.
    pub pages: usize,
    /// Charts on them.
    pub charts: usize,
    /// Pictures on them.
    pub photos: usize,
}

impl Counts {
    /// Those of a site.
    pub fn of(site: &Site) -> Counts {
        Counts {
            pages: site.pages,
            charts: site.charts,
            photos: site.photos,
        }
    }
}

/// A site that need not be made again.
pub struct Recalled {
    /// What its build found.
    pub findings: Findings,
    /// What it counted.
    pub counts: Counts,
    /// What publishing says of the files that stand.
    pub report: Report,
}

/// The note as it is written.
#[derive(Serialize, Deserialize)]
struct Note {
    key: String,
    manifest: [u8; 32],
    counts: Counts,
    findings: Vec<Told>,
}

/// A finding as it is written.
#[derive(Serialize, Deserialize)]
struct Told {
    code: String,
    severity: String,
    place: Spot,
    message: Text,
    hint: Option<Text>,
    related: Option<(Spot, Text)>,
}

/// A place as it is written: of a file that was read, the bytes.
#[derive(Serialize, Deserialize)]
struct Spot {
    path: String,
    span: Option<(usize, usize)>,
}

impl<'a> Standing<'a> {
    /// For a build of the showcase at `root`, whose content was read, into
    /// `target`; `options` is whatever else decides what is made. `None` where
    /// that cannot be told.
    pub fn new(
        root: &Path,
        content: &'a Folder,
        target: &'a Path,
        options: &str,
    ) -> Option<Standing<'a>> {
        // Share cards are drawn with the fonts of the machine.
        if cfg!(feature = "cards") || picture::leads_elsewhere(&root.join(picture::CACHE)) {
            return None;
        }
        let mut hash = Sha256::new();
        hash.update(program()?);
        hash.update(options);
        hash.update(content.fingerprint()?);
        if root.join("themes").is_dir() {
            let themes = Folder::read(root, "themes", &mut Findings::new())?;
            hash.update(themes.fingerprint()?);
        }
        let whole = std::path::absolute(target).ok()?;
        let name = hex(&Sha256::digest(whole.as_os_str().as_encoded_bytes()));
        let name = name.get(..16)?;
        Some(Standing {
            content,
            target,
            place: root.join(picture::CACHE).join(format!("built-{name}.json")),
            key: hex(&hash.finalize()),
        })
    }

    /// What the last build made and found, if this one would make the same and
    /// it still stands.
    pub fn recall(&self, protected: &Protected<'_>) -> Option<Recalled> {
        let note: Note = serde_json::from_slice(&read_ordinary(&self.place, LARGEST).ok()?).ok()?;
        if note.key != self.key {
            return None;
        }
        let mut findings = Findings::new();
        for told in &note.findings {
            findings.push(told.finding(self.content)?);
        }
        Some(Recalled {
            findings,
            counts: note.counts,
            report: stands(self.target, protected, &note.manifest)?,
        })
    }

    /// Remembers a build that was published.
    pub fn keep(&self, report: &Report, counts: Counts, found: &[Finding]) {
        let told = found.iter().map(|finding| Told::of(finding, self.content));
        let findings: Option<Vec<Told>> = match found.len() {
            0..=MOST => told.collect(),
            _ => None,
        };
        let Some(findings) = findings else { return };
        let note = Note {
            key: self.key.clone(),
            manifest: report.manifest,
            counts,
            findings,
        };
        if let Ok(text) = serde_json::to_vec(&note) {
            picture::put_beside(&self.place, &text);
            self.place.parent().map(picture::sweep);
        }
    }
}

/// The running program: another one may make another site.
fn program() -> Option<String> {
    let meta = std::env::current_exe().ok()?.metadata().ok()?;
    let time = meta.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
    let (version, size, time) = (env!("CARGO_PKG_VERSION"), meta.len(), time.as_nanos());
    Some(format!("{version} {size} {time}\n"))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Told {
    /// `None` where it points into what is no file of the content.
    fn of(finding: &Finding, content: &Folder) -> Option<Told> {
        let related = match &finding.related {
            Some((place, label)) => Some((Spot::of(place, content)?, label.clone())),
            None => None,
        };
        Some(Told {
            code: finding.code.as_str().to_owned(),
            severity: finding.severity.as_str().to_owned(),
            place: Spot::of(&finding.place, content)?,
            message: finding.message.clone(),
            hint: finding.hint.clone(),
            related,
        })
    }

    fn finding(&self, content: &Folder) -> Option<Finding> {
        let mut levels = [Severity::Error, Severity::Warning, Severity::Info].into_iter();
        let related = match &self.related {
            Some((spot, label)) => Some((spot.place(content)?, label.clone())),
            None => None,
        };
        Some(Finding {
            code: Code::named(&self.code)?,
            severity: levels.find(|level| level.as_str() == self.severity)?,
            place: self.place.place(content)?,
            message: self.message.clone(),
            hint: self.hint.clone(),
            related,
        })
    }
}

impl Spot {
    fn of(place: &Place, content: &Folder) -> Option<Spot> {
        let span = match place.source() {
            Some(source) => {
                let same = content.text_at(source.path())?.text() == source.text();
                Some(same.then_some((place.span().start, place.span().end))?)
            }
            None => None,
        };
        Some(Spot {
            path: place.path().to_owned(),
            span,
        })
    }

    fn place(&self, content: &Folder) -> Option<Place> {
        match self.span {
            Some((start, end)) => Some(Place::at(content.text_at(&self.path)?, start..end)),
            None => Some(Place::file(&self.path)),
        }
    }
}
