//! Finding the quantities in running prose.
//!
//! A numeral with a known unit behind it is a quantity; what looks like one and
//! is a date, an ordinal or a version is reported as such, so that a reader of
//! the result need not guess. Numerals without a unit, parts of words (A4, 5G),
//! fractions, ratios, times of day and telephone numbers are passed over.
//! Numbers written in Chinese are not looked for.
//!
//! The time taken is linear in the length of the text.

use std::ops::Range;

use rust_decimal::Decimal;

use super::classifier::{numbered_len, unit_len};
use super::date::date;
use super::number::{begins, fold, peek};
use super::parse::connector_len;
use super::qualifier;
use super::unit::split_multiplier;
use super::{Family, Quantity, Unit};

/// What a numeral in prose is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// How much or how many: 72万元, 20年, 近300户.
    Quantity,
    /// When: 2019年11月, 1-4月, 15日, 90年代. A four-digit 年 from 1900 to 2099
    /// is a date unless a qualifier stands before it.
    Date,
    /// Which one: 第3位, 47号.
    Ordinal,
    /// 4.0版
    Version,
}

/// A numeral with its unit, as found in prose.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Found {
    /// Its bytes, with qualifier and unit; of an ordinal, with 第.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
    /// The number and its unit; of a date, the first number (2019年).
    pub quantity: Quantity,
}

/// Finds every numeral with a unit in `text`, in order, without overlaps.
#[must_use]
pub fn scan(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut floor = 0;
    while let Some(start) = next_digit(text, floor) {
        let scanner = Scanner {
            text,
            floor,
            start,
            end: numeral_end(text, start),
        };
        let end = match scanner.read() {
            Some(item) => {
                let end = item.range.end;
                found.push(item);
                end
            }
            None => scanner.pass(),
        };
        // Each turn takes at least the digit it stands on.
        floor = end.max(start + 1);
        while !text.is_char_boundary(floor) {
            floor += 1;
        }
    }
    found
}

#[inline]
fn next_digit(text: &str, from: usize) -> Option<usize> {
    // By bytes, which is quick; those of double width are EF BC 90 to EF BC 99.
    let bytes = text.as_bytes();
    let is_wide = |at: usize| {
        bytes.get(at + 1) == Some(&0xBC) && matches!(bytes.get(at + 2), Some(0x90..=0x99))
    };
    let mut places = (from..).zip(bytes.get(from..)?);
    let digit = places.find(|(at, byte)| byte.is_ascii_digit() || **byte == 0xEF && is_wide(*at));
    digit.map(|(at, _)| at)
}

/// A look at one numeral.
struct Scanner<'t> {
    text: &'t str,
    /// What stands before this has been taken.
    floor: usize,
    /// The first digit.
    start: usize,
    /// The place behind the numeral.
    end: usize,
}

