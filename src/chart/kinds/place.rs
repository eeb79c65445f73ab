//! One among very many: the ranking's two ends, the one itself, its neighbours.
//!
//! A thousand pages that each show one county among a thousand must not each
//! go through the thousand. [`Standings`] does so once; a [`Place`] is taken
//! from it in a time that does not grow with the roster. It says what [`Bars`]
//! would of all rows with that one in focus, and draws fewer of them: a page
//! about one county, read on a phone, is no ranking.

use super::{Bars, Kind, row_facts, row_table};
use crate::chart::Brief;
use crate::chart::data::{Cell, Order, Problem, Row, Words, finite};
use crate::chart::pick::Entry;
use crate::chart::say::{self, Clause, Fact};
use crate::chart::sheet::Sheet;
use std::collections::BTreeSet;

/// Up to here [`Bars`] draws the rows.
const MOST: usize = 12;
/// So many of each end are drawn.
const ENDS: usize = 3;
/// So many on either side of the one itself.
const BESIDE: usize = 2;

/// A long ranking, in order, with what is to be said of it whoever it is for.
#[derive(Debug)]
pub struct Standings {
    rows: Vec<Row>,
    tint: usize,
    /// Rows by position: the best first, those without a value last.
    order: Vec<usize>,
    /// Positions by row.
    position: Vec<usize>,
    /// How many have a value.
    present: usize,
    /// Where the values stand, the best first.
    values: Vec<f64>,
    clauses: Vec<Clause>,
    headline: String,
    /// Who has no value.
    missing: Option<String>,
}

/// One row of [`Standings`] among its neighbours and both ends.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    bars: Bars,
    entries: Vec<Entry>,
    clauses: Vec<Clause>,
    headline: String,
    /// Who has no value.
    missing: Option<String>,
}

impl Standings {
    /// `None` for rankings that are drawn whole: [`Bars`] shows those.
    pub fn new(rows: Vec<Row>, tint: usize, words: &Words) -> Option<Standings> {
        if rows.len() <= MOST || rows.iter().any(|r| r.focus) {
            return None;
        }
        let value = |n: &usize| rows.get(*n).and_then(|r| finite(r.value));
        let mut order: Vec<usize> = (0..rows.len()).collect();
        // As `pick` does: stable, equal values in official order.
        order.sort_by(|a, b| match (value(a), value(b)) {
            (Some(x), Some(y)) => words.standing(y).total_cmp(&words.standing(x)),
            (x, y) => y.is_some().cmp(&x.is_some()),
        });
        let mut position = vec![0; rows.len()];
        for (at, row) in order.iter().enumerate() {
            if let Some(slot) = position.get_mut(*row) {
                *slot = at;
            }
        }
        let values = order.iter().filter_map(value);
        let values: Vec<f64> = values.map(|v| words.standing(v)).collect();
        let facts = row_facts(&rows);
        let missing = facts.iter().filter(|f| finite(f.value).is_none());
        let missing: Vec<&str> = missing.map(|f| f.name).collect();
        Some(Standings {
            clauses: say::ranking(&facts, words),
            headline: say::ranking_headline(&facts, words),
            missing: say::without_data(&missing, words),
            tint,
            order,
            position,
            present: values.len(),
            values,
            rows,
        })
    }

    /// The row with this index, if it has a value and is not alone with one.
    pub fn place(&self, row: usize, words: &Words) -> Option<Place> {
        let focus = self.rows.get(row)?;
        let value = finite(focus.value)?;
        let at = *self.position.get(row)?;
        if self.present < 2 {
            return None;
        }
        let fact = Fact {
            name: &focus.name,
            value: Some(value),
            shown: &focus.shown,
            focus: true,
        };
        let standing = words.standing(value);
        let above = self.values.partition_point(|v| *v > standing);
        let equal = self.values[above..].partition_point(|v| *v >= standing);
        let rank = say::Rank {
            place: above + 1,
            tied: equal > 1,
            of: self.present,
            last: above + equal == self.present,
        };
        let mut clauses = self.clauses.clone();
        if let Some(clause) = say::focus_clause(&fact, rank, words) {
            // After the largest and the smallest.
            clauses.insert(2.min(clauses.len()), clause);
        }
        let (rows, entries) = self.around(row, at);
        Some(Place {
            bars: Bars {
                rows,
                tint: self.tint,
                order: Order::Official,
                reference: None,
            },
            entries,
            clauses,
            headline: say::focus_headline(&fact, rank, words)
                .unwrap_or_else(|| self.headline.clone()),
            missing: self.missing.clone(),
        })
    }

