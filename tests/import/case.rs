//! Word documents into cases.

use crate::{Desk, sent};
use std::io::Read;

const STYLED: &str = "\
## 一、实施背景

**夯实责任，强化使命担当。**成立区级“消薄”工作领导小组，23个村入股900万元，增速10.1%。

## 二、主要做法

### （一）精准发力

- 碧湖镇23个村
- 雅溪镇岱后村
  - 其中甲

1. 第一步
2. 第二步

![图1 岱后“红军营”开营](图1岱后红军营开营.png \"杨敏 摄\")

<table>
<thead>
<tr><th rowspan=\"2\">乡镇</th><th colspan=\"2\">资金</th></tr>
<tr><th>计划</th><th>到位</th></tr>
</thead>
<tbody>
<tr><td>碧湖</td><td>1,000</td><td>900</td></tr>
</tbody>
</table>

## 三、发展成效

3\\*5=15亩，10\\~15万元，见\\[2019\\]12号、\\{{x}}和\\<b>。

| 县 | 数 |
|---|--:|
| 莲都 | 401 |

![图2 光伏项目](图2光伏项目.png)

## 四、启示

脚注在此。
";

fn body(text: &str) -> &str {
    text.split_once("+++\n\n").unwrap().1
}

#[test]
fn python_docx_and_libreoffice_give_the_same_case() {
    for file in ["styled.docx", "libreoffice.docx"] {
        let desk = Desk::new();
        let ran = desk.case(&sent("documents").join(file));
        assert_eq!(ran.status, 0, "{file}: {}{}", ran.out, ran.err);
        let text = desk.read("liandu/index.md");
        assert_eq!(body(&text), STYLED, "{file}");
        let front = "+++\nname  = \"莲都区\"\ncode  = \"331102\"\ntitle = \"补助变股金，红色添绿意\"\nbyline = [\"杨敏\", \"周若毅\"]\n+++\n";
        assert_eq!(
            text.split_once("+++\n\n").unwrap().0.to_owned() + "+++\n",
            front
        );
        assert!(ran.err.contains(
            "案例各部分：背景“一、实施背景”、做法“二、主要做法”、成效“三、发展成效”、启示“四、启示”"
        ));
    }
}

#[test]
fn headings_by_number_and_look_are_listed_as_guesses() {
    let desk = Desk::new();
    let ran = desk.case(&sent("documents/by-look.docx"));
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = desk.read("liandu/index.md");
    assert!(
        text.contains("title = \"借船出海 抱团发展\"\nbyline = [\"中共龙泉市委组织部\"]\n"),
        "{text}"
    );
    let expected = "——龙泉市消薄工作纪实\n\n## 一、实施背景\n\n龙泉市19个乡镇（街道）累计培训8000余人次。\n\n## 二、主要做法\n\n### （一）构建体系\n\n\\*\\*不是加粗\\*\\*，约2300人次参加。\n\n#### 1.定期培训\n\n一是集中培训12期。二是送教上门。\n\n## 三、启示探讨\n\n要长远。\n";
    assert_eq!(body(&text), expected);
    assert_eq!(
        ran.out.matches("← 按序号和字体猜的").count(),
        5,
        "{}",
        ran.out
    );
}

#[test]
fn what_pandoc_writes() {
    let desk = Desk::new();
    let ran = desk.case(&sent("documents/pandoc.docx"));
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = desk.read("liandu/index.md");
    assert!(text.contains("date = 2026-10-31"), "{text}");
    let expected = "## 一、背景\n\n全县254个村入股资金**1.2亿元**[^1]，见[官网](https://www.example.gov.cn/)。\n\n### （一）做法\n\n1. 甲\n2. 乙\n   - 丙\n\n| 县 | 数 |\n|---|--:|\n| 景宁 | 254 |\n\n![图1 大漈](图1大漈.png)\n\n## 二、启示\n\n换行在此\\\n第二行。H<sub>2</sub>O 与 m<sup>2</sup>，~~删去~~。\n\n[^1]: 由县兴村富民公司统一管理，年收益6%。\n";
    assert_eq!(body(&text), expected);
}

#[test]
fn changes_comments_text_boxes_and_pictures_that_cannot_be_shown() {
    let desk = Desk::new();
    let ran = desk.case(&sent("documents/odd.docx"));
    assert_eq!(ran.status, 0, "{}", ran.err);
    let expected = "共投入2.738亿元，建项目58个。\n\n文本框里的话。\n\n[官网](https://www.example.gov.cn/a)有全文。\n\n图1 示意图\n";
    assert_eq!(body(&desk.read("liandu/index.md")), expected);
    for said in [
        "第 1 张图“图1 示意图”是 EMF 格式",
        "有一张图片不在文件里，只是一个链接",
        "批注（张三）：这个数要再核一下",
        "1 处插入、1 处删除，都按接受处理",
        "隐藏的文字没有导入：内部掌握",
    ] {
        assert!(ran.err.contains(said), "{said}\nnot in\n{}", ran.err);
    }
}

#[test]
fn a_form_with_the_text_in_its_fields() {
    let desk = Desk::new();
    let ran = desk.case(&sent("documents/form.docx"));
    assert_eq!(ran.status, 0, "{}", ran.err);
    let text = desk.read("liandu/index.md");
    for part in [
        "title = \"飞地抱团\"\n",
        "byline = [\"青田县委组织部\"]\n",
        "# 原页：典型案例申报表\n# 原页：联系电话：0578-0000000\n",
        "## 实施背景\n\n2019年有122个薄弱村。\n\n第二段。\n",
    ] {
        assert!(text.contains(part), "{part}\nnot in\n{text}");
    }
}

#[test]
fn a_table_of_contents_a_fraction_a_deleted_end_and_a_frame() {
    let desk = Desk::new();
    let ran = desk.case(&sent("documents/contents.docx"));
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(ran.err.contains("目录没有导入"), "{}", ran.err);
    let text = desk.read("liandu/index.md");
    assert!(text.contains("byline = [\"青田县农业农村局\", \"王强\", \"李小明\"]"));
    let expected = "## 一、背景\n\n完成率为401/444。\n\n这一段的段末被删，与这一段相连。\n\n## 二、做法\n\n框里的第一段。\n\n框里的第二段。\n";
    assert_eq!(body(&text), expected);
}

#[test]
fn numbers_of_levels_headings_like_sentences_and_what_stands_outside_of_text() {
    let desk = Desk::new();
    let ran = desk.case(&sent("documents/levels.docx"));
    assert_eq!(ran.status, 0, "{}", ran.err);
    let expected = "\
## 一、背景

### （一）总体

1. 修路3公里。

   （1）甲村1公里。

   a. 东段。

2. 建桥2座。

### （二）压实责任。

全年研究12次。

#### 1.建强队伍。

培训2300余人次。

**（三）抓好人才。**选派第一书记51名。

![图1](图1.png)

今年又增收了8万元

> “把路走下去。”村支书说。
>
> 第二句。

![图3 甲村](图3甲村.png)

![图4 乙村](图4乙村.png)

![丙村的茶园](丙村的茶园.png)

![丁村的民宿](丁村的民宿.png)

≥②43户

丽（lí）水

决胜47

乙50

51/52、③项、

\\{{villages}}
";
    assert_eq!(body(&desk.read("liandu/index.md")), expected);
    for said in [
        "没有导入：\\i\\su(1,9,x)",
        "公式写成了一行字：51/52",
        "“丙村的茶园”当作上面那张图的图说",
    ] {
        assert!(ran.err.contains(said), "{said}\nnot in\n{}", ran.err);
    }
}

#[test]
fn other_formats_are_told_how_to_be_saved() {
    let desk = Desk::new();
    for (file, what) in [
        ("by-look.doc", "旧格式（.doc 或 .wps）"),
        ("libreoffice.odt", "OpenDocument（.odt）"),
    ] {
        let ran = desk.case(&sent("documents").join(file));
        assert_eq!(ran.status, 1);
        assert!(
            ran.err.contains(what) && ran.err.contains("另存为"),
            "{}",
            ran.err
        );
    }
    let ran = desk.case(&sent("tables/wide.xlsx"));
    assert!(ran.err.contains("这是表格，不是稿件"), "{}", ran.err);
    let ran = desk.figures(&sent("documents/styled.docx"), &[]);
    assert!(ran.err.contains("这是 Word 文档，不是表格"), "{}", ran.err);
}

#[test]
fn files_under_the_name_of_a_document_say_what_they_are() {
    let desk = Desk::new();
    let packed = |name: &str| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default();
        zip.start_file(name, options).unwrap();
        zip.finish().unwrap().into_inner()
    };
    for (bytes, said) in [
        (b"{\\rtf1 x}".to_vec(), "RTF 文件"),
        (
            b"<html><p>x</p></html>".to_vec(),
            "网页（.html、.mht、.xml）",
        ),
        (b"MIME-Version: 1.0\n".to_vec(), "网页（.html、.mht、.xml）"),
        ("一段话。\n".into(), "xunli import text"),
        (Vec::new(), "文件是空的"),
        (b"Rar!\x1A\x07\x00".to_vec(), "解开压缩"),
        (packed("a.txt"), "解开压缩"),
        (packed("ppt/presentation.xml"), "演示文稿"),
        (packed("Index/Document.iwa"), "Pages"),
        (b"\xFF\xD8\xFF\xE0".to_vec(), "这是图片"),
    ] {
        let ran = desk.case(&desk.put("sent.docx", &bytes));
        assert_eq!(ran.status, 1);
        assert!(ran.err.contains(said), "{said} not in {}", ran.err);
    }
}

