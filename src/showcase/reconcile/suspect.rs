//! Which figure of a check that does not come out has slipped: the one that
//! two digits changed round, a nought or a point, or one other digit would mend.
//! Where two could be it, nobody is accused.

use super::bounds::{factor, half_step};
use crate::content::{Check, CheckKind};
use crate::showcase::Figure;
use rust_decimal::Decimal;

/// The one figure that a slip explains; `computed` is what the parts come to in
/// the unit of `is`.
pub(super) fn of<'f, 'c>(
    check: &Check,
    parts: &[&'f Figure<'c>],
    is: &'f Figure<'c>,
    computed: Decimal,
) -> Option<&'f Figure<'c>> {
    let stated = number(is, is)?;
    // A difference that was acknowledged is to remain.
    let known = check.acknowledged.as_ref().and_then(|known| {
        let known = &known.value;
        known.value().checked_mul(factor(known.unit(), is.unit())?)
    });
    let gap = known.unwrap_or(Decimal::ZERO);
    let wanted = stated.checked_sub(gap)?;
    let exact = matches!(check.kind, CheckKind::Sum | CheckKind::Difference);
    let lacks = wanted.checked_sub(computed)?;
    let mut slipped = Vec::new();
    let step = half_step(&is.content.value.as_ref()?.value);
    let fine = step.checked_div(wanted.abs()).unwrap_or(Decimal::ONE);
    let room = if exact {
        Decimal::ZERO
    } else {
        fine.max(Decimal::new(1, 3))
    };
    if is_slip(
        is,
        computed.checked_add(gap)?.checked_div(size(is, is)?)?,
        room,
    ) {
        slipped.push(is);
    }
    for (at, part) in parts.iter().enumerate() {
        let written = part.content.value.as_ref()?.value.midpoint();
        let needed = match (check.kind, at) {
            (CheckKind::Sum, _) | (CheckKind::Difference, 0) => number(part, is)?
                .checked_add(lacks)?
                .checked_div(size(part, is)?),
            (CheckKind::Difference, _) => number(part, is)?
                .checked_sub(lacks)?
                .checked_div(size(part, is)?),
            (CheckKind::Product, _) | (_, 0) => written.checked_mul(wanted)?.checked_div(computed),
            _ => written.checked_mul(computed)?.checked_div(wanted),
        };
        if needed.is_some_and(|needed| is_slip(part, needed, room)) {
            slipped.push(part);
        }
    }
    match slipped.as_slice() {
        [one] => Some(one),
        _ => None,
    }
}

/// How many of the result's unit one of a figure's written unit is.
fn size(figure: &Figure<'_>, is: &Figure<'_>) -> Option<Decimal> {
    let value = &figure.content.value.as_ref()?.value;
    // 3家 and 5个 are 8个.
    Some(factor(value.unit(), is.unit()).unwrap_or(Decimal::ONE))
}

fn number(figure: &Figure<'_>, is: &Figure<'_>) -> Option<Decimal> {
    let value = &figure.content.value.as_ref()?.value;
    value.midpoint().checked_mul(size(figure, is)?)
}

/// Whether a figure's written number is one slip of a key away from what is
/// needed, give or take `room` of it.
fn is_slip(figure: &Figure<'_>, needed: Decimal, room: Decimal) -> bool {
    let Some(value) = &figure.content.value else {
        return false;
    };
    let written = value.value.midpoint().normalize();
    if value.value.range().is_some() || needed <= Decimal::ZERO || written <= Decimal::ZERO {
        return false;
    }
    let near = |guess: Decimal| {
        let off = guess.saturating_sub(needed).abs();
        off <= needed.checked_mul(room).unwrap_or(Decimal::ZERO)
    };
    // One other digit explains too much where the result is rounded.
    let other = || {
        let (needed, digits) = (needed.normalize().to_string(), written.to_string());
        let differ = needed
            .chars()
            .zip(digits.chars())
            .filter(|(a, b)| a != b)
            .count();
        room.is_zero() && needed.len() == digits.len() && differ == 1 && digits.len() > 2
    };
    slips(written, near) || other()
}

/// Whether two numbers are a slip apart: noughts or the point, or two digits
/// that changed places.
pub(super) fn apart(a: Decimal, b: Decimal) -> bool {
    // No slip changes the sign.
    a.is_sign_positive() && a != b && slips(a.normalize(), |guess| guess == b)
}

/// Whether one of the numbers that a slip makes of `written` is meant.
fn slips(written: Decimal, meant: impl Fn(Decimal) -> bool) -> bool {
    noughts(written).chain(swaps(written)).any(meant)
}

/// The numbers with noughts more or less.
pub(super) fn noughts(written: Decimal) -> impl Iterator<Item = Decimal> {
    let powers = [10, 100, 10_000].map(Decimal::from);
    let both = move |power| [written.checked_mul(power), written.checked_div(power)];
    powers.into_iter().flat_map(both).flatten()
}

/// The numbers with two digits in each other's place; the point stays.
pub(super) fn swaps(written: Decimal) -> impl Iterator<Item = Decimal> {
    let digits: Vec<char> = written.to_string().chars().collect();
    let count = digits.len();
    let pairs = (0..count).flat_map(move |i| (i + 1..count).map(move |j| (i, j)));
    pairs.filter_map(move |(i, j)| {
        let mut swapped = digits.clone();
        swapped.swap(i, j);
        let text: String = swapped.iter().collect();
        (swapped != digits).then(|| text.parse().ok())?
    })
}

/// The numbers with another first digit, of three digits at least.
pub(super) fn first_digits(written: Decimal) -> impl Iterator<Item = Decimal> {
    let text = written.normalize().to_string();
    let enough = text.chars().filter(char::is_ascii_digit).count() > 2;
    let others = (1..=9).filter(move |_| enough);
    others.filter_map(move |digit: u32| {
        let other = format!("{digit}{}", text.get(1..)?);
        (other != text).then(|| other.parse().ok())?
    })
}
