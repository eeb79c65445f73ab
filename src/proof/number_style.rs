//! How numbers and units are written (GB/T 15835—2011《出版物上数字用法》):
//! ranges with their unit on both ends, one word for about, digits down to the
//! 万 and 亿, nothing that shrinks by multiples, 个百分点 for the difference of
//! shares.

use super::fault::Fault;
use super::numerals::{Numeral, numerals};
use super::prose::Block;
use super::script::{is_han, is_han_numeral};
use crate::finding::Code;
use crate::text;
use std::ops::Range;

/// Runs the rules.
pub(super) fn check(block: &Block, faults: &mut Vec<Fault>) {
    let numbers = numerals(&block.text);
    for number in &numbers {
        range_unit(block, number, faults);
        mixed(block, number, faults);
    }
    doubled(block, &numbers, faults);
    decrease(block, faults);
    percent_sign(block, faults);
    shares(block, &numbers, faults);
}

/// The first of `words` that `text` begins with.
fn starts<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    words.iter().copied().find(|w| text.starts_with(w))
}

/// The first of `words` that `text` ends with.
fn ends<'w>(text: &str, words: &[&'w str]) -> Option<&'w str> {
    words.iter().copied().find(|w| text.ends_with(w))
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

const JOINTS: &[&str] = &["——", "—", "–", "-", "－", "～", "~", "至"];

/// 10-15万元: is the first one 10元?
fn range_unit(block: &Block, number: &Numeral, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let Range { start, end } = number.range.clone();
    // 2019-10-15, 0578-10: no range begins here.
    if text[..start].ends_with(['-', '/', '.', '—', '–', '～', '~', ':']) {
        return;
    }
    let Some(joint) = starts(&text[end..], JOINTS) else {
        return;
    };
    let second = &text[end + joint.len()..];
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
    let stop = end + joint.len() + digits.len() + scale.len() + unit.len();
    let message = text!(
        "范围前一个数缺“{scale}{unit}”，会读成 {first}",
        "the first number of the range lacks {scale}{unit}"
    );
    let joint = match joint {
        "-" | "－" | "–" => "—",
        "~" => "～",
        joint => joint,
    };
    faults.push(
        Fault::new(block, Code::RangeUnit, start..stop, message)
            .safe(format!("{first}{scale}{unit}{joint}{digits}{scale}{unit}")),
    );
}

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
    ("将近", ABOUT),
    ("接近", ABOUT),
    ("约", ABOUT),
    ("約", ABOUT),
    ("近", ABOUT),
    ("超", &["左右", "余", "餘", "多", "以上", "上下"]),
    ("逾", &["左右", "余", "餘", "多", "以上", "上下"]),
];

const ABOUT: &[&str] = &["左右", "上下", "余", "餘", "多", "以上", "以下"];

/// Words that are no qualifier though they end like one.
const WORDS: &[&str] = &[
    "节约", "條约", "条约", "合约", "签约", "契约", "公约", "预约", "履约", "违约", "集约", "特约",
    "最近", "附近", "邻近", "靠近", "临近", "新近", "赶超", "高超",
];

/// 约2300余人次.
fn doubled(block: &Block, numbers: &[Numeral], faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let han = han_numerals(text);
    for number in numbers.iter().map(|n| &n.range).chain(&han) {
        let head = &text[..number.start];
        let Some((word, clash)) = BEFORE.iter().find(|(w, _)| head.ends_with(w)) else {
            continue;
        };
        if ends(head, WORDS).is_some() {
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
        let start = number.start - word.len();
        let end = number.end + at + second.len();
        let message = text!(
            "“{word}”与“{second}”只能用一个",
            "{word} and {second} exclude each other"
        );
        let fault = Fault::new(block, Code::ApproximationDoubled, start..end, message);
        faults.push(fault.perhaps(text[number.start..end].to_owned()));
    }
}

/// The qualifier after a number and where it begins: 余 and 多 at once or after
/// 万 and 亿, the others also after a unit.
fn second_word(rest: &str) -> Option<(&'static str, usize)> {
    let scale = starts(rest, &["万亿", "亿", "億", "万", "萬", "千万", "百万"]);
    let at = scale.map_or(0, str::len);
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
    "千亩",
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
    "百亩",
    "千企",
    "千村",
    "千万工程",
    "百千万",
];

/// 3千人, 1百零8, 2.5亿3000万.
fn mixed(block: &Block, number: &Numeral, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let rest = &text[number.range.end..];
    let start = number.range.start;
    let digits = &text[number.range.clone()];
    let push = |end: usize, fix: Option<String>, faults: &mut Vec<Fault>| {
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
    // 2.5亿3000万: a decimal has its rest already.
    let scale = starts(rest, &["亿", "億", "万", "萬"]);
    if let Some(scale) = scale.filter(|_| number.decimal) {
        let after = &rest[scale.len()..];
        let tail = after.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let more = after.len() - tail.len();
        if more > 0 && tail.starts_with(['万', '萬', '千', '百', '元', '人', '户', '亩', '多'])
        {
            let end = number.range.end + scale.len() + more;
            let word = tail.chars().next().map_or(0, char::len_utf8);
            push(end + word, None, faults);
        }
        return;
    }
    let year = digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20"));
    if year || starts(rest, NO_NUMERALS).is_some() || !rest.starts_with(['千', '百']) {
        return;
    }
    // 10百年老店 aside, digits before 百 or 千 are a mixed numeral.
    let run = rest.trim_start_matches(|c: char| is_han_numeral(c) || c.is_ascii_digit());
    let written = &rest[..rest.len() - run.len()];
    push(
        number.range.end + written.len(),
        plain(digits, written),
        faults,
    );
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
    "减少", "減少", "降低", "下降", "缩短", "缩小", "缩减", "压缩", "压减",
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
            "节约300多元，最近100多户",
            "约30人多次参加，约300人，以上各项",
            "约2300人，2300余人，5000人次以上，约30人上下班",
            "不到100户，以上为准",
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
