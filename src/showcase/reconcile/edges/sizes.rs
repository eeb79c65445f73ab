//! Numbers that cannot be, by their range, their name, their unit and the other
//! sums of the county.

use super::{X, about, own, sheets, x};

fn odd(figures: &[(&str, &str, &str, &str)]) -> String {
    about(&own(figures), "figure-implausible")
}

#[test]
fn what_has_a_range_is_judged_by_it_alone() {
    let of = |range: &str| {
        let range = format!("range = \"{range}\"");
        odd(&[("集中培训", "人次", "2300万人次", &range)])
    };
    assert_eq!(of("1人次—6000万人次"), "");
    // One end says nothing of the other.
    assert!(of("1人次以上").contains("“集中培训”有2300万人次"));
    let beyond = of("1人次—200万人次");
    assert!(beyond.contains("不在 range 写的") && beyond.lines().count() == 1);
}

#[test]
fn a_name_tells_how_much_there_can_be() {
    for (name, value, told) in [
        ("人均收入", "0元", None),
        ("人均收入", "199元", Some("只有199元")),
        ("人均收入", "200元", None),
        ("人均收入", "1000000元", None),
        ("人均收入", "1000001元", Some("有1000001元")),
        ("人均收入增加额", "50元", None),
    ] {
        let said = odd(&[(name, "元", value, "")]);
        match told {
            Some(told) => assert!(said.contains(told), "{name} {value}: {said}"),
            None => assert_eq!(said, "", "{name} {value}"),
        }
    }
}

#[test]
fn next_to_nothing_is_no_slip_where_another_county_has_as_little() {
    let of = |a: &str, b: &str| {
        let said = sheets(X, &[x(a), x(b)]);
        about(&said, "只合0.0511万元").contains("2019/a/figures.toml:2 ")
    };
    assert!(of("\"511元\"", "5.12"));
    assert!(!of("\"511元\"", "5.11"));
    assert!(of("\"511元\"", "0"), "nothing is not as little");
    let none = sheets(X, &[x("\"0元\""), x("6")]);
    assert!(!none.contains("figure-implausible"), "{none}");
    // A thousandth of the unit is another unit, a hundredth is a finer one.
    let own = |unit: &str, value: &str| odd(&[("用料", unit, value, "")]);
    assert!(own("吨", "50公斤").contains("只合0.05吨"));
    assert_eq!(own("米", "5厘米"), "");
}

#[test]
fn more_than_any_county_has_of_it_is_a_slip() {
    let of = |name: &str, unit: &str, value: &str| odd(&[(name, unit, value, "")]);
    assert!(of("公交车", "辆", "86万辆").contains("“公交车”86万辆多得不合情理"));
    assert!(of("公交车", "辆", "20万辆").contains("多得不合情理"));
    assert_eq!(of("公交车", "辆", "19.9万辆"), "");
    assert_eq!(of("机动车", "辆", "86万辆"), "", "there are more of these");
    assert_eq!(
        of("公交车", "辆", "860000辆"),
        "",
        "no 万 that can be a slip"
    );
    let indicator = X.replace("万元", "辆").replace("贷款", "公交车");
    let beside = |other: &str| {
        let said = sheets(&indicator, &[x("\"86万辆\""), x(other)]);
        said.contains("多得不合情理")
    };
    assert!(beside("8599") && !beside("8600"), "a hundredth");
}

#[test]
fn thirty_times_every_other_sum_of_the_county_is_a_slip() {
    let of = |others: &[&str], value: &str| {
        let names = ["甲资金", "乙资金", "丙资金"];
        let mut all: Vec<_> = names
            .into_iter()
            .zip(others)
            .map(|(name, sum)| (name, "万元", *sum, ""))
            .collect();
        all.push(("丁资金", "万元", value, ""));
        odd(&all)
    };
    let three = ["10万元", "20万元", "30万元"];
    assert!(
        of(&three, "0.09亿元").contains("“丁资金”0.09亿元是本县其他各项金额的30倍以上"),
        "{}",
        of(&three, "0.09亿元")
    );
    assert_eq!(of(&three, "0.088亿元"), "");
    assert_eq!(of(&["10万元", "30万元"], "0.09亿元"), "", "two say little");
    assert_eq!(of(&["10万元", "0万元", "30万元"], "0.09亿元"), "");
    assert_eq!(of(&three, "900万元"), "", "its own unit");
    // What is written in the smaller unit is meant so.
    let small = [
        ("甲资金", "亿元", "1亿元", ""),
        ("乙资金", "亿元", "2亿元", ""),
        ("丙资金", "亿元", "3亿元", ""),
        ("丁资金", "亿元", "9000000万元", ""),
    ];
    assert_eq!(odd(&small), "");
}

#[test]
fn thirty_times_what_most_counties_put_in_is_a_slip() {
    let of = |value: &str| {
        let own = |sums: &[&str]| {
            let sheet = |(at, sum): (usize, &&str)| {
                format!(
                    "[figures.own_{at}]\nname = \"资金{at}\"\nunit = \"万元\"\nvalue = \"{sum}\"\n"
                )
            };
            sums.iter().enumerate().map(sheet).collect::<String>()
        };
        let others = [
            "1万元",
            "1.1万元",
            "1.2万元",
            "1.3万元",
            "100万元",
            "900万元",
        ];
        let said = sheets(X, &[own(&[value]), own(&others)]);
        about(&said, "figure-implausible")
    };
    assert!(of("0.3亿元").contains("a/figures.toml:4 “资金0”0.3亿元是各县多数金额的30倍以上"));
    assert_eq!(of("0.29亿元"), "");
}
