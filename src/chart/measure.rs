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
    let bytes = text.as_bytes();
    let (mut thousandths, mut at) = (0_u64, 0);
    while let Some(byte) = bytes.get(at) {
        at += match byte {
            // As UTF-8, U+3000 to U+EFFF: Chinese, without a look at the character.
            0xe3..=0xee => {
                thousandths += EM;
                3
            }
            _ => {
                let c = text.get(at..).and_then(|rest| rest.chars().next());
                thousandths += c.map_or(0, char_thousandths);
                c.map_or(1, char::len_utf8)
            }
        };
    }
    thousandths as f64 / EM as f64
}

/// Width of `text` in px at `size` px, bold or not.
pub fn width(text: &str, size: f64, bold: bool) -> f64 {
    em(text) * size * if bold { BOLD } else { 1.0 }
}

/// Thousandths in an em: their sum is exact, in whatever order.
const EM: u64 = 1000;

fn char_thousandths(c: char) -> u64 {
    let code = u32::from(c);
    match code {
        0x20..=0x7e => ASCII
            .get(code as usize - 0x20)
            .map_or(EM, |em| (*em).into()),
        0xa0..=0x2ff if c != '·' && c != '×' => 620,
        // Combining marks take no room of their own.
        0x300..=0x36f | 0x200b..=0x200d | 0xfe00..=0xfe0f => 0,
        0x370..=0x1fff => 720,
        // Emoji are wider than their em.
        0x1f000..=0x1ffff => 1350,
        // Han, kana, full-width forms, and the punctuation (“”—…·) and signs
        // (✓●▲) that a Chinese font draws one em wide.
        _ => EM,
    }
}

/// Characters that must not begin a line (Requirements for Chinese Text Layout, 3.1.4).
#[rustfmt::skip]
fn never_first(c: char) -> bool {
    matches!(
        c,
        '、' | '，' | '。' | '；' | '：' | '？' | '！' | '）' | '》' | '〉' | '」' | '』' | '】'
        | '〕' | '”' | '’' | '…' | '—' | '·' | '％' | '%' | ',' | '.' | ';' | ':' | '?' | '!'
        | ')' | ']' | '}'
    )
}

/// Characters that must not end a line.
#[rustfmt::skip]
fn never_last(c: char) -> bool {
    matches!(
        c,
        '（' | '《' | '〈' | '「' | '『' | '【' | '〔' | '“' | '‘' | '(' | '[' | '{'
    )
}

/// Words in names that read badly when divided.
const WORDS: [&str; 8] = [
    "自治县",
    "自治州",
    "自治旗",
    "自治区",
    "合作社",
    "街道",
    "社区",
    "新区",
];

/// The peoples whose names have more than one character before 族 (GB/T 3304); those
/// of one cling to it as a suffix does.
const PEOPLES: [&str; 33] = [
    "蒙古",
    "维吾尔",
    "布依",
    "朝鲜",
    "土家",
    "哈尼",
    "哈萨克",
    "傈僳",
    "高山",
    "拉祜",
    "东乡",
    "纳西",
    "景颇",
    "柯尔克孜",
    "达斡尔",
    "布朗",
    "撒拉",
    "毛南",
    "仡佬",
    "锡伯",
    "阿昌",
    "普米",
    "塔吉克",
    "乌孜别克",
    "俄罗斯",
    "鄂温克",
    "德昂",
    "保安",
    "裕固",
    "塔塔尔",
    "独龙",
    "鄂伦春",
    "赫哲",
];

/// What a place is called by: it is never parted from the character before it.
#[rustfmt::skip]
fn is_suffix(c: char) -> bool {
    matches!(
        c,
        '族' | '省' | '市' | '区' | '县' | '州' | '旗' | '盟' | '乡' | '镇' | '村'
    )
}

/// After these a name is best divided.
fn is_joint(piece: &str) -> bool {
    piece.ends_with(|c: char| is_suffix(c) || "，、；。：）—→ ".contains(c))
}

/// The pieces that are not divided: one Chinese character with the marks that
/// cling to it, a number with its unit, a run of Latin letters, a word of a name.
fn pieces(text: &str) -> Vec<&str> {
    // Where they begin.
    let mut starts: Vec<usize> = Vec::new();
    let mut before: Option<char> = None;
    let mut glue = false;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        let latin = c.is_ascii_graphic();
        let joins = before.is_some_and(|before| {
            let after_latin = before.is_ascii_graphic();
            let suffix = is_suffix(c) && !after_latin && before != ' ';
            glue || never_first(c) || c == ' ' || suffix || (latin && after_latin)
        });
        if !joins {
            starts.push(at);
        }
        let number = |from: &usize| {
            text.get(*from..end).is_some_and(|piece| {
                piece
                    .trim_end_matches(['万', '亿'])
                    .ends_with(|d: char| d.is_ascii_digit())
            })
        };
        glue = never_last(c)
            || (matches!(c, '万' | '亿') && starts.last().is_some_and(number))
            || c.is_ascii_digit();
        before = Some(c);
        join_word(&mut starts, text, end, c);
    }
    let ends = starts.iter().skip(1).copied().chain([text.len()]);
    let pieces = starts.iter().zip(ends);
    pieces
        .filter_map(|(start, end)| text.get(*start..end))
        .collect()
}

