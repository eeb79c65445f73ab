//! The counties' figures of one indicator. Several rules go over them, and each
//! time they are looked up anew they come from all over memory: so that is done
//! once.

use crate::showcase::{Edition, Figure, Measure};

/// One county's figure of an indicator.
pub(super) struct Peer<'e, 'c> {
    /// County and figure indices.
    pub(super) at: (usize, usize),
    pub(super) figure: &'e Figure<'c>,
}

/// Those that state it, in the order of the roster.
pub(super) fn of<'e, 'c>(edition: &'e Edition<'c>, measure: &Measure<'c>) -> Vec<Peer<'e, 'c>> {
    let counties = edition.counties.iter().enumerate();
    let peers = counties.filter_map(|(c, county)| {
        let f = county.position(measure.indicator)?;
        let figure = county.figures.get(f)?;
        Some(Peer { at: (c, f), figure })
    });
    peers.collect()
}
