//! Share cards, in a program built with the feature `cards`. What needs a font
//! with Chinese characters is held where the machine has one; where it has
//! none, that there is no card.

#![allow(clippy::unwrap_used, clippy::panic)]

#[path = "cli/story.rs"]
#[allow(dead_code)]
mod story;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use story::{Story, files_below, xunli};
use xunli::picture::card::Font;

/// The sound showcase with an address and `more` in its site.toml.
fn showcase(more: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cli");
    Story::read(&home.join("sound.txt")).lay(folder.path());
    let site = folder.path().join("content/site.toml");
    let toml = fs::read_to_string(&site).unwrap();
    let toml = format!("url = \"https://example.gov.cn/x/\"\n{toml}\n{more}\n");
    fs::write(&site, toml).unwrap();
    folder
}

/// What a check says, notes and all, and the site's files.
fn build(root: &Path) -> (String, BTreeMap<PathBuf, Vec<u8>>) {
    let run = |command: &str| {
        let mut run = xunli(root);
        run.args([command, "--format", "short", "--lang", "en"]);
        let output = run.output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{said}");
        said
    };
    run("build");
    (run("check"), files_below(&root.join("output")))
}

fn cards(files: &BTreeMap<PathBuf, Vec<u8>>) -> Vec<&Path> {
    let names = files.keys().map(PathBuf::as_path);
    names.filter(|path| path.ends_with("card.png")).collect()
}

fn text(files: &BTreeMap<PathBuf, Vec<u8>>, path: &str) -> String {
    String::from_utf8(files[Path::new(path)].clone()).unwrap()
}

/// Width, height and colours of a PNG.
fn decoded(bytes: &[u8]) -> (u32, u32, usize) {
    let mut decoder = png::Decoder::new(std::io::Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut data = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut data).unwrap();
    let mut colors: Vec<_> = data.chunks(3).collect();
    colors.sort_unstable();
    colors.dedup();
    (info.width, info.height, colors.len())
}

#[test]
fn every_page_of_its_own_title_has_a_card_where_there_is_a_font() {
    let folder = showcase("");
    let (said, files) = build(folder.path());
    if Font::found().is_none() {
        assert!(said.contains("info[card-none]"), "{said}");
        assert!(cards(&files).is_empty());
        return;
    }
    assert!(!said.contains("card-none"), "{said}");
    let county = "2024/dong/card.png";
    for path in [
        "2024/card.png",
        county,
        "2024/indicator/villages/card.png",
        "2024/data/card.png",
        "2024/compare/card.png",
        "years/card.png",
        "search/card.png",
    ] {
        let bytes = files
            .get(Path::new(path))
            .unwrap_or_else(|| panic!("no {path}"));
        let (width, height, colors) = decoded(bytes);
        assert_eq!((width, height), (1200, 630), "{path}");
        assert!(
            colors > 16,
            "{path} has {colors} colours: nothing is written on it"
        );
    }
    let page = text(&files, "2024/dong/index.html");
    let image =
        "<meta property=\"og:image\" content=\"https://example.gov.cn/x/2024/dong/card.png\">";
    assert!(page.contains(image), "{page}");
    assert!(page.contains("content=\"1200\"") && page.contains("content=\"630\""));
    // The home page shows the edition's.
    assert!(text(&files, "index.html").contains("x/2024/card.png\""));

    let of_its_own = |(path, _): &(&PathBuf, _)| {
        path.ends_with("index.html") && !path.components().any(|c| c.as_os_str() == "figure")
    };
    for (path, bytes) in files.iter().filter(of_its_own) {
        let page = String::from_utf8_lossy(bytes);
        assert!(page.contains("card.png\""), "{path:?} has no card");
    }

    let charts: Vec<_> = files
        .keys()
        .filter(|p| {
            p.extension().is_some_and(|e| e == "svg") && p.to_string_lossy().contains("charts")
        })
        .collect();
    assert!(!charts.is_empty());
    for chart in charts {
        let png = files.get(&chart.with_extension("png"));
        assert!(decoded(png.unwrap_or_else(|| panic!("{chart:?} has no PNG"))).0 > 1200);
    }

    let again = build(folder.path()).1;
    assert_eq!(
        files[Path::new(county)],
        again[Path::new(county)],
        "from the cache"
    );
}

#[test]
fn a_font_that_is_not_there_is_told_and_no_card_is_made() {
    let folder = showcase("[cards]\nfont = \"fonts/gone.ttf\"");
    let (said, files) = build(folder.path());
    assert!(said.contains("info[card-none]"), "{said}");
    assert!(said.contains("content/site.toml:"), "{said}");
    assert!(cards(&files).is_empty());
    assert!(!text(&files, "2024/dong/index.html").contains("card.png"));
}

#[test]
fn a_card_with_a_character_missing_is_not_made() {
    if Font::found().is_none() {
        return;
    }
    let folder = showcase("");
    let case = folder.path().join("content/2024/dong/index.md");
    let written = fs::read_to_string(&case).unwrap();
    let title = written
        .lines()
        .find(|line| line.starts_with("title"))
        .unwrap();
    // A character of the private use area, which no font of the system has.
    let written = written.replacen(title, "title = \"东县\u{f8ff}的办法\"", 1);
    fs::write(&case, written).unwrap();
    let (said, files) = build(folder.path());
    assert!(said.contains("the font has no `\u{f8ff}`"), "{said}");
    assert!(!files.contains_key(Path::new("2024/dong/card.png")));
    assert!(files.contains_key(Path::new("2024/xi/card.png")));
}
