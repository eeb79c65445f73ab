//! Whatever is published can be come to from the home page, but for what the
//! README names.

use super::ground::{GOVERNMENT, Ground, files};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// What a page or a style sheet names: addresses as they are written.
fn named(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    if path.ends_with(".css") {
        let parts = text.split("url(").skip(1);
        found.extend(parts.map(|part| part.split(')').next().unwrap().trim_matches('"')));
    } else if path.ends_with(".html") {
        for attribute in [" href=\"", " src=\""] {
            let parts = text.split(attribute).skip(1);
            found.extend(parts.map(|part| part.split('"').next().unwrap()));
        }
        for part in text.split(" srcset=\"").skip(1) {
            let all = part.split('"').next().unwrap().split(", ");
            found.extend(all.map(|one| one.split(' ').next().unwrap()));
        }
    }
    found
        .into_iter()
        .map(|address| address.replace("&amp;", "&"))
        .collect()
}

/// The file that an address on the page at `path` means; `None` for another
/// host's.
fn target(path: &str, address: &str) -> Option<String> {
    let address = address.split('#').next().unwrap();
    if address.contains(':') || address.starts_with("//") || address.is_empty() {
        return None;
    }
    let mut parts: Vec<&str> = path.split('/').collect();
    parts.pop();
    for part in address.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{path}: {address} leaves the site"),
            part => parts.push(part),
        }
    }
    let file = parts.join("/");
    let file = percent_encoding::percent_decode_str(&file).decode_utf8();
    Some(file.unwrap().into_owned())
}

fn reached(root: &Path) -> BTreeSet<String> {
    let mut reached = BTreeSet::from(["index.html".to_owned()]);
    let mut next = vec!["index.html".to_owned()];
    while let Some(path) = next.pop() {
        let Ok(text) = fs::read_to_string(root.join(&path)) else {
            continue;
        };
        for address in named(&path, &text) {
            let Some(file) = target(&path, &address) else {
                continue;
            };
            assert!(root.join(&file).is_file(), "{path}: {address}");
            if reached.insert(file.clone()) {
                next.push(file);
            }
        }
    }
    reached
}

/// The files that the README's list names.
fn listed() -> BTreeSet<String> {
    let readme = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let list = readme.split("Every file can be reached").nth(1).unwrap();
    let list = list.split("\n\n").next().unwrap();
    list.split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn every_file_is_reached_or_is_named_as_one_that_is_not() {
    let ground = Ground::new(Some("https://a.gov.cn/x/"), &[2022, 2023], GOVERNMENT);
    let path = ground.path("content/2022/edition.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("region =", "frozen = true\nregion =")).unwrap();
    // Pictures of several sizes, also for the footer.
    let sample = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/content/2019/liandu/guangfu.png"
    );
    let large = fs::read(sample).unwrap();
    for name in ["dangzheng.png", "2023/dong/照片 1.png"] {
        ground.write(&format!("content/{name}"), &large);
    }
    let output = ground.build(&["--compress"]);
    let reached = reached(&output);
    let mut lost: BTreeSet<String> = files(&output)
        .into_iter()
        .filter(|path| !reached.contains(path))
        .collect();
    let listed = listed();
    for extension in ["gz", "br", "zst"] {
        assert!(listed.contains(&format!(".{extension}")));
        lost.retain(|path| !path.ends_with(&format!(".{extension}")));
    }
    // Old addresses.
    assert!(listed.contains("aliases"));
    assert!(lost.remove("old/about.html") && lost.remove("旧/index.html"));
    let named: BTreeSet<String> = listed
        .into_iter()
        .filter(|name| name.contains('.'))
        .collect();
    let named: BTreeSet<String> = named
        .into_iter()
        .filter(|name| !name.starts_with('.'))
        .collect();
    assert_eq!(lost, named);
    assert!(reached.len() > 100, "{}", reached.len());
}
