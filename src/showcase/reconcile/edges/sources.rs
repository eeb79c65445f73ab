//! Sources that name another county or another year than all others do.

use super::{X, about, x};
use crate::showcase::sample::found;

/// What is said of the sources of counties qt, jn, yh, sc, lq; each has a number
/// of its own.
fn said(sources: &[&str]) -> String {
    let names = ["qt", "jn", "yh", "sc", "lq"];
    let sheet = |(at, source): (usize, &&str)| {
        let top = match source.is_empty() {
            true => String::new(),
            false => format!("source = \"{source}\"\n"),
        };
        top + &x(&format!("{}", 110 + 13 * at))
    };
    let sheets: Vec<String> = sources.iter().enumerate().map(sheet).collect();
    let counties: Vec<_> = names
        .into_iter()
        .zip(sheets.iter().map(String::as_str))
        .collect();
    about(&found(X, &counties), "出处写的是")
}

#[test]
fn the_one_source_that_names_another_county_is_asked_about() {
    let told =
        "warning figure-copied content/2019/yh/figures.toml:1 出处写的是qt，别的县写的都是自己的";
    for (sources, why) in [
        (
            &["qt县水利局", "jn县水利局", "qt县水利局"][..],
            "the whole name",
        ),
        (&["qt水利局", "jn水利局", "qt水利局"], "the short one"),
        (
            &["qt市水利局", "jn县水利局", "qt县水利局"],
            "whatever its rank",
        ),
        (
            &["qt县2019年年报", "jn县2019年年报", "qt县2019年年报"],
            "with a year",
        ),
        (
            &["qt县水利局", "jn县水利局", "qt县水利局", "市统计局", ""],
            "some name none",
        ),
        (
            &["市统计局", "jn县水利局", "qt县水利局", "sc县水利局"],
            "behind one without",
        ),
    ] {
        assert_eq!(said(sources), told, "{why}");
    }
    for (sources, why) in [
        (&["qt县水利局", "qt县水利局"][..], "one other"),
        (
            &["qt县水利局", "jn县水利局", "qt县水利局", "qt县水利局"],
            "two",
        ),
        (
            &["qt县水利局", "jn县交通局", "qt县教育局"],
            "of other offices",
        ),
        (&["qt县水利局", "jn县水利局", "yh县水利局"], "its own"),
        (
            &["qt县水利局", "jn县水利局", "yh县、qt县水利局"],
            "its own too",
        ),
        (&["", "", ""], "the edition's"),
    ] {
        assert_eq!(said(sources), "", "{why}");
    }
}

#[test]
fn the_one_source_of_another_year_is_asked_about() {
    let of = |years: &[&str]| {
        let names = ["qt", "jn", "yh", "sc", "lq"];
        let source = |(name, year): (&str, &&str)| format!("{name}县水利局{year}年报");
        let sources: Vec<String> = names.into_iter().zip(years).map(source).collect();
        said(&sources.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let told =
        "warning as-of-early content/2019/jn/figures.toml:1 出处写的是2018年，别的县写的都是2019年";
    assert_eq!(of(&["2019年", "2018年", "2019年"]), told);
    assert_eq!(of(&["2019年", "2018年", "2018年"]), "", "two of them");
    assert_eq!(of(&["2019年", "2018年"]), "", "one other");
    assert_eq!(of(&["2019年", "2019年", "2019年"]), "");
    assert_eq!(
        of(&["2019年", "2017年2018年", "2019年", "2019年"]),
        "",
        "several"
    );
    assert_eq!(of(&["", "", ""]), "");
}
