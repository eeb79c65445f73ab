//! The department's own lists: words that are not to be used, names that have
//! changed, people with their titles and terms. Phrases are in `phrase.rs`.
//!
//! All lists become one automaton, so the time is linear in the text however
//! long they are. Where a right word holds a wrong one (县农业农村局 and
//! 农业局), the longer one that begins first is taken.

use super::block::Block;
use super::fault::Fault;
use super::phrase::Phrases;
use super::script::{ends, is_han, starts};
use crate::content::{Date, Person, Renamed, Term, WordList, Wrong};
use crate::finding::{Code, Findings};
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
        super::phrase::report_short(lists, findings);
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

    /// A title and a name that is nearly the one of who holds it: 县委书记张叁.
    fn slips(&self, block: &Block, faults: &mut Vec<Fault>) {
        let (Some(titles), Some(at)) = (&self.offices, self.at) else {
            return;
        };
        let text = block.text.as_str();
        for found in titles.find_iter(text) {
            let former = ["副", "原", "前", "时任", "原任", "曾任"];
            let Some(title) = self.titles.get(found.pattern().as_usize()) else {
                continue;
            };
            let before = &text[..found.start()];
            let behind = &text[found.end()..];
            if former.iter().any(|word| before.ends_with(word)) {
                continue;
            }
            let holders: Vec<&Person> = self
                .people
                .iter()
                .filter(|p| p.terms.iter().any(|t| t.title == *title && held(t, at)))
                .copied()
                .collect();
            if holders
                .iter()
                .any(|p| behind.starts_with(p.name.value.as_str()))
            {
                continue;
            }
            let Some((person, len)) = holders.iter().find_map(|p| {
                let len = slip(&p.name.value, behind, holders.len() == 1)?;
                Some((p, len))
            }) else {
                continue;
            };
            // Somebody else of the list.
            let written = &behind[..len];
            if self.people.iter().any(|p| p.name.value == written) {
                continue;
            }
            let name = &person.name.value;
            let message = text!(
                "“{written}”和词表里的“{name}”差一个字",
                "{written} is one character off {name} of the list"
            );
            let range = found.end()..found.end() + len;
            let fault = Fault::new(block, Code::TitleWrong, range, message);
            faults.push(fault.perhaps(name.as_str()));
        }
    }

    /// The title right before a name, or right behind it: the person's own, and
    /// held at the time.
    fn title(&self, block: &Block, name: Range<usize>, people: &[&Person]) -> Option<Fault> {
        let text = block.text.as_str();
        let (range, title) = match self.title_before(text, &name) {
            Some(title) => (name.start - title.len()..name.end, title),
            None => {
                let title = self.title_behind(text, &name)?;
                (name.start..name.end + title.len(), title)
            }
        };
        let before = &text[..range.start];
        let listed = self.titles.contains(&title);
        let who = &block.text[name.clone()];
        let terms = || people.iter().flat_map(|p| &p.terms);
        let own: Vec<&Term> = terms().filter(|t| t.title == title).collect();
        // 县委书记 for the list's 东县县委书记 is short, not wrong.
        if !listed && terms().any(|t| t.title.contains(title)) {
            return None;
        }
        if own.is_empty() {
            let known: BTreeSet<&str> = terms().map(|t| t.title.as_str()).collect();
            let known = known.into_iter().collect::<Vec<_>>();
            let (zh, en) = (known.join("、"), known.join(", "));
            let message = text!(
                "词表里{who}不是“{title}”",
                "the list does not give {who} the title {title}"
            );
            let hint = text!("词表里是：{zh}", "the list says: {en}");
            return Some(Fault::new(block, Code::TitleWrong, range, message).hint(hint));
        }
        let former = ["时任", "原", "前", "原任", "曾任"];
        let at = self.at?;
        if own.iter().any(|t| held(t, at)) || former.iter().any(|w| before.ends_with(w)) {
            return None;
        }
        let spans: Vec<String> = own.iter().map(|t| span(t)).collect();
        let spans = spans.join("、");
        let day = at.zh();
        let message = text!(
            "{day}时，{who}不在“{title}”任上",
            "{who} was not {title} on {at}"
        );
        let hint = text!(
            "词表里的任期：{spans}；写过去的事，前面加“时任”",
            "the list's term: {spans}; of the past write 时任"
        );
        Some(Fault::new(block, Code::TitleTerm, range, message).hint(hint))
    }

    /// 县长 of 县长张三.
    fn title_before<'t>(&self, text: &'t str, name: &Range<usize>) -> Option<&'t str> {
        let before = &text[..name.start];
        let known = ends(before, &self.titles).or_else(|| ends(before, OFFICES))?;
        let mut start = name.start - known.len();
        // 副县长 is not 县长, whatever the list knows.
        if before[..start].ends_with('副') {
            start -= '副'.len_utf8();
        }
        Some(&before[start..])
    }

    /// 县长 of 张三县长; not of 张三县长李四, where it may be the other's.
    fn title_behind<'t>(&self, text: &'t str, name: &Range<usize>) -> Option<&'t str> {
        let behind = &text[name.end..];
        let bare = behind.strip_prefix('副').unwrap_or(behind);
        let known = starts(bare, &self.titles).or_else(|| starts(bare, OFFICES))?;
        let end = behind.len() - bare.len() + known.len();
        let rest = &behind[end..];
        let other = self
            .people
            .iter()
            .any(|p| rest.starts_with(p.name.value.as_str()));
        // 张三镇长期 is no 镇长.
        let word = rest.starts_with(['期', '大', '远', '久', '达', '助', '办', '热']);
        (!other && !word).then_some(&behind[..end])
    }
}

