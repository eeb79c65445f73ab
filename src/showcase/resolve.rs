//! From [`Content`] to [`Showcase`]: the order in which things are computed.
//!
//! Each county's figures first, then each county over the years (series,
//! changes), then each edition over its counties (ranks, totals, sources,
//! checks), last the region over the years. Every step is parallel over
//! independent parts and collected in order, so the result does not depend on
//! threads; lookups go through maps, so the work grows with the content.

use super::reconcile::{self, Desk};
use super::totals::{self, Row};
use super::{
    Change, County, Edition, Figure, Measure, Rank, Showcase, SourceNote, change, figure, rank,
    series,
};
use crate::content::{self, Content, Date};
use crate::finding::Findings;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Computes all that a reader can see as a number.
///
/// What does not agree goes to `findings`; the result is whole in any case.
pub fn resolve<'c>(content: &'c Content, findings: &mut Findings) -> Showcase<'c> {
    let mut order: Vec<usize> = (0..content.editions.len()).collect();
    // Newest first; of one year, the id that comes last.
    order.sort_by_key(|at| {
        let edition = &content.editions[*at];
        std::cmp::Reverse((edition.year, &edition.id))
    });
    let falling = rank::falling(content);
    let mut editions: Vec<Edition<'c>> = gather(
        order.par_iter().map(|at| {
            let mut found = Findings::new();
            (
                begin(&content.editions[*at], &falling[*at], &mut found),
                found,
            )
        }),
        findings,
    );
    over_years(&mut editions, findings);
    let done: Vec<(Edition<'c>, Desk<'c>)> = editions
        .into_par_iter()
        .enumerate()
        .map(|(at, edition)| over_counties(at, edition, &falling[order[at]]))
        .collect();
    let mut editions = Vec::with_capacity(done.len());
    let mut remarks = Vec::new();
    for (edition, desk) in done {
        editions.push(edition);
        findings.extend(desk.findings);
        remarks.extend(desk.remarks);
    }
    file_remarks(&mut editions, remarks);
    let mut desk = Desk::default();
    reconcile::editions(&editions, &mut desk);
    findings.extend(desk.findings);
    file_remarks(&mut editions, desk.remarks);
    region_series(&mut editions);
    region_changes(&mut editions);
    Showcase { content, editions }
}

/// Collects results and findings of parallel jobs, in their order.
fn gather<T: Send>(
    jobs: impl IndexedParallelIterator<Item = (T, Findings)>,
    findings: &mut Findings,
) -> Vec<T> {
    let done: Vec<(T, Findings)> = jobs.collect();
    done.into_iter()
        .map(|(value, found)| {
            findings.extend(found);
            value
        })
        .collect()
}

/// An edition with its counties' figures.
fn begin<'c>(
    edition: &'c content::Edition,
    falling: &[bool],
    findings: &mut Findings,
) -> Edition<'c> {
    let counties = gather(
        edition.counties.par_iter().map(|county| {
            let mut found = Findings::new();
            let figures = figure::all(edition, county, falling, &mut found);
            let county = County {
                content: county,
                figures,
                years: Vec::new(),
            };
            (county, found)
        }),
        findings,
    );
    let stated = edition.as_of.as_ref().map(|d| d.value);
    Edition {
        content: edition,
        as_of: stated.or_else(|| latest(&counties)),
        measures: Vec::new(),
        slugs: slugs(edition),
        counties,
        outcomes: Vec::new(),
        sources: Vec::new(),
        remarks: Vec::new(),
    }
}

