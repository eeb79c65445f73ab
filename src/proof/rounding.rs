//! Whether a number is a rounded form of another: 2.74亿元 and 约2.7亿元 of
//! 2.738亿元. A rounding is no slip, and its word (约, 多, 近) says which way it
//! went.

use crate::quantity::{Quantity, Sense};
use rust_decimal::{Decimal, RoundingStrategy};

/// The step to which a value seems to be rounded, in its own unit, and how many
/// digits it then has: 0.01 and 3 for 2.74亿元, 100 and 2 for 7300多万元. Only a
/// word makes zeros at the end round.
pub(super) fn rounding(value: &Quantity) -> Option<(Decimal, usize)> {
    let number = value.value();
    if value.range().is_some() || number <= Decimal::ZERO {
        return None;
    }
    let mut step = Decimal::new(1, number.scale());
    if number.scale() == 0 && value.sense() != Sense::Exact {
        while let Some(next) = step.checked_mul(Decimal::TEN)
            && (number % next).is_zero()
        {
            step = next;
        }
    }
    let digits = number.checked_div(step)?.trunc().to_string().len();
    Some((step, digits))
}

/// Whether `value`, rounded to `step`, says no other than `known`.
pub(super) fn rounds(value: &Quantity, step: Decimal, known: &Quantity) -> bool {
    if known.range().is_some() || known.unit().family() != value.unit().family() {
        return false;
    }
    let Ok(known) = known.convert(value.unit()) else {
        return false;
    };
    let (known, number) = (known.value(), value.value());
    let Some(steps) = known.checked_div(step).filter(|s| !s.fract().is_zero()) else {
        return false;
    };
    let to = |strategy| {
        let whole = steps.round_dp_with_strategy(0, strategy);
        whole.checked_mul(step) == Some(number)
    };
    // 100多户 may be 187; but nobody says 近200户 or 约200户 of 151.
    let is_close = || {
        let apart = known.saturating_sub(number).abs().checked_mul(Decimal::TEN);
        apart.is_some_and(|apart| apart <= known.abs())
    };
    match value.sense() {
        Sense::AtLeast => to(RoundingStrategy::ToNegativeInfinity),
        Sense::LessThan => to(RoundingStrategy::ToPositiveInfinity) && is_close(),
        Sense::About => to(RoundingStrategy::MidpointAwayFromZero) && is_close(),
        Sense::Exact => to(RoundingStrategy::MidpointAwayFromZero),
        // 不超过100万元 is a limit and rounds nothing.
        Sense::AtMost | Sense::Range => false,
    }
}
