//! Numbers that were copied: from another county, or left from last year.
//!
//! Small numbers are equal by chance. So either many of them must be equal at
//! once, or one of so many digits, in so small an edition, that it is hardly
//! chance, or one that leaps away from its own past as no other county's does.

use super::peers::Peers;
use super::{At, Desk, note};
use crate::finding::{Code, Finding, Place, Severity};
use crate::quantity::{Family, Quantity};
use crate::showcase::{County, Edition, Figure, Measure};
use crate::text;
use rayon::prelude::*;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Digits that equal figures must have together to be no chance.
const ENOUGH: usize = 6;

/// Two counties whose figures are all the same.
pub(super) fn of_county<'c>(at: usize, edition: &Edition<'c>, desk: &mut Desk<'c>) {
    let mut known: BTreeMap<Vec<(&str, Decimal)>, usize> = BTreeMap::new();
    let values = edition.counties.par_iter().map(|county| {
        let values: Vec<(&str, Decimal)> = county
            .figures
            .iter()
            .filter_map(|f| Some((f.content.id.as_str(), f.in_unit.as_deref()?.midpoint())))
            .collect();
        let weight: usize = values.iter().map(|(_, v)| digits(*v)).sum();
        (values.len() > 1 && weight >= ENOUGH).then_some(values)
    });
    let values: Vec<Option<Vec<(&str, Decimal)>>> = values.collect();
    for ((c, county), values) in edition.counties.iter().enumerate().zip(values) {
        let Some(values) = values else { continue };
        let count = values.len();
        let Some(other) = known.get(&values).copied() else {
            known.insert(values, c);
            continue;
        };
        let other = edition.counties.get(other);
        let there = other.and_then(|o| Some((o, &o.figures.first()?.content.place)));
        let (Some((other, there)), Some(first)) = (there, county.figures.first()) else {
            continue;
        };
        // A source often names its county.
        let source = &*first.content.source;
        let bare = |c: &County<'_>| {
            c.content
                .name
                .value
                .trim_end_matches(['县', '市', '区'])
                .to_owned()
        };
        let first_is_copy = source.contains(&bare(county)) && !source.contains(&bare(other));
        let (here, there, other, note) = match first_is_copy {
            true => (there, &first.content.place, county, &other.content.note),
            false => (&first.content.place, there, other, &county.content.note),
        };
        let name = &other.content.name.value;
        let message = text!(
            "这里的{count}项数据与{name}的一模一样",
            "all {count} figures here are those of {name}"
        );
        let hint = text!(
            "是不是放错了文件夹？确实相同的，在文件开头写 note = \"已核实\"",
            "is it in the wrong folder? If they are equal, say so with note = \"已核实\" at the top of the file"
        );
        let label = text!("{name}的在这里", "those of {name}");
        let place = file_key(here, "source");
        let finding = Finding::new(Code::FigureCopied, place, message).hint(hint);
        let finding = finding.related(there.clone(), label);
        desk.odd_file((at, Some(c)), note.as_deref(), finding);
    }
}

/// The line of `key` at the top of a file, or what stands for the file.
pub(super) fn file_key(place: &Place, key: &str) -> Place {
    let top = place.start();
    let head = place.source().map_or("", |s| s.text());
    let end = if head.starts_with('[') {
        Some(0)
    } else {
        head.find("\n[")
    };
    let head = end.map_or(head, |end| &head[..end]);
    match top.find(key) {
        Some(found) if found.span().start < head.len() => found,
        _ => place.clone(),
    }
}

