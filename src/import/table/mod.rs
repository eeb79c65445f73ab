//! A grid understood: where the heading is, which row is whose, what each cell
//! says.
//!
//! Three layouts are known. Wide: a row for each county, a column for each
//! indicator. Turned: the other way round, read by turning the grid. List: a
//! row for each indicator, with columns for its numbers; the county stands in a
//! column, above the table, or in the sheet's name. Which one it is follows
//! from where names of counties and indicators stand.

mod cells;
mod heading;
mod list;
mod parts;
mod survey;
mod units;
mod wide;

use super::cell::Reads;
use super::grid::{Grid, Merge};
use super::header::Part;
use super::match_names::Names;
use super::plain::plain;
use crate::finding::{Code, Finding, Findings, Place, Text};
use crate::quantity::Unit;
use crate::text;
pub(super) use cells::same;
pub(super) use parts::parts;
use std::collections::{BTreeMap, BTreeSet};
pub(super) use survey::names_counties;
use survey::{layout, merged, survey};

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
    /// Names of rows that were settled as not wanted.
    pub(super) skipped: BTreeSet<String>,
    /// Cells that say nothing of a number that stands in the edition, by
    /// county, indicator and part.
    pub(super) blanks: BTreeMap<(usize, usize, Part), String>,
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
    /// Its row and column.
    at: (u32, u32),
    hidden: bool,
    /// The table says no unit for its column.
    pub(super) assumed: bool,
    /// An editor said that its column is right as it stands, or by what to
    /// multiply it.
    pub(super) settled: bool,
}

#[derive(Debug, Clone)]
pub(super) enum What {
    Number(Reads),
    Note(String),
}

/// Reads one sheet, or one table of it behind those `beside` it; `None` where it holds no table of figures.
pub(super) fn read(
    grid: &Grid,
    names: &Names<'_>,
    path: &str,
    beside: &[Table],
    settles: &mut BTreeSet<String>,
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
        beside,
        settles,
        counts: BTreeMap::new(),
        stated: Vec::new(),
        used: BTreeSet::new(),
        findings,
        table: Table {
            sheet: grid.name.clone(),
            layout,
            columns: Vec::new(),
            corrections: Vec::new(),
            left_out: Vec::new(),
            entries: Vec::new(),
            rows: BTreeSet::new(),
            skipped: BTreeSet::new(),
            blanks: BTreeMap::new(),
        },
    };
    match layout {
        Layout::List => reader.list(&survey),
        Layout::Wide | Layout::Turned => reader.wide(&survey),
    }
    reader.unused_units();
    reader.twice();
    reader.finish_counts();
    Some(reader.table)
}

struct Reader<'a, 'n> {
    grid: &'a Grid,
    width: u32,
    height: u32,
    merged: BTreeMap<u32, Vec<Merge>>,
    names: &'a Names<'n>,
    path: &'a str,
    findings: &'a mut Findings,
    /// Tables read before on the same sheet: one total may stand for them all.
    beside: &'a [Table],
    /// Hints given already for this file.
    settles: &'a mut BTreeSet<String>,
    counts: BTreeMap<Code, usize>,
    /// The units that the table states for all its numbers, and where.
    stated: Vec<(String, Vec<Unit>)>,
    /// The units that numbers were read in.
    used: BTreeSet<String>,
    table: Table,
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

    /// Whether a code has been said often enough; then it is only counted, and
    /// nothing need be put into words.
    fn is_enough(&mut self, code: Code) -> bool {
        let count = self.counts.entry(code).or_insert(0);
        let enough = *count >= MOST;
        *count += usize::from(enough);
        enough
    }

    fn report(&mut self, code: Code, message: Text, hint: Option<Text>) {
        // One --map settles a heading in every sheet.
        let once = matches!(code, Code::ImportColumn | Code::ImportCounty);
        if let Some(hint) = hint.as_ref().filter(|_| once)
            && hint.zh.contains("--map")
            && !self.settles.insert(hint.zh.clone())
        {
            return;
        }
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
