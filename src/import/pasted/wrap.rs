//! Lines that were wrapped by hand, joined to paragraphs: where a text was wrapped is
//! seen from the widths of all its lines, before any of them is read.

use crate::import::headings::numbering;
use crate::import::page_lines::kind;
use crate::import::pasted_tables::Part;
use crate::import::plain::{columns, is_invisible, one_line};
use std::ops::RangeInclusive;

/// Width of a line that is no title.
const RUNNING: usize = 40;

/// Width within which wrapped lines end.
const SLACK: usize = 6;

/// Lines as paragraphs.
pub(super) fn paragraphs(lines: &[Line<'_>], wrap: &Wrap) -> Vec<String> {
    let clean = |line: &str| -> String {
        let plain = line
            .chars()
            .filter(|c| !is_invisible(*c))
            .collect::<String>();
        plain
            .trim_matches([' ', '\t', '\u{3000}', '\u{a0}'])
            .to_owned()
    };
    let mut out: Vec<String> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let words = clean(line.text);
        let before = at.checked_sub(1).and_then(|at| lines.get(at));
        match out.last_mut() {
            Some(last) if before.is_some_and(|before| wrap.goes_on(before, line)) => {
                // Latin words were parted by the line's end.
                // A number torn apart is one again.
                let latin = |c: char| c.is_ascii_alphanumeric();
                if let (Some(a), Some(b)) = (last.chars().last(), words.chars().next())
                    && latin(a)
                    && latin(b)
                    && !(a.is_ascii_digit() && b.is_ascii_digit())
                {
                    last.push(' ');
                }
                last.push_str(&words);
            }
            _ if !words.is_empty() => out.push(words),
            _ => {}
        }
    }
    out
}

/// A line as it was pasted.
pub(super) struct Line<'t> {
    text: &'t str,
    width: usize,
    /// It ends a sentence, or is empty.
    ends: bool,
    /// It belongs to the page around the text.
    of_page: bool,
    /// A paragraph begins with it: it is indented, a heading, an item, a deck.
    begins: bool,
    /// It is indented more than others are.
    indented: bool,
    /// Its words begin a paragraph.
    anew: bool,
}

/// How a text was wrapped, if it was.
pub(super) struct Wrap {
    /// Its smallest indent.
    least: usize,
    /// The width at which lines were wrapped by hand.
    width: Option<usize>,
    /// Indents or empty lines show where paragraphs begin.
    marked: bool,
    /// Nearly all paragraphs are indented.
    indented: bool,
}

/// The widths of lines that were wrapped at one.
fn near(width: usize) -> RangeInclusive<usize> {
    width.saturating_sub(SLACK)..=width
}

fn is_filled(line: &Line<'_>) -> bool {
    !line.text.trim().is_empty()
}

impl Wrap {
    pub(super) fn of(parts: &[Part<'_>]) -> Wrap {
        let lines = parts.iter().filter_map(|part| match part {
            Part::Lines(lines) => Some(lines.iter().copied()),
            Part::Table(_) => None,
        });
        let all: Vec<&str> = lines.flatten().collect();
        let filled = all.iter().filter(|line| !line.trim().is_empty());
        let mut wrap = Wrap {
            least: filled.map(|line| indent(line)).min().unwrap_or(0),
            width: None,
            marked: false,
            indented: false,
        };
        let lines = wrap.lines(&all);
        wrap.width = wrapped_at(&lines);
        let gaps = lines
            .windows(2)
            .filter(|pair| matches!(pair, [a, b] if is_filled(a) && !is_filled(b)));
        let text = || lines.iter().filter(|line| is_filled(line) && !line.of_page);
        let indented = text().filter(|line| line.indented).count();
        wrap.marked = gaps.count() > 1 || indented > 1;
        wrap.indented = indented > 1 && indented * 2 > text().count();
        wrap
    }

    pub(super) fn lines<'t>(&self, lines: &[&'t str]) -> Vec<Line<'t>> {
        let line = |line: &&'t str| {
            let words = one_line(line);
            let of_page = kind(&words).is_some();
            let anew = words.starts_with(['#', '·', '•', '●', '◆', '■', '—'])
                || words.starts_with("附件")
                || of_page
                || numbering(&words).is_some();
            let indented = indent(line) >= self.least + 2 || line.starts_with('\t');
            Line {
                text: line,
                width: columns(line.trim_end()),
                ends: words.is_empty() || ends_sentence(&words),
                of_page,
                begins: indented || anew,
                indented,
                anew,
            }
        };
        lines.iter().map(line).collect()
    }

    /// Whether a line goes on with the one before it.
    pub(super) fn goes_on(&self, before: &Line<'_>, line: &Line<'_>) -> bool {
        if !is_filled(before) || !is_filled(line) || before.of_page {
            return false;
        }
        // Behind a comma an indent begins nothing.
        if line.begins {
            let goes = before.text.trim_end().ends_with(['，', '、']);
            return goes && line.indented && !line.anew;
        }
        let full = self
            .width
            .is_some_and(|width| near(width).contains(&before.width));
        // A paragraph may end with a full line, and nothing shows that the next
        // one begins.
        let goes = full && (self.marked || !before.ends);
        let torn = is_torn(before.text, line.text);
        // A title that is set in the middle is indented and short.
        let within = self.indented && before.indented && before.width >= RUNNING;
        goes || torn || (within && !before.ends)
    }

    pub(super) fn is_some_wrapped(&self, parts: &[Part<'_>]) -> bool {
        parts.iter().any(|part| match part {
            Part::Table(_) => false,
            Part::Lines(lines) => {
                let lines = self.lines(lines);
                let mut pairs = lines.windows(2);
                pairs.any(|pair| matches!(pair, [a, b] if self.goes_on(a, b)))
            }
        })
    }
}

