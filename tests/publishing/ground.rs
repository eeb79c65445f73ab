//! A showcase on a government site: two editions, of which two counties are in
//! both, a plain page, old addresses, links to elsewhere, pictures.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

pub(crate) const GOVERNMENT: &str = r#"
[government]
profile = "government"
site_name = "甲市农业农村局"
domain = "nyncj.example.gov.cn"
id_code = "3311000045"
description = "各县（市、区）的做法与数据"
keywords = ["乡村振兴"]
time = "09:05"
undertaker = "甲市日报社"
icp = "浙ICP备05000000号-1"
police = "浙公网安备 33110002000000号"
mark = { id = "C2D2CE34ABCDEF0123456789ABCDEF01", image = "dangzheng.png" }
find_errors = { image = "jiucuo.png" }

[links]
allow = ["example.gov.cn"]
"#;

pub(crate) struct Ground {
    folder: tempfile::TempDir,
}

impl Ground {
    /// The showcase with the editions of these years; `more` ends site.toml.
    pub(crate) fn new(url: Option<&str>, years: &[i32], more: &str) -> Ground {
        let ground = Ground {
            folder: tempfile::tempdir().unwrap(),
        };
        let url = url.map_or_else(String::new, |url| format!("url = \"{url}\"\n"));
        let site = format!(
            "title = \"甲市强村巡礼\"\nlanguage = \"zh-CN\"\n{url}\n[publisher]\nname = \"甲市委宣传部\"\ncontact = \"0578-0000000\"\n{more}"
        );
        ground.write("content/site.toml", site.as_bytes());
        ground.write("content/about.md", ABOUT.as_bytes());
        if more.contains(".png") {
            ground.write("content/dangzheng.png", PNG);
            ground.write("content/jiucuo.png", PNG);
        }
        for year in years {
            ground.edition(*year);
        }
        ground
    }

    pub(crate) fn edition(&self, year: i32) {
        let text = EDITION.replace("{year}", &year.to_string());
        self.write(&format!("content/{year}/edition.toml"), text.as_bytes());
        let lead = "+++\nsummary = \"三个县的做法和数据。\"\n+++\n\n全市三个县，一县一策。\n";
        self.write(&format!("content/{year}/index.md"), lead.as_bytes());
        for (at, (slug, name)) in [("dong", "东县"), ("xi", "西县"), ("nan", "南县")]
            .into_iter()
            .enumerate()
        {
            let case = format!(
                "+++\nname = \"{name}\"\ntitle = \"{name}的做法\"\nsummary = \"{name}一村一策，到{year}年有{{{{villages}}}}达标。\"\nbyline = [\"张三\"]\ncover = \"照片 1.png\"\n+++\n\n## 做法\n\n{name}有{{{{villages}}}}达标。见[来源](https://news.example.com/{slug})和[国务院](https://www.gov.cn/)。\n\n![{name}的村](<照片 1.png> \"李四 摄\")\n"
            );
            let value = 10 * (at + 1) + usize::try_from(year - 2000).unwrap();
            let figures = format!(
                "[figures.villages]\nvalue = {value}\ntarget = 60\nbaseline = 2\nseries = {{ {} = {}, {year} = {value} }}\n",
                year - 1,
                value - 1
            );
            let folder = format!("content/{year}/{slug}");
            self.write(&format!("{folder}/index.md"), case.as_bytes());
            self.write(&format!("{folder}/figures.toml"), figures.as_bytes());
            self.write(&format!("{folder}/照片 1.png"), PNG);
        }
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    pub(crate) fn run(&self, words: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_xunli"))
            .args(words)
            .args(["--lang", "en", "--format", "short"])
            .current_dir(self.folder.path())
            .output()
            .unwrap()
    }

    /// Builds, and returns the output folder.
    pub(crate) fn build(&self, words: &[&str]) -> PathBuf {
        let output = self.run(&[&["build"], words].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        self.path("output")
    }
}

/// Every file below a folder, by path with `/`, sorted.
pub(crate) fn files(root: &Path) -> Vec<String> {
    let mut files: Vec<String> = walkdir::WalkDir::new(root)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(root).unwrap();
            path.to_str().unwrap().to_owned()
        })
        .collect();
    files.sort();
    files
}

/// Every page, but for a county's page as one file to be sent, which stands in
/// for the page beside it and belongs to no way through the site.
pub(crate) fn pages(root: &Path) -> Vec<String> {
    let mut pages = files(root);
    pages.retain(|path| {
        let mut parts = path.rsplit('/');
        let stem = parts.next().and_then(|name| name.strip_suffix(".html"));
        stem.is_some() && stem != parts.next()
    });
    pages
}

const ABOUT: &str = "+++\ntitle = \"关于\"\ndate = 2024-02-03T10:30:00\naliases = [\"old/about.html\", \"旧/\"]\n+++\n\n本专题每年一届。\n";

const EDITION: &str = r#"region = "甲市"
title = "强村路上{year}"
deck = "甲市强村掠影"
source = "甲市统计公报"
as_of = {year}-12-31
published = {year}-12-31
roster = ["dong", "xi", "nan"]

[plan]
start = 2018-01-01
due = 2030-12-31

[[indicators]]
id = "villages"
name = "达标村"
unit = "个"
meaning = "年收入10万元以上的村"
total = "sum"
headline = true
"#;

/// One red pixel.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13, b'I', b'H', b'D', b'R', 0, 0, 0,
    1, 0, 0, 0, 1, 8, 2, 0, 0, 0, 0x90, 0x77, 0x53, 0xde, 0, 0, 0, 12, b'I', b'D', b'A', b'T', 8,
    0xd7, 0x63, 0xf8, 0xcf, 0xc0, 0, 0, 3, 1, 1, 0, 0x18, 0xdd, 0x8d, 0xb0, 0, 0, 0, 0, b'I', b'E',
    b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];
