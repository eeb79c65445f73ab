//! Goes through a folder and all below it, and reads the texts.
//!
//! One walk, in which each folder is opened once; what it comes upon is read by
//! whoever is free, while it goes on.

use super::{Entry, Folder, What, decode};
use crate::content::file_name;
use crate::finding::{Code, Finding, Findings, Place, Text, system};
use crate::text;
use rayon::prelude::*;
use std::fs::File;
use std::io::Read as _;
use std::iter::{Peekable, from_fn};
use std::path::Path;
use walkdir::WalkDir;

/// Folders deeper than this below `content/` are refused.
const DEEPEST: usize = 12;
/// Largest Markdown file, in bytes.
pub const MARKDOWN_LIMIT: u64 = 2 << 20;
/// Largest TOML file, in bytes.
const TOML_LIMIT: u64 = 8 << 20;

/// So many things are read at a time: whoever takes some of the walk keeps the
/// others from it.
const BATCH: usize = 16;

/// One step of the walk: what lies there, and how deep.
#[derive(Default)]
struct Step {
    depth: usize,
    entry: Option<Entry>,
    /// What cannot be read: it lies a step before.
    unread: Option<String>,
    findings: Findings,
}

/// What lies in the folder at `top`, called `path`, and below it, sorted by name.
pub(super) fn read(top: &Path, path: &str, findings: &mut Findings) -> Vec<Entry> {
    let mut walk = steps(top, path);
    let mut batches: Vec<(usize, Vec<Step>)> =
        from_fn(|| Some(walk.by_ref().take(BATCH).collect()))
            .take_while(|batch: &Vec<Step>| !batch.is_empty())
            .enumerate()
            .par_bridge()
            .map(|(at, mut batch)| {
                for step in &mut batch {
                    if let Some(entry) = &mut step.entry {
                        read_text(entry, &mut step.findings);
                    }
                }
                (at, batch)
            })
            .collect();
    batches.sort_unstable_by_key(|(at, _)| *at);
    let mut entries: Vec<(usize, Entry)> = Vec::new();
    for step in batches.into_iter().flat_map(|(_, batch)| batch) {
        findings.extend(step.findings);
        if let (Some(path), Some((_, last))) = (step.unread, entries.last_mut()) {
            leave(last, &path);
        }
        entries.extend(step.entry.map(|entry| (step.depth, entry)));
    }
    tree(1, &mut entries.into_iter().peekable())
}

/// Says of a folder that nothing is known of what is in it: else its files would be
/// missed as well.
fn leave(entry: &mut Entry, path: &str) {
    if entry.path == path {
        entry.what = What::Bad;
    }
}

/// Puts what the walk gave in its order back into folders.
fn tree(depth: usize, rest: &mut Peekable<impl Iterator<Item = (usize, Entry)>>) -> Vec<Entry> {
    let mut here = Vec::new();
    while let Some((_, mut entry)) = rest.next_if(|(at, _)| *at == depth) {
        if let What::Folder(folder) = &mut entry.what {
            folder.children = tree(depth + 1, rest);
        }
        here.push(entry);
    }
    here.shrink_to_fit();
    here
}

/// The walk: a folder, then what is in it, by name.
fn steps(top: &Path, path: &str) -> impl Iterator<Item = Step> + Send {
    let mut walk = WalkDir::new(top)
        .min_depth(1)
        .max_depth(DEEPEST)
        .follow_root_links(false)
        .sort_by_file_name()
        .into_iter();
    // The folders on the way down to where the walk is.
    let mut way = vec![path.to_owned()];
    from_fn(move || {
        loop {
            let item = match walk.next()? {
                Ok(item) => item,
                Err(error) => return Some(unwalkable(&error, top, path)),
            };
            let mut step = Step {
                depth: item.depth(),
                ..Step::default()
            };
            way.truncate(step.depth);
            let folder = way.last().map_or("", String::as_str);
            let passed_over = item.file_name().to_str().is_some_and(is_leftover);
            if !passed_over {
                step.entry = entry(folder, &item, &mut step.findings);
            }
            match &step.entry {
                Some(Entry {
                    what: What::Folder(folder),
                    ..
                }) => way.push(folder.path.clone()),
                _ if item.file_type().is_dir() => walk.skip_current_dir(),
                _ => {}
            }
            if !passed_over {
                return Some(step);
            }
        }
    })
}

