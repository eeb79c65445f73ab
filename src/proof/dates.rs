//! Years and days: years of two digits, years in mixed numerals, days that no
//! calendar has (GB/T 15835—2011, 4.1.4 and 5.2).

use super::block::Block;
use super::fault::Fault;
use super::numerals::{Numeral, numerals};
use super::script::{before, ends, is_blank, is_han_numeral, starts};
use crate::finding::Code;
use crate::text;
use std::ops::Range;

/// Runs the rules over all blocks of a text.
pub(super) fn check(blocks: &[Block], faults: &mut Vec<Fault>) {
    let mut arabic = false;
    let mut centuries = false;
    let mut chinese = Vec::new();
    for (i, block) in blocks.iter().enumerate() {
        let numbers = numerals(&block.text);
        for (n, number) in numbers.iter().enumerate() {
            let behind = &block.text[number.range.end..];
            let era = block.text[..number.range.start].trim_end_matches('前');
            arabic |=
                (number.range.len() == 4 || era.ends_with("公元")) && behind.starts_with('年');
            centuries |= behind.starts_with("世纪");
            short(block, number, faults);
            day(block, &numbers[n..], faults);
        }
        last_days(block, &numbers, faults);
        dotted(block, &numbers, faults);
        clock(block, &numbers, faults);
        mixed_years(block, i, faults, &mut chinese);
    }
    for block in blocks {
        eras(block, arabic, centuries, faults);
    }
    if !arabic {
        return;
    }
    for (i, range) in chinese {
        let year = &blocks[i].text[range.clone()];
        let plain = western(year);
        let message = text!(
            "年份有的用阿拉伯数字，有的用汉字（{year}）",
            "some years are in Arabic digits, some in Chinese ({year})"
        );
        let fault = Fault::new(&blocks[i], Code::YearForm, range, message);
        faults.push(fault.perhaps(plain));
    }
}

/// What is over or begins at a point of time: 19年启动 is no span of years.
const POINTS: &[&str] = &[
    "启动", "开工", "开建", "动工", "开业", "开园", "开馆", "投产", "投用", "投入", "竣工", "验收",
    "成立", "挂牌", "出台", "印发", "立项", "试点", "获评", "荣获", "获得", "被评", "入选", "引进",
    "落户", "签约", "脱贫", "摘帽", "当选", "通车", "建厂", "建村", "立村", "起", "开始", "建成",
];

/// What may also take years, so that only the place in the sentence tells.
const WORKS: &[&str] = &[
    "完成",
    "实现",
    "实施",
    "推行",
    "推出",
    "新建",
    "新增",
    "全县",
    "全市",
    "全省",
    "全国",
    "全区",
    "全镇",
    "全乡",
    "全村",
    "我县",
    "我市",
    "我区",
    "我镇",
    "该县",
    "该镇",
    "该村",
    "村集体",
    "集体经济",
    "人均",
    "以来",
];

/// Words after which a number counts years: 历时12年建成, 连续20年获得.
const COUNTED: &[&str] = &[
    "第", "满", "近", "约", "过", "超", "足", "共", "公", "历时", "耗时", "历经", "用", "用了",
    "花", "花了", "每", "到", "仅", "只", "前", "后", "未来", "今后", "头", "这", "那", "又", "再",
    "了", "时隔", "相隔", "连续", "持续", "坚持", "长达", "达", "整整", "短短", "为期", "期限",
    "需", "要", "几", "多", "逾", "上", "下", "最近", "期", "龄", "各", "两个", "一个",
];

/// 19年11月, 18年底, 自23年起, 17年启动, and 21年完成 where a sentence begins.
fn short(block: &Block, number: &Numeral, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let range = number.range.clone();
    let Some(rest) = text[range.end..].strip_prefix('年') else {
        return;
    };
    if range.len() != 2 || number.decimal || !is_short_year(text, &range, rest) {
        return;
    }
    let year = &text[range.clone()];
    let message = text!("年份“{year}年”只有两位", "the year {year} has two digits");
    let hint = text!("年份写全四位", "write all four digits");
    let range = range.start..range.end + '年'.len_utf8();
    faults.push(Fault::new(block, Code::YearShort, range, message).hint(hint));
}

