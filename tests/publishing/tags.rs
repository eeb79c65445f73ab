//! A tag checker of our own: the annex's tags, spelled as there, on every page.

use super::ground::{GOVERNMENT, Ground, pages};
use std::collections::BTreeMap;
use std::fs;

const SITE: [&str; 3] = ["SiteName", "SiteDomain", "SiteIDCode"];
const COLUMN: [&str; 4] = [
    "ColumnName",
    "ColumnDescription",
    "ColumnKeywords",
    "ColumnType",
];
const ARTICLE: [&str; 3] = ["ArticleTitle", "PubDate", "ContentSource"];
const OPTIONAL: [&str; 5] = ["Keywords", "Author", "Description", "Image", "Url"];

/// The `<meta name>` of a page; the same name twice is a fault.
fn tags(html: &str) -> BTreeMap<&str, &str> {
    let mut tags = BTreeMap::new();
    for part in html.split("<meta name=\"").skip(1) {
        let (name, rest) = part.split_once('"').unwrap();
        let content = rest.strip_prefix(" content=\"").unwrap();
        let content = content.split('"').next().unwrap();
        assert_eq!(tags.insert(name, content), None, "{name} twice");
    }
    tags
}

fn has(path: &str, tags: &BTreeMap<&str, &str>, wanted: &[&str]) {
    for name in wanted {
        let content = tags
            .get(name)
            .unwrap_or_else(|| panic!("{path}: no {name}"));
        assert!(
            !content.trim().is_empty() && *content != "null",
            "{path}: {name} is blank"
        );
    }
}

fn is_stamp(text: &str) -> bool {
    let shape: String = text
        .chars()
        .map(|c| if c.is_ascii_digit() { '0' } else { c })
        .collect();
    shape == "0000-00-00 00:00"
}

#[test]
fn every_page_has_the_tags_of_its_kind() {
    let url = "https://www.example.gov.cn/a/b/";
    let ground = Ground::new(Some(url), &[2022, 2023], GOVERNMENT);
    let output = ground.build(&[]);
    let (mut lists, mut articles) = (0, 0);
    for path in &pages(&output) {
        let html = fs::read_to_string(output.join(path)).unwrap();
        let tags = tags(&html);
        has(path, &tags, &SITE);
        assert_eq!(tags["SiteName"], "甲市农业农村局");
        assert_eq!(tags["SiteIDCode"], "3311000045");
        if path == "index.html" {
            assert!(COLUMN.iter().chain(&ARTICLE).all(|n| !tags.contains_key(n)));
            continue;
        }
        has(path, &tags, &COLUMN);
        let is_article = tags.contains_key("ArticleTitle");
        let is_case = ["dong", "xi", "nan"].iter().any(|slug| {
            ["2022", "2023"]
                .iter()
                .any(|year| *path == format!("{year}/{slug}/index.html"))
        });
        assert_eq!(is_article, is_case || path == "about/index.html", "{path}");
        if !is_article {
            assert!(ARTICLE.iter().all(|n| !tags.contains_key(n)), "{path}");
            lists += 1;
            continue;
        }
        articles += 1;
        has(path, &tags, &ARTICLE);
        assert!(is_stamp(tags["PubDate"]), "{path}: {}", tags["PubDate"]);
        assert_eq!(tags["ContentSource"], "甲市委宣传部");
        assert_eq!(tags["Url"], format!("{url}{path}"));
        if is_case {
            has(path, &tags, &OPTIONAL);
            assert!(tags["Image"].starts_with(url));
        }
    }
    assert_eq!(articles, 7);
    assert!(lists > 10, "{lists}");
    let html = fs::read_to_string(output.join("2022/dong/index.html")).unwrap();
    assert_eq!(tags(&html)["PubDate"], "2022-12-31 09:05");
    assert!(
        html.contains("2022-12-31 09:05</"),
        "the time is shown as well"
    );
    let html = fs::read_to_string(output.join("about/index.html")).unwrap();
    assert_eq!(tags(&html)["PubDate"], "2024-02-03 10:30");
}

