//! Which names a template is written with, so that a page computes nothing that
//! its template cannot show: a showcase's own template may print four things of
//! a figure, where the built-in one prints twenty.
//!
//! It errs on the side of too many: a template that uses a thing as a whole, by
//! a computed name or through a component mentions everything.

use crate::finding::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What has many fields, or holds what has, by the name under which pages have it.
const LARGE: &[&str] = &[
    "cells", "charts", "counties", "figure", "figures", "page", "progress", "rows", "tiles",
];

/// The names that a template, with all that it extends and includes, mentions.
#[derive(Debug, Default)]
pub struct Mentions {
    /// `None`: it may use any.
    words: Option<BTreeSet<String>>,
    /// Those of `words` that it may take of a member of a list.
    of_members: BTreeSet<String>,
    /// Those of `of_members` that it may take of a member of the list of this name,
    /// for lists that it goes through and does nothing else with.
    of_lists: BTreeMap<String, BTreeSet<String>>,
}

impl Mentions {
    /// Those of a template that may use anything.
    pub const ALL: Mentions = Mentions {
        words: None,
        of_members: BTreeSet::new(),
        of_lists: BTreeMap::new(),
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

    /// Whether the template may use what has this name of a member of `list`: of
    /// forty rows of a table less is shown than of six tiles.
    pub fn has_of_list(&self, list: &str, name: &str) -> bool {
        match self.of_lists.get(list) {
            Some(words) if self.words.is_some() => words.contains(name),
            _ => self.has_of_member(name),
        }
    }

    /// Those of the template `name`, and what it takes of `lists`.
    pub(super) fn of(
        name: &str,
        lists: &[&str],
        sources: &BTreeMap<String, Arc<Source>>,
    ) -> Mentions {
        let texts = reached(name, sources);
        let tags: Vec<&str> = texts.iter().flat_map(|text| tags(text)).collect();
        let large = large(&tags);
        let are_plain = tags.iter().all(|tag| is_plain(tag, &large));
        let mut bound = large;
        bound.extend(tags.iter().filter_map(|tag| loop_of(tag)).map(|(v, _)| v));
        bound.extend(tags.iter().filter_map(|tag| set_of(tag)).map(|(v, _)| v));
        let taken = |tags: &[&str]| -> BTreeSet<String> {
            let words: BTreeSet<&str> = tags
                .iter()
                .flat_map(|tag| of_members(tag, &bound))
                .collect();
            words.into_iter().map(str::to_owned).collect()
        };
        let words = || -> BTreeSet<&str> {
            let words = tags.iter().flat_map(|tag| words(tag));
            words.map(|(_, word)| word).collect()
        };
        let lists = lists.iter().filter_map(|list| {
            let rounds = rounds(list, &tags)?;
            Some(((*list).to_owned(), taken(&rounds)))
        });
        Mentions {
            words: (are_plain && !texts.is_empty())
                .then(|| words().into_iter().map(str::to_owned).collect()),
            of_lists: lists.collect(),
            of_members: taken(&tags),
        }
    }
}

/// The tags within the loops over `list`; `None` where something else is done
/// with it, or somewhere else.
fn rounds<'t>(list: &str, tags: &[&'t str]) -> Option<Vec<&'t str>> {
    let (mut inside, mut depth) = (Vec::new(), 0_usize);
    for tag in tags {
        match loop_of(tag) {
            Some((_, of)) if depth > 0 || of.rsplit('.').next() == Some(list) => depth += 1,
            None if *tag == "endfor" => depth = depth.saturating_sub(1),
            _ => {
                let asks = is_condition(tag);
                let is_used = tag.contains(list)
                    && chained(tag).any(|(at, word, first)| {
                        let after = tag.get(at + word.len()..).unwrap_or_default();
                        let is_list = word == list && first != "words";
                        is_list && (!asks || after.starts_with(['.', '[']))
                    });
                if is_used {
                    return None;
                }
            }
        }
        if depth > 0 {
            let leads_out = ["include ", "set_global ", "block "];
            if leads_out.iter().any(|start| tag.starts_with(start)) {
                return None;
            }
            inside.push(*tag);
        }
    }
    (!inside.is_empty()).then_some(inside)
}

