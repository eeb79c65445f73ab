//! Whose row it is: the name in the column of counties, the code beside it, and
//! what to say where nobody knows.

use crate::finding::{Code, Text};
use crate::import::grid::Value;
use crate::import::header::Column;
use crate::import::match_names::Row;
use crate::import::plain::{brief, one_line};
use crate::import::table::{Reader, is_remark};
use crate::text;

impl Reader<'_, '_> {
    /// What a row is called: its cell in the column of counties, or one before
    /// it that says 合计, as the column of running numbers may.
    pub(in crate::import::table) fn label(&self, row: u32, column: u32) -> (String, u32) {
        let at = self.origin(row, column);
        let name = self.grid.text(at.0, at.1);
        if self.names.row(&name) != Row::Unknown {
            return (name, column);
        }
        let before = self.grid.row(row).take_while(|(at, _)| *at < column);
        let mut texts = before.map(|(at, cell)| (cell.text(), at));
        let sums = |text: &str| matches!(self.names.row(text), Row::Total | Row::Group | Row::Mean);
        texts.find(|(text, _)| sums(text)).unwrap_or((name, column))
    }

    /// A county that was struck through, its numbers left as they were.
    pub(super) fn struck_name(&mut self, row: u32, column: u32, name: &str) {
        let at = self.origin(row, column);
        if self.grid.get(at.0, at.1).is_some_and(|cell| cell.struck) {
            let place = self.grid.place(row, column);
            let message = text!(
                "{place}：县名“{name}”划掉了（删除线），看不出这一行还算不算数",
                "{place}: the name `{name}` is struck through; whether the row still counts is unclear"
            );
            let hint = text!(
                "这一行还算就去掉删除线，不算就把这一行删掉",
                "take the line away if the row counts, or delete the row"
            );
            self.report(Code::ImportCell, message, Some(hint));
        }
    }

    /// A code beside the county's name that is another county's.
    pub(in crate::import::table) fn other_code(
        &mut self,
        row: u32,
        names: u32,
        county: usize,
        is_figure: impl Fn(u32) -> bool,
    ) {
        let beside = self.grid.row(row).filter(|(column, cell)| {
            let code = cell.text().bytes().all(|b| b.is_ascii_digit());
            *column != names && !is_figure(*column) && code
        });
        let other = beside.into_iter().find_map(|(column, cell)| {
            let code = cell.text();
            match self.names.row(&code) {
                Row::County(other) if other != county => Some((column, code, other)),
                _ => None,
            }
        });
        let Some((column, code, other)) = other else {
            return;
        };
        let name = |at: usize| self.names.county_at(at).map(|c| c.name.value.as_str());
        let (named, other) = (
            name(county).unwrap_or_default(),
            name(other).unwrap_or_default(),
        );
        let place = self.grid.place(row, column);
        let message = text!(
            "{place}：代码 {code} 是“{other}”的，这一行的名字却是“{named}”，不知道数是谁的",
            "{place}: the code {code} is that of {other}, but the row names {named}; whose numbers these are is unclear"
        );
        let hint = text!(
            "问清是谁的数，在表里改正代码或县名",
            "find out whose numbers they are and correct the code or the name"
        );
        self.report(Code::ImportCounty, message, Some(hint));
    }

    pub(super) fn unknown_row(
        &mut self,
        row: u32,
        name: &str,
        place: String,
        columns: &[(u32, Column)],
    ) {
        // 填报人：… may begin left of the column of counties.
        let cells = self.grid.row(row).map(|(_, cell)| cell.text());
        let first = cells.map(|t| one_line(&t)).find(|t| !t.is_empty());
        let is_note = is_remark(name) || first.is_some_and(|t| is_remark(&t));
        let has_numbers = columns.iter().any(|(column, _)| {
            self.grid
                .get(row, *column)
                .is_some_and(|cell| match &cell.value {
                    Value::Text(text) => text.chars().any(|c| c.is_ascii_digit()),
                    _ => !cell.is_blank(),
                })
        });
        if !has_numbers || is_note {
            return self.no_data(row, place);
        }
        self.unknown_county(name, &place);
    }

    /// Says of a row that it holds no figures, and what it holds.
    pub(in crate::import::table) fn no_data(&mut self, row: u32, place: String) {
        let all: Vec<String> = self
            .grid
            .row(row)
            .filter(|(_, cell)| !cell.is_blank())
            .map(|(_, cell)| brief(&cell.text()))
            .collect();
        let words = all.join(" ");
        self.table
            .left_out
            .push((place, text!("“{words}”不是数据", "`{words}` is no figure")));
    }

    /// Says of a row with numbers that nobody knows whose it is.
    pub(in crate::import::table) fn unknown_county(&mut self, name: &str, place: &str) {
        if self.is_enough(Code::ImportCounty) {
            return;
        }
        let (message, hint) = match name.is_empty() {
            true => (
                text!(
                    "{place}：这一行有数没有县名",
                    "{place}: the row has numbers and no county"
                ),
                text!(
                    "补上县名；不要这一行就在表里删掉",
                    "put the county's name, or delete the row"
                ),
            ),
            false => (
                text!(
                    "{place}：名单里没有“{name}”",
                    "{place}: `{name}` is not in the roster"
                ),
                self.hint_of_county(name),
            ),
        };
        self.report(Code::ImportCounty, message, Some(hint));
    }

    /// What to do about a name that is not in the roster.
    fn hint_of_county(&self, name: &str) -> Text {
        match self.names.near(name) {
            Some(county) => {
                let (slug, county) = (&county.slug, &county.name.value);
                text!(
                    "是不是“{county}”？是就加 --map \"{name}={slug}\"，不要这一行就加 --map \"{name}=-\"",
                    "is it `{county}`? add --map \"{name}={slug}\", or --map \"{name}=-\" to leave it out"
                )
            }
            None => text!(
                "加 --map \"{name}=县的文件夹名\"，不要这一行就加 --map \"{name}=-\"",
                "add --map \"{name}=FOLDER\" with a county's folder, or --map \"{name}=-\" to leave it out"
            ),
        }
    }
}
