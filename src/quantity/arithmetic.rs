//! Addition, multiplication and rounding, with their qualifiers.
//!
//! What a result claims is never more than its parts do: a sum with an
//! about-value is about; 以上 with 以上 stays 以上; 以上 with 不足 says nothing on
//! either side and is about; ranges add end by end; a subtracted 以上 is an
//! upper bound. Values are exact, or the operation is an error.

use std::convert::Infallible;
use std::fmt;

use rust_decimal::Decimal;

use super::convert::{self, ConvertError, fitting};
use super::exact::{self, Fault, Rounding};
use super::{Amount, Family, Qualifier, Quantity, Sense, Unit};

/// Why there is no result.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum ArithmeticError {
    /// The operands have no unit in common.
    Convert(ConvertError),
    /// More digits than an exact decimal holds.
    Overflow,
    /// A division by zero.
    DivideByZero,
    /// A quotient whose decimals never end; [`Quantity::div_rounded`] gives one.
    Endless,
}

impl ArithmeticError {
    /// The message in Chinese, without a final mark.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            ArithmeticError::Convert(error) => error.zh(),
            ArithmeticError::Overflow => "结果位数太多，不能准确表示".to_owned(),
            ArithmeticError::DivideByZero => "除数是0".to_owned(),
            ArithmeticError::Endless => "除不尽，不能准确表示".to_owned(),
        }
    }

    /// The message in English, without a final mark.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            ArithmeticError::Convert(error) => error.en(),
            ArithmeticError::Overflow => "the result has too many digits".to_owned(),
            ArithmeticError::DivideByZero => "division by zero".to_owned(),
            ArithmeticError::Endless => "the quotient has no exact decimal value".to_owned(),
        }
    }
}

impl fmt::Display for ArithmeticError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en())
    }
}

impl std::error::Error for ArithmeticError {}

impl From<ConvertError> for ArithmeticError {
    fn from(error: ConvertError) -> ArithmeticError {
        ArithmeticError::Convert(error)
    }
}

impl From<Fault> for ArithmeticError {
    fn from(fault: Fault) -> ArithmeticError {
        match fault {
            Fault::Overflow => ArithmeticError::Overflow,
            Fault::Endless => ArithmeticError::Endless,
        }
    }
}

/// A sum under way: its ends, and what the parts left open.
struct Tally {
    low: Decimal,
    high: Decimal,
    unit: Unit,
    about: bool,
    open_above: bool,
    /// An upper bound that the sum does not reach (不足) or may reach (不超过).
    below: Option<Sense>,
    /// The first qualifier, as long as all are worded alike.
    word: Option<Qualifier>,
    alike: bool,
}

impl Tally {
    fn start(first: &Quantity) -> Tally {
        let mut tally = Tally {
            low: first.amount().low(),
            high: first.amount().high(),
            unit: first.unit().clone(),
            about: false,
            open_above: false,
            below: None,
            word: None,
            alike: true,
        };
        tally.note(first);
        tally
    }

    /// Adds a quantity, in the unit so far; where that has no exact value
    /// (亩 in 平方米), the whole sum changes to the other's unit.
    fn add(&mut self, next: &Quantity) -> Result<(), ArithmeticError> {
        let converted = match next.convert(&self.unit) {
            Ok(quantity) => quantity,
            Err(ConvertError::Endless { .. }) => {
                self.low = convert::value(self.low, &self.unit, next.unit())?;
                self.high = convert::value(self.high, &self.unit, next.unit())?;
                self.unit = next.unit().clone();
                next.clone()
            }
            Err(error) => return Err(error.into()),
        };
        let add = |a, b| exact::add(a, b).ok_or(ArithmeticError::Overflow);
        self.low = add(self.low, converted.amount().low())?;
        self.high = add(self.high, converted.amount().high())?;
        self.note(next);
        Ok(())
    }

