//! A build from the same content makes nothing again, and says the same; from
//! anything else it makes what a first build would make.

use super::ground::{Ground, files};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Output;

const PHOTO: &str = "content/2023/xi/照片 1.png";

/// A showcase of which two things are worth a warning: a file that nothing
/// uses, and a place in a text.
fn ground() -> Ground {
    let ground = Ground::new(Some("https://a.gov.cn/x/"), &[2022, 2023], "");
    ground.write("content/2023/dong/多余.pdf", b"%PDF-1.4 1");
    let case = fs::read_to_string(ground.path("content/2023/nan/index.md")).unwrap();
    let case = case.replace("一村一策", "一村一策策");
    ground.write("content/2023/nan/index.md", case.as_bytes());
    ground
}

fn said(output: &Output) -> (String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (text(&output.stdout), text(&output.stderr))
}

/// Every file below a folder with its bytes.
fn tree(root: &Path) -> BTreeMap<String, Vec<u8>> {
    let paths = files(root).into_iter();
    paths
        .map(|path| (path.clone(), fs::read(root.join(&path)).unwrap()))
        .collect()
}

/// When each file and folder was last changed.
fn times(root: &Path) -> Vec<(std::path::PathBuf, std::time::SystemTime)> {
    let entries = walkdir::WalkDir::new(root).sort_by_file_name().into_iter();
    entries
        .map(|entry| {
            let entry = entry.unwrap();
            let time = entry.metadata().unwrap().modified().unwrap();
            (entry.path().to_owned(), time)
        })
        .collect()
}

/// The note that the last build into `output/` left.
fn note(ground: &Ground) -> std::path::PathBuf {
    let folder = fs::read_dir(ground.path(".xunli-cache")).unwrap();
    let mut notes = folder.map(|entry| entry.unwrap().path());
    let is_note = |path: &std::path::PathBuf| path.extension().is_some_and(|e| e == "json");
    notes.find(is_note).unwrap()
}

/// Whether a build went by the note: it then says the number that stands there.
fn recalls(ground: &Ground, words: &[&str]) -> bool {
    let note = note(ground);
    let text = fs::read_to_string(&note).unwrap();
    let (head, rest) = text.split_once("\"pages\":").unwrap();
    let rest = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    fs::write(&note, format!("{head}\"pages\":7777{rest}")).unwrap();
    let told = said(&ground.run(&[&["build"], words].concat())).0;
    told.contains("7777 pages")
}

#[test]
fn a_build_that_changes_nothing_writes_nothing_and_says_the_same() {
    let ground = ground();
    let first = said(&ground.run(&["build"]));
    assert!(first.1.contains("多余.pdf"), "{}", first.1);
    let before = times(&ground.path("."));
    let again = said(&ground.run(&["build"]));
    assert_eq!(again.1, first.1);
    assert!(again.0.contains("0 files written"), "{}", again.0);
    let counted = |said: &str| said.split(':').next().unwrap().to_owned();
    assert_eq!(counted(&again.0), counted(&first.0));
    // The lock beside the output comes and goes.
    let but_top = |times: Vec<_>| times.into_iter().skip(1).collect::<Vec<_>>();
    assert_eq!(but_top(times(&ground.path("."))), but_top(before));
    assert!(recalls(&ground, &[]));
    assert_eq!(ground.run(&["build", "--strict"]).status.code(), Some(1));
}

#[test]
fn whatever_changes_is_made_anew() {
    type Change = (&'static str, fn(&Ground));
    let changes: [Change; 11] = [
        ("a text", |g| {
            let path = "content/2023/dong/index.md";
            let text = fs::read_to_string(g.path(path)).unwrap();
            g.write(path, text.replace("东县有", "东县今有").as_bytes());
        }),
        ("a figure of as many digits", |g| {
            let path = "content/2023/dong/figures.toml";
            let text = fs::read_to_string(g.path(path)).unwrap();
            g.write(path, text.replace("target = 60", "target = 61").as_bytes());
        }),
        ("a photo of the same size", |g| {
            let mut bytes = fs::read(g.path(PHOTO)).unwrap();
            let last = bytes.len() - 1;
            bytes[last] ^= 1;
            g.write(PHOTO, &bytes);
        }),
        ("a new file", |g| {
            g.write("content/2023/nan/附.pdf", b"%PDF")
        }),
        ("a file less", |g| {
            fs::remove_file(g.path("content/2023/dong/多余.pdf")).unwrap();
        }),
        ("a new name", |g| {
            let folder = g.path("content/2023/dong");
            fs::rename(folder.join("多余.pdf"), folder.join("多.pdf")).unwrap();
        }),
        ("a theme of its own", |g| {
            g.write("themes/hong/static/site.css", b"body { color: red }");
        }),
        ("a page changed by hand", |g| {
            let path = "output/2023/dong/index.html";
            let text = fs::read_to_string(g.path(path)).unwrap();
            g.write(path, text.replacen("东县", "西县", 1).as_bytes());
        }),
        ("a page that is gone", |g| {
            fs::remove_file(g.path("output/index.html")).unwrap();
        }),
        ("another manifest", |g| {
            let text = fs::read_to_string(g.path("output/manifest.json")).unwrap();
            g.write("output/manifest.json", (text + " ").as_bytes());
        }),
        ("a broken note", |g| fs::write(note(g), "{").unwrap()),
    ];
    for (what, change) in changes {
        let ground = ground();
        ground.build(&[]);
        assert!(recalls(&ground, &[]), "{what}");
        change(&ground);
        let now = said(&ground.run(&["build"]));
        assert!(!now.0.contains("7777"), "{what}: {}", now.0);
        let fresh = said(&ground.run(&["build", "--output", "fresh"]));
        assert_eq!(now.1, fresh.1, "{what}");
        let (site, fresh) = (tree(&ground.path("output")), tree(&ground.path("fresh")));
        assert!(site == fresh, "{what}");
    }
}

#[test]
fn other_options_and_another_target_are_other_builds() {
    let ground = ground();
    ground.build(&[]);
    for words in [&["--drafts"][..], &["--compress"], &["--output", "other"]] {
        assert!(!recalls(&ground, words), "{words:?}");
        ground.build(&[]);
        assert!(recalls(&ground, &[]), "{words:?}");
    }
}

#[test]
fn a_foreign_file_in_the_output_is_refused_as_ever() {
    let ground = ground();
    ground.build(&[]);
    ground.write("output/mine.txt", b"mine");
    let refused = ground.run(&["build"]);
    assert_eq!(refused.status.code(), Some(3));
    assert!(ground.path("output/mine.txt").exists());
}
