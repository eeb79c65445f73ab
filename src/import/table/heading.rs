//! The heading of a table: its rows, and what stands above each column.

use super::survey::Survey;
use super::{Layout, Reader, Shown};
use crate::finding::{Code, Text};
use crate::import::grid::{Cell, Grid, Merge, Value};
use crate::import::header::{self, Column, Part, Role};
use crate::import::keep::ColumnUse;
use crate::import::plain::{brief, one_line, plain};
use crate::text;
use std::collections::BTreeSet;

/// The rows of the heading, first and last.
pub(super) struct Heading {
    pub(super) from: u32,
    pub(super) to: u32,
}

/// So many cells tell what a row is; it may have thousands.
const TOLD: usize = 100;

impl Reader<'_, '_> {
    /// The heading above the first row of data: rows with several cells, the
    /// title above them left out.
    pub(super) fn heading(&self, survey: &Survey) -> Heading {
        let mut to = survey.first;
        // Rows of data whose name nobody knows may stand before the first one
        // that is known.
        let mut row = survey.first;
        while let Some(above) = row.checked_sub(1) {
            row = above;
            let group = survey.layout == Layout::List && self.is_group(row, survey.column);
            if group || self.looks_like_data(row, survey) {
                to = row;
            }
            if self.heads(row, survey) {
                break;
            }
        }
        let last = to.saturating_sub(1);
        let mut from = last;
        while let Some(above) = from.checked_sub(1) {
            if !self.is_heading_row(above) {
                break;
            }
            from = above;
        }
        // A heading merged downwards begins above.
        while from > 0 && (0..self.width).any(|c| self.origin(from, c).0 < from) {
            from -= 1;
        }
        Heading { from, to: last }
    }

    pub(super) fn heads(&self, row: u32, survey: &Survey) -> bool {
        let (at, column) = self.origin(row, survey.column);
        let text = self.grid.text(at, column);
        match survey.layout {
            Layout::List => {
                self.grid.row(row).count() > 1 && {
                    let mut cells = self.grid.row(row).map(|(_, cell)| cell.text());
                    cells.any(|t| {
                        matches!(
                            header::list_role(&[one_line(&t)], self.names),
                            Role::Numbers(_)
                        )
                    })
                }
            }
            _ => !text.is_empty() && header::heads_counties(&text),
        }
    }

    /// Numbers that are no years and no numbers of columns.
    pub(super) fn looks_like_data(&self, row: u32, survey: &Survey) -> bool {
        let (mut name, _) = self.label(row, survey.column);
        name.retain(|c| !c.is_whitespace());
        if name.is_empty() || header::is_number_of_column(&plain(&name)) || self.is_numbering(row) {
            return false;
        }
        let is_figure = |cell: &Cell| match &cell.value {
            Value::Number(n) => !(n.scale() == 0 && (1949..=2100).any(|y| *n == y.into())),
            Value::Text(text) => text
                .trim()
                .parse::<rust_decimal::Decimal>()
                .is_ok_and(|n| !(n.scale() == 0 && (1949..=2100).any(|y| n == y.into()))),
            _ => false,
        };
        self.grid
            .row(row)
            .any(|(column, cell)| column > survey.column && is_figure(cell))
    }

    /// 序号 | 1 | 2 | 3, 代码 | 10101 | 10102: it numbers what stands above or below.
    fn is_numbering(&self, row: u32) -> bool {
        let mut cells = self.grid.row(row).map(|(_, cell)| one_line(&cell.text()));
        let heads = |text: String| header::is_serial(&plain(&text));
        let digits = |t: &String| t.bytes().all(|b| b.is_ascii_digit());
        // A title may stand before it.
        cells.by_ref().take(3).any(heads) && cells.take(TOLD).all(|t| digits(&t))
    }

