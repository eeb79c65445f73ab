//! The parts of a heading that are no name: its unit, its year, the number of
//! its column.

use super::header_words::COUNTED;
use super::plain::{half_width, plain};
use crate::quantity::{Family, Unit};

/// What stands before a unit and scales it.
pub(super) const SCALES: [char; 5] = ['十', '百', '千', '万', '亿'];

/// Whether a unit is one that headings name, rather than a remark in brackets.
pub(super) fn is_common(unit: &Unit) -> bool {
    match unit.family() {
        Family::Counted(word) => COUNTED.contains(&word),
        _ => true,
    }
}

/// 甲, (1), 2: a row that numbers the columns.
pub(super) fn is_number_of_column(word: &str) -> bool {
    let inner = word.trim_matches(['(', ')', '[', ']', '<', '>']);
    ["甲", "乙", "丙", "栏次", "行次"].contains(&inner)
        || (!inner.is_empty() && inner.len() <= 2 && inner.bytes().all(|b| b.is_ascii_digit()))
        || (inner.len() == 1 && inner.bytes().all(|b| b.is_ascii_uppercase()))
}

/// The head of a row or column that only numbers the others.
pub(super) fn is_serial(word: &str) -> bool {
    [
        "序号",
        "编号",
        "号",
        "no",
        "no.",
        "代码",
        "指标代码",
        "行次",
        "栏次",
    ]
    .contains(&word.to_lowercase().as_str())
}

/// Takes the unit off a plain heading: 资金(万元), 资金/万元, 资金(单位:万元).
pub(super) fn take_unit(word: &str) -> (String, Option<Unit>) {
    if let (Some(open), true) = (word.rfind('('), word.ends_with(')')) {
        let inner = &word[open + 1..word.len() - 1];
        if let Some(unit) = unit_in(inner) {
            return (word[..open].to_owned(), Some(unit));
        }
    }
    // The unit may stand before the last words: 资金(万元)完成数.
    if let (Some(open), Some(close)) = (word.find('('), word.find(')'))
        && open < close
        && let Some(unit) = unit_in(&word[open + 1..close])
    {
        let rest = format!("{}{}", &word[..open], &word[close + 1..]);
        return (rest, Some(unit));
    }
    for mark in ['/', ':', ',', '、', '-'] {
        if let Some((head, tail)) = word.rsplit_once(mark)
            && let Some(unit) = unit_in(tail).filter(|_| !head.is_empty())
        {
            return (head.to_owned(), Some(unit));
        }
    }
    (word.to_owned(), None)
}

/// The unit that a word names, where headings name it.
pub(super) fn unit_in(text: &str) -> Option<Unit> {
    let word = text
        .trim_start_matches("计量单位")
        .trim_start_matches("单位")
        .trim_start_matches([':', '：'])
        .trim();
    Unit::parse(word).ok().filter(is_common)
}

/// The unit in words right behind an indicator's name: 资金元, 资金【元】,
/// 资金（以元计）, 资金（万） where the indicator is in money.
pub(super) fn unit_behind(words: &str, wanted: &Unit) -> Option<Unit> {
    if let Some(unit) = unit_in(words).or_else(|| unit_counted_in(words)) {
        return Some(unit);
    }
    let base = wanted.as_str().trim_start_matches(['百', '千', '万', '亿']);
    let unit = ["万", "亿"]
        .contains(&words)
        .then(|| Unit::parse(&format!("{words}{base}")));
    unit?.ok()
}

/// Takes a year off the front of a plain heading: 2025年末达标村.
pub(super) fn take_year(word: &str) -> (String, Option<i32>) {
    let digits = word.get(..4).and_then(|d| d.parse::<i32>().ok());
    match digits.filter(|y| (1949..=2100).contains(y)) {
        Some(year) => {
            let rest = word.get(4..).unwrap_or_default();
            let starts = rest.is_empty() || rest.starts_with('年');
            if starts {
                (rest.trim_start_matches('年').to_owned(), Some(year))
            } else {
                (word.to_owned(), None)
            }
        }
        None => {
            // 达标村2025年, 达标村(2025年)
            let bare = word.trim_end_matches([')', '年']);
            let at = bare.len().checked_sub(4);
            let year = at
                .and_then(|at| bare.get(at..))
                .and_then(|d| d.parse::<i32>().ok());
            match (at, year.filter(|y| (1949..=2100).contains(y))) {
                (Some(at), Some(year)) if at > 0 && bare.len() < word.len() => {
                    (bare[..at].trim_end_matches('(').to_owned(), Some(year))
                }
                _ => (word.to_owned(), None),
            }
        }
    }
}

/// The year that stands anywhere in a word: 截至2025年底.
pub(super) fn year_of(word: &str) -> Option<i32> {
    let at = word.find('年')?.checked_sub(4)?;
    let year = word.get(at..at + 4)?.parse().ok()?;
    (1949..=2100).contains(&year).then_some(year)
}

/// The year that a plain word is and nothing else: 2025, 2025年, 2025年度.
pub(super) fn whole_year(word: &str) -> Option<i32> {
    let (rest, year) = take_year(word);
    year.filter(|_| ["", "度", "末", "底"].contains(&rest.as_str()))
}

/// Whether a heading names a year of its own.
pub(super) fn names_year(levels: &[String]) -> bool {
    levels
        .iter()
        .any(|level| take_year(&take_unit(&plain(level)).0).1.is_some())
}

