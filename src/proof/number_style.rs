//! How numbers and units are written (GB/T 15835—2011《出版物上数字用法》):
//! ranges with their unit on both ends, digits down to the 万 and 亿, nothing
//! that shrinks by multiples.

use super::block::Block;
use super::fault::Fault;
use super::numerals::{Numeral, numerals};
use super::script::{ends, is_blank, is_han_numeral, starts};
use crate::finding::Code;
use crate::text;
use rust_decimal::Decimal;
use std::ops::Range;

/// Runs the rules.
pub(super) fn check(block: &Block, faults: &mut Vec<Fault>) {
    let numbers = numerals(&block.text);
    for number in &numbers {
        range_unit(block, number, faults);
        mixed(block, number, faults);
        half_han(block, number, faults);
    }
    decrease(block, faults);
}

/// What changes a number's size when it is left out of a range's first end.
const SCALES: &[&str] = &["万亿", "亿", "億", "万", "萬", "%", "％", "‰"];

/// Units that may follow 万 or 亿 in a fix.
const UNITS: &[&str] = &[
    "元",
    "人次",
    "人",
    "户",
    "亩",
    "吨",
    "公斤",
    "斤",
    "株",
    "头",
    "只",
    "羽",
    "平方米",
    "千瓦时",
    "千瓦",
    "名",
    "个",
    "件",
    "公里",
    "米",
    "美元",
    "辆",
    "台",
    "套",
    "立方米",
    "袋",
    "尾",
];

const JOINTS: &[&str] = &["——", "—", "–", "-", "－", "～", "~", "至", "到"];

/// 10-15万元: is the first one 10元?
fn range_unit(block: &Block, number: &Numeral, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let Range { start, end } = number.range.clone();
    // 2019-10-15, 0578-10: no range begins here.
    if text[..start].ends_with(['-', '/', '.', '—', '–', '～', '~', ':']) {
        return;
    }
    let after = text[end..].trim_start_matches(is_blank);
    let Some(joint) = starts(after, JOINTS) else {
        return;
    };
    let second = after[joint.len()..].trim_start_matches(is_blank);
    let from = text.len() - second.len();
    let rest = second.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ',');
    let digits = &second[..second.len() - rest.len()];
    let Some(scale) = starts(rest, SCALES).filter(|_| !digits.is_empty()) else {
        return;
    };
    let year = number.range.len() == 4 && text[start..end].starts_with(['1', '2']);
    if year && !number.decimal && digits.len() != 4 {
        return;
    }
    let unit = match scale {
        "%" | "％" | "‰" => "",
        _ => starts(&rest[scale.len()..], UNITS).unwrap_or(""),
    };
    let first = &text[start..end];
    let stop = from + digits.len() + scale.len() + unit.len();
    let message = text!(
        "范围前一个数缺“{scale}{unit}”，会读成 {first}",
        "the first number of the range lacks {scale}{unit}"
    );
    let joint = match joint {
        "-" | "－" | "–" => "—",
        "~" => "～",
        joint => joint,
    };
    let fault = Fault::new(block, Code::RangeUnit, start..stop, message);
    // 500至2万元 begins at 500元; and either way a number is changed.
    let rises = value(first).zip(value(digits)).is_some_and(|(a, b)| a < b);
    faults.push(match rises {
        true => fault.perhaps(format!("{first}{scale}{unit}{joint}{digits}{scale}{unit}")),
        false => fault.hint(text!(
            "写明前一个数的单位",
            "give the first number its unit"
        )),
    });
}

fn value(numeral: &str) -> Option<Decimal> {
    numeral.replace(',', "").parse().ok()
}

/// What begins with 千 or 百 and is no numeral.
const NO_NUMERALS: &[&str] = &[
    "千瓦",
    "千米",
    "千克",
    "千伏",
    "千卡",
    "千焦",
    "千帕",
    "千赫",
    "千安",
    "千字",
    "千兆",
    "百分",
    "百帕",
    "百强",
    "百佳",
    "百村",
    "百姓",
    "百校",
    "百企",
    "百年",
    "百家",
    "百场",
    "百货",
    "百日",
    "千企",
    "千村",
    "千万工程",
    "百千万",
];

