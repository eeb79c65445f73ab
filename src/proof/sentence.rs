//! The sentences of a text, told apart by what they say: their Chinese
//! characters and digits, without marks, spaces and the word that counts them
//! off (一是, 二是). Used to find what was copied.

use super::block::{Block, Role};
use super::script::{OBJECT, is_final, is_han};
use std::ops::Range;

/// Sentences with fewer Chinese characters are repeated without fault.
const LEAST: usize = 12;

/// A sentence that takes its numbers from the figures says the county's own with
/// the same words: each reference asks for so many characters more.
const REFERENCE: usize = 8;

/// A sentence of running prose.
#[derive(Debug)]
pub(super) struct Sentence {
    /// Which block it stands in.
    pub(super) block: usize,
    /// Its bytes in the source, its final mark included.
    pub(super) raw: Range<usize>,
    /// What it says.
    pub(super) essence: String,
}

/// All sentences of at least twelve Chinese characters, in order.
pub(super) fn sentences(blocks: &[Block]) -> Vec<Sentence> {
    let mut found = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        if !matches!(block.role, Role::Paragraph | Role::Item) {
            continue;
        }
        let mut start = 0;
        for part in block.text.split_inclusive(|c| is_final(c) && c != '.') {
            let range = start..start + part.len();
            start = range.end;
            let essence = essence(part);
            let least = LEAST + part.matches(OBJECT).count() * REFERENCE;
            if essence.chars().filter(|c| is_han(*c)).count() >= least {
                let lead = part.len() - part.trim_start_matches(|c: char| !is_word(c)).len();
                found.push(Sentence {
                    block: index,
                    raw: block.raw(&(range.start + lead..range.end)),
                    essence,
                });
            }
        }
    }
    found
}

fn is_word(c: char) -> bool {
    is_han(c) || c.is_alphanumeric() || matches!(c, '“' | '《' | '（')
}

fn essence(sentence: &str) -> String {
    let words: String = sentence
        .chars()
        .filter(|c| is_han(*c) || c.is_alphanumeric())
        .collect();
    let bare = words.trim_start_matches([
        '第', '其', '一', '二', '三', '四', '五', '六', '七', '八', '九', '十',
    ]);
    match bare.strip_prefix('是') {
        Some(rest) => rest.to_owned(),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::super::prose::blocks;
    use super::*;

    #[test]
    fn a_sentence_is_what_it_says() {
        let text = "一是深入分析优势，坚持项目为王，实施一村一策。短句。\n\n- 深入分析优势,坚持“项目”为王,实施一村一策!\n";
        let found = sentences(&blocks(text, true));
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].essence, found[1].essence);
        assert!(text[found[0].raw.clone()].ends_with("策。"));
    }
}
