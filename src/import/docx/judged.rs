//! Lines of a document judged: which are headings, items, captions, and what
//! stands around the text.

use super::styles::Purpose;
use super::{Line, Reader};
use crate::import::draft::{self, Block, Draft, Inline, Mark, Weight, plain_text};
use crate::import::headings::{self, Look};
use crate::import::plain::one_line;
use crate::import::{captions, forms, front, page_lines};
use crate::text;
use std::collections::BTreeSet;

impl Reader<'_> {
    /// A short line under a picture that looks like its caption is said to be
    /// one; what looks like the text around it has to read like one as well.
    fn caption_or(&mut self, block: Block, look: &Look, body: &Look, before: &[Block]) -> Block {
        let Block::Paragraph(inlines) = block else {
            return block;
        };
        let text = one_line(&plain_text(&inlines));
        let mut above = before.iter().rev().peekable();
        let mut captions = 0;
        while above.next_if(|b| matches!(b, Block::Caption(_))).is_some() {
            captions += 1;
        }
        let pictures = above.map_while(|b| match b {
            Block::Picture(at) => Some(*at),
            _ => None,
        });
        let bare = |at: &usize| {
            let picture = self.draft.pictures.get(*at);
            picture.is_some_and(|p| p.caption.is_none())
        };
        let waiting = pictures.filter(bare).count() > captions;
        let small = look.size > 0 && look.size < body.size;
        let differs = look.centred || small || look.face != body.face;
        if captions::is_caption(&text) || !waiting || !captions::may_be_caption(&inlines, differs) {
            return Block::Paragraph(inlines);
        }
        self.say_caption(&text);
        Block::Caption(inlines)
    }

    pub(super) fn say_caption(&mut self, text: &str) {
        self.draft.remark(
            Weight::Guess,
            text!(
                "“{text}”当作上面那张图的图说",
                "`{text}` is taken as the caption of the picture above"
            ),
            None,
        );
    }

    /// Headings, captions and the lines around the text found; the draft done.
    pub(super) fn finish(mut self) -> Draft {
        let body = headings::body_look(
            self.lines
                .iter()
                .filter(|l| l.block.is_none())
                .map(|l| (&l.look, plain_text(&l.inlines).chars().count())),
        );
        let mut blocks: Vec<Block> = Vec::with_capacity(self.lines.len());
        let bold = bold_heads(&self.lines);
        let mut lines = std::mem::take(&mut self.lines)
            .into_iter()
            .enumerate()
            .peekable();
        while let Some((at, line)) = lines.next() {
            let Line {
                inlines,
                purpose,
                look,
                item,
                block,
            } = line;
            if let Some(block) = block {
                blocks.push(block);
                continue;
            }
            let text = one_line(&plain_text(&inlines));
            match purpose {
                Purpose::Title if self.draft.title.is_none() => self.draft.title = Some(text),
                Purpose::Author => self.draft.byline.extend(page_lines::people(&text)),
                Purpose::Date
                    if self.draft.date.is_none() && page_lines::date_of(&text).is_some() =>
                {
                    self.draft.date = page_lines::date_of(&text);
                }
                Purpose::Caption => blocks.push(Block::Caption(inlines)),
                Purpose::Quote => blocks.push(Block::Quote(inlines)),
                Purpose::Heading(level) => blocks.push(Block::Heading {
                    level,
                    text: inlines,
                    guess: None,
                }),
                Purpose::Title => blocks.push(Block::Heading {
                    level: 1,
                    text: inlines,
                    guess: None,
                }),
                Purpose::Subtitle
                | Purpose::Contents
                | Purpose::ContentsHeading
                | Purpose::Body
                | Purpose::Date => {
                    let goes_on = lines.peek().is_some_and(|(_, next)| next.item.is_some());
                    let block = match item {
                        None if bold.contains(&at) => Block::Heading {
                            level: BOLD,
                            text: inlines,
                            guess: Some(text!("按加粗猜的", "guessed from its bold type")),
                        },
                        Some(item) => judge_item(inlines, item, &look, &body, &blocks, goes_on),
                        None => headings::judge(inlines, &look, &body),
                    };
                    blocks.push(self.caption_or(block, &look, &body, &blocks));
                }
            }
        }
        self.draft.blocks = blocks;
        forms::unfold(&mut self.draft);
        front::take_title(&mut self.draft);
        front::take_lines(&mut self.draft);
        captions::attach(&mut self.draft);
        self.draft
    }
}

/// The rank of lines that are bold and nothing else, below all numbers.
const BOLD: u8 = 6;
/// The longest of them, in characters.
const LONGEST: usize = 20;

/// Short bold lines with a paragraph below each, in a document whose headings
/// no style marks: two of them at least, or it is emphasis.
fn bold_heads(lines: &[Line]) -> BTreeSet<usize> {
    if lines
        .iter()
        .any(|l| matches!(l.purpose, Purpose::Heading(_)))
    {
        return BTreeSet::new();
    }
    let words = |line: &Line| one_line(&plain_text(&line.inlines));
    let heads = |at: &usize| {
        let (Some(line), Some(below)) = (lines.get(*at), lines.get(at + 1)) else {
            return false;
        };
        let text = words(line);
        let bare = text.trim_end_matches(['：', ':']);
        let plain = |line: &Line| line.block.is_none() && line.purpose == Purpose::Body;
        plain(line)
            && plain(below)
            && line.item.is_none()
            && line.look.bold
            && !below.look.bold
            && bare.chars().count() <= LONGEST
            && words(below).chars().count() > LONGEST
            && headings::is_short(bare)
            && headings::numbering(bare).is_none()
            && !captions::is_caption(bare)
            && page_lines::kind(bare).is_none()
    };
    let first = lines.iter().position(|line| !words(line).is_empty());
    let start = first.map_or(0, |first| first + 1);
    let found: BTreeSet<usize> = (start..lines.len()).filter(heads).collect();
    if found.len() < 2 {
        BTreeSet::new()
    } else {
        found
    }
}

/// An item of a list, or the heading that its number and look make of it.
fn judge_item(
    inlines: Vec<Inline>,
    (mark, depth): (Mark, usize),
    look: &Look,
    body: &Look,
    before: &[Block],
    goes_on: bool,
) -> Block {
    let item = |text| Block::Item { depth, mark, text };
    match mark {
        Mark::Bullet => item(inlines),
        // A list of bold lines is a list.
        Mark::Number(_) if goes_on => item(inlines),
        Mark::Number(number) => {
            let mut numbered = draft::line(format!("{number}. "));
            numbered.extend(inlines.iter().cloned());
            match headings::judge(numbered, look, body) {
                heading @ Block::Heading { .. } => heading,
                _ => item(inlines),
            }
        }
        Mark::Written => match headings::judge(inlines, look, body) {
            Block::Paragraph(text) if matches!(before.last(), Some(Block::Item { .. })) => {
                item(text)
            }
            block => block,
        },
    }
}
