//! What was left to be filled in: ××, TODO, 待补.

use super::block::Block;
use super::fault::Fault;
use super::script::{before, is_han, is_han_numeral, starts};
use crate::finding::Code;
use crate::text;
use std::ops::Range;

/// Runs the rule.
pub(super) fn check(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let mut found = Vec::new();
    crosses(text, &mut found);
    words(text, &mut found);
    to_come(text, &mut found);
    blanks(text, &mut found);
    holes(text, &mut found);
    found.sort_by_key(|r| r.start);
    for range in found {
        let written = &text[range.clone()];
        let message = text!(
            "“{written}”像是留待填写的",
            "{written} looks like something left to be filled in"
        );
        faults.push(Fault::new(block, Code::Placeholder, range, message));
    }
}

/// Two or more crosses, circles or X that stand for a name: ××县, XX村, ○○镇.
fn crosses(text: &str, found: &mut Vec<Range<usize>>) {
    let cross = |c: char| matches!(c, '×' | '✕' | '╳' | 'Ｘ' | '○' | '〇' | '□' | '▲' | '△');
    let mut from = 0;
    while let Some(skip) = text[from..].find(|c| cross(c) || matches!(c, 'X' | 'x')) {
        let start = from + skip;
        let run = &text[start..];
        let first = run.chars().next().unwrap_or(' ');
        let end = start + run.len() - run.trim_start_matches(first).len();
        from = end;
        let many = text[start..end].chars().count() >= 2;
        let latin = first.is_ascii();
        let word = |c: char| c.is_ascii_alphanumeric();
        let apart = !before(text, start).is_some_and(word) && !text[end..].starts_with(word);
        // XX beside Chinese is a blank; XXL and 20XX are words, save in years.
        let year = text[end..].starts_with('年');
        let beside = text[end..].starts_with(is_han) || before(text, start).is_some_and(is_han);
        // 二〇〇八 is a year, and 一〇〇 a number.
        let digit = |c: char| is_han_numeral(c) && !"十百千万亿".contains(c);
        let numeral = first == '〇'
            && (before(text, start).is_some_and(digit) || text[end..].starts_with(digit));
        if many && !numeral && (!latin || beside && (apart || year)) {
            found.push(start..end);
        }
    }
}

/// Words of drafts.
fn words(text: &str, found: &mut Vec<Range<usize>>) {
    for word in ["TODO", "FIXME", "TBD", "Lorem ipsum", "lorem ipsum"] {
        for (i, _) in text.match_indices(word) {
            let end = i + word.len();
            let letter = |c: char| c.is_ascii_alphanumeric();
            if !before(text, i).is_some_and(letter) && !text[end..].starts_with(letter) {
                found.push(i..end);
            }
        }
    }
    for word in [
        "此处插入",
        "此处填写",
        "此处省略",
        "此处补",
        "此处加",
        "此处放",
        "请在此",
        "（略）",
        "（待定）",
        "（暂缺）",
        "（空缺）",
        "【图片】",
        "[图片]",
        "【插图】",
    ] {
        found.extend(text.match_indices(word).map(|(i, w)| i..i + w.len()));
    }
}

/// 待补, 待补充, 待核实 at the end of a phrase; 亟待补齐的短板 is prose.
fn to_come(text: &str, found: &mut Vec<Range<usize>>) {
    for word in ["待补", "待定稿", "待核", "待填", "待确认"] {
        for (i, _) in text.match_indices(word) {
            let rest = &text[i + word.len()..];
            let tail = ["充", "录", "图", "全", "实", "写", "数据", "照片"]
                .into_iter()
                .find(|t| rest.starts_with(t))
                .map_or(0, str::len);
            let end = i + word.len() + tail;
            let ends = text[end..]
                .chars()
                .next()
                .is_none_or(|c| "）)】]。；，、\n".contains(c));
            let prose = before(text, i).is_some_and(|c| "亟有急尚仍需还正等期".contains(c));
            if ends && !prose {
                found.push(i..end);
            }
        }
    }
}

