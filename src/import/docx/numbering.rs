//! Numbers that Word writes itself (ECMA-376 part 1, 17.9): bullets, 1. 2. 3.,
//! and the Chinese 一、 （一） that stand nowhere in the text.

use crate::import::xml::Element;
use std::collections::BTreeMap;

/// Deepest level of a list.
const LEVELS: usize = 9;

#[derive(Debug, Clone, Default)]
struct Level {
    format: String,
    /// `%1、`
    text: String,
    start: u64,
}

/// All lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    lists: BTreeMap<String, (String, BTreeMap<usize, Level>)>,
    /// Counters by abstract list, so that lists sharing one go on counting.
    counts: BTreeMap<String, Vec<Option<u64>>>,
    seen: std::collections::BTreeSet<String>,
}

/// What stands before a paragraph of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Marker {
    Bullet,
    /// A plain number: 1. 2. 3.
    Number(u64),
    /// Written out: 一、 （二） 第三章 A. 1.1
    Written(String),
    Nothing,
}

impl Numbering {
    pub(super) fn read(tree: Option<&Element>) -> Numbering {
        let mut numbering = Numbering::default();
        let Some(tree) = tree else { return numbering };
        let mut abstracts: BTreeMap<&str, BTreeMap<usize, Level>> = BTreeMap::new();
        for element in tree.elements().filter(|e| e.name == "abstractNum") {
            if let Some(id) = element.get("abstractNumId") {
                abstracts.insert(id, levels(element));
            }
        }
        for element in tree.elements().filter(|e| e.name == "num") {
            let (Some(id), Some(of)) = (element.get("numId"), element.value("abstractNumId"))
            else {
                continue;
            };
            let mut own = abstracts.get(of).cloned().unwrap_or_default();
            let mut key = of.to_owned();
            for change in element.elements().filter(|e| e.name == "lvlOverride") {
                let Some(at) = change.get("ilvl").and_then(|v| v.parse::<usize>().ok()) else {
                    continue;
                };
                if let Some(level) = change.child("lvl") {
                    own.insert(at, self::level(level));
                }
                if let Some(start) = change.value("startOverride").and_then(|v| v.parse().ok()) {
                    own.entry(at).or_default().start = start;
                    // A list that starts anew counts by itself.
                    key = format!("{of}/{id}");
                }
            }
            numbering.lists.insert(id.to_owned(), (key, own));
        }
        numbering
    }

    /// Counts one paragraph of a list and says what stands before it.
    pub(super) fn count(&mut self, id: &str, depth: usize) -> Marker {
        let Some((key, levels)) = self.lists.get(id).filter(|_| id != "0") else {
            return Marker::Nothing;
        };
        let depth = depth.min(LEVELS - 1);
        let start = |at: usize| levels.get(&at).map_or(1, |l| l.start);
        let counts = self
            .counts
            .entry(key.clone())
            .or_insert_with(|| vec![None; LEVELS]);
        self.seen.insert(id.to_owned());
        if let Some(count) = counts.get_mut(depth) {
            *count = Some(count.map_or_else(|| start(depth), |n| n.saturating_add(1)));
        }
        for deeper in counts.iter_mut().skip(depth + 1) {
            *deeper = None;
        }
        let Some(level) = levels.get(&depth) else {
            return Marker::Bullet;
        };
        let number = |at: usize| {
            counts
                .get(at)
                .copied()
                .flatten()
                .unwrap_or_else(|| start(at))
        };
        match level.format.as_str() {
            // Without a mark a paragraph goes on with the item above.
            "bullet" if level.text.trim().is_empty() => Marker::Written(String::new()),
            "bullet" => Marker::Bullet,
            "none" => Marker::Nothing,
            "decimal" | "decimalZero" if is_plain(&level.text, depth) => {
                Marker::Number(number(depth))
            }
            _ => {
                let mut written = level.text.clone();
                for at in 0..=depth {
                    let format = levels.get(&at).map_or("decimal", |l| l.format.as_str());
                    // 1.1.1 may be asked for in plain digits at every level.
                    written = written.replace(&format!("%{}", at + 1), &spell(number(at), format));
                }
                if written.trim().is_empty() {
                    Marker::Nothing
                } else {
                    // Word sets a tab; Chinese marks hold their own space.
                    if written.ends_with(|c: char| c.is_ascii() && c != ' ') {
                        written.push(' ');
                    }
                    Marker::Written(written)
                }
            }
        }
    }
}

fn levels(element: &Element) -> BTreeMap<usize, Level> {
    let of = |e: &Element| Some((e.get("ilvl")?.parse::<usize>().ok()?, level(e)));
    element
        .elements()
        .filter(|e| e.name == "lvl")
        .filter_map(of)
        .collect()
}

