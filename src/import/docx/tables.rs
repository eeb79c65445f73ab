//! Tables with merged cells (ECMA-376 part 1, 17.4).

use super::Reader;
use super::styles::Letters;
use crate::import::captions;
use crate::import::draft::{Block, Inline, Rows, TableCell, plain_text};
use crate::import::plain::one_line;
use crate::import::xml::Element;

/// Widest table, in columns of its grid.
const WIDEST: usize = 500;

impl Reader<'_> {
    pub(super) fn table(&mut self, element: &Element) {
        self.depth += 1;
        self.last_carried();
        // A frame around text is a table only to Word.
        let all = rows(element);
        let changed =
            |row: &&Element, how| row.child("trPr").is_some_and(|p| p.child(how).is_some());
        self.inserted += all.iter().filter(|row| changed(row, "ins")).count();
        // A row that a tracked change deleted is gone.
        let (gone, rows): (Vec<&Element>, Vec<&Element>) =
            all.into_iter().partition(|row| changed(row, "del"));
        self.deleted += gone.len();
        let is_frame = rows.iter().all(|r| cells(r).len() == 1);
        if is_frame || self.depth > 8 {
            for cell in rows.iter().flat_map(|r| self::cells(r)) {
                self.blocks(cell);
            }
            self.depth -= 1;
            return;
        }
        let mut out = Rows::default();
        let mut pictures: Vec<Spot> = Vec::new();
        // Column of the grid to the cell (row and index) that goes on downwards.
        let mut open: Vec<Option<(usize, usize)>> = vec![None; WIDEST];
        for row in rows {
            let mut line: Vec<TableCell> = Vec::new();
            let before = row
                .child("trPr")
                .and_then(|p| p.value("gridBefore"))
                .and_then(|v| v.parse().ok());
            let mut column: usize = before.unwrap_or(0);
            for _ in 0..column.min(WIDEST) {
                line.push(TableCell {
                    paragraphs: Vec::new(),
                    columns: 1,
                    rows: 1,
                });
            }
            for cell in self::cells(row) {
                let properties = cell.child("tcPr");
                let span = properties
                    .and_then(|p| p.value("gridSpan"))
                    .and_then(|v| v.parse::<usize>().ok());
                let span = span.unwrap_or(1).clamp(1, WIDEST);
                let merge = properties.and_then(|p| p.child("vMerge"));
                let goes_on = merge.is_some_and(|m| m.get("val") != Some("restart"));
                let above = open.get(column).copied().flatten().filter(|_| goes_on);
                match above {
                    Some((r, i)) => {
                        if let Some(cell) = out.rows.get_mut(r).and_then(|l| l.get_mut(i)) {
                            cell.rows += 1;
                        }
                        // Text under a merge is not shown by Word, but it is there.
                        let (hidden, found) = self.cell(cell);
                        pictures.extend(found.into_iter().map(|p| (r, i, p)));
                        if let Some(cell) = out.rows.get_mut(r).and_then(|l| l.get_mut(i)) {
                            cell.paragraphs.extend(hidden);
                        }
                    }
                    None => {
                        let (paragraphs, found) = self.cell(cell);
                        let spot = (out.rows.len(), line.len());
                        pictures.extend(found.into_iter().map(|p| (spot.0, spot.1, p)));
                        let at = merge.is_some().then_some((out.rows.len(), line.len()));
                        for slot in open.iter_mut().skip(column).take(span) {
                            *slot = at;
                        }
                        line.push(TableCell {
                            paragraphs,
                            columns: span,
                            rows: 1,
                        });
                    }
                }
                column += span;
            }
            out.rows.push(line);
        }
        if let Some(blocks) = with_captions(&out, &pictures) {
            for block in blocks {
                if let Block::Caption(text) = &block {
                    let text = one_line(&plain_text(text));
                    if !captions::is_caption(&text) {
                        self.say_caption(&text);
                    }
                }
                self.push(block);
            }
            self.depth -= 1;
            return;
        }
        for (row, at, picture) in &pictures {
            self.caption_in(&mut out, (*row, *at), *picture);
        }
        if !out
            .rows
            .iter()
            .flatten()
            .all(|c| c.paragraphs.iter().all(|p| plain_text(p).trim().is_empty()))
        {
            self.push(Block::Table(out));
        }
        for (_, _, picture) in pictures {
            self.push(Block::Picture(picture));
        }
        self.depth -= 1;
    }

    /// Takes the caption of a picture out of its cell, or out of that below it.
    fn caption_in(&mut self, table: &mut Rows, (row, at): (usize, usize), picture: usize) {
        let is = |text: &Vec<Inline>| captions::is_caption(&plain_text(text));
        for row in [row, row + 1] {
            let cell = table.rows.get_mut(row).and_then(|cells| cells.get_mut(at));
            let Some(cell) = cell else { continue };
            if let Some(found) = cell.paragraphs.iter().position(is) {
                let text = cell.paragraphs.remove(found);
                captions::give(&mut self.draft, picture, &plain_text(&text));
                return;
            }
        }
    }

    /// The paragraphs of a cell, tables in it made lines, and its pictures.
    fn cell(&mut self, cell: &Element) -> (Vec<Vec<Inline>>, Vec<usize>) {
        let mut paragraphs = Vec::new();
        let mut pictures = Vec::new();
        let mut found = Vec::new();
        cell.all("p", &mut found);
        for paragraph in found {
            let properties = paragraph.child("pPr");
            let style = properties
                .and_then(|p| p.value("pStyle"))
                .map(str::to_owned);
            // Bold is the look of headings of tables, not of words.
            let letters = Letters {
                bold: None,
                ..self.styles.letters(style.as_deref())
            };
            let mut pieces = self.pieces(paragraph, &letters);
            pictures.append(&mut pieces.pictures);
            let marker = self.marker(properties, style.as_deref());
            let mut inlines = match marker {
                Some((super::Marker::Number(n), _)) => crate::import::draft::line(format!("{n}. ")),
                Some((super::Marker::Written(w), _)) => crate::import::draft::line(w),
                _ => Vec::new(),
            };
            inlines.append(&mut pieces.inlines);
            if !plain_text(&inlines).trim().is_empty() {
                paragraphs.push(inlines);
            }
            for text_box in pieces.boxes {
                let mut inner = Vec::new();
                text_box.all("p", &mut inner);
                for p in inner {
                    let pieces = self.pieces(p, &Letters::default());
                    pictures.extend(pieces.pictures);
                    if !plain_text(&pieces.inlines).trim().is_empty() {
                        paragraphs.push(pieces.inlines);
                    }
                }
            }
        }
        (paragraphs, pictures)
    }
}

