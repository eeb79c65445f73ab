//! How a paragraph ends: with a final mark, without one, or in the middle of
//! a sentence.

use super::block::{Block, Role};
use super::fault::Fault;
use super::script::{OBJECT, count_han, is_blank, is_final, is_han};
use crate::finding::Code;
use crate::text;
use std::collections::BTreeMap;

/// Words that no sentence ends with. Words that are also the end of a noun
/// (参与, 方向, 高地) are not among them.
const GOES_ON: &[&str] = &[
    "的",
    "和",
    "以及",
    "或",
    "而",
    "被",
    "，",
    "、",
    ",",
    "为了",
    "由于",
    "因为",
    "对于",
    "关于",
    "针对",
    "誉为",
    "称为",
    "成为",
    "作为",
    "主要是",
    "分布在",
    "下一步将",
    "并将",
    "不仅",
    "而且",
];

/// How many characters at the end of a paragraph are looked for elsewhere.
const TAIL: usize = 6;

/// A paragraph that should end with a mark and does not.
struct Open {
    block: usize,
    /// Byte after its last character.
    end: usize,
}

/// Runs the rules over all blocks of a Markdown text.
pub(super) fn check(blocks: &[Block], faults: &mut Vec<Fault>) {
    let open: Vec<Open> = blocks
        .iter()
        .enumerate()
        .filter_map(|(block, b)| {
            Some(Open {
                block,
                end: unfinished(b)?,
            })
        })
        .collect();
    for block in blocks {
        begins_late(block, faults);
    }
    let tails = continued(blocks, &open);
    for (open, goes_on) in open.iter().zip(tails) {
        let block = &blocks[open.block];
        let text = &block.text[..open.end];
        let start = text.char_indices().next_back().map_or(0, |(i, _)| i);
        let range = start..open.end;
        let word = GOES_ON.iter().any(|word| text.ends_with(word));
        if word || goes_on || is_open(text) {
            let message = text!(
                "这一段像是没有写完，断在半句",
                "the paragraph seems to break off in the middle of a sentence"
            );
            let hint = text!("对照原稿把后半句补上", "complete it from the manuscript");
            faults.push(Fault::new(block, Code::ParagraphCut, range, message).hint(hint));
        } else {
            let last = &block.text[range.clone()];
            let message = text!("段末没有句号", "the paragraph has no final mark");
            let fault = Fault::new(block, Code::FinalMarkMissing, range, message);
            faults.push(match last.chars().all(|c| c != OBJECT) {
                true => fault.perhaps(format!("{last}。")),
                false => fault.hint(text!("补上句号", "add a full stop")),
            });
        }
    }
}

/// The second half of a word: no sentence begins with it and stops.
const HALVES: &str = "司们了着过者性化镇县局部厅处室所站社费额率量";

/// A paragraph that begins in the middle of a sentence: 司，19个乡镇……, or
/// with a mark that no line may begin with (GB/T 15834—2011, 5.1).
fn begins_late(block: &Block, faults: &mut Vec<Fault>) {
    if !matches!(block.role, Role::Paragraph | Role::Item) || block.is_lost_picture() {
        return;
    }
    let mut chars = block.text.chars();
    let (Some(first), second) = (chars.next(), chars.next()) else {
        return;
    };
    let mark = |c: char| "，、；：。！？".contains(c);
    let pause = |c: char| mark(c) || matches!(c, ',' | ';');
    let half = HALVES.contains(first) && second.is_some_and(pause);
    // ！[图说](a.jpg) and ：-) are others.
    let lost = mark(first) && second.is_some_and(is_han);
    if !half && !lost {
        return;
    }
    let len = first.len_utf8() + second.filter(|_| half).map_or(0, char::len_utf8);
    let message = text!(
        "这一段像是从半句开始的",
        "the paragraph seems to begin in the middle of a sentence"
    );
    let hint = text!(
        "对照原稿：前半句可能落在上一段或别的县里",
        "see the manuscript: its beginning may be elsewhere"
    );
    faults.push(Fault::new(block, Code::ParagraphCut, 0..len, message).hint(hint));
}

/// Whether a quote or bracket is still open.
fn is_open(text: &str) -> bool {
    let count = |c: char| text.matches(c).count();
    [('“', '”'), ('（', '）'), ('《', '》')]
        .iter()
        .any(|(open, close)| count(*open) > count(*close))
}

