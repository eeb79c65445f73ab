//! Quotes and brackets: straight ones, ones without a partner, ones turned the
//! wrong way, and quotes inside quotes of the same kind (GB/T 15834—2011, 4.8:
//! the outer quotes are “ ”, those inside are ‘ ’).

use super::block::{Block, Role};
use super::fault::Fault;
use super::script::{before, is_chinese, is_han};
use crate::finding::Code;
use crate::text;

/// Runs the rules over all blocks, in order.
pub(super) fn check(blocks: &[Block], faults: &mut Vec<Fault>) {
    for (i, block) in blocks.iter().enumerate() {
        if !block.text.contains(is_han) {
            continue;
        }
        straight(block, faults);
        // A quotation of several paragraphs is closed only in the last of them.
        let goes_on = block.role == Role::Paragraph
            && blocks.get(i + 1).is_some_and(|b| b.text.starts_with('“'));
        curly(block, ['“', '”'], goes_on, faults);
        curly(block, ['‘', '’'], false, faults);
        titles(block, faults);
        brackets(block, faults);
    }
}

/// Straight quotes, in pairs from the left.
fn straight(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    for (mark, wide) in [('"', ["“", "”"]), ('\'', ["‘", "’"])] {
        let found: Vec<usize> = text
            .match_indices(mark)
            .map(|(i, _)| i)
            .filter(|i| !(mark == '\'' && is_apostrophe(text, *i)))
            .filter(|i| !is_credit(text, *i))
            .collect();
        for pair in found.chunks(2) {
            let [open, close] = match pair {
                [open, close] => [*open, *close],
                [open] => [*open, *open],
                _ => continue,
            };
            let around = before(text, open).is_some_and(is_chinese)
                || text[close + 1..].starts_with(is_chinese);
            let inside = text[open..close].contains(is_han);
            // English words in Chinese text are quoted the Chinese way too; a
            // lone mark may be one of inches or seconds.
            if !(inside || around && (open != close || mark == '"')) {
                continue;
            }
            let message = text!(
                "中文里用了直引号 {mark}",
                "straight quote {mark} in Chinese text"
            );
            let fault =
                |i: usize| Fault::new(block, Code::QuoteStraight, i..i + 1, message.clone());
            if open == close {
                let hint = text!("这个引号没有成对", "this quote has no partner");
                faults.push(fault(open).hint(hint));
            } else {
                faults.push(fault(open).safe(wide[0]));
                faults.push(fault(close).safe(wide[1]));
            }
        }
    }
}

/// Whether the quote is that of a picture's credit, in a picture that did not
/// become one: ![图说]（a.jpg "杨敏 摄"). It is right there.
fn is_credit(text: &str, i: usize) -> bool {
    let line = text[..i].rsplit('\n').next().unwrap_or("");
    // Captions are short; a look further would cost time without end.
    let near = line.char_indices().rev().nth(200).map_or(0, |(at, _)| at);
    let near = &line[near..];
    let joint = near.rfind("](").max(near.rfind("]（"));
    joint.is_some_and(|at| {
        let open = near[..at].rfind('[');
        open.is_some_and(|open| near[..open].ends_with(['!', '！']))
            && !near[at + 1..].contains([')', '）'])
    })
}

fn is_apostrophe(text: &str, i: usize) -> bool {
    let letter = |c: char| c.is_ascii_alphanumeric();
    before(text, i).is_some_and(letter)
}

/// One quote mark: where it stands and whether it opens.
#[derive(Clone, Copy)]
struct Mark {
    at: usize,
    opens: bool,
}

