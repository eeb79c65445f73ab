//! Years and days: years of two digits, years in mixed numerals, days that no
//! calendar has (GB/T 15835—2011, 4.1.4 and 5.2).

mod numerals_of_years;
mod short_years;

use crate::finding::Code;
use crate::proof::block::Block;
use crate::proof::fault::Fault;
use crate::proof::numerals::{Numeral, numerals};
use crate::proof::script::{ends, is_blank};
use crate::text;
use numerals_of_years::{eras, mixed_years, western};
use short_years::short;

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

#[cfg(test)]
mod tests {
    use crate::proof::tests::{clean, hits};

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
}
