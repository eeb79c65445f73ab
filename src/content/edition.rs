//! edition.toml: an edition's title, roster, indicators and plan.

use super::names::{filled, is_slug, report_slug, required, spot, spots};
use super::raw::{Maybe, RawEdition, RawIndicator, RawPlan, RawTotal};
use super::reader::{self, RawDate, Read};
use super::site::{empty, is_empty, top};
use super::{
    Date, Edition, FaultyNames, Folder, Indicator, Plan, Spot, Total, asset, case, county, figures,
    government, place,
};
use crate::finding::{Code, Finding, Findings, Place, guard, hint, nearest};
use crate::quantity::Unit;
use crate::text;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use toml::Spanned;

/// Reads one folder of `content/`; `None` if it is no edition or one that
/// cannot be worked with.
pub(super) fn load(folder: &Folder, findings: &mut Findings) -> Option<Edition> {
    let Some(entry) = folder.get("edition.toml") else {
        not_an_edition(folder, findings);
        return None;
    };
    if !is_slug(folder.name()) {
        report_slug(folder.name(), Place::file(folder.path()), findings);
    }
    let source = entry.text()?;
    let mut read: Read<RawEdition> = reader::read(source, 0..source.text().len(), findings);
    let raw = std::mem::take(&mut read.raw);
    let at = top(entry);
    if !read.torn && is_empty(source.text()) {
        let finding = empty(&at, "region、title、roster", "region, title, roster");
        findings.push(finding);
        return None;
    }
    let region = required(raw.region, "region", at.clone(), &read, findings);
    let title = required(raw.title, "title", at.clone(), &read, findings);
    let roster = required(raw.roster, "roster", at.clone(), &read, findings);
    let mut untotalled = BTreeSet::new();
    let written = raw.indicators.unwrap_or_default();
    let (indicators, mut faulty) = indicators(written, &read, &mut untotalled, findings);
    if read.torn || read.was_dropped("indicators") || read.lost_item("indicators") {
        // One whose name could not be read.
        faulty.insert(String::new());
    }
    let dated = raw.as_of.is_some() || read.was_dropped("as_of");
    let as_of = raw.as_of.and_then(|d| date(spot(d, &read), findings));
    let published = raw
        .published
        .and_then(|d| government::moment(spot(d, &read), findings));
    // A source that is written but faulty is not missing as well.
    let unread = read.was_dropped("source").then(String::new);
    let source_name = raw.source.map(Spanned::into_inner).or(unread);
    let plan = raw.plan.and_then(|p| plan(p, &read, findings));
    let written = roster.as_ref().map_or(0, |r| r.value.len());
    let roster = roster.map(|r| checked_roster(r, &read, findings));
    // A name of the roster that was refused may be the folder's.
    let whole = roster
        .as_ref()
        .is_some_and(|r| !r.is_empty() && r.len() == written)
        && !read.lost_below("roster")
        && !read.torn;
    let context = figures::Context {
        indicators: &indicators,
        faulty: &faulty,
        source: source_name.as_deref(),
        as_of: as_of.as_ref().map(|d| d.value),
        as_of_faulty: dated && as_of.is_none(),
    };
    let strays = strays(folder, roster.as_deref().unwrap_or_default());
    let mut counties = match &roster {
        Some(roster) => {
            let pairs = pairs(folder, roster, &strays);
            if whole {
                let paired = |name: &&str| pairs.values().any(|stray| stray == name);
                let alone = strays.iter().copied().filter(|name| !paired(name));
                unlisted(folder, alone, findings);
            }
            let folders = Folders { folder, pairs };
            counties(&folders, roster, &context, findings)
        }
        None => Vec::new(),
    };
    let listed = roster.as_deref().filter(|_| whole);
    let mut known: Vec<&str> = strays.clone();
    known.extend(listed.into_iter().flatten().map(|r| r.value.as_str()));
    let known = listed.map(|_| known.as_slice());
    let tiles = tiles(raw.tiles.unwrap_or_default(), known, &read, findings);
    let places = raw.places.unwrap_or_default();
    place::unlisted(&places, known, &read, findings);
    let places = place::register(places, &read);
    let mut lead = folder.get("index.md").and_then(|e| case::lead(e, findings));
    let mut aliases = spots(raw.aliases, &read);
    aliases.extend(lead.iter_mut().flat_map(|l| std::mem::take(&mut l.aliases)));
    let year = year_of(folder.name()).or(as_of.as_ref().map(|d| d.value.year()));
    if year.is_none() && !read.was_dropped("as_of") {
        let message = text!(
            "看不出这是哪一年：文件夹名不是年份，也没有 as_of",
            "no year: the folder's name is none and there is no as_of"
        );
        let hint = text!(
            "文件夹用年份命名，例如 2019；或写 as_of = 2019-11-30",
            "name the folder after the year, e.g. 2019, or write as_of = 2019-11-30"
        );
        findings.push(Finding::new(Code::KeyMissing, at.clone(), message).hint(hint));
    }
    let is_loaded = |slug: &str| counties.iter().any(|c| c.slug == slug);
    let unread = roster.iter().flatten().filter(|r| !is_loaded(&r.value));
    let mut faulty = FaultyNames {
        counties: unread
            .map(|r| r.value.clone())
            .chain(strays.iter().map(|s| (*s).to_owned()))
            .collect(),
        // What a faulty total would have given is not missing as well.
        indicators: faulty.union(&untotalled).cloned().collect(),
        figures: BTreeSet::new(),
        sheets: BTreeSet::new(),
        torn: read.torn || roster.as_ref().is_none_or(Vec::is_empty),
    };
    for county in &mut counties {
        if county.torn {
            faulty.sheets.insert(county.slug.clone());
        }
        for id in std::mem::take(&mut county.faulty) {
            faulty.figures.insert((county.slug.clone(), id));
        }
    }
    Some(Edition {
        id: folder.name().to_owned(),
        year: year?,
        place: at,
        region: region.and_then(|r| filled(r, findings))?,
        title: title.and_then(|t| filled(t, findings))?,
        kicker: raw.kicker.map(Spanned::into_inner),
        deck: raw.deck.map(Spanned::into_inner),
        byline: raw.byline.map(Spanned::into_inner).unwrap_or_default(),
        source: source_name,
        as_of,
        frozen: raw.frozen.unwrap_or(false),
        published: published.or(lead.as_ref().and_then(|l| l.date)),
        revised: raw.revised.map(Spanned::into_inner),
        aliases,
        plan,
        indicators,
        tiles,
        places,
        lead,
        counties,
        files: asset::directly_in(folder, |name| {
            ["edition.toml", "index.md", "import.toml"].contains(&name)
        }),
        faulty,
    })
}

