//! Sheets with more than one table: below each other with a heading each, or
//! beside each other to save paper. Each is cut out and read by itself; cells
//! keep their places.

use super::survey::{FIRST_ROWS, is_county, names_indicator};
use crate::import::grid::{Cell, Grid};
use crate::import::header::{self, Part};
use crate::import::header_words::{Word, word_of};
use crate::import::match_names::{Names, Row};
use crate::import::plain::plain;

/// The tables of a sheet; the sheet itself where there is but one.
pub(in crate::import) fn parts(grid: &Grid, names: &Names<'_>) -> Option<Vec<Grid>> {
    let heads: Vec<(u32, Vec<u32>)> = grid
        .rows()
        .into_iter()
        .take(FIRST_ROWS)
        .filter_map(|row| Some((row, heads(grid, row, names)?)))
        .collect();
    let beside = heads.iter().any(|(_, columns)| columns.len() > 1);
    if heads.len() < 2 && !beside {
        return None;
    }
    let mut parts = Vec::new();
    for (at, (row, columns)) in heads.iter().enumerate() {
        let top = if at == 0 { 0 } else { top_of(grid, *row) };
        let below = heads.get(at + 1).map(|(next, _)| top_of(grid, *next));
        let bottom = below.unwrap_or(u32::MAX);
        for (at, column) in columns.iter().enumerate() {
            let left = if at == 0 { 0 } else { *column };
            let right = columns.get(at + 1).copied().unwrap_or(u32::MAX);
            let mut part = cut(grid, (top, bottom), (left, right));
            // A line of units above tables beside each other is for them all.
            let above = || grid.cells.range((top, 0)..(*row, 0));
            let states = |cell: &Cell| !header::units_of_title(&cell.text()).is_empty();
            let own = part.cells.range((top, 0)..(*row, 0));
            if columns.len() > 1 && !own.clone().any(|(_, cell)| states(cell)) {
                for ((row, _), cell) in above().filter(|(_, cell)| states(cell)) {
                    part.cells
                        .entry((*row, left))
                        .or_insert_with(|| cell.clone());
                }
            }
            if let Some(first) = columns.first().filter(|first| *first < column) {
                share_totals(grid, &mut part, (*first, *column), names);
            }
            share_units(grid, &mut part, *row);
            parts.push(part);
        }
    }
    Some(parts)
}

/// 合计 beside the first of two tables stands for both.
fn share_totals(grid: &Grid, part: &mut Grid, (first, column): (u32, u32), names: &Names<'_>) {
    let is_total = |cell: &Cell| matches!(names.row(&cell.text()), Row::Total | Row::Group);
    let totals = grid
        .cells
        .iter()
        .filter(|((_, c), cell)| *c <= first && is_total(cell));
    for ((row, _), cell) in totals {
        let blank = part.get(*row, column).is_none_or(Cell::is_blank);
        if blank && part.row(*row).next().is_some() {
            part.cells.insert((*row, column), cell.clone());
        }
    }
}

/// A table without a line of units below one that has it is in the same.
fn share_units(grid: &Grid, part: &mut Grid, heading: u32) {
    let states = |cell: &Cell| !header::units_of_title(&cell.text()).is_empty();
    if part.cells.values().any(states) {
        return;
    }
    let above = grid.cells.range(..(heading, 0));
    if let Some((at, cell)) = above.rev().find(|(_, cell)| states(cell)) {
        part.cells.insert(*at, cell.clone());
        part.lent = Some(*at);
    }
}

/// The columns that head counties in a row which names indicators too, where
/// each has counties below and indicators beside it.
fn heads(grid: &Grid, row: u32, names: &Names<'_>) -> Option<Vec<u32>> {
    let columns: Vec<u32> = grid
        .row(row)
        .filter(|(_, cell)| !cell.text().is_empty() && header::heads_counties(&cell.text()))
        .map(|(column, _)| column)
        .collect();
    let whole = |at: usize, column: u32| {
        let right = columns.get(at + 1).copied().unwrap_or(u32::MAX);
        let mut beside = grid.row(row).filter(|(c, _)| (column..right).contains(c));
        let mut below = grid
            .cells
            .range((row + 1, 0)..)
            .take(FIRST_ROWS)
            .filter(|((_, c), _)| *c == column);
        beside.any(|(_, cell)| names_indicator(cell, names) || says_numbers(cell))
            && below.any(|(_, cell)| is_county(cell, names))
    };
    let each = columns.iter().enumerate();
    let good: Vec<u32> = each
        .filter(|(at, column)| whole(*at, **column))
        .map(|(_, column)| *column)
        .collect();
    if good.is_empty() {
        return None;
    }
    // 单位 beside 县 heads no table of its own: then the row is one heading.
    let whole = good.len() == columns.len();
    Some(
        good.into_iter()
            .take(if whole { usize::MAX } else { 1 })
            .collect(),
    )
}

/// 目标, 完成, 2025年: columns of the indicator that the title names.
fn says_numbers(cell: &Cell) -> bool {
    let word = plain(&cell.text());
    matches!(word_of(&word), Some(Word::Part(part)) if part != Part::Note)
        || header::whole_year(&word).is_some()
}

/// The first row of the table that a heading belongs to: its title and its
/// line of units stand above it, after an empty row.
fn top_of(grid: &Grid, heading: u32) -> u32 {
    let mut row = heading;
    while let Some(above) = row.checked_sub(1) {
        let filled = grid.row(above).filter(|(_, cell)| !cell.is_blank()).count();
        if filled == 0 || filled > 2 || heading - above > 3 {
            break;
        }
        row = above;
    }
    row
}

/// Rows and columns from the first up to, not with, the second.
fn cut(grid: &Grid, rows: (u32, u32), columns: (u32, u32)) -> Grid {
    let holds = |(row, column): (u32, u32)| {
        (rows.0..rows.1).contains(&row) && (columns.0..columns.1).contains(&column)
    };
    let mut part = grid.clone();
    part.cells.retain(|at, _| holds(*at));
    part.merges.retain(|merge| holds(merge.start));
    part
}
