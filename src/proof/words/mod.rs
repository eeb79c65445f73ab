//! The department's own lists: words that are not to be used, names that have
//! changed, people with their titles and terms. Phrases are in `phrase.rs`.
//!
//! All lists become one automaton, so the time is linear in the text however
//! long they are. Where a right word holds a wrong one (县农业农村局 and
//! 农业局), the longer one that begins first is taken.

mod people;

use crate::content::{Date, Person, Renamed, WordList, Wrong};
use crate::finding::{Code, Findings};
use crate::proof::block::Block;
use crate::proof::fault::Fault;
use crate::proof::phrase::Phrases;
use crate::text;
use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// The lists, ready to be looked for in the texts of one edition.
#[derive(Debug, Default)]
pub(super) struct Words<'a> {
    automaton: Option<AhoCorasick>,
    /// By number of the automaton's pattern.
    entries: Vec<Entry<'a>>,
    /// Every title that the lists name, the longest first.
    titles: Vec<&'a str>,
    /// The same, to be looked for.
    offices: Option<AhoCorasick>,
    people: Vec<&'a Person>,
    phrases: Phrases<'a>,
    /// The edition's as-of date, when its names and offices must be right.
    at: Option<Date>,
}

#[derive(Debug)]
enum Entry<'a> {
    /// Right; it only hides what it holds.
    Right,
    Wrong(&'a Wrong),
    Old(&'a Renamed),
    Person(Vec<&'a Person>),
}

impl<'a> Words<'a> {
    /// The lists as they hold on the day `at`.
    pub(super) fn new(lists: &'a [WordList], at: Option<Date>) -> Words<'a> {
        let mut entries: BTreeMap<&str, Entry<'_>> = BTreeMap::new();
        let mut titles = BTreeSet::new();
        for list in lists {
            for wrong in &list.wrong {
                for not in &wrong.not {
                    entries.insert(&not.value, Entry::Wrong(wrong));
                }
            }
            let current = |r: &&Renamed| at.is_none_or(|at| at.last_day() >= r.since.first_day());
            for renamed in list.renamed.iter().filter(current) {
                entries.insert(&renamed.old.value, Entry::Old(renamed));
            }
            for person in &list.people {
                titles.extend(person.terms.iter().map(|t| t.title.as_str()));
                let entry = entries.entry(&person.name.value);
                match entry.or_insert_with(|| Entry::Person(Vec::new())) {
                    Entry::Person(people) => people.push(person),
                    Entry::Right | Entry::Wrong(_) | Entry::Old(_) => {}
                }
            }
        }
        for list in lists {
            let right = list.wrong.iter().map(|w| &w.write);
            for right in right.chain(list.renamed.iter().map(|r| &r.new)) {
                entries.entry(right).or_insert(Entry::Right);
            }
        }
        let mut titles: Vec<&str> = titles.into_iter().collect();
        titles.sort_by_key(|title| std::cmp::Reverse(title.len()));
        let automaton = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(entries.keys())
            .ok()
            .filter(|_| !entries.is_empty());
        let offices = AhoCorasick::builder()
            .match_kind(MatchKind::LeftmostLongest)
            .build(&titles)
            .ok()
            .filter(|_| !titles.is_empty());
        Words {
            offices,
            people: lists.iter().flat_map(|list| &list.people).collect(),
            automaton,
            entries: entries.into_values().collect(),
            titles,
            phrases: Phrases::new(lists),
            at,
        }
    }

    /// Says which phrases are too short to have near misses.
    pub(super) fn report(lists: &[WordList], findings: &mut Findings) {
        crate::proof::phrase::report_short(lists, findings);
    }

    /// Runs the rules.
    pub(super) fn check(&self, block: &Block, faults: &mut Vec<Fault>) {
        self.phrases.check(block, faults);
        let Some(automaton) = &self.automaton else {
            return;
        };
        for found in automaton.find_iter(&block.text) {
            let range = found.range();
            match self.entries.get(found.pattern().as_usize()) {
                Some(Entry::Wrong(wrong)) => faults.push(not_wanted(block, range, wrong)),
                Some(Entry::Old(renamed)) => faults.extend(retired(block, range, renamed)),
                Some(Entry::Person(people)) => faults.extend(self.title(block, range, people)),
                Some(Entry::Right) | None => {}
            }
        }
        self.slips(block, faults);
    }
}

fn not_wanted(block: &Block, range: Range<usize>, wrong: &Wrong) -> Fault {
    let word = &block.text[range.clone()];
    let message = text!("词表不用“{word}”", "the list does not want {word}");
    let fault = Fault::new(block, Code::WordWrong, range, message).perhaps(wrong.write.as_str());
    match &wrong.note {
        Some(note) => fault.hint(text!("{note}", "{note}")),
        None => fault,
    }
}

fn retired(block: &Block, range: Range<usize>, renamed: &Renamed) -> Option<Fault> {
    // 原县农业局 is the former one too.
    let before = &block.text[..range.start];
    let before = before.trim_end_matches(['省', '市', '县', '区', '镇', '乡']);
    if ["原", "时称", "前身是", "前身为"]
        .iter()
        .any(|w| before.ends_with(w))
    {
        return None;
    }
    let (old, since) = (&renamed.old.value, renamed.since);
    let day = since.zh();
    let message = text!(
        "“{old}”自{day}起已经改名",
        "{old} changed its name on {since}"
    );
    let hint = text!("写过去的事，前面加“原”", "of the past write 原");
    let fault = Fault::new(block, Code::NameRetired, range, message);
    Some(fault.perhaps(renamed.new.as_str()).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::{Phrase, Spot, Term};
    use crate::finding::Place;

    pub(super) fn spot(text: &str) -> Spot<String> {
        Spot {
            value: text.to_owned(),
            place: Place::file("words/a.toml"),
        }
    }

    fn date(text: &str) -> Option<Date> {
        Date::parse(text)
    }

    pub(super) fn lists() -> Vec<WordList> {
        vec![WordList {
            wrong: vec![Wrong {
                not: vec![spot("村集体"), spot("销薄")],
                write: "村级集体".into(),
                note: None,
            }],
            renamed: vec![Renamed {
                old: spot("农业局"),
                new: "农业农村局".into(),
                since: date("2019-01-15").unwrap(),
            }],
            people: vec![Person {
                name: spot("张三"),
                terms: vec![
                    Term {
                        title: "县长".into(),
                        from: date("2015"),
                        until: date("2018-06"),
                    },
                    Term {
                        title: "县委书记".into(),
                        from: date("2018-07"),
                        until: None,
                    },
                ],
            }],
            phrases: vec![Phrase {
                text: spot("绿水青山就是金山银山"),
                allow: vec!["绿水青山也是金山银山".into()],
            }],
        }]
    }

    pub(super) fn hits(text: &str, at: &str) -> Vec<String> {
        let lists = lists();
        let words = Words::new(&lists, date(at));
        let mut faults = Vec::new();
        for block in crate::proof::prose::blocks(text, true) {
            words.check(&block, &mut faults);
        }
        let shown = |f: &Fault| format!("{} {}", f.code.as_str(), &text[f.range.clone()]);
        faults.iter().map(shown).collect()
    }

    #[test]
    fn words_that_are_not_wanted() {
        assert_eq!(hits("壮大村集体经济。", "2019"), ["word-wrong 村集体"]);
        assert!(hits("壮大村级集体经济，`村集体`。", "2019").is_empty());
    }

    #[test]
    fn a_retired_name_is_right_before_its_day_and_as_the_former_one() {
        assert_eq!(hits("县农业局发文。", "2019-11"), ["name-retired 农业局"]);
        assert!(hits("县农业局发文。", "2018-11").is_empty());
        assert!(hits("原农业局、农业农村局发文。", "2019-11").is_empty());
    }

    #[test]
    fn a_phrase_that_is_wrong_at_an_end() {
        assert_eq!(
            hits("绿水青山就是金山银行。", "2019"),
            ["phrase-near 绿水青山就是金山银行"]
        );
        assert_eq!(
            hits("青水青山就是金山银山。", "2019"),
            ["phrase-near 青水青山就是金山银山"]
        );
        for right in [
            "绿水青山就是金山。",
            "绿水青山就是金山银的故事。",
            "绿水青山就是金山银山。",
        ] {
            assert_eq!(hits(right, "2019"), Vec::<String>::new(), "{right}");
        }
        assert_eq!(hits("原县农业局参加。", "2019-02"), Vec::<String>::new());
    }

    #[test]
    fn a_long_list_is_looked_for_in_a_long_text() {
        let mut list = WordList::default();
        for n in 0..5_000 {
            list.wrong.push(Wrong {
                not: vec![spot(&format!("错词{n}号"))],
                write: format!("对词{n}号"),
                note: None,
            });
            list.phrases.push(Phrase {
                text: spot(&format!("坚持不懈抓好第{n}件实事")),
                allow: Vec::new(),
            });
        }
        let lists = vec![list];
        let words = Words::new(&lists, None);
        // All phrases begin alike, so all are looked at where they could begin.
        for piece in ["坚持不懈", "错词", "件实事", "第1", "甲。"] {
            words.check(&Block::line(&piece.repeat(1_000)), &mut Vec::new());
        }
    }

    #[test]
    fn near_misses_of_a_phrase() {
        let near = |text: &str| hits(text, "2019");
        for text in [
            "绿水青山就是金山。",
            "绿水青山就是金山银山。",
            "绿水青山也是金山银山。",
            "水青山就是金山银山。",
        ] {
            assert!(near(text).is_empty(), "{text}: {:?}", near(text));
        }
        assert_eq!(near("坚持绿水青山就是银山金山。"), Vec::<String>::new());
        assert_eq!(
            near("坚持绿水青山就是金山银的山。"),
            ["phrase-near 绿水青山就是金山银的山"]
        );
        assert_eq!(
            near("坚持绿水清山就是金山银山的理念。"),
            ["phrase-near 绿水清山就是金山银山"]
        );
        assert_eq!(
            near("坚持**绿水**青山就金山银山。"),
            ["phrase-near 绿水**青山就金山银山"]
        );
    }
}
