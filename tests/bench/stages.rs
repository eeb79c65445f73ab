//! The stages of a build, one by one, and whole builds, on synthetic showcases.
//!
//! `cargo bench --bench stages`; the items are counties, so that the columns of
//! 100 and 1,000 counties can be held against each other: time for an item
//! should not grow with their number.

// A benchmark may panic; that is how it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use divan::Bencher;
use divan::counter::ItemsCount;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use xunli::content::{self, Content};
use xunli::finding::{Findings, Severity};
use xunli::markdown::{self, Host};
use xunli::page::{self, Marks};
use xunli::picture::Cache;
use xunli::proof::{self, Scope};
use xunli::publish::{self, Protected, Tree};
use xunli::showcase;
use xunli::theme::Theme;

mod synthetic;

const COUNTIES: [usize; 2] = [100, 1000];

fn main() {
    divan::main();
}

/// A synthetic showcase on the disk; gone when it is dropped.
struct Ground(TempDir);

impl Ground {
    fn new(size: synthetic::Size) -> Ground {
        let folder = tempfile::tempdir().expect("a temporary folder");
        synthetic::write(folder.path(), size).expect("a synthetic showcase");
        Ground(folder)
    }

    fn root(&self) -> PathBuf {
        self.0.path().to_owned()
    }
}

fn plain(counties: usize) -> synthetic::Size {
    synthetic::Size {
        whole: false,
        charts: false,
        ..synthetic::Size::of(counties)
    }
}

fn load(root: &Path) -> Content {
    let mut findings = Findings::new();
    let content = content::load(root, &mut findings).expect("content");
    sound(findings);
    content
}

/// What is measured must be the work of a build that succeeds.
fn sound(findings: Findings) {
    let errors: Vec<_> = findings
        .sorted()
        .into_iter()
        .filter(|f| f.severity == Severity::Error)
        .collect();
    assert!(
        errors.is_empty(),
        "{} errors in the synthetic showcase",
        errors.len()
    );
}

#[divan::bench(args = COUNTIES)]
fn reading(bencher: Bencher<'_, '_>, counties: usize) {
    let ground = Ground::new(plain(counties));
    let root = ground.root();
    bencher
        .counter(ItemsCount::new(counties))
        .bench_local(|| load(&root));
}

#[divan::bench(args = COUNTIES)]
fn resolving(bencher: Bencher<'_, '_>, counties: usize) {
    let ground = Ground::new(plain(counties));
    let content = load(&ground.root());
    bencher.counter(ItemsCount::new(counties)).bench_local(|| {
        showcase::resolve(&content, &mut Findings::new())
            .editions
            .len()
    });
}

#[divan::bench(args = COUNTIES)]
fn proofreading(bencher: Bencher<'_, '_>, counties: usize) {
    let ground = Ground::new(plain(counties));
    let content = load(&ground.root());
    let showcase = showcase::resolve(&content, &mut Findings::new());
    let rules = proof::Rules::of(&content.site.proofing, &mut Findings::new());
    bencher.counter(ItemsCount::new(counties)).bench_local(|| {
        let mut findings = Findings::new();
        proof::check(&showcase, Scope::Everything, &rules, &mut findings);
        findings
    });
}

/// A page that prints every reference as it is written.
struct Plain;

impl Host for Plain {
    fn reference(&mut self, expr: &str, _: std::ops::Range<usize>) -> Option<markdown::Inline> {
        Some(markdown::Inline {
            html: expr.to_owned(),
            text: expr.to_owned(),
        })
    }

    fn block(&mut self, _: &str, _: &str, _: std::ops::Range<usize>) -> Option<markdown::Block> {
        None
    }

    fn photo(&mut self, _: markdown::Photo<'_>) -> Option<String> {
        None
    }

    fn link(&mut self, address: &str, _: std::ops::Range<usize>) -> Option<markdown::Link> {
        Some(markdown::Link {
            href: address.to_owned(),
            external: false,
        })
    }
}

