//! What a run leaves on the disk: nothing of a failed one, the same bytes of
//! any other.

use super::home;
use super::story::{Story, files_below, xunli};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The sound showcase in a folder whose name takes care to be read.
pub(super) struct Sound {
    folder: tempfile::TempDir,
}

impl Sound {
    pub(super) fn lay() -> Sound {
        let folder = tempfile::tempdir().unwrap();
        let sound = Sound { folder };
        Story::read(&home().join("sound.txt")).lay(&sound.root());
        sound
    }

    pub(super) fn root(&self) -> PathBuf {
        self.folder.path().join("专题 1")
    }
}

pub(super) fn exit(command: &mut Command) -> i32 {
    let output = command.output().unwrap();
    output.status.code().unwrap_or_else(|| panic!("{output:?}"))
}

/// Files with their bytes and times of change.
fn stamps(folder: &Path) -> Vec<(String, Vec<u8>, std::time::SystemTime)> {
    files_below(folder)
        .into_iter()
        .map(|(path, bytes)| {
            let changed = fs::metadata(folder.join(&path))
                .unwrap()
                .modified()
                .unwrap();
            (path.display().to_string(), bytes, changed)
        })
        .collect()
}

#[test]
fn a_build_that_finds_errors_leaves_the_old_site_as_it_was() {
    let sound = Sound::lay();
    let root = &sound.root();
    assert_eq!(exit(xunli(root).arg("build")), 0);
    let before = stamps(&root.join("output"));
    assert!(!before.is_empty());
    let case = root.join("content/2024/dong/index.md");
    let text = fs::read_to_string(&case).unwrap();
    fs::write(&case, format!("{text}\n另有{{{{nothing}}}}。\n")).unwrap();
    assert_eq!(exit(xunli(root).arg("build")), 1);
    assert_eq!(stamps(&root.join("output")), before);
    assert_eq!(siblings(root), [".xunli-cache", "content", "output"]);
}

#[test]
fn warnings_under_strict_leave_the_old_site_as_it_was() {
    let sound = Sound::lay();
    let root = &sound.root();
    assert_eq!(exit(xunli(root).arg("build")), 0);
    let before = stamps(&root.join("output"));
    fs::write(root.join("content/2024/dong/notes.txt"), "未用").unwrap();
    assert_eq!(exit(xunli(root).args(["build", "--strict"])), 1);
    assert_eq!(stamps(&root.join("output")), before);
    assert_eq!(
        exit(xunli(root).arg("build")),
        0,
        "without --strict it is published"
    );
}

#[test]
fn a_first_build_that_fails_makes_no_folder() {
    let sound = Sound::lay();
    let root = &sound.root();
    fs::remove_file(root.join("content/2024/dong/index.md")).unwrap();
    assert_eq!(exit(xunli(root).arg("build")), 1);
    assert_eq!(siblings(root), ["content"]);
}

#[test]
fn check_writes_nothing() {
    let sound = Sound::lay();
    let root = &sound.root();
    let before = stamps(root);
    assert_eq!(exit(xunli(root).arg("check")), 0);
    assert_eq!(stamps(root), before);
}

#[test]
fn a_second_build_changes_no_file_and_no_time() {
    let sound = Sound::lay();
    let root = &sound.root();
    assert_eq!(exit(xunli(root).arg("build")), 0);
    let before = stamps(&root.join("output"));
    assert_eq!(exit(xunli(root).arg("build")), 0);
    assert_eq!(stamps(&root.join("output")), before);
}

/// Everything a machine may have different that must not show.
const SURROUNDINGS: &[&[(&str, &str)]] = &[
    &[("LANG", "zh_CN.UTF-8"), ("TZ", "Asia/Shanghai")],
    &[
        ("LC_ALL", "C"),
        ("TZ", "America/St_Johns"),
        ("RAYON_NUM_THREADS", "1"),
    ],
    &[
        ("LC_ALL", "tr_TR.UTF-8"),
        ("TZ", "Pacific/Kiritimati"),
        ("RAYON_NUM_THREADS", "16"),
    ],
    &[
        ("LC_ALL", "de_DE.UTF-8"),
        ("SOURCE_DATE_EPOCH", "1"),
        ("USER", "x"),
        ("COLUMNS", "40"),
    ],
];

#[test]
fn the_same_bytes_wherever_and_however_it_is_built() {
    let mut first: Option<BTreeMap<PathBuf, Vec<u8>>> = None;
    for (at, surroundings) in SURROUNDINGS.iter().enumerate() {
        let sound = Sound::lay();
        let root = &sound.root();
        // From within, from below, from beside with another place to go.
        let (here, arguments, output) = match at % 3 {
            0 => (".", vec!["build"], root.join("output")),
            1 => ("content/2024", vec!["build"], root.join("output")),
            _ => (
                "..",
                vec!["build", "专题 1", "--output", "site"],
                sound.folder.path().join("site"),
            ),
        };
        let mut command = xunli(&root.join(here));
        command.args(arguments).envs(surroundings.iter().copied());
        assert_eq!(exit(&mut command), 0, "{surroundings:?}");
        let made = files_below(&output);
        let first = first.get_or_insert_with(|| made.clone());
        assert!(
            made.keys().eq(first.keys()),
            "other files under {surroundings:?}"
        );
        for (path, bytes) in &made {
            assert!(
                first[path] == *bytes,
                "{} differs under {surroundings:?}",
                path.display()
            );
        }
    }
}

#[test]
fn findings_are_the_same_in_any_surroundings() {
    let told = |surroundings: &[(&str, &str)]| {
        let sound = Sound::lay();
        let root = &sound.root();
        for county in ["dong", "xi"] {
            let case = root.join(format!("content/2024/{county}/index.md"));
            let text = fs::read_to_string(&case).unwrap();
            fs::write(&case, format!("{text}\n{{{{a}}}}{{{{b}}}}![](c.jpg)\n")).unwrap();
        }
        let mut command = xunli(root);
        command.args(["check", "--format", "short", "--lang", "zh"]);
        command.envs(surroundings.iter().copied());
        String::from_utf8(command.output().unwrap().stderr).unwrap()
    };
    let first = told(&[]);
    assert!(first.contains("[figure-unknown]"), "{first}");
    for surroundings in SURROUNDINGS {
        assert_eq!(told(surroundings), first, "{surroundings:?}");
    }
}

pub(super) fn siblings(root: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