fn ends_sentence(words: &str) -> bool {
    let bare = words.trim_end_matches(['”', '’', '）', ')', '】', '』', '」']);
    words.ends_with('”')
        || bare.ends_with(['。', '！', '？', '；', '：', '…', '.', '!', '?', ';', ':'])
}

fn indent(line: &str) -> usize {
    columns(line) - columns(line.trim_start())
}

/// 床位1.5 / 万张，/ 户均: a line that breaks off within a number or behind a
/// comma.
fn is_torn(before: &str, line: &str) -> bool {
    let (before, line) = (before.trim_end(), line.trim_start());
    let number = before.ends_with(|c: char| c.is_ascii_digit());
    let unit = line.starts_with(|c: char| "万亿千百元个户人亩家村张年月日%％‰倍".contains(c));
    (number && unit) || before.ends_with(['，', '、'])
}

/// The width at which lines were wrapped by hand, if they were: several of
/// about that width break off within a sentence that the lines below them
/// end. Others may be shorter, or paragraphs that nobody wrapped.
fn wrapped_at(all: &[Line<'_>]) -> Option<usize> {
    let breaks = |line: &Line<'_>| !line.ends && !line.of_page;
    let goes_on = |line: &Line<'_>| is_filled(line) && !line.begins;
    let torn: Vec<bool> = (0..all.len())
        .map(|at| all.get(at).is_some_and(breaks) && all.get(at + 1).is_some_and(goes_on))
        .collect();
    let of_width = |width: usize| {
        let lines = all.iter().enumerate();
        let within = lines.filter(move |(_, line)| near(width).contains(&line.width));
        within.map(|(at, _)| at)
    };
    let count = |width: usize| of_width(width).filter(|at| torn[*at]).count();
    let width = (30..=130).rev().max_by_key(|width| count(*width))?;
    // A paragraph ends where a line is shorter; a list never does.
    let ends = |at: usize| {
        let rest = (at + 1..all.len()).find(|at| !torn[*at]);
        rest.is_some_and(|at| all[at].ends)
    };
    let whole = of_width(width).filter(|at| torn[*at] && ends(*at)).count();
    let count = count(width);
    (count >= 3 && count * 2 > of_width(width).count() && whole * 2 > count).then_some(width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::pasted::read;
    use crate::import::pasted_tables;

    fn paragraphs_of(text: &str) -> Vec<String> {
        let parts = pasted_tables::parts(text);
        let wrap = Wrap::of(&parts);
        let lines: Vec<&str> = text.lines().collect();
        paragraphs(&wrap.lines(&lines), &wrap)
    }

    #[test]
    fn lines_of_one_length_are_joined() {
        let text = "标题在这里\n　　全市推进消薄工程三年以来各地因地制宜跨域统筹创新\n作用明显增强取得了很好的成效并且形成了许多经验值得\n推广和借鉴同时也存在一些问题需要在今后的工作里改进\n加强领导落实责任强化考核一步一个脚印地向前推进工作\n直到完成任务。\n";
        let found = paragraphs_of(text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[1].ends_with("直到完成任务。"));
    }

    /// Half of the lines are short: a title and the ends of paragraphs.
    #[test]
    fn short_paragraphs_are_joined_and_torn_numbers_are_one() {
        let text = "平安县抱团发展纪实\n\n平安县地处山区，过去村集体收入薄弱，全县六十四个村\n里有四十一个没有经营性收入。近三年来，县里把闲置山\n场、老屋、水塘统一收储，由县强村公司统一运营，收储\n山场12.3万亩、老屋1,203栋，投入资金2.7亿元，带动农户\n6.7万户，户均增收5400元。\n  到今年9月底，全县达标村达到76个，比上年增加1\n1个，村均收入达到22.5万元，增长15.6%。\n";
        let found = paragraphs_of(text);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[1].contains("闲置山场、老屋") && found[1].contains("带动农户6.7万户"));
        assert!(found[2].contains("比上年增加11个"), "{found:?}");
    }

    #[test]
    fn a_line_is_a_paragraph_otherwise() {
        let text = "甲县做得好。\n\n　　乙县也做得好，而且做得很长很长很长很长很长很长很长。\n丙\n";
        assert_eq!(paragraphs_of(text).len(), 3);
        assert!(
            read(text, None)
                .remarks
                .iter()
                .all(|r| !r.text.zh.contains("折行"))
        );
    }

    #[test]
    fn a_number_or_a_sentence_torn_apart_is_whole_again() {
        let text = "　　全区民宿1260家，床位1.5\n万张，\n户均增收3.6万元。\n　　二是做强。\n（一）资金3.6\n亿元到位。";
        let found = paragraphs_of(text);
        assert_eq!(
            found,
            [
                "全区民宿1260家，床位1.5万张，户均增收3.6万元。",
                "二是做强。",
                "（一）资金3.6亿元到位。"
            ]
        );
    }
}
