//! Tables with a row for each county, and tables turned into such.

mod counties;
mod kinds;
mod lent;
mod totals;

use crate::import::grid::Value;
use crate::import::header::{self, Column, Role};
use crate::import::match_names::Row;
use crate::import::plain::brief;
use crate::import::table::heading::Heading;
use crate::import::table::survey::{FIRST_ROWS, Survey, is_county};
use crate::import::table::{MOST, Reader};
use crate::text;
use totals::sums;

impl Reader<'_, '_> {
    pub(super) fn wide(&mut self, survey: &Survey) {
        let heading = self.heading(survey);
        let units = self.units(survey, &heading, false);
        let height = self.height;
        let mut columns: Vec<(u32, Column)> = Vec::new();
        let year = self.year_of_sheet();
        let kinds = self.column_of_kinds(survey, &heading);
        let mut of_no_year = false;
        let title = self.indicator_of_title(&heading);
        let beside = self.words_beside(survey, &heading, &units);
        let mut units_of_rows = Vec::new();
        for column in 0..self.width {
            let mut levels = self.levels(column, &heading);
            let filled = self.is_filled(column, heading.to + 1);
            if levels.is_empty() && !filled {
                continue;
            }
            if column == survey.column {
                self.damaged_column(column, heading.to + 1);
                self.show(column, &levels, &Role::County);
                continue;
            }
            if Some(column) == kinds {
                self.show(column, &levels, &Role::Kinds);
                continue;
            }
            if self.is_column_of_units(column, &heading) {
                self.show(column, &levels, &Role::Unit);
                units_of_rows.push(column);
                continue;
            }
            levels.extend(self.unit_below(column, survey, heading.to + 1));
            let lent = beside.get(&column).or(title.as_ref());
            let role = match header::role_under(lent, &levels, self.names, &units) {
                Role::Figure(figure) => self.in_year(figure, year, &levels),
                // A second column of names, or of codes.
                Role::Unknown(_) if self.is_names(column, &heading) => {
                    Role::LeftOut(text!("也是县", "counties once more"))
                }
                Role::Unknown(_) if !filled => Role::LeftOut(text!("整列是空的", "it is empty")),
                Role::Unknown(_) if self.is_dates(column, &heading) => {
                    Role::LeftOut(text!("都是日期，不是数据", "dates, not figures"))
                }
                role => role,
            };
            self.show(column, &levels, &role);
            if !matches!(role, Role::Figure(_)) {
                self.damaged_column(column, heading.to + 1);
            }
            match role {
                Role::Figure(figure) => {
                    of_no_year |= kinds.is_none() && !header::names_year(&levels);
                    columns.push((column, figure));
                }
                Role::Unknown(why) => self.unknown_column(column, &levels, &why),
                _ => {}
            }
        }
        if of_no_year && year.is_none() {
            self.title_of_another_year(&heading);
        }
        let mut totals: Vec<(u32, Row)> = Vec::new();
        for row in heading.to + 1..height {
            let columns = self.of_kind(row, kinds, &columns);
            let columns = self.in_units_of_row(row, &units_of_rows, columns);
            self.say_kind(row, kinds);
            self.wide_row(row, survey, &columns, &mut totals);
        }
        for (_, column) in &columns {
            self.judge_scale(column);
        }
        self.same_column_twice(&columns);
        for (row, sum) in sums(&totals, &self.table.entries) {
            let columns = self.of_kind(row, kinds, &columns);
            let columns = self.in_units_of_row(row, &units_of_rows, columns);
            self.compare_totals(row, &columns, &sum);
        }
    }

    pub(super) fn is_names(&self, column: u32, heading: &Heading) -> bool {
        let cells = (heading.to + 1..self.height).filter_map(|r| self.grid.get(r, column));
        cells
            .take(FIRST_ROWS)
            .any(|cell| is_county(cell, self.names))
    }

    /// Whether a column holds dates and nothing else.
    fn is_dates(&self, column: u32, heading: &Heading) -> bool {
        let cells = (heading.to + 1..self.height).filter_map(|r| self.grid.get(r, column));
        let mut filled = cells.filter(|cell| !cell.is_blank()).peekable();
        filled.peek().is_some() && filled.all(|cell| matches!(cell.value, Value::Date(_)))
    }

    pub(super) fn wide_row(
        &mut self,
        row: u32,
        survey: &Survey,
        columns: &[(u32, Column)],
        totals: &mut Vec<(u32, Row)>,
    ) {
        if self.grid.row(row).all(|(_, cell)| cell.is_blank()) {
            return;
        }
        let (name, column) = self.label(row, survey.column);
        let place = self.grid.place(row, column);
        let shown = brief(&name);
        match self.names.row(&name) {
            Row::County(county) => {
                self.table.rows.insert(county);
                let is_figure = |at: u32| columns.iter().any(|(column, _)| *column == at);
                self.other_code(row, survey.column, county, is_figure);
                self.struck_name(row, survey.column, &shown);
                for (column, figure) in columns {
                    self.take(county, figure, (row, *column));
                }
            }
            kind @ (Row::Total | Row::Group) => {
                if totals.len() == MOST {
                    return;
                }
                let why = text!(
                    "“{shown}”是合计，不写入，只用来核对",
                    "`{shown}` is a total, only compared"
                );
                self.table.left_out.push((place, why));
                // 其中：山区县小计 is a total of counties that nobody lists.
                if !name.starts_with("其中") {
                    totals.push((row, kind));
                }
            }
            Row::Mean => {
                let why = text!(
                    "“{shown}”是平均数，不写入",
                    "`{shown}` is a mean, not imported"
                );
                self.table.left_out.push((place, why));
            }
            Row::Skipped => {
                let why = text!("“{shown}”已定为不用", "`{shown}` is settled as not wanted");
                self.table.left_out.push((place, why));
                self.table.skipped.insert(shown);
            }
            Row::Unknown => self.unknown_row(row, &shown, place, columns),
        }
    }
}
