//! Files into `content/`: whole or not at all, and nowhere else.

use crate::finding::{Code, Finding, Place, Text, system};
use crate::text;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFile {
    /// Path from the showcase's folder, with `/`; begins with `content/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// Writes files, each by a temporary file beside it and a rename. Checked all
/// before the first is written.
///
/// # Errors
/// A finding that names the file; those before it are written.
pub fn write(root: &Path, files: &[NewFile]) -> Result<(), Box<Finding>> {
    let mut targets = Vec::with_capacity(files.len());
    for file in files {
        targets.push(target(root, &file.path).map_err(|error| refused(&file.path, &error))?);
    }
    for (file, target) in files.iter().zip(&targets) {
        replace(target, &file.bytes).map_err(|error| refused(&file.path, &error))?;
    }
    Ok(())
}

/// Where a file goes: below `content/`, whatever links lie on the way.
fn target(root: &Path, path: &str) -> io::Result<PathBuf> {
    let outside = || io::Error::other("outside content/");
    let plain = path.split('/').all(|part| !matches!(part, "" | "." | ".."));
    let (parent, name) = path.rsplit_once('/').ok_or_else(outside)?;
    if !plain || !path.starts_with("content/") || name.contains(['\\', '\0']) {
        return Err(outside());
    }
    let content = root.join("content").canonicalize()?;
    let folder = root.join(parent);
    std::fs::create_dir_all(&folder)?;
    let folder = folder.canonicalize()?;
    if !folder.starts_with(&content) {
        return Err(outside());
    }
    let target = folder.join(name);
    match std::fs::symlink_metadata(&target) {
        Ok(found) if !found.is_file() => Err(io::Error::other("not an ordinary file")),
        _ => Ok(target),
    }
}

fn replace(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(".tmp");
    let temporary = target.with_file_name(name);
    let outcome = write_new(&temporary, bytes).and_then(|()| std::fs::rename(&temporary, target));
    if outcome.is_err() {
        let _ = std::fs::remove_file(&temporary);
    }
    outcome
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let _ = std::fs::remove_file(path);
    let mut file = std::fs::File::options()
        .write(true)
        .create_new(true)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn refused(path: &str, error: &io::Error) -> Box<Finding> {
    let Text { zh, en } = system(error);
    let message = text!("写不了 {path}：{zh}", "{path} cannot be written: {en}");
    let hint = text!(
        "看看这个文件夹能不能写、磁盘满没满，再运行一次",
        "see whether the folder can be written to and the disk has room, and run it again"
    );
    Box::new(Finding::new(Code::ImportNotWritten, Place::file(path), message).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str) -> NewFile {
        NewFile {
            path: path.into(),
            bytes: b"x".to_vec(),
        }
    }

    #[test]
    fn nothing_is_written_outside_the_content() {
        let root = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("content")).unwrap();
        for path in [
            "x.toml",
            "content/../x.toml",
            "content//x",
            "/etc/x",
            "content/a\\b",
        ] {
            assert!(write(root.path(), &[file(path)]).is_err(), "{path}");
        }
        write(root.path(), &[file("content/2026/a/figures.toml")]).unwrap();
        assert_eq!(
            std::fs::read(root.path().join("content/2026/a/figures.toml")).unwrap(),
            b"x"
        );
        let left = std::fs::read_dir(root.path().join("content/2026/a"))
            .unwrap()
            .count();
        assert_eq!(left, 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_out_of_the_content_is_not_followed() {
        let root = tempfile::tempdir().unwrap();
        let other = tempfile::tempdir().unwrap();
        std::fs::create_dir(root.path().join("content")).unwrap();
        std::os::unix::fs::symlink(other.path(), root.path().join("content/2026")).unwrap();
        assert!(write(root.path(), &[file("content/2026/x.toml")]).is_err());
        assert_eq!(std::fs::read_dir(other.path()).unwrap().count(), 0);
    }
}
