//! What was found, for a person: a summary by county that fits a screen, and
//! a report to be read through, printed and signed.
//!
//! The report is one HTML file without anything beside it: findings by county
//! with the line in context, the figures table, how the numbers in prose stand
//! to the figures, and every address outside.

mod html;
mod links;
mod summary;

pub use html::{Report, write};
pub use summary::{Row, by_county, screen};
