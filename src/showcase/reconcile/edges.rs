//! Where each rule begins to ask and where it is still silent, on either side
//! of its limit.

mod checks;
mod copies;
mod leaps;
mod names;
mod sizes;
mod sources;
mod swapped;
mod totals;
mod years;

use crate::finding::Findings;
use crate::showcase::sample::{Sample, found};

const X: &str = "[[indicators]]\nid = \"x\"\nname = \"贷款\"\nunit = \"万元\"\n";
const Y: &str = "[[indicators]]\nid = \"y\"\nname = \"存款\"\nunit = \"万元\"\n";

fn x(value: &str) -> String {
    format!("[figures.x]\nvalue = {value}\n")
}

fn counties(sheets: &[String]) -> Vec<(&str, &str)> {
    let names = ["a", "b", "c", "d", "e", "f", "g", "h"];
    let sheets = sheets.iter().map(String::as_str);
    names.into_iter().zip(sheets).collect()
}

/// What is found of counties a, b, c, … with these sheets.
fn sheets(indicators: &str, sheets: &[String]) -> String {
    found(indicators, &counties(sheets))
}

/// The same over two editions, 2018 and 2019; a value of "" is a gap.
fn over_two(indicators: &str, then: &[String], now: &[String]) -> String {
    let sample = Sample::new();
    for (id, sheets) in [("2018", then), ("2019", now)] {
        let head = format!("as_of = {id}-11-30");
        sample.edition(id, &head, indicators, &counties(sheets));
    }
    sample.found()
}

fn one(sheet: &str) -> String {
    found(X, &[("a", sheet)])
}

/// The hints of the findings of a code.
fn hints(sample: &Sample, code: &str) -> String {
    let content = sample.load();
    let mut findings = Findings::new();
    crate::showcase::resolve(&content, &mut findings);
    let all = findings.sorted();
    let asked = all.iter().filter(|f| f.code.as_str() == code);
    asked
        .filter_map(|f| Some(f.hint.as_ref()?.zh.as_str()))
        .collect()
}

/// The lines of what was found that have these words.
fn about(said: &str, words: &str) -> String {
    let told: Vec<&str> = said.lines().filter(|l| l.contains(words)).collect();
    told.join("\n")
}

// ---- copies ----

#[test]
fn two_counties_whose_figures_are_all_the_same_are_asked_about() {
    let both = [X, Y].concat();
    let sheet = |x: &str, y: &str| format!("[figures.x]\nvalue = {x}\n[figures.y]\nvalue = {y}\n");
    let twice = |head: &str, x: &str, y: &str| {
        let sheet = format!("{head}{}", sheet(x, y));
        sheets(&both, &[sheet.clone(), sheet])
    };
    assert_eq!(
        twice("", "123", "456"),
        "warning figure-copied content/2019/b/figures.toml:1 这里的2项数据与a县的一模一样\n"
    );
    assert_eq!(twice("", "123", "450"), "", "five digits are chance");
    let single = sheets(X, &[x("1234567"), x("1234567")]);
    assert!(!single.contains("一模一样"), "{single}");
    // The source names whose they are.
    let of_b = twice("source = \"b县报表\"\n", "123", "456");
    assert!(
        of_b.contains("a/figures.toml:1 这里的2项数据与b县的一模一样"),
        "{of_b}"
    );
    for both in ["a县、b县报表", "a县报表"] {
        let said = twice(
            &format!("as_of = 2019-11-30\nsource = \"{both}\"\n"),
            "123",
            "456",
        );
        assert!(
            said.contains("b/figures.toml:2 这里的2项数据与a县的一模一样"),
            "{said}"
        );
    }
    let below = format!("{}source = \"报表\"\n", sheet("123", "456"));
    let said = sheets(&both, &[below.clone(), below]);
    assert!(said.contains("b/figures.toml:1 "), "{said}");
}

#[test]
fn one_number_in_two_counties_is_asked_about_where_it_is_no_chance() {
    // The other figure is there so that no file is a copy as a whole.
    let counties = |numbers: &[&str]| {
        let mut all: Vec<String> = numbers.iter().map(|n| x(n)).collect();
        all[0] += "[figures.y]\nvalue = 7\n";
        let said = sheets(&[X, Y].concat(), &all);
        said.matches("warning figure-copied").count()
    };
    assert_eq!(counties(&["123.4", "123.4", "200.7"]), 2);
    assert_eq!(counties(&["123.4", "123.5", "200.7"]), 0);
    assert_eq!(counties(&["12", "12", "20"]), 0, "two digits are chance");
    assert_eq!(counties(&["123.4", "123.4", "123.4"]), 0, "a rate for all");
}