/// Every piece of text of every document stands in the case.
#[test]
fn no_sentence_is_lost() {
    for file in ["styled", "by-look", "pandoc", "libreoffice"] {
        let desk = Desk::new();
        let path = sent("documents").join(format!("{file}.docx"));
        assert_eq!(desk.case(&path).status, 0);
        let text = desk
            .read("liandu/index.md")
            .replace('\\', "")
            .replace("**", "");
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        for piece in pieces(&path) {
            // A credit leaves its brackets, a byline its 文/ and its spaces.
            let piece = piece.replace('*', "");
            let ends = |c: char| c.is_whitespace() || "（）".contains(c);
            for part in piece
                .split(ends)
                .filter(|p| !p.is_empty() && !["文/", "文", "/"].contains(p))
            {
                assert!(text.replace('*', "").contains(part), "{file}: {part}");
            }
        }
    }
}

/// What stands between `<w:t>` tags.
fn pieces(path: &std::path::Path) -> Vec<String> {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut xml = String::new();
    archive
        .by_name("word/document.xml")
        .unwrap()
        .read_to_string(&mut xml)
        .unwrap();
    xml.split("<w:t")
        .skip(1)
        .filter(|p| p.starts_with('>') || p.starts_with(' '))
        .filter_map(|p| Some(p.split_once('>')?.1.split_once("</w:t>")?.0.to_owned()))
        .map(|t| {
            t.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&amp;", "&")
        })
        .collect()
}

