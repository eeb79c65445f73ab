//! Tables with a row for each indicator.

use super::heading::Heading;
use super::survey::{Survey, is_county, names_indicator};
use super::{Reader, is_remark};
use crate::finding::Code;
use crate::import::cell;
use crate::import::header::{self, Column, Part, Role};
use crate::import::match_names::Row;
use crate::import::plain::{one_line, plain};
use crate::quantity::Unit;
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

/// Columns that belong together: the names of indicators, their numbers, and
/// their units.
#[derive(Default)]
struct Block {
    names: Vec<u32>,
    parts: Vec<(u32, Part)>,
    unit: Option<u32>,
}

/// A row that names whose the rows below it are.
struct Group {
    says: Row,
    name: String,
    place: String,
}

/// What the rows of a list came to.
#[derive(Default)]
struct Read {
    columns: Vec<Column>,
    /// The units of each indicator's rows, and where they stand.
    units: BTreeMap<usize, Vec<(String, String)>>,
}

impl Reader<'_, '_> {
    pub(super) fn list(&mut self, survey: &Survey) {
        let heading = self.heading(survey);
        let bare = self.is_bare(&heading);
        let (heading, start) = if bare {
            let from = survey.first;
            (
                Heading {
                    from,
                    to: from.saturating_sub(1),
                },
                from,
            )
        } else {
            let start = heading.to + 1;
            (heading, start)
        };
        let mut blocks = vec![Block::default()];
        let mut county_column = None;
        let other_year = self.year_of_sheet();
        let mut of_no_year = false;
        let bare_columns = if bare {
            self.bare_columns(start)
        } else {
            Vec::new()
        };
        let role_of = |column: u32| bare_columns.iter().find(|(at, _)| *at == column);
        for column in 0..self.width {
            let levels = if bare {
                Vec::new()
            } else {
                self.levels(column, &heading)
            };
            let filled = self.is_filled(column, start);
            if levels.is_empty() && !filled {
                continue;
            }
            let role = match header::list_role(&levels, self.names) {
                Role::Numbers(Part::Value)
                    if other_year.is_some() && !header::names_year(&levels) =>
                {
                    Role::Numbers(Part::Series(other_year.unwrap_or_default()))
                }
                _ if role_of(column).is_some() => {
                    role_of(column).map_or(Role::IndicatorName, |(_, role)| role.clone())
                }
                Role::County if self.is_names(column, &heading) => Role::County,
                _ if column == survey.column => Role::IndicatorName,
                Role::County | Role::Unknown(_) if self.is_names(column, &heading) => Role::County,
                Role::County => Role::LeftOut(text!("不是数据", "not figures")),
                Role::Unknown(_) if !filled => Role::LeftOut(text!("整列是空的", "it is empty")),
                role => role,
            };
            self.show(column, &levels, &role);
            if !matches!(role, Role::Numbers(_)) {
                self.damaged_column(column, start);
            }
            match role {
                Role::County => county_column = Some(column),
                Role::IndicatorId | Role::IndicatorName => {
                    // 指标 | 数值 | 指标 | 数值: two lists beside each other.
                    if blocks.last().is_some_and(|block| !block.parts.is_empty()) {
                        blocks.push(Block::default());
                    }
                    let names = blocks.last_mut().map(|block| &mut block.names);
                    match (names, role) {
                        (Some(names), Role::IndicatorId) => names.insert(0, column),
                        (Some(names), _) => names.push(column),
                        _ => {}
                    }
                }
                Role::Unit => {
                    let block = blocks.last_mut();
                    block
                        .into_iter()
                        .for_each(|block| block.unit = Some(column));
                }
                Role::Numbers(part) => {
                    of_no_year |= !header::names_year(&levels);
                    let block = blocks.last_mut();
                    block
                        .into_iter()
                        .for_each(|block| block.parts.push((column, part)));
                }
                Role::Unknown(why) => self.unknown_column(column, &levels, &why),
                _ => {}
            }
        }
        if of_no_year && other_year.is_none() {
            self.title_of_another_year(&heading);
        }
        let units = self.units(survey, &heading, true);
        let alone = self.county_of_sheet(&heading);
        let groups = county_column.is_none()
            && (start..self.height).any(|row| self.is_group(row, survey.column));
        let mut group: Option<Group> = None;
        if county_column.is_none() && alone.is_none() && !groups {
            let sheet = &self.table.sheet;
            let message = if sheet.is_empty() {
                text!(
                    "看不出表是哪个县的",
                    "which county the table is of is unclear"
                )
            } else {
                text!(
                    "看不出工作表“{sheet}”是哪个县的",
                    "which county the sheet `{sheet}` is of is unclear"
                )
            };
            let hint = text!(
                "把工作表改成县名，或加一列“县”",
                "name the sheet after the county, or add a column of counties"
            );
            return self.report(Code::ImportCounty, message, Some(hint));
        }
        // One without numbers says more of the list before it.
        blocks.retain(|block| !block.parts.is_empty());
        let parts: Vec<(u32, Part)> = blocks.iter().flat_map(|b| b.parts.clone()).collect();
        let mut read = Read::default();
        let (mut above, mut goes_on) = (Row::Unknown, false);
        for row in start..self.height {
            if groups && let Some(found) = self.group(row, survey.column, &parts, &units) {
                group = Some(found);
                continue;
            }
            let county = match county_column {
                None if groups => match &group {
                    Some(group) if matches!(group.says, Row::County(_) | Row::Unknown) => {
                        self.county_of_group(group, row, &parts)
                    }
                    Some(_) => None,
                    None => alone,
                },
                None => alone,
                Some(column) => {
                    let at = self.origin(row, column);
                    let name = self.grid.text(at.0, at.1);
                    // Rows under a county's name go on with it.
                    let row_says = match name.trim().is_empty() {
                        true => above,
                        false => self.names.row(&name),
                    };
                    goes_on = name.trim().is_empty();
                    above = row_says;
                    match row_says {
                        Row::County(at) => Some(at),
                        Row::Unknown if !name.is_empty() && self.has_numbers(row, &parts) => {
                            let place = self.grid.place(row, column);
                            self.unknown_county(&one_line(&name), &place);
                            continue;
                        }
                        _ => None,
                    }
                }
            };
            if let (Some(county), Some(names)) = (county, county_column) {
                let is_figure = |at: u32| parts.iter().any(|(column, _)| *column == at);
                self.other_code(row, names, county, is_figure);
            }
            for (at, block) in blocks.iter().enumerate() {
                let found = block.names.iter().find_map(|column| {
                    let at = self.origin(row, *column);
                    self.indicator_of_row(&self.grid.text(at.0, at.1), &units)
                });
                let filled = self.has_numbers(row, &block.parts);
                if let (true, Some(_), Some(column)) = (goes_on, &found, county_column)
                    && filled
                {
                    self.say_county_above(county, &self.grid.place(row, column), above);
                }
                match (county, found) {
                    (Some(county), Some(column)) => {
                        self.list_row(row, county, column, block, &mut read);
                    }
                    _ if at == 0 || filled => {
                        self.row_of_no_indicator(row, &block.names, &block.parts, county.is_some());
                    }
                    _ => {}
                }
            }
        }
        let Read {
            columns: mut seen_columns,
            units: units_of_rows,
        } = read;
        for (indicator, units) in units_of_rows {
            self.blank_units(indicator, &units);
        }
        seen_columns.sort_by_key(|c| (c.indicator, c.part));
        seen_columns.dedup_by_key(|c| (c.indicator, c.part));
        for column in &seen_columns {
            self.judge_scale(column);
        }
    }

