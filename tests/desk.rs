//! The editor's desk: what explains, scaffolds, completes and mends.

// A test may panic; that is how it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "desk/drafts.rs"]
mod drafts;
#[path = "desk/explain.rs"]
mod explain;
#[path = "desk/fix.rs"]
mod fix;
#[path = "desk/ground.rs"]
mod ground;
#[path = "desk/handbook.rs"]
mod handbook;
#[path = "desk/new.rs"]
mod new;
#[path = "desk/report.rs"]
mod report;
#[allow(dead_code)]
#[path = "cli/story.rs"]
mod story;
#[path = "desk/traps.rs"]
mod traps;
