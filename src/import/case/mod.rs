//! A draft to a county's files: index.md with its front matter, and pictures.
//!
//! The front matter that stands there is kept, comments and order too; title,
//! byline and date are set. A write-up that is replaced stays beside the new one
//! as `index.md~`, which the program passes over.

mod front_matter;
mod pictures;

use crate::content::{Content, decode};
use crate::finding::{Code, Finding, Findings, Place, Text, system};
use crate::import::disk::NewFile;
use crate::import::draft::{self, Draft, Weight};
use crate::import::length::Length;
use crate::import::plain::plain;
use crate::import::roster::{self, Listed};
use crate::import::{docx, front, headings, pasted, write_markdown, write_tables};
use crate::text;
use front_matter::front_matter;
use pictures::pictures;
use std::path::Path;

pub use crate::import::show_case::show;

/// Where a write-up goes.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The showcase's folder.
    pub root: &'a Path,
    /// The edition's folder.
    pub edition: &'a str,
    /// The county's folder.
    pub county: &'a str,
    /// The county's name, where it was given.
    pub name: Option<&'a str>,
    /// The file that it comes from, for findings.
    pub path: &'a str,
}

/// A Word document as a draft.
///
/// # Errors
/// A finding where it cannot be read.
pub fn from_document(bytes: &[u8], path: &str) -> Result<Draft, Box<Finding>> {
    let draft = docx::read(bytes, path)?;
    if draft.blocks.is_empty() && draft.title.is_none() {
        return Err(no_text(path));
    }
    Ok(draft)
}

fn no_text(path: &str) -> Box<Finding> {
    let message = text!("没有正文", "there is no text");
    let hint = text!(
        "打开看看是不是发错了文件；原来的稿子没有动",
        "see whether it is the right file; what stood there is untouched"
    );
    Box::new(Finding::new(Code::ImportUnreadable, Place::file(path), message).hint(hint))
}

/// A pasted text as a draft; with `simplify`, in simplified characters except
/// for the names listed.
///
/// # Errors
/// A finding where the bytes are no text.
pub fn from_text(
    bytes: &[u8],
    path: &str,
    simplify: Option<&[String]>,
) -> Result<Draft, Box<Finding>> {
    if crate::import::workbook::is_markup(bytes) {
        let message = text!("这是网页的源文件", "this is the source of a web page");
        let hint = text!(
            "在浏览器里打开，把正文复制出来存为 .txt 再导入",
            "open it in a browser, copy its text into a .txt and import that"
        );
        return Err(Box::new(
            Finding::new(Code::ImportUnreadable, Place::file(path), message).hint(hint),
        ));
    }
    let Some(text) = crate::import::text_table::decode(bytes) else {
        let message = text!(
            "看不出是什么编码的文本：不是 UTF-8、GB18030（GBK），也不是 UTF-16",
            "the text is neither UTF-8 nor GB18030 (GBK) nor UTF-16"
        );
        return Err(Box::new(Finding::new(
            Code::ImportUnreadable,
            Place::file(path),
            message,
        )));
    };
    Length::of_text(&text).check(path)?;
    let draft = pasted::read(&text, simplify);
    if draft.blocks.is_empty() {
        return Err(no_text(path));
    }
    Ok(draft)
}

/// The files that a draft becomes; what an editor should know goes to
/// `findings`.
pub fn files(
    draft: &mut Draft,
    target: &Target<'_>,
    content: &Content,
    findings: &mut Findings,
) -> Option<Vec<NewFile>> {
    let folder = format!("content/{}/{}", target.edition, target.county);
    let path = format!("{folder}/index.md");
    let old = old_case(target.root, &path, findings)?;
    let mut files = Vec::new();
    match roster::listed(
        target.root,
        target.edition,
        target.county,
        target.name.is_some() || old.is_some(),
    ) {
        Listed::Yes => {}
        Listed::Near(near) => {
            findings.push(not_listed(target, &near));
            return None;
        }
        Listed::Added(file) => {
            let county = target.county;
            draft.remark(
                Weight::Note,
                text!(
                    "名单里还没有“{county}”，加在 edition.toml 的 roster 最后",
                    "the roster does not name `{county}` yet; it is added at its end in edition.toml"
                ),
                Some(text!(
                    "名单按正式次序排；次序不对，就在 edition.toml 里把它移到该在的地方",
                    "the roster is in the official order; move it to its place in edition.toml if need be"
                )),
            );
            files.push(file);
        }
    }
    files.extend(pictures(draft, target.root, &folder));
    front::say_sections(draft);
    say_other_counties(draft, target, content);
    headings::levelled(&mut draft.blocks);
    draft.blocks.extend(front::closing(draft));
    notes_of_tables(draft);
    let front = front_matter(draft, target, content, old.as_deref(), findings)?;
    let body = write_markdown::body(draft);
    let text = format!("+++\n{front}+++\n\n{body}");
    if let Some(old) = old.filter(|old| *old != text) {
        files.extend(backup(target.root, &path, old.into_bytes()));
    }
    files.push(NewFile {
        path,
        bytes: text.into_bytes(),
    });
    report(draft, target, findings);
    Some(files)
}