    /// The rows that are drawn, and their lines.
    fn around(&self, row: usize, at: usize) -> (Vec<Row>, Vec<Entry>) {
        let present = self.present;
        let kept: BTreeSet<usize> = (0..present.min(ENDS))
            .chain(present.saturating_sub(ENDS)..present)
            .chain(at.saturating_sub(BESIDE)..(at + BESIDE + 1).min(present))
            .collect();
        let (mut rows, mut entries, mut next) = (Vec::new(), Vec::new(), 0);
        for at in kept {
            if at > next {
                entries.push(Entry::Left(at - next));
            }
            next = at + 1;
            let picked = self
                .order
                .get(at)
                .and_then(|n| Some((n, self.rows.get(*n)?)));
            let Some((n, picked)) = picked else { continue };
            entries.push(Entry::Row(rows.len()));
            rows.push(Row {
                focus: *n == row,
                ..picked.clone()
            });
        }
        (rows, entries)
    }
}

impl Kind for Place {
    fn validate(&self, problems: &mut Vec<Problem>) {
        self.bars.validate(problems);
    }

    fn draw(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        let missing = self.missing.clone();
        self.bars
            .draw_entries(brief, sheet, 0.0, &self.entries, missing)
    }

    fn clauses(&self, _: &Words) -> Vec<Clause> {
        self.clauses.clone()
    }

    fn headline(&self, _: &Words) -> String {
        self.headline.clone()
    }

    fn table(&self, words: &Words) -> (Vec<String>, Vec<Vec<Cell>>) {
        row_table(&self.bars.rows, words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Language;

    fn rows(count: usize) -> Vec<Row> {
        (0..count)
            .map(|n| Row {
                name: format!("第{n}县"),
                // Ties, gaps, and both ends shared.
                value: (n % 17 != 5).then(|| ((n * 7) % 40) as f64),
                shown: format!("{}个", (n * 7) % 40),
                ..Row::default()
            })
            .collect()
    }

    #[test]
    fn a_place_says_what_the_whole_ranking_would_and_draws_the_ends_and_its_neighbours() {
        for (language, lowest_first) in [(Language::Chinese, true), (Language::English, false)] {
            let words = Words {
                measure: "达标村".to_owned(),
                unit: "个".to_owned(),
                language,
                lowest_first,
                ..Words::default()
            };
            let all = rows(120);
            let standings = Standings::new(all.clone(), 0, &words).unwrap();
            for focus in 0..all.len() {
                let mut whole = Bars {
                    rows: all.clone(),
                    ..Bars::default()
                };
                whole.rows[focus].focus = true;
                let Some(place) = standings.place(focus, &words) else {
                    assert!(all[focus].value.is_none());
                    continue;
                };
                assert_eq!(place.headline(&words), whole.headline(&words), "{focus}");
                assert_eq!(place.clauses(&words), whole.clauses(&words), "{focus}");
                let mut ranked: Vec<&Row> = all.iter().filter(|r| r.value.is_some()).collect();
                ranked.sort_by(|a, b| {
                    let standing = |row: &Row| words.standing(row.value.unwrap());
                    standing(b).total_cmp(&standing(a))
                });
                let at = ranked.iter().position(|r| r.name == all[focus].name);
                let is_drawn =
                    |n: usize| n < 3 || n + 3 >= ranked.len() || n.abs_diff(at.unwrap()) <= 2;
                let (mut expected, mut left) = (Vec::new(), 0);
                for (n, row) in ranked.iter().enumerate() {
                    if !is_drawn(n) {
                        left += 1;
                        continue;
                    }
                    if left > 0 {
                        expected.push(format!("{:?}", Entry::Left(left)));
                    }
                    left = 0;
                    expected.push(row.name.clone());
                }
                let drawn = place.entries.iter().map(|entry| match entry {
                    Entry::Row(n) => place.bars.rows[*n].name.clone(),
                    other => format!("{other:?}"),
                });
                assert_eq!(drawn.collect::<Vec<_>>(), expected, "{focus}");
            }
        }
        assert!(Standings::new(rows(12), 0, &Words::default()).is_none());
        assert!(Standings::new(rows(13), 0, &Words::default()).is_some());
    }

    #[test]
    fn where_all_are_equal_nobody_is_singled_out() {
        let words = Words::default();
        let mut all = rows(50);
        for row in &mut all {
            row.value = Some(3.0);
            row.shown = "3个".to_owned();
        }
        let standings = Standings::new(all.clone(), 0, &words).unwrap();
        let place = standings.place(7, &words).unwrap();
        let mut whole = Bars {
            rows: all,
            ..Bars::default()
        };
        whole.rows[7].focus = true;
        assert_eq!(place.clauses(&words), whole.clauses(&words));
        assert_eq!(place.headline(&words), whole.headline(&words));
    }
}
