//! Walking `content/` and reading its text files.
//!
//! Limits come before reading: sizes, depth, ordinary files only; links are
//! never followed. Files that a desktop leaves behind are passed over in
//! silence, everything else either finds its reader or is reported.

mod walk;

pub use walk::MARKDOWN_LIMIT;

use crate::finding::{Code, Finding, Findings, Place, Source};
use crate::text;
use rayon::prelude::*;
use sha2::digest::Output;
use sha2::{Digest as _, Sha256};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A folder of the content with all that is in it, sorted by name.
#[derive(Debug)]
pub struct Folder {
    path: String,
    name: String,
    /// By name; as many as there are: there may be ten thousand folders.
    children: Vec<Entry>,
}

/// A file or a folder.
#[derive(Debug)]
pub struct Entry {
    /// From the showcase's folder, with `/`.
    path: String,
    name: String,
    /// Where it lies on this disk.
    disk: PathBuf,
    what: What,
}

#[derive(Debug)]
enum What {
    Folder(Folder),
    /// A text file, once read.
    Text(Arc<Source>),
    /// Any other file, with its size.
    Other(u64),
    /// Reported already.
    Bad,
}

impl Entry {
    /// Path from the showcase's folder, with `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Its own name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Where it lies on this disk.
    pub fn disk(&self) -> &Path {
        &self.disk
    }

    /// The folder, if it is one.
    pub fn folder(&self) -> Option<&Folder> {
        match &self.what {
            What::Folder(folder) => Some(folder),
            _ => None,
        }
    }

    /// The text, if it is a `.md` or `.toml` file that could be read.
    pub fn text(&self) -> Option<&Arc<Source>> {
        match &self.what {
            What::Text(source) => Some(source),
            _ => None,
        }
    }

    fn fingerprint(&self) -> Option<Output<Sha256>> {
        let mut hash = Sha256::new();
        hash.update(self.path.as_bytes());
        match &self.what {
            What::Folder(folder) => {
                hash.update(b"\0folder\0");
                hash.update(folder.fingerprint()?);
            }
            What::Text(source) => {
                hash.update(b"\0text\0");
                hash.update(source.text());
            }
            What::Other(size) => {
                hash.update(b"\0file\0");
                hash.update(size.to_le_bytes());
                let stamp = stamp(&self.disk)?;
                stamp
                    .iter()
                    .for_each(|part| hash.update(part.to_le_bytes()));
            }
            What::Bad => return None,
        }
        Some(hash.finalize())
    }

    /// Whether a finding says already what is wrong with it.
    pub fn is_bad(&self) -> bool {
        matches!(self.what, What::Bad)
    }
}

impl Folder {
    /// Reads the folder `name` below `root` with everything in it; `None`,
    /// with a finding, if there is none.
    pub fn read(root: &Path, name: &str, findings: &mut Findings) -> Option<Folder> {
        if let Some(link) = link_on_the_way(root, name) {
            let message = text!(
                "这是链接，不是普通文件夹，里面的都不会读取",
                "this is a link, not an ordinary folder; nothing in it is read"
            );
            let hint = text!(
                "换成文件夹本身，把里面的文件复制过来",
                "put the folder itself here, with copies of its files"
            );
            let place = Place::file(link);
            findings.push(Finding::new(Code::FileNotOrdinary, place, message).hint(hint));
            return None;
        }
        let top = root.join(name);
        if !top.is_dir() {
            let message = text!(
                "找不到 {name} 文件夹，这里不是专题",
                "there is no folder {name} here"
            );
            let hint = text!(
                "在放有 content/ 的文件夹里运行，或写出它的路径：xunli build 路径",
                "run it where content/ lies, or name that folder: xunli build DIR"
            );
            findings
                .push(Finding::new(Code::ContentMissing, Place::file(name), message).hint(hint));
            return None;
        }
        Some(Folder {
            path: name.to_owned(),
            name: name.to_owned(),
            children: walk::read(&top, name, findings),
        })
    }