/// Pairs one kind of quotes. Where they nest properly but within their own
/// kind, that is said; where they do not balance, each mark is judged by the
/// next two, so that one slip does not turn all that follows.
fn curly(block: &Block, [open, close]: [char; 2], goes_on: bool, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let mut marks: Vec<Mark> = Vec::new();
    for (at, mark) in text.match_indices([open, close]) {
        let opens = mark.starts_with(open);
        // don’t: an apostrophe, unless something is there to be closed.
        let letter = before(text, at).is_some_and(|c| c.is_ascii_alphabetic());
        if mark == "’" && letter && !marks.last().is_some_and(|m| m.opens) {
            continue;
        }
        marks.push(Mark { at, opens });
    }
    if balanced(&marks) {
        nested(block, &marks, faults);
        return;
    }
    let opens = |i: usize| marks.get(i).map(|m| m.opens);
    let mut i = 0;
    while let Some(mark) = marks.get(i) {
        let here = mark.at;
        match (mark.opens, opens(i + 1), opens(i + 2)) {
            (true, Some(false), _) => i += 2,
            // “消薄“当成: the second one should close.
            (true, Some(true), Some(true) | None) => {
                turned(block, marks[i + 1].at, open, close, faults);
                i += 2;
            }
            (true, Some(true), Some(false)) => {
                unpaired(block, here, open, faults);
                i += 1;
            }
            (true, None, _) => {
                if !(goes_on && here == 0) {
                    unpaired(block, here, open, faults);
                }
                i += 1;
            }
            // ”消薄”: the first one should open.
            (false, Some(false), _) => {
                turned(block, here, close, open, faults);
                i += 2;
            }
            (false, ..) => {
                unpaired(block, here, close, faults);
                i += 1;
            }
        }
    }
}

