//! Fixed phrases of the department's lists: what is nearly one of them, but
//! not word for word, is a slip.
//!
//! With at most k slips, of k + 1 pieces of a phrase one stands untouched in
//! the text (the pigeonhole principle). So the pieces of all phrases are one
//! automaton, and only around a piece is the text compared with its phrase, by
//! edit distance (P. H. Sellers, 1980). The first and last character must
//! agree, or be all that does not: a phrase that is quoted in part is no slip.

use super::block::Block;
use super::fault::Fault;
use super::script::is_han;
use crate::content::{Phrase, WordList};
use crate::finding::{Code, Finding, Findings};
use crate::text;
use aho_corasick::AhoCorasick;
use std::collections::{BTreeMap, BTreeSet};

/// Shorter phrases are near too many other words.
const SHORTEST: usize = 6;
/// From so many characters on, two slips are still near.
const LONG: usize = 12;

/// The phrases, ready to be looked for.
#[derive(Debug, Default)]
pub(super) struct Phrases<'a> {
    automaton: Option<AhoCorasick>,
    /// By number of the automaton's pattern: which phrases have the piece, and
    /// at which character.
    pieces: Vec<Vec<(usize, usize)>>,
    phrases: Vec<One<'a>>,
}

#[derive(Debug)]
struct One<'a> {
    phrase: &'a Phrase,
    characters: Vec<char>,
    slips: usize,
}

/// Says which phrases are too short to be compared.
pub(super) fn report_short(lists: &[WordList], findings: &mut Findings) {
    for phrase in lists.iter().flat_map(|l| &l.phrases) {
        if phrase.text.value.chars().count() < SHORTEST {
            let message = text!(
                "固定表述至少要 {SHORTEST} 个字，才谈得上“差一点”",
                "a fixed phrase needs {SHORTEST} characters at least to have near misses"
            );
            let hint = text!(
                "短词把错误写法列进 [[wrong]]",
                "list the wrong forms of a short word in [[wrong]]"
            );
            let place = phrase.text.place.clone();
            findings.push(Finding::new(Code::ValueInvalid, place, message).hint(hint));
        }
    }
}

impl<'a> Phrases<'a> {
    pub(super) fn new(lists: &'a [WordList]) -> Phrases<'a> {
        let mut phrases = Vec::new();
        for phrase in lists.iter().flat_map(|l| &l.phrases) {
            let characters: Vec<char> = phrase.text.value.chars().collect();
            if characters.len() >= SHORTEST {
                let slips = if characters.len() >= LONG { 2 } else { 1 };
                phrases.push(One {
                    phrase,
                    characters,
                    slips,
                });
            }
        }
        let mut pieces: BTreeMap<String, Vec<(usize, usize)>> = BTreeMap::new();
        for (at, one) in phrases.iter().enumerate() {
            let (count, length) = (one.slips + 1, one.characters.len());
            for piece in 0..count {
                let (from, to) = (length * piece / count, length * (piece + 1) / count);
                let text: String = one.characters[from..to].iter().collect();
                pieces.entry(text).or_default().push((at, from));
            }
        }
        let automaton = AhoCorasick::new(pieces.keys()).ok();
        Phrases {
            automaton: automaton.filter(|_| !pieces.is_empty()),
            pieces: pieces.into_values().collect(),
            phrases,
        }
    }

    /// Runs the rule.
    pub(super) fn check(&self, block: &Block, faults: &mut Vec<Fault>) {
        let Some(automaton) = &self.automaton else {
            return;
        };
        let text = Characters::of(&block.text);
        let mut said = BTreeSet::new();
        for found in automaton.find_overlapping_iter(&block.text) {
            let piece = self.pieces.get(found.pattern().as_usize());
            for (phrase, offset) in piece.into_iter().flatten() {
                let one = &self.phrases[*phrase];
                let Some((from, to)) = near(one, &text, text.at(found.start()), *offset) else {
                    continue;
                };
                let range = text.byte(from)..text.byte(to);
                if !said.insert((range.start, range.end, *phrase)) {
                    continue;
                }
                let (right, there) = (&one.phrase.text.value, &block.text[range.clone()]);
                let message = text!(
                    "“{there}”与固定表述不一致",
                    "{there} is not the fixed phrase word for word"
                );
                let fault = Fault::new(block, Code::PhraseNear, range, message);
                faults.push(fault.perhaps(right.as_str()));
            }
        }
    }
}

/// A text by characters.
struct Characters {
    characters: Vec<char>,
    /// Where each begins; then the text's length.
    bytes: Vec<usize>,
}

impl Characters {
    fn of(text: &str) -> Characters {
        let (mut bytes, characters): (Vec<usize>, Vec<char>) = text.char_indices().unzip();
        bytes.push(text.len());
        Characters { characters, bytes }
    }