/// What is large by its name, and the variables that stand for it or for its
/// members.
fn large<'t>(tags: &[&'t str]) -> BTreeSet<&'t str> {
    let mut large: BTreeSet<&str> = LARGE.iter().copied().collect();
    loop {
        let known = large.len();
        for (variable, of) in tags.iter().filter_map(|tag| loop_of(tag).or(set_of(tag))) {
            let of = picked(of);
            let is_large = match is_chain(of) {
                true => chain_end(of).is_some_and(|end| large.contains(end)),
                false => words(of).any(|(_, word)| large.contains(word)),
            };
            if is_large {
                large.insert(variable);
            }
        }
        if large.len() == known {
            return large;
        }
    }
}

/// The texts of a template and of all that it names, which may be more than it
/// uses.
fn reached<'a>(name: &str, sources: &'a BTreeMap<String, Arc<Source>>) -> Vec<&'a str> {
    let own = |key: &'a str| key.strip_prefix("builtin/").unwrap_or(key);
    let names: BTreeSet<&str> = sources.keys().map(|key| own(key)).collect();
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
            // Whatever stands in quotation marks, and what stands between two such.
            let quoted = |mark| source.text().split(mark).skip(1);
            let pieces = quoted('"').chain(quoted('\''));
            let is_name = |piece: &&str| names.contains(piece) || sources.contains_key(*piece);
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
        let start = first_of(rest, [b"{{", b"{%"])?;
        let inside = rest.get(start + 2..)?;
        let end = first_of(inside, [b"}}", b"%}"]).unwrap_or(inside.len());
        let (tag, after) = inside.split_at(end);
        rest = after.get(2..).unwrap_or_default();
        Some(tag.trim_matches(['-', ' ', '\n', '\t', '\r']))
    })
}

/// Where the first of two marks of two bytes stands.
fn first_of(text: &str, marks: [&[u8; 2]; 2]) -> Option<usize> {
    let [[a, _], [b, _]] = marks;
    let bytes = text.as_bytes();
    let is_mark = |at: &usize| {
        bytes[*at..]
            .first_chunk()
            .is_some_and(|two| marks.contains(&two))
    };
    memchr::memchr2_iter(*a, *b, bytes).find(is_mark)
}

/// The names in a tag and where they stand; those in strings too.
fn words(tag: &str) -> impl Iterator<Item = (usize, &str)> {
    // Of other alphabets all are taken for letters, which is quick.
    let is_word = |c: char| !c.is_ascii() || c.is_ascii_alphanumeric() || c == '_';
    tag.split(move |c| !is_word(c))
        .filter(|word| !word.is_empty())
        .map(|word| (word.as_ptr() as usize - tag.as_ptr() as usize, word))
}

/// The variable of `for figure in figures`, and what stands behind `in`.
fn loop_of(tag: &str) -> Option<(&str, &str)> {
    let (variable, list) = tag.strip_prefix("for ")?.split_once(" in ")?;
    Some((variable.trim(), list.trim()))
}

/// The variable of `set link = next.href`, and what stands behind the sign.
fn set_of(tag: &str) -> Option<(&str, &str)> {
    let rest = tag
        .strip_prefix("set_global ")
        .or(tag.strip_prefix("set "))?;
    let (variable, value) = rest.split_once('=')?;
    Some((variable.trim(), value.trim()))
}

/// The list of which `value` takes one: `counties` of `counties | nth(n=1)`.
fn picked(value: &str) -> &str {
    let (list, filter) = value.split_once('|').unwrap_or((value, "nth"));
    let is_pick = ["nth", "first", "last"].iter().any(|name| {
        let rest = filter.trim().strip_prefix(name);
        rest.is_some_and(|rest| !rest.contains('|'))
    });
    if is_pick { list.trim() } else { value }
}

