//! Tera's errors as findings, with the template's file, line and column.

use super::PAGE_LIMIT;
use super::patience::Excess;
use crate::finding::{Code, Finding, Place, Source, Text};
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
        // Only the limit on a page refuses to be written to.
        ErrorKind::Io(_) => {
            let most = PAGE_LIMIT >> 20;
            let message = text!(
                "用模板“{template}”排一页，超过了 {most} MB；已停止",
                "one page by the template `{template}` grows beyond {most} MB; stopped"
            );
            Finding::new(Code::Template, whole(template, sources), message).hint(loops())
        }
        _ => {
            let english = error.to_string();
            at(whole(template, sources), &english)
        }
    }
}

/// The file of a template, where no line of it is known.
fn whole(template: &str, sources: &BTreeMap<String, Arc<Source>>) -> Place {
    find(template, sources).map_or_else(
        || Place::file(template),
        |source| Place::file(source.path()),
    )
}

/// What makes a page too large, or longer to make than any.
fn loops() -> Text {
    text!(
        "多半是这个模板，或它引用的模板，有一层套一层的 for 或 include，或在循环里把一段文字越接越长",
        "probably it, or a template that it includes, has for or include within one another, or makes a text longer and longer in a loop"
    )
}

/// That a template takes more time or memory than any page needs.
pub(super) fn excess(
    template: &str,
    excess: Excess,
    sources: &BTreeMap<String, Arc<Source>>,
) -> Finding {
    let message = match excess {
        Excess::Time => text!(
            "用模板“{template}”排一页，20 秒还没有排完；已停止",
            "one page by the template `{template}` was not done after 20 seconds; stopped"
        ),
        Excess::Memory => text!(
            "用模板“{template}”排一页，占的内存越来越多；已停止",
            "one page by the template `{template}` takes more and more memory; stopped"
        ),
    };
    Finding::new(Code::Template, whole(template, sources), message).hint(loops())
}

/// The faults of all templates, each at its place. What templates refer to
/// and nobody has, Tera tells of all of them at once, as one printed text.
pub(super) fn findings(
    error: &tera::Error,
    sources: &BTreeMap<String, Arc<Source>>,
) -> Vec<Finding> {
    let printed = match error.kind() {
        ErrorKind::Msg(printed) => reported(printed, sources),
        _ => Vec::new(),
    };
    if printed.is_empty() {
        return vec![finding(error, "", sources)];
    }
    printed
}

/// Reads `error: WHAT`, `--> NAME:LINE:COLUMN` and the carets out of a text.
fn reported(printed: &str, sources: &BTreeMap<String, Arc<Source>>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut lines = printed.lines();
    while let Some(line) = lines.next() {
        let Some(english) = line.strip_prefix("error: ") else {
            continue;
        };
        let spot = lines
            .next()
            .and_then(|l| l.trim_start().strip_prefix("--> "));
        let width = lines.nth(2).map_or(0, |l| l.matches('^').count());
        if let Some(place) = spot.and_then(|spot| place(spot, width, sources)) {
            found.push(at(place, english));
        }
    }
    found
}

/// `NAME:LINE:COLUMN`, both counted from 1, and so many characters from there.
fn place(spot: &str, width: usize, sources: &BTreeMap<String, Arc<Source>>) -> Option<Place> {
    let (rest, column) = spot.rsplit_once(':')?;
    let (name, line) = rest.rsplit_once(':')?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    let source = find(name, sources)?;
    let before = source
        .text()
        .split_inclusive('\n')
        .take(line.checked_sub(1)?);
    let start: usize = before.map(str::len).sum();
    let letters = |text: &str, n: usize| text.chars().take(n).map(char::len_utf8).sum::<usize>();
    let from = start + letters(&source.text()[start..], column.checked_sub(1)?);
    let end = from + letters(&source.text()[from..], width);
    Some(Place::at(source, from..end))
}

/// What the most frequent slips are called in Chinese; others stay as Tera
/// words them.
fn in_chinese(english: &str) -> String {
    let named = english
        .strip_prefix("Unknown ")
        .and_then(|rest| rest.split_once(' '));
    let Some((kind, name)) = named else {
        return format!("模板出错：{english}");
    };
    let name = name.trim_matches('`');
    match kind {
        "filter" => format!("没有叫“{name}”的过滤器"),
        "test" => format!("没有叫“{name}”的判断"),
        "function" => format!("没有叫“{name}”的函数"),
        "component" => format!("没有叫“{name}”的组件"),
        "template" => format!("没有模板“{name}”"),
        _ => format!("模板出错：{english}"),
    }
}

fn at(place: Place, english: &str) -> Finding {
    let message = Text {
        zh: in_chinese(english),
        en: format!("template: {english}"),
    };
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
