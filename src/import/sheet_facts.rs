//! What calamine does not tell of a sheet: hidden rows and columns; in .ods
//! also merged cells and which numbers are percentages. `xls_facts.rs` reads
//! them from the records of an .xls.

use super::archive::{self, Archive};
use super::grid::{Format, Grid, MOST_CELLS, Merge};
use super::plain::one_line;
use super::rich::{self, Rich};
use super::workbook::too_many_cells;
use super::xml::{self, attribute};
use crate::finding::{Code, Finding, Place};
use crate::text;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};

/// Highest row and column that a sheet can have.
const ROWS: u32 = 1_048_576;
const COLUMNS: u32 = 16_384;

/// Facts about one sheet, put into its [`Grid`].
#[derive(Debug, Default)]
pub(super) struct Facts {
    pub(super) name: String,
    rows: Vec<(u32, u32)>,
    columns: Vec<(u32, u32)>,
    merges: Vec<Merge>,
    percents: Vec<(u32, u32)>,
    /// Numbers with the sign of the yuan.
    currencies: Vec<(u32, u32)>,
    /// Numbers that are shown with so many decimals.
    decimals: Vec<((u32, u32), u32)>,
    /// How numbers are shown, where the format itself is told.
    formats: Vec<((u32, u32), Format)>,
    /// Texts in which some is struck through, raised or lowered, some not.
    mixed: Vec<(u32, u32)>,
    /// Cells that are struck through.
    struck: Vec<(u32, u32)>,
    /// What stands beside cells.
    comments: Vec<((u32, u32), String)>,
    /// The facts come from a format that marks percentages.
    marks_percents: bool,
}

impl Facts {
    /// Facts from a file that tells formats; none yet.
    pub(super) fn with_formats(name: String) -> Facts {
        Facts {
            name,
            marks_percents: true,
            ..Facts::default()
        }
    }

    pub(super) fn show(&mut self, at: (u32, u32), format: &Format) {
        if *format != Format::default() {
            self.formats.push((at, format.clone()));
        }
    }

    pub(super) fn hide_row(&mut self, row: u32) {
        self.rows.push((row, row));
    }

    pub(super) fn hide_columns(&mut self, from: u32, to: u32) {
        self.columns.push((from, to));
    }

    /// A cell whose text looks odd.
    pub(super) fn rich(&mut self, at: (u32, u32), rich: Rich) {
        match rich {
            Rich::Mixed => self.mixed.push(at),
            Rich::Struck => self.struck.push(at),
        }
    }

    pub(super) fn comment(&mut self, at: (u32, u32), text: &str) {
        let text = one_line(text);
        if !text.is_empty() {
            self.comments.push((at, text));
        }
    }

    /// Adds these facts to the grid of the same sheet.
    pub(super) fn apply(&self, grid: &mut Grid) {
        for row in grid.rows() {
            if self
                .rows
                .iter()
                .any(|(from, to)| (*from..=*to).contains(&row))
            {
                grid.hidden_rows.insert(row);
            }
        }
        for column in 0..grid.width() {
            if self
                .columns
                .iter()
                .any(|(from, to)| (*from..=*to).contains(&column))
            {
                grid.hidden_columns.insert(column);
            }
        }
        grid.merges.extend_from_slice(&self.merges);
        for at in &self.percents {
            if let Some(cell) = grid.cells.get_mut(at) {
                cell.format.percent = true;
            }
        }
        for at in &self.currencies {
            if let Some(cell) = grid.cells.get_mut(at) {
                cell.format.currency = true;
            }
        }
        for (at, decimals) in &self.decimals {
            if let Some(cell) = grid.cells.get_mut(at) {
                cell.format.decimals = Some(*decimals);
            }
        }
        for (at, format) in &self.formats {
            if let Some(cell) = grid.cells.get_mut(at) {
                cell.format = format.clone();
            }
        }
        for at in &self.mixed {
            if let Some(cell) = grid.cells.get_mut(at) {
                cell.mixed = true;
            }
        }
        for at in &self.struck {
            if let Some(cell) = grid.cells.get_mut(at) {
                cell.struck = true;
            }
        }
        grid.comments.clone_from(&self.comments);
        grid.has_formats |= self.marks_percents;
    }
}

