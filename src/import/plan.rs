//! What would change: the tables' numbers beside those of the edition.
//!
//! Nothing is written from here. A plan with errors among its findings must
//! not be carried out.

use super::header::Part;
use super::match_names::Names;
use super::table::{Entry, Table, What, same};
use crate::content::{County, Figure};
use crate::finding::{Code, Finding, Findings, Place, Text};
use crate::quantity::Quantity;
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

/// Everything that an import would do.
#[derive(Debug)]
pub struct Plan {
    /// The tables as they were understood.
    pub tables: Vec<Table>,
    /// By county in the order of the roster, then indicator.
    pub changes: Vec<Change>,
    /// Numbers that stand there already.
    pub unchanged: usize,
    /// Every figure that the table gives, changed or not: county's folder and
    /// indicator's id.
    pub given: BTreeSet<(String, String)>,
    /// Counties without a row.
    pub absent: Vec<String>,
    /// Numbers that stand there and that the table says nothing of, though it
    /// has a word for blank in their cell.
    pub kept: Vec<(String, Text)>,
    /// Sheets that hold no table of figures.
    pub unused_sheets: Vec<String>,
}

/// One number that would be written.
#[derive(Debug, Clone)]
pub struct Change {
    /// The county's folder.
    pub county: String,
    /// Its name.
    pub county_name: String,
    /// The indicator's id.
    pub id: String,
    /// Its name, and which of its numbers.
    pub name: Text,
    /// Which of its numbers.
    pub part: Part,
    /// As it would be written into TOML.
    pub toml: String,
    /// As a person reads it.
    pub new: String,
    /// What stands there now.
    pub old: Option<String>,
    /// The cell it comes from.
    pub place: String,
}

impl Plan {
    /// Folders of the counties that would be written to.
    pub fn counties(&self) -> BTreeSet<&str> {
        self.changes.iter().map(|c| c.county.as_str()).collect()
    }
}

/// Compares what the tables say with what stands in the edition.
pub(super) fn plan(
    tables: Vec<Table>,
    names: &Names<'_>,
    path: &str,
    findings: &mut Findings,
) -> Plan {
    let entries = agreed(&tables, names, path, findings);
    let mut plan = Plan {
        tables: Vec::new(),
        changes: Vec::new(),
        unchanged: 0,
        given: BTreeSet::new(),
        absent: absent(&tables, names),
        kept: Vec::new(),
        unused_sheets: Vec::new(),
    };
    for entry in &entries {
        if let (Some(key), What::Number(_)) = (key(entry, names), &entry.what) {
            plan.given.insert(key);
        }
    }
    for entry in entries {
        if let What::Note(note) = &entry.what
            && key(entry, names).is_some_and(|key| !plan.given.contains(&key))
            && !stands(entry, names)
        {
            findings.push(note_alone(entry, note, path));
            continue;
        }
        match change(entry, names) {
            Some(change) => plan.changes.push(change),
            None => plan.unchanged += 1,
        }
    }
    let spoken = plan_keys(&tables);
    plan.kept = kept(&tables, &spoken, names);
    plan.tables = tables;
    plan
}

/// The county's folder and the indicator's id.
fn key(entry: &Entry, names: &Names<'_>) -> Option<(String, String)> {
    let county = names.county_at(entry.county)?.slug.clone();
    Some((county, names.indicator_at(entry.indicator)?.id.clone()))
}

/// Whether the edition has the figure already.
fn stands(entry: &Entry, names: &Names<'_>) -> bool {
    let indicator = names.indicator_at(entry.indicator);
    let county = names.county_at(entry.county);
    county.is_some_and(|c| indicator.is_some_and(|i| c.figure(&i.id).is_some()))
}

/// A remark on a number that is not there makes no figure.
fn note_alone(entry: &Entry, note: &str, path: &str) -> Finding {
    let place = &entry.place;
    let message = text!(
        "{place} 的备注“{note}”没有写入：这一项还没有数",
        "the remark at {place}, `{note}`, is not written: there is no number yet"
    );
    let hint = text!(
        "等有了数，连同备注一起报",
        "send it together with the number"
    );
    Finding::new(Code::ImportNote, Place::file(path), message).hint(hint)
}

/// The entries of all tables, by county and indicator; two sheets that give
/// different numbers are a finding.
fn agreed<'t>(
    tables: &'t [Table],
    names: &Names<'_>,
    path: &str,
    findings: &mut Findings,
) -> Vec<&'t Entry> {
    let mut all: BTreeMap<(usize, usize, Part), &Entry> = BTreeMap::new();
    for entry in tables.iter().flat_map(|t| &t.entries) {
        let key = (entry.county, entry.indicator, entry.part);
        let Some(before) = all.insert(key, entry) else {
            continue;
        };
        if same(&before.what, &entry.what) {
            continue;
        }
        let county = names
            .county_at(entry.county)
            .map(|c| c.name.value.as_str())
            .unwrap_or_default();
        let name = names
            .indicator_at(entry.indicator)
            .map(|i| i.name.as_str())
            .unwrap_or_default();
        let (a, b) = (&before.place, &entry.place);
        let message = text!(
            "{county}“{name}”在两张表里不同：{a} 和 {b}",
            "{county} has two different numbers of `{name}`, at {a} and {b}"
        );
        let hint = text!(
            "用 --sheet 指定一张表，或在表里改成一致",
            "choose one with --sheet, or correct the tables"
        );
        findings.push(Finding::new(Code::ImportTwice, Place::file(path), message).hint(hint));
    }
    all.into_values().collect()
}

