//! Text made plain for comparing: names as counties type them differ in white
//! space, line breaks, full-width forms and quotation marks.

/// Characters of a cell that are shown.
const BRIEF: usize = 80;

/// Without white space, quotation marks and invisible characters; full-width
/// forms made half-width, small letters.
pub(super) fn plain(text: &str) -> String {
    text.chars()
        .filter(|c| !is_dropped(*c))
        .map(half_width)
        .flat_map(char::to_lowercase)
        .collect()
}

/// Without the marks of footnotes behind it: 达标村①, 莲都区*.
pub(super) fn without_marks(text: &str) -> &str {
    let is_mark = |c: char| matches!(c, '①'..='⑳' | '¹' | '²' | '³' | '⁴'..='⁹' | '*' | '※' | '†' | '‡' | '▲' | '△' | '★');
    let bare = text.trim_end_matches(is_mark);
    if bare.is_empty() { text } else { bare }
}

/// Without a number in front of it: 1、莲都区, （二）达标村.
pub(super) fn without_number(text: &str) -> &str {
    let inner = text.trim_start_matches(['(', '（']);
    let rest = inner
        .trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    let bare = rest.trim_start_matches([')', '）', '、', '.', '．']);
    let is_number = rest.len() < inner.len() && bare.len() < rest.len();
    if is_number && !bare.is_empty() {
        bare
    } else {
        text
    }
}

/// A cell as it is shown in a message: on one line, and not all of a long one.
pub(super) fn brief(text: &str) -> String {
    let line = one_line(text);
    match line.char_indices().nth(BRIEF) {
        Some((at, _)) => format!("{}…", &line[..at]),
        None => line,
    }
}

/// Line breaks and runs of white space as one space: for showing a cell in a
/// line.
pub(super) fn one_line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || is_invisible(c))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn is_dropped(c: char) -> bool {
    c.is_whitespace() || is_invisible(c) || "“”‘’\"'「」『』".contains(c)
}

/// Zero-width characters, soft hyphens, byte-order marks, control characters.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}'
    ) || (c.is_control() && !matches!(c, '\n' | '\t' | '\r'))
}

/// A full-width letter, digit or sign as its half-width form.
pub(super) fn half_width(c: char) -> char {
    match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        '﹪' => '%',
        c => c,
    }
}

/// Columns that a text takes on a terminal: two for a Chinese character.
pub(super) fn columns(text: &str) -> usize {
    text.chars()
        .map(|c| {
            if is_wide(c) {
                2
            } else {
                usize::from(!is_invisible(c))
            }
        })
        .sum()
}

fn is_wide(c: char) -> bool {
    matches!(u32::from(c),
        0x1100..=0x115F | 0x2E80..=0x303E | 0x3041..=0xA4CF | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF | 0xFE30..=0xFE6F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD)
        || "“”‘’…—·".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_typed_in_many_ways_are_one() {
        for name in [
            "北川羌族\n自治县",
            " 北川 羌族　自治县",
            "北川羌族自治县\u{200B}",
        ] {
            assert_eq!(plain(name), "北川羌族自治县");
        }
        assert_eq!(plain("“消薄”资金（万元）"), "消薄资金(万元)");
        assert_eq!(plain("ＧＤＰ１"), "gdp1");
    }

    #[test]
    fn chinese_takes_two_columns() {
        assert_eq!(columns("莲都a"), 5);
        assert_eq!(one_line(" 北川\n 自治县 "), "北川 自治县");
    }
}
