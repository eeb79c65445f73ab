//! What a method page says, without its HTML: every rule worked with the
//! edition's own numbers, what is missing, what was acknowledged.
//!
//! Only rules that occur in the edition are there, each with the first figure
//! it applies to, so that a reader can follow it with a calculator.

use super::share_of_time;
use super::{Change, County, Edition, Figure, Measure, Outcome, Progress, Showcase, Status};
use crate::content::Total as Kind;
use crate::finding::{Language, Text};
use crate::quantity::Quantity;
use crate::text;
use std::collections::BTreeSet;

/// Terms of a long sum that are written out.
const TERMS: usize = 4;

/// How an edition's numbers were made.
#[derive(Debug)]
pub struct Method<'s> {
    /// In the order in which they build on each other.
    pub rules: Vec<Rule>,
    /// What no county stated, by indicator and then by roster.
    pub missing: Vec<Gap>,
    /// Differences that the editors explained: checks first, then figures.
    pub acknowledged: Vec<Acknowledged<'s>>,
}

/// One rule and how it works out here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// 合计.
    pub name: Text,
    /// The rule in a sentence.
    pub says: Text,
    /// With the edition's own numbers.
    pub example: Text,
}

/// A county without a value for an indicator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gap {
    /// Index into [`Edition::measures`].
    pub measure: usize,
    /// Index into [`Edition::counties`].
    pub county: usize,
}

/// A difference and the note that explains it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledged<'s> {
    /// Index into [`Edition::counties`]; none of what concerns the edition.
    pub county: Option<usize>,
    /// What does not agree, or looked odd.
    pub message: &'s Text,
    /// The editors' note.
    pub note: &'s str,
}

impl Showcase<'_> {
    /// How the numbers of the edition at that index were made.
    pub fn method(&self, edition: usize) -> Option<Method<'_>> {
        let edition = self.editions.get(edition)?;
        let mut rules = totals(edition);
        rules.extend(progress(edition));
        rules.extend(statuses(edition));
        rules.extend(ranks_and_changes(edition));
        rules.extend(edition.outcomes.iter().find_map(check));
        Some(Method {
            rules,
            missing: missing(edition),
            acknowledged: acknowledged(edition),
        })
    }
}

fn missing(edition: &Edition<'_>) -> Vec<Gap> {
    let measures = edition.measures.iter().enumerate();
    measures
        .flat_map(|(measure, m)| {
            m.missing.iter().map(move |c| Gap {
                measure,
                county: *c,
            })
        })
        .collect()
}

fn acknowledged<'s>(edition: &'s Edition<'_>) -> Vec<Acknowledged<'s>> {
    let checks = edition.outcomes.iter().filter_map(|o| {
        Some(Acknowledged {
            county: Some(o.county),
            message: &o.sentence,
            note: o.acknowledged()?,
        })
    });
    let remarks = edition.remarks.iter().map(|r| Acknowledged {
        county: r.county,
        message: &r.message,
        note: r.note,
    });
    checks.chain(remarks).collect()
}

/// The counties a total is made of, with their figures.
fn parts<'a, 'c>(
    edition: &'a Edition<'c>,
    measure: &Measure<'_>,
) -> Vec<(&'a County<'c>, &'a Figure<'c>)> {
    let stated = edition.counties.iter().filter_map(|county| {
        let figure = county.figures.get(county.position(measure.indicator)?)?;
        figure.in_unit.is_some().then_some((county, figure))
    });
    stated.collect()
}

fn totals(edition: &Edition<'_>) -> Vec<Rule> {
    let find = |wanted: fn(&Kind) -> bool| {
        let mut measures = edition.measures.iter();
        measures.find(|m| m.total.as_ref().is_some_and(|t| wanted(&t.kind)))
    };
    let sum = find(|k| *k == Kind::Sum).and_then(|m| summed(edition, m));
    let mean = find(|k| *k == Kind::Mean).and_then(|m| averaged(edition, m));
    let weighted = find(|k| matches!(k, Kind::WeightedBy(_))).and_then(|m| weighted(edition, m));
    let about = edition.measures.iter().find_map(vague);
    [sum, mean, weighted, about].into_iter().flatten().collect()
}

