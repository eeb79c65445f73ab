//! Safe typesetting fixes, put into the files: half-width marks, straight
//! quotes, spaces between Chinese characters, full-width digits.
//!
//! Only what the proof room calls safe is done, and less than that: never what
//! is about numbers, links or more than one line. Code, references, addresses
//! and front matter keys are not prose, so no rule sees them. As a last guard
//! a file whose digits would change is left alone.

mod rounds;

use crate::content::{Content, decode};
use crate::finding::{Code, Source};
use crate::proof::{Fault, Kind, Passage, Rules};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// What is to be changed in one file.
#[derive(Debug, Clone)]
pub struct Mended {
    source: Arc<Source>,
    /// Sorted, apart from each other.
    edits: Vec<Edit>,
}

#[derive(Debug, Clone)]
struct Edit {
    span: Range<usize>,
    replacement: String,
}

/// What can be mended, by file. A rule that site.toml turns off is not.
pub fn mend(content: &Content, rules: &Rules) -> Vec<Mended> {
    let mut files: BTreeMap<String, Mended> = BTreeMap::new();
    for passage in passages(content) {
        let Some((source, edits)) = rounds::edits(&passage, rules) else {
            continue;
        };
        let file = files.entry(source.path().to_owned());
        let file = file.or_insert_with(|| Mended {
            source: Arc::clone(&source),
            edits: Vec::new(),
        });
        file.edits.extend(edits);
    }
    let mut files: Vec<Mended> = files.into_values().collect();
    for file in &mut files {
        settle(&mut file.edits);
    }
    files.retain(|file| {
        !file.edits.is_empty() && digits(file.source.text()) == digits(&file.text())
    });
    files
}

/// Every text that is proofread.
fn passages(content: &Content) -> Vec<Passage<'_>> {
    let mut passages: Vec<Passage<'_>> = Vec::new();
    passages.extend(
        content
            .pages
            .iter()
            .map(|p| Passage::body(&p.body, Kind::Page)),
    );
    for edition in content.editions.iter().filter(|e| !e.frozen) {
        if let Some(lead) = &edition.lead {
            passages.push(Passage::body(&lead.body, Kind::Lead));
            passages.extend(lead.summary.iter().map(|s| Passage::spot(s, Kind::Note)));
        }
        passages.push(Passage::spot(&edition.title, Kind::Title));
        for county in &edition.counties {
            passages.push(Passage::body(&county.body, Kind::Case));
            passages.push(Passage::spot(&county.title, Kind::Title));
            passages.extend(county.summary.iter().map(|s| Passage::spot(s, Kind::Note)));
            let events = county.milestones.iter();
            passages.extend(events.map(|m| Passage::spot(&m.text, Kind::Note)));
        }
    }
    passages
}

/// Rules about numbers: what they find is for a person to mend.
const NUMBERS: &[Code] = &[
    Code::RangeUnit,
    Code::ApproximationDoubled,
    Code::NumberMixed,
    Code::DecreaseTimes,
    Code::PercentPoint,
    Code::SumDiffers,
    Code::YearForm,
    Code::YearShort,
    Code::DateImpossible,
];

fn edit(passage: &Passage<'_>, fault: &Fault, rules: &Rules) -> Option<(Arc<Source>, Edit)> {
    let fix = fault.fix.as_ref().filter(|fix| fix.safe)?;
    if NUMBERS.contains(&fault.code) || rules.severity(fault.code).is_none() {
        return None;
    }
    let place = passage.place(fault.range.clone());
    let source = Arc::clone(place.source()?);
    let old = place.text();
    // A TOML string with escapes can only be pointed at as a whole.
    let exact = passage.text().get(fault.range.clone()) == Some(old);
    let link = fault.code == Code::MarkdownSlip
        && (old.contains(['(', '<', '/', '.']) && !old.ends_with('.'));
    let lines = old.contains('\n') || fix.replacement.contains('\n');
    let address = in_address(source.text(), place.span().start);
    if !exact || link || address || lines || fix.replacement.contains(['"', '\\']) {
        return None;
    }
    let edit = Edit {
        span: place.span(),
        replacement: fix.replacement.clone(),
    };
    Some((source, edit))
}

/// Whether an address in the text runs on to `at`: http://a.cn/甲,乙. Where it
/// ends nobody can tell for sure, so nothing behind it is touched.
fn in_address(text: &str, at: usize) -> bool {
    let head = text.get(..at).unwrap_or("");
    let ends = |c: char| c.is_whitespace() || "，。；：？！、（）《》“”‘’".contains(c);
    let word = head.rsplit(ends).next().unwrap_or("");
    // Of [text](address) the bracket closes it.
    let word = word.rsplit(')').next().unwrap_or("");
    word.contains("://") || word.contains("www.")
}

