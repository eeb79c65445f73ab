//! What many pages show of one indicator, computed when the first of them asks.
//!
//! A county's page must cost the same in a roster of ten and of ten thousand:
//! whatever goes through all counties is done here, once for each indicator.

use super::desk::Desk;
use super::graphic;
use crate::chart::{Standings, Words};
use crate::content::Indicator;
use crate::showcase::{Edition, Measure, Showcase};
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// By edition and indicator.
pub(super) struct Shared<'a>(BTreeMap<&'a str, BTreeMap<&'a str, OfMeasure>>);

#[derive(Default)]
struct OfMeasure {
    words: OnceLock<Words>,
    standings: OnceLock<Option<Standings>>,
    positions: OnceLock<Vec<Option<usize>>>,
}

impl<'a> Shared<'a> {
    pub(super) fn new(showcase: &Showcase<'a>) -> Shared<'a> {
        let editions = showcase.editions.iter().map(|edition| {
            let measures = edition.measures.iter();
            let measures = measures.map(|m| (m.indicator.id.as_str(), OfMeasure::default()));
            (edition.content.id.as_str(), measures.collect())
        });
        Shared(editions.collect())
    }

    fn of(&self, edition: &Edition<'_>, indicator: &Indicator) -> Option<&OfMeasure> {
        let edition = self.0.get(edition.content.id.as_str())?;
        edition.get(indicator.id.as_str())
    }

    /// The words around a chart of the indicator over all counties.
    pub(super) fn words(
        &self,
        edition: &Edition<'_>,
        indicator: &Indicator,
        make: impl FnOnce() -> Words,
    ) -> Words {
        match self.of(edition, indicator) {
            Some(shared) => shared.words.get_or_init(make).clone(),
            None => make(),
        }
    }

    /// The ranking of all counties, where it is too long to be gone through
    /// for each of them.
    pub(super) fn standings(
        &self,
        desk: &Desk<'_>,
        edition: &Edition<'_>,
        measure: &Measure<'_>,
    ) -> Option<&Standings> {
        let shared = self.of(edition, measure.indicator)?;
        let make = || graphic::standings(desk, edition, measure);
        shared.standings.get_or_init(make).as_ref()
    }

    /// Where each county stands in [`Measure::ranking`], from 0.
    pub(super) fn positions(
        &self,
        edition: &Edition<'_>,
        measure: &Measure<'_>,
    ) -> &[Option<usize>] {
        let Some(shared) = self.of(edition, measure.indicator) else {
            return &[];
        };
        shared.positions.get_or_init(|| {
            let mut positions = vec![None; edition.counties.len()];
            for (at, ranked) in measure.ranking.iter().enumerate() {
                if let Some(slot) = positions.get_mut(ranked.county) {
                    *slot = Some(at);
                }
            }
            positions
        })
    }
}
