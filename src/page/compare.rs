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
use super::figure::{Fields, FigureView, MeasureView};
use super::frame::{Frame, LinkView};
use super::job::Made;
use super::search::Entry;
use crate::finding::Text;
use crate::quantity::Quantity;
use crate::showcase::{Edition, Figure, Measure, Ranked, size};
use crate::text;
use rust_decimal::Decimal;
use serde::Serialize;
use std::collections::BTreeSet;

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
    let count = edition.counties.len();
    let name = |c: usize| edition.counties[c].content.name.value.clone();
    let link = |other: usize, sides: Sides| LinkView {
        name: name(other),
        href: address(edition, &sides),
    };
    if count > MOST_PAIRS_OF {
        return vec![link(county, Sides::Peers(county))];
    }
    (0..count)
        .filter(|other| *other != county)
        .map(|other| link(other, Sides::Pair(county.min(other), county.max(other))))
        .collect()
}

/// The same, where site.toml wants these pages.
pub(super) fn offered(desk: &Desk<'_>, edition: &Edition<'_>, county: usize) -> Vec<LinkView> {
    if desk.made().compare {
        links(edition, county)
    } else {
        Vec::new()
    }
}

#[derive(Serialize)]
struct ComparePage {
    edition: EditionView,
    counties: Vec<CountyCard>,
    rows: Vec<CompareRow>,
    /// Whether the two differ by a number anywhere.
    has_difference: bool,
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
        Sides::Peers(c) => std::iter::once(*c)
            .chain(peers(desk, edition, *c))
            .collect(),
    };
    let names: Vec<&str> = chosen
        .iter()
        .map(|c| edition.counties[*c].content.name.value.as_str())
        .collect();
    let mut made = Made {
        date: edition.as_of,
        ..Made::default()
    };
    let listing = desk.words.get("listing");
    // 甲与乙、丙、丁: the county, and those beside it.
    let title = match names.as_slice() {
        [first, others @ ..] if !others.is_empty() => {
            let against = desk.words.get("against");
            format!("{first}{against}{}", others.join(listing))
        }
        alone => alone.concat(),
    };
    let frame = Frame::new(desk, "compare", path, &title)
        .describe(&title)
        .below(desk, e, vec![home(desk, edition)]);
    let rows: Vec<CompareRow> = edition
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
            .map(|c| CountyCard::of(desk, (e, *c), &root, Fields::ALL))
            .collect(),
        has_difference: rows.iter().any(|row| row.difference.is_some()),
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

/// Those whose places by the headline indicators lie nearest, on average over
/// the indicators that both state.
///
/// Each ranking is walked outwards from the county's own place, one step up and
/// one step down at a time. Whoever has not been met by then is further away in
/// every ranking than the nearest step left, so the walk ends long before the
/// roster does.
fn peers(desk: &Desk<'_>, edition: &Edition<'_>, county: usize) -> Vec<usize> {
    let headline = edition.measures.iter().filter(|m| m.indicator.headline);
    let walks =
        headline.filter_map(|m| Walk::from(&m.ranking, desk.shared.positions(edition, m), county));
    nearest(walks.collect())
}

fn nearest(mut walks: Vec<Walk<'_>>) -> Vec<usize> {
    let lists = walks.clone();
    let mut met = BTreeSet::new();
    // Nearest first: sums of distances, over how many rankings.
    let mut best: Vec<(usize, (usize, usize))> = Vec::new();
    // Of equal ones the first in the roster counts: all of them must be met.
    let settled = |best: &[(usize, (usize, usize))], left: usize| {
        let last = best.get(PEERS - 1);
        last.is_some_and(|(_, d)| nearer(*d, (left, 1)) == std::cmp::Ordering::Less)
    };
    while let Some(left) = walks.iter().filter_map(Walk::next_distance).min() {
        if settled(&best, left) {
            break;
        }
        for walk in &mut walks {
            for other in walk.step(left) {
                if met.insert(other) {
                    let own = (other, distance(&lists, other));
                    let at = best.partition_point(|b| {
                        nearer(b.1, own.1).then(b.0.cmp(&other)) == std::cmp::Ordering::Less
                    });
                    best.insert(at, own);
                    best.truncate(PEERS);
                }
            }
        }
    }
    best.into_iter().map(|(c, _)| c).collect()
}

/// Fractions compared without division: a/b < c/d as a·d < c·b.
fn nearer(a: (usize, usize), b: (usize, usize)) -> std::cmp::Ordering {
    (a.0 * b.1).cmp(&(b.0 * a.1))
}

/// How far a county's places are from the walks' own, summed, and how many.
fn distance(lists: &[Walk<'_>], other: usize) -> (usize, usize) {
    let each = lists.iter().filter_map(|list| {
        let at = (*list.positions.get(other)?)?;
        Some(list.own.abs_diff(list.ranking.get(at)?.place))
    });
    each.fold((0, 0), |(sum, n), d| (sum + d, n + 1))
}

/// A ranking, walked outwards from one county's place.
#[derive(Clone)]
struct Walk<'a> {
    ranking: &'a [Ranked],
    positions: &'a [Option<usize>],
    /// The county's place.
    own: usize,
    /// Positions before this one, and from `down` on, are left.
    up: usize,
    down: usize,
}

