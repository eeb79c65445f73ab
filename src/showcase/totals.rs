//! The region's figures: sums, means, weighted means, and how they moved.
//!
//! A total is made of the counties' values as shown, in the indicator's unit,
//! so that a reader who adds a column up comes to the same. Counties without
//! a value (or without a weight) are left out, and the total says how many it
//! covers. Sums are exact; a mean that does not come out even is rounded
//! (四舍五入) to the indicator's decimals, or to two more than the most precise of
//! its parts, and says so.

use super::figure::in_unit;
use super::progress;
use super::rank;
use super::{Figure, Measure, Measured, Progress, Sums, Time, Total, Years};
use crate::content::{self, Indicator};
use crate::finding::{Code, Finding, Findings};
use crate::quantity::{ArithmeticError, Quantity, Unit};
use crate::text;
use rust_decimal::Decimal;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// One indicator's figures, by county; `None` where a county does not state it.
pub(super) type Row<'a, 'c> = Vec<Option<&'a Figure<'c>>>;

/// An indicator over the region, all but its change.
pub(super) fn measure<'c>(
    edition: &'c content::Edition,
    indicator: &'c Indicator,
    row: &Row<'_, 'c>,
    weights: Option<&Row<'_, 'c>>,
    falling: bool,
    findings: &mut Findings,
) -> Measure<'c> {
    let counted = counted(indicator, row, weights);
    let total = match total(indicator, &counted, row.len()) {
        Ok(total) => total,
        Err(error) => {
            too_long(indicator, &error, findings);
            None
        }
    };
    let stated = |f: &Option<&Figure<'_>>| f.is_some_and(|f| f.in_unit.is_some());
    let numbers = region_numbers(indicator, &counted, total.as_ref());
    Measure {
        indicator,
        progress: numbers.and_then(|n| region_progress(edition, n, row.len(), falling)),
        series: Years::default(),
        ranking: rank::ranking(row, falling),
        change: None,
        missing: (0..row.len()).filter(|i| !stated(&row[*i])).collect(),
        total,
        falling,
    }
}

/// A county's part in a total.
struct Part<'a, 'c> {
    figure: &'a Figure<'c>,
    value: &'a Quantity,
    weight: Option<&'a Figure<'c>>,
}

/// The counties that a total covers; none where the indicator has no total.
fn counted<'a, 'c>(
    indicator: &Indicator,
    row: &Row<'a, 'c>,
    weights: Option<&Row<'a, 'c>>,
) -> Vec<Part<'a, 'c>> {
    if indicator.total == content::Total::None {
        return Vec::new();
    }
    let weighted = matches!(indicator.total, content::Total::WeightedBy(_));
    let part = |(at, figure): (usize, &Option<&'a Figure<'c>>)| {
        let figure = (*figure)?;
        let weight = weights
            .and_then(|w| *w.get(at)?)
            .filter(|w| w.in_unit.is_some());
        (!weighted || weight.is_some()).then_some(Part {
            figure,
            value: figure.in_unit.as_deref()?,
            weight,
        })
    };
    row.iter().enumerate().filter_map(part).collect()
}

fn total(
    indicator: &Indicator,
    counted: &[Part<'_, '_>],
    of: usize,
) -> Result<Option<Total>, ArithmeticError> {
    let current: Vec<Weighed<'_>> = counted
        .iter()
        .map(|p| (p.value, p.weight.and_then(|w| w.in_unit.as_deref())))
        .collect();
    let Some((value, rounded)) = combine(indicator, &current)? else {
        return Ok(None);
    };
    let all = |number: Shown| -> Result<_, ArithmeticError> {
        let numbers: Option<Vec<Cow<'_, Quantity>>> =
            counted.iter().map(|p| number(p.figure)).collect();
        let Some(numbers) = numbers else {
            return Ok(None);
        };
        let weights = current.iter().map(|(_, weight)| *weight);
        let parts: Vec<Weighed<'_>> = numbers.iter().map(Cow::as_ref).zip(weights).collect();
        Ok(combine(indicator, &parts)?.map(|(q, _)| q))
    };
    Ok(Some(Total {
        value,
        rounded,
        target: all(target)?,
        baseline: all(baseline)?,
        covered: counted.len(),
        of,
        kind: indicator.total.clone(),
    }))
}

