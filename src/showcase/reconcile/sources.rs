//! Sources that were copied with the file of another county, or left from last
//! year: 南山县水利局2023年年报 where all others have their own name and 2024.

use super::Desk;
use super::copies::file_key;
use crate::finding::{Code, Finding};
use crate::showcase::{County, Edition};
use crate::text;
use aho_corasick::AhoCorasick;
use std::collections::BTreeMap;

/// So many other counties must agree in how they name their sources.
const LEAST: usize = 2;

/// Runs the rules over the sources that stand at the top of the files.
pub(super) fn of_edition<'c>(at: usize, edition: &Edition<'c>, desk: &mut Desk<'c>) {
    let names: Vec<&str> = edition.counties.iter().map(short).collect();
    let mut foreign = None;
    let mut patterns: BTreeMap<String, Vec<Source<'_>>> = BTreeMap::new();
    for (c, county) in edition.counties.iter().enumerate() {
        let Some(text) = county.figures.first().map(|f| &*f.content.source) else {
            continue;
        };
        let own = names.get(c).copied().unwrap_or_default();
        let named = match text.contains(own) {
            true => Some(own),
            false => foreign
                .get_or_insert_with(|| Foreign::new(&names))
                .named(text),
        };
        let Some(named) = named else { continue };
        let Some((pattern, year)) = pattern(&without(text, named)) else {
            continue;
        };
        let source = Source {
            county: c,
            foreign: named != own,
            named,
            year,
        };
        patterns.entry(pattern).or_default().push(source);
    }
    for sources in patterns.values().filter(|all| all.len() > LEAST) {
        of_pattern(at, edition, sources, desk);
    }
}

/// Finds a county's name in a source, in one pass for all names: there may be
/// as many of them as sources.
struct Foreign<'a> {
    names: Vec<&'a str>,
    all: Option<AhoCorasick>,
    /// Most counties have the source that the edition gives them.
    last: Option<(&'a str, Option<&'a str>)>,
}

/// Bytes of a name that sources are searched for, at most. No place has a longer one, and
/// one of thousands that repeat each other took seconds to make ready.
const LONGEST: usize = 300;

impl<'a> Foreign<'a> {
    fn new(names: &[&'a str]) -> Self {
        let names: Vec<&str> = names
            .iter()
            .copied()
            .filter(|n| n.len() <= LONGEST)
            .collect();
        Foreign {
            all: AhoCorasick::new(&names).ok(),
            names,
            last: None,
        }
    }

    /// The longest: 南山 is also in 南山头.
    fn named(&mut self, text: &'a str) -> Option<&'a str> {
        if let Some((known, named)) = self.last
            && known == text
        {
            return named;
        }
        let found = self.all.as_ref()?.find_overlapping_iter(text);
        let longest = found.max_by_key(|found| (found.len(), found.pattern()));
        let named = longest.and_then(|found| self.names.get(found.pattern().as_usize()).copied());
        self.last = Some((text, named));
        named
    }
}

struct Source<'a> {
    county: usize,
    /// It names another county, and not its own.
    foreign: bool,
    named: &'a str,
    year: Option<i32>,
}

fn of_pattern<'c>(at: usize, edition: &Edition<'c>, sources: &[Source<'_>], desk: &mut Desk<'c>) {
    let latest = sources.iter().filter_map(|s| s.year).max();
    let one = |odd: &dyn Fn(&&Source<'_>) -> bool| {
        let mut found = sources.iter().filter(odd);
        found.next().filter(|_| found.next().is_none())
    };
    let mut tell = |source: &Source<'_>, code, message| {
        let county = edition.counties.get(source.county);
        let Some((first, note)) =
            county.and_then(|c| Some((c.figures.first()?, c.content.note.as_deref())))
        else {
            return;
        };
        let place = file_key(&first.content.place, "source");
        let hint = text!(
            "核对 source；确实如此的，在文件开头写 note = \"已核实\"",
            "check source; if it is so, say so with note = \"已核实\" at the top of the file"
        );
        let finding = Finding::new(code, place, message).hint(hint);
        desk.odd_file((at, Some(source.county)), note, finding);
    };
    if let Some(source) = one(&|s| s.foreign) {
        let other = source.named;
        let message = text!(
            "出处写的是{other}，别的县写的都是自己的",
            "the source names {other}; all others name their own county"
        );
        tell(source, Code::FigureCopied, message);
    }
    if let Some(source) = one(&|s| s.year != latest)
        && let (Some(year), Some(latest)) = (source.year, latest)
    {
        let message = text!(
            "出处写的是{year}年，别的县写的都是{latest}年",
            "the source is of {year}; those of all others are of {latest}"
        );
        tell(source, Code::AsOfEarly, message);
    }
}

/// A source without its county: 石门县交通局 and 白沙市交通局 are of one pattern.
fn without(source: &str, county: &str) -> String {
    let with_rank = ['县', '市', '区', '旗'].map(|rank| format!("{county}{rank}"));
    let written = with_rank.iter().find(|name| source.contains(name.as_str()));
    source.replace(written.map_or(county, String::as_str), "县")
}

fn short<'a>(county: &County<'a>) -> &'a str {
    let name = county.content.name.value.as_str();
    let bare = name.trim_end_matches(['县', '市', '区', '旗']);
    if bare.chars().count() >= 2 {
        bare
    } else {
        name
    }
}

/// A source with its one year left out; `None` where there are several.
fn pattern(source: &str) -> Option<(String, Option<i32>)> {
    let years: Vec<&str> = source
        .match_indices('年')
        .filter_map(|(at, _)| source.get(at.checked_sub(4)?..at))
        .filter(|year| year.bytes().all(|b| b.is_ascii_digit()))
        .collect();
    match years.as_slice() {
        [] => Some((source.to_owned(), None)),
        [year] => Some((source.replace(*year, ""), year.parse().ok())),
        _ => None,
    }
}
