//! Feeds, maps and what machines read in a page's head.

use super::ground::{GOVERNMENT, Ground, pages};
use serde_json::Value;
use std::fs;

const URL: &str = "https://www.example.gov.cn/a/b/";

/// The page's graph by type.
fn graph(html: &str) -> Vec<Value> {
    let Some(start) = html.split("<script type=\"application/ld+json\">").nth(1) else {
        return Vec::new();
    };
    let text = start.split("</script>").next().unwrap();
    let document: Value = serde_json::from_str(text).unwrap();
    assert_eq!(document["@context"], "https://schema.org");
    document["@graph"].as_array().unwrap().clone()
}

fn of<'a>(graph: &'a [Value], kind: &str) -> Option<&'a Value> {
    graph.iter().find(|value| value["@type"] == kind)
}

#[test]
fn structured_data_is_whole() {
    let ground = Ground::new(Some(URL), &[2022, 2023], GOVERNMENT);
    let output = ground.build(&[]);
    for path in &pages(&output) {
        let html = fs::read_to_string(output.join(path)).unwrap();
        let graph = graph(&html);
        let has_crumbs = html.contains("class=\"crumbs\"");
        let is_page = !path.contains("old") && !path.starts_with('旧') && path != "404.html";
        assert_eq!(
            of(&graph, "BreadcrumbList").is_some(),
            has_crumbs && is_page,
            "{path}"
        );
        let Some(crumbs) = of(&graph, "BreadcrumbList") else {
            assert!(path == "index.html" || !is_page, "{path} has no breadcrumb");
            continue;
        };
        let items = crumbs["itemListElement"].as_array().unwrap();
        assert!(items.len() > 1);
        for (at, item) in items.iter().enumerate() {
            assert_eq!(item["position"], at + 1);
            let file = item["item"].as_str().unwrap().strip_prefix(URL).unwrap();
            assert!(output.join(file).is_file(), "{path}: {file}");
        }
    }
    let html = fs::read_to_string(output.join("2023/dong/index.html")).unwrap();
    let graph_of_case = graph(&html);
    let article = of(&graph_of_case, "Article").unwrap();
    for key in ["headline", "datePublished", "description", "image", "url"] {
        assert!(
            article[key].as_str().is_some_and(|v| !v.is_empty()),
            "{key}"
        );
    }
    assert_eq!(article["author"][0]["name"], "张三");
    let html = fs::read_to_string(output.join("2023/data/index.html")).unwrap();
    let graph_of_data = graph(&html);
    let dataset = of(&graph_of_data, "Dataset").unwrap();
    let description = dataset["description"].as_str().unwrap().chars().count();
    assert!((50..5000).contains(&description), "{description}");
    let files = dataset["distribution"].as_array().unwrap();
    assert_eq!(files.len(), 3);
    for file in files {
        let path = file["contentUrl"]
            .as_str()
            .unwrap()
            .strip_prefix(URL)
            .unwrap();
        let size = fs::metadata(output.join(path)).unwrap().len();
        assert_eq!(file["contentSize"], format!("{size} B"));
    }
}

/// What a page shows for itself to those who share it, and to a checker.
fn image(html: &str, attribute: &str) -> Option<String> {
    let at = html
        .split(&format!("<meta {attribute} content=\""))
        .nth(1)?;
    Some(at.split('"').next()?.to_owned())
}

