//! What is done with bytes: each body takes any at all, and must neither
//! panic nor break its word. Used by the targets of cargo-fuzz and by
//! `tests/fuzz.rs`.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;
use xunli::finding::{Findings, Format, Language, Printer, Severity};
use xunli::markdown::{Block, Host, Inline, Link, Options, Photo, Policy, render};
use xunli::proof::Scope;
use xunli::quantity::{Quantity, Unit};
use xunli::{content, markdown, showcase};

/// What a target does with bytes.
pub type Body = fn(&[u8]);

/// Every target with its name.
pub const ALL: [(&str, Body); 8] = [
    ("site", site),
    ("edition", edition),
    ("figures", figures),
    ("front", front),
    ("markdown", markdown),
    ("quantity", quantity),
    ("chart", chart),
    ("showcase", showcase),
];

const SITE: &str = "title = \"甲市\"\nurl = \"https://a.gov.cn/x/\"\n[publisher]\nname = \"甲\"\n";
const EDITION: &str = "region = \"甲市\"\ntitle = \"强村\"\nsource = \"公报\"\nas_of = 2024-12-31\nroster = [\"dong\", \"xi\"]\n[plan]\nstart = 2022-01-01\ndue = 2025-12-31\n[tiles]\ndong = [1, 1]\nxi = [2, 1]\n[[indicators]]\nid = \"v\"\nname = \"达标村\"\nunit = \"个\"\nheadline = true\n";
const CASE: &str = "+++\nname = \"东县\"\ntitle = \"做法\"\n+++\n\n## 一\n\n有{{v}}达标。\n";
const OTHER: &str = "+++\nname = \"西县\"\ntitle = \"做法\"\n+++\n\n## 一\n\n有村。\n";
const FIGURES: &str = "[figures.v]\nvalue = 3\ntarget = 9\nbaseline = 1\n";

/// site.toml.
pub fn site(bytes: &[u8]) {
    with(&[("site.toml", bytes)], resolved);
}

/// edition.toml.
pub fn edition(bytes: &[u8]) {
    with(&[("2024/edition.toml", bytes)], resolved);
}

/// A county's figures.toml.
pub fn figures(bytes: &[u8]) {
    with(&[("2024/dong/figures.toml", bytes)], resolved);
}

/// A county's index.md, its front matter first.
pub fn front(bytes: &[u8]) {
    with(&[("2024/dong/index.md", bytes)], resolved);
}

/// A text to HTML: nothing may be left that runs, and every place must be in
/// the text.
pub fn markdown(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    for policy in [Policy::Site, Policy::Plain] {
        let options = Options {
            policy,
            ..Options::default()
        };
        let rendered = render(text, &options, &mut Anyone);
        for problem in &rendered.problems {
            assert!(text.get(problem.at.clone()).is_some(), "{problem:?}");
        }
        if policy == Policy::Site {
            safe(&rendered.html);
        }
    }
    let _ = markdown::references(text);
}

/// A quantity: what is printed reads back as the same.
pub fn quantity(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let unit = Unit::parse("万元").unwrap();
    for read in [
        Quantity::parse(text),
        Quantity::parse_with_unit(text, &unit),
    ] {
        match read {
            Err(error) => assert!(text.get(error.range()).is_some(), "{error:?}"),
            Ok(quantity) => {
                let prose = quantity.prose();
                let again = Quantity::parse_with_unit(&prose, quantity.unit());
                assert_eq!(again.ok().as_ref(), Some(&quantity), "{prose}");
                let _ = (quantity.table(), quantity.table_with_unit());
                let _ = quantity.add(&quantity);
            }
        }
    }
}

/// A chart block in a case, drawn.
pub fn chart(bytes: &[u8]) {
    let mut case = CASE.as_bytes().to_vec();
    case.extend(b"\n```chart\n");
    case.extend(bytes);
    case.extend(b"\n```\n");
    with(&[("2024/dong/index.md", &case)], made);
}

/// A whole small showcase: parts of the bytes, between bytes 0xFF, are its
/// files, in this order.
pub fn showcase(bytes: &[u8]) {
    let names = [
        "2024/dong/index.md",
        "2024/dong/figures.toml",
        "2024/edition.toml",
        "site.toml",
        "2024/index.md",
        "about.md",
        "2024/dong/a.svg",
        "2024/xi/index.md",
        "2023/edition.toml",
    ];
    let parts = bytes.split(|b| *b == 0xFF);
    let files: Vec<(&str, &[u8])> = names.into_iter().zip(parts).collect();
    with(&files, made);
}

