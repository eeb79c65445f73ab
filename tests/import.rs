//! Import, export and link through the real binary, with files that real
//! programs wrote (`import/README.md` says which and how).

// A test may panic; that is how it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "import/case.rs"]
mod case;
#[path = "import/figures.rs"]
mod figures;
#[path = "import/hostile.rs"]
mod hostile;
#[path = "import/offices.rs"]
mod offices;
#[path = "import/pasted.rs"]
mod pasted;
#[path = "import/there_and_back.rs"]
mod there_and_back;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A copy of `tests/import/showcase` to write into.
struct Desk {
    folder: tempfile::TempDir,
}

/// What a command printed and how it ended.
struct Ran {
    out: String,
    err: String,
    status: i32,
}

impl Ran {
    /// The codes of all findings, sorted, each once.
    fn codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = self
            .err
            .lines()
            .filter_map(|l| Some(l.split_once('[')?.1.split_once(']')?.0.to_owned()))
            .collect();
        codes.sort();
        codes.dedup();
        codes
    }
}

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

/// A file of `tests/import`.
fn sent(path: &str) -> PathBuf {
    home().join(path)
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        copy(&home().join("showcase"), folder.path());
        Desk { folder }
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        let output = Command::new(env!("CARGO_BIN_EXE_xunli"))
            .args(arguments)
            .args(["--lang", "zh", "--format", "short"])
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        Ran {
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
            status: output.status.code().unwrap(),
        }
    }

    /// `xunli import figures FILE …`.
    fn figures(&self, file: &Path, more: &[&str]) -> Ran {
        let mut arguments = vec!["import", "figures", file.to_str().unwrap()];
        arguments.extend(more);
        self.run(&arguments)
    }

    /// `xunli import case FILE --county liandu --yes`.
    fn case(&self, file: &Path) -> Ran {
        let file = file.to_str().unwrap();
        self.run(&["import", "case", file, "--county", "liandu", "--yes"])
    }

    /// A file's text below the edition, without its line of `+++`.
    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.folder.path().join("content/2026").join(path)).unwrap()
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.folder.path().join(path), text).unwrap();
    }

    fn put(&self, path: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(path);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Every file of the content with its bytes.
    fn content(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        gather(&self.folder.path().join("content"), &mut files);
        files
    }
}

fn gather(folder: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            gather(&path, files);
        } else {
            files.insert(path.clone(), fs::read(&path).unwrap());
        }
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}
