//! Word documents (.docx, ECMA-376) to drafts.
//!
//! Everything that a reader of the document sees comes over, or a remark says
//! what did not: text with bold and links, headings, lists, tables, footnotes,
//! pictures with their captions. Tracked changes are accepted, comments listed.
//! The look of the page (colours, columns, margins) is the theme's matter.

mod formats;
mod formulas;
mod judged;
mod numbering;
mod pictures;
mod runs;
mod said;
mod soft;
mod styles;
mod tables;

use super::archive::{self, Archive};
use super::draft::{Block, Draft, Inline, Mark, Weight, plain_text};
use super::headings::Look;
use super::length::Length;
use super::plain::plain;
use super::xml::{self, Element, Target};
use crate::finding::Finding;
use crate::text;
use formats::{a_table, save_as};
pub(super) use formats::{no_document, other_archive, other_format};
use numbering::{Marker, Numbering};
use runs::Pieces;
use std::collections::BTreeMap;
use styles::{Purpose, Styles};

/// The parts beside the text that are read.
const READ_BESIDE: [&str; 5] = [
    "styles.xml",
    "numbering.xml",
    "footnotes.xml",
    "endnotes.xml",
    "comments.xml",
];

/// Reads a document.
///
/// # Errors
/// A finding where it is no .docx, or one that cannot be read.
pub(super) fn read(bytes: &[u8], path: &str) -> Result<Draft, Box<Finding>> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return Err(other_format(bytes, path));
    }
    let mut archive = Archive::open(bytes, path)?;
    if let Some(finding) = formats::other_archive(&archive, path) {
        return Err(finding);
    }
    if archive.has("content.xml") && !archive.has("word/") {
        return Err(save_as(
            path,
            " OpenDocument（.odt）",
            "an OpenDocument text",
        ));
    }
    if archive.has("xl/") {
        return Err(a_table(path));
    }
    let main = main_part(&mut archive).ok_or_else(|| archive::damaged(path))?;
    weigh(&mut archive, &main, path)?;
    let tree = part(&mut archive, &main).ok_or_else(|| archive::damaged(path))?;
    let body = tree.child("body").ok_or_else(|| archive::damaged(path))?;
    let folder = main
        .rsplit_once('/')
        .map_or("", |(folder, _)| folder)
        .to_owned();
    let file = main.rsplit('/').next().unwrap_or_default().to_owned();
    let mut at = |name: &str| part(&mut archive, &format!("{folder}/{name}"));
    let styles = Styles::read(at("styles.xml").as_ref());
    let numbering = Numbering::read(at("numbering.xml").as_ref());
    let footnotes = at("footnotes.xml");
    let endnotes = at("endnotes.xml");
    let comments = at("comments.xml");
    let links = xml::relationships(
        &mut archive,
        &format!("{folder}/_rels/{file}.rels"),
        &folder,
    );
    let mut reader = Reader {
        archive,
        styles,
        numbering,
        links,
        notes: note_texts(footnotes.as_ref(), "footnote"),
        endnotes: note_texts(endnotes.as_ref(), "endnote"),
        note_numbers: BTreeMap::new(),
        draft: Draft::default(),
        lines: Vec::new(),
        inserted: 0,
        deleted: 0,
        media: BTreeMap::new(),
        depth: 0,
        in_contents: false,
        typed_contents: false,
        carried: Vec::new(),
    };
    reader.blocks(body);
    reader.last_carried();
    reader.say_changes();
    reader.say_comments(comments.as_ref());
    reader.say_margins(&folder);
    reader.say_dangers(&folder);
    Ok(reader.finish())
}

/// The part that holds the text, named by the package's relationships.
fn main_part(archive: &mut Archive<'_>) -> Option<String> {
    let package = archive.text("_rels/.rels").as_deref().and_then(xml::parse);
    let named = package.as_ref().and_then(|tree| {
        let is_main = |e: &&Element| {
            e.get("Type")
                .is_some_and(|t| t.ends_with("/officeDocument"))
        };
        let target = tree.elements().find(is_main)?.get("Target")?;
        Some(target.trim_start_matches('/').to_owned())
    });
    let named = named.filter(|name| archive.names().iter().any(|n| n == name));
    named.or_else(|| {
        archive
            .has("word/document.xml")
            .then(|| "word/document.xml".to_owned())
    })
}

