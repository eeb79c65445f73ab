//! Markdown as an editor meets it: source in, HTML and problems out.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::ops::Range;

use serde::Deserialize;
use xunli::markdown::{
    Block, Host, Inline, KEPT, KEPT_END, Kind, Link, Options, Photo, Policy, Rendered, address,
    references, render,
};

/// A host that knows two figures, one component, and every photo.
#[derive(Default)]
struct Desk {
    asked: Vec<(String, Range<usize>)>,
    blocks: Vec<(String, String, Range<usize>)>,
    photos: Vec<(String, String, String, bool)>,
    links: Vec<String>,
}

impl Host for Desk {
    fn reference(&mut self, expr: &str, at: Range<usize>) -> Option<Inline> {
        self.asked.push((expr.to_string(), at));
        let text = match expr {
            "villages" => "401个",
            "funds" => "约4.2亿元",
            "funds | 万元" => "约42000万元",
            _ => return None,
        };
        Some(Inline {
            html: format!("<a href=\"#f\">{text}</a>"),
            text: text.to_string(),
        })
    }

    fn block(&mut self, kind: &str, toml: &str, at: Range<usize>) -> Option<Block> {
        self.blocks.push((kind.to_string(), toml.to_string(), at));
        (kind == "chart").then(|| Block::Html {
            html: "<figure>chart</figure>".to_string(),
            text: "chart".to_string(),
        })
    }

    fn photo(&mut self, photo: Photo<'_>) -> Option<String> {
        self.photos.push((
            photo.file.to_string(),
            photo.caption.to_string(),
            photo.credit.to_string(),
            photo.inline,
        ));
        Some(
            if photo.inline {
                "<img>"
            } else {
                "<figure>photo</figure>"
            }
            .to_string(),
        )
    }

    fn link(&mut self, destination: &str, _: Range<usize>) -> Option<Link> {
        self.links.push(destination.to_string());
        Some(Link {
            href: destination.replace(".md", ".html"),
            external: address(destination) == xunli::markdown::Address::External,
        })
    }
}

fn site(source: &str) -> Rendered {
    render(source, &Options::default(), &mut Desk::default())
}

/// The HTML without the spans that keep numbers whole, which have a test of
/// their own.
fn html(source: &str) -> String {
    let written = site(source).html;
    let mut pieces = written.split(KEPT);
    let mut out = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        out.push_str(&piece.replacen(KEPT_END, "", 1));
    }
    out
}

fn codes(source: &str) -> Vec<&'static str> {
    site(source)
        .problems
        .iter()
        .map(|p| p.kind.code())
        .collect()
}

fn plain(source: &str) -> String {
    let options = Options {
        policy: Policy::Plain,
        ..Options::default()
    };
    render(source, &options, &mut Desk::default()).html
}

// ---- CommonMark ----

#[derive(Deserialize)]
struct Example {
    number: u32,
    markdown: String,
    html: String,
}

/// Examples that differ, and why.
const DIFFERENT: [(u32, &str); 0] = [];

/// What may differ between two writers: line ends beside tags, `&quot;`.
fn normal(html: &str) -> String {
    html.replace("&quot;", "\"")
        .replace(">\n", ">")
        .replace("\n<", "<")
        .trim()
        .to_string()
}

#[test]
fn commonmark_examples_are_unchanged() {
    let examples: Vec<Example> =
        serde_json::from_str(include_str!("markdown/commonmark-0.31.2.json")).unwrap();
    assert_eq!(examples.len(), 652);
    let mut differ = Vec::new();
    for example in &examples {
        let got = plain(&example.markdown);
        if normal(&got) != normal(&example.html) {
            differ.push(example.number);
            if !DIFFERENT.iter().any(|(n, _)| *n == example.number) {
                println!(
                    "{}: {:?}\n  {:?}\n  {:?}",
                    example.number, example.markdown, example.html, got
                );
            }
        }
    }
    let listed: Vec<u32> = DIFFERENT.iter().map(|(n, _)| *n).collect();
    assert_eq!(differ, listed);
}

// ---- Chinese ----

#[derive(Deserialize)]
struct Case {
    markdown: String,
    html: String,
}

#[test]
fn emphasis_beside_chinese_punctuation() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("markdown/emphasis.json")).unwrap();
    assert_eq!(cases.len(), 54);
    let mut right = 0;
    for case in &cases {
        let got = html(&case.markdown);
        if got == format!("<p>{}</p>\n", case.html) {
            right += 1;
        } else {
            println!("{}\n  {}", case.markdown, got);
            // Not inverted: the marks show, and nothing is emphasised.
            assert!(!got.contains("<strong>"), "{got}");
        }
    }
    assert!(right >= 53, "{right}");
}

