//! % and 个百分点: shares change by points, amounts by per cent.

use super::block::Block;
use super::fault::Fault;
use super::numerals::{Numeral, numerals};
use super::script::{OBJECT, ends, starts};
use crate::finding::Code;
use crate::text;
use rust_decimal::Decimal;

/// Runs the rules.
pub(super) fn check(block: &Block, faults: &mut Vec<Fault>) {
    percent_sign(block, faults);
    let numbers = numerals(&block.text);
    shares(block, &numbers, faults);
    levels(block, &numbers, faults);
    differences(block, &numbers, faults);
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
    "产量",
    "增加值",
    "营业额",
    "成交额",
    "出口额",
    "总额",
    "销量",
    "面积",
    "人数",
    "人次",
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

/// 占比 of 占比较2020年: what the change is held against stands between.
fn without_comparison(head: &str) -> &str {
    let clause = head.rsplit(['，', '。', '；', '、', ',', ';', '\n']).next();
    let clause = clause.unwrap_or("");
    let last = clause.rfind('较').or_else(|| clause.rfind('比'));
    let named = last.map(|at| (&clause[..at], &clause[at..]));
    match named {
        Some((before, other)) if other.contains(['年', '月', '期', '均', '初']) => {
            &head[..head.len() - clause.len() + before.len()]
        }
        _ => head,
    }
}

/// 达到96个百分点: a level is in per cent; points are for the difference of two.
fn levels(block: &Block, numbers: &[Numeral], faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    for number in numbers {
        let unit = "个百分点";
        if !text[number.range.end..].starts_with(unit) {
            continue;
        }
        let head = &text[..number.range.start];
        let Some(verb) = ends(head, &["达到", "达", "为", "是"]) else {
            continue;
        };
        let head = &head[..head.len() - verb.len()];
        let clause = head.rsplit(['，', '。', '；', ',', ';', '\n']).next();
        let differs = ['差', '幅', '高', '低', '降', '升', '增', '减', '比'];
        let clause = clause.unwrap_or("");
        let large = value(text, number).is_some_and(|v| v >= Decimal::from(50));
        let share = ends(clause, SHARES);
        let moved = clause[..clause.len() - share.map_or(0, str::len)].contains(differs);
        if moved || !(share.is_some() || large) {
            continue;
        }
        let message = text!(
            "达到多少用“%”，“个百分点”只用于百分比之差",
            "a level is in %; 个百分点 is for the difference of two shares"
        );
        let digits = &text[number.range.clone()];
        let range = number.range.start..number.range.end + unit.len();
        let fault = Fault::new(block, Code::PercentPoint, range, message);
        faults.push(fault.perhaps(format!("{digits}%")).grave());
    }
}

fn value(text: &str, number: &Numeral) -> Option<Decimal> {
    text[number.range.clone()].replace(',', "").parse().ok()
}

/// 从61%升到68%，提高了7%: the difference of the two is 7 points.
fn differences(block: &Block, numbers: &[Numeral], faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let percent = |n: &Numeral| starts(&text[n.range.end..], &["%", "％"]).map(str::len);
    for three in numbers.windows(3) {
        let [from, to, by] = three else { continue };
        let (Some(a), Some(b), Some(c)) = (percent(from), percent(to), percent(by)) else {
            continue;
        };
        let between = &text[from.range.end + a..to.range.start];
        let behind = &text[to.range.end + b..by.range.start];
        let short = |part: &str| part.chars().count() <= 12;
        let moved = between
            .trim_end_matches(['了', '约'])
            .ends_with(['到', '至', '为']);
        let verb = behind.trim_end_matches(['了', '约', '近']);
        let verb = ends(verb, MOVES).or_else(|| ends(verb, &["升", "降", "增"]));
        if !(short(between) && short(behind) && moved && verb.is_some())
            || behind.contains(['。', '；', ';'])
            || between.contains(['。', '；', ';', '，', ','])
        {
            continue;
        }
        let values = value(text, from).zip(value(text, to)).zip(value(text, by));
        if values.is_none_or(|((from, to), by)| to.saturating_sub(from).abs() != by) {
            continue;
        }
        let digits = &text[by.range.clone()];
        let range = by.range.start..by.range.end + c;
        // Told once, and this time it is certain.
        let raw = block.raw(&range);
        faults.retain(|f| f.code != Code::PercentPoint || f.range != raw);
        let message = text!(
            "前后两个百分比相差 {digits} 个百分点，不是 {digits}%",
            "the two shares differ by {digits} points, not by {digits}%"
        );
        let fault = Fault::new(block, Code::PercentPoint, range, message);
        faults.push(fault.perhaps(format!("{digits}个百分点")).grave());
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
        let head = without_comparison(head);
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
        for text in [
            "覆盖率{{coverage}}，提高3.2%；",
            "覆盖率达97.04%，提高3.2%。",
        ] {
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
