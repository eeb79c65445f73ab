//! Which names a template is written with, so that a page computes nothing that
//! its template cannot show: a showcase's own template may print four things of
//! a figure, where the built-in one prints twenty.
//!
//! It errs on the side of too many: a template that uses a thing as a whole, by
//! a computed name or through a component mentions everything.

use crate::finding::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What has many fields, or members with many.
const LARGE: &[&str] = &["figure", "figures", "page", "tiles"];

/// The names that a template, with all that it extends and includes, mentions.
#[derive(Debug, Default)]
pub struct Mentions {
    /// `None`: it may use any.
    words: Option<BTreeSet<String>>,
    /// Those of `words` that it may take of a member of a list.
    of_members: BTreeSet<String>,
}

impl Mentions {
    /// Those of a template that may use anything.
    pub const ALL: Mentions = Mentions {
        words: None,
        of_members: BTreeSet::new(),
    };

    /// Whether the template may use what has this name.
    pub fn has(&self, name: &str) -> bool {
        self.words.as_ref().is_none_or(|words| words.contains(name))
    }

    /// Whether the template may use what has this name of a member of a list:
    /// `previous.href` asks nothing of any figure.
    pub fn has_of_member(&self, name: &str) -> bool {
        self.words.is_none() || self.of_members.contains(name)
    }

    /// Those of the template `name`.
    pub(super) fn of(name: &str, sources: &BTreeMap<String, Arc<Source>>) -> Mentions {
        let texts = reached(name, sources);
        let tags: Vec<&str> = texts.iter().flat_map(|text| tags(text)).collect();
        let mut bound: BTreeSet<&str> = LARGE.iter().copied().collect();
        bound.extend(tags.iter().filter_map(|tag| loop_of(tag)).map(|(v, _)| v));
        let are_plain = tags.iter().all(|tag| is_plain(tag, &bound));
        let words = || tags.iter().flat_map(|tag| words(tag));
        let set = tags.iter().filter_map(|tag| set_of(tag));
        bound.extend(set);
        let of_members = tags.iter().flat_map(|tag| of_members(tag, &bound));
        Mentions {
            words: (are_plain && !texts.is_empty())
                .then(|| words().map(|(_, word)| word.to_owned()).collect()),
            of_members: of_members.map(str::to_owned).collect(),
        }
    }
}

/// The texts of a template and of all that it names, which may be more than it
/// uses.
fn reached<'a>(name: &str, sources: &'a BTreeMap<String, Arc<Source>>) -> Vec<&'a str> {
    let mut found: BTreeSet<&str> = BTreeSet::new();
    let mut open = vec![name.to_owned()];
    while let Some(name) = open.pop() {
        // A showcase's own template stands before the one it replaces.
        let builtin = format!("builtin/{name}");
        let Some((key, source)) = sources
            .get_key_value(&name)
            .or_else(|| sources.get_key_value(&builtin))
        else {
            continue;
        };
        if found.insert(key) {
            let is_name = |piece: &&str| {
                sources.contains_key(*piece) || sources.contains_key(&format!("builtin/{piece}"))
            };
            // Whatever stands in quotation marks, and what stands between two such.
            let quoted = |mark| source.text().split(mark).skip(1);
            let pieces = quoted('"').chain(quoted('\''));
            open.extend(pieces.filter(is_name).map(str::to_owned));
        }
    }
    found
        .into_iter()
        .filter_map(|key| sources.get(key).map(|source| source.text()))
        .collect()
}

/// What stands between `{{` or `{%` and the end of it, in order.
pub(super) fn tags(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let start = [rest.find("{{"), rest.find("{%")]
            .into_iter()
            .flatten()
            .min()?;
        let inside = rest.get(start + 2..)?;
        let end = [inside.find("}}"), inside.find("%}")]
            .into_iter()
            .flatten()
            .min()
            .unwrap_or(inside.len());
        let (tag, after) = inside.split_at(end);
        rest = after.get(2..).unwrap_or_default();
        Some(tag.trim_matches(['-', ' ', '\n', '\t', '\r']))
    })
}

/// The names in a tag and where they stand; those in strings too.
fn words(tag: &str) -> impl Iterator<Item = (usize, &str)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    tag.split(move |c| !is_word(c))
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - tag.as_ptr() as usize, word))
}

/// The variable of `for figure in figures`, and what stands behind `in`.
fn loop_of(tag: &str) -> Option<(&str, &str)> {
    let (variable, list) = tag.strip_prefix("for ")?.split_once(" in ")?;
    Some((variable.trim(), list.trim()))
}

