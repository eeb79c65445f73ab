//! Checks that the editors ask for: units, words, acknowledged differences, and
//! the figure that slipped.

use super::{X, hints};
use crate::showcase::sample::{Sample, found};

/// A check over figures aa, bb and cc: unit and value of each.
fn sheet(figures: [(&str, &str); 3], check: &str) -> String {
    let mut sheet = String::new();
    for (id, (unit, value)) in ["aa", "bb", "cc"].into_iter().zip(figures) {
        let name = ["甲", "乙", "丙"][usize::from(id.as_bytes()[0] - b'a')];
        sheet +=
            &format!("[figures.{id}]\nname = \"{name}\"\nunit = \"{unit}\"\nvalue = \"{value}\"\n");
    }
    sheet += &format!("[[checks]]\n{check}\n");
    sheet
}

/// What is said of it.
fn check(figures: [(&str, &str); 3], check: &str) -> String {
    let said = found(X, &[("a", &sheet(figures, check))]);
    said.lines().filter(|l| l.contains("check-")).collect()
}

const SUM: &str = "sum = [\"aa\", \"bb\"]\nis = \"cc\"";
const DIFFERENCE: &str = "difference = [\"aa\", \"bb\"]\nis = \"cc\"";
const RATIO: &str = "ratio = [\"aa\", \"bb\"]\nis = \"cc\"";
const PER: &str = "per = [\"aa\", \"bb\"]\nis = \"cc\"";
const PRODUCT: &str = "product = [\"aa\", \"bb\"]\nis = \"cc\"";
const SHARE: &str = "share = [\"aa\", \"bb\"]\nis = \"cc\"";

fn wan(values: [&str; 3]) -> [(&str, &str); 3] {
    values.map(|v| ("万元", v))
}

#[test]
fn units_of_another_size_or_kind_are_taken_as_they_count() {
    for (figures, terms, why) in [
        (
            [("万个", "1万个"), ("个", "2个"), ("万倍", "0.5万倍")],
            RATIO,
            "万倍",
        ),
        (
            [("万个", "108万个"), ("个", "54个"), ("万家", "2万家")],
            PER,
            "万家",
        ),
        (
            [("万个", "108万个"), ("个", "54个"), ("家", "20000家")],
            PER,
            "家",
        ),
        (
            [("个", "54个"), ("户", "10000户"), ("万人", "54万人")],
            PRODUCT,
            "万人",
        ),
        (
            [("万元", "100万元"), ("个", "50个"), ("元/个", "20000元/个")],
            PER,
            "元/个",
        ),
        (
            [("亿元", "1亿元"), ("万元", "5000万元"), ("倍", "2倍")],
            RATIO,
            "亿 by 万",
        ),
        (
            [
                ("万元", "100万元"),
                ("人", "20000人"),
                ("万元/万人", "50万元/万人"),
            ],
            PER,
            "万元/万人",
        ),
        (
            [
                ("公顷", "20公顷"),
                ("元/亩", "500元/亩"),
                ("万元", "15万元"),
            ],
            PRODUCT,
            "元/亩 of 公顷",
        ),
        (
            [("万户", "1万户"), ("个", "500个"), ("倍", "20倍")],
            RATIO,
            "户 by 个",
        ),
    ] {
        assert_eq!(check(figures, terms), "", "{why}");
        let [a, b, (unit, _)] = figures;
        let wrong = format!("7{unit}");
        let said = check([a, b, (unit, &wrong)], terms);
        assert!(said.starts_with("error check-failed"), "{why}: {said}");
    }
}

#[test]
fn a_tolerance_in_per_cent_is_of_the_stated_number() {
    let of = |stated: &str| {
        let terms = format!("{SUM}\ntolerance = \"2%\"");
        check(wan(["70", "30", stated]), &terms)
    };
    assert_eq!(of("98.1"), "");
    assert_eq!(of("102"), "");
    assert!(of("97").contains("check-failed"));
}

#[test]
fn the_result_is_told_to_its_last_digit_with_the_word_that_the_parts_leave() {
    for (figures, terms, told) in [
        (
            wan(["1.2341", "1.001", "2.3"]),
            SUM,
            "甲1.2341万元 + 乙1.001万元 = 2.2351万元，列为2.3万元，相差0.0649万元",
        ),
        (wan(["1340", "不足80", "2"]), PER, " = 至少16.75"),
        (wan(["1340", "80以上", "2"]), PER, " = 不超过16.75"),
        (wan(["1340", "约80", "2"]), PER, " = 约16.75"),
        (wan(["1340", "80", "2"]), PER, " = 16.75"),
    ] {
        let figures = match terms {
            PER => [figures[0], ("个", figures[1].1), figures[2]],
            _ => figures,
        };
        let said = check(figures, terms);
        assert!(said.contains(told), "{told}: {said}");
    }
}

#[test]
fn a_part_is_told_in_its_unit_unless_rounding_would_change_it() {
    let of = |value: &str| {
        let one = format!(
            "{}decimals = 0\n",
            X.replace("贷款", "甲").replace("万元", "公顷")
        );
        let sheet = format!(
            "[figures.x]\nvalue = \"{value}\"\n[figures.own]\nname = \"丙\"\nunit = \"公顷\"\nvalue = 900\n[[checks]]\nsum = [\"x\"]\nis = \"own\"\n"
        );
        let said = found(&one, &[("a", &sheet)]);
        let (_, rest) = said.split_once("核对不上：").unwrap();
        rest.split_once(" = ").unwrap().0.to_owned()
    };
    assert_eq!(of("100亩"), "甲100亩", "which is 6.67公顷");
    assert_eq!(of("150亩"), "甲10公顷");
    assert_eq!(of("约100亩"), "甲约7公顷");
}