/// CommonMark alone, to show that the fixture is worth its place.
#[test]
fn commonmark_alone_gets_most_of_them_wrong() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("markdown/emphasis.json")).unwrap();
    let wrong = cases
        .iter()
        .filter(|case| {
            let mut out = String::new();
            let options = pulldown_cmark::Options::ENABLE_STRIKETHROUGH;
            let parser = pulldown_cmark::Parser::new_ext(&case.markdown, options);
            pulldown_cmark::html::push_html(&mut out, parser);
            out != format!("<p>{}</p>\n", case.html)
        })
        .count();
    // When a release of the parser brings this to nearly nothing, our
    // preparation of delimiter runs can go.
    assert!(wrong >= 40, "{wrong}");
}

#[test]
fn emphasis_in_more_than_one_place() {
    for (source, wanted) in [
        (
            "他说**“甲*‘乙’*丙”**丁",
            "他说<strong>“甲<em>‘乙’</em>丙”</strong>丁",
        ),
        (
            "甲**{{villages}}**（个）",
            "甲<strong><a href=\"#f\">401个</a></strong>（个）",
        ),
        (
            "“十二五”~“十三五”，“十三五”~“十四五”",
            "“十二五”~“十三五”，“十三五”~“十四五”",
        ),
        ("10~15万元，20~30万元", "10~15万元，20~30万元"),
        ("`a**“消薄”**b`工作", "<code>a**“消薄”**b</code>工作"),
        ("\\**“消薄”\\**工作", "*<em>“消薄”*</em>工作"),
        (
            "[甲](/a**“b”**c)",
            "<a href=\"/a**%E2%80%9Cb%E2%80%9D**c\">甲</a>",
        ),
        ("The **“red”**s", "The **“red”**s"),
        ("“消薄”**工程**", "“消薄”<strong>工程</strong>"),
        (
            "**<u>“消薄”</u>**工作",
            "<strong><u>“消薄”</u></strong>工作",
        ),
        ("把**~~“旧”~~**当", "把<strong><del>“旧”</del></strong>当"),
    ] {
        assert_eq!(html(source), format!("<p>{wanted}</p>\n"), "{source}");
    }
    let table = html("|甲|乙|\n|-|-|\n|**“一”**级|**“二”**|\n");
    assert!(
        table.contains("<td><strong>“一”</strong>级</td><td><strong>“二”</strong></td>"),
        "{table}"
    );
}

#[test]
fn a_number_and_its_unit_are_set_in_one_piece() {
    let kept = |source: &str| {
        let html = site(source).html;
        html.replace(KEPT, "[").replace(KEPT_END, "]")
    };
    for (source, wanted) in [
        (
            "到2019年11月，投入约4.2亿元。",
            "到[2019年][11月]，投入[约4.2亿元]。",
        ),
        (
            "**10万元**以上，第3位",
            "<strong>[10万元]</strong>以上，[第3位]",
        ),
        (
            "用`10万元`写，A4纸，2.0",
            "用<code>10万元</code>写，A4纸，2.0",
        ),
    ] {
        assert_eq!(kept(source), format!("<p>{wanted}</p>\n"));
    }
    assert_eq!(plain("投入10万元"), "<p>投入10万元</p>\n");
}

#[test]
fn a_line_break_between_chinese_characters_is_nothing() {
    for (source, wanted) in [
        ("夯实责任\n强化使命", "夯实责任强化使命"),
        ("夯实责任，\n“强化”\n使命", "夯实责任，“强化”使命"),
        ("**夯实责任**\n强化", "<strong>夯实责任</strong>强化"),
        ("夯实\n**责任**", "夯实<strong>责任</strong>"),
        ("夯实\n`责任`\n强化", "夯实<code>责任</code>强化"),
        ("见<u>甲\n乙</u>\n丙", "见<u>甲乙</u>丙"),
        ("共投入\n2.738亿元", "共投入\n2.738亿元"),
        ("Xunli\nbuilds", "Xunli\nbuilds"),
        ("“a”\n“b”", "“a”\n“b”"),
        ("“甲”\n“乙”", "“甲”“乙”"),
        ("用Rust\n写成", "用Rust\n写成"),
        (
            "投入\n{{funds}}\n居首",
            "投入<a href=\"#f\">约4.2亿元</a>居首",
        ),
        ("共\n{{villages}}", "共\n<a href=\"#f\">401个</a>"),
        ("甲\n![图](a.png)\n乙", "甲<img>乙"),
        ("甲\n[乙](b.md)\n丙", "甲<a href=\"b.html\">乙</a>丙"),
        ("甲  \n乙", "甲<br />\n乙"),
        ("甲\r\n乙", "甲乙"),
    ] {
        assert_eq!(html(source), format!("<p>{wanted}</p>\n"), "{source}");
    }
    assert_eq!(
        html("> 甲\n> 乙"),
        "<blockquote>\n<p>甲乙</p>\n</blockquote>\n"
    );
    assert_eq!(
        html("甲[^1]\n乙\n\n[^1]: 注")
            .lines()
            .next()
            .unwrap()
            .matches("乙")
            .count(),
        1
    );
}

