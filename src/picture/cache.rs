//! Pictures made by earlier builds, so that the next one need only read them.
//!
//! One file holds all versions of a picture under the hash of the original
//! and of the recipe. A build does the same with the cache, without it, and
//! with one that is read-only, broken or shared with another build: an entry
//! is written beside its place and renamed into it, and what does not match
//! its own hash is made again. The folder may be deleted at any time.

use super::{Format, Picture, Version};
use crate::content::read_ordinary;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// What later builds may go by, below the showcase's folder.
pub const CACHE: &str = ".xunli-cache";
const MAGIC: &str = "xunli pictures 1";
const EXTENSION: &str = "pictures";
/// Bytes of an entry at most: several versions of the largest picture.
const LARGEST: u64 = 256 << 20;

/// Where made pictures are kept.
#[derive(Debug, Default)]
pub struct Cache {
    folder: Option<PathBuf>,
    /// Keys that this build asked for.
    asked: Mutex<BTreeSet<String>>,
}

impl Cache {
    /// A cache in `.xunli-cache/pictures` of the showcase at `root`.
    pub fn at(root: &Path) -> Cache {
        let folder = root.join(CACHE).join("pictures");
        Cache {
            folder: (!leads_elsewhere(&folder)).then_some(folder),
            asked: Mutex::default(),
        }
    }

    /// No cache: everything is made anew.
    pub fn none() -> Cache {
        Cache::default()
    }

    pub(super) fn get(&self, key: &str) -> Option<Picture> {
        let folder = self.folder.as_ref()?;
        self.asked
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .insert(key.to_owned());
        let place = folder.join(format!("{key}.{EXTENSION}"));
        read(&read_ordinary(&place, LARGEST).ok()?)
    }

    /// Keeps a picture; a disk that refuses costs only time at the next build.
    pub(super) fn put(&self, key: &str, picture: &Picture) {
        let Some(folder) = &self.folder else {
            return;
        };
        put_beside(&folder.join(format!("{key}.{EXTENSION}")), &write(picture));
    }