/// The case that is replaced stays beside the new one.
#[test]
fn a_case_that_is_replaced_is_kept() {
    let desk = Desk::new();
    let old = desk.read("liandu/index.md");
    desk.case(&sent("documents/by-look.docx"));
    assert_eq!(desk.read("liandu/index.md~"), old);
    let listed = desk.run(&["check"]);
    assert!(!listed.err.contains("index.md~"), "{}", listed.err);
}

/// As WPS writes it and offices send it.
#[test]
fn a_document_of_an_office() {
    let desk = Desk::new();
    let ran = desk.case(&sent("documents/office.docx"));
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let text = desk.read("liandu/index.md");
    assert!(
        text.contains("byline = [\"莲都区委组织部\", \"杨敏\", \"周若毅\"]"),
        "{text}"
    );
    let expected = "## 一、背景\n\n全区122个村收入薄弱，亟需破题，各方期盼。\n\n## 二、做法\n\n组建公司2家，入股900万元，分红72万元。\n\n1\\.盘活资产7处。\n\n![左图：开营现场](左图开营现场.png)\n\n![右图：红军食堂](右图红军食堂.png)\n\n![游客在岱后村体验。](游客在岱后村体验.png \"记者 王五 摄\")\n\n图4 坏了的图\n\n链接：奖励资金36万元。\n\n![图5 山场](图5山场.png)\n";
    assert_eq!(body(&text), expected);
    for said in [
        "第 4 张图“图4 坏了的图”坏了，打不开，没有导入",
        "页眉页脚里有图片，没有导入：image5.png",
        "页眉页脚没有导入：内部资料",
        "目录没有导入",
    ] {
        assert!(ran.err.contains(said), "{said}\nnot in\n{}", ran.err);
    }
    assert!(!ran.err.contains("markdown-slip"), "{}", ran.err);
}

