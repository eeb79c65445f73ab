//! Results that do not get to where stdout leads: lost on a full disk, or not
//! wanted any more.

use super::story::xunli;
use super::untouched::{Sound, exit};
use std::fs::File;
use std::process::{Output, Stdio};

/// Commands whose result goes to stdout.
const RESULTS: &[&[&str]] = &[
    &["explain"],
    &["explain", "range-unit"],
    &["schema", "figures"],
    &["completions", "bash"],
    &["--help"],
    &["build", "--help"],
    &["--version"],
    &["build"],
    &["check", "--format", "json"],
    &["verify"],
];

/// Each of them, with its result going to `out`.
fn each(out: impl Fn() -> Stdio) -> Vec<(String, Output)> {
    let sound = Sound::lay();
    assert_eq!(exit(xunli(&sound.root()).arg("build")), 0);
    let run = |line: &&[&str]| {
        let mut command = xunli(&sound.root());
        command.args(["--lang", "en"]).args(*line).stdout(out());
        (line.join(" "), command.output().unwrap())
    };
    RESULTS.iter().map(run).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_found_the_disk_full_was_called_a_success() {
    let full = || {
        File::options()
            .write(true)
            .open("/dev/full")
            .unwrap()
            .into()
    };
    for (line, output) in each(full) {
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(3), "{line}: {said}");
        let expected = "the result could not be written: the disk is full";
        assert!(said.contains(expected), "{line}: {said}");
    }
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let closed = || std::io::pipe().unwrap().1.into();
    for (line, output) in each(closed) {
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(0), "{line}: {said}");
        assert_eq!(said, "", "{line}");
    }
}

#[test]
fn more_threads_than_the_system_grants_ended_every_build_in_a_panic() {
    let sound = Sound::lay();
    let asked = xunli(&sound.root())
        .arg("build")
        .env("RAYON_NUM_THREADS", "999999")
        .output()
        .unwrap();
    assert_eq!(asked.status.code(), Some(0));
}
