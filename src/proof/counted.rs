//! Things that a text counts in Chinese numerals and lists or has as a figure:
//! 云和、松阳三县, 启示：五个转变 over a list of four, 十座泵站 in a headline where
//! the figure is 11座.

use super::near::{Index, Known};
use super::neighbours::Roster;
use super::script::{is_han, is_han_numeral};
use std::ops::Range;

/// The number a Chinese numeral below a hundred says, and its bytes.
fn numeral(text: &str) -> Option<(usize, usize)> {
    let run: String = text.chars().take_while(|c| is_han_numeral(*c)).collect();
    let digit = |c: char| match c {
        '两' => Some(2),
        c => "一二三四五六七八九"
            .chars()
            .position(|d| d == c)
            .map(|at| at + 1),
    };
    let chars: Vec<char> = run.chars().collect();
    let value = match chars.as_slice() {
        [one] if *one != '十' => digit(*one)?,
        ['十'] => 10,
        ['十', ones] => 10 + digit(*ones)?,
        [tens, '十'] => digit(*tens)? * 10,
        [tens, '十', ones] => digit(*tens)? * 10 + digit(*ones)?,
        _ => return None,
    };
    Some((value, run.len()))
}

/// A count that its list does not bear out: where it stands, what it says, what
/// the list has.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Miscount {
    pub(super) range: Range<usize>,
    pub(super) said: String,
    pub(super) there: usize,
}

/// 云和、松阳三县: counties named one after the other, and their number.
pub(super) fn counties(text: &str, roster: &Roster) -> Vec<Miscount> {
    let mut found = Vec::new();
    for (at, c) in text.char_indices() {
        if !is_han_numeral(c) || text[..at].chars().next_back().is_some_and(is_han_numeral) {
            continue;
        }
        let rest = &text[at..];
        let Some((said, length)) = numeral(rest) else {
            continue;
        };
        let behind = &rest[length..];
        let unit = [
            "县（市、区）",
            "个县",
            "县市区",
            "县市",
            "县区",
            "地",
            "县",
            "市",
            "区",
        ];
        let Some(unit) = unit.iter().find(|unit| behind.starts_with(**unit)) else {
            continue;
        };
        // 三县交界, 三地车: only the counties themselves.
        let head = text[..at].trim_end_matches(['这', '等']);
        if head.len() < at {
            continue;
        }
        let start = head.rfind(['，', '。', '；', '：', '\n', '（', '“']);
        let start = start.map_or(0, |at| {
            at + head[at..].chars().next().map_or(0, char::len_utf8)
        });
        let run = &head[start..];
        let named = roster.named_in_a_row(run);
        if named >= 2 && named != said {
            let end = at + length + unit.len();
            let said = text[at..end].to_owned();
            found.push(Miscount {
                range: at..end,
                said,
                there: named,
            });
        }
    }
    found
}

/// 启示：五个转变 over a list of four: headings of a Markdown text that count
/// the one list below them.
pub(super) fn lists(source: &str) -> Vec<Miscount> {
    let mut found = Vec::new();
    let mut open: Option<(Miscount, usize)> = None;
    let mut items = 0;
    let mut runs = 0;
    let mut inside = false;
    let mut at = 0;
    let mut close = |open: &mut Option<(Miscount, usize)>, items: usize, runs: usize| {
        if let Some((mut miscount, said)) = open.take()
            && runs == 1
            && items >= 2
            && items != said
        {
            miscount.there = items;
            found.push(miscount);
        }
    };
    for line in source.split_inclusive('\n') {
        let start = at;
        at += line.len();
        let text = line.trim_end();
        if text.starts_with('#') {
            close(&mut open, items, runs);
            (items, runs, inside) = (0, 0, false);
            open = counted_heading(text).map(|(range, said, value)| {
                let range = start + range.start..start + range.end;
                (
                    Miscount {
                        range,
                        said,
                        there: 0,
                    },
                    value,
                )
            });
        } else if is_item(text) {
            items += 1;
            runs += usize::from(!inside);
            inside = true;
        } else if !text.is_empty() && !text.starts_with([' ', '\t']) {
            inside = false;
        }
    }
    close(&mut open, items, runs);
    found
}

