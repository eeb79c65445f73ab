//! What stands to be read in the blocks of a case: a chart's title and note, a
//! quotation, and the numbers of a chart's rows, each behind its name. The rest of
//! a block is keys and names.

use super::block::{Block, Role};
use super::passage::{Kind, Passage};
use super::tables;
use pulldown_cmark::{CodeBlockKind, Event, Parser, Tag};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// Blocks that hold prose, and under which keys.
const BLOCKS: &[&str] = &["chart", "quote"];
const KEYS: &[(&str, Kind)] = &[
    ("title", Kind::Title),
    ("note", Kind::Note),
    ("description", Kind::Note),
    ("text", Kind::Note),
];

/// A block's keys and where they stand in the passage.
type Component<'t> = (DeTable<'t>, usize);

/// The blocks of a Markdown passage; what does not parse has a finding of its own.
fn components<'t>(passage: &Passage<'t>) -> Vec<Component<'t>> {
    // Most texts have none, and need no second look.
    let text = passage.text();
    if !text.contains("```") && !text.contains("~~~") {
        return Vec::new();
    }
    let parsed = |range: Range<usize>| {
        let table = DeTable::parse(text.get(range.clone())?).ok()?;
        Some((table.into_inner(), range.start))
    };
    blocks(text).into_iter().filter_map(parsed).collect()
}

/// Tells each such text of a Markdown passage, with the indicator whose counties
/// its chart shows.
pub(super) fn texts(passage: &Passage<'_>, told: &mut impl FnMut(&Passage<'_>, Option<&str>)) {
    for (table, start) in &components(passage) {
        let indicator = table.get("indicator").and_then(string);
        for (key, value) in table {
            let key: &str = key.get_ref();
            let kind = KEYS.iter().find(|(known, _)| *known == key);
            if let (Some((_, kind)), Some((text, span))) = (kind, string(value)) {
                let place = passage.place(start + span.start..start + span.end);
                let passage = Passage::value(text, &place, *kind);
                told(&passage, indicator.as_ref().map(|(id, _)| *id));
            }
        }
    }
}

/// The values of the charts' rows, each as the list item it might be: 县级配套：1.9亿元.
pub(super) fn rows(passage: &Passage<'_>) -> Vec<Block> {
    let mut found = Vec::new();
    for (table, start) in &components(passage) {
        let unit = table.get("unit").and_then(string);
        let rows = table.get("rows").and_then(|rows| rows.get_ref().as_array());
        for row in rows.into_iter().flatten() {
            let Some(row) = row.get_ref().as_table() else {
                continue;
            };
            let name = row.get("name").and_then(string);
            let (Some((name, _)), Some(value)) = (name, row.get("value")) else {
                continue;
            };
            let span = value.span();
            let at = start + span.start..start + span.end;
            let Some(written) = passage.text().get(at.clone()) else {
                continue;
            };
            let mut block = Block::new(Role::Cell);
            block.add(written, at, true);
            let bare = !written.starts_with(['"', '\'']);
            let unit = unit.as_ref().filter(|_| bare).map_or("", |(unit, _)| *unit);
            found.push(tables::led(&block, &[name.to_owned()], unit));
        }
    }
    found
}

fn string<'t>(value: &'t Spanned<DeValue<'_>>) -> Option<(&'t str, Range<usize>)> {
    match value.get_ref() {
        DeValue::String(text) => Some((text, value.span())),
        _ => None,
    }
}

/// The bytes of the blocks' TOML; of blocks in a list only those that stand as
/// they are.
fn blocks(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut inside: Option<Range<usize>> = None;
    for (event, at) in Parser::new(text).into_offset_iter() {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info)))
                if BLOCKS.contains(&info.trim()) =>
            {
                inside = Some(at.end..at.end);
            }
            Event::Text(_) => {
                if let Some(range) = &mut inside {
                    range.start = range.start.min(at.start);
                    range.end = at.end;
                }
            }
            Event::End(_) => found.extend(inside.take().filter(|range| range.start < range.end)),
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Body;
    use crate::finding::Source;

    #[test]
    fn a_blocks_title_note_and_quotation_are_proofread() {
        let text = "正文。\n\n```chart\nkind = \"bars\"\ntitle = \"甲县多,乙县少\"\nnote = \"约20余个\"\n```\n\n```quote\ntext = \"好,真好。\"\nby = \"a,b\"\n```\n\n```\n代码,不看\n```\n";
        let body = Body {
            source: Source::new("case.md", text),
            range: 0..text.len(),
        };
        let mut found = Vec::new();
        texts(&Passage::body(&body, Kind::Case), &mut |passage, _| {
            for fault in super::super::faults(passage) {
                let place = passage.place(fault.range.clone());
                found.push((place.text().to_owned(), place.position().unwrap()));
            }
        });
        found.sort_by_key(|(_, place)| *place);
        let wanted = [
            (",".to_owned(), (5, 13)),
            ("约20余".to_owned(), (6, 9)),
            (",".to_owned(), (10, 10)),
        ];
        assert_eq!(found, wanted);
    }
}
