//! Twice the text is twice the work: a pattern that makes a reader go back
//! over what it has read costs four times as much when it is doubled, and a
//! megabyte of it stops the build.
//!
//! What is counted is the time that this thread spent on a processor, as the
//! system counts it, so that other programs on the machine do not count; the
//! least of several runs, at lengths where a run takes milliseconds.

// A test may panic; that is how it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(target_os = "linux")]

use std::ops::Range;
use xunli::content::read_block;
use xunli::finding::{Findings, Source};
use xunli::markdown::{Block, Host, Inline, Link, Options, Photo, references, render};
use xunli::proof::{Kind, Passage, Rules, proofread};
use xunli::quantity::scan;

/// Twice the text may cost this much more at most.
const MOST: f64 = 2.3;

/// Openers, closers, nesting, and what each extension looks for. `N` is the
/// number of the repetition.
const PATTERNS: [(&str, &str, &str); 64] = [
    ("", "[", ""),
    ("", "![", ""),
    ("", "[a](", ""),
    ("", "[a](<", ""),
    ("", "[a][", ""),
    ("", "[^", ""),
    ("", "[^N]", "\n\n[^1]: x\n"),
    ("", "[^N]: x\n\n", ""),
    ("", "[^a]\n", ""),
    ("", "a[^\n", ""),
    ("", "[N]: x\n", "\n[1]\n"),
    ("[a]: x\n\n", "[a] ", ""),
    ("[a]: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n\n", "[a][a]", ""),
    ("", "*", ""),
    ("", "*a ", ""),
    ("", "**a", ""),
    ("", "_a ", ""),
    ("", "a**b", ""),
    ("", "*a_ ", ""),
    ("", "**“a”**b", ""),
    ("", "“**", ""),
    ("", "*“", ""),
    ("", "~~a", ""),
    ("", "~", ""),
    ("", "`", ""),
    ("", "`a``", ""),
    ("", "` ``", ""),
    ("", "\\", ""),
    ("", "&", ""),
    ("", "&#x41;", ""),
    ("", "<", ""),
    ("", "<a", ""),
    ("", "<a href=\"", ""),
    ("", "<b>", ""),
    ("", "</b>", ""),
    ("", "<b><i>", ""),
    ("", "<!--", ""),
    ("", "<!-- -", ""),
    ("", "<?", ""),
    ("", "<![CDATA[", ""),
    ("", "<details>\n\n", ""),
    ("", "<https://a", ""),
    ("", "> ", "a"),
    ("", "> a\n", ""),
    ("", "- ", "a"),
    ("", "- a\n", ""),
    ("", "- [ ] a\n", ""),
    ("", "1. a\n\n", ""),
    ("", "# a\n", ""),
    ("", "# a {#b}\n", ""),
    ("", "# a {", ""),
    ("", "a\n", ""),
    ("", "a\n\n", ""),
    ("", "|", "\n|-|\n"),
    ("|a|\n|-|\n", "|a", ""),
    ("|a|\n|-|\n", "|a|\n", ""),
    ("", "```\n", ""),
    ("", "``` chart\nx\n```\n", ""),
    ("", "``` figures\n```\n", ""),
    ("", "```figures\n```\n\n", ""),
    ("", "{{", ""),
    ("", "{{v}}", ""),
    ("", "{{v|", "}}"),
    ("", "![a](b.jpg \"c\")\n\n", ""),
];

struct Anyone;

impl Host for Anyone {
    fn reference(&mut self, _: &str, _: Range<usize>) -> Option<Inline> {
        Some(Inline {
            html: "1个".to_owned(),
            text: "1个".to_owned(),
        })
    }

    fn block(&mut self, _: &str, _: &str, _: Range<usize>) -> Option<Block> {
        None
    }

    fn photo(&mut self, _: Photo<'_>) -> Option<String> {
        Some("<img>".to_owned())
    }

    fn link(&mut self, destination: &str, _: Range<usize>) -> Option<Link> {
        Some(Link {
            href: destination.to_owned(),
            external: false,
        })
    }
}

fn text((before, part, after): (&str, &str, &str), length: usize) -> String {
    let mut text = before.to_owned();
    let mut n = 0;
    while text.len() < length {
        n += 1;
        text += &part.replace('N', &n.to_string());
    }
    text + after
}

/// Nanoseconds that this thread has been on a processor.
fn on_processor() -> u64 {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    u64::try_from(time.tv_sec * 1_000_000_000 + time.tv_nsec).unwrap()
}

fn work(text: &str) -> u64 {
    let once = || {
        let start = on_processor();
        let rendered = render(text, &Options::default(), &mut Anyone);
        let found = references(text);
        std::hint::black_box((rendered, found));
        on_processor() - start
    };
    (0..3).map(|_| once()).min().unwrap().max(1)
}

