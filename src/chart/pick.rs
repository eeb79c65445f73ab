//! Which rows of many are drawn: all that have a value up to thirty; beyond that the
//! ten largest, the ten smallest and each focus with its two neighbours. What is
//! left out is counted and said, never dropped in silence. A row without a value
//! has nothing to draw: one line below names them all, and only a focus keeps its
//! place.

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
    let focus = |n: &usize| rows.get(*n).is_some_and(|r| r.focus);
    if rows.len() <= MOST {
        indices.retain(|n| value(n).is_some() || focus(n));
        return indices.into_iter().map(Entry::Row).collect();
    }
    let present = indices.iter().filter(|n| value(n).is_some()).count();
    let kept = kept(rows, &indices, present);
    let (mut entries, mut next) = (Vec::new(), 0);
    for position in kept {
        let left = position.min(present).saturating_sub(next);
        if left > 0 {
            entries.push(Entry::Left(left));
        }
        next = position + 1;
        entries.extend(indices.get(position).copied().map(Entry::Row));
    }
    if present > next {
        entries.push(Entry::Left(present - next));
    }
    entries
}

/// The names of those that `entries` leaves out because they have no value.
pub(crate) fn unseen<'a>(
    entries: &[Entry],
    rows: &[Candidate],
    name: impl Fn(usize) -> &'a str,
) -> Vec<&'a str> {
    let drawn: BTreeSet<usize> = entries
        .iter()
        .filter_map(|e| match e {
            Entry::Row(n) => Some(*n),
            Entry::Left(_) => None,
        })
        .collect();
    let missing = rows.iter().enumerate();
    missing
        .filter(|(n, r)| finite(r.value).is_none() && !drawn.contains(n))
        .map(|(n, _)| name(n))
        .collect()
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
    }
}

/// By which rule those that are drawn were chosen, where not all are: `measured` says
/// by what number (2019年数值, 最新数值).
pub(crate) fn rule(focus: bool, measured: &str, words: &Words) -> String {
    match (words.language, focus) {
        (Language::Chinese, true) => {
            format!("画出突出显示的和名次与它相邻的，以及{measured}最大、最小的各{ENDS}个")
        }
        (Language::Chinese, false) => format!("画出{measured}最大、最小的各{ENDS}个"),
        (Language::English, true) => format!(
            "Drawn: the highlighted one and its neighbours in rank, the {ENDS} highest and the {ENDS} lowest {measured}"
        ),
        (Language::English, false) => {
            format!("Drawn: the {ENDS} highest and the {ENDS} lowest {measured}")
        }
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
    fn few_rows_are_all_drawn_but_those_without_data() {
        let rows = rows([Some(1.0), None, Some(3.0), Some(f64::NAN), Some(3.0)].into_iter());
        let entries = pick(&rows, Order::Value);
        assert_eq!(entries, [2, 4, 0].map(Entry::Row));
        assert_eq!(pick(&rows, Order::Official), [0, 2, 4].map(Entry::Row));
        let names = ["甲", "乙", "丙", "丁", "戊"];
        assert_eq!(unseen(&entries, &rows, |n| names[n]), ["乙", "丁"]);
        let mut focus = rows;
        focus[1].focus = true;
        assert_eq!(pick(&focus, Order::Official), [0, 1, 2, 4].map(Entry::Row));
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
                Entry::Left(n) => *n,
            })
            .sum();
        assert_eq!(counted, 900);
    }

    #[test]
    fn a_focus_without_data_is_drawn_and_the_others_named() {
        let mut rows = rows((0..90).map(|n| (n < 4).then_some(1.0)));
        rows[50].focus = true;
        let entries = pick(&rows, Order::Value);
        assert_eq!(entries[4..], [Entry::Row(50)]);
        assert_eq!(unseen(&entries, &rows, |_| "甲").len(), 85);
    }

    #[test]
    fn where_all_is_missing_nothing_is_drawn() {
        for count in [3, 31] {
            assert!(pick(&rows((0..count).map(|_| None)), Order::Value).is_empty());
        }
    }
}
