//! What stands under the program's own names and is not what it left there:
//! links that lead elsewhere, pipes that never end.

#![cfg(unix)]

use super::story::xunli;
use super::untouched::{Sound, exit};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

fn pipe(path: &Path) {
    let _ = fs::remove_file(path);
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

#[test]
fn a_lock_that_is_a_link_is_not_written_through() {
    let sound = Sound::lay();
    let root = &sound.root();
    symlink("../foreign", root.join(".output.xunli-lock")).unwrap();
    assert_eq!(exit(xunli(root).arg("build")), 3);
    assert!(!root.parent().unwrap().join("foreign").exists());
    assert!(!root.join("output").exists());
}

#[test]
fn a_cache_that_is_a_link_is_not_written_through() {
    let sound = Sound::lay();
    let root = &sound.root();
    fs::create_dir(root.join("foreign")).unwrap();
    symlink("foreign", root.join(".xunli-cache")).unwrap();
    assert_eq!(exit(xunli(root).arg("build")), 0);
    assert_eq!(fs::read_dir(root.join("foreign")).unwrap().count(), 0);
}

#[test]
fn nobody_waits_for_a_pipe_under_our_own_names() {
    let sound = Sound::lay();
    let root = &sound.root();
    pipe(&root.join(".output.xunli-lock"));
    assert_eq!(exit(xunli(root).arg("build")), 3);
    fs::remove_file(root.join(".output.xunli-lock")).unwrap();
    assert_eq!(exit(xunli(root).arg("build")), 0);
    pipe(&root.join("output/manifest.json"));
    assert_eq!(exit(xunli(root).arg("build")), 3);
    assert_eq!(exit(xunli(root).args(["check", "--quiet"])), 0);
    assert_eq!(exit(xunli(root).arg("verify")), 1);
    pipe(&root.join("site.zip"));
    assert_eq!(exit(xunli(root).args(["verify", "site.zip"])), 1);
    assert_eq!(exit(xunli(root).args(["pack", "--output", "site.zip"])), 3);
}

#[test]
fn no_command_sends_a_terminal_what_came_with_the_content() {
    let sound = Sound::lay();
    let root = &sound.root();
    let name = "p\u{1b}[31m\u{9b}\u{202e}.csv";
    fs::write(root.join(name), "县名,\u{1b}[2J达标村\u{9b}\n东县,12\n").unwrap();
    fs::write(root.join("content/2024/dong").join(name), "x").unwrap();
    let out = format!("--output={name}");
    for arguments in [
        vec!["check"],
        vec!["check", "--format", "short"],
        vec!["check", "--format", "json"],
        vec!["check", "--format", "github"],
        vec!["build"],
        vec!["pack", &out],
        vec!["verify", name],
        vec!["import", "figures", name, "--dry-run"],
        vec!["new", "county", name],
        vec!["new", "showcase", name],
        vec!["explain", name],
    ] {
        let output = xunli(root).args(&arguments).output().unwrap();
        let sent = |c: char| c != '\n' && c.is_control() || c == '\u{202e}';
        for said in [output.stdout, output.stderr] {
            let said = String::from_utf8(said).unwrap();
            assert!(!said.contains(sent), "{arguments:?}: {said:?}");
        }
    }
}
