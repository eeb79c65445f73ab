//! Texts that are printed as they are written: a reference in one of them
//! would stand on the page with its braces.

use crate::finding::{Code, Finding, Findings, Place, Source};
use crate::text;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Keys in which references print figures.
const RESOLVED: &[&str] = &["title", "kicker", "deck", "summary", "text"];

/// Tells the references of all other texts.
pub(super) fn check(source: &Arc<Source>, table: &DeTable<'_>, findings: &mut Findings) {
    for (key, value) in table {
        if !RESOLVED.contains(&&**key.get_ref()) {
            in_value(source, value, findings);
        } else if source.path() == "content/site.toml" {
            // What names the showcase belongs to no edition.
            in_value(source, value, findings);
        }
    }
}

fn in_value(source: &Arc<Source>, value: &Spanned<DeValue<'_>>, findings: &mut Findings) {
    match value.get_ref() {
        DeValue::Table(table) => check(source, table, findings),
        DeValue::Array(items) => items.iter().for_each(|v| in_value(source, v, findings)),
        DeValue::String(text) if is_reference(text) => {
            let whole = Place::at(source, value.span());
            let place = match (whole.text().find("{{"), whole.text().find("}}")) {
                (Some(start), Some(end)) if start < end => whole.within(start..end + 2),
                _ => whole,
            };
            let message = text!(
                "这里的 {{{{…}}}} 不会换成数据，会照原样印出来",
                "{{{{…}}}} is no reference here: it would be printed as it is"
            );
            let hint = text!(
                "直接写出数字，或把这句话写进正文",
                "write the number, or say it in the text of the case"
            );
            findings.push(Finding::new(Code::ReferenceInvalid, place, message).hint(hint));
        }
        _ => {}
    }
}

fn is_reference(text: &str) -> bool {
    text.split_once("{{")
        .is_some_and(|(before, rest)| !before.ends_with('\\') && rest.contains("}}"))
}
