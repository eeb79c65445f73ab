//! Numbers beyond what they can be: shares outside 0 to 100%, more done than
//! there is.
//!
//! Only names that speak of a part of a whole are held to 100%. Rates of
//! growth, return, debt and the like may be negative or more than all.

use super::Desk;
use super::peers::Peers;
use crate::content;
use crate::finding::{Code, Finding, Severity};
use crate::quantity::{Family, Quantity};
use crate::showcase::{Edition, Figure, Measure};
use crate::text;
use rayon::prelude::*;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// A part of a whole by its very meaning: more than all is an error.
const PARTS: &[&str] = &["覆盖率", "覆盖面", "占比"];
/// Usually a part of a whole.
const SHARES: &[&str] = &["率", "占比", "覆盖", "比例", "比重"];
/// Rates and ratios that may well be beyond 0 to 100%.
const FREE: &[&str] = &[
    "增",
    "涨",
    "升",
    "降",
    "减",
    "跌",
    "变动",
    "同比",
    "环比",
    "完成",
    "回报",
    "收益",
    "利润",
    "利率",
    "负债",
    "杠杆",
    "产销",
    "周转",
    "利用",
    "毛入学",
    "贡献",
    "投资",
    "上座",
    "汇率",
    "复种",
    "超额",
    "执行",
    "偿",
    "不良",
    "弹性",
    "自给",
    "储备",
    "债务",
    "拨备",
    "保障倍",
];
/// Indicators whose target is usually all there are.
const WHOLES: &[&str] = &[
    "达标",
    "摘帽",
    "脱贫",
    "覆盖",
    "通达",
    "整改",
    "销号",
    "通水",
    "通电",
    "通气",
    "通网",
    "通邮",
    "通车",
    "通路",
    "通公路",
    "通客车",
    "通自然村",
    "通行政村",
];

fn names_any(name: &str, words: &[&str]) -> bool {
    words.iter().any(|word| name.contains(word))
}

/// Shares of one county outside 0 to 100%.
pub(super) fn shares<'c>(at: usize, edition: &Edition<'c>, county: usize, desk: &mut Desk<'c>) {
    let figures = edition.counties.get(county).map_or(&[][..], |c| &c.figures);
    for (f, figure) in figures.iter().enumerate() {
        let bounded = figure.unit().family() == Family::Share
            && names_any(figure.name(), SHARES)
            && !names_any(figure.name(), FREE);
        if !bounded {
            continue;
        }
        let written: &'c content::Figure = figure.content;
        for spot in [&written.value, &written.target, &written.baseline]
            .into_iter()
            .flatten()
        {
            if let Some(finding) = beyond(figure, &spot.value) {
                let mut finding = finding;
                finding.place = spot.place.clone();
                desk.odd((at, county, f), written, finding);
            }
        }
    }
}

/// So many times its target, or its baseline where it was to fall, is a slip.
const TOO_FAR: [(&str, &str, u32); 2] = [("目标", "target", 2), ("基期", "baseline", 2)];
/// So many times its target, where the editors say that it is a plan.
const PLAN: u32 = 5;
/// Plans for fewer are surpassed many times over.
const FEW: u32 = 20;

