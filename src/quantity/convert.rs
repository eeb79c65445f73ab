//! From one unit of a family to another, exactly or not at all.

use std::fmt;

use rust_decimal::Decimal;

use super::exact::{self, Fault};
use super::{Amount, Qualifier, Quantity, Unit};

/// Why a quantity has no exact value in another unit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ConvertError {
    /// The units do not measure the same: 户 and 亩.
    Family {
        /// The unit there is.
        from: Unit,
        /// The unit asked for.
        to: Unit,
    },
    /// The decimals never end: 1亩 is 666.66…平方米.
    Endless {
        /// The unit there is.
        from: Unit,
        /// The unit asked for.
        to: Unit,
    },
    /// More digits than an exact decimal holds.
    Overflow {
        /// The unit there is.
        from: Unit,
        /// The unit asked for.
        to: Unit,
    },
}

impl ConvertError {
    /// The message in Chinese, without a final mark.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            ConvertError::Family { from, to } => format!("“{from}”不能换算成“{to}”"),
            ConvertError::Endless { from, to } => {
                format!("这个数由“{from}”换算成“{to}”除不尽，不能准确表示")
            }
            ConvertError::Overflow { from, to } => {
                format!("这个数由“{from}”换算成“{to}”位数太多")
            }
        }
    }

    /// The message in English, without a final mark.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            ConvertError::Family { from, to } => format!("“{from}” does not convert to “{to}”"),
            ConvertError::Endless { from, to } => {
                format!("this number has no exact value when converted from “{from}” to “{to}”")
            }
            ConvertError::Overflow { from, to } => {
                format!("this number has too many digits when converted from “{from}” to “{to}”")
            }
        }
    }
}

impl fmt::Display for ConvertError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en())
    }
}

impl std::error::Error for ConvertError {}

impl Quantity {
    /// The same quantity in another unit of its family, to the last digit:
    /// 2.738亿元 is 27380万元, and back again. A converted number has no trailing
    /// zeros; in its own unit nothing changes. The qualifier stays, save that
    /// 余, 多 and 来 become 以上 and 约 beside a number that is not whole.
    ///
    /// # Errors
    /// [`ConvertError`]; nothing is ever rounded.
    pub fn convert(&self, to: &Unit) -> Result<Quantity, ConvertError> {
        let value = |v| value(v, self.unit(), to);
        let amount = match self.amount() {
            Amount::One(v) => Amount::One(value(v)?),
            Amount::Between(low, high) => Amount::Between(value(low)?, value(high)?),
        };
        let fits = self.unit() == to || !amount.is_broken();
        Ok(Quantity::new(
            amount,
            to.clone(),
            fitting(self.qualifier(), fits),
        ))
    }
}

impl Amount {
    /// Whether 余 or 多 would read wrong beside it.
    pub(super) fn is_broken(self) -> bool {
        !self.low().fract().is_zero() || self.low().is_sign_negative()
    }
}

/// The qualifier, reworded where its word does not suit the number any longer.
pub(super) fn fitting(qualifier: Option<Qualifier>, fits: bool) -> Option<Qualifier> {
    match qualifier {
        Some(q) if !fits && q.wants_whole() => Qualifier::plain(q.sense()),
        other => other,
    }
}

/// Converts one number.
pub(super) fn value(value: Decimal, from: &Unit, to: &Unit) -> Result<Decimal, ConvertError> {
    if from == to {
        return Ok(value);
    }
    let units = || (from.clone(), to.clone());
    if !from.is_akin(to) {
        let (from, to) = units();
        return Err(ConvertError::Family { from, to });
    }
    exact::scale(value, from.size(), to.size()).map_err(|fault| {
        let (from, to) = units();
        match fault {
            Fault::Endless => ConvertError::Endless { from, to },
            Fault::Overflow => ConvertError::Overflow { from, to },
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn convert(text: &str, unit: &str) -> Result<String, String> {
        let quantity = Quantity::parse(text).unwrap();
        let converted = quantity.convert(&Unit::parse(unit).unwrap());
        converted.map(|q| q.prose()).map_err(|e| e.zh())
    }

    #[test]
    fn one_family_converts_to_the_last_digit() {
        for (text, unit, result) in [
            ("2.738亿元", "万元", "27380万元"),
            ("27380万元", "亿元", "2.738亿元"),
            ("436.68万元", "元", "4366800元"),
            ("1公顷", "亩", "15亩"),
            ("近8000元", "万元", "近0.8万元"),
            ("8000余元", "万元", "0.8万元以上"),
            ("1亩", "平方公里", "refused"),
            ("50.3亩", "公顷", "refused"),
            ("1500亩", "平方公里", "1平方公里"),
            ("3亩", "平方米", "2000平方米"),
            ("1平方米", "亩", "0.0015亩"),
            ("5000平方米", "亩", "7.5亩"),
            ("0.5吨", "斤", "1000斤"),
            ("3.5万人次", "人次", "35000人次"),
            ("12‰", "%", "1.2%"),
            ("10—15万元", "元", "100000元—150000元"),
            ("约1.78亿元", "万元", "约17800万元"),
            ("53.0%", "%", "53.0%"),
        ] {
            match convert(text, unit) {
                Ok(prose) => assert_eq!(prose, result, "{text}"),
                Err(_) => assert_eq!(result, "refused", "{text}"),
            }
        }
    }

    #[test]
    fn a_qualifier_is_reworded_only_where_it_would_read_wrong() {
        assert_eq!(convert("3万多元", "元").as_deref(), Ok("30000多元"));
        assert_eq!(convert("2300多万元", "亿元").as_deref(), Ok("0.23亿元以上"));
        assert_eq!(
            convert("5000人次以上", "万人次").as_deref(),
            Ok("0.5万人次以上")
        );
    }

    #[test]
    fn other_families_and_endless_decimals_are_refused() {
        assert_eq!(convert("3户", "亩"), Err("“户”不能换算成“亩”".into()));
        assert_eq!(
            convert("5%", "个百分点"),
            Err("“%”不能换算成“个百分点”".into())
        );
        let endless = "这个数由“亩”换算成“平方米”除不尽，不能准确表示";
        assert_eq!(convert("1亩", "平方米"), Err(endless.into()));
        let huge = convert("79228162514264337593543950335亿元", "元");
        assert_eq!(huge, Err("这个数由“亿元”换算成“元”位数太多".into()));
    }

    #[test]
    fn an_error_prints_as_its_english_message() {
        let q = |text| Quantity::parse(text).unwrap();
        let family = q("3户").convert(q("1亩").unit()).unwrap_err();
        assert_eq!(family.to_string(), "“户” does not convert to “亩”");
        assert_eq!(family.en(), family.to_string());
        let endless = q("1亩").convert(q("1平方米").unit()).unwrap_err();
        assert!(
            endless
                .to_string()
                .starts_with("this number has no exact value")
        );
    }
}
