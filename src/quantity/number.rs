//! Numerals as printed: digits of either width, thousands separators, a point.

use rust_decimal::Decimal;

use super::error::{ParseError, ParseErrorKind};

/// Makes full-width digits, letters and signs plain: １５％ is 15%.
#[inline]
pub(super) fn fold(c: char) -> char {
    if !('％'..='～').contains(&c) {
        return c;
    }
    let wide = matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
        || matches!(c, '％' | '．' | '，' | '－' | '＋' | '／' | '～');
    if wide {
        u32::from(c)
            .checked_sub(0xFEE0)
            .and_then(char::from_u32)
            .unwrap_or(c)
    } else {
        c
    }
}

/// Space between the parts of a quantity, which is dropped.
pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{2060}' | '\u{FEFF}')
}

/// The first place from `at` on that is no space.
pub(super) fn skip_space(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    text.len() - rest.trim_start_matches(is_space).len()
}

/// The character at `at`, made plain.
#[inline]
pub(super) fn peek(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next().map(fold)
}

fn width(text: &str, at: usize) -> usize {
    text.get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(0, char::len_utf8)
}

fn digit(text: &str, at: usize) -> Option<u32> {
    peek(text, at).and_then(|c| c.to_digit(10))
}

/// Whether a numeral, perhaps with a sign, begins at `at`.
#[inline]
pub(super) fn begins(text: &str, at: usize) -> bool {
    match peek(text, at) {
        Some('-' | '−' | '+') => digit(text, at + width(text, at)).is_some(),
        Some(c) => c.is_ascii_digit(),
        None => false,
    }
}

/// Reads the numeral at `start`, where [`begins`] holds; the value keeps its
/// decimals (53.0 has one). Returns the place behind it.
pub(super) fn read(text: &str, start: usize) -> Result<(Decimal, usize), ParseError> {
    let sign = peek(text, start).filter(|c| !c.is_ascii_digit());
    let first = start + sign.map_or(0, |_| width(text, start));
    let mut digits = Digits::default();
    let mut fault = None;

    let mut at = digits.take(text, first);
    if digits.count > 1 && digit(text, first) == Some(0) {
        fault = Some(ParseErrorKind::LeadingZero);
    }
    let mut group = digits.count;
    let mut most = 3; // the first group may be shorter, the others not
    let mut grouped = false;
    while let Some(next) = behind_separator(text, at) {
        if group > 3 || group < 4 - most {
            fault = Some(ParseErrorKind::ThousandsMisplaced);
        }
        (grouped, most) = (true, 1);
        let before = digits.count;
        at = digits.take(text, next);
        group = digits.count - before;
    }
    if grouped && group != 3 {
        fault = Some(ParseErrorKind::ThousandsMisplaced);
    }

    if peek(text, at) == Some('.') {
        let before = digits.count;
        at = digits.take(text, at + width(text, at));
        digits.scale = digits.count - before;
        if digits.scale == 0 || peek(text, at) == Some('.') {
            fault = Some(ParseErrorKind::PointMisplaced);
        }
        if let Some(next) = behind_separator(text, at) {
            at = digits.take(text, next);
            fault = Some(ParseErrorKind::ThousandsMisplaced);
        }
    }
    let next = skip_space(text, at);
    if next > at && digit(text, next).is_some() {
        at = digits.take(text, next);
        fault = Some(ParseErrorKind::SpaceInNumber);
    }

    let error = |kind| ParseError::new(kind, text, start..at);
    if let Some(kind) = fault {
        return Err(error(kind));
    }
    let value = digits
        .value(matches!(sign, Some('-' | '−')))
        .ok_or_else(|| error(ParseErrorKind::TooManyDigits))?;
    Ok((value, at))
}

/// The place behind a thousands separator at `at` that a digit follows: a
/// comma, or the thin spaces that GB/T 15835 allows as 千分空.
fn behind_separator(text: &str, at: usize) -> Option<usize> {
    matches!(peek(text, at), Some(',' | '\u{2009}' | '\u{202F}'))
        .then(|| at + width(text, at))
        .filter(|next| digit(text, *next).is_some())
}

/// Digits gathered so far; `whole` is `None` once they do not fit.
pub(super) struct Digits {
    pub(super) whole: Option<i128>,
    count: usize,
    pub(super) scale: usize,
}

impl Default for Digits {
    fn default() -> Digits {
        Digits {
            whole: Some(0),
            count: 0,
            scale: 0,
        }
    }
}

impl Digits {
    /// Takes the run of digits at `at`; returns the place behind it.
    fn take(&mut self, text: &str, mut at: usize) -> usize {
        while let Some(d) = digit(text, at) {
            self.push(d);
            at += width(text, at);
        }
        at
    }

    pub(super) fn push(&mut self, digit: u32) {
        self.whole = self
            .whole
            .and_then(|w| w.checked_mul(10)?.checked_add(i128::from(digit)));
        self.count += 1;
    }

    pub(super) fn value(&self, negative: bool) -> Option<Decimal> {
        let whole = self.whole?;
        let scale = u32::try_from(self.scale).ok()?;
        Decimal::try_from_i128_with_scale(if negative { -whole } else { whole }, scale).ok()
    }
}