/// Whether the two digits are a year and no number of years; `rest` is what
/// follows 年.
fn is_short_year(text: &str, digits: &Range<usize>, rest: &str) -> bool {
    let head = text[..digits.start].trim_end_matches(is_blank);
    let counted = ends(head, COUNTED).is_some();
    let month = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let month = month.len() < rest.len() && month.starts_with('月');
    let part = [
        "底",
        "初",
        "末",
        "上半年",
        "下半年",
        "度",
        "年底",
        "年初",
        "年末",
        "春",
        "夏",
        "秋",
        "冬",
        "元旦",
        "国庆",
    ];
    // 20年春夏秋冬, 30年冬去春来 are spans.
    let round = ["春夏", "春秋", "冬去", "春来", "秋来", "冬来"];
    let is_part = starts(rest, &part).is_some() && starts(rest, &round).is_none();
    let apostrophe = head.ends_with(['\'', '’', '‘']);
    let joined = head
        .strip_suffix(['-', '—', '～', '~', '–', '至'])
        .is_some_and(|h| h.ends_with(|c: char| c.is_ascii_digit()) && four_digits(h));
    // 满10年末, 第20年初 are others.
    // 到19年底, but not 满10年末.
    let until = head.ends_with(['到', '至']) && !head.ends_with("每到");
    if joined || apostrophe || (month || is_part) && (!counted || until) {
        return true;
    }
    let written = &text[digits.clone()];
    // 2018年、19年; 从2018年到19年.
    if starts(rest, SPANS).is_none() && follows_year(head, written) {
        return true;
    }
    // 98年洪水
    if matches!(written.parse(), Ok(80..=99)) && !counted && starts(rest, EVENTS).is_some() {
        return true;
    }
    let is_likely = matches!(written.parse(), Ok(0..=35 | 90..=99));
    // 08年 is nothing that is counted.
    if is_likely && written.starts_with('0') {
        return true;
    }
    if !is_likely || starts(rest, SPANS).is_some() {
        return false;
    }
    let begins = |head: &str| {
        head.chars()
            .next_back()
            .is_none_or(|c| "。；，！？：、（“\n,;:".contains(c))
    };
    if ends(head, &["截至", "早在", "始于", "建于", "生于", "成立于"]).is_some() {
        return true;
    }
    if let Some(before) = head.strip_suffix('于') {
        let compared = [
            "少", "低", "高", "大", "小", "等", "短", "长", "多", "当", "限", "近",
        ];
        return ends(before, &compared).is_none();
    }
    if head.ends_with(['自', '从', '打']) {
        return starts(rest, &["起", "开始", "以来"]).is_some();
    }
    if let Some(before) = head.strip_suffix(['到', '至']) {
        return begins(before) && (rest.starts_with('，') || starts(rest, WORKS).is_some());
    }
    // 20年完成了一次蝶变 tells of twenty years, 20年完成改造 of one.
    let told = starts(rest, &["完成了", "实现了"]).is_some();
    let round = matches!(written, "10" | "30") || written == "20" && told;
    !counted
        && (starts(rest, POINTS).is_some()
            || begins(head) && !round && starts(rest, WORKS).is_some())
}

/// What a year is remembered by.
const EVENTS: &[&str] = &[
    "洪水", "洪灾", "大水", "特大", "台风", "地震", "大旱", "旱灾", "大雪", "雪灾",
];

