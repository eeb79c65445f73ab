//! Number literals of TOML, taken from their source text: through a float
//! 0.1 and 9007199254740993 would not arrive as they were written.

use rust_decimal::Decimal;

use super::error::{ParseError, ParseErrorKind};
use super::number::Digits;
use super::{Quantity, Unit, exact};

impl Quantity {
    /// Takes a TOML number from its source text: `1_000`, `1e3`, `+5`, `2.50`.
    ///
    /// # Errors
    /// [`ParseErrorKind::NotDecimal`] for hexadecimal, octal and binary numbers,
    /// inf and nan; [`ParseErrorKind::TooManyDigits`] for what does not fit.
    pub fn from_number(source: &str, unit: &Unit) -> Result<Quantity, ParseError> {
        read(source).map(|value| Quantity::exact(value, unit.clone()))
    }
}

/// Reads a TOML number from its source text: `1_000`, `1e3`, `+5`, `2.50`.
fn read(text: &str) -> Result<Decimal, ParseError> {
    if let Some(value) = plain(text) {
        return Ok(value);
    }
    let error = |kind| ParseError::new(kind, text, 0..text.len());
    let (negative, body) = match text.strip_prefix(['+', '-']) {
        Some(rest) => (text.starts_with('-'), rest),
        None => (false, text),
    };
    let (mantissa, exponent) = match body.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (body, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let power = exponent.map(|e| e.strip_prefix(['+', '-']).unwrap_or(e));
    let parts = [Some(whole), fraction, power];
    if !parts.into_iter().flatten().all(is_toml_digits) {
        return Err(error(ParseErrorKind::NotDecimal));
    }
    if whole.len() > 1 && whole.starts_with('0') {
        return Err(error(ParseErrorKind::LeadingZero));
    }
    let mut digits = Digits::default();
    for d in whole.chars().chain(fraction.unwrap_or_default().chars()) {
        if let Some(d) = d.to_digit(10) {
            digits.push(d);
        }
    }
    digits.scale = fraction.map_or(0, |f| f.chars().filter(char::is_ascii_digit).count());
    toml_value(&digits, negative, exponent).ok_or_else(|| error(ParseErrorKind::TooManyDigits))
}

/// A few digits and nothing else, as nearly all numbers are.
fn plain(text: &str) -> Option<Decimal> {
    let fits = (1..=18).contains(&text.len()) && (text.len() == 1 || !text.starts_with('0'));
    let digits = text.bytes().map(|b| char::from(b).to_digit(10));
    let add = |all: u64, digit: Option<u32>| Some(all * 10 + u64::from(digit?));
    fits.then(|| digits.into_iter().try_fold(0, add))?
        .map(Decimal::from)
}

fn toml_value(digits: &Digits, negative: bool, exponent: Option<&str>) -> Option<Decimal> {
    let Some(exponent) = exponent else {
        return digits.value(negative);
    };
    let power: i64 = exponent.replace('_', "").parse().ok()?;
    let whole = digits.whole?;
    let scale = i64::try_from(digits.scale).ok()?.checked_sub(power)?;
    exact::decimal(if negative { -whole } else { whole }, scale)
}

/// Digits with single underscores between them.
fn is_toml_digits(text: &str) -> bool {
    text.split('_')
        .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn toml_numbers_are_taken_digit_by_digit() {
        let unit = Unit::parse("户").unwrap();
        let read =
            |source: &str| Quantity::from_number(source, &unit).map(|q| q.value().to_string());
        for (source, value) in [
            ("1_000", "1000"),
            ("1e3", "1000"),
            ("+5", "5"),
            ("-0", "0"),
            ("2.50", "2.50"),
            ("1.50e1", "15.0"),
            ("25E-1", "2.5"),
            ("-25E-1", "-2.5"),
            ("-1e3", "-1000"),
            ("1e-2_0", "0.00000000000000000001"),
            ("0.1", "0.1"),
            ("9007199254740993", "9007199254740993"),
        ] {
            assert_eq!(read(source).as_deref(), Ok(value), "{source}");
        }
        for source in ["012", "-00.5"] {
            let error = read(source).unwrap_err();
            assert_eq!(error.kind(), &ParseErrorKind::LeadingZero, "{source}");
        }
        for source in [
            "0x1F", "0b1", "inf", "-nan", "", "1__0", "_1", "1.", ".5", "1e", "１",
        ] {
            let error = read(source).unwrap_err();
            assert_eq!(error.kind(), &ParseErrorKind::NotDecimal, "{source}");
        }
        for source in [
            "1e400",
            "1e-30",
            "1e99999999999999999999",
            "79228162514264337593543950336",
        ] {
            let error = read(source).unwrap_err();
            assert_eq!(error.kind(), &ParseErrorKind::TooManyDigits, "{source}");
        }
    }
}
