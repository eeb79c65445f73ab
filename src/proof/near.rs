//! The figures that prose may speak of, ready to be found by their value: equal
//! ones, and ones that a slip away.
//!
//! Values are compared in the smallest common terms of their family, as
//! significant digits and magnitude: 2.738亿元 and 27380万元 are both 2738, 8.
//! For the figures of the county itself every slip of one key is laid out
//! beforehand, so that a number in prose costs a look-up for each of its digits,
//! however many figures there are. Those of other counties are only compared
//! for equality: with thousands of them, every number would be near some.

use super::digits::Number;
use super::rounding::{rounding, rounds};
use crate::finding::Place;
use crate::quantity::{Quantity, Sense};
use std::cmp::Ordering;
use std::collections::HashMap;

/// A figure that prose may speak of.
#[derive(Debug, Clone)]
pub struct Known {
    /// What a write-up puts between `{{` and `}}`: `villages`,
    /// `villages.target`, `qingtian/funds`, `region/villages`; empty for what
    /// cannot be referred to, such as a project's sum.
    pub reference: String,
    /// 名称, as in messages.
    pub name: String,
    /// The figure as printed.
    pub value: Quantity,
    /// Of a number of an earlier year: that year, and what the figure is now.
    pub was: Option<(i32, Quantity)>,
    /// Where it stands, of a figure of the text's own county.
    pub place: Option<Place>,
}

/// How a number in prose is off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slip {
    /// One digit is another.
    Digit,
    /// Two neighbouring digits are swapped.
    Swap,
    /// A digit is missing.
    Missing,
    /// There is a digit too many.
    Extra,
    /// The decimal point has moved.
    Point,
    /// 元, 万元 or 亿元 for another of them.
    Scale,
}

/// A near figure.
#[derive(Debug, Clone, Copy)]
pub(super) struct Near<'i> {
    pub(super) known: &'i Known,
    pub(super) slip: Slip,
    /// So few digits agree that it may be chance: only to be told when the
    /// text also speaks of what the figure measures.
    pub(super) weak: bool,
}

/// Figures by value.
#[derive(Debug, Default)]
pub struct Index {
    known: Vec<Known>,
    /// Figures of exactly this value.
    equal: HashMap<String, usize>,
    /// Figures of these digits, whatever the magnitude.
    digits: HashMap<String, Vec<usize>>,
    /// Figures with one digit masked.
    masked: HashMap<String, usize>,
    /// Figures with one digit left out.
    shorter: HashMap<String, usize>,
    /// The largest figure of each family.
    largest: HashMap<String, (i64, String)>,
    /// How many figures have so many digits, by family.
    crowd: HashMap<(String, usize), usize>,
}

impl Index {
    /// The figures a text should agree with, its county's and its region's: found
    /// when equal and when near. Of two with one value the first is taken.
    pub fn own(known: impl IntoIterator<Item = Known>) -> Index {
        let mut index = Index::shared(known);
        for (i, known) in index.known.iter().enumerate() {
            let Some(number) = Number::of(&known.value) else {
                continue;
            };
            index.digits.entry(number.any_size()).or_default().push(i);
            let largest = index.largest.entry(number.family.clone()).or_default();
            *largest = number.size().max(std::mem::take(largest));
            for key in number.masks() {
                index.masked.entry(key).or_insert(i);
            }
            for shorter in number.shorter() {
                index.shorter.entry(shorter.key()).or_insert(i);
            }
        }
        index
    }

    /// Figures of other counties: found only when equal. Made once for all texts.
    pub fn shared(known: impl IntoIterator<Item = Known>) -> Index {
        let known: Vec<Known> = known.into_iter().collect();
        let mut equal = HashMap::new();
        let mut crowd = HashMap::new();
        for (i, known) in known.iter().enumerate() {
            if let Some(key) = key(&known.value) {
                equal.entry(key).or_insert(i);
            }
            if let Some(number) = Number::of(&known.value) {
                *crowd
                    .entry((number.family, number.digits.len()))
                    .or_insert(0) += 1;
            }
        }
        Index {
            known,
            equal,
            crowd,
            ..Index::default()
        }
    }

