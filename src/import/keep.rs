//! import.toml: what was settled about a table, kept beside the edition for
//! next year.
//!
//! ```toml
//! sheets = ["汇总"]
//!
//! [columns]
//! "扶持资金（万元）" = "support_funds"
//! "任务数"           = "villages.target"
//! "覆盖率"           = { id = "coverage", times = 100 }
//! "联系电话"         = "-"
//!
//! [counties]
//! "市开发区" = "-"
//! ```
//!
//! `-` leaves out. Headings of two levels are joined with ` / `.

use super::header::Part;
use super::plain::{one_line, plain};
use crate::content::{Edition, decode};
use crate::finding::{Code, Finding, Findings, Place};
use crate::quantity::Unit;
use crate::text;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use toml_edit::{DocumentMut, Item, Table, Value};

/// What a name in a table is used as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Use {
    /// Not wanted.
    Skip,
    /// A county's folder.
    Is(String),
}

/// What a column is used as.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum ColumnUse {
    /// Not wanted.
    Skip,
    /// An indicator's value, target, …
    Figure {
        /// The indicator.
        id: String,
        /// Which of its numbers.
        part: Part,
        /// The unit of bare numbers.
        unit: Option<Unit>,
        /// What bare numbers are multiplied with.
        times: Option<Decimal>,
    },
}

/// Everything settled.
#[derive(Debug, Clone, Default)]
pub struct Keep {
    /// Sheets to read; all that hold a table if empty.
    pub sheets: Vec<String>,
    columns: BTreeMap<String, ColumnUse>,
    counties: BTreeMap<String, Use>,
    /// From the command line: the name and what it is, as typed.
    settled_counties: Vec<(String, String)>,
}

impl Keep {
    /// Reads the import.toml of an edition, if there is one.
    pub fn load(root: &Path, edition: &str, findings: &mut Findings) -> Keep {
        let from = Keep::edition_of(root, edition);
        let shown = format!("content/{from}/import.toml");
        let Ok(bytes) = std::fs::read(root.join(&shown)) else {
            return Keep::default();
        };
        let source = match decode(&shown, bytes) {
            Ok(source) => source,
            Err(finding) => {
                findings.push(*finding);
                return Keep::default();
            }
        };
        let mut keep = Keep::default();
        match source.text().parse::<DocumentMut>() {
            Ok(document) => keep.read(&document, &shown, findings),
            Err(error) => {
                let span = error.span().unwrap_or(0..0);
                let english = error.message();
                let message = text!("TOML 写法有误：{english}", "TOML: {english}");
                let place = Place::at(&source, span);
                findings.push(Finding::new(Code::TomlSyntax, place, message));
            }
        }
        if from != edition {
            // 2025年 was this year's column then.
            keep.columns.retain(|heading, _| !names_year(heading));
            keep.sheets.retain(|name| !names_year(name));
        }
        keep
    }

    /// The edition whose import.toml holds: its own, else that of the newest
    /// edition before it that has one.
    pub fn edition_of(root: &Path, edition: &str) -> String {
        let has = |id: &str| root.join("content").join(id).join("import.toml").is_file();
        if has(edition) {
            return edition.to_owned();
        }
        let folders = std::fs::read_dir(root.join("content"))
            .into_iter()
            .flatten();
        folders
            .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
            .filter(|id| id.as_str() < edition && has(id))
            .max()
            .unwrap_or_else(|| edition.to_owned())
    }

    fn read(&mut self, document: &DocumentMut, path: &str, findings: &mut Findings) {
        for (key, item) in document.iter() {
            match (key, item) {
                ("sheets", Item::Value(Value::Array(names))) => {
                    self.sheets = names
                        .iter()
                        .filter_map(|n| Some(n.as_str()?.to_owned()))
                        .collect();
                }
                ("columns", Item::Table(table)) => {
                    for (name, item) in table {
                        match column_use(item) {
                            Some(column) => {
                                self.columns.insert(plain(name), column);
                            }
                            None => findings.push(invalid(path, name)),
                        }
                    }
                }
                ("counties", Item::Table(table)) => {
                    for (name, item) in table {
                        match item.as_str() {
                            Some(slug) => {
                                self.counties.insert(plain(name), county_use(slug));
                            }
                            None => findings.push(invalid(path, name)),
                        }
                    }
                }
                (key, _) => {
                    let message = text!("不认识的键“{key}”", "unknown key `{key}`");
                    let known = ["sheets", "columns", "counties"];
                    let hint = crate::finding::hint(key, known);
                    let finding = Finding::new(Code::KeyUnknown, Place::file(path), message);
                    findings.push(finding.maybe_hint(hint));
                }
            }
        }
    }

