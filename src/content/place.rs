//! The register of places: which townships a county has.

use super::Places;
use super::names::spot;
use super::raw::RawPlaces;
use super::reader::Read;

/// `[places]` of site.toml or edition.toml.
pub(super) fn register<R>(raw: RawPlaces, read: &Read<R>) -> Places {
    raw.into_iter()
        .map(|(slug, names)| {
            let names = names.into_inner().into_iter().map(|n| spot(n, read));
            (slug.into_inner(), names.collect())
        })
        .collect()
}
