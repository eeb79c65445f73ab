//! The Arabic numerals of a block, for the rules on how numbers are written.

use super::script::before;
use std::ops::Range;

/// A numeral: digits, perhaps with thousands separators and decimals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Numeral {
    /// Its bytes in the block's text.
    pub(super) range: Range<usize>,
    /// It has decimals.
    pub(super) decimal: bool,
}

/// All numerals that are no part of a word (A4, 5G) or code (0578-…).
pub(super) fn numerals(text: &str) -> Vec<Numeral> {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        let rest = bytes.get(from..).unwrap_or_default();
        from + rest.iter().take_while(|b| b.is_ascii_digit()).count()
    };
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(skip) = text[from..].find(|c: char| c.is_ascii_digit()) {
        let start = from + skip;
        let mut end = digits(start);
        while bytes.get(end) == Some(&b',') && digits(end + 1) == end + 4 {
            end += 4;
        }
        let mut decimal = false;
        while bytes.get(end) == Some(&b'.') && digits(end + 1) > end + 1 {
            end = digits(end + 1);
            decimal = true;
        }
        from = end;
        let word = before(text, start).is_some_and(|c| c.is_ascii_alphabetic() || c == '_');
        if !word {
            found.push(Numeral {
                range: start..end,
                decimal,
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_are_whole() {
        let text = "共1,234.5万元、A4、3户，10-15，2019,2020";
        let found: Vec<&str> = numerals(text).into_iter().map(|n| &text[n.range]).collect();
        assert_eq!(found, ["1,234.5", "3", "10", "15", "2019", "2020"]);
    }
}
