//! The day and the time of day that a line states.

use crate::content::Date;

/// The first date in a line.
pub(in crate::import) fn date_of(text: &str) -> Option<Date> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for (at, c) in &chars {
        if !c.is_ascii_digit() {
            continue;
        }
        let rest = &text[*at..];
        let allowed = |c: char| c.is_ascii_digit() || "年月日-./".contains(c);
        let end = rest.find(|c| !allowed(c)).unwrap_or(rest.len());
        let mut candidate = &rest[..end];
        // 2022年07月07日13:57
        if let Some(day) = candidate.find('日') {
            candidate = &candidate[..day + '日'.len_utf8()];
        }
        let year = candidate
            .get(..4)
            .is_some_and(|y| y.starts_with("19") || y.starts_with("20"));
        let parts = candidate
            .split(|c: char| !c.is_ascii_digit())
            .filter(|p| !p.is_empty())
            .count();
        if let Some(date) = Date::parse(candidate).filter(|_| year && parts >= 2) {
            return Some(date);
        }
    }
    None
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
    date_of(text)?;
    let is_year = |rest: &str| {
        rest.get(..4)
            .is_some_and(|y| y.starts_with("19") || y.starts_with("20"))
            && date_of(rest).is_some()
    };
    let starts = text.char_indices().map(|(at, _)| at);
    let at = starts
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
