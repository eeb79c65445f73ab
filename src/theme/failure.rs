//! Tera's errors as findings, with the template's file, line and column.

use crate::finding::{Code, Finding, Place, Source};
use crate::text;
use std::collections::BTreeMap;
use std::sync::Arc;
use tera::ErrorKind;

/// What went wrong, at its place in the template; `template` is the one that
/// was asked for, in case the error names none.
pub(super) fn finding(
    error: &tera::Error,
    template: &str,
    sources: &BTreeMap<String, Arc<Source>>,
) -> Finding {
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let name = report.filename();
            let place = match find(name, sources) {
                Some(source) => Place::at(source, report.span().range.clone()),
                None => Place::file(if name.is_empty() { template } else { name }),
            };
            at(place, report.message())
        }
        ErrorKind::MissingParent { current, parent } => {
            let place = naming(current, parent, sources);
            let message = text!(
                "模板要继承的“{parent}”不存在",
                "the template extends `{parent}`, which does not exist"
            );
            Finding::new(Code::Template, place, message)
        }
        ErrorKind::CircularExtend {
            tpl,
            inheritance_chain: chain,
        }
        | ErrorKind::CircularInclude {
            tpl,
            include_chain: chain,
        } => {
            let round = chain.join(" → ");
            let place = find(tpl, sources)
                .map_or_else(|| Place::file(tpl), |source| Place::at(source, 0..0));
            let message = text!(
                "模板互相引用，绕成了圈：{round}",
                "templates refer to each other in a circle: {round}"
            );
            Finding::new(Code::Template, place, message)
        }
        ErrorKind::TemplateNotFound(name) => {
            let message = text!("没有模板“{name}”", "there is no template `{name}`");
            Finding::new(Code::Template, Place::file(name), message)
        }
        _ => {
            let english = error.to_string();
            at(Place::file(template), &english)
        }
    }
}

fn at(place: Place, english: &str) -> Finding {
    let message = text!("模板出错：{english}", "template: {english}");
    let mut finding = Finding::new(Code::Template, place, message);
    if english.contains("Unexpected end of") {
        finding = finding.hint(text!(
            "多半是前面某个 if、for 或 block 没有写 end…",
            "probably an if, for or block before it has no end"
        ));
    }
    finding
}

/// Where in template `current` the name `wanted` stands.
fn naming(current: &str, wanted: &str, sources: &BTreeMap<String, Arc<Source>>) -> Place {
    let Some(source) = find(current, sources) else {
        return Place::file(current);
    };
    let start = source.text().find(wanted).unwrap_or(0);
    let end = if start == 0 { 0 } else { start + wanted.len() };
    Place::at(source, start..end)
}

fn find<'a>(name: &str, sources: &'a BTreeMap<String, Arc<Source>>) -> Option<&'a Arc<Source>> {
    sources
        .get(name)
        .or_else(|| sources.get(&format!("builtin/{name}")))
}
