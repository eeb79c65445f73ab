//! The figures that the texts of an edition may speak of: the region's, the county's
//! own, and those of the counties that a sentence names.

use crate::proof::near::{Index, Known};
use crate::proof::neighbours::Roster;
use crate::quantity::Quantity;
use crate::showcase::{County, Edition};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What a county's prose may speak of: its figures, their targets, baselines
/// and years, its projects.
pub(super) fn of_county<'a>(county: &'a County<'_>) -> impl Iterator<Item = Known> + 'a {
    let figures = county.figures.iter().flat_map(|f| {
        let id = &f.content.id;
        let named = [
            known(id.clone(), f.name(), f.value()),
            known(format!("{id}.target"), f.name(), f.target()),
            known(format!("{id}.baseline"), f.name(), f.baseline()),
        ];
        let years = f.series.iter().map(|(year, q)| Known {
            was: f.in_unit.as_deref().map(|now| (*year, now.clone())),
            reference: String::new(),
            name: f.name().to_owned(),
            value: q.clone(),
            place: f.content.series.get(year).map(|s| s.place.clone()),
        });
        let spots = [&f.content.value, &f.content.target, &f.content.baseline];
        let named = named.into_iter().zip(spots).map(|(known, spot)| {
            let place = spot.as_ref().map(|s| s.place.clone());
            known.map(|known| Known { place, ..known })
        });
        named.into_iter().flatten().chain(years)
    });
    let projects = county.content.projects.iter().flat_map(|p| {
        let invested = known(String::new(), &p.name, p.invested.as_ref());
        let yearly = known(String::new(), &p.name, p.yearly.as_ref());
        invested.into_iter().chain(yearly)
    });
    figures.chain(projects)
}

/// What every text of the edition may speak of: the region's totals.
pub(super) fn of_region<'a>(edition: &'a Edition<'_>) -> impl Iterator<Item = Known> + 'a {
    edition.measures.iter().flat_map(|m| {
        let (id, name) = (&m.indicator.id, &m.indicator.name);
        let total = m.total.as_ref().map(|t| &t.value);
        let stated = m.indicator.stated_total.as_ref().map(|s| &s.value);
        let years = m.series.iter().map(move |(year, q)| Known {
            was: total.map(|now| (*year, now.clone())),
            reference: String::new(),
            name: name.clone(),
            value: q.clone(),
            place: None,
        });
        known(format!("region/{id}"), name, total)
            .or_else(|| known(String::new(), name, stated))
            .into_iter()
            .chain(years)
    })
}

pub(super) fn of_other_county<'a>(county: &'a County<'_>) -> impl Iterator<Item = Known> + 'a {
    let slug = &county.content.slug;
    let name = &county.content.name.value;
    county.figures.iter().filter_map(move |f| {
        let reference = format!("{slug}/{}", f.content.id);
        known(reference, &format!("{name} {}", f.name()), f.value())
    })
}

fn known(reference: String, name: &str, value: Option<&Quantity>) -> Option<Known> {
    Some(Known {
        reference,
        name: name.to_owned(),
        value: value?.clone(),
        was: None,
        place: None,
    })
}

/// The figures of the counties that a text names, each made ready when it is
/// first named.
pub(super) struct Counties<'a, 'c> {
    edition: &'a Edition<'c>,
    roster: &'a Roster,
    ready: Mutex<BTreeMap<usize, Arc<Index>>>,
}

impl<'a, 'c> Counties<'a, 'c> {
    pub(super) fn new(edition: &'a Edition<'c>, roster: &'a Roster) -> Counties<'a, 'c> {
        Counties {
            edition,
            roster,
            ready: Mutex::default(),
        }
    }

    /// Of the counties that a sentence names, without number `but`.
    pub(super) fn named(&self, sentence: &str, but: usize) -> Vec<Arc<Index>> {
        let named = self.roster.named(sentence).into_iter();
        let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
        let index = |c: usize| {
            let county = self.edition.counties.get(c)?;
            let made = || Arc::new(Index::own(of_other_county(county)));
            Some(Arc::clone(ready.entry(c).or_insert_with(made)))
        };
        named.filter(|c| *c != but).filter_map(index).collect()
    }
}