    pub(super) fn is_heading_row(&self, row: u32) -> bool {
        let filled: Vec<(u32, String)> = self
            .grid
            .row(row)
            .filter(|(_, cell)| !cell.is_blank())
            .map(|(column, cell)| (column, cell.text()))
            .collect();
        let remarks = filled
            .iter()
            .filter(|(_, t)| t.contains(['：', ':']))
            .count();
        match filled.as_slice() {
            [] | [(0, _)] => false,
            // One cell that spans the table is its title.
            [(column, _)] => {
                let spans = |m: &&Merge| m.start == (row, *column);
                let merge = self.grid.merges.iter().find(spans);
                let wide = merge.is_some_and(|m| m.end.1 - m.start.1 + 1 > self.width / 2);
                !wide && remarks == 0
            }
            _ => remarks * 2 < filled.len(),
        }
    }

    /// The texts above a column, from the top, without repeats.
    pub(super) fn levels(&self, column: u32, heading: &Heading) -> Vec<String> {
        let mut levels: Vec<String> = Vec::new();
        let mut seen = BTreeSet::new();
        for row in heading.from..=heading.to {
            if heading.from < heading.to && self.is_numbering(row) {
                continue;
            }
            let at = self.origin(row, column);
            let mut text = one_line(&self.grid.text(at.0, at.1));
            // Files without merged cells leave the cells beside a group empty.
            if text.is_empty() && row < heading.to && self.grid.merges.is_empty() {
                text = self.group_left_of(row, column, heading);
            } else if !seen.insert(at) {
                continue;
            }
            if !text.is_empty() && levels.last() != Some(&text) {
                levels.push(text);
            }
        }
        let numbered = |t: &String| !header::is_number_of_column(&plain(t));
        if levels.iter().any(numbered) {
            levels.retain(numbered);
        }
        levels
    }

    /// The group that an empty cell above a heading belongs to: the nearest
    /// text to the left whose own column has a text below as well.
    pub(super) fn group_left_of(&self, row: u32, column: u32, heading: &Heading) -> String {
        if self.grid.text(heading.to, column).is_empty() {
            return String::new();
        }
        for left in (0..column).rev() {
            let text = self.grid.text(row, left);
            if !text.is_empty() {
                let below = (row + 1..=heading.to).any(|r| !self.grid.text(r, left).is_empty());
                return if below {
                    one_line(&text)
                } else {
                    String::new()
                };
            }
        }
        String::new()
    }

    /// The year that all numbers of a sheet are of, where its name says so and
    /// it is not the edition's.
    pub(super) fn year_of_sheet(&self) -> Option<i32> {
        match header::years_of_title(&self.grid.name).as_slice() {
            [year] => Some(*year).filter(|y| *y != self.names.edition.year),
            _ => None,
        }
    }

    /// A title of another year above columns that name none: whose year the
    /// numbers are of is for the editor to say.
    pub(super) fn title_of_another_year(&mut self, heading: &Heading) {
        let wanted = self.names.edition.year;
        let mut years: BTreeSet<i32> = header::years_of_title(&self.grid.name)
            .into_iter()
            .collect();
        let mut title = None;
        for (_, cell) in self.grid.cells.range(..(heading.from, 0)) {
            let found = header::years_of_title(&cell.text());
            let text = one_line(&cell.text());
            let settled = matches!(self.names.keep.column(&text), Some(ColumnUse::Skip));
            if !found.is_empty() && !settled {
                title.get_or_insert(text);
                years.extend(found);
            }
        }
        let (Some(year), Some(title)) = (years.first(), title) else {
            return;
        };
        if years.contains(&wanted) {
            return;
        }
        let (id, key) = (&self.names.edition.id, title.replace('"', "”"));
        let message = text!(
            "表的标题写的是 {year} 年（“{title}”），数却要写进 {id}",
            "the title speaks of {year} (`{title}`), but the numbers would go into {id}"
        );
        let hint = text!(
            "是那一年的数就用 --edition 写进那一年；确是 {id} 要用的数，就加 --map \"{key}=-\"",
            "if they are of that year, name its edition with --edition; if they are meant for {id}, add --map \"{key}=-\""
        );
        self.report(Code::ImportYear, message, Some(hint));
    }

