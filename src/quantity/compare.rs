//! Which of two quantities is more, how many times, and how surely.

use std::cmp::Ordering;

use rust_decimal::Decimal;

use super::{Quantity, Sense, Unit, convert, exact};

impl Quantity {
    /// a ÷ b of two quantities of one family, by value (the middle of a range);
    /// exact where a decimal can hold it, else to 28 digits. `None` for
    /// different families, for b = 0, and where the digits do not suffice.
    #[must_use]
    pub fn ratio(a: &Quantity, b: &Quantity) -> Option<Decimal> {
        if !a.unit().is_akin(b.unit()) {
            return None;
        }
        let (left, right) = cross(a.middle()?, a.unit(), b.middle()?, b.unit())?;
        left.checked_div(right).map(|r| r.normalize())
    }

    /// Orders two quantities of one family by value (the middle of a range),
    /// whatever their qualifiers. `None` for different families, and where the
    /// values in a common unit have too many digits.
    #[must_use]
    #[inline]
    pub fn compare(&self, other: &Quantity) -> Option<Ordering> {
        if !self.unit().is_akin(other.unit()) {
            return None;
        }
        let (a, b) = cross(self.middle()?, self.unit(), other.middle()?, other.unit())?;
        Some(order(a, b))
    }

    /// Whether this surely is at least `other`: `Some(true)` and `Some(false)`
    /// where the bounds decide it, `None` where they do not (an about-value
    /// decides nothing) and for different families.
    #[must_use]
    pub fn sure_at_least(&self, other: &Quantity) -> Option<bool> {
        if !self.unit().is_akin(other.unit()) {
            return None;
        }
        let order =
            |a: Decimal, b: Decimal| cross(a, self.unit(), b, other.unit()).map(|(a, b)| a.cmp(&b));
        let ((low, high), (other_low, other_high)) = (self.bounds(), other.bounds());
        if let (Some(low), Some(high)) = (low, other_high)
            && order(low, high)? != Ordering::Less
        {
            return Some(true);
        }
        if let (Some(high), Some(low)) = (high, other_low) {
            let order = order(high, low)?;
            let strict = self.sense() == Sense::LessThan;
            if order == Ordering::Less || (strict && order == Ordering::Equal) {
                return Some(false);
            }
        }
        None
    }

    /// The firm bounds, both included save the upper one of [`Sense::LessThan`].
    fn bounds(&self) -> (Option<Decimal>, Option<Decimal>) {
        let (low, high) = (self.amount().low(), self.amount().high());
        match self.sense() {
            _ if self.is_about() => (None, None),
            Sense::About => (None, None),
            Sense::AtLeast => (Some(low), None),
            Sense::LessThan | Sense::AtMost => (None, Some(high)),
            Sense::Exact | Sense::Range => (Some(low), Some(high)),
        }
    }
}

/// As [`Decimal::cmp`], which is slow: nearly always two numbers have as many digits
/// behind the point.
#[inline]
fn order(a: Decimal, b: Decimal) -> Ordering {
    match a.scale() == b.scale() {
        true => a.mantissa().cmp(&b.mantissa()),
        false => a.cmp(&b),
    }
}

/// Two numbers of one family brought to a common unit.
#[inline]
fn cross(a: Decimal, from: &Unit, b: Decimal, to: &Unit) -> Option<(Decimal, Decimal)> {
    if from == to {
        return Some((a, b));
    }
    if let Ok(b) = convert::value(b, to, from) {
        return Some((a, b));
    }
    if let Ok(a) = convert::value(a, from, to) {
        return Some((a, b));
    }
    let a = exact::scale(a, from.size(), 1).ok()?;
    let b = exact::scale(b, to.size(), 1).ok()?;
    Some((a, b))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(text: &str) -> Quantity {
        Quantity::parse(text).unwrap()
    }

    #[test]
    fn a_ratio_is_exact_where_it_can_be() {
        let ratio = |a, b| Quantity::ratio(&q(a), &q(b)).map(|r| r.to_string());
        assert_eq!(ratio("401个", "401个").as_deref(), Some("1"));
        assert_eq!(ratio("1万元", "10000元").as_deref(), Some("1"));
        assert_eq!(ratio("1340万元", "80万元").as_deref(), Some("16.75"));
        assert_eq!(
            ratio("1亩", "1平方公里").as_deref(),
            Some("0.0006666666666666666666666667")
        );
        assert_eq!(ratio("1户", "0户"), None);
        assert_eq!(ratio("1户", "1亩"), None);
    }

    #[test]
    fn comparison_goes_by_value_and_certainty_by_bounds() {
        assert_eq!(q("1亿元").compare(&q("9999万元")), Some(Ordering::Greater));
        assert_eq!(q("1.50万元").compare(&q("1.5万元")), Some(Ordering::Equal));
        assert_eq!(q("-1.5%").compare(&q("-1.4%")), Some(Ordering::Less));
        assert_eq!(q("约1公顷").compare(&q("15亩")), Some(Ordering::Equal));
        assert_eq!(
            q("10—15万元").compare(&q("12万元")),
            Some(Ordering::Greater)
        );
        assert_eq!(q("1亩").compare(&q("667平方米")), Some(Ordering::Less));
        assert_eq!(q("1户").compare(&q("1人")), None);
        for (a, b, sure) in [
            ("10万元", "10万元", Some(true)),
            ("10万元以上", "100000元", Some(true)),
            ("10万元以上", "12万元", None),
            ("不足10万元", "10万元", Some(false)),
            ("不超过10万元", "10万元", None),
            ("约10万元", "1万元", None),
            ("10—15万元", "10万元", Some(true)),
            ("约10—15万元", "10万元", None),
            ("约10—15万元", "20万元", None),
            ("10—15万元", "12万元", None),
            ("10—15万元", "16万元", Some(false)),
            ("10万元", "不足10万元", Some(true)),
            ("5户", "5亩", None),
        ] {
            assert_eq!(q(a).sure_at_least(&q(b)), sure, "{a} ≥ {b}");
        }
    }
}
