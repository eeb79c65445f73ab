//! Figures for other people's pages: an address each, bare, with the lines to
//! be copied.

use super::ground::{Ground, files};
use std::fs;

fn read(ground: &Ground, path: &str) -> String {
    fs::read_to_string(ground.path("output").join(path)).unwrap_or_else(|_| panic!("{path}"))
}

/// The text of a `<textarea id>`, as a reader copies it.
fn copied(html: &str, id: &str) -> String {
    let area = html
        .split(&format!("<textarea id=\"{id}\""))
        .nth(1)
        .unwrap();
    let text = area.split('>').nth(1).unwrap().split('<').next().unwrap();
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

fn attribute<'a>(text: &'a str, name: &str) -> &'a str {
    let rest = text.split(&format!(" {name}=\"")).nth(1).unwrap();
    rest.split('"').next().unwrap()
}

#[test]
fn every_indicator_has_a_page_to_be_embedded() {
    let url = "https://www.example.gov.cn/a/b/";
    let ground = Ground::new(Some(url), &[2022, 2023], "");
    let output = ground.build(&[]);
    for year in ["2022", "2023"] {
        let path = format!("{year}/figure/villages/index.html");
        let html = read(&ground, &path);
        assert!(html.contains("class=\"chart\"") && html.contains("甲市统计公报"));
        assert!(!html.contains("<header class=\"site\">"), "bare");
        let from = format!("{year}/indicator/villages/index.html");
        assert!(html.contains(&format!(
            "<a target=\"_top\" href=\"../../../{from}\">全部数据见"
        )));
        assert!(html.contains(&format!("<link rel=\"canonical\" href=\"{url}{from}\">")));
        let frame = copied(&html, "frame");
        assert_eq!(attribute(&frame, "src"), format!("{url}{path}"));
        assert!(frame.starts_with("<iframe ") && frame.ends_with("</iframe>"));
        assert!(attribute(&frame, "height").parse::<u32>().unwrap() > 300);
        let picture = copied(&html, "picture");
        let file = attribute(&picture, "src").strip_prefix(url).unwrap();
        let svg = fs::read_to_string(output.join(file)).unwrap();
        assert!(svg.starts_with("<svg xmlns"));
        let width = format!(" width=\"{}", attribute(&picture, "width"));
        assert!(svg.contains(&width), "{width}");
        assert!(attribute(&picture, "alt").contains("达标村"));
        assert!(picture.starts_with(&format!("<a href=\"{url}{from}\">")));
        assert!(read(&ground, &from).contains(&format!("href=\"../../../{path}\"")));
    }
}

/// No address is known yet: the lines say so, and where to put it.
#[test]
fn without_a_url_the_lines_have_a_place_for_it() {
    let ground = Ground::new(None, &[2023], "");
    ground.build(&[]);
    let html = read(&ground, "2023/figure/villages/index.html");
    assert!(copied(&html, "frame").contains("src=\"…/2023/figure/villages/index.html\""));
    assert!(html.contains("请把下面的 …/ 换成专题所在的网址"));
}

#[test]
fn links_of_a_bare_page_lead_to_files() {
    let ground = Ground::new(None, &[2022, 2023], "");
    let output = ground.build(&[]);
    let bare: Vec<String> = files(&output)
        .into_iter()
        .filter(|p| p[4..].starts_with("/figure/") && p.ends_with(".html"))
        .collect();
    assert!(bare.len() > 2, "{bare:?}");
    for path in bare {
        let folder = output.join(&path);
        let html = fs::read_to_string(&folder).unwrap();
        for part in html
            .split(" href=\"")
            .skip(1)
            .chain(html.split(" src=\"").skip(1))
        {
            let address = part.split('"').next().unwrap();
            if address.starts_with("..") || address.starts_with("charts/") {
                let file = folder.parent().unwrap().join(address);
                assert!(file.is_file(), "{path}: {address}");
            }
        }
    }
}

/// Most counties state nothing: its own page draws nothing, the bare one does.
#[test]
fn an_indicator_of_gaps_is_drawn_as_well() {
    let ground = Ground::new(None, &[2023], "");
    for slug in ["xi", "nan"] {
        fs::remove_file(ground.path(&format!("content/2023/{slug}/figures.toml"))).unwrap();
        let path = format!("content/2023/{slug}/index.md");
        let text = fs::read_to_string(ground.path(&path)).unwrap();
        ground.write(&path, text.replace("{{villages}}", "几个").as_bytes());
    }
    let figures = "[figures.villages]\nvalue = 33\n";
    ground.write("content/2023/dong/figures.toml", figures.as_bytes());
    ground.build(&[]);
    let html = read(&ground, "2023/figure/villages/index.html");
    assert!(html.contains("33") && html.contains("class=\"chart\""));
    let from = read(&ground, "2023/indicator/villages/index.html");
    assert!(from.contains("href=\"../../../2023/figure/villages/index.html\""));
}

#[test]
fn no_county_is_called_figure() {
    let ground = Ground::new(None, &[2023], "");
    let path = "content/2023/edition.toml";
    let text = fs::read_to_string(ground.path(path)).unwrap();
    ground.write(path, text.replace("\"nan\"", "\"figure\"").as_bytes());
    let output = ground.run(&["build"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        said.contains("edition.toml:7:25: error[address-clash]"),
        "{said}"
    );
}
