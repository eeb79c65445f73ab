//! Two counties side by side.
//!
//! Up to [`MOST_PAIRS_OF`] counties every pair has a page. Beyond that the
//! pages would outnumber the site, so each county is set beside the region and
//! its nearest peers: those whose places by the headline indicators lie
//! nearest to its own.

use super::address;
use super::county::CountyCard;
use super::desk::Desk;
use super::edition::EditionView;
use super::figure::{FigureView, MeasureView};
use super::frame::{Frame, LinkView};
use super::job::Made;
use super::search::Entry;
use crate::quantity::Quantity;
use crate::showcase::{Edition, Figure, Measure};
use crate::text;
use rust_decimal::Decimal;
use serde::Serialize;

/// Counties of which all pairs are made: 66 pages.
pub(super) const MOST_PAIRS_OF: usize = 12;
/// Peers beside a county of a larger edition.
const PEERS: usize = 3;

/// Which counties stand on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Sides {
    /// Two of a small edition.
    Pair(usize, usize),
    /// One of a large edition and its nearest peers.
    Peers(usize),
}

/// All comparisons of an edition.
pub(super) fn all(edition: &Edition<'_>) -> Vec<Sides> {
    let count = edition.counties.len();
    if count < 2 {
        return Vec::new();
    }
    if count > MOST_PAIRS_OF {
        return (0..count).map(Sides::Peers).collect();
    }
    (0..count)
        .flat_map(|a| (a + 1..count).map(move |b| Sides::Pair(a, b)))
        .collect()
}

/// The page of a comparison.
fn address(edition: &Edition<'_>, sides: &Sides) -> String {
    let (id, slug) = (&edition.content.id, |c: usize| {
        &edition.counties[c].content.slug
    });
    match sides {
        Sides::Pair(a, b) => format!("{id}/compare/{}/{}/index.html", slug(*a), slug(*b)),
        Sides::Peers(c) => format!("{id}/compare/{}/index.html", slug(*c)),
    }
}

/// Links from a county's page to its comparisons.
pub(super) fn links(edition: &Edition<'_>, county: usize) -> Vec<LinkView> {
    let name = |c: usize| edition.counties[c].content.name.value.clone();
    all(edition)
        .iter()
        .filter_map(|sides| {
            let other = match sides {
                Sides::Pair(a, b) if *a == county => name(*b),
                Sides::Pair(a, b) if *b == county => name(*a),
                Sides::Peers(c) if *c == county => name(*c),
                _ => return None,
            };
            Some(LinkView {
                name: other,
                href: address(edition, sides),
            })
        })
        .collect()
}

#[derive(Serialize)]
struct ComparePage {
    edition: EditionView,
    counties: Vec<CountyCard>,
    rows: Vec<CompareRow>,
    /// The other comparisons of these counties.
    others: Vec<LinkView>,
}

/// One indicator over the counties compared.
#[derive(Serialize)]
struct CompareRow {
    measure: MeasureView,
    cells: Vec<Option<FigureView>>,
    /// Length of each cell's bar, per cent of the longest; `None`: no bar.
    bars: Vec<Option<u32>>,
    /// Of two counties: 莲都区多12个.
    difference: Option<String>,
}

pub(super) fn make(desk: &Desk<'_>, e: usize, sides: &Sides) -> Made {
    let edition = desk.edition(e);
    let path = address(edition, sides);
    let root = address::root(&path);
    let chosen = match sides {
        Sides::Pair(a, b) => vec![*a, *b],
        Sides::Peers(c) => std::iter::once(*c).chain(peers(edition, *c)).collect(),
    };
    let names: Vec<&str> = chosen
        .iter()
        .map(|c| edition.counties[*c].content.name.value.as_str())
        .collect();
    let mut made = Made {
        date: edition.as_of,
        ..Made::default()
    };
    let title = names.join(desk.words.get("against"));
    let frame = Frame::new(desk, "compare", path, &title)
        .describe(&title)
        .below(desk, e, vec![home(desk, edition)]);
    let rows = edition
        .measures
        .iter()
        .filter_map(|m| row(desk, e, m, &chosen))
        .collect();
    let others = chosen
        .iter()
        .take(1)
        .flat_map(|c| links(edition, *c))
        .filter(|link| link.href != frame.path)
        .collect();
    let values = ComparePage {
        edition: EditionView::of(desk, e),
        counties: chosen
            .iter()
            .map(|c| CountyCard::of(desk, e, *c, &root))
            .collect(),
        rows,
        others,
    };
    made.page(desk, "compare.html", frame, values);
    made
}

fn home(desk: &Desk<'_>, edition: &Edition<'_>) -> LinkView {
    LinkView {
        name: desk.words.get("compare").to_owned(),
        href: address::part(edition, "compare"),
    }
}