/// One number in two counties: a warning where chance would give fewer than one
/// such pair in twenty editions of this size, an info where fewer than one in
/// three. What three counties share is a rate that is the same for all.
pub(super) fn of_values<'c>(
    at: usize,
    edition: &Edition<'c>,
    peers: &[Peers<'_, 'c>],
    desk: &mut Desk<'c>,
) {
    let known: Vec<(&Measure<'c>, Equal)> = edition
        .measures
        .par_iter()
        .zip(peers)
        .map(|(m, peers)| (m, equal(m, peers)))
        .collect();
    let pairs = pairs(known.iter().map(|(_, all)| all));
    let pairs = |least: usize| pairs.get(least).copied().unwrap_or_default();
    for (measure, all) in &known {
        let mut moves = None;
        for (telling, places) in all.groups() {
            let [(_, first), (_, second)] = places else {
                continue;
            };
            let moved = moves.get_or_insert_with(|| Moved::of(edition, measure));
            let but = [first.0, second.0];
            let odd = [
                moved.is_odd(edition, *first, but),
                moved.is_odd(edition, *second, but),
            ];
            let (severity, ways) = match odd {
                // Its own edition before contradicts one: that is the copy.
                [Some(true), Some(false)] if is_chance(all.places.len(), telling, 20) => {
                    (Severity::Warning, vec![(*first, *second)])
                }
                [Some(false), Some(true)] if is_chance(all.places.len(), telling, 20) => {
                    (Severity::Warning, vec![(*second, *first)])
                }
                [Some(false), Some(false)] => (Severity::Info, Vec::new()),
                _ if telling > 2 && is_chance(pairs(telling), telling, 20) => (
                    Severity::Warning,
                    vec![(*first, *second), (*second, *first)],
                ),
                _ => (Severity::Info, vec![(*first, *second), (*second, *first)]),
            };
            let rare = is_chance(pairs(telling), telling, 3);
            if severity == Severity::Info && !rare {
                continue;
            }
            for (here, there) in ways {
                tell(at, edition, severity, (here, there), desk);
            }
        }
    }
}

/// A county and the place of a figure in it.
type Spot = (usize, usize);

/// The exact values of an indicator, with the figures that have them.
struct Equal {
    /// Sorted by value.
    places: Vec<(Decimal, Spot)>,
    /// Digits that tell nothing.
    common: usize,
}

impl Equal {
    /// Equal values, and how many digits of each tell something.
    fn groups(&self) -> impl Iterator<Item = (usize, &[(Decimal, Spot)])> {
        let groups = self.places.chunk_by(|a, b| a.0 == b.0);
        groups.filter_map(|places| {
            let (number, _) = places.first()?;
            Some((digits(*number).saturating_sub(self.common), places))
        })
    }
}

fn equal(measure: &Measure<'_>, peers: &Peers<'_, '_>) -> Equal {
    let exact = peers.numbers.iter().filter(|(_, owner)| owner.is_exact);
    Equal {
        places: exact
            .map(|(number, owner)| (*number, owner.seat.at()))
            .collect(),
        // Shares lie close together.
        common: usize::from(measure.indicator.unit.family() == Family::Share),
    }
}

/// More digits than a number has.
const MOST: usize = 40;

/// How many pairs of figures there are whose values have at least so many
/// telling digits, by that number.
fn pairs<'a>(known: impl Iterator<Item = &'a Equal>) -> [usize; MOST] {
    let mut pairs = [0; MOST];
    for all in known {
        let mut counts = [0_usize; MOST];
        for (telling, places) in all.groups() {
            if let Some(count) = counts.get_mut(telling) {
                *count += places.len();
            }
        }
        let mut count = 0;
        for (pairs, own) in pairs.iter_mut().zip(counts).rev() {
            count += own;
            *pairs += count * count.saturating_sub(1) / 2;
        }
    }
    pairs
}

/// Whether chance gives one in `rare` or fewer among so many pairs. Amounts
/// spread evenly over their orders of magnitude: two of three digits are equal
/// once in 600 times.
fn is_chance(pairs: usize, telling: usize, rare: usize) -> bool {
    let numbers = 10_usize.saturating_pow(telling.min(15) as u32 + 1);
    telling > 1 && pairs.saturating_mul(17 * rare) <= numbers
}

/// How the counties have moved since the edition before: by how many per cent,
/// and which; sorted.
struct Moved(Vec<(Decimal, usize)>);

/// How far a county may move otherwise than all others, in percentage points.
const ROOM: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

