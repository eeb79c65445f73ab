//! What an editor's programs put into files: a word processor's quotes, signs
//! of full width, other front matter, other encodings. Each is one finding at
//! the place, or none where it does no harm.

use super::ground::{Ground, run};
use super::story::xunli;
use std::fs;

const CASE: &str = "content/2026/jia/index.md";
const FIGURES: &str = "content/2026/jia/figures.toml";
const EDITION: &str = "content/2026/edition.toml";

/// A new showcase with one file changed; what `check` says of it.
fn said(file: &str, change: impl FnOnce(String) -> Vec<u8>) -> Vec<String> {
    let ground = Ground::empty();
    let new = ["new", "showcase", ".", "--year", "2026"];
    assert_eq!(run(xunli(&ground.root()).args(new)).0, 0);
    let path = ground.root().join(file);
    let old = fs::read_to_string(&path).unwrap();
    let new = change(old.clone());
    assert_ne!(old.as_bytes(), new, "nothing was changed");
    fs::write(&path, new).unwrap();
    let findings = ground.findings();
    let shown = |f: &xunli::finding::Finding| {
        let place = f.place.position();
        let place = place.map_or(String::new(), |(l, c)| format!(":{l}:{c}"));
        format!("{}{place} {}", f.code.as_str(), f.message.zh)
    };
    findings.iter().map(shown).collect()
}

/// The file, what stands in it, what is written in its place, and the one
/// finding.
const SLIPS: &[(&str, &str, &str, &str)] = &[
    (
        CASE,
        "\"甲县\"",
        "“甲县”",
        "toml-syntax:2:11 引号用了“，这里要用半角的 \"",
    ),
    (
        FIGURES,
        "\"12.6万元\"",
        "‘12.6万元’",
        "toml-syntax:8:9 引号用了‘，这里要用半角的 \"",
    ),
    (
        FIGURES,
        "\"12.6万元\"",
        "＂12.6万元＂",
        "toml-syntax:8:9 引号用了＂，这里要用半角的 \"",
    ),
    (
        FIGURES,
        "value    = 78",
        "value    ＝ 78",
        "toml-syntax:4:10 “＝”是全角的，这里要用半角的 =",
    ),
    (
        FIGURES,
        "value    = 78",
        "value    ：78",
        "toml-syntax:4:10 “：”是全角的，这里要用半角的 =",
    ),
    (
        FIGURES,
        "value    = 78",
        "value    = ７８",
        "toml-syntax:4:12 数字“７”是全角的",
    ),
    (
        FIGURES,
        "value    = 78",
        "value　= 78",
        "toml-syntax:4:6 这里有一个全角空格",
    ),
    (
        FIGURES,
        "value    = 78",
        "value\u{a0}= 78",
        "toml-syntax:4:6 这里有一个不换行空格",
    ),
    (
        FIGURES,
        "value    = 78",
        "value    = 1,278",
        "toml-syntax:4:13 TOML 写法有误：这里多出了内容",
    ),
    (
        FIGURES,
        "value    = 78",
        "value    = 78个",
        "toml-syntax:4:12 TOML 写法有误：文字要放在半角双引号里",
    ),
    (
        FIGURES,
        "value    = 78",
        "value    =",
        "toml-syntax:4:11 TOML 写法有误：等号右边没有内容",
    ),
    (
        FIGURES,
        "value    = 78",
        "value: 78",
        "toml-syntax:4:8 TOML 写法有误：冒号应当是等号",
    ),
    (
        FIGURES,
        "[figures.income]",
        "【figures.income】",
        "toml-syntax:7:1 “【”是全角的，这里要用半角的 [",
    ),
    (
        FIGURES,
        "[figures.income]",
        "[figures。income]",
        "toml-syntax:7:9 “。”是全角的，这里要用半角的 .",
    ),
    (
        FIGURES,
        "# 数字",
        "＃ 数字",
        "toml-syntax:1:1 “＃”是全角的，这里要用半角的 #",
    ),
    (
        CASE,
        "[\"编辑部\"]",
        "（\"编辑部\"）",
        "toml-syntax:5:11 “（”是全角的，这里要用半角的 [",
    ),
    (
        CASE,
        "荒坡生金\"",
        "荒坡生金",
        "toml-syntax:3:21 TOML 写法有误：引号没有合上，或引号里有不能直接写的字符",
    ),
    (
        CASE,
        "\"抱团入股",
        "\"抱团\"入股\"",
        "toml-syntax:3:15 TOML 写法有误：这里多出了内容",
    ),
    (
        CASE,
        "\"抱团入股",
        "\"C:\\图",
        "toml-syntax:3:15 TOML 写法有误：反斜杠 \\ 在引号里有别的意思",
    ),
    (
        EDITION,
        "= 2026-12-31\n# ",
        "= 2026年12月31日\n# ",
        "toml-syntax:7:10 TOML 写法有误：文字要放在半角双引号里",
    ),
    (
        EDITION,
        "= 2026-12-31\n# ",
        "= 2026-3-1\n# ",
        "toml-syntax:7:10 TOML 写法有误：没有这一天，或日期写法不对",
    ),
    (
        CASE,
        "+++\nname",
        "---\nname",
        "front-matter-missing:1:1 开头是 --- ，这是 YAML 的写法，本程序用 +++",
    ),
    (
        CASE,
        "+++\nname",
        "＋＋＋\nname",
        "front-matter-missing:1:1 开头这一行要正好是三个半角加号 +++",
    ),
    (
        CASE,
        "+++\nname",
        "name",
        "front-matter-missing:1:1 第一行的 +++ 不见了",
    ),
    (
        CASE,
        "]\n+++\n",
        "]\n",
        "front-matter-missing:1:1 开头的 +++ 没有合上",
    ),
];

