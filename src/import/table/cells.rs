//! Cells to entries: what each number is, on which scale, and whether it
//! stands twice.

use super::{Entry, Reader, What};
use crate::finding::{Code, Finding, Place, Severity, Text};
use crate::import::cell::{self, Measure, Reading};
use crate::import::grid::column_name;
use crate::import::grid::{Cell, Value};
use crate::import::header::{Column, Part};
use crate::import::plain::one_line;
use crate::import::plan::{Standing, alike, standing};
use crate::quantity::Quantity;
use crate::text;
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};

impl Reader<'_, '_> {
    /// Reads one cell into an entry.
    pub(super) fn take(&mut self, county: usize, column: &Column, at: (u32, u32)) {
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
            return self.blank(county, column, place);
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
            at,
            hidden,
            assumed: !column.stated,
            settled: column.times.is_some(),
        };
        if column.part == Part::Note {
            let note = one_line(&cell.text());
            if !note.is_empty() && !cell::is_blank_word(&note) {
                entry.what = What::Note(note);
                self.table.entries.push(entry);
                return;
            }
            return self.blank(county, column, place);
        }
        let measure = Measure {
            unit: &column.unit,
            stated: column.stated,
            wanted: &indicator.unit,
            times: column.times,
        };
        self.used.insert(column.unit.as_str().to_owned());
        match cell::read(cell, &measure) {
            Reading::Blank(word) => {
                let said = word.map(|word| (place.clone(), word));
                self.table.corrections.extend(said);
                self.blank(county, column, place);
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

    /// Says of a column that is not imported that its long numbers are torn.
    pub(super) fn damaged_column(&mut self, column: u32, start: u32) {
        let cells = (start..self.height).filter_map(|row| Some((row, self.grid.get(row, column)?)));
        let damaged = |(_, cell): &(u32, &Cell)| matches!(cell.value, Value::Damaged(_));
        let mut damaged = cells.filter(damaged);
        let Some((row, cell)) = damaged.next() else {
            return;
        };
        let (place, shown) = (self.grid.place(row, column), cell.text());
        let count = damaged.count() + 1;
        let message = text!(
            "{place} 等 {count} 格是超过 15 位的长号码（{shown}），电子表格已经把后面的数字丢了；这一列不写入",
            "{place} and so on, {count} cells, hold numbers of more than 15 digits ({shown}); the spreadsheet has lost the last ones; the column is not imported"
        );
        let hint = text!(
            "要用这些号码，请对方把单元格设成文本再填一遍",
            "if they are needed, have the cells set to text and filled in again"
        );
        let place = Place::file(self.path);
        let mut finding = Finding::new(Code::ImportDamaged, place, message).hint(hint);
        finding.severity = Severity::Warning;
        self.findings.push(finding);
    }

    /// Whether a number stands in the edition as it is.
    fn stands(&self, entry: &Entry) -> bool {
        let known = self.names.county_at(entry.county);
        let known = known.zip(self.names.indicator_at(entry.indicator));
        let figure = known.and_then(|(county, indicator)| county.figure(&indicator.id));
        match (figure.and_then(|f| standing(f, entry.part)), &entry.what) {
            (Some(Standing::Number(old)), What::Number(new)) => alike(&old, &new.quantity),
            _ => false,
        }
    }

    /// A cell that says nothing of a number that stands in the edition.
    fn blank(&mut self, county: usize, column: &Column, place: String) {
        let known = self
            .names
            .county_at(county)
            .zip(self.names.indicator_at(column.indicator));
        let figure = known.and_then(|(county, indicator)| county.figure(&indicator.id));
        if figure.is_some_and(|figure| standing(figure, column.part).is_some()) {
            let key = (county, column.indicator, column.part);
            self.table.blanks.entry(key).or_insert(place);
        }
    }

    /// A column of shares in which every bare number lies between 0 and 1 may
    /// hold fractions (0.986 for 98.6%) or small percentages.
    pub(super) fn judge_scale(&mut self, column: &Column) {
        if !column.unit.is_percent() || column.times.is_some() {
            return;
        }
        let mut bare = Vec::new();
        let mut shares: Vec<Decimal> = Vec::new();
        let mut formatted = false;
        for entry in &self.table.entries {
            if (entry.indicator, entry.part) != (column.indicator, column.part)
                || self.stands(entry)
            {
                continue;
            }
            match &entry.what {
                What::Number(reads) => {
                    formatted |= reads.own_unit;
                    shares.push(reads.quantity.value().abs());
                    if let Some(n) = reads.bare {
                        bare.push((n, entry.place.clone()));
                    }
                }
                What::Note(_) => {}
            }
        }
        let is_fraction = |n: &Decimal| n.abs() <= Decimal::ONE && !n.is_zero();
        let all = bare.iter().all(|(n, _)| is_fraction(n) || n.is_zero());
        // 0.46 among 46 and 73 is rather 46%; 0.8 among 5.2 and 12 is one of them.
        let among = |n: &Decimal| {
            let others = || shares.iter().filter(|s| **s > n.abs());
            let times = |n: &Decimal, by: i64| n.abs().checked_mul(by.into());
            let least = others().min().zip(times(n, 10)).map(|(s, n)| *s > n);
            let most = others().max().zip(times(n, 50)).map(|(s, n)| *s >= n);
            least == Some(true) && most == Some(true)
        };
        let odd = |n: &Decimal| match n.scale() {
            // 1 among cells that are shown as percentages may be 100%.
            0 => is_fraction(n) && formatted,
            _ => is_fraction(n) && (all || !self.grid.has_formats || among(n)),
        };
        let Some((number, place)) = bare.iter().find(|(n, _)| odd(n)).cloned() else {
            return;
        };
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
        let hint = if all {
            text!(
                "把单元格格式设为百分比再存成 .xlsx；或加 --map \"{heading}={id}*100\"（乘一百）、--map \"{heading}={id}*1\"（照抄）",
                "set the cells' format to percent and save as .xlsx; or add --map \"{heading}={id}*100\" or --map \"{heading}={id}*1\""
            )
        } else {
            text!(
                "在这一格写明百分号，如 {number}%；别的数也都照抄没有错，就加 --map \"{heading}={id}*1\"",
                "write the percent sign into the cell, as {number}%; if all numbers are right as they stand, add --map \"{heading}={id}*1\""
            )
        };
        self.report(Code::ImportScale, message, Some(hint));
    }

    /// Two columns of one indicator: the same numbers in 亿元 and in 万元 are
    /// taken from the finer one; others are asked about.
    pub(super) fn same_column_twice(&mut self, columns: &[(u32, Column)]) {
        let mut seen: BTreeMap<(usize, Part), (u32, &Column)> = BTreeMap::new();
        for (at, column) in columns {
            let Some((first, of)) = seen.insert((column.indicator, column.part), (*at, column))
            else {
                continue;
            };
            self.two_columns((first, of), (*at, column));
        }
    }

    fn two_columns(&mut self, (a, of): (u32, &Column), (b, other): (u32, &Column)) {
        let in_column = |at: u32| {
            let entries = self.table.entries.iter().enumerate();
            let numbers = entries.filter_map(move |(i, entry)| match &entry.what {
                What::Number(reads) if entry.at.1 == at => {
                    Some((entry.at.0, (i, reads.quantity.clone())))
                }
                _ => None,
            });
            numbers.collect::<BTreeMap<u32, (usize, Quantity)>>()
        };
        let (first, second) = (in_column(a), in_column(b));
        if first.is_empty() || second.is_empty() {
            return;
        }
        let pairs = first
            .iter()
            .filter_map(|(row, one)| Some((one, second.get(row)?)));
        let pairs: Vec<_> = pairs.collect();
        // The last digit that a column is written to.
        let step = |numbers: &BTreeMap<u32, (usize, Quantity)>| {
            let mut numbers = numbers.values().map(|(_, q)| q);
            let scale = numbers.clone().map(|q| q.value().scale()).max()?;
            let unit = numbers.next()?.unit().clone();
            let digit = Quantity::exact(Decimal::try_new(1, scale).ok()?, unit);
            Some(digit.convert(&of.unit).ok()?.value())
        };
        let (fine, coarse) = (step(&first), step(&second));
        let most = fine.max(coarse).filter(|_| of.unit != other.unit);
        let one = |((_, a), (_, b)): &(&(usize, Quantity), &(usize, Quantity))| {
            let far = || {
                let (a, b) = (a.convert(&of.unit).ok()?, b.convert(&of.unit).ok()?);
                a.value()
                    .checked_sub(b.value())?
                    .abs()
                    .checked_mul(2.into())
            };
            alike(a, b)
                || (a.sense() == b.sense() && matches!((far(), most), (Some(f), Some(m)) if f <= m))
        };
        let name = self
            .names
            .indicator_at(of.indicator)
            .map(|i| i.name.clone());
        let name = name.unwrap_or_default();
        let (x, y) = (column_name(a), column_name(b));
        let agree = !pairs.is_empty() && pairs.iter().all(one);
        let second_is_finer = agree && coarse < fine;
        let dropped: BTreeSet<usize> = pairs
            .iter()
            .map(|((i, _), (j, _))| if second_is_finer { *i } else { *j })
            .collect();
        if agree {
            let (kept, other) = if second_is_finer { (&y, &x) } else { (&x, &y) };
            let word = text!(
                "{x} 列和 {y} 列是同一项“{name}”，数也一致，取 {kept} 列的",
                "columns {x} and {y} both hold `{name}` and agree; that of {kept} is taken"
            );
            self.table.left_out.push((other.clone(), word));
        } else {
            let message = text!(
                "{x} 列和 {y} 列都像是“{name}”，数不一样",
                "columns {x} and {y} both seem to be `{name}`, with different numbers"
            );
            let hint = text!(
                "用 --map \"表头=-\" 去掉其中一列",
                "leave one out with --map \"HEADING=-\""
            );
            self.report(Code::ImportTwice, message, Some(hint));
        }
        let mut at = 0;
        self.table.entries.retain(|_| {
            at += 1;
            !dropped.contains(&(at - 1))
        });
    }

    /// The same county's number twice: a hidden or repeated row.
    pub(super) fn twice(&mut self) {
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
}

pub(in crate::import) fn same(a: &What, b: &What) -> bool {
    match (a, b) {
        (What::Number(a), What::Number(b)) => alike(&a.quantity, &b.quantity),
        (What::Note(a), What::Note(b)) => a == b,
        _ => false,
    }
}
