//! The accessibility statement: what the pages do for readers who see little,
//! hear them read, or use no mouse, and whom to tell where that fails.
//!
//! It says only what holds for every page of every showcase. A plain page
//! `accessibility.md` of the showcase's own takes its place.

use super::desk::Desk;
use super::frame::{self, Frame};
use super::job::Made;
use super::search::Entry;
use crate::showcase::Showcase;
use serde_json::json;

const SLUG: &str = "accessibility";
/// Where it stands.
pub(super) const PATH: &str = "accessibility/index.html";

/// Whether the showcase leaves it to the program.
pub(super) fn is_ours(showcase: &Showcase<'_>) -> bool {
    showcase.content.pages.iter().all(|page| page.slug != SLUG)
}

pub(super) fn make(desk: &Desk<'_>) -> Made {
    let mut made = Made::default();
    let title = desk.words.get("accessibility").to_owned();
    let mut frame = Frame::new(desk, "statement", PATH.to_owned(), &title)
        .describe(desk.words.get("accessibility_about"));
    frame.crumbs = vec![frame::home(desk)];
    made.entry = Some(Entry {
        href: PATH.to_owned(),
        title,
        edition: String::new(),
        text: String::new(),
    });
    made.page(desk, "statement.html", frame, json!({}));
    made
}
