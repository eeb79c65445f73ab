//! Changes into a county's figures.toml, with everything else left as it
//! stands: comments, order, spacing, line ends.

use super::header::Part;
use super::plan::Change;
use crate::content::Date;
use crate::finding::Text;
use crate::text;
use toml_edit::{DocumentMut, InlineTable, Item, Key, Table, TableLike, Value};

/// Where imported figures come from, as an editor gave it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// 出处.
    pub source: Option<String>,
    /// 截至.
    pub as_of: Option<Date>,
}

impl Origin {
    /// The keys that are given, with their values.
    fn pairs(&self) -> Vec<(&'static str, Value)> {
        let source = self.source.as_deref().map(Value::from);
        let as_of = self.as_of.map(|date| {
            let written = date.to_string();
            // A day is a date of TOML; a month or a year is text.
            let day = written.parse::<toml_edit::Datetime>().ok();
            let day = day.filter(|d| d.date.is_some());
            day.map_or_else(|| Value::from(written), Value::from)
        });
        let pairs = [("source", source), ("as_of", as_of)];
        pairs
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?)))
            .collect()
    }
}

/// The new text of a figures.toml; `figures` are the ids that the table gave,
/// changed or not, whose origin is to be written.
///
/// # Errors
/// What stands in the way, where the file is no TOML or has something else in
/// a figure's place.
pub(super) fn rewritten(
    old: &str,
    changes: &[&Change],
    figures: &[&str],
    origin: &Origin,
) -> Result<String, Text> {
    let windows = old.contains("\r\n");
    let mark = old.starts_with('\u{feff}');
    let plain = old.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let mut document: DocumentMut = plain.parse().map_err(|error: toml_edit::TomlError| {
        let english = error.message().to_owned();
        text!("TOML 写法有误：{english}", "TOML: {english}")
    })?;
    // A file without figures has one origin for all; in others the origin of
    // what the table does not speak of must stay.
    if document.get("figures").is_none() {
        for (key, value) in origin.pairs() {
            if document.get(key).is_none() {
                insert(document.as_table_mut(), key, value);
            }
        }
    }
    for change in changes {
        put(&mut document, change)?;
    }
    for (key, value) in origin.pairs() {
        set_origin(&mut document, key, &value, figures);
    }
    let mut new = document.to_string();
    if windows {
        new = new.replace('\n', "\r\n");
    }
    Ok(if mark { format!("\u{feff}{new}") } else { new })
}

fn put(document: &mut DocumentMut, change: &Change) -> Result<(), Text> {
    let id = &change.id;
    let odd = || text!("figures.{id} 不是一项数据", "figures.{id} is no figure");
    let value: Value = change.toml.parse().map_err(|_| {
        let toml = &change.toml;
        text!("写不成 TOML：{toml}", "not TOML: {toml}")
    })?;
    let is_first = document.iter().next().is_none();
    // Comments at the end of the file stand under the last figure; a new one
    // comes after them.
    let is_last = document
        .iter()
        .last()
        .is_some_and(|(key, _)| key == "figures");
    let is_new = document.get("figures").is_some_and(|f| f.get(id).is_none());
    let trailing = document.trailing().as_str().unwrap_or_default().to_owned();
    let comments = is_last && is_new && trailing.contains('#');
    if comments {
        document.set_trailing("");
    }
    let figures = document.entry("figures").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let figures = figures.as_table_like_mut().ok_or_else(odd)?;
    if figures.get(id).is_none() {
        let mut table = Table::new();
        let first = is_first && figures.is_empty();
        table.decor_mut().set_prefix(match (comments, first) {
            (true, _) => format!("{}\n\n", trailing.trim_end()),
            (false, true) => String::new(),
            (false, false) => "\n".to_owned(),
        });
        figures.insert(id, Item::Table(table));
    }
    let figure = figures
        .get_mut(id)
        .and_then(Item::as_table_like_mut)
        .ok_or_else(odd)?;
    match change.part {
        Part::Series(year) => {
            if figure.get("series").is_none() {
                insert(figure, "series", Value::InlineTable(InlineTable::new()));
            }
            let series = figure.get_mut("series").and_then(Item::as_table_like_mut);
            set(series.ok_or_else(odd)?, &year.to_string(), value);
            // The last pair kept the space before the brace.
            if let Some(Item::Value(Value::InlineTable(series))) = figure.get_mut("series") {
                series.fmt();
            }
        }
        part => set(figure, &part.key(), value),
    }
    Ok(())
}

/// Writes an origin to the figures that do not have it from the file.
fn set_origin(document: &mut DocumentMut, key: &str, new: &Value, ids: &[&str]) {
    let plain = |item: &Item| Some(item.as_value()?.clone().decorated("", "").to_string());
    let wanted = new.to_string().trim().to_owned();
    let same = document.get(key).and_then(plain).as_deref() == Some(wanted.as_str());
    let Some(figures) = document
        .get_mut("figures")
        .and_then(Item::as_table_like_mut)
    else {
        return;
    };
    for id in ids {
        let Some(figure) = figures.get_mut(id).and_then(Item::as_table_like_mut) else {
            continue;
        };
        if !same || figure.get(key).is_some() {
            set(figure, key, new.clone());
        }
    }
}

