//! What happens to a text before CommonMark sees it.
//!
//! Three things cannot be repaired afterwards. Delimiter runs beside Chinese
//! punctuation must be flanking before they are paired, so a private-use
//! character is put on both sides of them. References are one private-use
//! character each, so that a `|` inside them cannot split a table cell and
//! they count as a letter. First-line indents of four spaces are taken away,
//! or the paragraph would be code. All of these are recorded, and places in
//! the prepared text lead back to places in the source.

use std::borrow::Cow;
use std::ops::Range;

use super::{reference, script};

/// Stands on both sides of a delimiter run that must be flanking: neither
/// space nor punctuation to CommonMark. Dropped from every event.
pub(crate) const FLANK: char = '\u{E0FF}';
/// The first of the characters that stand for references, one each.
const FIRST_REFERENCE: u32 = 0xF_0000;
/// The first character of the private-use planes that no reference uses.
const AFTER_REFERENCES: u32 = 0x10_F000;

/// The first bytes of U+E000.. and of the planes 12 to 16, where the characters
/// of preparation are; other text seldom has any.
const PRIVATE: [u8; 3] = [0xEE, 0xF3, 0xF4];

/// The bytes at which the pass over the source looks twice.
const MARKS: [bool; 256] = {
    let mut marks = [false; 256];
    let wanted = [b'\\', b'{', b'*', b'~', PRIVATE[0], PRIVATE[1], PRIVATE[2]];
    let mut at = 0;
    while at < wanted.len() {
        marks[wanted[at] as usize] = true;
        at += 1;
    }
    marks
};

/// One difference between source and prepared text.
struct Edit {
    prepared: Range<usize>,
    source: Range<usize>,
}

/// A text made ready for the parser, and the way back to its source.
pub(crate) struct Prepared<'s> {
    pub(crate) source: &'s str,
    pub(crate) text: String,
    edits: Vec<Edit>,
    /// Where each reference stands in the source, braces included.
    pub(crate) references: Vec<Range<usize>>,
    /// Characters of the source that are reserved, and were dropped.
    pub(crate) reserved: Vec<Range<usize>>,
    /// The first reference beyond what one text can hold.
    pub(crate) too_many: Option<Range<usize>>,
}

impl<'s> Prepared<'s> {
    /// Prepares `source`, leaving out the `indents` (sorted ranges of it).
    pub(crate) fn new(source: &'s str, indents: &[Range<usize>]) -> Self {
        let mut scan = Scan {
            out: Prepared {
                source,
                text: String::with_capacity(source.len() + source.len() / 32),
                edits: Vec::new(),
                references: Vec::new(),
                reserved: Vec::new(),
                too_many: None,
            },
            copied: 0,
            line: (0, false),
        };
        scan.run(indents);
        scan.out
    }

    /// The place in the source of a place in the prepared text.
    pub(crate) fn source_range(&self, prepared: Range<usize>) -> Range<usize> {
        let start = self.source_at(prepared.start, false);
        start..self.source_at(prepared.end, true).max(start)
    }

    fn source_at(&self, at: usize, end: bool) -> usize {
        let before = self.edits.partition_point(|e| e.prepared.start < at);
        let Some(edit) = before.checked_sub(1).and_then(|i| self.edits.get(i)) else {
            return at;
        };
        if at >= edit.prepared.end {
            edit.source.end + (at - edit.prepared.end)
        } else if end {
            edit.source.end
        } else {
            edit.source.start
        }
    }

    /// The number of the reference that `c` stands for.
    #[inline]
    pub(crate) fn reference_of(&self, c: char) -> Option<usize> {
        let n = u32::from(c).checked_sub(FIRST_REFERENCE)? as usize;
        (n < self.references.len()).then_some(n)
    }

    /// Reference `n` as it was written, braces included.
    pub(crate) fn written(&self, n: usize) -> &'s str {
        self.references
            .get(n)
            .and_then(|r| self.source.get(r.clone()))
            .unwrap_or_default()
    }

    /// `text` of an event as the source has it: for code, addresses and HTML.
    pub(crate) fn restore<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if !has_ours(text) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len() + 32);
        for c in text.chars() {
            match self.reference_of(c) {
                Some(n) => out.push_str(self.written(n)),
                None if c == FLANK => {}
                None => out.push(c),
            }
        }
        Cow::Owned(out)
    }
}