    /// Takes `NAME=WHAT` of the command line: an indicator (`villages`,
    /// `villages.target`, `coverage*100`, `funds:亿元`), a county's folder, or
    /// `-`. `None` if it is none of these.
    pub fn add(&mut self, option: &str, edition: &Edition) -> Option<()> {
        let (written, what) = option.rsplit_once('=')?;
        let (name, what) = (plain(written), what.trim());
        if name.is_empty() || what.is_empty() {
            return None;
        }
        let is_county = edition.counties.iter().any(|c| c.slug == what);
        // A name that is left out may stand in a heading or at the side.
        if is_county || what == "-" {
            self.counties.insert(name.clone(), county_use(what));
        }
        if is_county {
            self.settled_counties
                .push((one_line(written), what.to_owned()));
            return Some(());
        }
        // An indicator may be called by its name.
        let named = edition
            .indicators
            .iter()
            .find(|i| plain(&i.name) == plain(what));
        let column = column_of(named.map_or(what, |i| i.id.as_str()))?;
        if let ColumnUse::Figure { id, .. } = &column {
            edition.indicators.iter().find(|i| i.id == *id)?;
        }
        self.columns.insert(name, column);
        Some(())
    }

    /// What a heading was settled as, as it was written; only what came from
    /// the command line or the file.
    pub(super) fn written(&self, heading: &str) -> Option<String> {
        Some(match self.column(heading)? {
            ColumnUse::Skip => "-".to_owned(),
            ColumnUse::Figure {
                id,
                part,
                unit,
                times,
            } => {
                let mut what = id.clone();
                if *part != Part::Value {
                    what.push('.');
                    what.push_str(&part.key());
                }
                if let Some(unit) = unit {
                    what.push(':');
                    what.push_str(unit.as_str());
                }
                if let Some(times) = times {
                    what.push_str(&format!("*{times}"));
                }
                what
            }
        })
    }

    /// The names of counties that were settled on the command line, and the
    /// rows that were left out: a name set to `-` may also be a heading, so
    /// only the table tells.
    pub(super) fn county_lines(&self, skipped: &BTreeSet<String>) -> Vec<Settled> {
        self.settled_counties
            .iter()
            .map(|(name, what)| Settled {
                heading: name.clone(),
                what: what.clone(),
            })
            .chain(skipped.iter().map(|name| Settled {
                heading: name.clone(),
                what: "-".to_owned(),
            }))
            .collect()
    }

    pub(super) fn county(&self, name: &str) -> Option<&Use> {
        self.counties.get(&plain(name))
    }

    pub(super) fn column(&self, heading: &str) -> Option<&ColumnUse> {
        self.columns.get(&plain(heading))
    }
}

/// 2025年: a name that holds for one year only.
fn names_year(text: &str) -> bool {
    let digits = text.split(|c: char| !c.is_ascii_digit());
    digits
        .into_iter()
        .any(|n| n.len() == 4 && (n.starts_with("19") || n.starts_with("20")))
}

fn county_use(what: &str) -> Use {
    if what == "-" {
        Use::Skip
    } else {
        Use::Is(what.to_owned())
    }
}

fn column_use(item: &Item) -> Option<ColumnUse> {
    if let Some(what) = item.as_str() {
        return column_of(what);
    }
    let table = item.as_table_like()?;
    let mut column = column_of(table.get("id")?.as_str()?)?;
    if let ColumnUse::Figure { unit, times, .. } = &mut column {
        if let Some(written) = table.get("unit") {
            *unit = Some(Unit::parse(written.as_str()?).ok()?);
        }
        if let Some(written) = table.get("times") {
            *times = Some(written.as_value()?.to_string().trim().parse().ok()?);
        }
    }
    Some(column)
}

