//! Numbers that stand right beside a figure's own name: 第一书记61名 where the
//! figure is 51名, and 166个第一书记 where it is 166名.
//!
//! The name is only a proof where nothing narrows it: 碧湖镇联建项目3个 is
//! another number than that of the county. So what stands between the clause's
//! beginning and the name or number must be one of few words.

use super::digits::digits;
use super::near::{Index, Known};
use super::script::is_han;
use crate::quantity::{Family, Quantity, Sense};
use std::cmp::Ordering;
use std::ops::Range;

/// What may stand before the name, or between it and its number.
const PLAIN: &[&str] = &[
    "全县", "全区", "全市", "全旗", "该县", "我县", "我区", "我市", "县里", "目前", "至今", "现在",
    "现有", "已有", "共有", "已", "共", "现", "有", "达到", "达", "为", "是", "拥有", "选派",
    "派出", "选出", "建成", "总计", "合计", "也", "的",
];

/// Words around a number that make it another one.
const OTHER: &[&str] = &[
    "其中",
    "新增",
    "每",
    "首批",
    "计划",
    "目标",
    "力争",
    "争取",
    "预计",
    "剩余",
    "其余",
    "以上年",
    "原",
];

/// How a number beside a name is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Off {
    /// Another number.
    Number,
    /// The same number of something else: 166个 for 166名. `true`: of people as of
    /// people, of things as of things.
    Counter(bool),
}

/// The figure whose name stands beside the number and whose value it is not.
pub(super) fn check<'i>(
    own: &'i Index,
    value: &Quantity,
    text: &str,
    range: &Range<usize>,
    speaks: impl Fn(&Known) -> bool,
    year: i32,
) -> Option<(&'i Known, Off)> {
    let (text, range) = &near(text, range);
    if value.range().is_some() || value.sense() != Sense::Exact {
        return number(own, value, text, range, year);
    }
    counter(own, value, text, range, speaks)
        .or_else(|| number(own, value, text, range, year))
        .or_else(|| share(own, value, text, range))
}

/// So many bytes on either side of a number may be its sentence; one without an
/// end would cost time without end.
const SENTENCE: usize = 600;

/// The text around a number, and the number in it.
fn near<'t>(text: &'t str, range: &Range<usize>) -> (&'t str, Range<usize>) {
    let start = text.floor_char_boundary(range.start.saturating_sub(SENTENCE));
    let end = text.ceil_char_boundary(range.end + SENTENCE);
    (&text[start..end], range.start - start..range.end - start)
}

/// Measure words of people and of things.
const PEOPLE: &[&str] = &["名", "人", "位"];
const THINGS: &[&str] = &["个", "家", "座", "处", "所", "项", "件", "幢", "栋"];
const OTHERS: &[&str] = &["户", "村", "人次"];

fn counter<'i>(
    own: &'i Index,
    value: &Quantity,
    text: &str,
    range: &Range<usize>,
    speaks: impl Fn(&Known) -> bool,
) -> Option<(&'i Known, Off)> {
    let counts = |word: &str| {
        [PEOPLE, THINGS, OTHERS]
            .iter()
            .any(|all| all.contains(&word))
    };
    let word = value.unit().as_str();
    let digits = digits(value);
    if !counts(word) || digits.trim_end_matches('0').len() < 2 {
        return None;
    }
    let known = own.all().find(|known| {
        let other = known.value.unit().as_str();
        let same = known.value.is_exact() && known.value.value() == value.value();
        let near = digits.len() > 2 && speaks(known) || touches(&known.name, text, range);
        same && other != word && counts(other) && !known.reference.is_empty() && near
    })?;
    let other = known.value.unit().as_str();
    let alike = [PEOPLE, THINGS]
        .iter()
        .any(|all| all.contains(&word) && all.contains(&other));
    Some((known, Off::Counter(alike)))
}

fn number<'i>(
    own: &'i Index,
    value: &Quantity,
    text: &str,
    range: &Range<usize>,
    year: i32,
) -> Option<(&'i Known, Off)> {
    if value.unit().family() == Family::Share {
        return None;
    }
    let plain = |known: &&Known| {
        let figure = !known.reference.is_empty() && !known.reference.contains(['.', '/']);
        let comparable = known.value.unit().family() == value.unit().family();
        let alike = known.value.range().is_some() == value.range().is_some()
            && known.value.sense() == value.sense();
        let meant = figure && comparable && alike && touches(&known.name, text, range);
        meant && !narrowed(&known.name, text, range, year)
    };
    let known = own.all().find(plain)?;
    // A region of one name with another number: 全市 may be either.
    let other = |k: &Known| {
        k.name == known.name
            && k.reference.starts_with("region/")
            && k.value.compare(&known.value) != Some(Ordering::Equal)
    };
    let wide = ["全市", "全省", "全国"]
        .iter()
        .any(|w| clause(text, range).contains(w));
    (!(wide && own.all().any(other))).then_some((known, Off::Number))
}

