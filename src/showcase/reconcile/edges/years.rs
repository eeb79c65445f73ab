//! One figure in two editions.

use super::across;

#[test]
fn a_target_that_is_all_there_are_does_not_change() {
    let of = |then: &str, now: &str| {
        let target = |whole: &str, t: u32| format!("value = 1\n{whole}\ntarget = {t}");
        across(["", ""], &target(then, 150), &target(now, 160))
    };
    let all = "whole = true";
    let told = of(all, all);
    assert!(
        told.contains("写了 whole = true，目标就是全部，怎么变了？"),
        "{told}"
    );
    for (then, now) in [
        ("", all),
        (all, ""),
        ("", ""),
        ("whole = false", "whole = false"),
    ] {
        assert_eq!(of(then, now), "", "{then} {now}");
    }
}

#[test]
fn a_year_that_an_edition_is_of_is_held_against_its_value() {
    // 2.74 is 27400 and 27380, which the older edition prints as well.
    let of = |now: u32| {
        across(
            ["", ""],
            "value = \"2.74亿元\"\nseries = { 2017 = 25000, 2018 = 27380 }",
            &format!("value = 30000\nseries = {{ 2018 = {now}, 2019 = 30000 }}"),
        )
    };
    assert_eq!(of(27400), "");
    assert!(of(27500).contains("2018年的数是27500万元，2018 年度里是2.74亿元"));
}

#[test]
fn a_value_of_the_other_editions_day_is_told_at_the_value() {
    let told = across(
        ["", ""],
        "value = 20",
        "value = 21\nas_of = 2018-11-30\nseries = { 2017 = 19, 2018 = 21 }",
    );
    assert!(
        told.contains("2019/a/figures.toml:2 “贷款”2018年的数是21万元"),
        "{told}"
    );
}
