//! The sound showcase of the stories, with files of a test laid over it.

use super::story::Story;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use xunli::finding::{Finding, Findings};
use xunli::proof::Scope;

/// A showcase in a folder of its own.
pub(crate) struct Ground {
    folder: tempfile::TempDir,
}

impl Ground {
    /// The sound showcase.
    pub(crate) fn sound() -> Ground {
        let ground = Ground::empty();
        sound().lay(&ground.root());
        ground
    }

    /// An empty folder.
    pub(crate) fn empty() -> Ground {
        let folder = tempfile::tempdir().unwrap();
        let ground = Ground { folder };
        fs::create_dir(ground.root()).unwrap();
        ground
    }

    pub(crate) fn root(&self) -> PathBuf {
        self.folder.path().join("show")
    }

    /// Lays files in the stories' notation.
    pub(crate) fn lay(&self, files: &str) {
        story(files).lay(&self.root());
    }

    /// Everything found by making the site in memory.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        let mut findings = Findings::new();
        xunli::make(&self.root(), Scope::Everything, &mut findings);
        findings.sorted()
    }
}

/// The sound showcase as a story.
pub(crate) fn sound() -> Story {
    Story::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli/sound.txt"))
}

/// A story that stands in no file.
pub(crate) fn story(text: &str) -> Story {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("story.txt");
    fs::write(&file, text).unwrap();
    Story::read(&file)
}

/// Exit status, and all that was printed.
pub(crate) fn run(command: &mut Command) -> (i32, String) {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().unwrap();
    let text = String::from_utf8([stdout, stderr].concat()).unwrap();
    (status.code().unwrap(), text)
}