/// The years that a title or a sheet's name speaks of: 2025年度统计表, 2025.
pub(super) fn years_of_title(text: &str) -> Vec<i32> {
    let text = plain(text);
    let mut years = Vec::new();
    for (at, _) in text.char_indices() {
        let starts = !text[..at].ends_with(|c: char| c.is_ascii_digit());
        let year = text.get(at..at + 4).and_then(|d| d.parse::<i32>().ok());
        let rest = text.get(at + 4..).unwrap_or_default();
        let whole = rest.starts_with('年') || text.len() == 4;
        if let Some(year) = year.filter(|y| starts && whole && (1949..=2100).contains(y)) {
            years.push(year);
        }
    }
    years.sort_unstable();
    years.dedup();
    years
}

/// The units in the brackets of a title: 资金情况（万元）, 统计表（个、万元）.
pub(super) fn units_in_brackets(text: &str) -> Vec<Unit> {
    let text = plain(text);
    let inner = text.split('(').skip(1).filter_map(|t| t.split(')').next());
    let of = |inner: &str| -> Option<Vec<Unit>> {
        let parts = inner.split(['、', ',', ';']).map(unit_in);
        parts.collect()
    };
    inner.filter_map(of).flatten().collect()
}

/// The unit of 以元计, 按万元计算, 以亩为单位.
fn unit_counted_in(text: &str) -> Option<Unit> {
    let text = plain(text);
    let starts = text.match_indices(['以', '按']);
    starts
        .filter_map(|(at, word)| text.get(at + word.len()..))
        .find_map(|rest| {
            let ends = ["计", "为单位", "为计量单位"];
            let end = ends.iter().filter_map(|e| rest.find(e)).min()?;
            unit_in(rest.get(..end)?)
        })
}

/// The units that a line above a table names: 单位：万元、个; 以元计. Whose
/// unit (填报单位) is another matter.
pub(super) fn units_of_title(text: &str) -> Vec<Unit> {
    if let Some(unit) = unit_counted_in(text) {
        return vec![unit];
    }
    let words = words_of_title(text);
    words
        .iter()
        .filter_map(|part| Unit::parse(part).ok())
        .collect()
}

/// The words of such a line that no unit is made of, though what they scale is
/// one: 千亩, 百户.
pub(super) fn odd_units_of_title(text: &str) -> Vec<String> {
    let mut words = words_of_title(text);
    words.retain(|word| {
        let base = word.trim_start_matches(SCALES);
        base.len() < word.len() && Unit::parse(word).is_err() && Unit::parse(base).is_ok()
    });
    words
}

fn words_of_title(text: &str) -> Vec<String> {
    let text: String = text.chars().map(half_width).collect();
    let marks = ["单位:", "单位：", "单位 :", "单位为"];
    let Some((at, mark)) = marks.iter().find_map(|m| Some((text.find(m)?, m))) else {
        return Vec::new();
    };
    let before = text[..at].trim_end();
    let whose = [
        "填报", "报送", "主办", "编制", "责任", "牵头", "盖章", "制表", "承办", "上报",
    ];
    if whose.iter().any(|w| before.ends_with(w)) {
        return Vec::new();
    }
    let rest = &text[at + mark.len()..];
    rest.split([' ', '\t', '\n', '(', ')', '。'])
        .find(|part| !part.is_empty())
        .unwrap_or_default()
        .split(['、', ',', '，', ';', '；'])
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_in_headings() {
        let of = |t: &str| {
            let (word, unit) = take_unit(&plain(t));
            (word, unit.map(|u| u.as_str().to_owned()))
        };
        assert_eq!(
            of("扶持资金（万元）"),
            ("扶持资金".into(), Some("万元".into()))
        );
        assert_eq!(
            of("扶持资金\n(单位：万元)"),
            ("扶持资金".into(), Some("万元".into()))
        );
        assert_eq!(
            of("扶持资金（万元）完成数"),
            ("扶持资金完成数".into(), Some("万元".into()))
        );
        assert_eq!(of("达标村（含飞地）"), ("达标村(含飞地)".into(), None));
        assert_eq!(of("覆盖率/%"), ("覆盖率".into(), Some("%".into())));
    }

    #[test]
    fn years_in_headings() {
        assert_eq!(take_year("2025年末达标村"), ("末达标村".into(), Some(2025)));
        assert_eq!(take_year("2025"), (String::new(), Some(2025)));
        assert_eq!(take_year("达标村(2025年)"), ("达标村".into(), Some(2025)));
        assert_eq!(take_year("达标村"), ("达标村".into(), None));
    }

    #[test]
    fn the_unit_above_a_table() {
        let of = |t| {
            units_of_title(t)
                .iter()
                .map(|u| u.as_str().to_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(of("单位：万元、个"), ["万元", "个"]);
        assert_eq!(of("2026年6月30日（单位：万元）"), ["万元"]);
        assert!(of("填报单位：丽水市委组织部").is_empty());
        assert_eq!(of("（以元计）"), ["元"]);
        assert_eq!(of("金额均按万元计算"), ["万元"]);
        assert!(of("以村为主、按计划推进").is_empty());
        let bracketed = |t| units_in_brackets(t).len();
        assert_eq!(bracketed("各县扶持资金统计表（元）"), 1);
        assert_eq!(bracketed("统计表（个、万元）（2026年）"), 2);
        assert_eq!(bracketed("统计表（试行）"), 0);
    }
}