/// A question mark for a number (共投入？万元), one cross for a day (×月×日),
/// and brackets or quotes with nothing in them.
fn holes(text: &str, found: &mut Vec<Range<usize>>) {
    const EMPTY: &[&str] = &["【】", "（）", "()", "《》", "“”", "〔〕", "[]"];
    for empty in EMPTY {
        // A link without its text is told elsewhere, and `f()` is code.
        let hole = |i: usize| {
            !text[i + empty.len()..].starts_with(['(', '['])
                && !before(text, i).is_some_and(|c| c.is_ascii_alphanumeric() || c == ']')
        };
        found.extend(
            text.match_indices(empty)
                .filter(|(i, _)| hole(*i))
                .map(|(i, w)| i..i + w.len()),
        );
    }
    let marks = |c: char| matches!(c, '？' | '?');
    let units = ["万元", "亿元", "元", "万人", "万户", "%", "个百分点"];
    for (i, sign) in text.match_indices(marks) {
        let end = i + sign.len();
        let word = before(text, i).is_some_and(is_han);
        if word && starts(&text[end..], &units).is_some() {
            found.push(i..end);
        }
        // Two: ？？万元 and ？？名.
        let second = text[end..].chars().next().filter(|c| marks(*c));
        let two = second.map(|c| end + c.len_utf8());
        let behind = two.and_then(|end| text[end..].chars().next());
        if let Some(end) = two.filter(|_| word && behind.is_some_and(is_han) && !asks(text, i)) {
            found.push(i..end);
        }
    }
    for (i, sign) in text.match_indices('×') {
        let end = i + sign.len();
        let alone = before(text, i).is_none_or(|c| is_han(c) || "，。、；：（“".contains(c));
        let part = starts(&text[end..], &["月", "日", "县", "镇", "乡", "村"]);
        if alone && part.is_some() {
            found.push(i..end);
        }
    }
}

/// Whether what stands before `at` is a question; up to three marks may follow
/// one (GB/T 15834—2011, 4.3.4).
fn asks(text: &str, at: usize) -> bool {
    const WORDS: &[&str] = &[
        "什么",
        "哪",
        "谁",
        "怎",
        "吗",
        "呢",
        "何",
        "几",
        "多少",
        "能不能",
        "是不是",
        "行不行",
    ];
    let start = text[..at]
        .rfind(['。', '！', '？', '；', '\n'])
        .unwrap_or(0);
    WORDS.iter().any(|word| text[start..at].contains(word))
}

/// Lines to write on: ____, and rows of question marks.
fn blanks(text: &str, found: &mut Vec<Range<usize>>) {
    for (sign, least) in [('_', 2), ('＿', 2), ('？', 3), ('?', 3)] {
        let mut from = 0;
        while let Some(skip) = text[from..].find(sign) {
            let start = from + skip;
            let run = &text[start..];
            let end = start + run.len() - run.trim_start_matches(sign).len();
            from = end;
            let word = |c: char| c.is_ascii_alphanumeric();
            let inside = sign == '_'
                && (before(text, start).is_some_and(word) || text[end..].starts_with(word));
            let asked = matches!(sign, '？' | '?') && asks(text, start);
            if text[start..end].chars().count() >= least && !inside && !asked {
                found.push(start..end);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, hits};

    const CODE: &str = "placeholder";

    #[test]
    fn what_was_left_to_fill_in() {
        assert_eq!(
            hits(
                "××县投入XX万元，20XX年，○○镇TODO，共____户（待补充），收入待核实。",
                CODE
            ),
            ["××", "XX", "XX", "○○", "TODO", "____", "待补充", "待核实"]
        );
    }

    #[test]
    fn what_looks_like_it() {
        clean(
            "3×5厘米，XXL号，亟待补齐短板，短板有待补充，待补齐的，file__name，问题？",
            CODE,
        );
        clean("二○一九年", CODE);
    }
}