/// A picture of a table: its cell's row and place in it.
type Spot = (usize, usize, usize);

/// A table that only sets pictures beside each other, their captions in the
/// same cells or in those below: the pictures, each with its caption.
fn with_captions(table: &Rows, pictures: &[Spot]) -> Option<Vec<Block>> {
    let cell = |row: usize, at: usize| table.rows.get(row).and_then(|cells| cells.get(at));
    let holds = |row: usize, at: usize| pictures.iter().any(|(r, i, _)| (*r, *i) == (row, at));
    let is_text = |cell: &TableCell| !cell.paragraphs.is_empty();
    let fits = |text: &Vec<Inline>| {
        captions::may_be_caption(text, true) || captions::is_caption(&plain_text(text))
    };
    let all = table.rows.iter().flatten().flat_map(|c| &c.paragraphs);
    if pictures.is_empty() || !all.clone().all(fits) {
        return None;
    }
    let mut blocks = Vec::new();
    let mut given: Vec<(usize, usize)> = Vec::new();
    let mut spots: Vec<(usize, usize)> = pictures.iter().map(|(r, i, _)| (*r, *i)).collect();
    spots.dedup();
    for (row, at) in spots {
        let of_cell = pictures.iter().filter(|(r, i, _)| (*r, *i) == (row, at));
        blocks.extend(of_cell.map(|(_, _, picture)| Block::Picture(*picture)));
        let free = |row: usize| {
            let has = cell(row, at).is_some_and(is_text);
            has && (!holds(row, at)) && !given.contains(&(row, at))
        };
        let place = if cell(row, at).is_some_and(is_text) {
            Some((row, at))
        } else {
            [Some(row + 1), row.checked_sub(1)]
                .into_iter()
                .flatten()
                .find(|row| free(*row))
                .map(|row| (row, at))
        };
        if let Some((row, at)) = place {
            let texts = cell(row, at).into_iter().flat_map(|c| &c.paragraphs);
            blocks.extend(texts.cloned().map(Block::Caption));
            given.push((row, at));
        }
    }
    // A table of figures with a picture in it stays one.
    let filled = |row: &Vec<TableCell>| row.iter().filter(|c| is_text(c)).count();
    let texts: usize = table.rows.iter().map(filled).sum();
    (texts == given.len()).then_some(blocks)
}

fn rows(table: &Element) -> Vec<&Element> {
    let mut rows = Vec::new();
    for element in table.elements() {
        match element.name.as_str() {
            "tr" => rows.push(element),
            "sdt" | "sdtContent" | "ins" | "customXml" => rows.extend(self::rows(element)),
            _ => {}
        }
    }
    rows
}

fn cells(row: &Element) -> Vec<&Element> {
    let mut cells = Vec::new();
    for element in row.elements() {
        match element.name.as_str() {
            "tc" => cells.push(element),
            "sdt" | "sdtContent" | "customXml" => cells.extend(self::cells(element)),
            _ => {}
        }
    }
    cells
}