#[test]
fn a_first_line_indent_is_no_code() {
    for (source, wanted) in [
        ("　　全市推进", "<p>全市推进</p>\n"),
        (
            "    全市推进**“消薄”**工作",
            "<p>全市推进<strong>“消薄”</strong>工作</p>\n",
        ),
        ("\t全市推进", "<p>全市推进</p>\n"),
        (
            "    2019年，全市{{villages}}",
            "<p>2019年，全市<a href=\"#f\">401个</a></p>\n",
        ),
        ("    {{villages}}", "<p><a href=\"#f\">401个</a></p>\n"),
        ("    甲\n    乙\n\n    丙", "<p>甲乙</p>\n<p>丙</p>\n"),
        (
            "    甲\n\n    let x = 1;\n",
            "<p>甲</p>\n<pre><code>let x = 1;\n</code></pre>\n",
        ),
        (
            "    let s = \"消薄\";\n",
            "<pre><code>let s = &quot;消薄&quot;;\n</code></pre>\n",
        ),
        ("&emsp;&emsp;全市", "<p>全市</p>\n"),
        ("　　甲。\n　　乙。", "<p>甲。</p>\n<p>乙。</p>\n"),
        (
            "- 甲\n\n  　　乙\n",
            "<ul>\n<li>\n<p>甲</p>\n<p>乙</p>\n</li>\n</ul>\n",
        ),
        (
            "- 甲\n\n      乙丙\n",
            "<ul>\n<li>\n<p>甲</p>\n<p>乙丙</p>\n</li>\n</ul>\n",
        ),
        ("- 　　甲\n", "<ul>\n<li>甲</li>\n</ul>\n"),
        (
            ">     全市推进\n",
            "<blockquote>\n<p>全市推进</p>\n</blockquote>\n",
        ),
        (
            "```\n    全市\n　　推进\n```\n",
            "<pre><code>    全市\n　　推进\n</code></pre>\n",
        ),
    ] {
        let got = html(source).replace("\"消薄\"", "&quot;消薄&quot;");
        assert_eq!(got, wanted, "{source}");
    }
    assert_eq!(codes("    # 中文标题与说明\n"), ["indented-code"]);
}

// ---- references ----

#[test]
fn references_work_wherever_text_does() {
    let a = |text: &str| format!("<a href=\"#f\">{text}</a>");
    let (v, f) = (a("401个"), a("约4.2亿元"));
    for (source, wanted) in [
        ("共{{villages}}村", format!("<p>共{v}村</p>\n")),
        ("*{{ funds }}*", format!("<p><em>{f}</em></p>\n")),
        (
            "[达{{villages}}](a.md)",
            "<p><a href=\"a.html\">达401个</a></p>\n".to_string(),
        ),
        (
            "`{{villages}}`",
            "<p><code>{{villages}}</code></p>\n".to_string(),
        ),
        ("\\{{villages}}", "<p>{{villages}}</p>\n".to_string()),
        (
            "`{{`与`}}`",
            "<p><code>{{</code>与<code>}}</code></p>\n".to_string(),
        ),
        (
            "```\n{{villages}}\n```",
            "<pre><code>{{villages}}\n</code></pre>\n".to_string(),
        ),
        ("{{unknown}}", "<p>{{unknown}}</p>\n".to_string()),
        ("<p>{{villages}}</p>", format!("<p>{v}</p>\n")),
    ] {
        assert_eq!(html(source), wanted, "{source}");
        assert!(codes(source).is_empty(), "{source}");
    }
    let table = html("|指标|值|\n|-|-:|\n|资金|{{funds | 万元}}|\n");
    assert!(
        table
            .contains("<td>资金</td><td class=\"align-right\"><a href=\"#f\">约42000万元</a></td>"),
        "{table}"
    );
    let escaped = html("|值|\n|-|\n|{{funds \\| 万元}}|\n");
    assert!(escaped.contains("约42000万元"), "{escaped}");
    let rendered = site("## 达到{{villages}}\n\n注[^a]\n\n[^a]: 见{{funds}}。");
    assert_eq!(rendered.headings[0].text, "达到401个");
    assert_eq!(rendered.headings[0].id, "达到");
    assert!(rendered.html.contains(&f));
    assert_eq!(rendered.text, "达到401个\n注\n见约4.2亿元。");
}

