//! Tables with a row for each county, and tables turned into such.

use super::heading::Heading;
use super::survey::{FIRST_ROWS, Survey, is_county};
use super::{Entry, MOST, Reader, What, is_remark};
use crate::content::Total;
use crate::finding::{Code, Text};
use crate::import::cell::{self, Measure, Reading};
use crate::import::grid::Value;
use crate::import::header::{self, Column, Lent, Part, Role};
use crate::import::header_words::{Word, word_of};
use crate::import::match_names::Row;
use crate::import::plain::{brief, one_line, plain};
use crate::quantity::{Quantity, Unit};
use crate::text;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

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

    /// A column beside the counties that says row by row what the numbers are:
    /// 目标, 完成; or of which year.
    fn column_of_kinds(&self, survey: &Survey, heading: &Heading) -> Option<u32> {
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
    fn of_kind(
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
    fn say_kind(&mut self, row: u32, kinds: Option<u32>) {
        let Some(at) = kinds else { return };
        if let Some(Word::LeftOut(why)) = word_of(&plain(&self.grid.text(row, at))) {
            let place = self.grid.place(row, at);
            self.table.left_out.push((place, why));
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

    /// The one indicator that the sheet's name or the lines above the table
    /// name.
    fn indicator_of_title(&self, heading: &Heading) -> Option<Lent> {
        let above = self.grid.cells.range(..(heading.from, 0));
        let texts = above.map(|(_, cell)| plain(&cell.text()));
        let texts: Vec<String> = texts.chain([plain(&self.grid.name)]).collect();
        let known = self.names.edition.indicators.iter().map(|i| plain(&i.name));
        let mut found: Vec<(usize, String)> = known
            .enumerate()
            .filter(|(_, name)| texts.iter().any(|text| text.contains(name.as_str())))
            .collect();
        // 达标村 stands within 达标村收入.
        let all = found.clone();
        found.retain(|(_, name)| {
            !all.iter()
                .any(|(_, other)| other != name && other.contains(name.as_str()))
        });
        let [(at, _)] = found.as_slice() else {
            return None;
        };
        let name = &self.names.indicator_at(*at)?.name;
        let why = text!("照标题算“{name}”的", "`{name}`, as the title says");
        Some(Lent {
            indicator: *at,
            unit: None,
            why,
        })
    }

    /// Columns that say 目标 or 上年 and no indicator, right of one that does:
    /// its own, where each indicator of the table has the same behind it.
    fn words_beside(
        &self,
        survey: &Survey,
        heading: &Heading,
        units: &[Unit],
    ) -> BTreeMap<u32, Lent> {
        let mut groups: Vec<(Column, Vec<(u32, Part)>)> = Vec::new();
        for column in (0..self.width).filter(|column| *column != survey.column) {
            let levels = self.levels(column, heading);
            match (
                header::part_alone(&levels, self.names),
                header::role(&levels, self.names, units),
            ) {
                (_, Role::Figure(figure)) if figure.part == Part::Value => {
                    groups.push((figure, Vec::new()));
                }
                (Some(part), _) => match groups.last_mut() {
                    Some((_, parts)) => parts.push((column, part)),
                    None => return BTreeMap::new(),
                },
                _ => {}
            }
        }
        let words = |parts: &[(u32, Part)]| parts.iter().map(|(_, p)| *p).collect::<Vec<_>>();
        let once = |parts: &[Part]| parts.iter().collect::<BTreeSet<_>>().len() == parts.len();
        let first = groups.first().map(|(_, parts)| words(parts));
        let first = first.filter(|parts| once(parts) && !parts.contains(&Part::Value));
        let same = |(_, parts): &(Column, Vec<(u32, Part)>)| Some(words(parts)) == first;
        if !groups.iter().all(same) {
            return BTreeMap::new();
        }
        let lent = |of: &Column| {
            let name = &self.names.indicator_at(of.indicator)?.name;
            let why = text!("算左边“{name}”的", "of `{name}` to the left");
            Some(Lent {
                indicator: of.indicator,
                unit: of.stated.then(|| of.unit.clone()),
                why,
            })
        };
        let mut beside = BTreeMap::new();
        for (of, parts) in groups {
            let all = parts.into_iter();
            beside.extend(all.filter_map(|(column, _)| Some((column, lent(&of)?))));
        }
        beside
    }

    /// What a row is called: its cell in the column of counties, or one before
    /// it that says 合计, as the column of running numbers may.
    pub(super) fn label(&self, row: u32, column: u32) -> (String, u32) {
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
    fn struck_name(&mut self, row: u32, column: u32, name: &str) {
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
    pub(super) fn other_code(
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

    fn unknown_row(&mut self, row: u32, name: &str, place: String, columns: &[(u32, Column)]) {
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
    pub(super) fn no_data(&mut self, row: u32, place: String) {
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
    pub(super) fn unknown_county(&mut self, name: &str, place: &str) {
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

    /// Compares a row of totals with the sum of the rows that it is of.
    fn compare_totals(&mut self, row: u32, columns: &[(u32, Column)], of: &Range<u32>) {
        for (at, column) in columns {
            let Some(indicator) = self.names.indicator_at(column.indicator) else {
                continue;
            };
            let Some(cell) = self
                .grid
                .get(row, *at)
                .filter(|_| indicator.total == Total::Sum)
            else {
                continue;
            };
            let key = (column.indicator, column.part);
            let entries = self.table.entries.iter().filter(|e| of.contains(&e.at.0));
            let numbers = numbers_of(entries, key);
            // The counties of a group may stand elsewhere.
            let Some(Ok(Some(sum))) =
                (!numbers.is_empty()).then(|| Quantity::sum(numbers.iter().copied()))
            else {
                continue;
            };
            let tables = self.beside.iter().chain([&self.table]);
            let all = numbers_of(tables.flat_map(|t| &t.entries), key);
            let whole = Quantity::sum(all.iter().copied()).ok().flatten();
            let place = self.grid.place(row, *at);
            let (name, computed) = (indicator.name.clone(), sum.prose());
            let measure = Measure {
                unit: &column.unit,
                stated: column.stated,
                wanted: &indicator.unit,
                times: column.times,
            };
            match cell::read(cell, &measure) {
                Reading::Value(stated)
                    if !adds_up(&stated.quantity, &sum, numbers.len())
                        && !whole.is_some_and(|w| adds_up(&stated.quantity, &w, all.len())) =>
                {
                    let written = stated.quantity.prose();
                    let message = text!(
                        "{place}：“{name}”的合计写的是 {written}，各县相加是 {computed}",
                        "{place}: the total of `{name}` says {written}; the counties add up to {computed}"
                    );
                    let hint = text!(
                        "问清是合计错了，还是漏了、改了哪个县；合计不会写入",
                        "find out whether the total or a county is wrong; the total is not imported"
                    );
                    self.report(Code::ImportTotal, message, Some(hint));
                }
                Reading::Unclear(_) if cell.formula => {
                    let why = text!(
                        "“{name}”的合计公式没有算出来的数；各县相加是 {computed}",
                        "the total of `{name}` has no computed value; the counties add up to {computed}"
                    );
                    self.table.left_out.push((place, why));
                }
                _ => {}
            }
        }
    }
}

/// The numbers of one indicator, one for each county.
fn numbers_of<'e>(
    entries: impl Iterator<Item = &'e Entry>,
    key: (usize, Part),
) -> Vec<&'e Quantity> {
    let mut seen = BTreeSet::new();
    entries
        .filter(|e| (e.indicator, e.part) == key && seen.insert(e.county))
        .filter_map(|e| match &e.what {
            What::Number(reads) => Some(&reads.quantity),
            What::Note(_) => None,
        })
        .collect()
}

/// The rows that each row of totals is of: all of them; a group's, those
/// between it and the total before it, or behind it where groups are headed by
/// theirs. Where groups are told apart in another way nothing is compared.
fn sums(totals: &[(u32, Row)], entries: &[Entry]) -> Vec<(u32, Range<u32>)> {
    let filled = |range: &Range<u32>| entries.iter().any(|e| range.contains(&e.at.0));
    let end = |at: usize| totals.get(at).map_or(u32::MAX, |(row, _)| *row);
    let above = |at: usize| {
        let from = at.checked_sub(1).and_then(|at| totals.get(at));
        from.map_or(0, |(row, _)| row + 1)..end(at)
    };
    let below = |at: usize| end(at) + 1..end(at + 1);
    let groups: Vec<usize> = (0..totals.len())
        .filter(|at| matches!(totals.get(*at), Some((_, Row::Group))))
        .collect();
    let of_group = |at: usize| {
        if groups.len() < 2 {
            None
        } else if groups.iter().all(|at| filled(&above(*at))) {
            Some(above(at))
        } else if groups.iter().all(|at| filled(&below(*at))) {
            Some(below(at))
        } else {
            None
        }
    };
    let one = |(at, (row, kind)): (usize, &(u32, Row))| match kind {
        Row::Group => Some((*row, of_group(at)?)),
        _ => Some((*row, 0..u32::MAX)),
    };
    totals.iter().enumerate().filter_map(one).collect()
}

/// Whether a total is the sum, or a computed one whose counties were taken as
/// they are shown: then each may be off by half of its last digit.
fn adds_up(stated: &Quantity, sum: &Quantity, count: usize) -> bool {
    if stated.compare(sum) == Some(std::cmp::Ordering::Equal) {
        return true;
    }
    let (a, b) = (stated.value(), sum.value());
    let (coarse, fine) = (a.scale().min(b.scale()), a.scale().max(b.scale()));
    if stated.unit() != sum.unit() || fine < 9 {
        return false;
    }
    let half = Decimal::try_new(5, coarse + 1).ok();
    let most = half.and_then(|half| half.checked_mul(count.into()));
    let off = a.checked_sub(b).map(|off| off.abs());
    matches!((off, most), (Some(off), Some(most)) if off <= most)
}
