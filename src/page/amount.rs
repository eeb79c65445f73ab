//! A figure in large type: the digits apart from what stands around them, so
//! that a tile can set the number large and the unit small.

use crate::quantity::Quantity;
use serde::Serialize;

/// 约 | 42,000 | 万元. Read one after another the three are the figure as
/// tables print it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct AmountView {
    pub(super) before: String,
    pub(super) digits: String,
    pub(super) after: String,
    /// Too many digits for the largest type.
    pub(super) long: bool,
}

/// Digits that a narrow tile holds in the largest type; a Chinese character
/// is as wide as two.
const SHORT: usize = 9;

fn is_long(text: &str) -> bool {
    let wide = text.chars().filter(|c| !c.is_ascii()).count();
    text.chars().count() + wide > SHORT
}

impl AmountView {
    pub(super) fn of(quantity: &Quantity) -> AmountView {
        AmountView::part(&quantity.table_with_unit())
    }

    /// A range stays in one piece: two numbers of two sizes would read as one.
    fn part(text: &str) -> AmountView {
        let is_number = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',' | '−' | '-');
        let whole = AmountView {
            before: String::new(),
            digits: text.to_owned(),
            after: String::new(),
            long: is_long(text),
        };
        let Some(start) = text.find(is_number) else {
            return whole;
        };
        let rest = &text[start..];
        let end = rest.find(|c| !is_number(c)).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        if after.contains(|c: char| c.is_ascii_digit()) {
            return whole;
        }
        AmountView {
            before: text[..start].to_owned(),
            digits: digits.to_owned(),
            after: after.to_owned(),
            long: is_long(digits),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_parted_from_qualifier_and_unit_and_ranges_are_not() {
        let part = |text: &str| {
            let AmountView {
                before,
                digits,
                after,
                ..
            } = AmountView::of(&Quantity::parse(text).unwrap());
            format!("{before}|{digits}|{after}")
        };
        assert_eq!(part("约4.2亿元"), "约|4.2|亿元");
        assert_eq!(part("43914元"), "|43,914|元");
        assert_eq!(part("5000人次以上"), "|5,000|人次以上");
        assert_eq!(part("10万元—15万元"), "|10万元—15万元|");
        assert_eq!(part("-3.5%"), "|−3.5|%");
    }

    #[test]
    fn a_range_with_its_units_is_long_for_a_phones_tile() {
        let is_long = |text: &str| AmountView::of(&Quantity::parse(text).unwrap()).long;
        assert!(is_long("10万元—15万元"));
        assert!(!is_long("约4.2亿元") && !is_long("1234567元"));
        assert!(is_long("12345678.9元"));
    }
}
