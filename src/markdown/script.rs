//! Which characters are Chinese.
//!
//! Two classes matter. Han, kana, CJK punctuation and full-width forms are
//! Chinese wherever they stand. Quotes “ ” ‘ ’, dashes —, … and · are shared
//! with Latin text (Unicode calls their width *ambiguous*), so they count as
//! Chinese only on a line that also holds a character of the first class.

/// A character that is Chinese wherever it stands: Han, kana, Hangul, CJK
/// punctuation, full-width forms (East Asian Width W or F, without emoji).
#[inline]
pub(crate) fn is_chinese(c: char) -> bool {
    // What nearly all of a Chinese text is.
    matches!(c, '\u{4E00}'..='\u{9FFF}') || (!c.is_ascii() && is_other_chinese(c))
}

fn is_other_chinese(c: char) -> bool {
    matches!(c,
        '\u{2E80}'..='\u{2FFF}'
        | '\u{3001}'..='\u{4DBF}'
        | '\u{A000}'..='\u{A4CF}'
        | '\u{A960}'..='\u{A97F}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{FE10}'..='\u{FE19}'
        | '\u{FE30}'..='\u{FE6F}'
        | '\u{FF01}'..='\u{FFEF}'
        | '\u{20000}'..='\u{3FFFD}')
}

/// Punctuation and signs that Chinese and Latin text share.
#[inline]
pub(crate) fn is_shared(c: char) -> bool {
    matches!(c,
        '“' | '”' | '‘' | '’' | '—' | '―' | '…' | '·' | '‧' | '•' | '※' | '℃' | '‰'
        | '①'..='⓿'
        | '■'..='◿'
        | '★' | '☆'
        | '←'..='↙')
}

/// Whether `line` holds a character that only Chinese text has.
pub(crate) fn has_chinese(line: &str) -> bool {
    line.chars().any(is_chinese)
}

/// Whether `line`, found indented by four columns, is a Chinese paragraph and
/// not code: at least half of what it says is Chinese, and it does not open
/// another kind of block. Digits and the marks of emphasis say nothing.
pub(crate) fn is_chinese_prose(line: &str) -> bool {
    let line = line.trim();
    let opens_block = line.starts_with(['#', '>', '+', '|', '`', '<', '='])
        || line.starts_with("- ")
        || line.starts_with("* ")
        || line.starts_with("//");
    !opens_block && mostly_chinese(line)
}

/// Whether at least half of the letters and signs of `text` are Chinese.
pub(crate) fn mostly_chinese(text: &str) -> bool {
    let mut chinese = 0usize;
    let mut other = 0usize;
    for c in text.chars() {
        if is_chinese(c) || is_shared(c) {
            chinese += 1;
        } else if !(c.is_whitespace() || c.is_ascii_digit() || "*_~[](){}%.,".contains(c)) {
            other += 1;
        }
    }
    chinese >= other && has_chinese(text)
}

/// Characters with which editors indent the first line of a paragraph: the
/// ideographic space, and the em space that `&emsp;` stands for.
#[inline]
pub(crate) fn is_indent(c: char) -> bool {
    matches!(c, '\u{3000}' | '\u{2003}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_told_from_code() {
        assert!(is_chinese_prose("全市推进“消薄”工程"));
        assert!(is_chinese_prose("**2019年**，GDP增长"));
        assert!(!is_chinese_prose("let name = \"消薄\";"));
        assert!(!is_chinese_prose("# 中文注释"));
        assert!(!is_chinese_prose("2019 401 168"));
        assert!(!is_chinese_prose("“Latin”"));
    }

    #[test]
    fn what_opens_another_block_is_no_prose() {
        for line in [
            "- 一是抓党建",
            "* 一是抓党建",
            "// 一是抓党建",
            "| 一是 | 抓党建",
        ] {
            assert!(!is_chinese_prose(line), "{line}");
        }
        assert!(is_chinese_prose("-一是抓党建"));
    }
}