/// `-`, `villages`, `villages.target`, `villages.series.2018`, `coverage*100`,
/// `funds:亿元`.
fn column_of(what: &str) -> Option<ColumnUse> {
    if what == "-" {
        return Some(ColumnUse::Skip);
    }
    let (what, times) = match what.split_once(['*', '×']) {
        Some((what, times)) => (what, Some(times.trim().parse().ok()?)),
        None => (what, None),
    };
    let (what, unit) = match what.split_once([':', '：']) {
        Some((what, unit)) => (what, Some(Unit::parse(unit).ok()?)),
        None => (what, None),
    };
    let (id, part) = match what.trim().split_once('.') {
        Some((id, part)) => (id, Part::named(part)?),
        None => (what.trim(), Part::Value),
    };
    Some(ColumnUse::Figure {
        id: id.to_owned(),
        part,
        unit,
        times,
    })
}

fn invalid(path: &str, name: &str) -> Finding {
    let message = text!(
        "“{name}”的写法看不懂",
        "what `{name}` is set to cannot be read"
    );
    let hint = text!(
        "写成 \"villages\"、\"villages.target\"、{{ id = \"coverage\", times = 100 }}，不要就写 \"-\"",
        "write \"villages\", \"villages.target\", {{ id = \"coverage\", times = 100 }}, or \"-\" to leave it out"
    );
    Finding::new(Code::ValueInvalid, Place::file(path), message).hint(hint)
}

/// One line of what was settled in this run.
pub(super) struct Settled {
    /// The heading, levels joined with ` / `.
    pub(super) heading: String,
    /// As it stands on the right of the equals sign, not quoted.
    pub(super) what: String,
}

/// The text of import.toml with what was settled now added; comments and order
/// of the old one stay.
pub(super) fn renewed(
    old: &str,
    sheets: &[String],
    columns: &[Settled],
    counties: &[Settled],
) -> Option<String> {
    let mut document = old.parse::<DocumentMut>().ok()?;
    if !sheets.is_empty() && !document.contains_key("sheets") {
        let names: toml_edit::Array = sheets.iter().map(String::as_str).collect();
        document.insert("sheets", toml_edit::value(names));
    }
    for (key, settled) in [("columns", columns), ("counties", counties)] {
        if settled.is_empty() {
            continue;
        }
        let table = document
            .entry(key)
            .or_insert_with(|| Item::Table(Table::new()));
        let table = table.as_table_mut()?;
        for Settled { heading, what } in settled {
            table.insert(heading, toml_edit::value(what.as_str()));
        }
    }
    Some(document.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_stand_on_the_right() {
        let of = |what| column_of(what);
        assert_eq!(of("-"), Some(ColumnUse::Skip));
        let figure = |part, unit: Option<&str>, times: Option<i64>| {
            Some(ColumnUse::Figure {
                id: "a_b".into(),
                part,
                unit: unit.map(|u| Unit::parse(u).unwrap()),
                times: times.map(Decimal::from),
            })
        };
        assert_eq!(of("a_b"), figure(Part::Value, None, None));
        assert_eq!(of("a_b.target"), figure(Part::Target, None, None));
        assert_eq!(
            of("a_b.series.2018:亿元"),
            figure(Part::Series(2018), Some("亿元"), None)
        );
        assert_eq!(of("a_b*100"), figure(Part::Value, None, Some(100)));
        assert_eq!(of("a_b.nothing"), None);
    }

    #[test]
    fn what_was_settled_is_added_and_the_rest_stays() {
        let old = "# 去年定的\n[columns]\n\"任务数\" = \"villages.target\" # 口头问过\n";
        let settled = |heading: &str, what: &str| Settled {
            heading: heading.into(),
            what: what.into(),
        };
        let new = renewed(
            old,
            &[],
            &[settled("资金 / 到位", "funds")],
            &[settled("开发区", "-")],
        );
        assert_eq!(
            new.unwrap(),
            "# 去年定的\n[columns]\n\"任务数\" = \"villages.target\" # 口头问过\n\"资金 / 到位\" = \"funds\"\n\n[counties]\n\"开发区\" = \"-\"\n"
        );
    }
}
