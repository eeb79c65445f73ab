//! What changed on the disk, found by looking.
//!
//! Not by the system's notifications: these do not come at all on network
//! drives and on Windows folders seen from WSL, and every generator that
//! relies on them has a row of faults about files renamed, replaced or
//! deleted. Looking costs little: the names, sizes and times of 9,000 files
//! are read in about 20 ms. A look takes at most a tenth of the time, so a
//! large or distant folder is looked at less often. The files that changed
//! last, and those of a page that somebody looks at, are the likeliest to change
//! next, and are looked at much more often.
//!
//! What is seen is taken before the build: a change during the build is found
//! by the next look.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime};
use walkdir::WalkDir;

/// Between two looks at everything, and at the files that changed last.
const LEAST_PAUSE: Duration = Duration::from_millis(80);
const HOT_PAUSE: Duration = Duration::from_millis(15);
const MOST_PAUSE: Duration = Duration::from_secs(2);
/// Pauses are this many times as long as the look before.
const REST: u32 = 9;
/// The last files to change that are looked at more often.
const HOT: usize = 8;
/// A save is over when the files stay the same for so long …
const QUIET: Duration = Duration::from_millis(15);
/// … or after so many tries: a file that grows without end is shown as it is.
const MOST_TRIES: usize = 60;
/// So many for a file that is empty: mostly one whose text is still to come.
const EMPTY_TRIES: usize = 20;

/// What is compared of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Stamp {
    Folder,
    /// Size and time.
    File(u64, Option<SystemTime>),
}

impl Stamp {
    fn of(metadata: &Metadata) -> Stamp {
        if metadata.is_dir() {
            // Its time changes with files that do not count.
            Stamp::Folder
        } else {
            Stamp::File(metadata.len(), metadata.modified().ok())
        }
    }

    fn at(path: &Path) -> Option<Stamp> {
        path.symlink_metadata().ok().map(|m| Stamp::of(&m))
    }
}

type Seen = BTreeMap<PathBuf, Stamp>;

/// Files and folders under watch.
pub(super) struct Watch {
    roots: Vec<PathBuf>,
    seen: Seen,
    /// The last to change, newest last.
    hot: Vec<PathBuf>,
}

impl Watch {
    /// Watches `roots`, and takes in how they are now.
    pub(super) fn new(roots: Vec<PathBuf>) -> Watch {
        let seen = look(&roots);
        Watch {
            roots,
            seen,
            hot: Vec::new(),
        }
    }

    /// Waits until something differs from what was seen before and has come
    /// to rest; everything that changed, sorted. `pages` says the addresses of
    /// the pages looked at.
    pub(super) fn next(&mut self, pages: &dyn Fn() -> Vec<String>) -> Vec<PathBuf> {
        loop {
            let start = Instant::now();
            let mut changed = self.look_at_all();
            if changed.is_empty() {
                let hot = self.hot(&pages());
                changed = self.wait(&hot, pause(start.elapsed(), LEAST_PAUSE));
            }
            if !changed.is_empty() {
                self.settle(&changed);
                self.remember(&changed);
                return changed.into_iter().collect();
            }
        }
    }

    fn look_at_all(&mut self) -> BTreeSet<PathBuf> {
        let now = look(&self.roots);
        let changed = differing(&self.seen, &now);
        self.seen = now;
        changed
    }

    /// The files that are likeliest to change: the last ones that did, and those
    /// in the folder that a page looked at is made from.
    fn hot(&self, pages: &[String]) -> BTreeSet<PathBuf> {
        let folders = pages.iter().filter_map(|page| Path::new(page).parent());
        let folders = folders.flat_map(|f| self.roots.iter().map(move |root| root.join(f)));
        let mut hot: BTreeSet<PathBuf> = self.hot.iter().cloned().collect();
        for folder in folders {
            let below = self.seen.range(folder.clone()..);
            let below = below.take_while(|(path, _)| path.starts_with(&folder));
            let files = below.filter(|(path, stamp)| {
                matches!(stamp, Stamp::File(..)) && path.parent() == Some(&folder)
            });
            hot.extend(files.take(HOT).map(|(path, _)| path.clone()));
        }
        hot
    }

    /// Looks at the hot files alone, until `whole` has passed.
    fn wait(&mut self, hot: &BTreeSet<PathBuf>, whole: Duration) -> BTreeSet<PathBuf> {
        let start = Instant::now();
        let mut rest = if hot.is_empty() { whole } else { HOT_PAUSE };
        loop {
            let left = whole.saturating_sub(start.elapsed());
            if left.is_zero() {
                return BTreeSet::new();
            }
            sleep(rest.min(left));
            let look = Instant::now();
            let changed = self.look_at(hot);
            if !changed.is_empty() {
                return changed;
            }
            rest = rest.max(pause(look.elapsed(), HOT_PAUSE));
        }
    }

    /// Those of `paths` that changed since they were seen.
    fn look_at(&mut self, paths: &BTreeSet<PathBuf>) -> BTreeSet<PathBuf> {
        let mut changed = BTreeSet::new();
        for path in paths {
            let now = Stamp::at(path);
            if now.as_ref() != self.seen.get(path) {
                match now {
                    Some(now) => self.seen.insert(path.clone(), now),
                    None => self.seen.remove(path),
                };
                changed.insert(path.clone());
            }
        }
        changed
    }

