//! Reconciliation: whether the figures agree with each other.
//!
//! One family of rules per file: what the editors ask for (`checks`, `stated`)
//! and what needs no asking (`limits`, `plausible`, `parts`, `dates`, `twice`,
//! `years`, `jumps`, `swapped`, `copies`, `sources`).
//! Rules that guess are warnings and are written to stay silent on sound
//! content: an editor who is warned for nothing stops reading.
//!
//! A note acknowledges: what it speaks of (see `note`) becomes an info and is
//! kept as a [`Remark`], so that the page can print the note beside the figure.

mod bounds;
mod checks;
mod copies;
mod dates;
mod direction;
#[cfg(test)]
mod edges;
mod jumps;
mod limits;
mod note;
mod parts;
mod peers;
mod plausible;
mod projects;
mod sources;
mod stated;
mod suspect;
mod swapped;
mod twice;
mod years;

use super::series::Member;
use super::{Edition, Outcome, Remark, Years};
use crate::content;
use crate::finding::{Finding, Findings, Severity};
use crate::text;
use rayon::prelude::*;

/// Edition, county and figure indices.
pub(super) type At = (usize, usize, usize);

/// Edition; county, unless it concerns the edition; figure, unless its file.
type Whose = (usize, Option<usize>, Option<usize>);

/// Where the rules lay down what they find.
#[derive(Debug, Default)]
pub(super) struct Desk<'c> {
    pub(super) findings: Findings,
    /// With the edition they belong to.
    pub(super) remarks: Vec<(usize, Remark<'c>)>,
}

impl<'c> Desk<'c> {
    /// Lays down a finding about a figure, which its own note acknowledges.
    fn odd(&mut self, at: At, figure: &'c content::Figure, mut finding: Finding) {
        let said = finding.message.zh.clone();
        let note = figure.note.as_deref();
        let speaks = note.filter(|note| note::acknowledges(note, &said));
        if note.is_some()
            && speaks.is_none()
            && let Some(hint) = &mut finding.hint
        {
            hint.zh
                .push_str("（已有的 note 没有说到它：在 note 里写出这个数，或写“已核实”）");
            hint.en.push_str(
                " (the note there does not speak of it: name the number in it, or say 已核实)",
            );
        }
        self.odd_unless((at.0, Some(at.1), Some(at.2)), speaks, finding);
    }

    /// Lays down a finding about a whole file, which the `note` at its top
    /// acknowledges: of a county's figures, or of the edition.
    fn odd_file(
        &mut self,
        (edition, county): (usize, Option<usize>),
        note: Option<&'c str>,
        finding: Finding,
    ) {
        let speaks = note.filter(|note| note::acknowledges(note, &finding.message.zh));
        self.odd_unless((edition, county, None), speaks, finding);
    }

    /// Lays down a finding, which `note` acknowledges.
    fn odd_unless(&mut self, at: Whose, note: Option<&'c str>, mut finding: Finding) {
        if let Some(note) = note {
            self.remarks.push((
                at.0,
                Remark {
                    county: at.1,
                    figure: at.2,
                    message: finding.message.clone(),
                    note,
                },
            ));
            finding = acknowledged(finding, note);
        }
        self.findings.push(finding);
    }

    fn extend(&mut self, other: Desk<'c>) {
        self.findings.extend(other.findings);
        self.remarks.extend(other.remarks);
    }
}

/// The finding as worth knowing only, with the note that says why.
pub(crate) fn acknowledged(mut finding: Finding, note: &str) -> Finding {
    finding.severity = Severity::Info;
    finding.hint = Some(text!("已有说明：{note}", "acknowledged: {note}"));
    finding
}

/// The rules over one figure's years; `series` are the merged ones, by member.
pub(super) fn over_years<'c>(
    members: &[Member<'_, 'c>],
    series: &[Years<'_>],
    desk: &mut Desk<'c>,
) {
    years::agree(members, desk);
    for (member, series) in members.iter().zip(series) {
        dates::series(member, desk);
        jumps::over_years(member, series, desk);
    }
}

/// The rules between the editions, newest first.
pub(super) fn editions<'c>(editions: &[Edition<'c>], desk: &mut Desk<'c>) {
    dates::left_from_before(editions, desk);
}

