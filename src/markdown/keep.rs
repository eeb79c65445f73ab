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

/// The numbers with their units in `text` (`约4.2亿元`, `第3位`, `2019年11月`), in
/// order, as byte ranges.
pub fn kept_together(text: &str) -> impl Iterator<Item = Range<usize>> {
    let found = match text.bytes().any(|b| b.is_ascii_digit()) {
        true => scan(text),
        false => Vec::new(),
    };
    let pieces = found.into_iter().map(|found| found.range);
    pieces.filter(|at| text[at.clone()].chars().count() <= LONGEST)
}
