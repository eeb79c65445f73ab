//! A sheet as it was read, whatever program wrote it: cells by row and column,
//! what is merged, what is hidden.
//!
//! Rows and columns count from 0 here and are shown as spreadsheets show them
//! (`E5`). Only cells that hold something are kept, so a sheet with one cell in
//! its last corner costs one cell.

use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

/// Most cells that one file may hold.
pub(super) const MOST_CELLS: usize = 3_000_000;

/// One sheet of a workbook, or a text table.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Grid {
    /// Name of the sheet; empty for a text table.
    pub(super) name: String,
    /// The sheet itself is hidden.
    pub(super) hidden: bool,
    /// Row and column, from 0.
    pub(super) cells: BTreeMap<(u32, u32), Cell>,
    /// Merged cells.
    pub(super) merges: Vec<Merge>,
    /// The line of units that a table above on the sheet lends this one.
    pub(super) lent: Option<(u32, u32)>,
    /// Rows that the sheet does not show.
    pub(super) hidden_rows: BTreeSet<u32>,
    /// Columns that the sheet does not show.
    pub(super) hidden_columns: BTreeSet<u32>,
    /// Number formats are known, so a share without `%` was not one.
    pub(super) has_formats: bool,
    /// Rows and columns have changed places; cells keep their names.
    pub(super) turned: bool,
    /// What somebody wrote beside a cell.
    pub(super) comments: Vec<((u32, u32), String)>,
}

/// Merged cells; only the first holds the value. Both ends belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Merge {
    /// First row and column.
    pub(super) start: (u32, u32),
    /// Last row and column.
    pub(super) end: (u32, u32),
}

/// A cell that holds something.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Cell {
    /// What it holds.
    pub(super) value: Value,
    /// It is computed.
    pub(super) formula: bool,
    /// How its number is shown.
    pub(super) format: Format,
    /// Parts of its text are struck through or raised, others not.
    pub(super) mixed: bool,
    /// All of it is struck through.
    pub(super) struck: bool,
}

/// How a number is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Format {
    /// As a percentage: 0.986 is 98.6%.
    pub(super) percent: bool,
    /// With so many decimals.
    pub(super) decimals: Option<u32>,
    /// With a word behind it: `0"亩"`.
    pub(super) suffix: Option<String>,
    /// With ¥ before it.
    pub(super) currency: bool,
    /// Divided by this power of ten: `0.00,,` and `0!.0000`.
    pub(super) divided: u32,
    /// With a word between its digits: `0"亿"0000"万元"`.
    pub(super) torn: bool,
}

/// What a cell holds.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Value {
    /// Nothing; a formula whose result was never computed.
    #[default]
    Empty,
    /// A number, to the fifteen digits that spreadsheets keep.
    Number(Decimal),
    /// A number of more digits than a spreadsheet keeps: what stood there once
    /// is lost.
    Damaged(String),
    /// Text.
    Text(String),
    /// A date or time, as days since the workbook's epoch.
    Date(String),
    /// A logical value.
    Bool(bool),
    /// `#REF!` and its like.
    Error(String),
}

impl Grid {
    /// The cell at a place, if it holds something.
    pub(super) fn get(&self, row: u32, column: u32) -> Option<&Cell> {
        self.cells.get(&(row, column))
    }

    /// The text of a cell as a person reads it, white space at the ends gone.
    pub(super) fn text(&self, row: u32, column: u32) -> String {
        self.get(row, column).map(Cell::text).unwrap_or_default()
    }

    /// One past the last row that holds something.
    pub(super) fn height(&self) -> u32 {
        self.cells
            .last_key_value()
            .map_or(0, |((row, _), _)| row + 1)
    }

    /// One past the last column that holds something.
    pub(super) fn width(&self) -> u32 {
        self.cells
            .keys()
            .map(|(_, column)| column + 1)
            .max()
            .unwrap_or(0)
    }

    /// The cells of one row in order.
    pub(super) fn row(&self, row: u32) -> impl Iterator<Item = (u32, &Cell)> {
        self.cells
            .range((row, 0)..=(row, u32::MAX))
            .map(|((_, column), cell)| (*column, cell))
    }

    /// The rows that hold something.
    pub(super) fn rows(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = self.cells.keys().map(|(row, _)| *row).collect();
        rows.dedup();
        rows
    }

