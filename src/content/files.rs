//! Walking `content/` and reading its text files.
//!
//! Limits come before reading: sizes, depth, ordinary files only; links are
//! never followed. Files that a desktop leaves behind are passed over in
//! silence, everything else either finds its reader or is reported.

use super::file_name;
use crate::finding::{Code, Finding, Findings, Place, Source, Text, system};
use crate::text;
use rayon::prelude::*;
use sha2::digest::Output;
use sha2::{Digest as _, Sha256};
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

/// Folders deeper than this below `content/` are refused.
const DEEPEST: usize = 12;
/// Largest Markdown file, in bytes.
const MARKDOWN_LIMIT: u64 = 2 << 20;
/// Largest TOML file, in bytes.
const TOML_LIMIT: u64 = 8 << 20;

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
        let (children, found) = level(&top, name, 1);
        findings.extend(found);
        Some(Folder {
            path: name.to_owned(),
            name: name.to_owned(),
            children,
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

/// Whether a name is that of a text or a picture.
fn is_file_name(name: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "md", "toml", "jpg", "jpeg", "png", "webp", "gif", "svg", "pdf",
    ];
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    ENDINGS.contains(&ending.to_ascii_lowercase().as_str())
}

/// Left behind by a desktop, an editor or version control: never content.
fn is_leftover(name: &str) -> bool {
    name.starts_with('.')
        || name.starts_with("~$")
        || name.ends_with('~')
        || name.ends_with(".swp")
        || name.ends_with(".tmp")
        // A folder's picture on macOS.
        || name == "Icon\r"
        || ["thumbs.db", "desktop.ini", "__macosx"].contains(&name.to_ascii_lowercase().as_str())
}

/// What lies in the folder at `disk`, called `path`, and in those below it, which
/// are read side by side.
fn level(disk: &Path, path: &str, depth: usize) -> (Vec<Entry>, Findings) {
    let mut findings = Findings::new();
    let mut entries = Vec::new();
    let items = WalkDir::new(disk)
        .min_depth(1)
        .max_depth(1)
        .follow_root_links(false)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|e| e.depth() == 0 || !e.file_name().to_str().is_some_and(is_leftover));
    for item in items {
        match item {
            Ok(item) => entries.extend(entry(path, depth, &item, &mut findings)),
            Err(error) => {
                let at = error.path().filter(|at| *at != disk);
                let name = at.and_then(Path::file_name);
                let at = name.map_or_else(|| path.to_owned(), |name| below(path, name));
                let why = error
                    .io_error()
                    .map_or_else(|| text!("系统提示 {error}", "{error}"), system);
                findings.push(unreadable(&at, &why));
            }
        }
    }
    let read = |entry: &mut Entry| match &mut entry.what {
        What::Folder(folder) if depth < DEEPEST => {
            let (children, findings) = level(&entry.disk, &entry.path, depth + 1);
            folder.children = children;
            findings
        }
        _ => read_text(entry),
    };
    let read: Vec<Findings> = entries.par_iter_mut().map(read).collect();
    read.into_iter().for_each(|found| findings.extend(found));
    entries.shrink_to_fit();
    (entries, findings)
}

fn below(path: &str, name: &OsStr) -> String {
    format!("{path}/{}", name.to_string_lossy())
}

fn entry(
    folder: &str,
    depth: usize,
    item: &walkdir::DirEntry,
    findings: &mut Findings,
) -> Option<Entry> {
    let path = below(folder, item.file_name());
    let Some(own) = item.file_name().to_str() else {
        let message = text!(
            "文件名不是 UTF-8，别的系统上会打不开",
            "the file's name is not UTF-8"
        );
        let hint = text!("重新命名这个文件", "rename the file");
        findings.push(Finding::new(Code::FileName, Place::file(&path), message).hint(hint));
        return None;
    };
    let kind = item.file_type();
    let what = if let Some(fault) = file_name::fault(&path, own) {
        findings.push(fault);
        What::Bad
    } else if kind.is_dir() && is_file_name(own) {
        let message = text!(
            "这是一个文件夹，却用了文件的名字",
            "this is a folder with the name of a file"
        );
        let hint = text!(
            "给文件夹改名，把文件“{own}”本身放在这里",
            "rename the folder and put the file {own} itself here"
        );
        findings.push(Finding::new(Code::FileNotOrdinary, Place::file(&path), message).hint(hint));
        What::Bad
    } else if kind.is_dir() {
        if depth == DEEPEST {
            let message = text!(
                "文件夹套得太深（超过 {DEEPEST} 层）",
                "folders are nested deeper than {DEEPEST}"
            );
            let hint = text!("把它移到上一层", "move it a level up");
            findings
                .push(Finding::new(Code::FileNotOrdinary, Place::file(&path), message).hint(hint));
        }
        What::Folder(Folder {
            path: path.clone(),
            name: own.to_owned(),
            children: Vec::new(),
        })
    } else if kind.is_file() {
        What::Other(item.metadata().map(|m| m.len()).unwrap_or(0))
    } else {
        let message = text!(
            "这是链接或设备，不是普通文件，不会读取",
            "this is a link or a device, not an ordinary file; it is not read"
        );
        let hint = text!("换成文件本身的副本", "put a copy of the file itself here");
        findings.push(Finding::new(Code::FileNotOrdinary, Place::file(&path), message).hint(hint));
        What::Bad
    };
    Some(Entry {
        path,
        name: own.to_owned(),
        disk: item.path().to_owned(),
        what,
    })
}

/// Reads `.md` and `.toml` files; anything wrong turns the entry bad.
fn read_text(entry: &mut Entry) -> Findings {
    let mut findings = Findings::new();
    let limit = if entry.name.ends_with(".md") {
        MARKDOWN_LIMIT
    } else if entry.name.ends_with(".toml") {
        TOML_LIMIT
    } else {
        return findings;
    };
    let What::Other(size) = entry.what else {
        return findings;
    };
    if size > limit {
        let most = limit >> 20;
        let message = text!(
            "文件太大（{size} 字节），这类文件最多 {most} MB",
            "the file is too large ({size} bytes); files of this kind may have {most} MB"
        );
        let hint = text!(
            "分成几个文件，图片和附件另存在旁边",
            "split it; keep pictures and attachments in files beside it"
        );
        let place = Place::file(&entry.path);
        findings.push(Finding::new(Code::FileTooLarge, place, message).hint(hint));
        entry.what = What::Bad;
        return findings;
    }
    entry.what = match std::fs::read(&entry.disk) {
        Err(error) => {
            findings.push(unreadable(&entry.path, &system(&error)));
            What::Bad
        }
        Ok(bytes) => match decode(&entry.path, bytes) {
            Ok(source) => What::Text(source),
            Err(finding) => {
                findings.push(*finding);
                What::Bad
            }
        },
    };
    findings
}

fn unreadable(path: &str, Text { zh, en }: &Text) -> Finding {
    let message = text!("读不了这个文件：{zh}", "the file cannot be read: {en}");
    Finding::new(Code::FileUnreadable, Place::file(path), message)
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

    #[test]
    fn desktop_leftovers() {
        for name in [
            "~$a.docx",
            "Thumbs.db",
            ".DS_Store",
            "a.md~",
            ".a.md.swp",
            "Desktop.ini",
        ] {
            assert!(is_leftover(name), "{name}");
        }
        assert!(!is_leftover("index.md"));
    }
}
