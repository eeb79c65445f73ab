//! What names and units say: parts of a whole, figures that stand twice, what is
//! less than nothing, plans.

use super::{X, about, one, own, x};
use crate::showcase::sample::{Sample, found};

#[test]
fn a_share_or_a_mean_is_no_part_of_another() {
    let over = |part: &str, whole: &str, unit: &str| {
        let (more, less) = (format!("80{unit}"), format!("60{unit}"));
        let said = own(&[(part, unit, &more, ""), (whole, unit, &less, "")]);
        said.contains("部分不会多于总数")
    };
    assert!(over("省级示范社", "示范社", "个"));
    assert!(
        over("省级均衡学校", "均衡学校", "个"),
        "均 alone is no mean"
    );
    assert!(!over("省级示范社占比", "示范社占比", "%"));
    assert!(!over("女性人均收入", "人均收入", "万元"));
    assert!(!over("女性平均收入", "平均收入", "万元"));
}

#[test]
fn a_note_that_names_a_whole_means_one_figure() {
    let noted = |part: &str, others: &[(&str, &str)]| {
        let note = "note = \"包含在物业项目总数之内\"";
        let mut all = vec![(part, "个", "101个", note)];
        all.extend(others.iter().map(|(name, value)| (*name, "个", *value, "")));
        about(&own(&all), "部分不会多于总数")
    };
    assert!(
        noted("冷库", &[("全县物业项目", "100个")]).contains("“冷库”101个多于“全县物业项目”100个")
    );
    // Its own name ends so as well.
    assert_ne!(noted("出租物业项目", &[("全县物业项目", "100个")]), "");
    // The name itself goes before one that ends with it.
    let both = [("物业项目", "100个"), ("其他物业项目", "300个")];
    assert_ne!(noted("冷库", &both), "");
    // Of two that end so neither is meant.
    let unsure = [("东部物业项目", "100个"), ("西部物业项目", "90个")];
    assert_eq!(noted("冷库", &unsure), "");
}

#[test]
fn a_slip_of_wan_takes_a_wan() {
    let asked = |unit: &str, value: &str, target: &str| {
        let indicator = X.replace("万元", unit);
        let sheet = format!("[figures.x]\nvalue = \"{value}\"\ntarget = \"{target}\"\n");
        found(&indicator, &[("a", &sheet)]).contains("差了上万倍")
    };
    assert!(asked("元", "3000万元", "10000元"));
    assert!(asked("元", "10元", "3万元"));
    assert!(!asked("元", "30000000元", "10000元"));
    assert!(!asked("个", "30000个", "3个"));
    assert!(!asked("元", "0元", "3万元"));
    assert!(!asked("元", "-10元", "3万元"));
}

#[test]
fn a_figure_restated_under_the_name_of_its_county_is_held_against_it() {
    let of = |name: &str, value: &str, date: &str| {
        let both = format!("{}{X}", X.replace("\"x\"", "\"p\"").replace("贷款", "存款"));
        let first = "[figures.p]\nvalue = 5\n[figures.x]\nvalue = 8\nas_of = 2019-06-30\n";
        let second = format!(
            "[figures.own]\nname = \"{name}\"\nunit = \"万元\"\nvalue = {value}\nas_of = {date}\n"
        );
        let said = found(&both, &[("qt", first), ("jn", &second)]);
        about(&said, "figure-twice")
    };
    let day = "2019-06-30";
    let told = "warning figure-twice content/2019/jn/figures.toml:4 “qt县贷款”写了两处，一处是7万元，一处是8万元";
    assert_eq!(of("qt县贷款", "7", day), told);
    assert!(of("qt贷款", "7", day).contains("一处是7万元，一处是8万元"));
    assert_eq!(of("qt县贷款", "8", day), "");
    // Of another day it may well be another number.
    for other in ["2019-05-31", "2019-07-31"] {
        assert_eq!(of("qt县贷款", "7", other), "", "{other}");
    }
    assert!(!of("qt县贷款", "7", "\"2019-06\"").is_empty());
}

#[test]
fn degrees_go_below_nought() {
    let below = |name: &str, unit: &str| {
        let value = format!("-3{unit}");
        own(&[(name, unit, &value, "")]).contains("figure-negative")
    };
    assert!(below("水库", "座"));
    assert!(!below("最低气温", "度"));
    assert!(!below("净增水库", "座"));
}

#[test]
fn plans_are_surpassed_and_small_ones_many_times_over() {
    let asked = |unit: &str, more: &str, value: u32, target: u32| {
        let indicator = format!("{}{more}\n", X.replace("万元", unit));
        let sheet = format!("[figures.x]\nvalue = {value}\ntarget = {target}\n");
        found(&indicator, &[("a", &sheet)]).contains("是不是多写了位数")
    };
    assert!(asked("万元", "whole = false", 250, 50));
    assert!(!asked("万元", "whole = false", 249, 50));
    assert!(asked("个", "", 60, 20));
    assert!(!asked("个", "", 57, 19));
    // Fewer are better: more than the target is no surpassed plan.
    let over = |better: &str| {
        let indicator = format!(
            "{}{better}\n",
            X.replace("贷款", "达标村").replace("万元", "个")
        );
        let sheet = "[figures.x]\nvalue = 410\ntarget = 401\n";
        found(&indicator, &[("a", sheet)]).contains("over-target")
    };
    assert!(over("") && !over("better = \"lower\""));
}

#[test]
fn a_project_returns_less_than_five_times_what_was_put_in() {
    let asked = |invested: &str, yearly: &str| {
        let project = format!(
            "[[projects]]\nname = \"园区\"\nplace = \"东镇\"\ninvested = \"{invested}\"\nyearly = \"{yearly}\"\n"
        );
        let sample = Sample::new();
        sample.edition(
            "2019",
            "as_of = 2019-11-30",
            X,
            &[("a", &(x("1") + &project))],
        );
        sample.found().contains("project-return")
    };
    assert!(asked("100万元", "500万元"));
    assert!(!asked("100万元", "499万元"));
    assert!(asked("100万元", "333元"));
    assert!(!asked("100万元", "334元"));
    assert!(!one(&x("1")).contains("project-return"));
}
