//! Exact arithmetic on decimals: a result is right to the last digit or there
//! is none. `rust_decimal`'s own operations round silently where 96 bits or 28
//! decimals do not suffice, which a figure in print must not.

use rust_decimal::{Decimal, RoundingStrategy};

/// Why there is no exact result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// More digits than a decimal holds.
    Overflow,
    /// The decimals never end, as in 1 ÷ 3.
    Endless,
}

/// `whole` × 10^(−`scale`), if a decimal holds it. Keeps the scale where it can.
pub(super) fn decimal(mut whole: i128, mut scale: i64) -> Option<Decimal> {
    if whole == 0 {
        return Some(Decimal::new(0, u32::try_from(scale.clamp(0, 28)).ok()?));
    }
    if scale < 0 {
        let power = u32::try_from(scale.unsigned_abs()).ok()?;
        whole = whole.checked_mul(10i128.checked_pow(power)?)?;
        scale = 0;
    }
    loop {
        if let Some(value) = u32::try_from(scale)
            .ok()
            .and_then(|scale| Decimal::try_from_i128_with_scale(whole, scale).ok())
        {
            return Some(value);
        }
        if scale == 0 || whole % 10 != 0 {
            return None;
        }
        whole /= 10;
        scale -= 1;
    }
}

/// a + b; the scale is the larger one.
pub(super) fn add(a: Decimal, b: Decimal) -> Option<Decimal> {
    let scale = a.scale().max(b.scale());
    let whole = |d: Decimal| {
        let power = 10i128.checked_pow(scale - d.scale())?;
        d.mantissa().checked_mul(power)
    };
    decimal(whole(a)?.checked_add(whole(b)?)?, i64::from(scale))
}

/// value × numerator ÷ denominator, without trailing zeros. The denominator is not 0.
pub(super) fn scale(value: Decimal, numerator: u128, denominator: u128) -> Result<Decimal, Fault> {
    let value = value.normalize();
    ratio(
        value.mantissa(),
        i64::from(value.scale()),
        numerator,
        denominator,
    )
}

/// a × b, without trailing zeros.
pub(super) fn multiply(a: Decimal, b: Decimal) -> Result<Decimal, Fault> {
    let (a, b) = (a.normalize(), b.normalize());
    let whole = if b.is_sign_negative() {
        -a.mantissa()
    } else {
        a.mantissa()
    };
    let scale = i64::from(a.scale()) + i64::from(b.scale());
    ratio(whole, scale, b.mantissa().unsigned_abs(), 1)
}

/// a ÷ b, without trailing zeros; b is not 0.
pub(super) fn divide(a: Decimal, b: Decimal) -> Result<Decimal, Fault> {
    let (a, b) = (a.normalize(), b.normalize());
    let whole = if b.is_sign_negative() {
        -a.mantissa()
    } else {
        a.mantissa()
    };
    let scale = i64::from(a.scale()) - i64::from(b.scale());
    ratio(whole, scale, 1, b.mantissa().unsigned_abs())
}

/// whole × 10^(−scale) × numerator ÷ denominator.
fn ratio(whole: i128, scale: i64, numerator: u128, denominator: u128) -> Result<Decimal, Fault> {
    if whole == 0 || numerator == 0 {
        return Ok(Decimal::ZERO);
    }
    let shared = gcd(numerator, denominator);
    let (numerator, denominator) = (numerator / shared, denominator / shared);
    let shared = gcd(whole.unsigned_abs(), denominator);
    let divisor = i128::try_from(shared).map_err(|_| Fault::Overflow)?;
    let (whole, denominator) = (whole / divisor, denominator / shared);
    // What is left divides evenly only as far as it is made of twos and fives.
    let (twos, rest) = strip(denominator, 2);
    let (fives, rest) = strip(rest, 5);
    if rest != 1 {
        return Err(Fault::Endless);
    }
    let places = twos.max(fives);
    let (tens, numerator) = strip(numerator, 10);
    let product = || {
        let fill = 2u128
            .checked_pow(places - twos)?
            .checked_mul(5u128.checked_pow(places - fives)?)?;
        let factor = i128::try_from(numerator.checked_mul(fill)?).ok()?;
        let scale = scale + i64::from(places) - i64::from(tens);
        decimal(whole.checked_mul(factor)?, scale)
    };
    product().map(|d| d.normalize()).ok_or(Fault::Overflow)
}

/// Which way a number that does not end is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rounding {
    /// Half away from zero: 四舍五入.
    Half,
    Down,
    Up,
}

/// `value` with at most `decimals` places.
pub(super) fn round(value: Decimal, decimals: u32, rounding: Rounding) -> Decimal {
    let strategy = match rounding {
        Rounding::Half => RoundingStrategy::MidpointAwayFromZero,
        Rounding::Down => RoundingStrategy::ToNegativeInfinity,
        Rounding::Up => RoundingStrategy::ToPositiveInfinity,
    };
    value.round_dp_with_strategy(decimals, strategy)
}