    /// An editor empties a file before it writes it, or takes it away and
    /// puts another in its place: waits until that is over. An empty file is
    /// given longer.
    fn settle(&mut self, changed: &BTreeSet<PathBuf>) {
        for tries in 0..MOST_TRIES {
            sleep(QUIET);
            let is_quiet = self.look_at(changed).is_empty();
            if is_quiet && (tries >= EMPTY_TRIES || !self.has_empty(changed)) {
                return;
            }
        }
    }

    fn has_empty(&self, paths: &BTreeSet<PathBuf>) -> bool {
        paths
            .iter()
            .any(|path| matches!(self.seen.get(path), Some(Stamp::File(0, _))))
    }

    fn remember(&mut self, changed: &BTreeSet<PathBuf>) {
        self.hot.retain(|path| !changed.contains(path));
        self.hot.extend(changed.iter().take(HOT).cloned());
        let surplus = self.hot.len().saturating_sub(HOT);
        self.hot.drain(..surplus);
    }
}

fn pause(cost: Duration, least: Duration) -> Duration {
    (cost * REST).clamp(least, MOST_PAUSE)
}

fn look(roots: &[PathBuf]) -> Seen {
    let mut seen = Seen::new();
    for root in roots {
        let walk = WalkDir::new(root)
            .into_iter()
            .filter_entry(|e| e.depth() == 0 || !is_hidden(e.file_name().as_encoded_bytes()));
        // What cannot be read is reported by the build.
        for entry in walk.filter_map(Result::ok) {
            if let Ok(metadata) = entry.metadata() {
                seen.insert(entry.into_path(), Stamp::of(&metadata));
            }
        }
    }
    seen
}

/// The desktop's and the editors' own, which change as one types.
fn is_hidden(name: &[u8]) -> bool {
    name.starts_with(b".")
}

fn differing(before: &Seen, now: &Seen) -> BTreeSet<PathBuf> {
    let gone_or_other = before
        .iter()
        .filter(|(path, stamp)| now.get(*path) != Some(stamp));
    let new = now.iter().filter(|(path, _)| !before.contains_key(*path));
    gone_or_other
        .chain(new)
        .map(|(path, _)| path.clone())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn names(root: &Path, changed: &BTreeSet<PathBuf>) -> Vec<String> {
        let name = |p: &PathBuf| p.strip_prefix(root).unwrap().to_string_lossy().into_owned();
        changed.iter().map(name).collect()
    }

    #[test]
    fn created_changed_renamed_and_deleted_are_seen() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::write(root.join("a"), "1").unwrap();
        let mut watch = Watch::new(vec![root.to_owned()]);
        assert!(watch.look_at_all().is_empty());
        fs::create_dir(root.join("d")).unwrap();
        fs::write(root.join("d/b"), "1").unwrap();
        assert_eq!(names(root, &watch.look_at_all()), ["d", "d/b"]);
        fs::write(root.join("a"), "22").unwrap();
        assert_eq!(names(root, &watch.look_at_all()), ["a"]);
        fs::rename(root.join("d/b"), root.join("d/c")).unwrap();
        assert_eq!(names(root, &watch.look_at_all()), ["d/b", "d/c"]);
        fs::remove_dir_all(root.join("d")).unwrap();
        assert_eq!(names(root, &watch.look_at_all()), ["d", "d/c"]);
        assert!(watch.look_at_all().is_empty());
    }

    #[test]
    fn a_root_may_come_and_go() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("themes");
        let mut watch = Watch::new(vec![root.clone()]);
        assert!(watch.look_at_all().is_empty());
        fs::create_dir(&root).unwrap();
        assert_eq!(watch.look_at_all().len(), 1);
        fs::remove_dir(&root).unwrap();
        assert_eq!(watch.look_at_all().len(), 1);
    }

    #[test]
    fn an_editors_swap_files_are_not_seen() {
        let folder = tempfile::tempdir().unwrap();
        let mut watch = Watch::new(vec![folder.path().to_owned()]);
        fs::write(folder.path().join(".index.md.swp"), "1").unwrap();
        fs::create_dir(folder.path().join(".git")).unwrap();
        fs::write(folder.path().join(".git/index"), "1").unwrap();
        assert!(watch.look_at_all().is_empty());
    }

    #[test]
    fn an_emptied_file_is_waited_for_but_not_for_ever() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("a");
        fs::write(&file, "1").unwrap();
        let mut watch = Watch::new(vec![folder.path().to_owned()]);
        let changed = BTreeSet::from([file.clone()]);
        assert!(!watch.has_empty(&changed));
        fs::write(&file, "").unwrap();
        assert_eq!(watch.next(&Vec::new), std::slice::from_ref(&file));
        assert!(watch.has_empty(&changed));
    }

    #[test]
    fn the_files_that_changed_last_are_kept_hot() {
        let mut watch = Watch::new(Vec::new());
        let many: BTreeSet<PathBuf> = (0..20).map(|n| format!("{n:02}").into()).collect();
        watch.remember(&many);
        assert_eq!(watch.hot.len(), HOT);
        watch.remember(&BTreeSet::from([PathBuf::from("new"), PathBuf::from("03")]));
        assert_eq!(watch.hot.len(), HOT);
        assert_eq!(watch.hot[HOT - 1], Path::new("new"));
        assert_eq!(
            watch.hot.iter().filter(|p| p.as_os_str() == "03").count(),
            1
        );
    }
}
