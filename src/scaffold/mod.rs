//! What `new` makes: a showcase to write over, next year's edition, a county's
//! folder. Files are made in memory first; nothing that exists is touched.
//!
//! A showcase comes with the schemas of its files and a `.taplo.toml` that
//! names them, so that an editor with Even Better TOML completes and checks
//! from the first key on.

mod county;
mod edition;
mod showcase;

pub use county::county;
pub use edition::edition;
pub use showcase::{schemas, showcase};

use crate::finding::{Text, system};
use crate::text;
use std::fs;
use std::io::Write;
use std::path::Path;

/// A file to be made: its path from the showcase's folder, with `/`, and its
/// text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Where.
    pub path: String,
    /// What.
    pub text: String,
}

impl NewFile {
    fn new(path: impl Into<String>, text: impl Into<String>) -> NewFile {
        NewFile {
            path: path.into(),
            text: text.into(),
        }
    }
}

/// Why nothing was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// What was asked for cannot be: a wrong name, nothing to start from.
    Asked(Text),
    /// It is there already.
    Exists(Text),
    /// The system refused.
    System(Text),
}

impl Refusal {
    /// What to tell.
    pub fn text(&self) -> &Text {
        match self {
            Refusal::Asked(text) | Refusal::Exists(text) | Refusal::System(text) => text,
        }
    }
}

/// Writes `files` below `root`.
///
/// # Errors
/// When one of them exists nothing is written at all. When the system refuses
/// half-way, what was made stays and is named.
pub fn write(root: &Path, files: &[NewFile]) -> Result<(), Refusal> {
    for file in files {
        if root.join(&file.path).symlink_metadata().is_ok() {
            let path = root.join(&file.path);
            let path = path.display();
            return Err(Refusal::Exists(text!(
                "{path} 已经有了，什么也没有写",
                "{path} is there already; nothing was written"
            )));
        }
    }
    for file in files {
        let path = root.join(&file.path);
        if let Err(why) = make(&path, &file.text) {
            let (path, Text { zh, en }) = (path.display(), system(&why));
            return Err(Refusal::System(text!(
                "写不了 {path}：{zh}",
                "cannot write {path}: {en}"
            )));
        }
    }
    Ok(())
}

fn make(path: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut options = fs::OpenOptions::new();
    // Another program may have made it since it was looked for.
    let mut file = options.write(true).create_new(true).open(path)?;
    file.write_all(text.as_bytes())
}
