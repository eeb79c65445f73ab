//! Every single step of publishing is made to fail, or to be the last one the
//! program lives to do, in each of the three ways. Afterwards the target holds
//! the old site or the new one, and the next build leaves nothing but its own.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use super::disk::{Disk, RealDisk};
use super::path::MANIFEST;
use super::target::{Protected, Target, decide};
use super::{PublishError, Report, Tree, Way, manifest, publish_on};

/// What happens at a step.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fault {
    /// This write finds the disk full after half of its bytes.
    Full,
    /// From this write on the disk is full.
    StaysFull,
    /// This step, a write or not, fails.
    Fails,
    /// The program is killed in the middle of this step: nothing works any more.
    Killed,
    /// At this step the user wants an end.
    Stopped,
}

/// A disk on which step number `at` goes wrong.
struct BadDisk {
    real: RealDisk,
    stop: Arc<AtomicBool>,
    fault: Fault,
    at: usize,
    steps: AtomicUsize,
    has_links: bool,
}

impl BadDisk {
    fn new(fault: Fault, at: usize, has_links: bool) -> Self {
        let stop = Arc::<AtomicBool>::default();
        let real = RealDisk::until(Arc::clone(&stop));
        let steps = AtomicUsize::new(0);
        Self {
            real,
            stop,
            fault,
            at,
            steps,
            has_links,
        }
    }

    fn steps(&self) -> usize {
        self.steps.load(Ordering::SeqCst)
    }