/// A number of a figure in its unit, which most were written in.
type Shown = for<'f> fn(&'f Figure<'_>) -> Option<Cow<'f, Quantity>>;

#[inline]
fn target<'f>(figure: &'f Figure<'_>) -> Option<Cow<'f, Quantity>> {
    number(figure, figure.target()?)
}

#[inline]
fn baseline<'f>(figure: &'f Figure<'_>) -> Option<Cow<'f, Quantity>> {
    number(figure, figure.baseline()?)
}

#[inline]
fn number<'f>(figure: &Figure<'_>, number: &'f Quantity) -> Option<Cow<'f, Quantity>> {
    if number.unit() == figure.unit() {
        return Some(Cow::Borrowed(number));
    }
    let decimals = figure.indicator.and_then(|i| i.decimals);
    in_unit(number, figure.unit(), decimals)
        .ok()
        .map(Cow::Owned)
}

/// A value and the weight it counts with.
type Weighed<'a> = (&'a Quantity, Option<&'a Quantity>);

/// The region's number by the indicator's rule, and whether it was rounded.
fn combine(
    indicator: &Indicator,
    parts: &[Weighed<'_>],
) -> Result<Option<(Quantity, bool)>, ArithmeticError> {
    let values = parts.iter().map(|(value, _)| *value);
    match &indicator.total {
        content::Total::None => Ok(None),
        content::Total::Sum => Ok(sum(values)?.map(|sum| (sum, false))),
        content::Total::Mean => {
            let decimals = mean_decimals(indicator, parts);
            let Some(sum) = sum(values)? else {
                return Ok(None);
            };
            divided(&sum, Decimal::from(parts.len()), decimals).map(Some)
        }
        content::Total::WeightedBy(_) => weighted(indicator, parts),
    }
}

/// The sum; of plain numbers in one unit, which most are, by whole numbers of
/// their last decimal.
fn sum<'q>(
    values: impl Iterator<Item = &'q Quantity> + Clone,
) -> Result<Option<Quantity>, ArithmeticError> {
    let Some(unit) = values.clone().next().map(Quantity::unit) else {
        return Ok(None);
    };
    match plain_sum(unit, values.clone()) {
        Some(sum) => Ok(Some(Quantity::exact(sum, unit.clone()))),
        None => Quantity::sum(values),
    }
}

fn plain_sum<'q>(
    unit: &Unit,
    values: impl Iterator<Item = &'q Quantity> + Clone,
) -> Option<Decimal> {
    let scale = values.clone().map(|q| q.value().scale()).max()?;
    let mut sum = 0i128;
    for quantity in values {
        if !quantity.is_exact() || quantity.unit() != unit {
            return None;
        }
        let value = quantity.value();
        let power = 10i128.checked_pow(scale - value.scale())?;
        sum = sum.checked_add(value.mantissa().checked_mul(power)?)?;
    }
    Decimal::try_from_i128_with_scale(sum, scale).ok()
}