/// Whether `c` is a character that only preparation puts into a text.
#[inline]
pub(crate) fn is_ours(c: char) -> bool {
    c == FLANK || u32::from(c) >= FIRST_REFERENCE
}

/// Whether `text` may hold such a character: quick, and seldom wrong.
#[inline]
pub(crate) fn has_ours(text: &str) -> bool {
    let [a, b, c] = PRIVATE;
    memchr::memchr3(a, b, c, text.as_bytes()).is_some()
}

/// `text` without the characters that stand beside delimiter runs.
#[inline]
pub(crate) fn without_flanks(text: &str) -> Cow<'_, str> {
    if !has_ours(text) {
        return Cow::Borrowed(text);
    }
    // A run stands where one event ends and another begins.
    let inner = text.trim_matches(FLANK);
    match inner.contains(FLANK) {
        true => Cow::Owned(inner.replace(FLANK, "")),
        false => Cow::Borrowed(inner),
    }
}

/// The one pass over the source.
struct Scan<'s> {
    out: Prepared<'s>,
    /// How much of the source has been copied or replaced.
    copied: usize,
    /// End of the line last looked at, and whether it is Chinese.
    line: (usize, bool),
}

impl Scan<'_> {
    fn run(&mut self, indents: &[Range<usize>]) {
        let source = self.out.source;
        let bytes = source.as_bytes();
        let mut indents = indents.iter().peekable();
        let mut at = 0;
        loop {
            if let Some(indent) = indents.next_if(|i| i.start <= at) {
                self.edit(indent.clone(), "");
                at = at.max(indent.end);
                continue;
            }
            // Most bytes mean nothing here, and are passed over in one stride.
            let end = indents.peek().map_or(bytes.len(), |indent| indent.start);
            let mut ahead = (at..end).zip(bytes.get(at..end).unwrap_or_default());
            let Some((next, byte)) = ahead.find(|(_, byte)| MARKS[usize::from(**byte)]) else {
                if end == bytes.len() {
                    break;
                }
                at = end;
                continue;
            };
            at = next;
            at = match *byte {
                b'\\' if bytes.get(at + 1).is_some_and(u8::is_ascii_punctuation) => at + 2,
                b'{' if bytes.get(at + 1) == Some(&b'{') => self.reference(at),
                b'*' | b'~' => self.run_of(*byte, at),
                0xEE | 0xF3 | 0xF4 => self.reserved(at),
                _ => at + 1,
            };
        }
        let rest = source.get(self.copied..).unwrap_or_default();
        self.out.text.push_str(rest);
    }

    /// Copies up to `source`, then writes `instead` for it.
    fn edit(&mut self, source: Range<usize>, instead: &str) {
        let out = &mut self.out;
        let kept = out.source.get(self.copied..source.start);
        out.text.push_str(kept.unwrap_or_default());
        let start = out.text.len();
        out.text.push_str(instead);
        self.copied = source.end;
        out.edits.push(Edit {
            prepared: start..out.text.len(),
            source,
        });
    }

    fn reference(&mut self, at: usize) -> usize {
        let end = reference::end_of(self.out.source, at)
            .filter(|end| !self.out.source[at..*end].contains(is_ours));
        let Some(end) = end else {
            return at + 1;
        };
        let code = FIRST_REFERENCE + self.out.references.len() as u32;
        // The last two code points of a plane are not characters, but they
        // are `char`s, and the parser takes them as letters all the same.
        match char::from_u32(code).filter(|_| code < AFTER_REFERENCES) {
            Some(mark) => {
                self.edit(at..end, mark.encode_utf8(&mut [0; 4]));
                self.out.references.push(at..end);
            }
            None => {
                self.out.too_many.get_or_insert(at..end);
            }
        }
        end
    }

    fn reserved(&mut self, at: usize) -> usize {
        let Some(c) = self.out.source.get(at..).and_then(|s| s.chars().next()) else {
            return at + 1;
        };
        let end = at + c.len_utf8();
        if is_ours(c) {
            self.out.reserved.push(at..end);
            self.edit(at..end, "");
        }
        end
    }

    /// Makes the run of `mark` at `at` flanking on both sides if it touches
    /// Chinese and no space; gives its end.
    ///
    /// CommonMark lets a run that follows punctuation close only before space
    /// or punctuation, which Chinese text has no reason to put there. With a
    /// letter on both sides a `*` run may both open and close, and pairing
    /// decides. A single `~` is the opposite case: between Chinese it is a
    /// range (“十二五”~“十三五”), and with letters around it is left alone.
    fn run_of(&mut self, mark: u8, at: usize) -> usize {
        let source = self.out.source;
        let length = source.as_bytes()[at..]
            .iter()
            .take_while(|b| **b == mark)
            .count();
        let end = at + length;
        let before = source[..at].chars().next_back().unwrap_or('\n');
        let after = source[end..].chars().next().unwrap_or('\n');
        // A cell's border is handled by the parser, where it is one.
        let bounded = |c: char| c.is_whitespace() || c == '|';
        let plain = |c: char| c.is_alphanumeric();
        let tilde = mark == b'~';
        if bounded(before)
            || bounded(after)
            || (tilde && length > 2)
            || (plain(before) && plain(after))
            || !self.touches_chinese(before, after, at)
        {
            return end;
        }
        let flank = FLANK.encode_utf8(&mut [0; 4]).to_owned();
        self.edit(at..at, &flank);
        self.edit(end..end, &flank);
        end
    }

    fn touches_chinese(&mut self, before: char, after: char, at: usize) -> bool {
        script::is_chinese(before)
            || script::is_chinese(after)
            || ((script::is_shared(before) || script::is_shared(after)) && self.line_is_chinese(at))
    }

    fn line_is_chinese(&mut self, at: usize) -> bool {
        if at >= self.line.0 {
            let source = self.out.source;
            let start = source[..at].rfind('\n').map_or(0, |n| n + 1);
            let end = source[at..].find('\n').map_or(source.len(), |n| at + n);
            self.line = (end, script::has_chinese(&source[start..end]));
        }
        self.line.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flanked(source: &str) -> String {
        Prepared::new(source, &[]).text.replace(FLANK, "⟂")
    }

    #[test]
    fn runs_beside_chinese_punctuation_become_flanking() {
        assert_eq!(flanked("把**“消薄”**当成"), "把⟂**⟂“消薄”⟂**⟂当成");
        assert_eq!(flanked("**“消薄”**"), "**“消薄”**");
        assert_eq!(flanked("A**“B”**C"), "A**“B”**C");
        assert_eq!(flanked("甲\\*，*乙"), "甲\\*，⟂*⟂乙");
        assert_eq!(flanked("“十二五”~“十三五”"), "“十二五”⟂~⟂“十三五”");
        assert_eq!(flanked("* 甲\n***\n甲**乙**丙"), "* 甲\n***\n甲**乙**丙");
    }

    #[test]
    fn places_lead_back_to_the_source() {
        let source = "把**“消”**当{{a | 亿元}}的";
        let prepared = Prepared::new(source, &[]);
        for word in ["把", "“消”", "当", "的"] {
            let at = prepared.text.find(word).unwrap();
            let range = prepared.source_range(at..at + word.len());
            assert_eq!(&source[range], word);
        }
        assert_eq!(prepared.written(0), "{{a | 亿元}}");
        assert_eq!(prepared.restore(&prepared.text), source);
    }

    #[test]
    fn reserved_characters_are_dropped_and_told() {
        let prepared = Prepared::new("甲\u{E0FF}乙\u{F0000}丙", &[]);
        assert_eq!(prepared.text, "甲乙丙");
        assert_eq!(prepared.reserved, [3..6, 9..13]);
    }

    #[test]
    fn a_reserved_character_behind_a_backslash_is_told_too() {
        let prepared = Prepared::new("甲\\\u{E0FF}乙", &[]);
        assert_eq!(prepared.text, "甲\\乙");
        assert_eq!(prepared.reserved.first(), Some(&(4..7)));
    }

    #[test]
    fn the_first_reference_beyond_the_limit_is_told() {
        let limit = (AFTER_REFERENCES - FIRST_REFERENCE) as usize;
        let prepared = |count| Prepared::new(&"{{a}}".repeat(count), &[]).too_many;
        assert_eq!(prepared(limit), None);
        assert_eq!(prepared(limit + 2), Some(5 * limit..5 * limit + 5));
    }
}
