//! Every explanation's example does what it says.

use super::ground::{Ground, sound, story};
use rayon::prelude::*;
use xunli::explain::{self, Example};
use xunli::finding::{Code, Finding};

/// Codes that no set of files brings about, told in words, and why.
const IN_WORDS: &[(Code, &str)] = &[
    (
        Code::FileUnreadable,
        "rights, which a superuser does not feel",
    ),
    (
        Code::ProgramFault,
        "a library that panics; src/finding/guard.rs has one",
    ),
    // Of the disk or of another program at work; src/publish/ and
    // tests/publish.rs arrange them.
    (Code::OutputLocked, "another build at the same moment"),
    (Code::OutputDiskFull, "a full disk"),
    (
        Code::OutputReadOnly,
        "rights, which a superuser does not feel",
    ),
    (Code::OutputVanished, "a disk unplugged during the build"),
    (Code::OutputFailed, "a system call that fails"),
    (Code::OutputLeftover, "a killed build, and rights"),
    (
        Code::OutputDisplaced,
        "a rename that fails at the last step",
    ),
    (Code::OutputHalfReplaced, "a mount point and a failing disk"),
    (
        Code::OutputUnreadable,
        "rights, which a superuser does not feel",
    ),
    (Code::OutputHoldsContent, "a mounted folder"),
    (Code::OutputHoldsThemes, "a mounted folder"),
];

/// What laying one side of an example brings about, each as its severity and
/// code.
fn brought_about(setup: &str, side: &str) -> Vec<(String, String)> {
    let text = format!("{setup}\n{side}");
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
            let Example::Files {
                setup,
                wrong,
                right,
            } = &it.example
            else {
                return None;
            };
            let own = (code.severity().as_str().to_owned(), name.to_owned());
            let found = brought_about(setup, wrong);
            if !found.iter().any(|(_, c)| c == name) {
                return Some(format!("{name}: the wrong example gives {found:?}"));
            }
            // With a note that acknowledges it, it may still be worth knowing.
            let found = brought_about(setup, right);
            let faulty = found.iter().any(|f| f.0 == "error" || *f == own);
            faulty.then(|| format!("{name}: the right example gives {found:?}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn every_code_has_an_example_and_only_what_no_files_show_is_told_in_words() {
    let all = explain::all();
    for code in Code::ALL {
        let name = code.as_str();
        let it = all
            .get(code)
            .unwrap_or_else(|| panic!("{name}: no example"));
        let told = matches!(it.example, Example::Situation { .. });
        let reason = IN_WORDS.iter().find(|(c, _)| c == code);
        assert_eq!(told, reason.is_some(), "{name}");
    }
}

/// What an editor is shown has both halves, in the language asked for.
#[test]
fn explain_shows_wrong_and_right_for_every_code() {
    Code::ALL.par_iter().for_each(|code| {
        for (language, wrong, right) in [
            ("zh", "这样不对：", "这样就对："),
            ("en", "Wrong:", "Right:"),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let mut command = super::story::xunli(folder.path());
            command.args(["explain", code.as_str(), "--lang", language]);
            let (status, shown) = super::ground::run(&mut command);
            assert_eq!(status, 0, "{shown}");
            let after = shown
                .split_once(wrong)
                .unwrap_or_else(|| panic!("{shown}"))
                .1;
            let (bad, good) = after.split_once(right).unwrap_or_else(|| panic!("{shown}"));
            assert!(!bad.trim().is_empty() && !good.trim().is_empty(), "{shown}");
        }
    });
}