/// Replaces a value with its comment and spacing kept, or adds one.
fn set(table: &mut dyn TableLike, key: &str, mut value: Value) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            *value.decor_mut() = old.decor().clone();
            *old = value;
        }
        None => insert(table, key, value),
    }
}

/// Adds a key whose equals sign stands under those above it, where somebody
/// has lined them up.
fn insert(table: &mut dyn TableLike, key: &str, value: Value) {
    let space = |name: &str| -> Option<usize> {
        let decor = table.key(name)?.leaf_decor();
        let space = decor.suffix().and_then(|s| s.as_str()).unwrap_or(" ");
        (!space.contains('\n')).then_some(space.len())
    };
    let keys: Vec<(usize, usize)> = table
        .iter()
        .filter_map(|(name, _)| Some((name.len(), space(name)?)))
        .collect();
    let in_line = keys.iter().any(|(_, space)| *space > 1);
    let widths = keys.iter().map(|(name, space)| name + space);
    let column = widths.max().filter(|_| in_line).unwrap_or(0);
    let key = Key::new(key);
    if column > key.get().len() {
        let space = " ".repeat(column - key.get().len());
        let mut decorated = key.clone();
        decorated.leaf_decor_mut().set_suffix(space);
        table.entry_format(&decorated).or_insert(Item::Value(value));
    } else {
        table.insert(key.get(), Item::Value(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(id: &str, part: Part, toml: &str) -> Change {
        Change {
            county: "liandu".into(),
            county_name: "莲都区".into(),
            id: id.into(),
            name: text!("", ""),
            part,
            toml: toml.into(),
            new: String::new(),
            old: None,
            place: String::new(),
        }
    }

    fn written(old: &str, changes: &[Change]) -> String {
        let ids: Vec<&str> = changes.iter().map(|c| c.id.as_str()).collect();
        let all: Vec<&Change> = changes.iter().collect();
        rewritten(old, &all, &ids, &Origin::default()).unwrap()
    }

    #[test]
    fn the_origin_of_what_the_table_gave_and_of_nothing_else() {
        let origin = Origin {
            source: Some("年报".into()),
            as_of: Date::parse("2026-10-31"),
        };
        let of = |old: &str| {
            let change = change("villages", Part::Value, "402");
            rewritten(old, &[&change], &["villages"], &origin).unwrap()
        };
        assert_eq!(
            of(""),
            "source = \"年报\"\nas_of = 2026-10-31\n\n[figures.villages]\nvalue = 402\n"
        );
        assert_eq!(of(&of("")), of(""));
        let old = "source = \"旧\"\n\n[figures.villages]\nvalue = 1\n\n[figures.b]\nvalue = 2\n";
        assert_eq!(
            of(old),
            "source = \"旧\"\n\n[figures.villages]\nvalue = 402\nsource = \"年报\"\nas_of = 2026-10-31\n\n[figures.b]\nvalue = 2\n"
        );
    }

    const OLD: &str = "\
source = \"三资入账数据\"      # 出处
as_of  = 2019-11-15

# 村
[figures.villages]
value    = 401   # 已核
target   = 401
series   = { 2017 = 279, 2018 = 350 }

[figures.own]
name  = \"本县的\"
unit  = \"人次\"
value = \"5000人次以上\"

[[checks]]
sum = [\"a\", \"b\"]
is  = \"villages\"
";

    #[test]
    fn what_the_table_does_not_speak_of_stays() {
        let new = written(OLD, &[change("villages", Part::Value, "402")]);
        assert_eq!(
            new,
            OLD.replace("value    = 401   # 已核", "value    = 402   # 已核")
        );
    }

    #[test]
    fn new_keys_stand_in_line_and_new_figures_before_the_checks() {
        let new = written(
            OLD,
            &[
                change("villages", Part::Baseline, "279"),
                change("villages", Part::Series(2019), "401"),
                change("funds", Part::Value, "\"约4.2亿元\""),
                change("funds", Part::Target, "50000"),
            ],
        );
        let expected = OLD
            .replace(
                "2018 = 350 }\n",
                "2018 = 350, 2019 = 401 }\nbaseline = 279\n",
            )
            .replace(
                "\n[[checks]]",
                "\n[figures.funds]\nvalue = \"约4.2亿元\"\ntarget = 50000\n\n[[checks]]",
            );
        assert_eq!(new, expected);
    }

    #[test]
    fn an_empty_file_and_a_windows_file() {
        assert_eq!(
            written("", &[change("a", Part::Value, "1")]),
            "[figures.a]\nvalue = 1\n"
        );
        let new = written(
            "\u{feff}[figures.a]\r\nvalue = 1 # x\r\n",
            &[change("a", Part::Value, "2"), change("b", Part::Value, "3")],
        );
        assert_eq!(
            new,
            "\u{feff}[figures.a]\r\nvalue = 2 # x\r\n\r\n[figures.b]\r\nvalue = 3\r\n"
        );
    }

    #[test]
    fn what_is_no_figure_is_not_overwritten() {
        let change = change("a", Part::Value, "1");
        let of = |old| rewritten(old, &[&change], &[], &Origin::default());
        assert!(of("figures = 3\n").is_err());
        assert!(of("[figures]\na = 3\n").is_err());
        assert!(of("[figures.a\n").is_err());
    }
}