/// Whether a whole year not later than the short one stands before it: 2018年、.
fn follows_year(head: &str, short: &str) -> bool {
    let joints = ["、", "和", "与", "及", "到", "至", "—", "－", "-", "～"];
    let Some(joint) = ends(head, &joints) else {
        return false;
    };
    let head = &head[..head.len() - joint.len()];
    let year = head.strip_suffix('年').or((joint == "、").then_some(head));
    let Some(year) = year else { return false };
    let digits = year.bytes().rev().take_while(u8::is_ascii_digit).count();
    let digits = &year[year.len() - digits..];
    digits.len() == 4
        && matches!(digits.get(..2), Some("19" | "20"))
        && digits.get(2..).is_some_and(|last| last < short)
}

/// After 年 these make a span of it: 20年来, 15年间, 30年前.
const SPANS: &[&str] = &[
    "来", "间", "前", "后", "内", "里", "多", "余", "以上", "以下", "以内", "以后", "以前", "左右",
    "之", "的", "时间", "期", "龄", "一", "如", "老", "生",
];

fn four_digits(head: &str) -> bool {
    let digits = head.bytes().rev().take_while(u8::is_ascii_digit).count();
    digits == 4
}

/// Reads a date that begins with the first of `numbers`; says if it is none.
fn day(block: &Block, numbers: &[Numeral], faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let value = |i: usize| -> Option<u32> {
        let n = numbers.get(i).filter(|n| !n.decimal)?;
        text[n.range.clone()].parse().ok()
    };
    let between = |i: usize| -> Option<&str> {
        let start = numbers.get(i)?.range.end;
        let end = numbers.get(i + 1).map_or(text.len(), |n| n.range.start);
        text.get(start..end)
    };
    let Some(first) = numbers.first() else { return };
    let start = first.range.start;
    let behind_year = text[..start].ends_with('年');
    let (year, m) = match between(0) {
        Some("年") if first.range.len() == 4 => (value(0), 1),
        Some("-" | "/") if first.range.len() == 4 && between(1) == between(0) => (value(0), 1),
        _ if behind_year => return,
        _ => (None, 0),
    };
    let iso = matches!(between(0), Some("-" | "/"));
    let Some(month) = value(m) else { return };
    let tail = between(m).unwrap_or("");
    let is_month = if iso { m == 1 } else { tail.starts_with('月') };
    if !is_month || !(iso || year.is_some() || tail == "月") {
        return;
    }
    let day = match tail {
        "月" if between(m + 1).is_some_and(|t| t.starts_with(['日', '号'])) => value(m + 1),
        "-" | "/" => value(m + 1),
        _ => None,
    };
    if year.is_none() && day.is_none() {
        return;
    }
    if day.is_none_or(|d| (1..=days(year, month)).contains(&d)) && (1..=12).contains(&month) {
        return;
    }
    let last = numbers.get(if day.is_some() { m + 1 } else { m });
    let end = last.map_or(start, |n| n.range.end);
    let sign = text[end..]
        .chars()
        .next()
        .filter(|c| matches!(c, '月' | '日' | '号'));
    let end = end + sign.map_or(0, char::len_utf8);
    let written = &text[start..end];
    let message = text!("没有“{written}”这一天", "there is no {written}");
    faults.push(Fault::new(block, Code::DateImpossible, start..end, message));
}

/// 6月28日至32日: the month stands before the first day only.
fn last_days(block: &Block, numbers: &[Numeral], faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let value = |n: &Numeral| text[n.range.clone()].parse::<u32>().ok();
    for three in numbers.windows(3) {
        let [month, first, last] = three else {
            continue;
        };
        let joint = &text[first.range.end..last.range.start];
        let joints = ["日至", "日到", "日—", "日～", "日-", "至", "—", "～", "-"];
        let Some((m, day)) = value(month).zip(value(last)) else {
            continue;
        };
        if &text[month.range.end..first.range.start] != "月"
            || !joints.contains(&joint)
            || !text[last.range.end..].starts_with('日')
            || (1..=days(None, m)).contains(&day)
        {
            continue;
        }
        let range = last.range.start..last.range.end + '日'.len_utf8();
        let written = &text[range.clone()];
        let message = text!("{m}月没有“{written}”", "month {m} has no {written}");
        faults.push(Fault::new(block, Code::DateImpossible, range, message));
    }
}

