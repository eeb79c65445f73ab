//! No panic on any bytes: the kept corpus of `tests/fuzz/` is run again, and
//! then changed at random, the same way each time. The same bodies are driven
//! by coverage with cargo-fuzz, see `tests/fuzz/Cargo.toml`.
//!
//! `FUZZ_SECONDS=3600 cargo test --release --test fuzz` goes on for an hour, on
//! another way each time that `FUZZ_SEED` is another; `FUZZ_TARGET` names one
//! target. Bytes that fail are left in `target/fuzz-<target>`.

// A test may panic; that is how it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "fuzz/bodies.rs"]
#[allow(unreachable_pub, reason = "the fuzz targets use it as well")]
mod bodies;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

/// Changed inputs of each target in an ordinary run.
const FEW: usize = 60;

/// Xorshift (Marsaglia 2003): the same numbers on every machine.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap()
    }
}

/// What breaks readers of text, figures, dates and markup.
const WORDS: [&str; 64] = [
    "\"",
    "'",
    "\\",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "[",
    "]",
    "[[",
    "]]",
    "{",
    "}",
    "{{",
    "}}",
    "(",
    ")",
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "&",
    "&#0;",
    "&#x10FFFF;",
    "*",
    "**",
    "_",
    "~~",
    "`",
    "```",
    "|",
    "|-|",
    "#",
    "+++",
    "---",
    "=",
    ".",
    "..",
    "-",
    "—",
    "～",
    "0",
    "-0",
    "9999999999999999999999999",
    "1e999",
    "nan",
    "2024-02-30",
    "0000-00-00",
    "约",
    "以上",
    "亿元",
    "万",
    "%",
    "个百分点",
    "２",
    "\u{feff}",
    "\u{200b}",
    "\u{202e}",
    "\u{e000}",
    "\u{1F600}",
    "e\u{301}",
    "\u{10FFFF}",
    "[^1]",
];

fn changed(seeds: &[Vec<u8>], chance: &mut Chance) -> Vec<u8> {
    let mut bytes = seeds[chance.below(seeds.len())].clone();
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len() + 1);
        let end = (at + 1 + chance.below(12)).min(bytes.len());
        match chance.below(8) {
            0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let again = bytes[at..end].repeat(1 + chance.below(200));
                bytes.splice(at..at, again);
            }
            3 => {
                let other = &seeds[chance.below(seeds.len())];
                let from = chance.below(other.len() + 1);
                let to = (from + chance.below(200)).min(other.len());
                bytes.splice(at..at, other[from..to].iter().copied());
            }
            4 => bytes.truncate(at),
            _ => {
                let word = WORDS[chance.below(WORDS.len())].repeat(1 + chance.below(3));
                bytes.splice(at..at, word.into_bytes());
            }
        }
    }
    bytes.truncate(100_000);
    bytes
}

fn corpus(name: &str) -> Vec<Vec<u8>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fuzz/corpus");
    let entries = fs::read_dir(Path::new(folder).join(name)).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
        .into_iter()
        .map(|file| fs::read(file).unwrap())
        .collect()
}

fn run(name: &str, body: fn(&[u8]), bytes: &[u8]) {
    if catch_unwind(AssertUnwindSafe(|| body(bytes))).is_err() {
        let kept = format!("{}/fuzz-{name}", env!("CARGO_TARGET_TMPDIR"));
        fs::write(&kept, bytes).unwrap();
        panic!("{name} fails on the bytes in {kept}");
    }
}

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok()?.parse().ok()
}

#[test]
fn the_corpus_still_passes() {
    for (name, body) in bodies::ALL {
        let seeds = corpus(name);
        assert!(seeds.len() > 2, "{name} has no corpus");
        for bytes in &seeds {
            run(name, body, bytes);
        }
    }
}

#[test]
fn changed_bytes_never_panic() {
    let time = number("FUZZ_SECONDS").map(Duration::from_secs);
    let only = std::env::var("FUZZ_TARGET").ok();
    let seed = number("FUZZ_SEED").unwrap_or(1).max(1);
    for (name, body) in bodies::ALL {
        if only.as_ref().is_some_and(|only| only != name) {
            continue;
        }
        let seeds = corpus(name);
        let mut chance = Chance(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let (start, mut runs) = (Instant::now(), 0);
        while time.map_or(runs < FEW, |time| start.elapsed() < time) {
            run(name, body, &changed(&seeds, &mut chance));
            runs += 1;
        }
        if time.is_some() {
            eprintln!("{name}: {runs} inputs");
        }
    }
}