#[test]
fn each_reference_is_asked_for_once_and_at_its_place() {
    let source = "把**“甲”**给{{villages}}\n{{funds}}，\n\n## {{funds | 万元}}\n";
    let mut desk = Desk::default();
    render(source, &Options::default(), &mut desk);
    desk.asked.sort_by_key(|(_, at)| at.start);
    let asked: Vec<_> = desk
        .asked
        .iter()
        .map(|(e, at)| (e.as_str(), &source[at.clone()]))
        .collect();
    assert_eq!(
        asked,
        [
            ("villages", "{{villages}}"),
            ("funds", "{{funds}}"),
            ("funds | 万元", "{{funds | 万元}}")
        ]
    );
    let listed: Vec<_> = references(&format!("{source}`{{{{no}}}}` \\{{{{no}}}}\n"))
        .into_iter()
        .map(|(_, e)| e)
        .collect();
    assert_eq!(listed, ["villages", "funds", "funds | 万元"]);
}

#[test]
fn a_reference_that_is_none_is_told() {
    for (source, code, place) in [
        ("甲{{villages，乙", "reference-unclosed", "{{"),
        ("[甲]({{villages}})", "link-reference", "[甲]({{villages}})"),
        ("甲\u{E0FF}乙", "reserved-character", "\u{E0FF}"),
    ] {
        let problems = site(source).problems;
        assert_eq!(problems.len(), 1, "{source}: {problems:?}");
        assert_eq!(problems[0].kind.code(), code);
        assert_eq!(&source[problems[0].at.clone()], place);
    }
}

// ---- components ----

#[test]
fn a_fenced_block_becomes_a_component_and_bytes_keep_their_place() {
    let source = "**“甲”**乙{{villages}}\n\n> - ```chart 宽\n>   kind = \"bars\"\n>   of = \"villages\"\n>   ```\n\n```toml\na = 1\n```\n";
    let mut desk = Desk::default();
    let rendered = render(source, &Options::default(), &mut desk);
    assert!(rendered.html.contains("<figure>chart</figure>"));
    assert!(
        rendered
            .html
            .contains("<code class=\"language-toml\">a = 1\n</code>")
    );
    let (kind, toml, at) = &desk.blocks[0];
    assert_eq!(kind, "chart");
    assert_eq!(toml.trim_end(), "kind = \"bars\"\n    of = \"villages\"");
    let word = toml.find("of").unwrap();
    assert_eq!(&source[at.start + word..][..2], "of");
    assert_eq!(toml.len(), at.len());
    assert_eq!(codes("```chart\nkind = 1\n\n正文"), ["fence-unclosed"]);
    assert!(codes("```chart\n```").is_empty());
}

// ---- photos ----

#[test]
fn a_photo_alone_is_a_figure() {
    let mut desk = Desk::default();
    let source = "![岱后“红军营”{{villages}}](红军营.jpg \"杨敏 摄\")\n\n甲![图](<图 1.jpg>)乙\n\n![一](1.jpg)\n![二](%E4%BA%8C.jpg)\n";
    let rendered = render(source, &Options::default(), &mut desk);
    assert_eq!(
        rendered.html,
        "<figure>photo</figure>\n<p>甲<img>乙</p>\n<figure>photo</figure>\n<figure>photo</figure>\n"
    );
    let photos: Vec<_> = desk
        .photos
        .iter()
        .map(|(f, c, t, i)| (f.as_str(), c.as_str(), t.as_str(), *i))
        .collect();
    assert_eq!(
        photos,
        [
            ("红军营.jpg", "岱后“红军营”401个", "杨敏 摄", false),
            ("图 1.jpg", "图", "", true),
            ("1.jpg", "一", "", false),
            ("二.jpg", "二", "", false),
        ]
    );
    assert_eq!(codes("![](a.jpg)"), ["image-without-alt"]);
    assert_eq!(codes("![甲](https://x.cn/a.jpg)"), ["image-external"]);
    assert_eq!(codes("![甲](data:image/png,x)"), ["link-scheme"]);
    assert_eq!(codes("![图](图 1.jpg)"), ["photo-broken"]);
}