fn latest(counties: &[County<'_>]) -> Option<Date> {
    let figures = counties.iter().flat_map(|c| &c.figures);
    figures.map(|f| f.content.as_of).max()
}

fn slugs(edition: &content::Edition) -> BTreeMap<&str, usize> {
    let counties = edition.counties.iter().enumerate();
    counties.map(|(at, c)| (c.slug.as_str(), at)).collect()
}

/// Joins each county's figures across the editions.
fn over_years(editions: &mut [Edition<'_>], findings: &mut Findings) {
    let mut years: BTreeMap<&str, Vec<(usize, usize)>> = BTreeMap::new();
    for (e, edition) in editions.iter().enumerate() {
        for (slug, c) in &edition.slugs {
            years.entry(slug).or_default().push((e, *c));
        }
    }
    let years: Vec<Vec<(usize, usize)>> = years.into_values().collect();
    let joined: Vec<_> = years
        .par_iter()
        .map(|years| {
            let mut desk = Desk::default();
            (series::join(editions, years, &mut desk), desk)
        })
        .collect();
    let mut remarks = Vec::new();
    for (years, (joined, desk)) in years.into_iter().zip(joined) {
        findings.extend(desk.findings);
        remarks.extend(desk.remarks);
        for one in joined {
            let (e, c, f) = one.at;
            if let Some(figure) = figure_mut(editions, (e, c), f) {
                figure.series = one.series;
                figure.change = one.change;
            }
        }
        for (e, c) in &years {
            if let Some(county) = county_mut(editions, (*e, *c)) {
                county.years = years.clone();
            }
        }
    }
    file_remarks(editions, remarks);
}

fn county_mut<'a, 'c>(
    editions: &'a mut [Edition<'c>],
    (e, c): (usize, usize),
) -> Option<&'a mut County<'c>> {
    editions.get_mut(e)?.counties.get_mut(c)
}

fn figure_mut<'a, 'c>(
    editions: &'a mut [Edition<'c>],
    county: (usize, usize),
    f: usize,
) -> Option<&'a mut Figure<'c>> {
    county_mut(editions, county)?.figures.get_mut(f)
}

/// Puts remarks into their editions, in the order of the roster.
fn file_remarks<'c>(editions: &mut [Edition<'c>], remarks: Vec<(usize, super::Remark<'c>)>) {
    for (e, remark) in remarks {
        if let Some(edition) = editions.get_mut(e) {
            edition.remarks.push(remark);
        }
    }
    for edition in editions {
        edition.remarks.sort_by(|a, b| {
            let key = |r: &super::Remark<'_>| (r.county, r.figure, r.message.clone());
            key(a).cmp(&key(b))
        });
    }
}

/// Ranks, totals, sources and checks of one edition.
fn over_counties<'c>(
    at: usize,
    mut edition: Edition<'c>,
    falling: &[bool],
) -> (Edition<'c>, Desk<'c>) {
    let mut desk = Desk::default();
    edition.measures = measures(&edition, falling, &mut desk.findings);
    edition.outcomes = reconcile::edition(at, &edition, &mut desk);
    place(&mut edition);
    edition.sources = sources(&mut edition.counties);
    acknowledge(&mut edition);
    (edition, desk)
}

/// Puts what the editors say of a difference beside the figure that differs.
fn acknowledge(edition: &mut Edition<'_>) {
    for outcome in &edition.outcomes {
        let county = edition.counties.get_mut(outcome.county);
        let mut figures = county.into_iter().flat_map(|c| &mut c.figures);
        let differing = figures.find(|f| f.content.id == outcome.check.is.value);
        if let (Some(figure), Some(note)) = (differing, outcome.acknowledged()) {
            let before = figure.acknowledged.take().unwrap_or_default();
            figure.acknowledged = Some(format!("{before}{note}").into());
        }
    }
}

/// The weights' row of an indicator that is weighted.
fn weights<'r, 'a, 'c>(
    indicators: &[content::Indicator],
    rows: &'r [Row<'a, 'c>],
    indicator: &content::Indicator,
) -> Option<&'r Row<'a, 'c>> {
    let content::Total::WeightedBy(id) = &indicator.total else {
        return None;
    };
    rows.get(indicators.iter().position(|i| i.id == *id)?)
}

/// The regions' series, edition by edition: those that rest on the same
/// counties' series are computed once.
fn region_series<'c>(editions: &mut [Edition<'c>]) {
    let mut known: BTreeMap<&str, totals::Region<'c>> = BTreeMap::new();
    for edition in editions {
        let indicators = &edition.content.indicators;
        let rows = rows(edition);
        let regions: Vec<totals::Region<'c>> = indicators
            .par_iter()
            .zip(&rows)
            .map(|(indicator, row)| {
                let weights = weights(indicators, &rows, indicator);
                totals::series(indicator, row, weights, known.get(indicator.id.as_str()))
            })
            .collect();
        drop(rows);
        for ((indicator, measure), region) in
            indicators.iter().zip(&mut edition.measures).zip(regions)
        {
            measure.series = region.numbers.clone();
            known.insert(indicator.id.as_str(), region);
        }
    }
}