#[test]
fn of_two_equal_numbers_the_one_that_leapt_is_the_copy() {
    // All others grew by so much; b comes to a's number from where it was.
    let copied = |b: &str, others: &[(&str, &str)]| {
        let mut then = vec![x("1000"), x(b)];
        let mut now = vec![x("1010") + "[figures.y]\nvalue = 7\n", x("1010")];
        then.extend(others.iter().map(|(then, _)| x(then)));
        now.extend(others.iter().map(|(_, now)| x(now)));
        let said = over_two(&[X, Y].concat(), &then, &now);
        let copies: Vec<&str> = said
            .lines()
            .filter(|l| l.contains("figure-copied"))
            .collect();
        copies.join("\n")
    };
    let even = [("2000", "2020"), ("3000", "3030")];
    let told = "warning figure-copied content/2019/b/figures.toml:2 “贷款”1010万元与a县的分毫不差";
    assert_eq!(copied("952", &even), told, "6.1 per cent where all had 1");
    assert_eq!(copied("954", &even), "", "5.9 per cent");
    assert_eq!(copied("1053", &even), told, "less by 4.1 per cent");
    assert_eq!(copied("1051", &even), "");
    // Where the others went apart, so may this one.
    let apart = [("2000", "2020"), ("3000", "3270")];
    assert_eq!(copied("863", &apart), told);
    assert_eq!(copied("865", &apart), "");
    // With one other county half as much again is room.
    assert_eq!(copied("673", &even[..1]), told);
    assert_eq!(copied("674", &even[..1]), "");
}

#[test]
fn numbers_left_from_last_year_are_asked_about() {
    let both = [X, Y].concat();
    let sheet = |x: &str, y: &str| format!("[figures.x]\nvalue = {x}\n[figures.y]\nvalue = {y}\n");
    let again = |then: (&str, &str), now: (&str, &str)| {
        over_two(&both, &[sheet(then.0, then.1)], &[sheet(now.0, now.1)])
    };
    assert_eq!(
        again(("123", "456"), ("123", "456")),
        "warning figure-unchanged content/2019/a/figures.toml:1 这里的2项数据还都是2018年的数\n"
    );
    assert_eq!(again(("123", "45"), ("123", "45")), "", "five digits");
    assert_eq!(
        again(("1234", "456"), ("1234", "457")),
        "warning figure-unchanged content/2019/a/figures.toml:2 “贷款”1234万元与2018年的分毫不差，是不是忘了更新？\n"
    );
    assert_eq!(again(("123", "456"), ("123", "457")), "");
    let single = over_two(X, &[x("1234567")], &[x("1234567")]);
    assert!(
        single.contains("分毫不差") && !single.contains("还都是"),
        "{single}"
    );
}

// ---- dates ----

#[test]
fn without_a_date_of_its_own_an_edition_ends_with_the_year_after() {
    let of = |date: &str| {
        let sample = Sample::new();
        let sheet = format!("[figures.x]\nvalue = 1\nas_of = {date}\n");
        sample.edition("2019", "", X, &[("a", &sheet)]);
        sample.found()
    };
    assert_eq!(
        of("2021-01-01"),
        "warning as-of-late content/2019/a/figures.toml:3 “贷款”截至2021-01-01，晚于2019年度\n"
    );
    assert!(of("2022-01-01").contains("as-of-late"));
    assert_eq!(of("2020-12-31"), "");
}

#[test]
fn a_late_date_of_a_whole_file_is_told_once() {
    let said = one("as_of = 2019-12-01\n[figures.x]\nvalue = 1\n");
    assert_eq!(
        said,
        "warning as-of-late content/2019/a/figures.toml:1 这里的数据截至2019-12-01，晚于本年度的截至日期2019-11-30\n"
    );
    assert_eq!(one("as_of = 2019-11-30\n[figures.x]\nvalue = 1\n"), "");
    let noted = one("note = \"已核实\"\nas_of = 2019-12-01\n[figures.x]\nvalue = 1\n");
    assert!(noted.starts_with("info as-of-late"), "{noted}");
}

