//! Workbooks to grids, through calamine.
//!
//! calamine gives values, formulas and, for .xlsx, number formats. It does not
//! tell which rows are hidden, nor which numbers of an .ods are percentages;
//! `sheet_facts/` reads that from the XML beside it. Macros are never run and
//! outside references never followed; both are said.

mod number_format;

pub(super) use number_format::format;

use crate::finding::{Code, Finding, Findings, Place};
use crate::import::archive::{self, Archive};
use crate::import::grid::{Cell, Format, Grid, MOST_CELLS, Merge, Value, number};
use crate::import::sheet_facts;
use crate::text;
use calamine::{Data, DataRef, Dimensions, Ods, Range, Reader, Xls, Xlsx};
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads a workbook or text table, by what the bytes are rather than by name.
pub(super) fn read(bytes: &[u8], path: &str, findings: &mut Findings) -> Option<Vec<Grid>> {
    let outcome = match bytes {
        [] => Err(empty(path)),
        [b'P', b'K', 3, 4, ..] => read_archive(bytes, path, findings),
        [0xD0, 0xCF, 0x11, 0xE0, ..] => quietly(path, || read_xls(bytes, path)),
        [b'%', b'P', b'D', b'F', ..] => Err(crate::import::docx::other_format(bytes, path)),
        _ if crate::import::docx::no_document(bytes, path).is_some() => {
            Err(crate::import::docx::other_format(bytes, path))
        }
        _ if is_markup(bytes) => Err(markup(path)),
        _ => crate::import::text_table::read(bytes, path).map(|grid| vec![grid]),
    };
    match outcome {
        Ok(grids) => Some(grids),
        Err(finding) => {
            findings.push(*finding);
            None
        }
    }
}

fn read_archive(
    bytes: &[u8],
    path: &str,
    findings: &mut Findings,
) -> Result<Vec<Grid>, Box<Finding>> {
    let mut archive = Archive::open(bytes, path)?;
    if archive.has("word/") {
        return Err(a_document(path));
    }
    if let Some(finding) = crate::import::docx::other_archive(&archive, path) {
        return Err(finding);
    }
    warn(&archive, path, findings);
    if archive.has("content.xml") {
        let facts = sheet_facts::of_ods(&mut archive, path)?;
        let mut grids = quietly(path, || read_ods(bytes, path))?;
        for grid in &mut grids {
            if let Some(facts) = facts.iter().find(|f| f.name == grid.name) {
                facts.apply(grid);
            }
        }
        return Ok(grids);
    }
    let facts = sheet_facts::of_xlsx(&mut archive, path)?;
    let mut grids = quietly(path, || read_xlsx(bytes, path))?;
    for grid in &mut grids {
        if let Some(facts) = facts.iter().find(|f| f.name == grid.name) {
            facts.apply(grid);
        }
    }
    Ok(grids)
}

/// A library that panics on a torn file must not take the program along.
fn quietly<T>(
    path: &str,
    read: impl FnOnce() -> Result<T, Box<Finding>>,
) -> Result<T, Box<Finding>> {
    let hook = std::panic::take_hook();
    std::panic::set_hook(Box::new(|_| {}));
    let outcome = catch_unwind(AssertUnwindSafe(read));
    std::panic::set_hook(hook);
    outcome.unwrap_or_else(|_| Err(archive::damaged(path)))
}

fn warn(archive: &Archive<'_>, path: &str, findings: &mut Findings) {
    if archive
        .names()
        .iter()
        .any(|n| n.ends_with("vbaProject.bin") || n.starts_with("Basic/"))
    {
        let message = text!(
            "文件里有宏；宏不会运行，只读数据",
            "the file holds macros; they are not run, only the data is read"
        );
        findings.push(Finding::new(Code::ImportMacros, Place::file(path), message));
    }
    if archive.has("xl/externalLinks/") {
        let message = text!(
            "表里引用了别的工作簿；不会去读，用的是文件里存着的数",
            "the workbook refers to other workbooks; they are not read, the values stored in this file are used"
        );
        let hint = text!(
            "请对方把引用改成数值（选择性粘贴—数值）再核对一遍",
            "have the references pasted as values and checked"
        );
        let place = Place::file(path);
        findings.push(Finding::new(Code::ImportExternal, place, message).hint(hint));
    }
}

