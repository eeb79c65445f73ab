//! What is left in the text of things that were meant as marks.

use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::Event;

use super::Writer;
use crate::markdown::prepare::FLANK;
use crate::markdown::{Kind, script};

impl Writer<'_, '_, '_> {
    pub(super) fn check_paragraph(&mut self, index: usize) {
        if let Some((Event::Text(said), at)) = self.events.get(index + 1)
            && self.site()
        {
            let rest = said.trim_start_matches('#');
            let marks = said.len() - rest.len();
            let next = rest.chars().next();
            if (1..=6).contains(&marks) && next.is_some_and(script::is_chinese) {
                self.problem(Kind::HeadingSpace, at.start..at.start + marks);
            }
            self.check_table(at.start);
        }
    }

    /// Two lines between bars at the head of a paragraph were meant as a table.
    fn check_table(&mut self, start: usize) {
        let text = &self.prepared.text[start..];
        if !text.trim_start().starts_with('|') {
            return;
        }
        let mut lines = text.lines().map(str::trim);
        let mut row = || {
            let line = lines.next()?;
            let cells = line.strip_prefix('|')?.strip_suffix('|')?;
            cells.contains('|').then_some(line.len())
        };
        if let (Some(first), Some(_)) = (row(), row()) {
            self.problem(Kind::TableBroken, start..start + first);
        }
    }

    /// Stars between digits on both sides are a multiplication.
    pub(super) fn check_emphasis(&mut self, at: &Range<usize>) {
        let text = self.prepared.text.as_bytes();
        let digit = |i: usize| text.get(i).is_some_and(u8::is_ascii_digit);
        let inner = self.prepared.text.get(at.clone()).unwrap_or_default();
        if self.site()
            && at.start > 0
            && digit(at.start - 1)
            && digit(at.start + 1)
            && digit(at.end)
            && script::has_chinese(inner)
        {
            self.problem(Kind::StarsBetweenDigits, at.clone());
        }
    }

    /// What is left in the text of things that were meant as marks.
    pub(super) fn check_text(&mut self, index: usize, said: &str, at: &Range<usize>) {
        if !self.site() {
            return;
        }
        let prepared = self.prepared;
        let text = prepared.text.as_str();
        let escaped = text[..at.start].ends_with('\\');
        let same = text.get(at.clone()) == Some(said);
        let has_braces = memchr::memchr2(b'{', b'}', said.as_bytes()).is_some();
        let open = if has_braces { said.find("{{") } else { None };
        if let Some(n) = open.filter(|n| !(escaped && *n == 0)) {
            let start = if same { at.start + n } else { at.start };
            let end = if same { start + 2 } else { at.end };
            // Behind the last that a text can hold none is read at all.
            let too_many = prepared.too_many.as_ref().is_some_and(|many| {
                let place = prepared.source_range(start..end);
                place.end > many.start
            });
            let empty = text[end..].trim_start_matches([' ', '\u{3000}']);
            if too_many {
                // Told with the others that are too many.
            } else if same && empty.starts_with("}}") {
                let end = text.len() - empty.len() + 2;
                self.problem(Kind::ReferenceEmpty, start..end);
            } else {
                self.problem(Kind::ReferenceUnclosed, start..end);
            }
        } else if same
            && open.is_none()
            && let Some(at_fault) = odd_braces(said, has_braces)
        {
            let at_fault = at.start + at_fault.start..at.start + at_fault.end;
            self.problem(Kind::ReferenceBraces, at_fault);
        }
        let next = text[at.end..].chars().next();
        if let (true, Some(next @ ('(' | '（'))) = (said == "]", next) {
            let closed = text[at.end..]
                .chars()
                .take(300)
                .take_while(|c| *c != '\n')
                .any(|c| c == ')' || c == '）');
            let file = text[at.end + next.len_utf8()..].trim_start();
            if closed && (next == '(' || file.starts_with(|c: char| c.is_ascii_graphic())) {
                // Not far, or a line full of these would be looked through for each.
                let near = text.floor_char_boundary(at.start.saturating_sub(900));
                let open = text[near..at.start].rfind(['[', '\n']);
                let open = open.map_or(near, |open| near + open);
                let kind = match text[..open].ends_with('!') {
                    true => Kind::PhotoBroken,
                    false => Kind::LinkBroken,
                };
                self.problem(kind, at.start..at.end + next.len_utf8());
            }
        }
        if said == "![" && !escaped {
            let end = text.floor_char_boundary(at.end + 900);
            let rest = text[at.end..end].lines().next().unwrap_or("");
            if rest.contains("】（") || rest.contains("】(") {
                self.problem(Kind::PhotoBroken, at.clone());
            }
        }
        if said == "[" && !escaped && text[at.end..].starts_with('^') {
            self.check_note(at);
        }
        if said == "*" && !escaped {
            self.check_stars(index, at);
        }
    }

    /// Two stars left over beside Chinese: half of a pair is missing.
    pub(super) fn check_stars(&mut self, index: usize, at: &Range<usize>) {
        let text = self.prepared.text.as_str();
        let next_is_star = matches!(self.events.get(index + 1), Some((Event::Text(next), next_at)) if &**next == "*" && next_at.start == at.end);
        if !next_is_star || text[..at.start].ends_with('*') {
            return;
        }
        let before = text[..at.start].chars().rev().find(|c| *c != FLANK);
        let after = text[at.end + 1..].chars().find(|c| *c != FLANK);
        let chinese = |c: char| script::is_chinese(c) || script::is_shared(c);
        if before.is_some_and(chinese) || after.is_some_and(chinese) {
            self.problem(Kind::EmphasisUnclosed, at.start..at.end + 1);
        }
    }

    pub(super) fn check_note(&mut self, at: &Range<usize>) {
        let text = &self.prepared.text[at.end + 1..];
        let ends = |c: char| c == ']' || c == '\n';
        let name: String = text.chars().take(60).take_while(|c| !ends(*c)).collect();
        if !name.is_empty() && text[name.len()..].starts_with(']') {
            let end = at.end + 1 + name.len() + 1;
            let name = self.prepared.restore(&name).into_owned();
            self.problem(Kind::FootnoteUndefined(name), at.start..end);
        }
    }
}

/// `{name}}` or `｛｛name｝｝`: a reference with other braces than it needs.
fn odd_braces(said: &str, has_braces: bool) -> Option<Range<usize>> {
    if let Some(start) = memmem::find(said.as_bytes(), "｛｛".as_bytes()) {
        let end = said[start..]
            .find("｝｝")
            .map_or(said.len(), |n| start + n + "｝｝".len());
        return Some(start..end);
    }
    if !has_braces {
        return None;
    }
    let end = said.find("}}")?;
    let start = said[..end].rfind('{')?;
    let name = said[start + 1..end].trim();
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | '|' | ' ');
    (!name.is_empty() && name.chars().all(plain)).then_some(start..end + 2)
}
