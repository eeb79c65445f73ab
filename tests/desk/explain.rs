//! Every explanation's example does what it says.

use super::ground::{Ground, sound, story};
use rayon::prelude::*;
use xunli::explain::{self, Example};
use xunli::finding::{Code, Finding};

/// Codes that no small set of files brings about: the state of a disk does,
/// or a text too long to print. They are explained without an example.
const WITHOUT: &[Code] = &[
    Code::FileUnreadable,
    Code::ProgramFault,
    // Names of photos clash before paths do; tests/publish.rs has the paths.
    Code::OutputPathTwice,
    Code::FileName,
    Code::ReferenceTooMany,
    Code::CaseLength,
    // Files that only an office program writes; see tests/import.rs.
    Code::ImportUnreadable,
    Code::ImportTooLarge,
    Code::ImportRefused,
    Code::ImportMacros,
    Code::ImportExternal,
    Code::ImportHidden,
    Code::ImportFormula,
    Code::ImportDamaged,
    Code::ImportScale,
    Code::ImportNotWritten,
    Code::ImportLost,
    Code::ImportGuess,
    Code::ImportNote,
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

/// What laying one side of an example brings about, each as its severity and
/// code.
fn brought_about(example: &Example, side: &str) -> Vec<(String, String)> {
    let text = format!("{}\n{side}", example.setup);
    if text.lines().any(|line| line.starts_with("$ ")) {
        let told = story(&text).tell(&sound());
        let titles = told.lines().filter_map(|line| {
            let (severity, rest) = line.split_once('[')?;
            let code = rest.split_once(']')?.0;
            let severity = match severity {
                "错误" => "error",
                "警告" => "warning",
                _ => "info",
            };
            Some((severity.to_owned(), code.to_owned()))
        });
        return titles.collect();
    }
    let ground = Ground::sound();
    ground.lay(&text);
    let found = ground.findings();
    let said = |f: &Finding| (f.severity.as_str().to_owned(), f.code.as_str().to_owned());
    found.iter().map(said).collect()
}

#[test]
fn every_example_does_what_it_says() {
    let all = explain::all();
    let wrong: Vec<String> = all
        .par_iter()
        .filter_map(|(code, it)| {
            let name = code.as_str();
            let example = it.example.as_ref()?;
            let own = (code.severity().as_str().to_owned(), name.to_owned());
            let found = brought_about(example, &example.wrong);
            if !found.iter().any(|(_, c)| c == name) {
                return Some(format!("{name}: the wrong example gives {found:?}"));
            }
            // With a note that acknowledges it, it may still be worth knowing.
            let found = brought_about(example, &example.right);
            let faulty = found.iter().any(|f| f.0 == "error" || *f == own);
            faulty.then(|| format!("{name}: the right example gives {found:?}"))
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
