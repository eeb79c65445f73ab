//! Publishing as its users see it: through the library, with real kills, real
//! limits and real readers. The faults that only a test disk can make, step by
//! step, are in `src/publish/faults.rs`.
//!
//! `KILLS=1000 READS=1000000 cargo test --release --test publish` for the long
//! run.

// The helpers of tests may panic as the tests do.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant, SystemTime};

use tempfile::TempDir;
use xunli::publish::{Bytes, Protected, PublishError, Report, Tree, manifest, publish, stands};

/// `show/` in a throw-away folder, with content, themes and an output beside.
struct Place {
    dir: TempDir,
}

impl Place {
    fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir_all(dir.path().join("show/content")).unwrap();
        Self { dir }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.dir.path().join("show").join(path)
    }

    fn publish(&self, tree: &Tree) -> Result<Report, PublishError> {
        publish_in(&self.at(""), tree)
    }

    /// What lies in the showcase's folder.
    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.at("")).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    fn assert_tidy(&self) {
        assert_eq!(self.names(), ["content", "output"]);
    }
}

fn publish_in(show: &Path, tree: &Tree) -> Result<Report, PublishError> {
    let (content, themes) = (show.join("content"), show.join("themes"));
    let protected = protected(show, &content, &themes);
    publish(tree, &show.join("output"), &protected)
}

fn protected<'p>(showcase: &'p Path, content: &'p Path, themes: &'p Path) -> Protected<'p> {
    Protected {
        showcase,
        content,
        themes,
        home: None,
    }
}

