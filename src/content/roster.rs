//! An edition's roster against its folders: who is named, who has a folder, and
//! who is read.

use super::names::{is_slug, report_slug, spot};
use super::raw::RawEdition;
use super::reader::Read;
use super::site::top;
use super::{Folder, Spot, county, figures};
use crate::finding::{Code, Finding, Findings, Place, guard, nearest};
use crate::text;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

pub(super) fn checked_roster(
    raw: Spot<Vec<Spanned<String>>>,
    read: &Read<RawEdition>,
    findings: &mut Findings,
) -> Vec<Spot<String>> {
    let mut roster: Vec<Spot<String>> = Vec::with_capacity(raw.value.len());
    if raw.value.is_empty() && !read.lost_below("roster") {
        let message = text!("名单是空的", "the roster is empty");
        let hint = text!(
            "把各县文件夹的名字写进去：roster = [\"liandu\"]",
            "name the counties' folders: roster = [\"liandu\"]"
        );
        findings.push(Finding::new(Code::ValueInvalid, raw.place, message).hint(hint));
    }
    let mut seen: BTreeMap<String, Place> = BTreeMap::new();
    for name in raw.value {
        let name = spot(name, read);
        if !is_slug(&name.value) || is_reserved(&name.value) {
            report_reserved_or_slug(&name, findings);
        } else if let Some(first) = seen.get(&name.value) {
            let slug = &name.value;
            let message = text!(
                "名单里“{slug}”写了两次",
                "`{slug}` stands twice in the roster"
            );
            let label = text!("第一次在这里", "first here");
            let hint = text!("删去一个", "delete one");
            findings.push(
                Finding::new(Code::NameDuplicate, name.place.clone(), message)
                    .hint(hint)
                    .related(first.clone(), label),
            );
        } else {
            seen.insert(name.value.clone(), name.place.clone());
            roster.push(name);
        }
    }
    roster
}

/// Names that an edition's own pages have.
const RESERVED: &[&str] = &[
    "charts",
    "print",
    "compare",
    "indicator",
    "figure",
    "data",
    "method",
    "region",
];

pub(super) fn is_reserved(slug: &str) -> bool {
    RESERVED.contains(&slug)
}

fn report_reserved_or_slug(name: &Spot<String>, findings: &mut Findings) {
    let slug = &name.value;
    if !is_reserved(slug) {
        report_slug(slug, name.place.clone(), findings);
        return;
    }
    let message = text!(
        "“{slug}”是程序自己页面的名字，县不能叫这个",
        "`{slug}` is the name of one of the program's own pages"
    );
    let hint = text!(
        "给县的文件夹换个名字，例如 {slug}-xian",
        "give the county's folder another name, e.g. {slug}-xian"
    );
    findings.push(Finding::new(Code::AddressClash, name.place.clone(), message).hint(hint));
}

/// Folders that the roster does not name.
pub(super) fn strays<'f>(folder: &'f Folder, roster: &[Spot<String>]) -> Vec<&'f str> {
    let listed: BTreeSet<&str> = roster.iter().map(|r| r.value.as_str()).collect();
    let names = folder.folders().into_iter().map(Folder::name);
    names.filter(|name| !listed.contains(name)).collect()
}

/// Names of the roster that have no folder, each with the stray folder that is
/// most likely theirs: of a near name, or the only one left.
pub(super) fn pairs<'f>(
    folder: &Folder,
    roster: &[Spot<String>],
    strays: &[&'f str],
) -> BTreeMap<String, &'f str> {
    let absent: Vec<&str> = roster
        .iter()
        .map(|r| r.value.as_str())
        .filter(|slug| folder.get(slug).is_none())
        .collect();
    let mut left = strays.to_vec();
    let mut pairs = BTreeMap::new();
    for slug in &absent {
        let stray = match (absent.as_slice(), left.as_slice()) {
            ([_], [only]) => Some(*only),
            _ => nearest(slug, left.iter().copied()),
        };
        if let Some(stray) = stray {
            left.retain(|name| *name != stray);
            pairs.insert((*slug).to_owned(), stray);
        }
    }
    pairs
}