fn not_listed(target: &Target<'_>, near: &str) -> Finding {
    let county = target.county;
    let message = text!(
        "名单里没有“{county}”，像是“{near}”写错了",
        "the roster does not name `{county}`; it looks like a slip of `{near}`"
    );
    let hint = text!(
        "改成 --county {near}；确是新的县，就加 --name 写明县名",
        "write --county {near}; if it is a new county, give its name with --name"
    );
    Finding::new(Code::ImportCounty, Place::file("--county"), message).hint(hint)
}

/// A newspaper page about all counties is not one county's case.
fn say_other_counties(draft: &mut Draft, target: &Target<'_>, content: &Content) {
    let edition = content.editions.iter().find(|e| e.id == target.edition);
    let counties = edition.into_iter().flat_map(|e| &e.counties);
    let others: Vec<&str> = counties
        .filter(|c| c.slug != target.county)
        .map(|c| c.name.value.as_str())
        .collect();
    let headed: Vec<&str> = others
        .into_iter()
        .filter(|name| {
            draft.blocks.iter().any(|block| match block {
                draft::Block::Heading { text, .. } => {
                    let words = plain(&draft::plain_text(text));
                    words.chars().count() > 1 && plain(name).starts_with(&words)
                }
                _ => false,
            })
        })
        .collect();
    if headed.len() > 1 {
        let names = headed.join("、");
        draft.remark(
            Weight::Guess,
            text!(
                "小标题里有别的县：{names}",
                "headings name other counties: {names}"
            ),
            Some(text!(
                "一县一篇：先把各县的部分分开，一个一个导入",
                "one write-up for each county: part the text and import each by itself"
            )),
        );
    }
}

fn old_case(root: &Path, path: &str, findings: &mut Findings) -> Option<Option<String>> {
    match std::fs::read(root.join(path)) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Some(None),
        Err(error) => {
            let Text { zh, en } = system(&error);
            let message = text!("读不了这个文件：{zh}", "the file cannot be read: {en}");
            findings.push(Finding::new(
                Code::FileUnreadable,
                Place::file(path),
                message,
            ));
            None
        }
        Ok(bytes) => match decode(path, bytes) {
            Ok(source) => Some(Some(source.text().to_owned())),
            Err(finding) => {
                findings.push(*finding);
                None
            }
        },
    }
}

/// Keeps what is replaced under a name that nothing has yet: the editor's own
/// text must not give way to that of a second import.
fn backup(root: &Path, path: &str, bytes: Vec<u8>) -> Option<NewFile> {
    for number in 1_usize.. {
        let path = match number {
            1 => format!("{path}~"),
            n => format!("{path}.{n}~"),
        };
        match std::fs::read(root.join(&path)) {
            Ok(kept) if kept == bytes => return None,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Some(NewFile { path, bytes });
            }
            _ => {}
        }
    }
    None
}

/// A note that only a table with merged cells refers to cannot be a footnote
/// of Markdown; it becomes a line of its own at the end.
fn notes_of_tables(draft: &mut Draft) {
    let lost = write_tables::notes_in_merged_tables(draft);
    for at in lost {
        let Some(note) = draft.notes.get_mut(at) else {
            continue;
        };
        let text = std::mem::take(note);
        let mut line = draft::line(format!("注{}：", at + 1));
        line.extend(text);
        draft.blocks.push(draft::Block::Paragraph(line));
    }
}

/// The remarks as findings.
fn report(draft: &Draft, target: &Target<'_>, findings: &mut Findings) {
    for remark in &draft.remarks {
        let code = match remark.weight {
            Weight::Lost => Code::ImportLost,
            Weight::Guess => Code::ImportGuess,
            Weight::Note => Code::ImportNote,
        };
        let place = Place::file(target.path);
        findings
            .push(Finding::new(code, place, remark.text.clone()).maybe_hint(remark.hint.clone()));
    }
}