/// What a doubling costs, over three of them: caches make single ones differ.
/// A reader that goes back costs four times as much in each. What looks dear
/// is measured again, longer.
fn ratio(pattern: (&str, &str, &str)) -> f64 {
    let mut best = f64::MAX;
    for length in [3_000, 3_000, 12_000, 12_000] {
        let (one, eight) = (
            work(&text(pattern, length)),
            work(&text(pattern, 8 * length)),
        );
        best = best.min((eight as f64 / one as f64).cbrt());
        // Well below: no need to be surer.
        if best < 2.2 {
            break;
        }
    }
    best
}

#[test]
fn no_pattern_costs_more_than_it_is_longer() {
    let mut worst = (0.0, "");
    let mut slow = Vec::new();
    for pattern in PATTERNS {
        let ratio = ratio(pattern);
        if ratio > worst.0 {
            worst = (ratio, pattern.1);
        }
        if ratio >= MOST {
            slow.push((pattern, ratio));
        }
    }
    eprintln!("worst: {:?} at {:.2}", worst.1, worst.0);
    assert!(slow.is_empty(), "{slow:?}");
}

/// Each component used to be read from the start of the file.
#[test]
fn twice_as_many_components_in_a_text_are_twice_the_work() {
    for toml in ["kind = \"bars\"\n", "kind = \n", "x\n"] {
        let work = |count: usize| {
            let source = Source::new("index.md", toml.repeat(count));
            let start = on_processor();
            for at in (0..count).map(|n| n * toml.len()) {
                let mut findings = Findings::new();
                let raw: std::collections::BTreeMap<String, String> =
                    read_block(&source, toml, at, &mut findings);
                std::hint::black_box((raw, findings));
            }
            on_processor() - start
        };
        let least = |n| (0..3).map(|_| work(n)).min().unwrap().max(1);
        let doubled = (least(4_000) as f64 / least(500) as f64).cbrt();
        assert!(doubled < MOST, "{toml:?}: {doubled:.2}");
    }
}

/// What the rules of proofreading look for: signs of which one alone is a text,
/// and numbers of persons and telephones on one line.
const PROOFREAD: [&str; 42] = [
    "“",
    "”",
    "（",
    ")",
    "[",
    "](",
    "![a](b c)",
    "**",
    "*",
    "~",
    "1",
    "1-",
    "二〇二〇年",
    "约",
    "1年",
    ",",
    "，",
    " ",
    "'",
    "{{",
    "x",
    "\n",
    "1.",
    "百",
    "万",
    "减少",
    "#",
    "- ",
    "甲。",
    "…",
    "13800138000",
    "13800138000，",
    "330102199001011234 ",
    "1,",
    "1至",
    "约1",
    "12年",
    "9",
    "第1",
    "1万",
    "1 ",
    "0",
];

/// What proofreading costs, by as much as it grows when the text doubles.
fn proof_ratio(piece: &str) -> f64 {
    let work = |count: usize| {
        let text = format!("甲{}", piece.repeat(count));
        let source = Source::new("index.md", text.as_str());
        let start = on_processor();
        let place = xunli::finding::Place::at(&source, 0..0);
        let passage = Passage::within(&text, &place, Kind::Case);
        let mut findings = Findings::new();
        proofread(&passage, &Rules::new(), &mut findings);
        std::hint::black_box((scan(&text), findings));
        on_processor() - start
    };
    let least = |count| (0..3).map(|_| work(count)).min().unwrap().max(1);
    let mut best = f64::MAX;
    for count in [1_000, 1_000, 4_000] {
        best = best.min((least(8 * count) as f64 / least(count) as f64).cbrt());
        if best < 2.2 {
            break;
        }
    }
    best
}

#[test]
fn no_rule_costs_more_than_the_text_is_longer() {
    let ratios = PROOFREAD.map(|piece| (piece, proof_ratio(piece)));
    let slow: Vec<_> = ratios.iter().filter(|(_, ratio)| *ratio >= MOST).collect();
    assert!(slow.is_empty(), "{slow:?}");
}

/// The measure itself must tell a square from a line.
#[test]
fn a_square_is_told_from_a_line() {
    let square = |n: usize| {
        let start = on_processor();
        let text: Vec<u8> = (0..n).map(|i| (i % 7) as u8).collect();
        let pairs = text.iter().map(|a| text.iter().filter(|b| *b > a).count());
        std::hint::black_box(pairs.sum::<usize>());
        on_processor() - start
    };
    let least = |n| (0..4).map(|_| square(n)).min().unwrap();
    assert!(least(2_000) as f64 / least(1_000) as f64 > MOST);
}
