//! edition.toml: an edition's title, plan and tiles; who is in it and what is measured
//! have files of their own.

use super::indicators::indicators;
use super::memory::{Memory, OfEdition};
use super::names::{filled, is_slug, report_slug, required, spot, spots};
use super::raw::{RawEdition, RawPlan};
use super::reader::{self, RawDate, Read};
use super::roster::{Folders, checked_roster, counties, pairs, strays, unlisted};
use super::site::{empty, is_empty, top};
use super::{
    Date, Edition, FaultyNames, Folder, Plan, Spot, asset, case, figures, government, place,
};
use crate::finding::{Code, Finding, Findings, Place, hint, nearest};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use toml::Spanned;

/// Reads one folder of `content/`; `None` if it is no edition or one that
/// cannot be worked with.
pub(super) fn load(
    folder: &Folder,
    memory: Option<&Memory>,
    findings: &mut Findings,
) -> Option<Edition> {
    let Some(entry) = folder.get("edition.toml") else {
        not_an_edition(folder, findings);
        return None;
    };
    if !is_slug(folder.name()) {
        report_slug(folder.name(), Place::file(folder.path()), findings);
    }
    if case::RESERVED.contains(&folder.name()) {
        reserved(folder, findings);
        return None;
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
        source: source_name.as_deref().map(Arc::from),
        as_of: as_of.as_ref().map(|d| d.value),
        as_of_faulty: dated && as_of.is_none(),
        memory: memory.map(|memory| OfEdition {
            memory,
            edition: Arc::clone(source),
        }),
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
    let loaded: BTreeSet<&str> = counties.iter().map(|c| c.slug.as_str()).collect();
    let named = roster.iter().flatten();
    let unread = named.filter(|r| !loaded.contains(r.value.as_str()));
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
        kicker: raw.kicker.map(|k| spot(k, &read)),
        deck: raw.deck.map(|d| spot(d, &read)),
        byline: raw.byline.map(Spanned::into_inner).unwrap_or_default(),
        source: source_name,
        as_of,
        frozen: raw.frozen.unwrap_or(false),
        published: published.or(lead.as_ref().and_then(|l| l.date)),
        note: raw.note.map(Spanned::into_inner),
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

fn reserved(folder: &Folder, findings: &mut Findings) {
    let name = folder.name();
    let message = text!(
        "“{name}”是程序自己的文件夹的名字，年度不能叫这个",
        "`{name}` is the name of one of the program's own folders; no edition can be called so"
    );
    let hint = text!(
        "文件夹用年份命名，例如 2019",
        "name the folder after the year, e.g. 2019"
    );
    let place = Place::file(folder.path());
    findings.push(Finding::new(Code::AddressClash, place, message).hint(hint));
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
        _ if folder.name() == WORDS => text!(
            "词表的文件夹移到 content/ 旁边，和它并排",
            "move the folder of word lists beside content/"
        ),
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

/// The folder of word lists, which lies beside `content/`.
pub(super) const WORDS: &str = "words";

/// A date, or a finding.
pub(super) fn date(raw: Spot<RawDate>, findings: &mut Findings) -> Option<Spot<Date>> {
    // 2_019 is a number of TOML and no year of anybody's.
    let is_number = raw.place.text().contains('_');
    match Date::parse(&raw.value.0).filter(|_| !is_number) {
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
