//! Planted defects, each of which must be found at its place and nothing else
//! beside it: `tests/proof/planted.txt`. And sound prose of every kind in which
//! nothing may be found: `tests/proof/sound.md`.

use super::tests::faults;
use std::collections::BTreeMap;

const TABLE: &str = include_str!("../../tests/proof/planted.txt");

/// The defects of the table by text, in order.
fn planted() -> Vec<(String, Vec<(String, String)>)> {
    let mut texts: Vec<(String, Vec<(String, String)>)> = Vec::new();
    for line in TABLE.lines() {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        let parts: Vec<&str> = line.splitn(3, " | ").collect();
        let [code, at, text] = parts.as_slice() else {
            panic!("not a line of the table: {line}");
        };
        let text = text.replace("\\n", "\n");
        let defect = ((*code).to_owned(), at.replace("\\n", "\n"));
        match texts.last_mut().filter(|(last, _)| *last == text) {
            Some((_, defects)) => defects.push(defect),
            None => texts.push((text, vec![defect])),
        }
    }
    texts
}

#[test]
fn every_planted_defect_is_found_at_its_place() {
    let mut wrong = Vec::new();
    for (text, defects) in planted() {
        let mut wanted: BTreeMap<(String, String), usize> = BTreeMap::new();
        for defect in defects {
            *wanted.entry(defect).or_default() += 1;
        }
        let mut found: BTreeMap<(String, String), usize> = BTreeMap::new();
        for fault in faults(&text) {
            let at = text[fault.range.clone()].to_owned();
            *found
                .entry((fault.code.as_str().to_owned(), at))
                .or_default() += 1;
        }
        if found != wanted {
            wrong.push(format!("{text}\n  wanted {wanted:?}\n  found  {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn sound_prose_of_every_kind_is_left_alone() {
    let text = include_str!("../../tests/proof/sound.md");
    let found: Vec<String> = faults(text)
        .iter()
        .map(|f| {
            let line = text[..f.range.start].matches('\n').count() + 1;
            let start = text[..f.range.start].char_indices().rev().nth(8);
            let from = start.map_or(0, |(i, _)| i);
            format!(
                "{line}: {} {} in …{}",
                f.code.as_str(),
                &text[f.range.clone()],
                &text[from..f.range.end]
            )
        })
        .collect();
    assert!(found.is_empty(), "{}", found.join("\n"));
}
