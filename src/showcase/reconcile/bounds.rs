//! Between which numbers a printed quantity can lie.
//!
//! Newspapers round to a round number and add a word, so a word reaches as far
//! as the last digit that is not zero: 1590多 is 1590 to 1600, 5000以上 is 5000 to
//! 6000, 不足80 is 70 to 80. 约 is half of that digit to either side, and 5% at
//! least. A bare number is itself.

use crate::quantity::{Quantity, Sense, Unit};
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// A number and how far it may be off.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) low: Decimal,
    /// As printed; the middle of a range.
    pub(super) number: Decimal,
    pub(super) high: Decimal,
}

impl Bounds {
    /// In the quantity's own unit, where its digits tell how it was rounded.
    pub(super) fn of(quantity: &Quantity) -> Bounds {
        let number = quantity.midpoint();
        let digit = last_digit(number);
        let about = (digit / Decimal::TWO).max(number.abs() / Decimal::from(20));
        let (low, high) = match (quantity.range(), quantity.sense()) {
            (Some((low, high)), _) if quantity.is_about() => {
                (low.saturating_sub(about), high.saturating_add(about))
            }
            (Some(range), _) => range,
            (None, Sense::About) => (number.saturating_sub(about), number.saturating_add(about)),
            (None, Sense::AtLeast) => (number, number.saturating_add(digit)),
            (None, Sense::LessThan | Sense::AtMost) => {
                let low = number.saturating_sub(digit);
                // Not down to nothing: 不到100 is not 0.
                let nothing = low <= Decimal::ZERO && number > Decimal::ZERO;
                (if nothing { number / Decimal::TWO } else { low }, number)
            }
            (None, Sense::Exact | Sense::Range) => (number, number),
        };
        Bounds { low, number, high }
    }

    /// Times a plain number.
    pub(super) fn times(self, by: Decimal) -> Option<Bounds> {
        self.mul(Bounds {
            low: by,
            number: by,
            high: by,
        })
    }

    pub(super) fn add(self, other: Bounds) -> Option<Bounds> {
        Some(Bounds {
            low: self.low.checked_add(other.low)?,
            number: self.number.checked_add(other.number)?,
            high: self.high.checked_add(other.high)?,
        })
    }

    pub(super) fn sub(self, other: Bounds) -> Option<Bounds> {
        Some(Bounds {
            low: self.low.checked_sub(other.high)?,
            number: self.number.checked_sub(other.number)?,
            high: self.high.checked_sub(other.low)?,
        })
    }

    pub(super) fn mul(self, other: Bounds) -> Option<Bounds> {
        self.corners(other, Decimal::checked_mul)
    }

    /// `None` where the divisor may be zero.
    pub(super) fn div(self, other: Bounds) -> Option<Bounds> {
        let spans_zero = other.low <= Decimal::ZERO && other.high >= Decimal::ZERO;
        if spans_zero {
            return None;
        }
        self.corners(other, Decimal::checked_div)
    }

    fn corners(
        self,
        other: Bounds,
        operation: impl Fn(Decimal, Decimal) -> Option<Decimal>,
    ) -> Option<Bounds> {
        let corners = [
            operation(self.low, other.low)?,
            operation(self.low, other.high)?,
            operation(self.high, other.low)?,
            operation(self.high, other.high)?,
        ];
        Some(Bounds {
            low: corners.into_iter().min()?,
            number: operation(self.number, other.number)?,
            high: corners.into_iter().max()?,
        })
    }

    /// Whether the two can be one number that is off by `slack` at most.
    pub(super) fn meets(self, other: Bounds, slack: Decimal) -> bool {
        let below = self.low.checked_sub(slack).unwrap_or(Decimal::MIN);
        let above = self.high.checked_add(slack).unwrap_or(Decimal::MAX);
        below <= other.high && other.low <= above
    }
}

/// Whether two quantities of one family, as written, can be the same number:
/// 2.74亿元 and 27380万元 can, one being rounded; 401 and 402 cannot.
pub(super) fn same(a: &Quantity, b: &Quantity) -> bool {
    if a.compare(b) == Some(Ordering::Equal) {
        return true;
    }
    let Some(factor) = factor(b.unit(), a.unit()) else {
        return false;
    };
    let (Some(other), Some(coarse)) = (
        Bounds::of(b).times(factor),
        half_step(b).checked_mul(factor),
    ) else {
        return false;
    };
    Bounds::of(a).meets(other, half_step(a).max(coarse))
}

/// How many of `to` one of `from` is, to 28 digits; `None` across families.
pub(super) fn factor(from: &Unit, to: &Unit) -> Option<Decimal> {
    if from == to {
        return Some(Decimal::ONE);
    }
    let one = |unit: &Unit| Quantity::exact(Decimal::ONE, unit.clone());
    Quantity::ratio(&one(from), &one(to))
}

/// Half of the last printed decimal place: what rounding may have taken.
pub(super) fn half_step(quantity: &Quantity) -> Decimal {
    Decimal::new(5, quantity.value().scale().min(27) + 1)
}

/// The weight of the last digit that is not zero: 1000 of 5000, 0.1 of 4.2.
fn last_digit(number: Decimal) -> Decimal {
    let number = number.normalize();
    let mut whole = number.mantissa();
    if number.scale() > 0 {
        return Decimal::new(1, number.scale());
    }
    let mut digit = Decimal::ONE;
    while whole != 0 && whole % 10 == 0 {
        whole /= 10;
        digit *= Decimal::TEN;
    }
    digit
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bounds(text: &str) -> (String, String) {
        let b = Bounds::of(&Quantity::parse(text).unwrap());
        (
            b.low.normalize().to_string(),
            b.high.normalize().to_string(),
        )
    }

    fn pair(a: &str, b: &str) -> (String, String) {
        (a.to_owned(), b.to_owned())
    }

    #[test]
    fn a_word_reaches_as_far_as_the_last_digit() {
        assert_eq!(bounds("401个"), pair("401", "401"));
        assert_eq!(bounds("1590多万元"), pair("1590", "1600"));
        assert_eq!(bounds("5000人次以上"), pair("5000", "6000"));
        assert_eq!(bounds("不足80万元"), pair("70", "80"));
        assert_eq!(bounds("不到100户"), pair("50", "100"));
        assert_eq!(bounds("约6万元"), pair("5.5", "6.5"));
        assert_eq!(bounds("约4.2亿元"), pair("3.99", "4.41"));
        assert_eq!(bounds("10—15万元"), pair("10", "15"));
        assert_eq!(bounds("约100—150万元"), pair("93.75", "156.25"));
    }

    #[test]
    fn a_divisor_that_may_be_nothing_gives_nothing() {
        let all = |low: i64, high: i64| Bounds {
            low: low.into(),
            number: high.into(),
            high: high.into(),
        };
        assert_eq!(all(1, 6).div(all(-2, 3)), None);
        assert_eq!(all(1, 6).div(all(0, 3)), None);
        assert!(all(1, 6).div(all(-3, -2)).is_some());
    }

    #[test]
    fn rounding_is_no_difference() {
        let same = |a, b| same(&Quantity::parse(a).unwrap(), &Quantity::parse(b).unwrap());
        assert!(same("2.74亿元", "27380万元"));
        assert!(same("27380万元", "2.74亿元"));
        assert!(!same("2.75亿元", "27380万元"));
        assert!(!same("401个", "402个"));
        assert!(same("约160万元", "163万元"));
        assert!(!same("约160万元", "190万元"));
        assert!(!same("3户", "3亩"));
    }
}