/// 2023.13.5: a whole date with points, as minutes and registers have it.
fn dotted(block: &Block, numbers: &[Numeral], faults: &mut Vec<Fault>) {
    for number in numbers.iter().filter(|n| n.decimal) {
        let written = &block.text[number.range.clone()];
        let parts: Vec<&str> = written.split('.').collect();
        let [year, month, day] = parts.as_slice() else {
            continue;
        };
        let read = |part: &str| part.parse::<u32>().ok().filter(|_| part.len() <= 2);
        let is_year = year.len() == 4 && year.starts_with(['1', '2']);
        let (Ok(y), Some(m), Some(d)) = (year.parse(), read(month), read(day)) else {
            continue;
        };
        if is_year && !(1..=days(Some(y), m)).contains(&d) {
            let message = text!("没有“{written}”这一天", "there is no {written}");
            let range = number.range.clone();
            faults.push(Fault::new(block, Code::DateImpossible, range, message));
        }
    }
}

/// Words before a time of day.
const BEFORE_TIME: &[&str] = &["日", "上午", "下午", "晚上", "早上", "凌晨", "中午", "傍晚"];

/// 9月1日25:30, 下午3时75分.
fn clock(block: &Block, numbers: &[Numeral], faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let value = |n: &Numeral| text[n.range.clone()].parse::<u32>().ok();
    for two in numbers.windows(2) {
        let [hour, minute] = two else { continue };
        let joint = &text[hour.range.end..minute.range.start];
        let head = text[..hour.range.start].trim_end_matches(is_blank);
        let time = match joint {
            ":" | "：" => ends(head, BEFORE_TIME).is_some(),
            "时" | "點" | "点" => text[minute.range.end..].starts_with('分'),
            _ => false,
        };
        let Some((h, m)) = value(hour).zip(value(minute)).filter(|_| time) else {
            continue;
        };
        if h <= 24 && m <= 59 && !(h == 24 && m > 0) {
            continue;
        }
        let range = hour.range.start..minute.range.end;
        let written = &text[range.clone()];
        let message = text!("没有“{written}”这个时间", "there is no time {written}");
        faults.push(Fault::new(block, Code::DateImpossible, range, message));
    }
}

/// Days of a month; 29 for a February whose year is not known.
fn days(year: Option<u32>, month: u32) -> u32 {
    let leap = year.is_none_or(|y| y % 4 == 0 && (y % 100 != 0 || y % 400 == 0));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    }
}

/// 公元前二百年 beside 公元1023年, 十二世纪 beside 2世纪.
fn eras(block: &Block, years: bool, centuries: bool, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    for (unit, arabic) in [("年", years), ("世纪", centuries)] {
        for (i, _) in text.match_indices(unit).filter(|_| arabic) {
            let bare = text[..i].trim_end_matches(is_han_numeral);
            let numeral = &text[bare.len()..i];
            let head = bare.trim_end_matches('前');
            let era = head.ends_with("公元");
            // 半个世纪, 一世纪 and 四分之一世纪 are spans.
            let counted = bare.ends_with(['之', '近', '约', '个', '半']);
            let century = unit == "世纪" && numeral.chars().count() >= 2 && !counted;
            // Whole years in characters (二〇一九) are told with the others.
            let whole = numeral.chars().all(|c| !"十百千".contains(c)) && unit == "年";
            if numeral.is_empty() || whole && numeral.chars().count() == 4 || !(era || century) {
                continue;
            }
            let start = if era {
                head.len() - "公元".len()
            } else {
                bare.len()
            };
            let range = start..i + unit.len();
            let written = &text[range.clone()];
            let message = text!(
                "纪年有的用阿拉伯数字，有的用汉字（{written}）",
                "some dates are in Arabic digits, some in Chinese ({written})"
            );
            let fault = Fault::new(block, Code::YearForm, range, message);
            faults.push(fault.hint(text!("改成同一种数字", "write both in the same digits")));
        }
    }
}