/// A folder that cannot be read, or not to its end.
fn unwalkable(error: &walkdir::Error, top: &Path, path: &str) -> Step {
    let below = error.path().and_then(|at| at.strip_prefix(top).ok());
    let parts = below.into_iter().flat_map(Path::components);
    let at = parts.fold(path.to_owned(), |at, part| {
        format!("{at}/{}", part.as_os_str().to_string_lossy())
    });
    let why = error
        .io_error()
        .map_or_else(|| text!("系统提示 {error}", "{error}"), system);
    let Text { zh, en } = &why;
    let message = text!("读不了这个文件夹：{zh}", "the folder cannot be read: {en}");
    let mut step = Step {
        unread: Some(at.clone()),
        ..Step::default()
    };
    step.findings
        .push(Finding::new(Code::FileUnreadable, Place::file(at), message));
    step
}

/// What the walk came upon in `folder`, before anything of it is read.
fn entry(folder: &str, item: &walkdir::DirEntry, findings: &mut Findings) -> Option<Entry> {
    let path = format!("{folder}/{}", item.file_name().to_string_lossy());
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
        if item.depth() == DEEPEST {
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
        // The size of a text is asked where it is opened.
        What::Other(match limit(own) {
            Some(_) => 0,
            None => item.metadata().map_or(0, |meta| meta.len()),
        })
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

/// The most bytes that a text of this name may have; `None` where it is none.
fn limit(name: &str) -> Option<u64> {
    match name.rsplit_once('.')?.1 {
        "md" => Some(MARKDOWN_LIMIT),
        "toml" => Some(TOML_LIMIT),
        _ => None,
    }
}

/// Reads `.md` and `.toml` files; anything wrong turns the entry bad.
fn read_text(entry: &mut Entry, findings: &mut Findings) {
    let (What::Other(_), Some(limit)) = (&entry.what, limit(&entry.name)) else {
        return;
    };
    let source = match bytes(&entry.disk, limit) {
        Err(error) => Err(unreadable(&entry.path, &system(&error))),
        Ok(Err(size)) => Err(too_large(&entry.path, size, limit)),
        Ok(Ok(bytes)) => decode(&entry.path, bytes).map_err(|finding| *finding),
    };
    entry.what = match source {
        Ok(source) => What::Text(source),
        Err(finding) => {
            findings.push(finding);
            What::Bad
        }
    };
}

/// The bytes of a file, or how many there are where they are more than `most`.
fn bytes(path: &Path, most: u64) -> std::io::Result<Result<Vec<u8>, u64>> {
    let mut file = File::open(path)?;
    let size = file.metadata()?.len();
    if size > most {
        return Ok(Err(size));
    }
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0));
    // It may be growing.
    file.by_ref().take(most + 1).read_to_end(&mut bytes)?;
    Ok(match bytes.len() as u64 {
        read if read > most => Err(read),
        _ => Ok(bytes),
    })
}

fn too_large(path: &str, size: u64, limit: u64) -> Finding {
    let most = limit >> 20;
    let message = text!(
        "文件太大（{size} 字节），这类文件最多 {most} MB",
        "the file is too large ({size} bytes); files of this kind may have {most} MB"
    );
    let hint = text!(
        "分成几个文件，图片和附件另存在旁边",
        "split it; keep pictures and attachments in files beside it"
    );
    Finding::new(Code::FileTooLarge, Place::file(path), message).hint(hint)
}

fn unreadable(path: &str, Text { zh, en }: &Text) -> Finding {
    let message = text!("读不了这个文件：{zh}", "the file cannot be read: {en}");
    Finding::new(Code::FileUnreadable, Place::file(path), message)
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

#[cfg(test)]
mod tests {
    use super::*;

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