/// Sorts edits; of two that overlap the first is kept.
fn settle(edits: &mut Vec<Edit>) {
    edits.sort_by_key(|e| (e.span.start, e.span.end));
    let mut end = 0;
    edits.retain(|edit| {
        let apart = edit.span.start >= end;
        if apart {
            end = edit.span.end;
        }
        apart
    });
}

impl Mended {
    /// Path from the showcase's folder.
    pub fn path(&self) -> &str {
        self.source.path()
    }

    /// How many places are mended.
    pub fn count(&self) -> usize {
        self.edits.len()
    }

    /// The file's text, mended.
    fn text(&self) -> String {
        replaced(self.source.text(), 0, &self.edits)
    }

    /// The change as a unified diff without context, as `patch` reads it.
    pub fn diff(&self, prefix: &str) -> String {
        let path = self.path();
        let mut diff = format!("--- {prefix}{path}\n+++ {prefix}{path}\n");
        let mut edits = self.edits.as_slice();
        while let Some(first) = edits.first() {
            let (line, start) = self.source.lines_of(&first.span);
            let end = start + line.len();
            let here = edits
                .iter()
                .take_while(|e| e.span.start < end)
                .count()
                .max(1);
            let (of_line, rest) = edits.split_at(here);
            edits = rest;
            let (number, _) = self.source.position(start);
            let new = replaced(line, start, of_line);
            // Writing to a String cannot fail.
            let _ = write!(diff, "@@ -{number} +{number} @@\n-{line}\n+{new}\n");
        }
        diff
    }

    /// The bytes to write in place of `disk`, with its byte-order mark and
    /// line ends; `None` where the file is no longer what was read.
    pub fn bytes(&self, disk: &[u8]) -> Option<Vec<u8>> {
        let read = decode(self.path(), disk.to_vec()).ok()?;
        if read.text() != self.source.text() {
            return None;
        }
        let old = std::str::from_utf8(disk).ok()?;
        let mut new = self.text();
        if old.contains('\r') {
            // A file of mixed line ends is left alone.
            if old.matches('\n').count() != old.matches("\r\n").count()
                || old.matches('\r').count() != old.matches("\r\n").count()
            {
                return None;
            }
            new = new.replace('\n', "\r\n");
        }
        let mark = if old.starts_with('\u{feff}') {
            "\u{feff}"
        } else {
            ""
        };
        Some(format!("{mark}{new}").into_bytes())
    }

    /// The same, read from below `root`.
    ///
    /// # Errors
    /// Those of reading.
    pub fn bytes_at(&self, root: &Path) -> std::io::Result<Option<Vec<u8>>> {
        Ok(self.bytes(&std::fs::read(root.join(self.path()))?))
    }
}

/// `text`, whose first byte stands at `start` of the file, with `edits` made.
fn replaced(text: &str, start: usize, edits: &[Edit]) -> String {
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let (from, to) = (edit.span.start - start, edit.span.end - start);
        new.push_str(text.get(at..from).unwrap_or(""));
        new.push_str(&edit.replacement);
        at = to;
    }
    new.push_str(text.get(at..).unwrap_or(""));
    new
}

/// The digits of a text, full-width ones made plain.
fn digits(text: &str) -> String {
    text.chars()
        .filter_map(|c| match c {
            '0'..='9' => Some(c),
            '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
            _ => None,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str, edits: &[(Range<usize>, &str)]) -> Mended {
        let edits = edits.iter().map(|(span, new)| Edit {
            span: span.clone(),
            replacement: (*new).to_owned(),
        });
        let mut mended = Mended {
            source: Source::new("content/a.md", text),
            edits: edits.collect(),
        };
        settle(&mut mended.edits);
        mended
    }

    #[test]
    fn a_diff_of_two_slips_in_one_line() {
        let file = mended(
            "一\n甲,乙,丙\n",
            &[(11..12, "，"), (7..8, "，"), (7..8, ";")],
        );
        assert_eq!(
            file.diff(""),
            "--- content/a.md\n+++ content/a.md\n@@ -2 +2 @@\n-甲,乙,丙\n+甲，乙，丙\n"
        );
        assert_eq!(file.count(), 2);
    }

    #[test]
    fn byte_order_mark_and_line_ends_stay() {
        let file = mended("甲,乙\n丙\n", &[(3..4, "，")]);
        let bytes = file.bytes("\u{feff}甲,乙\r\n丙\r\n".as_bytes());
        assert_eq!(bytes.unwrap(), "\u{feff}甲，乙\r\n丙\r\n".as_bytes());
        assert_eq!(file.bytes("甲,乙\n丁\n".as_bytes()), None, "changed since");
        assert_eq!(
            file.bytes("甲,乙\r\n丙\n".as_bytes()),
            None,
            "mixed line ends"
        );
    }
}