    fn note(&mut self, part: &Quantity) {
        match part.qualifier().map(|q| q.sense()) {
            Some(Sense::About) => self.about = true,
            Some(Sense::AtLeast) => self.open_above = true,
            Some(Sense::LessThan) => self.below = Some(Sense::LessThan),
            Some(Sense::AtMost) => {
                self.below.get_or_insert(Sense::AtMost);
            }
            Some(Sense::Exact | Sense::Range) | None => {}
        }
        match (self.word, part.qualifier()) {
            (None, word) => self.word = word,
            (Some(a), Some(b)) => self.alike &= a == b,
            (Some(_), None) => {}
        }
    }

    fn finish(self) -> Quantity {
        let vague = self.about || (self.open_above && self.below.is_some());
        let (amount, sense) = match (vague, self.open_above, self.below) {
            // An end that a bound leaves open is not proved: 10—15, 约3 and 不足80
            // come to about 98 at most.
            (true, false, Some(_)) => (Amount::One(self.high), Sense::About),
            (true, true, None) => (Amount::One(self.low), Sense::About),
            (true, ..) => (Amount::between(self.low, self.high), Sense::About),
            (false, true, _) => (Amount::One(self.low), Sense::AtLeast),
            (false, false, Some(below)) => (Amount::One(self.high), below),
            (false, false, None) => (Amount::between(self.low, self.high), Sense::Exact),
        };
        let kept = self.word.filter(|q| self.alike && q.sense() == sense);
        let qualifier = kept.or(Qualifier::plain(sense));
        Quantity::new(amount, self.unit, fitting(qualifier, !amount.is_broken()))
    }
}

impl Quantity {
    /// The sum, in the unit of `self` (in the other's where only that is exact).
    ///
    /// # Errors
    /// Units of different families, or too many digits.
    pub fn add(&self, other: &Quantity) -> Result<Quantity, ArithmeticError> {
        let mut tally = Tally::start(self);
        tally.add(other)?;
        Ok(tally.finish())
    }

    /// The difference, in the unit of `self`. What is subtracted changes its
    /// sense: 100户 less 20户以上 is 不超过80户. Shares stay shares here; see
    /// [`Quantity::change_from`].
    ///
    /// # Errors
    /// As [`Quantity::add`].
    pub fn sub(&self, other: &Quantity) -> Result<Quantity, ArithmeticError> {
        self.add(&other.negated())
    }

    /// What has changed since `earlier`: the difference, which for shares (% and
    /// ‰) is in 个百分点.
    ///
    /// # Errors
    /// As [`Quantity::add`].
    pub fn change_from(&self, earlier: &Quantity) -> Result<Quantity, ArithmeticError> {
        if self.unit().family() != Family::Share {
            return self.sub(earlier);
        }
        let percent = Unit::percent();
        let change = self.convert(&percent)?.sub(&earlier.convert(&percent)?)?;
        let unit = Unit::percentage_point();
        Ok(change.with_unit(unit))
    }

