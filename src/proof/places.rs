//! The register of places: another county's township in a county's case.

use super::block::Block;
use super::fault::Rules;
use super::prose::blocks;
use crate::content::{Body, Places};
use crate::finding::{Code, Finding, Findings};
use crate::text;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The townships of an edition's counties, ready to be looked for.
#[derive(Debug, Default)]
pub(super) struct Register {
    automaton: Option<AhoCorasick>,
    /// By number of the pattern: the counties that have a township of the name.
    owners: Vec<BTreeSet<usize>>,
    counties: Vec<String>,
}

impl Register {
    /// Takes the counties' slugs and names in the roster's order; of one
    /// county in both registers, `edition` counts.
    pub(super) fn new(counties: &[(&str, &str)], edition: &Places, site: &Places) -> Register {
        let mut owners: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (county, (slug, _)) in counties.iter().enumerate() {
            let places = edition.get(*slug).or_else(|| site.get(*slug));
            for place in places.into_iter().flatten() {
                // A single character is part of too many words.
                if place.value.chars().count() > 1 {
                    owners.entry(&place.value).or_default().insert(county);
                }
            }
        }
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(owners.keys())
            .ok();
        Register {
            automaton: automaton.filter(|_| !owners.is_empty()),
            owners: owners.into_values().collect(),
            counties: counties
                .iter()
                .map(|(_, name)| (*name).to_owned())
                .collect(),
        }
    }

    /// Reports every township of another county that `body` names, at the
    /// first mention. `own` and `partners` are numbers in the roster.
    pub(super) fn check(
        &self,
        body: &Body,
        own: usize,
        partners: &[usize],
        rules: &Rules,
        findings: &mut Findings,
    ) {
        let Some(automaton) = &self.automaton else {
            return;
        };
        let mut found: BTreeMap<usize, (Range<usize>, String)> = BTreeMap::new();
        for block in blocks(body.text(), true) {
            self.read(automaton, &block, &mut found);
        }
        for (pattern, (range, place)) in found {
            let owners = &self.owners[pattern];
            if owners.contains(&own) || partners.iter().any(|p| owners.contains(p)) {
                continue;
            }
            let owners: Vec<&str> = owners
                .iter()
                .filter_map(|o| self.counties.get(*o).map(String::as_str))
                .collect();
            let (zh, en) = (owners.join("、"), owners.join(", "));
            let message = text!("“{place}”是{zh}的", "{place} belongs to {en}");
            let hint = text!(
                "核对地名；若是合作方，在 +++ 之间的 partners 里写上它",
                "check the name; a partner is listed in `partners` between +++"
            );
            let finding = Finding::new(Code::PlaceForeign, body.place(range), message);
            rules.push(finding.hint(hint), findings);
        }
    }

    fn read(
        &self,
        automaton: &AhoCorasick,
        block: &Block,
        found: &mut BTreeMap<usize, (Range<usize>, String)>,
    ) {
        for hit in automaton.find_iter(&block.text) {
            let place = || (block.raw(&hit.range()), block.text[hit.range()].to_owned());
            found.entry(hit.pattern().as_usize()).or_insert_with(place);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Spot;
    use crate::finding::{Language, Place, Source};

    fn places(of: &[(&str, &[&str])]) -> Places {
        let spot = |name: &&str| Spot {
            value: (*name).to_owned(),
            place: Place::file("site.toml"),
        };
        let of = of.iter();
        of.map(|(slug, names)| ((*slug).to_owned(), names.iter().map(spot).collect()))
            .collect()
    }

    fn check(text: &str, own: usize, partners: &[usize]) -> Vec<String> {
        let site = places(&[("a", &["碧湖镇", "城关镇"]), ("b", &["张村乡", "城关镇"])]);
        let register = Register::new(&[("a", "甲县"), ("b", "乙县")], &Places::new(), &site);
        let body = Body {
            source: Source::new("a.md", text),
            range: 0..text.len(),
        };
        let mut findings = Findings::new();
        register.check(&body, own, partners, &Rules::new(), &mut findings);
        let said = |f: &Finding| f.message.get(Language::Zh).to_owned();
        findings.sorted().iter().map(said).collect()
    }

    #[test]
    fn another_countys_township() {
        assert_eq!(check("走进张村乡，张村乡。", 0, &[]), ["“张村乡”是乙县的"]);
        assert!(check("走进张村乡。", 0, &[1]).is_empty());
        assert!(check("走进碧湖镇、城关镇。", 0, &[]).is_empty());
        assert!(check("见[图](张村乡.jpg)。", 0, &[]).is_empty());
    }
}