/// Σ value × weight ÷ Σ weight. Weights count with their number, whatever
/// qualifier they have; one that is not exact makes the mean an about-value.
fn weighted(
    indicator: &Indicator,
    parts: &[Weighed<'_>],
) -> Result<Option<(Quantity, bool)>, ArithmeticError> {
    let mut products = Vec::with_capacity(parts.len());
    let mut weights = Decimal::ZERO;
    let mut sure = true;
    for (value, weight) in parts {
        let Some(weight) = weight else { continue };
        let number = weight.midpoint();
        sure &= weight.is_exact();
        products.push(value.mul(number)?);
        weights = weights
            .checked_add(number)
            .ok_or(ArithmeticError::Overflow)?;
    }
    let Some(sum) = Quantity::sum(&products)?.filter(|_| weights > Decimal::ZERO) else {
        return Ok(None);
    };
    let (mean, rounded) = divided(&sum, weights, mean_decimals(indicator, parts))?;
    Ok(Some((if sure { mean } else { mean.about() }, rounded)))
}

/// The quotient: exact where it has no more than `decimals`, else rounded.
fn divided(
    sum: &Quantity,
    by: Decimal,
    decimals: u32,
) -> Result<(Quantity, bool), ArithmeticError> {
    if let Ok(exact) = sum.div(by) {
        let (low, high) = exact.range().unwrap_or((exact.value(), exact.value()));
        if low.scale().max(high.scale()) <= decimals {
            return Ok((exact, false));
        }
    }
    Ok((sum.div_rounded(by, decimals)?, true))
}

fn mean_decimals(indicator: &Indicator, parts: &[Weighed<'_>]) -> u32 {
    let scale = |q: &Quantity| {
        q.range()
            .map_or(q.value().scale(), |(_, high)| high.scale())
    };
    let finest = parts.iter().map(|(value, _)| scale(value)).max();
    indicator.decimals.unwrap_or(finest.unwrap_or(0) + 2)
}

/// What a region's progress is measured by, and over how many parts.
struct RegionNumbers<'a, 'b, 'c> {
    sums: Sums,
    parts: Vec<&'b Part<'a, 'c>>,
}

/// The region's numbers over the counties that state all that progress needs:
/// value and target, and the baseline where any of them has one.
fn region_numbers<'a, 'b, 'c>(
    indicator: &Indicator,
    counted: &'b [Part<'a, 'c>],
    total: Option<&Total>,
) -> Option<RegionNumbers<'a, 'b, 'c>> {
    let aimed: Vec<&Part<'_, '_>> = counted
        .iter()
        .filter(|p| p.figure.target().is_some())
        .collect();
    let based = aimed.iter().any(|p| p.figure.baseline().is_some());
    let parts: Vec<&Part<'_, '_>> = aimed
        .into_iter()
        .filter(|p| !based || p.figure.baseline().is_some())
        .collect();
    let sum = |number: &dyn Fn(&'b Part<'a, 'c>) -> Option<Cow<'b, Quantity>>| {
        let numbers: Vec<Cow<'_, Quantity>> =
            parts.iter().map(|p| number(p)).collect::<Option<_>>()?;
        let weights = parts
            .iter()
            .map(|p| p.weight.and_then(|w| w.in_unit.as_deref()));
        let parts: Vec<Weighed<'_>> = numbers.iter().map(Cow::as_ref).zip(weights).collect();
        Some(combine(indicator, &parts).ok()??.0)
    };
    // Over all that the total covers they were computed with it.
    let known = total.filter(|_| parts.len() == counted.len());
    let (value, target, baseline) = match known {
        Some(total) => (
            total.value.clone(),
            total.target.clone()?,
            total.baseline.clone(),
        ),
        None => (
            sum(&|p| Some(Cow::Borrowed(p.value)))?,
            sum(&|p| target(p.figure))?,
            based.then(|| sum(&|p| baseline(p.figure))).flatten(),
        ),
    };
    // A baseline that cannot be summed leaves nothing to measure from.
    (baseline.is_some() == based).then_some(RegionNumbers {
        sums: Sums {
            value,
            target,
            baseline,
            covered: None,
        },
        parts,
    })
}

/// The region's progress, and of how many counties of all.
fn region_progress(
    edition: &content::Edition,
    region: RegionNumbers<'_, '_, '_>,
    of: usize,
    lower: bool,
) -> Option<Progress<'static>> {
    let RegionNumbers { mut sums, parts } = region;
    sums.covered = (parts.len() < of).then_some((parts.len(), of));
    let time = region_time(edition, &parts)?;
    let elapsed = time.elapsed();
    progress::measure(Measured::Sums(Box::new(sums)), lower, (time, elapsed))
}

/// The plan's time; a due date that all the figures share beats the plan's.
fn region_time(edition: &content::Edition, parts: &[&Part<'_, '_>]) -> Option<Time> {
    let own = parts.first().and_then(|p| p.figure.content.due);
    let shared = own.filter(|_| parts.iter().all(|p| p.figure.content.due == own));
    let as_of = edition.as_of.as_ref().map(|d| d.value);
    Some(Time {
        start: edition.plan.map(|p| p.start),
        due: shared.or(edition.plan.map(|p| p.due)),
        as_of: as_of.or_else(|| parts.iter().map(|p| p.figure.content.as_of).max())?,
    })
}

