//! Half-width punctuation among Chinese characters, and doubled marks
//! (GB/T 15834—2011《标点符号用法》).

use super::block::Block;
use super::fault::Fault;
use super::script::{at, before, is_blank, is_chinese, is_han};
use crate::finding::Code;
use crate::text;
use std::ops::Range;

/// Runs both rules.
pub(super) fn check(block: &Block, faults: &mut Vec<Fault>) {
    if !block.text.contains(is_han) {
        return;
    }
    half(block, faults);
    half_brackets(block, faults);
    dashes(block, faults);
    small(block, faults);
    brackets(block, faults);
    doubled(block, faults);
}

/// How far over digits and closing marks a neighbour is looked for.
const FAR: usize = 24;

/// What stands beside a mark.
struct Beside {
    /// The nearest character before it that is no space.
    left: Option<char>,
    /// The nearest one behind it.
    right: Option<char>,
    /// Chinese text goes before, perhaps with a number or a half-width closing
    /// mark between: 增长10.1%, (街道),
    after_chinese: bool,
    /// Chinese text follows, perhaps behind a number or an opening mark.
    before_chinese: bool,
}

fn beside(text: &str, range: &Range<usize>, number: bool) -> Beside {
    let before = text[..range.start].trim_end_matches(is_blank);
    let behind = text[range.end..].trim_start_matches(is_blank);
    let digit = |c: char| number && (c.is_ascii_digit() || c == '.');
    let closing = |c: &char| !(matches!(c, ')' | '"' | '\'' | '%') || digit(*c));
    let opening = |c: &char| !(matches!(c, '(' | '"' | '\'') || digit(*c));
    let far_left = before.chars().rev().take(FAR).find(closing);
    let far_right = behind.chars().take(FAR).find(opening);
    Beside {
        left: before.chars().next_back(),
        right: behind.chars().next(),
        after_chinese: far_left.is_some_and(is_chinese),
        before_chinese: far_right.is_some_and(is_chinese),
    }
}

fn half(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let mut done = 0;
    for (i, mark) in text.match_indices([',', ';', ':', '?', '!', '.']) {
        if i < done {
            continue;
        }
        let dots = text[i..].len() - text[i..].trim_start_matches('.').len();
        let len = dots.max(1);
        done = i + len;
        let separates = matches!(mark, "," | ";" | ":");
        let at = beside(text, &(i..i + len), separates);
        // 1,234 and 3:1 and 9:30.
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let number = digit(at.left) && digit(at.right);
        let either = at.after_chinese || at.before_chinese;
        let wide = match mark {
            "," if either && !number => "，",
            ";" if either && !number => "；",
            ":" if either && !number => "：",
            "?" if at.after_chinese => "？",
            "!" if at.after_chinese => "！",
            "." if dots >= 3 && either => "……",
            "." if dots == 1 && at.after_chinese && (at.right.is_none() || at.before_chinese) => {
                "。"
            }
            // 增速10.1%. at the end of a Chinese sentence.
            "." if dots == 1 && at.right.is_none() && ends_in_a_number(&text[..i]) => "。",
            _ => continue,
        };
        // A space typed after a half-width mark goes with it.
        let rest = &text[i + len..];
        let spaces = rest.len() - rest.trim_start_matches(is_blank).len();
        let end = i
            + len
            + if at.right.is_some_and(is_chinese) {
                spaces
            } else {
                0
            };
        push(block, i..end, wide, faults);
    }
}

/// <茶产业规划> for 《》, [图三] for ［］: nothing of Markdown or HTML, which is no
/// text any more.
fn half_brackets(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    for (open, close, wide) in [('<', '>', ["《", "》"]), ('[', ']', ["［", "］"])] {
        for (i, _) in text.match_indices(open) {
            let inner = &text[i + 1..];
            let end = inner
                .char_indices()
                .take(40)
                .find(|(_, c)| *c == close || *c == '\n');
            let Some((len, _)) = end.filter(|(_, c)| *c == close) else {
                continue;
            };
            let inside = &inner[..len];
            let behind = &inner[len + 1..];
            let draft = matches!(inside, "图片" | "图" | "照片");
            let marked = behind.starts_with(['(', '（', '[', ':']) || before(text, i) == Some('!');
            if !inside.starts_with(is_han) || !inside.ends_with(is_chinese) || draft || marked {
                continue;
            }
            for (at, sign) in [i, i + 1 + len].into_iter().zip(wide) {
                faults.push(half_width(block, at..at + 1).perhaps(sign));
            }
        }
    }
}