// ---- structure ----

#[test]
fn headings_get_anchors_and_an_order() {
    let rendered = render(
        "## 一、背景\n\n### 做法 {#how}\n\n## 一、背景\n",
        &Options {
            id_prefix: "liandu-",
            ..Options::default()
        },
        &mut Desk::default(),
    );
    let ids: Vec<_> = rendered.headings.iter().map(|h| h.id.as_str()).collect();
    assert_eq!(ids, ["liandu-一背景", "liandu-how", "liandu-一背景-2"]);
    assert!(rendered.html.contains("<h3 id=\"liandu-how\">做法</h3>"));
    assert!(rendered.problems.is_empty());
    assert_eq!(codes("# 甲"), ["heading-top"]);
    assert_eq!(html("# 甲"), "<h2 id=\"甲\">甲</h2>\n");
    assert_eq!(codes("## 甲\n\n#### 乙"), ["heading-order"]);
    assert_eq!(codes("## 甲 {.red}"), ["heading-attribute"]);
    assert_eq!(codes("##标题"), ["heading-space"]);
    assert_eq!(codes("|甲|乙|\n|1|2|"), ["table-broken"]);
    assert_eq!(codes("|甲|乙|\n|-|-|\n|1|2|"), [""; 0]);
    assert_eq!(codes("**题记**\n---"), ["heading-underline"]);
    assert_eq!(codes("## "), ["heading-empty"]);
}

#[test]
fn footnotes_stand_at_the_end_with_ways_back() {
    let rendered = site(
        "甲[^a]，乙[^b]，丙[^a]。\n\n[^b]: 乙注\n\n[^a]: 甲注，见[^b]。\n\n    第二段\n\n尾。\n",
    );
    assert!(rendered.problems.is_empty(), "{:?}", rendered.problems);
    // No region: several cases stand on one page for paper, and regions of one
    // name cannot be told apart.
    let (body, notes) = rendered
        .html
        .split_once("<div class=\"footnotes\" role=\"group\"")
        .unwrap();
    assert!(body.ends_with("<p>尾。</p>\n"), "{body}");
    assert!(
        notes.contains("第二段 <a class=\"note-back\" href=\"#ref.1.1\""),
        "{notes}"
    );
    assert!(notes.contains("href=\"#ref.1.2\"") && notes.contains("href=\"#ref.2.2\""));
    assert_well_formed(&rendered.html);
    // A later footnote that refers to an earlier one has its way back too.
    let notes = html("甲[^a]\n\n[^a]: 一[^b]\n\n[^b]: 二[^a]\n");
    assert!(notes.contains("href=\"#ref.1.2\""), "{notes}");
    let problems = site("甲[^x]\n\n[^y]: 一\n\n[^y]: 二\n").problems;
    let kinds: Vec<_> = problems.iter().map(|p| p.kind.code()).collect();
    assert_eq!(
        kinds,
        ["footnote-undefined", "footnote-unused", "footnote-twice"]
    );
    assert_eq!(problems[0].kind, Kind::FootnoteUndefined("x".to_string()));
}

#[test]
fn tables_tasks_and_strikethrough() {
    assert_eq!(
        html("- [x] 甲\n- [ ] 乙\n"),
        "<ul>\n<li><input type=\"checkbox\" disabled checked aria-label=\"已完成\"> 甲</li>\n\
         <li><input type=\"checkbox\" disabled aria-label=\"未完成\"> 乙</li>\n</ul>\n"
    );
    let table = html("|甲|乙|\n|-|:-:|\n|1|2|\n");
    assert!(table.starts_with("<div class=\"table\"><table>"), "{table}");
    assert!(
        table.contains("<th scope=\"col\" class=\"align-center\">乙</th>"),
        "{table}"
    );
    assert_well_formed(&table);
}

