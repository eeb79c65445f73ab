//! Reading a quantity that stands alone, as an editor writes it in TOML.
//!
//! The whole text must be the quantity: qualifier, number, qualifier, unit,
//! qualifier, with at most one qualifier; or a range of two numbers. Spaces
//! between the parts are dropped, full-width forms made plain. Everything else
//! is an error that names the bytes where it goes wrong.

use std::borrow::Cow;
use std::ops::Range;

use super::error::{ParseError, ParseErrorKind};
use super::number::{self, fold, is_space, peek, skip_space};
use super::qualifier::{self, Place, Qualifier};
use super::unit::{self, Multiplier, Unit};
use super::{Amount, Quantity, convert};
use rust_decimal::Decimal;

impl Quantity {
    /// Reads a quantity with its unit: `2.738亿元`, `约160户`, `10—15万元`,
    /// `10万元至15万元`, `97.04%`. A range between `8000万` and `1.2亿元` takes
    /// the unit of its upper end.
    ///
    /// # Errors
    /// A [`ParseError`] with the bytes of `text` where it goes wrong.
    pub fn parse(text: &str) -> Result<Quantity, ParseError> {
        Reader { text, unit: None }.read()
    }

    /// Reads a quantity whose unit may be missing: `168` and `约160` take `unit`,
    /// `3.5万` takes it under another multiplier, and a written unit stands.
    ///
    /// # Errors
    /// As [`Quantity::parse`], save that a unit may be missing.
    pub fn parse_with_unit(text: &str, unit: &Unit) -> Result<Quantity, ParseError> {
        let unit = Some(unit);
        Reader { text, unit }.read()
    }
}

struct Reader<'a> {
    text: &'a str,
    /// Stands in where no unit is written.
    unit: Option<&'a Unit>,
}

/// What follows a number: a qualifier and a unit.
struct Tail {
    qualifier: Option<Qualifier>,
    unit: Written,
    span: Range<usize>,
}

/// A unit as far as it was written.
enum Written {
    Nothing,
    /// Only 万 or 亿.
    Multiplier(&'static Multiplier),
    Unit(Unit),
}

impl Reader<'_> {
    fn read(&self) -> Result<Quantity, ParseError> {
        let text = self.text;
        let start = skip_space(text, 0);
        if start == text.len() {
            return Err(self.error(ParseErrorKind::Empty, 0..text.len()));
        }
        let (before, at) = self.before(start)?;
        let from = at;
        let (low, at) = number::read(text, at)?;
        self.refuse_fraction(from, at)?;
        let Some((end, second)) = connector(text, at) else {
            let tail = self.tail(at..text.len())?;
            let qualifier = self.only_one(before, &tail)?;
            let unit = self.unit_of(&tail, None)?;
            return Ok(Quantity::new(Amount::One(low), unit, qualifier));
        };
        let first = self.tail(at..end)?;
        let (high, at) = number::read(text, second)?;
        let last = self.tail(at..text.len())?;
        let qualifier = self.only_one(before, &last)?;
        if let Some(word) = (first.qualifier)
            .or(qualifier.filter(|q| !q.suits_range()))
            .map(|q| q.word())
        {
            let kind = ParseErrorKind::RangeQualifier { word };
            return Err(self.error(kind, self.place_of(word, start)));
        }
        let span = from..self.trimmed_end();
        self.range((low, &first), (high, &last), qualifier, span)
    }

    fn range(
        &self,
        (low, first): (Decimal, &Tail),
        (high, last): (Decimal, &Tail),
        qualifier: Option<Qualifier>,
        span: Range<usize>,
    ) -> Result<Quantity, ParseError> {
        let unit = self.unit_of(last, None)?;
        let from = self.unit_of(first, Some(&unit))?;
        let low = convert::value(low, &from, &unit)
            .map_err(|_| self.error(ParseErrorKind::RangeUnits, span.clone()))?;
        if low >= high {
            return Err(self.error(ParseErrorKind::RangeUpsideDown, span));
        }
        Ok(Quantity::new(Amount::Between(low, high), unit, qualifier))
    }

