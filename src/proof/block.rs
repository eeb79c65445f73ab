//! A run of prose with the way back to the source.

use std::collections::BTreeSet;
use std::ops::Range;

/// What a block is in its text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// A paragraph.
    Paragraph,
    /// A paragraph of a list item.
    Item,
    /// A heading.
    Heading,
    /// A cell of a table.
    Cell,
    /// A picture's caption.
    Caption,
    /// A text that is not Markdown.
    Line,
}

/// A run of prose that belongs together.
#[derive(Debug)]
pub(super) struct Block {
    /// What it is.
    pub(super) role: Role,
    /// What a reader sees; a line break is `\n`.
    pub(super) text: String,
    /// `{{…}}` that stand in it, in the source.
    pub(super) references: Vec<Range<usize>>,
    /// `**` that CommonMark alone would not pair, in the source.
    pub(super) stars: Vec<Range<usize>>,
    /// `！` before a link to a picture, in the source.
    pub(super) bangs: Vec<Range<usize>>,
    /// `*` and `~` that CommonMark took for markup, in the source.
    pub(super) consumed: BTreeSet<usize>,
    /// The line of `---` or `===` that makes it a heading, in the source.
    pub(super) underline: Option<Range<usize>>,
    /// Of a cell: which table of the text, which row and which column.
    pub(super) cell: Option<[usize; 3]>,
    pieces: Vec<Piece>,
}

/// The sign of an object as text.
pub(super) const OBJECT_TEXT: &str = "\u{FFFC}";

/// What a stretch of a block's text is.
enum Cut {
    /// Prose after all.
    Keep(usize),
    /// A `**` that was left as text.
    Star(usize),
    /// `{{…}}`
    Reference(usize),
    /// An address in the text.
    Address(usize),
}

/// A stretch of a block's text and where it comes from.
#[derive(Debug, Clone)]
struct Piece {
    /// Its start in the block's text.
    at: usize,
    /// Its bytes in the source.
    raw: Range<usize>,
    /// The source says the same, byte for byte.
    verbatim: bool,
}

impl Block {
    pub(super) fn new(role: Role) -> Block {
        Block {
            role,
            text: String::new(),
            references: Vec::new(),
            stars: Vec::new(),
            bangs: Vec::new(),
            consumed: BTreeSet::new(),
            underline: None,
            cell: None,
            pieces: Vec::new(),
        }
    }

    /// Whether this was meant as a picture and did not become one: that is one
    /// slip, and its address is no prose.
    pub(super) fn is_lost_picture(&self) -> bool {
        let bare = self.text.trim_start();
        let sign = bare.strip_prefix(['!', '！']);
        !self.bangs.is_empty() || sign.is_some_and(|rest| rest.starts_with(['[', '【']))
    }

    /// One block of a text that is not Markdown.
    pub(super) fn line(text: &str) -> Block {
        let mut block = Block::new(Role::Line);
        block.add(text, 0..text.len(), true);
        block.masked(text)
    }

    /// The block with words that stand elsewhere in the source before and behind it:
    /// the heads of a cell's row and column, the unit of a bare number.
    pub(super) fn between(&self, before: &str, behind: &str) -> Block {
        let here = self.raw(&(0..self.text.len()));
        let mut block = Block {
            cell: self.cell,
            references: self.references.clone(),
            ..Block::new(self.role)
        };
        block.add(before, here.start..here.start, false);
        block.take(self, 0..self.text.len());
        block.add(behind, here.end..here.end, false);
        block
    }

    pub(super) fn add(&mut self, text: &str, raw: Range<usize>, verbatim: bool) {
        self.pieces.push(Piece {
            at: self.text.len(),
            raw,
            verbatim,
        });
        self.text.push_str(text);
    }

    /// The bytes of the source that `range` of the text comes from.
    pub(super) fn raw(&self, range: &Range<usize>) -> Range<usize> {
        let start = match self.piece(range.start) {
            Some(p) if p.verbatim => (p.raw.start + range.start - p.at).min(p.raw.end),
            Some(p) => p.raw.start,
            None => 0,
        };
        if range.is_empty() {
            return start..start;
        }
        let end = match self.piece(range.end - 1) {
            Some(p) if p.verbatim => p.raw.start + range.end - p.at,
            Some(p) => p.raw.end,
            None => start,
        };
        start..end.max(start)
    }

    /// Whether `range` stands in the source as it stands in the text.
    pub(super) fn is_plain(&self, range: &Range<usize>) -> bool {
        let raw = self.raw(range);
        let first = self.piece(range.start);
        raw.len() == range.len() && first.is_some_and(|p| p.verbatim)
    }

    fn piece(&self, offset: usize) -> Option<&Piece> {
        let after = self.pieces.partition_point(|p| p.at <= offset);
        self.pieces.get(after.checked_sub(1)?)
    }

    /// The block with references and addresses as objects, stray `**` left out.
    pub(super) fn masked(self, source: &str) -> Block {
        let mut block = Block {
            underline: self.underline.clone(),
            cell: self.cell,
            bangs: self.bangs.clone(),
            consumed: self.consumed.clone(),
            ..Block::new(self.role)
        };
        let mut at = 0;
        while let Some(skip) = self.text[at..].find(['{', '*', 'h', 'w']) {
            let from = at + skip;
            let cut = self.cut(source, from);
            let end = match cut {
                Cut::Keep(len) | Cut::Star(len) | Cut::Reference(len) | Cut::Address(len) => {
                    from + len
                }
            };
            let raw = self.raw(&(from..end));
            match cut {
                Cut::Keep(_) => block.take(&self, at..end),
                _ => block.take(&self, at..from),
            }
            match cut {
                Cut::Keep(_) => {}
                Cut::Star(_) => block.stars.push(raw),
                Cut::Address(_) => block.add(OBJECT_TEXT, raw, false),
                Cut::Reference(_) => {
                    block.add(OBJECT_TEXT, raw.clone(), false);
                    block.references.push(raw);
                }
            }
            at = end;
        }
        block.take(&self, at..self.text.len());
        block
    }

    /// What the bytes from `at` are.
    fn cut(&self, source: &str, at: usize) -> Cut {
        let rest = &self.text[at..];
        if rest.starts_with("{{") {
            return Cut::Reference(rest.find("}}").map_or(rest.len(), |end| end + 2));
        }
        if rest.starts_with('*') {
            let run = rest.len() - rest.trim_start_matches('*').len();
            let raw = self.raw(&(at..at + run)).start;
            let escaped = source.get(..raw).is_some_and(|s| s.ends_with('\\'));
            return match run {
                2 | 3 if !escaped => Cut::Star(run),
                run => Cut::Keep(run),
            };
        }
        if ["http://", "https://", "www."]
            .iter()
            .any(|s| rest.starts_with(s))
        {
            let end = rest.find(|c: char| !c.is_ascii_graphic());
            return Cut::Address(end.unwrap_or(rest.len()));
        }
        Cut::Keep(1)
    }

    /// Appends a range of `other`, pieces and all.
    fn take(&mut self, other: &Block, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let index = other.pieces.partition_point(|p| p.at <= at);
            let end = other.pieces.get(index).map_or(other.text.len(), |p| p.at);
            let end = end.min(range.end);
            let verbatim = other.piece(at).is_some_and(|p| p.verbatim);
            self.add(&other.text[at..end], other.raw(&(at..end)), verbatim);
            at = end;
        }
    }
}
