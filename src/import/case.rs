//! A draft to a county's files: index.md with its front matter, and pictures.
//!
//! The front matter that stands there is kept, comments and order too; title,
//! byline and date are set. A write-up that is replaced stays beside the new one
//! as `index.md~`, which the program passes over.

use super::disk::NewFile;
use super::draft::{Draft, Weight};
use super::plain::{one_line, plain};
use super::roster::{self, Listed};
use super::{docx, front, headings, pasted, write_markdown, write_tables};
use crate::content::{Content, decode};
use crate::finding::{Code, Finding, Findings, Place, Severity, Text, system};
use crate::text;
use std::collections::BTreeSet;
use std::path::Path;
use toml_edit::{DocumentMut, Value, value};

pub use super::show_case::show;

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
    if super::workbook::is_markup(bytes) {
        let message = text!("这是网页的源文件", "this is the source of a web page");
        let hint = text!(
            "在浏览器里打开，把正文复制出来存为 .txt 再导入",
            "open it in a browser, copy its text into a .txt and import that"
        );
        return Err(Box::new(
            Finding::new(Code::ImportUnreadable, Place::file(path), message).hint(hint),
        ));
    }
    let Some(text) = super::text_table::decode(bytes) else {
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
                super::draft::Block::Heading { text, .. } => {
                    let words = plain(&super::draft::plain_text(text));
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

/// Names the pictures and gives those that browsers show as files.
fn pictures(draft: &mut Draft, root: &Path, folder: &str) -> Vec<NewFile> {
    let mut files = Vec::new();
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut names: Vec<String> = Vec::new();
    for (at, picture) in draft.pictures.iter_mut().enumerate() {
        let number = at + 1;
        let first = picture.same.and_then(|first| names.get(first));
        if let Some(first) = first.filter(|name| !name.is_empty()) {
            picture.file.clone_from(first);
            names.push(first.clone());
            continue;
        }
        if picture.bytes.is_empty() {
            let (kind, caption) = (
                picture.kind.to_uppercase(),
                picture.caption.clone().unwrap_or_default(),
            );
            let text = match kind.as_str() {
                "" => text!(
                    "第 {number} 张图“{caption}”坏了，打不开，没有导入",
                    "picture {number} `{caption}` is damaged and is not imported"
                ),
                kind => text!(
                    "第 {number} 张图“{caption}”是 {kind} 格式，浏览器不能显示，没有导入",
                    "picture {number} `{caption}` is in {kind}, which browsers do not show; it is not imported"
                ),
            };
            let hint = match kind.as_str() {
                "" => text!(
                    "请对方把图片另外发来，放进县的文件夹，正文里写 ![{caption}](文件名)",
                    "ask for the picture itself, put it into the county's folder and write ![{caption}](file) in the text"
                ),
                _ => text!(
                    "在 Word 里右键“另存为图片”，存成 PNG 或 JPG 放进县的文件夹，正文里写 ![{caption}](文件名)",
                    "save it as PNG or JPG into the county's folder and write ![{caption}](file) in the text"
                ),
            };
            let remark = super::draft::Remark {
                weight: Weight::Lost,
                text,
                hint: Some(hint),
            };
            draft.remarks.push(remark);
            names.push(String::new());
            continue;
        }
        let stem = file_stem(picture.caption.as_deref().unwrap_or_default(), number);
        let mut name = format!("{stem}.{}", picture.kind);
        let mut copy = 1;
        while used.contains(&name.to_lowercase())
            || is_other_file(root, folder, &name, &picture.bytes)
        {
            copy += 1;
            name = format!("{stem}-{copy}.{}", picture.kind);
        }
        used.insert(name.to_lowercase());
        files.push(NewFile {
            path: format!("{folder}/{name}"),
            bytes: picture.bytes.clone(),
        });
        names.push(name.clone());
        picture.file = name;
    }
    files
}

/// Whether another picture has that name already.
fn is_other_file(root: &Path, folder: &str, name: &str, bytes: &[u8]) -> bool {
    std::fs::read(root.join(folder).join(name)).is_ok_and(|found| found != bytes)
}

/// A file name from a caption: letters and characters only, 24 at most.
fn file_stem(caption: &str, number: usize) -> String {
    let name: String = caption
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '-')
        .map(super::plain::half_width)
        .take(24)
        .collect();
    let name = name.trim_matches('-').to_owned();
    // Names that Windows keeps for itself, and names of nothing.
    let reserved = ["con", "prn", "aux", "nul"].contains(&name.to_lowercase().as_str());
    if name.is_empty() || reserved {
        format!("图{number}")
    } else {
        name
    }
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
        let mut line = super::draft::line(format!("注{}：", at + 1));
        line.extend(text);
        draft.blocks.push(super::draft::Block::Paragraph(line));
    }
}