fn balanced(marks: &[Mark]) -> bool {
    let mut depth = 0i32;
    for mark in marks {
        depth += if mark.opens { 1 } else { -1 };
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

fn nested(block: &Block, marks: &[Mark], faults: &mut Vec<Fault>) {
    let mut open = Vec::new();
    for mark in marks {
        if mark.opens {
            open.push(mark.at);
            continue;
        }
        let Some(from) = open.pop() else { continue };
        if open.len() % 2 == 1 {
            let range = from..mark.at + '”'.len_utf8();
            let inside = &block.text[from..mark.at];
            let inside: String = inside.chars().skip(1).collect();
            let message = text!(
                "引号里面又用了同样的引号",
                "quotes inside quotes of the same kind"
            );
            let fault = Fault::new(block, Code::QuoteNested, range, message);
            faults.push(fault.perhaps(match block.text[from..].starts_with('“') {
                true => format!("‘{inside}’"),
                false => format!("“{inside}”"),
            }));
        }
    }
}

fn unpaired(block: &Block, at: usize, mark: char, faults: &mut Vec<Fault>) {
    let range = at..at + mark.len_utf8();
    let message = text!("引号 {mark} 没有配对", "the quote {mark} has no partner");
    let hint = text!("补上另一半，或删去多余的", "add its partner, or delete it");
    faults.push(Fault::new(block, Code::QuoteUnpaired, range, message).hint(hint));
}

fn turned(block: &Block, at: usize, mark: char, right: char, faults: &mut Vec<Fault>) {
    let range = at..at + mark.len_utf8();
    let message = text!(
        "引号 {mark} 方向反了",
        "the quote {mark} is turned the wrong way"
    );
    let fault = Fault::new(block, Code::QuoteUnpaired, range, message);
    faults.push(fault.perhaps(right.to_string()));
}

/// 《…《…》…》: the inner ones are 〈 〉.
fn titles(block: &Block, faults: &mut Vec<Fault>) {
    let mut open = Vec::new();
    for (i, c) in block.text.char_indices() {
        match c {
            '《' => open.push(i),
            '》' => {
                let Some(from) = open.pop() else { continue };
                if !open.is_empty() {
                    let range = from..i + c.len_utf8();
                    let inside: String = block.text[from..i].chars().skip(1).collect();
                    let message = text!("书名号里面又用了书名号", "title marks inside title marks");
                    let fault = Fault::new(block, Code::QuoteNested, range, message);
                    faults.push(fault.safe(format!("〈{inside}〉")));
                }
            }
            _ => {}
        }
    }
}

/// Which closing bracket belongs to an opening one; half and full width count
/// as one, for their mixture is another rule's.
const BRACKETS: &[(char, char)] = &[
    ('（', '）'),
    ('《', '》'),
    ('〈', '〉'),
    ('【', '】'),
    ('〔', '〕'),
    ('［', '］'),
    ('「', '」'),
    ('『', '』'),
];

fn brackets(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let mut open: Vec<(usize, char, usize)> = Vec::new();
    let mut lost = Vec::new();
    for (i, c) in text.char_indices() {
        let wide = match c {
            '(' => '（',
            ')' => '）',
            c => c,
        };
        if let Some(kind) = BRACKETS.iter().position(|(o, _)| *o == wide) {
            open.push((kind, c, i));
        } else if let Some(kind) = BRACKETS.iter().position(|(_, c)| *c == wide) {
            match open.iter().rposition(|(k, ..)| *k == kind) {
                Some(found) => {
                    lost.extend(open.drain(found + 1..).map(|(_, c, i)| (i, c)));
                    open.pop();
                }
                None if is_item_number(text, i) => {}
                None => lost.push((i, c)),
            }
        }
    }
    lost.extend(open.into_iter().map(|(_, c, i)| (i, c)));
    lost.sort_unstable();
    for (i, c) in lost {
        let message = text!("括号 {c} 没有配对", "the bracket {c} has no partner");
        let hint = text!("补上另一半，或删去多余的", "add its partner, or delete it");
        let range = i..i + c.len_utf8();
        faults.push(Fault::new(block, Code::BracketUnpaired, range, message).hint(hint));
    }
}

/// 1）强化, 一）强化: a bracket that numbers a point.
fn is_item_number(text: &str, i: usize) -> bool {
    let start = text[..i]
        .trim_end_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    start.len() < i && before(text, start.len()).is_none_or(|c| !is_han(c))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, hits};

    #[test]
    fn straight_quotes() {
        let code = "quote-straight";
        assert_eq!(hits("把\"消薄\"当成", code), ["\"→“", "\"→”"]);
        assert_eq!(
            hits("打造'飞地'和\"ABC\"品牌", code),
            ["'→‘", "'→’", "\"→“", "\"→”"]
        );
        assert_eq!(hits("把\"消薄当成", code), ["\""]);
        clean("It's \"fine\" 对。", code);
        clean("屏幕为5'规格", code);
        clean("![图说]（qingyu.png \"陆一鸣 绘\")", code);
        clean("正文。\n![图说](qing yu.png \"陆一鸣 绘\")", code);
    }

    #[test]
    fn quotes_without_partner() {
        let code = "quote-unpaired";
        // The paragraph of the 平湖 case: 跨縣“飛地“造血”.
        assert_eq!(at("做好“文章”，跨县“飞地“造血”助推“消薄”。", code), [9]);
        assert_eq!(hits("把“消薄“当成“任务”。", code), ["“→”"]);
        assert_eq!(hits("把”消薄”当成“任务”。", code), ["”→“"]);
        assert_eq!(hits("把“消薄当成。", code), ["“"]);
        assert_eq!(hits("把消薄”当成。", code), ["”"]);
    }

    /// Columns of the hits, from 0, in characters.
    fn at(text: &str, code: &str) -> Vec<usize> {
        super::super::tests::faults(text)
            .iter()
            .filter(|f| f.code.as_str() == code)
            .map(|f| text[..f.range.start].chars().count())
            .collect()
    }

    #[test]
    fn quotes_that_are_right() {
        for text in [
            "他说：“我们把‘消薄’当成任务。”大家点头。",
            "“第一段话，没有合上。\n\n“第二段话，合上了。”",
            "**“输血”**变“造血”，China’s 2019。",
        ] {
            clean(text, "quote-unpaired");
            clean(text, "quote-nested");
        }
    }

    #[test]
    fn quotes_of_the_same_kind_inside() {
        let code = "quote-nested";
        assert_eq!(hits("他说“把“消薄”当任务”。", code), ["“消薄”→‘消薄’"]);
        assert_eq!(
            hits("《关于印发《方案》的通知》", code),
            ["《方案》→〈方案〉"]
        );
        clean("《关于印发〈方案〉的通知》和《章程》", code);
    }

    #[test]
    fn brackets_without_partner() {
        let code = "bracket-unpaired";
        assert_eq!(hits("乡镇（街道和《章程", code), ["（", "《"]);
        assert_eq!(hits("乡镇街道）和", code), ["）"]);
        assert_eq!(hits("《章程（试行》", code), ["（"]);
        clean("1）强化责任；2）落实。（一）强化，（街道)", code);
    }
}
