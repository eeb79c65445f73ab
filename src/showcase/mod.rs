//! What the content means: totals, ranks, changes, progress, series, checks.
//!
//! Content goes in, a [`Showcase`] comes out in which every number that a
//! reader can see is computed once and exactly; later rooms only print it.
//! A missing figure stays missing: it is never zero, and it is left out of
//! totals, which then say how many counties they cover.
//!
//! This room knows nothing of files and nothing of HTML.

mod change;
mod figure;
mod method;
mod model;
mod order;
mod percent;
mod progress;
mod rank;
mod reconcile;
pub(crate) use change::size;
pub(crate) use reconcile::acknowledged;
mod reference;
mod resolve;
mod series;
mod totals;
mod years;

#[cfg(test)]
mod sample;

pub use method::{Acknowledged, Gap, Method, Rule};
pub use model::*;
pub use percent::{percent, share_of_time};
pub use resolve::resolve;
pub use years::Years;