/// Refuses a document that is too long, before it is read.
fn weigh(archive: &mut Archive<'_>, main: &str, path: &str) -> Result<(), Box<Finding>> {
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let others = READ_BESIDE.iter().map(|name| format!("{folder}/{name}"));
    let mut length = Length::default();
    for name in others.chain([main.to_owned()]) {
        if let Some(xml) = archive.text(&name) {
            length.add_xml(&xml);
        }
    }
    length.check(path)
}

fn part(archive: &mut Archive<'_>, name: &str) -> Option<Element> {
    archive.text(name).as_deref().and_then(xml::parse)
}

/// The notes of a part by id; separators are none.
fn note_texts(tree: Option<&Element>, name: &str) -> BTreeMap<String, Element> {
    let notes = tree
        .into_iter()
        .flat_map(Element::elements)
        .filter(|e| e.name == name);
    let real = notes.filter(|e| !matches!(e.get("type"), Some(t) if t != "normal"));
    real.filter_map(|e| Some((e.get("id")?.to_owned(), e.clone())))
        .collect()
}

/// A paragraph before it is known what it is.
#[derive(Debug)]
struct Line {
    inlines: Vec<Inline>,
    purpose: Purpose,
    look: Look,
    /// What numbers it, and how deep it stands in its list.
    item: Option<(Mark, usize)>,
    /// Position among [`Reader::lines`] of blocks that are something else.
    block: Option<Block>,
}

struct Reader<'a> {
    archive: Archive<'a>,
    styles: Styles,
    numbering: Numbering,
    links: BTreeMap<String, Target>,
    notes: BTreeMap<String, Element>,
    endnotes: BTreeMap<String, Element>,
    /// Ids of notes already numbered: `f3`, `e1`.
    note_numbers: BTreeMap<String, usize>,
    draft: Draft,
    lines: Vec<Line>,
    inserted: usize,
    deleted: usize,
    /// Pictures already taken, by part.
    media: BTreeMap<String, usize>,
    /// Tables and text boxes within each other.
    depth: usize,
    /// The field that makes the table of contents is open.
    in_contents: bool,
    /// Below a line 目录 that somebody typed.
    typed_contents: bool,
    /// Paragraphs whose ends were deleted, waiting for the next one.
    carried: Vec<Inline>,
}