#[test]
fn a_file_from_long_before_the_edition_is_asked_about() {
    let dated = |date: &str| one(&format!("as_of = {date}\n[figures.x]\nvalue = 1\n"));
    assert_eq!(dated("2019-02-03"), "", "300 days");
    assert!(
        dated("2019-02-02").ends_with("早了301天\n"),
        "{}",
        dated("2019-02-02")
    );
    assert!(dated("2018-11-30").ends_with("早了365天\n"));
    assert!(dated("2018-11-29").ends_with("早了一年以上\n"));
    let named = "as_of = 2018-06-30\nsource = \"2018年报表\"\n[figures.x]\nvalue = 1\n";
    assert_eq!(one(named), "");
    // One figure that names the year speaks for the file.
    let by_one = "as_of = 2018-06-30\n[figures.x]\nvalue = 1\nnote = \"2018年的数\"\n";
    assert_eq!(one(by_one), "");
    let by_other =
        "as_of = 2018-06-30\n[figures.x]\nvalue = 1\nas_of = 2019-06-30\nnote = \"2018年的数\"\n";
    assert!(one(by_other).contains("as-of-early"));
}

#[test]
fn a_figure_of_another_year_is_asked_about() {
    let dated = |date: &str| one(&format!("[figures.x]\nvalue = 1\nas_of = {date}\n"));
    let told = |date: &str| {
        format!(
            "warning as-of-early content/2019/a/figures.toml:3 “贷款”截至{date}，本年度截至2019-11-30\n"
        )
    };
    // The edition's own day with another year is a slip of the year.
    for slip in ["2018-11-30", "2014-11-30", "2013-06-30"] {
        assert_eq!(dated(slip), told(slip));
    }
    for sound in ["2018-11-29", "2014-06-30", "2019-06-30"] {
        assert_eq!(dated(sound), "", "{sound}");
    }
    let noted = "[figures.x]\nvalue = 1\nas_of = 2013-06-30\nnote = \"2013年的数\"\n";
    assert_eq!(one(noted), "");
    let own = |name: &str, date: &str| {
        one(&format!(
            "[figures.y]\nname = \"{name}\"\nunit = \"个\"\nvalue = 1\nas_of = {date}\n"
        ))
    };
    assert_eq!(
        own("2005年贫困村", "2015-06-30"),
        "warning as-of-early content/2019/a/figures.toml:5 “2005年贫困村”截至2015-06-30，名称里是2005年\n"
    );
    for sound in ["2015-06-30", "2016-06-30"] {
        assert_eq!(own("2015年贫困村", sound), "", "{sound}");
    }
    assert!(own("2015年贫困村", "2017-06-30").contains("名称里是2015年"));
    assert!(own("2015年贫困村", "2014-11-29").contains("名称里是2015年"));
}

#[test]
fn a_milestone_or_project_of_a_year_to_come_is_asked_about() {
    let of = |head: &str, more: &str| {
        let sample = Sample::new();
        let sheet = format!("{}\n{more}", x("1"));
        sample.edition("2019", head, X, &[("a", &sheet)]);
        sample.found()
    };
    let milestone = |date: &str| format!("[[milestones]]\ndate = \"{date}\"\ntext = \"启动\"\n");
    let project = |since: &str| {
        format!("[[projects]]\nname = \"园区\"\nplace = \"东镇\"\nsince = \"{since}\"\n")
    };
    let head = "as_of = 2019-11-30";
    assert_eq!(of(head, &milestone("2019-12")), "");
    assert!(of(head, &milestone("2020-01")).contains("大事写在2020-01，这里是2019年度"));
    assert_eq!(of("as_of = 2020-03-31", &milestone("2020-01")), "");
    assert_eq!(of(head, &project("2021-06")), "");
    assert!(of(head, &project("2022-06")).contains("项目写在2022-06，这里是2019年度"));
}

