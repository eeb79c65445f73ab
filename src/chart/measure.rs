//! How wide text is, without a font.
//!
//! A Chinese character is one em; the printable ASCII characters have a table
//! of their own, the wider of Arial's and Noto Sans CJK's advance widths, so
//! that a box computed here is never too small in either. Everything that
//! places a label asks here; nothing asks the machine, so a chart has the same
//! bytes everywhere.

/// Advance widths of U+0020 to U+007E in thousandths of an em: per character the
/// larger of Liberation Sans (metrically Arial) and Noto Sans CJK SC, as
/// Chromium's `measureText` gives them.
const ASCII: [u16; 95] = [
    278, 323, 474, 556, 556, 921, 680, 278, 338, 338, 467, 584, 278, 347, 278, 392, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 728, 293, 535, 667, 556, 833, 723, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 338, 392, 338, 555, 559, 606, 563, 618, 510, 620, 556, 325, 564, 607, 275, 275, 552,
    284, 926, 610, 606, 620, 620, 388, 500, 377, 607, 521, 802, 500, 521, 500, 338, 270, 338, 584,
];

/// Semi-bold text is wider than regular text by at most this factor on average.
const BOLD: f64 = 1.06;

/// Width of `text` in em.
pub fn em(text: &str) -> f64 {
    text.chars().map(char_em).sum()
}

/// Width of `text` in px at `size` px, bold or not.
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    em(text) * size * if bold { BOLD } else { 1.0 }
}

fn char_em(c: char) -> f64 {
    let code = u32::from(c);
    match code {
        0x20..=0x7e => f64::from(ASCII.get(code as usize - 0x20).copied().unwrap_or(1000)) / 1000.0,
        0xa0..=0x2ff if c != '·' && c != '×' => 0.62,
        // Combining marks take no room of their own.
        0x300..=0x36f | 0x200b..=0x200d | 0xfe00..=0xfe0f => 0.0,
        0x370..=0x1fff => 0.72,
        // Emoji are wider than their em.
        0x1f000..=0x1ffff => 1.35,
        // Han, kana, full-width forms, and the punctuation (“”—…·) and signs
        // (✓●▲) that a Chinese font draws one em wide.
        _ => 1.0,
    }
}

/// Characters that must not begin a line (Requirements for Chinese Text Layout, 3.1.4).
fn never_first(c: char) -> bool {
    "、，。；：？！）》〉」』】〕”’…—·％%,.;:?!)]}".contains(c)
}

/// Characters that must not end a line.
fn never_last(c: char) -> bool {
    "（《〈「『【〔“‘([{".contains(c)
}

/// Endings of names that read badly when divided.
const ENDINGS: [&str; 4] = ["自治县", "自治州", "自治旗", "合作社"];