/// Offices of which the one in a list is told apart, even if no list names
/// them: 县长 before a name that the list has as 县委书记. Not those of a
/// village, where another may bear the same name.
const OFFICES: &[&str] = &[
    "县委书记",
    "市委书记",
    "区委书记",
    "省委书记",
    "县委副书记",
    "市委副书记",
    "区委副书记",
    "县长",
    "市长",
    "区长",
    "省长",
    "州长",
    "旗长",
    "镇长",
    "乡长",
    "党委书记",
    "局长",
    "部长",
    "厅长",
];

/// Whether a term holds on the day `at`.
fn held(term: &Term, at: Date) -> bool {
    term.from
        .is_none_or(|from| from.first_day() <= at.last_day())
        && term
            .until
            .is_none_or(|until| until.last_day() >= at.first_day())
}

/// The bytes of a name at the start of `text` that differs from `name` in one
/// character. One of two characters must have the surname, and be of an office
/// with one holder; another person would be too likely.
fn slip(name: &str, text: &str, alone: bool) -> Option<usize> {
    let right: Vec<char> = name.chars().collect();
    let written: Vec<char> = text.chars().take(right.len()).collect();
    if written.len() < right.len() || !written.iter().all(|c| is_han(*c)) {
        return None;
    }
    let off = right.iter().zip(&written).filter(|(a, b)| a != b).count();
    let surname = right.first() == written.first();
    let enough = match right.len() {
        0 | 1 => false,
        2 => surname && alone,
        _ => true,
    };
    // 县委书记张和 begins no name: what follows a title may be any word.
    let particle = written
        .last()
        .is_some_and(|c| "的和与及在说等也是到、".contains(*c));
    (off == 1 && enough && !particle).then(|| written.iter().map(|c| c.len_utf8()).sum())
}

/// 2017-03—2020-05
fn span(term: &Term) -> String {
    let day = |date: Option<Date>| date.map_or(String::new(), |d| d.to_string());
    format!("{}—{}", day(term.from), day(term.until))
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
    use crate::content::{Phrase, Spot};
    use crate::finding::Place;

    fn spot(text: &str) -> Spot<String> {
        Spot {
            value: text.to_owned(),
            place: Place::file("words/a.toml"),
        }
    }

    fn date(text: &str) -> Option<Date> {
        Date::parse(text)
    }

    fn lists() -> Vec<WordList> {
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

    fn hits(text: &str, at: &str) -> Vec<String> {
        let lists = lists();
        let words = Words::new(&lists, date(at));
        let mut faults = Vec::new();
        for block in super::super::prose::blocks(text, true) {
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
    fn names_that_are_nearly_right_and_deputies() {
        assert_eq!(hits("县委书记张叁说，好。", "2019"), ["title-wrong 张叁"]);
        assert_eq!(hits("副县长张三说。", "2017"), ["title-wrong 副县长张三"]);
        for right in [
            "县委书记张三说。",
            "县委书记说，好。",
            "时任县委书记张叁说。",
            "县委书记李四说。",
            "县委书记张的办公室。",
        ] {
            assert_eq!(hits(right, "2019"), Vec::<String>::new(), "{right}");
        }
        // Before the term nobody of the list held it.
        assert_eq!(hits("县委书记张叁说。", "2017"), Vec::<String>::new());
    }

    #[test]
    fn titles_and_terms() {
        assert!(hits("县委书记张三说。", "2019-11").is_empty());
        assert_eq!(hits("县长张三说。", "2019-11"), ["title-term 县长张三"]);
        assert!(hits("时任县长张三说。", "2019-11").is_empty());
        assert!(hits("县长张三说。", "2016").is_empty());
        assert!(hits("村民张三说。", "2019-11").is_empty());
        // Behind the name.
        assert_eq!(hits("张三县长带队。", "2019-11"), ["title-term 张三县长"]);
        assert_eq!(hits("张三镇长带队。", "2019"), ["title-wrong 张三镇长"]);
        assert_eq!(hits("张三副县长说。", "2017"), ["title-wrong 张三副县长"]);
        for right in [
            "张三县委书记带队。",
            "张三书记带队。",
            "张三镇长期驻村。",
            "张三、县长李四。",
        ] {
            assert_eq!(hits(right, "2019-11"), Vec::<String>::new(), "{right}");
        }
        // No list names the office; the list's own is another.
        assert_eq!(hits("镇长张三说。", "2019-11"), ["title-wrong 镇长张三"]);
        assert_eq!(
            hits("县委副书记张三说。", "2019-11"),
            ["title-wrong 县委副书记张三"]
        );
        let mut lists = lists();
        lists[0].people.push(Person {
            name: spot("李四"),
            terms: vec![Term {
                title: "乡长".into(),
                from: None,
                until: None,
            }],
        });
        let words = Words::new(&lists, None);
        let mut faults = Vec::new();
        let block = Block::line("县委书记李四");
        words.check(&block, &mut faults);
        assert_eq!(faults[0].code, Code::TitleWrong);
    }

    #[test]
    fn a_long_list_and_a_long_text_take_linear_time() {
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
        let started = std::time::Instant::now();
        let words = Words::new(&lists, None);
        for piece in ["坚持不懈", "错词", "件实事", "第1", "甲。"] {
            words.check(&Block::line(&piece.repeat(1_000)), &mut Vec::new());
        }
        // All phrases begin alike, so all are looked at where they could begin.
        assert!(started.elapsed().as_secs() < 30, "{:?}", started.elapsed());
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