fn year_of(name: &str) -> Option<i32> {
    let digits = name.get(..4)?;
    let rest = name.get(4..)?;
    let plain = digits.bytes().all(|b| b.is_ascii_digit())
        && !rest.starts_with(|c: char| c.is_ascii_digit());
    plain.then(|| digits.parse().ok()).flatten()
}

fn not_an_edition(folder: &Folder, findings: &mut Findings) {
    let names: Vec<&str> = folder.entries().map(super::Entry::name).collect();
    if names.is_empty() {
        return;
    }
    let message = text!(
        "这个文件夹里没有 edition.toml，不是年度，不会发布",
        "this folder holds no edition.toml; it is no edition and is not published"
    );
    let slip = nearest("edition.toml", names.iter().copied());
    let hint = match slip {
        Some(slip) => text!(
            "把 {slip} 改名为 edition.toml",
            "rename {slip} to edition.toml"
        ),
        None => text!(
            "年度文件夹里要有 edition.toml；不是年度的文件夹移出 content/",
            "an edition holds an edition.toml; move other folders out of content/"
        ),
    };
    findings
        .push(Finding::new(Code::EditionMissing, Place::file(folder.path()), message).hint(hint));
}

/// A date, or a finding.
pub(super) fn date(raw: Spot<RawDate>, findings: &mut Findings) -> Option<Spot<Date>> {
    match Date::parse(&raw.value.0) {
        Some(value) => Some(Spot {
            value,
            place: raw.place,
        }),
        None => {
            let written = &raw.value.0;
            let message = text!("“{written}”不是日期", "`{written}` is not a date");
            let hint = text!(
                "写成 2019-11-30；只知道月份时写 \"2019-11\"",
                "write 2019-11-30, or \"2019-11\" for a month"
            );
            findings.push(Finding::new(Code::DateInvalid, raw.place, message).hint(hint));
            None
        }
    }
}

