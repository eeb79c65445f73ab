//! Large rosters, and pages that are switched off: every link leads to a page
//! that is there, and to a place on it that is there.

// A test may panic; that is how it fails.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use xunli::finding::Findings;
use xunli::page::{For, Site};
use xunli::proof::Scope;
use xunli::publish::{Protected, Tree, publish};

#[path = "bench/synthetic.rs"]
mod synthetic;

fn make(size: synthetic::Size) -> Site {
    let folder = tempfile::tempdir().unwrap();
    synthetic::write(folder.path(), size).unwrap();
    read(&folder)
}

fn read(folder: &tempfile::TempDir) -> Site {
    let mut findings = Findings::new();
    let made = xunli::make(folder.path(), Scope::PersonalData, &mut findings).unwrap();
    assert!(!findings.has_errors(), "{:#?}", findings.sorted());
    made.site.unwrap()
}

fn held<'a>(tree: &'a Tree, path: &str) -> &'a [u8] {
    let bytes = tree.get(path).unwrap_or_else(|| panic!("no {path}"));
    bytes.held().unwrap()
}

fn text<'a>(tree: &'a Tree, path: &str) -> &'a str {
    std::str::from_utf8(held(tree, path)).unwrap()
}

fn values<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    let found = html.split(start.as_str()).skip(1);
    found.filter_map(|rest| rest.split('"').next()).collect()
}

/// Where a link on a page leads: the file's path and the place in it.
fn target<'a>(page: &str, href: &'a str) -> (String, &'a str) {
    let (path, anchor) = href.split_once('#').unwrap_or((href, ""));
    if path.is_empty() {
        return (page.to_owned(), anchor);
    }
    // The page for lost readers is shown at any depth: its links are whole.
    if let Some(path) = path.strip_prefix('/') {
        return (path.to_owned(), anchor);
    }
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    (parts.join("/"), anchor)
}

fn dead_links(tree: &Tree) -> Vec<String> {
    let pages: Vec<&str> = tree
        .iter()
        .map(|(path, _)| path)
        .filter(|path| path.ends_with(".html"))
        .collect();
    let ids: BTreeMap<&str, BTreeSet<&str>> = pages
        .iter()
        .map(|path| (*path, values(text(tree, path), "id").into_iter().collect()))
        .collect();
    let mut dead = Vec::new();
    for page in pages {
        for href in values(text(tree, page), "href") {
            if href.contains("://") || href.starts_with("data:") {
                continue;
            }
            let (path, anchor) = target(page, href);
            let there = match ids.get(path.as_str()) {
                Some(ids) => anchor.is_empty() || ids.contains(anchor),
                None => tree.get(&path).is_some(),
            };
            if !there {
                dead.push(format!("{page}: {href}"));
            }
        }
    }
    dead
}

#[test]
fn what_is_switched_off_is_not_made_and_nothing_leads_to_it() {
    let site = make(synthetic::Size {
        whole: false,
        charts: false,
        ..synthetic::Size::of(40)
    });
    let tree = &site.tree;
    assert_eq!(dead_links(tree), [""; 0]);
    assert_eq!(site.charts, 0);
    for kind in ["data", "method", "indicator", "compare", "print", "figure"] {
        let prefix = format!("2024/{kind}/");
        assert!(
            tree.iter().all(|(path, _)| !path.starts_with(&prefix)),
            "{kind}"
        );
    }
    for path in ["years/index.html", "search/index.html", "search/0.js"] {
        assert!(tree.get(path).is_none(), "{path}");
    }
    // A figure's place, and so the link of a reference, is on the county's page.
    let page = text(tree, "2024/c00003/index.html");
    assert!(page.contains("id=\"c00003-f01\""));
    assert!(page.contains("2024/c00003/index.html#c00003-f01"));
}

#[test]
fn a_large_edition_keeps_each_countys_figures_on_its_page() {
    let site = make(synthetic::Size::of(180));
    let tree = &site.tree;
    assert_eq!(dead_links(tree), [""; 0]);
    let data = held(tree, "2024/data/index.html");
    assert!(data.len() < 100_000, "{} bytes", data.len());
    assert!(tree.get("2024/data/figures.json").is_some());
    let page = text(tree, "2024/c00003/index.html");
    assert!(page.contains("id=\"c00003-f01\""));
    // What was counted once for all counties is right for each: places agree
    // between the ranking's heading and the tile.
    assert!(page.contains("id=\"rank-f01\""));
    let home = text(tree, "index.html");
    assert!(home.len() < 160_000, "{} bytes", home.len());
    // As cards so many counties were a hundred screens on a phone.
    assert!(!home.contains("class=\"card"));
    let names = home.split("<details class=\"index\">").nth(1).unwrap();
    let names = names.split("</details>").next().unwrap();
    assert_eq!(values(names, "href").len(), 180);
}

/// A county's page weighs less than 150 KB however many figures it has, and so
/// does its page over the years: what has no chart there has its row.
#[test]
fn forty_indicators_are_not_forty_charts() {
    let site = make(synthetic::Size {
        editions: 3,
        ..synthetic::Size::of(2)
    });
    for path in ["2024/c00000/index.html", "county/c00000/index.html"] {
        let page = text(&site.tree, path);
        let figures = page.matches("<figure class=\"chart-figure\"").count();
        assert!((6..=13).contains(&figures), "{path}: {figures}");
        assert!(page.contains("<td class=\"years\"><svg"), "{path}");
        assert!(page.len() < 150_000, "{path}: {} bytes", page.len());
    }
}

