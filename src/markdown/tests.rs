//! What an editor is told and where the mark stands, and what a reader sees:
//! cases in which only one word of the code decides.

use super::*;

/// A host that knows one figure and leaves the rest to the defaults.
struct Desk;

impl Host for Desk {
    fn reference(&mut self, expr: &str, _: Range<usize>) -> Option<Inline> {
        (expr == "villages").then(|| Inline {
            html: "<a href=\"#f\">401个</a>".to_owned(),
            text: "401个".to_owned(),
        })
    }

    fn block(&mut self, _: &str, _: &str, _: Range<usize>) -> Option<Block> {
        None
    }

    fn photo(&mut self, photo: Photo<'_>) -> Option<String> {
        let (alt, caption) = (photo.caption, photo.caption_html);
        Some(format!("<img alt=\"{alt}\">{caption}"))
    }
}

fn site(source: &str) -> Rendered {
    render(source, &Options::default(), &mut Desk)
}

fn html(source: &str) -> String {
    site(source).html
}

/// Each problem with the piece of the source that it points at.
fn told(source: &str) -> Vec<String> {
    let problems = site(source).problems;
    let line = |p: &Problem| format!("{}: {}", p.kind.code(), &source[p.at.clone()]);
    problems.iter().map(line).collect()
}

#[track_caller]
fn tells(source: &str, problems: &[&str]) {
    assert_eq!(told(source), problems, "{source}");
}

#[test]
fn half_a_pair_of_stars_is_told_beside_chinese() {
    let unclosed = ["emphasis-unclosed: **"];
    tells("做法一**强调没有收口", &unclosed);
    tells("plain **强调没有收口", &unclosed);
    tells("强调** plain", &unclosed);
    tells("plain (**“强调没有收口", &unclosed);
    tells("强调没有开头”**) plain", &unclosed);
    tells("两个 a** b", &[]);
    tells("做法一\\**强调", &[]);
}

#[test]
fn a_multiplication_is_told_and_emphasis_beside_a_digit_is_not() {
    tells("面积3*4万*5", &["stars-between-digits: *4万*"]);
    for sound in ["面积*4万*5", "面积3*万4*5", "面积3*4万*亩", "3*4*5"] {
        tells(sound, &[]);
    }
}

#[test]
fn marks_of_references_are_told_where_they_stand() {
    tells("共有{{ }}个村", &["reference-invalid: {{ }}"]);
    tells("{{村数", &["reference-unclosed: {{"]);
    tells("共有\\*{{村数", &["reference-unclosed: {{"]);
    tells("\\{{村数", &[]);
    tells(
        "共有{east/villages}}，好",
        &["reference-unclosed: {east/villages}}"],
    );
    tells(
        "共有｛｛villages｝｝，好",
        &["reference-unclosed: ｛｛villages｝｝"],
    );
    tells(
        "共有｛｛villages，好",
        &["reference-unclosed: ｛｛villages，好"],
    );
    tells("集合{甲，乙}}", &[]);
    tells("集合{}}", &[]);
}

#[test]
fn a_link_or_photo_that_came_out_as_text_is_told() {
    tells("见[附 表](附 表.xlsx)。", &["link-broken: ]("]);
    tells("见[附表]（a.xlsx）。", &["link-broken: ]（"]);
    tells("见[附表]（见附件）。", &[]);
    tells("见[附表](附 表。", &[]);
    tells("见![附图]（a.jpg）。", &["photo-broken: ]（"]);
    tells("![附图】（a.jpg）", &["photo-broken: !["]);
    tells("![附图】(a.jpg)", &["photo-broken: !["]);
    tells("甲 * 乙【丙】（丁）", &[]);
    tells(&format!("![{}】（丁）", "甲".repeat(400)), &[]);
}

#[test]
fn a_note_without_text_is_told() {
    tells("正文[^甲]，后文", &["footnote-undefined: [^甲]"]);
    tells("正文[^]，后文", &[]);
    tells("正文[^甲\n乙，后文", &[]);
}

