//! Baseline and target the wrong way round: from more to less of what is to
//! grow, or against the way of all other counties.

use super::Desk;
use super::peers::{Peer, Peers};
use crate::content::Better;
use crate::finding::{Code, Finding, Severity, Text};
use crate::quantity::Quantity;
use crate::showcase::{Edition, Figure};
use crate::text;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// What is to grow, by its very name.
const GROWING: &[&str] = &[
    "达标",
    "收入",
    "增收",
    "覆盖率",
    "产值",
    "脱贫",
    "摘帽",
    "入股",
    "建成",
    "完成",
    "通达",
    "绿化率",
];
/// What turns that round: 未达标村, 低收入农户.
const TURNED: &[&str] = &[
    "未", "低", "弱", "不", "非", "差", "缺", "降", "减", "无", "负", "压", "支", "薄", "欠",
];

/// Baseline above target, of what is to grow.
pub(super) fn by_name<'c>(at: usize, edition: &Edition<'c>, county: usize, desk: &mut Desk<'c>) {
    let figures = edition.counties.get(county).map_or(&[][..], |c| &c.figures);
    for (f, figure) in figures.iter().enumerate() {
        if let Some(finding) = back(figure) {
            desk.odd((at, county, f), figure.content, finding);
        }
        let better = figure.indicator.and_then(|i| i.better);
        let wrong = match better {
            Some(Better::Lower) => Ordering::Greater,
            Some(Better::Higher) | None => Ordering::Less,
        };
        if way(figure) != Some(wrong) {
            continue;
        }
        let says = |words: &[&str]| words.iter().any(|word| figure.name().contains(word));
        let why = match better {
            Some(Better::Lower) => {
                text!("这个指标写了越低越好", "less is better, says the indicator")
            }
            Some(Better::Higher) => {
                text!("这个指标写了越高越好", "more is better, says the indicator")
            }
            None if says(GROWING) && !says(TURNED) => {
                text!("按名称是越多越好", "by its name the more the better")
            }
            None => continue,
        };
        let name = figure.name();
        if let Some(finding) = turned(figure, name, &why) {
            desk.odd((at, county, f), figure.content, finding);
        }
    }
}

/// One county against all others.
pub(super) fn among_peers<'c>(at: usize, peers: &Peers<'_, 'c>, desk: &mut Desk<'c>) {
    let those = |way: Ordering| -> Vec<&Peer<'_, 'c>> {
        peers.all.iter().filter(|p| p.way == Some(way)).collect()
    };
    let (up, down) = (those(Ordering::Greater), those(Ordering::Less));
    let odd = match (up.as_slice(), down.as_slice()) {
        ([one], others) | (others, [one]) if others.len() > 1 => *one,
        _ => return,
    };
    let figure = odd.figure;
    let says = |words: &[&str]| words.iter().any(|word| figure.name().contains(word));
    if odd.way == Some(Ordering::Less) && says(GROWING) && !says(TURNED) {
        return; // Told by its name.
    }
    let why = text!(
        "其他县（市、区）的方向相反",
        "all other counties go the other way"
    );
    if let Some(finding) = turned(figure, figure.name(), &why) {
        let (c, f) = odd.seat.at();
        desk.odd((at, c, f), figure.content, finding);
    }
}

/// Further from the target than the baseline was: it may be so, and is worth
/// knowing.
fn back(figure: &Figure<'_>) -> Option<Finding> {
    let (value, baseline) = (figure.content.value.as_ref()?, figure.baseline()?);
    let went = value.value.compare(baseline)?;
    let target = figure.target()?;
    let (zh, en) = match (way(figure)?, went) {
        (Ordering::Less, Ordering::Greater) => ("多", "more"),
        (Ordering::Greater, Ordering::Less) => ("少", "less"),
        _ => return None,
    };
    // Twice as much has a finding of its own.
    if Quantity::ratio(&value.value, baseline).is_some_and(|t| t >= Decimal::TWO) {
        return None;
    }
    let (name, now) = (figure.name(), value.value.prose());
    let (from, to) = (baseline.prose(), target.prose());
    let message = text!(
        "“{name}”由{from}到{now}，目标是{to}：比基期还{zh}",
        "`{name}` went from {from} to {now} with a target of {to}: {en} than the baseline"
    );
    let hint = text!(
        "核对这三个数；确实倒退的不用管",
        "check the three numbers; if it went back, all is well"
    );
    let mut finding = Finding::new(Code::TargetDirection, value.place.clone(), message).hint(hint);
    finding.severity = Severity::Info;
    Some(finding)
}

/// From the baseline to the target.
pub(super) fn way(figure: &Figure<'_>) -> Option<Ordering> {
    figure.target()?.compare(figure.baseline()?)
}

fn turned(figure: &Figure<'_>, name: &str, why: &Text) -> Option<Finding> {
    let (target, baseline) = (figure.target()?, figure.baseline()?);
    let place = figure.content.baseline.as_ref()?.place.clone();
    let (from, to) = (baseline.prose(), target.prose());
    let (zh, en) = (&why.zh, &why.en);
    let message = text!(
        "“{name}”的基期是{from}，目标是{to}：{zh}",
        "`{name}` goes from {from} to a target of {to}: {en}"
    );
    let hint = text!(
        "看看 baseline 和 target 是不是写反了",
        "see whether baseline and target changed places"
    );
    Some(Finding::new(Code::TargetDirection, place, message).hint(hint))
}