    /// The sum of all, in the unit of the first, whatever their order; `None` of
    /// nothing. Sums of many should go through here: a range and an 以上 added one
    /// by one can only keep the bound.
    ///
    /// # Errors
    /// As [`Quantity::add`].
    pub fn sum<'q>(
        parts: impl IntoIterator<Item = &'q Quantity>,
    ) -> Result<Option<Quantity>, ArithmeticError> {
        let mut parts = parts.into_iter();
        let Some(first) = parts.next() else {
            return Ok(None);
        };
        let mut tally = Tally::start(first);
        for part in parts {
            tally.add(part)?;
        }
        Ok(Some(tally.finish()))
    }

    /// The product with a plain number, without trailing zeros; a negative one
    /// turns bounds around, and times 0 is exactly 0.
    ///
    /// # Errors
    /// Too many digits.
    pub fn mul(&self, by: Decimal) -> Result<Quantity, ArithmeticError> {
        if by.is_zero() {
            return Ok(Quantity::exact(Decimal::ZERO, self.unit().clone()));
        }
        self.scaled(by, |v, by, _| Ok(exact::multiply(v, by)?))
    }

    /// The exact quotient by a plain number, without trailing zeros.
    ///
    /// # Errors
    /// Zero, too many digits, or decimals that never end.
    pub fn div(&self, by: Decimal) -> Result<Quantity, ArithmeticError> {
        if by.is_zero() {
            return Err(ArithmeticError::DivideByZero);
        }
        self.scaled(by, |v, by, _| Ok(exact::divide(v, by)?))
    }

    /// The quotient rounded to `decimals` places, as by [`Quantity::round`], and
    /// printed with all of them.
    ///
    /// # Errors
    /// Zero, or too many digits.
    pub fn div_rounded(&self, by: Decimal, decimals: u32) -> Result<Quantity, ArithmeticError> {
        if by.is_zero() {
            return Err(ArithmeticError::DivideByZero);
        }
        self.scaled(by, |v, by, rounding| {
            exact::divide_rounded(v, by, decimals, rounding).ok_or(ArithmeticError::Overflow)
        })
    }

    /// Rounds to `decimals` places, half away from zero (四舍五入). A bound rounds
    /// to the side on which it stays true (at least 16.75 is at least 16, not
    /// 17), a range outwards. Fewer decimals than asked for stay as they are.
    #[must_use]
    pub fn round(&self, decimals: u32) -> Quantity {
        let rounded =
            self.map(|v, rounding| Ok::<_, Infallible>(exact::round(v, decimals, rounding)));
        match rounded {
            Ok(quantity) => quantity,
            Err(never) => match never {},
        }
    }

    /// Applies `change` to each number and the size of `by`, with the sign of
    /// `by` taken care of.
    fn scaled(
        &self,
        by: Decimal,
        change: impl Fn(Decimal, Decimal, Rounding) -> Result<Decimal, ArithmeticError>,
    ) -> Result<Quantity, ArithmeticError> {
        if by.is_sign_negative() {
            return self.negated().scaled(-by, change);
        }
        self.map(|v, rounding| change(v, by, rounding))
    }

    /// Applies `change`, which keeps the order of numbers, with the way that
    /// each is to be rounded for the claim to stay true.
    fn map<E>(
        &self,
        change: impl Fn(Decimal, Rounding) -> Result<Decimal, E>,
    ) -> Result<Quantity, E> {
        let amount = match (self.amount(), self.sense()) {
            (Amount::Between(low, high), _) => {
                Amount::between(change(low, Rounding::Down)?, change(high, Rounding::Up)?)
            }
            (Amount::One(v), Sense::AtLeast) => Amount::One(change(v, Rounding::Down)?),
            (Amount::One(v), Sense::LessThan | Sense::AtMost) => {
                Amount::One(change(v, Rounding::Up)?)
            }
            (Amount::One(v), _) => Amount::One(change(v, Rounding::Half)?),
        };
        let fits = self.amount() == amount || !amount.is_broken();
        let qualifier = fitting(self.qualifier(), fits);
        Ok(Quantity::new(amount, self.unit().clone(), qualifier))
    }

    fn negated(&self) -> Quantity {
        let amount = match self.amount() {
            Amount::One(v) => Amount::One(-v),
            Amount::Between(low, high) => Amount::Between(-high, -low),
        };
        let qualifier = match self.qualifier().map(|q| q.sense()) {
            Some(Sense::AtLeast) => Qualifier::plain(Sense::AtMost),
            // More than −v; at least −v claims less, and holds.
            Some(Sense::LessThan | Sense::AtMost) => Qualifier::plain(Sense::AtLeast),
            // What is taken off by 近8000 may be more than by 8000.
            Some(Sense::About) => Qualifier::plain(Sense::About),
            _ => fitting(self.qualifier(), !amount.is_broken()),
        };
        Quantity::new(amount, self.unit().clone(), qualifier)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn q(text: &str) -> Quantity {
        Quantity::parse(text).unwrap()
    }

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    #[test]
    fn a_sum_claims_no_more_than_its_parts() {
        for (a, b, sum) in [
            ("7395万元", "5385万元", "12780万元"),
            ("2.738亿元", "1元", "2.73800001亿元"),
            ("约160万元", "40万元", "约200万元"),
            ("约160万元", "近40万元", "约200万元"),
            ("近160万元", "40万元", "近200万元"),
            ("5000人次以上", "8000余人次", "13000人次以上"),
            ("5000人次以上", "3000人次以上", "8000人次以上"),
            ("2300余人次", "8000余人次", "10300余人次"),
            ("80万元以上", "不足20万元", "约100万元"),
            ("不足20万元", "不超过5万元", "不足25万元"),
            ("10—15万元", "5万元", "15万元—20万元"),
            ("10—15万元", "20—30万元", "30万元—45万元"),
            ("10—15万元", "约3万元", "约13万元—18万元"),
            ("10—15万元", "超3万元", "超13万元"),
            ("10—15万元", "不足3万元", "不足18万元"),
            ("2平方米", "1亩", "1.003亩"),
            ("1亩", "2平方米", "1.003亩"),
            ("800余亩", "0.5亩", "800.5亩以上"),
        ] {
            assert_eq!(q(a).add(&q(b)).unwrap().prose(), sum, "{a} + {b}");
        }
    }

    #[test]
    fn a_word_for_a_whole_number_stays_with_one() {
        for (text, by, product) in [
            ("8000余人次", "2", "16000余人次"),
            ("8000余人次", "0.0001", "0.8人次以上"),
            ("近8000元", "0.5", "近4000元"),
        ] {
            assert_eq!(q(text).mul(d(by)).unwrap().prose(), product, "{text}");
        }
    }

    #[test]
    fn a_difference_turns_bounds_around() {
        for (a, b, difference) in [
            ("58个", "56个", "2个"),
            ("100户", "20户以上", "不超过80户"),
            ("100户", "不足20户", "80户以上"),
            ("100户以上", "20户以上", "约80户"),
            ("100户以上", "不到20户", "80户以上"),
            ("100万元", "10—15万元", "85万元—90万元"),
            ("20万元", "约50万元", "约-30万元"),
            ("10000元", "近8000元", "约2000元"),
        ] {
            assert_eq!(q(a).sub(&q(b)).unwrap().prose(), difference, "{a} - {b}");
        }
        assert_eq!(
            q("53.2%").change_from(&q("50%")).unwrap().prose(),
            "3.2个百分点"
        );
        assert_eq!(
            q("5万元").change_from(&q("2万元")).unwrap().prose(),
            "3万元"
        );
    }

    #[test]
    fn a_total_does_not_depend_on_the_order() {
        let open = [q("10—15万元"), q("约3万元"), q("不足80万元")];
        let sum = Quantity::sum(&open).unwrap().unwrap();
        assert_eq!(sum.prose(), "约98万元");
        let parts = [q("10—15万元"), q("超3万元"), q("不足2万元"), q("1亿元")];
        let forward = Quantity::sum(&parts).unwrap().unwrap();
        let backward = Quantity::sum(parts.iter().rev()).unwrap().unwrap();
        assert_eq!(forward.prose(), "约10015万元—10020万元");
        assert_eq!(backward.convert(forward.unit()).unwrap(), forward);
        assert_eq!(Quantity::sum([]), Ok(None));
    }

    #[test]
    fn what_cannot_be_exact_is_an_error() {
        assert_eq!(
            q("3户").add(&q("5亩")).unwrap_err().zh(),
            "“亩”不能换算成“户”"
        );
        let most = Quantity::exact(Decimal::MAX, q("1户").unit().clone());
        assert_eq!(most.add(&most), Err(ArithmeticError::Overflow));
        assert_eq!(most.add(&q("0.1户")), Err(ArithmeticError::Overflow));
        assert_eq!(most.mul(d("2")), Err(ArithmeticError::Overflow));
        assert_eq!(q("1户").div(d("0")), Err(ArithmeticError::DivideByZero));
        assert_eq!(q("1户").div(d("3")), Err(ArithmeticError::Endless));
    }

    #[test]
    fn products_and_quotients() {
        assert_eq!(q("2500万元").mul(d("0.06")).unwrap().prose(), "150万元");
        assert_eq!(q("20户以上").mul(d("-1")).unwrap().prose(), "不超过-20户");
        assert_eq!(
            q("10—15万元").mul(d("-2")).unwrap().prose(),
            "-30万元—-20万元"
        );
        assert_eq!(q("约10—15万元").mul(d("0")).unwrap().prose(), "0万元");
        assert_eq!(
            q("1340万元").div_rounded(d("54"), 1).unwrap().prose(),
            "24.8万元"
        );
        assert_eq!(
            q("150万元").div_rounded(d("26"), 2).unwrap().prose(),
            "5.77万元"
        );
        assert_eq!(q("约1万元").div(d("8")).unwrap().prose(), "约0.125万元");
        assert_eq!(q("10余万元").div(d("4")).unwrap().prose(), "2.5万元以上");
    }

    #[test]
    fn a_rounded_quotient_keeps_a_bound_true() {
        let div = |text, by: &str| q(text).div_rounded(d(by), 1).unwrap().prose();
        assert_eq!(div("200户以上", "3"), "66.6户以上");
        assert_eq!(div("不足200户", "3"), "不足66.7户");
        assert_eq!(div("200户以上", "-3"), "不超过-66.6户");
        assert_eq!(div("200—400户", "3"), "66.6户—133.4户");
    }

    #[test]
    fn rounding_keeps_a_bound_true() {
        for (text, decimals, rounded) in [
            ("16.75倍", 0, "17倍"),
            ("-2.5%", 0, "-3%"),
            ("超16.75倍", 0, "超16倍"),
            ("不足16.25倍", 0, "不足17倍"),
            ("约5.77万元", 1, "约5.8万元"),
            ("10.6—15.4万元", 0, "10万元—16万元"),
            ("5.6万元", 2, "5.6万元"),
        ] {
            assert_eq!(q(text).round(decimals).prose(), rounded, "{text}");
        }
    }

    #[test]
    fn each_error_says_what_it_is_in_both_languages() {
        let convert = q("3户").add(&q("5亩")).unwrap_err();
        assert!(matches!(convert, ArithmeticError::Convert(_)));
        assert_eq!(convert.en(), convert.to_string());
        for (error, zh, en) in [
            (
                ArithmeticError::Overflow,
                "结果位数太多，不能准确表示",
                "the result has too many digits",
            ),
            (ArithmeticError::DivideByZero, "除数是0", "division by zero"),
            (
                ArithmeticError::Endless,
                "除不尽，不能准确表示",
                "the quotient has no exact decimal value",
            ),
        ] {
            assert_eq!((&*error.zh(), &*error.en()), (zh, en));
            assert_eq!(error.to_string(), en);
        }
    }

    #[test]
    fn words_that_say_the_same_are_kept_only_if_they_are_alike() {
        for (parts, sum) in [
            (["不足20万元", "不足5万元", "1万元"], "不足26万元"),
            (["不超过20万元", "不足5万元", "1万元"], "不足26万元"),
            (["不超过20万元", "5万元以内", "1万元"], "不超过26万元"),
            (["20万元以内", "5万元以内", "1万元"], "26万元以内"),
            (["1万元", "20万元以内", "5万元以内"], "26万元以内"),
            (["近20万元", "约5万元", "近1万元"], "约26万元"),
            (["近20万元", "近5万元", "近1万元"], "近26万元"),
            (["20万元以上", "5万元以上", "约1万元"], "约26万元"),
        ] {
            let parts = parts.map(q);
            let total = Quantity::sum(&parts).unwrap().unwrap();
            assert_eq!(total.prose(), sum);
        }
    }

    #[test]
    fn what_is_taken_off_turns_its_word_round() {
        for (part, taken) in [
            ("20户以上", "80户"),
            ("近20户", "80户"),
            ("20户左右", "80户"),
            ("20—30户", "70户—80户"),
            ("20户", "80户"),
        ] {
            let rest = q("100户").sub(&q(part)).unwrap();
            let sense = match part {
                "20户以上" => Sense::AtMost,
                "20—30户" => Sense::Range,
                "20户" => Sense::Exact,
                _ => Sense::About,
            };
            assert_eq!(rest.sense(), sense, "{part}");
            assert!(rest.prose().contains(taken), "{}", rest.prose());
        }
    }
}