/// The rules within one edition, and what came of its checks.
pub(super) fn edition<'c>(
    at: usize,
    edition: &Edition<'c>,
    desk: &mut Desk<'c>,
) -> Vec<Outcome<'c>> {
    let names = twice::Names::of(edition);
    let peers = peers::of(edition);
    let plans = limits::surpassed(edition, &peers);
    let (said, sizes) = (parts::said(edition), plausible::sizes(edition));
    let surpassed = |figure: &super::Figure<'c>| {
        let is = |i: &crate::content::Indicator| plans.iter().any(|p| std::ptr::eq(*p, i));
        figure.indicator.is_some_and(is)
    };
    let done: Vec<(Vec<Outcome<'c>>, Desk<'c>)> = (0..edition.counties.len())
        .into_par_iter()
        .map(|c| {
            let mut desk = Desk::default();
            dates::as_of(at, edition, c, &mut desk);
            limits::shares(at, edition, c, &mut desk);
            plausible::of_county(at, edition, c, &sizes, &mut desk);
            limits::off_plan(at, edition, c, &mut desk);
            limits::over_target(at, edition, c, &surpassed, &mut desk);
            limits::negative(at, edition, c, &mut desk);
            dates::of_county(at, edition, c, &mut desk);
            projects::returns(at, edition, c, &mut desk);
            direction::by_name(at, edition, c, &mut desk);
            parts::of_county(at, edition, c, &said, &mut desk);
            copies::of_last_year(at, edition, c, &mut desk);
            twice::names(at, edition, c, &names, &mut desk);
            (checks::all(edition, c, &mut desk), desk)
        })
        .collect();
    let mut outcomes = Vec::new();
    for (some, found) in done {
        outcomes.extend(some);
        desk.extend(found);
    }
    dates::of_edition(at, edition, desk);
    copies::of_county(at, edition, desk);
    copies::of_values(at, edition, &peers, desk);
    sources::of_edition(at, edition, desk);
    let measures = edition.measures.par_iter().zip(&peers);
    let found = measures.map(|(measure, peers)| {
        let mut own = Desk::default();
        direction::among_peers(at, peers, &mut own);
        jumps::of_growth(at, measure, peers, &mut own);
        stated::total(at, edition, measure, &mut own);
        jumps::among_peers(at, edition, (measure, peers), &mut own);
        swapped::among_peers(at, peers, &desk.findings, &mut own);
        own
    });
    let found: Vec<Desk<'c>> = found.collect();
    for found in found {
        desk.extend(found);
    }
    outcomes
}

#[cfg(test)]
mod tests {
    use crate::showcase::sample::{Sample, found};

    fn indicator(name: &str, unit: &str, more: &str) -> String {
        format!("[[indicators]]\nid = \"x\"\nname = \"{name}\"\nunit = \"{unit}\"\n{more}\n")
    }

    fn values(numbers: &[&str]) -> Vec<(String, String)> {
        let figure = |v: &&str| format!("[figures.x]\nvalue = {v}\n");
        let counties = numbers.iter().enumerate();
        counties
            .map(|(at, v)| (format!("c{at}"), figure(v)))
            .collect()
    }

    fn over(indicator: &str, counties: &[(String, String)]) -> String {
        let counties: Vec<_> = counties
            .iter()
            .map(|(a, b)| (a.as_str(), b.as_str()))
            .collect();
        found(indicator, &counties)
    }

    #[test]
    fn a_stated_total_is_held_against_the_counties() {
        let stated = |total: &str, numbers: &[&str]| {
            over(&indicator("达标村", "个", total), &values(numbers))
        };
        assert_eq!(stated("stated_total = 30", &["10", "20"]), "");
        assert_eq!(
            stated("stated_total = 31", &["10", "20"]),
            "error total-disagrees content/2019/edition.toml:10 丽水市“达标村”列为31个，按2个县（市、区）的数算是30个\n"
        );
        let noted = stated("stated_total = 31\nnote = \"含市本级\"", &["10", "20"]);
        assert!(noted.starts_with("info total-disagrees"), "{noted}");
        let gap = |stated: &str| {
            let mut counties = values(&["10", "20"]);
            counties.push(("gap".to_owned(), String::new()));
            over(&indicator("达标村", "个", stated), &counties)
        };
        assert!(gap("stated_total = 45").starts_with("info total-not-compared"));
        assert!(gap("stated_total = 29").contains("加起来已有30个"));
    }

