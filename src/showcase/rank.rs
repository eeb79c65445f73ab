//! Places among the counties, with ties.
//!
//! Ranks go by the value that is shown, so that two counties that read the
//! same share a place. Ranges stand at their middle; 不足80 stands below 80, and
//! 超过80 above it. The best is the highest, unless the indicator says
//! `better = "lower"`, its targets lie below the baselines, or its name is one
//! of those (漏损率, 投诉量) of which everybody wants less.

use super::order::Wholes;
use super::{Figure, Rank, Ranked};
use crate::content::{self, Better};
use crate::quantity::{Quantity, Sense};
use rayon::prelude::*;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Of which indicators less is better, by edition and in its order: those that say
/// so, and those of whose targets more lie below the baseline than above it. A target of zero
/// without a baseline lies below. An edition that states no targets goes by the
/// others, and where there are none the name tells.
pub(super) fn falling(content: &content::Content) -> Vec<Vec<bool>> {
    let votes: Vec<Vec<Option<i64>>> = content.editions.iter().map(votes).collect();
    let mut overall: BTreeMap<&str, i64> = BTreeMap::new();
    for (edition, votes) in content.editions.iter().zip(&votes) {
        for (indicator, vote) in edition.indicators.iter().zip(votes) {
            if let Some(vote) = vote {
                *overall.entry(&indicator.id).or_default() += vote;
            }
        }
    }
    content
        .editions
        .iter()
        .zip(&votes)
        .map(|(edition, own)| {
            let falls = |(i, own): (&content::Indicator, &Option<i64>)| {
                let vote = own.or(overall.get(i.id.as_str()).copied()).unwrap_or(0);
                match (i.better, vote) {
                    (Some(better), _) => better == Better::Lower,
                    (None, 0) => is_unwanted(&i.name),
                    (None, vote) => vote < 0,
                }
            };
            edition.indicators.iter().zip(own).map(falls).collect()
        })
        .collect()
}

/// What everybody wants less of, at the end of a name.
const UNWANTED: &[&str] = &[
    "漏损率",
    "死亡率",
    "失业率",
    "发病率",
    "感染率",
    "辍学率",
    "空置率",
    "差错率",
    "返贫率",
    "不良率",
    "不良贷款率",
    "逾期率",
    "事故率",
    "发案率",
    "贫困发生率",
    "投诉率",
    "退货率",
    "投诉",
    "事故",
    "能耗",
    "排放",
    "薄弱村",
    "空白村",
    "PM2.5",
];
/// What may stand behind it.
const MEASURES: &[&str] = &[
    "总量", "件数", "起数", "数量", "人数", "强度", "浓度", "量", "数",
];
/// What is done about it is wanted: 已摘帽薄弱村, 消除空白村.
const REMEDIES: &[&str] = &[
    "已", "摘帽", "消除", "化解", "转化", "整改", "减", "降", "治理", "办结", "处置", "销号",
    "帮扶", "脱", "退出", "净",
];

/// Whether a name alone says that less is better.
fn is_unwanted(name: &str) -> bool {
    let bare = MEASURES
        .iter()
        .find_map(|word| name.strip_suffix(word))
        .unwrap_or(name);
    let ends = |name: &str| UNWANTED.iter().any(|word| name.ends_with(word));
    (ends(bare) || ends(name)) && !REMEDIES.iter().any(|word| name.contains(word))
}

/// Targets above the baseline minus targets below it, by indicator; `None` without
/// such targets.
fn votes(edition: &content::Edition) -> Vec<Option<i64>> {
    let none = || vec![None; edition.indicators.len()];
    let count = |mut votes: Vec<Option<i64>>, county: &content::County| {
        for figure in &county.figures {
            if let Some((at, vote)) = vote(figure, &edition.indicators)
                && let Some(votes) = votes.get_mut(at)
            {
                *votes.get_or_insert_default() += vote;
            }
        }
        votes
    };
    let both = |a: Vec<Option<i64>>, b: Vec<Option<i64>>| {
        let pairs = a.into_iter().zip(b);
        pairs
            .map(|(a, b)| match (a, b) {
                (Some(a), Some(b)) => Some(a + b),
                (a, b) => a.or(b),
            })
            .collect()
    };
    edition
        .counties
        .par_iter()
        .fold(none, count)
        .reduce(none, both)
}

/// Where a target lies of its baseline, and of which indicator.
fn vote(figure: &content::Figure, indicators: &[content::Indicator]) -> Option<(usize, i64)> {
    let (at, _) = figure.indicator(indicators)?;
    let target = &figure.target.as_ref()?.value;
    let order = match &figure.baseline {
        Some(baseline) => target.compare(&baseline.value)?,
        None if target.midpoint() <= Decimal::ZERO => Ordering::Less,
        None => Ordering::Equal,
    };
    order.is_ne().then_some((at, order as i64))
}