/// Whether one of [`WORDS`] or a people's name ends with `c`.
fn may_end_word(c: char) -> bool {
    matches!(c, '族' | '县' | '州' | '旗' | '区' | '社' | '道')
}

/// Makes one piece of the last few, of which the last ends with `c` at `end`, where
/// together they are a word or a people's name.
fn join_word(starts: &mut Vec<usize>, text: &str, end: usize, c: char) {
    const LONGEST: usize = 5;
    if !may_end_word(c) {
        return;
    }
    for count in 2..=LONGEST.min(starts.len()) {
        let from = starts.len() - count;
        let word = starts.get(from).and_then(|start| text.get(*start..end));
        let Some(word) = word else { return };
        let people = word
            .strip_suffix('族')
            .is_some_and(|p| PEOPLES.contains(&p));
        if people || WORDS.contains(&word) {
            starts.truncate(from + 1);
            return;
        }
    }
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
    let mut measured = Measured::default();
    for piece in pieces(text) {
        let before = line.len();
        line.push_str(piece);
        measured.push(piece);
        if measured.width(size, bold) <= max {
            continue;
        }
        if before > 0 {
            line.truncate(before);
            let rest = after_stop(&mut line, size, bold, max);
            lines.push(std::mem::replace(&mut line, rest + piece));
        }
        while width(line.trim_end(), size, bold) > max && line.chars().count() > 1 {
            let rest = cut(&mut line, size, bold, max);
            lines.push(std::mem::replace(&mut line, rest));
        }
        measured = Measured::of(&line);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines.iter().map(|l| l.trim().to_string()).collect()
}

/// A line that grows, measured once.
#[derive(Clone, Copy, Default)]
struct Measured {
    /// In thousandths of an em, and without the spaces at its end.
    all: u64,
    trimmed: u64,
}

impl Measured {
    fn push(&mut self, text: &str) {
        for c in text.chars() {
            self.all += char_thousandths(c);
            if !c.is_whitespace() {
                self.trimmed = self.all;
            }
        }
    }

    fn of(text: &str) -> Measured {
        let mut measured = Measured::default();
        measured.push(text);
        measured
    }

    /// What is measured already follows.
    fn add(&mut self, next: &Measured) {
        if next.trimmed > 0 {
            self.trimmed = self.all + next.trimmed;
        }
        self.all += next.all;
    }

    /// Whether there is nothing yet but spaces.
    fn is_blank(&self) -> bool {
        self.trimmed == 0
    }

    /// As [`width`] of the line without the spaces at its end.
    fn width(&self, size: f64, bold: bool) -> f64 {
        self.trimmed as f64 / EM as f64 * size * if bold { BOLD } else { 1.0 }
    }
}

/// Moves what follows the last mark of a nearly full line to the next one, so that a
/// name in a list stays whole where there is room.
fn after_stop(line: &mut String, size: f64, bold: bool, max: f64) -> String {
    let stop = line
        .char_indices()
        .rev()
        .find(|(_, c)| "、，；：".contains(*c));
    let end = stop.map_or(0, |(at, c)| at + c.len_utf8());
    let nearly = line
        .get(..end)
        .is_some_and(|head| width(head, size, bold) > max * 0.6);
    if nearly {
        line.split_off(end)
    } else {
        String::new()
    }
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
/// character is left over on the last one; divided after 县, 镇, 族 and the like where
/// that makes no line much longer than another.
pub fn wrap_even(text: &str, size: f64, bold: bool, max: f64) -> Vec<String> {
    let full = wrap(text, size, bold, max);
    if full.len() < 2 {
        return full;
    }
    let pieces = pieces(text);
    // Lines of a paragraph need not be alike, and to try all ways would take long.
    if pieces.len() > MOST_PIECES {
        return full;
    }
    let set = |lines: usize| set(&pieces, lines, (size, bold, max));
    match (set(full.len()), set(full.len() + 1)) {
        (Some((least, _)), Some((more, lines))) if more + ONE_MORE < least => lines,
        (Some((_, lines)), _) => lines,
        (None, _) => full,
    }
}

/// Longer texts are no titles and no labels.
const MOST_PIECES: usize = 120;
/// What a break within a word costs, in squared characters out of balance.
const WITHIN: f64 = 12.0;
/// What a line more costs.
const ONE_MORE: f64 = 8.0;

/// A way to set the first pieces in so many lines: what it costs, and the piece with
/// which its last line begins.
type Way = Option<(f64, usize)>;

/// The best way to set pieces in so many lines, and what it costs.
fn set(
    pieces: &[&str],
    count: usize,
    (size, bold, max): (f64, bool, f64),
) -> Option<(f64, Vec<String>)> {
    let even = width(&pieces.concat(), size, bold) / count as f64;
    let measured: Vec<[Measured; 2]> = pieces
        .iter()
        .map(|piece| [Measured::of(piece.trim_start()), Measured::of(piece)])
        .collect();
    // The cheapest ways for each count of lines, by the number of pieces set.
    let mut ways: Vec<Vec<Way>> = vec![vec![None; pieces.len() + 1]];
    *ways.first_mut()?.first_mut()? = Some((0.0, 0));
    for _ in 0..count {
        let mut next: Vec<Way> = vec![None; pieces.len() + 1];
        for (from, way) in ways.last()?.iter().enumerate() {
            let Some((cost, _)) = way else { continue };
            let mut line = Measured::default();
            for (n, [first, other]) in measured.iter().enumerate().skip(from) {
                line.add(if line.is_blank() { first } else { other });
                let wide = line.width(size, bold);
                if wide > max {
                    break;
                }
                let whole = n + 1 == pieces.len() || is_joint(pieces.get(n)?);
                let uneven = (wide - even) / size;
                let cost = cost + uneven * uneven + if whole { 0.0 } else { WITHIN };
                let slot = next.get_mut(n + 1)?;
                if slot.is_none_or(|(least, _)| least > cost) {
                    *slot = Some((cost, from));
                }
            }
        }
        ways.push(next);
    }
    let (cost, _) = (*ways.last()?.last()?)?;
    let mut end = pieces.len();
    let mut lines = Vec::with_capacity(count);
    for ways in ways.iter().skip(1).rev() {
        let (_, from) = (*ways.get(end)?)?;
        lines.push(pieces.get(from..end)?.concat().trim().to_owned());
        end = from;
    }
    lines.reverse();
    Some((cost, lines))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_is_known_by_its_end() {
        assert!(WORDS.iter().all(|word| word.ends_with(may_end_word)));
    }

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
    fn a_name_is_divided_between_its_words() {
        let whole = "积石山保安族东乡族撒拉族自治县";
        for max in 60..150 {
            for lines in [
                wrap_even(whole, 10.0, false, max.into()),
                wrap(whole, 10.0, false, max.into()),
            ] {
                assert_eq!(lines.concat(), whole);
                for line in lines {
                    for part in ["保安族", "东乡族", "撒拉族", "自治县"] {
                        let (a, b) = part.split_at(3);
                        assert!(
                            !line.ends_with(a) && !line.starts_with(b),
                            "{line} at {max}"
                        );
                    }
                    assert!(!line.starts_with('族'), "{line} at {max}");
                }
            }
        }
        assert_eq!(
            wrap_even("云和县崇头镇梅源村股份经济合作社", 10.0, false, 100.0),
            ["云和县崇头镇梅源村", "股份经济合作社"]
        );
        assert_eq!(
            wrap_even("双江拉祜族佤族布朗族傣族自治县", 10.0, false, 80.0),
            ["双江拉祜族佤族", "布朗族傣族自治县"]
        );
    }

    #[test]
    fn a_name_in_a_list_stays_whole() {
        let lines = wrap(
            "莲都区、龙泉市、青田县、景宁畲族自治县、遂昌县",
            10.0,
            false,
            180.0,
        );
        assert_eq!(
            lines,
            ["莲都区、龙泉市、青田县、", "景宁畲族自治县、遂昌县"]
        );
        let lines = wrap(
            "甲、一个很长而没有停顿的说明文字不必为此另起一行",
            10.0,
            false,
            180.0,
        );
        assert_eq!(lines.len(), 2);
    }

    #[test]
    fn a_number_keeps_its_unit() {
        for max in 20..60 {
            for line in wrap("甲为1234万元乙为56个", 10.0, false, max.into()) {
                let loose = line.starts_with(['万', '元', '个']);
                assert!(!loose || max < 43, "{line} at {max}");
            }
        }
    }

    #[test]
    fn nothing_is_one_empty_line() {
        assert_eq!(wrap("", 14.0, false, 50.0), [""]);
    }
}
