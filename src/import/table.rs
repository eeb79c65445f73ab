//! A grid understood: where the heading is, which row is whose, what each cell
//! says.
//!
//! Three layouts are known. Wide: a row for each county, a column for each
//! indicator. Turned: the other way round, read by turning the grid. List: a
//! row for each indicator, with columns for its numbers; the county stands in a
//! column, above the table, or in the sheet's name. Which one it is follows
//! from where names of counties and indicators stand.

use super::cell::{self, Measure, Reading, Reads};
use super::grid::{Cell, Grid, MOST_CELLS, Merge, Value};
use super::header::{self, Column, Part, Role};
use super::match_names::{Names, Row};
use super::plain::{one_line, plain};
use crate::content::Total;
use crate::finding::{Code, Finding, Findings, Place, Text};
use crate::quantity::{Quantity, Unit};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

/// Findings of one code for one sheet at most; more of them say nothing new.
const MOST: usize = 25;

/// How a table is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A row for each county.
    Wide,
    /// A column for each county.
    Turned,
    /// A row for each indicator, or each county's indicator.
    List,
}

/// A table as it was understood.
#[derive(Debug)]
pub struct Table {
    /// The sheet's name; empty for a text table.
    pub sheet: String,
    /// How it is laid out.
    pub layout: Layout,
    /// What each column is used as, for showing.
    pub columns: Vec<Shown>,
    /// What was corrected: cell and what.
    pub corrections: Vec<(String, Text)>,
    /// What was not imported: cell or row and why.
    pub left_out: Vec<(String, Text)>,
    pub(super) entries: Vec<Entry>,
    /// Counties that have a row, filled in or not.
    pub(super) rows: BTreeSet<usize>,
    /// Cells that say there is nothing, with county, indicator and part.
    pub(super) blanks: Vec<(usize, usize, Part, String)>,
}

/// One column of the mapping.
#[derive(Debug)]
pub struct Shown {
    /// `C`, or the row's number in a turned table.
    pub column: String,
    /// Its heading, levels joined.
    pub heading: String,
    /// What it is used as.
    pub used: Text,
    /// The indicator's id and part, where it is one.
    pub id: Option<String>,
    /// The unit of its numbers.
    pub unit: String,
    /// What was guessed about it.
    pub guess: Option<Text>,
}

/// A number or note for one county.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) county: usize,
    pub(super) indicator: usize,
    pub(super) part: Part,
    pub(super) what: What,
    /// `汇总!E5`.
    pub(super) place: String,
    hidden: bool,
}

#[derive(Debug, Clone)]
pub(super) enum What {
    Number(Reads),
    Note(String),
}

/// Where names stand in a grid.
struct Survey {
    layout: Layout,
    /// The column with the counties or, in a list, the first with indicators.
    column: u32,
    /// First row of data.
    first: u32,
}

/// Reads one sheet; `None` where it holds no table of figures.
pub(super) fn read(
    grid: &Grid,
    names: &Names<'_>,
    path: &str,
    findings: &mut Findings,
) -> Option<Table> {
    let layout = layout(grid, names)?;
    let turned;
    let grid = if layout == Layout::Turned {
        turned = grid.turned();
        &turned
    } else {
        grid
    };
    let survey = survey(grid, names, layout)?;
    let height = grid.height();
    let mut reader = Reader {
        grid,
        width: grid.width(),
        height,
        merged: merged(grid, height),
        names,
        path,
        counts: BTreeMap::new(),
        findings,
        table: Table {
            sheet: grid.name.clone(),
            layout,
            columns: Vec::new(),
            corrections: Vec::new(),
            left_out: Vec::new(),
            entries: Vec::new(),
            rows: BTreeSet::new(),
            blanks: Vec::new(),
        },
    };
    match layout {
        Layout::List => reader.list(&survey),
        Layout::Wide | Layout::Turned => reader.wide(&survey),
    }
    reader.twice();
    reader.finish_counts();
    Some(reader.table)
}

