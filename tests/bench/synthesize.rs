//! Writes a synthetic showcase:
//! `cargo run --example synthesize -- DIR COUNTIES [EDITIONS] [plain|charts] [photos=N]`
//!
//! `plain` switches off what other generators do not make, `charts` all of that
//! but four charts on every page.

use std::path::PathBuf;
use std::process::ExitCode;

mod synthetic;

fn main() -> ExitCode {
    let mut size = synthetic::Size::of(9);
    let mut numbers = Vec::new();
    let mut folder = None;
    for argument in std::env::args().skip(1) {
        if argument == "plain" || argument == "charts" {
            size.whole = false;
            size.charts = argument == "charts";
        } else if let Some(photos) = argument.strip_prefix("photos=") {
            size.photos = photos.parse().unwrap_or(0);
        } else if let Ok(number) = argument.parse::<usize>() {
            numbers.push(number);
        } else {
            folder = Some(PathBuf::from(argument));
        }
    }
    size.counties = numbers.first().copied().unwrap_or(size.counties);
    size.editions = numbers.get(1).copied().unwrap_or(size.editions);
    let Some(folder) = folder else {
        eprintln!("synthesize DIR COUNTIES [EDITIONS] [plain|charts] [photos=N]");
        return ExitCode::from(2);
    };
    match synthetic::write(&folder, size) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}", folder.display());
            ExitCode::from(3)
        }
    }
}