/// Whether a tag only asks what is there: `if places and figure.exact`.
fn is_condition(tag: &str) -> bool {
    let asked = tag.strip_prefix("if ").or(tag.strip_prefix("elif "));
    asked.is_some_and(|asked| is_chain(&asked.replace(' ', "")))
}

/// Whether this is names alone, with dots between them: `figure.table.rows`,
/// `counties[0]`.
fn is_chain(text: &str) -> bool {
    text.replace("[0]", "")
        .chars()
        .all(|c| c.is_alphanumeric() || matches!(c, '_' | '.'))
}

/// What a chain comes to, by the name that pages have for it or by a variable's.
fn chain_end(chain: &str) -> Option<&str> {
    let chain = chain.trim_end_matches("[0]");
    match chain.rsplit_once('.') {
        Some((_, end)) => LARGE.iter().find(|name| **name == end).copied(),
        None => Some(chain),
    }
}

/// The names in a tag with where they stand and with the first of their chain: `a`
/// for `b` of `a.b.c`.
fn chained(tag: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    let (mut first, mut end) = ("", 0);
    words(tag).map(move |(at, word)| {
        // What stands behind `[0].` begins anew: nobody knows what it is of.
        if at == 0 || tag.get(end..at) != Some(".") {
            first = word;
        }
        end = at + word.len();
        (at, word, first)
    })
}

/// The names in a tag but for those of what is named beside them and is not
/// `bound` to members of lists: `href` of `previous.href`.
fn of_members<'t>(tag: &'t str, bound: &BTreeSet<&str>) -> impl Iterator<Item = &'t str> {
    chained(tag).filter_map(|(_, word, first)| {
        let is_first = std::ptr::eq(word, first);
        (is_first || bound.contains(first)).then_some(word)
    })
}

/// Whether all that a tag takes of what is `large` is named in it.
fn is_plain(whole: &str, large: &BTreeSet<&str>) -> bool {
    // A call of a component; all values at once.
    if whole.starts_with(['<', '/']) || whole.contains("__tera_context") {
        return false;
    }
    // Names of files and of blocks.
    let names = ["include ", "extends ", "block ", "endblock"];
    if names.iter().any(|start| whole.starts_with(start)) || is_condition(whole) {
        return true;
    }
    let mut tag = whole;
    if let Some((variable, list)) = loop_of(whole) {
        // Key and value.
        if variable.contains(',') {
            return false;
        }
        tag = list;
    } else if let Some((_, value)) = set_of(whole) {
        tag = picked(value);
    }
    // Another name for it, which is large as well.
    if tag.len() < whole.len() && is_chain(tag) {
        return true;
    }
    let computed = tag.match_indices('[').any(|(at, _)| {
        let inside = tag.get(at + 1..).unwrap_or_default().trim_start();
        !inside.starts_with([
            '"', '\'', ']', '-', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9',
        ])
    });
    !computed && !prints_whole(tag, large)
}

