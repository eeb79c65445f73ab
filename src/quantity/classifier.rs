//! The units looked for in running prose, where a number's unit and the next
//! word are written together: 51名第一书记 counts 名, not 名第一书记.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::qualifier;
use super::unit;

/// Known units and classifiers. Of several that fit the longest is taken.
const UNITS: &[&str] = &[
    // Money, measures, shares.
    "元",
    "美元",
    "欧元",
    "港元",
    "日元",
    "英镑",
    "亩",
    "公顷",
    "平方公里",
    "平方千米",
    "平方米",
    "平米",
    "㎡",
    "公里",
    "千米",
    "里",
    "米",
    "厘米",
    "毫米",
    "吨",
    "公斤",
    "千克",
    "斤",
    "克",
    "立方米",
    "升",
    "毫升",
    "千瓦时",
    "千瓦",
    "兆瓦",
    "度",
    "℃",
    "%",
    "％",
    "‰",
    "个百分点",
    "百分点",
    "倍",
    "番",
    // People and places.
    "人",
    "人次",
    "名",
    "位",
    "户",
    "户次",
    "家",
    "口",
    "岁",
    "周岁",
    "村",
    "个",
    "乡镇",
    "乡",
    "镇",
    "县",
    "街道",
    "社区",
    "支",
    "组",
    "班",
    "对",
    // Things.
    "座",
    "栋",
    "幢",
    "间",
    "套",
    "所",
    "处",
    "层",
    "台",
    "辆",
    "艘",
    "条",
    "块",
    "片",
    "张",
    "件",
    "份",
    "本",
    "篇",
    "幅",
    "种",
    "类",
    "项",
    "宗",
    "笔",
    "起",
    "例",
    "门",
    "单",
    "株",
    "棵",
    "头",
    "只",
    "羽",
    "尾",
    "匹",
    "箱",
    "袋",
    "瓶",
    "盒",
    "版",
    "号",
    // Times and rounds.
    "年",
    "个月",
    "个季度",
    "周",
    "个星期",
    "天",
    "小时",
    "个小时",
    "分钟",
    "秒",
    "课时",
    "学时",
    "期",
    "批",
    "批次",
    "轮",
    "届",
    "场",
    "场次",
    "次",
    "趟",
    "遍",
    "分",
];

/// What is numbered, besides the units: 第3季度, 第5章.
const NUMBERED: &[&str] = &[
    "季度", "阶段", "章", "节", "款", "页", "集", "回", "代", "课", "站",
];

/// Words by the character that they begin with: most texts begin with none.
type ByFirst = BTreeMap<char, Vec<&'static str>>;

static UNITS_BY_FIRST: LazyLock<ByFirst> = LazyLock::new(|| by_first(UNITS));
static NUMBERED_BY_FIRST: LazyLock<ByFirst> = LazyLock::new(|| by_first(NUMBERED));

fn by_first(words: &'static [&'static str]) -> ByFirst {
    let mut by_first = ByFirst::new();
    for word in words {
        if let Some(first) = word.chars().next() {
            by_first.entry(first).or_default().push(*word);
        }
    }
    by_first
}

/// Bytes of the qualifier and unit right after a number: 余亩, 万元, 万多元,
/// 个多月, 元/人; `None` if no known unit stands there.
pub(super) fn unit_len(text: &str) -> Option<usize> {
    let rest = text.trim_start_matches([' ', '\u{A0}', '\u{2009}', '\u{202F}']);
    let body = qualifier::strip_middle(rest).map_or(rest, |(_, body)| body);
    let len = multiplied_len(body)?;
    let per = body
        .get(len..)
        .and_then(|more| more.strip_prefix('/'))
        .and_then(plain_len)
        .map_or(0, |per| per + 1);
    Some(text.len() - body.len() + len + per)
}

/// As [`unit_len`], after 第.
pub(super) fn numbered_len(text: &str) -> Option<usize> {
    longest(&NUMBERED_BY_FIRST, text).max(unit_len(text))
}

fn multiplied_len(body: &str) -> Option<usize> {
    let multiplied = unit::split_multiplier(body).and_then(|(multiplier, rest)| {
        let inner = qualifier::strip_middle(rest).map_or(rest, |(_, inner)| inner);
        Some(multiplier.word.len() + rest.len() - inner.len() + plain_len(inner)?)
    });
    plain_len(body).max(multiplied).max(open_len(body))
}

fn plain_len(body: &str) -> Option<usize> {
    longest(&UNITS_BY_FIRST, body)
}

/// 个多月 and the like: a unit that a qualifier has opened.
fn open_len(body: &str) -> Option<usize> {
    let (_, inner) = qualifier::strip_middle(body.strip_prefix('个')?)?;
    let units = UNITS.iter().filter_map(|unit| unit.strip_prefix('个'));
    let len = units
        .filter(|rest| !rest.is_empty() && inner.starts_with(rest))
        .map(str::len)
        .max()?;
    Some(body.len() - inner.len() + len)
}

fn longest(words: &ByFirst, text: &str) -> Option<usize> {
    words
        .get(&text.chars().next()?)?
        .iter()
        .filter(|unit| text.starts_with(**unit))
        .map(|unit| unit.len())
        .max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quantity::Unit;

    #[test]
    fn the_longest_unit_is_taken() {
        for (text, unit) in [
            ("人次以上", "人次"),
            ("万元，持股", "万元"),
            ("个百分点", "个百分点"),
            ("多万元", "多万元"),
            ("万多元", "万多元"),
            ("个多月", "个多月"),
            ("个多功能厅", "个"),
            ("名第一书记", "名"),
            ("元/人", "元/人"),
            ("千瓦时", "千瓦时"),
        ] {
            assert_eq!(
                unit_len(text).and_then(|len| text.get(..len)),
                Some(unit),
                "{text}"
            );
        }
        for text in ["", "万", "多", "千人", "的", "，元"] {
            assert_eq!(unit_len(text), None, "{text}");
        }
    }

    #[test]
    fn every_listed_unit_is_one() {
        for unit in UNITS {
            assert!(Unit::parse(unit).is_ok(), "{unit}");
        }
    }
}
