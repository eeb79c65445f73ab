//! One text mended until nothing is left to mend: what one edit makes Chinese
//! (a straight quote, a bracket) may decide about the mark beside it. All
//! rounds together are one set of edits of the text as it stands in the file.

use super::{Edit, edit, replaced, settle};
use crate::finding::{Place, Source};
use crate::proof::{self, Passage, Rules};
use std::ops::Range;
use std::sync::Arc;

/// Rounds at most; the texts that we know of need two.
const ROUNDS: usize = 8;

/// The edits of a passage, in its file.
pub(super) fn edits(passage: &Passage<'_>, rules: &Rules) -> Option<(Arc<Source>, Vec<Edit>)> {
    let whole = passage.place(0..passage.text().len());
    let file = Arc::clone(whole.source()?);
    let first = round(passage, rules);
    let start = whole.span().start;
    // Of a text with escapes there is no way back to the file.
    if first.is_empty() || whole.text() != passage.text() {
        return Some((file, first));
    }
    let mut all: Vec<Edit> = first.iter().map(|edit| moved(edit, start)).collect();
    let mut text = replaced(passage.text(), 0, &all);
    for _ in 1..ROUNDS {
        let source = Source::new(file.path(), text.as_str());
        let here = Place::at(&source, 0..0);
        let next = round(&Passage::within(&text, &here, passage.kind()), rules);
        if next.is_empty() {
            break;
        }
        let new = replaced(&text, 0, &next);
        all = composed(&all, &next, &text);
        text = new;
    }
    for edit in &mut all {
        edit.span = edit.span.start + start..edit.span.end + start;
    }
    Some((file, all))
}

fn moved(edit: &Edit, back: usize) -> Edit {
    Edit {
        span: edit.span.start - back..edit.span.end - back,
        replacement: edit.replacement.clone(),
    }
}

/// What is to be mended in a text, sorted, apart from each other.
fn round(passage: &Passage<'_>, rules: &Rules) -> Vec<Edit> {
    let faults = proof::faults(passage);
    let found = faults.iter().filter_map(|f| edit(passage, f, rules));
    let mut edits: Vec<Edit> = found.map(|(_, edit)| edit).collect();
    settle(&mut edits);
    edits
}

/// `old`, which made `text`, and `next`, which are of `text`, as edits of the
/// text that `old` is of. Both are sorted and apart; those that meet become
/// one.
fn composed(old: &[Edit], next: &[Edit], text: &str) -> Vec<Edit> {
    let made = made(old);
    let mut all = Vec::with_capacity(old.len() + next.len());
    let (mut i, mut j) = (0, 0);
    // What an untouched place of `text` was in the text before.
    let mut shift = (0, 0);
    while i < old.len() || j < next.len() {
        let (first_i, first_j) = (i, j);
        let at_old = made.get(i).map_or(usize::MAX, |m| m.start);
        let at_next = next.get(j).map_or(usize::MAX, |e| e.span.start);
        let start = at_old.min(at_next);
        let mut end = start;
        loop {
            // The first is taken whatever its length, others where they meet it.
            let is_first = (i, j) == (first_i, first_j);
            let meets = |from: usize| from < end || is_first && from == start;
            if made.get(i).is_some_and(|m| meets(m.start)) {
                end = end.max(made[i].end);
                shift = (old[i].span.end, made[i].end);
                i += 1;
            } else if next.get(j).is_some_and(|e| meets(e.span.start)) {
                end = end.max(next[j].span.end);
                j += 1;
            } else {
                break;
            }
        }
        let before = match old.get(first_i).filter(|_| first_i < i) {
            Some(first) => first.span.start - (made[first_i].start - start),
            None => shift.0 + (start - shift.1),
        };
        let behind = shift.0 + (end - shift.1);
        let piece = text.get(start..end).unwrap_or_default();
        all.push(Edit {
            span: before..behind,
            replacement: replaced(piece, start, &next[first_j..j]),
        });
    }
    all
}

/// Where the replacements stand in the text that the edits make.
fn made(edits: &[Edit]) -> Vec<Range<usize>> {
    let (mut longer, mut shorter) = (0, 0);
    let mut all = Vec::with_capacity(edits.len());
    for edit in edits {
        let start = edit.span.start + longer - shorter;
        all.push(start..start + edit.replacement.len());
        longer += edit.replacement.len();
        shorter += edit.span.len();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Findings;
    use crate::proof::Kind;

    fn once(text: &str) -> String {
        let file = format!("+++\n+++\n{text}\n");
        let source = Source::new("content/a.md", file.as_str());
        let place = Place::at(&source, 8..8);
        let rules = Rules::of(&Default::default(), &mut Findings::new());
        let passage = Passage::within(text, &place, Kind::Case);
        let edits = edits(&passage, &rules).unwrap().1;
        let mended = replaced(&file, 0, &edits);
        mended[8..mended.len() - 1].to_owned()
    }

    #[test]
    fn a_comma_beside_quotes_took_a_second_pass() {
        for (text, mended) in [
            ("他说\"abc\",\"def\"。", "他说“abc”，“def”。"),
            (
                "甲县\"一村\",\"二村\"都说\"好\".",
                "甲县“一村”，“二村”都说“好”。",
            ),
        ] {
            assert_eq!(once(text), mended);
        }
    }

    #[test]
    fn edits_of_edits_are_edits_of_the_text_before() {
        let edit = |span: Range<usize>, new: &str| Edit {
            span,
            replacement: new.to_owned(),
        };
        let old = [edit(1..2, "xyz"), edit(4..6, ""), edit(8..9, "w")];
        let text = replaced("abcdefghij", 0, &old);
        assert_eq!(text, "axyzcdghwj");
        for next in [
            vec![edit(0..2, "1"), edit(3..5, "2"), edit(9..10, "3")],
            vec![edit(5..7, "1"), edit(8..9, "")],
            vec![edit(6..6, "1"), edit(2..3, "")],
            vec![edit(0..10, "1")],
        ] {
            let mut next = next;
            settle(&mut next);
            let all = composed(&old, &next, &text);
            assert_eq!(replaced("abcdefghij", 0, &all), replaced(&text, 0, &next));
        }
    }

    #[test]
    fn mended_twice_is_mended_once() {
        let pieces = [
            "\"", "\"abc\"", "\"好\"", "'a'", ",", ";", ":", ".", "...", "?", "!", " ", "(", ")",
            "（", "）", "甲", "乙县", "1", "１", "2.5%", "--", "“", "”", "，", "、", "abc", "。。",
        ];
        let mut seed = 7_u32;
        let mut next = |below: usize| {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 8) as usize % below
        };
        for _ in 0..2_000 {
            let count = 2 + next(9);
            let body: String = (0..count).map(|_| pieces[next(pieces.len())]).collect();
            let text = format!("全县{body}的村");
            let mended = once(&text);
            assert_eq!(once(&mended), mended, "{text}");
        }
    }
}