/// A share by one other digit, in a sentence with no other share that names it
/// twice over: 每年按9%拿固定回报 of 固定年回报率.
fn share<'i>(
    own: &'i Index,
    value: &Quantity,
    text: &str,
    range: &Range<usize>,
) -> Option<(&'i Known, Off)> {
    let sentence = super::around::sentence(text, range);
    let changes = [
        "增", "减", "升", "降", "提高", "同比", "翻", "左右", "超", "年前", "原", "目标",
    ];
    let alone = sentence.matches(['%', '％']).count() == 1;
    if value.unit().family() != Family::Share
        || !alone
        || changes.iter().any(|word| sentence.contains(word))
    {
        return None;
    }
    let written = |q: &Quantity| q.value().to_string();
    let here = written(value);
    let said = |known: &&Known| {
        let there = written(&known.value);
        let one = here.len() == there.len()
            && here
                .bytes()
                .zip(there.bytes())
                .filter(|(a, b)| a != b)
                .count()
                == 1;
        let plain = !known.reference.is_empty() && !known.reference.contains(['.', '/']);
        let exact = known.value.range().is_none() && known.value.sense() == Sense::Exact;
        plain
            && exact
            && known.value.unit() == value.unit()
            && one
            && names_twice(&known.name, sentence)
    };
    let mut found = own.all().filter(said);
    let known = found.next()?;
    found.next().is_none().then_some((known, Off::Number))
}

/// Whether two pairs of characters of a name that do not overlap stand in a
/// sentence.
fn names_twice(name: &str, sentence: &str) -> bool {
    let name: Vec<char> = name.chars().filter(|c| is_han(*c)).collect();
    let mut hits = 0;
    let mut at = 0;
    while let Some(pair) = name.get(at..at + 2) {
        let pair: String = pair.iter().collect();
        let hit = sentence.contains(&pair);
        hits += usize::from(hit);
        at += if hit { 2 } else { 1 };
    }
    hits >= 2
}

/// The clause around a number: what stands before it and after.
fn clause<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    bounded(text, range).1
}

/// The clause and where it begins.
fn bounded<'t>(text: &'t str, range: &Range<usize>) -> (usize, &'t str) {
    let ends = |c: char| "，。；：！？、,;\n".contains(c);
    let start = text[..range.start]
        .char_indices()
        .rev()
        .find(|(_, c)| ends(*c))
        .map_or(0, |(at, c)| at + c.len_utf8());
    let end = text[range.end..]
        .find(ends)
        .map_or(text.len(), |at| range.end + at);
    (start, &text[start..end])
}

/// Whether words around a number make it another than the figure `name`, whose own
/// words narrow nothing: 减免税费. 由双方共同出资 says who, not since when.
pub(super) fn narrowed(name: &str, text: &str, range: &Range<usize>, year: i32) -> bool {
    let sentence = super::around::sentence(text, range);
    let mut clause = clause(text, range).replace(name, "").replace("每年", "");
    if super::elsewhere::MEANS
        .iter()
        .any(|word| name.contains(word))
    {
        clause = clause.replace('每', "");
    }
    let moves = ["到", "至", "变", "增", "减", "升", "降", "提高"];
    if !moves.iter().any(|word| text[range.end..].starts_with(word)) {
        clause = clause.replace(['由', '从'], "");
    }
    let dated = sentence.contains("年前") || has_other_year(sentence, year);
    dated
        || OTHER.iter().any(|word| clause.contains(word))
        || super::around::THEN.iter().any(|word| clause.contains(word))
}

/// Whether a sentence names another year than the edition's.
fn has_other_year(sentence: &str, year: i32) -> bool {
    let year = year.to_string();
    let other = |at: usize| {
        let head = &sentence[..at];
        let digits = head.chars().rev().take_while(char::is_ascii_digit).count();
        digits == 4 && !head.ends_with(&year)
    };
    sentence.match_indices('年').any(|(at, _)| other(at))
}

/// Whether the whole name stands right before or right behind the number, and
/// nothing that narrows it before either.
pub(super) fn touches(name: &str, text: &str, range: &Range<usize>) -> bool {
    let bare = |text: &str| -> String {
        let kept = text.chars().filter(|c| !"“”‘’《》*".contains(*c));
        kept.collect()
    };
    let name = bare(name);
    if name.chars().count() < 3 {
        return false;
    }
    let (start, clause) = bounded(text, range);
    let (Some((head, _)), Some((_, tail))) = (
        clause.split_at_checked(range.start - start),
        clause.split_at_checked(range.end - start),
    ) else {
        return false;
    };
    let (head, tail) = (bare(head), bare(tail));
    let plain = |text: &str| strip(text).is_empty();
    if let Some(rest) = strip_end(&head).strip_suffix(name.as_str()) {
        // 10万元的村 says what kind of village.
        return plain(rest) && !tail.starts_with('的');
    }
    plain(&head) && tail.starts_with(name.as_str())
}

/// Without plain words at the beginning.
fn strip(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(rest) = PLAIN.iter().find_map(|word| text.strip_prefix(word)) {
        text = rest;
    }
    text
}

fn strip_end(text: &str) -> &str {
    let mut text = text.trim();
    while let Some(rest) = PLAIN.iter().find_map(|word| text.strip_suffix(word)) {
        text = rest;
    }
    text
}