fn read_xlsx(bytes: &[u8], path: &str) -> Result<Vec<Grid>, Box<Finding>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsxError::Password => archive::locked(path),
        _ => archive::damaged(path),
    })?;
    let sheets = book.sheets_metadata().to_vec();
    let mut grids = Vec::new();
    let mut count = 0;
    for sheet in sheets {
        if sheet.typ != calamine::SheetType::WorkSheet {
            continue;
        }
        let mut grid = Grid {
            hidden: sheet.visible != calamine::SheetVisible::Visible,
            has_formats: true,
            ..Grid::default()
        };
        let mut cells = book
            .worksheet_cells_reader(&sheet.name)
            .map_err(|_| archive::damaged(path))?;
        let looks: Vec<(Format, bool)> = cells
            .styles()
            .iter()
            .map(|style| {
                let code = style.number_format.as_ref();
                let struck = style.font.as_ref().is_some_and(|font| font.strikethrough);
                let format = code.map(|f| format(&f.format_code)).unwrap_or_default();
                (format, struck)
            })
            .collect();
        while let Some((cell, style)) = cells
            .next_cell_with_style_id()
            .map_err(|_| archive::damaged(path))?
        {
            let Some(value) = value_ref(cell.get_value()) else {
                continue;
            };
            let (format, struck) = looks.get(style).cloned().unwrap_or_default();
            let cell_of = Cell {
                value,
                format,
                struck,
                ..Cell::default()
            };
            grid.cells.insert(cell.get_position(), cell_of);
            count += 1;
            if count > MOST_CELLS {
                return Err(too_many_cells(path));
            }
        }
        drop(cells);
        let mut formulas = book
            .worksheet_cells_reader(&sheet.name)
            .map_err(|_| archive::damaged(path))?;
        while let Some(formula) = formulas
            .next_formula()
            .map_err(|_| archive::damaged(path))?
        {
            if !formula.get_value().is_empty() {
                grid.cells
                    .entry(formula.get_position())
                    .or_default()
                    .formula = true;
            }
        }
        drop(formulas);
        if let Ok(merges) = book.merge_cells_by_sheet_name(&sheet.name) {
            grid.merges = merges.iter().map(merge).collect();
        }
        grid.name = sheet.name;
        grids.push(grid);
    }
    Ok(grids)
}

fn read_xls(bytes: &[u8], path: &str) -> Result<Vec<Grid>, Box<Finding>> {
    if is_word_document(bytes) {
        return Err(a_document(path));
    }
    crate::import::xls_limits::weigh(bytes, path).map_err(|fault| match is_locked(bytes) {
        true => archive::locked(path),
        false => fault,
    })?;
    let mut book: Xls<_> = Xls::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::XlsError::Password => archive::locked(path),
        _ => archive::damaged(path),
    })?;
    let mut grids = whole_sheets(&mut book, path)?;
    for grid in &mut grids {
        let merges = book
            .merge_cells_by_sheet_name(&grid.name)
            .unwrap_or_default();
        grid.merges = merges.iter().map(merge).collect();
    }
    let facts = crate::import::xls_facts::of_xls(bytes);
    for grid in &mut grids {
        if let Some(facts) = facts.iter().find(|f| f.name == grid.name) {
            facts.apply(grid);
        }
    }
    Ok(grids)
}

fn read_ods(bytes: &[u8], path: &str) -> Result<Vec<Grid>, Box<Finding>> {
    let mut book: Ods<_> = Ods::new(Cursor::new(bytes)).map_err(|error| match error {
        calamine::OdsError::Password => archive::locked(path),
        _ => archive::damaged(path),
    })?;
    whole_sheets(&mut book, path)
}

/// The sheets of a format that is read whole.
fn whole_sheets<'b, R>(book: &mut R, path: &str) -> Result<Vec<Grid>, Box<Finding>>
where
    R: Reader<Cursor<&'b [u8]>>,
{
    let mut grids = Vec::new();
    for sheet in book.sheets_metadata().to_vec() {
        let Ok(values) = book.worksheet_range(&sheet.name) else {
            continue;
        };
        let formulas = book.worksheet_formula(&sheet.name).unwrap_or_default();
        let mut grid = dense(&values, &formulas, path)?;
        grid.hidden = sheet.visible != calamine::SheetVisible::Visible;
        grid.name = sheet.name;
        grids.push(grid);
    }
    Ok(grids)
}

fn dense(values: &Range<Data>, formulas: &Range<String>, path: &str) -> Result<Grid, Box<Finding>> {
    let mut grid = Grid::default();
    let start = values.start().unwrap_or_default();
    for (row, column, data) in values.used_cells() {
        if let Some(value) = value(data) {
            let at = position(start, row, column);
            grid.cells.insert(
                at,
                Cell {
                    value,
                    ..Cell::default()
                },
            );
        }
        if grid.cells.len() > MOST_CELLS {
            return Err(too_many_cells(path));
        }
    }
    let start = formulas.start().unwrap_or_default();
    for (row, column, formula) in formulas.used_cells() {
        if !formula.is_empty() {
            let at = position(start, row, column);
            grid.cells.entry(at).or_default().formula = true;
        }
    }
    Ok(grid)
}

