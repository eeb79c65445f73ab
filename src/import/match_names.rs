//! Which county or indicator a cell names.
//!
//! A county is known by its name, its name without 县, 市, 区 or 某族自治县, its
//! administrative code and its folder; an indicator by its id and its name. A
//! short form that fits two is nobody's. What an editor settled in import.toml
//! or on the command line goes before everything else.

use super::header_parts::{take_unit, unit_in};
use super::keep::{Keep, Use};
use super::plain::{plain, without_marks, without_number};
use crate::content::{County, Edition, Indicator};
use std::collections::BTreeMap;

/// What a cell in the column of counties says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Row {
    /// The county of that place in the roster.
    County(usize),
    /// 合计, 全市, the region's name.
    Total,
    /// 小计, 山区县合计: a total of some counties.
    Group,
    /// 平均.
    Mean,
    /// Settled as not wanted.
    Skipped,
    /// None of these.
    Unknown,
}

/// Recognises counties and indicators of one edition.
pub(super) struct Names<'a> {
    pub(super) edition: &'a Edition,
    /// The edition before, for comparing.
    pub(super) earlier: Option<&'a Edition>,
    /// Plain names to the place in the roster; `None` where two share it.
    counties: BTreeMap<String, Option<usize>>,
    indicators: BTreeMap<String, Option<usize>>,
    region: String,
    pub(super) keep: &'a Keep,
}

const TOTALS: &[&str] = &[
    "合计",
    "总计",
    "共计",
    "总数",
    "总和",
    "累计",
    "全市",
    "全区",
    "全县",
    "全省",
    "全州",
    "全旗",
    "全盟",
    "全市合计",
    "全区合计",
    "全县合计",
    "全省合计",
    "全州合计",
    "全市总计",
    "全省总计",
    "合计数",
    "total",
    "sum",
];

const MEANS: &[&str] = &[
    "平均",
    "平均数",
    "平均值",
    "均值",
    "全市平均",
    "全省平均",
    "average",
    "mean",
];

/// The peoples whose names stand in those of autonomous counties
/// (GB/T 3304—1991), longest first where one ends another.
const PEOPLES: &[&str] = &[
    "蒙古族",
    "蒙古",
    "回族",
    "藏族",
    "维吾尔族",
    "维吾尔",
    "苗族",
    "彝族",
    "壮族",
    "布依族",
    "朝鲜族",
    "满族",
    "侗族",
    "瑶族",
    "白族",
    "土家族",
    "哈尼族",
    "哈萨克族",
    "哈萨克",
    "傣族",
    "黎族",
    "傈僳族",
    "佤族",
    "畲族",
    "高山族",
    "拉祜族",
    "水族",
    "东乡族",
    "纳西族",
    "景颇族",
    "柯尔克孜族",
    "柯尔克孜",
    "土族",
    "达斡尔族",
    "仫佬族",
    "羌族",
    "布朗族",
    "撒拉族",
    "毛南族",
    "仡佬族",
    "锡伯族",
    "锡伯",
    "阿昌族",
    "普米族",
    "塔吉克族",
    "塔吉克",
    "怒族",
    "乌孜别克族",
    "俄罗斯族",
    "鄂温克族",
    "德昂族",
    "保安族",
    "裕固族",
    "京族",
    "塔塔尔族",
    "独龙族",
    "鄂伦春族",
    "赫哲族",
    "门巴族",
    "珞巴族",
    "基诺族",
    "各族",
];