    /// The figure of this value, whatever its qualifier and unit.
    pub(super) fn equal(&self, value: &Quantity) -> Option<&Known> {
        self.known.get(*self.equal.get(&key(value)?)?)
    }

    /// Whether there are so few figures like this value that being equal to one
    /// of them is no chance: less than one in fifty.
    pub(super) fn is_telling(&self, value: &Quantity) -> bool {
        let Some(number) = Number::of(value).filter(|n| (3..9).contains(&n.digits.len())) else {
            return false;
        };
        let digits = number.digits.len();
        let like = self.crowd.get(&(number.family, digits)).copied();
        let numbers = 9 * 10_usize.pow(digits as u32 - 1);
        like.unwrap_or(0) * 50 <= numbers
    }

    /// All figures, in their order.
    pub(super) fn all(&self) -> impl Iterator<Item = &Known> {
        self.known.iter()
    }

    /// The figure that a reference names.
    pub(super) fn named(&self, reference: &str) -> Option<&Known> {
        self.known.iter().find(|k| k.reference == reference)
    }

    /// The figures that this value misses by one slip, the surest first.
    pub(super) fn near(&self, value: &Quantity) -> Vec<Near<'_>> {
        let Some(number) = Number::of(value) else {
            return Vec::new();
        };
        let mut near: Vec<Near<'_>> = self.moved(&number).collect();
        near.extend(self.one_digit(&number));
        near.extend(self.one_more_or_less(&number));
        // 1200 with its noughts in each other's place is 1200.
        near.retain(|near| near.known.value.compare(value) != Some(Ordering::Equal));
        near.sort_by_key(|near| near.weak);
        near
    }

    fn get(&self, i: usize, slip: Slip, digits: usize, enough: usize) -> Option<Near<'_>> {
        let known = self.known.get(i)?;
        Some(Near {
            known,
            slip,
            weak: digits < enough,
        })
    }

    /// A figure of which this value is a rounded form: 2.74亿元 and 约2.7亿元 of
    /// 2.738亿元, 7300多万元 of 7395万元. `true`: so few digits remain that it may
    /// be chance.
    pub(super) fn rounded(&self, value: &Quantity) -> Option<(&Known, bool)> {
        let (step, digits) = rounding(value)?;
        let worded = value.sense() != Sense::Exact;
        if digits < 2 && !worded {
            return None;
        }
        let known = self.known.iter().find(|k| rounds(value, step, &k.value))?;
        Some((known, digits < 2 + usize::from(!worded)))
    }

    /// The figures that are written with the same number in a unit ten thousand
    /// times larger or smaller.
    pub(super) fn scaled(&self, value: &Quantity) -> impl Iterator<Item = &Known> {
        let number = Number::of(value);
        let others = number.as_ref().and_then(|n| self.digits.get(&n.any_size()));
        let of_scale = move |i: &usize| {
            let known = self.known.get(*i)?;
            let (number, other) = (number.as_ref()?, Number::of(&known.value)?);
            let off = (other.magnitude - number.magnitude).abs();
            let same = number.written == other.written && number.digits != "1";
            (same && [4, 8].contains(&off)).then_some(known)
        };
        others.into_iter().flatten().filter_map(of_scale)
    }

    /// Whether no figure of its family is so large.
    fn is_beyond(&self, number: &Number) -> bool {
        let largest = self.largest.get(&number.family);
        largest.is_some_and(|largest| number.size() > *largest)
    }

    /// The same digits at another magnitude.
    fn moved(&self, number: &Number) -> impl Iterator<Item = Near<'_>> {
        let others = self.digits.get(&number.any_size());
        others.into_iter().flatten().filter_map(move |i| {
            let other = Number::of(&self.known.get(*i)?.value)?;
            // 900亿元 for 900万元, or 8亿元 where nothing comes to so much; but 100
            // and the like are said of anything.
            let written = number.written == other.written;
            let told = number.printed >= 3 || self.is_beyond(number);
            let slip = match (other.magnitude - number.magnitude).abs() {
                4 | 8 if written && told && number.digits != "1" => {
                    return self.get(*i, Slip::Scale, 3, 3);
                }
                4 | 8 if number.digits.len() > 1 || written => Slip::Scale,
                1..=3 if number.digits.len() > 1 => Slip::Point,
                _ => return None,
            };
            self.get(*i, slip, number.digits.len(), 3)
        })
    }

    /// The same number of digits, one of them another or two swapped.
    fn one_digit(&self, number: &Number) -> Vec<Near<'_>> {
        let found = |i: usize, slip| {
            let known = &self.known.get(i)?.value;
            let other = Number::of(known)?;
            let digits = number.digits.len().max(other.digits.len());
            let printed = number.printed.min(other.printed);
            // Of a hundred numbers one is so near by a digit, but hardly any by
            // two that changed places.
            let (least, enough) = match slip {
                Slip::Swap if number.unit == *known.unit() => (2, 3),
                _ => (3, 4),
            };
            (digits >= least && printed >= least).then(|| self.get(i, slip, digits, enough))?
        };
        let masked = number
            .masks()
            .into_iter()
            .filter_map(|key| self.masked.get(&key));
        let swapped = number.swaps();
        let swapped = swapped.iter().filter_map(|key| self.equal.get(key));
        let swapped = swapped.filter_map(|i| found(*i, Slip::Swap));
        swapped
            .chain(masked.filter_map(|i| found(*i, Slip::Digit)))
            .collect()
    }

    /// A digit left out or added.
    fn one_more_or_less(&self, number: &Number) -> Option<Near<'_>> {
        // 720 of 7270: a nought counts as a digit, if the sentence says more.
        let (digits, printed) = (number.digits.len(), number.printed);
        if digits.max(printed.min(digits + 1)) >= 3
            && digits >= 2
            && let Some(i) = self.shorter.get(&number.key())
        {
            return self.get(*i, Slip::Missing, digits, 4);
        }
        number.shorter().into_iter().find_map(|shorter| {
            let i = self
                .equal
                .get(&shorter.key())
                .filter(|_| shorter.digits.len() >= 3)?;
            self.get(*i, Slip::Extra, shorter.digits.len(), 4)
        })
    }
}

