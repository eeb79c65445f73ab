//! How a figure moved since the edition before.
//!
//! Differences are taken between the values as shown, so that a reader with
//! both pages in hand comes to the same; those of percentages are in 个百分点.

use super::Change;
use crate::finding::Text;
use crate::quantity::Quantity;
use crate::text;
use rust_decimal::{Decimal, RoundingStrategy};

/// The change from `from`, of the edition at index `edition` and of `year`, to
/// `to`; `None` where the two have no common unit.
pub(super) fn between(from: &Quantity, to: &Quantity, edition: usize, year: i32) -> Option<Change> {
    let from = from.convert(to.unit()).ok()?;
    let difference = to.change_from(&from).ok()?;
    let percent = percent(&from, to, &difference);
    let sentence = sentence(&from, &difference, percent, year);
    Some(Change {
        edition,
        from,
        difference,
        percent,
        sentence,
    })
}

/// In per cent of then, which must be more than zero to mean anything.
fn percent(from: &Quantity, to: &Quantity, difference: &Quantity) -> Option<Decimal> {
    if difference.unit().is_percentage_point() || from.midpoint() <= Decimal::ZERO {
        return None;
    }
    Quantity::ratio(to, from)?
        .checked_sub(Decimal::ONE)?
        .checked_mul(Decimal::ONE_HUNDRED)
}

impl Change {
    /// The difference in words: 增加12个, 减少3个, 持平, 提高2.1个百分点.
    pub fn words(&self) -> Text {
        words(&self.difference)
    }
}

/// [`Change::words`] of a difference in any unit.
pub(super) fn words(difference: &Quantity) -> Text {
    let middle = difference.midpoint();
    if middle.is_zero() && difference.range().is_none() {
        return match difference.is_exact() {
            true => text!("持平", "no change"),
            // 约100户 then and now: that much is known.
            false => text!("大致持平", "about no change"),
        };
    }
    let points = difference.unit().is_percentage_point();
    let (verb_zh, verb_en) = match (middle > Decimal::ZERO, points) {
        (true, false) => ("增加", "up by"),
        (false, false) => ("减少", "down by"),
        (true, true) => ("提高", "up by"),
        (false, true) => ("下降", "down by"),
    };
    let amount = if middle < Decimal::ZERO {
        // Bounds turn round with the sign: 不超过-5 is a fall of 5以上.
        difference.mul(Decimal::NEGATIVE_ONE)
    } else {
        Ok(difference.clone())
    };
    let amount = amount.map_or_else(|_| difference.prose(), |q| q.prose());
    text!("{verb_zh}{amount}", "{verb_en} {amount}")
}

fn sentence(from: &Quantity, difference: &Quantity, percent: Option<Decimal>, year: i32) -> Text {
    let words = words(difference);
    let (zh, en) = (words.zh, words.en);
    if difference.midpoint().is_zero() {
        return text!("与{year}年{zh}", "{en} since {year}");
    }
    let Some(percent) = percent else {
        return text!("比{year}年{zh}", "{en} since {year}");
    };
    let rounded = percent
        .round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero)
        .normalize();
    let size = rounded.abs();
    let sure = difference.is_exact() && from.is_exact();
    if size.is_zero() || !sure {
        // 增长0% would deny the change; a rate of about-values claims too much.
        return text!("比{year}年{zh}", "{en} since {year}");
    }
    match percent > Decimal::ZERO {
        true => text!(
            "比{year}年{zh}（增长{size}%）",
            "{en} since {year} (+{size}%)"
        ),
        false => text!(
            "比{year}年{zh}（下降{size}%）",
            "{en} since {year} (-{size}%)"
        ),
    }
}