#[test]
fn a_due_date_before_the_plan_begins_is_asked_about() {
    let due = |date: &str| {
        let sample = Sample::new();
        let sheet = format!("[figures.x]\nvalue = 1\ntarget = 2\ndue = {date}\n");
        let plan = "as_of = 2019-11-30\nplan = { start = 2018-01-01, due = 2020-12-31 }";
        sample.edition("2019", plan, X, &[("a", &sheet)]);
        sample.found()
    };
    assert!(
        due("2017-12-31").contains(
            "date-odd content/2019/a/figures.toml:4 “贷款”的期限2017-12-31早于计划开始的2018-01-01"
        ),
        "{}",
        due("2017-12-31")
    );
    assert!(!due("2018-01-01").contains("早于计划"));
}

#[test]
fn an_editions_date_fits_its_year_and_the_edition_before() {
    let of = |date: &str| {
        let sample = Sample::new();
        sample.edition("2019", &format!("as_of = {date}"), X, &[("a", &x("1"))]);
        sample.found()
    };
    for sound in ["2018-06-30", "2019-06-30", "2020-06-30"] {
        assert_eq!(of(sound), "", "{sound}");
    }
    for odd in ["2017-12-31", "2021-01-01"] {
        assert!(of(odd).contains("年份差得远"), "{odd}");
    }
    let two = |then: &str, now: &str| {
        let sample = Sample::new();
        for (id, date) in [("2018", then), ("2019", now)] {
            let head = format!("as_of = {date}");
            sample.edition(id, &head, X, &[("a", &x(&id[2..]))]);
        }
        sample.found()
    };
    let told = "2019年度截至2018-11-30，不比 2018 年度的晚";
    assert!(two("2018-11-30", "2018-11-30").contains(told));
    assert!(two("2018-12-31", "2018-11-30").contains(told));
    assert!(!two("2018-11-29", "2018-11-30").contains("不比"));
}

#[test]
fn a_series_that_ends_too_early_is_asked_about() {
    let of = |value: &str, more: &str, series: &str| {
        let sheet = format!("[figures.x]\nvalue = {value}\n{more}\nseries = {{ {series} }}\n");
        one(&sheet).contains("在序列里写在")
    };
    assert!(of("123", "", "2017 = 100, 2018 = 123"));
    assert!(!of("120", "", "2017 = 100, 2018 = 120"), "two digits");
    assert!(!of("123", "", "2018 = 123"), "one year");
    assert!(!of("123", "", "2018 = 100, 2019 = 123"));
    assert!(!of("123", "", "2017 = 100, 2018 = 122"));
    assert!(
        !of("123", "target = 123", "2017 = 100, 2018 = 123"),
        "reached"
    );
    assert!(of("123", "target = 125", "2017 = 100, 2018 = 123"));
    let early = one("[figures.x]\nvalue = 3\nseries = { 1899 = 1, 2019 = 3 }\n");
    assert!(
        early.contains("的序列里有1899年，是不是写错了？"),
        "{early}"
    );
}

// ---- direction ----

fn aims(name: &str, pairs: &[(&str, &str)]) -> String {
    let indicator = X.replace("贷款", name);
    let sheet = |(baseline, target): &(&str, &str)| {
        format!("[figures.x]\nvalue = {baseline}\nbaseline = {baseline}\ntarget = {target}\n")
    };
    let all: Vec<String> = pairs.iter().map(sheet).collect();
    let said = sheets(&indicator, &all);
    let told: Vec<&str> = said
        .lines()
        .filter(|l| l.contains("target-direction"))
        .collect();
    told.join("\n")
}

#[test]
fn one_county_against_the_way_of_all_others_is_asked_about() {
    let (up, down) = (("11", "20"), ("21", "12"));
    let told = |county: &str, from: u32, to: u32| {
        format!(
            "warning target-direction content/2019/{county}/figures.toml:3 “贷款”的基期是{from}万元，目标是{to}万元：其他县（市、区）的方向相反"
        )
    };
    assert_eq!(aims("贷款", &[up, ("31", "40"), down]), told("c", 21, 12));
    assert_eq!(aims("贷款", &[down, ("31", "20"), up]), told("c", 11, 20));
    assert_eq!(aims("贷款", &[up, down]), "", "one against one");
    assert_eq!(aims("贷款", &[up, ("31", "40")]), "");
    // By its name one is told once, and what is turned round is not told by it.
    let by_name = aims("达标收入", &[up, ("31", "40"), down]);
    assert!(
        by_name.contains("按名称是越多越好") && by_name.lines().count() == 1,
        "{by_name}"
    );
    let turned = aims("未达标收入", &[up, ("31", "40"), down]);
    assert!(
        turned.contains("方向相反") && turned.lines().count() == 1,
        "{turned}"
    );
}

