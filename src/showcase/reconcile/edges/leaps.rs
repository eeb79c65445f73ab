//! Leaps over the years, among counties and in growth.

use super::{X, about, one, over_two, sheets, x};
use crate::showcase::sample::{Sample, found};

fn all(numbers: &[&str]) -> Vec<String> {
    numbers.iter().map(|n| x(n)).collect()
}

#[test]
fn rates_of_growth_leap_by_nature() {
    let said = |name: &str| {
        let rate = X.replace("贷款", name).replace("万元", "%");
        let years = "2015 = 1.2, 2016 = 1.1, 2017 = 1.3, 2018 = 1.2, 2019 = 12";
        let sheet = format!("[figures.x]\nvalue = 12\nseries = {{ {years} }}\n");
        let then = ["1.1", "2.1", "4.1", "8.1"];
        [
            found(&rate, &[("a", &sheet)]),
            sheets(&rate, &all(&["1.2", "1.1", "1.3", "1.2", "12"])),
            over_two(&rate, &all(&then), &all(&["1.1", "2.1", "4.1", "81"])),
        ]
        .map(|said| said.contains("figure-jump"))
    };
    assert_eq!(said("入股分红率"), [true; 3]);
    assert_eq!(said("收入增速"), [false; 3]);
}

#[test]
fn a_year_is_asked_about_in_the_edition_that_states_it() {
    let of = |year_2016: &str, now: &str| {
        let sample = Sample::new();
        let series = format!("2014 = 100, 2015 = 102, 2016 = {year_2016}, 2017 = 101, 2018 = 100");
        let then = format!("[figures.x]\nvalue = 100\nseries = {{ {series} }}\n");
        sample.edition("2018", "as_of = 2018-11-30", X, &[("a", &then)]);
        sample.edition("2019", "as_of = 2019-11-30", X, &[("a", &x(now))]);
        let said = sample.found();
        let told = said.lines().filter(|l| l.contains("figure-jump"));
        let place = told.map(|l| l.split(' ').nth(2).unwrap().to_owned());
        place.collect::<Vec<_>>()
    };
    // The past of a value without a series is in the older edition.
    assert_eq!(of("98", "1000"), ["content/2019/a/figures.toml:2"]);
    assert_eq!(of("1000", "103"), ["content/2018/a/figures.toml:3"]);
}

#[test]
fn another_unit_is_no_slip_where_things_are_counted() {
    let of = |unit: &str, first: &str, last: &str| {
        let sheet =
            format!("[figures.x]\nvalue = {last}\nseries = {{ 2016 = {first}, 2019 = {last} }}\n");
        let said = found(&X.replace("万元", unit), &[("a", &sheet)]);
        said.matches("figure-jump").count()
    };
    assert_eq!(of("个", "1", "\"3万个\""), 0);
    // 亿元 of a figure in 元, and 元 of one in 万元.
    assert_eq!(of("元", "1200000", "\"3亿元\""), 1);
    assert_eq!(of("万元", "120", "\"4000元\""), 1);
}

#[test]
fn of_two_counties_the_one_in_another_unit_is_asked_about() {
    let of = |a: &str, b: &str| about(&sheets(X, &all(&[a, b])), "figure-jump");
    assert_eq!(
        of("3000", "\"2700亿元\""),
        "warning figure-jump content/2019/b/figures.toml:2 “贷款”2700亿元是其他县（市、区）的9000倍，是不是多写或少写了位数、写错了万和亿？"
    );
    assert!(of("\"3000元\"", "2700").contains("a/figures.toml:2 “贷款”3000元"));
    assert_eq!(of("3000", "27000000"), "", "its own unit");
    assert_eq!(of("3000", "\"270亿元\""), "", "900 times");
    assert_eq!(of("0", "\"270亿元\""), "");
}

#[test]
fn a_county_that_grew_ten_times_as_the_others_is_asked_about() {
    let of = |unit: &str, pairs: &[(&str, &str)]| {
        let (then, now): (Vec<&str>, Vec<&str>) = pairs.iter().copied().unzip();
        let said = over_two(&X.replace("万元", unit), &all(&then), &all(&now));
        let told = about(&said, "变化都小得多");
        let county = |line: &str| line.split('/').nth(2).unwrap().to_owned();
        told.lines().map(county).collect::<String>()
    };
    // Numbers that are no leap among the counties.
    let (still, more) = (("30000", "30000"), ("20000", "20000"));
    let (half, again) = (("10000", "15000"), ("20000", "30000"));
    for (pairs, told, why) in [
        (&[still, more, ("300", "3000")][..], "c", "ten times"),
        (&[more, ("300", "3000")], "", "one other says nothing"),
        (&[still, ("10000", "16000"), ("1000", "16000")], "c", "even"),
        (
            &[still, ("10000", "17000"), ("1000", "17000")],
            "",
            "uneven",
        ),
        // Nothing of now or then tells nothing of the others.
        (&[("90", "0"), still, more, ("300", "3000")], "d", "now"),
        (&[("0", "90"), still, more, ("300", "3000")], "d", "then"),
        (&[("90", "-9"), still, more, ("300", "3000")], "d", "below"),
        // A slip of 万 and 亿 does not hide another.
        (&[("100", "1000000"), more, ("300", "3000")], "c", "two"),
        // The middle of the others is what it is held against.
        (&[still, more, half, again, ("1000", "7200")], "", "4.8"),
        (&[still, more, half, again, ("1000", "10500")], "e", "7"),
        // The one that stands still is not asked about.
        (
            &[("1000", "20000"), ("2000", "40000"), ("10000", "20000")],
            "c",
            "twice",
        ),
        (
            &[("1000", "19900"), ("2000", "39800"), ("10000", "19900")],
            "",
            "less",
        ),
        (
            &[("1000", "10000"), ("2000", "20000"), still],
            "",
            "not at all",
        ),
    ] {
        assert_eq!(of("万元", pairs), told, "{why}");
    }
    // Small counts leap by nature.
    let (still, more) = (("300", "300"), ("200", "200"));
    assert_eq!(of("个", &[still, more, ("20", "200")]), "c");
    assert_eq!(of("个", &[still, more, ("19", "190")]), "");
    assert_eq!(of("个", &[still, more, ("300", "30")]), "c");
}

#[test]
fn a_series_of_one_year_has_no_leap() {
    assert_eq!(one("[figures.x]\nvalue = 3\nseries = { 2019 = 3 }\n"), "");
}