impl Scanner<'_> {
    fn read(&self) -> Option<Found> {
        if self.in_word() {
            return None;
        }
        let qualified = self.qualifier_start(self.start) < self.start;
        if let Some(date) = date(self.text, self.start).filter(|d| !(d.only_year && qualified)) {
            let unit = Unit::parse(date.unit).ok()?;
            return Some(Found {
                range: self.start..date.end,
                kind: Kind::Date,
                quantity: Quantity::exact(Decimal::from(date.first), unit),
            });
        }
        if self.is_code() {
            return None;
        }
        if self.rest_before().ends_with('第') {
            return self.ordinal();
        }
        let unit = unit_len(self.text.get(self.end..)?);
        let quantity = || self.quantity(self.end + unit?);
        self.range(unit).or_else(quantity)
    }

    /// The place behind a numeral that is nothing: with what it is chained to,
    /// but not with a number that may stand for itself.
    fn pass(&self) -> usize {
        let end = self.end;
        if self.in_word() || self.is_code() {
            let rest = self.text.get(end..).unwrap_or_default();
            let chained = |c: char| fold(c).is_ascii_alphanumeric() || "-/:：._".contains(c);
            return end + rest.find(|c| !chained(c)).unwrap_or(rest.len());
        }
        end
    }

    fn rest_before(&self) -> &str {
        self.text.get(self.floor..self.start).unwrap_or_default()
    }

    /// Part of a word or of an entity: A4, G60, v1.2, &#160; but a full stop
    /// after a Chinese character ends a sentence.
    fn in_word(&self) -> bool {
        let before = self.text.get(..self.start).unwrap_or_default();
        let latin = |c: char| fold(c).is_ascii_alphanumeric() || c == '_';
        let head = before.strip_suffix('.').unwrap_or(before);
        head.ends_with(latin) || head.ends_with('#')
    }

    /// 1/3, 13:57, 0578-2091234, 1.2.3, 1-2-3: no amounts.
    fn is_code(&self) -> bool {
        let (text, end) = (self.text, self.end);
        let digits = text.get(self.start..end).unwrap_or_default();
        let mut chars = digits.chars().map(fold);
        if chars.next() == Some('0') && chars.next().is_some_and(|c| c != '.') {
            return true;
        }
        let joined = |at: usize, marks: &str| {
            let mark = peek(text, at).filter(|c| marks.contains(*c))?;
            let next = at + text.get(at..)?.chars().next()?.len_utf8();
            begins(text, next).then_some((mark, next))
        };
        match joined(end, "/:：.-") {
            Some(('-', next)) => joined(numeral_end(text, next), "-").is_some(),
            Some(_) => true,
            None => false,
        }
    }

    fn ordinal(&self) -> Option<Found> {
        let end = match connector_len(self.text.get(self.end..)?) {
            Some(len) if begins(self.text, self.end + len) => {
                numeral_end(self.text, self.end + len)
            }
            _ => self.end,
        };
        let end = end + numbered_len(self.text.get(end..)?)?;
        let quantity = Quantity::parse(self.text.get(self.start..end)?).ok()?;
        Some(Found {
            range: self.start - '第'.len_utf8()..end,
            kind: Kind::Ordinal,
            quantity,
        })
    }

    /// 10-15万元, 10万元至15万元; not 从30万元到731万元, which is a change.
    /// `unit`: how long the one behind the first number is.
    fn range(&self, unit: Option<usize>) -> Option<Found> {
        let (text, end) = (self.text, self.end);
        let rest = text.get(end..)?;
        let multiplier = split_multiplier(rest).map(|(m, _)| m.word.len());
        let (mark, len) = [Some(0), unit, multiplier]
            .into_iter()
            .flatten()
            .find_map(|skip| Some((end + skip, connector_len(rest.get(skip..)?)?)))?;
        let change = text.get(mark..)?.starts_with(['到', '至'])
            && self.rest_before().ends_with(['从', '由', '自']);
        if change || !begins(text, mark + len) {
            return None;
        }
        let end = signed_end(text, mark + len);
        let found = self.quantity(end + unit_len(text.get(end..)?)?)?;
        found.quantity.range().map(|_| found)
    }

    /// The quantity whose unit ends at `end`, with the qualifiers around it as
    /// far as they go together.
    fn quantity(&self, end: usize) -> Option<Found> {
        let sign = self.sign_start(end);
        let before = self.qualifier_start(sign);
        let after = self.qualifier_end(end);
        // Each way once: mostly there are no qualifiers at all.
        let (one, other) = (after != end, before != sign);
        let ways = [
            Some((before, after)),
            one.then_some((before, end)),
            other.then_some((sign, after)),
            (one && other).then_some((sign, end)),
        ];
        ways.into_iter().flatten().find_map(|(from, to)| {
            let quantity = Quantity::parse(self.text.get(from..to)?).ok()?;
            Some(Found {
                range: from..to,
                kind: kind(&quantity),
                quantity,
            })
        })
    }

    /// Where the sign stands, or the number begins. A hyphen after a word is a
    /// minus only before a share: 增长-3.5%, but 莲都-3户.
    fn sign_start(&self, end: usize) -> usize {
        let before = self.rest_before();
        let Some(sign) = before.chars().next_back().filter(|c| "-−－".contains(*c)) else {
            return self.start;
        };
        let at = self.start - sign.len_utf8();
        let head = self.text.get(..at).unwrap_or_default();
        let after_word =
            head.ends_with(char::is_alphanumeric) && qualifier::strip_before_number(head).is_none();
        let unit = self.text.get(self.start..end).unwrap_or_default();
        let share = unit.ends_with(['%', '％', '‰', '℃', '点']);
        if sign == '−' || share || !after_word {
            at
        } else {
            self.start
        }
    }

    /// Where the qualifier before `at` begins; `at` if there is none.
    fn qualifier_start(&self, at: usize) -> usize {
        let before = self.text.get(self.floor..at).unwrap_or_default();
        match qualifier::strip_before_number(before) {
            Some((found, head)) if !is_part_of_word(found.word(), head) => self.floor + head.len(),
            _ => at,
        }
    }

    /// Where the qualifier after the unit ends; `at` if there is none. 余 and 多
    /// must end the phrase, for 3个多功能厅 are three.
    fn qualifier_end(&self, at: usize) -> usize {
        let after = self.text.get(at..).unwrap_or_default();
        match qualifier::strip_after(after) {
            Some((found, rest))
                if !(found.wants_whole() && rest.starts_with(char::is_alphanumeric)) =>
            {
                self.text.len() - rest.len()
            }
            _ => at,
        }
    }
}