/// 云和县168个 + 松阳县401个; long ones are cut short.
fn terms(parts: &[(&County<'_>, &Figure<'_>)], term: impl Fn(&Figure<'_>) -> String) -> String {
    let named: Vec<String> = parts
        .iter()
        .take(TERMS)
        .map(|(county, figure)| format!("{}{}", county.content.name.value, term(figure)))
        .collect();
    let rest = if parts.len() > TERMS { " + …" } else { "" };
    format!("{}{rest}", named.join(" + "))
}

fn prose(figure: &Figure<'_>) -> String {
    figure
        .in_unit
        .as_deref()
        .map_or_else(String::new, Quantity::prose)
}

fn summed(edition: &Edition<'_>, measure: &Measure<'_>) -> Option<Rule> {
    let total = measure.total.as_ref()?;
    let terms = terms(&parts(edition, measure), prose);
    let (name, value) = (&measure.indicator.name, total.value.prose());
    let (covered, of) = (total.covered, total.of);
    Some(Rule {
        name: text!("合计", "Sum"),
        says: text!(
            "各县（市、区）的数相加；没有数的不计，也不当作零，并注明覆盖几个县",
            "The counties' numbers are added up; one without a number is left out, not taken for zero, and the total says how many it covers"
        ),
        example: text!(
            "{name}：{terms} = {value}（{of}个县（市、区）中的{covered}个）",
            "{name}: {terms} = {value} ({covered} of {of} counties)"
        ),
    })
}

fn averaged(edition: &Edition<'_>, measure: &Measure<'_>) -> Option<Rule> {
    let total = measure.total.as_ref()?;
    let terms = terms(&parts(edition, measure), prose);
    let (name, value, covered) = (&measure.indicator.name, total.value.prose(), total.covered);
    let sign = equals(total.rounded);
    Some(Rule {
        name: text!("平均", "Mean"),
        says: text!(
            "各县（市、区）的数相加，除以有数的县的个数；除不尽的四舍五入",
            "The counties' numbers are added up and divided by how many there are; rounded where it does not come out even"
        ),
        example: text!(
            "{name}：（{terms}）÷ {covered} {sign} {value}",
            "{name}: ({terms}) ÷ {covered} {sign} {value}"
        ),
    })
}

fn weighted(edition: &Edition<'_>, measure: &Measure<'_>) -> Option<Rule> {
    let total = measure.total.as_ref()?;
    let Kind::WeightedBy(by) = &total.kind else {
        return None;
    };
    let weights = edition.measures.iter().find(|m| m.indicator.id == *by)?;
    let weight = |county: &County<'_>| {
        let at = county.position(weights.indicator)?;
        county.figures.get(at)?.in_unit.as_deref().cloned()
    };
    let both: Vec<(&County<'_>, &Figure<'_>, Quantity)> = parts(edition, measure)
        .into_iter()
        .filter_map(|(county, figure)| Some((county, figure, weight(county)?)))
        .collect();
    let products: Vec<String> = both
        .iter()
        .take(TERMS)
        .map(|(county, figure, weight)| {
            let name = &county.content.name.value;
            format!("{name}{} × {}", prose(figure), weight.prose())
        })
        .collect();
    let sum = both.iter().take(TERMS).map(|(.., weight)| weight.prose());
    let rest = if both.len() > TERMS { " + …" } else { "" };
    let above = products.join(" + ");
    let below = sum.collect::<Vec<_>>().join(" + ");
    let (name, value, sign) = (
        &measure.indicator.name,
        total.value.prose(),
        equals(total.rounded),
    );
    let weight = &weights.indicator.name;
    Some(Rule {
        name: text!("加权平均", "Weighted mean"),
        says: text!(
            "各县（市、区）的数乘以权数后相加，除以权数之和；两个数缺一个的县不计",
            "The counties' numbers times their weights are added up and divided by the sum of the weights; a county without either is left out"
        ),
        example: text!(
            "{name}（按{weight}加权）：（{above}{rest}）÷（{below}{rest}）{sign} {value}",
            "{name} (weighted by {weight}): ({above}{rest}) ÷ ({below}{rest}) {sign} {value}"
        ),
    })
}

fn equals(rounded: bool) -> &'static str {
    if rounded { "≈" } else { "=" }
}

fn vague(measure: &Measure<'_>) -> Option<Rule> {
    let total = measure.total.as_ref().filter(|t| !t.value.is_exact())?;
    let (name, value) = (&measure.indicator.name, total.value.prose());
    Some(Rule {
        name: text!("约数", "Words such as 约 and 以上"),
        says: text!(
            "约、以上、不足等词随数照印；含有约数的合计也是约数",
            "Words such as 约, 以上 and 不足 are printed with their number; a total of such numbers has one too"
        ),
        example: text!("{name}：{value}", "{name}: {value}"),
    })
}

