//! Files to take away: CSV that Excel in Chinese opens right, JSON, XLSX.

use super::data::{cells, heads};
use super::desk::Desk;
use crate::chart;
use crate::finding::{Code, Finding, Place};
use crate::quantity::Sense;
use crate::showcase::{County, Edition, Figure};
use crate::text;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};
use std::collections::BTreeMap;

/// A byte-order mark: without it Excel takes UTF-8 for GBK.
const MARK: &str = "\u{feff}";

/// 812 B, 2 KB, 1.4 MB.
pub(super) fn size(bytes: usize) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// Rows as CSV by RFC 4180, with a byte-order mark.
///
/// A cell that a spreadsheet would take for a formula (`=`, `+`, `-`, `@`, the wide forms
/// of these, tab or line end first, and no number) gets an apostrophe before it, as OWASP
/// advises against CSV injection.
pub(super) fn csv<'a>(rows: impl Iterator<Item = Vec<&'a str>>) -> Vec<u8> {
    let mut out = String::from(MARK);
    for row in rows {
        for (at, cell) in row.iter().enumerate() {
            if at > 0 {
                out.push(',');
            }
            push_cell(&mut out, cell);
        }
        out.push_str("\r\n");
    }
    out.into_bytes()
}

fn push_cell(out: &mut String, cell: &str) {
    let signs = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠'];
    let formula = cell.starts_with(signs) && cell.parse::<rust_decimal::Decimal>().is_err();
    let shield = if formula { "'" } else { "" };
    if cell.contains(['"', ',', '\n', '\r']) {
        out.push('"');
        out.push_str(shield);
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(shield);
        out.push_str(cell);
    }
}

/// A chart's table as CSV: plain values as numbers that can be computed with, their
/// unit at the head of their column; what has a word with it (约, 以上) as printed.
pub(super) fn table_csv(table: &chart::Table, words: &chart::Words) -> Vec<u8> {
    let unit = words.unit.as_str();
    let number = |cell: &chart::Cell| {
        let bare = chart::bare(&cell.text, unit).filter(|_| cell.number)?;
        Some(bare.replace(',', "").replace('−', "-"))
    };
    let numbers = |column: usize| {
        let cells = table.rows.iter().filter_map(|row| row.get(column));
        cells.filter_map(number).next().is_some()
    };
    let head: Vec<String> = table
        .head
        .iter()
        .enumerate()
        .map(|(n, head)| match numbers(n) && !unit.is_empty() {
            true if words.language == chart::Language::Chinese => format!("{head}（{unit}）"),
            true => format!("{head} ({unit})"),
            false => head.clone(),
        })
        .collect();
    let rows: Vec<Vec<String>> = table
        .rows
        .iter()
        .map(|row| {
            let cells = row.iter();
            cells
                .map(|cell| number(cell).unwrap_or_else(|| cell.text.clone()))
                .collect()
        })
        .collect();
    let lines = std::iter::once(&head).chain(&rows);
    csv(lines.map(|line| line.iter().map(String::as_str).collect()))
}

/// The figures as a workbook: one sheet per indicator, one for the counties'
/// own; numbers as numbers, everything else as text.
///
/// # Errors
/// A finding where the figures do not fit a workbook.
pub(super) fn workbook(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    chosen: &[(&County<'_>, &Figure<'_>)],
) -> Result<Vec<u8>, Box<Finding>> {
    write_workbook(desk, edition, chosen).map_err(|error| {
        let message = text!(
            "数据表写不成 XLSX：{error}",
            "the workbook cannot be written: {error}"
        );
        let place = edition.content.place.clone();
        let place = if place.path().is_empty() {
            Place::file("content")
        } else {
            place
        };
        Box::new(Finding::new(Code::ValueInvalid, place, message))
    })
}