    /// A row with a county's name and nothing else, above its indicators.
    pub(super) fn is_group(&self, row: u32, column: u32) -> bool {
        let county = self.grid.get(row, column);
        county.is_some_and(|cell| is_county(cell, self.names))
            && self
                .grid
                .row(row)
                .all(|(c, cell)| c == column || cell.is_blank())
    }

    /// The group that a row heads: a name that is no indicator's, no numbers.
    fn group(&self, row: u32, column: u32, parts: &[(u32, Part)], units: &[Unit]) -> Option<Group> {
        let name = self.grid.text(row, column);
        let heads = !name.is_empty()
            && !self.has_numbers(row, parts)
            && !is_remark(&name)
            && self.indicator_of_row(&name, units).is_none();
        heads.then(|| Group {
            says: self.names.row(&name),
            place: self.grid.place(row, column),
            name: one_line(&name),
        })
    }

    /// Whose a row below a group's name is; says so where nobody knows.
    fn county_of_group(&mut self, group: &Group, row: u32, parts: &[(u32, Part)]) -> Option<usize> {
        if let Row::County(at) = group.says {
            return Some(at);
        }
        if self.has_numbers(row, parts) {
            self.unknown_county(&group.name, &group.place);
        }
        None
    }

    /// The numbers of one row for one indicator.
    fn list_row(
        &mut self,
        row: u32,
        county: usize,
        mut column: Column,
        block: &Block,
        read: &mut Read,
    ) {
        self.table.rows.insert(county);
        let at = block.unit.map(|c| self.origin(row, c));
        let unit = at.map(|(row, column)| self.grid.text(row, column));
        let unit = unit.unwrap_or_default();
        let place = self.grid.place(row, block.unit.unwrap_or(0));
        if block.unit.is_some() && self.has_numbers(row, &block.parts) {
            let known = read.units.entry(column.indicator).or_default();
            known.push((unit.trim().to_owned(), place.clone()));
        }
        if let Ok(unit) = Unit::parse(&unit) {
            let wanted = self.names.indicator_at(column.indicator);
            if wanted.is_none_or(|w| w.unit.family() != unit.family()) {
                let message = text!(
                    "{place}：单位“{unit}”与指标的单位换算不过来",
                    "{place}: the unit {unit} does not convert to the indicator's"
                );
                return self.report(Code::ImportCell, message, None);
            }
            (column.unit, column.stated) = (unit, true);
        } else if !unit.is_empty() {
            return self.unclear_unit(&place, &unit);
        }
        for (at, part) in &block.parts {
            // 达标村目标 | 本年数: the row says what its number is.
            let part = match (part, column.part) {
                (Part::Value, own) => own,
                (part, Part::Value) => *part,
                _ => continue,
            };
            let column = Column {
                part,
                ..column.clone()
            };
            self.take(county, &column, (row, *at));
            read.columns.push(column);
        }
    }