/// The value of a quantity, range or not, as a key.
fn key(value: &Quantity) -> Option<String> {
    match value.range() {
        None => Number::of(value).map(|n| n.key()),
        Some((low, high)) => {
            let end = |v| Number::of(&Quantity::exact(v, value.unit().clone()));
            Some(format!("{}—{}", end(low)?.key(), end(high)?.key()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn index(values: &[&str]) -> Index {
        Index::own(values.iter().map(|value| Known {
            reference: String::new(),
            name: (*value).to_owned(),
            value: Quantity::parse(value).unwrap(),
            was: None,
            place: None,
        }))
    }

    fn near(known: &str, prose: &str) -> Option<(Slip, bool)> {
        let index = index(&[known]);
        let prose = Quantity::parse(prose).unwrap();
        assert!(index.equal(&prose).is_none(), "{known} {prose:?}");
        index.near(&prose).first().map(|n| (n.slip, n.weak))
    }

    #[test]
    fn equal_whatever_the_unit_and_the_qualifier() {
        let index = index(&["2.738亿元", "约160户", "10—15万元", "97.04%", "0.5亩"]);
        for (prose, name) in [
            ("27380万元", Some("2.738亿元")),
            ("160户", Some("约160户")),
            ("10万元—15万元", Some("10—15万元")),
            ("97.040%", Some("97.04%")),
            ("97.04个百分点", None),
            ("160人", None),
            ("10万元", None),
        ] {
            let found = index.equal(&Quantity::parse(prose).unwrap());
            assert_eq!(found.map(|k| k.name.as_str()), name, "{prose}");
        }
    }

    #[test]
    fn near_by_one_slip() {
        for (known, prose, slip) in [
            ("2.738亿元", "2.748亿元", Slip::Digit),
            ("2.738亿元", "27480万元", Slip::Digit),
            ("7270万元", "7271万元", Slip::Digit),
            ("43914元", "49314元", Slip::Swap),
            ("43914元", "4914元", Slip::Missing),
            ("43914元", "439144元", Slip::Extra),
            ("2.738亿元", "2.38亿元", Slip::Missing),
            ("436.68万元", "43.668万元", Slip::Point),
            ("7395万元", "7395元", Slip::Scale),
            ("7395万元", "7395亿元", Slip::Scale),
            ("97.04%", "97.4%", Slip::Missing),
        ] {
            assert_eq!(
                near(known, prose).map(|n| n.0),
                Some(slip),
                "{known} {prose}"
            );
        }
    }

    #[test]
    fn weak_when_few_digits_agree() {
        assert_eq!(near("401个", "410个"), Some((Slip::Swap, false)));
        assert_eq!(near("26个", "62个"), Some((Slip::Swap, true)));
        assert_eq!(near("97.04%", "94.07%"), Some((Slip::Swap, false)));
        assert_eq!(near("900万元", "900亿元"), Some((Slip::Scale, false)));
        assert_eq!(near("401个", "400个"), Some((Slip::Digit, true)));
        assert_eq!(near("1.2亿元", "1200万元"), Some((Slip::Point, true)));
        assert_eq!(near("43914元", "43915元"), Some((Slip::Digit, false)));
    }

    #[test]
    fn rounded_forms() {
        let rounded = |known: &str, prose: &str| {
            let prose = Quantity::parse(prose).unwrap();
            index(&[known]).rounded(&prose).map(|(_, weak)| weak)
        };
        assert_eq!(rounded("2.738亿元", "2.74亿元"), Some(false));
        assert_eq!(rounded("2.738亿元", "约2.7亿元"), Some(false));
        assert_eq!(rounded("2.738亿元", "2.7亿元"), Some(true));
        assert_eq!(rounded("2.738亿元", "超2.7亿元"), Some(false));
        assert_eq!(rounded("7395万元", "7300多万元"), Some(false));
        assert_eq!(rounded("7395万元", "近7400万元"), Some(false));
        assert_eq!(rounded("7395万元", "7400万元"), None);
        assert_eq!(rounded("2.738亿元", "2.73亿元"), None);
        assert_eq!(rounded("27380万元", "约3亿元"), Some(true));
        assert_eq!(rounded("401个", "约400个"), Some(true));
        assert_eq!(rounded("187户", "100多户"), Some(true));
        assert_eq!(rounded("187户", "近200户"), Some(true));
        // A limit is no rounding, and what is far off is none either.
        assert_eq!(rounded("12.6万元", "不超过100万元"), None);
        assert_eq!(rounded("99.6万元", "100万元以内"), None);
        assert_eq!(rounded("12.6万元", "不足100万元"), None);
        assert_eq!(rounded("151户", "约200户"), None);
    }

    #[test]
    fn not_near() {
        for (known, prose) in [
            ("26个", "27个"),
            ("5000元", "6000元"),
            ("5元", "50元"),
            ("401个", "40个"),
            ("2.738亿元", "2.74亿元"),
            ("43914元", "43914户"),
            ("100%", "10%"),
            ("10—15万元", "10.5万元"),
        ] {
            assert_eq!(near(known, prose), None, "{known} {prose}");
        }
    }
}
