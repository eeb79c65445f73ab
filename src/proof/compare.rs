//! The cases of one edition beside each other: sentences that two counties
//! share, and cases much shorter or longer than the rest.

use super::fault::Rules;
use super::prose::blocks;
use super::script::count_han;
use super::sentence::{Sentence, sentences};
use crate::content::Body;
use crate::finding::{Code, Finding, Findings};
use crate::text;
use std::collections::{BTreeSet, HashMap};

/// From so many counties on, a shared sentence is a set phrase, not a copy.
const PHRASE: usize = 4;

/// Fewer cases than this have no usual length.
const ENOUGH: usize = 5;

/// Compares the cases of one edition, given as county name and text.
///
/// A sentence of at least fourteen Chinese characters in two or three cases is
/// reported in each after the first; one in more of them once, as a set phrase.
/// A case of less than a third or more than three times the median length is
/// worth knowing. The time is linear in the length of all cases.
pub fn compare_cases(cases: &[(&str, &Body)], rules: &Rules, findings: &mut Findings) {
    let mut lengths = Vec::with_capacity(cases.len());
    let mut all: Vec<Vec<Sentence>> = Vec::with_capacity(cases.len());
    for (_, body) in cases {
        let blocks = blocks(body.text(), true);
        lengths.push(blocks.iter().map(|b| count_han(&b.text)).sum());
        all.push(sentences(&blocks));
    }
    shared(cases, &all, rules, findings);
    unusual(cases, &lengths, rules, findings);
}

fn shared(cases: &[(&str, &Body)], all: &[Vec<Sentence>], rules: &Rules, findings: &mut Findings) {
    // Where each sentence stands: the first time in each case.
    let mut places: HashMap<&str, Vec<(usize, usize)>> = HashMap::new();
    for (case, sentences) in all.iter().enumerate() {
        for (i, sentence) in sentences.iter().enumerate() {
            let places = places.entry(&sentence.essence).or_default();
            if places.last().is_none_or(|(last, _)| *last != case) {
                places.push((case, i));
            }
        }
    }
    let mut said = BTreeSet::new();
    for (case, sentences) in all.iter().enumerate() {
        for (i, sentence) in sentences.iter().enumerate() {
            let Some(places) = places.get(sentence.essence.as_str()) else {
                continue;
            };
            let Some((first, at)) = places.first().copied() else {
                continue;
            };
            let count = places.len();
            let (name, body) = cases[first];
            let place = cases[case].1.place(sentence.raw.clone());
            if count >= PHRASE {
                if case == first && said.insert((case, at)) {
                    let message = text!(
                        "{count} 篇写法都有这句话",
                        "{count} write-ups have this sentence"
                    );
                    rules.push(Finding::new(Code::SentenceCommon, place, message), findings);
                }
                continue;
            }
            if case == first || !places.contains(&(case, i)) {
                continue;
            }
            let message = text!(
                "这句话与{name}的写法一字不差",
                "this sentence also stands in the write-up of {name}"
            );
            let label = text!("{name}的写法", "the write-up of {name}");
            let raw = all[first][at].raw.clone();
            let finding =
                Finding::new(Code::SentenceShared, place, message).related(body.place(raw), label);
            rules.push(finding, findings);
        }
    }
}

fn unusual(cases: &[(&str, &Body)], lengths: &[usize], rules: &Rules, findings: &mut Findings) {
    let mut sorted = lengths.to_vec();
    sorted.sort_unstable();
    let median = sorted.get(sorted.len() / 2).copied().unwrap_or(0);
    if cases.len() < ENOUGH || median == 0 {
        return;
    }
    for ((_, body), length) in cases.iter().zip(lengths) {
        let (zh, en) = match *length {
            // An empty case is an error of its own.
            0 => continue,
            n if n * 3 < median => ("短得多", "much shorter"),
            n if n > median * 3 => ("长得多", "much longer"),
            _ => continue,
        };
        let message = text!(
            "这篇写法 {length} 字，比各县的中位数 {median} 字{zh}",
            "{length} characters, {en} than the median of {median}"
        );
        let start = body.text().len() - body.text().trim_start().len();
        let end = body.text()[start..]
            .find('\n')
            .map_or(body.text().len(), |n| start + n);
        rules.push(
            Finding::new(Code::CaseLength, body.place(start..end), message),
            findings,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Language, Source};

    fn compare(texts: &[&str]) -> Vec<(String, String, String)> {
        let names = ["莲都区", "龙泉市", "青田县", "云和县", "庆元县", "遂昌县"];
        let bodies: Vec<Body> = texts
            .iter()
            .enumerate()
            .map(|(i, t)| Body {
                source: Source::new(format!("{i}.md"), *t),
                range: 0..t.len(),
            })
            .collect();
        let cases: Vec<(&str, &Body)> = names.into_iter().zip(&bodies).collect();
        let mut findings = Findings::new();
        compare_cases(&cases, &Rules::new(), &mut findings);
        findings
            .sorted()
            .iter()
            .map(|f| {
                (
                    f.code.as_str().to_owned(),
                    f.place.path().to_owned(),
                    f.message.get(Language::Zh).to_owned(),
                )
            })
            .collect()
    }

    const COPIED: &str = "成立了强村联合发展有限公司，实现了村村有股权、村村有分红。";

    #[test]
    fn a_sentence_copied_from_a_neighbour() {
        let found = compare(&[
            &format!("庆元。{COPIED}"),
            "无关。",
            &format!("松阳。{COPIED}{COPIED}"),
        ]);
        assert_eq!(
            found,
            [(
                "sentence-shared".into(),
                "2.md".into(),
                "这句话与莲都区的写法一字不差".into()
            )]
        );
    }

    #[test]
    fn a_set_phrase_is_told_once() {
        let found = compare(&[COPIED, COPIED, COPIED, COPIED]);
        assert_eq!(
            found,
            [(
                "sentence-common".into(),
                "0.md".into(),
                "4 篇写法都有这句话".into()
            )]
        );
    }

    #[test]
    fn lengths_far_from_the_others() {
        let usual = ["甲", "乙", "丙"].map(|c| c.repeat(100));
        let [a, b, c] = &usual;
        let found = compare(&[a, b, c, "短短短短", &"长".repeat(301)]);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!(found[0].2, "这篇写法 4 字，比各县的中位数 100 字短得多");
        assert_eq!(found[1].2, "这篇写法 301 字，比各县的中位数 100 字长得多");
        assert!(compare(&[a, "短"]).is_empty());
    }
}
