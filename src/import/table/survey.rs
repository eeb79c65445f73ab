//! Where the names of counties and indicators stand in a grid, and so how the
//! table is laid out.

use super::Layout;
use crate::import::grid::{Cell, Grid, MOST_CELLS, Merge, Value};
use crate::import::header::{self, Role};
use crate::import::match_names::{Names, Row};
use crate::import::plain::one_line;
use std::collections::{BTreeMap, BTreeSet};

/// Where names stand in a grid.
pub(super) struct Survey {
    pub(super) layout: Layout,
    /// The column with the counties or, in a list, the first with indicators.
    pub(super) column: u32,
    /// First row of data.
    pub(super) first: u32,
}

/// Whether a sheet names any county of the edition.
pub(in crate::import) fn names_counties(grid: &Grid, names: &Names<'_>) -> bool {
    grid.cells.values().any(|cell| is_county(cell, names))
}

pub(super) fn is_county(cell: &Cell, names: &Names<'_>) -> bool {
    is_name(cell) && matches!(names.row(&cell.text()), Row::County(_))
}

/// Counties are named by text, or by their code as a number.
pub(super) fn is_name(cell: &Cell) -> bool {
    match &cell.value {
        Value::Text(_) => true,
        Value::Number(n) => !cell.format.percent && n.scale() == 0 && n.abs() >= 100_000.into(),
        _ => false,
    }
}

pub(super) fn names_indicator(cell: &Cell, names: &Names<'_>) -> bool {
    let Value::Text(text) = &cell.value else {
        return false;
    };
    let levels = [one_line(text)];
    matches!(header::role(&levels, names, &[]), Role::Figure(_))
}

/// A table of a hundred thousand rows is known by its first ones.
pub(super) const FIRST_ROWS: usize = 3_000;

/// The cells of the first rows that hold something.
fn first_cells(grid: &Grid) -> impl Iterator<Item = (&(u32, u32), &Cell)> {
    let start = grid.cells.first_key_value().map_or(0, |((row, _), _)| *row);
    let rows = u32::try_from(FIRST_ROWS).unwrap_or(u32::MAX);
    grid.cells.range(..(start.saturating_add(rows), 0))
}

pub(super) fn layout(grid: &Grid, names: &Names<'_>) -> Option<Layout> {
    let mut counties: Vec<(u32, u32)> = Vec::new();
    let mut indicators: Vec<(u32, u32)> = Vec::new();
    for (at, cell) in first_cells(grid) {
        if is_county(cell, names) {
            counties.push(*at);
        } else if names_indicator(cell, names) {
            indicators.push(*at);
        }
    }
    if are_groups(grid, &counties, &indicators) {
        return Some(Layout::List);
    }
    let rows = |list: &[(u32, u32)]| list.iter().map(|(row, _)| *row).collect::<BTreeSet<_>>();
    let (county_rows, indicator_rows) = (rows(&counties), rows(&indicators));
    match (county_rows.first(), indicator_rows.first()) {
        (None, None) => None,
        (None, Some(_)) if head_of_counties(grid, names).is_some() => Some(Layout::Wide),
        (None, Some(_)) => Some(Layout::List),
        (Some(_), None) => {
            let across = county_rows.len() == 1 && counties.len() > 1;
            Some(if across { Layout::Turned } else { Layout::Wide })
        }
        (Some(county), Some(indicator)) if indicator < county => Some(Layout::Wide),
        (Some(county), Some(indicator)) if county < indicator => {
            // 填报单位 | 莲都区 above a list is no heading.
            let between = grid.cells.range((county + 1, 0)..(*indicator, 0));
            let has_heading = between
                .filter_map(|(_, cell)| Some(one_line(&cell.text())).filter(|t| !t.is_empty()))
                .any(|t| matches!(header::list_role(&[t], names), Role::Numbers(_)));
            let one = county_rows.len() == 1 && counties.len() == 1;
            Some(if one && has_heading {
                Layout::List
            } else {
                Layout::Turned
            })
        }
        _ => Some(Layout::List),
    }
}

/// Each county stands alone in its row, above its own indicators in the same
/// column.
fn are_groups(grid: &Grid, counties: &[(u32, u32)], indicators: &[(u32, u32)]) -> bool {
    let first = counties.first().map(|(_, column)| *column);
    let mut inside = indicators.iter().filter(|(_, c)| Some(*c) == first);
    let below = counties.iter().enumerate().all(|(at, (row, _))| {
        let next = counties.get(at + 1).map_or(u32::MAX, |(row, _)| *row);
        inside.any(|(at, _)| (row + 1..next).contains(at))
    });
    let alone = |(row, column): &(u32, u32)| {
        let mut cells = grid.row(*row);
        Some(*column) == first && cells.all(|(c, cell)| c == *column || cell.is_blank())
    };
    counties.len() > 1 && below && counties.iter().all(alone)
}

/// The cell 县 in a row that names indicators: all its counties may be unknown.
fn head_of_counties(grid: &Grid, names: &Names<'_>) -> Option<(u32, u32)> {
    let heads = |cell: &Cell| !cell.text().is_empty() && header::heads_counties(&cell.text());
    let mut found = first_cells(grid).filter(|(_, cell)| heads(cell));
    let beside = |row: u32| grid.row(row).any(|(_, cell)| names_indicator(cell, names));
    found.find(|((row, _), _)| beside(*row)).map(|(at, _)| *at)
}

pub(super) fn survey(grid: &Grid, names: &Names<'_>, layout: Layout) -> Option<Survey> {
    let mut best: BTreeMap<u32, (BTreeSet<usize>, u32)> = BTreeMap::new();
    for ((row, column), cell) in first_cells(grid) {
        let found = match layout {
            Layout::List => Some(0).filter(|_| names_indicator(cell, names)),
            _ if is_name(cell) => match names.row(&cell.text()) {
                Row::County(at) => Some(at),
                _ => None,
            },
            _ => None,
        };
        if let Some(at) = found {
            let entry = best.entry(*column).or_insert((BTreeSet::new(), *row));
            let at = if layout == Layout::List {
                usize::try_from(*row).unwrap_or(0)
            } else {
                at
            };
            entry.0.insert(at);
        }
    }
    // Names are read from a column of text before one of codes.
    let is_text = |column: u32, row: u32| matches!(grid.get(row, column).map(|c| &c.value), Some(Value::Text(t)) if !t.trim().bytes().all(|b| b.is_ascii_digit()));
    let best = best.into_iter().max_by_key(|(column, (found, row))| {
        (found.len(), is_text(*column, *row), u32::MAX - column)
    });
    let (column, first) = match best {
        Some((column, (_, first))) => (column, first),
        None if layout == Layout::Wide => {
            let (row, column) = head_of_counties(grid, names)?;
            (column, row + 1)
        }
        None => return None,
    };
    Some(Survey {
        layout,
        column,
        first,
    })
}

/// Merged cells by row, so that a table of many rows is read in one go.
pub(super) fn merged(grid: &Grid, height: u32) -> BTreeMap<u32, Vec<Merge>> {
    let mut rows: BTreeMap<u32, Vec<Merge>> = BTreeMap::new();
    let mut left = MOST_CELLS;
    for merge in &grid.merges {
        for row in merge.start.0..=merge.end.0.min(height) {
            if left == 0 {
                return rows;
            }
            left -= 1;
            rows.entry(row).or_default().push(*merge);
        }
    }
    rows
}
