//! An .xls weighed before calamine reads it.
//!
//! calamine lays every sheet out whole, from the first cell to the last, and
//! makes room for as many as the sheet says it has: two cells in far corners,
//! or one number in a small file, would take all the memory there is.

use super::archive::damaged;
use super::compound::{Compound, index, u16_at, u32_at};
use super::grid::MOST_CELLS;
use super::workbook::{too_far_apart, too_many_cells};
use super::xls_facts::records;
use crate::finding::Finding;

/// Cells of all sheets once they are laid out.
const LAID_OUT: u64 = 2 * MOST_CELLS as u64;
/// Cells that a sheet can have: 65,536 rows of 256.
const WHOLE: u64 = 65_536 * 256;

/// Refuses a workbook that is torn, or that grows beyond measure when read.
pub(super) fn weigh(bytes: &[u8], path: &str) -> Result<(), Box<Finding>> {
    let stream = Compound::open(bytes)
        .and_then(|file| file.stream("Workbook").or_else(|| file.stream("Book")))
        .ok_or_else(|| damaged(path))?;
    let mut sheets = Vec::new();
    for (number, content) in records(&stream, 0) {
        match number {
            0x000A => break,
            // What follows is encrypted.
            0x002F if u16_at(content, 0) != Some(0) => return Ok(()),
            0x0085 => sheets.push(u32_at(content, 0).map_or(usize::MAX, index)),
            _ => {}
        }
    }
    let mut all = Size::default();
    for start in sheets {
        let size = sheet(&stream, start).ok_or_else(|| damaged(path))?;
        all.bytes += size.bytes;
        all.cells += size.cells;
        all.area += size.area;
        // Sheets that lie in one another are read again and again.
        if all.bytes > 2 * stream.len() {
            return Err(damaged(path));
        }
        if all.cells > MOST_CELLS {
            return Err(too_many_cells(path));
        }
        if all.area > LAID_OUT || size.said > WHOLE {
            return Err(too_far_apart(path));
        }
    }
    Ok(())
}

#[derive(Default)]
struct Size {
    /// Bytes read.
    bytes: usize,
    /// Cells that hold something.
    cells: usize,
    /// Cells between the first and the last.
    area: u64,
    /// Cells that the sheet says it has.
    said: u64,
}

/// `None` where a record is torn.
fn sheet(stream: &[u8], start: usize) -> Option<Size> {
    let mut size = Size::default();
    let mut corners: Option<[u16; 4]> = None;
    let mut depth = 0_usize;
    for (number, content) in records(stream, start) {
        size.bytes += content.len() + 4;
        // A chart within the sheet has records of its own.
        match number {
            0x0809 => depth += 1,
            0x000A if depth <= 1 => break,
            0x000A => depth -= 1,
            _ if depth > 1 => {}
            0x0200 => size.said = size.said.max(said(content)?),
            // Number, text, text with looks, truth or error, RK, shared text,
            // formula, several numbers in a row.
            0x0203 | 0x0204 | 0x00D6 | 0x0205 | 0x027E | 0x00FD | 0x0006 | 0x00BD => {
                let (row, first) = (u16_at(content, 0)?, u16_at(content, 2)?);
                let last = match number {
                    0x00BD => u16_at(content, content.len().checked_sub(2)?)?.max(first),
                    _ => first,
                };
                size.cells += usize::from(last - first) + 1;
                let [top, left, bottom, right] = corners.unwrap_or([row, first, row, last]);
                corners = Some([
                    top.min(row),
                    left.min(first),
                    bottom.max(row),
                    right.max(last),
                ]);
            }
            _ => {}
        }
    }
    if let Some([top, left, bottom, right]) = corners {
        size.area = (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1);
    }
    Some(size)
}

/// Cells that a sheet says it has, from its first row and column to the one
/// after the last (\[MS-XLS\] 2.4.90, in older files of four numbers).
fn said(content: &[u8]) -> Option<u64> {
    let (top, bottom, left, right) = match content.len() {
        10 => (
            u16_at(content, 0)?.into(),
            u16_at(content, 2)?.into(),
            u16_at(content, 4)?,
            u16_at(content, 6)?,
        ),
        _ => (
            u32_at(content, 0)?,
            u32_at(content, 4)?,
            u16_at(content, 8)?,
            u16_at(content, 10)?,
        ),
    };
    if bottom == 0 || right == 0 {
        return Some(1);
    }
    let rows = bottom.checked_sub(top)?;
    // As calamine reads them: a first column that cannot be is the first.
    let left = if left > 0xFF || right < left { 0 } else { left };
    Some(u64::from(rows) * u64::from(right - left))
}
