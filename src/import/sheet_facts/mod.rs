//! What calamine does not tell of a sheet: hidden rows and columns; in .ods
//! also merged cells and which numbers are percentages. `xls_facts.rs` reads
//! them from the records of an .xls.

mod ods;
mod xlsx;

pub(super) use ods::of_ods;
pub(super) use xlsx::of_xlsx;

use crate::import::grid::{Format, Grid, Merge};
use crate::import::plain::one_line;
use crate::import::rich::Rich;

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
