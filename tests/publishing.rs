//! The site on other people's servers: what every page of a government site
//! carries, addresses that last, and a real nginx that is asked for everything.

// A test may panic; that is how it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "publishing/again.rs"]
mod again;
#[path = "publishing/archive.rs"]
mod archive;
#[path = "publishing/charts.rs"]
mod charts;
#[path = "publishing/editions.rs"]
mod editions;
#[path = "publishing/embeds.rs"]
mod embeds;
#[path = "publishing/ground.rs"]
mod ground;
#[path = "publishing/heads.rs"]
mod heads;
#[path = "publishing/persons.rs"]
mod persons;
#[path = "publishing/reach.rs"]
mod reach;
#[path = "publishing/search.rs"]
mod search;
#[path = "publishing/server.rs"]
mod server;
#[path = "publishing/tags.rs"]
mod tags;
#[path = "publishing/themes.rs"]
mod themes;