    /// What the columns of a form without a heading are: labels, and numbers
    /// right behind them.
    fn bare_columns(&self, start: u32) -> Vec<(u32, Role)> {
        let names = |column: u32| {
            let mut cells = (start..self.height).filter_map(|row| self.grid.get(row, column));
            cells.any(|cell| names_indicator(cell, self.names))
        };
        let mut columns = Vec::new();
        let mut waits = false;
        for column in (0..self.width).filter(|column| self.is_filled(*column, start)) {
            if names(column) {
                columns.push((column, Role::IndicatorName));
                waits = true;
            } else if std::mem::take(&mut waits) {
                columns.push((column, Role::Numbers(Part::Value)));
            }
        }
        columns
    }

    /// Says whose a row without a county is, or that nobody knows.
    fn say_county_above(&mut self, county: Option<usize>, place: &str, above: Row) {
        let known = county.and_then(|at| self.names.county_at(at));
        if let Some(county) = known {
            let name = &county.name.value;
            let word = text!(
                "县名空着，算上面的“{name}”的",
                "no county; taken as `{name}` of the row above"
            );
            return self.table.corrections.push((place.to_owned(), word));
        }
        if above == Row::Unknown {
            self.unknown_county("", place);
        }
    }

    /// A row without a unit is in the indicator's own, unless other rows of the
    /// indicator say that they are in another.
    fn blank_units(&mut self, indicator: usize, units: &[(String, String)]) {
        let Some(known) = self.names.indicator_at(indicator) else {
            return;
        };
        let (own, name) = (known.unit.clone(), known.name.clone());
        let other = units
            .iter()
            .find(|(unit, _)| !unit.is_empty() && Unit::parse(unit).is_ok_and(|unit| unit != own));
        let Some((unit, _)) = other else { return };
        for (_, place) in units.iter().filter(|(unit, _)| unit.is_empty()) {
            let message = text!(
                "{place}：“{name}”这一行没有写单位，别的行写的是“{unit}”，看不出是{unit}还是{own}",
                "{place}: this row of `{name}` has no unit, other rows are in {unit}; whether it is in {unit} or {own} is unclear"
            );
            let hint = text!("在表里写清单位", "write the unit into the table");
            self.report(Code::ImportCell, message, Some(hint));
        }
    }