fn measures<'c>(
    edition: &Edition<'c>,
    falling: &[bool],
    findings: &mut Findings,
) -> Vec<Measure<'c>> {
    let indicators = &edition.content.indicators;
    let rows = rows(edition);
    let jobs = indicators.par_iter().zip(&rows).zip(falling);
    let jobs = jobs.map(|((indicator, row), falling)| {
        let weights = weights(indicators, &rows, indicator);
        let mut found = Findings::new();
        let measure = totals::measure(
            edition.content,
            indicator,
            row,
            weights,
            *falling,
            &mut found,
        );
        (measure, found)
    });
    gather(jobs, findings)
}

/// The figures of each indicator, by county.
fn rows<'a, 'c>(edition: &'a Edition<'c>) -> Vec<Row<'a, 'c>> {
    let indicators = &edition.content.indicators;
    let mut rows = vec![vec![None; edition.counties.len()]; indicators.len()];
    for (c, county) in edition.counties.iter().enumerate() {
        for figure in &county.figures {
            let Some(at) = figure.place(indicators) else {
                break;
            };
            if let Some(cell) = rows.get_mut(at).and_then(|row| row.get_mut(c)) {
                *cell = Some(figure);
            }
        }
    }
    rows
}

/// Tells each county its places.
fn place(edition: &mut Edition<'_>) {
    let mut places: Vec<Vec<Option<Rank>>> = Vec::with_capacity(edition.measures.len());
    for measure in &edition.measures {
        let mut row = vec![None; edition.counties.len()];
        for (county, rank) in rank::places(&measure.ranking) {
            if let Some(place) = row.get_mut(county) {
                *place = Some(rank);
            }
        }
        places.push(row);
    }
    let indicators = &edition.content.indicators;
    edition
        .counties
        .par_iter_mut()
        .enumerate()
        .for_each(|(c, county)| {
            for figure in &mut county.figures {
                let row = figure.place(indicators).and_then(|at| places.get(at));
                figure.rank = row.and_then(|row| *row.get(c)?);
            }
        });
}

