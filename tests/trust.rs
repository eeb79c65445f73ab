//! Figures one can trust: editorial slips are found where they stand, and
//! sound content is left in peace.
//!
//! `trust/planted.toml` is a table of slips, each a change to one or two files
//! of a sound showcase: the sample, or `trust/even/` with three editions. The
//! real `xunli check` must warn at the changed line. `trust/sound/` has
//! showcases without a slip, in the notation of the stories; there it must say
//! nothing graver than an info.

// A test may panic; that is how it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use rayon::prelude::*;
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[derive(Deserialize)]
struct Table {
    slips: Vec<Slip>,
}

/// One slip of an editor.
#[derive(Deserialize)]
struct Slip {
    name: String,
    /// `sample` or `even`.
    base: String,
    /// File, what stands there, and what the editor made of it.
    edits: Vec<[String; 3]>,
    /// The file of the finding, and what its line holds.
    at: [String; 2],
    /// The finding's code.
    code: String,
}

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// Copies the texts of a content folder; pictures take time and say nothing
/// about figures.
fn copy_texts(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        match path.extension().and_then(|e| e.to_str()) {
            None => copy_texts(&path, &target),
            Some("md") => {
                let text = fs::read_to_string(&path).unwrap();
                let shows = |line: &&str| !line.starts_with("![") && !line.starts_with("cover");
                let lines: Vec<&str> = text.lines().filter(shows).collect();
                fs::write(target, lines.join("\n") + "\n").unwrap();
            }
            Some("toml") => drop(fs::copy(&path, target).unwrap()),
            Some(_) => {}
        }
    }
}

#[derive(Debug, Deserialize)]
struct Report {
    findings: Vec<Found>,
}

#[derive(Debug, Deserialize)]
struct Found {
    code: String,
    severity: String,
    file: String,
    line: Option<usize>,
    message: String,
}

/// What `xunli check` finds in the showcase at `root`.
fn check(root: &Path) -> Vec<Found> {
    let output = Command::new(env!("CARGO_BIN_EXE_xunli"))
        .args(["check", "--lang", "zh", "--format", "json"])
        .current_dir(root)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    let report: Report = serde_json::from_str(&said).unwrap_or_else(|e| panic!("{e}: {said}"));
    report.findings
}

fn loud(found: &[Found]) -> Vec<String> {
    let grave = found.iter().filter(|f| f.severity != "info");
    grave
        .map(|f| format!("{}:{:?} {} {}", f.file, f.line, f.code, f.message))
        .collect()
}

fn base(name: &str) -> PathBuf {
    match name {
        "sample" => home().join("content"),
        name => home().join("tests/trust").join(name),
    }
}

/// Plants a slip in a copy of its ground; what is wrong with what is found.
fn plant(slip: &Slip) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().join("content");
    copy_texts(&base(&slip.base), &content);
    for [file, old, new] in &slip.edits {
        let path = content.join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{}: {file} has no {old}", slip.name);
        fs::write(&path, text.replacen(old, new, 1)).unwrap();
    }
    let found = check(folder.path());
    let [file, line] = &slip.at;
    let text = fs::read_to_string(content.join(file)).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    let here = |f: &&Found| {
        let at = f.line.and_then(|n| lines.get(n.checked_sub(1)?));
        f.code == slip.code
            && f.severity != "info"
            && f.file == format!("content/{file}")
            && at.is_some_and(|at| at.contains(line))
    };
    let name = &slip.name;
    let told = loud(&found).join("\n    ");
    match found.iter().find(here) {
        Some(_) => None,
        None => Some(format!("{name}: not found at {file} “{line}”\n    {told}")),
    }
}

#[test]
fn every_planted_slip_is_found_where_it_stands() {
    let table = fs::read_to_string(home().join("tests/trust/planted.toml")).unwrap();
    let table: Table = toml::from_str(&table).unwrap();
    assert!(table.slips.len() >= 60);
    let missed: Vec<String> = table.slips.par_iter().filter_map(plant).collect();
    assert!(missed.is_empty(), "{}", missed.join("\n"));
}

#[test]
fn the_grounds_of_the_slips_are_sound() {
    for name in ["sample", "even"] {
        let folder = tempfile::tempdir().unwrap();
        copy_texts(&base(name), &folder.path().join("content"));
        assert_eq!(loud(&check(folder.path())), Vec::<String>::new(), "{name}");
    }
}

/// Lays out files written as `== path`, then the text.
fn lay(text: &str, root: &Path) {
    for part in text.split("== ").filter(|p| !p.trim().is_empty()) {
        let (path, text) = part.split_once('\n').unwrap();
        let path = root.join(path.trim());
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text.trim_end().to_owned() + "\n").unwrap();
    }
}

#[test]
fn sound_showcases_are_left_in_peace() {
    let all = fs::read_dir(home().join("tests/trust/sound")).unwrap();
    let mut count = 0;
    for file in all.map(|entry| entry.unwrap().path()) {
        let folder = tempfile::tempdir().unwrap();
        lay(&fs::read_to_string(&file).unwrap(), folder.path());
        let mut found = check(folder.path());
        // Nothing was published yet that a frozen edition could be held against.
        found.retain(|f| f.code != "frozen-changed");
        assert_eq!(loud(&found), Vec::<String>::new(), "{}", file.display());
        count += 1;
    }
    assert!(count >= 5);
}

/// A title and a deck that refer to figures, on the pages of the site.
#[test]
fn a_headline_links_its_figures_on_its_own_page_only() {
    let folder = tempfile::tempdir().unwrap();
    let content = folder.path().join("content");
    copy_texts(&base("even"), &content);
    let change = |file: &str, old: &str, new: &str| {
        let path = content.join(file);
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.contains(old), "{file}");
        fs::write(&path, text.replacen(old, new, 1)).unwrap();
    };
    let deck = "deck   = \"临江市";
    change(
        "2024/edition.toml",
        deck,
        "deck   = \"{{region/villages}}村达标：临江市",
    );
    let title = "title   = \"东山这一年";
    change(
        "2024/dongshan/index.md",
        title,
        "title   = \"{{villages}}村 & 东山这一年",
    );
    let output = Command::new(env!("CARGO_BIN_EXE_xunli"))
        .args(["build", "--lang", "zh"])
        .current_dir(folder.path())
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let page = |path: &str| fs::read_to_string(folder.path().join("output").join(path)).unwrap();
    let link = |anchor: &str, shown: &str, number: usize| {
        format!(
            "data/index.html#{anchor}\">{shown}</a><sup class=\"mark\"><a href=\"#note-{number}\""
        )
    };
    let county = page("2024/dongshan/index.html");
    assert!(county.contains(&link("dongshan-villages", "231个", 1)));
    assert!(county.contains("<title>东山县：231个村 &amp; 东山这一年"));
    let edition = page("2024/index.html");
    assert!(edition.contains(&link("region-villages", "1315个", 1)));
    assert!(edition.contains("id=\"note-1\""));
    // A card is a link, in which no other link may stand.
    assert!(edition.contains("东山这一年"));
    assert!(!edition.contains("#dongshan-villages\">231个</a><sup"));
    let data = page("2024/data/index.html");
    let row = data.split("id=\"region-villages\"").nth(1).unwrap();
    let row = &row[..row.find("</tr>").unwrap()];
    assert!(row.contains("href=\"../../2024/index.html\""), "{row}");
    for path in [
        "2024/index.html",
        "2024/dongshan/index.html",
        "years/index.html",
        "search/index.html",
    ] {
        assert!(!page(path).contains("{{"), "{path}");
    }
}
