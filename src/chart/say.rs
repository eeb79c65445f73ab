//! Sentences about data: the description, the heading, the words for lists.
//!
//! A description is a list of clauses, the most important first; each comes with
//! a shorter form or can be left out, so that the whole stays within
//! [`super::DESCRIPTION_LIMIT`]. Values are quoted as printed.

use super::DESCRIPTION_LIMIT;
use super::data::{Language, Words, finite, gap};

/// A part of a description: in full, and what to say when there is no room.
pub(crate) struct Clause {
    pub(crate) full: String,
    pub(crate) short: Option<String>,
}

impl Clause {
    pub(crate) fn new(full: String) -> Clause {
        Clause { full, short: None }
    }

    pub(crate) fn or(full: String, short: String) -> Clause {
        Clause {
            full,
            short: Some(short),
        }
    }
}

/// One thing that has, or lacks, a value.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Fact<'a> {
    pub(crate) name: &'a str,
    pub(crate) value: Option<f64>,
    pub(crate) shown: &'a str,
    pub(crate) focus: bool,
}

/// One thing's first and last value.
#[derive(Clone, Debug)]
pub(crate) struct Change<'a> {
    pub(crate) name: &'a str,
    pub(crate) from: (String, f64, &'a str),
    pub(crate) to: (String, f64, &'a str),
    pub(crate) focus: bool,
}

pub(crate) fn zh(words: &Words) -> bool {
    words.language == Language::Chinese
}

/// 个县（市、区）, counties.
pub(crate) fn counted(words: &Words) -> &str {
    match (words.counted.as_str(), words.language) {
        ("", Language::Chinese) => "项",
        ("", Language::English) => "items",
        (text, _) => text,
    }
}

/// The head of the column of names.
pub(crate) fn name_head(words: &Words) -> String {
    let noun = words
        .counted
        .strip_prefix(['个', '项', '家', '所'])
        .unwrap_or_default();
    match words.language {
        Language::Chinese if noun.is_empty() => "名称".to_string(),
        Language::Chinese => noun.to_string(),
        Language::English => "Name".to_string(),
    }
}

/// The head of the column of values: the measure with its unit.
pub(crate) fn value_head(words: &Words) -> String {
    match (words.measure.is_empty(), words.language) {
        (true, Language::Chinese) => "数值".to_string(),
        (true, Language::English) => "Value".to_string(),
        _ => words.measure.clone(),
    }
}

/// A table's caption and a drawing's second line: measure, unit, period.
pub(crate) fn caption(words: &Words) -> String {
    let unit = match words.language {
        _ if words.unit.is_empty() => String::new(),
        Language::Chinese => format!("（{}）", words.unit),
        Language::English => format!(" ({})", words.unit),
    };
    let (measure, period) = (&words.measure, &words.period);
    let comma = if zh(words) { "，" } else { ", " };
    match (measure.is_empty(), period.is_empty()) {
        (true, _) => period.clone(),
        (false, true) => format!("{measure}{unit}"),
        (false, false) => format!("{measure}{unit}{comma}{period}"),
    }
}

/// 九个县（市、区）, 23个县（市、区）, nine counties.
pub(crate) fn count(n: usize, words: &Words) -> String {
    const ZH: [&str; 11] = [
        "零", "一", "两", "三", "四", "五", "六", "七", "八", "九", "十",
    ];
    const EN: [&str; 11] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let table = if zh(words) { ZH } else { EN };
    let number = table
        .get(n)
        .map_or_else(|| n.to_string(), |w| (*w).to_string());
    let space = if zh(words) { "" } else { " " };
    format!("{number}{space}{}", counted(words))
}

/// 最多 and 最少 for what is counted, 最高 and 最低 for what is measured.
fn most(words: &Words) -> (&'static str, &'static str) {
    let unit = words.unit.as_str();
    let level = unit.is_empty()
        || ["%", "％", "‰", "元", "分", "度", "℃", "倍", "点"]
            .iter()
            .any(|u| unit.ends_with(u));
    match words.language {
        Language::English => ("highest", "lowest"),
        Language::Chinese if level => ("最高", "最低"),
        Language::Chinese => ("最多", "最少"),
    }
}

/// Names in a row: all of up to three, else the first and the number.
fn names(list: &[&str], words: &Words) -> String {
    match (list, zh(words)) {
        ([one], _) => (*one).to_string(),
        (list, true) if list.len() <= 3 => list.join("、"),
        ([first, ..], true) => format!("{first}等{}{}", list.len(), counted(words)),
        ([first, second], false) => format!("{first} and {second}"),
        ([first, second, third], false) => format!("{first}, {second} and {third}"),
        ([first, ..], false) => format!("{first} and {} others", list.len() - 1),
        ([], _) => String::new(),
    }
}

fn present<'a>(facts: &[Fact<'a>]) -> Vec<(Fact<'a>, f64)> {
    facts
        .iter()
        .filter_map(|f| finite(f.value).map(|v| (*f, v)))
        .collect()
}