#[divan::bench(args = COUNTIES)]
fn cases_to_html(bencher: Bencher<'_, '_>, counties: usize) {
    let ground = Ground::new(plain(counties));
    let content = load(&ground.root());
    let edition = content.editions.first().expect("an edition");
    bencher.counter(ItemsCount::new(counties)).bench_local(|| {
        let cases = edition.counties.iter().map(|c| c.body.text());
        cases
            .map(|text| {
                markdown::render(text, &markdown::Options::default(), &mut Plain)
                    .html
                    .len()
            })
            .sum::<usize>()
    });
}

/// Pages without charts: what templates and their values cost.
#[divan::bench(args = COUNTIES)]
fn plain_pages(bencher: Bencher<'_, '_>, counties: usize) {
    pages(bencher, plain(counties));
}

/// Pages with four charts each, and all that comes of figures.
#[divan::bench(args = COUNTIES)]
fn whole_pages(bencher: Bencher<'_, '_>, counties: usize) {
    pages(bencher, synthetic::Size::of(counties));
}

fn pages(bencher: Bencher<'_, '_>, size: synthetic::Size) {
    let ground = Ground::new(size);
    let root = ground.root();
    let content = load(&root);
    let showcase = showcase::resolve(&content, &mut Findings::new());
    let cache = Cache::at(&root);
    bencher
        .counter(ItemsCount::new(size.counties))
        .bench_local(|| {
            let mut findings = Findings::new();
            let mut theme =
                Theme::load(&root, &content.site.theme, &mut findings).expect("a theme");
            let site = page::render(&showcase, &mut theme, Marks::None, &cache, &mut findings);
            sound(findings);
            site.tree.len()
        });
}

fn tree(root: &Path) -> Tree {
    let mut findings = Findings::new();
    let made = xunli::make(root, Scope::PersonalData, &mut findings).expect("content");
    sound(findings);
    made.site.expect("a site").tree
}

fn protected<'a>(root: &'a Path, content: &'a Path) -> Protected<'a> {
    Protected {
        showcase: root,
        content,
        themes: root,
        home: None,
    }
}

#[divan::bench(args = COUNTIES)]
fn publishing(bencher: Bencher<'_, '_>, counties: usize) {
    let ground = Ground::new(plain(counties));
    let tree = tree(&ground.root());
    let site = tempfile::tempdir().expect("a temporary folder");
    let (root, content) = (ground.root(), ground.root().join("content"));
    let mut number = 0;
    bencher.counter(ItemsCount::new(counties)).bench_local(|| {
        number += 1;
        let target = site.path().join(number.to_string());
        publish::publish(&tree, &target, &protected(&root, &content)).expect("a site")
    });
}

/// The site stands already: nothing is to be written.
#[divan::bench(args = COUNTIES)]
fn publishing_again(bencher: Bencher<'_, '_>, counties: usize) {
    let ground = Ground::new(plain(counties));
    let tree = tree(&ground.root());
    let site = tempfile::tempdir().expect("a temporary folder");
    let (root, content) = (ground.root(), ground.root().join("content"));
    let target = site.path().join("site");
    let protected = protected(&root, &content);
    publish::publish(&tree, &target, &protected).expect("a site");
    bencher.counter(ItemsCount::new(counties)).bench_local(|| {
        let report = publish::publish(&tree, &target, &protected).expect("a site");
        assert_eq!(report.written, 0);
    });
}

/// From the files to the site in memory, without charts.
#[divan::bench(args = COUNTIES)]
fn plain_builds(bencher: Bencher<'_, '_>, counties: usize) {
    builds(bencher, plain(counties));
}

/// The same with everything, over three editions.
#[divan::bench(args = COUNTIES)]
fn whole_builds(bencher: Bencher<'_, '_>, counties: usize) {
    let size = synthetic::Size {
        editions: 3,
        ..synthetic::Size::of(counties / 3)
    };
    builds(bencher, size);
}

fn builds(bencher: Bencher<'_, '_>, size: synthetic::Size) {
    let ground = Ground::new(size);
    let root = ground.root();
    bencher
        .counter(ItemsCount::new(size.counties * size.editions))
        .bench_local(|| tree(&root).len());
}
