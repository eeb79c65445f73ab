//! `new` makes what is sound, and never touches what is there.

use super::ground::{Ground, run};
use super::story::{files_below, xunli};
use std::fs;
use xunli::finding::{Finding, Severity};

fn said(findings: &[Finding]) -> Vec<String> {
    let one = |f: &Finding| format!("{} {}: {}", f.code.as_str(), f.place.path(), f.message.zh);
    findings.iter().map(one).collect()
}

fn errors(ground: &Ground) -> Vec<String> {
    let mut found = ground.findings();
    found.retain(|f| f.severity == Severity::Error);
    said(&found)
}

/// A new showcase in the ground's folder.
fn showcase() -> Ground {
    let ground = Ground::empty();
    let mut command = xunli(&ground.root());
    command.args([
        "new",
        "showcase",
        ".",
        "--year",
        "2024",
        "--title",
        "“甲\"乙\\",
    ]);
    assert_eq!(run(&mut command).0, 0);
    ground
}

#[test]
fn a_new_showcase_has_nothing_wrong_with_it() {
    let ground = showcase();
    assert_eq!(said(&ground.findings()), Vec::<String>::new());
    let (exit, _) = run(xunli(&ground.root()).args(["build", "--strict"]));
    assert_eq!(exit, 0);
    assert!(ground.root().join("output/2024/jia/index.html").is_file());
}

#[test]
fn a_sample_in_english_is_as_sound() {
    let ground = Ground::empty();
    let root = ground.root();
    let new = ["new", "showcase", ".", "--year", "2024", "--lang", "en"];
    assert_eq!(run(xunli(&root).args(new)).0, 0);
    assert_eq!(said(&ground.findings()), Vec::<String>::new());
    assert_eq!(run(xunli(&root).args(["build", "--strict"])).0, 0);
    let page = fs::read_to_string(root.join("output/2024/jia/index.html")).unwrap();
    assert!(page.contains("lang=\"en\"") && page.contains("Jia County"));
    // What comes later follows the showcase, not the language of the desk.
    let county = [
        "new",
        "county",
        "bing",
        "--name",
        "Bing County",
        "--lang",
        "zh",
    ];
    assert_eq!(run(xunli(&root).args(county)).0, 0);
    assert_eq!(run(xunli(&root).args(["new", "edition", "2025"])).0, 0);
    for made in ["2024/bing", "2025/jia"] {
        let case = root.join("content").join(made).join("index.md");
        let case = fs::read_to_string(case).unwrap();
        assert!(
            case.contains("## What was done") && !case.contains("主要做法"),
            "{case}"
        );
    }
}

#[test]
fn a_new_showcase_is_completed_by_the_editor_at_once() {
    let ground = showcase();
    let settings = fs::read_to_string(ground.root().join(".taplo.toml")).unwrap();
    let settings: toml::Table = settings.parse().unwrap();
    for rule in settings["rule"].as_array().unwrap() {
        let path = rule["schema"]["path"].as_str().unwrap();
        let schema = fs::read_to_string(ground.root().join(path)).unwrap();
        let schema: serde_json::Value = serde_json::from_str(&schema).unwrap();
        assert_eq!(schema["type"], "object", "{path}");
        if path.ends_with("site.json") {
            let levels = &schema["properties"]["check"]["properties"]["levels"];
            let codes = levels["propertyNames"]["enum"].as_array().unwrap();
            assert!(codes.contains(&"final-mark-missing".into()));
        }
    }
}