impl Moved {
    fn of(edition: &Edition<'_>, measure: &Measure<'_>) -> Moved {
        let counties = edition.counties.iter().enumerate();
        let mut all: Vec<(Decimal, usize)> = counties
            .filter_map(|(c, county)| {
                let f = county.position(measure.indicator)?;
                Some((moved(edition, (c, f))?, c))
            })
            .collect();
        all.sort_unstable();
        Moved(all)
    }

    /// Whether a figure moved as no county but these did; `None` where nothing
    /// is known of the edition before.
    fn is_odd(&self, edition: &Edition<'_>, at: Spot, but: [usize; 2]) -> Option<bool> {
        let own = moved(edition, at)?;
        let mut others = self.0.iter().filter(|(_, c)| !but.contains(c));
        let ends = (others.next(), others.next_back());
        Some(match ends {
            // Where the others went apart, so may this one.
            (Some((low, _)), Some((high, _))) => {
                let room = high.saturating_sub(*low).max(ROOM);
                own < low.saturating_sub(room) || own > high.saturating_add(room)
            }
            _ => own.abs() > Decimal::from(50),
        })
    }
}

/// By how many per cent a figure differs from the edition before.
fn moved(edition: &Edition<'_>, (c, f): (usize, usize)) -> Option<Decimal> {
    let figure = edition.counties.get(c)?.figures.get(f)?;
    figure.change.as_deref()?.percent
}

fn tell<'c>(
    at: usize,
    edition: &Edition<'c>,
    severity: Severity,
    (here, there): ((usize, usize), (usize, usize)),
    desk: &mut Desk<'c>,
) {
    let get = |(c, f): (usize, usize)| {
        let county = edition.counties.get(c)?;
        Some((county, county.figures.get(f)?))
    };
    let (Some((county, figure)), Some((other, theirs))) = (get(here), get(there)) else {
        return;
    };
    // A whole file that was copied is one finding.
    if !same_file(&county.figures, &other.figures) {
        let name = &other.content.name.value;
        copied((at, here.0, here.1), severity, figure, theirs, name, desk);
    }
}

fn same_file(a: &[Figure<'_>], b: &[Figure<'_>]) -> bool {
    a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.in_unit == b.in_unit)
}

fn copied<'c>(
    at: At,
    severity: Severity,
    figure: &Figure<'c>,
    there: &Figure<'c>,
    name: &str,
    desk: &mut Desk<'c>,
) {
    let (Some(ours), Some(theirs)) = (&figure.content.value, &there.content.value) else {
        return;
    };
    let (what, shown) = (figure.name(), ours.value.prose());
    let message = text!(
        "“{what}”{shown}与{name}的分毫不差",
        "`{what}`, {shown}, is to the last digit that of {name}"
    );
    let hint = text!(
        "核对这两处，看是不是抄串了行；确实相同的，写 note = \"已核实\"",
        "check both, see whether a row was mixed up; if they are equal, say so with note = \"已核实\""
    );
    let label = text!("{name}的在这里", "that of {name}");
    let mut finding = Finding::new(Code::FigureCopied, ours.place.clone(), message);
    finding.severity = severity;
    let finding = finding.hint(hint).related(theirs.place.clone(), label);
    // Which of the two is the copy cannot be known: either note will do.
    let said = |note: &&str| note::acknowledges(note, &finding.message.zh);
    match there.content.note.as_deref().filter(said) {
        Some(note) => desk.odd_unless((at.0, Some(at.1), Some(at.2)), Some(note), finding),
        None => desk.odd(at, figure.content, finding),
    }
}