    /// A column of a sheet that is all of another year.
    pub(super) fn in_year(&self, column: Column, year: Option<i32>, levels: &[String]) -> Role {
        let Some(year) = year.filter(|_| !header::names_year(levels)) else {
            return Role::Figure(column);
        };
        let guess = text!("工作表是 {year} 年的", "the sheet is of {year}");
        match column.part {
            Part::Value => Role::Figure(Column {
                part: Part::Series(year),
                guess: Some(guess),
                ..column
            }),
            Part::Series(_) => Role::Figure(column),
            Part::Target | Part::Baseline | Part::Note => {
                Role::LeftOut(text!("{year} 年的，不写入", "of {year}, not imported"))
            }
        }
    }

    pub(super) fn show(&mut self, column: u32, levels: &[String], role: &Role) {
        let name = if self.grid.turned {
            (u64::from(column) + 1).to_string()
        } else {
            crate::import::grid::column_name(column)
        };
        let (used, id, unit, guess) = match role {
            Role::County => (text!("县", "county"), None, String::new(), None),
            Role::IndicatorId | Role::IndicatorName => {
                (text!("指标", "indicator"), None, String::new(), None)
            }
            Role::Kinds => (
                text!("这一行是目标、完成还是哪一年", "what the row's numbers are"),
                None,
                String::new(),
                None,
            ),
            Role::Unit => (text!("单位", "unit"), None, String::new(), None),
            Role::Numbers(part) => {
                let part = if *part == Part::Value {
                    text!("数值", "value")
                } else {
                    part.shown()
                };
                (part, None, String::new(), None)
            }
            Role::LeftOut(why) => (why.clone(), None, String::new(), None),
            Role::Unknown(why) => (why.clone(), None, String::new(), None),
            Role::Figure(column) => {
                let Some(indicator) = self.names.indicator_at(column.indicator) else {
                    return;
                };
                let (name, Text { zh, en }) = (&indicator.name, column.part.shown());
                let used = match column.part {
                    Part::Value => text!("{name}", "{name}"),
                    _ => text!("{name} {zh}", "{name} {en}"),
                };
                let id = match column.part {
                    Part::Value => indicator.id.clone(),
                    part => format!("{}.{}", indicator.id, part.key()),
                };
                (
                    used,
                    Some(id),
                    column.unit.to_string(),
                    column.guess.clone(),
                )
            }
        };
        let heading = header::joined(levels);
        self.table.columns.push(Shown {
            column: name,
            heading,
            used,
            id,
            unit,
            guess,
        });
    }

    pub(super) fn unknown_column(&mut self, column: u32, levels: &[String], why: &Text) {
        let at = self.grid.place(self.grid.row_of_heading(column), column);
        let heading = brief(&header::joined(levels));
        let message = if heading.is_empty() {
            text!(
                "{at}：这一列有数没有表头",
                "{at}: the column has numbers and no heading"
            )
        } else {
            let (zh, en) = (&why.zh, &why.en);
            text!(
                "{at}：表头“{heading}”对不上：{zh}",
                "{at}: the heading `{heading}` fits nothing: {en}"
            )
        };
        let near = self.names.indicator_near(levels);
        let key = heading.replace('"', "”");
        let hint = match near {
            Some(name) => text!(
                "是不是“{name}”？是就加 --map \"{key}={name}\"，不要这一列就加 --map \"{key}=-\"",
                "is it `{name}`? add --map \"{key}={name}\", or --map \"{key}=-\" to leave it out"
            ),
            None => text!(
                "加 --map \"{key}=指标的id\"，不要这一列就加 --map \"{key}=-\"",
                "add --map \"{key}=ID\" with an indicator's id, or --map \"{key}=-\" to leave it out"
            ),
        };
        self.report(Code::ImportColumn, message, Some(hint));
    }
}

impl Grid {
    /// The first row of a column that holds something.
    fn row_of_heading(&self, column: u32) -> u32 {
        let rows = self.rows();
        rows.into_iter()
            .find(|row| self.get(*row, column).is_some())
            .unwrap_or(0)
    }
}
