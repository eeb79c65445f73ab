//! Whether a drawing is sound XML where quick-xml does not ask.
//!
//! That reader takes what it can: `g/onload="…"` for the name of an element, a line of
//! text behind the root for text. A browser shows the fault instead of the drawing, or,
//! where a server sends the file without a type and it begins with a comment, takes it
//! for HTML and finds an attribute there. What is XML 1.0 to the letter reads alike in
//! both, but for two things: HTML ends a comment at `<!-->`, and knows no CDATA within a
//! title.

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart};

/// Characters that no XML 1.0 file may hold (section 2.2).
pub(super) fn has_no_control(file: &str) -> bool {
    let is_fault = |b: u8| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r');
    !file.bytes().any(is_fault) && !file.contains(['\u{FFFE}', '\u{FFFF}'])
}

/// A start tag: a name, then attributes with blanks before each, their values in
/// quotation marks and without `<` (section 3.1).
pub(super) fn tag(element: &BytesStart<'_>) -> bool {
    let text: &str = element;
    let mut rest = text.get(name(text)..).unwrap_or_default();
    if rest.len() == text.len() {
        return false;
    }
    loop {
        let next = rest.trim_start_matches(BLANKS);
        if next.is_empty() {
            return true;
        }
        let long = name(next);
        if next.len() == rest.len() || long == 0 {
            return false;
        }
        let sign = next.get(long..).unwrap_or_default();
        let Some(value) = sign.trim_start_matches(BLANKS).strip_prefix('=') else {
            return false;
        };
        let value = value.trim_start_matches(BLANKS);
        let mark = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let end = mark.and_then(|mark| value.get(1..)?.split_once(mark));
        match end {
            Some((inside, after)) if !inside.contains('<') => rest = after,
            _ => return false,
        }
    }
}

const BLANKS: [char; 4] = [' ', '\t', '\n', '\r'];

/// How long the name at the start of `text` is (section 2.3; of characters beyond ASCII
/// any letter or digit will do).
fn name(text: &str) -> usize {
    let begins = |c: char| c.is_alphabetic() || matches!(c, '_' | ':');
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '_' | ':' | '-' | '.');
    if !text.starts_with(begins) {
        return 0;
    }
    text.find(|c| !goes_on(c)).unwrap_or(text.len())
}

/// A comment that ends nowhere before its end, in HTML neither (section 2.5).
pub(super) fn comment(text: &str) -> bool {
    !text.contains("--")
        && !text.ends_with('-')
        && !text.starts_with('>')
        && !text.starts_with("->")
}

/// Text between tags (section 2.4).
pub(super) fn text(text: &str) -> bool {
    !text.contains("]]>")
}

/// A reference that means something without a DOCTYPE (section 4.1).
pub(super) fn reference(reference: &BytesRef<'_>) -> bool {
    match reference.is_char_ref() {
        true => matches!(reference.resolve_char_ref(), Ok(Some(_))),
        false => resolve_predefined_entity(reference).is_some(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_tags_end_where_a_browser_ends_them() {
        let is_sound = |text: &str| tag(&BytesStart::from_content(text, name(text)));
        for text in ["g", "svg:g a='1'\n b = \"'x' > 2\" ", "图 名:号=\"1\""] {
            assert!(is_sound(text), "{text}");
        }
        for text in [
            "g/onload=\"a\"",
            "g tabindex=\"0\"/onfocus=\"a\"",
            "g a=\"1\"b=\"2\"",
            "g a=\"<b>\"",
            "g a",
            "g a=1",
            "g a=\"1",
            "g\u{a0}onload=\"a\"",
            "-g",
            "",
        ] {
            assert!(!is_sound(text), "{text}");
        }
    }

    #[test]
    fn comments_end_in_html_where_they_end_in_xml() {
        assert!(comment(" 图 > - 1 "));
        for text in ["", "-", ">", "->", " a --! b", "a--b", "a-"] {
            assert_eq!(comment(text), text.is_empty(), "{text}");
        }
    }
}