/// Every figure with progress, and its county.
fn measured<'a, 'c>(
    edition: &'a Edition<'c>,
) -> impl Iterator<Item = (&'a County<'c>, &'a Figure<'c>, &'a Progress<'c>)> {
    edition.counties.iter().flat_map(|county| {
        let figures = county.figures.iter();
        figures.filter_map(move |f| Some((county, f, f.progress.as_deref()?)))
    })
}

fn progress(edition: &Edition<'_>) -> Vec<Rule> {
    let based = measured(edition).find(|(_, f, _)| f.baseline().is_some());
    let bare = measured(edition).find(|(_, f, _)| f.baseline().is_none());
    let based = based.and_then(|(county, figure, progress)| {
        let number = |q: Option<&Quantity>| Some(q?.prose());
        let (value, target, from) = (
            number(figure.value())?,
            number(figure.target())?,
            number(figure.baseline())?,
        );
        let (who, result) = (named(county, figure), progress.percent());
        let (zh, en) = (result.zh, result.en);
        Some(Rule {
            name: text!("完成率（有基期）", "Progress from a baseline"),
            says: text!(
                "（现值 − 基期）÷（目标 − 基期）；目标低于基期的，减少就是完成",
                "(value − baseline) ÷ (target − baseline); where the target lies below the baseline, a fall is progress"
            ),
            example: text!(
                "{who}：（{value} − {from}）÷（{target} − {from}）= {zh}",
                "{who}: ({value} − {from}) ÷ ({target} − {from}) = {en}"
            ),
        })
    });
    let bare = bare.and_then(|(county, figure, progress)| {
        let (value, target) = (figure.value()?.prose(), figure.target()?.prose());
        let (who, result) = (named(county, figure), progress.percent());
        let (zh, en) = (result.zh, result.en);
        Some(Rule {
            name: text!("完成率（无基期）", "Progress without a baseline"),
            says: text!("现值 ÷ 目标", "value ÷ target"),
            example: text!(
                "{who}：{value} ÷ {target} = {zh}",
                "{who}: {value} ÷ {target} = {en}"
            ),
        })
    });
    let pace = measured(edition).find_map(|(county, figure, p)| pace(edition, county, figure, p));
    [based, bare, pace].into_iter().flatten().collect()
}

fn named(county: &County<'_>, figure: &Figure<'_>) -> String {
    format!("{}“{}”", county.content.name.value, figure.name())
}

fn pace(
    edition: &Edition<'_>,
    county: &County<'_>,
    figure: &Figure<'_>,
    progress: &Progress<'_>,
) -> Option<Rule> {
    let plan = edition.content.plan?;
    let (elapsed, pace) = (progress.elapsed()?, progress.pace()?);
    let due = figure.content.due.unwrap_or(plan.due);
    let as_of = figure.content.as_of.last_day().min(due.last_day());
    let start = plan.start.first_day();
    let (gone, all) = (as_of - start, due.last_day() - start);
    let (done, time) = (progress.percent(), share_of_time(elapsed));
    let (done_zh, time_zh, done_en, time_en) = (done.zh, time.zh, done.en, time.en);
    let pace = pace
        .round_dp_with_strategy(2, rust_decimal::RoundingStrategy::ToZero)
        .normalize();
    let who = named(county, figure);
    Some(Rule {
        name: text!("进度", "Pace"),
        says: text!(
            "完成率 ÷ 已过时间占计划时间的比例；已过时间从开始之日算到截至之日；取两位小数，余数舍去",
            "Progress ÷ the share of the planned time gone, from the start to the as-of date; cut after two decimals"
        ),
        example: text!(
            "{who}：时间 {gone}天 ÷ {all}天 = {time_zh}，进度 {done_zh} ÷（{gone} ÷ {all}）= {pace}",
            "{who}: time {gone} days ÷ {all} days = {time_en}, pace {done_en} ÷ ({gone} ÷ {all}) = {pace}"
        ),
    })
}