impl Reader<'_> {
    fn push(&mut self, block: Block) {
        let line = Line {
            inlines: Vec::new(),
            purpose: Purpose::Body,
            look: Look::default(),
            item: None,
            block: Some(block),
        };
        self.lines.push(line);
    }

    fn blocks(&mut self, parent: &Element) {
        for element in parent.elements() {
            match element.name.as_str() {
                "p" => self.paragraph(element),
                "tbl" => self.table(element),
                "sdt" if is_contents(element) => self.say_contents(),
                "sdt" => {
                    if let Some(content) = element.child("sdtContent") {
                        self.blocks(content);
                    }
                }
                "ins" | "moveTo" | "customXml" | "smartTag" => self.blocks(element),
                "AlternateContent" => {
                    if let Some(choice) = element.child("Choice").or(element.child("Fallback")) {
                        self.blocks(choice);
                    }
                }
                "altChunk" => self.draft.remark(
                    Weight::Lost,
                    text!(
                        "文档里嵌着另一个文档，没有导入",
                        "a document within the document is not imported"
                    ),
                    Some(text!(
                        "在 Word 里打开，另存一次再导入",
                        "open it in Word, save it, and import again"
                    )),
                ),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, element: &Element) {
        let properties = element.child("pPr");
        let style = properties
            .and_then(|p| p.value("pStyle"))
            .map(str::to_owned);
        let style = style.as_deref();
        let mut purpose = self.styles.purpose(style);
        if let Some(level) = properties.and_then(styles::outline)
            && !matches!(purpose, Purpose::Heading(_) | Purpose::Title)
        {
            purpose = Purpose::Heading(level + 1);
        }
        let mut letters = self.styles.letters(style);
        if purpose == Purpose::Quote {
            // The theme shows what is quoted.
            (letters.bold, letters.italic) = (None, None);
        }
        // A heading is none of the contents, whether or not their field ends.
        self.in_contents &= !matches!(purpose, Purpose::Heading(_) | Purpose::Title);
        let mut pieces = self.pieces(element, &letters);
        if purpose == Purpose::ContentsHeading {
            // Some head their text with that style.
            let words = plain(&plain_text(&pieces.inlines));
            let is_contents = ["目录", "目次", "contents"].contains(&words.as_str());
            purpose = match is_contents {
                true => Purpose::Contents,
                false => Purpose::Heading(1),
            };
        }
        if purpose == Purpose::Body && self.is_typed_contents(element, &pieces.inlines) {
            purpose = Purpose::Contents;
        }
        if purpose == Purpose::Contents || self.in_contents {
            self.say_contents();
            return self.attachments(pieces);
        }
        // A paragraph whose end was deleted goes on in the next one.
        let mark = properties.and_then(|p| p.child("rPr"));
        let goes_on = mark.is_some_and(|m| m.child("del").is_some());
        let mut carried = std::mem::take(&mut self.carried);
        if goes_on {
            self.deleted += 1;
            carried.append(&mut pieces.inlines);
            self.carried = carried;
            return self.attachments(pieces);
        }
        carried.append(&mut pieces.inlines);
        pieces.inlines = carried;
        let marker = self.marker(properties, style);
        let centred = properties
            .and_then(styles::centred)
            .unwrap_or_else(|| self.styles.is_centred(style));
        let look = Look {
            centred,
            ..pieces.look()
        };
        let inlines = std::mem::take(&mut pieces.inlines);
        let text = plain_text(&inlines);
        let is_empty =
            text.trim().is_empty() && !inlines.iter().any(|i| matches!(i, Inline::Note(_)));
        let is_heading = matches!(purpose, Purpose::Heading(_) | Purpose::Title);
        if !is_empty {
            let (written, item) = match marker {
                Some((Marker::Written(written), depth)) => {
                    (Some(written), Some((Mark::Written, depth)))
                }
                Some((Marker::Number(number), _)) if is_heading => {
                    (Some(format!("{number}. ")), None)
                }
                Some((Marker::Number(number), depth)) => {
                    (None, Some((Mark::Number(number), depth)))
                }
                Some((Marker::Bullet, depth)) if !is_heading => (None, Some((Mark::Bullet, depth))),
                _ => (None, None),
            };
            let mut all = written.map(super::draft::line).unwrap_or_default();
            all.extend(inlines);
            let parts = match (purpose, item) {
                (Purpose::Body, None) => soft::parts(all, &look),
                _ => vec![(all, look)],
            };
            self.lines
                .extend(parts.into_iter().map(|(inlines, look)| Line {
                    inlines,
                    purpose,
                    look,
                    item,
                    block: None,
                }));
        } else if properties
            .is_some_and(|p| p.find("bottom").is_some() && p.child("pBdr").is_some())
        {
            self.push(Block::Rule);
        }
        self.attachments(pieces);
    }

    /// A table of contents that somebody typed: 目录, and lines that end with
    /// the number of a page behind a tab or dots.
    fn is_typed_contents(&mut self, paragraph: &Element, inlines: &[Inline]) -> bool {
        let text = plain_text(inlines);
        let text = text.trim();
        if ["目录", "目次"].contains(&plain(text).as_str()) {
            self.typed_contents = true;
            return true;
        }
        let bare = text.trim_end_matches(|c: char| c.is_ascii_digit());
        let pages = (1..=3).contains(&(text.len() - bare.len())) && bare.len() < 200;
        let leads = bare.ends_with(['…', '.', '·', '．', '-', '—']);
        let mut runs = paragraph.elements().filter(|e| e.name == "r");
        let tabbed = bare.ends_with(' ') && runs.any(|run| run.child("tab").is_some());
        let is = pages && (leads || tabbed);
        let is = is && (self.typed_contents || super::headings::numbering(text).is_some());
        self.typed_contents &= is || text.is_empty();
        is
    }

    fn say_contents(&mut self) {
        self.draft.remark(
            Weight::Note,
            text!(
                "目录没有导入，网页自己会排",
                "the table of contents is not imported"
            ),
            None,
        );
    }

    /// Pictures and text boxes of a paragraph, after it.
    fn attachments(&mut self, pieces: Pieces) {
        for picture in pieces.pictures {
            self.push(Block::Picture(picture));
        }
        for text_box in pieces.boxes {
            if self.depth > 8 {
                continue;
            }
            self.draft.remark(
                Weight::Guess,
                text!(
                    "文本框里的文字放在它所在的段落后面",
                    "the text of text boxes stands after their paragraphs"
                ),
                None,
            );
            self.depth += 1;
            self.blocks(&text_box);
            self.depth -= 1;
        }
    }

    /// The number or bullet of a paragraph, and how deep it stands.
    fn marker(
        &mut self,
        properties: Option<&Element>,
        style: Option<&str>,
    ) -> Option<(Marker, usize)> {
        let own = properties.and_then(styles::list);
        let styled = self.styles.list(style);
        let by_name = self.styles.list_by_name(style);
        let id = own
            .as_ref()
            .and_then(|o| o.0.clone())
            .or(styled.as_ref().and_then(|s| s.0.clone()));
        let depth = own
            .and_then(|o| o.1)
            .or(styled.and_then(|s| s.1))
            .unwrap_or(0);
        match (id, by_name) {
            (Some(id), _) if id == "0" => None,
            (Some(id), named) => {
                // List Bullet 2 is one list of its own at depth 0.
                let depth_shown = depth.max(named.map_or(0, |(_, d)| d));
                match self.numbering.count(&id, depth) {
                    Marker::Nothing => None,
                    marker => Some((marker, depth_shown)),
                }
            }
            (None, Some((false, depth))) => Some((Marker::Bullet, depth)),
            (None, Some((true, depth))) => {
                let before = self.lines.iter().rev().map_while(|line| line.item);
                let number =
                    before
                        .take_while(|(_, d)| *d >= depth)
                        .find_map(|(mark, d)| match mark {
                            Mark::Number(n) if d == depth => Some(n),
                            _ => None,
                        });
                Some((Marker::Number(number.map_or(1, |n| n + 1)), depth))
            }
            (None, None) => None,
        }
    }

    /// The index of a note, numbered by its first reference.
    fn note(&mut self, id: &str, end: bool) -> Option<usize> {
        let key = format!("{}{id}", if end { 'e' } else { 'f' });
        if let Some(at) = self.note_numbers.get(&key) {
            return Some(*at);
        }
        let notes = if end { &self.endnotes } else { &self.notes };
        let element = notes.get(id)?.clone();
        let at = self.draft.notes.len();
        self.draft.notes.push(Vec::new());
        self.note_numbers.insert(key, at);
        let mut text: Vec<Inline> = Vec::new();
        for paragraph in element.elements().filter(|e| e.name == "p") {
            let pieces = self.pieces(paragraph, &styles::Letters::default());
            if !text.is_empty() && !plain_text(&pieces.inlines).trim().is_empty() {
                text.extend(super::draft::line(" "));
            }
            text.extend(pieces.inlines);
        }
        if let Some(note) = self.draft.notes.get_mut(at) {
            *note = text;
        }
        Some(at)
    }

    fn last_carried(&mut self) {
        let inlines = std::mem::take(&mut self.carried);
        if !inlines.is_empty() {
            self.push(Block::Paragraph(inlines));
        }
    }
}

/// A content control that Word keeps a table of contents in.
fn is_contents(control: &Element) -> bool {
    let properties = control.child("sdtPr");
    let gallery = properties.and_then(|p| p.child("docPartObj")?.value("docPartGallery"));
    gallery == Some("Table of Contents")
}