/// a ÷ b rounded once, to `decimals` places; b is not 0. `None` when the result
/// does not fit.
pub(super) fn divide_rounded(
    a: Decimal,
    b: Decimal,
    decimals: u32,
    rounding: Rounding,
) -> Option<Decimal> {
    let negative = a.is_sign_negative() != b.is_sign_negative();
    let (a, b) = (a.normalize(), b.normalize());
    let numerator = a.mantissa().unsigned_abs();
    let mut divisor = b.mantissa().unsigned_abs();
    let mut shift = i64::from(decimals) + i64::from(b.scale()) - i64::from(a.scale());
    while shift < 0 {
        // A divisor that large leaves less than half a unit of any numerator,
        // however much larger it would still become.
        divisor = divisor.saturating_mul(10);
        shift += 1;
    }
    let (mut quotient, mut remainder) = (numerator / divisor, numerator % divisor);
    for _ in 0..shift {
        // A decimal's mantissa is below 2^96, so ten times the remainder fits.
        remainder = remainder.checked_mul(10)?;
        quotient = quotient.checked_mul(10)?.checked_add(remainder / divisor)?;
        remainder %= divisor;
    }
    let away = match rounding {
        Rounding::Half => remainder >= divisor - remainder,
        Rounding::Down => negative && remainder > 0,
        Rounding::Up => !negative && remainder > 0,
    };
    let whole = i128::try_from(quotient.checked_add(u128::from(away))?).ok()?;
    decimal(if negative { -whole } else { whole }, i64::from(decimals))
}

/// How often `factor` divides `n`, and what is left.
fn strip(mut n: u128, factor: u128) -> (u32, u128) {
    let mut times = 0;
    while n != 0 && n.is_multiple_of(factor) {
        n /= factor;
        times += 1;
    }
    (times, n)
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn addition_refuses_what_the_decimal_type_would_round() {
        // rust_decimal gives 79228162514264337593543950335 here.
        assert_eq!(add(Decimal::MAX, d("0.1")), None);
        assert_eq!(
            add(d("7.50"), d("0.5")).map(|d| d.to_string()),
            Some("8.00".into())
        );
    }

    #[test]
    fn only_noughts_go_beyond_what_the_decimal_type_holds() {
        let ten = |power| 10i128.pow(power);
        assert_eq!(decimal(ten(30), 30), Some(Decimal::ONE));
        assert_eq!(decimal(ten(30) + 1, 30), None);
        assert_eq!(decimal(8 * ten(29), 1), None);
        assert_eq!(
            decimal(7 * ten(29), 1),
            Some(d("70000000000000000000000000000"))
        );
        assert_eq!(decimal(7, -2), Some(d("700")));
    }

    #[test]
    fn signs_multiply_and_nothing_is_a_plain_nought() {
        for (a, b, product) in [("2", "-3", "-6"), ("-2", "-3", "6"), ("-2", "1.5", "-3")] {
            assert_eq!(multiply(d(a), d(b)), Ok(d(product)), "{a} {b}");
        }
        let nothing = multiply(d("0.00"), d("1.5")).map(|d| d.to_string());
        assert_eq!(nothing, Ok("0".to_owned()));
        let half = |decimals| divide_rounded(d("1"), d("0.5"), decimals, Rounding::Half);
        assert_eq!((half(0), half(2)), (Some(d("2")), Some(d("2"))));
    }

    #[test]
    fn scaling_is_exact_or_refused() {
        assert_eq!(scale(d("2.738"), 10_000, 1), Ok(d("27380")));
        assert_eq!(scale(d("3"), 2_000, 3), Ok(d("2000")));
        assert_eq!(scale(d("1"), 2_000, 3), Err(Fault::Endless));
        assert_eq!(scale(d("1"), 3, 2_000), Ok(d("0.0015")));
        assert_eq!(scale(Decimal::MAX, 10, 1), Err(Fault::Overflow));
        assert_eq!(
            scale(d("0.0000000000000000000000000001"), 1, 10),
            Err(Fault::Overflow)
        );
    }

    #[test]
    fn division_is_exact_or_rounded_once() {
        assert_eq!(divide(d("1340"), d("80")), Ok(d("16.75")));
        assert_eq!(divide(d("1"), d("-0.4")), Ok(d("-2.5")));
        assert_eq!(divide(d("2"), d("3")), Err(Fault::Endless));
        let rounded =
            |a, b, n| divide_rounded(d(a), d(b), n, Rounding::Half).map(|d| d.to_string());
        assert_eq!(rounded("2", "3", 2).as_deref(), Some("0.67"));
        assert_eq!(rounded("-1", "8", 2).as_deref(), Some("-0.13"));
        assert_eq!(rounded("1", "8", 0).as_deref(), Some("0"));
        assert_eq!(
            rounded("0.4999999999999999999999999999", "1", 0).as_deref(),
            Some("0")
        );
        assert_eq!(
            rounded(
                "0.0000000000000000000000000001",
                "79228162514264337593543950335",
                3
            )
            .as_deref(),
            Some("0.000")
        );
    }

    #[test]
    fn a_quotient_goes_up_or_down_only_where_something_is_left() {
        let whole = |a: i64, b: i64, rounding| {
            divide_rounded(Decimal::from(a), Decimal::from(b), 0, rounding)
        };
        for (a, b, up, down, half) in [
            (6, 2, 3, 3, 3),
            (7, 2, 4, 3, 4),
            (-6, 2, -3, -3, -3),
            (-7, 2, -3, -4, -4),
            (7, 3, 3, 2, 2),
            (-8, 3, -2, -3, -3),
        ] {
            assert_eq!(
                whole(a, b, Rounding::Up),
                Some(Decimal::from(up)),
                "{a}/{b}"
            );
            assert_eq!(
                whole(a, b, Rounding::Down),
                Some(Decimal::from(down)),
                "{a}/{b}"
            );
            assert_eq!(
                whole(a, b, Rounding::Half),
                Some(Decimal::from(half)),
                "{a}/{b}"
            );
        }
    }
}
