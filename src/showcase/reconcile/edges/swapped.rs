//! What a number was meant to be, by its past and the way of the others.

use super::{X, over_two, sheets, x};

/// What is said to fit for county a; each county has `then` and `now`.
fn meant(indicator: &str, pairs: &[(&str, &str)]) -> Option<String> {
    let (then, now): (Vec<_>, Vec<_>) = pairs.iter().map(|(t, n)| (x(t), x(n))).unzip();
    let said = over_two(indicator, &then, &now);
    let line = said.lines().find(|l| l.contains("2019/a/"))?;
    let (_, rest) = line.split_once("写成 ")?;
    Some(rest.split_once(' ').unwrap().0.to_owned())
}

fn count() -> String {
    X.replace("万元", "个")
}

#[test]
fn what_grew_by_half_may_grow_by_somewhat_more_or_less() {
    let of = |now: &str| {
        let others = [("200", "300"), ("300", "450"), ("400", "600")];
        meant(X, &[&[("1000", now)][..], &others].concat())
    };
    // 1500 is expected, give or take 15 per cent; 1504 and 1501 would fit.
    assert_eq!(of("1405"), None);
    assert_eq!(of("1051").as_deref(), Some("1501万元"));
}

#[test]
fn what_would_fit_is_nearer_than_half_of_how_the_others_spread() {
    let of = |now: &str| {
        let others = [("2000", "2000"), ("3000", "3600"), ("4000", "4400")];
        meant(X, &[&[("1000", now)][..], &others].concat())
    };
    // From 1000 to 1200 is expected; 10 per cent beyond may be meant.
    assert_eq!(of("3100").as_deref(), Some("1300万元"));
    assert_eq!(of("4100"), None);
    assert_eq!(of("3100\ntarget = 0").as_deref(), Some("1300万元"));
}

#[test]
fn three_digits_tell_more_than_two() {
    let others = [("2000", "2000"), ("3000", "3750"), ("4000", "4400")];
    let of = |pair| meant(X, &[&[pair][..], &others].concat());
    assert_eq!(of(("100", "210")).as_deref(), Some("120万元"));
    assert_eq!(of(("10", "21")), None);
}

#[test]
fn far_beyond_its_plan_is_the_less_chance() {
    let plan = format!("{X}whole = false\n");
    let of = |target: &str, most: &str| {
        let now = format!("4100\ntarget = {target}");
        let others = [("2000", "2000"), ("3000", most), ("4000", "4800")];
        meant(&plan, &[&[("1000", now.as_str())][..], &others].concat())
    };
    // The others spread from 1 to 1.6 times.
    assert_eq!(of("1500", "4800").as_deref(), Some("1400万元"));
    assert_eq!(of("1300", "4800"), None, "what would fit is beyond it too");
    for within in ["4100", "5000"] {
        assert_eq!(of(within, "4800"), None, "within its target of {within}");
    }
    assert_eq!(of("1500", "6000").as_deref(), Some("1400万元"));
    assert_eq!(of("1500", "6100"), None, "spread by more than twice");
}

#[test]
fn a_nought_too_many_is_told_of_small_counts_only() {
    let others = [("2000", "2000"), ("3000", "5400"), ("4000", "5600")];
    let of = |unit: &str, pair| {
        let indicator = X.replace("万元", unit);
        meant(&indicator, &[&[pair][..], &others].concat())
    };
    assert_eq!(of("个", ("12", "120")).as_deref(), Some("12个"));
    assert_eq!(of("个", ("15", "190")).as_deref(), Some("19个"));
    // More have rules of their own.
    assert_eq!(of("个", ("15", "200")), None);
    assert_eq!(of("个", ("1000", "14000")), None);
    assert_eq!(of("万元", ("10", "140")), None);
    assert_eq!(of("万元", ("1000", "14000")), None);
    assert_eq!(of("个", ("30", "3")).as_deref(), Some("30个"));
    assert_eq!(of("个", ("2", "25")), None, "2.5 of them");
}

#[test]
fn nearly_the_same_is_within_a_third() {
    let of = |numbers: &[&str]| {
        let all: Vec<String> = numbers.iter().map(|n| x(n)).collect();
        sheets(X, &all).contains("就合得上")
    };
    let others = ["2200", "2185", "2195", "2210"];
    let with =
        |first: &'static str, more: &[&'static str]| of(&[&[first][..], &others, more].concat());
    assert!(with("1290", &[]));
    // 2529 would fit, but 2259 is not far off.
    assert!(!of(&["2259", "2500", "2485", "2495", "2510"]));
    assert!(of(&["5229", "2500", "2485", "2495", "2510"]));
    // A county that has nothing says nothing of the others.
    assert!(with("1290", &["0"]));
    assert!(!sheets(&count(), &[x("3"), x("3"), x("3"), x("3")]).contains("合得上"));
}
