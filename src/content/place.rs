//! The register of places: which townships a county has.

use super::names::spot;
use super::raw::RawPlaces;
use super::reader::Read;
use super::{FaultyNames, Folder, Places, Spot};
use crate::finding::{Code, Finding, Findings, Place, hint};
use crate::text;
use std::collections::BTreeMap;

/// `[places]` of site.toml or edition.toml.
pub(super) fn register<R>(raw: RawPlaces, read: &Read<R>) -> Places {
    raw.into_iter()
        .map(|(slug, names)| {
            let names = names.into_inner().into_iter().map(|n| spot(n, read));
            (slug.into_inner(), names.collect())
        })
        .collect()
}

/// Reports counties of the showcase's register for which no edition has a
/// folder.
pub(super) fn strangers(
    places: &Places,
    content: &Folder,
    faulty: &BTreeMap<String, FaultyNames>,
    findings: &mut Findings,
) {
    let editions = content.folders();
    let mut known: Vec<&str> = editions
        .iter()
        .flat_map(|edition| edition.folders())
        .map(Folder::name)
        .collect();
    known.sort_unstable();
    known.dedup();
    let unread = |slug: &str| faulty.values().any(|names| names.counties.contains(slug));
    for (slug, townships) in places {
        if known.contains(&slug.as_str()) || unread(slug) {
            continue;
        }
        let message = text!(
            "没有哪个年度有“{slug}”这个县，[places] 里却有它的乡镇",
            "no edition has a county `{slug}`, yet [places] has its townships"
        );
        let place = place_of(slug, townships);
        let near = hint(slug, known.iter().copied())
            .unwrap_or_else(|| text!("写县的文件夹名", "write the name of the county's folder"));
        findings.push(Finding::new(Code::KeyUnknown, place, message).hint(near));
    }
}

/// Where the key of a register stands: in the line of its first township.
fn place_of(slug: &str, townships: &[Spot<String>]) -> Place {
    let Some(first) = townships.first().map(|t| &t.place) else {
        return Place::file("content/site.toml");
    };
    let Some(source) = first.source() else {
        return first.clone();
    };
    let at = source.text()[..first.span().start]
        .rfind(slug)
        .unwrap_or(first.span().start);
    Place::at(source, at..at + slug.len())
}

/// Reports counties of an edition's register that its roster does not name.
pub(super) fn unlisted<R>(
    raw: &RawPlaces,
    known: Option<&[&str]>,
    read: &Read<R>,
    findings: &mut Findings,
) {
    let Some(known) = known else { return };
    for slug in raw.keys() {
        let name = slug.get_ref();
        if known.contains(&name.as_str()) {
            continue;
        }
        let message = text!(
            "名单里没有“{name}”，[places] 里却有它的乡镇",
            "`{name}` has townships in [places] but is not in the roster"
        );
        let near = hint(name, known.iter().copied());
        let finding = Finding::new(Code::KeyUnknown, read.place(slug.span()), message);
        findings.push(finding.maybe_hint(near));
    }
}
