//! What a frozen edition was published from: `editions.json`.
//!
//! A frozen edition is published for good. So the site records the content of
//! each: a hash of every file that its pages are made of, and of every figure.
//! The next build compares: content that changed without a word is refused,
//! whatever the program, the theme or a newer edition did to the pages. The
//! word is `revised`, on the figure that changed, or in edition.toml for all
//! the rest, and it must be a new one: an old note explains no new change.

use super::desk::Desk;
use crate::content::{County, Edition, Figure};
use crate::finding::{Code, Finding, Findings, Place, Severity, Source};
use crate::publish::Tree;
use crate::quantity::Quantity;
use crate::showcase::Showcase;
use crate::text;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::sync::Arc;

/// Where it stands in the site.
pub const RECORD: &str = "editions.json";

const FORMAT: &str = "xunli-editions 1";
/// Hexadecimal digits kept of a line's hash.
const LINE: usize = 4;

/// Where the frozen editions of a showcase are written, for findings that name
/// the line.
#[derive(Debug, Default)]
pub struct Written {
    /// Texts by path.
    texts: BTreeMap<String, Arc<Source>>,
    /// Figures by path of their file, then by id.
    figures: BTreeMap<String, BTreeMap<String, Place>>,
    /// Where each edition is said to be frozen.
    frozen: BTreeMap<String, Place>,
}

impl Written {
    pub(super) fn of(showcase: &Showcase<'_>) -> Written {
        let mut written = Written::default();
        let editions = showcase.editions.iter().map(|e| e.content);
        for edition in editions.filter(|edition| edition.frozen) {
            let place = edition.place.start();
            let place = place.find("frozen").unwrap_or(place);
            written.frozen.insert(edition.id.clone(), place);
            for source in texts(edition) {
                let path = source.path().to_owned();
                written.texts.insert(path, Arc::clone(source));
            }
            for county in &edition.counties {
                let Some(sheet) = sheet(county) else { continue };
                let figures = county.figures.iter();
                let figures = figures.map(|f| (f.id.clone(), f.place.clone()));
                let path = sheet.path().to_owned();
                written.figures.insert(path, figures.collect());
            }
        }
        written
    }

    /// The first line of a text that is not as it was.
    fn line(&self, path: &str, then: Option<&String>) -> Place {
        let (Some(source), Some(then)) = (self.texts.get(path), then) else {
            return Place::file(path);
        };
        let mut start = 0;
        for (at, line) in source.text().split('\n').enumerate() {
            if then.get(at * LINE..(at + 1) * LINE) != Some(&hash(line.as_bytes())[..LINE]) {
                return Place::at(source, start..start + line.len());
            }
            start += line.len() + 1;
        }
        // Lines were taken off its end.
        let end = source.text().len();
        Place::at(source, end..end)
    }

    fn figure(&self, path: &str, id: &str) -> Place {
        let figure = self.figures.get(path).and_then(|f| f.get(id));
        let text = || self.texts.get(path).map(|source| Place::at(source, 0..0));
        let place = figure.cloned().or_else(text);
        place.unwrap_or_else(|| Place::file(path))
    }
}

/// The texts that an edition is written in.
fn texts(edition: &Edition) -> impl Iterator<Item = &Arc<Source>> {
    let own = [
        edition.place.source(),
        edition.lead.as_ref().map(|lead| &lead.body.source),
    ];
    let counties = edition
        .counties
        .iter()
        .flat_map(|county| [Some(&county.body.source), sheet(county)]);
    own.into_iter().chain(counties).flatten()
}

/// What the frozen editions of a site were published from.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    format: String,
    /// By name of their folder.
    editions: BTreeMap<String, Frozen>,
}

#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Frozen {
    revised: Option<String>,
    /// SHA-256 by path from the showcase's folder.
    files: BTreeMap<String, String>,
    /// The beginning of each line's SHA-256, [`LINE`] digits a line, by path:
    /// enough to say where a text changed. Whether it did, its whole hash says.
    #[serde(default)]
    lines: BTreeMap<String, String>,
    /// By path of their file, then by id.
    figures: BTreeMap<String, BTreeMap<String, Stated>>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Stated {
    sha256: String,
    revised: Option<String>,
}

