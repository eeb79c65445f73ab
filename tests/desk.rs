//! The editor's desk: what explains, scaffolds, completes and mends.

#[path = "desk/explain.rs"]
mod explain;
#[path = "desk/ground.rs"]
mod ground;
#[allow(dead_code)]
#[path = "cli/story.rs"]
mod story;