/// The counties of `row` that state a value, best first.
pub(super) fn ranking(row: &[Option<&Figure<'_>>], falling: bool) -> Vec<Ranked> {
    let values = row.iter().enumerate();
    let values = values.filter_map(|(county, f)| Some((county, f.as_ref()?.in_unit.as_deref()?)));
    let wholes = Wholes::of(values.clone().map(|(_, value)| value.midpoint()));
    match wholes {
        Some(wholes) => ranked(
            values.map(|(c, q)| (c, (wholes.whole(q.midpoint()), side(q)))),
            falling,
        ),
        None => ranked(values.map(|(c, q)| (c, (q.midpoint(), side(q)))), falling),
    }
}

/// Counties in the order of what they are ranked by.
fn ranked<K: Ord>(stated: impl Iterator<Item = (usize, K)>, falling: bool) -> Vec<Ranked> {
    let mut stated: Vec<(usize, K)> = stated.collect();
    // Stable: ties keep the official order.
    stated.sort_by(|(_, a), (_, b)| if falling { a.cmp(b) } else { b.cmp(a) });
    let mut ranking: Vec<Ranked> = Vec::with_capacity(stated.len());
    for (at, (county, key)) in stated.iter().enumerate() {
        let tied_with = |other: Option<usize>| {
            other
                .and_then(|o| stated.get(o))
                .is_some_and(|(_, k)| k == key)
        };
        let as_before = tied_with(at.checked_sub(1));
        let place = match ranking.last() {
            Some(before) if as_before => before.place,
            _ => at + 1,
        };
        ranking.push(Ranked {
            county: *county,
            place,
            tied: as_before || tied_with(Some(at + 1)),
        });
    }
    ranking
}

/// Each county's own place, from the ranking.
pub(super) fn places(ranking: &[Ranked]) -> impl Iterator<Item = (usize, Rank)> {
    // More counties than that have no room in memory.
    let small = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let of = small(ranking.len());
    ranking.iter().map(move |r| {
        let rank = Rank {
            place: small(r.place),
            of,
            tied: r.tied,
        };
        (r.county, rank)
    })
}

/// Of two equal numbers 不足80 is surely less than 80, 超过80 is more.
fn side(quantity: &Quantity) -> i8 {
    match quantity.sense() {
        Sense::LessThan => -1,
        Sense::AtLeast => 1,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::super::resolve;
    use super::super::sample::{Sample, grid};
    use crate::finding::Findings;

    #[test]
    fn ties_share_a_place_and_the_next_is_skipped() {
        let values = ["5", "9", "", "9", "7", "不足9"];
        let content = grid(1, values.len(), 1, |_, c, _| {
            Some(values[c].to_owned()).filter(|v| !v.is_empty())
        });
        let showcase = resolve(&content, &mut Findings::new());
        let measure = &showcase.editions[0].measures[0];
        let ranking: Vec<_> = measure
            .ranking
            .iter()
            .map(|r| (r.county, r.place, r.tied))
            .collect();
        assert_eq!(
            ranking,
            [
                (1, 1, true),
                (3, 1, true),
                (5, 3, false),
                (4, 4, false),
                (0, 5, false)
            ]
        );
        assert_eq!(measure.missing, [2]);
        assert!(showcase.editions[0].counties[2].figures.is_empty());
    }

    #[test]
    fn the_fewest_come_first_where_targets_lie_below_baselines() {
        let sample = Sample::new();
        let weak = "[[indicators]]\nid = \"weak\"\nname = \"薄弱村\"\nunit = \"个\"";
        let figures = |v: u32| format!("[figures.weak]\nvalue = {v}\nbaseline = 200\ntarget = 0");
        let (a, b) = (figures(50), figures(20));
        sample.edition("2024", "as_of = 2024-12-31", weak, &[("a", &a), ("b", &b)]);
        // No targets here: the other edition tells the direction.
        let bare = "[figures.weak]\nvalue = 80";
        let more = "[figures.weak]\nvalue = 90";
        sample.edition(
            "2023",
            "as_of = 2023-12-31",
            weak,
            &[("a", more), ("b", bare)],
        );
        let content = sample.load();
        let showcase = resolve(&content, &mut Findings::new());
        for edition in &showcase.editions {
            let measure = &edition.measures[0];
            assert!(measure.falling);
            assert_eq!(measure.ranking[0].county, 1);
        }
    }

    fn first_of(indicator: &str, values: [&str; 2]) -> (bool, usize, bool) {
        let sample = Sample::new();
        let indicator = format!("[[indicators]]\nid = \"x\"\n{indicator}\n");
        let [a, b] = values.map(|v| format!("[figures.x]\nvalue = \"{v}\""));
        sample.edition(
            "2024",
            "as_of = 2024-12-31",
            &indicator,
            &[("a", &a), ("b", &b)],
        );
        let content = sample.load();
        let showcase = resolve(&content, &mut Findings::new());
        let measure = &showcase.editions[0].measures[0];
        let first = measure.ranking[0];
        (measure.falling, first.county, first.tied)
    }

    #[test]
    fn less_is_better_where_it_is_said_or_the_name_says_so() {
        let leak = |more: &str| format!("name = \"管网漏损率\"\nunit = \"%\"\n{more}");
        let values = ["19.3%", "10.8%"];
        assert_eq!(first_of(&leak(""), values), (true, 1, false));
        assert_eq!(
            first_of(&leak("better = \"higher\""), values),
            (false, 0, false)
        );
        let plain = "name = \"办结时长\"\nunit = \"天\"";
        assert_eq!(first_of(plain, ["9天", "4天"]), (false, 0, false));
        let lower = format!("{plain}\nbetter = \"lower\"");
        assert_eq!(first_of(&lower, ["9天", "4天"]), (true, 1, false));
        for name in ["已摘帽薄弱村", "投诉办结率", "能耗下降率"] {
            assert!(!super::is_unwanted(name), "{name}");
        }
        for name in [
            "涉水投诉",
            "投诉量",
            "单位能耗",
            "集体经济薄弱村",
            "安全事故起数",
        ] {
            assert!(super::is_unwanted(name), "{name}");
        }
    }

    #[test]
    fn bounds_do_not_tie_with_the_bare_number() {
        let plain = "name = \"管网\"\nunit = \"公里\"";
        assert_eq!(
            first_of(plain, ["240公里", "超过240公里"]),
            (false, 1, false)
        );
        assert_eq!(first_of(plain, ["240公里", "240公里"]), (false, 0, true));
    }
}