#[test]
fn plain_text_and_count() {
    let rendered = site(
        "## 标题\n\n夯实**责任**，\n强化使命。\n\n|甲|乙|\n|-|-|\n|1|2|\n\n<p>丙&amp;丁</p>\n",
    );
    assert_eq!(
        rendered.text,
        "标题\n夯实责任，强化使命。\n甲 乙\n1 2\n丙&丁"
    );
    assert_eq!(site("投入2.738亿元。").character_count, 6);
}

#[test]
fn habits_that_break_markdown_are_told() {
    assert_eq!(codes("3*5=15，4*6=24"), ["stars-between-digits"]);
    assert_eq!(codes("把**“消薄”当成"), ["emphasis-unclosed"]);
    assert!(codes("2**10 \\*\\* **粗**").is_empty());
}

// ---- safety ----

const VOID: [&str; 5] = ["br", "hr", "img", "input", "wbr"];
const KNOWN: [&str; 60] = [
    "a",
    "abbr",
    "b",
    "bdi",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figure",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "input",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];
const ATTRIBUTES: [&str; 16] = [
    "aria-label",
    "checked",
    "class",
    "colspan",
    "disabled",
    "href",
    "id",
    "open",
    "rel",
    "role",
    "rowspan",
    "scope",
    "span",
    "start",
    "title",
    "type",
];

/// Reads `html` strictly: every `<` opens a known tag with known attributes,
/// every address is harmless, every element is closed in order, no link lies in
/// another.
fn assert_well_formed(html: &str) {
    let mut open: Vec<String> = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let mut quoted = false;
        let end = rest
            .char_indices()
            .find(|(_, c)| {
                quoted ^= *c == '"';
                *c == '>' && !quoted
            })
            .unwrap_or_else(|| panic!("tag without end in {html}"))
            .0;
        let tag = rest[..end].trim_end_matches('/').trim_end();
        rest = &rest[end + 1..];
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "{html}");
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        assert!(KNOWN.contains(&name), "<{name}> in {html}");
        check_attributes(attributes, html);
        assert!(
            name != "a" || !open.iter().any(|o| o == "a"),
            "link in link in {html}"
        );
        if !VOID.contains(&name) {
            open.push(name.to_string());
        }
    }
    assert!(open.is_empty(), "{open:?} open in {html}");
}

fn check_attributes(mut rest: &str, html: &str) {
    while !rest.trim().is_empty() {
        rest = rest.trim_start();
        let end = rest.find(['=', ' ']).unwrap_or(rest.len());
        let name = &rest[..end];
        assert!(ATTRIBUTES.contains(&name), "{name} in {html}");
        rest = &rest[end..];
        if let Some(value) = rest.strip_prefix("=\"") {
            let end = value.find('"').unwrap();
            if name == "href" {
                check_address(&value[..end], html);
            }
            rest = &value[end + 1..];
        }
    }
}

/// The oracle here is not the code under test: what a browser does with an
/// `href`, written down once more.
fn check_address(value: &str, html: &str) {
    let value = value.replace("&amp;", "&").replace("&apos;", "'");
    let seen: String = value
        .chars()
        .filter(|c| *c > ' ')
        .collect::<String>()
        .to_lowercase();
    let scheme = seen
        .split(['/', '?', '#'])
        .next()
        .unwrap()
        .split_once(':')
        .map(|p| p.0);
    assert!(
        matches!(scheme, None | Some("http" | "https" | "mailto" | "tel")),
        "{value} in {html}"
    );
    assert!(
        !seen.starts_with("//") && !seen.contains('\\'),
        "{value} in {html}"
    );
}

#[test]
fn vectors_are_harmless() {
    let all = include_str!("markdown/vectors.txt");
    let mut count = 0;
    for vector in all.split("\n----\n").filter(|v| !v.trim().is_empty()) {
        let vector = vector
            .replace("\\t", "\t")
            .replace("\\x01", "\u{1}")
            .replace("\\n", "\n");
        count += 1;
        for source in [
            vector.clone(),
            format!("甲 {vector} 乙"),
            format!("> {}", vector.replace('\n', "\n> ")),
            format!("|甲|\n|-|\n|{}|", vector.replace('\n', " ")),
            format!("**“{vector}”**甲{{{{villages}}}}"),
            format!("<div>\n{vector}\n</div>\n"),
            format!("## {vector}"),
        ] {
            let html = html(&source);
            assert_well_formed(&html);
        }
    }
    assert!(count >= 80, "{count}");
}

