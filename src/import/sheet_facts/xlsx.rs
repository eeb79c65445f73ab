//! The facts of an .xlsx: hidden rows and columns, struck and raised letters,
//! comments, each in a part of its own.

use super::Facts;
use crate::finding::{Code, Finding, Place};
use crate::import::archive::{self, Archive};
use crate::import::rich::{self};
use crate::import::xml::{self, attribute};
use crate::text;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};

/// The sheets of an .xlsx.
pub(in crate::import) fn of_xlsx(
    archive: &mut Archive<'_>,
    path: &str,
) -> Result<Vec<Facts>, Box<Finding>> {
    let targets = xml::relationships(archive, "xl/_rels/workbook.xml.rels", "xl");
    let Some(book) = archive.text("xl/workbook.xml") else {
        return Err(archive::damaged(path));
    };
    let mut sheets = Vec::new();
    each_start(&book, |start| {
        if start.local_name().as_ref() == "sheet" {
            let name = attribute(start, "name").unwrap_or_default();
            let id = attribute(start, "id").unwrap_or_default();
            sheets.push((name, id));
        }
    });
    let shared = match archive.text("xl/sharedStrings.xml") {
        Some(text) => rich::shared(&text).ok_or_else(|| too_many_texts(path))?,
        None => BTreeMap::new(),
    };
    let mut facts = Vec::new();
    for (name, id) in sheets {
        let Some(text) = targets.get(&id).and_then(|t| archive.text(&t.path)) else {
            continue;
        };
        let mut fact = Facts {
            name,
            ..Facts::default()
        };
        let mut row = 0;
        each_start(&text, |start| match start.local_name().as_ref() {
            "row" => {
                let at = attribute(start, "r").and_then(|r| r.parse::<u32>().ok());
                row = at.unwrap_or(row + 1);
                if is_true(attribute(start, "hidden")) {
                    push_run(&mut fact.rows, row.saturating_sub(1));
                }
            }
            "col" if is_true(attribute(start, "hidden")) => {
                let of = |key| attribute(start, key).and_then(|v| v.parse::<u32>().ok());
                if let (Some(from), Some(to)) = (of("min"), of("max")) {
                    fact.columns
                        .push((from.saturating_sub(1), to.saturating_sub(1)));
                }
            }
            _ => {}
        });
        for (at, rich) in rich::cells(&text, &shared) {
            fact.rich(at, rich);
        }
        if let Some(sheet) = targets.get(&id) {
            comments(archive, &sheet.path, &mut fact);
        }
        facts.push(fact);
    }
    Ok(facts)
}

fn too_many_texts(path: &str) -> Box<Finding> {
    let most = rich::MOST_TEXTS;
    let message = text!(
        "文件里的文字太多（超过 {most} 条），不读",
        "the file holds too many texts (over {most}); it is not read"
    );
    let hint = text!(
        "只留下需要的工作表，另存一份再导入",
        "save a copy with only the sheets that are needed"
    );
    Box::new(Finding::new(Code::ImportTooLarge, Place::file(path), message).hint(hint))
}

/// What stands beside the cells of a sheet of an .xlsx. A thread of comments
/// has a copy for older programs, which is passed over.
fn comments(archive: &mut Archive<'_>, sheet: &str, facts: &mut Facts) {
    let (folder, file) = sheet.rsplit_once('/').unwrap_or(("", sheet));
    let relations = format!("{folder}/_rels/{file}.rels");
    let parts = xml::relationships(archive, &relations, folder);
    let named = |word: &str| {
        let is = |target: &&xml::Target| {
            let part = !target.external && target.path.ends_with(".xml");
            part && target.path.contains(word)
        };
        parts.values().find(is).map(|target| target.path.clone())
    };
    let mut seen = BTreeSet::new();
    for (word, element) in [
        ("threadedComment", "threadedComment"),
        ("comment", "comment"),
    ] {
        let tree = named(word).and_then(|path| archive.text(&path));
        let Some(tree) = tree.as_deref().and_then(xml::parse) else {
            continue;
        };
        let mut found = Vec::new();
        tree.all(element, &mut found);
        for comment in found {
            let place = comment.get("ref").and_then(rich::position);
            let Some(at) = place.filter(|at| element != "comment" || !seen.contains(at)) else {
                continue;
            };
            seen.insert(at);
            let mut texts = Vec::new();
            comment.all(if element == "comment" { "t" } else { "text" }, &mut texts);
            facts.comment(at, &texts.iter().map(|t| t.text()).collect::<String>());
        }
    }
}

fn is_true(value: Option<String>) -> bool {
    value.is_some_and(|v| v == "1" || v == "true")
}

/// Adds a row to the last run of rows, or begins a new one.
fn push_run(runs: &mut Vec<(u32, u32)>, row: u32) {
    match runs.last_mut() {
        Some((_, to)) if *to + 1 == row => *to = row,
        _ => runs.push((row, row)),
    }
}

fn each_start(text: &str, mut see: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => see(&start),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}