/// 二十3道, 三万5000人次: a numeral begun in characters goes on in digits.
fn half_han(block: &Block, number: &Numeral, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let head = &text[..number.range.start];
    let bare = head.trim_end_matches(|c| is_han_numeral(c) && c != '两');
    let run = &head[bare.len()..];
    let is_numeral = run.chars().count() >= 2 && run.contains(['十', '百', '千', '万', '亿']);
    // 投资三千万2023年到位 lacks a mark, and 第一百2 is none of ours.
    let year = number.range.len() == 4 && text[number.range.end..].starts_with('年');
    if !is_numeral
        || number.decimal
        || year
        || !run.starts_with(|c| "一二三四五六七八九十".contains(c))
    {
        return;
    }
    let range = bare.len()..number.range.end;
    let written = &text[range.clone()];
    let message = text!(
        "“{written}”一半汉字、一半阿拉伯数字",
        "{written} is half in Chinese and half in Arabic digits"
    );
    let fault = Fault::new(block, Code::NumberMixed, range, message);
    faults.push(fault.hint(text!("写成一个数", "write one number")));
}

/// 3千人, 1百零8, 2.5亿3000万.
fn mixed(block: &Block, number: &Numeral, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let rest = &text[number.range.end..];
    let start = number.range.start;
    let digits = &text[number.range.clone()];
    let push = |start: usize, end: usize, fix: Option<String>, faults: &mut Vec<Fault>| {
        let written = &text[start..end];
        let message = text!(
            "“{written}”写法混杂：阿拉伯数字后面只用万、亿",
            "{written}: after Arabic digits only 万 and 亿 may stand"
        );
        let fault = Fault::new(block, Code::NumberMixed, start..end, message);
        faults.push(match fix {
            Some(fix) => fault.perhaps(fix),
            None => fault.hint(text!("写成一个数", "write one number")),
        });
    };
    // 0.3亿万元; and 8000万亿 is more than anybody's money.
    let large = digits.len() >= 4 && !number.decimal && !digits.contains(',');
    let twice = starts(rest, &["亿万", "亿亿", "万万", "万亿"]);
    if let Some(twice) = twice.filter(|t| *t != "万亿" || large) {
        push(start, number.range.end + twice.len(), None, faults);
        return;
    }
    // 2.5亿3000万: a decimal has its rest already.
    let scale = starts(rest, &["亿", "億", "万", "萬"]);
    if let Some(scale) = scale.filter(|_| number.decimal) {
        let after = &rest[scale.len()..];
        let tail = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let more = after.len() - tail.len();
        if more > 0 && tail.starts_with(['万', '萬', '千', '百', '元', '人', '户', '亩', '多'])
        {
            let scales = tail.trim_start_matches(['万', '萬', '千', '百']);
            let word = match tail.len() - scales.len() {
                0 => tail.chars().next().map_or(0, char::len_utf8),
                word => word,
            };
            let end = number.range.end + scale.len() + more + word;
            push(start, end, None, faults);
        }
        return;
    }
    let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    if year || starts(rest, NO_NUMERALS).is_some() || !rest.starts_with(['千', '百']) {
        return;
    }
    // 4千5百 is told with its 4千.
    let told = ends(&text[..start], &["千", "百"]).map(|scale| &text[..start - scale.len()]);
    if told.is_some_and(|head| head.ends_with(|c: char| c.is_ascii_digit())) {
        return;
    }
    // 3万5千 is one number.
    let scale = ends(&text[..start], &["万", "亿"]).map_or(0, str::len);
    let numeral = |c: char| c.is_ascii_digit() || c == '.';
    let head = text[..start - scale].trim_end_matches(numeral);
    if text[head.len()..start - scale].contains('.') {
        // Told with the decimal before it.
        return;
    }
    let start = match scale > 0 && head.len() < start - scale {
        true => head.len(),
        false => start,
    };
    // 10百年老店 aside, digits before 百 or 千 are a mixed numeral.
    let run = rest.trim_start_matches(|c: char| is_han_numeral(c) || c.is_ascii_digit());
    let written = &rest[..rest.len() - run.len()];
    let end = number.range.end + written.len();
    let fix = plain(digits, written).filter(|_| start == number.range.start);
    push(start, end, fix, faults);
}