impl<'a> Walk<'a> {
    /// `None` where the county has no place in it.
    fn from(
        ranking: &'a [Ranked],
        positions: &'a [Option<usize>],
        county: usize,
    ) -> Option<Walk<'a>> {
        let at = (*positions.get(county)?)?;
        Some(Walk {
            own: ranking.get(at)?.place,
            ranking,
            positions,
            up: at,
            down: at + 1,
        })
    }

    fn distance_at(&self, at: Option<usize>) -> Option<usize> {
        Some(self.own.abs_diff(self.ranking.get(at?)?.place))
    }

    /// To the nearest county that has not been met.
    fn next_distance(&self) -> Option<usize> {
        let up = self.distance_at(self.up.checked_sub(1));
        let down = self.distance_at(Some(self.down));
        up.into_iter().chain(down).min()
    }

    /// Meets all that are as near as `limit`.
    fn step(&mut self, limit: usize) -> Vec<usize> {
        let mut met = Vec::new();
        while self
            .distance_at(self.up.checked_sub(1))
            .is_some_and(|d| d <= limit)
        {
            self.up -= 1;
            met.push(self.ranking[self.up].county);
        }
        while self
            .distance_at(Some(self.down))
            .is_some_and(|d| d <= limit)
        {
            met.push(self.ranking[self.down].county);
            self.down += 1;
        }
        met
    }
}

/// `None` where none of the counties states the indicator.
fn row(desk: &Desk<'_>, e: usize, measure: &Measure<'_>, chosen: &[usize]) -> Option<CompareRow> {
    let figures: Vec<Option<&Figure<'_>>> = chosen
        .iter()
        .map(|c| {
            let county = desk.county(e, *c);
            county.figures.get(county.position(measure.indicator)?)
        })
        .map(|f| f.filter(|f| f.in_unit.is_some()))
        .collect();
    if figures.iter().all(Option::is_none) {
        return None;
    }
    let values: Vec<Option<&Quantity>> = figures
        .iter()
        .map(|f| f.and_then(|f| f.in_unit.as_deref()))
        .collect();
    let shown = desk.shown("compare.html").of("cells");
    Some(CompareRow {
        measure: MeasureView::without_gaps(desk, e, measure),
        bars: bars(&values),
        difference: difference(desk, e, chosen, &values),
        cells: figures
            .iter()
            .map(|f| f.map(|f| FigureView::shown(desk, e, f, shown)))
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
    let gap = more.change_from(less).ok()?;
    let verb = match gap.unit().is_percentage_point() {
        true => "高",
        false => "多",
    };
    let Text { zh, en } = size(&gap);
    Some(desk.say(&text!("{first}{verb}{zh}", "{first}: {en} more")))
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
    .describe(&desk.titles.editions[e].title)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn ranking(places: &[Option<usize>]) -> (Vec<Ranked>, Vec<Option<usize>>) {
        let mut ranking: Vec<Ranked> = places
            .iter()
            .enumerate()
            .filter_map(|(county, place)| {
                Some(Ranked {
                    county,
                    place: (*place)?,
                    tied: false,
                })
            })
            .collect();
        ranking.sort_by_key(|r| (r.place, r.county));
        let mut positions = vec![None; places.len()];
        for (at, ranked) in ranking.iter().enumerate() {
            positions[ranked.county] = Some(at);
        }
        (ranking, positions)
    }

    #[test]
    fn the_walk_finds_whom_a_look_at_everybody_finds() {
        let count = 60;
        // Ties, gaps and two rankings that disagree.
        let first: Vec<_> = (0..count)
            .map(|c| (c % 7 != 3).then_some(c * 13 % 40 + 1))
            .collect();
        let second: Vec<_> = (0..count)
            .map(|c| (c % 5 != 2).then_some(c * 29 % 50 + 1))
            .collect();
        let (first, second) = (ranking(&first), ranking(&second));
        for county in 0..count {
            let lists: Vec<Walk<'_>> = [&first, &second]
                .into_iter()
                .filter_map(|(ranking, positions)| Walk::from(ranking, positions, county))
                .collect();
            let mut all: Vec<(usize, (usize, usize))> = (0..count)
                .filter(|c| *c != county)
                .map(|c| (c, distance(&lists, c)))
                .filter(|(_, d)| d.1 > 0)
                .collect();
            all.sort_by(|a, b| nearer(a.1, b.1).then(a.0.cmp(&b.0)));
            let expected: Vec<usize> = all.into_iter().take(PEERS).map(|(c, _)| c).collect();
            assert_eq!(nearest(lists), expected, "{county}");
        }
    }
}