/// What a long table says stands once on its page, folded up.
#[test]
fn a_long_table_is_not_said_again_below_every_drawing() {
    let site = make(synthetic::Size::of(180));
    let page = text(&site.tree, "2024/indicator/f03/index.html");
    let rows = page.matches("<tr><").count();
    assert!((180..320).contains(&rows), "{rows}");
    assert!(page.contains("<a href=\"#table\">"));
    let folded = page.split("<h2 id=\"table\">").nth(1).unwrap();
    assert!(folded.split("<table").next().unwrap().contains("<details>"));
}

/// A county's page shows its place and the ends of a ranking, and below a chart that
/// its case asks for leads to the table of all.
#[test]
fn a_county_among_many_has_a_light_page() {
    let folder = tempfile::tempdir().unwrap();
    synthetic::write(folder.path(), synthetic::Size::of(180)).unwrap();
    let case = folder.path().join("content/2024/c00090/index.md");
    let mut text_of_case = std::fs::read_to_string(&case).unwrap();
    text_of_case.push_str("\n\n```chart\nkind = \"bars\"\nindicator = \"f03\"\n```\n");
    std::fs::write(&case, text_of_case).unwrap();
    let site = read(&folder);
    let page = text(&site.tree, "2024/c00090/index.html");
    assert!(page.len() < 120_000, "{} bytes", page.len());
    let rank = page.split("id=\"rank-f01\"").nth(1).unwrap();
    let rank = rank.split("</svg>").next().unwrap();
    assert!(
        (8..=11).contains(&rank.matches("class=\"mk\"").count()),
        "{rank}"
    );
    assert!(page.contains("href=\"../../2024/indicator/f03/index.html#table\""));
    assert!(page.matches("<tr>").count() < 100);
    assert!(site.tree.get("2024/c00090/charts/chart-1.csv").is_some());
    // 甲与乙、丙、丁.
    let compare = text(&site.tree, "2024/compare/c00090/index.html");
    let title = compare.split("<h1>").nth(1).unwrap();
    let title = title.split("</h1>").next().unwrap();
    assert_eq!(title.matches('与').count(), 1, "{title}");
    assert!(title.contains('、'), "{title}");
    assert_eq!(dead_links(&site.tree), [""; 0]);
}

/// A browser prints no page numbers into a table of contents: a county is found
/// on paper by its number, which stands at the head of each of its pages.
#[test]
fn pages_on_paper_say_whose_they_are() {
    let site = make(synthetic::Size::of(70));
    for (path, first) in [("2024/print", 1), ("2024/print/2", 61)] {
        let page = text(&site.tree, &format!("{path}/index.html"));
        assert!(page.contains(&format!("<span class=\"nth\">{first}</span>")));
        assert!(page.contains("href=\"heads.css\""));
        // What is seen of a note's link, its number, is a word of what is heard.
        assert!(page.contains("aria-label=\"出处说明 1\">1</a>"));
        let css = text(&site.tree, &format!("{path}/heads.css"));
        let slug = format!("c{:05}", first - 1);
        assert!(css.contains(&format!(
            "@page case-{first}{{@top-right{{content:\"{first}　"
        )));
        assert!(css.contains(&format!(
            "[aria-labelledby=\"{slug}\"].chapter{{page:case-{first}}}"
        )));
        assert!(page.contains(&format!("class=\"chapter\" aria-labelledby=\"{slug}\"")));
    }
}

/// Whether the disk has more than the room that is asked for, and knows files
/// without names.
#[cfg(target_os = "linux")]
fn can_wait(folder: &std::path::Path) -> bool {
    use rustix::fs::{Mode, OFlags, open, statvfs};
    let disk = statvfs(folder).unwrap();
    let nameless = || open(folder, OFlags::TMPFILE | OFlags::RDWR, Mode::RWXU).is_ok();
    disk.f_bavail * disk.f_frsize > 5 << 30 && nameless()
}

#[cfg(target_os = "linux")]
#[test]
fn many_pages_wait_on_the_disk_and_are_published_as_they_would_be_from_memory() {
    let folder = tempfile::tempdir().unwrap();
    synthetic::write(folder.path(), synthetic::Size::of(280)).unwrap();
    let in_memory = read(&folder).tree;
    let wanted = For {
        wait_in: Some(folder.path()),
        ..For::default()
    };
    let mut findings = Findings::new();
    let made = xunli::make_for(folder.path(), Scope::PersonalData, &wanted, &mut findings);
    let laid = made.unwrap().site.unwrap().tree;
    let county = "2024/c00090/index.html";
    match can_wait(folder.path()) {
        true => assert!(laid.get(county).unwrap().held().is_none()),
        false => println!("skipped: no room for pages to wait, or no files without names"),
    }
    assert_eq!(laid, in_memory);
    let protected = Protected {
        showcase: folder.path(),
        content: &folder.path().join("content"),
        themes: &folder.path().join("themes"),
        home: None,
    };
    let target = folder.path().join("output");
    let first = publish(&laid, &target, &protected).unwrap();
    assert_eq!((first.written, first.unchanged), (laid.len(), 0));
    assert_eq!(
        std::fs::read(target.join(county)).unwrap(),
        held(&in_memory, county)
    );
    // From either it is the same site.
    for tree in [&in_memory, &laid] {
        let again = publish(tree, &target, &protected).unwrap();
        assert_eq!((again.written, again.unchanged), (0, laid.len()));
    }
    // A page changed by hand is put right from the disk.
    std::fs::write(target.join(county), "no page").unwrap();
    assert_eq!(publish(&laid, &target, &protected).unwrap().written, 1);
    assert_eq!(
        std::fs::read(target.join(county)).unwrap(),
        held(&in_memory, county)
    );
}
