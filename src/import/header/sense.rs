//! What the words of a heading say, level by level: an indicator, a year, a unit,
//! 目标. What the column is then used for is decided in `mod.rs`, which knows the
//! table around it.

use super::Part;
use crate::finding::Text;
use crate::import::header_parts::{
    is_number_of_column, take_unit, take_year, unit_behind, unit_in, whole_year, year_of,
};
use crate::import::header_words::{Word, is_as_of, is_period, take_period, word_of};
use crate::import::match_names::Names;
use crate::import::plain::{one_line, plain, without_marks, without_number};
use crate::quantity::Unit;

/// Bytes of the longest heading that is looked into.
const LONGEST: usize = 600;

/// What one heading says, as far as words go.
#[derive(Debug, Default)]
pub(super) struct Sense {
    pub(super) indicator: Option<usize>,
    pub(super) loosely: Option<String>,
    pub(super) part: Option<Part>,
    pub(super) year: Option<i32>,
    pub(super) unit: Option<Unit>,
    pub(super) left_out: Option<Text>,
    pub(super) clash: bool,
    pub(super) groups: Vec<String>,
    /// 1—11月: months of the year.
    pub(super) period: Option<String>,
    /// Words below the indicator that are not known.
    pub(super) breakdown: Vec<String>,
}

impl Sense {
    /// It says which numbers they are, and nothing of which indicator.
    pub(super) fn says_part_only(&self) -> bool {
        let says = matches!(self.part, Some(part) if part != Part::Note) || self.year.is_some();
        says && self.groups.is_empty() && self.indicator.is_none()
    }
}

pub(super) fn sense(levels: &[String], names: &Names<'_>) -> Sense {
    let mut sense = Sense::default();
    for level in levels {
        one_level(level, names, &mut sense);
    }
    // 资金 / 到位 together may be an indicator's name.
    if sense.indicator.is_none() && levels.len() > 1 {
        let whole: String = levels.iter().map(|l| take_unit(&plain(l)).0).collect();
        if let Some(at) = names.indicator(&whole) {
            sense.indicator = Some(at);
            sense.groups.clear();
        }
    }
    sense
}

fn one_level(level: &str, names: &Names<'_>, sense: &mut Sense) {
    // A paragraph is no heading.
    if level.len() > LONGEST {
        sense.groups.push(one_line(level));
        return;
    }
    let word = plain(level);
    if is_number_of_column(&word) {
        return;
    }
    let word = word.trim_start_matches(['*', '★', '※', '●', '■', '◆', '▲', '△']);
    let mut word = without_number(without_marks(word)).to_owned();
    while let Some(name) = in_brackets(&word, names, sense) {
        word = name;
    }
    // What stands under 其中 is a number of its own, or a part of no interest.
    if let Some(rest) = word.strip_prefix("其中").or(word.strip_prefix('#')) {
        (sense.indicator, sense.loosely) = (None, None);
        sense.groups.push(one_line(level));
        word = rest.trim_start_matches([':', '、']).to_owned();
        if word.is_empty() {
            return;
        }
    }
    if let Some(at) = names.indicator(&word) {
        return found(sense, at);
    }
    let (word, unit) = take_unit(&word);
    if unit.is_some() {
        sense.unit = unit;
    }
    if word.is_empty() {
        return;
    }
    if let Some(at) = names.indicator(&word) {
        return found(sense, at);
    }
    let (word, year) = take_year(&word);
    if year.is_some() {
        sense.year = year;
    }
    if is_period(&word) {
        sense.period = Some(one_line(level));
    }
    let word = match take_period(&word) {
        Some((months, rest)) => {
            sense.period = Some(months.to_owned());
            rest.to_owned()
        }
        None => word,
    };
    // 本年 must not lose its last character.
    if let Some(known) = word_of(&word) {
        return known_word(sense, known);
    }
    let word = word
        .trim_matches(['年', '度', '末', '底', '、', ':', '-', '_'])
        .to_owned();
    if word.is_empty() {
        return;
    }
    if let Some(at) = names.indicator(&word) {
        return found(sense, at);
    }
    if let Some(known) = word_of(&word) {
        return known_word(sense, known);
    }
    // 达标村目标数: an indicator and a word behind it.
    for (at, _) in word.char_indices().skip(1) {
        let (head, tail) = word.split_at(at);
        let tail = tail.trim_matches(|c| "()[]<>【】〔〕:-_/".contains(c));
        let Some(at) = names.indicator(head) else {
            continue;
        };
        let (tail, year) = take_year(tail);
        let tail = tail.as_str();
        if let Some(known) = word_of(tail) {
            sense.year = year.or(sense.year);
            if is_period(tail) {
                sense.period = Some(tail.to_owned());
            }
            found(sense, at);
            return known_word(sense, known);
        }
        let wanted = names.indicator_at(at).map(|i| &i.unit);
        if let Some(unit) = wanted.and_then(|wanted| unit_behind(tail, wanted)) {
            found(sense, at);
            sense.unit = Some(unit);
            return;
        }
    }
    // 本年达标村, 截至9月底达标村: a word before an indicator.
    for (at, _) in word.char_indices().skip(1) {
        let (head, tail) = word.split_at(at);
        let Some(at) = names.indicator(tail) else {
            continue;
        };
        if is_as_of(head) {
            sense.period = Some(head.to_owned()).filter(|_| !ends_year(head));
            sense.year = year_of(head).or(sense.year);
            return found(sense, at);
        }
        if let Some(known) = word_of(head) {
            found(sense, at);
            return known_word(sense, known);
        }
    }
    // A row of units under the names.
    if let Some(unit) = unit_in(&word) {
        sense.unit = Some(unit);
        return;
    }
    if let Some(at) = names.indicator_loosely(&word) {
        found(sense, at);
        sense.loosely = Some(one_line(level));
        return;
    }
    match sense.indicator {
        Some(_) => sense.breakdown.push(one_line(level)),
        None => sense.groups.push(one_line(level)),
    }
}

/// 截至2025年底: the year's own number.
fn ends_year(word: &str) -> bool {
    word.contains("年底") || word.contains("年末") || word.contains("12月")
}

/// Takes brackets off the end that say no more than unit, year or months:
/// 资金(1—10月)(万元), 达标村(2025年底), 达标村(必填). What is left.
fn in_brackets(word: &str, names: &Names<'_>, sense: &mut Sense) -> Option<String> {
    let (name, inner) = word.strip_suffix(')')?.rsplit_once('(')?;
    if name.is_empty() || names.indicator(word).is_some() {
        return None;
    }
    for part in inner.split([',', '、', ';']) {
        if let Some(year) = whole_year(part) {
            sense.year = Some(year);
        } else if is_period(&take_year(part).0) || is_as_of(part) {
            sense.year = year_of(part).or(sense.year);
            sense.period = Some(part.to_owned()).filter(|_| !ends_year(part));
        } else if let Some(unit) = unit_in(part).filter(|_| sense.unit.is_none()) {
            sense.unit = Some(unit);
        } else if !["必填", "选填", "必报"].contains(&part) {
            return None;
        }
    }
    Some(name.to_owned())
}

fn found(sense: &mut Sense, at: usize) {
    sense.clash |= sense.indicator.is_some_and(|known| known != at);
    sense.indicator = Some(at);
}

fn known_word(sense: &mut Sense, word: Word) {
    match word {
        Word::Part(part) => sense.part = Some(part),
        Word::LeftOut(why) => sense.left_out = Some(why),
    }
}
