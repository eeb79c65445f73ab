//! Qualifiers: how sure a printed number is.
//!
//! A qualifier keeps its wording (近300户 stays 近, 800余亩 stays 余) and has a
//! sense that arithmetic and comparison go by. One word stands in one of four
//! places: before the number, between number and unit, inside the unit
//! (3万多元, 3个多月), or after the unit.

use std::sync::LazyLock;

/// What a qualifier says about the number beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Sense {
    /// The number itself.
    Exact,
    /// Near the number, on either side: 约, 近, 左右.
    About,
    /// The number or more: 以上, 超, 余, 多, 不少于. 超 and 余 exclude the number
    /// itself in strict speech; newspapers do not keep the two apart.
    AtLeast,
    /// Less than the number: 不足, 不到.
    LessThan,
    /// The number or less: 不超过, 以内, 以下.
    AtMost,
    /// Between two numbers, both included: 10万元—15万元, also with 约.
    Range,
}

/// Where a qualifier's word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// 约4.2亿元
    Before,
    /// 800余亩, 2300多万元
    Between,
    /// 3万多元, 3个多月
    Inside,
    /// 5000人次以上
    After,
}

/// A qualifying word, its sense and its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Qualifier {
    /// Which of the words of its place; small, since a showcase holds millions.
    at: u8,
    place: Place,
}

/// The words that stand at a place.
const fn words(place: Place) -> &'static [Word] {
    match place {
        Place::Before => BEFORE,
        Place::Between | Place::Inside => MIDDLE,
        Place::After => AFTER,
    }
}

/// Words before the number. Of two that begin alike the longer one is taken.
const BEFORE: &[(&str, Sense)] = &[
    ("大约", Sense::About),
    ("大概", Sense::About),
    ("约", Sense::About),
    ("将近", Sense::About),
    ("接近", Sense::About),
    ("近", Sense::About),
    ("超过", Sense::AtLeast),
    ("超", Sense::AtLeast),
    ("逾", Sense::AtLeast),
    ("突破", Sense::AtLeast),
    ("多于", Sense::AtLeast),
    ("高于", Sense::AtLeast),
    ("大于", Sense::AtLeast),
    ("至少", Sense::AtLeast),
    ("最少", Sense::AtLeast),
    ("不少于", Sense::AtLeast),
    ("不低于", Sense::AtLeast),
    ("不小于", Sense::AtLeast),
    ("不下于", Sense::AtLeast),
    ("不下", Sense::AtLeast),
    ("≥", Sense::AtLeast),
    (">", Sense::AtLeast),
    ("＞", Sense::AtLeast),
    ("不足", Sense::LessThan),
    ("不到", Sense::LessThan),
    ("不满", Sense::LessThan),
    ("未满", Sense::LessThan),
    ("未到", Sense::LessThan),
    ("低于", Sense::LessThan),
    ("少于", Sense::LessThan),
    ("小于", Sense::LessThan),
    ("<", Sense::LessThan),
    ("＜", Sense::LessThan),
    ("不超过", Sense::AtMost),
    ("不多于", Sense::AtMost),
    ("不高于", Sense::AtMost),
    ("不大于", Sense::AtMost),
    ("至多", Sense::AtMost),
    ("最多", Sense::AtMost),
    ("≤", Sense::AtMost),
];

/// Words between number and unit, or inside the unit.
const MIDDLE: &[(&str, Sense)] = &[
    ("余", Sense::AtLeast),
    ("多", Sense::AtLeast),
    ("来", Sense::About),
];

/// Words after the unit.
const AFTER: &[(&str, Sense)] = &[
    ("及以上", Sense::AtLeast),
    ("以上", Sense::AtLeast),
    ("有余", Sense::AtLeast),
    ("开外", Sense::AtLeast),
    ("余", Sense::AtLeast),
    ("多", Sense::AtLeast),
    ("左右", Sense::About),
    ("上下", Sense::About),
    ("不到", Sense::LessThan),
    ("及以下", Sense::AtMost),
    ("以下", Sense::AtMost),
    ("以内", Sense::AtMost),
    ("之内", Sense::AtMost),
];

impl Qualifier {
    /// The word as printed: `约`.
    #[must_use]
    pub fn word(&self) -> &'static str {
        self.entry().0
    }

    /// What the word says. Never [`Sense::Exact`] or [`Sense::Range`].
    #[must_use]
    #[inline]
    pub fn sense(&self) -> Sense {
        self.entry().1
    }

    #[inline]
    fn entry(&self) -> Word {
        let found = words(self.place).get(usize::from(self.at));
        found.copied().unwrap_or(("", Sense::Exact))
    }

    /// Where the word stands.
    #[must_use]
    pub fn place(&self) -> Place {
        self.place
    }

    /// The word used where arithmetic gives a sense that no operand's word has:
    /// 约, 以上, 不足, 不超过; none for exact values and plain ranges.
    #[must_use]
    pub fn plain(sense: Sense) -> Option<Qualifier> {
        let (word, place) = match sense {
            Sense::Exact | Sense::Range => return None,
            Sense::About => ("约", Place::Before),
            Sense::AtLeast => ("以上", Place::After),
            Sense::LessThan => ("不足", Place::Before),
            Sense::AtMost => ("不超过", Place::Before),
        };
        let at = words(place).iter().position(|(known, _)| *known == word)?;
        let at = u8::try_from(at).ok()?;
        Some(Qualifier { at, place })
    }

    /// Whether the word can stand with a range: 约10万元—15万元.
    pub(super) fn suits_range(&self) -> bool {
        self.sense() == Sense::About && matches!(self.place, Place::Before | Place::After)
    }

    /// Whether the word reads right only beside a whole positive number: 800余亩,
    /// but not 0.08余万亩.
    pub(super) fn wants_whole(&self) -> bool {
        MIDDLE.iter().any(|(word, _)| *word == self.word())
    }

    /// A word within the number, before the unit or inside it.
    pub(super) fn within(self, place: Place) -> Qualifier {
        Qualifier { place, ..self }
    }
}