/// The showcase with these files in place of its own.
fn with(files: &[(&str, &[u8])], run: impl FnOnce(&Path)) {
    // In memory where there is such a disk.
    let memory = Path::new("/dev/shm");
    let dir = if memory.is_dir() {
        tempfile::tempdir_in(memory).unwrap()
    } else {
        tempfile::tempdir().unwrap()
    };
    let usual = [
        ("site.toml", SITE),
        ("2024/edition.toml", EDITION),
        ("2024/dong/index.md", CASE),
        ("2024/dong/figures.toml", FIGURES),
        ("2024/xi/index.md", OTHER),
    ];
    let usual = usual.map(|(path, text)| (path, text.as_bytes()));
    for (path, bytes) in usual.iter().chain(files) {
        let path = dir.path().join("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    run(dir.path());
}

fn resolved(root: &Path) {
    let mut findings = Findings::new();
    if let Some(content) = content::load(root, &mut findings) {
        let _ = showcase::resolve(&content, &mut findings);
    }
    printed(findings);
}

fn made(root: &Path) {
    let mut findings = Findings::new();
    let made = xunli::make(root, Scope::Everything, &mut findings);
    let site = made.and_then(|made| made.site);
    for (path, bytes) in site.iter().flat_map(|site| site.tree.iter()) {
        if path.ends_with(".html") {
            let bytes = bytes.read().expect("in memory");
            let html = String::from_utf8_lossy(&bytes);
            // The head has scripts of our own.
            let body = html.split("<main").nth(1).unwrap_or("");
            safe(body.split("</main>").next().unwrap_or(""));
        }
    }
    printed(findings);
}

/// Findings can be printed, whatever they quote.
fn printed(findings: Findings) {
    let sorted = findings.sorted();
    for format in [Format::Human, Format::Short, Format::Json, Format::Github] {
        for language in [Language::Zh, Language::En] {
            let printer = Printer {
                format,
                language,
                color: false,
                quiet: false,
                more: std::collections::BTreeMap::new(),
                least: Severity::Info,
                prefix: String::new(),
                width: 80,
            };
            printer.print(&sorted, &mut Vec::new()).unwrap();
        }
    }
}

/// No element or attribute of this HTML runs. Text is escaped, so a `<` begins
/// a tag.
fn safe(html: &str) {
    const NAMES: [&str; 7] = [
        "script", "iframe", "object", "embed", "style", "link", "base",
    ];
    for tag in html.split('<').skip(1) {
        let tag = tag.split('>').next().unwrap_or("").to_ascii_lowercase();
        let name = tag.split([' ', '\n', '/']).next().unwrap_or("");
        assert!(!NAMES.contains(&name), "<{tag}>");
        // The search page has a form that leads nowhere.
        assert!(name != "form" || !tag.contains("action="), "<{tag}>");
        // Names of attributes stand outside quotes.
        let mut names = tag.split('"').step_by(2);
        assert!(!names.any(|n| n.trim().starts_with("on")), "<{tag}>");
        let runs = ["=\"javascript:", "=\"vbscript:", "=\"data:text"];
        assert!(!runs.iter().any(|r| tag.contains(r)), "<{tag}>");
    }
}

/// A host that knows everything.
struct Anyone;

impl Host for Anyone {
    fn reference(&mut self, expr: &str, _: std::ops::Range<usize>) -> Option<Inline> {
        (!expr.starts_with('x')).then(|| Inline {
            html: "<b>1个</b>".to_owned(),
            text: "1个".to_owned(),
        })
    }

    fn block(&mut self, kind: &str, _: &str, _: std::ops::Range<usize>) -> Option<Block> {
        match kind {
            "chart" => Some(Block::Html {
                html: "<p></p>".to_owned(),
                text: String::new(),
            }),
            "quote" => Some(Block::Dropped),
            _ => None,
        }
    }

    fn photo(&mut self, photo: Photo<'_>) -> Option<String> {
        let html = if photo.inline {
            "<img>"
        } else {
            "<figure></figure>"
        };
        (!photo.file.is_empty()).then(|| html.to_owned())
    }

    fn link(&mut self, destination: &str, _: std::ops::Range<usize>) -> Option<Link> {
        Some(Link {
            href: destination.to_owned(),
            external: false,
        })
    }
}
