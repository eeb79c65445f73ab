//! TOML into raw types, with every fault found in one reading.
//!
//! serde stops at the first fault of a table. So the text is parsed once into
//! a tree with places; where deserialising fails, the fault is noted, the
//! entry it stands in is taken out of the tree, and it is tried again. What
//! was taken out is remembered, so that nobody calls it missing afterwards.

use super::{brackets, invisible, sizes, verbatim, wording};
use crate::finding::{Findings, Place, Source};
use serde::Deserialize;
use serde::de::{self, DeserializeOwned, Deserializer, Visitor};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Faults reported for one file at most; more of them say nothing new.
const MOST_FAULTS: usize = 200;

/// A file's raw value, and which keys were taken out of it.
pub(super) struct Read<T> {
    pub(super) raw: T,
    pub(super) source: Arc<Source>,
    dropped: BTreeSet<String>,
    /// Tables, and how many keys stood there that could be any.
    strange: RefCell<BTreeMap<String, usize>>,
    /// The text did not parse: what is missing may be hidden by that.
    pub(super) torn: bool,
}

impl<T> Read<T> {
    /// Of a file in which nothing is wrong.
    pub(super) fn whole(raw: T, source: &Arc<Source>) -> Read<T> {
        Read {
            raw,
            source: Arc::clone(source),
            dropped: BTreeSet::new(),
            strange: RefCell::default(),
            torn: false,
        }
    }

    /// Whether the key at `path` (e.g. `indicators[1].unit`) stood there but
    /// was faulty, or may be hidden by a syntax error.
    pub(super) fn was_dropped(&self, path: &str) -> bool {
        self.torn
            || self.dropped.contains(path)
            || self
                .dropped
                .iter()
                .any(|d| path.starts_with(d.as_str()) && path[d.len()..].starts_with(['.', '[']))
    }

    /// Whether nothing was taken out.
    pub(super) fn is_whole(&self) -> bool {
        !self.torn && self.dropped.is_empty()
    }

    /// Whether the key at `path`, which is not there, is most likely an unknown
    /// one of its table; each unknown key stands for one.
    pub(super) fn is_misnamed(&self, path: &str) -> bool {
        let mut strange = self.strange.borrow_mut();
        let Some(count) = strange.get_mut(parent_of(path)).filter(|n| **n > 0) else {
            return false;
        };
        *count -= 1;
        true
    }

    /// Whether something below `path` was taken out.
    pub(super) fn lost_below(&self, path: &str) -> bool {
        self.dropped
            .iter()
            .any(|d| d.starts_with(path) && d[path.len()..].starts_with(['.', '[']))
    }

    /// Whether a whole item of the list at `path` was taken out.
    /// Keys of the top of the file that were not known: [lamps] for
    /// [figures.lamps].
    pub(super) fn unknown_tops(&self) -> impl Iterator<Item = &String> {
        self.dropped
            .iter()
            .filter(|path| !path.contains(['.', '[']))
    }

    pub(super) fn lost_item(&self, path: &str) -> bool {
        self.dropped.iter().any(|d| {
            let item = d.strip_prefix(path).and_then(|d| d.strip_prefix('['));
            item.is_some_and(|d| d.find(']') == Some(d.len() - 1))
        })
    }

    /// The place of a span of this file.
    pub(super) fn place(&self, span: Range<usize>) -> Place {
        Place::at(&self.source, span)
    }
}

/// Reads the TOML that stands at `range` of a file.
pub(super) fn read<T: DeserializeOwned + Default>(
    source: &Arc<Source>,
    range: Range<usize>,
    findings: &mut Findings,
) -> Read<T> {
    let inside = source.text().get(range.clone()).unwrap_or("");
    read_text(source, inside, range, true, findings)
}

