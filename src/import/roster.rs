//! A write-up of a county that the roster does not name yet: its name is put
//! at the end of the roster, unless it looks like a slip of one that is there.

use super::disk::NewFile;
use crate::finding::nearest;
use std::path::Path;
use toml_edit::{Array, DocumentMut, Value};

/// Whether the roster of an edition names a county's folder.
pub(super) enum Listed {
    /// It does, or there is no roster that could be read.
    Yes,
    /// It names one much like it.
    Near(String),
    /// edition.toml with the county at the end of its roster.
    Added(NewFile),
}

/// Looks a county up; `is_new` where it is certain that it is no slip.
pub(super) fn listed(root: &Path, edition: &str, county: &str, is_new: bool) -> Listed {
    let path = format!("content/{edition}/edition.toml");
    let Ok(text) = std::fs::read_to_string(root.join(&path)) else {
        return Listed::Yes;
    };
    let windows = text.contains("\r\n");
    let plain = text.replace("\r\n", "\n");
    let bare = plain.trim_start_matches('\u{feff}');
    let Ok(mut document) = bare.parse::<DocumentMut>() else {
        return Listed::Yes;
    };
    let Some(roster) = document.get_mut("roster").and_then(|r| r.as_array_mut()) else {
        return Listed::Yes;
    };
    let known: Vec<String> = roster
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    if known.iter().any(|name| name == county) {
        return Listed::Yes;
    }
    if let Some(near) = nearest(county, known.iter().map(String::as_str)).filter(|_| !is_new) {
        return Listed::Near(near.to_owned());
    }
    add(roster, county);
    let mut new = document.to_string();
    if windows {
        new = new.replace('\n', "\r\n");
    }
    if plain.starts_with('\u{feff}') {
        new.insert(0, '\u{feff}');
    }
    Listed::Added(NewFile {
        path,
        bytes: new.into_bytes(),
    })
}

/// Adds a name as the last one is written: on its own line, or beside it.
fn add(roster: &mut Array, county: &str) {
    let mut new = Value::from(county);
    let count = roster.len();
    let part = |part: Option<&toml_edit::RawString>| {
        let text = part.and_then(toml_edit::RawString::as_str);
        text.unwrap_or_default().to_owned()
    };
    if let Some(last) = count.checked_sub(1).and_then(|at| roster.get_mut(at)) {
        let before = part(last.decor().prefix());
        // The comment above the last name is not the new one's.
        let before = match before.rsplit_once('\n') {
            Some((_, indent)) => format!("\n{indent}"),
            None => " ".to_owned(),
        };
        let behind = part(last.decor().suffix());
        last.decor_mut().set_suffix("");
        new.decor_mut().set_prefix(before);
        new.decor_mut().set_suffix(behind);
    }
    roster.push_formatted(new);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(text: &str) -> String {
        let mut document: DocumentMut = text.parse().unwrap();
        add(document["roster"].as_array_mut().unwrap(), "c");
        document.to_string()
    }

    #[test]
    fn a_name_is_added_as_the_others_are_written() {
        assert_eq!(
            added("roster = [\"a\", \"b\"] # x\n"),
            "roster = [\"a\", \"b\", \"c\"] # x\n"
        );
        assert_eq!(
            added("roster = [\n  \"a\",\n  \"b\", # y\n]\n"),
            "roster = [\n  \"a\",\n  \"b\",\n  \"c\", # y\n]\n"
        );
        assert_eq!(
            added("roster = [\n  \"a\",\n  # z\n  \"b\"\n]\n"),
            "roster = [\n  \"a\",\n  # z\n  \"b\",\n  \"c\"\n]\n"
        );
        assert_eq!(added("roster = []\n"), "roster = [\"c\"]\n");
    }
}
