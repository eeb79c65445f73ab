//! Every explanation's example does what it says.

use super::ground::{Ground, sound, story};
use rayon::prelude::*;
use xunli::explain::{self, Example};
use xunli::finding::{Code, Severity};

/// Codes that no small set of files brings about: the state of a disk does,
/// or a text too long to print. They are explained without an example.
const WITHOUT: &[Code] = &[
    Code::FileUnreadable,
    Code::FileName,
    Code::ReferenceTooMany,
    Code::CaseLength,
    Code::OutputLocked,
    Code::OutputDiskFull,
    Code::OutputReadOnly,
    Code::OutputVanished,
    Code::OutputFailed,
    Code::OutputLeftover,
    Code::OutputDisplaced,
    Code::OutputHalfReplaced,
    Code::OutputHoldsContent,
    Code::OutputHoldsThemes,
    Code::OutputUnreadable,
    Code::OutputPathFileAndFolder,
];

/// What laying one side of an example brings about: codes, and whether any of
/// them is an error.
fn brought_about(example: &Example, side: &str) -> (Vec<String>, bool) {
    let text = format!("{}\n{side}", example.setup);
    if text.lines().any(|line| line.starts_with("$ ")) {
        let told = story(&text).tell(&sound());
        let codes = told
            .split('[')
            .filter_map(|rest| rest.split_once(']').map(|(code, _)| code.to_owned()))
            .collect();
        return (codes, told.contains("-- exit"));
    }
    let ground = Ground::sound();
    ground.lay(&text);
    let found = ground.findings();
    let errors = found.iter().any(|f| f.severity == Severity::Error);
    let codes = found.iter().map(|f| f.code.as_str().to_owned());
    (codes.collect(), errors)
}

#[test]
fn every_example_does_what_it_says() {
    let all = explain::all();
    let wrong: Vec<String> = all
        .par_iter()
        .filter_map(|(code, it)| {
            let name = code.as_str();
            let example = it.example.as_ref()?;
            let (found, _) = brought_about(example, &example.wrong);
            if !found.iter().any(|c| c == name) {
                return Some(format!("{name}: the wrong example gives {found:?}"));
            }
            let (found, faulty) = brought_about(example, &example.right);
            (faulty || found.iter().any(|c| c == name))
                .then(|| format!("{name}: the right example gives {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn only_what_cannot_be_shown_has_no_example() {
    for (code, it) in explain::all() {
        let name = code.as_str();
        assert_eq!(it.example.is_none(), WITHOUT.contains(&code), "{name}");
    }
}
