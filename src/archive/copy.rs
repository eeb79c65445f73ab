//! A copy of a site: a folder, or a ZIP file of one.

use super::seal;
use crate::finding::{Code, Finding, Place, Text, system};
use crate::publish::{Entry, KEPT, MANIFEST};
use crate::text;
use sha2::{Digest as _, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use walkdir::WalkDir;
use zip::ZipArchive;

/// No file of a site is larger; a manifest that says so is not believed.
pub(super) const LARGEST: u64 = 4 << 30;

/// What a copy holds.
pub(super) struct Copy {
    kind: Kind,
    /// Every file by its path, also foreign ones.
    pub(super) files: BTreeSet<String>,
    /// What is no ordinary file, and folders without files; a folder ends in
    /// `/`.
    pub(super) odd: BTreeSet<String>,
    /// Two files of one name, which only an archive can have.
    pub(super) has_twins: bool,
    /// An archive that is not the one that was made.
    pub(super) is_unsealed: bool,
}

enum Kind {
    Folder(PathBuf),
    Zip {
        archive: Box<ZipArchive<BufReader<File>>>,
        /// By path below the folder that holds the site.
        entries: BTreeMap<String, usize>,
    },
}

impl Copy {
    /// Lists a folder or a ZIP file.
    pub(super) fn open(path: &Path) -> Result<Copy, Box<Finding>> {
        if path.is_dir() {
            folder(path).map_err(|cause| unreadable(path, &cause))
        } else {
            zip(path)
        }
    }

    /// A file's bytes; of one that is larger than `size`, no more than a byte
    /// too many.
    pub(super) fn read(&mut self, path: &str, size: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        match &mut self.kind {
            Kind::Folder(root) => {
                // What is no ordinary file is not opened: a pipe never ends.
                if !self.files.contains(path) {
                    return Err(io::ErrorKind::NotFound.into());
                }
                File::open(root.join(path))?
                    .take(size.saturating_add(1))
                    .read_to_end(&mut bytes)?;
            }
            Kind::Zip { archive, entries } => {
                let at = *entries.get(path).ok_or(io::ErrorKind::NotFound)?;
                archive
                    .by_index(at)
                    .map_err(io::Error::other)?
                    .take(size.saturating_add(1))
                    .read_to_end(&mut bytes)?;
            }
        }
        Ok(bytes)
    }

    /// Size and hash of a file, as far as a byte more than it should have.
    pub(super) fn entry(&mut self, path: &str, size: u64) -> io::Result<Entry> {
        match &mut self.kind {
            Kind::Folder(root) => entry_of(&root.join(path)),
            Kind::Zip { archive, entries } => {
                let at = *entries.get(path).ok_or(io::ErrorKind::NotFound)?;
                let file = archive.by_index(at).map_err(io::Error::other)?;
                hashed(file.take(size.saturating_add(1)))
            }
        }
    }

    /// The folder, whose files can be read side by side.
    pub(super) fn folder(&self) -> Option<&Path> {
        match &self.kind {
            Kind::Folder(root) => Some(root),
            Kind::Zip { .. } => None,
        }
    }
}

fn folder(root: &Path) -> io::Result<Copy> {
    let mut copy = Copy {
        kind: Kind::Folder(root.to_owned()),
        files: BTreeSet::new(),
        odd: BTreeSet::new(),
        has_twins: false,
        is_unsealed: false,
    };
    let mut needed = BTreeSet::new();
    for entry in WalkDir::new(root).min_depth(1) {
        // Only its cause is said; which folder it is, the finding names.
        let entry = entry.map_err(|error| match error.into_io_error() {
            Some(cause) => cause,
            None => io::ErrorKind::Unsupported.into(),
        })?;
        let below = entry.path().strip_prefix(root).unwrap_or(entry.path());
        let parts: Vec<_> = below.iter().map(|part| part.to_string_lossy()).collect();
        let path = parts.join("/");
        let kind = entry.file_type();
        if kind.is_dir() {
            copy.odd.insert(format!("{path}/"));
            continue;
        }
        if KEPT.contains(&path.as_str()) {
            continue;
        }
        needed.extend((1..parts.len()).map(|n| format!("{}/", parts[..n].join("/"))));
        if kind.is_file() {
            copy.files.insert(path);
        } else {
            copy.odd.insert(path);
        }
    }
    copy.odd.retain(|path| !needed.contains(path));
    Ok(copy)
}

fn zip(path: &Path) -> Result<Copy, Box<Finding>> {
    // A pipe or a device might never end.
    if std::fs::metadata(path).is_ok_and(|meta| !meta.is_file()) {
        let message = text!("这不是普通文件", "this is no ordinary file");
        return Err(finding(path, message));
    }
    let file = File::open(path).map_err(|cause| unreadable(path, &cause))?;
    let archive = ZipArchive::new(BufReader::new(file)).map_err(|cause| {
        let message = text!(
            "不是完好的 ZIP 文件，可能没有下载完整",
            "not a sound ZIP file: {cause}"
        );
        finding(path, message)
    })?;
    let mut names = BTreeMap::new();
    for at in 0..archive.len() {
        if let Some(Ok(name)) = archive.name_for_index(at) {
            names.insert(name.into_owned(), at);
        }
    }
    let top = top(&names);
    let mut copy = Copy {
        kind: Kind::Folder(PathBuf::new()),
        files: BTreeSet::new(),
        odd: BTreeSet::new(),
        has_twins: archive.has_duplicate_names(),
        is_unsealed: !is_sealed(path, archive.comment())
            .map_err(|cause| unreadable(path, &cause))?,
    };
    let mut entries = BTreeMap::new();
    for (name, at) in names {
        match name.strip_prefix(&top) {
            // Folders are what other programs write for themselves.
            Some(path) if path.is_empty() || path.ends_with('/') => {}
            Some(path) => {
                copy.files.insert(path.to_owned());
                entries.insert(path.to_owned(), at);
            }
            None => {
                copy.odd.insert(name);
            }
        }
    }
    copy.kind = Kind::Zip {
        archive: Box::new(archive),
        entries,
    };
    Ok(copy)
}

fn is_sealed(path: &Path, comment: &[u8]) -> io::Result<bool> {
    let size = fs::metadata(path)?.len();
    seal::holds(BufReader::new(File::open(path)?), size, comment)
}

/// The folder in an archive that holds the site: none, or one of somebody who
/// packed it anew, folder and all.
fn top(names: &BTreeMap<String, usize>) -> String {
    if names.contains_key(MANIFEST) {
        return String::new();
    }
    let mut tops = names.keys().filter_map(|name| {
        let (top, rest) = name.split_once('/')?;
        (rest == MANIFEST).then(|| format!("{top}/"))
    });
    tops.next().unwrap_or_default()
}

pub(super) fn finding(path: &Path, message: Text) -> Box<Finding> {
    let place = Place::file(path.to_string_lossy());
    Box::new(Finding::new(Code::CopyUnreadable, place, message))
}

fn unreadable(path: &Path, cause: &io::Error) -> Box<Finding> {
    let Text { zh, en } = system(cause);
    finding(path, text!("读不了：{zh}", "it cannot be read: {en}"))
}

/// A file's size and hash.
pub(super) fn entry_of(path: &Path) -> io::Result<Entry> {
    hashed(File::open(path)?)
}

/// Size and hash of what is read, piece by piece: a small archive may hold a
/// file of many gigabytes.
fn hashed(mut from: impl Read) -> io::Result<Entry> {
    let mut hash = Sha256::new();
    let mut piece = vec![0; 1 << 16];
    let mut size = 0;
    loop {
        match from.read(&mut piece)? {
            0 => break,
            n => {
                hash.update(piece.get(..n).unwrap_or_default());
                size += n as u64;
            }
        }
    }
    let sha256 = hash.finalize().into();
    Ok(Entry { size, sha256 })
}
