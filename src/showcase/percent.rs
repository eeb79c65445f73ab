//! Shares as per cent in words: rounded for reading, but never to something
//! that is not so. 99.96% of the way is not all of it, and one day of three
//! years is not none.

use crate::finding::Text;
use rust_decimal::{Decimal, RoundingStrategy};

/// A share of the way as per cent, with one decimal at most (四舍五入, trailing
/// zero dropped). Prints 100% or more only where the target is `reached`, and
/// 0% only for nothing.
pub fn percent(share: Decimal, reached: bool) -> Text {
    let rounded = hundredfold(share, 1);
    let under_all = !reached && rounded >= Decimal::ONE_HUNDRED;
    let zh = if under_all && share < Decimal::ONE {
        "99.9%".to_owned()
    } else if under_all {
        // 不足401个 of 401个: the number says all, the word says less.
        return both("不足100%", "under 100%");
    } else if rounded.is_zero() && share > Decimal::ZERO {
        return both("不足0.1%", "under 0.1%");
    } else {
        // As tables print losses.
        format!("{rounded}%").replace('-', "−")
    };
    Text { en: zh.clone(), zh }
}

/// A share of the planned time as whole per cent: 100% only when it is over,
/// 0% only before it began.
pub fn share_of_time(elapsed: Decimal) -> Text {
    let rounded = hundredfold(elapsed, 0);
    if rounded >= Decimal::ONE_HUNDRED && elapsed < Decimal::ONE {
        return both("99%", "99%");
    }
    if rounded.is_zero() && elapsed > Decimal::ZERO {
        return both("不足1%", "under 1%");
    }
    let zh = format!("{rounded}%");
    Text { en: zh.clone(), zh }
}

/// Times 100, rounded half away from zero, without trailing zeros or a −0.
fn hundredfold(share: Decimal, decimals: u32) -> Decimal {
    let hundred = share
        .checked_mul(Decimal::ONE_HUNDRED)
        .unwrap_or(Decimal::MAX);
    let rounded = hundred
        .round_dp_with_strategy(decimals, RoundingStrategy::MidpointAwayFromZero)
        .normalize();
    if rounded.is_zero() {
        Decimal::ZERO
    } else {
        rounded
    }
}

fn both(zh: &str, en: &str) -> Text {
    Text {
        zh: zh.to_owned(),
        en: en.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zh(share: &str, reached: bool) -> String {
        percent(share.parse().unwrap(), reached).zh
    }

    #[test]
    fn nearly_all_is_not_all() {
        assert_eq!(zh("0.9996", false), "99.9%");
        assert_eq!(zh("0.99999999", false), "99.9%");
        assert_eq!(zh("1", true), "100%");
        assert_eq!(zh("1.0004", true), "100%");
        assert_eq!(zh("1", false), "不足100%");
        assert_eq!(zh("1.25", true), "125%");
    }

    #[test]
    fn rounds_half_up_and_drops_zeros() {
        assert_eq!(zh("0.87845", false), "87.8%");
        assert_eq!(zh("0.8785", false), "87.9%");
        assert_eq!(zh("0.75", false), "75%");
        assert_eq!(zh("-0.15", false), "−15%");
        assert_eq!(zh("-0.0001", false), "0%");
        assert_eq!(zh("0.0001", false), "不足0.1%");
        assert_eq!(zh("0", false), "0%");
    }

    #[test]
    fn time_is_over_only_when_it_is() {
        let time = |t: &str| share_of_time(t.parse().unwrap()).zh;
        assert_eq!(time("0.9996"), "99%");
        assert_eq!(time("0.9717"), "97%");
        assert_eq!(time("0.0009"), "不足1%");
        assert_eq!((time("1"), time("0")), ("100%".into(), "0%".into()));
    }
}