    /// Path from the showcase's folder, with `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Its own name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What lies directly in it, by name.
    pub fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.children.iter()
    }

    /// The folders directly in it, by name.
    pub fn folders(&self) -> Vec<&Folder> {
        self.entries().filter_map(Entry::folder).collect()
    }

    /// The entry of that name.
    pub fn get(&self, name: &str) -> Option<&Entry> {
        let at = self
            .children
            .binary_search_by(|e| e.name.as_str().cmp(name));
        self.children.get(at.ok()?)
    }

    /// A hash of all that a build takes from this folder: names, texts, and of
    /// other files what changes when they do. `None` where something in it could
    /// not be read.
    ///
    /// What was read is what is hashed, so a file that changes meanwhile counts
    /// as it was read; the others are looked at before anybody reads them.
    pub fn fingerprint(&self) -> Option<Output<Sha256>> {
        let parts = self.children.par_iter();
        let parts: Option<Vec<_>> = parts.map(Entry::fingerprint).collect();
        let mut hash = Sha256::new();
        parts?.iter().for_each(|part| hash.update(part));
        Some(hash.finalize())
    }

    /// The text of a file below it, by its path from the showcase's folder.
    pub fn text_at(&self, path: &str) -> Option<&Arc<Source>> {
        let below = path.strip_prefix(self.path.as_str())?.strip_prefix('/')?;
        match below.split_once('/') {
            Some((name, _)) => self.get(name)?.folder()?.text_at(path),
            None => self.get(below)?.text(),
        }
    }

    /// All files below it, with their paths relative to it.
    pub fn files_below(&self) -> Vec<(String, &Entry)> {
        let mut files = Vec::new();
        for entry in self.entries() {
            match entry.folder() {
                Some(folder) => files.extend(
                    folder
                        .files_below()
                        .into_iter()
                        .map(|(path, file)| (format!("{}/{path}", entry.name), file)),
                ),
                None => files.push((entry.name.clone(), entry)),
            }
        }
        files
    }
}

/// The bytes of an ordinary file of no more than `most` bytes. A named pipe is
/// never opened: whoever reads one waits for ever.
///
/// # Errors
/// The system's, and those for what is no such file.
pub(crate) fn read_ordinary(path: &Path, most: u64) -> std::io::Result<Vec<u8>> {
    use std::io::{Error, ErrorKind, Read as _};
    let meta = path.symlink_metadata()?;
    if !meta.is_file() {
        return Err(Error::new(ErrorKind::InvalidInput, "not an ordinary file"));
    }
    if meta.len() > most {
        return Err(ErrorKind::FileTooLarge.into());
    }
    let mut bytes = Vec::with_capacity(usize::try_from(meta.len()).unwrap_or(0));
    // It may be growing.
    let mut file = std::fs::File::open(path)?.take(most.saturating_add(1));
    file.read_to_end(&mut bytes)?;
    match bytes.len() as u64 > most {
        true => Err(ErrorKind::FileTooLarge.into()),
        false => Ok(bytes),
    }
}

/// The first link on the way from `root` down to the folder `name`, which may
/// have several parts; `root` itself is where its owner says it is.
pub(crate) fn link_on_the_way(root: &Path, name: &str) -> Option<String> {
    let mut path = root.to_owned();
    for (at, part) in name.split('/').enumerate() {
        path.push(part);
        if path.is_symlink() {
            return Some(name.split('/').take(at + 1).collect::<Vec<_>>().join("/"));
        }
    }
    None
}

/// What changes when a file does, as far as the system tells: nobody can set
/// the last of the three back.
#[cfg(unix)]
fn stamp(path: &Path) -> Option<[i64; 5]> {
    use std::os::unix::fs::MetadataExt as _;
    let meta = path.symlink_metadata().ok()?;
    Some([
        meta.size().cast_signed(),
        meta.mtime(),
        meta.mtime_nsec(),
        meta.ctime(),
        meta.ctime_nsec(),
    ])
}

/// What changes when a file does, as far as the system tells.
#[cfg(not(unix))]
fn stamp(path: &Path) -> Option<[i64; 3]> {
    let meta = path.symlink_metadata().ok()?;
    let time = meta
        .modified()
        .ok()?
        .duration_since(std::time::UNIX_EPOCH)
        .ok()?;
    Some([
        meta.len().cast_signed(),
        time.as_secs().cast_signed(),
        i64::from(time.subsec_nanos()),
    ])
}

/// The bytes of a file as text: UTF-8, a byte-order mark dropped, CRLF made
/// LF so that the same text gives the same site on every desktop.
///
/// # Errors
/// A finding that names the likely encoding.
pub fn decode(path: &str, bytes: Vec<u8>) -> Result<Arc<Source>, Box<Finding>> {
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return Err(Box::new(not_utf8(path, error.as_bytes()))),
    };
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => rest.to_owned(),
        None => text,
    };
    let text = if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    };
    if let Some(at) = text.find('\0') {
        let source = Source::new(path, text);
        let message = text!(
            "文件里有空字符，不像文本文件",
            "the file holds a NUL character; it does not look like text"
        );
        let place = Place::at(&source, at..at + 1);
        let hint = text!(
            "用记事本打开，“另存为”时编码选 UTF-8",
            "open it in an editor and save it again as UTF-8"
        );
        return Err(Box::new(
            Finding::new(Code::FileNotUtf8, place, message).hint(hint),
        ));
    }
    Ok(Source::new(path, text))
}

