//! A column that says row by row what the numbers are: 目标, 完成, or of which year.

use crate::import::header::{self, Column, Part};
use crate::import::header_words::{Word, word_of};
use crate::import::plain::plain;
use crate::import::table::Reader;
use crate::import::table::heading::Heading;
use crate::import::table::survey::Survey;
use std::collections::BTreeSet;

impl Reader<'_, '_> {
    /// A column beside the counties that says row by row what the numbers are:
    /// 目标, 完成; or of which year.
    pub(super) fn column_of_kinds(&self, survey: &Survey, heading: &Heading) -> Option<u32> {
        let is_kind = |column: &u32| {
            let rows = heading.to + 1..self.height;
            let words: BTreeSet<String> = rows
                .filter_map(|row| self.grid.get(row, *column))
                .map(|cell| plain(&cell.text()))
                .filter(|word| !word.is_empty())
                .collect();
            let known = |word: &String| word_of(word).is_some();
            // 建成年份 is no year of numbers.
            let levels = self.levels(*column, heading);
            let of_years = match levels.last() {
                Some(last) => header::heads_years(last),
                None => self.grid.turned,
            };
            let year = |word: &String| header::whole_year(word).is_some();
            (words.len() > 1 && words.iter().all(known))
                || (of_years && !words.is_empty() && words.iter().all(year))
        };
        let mut columns = (0..self.width).filter(|column| *column != survey.column);
        columns.find(is_kind)
    }

    /// What a word in the column of kinds says.
    fn kind(&self, word: &str) -> Option<Word> {
        let word = plain(word);
        let of_year = |year| Word::Part(header::part_of_year(year, self.names));
        header::whole_year(&word)
            .map(of_year)
            .or_else(|| word_of(&word))
    }

    /// The columns as one row means them, by the word in its column of kinds.
    pub(super) fn of_kind(
        &self,
        row: u32,
        kinds: Option<u32>,
        columns: &[(u32, Column)],
    ) -> Vec<(u32, Column)> {
        let word = kinds.map(|at| self.grid.text(row, at)).unwrap_or_default();
        match self.kind(&word) {
            Some(Word::Part(part)) => columns
                .iter()
                .map(|(at, column)| match column.part {
                    Part::Value => (
                        *at,
                        Column {
                            part,
                            ..column.clone()
                        },
                    ),
                    _ => (*at, column.clone()),
                })
                .collect(),
            Some(Word::LeftOut(_)) => Vec::new(),
            None => columns.to_vec(),
        }
    }

    /// Says of a row of rates or shares that it is not imported.
    pub(super) fn say_kind(&mut self, row: u32, kinds: Option<u32>) {
        let Some(at) = kinds else { return };
        if let Some(Word::LeftOut(why)) = word_of(&plain(&self.grid.text(row, at))) {
            let place = self.grid.place(row, at);
            self.table.left_out.push((place, why));
        }
    }
}