/// Says that folders are not published.
pub(super) fn unlisted<'f>(
    folder: &Folder,
    strays: impl Iterator<Item = &'f str>,
    findings: &mut Findings,
) {
    for name in strays {
        let message = text!(
            "名单 roster 里没有“{name}”，这个文件夹不会发布",
            "the roster does not name `{name}`; the folder is not published"
        );
        let hint = text!(
            "把它加进 edition.toml 的 roster，或移出 content/",
            "add it to roster in edition.toml, or move it out of content/"
        );
        let place = Place::file(format!("{}/{name}", folder.path()));
        findings.push(Finding::new(Code::CountyUnlisted, place, message).hint(hint));
    }
}

/// An edition's folder, and which of its own a name of the roster may mean.
pub(super) struct Folders<'f> {
    pub(super) folder: &'f Folder,
    /// Names of the roster without a folder, and the folder that is likely theirs.
    pub(super) pairs: BTreeMap<String, &'f str>,
}

pub(super) fn counties(
    folders: &Folders<'_>,
    roster: &[Spot<String>],
    context: &figures::Context<'_>,
    findings: &mut Findings,
) -> Vec<super::County> {
    let loaded: Vec<_> = roster
        .par_iter()
        .map(|slug| {
            let mut found = Findings::new();
            let place = Place::file(format!("{}/{}", folders.folder.path(), slug.value));
            let mut panicked = Findings::new();
            let load = || county::load(folders, slug, context, &mut found);
            let county = guard(&place, &mut panicked, load).flatten();
            found.extend(panicked);
            (county, found)
        })
        .collect();
    let mut loaded = loaded;
    for code in [Code::SourceMissing, Code::AsOfMissing] {
        unprovided(code, folders.folder, &mut loaded, findings);
    }
    let mut counties: Vec<super::County> = Vec::with_capacity(loaded.len());
    let mut names: BTreeMap<String, Place> = BTreeMap::new();
    let mut codes: BTreeMap<String, Place> = BTreeMap::new();
    for (county, found) in loaded {
        findings.extend(found);
        let Some(county) = county else { continue };
        let top = Place::at(&county.body.source, 0..0);
        if let Some(code) = &county.code
            && let Some(place) = top.find(code)
            && let Some(first) = codes.insert(code.clone(), place.clone())
        {
            let message = text!(
                "两个县的行政区划代码都是 {code}",
                "two counties have the administrative code {code}"
            );
            let label = text!("第一个在这里", "the first is here");
            let hint = text!("核对两个县的 code", "check both");
            findings.push(
                Finding::new(Code::NameDuplicate, place, message)
                    .hint(hint)
                    .related(first, label),
            );
        }
        let (name, place) = (county.name.value.clone(), county.name.place.clone());
        if let Some(first) = names.get(&name) {
            let message = text!("两个县都叫“{name}”", "two counties have the name `{name}`");
            let label = text!("第一个在这里", "the first is here");
            let hint = text!(
                "改成本县的名字；同名的县加上所属的市",
                "write this county's own name"
            );
            findings.push(
                Finding::new(Code::NameDuplicate, place, message)
                    .hint(hint)
                    .related(first.clone(), label),
            );
        } else {
            names.insert(name, place);
        }
        counties.push(county);
    }
    counties
}

/// Where more than one county's figures have no source or date, the edition is
/// what lacks it: one finding in place of one for each county.
fn unprovided<T>(
    code: Code,
    folder: &Folder,
    loaded: &mut [(T, Findings)],
    findings: &mut Findings,
) {
    let files = loaded
        .iter()
        .filter(|(_, found)| found.has_code(code))
        .count();
    let Some(entry) = folder.get("edition.toml").filter(|_| files > 1) else {
        return;
    };
    for (_, found) in loaded {
        found.drop_code(code);
    }
    let (key, example, zh, en) = match code {
        Code::SourceMissing => ("source", "\"……\"", "出处", "source"),
        _ => ("as_of", "2019-11-30", "截至日期", "as-of date"),
    };
    let message = text!(
        "{files} 个县的数据没有{zh}，这里也没有写",
        "the figures of {files} counties have no {en}, and none stands here"
    );
    let hint = text!(
        "补上一行：{key} = {example}；各县不同的，写在各县的 figures.toml 开头",
        "add a line: {key} = {example}; where counties differ, at the top of their figures.toml"
    );
    findings.push(Finding::new(code, top(entry), message).hint(hint));
}
