//! One county's figures: each with its indicator, name, unit, and its numbers
//! as they are shown.
//!
//! Two forms of a value are kept. The written one (`约4.2亿元`) is for prose; the
//! one in the figure's unit (`约42000万元`) is for tables, ranks and charts. Both
//! are exact unless the indicator says decimals.

use super::progress::{self, Clock};
use super::{Figure, Number, series};
use crate::content::{self, Indicator, Spot};
use crate::finding::{Code, Finding, Findings};
use crate::quantity::{ConvertError, Quantity, Unit};
use crate::text;
use rust_decimal::Decimal;
use std::num::NonZeroU32;

/// The figures of a county: indicators first, in their order, then its own;
/// `falling` says of each indicator whether less of it is better.
/// Ranks, changes, source notes and other years come later.
pub(super) fn all<'c>(
    edition: &'c content::Edition,
    county: &'c content::County,
    falling: &[bool],
    findings: &mut Findings,
) -> Vec<Figure<'c>> {
    let mut order: Vec<&'c content::Figure> = county.figures.iter().collect();
    // Stable: its own stay in the order of the file.
    order.sort_by_key(|written| written.number.map_or(u32::MAX, NonZeroU32::get));
    let mut clock = Clock::default();
    let mut figures = Vec::with_capacity(order.len());
    for written in order {
        let (at, indicator) = written.indicator(&edition.indicators).unzip();
        let lower = at.is_some_and(|at| falling.get(at) == Some(&true));
        let about = (indicator, lower, &mut clock);
        figures.push(one(edition, county, written, about, findings));
    }
    figures
}

fn one<'c>(
    edition: &'c content::Edition,
    county: &'c content::County,
    written: &'c content::Figure,
    (indicator, lower, clock): (Option<&'c Indicator>, bool, &mut Clock),
    findings: &mut Findings,
) -> Figure<'c> {
    let decimals = indicator.and_then(|i| i.decimals);
    let unit = indicator.map_or(&written.unit, |i| &i.unit);
    let mut shown =
        |spot: &'c Option<Spot<Quantity>>| shown(spot.as_ref()?, unit, decimals, findings);
    let in_unit = shown(&written.value);
    // Those are shown in their own units; that they have none in this one is told.
    shown(&written.target);
    shown(&written.baseline);
    Figure {
        content: written,
        indicator,
        progress: progress::of_figure(edition, written, (lower, clock), findings).map(Box::new),
        series: series::of_value(edition, written, in_unit.as_ref()),
        in_unit,
        rank: None,
        change: None,
        county,
        source_note: 0,
        acknowledged: None,
    }
}

/// A number in the unit; `None`, and a finding, where it has no exact value there.
fn shown<'c>(
    spot: &'c Spot<Quantity>,
    unit: &Unit,
    decimals: Option<u32>,
    findings: &mut Findings,
) -> Option<Number<'c>> {
    let written = &spot.value;
    if written.unit() == unit {
        return Some(Number::Written(written));
    }
    match in_unit(written, unit, decimals) {
        Ok(converted) => Some(Number::from(converted)),
        Err(error) => {
            inexact(spot, &error, findings);
            None
        }
    }
}

/// A quantity in `unit`: exactly, or where that has no end (100亩 in 公顷) to
/// `decimals`, if they are given.
pub(super) fn in_unit(
    written: &Quantity,
    unit: &Unit,
    decimals: Option<u32>,
) -> Result<Quantity, ConvertError> {
    let error = match written.convert(unit) {
        Ok(converted) => return Ok(converted),
        Err(error) => error,
    };
    let (ConvertError::Endless { .. }, Some(decimals)) = (&error, decimals) else {
        return Err(error);
    };
    // The way back is exact: 1公顷 is 15亩.
    let step = Quantity::exact(Decimal::ONE, unit.clone()).convert(written.unit())?;
    written
        .div_rounded(step.value(), decimals)
        .ok()
        // The number under the other unit, its qualifier kept.
        .and_then(|q| Quantity::parse_with_unit(&q.number_prose(), unit).ok())
        .ok_or(error)
}

fn inexact(spot: &Spot<Quantity>, error: &ConvertError, findings: &mut Findings) {
    let (zh, en) = (error.zh(), error.en());
    let message = text!("{zh}", "{en}");
    let hint = text!(
        "用指标的单位来写，或给指标写上 decimals（保留几位小数）",
        "write it in the indicator's unit, or give the indicator decimals"
    );
    findings.push(Finding::new(Code::UnitInexact, spot.place.clone(), message).hint(hint));
}
