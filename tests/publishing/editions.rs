//! Addresses that last, and editions that stay as they were published.

use super::ground::{GOVERNMENT, Ground, files};
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

fn bytes(root: &Path, below: &str) -> BTreeMap<String, Vec<u8>> {
    files(&root.join(below))
        .into_iter()
        .map(|path| (path.clone(), fs::read(root.join(below).join(path)).unwrap()))
        .collect()
}

#[test]
fn a_new_edition_changes_no_byte_of_an_older_one() {
    let ground = Ground::new(Some("https://a.gov.cn/x/"), &[2022], "");
    let before = bytes(&ground.build(&[]), "2022");
    ground.edition(2023);
    let after = bytes(&ground.build(&[]), "2022");
    assert!(before.keys().eq(after.keys()));
    for (path, bytes) in &before {
        assert!(after[path] == *bytes, "2022/{path} changed");
    }
}

/// Whatever a reader had an address of a year ago is there a year later: a
/// page by its address, a file of an edition by its bytes.
#[test]
fn no_address_is_lost_when_an_edition_is_added() {
    let ground = Ground::new(Some("https://a.gov.cn/x/"), &[2022], GOVERNMENT);
    // A chart in the lead, which stands on the home page too.
    let lead = "+++\nsummary = \"三个县。\"\n+++\n\n全市三个县。\n\n```chart\nkind = \"bars\"\nindicator = \"villages\"\n```\n";
    ground.write("content/2022/index.md", lead.as_bytes());
    let mut known: BTreeMap<String, Vec<u8>> = BTreeMap::new();
    for year in [2022, 2023, 2024] {
        if year > 2022 {
            ground.edition(year);
        }
        if year == 2024 {
            // It measures something else, and one county is no longer there.
            let path = "content/2024/edition.toml";
            change(&ground, path, "id = \"villages\"", "id = \"towns\"");
            change(&ground, path, ", \"nan\"", "");
            fs::remove_dir_all(ground.path("content/2024/nan")).unwrap();
            for slug in ["dong", "xi"] {
                let path = format!("content/2024/{slug}/figures.toml");
                change(&ground, &path, "villages", "towns");
                let path = format!("content/2024/{slug}/index.md");
                change(&ground, &path, "villages", "towns");
            }
        }
        let now = bytes(&ground.build(&[]), "");
        for (path, before) in &known {
            // A style sheet has its hash in its name, the search its own index.
            assert!(now.contains_key(path), "{path} was lost in {year}");
            if path.starts_with("20") {
                assert!(now[path] == *before, "{path} changed in {year}");
            }
        }
        known.extend(now);
    }
    assert!(known.contains_key("2022/charts/chart-1.svg"));
    assert!(known.contains_key("county/nan/charts/villages.svg"));
    let home = Ground::new(None, &[2022], "");
    let output = home.build(&[]);
    assert!(!output.join("charts").exists());
    let html = fs::read_to_string(output.join("index.html")).unwrap();
    let mut downloads = 0;
    for part in html
        .split(" download>")
        .collect::<Vec<_>>()
        .iter()
        .rev()
        .skip(1)
    {
        let address = part.rsplit("href=\"").next().unwrap();
        let address = address.trim_end_matches('"');
        assert!(output.join(address).is_file(), "{address}");
        downloads += 1;
    }
    assert!(downloads > 1, "{downloads}");
}

#[test]
fn the_newest_edition_stands_at_the_root() {
    let ground = Ground::new(None, &[2022], "");
    let home = |ground: &Ground| fs::read_to_string(ground.build(&[]).join("index.html")).unwrap();
    assert!(home(&ground).contains("<title>强村路上2022 "));
    ground.edition(2023);
    assert!(home(&ground).contains("<title>强村路上2023 "));
}

#[test]
fn old_addresses_lead_to_the_new_page() {
    let ground = Ground::new(Some("https://a.gov.cn/x/"), &[2023], "");
    let output = ground.build(&[]);
    for (path, target) in [
        ("old/about.html", "../about/index.html"),
        ("旧/index.html", "../about/index.html"),
    ] {
        let html = fs::read_to_string(output.join(path)).unwrap();
        let refresh = format!("http-equiv=\"refresh\" content=\"0; url={target}\"");
        assert!(html.contains(&refresh), "{path}");
        assert!(html.contains(&format!("<a href=\"{target}\">")), "{path}");
        assert!(html.contains("rel=\"canonical\" href=\"https://a.gov.cn/x/about/index.html\""));
    }
}

