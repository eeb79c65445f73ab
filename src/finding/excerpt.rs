//! The lines of source that are shown with a finding: few, no longer than a
//! terminal is wide, and without anything that a terminal would obey.
//!
//! The renderer cuts lines around what it marks, but looks at every letter of
//! them for each finding anew, and lets a marked megabyte pass: those are cut
//! before it sees them.

use super::Source;
use super::shown::visible;
use std::ops::Range;

/// Lines shown at most; a span over a whole file would flood the terminal.
const MOST_LINES: usize = 6;
/// Bytes of a line that are left to the renderer.
const LONG: usize = 4096;
/// Columns shown of a line at most.
const ACROSS: usize = 120;
/// Of a line that is cut, characters shown before what is marked.
const BEFORE: usize = 20;
/// Columns that the line's number takes, and the renderer's own cuts.
const MARGIN: usize = 16;

/// Lines to show, and what to mark in them.
pub(super) struct Excerpt {
    pub(super) text: String,
    /// The number of the first line.
    pub(super) line: usize,
    /// What is marked, in bytes of `text`.
    pub(super) span: Range<usize>,
    /// Whether the mark stands in the column in which it stands in the file.
    pub(super) in_column: bool,
}

/// The lines of `span` for a terminal of `width` columns.
pub(super) fn excerpt(source: &Source, span: &Range<usize>, width: usize) -> Excerpt {
    let (text, start) = source.lines_of(span);
    let (first, _) = source.position(start);
    let across = ACROSS.min(width).saturating_sub(MARGIN).max(2 * BEFORE);
    let from = span.start.saturating_sub(start).min(text.len());
    let to = span.end.saturating_sub(start).clamp(from, text.len());
    let mut shown = Excerpt {
        text: String::new(),
        line: first,
        span: 0..0,
        in_column: true,
    };
    let mut at = 0;
    for (number, line) in text.split('\n').take(MOST_LINES).enumerate() {
        if number > 0 {
            shown.text.push('\n');
        }
        let inside = |offset: usize| offset.saturating_sub(at).min(line.len());
        let marked = [from, to].map(inside);
        let [start, end] = shown.add(line, marked, across);
        // The span begins in the first of the lines, and ends in any.
        if number == 0 {
            shown.span = start..end;
            shown.in_column = shown.text.get(..start) == text.get(..from);
        }
        if to >= at {
            shown.span.end = end;
        }
        at += line.len() + 1;
    }
    shown
}

impl Excerpt {
    /// Adds a line, cut around what is marked in it; returns where that stands
    /// now.
    fn add(&mut self, line: &str, marked: [usize; 2], across: usize) -> [usize; 2] {
        let [from, to] = marked.map(|at| line.floor_char_boundary(at));
        let kept = kept(line, from..to, across);
        if kept.start > 0 {
            self.text.push('…');
        }
        let start = self.text.len();
        self.text.push_str(&visible(&line[kept.clone()]));
        let now = |at: usize| {
            let before = &line[kept.start..at.clamp(kept.start, kept.end)];
            start + visible(before).len()
        };
        let now = [now(from), now(to)];
        if kept.end < line.len() {
            self.text.push('…');
        }
        now
    }
}

/// What is shown of a line when the start of `marked` is to be seen.
fn kept(line: &str, marked: Range<usize>, across: usize) -> Range<usize> {
    let is_wide = fitting(&line[marked.clone()], across) < marked.len();
    if line.len() < LONG && !is_wide {
        return 0..line.len();
    }
    let before = line[..marked.start].char_indices().nth_back(BEFORE - 1);
    let start = match before {
        Some((at, _)) if marked.start > fitting(line, across) / 2 => at,
        _ => 0,
    };
    start..start + fitting(&line[start..], across)
}

/// How many bytes of `line` fit into `across` columns; what is not ASCII is
/// mostly Chinese, and takes two.
fn fitting(line: &str, across: usize) -> usize {
    let mut left = across;
    for (at, c) in line.char_indices() {
        let wide = match c {
            '\t' => 4,
            c if c.is_ascii() => 1,
            _ => 2,
        };
        if wide > left {
            return at;
        }
        left -= wide;
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Code, Finding, Format, Place};
    use crate::text;
    use std::sync::Arc;

    fn printed(source: &Arc<Source>, span: Range<usize>) -> String {
        let finding = Finding::new(Code::FileUnused, Place::at(source, span), text!("甲", "a"));
        crate::finding::tests::printed(&[finding], Format::Human)
    }

    fn columns(line: &str) -> usize {
        line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
    }

    #[test]
    fn a_line_without_end_is_shown_around_its_fault_and_counted_in_the_file() {
        let long = format!("{}斤{}", "公".repeat(50_000), "里".repeat(50_000));
        let source = Source::new("a.md", format!("# 题\n{long}\n尾"));
        let at = source.text().find('斤').unwrap();
        let shown = excerpt(&source, &(at..at + 3), 120);
        assert_eq!((shown.line, &shown.text[shown.span]), (2, "斤"));
        assert!(shown.text.len() < 400, "{}", shown.text);
        let out = printed(&source, at..at + 3);
        assert!(out.contains("a.md:2:50001\n"), "{out}");
        assert!(out.lines().all(|line| columns(line) <= 120), "{out}");
    }

    #[test]
    fn a_fault_as_long_as_its_line_is_cut_too() {
        for long in ["长".repeat(330_000), "a".repeat(1_000_000)] {
            let source = Source::new("a.md", format!("# {long}\n{long}\n尾"));
            for span in [
                2..long.len() + 2,
                0..source.text().len(),
                5..long.len() + 90,
            ] {
                let out = printed(&source, span);
                assert!(out.lines().all(|line| columns(line) <= 120), "{out}");
            }
        }
    }

    #[test]
    fn what_a_terminal_obeys_is_shown_and_marked_where_it_stands() {
        let text = "甲\u{200b}乙\u{9b}31m丙\u{85}\u{2028}\u{feff}\u{1b}丁\n";
        let source = Source::new("a\u{1b}[31m\t\u{202e}.md", text);
        let shown = excerpt(
            &source,
            &(text.find('乙').unwrap()..text.find('丙').unwrap()),
            120,
        );
        assert_eq!(&shown.text[shown.span], "乙<U+009B>31m");
        let out = printed(&source, text.find('丁').unwrap()..text.len());
        assert!(out.contains("a␛[31m␉<U+202E>.md:1:13\n"), "{out}");
        assert!(
            out.contains("甲<U+200B>乙<U+009B>31m丙<U+0085><U+2028><U+FEFF>␛丁"),
            "{out}"
        );
        let sent =
            |c: char| c != '\n' && (c.is_control() || ('\u{200b}'..='\u{202e}').contains(&c));
        assert!(!out.contains(sent), "{out}");
    }

    #[test]
    fn lines_that_fit_stand_as_in_the_file() {
        let source = Source::new("a.md", "一\n二三\n四");
        let shown = excerpt(&source, &(4..14), 120);
        assert_eq!((shown.text.as_str(), shown.span), ("二三\n四", 0..10));
        assert!(shown.in_column && shown.line == 2);
    }
}