/// The sheets of an .xlsx.
pub(super) fn of_xlsx(archive: &mut Archive<'_>, path: &str) -> Result<Vec<Facts>, Box<Finding>> {
    let targets = xml::relationships(archive, "xl/_rels/workbook.xml.rels", "xl");
    let Some(book) = archive.text("xl/workbook.xml") else {
        return Err(archive::damaged(path));
    };
    let mut sheets = Vec::new();
    each_start(&book, |start| {
        if start.local_name().as_ref() == "sheet" {
            let name = attribute(start, "name").unwrap_or_default();
            let id = attribute(start, "id").unwrap_or_default();
            sheets.push((name, id));
        }
    });
    let shared = match archive.text("xl/sharedStrings.xml") {
        Some(text) => rich::shared(&text).ok_or_else(|| too_many_texts(path))?,
        None => BTreeMap::new(),
    };
    let mut facts = Vec::new();
    for (name, id) in sheets {
        let Some(text) = targets.get(&id).and_then(|t| archive.text(&t.path)) else {
            continue;
        };
        let mut fact = Facts {
            name,
            ..Facts::default()
        };
        let mut row = 0;
        each_start(&text, |start| match start.local_name().as_ref() {
            "row" => {
                let at = attribute(start, "r").and_then(|r| r.parse::<u32>().ok());
                row = at.unwrap_or(row + 1);
                if is_true(attribute(start, "hidden")) {
                    push_run(&mut fact.rows, row.saturating_sub(1));
                }
            }
            "col" if is_true(attribute(start, "hidden")) => {
                let of = |key| attribute(start, key).and_then(|v| v.parse::<u32>().ok());
                if let (Some(from), Some(to)) = (of("min"), of("max")) {
                    fact.columns
                        .push((from.saturating_sub(1), to.saturating_sub(1)));
                }
            }
            _ => {}
        });
        for (at, rich) in rich::cells(&text, &shared) {
            fact.rich(at, rich);
        }
        if let Some(sheet) = targets.get(&id) {
            comments(archive, &sheet.path, &mut fact);
        }
        facts.push(fact);
    }
    Ok(facts)
}

fn too_many_texts(path: &str) -> Box<Finding> {
    let most = rich::MOST_TEXTS;
    let message = text!(
        "文件里的文字太多（超过 {most} 条），不读",
        "the file holds too many texts (over {most}); it is not read"
    );
    let hint = text!(
        "只留下需要的工作表，另存一份再导入",
        "save a copy with only the sheets that are needed"
    );
    Box::new(Finding::new(Code::ImportTooLarge, Place::file(path), message).hint(hint))
}

/// What stands beside the cells of a sheet of an .xlsx. A thread of comments
/// has a copy for older programs, which is passed over.
fn comments(archive: &mut Archive<'_>, sheet: &str, facts: &mut Facts) {
    let (folder, file) = sheet.rsplit_once('/').unwrap_or(("", sheet));
    let relations = format!("{folder}/_rels/{file}.rels");
    let parts = xml::relationships(archive, &relations, folder);
    let named = |word: &str| {
        let is = |target: &&xml::Target| {
            let part = !target.external && target.path.ends_with(".xml");
            part && target.path.contains(word)
        };
        parts.values().find(is).map(|target| target.path.clone())
    };
    let mut seen = BTreeSet::new();
    for (word, element) in [
        ("threadedComment", "threadedComment"),
        ("comment", "comment"),
    ] {
        let tree = named(word).and_then(|path| archive.text(&path));
        let Some(tree) = tree.as_deref().and_then(xml::parse) else {
            continue;
        };
        let mut found = Vec::new();
        tree.all(element, &mut found);
        for comment in found {
            let place = comment.get("ref").and_then(rich::position);
            let Some(at) = place.filter(|at| element != "comment" || !seen.contains(at)) else {
                continue;
            };
            seen.insert(at);
            let mut texts = Vec::new();
            comment.all(if element == "comment" { "t" } else { "text" }, &mut texts);
            facts.comment(at, &texts.iter().map(|t| t.text()).collect::<String>());
        }
    }
}

fn is_true(value: Option<String>) -> bool {
    value.is_some_and(|v| v == "1" || v == "true")
}

/// Adds a row to the last run of rows, or begins a new one.
fn push_run(runs: &mut Vec<(u32, u32)>, row: u32) {
    match runs.last_mut() {
        Some((_, to)) if *to + 1 == row => *to = row,
        _ => runs.push((row, row)),
    }
}

fn each_start(text: &str, mut see: impl FnMut(&BytesStart<'_>)) {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event() {
            Ok(Event::Start(start) | Event::Empty(start)) => see(&start),
            Ok(Event::Eof) | Err(_) => return,
            Ok(_) => {}
        }
    }
}

/// The sheets of an .ods. Refuses one whose repeated cells would fill a
/// machine: a single cell may stand for a million rows.
pub(super) fn of_ods(archive: &mut Archive<'_>, path: &str) -> Result<Vec<Facts>, Box<Finding>> {
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
