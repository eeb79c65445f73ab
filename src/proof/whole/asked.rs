//! What the numbers of a text ask of the showcase while they are compared: what a
//! reference prints, what has become of a figure, its standing among the counties,
//! and whether a note speaks of it.

use crate::proof::claims::{Past, Standing};
use crate::quantity::Quantity;
use crate::showcase::{County, Edition, Showcase};

/// What a reference prints in the text of an edition or a county.
pub(super) fn printed(
    showcase: &Showcase<'_>,
    (edition, county): (usize, Option<usize>),
    expr: &str,
) -> Option<String> {
    let reference = showcase.reference(edition, county, expr).ok()?;
    Some(reference.shown.zh)
}

/// What has become of a figure, or of a total, since the edition before.
pub(super) fn past(edition: &Edition<'_>, county: Option<&County<'_>>, id: &str) -> Option<Past> {
    let (name, change) = match id.strip_prefix("region/") {
        Some(id) => {
            let measure = edition.measures.iter().find(|m| m.indicator.id == id)?;
            (measure.indicator.name.as_str(), measure.change.as_ref()?)
        }
        None => {
            let figure = county?.figure(id)?;
            (figure.name(), figure.change.as_deref()?)
        }
    };
    Some(Past {
        year: change.year,
        difference: change.difference.clone(),
        percent: change.percent,
        constant: is_output(name),
    })
}

/// What grows at constant prices in official reports.
fn is_output(name: &str) -> bool {
    ["生产总值", "增加值", "GDP", "产值"]
        .iter()
        .any(|word| name.contains(word))
}

/// How many counties have more of a figure than this one, and how many less.
pub(super) fn standing(edition: &Edition<'_>, county: &County<'_>, id: &str) -> Option<Standing> {
    let measure = edition.measures.iter().find(|m| m.indicator.id == id)?;
    let value = |c: &County<'_>| Some(c.figure(id)?.in_unit.as_deref()?.midpoint());
    let own = value(county)?;
    let others: Vec<_> = edition.counties.iter().filter_map(value).collect();
    Some(Standing {
        more: others.iter().filter(|v| **v > own).count(),
        less: others.iter().filter(|v| **v < own).count(),
        falling: measure.falling,
    })
}

/// The note of one of the county's figures that names this very number; not
/// where the figure itself is that number with 万 or 亿 slipped.
pub(super) fn noted(county: &County<'_>, written: &str) -> Option<String> {
    let number = Quantity::parse(written).ok();
    let slipped = |f: &&crate::showcase::Figure<'_>| {
        let (Some(number), Some(value)) = (&number, &f.value()) else {
            return false;
        };
        let same =
            number.unit().family() == value.unit().family() && number.value() == value.value();
        same && number.compare(value) != Some(std::cmp::Ordering::Equal)
    };
    let notes = county
        .figures
        .iter()
        .filter(|f| !slipped(f))
        .filter_map(|f| f.content.note.as_deref());
    let whole = |note: &&str| {
        note.match_indices(written).any(|(at, _)| {
            let before = note[..at].chars().next_back();
            !before.is_some_and(|c| c.is_ascii_digit() || c == '.')
        })
    };
    notes
        .filter(|n| !n.is_empty())
        .find(whole)
        .map(str::to_owned)
}
