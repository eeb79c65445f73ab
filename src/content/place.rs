//! The register of places: which townships a county has.

use super::names::spot;
use super::raw::RawPlaces;
use super::reader::Read;
use super::{Places, Spot};
use crate::finding::{Code, Finding, Findings, hint};
use crate::text;

/// `[places]` of site.toml or edition.toml.
pub(super) fn register<R>(raw: RawPlaces, read: &Read<R>) -> Places {
    raw.into_iter()
        .map(|(slug, names)| {
            let names = names.into_inner().into_iter().map(|n| spot(n, read));
            (slug.into_inner(), names.collect())
        })
        .collect()
}

/// Reports counties of an edition's register that its roster does not name.
pub(super) fn unlisted<R>(
    raw: &RawPlaces,
    roster: Option<&[Spot<String>]>,
    read: &Read<R>,
    findings: &mut Findings,
) {
    let Some(roster) = roster else { return };
    for slug in raw.keys() {
        let name = slug.get_ref();
        if roster.iter().any(|county| county.value == *name) {
            continue;
        }
        let message = text!(
            "名单里没有“{name}”，[places] 里却有它的乡镇",
            "`{name}` has townships in [places] but is not in the roster"
        );
        let near = hint(name, roster.iter().map(|county| county.value.as_str()));
        let finding = Finding::new(Code::KeyUnknown, read.place(slug.span()), message);
        findings.push(finding.maybe_hint(near));
    }
}
