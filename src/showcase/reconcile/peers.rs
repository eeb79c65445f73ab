//! The counties' figures of one indicator. Several rules go over them, and each
//! time they are looked up anew they come from all over memory: so that is done
//! once, county by county as they lie there, and what the rules ask of every one
//! of them is asked at the same time.

use super::direction;
use crate::quantity::Quantity;
use crate::showcase::{Edition, Figure, order};
use rayon::prelude::*;
use rust_decimal::Decimal;
use std::cmp::Ordering;

/// County and figure indices; small, as there may be a million.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Seat {
    county: u32,
    figure: u32,
}

impl Seat {
    fn new((county, figure): (usize, usize)) -> Option<Seat> {
        Some(Seat {
            county: u32::try_from(county).ok()?,
            figure: u32::try_from(figure).ok()?,
        })
    }

    pub(super) fn at(self) -> (usize, usize) {
        (self.county as usize, self.figure as usize)
    }
}

/// One county's figure of an indicator.
pub(super) struct Peer<'e, 'c> {
    pub(super) seat: Seat,
    pub(super) figure: &'e Figure<'c>,
    /// How the target lies to the baseline.
    pub(super) way: Option<Ordering>,
    /// How the value lies to the target.
    pub(super) beyond: Option<Ordering>,
}

/// Whose a number is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Owner {
    pub(super) seat: Seat,
    /// One number without a qualifier.
    pub(super) is_exact: bool,
}

/// Those that state an indicator.
#[derive(Default)]
pub(super) struct Peers<'e, 'c> {
    /// In the order of the roster.
    pub(super) all: Vec<Peer<'e, 'c>>,
    /// Their numbers in the indicator's unit, the lowest first.
    pub(super) numbers: Vec<(Decimal, Owner)>,
    /// Whether any of them has an edition before.
    pub(super) has_past: bool,
}

/// So many counties are gone through at a time, each row by row; then they are
/// laid into the columns.
const BATCH: usize = 512;

/// Of each indicator, in the order of the edition.
pub(super) fn of<'e, 'c>(edition: &'e Edition<'c>) -> Vec<Peers<'e, 'c>> {
    let mut columns: Vec<Peers<'_, '_>> = Vec::new();
    columns.resize_with(edition.measures.len(), Peers::default);
    for start in (0..edition.counties.len()).step_by(BATCH) {
        let counties = start..edition.counties.len().min(start + BATCH);
        let rows: Vec<_> = counties.into_par_iter().map(|c| row(edition, c)).collect();
        for cell in rows.into_iter().flatten() {
            if let Some(column) = columns.get_mut(cell.column) {
                column.has_past |= cell.has_past;
                column.numbers.extend(cell.number);
                column.all.push(cell.peer);
            }
        }
    }
    let numbers = columns.par_iter_mut().map(|column| &mut column.numbers);
    numbers.for_each(|numbers| order::sort(numbers));
    columns
}

/// A figure on its way from its county to its peers.
struct Cell<'e, 'c> {
    column: usize,
    peer: Peer<'e, 'c>,
    number: Option<(Decimal, Owner)>,
    has_past: bool,
}

/// A county's figures of indicators.
fn row<'e, 'c>(edition: &'e Edition<'c>, county: usize) -> Vec<Cell<'e, 'c>> {
    let figures = edition.counties.get(county).map_or(&[][..], |c| &c.figures);
    let cells = figures.iter().enumerate().map_while(|(f, figure)| {
        let column = figure.place(&edition.content.indicators)?;
        Some(Cell::of(column, Seat::new((county, f))?, figure))
    });
    cells.collect()
}

impl<'e, 'c> Cell<'e, 'c> {
    fn of(column: usize, seat: Seat, figure: &'e Figure<'c>) -> Cell<'e, 'c> {
        let number = figure.in_unit.as_deref();
        let value = figure.value().filter(|_| number.is_some());
        let beyond = |(value, target): (&Quantity, &Quantity)| value.compare(target);
        let owner = |number: &Quantity| Owner {
            seat,
            is_exact: number.is_exact(),
        };
        Cell {
            column,
            number: number.map(|n| (n.midpoint(), owner(n))),
            has_past: figure.change.is_some(),
            peer: Peer {
                seat,
                figure,
                way: direction::way(figure),
                beyond: value.zip(figure.target()).and_then(beyond),
            },
        }
    }
}
