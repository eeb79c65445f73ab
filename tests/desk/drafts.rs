//! 三审三校: what is not approved is not published, and a draft says that it
//! is one.

use super::ground::{Ground, run};
use super::story::{files_below, xunli};
use std::fs;
use xunli::finding::Findings;
use xunli::page::{For, Marks};
use xunli::proof::Scope;

/// Of two counties one is approved.
fn half_approved() -> Ground {
    let ground = Ground::sound();
    ground.lay(
        "== content/site.toml (more)\n\n[review]\nrequire = \"approved\"\n\n== content/2024/xi/index.md\n+++\nname = \"西县\"\ntitle = \"西县的做法\"\ndrafted_by = \"甲某\"\ndrafted_on = 2024-12-02\nchecked_by = \"乙某\"\nchecked_on = 2024-12-03\napproved_by = \"丙某\"\napproved_on = 2024-12-03\n+++\n\n西县有{{villages}}达标。\n",
    );
    ground
}

fn is_marked(html: &[u8]) -> bool {
    String::from_utf8_lossy(html).contains("<p class=\"draft\">送审稿</p>")
}

#[test]
fn what_nobody_approved_is_not_published() {
    let ground = half_approved();
    let (exit, text) = run(xunli(&ground.root()).args(["build", "--format", "short"]));
    assert_eq!(exit, 1);
    assert!(
        text.contains("content/2024/dong/index.md:2:8: error[review-missing]"),
        "{text}"
    );
    assert!(!text.contains("xi/index.md"), "{text}");
    assert!(!ground.root().join("output").exists());
}

#[test]
fn a_draft_says_so_on_every_page() {
    let ground = half_approved();
    let (exit, text) = run(xunli(&ground.root()).args(["build", "--drafts"]));
    assert_eq!(exit, 0, "{text}");
    let pages = files_below(&ground.root().join("output"));
    let pages: Vec<_> = pages
        .iter()
        .filter(|(path, _)| path.extension().is_some_and(|e| e == "html"))
        .collect();
    assert!(pages.len() > 5);
    for (path, html) in pages {
        assert!(is_marked(html), "{}", path.display());
    }
}

#[test]
fn a_preview_marks_only_what_is_not_approved() {
    let ground = half_approved();
    let mut findings = Findings::new();
    let wanted = For {
        marks: Marks::Unsigned,
        ..For::default()
    };
    let made = xunli::make_for(&ground.root(), Scope::PersonalData, &wanted, &mut findings);
    assert!(!findings.has_errors());
    let tree = made.unwrap().site.unwrap().tree;
    let target = ground.root().join("preview");
    for (path, bytes) in tree.iter() {
        let file = target.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes.read().unwrap()).unwrap();
    }
    let page = |path: &str| fs::read(target.join(path)).unwrap();
    assert!(is_marked(&page("2024/dong/index.html")));
    assert!(!is_marked(&page("2024/xi/index.html")));
    assert!(!is_marked(&page("index.html")));
}

#[test]
fn a_published_site_has_no_mark() {
    let ground = Ground::sound();
    assert_eq!(run(xunli(&ground.root()).args(["build"])).0, 0);
    for (path, html) in files_below(&ground.root().join("output")) {
        assert!(!is_marked(&html), "{}", path.display());
    }
}
