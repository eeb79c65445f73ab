//! Sentences about data: the description, the heading, the words for lists.
//!
//! A description is a list of clauses, the most important first; each comes with
//! a shorter form or can be left out, so that the whole stays within
//! [`super::DESCRIPTION_LIMIT`]. Values are quoted as printed.

mod change;
mod rank;

pub(crate) use change::{Change, changes, changes_headline, turning};
pub(crate) use rank::{
    Fact, Rank, bounded, focus_clause, focus_headline, gaps, is_bound, lacking, lacking_headline,
    lone, missing, no_years, ranking, ranking_headline, ranking_then, without_data,
};

use super::DESCRIPTION_LIMIT;
use super::data::{Language, Words};
use super::measure::width;

/// A part of a description: in full, and what to say when there is no room.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Clause {
    pub(crate) full: String,
    pub(crate) short: Option<String>,
    /// The largest, the smallest, what is missing: what stands before it leaves it
    /// room for its short form.
    pub(crate) must: bool,
}

impl Clause {
    pub(crate) fn new(full: String) -> Clause {
        Clause {
            full,
            short: None,
            must: false,
        }
    }

    pub(crate) fn or(full: String, short: String) -> Clause {
        Clause {
            full,
            short: Some(short),
            must: false,
        }
    }

    /// One that the description is not to go without.
    pub(crate) fn must(self) -> Clause {
        Clause { must: true, ..self }
    }

    /// The fewest characters it can be said in.
    fn least(&self) -> usize {
        let length = |text: &String| text.chars().count();
        length(self.short.as_ref().unwrap_or(&self.full))
    }
}

pub(crate) fn zh(words: &Words) -> bool {
    words.language == Language::Chinese
}

/// 个县（市、区）, counties; 个, items of rows that nobody named a noun for: 3项重大事故
/// would be three accidents.
pub(crate) fn counted(words: &Words) -> &str {
    match (words.counted.as_str(), words.language) {
        ("", Language::Chinese) => "个",
        ("", Language::English) => "items",
        (text, _) => text,
    }
}

/// Going up and going down: a rate rises and falls, a number of things grows.
fn verbs(words: &Words) -> (&'static str, &'static str) {
    if rate(words) {
        ("上升", "下降")
    } else {
        ("增加", "减少")
    }
}

/// The same with where it went.
fn moves(words: &Words) -> (&'static str, &'static str) {
    if rate(words) {
        ("升至", "降至")
    } else {
        ("增至", "降至")
    }
}

/// A share, a mark, a price, a density.
fn rate(words: &Words) -> bool {
    let rate = ["%", "％", "‰", "分", "度", "℃", "倍", "点"];
    words.unit.contains(['/', '／', '每']) || rate.iter().any(|u| words.unit.ends_with(u))
}

/// Money that is given is much or little; an income and a price are high or low.
fn given(words: &Words) -> bool {
    const GIVEN: [&str; 13] = [
        "资金", "投资", "投入", "款", "经费", "支出", "补助", "补贴", "捐", "债", "贷", "融资",
        "拨",
    ];
    let mean = words.measure.contains(['均', '价', '每']);
    !mean && GIVEN.iter().any(|g| words.measure.contains(g))
}

/// The measure word of what is counted: 3个 of counties, 3项 of indicators.
pub(crate) fn classifier(words: &Words) -> char {
    let first = words.counted.chars().next();
    match first {
        None => '个',
        Some(first) if "个项家所户条".contains(first) => first,
        Some(_) => '个',
    }
}

/// The head of the column of names.
pub(crate) fn name_head(words: &Words) -> String {
    let noun = words
        .counted
        .strip_prefix(['个', '项', '家', '所'])
        .unwrap_or_default();
    match words.language {
        Language::Chinese if noun.is_empty() => "名称".to_string(),
        Language::Chinese => noun.to_string(),
        Language::English => "Name".to_string(),
    }
}

