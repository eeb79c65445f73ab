//! Cells to entries: what each number is, on which scale, and whether it
//! stands twice.

use super::{Entry, Reader, What};
use crate::finding::{Code, Text};
use crate::import::cell::{self, Measure, Reading, Reads};
use crate::import::grid::Value;
use crate::import::header::{Column, Part};
use crate::import::plain::one_line;
use crate::text;
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
            assumed: !column.stated,
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
            stated: column.stated,
            wanted: &indicator.unit,
            times: column.times,
        };
        self.used.insert(column.unit.as_str().to_owned());
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
    pub(super) fn judge_scale(&mut self, column: &Column) {
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

fn same(a: &What, b: &What) -> bool {
    match (a, b) {
        (What::Number(a), What::Number(b)) => a.quantity == b.quantity,
        (What::Note(a), What::Note(b)) => a == b,
        _ => false,
    }
}
