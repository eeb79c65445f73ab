//! What stands at a place of a text: Chinese characters, Chinese marks, the two
//! that stand for what is not prose, one of several words.

/// Stands in a block's text for code, references, addresses and HTML.
pub(super) const OBJECT: char = '\u{FFFC}';

/// Stands in a block's text for a picture.
pub(super) const PICTURE: char = '\u{FFF9}';

/// A Chinese character (or 〇).
pub(super) fn is_han(c: char) -> bool {
    matches!(c,
        '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// A mark of Chinese typesetting. Curly quotes, dashes and dots count, as
/// they do in Chinese text.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c,
        '“' | '”' | '‘' | '’' | '…' | '—' | '·' | '、' | '。'
        | '〈'..='】' | '〔'..='〟' | '\u{FE50}'..='\u{FE57}'
        | '！' | '（' | '）' | '，' | '：' | '；' | '？' | '～' | '．' | '［' | '］' | '％')
}

/// A Chinese character or mark.
pub(super) fn is_chinese(c: char) -> bool {
    is_han(c) || is_mark(c)
}

/// A space inside a line, half or full width.
pub(super) fn is_blank(c: char) -> bool {
    matches!(
        c,
        ' ' | '\t' | '\u{A0}' | '\u{3000}' | '\u{2002}'..='\u{200A}'
    )
}

/// Ends a sentence.
pub(super) fn is_final(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '…' | '.' | '!' | '?')
}

/// A numeral written as a Chinese character.
pub(super) fn is_han_numeral(c: char) -> bool {
    "〇零一二三四五六七八九十百千万亿两".contains(c)
}

/// How many Chinese characters there are.
pub(super) fn count_han(text: &str) -> usize {
    text.chars().filter(|c| is_han(*c)).count()
}

/// The character before `at`.
pub(super) fn before(text: &str, at: usize) -> Option<char> {
    text.get(..at)?.chars().next_back()
}

/// The character at `at`.
pub(super) fn at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// The first of `words` that `text` begins with.
pub(super) fn starts<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    words.iter().copied().find(|w| text.starts_with(w))
}

/// The first of `words` that `text` ends with.
pub(super) fn ends<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    words.iter().copied().find(|w| text.ends_with(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_no_letters() {
        assert!(is_han('薄') && is_han('〇') && !is_han('，') && !is_han('A'));
        assert!(is_mark('“') && is_mark('《') && is_mark('（') && !is_mark('('));
        assert!(!is_chinese('%') && !is_chinese('１'));
        assert_eq!(count_han("“飞地”4.0版"), 3);
    }
}