/// All files of a folder.
fn read(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let files = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap);
    let files = files.filter(|entry| !entry.file_type().is_dir());
    files
        .map(|entry| {
            let path = entry.path().strip_prefix(root).unwrap().to_str().unwrap();
            (path.to_owned(), fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn expected(tree: &Tree) -> BTreeMap<String, Vec<u8>> {
    let mut files: BTreeMap<_, _> = tree
        .iter()
        .map(|(path, bytes)| (path.to_owned(), bytes.read().unwrap().into_owned()))
        .collect();
    files.insert("manifest.json".to_owned(), manifest(tree));
    files
}

fn times(root: &Path) -> BTreeMap<PathBuf, SystemTime> {
    let entries = walkdir::WalkDir::new(root).into_iter().map(Result::unwrap);
    entries
        .map(|entry| {
            (
                entry.path().to_owned(),
                entry.metadata().unwrap().modified().unwrap(),
            )
        })
        .collect()
}

/// A site of about `files` files; every third is the same in all versions.
fn site(version: &str, files: usize) -> Tree {
    let mut tree = Tree::new();
    tree.insert("index.html", format!("front page, version {version}\n"))
        .unwrap();
    tree.insert(format!("assets/site.{version}.css"), version)
        .unwrap();
    for n in 0..files {
        let bytes = match n % 3 {
            0 => format!("page {n}, the same in all\n").repeat(40),
            _ => format!("page {n}, version {version}\n").repeat(40),
        };
        tree.insert(format!("2019/county-{n}/index.html"), bytes)
            .unwrap();
    }
    tree
}

#[test]
fn a_first_site_is_written_whole_and_readable_by_all() {
    let place = Place::new();
    let tree = site("A", 10);
    let report = place.publish(&tree).unwrap();
    assert_eq!(
        (report.written, report.unchanged, report.removed),
        (12, 0, 0)
    );
    assert!(report.swapped);
    assert_eq!(read(&place.at("output")), expected(&tree));
    place.assert_tidy();
}

#[test]
fn missing_parents_are_made_and_unmade_when_publishing_fails() {
    let place = Place::new();
    let protected = Protected {
        showcase: &place.at(""),
        content: &place.at("content"),
        themes: &place.at("themes"),
        home: None,
    };
    publish(&site("A", 1), &place.at("new/deep/output"), &protected).unwrap();
    assert!(place.at("new/deep/output/index.html").exists());
    // A name that is too long for the working folder beside it.
    let long = place.at("other/deep").join("x".repeat(250));
    publish(&site("A", 1), &long, &protected).unwrap_err();
    assert_eq!(place.names(), ["content", "new"]);
}

#[test]
fn an_unchanged_file_keeps_its_time_and_a_second_build_writes_nothing() {
    let place = Place::new();
    place.publish(&site("A", 9)).unwrap();
    let page = place.at("output/2019/county-0/index.html");
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_575_000_000);
    File::options()
        .write(true)
        .open(&page)
        .unwrap()
        .set_modified(long_ago)
        .unwrap();

    let report = place.publish(&site("B", 9)).unwrap();
    assert_eq!(
        (report.written, report.unchanged, report.removed),
        (8, 3, 1)
    );
    assert_eq!(page.metadata().unwrap().modified().unwrap(), long_ago);

    let before = times(&place.at("output"));
    let report = place.publish(&site("B", 9)).unwrap();
    assert_eq!(
        (report.written, report.unchanged, report.swapped),
        (0, 11, false)
    );
    assert_eq!(times(&place.at("output")), before);
    place.assert_tidy();
}

#[test]
fn a_file_changed_removed_or_hidden_by_hand_is_put_right() {
    let place = Place::new();
    let tree = site("A", 9);
    place.publish(&tree).unwrap();
    let page = place.at("output/2019/county-0/index.html");
    // Same size, same time: only the bytes tell.
    let time = page.metadata().unwrap().modified().unwrap();
    let bytes = fs::read_to_string(&page).unwrap().replace("page", "Page");
    fs::write(&page, bytes).unwrap();
    File::options()
        .write(true)
        .open(&page)
        .unwrap()
        .set_modified(time)
        .unwrap();
    fs::remove_dir_all(place.at("output/2019/county-1")).unwrap();
    fs::write(place.at("output/2019/county-2/index.html"), "").unwrap();
    let manifest_time = place
        .at("output/manifest.json")
        .metadata()
        .unwrap()
        .modified()
        .unwrap();
    let report = place.publish(&tree).unwrap();
    assert_eq!(
        (report.written, report.unchanged, report.removed),
        (3, 8, 0)
    );
    assert_eq!(read(&place.at("output")), expected(&tree));
    let time = place
        .at("output/manifest.json")
        .metadata()
        .unwrap()
        .modified()
        .unwrap();
    assert_eq!(time, manifest_time);
}

#[test]
fn the_owners_files_at_the_root_stay() {
    let place = Place::new();
    fs::create_dir(place.at("output")).unwrap();
    fs::write(place.at("output/.gitkeep"), "").unwrap();
    fs::write(place.at("output/.gitignore"), "*\n").unwrap();
    let report = place.publish(&site("A", 3)).unwrap();
    assert_eq!(report.kept, [".gitignore", ".gitkeep"]);
    place.publish(&site("B", 3)).unwrap();
    assert_eq!(
        fs::read_to_string(place.at("output/.gitignore")).unwrap(),
        "*\n"
    );
    assert!(place.at("output/.gitkeep").exists());
    place.assert_tidy();
}

#[test]
fn foreign_files_are_refused_named_and_left_alone() {
    let place = Place::new();
    place.publish(&site("A", 3)).unwrap();
    fs::write(place.at("output/2019/说明.docx"), "mine").unwrap();
    fs::create_dir(place.at("output/photos")).unwrap();
    let before = read(&place.at("output"));
    let error = place.publish(&site("B", 3)).unwrap_err();
    assert_eq!(error.code(), "output-foreign-files");
    let target = place.at("output").canonicalize().unwrap();
    assert_eq!(
        error.zh(),
        format!(
            "输出文件夹“{}”里有2项不是巡礼生成的：2019/说明.docx、photos/",
            target.display()
        )
    );
    assert_eq!(read(&place.at("output")), before);
    place.assert_tidy();
}

#[test]
fn a_folder_that_we_did_not_make_is_refused() {
    let place = Place::new();
    fs::create_dir(place.at("output")).unwrap();
    fs::write(place.at("output/thesis.docx"), "mine").unwrap();
    fs::write(place.at("output/manifest.json"), "{\"name\": \"an app\"}").unwrap();
    let error = place.publish(&site("A", 3)).unwrap_err();
    assert_eq!(error.code(), "output-not-ours");
    assert!(
        error
            .en()
            .ends_with("holds 2 items: manifest.json, thesis.docx"),
        "{error}"
    );
    assert_eq!(
        fs::read_to_string(place.at("output/thesis.docx")).unwrap(),
        "mine"
    );
    place.assert_tidy();
}

#[test]
fn a_refused_target_is_not_touched() {
    let place = Place::new();
    fs::write(place.at("content/site.toml"), "mine").unwrap();
    let protected = Protected {
        showcase: &place.at(""),
        content: &place.at("content"),
        themes: &place.at("themes"),
        home: None,
    };
    let before = read(place.dir.path());
    for (target, code) in [
        ("content", "output-is-content"),
        ("content/new", "output-in-content"),
        ("", "output-is-showcase"),
        ("..", "output-holds-showcase"),
    ] {
        let error = publish(&site("A", 3), &place.at(target), &protected).unwrap_err();
        assert_eq!(error.code(), code);
    }
    assert_eq!(read(place.dir.path()), before);
    assert_eq!(place.names(), ["content"]);
}

#[test]
fn the_second_of_two_builds_says_so_and_stops() {
    let place = Place::new();
    place.publish(&site("A", 3)).unwrap();
    let lock = place.at(".output.xunli-lock");
    let file = File::create(&lock).unwrap();
    file.try_lock().unwrap();
    let error = place.publish(&site("B", 3)).unwrap_err();
    assert_eq!(error.code(), "output-locked");
    assert_eq!(read(&place.at("output")), expected(&site("A", 3)));
    // Not only dropped: a child that another test is just starting holds a copy.
    file.unlock().unwrap();
    // The lock of a dead build holds nobody up, and its file goes.
    place.publish(&site("B", 3)).unwrap();
    place.assert_tidy();
}

#[test]
fn many_builds_at_once_publish_or_are_locked_out() {
    let place = Place::new();
    let sites = ["A", "B", "C", "D"].map(|version| site(version, 12));
    let locked = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for tree in &sites {
            scope.spawn(|| {
                for _ in 0..25 {
                    match place.publish(tree) {
                        Ok(_) => {}
                        Err(error) => {
                            assert_eq!(error.code(), "output-locked", "{error}");
                            locked.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                }
            });
        }
    });
    assert!(locked.into_inner() < 100, "nobody got through");
    let found = read(&place.at("output"));
    assert!(sites.iter().any(|tree| expected(tree) == found));
    place.assert_tidy();
}

fn number(variable: &str, default: usize) -> usize {
    std::env::var(variable)
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(default)
}

#[cfg(target_os = "linux")]
#[test]
fn readers_never_miss_a_page_during_swaps() {
    let place = Place::new();
    let sites = ["A", "B"].map(|version| site(version, 6));
    place.publish(&sites[0]).unwrap();
    let pages = [
        "index.html",
        "2019/county-0/index.html",
        "2019/county-1/index.html",
    ];
    let (done, reads) = (AtomicBool::new(false), AtomicUsize::new(0));
    let wanted = number("READS", 20_000);
    let swaps = std::thread::scope(|scope| {
        for page in pages {
            let (done, reads, sites, path) = (&done, &reads, &sites, place.at("output").join(page));
            scope.spawn(move || {
                while !done.load(Ordering::Relaxed) {
                    let bytes = Bytes::from(fs::read(&path).unwrap());
                    assert!(
                        sites.iter().any(|tree| tree.get(page) == Some(&bytes)),
                        "{page}"
                    );
                    reads.fetch_add(1, Ordering::Relaxed);
                }
            });
        }
        let mut swaps = 0;
        while reads.load(Ordering::Relaxed) < wanted || swaps < 20 {
            swaps += 1;
            assert!(place.publish(&sites[swaps % 2]).unwrap().swapped);
        }
        done.store(true, Ordering::Relaxed);
        swaps
    });
    println!("{} reads during {swaps} swaps", reads.into_inner());
}

/// This very program, to run only [`child`] in `show`; it publishes sites A
/// and B by turns for as long as it lives, or only B if `once`.
fn child_of(show: &Path, before: &str, once: bool) -> Command {
    let mut command = Command::new("sh");
    let program = std::env::current_exe().unwrap();
    command
        .args([
            "-c",
            &format!("{before} exec \"$0\" child --exact --nocapture --test-threads=1"),
        ])
        .arg(program)
        .env("PUBLISH_IN", show)
        .env("PUBLISH_ONCE", if once { "1" } else { "" })
        .stdout(Stdio::piped());
    command
}

const CHILD_FILES: usize = 30;

/// Not a test by itself: see [`child_of`].
#[test]
fn child() {
    let Some(show) = std::env::var_os("PUBLISH_IN") else {
        return;
    };
    let sites = ["B", "A"].map(|version| site(version, CHILD_FILES));
    println!("\nready");
    if std::env::var_os("PUBLISH_ONCE").is_some_and(|once| !once.is_empty()) {
        match publish_in(Path::new(&show), &sites[0]) {
            Ok(_) => println!("published"),
            Err(error) => println!("error {}", error.code()),
        }
        return;
    }
    for tree in sites.iter().cycle() {
        publish_in(Path::new(&show), tree).unwrap();
    }
}

/// The outcome that a child which publishes once printed.
fn outcome(mut command: Command) -> String {
    let output = command.output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines = text
        .lines()
        .filter(|line| line.starts_with("error ") || *line == "published");
    lines.next_back().unwrap_or("killed").to_owned()
}

#[cfg(unix)]
#[test]
fn kill_9_at_any_moment_leaves_a_whole_site_and_the_next_build_tidies_up() {
    let place = Place::new();
    let (a, b) = (site("A", CHILD_FILES), site("B", CHILD_FILES));
    place.publish(&a).unwrap();
    let foreign = place.at("content/mine.md");
    fs::write(&foreign, "mine").unwrap();
    let (whole_a, whole_b) = (expected(&a), expected(&b));
    let mut random = 20_260_701_u64;
    let (mut found_a, mut littered) = (0, 0);
    let kills = number("KILLS", 200);
    for _ in 0..kills {
        let mut child = child_of(&place.at(""), "", false).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        assert!(lines.any(|line| line.unwrap() == "ready"));
        // xorshift64, for the same moments in every run.
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let moment = Instant::now() + Duration::from_micros(random % 12_000);
        while Instant::now() < moment {
            std::hint::spin_loop();
        }
        child.kill().unwrap();
        assert_eq!(
            child.wait().unwrap().code(),
            None,
            "it ended before it was killed"
        );

        let found = read(&place.at("output"));
        assert!(found == whole_a || found == whole_b);
        found_a += usize::from(found == whole_a);
        littered += usize::from(place.names().len() > 2);
        // Half of the time the next child meets what this one left.
        if random.is_multiple_of(2) {
            let next = if random.is_multiple_of(4) { &a } else { &b };
            place.publish(next).unwrap();
            assert_eq!(read(&place.at("output")), expected(next));
            place.assert_tidy();
        }
        assert_eq!(fs::read_to_string(&foreign).unwrap(), "mine");
    }
    println!("{kills} kills: {found_a} times site A, {littered} times something to tidy up");
    // Otherwise the moments were not in the middle of publishing.
    assert!(
        found_a > kills / 10 && found_a < kills * 9 / 10,
        "{found_a}"
    );
    assert!(littered > kills / 4, "{littered}");
    place.publish(&a).unwrap();
    place.assert_tidy();
}

#[cfg(unix)]
#[test]
fn a_file_size_limit_leaves_the_old_site() {
    let place = Place::new();
    let a = site("A", CHILD_FILES);
    place.publish(&a).unwrap();
    // One block: too little for the manifest. A page or two may go through.
    let limited = |before| outcome(child_of(&place.at(""), before, true));
    assert_eq!(
        limited("trap '' XFSZ; ulimit -f 1;"),
        "error output-disk-full"
    );
    assert_eq!(read(&place.at("output")), expected(&a));
    place.assert_tidy();
    // Without the trap the system kills the program at that write.
    assert_eq!(limited("ulimit -c 0; ulimit -f 1;"), "killed");
    assert_eq!(read(&place.at("output")), expected(&a));
    assert_eq!(limited(""), "published");
    place.assert_tidy();
}

#[cfg(unix)]
#[test]
fn others_can_read_the_site_whatever_the_umask() {
    use std::os::unix::fs::PermissionsExt as _;
    for (umask, folders, files) in [
        ("022", 0o755, 0o644),
        ("077", 0o755, 0o644),
        ("002", 0o775, 0o664),
    ] {
        let place = Place::new();
        assert_eq!(
            outcome(child_of(&place.at(""), &format!("umask {umask};"), true)),
            "published"
        );
        for entry in walkdir::WalkDir::new(place.at("output")) {
            let entry = entry.unwrap();
            let expected = if entry.file_type().is_dir() {
                folders
            } else {
                files
            };
            let found = entry.metadata().unwrap().permissions().mode() & 0o7777;
            assert_eq!(found, expected, "umask {umask}: {}", entry.path().display());
        }
    }
}

#[cfg(unix)]
#[test]
fn the_folders_own_permissions_are_taken_over_and_hidden_files_shown() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let set = |path: &str, mode| {
        fs::set_permissions(place.at(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    let mode = |path: &str| place.at(path).metadata().unwrap().permissions().mode() & 0o7777;
    let tree = site("A", 3);
    place.publish(&tree).unwrap();
    set("output", 0o2775);
    set("output/index.html", 0o600);
    let report = place.publish(&tree).unwrap();
    assert_eq!((report.written, mode("output")), (1, 0o2775));
    assert_eq!(mode("output/index.html") & 0o444, 0o444);
}

/// Whether permissions bind this user: they do not bind root.
#[cfg(unix)]
fn permissions_bind(place: &Place) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let probe = place.at("probe");
    fs::create_dir(&probe).unwrap();
    fs::set_permissions(&probe, fs::Permissions::from_mode(0o555)).unwrap();
    let binds = fs::write(probe.join("x"), "").is_err();
    let _ = fs::remove_dir_all(&probe);
    binds
}

#[cfg(unix)]
/// A pipe in place of a file of ours would never end, a link leads elsewhere.
#[cfg(unix)]
#[test]
fn a_pipe_or_a_link_under_a_name_of_ours_kept_the_build_waiting() {
    let pipe = |path: &Path| Command::new("mkfifo").arg(path).status().unwrap();
    let link = |path: &Path| std::os::unix::fs::symlink("elsewhere", path).unwrap();
    for (name, is_pipe) in [
        ("output/manifest.json", true),
        ("output/manifest.json", false),
        (".output.xunli-lock", true),
        (".output.xunli-lock", false),
    ] {
        let place = Place::new();
        fs::create_dir(place.at("output")).unwrap();
        match is_pipe {
            true => assert!(pipe(&place.at(name)).success()),
            false => link(&place.at(name)),
        }
        let before = place.names();
        let error = place.publish(&site("1", 3)).unwrap_err();
        assert!(
            error.en().contains(name.rsplit('/').next().unwrap()),
            "{}",
            error.en()
        );
        assert_eq!(place.names(), before, "{name}");
        assert!(place.at(name).symlink_metadata().is_ok());
    }
}

#[test]
fn a_read_only_target_keeps_the_old_site() {
    use std::os::unix::fs::PermissionsExt as _;
    let place = Place::new();
    let a = site("A", CHILD_FILES);
    place.publish(&a).unwrap();
    if !permissions_bind(&place) {
        println!("skipped: permissions do not bind this user");
        return;
    }
    let set = |path: &str, mode| {
        fs::set_permissions(place.at(path), fs::Permissions::from_mode(mode)).unwrap();
    };
    // A folder that would not let its files go, were it swapped out.
    for folder in ["output", "output/2019/county-1"] {
        set(folder, 0o555);
        let error = place.publish(&site("B", CHILD_FILES)).unwrap_err();
        assert_eq!(error.code(), "output-read-only");
        assert_eq!(read(&place.at("output")), expected(&a));
        set(folder, 0o755);
        place.assert_tidy();
    }
    // Only the parent is closed: the files are replaced one by one.
    set("", 0o555);
    let report = place.publish(&site("B", CHILD_FILES)).unwrap();
    assert!(!report.swapped);
    assert_eq!(read(&place.at("output")), expected(&site("B", CHILD_FILES)));
    // The target is closed as well.
    set("output", 0o555);
    let before = times(&place.at(""));
    let error = place.publish(&a).unwrap_err();
    assert_eq!(error.code(), "output-read-only");
    assert_eq!(times(&place.at("")), before);
    assert_eq!(read(&place.at("output")), expected(&site("B", CHILD_FILES)));
    set("output", 0o755);
    set("", 0o755);
    place.publish(&a).unwrap();
    place.assert_tidy();
}

/// Runs `mounts` in the showcase's folder, in a name space of its own, then a
/// child that publishes site B, then `after`. `None` where that is not allowed.
#[cfg(target_os = "linux")]
fn with_mounts(place: &Place, mounts: &str, after: &str) -> Option<String> {
    let private = ["--user", "--map-root-user", "--mount"];
    let mut allowed = Command::new("unshare");
    allowed
        .args(private)
        .args(["mount", "-t", "tmpfs", "none"])
        .arg(place.at("content"));
    if !allowed.status().is_ok_and(|status| status.success()) {
        println!("skipped: mounting is not allowed here");
        return None;
    }
    let child = child_of(&place.at(""), "", true);
    let mut command = Command::new("unshare");
    command
        .args(private)
        .args([
            "sh",
            "-c",
            &format!("set -e; {mounts}; sh \"$@\"; {after}"),
            "sh",
        ])
        .args(child.get_args())
        .envs(
            child
                .get_envs()
                .filter_map(|(key, value)| Some((key, value?))),
        )
        .current_dir(place.at(""));
    Some(outcome(command))
}

#[cfg(target_os = "linux")]
#[test]
fn a_mount_point_gets_its_files_one_by_one() {
    let place = Place::new();
    place.publish(&site("A", CHILD_FILES)).unwrap();
    let mounts = "mkdir copy; cp -a output/. copy; mount -t tmpfs none output; cp -a copy/. output";
    let after = "rm -r copy; cp -a output copy; ls -A . > names";
    let Some(outcome) = with_mounts(&place, mounts, after) else {
        return;
    };
    assert_eq!(outcome, "published");
    assert_eq!(read(&place.at("copy")), expected(&site("B", CHILD_FILES)));
    assert_eq!(
        fs::read_to_string(place.at("names")).unwrap(),
        "content\ncopy\nnames\noutput\n"
    );
    // The folder under the mount is another one.
    assert_eq!(read(&place.at("output")), expected(&site("A", CHILD_FILES)));
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_mounted_onto_itself_gets_its_files_one_by_one() {
    let place = Place::new();
    place.publish(&site("A", CHILD_FILES)).unwrap();
    // The same device on both sides: only the refused swap tells.
    let Some(outcome) = with_mounts(&place, "mount --bind output output", "true") else {
        return;
    };
    assert_eq!(outcome, "published");
    assert_eq!(read(&place.at("output")), expected(&site("B", CHILD_FILES)));
    place.assert_tidy();
}

#[cfg(target_os = "linux")]
#[test]
fn a_read_only_mount_keeps_the_old_site() {
    let place = Place::new();
    place.publish(&site("A", CHILD_FILES)).unwrap();
    for folder in ["output", "."] {
        let before = times(&place.at("output"));
        let mounts = format!(
            "mount --bind {folder} {folder}; mount -o remount,bind,ro {folder}; cd ..; cd show"
        );
        let Some(outcome) = with_mounts(&place, &mounts, "true") else {
            return;
        };
        assert_eq!(outcome, "error output-read-only", "{folder}");
        assert_eq!(times(&place.at("output")), before);
        assert_eq!(read(&place.at("output")), expected(&site("A", CHILD_FILES)));
        place.assert_tidy();
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_file_system_keeps_the_old_site() {
    for folder in ["output", "."] {
        let place = Place::new();
        place.publish(&site("A", CHILD_FILES)).unwrap();
        // A small disk with the old site on it, and filled so that a part of the new one fits.
        let mounts = format!(
            "mkdir ../copy; cp -a {folder}/. ../copy; \
             mount -t tmpfs -o size=600k none {folder}; cd \"$PWD\"; cp -a ../copy/. {folder}; \
             head -c 1M /dev/zero > output/.gitkeep || truncate -s -40k output/.gitkeep"
        );
        let after = "rm output/.gitkeep; rm -r ../copy; cp -a output ../copy; ls -A . > ../names";
        let Some(outcome) = with_mounts(&place, &mounts, after) else {
            return;
        };
        assert_eq!(outcome, "error output-disk-full");
        assert_eq!(
            read(&place.at("../copy")),
            expected(&site("A", CHILD_FILES))
        );
        assert_eq!(
            fs::read_to_string(place.at("../names")).unwrap(),
            "content\noutput\n"
        );
    }
}

#[test]
fn a_site_whose_folder_vanished_is_published_anew() {
    let place = Place::new();
    place.publish(&site("A", 3)).unwrap();
    fs::remove_dir_all(place.at("output")).unwrap();
    let report = place.publish(&site("A", 3)).unwrap();
    assert_eq!(report.written, 5);
    assert_eq!(read(&place.at("output")), expected(&site("A", 3)));
}

/// A build that changes nothing must not take more than half of one that does.
#[test]
#[ignore = "a measurement: cargo test --release --test publish -- --ignored --nocapture"]
fn time_of_full_and_unchanged_builds() {
    for files in [1_000, 10_000] {
        let place = Place::new();
        let (a, b) = (site("A", files), site("B", files));
        let time = |tree| {
            let start = Instant::now();
            place.publish(tree).unwrap();
            start.elapsed()
        };
        let (first, swapped, same) = (time(&a), time(&b), time(&b));
        println!("{files} files: first {first:?}, two thirds changed {swapped:?}, same {same:?}");
        assert!(same * 2 <= swapped);
    }
}

#[test]
fn a_site_stands_only_as_it_was_published() {
    let place = Place::new();
    let tree = site("1", 3);
    let report = place.publish(&tree).unwrap();
    let (show, content, themes) = (place.at(""), place.at("content"), place.at("themes"));
    let protected = protected(&show, &content, &themes);
    let look = |manifest| stands(&place.at("output"), &protected, manifest);
    let says = |context: &str| {
        let found = look(&report.manifest);
        assert!(found.is_none(), "{context}");
        place.publish(&tree).unwrap();
        assert!(
            look(&report.manifest).is_some(),
            "put right after {context}"
        );
    };
    let stood = look(&report.manifest).unwrap();
    assert_eq!((stood.written, stood.unchanged), (0, report.written));
    assert!(look(&[7; 32]).is_none());
    let front = place.at("output/index.html");
    let bytes = fs::read(&front).unwrap();
    fs::write(&front, bytes.to_ascii_uppercase()).unwrap();
    says("other words of the same length");
    fs::write(&front, [&bytes[..], b"\n"].concat()).unwrap();
    says("a longer file");
    fs::remove_file(&front).unwrap();
    says("a missing file");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        fs::set_permissions(&front, fs::Permissions::from_mode(0o600)).unwrap();
        says("a file that others cannot read");
    }
    fs::create_dir(place.at(".output.xunli-staging")).unwrap();
    says("a folder of a killed build");
}

#[test]
fn a_build_that_works_inside_the_folder_locks_out_the_others() {
    let place = Place::new();
    place.publish(&site("1", 3)).unwrap();
    // What a build without rights on the folder around takes.
    let lock = File::create(place.at("output/.xunli-lock")).unwrap();
    lock.lock().unwrap();
    let error = place.publish(&site("2", 3)).unwrap_err();
    assert_eq!(error.code(), "output-locked");
    drop(lock);
    place.publish(&site("2", 3)).unwrap();
    place.assert_tidy();
    assert_eq!(read(&place.at("output")), expected(&site("2", 3)));
}
