//! Units that a table states for all its numbers: a line above or below it, a
//! cell in its heading, a column of its own beside the numbers.

use super::Reader;
use super::heading::Heading;
use super::survey::{Survey, is_county, names_indicator};
use crate::finding::Code;
use crate::import::grid::{Cell, Value};
use crate::import::header::{self, Column};
use crate::import::header_parts::SCALES;
use crate::import::plain::plain;
use crate::quantity::Unit;
use crate::text;

/// Adds the units of some cells, each once.
fn add(units: &mut Vec<Unit>, stated: &[(String, Vec<Unit>)]) {
    for unit in stated.iter().flat_map(|(_, units)| units) {
        if !units.iter().any(|u| u.as_str() == unit.as_str()) {
            units.push(unit.clone());
        }
    }
}

impl Reader<'_, '_> {
    /// Every unit that the table states, wherever it does; each once. What a
    /// heading says of its own column is not among them.
    pub(super) fn units(&mut self, survey: &Survey, heading: &Heading, list: bool) -> Vec<Unit> {
        let mut stated: Vec<(String, Vec<Unit>)> = Vec::new();
        let mut odd: Vec<(String, String)> = Vec::new();
        for ((row, column), cell) in &self.grid.cells {
            let Value::Text(text) = &cell.value else {
                continue;
            };
            let in_heading = (heading.from..=heading.to).contains(row);
            let own = in_heading && !list && *column != survey.column;
            let mut units = if (own && self.is_filled(*column, heading.to + 1))
                || ((in_heading || (list && *row > heading.to))
                    && names_indicator(cell, self.names))
            {
                Vec::new()
            } else {
                self.stated_in((*row, *column), cell)
            };
            // The title itself may name them: 扶持资金统计表（元）.
            if units.is_empty() && *row < heading.from {
                units.extend(header::units_in_brackets(text));
            }
            if units.is_empty() && in_heading && list {
                units.extend(header::take_unit(&plain(text)).1);
            }
            if !units.is_empty() {
                stated.push((self.grid.place(*row, *column), units));
            }
            let words = header::odd_units_of_title(text);
            odd.extend(
                words
                    .into_iter()
                    .map(|word| (self.grid.place(*row, *column), word)),
            );
        }
        for (place, word) in odd {
            self.odd_unit(&place, &word);
        }
        let mut units: Vec<Unit> = Vec::new();
        add(&mut units, &stated);
        if !list {
            let of_rows = self.columns_of_units(survey, heading);
            let mut all = Vec::new();
            add(&mut all, &of_rows);
            // 万元 in one row and 元 in another: each is of its own row.
            let same = |a: &Unit, b: &Unit| a.family() == b.family();
            let alone = |unit: &Unit| all.iter().filter(|other| same(unit, other)).count() == 1;
            let of_all = |unit: &Unit| alone(unit) || units.iter().any(|u| same(u, unit));
            let kept: Vec<(String, Vec<Unit>)> = of_rows
                .iter()
                .filter(|(_, units)| units.iter().all(of_all))
                .cloned()
                .collect();
            add(&mut units, &kept);
            stated.extend(of_rows);
        }
        self.stated = stated;
        units
    }

    /// Whether a column holds more than a statement of units from a row on.
    pub(super) fn is_filled(&self, column: u32, start: u32) -> bool {
        (start..self.height).any(|row| {
            let cell = self.grid.get(row, column);
            cell.is_some_and(|c| !c.is_blank() && self.stated_in((row, column), c).is_empty())
        })
    }

    /// 单位：元 in one cell, or 单位： and the unit in the cell beside it.
    fn stated_in(&self, at: (u32, u32), cell: &Cell) -> Vec<Unit> {
        let Value::Text(text) = &cell.value else {
            return Vec::new();
        };
        let units = header::units_of_title(text);
        let word = plain(text);
        if !units.is_empty() || !word.ends_with("单位:") {
            return units;
        }
        let beside = if self.grid.turned {
            (at.0 + 1, at.1)
        } else {
            (at.0, at.1 + 1)
        };
        header::unit_in(&plain(&self.grid.text(beside.0, beside.1)))
            .into_iter()
            .collect()
    }

