//! Two words for about with one number: 约2300余, 超过5万元以上
//! (GB/T 15835—2011).

use super::block::Block;
use super::fault::Fault;
use super::numerals::numerals;
use super::script::{ends, is_han, is_han_numeral, starts};
use crate::finding::Code;
use crate::text;
use std::ops::Range;

/// Words for about or more before a number, longest first, and what they
/// exclude after it.
const BEFORE: &[(&str, &[&str])] = &[
    ("不少于", &["以上", "左右", "余", "餘", "多"]),
    ("不低于", &["以上", "左右", "余", "餘", "多"]),
    ("至少", &["以上", "左右"]),
    ("不足", &["左右", "余", "餘", "以上"]),
    ("不到", &["左右", "余", "餘", "以上"]),
    ("超过", &["左右", "余", "餘", "多", "以上", "上下"]),
    ("超過", &["左右", "余", "餘", "多", "以上", "上下"]),
    ("突破", &["左右", "上下"]),
    ("大约", ABOUT),
    ("大約", ABOUT),
    ("大概", ABOUT),
    ("差不多", ABOUT),
    ("约莫", ABOUT),
    ("将近", ABOUT),
    ("接近", ABOUT),
    ("约", ABOUT),
    ("約", ABOUT),
    ("近", ABOUT),
    ("超", &["左右", "余", "餘", "多", "以上", "上下"]),
    ("逾", &["左右", "余", "餘", "多", "以上", "上下"]),
];

/// Words for about that may not stand before one of [`BEFORE`].
const AGAIN: &[&str] = &["约", "約", "大概", "差不多", "将近", "接近", "近"];

const ABOUT: &[&str] = &["左右", "上下", "余", "餘", "多", "以上", "以下"];

/// Whether 约, 近 or 超 is the end of a longer word: 节约, 最近, 赶超.
fn is_part_of_word(word: &str, head: &str) -> bool {
    let heads = match word {
        "约" | "約" => "节節条條合公签簽契预預制履违違集简簡隐特相邀盟纽租失毁",
        "近" => "最附邻鄰临臨靠就亲遠远新毗贴",
        "超" => "赶趕反高",
        _ => return false,
    };
    // 乡亲近400多人: two words.
    let kin = ["乡亲近", "父亲近", "母亲近", "双亲近"];
    if ends(head, &kin).is_some() {
        return false;
    }
    head.strip_suffix(word)
        .is_some_and(|h| h.ends_with(|c| heads.contains(c)))
}

/// 约2300余人次.
pub(super) fn check(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let arabic = numerals(text);
    let han = han_numerals(text);
    for number in arabic.iter().map(|n| &n.range).chain(&han) {
        // 约有500余: the verb between changes nothing.
        let whole = &text[..number.start];
        let verb = ends(whole, VERBS).map_or(0, str::len);
        let head = &whole[..whole.len() - verb];
        let word = BEFORE.iter().find(|(w, _)| head.ends_with(w));
        let Some((word, clash)) = word.filter(|(w, _)| !is_part_of_word(w, head)) else {
            both_behind(block, number, faults);
            continue;
        };
        let start = head.len() - word.len();
        // 约近百名: one of the two is enough.
        let other = AGAIN
            .iter()
            .find(|w| text[..start].ends_with(**w) && !is_part_of_word(w, &text[..start]));
        if let Some(other) = other {
            let range = start - other.len()..number.end;
            let right = &text[start..number.end];
            push(block, (other, word), range, right, faults);
            continue;
        }
        let Some((second, at)) = second_word(&text[number.end..]) else {
            continue;
        };
        // 近3年多来, 近十余年: the years just past.
        let time = ["年", "个月", "個月", "天", "日", "周", "月"];
        let rest = &text[number.end..];
        let after = &rest[at + second.len()..];
        if *word == "近" && (starts(rest, &time).is_some() || starts(after, &time).is_some()) {
            continue;
        }
        if !clash.contains(&second) {
            continue;
        }
        let end = number.end + at + second.len();
        push(
            block,
            (word, second),
            start..end,
            &text[head.len()..end],
            faults,
        );
    }
}

/// Verbs that may stand between 约 and its number.
const VERBS: &[&str] = &["有", "为", "為", "达到", "达", "達", "合", "占", "需", "计"];

fn push(
    block: &Block,
    (word, second): (&str, &str),
    range: Range<usize>,
    right: &str,
    faults: &mut Vec<Fault>,
) {
    let message = text!(
        "“{word}”与“{second}”只能用一个",
        "{word} and {second} exclude each other"
    );
    let fault = Fault::new(block, Code::ApproximationDoubled, range, message);
    faults.push(fault.perhaps(right));
}

/// 300余人左右.
fn both_behind(block: &Block, number: &Range<usize>, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let rest = &text[number.end..];
    let scale = starts(rest, SCALES).map_or(0, str::len);
    let Some(first) = starts(&rest[scale..], &["余", "餘", "多"]) else {
        return;
    };
    let from = scale + first.len();
    let behind = &rest[from..];
    let Some((second, at)) = second_word(behind).filter(|(w, _)| ["左右", "上下"].contains(w))
    else {
        return;
    };
    let end = number.end + from + at + second.len();
    let right = &text[number.start..end - second.len()];
    push(block, (first, second), number.start..end, right, faults);
}

const SCALES: &[&str] = &["万亿", "亿", "億", "万", "萬", "千万", "百万"];

/// The qualifier after a number and where it begins: 余 and 多 at once or after
/// 万 and 亿, the others also after a unit.
fn second_word(rest: &str) -> Option<(&'static str, usize)> {
    let at = starts(rest, SCALES).map_or(0, str::len);
    if let Some(word) = starts(&rest[at..], &["余", "餘", "多"]) {
        return Some((word, at));
    }
    let mut offset = at;
    for c in rest[at..].chars().take(6) {
        let word = starts(&rest[offset..], &["左右", "上下", "以上", "以下"]);
        if let Some(word) = word {
            let after = &rest[offset + word.len()..];
            let part = after.starts_with(['班', '游', '级', '級', '学', '楼', '联', '岸', '手']);
            return (!part).then_some((word, offset));
        }
        if !(is_han(c) || matches!(c, '%' | '％' | '℃')) {
            return None;
        }
        offset += c.len_utf8();
    }
    None
}

/// Runs of Chinese numerals of at least 十: 二十余, 百余.
fn han_numerals(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(skip) = text[from..].find(is_han_numeral) {
        let start = from + skip;
        let run = &text[start..];
        let end = start + run.len() - run.trim_start_matches(is_han_numeral).len();
        if text[start..end].contains(['十', '百', '千', '万', '亿'])
            && !text[..start].ends_with(|c: char| c.is_ascii_digit())
        {
            found.push(start..end);
        }
        from = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, hits};

    #[test]
    fn two_words_for_about() {
        let code = "approximation-doubled";
        assert_eq!(hits("约2300余人次参加", code), ["约2300余→2300余"]);
        assert_eq!(
            hits(
                "近300多名，超过5万元以上，约3亿元左右，近百余人，约2.3万多户",
                code
            ),
            [
                "近300多→300多",
                "超过5万元以上→5万元以上",
                "约3亿元左右→3亿元左右",
                "近百余→百余",
                "约2.3万多→2.3万多"
            ]
        );
        for text in [
            "近3年多来，近十余年，近5个多月",
            "节约300多元，最近100多户，签约20余个项目，邀约200余家",
            "约30人多次参加，约300人，以上各项",
            "约2300人，2300余人，5000人次以上，约30人上下班",
            "不到100户，以上为准",
        ] {
            clean(text, code);
        }
    }
}
