//! A write-up on its way in: what a Word document or a pasted page comes to
//! before it is written as Markdown.

use crate::content::Date;
use crate::finding::Text;

/// A write-up.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// 标题.
    pub title: Option<String>,
    /// 署名.
    pub byline: Vec<String>,
    /// When it was published.
    pub date: Option<Date>,
    /// The same with its time of day, as it is written there.
    pub moment: Option<String>,
    /// Where it was published.
    pub source: Option<String>,
    /// 责编.
    pub editor: Option<String>,
    /// What else stands with these and has no place of its own.
    pub closing: Vec<String>,
    /// Lines that belong to the page and not to the text (breadcrumb, 分享,
    /// QR codes): kept as comments of the front matter.
    pub page_lines: Vec<String>,
    /// The text.
    pub blocks: Vec<Block>,
    /// Footnotes, in the order of their references.
    pub notes: Vec<Vec<Inline>>,
    /// Pictures, as the blocks refer to them.
    pub pictures: Vec<Picture>,
    /// What an editor should know.
    pub remarks: Vec<Remark>,
}

/// A block of the text.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading.
    Heading {
        /// 1 is the highest that the source has; made 2 and below when written.
        level: u8,
        /// Its text.
        text: Vec<Inline>,
        /// Why it was taken for one, where no style says so.
        guess: Option<Text>,
    },
    /// A paragraph.
    Paragraph(Vec<Inline>),
    /// An item of a list.
    Item {
        /// From 0.
        depth: usize,
        /// What stands before it.
        mark: Mark,
        /// Its text.
        text: Vec<Inline>,
    },
    /// A paragraph of somebody else's words.
    Quote(Vec<Inline>),
    /// A table.
    Table(Rows),
    /// A line that a style marks as a caption; given to its picture later.
    Caption(Vec<Inline>),
    /// A picture alone; index into [`Draft::pictures`].
    Picture(usize),
    /// A line between parts.
    Rule,
}

/// What stands before an item of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// A bullet.
    Bullet,
    /// A number.
    Number(u64),
    /// Its text begins with it: （1）, a., 1.1. Markdown has no list of these.
    Written,
}

/// The rows of a table; cells that others cover are left out.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rows {
    /// From the top.
    pub rows: Vec<Vec<TableCell>>,
}

/// A cell of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct TableCell {
    /// One after the other.
    pub paragraphs: Vec<Vec<Inline>>,
    /// Columns that it takes.
    pub columns: usize,
    /// Rows that it takes.
    pub rows: usize,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Text in one look.
    Text(String, Look),
    /// A link with its text.
    Link(String, Vec<Inline>),
    /// A footnote; index into [`Draft::notes`].
    Note(usize),
    /// A line break.
    Break,
}

/// How text looks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Look {
    /// 加粗.
    pub bold: bool,
    /// 斜体.
    pub italic: bool,
    /// 删除线.
    pub struck: bool,
    /// 上标.
    pub raised: bool,
    /// 下标.
    pub lowered: bool,
}

/// A picture.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Picture {
    /// The one before it that is the same file, with another caption.
    pub same: Option<usize>,
    /// Its bytes; empty where browsers cannot show it.
    pub bytes: Vec<u8>,
    /// `png`, `jpg`, …
    pub kind: String,
    /// 图说.
    pub caption: Option<String>,
    /// 摄影.
    pub credit: Option<String>,
    /// File name in the county's folder; given when the case is written.
    pub file: String,
}

/// Something an editor should know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Remark {
    /// How grave.
    pub weight: Weight,
    /// What.
    pub text: Text,
    /// What to do.
    pub hint: Option<Text>,
}

/// How grave a remark is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// Something of the source is not in the text.
    Lost,
    /// A guess to be looked at.
    Guess,
    /// Worth knowing.
    Note,
}

impl Draft {
    /// Adds a remark.
    pub(super) fn remark(&mut self, weight: Weight, text: Text, hint: Option<Text>) {
        let remark = Remark { weight, text, hint };
        if !self.remarks.contains(&remark) {
            self.remarks.push(remark);
        }
    }
}

/// The plain text of a line.
pub(super) fn plain_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    for inline in inlines {
        match inline {
            Inline::Text(text, _) => out.push_str(text),
            Inline::Link(_, inner) => out.push_str(&plain_text(inner)),
            Inline::Break => out.push(' '),
            Inline::Note(_) => {}
        }
    }
    out
}

/// A line of plain text.
pub(super) fn line(text: impl Into<String>) -> Vec<Inline> {
    vec![Inline::Text(text.into(), Look::default())]
}
