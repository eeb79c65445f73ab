//! Units: what a number counts or measures.
//!
//! A unit is a word with an optional multiplier before it: 万元 is 10⁴ × 元,
//! 亿人次 is 10⁸ × 人次. Money, area, length, mass, volume and shares are known
//! families whose members convert; every other word is a family of its own, so
//! 万株 converts to 株 and to nothing else.
//!
//! Invariant: a `Unit`'s name can stand after any number, with any qualifier,
//! and be read back as itself. [`Unit::parse`] refuses every name that cannot
//! (one that holds a digit, ends in 以上, begins with 余 …).

use std::cell::RefCell;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::error::{ParseError, ParseErrorKind};
use super::number::{fold, is_space};
use super::qualifier;

/// What a unit measures; only quantities of one family convert, add and compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Family<'a> {
    /// 元 and its multiples. Other currencies (美元) are counted words.
    Money,
    /// 平方米, 亩, 公顷, 平方公里.
    Area,
    /// 毫米, 厘米, 米, 里, 公里.
    Length,
    /// 克, 斤, 公斤, 吨.
    Mass,
    /// 毫升, 升, 立方米.
    Volume,
    /// % and ‰.
    Share,
    /// 个百分点: the difference of two shares, which is not itself a share.
    PercentagePoint,
    /// Any other word: 户, 人次, 年, 元/亩 …
    Counted(&'a str),
}

/// The family without the word, as stored in a unit.
#[derive(Debug, Clone, Copy)]
enum Measure {
    Money,
    Area,
    Length,
    Mass,
    Volume,
    Share,
    PercentagePoint,
    Word,
}

/// The units with a family of their own: name, family, and size in the family's
/// smallest step. Steps are chosen so that every size is a whole number: one
/// third of a square metre for areas (1 亩 = 2000/3 平方米, 15 亩 = 1 公顷).
const MEASURES: &[(&str, Measure, u32)] = &[
    ("元", Measure::Money, 1),
    ("平方米", Measure::Area, 3),
    ("平米", Measure::Area, 3),
    ("㎡", Measure::Area, 3),
    ("亩", Measure::Area, 2_000),
    ("公顷", Measure::Area, 30_000),
    ("平方公里", Measure::Area, 3_000_000),
    ("平方千米", Measure::Area, 3_000_000),
    ("毫米", Measure::Length, 1),
    ("厘米", Measure::Length, 10),
    ("米", Measure::Length, 1_000),
    ("里", Measure::Length, 500_000),
    ("公里", Measure::Length, 1_000_000),
    ("千米", Measure::Length, 1_000_000),
    ("克", Measure::Mass, 1),
    ("斤", Measure::Mass, 500),
    ("公斤", Measure::Mass, 1_000),
    ("千克", Measure::Mass, 1_000),
    ("吨", Measure::Mass, 1_000_000),
    ("毫升", Measure::Volume, 1),
    ("升", Measure::Volume, 1_000),
    ("立方米", Measure::Volume, 1_000_000),
    ("‰", Measure::Share, 1),
    ("%", Measure::Share, 10),
    ("百分点", Measure::PercentagePoint, 1),
    ("个百分点", Measure::PercentagePoint, 1),
];

/// Words that begin like a Chinese numeral and are none.
const NOT_NUMERALS: &[&str] = &["千瓦", "千伏", "千卡", "千焦", "百帕", "千帕"];

/// A power of ten written before a unit.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Multiplier {
    /// As written.
    pub(super) word: &'static str,
    power: u8,
    /// 百元 and 千元 are units of statistics; 3千人 is a mixed numeral that
    /// GB/T 15835 forbids.
    money_only: bool,
}

/// Longest first, so that 万亿 is not read as 万.
const MULTIPLIERS: &[Multiplier] = &[
    multiplier("万亿", 12, false),
    multiplier("千万", 7, false),
    multiplier("百万", 6, false),
    multiplier("亿", 8, false),
    multiplier("万", 4, false),
    multiplier("千", 3, true),
    multiplier("百", 2, true),
];

const fn multiplier(word: &'static str, power: u8, money_only: bool) -> Multiplier {
    Multiplier {
        word,
        power,
        money_only,
    }
}

impl Multiplier {
    /// Whether this stands only before 元.
    pub(super) fn money_only(&self) -> bool {
        self.money_only
    }
}

/// The multiplier that `text` begins with, and what follows it.
pub(super) fn split_multiplier(text: &str) -> Option<(&'static Multiplier, &str)> {
    if !text.starts_with(['万', '千', '百', '亿']) {
        return None;
    }
    MULTIPLIERS
        .iter()
        .find_map(|m| text.strip_prefix(m.word).map(|rest| (m, rest)))
        // 千克 and 千瓦 begin with a multiplier only to the eye.
        .filter(|(m, rest)| !m.money_only || rest.is_empty() || rest.starts_with('元'))
}

