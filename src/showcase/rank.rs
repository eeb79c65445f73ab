//! Places among the counties, with ties.
//!
//! Ranks go by the value that is shown, so that two counties that read the
//! same share a place. Ranges stand at their middle; 不足80 stands below 80.
//! The best is the highest, unless the targets lie below the baselines.

use super::{Figure, Rank, Ranked};
use crate::content;
use crate::quantity::{Quantity, Sense};
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// Which indicators fall by plan, by id: those of whose targets more lie below
/// the baseline than above it. A target of zero without a baseline lies below.
/// An edition that states no targets goes by the others.
pub(super) fn falling(content: &content::Content) -> Vec<BTreeMap<&str, bool>> {
    let votes: Vec<BTreeMap<&str, i64>> = content.editions.iter().map(votes).collect();
    let mut overall: BTreeMap<&str, i64> = BTreeMap::new();
    for (id, vote) in votes.iter().flatten() {
        *overall.entry(id).or_default() += vote;
    }
    content
        .editions
        .iter()
        .zip(&votes)
        .map(|(edition, own)| {
            let ids = edition.indicators.iter().map(|i| i.id.as_str());
            ids.map(|id| {
                let vote = own.get(id).or(overall.get(id)).copied().unwrap_or(0);
                (id, vote < 0)
            })
            .collect()
        })
        .collect()
}

/// Targets above the baseline minus targets below it; no entry without targets.
fn votes(edition: &content::Edition) -> BTreeMap<&str, i64> {
    let mut votes = BTreeMap::new();
    for figure in edition.counties.iter().flat_map(|c| &c.figures) {
        let Some(target) = figure.target.as_ref().filter(|_| figure.own.is_none()) else {
            continue;
        };
        let order = match &figure.baseline {
            Some(baseline) => target.value.compare(&baseline.value),
            None => Some(match target.value.midpoint() {
                t if t <= Decimal::ZERO => Ordering::Less,
                _ => Ordering::Equal,
            }),
        };
        if let Some(order @ (Ordering::Less | Ordering::Greater)) = order {
            *votes.entry(figure.id.as_str()).or_default() += order as i64;
        }
    }
    votes
}

/// The counties of `row` that state a value, best first.
pub(super) fn ranking(row: &[Option<&Figure<'_>>], falling: bool) -> Vec<Ranked> {
    let mut stated: Vec<(usize, Key)> = row
        .iter()
        .enumerate()
        .filter_map(|(county, figure)| Some((county, Key::of(figure.as_ref()?.in_unit.as_ref()?))))
        .collect();
    // Stable: ties keep the official order.
    stated.sort_by(|(_, a), (_, b)| if falling { a.cmp(b) } else { b.cmp(a) });
    let mut ranking: Vec<Ranked> = Vec::with_capacity(stated.len());
    for (at, (county, key)) in stated.iter().enumerate() {
        let tied_with = |other: Option<usize>| {
            other
                .and_then(|o| stated.get(o))
                .is_some_and(|(_, k)| k == key)
        };
        let as_before = tied_with(at.checked_sub(1));
        let place = match ranking.last() {
            Some(before) if as_before => before.place,
            _ => at + 1,
        };
        ranking.push(Ranked {
            county: *county,
            place,
            tied: as_before || tied_with(Some(at + 1)),
        });
    }
    ranking
}

/// Each county's own place, from the ranking.
pub(super) fn places(ranking: &[Ranked]) -> impl Iterator<Item = (usize, Rank)> {
    let of = ranking.len();
    ranking.iter().map(move |r| {
        let rank = Rank {
            place: r.place,
            of,
            tied: r.tied,
        };
        (r.county, rank)
    })
}

/// What places go by: all are in one unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    value: Decimal,
    /// 不足80 is surely less than 80.
    whole: bool,
}

impl Key {
    fn of(quantity: &Quantity) -> Key {
        Key {
            value: quantity.midpoint(),
            whole: quantity.sense() != Sense::LessThan,
        }
    }
}