impl<'a> Names<'a> {
    pub(super) fn new(
        edition: &'a Edition,
        earlier: Option<&'a Edition>,
        keep: &'a Keep,
    ) -> Names<'a> {
        let mut counties = BTreeMap::new();
        let of = |c: &County| [c.name.value.clone(), c.slug.clone()];
        for (at, county) in edition.counties.iter().enumerate() {
            let code = county.code.clone();
            for name in of(county).into_iter().chain(code) {
                add(&mut counties, short_code(&plain(&name)).to_owned(), at);
            }
        }
        // Short names must not take a full name's place.
        let mut short = BTreeMap::new();
        for (at, county) in edition.counties.iter().enumerate() {
            for name in short_names(&plain(&county.name.value)) {
                add(&mut short, name, at);
            }
        }
        for (name, at) in short {
            counties.entry(name).or_insert(at);
        }
        let mut indicators = BTreeMap::new();
        for (at, indicator) in edition.indicators.iter().enumerate() {
            add(&mut indicators, plain(&indicator.id), at);
            if plain(&indicator.name) != plain(&indicator.id) {
                add(&mut indicators, plain(&indicator.name), at);
            }
        }
        let region = plain(&edition.region.value);
        Names {
            edition,
            earlier,
            counties,
            indicators,
            region,
            keep,
        }
    }

    /// What a cell in the column of counties says.
    pub(super) fn row(&self, text: &str) -> Row {
        let name = plain(text);
        if name.is_empty() {
            return Row::Unknown;
        }
        match self.keep.county(text) {
            Some(Use::Skip) => return Row::Skipped,
            Some(Use::Is(slug)) => {
                let at = self.edition.counties.iter().position(|c| c.slug == *slug);
                return at.map_or(Row::Unknown, Row::County);
            }
            _ => {}
        }
        if let Some(at) = self.county(&name) {
            return Row::County(at);
        }
        if let Some(at) = self.county(without_number(without_marks(&name))) {
            return Row::County(at);
        }
        // 合计(不含开发区): what stands in brackets says more of it.
        let bare = match name.find('(') {
            Some(at) if at > 0 && name.ends_with(')') => name.get(..at).unwrap_or(&name),
            _ => name.as_str(),
        };
        let total = bare.trim_end_matches([':', '、']);
        let ends = |words: &[&str]| words.iter().find_map(|w| total.strip_suffix(w));
        if TOTALS.contains(&total) || total == self.region {
            return Row::Total;
        }
        match ends(&["合计", "总计", "共计", "小计"]) {
            Some(of) if of == self.region && !of.is_empty() => Row::Total,
            Some(_) => Row::Group,
            None if ends(MEANS).is_some() => Row::Mean,
            None => Row::Unknown,
        }
    }

    /// The county of a plain name, also with its region before it.
    fn county(&self, name: &str) -> Option<usize> {
        if let Some(at) = self.counties.get(short_code(name)) {
            return *at;
        }
        // 浙江省丽水市莲都区: what stands before ends like a region.
        if !name.contains(['省', '市', '州', '盟', '区']) {
            return None;
        }
        let of = |(key, at): (&String, &Option<usize>)| {
            let before = name.strip_suffix(key.as_str())?;
            let ends = before.ends_with(['省', '市', '州', '盟']) || before.ends_with("地区");
            // 丽水市龙泉: a short name has to stand behind its own region.
            let least = if before.ends_with(self.region.as_str()) {
                2
            } else {
                3
            };
            (ends && key.chars().count() >= least)
                .then_some(*at)
                .flatten()
        };
        self.counties.iter().find_map(of)
    }

    /// The county that a sheet's name or a title names: exactly one.
    pub(super) fn county_in(&self, text: &str) -> Option<usize> {
        let name = plain(text);
        if let Row::County(at) = self.row(text) {
            return Some(at);
        }
        let mut found = None;
        for (at, county) in self.edition.counties.iter().enumerate() {
            if name.contains(&plain(&county.name.value)) {
                if found.is_some() {
                    return None;
                }
                found = Some(at);
            }
        }
        found
    }

    /// The one county that an unknown name may mean: 莲都区人民政府 names it,
    /// 连都区 is a slip.
    pub(super) fn near(&self, text: &str) -> Option<&'a County> {
        let name = plain(text);
        let named = |(key, at): (&String, &Option<usize>)| {
            let written = key.chars().count() > 1 && name.contains(key.as_str());
            at.filter(|_| written && !key.is_ascii())
        };
        let mut found: Vec<usize> = self.counties.iter().filter_map(named).collect();
        found.sort_unstable();
        found.dedup();
        if let [at] = found.as_slice() {
            return self.county_at(*at);
        }
        let known = self.edition.counties.iter();
        let nearest = crate::finding::nearest(&name, known.map(|c| c.name.value.as_str()))?;
        let mut counties = self.edition.counties.iter();
        counties.find(|c| c.name.value == nearest)
    }

    /// The indicator of exactly that id or name.
    pub(super) fn indicator(&self, text: &str) -> Option<usize> {
        self.indicators.get(&plain(text)).copied().flatten()
    }

    /// The indicator that a heading means when a word of counting is left off:
    /// 达标村数 for 达标村. A guess that is shown.
    pub(super) fn indicator_loosely(&self, text: &str) -> Option<usize> {
        const TAILS: &[&str] = &[
            "总数", "数量", "总额", "金额", "总量", "个数", "人数", "户数", "情况", "数", "额",
            "量",
        ];
        let name = plain(text);
        let shorter = TAILS.iter().find_map(|tail| {
            let rest = name.strip_suffix(tail).filter(|r| r.chars().count() > 1)?;
            self.indicators.get(rest).copied().flatten()
        });
        let longer = || {
            TAILS.iter().find_map(|tail| {
                self.indicators
                    .get(&format!("{name}{tail}"))
                    .copied()
                    .flatten()
            })
        };
        shorter.or_else(longer)
    }

    /// The indicator whose name a longer one ends with: 集体经济强村占比.
    pub(super) fn indicator_at_end(&self, text: &str) -> Option<&'a str> {
        let name = plain(text);
        let longer = |of: &str| of != name && name.ends_with(of);
        let mut indicators = self.edition.indicators.iter();
        let found = indicators.find(|i| longer(&plain(&i.name)))?;
        Some(found.name.as_str())
    }

    /// The one indicator that an unknown heading may mean: a longer or shorter
    /// form of its name, or a slip of it.
    pub(super) fn indicator_near(&self, levels: &[String]) -> Option<&'a str> {
        let bare = |level: &String| take_unit(&plain(level)).0;
        let words = levels.iter().rev().map(bare);
        let word = words
            .into_iter()
            .find(|w| unit_in(w).is_none() && !w.is_empty())?;
        let known = || self.edition.indicators.iter();
        if let Some(name) = self.indicator_at_end(&word) {
            return Some(name);
        }
        let mut longer = known().filter(|i| plain(&i.name).contains(&word));
        if let (Some(found), None, true) = (longer.next(), longer.next(), word.chars().count() > 1)
        {
            return Some(found.name.as_str());
        }
        let names = known().flat_map(|i| [i.name.as_str(), i.id.as_str()]);
        crate::finding::nearest(&word, names)
    }

    pub(super) fn indicator_at(&self, at: usize) -> Option<&'a Indicator> {
        self.edition.indicators.get(at)
    }

    pub(super) fn county_at(&self, at: usize) -> Option<&'a County> {
        self.edition.counties.get(at)
    }
}

