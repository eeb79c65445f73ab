//! Changes into a county's figures.toml, with everything else left as it
//! stands: comments, order, spacing, line ends.

use super::header::Part;
use super::plan::Change;
use crate::content::Date;
use crate::finding::Text;
use crate::text;
use std::collections::BTreeSet;
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
    let known: BTreeSet<String> = document
        .get("figures")
        .and_then(Item::as_table_like)
        .map(|figures| figures.iter().map(|(id, _)| id.to_owned()).collect())
        .unwrap_or_default();
    for change in changes {
        put(&mut document, change)?;
    }
    for (key, value) in origin.pairs() {
        set_origin(&mut document, key, &value, figures);
    }
    let added = take_new(&mut document, &known);
    let mut new = document.to_string();
    if !added.is_empty() {
        let at = end_of_figures(&new);
        let (above, below) = new.split_at(at);
        let mut text = above.to_owned();
        for figure in added {
            if !text.is_empty() {
                text.push_str(if text.ends_with('\n') { "\n" } else { "\n\n" });
            }
            text.push_str(&figure);
        }
        text.push_str(below);
        new = text;
    }
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
    let figures = document.entry("figures").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let figures = figures.as_table_like_mut().ok_or_else(odd)?;
    if figures.get(id).is_none() {
        figures.insert(id, Item::Table(Table::new()));
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
            if let Some(Item::Value(Value::InlineTable(series))) = figure.get_mut("series") {
                close(series);
            }
        }
        part => set(figure, &part.key(), value),
    }
    if let Some(Item::Value(Value::InlineTable(figure))) =
        document.get_mut("figures").and_then(|f| f.get_mut(id))
    {
        close(figure);
    }
    Ok(())
}

/// The space before the closing brace stays there: a new pair stands behind
/// the one that had it.
fn close(table: &mut InlineTable) {
    let count = table.len();
    let mut space = None;
    for (at, (_, value)) in table.iter_mut().enumerate() {
        let suffix = value.decor().suffix().and_then(|s| s.as_str());
        let suffix = suffix.unwrap_or_default().to_owned();
        if at + 1 < count && !suffix.is_empty() {
            value.decor_mut().set_suffix("");
            space = Some(suffix);
        } else if at + 1 == count {
            let last = space
                .take()
                .unwrap_or(match suffix.is_empty() && count == 1 {
                    true => " ".to_owned(),
                    false => suffix,
                });
            value.decor_mut().set_suffix(last);
        }
    }
}

/// Takes figures that were not there before out of the document, each as its
/// own text: where they go in decides whose comments are whose.
fn take_new(document: &mut DocumentMut, known: &BTreeSet<String>) -> Vec<String> {
    let Some(figures) = document.get_mut("figures").and_then(Item::as_table_mut) else {
        return Vec::new();
    };
    let ids: Vec<String> = figures.iter().map(|(id, _)| id.to_owned()).collect();
    let mut texts = Vec::new();
    for id in ids.iter().filter(|id| !known.contains(*id)) {
        let Some((key, Item::Table(figure))) = figures.remove_entry(id) else {
            continue;
        };
        let mut alone = DocumentMut::new();
        let mut table = Table::new();
        table.set_implicit(true);
        table.insert_formatted(&key, Item::Table(figure));
        alone.insert("figures", Item::Table(table));
        texts.push(alone.to_string().trim_start().to_owned());
    }
    if known.is_empty() && figures.is_empty() && figures.is_implicit() {
        document.remove("figures");
    }
    texts
}

/// Where new figures go: behind the last figure and the comments right under
/// it; behind everything where no table follows.
fn end_of_figures(text: &str) -> usize {
    let Ok(document) = toml_edit::Document::parse(text) else {
        return text.len();
    };
    let mut headers: Vec<(usize, bool)> = Vec::new();
    for (name, item) in document.iter() {
        headers_of(item, name == "figures", &mut headers);
    }
    headers.sort_unstable();
    let last = headers.iter().rposition(|(_, is_figure)| *is_figure);
    let Some((next, _)) = last.and_then(|at| headers.get(at + 1)) else {
        return text.len();
    };
    // Comments before an empty line belong to the figure above them.
    let between = text.get(..*next).unwrap_or_default();
    let is_loose = |line: &&str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let loose: Vec<&str> = between
        .split_inclusive('\n')
        .rev()
        .take_while(is_loose)
        .collect();
    let until_empty = loose.iter().rev().take_while(|l| !l.trim().is_empty());
    let own: usize = until_empty.map(|l| l.len()).sum();
    let all: usize = loose.iter().map(|l| l.len()).sum();
    let end = between.len() - all;
    // Without an empty line they stand right above the next table.
    if own == all { end } else { end + own }
}

/// Where the headers of tables begin.
fn headers_of(item: &Item, is_figure: bool, out: &mut Vec<(usize, bool)>) {
    match item {
        Item::Table(table) => {
            if let Some(span) = table.span().filter(|_| !table.is_dotted()) {
                out.push((span.start, is_figure));
            }
            for (_, inner) in table.iter() {
                headers_of(inner, is_figure, out);
            }
        }
        Item::ArrayOfTables(tables) => {
            for table in tables.iter() {
                out.extend(table.span().map(|span| (span.start, is_figure)));
            }
        }
        Item::None | Item::Value(_) => {}
    }
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

    /// Every line of the old file but the changed ones, in its order, with the
    /// comments right under the lines that they stood under.
    #[test]
    fn new_figures_leave_comments_with_what_they_speak_of() {
        let own = "[figures.own]\nname = \"甲\"\nvalue = 3\n# 归甲\n";
        let added = "\n[figures.funds]\nvalue = 5\n";
        let checks = "\n# 归核对\n[[checks]]\nsum = [\"own\"] # 和\nis = \"own\"\n# 末尾\n";
        let of = |old: &str| written(old, &[change("funds", Part::Value, "5")]);
        assert_eq!(
            of(&format!("{own}{checks}")),
            format!("{own}{added}{checks}")
        );
        assert_eq!(
            of(&format!("{checks}\n{own}")),
            format!("{checks}\n{own}{added}")
        );
        assert_eq!(of("# 说明\n"), format!("# 说明\n{added}"));
        assert_eq!(of(checks), format!("{checks}{added}"));
        let dotted = "figures.own.name = \"甲\"\n# 归甲\n";
        assert_eq!(of(dotted), format!("{dotted}{added}"));
        let inline = "[figures]\nown = { value = 3 } # 归甲\n";
        assert_eq!(
            of(&format!("{inline}{checks}")),
            format!("{inline}{added}{checks}")
        );
        // No empty line: the comment heads the next table.
        let tight = "[figures.own]\nvalue = 3\n# 归核对\n[[checks]]\nis = \"own\"\n";
        assert_eq!(
            of(tight),
            "[figures.own]\nvalue = 3\n\n[figures.funds]\nvalue = 5\n# 归核对\n[[checks]]\nis = \"own\"\n"
        );
    }

    #[test]
    fn pairs_within_braces_keep_their_spaces() {
        let of = |old: &str, part, value| written(old, &[change("a", part, value)]);
        assert_eq!(
            of(
                "[figures]\na = { value = 1, note = \"n\" } # x\n",
                Part::Target,
                "2"
            ),
            "[figures]\na = { value = 1, note = \"n\", target = 2 } # x\n"
        );
        assert_eq!(
            of(
                "[figures.a]\nseries = {2017=1,2018=2} # s\n",
                Part::Series(2018),
                "3"
            ),
            "[figures.a]\nseries = {2017=1,2018=3} # s\n"
        );
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