/// The variable of `set link = next.href`.
fn set_of(tag: &str) -> Option<&str> {
    let rest = tag
        .strip_prefix("set_global ")
        .or(tag.strip_prefix("set "))?;
    rest.split_once('=').map(|(variable, _)| variable.trim())
}

/// The names in a tag but for those of what is named beside them and is not
/// `bound` to members of lists: `href` of `previous.href`.
fn of_members<'t>(tag: &'t str, bound: &BTreeSet<&str>) -> impl Iterator<Item = &'t str> {
    // Where the name before ends, and the first of its chain: `a` for `b` of `a.b.c`.
    let mut before: Option<(usize, &str)> = None;
    words(tag).filter_map(move |(at, word)| {
        let chain = before.filter(|(end, _)| tag.get(*end..at) == Some("."));
        let first = chain.map_or(word, |(_, first)| first);
        before = Some((at + word.len(), first));
        (chain.is_none() || bound.contains(first)).then_some(word)
    })
}

/// Whether all that a tag takes of the `bound` names is named in it.
fn is_plain(tag: &str, bound: &BTreeSet<&str>) -> bool {
    // A call of a component; key and value; all values at once.
    if tag.starts_with(['<', '/']) || tag.contains("__tera_context") {
        return false;
    }
    let mut tag = tag;
    if let Some((variable, list)) = loop_of(tag) {
        if variable.contains(',') {
            return false;
        }
        tag = list;
        if LARGE.contains(&list) {
            return true;
        }
    }
    let computed = tag.match_indices('[').any(|(at, _)| {
        let inside = tag.get(at + 1..).unwrap_or_default().trim_start();
        !inside.starts_with([
            '"', '\'', ']', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
        ])
    });
    let whole = words(tag).any(|(at, word)| {
        let after = tag.get(at + word.len()..).unwrap_or_default().trim_start();
        bound.contains(word) && !after.starts_with('.')
    });
    !computed && !whole
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mentions(templates: &[(&str, &str)]) -> Mentions {
        let sources = templates.iter().map(|(name, text)| {
            let source = Source::new(format!("themes/a/{name}"), *text);
            ((*name).to_owned(), source)
        });
        Mentions::of("county.html", &sources.collect())
    }

    fn of(text: &str) -> Mentions {
        mentions(&[("county.html", text)])
    }

    #[test]
    fn only_what_a_template_names_is_mentioned() {
        let found = of(
            "sentence {% for f in figures %}{{- f.value -}}{% if f.target %}{{ site.title }}{% endif %}{% endfor %}",
        );
        for name in ["value", "target", "title", "figures"] {
            assert!(found.has(name), "{name}");
        }
        for name in ["sentence", "progress", "tiles"] {
            assert!(!found.has(name), "{name}");
        }
    }

    #[test]
    fn a_link_to_the_next_county_asks_nothing_of_figures() {
        let found = of(
            "{{ next.href }}{% set a = years %}{{ a.own.tone }}{% for f in figures %}{{ f.progress.width }}{{ f.note }}{% endfor %}",
        );
        for name in ["progress", "width", "note", "tone", "own"] {
            assert!(found.has(name) && found.has_of_member(name), "{name}");
        }
        assert!(found.has("href") && !found.has_of_member("href"));
        assert!(!of("{{ next.of.href }}").has_of_member("of"));
        assert!(of("{{ figures }}").has_of_member("href"));
    }

    #[test]
    fn what_is_extended_or_included_is_mentioned_too() {
        let found = mentions(&[
            ("county.html", "{% extends \"builtin/county.html\" %}"),
            ("builtin/county.html", "{% include 'parts/row.html' %}"),
            ("builtin/parts/row.html", "{{ figure.rank }}"),
            ("builtin/data.html", "{{ figure.used }}"),
        ]);
        assert!(found.has("rank") && !found.has("used"));
    }

    #[test]
    fn what_is_used_as_a_whole_mentions_everything() {
        for text in [
            "{{ figures }}",
            "{{ figures | length }}",
            "{% set p = page %}",
            "{% for f in figures %}{{ f }}{% endfor %}",
            "{% for f in figures %}{{ f | get(key='x') }}{% endfor %}",
            "{% for f in figures %}{% set g = f %}{% endfor %}",
            "{% for f in figures %}{{ f[key] }}{% endfor %}",
            "{% for f in figures | sort %}{% endfor %}",
            "{% for key, value in page %}{% endfor %}",
            "{% set f = county.figure %}",
            "{{ __tera_context }}",
            "{{<row figure={figures} />}}",
            "{{ <row /> }}",
        ] {
            assert!(of(text).has("progress"), "{text}");
        }
        assert!(mentions(&[]).has("progress"));
    }
}
