//! Which rows of many are drawn: all up to thirty; beyond that the ten largest,
//! the ten smallest and each focus with its two neighbours. What is left out is
//! counted and said, never dropped in silence.

use super::data::{Language, Order, Words, finite};
use std::collections::BTreeSet;

/// Up to here all rows are drawn.
pub(crate) const MOST: usize = 30;
/// So many of each end, where not all are.
pub(crate) const ENDS: usize = 10;
/// A page is about one county; a chart with more than this many has no focus.
const FOCUSES: usize = 5;

/// A line of a list of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Entry {
    /// The row with this index.
    Row(usize),
    /// So many that have a value are left out here.
    Left(usize),
    /// So many without a value are left out here.
    Missing(usize),
}

/// What a row is to the choice.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Candidate {
    pub(crate) value: Option<f64>,
    pub(crate) focus: bool,
}

/// The lines to draw, in order. Too many rows for one drawing are always ordered
/// by value, since only then do the first and the last ten mean something.
pub(crate) fn pick(rows: &[Candidate], order: Order) -> Vec<Entry> {
    let mut indices: Vec<usize> = (0..rows.len()).collect();
    let value = |n: &usize| rows.get(*n).and_then(|r| finite(r.value));
    if order == Order::Value || rows.len() > MOST {
        // Stable: equal values keep their official order; without a value last.
        indices.sort_by(|a, b| match (value(a), value(b)) {
            (Some(x), Some(y)) => y.total_cmp(&x),
            (x, y) => y.is_some().cmp(&x.is_some()),
        });
    }
    if rows.len() <= MOST {
        return indices.into_iter().map(Entry::Row).collect();
    }
    let present = indices.iter().filter(|n| value(n).is_some()).count();
    let kept = kept(rows, &indices, present);
    let mut entries = Vec::new();
    let (mut left, mut missing) = (0, 0);
    for (position, &index) in indices.iter().enumerate() {
        if position == present {
            flush(&mut entries, &mut left, &mut missing);
        }
        if kept.contains(&position) {
            flush(&mut entries, &mut left, &mut missing);
            entries.push(Entry::Row(index));
        } else if position < present {
            left += 1;
        } else {
            missing += 1;
        }
    }
    flush(&mut entries, &mut left, &mut missing);
    entries
}

fn kept(rows: &[Candidate], indices: &[usize], present: usize) -> BTreeSet<usize> {
    let mut kept: BTreeSet<usize> = (0..present.min(ENDS))
        .chain(present.saturating_sub(ENDS)..present)
        .collect();
    let focus = |position: &usize| {
        indices
            .get(*position)
            .and_then(|n| rows.get(*n))
            .is_some_and(|r| r.focus)
    };
    for position in (0..indices.len()).filter(focus).take(FOCUSES) {
        kept.insert(position);
        if position < present {
            kept.extend([position.saturating_sub(1), (position + 1).min(present - 1)]);
        }
    }
    kept
}

fn flush(entries: &mut Vec<Entry>, left: &mut usize, missing: &mut usize) {
    if *left > 0 {
        entries.push(Entry::Left(std::mem::take(left)));
    }
    if *missing > 0 {
        entries.push(Entry::Missing(std::mem::take(missing)));
    }
}

/// The rows among the entries.
pub(crate) fn drawn<'a, T>(entries: &[Entry], rows: &'a [T]) -> Vec<&'a T> {
    let row = |entry: &Entry| match entry {
        Entry::Row(n) => rows.get(*n),
        _ => None,
    };
    entries.iter().filter_map(row).collect()
}

/// The line that says what is left out.
pub(crate) fn remark(entry: Entry, words: &Words) -> Option<String> {
    let counted = super::say::counted(words);
    let zh = words.language == Language::Chinese;
    match entry {
        Entry::Row(_) => None,
        Entry::Left(n) if zh => Some(format!("⋯ 其余{n}{counted}未画出")),
        Entry::Left(n) => Some(format!("⋯ {n} more {counted} not drawn")),
        Entry::Missing(n) if zh => Some(format!("另有{n}{counted}暂无数据")),
        Entry::Missing(n) => Some(format!("{n} more {counted} without data")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(values: impl Iterator<Item = Option<f64>>) -> Vec<Candidate> {
        values
            .map(|value| Candidate {
                value,
                focus: false,
            })
            .collect()
    }

    #[test]
    fn few_rows_are_all_drawn_without_data_last() {
        let rows = rows([Some(1.0), None, Some(3.0), Some(f64::NAN), Some(3.0)].into_iter());
        let entries = pick(&rows, Order::Value);
        assert_eq!(entries, [2, 4, 0, 1, 3].map(Entry::Row));
        assert_eq!(
            pick(&rows, Order::Official),
            [0, 1, 2, 3, 4].map(Entry::Row)
        );
    }

    #[test]
    fn nine_hundred_are_ten_and_ten_and_the_county_itself() {
        let mut rows = rows((0..900).map(|n| Some(f64::from(900 - n))));
        rows[450].focus = true;
        let entries = pick(&rows, Order::Official);
        assert_eq!(entries[..10], std::array::from_fn::<_, 10, _>(Entry::Row));
        assert_eq!(
            entries[10..15],
            [
                Entry::Left(439),
                Entry::Row(449),
                Entry::Row(450),
                Entry::Row(451),
                Entry::Left(438)
            ]
        );
        assert_eq!(entries.len(), 25);
        let counted: usize = entries
            .iter()
            .map(|e| match e {
                Entry::Row(_) => 1,
                Entry::Left(n) | Entry::Missing(n) => *n,
            })
            .sum();
        assert_eq!(counted, 900);
    }

    #[test]
    fn a_focus_without_data_is_drawn_and_the_others_counted() {
        let mut rows = rows((0..90).map(|n| (n < 4).then_some(1.0)));
        rows[50].focus = true;
        let entries = pick(&rows, Order::Value);
        assert_eq!(
            entries[4..],
            [Entry::Missing(46), Entry::Row(50), Entry::Missing(39)]
        );
    }

    #[test]
    fn all_missing_is_one_line() {
        assert_eq!(
            pick(&rows((0..31).map(|_| None)), Order::Value),
            [Entry::Missing(31)]
        );
    }
}