    /// A form of labels and numbers without a heading: 达标村 | 401.
    fn is_bare(&self, heading: &Heading) -> bool {
        (0..self.width).all(|column| {
            let role = header::list_role(&self.levels(column, heading), self.names);
            matches!(role, Role::Unknown(_))
        })
    }

    /// The county of a list without a column of counties: named by the sheet
    /// or by a line above the table.
    pub(super) fn county_of_sheet(&self, heading: &Heading) -> Option<usize> {
        let above = self.grid.cells.range(..(heading.from, 0));
        let mut named: BTreeSet<usize> = above
            .filter_map(|(_, cell)| self.names.county_in(&cell.text()))
            .collect();
        match (self.names.county_in(&self.grid.name), named.pop_first()) {
            (Some(at), _) => Some(at),
            (None, Some(at)) if named.is_empty() => Some(at),
            _ => None,
        }
    }

    pub(super) fn indicator_of_row(&self, text: &str, units: &[Unit]) -> Option<Column> {
        match header::role(&[one_line(text)], self.names, units) {
            Role::Figure(column) => Some(column),
            _ => None,
        }
    }

    pub(super) fn has_numbers(&self, row: u32, parts: &[(u32, Part)]) -> bool {
        parts.iter().any(|(column, part)| {
            *part != Part::Note
                && self
                    .grid
                    .get(row, *column)
                    .is_some_and(|c| !c.is_blank() && !cell::is_blank_word(&c.text()))
        })
    }

    pub(super) fn row_of_no_indicator(
        &mut self,
        row: u32,
        name_columns: &[u32],
        parts: &[(u32, Part)],
        has_county: bool,
    ) {
        if self.grid.row(row).all(|(_, cell)| cell.is_blank()) {
            return;
        }
        let column = name_columns.first().copied().unwrap_or(0);
        let words: Vec<String> = name_columns
            .iter()
            .map(|c| one_line(&self.grid.text(row, *c)))
            .filter(|t| !t.is_empty())
            .collect();
        let (place, name) = (self.grid.place(row, column), words.join(" "));
        let wanted = self.names.keep.column(&name).is_none();
        let first = self.grid.row(row).find(|(_, cell)| !cell.is_blank());
        let remark = is_remark(&name) || first.is_some_and(|(_, cell)| is_remark(&cell.text()));
        if self.has_numbers(row, parts) && has_county && wanted && !remark {
            if self.is_enough(Code::ImportColumn) {
                return;
            }
            let message = text!(
                "{place}：没有“{name}”这个指标",
                "{place}: there is no indicator `{name}`"
            );
            let known = self.names.edition.indicators.iter();
            let hint = crate::finding::hint(&plain(&name), known.map(|i| i.name.as_str()));
            return self.report(Code::ImportColumn, message, hint);
        }
        self.no_data(row, place);
    }
}