#[test]
fn forbidden_links_are_told_and_keep_their_text() {
    let problems = site("[甲](JAVA&Tab;SCRIPT&colon;alert(1))").problems;
    assert_eq!(problems[0].kind, Kind::LinkScheme("javascript".to_string()));
    assert_eq!(html("[甲](javascript:alert(1))"), "<p>甲</p>\n");
    assert_eq!(codes("[甲](//evil.example/)"), ["link-without-scheme"]);
    assert_eq!(
        html("[甲](https://x.cn/?a=1&b=\"c\") <a@b.cn>"),
        "<p><a href=\"https://x.cn/?a=1&amp;b=%22c%22\" rel=\"noopener noreferrer\">甲</a> \
         <a href=\"mailto:a@b.cn\">a@b.cn</a></p>\n"
    );
    assert_eq!(codes("[](a.md)"), ["link-without-text"]);
}

#[test]
fn raw_html_keeps_the_list() {
    for (source, wanted) in [
        (
            "<u>文字</u>与<mark>重点</mark>",
            "<p><u>文字</u>与<mark>重点</mark></p>\n",
        ),
        ("H<sub>2</sub>O<br>二", "<p>H<sub>2</sub>O<br>二</p>\n"),
        (
            "<ruby>丽<rp>(</rp><rt>lí</rt><rp>)</rp></ruby>水",
            "<p><ruby>丽<rp>(</rp><rt>lí</rt><rp>)</rp></ruby>水</p>\n",
        ),
        ("甲<!-- 给编辑 -->乙", "<p>甲乙</p>\n"),
        (
            "<details>\n<summary>更多</summary>\n\n**“甲”**乙\n\n</details>\n",
            "<details>\n<summary>更多</summary>\n<p><strong>“甲”</strong>乙</p>\n</details>\n",
        ),
        (
            "<table><tr><td rowspan=2>{{villages}}</table>",
            "<div class=\"table\"><table><tbody><tr><td rowspan=\"2\"><a href=\"#f\">401个</a></td></tr></tbody></table></div>\n",
        ),
    ] {
        assert_eq!(html(source), wanted, "{source}");
        assert!(
            codes(source).is_empty(),
            "{source}: {:?}",
            site(source).problems
        );
    }
    for (source, code, place, wanted) in [
        (
            "甲<font color=red>乙</font>",
            "html-dropped",
            "<font color=red>",
            "<p>甲乙</p>\n",
        ),
        (
            "甲<u onclick=x>乙</u>",
            "html-dropped",
            "<u onclick=x>",
            "<p>甲<u>乙</u></p>\n",
        ),
        (
            "甲<u>**乙</u>丙**",
            "html-unbalanced",
            "<u>",
            "<p>甲**乙丙**</p>\n",
        ),
        ("甲<u>乙", "html-unbalanced", "<u>", "<p>甲乙</p>\n"),
        ("甲</u>乙", "html-unbalanced", "</u>", "<p>甲乙</p>\n"),
        (
            "<div style=\"x\">\n甲\n</div>",
            "html-dropped",
            "<div style=\"x\">",
            "<div>\n甲\n</div>\n",
        ),
        (
            "<details>\n\n甲",
            "html-unbalanced",
            "<details>",
            "<p>甲</p>\n",
        ),
    ] {
        let problems = site(source).problems;
        assert_eq!(problems[0].kind.code(), code, "{source}");
        assert_eq!(&source[problems[0].at.clone()], place, "{source}");
        if !source.contains("**") {
            assert_eq!(html(source), wanted, "{source}");
        }
        assert_well_formed(&html(source));
    }
}

#[test]
fn nesting_is_limited_and_keeps_the_text() {
    for open in ["> ", "- ", "1. ", "**甲 *", "[", "![", "<u>", "<div>\n"] {
        let source = format!("{}底", open.repeat(3000));
        let rendered = site(&source);
        assert!(
            rendered.text.contains('底') || open.starts_with("<div"),
            "{open}"
        );
        assert_well_formed(&rendered.html);
        let mut depth = 0i32;
        let mut deepest = 0;
        for piece in rendered.html.split('<').skip(1) {
            depth += if piece.starts_with('/') { -1 } else { 1 };
            deepest = deepest.max(depth);
        }
        assert!(deepest <= 203, "{open}: {deepest}");
    }
    assert!(codes(&format!("{}底", "> ".repeat(200))).contains(&"nesting-too-deep"));
}

// ---- whatever is typed ----

/// Pieces of Markdown, put together at random; the same ones every time.
fn typed(seed: u64, pieces: &[&str]) -> String {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
    let mut next = |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 11) as usize % below
    };
    let length = 1 + next(24);
    (0..length).map(|_| pieces[next(pieces.len())]).collect()
}