#[test]
fn what_was_meant_as_heading_or_table_is_told() {
    tells("正文。\n\n##二、做法\n", &["heading-space: ##"]);
    tells(
        "正文。\n\n| 县 | 村 |\n| 东山 | 3 |\n",
        &["table-broken: | 县 | 村 |"],
    );
    tells(
        "正文。\n\n标题的一行\n标题的二行\n----\n",
        &["heading-underline: ----"],
    );
}

#[test]
fn refused_tags_are_told_but_not_their_ends() {
    for block in ["", "<div>\n"] {
        let end = if block.is_empty() { "" } else { "\n</div>" };
        tells(
            &format!("{block}甲<font>一</font>和<font>二</font>{end}"),
            &["html-dropped: <font>", "html-dropped: <font>"],
        );
        tells(
            &format!("{block}二</font>{end}"),
            &["html-dropped: </font>"],
        );
    }
    let [problem] = &site("二</font>").problems[..] else {
        panic!("one problem");
    };
    assert_eq!(problem.kind.message().zh, "这里不能用 HTML：</font>");
}

#[test]
fn a_second_end_of_a_tag_is_told_and_pairs_in_a_row_are_no_nest() {
    tells("<b>甲</b>乙</b>", &["html-unbalanced: </b>"]);
    tells(&"<b>甲</b>".repeat(2 * DEEPEST), &[]);
}

#[test]
fn nesting_beyond_the_limit_is_told_once() {
    let source = format!("{}甲", "> ".repeat(DEEPEST + 50));
    let problems = site(&source).problems;
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].kind, Kind::NestingTooDeep);
}

#[test]
fn an_open_comment_hides_the_rest_and_is_told() {
    tells("<!-- 记一笔 -->\n\n正文", &[]);
    let source = "正文\n\n<!-- 记一笔\n\n正文";
    tells(source, &["html-unbalanced: <!--"]);
    let problem = &site(source).problems[0];
    assert!(problem.kind.is_error());
    assert!(problem.kind.hint().zh.contains("-->"));
    let tag = &site("<b>甲").problems[0];
    assert!(tag.kind.hint().zh.contains("结束标签"));
    let meant = &site("面积3*4万*5").problems[0];
    assert!(!meant.kind.is_error());
}

#[test]
fn an_indent_is_code_only_where_it_was_meant() {
    let code = |source: &str| html(source).contains("<pre>");
    assert!(!code("　　前文\n\n      六格缩进的一段正文。\n"));
    assert!(code("    let x = 1;\n    注释一行\n"));
    assert!(html("    let x = 1;\n    注释一行\n").contains("注释一行\n</code>"));
    // A tab that belongs to the list stays with it.
    let item = "1.  甲\n\n\t    四格缩进的一段正文。\n";
    assert!(
        html(item).contains("<p>四格缩进的一段正文。</p>\n</li>"),
        "{}",
        html(item)
    );
    for item in [
        "- 甲\n\n\t  再缩进两格的一段正文。\n",
        "- 甲\n\n\t\t再缩进两格的一段正文。\n",
        "1. 甲\n\n\t   再缩进两格的一段正文。\n",
        "- - - 甲\n\n\t\t  再缩进两格的一段正文。\n",
    ] {
        assert!(
            html(item).contains("<p>再缩进两格的一段正文。</p>\n</li>"),
            "{item:?}: {}",
            html(item)
        );
    }
    for alone in [
        "\t  缩进的一段正文。\n",
        "  \t 缩进的一段正文。\n",
        "> \t  缩进的一段正文。\n",
    ] {
        assert!(html(alone).contains("<p>缩进的一段正文。</p>"), "{alone:?}");
    }
    // What follows code is not taken for more of it.
    let fenced = "    let x = 1;\n\n```\n    缩进的注释\n```\n";
    assert!(
        html(fenced).contains("<code>    缩进的注释\n"),
        "{}",
        html(fenced)
    );
    tells("    # 县里的注释\n", &["indented-code: # 县里的注释\n"]);
    tells("    let x = 1;\n", &[]);
    tells("```\n县里的注释\n```\n", &[]);
}