/// Everyone at the top (`1.0`) or the bottom (`-1.0`).
fn extreme<'a>(present: &[(Fact<'a>, f64)], side: f64) -> Vec<Fact<'a>> {
    let best = present
        .iter()
        .map(|(_, v)| v * side)
        .fold(f64::NEG_INFINITY, f64::max);
    present
        .iter()
        .filter(|(_, v)| v * side == best)
        .map(|(f, _)| *f)
        .collect()
}

/// Rank from 1, and whether others share it.
fn rank(present: &[(Fact<'_>, f64)], value: f64) -> (usize, bool) {
    let above = present.iter().filter(|(_, v)| *v > value).count();
    (
        above + 1,
        present.iter().filter(|(_, v)| *v == value).count() > 1,
    )
}

fn placed(present: &[(Fact<'_>, f64)], value: f64, words: &Words) -> String {
    let (rank, tied) = rank(present, value);
    match (words.language, tied) {
        (Language::Chinese, false) => format!("居第{rank}位"),
        (Language::Chinese, true) => format!("并列第{rank}位"),
        (Language::English, false) => format!("ranking {rank} of {}", present.len()),
        (Language::English, true) => format!("ranking equal {rank} of {}", present.len()),
    }
}

fn one_end(ends: &[Fact<'_>], word: &str, words: &Words) -> Clause {
    let list: Vec<&str> = ends.iter().map(|f| f.name).collect();
    let shown = ends.first().map_or("", |f| f.shown);
    let who = names(&list, words);
    match (zh(words), ends.len() > 1) {
        (true, false) => Clause::new(format!("{who}{word}，为{shown}")),
        (true, true) => Clause::or(
            format!("{who}并列{word}，均为{shown}"),
            format!("{}{}并列{word}，均为{shown}", list.len(), counted(words)),
        ),
        (false, false) => Clause::new(format!("{who} is {word} at {shown}")),
        (false, true) => Clause::or(
            format!("{who} are equally {word} at {shown}"),
            format!(
                "{} {} are equally {word} at {shown}",
                list.len(),
                counted(words)
            ),
        ),
    }
}

/// What to say of values side by side: the largest, the smallest, the focus, the gaps.
pub(crate) fn ranking(facts: &[Fact<'_>], words: &Words) -> Vec<Clause> {
    let here = present(facts);
    let all = count(facts.len(), words);
    let zh = zh(words);
    let (high, low) = most(words);
    let mut clauses = Vec::new();
    match (facts, &here[..]) {
        ([], _) => clauses.push(Clause::new(gap(words.language).to_string())),
        ([one], []) => clauses.push(Clause::new(no_data(one.name, words))),
        (_, []) => clauses.push(Clause::new(if zh {
            format!("{all}均暂无数据")
        } else {
            format!("no data for any of the {all}")
        })),
        ([one], [_]) => clauses.push(Clause::new(is(one, words))),
        (_, [(one, _)]) => {
            clauses.push(Clause::new(if zh {
                format!("{all}中只有{}有数据，为{}", one.name, one.shown)
            } else {
                format!("of the {all} only {} has data: {}", one.name, one.shown)
            }));
            return clauses;
        }
        (_, [(first, value), rest @ ..]) if rest.iter().all(|(_, v)| v == value) => {
            let who = if here.len() == facts.len() {
                all
            } else {
                count(here.len(), words)
            };
            clauses.push(Clause::new(if zh {
                format!("{who}均为{}", first.shown)
            } else {
                format!("all {who} have {}", first.shown)
            }));
        }
        _ => {
            let top = one_end(&extreme(&here, 1.0), high, words);
            let lead = if zh {
                format!("{all}中，")
            } else {
                format!("of the {all}, ")
            };
            clauses.push(Clause {
                full: format!("{lead}{}", top.full),
                short: top.short.map(|s| format!("{lead}{s}")),
            });
            clauses.push(one_end(&extreme(&here, -1.0), low, words));
            clauses.extend(focused(&here, words));
        }
    }
    if !here.is_empty() {
        clauses.extend(missing(facts, words));
    }
    clauses
}

/// Who has no value, if anyone.
pub(crate) fn missing(facts: &[Fact<'_>], words: &Words) -> Option<Clause> {
    let list: Vec<&str> = facts
        .iter()
        .filter(|f| finite(f.value).is_none())
        .map(|f| f.name)
        .collect();
    let count = count(list.len(), words);
    (!list.is_empty())
        .then(|| Clause::or(no_data(&names(&list, words), words), no_data(&count, words)))
}

fn no_data(who: &str, words: &Words) -> String {
    if zh(words) {
        format!("{who}暂无数据")
    } else {
        format!("no data for {who}")
    }
}

fn is(fact: &Fact<'_>, words: &Words) -> String {
    if zh(words) {
        format!("{}为{}", fact.name, fact.shown)
    } else {
        format!("{} has {}", fact.name, fact.shown)
    }
}

/// The one the page is about, unless it was named as the largest or smallest.
fn focused(here: &[(Fact<'_>, f64)], words: &Words) -> Option<Clause> {
    let mut focus = here.iter().filter(|(f, _)| f.focus);
    let ((fact, value), None) = (focus.next()?, focus.next()) else {
        return None;
    };
    let end = here.iter().all(|(_, v)| v <= value) || here.iter().all(|(_, v)| v >= value);
    let comma = if zh(words) { "，" } else { ", " };
    (!end).then(|| {
        Clause::new(format!(
            "{}{comma}{}",
            is(fact, words),
            placed(here, *value, words)
        ))
    })
}

/// The heading over values side by side.
pub(crate) fn ranking_headline(facts: &[Fact<'_>], words: &Words) -> String {
    let here = present(facts);
    let measure = words.measure.as_str();
    let zh = zh(words);
    let (high, _) = most(words);
    let colon = if measure.is_empty() {
        String::new()
    } else {
        format!("{measure}: ")
    };
    if here.is_empty() {
        return match (words.language, measure) {
            (Language::Chinese, m) => format!("{m}暂无数据"),
            (Language::English, "") => "No data".to_string(),
            (Language::English, m) => format!("No data on {m}"),
        };
    }
    let mut focus = here.iter().filter(|(f, _)| f.focus);
    let single = match (&here[..], focus.next(), focus.next()) {
        ([one], _, _) => Some(one),
        (_, Some(one), None) if rank(&here, one.1) != (1, false) => Some(one),
        _ => None,
    };
    if let Some((fact, value)) = single {
        let place = if here.len() > 1 {
            placed(&here, *value, words)
        } else {
            String::new()
        };
        return match (zh, place.is_empty()) {
            (true, true) => short(&[fact.name, measure, fact.shown], 1),
            (true, false) => format!("{}，{place}", short(&[fact.name, measure, fact.shown], 1)),
            (false, true) => format!("{colon}{} has {}", fact.name, fact.shown),
            (false, false) => format!("{colon}{} has {}, {place}", fact.name, fact.shown),
        };
    }
    let top = extreme(&here, 1.0);
    let shown = top.first().map_or("", |f| f.shown);
    let list: Vec<&str> = top.iter().map(|f| f.name).collect();
    if top.len() == here.len() {
        let who = format!(
            "{}{}{}",
            here.len(),
            if zh { "" } else { " " },
            counted(words)
        );
        return if zh {
            short(&[&who, measure, "均为", shown], 1)
        } else {
            format!("{colon}all {who} at {shown}")
        };
    }
    let who = match list.len() {
        1 | 2 => names(&list, words),
        n => format!("{n}{}{}", if zh { "" } else { " " }, counted(words)),
    };
    match (zh, list.len()) {
        (true, 1) => short(&[&who, measure, high, "，", shown], 1),
        (true, _) => short(&[&who, measure, "并列", high, "，均为", shown], 1),
        (false, _) => format!("{colon}{who} {high}, {shown}"),
    }
}

/// A heading of these parts; the one at `spare` is left out when the whole would
/// be longer than 24 characters, since the line below the heading has it.
fn short(parts: &[&str], spare: usize) -> String {
    let whole = parts.concat();
    if whole.chars().count() <= 24 {
        return whole;
    }
    parts
        .iter()
        .enumerate()
        .filter(|(n, _)| *n != spare)
        .map(|(_, p)| *p)
        .collect()
}

/// From A to B, in words that say the direction.
fn moved(change: &Change<'_>, dated: bool, words: &Words) -> String {
    let (from_when, from, from_shown) = &change.from;
    let (to_when, to, to_shown) = &change.to;
    let dated = dated && !from_when.is_empty();
    if zh(words) {
        let verb = if to > from { "增至" } else { "降至" };
        return match (from == to, dated) {
            (true, true) => format!("{from_when}和{to_when}同为{to_shown}"),
            (true, false) => format!("保持{to_shown}不变"),
            (false, true) => format!("从{from_when}的{from_shown}{verb}{to_when}的{to_shown}"),
            (false, false) => format!("从{from_shown}{verb}{to_shown}"),
        };
    }
    let verb = if to > from { "rose" } else { "fell" };
    match (from == to, dated) {
        (true, true) => format!("stood at {to_shown} in both {from_when} and {to_when}"),
        (true, false) => format!("stayed at {to_shown}"),
        (false, true) => {
            format!("{verb} from {from_shown} in {from_when} to {to_shown} in {to_when}")
        }
        (false, false) => format!("{verb} from {from_shown} to {to_shown}"),
    }
}

struct Tally {
    up: usize,
    down: usize,
    level: usize,
}

fn tally(changes: &[Change<'_>]) -> Tally {
    let up = changes.iter().filter(|c| c.to.1 > c.from.1).count();
    let down = changes.iter().filter(|c| c.to.1 < c.from.1).count();
    Tally {
        up,
        down,
        level: changes.len() - up - down,
    }
}

/// Which changes are told one by one: the only one, or the one the page is about.
fn told<'a, 'b>(changes: &'b [Change<'a>]) -> Option<&'b Change<'a>> {
    let mut focus = changes.iter().filter(|c| c.focus);
    match (changes, focus.next(), focus.next()) {
        ([one], _, _) => Some(one),
        (_, Some(one), None) => Some(one),
        _ => None,
    }
}

/// What to say of changes: the one in focus, how many went which way, the largest.
pub(crate) fn changes(changes: &[Change<'_>], words: &Words) -> Vec<Clause> {
    let mut clauses = Vec::new();
    let space = if zh(words) { "" } else { " " };
    if let Some(one) = told(changes) {
        clauses.push(Clause::or(
            format!("{}{space}{}", one.name, moved(one, true, words)),
            format!("{}{space}{}", one.name, moved(one, false, words)),
        ));
    }
    if changes.len() < 2 {
        return clauses;
    }
    let t = tally(changes);
    let parts: Vec<String> = [
        (t.up, "增加", "up"),
        (t.down, "减少", "down"),
        (t.level, "持平", "level"),
    ]
    .into_iter()
    .filter(|(n, _, _)| *n > 0)
    .map(|(n, zh_word, en_word)| {
        if zh(words) {
            format!("{n}个{zh_word}")
        } else {
            format!("{n} {en_word}")
        }
    })
    .collect();
    let all = count(changes.len(), words);
    let joined = parts.join(if zh(words) { "、" } else { ", " });
    clauses.push(Clause::new(match (zh(words), parts.len()) {
        (true, 1) => format!(
            "{all}全部{}",
            if t.up > 0 {
                "增加"
            } else if t.down > 0 {
                "减少"
            } else {
                "持平"
            }
        ),
        (true, _) => format!("{all}中{joined}"),
        (false, _) => format!("of {all}, {joined}"),
    }));
    let most = changes.iter().max_by(|a, b| {
        (a.to.1 - a.from.1)
            .abs()
            .total_cmp(&(b.to.1 - b.from.1).abs())
    });
    if let Some(most) =
        most.filter(|m| m.to.1 != m.from.1 && told(changes).is_none_or(|t| t.name != m.name))
    {
        clauses.push(Clause::new(if zh(words) {
            format!("变化最大的是{}，{}", most.name, moved(most, false, words))
        } else {
            format!(
                "{} changed most: it {}",
                most.name,
                moved(most, false, words)
            )
        }));
    }
    clauses
}

/// Where a single series turned: its highest and lowest, if they lie within.
pub(crate) fn turning(points: &[(i32, f64, &str)], words: &Words) -> Vec<Clause> {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return Vec::new();
    };
    let year = |y: i32| {
        if zh(words) {
            format!("{y}年")
        } else {
            y.to_string()
        }
    };
    let (high, low) = most(words);
    let ends = (first.1.max(last.1), first.1.min(last.1));
    let top = points
        .iter()
        .max_by(|a, b| a.1.total_cmp(&b.1))
        .filter(|p| p.1 > ends.0);
    let bottom = points
        .iter()
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .filter(|p| p.1 < ends.1);
    [(top, high), (bottom, low)]
        .into_iter()
        .filter_map(|(point, word)| point.map(|p| (p, word)))
        .map(|((when, _, shown), word)| {
            let when = year(*when);
            Clause::new(if zh(words) {
                format!("{when}{word}，为{shown}")
            } else {
                format!("{word} in {when} at {shown}")
            })
        })
        .collect()
}

/// The heading over changes, if there are any.
pub(crate) fn changes_headline(changes: &[Change<'_>], words: &Words) -> Option<String> {
    let measure = words.measure.as_str();
    if let Some(one) = told(changes) {
        return Some(if zh(words) {
            short(&[one.name, measure, &moved(one, false, words)], 1)
        } else if measure.is_empty() {
            format!("{} {}", one.name, moved(one, false, words))
        } else {
            format!("{measure}: {} {}", one.name, moved(one, false, words))
        });
    }
    if changes.is_empty() {
        return None;
    }
    let t = tally(changes);
    let (n, zh_word, en_word) = [
        (t.up, "增加", "up"),
        (t.down, "减少", "down"),
        (t.level, "持平", "level"),
    ]
    .into_iter()
    .rev()
    .max_by_key(|(n, _, _)| *n)?;
    let all = changes.len();
    let counted = counted(words);
    Some(match (zh(words), n == all) {
        (true, true) => short(&[&format!("{all}{counted}"), measure, "全部", zh_word], 1),
        (true, false) if measure.is_empty() => format!("{all}{counted}中{n}个{zh_word}"),
        (true, false) => short(
            &[
                &format!("{measure}："),
                &format!("{all}{counted}中{n}个{zh_word}"),
            ],
            0,
        ),
        (false, _) if measure.is_empty() => format!("{n} of {all} {counted} {en_word}"),
        (false, _) => format!("{measure}: {n} of {all} {counted} {en_word}"),
    })
}

/// The clauses as one paragraph within the limit: what is shown comes first; a
/// clause that does not fit is shortened or left out; nothing is cut in its
/// middle unless the very first is too long by itself.
pub(crate) fn paragraph(words: &Words, clauses: Vec<Clause>) -> String {
    let zh = zh(words);
    let (separator, stop) = if zh { ("；", "。") } else { ("; ", ".") };
    let subject = match (zh, words.measure.is_empty(), words.period.is_empty()) {
        (_, true, true) => String::new(),
        (true, _, _) => format!("{}{}：", words.period, words.measure),
        (false, true, false) => format!("{}: ", words.period),
        (false, false, true) => format!("{}: ", words.measure),
        (false, false, false) => format!("{}, {}: ", words.measure, words.period),
    };
    let length = |text: &str| text.chars().count();
    let least = clauses
        .first()
        .map_or(0, |c| length(c.short.as_ref().unwrap_or(&c.full)));
    let mut text = if length(&subject) + least < DESCRIPTION_LIMIT {
        subject
    } else {
        String::new()
    };
    let mut first = true;
    for clause in clauses {
        let lead = if first { "" } else { separator };
        let room = DESCRIPTION_LIMIT.saturating_sub(length(&text) + length(lead) + length(stop));
        let fits = [Some(clause.full.clone()), clause.short]
            .into_iter()
            .flatten()
            .find(|c| length(c) <= room);
        let said = match fits {
            Some(said) => said,
            None if first => clause
                .full
                .chars()
                .take(room.saturating_sub(1))
                .chain(['…'])
                .collect(),
            None => continue,
        };
        text.push_str(lead);
        text.push_str(&said);
        first = false;
    }
    text.push_str(stop);
    if zh { text } else { capital(&text) }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words {
            unit: "个".into(),
            counted: "个县（市、区）".into(),
            ..Words::default()
        }
    }

    fn fact<'a>(name: &'a str, value: Option<f64>, shown: &'a str) -> Fact<'a> {
        Fact {
            name,
            value,
            shown,
            focus: false,
        }
    }

    fn say(facts: &[Fact<'_>], words: &Words) -> String {
        paragraph(words, ranking(facts, words))
    }

    const SOME: [(&str, Option<f64>, &str); 9] = [
        ("莲都区", Some(50.0), "50个"),
        ("龙泉市", Some(60.0), "60个"),
        ("青田县", None, ""),
        ("云和县", Some(70.0), "70个"),
        ("庆元县", Some(19.0), "19个"),
        ("缙云县", Some(f64::NAN), "NaN"),
        ("遂昌县", Some(55.0), "55个"),
        ("松阳县", Some(401.0), "401个"),
        ("景宁县", Some(20.0), "20个"),
    ];

    #[test]
    fn the_largest_the_smallest_and_the_gaps() {
        let facts = SOME.map(|(n, v, s)| fact(n, v, s));
        assert_eq!(
            say(&facts, &words()),
            "九个县（市、区）中，松阳县最多，为401个；庆元县最少，为19个；青田县、缙云县暂无数据。"
        );
        let mut focus = facts;
        focus[0].focus = true;
        assert_eq!(
            say(
                &focus,
                &Words {
                    measure: "达标村".into(),
                    period: "2019年".into(),
                    ..words()
                }
            ),
            "2019年达标村：九个县（市、区）中，松阳县最多，为401个；庆元县最少，为19个；莲都区为50个，居第5位；青田县、缙云县暂无数据。"
        );
    }

    #[test]
    fn the_same_in_english() {
        let facts = SOME.map(|(n, v, s)| fact(n, v, s));
        let words = Words {
            counted: "counties".into(),
            language: Language::English,
            ..Words::default()
        };
        assert_eq!(
            say(&facts, &words),
            "Of the nine counties, 松阳县 is highest at 401个; 庆元县 is lowest at 19个; no data for 青田县 and 缙云县."
        );
    }

    #[test]
    fn ties_equal_missing_and_single() {
        let w = words();
        let tie = [
            fact("甲县", Some(2.0), "2个"),
            fact("乙县", Some(2.0), "2个"),
            fact("丙县", Some(1.0), "1个"),
        ];
        assert_eq!(
            say(&tie, &w),
            "三个县（市、区）中，甲县、乙县并列最多，均为2个；丙县最少，为1个。"
        );
        assert_eq!(say(&tie[..2], &w), "两个县（市、区）均为2个。");
        assert_eq!(say(&tie[..1], &w), "甲县为2个。");
        let none = [fact("甲县", None, ""), fact("乙县", None, "")];
        assert_eq!(say(&none, &w), "两个县（市、区）均暂无数据。");
        assert_eq!(say(&none[..1], &w), "甲县暂无数据。");
        assert_eq!(say(&[], &w), "暂无数据。");
        assert_eq!(
            say(&[tie[0], none[0]], &w),
            "两个县（市、区）中只有甲县有数据，为2个。"
        );
    }

    #[test]
    fn a_description_is_never_longer_than_its_limit() {
        let long = "很长的名字".repeat(60);
        let facts = [
            fact(&long, Some(3.0), "3个"),
            fact("乙县", Some(1.0), "1个"),
            fact(&long, None, ""),
        ];
        for measure in ["", &long] {
            let text = say(
                &facts,
                &Words {
                    measure: measure.into(),
                    ..words()
                },
            );
            assert!(text.chars().count() <= DESCRIPTION_LIMIT, "{text}");
            assert!(text.ends_with('。'));
        }
    }

    #[test]
    fn headings_state_the_finding() {
        let w = Words {
            measure: "达标村".into(),
            ..words()
        };
        let mut facts = SOME.map(|(n, v, s)| fact(n, v, s));
        assert_eq!(ranking_headline(&facts, &w), "松阳县达标村最多，401个");
        facts[0].focus = true;
        assert_eq!(ranking_headline(&facts, &w), "莲都区达标村50个，居第5位");
        assert_eq!(ranking_headline(&[], &w), "达标村暂无数据");
        let money = Words {
            unit: "元".into(),
            measure: "收入".into(),
            ..words()
        };
        assert_eq!(
            ranking_headline(&facts[1..], &money),
            "松阳县收入最高，401个"
        );
    }

    #[test]
    fn changes_are_counted_and_told() {
        let change = |name, from: f64, to: f64| Change {
            name,
            from: (
                "2017年".into(),
                from,
                if from > 1.0 { "2个" } else { "1个" },
            ),
            to: ("2019年".into(), to, if to > 1.0 { "2个" } else { "1个" }),
            focus: false,
        };
        let list = [
            change("甲县", 1.0, 2.0),
            change("乙县", 2.0, 2.0),
            change("丙县", 1.0, 2.0),
        ];
        let w = Words {
            measure: "达标村".into(),
            ..words()
        };
        assert_eq!(
            changes_headline(&list, &w).as_deref(),
            Some("达标村：3个县（市、区）中2个增加")
        );
        assert_eq!(
            changes_headline(&list[1..2], &w).as_deref(),
            Some("乙县达标村保持2个不变")
        );
        assert_eq!(
            paragraph(&words(), changes(&list[..1], &words())),
            "甲县从2017年的1个增至2019年的2个。"
        );
    }
}