/// The pieces that are not divided: one Chinese character with the marks that
/// cling to it, a run of Latin letters and digits, or an ending of a name.
fn pieces(text: &str) -> Vec<&str> {
    // Where they begin.
    let mut starts: Vec<usize> = Vec::new();
    let (mut glue, mut after_latin) = (false, false);
    for (at, c) in text.char_indices() {
        let latin = c.is_ascii_graphic();
        let joins = glue || never_first(c) || c == ' ' || (latin && after_latin);
        if !joins || starts.is_empty() {
            starts.push(at);
        }
        (glue, after_latin) = (never_last(c), latin);
        if let Some(from) = starts.len().checked_sub(3) {
            let end = at + c.len_utf8();
            let last = starts.get(from).and_then(|start| text.get(*start..end));
            if last.is_some_and(|last| ENDINGS.contains(&last)) {
                starts.truncate(from + 1);
            }
        }
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let pieces = starts.iter().zip(ends);
    pieces
        .filter_map(|(start, end)| text.get(*start..end))
        .collect()
}

/// Breaks `text` into lines of at most `max` px where Chinese allows a break. A
/// single word that is too long for a line is cut, so no line is ever too wide
/// unless one character is.
pub fn wrap(text: &str, size: f64, bold: bool, max: f64) -> Vec<String> {
    if width(text, size, bold) <= max {
        return vec![text.trim().to_string()];
    }
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        let before = line.len();
        line.push_str(piece);
        if before > 0 && width(line.trim_end(), size, bold) > max {
            line.truncate(before);
            lines.push(std::mem::replace(&mut line, piece.to_owned()));
        }
        while width(line.trim_end(), size, bold) > max && line.chars().count() > 1 {
            let rest = cut(&mut line, size, bold, max);
            lines.push(std::mem::replace(&mut line, rest));
        }
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines.iter().map(|l| l.trim().to_string()).collect()
}

/// Cuts what does not fit off `line` and returns it; at least one character stays.
fn cut(line: &mut String, size: f64, bold: bool, max: f64) -> String {
    let fits = |upto: usize| {
        line.get(..upto)
            .is_some_and(|head| width(head, size, bold) <= max)
    };
    let at = line
        .char_indices()
        .map(|(i, _)| i)
        .skip(1)
        .take_while(|&i| fits(i))
        .last()
        .or_else(|| line.char_indices().nth(1).map(|(i, _)| i))
        .unwrap_or(line.len());
    line.split_off(at)
}

/// Like [`wrap`], with lines of nearly the same length, so that no single
/// character is left over on the last one.
pub fn wrap_even(text: &str, size: f64, bold: bool, max: f64) -> Vec<String> {
    let full = wrap(text, size, bold, max);
    if full.len() < 2 {
        return full;
    }
    let mut rest = width(text, size, bold);
    let mut lines: Vec<String> = vec![String::new()];
    for piece in pieces(text) {
        let wide = width(piece, size, bold);
        let left = (full.len() + 1).saturating_sub(lines.len()).max(1) as f64;
        let Some(line) = lines.last_mut() else { break };
        let so_far = width(line, size, bold);
        if !line.is_empty() && so_far + wide / 2.0 > rest / left {
            rest -= so_far;
            lines.push(piece.to_owned());
        } else {
            line.push_str(piece);
        }
    }
    let lines: Vec<String> = lines.iter().map(|l| l.trim().to_string()).collect();
    let fit = lines.len() == full.len() && lines.iter().all(|l| width(l, size, bold) <= max);
    if fit { lines } else { full }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_han_character_is_one_em() {
        assert_eq!(em("松阳县"), 3.0);
        assert_eq!(width("松阳县", 14.0, false), 42.0);
        assert!((em("401个") - (3.0 * 0.556 + 1.0)).abs() < 1e-9);
        assert!(width("松阳县", 14.0, true) > 42.0);
    }

    #[test]
    fn lines_keep_closing_marks_off_their_beginning() {
        let lines = wrap("集体经济、经营性收入（万元）", 10.0, false, 40.0);
        assert!(
            lines.iter().all(|l| !l.starts_with(never_first)),
            "{lines:?}"
        );
        assert!(lines.iter().all(|l| !l.ends_with(never_last)), "{lines:?}");
        assert_eq!(lines.concat(), "集体经济、经营性收入（万元）");
    }

    #[test]
    fn no_line_is_too_wide() {
        for text in [
            "景宁畲族自治县东坑镇深垟村股份经济合作社",
            "Supercalifragilistic 12345678901234567890",
        ] {
            for max in [28.0, 50.0, 90.0] {
                for line in wrap(text, 14.0, false, max) {
                    assert!(width(&line, 14.0, false) <= max, "{line} at {max}");
                }
            }
        }
    }

    #[test]
    fn even_lines_leave_no_orphan() {
        let lines = wrap_even("景宁畲族自治县东坑镇", 10.0, false, 90.0);
        assert_eq!(lines, ["景宁畲族", "自治县东坑镇"]);
        let lines = wrap_even("景宁畲族自治县", 10.0, false, 35.0);
        assert_eq!(lines, ["景宁", "畲族", "自治县"]);
    }

    #[test]
    fn nothing_is_one_empty_line() {
        assert_eq!(wrap("", 14.0, false, 50.0), [""]);
    }
}
