//! Numbers with units, as newspapers print them.
//!
//! A [`Quantity`] is an exact decimal (or a range of two), a [`Unit`] and how
//! sure it is (a [`Qualifier`]): 2.738亿元, 约4.2亿元, 800余亩, 5000人次以上,
//! 10万元—15万元. It is read by [`Quantity::parse`], converted, added and
//! compared without loss, and printed as it was given. [`scan`] finds the
//! quantities in running prose.
//!
//! Invariants: no operation rounds unless it is asked to; none panics, and what
//! does not fit is an error; the printed form reads back as the same quantity,
//! to the last decimal. The form of numbers, ranges and qualifiers follows
//! GB/T 15835—2011《出版物上数字用法》.

mod arithmetic;
mod classifier;
mod compare;
mod convert;
mod date;
mod error;
mod exact;
mod literal;
mod number;
mod parse;
mod print;
mod qualifier;
mod scan;
mod unit;

#[cfg(test)]
mod properties;

use rust_decimal::Decimal;

pub use arithmetic::ArithmeticError;
pub use convert::ConvertError;
pub use error::{ParseError, ParseErrorKind};
pub use print::push_parted;
pub use qualifier::{Place, Qualifier, Sense};
pub use scan::{Found, Kind, scan};
pub use unit::{Family, Unit};

/// A number, or a range of two, with its unit and qualifier.
///
/// Equality is that of number, unit and wording: 53.0% equals 53%, but 1万元
/// does not equal 10000元 (see [`Quantity::compare`]) nor 约1万元.
///
/// Small, since a showcase holds millions: the upper end that only a range has lies
/// elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Quantity {
    /// Of a range the lower end.
    number: Decimal,
    rest: Rest,
}

/// What stands with the number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Rest {
    One(Option<Qualifier>, Unit),
    Between(Option<Qualifier>, Box<(Decimal, Unit)>),
}

/// One number, or the ends of a range, the smaller first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Amount {
    One(Decimal),
    Between(Decimal, Decimal),
}

impl Amount {
    /// A range, or one number where both ends are the same.
    fn between(a: Decimal, b: Decimal) -> Amount {
        match a.cmp(&b) {
            std::cmp::Ordering::Less => Amount::Between(a, b),
            std::cmp::Ordering::Equal => Amount::One(a),
            std::cmp::Ordering::Greater => Amount::Between(b, a),
        }
    }

    fn low(self) -> Decimal {
        match self {
            Amount::One(value) | Amount::Between(value, _) => value,
        }
    }

    fn high(self) -> Decimal {
        match self {
            Amount::One(value) | Amount::Between(_, value) => value,
        }
    }
}

impl Quantity {
    /// A number without a qualifier. Its decimals are kept: 53.0 prints as 53.0.
    #[must_use]
    pub fn exact(value: Decimal, unit: Unit) -> Quantity {
        Quantity::new(Amount::One(value), unit, None)
    }

    /// A range, both ends included; the ends may come in any order, and equal
    /// ends make a single number.
    #[must_use]
    pub fn between(one: Decimal, other: Decimal, unit: Unit) -> Quantity {
        Quantity::new(Amount::between(one, other), unit, None)
    }

    /// The same number or range as an about-value (约): for what is derived from
    /// it by a rule that does not give it exactly. What has a qualifier loses it.
    #[must_use]
    pub fn about(self) -> Quantity {
        let unit = self.unit().clone();
        Quantity::new(self.amount(), unit, Qualifier::plain(Sense::About))
    }

    /// Puts the qualifier where it can stand and be read back.
    fn new(amount: Amount, unit: Unit, qualifier: Option<Qualifier>) -> Quantity {
        let range = matches!(amount, Amount::Between(..));
        let qualifier = qualifier.and_then(|q| {
            if range && !q.suits_range() {
                Qualifier::plain(q.sense()).filter(Qualifier::suits_range)
            } else if q.place() == Place::Inside && unit.inner().is_none() {
                Some(q.within(Place::Between))
            } else {
                Some(q)
            }
        });
        Quantity {
            number: unsigned_zero(amount.low()),
            rest: match amount {
                Amount::One(_) => Rest::One(qualifier, unit),
                Amount::Between(_, high) => {
                    Rest::Between(qualifier, Box::new((unsigned_zero(high), unit)))
                }
            },
        }
    }

    /// The same number in another unit, which is no conversion.
    fn with_unit(self, unit: Unit) -> Quantity {
        Quantity::new(self.amount(), unit, self.qualifier())
    }

    #[inline]
    fn amount(&self) -> Amount {
        match &self.rest {
            Rest::One(..) => Amount::One(self.number),
            Rest::Between(_, with) => Amount::Between(self.number, with.0),
        }
    }

    /// The number; for a range its lower end.
    #[must_use]
    #[inline]
    pub fn value(&self) -> Decimal {
        self.number
    }

