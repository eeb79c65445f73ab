//! A cell that holds a text: a number as somebody typed it, or a word that says
//! there is none. A text has no format; all that is known stands in it.

use super::{Measure, Reading, finish, scale, too_long};
use crate::import::plain::{brief, half_width, is_invisible, plain};
use crate::quantity::{Quantity, Unit};
use crate::text;
use rust_decimal::Decimal;

const BLANKS: &[&str] = &[
    "/",
    "//",
    "\\",
    "|",
    "-",
    "--",
    "---",
    "—",
    "——",
    "–",
    "―",
    "－",
    "一一",
    "…",
    "……",
    "...",
    "*",
    "**",
    "无",
    "暂无",
    "暂无数据",
    "无数据",
    "没有",
    "缺",
    "缺报",
    "未报",
    "未填",
    "未统计",
    "待定",
    "待报",
    "待核",
    "待统计",
    "不详",
    "空",
    "空白",
    "不涉及",
    "不适用",
    "n/a",
    "na",
    "null",
    "none",
    "nan",
    "#n/a",
];

/// Whether a text only says that there is nothing.
pub(in crate::import) fn is_blank_word(text: &str) -> bool {
    let word = plain(text);
    let inner = word
        .trim_start_matches(['(', '['])
        .trim_end_matches([')', ']']);
    BLANKS.contains(&inner) || says_nothing(inner)
}

/// 暂未统计, 尚未开展, 统计中: no number, and a word why.
fn says_nothing(word: &str) -> bool {
    let digits = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百千万亿半两".contains(c);
    let starts = ["暂", "尚未", "未", "无", "待", "正在", "不"];
    (2..=8).contains(&word.chars().count())
        && !word.contains(digits)
        && !word.contains('变')
        && (starts.iter().any(|w| word.starts_with(w)) || word.ends_with("统计中"))
}

pub(super) fn read_text(written: &str, measure: &Measure<'_>) -> Reading {
    let shown = brief(written);
    if shown.is_empty() {
        return Reading::Blank(None);
    }
    if is_blank_word(written) {
        return Reading::Blank(Some(text!(
            "“{shown}”按没有数据处理",
            "`{shown}` is taken as no figure"
        )));
    }
    if is_error(&shown) {
        return Reading::Unclear(text!("公式出错：{shown}", "the formula fails: {shown}"));
    }
    if is_scientific(written) {
        return Reading::Unclear(text!(
            "“{shown}”是科学记数，电子表格可能已经丢了后面的数字",
            "`{shown}` is in scientific notation; digits may be lost"
        ));
    }
    let tidy = tidy(written);
    // 59*: the mark of a footnote.
    let is_mark = |c: char| "*※▲△★†‡".contains(c);
    let tidy = tidy.trim_end_matches(is_mark).to_owned();
    if holds_two(&tidy) {
        return Reading::Unclear(text!(
            "“{shown}”像是一格里写了两个数",
            "`{shown}` looks like two numbers in one cell"
        ));
    }
    match Quantity::parse_with_unit(&tidy, measure.unit) {
        Ok(quantity) => {
            let plain_number = tidy.parse::<Decimal>().ok();
            let quantity = match (plain_number, measure.times) {
                (Some(number), Some(times)) => match scale(number, Some(times)) {
                    Some(scaled) => Quantity::exact(scaled, measure.unit.clone()),
                    None => return too_long(),
                },
                _ => quantity,
            };
            let prose = quantity.prose();
            let same =
                plain_number.map(|n| n.to_string()).as_deref() == Some(written) || prose == written;
            let correction = (!same).then(|| {
                text!(
                    "文字“{shown}”按 {prose} 处理",
                    "the text `{shown}` is taken as {prose}"
                )
            });
            // Another unit in the column's place shows whether the cell has one.
            let other = Unit::parse("某").ok();
            let other = other.and_then(|unit| Quantity::parse_with_unit(&tidy, &unit).ok());
            let own = other.is_some_and(|q| q.unit().as_str() != "某");
            // 24,975,000 and 约0.975 have a scale to be judged as well.
            let bare = plain_number.or((!own).then(|| quantity.value()));
            finish(quantity, measure, correction, bare, own)
        }
        Err(error) => {
            let (zh, en) = (error.zh(), error.en());
            Reading::Unclear(text!(
                "“{shown}”看不懂：{zh}",
                "`{shown}` cannot be read: {en}"
            ))
        }
    }
}

/// Half-width forms, and no white space between thousands: 1 560. Two numbers
/// in one cell stay two.
fn tidy(text: &str) -> String {
    let chars: Vec<char> = text
        .trim()
        .trim_start_matches('\'')
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| match half_width(c) {
            '﹣' | '−' => '-',
            c => c,
        })
        .collect();
    // Digits right before and right behind a place, no further than four.
    let digits =
        |of: &mut dyn Iterator<Item = &char>| of.take(4).take_while(|c| c.is_ascii_digit()).count();
    let parts_thousands = |at: usize| {
        let before = digits(&mut chars.iter().take(at).rev());
        (1..=3).contains(&before) && digits(&mut chars.iter().skip(at + 1)) == 3
    };
    chars
        .iter()
        .enumerate()
        .filter(|(i, c)| !(c.is_whitespace() && !"\n\r\t".contains(**c) && parts_thousands(*i)))
        .map(|(_, c)| *c)
        .collect()
}

/// 12 and 13 in one cell, parted by a space or a line break.
fn holds_two(tidy: &str) -> bool {
    let parts: Vec<&str> = tidy.split_whitespace().collect();
    let ends = |t: &str| t.ends_with(|c: char| c.is_ascii_digit());
    let begins = |t: &str| t.starts_with(|c: char| c.is_ascii_digit());
    parts
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if ends(a) && begins(b)))
}

/// What a spreadsheet shows for a formula that fails, saved as text.
fn is_error(shown: &str) -> bool {
    let known = ["#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"];
    known.contains(&shown) || shown.starts_with("Err:") || shown.starts_with("####")
}

/// 1.23457E+16: what Excel shows, and saves to CSV, for a long number.
fn is_scientific(text: &str) -> bool {
    let text = text.trim().to_ascii_uppercase();
    text.split_once('E').is_some_and(|(digits, power)| {
        let number = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        number(digits.trim_start_matches('-')) && number(power.trim_start_matches(['+', '-']))
    })
}
