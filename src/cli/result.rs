//! The one file that a command writes for somebody: a report, a workbook, an
//! archive.
//!
//! Whole or not at all; never among what editors write, and never over anything
//! but an older one of its kind: a slip of the hand must not cost a write-up.

use super::signal::Watch;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use xunli::finding::{Text, system};
use xunli::text;

/// A kind of file, as its first bytes tell it.
pub(super) struct Kind {
    name: &'static str,
    begins: &'static [u8],
}

pub(super) const ZIP: Kind = Kind {
    name: "ZIP",
    begins: b"PK\x03\x04",
};
pub(super) const WORKBOOK: Kind = Kind {
    name: "XLSX",
    ..ZIP
};
pub(super) const PAGE: Kind = Kind {
    name: "HTML",
    begins: b"<!DOCTYPE html>",
};

/// Why nothing was written.
pub(super) enum Refusal {
    /// The place is not for it.
    Place(Text),
    /// The system refused.
    System(Text),
}

impl Refusal {
    pub(super) fn text(&self) -> &Text {
        match self {
            Refusal::Place(text) | Refusal::System(text) => text,
        }
    }

    pub(super) fn hint() -> Text {
        text!(
            "用 --output 另起一个名字",
            "choose another name with --output"
        )
    }
}

/// Writes `bytes`, a file of `kind` made from the showcase at `root`.
pub(super) fn write(target: &Path, kind: &Kind, root: &Path, bytes: &[u8]) -> Result<(), Refusal> {
    if let Some(text) = unfit(target, kind, root) {
        return Err(Refusal::Place(text));
    }
    put(target, bytes).map_err(|error| Refusal::System(system(&error)))
}

/// What speaks against the place.
fn unfit(target: &Path, kind: &Kind, root: &Path) -> Option<Text> {
    // Where the folder is not there, the system says so.
    let folder = folder(target).canonicalize().ok()?;
    let is_in = |name: &str| {
        let own = root.join(name).canonicalize();
        own.is_ok_and(|own| folder.starts_with(own))
    };
    if let Some(name) = ["content", "themes"].into_iter().find(|name| is_in(name)) {
        return Some(text!(
            "那里是专题自己的 {name} 文件夹，没有写进去",
            "that is the showcase's own folder {name}; nothing was written there"
        ));
    }
    let found = target.symlink_metadata().ok()?;
    if !found.is_file() {
        return Some(text!(
            "那里是链接、文件夹或设备，不是普通文件，没有动它",
            "there is a link, a folder or a device, no ordinary file; it was left alone"
        ));
    }
    let kind_name = kind.name;
    (!begins(target, kind.begins)).then(|| {
        text!(
            "那里已经有一个文件，不是 {kind_name}，没有动它",
            "there is a file already, and it is no {kind_name} file; it was left alone"
        )
    })
}

fn begins(target: &Path, bytes: &[u8]) -> bool {
    let mut start = vec![0; bytes.len()];
    let read = File::open(target).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && start == bytes
}