    /// Both ends of a range, the smaller first; `None` for one number.
    #[must_use]
    #[inline]
    pub fn range(&self) -> Option<(Decimal, Decimal)> {
        match self.amount() {
            Amount::One(_) => None,
            Amount::Between(low, high) => Some((low, high)),
        }
    }

    /// The number, or the middle of a range (to 28 digits, should it have more).
    #[must_use]
    #[inline]
    pub fn midpoint(&self) -> Decimal {
        let halves =
            || (self.number / Decimal::TWO).saturating_add(self.amount().high() / Decimal::TWO);
        self.middle().unwrap_or_else(halves)
    }

    /// The exact middle.
    #[inline]
    fn middle(&self) -> Option<Decimal> {
        match self.amount() {
            Amount::One(value) => Some(value),
            Amount::Between(low, high) => exact::scale(exact::add(low, high)?, 1, 2).ok(),
        }
    }

    /// The unit.
    #[must_use]
    #[inline]
    pub fn unit(&self) -> &Unit {
        match &self.rest {
            Rest::One(_, unit) => unit,
            Rest::Between(_, with) => &with.1,
        }
    }

    /// The qualifying word, if there is one; a range may have 约 or its like.
    #[must_use]
    #[inline]
    pub fn qualifier(&self) -> Option<Qualifier> {
        match self.rest {
            Rest::One(qualifier, _) | Rest::Between(qualifier, _) => qualifier,
        }
    }

    /// How sure the number is. A range is [`Sense::Range`] also with 约.
    #[must_use]
    #[inline]
    pub fn sense(&self) -> Sense {
        match self.rest {
            Rest::Between(..) => Sense::Range,
            Rest::One(Some(qualifier), _) => qualifier.sense(),
            Rest::One(None, _) => Sense::Exact,
        }
    }

    /// Whether this is one number without a qualifier.
    #[must_use]
    #[inline]
    pub fn is_exact(&self) -> bool {
        self.sense() == Sense::Exact
    }

    /// Whether 约 or its like stands with the number or range.
    #[must_use]
    pub fn is_about(&self) -> bool {
        self.qualifier().is_some_and(|q| q.sense() == Sense::About)
    }
}

/// −0 would print with a sign and read back without.
fn unsigned_zero(value: Decimal) -> Decimal {
    if value.is_zero() { value.abs() } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(text: &str) -> Quantity {
        Quantity::parse(text).unwrap()
    }

    #[test]
    fn what_a_quantity_is_made_of() {
        for (text, middle, word, sense) in [
            ("4.2亿元", "4.2", None, Sense::Exact),
            ("约4.2亿元", "4.2", Some("约"), Sense::About),
            ("10—15万元", "12.5", None, Sense::Range),
            ("约10—15万元", "12.5", Some("约"), Sense::Range),
            ("5000人次以上", "5000", Some("以上"), Sense::AtLeast),
            ("不足200户", "200", Some("不足"), Sense::LessThan),
            ("不超过200户", "200", Some("不超过"), Sense::AtMost),
        ] {
            let quantity = q(text);
            assert_eq!(quantity.midpoint().to_string(), middle, "{text}");
            assert_eq!(quantity.qualifier().map(|q| q.word()), word, "{text}");
            assert_eq!(quantity.sense(), sense, "{text}");
            assert_eq!(quantity.is_exact(), text == "4.2亿元", "{text}");
            assert_eq!(quantity.is_about(), word == Some("约"), "{text}");
        }
    }

    #[test]
    fn the_middle_of_what_is_too_long_to_add_is_near_it() {
        let high = Decimal::MAX;
        let unit = q("1户").unit().clone();
        let range = Quantity::between(high - Decimal::ONE_HUNDRED, high, unit);
        let middle = range.midpoint();
        assert!(middle > high - Decimal::ONE_HUNDRED && middle < high);
        assert_eq!(q("10—15万元").range(), Some((10.into(), 15.into())));
        assert_eq!(q("10万元").range(), None);
    }

    #[test]
    fn what_is_derived_is_about() {
        assert_eq!(q("10万元以上").about().prose(), "约10万元");
        let range = Quantity::between(5.into(), 3.into(), q("1户").unit().clone());
        assert_eq!(range.clone().prose(), "3户—5户");
        assert_eq!(range.about().prose(), "约3户—5户");
        let same = Quantity::between(3.into(), 3.into(), q("1户").unit().clone());
        assert!(same.is_exact());
    }

    #[test]
    fn a_quantity_is_small() {
        assert_eq!(size_of::<Option<Quantity>>(), 32);
    }

    #[test]
    fn there_is_no_zero_below_zero() {
        let zero = Quantity::exact("-0.0".parse().unwrap(), q("1户").unit().clone());
        assert_eq!(zero.prose(), "0.0户");
        let range = Quantity::between((-1).into(), "-0".parse().unwrap(), zero.unit().clone());
        assert_eq!(range.prose(), "-1户—0户");
    }
}
