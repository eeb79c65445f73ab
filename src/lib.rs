//! Xunli (巡礼): county write-ups and figures in, an annual showcase out.
//!
//! ```text
//! content/ ──load──▶ Content ──resolve──▶ Showcase ──render──▶ Tree ──publish──▶ output/
//! ```

pub mod chart;
pub mod content;
pub mod finding;
pub mod markdown;
pub mod page;
pub mod proof;
pub mod publish;
pub mod quantity;
pub mod showcase;
pub mod theme;
