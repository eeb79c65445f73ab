//! What the program says and does, through the real binary.
//!
//! Each file under `tests/cli/` is a story: files, commands, and everything
//! the commands print, byte for byte. `codes/` has one story for each finding
//! code, named after it; `stories/` has the rest. What a story leaves out, it
//! has from the sound showcase of `sound.txt`. After a change that is meant,
//! `SNAPSHOTS=overwrite cargo test --test cli` renews what is printed; read
//! the difference before you keep it.

// A test may panic; that is how it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "cli/broken_off.rs"]
mod broken_off;
#[path = "cli/lost.rs"]
mod lost;
#[path = "cli/own_names.rs"]
mod own_names;
#[path = "cli/story.rs"]
mod story;
#[path = "cli/untouched.rs"]
mod untouched;

use rayon::prelude::*;
use snapbox::data::DataFormat;
use snapbox::{Assert, Data};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use story::Story;
use xunli::finding::Code;

/// Codes that no small tree brings about: the state of the disk does, or rights
/// that a superuser, as whom build services run, does not feel. Those of
/// publishing are tested where it can be arranged, in `src/publish/` and
/// `tests/publish.rs`.
const OF_THE_DISK: &[&str] = &[
    "file-unreadable",
    "output-disk-full",
    "output-displaced",
    "output-failed",
    "output-half-replaced",
    "output-leftover",
    "output-locked",
    "output-read-only",
    "output-unreadable",
    "output-vanished",
    // No folder that is read is a link, so only a mount leads into the output.
    "output-holds-content",
    "output-holds-themes",
    // Of a library that panics; src/finding/guard.rs has one.
    "program-fault",
];

/// Codes of what only a workbook can hold; `tests/import.rs` has the workbooks.
const OF_WORKBOOKS: &[&str] = &[
    "import-damaged",
    "import-external",
    "import-formula",
    "import-hidden",
    "import-lost",
    "import-macros",
    "import-not-written",
    "import-refused",
    "import-too-large",
];

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli")
}

fn stories(folder: &str) -> BTreeSet<PathBuf> {
    fs::read_dir(home().join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect()
}

/// Tells every story again and compares it with what is written; all that
/// differ are shown.
fn tell(files: &BTreeSet<PathBuf>) {
    let sound = Story::read(&home().join("sound.txt"));
    let differ: Vec<String> = files
        .par_iter()
        .filter_map(|file| {
            let told = Story::read(file).tell(&sound);
            let written = Data::read_from(file, Some(DataFormat::Text)).raw();
            let name = file.strip_prefix(home()).unwrap_or(file).display();
            Assert::new()
                .action_env("SNAPSHOTS")
                .try_eq(Some(&name), Data::text(told), written)
                .err()
                .map(|error| error.to_string())
        })
        .collect();
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}

#[test]
fn the_sound_showcase_is_sound() {
    tell(&BTreeSet::from([home().join("sound.txt")]));
}

#[test]
fn every_finding_says_what_it_said() {
    tell(&stories("codes"));
}

#[test]
fn every_story_ends_as_it_ended() {
    tell(&stories("stories"));
}

#[test]
fn every_code_has_its_story() {
    for code in Code::ALL.iter().map(|c| c.as_str()) {
        let file = home().join(format!("codes/{code}.txt"));
        if OF_THE_DISK.contains(&code) || OF_WORKBOOKS.contains(&code) {
            assert!(!file.exists(), "{code} is told after all");
            continue;
        }
        let text = fs::read_to_string(&file).unwrap_or_default();
        assert!(
            text.contains(&format!("[{code}]")),
            "no story brings about {code}: write tests/cli/codes/{code}.txt"
        );
    }
}

/// A finding without a hint leaves the editor alone with it; one that only
/// names `xunli explain` is the last resort of a code nobody wrote one for.
#[test]
fn every_finding_says_what_to_do() {
    let mut bare = Vec::new();
    for file in stories("codes").into_iter().chain(stories("stories")) {
        let text = fs::read_to_string(&file).unwrap();
        let heads = ["错误[", "警告[", "说明["];
        let mut told = text.lines().peekable();
        while let Some(line) = told.next() {
            if !heads.iter().any(|head| line.starts_with(head)) {
                continue;
            }
            let mut hint = false;
            while let Some(next) = told.next_if(|next| !next.is_empty()) {
                hint |= next.contains("提示: ") && !next.contains("，看说明和例子");
            }
            if !hint {
                bare.push(format!("{}: {line}", file.display()));
            }
        }
    }
    assert!(bare.is_empty(), "{}", bare.join("\n"));
}

#[test]
fn no_story_is_of_a_code_that_is_gone() {
    let known: BTreeSet<&str> = Code::ALL.iter().map(|c| c.as_str()).collect();
    for file in stories("codes") {
        let name = file.file_stem().unwrap().to_str().unwrap();
        assert!(known.contains(name), "{}", file.display());
    }
}
