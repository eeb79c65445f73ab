//! A calendar date as people write it: a day, a month or a year.

use itoa::Buffer;
use std::fmt;

/// A day, a month or a year of the Gregorian calendar.
///
/// Ordered by the last day it can mean, so that "2019-11" is later than
/// 2019-11-15 and not later than 2019-11-30.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Date {
    year: i32,
    month: Option<u8>,
    day: Option<u8>,
}

impl Date {
    /// A day; `None` if there is no such day.
    pub fn day(year: i32, month: u8, day: u8) -> Option<Date> {
        let fits = (1..=12).contains(&month) && (1..=month_length(year, month)).contains(&day);
        fits.then_some(Date {
            year,
            month: Some(month),
            day: Some(day),
        })
    }

    /// Reads `2019-11-30`, `2019-11` or `2019`; also with `.`, `/`, or written
    /// 2019年11月30日. `None` for anything else, and for days that are not.
    pub fn parse(text: &str) -> Option<Date> {
        let plain = text
            .trim()
            .trim_end_matches(['日', '月', '年'])
            .replace(['年', '月', '.', '/'], "-");
        let mut parts = plain.split('-');
        let year = parts.next()?;
        if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
            return None;
        }
        // There is no year 0: it stands for a date that nobody filled in.
        let year = year.parse().ok().filter(|year| *year > 0)?;
        let month = number(parts.next())?;
        let day = number(parts.next())?;
        if parts.next().is_some() {
            return None;
        }
        match (month, day) {
            (None, _) => Some(Date {
                year,
                month: None,
                day: None,
            }),
            (Some(month), None) => (1..=12).contains(&month).then_some(Date {
                year,
                month: Some(month),
                day: None,
            }),
            (Some(month), Some(day)) => Date::day(year, month, day),
        }
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// Whether month and day are the same, as far as both tell them, whatever
    /// the year; a bare year is like none.
    pub fn is_same_day(self, other: Date) -> bool {
        let day = self.day.is_none() || other.day.is_none() || self.day == other.day;
        self.month.is_some() && self.month == other.month && day
    }

    /// Days since 1970-01-01 of the last day this date can mean.
    pub fn last_day(self) -> i64 {
        let month = self.month.unwrap_or(12);
        let day = self.day.unwrap_or_else(|| month_length(self.year, month));
        days_from_civil(self.year, month, day)
    }

    /// Days since 1970-01-01 of the first day this date can mean.
    pub fn first_day(self) -> i64 {
        days_from_civil(self.year, self.month.unwrap_or(1), self.day.unwrap_or(1))
    }

    /// Year, month and day of the last day this date can mean.
    pub fn last_ymd(self) -> (u16, u8, u8) {
        let month = self.month.unwrap_or(12);
        let day = self.day.unwrap_or_else(|| month_length(self.year, month));
        (u16::try_from(self.year).unwrap_or(0), month, day)
    }

    /// As Chinese prose writes it: 2019年11月30日.
    pub fn zh(self) -> String {
        let mut zh = String::with_capacity("2019年11月30日".len());
        zh.push_str(Buffer::new().format(self.year));
        zh.push('年');
        for (part, sign) in [(self.month, '月'), (self.day, '日')] {
            let Some(number) = part else { break };
            zh.push_str(Buffer::new().format(number));
            zh.push(sign);
        }
        zh
    }
}

/// ISO 8601, as far as it is known: 2019-11-30, 2019-11, 2019.
impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
            if let Some(day) = self.day {
                write!(f, "-{day:02}")?;
            }
        }
        Ok(())
    }
}

impl PartialOrd for Date {
    fn partial_cmp(&self, other: &Date) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Date {
    fn cmp(&self, other: &Date) -> std::cmp::Ordering {
        (self.last_day(), self.month, self.day).cmp(&(other.last_day(), other.month, other.day))
    }
}

/// `Some(None)` where the part is not there, `None` where it is no number.
fn number(part: Option<&str>) -> Option<Option<u8>> {
    match part {
        None => Some(None),
        Some(part) if part.len() <= 2 => part.parse().ok().map(Some),
        Some(_) => None,
    }
}

fn month_length(year: i32, month: u8) -> u8 {
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Howard Hinnant's `days_from_civil`
/// (<https://howardhinnant.github.io/date_algorithms.html>).
fn days_from_civil(year: i32, month: u8, day: u8) -> i64 {
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let shifted = (i64::from(month) + 9) % 12;
    let of_year = (153 * shifted + 2) / 5 + i64::from(day) - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_editors_write() {
        for (text, iso) in [
            ("2019-11-30", "2019-11-30"),
            ("2019.1.9", "2019-01-09"),
            ("2019年11月", "2019-11"),
            ("2018", "2018"),
            ("2019年", "2019"),
        ] {
            assert_eq!(Date::parse(text).unwrap().to_string(), iso);
        }
        for text in ["2019-02-30", "19年", "2019-13", "去年", "2019-1-1-1", ""] {
            assert_eq!(Date::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_month_is_as_late_as_its_last_day() {
        let month = Date::parse("2019-11").unwrap();
        assert!(Date::parse("2019-11-15").unwrap() < month);
        assert!(Date::parse("2019-12-01").unwrap() > month);
        assert_eq!(month.last_day() - month.first_day(), 29);
    }

    #[test]
    fn days_are_counted_across_leap_years() {
        let days = |t| Date::parse(t).unwrap().last_day();
        assert_eq!(days("1970-01-01"), 0);
        assert_eq!(days("2019-12-31") - days("2017-01-01"), 1094);
        assert_eq!(days("2000-03-01") - days("2000-02-28"), 2);
    }
}