    #[test]
    fn shares_stay_within_all_and_rates_of_growth_need_not() {
        let share = |name: &str, value: &str| over(&indicator(name, "%", ""), &values(&[value]));
        assert_eq!(
            share("入社农户占比", "104"),
            "error share-range content/2019/c0/figures.toml:2 “入社农户占比”是104%，超过了100%\n"
        );
        assert!(share("参保比例", "-4").starts_with("warning share-range"));
        assert!(share("农户参与率", "140").starts_with("warning share-range"));
        for name in [
            "收入增长率",
            "利润率",
            "资产负债率",
            "计划完成率",
            "收入增速",
            "回报率",
        ] {
            assert_eq!(share(name, "140"), "", "{name}");
            assert_eq!(share(name, "-14"), "", "{name}");
        }
        assert_eq!(share("覆盖率", "100"), "");
        let noted = found(
            &indicator("覆盖率", "%", ""),
            &[(
                "a",
                "[figures.x]\nvalue = 104\nnote = \"已核实，含外来人口\"",
            )],
        );
        assert!(noted.starts_with("info share-range"), "{noted}");
        let described = found(
            &indicator("覆盖率", "%", ""),
            &[("a", "[figures.x]\nvalue = 104\nnote = \"年末数\"")],
        );
        assert!(described.starts_with("error share-range"), "{described}");
    }

    #[test]
    fn more_than_all_is_asked_about_and_a_surpassed_plan_is_not() {
        let of = |name: &str, pairs: &[(u32, u32)]| {
            let counties: Vec<_> = pairs
                .iter()
                .enumerate()
                .map(|(at, (value, target))| {
                    (
                        format!("c{at}"),
                        format!("[figures.x]\nvalue = {value}\ntarget = {target}\n"),
                    )
                })
                .collect();
            over(&indicator(name, "个", ""), &counties)
        };
        assert_eq!(
            of("达标村", &[(168, 168), (410, 401)]),
            "warning over-target content/2019/c1/figures.toml:2 “达标村”是410个，多于目标401个\n"
        );
        // One must not hide the other; but all of three are a plan surpassed.
        let two = of("达标村", &[(170, 168), (410, 401)]);
        assert_eq!(two.matches("warning over-target").count(), 2, "{two}");
        assert_eq!(of("达标村", &[(170, 168), (410, 401), (60, 50)]), "");
        let plan = of("新建项目", &[(10, 10), (12, 10)]);
        assert!(plan.starts_with("info over-target"), "{plan}");
        let said = |pair: (u32, u32), whole: bool| {
            let indicator = indicator("新建项目", "个", &format!("whole = {whole}"));
            over(
                &indicator,
                &[(
                    "a".to_owned(),
                    format!("[figures.x]\nvalue = {}\ntarget = {}\n", pair.0, pair.1),
                )],
            )
        };
        assert!(said((12, 10), true).starts_with("error over-target"));
        assert_eq!(said((12, 10), false), "");
        assert!(
            said((110, 50), false).is_empty() && said((310, 50), false).contains("figure-jump")
        );
    }

    #[test]
    fn a_date_after_the_editions_is_asked_about() {
        let dated = |as_of: &str| {
            found(
                &indicator("达标村", "个", ""),
                &[("a", &format!("[figures.x]\nvalue = 1\nas_of = {as_of}\n"))],
            )
        };
        assert_eq!(
            dated("2019-12-15"),
            "warning as-of-late content/2019/a/figures.toml:3 “达标村”截至2019-12-15，晚于本年度的截至日期2019-11-30\n"
        );
        for sound in ["2019-11-30", "\"2019-11\"", "\"2019\"", "2018-01-01"] {
            assert_eq!(dated(sound), "", "{sound}");
        }
    }

    fn series(value: &str, series: &str) -> String {
        let figure = format!("[figures.x]\nvalue = {value}\nseries = {{ {series} }}\n");
        found(&indicator("收入", "万元", ""), &[("a", &figure)])
    }

    #[test]
    fn years_run_upwards_and_not_into_the_future() {
        assert_eq!(series("3", "2017 = 1, 2018 = 2, 2019 = 3"), "");
        assert_eq!(
            series("3", "2018 = 2, 2017 = 1, 2019 = 3"),
            "warning series-year content/2019/a/figures.toml:3 序列的年份次序乱了：2018年写在2017年前面\n"
        );
        assert!(series("3", "2017 = 1, 2091 = 2").contains("序列里却有2091年"));
        assert!(series("3", "1018 = 1, 2019 = 3").contains("是不是写错了"));
    }

    #[test]
    fn one_year_has_one_value() {
        assert_eq!(
            series("401", "2018 = 350, 2019 = 402"),
            "error figure-two-values content/2019/a/figures.toml:3 “收入”的数值是401万元，序列里2019年却是402万元\n"
        );
        assert_eq!(
            series("\"2.738亿元\"", "2018 = 25000, 2019 = \"2.74亿元\""),
            ""
        );
        assert_eq!(series("401", "2017 = 350, 2018 = 380"), "");
    }