fn level(element: &Element) -> Level {
    Level {
        format: element.value("numFmt").unwrap_or("decimal").to_owned(),
        text: element.value("lvlText").unwrap_or_default().to_owned(),
        start: element
            .value("start")
            .and_then(|v| v.parse().ok())
            .unwrap_or(1),
    }
}

/// 1. 1、 1) 1．: what a Markdown list can show.
fn is_plain(text: &str, depth: usize) -> bool {
    let rest = text.trim().strip_prefix(&format!("%{}", depth + 1));
    rest.is_some_and(|rest| matches!(rest.trim(), "" | "." | "、" | ")" | "．" | "）"))
}

fn spell(n: u64, format: &str) -> String {
    match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "ideographDigital"
        | "japaneseCounting"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand"
        | "koreanCounting" => chinese(n),
        "chineseLegalSimplified" => legal(n),
        "lowerLetter" => letters(n, b'a'),
        "upperLetter" => letters(n, b'A'),
        "lowerRoman" => roman(n).to_lowercase(),
        "upperRoman" => roman(n),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => circled(n),
        "decimalFullWidth" => n.to_string().bytes().map(full_width).collect(),
        "decimalZero" => format!("{n:02}"),
        _ => n.to_string(),
    }
}

fn full_width(digit: u8) -> char {
    char::from_u32(0xFF10 + u32::from(digit.saturating_sub(b'0'))).unwrap_or('0')
}

/// 一, 十, 十一, 二十一, 一百零一.
fn chinese(n: u64) -> String {
    spelled(
        n,
        ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"],
        ["十", "百", "千"],
    )
}

fn legal(n: u64) -> String {
    spelled(
        n,
        ["零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖"],
        ["拾", "佰", "仟"],
    )
}

fn spelled(n: u64, digits: [&str; 10], [ten, hundred, thousand]: [&str; 3]) -> String {
    if n > 9_999 {
        return n.to_string();
    }
    let digit = |n: u64| {
        digits
            .get(usize::try_from(n % 10).unwrap_or(0))
            .copied()
            .unwrap_or("零")
    };
    let mut out = String::new();
    let mut gap = false;
    for (size, word) in [(1_000, thousand), (100, hundred), (10, ten), (1, "")] {
        let here = n / size % 10;
        if here == 0 {
            gap = !out.is_empty();
            continue;
        }
        if gap {
            out.push_str(digit(0));
            gap = false;
        }
        // 十一, not 一十一.
        if !(size == 10 && here == 1 && out.is_empty()) {
            out.push_str(digit(here));
        }
        out.push_str(word);
    }
    if out.is_empty() {
        digit(0).to_owned()
    } else {
        out
    }
}

/// a … z, aa, bb … as Word counts.
fn letters(n: u64, first: u8) -> String {
    let n = n.max(1) - 1;
    let letter = char::from(first + u8::try_from(n % 26).unwrap_or(0));
    let times = usize::try_from(n / 26 + 1).unwrap_or(1).min(20);
    letter.to_string().repeat(times)
}

fn roman(n: u64) -> String {
    if n > 3_999 {
        return n.to_string();
    }
    let mut rest = n;
    let mut out = String::new();
    let values = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    for (value, word) in values {
        while rest >= value {
            out.push_str(word);
            rest -= value;
        }
    }
    out
}

/// ① to ⑳.
pub(super) fn circled(n: u64) -> String {
    let code = u32::try_from(n)
        .ok()
        .filter(|n| (1..=20).contains(n))
        .map(|n| 0x245F + n);
    code.and_then(char::from_u32)
        .map_or_else(|| format!("({n})"), |c| c.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numbers() {
        for (n, word) in [
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (101, "一百零一"),
            (110, "一百一十"),
            (1001, "一千零一"),
        ] {
            assert_eq!(chinese(n), word);
        }
    }

    #[test]
    fn counting_goes_on_and_starts_anew_below() {
        let xml = "<numbering><abstractNum abstractNumId='3'>\
            <lvl ilvl='0'><start val='1'/><numFmt val='chineseCounting'/><lvlText val='%1、'/></lvl>\
            <lvl ilvl='1'><start val='1'/><numFmt val='decimal'/><lvlText val='%2.'/></lvl>\
            </abstractNum><num numId='7'><abstractNumId val='3'/></num></numbering>";
        let tree = crate::import::xml::parse(xml).unwrap();
        let mut numbering = Numbering::read(Some(&tree));
        let mut count = |depth| numbering.count("7", depth);
        assert_eq!(count(0), Marker::Written("一、".into()));
        assert_eq!(count(1), Marker::Number(1));
        assert_eq!(count(1), Marker::Number(2));
        assert_eq!(count(0), Marker::Written("二、".into()));
        assert_eq!(count(1), Marker::Number(1));
    }
}