/// One rule for each status that occurs.
fn statuses(edition: &Edition<'_>) -> Vec<Rule> {
    let mut seen = BTreeSet::new();
    let mut rules: Vec<(Status, Rule)> = measured(edition)
        .filter(|(_, _, progress)| seen.insert(progress.status))
        .map(|(county, figure, progress)| {
            let who = named(county, figure);
            let [zh, en] = [Language::Zh, Language::En].map(|l| progress.sentence(l));
            let rule = Rule {
                name: progress.status.word(),
                says: meaning(progress.status),
                example: text!("{who}：{zh}", "{who}: {en}"),
            };
            (progress.status, rule)
        })
        .collect();
    rules.sort_by_key(|(status, _)| *status);
    rules.into_iter().map(|(_, rule)| rule).collect()
}

fn meaning(status: Status) -> Text {
    match status {
        Status::DoneEarly => text!(
            "期限之前已达到目标",
            "The target was reached before the due date"
        ),
        Status::Done => text!("已达到目标", "The target was reached"),
        Status::OnTime => text!("进度不低于0.95", "A pace of 0.95 or more"),
        Status::SlightlyBehind => text!(
            "进度不低于0.60、低于0.95",
            "A pace of 0.60 or more and below 0.95"
        ),
        Status::Behind => text!("进度低于0.60", "A pace below 0.60"),
        Status::Back => text!(
            "比基期离目标更远",
            "Farther from the target than at the baseline"
        ),
        Status::NotDone => text!(
            "期限已到，没有达到目标",
            "The due date is past and the target was not reached"
        ),
        Status::NotStarted => text!(
            "计划时间还没有开始，也没有进展",
            "The planned time has not begun, and nothing has changed"
        ),
        Status::UnderWay => text!(
            "没有计划时间，不评快慢",
            "There is no planned time to measure the pace by"
        ),
        Status::NoData => text!("没有数据", "There is no value"),
    }
}

fn ranks_and_changes(edition: &Edition<'_>) -> Vec<Rule> {
    let ranked = edition
        .measures
        .iter()
        .find(|m| m.ranking.iter().any(|r| r.tied))
        .or_else(|| edition.measures.iter().find(|m| m.ranking.len() > 1))
        .and_then(|m| Some((placed(edition, m)?, m.falling)));
    let moved = |points: bool| {
        let mut figures = edition
            .counties
            .iter()
            .flat_map(|c| c.figures.iter().map(move |f| (c, f)));
        figures.find_map(|(county, figure)| {
            let change = figure.change.as_ref()?;
            (change.difference.unit().is_percentage_point() == points)
                .then(|| changed(county, figure, change, points))?
        })
    };
    // Where both ways occur, one of each.
    let turned = ranked.as_ref().and_then(|(_, falling)| {
        let mut others = edition.measures.iter();
        placed(
            edition,
            others.find(|m| m.falling != *falling && m.ranking.len() > 1)?,
        )
    });
    let ranked = ranked.map(|(mut rule, _)| {
        if let Some(turned) = turned {
            rule.example.zh += &format!("；{}", turned.example.zh);
            rule.example.en += &format!("; {}", turned.example.en);
        }
        rule
    });
    [ranked, moved(false), moved(true)]
        .into_iter()
        .flatten()
        .collect()
}

fn placed(edition: &Edition<'_>, measure: &Measure<'_>) -> Option<Rule> {
    let tied = measure.ranking.iter().filter(|r| r.tied);
    let first: Vec<_> = match tied.clone().next() {
        Some(first) => tied.filter(|r| r.place == first.place).collect(),
        None => measure.ranking.iter().take(1).collect(),
    };
    let place = first.first()?.place;
    let names: Vec<&str> = first
        .iter()
        .take(TERMS)
        .filter_map(|r| Some(edition.counties.get(r.county)?.content.name.value.as_str()))
        .collect();
    let (names, more) = (
        names.join("、"),
        if first.len() > TERMS { "……" } else { "" },
    );
    let (name, joint) = (
        &measure.indicator.name,
        if first.len() > 1 { "并列" } else { "" },
    );
    let order = match measure.falling {
        true => text!("数小的在前", "the smallest first"),
        false => text!("数大的在前", "the largest first"),
    };
    let (zh, en) = (order.zh, order.en);
    Some(Rule {
        name: text!("位次", "Ranks"),
        says: text!(
            "按列出的数排，数相同的并列，下一位顺延；越低越好的指标（目标低于基期，或者写明了的），数小的在前",
            "By the numbers as shown; equal ones share a place and the next one is skipped; where less is better (the targets lie below the baselines, or it is said so), the smallest comes first"
        ),
        example: text!(
            "{name}（{zh}）：{names}{more}{joint}第{place}位",
            "{name} ({en}): {names}{more} at no. {place}"
        ),
    })
}