const ZEROS: &str = "零〇○Oo0０";

/// Four numerals before 年 that are Chinese at least in part. Pure ones are
/// left to the whole text's judgement, outside titles and quotations, which
/// keep their wording.
fn mixed_years(
    block: &Block,
    index: usize,
    faults: &mut Vec<Fault>,
    chinese: &mut Vec<(usize, Range<usize>)>,
) {
    let text = block.text.as_str();
    let numeral =
        |c: char| "一二三四五六七八九".contains(c) || ZEROS.contains(c) || c.is_ascii_digit();
    let mut titles = Titles { at: 0, depth: 0 };
    for (i, _) in text.match_indices('年') {
        let mut start = i;
        let mut count = 0;
        while let Some(c) = before(text, start).filter(|c| count < 5 && numeral(*c)) {
            start -= c.len_utf8();
            count += 1;
        }
        let year = &text[start..i];
        if count != 4 || year.chars().all(|c| c.is_ascii_digit()) {
            continue;
        }
        titles.read(text, start);
        let odd = year.contains(|c: char| ZEROS.contains(c) && c != '〇' || c.is_ascii_digit());
        if !odd {
            if year.starts_with(['一', '二']) && titles.depth <= 0 {
                chinese.push((index, start..i));
            }
            continue;
        }
        let right = western(year);
        let message = text!("年份“{year}年”的写法混杂", "the year {year} mixes numerals");
        let fault = Fault::new(block, Code::YearForm, start..i, message);
        faults.push(match right.len() {
            4 => fault.perhaps(right),
            _ => fault,
        });
    }
}

/// Whether a title or quotation is open, read from left to right.
struct Titles {
    at: usize,
    depth: i32,
}

impl Titles {
    fn read(&mut self, text: &str, to: usize) {
        for c in text.get(self.at..to).unwrap_or("").chars() {
            match c {
                '《' | '“' => self.depth += 1,
                '》' | '”' => self.depth -= 1,
                _ => {}
            }
        }
        self.at = to;
    }
}

/// 二〇一九 as 2019.
fn western(year: &str) -> String {
    let digit = |c: char| match c {
        c if ZEROS.contains(c) => '0',
        '一' => '1',
        '二' => '2',
        '三' => '3',
        '四' => '4',
        '五' => '5',
        '六' => '6',
        '七' => '7',
        '八' => '8',
        '九' => '9',
        c => c,
    };
    year.chars().map(digit).collect()
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, hits};

    #[test]
    fn years_of_two_digits() {
        let code = "year-short";
        assert_eq!(
            hits("自19年11月起，18年底，2017-19年", code),
            ["19年", "18年", "19年"]
        );
        clean(
            "用了20年，持股期限10年，第20年初，连续16年，2019年11月，2017—2019年，近10年度过",
            code,
        );
    }

    #[test]
    fn days_that_are_none() {
        let code = "date-impossible";
        assert_eq!(
            hits(
                "2019年2月29日，13月5日，2019年13月，11月31日，2019-02-30",
                code
            ),
            [
                "2019年2月29日",
                "13月5日",
                "2019年13月",
                "11月31日",
                "2019-02-30"
            ]
        );
        clean(
            "2020年2月29日，2月29日，1至4月，12个月，24月龄，11月30日，2019-02-28，1-4月",
            code,
        );
    }

    #[test]
    fn years_in_mixed_numerals() {
        let code = "year-form";
        assert_eq!(
            hits("二0一九年，二零一九年", code),
            ["二0一九→2019", "二零一九→2019"]
        );
        assert_eq!(hits("2019年和二〇二〇年", code), ["二〇二〇→2020"]);
        clean("二〇一九年和二〇二〇年", code);
        clean("2019年印发《二〇三五年远景目标》，二三年，十九年", code);
    }
}
