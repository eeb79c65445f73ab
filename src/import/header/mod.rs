//! What a column's heading says: indicator, unit, year, and whether it is the
//! value, the target or something that is not imported.
//!
//! A heading has one or more levels (a merged cell above narrower ones). The
//! level that names an indicator decides; a level above it may name a group, a
//! level below it must be a word known here (完成, 目标, 2025年), else the
//! column is a part of the indicator and nobody's figure.

mod sense;

use crate::finding::Text;
use crate::import::header_parts::SCALES;
pub(super) use crate::import::header_parts::{
    is_common, is_number_of_column, is_serial, names_year, odd_units_of_title, take_unit, unit_in,
    units_in_brackets, units_of_title, whole_year, years_of_title,
};
use crate::import::header_words::UNITS;
use crate::import::keep::ColumnUse;
use crate::import::match_names::Names;
use crate::import::plain::plain;
use crate::quantity::Unit;
use crate::text;
use rust_decimal::Decimal;
use sense::{Sense, sense};

/// Which of a figure's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// 数值.
    Value,
    /// 目标.
    Target,
    /// 基期.
    Baseline,
    /// The number of another year.
    Series(i32),
    /// 备注, a text.
    Note,
}

impl Part {
    /// As written after an indicator's id: `target`, `series.2018`.
    pub(super) fn named(name: &str) -> Option<Part> {
        Some(match name {
            "value" => Part::Value,
            "target" => Part::Target,
            "baseline" => Part::Baseline,
            "note" => Part::Note,
            _ => Part::Series(name.strip_prefix("series.")?.parse().ok()?),
        })
    }

    /// The key in figures.toml.
    pub(super) fn key(self) -> String {
        match self {
            Part::Value => "value".to_owned(),
            Part::Target => "target".to_owned(),
            Part::Baseline => "baseline".to_owned(),
            Part::Series(year) => format!("series.{year}"),
            Part::Note => "note".to_owned(),
        }
    }

    /// For a person; nothing for the value itself.
    pub(super) fn shown(self) -> Text {
        match self {
            Part::Value => text!("", ""),
            Part::Target => text!("目标", "target"),
            Part::Baseline => text!("基期", "baseline"),
            Part::Series(year) => text!("{year}年", "{year}"),
            Part::Note => text!("说明", "note"),
        }
    }
}

/// What a column is used as.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Role {
    /// Names of counties.
    County,
    /// Ids of indicators, in a table that lists them.
    IndicatorId,
    /// Names of indicators.
    IndicatorName,
    /// Units of indicators.
    Unit,
    /// Words that say row by row what the numbers are: 目标, 完成.
    Kinds,
    /// Numbers.
    Figure(Column),
    /// In a table that lists indicators: which of their numbers.
    Numbers(Part),
    /// Not imported, and why.
    LeftOut(Text),
    /// Nobody knows.
    Unknown(Text),
}

/// A column of numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Column {
    /// Place of the indicator in the edition.
    pub(super) indicator: usize,
    pub(super) part: Part,
    /// The unit of bare numbers.
    pub(super) unit: Unit,
    /// The table or an editor says the unit; else it is the indicator's own.
    pub(super) stated: bool,
    pub(super) times: Option<Decimal>,
    /// Why it is thought so, where it is not plain.
    pub(super) guess: Option<Text>,
}

/// The words at the side of a table that head its column of counties.
pub(super) fn heads_counties(text: &str) -> bool {
    let word = plain(text);
    let word = word.trim_end_matches("名称").trim_end_matches("名");
    [
        "县",
        "市",
        "区",
        "县市区",
        "县(市、区)",
        "县(市,区)",
        "县(市区)",
        "县(区)",
        "县(市)",
        "市(县、区)",
        "市县",
        "县市",
        "区县",
        "县区",
        "市区县",
        "市(区)",
        "地区",
        "地市",
        "单位",
        "填报单位",
        "报送单位",
        "区域",
        "行政区",
        "行政区划",
        "属地",
        "county",
        "",
    ]
    .contains(&word)
}

/// The words that head a column of years; in a turned table that is the row
/// under the counties, which the name of the indicators heads.
pub(super) fn heads_years(text: &str) -> bool {
    let word = plain(text);
    let years = ["年份", "年度", "年", "统计年份", "统计年度", "时间"];
    years.contains(&word.as_str()) || heads_indicators(text).is_some()
}

/// The words that head a column of units.
pub(super) fn heads_units(text: &str) -> bool {
    UNITS.contains(&plain(text).as_str())
}

/// The words that head a column of indicators.
fn heads_indicators(text: &str) -> Option<Role> {
    match plain(text).as_str() {
        "指标编号" | "指标代码" | "指标id" | "id" => Some(Role::IndicatorId),
        "指标" | "指标名称" | "名称" | "项目" | "项目名称" | "数据项" | "内容" | "indicator" => {
            Some(Role::IndicatorName)
        }
        _ => None,
    }
}