fn changed(
    county: &County<'_>,
    figure: &Figure<'_>,
    change: &Change,
    points: bool,
) -> Option<Rule> {
    let (who, now, then) = (
        named(county, figure),
        figure.in_unit.as_deref()?.prose(),
        change.from.prose(),
    );
    let sentence = change.sentence();
    let (zh, en) = (sentence.zh, sentence.en);
    let (name, says) = match points {
        true => (
            text!("增减（百分点）", "Change in percentage points"),
            text!(
                "百分数相减，差是百分点，不再算百分之几",
                "Percentages are subtracted; the difference is in percentage points and has no rate"
            ),
        ),
        false => (
            text!("增减", "Change"),
            text!(
                "本年度的数减上一年度的数；增减率是差除以上一年度的数",
                "This edition's number minus that of the edition before; the rate is the difference divided by the latter"
            ),
        ),
    };
    Some(Rule {
        name,
        says,
        example: text!("{who}：{now} − {then}，{zh}", "{who}: {now} − {then}, {en}"),
    })
}

fn check(outcome: &Outcome<'_>) -> Option<Rule> {
    outcome.computed.as_ref()?;
    Some(Rule {
        name: text!("核对", "Checks"),
        says: text!(
            "应当相加、相减、相乘、相除得到的数，逐项算过；允许四舍五入和约数的出入",
            "Numbers that must come out of others are computed; rounding and words such as 约 are allowed for"
        ),
        example: outcome.sentence.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::resolve;
    use super::super::sample::Sample;
    use crate::finding::Findings;

    #[test]
    fn rules_are_worked_with_the_editions_own_numbers() {
        let sample = Sample::new();
        let indicators = "[[indicators]]\nid = \"weak\"\nname = \"薄弱村\"\nunit = \"个\"";
        let a = "[figures.weak]\nvalue = 50\ntarget = 0\nbaseline = 200\n[figures.p]\nname = \"甲\"\nunit = \"个\"\nvalue = 5\n[[checks]]\nsum = [\"p\"]\nis = \"weak\"\nnote = \"照录\"";
        let b = "[figures.weak]\nvalue = 50\ntarget = 0\nbaseline = 60";
        sample.edition(
            "2024",
            "as_of = 2024-12-31\n[plan]\nstart = 2021-12-31\ndue = 2025-12-31",
            indicators,
            &[("a", a), ("b", b), ("c", "")],
        );
        let content = sample.load();
        let showcase = resolve(&content, &mut Findings::new());
        let method = showcase.method(0).unwrap();
        let examples: Vec<_> = method
            .rules
            .iter()
            .map(|r| format!("{}｜{}", r.name.zh, r.example.zh))
            .collect();
        assert_eq!(
            examples,
            [
                "合计｜薄弱村：a县50个 + b县50个 = 100个（3个县（市、区）中的2个）",
                "完成率（有基期）｜a县“薄弱村”：（50个 − 200个）÷（0个 − 200个）= 75%",
                "进度｜a县“薄弱村”：时间 1096天 ÷ 1461天 = 75%，进度 75% ÷（1096 ÷ 1461）= 0.99",
                "按期｜a县“薄弱村”：由200个减到50个，目标0个，完成率75%；计划时间已过75%，按期。",
                "滞后｜b县“薄弱村”：由60个减到50个，目标0个，完成率16.7%；计划时间已过75%，进度是计划的0.22倍，滞后。",
                "位次｜薄弱村（数小的在前）：a县、b县并列第1位",
                "核对｜甲5个 = 5个，列为50个，相差45个",
            ]
        );
        let gaps: Vec<_> = method
            .missing
            .iter()
            .map(|g| (g.measure, g.county))
            .collect();
        assert_eq!(gaps, [(0, 2)]);
        let noted: Vec<_> = method.acknowledged.iter().map(|a| a.note).collect();
        assert_eq!(noted, ["照录"]);
        // And beside the figure that differs.
        let figures = showcase.editions[0]
            .counties
            .iter()
            .flat_map(|c| &c.figures);
        let beside: Vec<_> = figures.filter_map(|f| f.note()).collect();
        assert_eq!(beside, ["照录"]);
    }
}
