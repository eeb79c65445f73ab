//! A site to be kept for years: one file that holds it, and proof that a copy
//! is still what was published.
//!
//! - [`pack`] puts a tree and its manifest into a ZIP file: sorted, without a
//!   clock, so that two archives of one site are the same bytes whenever and
//!   wherever they are made.
//! - [`verify`] holds a folder or a ZIP file against the manifest in it and
//!   names every file that was changed, is missing or does not belong there.
//! - [`check_frozen`] holds frozen editions against what was published.
//! - [`Standing`] remembers what a site was made from, so that a build from the
//!   same content need not make it again.
//! - [`compress`] adds `.gz`, `.br` and `.zst` beside text files, for servers that
//!   send them as they lie.

mod compress;
mod copy;
mod frozen;
mod pack;
mod seal;
mod standing;
mod verify;

pub use compress::compress;
pub use frozen::check_frozen;
pub use pack::{open, pack};
pub use standing::{Counts, Recalled, Standing};
pub use verify::{Verdict, verify};
