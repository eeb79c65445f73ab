//! Another county's name in a county's case: often the text or a photo of a
//! neighbour. Partners are expected there, so it is only worth knowing.

use super::block::Block;
use super::fault::Rules;
use super::prose::blocks;
use crate::content::Body;
use crate::finding::{Code, Finding, Findings};
use crate::text;
use std::collections::{BTreeMap, HashMap};

/// The names of an edition's counties, ready to be looked for.
#[derive(Debug)]
pub struct Roster {
    names: Vec<String>,
    /// Spellings by their first character, the longest first.
    spellings: HashMap<char, Vec<(String, usize)>>,
}

/// What a county's name ends with and prose leaves out.
const RANKS: &[&str] = &["自治县", "县", "市", "区", "旗", "縣", "區"];

impl Roster {
    /// Takes the counties' names: 莲都区, 景宁畲族自治县.
    pub fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Roster {
        let names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        let mut spellings: HashMap<char, Vec<(String, usize)>> = HashMap::new();
        for (i, name) in names.iter().enumerate() {
            for spelling in std::iter::once(name.as_str()).chain(short(name)) {
                if let Some(first) = spelling.chars().next() {
                    spellings
                        .entry(first)
                        .or_default()
                        .push((spelling.to_owned(), i));
                }
            }
        }
        for list in spellings.values_mut() {
            list.sort_by(|a, b| (b.0.len(), &a.0, a.1).cmp(&(a.0.len(), &b.0, b.1)));
        }
        Roster { names, spellings }
    }

    /// Reports every county of the roster that `body` names, at the first
    /// mention. `own` and `partners` are indices into the roster as given.
    pub fn check(
        &self,
        body: &Body,
        own: usize,
        partners: &[usize],
        rules: &Rules,
        findings: &mut Findings,
    ) {
        let mut found: BTreeMap<usize, (std::ops::Range<usize>, usize)> = BTreeMap::new();
        for block in blocks(body.text(), true) {
            self.read(&block, &mut found);
        }
        for (county, (range, count)) in found {
            if county == own || partners.contains(&county) {
                continue;
            }
            let name = &self.names[county];
            let times = match count {
                1 => "once".to_owned(),
                n => format!("{n} times"),
            };
            let message = text!(
                "提到了别的县：{name}，{count} 次",
                "names another county: {name}, {times}"
            );
            let hint = text!(
                "若是合作方，在 +++ 之间的 partners 里写上它",
                "if it is a partner, list it in `partners` between +++"
            );
            let place = body.place(range);
            rules.push(
                Finding::new(Code::CountyForeign, place, message).hint(hint),
                findings,
            );
        }
    }

    /// The counties that a sentence names, as indices into the roster.
    pub(super) fn named(&self, sentence: &str) -> Vec<usize> {
        let mut found = BTreeMap::new();
        self.read(&Block::line(sentence), &mut found);
        let mut named: std::collections::BTreeSet<usize> = found.into_keys().collect();
        // 云和 is only a name where nothing runs on from it.
        for (i, name) in self.names.iter().enumerate() {
            let bare = RANKS.iter().find_map(|rank| name.strip_suffix(rank));
            let Some(bare) = bare.filter(|b| short(name).is_none() && b.chars().count() > 1) else {
                continue;
            };
            let alone = |at: usize| {
                let next = sentence[at + bare.len()..].chars().next();
                next.is_none_or(|c| super::script::is_mark(c) || c == super::script::OBJECT)
            };
            if sentence.match_indices(bare).any(|(at, _)| alone(at)) {
                named.insert(i);
            }
        }
        named.into_iter().collect()
    }

    /// How many counties a text ends with, one after the other: 云和、松阳.
    pub(super) fn named_in_a_row(&self, text: &str) -> usize {
        let mut rest = text;
        let mut count = 0;
        loop {
            let ends = |spelling: &&str| rest.ends_with(*spelling);
            let all = self.names.iter().flat_map(|name| {
                let bare = RANKS.iter().find_map(|rank| name.strip_suffix(rank));
                let bare = bare.filter(|b| b.chars().count() > 1);
                [Some(name.as_str()), short(name), bare]
                    .into_iter()
                    .flatten()
            });
            let Some(name) = all.filter(ends).max_by_key(|name| name.len()) else {
                return count;
            };
            count += 1;
            rest = &rest[..rest.len() - name.len()];
            let Some(before) = ["、", "和", "与", "及"]
                .iter()
                .find_map(|w| rest.strip_suffix(w))
            else {
                return count;
            };
            rest = before;
        }
    }

    fn read(&self, block: &Block, found: &mut BTreeMap<usize, (std::ops::Range<usize>, usize)>) {
        let text = block.text.as_str();
        let mut from = 0;
        for (i, c) in text.char_indices() {
            let Some(list) = self.spellings.get(&c).filter(|_| i >= from) else {
                continue;
            };
            let hit = list.iter().find(|(s, _)| text[i..].starts_with(s.as_str()));
            if let Some((spelling, county)) = hit {
                from = i + spelling.len();
                let raw = || block.raw(&(i..from));
                found.entry(*county).or_insert_with(|| (raw(), 0)).1 += 1;
            }
        }
    }
}

/// The name without its rank and people: 莲都, 景宁. A name of two characters
/// whose last is also a word of its own (云和 in 白云和蓝天) is not shortened.
fn short(name: &str) -> Option<&str> {
    const PEOPLES: &[&str] = &[
        "畲族",
        "土家族",
        "苗族",
        "羌族",
        "回族",
        "藏族",
        "彝族",
        "侗族",
        "瑶族",
        "壮族",
        "满族",
        "蒙古族",
        "傣族",
        "白族",
        "黎族",
        "哈尼族",
        "布依族",
        "纳西族",
        "仡佬族",
        "各族",
    ];
    let mut bare = RANKS.iter().find_map(|rank| name.strip_suffix(rank))?;
    while let Some(rest) = PEOPLES.iter().find_map(|p| bare.strip_suffix(p)) {
        bare = rest;
    }
    let long = bare.chars().count() >= 2;
    (long
        && !bare.ends_with([
            '和', '与', '同', '及', '的', '在', '中', '上', '下', '城', '郊',
        ]))
    .then_some(bare)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Language, Source};

    fn check(text: &str, own: usize, partners: &[usize]) -> Vec<(usize, String)> {
        let roster = Roster::new([
            "松阳县",
            "庆元县",
            "云和县",
            "景宁畲族自治县",
            "南湖新区",
            "南湖区",
        ]);
        let body = Body {
            source: Source::new("a.md", text),
            range: 0..text.len(),
        };
        let mut findings = Findings::new();
        roster.check(&body, own, partners, &Rules::new(), &mut findings);
        let shown = |f: &Finding| (f.place.span().start, f.message.get(Language::Zh).to_owned());
        findings.sorted().iter().map(shown).collect()
    }

    #[test]
    fn another_countys_name() {
        let found = check("宣传庆元特色，庆元县与松阳、景宁。", 0, &[]);
        assert_eq!(
            found,
            [
                (6, "提到了别的县：庆元县，2 次".into()),
                (42, "提到了别的县：景宁畲族自治县，1 次".into()),
            ]
        );
        assert_eq!(check("宣传庆元特色。", 0, &[1]), []);
    }

    #[test]
    fn names_inside_other_words() {
        assert_eq!(check("白云和蓝天，南湖新区。", 4, &[]), []);
        assert_eq!(check("见`庆元`和[图](庆元.jpg)。", 0, &[]), []);
        assert_eq!(check("云和县。", 0, &[]).len(), 1);
    }
}
