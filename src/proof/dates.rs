//! Years and days: years of two digits, years in mixed numerals, days that no
//! calendar has (GB/T 15835—2011, 4.1.4 and 5.2).

use super::block::Block;
use super::fault::Fault;
use super::numerals::{Numeral, numerals};
use super::script::{before, ends, is_blank};
use crate::finding::Code;
use crate::text;
use std::ops::Range;

/// Runs the rules over all blocks of a text.
pub(super) fn check(blocks: &[Block], faults: &mut Vec<Fault>) {
    let mut arabic = false;
    let mut chinese = Vec::new();
    for (i, block) in blocks.iter().enumerate() {
        let numbers = numerals(&block.text);
        for (n, number) in numbers.iter().enumerate() {
            arabic |= number.range.len() == 4 && block.text[number.range.end..].starts_with('年');
            short(block, number, faults);
            day(block, &numbers[n..], faults);
        }
        last_days(block, &numbers, faults);
        clock(block, &numbers, faults);
        mixed_years(block, i, faults, &mut chinese);
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

/// 19年11月, 18年底.
fn short(block: &Block, number: &Numeral, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let range = number.range.clone();
    let Some(rest) = text[range.end..].strip_prefix('年') else {
        return;
    };
    if range.len() != 2 || number.decimal {
        return;
    }
    let head = &text[..range.start];
    let month = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let month = month.len() < rest.len() && month.starts_with('月');
    let part = ["底", "初", "末", "上半年", "下半年", "度"]
        .iter()
        .any(|w| rest.starts_with(w));
    // 第20年初, 满10年末, 2017—2019年 are others.
    let counted = head.ends_with(['第', '满', '近', '约', '过', '超', '足', '共', '公']);
    let apostrophe = head.ends_with(['\'', '’', '‘']);
    let joined = head
        .strip_suffix(['-', '—', '～', '~', '–', '至'])
        .is_some_and(|h| h.ends_with(|c: char| c.is_ascii_digit()) && four_digits(h));
    if !(joined || apostrophe || (month || part) && !counted) {
        return;
    }
    let year = &text[range.clone()];
    let message = text!("年份“{year}年”只有两位", "the year {year} has two digits");
    let hint = text!("年份写全四位", "write all four digits");
    let range = range.start..range.end + '年'.len_utf8();
    faults.push(Fault::new(block, Code::YearShort, range, message).hint(hint));
}

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
        "月" if between(m + 1).is_some_and(|t| t.starts_with('日')) => value(m + 1),
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
        .filter(|c| matches!(c, '月' | '日'));
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