#[test]
fn references_in_code_are_none_and_credits_may_hold_them() {
    let expressions =
        |source: &str| -> Vec<String> { references(source).into_iter().map(|(_, e)| e).collect() };
    let code = "```\n{{a}}\n```\n\n{{b}}，`{{c}}`\n\n    let d = {{d}};\n";
    assert_eq!(expressions(code), ["b"]);
    let credit = "![图](a.jpg \"{{a}}个\") [链](b.md \"{{b}}\")\n\n<p>{{c}}</p>\n";
    assert_eq!(expressions(credit), ["a", "b", "c"]);
}

#[test]
fn a_link_that_leaves_the_site_says_so() {
    assert_eq!(
        html("[甲](https://x.cn/) [乙](b.md)"),
        "<p><a href=\"https://x.cn/\" rel=\"noopener noreferrer\">甲</a> <a href=\"b.md\">乙</a></p>\n"
    );
}

#[test]
fn a_photo_from_elsewhere_leaves_its_caption_only_within_a_line() {
    assert!(html("文中![图](https://x.cn/a.jpg)后").contains("<p>文中图后</p>"));
    assert_eq!(html("![图](https://x.cn/a.jpg)").trim(), "");
}

#[test]
fn tags_within_a_line_leave_its_breaks_alone() {
    for line in ["甲<wbr>乙", "甲<br>乙", "<b>甲</b>乙"] {
        let source = format!("{line}\n　　丙");
        assert_eq!(html(&source).matches("<p>").count(), 2, "{line}");
    }
    assert_eq!(html("<b>甲\n　　丙</b>").matches("<p>").count(), 1);
    assert_eq!(site("甲<br>乙").text, "甲\n乙");
    assert!(!html("甲\n　乙").contains("甲\n"));
}

#[test]
fn plain_text_is_one_line_for_each_block() {
    let text = site("# 一\n\n二\n\n- 三\n- 四\n\n![图](a.jpg)\n").text;
    assert_eq!(text, "一\n二\n三\n四\n图");
}

#[test]
fn columns_stand_as_the_table_says() {
    let table = html("| 甲 | 乙 | 丙 | 丁 |\n|:--|:-:|--:|---|\n| 1 | 2 | 3 | 4 |\n");
    for cell in [
        "<td class=\"align-left\">1",
        "<td class=\"align-center\">2",
        "<td class=\"align-right\">3",
        "<td>4",
    ] {
        assert!(table.contains(cell), "{table}");
    }
}

#[test]
fn no_link_is_put_into_an_attribute() {
    let table = "<table><tr><td>\"甲<td colspan=\"{{villages}}\">{{villages}}</table>\n";
    let made = html(table);
    assert!(made.contains("colspan=\"{{villages}}\""), "{made}");
    assert!(made.contains("><a href=\"#f\">401个</a></td>"), "{made}");
    let odd = html("<table><tr><td colspan=\"&gt;{{villages}}\">乙</table>\n");
    assert!(!odd.contains("<a href"), "{odd}");
}

#[test]
fn a_caption_reads_as_one_line_of_text() {
    for (written, caption) in [
        ("甲**“乙”**丙", "甲“乙”丙"),
        ("甲\n乙", "甲乙"),
        ("甲**“乙”**\n丙", "甲“乙”丙"),
        ("east\nwest", "east west"),
        ("甲  \n乙", "甲 乙"),
        ("甲<b>乙</b>", "甲乙"),
        ("甲`乙`", "甲乙"),
    ] {
        let made = html(&format!("![{written}](a.jpg)\n"));
        assert_eq!(
            made,
            format!("<img alt=\"{caption}\">{caption}\n"),
            "{written}"
        );
    }
    let made = html("![共{{villages}}、**“R&D”**，{{none}}](a.jpg)\n");
    let linked = "共<a href=\"#f\">401个</a>、“R&amp;D”，{{none}}";
    assert!(made.ends_with(&format!(">{linked}\n")), "{made}");
    // Within a line there is no room for a link.
    let made = html("文![共{{villages}}](a.jpg)字\n");
    assert!(!made.contains("<a href"), "{made}");
}

