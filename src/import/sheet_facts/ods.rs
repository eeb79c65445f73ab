//! The facts of an .ods, whose one part is walked through from its first cell to its
//! last: a cell or a row may stand for a million.

use super::Facts;
use crate::finding::Finding;
use crate::import::archive::{self, Archive};
use crate::import::grid::{MOST_CELLS, Merge};
use crate::import::rich::Rich;
use crate::import::workbook::too_many_cells;
use crate::import::xml::attribute;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};

/// Highest row and column that a sheet can have.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;

/// The sheets of an .ods. Refuses one whose repeated cells would fill a
/// machine: a single cell may stand for a million rows.
pub(in crate::import) fn of_ods(
    archive: &mut Archive<'_>,
    path: &str,
) -> Result<Vec<Facts>, Box<Finding>> {
    let Some(text) = archive.text("content.xml") else {
        return Err(archive::damaged(path));
    };
    let mut walk = OdsWalk::default();
    let mut reader = Reader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => walk.start(&start),
            Ok(Event::End(end)) => walk.end(end.name().as_ref()),
            Ok(Event::Text(text)) => walk.text(&text.xml10_content()),
            Ok(Event::Eof) => break,
            Err(_) => return Err(archive::damaged(path)),
            Ok(_) => {}
        }
        if walk.cells > MOST_CELLS {
            return Err(too_many_cells(path));
        }
    }
    Ok(walk.facts)
}

#[derive(Default)]
struct OdsWalk {
    facts: Vec<Facts>,
    row: u32,
    /// Rows that the present one stands for.
    rows: u32,
    /// Next column of the present row.
    column: u32,
    /// Non-empty cells counted so far, repeated ones as often as they stand.
    cells: usize,
    /// Columns of the present row up to its last cell that holds something;
    /// the reader keeps empty cells before it.
    filled: u32,
    columns: BTreeMap<usize, u32>,
    /// The cell that the walk is within holds a number.
    is_number: bool,
    /// What it shows so far, and the looks of that.
    shown: String,
    looks: BTreeSet<OdsLook>,
    /// The places of the cell: one that is repeated stands at each.
    places: Vec<(u32, u32)>,
    /// The style whose properties are read, and the looks of all so far.
    style: String,
    styles: BTreeMap<String, OdsLook>,
    /// The looks of columns, and those of the cell and the spans around the
    /// present text.
    column_looks: Vec<(u32, OdsLook)>,
    around: Vec<OdsLook>,
    /// Within what stands beside a cell, and its text so far.
    comment: Option<String>,
    in_paragraph: bool,
}

/// Struck through; raised or lowered.
type OdsLook = (bool, String);

impl OdsWalk {
    fn start(&mut self, start: &BytesStart<'_>) {
        match start.name().as_ref() {
            "style:style" => self.style = attribute(start, "name").unwrap_or_default(),
            "style:text-properties" => {
                let line = |key| attribute(start, key).filter(|l| l != "none");
                let struck = line("text-line-through-style").or(line("text-line-through-type"));
                let struck = struck.is_some();
                let place = attribute(start, "text-position").unwrap_or_default();
                // “0% 100%” stands on the line.
                let place = if place.starts_with('0') {
                    String::new()
                } else {
                    place
                };
                self.styles.insert(self.style.clone(), (struck, place));
            }
            "office:annotation" => self.comment = Some(String::new()),
            "text:p" => self.in_paragraph = true,
            "text:span" => {
                let look = self.look(start).or(self.around.last().cloned());
                self.around.push(look.unwrap_or_default());
            }
            "table:table" => {
                self.column_looks.clear();
                let name = attribute(start, "name").unwrap_or_default();
                self.facts.push(Facts {
                    name,
                    marks_percents: true,
                    ..Facts::default()
                });
                (self.row, self.column) = (0, 0);
            }
            "table:table-column" => {
                let at = self.facts.len();
                let from = self.columns.get(&at).copied().unwrap_or(0);
                let to = from.saturating_add(repeated(start, "number-columns-repeated", COLUMNS));
                self.columns.insert(at, to);
                let look = attribute(start, "default-cell-style-name");
                let look = look.and_then(|name| self.styles.get(&name)).cloned();
                self.column_looks.push((to, look.unwrap_or_default()));
                if is_hidden(start)
                    && let Some(facts) = self.facts.last_mut()
                {
                    facts.columns.push((from, to.saturating_sub(1)));
                }
            }
            "table:table-row" => {
                self.rows = repeated(start, "number-rows-repeated", ROWS);
                (self.column, self.filled) = (0, 0);
                let (from, to) = (self.row, self.row.saturating_add(self.rows - 1));
                if is_hidden(start)
                    && let Some(facts) = self.facts.last_mut()
                {
                    facts.rows.push((from, to));
                }
            }
            "table:table-cell" | "table:covered-table-cell" => self.cell(start),
            _ => {}
        }
    }