    /// The same sheet with rows and columns changed over.
    #[must_use]
    pub(super) fn turned(&self) -> Grid {
        let turn = |(row, column): (u32, u32)| (column, row);
        Grid {
            lent: self.lent.map(|(row, column)| (column, row)),
            name: self.name.clone(),
            hidden: self.hidden,
            cells: self
                .cells
                .iter()
                .map(|(at, cell)| (turn(*at), cell.clone()))
                .collect(),
            merges: self
                .merges
                .iter()
                .map(|m| Merge {
                    start: turn(m.start),
                    end: turn(m.end),
                })
                .collect(),
            hidden_rows: self.hidden_columns.clone(),
            hidden_columns: self.hidden_rows.clone(),
            has_formats: self.has_formats,
            turned: !self.turned,
            comments: Vec::new(),
        }
    }

    /// `汇总!E5`, or `E5` where the table has no name.
    pub(super) fn place(&self, row: u32, column: u32) -> String {
        let cell = if self.turned {
            cell_name(column, row)
        } else {
            cell_name(row, column)
        };
        if self.name.is_empty() {
            cell
        } else {
            format!("{}!{cell}", self.name)
        }
    }
}

impl Cell {
    /// A cell of text.
    pub(super) fn of_text(text: impl Into<String>) -> Cell {
        Cell {
            value: Value::Text(text.into()),
            ..Cell::default()
        }
    }

    /// The text as a person reads it.
    pub(super) fn text(&self) -> String {
        match &self.value {
            Value::Empty => String::new(),
            Value::Number(number) if self.format.percent => {
                let shown = number.saturating_mul(Decimal::ONE_HUNDRED).normalize();
                format!("{shown}%")
            }
            Value::Number(number) => number.to_string(),
            Value::Damaged(text) | Value::Date(text) | Value::Error(text) => text.clone(),
            Value::Text(text) => text.trim().to_owned(),
            Value::Bool(true) => "TRUE".to_owned(),
            Value::Bool(false) => "FALSE".to_owned(),
        }
    }

    /// Whether it holds neither value nor formula.
    pub(super) fn is_blank(&self) -> bool {
        match &self.value {
            Value::Empty => !self.formula,
            Value::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

/// A spreadsheet's name of a cell: row 4, column 4 is `E5`.
pub(super) fn cell_name(row: u32, column: u32) -> String {
    format!("{}{}", column_name(column), u64::from(row) + 1)
}

/// A spreadsheet's name of a column: 4 is `E`, 26 is `AA`.
pub(super) fn column_name(column: u32) -> String {
    let mut letters = Vec::new();
    let mut rest = u64::from(column) + 1;
    while rest > 0 {
        let letter = u8::try_from((rest - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'A' + letter));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

/// A spreadsheet's number. Spreadsheets keep fifteen digits (IEEE 754 doubles,
/// ECMA-376 part 1, 18.11); what stands beyond is noise of the binary form.
pub(super) fn number(value: f64) -> Value {
    let rounded = format!("{value:.14e}");
    let Ok(decimal) = Decimal::from_scientific(&rounded) else {
        return Value::Damaged(format!("{value:e}"));
    };
    if decimal.abs() >= Decimal::from(1_000_000_000_000_000_u64) {
        return Value::Damaged(decimal.normalize().to_string());
    }
    Value::Number(decimal.normalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_have_the_names_of_spreadsheets() {
        assert_eq!(cell_name(4, 4), "E5");
        assert_eq!(cell_name(0, 26), "AA1");
        assert_eq!(cell_name(1_048_575, 16_383), "XFD1048576");
    }

    #[test]
    fn numbers_keep_fifteen_digits() {
        let shown = |v: f64| {
            Cell {
                value: number(v),
                ..Cell::default()
            }
            .text()
        };
        assert_eq!(shown(0.1 + 0.2), "0.3");
        assert_eq!(shown(2.738), "2.738");
        assert_eq!(shown(-43914.0), "-43914");
        assert_eq!(
            number(1.234_567_890_123_457e16),
            Value::Damaged("12345678901234600".into())
        );
        assert!(matches!(number(f64::MAX), Value::Damaged(_)));
        assert!(matches!(number(f64::NAN), Value::Damaged(_)));
    }
}
