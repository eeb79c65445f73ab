//! Characters that nobody sees and that do harm: control characters, marks
//! that turn the direction of writing, spaces of no width, what is left of a
//! character that was lost. They come with text pasted from elsewhere, split
//! words for a search, and could make a page say what its source does not.
//!
//! The joiners of emoji and of scripts that need them are left in peace.

use crate::finding::{Code, Finding, Findings, Place, Source};
use crate::text;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What a character is, in Chinese and English; `None` for those that may
/// stand in a text.
fn name(c: char) -> Option<(&'static str, &'static str)> {
    Some(match c {
        // Nearly all there is.
        '\n' | '\t' | ' '..='~' | '\u{3000}'..='\u{FDCF}' => return None,
        '\u{0}'..='\u{1F}' | '\u{7F}'..='\u{9F}' => ("控制字符", "a control character"),
        '\u{200B}' | '\u{2060}'..='\u{2064}' | '\u{FEFF}' => {
            ("零宽空格一类的字符", "a space of no width")
        }
        '\u{AD}' => ("软连字符", "a soft hyphen"),
        '\u{61C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
            (
                "改变书写方向的字符",
                "a mark that turns the direction of writing",
            )
        }
        // What no text may hold: a feed with one of these is no XML.
        '\u{FDD0}'..='\u{FDEF}' => ("不是字符的编码", "a code that is no character"),
        _ if u32::from(c) & 0xFFFE == 0xFFFE => ("不是字符的编码", "a code that is no character"),
        '\u{180E}' | '\u{206A}'..='\u{206F}' | '\u{FFF9}'..='\u{FFFB}' => {
            ("不占位置的字符", "a character of no width")
        }
        // Whole sentences are hidden in these.
        '\u{E0000}'..='\u{E007F}' => ("不占位置的字符", "a character of no width"),
        '\u{2028}' | '\u{2029}' => ("另一种换行符", "a line end of another kind"),
        '\u{FFFD}' => (
            "转换编码时丢了字的记号",
            "the mark of a character that was lost",
        ),
        _ => return None,
    })
}

/// The bytes with which one of them may begin.
const BEGINS: [bool; 256] = {
    let mut begins = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        begins[byte] = byte != b'\n' as usize && byte != b'\t' as usize;
        byte += 1;
    }
    begins[0x7F] = true;
    // Of U+0080 to U+00BF, U+0600 to U+063F, U+1000 to U+2FFF, U+F000 to U+FFFF,
    // and of all beyond.
    begins[0xC2] = true;
    begins[0xD8] = true;
    begins[0xE1] = true;
    begins[0xE2] = true;
    begins[0xEF] = true;
    byte = 0xF0;
    while byte < 0xF5 {
        begins[byte] = true;
        byte += 1;
    }
    begins
};

/// Whether a text holds one of them. Nearly none does, so it is gone through by
/// bytes.
pub(super) fn holds_any(text: &str) -> bool {
    let is_one = |at: usize| {
        let first = text.get(at..).and_then(|rest| rest.chars().next());
        first.is_some_and(|c| name(c).is_some())
    };
    let mut bytes = text.bytes().enumerate();
    bytes.any(|(at, byte)| BEGINS[usize::from(byte)] && is_one(at))
}

/// Tells those of a text at `range` of the file, once for each line; returns
/// where the lines begin.
pub(super) fn in_text(
    source: &Arc<Source>,
    range: Range<usize>,
    findings: &mut Findings,
) -> BTreeSet<usize> {
    let mut lines = BTreeSet::new();
    let mut start = range.start;
    let text = source.text().get(range).unwrap_or("");
    if !holds_any(text) {
        return lines;
    }
    for line in text.split_inclusive('\n') {
        let found = line
            .char_indices()
            .find_map(|(at, c)| Some((at, c, name(c)?)));
        if let Some((at, c, what)) = found {
            let count = line.chars().filter(|c| name(*c).is_some()).count();
            let at = start + at..start + at + c.len_utf8();
            findings.push(finding(Place::at(source, at), c, what, count));
            lines.insert(start);
        }
        start += line.len();
    }
    lines
}