#[test]
fn one_slip_is_one_finding_at_its_place() {
    let mut wrong = Vec::new();
    for (file, old, new, finding) in SLIPS {
        let found = said(file, |text| text.replacen(old, new, 1).into_bytes());
        if found != [*finding] {
            wrong.push(format!("{new:?}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_does_no_harm_is_taken_as_it_is() {
    type Change = fn(String) -> Vec<u8>;
    let harmless: &[Change] = &[
        |text| format!("\u{feff}{text}").into_bytes(),
        |text| text.replace('\n', "\r\n").into_bytes(),
        |text| text.replace("name    = ", "name\t=\t").into_bytes(),
        |text| text.replace("+++\n", "+++  \n").into_bytes(),
        |text| format!("\n\n{text}").into_bytes(),
    ];
    for change in harmless {
        assert_eq!(said(CASE, change), Vec::<String>::new());
    }
}

#[test]
fn another_encoding_is_named_once() {
    let gbk = |text: String| encoding_rs::GBK.encode(&text).0.into_owned();
    let found = said(FIGURES, gbk);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("很可能是 GBK"), "{found:?}");
    let utf16 = |text: String| {
        let mut bytes = vec![0xFF, 0xFE];
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let found = said(CASE, utf16);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("很可能是 UTF-16"), "{found:?}");
}

#[test]
fn figures_that_are_not_there_are_told_once() {
    let ground = Ground::empty();
    let new = ["new", "showcase", ".", "--year", "2026"];
    assert_eq!(run(xunli(&ground.root()).args(new)).0, 0);
    fs::remove_file(ground.root().join(FIGURES)).unwrap();
    let findings = ground.findings();
    let codes: Vec<&str> = findings.iter().map(|f| f.code.as_str()).collect();
    assert_eq!(codes, ["figures-missing"]);
    assert_eq!(findings[0].severity, xunli::finding::Severity::Error);
}

#[test]
fn a_device_of_windows_and_a_broken_photo_are_told_once() {
    let ground = Ground::empty();
    let new = ["new", "showcase", ".", "--year", "2026"];
    assert_eq!(run(xunli(&ground.root()).args(new)).0, 0);
    let root = ground.root();
    fs::rename(root.join("content/2026/jia"), root.join("content/2026/con")).unwrap();
    let edition = fs::read_to_string(root.join(EDITION)).unwrap();
    fs::write(root.join(EDITION), edition.replace("\"jia\"", "\"con\"")).unwrap();
    let case = root.join("content/2026/yi/index.md");
    let text = fs::read_to_string(&case).unwrap() + "\n![图](a.jpg)\n";
    fs::write(&case, text).unwrap();
    fs::write(root.join("content/2026/yi/a.jpg"), b"no picture").unwrap();
    let findings = ground.findings();
    let mut codes: Vec<&str> = findings.iter().map(|f| f.code.as_str()).collect();
    codes.sort_unstable();
    assert_eq!(codes, ["id-invalid", "photo-invalid"]);
}