    /// The qualifier before the number, and the place where the number begins.
    fn before(&self, start: usize) -> Result<(Option<Qualifier>, usize), ParseError> {
        let strip = |at: usize| {
            let (found, rest) = qualifier::strip_before(self.text.get(at..)?)?;
            Some((found, skip_space(self.text, self.text.len() - rest.len())))
        };
        let Some((first, at)) = strip(start) else {
            return self.expect_number(start).map(|()| (None, start));
        };
        if let Some((second, end)) = strip(at) {
            let kind = clash(first, second);
            return Err(self.error(kind, start..end));
        }
        self.expect_number(at).map(|()| (Some(first), at))
    }

    fn expect_number(&self, at: usize) -> Result<(), ParseError> {
        if number::begins(self.text, at) {
            return Ok(());
        }
        let rest = self.text.get(at..).unwrap_or_default();
        let span = at.min(self.trimmed_end())..self.trimmed_end();
        let is_numeral = |c: char| "零〇一二三四五六七八九十百千两几数半".contains(c);
        let digit = rest.find(|c| fold(c).is_ascii_digit()).map(|i| at + i);
        if rest.starts_with(is_numeral) {
            if rest.contains("分之") {
                return Err(self.error(ParseErrorKind::Fraction, span));
            }
            return Err(self.error(ParseErrorKind::ChineseNumerals, span));
        }
        match digit {
            Some(_) if rest.starts_with(['.', '．']) => {
                Err(self.error(ParseErrorKind::PointMisplaced, span))
            }
            Some(digit) => {
                let word = rest.get(..digit - at).unwrap_or_default();
                let end = at + word.trim_end_matches(is_space).len();
                Err(self.error(ParseErrorKind::WordBefore, at..end))
            }
            None => Err(self.error(ParseErrorKind::NoNumber, span)),
        }
    }

    fn refuse_fraction(&self, from: usize, at: usize) -> Result<(), ParseError> {
        let slash = skip_space(self.text, at);
        let denominator = (peek(self.text, slash) == Some('/'))
            .then(|| skip_space(self.text, slash + self.char_len(slash)))
            .filter(|at| number::begins(self.text, *at));
        match denominator.map(|at| number::read(self.text, at)) {
            None => Ok(()),
            Some(read) => {
                let end = read.map_or(self.trimmed_end(), |(_, end)| end);
                Err(self.error(ParseErrorKind::Fraction, from..end))
            }
        }
    }

    /// Reads what follows a number.
    fn tail(&self, span: Range<usize>) -> Result<Tail, ParseError> {
        let written = self.text.get(span.clone()).unwrap_or_default();
        let start = skip_space(self.text, span.start).min(span.end);
        let span = start..start.max(span.start + written.trim_end_matches(is_space).len());
        let plain = plain(written);

        let (middle, body) = split(qualifier::strip_middle(&plain), &plain);
        let (inside, body) = match strip_inside(body) {
            Some((qualifier, body)) => (Some(qualifier), body),
            None => (None, Cow::Borrowed(body)),
        };
        let (after, body) = split(qualifier::strip_suffix(&body), &body);
        let mut words = [middle, inside, after].into_iter().flatten();
        let qualifier = words.next();
        if let (Some(first), Some(second)) = (qualifier, words.next()) {
            return Err(self.error(clash(first, second), span));
        }
        let unit = match unit::split_multiplier(body) {
            _ if body.is_empty() => Written::Nothing,
            Some((multiplier, "")) if !multiplier.money_only() => Written::Multiplier(multiplier),
            _ => Written::Unit(self.written_unit(body, &span)?),
        };
        Ok(Tail {
            qualifier,
            unit,
            span,
        })
    }

    fn written_unit(&self, body: &str, span: &Range<usize>) -> Result<Unit, ParseError> {
        Unit::parse(body).map_err(|error| {
            let kind = match body.find(|c: char| c.is_ascii_digit()) {
                // 5万1千元, 1百零8: the digits go on in Chinese.
                Some(at)
                    if body
                        .get(..at)
                        .is_some_and(|head| head.ends_with(unit::is_numeral)) =>
                {
                    ParseErrorKind::MixedNumerals
                }
                _ => error.kind().clone(),
            };
            let from = match kind {
                ParseErrorKind::MixedNumerals => skip_space(self.text, 0),
                _ => span.start,
            };
            self.error(kind, from..span.end)
        })
    }