fn change(entry: &Entry, names: &Names<'_>) -> Option<Change> {
    let county = names.county_at(entry.county)?;
    let indicator = names.indicator_at(entry.indicator)?;
    let figure = county.figure(&indicator.id);
    let old = figure.and_then(|f| standing(f, entry.part));
    let (new, toml) = match &entry.what {
        What::Number(reads) => {
            if let Some(Standing::Number(old)) = &old
                && alike(old, &reads.quantity)
            {
                return None;
            }
            (reads.quantity.prose(), reads.toml.clone())
        }
        What::Note(note) => {
            if matches!(&old, Some(Standing::Note(old)) if old == note) {
                return None;
            }
            (
                note.clone(),
                toml_edit::Value::from(note.as_str()).to_string(),
            )
        }
    };
    let (name, Text { zh, en }) = (&indicator.name, entry.part.shown());
    let name = match entry.part {
        Part::Value => text!("{name}", "{name}"),
        _ => text!("{name} {zh}", "{name} {en}"),
    };
    Some(Change {
        county: county.slug.clone(),
        county_name: county.name.value.clone(),
        id: indicator.id.clone(),
        name,
        part: entry.part,
        toml,
        new,
        old: old.map(|old| match old {
            Standing::Number(quantity) => quantity.prose(),
            Standing::Note(note) => note,
        }),
        place: entry.place.clone(),
    })
}

pub(super) enum Standing {
    Number(Quantity),
    Note(String),
}

/// What stands in the edition now.
pub(super) fn standing(figure: &Figure, part: Part) -> Option<Standing> {
    let number = match part {
        Part::Value => figure.value.as_ref(),
        Part::Target => figure.target.as_ref(),
        Part::Baseline => figure.baseline.as_ref(),
        Part::Series(year) => figure.series.get(&year),
        Part::Note => return figure.note.clone().map(Standing::Note),
    };
    number.map(|q| Standing::Number(q.value.clone()))
}

/// The same number with the same qualifier, whatever the unit: 2.738亿元 in
/// figures.toml need not become 27380.
pub(super) fn alike(old: &Quantity, new: &Quantity) -> bool {
    old == new
        || (old.sense() == new.sense()
            && old.range().is_none()
            && new.range().is_none()
            && old.qualifier().map(|q| q.word()) == new.qualifier().map(|q| q.word())
            && old
                .convert(new.unit())
                .is_ok_and(|q| q.value() == new.value()))
}

fn absent(tables: &[Table], names: &Names<'_>) -> Vec<String> {
    if tables.is_empty() {
        return Vec::new();
    }
    let spoken: BTreeSet<usize> = tables.iter().flat_map(|t| t.rows.iter().copied()).collect();
    let missing =
        |(at, county): (usize, &County)| (!spoken.contains(&at)).then(|| county.name.value.clone());
    names
        .edition
        .counties
        .iter()
        .enumerate()
        .filter_map(missing)
        .collect()
}

/// What the tables give a number or a note for.
fn plan_keys(tables: &[Table]) -> BTreeSet<(usize, usize, Part)> {
    let entries = tables.iter().flat_map(|t| &t.entries);
    entries.map(|e| (e.county, e.indicator, e.part)).collect()
}

/// What stands in the edition though its cell is empty: an emptied cell takes
/// nothing away.
fn kept(
    tables: &[Table],
    spoken: &BTreeSet<(usize, usize, Part)>,
    names: &Names<'_>,
) -> Vec<(String, Text)> {
    let mut kept = Vec::new();
    let blanks = tables.iter().flat_map(|t| &t.blanks);
    for ((county, indicator, part), place) in blanks.filter(|(key, _)| !spoken.contains(key)) {
        let (Some(county), Some(indicator)) =
            (names.county_at(*county), names.indicator_at(*indicator))
        else {
            continue;
        };
        let figure = county.figure(&indicator.id);
        let old = match figure.and_then(|f| standing(f, *part)) {
            Some(Standing::Number(quantity)) => quantity.prose(),
            Some(Standing::Note(note)) => note,
            None => continue,
        };
        let (name, what, Text { zh, en }) = (&county.name.value, &indicator.name, part.shown());
        kept.push((
            place.clone(),
            text!(
                "{name}“{what}”{zh} {old} →（空）：表里没有数，原有的不动；确实没有了，到 figures.toml 里删",
                "`{what}` {en} of {name}: {old} → (nothing): the table has none, so it stays; delete it in figures.toml if it is no more"
            ),
        ));
    }
    kept
}