    fn cell(&mut self, start: &BytesStart<'_>) {
        let count = repeated(start, "number-columns-repeated", COLUMNS);
        let kind = attribute(start, "value-type");
        let (row, column) = (self.row, self.column);
        self.column = self.column.saturating_add(count);
        if kind.is_some() || attribute(start, "formula").is_some() {
            self.filled = self.column;
        }
        self.is_number = kind.as_deref().is_some_and(|k| k != "string");
        (self.shown, self.looks, self.places) = Default::default();
        let of_column = || self.column_looks.iter().find(|(to, _)| column < *to);
        let look = self
            .look(start)
            .or_else(|| of_column().map(|(_, look)| look.clone()));
        self.around = vec![look.unwrap_or_default()];
        if kind.is_some() && count <= 1_000 && self.rows <= 1_000 {
            let rows = row..row + self.rows;
            let places = rows.flat_map(|r| (column..column + count).map(move |c| (r, c)));
            self.places = places.collect();
        }
        let Some(facts) = self.facts.last_mut() else {
            return;
        };
        if kind.as_deref() == Some("percentage") {
            facts.percents.extend(&self.places);
        }
        if attribute(start, "currency")
            .is_some_and(|c| ["CNY", "RMB", "¥", "￥"].contains(&c.as_str()))
        {
            facts.currencies.extend(&self.places);
        }
        let of = |key| repeated(start, key, ROWS);
        let (rows, columns) = (of("number-rows-spanned"), of("number-columns-spanned"));
        if rows > 1 || columns > 1 {
            let end = (
                row.saturating_add(rows - 1),
                column.saturating_add(columns - 1),
            );
            facts.merges.push(Merge {
                start: (row, column),
                end,
            });
        }
    }

    /// The look that an element's own style gives.
    fn look(&self, start: &BytesStart<'_>) -> Option<OdsLook> {
        let name = attribute(start, "style-name")?;
        self.styles.get(&name).cloned()
    }

    fn text(&mut self, text: &str) {
        match &mut self.comment {
            Some(comment) if self.in_paragraph => comment.push_str(text),
            Some(_) => {}
            None if self.in_paragraph => {
                self.shown.push_str(text);
                if !text.trim().is_empty() {
                    self.looks.extend(self.around.last().cloned());
                }
            }
            None => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "table:table-row" => self.end_row(),
            "table:table-cell" => self.end_cell(),
            "text:p" => {
                self.in_paragraph = false;
                if let Some(comment) = &mut self.comment {
                    comment.push(' ');
                }
            }
            "text:span" => {
                self.around.pop();
            }
            "office:annotation" => {
                let text = self.comment.take().unwrap_or_default();
                let at = (self.row, self.column.saturating_sub(1));
                if let Some(facts) = self.facts.last_mut() {
                    facts.comment(at, &text);
                }
            }
            _ => {}
        }
    }

    /// How many decimals a number is shown with, and how its text looks.
    fn end_cell(&mut self) {
        let Some(facts) = self.facts.last_mut() else {
            return;
        };
        let struck = self.looks.iter().any(|(struck, _)| *struck);
        if let Some(rich) = Rich::of(self.looks.len(), struck) {
            for at in &self.places {
                facts.rich(*at, rich);
            }
        }
        if !self.is_number {
            return;
        }
        let digits = self.shown.rsplit_once('.').map_or("", |(_, behind)| behind);
        let decimals = digits.bytes().take_while(u8::is_ascii_digit).count();
        if let Ok(decimals) = u32::try_from(decimals) {
            let of = |at: &(u32, u32)| (*at, decimals);
            facts.decimals.extend(self.places.iter().map(of));
        }
        self.is_number = false;
    }

    fn end_row(&mut self) {
        if self.filled > 0 {
            let size = u64::from(self.filled) * u64::from(self.rows);
            self.cells = self
                .cells
                .saturating_add(usize::try_from(size).unwrap_or(usize::MAX));
        }
        self.row = self.row.saturating_add(self.rows);
    }
}

fn repeated(start: &BytesStart<'_>, key: &str, most: u32) -> u32 {
    let value = attribute(start, key).and_then(|v| v.parse::<u32>().ok());
    value.unwrap_or(1).clamp(1, most)
}

fn is_hidden(start: &BytesStart<'_>) -> bool {
    attribute(start, "visibility").is_some_and(|v| v == "collapse" || v == "filter")
}
