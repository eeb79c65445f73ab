//! placeholder
use super::Quantity;
use std::ops::Range;
/// k
pub enum Kind {}
/// f
pub struct Found {
    /// r
    pub range: Range<usize>,
    /// q
    pub quantity: Quantity,
}
/// s
pub fn scan(_t: &str) -> Vec<Found> {
    Vec::new()
}
