//! One bracket where two belong, and the other way round: the slip that TOML
//! invites most. It is told once, and what was meant is read, so that nothing
//! else is said of it.

use crate::finding::{Code, Finding, Findings, Place, Source};
use crate::text;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// What stands once in a file: `[plan]`.
const ONCE: &[&str] = &[
    "cards",
    "check",
    "figures",
    "government",
    "links",
    "pages",
    "places",
    "plan",
    "publisher",
    "review",
    "tiles",
];
/// What may stand many times: `[[checks]]`.
const MANY: &[&str] = &["checks", "indicators", "milestones", "projects"];

/// Tells the slips of a file and mends them in its tree.
pub(super) fn mend(source: &Arc<Source>, tree: &mut DeTable<'_>, findings: &mut Findings) {
    for (key, value) in tree.iter_mut() {
        let name: &str = key.get_ref();
        if ONCE.contains(&name) {
            once(source, key.span(), name, value, findings);
        } else if MANY.contains(&name) && matches!(value.get_ref(), DeValue::Table(_)) {
            let message = text!(
                "“{name}”可以有许多个，每个都写两层方括号",
                "there may be many `{name}`: each has two brackets"
            );
            let hint = text!("写成 [[{name}]]", "write [[{name}]]");
            let place = Place::at(source, key.span());
            findings.push(Finding::new(Code::ValueType, place, message).hint(hint));
            let only = value.clone();
            *value.get_mut() = DeValue::Array([only].into_iter().collect());
        }
        if let (DeValue::Table(figures), "figures") = (value.get_mut(), name) {
            for (key, figure) in figures.iter_mut() {
                let name = format!("figures.{}", key.get_ref());
                once(source, key.span(), &name, figure, findings);
            }
        }
    }
}

/// The first table of a list where one table belongs.
fn once(
    source: &Arc<Source>,
    place: Range<usize>,
    name: &str,
    value: &mut Spanned<DeValue<'_>>,
    findings: &mut Findings,
) {
    let DeValue::Array(tables) = value.get_ref() else {
        return;
    };
    let Some(first) = tables.iter().next().map(Spanned::get_ref) else {
        return;
    };
    if !matches!(first, DeValue::Table(_)) {
        return;
    }
    let message = text!(
        "“{name}”只有一个，写一层方括号",
        "there is one `{name}`: it has one bracket"
    );
    let hint = text!("写成 [{name}]", "write [{name}]");
    let place = Place::at(source, place);
    findings.push(Finding::new(Code::ValueType, place, message).hint(hint));
    let first = first.clone();
    *value.get_mut() = first;
}

/// Whether a key is called double only because its first table has one
/// bracket and the others have two.
pub(super) fn is_echo(text: &str, key: &Range<usize>) -> bool {
    let name = text.get(key.clone()).unwrap_or("");
    MANY.contains(&name) && text[..key.start].ends_with("[[")
}