#[test]
fn a_page_without_a_cover_shows_its_first_photo_or_its_editions_cover() {
    let ground = Ground::new(Some(URL), &[2022, 2023], GOVERNMENT);
    for slug in ["dong", "xi"] {
        let path = format!("content/2023/{slug}/index.md");
        let text = fs::read_to_string(ground.path(&path)).unwrap();
        let text = text.replace("cover = \"照片 1.png\"\n", "");
        ground.write(&path, text.as_bytes());
    }
    let path = "content/2023/xi/index.md";
    let text = fs::read_to_string(ground.path(path)).unwrap();
    ground.write(path, text.split("\n![").next().unwrap().as_bytes());
    fs::remove_file(ground.path("content/2023/xi/照片 1.png")).unwrap();
    let lead = "+++\nsummary = \"三个县。\"\ncover = \"全市.png\"\n+++\n\n全市三个县。\n";
    ground.write("content/2023/index.md", lead.as_bytes());
    let png = fs::read(ground.path("content/dangzheng.png")).unwrap();
    ground.write("content/2023/全市.png", &png);
    let output = ground.build(&[]);
    let own = format!("{URL}2023/dong/%E7%85%A7%E7%89%87%201.jpg");
    let cover = format!("{URL}2023/%E5%85%A8%E5%B8%82.jpg");
    for (page, tag, shared) in [
        ("2023/dong/index.html", Some(&own), Some(&own)),
        // The annex's Image is one of the text itself.
        ("2023/xi/index.html", None, Some(&cover)),
        ("2023/index.html", None, Some(&cover)),
        ("index.html", None, Some(&cover)),
        ("2023/data/index.html", None, Some(&cover)),
        // Without a cover, the first photo of the lead; there is none.
        ("2022/index.html", None, None),
        ("about/index.html", None, None),
    ] {
        let html = fs::read_to_string(output.join(page)).unwrap();
        assert_eq!(image(&html, "name=\"Image\"").as_ref(), tag, "{page}");
        let og = image(&html, "property=\"og:image\"");
        assert_eq!(og.as_ref(), shared, "{page}");
        let alt = image(&html, "property=\"og:image:alt\"");
        assert_eq!(alt.is_some_and(|alt| !alt.is_empty()), shared.is_some());
        if let Some(address) = og {
            let file = address.strip_prefix(URL).unwrap();
            let file = percent_encoding::percent_decode_str(file).decode_utf8();
            assert!(output.join(&*file.unwrap()).is_file(), "{address}");
        }
    }
}

/// A case published after its edition: its page, and every page that shows it.
#[test]
fn the_map_says_when_a_page_was_published_last() {
    let ground = Ground::new(Some(URL), &[2023], "");
    let case = ground.path("content/2023/dong/index.md");
    let text = fs::read_to_string(&case).unwrap();
    let dated = text.replacen("+++\n", "+++\ndate = 2024-01-05\n", 1);
    fs::write(&case, dated).unwrap();
    let map = fs::read_to_string(ground.build(&[]).join("sitemap.xml")).unwrap();
    for (page, day) in [
        ("2023/dong/index.html", "2024-01-05"),
        ("2023/xi/index.html", "2023-12-31"),
        ("2023/data/index.html", "2024-01-05"),
    ] {
        let entry = format!("{URL}{page}</loc><lastmod>{day}</lastmod>");
        assert!(map.contains(&entry), "{entry}");
    }
}

#[test]
fn cards_canonical_feed_and_map_name_files_that_are_there() {
    let ground = Ground::new(Some(URL), &[2022, 2023], "");
    let output = ground.build(&[]);
    let html = fs::read_to_string(output.join("2023/dong/index.html")).unwrap();
    for wanted in [
        "<link rel=\"canonical\" href=\"https://www.example.gov.cn/a/b/2023/dong/index.html\">",
        "<meta property=\"og:type\" content=\"article\">",
        "<meta property=\"og:url\" content=\"https://www.example.gov.cn/a/b/2023/dong/index.html\">",
        "<meta property=\"og:locale\" content=\"zh_CN\">",
        "<meta property=\"og:image\" content=\"https://www.example.gov.cn/a/b/2023/dong/",
        "<meta property=\"og:site_name\" content=\"甲市强村巡礼\">",
    ] {
        assert!(html.contains(wanted), "{wanted}");
    }
    let map = fs::read_to_string(output.join("sitemap.xml")).unwrap();
    let mut mapped = 0;
    for entry in map.split("<url>").skip(1) {
        let url = entry
            .split("<loc>")
            .nth(1)
            .unwrap()
            .split('<')
            .next()
            .unwrap();
        let file = url.strip_prefix(URL).unwrap();
        assert!(output.join(file).is_file(), "{file}");
        assert!(entry.contains("<lastmod>20"), "{entry}");
        mapped += 1;
    }
    let pages = pages(&output);
    let moved = |p: &&String| {
        p.starts_with("old/")
            || p.starts_with('旧')
            || **p == "404.html"
            || **p == "index.html"
            || p[4..].starts_with("/figure/")
    };
    let pages = pages
        .iter()
        .filter(|p| p.ends_with(".html") && !moved(p))
        .count();
    assert_eq!(mapped, pages);
    let feed = fs::read_to_string(output.join("feed.xml")).unwrap();
    assert_eq!(feed.matches("<entry>").count(), 6);
    assert!(
        feed.contains("<summary>东县一村一策，到2023年有33个达标。</summary>"),
        "{feed}"
    );
    let robots = fs::read_to_string(output.join("robots.txt")).unwrap();
    assert!(robots.contains("Sitemap: https://www.example.gov.cn/a/b/sitemap.xml"));
}