/// Values far beyond what was planned, whatever is counted: 1860 of 168.
pub(super) fn off_plan<'c>(at: usize, edition: &Edition<'c>, county: usize, desk: &mut Desk<'c>) {
    let figures = edition.counties.get(county).map_or(&[][..], |c| &c.figures);
    for (f, figure) in figures.iter().enumerate() {
        let (target, baseline) = (figure.target(), figure.baseline());
        let falls = target.zip(baseline).and_then(|(t, b)| t.compare(b)) == Some(Ordering::Less);
        let (goal, (zh, en, most)) = match falls {
            true => (baseline, TOO_FAR[1]),
            false => (target, TOO_FAR[0]),
        };
        let (Some(goal), Some(value)) = (goal, &figure.content.value) else {
            continue;
        };
        // Most are below it, which is known sooner than how far.
        let is_above = value.value.compare(goal) == Some(Ordering::Greater);
        if !is_above && goal.midpoint() > Decimal::ZERO {
            continue;
        }
        // Ten thousand times is a slip of another kind.
        let times = Quantity::ratio(&value.value, goal);
        let within = |t: &Decimal| *t >= Decimal::from(most) && *t < Decimal::from(2_000);
        let Some(times) = times.filter(within) else {
            continue;
        };
        let planned = !falls && is_whole(figure) == Some(false);
        let counted = matches!(figure.unit().family(), Family::Counted(_));
        if planned && times < Decimal::from(PLAN) || counted && goal.midpoint() < Decimal::from(FEW)
        {
            continue;
        }
        let times = times.round_dp(1).normalize();
        let (name, shown, aim) = (figure.name(), value.value.prose(), goal.prose());
        let message = text!(
            "“{name}”是{shown}，{zh}是{aim}，{times}倍，是不是多写了位数？",
            "`{name}` is {shown}, {times} times its {en} of {aim}; is that a digit too many?"
        );
        let hint = text!(
            "核对两个数；确实如此的，写 note = \"……\" 说明",
            "check both; if it is so, say why with note = \"…\""
        );
        let finding = Finding::new(Code::FigureJump, value.place.clone(), message).hint(hint);
        desk.odd((at, county, f), figure.content, finding);
    }
}

fn beyond(figure: &Figure<'_>, value: &Quantity) -> Option<Finding> {
    let all = Quantity::exact(Decimal::ONE_HUNDRED, crate::quantity::Unit::percent());
    let over = value.compare(&all) == Some(Ordering::Greater);
    if !over && value.value() >= Decimal::ZERO {
        return None;
    }
    let (name, shown) = (figure.name(), value.prose());
    let message = match over {
        true => text!(
            "“{name}”是{shown}，超过了100%",
            "`{name}` is {shown}, more than 100%"
        ),
        false => text!(
            "“{name}”是{shown}，小于零",
            "`{name}` is {shown}, below zero"
        ),
    };
    let hint = text!(
        "核对数值；确实如此的，写 note = \"……\" 说明",
        "check the number; if it is so, say why with note = \"…\""
    );
    let place = figure.content.place.clone();
    let mut finding = Finding::new(Code::ShareRange, place, message).hint(hint);
    if names_any(figure.name(), PARTS) {
        finding.severity = Severity::Error;
    }
    Some(finding)
}

/// What may be less than nothing: a change, a balance.
const SIGNED: &[&str] = &[
    "增", "减", "净", "差", "变动", "变化", "盈", "亏", "余额", "顺",
];

/// Fewer than none of what is counted or measured.
pub(super) fn negative<'c>(at: usize, edition: &Edition<'c>, county: usize, desk: &mut Desk<'c>) {
    let figures = edition.counties.get(county).map_or(&[][..], |c| &c.figures);
    for (f, figure) in figures.iter().enumerate() {
        let counted = matches!(
            figure.unit().family(),
            Family::Counted(_) | Family::Area | Family::Mass
        );
        // Degrees and heights have a zero of their own.
        let scale = matches!(
            figure.unit().as_str(),
            "度" | "℃" | "摄氏度" | "名次" | "位"
        );
        let written = figure.content;
        let spots = [&written.value, &written.target, &written.baseline];
        let below = spots.into_iter().flatten();
        for spot in below.filter(|spot| spot.value.value() < Decimal::ZERO) {
            if !counted || scale || names_any(figure.name(), SIGNED) {
                break;
            }
            let (name, shown) = (figure.name(), spot.value.prose());
            let message = text!(
                "“{name}”是{shown}，小于零",
                "`{name}` is {shown}, below zero"
            );
            let hint = text!(
                "去掉负号；确实如此的，写 note = \"……\" 说明",
                "leave the sign out; if it is so, say why with note = \"…\""
            );
            let finding = Finding::new(Code::FigureNegative, spot.place.clone(), message);
            desk.odd((at, county, f), written, finding.hint(hint));
        }
    }
}

/// Whether the target of a figure is all there are: said by the figure, said by
/// the indicator, or told by a name of what is counted.
fn is_whole(figure: &Figure<'_>) -> Option<bool> {
    let said = |limits: &Option<Box<content::Limits>>| limits.as_ref()?.whole;
    let said =
        said(&figure.content.limits).or_else(|| figure.indicator.and_then(|i| said(&i.limits)));
    let counted = matches!(figure.unit().family(), Family::Counted(_));
    said.or((counted && names_any(figure.name(), WHOLES)).then_some(true))
}