#[test]
fn whatever_is_typed_the_page_is_whole() {
    const PIECES: [&str; 62] = [
        "甲",
        "乙丙",
        "“",
        "”",
        "（",
        "）",
        "，",
        "a",
        "b c",
        " ",
        "  ",
        "    ",
        "\t",
        "\n",
        "\n\n",
        "\r\n",
        "　　",
        "*",
        "**",
        "***",
        "_",
        "__",
        "~",
        "~~",
        "`",
        "```\n",
        "```chart\n",
        "[",
        "](",
        ")",
        "![",
        "][",
        "]: ",
        "[^a]",
        "[^a]: ",
        "<u>",
        "</u>",
        "<b x=y>",
        "</b>",
        "<div>\n",
        "</div>\n",
        "<details>\n",
        "</details>\n",
        "<table><tr><td>",
        "<script>",
        "<!--",
        "-->",
        "<br>",
        "{{villages}}",
        "{{",
        "}}",
        "{{funds | 万元}}",
        "|",
        "\n|-|-|\n",
        "# ",
        "## ",
        "- ",
        "1. ",
        "> ",
        "\\",
        "&lt;",
        "\u{E0FF}",
    ];
    for seed in 0..4000 {
        let source = typed(seed, &PIECES);
        let rendered = site(&source);
        assert_well_formed(&rendered.html);
        assert!(
            !rendered
                .html
                .contains(|c: char| c == '\u{E0FF}' || c >= '\u{F0000}'),
            "{source:?}"
        );
        for problem in &rendered.problems {
            assert!(
                source.get(problem.at.clone()).is_some(),
                "{source:?}: {problem:?}"
            );
        }
        for (at, expression) in references(&source) {
            assert!(source[at].contains(&expression));
        }
    }
}

#[test]
fn plain_latin_stays_as_commonmark_has_it() {
    const PIECES: [&str; 40] = [
        "a",
        "B c",
        ".",
        "“",
        "”",
        "’",
        "—",
        "…",
        ",",
        " ",
        "  ",
        "    ",
        "\n",
        "\n\n",
        "*",
        "**",
        "***",
        "_",
        "__",
        "~~",
        "`",
        "```\n",
        "[",
        "](",
        ")",
        "(",
        "][",
        "]: ",
        "<u>",
        "</u>",
        "<http://a.b>",
        "<div>\n",
        "# ",
        "- ",
        "1. ",
        "> ",
        "\\",
        "&lt;",
        "é",
        "!",
    ];
    for seed in 0..4000 {
        let source = typed(seed, &PIECES);
        let mut wanted = String::new();
        let options = pulldown_cmark::Options::ENABLE_STRIKETHROUGH;
        pulldown_cmark::html::push_html(
            &mut wanted,
            pulldown_cmark::Parser::new_ext(&source, options),
        );
        // How an address without need of it is encoded is the writer's own.
        let got = plain(&source);
        assert_eq!(normal(&got), normal(&wanted), "{source:?}");
    }
}

/// What once took quadratic time somewhere, here or in other programs. In
/// line each takes well under a second, unoptimised; squared, minutes.
#[test]
fn hostile_repetition_stays_in_line() {
    const PATTERNS: [&str; 40] = [
        "> ",
        "- ",
        "[",
        "![",
        "[a](",
        "](",
        "[a]",
        "[^a]",
        "[^a ",
        "[^a]: ",
        "**甲“",
        "*a **b ",
        "甲**“乙”**",
        "~~甲",
        "~“甲",
        "`a",
        "{{",
        "{{a ",
        "{{a}}",
        "|a",
        "|a\n",
        "<u>",
        "<u><b></u>",
        "<u>\n",
        "a</b>",
        "a<!--",
        "a<?",
        "<a ",
        "<div>",
        "<div>\n\n甲\n\n",
        "<p>a",
        "<script></b>",
        "## 甲\n\n",
        "甲\n---\n\n",
        "“\n”",
        "    甲\n\n",
        "![甲](a.jpg)\n",
        "```\n",
        "\u{E0FF}",
        "> ```chart\n",
    ];
    for pattern in PATTERNS {
        let start = std::time::Instant::now();
        let source = pattern.repeat(60_000 / pattern.len());
        assert_well_formed(&html(&source));
        assert!(start.elapsed().as_secs() < 20, "{pattern:?}");
    }
}