/// 3千万 is 3000万; only for one multiplier before 万 or 亿.
fn plain(digits: &str, written: &str) -> Option<String> {
    let (zeros, rest) = match written.strip_prefix('千') {
        Some(rest) => ("000", rest),
        None => ("00", written.strip_prefix('百')?),
    };
    let whole = !digits.contains(['.', ',']);
    (whole && matches!(rest, "" | "万" | "亿")).then(|| format!("{digits}{zeros}{rest}"))
}

/// Verbs of becoming less.
const LESS: &[&str] = &[
    "减少", "減少", "降低", "下降", "缩短", "缩小", "缩减", "压缩", "压减", "下滑", "下跌", "减轻",
    "节省", "节约", "便宜",
];

/// 减少了3倍.
fn decrease(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    for verb in LESS {
        for (i, _) in text.match_indices(verb) {
            let rest = &text[i + verb.len()..];
            let tail = rest.trim_start_matches(['了', '近', '约', '約', '超', '过', '將', '将']);
            let number = tail.trim_start_matches(|c: char| {
                c.is_ascii_digit()
                    || c == '.'
                    || is_han_numeral(c)
                    || matches!(c, '几' | '数' | '多' | '余')
            });
            if number.len() < tail.len() && number.starts_with('倍') {
                let end = text.len() - number.len() + '倍'.len_utf8();
                let message = text!("减少不能用倍数", "nothing becomes less by a multiple");
                let hint = text!(
                    "用百分之几或几分之几：减少75%，减少到四分之一",
                    "say by what share: 减少75%"
                );
                let fault = Fault::new(block, Code::DecreaseTimes, i..end, message);
                faults.push(fault.hint(hint));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, hits};

    #[test]
    fn ranges_without_their_unit() {
        let code = "range-unit";
        assert_eq!(
            hits("年收益可达10-15万元。", code),
            ["10-15万元→10万元—15万元"]
        );
        assert_eq!(
            hits("达9～16亿，15—30%，2至3.5万人次", code),
            [
                "9～16亿→9亿～16亿",
                "15—30%→15%—30%",
                "2至3.5万人次→2万人次至3.5万人次"
            ]
        );
        assert_eq!(hits("500至2万元不等", code), ["500至2万元"]);
        for text in [
            "10万元—15万元，10—15个，3～5年，15%～30%",
            "2017—2019年，2006年至2012年，0578-2091234",
            "2019-10-15，比2017至2019年的",
            "从10万元到15万元",
        ] {
            clean(text, code);
        }
    }

    #[test]
    fn mixed_numerals() {
        let code = "number-mixed";
        assert_eq!(
            hits("3千人、5百户、3千万元", code),
            ["3千→3000", "5百→500", "3千万→3000万"]
        );
        assert_eq!(
            hits("1百零8个，2.5亿3000万元", code),
            ["1百零8", "2.5亿3000万"]
        );
        clean(
            "3千瓦、5千克、3百分点、2019百强县、3亿5000万元、2.738亿元、1万亿元、12千米",
            code,
        );
    }

    #[test]
    fn less_by_multiples() {
        let code = "decrease-times";
        assert_eq!(
            hits("成本下降了3倍，减少两倍", code),
            ["下降了3倍", "减少两倍"]
        );
        clean("增长3倍，减少75%，下降到三分之一", code);
    }
}