/// What a column of a table that lists indicators is for.
pub(super) fn list_role(levels: &[String], names: &Names<'_>) -> Role {
    let joined = joined(levels);
    if let Some(ColumnUse::Skip) = names.keep.column(&joined) {
        return settled_out();
    }
    let Some(last) = levels.last() else {
        return Role::Unknown(text!("没有表头", "it has no heading"));
    };
    if let Some(role) = heads_indicators(last) {
        return role;
    }
    let sense = sense(levels, names);
    match sense {
        _ if heads_counties(last) && !UNITS.contains(&plain(last).as_str()) => Role::County,
        _ if UNITS.contains(&plain(last).as_str()) => Role::Unit,
        Sense {
            left_out: Some(why),
            ..
        } => Role::LeftOut(why),
        Sense {
            part: None | Some(Part::Value),
            year: Some(year),
            ..
        } => Role::Numbers(part_of_year(year, names)),
        Sense {
            part: Some(Part::Target),
            year: Some(year),
            ..
        } if year != names.edition.year => Role::Unknown(of_other_year(year)),
        Sense {
            part: Some(part), ..
        } if sense.groups.is_empty() && sense.breakdown.is_empty() => Role::Numbers(part),
        _ => Role::Unknown(text!(
            "看不出这一列是什么",
            "it is not clear what the column is"
        )),
    }
}

/// What a column of a table with one row for each county is for. `units` are
/// those that the title names.
pub(super) fn role(levels: &[String], names: &Names<'_>, units: &[Unit]) -> Role {
    role_under(None, levels, names, units)
}

/// The indicator of a heading that names none, and why it is thought so.
#[derive(Debug, Clone)]
pub(super) struct Lent {
    pub(super) indicator: usize,
    /// The unit that its own column states.
    pub(super) unit: Option<Unit>,
    pub(super) why: Text,
}

/// The same where the table's title or the column to the left names an
/// indicator: then 目标 or 2025年 alone heads a column.
pub(super) fn role_under(
    lent: Option<&Lent>,
    levels: &[String],
    names: &Names<'_>,
    units: &[Unit],
) -> Role {
    let joined = joined(levels);
    let settled = names.keep.column(&joined).or_else(|| {
        let last = levels.last()?;
        names.keep.column(last)
    });
    match settled {
        Some(ColumnUse::Skip) => return settled_out(),
        Some(ColumnUse::Figure {
            id,
            part,
            unit,
            times,
        }) => {
            let Some(at) = names.edition.indicators.iter().position(|i| i.id == *id) else {
                return Role::Unknown(text!(
                    "import.toml 或 --map 里写的指标“{id}”不存在",
                    "there is no indicator `{id}`, which import.toml or --map names"
                ));
            };
            let said = unit.clone().or_else(|| sense(levels, names).unit);
            return figure(at, *part, said, *times, Some(settled_guess()), names, units);
        }
        None => {}
    }
    let mut sense = sense(levels, names);
    // 护理型床位 over 占比 is the indicator 护理型床位占比, where there is one.
    let whole: String = levels.iter().map(|l| take_unit(&plain(l)).0).collect();
    if levels.len() > 1
        && let Some(at) = names.indicator(&whole)
    {
        sense = Sense {
            indicator: Some(at),
            unit: sense.unit,
            year: sense.year,
            ..Sense::default()
        };
    }
    let lent = lent.filter(|_| sense.says_part_only());
    if let Some(lent) = lent {
        sense.indicator = Some(lent.indicator);
        sense.unit = sense.unit.or(lent.unit.clone());
    }
    let Some(indicator) = sense.indicator.filter(|_| !sense.clash) else {
        return match sense {
            Sense { clash: true, .. } => Role::Unknown(text!(
                "表头同时像两个指标",
                "the heading fits two indicators"
            )),
            Sense {
                left_out: Some(why),
                ..
            } => Role::LeftOut(why),
            Sense {
                part: Some(Part::Note),
                ..
            } => Role::LeftOut(text!("备注不写入数据", "remarks are not imported")),
            _ => Role::Unknown(unknown(levels, names)),
        };
    };
    if let Some(why) = sense.left_out {
        // 集体经济强村占比 may be the indicator 强村占比, not a computed share.
        let own = names.indicator_at(indicator).map(|i| i.name.as_str());
        return match names
            .indicator_at_end(&whole)
            .filter(|name| Some(*name) != own)
        {
            Some(name) => Role::Unknown(text!(
                "也许是指标“{name}”，也许是程序会算的比率",
                "it may be the indicator `{name}`, or a rate that the program computes"
            )),
            None => Role::LeftOut(why),
        };
    }
    if !sense.breakdown.is_empty() {
        let words = sense.breakdown.join("、");
        return Role::Unknown(text!(
            "像是指标的一部分“{words}”，不是整个指标",
            "it seems to be a part of the indicator: `{words}`"
        ));
    }
    let part = match (sense.part, sense.year) {
        (Some(Part::Value) | None, Some(year))
            if year != names.edition.year && sense.period.is_some() =>
        {
            return Role::LeftOut(text!(
                "{year} 年只有几个月的数，不写入",
                "some months of {year} only, not imported"
            ));
        }
        (Some(Part::Value) | None, Some(year)) => part_of_year(year, names),
        (Some(Part::Target), Some(year)) if year != names.edition.year => {
            return Role::Unknown(of_other_year(year));
        }
        (Some(part), _) => part,
        (None, None) => Part::Value,
    };
    let guess = match (&sense.loosely, sense.groups.as_slice()) {
        _ if lent.is_some() => lent.map(|lent| lent.why.clone()),
        (Some(written), _) => Some(text!(
            "“{written}”当作这个指标",
            "`{written}` is taken as this indicator"
        )),
        (None, []) => sense.period.as_ref().map(|months| {
            let year = names.edition.year;
            text!("{months}的数当作{year}年的", "{months} stands for {year}")
        }),
        (None, groups) => {
            let group = groups.join("、");
            Some(text!("在“{group}”之下", "under `{group}`"))
        }
    };
    figure(indicator, part, sense.unit, None, guess, names, units)
}

