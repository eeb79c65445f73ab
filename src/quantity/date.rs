//! Dates in running prose, which are numbers with 年, 月, 日 and no quantities.

use super::number::{fold, peek};
use super::parse::connector_len;

/// The parts of a date and time, from the largest to the smallest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Part {
    Year,
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

/// A date, or a span of two.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Date {
    /// The place behind it.
    pub(super) end: usize,
    /// Its first number.
    pub(super) first: u32,
    /// What that number counts.
    pub(super) unit: &'static str,
    /// Whether it is no more than a year, which a qualifier makes a duration.
    pub(super) only_year: bool,
}

/// A whole number of at most four digits.
#[derive(Clone, Copy)]
struct Whole {
    value: u32,
    digits: usize,
    end: usize,
}

impl Whole {
    fn at(text: &str, start: usize) -> Option<Whole> {
        let mut whole = Whole {
            value: 0,
            digits: 0,
            end: start,
        };
        for c in text.get(start..)?.chars() {
            let Some(digit) = fold(c).to_digit(10) else {
                break;
            };
            whole.value = whole.value * 10 + digit;
            whole.digits += 1;
            whole.end += c.len_utf8();
            if whole.digits > 4 {
                return None;
            }
        }
        (whole.digits > 0).then_some(whole)
    }

    fn suits(self, part: Part) -> bool {
        match part {
            Part::Year => self.digits == 4 && (1900..=2099).contains(&self.value),
            Part::Month => self.digits <= 2 && (1..=12).contains(&self.value),
            Part::Day => self.digits <= 2 && (1..=31).contains(&self.value),
            Part::Hour => self.digits <= 2 && self.value <= 24,
            Part::Minute | Part::Second => self.digits <= 2 && self.value < 60,
        }
    }
}

/// The date that begins with the number at `start`: 2019年11月15日, 1-4月,
/// 2006—2012年, 15日, 2022-07-07, 90年代, 13时57分.
pub(super) fn date(text: &str, start: usize) -> Option<Date> {
    numeric(text, start).or_else(|| {
        let mut date = spanned(text, start).or_else(|| parts(text, start))?;
        if let Some(later) = after_connector(text, date.end).and_then(|at| parts(text, at)) {
            date.end = later.end;
            date.only_year = false;
        }
        Some(date)
    })
}

/// 1-4月: a number, a connector, and a date whose unit the number shares.
fn spanned(text: &str, start: usize) -> Option<Date> {
    let first = Whole::at(text, start)?;
    let later = parts(text, after_connector(text, first.end)?)?;
    let part = part_of(later.unit)?;
    first.suits(part).then_some(Date {
        first: first.value,
        only_year: false,
        ..later
    })
}

fn after_connector(text: &str, at: usize) -> Option<usize> {
    connector_len(text.get(at..)?).map(|len| at + len)
}

/// Numbers with 年 月 日 时 分 秒, from larger to smaller.
fn parts(text: &str, start: usize) -> Option<Date> {
    let first = Whole::at(text, start)?;
    let (unit, mut last, mut at) = part(text, first)?;
    if unit == "年" && text.get(at..)?.starts_with('代') && first.value.is_multiple_of(10) {
        let end = at + '代'.len_utf8();
        return Some(Date {
            end,
            first: first.value,
            unit: "年",
            only_year: false,
        });
    }
    let mut count = 1;
    while let Some((_, next, end)) = Whole::at(text, at).and_then(|whole| part(text, whole)) {
        if next <= last {
            break;
        }
        (last, at, count) = (next, end, count + 1);
    }
    // 19年8月 is a date, 19年 a duration; 3分 and 3号 alone are neither.
    let stands = match unit {
        "年" => first.suits(Part::Year) || count > 1,
        "号" | "分" | "秒" => false,
        _ => true,
    };
    stands.then_some(Date {
        end: at,
        first: first.value,
        unit,
        only_year: unit == "年" && count == 1,
    })
}

/// The part that a number is by what follows it, and the place behind that.
fn part(text: &str, whole: Whole) -> Option<(&'static str, Part, usize)> {
    let rest = text.get(whole.end..)?;
    let units = ["年", "月", "日", "号", "时", "分", "秒"];
    let unit = units.into_iter().find(|unit| rest.starts_with(unit))?;
    let part = part_of(unit)?;
    let after = rest.get(unit.len()..)?;
    let year = part == Part::Year && whole.digits <= 4;
    if !(year || whole.suits(part)) || (unit == "日" && after.starts_with('元')) {
        return None;
    }
    let more = match unit {
        "月" if after.starts_with('份') => '份'.len_utf8(),
        _ => 0,
    };
    Some((unit, part, whole.end + unit.len() + more))
}

fn part_of(unit: &str) -> Option<Part> {
    Some(match unit {
        "年" => Part::Year,
        "月" => Part::Month,
        "日" | "号" => Part::Day,
        "时" => Part::Hour,
        "分" => Part::Minute,
        "秒" => Part::Second,
        _ => return None,
    })
}

/// 2022-07-07, 2022/7/7, 2022.7.7
fn numeric(text: &str, start: usize) -> Option<Date> {
    let year = Whole::at(text, start).filter(|w| w.suits(Part::Year))?;
    let mark = peek(text, year.end).filter(|c| "-/.".contains(*c))?;
    let month = Whole::at(text, year.end + 1).filter(|w| w.suits(Part::Month))?;
    peek(text, month.end).filter(|c| *c == mark)?;
    let day = Whole::at(text, month.end + 1).filter(|w| w.suits(Part::Day))?;
    Some(Date {
        end: day.end,
        first: year.value,
        unit: "年",
        only_year: false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_a_part_of_a_date_only_within_its_limits() {
        for (text, end) in [
            ("1月", Some(4)),
            ("12月份", Some(8)),
            ("13月", None),
            ("00月", None),
            ("0012月", None),
            ("31日", Some(5)),
            ("31号", Some(5)),
            ("32日", None),
            ("00日", None),
            ("0031日", None),
            ("30日元", None),
            ("2019年", Some(7)),
            ("20年", Some(5)),
            ("24时", Some(5)),
            ("25时", None),
            ("0024时", None),
            ("59分", Some(5)),
            ("60分", None),
            ("0030秒", None),
            ("30个", None),
        ] {
            let found = Whole::at(text, 0).and_then(|whole| part(text, whole));
            assert_eq!(found.map(|(_, _, end)| end), end, "{text}");
        }
    }

    #[test]
    fn a_date_keeps_its_first_number_and_says_whether_it_is_a_year() {
        for (text, first, only_year) in [
            ("1-4月", 1, false),
            ("2006—2012年", 2006, false),
            ("2019年", 2019, true),
            ("2019年8月", 2019, false),
            ("19年8月", 19, false),
            ("7日", 7, false),
        ] {
            let found = date(text, 0).unwrap();
            assert_eq!((found.first, found.only_year), (first, only_year), "{text}");
            assert_eq!(found.end, text.len(), "{text}");
        }
    }

    #[test]
    fn a_duration_a_score_and_a_house_number_are_no_dates() {
        for text in ["19年", "1234年", "3号", "3分", "20秒", "年", "12345年"] {
            assert!(date(text, 0).is_none(), "{text}");
        }
        let text = "13时57分20秒";
        assert_eq!(date(text, 0).map(|d| d.end), Some(text.len()));
    }
}