#[test]
fn photos_on_one_line_are_photos_all_the_same() {
    for between in [" ", "　", "\n", "  \n"] {
        let made = html(&format!("![甲](a.jpg){between}![乙](b.jpg)\n"));
        assert!(!made.contains("<p>"), "{between:?}: {made}");
    }
    assert!(html("![甲](a.jpg)与![乙](b.jpg)\n").contains("<p>"));
}

#[test]
fn a_figure_at_the_end_of_a_line_joins_what_is_chinese() {
    assert_eq!(
        html("{{villages}}\n“A”"),
        "<p><a href=\"#f\">401个</a>“A”</p>\n"
    );
    assert!(html("“A”\n“B”").contains('\n'));
}

#[test]
fn an_empty_block_leaves_no_line_in_the_plain_text() {
    assert_eq!(site("```\n```\n\n甲").text, "甲");
    assert_eq!(site("甲\n\n```\n乙\n```\n\n丙").text, "甲\n乙\n丙");
}

#[test]
fn what_stands_in_a_comment_is_no_tag() {
    tells("<!-- 注<x-->\n\n正文\n", &[]);
    tells("<!-- 注<x>--><y>\n\n正文\n", &["html-dropped: <y>"]);
}

#[test]
fn an_end_without_a_beginning_closes_nothing() {
    for block in ["<p>一</p><details></p>", "<p>一<p>二</p><details></p>"] {
        let source = format!("{block}\n\n正文\n\n</details>\n");
        let made = html(&source);
        assert!(
            made.contains("<details>") && made.contains("</details>"),
            "{made}"
        );
        tells(&source, &[]);
    }
}

#[test]
fn cells_that_are_not_closed_are_no_nest() {
    let cells = "<td>1".repeat(DEEPEST + 1);
    let heads = "<th>1".repeat(DEEPEST + 1);
    tells(&format!("<table><tr>{cells}<tr>{heads}</table>\n"), &[]);
}

#[test]
fn a_star_or_bracket_alone_is_no_mark() {
    tells("说明：*号表示预计数", &[]);
    tells("面积a*b【图】（x.png）", &[]);
    tells("\\![图】（x.png）", &[]);
    tells("![图】（x.png）", &["photo-broken: !["]);
}

#[test]
fn behind_the_last_reference_that_a_text_can_hold_nothing_more_is_told() {
    let many = "{{villages}}".repeat(0x1_F000);
    for (rest, problems) in [
        ("", &[][..]),
        ("{{none}}", &["reference-too-many: {{none}}"]),
        (
            "{{none}}{{none}}，{{村数",
            &["reference-too-many: {{none}}"],
        ),
    ] {
        let source = format!("{many}{rest}\n");
        tells(&source, problems);
    }
    let before = format!("{{{{村数\n\n{many}{{{{none}}}}\n");
    tells(
        &before,
        &["reference-unclosed: {{", "reference-too-many: {{none}}"],
    );
}

#[test]
fn what_stands_in_a_value_ends_no_tag() {
    for value in ["a>{{villages}}", "<{{villages}}", "a>b<{{villages}}"] {
        let made = html(&format!(
            "<table><tr><th scope='{value}'>{{{{villages}}}}</table>\n"
        ));
        assert_eq!(made.matches("<a href").count(), 1, "{made}");
        assert!(made.contains("><a href=\"#f\">401个</a></th>"), "{made}");
    }
    let quoted = html("<table><tr><td>“甲\"乙{{villages}}</table>\n");
    assert!(quoted.contains("<a href"), "{quoted}");
}