fn plan(raw: Spanned<RawPlan>, read: &Read<RawEdition>, findings: &mut Findings) -> Option<Plan> {
    let at = read.place(raw.span());
    let raw = raw.into_inner();
    let nothing = raw.start.is_none() && raw.due.is_none();
    if nothing && !read.was_dropped("plan.start") && !read.was_dropped("plan.due") {
        let message = text!("[plan] 里缺少 start 和 due", "[plan] lacks start and due");
        let hint = text!(
            "写上 start = 2017-01-01 和 due = 2019-12-31；不算进度的，删去 [plan]",
            "write start = 2017-01-01 and due = 2019-12-31, or delete [plan]"
        );
        findings.push(Finding::new(Code::KeyMissing, at, message).hint(hint));
        return None;
    }
    let start = required(raw.start, "plan.start", at.clone(), read, findings)
        .and_then(|d| date(d, findings));
    let due = required(raw.due, "plan.due", at, read, findings).and_then(|d| date(d, findings));
    let (start, due) = (start?, due?);
    if due.value.last_day() <= start.value.first_day() {
        let (late, early) = (due.value, start.value);
        let message = text!(
            "期限（{late}）不在开始（{early}）之后",
            "the due date {late} is not after the start {early}"
        );
        let hint = text!("核对 start 和 due", "check start and due");
        findings.push(Finding::new(Code::ValueInvalid, due.place, message).hint(hint));
        return None;
    }
    Some(Plan {
        start: start.value,
        due: due.value,
    })
}

fn checked_roster(
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
    "print",
    "compare",
    "indicator",
    "figure",
    "data",
    "method",
    "region",
];

fn is_reserved(slug: &str) -> bool {
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
fn strays<'f>(folder: &'f Folder, roster: &[Spot<String>]) -> Vec<&'f str> {
    let names = folder.folders().into_iter().map(Folder::name);
    names
        .filter(|name| roster.iter().all(|r| r.value != *name))
        .collect()
}

