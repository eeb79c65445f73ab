//! Rows of totals beside the counties that they are of. They are not imported, only
//! compared.

use crate::content::Total;
use crate::finding::Code;
use crate::import::cell::{self, Measure, Reading};
use crate::import::header::{Column, Part};
use crate::import::match_names::Row;
use crate::import::table::{Entry, Reader, What};
use crate::quantity::Quantity;
use crate::text;
use rust_decimal::Decimal;
use std::collections::BTreeSet;
use std::ops::Range;

impl Reader<'_, '_> {
    /// Compares a row of totals with the sum of the rows that it is of.
    pub(super) fn compare_totals(&mut self, row: u32, columns: &[(u32, Column)], of: &Range<u32>) {
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
pub(super) fn sums(totals: &[(u32, Row)], entries: &[Entry]) -> Vec<(u32, Range<u32>)> {
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