/// The byte after the last character of a paragraph of prose that has no
/// final mark.
fn unfinished(block: &Block) -> Option<usize> {
    let text = block.text.trim_end_matches(|c| is_blank(c) || c == '\n');
    let han = count_han(text);
    let sentences = text.contains(['。', '！', '？', '；']);
    // Labels, slogans and run-in heads stand alone without a mark.
    let prose = match block.role {
        Role::Paragraph => {
            let clauses = text.contains(['，', ',']);
            let number = text.contains(|c: char| c.is_ascii_digit() || c == OBJECT);
            // A label ends with neither, and a line of verse is shorter.
            let pause = text.ends_with(['，', '、', ',']) && han >= 8;
            sentences || pause || clauses && (han >= 25 || number && han >= 14) || han >= 32
        }
        Role::Item => text.contains('。'),
        _ => false,
    };
    let last = text.chars().next_back()?;
    let ended = is_final(last) || matches!(last, '：' | '；' | '﹔' | ':' | ';' | '—');
    if !prose || ended || block.is_lost_picture() || closes_sentence(text) {
        return None;
    }
    (is_han(last)
        || last.is_ascii_alphanumeric()
        || "，、,％%”’）)》】」』".contains(last)
        || last == OBJECT)
        .then_some(text.len())
}

/// Whether the text ends in closing quotes or brackets with a finished
/// sentence inside or, for a bracket, before it: ……好。”, ……好。（记者 杨敏）
fn closes_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['”', '’', '）', ')', '》', '】', '」', '』']);
    if bare.len() == text.len() {
        return false;
    }
    if bare.ends_with(is_final) {
        return true;
    }
    if !text.ends_with(['）', ')']) {
        return false;
    }
    // A note that is a paragraph of its own: （作者单位：……；责任编辑：……）
    let brackets = ['（', '('];
    if text.starts_with(brackets) && bare.matches(brackets).count() == 1 {
        return true;
    }
    let before = bare.rfind(brackets).map(|i| &bare[..i]);
    before.is_some_and(|b| {
        b.trim_end_matches(is_blank)
            .ends_with(|c| is_final(c) || c == '”')
    })
}

/// For each open paragraph, whether its last words stand elsewhere in the text
/// with a further character, as in 强村联合发展有限公 and 强村联合发展有限公司.
fn continued(blocks: &[Block], open: &[Open]) -> Vec<bool> {
    let tail = |o: &Open| -> Option<Vec<char>> {
        let text = &blocks[o.block].text[..o.end];
        let mut tail: Vec<char> = text.chars().rev().take(TAIL).collect();
        tail.reverse();
        (tail.len() == TAIL && tail.iter().all(|c| is_han(*c))).then_some(tail)
    };
    let tails: Vec<Option<Vec<char>>> = open.iter().map(tail).collect();
    let mut seen: BTreeMap<&[char], bool> = tails
        .iter()
        .flatten()
        .map(|t| (t.as_slice(), false))
        .collect();
    if seen.is_empty() {
        return vec![false; open.len()];
    }
    for block in blocks {
        let chars: Vec<char> = block.text.chars().collect();
        for window in chars.windows(TAIL + 1) {
            if let Some(found) = seen.get_mut(&window[..TAIL]) {
                *found |= is_han(window[TAIL]);
            }
        }
    }
    let found = |t: &Option<Vec<char>>| {
        t.as_ref()
            .is_some_and(|t| seen.get(t.as_slice()) == Some(&true))
    };
    tails.iter().map(found).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, hits};

    #[test]
    fn a_paragraph_without_its_mark() {
        let code = "final-mark-missing";
        assert_eq!(hits("成立小组。全面落实", code), ["实→实。"]);
        assert_eq!(hits("成立小组。共投入{{funds}}", code), ["{{funds}}"]);
        assert_eq!(hits("成立小组。全面落实（见下图）", code), ["）→）。"]);
        assert_eq!(hits("成立小组。打造“红军营”\n", code), ["”→”。"]);
        assert_eq!(hits("- 成立小组。全面落实\n", code), ["实→实。"]);
    }

    #[test]
    fn a_paragraph_that_is_cut() {
        let code = "paragraph-cut";
        assert_eq!(
            hits(
                "成立了强村联合发展有限公司。\n\n抱团。成立了强村联合发展有限公",
                code
            ),
            ["公"]
        );
        assert_eq!(hits("发挥积极性。做到赋予共同富裕的", code), ["的"]);
        assert_eq!(hits("发挥积极性。做到，", code), ["，"]);
        assert_eq!(hits("发挥积极性。做到“四个", code), ["个"]);
    }

    #[test]
    fn paragraphs_that_need_no_mark() {
        for text in [
            "夯实责任，强化担当",
            "成立小组。他说：“好。”",
            "成立小组。（记者 杨敏）",
            "（作者单位：中共丽水市委组织部；责任编辑：王子锋）",
            "成立小组。措施如下：",
            "成立小组。[^1]\n\n[^1]: 出处。",
            "- 强化领导\n- 落实责任",
            "| 甲。乙 | 丙 |\n|---|---|\n| 丁。戊 | 己 |",
            "# 一。二",
            "![甲。乙](a.jpg)",
        ] {
            clean(text, "final-mark-missing");
            clean(text, "paragraph-cut");
        }
    }
}
