//! One number in two counties.

use super::{X, Y, about, over_two, sheets, x};

/// The other figure is there so that no file is a copy as a whole.
fn but_one(mut sheets: Vec<String>) -> Vec<String> {
    sheets[0] += "[figures.y]\nvalue = 7\n";
    sheets
}

fn copied(pairs: &[(&str, &str)]) -> Vec<String> {
    let (then, now): (Vec<_>, Vec<_>) = pairs.iter().map(|(t, n)| (x(t), x(n))).unzip();
    let said = over_two(&[X, Y].concat(), &then, &but_one(now));
    let said = about(&said, "figure-copied");
    let place = |line: &str| {
        let (severity, rest) = line.split_once(' ').unwrap();
        format!("{severity} {}", rest.split('/').nth(2).unwrap())
    };
    said.lines().map(place).collect()
}

#[test]
fn the_one_that_leapt_is_the_copy_whichever_it_is() {
    let even = [("2000", "2020"), ("3000", "3030")];
    let of = |a: &'static str, b: &'static str| {
        copied(&[&[(a, "1010"), (b, "1010")][..], &even].concat())
    };
    assert_eq!(of("1000", "900"), ["warning b"]);
    assert_eq!(of("900", "1000"), ["warning a"]);
    assert_eq!(of("900", "900"), ["warning a", "warning b"], "either");
}

#[test]
fn two_digits_are_worth_knowing_at_both() {
    let others = [("200", "204"), ("300", "306")];
    let of =
        |a: &'static str, b: &'static str| copied(&[&[(a, "52"), (b, "52")][..], &others].concat());
    assert_eq!(of("51", "40"), ["info a", "info b"]);
    assert_eq!(of("40", "51"), ["info a", "info b"]);
    assert_eq!(of("51", "51"), [""; 0], "both as all others");
}

#[test]
fn five_per_cent_more_or_less_is_no_leap() {
    let even = [("2000", "2000"), ("3000", "3000")];
    let of = |then: &'static str, now: &'static str| {
        copied(&[&[(now, now), (then, now)][..], &even].concat())
    };
    assert_eq!(of("1000", "1050"), [""; 0]);
    assert_eq!(of("1000", "1051"), ["warning b"]);
    assert_eq!(of("2000", "1900"), [""; 0]);
    assert_eq!(of("2000", "1899"), ["warning b"]);
    let with_one = |then: &'static str| copied(&[("1050", "1050"), (then, "1050"), even[0]]);
    assert_eq!(with_one("700"), [""; 0], "half as much again");
    assert_eq!(with_one("699"), ["warning b"]);
}

#[test]
fn among_many_small_numbers_some_are_equal() {
    let numbers = ["12", "12", "13", "14", "15", "16", "17"];
    let of = |count: usize| {
        let all = numbers[..count].iter().map(|n| x(n)).collect();
        let said = sheets(&[X, Y].concat(), &but_one(all));
        said.matches("info figure-copied").count()
    };
    assert_eq!(of(6), 2, "15 pairs");
    assert_eq!(of(7), 0, "21 pairs");
}
