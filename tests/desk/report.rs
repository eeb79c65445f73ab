//! The summary on the screen and the report on paper.

use super::ground::{Ground, run};
use super::story::xunli;
use std::fs;

/// Two counties with a dozen findings, one of them in markup's own signs.
fn faulty() -> Ground {
    let ground = Ground::sound();
    let mut text = String::from("== content/2024/dong/index.md (more)\n");
    for n in 0..12 {
        text += &format!("\n第{n}村逐村 过堂，见[甲](https://www.example.gov.cn/{n}?a=1&b=2)。\n");
    }
    text += "\n\n== content/2024/xi/index.md (more)\n\n把<b>一村 一策</b>当成大事。\n";
    ground.lay(&text);
    ground
}

#[test]
fn many_findings_are_summed_up_by_county() {
    let ground = faulty();
    let (_, text) = run(xunli(&ground.root()).args(["check"]));
    let table = "  错误  警告  说明  县（市、区）\n     0    12     0  2024 东县\n     0     1     0  2024 西县\n其余 0 个县没有发现问题。\n";
    assert!(text.contains(table), "{text}");
    let (_, text) = run(xunli(&ground.root()).args(["check", "--quiet"]));
    assert_eq!(text, "");
    let output = xunli(&ground.root())
        .args(["check", "--format", "json"])
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    let json: serde_json::Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(json["warnings"], 13);
    let county = &json["counties"][0];
    assert_eq!(county["folder"], "content/2024/dong");
    assert_eq!(
        (&county["name"], &county["warnings"]),
        (&"2024 东县".into(), &12.into())
    );
    assert!(json["numbers"]["references"].is_u64(), "{printed}");
}

#[test]
fn few_findings_need_no_summary() {
    let ground = Ground::sound();
    ground.lay("== content/2024/dong/index.md (more)\n\n逐村 过堂。\n");
    let (_, text) = run(xunli(&ground.root()).args(["check"]));
    assert!(!text.contains("县（市、区）"), "{text}");
}

#[test]
fn the_report_has_what_a_reviewer_signs_for() {
    let ground = faulty();
    let root = ground.root();
    let (exit, text) = run(xunli(&root).args(["check", "--report", "核校.html"]));
    assert_eq!(exit, 0, "{text}");
    let html = fs::read_to_string(root.join("核校.html")).unwrap();
    for part in [
        "东县：东县的做法",
        "逐村<mark> </mark>过堂",
        "space-in-chinese",
        "12个",
        "甲市统计公报",
        "https://www.example.gov.cn/3?a=1&amp;b=2",
        "content/2024/dong/index.md:",
        "汉字之间有空格。",
        "签名",
        "指向的外部网站",
        "</span>www.example.gov.cn</td>",
    ] {
        assert!(html.contains(part), "{part} is not in:\n{html}");
    }
    assert!(
        html.contains("&lt;b&gt;"),
        "markup of a line is shown, not done"
    );
    assert!(!html.contains("<b>"), "{html}");
    let (_, text) = run(xunli(&root).args(["check", "--report", "no/such/folder.html"]));
    assert!(text.contains("报告写不进"), "{text}");
    let english = ["check", "--lang", "en", "--report", "r.html"];
    assert_eq!(run(xunli(&root).args(english)).0, 0);
    let html = fs::read_to_string(root.join("r.html")).unwrap();
    assert!(html.contains("<html lang=\"en\">") && html.contains("Without a source"));
}

#[test]
fn a_report_of_one_slip_made_a_thousand_times_could_not_be_read() {
    let ground = Ground::sound();
    let text = "\n\n逐村 过堂。".repeat(150);
    ground.lay(&format!("== content/2024/dong/index.md (more)\n{text}\n"));
    let root = ground.root();
    let (_, text) = run(xunli(&root).args(["check", "--report", "r.html"]));
    let html = fs::read_to_string(root.join("r.html")).unwrap();
    let listed = html.matches("[space-in-chinese]").count();
    let said = "<li>另有 50 处 space-in-chinese 没有列出</li>";
    assert!(
        listed == 100 && html.contains(said),
        "{listed} listed\n{text}"
    );
    // All of them are counted.
    assert!(html.contains("<td class=\"n\">150</td>"), "{html}");
}