/// Tells those of TOML that begins at byte `start` of the file, also those
/// written `\u0007`; returns where the lines begin, with the blank before them.
pub(super) fn in_toml(
    source: &Arc<Source>,
    text: &str,
    start: usize,
    tree: &Spanned<DeTable<'_>>,
    findings: &mut Findings,
) -> BTreeSet<usize> {
    let lines = in_text(source, start..text.len(), findings);
    in_table(source, tree.get_ref(), findings);
    // The first line of a block seems to begin where the file does.
    let seen = |line: usize| text[..line].rfind('\n').map_or(0, |at| at + 1);
    lines.into_iter().map(seen).collect()
}

fn in_table(source: &Arc<Source>, table: &DeTable<'_>, findings: &mut Findings) {
    for (_, value) in table {
        in_value(source, value, findings);
    }
}

fn in_value(source: &Arc<Source>, value: &Spanned<DeValue<'_>>, findings: &mut Findings) {
    match value.get_ref() {
        DeValue::Table(table) => in_table(source, table, findings),
        DeValue::Array(items) => items.iter().for_each(|v| in_value(source, v, findings)),
        DeValue::String(text) => {
            let place = Place::at(source, value.span());
            // Line ends of a text over several lines may be written so too.
            let found = |c: &char| name(*c).is_some() && *c != '\r' && !place.text().contains(*c);
            if let Some(c) = text.chars().find(found)
                && let Some(what) = name(c)
            {
                findings.push(finding(place, c, what, 1));
            }
        }
        _ => {}
    }
}

fn finding(place: Place, c: char, what: (&str, &str), count: usize) -> Finding {
    let code = format!("U+{:04X}", u32::from(c));
    let (zh, en) = what;
    let message = match count {
        1 => text!(
            "这里有{zh}（{code}），看不见",
            "{en}, which nobody sees ({code})"
        ),
        _ => text!(
            "这里有{zh}（{code}），看不见；这一行共 {count} 个这样的字符",
            "{en}, which nobody sees ({code}); the line has {count} such characters"
        ),
    };
    let hint = match c {
        '\u{FFFD}' => text!(
            "对照原稿，把丢掉的字补上",
            "put back the character that the original has"
        ),
        _ => text!(
            "多半是粘贴时带来的：把它前后的字连它一起删去，重新打一遍",
            "mostly pasted: delete it with the characters beside it and type them again"
        ),
    };
    Finding::new(Code::CharacterInvisible, place, message).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(text: &str) -> Vec<(usize, usize)> {
        let source = Source::new("a.md", text);
        let mut findings = Findings::new();
        in_text(&source, 0..text.len(), &mut findings);
        let found = findings.sorted();
        found.iter().filter_map(|f| f.place.position()).collect()
    }

    #[test]
    fn tags_that_nobody_sees_hid_a_sentence() {
        assert_eq!(codes("甲\u{E0041}\u{E0042}乙").len(), 1);
    }

    #[test]
    fn once_for_each_line() {
        assert_eq!(
            codes("东\u{7}县\n西县\n南\u{200B}县\u{202E}有"),
            [(1, 2), (3, 2)]
        );
    }

    #[test]
    fn none_escapes_the_quick_look() {
        for c in '\0'..=char::MAX {
            assert_eq!(holds_any(&format!("县{c}")), name(c).is_some(), "{c:?}");
        }
    }

    #[test]
    fn what_is_no_character_would_break_the_feed() {
        for c in [
            '\u{FFFE}',
            '\u{FFFF}',
            '\u{FDD0}',
            '\u{1FFFE}',
            '\u{10FFFF}',
        ] {
            assert_eq!(codes(&format!("甲{c}")), [(1, 2)], "{c:?}");
        }
        assert!(codes("，（𠮷）😀").is_empty());
    }

    #[test]
    fn emoji_and_indents_are_no_fault() {
        assert!(codes("\u{3000}\u{3000}👨\u{200D}👩\u{FE0F}\t甲\u{A0}乙").is_empty());
    }
}
