//! The day and the time of day that a line states.

use crate::content::Date;

/// Bytes of the longest way to write a date. A longer run of digits is none,
/// and is not read again from each of its digits.
const LONGEST: usize = 40;

/// The first date in a line.
pub(in crate::import) fn date_of(text: &str) -> Option<Date> {
    dates(text).next().map(|(_, date)| date)
}

/// Where each date in a line begins.
fn dates(text: &str) -> impl DoubleEndedIterator<Item = (usize, Date)> {
    let digits = text.char_indices().filter(|(_, c)| c.is_ascii_digit());
    digits.filter_map(|(at, _)| Some((at, date_at(&text[at..])?)))
}

/// The date that a text begins with.
fn date_at(rest: &str) -> Option<Date> {
    let allowed = |c: char| c.is_ascii_digit() || "年月日-./".contains(c);
    let year = rest
        .get(..4)
        .is_some_and(|y| y.starts_with("19") || y.starts_with("20"));
    if !year {
        return None;
    }
    // 2022年07月07日13:57 ends with its day.
    let mut end = 0;
    for c in rest.chars().take_while(|c| allowed(*c)) {
        end += c.len_utf8();
        if end > LONGEST {
            return None;
        }
        if c == '日' {
            break;
        }
    }
    let candidate = &rest[..end];
    let parts = candidate
        .split(|c: char| !c.is_ascii_digit())
        .filter(|p| !p.is_empty())
        .count();
    Date::parse(candidate).filter(|_| parts >= 2)
}

/// The first date of a line that has a time of day behind it, as it is
/// written: 2022年07月07日13:57.
pub(super) fn moment(text: &str) -> Option<String> {
    let (_, words) = moment_at(text)?;
    let time = words.contains([':', '：', '时']);
    time.then(|| words.to_owned())
}

/// Where the first date of a line begins, and the date with its time.
pub(super) fn moment_at(text: &str) -> Option<(usize, &str)> {
    let (last, _) = dates(text).next_back()?;
    let is_year = |rest: &str| {
        rest.get(..4)
            .is_some_and(|y| y.starts_with("19") || y.starts_with("20"))
    };
    let starts = text.char_indices().map(|(at, _)| at);
    let at = starts
        .take_while(|at| *at <= last)
        .filter(|at| is_year(text.get(*at..).unwrap_or_default()))
        .find(|at| !text[..*at].ends_with(|c: char| c.is_ascii_digit()))?;
    let rest = text.get(at..)?;
    let allowed = |c: char| c.is_ascii_digit() || "年月日-./:：时分秒 　".contains(c);
    let end = rest.find(|c| !allowed(c)).unwrap_or(rest.len());
    Some((at, rest.get(..end)?.trim()))
}

/// What may stand beside a date: its weekday, the province that a chat adds.
pub(super) fn is_beside_date(rest: &str) -> bool {
    const PLACES: &[&str] = &[
        "北京",
        "天津",
        "河北",
        "山西",
        "内蒙古",
        "辽宁",
        "吉林",
        "黑龙江",
        "上海",
        "江苏",
        "浙江",
        "安徽",
        "福建",
        "江西",
        "山东",
        "河南",
        "湖北",
        "湖南",
        "广东",
        "广西",
        "海南",
        "重庆",
        "四川",
        "贵州",
        "云南",
        "西藏",
        "陕西",
        "甘肃",
        "青海",
        "宁夏",
        "新疆",
    ];
    let weekday = rest.strip_prefix("星期").or(rest.strip_prefix('周'));
    let weekday =
        weekday.is_some_and(|day| ["一", "二", "三", "四", "五", "六", "天", ""].contains(&day));
    rest.is_empty() || weekday || PLACES.contains(&rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_digits_was_read_again_from_each_of_them() {
        // The line's one date is still found.
        let digits = "20".repeat(100_000);
        assert_eq!(date_of(&digits), None);
        assert_eq!(moment_at(&digits), None);
        let dated = format!("{digits} 2022年07月07日13:57");
        assert_eq!(date_of(&dated), Date::parse("2022-07-07"));
        let years = format!("x12024年1月1日 {}", "20 ".repeat(100_000));
        assert_eq!(date_of(&years), Date::parse("2024-01-01"));
        assert_eq!(moment_at(&years), None);
    }

    #[test]
    fn the_first_date_counts_with_its_time() {
        let line = "责编 甲 2022年07月07日13:57";
        assert_eq!(date_of(line), Date::parse("2022-07-07"));
        assert_eq!(moment(line).as_deref(), Some("2022年07月07日13:57"));
        assert_eq!(moment("2022-07-07"), None);
    }
}
