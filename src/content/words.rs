//! The department's own word lists: wrong → right, retired names, people with
//! their titles and terms, fixed phrases.
//!
//! `[check] words = ["words/*.toml"]` of site.toml names the files, counted
//! from the showcase's folder, beside `content/`: they are tools, never
//! published. We ship none: whose words are right is the department's to say.

use super::names::{filled, missing, required, spot};
use super::raw::{Maybe, RawPerson, RawPhrase, RawRenamed, RawWords, RawWrong};
use super::reader::{self, RawDate, Read};
use super::site::top;
use super::{Date, Entry, Folder, Spot, edition, link_on_the_way};
use crate::finding::{Code, Finding, Findings};
use crate::text;
use std::path::Path;
use toml::Spanned;

/// One list.
#[derive(Debug, Default)]
pub struct WordList {
    /// Words that are not to be used.
    pub wrong: Vec<Wrong>,
    /// Names that have changed.
    pub renamed: Vec<Renamed>,
    /// People and what they are.
    pub people: Vec<Person>,
    /// Phrases that must be word for word.
    pub phrases: Vec<Phrase>,
}

/// A word that is not to be used, and the right one.
#[derive(Debug)]
pub struct Wrong {
    /// The wrong ones.
    pub not: Vec<Spot<String>>,
    /// The right one.
    pub write: String,
    /// Why.
    pub note: Option<String>,
}

/// A name that changed.
#[derive(Debug)]
pub struct Renamed {
    /// The old name.
    pub old: Spot<String>,
    /// The new one.
    pub new: String,
    /// Its first day.
    pub since: Date,
}

/// Somebody who is named in cases.
#[derive(Debug)]
pub struct Person {
    /// 姓名.
    pub name: Spot<String>,
    /// 职务 and 任期.
    pub terms: Vec<Term>,
}

/// An office and when it was held.
#[derive(Debug)]
pub struct Term {
    /// 职务.
    pub title: String,
    /// Its first day, if known.
    pub from: Option<Date>,
    /// Its last day; still held without it.
    pub until: Option<Date>,
}

/// A phrase that must be word for word.
#[derive(Debug)]
pub struct Phrase {
    /// The phrase.
    pub text: Spot<String>,
    /// Near ones that are right as well.
    pub allow: Vec<String>,
}

/// Reads every list that `patterns` name.
pub(super) fn load(
    root: &Path,
    patterns: &[Spot<String>],
    findings: &mut Findings,
) -> Vec<WordList> {
    let mut lists = Vec::new();
    for pattern in patterns {
        let Some((folder, file)) = split(&pattern.value) else {
            let message = text!(
                "词表的路径要在专题文件夹里，形如 words/*.toml",
                "a word list lies in a folder of the showcase: words/*.toml"
            );
            findings.push(Finding::new(
                Code::ValueInvalid,
                pattern.place.clone(),
                message,
            ));
            continue;
        };
        let link = link_on_the_way(root, folder);
        let is_there = root.join(folder).is_dir() || link.is_some();
        let read = is_there
            .then(|| Folder::read(root, folder, findings))
            .flatten();
        let entries = read.iter().flat_map(Folder::entries);
        let before = lists.len();
        for entry in entries.filter(|e| e.folder().is_none() && matches(file, e.name())) {
            lists.push(list(entry, findings));
        }
        // In content/ it is no edition, and that is told where it lies.
        let astray = folder == edition::WORDS && root.join("content").join(folder).is_dir();
        if lists.len() == before && !astray && link.is_none() {
            let written = &pattern.value;
            let message = text!("“{written}”没有对上任何文件", "`{written}` names no file");
            let hint = text!(
                "路径从放有 content/ 的文件夹数起",
                "paths count from the folder that holds content/"
            );
            let finding = Finding::new(Code::ValueInvalid, pattern.place.clone(), message);
            findings.push(finding.hint(hint));
        }
    }
    lists
}

/// Folder and file of a pattern; `None` where it leaves the showcase.
fn split(pattern: &str) -> Option<(&str, &str)> {
    let (folder, file) = pattern.rsplit_once('/')?;
    let plain = |part: &str| {
        !part.is_empty() && part != "." && part != ".." && !part.contains(['*', '\\', ':'])
    };
    let inside = folder.split('/').all(plain) && !folder.starts_with("content");
    (inside && file.ends_with(".toml")).then_some((folder, file))
}

/// Whether a file's name fits a pattern, in which `*` is any text.
fn matches(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else {
        return pattern == name;
    };
    let Some(mut left) = name.strip_prefix(start) else {
        return false;
    };
    let mut parts: Vec<&str> = rest.split('*').collect();
    let end = parts.pop().unwrap_or("");
    for part in parts {
        match left.find(part) {
            Some(at) => left = &left[at + part.len()..],
            None => return false,
        }
    }
    left.ends_with(end)
}