    /// A column headed 单位 beside the numbers of counties.
    fn columns_of_units(&mut self, survey: &Survey, heading: &Heading) -> Vec<(String, Vec<Unit>)> {
        let mut stated = Vec::new();
        for column in (0..self.width).filter(|c| *c != survey.column) {
            if !self.is_column_of_units(column, heading) {
                continue;
            }
            for row in heading.to + 1..self.height {
                let name = self.origin(row, survey.column);
                let county = self.grid.get(name.0, name.1);
                if !county.is_some_and(|cell| is_county(cell, self.names)) {
                    continue;
                }
                let at = self.origin(row, column);
                let text = self.grid.text(at.0, at.1);
                let place = self.grid.place(row, column);
                let has_numbers = self.grid.row(row).any(|(c, cell)| {
                    c > survey.column && cell.text().starts_with(|c: char| c.is_ascii_digit())
                });
                match header::unit_in(&plain(&text)) {
                    Some(unit) => stated.push((place, vec![unit])),
                    None if has_numbers || !text.is_empty() => self.unclear_unit(&place, &text),
                    None => {}
                }
            }
        }
        stated
    }

    /// The columns as one row means them, by its cells in columns of units: of
    /// more than one such column that right behind the numbers counts.
    pub(super) fn in_units_of_row(
        &self,
        row: u32,
        of_units: &[u32],
        mut columns: Vec<(u32, Column)>,
    ) -> Vec<(u32, Column)> {
        for (at, column) in columns.iter_mut().filter(|(_, column)| !column.stated) {
            let unit = |of: &u32| {
                let place = self.origin(row, *of);
                header::unit_in(&plain(&self.grid.text(place.0, place.1)))
                    .filter(|unit| unit.family() == column.unit.family())
            };
            let behind = of_units.iter().find(|of| **of == *at + 1);
            let found = match (behind, of_units) {
                (Some(of), _) | (None, [of]) => unit(of),
                _ => None,
            };
            if let Some(unit) = found {
                (column.unit, column.stated) = (unit, true);
            }
        }
        columns
    }

    pub(super) fn is_column_of_units(&self, column: u32, heading: &Heading) -> bool {
        let levels = self.levels(column, heading);
        levels.last().is_some_and(|last| header::heads_units(last))
            && (heading.to + 1..self.height)
                .any(|row| header::unit_in(&plain(&self.grid.text(row, column))).is_some())
    }

    /// The unit of a column in a row of units below the heading; in a turned
    /// table that is a column of units behind the counties.
    pub(super) fn unit_below(&self, column: u32, survey: &Survey, start: u32) -> Option<String> {
        let is_units = |row: &u32| header::heads_units(&self.grid.text(*row, survey.column));
        let row = (start..self.height).find(is_units)?;
        let text = self.grid.text(row, column);
        header::unit_in(&plain(&text)).map(|_| text)
    }

    /// Says of 千亩 above a table with 亩 that it is no unit here.
    fn odd_unit(&mut self, place: &str, word: &str) {
        let base = |unit: &str| unit.trim_start_matches(SCALES).to_owned();
        let mut indicators = self.names.edition.indicators.iter();
        if !indicators.any(|i| base(i.unit.as_str()) == base(word)) {
            return;
        }
        let message = text!(
            "{place} 写着单位“{word}”，这个单位认不出，看不出数是多少",
            "{place} states the unit {word}, which is not known, so how much the numbers are is unclear"
        );
        let hint = text!(
            "在表里换成认得的单位（如 亩、万亩、户），数也跟着换算",
            "state a unit that is known (亩, 万亩, 户) and convert the numbers"
        );
        self.report(Code::ImportScale, message, Some(hint));
    }

    pub(super) fn unclear_unit(&mut self, place: &str, text: &str) {
        let message = text!(
            "{place}：单位一栏写的是“{text}”，看不出数是什么单位",
            "{place}: the column of units says `{text}`, so the unit of the numbers is unclear"
        );
        let hint = text!("在表里写清单位", "write the unit into the table");
        self.report(Code::ImportCell, message, Some(hint));
    }

    /// Says which statement of a unit no number was read with.
    pub(super) fn unused_units(&mut self) {
        for (place, units) in std::mem::take(&mut self.stated) {
            let known = units.iter().any(header::is_common);
            let lent = self
                .grid
                .lent
                .map(|(row, column)| self.grid.place(row, column));
            if !known
                || lent.as_ref() == Some(&place)
                || units.iter().any(|u| self.used.contains(u.as_str()))
            {
                continue;
            }
            let unit = units
                .iter()
                .map(Unit::as_str)
                .collect::<Vec<_>>()
                .join("、");
            let message = text!(
                "{place} 写着单位“{unit}”，没有一个数按它读",
                "{place} states the unit {unit}; no number is read in it"
            );
            let hint = text!(
                "对一对读出来的单位；不对就把单位写进表头，如：资金（{unit}）",
                "compare the units below; if they are wrong, write the unit into the headings"
            );
            self.report(Code::ImportGuess, message, Some(hint));
        }
    }
}