/// Reads `text`, of which byte `n` stands at `range.start + n` of the file;
/// `verbatim` where most of its texts are printed as they are written.
fn read_text<T: DeserializeOwned + Default>(
    source: &Arc<Source>,
    text: &str,
    range: Range<usize>,
    verbatim: bool,
    findings: &mut Findings,
) -> Read<T> {
    // Blank what stands before, so that offsets in it are offsets in the file.
    let mut masked = " ".repeat(range.start);
    masked.push_str(text);
    let text = masked;
    let (mut tree, errors) = DeTable::parse_recoverable(&text);
    let mut read = Read::whole(T::default(), source);
    read.torn = !errors.is_empty();
    if !sizes::are_sound(source, tree.get_ref(), findings) {
        read.torn = true;
        return read;
    }
    // One fault of a line brings others with it.
    let mut lines = invisible::in_toml(source, &text, range.start, &tree, findings);
    if let Some(finding) = errors.first().and_then(|first| {
        let first = line_of(&text, first);
        brackets::unclosed(source, &text, first)
    }) {
        // All that follows was read as if it stood in the brackets.
        findings.push(finding);
        return read;
    }
    let mut told: Vec<Range<usize>> = Vec::new();
    let mut yaml = false;
    for error in errors.iter().take(MOST_FAULTS) {
        let line = line_of(&text, error);
        // Who writes one line so writes all of them so.
        let again =
            wording::is_yaml(wording::line_at(&text, line)) && std::mem::replace(&mut yaml, true);
        let echo = again
            || is_echo(&text, error, &told)
            || error.span().is_some_and(|s| brackets::is_echo(&text, &s));
        if lines.insert(line) && !echo {
            findings.push(wording::syntax(source, error, &range));
        }
        told.extend(error.span());
    }
    // What did not parse is no value to judge.
    for span in &told {
        read.dropped.extend(take_out(tree.get_mut(), span, ""));
    }
    let mut slips = Findings::new();
    brackets::mend(source, tree.get_mut(), &mut slips);
    let is_as_written = slips.is_empty() && read.dropped.is_empty();
    findings.extend(slips);
    // Braces may be written as escapes.
    if verbatim && (text.contains("{{") || text.contains('\\')) {
        verbatim::check(source, tree.get_ref(), findings);
    }
    if is_as_written {
        // Most files are sound, and then nobody needs the tree any more.
        match T::deserialize(toml::de::Deserializer::from(tree)) {
            Ok(raw) => {
                read.raw = raw;
                return read;
            }
            Err(_) => (tree, _) = DeTable::parse_recoverable(&text),
        }
    }
    for _ in 0..MOST_FAULTS {
        match T::deserialize(toml::de::Deserializer::from(tree.clone())) {
            Ok(raw) => {
                read.raw = raw;
                return read;
            }
            Err(error) => {
                // What did not parse has been told already.
                let span = error.span().unwrap_or_default();
                // What was taken out of a table of fixed keys is not missing.
                let taken = |key| {
                    read.dropped
                        .iter()
                        .any(|d| d.rsplit('.').next() == Some(key))
                };
                let known = lines.contains(&line_of(&text, &error))
                    || wording::missing(&error).is_some_and(taken);
                let there = beside(tree.get_ref(), &span).unwrap_or_default();
                if !known && !told.iter().any(|t| covers(t, &span)) {
                    findings.push(wording::shape(source, &error, &there));
                }
                let Some(path) = error.span().and_then(|s| take_out(tree.get_mut(), &s, "")) else {
                    break;
                };
                let parent = parent_of(&path);
                // A misspelt key is not missing as well.
                if let Some(meant) = wording::meant(&error, &there) {
                    let dot = if parent.is_empty() { "" } else { "." };
                    read.dropped.insert(format!("{parent}{dot}{meant}"));
                } else if wording::is_unknown_key(&error) {
                    *read.strange.get_mut().entry(parent.to_owned()).or_default() += 1;
                }
                read.dropped.insert(path);
            }
        }
    }
    read.torn = true;
    read
}

/// Reads the TOML of a fenced block into `T`; faults point into the file, in
/// which byte `n` of `text` stands at byte `start + n`. Spans that `T` keeps
/// count from the block: a text may have many, and were they to count in the
/// file, each would be read from the file's start.
pub fn read_block<T: DeserializeOwned + Default>(
    source: &Arc<Source>,
    text: &str,
    start: usize,
    findings: &mut Findings,
) -> T {
    // Most components say nothing.
    if text.bytes().all(|b| matches!(b, b' ' | b'\t' | b'\n'))
        && let Ok(raw) = toml::from_str("")
    {
        return raw;
    }
    let part = Source::part(source, start, text);
    read_text(&part, text, 0..text.len(), false, findings).raw
}

/// The table that the entry at `path` stands in.
fn parent_of(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(parent, _)| parent)
}

/// The keys of the table in which the key at `span` stands.
fn beside(table: &DeTable<'_>, span: &Range<usize>) -> Option<Vec<String>> {
    if table.iter().any(|(key, _)| key.span() == *span) {
        return Some(
            table
                .iter()
                .map(|(key, _)| key.get_ref().to_string())
                .collect(),
        );
    }
    table.iter().find_map(|(_, value)| match value.get_ref() {
        DeValue::Table(inner) => beside(inner, span),
        DeValue::Array(items) => items.iter().find_map(|item| match item.get_ref() {
            DeValue::Table(inner) => beside(inner, span),
            _ => None,
        }),
        _ => None,
    })
}