    #[test]
    fn a_leap_out_of_an_even_row_is_asked_about() {
        let even = "2015 = 100, 2016 = 104, 2017 = 110, 2018 = 108";
        let leap = |last: &str| series(last, &format!("{even}, 2019 = {last}"));
        assert_eq!(
            leap("1120"),
            "warning figure-jump content/2019/a/figures.toml:3 “收入”2019年的1120万元是相邻年份的11倍，是不是多写或少写了位数、写错了万和亿？\n"
        );
        assert!(leap("11").contains("10分之一"));
        assert!(leap("1120000").contains("figure-jump"));
        for sound in ["112", "250", "60", "500"] {
            assert_eq!(leap(sound), "", "{sound}");
        }
        // Growth, a start from little, far years: none of these is a slip.
        assert_eq!(series("731.77", "1999 = 30, 2019 = 731.77"), "");
        assert_eq!(
            series("300", "2016 = 1, 2017 = 9, 2018 = 70, 2019 = 300"),
            ""
        );
        assert_eq!(series("120", "2018 = 12, 2019 = 120"), "");
        assert!(series("12000", "2018 = \"1.1亿元\", 2019 = 12000").is_empty());
        assert!(series("1.2", "2018 = \"1.1亿元\", 2019 = 1.2").contains("9167分之一"));
    }

    #[test]
    fn a_county_far_from_its_peers_is_asked_about() {
        let peers = |numbers: &[&str]| over(&indicator("收入", "万元", ""), &values(numbers));
        assert_eq!(
            peers(&["43000", "41000", "39000", "45000", "4.2"]),
            "warning figure-jump content/2019/c4/figures.toml:2 “收入”4.2万元是其他县（市、区）的10238分之一，是不是多写或少写了位数、写错了万和亿？\n"
        );
        assert!(peers(&["43", "41", "39", "45", "420"]).contains("10倍"));
        // Few peers tell where they are near each other.
        assert!(peers(&["900", "25000", "1200"]).starts_with("warning figure-jump"));
        assert!(peers(&["900", "120000", "1200"]).starts_with("warning figure-jump"));
        assert!(peers(&["900", "90", "1200"]).starts_with("info figure-jump"));
        assert!(peers(&["1.7", "12.2", "0.9"]).starts_with("info figure-jump"));
        // One slip does not hide another.
        let two = peers(&["90", "102", "95", "1010", "99", "9.8", "104"]);
        assert_eq!(two.matches("warning figure-jump").count(), 2, "{two}");
        // Counties differ; that is what the showcase is for.
        for sound in [
            &["27380", "42000", "1150", "12", "300"][..],
            &["1", "2", "20", "200", "2000"],
            &["900", "250"],
            &["900", "2500", "1200"],
            &["27380", "42000", "1150"],
            &["0", "0", "0", "0", "500"],
        ] {
            assert_eq!(peers(sound), "", "{sound:?}");
        }
    }

    #[test]
    fn a_city_among_mountain_counties_is_large_in_many_ways() {
        let two = "[[indicators]]\nid = \"p\"\nname = \"户籍人口\"\nunit = \"万人\"\n\n[[indicators]]\nid = \"x\"\nname = \"贷款\"\nunit = \"万元\"\n";
        let of = |people: [&str; 3]| {
            let county = |(p, x): (&str, &str)| {
                format!("[figures.p]\nvalue = {p}\n[figures.x]\nvalue = {x}\n")
            };
            let counties: Vec<(String, String)> = people
                .iter()
                .zip(["900", "9900", "1000"])
                .enumerate()
                .map(|(at, pair)| (format!("c{at}"), county((pair.0, pair.1))))
                .collect();
            over(two, &counties)
        };
        assert!(of(["20", "26", "22"]).contains("figure-jump"));
        assert_eq!(of(["20", "98", "22"]), "");
    }

    #[test]
    fn a_number_outside_its_range_is_asked_about() {
        let of = |range: &str, value: &str| {
            over(
                &indicator("总投资", "万元", &format!("range = \"{range}\"")),
                &values(&[value]),
            )
        };
        assert_eq!(of("100万元—5亿元", "31100"), "");
        assert_eq!(
            of("100万元—5亿元", "3.11"),
            "warning figure-implausible content/2019/c0/figures.toml:2 “总投资”是3.11万元，不在 range 写的0.01亿元—5亿元之内\n"
        );
        assert!(of("100万元以上", "90").contains("figure-implausible"));
        assert!(of("不超过500万元", "501").contains("figure-implausible"));
        assert_eq!(of("不超过500万元", "500"), "");
    }

