//! Tables saved as text: commas, tabs or semicolons; UTF-8, GB18030 or UTF-16.

use super::grid::{Cell, Grid, MOST_CELLS};
use crate::finding::{Code, Finding, Place};
use crate::text;

/// Reads a text table into a grid.
pub(super) fn read(bytes: &[u8], path: &str) -> Result<Grid, Box<Finding>> {
    let text = decode(bytes).ok_or_else(|| not_text(path))?;
    // The reader counts a line of CRLF only after the record behind it began.
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    if !text.ends_with('\n') {
        text.push('\n');
    }
    let mark = delimiter(&text);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(mark)
        .from_reader(text.as_bytes());
    // Text is as it was shown.
    let mut grid = Grid {
        has_formats: true,
        ..Grid::default()
    };
    // A quoted field may hold line breaks, and blank lines are no records but
    // rows: rows are counted as a spreadsheet shows them.
    let (mut row, mut line) = (0_u32, 1_u64);
    let mut record = csv::StringRecord::new();
    while reader
        .read_record(&mut record)
        .map_err(|_| not_text(path))?
    {
        let breaks = |field: &str| field.bytes().filter(|b| *b == b'\n').count();
        let own = 1 + record.iter().map(breaks).sum::<usize>();
        let end = reader.position().line();
        let passed = usize::try_from(end.saturating_sub(line)).unwrap_or(0);
        let blank = u32::try_from(passed.saturating_sub(own)).unwrap_or(0);
        (row, line) = (row.saturating_add(blank), end);
        if record.iter().any(|field| swallows(field, mark)) {
            return Err(open_quote(path, row));
        }
        for (column, field) in (0u32..).zip(record.iter()) {
            if !field.trim().is_empty() {
                grid.cells.insert((row, column), Cell::of_text(field));
            }
        }
        if grid.cells.len() > MOST_CELLS {
            return Err(super::workbook::too_many_cells(path));
        }
        row = row.saturating_add(1);
    }
    Ok(grid)
}

/// Whether a field holds rows of the table itself, as it does behind a
/// quotation mark that nobody closed.
fn swallows(field: &str, mark: u8) -> bool {
    let parted = |line: &&str| line.bytes().any(|b| b == mark);
    field.lines().filter(parted).count() > 1
}

fn open_quote(path: &str, row: u32) -> Box<Finding> {
    let row = u64::from(row) + 1;
    let message = text!(
        "第 {row} 行有一个引号没有配对，后面几行都成了它的内容",
        "a quotation mark of row {row} is not closed, so it takes in the rows below"
    );
    let hint = text!(
        "在记事本里打开，删掉多出来的英文引号 \"",
        "open the file in a text editor and delete the stray quotation mark"
    );
    Box::new(Finding::new(Code::ImportUnreadable, Place::file(path), message).hint(hint))
}

/// The text: by byte-order mark, then UTF-8, then GB18030 (the superset of GBK
/// and GB2312), as far as it decodes without a fault.
pub(super) fn decode(bytes: &[u8]) -> Option<String> {
    let encodings = match bytes {
        [0xFF, 0xFE, ..] => vec![encoding_rs::UTF_16LE],
        [0xFE, 0xFF, ..] => vec![encoding_rs::UTF_16BE],
        // UTF-16 without its mark: every other byte of Latin text is 0.
        [_, 0, _, 0, ..] => vec![encoding_rs::UTF_16LE],
        [0, _, 0, _, ..] => vec![encoding_rs::UTF_16BE],
        _ => vec![encoding_rs::UTF_8, encoding_rs::GB18030],
    };
    encodings.into_iter().find_map(|encoding| {
        let (text, faulty) = encoding.decode_with_bom_removal(bytes);
        (!faulty && !text.contains('\0')).then(|| text.into_owned())
    })
}

/// What stands most often in the first lines outside quotes.
fn delimiter(text: &str) -> u8 {
    let mut quoted = false;
    let mut counts = [(b'\t', 0usize), (b',', 0), (b';', 0)];
    for byte in text.bytes().take(20_000) {
        match byte {
            b'"' => quoted = !quoted,
            _ if quoted => {}
            _ => {
                for (mark, count) in &mut counts {
                    *count += usize::from(byte == *mark);
                }
            }
        }
    }
    let [(_, tabs), (_, commas), (_, semicolons)] = counts;
    if tabs > 0 && tabs >= commas.min(semicolons.max(1)) {
        b'\t'
    } else if semicolons > commas {
        b';'
    } else {
        b','
    }
}

fn not_text(path: &str) -> Box<Finding> {
    let message = text!(
        "看不出是什么编码的文本：不是 UTF-8、GB18030（GBK），也不是 UTF-16",
        "the text is neither UTF-8 nor GB18030 (GBK) nor UTF-16"
    );
    let hint = text!(
        "用 Excel 或 WPS 打开，另存为 .xlsx 再导入",
        "open it in a spreadsheet and save it as .xlsx"
    );
    Box::new(Finding::new(Code::ImportUnreadable, Place::file(path), message).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<String> {
        read(bytes, "a.csv")
            .unwrap()
            .cells
            .values()
            .map(Cell::text)
            .collect()
    }

    #[test]
    fn every_encoding_that_counties_send() {
        let expected = ["县", "村数", "㐂县", "1,560"];
        let text = "县,村数\r\n㐂县,\"1,560\"\r\n";
        assert_eq!(cells(text.as_bytes()), expected);
        assert_eq!(
            cells(&[b"\xEF\xBB\xBF", text.as_bytes()].concat()),
            expected
        );
        assert_eq!(cells(&encoding_rs::GB18030.encode(text).0), expected);
        let tabs = text.replace(',', "\t").replace("1\t560", "1,560");
        let wide: Vec<u8> = tabs.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(cells(&[&[0xFF, 0xFE], wide.as_slice()].concat()), expected);
    }

    #[test]
    fn bytes_that_are_no_text() {
        assert!(read(&[0xFF, 0x00, 0x80, 0x81, 0xFF], "a.csv").is_err());
    }

    /// The row that begins with `name`.
    fn row_of(grid: &Grid, name: &str) -> u32 {
        (0..9).find(|row| grid.text(*row, 0) == name).unwrap()
    }

    #[test]
    fn a_quoted_line_break_keeps_its_row_together() {
        let grid = read("县,数\n\"北川\n自治县\",3\n\n江油,4\n".as_bytes(), "a.csv").unwrap();
        assert_eq!(grid.text(1, 0), "北川\n自治县");
        assert_eq!(row_of(&grid, "江油"), 3);
        assert_eq!(grid.text(3, 1), "4");
        assert!(read("县,数\n\"北川,3\n江油,4\n安州,5\n".as_bytes(), "a.csv").is_err());
    }
}
