//! What stands to be read in the blocks of a case: a chart's title and note, a
//! quotation. The rest of a block is keys, names and values.

use super::passage::{Kind, Passage};
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

/// Tells each such text of a Markdown passage.
pub(super) fn texts(passage: &Passage<'_>, told: &mut impl FnMut(&Passage<'_>)) {
    // Most texts have none, and need no second look.
    if !passage.text().contains("```") && !passage.text().contains("~~~") {
        return;
    }
    for range in blocks(passage.text()) {
        // What does not parse has a finding of its own.
        let Ok(table) = DeTable::parse(&passage.text()[range.clone()]) else {
            continue;
        };
        for (key, value) in table.get_ref() {
            let key: &str = key.get_ref();
            let kind = KEYS.iter().find(|(known, _)| *known == key);
            if let (Some((_, kind)), Some((text, span))) = (kind, string(value)) {
                let place = passage.place(range.start + span.start..range.start + span.end);
                told(&Passage::value(text, &place, *kind));
            }
        }
    }
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
        texts(&Passage::body(&body, Kind::Case), &mut |passage| {
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