fn folder(target: &Path) -> PathBuf {
    match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// A temporary file beside it, then a rename. One of a program that was killed
/// has the same name, and is gone with the next; Ctrl-C takes it along.
fn put(target: &Path, bytes: &[u8]) -> io::Result<()> {
    let Some(own) = target.file_name() else {
        return Err(io::ErrorKind::InvalidFilename.into());
    };
    let mut name = OsString::from(".");
    name.push(own);
    name.push(".xunli-part");
    let beside = target.with_file_name(name);
    let _ = fs::remove_file(&beside);
    let watch = Watch::begin();
    let written = File::create_new(&beside)
        .and_then(|file| write_until(file, bytes, &watch.stop()))
        .and_then(|()| fs::rename(&beside, target))
        .inspect_err(|_| {
            // What is left of it is of no use to anybody.
            let _ = fs::remove_file(&beside);
        });
    // Nothing is half made any more: it ends the program, as at any other time.
    if let Some(status) = watch.end() {
        std::process::exit(status.into());
    }
    written
}

/// Writes `bytes`, as long as nobody sets `stop`.
fn write_until(mut file: impl Write, bytes: &[u8], stop: &AtomicBool) -> io::Result<()> {
    const PIECE: usize = 1 << 20;
    bytes.chunks(PIECE).try_for_each(|piece| {
        if stop.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::Interrupted.into());
        }
        file.write_all(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_was_written_over_the_settings_of_the_site() {
        let room = tempfile::tempdir().unwrap();
        let root = room.path();
        fs::create_dir_all(root.join("content/2024")).unwrap();
        let put = |name: &str, text: &str| fs::write(root.join(name), text).unwrap();
        put("content/site.toml", "title = \"\"");
        put("mine.html", "<p>我的</p>");
        put("old.html", "<!DOCTYPE html>旧");
        let tried = |name: &str| {
            let written = write(&root.join(name), &PAGE, root, b"<!DOCTYPE html>new");
            written.map_err(|refusal| refusal.text().en.clone())
        };
        for name in [
            "content/site.toml",
            "content/2024/a.html",
            "content/x/../b.html",
        ] {
            let _ = fs::create_dir(root.join("content/x"));
            assert!(
                tried(name).unwrap_err().contains("own folder content"),
                "{name}"
            );
        }
        assert!(tried("mine.html").unwrap_err().contains("no HTML file"));
        assert!(tried("content").unwrap_err().contains("no ordinary file"));
        assert_eq!(tried("none/a.html").unwrap_err(), "no such file or folder");
        for name in ["old.html", "new.html"] {
            assert_eq!(tried(name), Ok(()));
            assert_eq!(fs::read(root.join(name)).unwrap(), b"<!DOCTYPE html>new");
        }
        assert_eq!(
            fs::read(root.join("mine.html")).unwrap(),
            "<p>我的</p>".as_bytes()
        );
        let mut left: Vec<_> = fs::read_dir(root).unwrap().collect();
        left.retain(|entry| {
            entry
                .as_ref()
                .is_ok_and(|e| e.file_name().as_encoded_bytes()[0] == b'.')
        });
        assert!(left.is_empty(), "{left:?}");
    }

    #[test]
    fn what_nobody_wants_any_more_is_not_written_on() {
        let stop = AtomicBool::new(false);
        let bytes = vec![b'x'; (3 << 20) + 5];
        let mut out = Vec::new();
        write_until(&mut out, &bytes, &stop).unwrap();
        assert!(out == bytes);
        stop.store(true, Ordering::SeqCst);
        out.clear();
        let kind = write_until(&mut out, &bytes, &stop).map_err(|error| error.kind());
        assert_eq!((kind, out), (Err(io::ErrorKind::Interrupted), Vec::new()));
    }

    #[cfg(unix)]
    #[test]
    fn a_device_was_made_a_workbook_and_a_pipe_waited_for() {
        use std::os::unix::fs::symlink;
        let room = tempfile::tempdir().unwrap();
        let root = room.path();
        fs::create_dir(root.join("content")).unwrap();
        let pipe = std::process::Command::new("mkfifo")
            .arg(root.join("pipe"))
            .status();
        assert!(pipe.unwrap().success());
        symlink("nowhere", root.join("link")).unwrap();
        symlink("content", root.join("way")).unwrap();
        let tried = |name: &str| write(&root.join(name), &WORKBOOK, root, b"PK\x03\x04").is_err();
        for name in ["pipe", "link", "way", "way/a.xlsx"] {
            assert!(tried(name), "{name}");
        }
        assert!(!root.join("nowhere").exists() && !root.join("content/a.xlsx").exists());
        // A link beside, laid where the temporary file is to be, leads nowhere.
        fs::write(root.join("content/case.md"), "写法").unwrap();
        symlink("content/case.md", root.join(".new.xlsx.xunli-part")).unwrap();
        assert!(!tried("new.xlsx"));
        assert_eq!(
            fs::read(root.join("content/case.md")).unwrap(),
            "写法".as_bytes()
        );
    }
}