#[test]
fn next_year_carries_over_what_stays_and_leaves_the_figures_empty() {
    let ground = showcase();
    let root = ground.root();
    ground.lay(
        "== content/2024/jia/figures.toml (more)\n\n[figures.shed]\nname = \"大棚\"\nunit = \"座\"\nbaseline = \"约3座\"\nvalue = 9\n",
    );
    let (exit, made) = run(xunli(&root).args(["new", "edition", "2025"]));
    assert_eq!(exit, 0, "{made}");
    assert_eq!(errors(&ground), Vec::<String>::new());
    let edition = fs::read_to_string(root.join("content/2025/edition.toml")).unwrap();
    assert!(edition.contains("as_of = 2025-12-31"), "{edition}");
    assert!(edition.contains("roster = [\"jia\", \"yi\"]"), "{edition}");
    let sheet = fs::read_to_string(root.join("content/2025/jia/figures.toml")).unwrap();
    let read: toml::Table = sheet.parse().unwrap();
    let figures = read["figures"].as_table().unwrap();
    assert_eq!(figures["villages"]["baseline"].as_integer(), Some(36));
    assert_eq!(figures["shed"]["baseline"].as_str(), Some("约3座"));
    assert_eq!(figures["shed"]["unit"].as_str(), Some("座"));
    assert!(
        figures.values().all(|f| f.get("value").is_none()),
        "{sheet}"
    );
    assert!(sheet.contains("# target   = 90"), "{sheet}");
    assert!(sheet.contains("# [figures.income]"), "{sheet}");
}

#[test]
fn every_indicator_stands_in_a_new_countys_sheet() {
    let ground = Ground::sound();
    let root = ground.root();
    let (exit, made) = run(xunli(&root).args(["new", "county", "nan", "--name", "南\"县"]));
    assert_eq!(exit, 0);
    assert!(made.contains("roster"), "{made}");
    let sheet = fs::read_to_string(root.join("content/2024/nan/figures.toml")).unwrap();
    assert!(
        sheet.contains("# 达标村（个）\n# [figures.villages]"),
        "{sheet}"
    );
    let edition = root.join("content/2024/edition.toml");
    let text = fs::read_to_string(&edition).unwrap();
    fs::write(&edition, text.replace("\"xi\"]", "\"xi\", \"nan\"]")).unwrap();
    assert_eq!(errors(&ground), Vec::<String>::new());
    let case = fs::read_to_string(root.join("content/2024/nan/index.md")).unwrap();
    assert_eq!(case.matches("\n## ").count(), 4, "{case}");
    // What is left to be written is not forgotten.
    assert!(
        ground
            .findings()
            .iter()
            .any(|f| f.code.as_str() == "placeholder")
    );
}

#[test]
fn a_county_of_the_roster_needs_no_word_about_the_roster() {
    let ground = Ground::sound();
    fs::remove_dir_all(ground.root().join("content/2024/xi")).unwrap();
    let (exit, made) = run(xunli(&ground.root()).args(["new", "county", "xi", "--name", "西县"]));
    assert_eq!(exit, 0);
    assert!(!made.contains("roster"), "{made}");
    assert_eq!(errors(&ground), Vec::<String>::new());
}

#[test]
fn every_shell_learns_every_command() {
    let ground = Ground::empty();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let (exit, script) = run(xunli(&ground.root()).args(["completions", shell]));
        assert_eq!(exit, 0);
        for command in ["build", "check", "serve", "fix", "new", "explain", "schema"] {
            assert!(script.contains(command), "{shell}: {command}");
        }
    }
}

#[test]
fn nothing_that_exists_is_touched() {
    let ground = Ground::sound();
    let root = ground.root();
    let before = files_below(&root);
    for arguments in [
        &["new", "showcase", "."][..],
        &["new", "edition", "2024"],
        &["new", "county", "dong"],
    ] {
        let (exit, text) = run(xunli(&root).args(arguments));
        assert_eq!(exit, 2, "{arguments:?}");
        assert!(text.contains("已经有了"), "{text}");
    }
    for arguments in [
        &["new", "county", "南县"][..],
        &["new", "county", "nan", "--edition", "1999"],
        &["new", "edition", "../2025"],
        &["new", "edition", "2025", "--from", "1999"],
    ] {
        assert_eq!(run(xunli(&root).args(arguments)).0, 2, "{arguments:?}");
    }
    assert_eq!(files_below(&root), before);
}