fn write_workbook(
    desk: &Desk<'_>,
    edition: &Edition<'_>,
    chosen: &[(&County<'_>, &Figure<'_>)],
) -> Result<Vec<u8>, XlsxError> {
    // Sheets by the order of indicators; the counties' own figures come last.
    let order = |figure: &Figure<'_>| {
        let at = |id: &str| edition.measures.iter().position(|m| m.indicator.id == id);
        figure
            .indicator
            .and_then(|i| at(&i.id))
            .unwrap_or(usize::MAX)
    };
    let mut sheets: BTreeMap<usize, Vec<&(&County<'_>, &Figure<'_>)>> = BTreeMap::new();
    for entry in chosen {
        sheets.entry(order(entry.1)).or_default().push(entry);
    }
    let mut book = Workbook::new();
    // The library's own choice, 6, costs a showcase of few counties a twentieth of its
    // build, for files that are 1 to 8 % smaller.
    book.set_zip_compression_level(3);
    // No clock: the file is dated by the figures, or not at all.
    let (year, month, day) = edition.as_of.map_or((1980, 1, 1), |d| d.last_ymd());
    let date = ExcelDateTime::from_ymd(year, month, day)?;
    book.set_properties(&rust_xlsxwriter::DocProperties::new().set_creation_datetime(&date));
    let bold = Format::new().set_bold();
    let percent = Format::new().set_num_format("0.0%");
    let mut used = BTreeMap::new();
    for (at, entries) in sheets {
        if desk.is_stale() {
            return Ok(Vec::new());
        }
        let name = match edition.measures.get(at) {
            Some(measure) => measure.indicator.name.as_str(),
            None => desk.words.get("own_figures"),
        };
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(name, &mut used))?;
        for (column, head) in (0u16..).zip(heads(desk)) {
            sheet.write_with_format(0, column, head, &bold)?;
        }
        for (row, (county, figure)) in (1u32..).zip(entries) {
            for (column, cell) in (0u16..).zip(cells(desk, county, figure)) {
                let is_number = NUMBERS.contains(&usize::from(column));
                match cell
                    .parse::<rust_decimal::Decimal>()
                    .ok()
                    .filter(|_| is_number)
                {
                    Some(number) => sheet.write(row, column, number.to_f64().unwrap_or(0.0))?,
                    None if usize::from(column) == PROGRESS => match exact_share(figure) {
                        Some(share) => sheet.write_with_format(row, column, share, &percent)?,
                        None => sheet.write(row, column, cell)?,
                    },
                    None => sheet.write(row, column, cell)?,
                };
            }
        }
        for (column, width) in WIDTHS {
            sheet.set_column_width(column, width)?;
        }
        sheet.set_freeze_panes(1, 1)?;
    }
    if chosen.is_empty() {
        book.add_worksheet().set_name(desk.words.get("missing"))?;
    }
    if desk.is_stale() {
        return Ok(Vec::new());
    }
    book.save_to_buffer()
}

/// Columns of [`super::data::COLUMNS`] that hold numbers.
const NUMBERS: &[usize] = &[4, 5, 9, 10];

/// Columns that Excel's own width would cut off: county, indicator, as printed,
/// date, source, note; in characters.
const WIDTHS: [(u16, u16); 6] = [(0, 14), (3, 24), (8, 16), (13, 12), (14, 36), (15, 36)];

/// The column of the progress.
const PROGRESS: usize = 11;

/// A progress as a number, where no word limits it: 至少92.3% stays text.
fn exact_share(figure: &Figure<'_>) -> Option<f64> {
    let progress = figure.progress.as_ref()?;
    let plain = matches!(progress.bound, Sense::Exact | Sense::Range);
    progress.share.to_f64().filter(|_| plain)
}

/// A name that Excel takes: 31 characters at most, none of `[]:*?/\`, unique
/// whatever the letter case.
fn sheet_name(name: &str, used: &mut BTreeMap<String, usize>) -> String {
    let plain: String = name
        .chars()
        .map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c })
        .take(26)
        .collect();
    let plain = if plain.trim().is_empty() {
        "-".to_owned()
    } else {
        plain
    };
    let count = used.entry(plain.to_lowercase()).or_insert(0);
    *count += 1;
    match *count {
        1 => plain,
        n => format!("{plain} {n}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_disarmed() {
        let bytes = csv([vec!["a,b", "=1+1", "＝1", "-3.5", "他说\"好\""]].into_iter());
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            "\u{feff}\"a,b\",'=1+1,'＝1,-3.5,\"他说\"\"好\"\"\"\r\n"
        );
    }

    #[test]
    fn sizes() {
        assert_eq!(size(812), "812 B");
        assert_eq!(size(1_001), "2 KB");
        assert_eq!(size(1_440_000), "1.4 MB");
    }
}