/// Numbers that are still those of the edition before.
pub(super) fn of_last_year<'c>(
    at: usize,
    edition: &Edition<'c>,
    county: usize,
    desk: &mut Desk<'c>,
) {
    let figures = edition.counties.get(county).map_or(&[][..], |c| &c.figures);
    let changes = figures
        .iter()
        .enumerate()
        .filter_map(|(f, figure)| Some((f, figure, figure.change.as_deref()?)));
    let (mut count, mut weight) = (0, 0);
    let mut same = Vec::new();
    for (f, figure, change) in changes {
        count += 1;
        let value = figure.in_unit.as_deref().map(Quantity::value);
        if change.difference.midpoint().is_zero() {
            weight += digits(value.unwrap_or_default());
            same.push((f, figure, change));
        }
    }
    if let Some((_, first, change)) = same.first()
        && same.len() == count
        && count > 1
        && weight >= ENOUGH
    {
        let year = change.year;
        let message = text!(
            "这里的{count}项数据还都是{year}年的数",
            "all {count} figures here are still those of {year}"
        );
        let hint = text!(
            "是不是忘了更新？确实没有变的，在文件开头写 note = \"已核实\"",
            "were they forgotten? If they have not changed, say so with note = \"已核实\" at the top of the file"
        );
        let place = file_key(&first.content.place, "source");
        let finding = Finding::new(Code::FigureUnchanged, place, message).hint(hint);
        let note = edition
            .counties
            .get(county)
            .and_then(|c| c.content.note.as_deref());
        desk.odd_file((at, Some(county)), note, finding);
        return;
    }
    for (f, figure, change) in same {
        let amount = matches!(figure.unit().family(), Family::Money | Family::Share);
        let Some(value) = figure.content.value.as_ref().filter(|v| v.value.is_exact()) else {
            continue;
        };
        if !amount || digits(value.value.value()) < 4 {
            continue;
        }
        let (name, shown, year) = (figure.name(), value.value.prose(), change.year);
        let message = text!(
            "“{name}”{shown}与{year}年的分毫不差，是不是忘了更新？",
            "`{name}`, {shown}, is to the last digit that of {year}; was it forgotten?"
        );
        let hint = text!(
            "核对数值；确实没有变的，写 note = \"已核实\"",
            "check it; if it has not changed, say so with note = \"已核实\""
        );
        let finding = Finding::new(Code::FigureUnchanged, value.place.clone(), message);
        desk.odd((at, county, f), figure.content, finding.hint(hint));
    }
}

/// How many digits a number has without zeros at either end.
fn digits(number: Decimal) -> usize {
    let whole = number.mantissa().unsigned_abs();
    // Nearly all of them are small, and those divide much quicker.
    let mut small = match u64::try_from(whole) {
        Ok(small) => small,
        Err(_) => {
            let noughts = (0..).take_while(|n| whole.is_multiple_of(10u128.pow(n + 1)));
            return whole.ilog10() as usize + 1 - noughts.count();
        }
    };
    while small != 0 && small.is_multiple_of(10) {
        small /= 10;
    }
    small.checked_ilog10().map_or(0, |log| log as usize + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_of_three_digits_are_equal_once_in_six_hundred_pairs() {
        for (pairs, telling, rare, is) in [
            (2, 2, 20, true),
            (3, 2, 20, false),
            (19, 2, 3, true),
            (20, 2, 3, false),
            (29, 3, 20, true),
            (30, 3, 20, false),
            (0, 1, 3, false),
            (usize::MAX, 40, 20, false),
        ] {
            assert_eq!(is_chance(pairs, telling, rare), is, "{pairs} of {telling}");
        }
    }

    #[test]
    fn noughts_at_either_end_are_no_digits() {
        for (number, count) in [
            ("0", 0),
            ("5", 1),
            ("12300", 3),
            ("0.0120", 2),
            ("-10.5", 3),
            ("123456789012345678901200", 22),
            ("12345678901234567890.123", 23),
        ] {
            assert_eq!(digits(number.parse().unwrap()), count, "{number}");
        }
    }

    #[test]
    fn pairs_are_counted_by_their_digits() {
        let equal = |numbers: &[i64], common: usize| Equal {
            places: numbers
                .iter()
                .map(|n| (Decimal::from(*n), (0, 0)))
                .collect(),
            common,
        };
        let known = [equal(&[12, 12, 345], 0), equal(&[678, 912], 0)];
        assert_eq!(pairs(known.iter())[..5], [4, 4, 4, 1, 0]);
        let shares = [equal(&[12, 12, 345], 1)];
        assert_eq!(pairs(shares.iter())[..4], [3, 3, 0, 0]);
    }
}