/// A unit: 元, 万元, 人次, %, 元/亩 or any other word. Cheap to clone.
///
/// Two units are equal when they are written the same: 公斤 and 千克 are two
/// units that convert one to one. They order by their names, not by size.
#[derive(Clone)]
pub struct Unit(Arc<Parts>);

/// Units that are remembered: a showcase has a few dozen.
const MOST_KNOWN: usize = 256;

thread_local! {
    /// Those that were read before, by how they were written: the same few stand
    /// behind a million numbers.
    static KNOWN: RefCell<HashMap<Box<str>, Unit>> = RefCell::default();
}

/// What a unit is made of; shared, because a showcase holds a million of them.
struct Parts {
    name: Box<str>,
    /// Bytes of the multiplier at the front of `name`.
    head: usize,
    power: u8,
    measure: Measure,
    step: u32,
}

impl Unit {
    /// Reads a unit. Spaces are dropped and full-width forms made plain (％ is %).
    ///
    /// # Errors
    /// [`ParseErrorKind::UnitMissing`] for nothing or a bare multiplier (万),
    /// [`ParseErrorKind::MixedNumerals`] for 千人 or 三百元, and
    /// [`ParseErrorKind::UnitMalformed`] for a name that holds digits,
    /// punctuation, or a qualifier.
    pub fn parse(text: &str) -> Result<Unit, ParseError> {
        if let Some(known) = KNOWN.with_borrow(|known| known.get(text).cloned()) {
            return Ok(known);
        }
        let name: String = text.chars().filter(|c| !is_space(*c)).map(fold).collect();
        let unit = Unit::from_folded(&name);
        let unit = unit.map_err(|kind| ParseError::new(kind, text, 0..text.len()))?;
        KNOWN.with_borrow_mut(|known| {
            if known.len() < MOST_KNOWN {
                known.insert(Box::from(text), unit.clone());
            }
        });
        Ok(unit)
    }

    fn from_folded(name: &str) -> Result<Unit, ParseErrorKind> {
        if name.is_empty() {
            return Err(ParseErrorKind::UnitMissing);
        }
        if let Some((measure, step)) = measure(name) {
            return Ok(Unit::build(name, 0, 0, measure, step));
        }
        let (head, power, base) = match split_multiplier(name) {
            Some((m, base)) => (m.word.len(), m.power, base),
            None => (0, 0, name),
        };
        if base.is_empty() {
            // 3万 lacks a unit; 3千 is a numeral half in Chinese.
            return Err(match power {
                2 | 3 => ParseErrorKind::MixedNumerals,
                _ => ParseErrorKind::UnitMissing,
            });
        }
        check_word(base)?;
        match measure(base) {
            Some((Measure::Share | Measure::PercentagePoint, _)) if power > 0 => {
                Err(ParseErrorKind::UnitMalformed)
            }
            Some((measure, step)) => Ok(Unit::build(name, head, power, measure, step)),
            None => Ok(Unit::build(name, head, power, Measure::Word, 1)),
        }
    }

    fn build(name: &str, head: usize, power: u8, measure: Measure, step: u32) -> Unit {
        Unit(Arc::new(Parts {
            name: Box::from(name),
            head,
            power,
            measure,
            step,
        }))
    }

    /// 个百分点, the unit of a difference between shares.
    #[must_use]
    pub fn percentage_point() -> Unit {
        Unit::build("个百分点", 0, 0, Measure::PercentagePoint, 1)
    }

    /// %.
    #[must_use]
    pub fn percent() -> Unit {
        Unit::build("%", 0, 0, Measure::Share, 10)
    }

    /// The unit as written: `万元`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0.name
    }

    /// The unit without its multiplier: `元` for 万元.
    #[must_use]
    pub fn base(&self) -> &str {
        self.0.name.get(self.0.head..).unwrap_or_default()
    }

    /// The family, which says what this unit converts to.
    #[must_use]
    #[inline]
    pub fn family(&self) -> Family<'_> {
        match self.0.measure {
            Measure::Money => Family::Money,
            Measure::Area => Family::Area,
            Measure::Length => Family::Length,
            Measure::Mass => Family::Mass,
            Measure::Volume => Family::Volume,
            Measure::Share => Family::Share,
            Measure::PercentagePoint => Family::PercentagePoint,
            Measure::Word => Family::Counted(self.base()),
        }
    }

    /// Whether the two convert to each other. Nearly always they are one and the
    /// same, which needs no look at their names.
    #[must_use]
    #[inline]
    pub fn is_akin(&self, other: &Unit) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.family() == other.family()
    }

    /// Whether this is %.
    #[must_use]
    #[inline]
    pub fn is_percent(&self) -> bool {
        &*self.0.name == "%"
    }

    /// Whether this is 个百分点 (or 百分点).
    #[must_use]
    pub fn is_percentage_point(&self) -> bool {
        matches!(self.0.measure, Measure::PercentagePoint)
    }

    /// Size in the family's smallest step; a whole number (at most 3 × 10¹⁸).
    pub(super) fn size(&self) -> u128 {
        u128::from(self.0.step) * 10u128.pow(u32::from(self.0.power))
    }

    /// Where a qualifier may stand inside the unit: 3万|多元, 3个|多月.
    pub(super) fn inner(&self) -> Option<(&str, &str)> {
        let at = match self.0.head {
            0 if self.0.name.len() > "个".len() && self.0.name.starts_with('个') => "个".len(),
            // 3千多元 would be a numeral half in Chinese.
            _ if self.0.power < 4 => return None,
            head => head,
        };
        self.0.name.split_at_checked(at)
    }

    /// This unit's base under another multiplier: 亿 and 万元 make 亿元.
    pub(super) fn under(&self, multiplier: &Multiplier) -> Result<Unit, ParseErrorKind> {
        Unit::from_folded(&format!("{}{}", multiplier.word, self.base()))
    }
}

