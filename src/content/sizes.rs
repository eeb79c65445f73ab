//! How much one file may say. Far more than anybody writes, and little enough
//! that nobody waits for a file that a program filled by mistake.

use crate::finding::{Code, Finding, Findings, Place, Source};
use crate::text;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Entries of one table: figures of a county, years of a series.
pub(super) const MOST_KEYS: usize = 5_000;
/// Items of one list: counties of a roster, places, words.
const MOST_ITEMS: usize = 20_000;
/// Indicators of an edition: each has pages of its own.
const MOST_INDICATORS: usize = 1_000;
/// Characters of one text: what is longer belongs into a write-up.
pub(super) const LONGEST_TEXT: usize = 5_000;

/// Whether all of `table` is of a size to be read; what is not is told.
pub(super) fn are_sound(
    source: &Arc<Source>,
    table: &DeTable<'_>,
    findings: &mut Findings,
) -> bool {
    let mut found = Findings::new();
    if table.len() > MOST_KEYS {
        found.push(too_many(Place::at(source, 0..0), table.len(), MOST_KEYS));
    }
    in_table(source, table, &mut found);
    let are_sound = found.is_empty();
    findings.extend(found);
    are_sound
}

fn in_table(source: &Arc<Source>, table: &DeTable<'_>, findings: &mut Findings) {
    for (key, value) in table {
        let place = || Place::at(source, key.span());
        match value.get_ref() {
            DeValue::Table(inner) if inner.len() > MOST_KEYS => {
                findings.push(too_many(place(), inner.len(), MOST_KEYS));
            }
            DeValue::Array(items) => {
                let most = match &**key.get_ref() {
                    "indicators" => MOST_INDICATORS,
                    _ => MOST_ITEMS,
                };
                match items.len() > most {
                    true => findings.push(too_many(place(), items.len(), most)),
                    false => items.iter().for_each(|v| in_value(source, v, findings)),
                }
            }
            _ => in_value(source, value, findings),
        }
    }
}

fn in_value(source: &Arc<Source>, value: &Spanned<DeValue<'_>>, findings: &mut Findings) {
    match value.get_ref() {
        DeValue::Table(table) => in_table(source, table, findings),
        DeValue::Array(items) => items.iter().for_each(|v| in_value(source, v, findings)),
        // Bytes are counted first, for most texts are short.
        DeValue::String(text) if text.len() > LONGEST_TEXT => {
            let count = text.chars().count();
            if count > LONGEST_TEXT {
                let start = value.span().start;
                findings.push(too_long(Place::at(source, start..start + 1), count));
            }
        }
        _ => {}
    }
}

fn too_many(place: Place, count: usize, most: usize) -> Finding {
    let message = text!(
        "这里有 {count} 项，最多 {most} 项",
        "there are {count} entries here; there may be {most}"
    );
    let hint = text!(
        "多半是程序导出时出的错；真有这么多，请分到几个文件里",
        "most likely a slip of the program that wrote it; if there are so many, spread them over files"
    );
    Finding::new(Code::FileTooLarge, place, message).hint(hint)
}

fn too_long(place: Place, count: usize) -> Finding {
    let message = text!(
        "这段文字有 {count} 个字，最多 {LONGEST_TEXT} 个",
        "this text has {count} characters; it may have {LONGEST_TEXT}"
    );
    let hint = text!(
        "长的文字写进正文（.md 文件）",
        "a long text belongs into a write-up, a .md file"
    );
    Finding::new(Code::ValueInvalid, place, message).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> Vec<String> {
        let source = Source::new("content/site.toml", text.to_owned());
        let (tree, _) = DeTable::parse_recoverable(source.text());
        let mut findings = Findings::new();
        are_sound(&source, tree.get_ref(), &mut findings);
        let sorted = findings.sorted();
        sorted.iter().map(|f| f.message.en.clone()).collect()
    }

    #[test]
    fn a_list_that_a_program_filled_kept_the_editor_waiting() {
        let list = |key: &str, count: usize| format!("{key} = [{}]", "1,".repeat(count));
        assert_eq!(told(&list("roster", MOST_ITEMS)), [""; 0]);
        assert_eq!(told(&list("indicators", MOST_INDICATORS)), [""; 0]);
        assert_eq!(told(&list("roster", MOST_ITEMS + 1)).len(), 1);
        assert_eq!(told(&list("a.b.indicators", MOST_INDICATORS + 1)).len(), 1);
        let keys: String = (0..=MOST_KEYS).map(|n| format!("k{n} = 1\n")).collect();
        let said = told(&format!("[figures]\n{keys}"));
        assert_eq!(said, ["there are 5001 entries here; there may be 5000"]);
    }

    #[test]
    fn a_name_of_a_hundred_thousand_characters_kept_the_editor_waiting() {
        let text = |count: usize| format!("a = [{{ title = '{}' }}]", "题".repeat(count));
        assert_eq!(told(&text(LONGEST_TEXT)), [""; 0]);
        let said = told(&text(LONGEST_TEXT + 1));
        assert_eq!(said, ["this text has 5001 characters; it may have 5000"]);
    }
}