/// The region's numbers of the years that every counted county covers, and no
/// earlier edition more of them, and the series they rest on: where another edition rests on the same, it has the
/// same numbers.
pub(super) fn series<'c>(
    indicator: &Indicator,
    row: &Row<'_, 'c>,
    weights: Option<&Row<'_, 'c>>,
    known: Option<&Region<'c>>,
) -> Region<'c> {
    let counted = counted(indicator, row, weights);
    let basis: Vec<Years<'c>> = counted
        .iter()
        .flat_map(|p| [Some(p.figure), p.weight])
        .flatten()
        .map(|f| f.series.clone())
        .collect();
    let same = |a: &[Years<'_>], b: &[Years<'_>]| {
        a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.is_same(b))
    };
    if let Some(known) = known
        && known.rule == indicator.total
        && known.decimals == indicator.decimals
        && same(&known.basis, &basis)
    {
        return known.clone();
    }
    let mut years: BTreeMap<i32, Vec<Weighed<'_>>> = BTreeMap::new();
    for part in &counted {
        for (year, value) in part.figure.series.iter() {
            let weight = part.weight.and_then(|w| w.series.get(year));
            if part.weight.is_none() || weight.is_some() {
                years.entry(*year).or_default().push((value, weight));
            }
        }
    }
    let mut most = known.map(|k| k.most.clone()).unwrap_or_default();
    let mut numbers = BTreeMap::new();
    for (year, parts) in years {
        // An edition that counted more has the region's number of that year.
        let before = most.entry(year).or_default();
        if parts.len() < counted.len() || parts.len() < *before {
            continue;
        }
        *before = parts.len();
        if let Ok(Some((number, _))) = combine(indicator, &parts) {
            numbers.insert(year, number);
        }
    }
    Region {
        most,
        rule: indicator.total.clone(),
        decimals: indicator.decimals,
        basis,
        numbers: numbers.into_iter().collect(),
    }
}

/// The region's numbers over years, and what they rest on.
#[derive(Clone)]
pub(super) struct Region<'c> {
    rule: content::Total,
    decimals: Option<u32>,
    basis: Vec<Years<'c>>,
    /// How many counties the fullest total of a year rests on, in any edition so far.
    most: BTreeMap<i32, usize>,
    pub(super) numbers: Years<'c>,
}

fn too_long(indicator: &Indicator, error: &ArithmeticError, findings: &mut Findings) {
    let (name, zh, en) = (&indicator.name, error.zh(), error.en());
    let message = text!(
        "“{name}”的合计算不出来：{zh}",
        "the total of `{name}` cannot be computed: {en}"
    );
    findings.push(Finding::new(
        Code::TotalImpossible,
        indicator.place.clone(),
        message,
    ));
}

#[cfg(test)]
mod tests {
    use super::super::sample::{Sample, grid};
    use super::super::{Showcase, resolve};
    use super::*;
    use proptest::prelude::*;

    const RATE: &str = "[[indicators]]\nid = \"people\"\nname = \"人口\"\nunit = \"人\"\n[[indicators]]\nid = \"rate\"\nname = \"参与率\"\nunit = \"%\"\ntotal = ";

    fn shown(showcase: &Showcase<'_>, measure: usize) -> (String, usize, bool) {
        let total = showcase.editions[0].measures[measure].total.as_ref();
        let total = total.unwrap();
        (total.value.prose(), total.covered, total.rounded)
    }

    #[test]
    fn a_weighted_mean_leaves_out_who_lacks_either() {
        let sample = Sample::new();
        let figures = [
            (
                "a",
                "[figures.people]\nvalue = 100\n[figures.rate]\nvalue = 50",
            ),
            (
                "b",
                "[figures.people]\nvalue = 300\n[figures.rate]\nvalue = 90",
            ),
            ("c", "[figures.rate]\nvalue = 1"),
            ("d", "[figures.people]\nvalue = 900"),
        ];
        let rate = format!("{RATE}{{ weighted_by = \"people\" }}");
        sample.edition("2024", "as_of = 2024-12-31", &rate, &figures);
        let content = sample.load();
        let showcase = resolve(&content, &mut Findings::new());
        assert_eq!(shown(&showcase, 1), ("80%".to_owned(), 2, false));
        assert_eq!(shown(&showcase, 0), ("1300人".to_owned(), 3, false));
        let total = showcase.editions[0].measures[0].total.as_ref().unwrap();
        assert!(!total.is_exact(), "one of four counties is missing");
    }