fn measure(name: &str) -> Option<(Measure, u32)> {
    MEASURES
        .iter()
        .find(|(known, ..)| *known == name)
        .map(|(_, measure, step)| (*measure, *step))
}

/// Refuses a word that could not be read back after a number.
fn check_word(word: &str) -> Result<(), ParseErrorKind> {
    let first = word.chars().next();
    let numeral = first.is_some_and(is_numeral) && measure(word).is_none();
    if (numeral && !NOT_NUMERALS.iter().any(|w| word.starts_with(w))) || word.contains('半') {
        return Err(ParseErrorKind::MixedNumerals);
    }
    let after_ge = word.strip_prefix('个').unwrap_or_default();
    let qualified = qualifier::strip_middle(word).is_some()
        || qualifier::strip_middle(after_ge).is_some_and(|(_, rest)| !rest.is_empty())
        || qualifier::strip_suffix(word).is_some();
    let slash = word.starts_with('/') || word.ends_with('/');
    if qualified || slash || !word.chars().all(is_unit_char) {
        return Err(ParseErrorKind::UnitMalformed);
    }
    Ok(())
}

fn is_unit_char(c: char) -> bool {
    c.is_alphabetic() || "%‰/·℃°²³㎡㎥㎞㎏㎝㎜()（）".contains(c)
}

/// A character of a number written in Chinese.
pub(super) fn is_numeral(c: char) -> bool {
    "零〇一二三四五六七八九十百千万亿两".contains(c)
}

impl PartialEq for Unit {
    #[inline]
    fn eq(&self, other: &Unit) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0.name == other.0.name
    }
}

impl Eq for Unit {}

impl Hash for Unit {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.name.hash(state);
    }
}

impl Ord for Unit {
    fn cmp(&self, other: &Unit) -> Ordering {
        self.0.name.cmp(&other.0.name)
    }
}

impl PartialOrd for Unit {
    fn partial_cmp(&self, other: &Unit) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.name)
    }
}

impl fmt::Debug for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unit({})", self.0.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unit(text: &str) -> Unit {
        Unit::parse(text).unwrap()
    }

    fn refused(text: &str) -> ParseErrorKind {
        Unit::parse(text).unwrap_err().kind().clone()
    }

    #[test]
    fn families_are_told_apart() {
        for money in [
            "元",
            "百元",
            "千元",
            "万元",
            "百万元",
            "千万元",
            "亿元",
            "万亿元",
        ] {
            assert_eq!(unit(money).family(), Family::Money, "{money}");
        }
        assert_eq!(unit("万亩").family(), Family::Area);
        assert_eq!(unit("万人次").family(), Family::Counted("人次"));
        assert_eq!(unit("千瓦时").family(), Family::Counted("千瓦时"));
        assert_eq!(unit("亿千瓦时").family(), Family::Counted("千瓦时"));
        assert_eq!(unit("万元/亩").family(), Family::Counted("元/亩"));
        assert_eq!(unit("千克").family(), Family::Mass);
        assert_ne!(unit("人").family(), unit("人次").family());
        assert_ne!(unit("%").family(), unit("个百分点").family());
    }

    #[test]
    fn names_are_made_plain() {
        assert_eq!(unit("％").as_str(), "%");
        assert_eq!(unit(" 万 元 ").as_str(), "万元");
        assert!(unit("％").is_percent());
        assert!(unit("百分点").is_percentage_point());
    }

    #[test]
    fn a_name_that_cannot_be_read_back_is_refused() {
        for name in [
            "人以上",
            "余亩",
            "多",
            "3户",
            "人-次",
            "元，",
            "/人",
            "个多月",
        ] {
            assert_eq!(refused(name), ParseErrorKind::UnitMalformed, "{name}");
        }
        for name in [
            "千",
            "千人",
            "三百元",
            "万三千元",
            "年半",
            "万万元",
            "千亿元",
        ] {
            assert_eq!(refused(name), ParseErrorKind::MixedNumerals, "{name}");
        }
        for name in ["", " ", "万", "亿"] {
            assert_eq!(refused(name), ParseErrorKind::UnitMissing, "{name}");
        }
    }
}
