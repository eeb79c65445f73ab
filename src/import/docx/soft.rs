//! Paragraphs that were typed as one, their lines parted by Shift-Enter, as
//! text pasted from a chat has them: where a line is a heading, each is a
//! paragraph of its own.

use crate::import::draft::{Inline, plain_text};
use crate::import::headings::{Look, is_short, numbering};

/// The lines of a paragraph, each with its look; the paragraph itself where
/// its breaks part nothing.
pub(super) fn parts(inlines: Vec<Inline>, look: &Look) -> Vec<(Vec<Inline>, Look)> {
    let lines: Vec<&[Inline]> = inlines.split(|i| matches!(i, Inline::Break)).collect();
    let heads = |line: &&[Inline]| {
        let text = plain_text(line);
        let text = text.trim();
        is_short(text) && matches!(numbering(text), Some((_, rest)) if !rest.trim().is_empty())
    };
    if lines.len() < 2 || !lines.iter().any(heads) {
        return vec![(inlines, look.clone())];
    }
    let filled = lines
        .into_iter()
        .filter(|line| !plain_text(line).trim().is_empty());
    let own = |line: &[Inline]| {
        let look = Look {
            bold: is_bold(line),
            ..look.clone()
        };
        (line.to_vec(), look)
    };
    filled.map(own).collect()
}

fn is_bold(line: &[Inline]) -> bool {
    line.iter().all(|piece| match piece {
        Inline::Text(text, look) => look.bold || text.trim().is_empty(),
        _ => true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::draft::line;

    #[test]
    fn lines_with_a_heading_among_them_are_paragraphs() {
        let of = |words: &[&str]| {
            let mut inlines = Vec::new();
            for word in words {
                inlines.extend(line(*word));
                inlines.push(Inline::Break);
            }
            parts(inlines, &Look::default()).len()
        };
        assert_eq!(of(&["一、背景", "全县122个村。", "二、做法", "入股。"]), 4);
        assert_eq!(of(&["莲都区雅溪镇", "岱后村"]), 1);
    }
}
