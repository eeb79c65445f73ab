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
    Some(Change {
        edition,
        year,
        from,
        difference,
        percent,
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
        words(&self.difference, self.is_below())
    }

    /// Whether it is one of losses: a deficit that widens has not become less.
    pub(super) fn is_below(&self) -> bool {
        let from = self.from.midpoint();
        let to = from.checked_add(self.difference.midpoint());
        to.is_some_and(|to| from.min(to) < Decimal::ZERO)
    }

    /// The sentence: 比2019年增加12个（增长3.2%）, 与2019年持平.
    pub fn sentence(&self) -> Text {
        let (year, words) = (self.year, self.words());
        let (zh, en) = (words.zh, words.en);
        if self.difference.midpoint().is_zero() {
            return text!("与{year}年{zh}", "{en} since {year}");
        }
        let sure = self.difference.is_exact() && self.from.is_exact();
        // A rate of about-values claims too much.
        let percent = self.percent.filter(|_| sure).unwrap_or_default();
        let size = percent
            .round_dp_with_strategy(1, RoundingStrategy::MidpointAwayFromZero)
            .normalize()
            .abs();
        match percent {
            // 增长0% would deny the change.
            _ if size.is_zero() => text!("比{year}年{zh}", "{en} since {year}"),
            p if p > Decimal::ZERO => text!(
                "比{year}年{zh}（增长{size}%）",
                "{en} since {year} (+{size}%)"
            ),
            _ => text!(
                "比{year}年{zh}（下降{size}%）",
                "{en} since {year} (−{size}%)"
            ),
        }
    }
}

/// [`Change::words`] of a difference in any unit; `below` zero it rises or falls.
pub(super) fn words(difference: &Quantity, below: bool) -> Text {
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
        (true, false) if below => ("上升", "up by"),
        (false, false) if below => ("下降", "down by"),
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
    let Text { zh, en } = size(amount.as_ref().unwrap_or(difference));
    text!("{verb_zh}{zh}", "{verb_en} {en}")
}

/// A difference as it is said: two percentages are percentage points apart.
pub(crate) fn size(difference: &Quantity) -> Text {
    let zh = difference.prose();
    let en = match zh.strip_suffix("个百分点") {
        Some("1") => "1 percentage point".to_owned(),
        Some(points) => format!("{points} percentage points"),
        None => zh.clone(),
    };
    Text { zh, en }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(from: &str, to: &str) -> String {
        let q = |text| Quantity::parse(text).unwrap();
        between(&q(from), &q(to), 1, 2019).unwrap().sentence().zh
    }

    #[test]
    fn a_change_is_told_in_words() {
        assert_eq!(told("375个", "387个"), "比2019年增加12个（增长3.2%）");
        assert_eq!(told("12个", "9个"), "比2019年减少3个（下降25%）");
        assert_eq!(told("12个", "12个"), "与2019年持平");
        assert_eq!(told("-3亿元", "-5亿元"), "比2019年下降2亿元");
        assert_eq!(told("-3亿元", "1亿元"), "比2019年上升4亿元");
        assert_eq!(told("50.1%", "52.2%"), "比2019年提高2.1个百分点");
        assert_eq!(told("52.2%", "50.1%"), "比2019年下降2.1个百分点");
        assert_eq!(told("0个", "5个"), "比2019年增加5个");
        assert_eq!(
            told("1.2亿元", "13000万元"),
            "比2019年增加1000万元（增长8.3%）"
        );
        assert_eq!(told("100000个", "100001个"), "比2019年增加1个");
    }

    #[test]
    fn an_english_change_has_no_chinese_unit_of_ours() {
        let q = |text| Quantity::parse(text).unwrap();
        let told = |from, to| {
            let change = between(&q(from), &q(to), 1, 2019).unwrap();
            change.sentence().en
        };
        assert_eq!(
            told("50.1%", "52.2%"),
            "up by 2.1 percentage points since 2019"
        );
        assert_eq!(told("51%", "50%"), "down by 1 percentage point since 2019");
        assert_eq!(
            told("12 villages", "9 villages"),
            "down by 3 villages since 2019 (−25%)"
        );
    }

    #[test]
    fn a_change_of_about_values_is_about() {
        assert_eq!(told("约160户", "200户"), "比2019年增加约40户");
        assert_eq!(told("200户", "约160户"), "比2019年减少约40户");
        assert_eq!(told("100户", "120户以上"), "比2019年增加20户以上");
    }
}