/// Whether a sheet names any county of the edition.
pub(super) fn names_counties(grid: &Grid, names: &Names<'_>) -> bool {
    grid.cells.values().any(|cell| is_county(cell, names))
}

fn is_county(cell: &Cell, names: &Names<'_>) -> bool {
    is_name(cell) && matches!(names.row(&cell.text()), Row::County(_))
}

/// Counties are named by text, or by their code as a number.
fn is_name(cell: &Cell) -> bool {
    match &cell.value {
        Value::Text(_) => true,
        Value::Number(n) => !cell.format.percent && n.scale() == 0 && n.abs() >= 100_000.into(),
        _ => false,
    }
}

fn names_indicator(cell: &Cell, names: &Names<'_>) -> bool {
    let Value::Text(text) = &cell.value else {
        return false;
    };
    let levels = [one_line(text)];
    matches!(header::role(&levels, names, &[]), Role::Figure(_))
}

fn layout(grid: &Grid, names: &Names<'_>) -> Option<Layout> {
    let mut counties: Vec<(u32, u32)> = Vec::new();
    let mut indicators: Vec<(u32, u32)> = Vec::new();
    for (at, cell) in &grid.cells {
        // A table with a hundred thousand rows is known by its first thousand.
        if counties.len() + indicators.len() > 2_000 {
            break;
        }
        if is_county(cell, names) {
            counties.push(*at);
        } else if names_indicator(cell, names) {
            indicators.push(*at);
        }
    }
    let rows = |list: &[(u32, u32)]| list.iter().map(|(row, _)| *row).collect::<BTreeSet<_>>();
    let (county_rows, indicator_rows) = (rows(&counties), rows(&indicators));
    match (county_rows.first(), indicator_rows.first()) {
        (None, None) => None,
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

fn survey(grid: &Grid, names: &Names<'_>, layout: Layout) -> Option<Survey> {
    let mut best: BTreeMap<u32, (BTreeSet<usize>, u32)> = BTreeMap::new();
    for ((row, column), cell) in &grid.cells {
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
    let (column, (_, first)) = best.into_iter().max_by_key(|(column, (found, row))| {
        (found.len(), is_text(*column, *row), u32::MAX - column)
    })?;
    Some(Survey {
        layout,
        column,
        first,
    })
}

/// Merged cells by row, so that a table of many rows is read in one go.
fn merged(grid: &Grid, height: u32) -> BTreeMap<u32, Vec<Merge>> {
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

struct Reader<'a, 'n> {
    grid: &'a Grid,
    width: u32,
    height: u32,
    merged: BTreeMap<u32, Vec<Merge>>,
    names: &'a Names<'n>,
    path: &'a str,
    findings: &'a mut Findings,
    counts: BTreeMap<Code, usize>,
    table: Table,
}

/// The rows of the heading, first and last.
struct Heading {
    from: u32,
    to: u32,
}

impl Reader<'_, '_> {
    /// Where the value of a place stands: itself, or the first cell of the
    /// merged ones it belongs to.
    fn origin(&self, row: u32, column: u32) -> (u32, u32) {
        let merges = self.merged.get(&row).map(Vec::as_slice).unwrap_or_default();
        let covers = |m: &&Merge| (m.start.1..=m.end.1).contains(&column);
        merges
            .iter()
            .find(covers)
            .map_or((row, column), |m| m.start)
    }

    fn report(&mut self, code: Code, message: Text, hint: Option<Text>) {
        let count = self.counts.entry(code).or_insert(0);
        *count += 1;
        if *count <= MOST {
            let place = Place::file(self.path);
            self.findings
                .push(Finding::new(code, place, message).maybe_hint(hint));
        }
    }

    /// Says how many more there were of each kind.
    fn finish_counts(&mut self) {
        for (code, count) in std::mem::take(&mut self.counts) {
            if count > MOST {
                let (more, sheet) = (count - MOST, &self.table.sheet);
                let message = text!(
                    "工作表“{sheet}”里同样的问题还有 {more} 处",
                    "{more} more of the same kind in the sheet `{sheet}`"
                );
                self.findings
                    .push(Finding::new(code, Place::file(self.path), message));
            }
        }
    }

    /// The heading above the first row of data: rows with several cells, the
    /// title above them left out.
    fn heading(&self, survey: &Survey) -> Heading {
        let mut to = survey.first;
        // Rows of data whose name nobody knows may stand before the first one
        // that is known.
        let mut row = survey.first;
        while let Some(above) = row.checked_sub(1) {
            row = above;
            if self.looks_like_data(row, survey) {
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

    fn heads(&self, row: u32, survey: &Survey) -> bool {
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
    fn looks_like_data(&self, row: u32, survey: &Survey) -> bool {
        let mut name = self.grid.text(row, survey.column);
        name.retain(|c| !c.is_whitespace());
        if name.is_empty() || header::is_number_of_column(&plain(&name)) {
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

    fn is_heading_row(&self, row: u32) -> bool {
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
    fn levels(&self, column: u32, heading: &Heading) -> Vec<String> {
        let mut levels: Vec<String> = Vec::new();
        let mut seen = BTreeSet::new();
        for row in heading.from..=heading.to {
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
    fn group_left_of(&self, row: u32, column: u32, heading: &Heading) -> String {
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

    /// The units that lines above the heading name.
    fn units(&self, heading: &Heading) -> Vec<Unit> {
        let above = self.grid.cells.range(..(heading.from, 0));
        above
            .flat_map(|(_, cell)| header::units_of_title(&cell.text()))
            .collect()
    }

    fn show(&mut self, column: u32, levels: &[String], role: &Role) {
        let name = if self.grid.turned {
            (u64::from(column) + 1).to_string()
        } else {
            super::grid::column_name(column)
        };
        let (used, id, unit, guess) = match role {
            Role::County => (text!("县", "county"), None, String::new(), None),
            Role::IndicatorId | Role::IndicatorName => {
                (text!("指标", "indicator"), None, String::new(), None)
            }
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

    fn unknown_column(&mut self, column: u32, levels: &[String], why: &Text) {
        let at = self.grid.place(self.grid.row_of_heading(column), column);
        let heading = header::joined(levels);
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
        let last = levels.last().map(String::as_str).unwrap_or_default();
        let known = self.names.edition.indicators.iter();
        let near = crate::finding::nearest(
            &plain(last),
            known.flat_map(|i| [i.name.as_str(), i.id.as_str()]),
        );
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

    // ── One row for each county ──────────────────────────────────────────

    fn wide(&mut self, survey: &Survey) {
        let heading = self.heading(survey);
        let units = self.units(&heading);
        let height = self.height;
        let mut columns: Vec<(u32, Column)> = Vec::new();
        for column in 0..self.width {
            let levels = self.levels(column, &heading);
            let filled = (heading.to + 1..height)
                .any(|r| self.grid.get(r, column).is_some_and(|c| !c.is_blank()));
            if levels.is_empty() && !filled {
                continue;
            }
            if column == survey.column {
                self.show(column, &levels, &Role::County);
                continue;
            }
            let role = match header::role(&levels, self.names, &units) {
                // A second column of names, or of codes.
                Role::Unknown(_) if self.is_names(column, &heading) => {
                    Role::LeftOut(text!("也是县", "counties once more"))
                }
                Role::Unknown(_) if !filled => Role::LeftOut(text!("整列是空的", "it is empty")),
                role => role,
            };
            self.show(column, &levels, &role);
            match role {
                Role::Figure(figure) => columns.push((column, figure)),
                Role::Unknown(why) => self.unknown_column(column, &levels, &why),
                _ => {}
            }
        }
        self.same_column_twice(&columns);
        let mut totals: Vec<u32> = Vec::new();
        for row in heading.to + 1..height {
            self.wide_row(row, survey, &columns, &mut totals);
        }
        for (_, column) in &columns {
            self.judge_scale(column);
        }
        for row in totals {
            self.compare_totals(row, &columns);
        }
    }

    fn is_names(&self, column: u32, heading: &Heading) -> bool {
        let mut cells = (heading.to + 1..self.height).filter_map(|r| self.grid.get(r, column));
        cells.any(|cell| is_county(cell, self.names))
    }

    fn same_column_twice(&mut self, columns: &[(u32, Column)]) {
        let mut seen: BTreeMap<(usize, Part), u32> = BTreeMap::new();
        for (at, column) in columns {
            let Some(first) = seen.insert((column.indicator, column.part), *at) else {
                continue;
            };
            let name = self
                .names
                .indicator_at(column.indicator)
                .map(|i| i.name.clone())
                .unwrap_or_default();
            let (a, b) = (
                super::grid::column_name(first),
                super::grid::column_name(*at),
            );
            let message = text!(
                "{a} 列和 {b} 列都像是“{name}”",
                "columns {a} and {b} both seem to be `{name}`"
            );
            let hint = text!(
                "用 --map \"表头=-\" 去掉其中一列",
                "leave one out with --map \"HEADING=-\""
            );
            self.report(Code::ImportTwice, message, Some(hint));
        }
    }

    fn wide_row(
        &mut self,
        row: u32,
        survey: &Survey,
        columns: &[(u32, Column)],
        totals: &mut Vec<u32>,
    ) {
        if self.grid.row(row).all(|(_, cell)| cell.is_blank()) {
            return;
        }
        let at = self.origin(row, survey.column);
        let name = self.grid.text(at.0, at.1);
        let place = self.grid.place(row, survey.column);
        let shown = one_line(&name);
        match self.names.row(&name) {
            Row::County(county) => {
                self.table.rows.insert(county);
                for (column, figure) in columns {
                    self.take(county, figure, (row, *column));
                }
            }
            Row::Total if plain(&name) == "小计" => {
                let why = text!("小计，不写入", "a subtotal, not imported");
                self.table.left_out.push((place, why));
            }
            Row::Total => {
                if totals.len() == MOST {
                    return;
                }
                let why = text!(
                    "“{shown}”是合计，不写入，只用来核对",
                    "`{shown}` is a total, only compared"
                );
                self.table.left_out.push((place, why));
                totals.push(row);
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
            }
            Row::Unknown => self.unknown_row(row, &shown, place, columns),
        }
    }

    fn unknown_row(&mut self, row: u32, name: &str, place: String, columns: &[(u32, Column)]) {
        let has_numbers = columns.iter().any(|(column, _)| {
            self.grid
                .get(row, *column)
                .is_some_and(|cell| match &cell.value {
                    Value::Text(text) => text.chars().any(|c| c.is_ascii_digit()),
                    _ => !cell.is_blank(),
                })
        });
        if !has_numbers || is_remark(name) {
            let all: Vec<String> = self
                .grid
                .row(row)
                .filter(|(_, cell)| !cell.is_blank())
                .map(|(_, cell)| one_line(&cell.text()))
                .collect();
            let words = all.join(" ");
            self.table
                .left_out
                .push((place, text!("“{words}”不是数据", "`{words}` is no figure")));
            return;
        }
        let message = if name.is_empty() {
            text!(
                "{place}：这一行有数没有县名",
                "{place}: the row has numbers and no county"
            )
        } else {
            text!(
                "{place}：名单里没有“{name}”",
                "{place}: `{name}` is not in the roster"
            )
        };
        let known = self
            .names
            .edition
            .counties
            .iter()
            .map(|c| c.name.value.as_str());
        let near = crate::finding::nearest(&plain(name), known).map(str::to_owned);
        let slug = |name: &str| {
            let found = self
                .names
                .edition
                .counties
                .iter()
                .find(|c| c.name.value == name);
            found.map(|c| c.slug.clone()).unwrap_or_default()
        };
        let hint = match near {
            Some(county) => {
                let slug = slug(&county);
                text!(
                    "是不是“{county}”？是就加 --map \"{name}={slug}\"，不要这一行就加 --map \"{name}=-\"",
                    "is it `{county}`? add --map \"{name}={slug}\", or --map \"{name}=-\" to leave it out"
                )
            }
            None => text!(
                "加 --map \"{name}=县的文件夹名\"，不要这一行就加 --map \"{name}=-\"",
                "add --map \"{name}=FOLDER\" with a county's folder, or --map \"{name}=-\" to leave it out"
            ),
        };
        self.report(Code::ImportCounty, message, Some(hint));
    }

    /// Reads one cell into an entry.
    fn take(&mut self, county: usize, column: &Column, at: (u32, u32)) {
        let place = self.grid.place(at.0, at.1);
        let origin = self.origin(at.0, at.1);
        if origin != at
            && self
                .grid
                .get(origin.0, origin.1)
                .is_some_and(|c| !c.is_blank())
        {
            let first = self.grid.place(origin.0, origin.1);
            let message = text!(
                "{place}：与 {first} 合并成一格，不知道数是谁的",
                "{place}: merged with {first}, so whose number it is is unclear"
            );
            let hint = text!("拆开合并的单元格，一县一数", "split the merged cells");
            return self.report(Code::ImportCell, message, Some(hint));
        }
        let Some(cell) = self.grid.get(at.0, at.1) else {
            return;
        };
        let hidden =
            self.grid.hidden_rows.contains(&at.0) || self.grid.hidden_columns.contains(&at.1);
        let Some(indicator) = self.names.indicator_at(column.indicator) else {
            return;
        };
        let mut entry = Entry {
            county,
            indicator: column.indicator,
            part: column.part,
            what: What::Note(String::new()),
            place: place.clone(),
            hidden,
        };
        if column.part == Part::Note {
            let note = one_line(&cell.text());
            if !note.is_empty() && !cell::is_blank_word(&note) {
                entry.what = What::Note(note);
                self.table.entries.push(entry);
            }
            return;
        }
        let measure = Measure {
            unit: &column.unit,
            wanted: &indicator.unit,
            times: column.times,
        };
        match cell::read(cell, &measure) {
            Reading::Blank(None) => {}
            Reading::Blank(Some(word)) => {
                self.table.corrections.push((place.clone(), word));
                self.table
                    .blanks
                    .push((county, column.indicator, column.part, place));
            }
            Reading::Value(reads) => {
                if let Some(correction) = &reads.correction {
                    self.table.corrections.push((place, correction.clone()));
                }
                entry.what = What::Number(reads);
                self.table.entries.push(entry);
            }
            Reading::Unclear(why) => {
                let Text { zh, en } = &why;
                let message = text!("{place}：{zh}", "{place}: {en}");
                let code = match cell.value {
                    Value::Empty => Code::ImportFormula,
                    Value::Damaged(_) => Code::ImportDamaged,
                    _ => Code::ImportCell,
                };
                let hint = match cell.value {
                    Value::Empty => text!(
                        "用 Excel 或 WPS 打开，存一次再导入",
                        "open it in a spreadsheet, save it, and import again"
                    ),
                    _ => text!("在表里改正这一格", "correct the cell"),
                };
                self.report(code, message, Some(hint));
            }
        }
    }

    /// A column of shares in which every bare number lies between 0 and 1 may
    /// hold fractions (0.986 for 98.6%) or small percentages.
    fn judge_scale(&mut self, column: &Column) {
        if !column.unit.is_percent() || column.times.is_some() {
            return;
        }
        let mut bare = Vec::new();
        for entry in &self.table.entries {
            if (entry.indicator, entry.part) != (column.indicator, column.part) {
                continue;
            }
            match &entry.what {
                What::Number(Reads { bare: Some(n), .. }) => bare.push((*n, entry.place.clone())),
                What::Number(_) | What::Note(_) => {}
            }
        }
        let is_fraction = |n: &rust_decimal::Decimal| n.abs() <= 1.into();
        let odd = bare
            .iter()
            .find(|(n, _)| is_fraction(n) && n.scale() > 0)
            .cloned();
        let Some((number, place)) = odd else { return };
        // Where no formats are known, one fraction among percentages may be a
        // percentage as well.
        if self.grid.has_formats && !bare.iter().all(|(n, _)| is_fraction(n)) {
            return;
        }
        let name = self
            .names
            .indicator_at(column.indicator)
            .map(|i| (i.name.clone(), i.id.clone()));
        let (name, id) = name.unwrap_or_default();
        let shown = self
            .table
            .columns
            .iter()
            .find(|c| c.id.as_deref() == Some(id.as_str()));
        let heading = shown.map_or_else(|| name.clone(), |c| c.heading.clone());
        let message = text!(
            "{place}：“{name}”的 {number} 是 {number}%，还是它的一百倍，看不出来",
            "{place}: whether {number} of `{name}` is {number}% or a hundred times that is unclear"
        );
        let hint = text!(
            "把单元格格式设为百分比再存成 .xlsx；或加 --map \"{heading}={id}*100\"（乘一百）、--map \"{heading}={id}*1\"（照抄）",
            "set the cells' format to percent and save as .xlsx; or add --map \"{heading}={id}*100\" or --map \"{heading}={id}*1\""
        );
        self.report(Code::ImportScale, message, Some(hint));
    }

    /// Compares a row of totals with the sum of the rows that were read.
    fn compare_totals(&mut self, row: u32, columns: &[(u32, Column)]) {
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
            let mut seen = BTreeSet::new();
            let numbers: Vec<&Quantity> = self
                .table
                .entries
                .iter()
                .filter(|e| (e.indicator, e.part) == (column.indicator, column.part))
                .filter(|e| seen.insert(e.county))
                .filter_map(|e| match &e.what {
                    What::Number(reads) => Some(&reads.quantity),
                    What::Note(_) => None,
                })
                .collect();
            let Ok(Some(sum)) = Quantity::sum(numbers.iter().copied()) else {
                continue;
            };
            let place = self.grid.place(row, *at);
            let (name, computed) = (indicator.name.clone(), sum.prose());
            let measure = Measure {
                unit: &column.unit,
                wanted: &indicator.unit,
                times: column.times,
            };
            match cell::read(cell, &measure) {
                Reading::Value(stated)
                    if stated.quantity.compare(&sum) != Some(std::cmp::Ordering::Equal) =>
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

    /// The same county's number twice: a hidden or repeated row.
    fn twice(&mut self) {
        let mut seen: BTreeMap<(usize, usize, Part), usize> = BTreeMap::new();
        let mut dropped: BTreeSet<usize> = BTreeSet::new();
        for at in 0..self.table.entries.len() {
            let entry = &self.table.entries[at];
            let key = (entry.county, entry.indicator, entry.part);
            let Some(first) = seen.get(&key).copied() else {
                seen.insert(key, at);
                continue;
            };
            let before = &self.table.entries[first];
            let same = same(&before.what, &entry.what);
            let county = self
                .names
                .county_at(entry.county)
                .map(|c| c.name.value.clone())
                .unwrap_or_default();
            let name = self
                .names
                .indicator_at(entry.indicator)
                .map(|i| i.name.clone())
                .unwrap_or_default();
            let (a, b) = (before.place.clone(), entry.place.clone());
            let hidden = match (before.hidden, entry.hidden) {
                (true, _) => Some(a.clone()),
                (_, true) => Some(b.clone()),
                _ => None,
            };
            let (zh, en) = match hidden {
                Some(cell) => (
                    format!("（{cell} 在隐藏的行列里）"),
                    format!(" ({cell} is hidden)"),
                ),
                None => (String::new(), String::new()),
            };
            dropped.insert(at);
            if same {
                let message = text!(
                    "{county}“{name}”写了两次：{a} 和 {b}{zh}，数相同，取一次",
                    "{county} has `{name}` twice, at {a} and {b}{en}; they agree"
                );
                self.report(Code::ImportHidden, message, None);
            } else {
                let message = text!(
                    "{county}“{name}”有两个不同的数：{a} 和 {b}{zh}",
                    "{county} has two different numbers of `{name}`, at {a} and {b}{en}"
                );
                let hint = text!(
                    "取消筛选和隐藏，删掉不对的一行再导入",
                    "show hidden rows, delete the wrong one and import again"
                );
                self.report(Code::ImportTwice, message, Some(hint));
            }
        }
        let mut at = 0;
        self.table.entries.retain(|_| {
            at += 1;
            !dropped.contains(&(at - 1))
        });
        let hidden: Vec<String> = self
            .table
            .entries
            .iter()
            .filter(|e| e.hidden)
            .map(|e| e.place.clone())
            .collect();
        if let Some(first) = hidden.first() {
            let count = hidden.len();
            let message = text!(
                "隐藏的行或列里有 {count} 个数也读了进来，如 {first}",
                "{count} numbers stand in hidden rows or columns, e.g. {first}; they are read as well"
            );
            let hint = text!(
                "取消隐藏看一看；不要的请删掉再导入",
                "show them; delete what is not wanted and import again"
            );
            self.report(Code::ImportHidden, message, Some(hint));
        }
    }

    // ── One row for each indicator ───────────────────────────────────────

    fn list(&mut self, survey: &Survey) {
        let heading = self.heading(survey);
        let mut parts: Vec<(u32, Part)> = Vec::new();
        let (mut county_column, mut unit_column) = (None, None);
        let mut name_columns: Vec<u32> = Vec::new();
        for column in 0..self.width {
            let levels = self.levels(column, &heading);
            let filled = (heading.to + 1..self.height)
                .any(|r| self.grid.get(r, column).is_some_and(|c| !c.is_blank()));
            if levels.is_empty() && !filled {
                continue;
            }
            let role = match header::list_role(&levels, self.names) {
                Role::County if self.is_names(column, &heading) => Role::County,
                _ if column == survey.column => Role::IndicatorName,
                Role::County | Role::Unknown(_) if self.is_names(column, &heading) => Role::County,
                Role::County => Role::LeftOut(text!("不是数据", "not figures")),
                Role::Unknown(_) if !filled => Role::LeftOut(text!("整列是空的", "it is empty")),
                role => role,
            };
            self.show(column, &levels, &role);
            match role {
                Role::County => county_column = Some(column),
                Role::IndicatorId => name_columns.insert(0, column),
                Role::IndicatorName => name_columns.push(column),
                Role::Unit => unit_column = Some(column),
                Role::Numbers(part) => parts.push((column, part)),
                Role::Unknown(why) => self.unknown_column(column, &levels, &why),
                _ => {}
            }
        }
        let alone = self.county_of_sheet(&heading);
        if county_column.is_none() && alone.is_none() {
            let sheet = &self.table.sheet;
            let message = text!(
                "看不出工作表“{sheet}”是哪个县的",
                "which county the sheet `{sheet}` is of is unclear"
            );
            let hint = text!(
                "把工作表改成县名，或加一列“县”",
                "name the sheet after the county, or add a column of counties"
            );
            return self.report(Code::ImportCounty, message, Some(hint));
        }
        let mut seen_columns: Vec<Column> = Vec::new();
        for row in heading.to + 1..self.height {
            let county = match county_column {
                None => alone,
                Some(column) => {
                    let at = self.origin(row, column);
                    let name = self.grid.text(at.0, at.1);
                    match self.names.row(&name) {
                        Row::County(at) => Some(at),
                        Row::Unknown if !name.is_empty() && self.has_numbers(row, &parts) => {
                            let place = self.grid.place(row, column);
                            self.unknown_row_of_list(&one_line(&name), &place);
                            continue;
                        }
                        _ => None,
                    }
                }
            };
            let found = name_columns.iter().find_map(|column| {
                let at = self.origin(row, *column);
                self.indicator_of_row(&self.grid.text(at.0, at.1))
            });
            let (Some(county), Some(mut column)) = (county, found) else {
                self.row_of_no_indicator(row, &name_columns, &parts, county.is_some());
                continue;
            };
            self.table.rows.insert(county);
            let unit = unit_column
                .map(|c| self.grid.text(row, c))
                .unwrap_or_default();
            if let Ok(unit) = Unit::parse(&unit) {
                let wanted = self
                    .names
                    .indicator_at(column.indicator)
                    .map(|i| i.unit.clone());
                if wanted.is_some_and(|w| w.family() == unit.family()) {
                    column.unit = unit;
                } else {
                    let place = self.grid.place(row, unit_column.unwrap_or(0));
                    let message = text!(
                        "{place}：单位“{unit}”与指标的单位换算不过来",
                        "{place}: the unit {unit} does not convert to the indicator's"
                    );
                    self.report(Code::ImportCell, message, None);
                    continue;
                }
            }
            for (at, part) in &parts {
                let column = Column {
                    part: *part,
                    ..column.clone()
                };
                self.take(county, &column, (row, *at));
                seen_columns.push(column);
            }
        }
        // A column of units says how bare numbers are meant.
        if unit_column.is_some() {
            return;
        }
        seen_columns.sort_by_key(|c| (c.indicator, c.part));
        seen_columns.dedup_by_key(|c| (c.indicator, c.part));
        for column in &seen_columns {
            self.judge_scale(column);
        }
    }

    /// The county of a list without a column of counties: named by the sheet
    /// or by a line above the table.
    fn county_of_sheet(&self, heading: &Heading) -> Option<usize> {
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

    fn indicator_of_row(&self, text: &str) -> Option<Column> {
        match header::role(&[one_line(text)], self.names, &[]) {
            Role::Figure(column) => Some(column),
            _ => None,
        }
    }

    fn has_numbers(&self, row: u32, parts: &[(u32, Part)]) -> bool {
        parts.iter().any(|(column, part)| {
            *part != Part::Note
                && self
                    .grid
                    .get(row, *column)
                    .is_some_and(|c| !c.is_blank() && !cell::is_blank_word(&c.text()))
        })
    }

    fn unknown_row_of_list(&mut self, name: &str, place: &str) {
        let message = text!(
            "{place}：名单里没有“{name}”",
            "{place}: `{name}` is not in the roster"
        );
        let hint = text!(
            "加 --map \"{name}=县的文件夹名\"，不要就加 --map \"{name}=-\"",
            "add --map \"{name}=FOLDER\" with a county's folder, or --map \"{name}=-\""
        );
        self.report(Code::ImportCounty, message, Some(hint));
    }

    fn row_of_no_indicator(
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
        if self.has_numbers(row, parts) && has_county && wanted && !is_remark(&name) {
            let message = text!(
                "{place}：没有“{name}”这个指标",
                "{place}: there is no indicator `{name}`"
            );
            let known = self.names.edition.indicators.iter();
            let hint = crate::finding::hint(&plain(&name), known.map(|i| i.name.as_str()));
            return self.report(Code::ImportColumn, message, hint);
        }
        let all: Vec<String> = self
            .grid
            .row(row)
            .filter(|(_, cell)| !cell.is_blank())
            .map(|(_, cell)| one_line(&cell.text()))
            .collect();
        let words = all.join(" ");
        self.table
            .left_out
            .push((place, text!("“{words}”不是数据", "`{words}` is no figure")));
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

fn same(a: &What, b: &What) -> bool {
    match (a, b) {
        (What::Number(a), What::Number(b)) => a.quantity == b.quantity,
        (What::Note(a), What::Note(b)) => a == b,
        _ => false,
    }
}

/// 注：…, 填报人：…: a line under the table.
fn is_remark(name: &str) -> bool {
    let name = plain(name);
    const STARTS: &[&str] = &[
        "注",
        "备注",
        "说明",
        "填报",
        "制表",
        "审核",
        "复核",
        "联系",
        "单位负责人",
        "负责人",
        "数据来源",
        "资料来源",
        "来源",
        "统计负责人",
        "日期",
        "填表",
    ];
    STARTS.iter().any(|start| name.starts_with(start))
}