    /// The unit of a tail, made whole from `other`, the unit of a range's upper
    /// end, or from the one that stands in.
    fn unit_of(&self, tail: &Tail, other: Option<&Unit>) -> Result<Unit, ParseError> {
        let missing = || self.error(ParseErrorKind::UnitMissing, tail.span.end..tail.span.end);
        match (&tail.unit, other.or(self.unit)) {
            (Written::Unit(unit), _) => Ok(unit.clone()),
            (Written::Nothing, Some(unit)) => Ok(unit.clone()),
            (Written::Multiplier(multiplier), Some(unit)) => {
                unit.under(multiplier).map_err(|_| missing())
            }
            (Written::Nothing | Written::Multiplier(_), None) => Err(missing()),
        }
    }

    fn only_one(
        &self,
        before: Option<Qualifier>,
        tail: &Tail,
    ) -> Result<Option<Qualifier>, ParseError> {
        match (before, tail.qualifier) {
            (Some(first), Some(second)) => {
                let span = self.place_of(second.word(), tail.span.start);
                Err(self.error(clash(first, second), span))
            }
            (before, after) => Ok(before.or(after)),
        }
    }

    /// Where a word stands at or after `from`; everything from there if it was
    /// written with a space inside.
    fn place_of(&self, word: &str, from: usize) -> Range<usize> {
        let rest = self.text.get(from..).unwrap_or_default();
        match rest.rfind(word) {
            Some(at) => from + at..from + at + word.len(),
            None => from..self.trimmed_end(),
        }
    }

    fn trimmed_end(&self) -> usize {
        self.text.trim_end_matches(is_space).len()
    }

    fn char_len(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        rest.chars().next().map_or(0, char::len_utf8)
    }

    fn error(&self, kind: ParseErrorKind, span: Range<usize>) -> ParseError {
        ParseError::new(kind, self.text, span)
    }
}

/// `written` without spaces, its full-width signs plain.
fn plain(written: &str) -> Cow<'_, str> {
    match written.chars().all(|c| !is_space(c) && fold(c) == c) {
        true => Cow::Borrowed(written),
        false => {
            let kept = written.chars().filter(|c| !is_space(*c));
            Cow::Owned(kept.map(fold).collect())
        }
    }
}

fn clash(first: Qualifier, second: Qualifier) -> ParseErrorKind {
    ParseErrorKind::QualifiersClash {
        first: first.word(),
        second: second.word(),
    }
}

fn split<'t>(found: Option<(Qualifier, &'t str)>, whole: &'t str) -> (Option<Qualifier>, &'t str) {
    match found {
        Some((qualifier, rest)) => (Some(qualifier), rest),
        None => (None, whole),
    }
}

/// Takes the qualifier out of 万多元 or 个多月; the rest is 万元, 个月.
fn strip_inside(body: &str) -> Option<(Qualifier, Cow<'_, str>)> {
    let (head, rest) = match unit::split_multiplier(body) {
        Some((multiplier, rest)) => (multiplier.word, rest),
        None => ("个", body.strip_prefix('个')?),
    };
    let (qualifier, rest) = qualifier::strip_middle(rest)?;
    // 3个多 is 3个 and more; 3万多 still wants its unit.
    (head != "个" || !rest.is_empty()).then(|| {
        (
            qualifier.within(Place::Inside),
            format!("{head}{rest}").into(),
        )
    })
}

/// What may stand between the two ends of a range, at the start of `text`; its
/// length.
pub(super) fn connector_len(text: &str) -> Option<usize> {
    let mark = text.chars().next()?;
    match mark {
        '—' if text.starts_with("——") => Some("——".len()),
        '—' | '–' | '―' | '‒' | '-' | '－' | '~' | '～' | '〜' | '至' | '到' => {
            Some(mark.len_utf8())
        }
        _ => None,
    }
}

