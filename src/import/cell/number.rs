//! A cell that holds a number: what its format shows of it, in which unit.

use super::{Measure, Reading, finish, scale, too_long};
use crate::import::grid::Cell;
use crate::quantity::{Quantity, Unit};
use crate::text;
use rust_decimal::Decimal;

/// A number with ¥ that is small may be in the heading's 万元 all the same.
const MOST_YUAN: i64 = 100_000;
/// Shares that a format shows beyond this were probably typed without heed of
/// the format.
const MOST_PERCENT: i64 = 500;

pub(super) fn read_number(number: Decimal, cell: &Cell, measure: &Measure<'_>) -> Reading {
    let format = &cell.format;
    if format.torn || (format.percent && format.divided > 0) {
        return unclear_format(number, cell);
    }
    if format.percent {
        return read_percent(number, cell, measure);
    }
    let (value, rounded) = shown(number, format.decimals);
    let (own, value) = match own_unit(value, cell, measure) {
        Ok(own) => own,
        Err(why) => return *why,
    };
    let unit = own.as_ref().unwrap_or(measure.unit);
    let Some(scaled) = scale(value, measure.times) else {
        return too_long();
    };
    let correction = match (rounded, measure.times) {
        (true, _) => Some(text!(
            "算出来的 {number} 按显示的 {value} 取",
            "the computed {number} is taken as it is shown, {value}"
        )),
        (false, None) if format.currency && own.is_some() && !measure.stated => Some(text!(
            "格式带 ¥ 号，{value} 按{unit}算",
            "its format shows ¥: {value} is in {unit}"
        )),
        (false, Some(times)) if times != Decimal::ONE => Some(text!(
            "{value} 乘以 {times}，得 {scaled}",
            "{value} times {times} is {scaled}"
        )),
        _ => None,
    };
    let bare = own.is_none().then_some(value);
    let quantity = Quantity::exact(scaled, unit.clone());
    finish(quantity, measure, correction, bare, own.is_some())
}

/// The unit that a cell's own format states, and the number in it as it is
/// shown. What an editor settled goes before it.
fn own_unit(
    value: Decimal,
    cell: &Cell,
    measure: &Measure<'_>,
) -> Result<(Option<Unit>, Decimal), Box<Reading>> {
    let format = &cell.format;
    if measure.times.is_some() {
        return Ok((None, value));
    }
    let word = format.suffix.as_deref();
    let own = word.and_then(|word| Unit::parse(word).ok());
    // ¥ says 元 where the table says nothing.
    let yuan = (word.is_none() && format.currency && !measure.stated)
        .then(|| Unit::parse("元").ok())
        .flatten();
    let own = own.or(yuan);
    // ¥80000000 under 万元 is one or the other.
    let scaled = measure.unit.as_str().starts_with(['千', '万', '百', '亿']);
    if word.is_none() && format.currency && measure.stated && scaled && value >= MOST_YUAN.into() {
        let unit = measure.unit;
        return Err(Box::new(Reading::Unclear(text!(
            "这一格带 ¥ 号，是 {value}元，表头写的单位却是“{unit}”，看不出是哪一个",
            "the cell shows ¥{value}, but the heading's unit is {unit}; which one holds is unclear"
        ))));
    }
    let own = own.filter(|unit| unit.family() == measure.wanted.family());
    let Some(own) = own else {
        // “百万元” and “万” are scales that are no units.
        let scales = word.is_some_and(|w| w.starts_with(['十', '百', '千', '万', '亿']));
        if format.divided > 0 || scales {
            return Err(Box::new(unclear_format(value, cell)));
        }
        return Ok((None, value));
    };
    let Some(seen) = Decimal::try_new(1, format.divided)
        .ok()
        .and_then(|part| value.checked_mul(part))
        .map(|seen| seen.normalize())
    else {
        return Err(Box::new(too_long()));
    };
    // 元 in the heading may be what stands in the cells, 万元 what is seen.
    let stands = Quantity::exact(value, measure.unit.clone()).convert(&own);
    let agree = own == *measure.unit || stands.is_ok_and(|q| q.value() == seen);
    if measure.stated && !agree {
        let (unit, prose) = (measure.unit, Quantity::exact(seen, own).prose());
        return Err(Box::new(Reading::Unclear(text!(
            "这一格显示为 {prose}，表头写的单位却是“{unit}”，看不出是哪一个",
            "the cell shows {prose}, but the heading's unit is {unit}; which one holds is unclear"
        ))));
    }
    Ok((Some(own), seen))
}

fn unclear_format(number: Decimal, cell: &Cell) -> Reading {
    let word = cell.format.suffix.as_deref().unwrap_or_default();
    Reading::Unclear(text!(
        "单元格格式把 {number} 缩小了显示（{word}），看不出是什么单位",
        "the cell's format shows {number} scaled ({word}); its unit is unclear"
    ))
}

fn read_percent(number: Decimal, cell: &Cell, measure: &Measure<'_>) -> Reading {
    let Some(value) = number.checked_mul(Decimal::ONE_HUNDRED) else {
        return too_long();
    };
    let (value, _) = shown(value, cell.format.decimals);
    let value = value.normalize();
    // 85 typed under a format for shares shows as 8500%.
    if value.abs() >= MOST_PERCENT.into() {
        return Reading::Unclear(text!(
            "这一格的数是 {number}，格式是百分比，显示成 {value}%；多半是要写 {number}%",
            "the cell holds {number} and its format shows {value}%; {number}% is probably meant"
        ));
    }
    let correction = text!(
        "{number} 显示为百分数，按 {value}% 处理",
        "{number} is shown as a percentage: {value}%"
    );
    finish(
        Quantity::exact(value, Unit::percent()),
        measure,
        Some(correction),
        None,
        true,
    )
}

/// A number with the noise of a computation is taken as it is shown: what the
/// sender saw. Others keep every digit.
fn shown(number: Decimal, decimals: Option<u32>) -> (Decimal, bool) {
    match decimals {
        Some(places) if number.scale() > places + 4 => {
            let strategy = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
            (
                number.round_dp_with_strategy(places, strategy).normalize(),
                true,
            )
        }
        _ => (number.normalize(), false),
    }
}
