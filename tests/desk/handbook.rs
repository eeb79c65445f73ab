//! The handbook played through to the letter: what it says to type is typed,
//! what it says to write is written, and a sound site comes of it.

use super::ground::{Ground, run};
use super::story::xunli;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const HANDBOOK: &str = include_str!("../../content/README.md");

/// The fenced blocks: what stands behind the language, and the text.
fn blocks() -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut open: Option<(String, String)> = None;
    for line in HANDBOOK.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(info)) if !info.starts_with('`') => {
                open = Some((info.to_owned(), String::new()));
            }
            (Some(_), Some("")) => blocks.extend(open.take()),
            (Some((_, text)), _) => {
                text.push_str(line);
                text.push('\n');
            }
            _ => {}
        }
    }
    blocks
}

#[test]
fn a_newcomer_makes_a_showcase_with_it() {
    let ground = Ground::empty();
    let mut here = ground.root();
    let mut typed = 0;
    for (info, text) in blocks() {
        if let Some((_, file)) = info.split_once(" file=") {
            let path = here.join(file);
            // What it says to write over is there, or beside what is.
            assert!(path.exists(), "{file} should be there by now");
            fs::write(path, text).unwrap();
        } else if info.ends_with(" rename") {
            for line in text.lines() {
                let (from, to) = line.split_once(" -> ").unwrap();
                fs::rename(here.join(from), here.join(to)).unwrap();
            }
        } else if info.ends_with(" run") {
            for line in text.lines() {
                typed += 1;
                if let Some(folder) = line.strip_prefix("cd ") {
                    here = here.join(folder);
                    continue;
                }
                let arguments = line.strip_prefix("xunli ").unwrap().split(' ');
                let (exit, said) = run(xunli(&here).args(arguments));
                assert_eq!(exit, 0, "{line}: {said}");
                assert!(!said.contains("警告"), "{line}: {said}");
            }
        }
    }
    assert_eq!(typed, 4);
    let page = fs::read_to_string(here.join("output/2026/anxi/index.html")).unwrap();
    for shown in ["安溪县", "182个", "240个", "约1.2亿元", "茶山里的账本"] {
        assert!(page.contains(shown), "{shown}");
    }
    let home = fs::read_to_string(here.join("output/index.html")).unwrap();
    assert!(home.contains("强村路上看变化") && home.contains("278个"));
    assert!(!here.join("output/README.md").exists());
}

#[test]
fn every_command_has_its_place_in_it() {
    let ground = Ground::empty();
    let (_, help) = run(xunli(&ground.root()).arg("--help"));
    let list = help.split("Commands:\n").nth(1).unwrap();
    let list = list.split("\n\n").next().unwrap();
    let commands: BTreeSet<&str> = list
        .lines()
        .filter_map(|line| line.strip_prefix("  ")?.split(' ').next())
        .filter(|word| !word.is_empty() && *word != "help")
        .collect();
    assert!(commands.len() >= 10, "{commands:?}");
    for command in &commands {
        let (_, help) = run(xunli(&ground.root()).args([command, "--help"]));
        assert!(help.contains("xunli"), "{command}: {help}");
        assert!(HANDBOOK.contains(&format!("`xunli {command}")), "{command}");
    }
    // And every option that it speaks of is one.
    for (info, text) in blocks().iter().filter(|(info, _)| info.starts_with("sh")) {
        for line in text.lines().filter(|line| line.starts_with("xunli ")) {
            let words: Vec<&str> = line.split(' ').skip(1).collect();
            let depth = words.iter().take_while(|w| !w.starts_with('-')).count();
            let mut arguments = words[..depth.min(2)].to_vec();
            if !["new", "import", "export"].contains(&arguments.first().copied().unwrap_or("")) {
                arguments.truncate(1);
            }
            arguments.push("--help");
            let (_, help) = run(xunli(&ground.root()).args(arguments));
            for option in words.iter().filter(|word| word.starts_with("--")) {
                assert!(help.contains(option), "{info}: {line}: {option}");
            }
        }
    }
}

#[test]
fn its_pictures_are_there_and_its_links_lead_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut pictures = 0;
    for part in HANDBOOK.split("](../tests/pictures/").skip(1) {
        let name = part.split(')').next().unwrap();
        assert!(
            root.join("../tests/pictures").join(name).is_file(),
            "{name}"
        );
        pictures += 1;
    }
    assert!(pictures >= 5, "{pictures}");
    let anchors: Vec<String> = HANDBOOK
        .lines()
        .filter_map(|line| line.strip_prefix("## "))
        .map(|title| title.replace(['、', '：'], "").replace(' ', "-"))
        .collect();
    for part in HANDBOOK.split("](#").skip(1) {
        let anchor = part.split(')').next().unwrap();
        assert!(
            anchors.iter().any(|a| a == anchor),
            "{anchor} of {anchors:?}"
        );
    }
}

#[test]
fn a_new_showcase_brings_it_along_without_pictures() {
    let ground = Ground::empty();
    assert_eq!(
        run(xunli(&ground.root()).args(["new", "showcase", "."])).0,
        0
    );
    let copy = fs::read_to_string(ground.root().join("content/README.md")).unwrap();
    assert!(copy.contains("## 一、十五分钟做一个两县的专题"));
    assert!(!copy.contains("tests/pictures") && !copy.contains("\n\n\n"));
}