fn position(start: (u32, u32), row: usize, column: usize) -> (u32, u32) {
    let to = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (
        start.0.saturating_add(to(row)),
        start.1.saturating_add(to(column)),
    )
}

fn merge(dimensions: &Dimensions) -> Merge {
    Merge {
        start: dimensions.start,
        end: dimensions.end,
    }
}

fn value_ref(data: &DataRef<'_>) -> Option<Value> {
    Some(match data {
        DataRef::SharedString(text) => plain_text(text)?,
        DataRef::Int(n) => whole(*n),
        DataRef::Float(n) => number(*n),
        DataRef::String(text) => plain_text(text)?,
        DataRef::Bool(is) => Value::Bool(*is),
        DataRef::DateTime(date) => Value::Date(date.as_f64().to_string()),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Value::Date(text.clone()),
        DataRef::Error(error) => Value::Error(error.to_string()),
        DataRef::Empty => return None,
    })
}

fn value(data: &Data) -> Option<Value> {
    Some(match data {
        Data::Int(n) => whole(*n),
        Data::Float(n) => number(*n),
        Data::String(text) => plain_text(text)?,
        Data::Bool(is) => Value::Bool(*is),
        Data::DateTime(date) => Value::Date(date.as_f64().to_string()),
        Data::DateTimeIso(text) | Data::DurationIso(text) => Value::Date(text.clone()),
        Data::Error(error) => Value::Error(error.to_string()),
        Data::Empty => return None,
    })
}

/// A whole number of an .xls; it may have fewer digits than it once had.
fn whole(n: i64) -> Value {
    if n.unsigned_abs() >= 1_000_000_000_000_000 {
        return Value::Damaged(n.to_string());
    }
    Value::Number(n.into())
}

fn plain_text(text: &str) -> Option<Value> {
    (!text.trim().is_empty()).then(|| Value::Text(text.to_owned()))
}

pub(super) fn is_markup(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with("<html")
        || head.starts_with("<!doctype html")
        || head.starts_with("<table")
        || head.starts_with("<?xml")
        || head.starts_with("<meta")
}

/// A compound file that holds a Word document.
fn is_word_document(bytes: &[u8]) -> bool {
    has_utf16(bytes, "WordDocument")
}

/// A compound file around an encrypted .xlsx or .docx.
pub(super) fn is_locked(bytes: &[u8]) -> bool {
    has_utf16(bytes, "EncryptedPackage")
}

/// Names in a compound file's directory are UTF-16.
fn has_utf16(bytes: &[u8], name: &str) -> bool {
    let wanted: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
    bytes.windows(wanted.len()).any(|w| w == wanted)
}

fn empty(path: &str) -> Box<Finding> {
    let message = text!("文件是空的", "the file is empty");
    Box::new(Finding::new(
        Code::ImportUnreadable,
        Place::file(path),
        message,
    ))
}

fn markup(path: &str) -> Box<Finding> {
    let message = text!(
        "这其实是一个网页（系统导出的假 Excel），不是表格文件",
        "this is really a web page under a spreadsheet's name"
    );
    let hint = text!(
        "用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”再导入",
        "open it in a spreadsheet and save it as .xlsx"
    );
    Box::new(Finding::new(Code::ImportUnreadable, Place::file(path), message).hint(hint))
}

fn a_document(path: &str) -> Box<Finding> {
    let message = text!(
        "这是 Word 文档，不是表格",
        "this is a text document, not a table"
    );
    let hint = text!(
        "稿件用 xunli import case 导入；表格请复制到 Excel 存为 .xlsx",
        "import a write-up with xunli import case; copy a table into a spreadsheet"
    );
    Box::new(Finding::new(Code::ImportUnreadable, Place::file(path), message).hint(hint))
}

/// A sheet that is laid out whole would take all the memory there is.
pub(super) fn too_far_apart(path: &str) -> Box<Finding> {
    let message = text!(
        "表里的内容散得太开，读不了",
        "the cells lie too far apart to be read"
    );
    let hint = text!(
        "把表格复制到新的工作表再存",
        "copy the table to a new sheet and save it"
    );
    Box::new(Finding::new(Code::ImportTooLarge, Place::file(path), message).hint(hint))
}

/// The table is larger than any table of figures.
pub(super) fn too_many_cells(path: &str) -> Box<Finding> {
    let message = text!(
        "表太大（超过 {MOST_CELLS} 格），不读",
        "the table is too large (over {MOST_CELLS} cells); it is not read"
    );
    let hint = text!(
        "只留下需要的行和列，另存一份再导入",
        "save a copy with only the rows and columns that are needed"
    );
    Box::new(Finding::new(Code::ImportTooLarge, Place::file(path), message).hint(hint))
}
