//! % and 个百分点: shares change by points, amounts by per cent.

use super::block::Block;
use super::fault::Fault;
use super::numerals::{Numeral, numerals};
use super::script::{OBJECT, ends, starts};
use crate::finding::Code;
use crate::text;

/// Runs the rules.
pub(super) fn check(block: &Block, faults: &mut Vec<Fault>) {
    percent_sign(block, faults);
    shares(block, &numerals(&block.text), faults);
}

/// 个%.
fn percent_sign(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    for (i, found) in text.match_indices("个%") {
        if text[..i].ends_with(|c: char| c.is_ascii_digit()) {
            let message = text!("“个%”应为“个百分点”", "个% for 个百分点");
            let range = i..i + found.len();
            faults.push(Fault::new(block, Code::PercentPoint, range, message).safe("个百分点"));
        }
    }
}

/// Names of shares and of amounts, at whose change the unit is judged.
const SHARES: &[&str] = &["率", "占比", "比重", "比例", "份额"];
const AMOUNTS: &[&str] = &[
    "收入",
    "产值",
    "总量",
    "生产总值",
    "利润",
    "税收",
    "销售额",
    "投资额",
];
const MOVES: &[&str] = &[
    "提高", "提升", "上升", "下降", "降低", "增加", "减少", "增长",
];

/// 覆盖率97.04%， and 覆盖率{{coverage}}， without value and comma.
fn without_value(head: &str) -> &str {
    let Some(said) = head.strip_suffix(['，', ',']) else {
        return head;
    };
    let number = |c: char| c.is_ascii_digit() || c == '.';
    match said.strip_suffix(OBJECT) {
        Some(name) => name.trim_end_matches(['为', '达', '到', '是']),
        None => match said.strip_suffix(['%', '％']) {
            Some(value) => value
                .trim_end_matches(number)
                .trim_end_matches(['为', '达', '到', '是']),
            None => head,
        },
    }
}

/// 覆盖率提高3%: from 60 to 63 per cent, or to 61.8?
fn shares(block: &Block, numbers: &[Numeral], faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    for number in numbers {
        let unit = starts(&text[number.range.end..], &["%", "％", "个百分点"]);
        let Some(unit) = unit else { continue };
        let head = text[..number.range.start].trim_end_matches(['了', '约', '近', '超', '过']);
        let Some(verb) = ends(head, MOVES) else {
            continue;
        };
        let head = &head[..head.len() - verb.len()];
        let head = ends(head, &["同比", "环比", "平均", "比上年", "较上年"])
            .map_or(head, |word| &head[..head.len() - word.len()]);
        // 覆盖率97.04%，提高3.2%: the share stands before its value.
        let head = without_value(head);
        let range = number.range.start..number.range.end + unit.len();
        let points = unit == "个百分点";
        if !points && ends(head, SHARES).is_some() {
            let message = text!(
                "两个百分比之差用“个百分点”，这里的“%”有歧义",
                "the difference of two shares is in 个百分点; % is ambiguous here"
            );
            let number = &text[number.range.clone()];
            let fault = Fault::new(block, Code::PercentPoint, range, message);
            faults.push(fault.perhaps(format!("{number}个百分点")));
        } else if points && ends(head, AMOUNTS).is_some() {
            let message = text!(
                "数额的增减用“%”，“个百分点”只用于百分比之差",
                "an amount changes by %, 个百分点 is for the difference of shares"
            );
            let number = &text[number.range.clone()];
            let fault = Fault::new(block, Code::PercentPoint, range, message);
            faults.push(fault.perhaps(format!("{number}%")));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, hits};

    #[test]
    fn a_share_stands_before_its_value() {
        for text in ["覆盖率{{coverage}}，提高3.2%；", "覆盖率达97.04%，提高3.2%。"] {
            assert_eq!(hits(text, "percent-point"), ["3.2%→3.2个百分点"], "{text}");
        }
        clean("收入{{income}}，增长3.2%。", "percent-point");
    }

    #[test]
    fn shares_and_points() {
        let code = "percent-point";
        assert_eq!(
            hits("覆盖率提高3.5%，占比同比下降2%", code),
            ["3.5%→3.5个百分点", "2%→2个百分点"]
        );
        assert_eq!(
            hits("收入增长5个百分点，提高3个%", code),
            ["5个百分点→5%", "个%→个百分点"]
        );
        clean(
            "覆盖率提高到98%，提高3.5个百分点，收入增长10.1%，增长率为3%，收入增速提高2个百分点",
            code,
        );
    }
}