#[test]
fn what_agrees_says_how_near() {
    // The note acknowledges a difference that is there no more.
    let of = |figures, more: &str| {
        let known = "acknowledged = \"5万元\"\nnote = \"照录\"";
        check(figures, &format!("{SUM}\n{known}\n{more}"))
    };
    let known = "；可是说明里的差额是5万元";
    for (c, more, how) in [
        ("100万元", "", "相符"),
        ("约101万元", "", "不矛盾"),
        ("101万元", "tolerance = \"2%\"", "在误差之内"),
    ] {
        let said = of(wan(["70万元", "30万元", c]), more);
        let told = format!("列为{c}，{how}{known}");
        assert!(
            said.starts_with("warning ") && said.ends_with(&told),
            "{said}"
        );
    }
    let vague = of(wan(["约70万元", "30万元", "101万元"]), "");
    assert!(vague.contains("列为101万元，不矛盾"), "{vague}");
    let apart = of(wan(["约70万元", "30万元", "150万元"]), "");
    assert!(apart.contains("相差约50万元"), "{apart}");
}

#[test]
fn an_acknowledged_difference_is_that_one_in_any_unit() {
    let of = |stated: &str, note: &str| {
        let said = check(wan(["70", "30", stated]), &format!("{SUM}\n{note}"));
        said.split(' ').next().unwrap().to_owned()
    };
    let known = |size: &str| format!("acknowledged = \"{size}\"\nnote = \"照录\"");
    for (stated, size, severity) in [
        ("110", "10万元", "info"),
        ("110", "0.001亿元", "info"),
        ("90", "-0.001亿元", "info"),
        ("90", "10万元", "error"),
        ("110", "10.04万元", "info"),
        ("110", "10.1万元", "error"),
    ] {
        assert_eq!(of(stated, &known(size)), severity, "{stated} {size}");
    }
    // In the words of the note it has no sign, and is less sure.
    let note = |words: &str| format!("note = \"原文如此，{words}\"");
    for (stated, words, severity) in [
        ("110", "相差10万元", "info"),
        ("90", "相差0.001亿元", "info"),
        ("120", "相差10万元", "warning"),
        ("120", "四舍五入", "info"),
    ] {
        assert_eq!(of(stated, &note(words)), severity, "{stated} {words}");
    }
    let said = check(
        wan(["70", "30", "120"]),
        &format!("{SUM}\n{}", note("相差10万元")),
    );
    assert!(
        said.ends_with("；说明里写的是相差10万元，现在是列的多20万元"),
        "{said}"
    );
    // Shares are apart by 个百分点, which is also written with %.
    let share = |size: &str| {
        let figures = [("万元", "27"), ("万元", "100"), ("%", "30%")];
        check(figures, &format!("{SHARE}\n{}", known(size)))
    };
    for same in ["3%", "3个百分点"] {
        assert!(share(same).starts_with("info "), "{same}: {}", share(same));
    }
    assert!(share("4%").starts_with("error "), "{}", share("4%"));
}

#[test]
fn a_noted_difference_is_offered_as_one_to_acknowledge() {
    let offered = |stated: &str| {
        let sample = Sample::new();
        let noted = format!("{SUM}\nnote = \"照录\"");
        let sheet = sheet(wan(["70", "30", stated]), &noted);
        sample.edition("2019", "as_of = 2019-11-30", X, &[("a", &sheet)]);
        hints(&sample, "check-failed")
    };
    for (stated, size) in [("110", "10万元"), ("90.5", "-9.5万元")] {
        let told = format!("（加一行 acknowledged = \"{size}\"，差额再变就会报错）");
        assert!(offered(stated).ends_with(&told), "{}", offered(stated));
    }
}

#[test]
fn the_one_figure_that_a_slip_explains_is_pointed_at() {
    // aa stands in lines 1 to 4, bb to 8, cc to 12, the check begins in 13.
    let ge = |values: [&'static str; 3]| values.map(|v| ("个", v));
    for (figures, terms, line, why) in [
        (ge(["74", "6", "53"]), SUM, 4, "47"),
        (ge(["5300", "740", "4830"]), DIFFERENCE, 8, "470"),
        (ge(["373", "9", "402"]), SUM, 4, "393, one digit"),
        (
            ge(["93", "9", "22"]),
            SUM,
            13,
            "one of two digits is chance",
        ),
        (ge(["47—49", "6", "90"]), SUM, 13, "a range has no digits"),
        (wan(["147", "6", "-41"]), SUM, 13, "-47 is no slip of 147"),
        (ge(["173", "9", "302"]), SUM, 13, "293 has two other digits"),
    ] {
        let said = check(figures, terms);
        let place = format!("error check-failed content/2019/a/figures.toml:{line} ");
        assert!(said.starts_with(&place), "{why}: {said}");
    }
    // A difference that was acknowledged is to remain.
    let figures = [("万元", "7400"), ("万元", "600"), ("亿元", "0.54")];
    let known = "acknowledged = \"100万元\"\nnote = \"照录\"";
    let said = check(figures, &format!("{SUM}\n{known}"));
    assert!(said.contains("figures.toml:4 "), "{said}");
    // What a note says is so is not looked for.
    let said = check(ge(["74", "6", "53"]), &format!("{SUM}\nnote = \"照录\""));
    assert!(
        said.starts_with("info check-failed content/2019/a/figures.toml:13 "),
        "{said}"
    );
}