    fn step(&self, writes: bool) -> io::Result<()> {
        use Fault::{Fails, Full, Killed, StaysFull, Stopped};
        if !writes && matches!(self.fault, Full | StaysFull) {
            return Ok(());
        }
        let step = self.steps.fetch_add(1, Ordering::SeqCst);
        match self.fault {
            Full if step == self.at => Err(io::ErrorKind::StorageFull.into()),
            StaysFull if step >= self.at => Err(io::ErrorKind::StorageFull.into()),
            Fails if step == self.at => Err(io::Error::other("the disk is broken")),
            Killed if step >= self.at => Err(io::Error::other("dead")),
            Stopped if step == self.at => {
                self.stop.store(true, Ordering::SeqCst);
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

impl Disk for BadDisk {
    fn make_root(&self, path: &Path, like: Option<&Path>) -> io::Result<()> {
        self.step(true)?;
        self.real.make_root(path, like)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.step(true)?;
        self.real.make_folder(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let step = self.step(true);
        if step.is_ok() {
            return self.real.write(path, bytes);
        }
        // A full disk, or the kill, comes in the middle of a file.
        if self.fault != Fault::Killed || self.steps() == self.at + 1 {
            self.real
                .write(path, bytes.get(..bytes.len() / 2).unwrap_or(bytes))?;
        }
        step
    }

    fn write_through(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.write(path, bytes)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        if !self.has_links {
            return Err(io::ErrorKind::Unsupported.into());
        }
        self.step(true)?;
        self.real.link(from, to)
    }

    fn set_time(&self, path: &Path, time: SystemTime) -> io::Result<()> {
        self.step(false)?;
        self.real.set_time(path, time)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.step(false)?;
        self.real.rename(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.step(false)?;
        self.real.exchange(one, other)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.step(false)?;
        self.real.remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.step(false)?;
        self.real.remove_folder(path)
    }

    fn remove_all(&self, path: &Path) -> io::Result<()> {
        self.step(false)?;
        self.real.remove_all(path)
    }
}

/// A throw-away folder with a target in it.
struct Place {
    dir: tempfile::TempDir,
    target: Target,
}

/// Everything in a folder: a file by its bytes and time, a folder by nothing.
type Seen = BTreeMap<PathBuf, Option<(Vec<u8>, SystemTime)>>;

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let target = Self::decide(dir.path());
        Self { dir, target }
    }

    fn decide(dir: &Path) -> Target {
        let nowhere = Path::new("");
        let protected = Protected {
            showcase: nowhere,
            content: nowhere,
            themes: nowhere,
            home: None,
        };
        decide(&dir.join("output"), &protected).unwrap()
    }

    fn publish(&self, disk: &dyn Disk, tree: &Tree, way: Way) -> Result<Report, PublishError> {
        publish_on(disk, tree, &self.target, way)
    }

    fn publish_well(&self, tree: &Tree, way: Way) -> Report {
        self.publish(&RealDisk::default(), tree, way).unwrap()
    }

    /// All that is in the throw-away folder, the target among it.
    fn see(&self) -> Seen {
        let mut seen = Seen::new();
        for entry in walkdir::WalkDir::new(self.dir.path()).min_depth(1) {
            let entry = entry.unwrap();
            let meta = entry.metadata().unwrap();
            let file = meta
                .is_file()
                .then(|| (fs::read(entry.path()).unwrap(), meta.modified().unwrap()));
            let path = entry.path().strip_prefix(self.dir.path()).unwrap();
            seen.insert(path.to_owned(), file);
        }
        seen
    }

    /// Whether the target holds exactly this site, and the owner's file.
    fn holds(&self, tree: &Tree) -> bool {
        let found: BTreeMap<_, _> = self
            .see()
            .into_iter()
            .filter_map(|(path, file)| {
                Some((path.strip_prefix("output").ok()?.to_owned(), file?.0))
            })
            .filter(|(path, _)| path != Path::new(".gitkeep"))
            // Tidiness is another question: see `assert_tidy`.
            .filter(|(path, _)| !path.starts_with(".xunli-staging"))
            .collect();
        let mut expected: BTreeMap<_, _> = tree
            .iter()
            .map(|(path, bytes)| (PathBuf::from(path), bytes.held().unwrap().to_vec()))
            .collect();
        expected.insert(MANIFEST.into(), manifest(tree));
        found == expected
    }

    fn assert_tidy(&self, context: &str) {
        let names: Vec<_> = fs::read_dir(self.dir.path())
            .unwrap()
            .map(|e| e.unwrap().file_name())
            .collect();
        assert_eq!(names, ["output"], "{context}");
        let own = self
            .see()
            .into_keys()
            .find(|path| path.to_string_lossy().contains(".xunli-"));
        assert_eq!(own, None, "{context}");
    }
}

fn tree(files: &[(&str, &str)]) -> Tree {
    let mut tree = Tree::new();
    for (path, bytes) in files {
        tree.insert(*path, *bytes).unwrap();
    }
    tree
}

fn old() -> Tree {
    tree(&[
        ("index.html", "old front page"),
        ("same.css", "the same in both"),
        ("2018/gone/index.html", "stale page"),
        ("2018/gone/index.txt", "stale file"),
        ("2019/a/index.html", "old a"),
        ("was-file", "becomes a folder"),
        ("was-folder/x", "becomes a file"),
        ("Case/Name.html", "changes its case"),
    ])
}

fn new() -> Tree {
    tree(&[
        ("index.html", "new front page"),
        ("same.css", "the same in both"),
        ("2019/a/index.html", "new a"),
        ("2019/b/index.html", "new b"),
        ("2019/b/c/d.svg", "new deep"),
        ("was-file/x", "a folder now"),
        ("was-folder", "a file now"),
        ("case/name.html", "changed its case"),
    ])
}

const WAYS: [Way; 3] = [Way::Exchange, Way::MoveAway, Way::OneByOne];

/// Lets every step go wrong in turn and calls `check` after each.
fn at_every_step(
    fault: Fault,
    has_links: bool,
    check: impl Fn(&Place, Way, &Seen, Result<Report, PublishError>, &str),
) {
    for (n, way) in WAYS.into_iter().enumerate() {
        for at in 0.. {
            let place = Place::new();
            fs::create_dir(place.target.path()).unwrap();
            fs::write(place.target.path().join(".gitkeep"), "").unwrap();
            place.publish_well(&old(), Way::Exchange);
            let before = place.see();
            let disk = BadDisk::new(fault, at, has_links);
            let done = place.publish(&disk, &new(), way);
            if disk.steps() <= at {
                assert!(at > 10, "only {at} steps");
                assert!(done.is_ok() && place.holds(&new()));
                break;
            }
            check(&place, way, &before, done, &format!("way {n}, step {at}"));
        }
    }
}

#[test]
fn a_full_disk_at_any_write_leaves_the_old_site_and_no_litter() {
    for fault in [Fault::Full, Fault::StaysFull] {
        for has_links in [true, false] {
            at_every_step(fault, has_links, |place, way, before, done, context| {
                match done {
                    Err(error) => {
                        assert_eq!(error.code(), "output-disk-full", "{context}: {error}");
                        assert_eq!(&place.see(), before, "{context}");
                    }
                    // A link that fails is made up for by a copy.
                    Ok(_) => assert!(has_links && place.holds(&new()), "{context}"),
                }
                place.assert_tidy(context);
                place.publish_well(&new(), way);
                assert!(place.holds(&new()), "{context}");
            });
        }
    }
}

#[test]
fn whatever_step_fails_the_old_site_or_the_new_one_stands() {
    for has_links in [true, false] {
        at_every_step(
            Fault::Fails,
            has_links,
            |place, way, before, done, context| {
                match done {
                    Ok(_) => assert!(place.holds(&new()), "{context}"),
                    Err(PublishError::Leftover { published, .. }) => {
                        assert!(published && place.holds(&new()), "{context}");
                    }
                    Err(error) => {
                        let seen = place.see();
                        assert_eq!(&seen, before, "{context}: {error}");
                    }
                }
                place.publish_well(&new(), way);
                assert!(place.holds(&new()), "{context}");
                place.assert_tidy(context);
            },
        );
    }
}

#[test]
fn a_wish_to_stop_at_any_step_leaves_a_whole_site_and_no_litter() {
    for has_links in [true, false] {
        at_every_step(
            Fault::Stopped,
            has_links,
            |place, _, before, done, context| {
                match done {
                    // All was made: only moves were left.
                    Ok(_) => assert!(place.holds(&new()), "{context}"),
                    Err(error) => {
                        assert!(error.is_stop(), "{context}: {error}");
                        assert_eq!(&place.see(), before, "{context}");
                    }
                }
                place.assert_tidy(context);
            },
        );
    }
}

#[test]
fn whoever_wants_an_end_before_the_first_step_gets_one() {
    let place = Place::new();
    let disk = RealDisk::until(Arc::new(AtomicBool::new(true)));
    let error = place.publish(&disk, &new(), Way::Exchange).unwrap_err();
    assert!(error.is_stop(), "{error}");
    assert!(place.see().is_empty());
}

#[test]
fn a_kill_at_any_step_leaves_a_whole_site_and_the_next_build_tidies_up() {
    at_every_step(Fault::Killed, true, |place, way, _, _, context| {
        let (is_old, is_new) = (place.holds(&old()), place.holds(&new()));
        match way {
            Way::Exchange => assert!(is_old || is_new, "{context}"),
            // The target is missing between the two moves.
            Way::MoveAway => {
                assert!(
                    is_old || is_new || !place.target.path().exists(),
                    "{context}"
                );
            }
            // Each file is whole.
            Way::OneByOne => {
                let (old, new) = (old(), new());
                for (path, file) in place.see() {
                    let path = path.strip_prefix("output").unwrap().to_str().unwrap();
                    let Some((bytes, _)) = file else { continue };
                    let bytes = super::Bytes::from(bytes);
                    let known = [old.get(path), new.get(path)].contains(&Some(&bytes));
                    let own = path.starts_with(".xunli-") || path == MANIFEST || path == ".gitkeep";
                    assert!(known || own, "{context}: {path}");
                }
            }
        }
        // The next build is not the same one: it may be the old site's again.
        let next = if context.len().is_multiple_of(2) {
            old()
        } else {
            new()
        };
        place.publish_well(&next, way);
        assert!(place.holds(&next), "{context}");
        assert!(place.target.path().join(".gitkeep").exists(), "{context}");
        place.assert_tidy(context);
    });
}

#[test]
fn a_build_killed_between_the_two_moves_leaves_the_old_site_to_the_next() {
    let place = Place::new();
    place.publish_well(&old(), Way::MoveAway);
    let before = place.see();
    let path = place.target.path();
    fs::rename(path, place.target.beside("old")).unwrap();
    // The next build fails: still it puts the old site back.
    let disk = BadDisk::new(Fault::Full, 0, true);
    place.publish(&disk, &new(), Way::MoveAway).unwrap_err();
    assert_eq!(place.see(), before);
}

#[test]
fn every_way_gives_the_same_folder() {
    for way in WAYS {
        let place = Place::new();
        place.publish_well(&old(), way);
        assert!(place.holds(&old()));
        let same = place.target.path().join("same.css");
        let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_500_000_000);
        RealDisk::default().set_time(&same, time).unwrap();
        let report = place.publish_well(&new(), way);
        assert_eq!(
            report,
            Report {
                written: 7,
                unchanged: 1,
                removed: 5,
                bytes: new().iter().map(|(_, bytes)| bytes.size()).sum::<u64>() - 16,
                kept: vec![],
                manifest: super::Entry::of(&super::manifest(&new())).sha256,
                swapped: way != Way::OneByOne,
            }
        );
        assert!(place.holds(&new()));
        assert!(!place.target.path().join("2018").exists());
        assert_eq!(same.metadata().unwrap().modified().unwrap(), time);
        place.assert_tidy("");
    }
}

#[test]
fn without_hard_links_an_unchanged_file_is_copied_with_its_time() {
    let place = Place::new();
    place.publish_well(&old(), Way::Exchange);
    let same = place.target.path().join("same.css");
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1_500_000_000);
    RealDisk::default().set_time(&same, time).unwrap();
    place
        .publish(
            &BadDisk::new(Fault::Fails, usize::MAX, false),
            &new(),
            Way::Exchange,
        )
        .unwrap();
    assert_eq!(same.metadata().unwrap().modified().unwrap(), time);
    assert!(place.holds(&new()));
}

#[test]
fn a_build_that_changes_nothing_makes_no_step() {
    for way in WAYS {
        let place = Place::new();
        place.publish_well(&new(), way);
        let before = place.see();
        let disk = BadDisk::new(Fault::Fails, 0, true);
        let report = place.publish(&disk, &new(), way).unwrap();
        assert_eq!(
            (disk.steps(), report.written, report.unchanged),
            (0, 0, new().len())
        );
        assert_eq!(place.see(), before);
    }
}

/// Puts a foreign file into the old site at the last moment.
struct Busybody {
    real: RealDisk,
    file: PathBuf,
}

impl Disk for Busybody {
    fn make_root(&self, path: &Path, like: Option<&Path>) -> io::Result<()> {
        self.real.make_root(path, like)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.real.make_folder(path)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.real.write(path, bytes)
    }

    fn write_through(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.real.write_through(path, bytes)
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::write(&self.file, "precious")?;
        self.real.link(from, to)
    }

    fn set_time(&self, path: &Path, time: SystemTime) -> io::Result<()> {
        self.real.set_time(path, time)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.real.rename(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        self.real.exchange(one, other)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.real.remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.real.remove_folder(path)
    }

    fn remove_all(&self, path: &Path) -> io::Result<()> {
        self.real.remove_all(path)
    }
}

#[test]
fn a_file_put_into_the_site_during_the_build_is_not_lost() {
    // A place in a folder that stays, in one that goes, and one that a new file takes.
    for (way, name) in [
        (Way::Exchange, "2019/note.docx"),
        (Way::MoveAway, "2019/note.docx"),
        (Way::OneByOne, "2018/gone/note.docx"),
        (Way::OneByOne, "2019/b"),
    ] {
        let place = Place::new();
        place.publish_well(&old(), way);
        let file = place.target.path().join(name);
        let disk = Busybody {
            real: RealDisk::default(),
            file: file.clone(),
        };
        let error = place.publish(&disk, &new(), way).unwrap_err();
        assert_eq!(error.code(), "output-foreign-files");
        let end = format!("holds 1 item not made by Xunli: {name}");
        assert!(error.en().ends_with(&end), "{error}");
        assert_eq!(fs::read_to_string(&file).unwrap(), "precious");
        place.assert_tidy("");
        fs::remove_file(&file).unwrap();
        assert!(place.holds(&old()));
    }
}