#[test]
fn further_from_the_target_than_at_the_start_is_worth_knowing() {
    let of = |baseline: u32, value: u32, target: u32| {
        let sheet =
            format!("[figures.x]\nvalue = {value}\nbaseline = {baseline}\ntarget = {target}\n");
        let said = one(&sheet);
        let told: Vec<&str> = said.lines().filter(|l| l.contains("比基期还")).collect();
        told.join("\n")
    };
    assert_eq!(
        of(100, 120, 50),
        "info target-direction content/2019/a/figures.toml:2 “贷款”由100万元到120万元，目标是50万元：比基期还多"
    );
    assert!(of(50, 40, 100).ends_with("比基期还少"));
    assert_eq!(
        of(100, 200, 50),
        "",
        "twice as much has a finding of its own"
    );
    assert!(of(100, 199, 50).ends_with("比基期还多"));
    assert_eq!(of(100, 80, 50), "");
    assert_eq!(of(50, 60, 100), "");
}

// ---- parts ----

/// Figures of a county's own: name, unit, value and what else there is.
fn own(figures: &[(&str, &str, &str, &str)]) -> String {
    let mut sheet = String::new();
    for (at, (name, unit, value, more)) in figures.iter().enumerate() {
        sheet += &format!(
            "[figures.own_{at}]\nname = \"{name}\"\nunit = \"{unit}\"\nvalue = \"{value}\"\n{more}\n"
        );
    }
    one(&sheet)
}

#[test]
fn a_part_is_no_more_than_its_whole() {
    let pair = |part: &str, whole: &str, value: &str| {
        own(&[(part, "个", value, ""), (whole, "个", "100个", "")])
    };
    assert_eq!(
        pair("省级示范社", "示范社", "101个"),
        "warning part-over-whole content/2019/a/figures.toml:4 “省级示范社”101个多于“示范社”100个：部分不会多于总数\n"
    );
    assert_eq!(pair("省级示范社", "示范社", "100个"), "");
    assert_eq!(pair("东部示范社", "示范社", "101个"), "");
    let money = |part: &str, whole: &str| {
        own(&[
            (part, "万元", "101万元", ""),
            (whole, "万元", "100万元", ""),
        ])
        .contains("part-over-whole")
    };
    assert!(money("村经常性收入", "村集体经济总收入"));
    assert!(money("工坊利润", "工坊产值"));
    assert!(money("工坊净利润", "工坊产值"));
    assert!(!money("工坊利润", "农庄产值"));
    assert!(!money("镇经常性收入", "村集体经济总收入"));
    assert!(!money("经常性收入", "村集体经济总收入"));
    let noted = |note: &str| {
        let note = format!("note = \"{note}\"");
        own(&[
            ("冷库", "个", "101个", &note),
            ("物业项目", "个", "100个", ""),
        ])
        .contains("part-over-whole")
    };
    assert!(noted("包含在物业项目总数之内"));
    assert!(!noted("不包含在物业项目总数之内"));
    assert!(!noted("包含在别的项目之内"));
    // Another date, another count.
    let later = own(&[
        ("省级示范社", "个", "101个", "as_of = 2019-06-30"),
        ("示范社", "个", "100个", ""),
    ]);
    assert!(!later.contains("part-over-whole"), "{later}");
    let other = own(&[
        ("省级示范社", "家", "101家", ""),
        ("示范社", "个", "100个", ""),
    ]);
    assert!(!other.contains("part-over-whole"), "{other}");
    let vague = own(&[
        ("省级示范社", "个", "约101个", ""),
        ("示范社", "个", "100个", ""),
    ]);
    assert_eq!(vague, "");
}

