//! People of the lists beside their titles: a title that is not theirs, one not held
//! at the time, and a name that is nearly that of who holds it. Words and names of
//! offices are simply found; here two things that stand together must agree.

use super::Words;
use crate::content::{Date, Person, Term};
use crate::finding::Code;
use crate::proof::block::Block;
use crate::proof::fault::Fault;
use crate::proof::script::{ends, is_han, starts};
use crate::text;
use std::collections::BTreeSet;
use std::ops::Range;

impl Words<'_> {
    /// A title and a name that is nearly the one of who holds it: 县委书记张叁.
    pub(super) fn slips(&self, block: &Block, faults: &mut Vec<Fault>) {
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
    pub(super) fn title(
        &self,
        block: &Block,
        name: Range<usize>,
        people: &[&Person],
    ) -> Option<Fault> {
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

#[cfg(test)]
mod tests {
    use super::super::tests::{hits, lists, spot};
    use super::*;

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
}