/// The record of the frozen editions; `None` where there is none. `used` are
/// the files that pages show.
pub(super) fn make(desk: &Desk<'_>, used: &BTreeSet<String>) -> Option<Vec<u8>> {
    let editions = desk.showcase.editions.iter().map(|e| e.content);
    let editions: BTreeMap<String, Frozen> = editions
        .filter(|edition| edition.frozen)
        .map(|edition| (edition.id.clone(), frozen(desk, edition, used)))
        .collect();
    if editions.is_empty() {
        return None;
    }
    let record = Record {
        format: FORMAT.to_owned(),
        editions,
    };
    let mut bytes = serde_json::to_vec_pretty(&record).ok()?;
    bytes.push(b'\n');
    Some(bytes)
}

fn frozen(desk: &Desk<'_>, edition: &Edition, used: &BTreeSet<String>) -> Frozen {
    let mut frozen = Frozen {
        revised: edition.revised.clone(),
        ..Frozen::default()
    };
    for county in &edition.counties {
        if let Some(sheet) = sheet(county) {
            let figures = county.figures.iter();
            let figures = figures.map(|figure| (figure.id.clone(), stated(figure)));
            frozen
                .figures
                .insert(sheet.path().to_owned(), figures.collect());
        }
    }
    for source in texts(edition) {
        let path = source.path().to_owned();
        let text = source.text();
        let lines = text.split('\n').map(|line| hash(line.as_bytes()));
        let lines = lines.fold(String::new(), |all, hash| all + &hash[..LINE]);
        frozen.files.insert(path.clone(), hash(text.as_bytes()));
        frozen.lines.insert(path, lines);
    }
    let folder = format!("content/{}/", edition.id);
    for path in used.iter().filter(|path| path.starts_with(&folder)) {
        let asset = desk.assets.get(path.as_str());
        // One that cannot be read has a finding where it is copied.
        if let Some(Ok(bytes)) = asset.map(|asset| std::fs::read(&asset.disk)) {
            frozen.files.insert(path.clone(), hash(&bytes));
        }
    }
    frozen
}

/// The county's figures.toml, if anything in it has a place.
fn sheet(county: &County) -> Option<&Arc<Source>> {
    county.figures.first()?.place.source()
}

fn stated(figure: &Figure) -> Stated {
    let mut text = String::new();
    let single = [&figure.value, &figure.target, &figure.baseline];
    for value in single.into_iter().map(Option::as_ref) {
        write_value(&mut text, value.map(|v| &v.value));
    }
    for (year, value) in &figure.series {
        // Writing to a String cannot fail.
        let _ = write!(text, "{year}:");
        write_value(&mut text, Some(&value.value));
    }
    Stated {
        sha256: hash(text.as_bytes()),
        revised: figure.revised.clone(),
    }
}

/// Value, upper end, unit and qualifier: all that makes it another quantity.
fn write_value(text: &mut String, value: Option<&Quantity>) {
    if let Some(quantity) = value {
        let high = quantity.range().map(|(_, high)| high.normalize());
        let low = quantity.value().normalize();
        let _ = write!(text, "{low}");
        if let Some(high) = high {
            let _ = write!(text, "-{high}");
        }
        let word = quantity.qualifier().map_or("", |q| q.word());
        let _ = write!(text, " {} {word}", quantity.unit().as_str());
    }
    text.push('|');
}