#[test]
fn a_mean_is_no_more_than_the_total_it_divides() {
    let mean = |figures: &[(&str, &str, &str)]| {
        let all: Vec<_> = figures.iter().map(|(n, u, v)| (*n, *u, *v, "")).collect();
        let said = own(&all);
        let told: Vec<&str> = said.lines().filter(|l| l.contains("平均不会")).collect();
        told.join("\n")
    };
    let of = |value| ("村均经常性收入", "万元", value);
    let total = |value| ("村经常性收入", "万元", value);
    assert_eq!(
        mean(&[of("31万元"), total("30万元")]),
        "warning part-over-whole content/2019/a/figures.toml:4 “村均经常性收入”31万元多于“村经常性收入”30万元：平均不会多于总数"
    );
    assert_eq!(mean(&[of("30万元"), total("30万元")]), "");
    assert!(mean(&[of("31万元"), ("村集体经济总收入", "万元", "30万元")]).contains(":4 "));
    // Above one of several totals, that one is asked about.
    let two = mean(&[
        of("31万元"),
        total("30万元"),
        ("村集体经济总收入", "万元", "900万元"),
    ]);
    assert!(two.contains(":9 "), "{two}");
    for other in ["镇村经常性收入", "首批村经常性收入", "户均经常性收入"] {
        assert_eq!(
            mean(&[of("31万元"), (other, "万元", "30万元")]),
            "",
            "{other}"
        );
    }
    assert_eq!(mean(&[of("31万元"), ("村经常性收入", "个", "30个")]), "");
    assert_eq!(
        mean(&[("全县村均经常性收入", "万元", "31万元"), total("30万元")]),
        ""
    );
}

#[test]
fn no_head_household_or_village_has_so_much() {
    let odd = |name: &str, value: &str| own(&[(name, "万元", value, "")]).contains("不会有这么");
    for (name, most, more) in [
        ("人均存款", "500万元", "501万元"),
        ("户均存款", "2000万元", "2001万元"),
        ("村均存款", "100000万元", "100001万元"),
    ] {
        assert!(!odd(name, most) && odd(name, more), "{name}");
    }
    assert!(!odd("存款", "501万元"));
    let little = |name: &str, value: &str| {
        let said = own(&[(name, "元", value, "")]);
        said.contains("不会有这么少")
    };
    assert!(little("人均可支配收入", "99元") && !little("人均可支配收入", "100元"));
    assert!(!little("人均补助", "99元"));
    let people = own(&[("人均用水", "吨", "501吨", "")]);
    assert!(!people.contains("不会有"), "{people}");
}

#[test]
fn a_value_ten_thousand_times_its_goal_is_a_slip() {
    let of = |value: &str, goals: &str| {
        let sheet = format!("[figures.x]\nvalue = \"{value}\"\n{goals}\n");
        let said = one(&sheet);
        let line = said.lines().find(|l| l.contains("差了上万倍"));
        line.map(|l| l.split_once("toml:").unwrap().1[..1].to_owned())
    };
    let asked = |line: &str| Some(line.to_owned());
    let target = "target = \"1万元\"";
    assert_eq!(of("2000万元", target), asked("2"));
    assert_eq!(of("1999万元", target), None);
    assert_eq!(of("50000万元", target), asked("2"));
    assert_eq!(of("50001万元", target), None);
    let large = "target = \"30000万元\"";
    assert_eq!(of("10万元", large), asked("2"));
    assert_eq!(of("10.1万元", large), None);
    assert_eq!(of("0.6万元", large), asked("2"));
    assert_eq!(of("0.59万元", large), None);
    // Off one of two goals, that one is asked about; off both, the value.
    assert_eq!(
        of("3000万元", "baseline = \"2500万元\"\ntarget = \"1万元\""),
        asked("4")
    );
    assert_eq!(
        of("3000万元", "baseline = \"1万元\"\ntarget = \"1.1万元\""),
        asked("2")
    );
}

// ---- swapped ----