/// Whether somebody says that the target of a figure is all there are.
pub(super) fn is_all(figure: &Figure<'_>) -> bool {
    is_said(figure) && is_whole(figure) == Some(true)
}

/// Whether it was said, not told by the name.
fn is_said(figure: &Figure<'_>) -> bool {
    let limits = [
        figure.content.limits.as_ref(),
        figure.indicator.and_then(|i| i.limits.as_ref()),
    ];
    limits.into_iter().flatten().any(|l| l.whole.is_some())
}

/// More done than the target. Where the target is all there are, that cannot
/// be; where nobody says, it is worth knowing.
pub(super) fn over_target<'c>(
    at: usize,
    edition: &Edition<'c>,
    county: usize,
    surpassed: &dyn Fn(&Figure<'c>) -> bool,
    desk: &mut Desk<'c>,
) {
    let figures = edition.counties.get(county).map_or(&[][..], |c| &c.figures);
    for (f, figure) in figures.iter().enumerate() {
        let Some(finding) = beyond_target(figure, surpassed) else {
            continue;
        };
        desk.odd((at, county, f), figure.content, finding);
    }
}

/// The indicators whose counties are all beyond their targets, three at least:
/// those are plans, whatever their name says.
pub(super) fn surpassed<'c>(
    edition: &Edition<'c>,
    peers: &[Peers<'_, 'c>],
) -> Vec<&'c content::Indicator> {
    let all_over = |(_, peers): &(&Measure<'c>, &Peers<'_, 'c>)| {
        let mut aimed = peers.all.iter().filter_map(|peer| peer.beyond);
        aimed.clone().count() >= 3 && aimed.all(|o| o == Ordering::Greater)
    };
    let measures = edition.measures.par_iter().zip(peers).filter(all_over);
    measures.map(|(m, _)| m.indicator).collect()
}

fn beyond_target<'c>(
    figure: &Figure<'c>,
    surpassed: &dyn Fn(&Figure<'c>) -> bool,
) -> Option<Finding> {
    let (value, target) = (figure.content.value.as_ref()?, figure.target()?);
    let baseline = figure.content.baseline.as_ref();
    // A target below the baseline is undercut, one that is the baseline has a
    // finding of its own.
    let rises = baseline.is_none_or(|b| b.value.compare(target) == Some(Ordering::Less));
    let lower = figure.indicator.and_then(|i| i.better) == Some(content::Better::Lower);
    let beyond = figure.value()?.compare(target) == Some(Ordering::Greater);
    if !beyond || !rises || lower || target.midpoint() <= Decimal::ZERO {
        return None;
    }
    let whole = is_whole(figure);
    let sure = is_said(figure);
    if whole == Some(false) || !sure && surpassed(figure) {
        return None;
    }
    // Far beyond a plan has a finding of its own.
    let times = Quantity::ratio(&value.value, target);
    if whole.is_none() && times.is_some_and(|t| t >= Decimal::TWO) {
        return None;
    }
    let (name, done, all) = (figure.name(), value.value.prose(), target.prose());
    let message = text!(
        "“{name}”是{done}，多于目标{all}",
        "`{name}` is {done}, more than its target of {all}"
    );
    let hint = match sure {
        true => text!(
            "核对两个数：写了 whole = true，目标就是全部",
            "check both: whole = true says that the target is all there are"
        ),
        false => text!(
            "核对两个数；确实超额的，写 note = \"……\" 说明；目标就是全部的，在指标里写 whole = true，是计划的写 whole = false",
            "check both; if it was surpassed, say so with note = \"…\"; where the target is all there are, say whole = true in the indicator, where it is a plan, whole = false"
        ),
    };
    let mut finding = Finding::new(Code::OverTarget, value.place.clone(), message).hint(hint);
    finding.severity = match (whole, sure) {
        (Some(true), true) => Severity::Error,
        (Some(true), false) => Severity::Warning,
        _ => Severity::Info,
    };
    Some(finding)
}
