//! A number and its unit, which no end of a line may part.
//!
//! GB/T 15834 and the typesetters' rules keep digits with their unit; a browser
//! breaks `10|万元` and `2019年11|月`. What belongs together is put into a `span`
//! of the class `fig`, which the style sheet sets in one piece.

use std::ops::Range;

use crate::quantity::scan;

/// What stands before a piece that is set in one line.
pub const KEPT: &str = "<span class=\"fig\">";
/// What stands behind it.
pub const KEPT_END: &str = "</span>";

/// Longer pieces may be parted: on a phone they would leave a hole.
const LONGEST: usize = 14;

/// The numbers with their units in `text` (`约4.2亿元`, `第3位`, `11月15日`), in
/// order, as byte ranges. A date may break behind its year: in one piece it would
/// leave a hole in a justified line.
pub fn kept_together(text: &str) -> impl Iterator<Item = Range<usize>> {
    let found = match text.bytes().any(|b| b.is_ascii_digit()) {
        true => scan(text),
        false => Vec::new(),
    };
    let pieces = found.into_iter().flat_map(|found| {
        let Range { start, end } = found.range;
        let year = "年".len();
        let behind = text[start..end]
            .match_indices('年')
            .map(|(at, _)| start + at + year);
        let mut cuts = behind.filter(|&at| text[at..end].starts_with(|c: char| c.is_ascii_digit()));
        let cut = cuts.next().unwrap_or(end);
        [start..cut, cut..end]
    });
    let pieces = pieces.filter(|at| !at.is_empty());
    pieces.filter(|at| text[at.clone()].chars().count() <= LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &str) -> Vec<&str> {
        kept_together(text).map(|at| &text[at]).collect()
    }

    #[test]
    fn a_date_in_one_piece_tore_a_hole_into_a_justified_line() {
        assert_eq!(pieces("到2019年11月15日，"), ["2019年", "11月15日"]);
        assert_eq!(
            pieces("第3位，约4.2亿元，20年，2019年"),
            ["第3位", "约4.2亿元", "20年", "2019年"]
        );
    }
}