#[test]
fn a_number_against_the_way_of_the_others_names_what_would_fit() {
    let meant = |then: &[&str], now: &[&str]| {
        let lay = |all: &[&str]| all.iter().map(|v| x(v)).collect::<Vec<_>>();
        let said = over_two(X, &lay(then), &lay(now));
        let (_, rest) = said.split_once("写成 ")?;
        Some(rest.split_once(' ').unwrap().0.to_owned())
    };
    let some = |text: &str| Some(text.to_owned());
    let then = ["2154.8", "1000", "3000", "500"];
    assert_eq!(
        meant(&then, &["1290.3", "1010", "3030", "505"]),
        some("2190.3万元")
    );
    assert_eq!(meant(&then, &["2190.3", "1010", "3030", "505"]), None);
    assert_eq!(
        meant(&then[..3], &["1290.3", "1010", "3030"]),
        None,
        "two others say little"
    );
    // One of four others may have slipped as well, not one of three.
    let odd = ["1290.3", "1010", "3030", "1505"];
    assert_eq!(meant(&then, &odd), None);
    let five = ["2154.8", "1000", "3000", "500", "700"];
    assert_eq!(
        meant(&five, &["1290.3", "1010", "3030", "1505", "707"]),
        some("2190.3万元")
    );
    // Two digits are near by chance, if not all say the same.
    let small = ["20", "1000", "2000", "3000", "5000"];
    assert_eq!(
        meant(&small, &["12", "1040", "2080", "3120", "5200"]),
        some("21万元")
    );
    assert_eq!(
        meant(&small, &["12", "1040", "2080", "3120", "15200"]),
        None
    );
    // What grew by half may grow by somewhat more or less.
    let lively = |now: &str| meant(&["1000", "200", "300", "400"], &[now, "300", "450", "600"]);
    assert_eq!(lively("1250"), None);
    assert_eq!(lively("5110"), some("1510万元"));
}

#[test]
fn without_a_past_the_others_must_be_nearly_the_same() {
    let meant = |numbers: &[&str]| {
        let all: Vec<String> = numbers.iter().map(|n| x(n)).collect();
        sheets(X, &all).contains("写成 2190万元 就合得上")
    };
    assert!(meant(&["1290", "2200", "2185", "2195", "2210"]));
    assert!(
        !meant(&["1290", "2200", "2185", "2195"]),
        "three others say little"
    );
    assert!(!meant(&["1290", "2200", "2185", "2195", "2700"]), "uneven");
    assert!(!meant(&["2190", "2200", "2185", "2195", "2210"]));
}

// ---- suspect ----

#[test]
fn two_numbers_are_a_slip_apart_by_noughts_or_two_digits() {
    use super::suspect::apart;
    let apart = |a: &str, b: &str| apart(a.parse().unwrap(), b.parse().unwrap());
    for (a, b) in [
        ("15", "1.5"),
        ("15", "1500"),
        ("3", "30000"),
        ("123", "132"),
        ("123", "321"),
    ] {
        assert!(apart(a, b) && apart(b, a), "{a} {b}");
    }
    for (a, b) in [
        ("15", "15"),
        ("15", "16"),
        ("15", "15000"),
        ("0", "0"),
        ("-12", "-21"),
        ("123", "231"),
    ] {
        assert!(!apart(a, b), "{a} {b}");
    }
    let first = |n: &str| super::suspect::first_digits(n.parse().unwrap()).count();
    assert_eq!((first("12"), first("123"), first("1.2")), (0, 8, 0));
}

// ---- years ----

/// What is said of county a, whose figure x reads so in 2018 and in 2019.
fn across(heads: [&str; 2], then: &str, now: &str) -> String {
    let sample = Sample::new();
    for ((id, head), more) in ["2018", "2019"].into_iter().zip(heads).zip([then, now]) {
        let head = format!("as_of = {id}-11-30\n{head}");
        let sheet = format!("[figures.x]\n{more}\n");
        sample.edition(id, &head, X, &[("a", &sheet)]);
    }
    let said = sample.found();
    let told: Vec<&str> = said
        .lines()
        .filter(|l| l.contains("series-disagrees"))
        .collect();
    told.join("\n")
}

#[test]
fn a_target_that_slipped_since_the_edition_before_is_asked_about() {
    let of = |whole: &str, then: &str, now: &str| {
        let target = |t: &str| format!("value = 1\n{whole}\ntarget = {t}");
        across(["", ""], &target(then), &target(now))
    };
    let slip = of("", "15", "1.5");
    assert!(
        slip.contains("的目标是1.5万元，2018 年度里是15万元，是不是数字写颠倒或者错了位？"),
        "{slip}"
    );
    assert_eq!(of("", "15", "15"), "");
    assert_eq!(of("", "15", "16"), "", "a new target");
}