fn is_item(line: &str) -> bool {
    let digits = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let ordered = digits.len() < line.len() && digits.starts_with(". ");
    ordered || line.starts_with("- ") || line.starts_with("* ")
}

/// 五个转变 at the end of a heading.
fn counted_heading(line: &str) -> Option<(Range<usize>, String, usize)> {
    for unit in ["个", "条", "项", "点", "招", "种", "步", "件"] {
        for (at, _) in line.match_indices(unit) {
            let head = &line[..at];
            let run: usize = head
                .chars()
                .rev()
                .take_while(|c| is_han_numeral(*c))
                .map(char::len_utf8)
                .sum();
            let start = at - run;
            let noun = line[at + unit.len()..].trim();
            let plain = (1..=4).contains(&noun.chars().count()) && noun.chars().all(is_han);
            let first = !head[..start].ends_with(['第', '这', '哪']);
            if let Some((value, length)) = numeral(&line[start..]).filter(|_| plain && first)
                && length == run
                && value >= 2
            {
                return Some((start..line.len(), line[start..].to_owned(), value));
            }
        }
    }
    None
}

/// 十座泵站 in a headline, of 加压泵站 11座: numerals from ten on, with the
/// figure's measure word and the end of its name.
pub(super) fn headline<'i>(text: &str, own: &'i Index) -> Option<(Range<usize>, &'i Known)> {
    for (at, c) in text.char_indices() {
        if !is_han_numeral(c) || text[..at].chars().next_back().is_some_and(is_han_numeral) {
            continue;
        }
        let Some((value, length)) = numeral(&text[at..]).filter(|(value, _)| *value >= 10) else {
            continue;
        };
        let behind = &text[at + length..];
        let meant = |k: &&Known| {
            let plain = !k.reference.is_empty() && !k.reference.contains(['.', '/']);
            let unit = k.value.unit().as_str();
            let noun = behind.strip_prefix(unit).unwrap_or("");
            let noun: String = noun.chars().take_while(|c| is_han(*c)).take(2).collect();
            plain && k.value.is_exact() && noun.chars().count() == 2 && k.name.ends_with(&noun)
        };
        let mut known = own.all().filter(meant);
        let (Some(first), None) = (known.next(), known.next()) else {
            continue;
        };
        let said = rust_decimal::Decimal::from(u32::try_from(value).unwrap_or(0));
        if first.value.value() != said {
            let end = at + length + first.value.unit().as_str().len();
            return Some((at..end, first));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counties_in_a_row_are_counted() {
        let roster = Roster::new(["云和县", "松阳县", "景宁畲族自治县"]);
        let of = |text: &str| -> Vec<(String, usize)> {
            let found = counties(text, &roster);
            found.into_iter().map(|m| (m.said, m.there)).collect()
        };
        assert_eq!(
            of("报了数的云和县、松阳县三县，全部过线"),
            [("三县".to_owned(), 2)]
        );
        assert_eq!(of("松阳、景宁三个县"), [("三个县".to_owned(), 2)]);
        for sound in [
            "松阳、景宁两县",
            "松阳、景宁等三县",
            "松阳一县",
            "三县交界的松阳",
        ] {
            assert_eq!(of(sound), [], "{sound}");
        }
    }

    #[test]
    fn a_heading_counts_its_list() {
        let of = |text: &str| {
            lists(text)
                .into_iter()
                .map(|m| (m.said, m.there))
                .collect::<Vec<_>>()
        };
        let list = "\n\n四条如下。\n\n1. 甲\n2. 乙\n3. 丙\n4. 丁\n\n完。\n";
        assert_eq!(
            of(&format!("## 启示：五个转变{list}")),
            [("五个转变".to_owned(), 4)]
        );
        assert_eq!(of(&format!("## 启示：四个转变{list}")), []);
        assert_eq!(of(&format!("## 第一个转变{list}")), []);
        assert_eq!(of(&format!("## 启示：五个转变{list}{list}")), []);
    }
}