/// Names of the roster that have no folder, each with the stray folder that is
/// most likely theirs: of a near name, or the only one left.
fn pairs<'f>(
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
fn unlisted<'f>(folder: &Folder, strays: impl Iterator<Item = &'f str>, findings: &mut Findings) {
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

fn counties(
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

fn tiles(
    raw: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
    known: Option<&[&str]>,
    read: &Read<RawEdition>,
    findings: &mut Findings,
) -> BTreeMap<String, [u32; 2]> {
    let mut tiles = BTreeMap::new();
    let mut taken: BTreeMap<[u32; 2], String> = BTreeMap::new();
    for (slug, tile) in raw {
        let (slug, tile) = (spot(slug, read), spot(tile, read));
        let name = &slug.value;
        if known.is_some_and(|known| !known.contains(&name.as_str())) {
            let message = text!(
                "名单里没有“{name}”，地图上却有它的格子",
                "`{name}` has a tile but is not in the roster"
            );
            let known = known.unwrap_or_default().iter().copied();
            findings.push(
                Finding::new(Code::KeyUnknown, slug.place, message).maybe_hint(hint(name, known)),
            );
            continue;
        }
        let numbers = tile.value.as_array().map(Vec::as_slice).unwrap_or_default();
        let number = |value: &toml::Value| {
            let number = u32::try_from(value.as_integer()?).ok()?;
            (1..=200).contains(&number).then_some(number)
        };
        let [column, row] = match numbers {
            [column, row] if let (Some(column), Some(row)) = (number(column), number(row)) => {
                [column, row]
            }
            _ => {
                let message = text!(
                    "格子要写 [列, 行]，都是 1 到 200 的整数",
                    "a tile is [column, row], both from 1 to 200"
                );
                let hint = text!(
                    "左上角的格子是 [1, 1]，往右列数加一，往下行数加一",
                    "the tile at the top left is [1, 1]; columns count to the right, rows down"
                );
                findings.push(Finding::new(Code::TileClash, tile.place, message).hint(hint));
                continue;
            }
        };
        if let Some(other) = taken.insert([column, row], name.clone()) {
            let message = text!(
                "第 {column} 列第 {row} 行已经是“{other}”的格子",
                "column {column}, row {row} is the tile of `{other}` already"
            );
            let hint = text!("给其中一个换一格", "move one of them");
            findings.push(Finding::new(Code::TileClash, tile.place, message).hint(hint));
            continue;
        }
        tiles.insert(slug.value, [column, row]);
    }
    tiles
}

fn indicators(
    raw: Vec<Spanned<RawIndicator>>,
    read: &Read<RawEdition>,
    untotalled: &mut BTreeSet<String>,
    findings: &mut Findings,
) -> (Vec<Indicator>, BTreeSet<String>) {
    let mut indicators: Vec<Indicator> = Vec::new();
    let mut faulty = BTreeSet::new();
    let mut weights: Vec<(String, Spot<String>)> = Vec::new();
    for (at, raw) in raw.into_iter().enumerate() {
        let id = raw.get_ref().id.as_ref().map(|id| id.get_ref().clone());
        // One whose id is not there may be any.
        let id = id.unwrap_or_default();
        if read.was_dropped(&format!("indicators[{at}].total")) {
            untotalled.insert(id.clone());
        }
        let Some(indicator) = indicator(at, raw, read, &mut weights, untotalled, findings) else {
            faulty.insert(id);
            continue;
        };
        {
            if let Some(first) = indicators.iter().find(|i| i.id == indicator.id) {
                let id = &indicator.id;
                let message = text!("指标“{id}”写了两次", "the indicator `{id}` stands twice");
                let label = text!("第一次在这里", "first here");
                let hint = text!("给其中一个换个 id", "give one of them another id");
                findings.push(
                    Finding::new(Code::NameDuplicate, indicator.place, message)
                        .hint(hint)
                        .related(first.place.clone(), label),
                );
                faulty.insert(String::new());
                continue;
            }
            if let Some(first) = indicators.iter().find(|i| i.name == indicator.name) {
                let name = &indicator.name;
                let message = text!(
                    "两个指标都叫“{name}”",
                    "two indicators have the name `{name}`"
                );
                let label = text!("第一个在这里", "the first is here");
                let hint = text!(
                    "给其中一个换个名字，读者分得清",
                    "give one of them another name"
                );
                findings.push(
                    Finding::new(Code::NameDuplicate, indicator.place.clone(), message)
                        .hint(hint)
                        .related(first.place.clone(), label),
                );
            }
            indicators.push(indicator);
        }
    }
    for (owner, weight) in weights {
        if owner == weight.value {
            let message = text!(
                "“{owner}”不能按自己加权",
                "`{owner}` cannot be its own weight"
            );
            let hint = text!(
                "写另一个指标的 id，例如人口、户数",
                "name another indicator, such as the population"
            );
            findings.push(Finding::new(Code::ValueInvalid, weight.place, message).hint(hint));
        } else if faulty.contains(&weight.value)
            || faulty.contains("")
            || read.was_dropped("indicators")
        {
            // It has a finding of its own.
        } else if indicators.iter().all(|i| i.id != weight.value) {
            let id = &weight.value;
            let message = text!("没有叫“{id}”的指标", "there is no indicator `{id}`");
            let known = indicators.iter().map(|i| i.id.as_str());
            findings.push(
                Finding::new(Code::FigureUnknown, weight.place, message)
                    .maybe_hint(hint(id, known)),
            );
        }
    }
    (indicators, faulty)
}

fn indicator(
    at: usize,
    raw: Spanned<RawIndicator>,
    read: &Read<RawEdition>,
    weights: &mut Vec<(String, Spot<String>)>,
    untotalled: &mut BTreeSet<String>,
    findings: &mut Findings,
) -> Option<Indicator> {
    let place = read.place(raw.span());
    let raw = raw.into_inner();
    let mut need = |value: Maybe<String>, key: &str| {
        let path = format!("indicators[{at}].{key}");
        required(value, &path, place.clone(), read, findings).and_then(|v| filled(v, findings))
    };
    let id = need(raw.id, "id");
    let name = need(raw.name, "name");
    let unit = need(raw.unit, "unit");
    let id = id?;
    let plain = is_slug(&id.value) && !id.value.contains('-');
    if !plain {
        let written = &id.value;
        let message = text!(
            "指标的 id 只能有小写字母、数字和 _，写成了“{written}”",
            "an indicator's id has small letters, digits and _ only, not `{written}`"
        );
        let hint = text!(
            "写成 income、per_capita_income 这样；中文名写在 name 里",
            "write it like income or per_capita_income; the Chinese name goes into `name`"
        );
        findings.push(Finding::new(Code::IdInvalid, id.place.clone(), message).hint(hint));
    }
    let unit = unit.and_then(|u| figures::unit(u, findings))?;
    let stated_total = raw
        .stated_total
        .and_then(|v| figures::quantity(spot(v, read), &unit, findings));
    let decimals = raw
        .decimals
        .map(|d| spot(d, read))
        .and_then(|d| match u32::try_from(d.value) {
            Ok(decimals) if decimals <= 9 => Some(decimals),
            _ => {
                let message = text!("小数位数要写 0 到 9", "decimals go from 0 to 9");
                let hint = text!(
                    "整数写 decimals = 0；照原数印的，删去这一行",
                    "write decimals = 0 for whole numbers; leave it out to print what is given"
                );
                findings.push(Finding::new(Code::ValueInvalid, d.place, message).hint(hint));
                None
            }
        });
    let total = match raw.total.map(|t| spot(t, read)) {
        None => default_total(&unit),
        Some(spot) => match total(spot, &id.value, at, read, weights, findings) {
            Some(total) => total,
            None => {
                untotalled.insert(id.value.clone());
                Total::None
            }
        },
    };
    if !plain {
        return None;
    }
    Some(Indicator {
        id: id.value,
        place: id.place,
        name: name?.value,
        unit,
        meaning: raw.meaning.map(Spanned::into_inner),
        total,
        stated_total,
        note: raw.note.map(Spanned::into_inner),
        decimals,
        headline: raw.headline.unwrap_or(false),
    })
}

/// Adding shares up means nothing; adding amounts does.
fn default_total(unit: &Unit) -> Total {
    if unit.is_percent() || unit.is_percentage_point() {
        Total::None
    } else {
        Total::Sum
    }
}

fn total(
    raw: Spot<RawTotal>,
    id: &str,
    at: usize,
    read: &Read<RawEdition>,
    weights: &mut Vec<(String, Spot<String>)>,
    findings: &mut Findings,
) -> Option<Total> {
    Some(match raw.value {
        RawTotal::Weighted(weight) => {
            let path = format!("indicators[{at}].total.weighted_by");
            let Some(by) = weight.weighted_by else {
                if !read.was_dropped(&path) && !read.is_misnamed(&path) {
                    super::names::missing("weighted_by", raw.place, findings);
                }
                return None;
            };
            let spot = Spot {
                value: by.clone(),
                place: raw.place,
            };
            weights.push((id.to_owned(), spot));
            Total::WeightedBy(by)
        }
        RawTotal::Word(word) => match word.as_str() {
            "sum" => Total::Sum,
            "mean" => Total::Mean,
            "none" => Total::None,
            _ => {
                let message = text!("合计方式没有“{word}”", "`{word}` is no way to total");
                let known = ["sum", "mean", "none", "{ weighted_by = \"id\" }"];
                findings.push(
                    Finding::new(Code::ValueInvalid, raw.place, message)
                        .maybe_hint(hint(&word, known)),
                );
                return None;
            }
        },
    })
}