    /// Removes what this build did not ask for; to be called after one that
    /// asked for everything.
    pub fn prune(&self) {
        let Some(entries) = self.folder.as_ref().and_then(|f| fs::read_dir(f).ok()) else {
            return;
        };
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        for entry in entries.flatten() {
            let name = entry.file_name();
            let Some((key, rest)) = name.to_str().and_then(|n| n.split_once('.')) else {
                continue;
            };
            let is_ours = key.len() == 64 && rest == EXTENSION;
            if is_ours && !asked.contains(key) || is_left_over(&entry.path()) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

/// Whether a file is one that a program put beside its place, and was killed
/// before it renamed it. One that is still at it loses time only.
fn is_left_over(file: &Path) -> bool {
    let own = format!("{}-", std::process::id());
    let number = file.file_stem().map(Path::new).and_then(Path::extension);
    let number = number.and_then(|n| n.to_str()).unwrap_or_default();
    let is_number = |n: &str| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit());
    let is_ours = number
        .split_once('-')
        .is_some_and(|(process, count)| is_number(process) && is_number(count));
    file.extension().is_some_and(|e| e == "new") && is_ours && !number.starts_with(&own)
}

/// Removes from a folder of the cache what killed programs left there.
pub fn sweep(folder: &Path) {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    for file in entries.map(|entry| entry.path()) {
        if is_left_over(&file) && !leads_elsewhere(folder) {
            let _ = fs::remove_file(file);
        }
    }
}

/// Puts a file into the cache, whole or not at all: written beside its place
/// and renamed into it. A disk that refuses costs only time.
pub fn put_beside(place: &Path, bytes: &[u8]) {
    let (Some(folder), Some(name)) = (place.parent(), place.file_stem()) else {
        return;
    };
    if leads_elsewhere(folder) || fs::create_dir_all(folder).is_err() {
        return;
    }
    let top = folder.ancestors().find(|f| f.ends_with(CACHE));
    keep_out_of_version_control(top.unwrap_or(folder));
    static NUMBER: AtomicUsize = AtomicUsize::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let name = name.to_string_lossy();
    let beside = folder.join(format!("{name}.{}-{number}.new", std::process::id()));
    if fs::write(&beside, bytes).is_err() || fs::rename(&beside, place).is_err() {
        let _ = fs::remove_file(&beside);
    }
}

/// Whether the cache, or a folder of it, is a link: whoever made the showcase
/// could have us write anywhere.
pub fn leads_elsewhere(folder: &Path) -> bool {
    let Some(top) = folder.ancestors().find(|part| part.ends_with(CACHE)) else {
        return false;
    };
    let mut own = folder.ancestors().take_while(|part| part.starts_with(top));
    own.any(Path::is_symlink)
}

/// So that nobody commits hundreds of megabytes by accident.
fn keep_out_of_version_control(folder: &Path) {
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        let _ = fs::write(ignore, "# Made by xunli; may be deleted.\n*\n");
    }
}

/// The name under which the picture of a file is kept.
pub(super) fn key(recipe: &str, file: &[u8]) -> String {
    let mut hash = Sha256::new();
    hash.update(recipe.as_bytes());
    hash.update([0]);
    hash.update(file);
    hex(&hash.finalize())
}

fn hex(bytes: &[u8]) -> String {
    let mut out = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out
}

/// A line with the hash of the rest, a line for the picture, a line for each
/// version, an empty line, the versions' bytes.
fn write(picture: &Picture) -> Vec<u8> {
    let mut head = format!("{} {}\n", picture.original, u8::from(picture.moves));
    for version in &picture.versions {
        let Version {
            width,
            height,
            format,
            bytes,
        } = version;
        let format = if *format == Format::Jpeg {
            "jpeg"
        } else {
            "png"
        };
        // Writing to a String cannot fail.
        let _ = writeln!(head, "{width} {height} {format} {}", bytes.len());
    }
    head.push('\n');
    let mut rest = head.into_bytes();
    for version in &picture.versions {
        rest.extend_from_slice(&version.bytes);
    }
    let mut out = format!("{MAGIC} {}\n", hex(&Sha256::digest(&rest))).into_bytes();
    out.extend_from_slice(&rest);
    out
}

fn read(entry: &[u8]) -> Option<Picture> {
    let (first, rest) = line(entry)?;
    let hash = first.strip_prefix(MAGIC)?.trim();
    if hash != hex(&Sha256::digest(rest)) {
        return None;
    }
    let (own, mut rest) = line(rest)?;
    let (original, moves) = own.split_once(' ')?;
    let mut lines = Vec::new();
    loop {
        let (next, after) = line(rest)?;
        rest = after;
        if next.is_empty() {
            break;
        }
        lines.push(next);
    }
    let mut versions = Vec::new();
    for line in lines {
        let mut words = line.split(' ');
        let (width, height) = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
        let format = if words.next()? == "jpeg" {
            Format::Jpeg
        } else {
            Format::Png
        };
        let (bytes, after) = rest.split_at_checked(words.next()?.parse().ok()?)?;
        rest = after;
        let bytes = bytes.to_vec();
        versions.push(Version {
            width,
            height,
            format,
            bytes,
        });
    }
    (!versions.is_empty()).then_some(Picture {
        versions,
        original: original.parse().ok()?,
        moves: moves == "1",
    })
}

fn line(bytes: &[u8]) -> Option<(&str, &[u8])> {
    let end = bytes.iter().position(|b| *b == b'\n')?;
    let line = std::str::from_utf8(bytes.get(..end)?).ok()?;
    Some((line, bytes.get(end + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture() -> Picture {
        let version = |width, bytes: &[u8]| Version {
            width,
            height: width / 2,
            format: Format::Jpeg,
            bytes: bytes.to_vec(),
        };
        Picture {
            versions: vec![version(480, b"small\n\n"), version(900, b"large")],
            original: 900,
            moves: false,
        }
    }

    #[test]
    fn what_is_kept_comes_back() {
        assert_eq!(read(&write(&picture())), Some(picture()));
    }

    #[test]
    fn a_damaged_entry_is_no_entry() {
        let whole = write(&picture());
        for at in 0..whole.len() {
            assert_eq!(read(&whole[..at]), None, "cut at {at}");
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            assert_eq!(read(&damaged), None, "damaged at {at}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_cache_that_is_a_link_is_no_cache() {
        let (root, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let count = || fs::read_dir(other.path()).unwrap().count();
        std::os::unix::fs::symlink(other.path(), root.path().join(CACHE)).unwrap();
        Cache::at(root.path()).put(&"a".repeat(64), &picture());
        put_beside(&root.path().join(CACHE).join("built-a.json"), b"{}");
        assert_eq!(count(), 0);
        fs::remove_file(root.path().join(CACHE)).unwrap();
        fs::create_dir(root.path().join(CACHE)).unwrap();
        std::os::unix::fs::symlink(other.path(), root.path().join(CACHE).join("pictures")).unwrap();
        Cache::at(root.path()).put(&"a".repeat(64), &picture());
        assert_eq!(count(), 0);
    }

    #[test]
    fn what_a_killed_build_left_stayed_for_ever() {
        let root = tempfile::tempdir().unwrap();
        let key = "b".repeat(64);
        Cache::at(root.path()).put(&key, &picture());
        let folder = root.path().join(".xunli-cache/pictures");
        let left = [
            folder.join(format!("{key}.0-3.new")),
            root.path().join(".xunli-cache/built-a.0-12.new"),
        ];
        let kept = [folder.join("mine.new"), folder.join("a.1-b.new")];
        for file in left.iter().chain(&kept) {
            fs::write(file, "half").unwrap();
        }
        let cache = Cache::at(root.path());
        assert!(cache.get(&key).is_some());
        cache.prune();
        sweep(&root.path().join(CACHE));
        assert!(left.iter().all(|file| !file.exists()));
        assert!(kept.iter().all(|file| file.exists()));
        assert!(cache.get(&key).is_some());
    }

    #[test]
    fn only_what_was_not_asked_for_is_removed() {
        let root = tempfile::tempdir().unwrap();
        let (old, new) = ("a".repeat(64), "b".repeat(64));
        let before = Cache::at(root.path());
        before.put(&old, &picture());
        before.put(&new, &picture());
        let folder = root.path().join(".xunli-cache/pictures");
        fs::write(folder.join("notes.txt"), "not ours").unwrap();
        let cache = Cache::at(root.path());
        assert!(cache.get(&new).is_some());
        cache.prune();
        assert!(cache.get(&new).is_some());
        assert!(cache.get(&old).is_none());
        assert!(folder.join("notes.txt").exists());
        assert_eq!(fs::read_dir(folder).unwrap().count(), 2);
    }
}