/// Where the line of a fault begins.
fn line_of(text: &str, error: &toml::de::Error) -> usize {
    let at = error.span().map_or(0, |span| span.start.min(text.len()));
    text[..text.floor_char_boundary(at)]
        .rfind('\n')
        .map_or(0, |at| at + 1)
}

/// Whether a duplicate key only follows from its table standing twice.
fn is_echo(text: &str, error: &toml::de::Error, told: &[Range<usize>]) -> bool {
    let (Some(span), Some(before)) = (error.span(), told.last()) else {
        return false;
    };
    let between = text.get(before.end..span.start).unwrap_or("");
    let in_header = text[..before.start].ends_with(['[', '.']);
    error.message() == "duplicate key" && in_header && !between.contains("\n[")
}

/// Takes the entry out whose key or value stands at `span`; returns its path.
fn take_out(table: &mut DeTable<'_>, span: &Range<usize>, path: &str) -> Option<String> {
    let mut hit = None;
    for (key, value) in table.iter_mut() {
        let path = match path {
            "" => key.get_ref().to_string(),
            _ => format!("{path}.{}", key.get_ref()),
        };
        if let Some(inner) = take_out_of(value, span, &path) {
            return Some(inner);
        }
        if key.span() == *span || covers(&value.span(), span) {
            hit = Some((key.clone(), path));
        }
    }
    let (key, path) = hit?;
    table.remove(&key);
    Some(path)
}

fn take_out_of(
    value: &mut Spanned<DeValue<'_>>,
    span: &Range<usize>,
    path: &str,
) -> Option<String> {
    match value.get_mut() {
        DeValue::Table(table) => take_out(table, span, path),
        DeValue::Array(array) => {
            for (at, item) in array.iter_mut().enumerate() {
                let path = format!("{path}[{at}]");
                if let Some(inner) = take_out_of(item, span, &path) {
                    return Some(inner);
                }
            }
            let at = array.iter().position(|item| covers(&item.span(), span))?;
            *array = array
                .iter()
                .enumerate()
                .filter(|(index, _)| *index != at)
                .map(|(_, item)| item.clone())
                .collect();
            Some(format!("{path}[{at}]"))
        }
        _ => None,
    }
}

fn covers(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Shorthand for values with a span.
pub trait SpotExt {
    /// Where it stands in `source`.
    fn place(&self, source: &Arc<Source>) -> Place;
}

impl<T> SpotExt for Spanned<T> {
    fn place(&self, source: &Arc<Source>) -> Place {
        Place::at(source, self.span())
    }
}

/// A number, or a quantity written as text. The number itself is not kept:
/// its exact digits are read from the file at the value's span, never from a
/// float.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scalar {
    /// An integer or a decimal; read its digits from the file.
    Number,
    /// A quoted string.
    Text(String),
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Scalar, D::Error> {
        struct ScalarVisitor;
        impl Visitor<'_> for ScalarVisitor {
            type Value = Scalar;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a number or a quantity in quotes")
            }
            fn visit_i64<E: de::Error>(self, _: i64) -> Result<Scalar, E> {
                Ok(Scalar::Number)
            }
            fn visit_u64<E: de::Error>(self, _: u64) -> Result<Scalar, E> {
                Ok(Scalar::Number)
            }
            fn visit_i128<E: de::Error>(self, _: i128) -> Result<Scalar, E> {
                Ok(Scalar::Number)
            }
            fn visit_u128<E: de::Error>(self, _: u128) -> Result<Scalar, E> {
                Ok(Scalar::Number)
            }
            fn visit_f64<E: de::Error>(self, _: f64) -> Result<Scalar, E> {
                Ok(Scalar::Number)
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(text.to_owned()))
            }
        }
        deserializer.deserialize_any(ScalarVisitor)
    }
}

/// A date as TOML's own, or as text such as "2018-04".
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RawDate(pub(super) String);

impl<'de> Deserialize<'de> for RawDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RawDate, D::Error> {
        struct DateVisitor;
        impl<'de> Visitor<'de> for DateVisitor {
            type Value = RawDate;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a date")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<RawDate, E> {
                Ok(RawDate(text.to_owned()))
            }
            fn visit_i64<E: de::Error>(self, year: i64) -> Result<RawDate, E> {
                Ok(RawDate(year.to_string()))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<RawDate, A::Error> {
                let date =
                    toml::value::Datetime::deserialize(de::value::MapAccessDeserializer::new(map))?;
                Ok(RawDate(date.to_string()))
            }
        }
        deserializer.deserialize_any(DateVisitor)
    }
}