    fn at(&self, byte: usize) -> usize {
        self.bytes.partition_point(|b| *b < byte)
    }

    fn byte(&self, at: usize) -> usize {
        self.bytes.get(at).copied().unwrap_or_default()
    }
}

/// The stretch around a piece that is nearly the phrase, in characters; `None`
/// where it is the phrase itself, an allowed one, or something else.
fn near(one: &One<'_>, text: &Characters, piece: usize, offset: usize) -> Option<(usize, usize)> {
    let (phrase, slips) = (&one.characters, one.slips);
    let ideal = piece.saturating_sub(offset);
    let low = ideal.saturating_sub(slips);
    let high = (ideal + phrase.len() + slips).min(text.characters.len());
    let window = text.characters.get(low..high)?;
    let (first, last) = (phrase.first()?, phrase.last()?);
    if let Some(found) = at_an_end(one, text, window, piece, offset) {
        return Some(found);
    }
    // Quick, before the window is looked at closely: many phrases may share a
    // piece.
    let ends = window.len().saturating_sub(4 * slips + 1);
    let head = window.get(..2 * slips + 1).unwrap_or(window);
    if !head.contains(first) || !window[ends..].contains(last) {
        return None;
    }
    let whole: String = window.iter().collect();
    let allowed = one.phrase.allow.iter().any(|a| whole.contains(a.as_str()));
    if allowed || whole.contains(one.phrase.text.value.as_str()) {
        return None;
    }
    let starts = (0..=(2 * slips).min(window.len())).filter(|s| window.get(*s) == Some(first));
    let best = starts.filter_map(|start| {
        let (distance, end) = distance(phrase, &window[start..], last)?;
        Some((distance, start, start + end))
    });
    let (distance, start, end) = best.min()?;
    (distance <= slips).then_some((low + start, low + end))
}

/// The phrase word for word but for its first or last character: 金山银行. What
/// only quotes a part of it goes on with a mark or a particle.
fn at_an_end(
    one: &One<'_>,
    text: &Characters,
    window: &[char],
    piece: usize,
    offset: usize,
) -> Option<(usize, usize)> {
    let phrase = &one.characters;
    let start = piece.checked_sub(offset)?;
    let here = text.characters.get(start..start + phrase.len())?;
    let mut off = phrase
        .iter()
        .zip(here)
        .enumerate()
        .filter(|(_, (a, b))| a != b);
    let (at, (_, written)) = off.next()?;
    let end = at == 0 || at + 1 == phrase.len();
    let word = is_han(*written) && !"的和与及等是了在也而就都把被将".contains(*written);
    if off.next().is_some() || !end || !word || phrase.len() < LONG - 4 {
        return None;
    }
    let whole: String = window.iter().collect();
    let allowed = one.phrase.allow.iter().any(|a| whole.contains(a.as_str()));
    (!allowed && !whole.contains(one.phrase.text.value.as_str()))
        .then_some((start, start + phrase.len()))
}

/// The least edit distance of `phrase` to a beginning of `text` that ends in
/// `last`, and where that ends.
fn distance(phrase: &[char], text: &[char], last: &char) -> Option<(usize, usize)> {
    // row[i]: distance of the phrase's first i characters to the text so far.
    let mut row: Vec<usize> = (0..=phrase.len()).collect();
    let mut best = None;
    for (j, c) in text.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = j + 1;
        for (i, p) in phrase.iter().enumerate() {
            let change = diagonal + usize::from(p != c);
            diagonal = row[i + 1];
            row[i + 1] = change.min(diagonal + 1).min(row[i] + 1);
        }
        let here = (row[phrase.len()], j + 1);
        if c == last && best.is_none_or(|b| here < b) {
            best = Some(here);
        }
    }
    best
}
