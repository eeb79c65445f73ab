//! A value as its digits and its magnitude, and what becomes of them by one slip of
//! a key. It knows no figures: `near.rs` looks up among them what is made here.

use crate::quantity::{Family, Quantity, Unit};
use rust_decimal::Decimal;

/// A value as significant digits and magnitude.
#[derive(Debug, Clone)]
pub(super) struct Number {
    pub(super) family: String,
    /// Without zeros at either end.
    pub(super) digits: String,
    /// The power of ten of the first digit, in the family's base unit.
    pub(super) magnitude: i64,
    /// How many digits are printed, with zeros at the end.
    pub(super) printed: usize,
    /// How many of them stand behind the point.
    decimals: usize,
    /// The number before its unit.
    pub(super) written: Decimal,
    pub(super) unit: Unit,
}

impl Number {
    /// `None` for ranges, for zero, and for what has no exact value in the
    /// family's base unit.
    pub(super) fn of(value: &Quantity) -> Option<Number> {
        if value.range().is_some() || value.value().is_zero() {
            return None;
        }
        let (family, base) = base(value.unit())?;
        let in_base = value.convert(&base).ok()?.value().normalize();
        let whole = in_base.mantissa().unsigned_abs().to_string();
        let digits = whole.trim_end_matches('0').to_owned();
        let length = i64::try_from(whole.len()).ok()?;
        let written = value.value().mantissa().unsigned_abs().to_string();
        let same = written.trim_end_matches('0') == digits;
        Some(Number {
            family: match in_base.is_sign_negative() {
                true => format!("{family}-"),
                false => family,
            },
            magnitude: length - 1 - i64::from(in_base.scale()),
            printed: if same { written.len() } else { digits.len() },
            decimals: if same {
                value.value().scale() as usize
            } else {
                0
            },
            digits,
            written: value.value().normalize(),
            unit: value.unit().clone(),
        })
    }

    pub(super) fn key(&self) -> String {
        self.with(&self.digits)
    }

    /// By which numbers of one family are ordered.
    pub(super) fn size(&self) -> (i64, String) {
        (self.magnitude, self.digits.clone())
    }

    /// The key of other digits at this magnitude.
    fn with(&self, digits: &str) -> String {
        let digits = digits.trim_end_matches('0');
        format!("{}|{}|{digits}", self.family, self.magnitude)
    }

    pub(super) fn any_size(&self) -> String {
        format!("{}|{}", self.family, self.digits)
    }

    /// The digits as printed, and one zero more at the least.
    fn padded(&self, least: usize) -> Vec<char> {
        let length = self.printed.max(least);
        let zeros = length.saturating_sub(self.digits.len());
        self.digits
            .chars()
            .chain(std::iter::repeat_n('0', zeros))
            .collect()
    }

    /// Keys with one digit masked. One behind the last is among them, so that
    /// 7270 and 7271 meet.
    pub(super) fn masks(&self) -> Vec<String> {
        let digits = self.padded(self.digits.len() + 1);
        let mask = |i| {
            let masked: String = digits
                .iter()
                .enumerate()
                .map(|(j, c)| if i == j { '?' } else { *c })
                .collect();
            self.with(&masked)
        };
        (0..digits.len()).map(mask).collect()
    }

    /// Keys with two digits swapped: neighbours, or of four digits any two.
    pub(super) fn swaps(&self) -> Vec<String> {
        let digits = self.padded(0);
        let swap = |(i, j): (usize, usize)| {
            let mut digits = digits.clone();
            digits.swap(i, j);
            (digits.first() != Some(&'0')).then(|| self.with(&digits.iter().collect::<String>()))
        };
        let apart = if digits.len() >= 4 { digits.len() } else { 2 };
        let pairs = (0..digits.len()).flat_map(|i| (i + 1..digits.len()).map(move |j| (i, j)));
        pairs
            .filter(|(i, j)| j - i < apart)
            .filter_map(swap)
            .collect()
    }

    /// The numbers that remain when one printed digit is left out: one before
    /// the point makes it ten times smaller.
    pub(super) fn shorter(&self) -> Vec<Number> {
        let digits = self.padded(0);
        let whole = digits.len().saturating_sub(self.decimals);
        let without = |i: usize| {
            let rest: String = digits
                .iter()
                .enumerate()
                .filter(|(j, _)| *j != i)
                .map(|(_, c)| c)
                .collect();
            let bare = rest.trim_start_matches('0');
            let zeros = i64::try_from(rest.len() - bare.len()).ok()?;
            (!bare.is_empty()).then(|| Number {
                family: self.family.clone(),
                digits: bare.trim_end_matches('0').to_owned(),
                magnitude: self.magnitude - i64::from(i < whole) - zeros,
                printed: bare.len(),
                decimals: self.decimals,
                written: self.written,
                unit: self.unit.clone(),
            })
        };
        (0..digits.len()).filter_map(without).collect()
    }
}

/// The family's name and the unit in which its values are compared: one to
/// which all its units convert without endless decimals.
fn base(unit: &Unit) -> Option<(String, Unit)> {
    let (name, base) = match unit.family() {
        Family::Money => ("money", "元"),
        Family::Area => ("area", "亩"),
        Family::Length => ("length", "米"),
        Family::Mass => ("mass", "公斤"),
        Family::Volume => ("volume", "升"),
        Family::Share => ("share", "%"),
        Family::PercentagePoint => ("point", "个百分点"),
        Family::Counted(word) => (word, word),
    };
    Some((name.to_owned(), Unit::parse(base).ok()?))
}

/// The digits of a number, without its point and the zeros that end its decimals.
pub(super) fn digits(value: &Quantity) -> String {
    let plain = value.value().normalize().mantissa().unsigned_abs();
    plain.to_string()
}

/// Two digits that are not zeros at the end.
pub(super) fn telling_two(value: &Quantity) -> bool {
    digits(value).trim_end_matches('0').len() >= 2
}

/// Whether equality with another county's figure says anything: three digits
/// that are not zeros at the end.
pub(super) fn telling(value: &Quantity) -> bool {
    digits(value).trim_end_matches('0').len() >= 3
}