/// A document of these paragraphs, as Word packs it.
fn document_of(body: &str) -> Vec<u8> {
    use std::io::Write;
    let options = zip::write::SimpleFileOptions::default();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", options).unwrap();
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    let xml = format!("<w:document xmlns:w=\"{space}\"><w:body>{body}</w:body></w:document>");
    zip.write_all(xml.as_bytes()).unwrap();
    zip.finish().unwrap().into_inner()
}

fn run(text: &str, bold: bool) -> String {
    let bold = if bold { "<w:rPr><w:b/></w:rPr>" } else { "" };
    format!("<w:r>{bold}<w:t>{text}</w:t></w:r>")
}

fn paragraph(text: &str, bold: bool) -> String {
    format!("<w:p>{}</w:p>", run(text, bold))
}

/// The field of the contents may end where it begins, within the paragraph
/// that follows it, or never.
#[test]
fn what_follows_the_contents_is_kept() {
    let field = |kind: &str| format!("<w:r><w:fldChar w:fldCharType=\"{kind}\"/></w:r>");
    let begin = format!(
        "{}<w:r><w:instrText>TOC \\o</w:instrText></w:r>{}{}",
        field("begin"),
        field("separate"),
        run("一、做法 1", false)
    );
    let heading =
        "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>一、做法</w:t></w:r></w:p>";
    let text = run("建共富工坊86家。", false);
    let end = field("end");
    for body in [
        format!("<w:p>{begin}{end}</w:p><w:p>{text}</w:p>"),
        format!(
            "<w:p>{begin}</w:p><w:p>{}{end}{text}</w:p>",
            run("二、成效 2", false)
        ),
        format!("<w:p>{begin}</w:p>{heading}<w:p>{text}</w:p>"),
    ] {
        let desk = Desk::new();
        let ran = desk.case(&desk.put("a.docx", &document_of(&body)));
        assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
        let written = desk.read("liandu/index.md");
        assert!(written.contains("建共富工坊86家。"), "{written}");
        assert!(!written.contains("做法 1"), "{written}");
        assert!(ran.err.contains("目录没有导入"), "{}", ran.err);
    }
}

#[test]
fn bold_lines_above_paragraphs_are_headings() {
    let long = "莲都区山多地少，过去村集体收入薄弱，如今有了12个项目。";
    let mut body = paragraph("共富工坊建设情况", true);
    for name in ["基本情况：", "主要做法"] {
        body += &(paragraph(name, true) + &paragraph(long, false));
    }
    let desk = Desk::new();
    let ran = desk.case(&desk.put("a.docx", &document_of(&body)));
    assert_eq!(ran.status, 0, "{}{}", ran.out, ran.err);
    let written = desk.read("liandu/index.md");
    assert!(
        written.contains("## 基本情况：\n") && written.contains("## 主要做法\n"),
        "{written}"
    );
    assert!(ran.out.contains("按加粗猜的"), "{}", ran.out);
    // One bold line is emphasis.
    let body = paragraph("标题在这里", true)
        + &paragraph(long, false)
        + &paragraph("记住这一点", true)
        + &paragraph(long, false);
    let ran = desk.case(&desk.put("b.docx", &document_of(&body)));
    assert!(!ran.out.contains("按加粗猜的"), "{}", ran.out);
}
