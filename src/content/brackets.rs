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
        // `check` is a key of site.toml only.
        let known = name != "check" || source.path() == "content/site.toml";
        if ONCE.contains(&name) && known {
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
            let lists = figures.iter_mut();
            let lists = lists.filter(|(_, f)| matches!(f.get_ref(), DeValue::Array(_)));
            for (key, figure) in lists {
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

/// A list or an inline table that is not closed before the next key, if that
/// is what lies behind the first fault, which stands in the line that begins
/// at `fault`.
pub(super) fn unclosed(source: &Arc<Source>, text: &str, fault: usize) -> Option<Finding> {
    let (open, at) = left_open(text, fault)?;
    let (zh, close) = match open {
        '[' => ("方括号", ']'),
        _ => ("花括号", '}'),
    };
    let message = text!(
        "TOML 写法有误：{zh}没有合上",
        "TOML: the bracket {open} is not closed"
    );
    let hint = text!(
        "在最后一项后面补上 {close}",
        "put {close} behind the last item"
    );
    let place = Place::at(source, at..at + 1);
    Some(Finding::new(Code::TomlSyntax, place, message).hint(hint))
}

/// The innermost bracket of a value that is open where a line up to `fault`
/// begins like a new key or table.
fn left_open(text: &str, fault: usize) -> Option<(char, usize)> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut offset = 0;
    let mut last = ',';
    for line in text.split_inclusive('\n') {
        if let Some(found) = open.last()
            && is_new(line, found.0, last)
        {
            return Some(*found);
        }
        if offset > fault {
            return None;
        }
        let is_header = open.is_empty() && line.trim_start().starts_with('[');
        for (at, c) in super::wording::outside_quotes(line).filter(|_| !is_header) {
            match c {
                '[' | '{' => open.push((c, offset + at)),
                ']' | '}' => drop(open.pop()),
                _ => {}
            }
            if !c.is_whitespace() {
                last = c;
            }
        }
        if line.trim_end().ends_with('"') {
            last = '"';
        }
        offset += line.len();
    }
    open.last().copied()
}

/// Whether a line cannot go on with what stands in an open bracket: a table's
/// header, or a key where a list is open or no comma came before.
fn is_new(line: &str, open: char, last: char) -> bool {
    let bare = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ');
    let line = line.trim();
    let header = line.trim_start_matches('[').split(']').next().unwrap_or("");
    if line.starts_with('[') && header.starts_with(char::is_alphabetic) && header.chars().all(bare)
    {
        return true;
    }
    let Some((key, _)) = line.split_once('=') else {
        return false;
    };
    let is_key = !key.trim().is_empty() && key.chars().all(bare);
    is_key && (open == '[' || !matches!(last, ',' | '{'))
}

/// Whether a key is called double only because its first table has one
/// bracket and the others have two.
pub(super) fn is_echo(text: &str, key: &Range<usize>) -> bool {
    let name = text.get(key.clone()).unwrap_or("");
    MANY.contains(&name) && text[..key.start].ends_with("[[")
}
