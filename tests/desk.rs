//! The editor's desk: what explains, scaffolds, completes and mends.

// A test may panic; that is how it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "desk/explain.rs"]
mod explain;
#[path = "desk/ground.rs"]
mod ground;
#[path = "desk/new.rs"]
mod new;
#[allow(dead_code)]
#[path = "cli/story.rs"]
mod story;
