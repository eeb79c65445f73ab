//! Numbers that were copied: from another county, or left from last year.
//!
//! Small numbers are equal by chance. So either many of them must be equal at
//! once, or one of so many digits, among so few counties, that it is hardly
//! chance.

use super::{At, Desk, note};
use crate::finding::{Code, Finding, Place, Severity};
use crate::quantity::{Family, Quantity, Unit};
use crate::showcase::{County, Edition, Figure, Measure};
use crate::text;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// Digits that equal figures must have together to be no chance.
const ENOUGH: usize = 6;

/// Two counties whose figures are all the same.
pub(super) fn of_county(edition: &Edition<'_>, desk: &mut Desk<'_>) {
    let mut known: BTreeMap<Vec<(&str, Decimal)>, usize> = BTreeMap::new();
    for (c, county) in edition.counties.iter().enumerate() {
        let values: Vec<(&str, Decimal)> = county
            .figures
            .iter()
            .filter_map(|f| Some((f.content.id.as_str(), f.in_unit.as_ref()?.midpoint())))
            .collect();
        let weight: usize = values.iter().map(|(_, v)| digits(*v)).sum();
        if values.len() < 2 || weight < ENOUGH {
            continue;
        }
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
        let source = first.content.source.as_str();
        let bare = |c: &County<'_>| {
            c.content
                .name
                .value
                .trim_end_matches(['县', '市', '区'])
                .to_owned()
        };
        let first_is_copy = source.contains(&bare(county)) && !source.contains(&bare(other));
        let (here, there, other) = match first_is_copy {
            true => (there, &first.content.place, county),
            false => (&first.content.place, there, other),
        };
        let name = &other.content.name.value;
        let message = text!(
            "这里的{count}项数据与{name}的一模一样",
            "all {count} figures here are those of {name}"
        );
        let hint = text!("是不是放错了文件夹？", "is it in the wrong folder?");
        let label = text!("{name}的在这里", "those of {name}");
        let place = file_key(here, "source");
        let finding = Finding::new(Code::FigureCopied, place, message).hint(hint);
        desk.findings.push(finding.related(there.clone(), label));
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
/// such pair in twenty indicators, an info where fewer than one in three. What
/// three counties share is a rate that is the same for all.
pub(super) fn of_value<'c>(
    at: usize,
    edition: &Edition<'c>,
    measure: &Measure<'c>,
    desk: &mut Desk<'c>,
) {
    let count = measure.ranking.len();
    let pairs = count * count.saturating_sub(1) / 2;
    let mut known: BTreeMap<Decimal, Vec<(usize, usize)>> = BTreeMap::new();
    for (c, county) in edition.counties.iter().enumerate() {
        let Some(f) = county.position(measure.indicator) else {
            continue;
        };
        let figure = county.figures.get(f);
        let value = figure.and_then(|f| f.in_unit.as_ref().filter(|q| q.is_exact()));
        if let Some(value) = value {
            let number = value.value().normalize();
            known.entry(number).or_default().push((c, f));
        }
    }
    for (number, places) in known {
        let [first, second] = places.as_slice() else {
            continue;
        };
        let Some(severity) = chance(number, &measure.indicator.unit, pairs) else {
            continue;
        };
        // The one that its own edition before contradicts is the copy; where
        // nothing tells, both are asked about.
        let usual = |at| moved(edition, at).is_some_and(|percent| percent <= Decimal::from(50));
        let severity = match usual(*first) && usual(*second) {
            true => Severity::Info,
            false => severity,
        };
        let ways = match (moved(edition, *first), moved(edition, *second)) {
            (Some(a), Some(b)) if a > b => vec![(*first, *second)],
            (Some(a), Some(b)) if a < b => vec![(*second, *first)],
            _ => vec![(*first, *second), (*second, *first)],
        };
        for (here, there) in ways {
            let get = |(c, f): (usize, usize)| {
                let county = edition.counties.get(c)?;
                Some((county, county.figures.get(f)?))
            };
            let (Some((county, figure)), Some((other, theirs))) = (get(here), get(there)) else {
                continue;
            };
            // A whole file that was copied is one finding.
            if !same_file(&county.figures, &other.figures) {
                let name = &other.content.name.value;
                let at = (at, here.0, here.1);
                copied(at, severity, figure, theirs, name, desk);
            }
        }
    }
}

/// How much two equal numbers tell; `None`: nothing.
fn chance(number: Decimal, unit: &Unit, pairs: usize) -> Option<Severity> {
    // Shares lie close together, and first digits are much alike.
    let share = usize::from(unit.family() == Family::Share);
    let telling = digits(number).saturating_sub(1 + share);
    let numbers = 10_usize.saturating_pow(telling as u32);
    match (telling, pairs) {
        (2.., pairs) if pairs.saturating_mul(20) <= numbers => Some(Severity::Warning),
        (1.., pairs) if pairs.saturating_mul(3) <= numbers => Some(Severity::Info),
        _ => None,
    }
}

/// By how many per cent, up or down, a figure differs from the edition before.
fn moved(edition: &Edition<'_>, (c, f): (usize, usize)) -> Option<Decimal> {
    let figure = edition.counties.get(c)?.figures.get(f)?;
    Some(figure.change.as_deref()?.percent?.abs())
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
    let (what, shown) = (figure.name, ours.value.prose());
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
        Some(note) => desk.odd_unless(at, Some(note), finding),
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
        let value = figure.in_unit.as_ref().map(Quantity::value);
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
        let hint = text!("是不是忘了更新？", "were they forgotten?");
        let place = file_key(&first.content.place, "source");
        let finding = Finding::new(Code::FigureUnchanged, place, message).hint(hint);
        desk.findings.push(finding);
        return;
    }
    for (f, figure, change) in same {
        let amount = matches!(figure.unit.family(), Family::Money | Family::Share);
        let Some(value) = figure.content.value.as_ref().filter(|v| v.value.is_exact()) else {
            continue;
        };
        if !amount || digits(value.value.value()) < 4 {
            continue;
        }
        let (name, shown, year) = (figure.name, value.value.prose(), change.year);
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
    let whole = number.normalize().mantissa().unsigned_abs().to_string();
    whole.trim_end_matches('0').len()
}