/// 节约500元 and 最近3年 hold no 约 and no 近.
fn is_part_of_word(word: &str, head: &str) -> bool {
    let heads = match word {
        "约" => "节条合公签契预制履违集简隐特相邀",
        "近" => "最附邻临靠就亲远新",
        "超" => "赶反高英华",
        "突破" => "新大",
        _ => return false,
    };
    head.ends_with(|c| heads.contains(c))
}

fn kind(quantity: &Quantity) -> Kind {
    match quantity.unit().family() {
        Family::Counted("版") if quantity.value().scale() > 0 => Kind::Version,
        Family::Counted("号") => Kind::Ordinal,
        _ => Kind::Quantity,
    }
}

fn signed_end(text: &str, at: usize) -> usize {
    let sign = text.get(at..).and_then(|rest| rest.chars().next());
    match sign.filter(|c| !fold(*c).is_ascii_digit()) {
        Some(sign) => numeral_end(text, at + sign.len_utf8()),
        None => numeral_end(text, at),
    }
}

/// The place behind the numeral at `at`: digits, thousands parted by a comma, a
/// fraction. A full-width comma parts clauses, not thousands.
fn numeral_end(text: &str, at: usize) -> usize {
    let digits = |at: usize| {
        let rest = text.get(at..).unwrap_or_default();
        let len = rest.find(|c| !fold(c).is_ascii_digit());
        at + len.unwrap_or(rest.len())
    };
    let is_three = |from: usize, to: usize| {
        let group = text.get(from..to).unwrap_or_default();
        group.chars().count() == 3
    };
    let mut end = digits(at);
    while text.get(end..).is_some_and(|rest| rest.starts_with(','))
        && is_three(end + 1, digits(end + 1))
    {
        end = digits(end + 1);
    }
    if let Some(point) = text.get(end..).and_then(|rest| rest.chars().next())
        && fold(point) == '.'
    {
        let fraction = end + point.len_utf8();
        if digits(fraction) > fraction {
            end = digits(fraction);
        }
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kind, text as it stands, and quantity as it prints.
    fn found(text: &str) -> Vec<(Kind, &str, String)> {
        scan(text)
            .into_iter()
            .map(|f| (f.kind, &text[f.range], f.quantity.prose()))
            .collect()
    }

    #[test]
    fn what_is_chained_to_a_code_is_part_of_it() {
        for text in [
            "见A4-12户",
            "电话0578-2091234户",
            "共1/3/12户",
            "v1.2.3_4户",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
        assert_eq!(found("A4 12户").len(), 1);
    }

    #[test]
    fn quantities_are_found_as_they_stand() {
        use Kind::*;
        for (text, expected) in [
            (
                "每年获得分红72万元，持股期限20年",
                &[(Quantity, "72万元", "72万元"), (Quantity, "20年", "20年")][..],
            ),
            (
                "预计年收入10-15万元。",
                &[(Quantity, "10-15万元", "10万元—15万元")],
            ),
            (
                "从8万元至12万元不等",
                &[(Quantity, "8万元", "8万元"), (Quantity, "12万元", "12万元")],
            ),
            (
                "收入8万元至12万元",
                &[(Quantity, "8万元至12万元", "8万元—12万元")],
            ),
            (
                "近3,358户低收入农户",
                &[(Quantity, "近3,358户", "近3358户")],
            ),
            (
                "吸引游客5000人次以上!",
                &[(Quantity, "5000人次以上", "5000人次以上")],
            ),
            ("51名第一书记", &[(Quantity, "51名", "51名")]),
            ("投资１.２亿元", &[(Quantity, "１.２亿元", "1.2亿元")]),
            (
                "增长10.1%，回落3.2个百分点",
                &[
                    (Quantity, "10.1%", "10.1%"),
                    (Quantity, "3.2个百分点", "3.2个百分点"),
                ],
            ),
            ("同比-3.5%", &[(Quantity, "-3.5%", "-3.5%")]),
            ("莲都-3户", &[(Quantity, "3户", "3户")]),
            (
                "历时3个多月，建成3个多功能厅",
                &[(Quantity, "3个多月", "3个多月"), (Quantity, "3个", "3个")],
            ),
            (
                "节约500元，最近3年",
                &[(Quantity, "500元", "500元"), (Quantity, "3年", "3年")],
            ),
            (
                "2300多万元、3万多亩",
                &[
                    (Quantity, "2300多万元", "2300多万元"),
                    (Quantity, "3万多亩", "3万多亩"),
                ],
            ),
            (
                "共5160户，160元",
                &[(Quantity, "5160户", "5160户"), (Quantity, "160元", "160元")],
            ),
            ("全部摘帽.168个村", &[(Quantity, "168个", "168个")]),
            ("打造5，160户", &[(Quantity, "160户", "160户")]),
            ("近2000年历史", &[(Quantity, "近2000年", "近2000年")]),
        ] {
            let expected: Vec<_> = expected
                .iter()
                .map(|(k, t, p)| (*k, *t, (*p).to_owned()))
                .collect();
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn a_clash_of_qualifiers_does_not_hide_the_number() {
        assert_eq!(
            found("参训约2300余人次"),
            [(Kind::Quantity, "2300余人次", "2300余人次".into())]
        );
    }

    #[test]
    fn dates_are_no_quantities() {
        for (text, date) in [
            ("截至2019年11月15日", "2019年11月15日"),
            ("自2018年起", "2018年"),
            ("2019年1月至4月", "2019年1月至4月"),
            ("今年1-4月", "1-4月"),
            ("2006—2012年", "2006—2012年"),
            ("2005年至2012年", "2005年至2012年"),
            ("20世纪90年代", "90年代"),
            ("11月15日—20日", "11月15日—20日"),
            ("于2022-07-07发布", "2022-07-07"),
            ("8月份", "8月份"),
            ("7日13时57分", "7日13时57分"),
        ] {
            let dates = found(text);
            assert_eq!(dates.len(), 1, "{text} {dates:?}");
            assert_eq!((dates[0].0, dates[0].1), (Kind::Date, date), "{text}");
        }
    }

    #[test]
    fn ordinals_and_versions_are_told_apart() {
        let kinds = |text| {
            found(text)
                .into_iter()
                .map(|(k, t, _)| (k, t))
                .collect::<Vec<_>>()
        };
        assert_eq!(kinds("位居全省第3位"), [(Kind::Ordinal, "第3位")]);
        assert_eq!(kinds("第1—3名"), [(Kind::Ordinal, "第1—3名")]);
        assert_eq!(kinds("第3季度"), [(Kind::Ordinal, "第3季度")]);
        assert_eq!(kinds("国办发〔2017〕47号"), [(Kind::Ordinal, "47号")]);
        assert_eq!(kinds("“飞地抱团”4.0版"), [(Kind::Version, "4.0版")]);
        assert_eq!(kinds("1.0版到6.0版"), [(Kind::Version, "1.0版到6.0版")]);
    }

    #[test]
    fn what_is_no_quantity_is_passed_over() {
        for text in [
            "",
            "没有数字",
            "12345热线",
            "104国道",
            "A4纸",
            "5G网络",
            "1/3的村",
            "13:57",
            "比例为3:1",
            "电话0578-2091234",
            "v1.2.3版",
            "景宁600",
            "第3",
            "&#160;元",
            "4A级景区",
            "10.0.0.1",
            "138-0000-0000",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn a_word_that_ends_with_a_qualifier_is_none() {
        for (text, quantity) in [
            ("赶超3个县", "3个"),
            ("新突破3个", "3个"),
            ("节约500元", "500元"),
            ("超3个县", "超3个"),
            ("突破3个县", "突破3个"),
        ] {
            assert_eq!(found(text)[0].1, quantity, "{text}");
        }
    }

    #[test]
    fn a_count_of_editions_is_no_version() {
        assert_eq!(found("印了2版")[0].0, Kind::Quantity);
        assert_eq!(found("4.0版")[0].0, Kind::Version);
    }
}
