//! Text that came with the content, made fit to be printed.
//!
//! A terminal obeys what it is sent: an escape character in a file's name
//! colours the screen or writes over what stands above, a mark of direction
//! turns a path around, a space of no width hides in a name. So all that is
//! printed to a person goes through [`visible`], which shows such characters
//! instead of sending them, and is cut by [`shorten`], since what an editor
//! wrote may be a megabyte long.

use std::borrow::Cow;
use std::fmt::Write as _;

/// Characters that a message or a hint may have.
const LONGEST: usize = 400;
/// Of a longer one, what stands before and after the gap.
const HEAD: usize = 260;
const TAIL: usize = 100;
/// What stands in the gap.
const GAP: &str = "……";

/// `text` over several lines, with every character shown that a terminal would
/// obey or nobody would see: `␛` for ESC, `<U+202E>` for what has no sign of
/// its own. Line ends and tabs stay what they are.
pub fn visible(text: &str) -> Cow<'_, str> {
    replaced(text, |c| !matches!(c, '\n' | '\t') && is_hidden(c))
}

/// The same for what stands in one line, such as the name of a file: line ends
/// and tabs are shown, too.
pub fn visible_line(text: &str) -> Cow<'_, str> {
    replaced(text, is_hidden)
}

fn replaced(text: &str, is_bad: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&is_bad) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            c if !is_bad(c) => shown.push(c),
            // The control pictures stand in the order of what they show.
            '\0'..='\u{1F}' => shown.extend(char::from_u32(0x2400 + u32::from(c))),
            '\u{7F}' => shown.push('␡'),
            // Writing to a String cannot fail.
            c => drop(write!(shown, "<U+{:04X}>", u32::from(c))),
        }
    }
    Cow::Owned(shown)
}

/// Whether a terminal obeys the character, or shows nothing for it. The joiners
/// of emoji and of scripts that need them are left in peace.
pub fn is_hidden(c: char) -> bool {
    match c {
        // Nearly all there is.
        ' '..='~' | '\u{3000}'..='\u{FEFE}' => false,
        '\u{61C}' | '\u{180E}' | '\u{200B}' | '\u{200E}' | '\u{200F}' => true,
        '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' => true,
        '\u{FEFF}' | '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E007F}' => true,
        c => c.is_control(),
    }
}

/// Takes out the middle of a text that is too long to be read.
pub(super) fn shorten(text: &mut String) {
    if text.len() <= LONGEST || text.chars().nth(LONGEST).is_none() {
        return;
    }
    let start = text.char_indices().nth(HEAD).map_or(0, |(at, _)| at);
    let end = text.char_indices().nth_back(TAIL - 1);
    let end = end.map_or(text.len(), |(at, _)| at);
    text.replace_range(start..end, GAP);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_sent_to_it() {
        for code in (0..=0x9F).chain(0x2000..=0x206F).chain([0xFEFF, 0xE0041]) {
            let Some(c) = char::from_u32(code) else {
                continue;
            };
            let text = format!("甲{c}乙");
            let shown = visible_line(&text);
            assert!(!shown.contains(|c: char| c.is_control()), "U+{code:04X}");
            if is_hidden(c) {
                assert!(!shown.contains(c), "U+{code:04X}");
            }
        }
        assert_eq!(
            visible("a\u{1b}[31m\nb\u{9b}\u{202e}"),
            "a␛[31m\nb<U+009B><U+202E>"
        );
        assert_eq!(visible_line("a\n\t\u{7f}\u{200b}"), "a␊␉␡<U+200B>");
        assert_eq!(visible("\tb\r"), "\tb␍");
    }

    #[test]
    fn emoji_and_chinese_are_shown_as_they_are() {
        let text = "👨\u{200D}👩，\u{3000}“莲都区”\u{A0}é";
        assert!(matches!(visible_line(text), Cow::Borrowed(same) if same == text));
    }

    #[test]
    fn of_a_long_text_both_ends_are_kept() {
        let mut text = format!("没有“{}”这个主题", "长".repeat(100_000));
        shorten(&mut text);
        assert_eq!(text.chars().count(), HEAD + TAIL + 2);
        assert!(text.starts_with("没有“长") && text.ends_with("长”这个主题"));
        let mut text = "长".repeat(LONGEST);
        shorten(&mut text);
        assert_eq!(text.chars().count(), LONGEST);
    }
}