#[test]
fn every_page_ends_in_the_footer_and_asks_no_other_host() {
    let ground = Ground::new(Some("https://www.example.gov.cn/a/"), &[2023], GOVERNMENT);
    let output = ground.build(&[]);
    for path in &pages(&output) {
        let html = fs::read_to_string(output.join(path)).unwrap();
        for wanted in [
            "主办单位：甲市委宣传部",
            "承办单位：甲市日报社",
            "联系方式：0578-0000000",
            "网站标识码：3311000045",
            "href=\"https://beian.miit.gov.cn/\"",
            "浙ICP备05000000号-1",
            "webSearch?code=33110002000000\"",
            "href=\"https://bszs.conac.cn/sitename?method=show&amp;id=C2D2CE34ABCDEF0123456789ABCDEF01\"",
            "https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code=3311000045",
            "dangzheng.",
            "jiucuo.",
            "网站地图",
        ] {
            assert!(html.contains(wanted), "{path}: {wanted}");
        }
        assert!(
            !html.contains("src=\"http") && !html.contains("src=\"//"),
            "{path}"
        );
        if path != "404.html" {
            let own = format!(
                "url=https%3A%2F%2Fwww.example.gov.cn%2Fa%2F{}",
                path.replace('/', "%2F")
            );
            let moved = path.starts_with("old/") || path.starts_with('旧');
            // A bare chart is to be found under its indicator's address.
            let bare = path[4..].starts_with("/figure/");
            assert!(
                moved || bare || path == "index.html" || html.contains(&own),
                "{path}"
            );
        }
    }
}

#[test]
fn without_a_profile_nothing_is_asked_and_nothing_is_claimed() {
    for profile in ["", "\n[government]\nprofile = \"none\"\n"] {
        let ground = Ground::new(None, &[2023], profile);
        let output = ground.build(&[]);
        let html = fs::read_to_string(output.join("2023/dong/index.html")).unwrap();
        assert!(!html.contains("SiteName") && !html.contains("beian"));
    }
}

#[test]
fn a_party_organ_needs_no_code_of_government_sites() {
    let party: String = GOVERNMENT
        .lines()
        .filter(|line| !line.starts_with("id_code") && !line.starts_with("find_errors"))
        .map(|line| format!("{}\n", line.replace("\"government\"", "\"party\"")))
        .collect();
    let ground = Ground::new(None, &[2023], &party);
    // The picture of 找错 has no use now.
    fs::remove_file(ground.path("content/jiucuo.png")).unwrap();
    let output = ground.build(&[]);
    let html = fs::read_to_string(output.join("2023/dong/index.html")).unwrap();
    assert!(!html.contains("SiteIDCode") && !html.contains("jiucuo"));
    has("", &tags(&html), &SITE[..2]);
    has("", &tags(&html), &ARTICLE);
}

/// What `check` says of the showcase when a line of site.toml is another.
fn told(key: &str, line: Option<&str>) -> String {
    let wanted = format!("{key} = ");
    let site: String = GOVERNMENT
        .lines()
        .filter_map(|own| {
            let own = Some(own).filter(|own| !own.starts_with(&wanted));
            own.or(line).map(|line| format!("{line}\n"))
        })
        .collect();
    let ground = Ground::new(None, &[2023], &site);
    if key == "description" {
        let lead = "全市三个县，一县一策。\n";
        ground.write("content/2023/index.md", lead.as_bytes());
        let path = ground.path("content/2023/edition.toml");
        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("deck =", "kicker =")).unwrap();
    }
    let output = ground.run(&["check"]);
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn what_nothing_fills_is_one_finding_that_names_key_and_file() {
    for key in [
        "site_name",
        "domain",
        "id_code",
        "description",
        "time",
        "icp",
        "police",
        "mark",
        "find_errors",
    ] {
        let said = told(key, None);
        let line = said.lines().find(|line| line.contains("error["));
        let line = line.unwrap_or_else(|| panic!("{key}: {said}"));
        assert_eq!(said.matches("error[").count(), 1, "{said}");
        assert!(line.starts_with("content/site.toml:"), "{line}");
        assert!(line.contains("error[government-missing]"), "{line}");
        assert!(line.contains(&format!("lacks {key}")), "{line}");
        // What to do is said too.
        assert!(line.contains(&format!("(add {key} = ")), "{line}");
    }
    for (key, value) in [
        ("site_name", "\" 　\""),
        ("domain", "\"https://nyncj.example.gov.cn/\""),
        ("id_code", "\"33110000\""),
        ("time", "\"25:00\""),
    ] {
        let said = told(key, Some(&format!("{key} = {value}")));
        assert_eq!(said.matches("error[").count(), 1, "{said}");
        assert!(said.contains("error[value-invalid]"), "{key}: {said}");
    }
}