/// The six digits of a county's code where it is written with those of towns
/// and villages behind them: 331102000000 (GB/T 10114).
fn short_code(name: &str) -> &str {
    let digits = name.bytes().all(|b| b.is_ascii_digit());
    let long = digits && matches!(name.len(), 9 | 12);
    match name.split_at_checked(6) {
        Some((code, rest)) if long && rest.bytes().all(|b| b == b'0') => code,
        _ => name,
    }
}

fn add(map: &mut BTreeMap<String, Option<usize>>, name: String, at: usize) {
    map.entry(name)
        .and_modify(|known| {
            if *known != Some(at) {
                *known = None;
            }
        })
        .or_insert(Some(at));
}

/// 莲都 for 莲都区, 景宁 for 景宁畲族自治县.
fn short_names(name: &str) -> Vec<String> {
    let mut names = Vec::new();
    for tail in ["自治县", "自治旗", "自治州"] {
        if let Some(rest) = name.strip_suffix(tail) {
            let mut bare = rest;
            while let Some(shorter) = PEOPLES.iter().find_map(|p| bare.strip_suffix(p)) {
                bare = shorter;
            }
            names.extend([
                rest.to_owned(),
                bare.to_owned(),
                format!("{bare}{tail}"),
                format!("{bare}县"),
                format!("{bare}旗"),
            ]);
        }
    }
    for tail in ["县", "市", "区", "旗", "特区", "林区", "新区"] {
        if let Some(rest) = name.strip_suffix(tail) {
            names.push(rest.to_owned());
        }
    }
    // 东 alone is no name of 东区, but 歙 is one of 歙县.
    let alone = name.strip_suffix('县');
    names.retain(|n| (n.chars().count() > 1 || Some(n.as_str()) == alone) && n != name);
    names.sort();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::short_names;

    #[test]
    fn short_names_of_counties() {
        assert_eq!(short_names("莲都区"), ["莲都"]);
        assert_eq!(
            short_names("景宁畲族自治县"),
            [
                "景宁",
                "景宁县",
                "景宁旗",
                "景宁畲族",
                "景宁畲族自治",
                "景宁自治县"
            ]
        );
        assert!(short_names("城步苗族自治县").contains(&"城步".to_owned()));
        assert!(short_names("孟连傣族拉祜族佤族自治县").contains(&"孟连".to_owned()));
        assert!(short_names("东区").is_empty());
        assert_eq!(short_names("歙县"), ["歙"]);
    }
}