/// Every source once, numbered in order of first use.
fn sources<'c>(counties: &mut [County<'c>]) -> Vec<SourceNote<'c>> {
    let mut notes: Vec<SourceNote<'c>> = Vec::new();
    let mut numbers: BTreeMap<(&'c str, Date), usize> = BTreeMap::new();
    // Most figures have the source of the one before them.
    let mut last: Option<((&'c str, Date), usize)> = None;
    for county in counties {
        for figure in &mut county.figures {
            let key = (&*figure.content.source, figure.content.as_of);
            let at = match last {
                Some((known, at)) if std::ptr::eq(known.0, key.0) && known.1 == key.1 => at,
                _ => *numbers.entry(key).or_insert_with(|| {
                    notes.push(SourceNote {
                        source: key.0,
                        as_of: key.1,
                        figures: 0,
                    });
                    notes.len() - 1
                }),
            };
            last = Some((key, at));
            figure.source_note = u32::try_from(at + 1).unwrap_or(u32::MAX);
            if let Some(note) = notes.get_mut(at) {
                note.figures += 1;
            }
        }
    }
    notes
}

/// Changes of the regions' totals, where both cover the same counties.
fn region_changes(editions: &mut [Edition<'_>]) {
    let mut changes: Vec<(usize, usize, Change)> = Vec::new();
    for (e, edition) in editions.iter().enumerate() {
        let before = editions.iter().enumerate().skip(e).find(|(_, older)| {
            older.content.year < edition.content.year
                && older.content.region.value == edition.content.region.value
        });
        let Some((b, older)) = before else { continue };
        let known: BTreeMap<&str, &Measure<'_>> = older
            .measures
            .iter()
            .map(|m| (m.indicator.id.as_str(), m))
            .collect();
        for (m, measure) in edition.measures.iter().enumerate() {
            let then = known.get(measure.indicator.id.as_str()).copied();
            let change = then.and_then(|then| region_change((edition, measure), (older, then), b));
            changes.extend(change.map(|change| (e, m, change)));
        }
    }
    for (e, m, change) in changes {
        let measure = editions.get_mut(e).and_then(|e| e.measures.get_mut(m));
        if let Some(measure) = measure {
            measure.change = Some(change);
        }
    }
}

fn region_change(
    (now, measure): (&Edition<'_>, &Measure<'_>),
    (before, then): (&Edition<'_>, &Measure<'_>),
    at: usize,
) -> Option<Change> {
    let (to, from) = (measure.total.as_ref()?, then.total.as_ref()?);
    if to.kind != from.kind || stating(now, measure) != stating(before, then) {
        return None;
    }
    let year = before.as_of.map_or(before.content.year, Date::year);
    let year = year.min(before.content.year);
    change::between(&from.value, &to.value, at, year)
}

/// The slugs of the counties that state a value, in the order of the alphabet.
fn stating<'c>(edition: &Edition<'c>, measure: &Measure<'_>) -> Vec<&'c str> {
    let ranked = measure.ranking.iter();
    let mut slugs: Vec<&str> = ranked
        .filter_map(|r| Some(edition.counties.get(r.county)?.content.slug.as_str()))
        .collect();
    slugs.sort_unstable();
    slugs
}

#[cfg(test)]
mod tests {
    use super::super::sample::{self, Sample};
    use super::*;

    const VILLAGES: &str = "[[indicators]]\nid = \"villages\"\nname = \"达标村\"\nunit = \"个\"";

    /// `cargo test --release --lib showcase -- --ignored --nocapture`
    #[test]
    #[ignore = "a measurement, to be read"]
    fn ten_editions_of_three_thousand_counties() {
        // The last term keeps counties 900 apart from being copies of each other.
        let content = sample::grid(10, 3000, 40, |e, c, i| {
            Some((1000 + (c * 7 + i * (1 + c / 900)) % 900 + e * 13).to_string())
        });
        let started = std::time::Instant::now();
        let mut findings = Findings::new();
        let showcase = resolve(&content, &mut findings);
        println!("{:?}", started.elapsed());
        assert_eq!(showcase.editions[0].measures[0].ranking.len(), 3000);
        assert_eq!(findings.sorted(), []);
    }

    #[test]
    fn series_grow_by_editions_and_a_gap_stays_a_gap() {
        let sample = Sample::new();
        let printed = "[figures.villages]\nvalue = 401\nseries = { 2016 = 279, 2019 = 401 }";
        let (old, now) = ("[figures.villages]\nvalue = 350", printed);
        sample.edition(
            "2018",
            "as_of = 2018-12-31",
            VILLAGES,
            &[("a", old), ("b", "")],
        );
        sample.edition(
            "2019",
            "as_of = 2019-12-31",
            VILLAGES,
            &[("b", ""), ("a", now)],
        );
        let content = sample.load();
        let showcase = resolve(&content, &mut Findings::new());
        let ids: Vec<_> = showcase.editions.iter().map(|e| &e.content.id).collect();
        assert_eq!(ids, ["2019", "2018"]);
        let all = ["2016 279个", "2018 350个", "2019 401个"];
        // The older edition stays as it was published.
        for (edition, county, grown) in [(0, 1, &all[..]), (1, 0, &all[1..2])] {
            let county = &showcase.editions[edition].counties[county];
            assert_eq!(county.years, [(0, 1), (1, 0)]);
            let series = county.figures[0].series.iter();
            let series: Vec<_> = series.map(|(y, q)| format!("{y} {}", q.prose())).collect();
            assert_eq!(series, grown);
        }
        let gap = &showcase.editions[0].counties[0];
        assert!(gap.figures.is_empty());
        let total = showcase.editions[0].measures[0].total.as_ref().unwrap();
        assert_eq!((total.covered, total.of), (1, 2));
    }

    #[test]
    fn an_edition_of_2022_may_show_the_end_of_2021() {
        let sample = Sample::new();
        sample.edition(
            "2022",
            "as_of = 2021-12-31",
            VILLAGES,
            &[("a", "[figures.villages]\nvalue = 3")],
        );
        let content = sample.load();
        let showcase = resolve(&content, &mut Findings::new());
        let series = &showcase.editions[0].counties[0].figures[0].series;
        assert_eq!(series.keys().copied().collect::<Vec<_>>(), [2021]);
    }

    #[test]
    fn a_source_stands_once_however_many_figures_rest_on_it() {
        let sample = Sample::new();
        let own = "[figures.villages]\nvalue = 3\nsource = \"县报\"\n[figures.y]\nname = \"户\"\nunit = \"户\"\nvalue = 1";
        let plain = "[figures.villages]\nvalue = 3";
        sample.edition(
            "2019",
            "as_of = 2019-12-31",
            VILLAGES,
            &[("a", own), ("b", plain)],
        );
        let content = sample.load();
        let showcase = resolve(&content, &mut Findings::new());
        let edition = &showcase.editions[0];
        let sources: Vec<_> = edition
            .sources
            .iter()
            .map(|s| (s.source, s.figures))
            .collect();
        assert_eq!(sources, [("县报", 1), ("统计报表", 2)]);
        assert_eq!(edition.counties[1].figures[0].source_note, 2);
    }
}