/// The head of the column of values: the measure with its unit.
pub(crate) fn value_head(words: &Words) -> String {
    match (words.measure.is_empty(), words.language) {
        (true, Language::Chinese) => "数值".to_string(),
        (true, Language::English) => "Value".to_string(),
        _ => words.measure.clone(),
    }
}

/// A table's caption and a drawing's second line: measure, unit, period.
pub(crate) fn caption(words: &Words) -> String {
    let unit = match words.language {
        _ if words.unit.is_empty() => String::new(),
        Language::Chinese => format!("（{}）", words.unit),
        Language::English => format!(" ({})", words.unit),
    };
    let (measure, period) = (&words.measure, &words.period);
    let comma = if zh(words) { "，" } else { ", " };
    match (measure.is_empty(), period.is_empty()) {
        (true, _) => period.clone(),
        (false, true) => format!("{measure}{unit}"),
        (false, false) => format!("{measure}{unit}{comma}{period}"),
    }
}

/// 9个县（市、区） (GB/T 15835: what is counted in statistics is in figures), nine
/// counties.
pub(crate) fn count(n: usize, words: &Words) -> String {
    const EN: [&str; 11] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    match (zh(words), EN.get(n)) {
        (true, _) => format!("{n}{}", counted(words)),
        (false, Some(word)) => format!("{word} {}", counted(words)),
        (false, None) => format!("{n} {}", counted(words)),
    }
}

/// 最多 and 最少 for what is counted, 最高 and 最低 for what is measured.
fn most(words: &Words) -> (&'static str, &'static str) {
    let money = words.unit.ends_with('元') && !given(words);
    let level = words.unit.is_empty() || rate(words) || money;
    match words.language {
        Language::English => ("highest", "lowest"),
        Language::Chinese if level => ("最高", "最低"),
        Language::Chinese => ("最多", "最少"),
    }
}

/// Names in a row: all of up to three, else the first and the number.
fn names(list: &[&str], words: &Words) -> String {
    match (list, zh(words)) {
        ([one], _) => (*one).to_string(),
        (list, true) if list.len() <= 3 => list.join("、"),
        ([first, ..], true) => format!("{first}等{}{}", list.len(), counted(words)),
        ([first, second], false) => format!("{first} and {second}"),
        ([first, second, third], false) => format!("{first}, {second} and {third}"),
        ([first, ..], false) => format!("{first} and {} others", list.len() - 1),
        ([], _) => String::new(),
    }
}

/// A heading about one, its name before `rest`; the name is left out where the whole
/// would be wider than 36 characters: the page is about it, the measure is not.
fn of_one(name: &str, rest: &[&str]) -> String {
    let rest = rest.concat();
    match width(name, 1.0, true) + width(&rest, 1.0, true) <= 36.0 {
        true => format!("{name}{rest}"),
        false => rest,
    }
}