/// The qualifier that `text` begins with, and the rest.
pub(super) fn strip_before(text: &str) -> Option<(Qualifier, &str)> {
    longest(&BEFORE_BY_FIRST, text.chars().next()?, |word| {
        text.strip_prefix(word)
    })
}

/// The qualifier that `text`, what follows a number, begins with, and the rest.
pub(super) fn strip_middle(text: &str) -> Option<(Qualifier, &str)> {
    longest(&MIDDLE_BY_FIRST, text.chars().next()?, |word| {
        text.strip_prefix(word)
    })
}

/// The qualifier that `text`, a unit and what follows it, ends with, and the rest.
pub(super) fn strip_suffix(text: &str) -> Option<(Qualifier, &str)> {
    longest(&AFTER_BY_LAST, text.chars().next_back()?, |word| {
        text.strip_suffix(word)
    })
}

/// The qualifier right after a unit in running prose, and the rest.
pub(super) fn strip_after(text: &str) -> Option<(Qualifier, &str)> {
    longest(&AFTER_BY_FIRST, text.chars().next()?, |word| {
        text.strip_prefix(word)
    })
}

/// The qualifier right before a number in running prose, and what stands before it.
pub(super) fn strip_before_number(text: &str) -> Option<(Qualifier, &str)> {
    longest(&BEFORE_BY_LAST, text.chars().next_back()?, |word| {
        text.strip_suffix(word)
    })
}

type Word = (&'static str, Sense);

/// The words of a place, sorted by the character at one of their ends.
type ByEnd = Vec<(char, Qualifier)>;

static BEFORE_BY_FIRST: LazyLock<ByEnd> =
    LazyLock::new(|| by_end(Place::Before, |word| word.chars().next()));
static BEFORE_BY_LAST: LazyLock<ByEnd> =
    LazyLock::new(|| by_end(Place::Before, |word| word.chars().next_back()));
static MIDDLE_BY_FIRST: LazyLock<ByEnd> =
    LazyLock::new(|| by_end(Place::Between, |word| word.chars().next()));
static AFTER_BY_FIRST: LazyLock<ByEnd> =
    LazyLock::new(|| by_end(Place::After, |word| word.chars().next()));
static AFTER_BY_LAST: LazyLock<ByEnd> =
    LazyLock::new(|| by_end(Place::After, |word| word.chars().next_back()));

fn by_end(place: Place, end: fn(&str) -> Option<char>) -> ByEnd {
    let words = (0..).zip(words(place));
    let ends = words.filter_map(|(at, (word, _))| Some((end(word)?, Qualifier { at, place })));
    let mut ends: ByEnd = ends.collect();
    ends.sort_by_key(|(end, _)| *end);
    ends
}

/// The longest word that can be stripped, of those whose end is the character
/// met: seldom any, so most texts are done with there.
fn longest<'t>(
    words: &ByEnd,
    meets: char,
    strip: impl Fn(&str) -> Option<&'t str>,
) -> Option<(Qualifier, &'t str)> {
    let from = words.partition_point(|(end, _)| *end < meets);
    let words = words.iter().skip(from);
    words
        .take_while(|(end, _)| *end == meets)
        .filter_map(|(_, found)| Some((*found, strip(found.word())?)))
        .min_by_key(|(_, rest)| rest.len())
}

#[cfg(test)]
pub(super) fn all() -> Vec<Qualifier> {
    let places = [Place::Before, Place::Between, Place::Inside, Place::After];
    let list = |place| {
        (0..)
            .zip(words(place))
            .map(move |(at, _)| Qualifier { at, place })
    };
    places.into_iter().flat_map(list).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longer_word_wins() {
        let word = |text| strip_before(text).map(|(q, rest)| (q.word(), q.sense(), rest.len()));
        assert_eq!(word("超过17倍"), Some(("超过", Sense::AtLeast, 5)));
        assert_eq!(word("不超过5"), Some(("不超过", Sense::AtMost, 1)));
        assert_eq!(word("不下于5"), Some(("不下于", Sense::AtLeast, 1)));
        assert_eq!(word("下降5"), None);
        let suffix = strip_suffix("岁及以上").map(|(q, rest)| (q.word(), rest));
        assert_eq!(suffix, Some(("及以上", "岁")));
    }

    #[test]
    fn a_word_has_one_sense_wherever_it_stands() {
        for a in all() {
            for b in all() {
                assert!(
                    a.word() != b.word() || a.sense() == b.sense(),
                    "{}",
                    a.word()
                );
            }
        }
    }
}