fn list(entry: &Entry, findings: &mut Findings) -> WordList {
    let Some(source) = entry.text() else {
        return WordList::default();
    };
    let mut read: Read<RawWords> = reader::read(source, 0..source.text().len(), findings);
    let raw = std::mem::take(&mut read.raw);
    let mut desk = Desk {
        read,
        entry,
        findings,
    };
    WordList {
        wrong: desk.each(raw.wrong, "wrong", Desk::wrong),
        renamed: desk.each(raw.renamed, "renamed", Desk::renamed),
        people: desk.each(raw.people, "people", Desk::person),
        phrases: desk.each(raw.phrases, "phrases", Desk::phrase),
    }
}

struct Desk<'a> {
    read: Read<RawWords>,
    entry: &'a Entry,
    findings: &'a mut Findings,
}

impl Desk<'_> {
    fn each<R, T>(
        &mut self,
        raw: Option<Vec<Spanned<R>>>,
        key: &str,
        judge: fn(&mut Self, R, &str) -> Option<T>,
    ) -> Vec<T> {
        let raw = raw.unwrap_or_default().into_iter().enumerate();
        raw.filter_map(|(at, one)| judge(self, one.into_inner(), &format!("{key}[{at}]")))
            .collect()
    }

    /// A key that must be there and filled.
    fn need(&mut self, value: Maybe<String>, path: &str, key: &str) -> Option<Spot<String>> {
        let path = format!("{path}.{key}");
        let value = required(value, &path, top(self.entry), &self.read, self.findings)?;
        filled(value, self.findings)
    }

    fn date(&mut self, date: Maybe<RawDate>) -> Option<Date> {
        let date = spot(date?, &self.read);
        edition::date(date, self.findings).map(|d| d.value)
    }

    fn wrong(&mut self, raw: RawWrong, path: &str) -> Option<Wrong> {
        let write = self.need(raw.write, path, "write");
        let not_path = format!("{path}.not");
        let not = required(
            raw.not,
            &not_path,
            top(self.entry),
            &self.read,
            self.findings,
        )?;
        let not = not.value.into_iter().map(|n| spot(n, &self.read));
        let not: Vec<Spot<String>> = not.filter(|n| !n.value.trim().is_empty()).collect();
        let write = write?;
        for same in not.iter().filter(|n| n.value == write.value) {
            let word = &same.value;
            let message = text!(
                "“{word}”既是错的又是对的",
                "`{word}` is both wrong and right",
            );
            let place = same.place.clone();
            self.findings
                .push(Finding::new(Code::ValueInvalid, place, message));
        }
        Some(Wrong {
            not,
            write: write.value,
            note: raw.note.map(Spanned::into_inner),
        })
    }

    fn renamed(&mut self, raw: RawRenamed, path: &str) -> Option<Renamed> {
        let old = self.need(raw.old, path, "old");
        let new = self.need(raw.new, path, "new");
        let since = self.date(raw.since);
        let key = format!("{path}.since");
        if since.is_none() && !self.read.was_dropped(&key) {
            missing(&key, top(self.entry), self.findings);
        }
        Some(Renamed {
            old: old?,
            new: new?.value,
            since: since?,
        })
    }

    fn person(&mut self, raw: RawPerson, path: &str) -> Option<Person> {
        let name = self.need(raw.name, path, "name");
        let raw_terms = raw.terms.map(Spanned::into_inner).unwrap_or_default();
        let mut terms = Vec::new();
        for (at, term) in raw_terms.into_iter().enumerate() {
            let term = term.into_inner();
            let path = format!("{path}.terms[{at}]");
            let place = term.until.as_ref().map(|d| self.read.place(d.span()));
            let from = self.date(term.from);
            let until = self.date(term.until);
            if let (Some(from), Some(until), Some(place)) = (from, until, place)
                && until.last_day() < from.first_day()
            {
                let message = text!("任期的结束早于开始", "the term ends before it begins");
                let hint = text!(
                    "from 写上任的日子，until 写离任的日子",
                    "`from` is its first day, `until` its last"
                );
                self.findings
                    .push(Finding::new(Code::ValueInvalid, place, message).hint(hint));
            }
            if let Some(title) = self.need(term.title, &path, "title") {
                let title = title.value;
                terms.push(Term { title, from, until });
            }
        }
        Some(Person { name: name?, terms })
    }

    fn phrase(&mut self, raw: RawPhrase, path: &str) -> Option<Phrase> {
        let text = self.need(raw.text, path, "text")?;
        let allow = raw.allow.map(Spanned::into_inner).unwrap_or_default();
        Some(Phrase {
            text,
            allow: allow.into_iter().map(Spanned::into_inner).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{matches, split};

    #[test]
    fn patterns_of_files() {
        assert!(matches("*.toml", "部门.toml"));
        assert!(matches("a*b.toml", "a1b.toml"));
        assert!(matches("a.toml", "a.toml"));
        assert!(!matches("a*.toml", "b.toml"));
        assert!(!matches("*.toml", "a.md"));
    }

    #[test]
    fn lists_lie_inside_the_showcase() {
        assert_eq!(split("words/*.toml"), Some(("words", "*.toml")));
        assert_eq!(split("words/2024/a.toml"), Some(("words/2024", "a.toml")));
        for outside in [
            "*.toml",
            "../a.toml",
            "/etc/a.toml",
            "content/w/a.toml",
            "a*/b.toml",
            "words/a.txt",
        ] {
            assert_eq!(split(outside), None, "{outside}");
        }
    }
}
