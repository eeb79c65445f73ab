//! Broken content: one fault, one finding, at the right place, with a hint,
//! and `output/` as it was.
//!
//! `broken/planted.toml` is a table of faults, each done alone to a copy of
//! the showcase of `broken/ground.txt`, which has something of everything and
//! no fault. The real `xunli build` is run on it. `SNAPSHOTS=overwrite` writes
//! down what is found; read the difference before you keep it.

// A test may panic; that is how it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

// The stories' own use more of it.
#[allow(dead_code)]
#[path = "cli/story.rs"]
mod story;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use story::{Story, files_below, xunli};

#[derive(Debug, Deserialize, Serialize)]
struct Table {
    faults: Vec<Fault>,
}

#[derive(Debug, Clone, Deserialize, Serialize)]
struct Fault {
    name: String,
    /// File, what stands there, and what is made of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    edits: Vec<[String; 3]>,
    /// Files in the notation of the stories.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    lay: String,
    /// What must be found: place, code, message and hint.
    finds: String,
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
    column: Option<usize>,
    message: String,
    hint: Option<String>,
}

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/broken")
}

fn ground() -> Story {
    Story::read(&home().join("ground.txt"))
}

/// The exit code of a build, and what it found beyond what is worth knowing.
fn build(root: &Path) -> (Option<i32>, Vec<Found>) {
    let output = xunli(root)
        .args(["build", "--lang", "zh", "--format", "json"])
        .output()
        .unwrap();
    let report: Report = serde_json::from_slice(&output.stderr)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    let grave = report.findings.into_iter().filter(|f| f.severity != "info");
    (output.status.code(), grave.collect())
}

fn place(found: &Found) -> String {
    match (found.line, found.column) {
        (Some(line), Some(column)) => format!("{}:{line}:{column}", found.file),
        _ => found.file.clone(),
    }
}

/// What a fault comes to, or why that is not one clear finding.
fn tried(fault: &Fault) -> Result<String, String> {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("r");
    ground().lay(&root);
    fs::create_dir(root.join("output")).unwrap();
    for [file, from, to] in &fault.edits {
        let path = root.join(file);
        let text = fs::read_to_string(&path).unwrap();
        if !text.contains(from) {
            return Err(format!("{file} has no {from:?}"));
        }
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    }
    Story::of(&fault.lay).lay(&root);
    let (exit, found) = build(&root);
    let [zh] = found.as_slice() else {
        return Err(format!("not one finding: {found:#?}"));
    };
    let is_error = zh.severity == "error";
    if exit != Some(i32::from(is_error)) {
        return Err(format!("exit {exit:?} of a {}", zh.severity));
    }
    if is_error && !files_below(&root.join("output")).is_empty() {
        return Err("something was written".to_owned());
    }
    let Some(hint) = &zh.hint else {
        return Err(format!("no hint: {}", zh.message));
    };
    if hint.contains("xunli explain") {
        return Err(format!("no hint of its own: {}", zh.message));
    }
    if let Some(scrap) = scrap(&zh.message).or_else(|| scrap(hint)) {
        return Err(format!("English in Chinese: {scrap}"));
    }
    Ok(format!(
        "{} {}: {} ({hint})",
        place(zh),
        zh.code,
        zh.message
    ))
}

/// Two English words beside each other that no quotation and no command has.
fn scrap(text: &str) -> Option<String> {
    let plain: String = text
        .split([
            '“', '”', '`', '（', '：', '，', '；', '。', '"', '{', '}', '[', ']', '<', '>',
        ])
        .filter(|part| !part.contains("iconv") && !part.contains("xunli"))
        .collect::<Vec<_>>()
        .join("\n");
    let word = |w: &&str| w.len() > 2 && w.bytes().all(|b| b.is_ascii_alphabetic());
    plain.lines().find_map(|line| {
        let words: Vec<&str> = line.split(' ').collect();
        let pair = words.windows(2).find(|pair| pair.iter().all(word))?;
        Some(pair.join(" "))
    })
}

#[test]
fn the_ground_is_sound() {
    let folder = tempfile::tempdir().unwrap();
    ground().lay(folder.path());
    let (exit, found) = build(folder.path());
    assert_eq!(exit, Some(0), "{found:#?}");
    assert!(found.is_empty(), "{found:#?}");
}

#[test]
fn each_fault_is_one_finding_with_a_hint() {
    let file = home().join("planted.toml");
    let text = fs::read_to_string(&file).unwrap();
    let table: Table = toml::from_str(&text).unwrap();
    let results: Vec<_> = table.faults.par_iter().map(tried).collect();
    let told: Vec<(&Fault, &Result<String, String>)> = table.faults.iter().zip(&results).collect();
    let failed: Vec<String> = told
        .iter()
        .filter_map(|(fault, result)| Some(format!("{}: {}", fault.name, result.as_ref().err()?)))
        .collect();
    assert!(failed.is_empty(), "{}", failed.join("\n"));
    if std::env::var("SNAPSHOTS").is_ok_and(|v| v == "overwrite") {
        let mut faults = table.faults.clone();
        for (fault, result) in faults.iter_mut().zip(results) {
            fault.finds = result.unwrap_or_default();
        }
        let head: String = text
            .lines()
            .take_while(|l| l.starts_with('#'))
            .map(|l| format!("{l}\n"))
            .collect();
        let body = toml::to_string(&Table { faults }).unwrap();
        fs::write(file, format!("{head}\n{body}")).unwrap();
        return;
    }
    let other: Vec<String> = told
        .iter()
        .filter(|(fault, result)| result.as_ref().ok() != Some(&fault.finds))
        .map(|(fault, result)| format!("{}\n  was {}\n  now {result:?}", fault.name, fault.finds))
        .collect();
    assert!(other.is_empty(), "{}", other.join("\n"));
}