fn front_matter(
    draft: &Draft,
    target: &Target<'_>,
    content: &Content,
    old: Option<&str>,
    findings: &mut Findings,
) -> Option<String> {
    let kept = old.and_then(old_front).unwrap_or_default();
    let mut document: DocumentMut = match kept.parse() {
        Ok(document) => document,
        Err(_) => {
            let path = format!("content/{}/{}/index.md", target.edition, target.county);
            let message = text!(
                "现有 index.md 开头的说明写法有误，不能改",
                "the front matter of the index.md that stands there cannot be read"
            );
            let hint = text!(
                "先运行 xunli check 改好它，或把它移走",
                "mend it first, or move it away"
            );
            findings
                .push(Finding::new(Code::ImportNotWritten, Place::file(path), message).hint(hint));
            return None;
        }
    };
    if let Some(name) = target.name {
        set(&mut document, "name", Value::from(name));
    } else if !document.contains_key("name") {
        let name = known_name(target, content, draft, findings);
        set(&mut document, "name", Value::from(name));
    }
    if draft.title.is_some() || !document.contains_key("title") {
        let title = title(draft, target, findings);
        set(&mut document, "title", Value::from(title));
    }
    if !draft.byline.is_empty() {
        let names: toml_edit::Array = draft.byline.iter().map(String::as_str).collect();
        set(&mut document, "byline", Value::Array(names));
    }
    if let Some(date) = draft.date {
        let written = date.to_string();
        // A day is a date of TOML; a month or a year is text.
        let day = written
            .parse::<toml_edit::Datetime>()
            .ok()
            .filter(|d| d.date.is_some());
        set(
            &mut document,
            "date",
            day.map_or_else(|| Value::from(written), Value::from),
        );
    }
    let mut out = document.to_string();
    if !out.is_empty() && !out.ends_with('\n') {
        out.push('\n');
    }
    for line in &draft.page_lines {
        let comment = format!("# 原页：{}\n", one_line(line));
        if !out.contains(&comment) {
            out.push_str(&comment);
        }
    }
    Some(out)
}

/// Sets a key and keeps the comment behind it.
fn set(document: &mut DocumentMut, key: &str, mut new: Value) {
    match document
        .get_mut(key)
        .and_then(toml_edit::Item::as_value_mut)
    {
        Some(old) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        None => {
            document.insert(key, value(new));
        }
    }
}

/// What stands between the two lines of `+++`.
fn old_front(text: &str) -> Option<String> {
    let start = text.trim_start().strip_prefix("+++")?.strip_prefix('\n')?;
    let mut front = String::new();
    for line in start.split_inclusive('\n') {
        if line.trim() == "+++" {
            return Some(front);
        }
        front.push_str(line);
    }
    None
}

/// The county's name: from another edition, else from the text.
fn known_name(
    target: &Target<'_>,
    content: &Content,
    draft: &Draft,
    findings: &mut Findings,
) -> String {
    let known = content
        .editions
        .iter()
        .flat_map(|e| &e.counties)
        .find(|c| c.slug == target.county);
    if let Some(county) = known {
        return county.name.value.clone();
    }
    let county = target.county;
    let (name, zh, en) = match name_in(draft) {
        Some(name) => {
            let zh = format!("县名从正文里猜作“{name}”");
            let en = format!("the county's name is guessed from the text as `{name}`");
            (name, zh, en)
        }
        None => {
            let zh = format!("不知道“{county}”叫什么，县名暂写文件夹名");
            let en = format!("the name of `{county}` is unknown; its folder's name stands for it");
            (county.to_owned(), zh, en)
        }
    };
    let message = Text { zh, en };
    let hint = text!(
        "加 --name 写明县名，或改 index.md 的 name",
        "give it with --name, or change name in index.md"
    );
    let place = Place::file(target.path);
    findings.push(Finding::new(Code::ImportGuess, place, message).hint(hint));
    name
}

/// The name ending in 县, 市 or 区 that title and byline name, or the text
/// most often.
fn name_in(draft: &Draft) -> Option<String> {
    let mut text: String = draft
        .title
        .iter()
        .chain(&draft.byline)
        .map(|t| format!("{t}。"))
        .collect();
    for block in &draft.blocks {
        if let super::draft::Block::Paragraph(inlines)
        | super::draft::Block::Heading { text: inlines, .. } = block
        {
            text.push_str(&super::draft::plain_text(inlines));
        }
    }
    let chars: Vec<char> = text.chars().collect();
    let mut counts: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for (at, c) in chars.iter().enumerate() {
        if !"县市区".contains(*c) || at < 2 {
            continue;
        }
        let name: String = chars[at - 2..=at].iter().collect();
        let common = [
            "全", "各", "该", "我", "本", "地", "城", "园", "社", "山", "景", "城", "市", "县",
            "区", "的", "在", "与", "和", "级", "省",
        ];
        let is_name = name.chars().take(2).all(|c| {
            ('\u{4E00}'..='\u{9FFF}').contains(&c) && !common.contains(&c.to_string().as_str())
        });
        if is_name {
            *counts.entry(name).or_insert(0) += 1;
        }
    }
    counts
        .into_iter()
        .max_by_key(|(name, count)| (*count, std::cmp::Reverse(name.clone())))
        .filter(|(_, n)| *n >= 2)
        .map(|(name, _)| name)
}

fn title(draft: &Draft, target: &Target<'_>, findings: &mut Findings) -> String {
    if let Some(title) = draft.title.as_ref().filter(|t| !t.trim().is_empty()) {
        return title.clone();
    }
    let file = target
        .path
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or(target.path);
    let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
    let stem = if stem.is_empty() || stem == "-" {
        target.county
    } else {
        stem
    };
    let message = text!(
        "没有找到标题，暂写“{stem}”",
        "no title was found; `{stem}` stands for it"
    );
    let hint = text!("改 index.md 的 title", "change title in index.md");
    findings.push(Finding::new(Code::ImportGuess, Place::file(target.path), message).hint(hint));
    stem.to_owned()
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
    debug_assert_eq!(Code::ImportLost.severity(), Severity::Warning);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_from_captions() {
        assert_eq!(file_stem("图1 岱后“红军营”开营", 1), "图1岱后红军营开营");
        assert_eq!(file_stem("……", 3), "图3");
        assert_eq!(file_stem("CON", 2), "图2");
        assert_eq!(file_stem(&"长".repeat(40), 1).chars().count(), 24);
    }
}