/// Whether a text is Chinese and ends in a number or a share.
fn ends_in_a_number(text: &str) -> bool {
    let number = text.ends_with(|c: char| c == '%' || c == '％' || c.is_ascii_digit());
    number && text.chars().filter(|c| is_chinese(*c)).nth(3).is_some()
}

/// Two or more hyphens for ——, and a row of middle dots for ……
fn dashes(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    for (signs, least, wide) in [(['-', '－'], 2, "——"), (['·', '・'], 3, "……")] {
        let mut from = 0;
        while let Some(skip) = text[from..].find(signs) {
            let start = from + skip;
            let rest = &text[start..];
            let end = start + rest.len() - rest.trim_start_matches(signs).len();
            from = end;
            let beside =
                before(text, start).is_some_and(is_chinese) && text[end..].starts_with(is_chinese);
            if text[start..end].chars().count() >= least && beside {
                push(block, start..end, wide, faults);
            }
        }
    }
}

fn push(block: &Block, range: Range<usize>, wide: &str, faults: &mut Vec<Fault>) {
    faults.push(half_width(block, range).safe(wide));
}

fn half_width(block: &Block, range: Range<usize>) -> Fault {
    let mark = block.text[range.clone()].trim_end_matches(is_blank);
    let message = text!(
        "中文里用了半角的“{mark}”",
        "half-width `{mark}` in Chinese text"
    );
    Fault::new(block, Code::PunctuationHalf, range, message)
}

/// The small forms of a Taiwanese character set, left over from conversion.
fn small(block: &Block, faults: &mut Vec<Fault>) {
    for (i, c) in block.text.char_indices() {
        let right = match c {
            '﹐' => "，",
            '﹑' => "、",
            '﹒' => "。",
            '﹔' => "；",
            '﹕' => "：",
            '﹖' => "？",
            '﹗' => "！",
            _ => continue,
        };
        let message = text!("“{c}”是小号标点", "{c} is a small form");
        let range = i..i + c.len_utf8();
        faults.push(Fault::new(block, Code::PunctuationHalf, range, message).safe(right));
    }
}

/// Half-width round brackets whose inside is Chinese.
fn brackets(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let mut open = Vec::new();
    let mut found = Vec::new();
    // How many Chinese characters stand before each point, by running count.
    let mut han = 0;
    for (i, c) in text.char_indices() {
        match c {
            // A link or picture that did not become one.
            '(' if before(text, i) == Some(']') => open.push((i, '[', han)),
            '(' | '（' => open.push((i, c, han)),
            ')' | '）' => {
                if let Some((from, mark, count)) = open.pop()
                    && han > count
                {
                    if mark == '(' {
                        found.push((from, "（"));
                    }
                    if c == ')' && mark != '[' {
                        found.push((i, "）"));
                    }
                }
            }
            c if is_han(c) => han += 1,
            _ => {}
        }
    }
    found.sort_unstable();
    for (i, wide) in found {
        push(block, i..i + 1, wide, faults);
    }
}

/// Marks of which no two may meet.
fn is_pause(c: char) -> bool {
    matches!(c, '，' | '、' | '；' | '：' | '。')
}

fn doubled(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let mut done = 0;
    for (i, c) in text.char_indices() {
        let strong = matches!(c, '！' | '？');
        if i < done || !(is_pause(c) || strong) {
            continue;
        }
        let next = |i: usize| {
            at(text, i).filter(|n| is_pause(*n) || (is_pause(c) && matches!(n, '！' | '？')))
        };
        let mut end = i + c.len_utf8();
        while let Some(n) = next(end) {
            end += n.len_utf8();
        }
        if end == i + c.len_utf8() {
            continue;
        }
        done = end;
        let run = &text[i..end];
        let message = text!("标点“{run}”连用", "two marks in a row: {run}");
        let fault = Fault::new(block, Code::PunctuationDoubled, i..end, message);
        let same = run.chars().all(|n| n == c);
        faults.push(match (same, run.chars().count()) {
            (true, 3..) if c == '。' => fault.perhaps("……"),
            (true, _) => fault.safe(c.to_string()),
            // Which of two different marks was meant, only the writer knows.
            _ => fault.hint(text!("只留一个", "keep one of them")),
        });
    }
    ellipsis(block, faults);
    shouting(block, faults);
}