    #[test]
    fn a_broken_sum_is_told_at_the_figure_that_slipped() {
        let of = |a: u32, b: u32, all: u32| {
            let one = |id: &str, v: u32| {
                format!("[figures.{id}]\nname = \"{id}\"\nunit = \"个\"\nvalue = {v}\n")
            };
            let sheet = [one("aa", a), one("bb", b), one("cc", all)].concat()
                + "[[checks]]\nsum = [\"aa\", \"bb\"]\nis = \"cc\"\n";
            found(&indicator("达标村", "个", ""), &[("a", &sheet)])
        };
        assert!(of(74, 6, 53).contains("check-failed content/2019/a/figures.toml:4 "));
        assert!(of(47, 6, 530).contains("check-failed content/2019/a/figures.toml:12 "));
        // Either part may have lost the difference.
        assert!(of(47, 16, 61).contains("check-failed content/2019/a/figures.toml:13 "));
    }

    #[test]
    fn next_to_nothing_in_its_own_unit_is_a_slip_of_the_unit() {
        let own = |unit: &str, value: &str, name: &str| {
            let figure = format!(
                "[figures.own]\nname = \"{name}\"\nunit = \"{unit}\"\nvalue = \"{value}\"\n"
            );
            found(&indicator("达标村", "个", ""), &[("a", &figure)])
        };
        assert_eq!(
            own("亿元", "3.11万元", "企业总投资"),
            "warning figure-implausible content/2019/a/figures.toml:4 “企业总投资”写的是3.11万元，这一项以亿元计，只合0.000311亿元，是不是写错了元、万和亿？\n"
        );
        assert!(own("万元", "511元", "公司年收益").contains("figure-implausible"));
        assert!(own("人次", "约2300万人次", "集中培训").contains("figure-implausible"));
        for (unit, value) in [
            ("亿元", "3110万元"),
            ("万元", "8000元"),
            ("万元", "2.738亿元"),
            ("人次", "126万人次"),
        ] {
            assert_eq!(own(unit, value, "某项"), "", "{value}");
        }
    }

    #[test]
    fn the_same_name_twice_with_two_values_is_asked_about() {
        let twice = |value: u32| {
            let own = format!(
                "[figures.x]\nvalue = 401\n[figures.y]\nname = \"达标村\"\nunit = \"个\"\nvalue = {value}\n"
            );
            found(&indicator("达标村", "个", ""), &[("a", &own)])
        };
        assert_eq!(twice(401), "");
        assert_eq!(
            twice(410),
            "warning figure-twice content/2019/a/figures.toml:6 “达标村”写了两处，一处是410个，一处是401个\n"
        );
        let other = "[figures.y]\nname = \"a县达标村\"\nunit = \"个\"\nvalue = 7\n";
        let found = found(
            &indicator("达标村", "个", ""),
            &[("a", "[figures.x]\nvalue = 8\n"), ("b", other)],
        );
        assert!(
            found.contains("“a县达标村”写了两处，一处是7个，一处是8个"),
            "{found}"
        );
    }

    fn two_editions(frozen: bool, figure: &str) -> String {
        let sample = Sample::new();
        let x = indicator("达标村", "个", "");
        let head = format!("as_of = 2018-12-31\nfrozen = {frozen}");
        sample.edition("2018", &head, &x, &[("a", "[figures.x]\nvalue = 350\n")]);
        sample.edition("2019", "as_of = 2019-11-30", &x, &[("a", figure)]);
        sample.found()
    }

    #[test]
    fn what_was_published_changes_only_with_a_note() {
        let changed = "[figures.x]\nvalue = 401\nseries = { 2018 = 352, 2019 = 401 }\n";
        assert_eq!(
            two_editions(true, changed),
            "error figure-revised content/2019/a/figures.toml:3 “达标村”2018年的数是352个，已定稿的 2018 年度公布的是350个\n"
        );
        assert_eq!(
            two_editions(false, changed),
            "warning series-disagrees content/2019/a/figures.toml:3 “达标村”2018年的数是352个，2018 年度里是350个\n"
        );
        let revised = format!("{changed}revised = \"年报核定\"\n");
        assert!(two_editions(true, &revised).starts_with("info figure-revised"));
        let noted = format!("{changed}note = \"新口径\"\n");
        assert!(two_editions(true, &noted).starts_with("error figure-revised"));
        assert!(two_editions(false, &noted).starts_with("info series-disagrees"));
        let kept = "[figures.x]\nvalue = 401\nseries = { 2018 = 350, 2019 = 401 }\n";
        assert_eq!(two_editions(true, kept), "");
    }
}
