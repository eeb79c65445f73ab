//! `xunli link`: numbers in a case that equal a figure, made references.
//!
//! Which numbers those are is the proof room's judgement
//! (`number-could-refer`); here they become changes of the file, one by one or
//! all, each with what it would print.

use super::disk::NewFile;
use crate::content::Content;
use crate::finding::{Code, Findings, Source, Text};
use crate::proof::{self, Rules, Scope};
use crate::showcase;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// One number that could be a reference.
#[derive(Debug, Clone)]
pub struct Suggestion {
    source: Arc<Source>,
    span: Range<usize>,
    /// As it stands in the text: `401个`.
    pub old: String,
    /// The reference: `{{villages}}`.
    pub new: String,
    /// Line, from 1.
    pub line: usize,
    /// The words around it, the number between 【】.
    pub around: String,
    /// Which figure it equals.
    pub why: Text,
}

/// Characters shown on each side of a number.
const AROUND: usize = 14;

/// The numbers of a county's case that could be references, in order.
pub fn suggestions(content: &Content, edition: &str, county: &str) -> Vec<Suggestion> {
    let mut unsaid = Findings::new();
    let showcase = showcase::resolve(content, &mut unsaid);
    let mut findings = Findings::new();
    proof::check(&showcase, Scope::Everything, &Rules::new(), &mut findings);
    let path = format!("content/{edition}/{county}/index.md");
    let mut found = Vec::new();
    for finding in findings.sorted() {
        if finding.code != Code::NumberCouldRefer || finding.place.path() != path {
            continue;
        }
        let (Some(source), Some(hint)) = (finding.place.source(), &finding.hint) else {
            continue;
        };
        let Some(start) = hint.en.find("{{") else {
            continue;
        };
        let span = finding.place.span();
        found.push(Suggestion {
            old: finding.place.text().to_owned(),
            new: hint.en[start..].to_owned(),
            line: source.position(span.start).0,
            around: around(source.text(), &span),
            why: finding.message,
            source: Arc::clone(source),
            span,
        });
    }
    found.sort_by_key(|s| s.span.start);
    found
}

fn around(text: &str, span: &Range<usize>) -> String {
    let (before, number, after) = (&text[..span.start], &text[span.clone()], &text[span.end..]);
    let line_start = before.rfind('\n').map_or(0, |at| at + 1);
    let head: Vec<char> = before[line_start..].chars().rev().take(AROUND).collect();
    let head: String = head.into_iter().rev().collect();
    let tail: String = after
        .chars()
        .take_while(|c| *c != '\n')
        .take(AROUND)
        .collect();
    format!("{head}【{number}】{tail}")
}

/// The file with these suggestions taken; line ends and byte-order mark as
/// they stand on the disk. `None` where there is nothing to change, or the file
/// changed meanwhile.
pub fn file(root: &Path, taken: &[&Suggestion]) -> Option<NewFile> {
    let source = &taken.first()?.source;
    let disk = std::fs::read_to_string(root.join(source.path())).ok()?;
    let mut text = source.text().to_owned();
    let mut sorted: Vec<&&Suggestion> = taken.iter().collect();
    sorted.sort_by_key(|s| std::cmp::Reverse(s.span.start));
    for suggestion in sorted {
        if text.get(suggestion.span.clone())? != suggestion.old {
            return None;
        }
        text.replace_range(suggestion.span.clone(), &suggestion.new);
    }
    if disk.contains("\r\n") {
        text = text.replace('\n', "\r\n");
    }
    if disk.starts_with('\u{feff}') {
        text.insert(0, '\u{feff}');
    }
    Some(NewFile {
        path: source.path().to_owned(),
        bytes: text.into_bytes(),
    })
}
