//! Printing, in prose and in tables.
//!
//! | | prose | table |
//! |---|---|---|
//! | thousands | never parted: 43914元 | commas: 43,914, 1,560; a year has none |
//! | minus | `-`, as newspapers print and search boxes find it | `−` U+2212, as wide as a digit |
//! | range | unit on both ends: 10万元—15万元 (GB/T 15835) | 10—15 under the column's unit |
//!
//! No decimal is added or dropped, and the qualifier is printed as worded.
//! Every form reads back as the same quantity.

use std::fmt;

use itoa::Buffer;
use rust_decimal::Decimal;

use super::{Amount, Place, Quantity};

/// Between the ends of a range.
const CONNECTOR: &str = "—";

/// How the digits are written.
#[derive(Clone, Copy)]
enum Style {
    Prose,
    Table,
}

impl Quantity {
    /// With its unit, for running text: `43914元`, `约10万元—15万元`, `800余亩`.
    #[must_use]
    pub fn prose(&self) -> String {
        self.print(Style::Prose, true)
    }

    /// The number with its qualifier, for a column whose head names the unit:
    /// `43,914`, `约10—15`, `800余`.
    #[must_use]
    pub fn table(&self) -> String {
        self.print(Style::Table, false)
    }

    /// In table style with its unit, for a column of several units: `43,914元`.
    #[must_use]
    pub fn table_with_unit(&self) -> String {
        self.print(Style::Table, true)
    }

    /// The number with its qualifier, for text that names the unit elsewhere:
    /// `43914`, `约10—15`, `800余`.
    #[must_use]
    pub fn number_prose(&self) -> String {
        self.print(Style::Prose, false)
    }

    #[inline]
    fn print(&self, style: Style, with_unit: bool) -> String {
        let unit = if with_unit { self.unit().as_str() } else { "" };
        // 391个, 25%, but 391 villages and 5 km (ISO 80000-1, section 7.1.4).
        let spaced = unit.starts_with(|c: char| c.is_ascii_alphabetic());
        let spaced = spaced.then(|| format!(" {unit}"));
        let unit = spaced.as_deref().unwrap_or(unit);
        // 建成年份2019年 is no number of years.
        let style = match self.unit().as_str() {
            "年" => Style::Prose,
            _ => style,
        };
        // The longest that is common: 约123456.78万元.
        let mut out = String::with_capacity(24);
        let word = self.qualifier().map(|q| (q.word(), q.place()));
        if let Some((word, Place::Before)) = word {
            out.push_str(word);
        }
        if let Amount::Between(low, _) = self.amount() {
            push_number(&mut out, low, style);
            out.push_str(unit);
            out.push_str(CONNECTOR);
        }
        push_number(&mut out, self.amount().high(), style);
        match word {
            Some((word, Place::Inside)) if with_unit => {
                let (head, rest) = self.unit().inner().unwrap_or(("", unit));
                out.extend([head, word, rest]);
            }
            Some((word, Place::Between | Place::Inside)) => out.extend([word, unit]),
            Some((word, Place::After)) => out.extend([unit, word]),
            Some((_, Place::Before)) | None => out.push_str(unit),
        }
        out
    }
}

fn push_number(out: &mut String, value: Decimal, style: Style) {
    if value.is_sign_negative() {
        out.push(match style {
            Style::Prose => '-',
            Style::Table => '−',
        });
    }
    let value = value.abs();
    // Most are whole and small, which needs no division by powers of ten.
    match u64::try_from(value.mantissa()) {
        Ok(whole) if value.scale() == 0 => push_digits(out, Buffer::new().format(whole), style),
        _ => push_digits(out, &value.to_string(), style),
    }
}

#[inline]
fn push_digits(out: &mut String, digits: &str, style: Style) {
    match style {
        Style::Prose => out.push_str(digits),
        Style::Table => push_parted(out, digits),
    }
}

/// 12345.5 as 12,345.5: one way for all, since a column of 42,310 and 8121 looks like
/// a slip (GB/T 15835 lets numbers of four digits be either).
pub fn push_parted(out: &mut String, digits: &str) {
    let whole = digits.find('.').unwrap_or(digits.len());
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && i < whole && (whole - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
}

impl fmt::Display for Quantity {
    /// As [`Quantity::prose`]; width and fill are obeyed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.prose())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_part_thousands_and_prose_does_not() {
        for (text, prose, table, full) in [
            ("43,914元", "43914元", "43,914", "43,914元"),
            ("1,560户", "1560户", "1,560", "1,560户"),
            ("2019年", "2019年", "2019", "2019年"),
            (
                "1234567.8901元",
                "1234567.8901元",
                "1,234,567.8901",
                "1,234,567.8901元",
            ),
            ("-12345.50元", "-12345.50元", "−12,345.50", "−12,345.50元"),
            (
                "12000—15000元",
                "12000元—15000元",
                "12,000—15,000",
                "12,000元—15,000元",
            ),
            ("约4.2亿元", "约4.2亿元", "约4.2", "约4.2亿元"),
            ("3万多元", "3万多元", "3多", "3万多元"),
            ("5000人次以上", "5000人次以上", "5,000以上", "5,000人次以上"),
        ] {
            let q = Quantity::parse(text).unwrap();
            assert_eq!(q.prose(), prose);
            assert_eq!(q.to_string(), prose);
            assert_eq!(q.table(), table);
            assert_eq!(q.table_with_unit(), full);
        }
    }
}