#[test]
fn one_plan_has_one_baseline() {
    let of = |heads: [&str; 2], then: &str, now: &str| {
        let baseline = |b: &str| format!("value = 30\nbaseline = {b}\ntarget = 40");
        across(heads, &baseline(then), &baseline(now))
    };
    let plan = "plan = { start = 2018-01-01, due = 2020-12-31 }";
    let other = "plan = { start = 2019-01-01, due = 2020-12-31 }";
    let told = of([plan, plan], "15", "16");
    assert!(
        told.contains("的基期是16万元，2018 年度里是15万元"),
        "{told}"
    );
    assert_eq!(told.lines().count(), 1);
    assert_eq!(of([plan, plan], "15", "15"), "");
    assert_eq!(of([plan, other], "15", "16"), "");
    assert_eq!(of(["", ""], "15", "16"), "");
    assert!(of(["", ""], "15", "1.5").contains("的基期是1.5万元"));
    assert!(of([plan, other], "12", "21").contains("的基期是21万元"));
}

#[test]
fn one_year_has_one_number_in_all_editions() {
    let told = across(
        ["", ""],
        "value = 20",
        "value = 30\nseries = { 2018 = 21, 2019 = 30 }",
    );
    assert!(
        told.contains("2019/a/figures.toml:3 “贷款”2018年的数是21万元，2018 年度里是20万元"),
        "{told}"
    );
    let same = across(
        ["", ""],
        "value = 20",
        "value = 30\nseries = { 2018 = 20, 2019 = 30 }",
    );
    assert_eq!(same, "");
    // Years that both print and neither is of.
    let printed = |now: &str| {
        across(
            ["", ""],
            "value = 20\nseries = { 2016 = 11, 2018 = 20 }",
            &format!("value = 30\nseries = {{ 2016 = {now}, 2019 = 30 }}"),
        )
    };
    assert_eq!(printed("11"), "");
    let told = printed("13");
    assert!(
        told.contains("2016年的数是13万元，2018 年度里是11万元"),
        "{told}"
    );
    assert_eq!(told.lines().count(), 1);
    let settled = across(
        ["", ""],
        "value = 20\nseries = { 2017 = 19, 2018 = 20 }",
        "value = 30\nseries = { 2017 = 19, 2018 = 22, 2019 = 30 }",
    );
    assert_eq!(
        settled.lines().count(),
        1,
        "told once, not as printed too: {settled}"
    );
    // A number of the other edition's own day is that edition's number.
    let dated = |date: &str| {
        let now = format!("value = 21\nas_of = {date}");
        across(["", ""], "value = 20", &now)
    };
    assert!(dated("2018-11-30").contains("2018年的数是21万元，2018 年度里是20万元"));
    assert_eq!(dated("2018-10-31"), "");
}

// ---- leaps ----

#[test]
fn a_year_in_another_unit_and_far_off_is_a_slip() {
    let of = |series: &str, value: &str| {
        let said = one(&format!(
            "[figures.x]\nvalue = {value}\nseries = {{ {series} }}\n"
        ));
        said.lines().filter(|l| l.contains("figure-jump")).count()
    };
    // No year beside it is known.
    assert_eq!(
        of("2016 = 120, 2019 = \"3亿元\"", "\"3亿元\""),
        1,
        "250 times in three years"
    );
    assert_eq!(
        of("2016 = 120, 2019 = \"30000万元\"", "\"30000万元\""),
        0,
        "its own unit"
    );
    assert_eq!(
        of("2016 = 120, 2019 = \"2.3亿元\"", "\"2.3亿元\""),
        0,
        "less than 200 times"
    );
    assert_eq!(of("2016 = 120, 2019 = \"2.4亿元\"", "\"2.4亿元\""), 1);
    // Half as much again every year explains it.
    assert_eq!(of("2004 = 120, 2019 = \"3亿元\"", "\"3亿元\""), 0);
    assert_eq!(of("2006 = 120, 2019 = \"3亿元\"", "\"3亿元\""), 1);
    // Fifty times beyond even in the other unit is another matter.
    assert_eq!(
        of("2016 = 120, 2019 = \"6001亿元\"", "\"6001亿元\""),
        0,
        "500000 and more"
    );
    assert_eq!(of("2016 = 0, 2019 = \"3亿元\"", "\"3亿元\""), 0);
}