/// Whether a tag takes something large without saying what of it, but for its
/// length.
fn prints_whole(tag: &str, large: &BTreeSet<&str>) -> bool {
    chained(tag).any(|(at, word, first)| {
        let is_large = match std::ptr::eq(word, first) {
            true => large.contains(word),
            false => LARGE.contains(&word) && first != "words",
        };
        let after = tag.get(at + word.len()..).unwrap_or_default().trim_start();
        let after = after.strip_prefix("[0]").unwrap_or(after);
        let counted = after.strip_prefix('|').map(str::trim_start);
        is_large
            && !after.starts_with('.')
            && !counted.is_some_and(|filter| filter.starts_with("length"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mentions(templates: &[(&str, &str)]) -> Mentions {
        let sources = templates.iter().map(|(name, text)| {
            let source = Source::new(format!("themes/a/{name}"), *text);
            ((*name).to_owned(), source)
        });
        Mentions::of("county.html", &["figures", "tiles"], &sources.collect())
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
        // Of one that is picked by its number as well.
        let found = of("{{ counties[0].figure.rank.place }}");
        assert!(!found.has("progress") && found.has_of_member("rank"));
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
    fn a_table_of_figures_asks_less_of_each_than_tiles_do() {
        let tiles = "{% for f in tiles %}{% if f.progress %}{{ f.progress.percent }}{% endif %}{% endfor %}";
        let found = of(&format!(
            "{tiles}{{% if figures %}}{{% for f in figures %}}{{{{ f.value }}}}{{% for n in f.notes %}}{{{{ n.text }}}}{{% endfor %}}{{% endfor %}}{{% endif %}}"
        ));
        assert!(found.has("percent") && found.has_of_list("tiles", "percent"));
        for (name, is_taken) in [("value", true), ("text", true), ("percent", false)] {
            assert_eq!(found.has_of_list("figures", name), is_taken, "{name}");
        }
        // What is done with them elsewhere is not known.
        for more in [
            "{% set all = figures %}{{ all[0].progress.percent }}",
            "{% for f in county.figures %}{{ f.progress.percent }}{% endfor %}",
            "{% for f in figures %}{% include 'parts/row.html' %}{% endfor %}",
            "{% for f in figures %}{% set_global best = f %}{% endfor %}",
            "{% if figures[0].progress %}{% endif %}",
            "{{ figures | json_encode }}",
        ] {
            let text =
                format!("{tiles}{{% for f in figures %}}{{{{ f.value }}}}{{% endfor %}}{more}");
            assert!(of(&text).has_of_list("figures", "percent"), "{more}");
        }
    }

    #[test]
    fn the_built_in_pages_say_what_they_take() {
        let theme = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/hong/templates");
        let sources = walkdir::WalkDir::new(&theme).into_iter().map(|entry| {
            let entry = entry.unwrap();
            let text = std::fs::read_to_string(entry.path()).unwrap_or_default();
            let name = entry.path().strip_prefix(&theme).unwrap().to_str().unwrap();
            (name.replace('\\', "/"), Source::new(name, text))
        });
        let sources = sources.collect();
        for (name, list) in [
            ("county.html", "figures"),
            ("print.html", "figures"),
            ("parts/figures.html", "figures"),
            ("compare.html", "cells"),
            ("indicator.html", "rows"),
            ("edition.html", "counties"),
        ] {
            let found = Mentions::of(name, &[list], &sources);
            assert!(found.has_of_list(list, "value"), "{name}");
            assert!(!found.has_of_list(list, "no-such-thing"), "{name}");
        }
        let county = Mentions::of("county.html", &["figures", "tiles"], &sources);
        assert!(county.has_of_list("tiles", "sentence"));
        assert!(!county.has_of_list("figures", "sentence"));
    }

    #[test]
    fn what_is_used_as_a_whole_mentions_everything() {
        for text in [
            "{{ figures }}",
            "{{ figures | json_encode }}",
            "{{ counties[0] }}",
            "{% set c = counties | nth(n=1) %}{{ c }}",
            "{% set c = counties | nth(n=1) | json_encode %}",
            "{% set p = page %}{{ p }}",
            "{% for f in figures %}{{ f }}{% endfor %}",
            "{% for f in figures %}{{ f | get(key='x') }}{% endfor %}",
            "{% for f in figures %}{% set g = f %}{{ g }}{% endfor %}",
            "{% for f in figures %}{% set g = f | get(key='x') %}{% endfor %}",
            "{% for f in figures %}{{ f[key] }}{% endfor %}",
            "{% for f in figures | sort %}{% endfor %}",
            "{% for key, value in page %}{% endfor %}",
            "{% set f = county.figure %}{{ f }}",
            "{{ county.figure }}",
            "{% for row in rows %}{% for cell in row %}{{ cell }}{% endfor %}{% endfor %}",
            "{{ __tera_context }}",
            "{{<row figure={figures} />}}",
            "{{ <row /> }}",
        ] {
            assert!(of(text).has("progress"), "{text}");
        }
        assert!(mentions(&[]).has("progress"));
    }
}