#[test]
fn an_old_address_that_is_taken_is_named() {
    let ground = Ground::new(None, &[2023], "");
    for taken in ["2023/Dong/", "years/index.html"] {
        let page =
            format!("+++\ntitle = \"旧页\"\naliases = [\"{taken}\"]\n+++\n\n这一页移来了。\n");
        ground.write("content/moved.md", page.as_bytes());
        let output = ground.run(&["build"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        assert!(said.contains("content/moved.md:3:12: error["), "{said}");
    }
}

/// A showcase whose edition of 2022 was published for good.
fn frozen() -> Ground {
    let ground = Ground::new(None, &[2022], "");
    let path = "content/2022/edition.toml";
    let text = fs::read_to_string(ground.path(path)).unwrap();
    let text = text.replace("region =", "frozen = true\nregion =");
    ground.write(path, text.as_bytes());
    ground.build(&[]);
    ground
}

fn change(ground: &Ground, path: &str, from: &str, to: &str) {
    let text = fs::read_to_string(ground.path(path)).unwrap();
    assert!(text.contains(from));
    ground.write(path, text.replace(from, to).as_bytes());
}

#[test]
fn what_changed_in_a_frozen_edition_is_named_by_its_line_and_by_check_too() {
    let ground = frozen();
    change(
        &ground,
        "content/2022/dong/figures.toml",
        "target = 60",
        "target = 61",
    );
    change(&ground, "content/2022/xi/index.md", "## 做法", "## 新做法");
    for command in ["check", "build"] {
        let output = ground.run(&[command]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(1), "{said}");
        for wanted in [
            "content/2022/dong/figures.toml:1:10: error[frozen-changed]",
            "content/2022/xi/index.md:9:1: error[frozen-changed]",
        ] {
            assert!(said.contains(wanted), "{command}: {said}");
        }
        assert_eq!(said.matches("frozen-changed").count(), 2, "{said}");
    }
}

#[test]
fn readers_see_why_a_frozen_edition_changed() {
    let ground = frozen();
    let path = "content/2022/edition.toml";
    change(&ground, "content/2022/xi/index.md", "## 做法", "## 新做法");
    change(
        &ground,
        path,
        "region =",
        "revised = \"2023年1月更正西县小标题\"\nregion =",
    );
    change(
        &ground,
        "content/2022/dong/figures.toml",
        "target = 60",
        "target = 61\nrevised = \"更正目标\"",
    );
    let output = ground.build(&[]);
    for page in ["2022/index.html", "2022/data/index.html"] {
        let html = fs::read_to_string(output.join(page)).unwrap();
        assert!(
            html.contains("修订说明：2023年1月更正西县小标题</p>"),
            "{page}"
        );
    }
    let html = fs::read_to_string(output.join("2022/data/index.html")).unwrap();
    assert!(html.contains("修订说明：更正目标</span>"));
    let html = fs::read_to_string(output.join("2022/dong/index.html")).unwrap();
    assert!(html.contains("修订说明：更正目标</span>"));
}

fn said(output: &std::process::Output) -> String {
    let said = [output.stderr.as_slice(), &output.stdout].concat();
    String::from_utf8(said).unwrap()
}

/// On another computer nothing is there to compare with; that is no fault, and
/// is not passed over either.
#[test]
fn a_frozen_edition_that_was_held_against_nothing_is_told_by_each_command() {
    let ground = frozen();
    let note = "holds nothing published of it";
    let told = |words: &[&str]| {
        let output = ground.run(words);
        assert!(output.status.success());
        said(&output).matches(note).count()
    };
    assert_eq!(told(&["check"]), 0);
    assert_eq!(told(&["build"]), 0);
    // Published elsewhere: both look where they are told to.
    fs::rename(ground.path("output"), ground.path("site")).unwrap();
    assert_eq!(told(&["check", "--output", "site"]), 0);
    assert_eq!(told(&["build", "--output", "site"]), 0);
    assert_eq!(told(&["check"]), 1);
    assert_eq!(told(&["build"]), 1);
    // A record that the manifest does not vouch for is none.
    let record = ground.path("output/editions.json");
    let text = fs::read_to_string(&record).unwrap();
    fs::write(&record, text.replace("\"lines\"", "\"lines\" ")).unwrap();
    assert_eq!(told(&["check"]), 1);
    // To freeze what was published before is nothing to speak of.
    ground.build(&[]);
    ground.edition(2023);
    ground.build(&[]);
    change(
        &ground,
        "content/2023/edition.toml",
        "region =",
        "frozen = true\nregion =",
    );
    assert_eq!(told(&["check"]), 0);
    assert_eq!(told(&["build"]), 0);
}

#[test]
fn a_frozen_edition_that_is_gone_is_missed() {
    let ground = frozen();
    ground.edition(2023);
    ground.build(&[]);
    let kept = ground.path("content/2022");
    fs::rename(&kept, ground.path("2022")).unwrap();
    for command in ["check", "build", "pack"] {
        let output = ground.run(&[command]);
        assert_eq!(output.status.code(), Some(1));
        let said = said(&output);
        let wanted = "content/2022/edition.toml: error[frozen-changed]: the edition 2022";
        assert!(said.contains(wanted), "{command}: {said}");
    }
    // The way that the hint names.
    fs::rename(ground.path("2022"), &kept).unwrap();
    change(&ground, "content/2022/edition.toml", "frozen = true\n", "");
    ground.build(&[]);
    fs::remove_dir_all(&kept).unwrap();
    ground.build(&[]);
}
