//! How deep templates lie in one another.
//!
//! Tera renders an included template, or one that is extended, within the one
//! that names it, and each takes its share of the stack: a chain of two hundred
//! ended the program without a word.

use super::mentions::tags;
use crate::finding::{Code, Finding, Place, Source};
use crate::text;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Templates within one another at most. The built-in ones need four.
const DEEPEST: usize = 40;

/// A finding for the first template that has too many within one another.
pub(super) fn too_deep(sources: &BTreeMap<String, Arc<Source>>) -> Option<Finding> {
    let mut known = BTreeMap::new();
    let deep = |name: &&String| depth(name, sources, &mut known) > DEEPEST;
    let name = sources.keys().find(deep)?;
    let message = text!(
        "模板“{name}”里一层套一层，超过 {DEEPEST} 层",
        "in the template `{name}` more than {DEEPEST} lie within one another"
    );
    let hint = text!(
        "少用几层 include 和 extends",
        "use fewer levels of include and extends"
    );
    let place = sources.get(name).map_or(name.as_str(), |s| s.path());
    Some(Finding::new(Code::Template, Place::file(place), message).hint(hint))
}

/// How many templates lie within one another from this one on. Of a circle,
/// which Tera refuses, any number.
fn depth<'s>(
    name: &str,
    sources: &'s BTreeMap<String, Arc<Source>>,
    known: &mut BTreeMap<&'s str, usize>,
) -> usize {
    let builtin = format!("builtin/{name}");
    let found = sources
        .get_key_value(name)
        .or_else(|| sources.get_key_value(&builtin));
    let Some((key, source)) = found else { return 0 };
    if let Some(depth) = known.get(key.as_str()) {
        return *depth;
    }
    known.insert(key, 0);
    let within = named(source.text()).map(|name| depth(name, sources, known));
    let own = 1 + within.max().unwrap_or(0);
    known.insert(key, own);
    own
}

/// The templates that a text includes or extends.
fn named(text: &str) -> impl Iterator<Item = &str> {
    tags(text).filter_map(|tag| {
        let rest = ["include", "extends"]
            .iter()
            .find_map(|word| tag.strip_prefix(word))?
            .trim_start();
        let quote = rest.chars().next().filter(|c| "\"'`".contains(*c))?;
        rest.split(quote).nth(1)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(texts: &[(String, String)]) -> BTreeMap<String, Arc<Source>> {
        let source = |(name, text): &(String, String)| {
            let path = format!("themes/hong/templates/{name}");
            (name.clone(), Source::new(path, text.clone()))
        };
        texts.iter().map(source).collect()
    }

    /// `length` templates, each naming the next by `way`.
    fn chain(way: &str, length: usize) -> BTreeMap<String, Arc<Source>> {
        let text = |n: usize| format!("{{%- {way} \"{}.html\" -%}}", n + 1);
        let texts: Vec<_> = (1..=length)
            .map(|n| (format!("{n}.html"), text(n)))
            .collect();
        sources(&texts)
    }

    #[test]
    fn a_chain_of_two_hundred_includes_ended_the_program() {
        for way in ["include", "extends"] {
            assert!(too_deep(&chain(way, DEEPEST)).is_none());
            let found = too_deep(&chain(way, DEEPEST + 1)).unwrap();
            assert_eq!(found.place.path(), "themes/hong/templates/1.html");
        }
        assert!(too_deep(&chain("set x =", DEEPEST + 1)).is_none());
    }

    #[test]
    fn many_beside_one_another_and_circles_are_not_deep() {
        // Each of 30 includes the next ten times over: 10^30 ways through.
        let text = |n: usize| format!("{{% include 't{}' %}}", n + 1).repeat(10);
        let texts: Vec<_> = (0..30).map(|n| (format!("t{n}"), text(n))).collect();
        assert!(too_deep(&sources(&texts)).is_none());
        let circle = [("a", "{% include 'b' %}"), ("b", "{% include 'a' %}")];
        let circle = circle.map(|(name, text)| (name.to_owned(), text.to_owned()));
        assert!(too_deep(&sources(&circle)).is_none());
    }

    #[test]
    fn an_own_template_over_a_built_in_one_lies_above_it() {
        let own = ("a".to_owned(), "{% extends 'builtin/a' %}".to_owned());
        let builtin = ("builtin/a".to_owned(), "{% include 'b' %}".to_owned());
        let all = sources(&[own, builtin]);
        assert_eq!(depth("a", &all, &mut BTreeMap::new()), 2);
    }
}