/// Which numbers a heading says that names no indicator: 目标, 2025年.
pub(super) fn part_alone(levels: &[String], names: &Names<'_>) -> Option<Part> {
    let sense = sense(levels, names);
    let own = || sense.part.filter(|part| *part != Part::Value);
    let part = match sense.year {
        Some(year) if own().is_none() => part_of_year(year, names),
        _ => sense.part?,
    };
    (sense.says_part_only() && sense.left_out.is_none()).then_some(part)
}

/// Why a heading is no indicator's: nobody knows it, or the unit behind it.
fn unknown(levels: &[String], names: &Names<'_>) -> Text {
    let word = plain(levels.last().map(String::as_str).unwrap_or_default());
    let (bare, unit) = take_unit(&word);
    let word = if unit.is_some() { bare } else { word };
    let bracket = word.strip_suffix(')').and_then(|word| word.split_once('('));
    match bracket.filter(|(name, _)| names.indicator(name).is_some()) {
        Some((name, unit)) => text!(
            "“{name}”后面的“{unit}”不是认得的单位",
            "{unit} behind `{name}` is no known unit"
        ),
        None => text!("没有这个指标", "there is no such indicator"),
    }
}

fn of_other_year(year: i32) -> Text {
    text!(
        "是 {year} 年的目标，不是这一年度的",
        "it is the target of {year}, not of this edition"
    )
}

fn settled_out() -> Role {
    Role::LeftOut(text!("已定为不用", "settled as not wanted"))
}

fn settled_guess() -> Text {
    text!("已定", "settled")
}

pub(super) fn part_of_year(year: i32, names: &Names<'_>) -> Part {
    if year == names.edition.year {
        Part::Value
    } else {
        Part::Series(year)
    }
}

fn figure(
    indicator: usize,
    part: Part,
    said: Option<Unit>,
    times: Option<Decimal>,
    guess: Option<Text>,
    names: &Names<'_>,
    units: &[Unit],
) -> Role {
    let Some(known) = names.indicator_at(indicator) else {
        return Role::Unknown(text!("没有这个指标", "there is no such indicator"));
    };
    let wanted = &known.unit;
    let (unit, stated) = match said {
        Some(unit) if unit.family() == wanted.family() => (unit, true),
        Some(unit) => {
            return Role::Unknown(text!(
                "表头的单位“{unit}”与指标的“{wanted}”换算不过来",
                "the heading's unit {unit} does not convert to the indicator's {wanted}"
            ));
        }
        None => {
            let mut fitting = units.iter().filter(|u| u.family() == wanted.family());
            match (fitting.next(), fitting.next()) {
                (Some(unit), None) => (unit.clone(), true),
                (None, _) => {
                    // 千亩 stands above the table, but is no unit that converts.
                    let base = wanted.as_str().trim_start_matches(SCALES);
                    let odd = |u: &&Unit| {
                        let bare = u.as_str().trim_start_matches(SCALES);
                        bare == base && u.family() != wanted.family()
                    };
                    if let Some(odd) = units.iter().find(odd).filter(|_| times.is_none()) {
                        return Role::Unknown(text!(
                            "表里写着单位“{odd}”，换算不成“{wanted}”",
                            "the table states the unit {odd}, which does not convert to {wanted}"
                        ));
                    }
                    (wanted.clone(), times.is_some())
                }
                (Some(one), Some(other)) => {
                    return Role::Unknown(text!(
                        "表里既写着单位“{one}”，又写着“{other}”",
                        "the table states the unit {one} and the unit {other} as well"
                    ));
                }
            }
        }
    };
    Role::Figure(Column {
        indicator,
        part,
        unit,
        stated,
        times,
        guess,
    })
}

/// The levels of a heading as one name.
pub(super) fn joined(levels: &[String]) -> String {
    levels.join(" / ")
}
