//! Lines of a document judged: which are headings, items, captions, and what
//! stands around the text.

use super::styles::Purpose;
use super::{Line, Reader};
use crate::import::draft::{self, Block, Draft, Inline, Mark, Weight, plain_text};
use crate::import::headings::{self, Look};
use crate::import::plain::one_line;
use crate::import::{captions, forms, front, page_lines};
use crate::text;

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
        let mut lines = std::mem::take(&mut self.lines).into_iter().peekable();
        while let Some(line) = lines.next() {
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
                    let goes_on = lines.peek().is_some_and(|next| next.item.is_some());
                    let block = match item {
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