    #[test]
    fn a_mean_says_that_it_was_rounded() {
        let sample = Sample::new();
        let figures = [
            ("a", "[figures.rate]\nvalue = 50.5"),
            ("b", "[figures.rate]\nvalue = 60"),
            ("c", "[figures.rate]\nvalue = 60"),
        ];
        sample.edition(
            "2024",
            "as_of = 2024-12-31",
            &format!("{RATE}\"mean\""),
            &figures,
        );
        let content = sample.load();
        let showcase = resolve(&content, &mut Findings::new());
        assert_eq!(shown(&showcase, 1), ("56.833%".to_owned(), 3, true));
    }

    #[test]
    fn about_values_make_an_about_total_and_units_convert() {
        let sample = Sample::new();
        let funds =
            "[[indicators]]\nid = \"funds\"\nname = \"资金\"\nunit = \"万元\"\ndecimals = 0";
        let figures = [
            ("a", "[figures.funds]\nvalue = \"2.738亿元\""),
            ("b", "[figures.funds]\nvalue = \"约4.2亿元\""),
        ];
        sample.edition("2024", "as_of = 2024-12-31", funds, &figures);
        let content = sample.load();
        let showcase = resolve(&content, &mut Findings::new());
        assert_eq!(shown(&showcase, 0).0, "约69380万元");
        let figure = &showcase.editions[0].counties[0].figures[0];
        assert_eq!(figure.value().unwrap().prose(), "2.738亿元");
        assert_eq!(figure.in_unit.as_deref().unwrap().prose(), "27380万元");
    }

    #[test]
    fn a_countys_number_keeps_every_digit_whatever_the_decimals_of_means() {
        let sample = Sample::new();
        let funds = "[[indicators]]\nid = \"funds\"\nname = \"资金\"\nunit = \"亿元\"\ntotal = \"mean\"\ndecimals = 1";
        let figures = [
            ("a", "[figures.funds]\nvalue = \"27386万元\""),
            (
                "b",
                "[figures.funds]\nvalue = 1.61\nseries = { 2023 = 1.25 }",
            ),
        ];
        sample.edition("2024", "as_of = 2024-12-31", funds, &figures);
        let content = sample.load();
        let showcase = resolve(&content, &mut Findings::new());
        let figure = |c: usize| &showcase.editions[0].counties[c].figures[0];
        assert_eq!(figure(0).value().unwrap().prose(), "27386万元");
        assert_eq!(figure(0).in_unit.as_deref().unwrap().prose(), "2.7386亿元");
        assert_eq!(figure(1).series.get(&2023).unwrap().prose(), "1.25亿元");
        assert_eq!(shown(&showcase, 0).0, "2.2亿元");
    }

    #[test]
    fn the_region_changes_only_where_the_same_counties_are_covered() {
        let grow = |e: usize| (100 + 10 * e).to_string();
        let content = grid(3, 3, 1, |e, c, _| (e > 0 || c > 0).then(|| grow(e)));
        let showcase = resolve(&content, &mut Findings::new());
        let change = |e: usize| {
            let change = showcase.editions[e].measures[0].change.as_ref();
            change.map(|c| c.sentence().zh)
        };
        assert_eq!(change(0).as_deref(), Some("比2011年增加30个（增长9.1%）"));
        assert_eq!(change(1), None);
        let series = &showcase.editions[0].measures[0].series;
        assert_eq!(series.keys().copied().collect::<Vec<_>>(), [2011, 2012]);
        assert_eq!(series.get(&2011).unwrap().prose(), "330个");
    }

    proptest! {
        #[test]
        fn a_total_equals_its_parts(
            parts in proptest::collection::vec(proptest::option::of((0i64..10_000_000, 0u32..4)), 1..30)
        ) {
            let decimal = |(whole, scale): (i64, u32)| Decimal::new(whole, scale);
            let content = grid(1, parts.len(), 1, |_, c, _| Some(decimal(parts[c]?).to_string()));
            let showcase = resolve(&content, &mut Findings::new());
            let measure = &showcase.editions[0].measures[0];
            let stated: Vec<Decimal> = parts.iter().flatten().copied().map(decimal).collect();
            prop_assert_eq!(measure.ranking.len() + measure.missing.len(), parts.len());
            match &measure.total {
                None => prop_assert!(stated.is_empty()),
                Some(total) => {
                    prop_assert_eq!(total.value.value(), stated.iter().copied().sum::<Decimal>());
                    prop_assert_eq!((total.covered, total.of), (stated.len(), parts.len()));
                    prop_assert_eq!(total.is_exact(), stated.len() == parts.len());
                }
            }
        }
    }
}
