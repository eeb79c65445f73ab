//! Markdown as an editor meets it: source in, HTML and problems out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::ops::Range;

use serde::Deserialize;
use xunli::markdown::{
    Block, Host, Inline, Kind, Link, Options, Photo, Policy, Rendered, address, references, render,
};

/// A host that knows two figures, one component, and every photo.
#[derive(Default)]
struct Desk {
    asked: Vec<(String, Range<usize>)>,
    blocks: Vec<(String, String, Range<usize>)>,
    photos: Vec<(String, String, String, bool)>,
    links: Vec<String>,
}

impl Host for Desk {
    fn reference(&mut self, expr: &str, at: Range<usize>) -> Option<Inline> {
        self.asked.push((expr.to_string(), at));
        let text = match expr {
            "villages" => "401个",
            "funds" => "约4.2亿元",
            "funds | 万元" => "约42000万元",
            _ => return None,
        };
        Some(Inline {
            html: format!("<a href=\"#f\">{text}</a>"),
            text: text.to_string(),
        })
    }

    fn block(&mut self, kind: &str, toml: &str, at: Range<usize>) -> Option<Block> {
        self.blocks.push((kind.to_string(), toml.to_string(), at));
        (kind == "chart").then(|| Block::Html {
            html: "<figure>chart</figure>".to_string(),
            text: "chart".to_string(),
        })
    }

    fn photo(&mut self, photo: Photo<'_>) -> Option<String> {
        self.photos.push((
            photo.file.to_string(),
            photo.caption.to_string(),
            photo.credit.to_string(),
            photo.inline,
        ));
        Some(
            if photo.inline {
                "<img>"
            } else {
                "<figure>photo</figure>"
            }
            .to_string(),
        )
    }

    fn link(&mut self, destination: &str, _: Range<usize>) -> Option<Link> {
        self.links.push(destination.to_string());
        Some(Link {
            href: destination.replace(".md", ".html"),
            external: address(destination) == xunli::markdown::Address::External,
        })
    }
}

fn site(source: &str) -> Rendered {
    render(source, &Options::default(), &mut Desk::default())
}

fn html(source: &str) -> String {
    site(source).html
}

fn codes(source: &str) -> Vec<&'static str> {
    site(source)
        .problems
        .iter()
        .map(|p| p.kind.code())
        .collect()
}

fn plain(source: &str) -> String {
    let options = Options {
        policy: Policy::Plain,
        ..Options::default()
    };
    render(source, &options, &mut Desk::default()).html
}

// ---- CommonMark ----

#[derive(Deserialize)]
struct Example {
    number: u32,
    markdown: String,
    html: String,
}

/// Examples that differ, and why.
const DIFFERENT: [(u32, &str); 0] = [];

/// What may differ between two writers: line ends beside tags, `&quot;`.
fn normal(html: &str) -> String {
    html.replace("&quot;", "\"")
        .replace(">\n", ">")
        .replace("\n<", "<")
        .trim()
        .to_string()
}

#[test]
fn commonmark_examples_are_unchanged() {
    let examples: Vec<Example> =
        serde_json::from_str(include_str!("markdown/commonmark-0.31.2.json")).unwrap();
    assert_eq!(examples.len(), 652);
    let mut differ = Vec::new();
    for example in &examples {
        let got = plain(&example.markdown);
        if normal(&got) != normal(&example.html) {
            differ.push(example.number);
            if !DIFFERENT.iter().any(|(n, _)| *n == example.number) {
                println!(
                    "{}: {:?}\n  {:?}\n  {:?}",
                    example.number, example.markdown, example.html, got
                );
            }
        }
    }
    let listed: Vec<u32> = DIFFERENT.iter().map(|(n, _)| *n).collect();
    assert_eq!(differ, listed);
}

// ---- Chinese ----

#[derive(Deserialize)]
struct Case {
    markdown: String,
    html: String,
}

#[test]
fn emphasis_beside_chinese_punctuation() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("markdown/emphasis.json")).unwrap();
    assert_eq!(cases.len(), 54);
    let mut right = 0;
    for case in &cases {
        let got = html(&case.markdown);
        if got == format!("<p>{}</p>\n", case.html) {
            right += 1;
        } else {
            println!("{}\n  {}", case.markdown, got);
            // Not inverted: the marks show, and nothing is emphasised.
            assert!(!got.contains("<strong>"), "{got}");
        }
    }
    assert!(right >= 53, "{right}");
}