fn hash(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

impl Record {
    /// Reads an `editions.json`; `None` if it is not one of ours.
    pub fn read(bytes: &[u8]) -> Option<Record> {
        let record: Record = serde_json::from_slice(bytes).ok()?;
        (record.format == FORMAT).then_some(record)
    }

    /// Says of each frozen edition that nothing could be compared.
    pub fn report_unknown(&self, written: &Written, findings: &mut Findings) {
        for place in self.editions.keys().filter_map(|id| written.frozen.get(id)) {
            let message = text!(
                "这个年度已经定稿，但输出文件夹里没有发布过的它，改没改过无从比较",
                "this edition is frozen, but the output folder holds nothing published of it: whether it changed cannot be told"
            );
            let hint = text!(
                "第一次发布，不带 --strict 生成一次就好；换了电脑，先把已发布的网站放回输出文件夹",
                "at the first publication build once without --strict; on another computer put the published site back into the output folder first"
            );
            let mut finding = Finding::new(Code::FrozenChanged, place.clone(), message);
            finding.severity = Severity::Warning;
            findings.push(finding.hint(hint));
        }
    }

    /// What changed in editions that were frozen then and are frozen now,
    /// without a new word on why; and those that are gone, as `pages` has none
    /// of them.
    pub fn check_against(
        &self,
        published: &Record,
        pages: &Tree,
        written: &Written,
        findings: &mut Findings,
    ) {
        for (id, then) in &published.editions {
            let Some(now) = self.editions.get(id) else {
                if pages.get(&format!("{id}/index.html")).is_none() {
                    gone(id, findings);
                }
                continue;
            };
            let is_explained = now.revised.is_some() && now.revised != then.revised;
            if !is_explained {
                now.check_against(then, written, findings);
            }
        }
    }
}

impl Frozen {
    fn check_against(&self, then: &Frozen, written: &Written, findings: &mut Findings) {
        let mut told = BTreeSet::new();
        let sheets: BTreeSet<&String> = self.figures.keys().chain(then.figures.keys()).collect();
        for sheet in sheets {
            let none = BTreeMap::new();
            let now = self.figures.get(sheet).unwrap_or(&none);
            let before = then.figures.get(sheet).unwrap_or(&none);
            if figures(sheet, before, now, written, findings) {
                told.insert(sheet);
            }
        }
        let paths: BTreeSet<&String> = self.files.keys().chain(then.files.keys()).collect();
        for path in paths {
            let (now, before) = (self.files.get(path), then.files.get(path));
            if now == before || told.contains(path) {
                continue;
            }
            let message = match (before, now) {
                (None, _) => text!(
                    "这个年度已经定稿，发布时没有这个文件",
                    "this edition is frozen; the file was not there when it was published"
                ),
                (_, None) => text!(
                    "这个年度已经定稿，发布时的这个文件不见了",
                    "this edition is frozen; the file was there when it was published"
                ),
                _ => text!(
                    "这个年度已经定稿，文件与发布时不同",
                    "this edition is frozen; the file is not as it was published"
                ),
            };
            push(written.line(path, then.lines.get(path)), message, findings);
        }
    }
}

/// Whether figures of a file changed; each without a new note is a finding.
fn figures(
    sheet: &str,
    before: &BTreeMap<String, Stated>,
    now: &BTreeMap<String, Stated>,
    written: &Written,
    findings: &mut Findings,
) -> bool {
    let ids: BTreeSet<&String> = before.keys().chain(now.keys()).collect();
    let mut any = false;
    for id in ids {
        let (then, now) = (before.get(id), now.get(id));
        if then.map(|s| &s.sha256) == now.map(|s| &s.sha256) {
            continue;
        }
        any = true;
        let note = now.and_then(|s| s.revised.as_ref());
        if note.is_some() && note != then.and_then(|s| s.revised.as_ref()) {
            continue;
        }
        let message = text!(
            "这个年度已经定稿，数据“{id}”与发布时不同",
            "this edition is frozen; the figure `{id}` is not as it was published"
        );
        push(written.figure(sheet, id), message, findings);
    }
    any
}

fn gone(id: &str, findings: &mut Findings) {
    let message = text!(
        "{id} 年度已经定稿、发布过，现在整个不见了，它的网址都会打不开",
        "the edition {id} is frozen and was published; now it is gone, and all its addresses with it"
    );
    let hint = text!(
        "把 content/{id}/ 放回来；确实要撤下，先去掉 frozen = true 生成一次，再删文件夹",
        "put content/{id}/ back; to withdraw it, take out frozen = true, build once, then remove the folder"
    );
    let place = Place::file(format!("content/{id}/edition.toml"));
    findings.push(Finding::new(Code::FrozenChanged, place, message).hint(hint));
}

fn push(place: Place, message: crate::finding::Text, findings: &mut Findings) {
    let hint = text!(
        "改回去；确实要改，在改动的数据下写 revised = \"修订原因\"，别的改动写在 edition.toml 里",
        "undo it; or say why with revised = \"…\" under the changed figure, or in edition.toml for anything else"
    );
    findings.push(Finding::new(Code::FrozenChanged, place, message).hint(hint));
}