/// GB/T 15834—2011, 4.3.4: at most three ！ or ？ together.
fn shouting(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let strong = |c: char| matches!(c, '！' | '？');
    let mut from = 0;
    while let Some(skip) = text[from..].find(strong) {
        let start = from + skip;
        let rest = &text[start..];
        let end = start + rest.len() - rest.trim_start_matches(strong).len();
        from = end;
        let run = &text[start..end];
        // ？？？ is what was left to be filled in; another rule's.
        if run.chars().count() <= 3 || !run.contains('！') {
            continue;
        }
        let message = text!("标点“{run}”连用", "marks in a row: {run}");
        let fault = Fault::new(block, Code::PunctuationDoubled, start..end, message);
        let first: String = run.chars().take(1).collect();
        faults.push(fault.perhaps(first));
    }
}

/// A Chinese ellipsis is six dots, two characters.
fn ellipsis(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    for (i, mark) in text.match_indices('…') {
        let end = i + mark.len();
        let alone = before(text, i) != Some('…') && at(text, end) != Some('…');
        if alone && before(text, i).is_some_and(is_chinese) {
            let message = text!("省略号只有一半", "half an ellipsis");
            let fault = Fault::new(block, Code::PunctuationDoubled, i..end, message);
            faults.push(fault.safe("……"));
        }
    }
    // GB/T 15834—2011, 5.1.7: no stop behind the six dots.
    for (i, run) in text.match_indices("……。") {
        let message = text!("省略号后面不再用句号", "no full stop after an ellipsis");
        let fault = Fault::new(block, Code::PunctuationDoubled, i..i + run.len(), message);
        faults.push(fault.perhaps("……"));
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, hits};

    #[test]
    fn half_width_marks_among_chinese() {
        let code = "punctuation-half";
        assert_eq!(
            hits("夯实责任,强化;使命:担当!对吗?对.", code),
            [",→，", ";→；", ":→：", "!→！", "?→？", ".→。"]
        );
        assert_eq!(hits("打造“红军营”,增长10%,开业。", code), [",→，", ",→，"]);
        assert_eq!(hits("各地, 各部门...等", code), [", →，", "...→……"]);
        assert_eq!(hits("乡镇(街道)和（村)", code), ["(→（", ")→）", ")→）"]);
        assert_eq!(hits("共{{funds}},全部到位", code), [",→，"]);
        assert_eq!(hits("**夯实责任**,强化", code), [",→，"]);
        assert_eq!(
            hits("增长10.1%,5个乡镇(街道),3个村.", code),
            [",→，", "(→（", ")→）", ",→，", ".→。"]
        );
        assert_eq!(hits("超过17倍﹔每村", code), ["﹔→；"]);
    }

    #[test]
    fn half_width_marks_that_are_right() {
        for text in [
            "共1,234.5万元，比例3:1，9:30开会。",
            "引进Apple, Inc.公司，发布“Hello, world!”。",
            "见https://a.gov.cn/a,b;c，代码`a,b`。",
            "国内生产总值(GDP)为4.0版，符合ISO 9001:2015。",
            "![图说](图 1.jpg)",
            "No comma, no cry; (really).",
        ] {
            clean(text, "punctuation-half");
        }
    }

    #[test]
    fn doubled_marks() {
        let code = "punctuation-doubled";
        assert_eq!(hits("强化，，担当。。", code), ["，，→，", "。。→。"]);
        assert_eq!(hits("完成，。对吗？。", code), ["，。", "？。"]);
        assert_eq!(hits("等等。。。还有…", code), ["。。。→……", "…→……"]);
    }

    #[test]
    fn marks_that_may_meet() {
        clean(
            "“完成。”他说：“好！！”会议……——继续？！",
            "punctuation-doubled",
        );
    }
}
