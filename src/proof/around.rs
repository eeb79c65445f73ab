//! What stands around a number: its sentence, the year that it is of, and whether
//! the words beside it speak of what a figure measures. No figure is compared
//! here; every rule that weighs a number against its sentence asks this file, so
//! that all of them mean the same stretch of text.

use super::script::{is_final, is_han};
use std::ops::Range;

/// How many characters of a sentence are looked at on either side of a number.
const SENTENCE: usize = 80;

/// The sentence around a number, of a long one what is near.
pub(super) fn sentence<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    let goes_on = |c: &char| !is_final(*c) || *c == '.';
    let length = |chars: &mut dyn Iterator<Item = char>| -> usize {
        let near = chars.take(SENTENCE).take_while(goes_on);
        near.map(char::len_utf8).sum()
    };
    let start = range.start - length(&mut text[..range.start].chars().rev());
    let end = range.end + length(&mut text[range.end..].chars());
    &text[start..end]
}

/// Words of a sentence that speaks of another time than the figures' own.
pub(super) const THEN: &[&str] = &[
    "上年", "去年", "前年", "往年", "当年", "上届", "年初", "年前", "年间", "此前", "以前", "过去",
    "原", "从", "由", "曾", "起步", "最初", "开始", "起初", "比", "较", "增", "减", "升", "降",
    "提高", "翻",
];

/// Whether the year that stands nearest before a number in its sentence is
/// another than the figures', and the number is of it: 2023年总收入1026万元, not
/// 从2023年的12个增加到36个.
pub(super) fn of_another_year(text: &str, range: &Range<usize>, year: i32) -> bool {
    let since = ["以来", "起", "到", "至", "比", "增", "现", "今"];
    year_of(text, range).is_some_and(|(named, rest)| {
        named != year && year != 0 && !since.iter().any(|word| rest.contains(word))
    })
}

/// The year that stands nearest before a number in its sentence, and what stands
/// between the two.
pub(super) fn year_of<'t>(text: &'t str, range: &Range<usize>) -> Option<(i32, &'t str)> {
    let before = text.get(..range.start).unwrap_or_default();
    let near = before.char_indices().rev().take(SENTENCE);
    let own = near.take_while(|(_, c)| !is_final(*c) || *c == '.').last();
    let before = own.and_then(|(at, _)| before.get(at..)).unwrap_or_default();
    let mut years = before.match_indices('年').rev().filter_map(|(at, mark)| {
        let digits = before.get(at.checked_sub(4)?..at)?;
        Some((digits.parse::<i32>().ok()?, before.get(at + mark.len()..)?))
    });
    years.next()
}

/// Whether a year stands right before: 1986年的, 1986年.
pub(super) fn follows_year(before: &str) -> bool {
    let head = before.trim_end_matches(['的', '就', '有', '为', '是', '共']);
    head.ends_with('年')
}

/// Characters before and after a number in which its subject is looked for.
const BEFORE: usize = 30;
const AFTER: usize = 10;

/// Whether two neighbouring characters of `name` stand near the number in the
/// same sentence.
pub(super) fn speaks_of(name: &str, text: &str, range: &Range<usize>) -> bool {
    let inside = |c: &char| !is_final(*c) || *c == '.';
    let mut before: Vec<char> = text[..range.start]
        .chars()
        .rev()
        .take(BEFORE)
        .take_while(inside)
        .collect();
    before.reverse();
    let after: Vec<char> = text[range.end..]
        .chars()
        .take(AFTER)
        .take_while(inside)
        .collect();
    let name: Vec<char> = name.chars().filter(|c| is_han(*c)).collect();
    name.windows(2)
        .any(|pair| before.windows(2).chain(after.windows(2)).any(|w| w == pair))
}

/// How many pairs of neighbouring characters of a name stand in a sentence.
pub(super) fn words_of(name: &str, sentence: &str) -> usize {
    let name: Vec<char> = name.chars().filter(|c| is_han(*c)).collect();
    let pairs = name.windows(2).map(|pair| pair.iter().collect::<String>());
    pairs
        .filter(|pair| sentence.contains(pair.as_str()))
        .count()
}
