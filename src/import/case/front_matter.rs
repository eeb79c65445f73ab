//! The front matter of a write-up: what stands there is kept, and what the draft
//! knows is set. A name or a title that nobody states is guessed, and said.

use super::Target;
use crate::content::Content;
use crate::finding::{Code, Finding, Findings, Place, Text};
use crate::import::draft::{self, Draft};
use crate::import::plain::one_line;
use crate::text;
use toml_edit::{DocumentMut, Value, value};

pub(super) fn front_matter(
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
        if let draft::Block::Paragraph(inlines) | draft::Block::Heading { text: inlines, .. } =
            block
        {
            text.push_str(&draft::plain_text(inlines));
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