/// The clauses as one paragraph within the limit: what is shown comes first; a
/// clause that does not fit is shortened or left out; nothing is cut in its
/// middle unless the very first is too long by itself.
pub(crate) fn paragraph(words: &Words, clauses: Vec<Clause>) -> String {
    let zh = zh(words);
    let (separator, stop) = if zh { ("；", "。") } else { ("; ", ".") };
    let subject = match (zh, words.measure.is_empty(), words.period.is_empty()) {
        (_, true, true) => String::new(),
        (true, _, _) => format!("{}{}：", words.period, words.measure),
        (false, true, false) => format!("{}: ", words.period),
        (false, false, true) => format!("{}: ", words.measure),
        (false, false, false) => format!("{}, {}: ", words.measure, words.period),
    };
    let length = |text: &str| text.chars().count();
    let least = clauses.first().map_or(0, Clause::least);
    let mut text = if length(&subject) + least < DESCRIPTION_LIMIT {
        subject
    } else {
        String::new()
    };
    let mut first = true;
    let kept = |clauses: &[Clause]| -> usize {
        let must = clauses.iter().filter(|c| c.must);
        must.map(|c| c.least() + length(separator)).sum()
    };
    for n in 0..clauses.len() {
        let Some((clause, later)) = clauses.get(n..).and_then(<[_]>::split_first) else {
            continue;
        };
        let lead = if first { "" } else { separator };
        let room = DESCRIPTION_LIMIT.saturating_sub(length(&text) + length(lead) + length(stop));
        // What must be said still finds its room, unless that leaves nothing for the first.
        let room = match room.checked_sub(kept(later)) {
            Some(left) if !first || left >= clause.least() => left,
            _ if first || clause.must => room,
            _ => 0,
        };
        let fits = [Some(clause.full.clone()), clause.short.clone()]
            .into_iter()
            .flatten()
            .find(|c| length(c) <= room);
        let said = match fits {
            Some(said) => said,
            None if first => clause
                .full
                .chars()
                .take(room.saturating_sub(1))
                .chain(['…'])
                .collect(),
            None => continue,
        };
        text.push_str(lead);
        text.push_str(&said);
        first = false;
    }
    text.push_str(stop);
    if zh { text } else { capital(&text) }
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words() -> Words {
        Words {
            unit: "个".into(),
            counted: "个县（市、区）".into(),
            ..Words::default()
        }
    }

    fn fact<'a>(name: &'a str, value: Option<f64>, shown: &'a str) -> Fact<'a> {
        Fact {
            name,
            value,
            shown,
            focus: false,
        }
    }

    fn say(facts: &[Fact<'_>], words: &Words) -> String {
        paragraph(words, ranking(facts, words))
    }

    const SOME: [(&str, Option<f64>, &str); 9] = [
        ("莲都区", Some(50.0), "50个"),
        ("龙泉市", Some(60.0), "60个"),
        ("青田县", None, ""),
        ("云和县", Some(70.0), "70个"),
        ("庆元县", Some(19.0), "19个"),
        ("缙云县", Some(f64::NAN), "NaN"),
        ("遂昌县", Some(55.0), "55个"),
        ("松阳县", Some(401.0), "401个"),
        ("景宁县", Some(20.0), "20个"),
    ];

    #[test]
    fn the_largest_the_smallest_and_the_gaps() {
        let facts = SOME.map(|(n, v, s)| fact(n, v, s));
        assert_eq!(
            say(&facts, &words()),
            "9个县（市、区）中，松阳县最多，为401个；庆元县最少，为19个；青田县、缙云县暂无数据。"
        );
        let mut focus = facts;
        focus[0].focus = true;
        assert_eq!(
            say(
                &focus,
                &Words {
                    measure: "达标村".into(),
                    period: "2019年".into(),
                    ..words()
                }
            ),
            "2019年达标村：9个县（市、区）中，松阳县最多，为401个；庆元县最少，为19个；莲都区为50个，居第5位；青田县、缙云县暂无数据。"
        );
    }

    #[test]
    fn the_same_in_english() {
        let facts = SOME.map(|(n, v, s)| fact(n, v, s));
        let words = Words {
            counted: "counties".into(),
            language: Language::English,
            ..Words::default()
        };
        assert_eq!(
            say(&facts, &words),
            "Of the nine counties, 松阳县 is highest at 401个; 庆元县 is lowest at 19个; no data for 青田县 and 缙云县."
        );
    }

    #[test]
    fn ties_equal_missing_and_single() {
        let w = words();
        let tie = [
            fact("甲县", Some(2.0), "2个"),
            fact("乙县", Some(2.0), "2个"),
            fact("丙县", Some(1.0), "1个"),
        ];
        assert_eq!(
            say(&tie, &w),
            "3个县（市、区）中，甲县、乙县并列最多，均为2个；丙县最少，为1个。"
        );
        assert_eq!(say(&tie[..2], &w), "2个县（市、区）均为2个。");
        assert_eq!(say(&tie[..1], &w), "甲县为2个。");
        let none = [fact("甲县", None, ""), fact("乙县", None, "")];
        assert_eq!(say(&none, &w), "2个县（市、区）均暂无数据。");
        assert_eq!(say(&none[..1], &w), "甲县暂无数据。");
        assert_eq!(say(&[], &w), "暂无数据。");
        assert_eq!(
            say(&[tie[0], none[0]], &w),
            "2个县（市、区）中只有甲县有数据，为2个。"
        );
    }

    #[test]
    fn equal_values_keep_how_sure_they_are() {
        let tie = [
            fact("甲县", Some(12.0), "12个"),
            fact("乙县", Some(12.0), "约12个"),
        ];
        assert_eq!(say(&tie, &words()), "2个县（市、区）均为12个或约12个。");
    }

    #[test]
    fn a_focus_without_data_is_named() {
        let mut facts = SOME.map(|(n, v, s)| fact(n, v, s));
        facts[0].value = None;
        facts[1].value = None;
        facts[5].focus = true;
        let w = words();
        assert_eq!(ranking_headline(&facts, &w), "缙云县暂无数据");
        let text = say(&facts, &w);
        assert!(
            text.ends_with("缙云县等4个县（市、区）暂无数据。"),
            "{text}"
        );
    }

    #[test]
    fn a_description_is_never_longer_than_its_limit() {
        let long = "很长的名字".repeat(60);
        let facts = [
            fact(&long, Some(3.0), "3个"),
            fact("乙县", Some(1.0), "1个"),
            fact(&long, None, ""),
        ];
        for measure in ["", &long] {
            let text = say(
                &facts,
                &Words {
                    measure: measure.into(),
                    ..words()
                },
            );
            assert!(text.chars().count() <= DESCRIPTION_LIMIT, "{text}");
            assert!(text.ends_with('。'));
        }
    }

    #[test]
    fn long_names_leave_room_for_the_ends_and_the_gaps() {
        let long = |n: usize| format!("{}第{n}组", "双江拉祜族佤族布朗族傣族自治县".repeat(2));
        let names: Vec<String> = (0..9).map(long).collect();
        let facts: Vec<Fact<'_>> = names
            .iter()
            .enumerate()
            .map(|(n, name)| Fact {
                focus: n == 3,
                ..fact(name, (n < 7).then_some(n as f64), "3万元")
            })
            .collect();
        let mut clauses = vec![Clause::new("详".repeat(100))];
        clauses.extend(ranking(&facts, &words()));
        let text = paragraph(&words(), clauses);
        assert!(text.chars().count() <= DESCRIPTION_LIMIT, "{text}");
        for part in ["最多", "最少", "2个县（市、区）暂无数据"] {
            assert!(text.contains(part), "{text}");
        }
    }

    #[test]
    fn headings_state_the_finding() {
        let w = Words {
            measure: "达标村".into(),
            ..words()
        };
        let mut facts = SOME.map(|(n, v, s)| fact(n, v, s));
        assert_eq!(ranking_headline(&facts, &w), "松阳县达标村最多，401个");
        facts[0].focus = true;
        assert_eq!(ranking_headline(&facts, &w), "莲都区达标村50个，居第5位");
        assert_eq!(ranking_headline(&[], &w), "达标村暂无数据");
        let money = Words {
            unit: "元".into(),
            measure: "收入".into(),
            ..words()
        };
        assert_eq!(
            ranking_headline(&facts[1..], &money),
            "松阳县收入最高，401个"
        );
    }

    #[test]
    fn what_all_share_is_nobodys_place() {
        let w = Words {
            measure: "信访件".into(),
            unit: "件".into(),
            ..words()
        };
        let mut facts = [
            fact("甲县", Some(0.0), "0件"),
            fact("乙县", Some(0.0), "0件"),
        ];
        facts[0].focus = true;
        assert_eq!(ranking_headline(&facts, &w), "2个县（市、区）信访件均为0件");
    }

    #[test]
    fn where_less_is_better_the_least_is_first() {
        let w = Words {
            measure: "PM2.5浓度".into(),
            unit: "微克/立方米".into(),
            lowest_first: true,
            ..words()
        };
        let mut facts = [
            fact("甲县", Some(56.0), "56微克/立方米"),
            fact("乙县", Some(18.0), "18微克/立方米"),
            fact("丙县", Some(46.0), "46微克/立方米"),
            fact("丁县", Some(19.0), "19微克/立方米"),
        ];
        assert_eq!(
            ranking_headline(&facts, &w),
            "乙县PM2.5浓度最低，18微克/立方米"
        );
        facts[2].focus = true;
        assert_eq!(
            ranking_headline(&facts, &w),
            "丙县PM2.5浓度46微克/立方米，居第3位"
        );
        assert_eq!(
            say(&facts, &w),
            "PM2.5浓度：4个县（市、区）中，乙县最低，为18微克/立方米；甲县最高，为56微克/立方米；丙县为46微克/立方米，居第3位。"
        );
    }

    #[test]
    fn prices_are_high_and_funds_are_much() {
        let word = |measure: &str, unit: &str| {
            most(&Words {
                measure: measure.into(),
                unit: unit.into(),
                ..Words::default()
            })
            .0
        };
        for (measure, unit) in [
            ("批发价", "元/公斤"),
            ("PM2.5浓度", "微克/立方米"),
            ("村均投入资金", "万元"),
            ("人均可支配收入", "元"),
            ("完成率", "%"),
        ] {
            assert_eq!(word(measure, unit), "最高", "{measure}");
        }
        for (measure, unit) in [("到位资金", "亿元"), ("债务余额", "元"), ("达标村", "个")]
        {
            assert_eq!(word(measure, unit), "最多", "{measure}");
        }
    }

    #[test]
    fn bounds_have_no_place_and_no_equals() {
        let w = Words {
            measure: "游客".into(),
            unit: "万人次".into(),
            ..words()
        };
        let mut facts = [
            fact("甲县", Some(80.0), "80万人次以上"),
            fact("乙县", Some(80.0), "80万人次以上"),
            fact("丙县", Some(12.5), "10—15万人次"),
            fact("丁县", Some(12.5), "约12.5万人次"),
            fact("戊县", Some(6.0), "不足6万人次"),
        ];
        let text = say(&facts, &w);
        assert_eq!(
            text,
            "游客：5个县（市、区）中，甲县、乙县最多，均为80万人次以上".to_owned()
                + "；戊县最少，不足6万人次；其中有“超过”“不足”一类的界限，按所写的数排。"
        );
        assert_eq!(
            ranking_headline(&facts, &w),
            "甲县、乙县游客最多，均为80万人次以上"
        );
        for (n, heading) in [
            (0, "甲县游客80万人次以上"),
            (2, "丙县游客10—15万人次"),
            (3, "丁县游客约12.5万人次"),
            (4, "戊县游客不足6万人次"),
        ] {
            facts.iter_mut().for_each(|f| f.focus = false);
            facts[n].focus = true;
            assert_eq!(ranking_headline(&facts, &w), heading);
        }
    }

    #[test]
    fn a_loss_is_not_the_most_of_anything() {
        let facts = [
            fact("甲县", Some(-12034.0), "−12034人"),
            fact("丁县", Some(-3.0), "−3人"),
        ];
        let w = Words {
            measure: "常住人口增减".into(),
            unit: "人".into(),
            ..words()
        };
        assert_eq!(
            ranking_headline(&facts, &w),
            "丁县常住人口增减−3人，高于甲县的−12034人"
        );
        assert!(say(&facts, &w).contains("高于甲县的−12034人"));
    }

    #[test]
    fn rows_without_a_noun_are_not_counted_as_items() {
        let w = Words {
            measure: "重大事故".into(),
            unit: "起".into(),
            ..Words::default()
        };
        let equal = ["甲", "乙", "丙"].map(|n| fact(n, Some(0.0), "0起"));
        assert_eq!(ranking_headline(&equal, &w), "重大事故均为0起");
        assert_eq!(say(&equal, &w), "重大事故：均为0起。");
        let answers = [
            fact("满意", Some(41.0), "41%"),
            fact("较满意", Some(20.0), "20%"),
        ];
        let w = Words {
            measure: "受访者".into(),
            unit: "%".into(),
            ..Words::default()
        };
        assert_eq!(
            ranking_headline(&answers, &w),
            "受访者：满意41%，高于较满意的20%"
        );
        assert_eq!(ranking_headline(&answers[..1], &w), "受访者：满意41%");
        assert_eq!(say(&answers, &w), "受访者：满意41%，高于较满意的20%。");
    }

    fn went(name: &'static str, from: f64, to: f64) -> Change<'static> {
        Change {
            name,
            from: ("2020年".into(), from, "甲"),
            to: ("2024年".into(), to, "乙"),
            focus: false,
            partly: false,
        }
    }

    #[test]
    fn a_heading_does_not_choose_among_equal_ways() {
        let list = [
            went("甲县", 1.0, 2.0),
            went("乙县", 2.0, 1.0),
            went("丙县", 1.0, 1.0),
        ];
        let w = Words {
            measure: "达标村".into(),
            ..words()
        };
        let heading = |all| changes_headline(&list, all, &w).unwrap_or_default();
        assert_eq!(
            heading(3),
            "达标村：3个县（市、区）中1个增加、1个减少、1个持平"
        );
        assert_eq!(heading(4), "达标村：1个县（市、区）增加、1个减少、1个持平");
        let lone = Words {
            counted: String::new(),
            ..w
        };
        let heading = |list: &[Change<'_>]| changes_headline(list, list.len(), &lone);
        assert_eq!(heading(&list).as_deref(), Some("达标村有升有降"));
        assert_eq!(
            heading(&list[..1]).as_deref(),
            Some("达标村：甲县从甲增至乙")
        );
    }

    #[test]
    fn nobody_changed_most_where_there_are_bounds() {
        let mut list = [went("甲县", 1.0, 9.0), went("乙县", 2.0, 3.0)];
        let text = |list: &[Change<'_>]| paragraph(&words(), changes(list, 2, &words()));
        assert!(text(&list).contains("增加最多的是甲县"));
        list[0].to.2 = "9个以上";
        assert!(!text(&list).contains("最多的是"));
    }

    #[test]
    fn of_equal_changes_none_is_the_largest() {
        let list = [went("甲市", 20.1, 18.3), went("乙市", 3.3, 1.5)];
        assert_ne!(20.1 - 18.3, 3.3 - 1.5);
        let text = paragraph(&words(), changes(&list, 2, &words()));
        assert!(!text.contains("最多的是"), "{text}");
    }

    #[test]
    fn changes_are_counted_and_told() {
        let change = |name, from: f64, to: f64| Change {
            name,
            from: (
                "2017年".into(),
                from,
                if from > 1.0 { "2个" } else { "1个" },
            ),
            to: ("2019年".into(), to, if to > 1.0 { "2个" } else { "1个" }),
            focus: false,
            partly: false,
        };
        let list = [
            change("甲县", 1.0, 2.0),
            change("乙县", 2.0, 2.0),
            change("丙县", 1.0, 2.0),
        ];
        let w = Words {
            measure: "达标村".into(),
            ..words()
        };
        assert_eq!(
            changes_headline(&list, 3, &w).as_deref(),
            Some("达标村：3个县（市、区）中2个增加")
        );
        // Of five, two lack a value: "two of three" would be taken for two of all.
        assert_eq!(
            changes_headline(&list, 5, &w).as_deref(),
            Some("达标村：2个县（市、区）增加、1个持平")
        );
        assert_eq!(
            changes_headline(&list[1..2], 1, &w).as_deref(),
            Some("乙县达标村前后同为2个")
        );
        assert_eq!(
            paragraph(&words(), changes(&list[..1], 1, &words())),
            "甲县从2017年的1个增至2019年的2个。"
        );
    }
}