/// The counties whose places lie nearest, by the mean distance over the
/// indicators that both state; ties keep the official order.
fn peers(edition: &Edition<'_>, county: usize) -> Vec<usize> {
    let count = edition.counties.len();
    let mut distance = vec![(0usize, 0usize); count];
    for measure in edition.measures.iter().filter(|m| m.indicator.headline) {
        let Some(own) = measure.ranking.iter().find(|r| r.county == county) else {
            continue;
        };
        for ranked in &measure.ranking {
            let (sum, stated) = &mut distance[ranked.county];
            *sum += own.place.abs_diff(ranked.place);
            *stated += 1;
        }
    }
    let mut others: Vec<usize> = (0..count)
        .filter(|c| *c != county && distance[*c].1 > 0)
        .collect();
    // Fractions compared without division: a/b < c/d as a·d < c·b.
    others.sort_by(|a, b| {
        let ((sum_a, n_a), (sum_b, n_b)) = (distance[*a], distance[*b]);
        (sum_a * n_b).cmp(&(sum_b * n_a)).then(a.cmp(b))
    });
    others.truncate(PEERS);
    others
}

/// `None` where none of the counties states the indicator.
fn row(desk: &Desk<'_>, e: usize, measure: &Measure<'_>, chosen: &[usize]) -> Option<CompareRow> {
    let id = &measure.indicator.id;
    let figures: Vec<Option<&Figure<'_>>> = chosen
        .iter()
        .map(|c| {
            desk.county(e, *c)
                .figures
                .iter()
                .find(|f| f.content.id == *id)
        })
        .map(|f| f.filter(|f| f.in_unit.is_some()))
        .collect();
    if figures.iter().all(Option::is_none) {
        return None;
    }
    let values: Vec<Option<&Quantity>> = figures
        .iter()
        .map(|f| f.and_then(|f| f.in_unit.as_ref()))
        .collect();
    Some(CompareRow {
        measure: MeasureView::of(desk, e, measure),
        bars: bars(&values),
        difference: difference(desk, e, chosen, &values),
        cells: figures
            .iter()
            .map(|f| f.map(|f| FigureView::of(desk, e, f)))
            .collect(),
    })
}

/// Bars start at zero; with a negative value among them there are none.
fn bars(values: &[Option<&Quantity>]) -> Vec<Option<u32>> {
    let numbers: Vec<Option<Decimal>> = values.iter().map(|q| q.map(Quantity::midpoint)).collect();
    let longest = numbers.iter().flatten().max().copied().unwrap_or_default();
    let negative = numbers
        .iter()
        .flatten()
        .any(|n| n.is_sign_negative() && !n.is_zero());
    numbers
        .iter()
        .map(|n| {
            let share = n.filter(|_| !negative)?.checked_div(longest)?;
            u32::try_from((share * Decimal::ONE_HUNDRED).round()).ok()
        })
        .collect()
}

fn difference(
    desk: &Desk<'_>,
    e: usize,
    chosen: &[usize],
    values: &[Option<&Quantity>],
) -> Option<String> {
    let ([a, b], [Some(left), Some(right)]) = (chosen, values) else {
        return None;
    };
    let name = |c: usize| desk.county(e, c).content.name.value.as_str();
    let (more, less, first) = match left.compare(right)? {
        std::cmp::Ordering::Equal => return Some(desk.words.get("equal").to_owned()),
        std::cmp::Ordering::Greater => (left, right, name(*a)),
        std::cmp::Ordering::Less => (right, left, name(*b)),
    };
    let gap = more.change_from(less).ok()?.prose();
    Some(desk.say(&text!("{first}多{gap}", "{first}: {gap} more")))
}

#[derive(Serialize)]
struct CompareHome {
    edition: EditionView,
    /// Each county with those it is compared with; empty where each has one
    /// page of its own.
    counties: Vec<CompareChoice>,
    /// Those pages.
    pages: Vec<LinkView>,
}

/// A county with its comparisons.
#[derive(Serialize)]
struct CompareChoice {
    name: String,
    links: Vec<LinkView>,
}

/// The chooser: every county with the pages it stands on.
pub(super) fn home_page(desk: &Desk<'_>, e: usize) -> Made {
    let edition = desk.edition(e);
    let title = format!(
        "{}·{}",
        desk.words.get("compare"),
        edition.content.region.value
    );
    let frame = Frame::new(
        desk,
        "compare-home",
        address::part(edition, "compare"),
        &title,
    )
    .describe(&edition.content.title.value)
    .below(desk, e, Vec::new());
    let mut made = Made {
        date: edition.as_of,
        entry: Some(Entry {
            href: frame.path.clone(),
            title: frame.title.clone(),
            edition: edition.content.id.clone(),
            text: String::new(),
        }),
        ..Made::default()
    };
    let counties = (0..edition.counties.len()).map(|c| CompareChoice {
        name: edition.counties[c].content.name.value.clone(),
        links: links(edition, c),
    });
    let mut counties: Vec<_> = counties.collect();
    let mut pages = Vec::new();
    if counties.iter().all(|c| c.links.len() == 1) {
        pages = counties.drain(..).flat_map(|c| c.links).collect();
    }
    let values = CompareHome {
        edition: EditionView::of(desk, e),
        counties,
        pages,
    };
    made.page(desk, "compare-home.html", frame, values);
    made
}