/// What a file that is not UTF-8 probably is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guess {
    /// Name of the encoding, e.g. `GBK`.
    pub encoding: &'static str,
    /// The whole text read in that encoding.
    pub text: String,
}

/// Guesses by byte-order mark, then by whether GB18030 (the superset of GBK)
/// decodes without a fault.
pub fn guess(bytes: &[u8]) -> Option<Guess> {
    let (encoding, name) = match bytes {
        [0xFF, 0xFE, ..] => (encoding_rs::UTF_16LE, "UTF-16"),
        [0xFE, 0xFF, ..] => (encoding_rs::UTF_16BE, "UTF-16"),
        _ => (encoding_rs::GB18030, "GBK"),
    };
    let (text, faulty) = encoding.decode_with_bom_removal(bytes);
    (!faulty).then(|| Guess {
        encoding: name,
        text: text.into_owned(),
    })
}

fn not_utf8(path: &str, bytes: &[u8]) -> Finding {
    // The first byte that is none. Up to there the text is the same in any
    // encoding, unless it had Chinese that came through.
    let good = std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len);
    let guessed = guess(bytes);
    let shown = match &guessed {
        Some(guess) if bytes[..good].is_ascii() => guess.text.clone(),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    };
    let wide = shown.get(good..).and_then(|rest| rest.chars().next());
    let end = good + wide.map_or(0, char::len_utf8);
    let place = Place::at(&Source::new(path, shown), good..end);
    match guessed {
        Some(Guess { encoding, text }) => {
            let start: String = text.chars().filter(|c| !c.is_control()).take(16).collect();
            let message = text!(
                "文件不是 UTF-8 编码，很可能是 {encoding}（开头是“{start}”）",
                "the file is not UTF-8; it is probably {encoding} (it begins “{start}”)"
            );
            let from = if encoding == "GBK" {
                "GB18030"
            } else {
                encoding
            };
            let hint = text!(
                "用记事本打开，“另存为”时编码选 UTF-8；或运行 iconv -f {from} -t UTF-8",
                "open it in an editor and save it as UTF-8, or run iconv -f {from} -t UTF-8"
            );
            Finding::new(Code::FileNotUtf8, place, message).hint(hint)
        }
        None => {
            let message = text!("文件不是 UTF-8 编码的文本", "the file is not text in UTF-8");
            // PK and D0 CF 11 E0 begin the files of Word, new and old.
            let office = bytes.starts_with(b"PK") || bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]);
            let hint = match office {
                true => text!(
                    "看来是 Word 之类的文件改了名：改回 .docx，用 xunli import 收进来",
                    "it looks like a Word file renamed: name it .docx and use `xunli import`"
                ),
                false => text!("另存为 UTF-8 再试", "save it again as UTF-8"),
            };
            Finding::new(Code::FileNotUtf8, place, message).hint(hint)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_and_windows_line_ends_are_dropped() {
        let source = decode("a.md", b"\xEF\xBB\xBFa\r\nb\rc".to_vec()).unwrap();
        assert_eq!(source.text(), "a\nb\nc");
    }

    #[test]
    fn gbk_is_named_with_the_first_words_as_proof() {
        let finding = decode("a.md", b"\xC0\xF6\xCB\xAE\xCA\xD0".to_vec()).unwrap_err();
        assert_eq!(
            finding.message.zh,
            "文件不是 UTF-8 编码，很可能是 GBK（开头是“丽水市”）"
        );
    }

    #[cfg(unix)]
    #[test]
    fn a_pipe_a_link_and_a_flood_are_not_read() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        std::fs::write(path("file"), b"12345").unwrap();
        symlink("file", path("link")).unwrap();
        let mut mkfifo = std::process::Command::new("mkfifo");
        assert!(mkfifo.arg(path("pipe")).status().unwrap().success());
        assert_eq!(read_ordinary(&path("file"), 5).unwrap(), b"12345");
        for (name, most) in [("file", 4), ("link", 9), ("pipe", 9), ("none", 9)] {
            assert!(read_ordinary(&path(name), most).is_err(), "{name}");
        }
    }
}