/// The first connector from `from` on that a number follows: where it begins,
/// and where the number does.
fn connector(text: &str, from: usize) -> Option<(usize, usize)> {
    let rest = text.get(from..)?;
    rest.char_indices().find_map(|(offset, _)| {
        let at = from + offset;
        let len = connector_len(text.get(at..)?)?;
        let second = skip_space(text, at + len);
        number::begins(text, second).then_some((at, second))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Sense;

    fn read(text: &str) -> Quantity {
        Quantity::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"))
    }

    /// Kind and the bytes it points at.
    fn fault(text: &str) -> (ParseErrorKind, String) {
        let error = Quantity::parse(text).unwrap_err();
        (error.kind().clone(), text[error.range()].to_owned())
    }

    #[test]
    fn what_the_papers_print_is_read() {
        for (text, value, unit, sense, prose) in [
            ("1,560户", "1560", "户", Sense::Exact, "1560户"),
            ("43,914元", "43914", "元", Sense::Exact, "43914元"),
            ("2.738亿元", "2.738", "亿元", Sense::Exact, "2.738亿元"),
            ("800余亩", "800", "亩", Sense::AtLeast, "800余亩"),
            ("8000余人次", "8000", "人次", Sense::AtLeast, "8000余人次"),
            (
                "5000人次以上",
                "5000",
                "人次",
                Sense::AtLeast,
                "5000人次以上",
            ),
            ("约4.2亿元", "4.2", "亿元", Sense::About, "约4.2亿元"),
            ("近300户", "300", "户", Sense::About, "近300户"),
            ("2300多万元", "2300", "万元", Sense::AtLeast, "2300多万元"),
            ("3万多元", "3", "万元", Sense::AtLeast, "3万多元"),
            ("3个多月", "3", "个月", Sense::AtLeast, "3个多月"),
            ("17倍多", "17", "倍", Sense::AtLeast, "17倍多"),
            ("不足80万元", "80", "万元", Sense::LessThan, "不足80万元"),
            ("5万元不到", "5", "万元", Sense::LessThan, "5万元不到"),
            ("100万元以内", "100", "万元", Sense::AtMost, "100万元以内"),
            ("10年左右", "10", "年", Sense::About, "10年左右"),
            ("97.04%", "97.04", "%", Sense::Exact, "97.04%"),
            ("53.0%", "53.0", "%", Sense::Exact, "53.0%"),
            (
                "3.2个百分点",
                "3.2",
                "个百分点",
                Sense::Exact,
                "3.2个百分点",
            ),
            ("-3.5%", "-3.5", "%", Sense::Exact, "-3.5%"),
            ("−3.5%", "-3.5", "%", Sense::Exact, "-3.5%"),
            (
                "＞１５，０００．５　元",
                "15000.5",
                "元",
                Sense::AtLeast,
                "＞15000.5元",
            ),
            (" 约 4.2 亿 元 ", "4.2", "亿元", Sense::About, "约4.2亿元"),
            ("43\u{2009}914元", "43914", "元", Sense::Exact, "43914元"),
            ("3000元/人", "3000", "元/人", Sense::Exact, "3000元/人"),
        ] {
            let q = read(text);
            assert_eq!(q.value().to_string(), value, "{text}");
            assert_eq!(q.unit().as_str(), unit, "{text}");
            assert_eq!(q.sense(), sense, "{text}");
            assert_eq!(q.prose(), prose, "{text}");
        }
    }

    #[test]
    fn ranges_are_read_in_every_form() {
        for text in [
            "10-15万元",
            "10—15万元",
            "10~15万元",
            "10～15万元",
            "10－15万元",
            "10–15万元",
            "10——15万元",
            "10万—15万元",
            "10万至15万元",
            "10万元至15万元",
            "10万元到15万元",
            "10 万元 — 15 万元",
            "１０—１５万元",
            "100000元—15万元",
        ] {
            assert_eq!(read(text).prose(), "10万元—15万元", "{text}");
        }
        for (text, prose) in [
            ("8亿—16亿元", "8亿元—16亿元"),
            ("8000万—1.2亿元", "0.8亿元—1.2亿元"),
            ("10%—15%", "10%—15%"),
            ("-5%—-3.5%", "-5%—-3.5%"),
            ("约10-15万元", "约10万元—15万元"),
            ("10—15万元左右", "10万元—15万元左右"),
            ("5至6岁", "5岁—6岁"),
        ] {
            assert_eq!(read(text).prose(), prose, "{text}");
        }
    }

    #[test]
    fn a_default_unit_stands_in() {
        let read = |text: &str, unit: &str| {
            Quantity::parse_with_unit(text, &Unit::parse(unit).unwrap()).map(|q| q.prose())
        };
        for (text, unit, prose) in [
            ("168", "个", "168个"),
            ("约160", "万元", "约160万元"),
            ("5000以上", "人次", "5000人次以上"),
            ("2300余", "人次", "2300余人次"),
            ("3.5万", "人", "3.5万人"),
            ("3万多", "元", "3万多元"),
            ("1.2亿", "万元", "1.2亿元"),
            ("10—15", "万元", "10万元—15万元"),
            ("8亿—16亿", "万元", "8亿元—16亿元"),
            ("72元", "万元", "72元"),
        ] {
            assert_eq!(read(text, unit).as_deref(), Ok(prose), "{text}");
        }
        let error = read("3万", "%").unwrap_err();
        assert_eq!(error.kind(), &ParseErrorKind::UnitMissing);
    }

    #[test]
    fn faults_say_what_and_where() {
        use ParseErrorKind as K;
        let clash = |first, second| K::QualifiersClash { first, second };
        for (text, kind, place) in [
            ("", K::Empty, ""),
            ("　", K::Empty, "　"),
            ("万元", K::NoNumber, "万元"),
            ("无数据", K::NoNumber, "无数据"),
            ("约户", K::NoNumber, "户"),
            ("十六年", K::ChineseNumerals, "十六年"),
            ("几十户", K::ChineseNumerals, "几十户"),
            ("三分之一", K::Fraction, "三分之一"),
            ("1/3", K::Fraction, "1/3"),
            ("约1 / 3的村", K::Fraction, "1 / 3"),
            ("下降 3.5%", K::WordBefore, "下降"),
            ("每村180万元", K::WordBefore, "每村"),
            ("约每村180万元", K::WordBefore, "每村"),
            ("1,23户", K::ThousandsMisplaced, "1,23"),
            ("1234,567户", K::ThousandsMisplaced, "1234,567"),
            ("1,234,56户", K::ThousandsMisplaced, "1,234,56"),
            ("1,2345户", K::ThousandsMisplaced, "1,2345"),
            ("1.234,567户", K::ThousandsMisplaced, "1.234,567"),
            ("3.元", K::PointMisplaced, "3."),
            (".5元", K::PointMisplaced, ".5元"),
            ("1.2.3元", K::PointMisplaced, "1.2"),
            ("007户", K::LeadingZero, "007"),
            ("43 914元", K::SpaceInNumber, "43 914"),
            ("约160", K::UnitMissing, ""),
            ("7395万", K::UnitMissing, ""),
            ("72万元，20年", K::UnitMalformed, "万元，20年"),
            ("1千", K::MixedNumerals, "1千"),
            ("1百零8户", K::MixedNumerals, "1百零8户"),
            ("5万1千元", K::MixedNumerals, "5万1千元"),
            ("3年半", K::MixedNumerals, "3年半"),
            ("约2300余人次", clash("约", "余"), "余"),
            ("约近300户", clash("约", "近"), "约近"),
            ("至少12万元以上", clash("至少", "以上"), "以上"),
            ("10—15万元以上", K::RangeQualifier { word: "以上" }, "以上"),
            ("不足10—15万元", K::RangeQualifier { word: "不足" }, "不足"),
            ("10余万—15万元", K::RangeQualifier { word: "余" }, "余"),
            ("15—10万元", K::RangeUpsideDown, "15—10万元"),
            ("10—10万元", K::RangeUpsideDown, "10—10万元"),
            ("3户—5亩", K::RangeUnits, "3户—5亩"),
            ("10—15", K::UnitMissing, ""),
            (
                "79228162514264337593543950336元",
                K::TooManyDigits,
                "79228162514264337593543950336",
            ),
            (
                "0.00000000000000000000000000001元",
                K::TooManyDigits,
                "0.00000000000000000000000000001",
            ),
        ] {
            assert_eq!(fault(text), (kind, place.to_owned()), "{text}");
        }
    }

    #[test]
    fn messages_are_whole_sentences_in_both_languages() {
        let error = Quantity::parse("约2300余人次").unwrap_err();
        assert_eq!(error.zh(), "“约”与“余”不能同时用；只留一个");
        assert_eq!(error.en(), "“约” and “余” exclude each other; keep one");
        let error = Quantity::parse("1,23户").unwrap_err();
        assert_eq!(
            error.zh(),
            "“1,23”的千分位逗号位置不对；应每三位一个，如“43,914”"
        );
    }
}
