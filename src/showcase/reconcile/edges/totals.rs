//! Stated totals against the counties.

use super::{X, Y, counties, hints, x};
use crate::showcase::sample::{Sample, found};

fn stated(total: &str, more: &str, sheets: &[String]) -> String {
    let all = format!("{X}stated_total = \"{total}\"\n{more}\n{Y}");
    let said = found(&all, &counties(sheets));
    said.lines().filter(|l| l.contains("total-")).collect()
}

#[test]
fn the_sum_of_what_was_written_is_as_good_as_that_of_what_is_shown() {
    // 100亩 are shown as 6.7公顷; twice that is 13.4, and 200亩 are 13.33.
    let of = |value: &str, total: &str| {
        let both = [value; 2].map(|v| x(&format!("\"{v}\"")) + "[figures.y]\nvalue = 500\n");
        let hectares = X.replace("万元", "公顷");
        let all = format!("{hectares}decimals = 1\nstated_total = \"{total}\"\n{Y}");
        found(&all, &counties(&both)).contains("total-disagrees")
    };
    for (value, sound, wrong) in [
        ("100亩", ["200亩", "13.4公顷"], ["205亩", "12公顷"]),
        // 202亩, give or take a twentieth.
        ("约101亩", ["192亩", "212亩"], ["184亩", "218亩"]),
    ] {
        assert!(sound.iter().all(|total| !of(value, total)), "{value}");
        assert!(wrong.iter().all(|total| of(value, total)), "{value}");
    }
}

#[test]
fn the_words_of_the_counties_leave_room_for_the_total() {
    let parts = ["\"约500万元\"", "\"超过460万元\""].map(x);
    let of = |total: &str| stated(total, "", &parts);
    // Shown, they come to 约960, which may be 1008.
    for sound in ["960万元", "1008万元", "1020万元"] {
        assert_eq!(of(sound), "", "{sound}");
    }
    assert!(
        of("1021万元").contains("“贷款”列为1021万元"),
        "{}",
        of("1021万元")
    );
    let mean = stated("510万元", "total = \"mean\"", &parts);
    assert!(mean.contains("total-disagrees"), "{mean}");
}

#[test]
fn some_counties_come_to_no_more_than_all_of_them() {
    let of = |a: &str| stated("30万元", "", &[x(a), x("20"), String::new()]);
    // The total may have been rounded from 30.5.
    for sound in ["9", "9.6", "10.5"] {
        assert!(of(sound).starts_with("info total-not-compared"), "{sound}");
    }
    assert!(of("10.6").contains("3个县（市、区）中2个的数加起来已有30.6万元"));
}

#[test]
fn five_of_the_counties_without_a_value_are_named() {
    let hint = |without: usize| {
        let sample = Sample::new();
        let mut sheets = vec![x("3")];
        sheets.resize(1 + without, String::new());
        let all = format!("{X}stated_total = \"30万元\"\n");
        sample.edition("2019", "as_of = 2019-11-30", &all, &counties(&sheets));
        hints(&sample, "total-not-compared")
    };
    assert_eq!(hint(5), "缺：b县、c县、d县、e县、f县");
    assert_eq!(hint(7), "缺：b县、c县、d县、e县、f县等，另有2个");
}
