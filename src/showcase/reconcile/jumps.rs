//! Slips of a digit and of 万 for 亿: values that leap out of an even row.
//!
//! Real figures leap too: a first project, a new policy. So a leap is only a
//! finding where everything around it is even:
//!
//! | leap | over the years | among counties |
//! |---|---|---|
//! | ×10, ×100 | four values around it within a factor 2, two within 1.3, or the years before and after within a factor 2 | at least four others within a factor 2 |
//! | ×30 and more | — | at least three others within a factor 4 |
//! | ×8 and more | — | two others within a factor 1.5; ×15 within 2, ×40 within 3; less is only worth knowing |
//! | ×10,000 | the year before or after; over longer gaps, 200 times or more and faster than half as much again every year | four others, all at least 300 times off |
//!
//! Small counts are left alone: two projects, then twenty, is no slip.

use super::Desk;
use super::peers::{Peer, Peers};
use crate::content::Spot;
use crate::finding::{Code, Finding, Severity, Text};
use crate::quantity::{Family, Quantity, Unit};
use crate::showcase::series::Member;
use crate::showcase::{Edition, Figure, Measure, Years, order};
use crate::text;
use rust_decimal::Decimal;

/// How many values around a leap must be even.
const NEIGHBOURS: usize = 4;
/// Even: the largest is at most so many times the smallest.
const EVEN: Decimal = Decimal::TWO;
/// So many of one size tell what the size is.
const ALIKE: usize = 3;
/// Counts below this leap by nature.
const SMALL_COUNT: Decimal = Decimal::from_parts(20, 0, 0, false, 0);

/// Leaps within a figure's series, at numbers that this edition states.
pub(super) fn over_years<'c>(member: &Member<'_, 'c>, series: &Years<'_>, desk: &mut Desk<'c>) {
    if series.len() < 2 || rates(member.figure.name()) {
        return;
    }
    // Most series stand on one value of this edition: look at that alone.
    let points: Vec<(i32, Decimal)> = series.iter().map(|(y, q)| (*y, q.midpoint())).collect();
    for (at, (year, _)) in points.iter().enumerate() {
        let figure = member.figure.content;
        let spot = match (figure.series.get(year), &figure.value) {
            (Some(spot), _) => spot,
            (None, Some(value)) if *year == member.year => value,
            _ => continue,
        };
        let place = &spot.place;
        let unit = member.figure.unit();
        let times = leap(&points, at, unit);
        let foreign = || foreign_scale(&points, at, &spot.value, member);
        let Some(times) = times.or_else(foreign) else {
            continue;
        };
        let (name, shown) = (member.figure.name(), spot.value.prose());
        let (zh, en) = (times.zh, times.en);
        let message = text!(
            "“{name}”{year}年的{shown}是相邻年份的{zh}，是不是多写或少写了位数、写错了万和亿？",
            "`{name}` of {year}, {shown}, is {en} its neighbours; is that a slip of digits or of 万 and 亿?"
        );
        let finding = Finding::new(Code::FigureJump, place.clone(), message).hint(hint());
        desk.odd(member.at, figure, finding);
    }
}

/// A year written in 亿 between years in 万, so far off the next known year that
/// no growth explains it, and near it once the unit is changed.
fn foreign_scale(
    points: &[(i32, Decimal)],
    at: usize,
    written: &Quantity,
    member: &Member<'_, '_>,
) -> Option<Text> {
    let (year, number) = *points.get(at)?;
    let before = at.checked_sub(1).and_then(|at| points.get(at));
    let (other_year, other) = *before.or_else(|| points.get(at + 1))?;
    // Of two that differ, the one in another unit, or the newer one.
    let scaled = |unit: &Unit| unit.as_str().starts_with(['万', '亿']);
    let foreign = written.unit() != member.figure.unit();
    let small = matches!(member.figure.unit().family(), Family::Counted(_));
    if !foreign || small || !(scaled(written.unit()) || scaled(member.figure.unit())) {
        return None;
    }
    let off = times(number, other)?;
    let gap = u32::try_from((year - other_year).abs()).ok()?.min(30);
    let grows = number.cmp(&other) == year.cmp(&other_year);
    let grown = (0..gap).try_fold(Decimal::ONE, |all, _| all.checked_mul(Decimal::new(15, 1)))?;
    let mended = times(off, Decimal::from(10_000))?;
    let far = off >= Decimal::from(200) && !(grows && off <= grown);
    (far && mended <= Decimal::from(50)).then(|| named(number, other))
}

/// By how much the point at `at` leaps out of those around it.
fn leap(points: &[(i32, Decimal)], at: usize, unit: &Unit) -> Option<Text> {
    let (year, number) = *points.get(at)?;
    let near = |other: Option<&(i32, Decimal)>| {
        other
            .filter(|(y, n)| (y - year).abs() == 1 && *n > Decimal::ZERO)
            .map(|(_, n)| *n)
    };
    let before = near(at.checked_sub(1).and_then(|at| points.get(at)));
    let after = near(points.get(at + 1));
    if number <= Decimal::ZERO {
        return None;
    }
    let slipped: Vec<Decimal> = before.iter().chain(&after).copied().collect();
    // Of two neighbours that differ, the later one is asked about.
    let alone = before.is_some() && slipped.iter().all(|n| is_ten_thousand(times(number, *n)));
    if alone {
        return Some(named(number, *slipped.first()?));
    }
    // The first of three, with two even ones behind it.
    let behind = after.and_then(|after| Some((after, near_of(points, at + 1)?)));
    if let (None, Some((next, then))) = (before, behind)
        && is_ten_thousand(times(number, next))
        && times(next, then).is_some_and(|t| t <= Decimal::TEN)
    {
        return Some(named(number, next));
    }
    // There and back again: a year's events seldom go ten times and return.
    if let (Some(one), Some(other)) = (before, after)
        && let Some(times) = out_of(number, &[one, other, one, other], unit, NEIGHBOURS)
    {
        return Some(times);
    }
    // Between two uneven years it must stand out the more.
    if let (Some(one), Some(other)) = (before, after) {
        let (low, high) = (one.min(other), one.max(other));
        let small = is_count(unit) && low.min(number) < SMALL_COUNT;
        let near = high <= low.checked_mul(Decimal::from(3))?;
        let nearest = number.clamp(low, high);
        let far = times(number, nearest)? >= Decimal::from(6);
        if near && far && !small {
            return Some(named(number, nearest));
        }
    }
    let from = at.saturating_sub(NEIGHBOURS);
    let around: Vec<Decimal> = points
        .iter()
        .enumerate()
        .skip(from)
        .take(2 * NEIGHBOURS + 1)
        .filter(|(i, _)| *i != at)
        .map(|(_, (_, n))| *n)
        .collect();
    out_of(number, &around, unit, 2).filter(|_| before.is_some() || after.is_some())
}

/// The value of the year after the point at `at`.
fn near_of(points: &[(i32, Decimal)], at: usize) -> Option<Decimal> {
    let (year, _) = points.get(at)?;
    let (next, number) = points.get(at + 1)?;
    (*next == year + 1 && *number > Decimal::ZERO).then_some(*number)
}

/// Leaps between a county and its peers.
pub(super) fn among_peers<'c>(
    at: usize,
    edition: &Edition<'c>,
    (measure, peers): (&Measure<'c>, &Peers<'_, 'c>),
    desk: &mut Desk<'c>,
) {
    if rates(&measure.indicator.name) {
        return;
    }
    let numbers = peers.numbers.iter();
    let row: Vec<Row> = numbers
        .map(|(number, owner)| (*number, owner.seat.at()))
        .collect();
    if let [low, high] = row.as_slice() {
        of_two(at, edition, measure, [*low, *high], desk);
        return;
    }
    let unit = &measure.indicator.unit;
    let judge = |one: &Row, others: &[Decimal]| {
        let (c, f) = one.1;
        let figure = edition.counties.get(c)?.figures.get(f)?;
        let value = figure.content.value.as_ref()?;
        let units = [figure.unit().as_str(), value.value.unit().as_str()];
        let scaled = units.iter().any(|u| u.starts_with(['万', '亿']));
        let slip = || wrong_scale(one.0, others).filter(|_| scaled);
        let sure = far_off(one.0, others, unit).or_else(slip);
        let sure = sure.map(|times| (times, Severity::Warning));
        let (times, severity) = sure.or_else(|| {
            let large = || size(edition, measure, c);
            among_few(one.0, others, unit, large)
        })?;
        let mut finding = off_peers(figure, value, times);
        finding.severity = severity;
        Some((figure.content, finding))
    };
    for (one, (written, finding)) in taken_out(row, 3, judge) {
        let (c, f) = one.1;
        desk.odd((at, c, f), written, finding);
    }
}

/// A number, whose it is: county and figure.
type Row = (Decimal, (usize, usize));

/// Takes out of an ordered row what leaps out of the rest, one after the other:
/// one slip must not hide another. Only the ends can leap; two at once, where
/// enough is left to tell.
fn taken_out<T>(
    mut row: Vec<Row>,
    enough: usize,
    judge: impl Fn(&Row, &[Decimal]) -> Option<T>,
) -> Vec<(Row, T)> {
    let mut out = Vec::new();
    while row.len() >= enough {
        let last = row.len() - 1;
        let without = |from: usize, to: usize| -> Vec<Decimal> {
            let rest = row.get(from..to).unwrap_or_default();
            rest.iter().map(|(n, _)| *n).collect()
        };
        let core = last > NEIGHBOURS;
        let tries = [
            (0, without(1, last + 1), true),
            (last, without(0, last), true),
            (0, without(1, last), core),
            (last, without(1, last), core),
        ];
        let found = tries
            .into_iter()
            .filter(|(.., may)| *may)
            .find_map(|(end, others, _)| Some((end, judge(row.get(end)?, &others)?)));
        let Some((end, told)) = found else { break };
        out.push((row.remove(end), told));
    }
    out
}

/// How many times the largest of the others a county is by another indicator
/// that adds up: a city among mountain counties is so in many ways.
fn size(edition: &Edition<'_>, but: &Measure<'_>, county: usize) -> Decimal {
    let others = edition.measures.iter().filter(|m| {
        let same = std::ptr::eq(m.indicator, but.indicator);
        !same && m.indicator.total == crate::content::Total::Sum
    });
    let of = |measure: &Measure<'_>| {
        let number = |c: usize| {
            let county = edition.counties.get(c)?;
            let figure = county.figures.get(county.position(measure.indicator)?)?;
            Some(figure.in_unit.as_deref()?.midpoint())
        };
        let all = measure.ranking.iter().map(|r| r.county);
        let most = all.filter(|c| *c != county).filter_map(number).max()?;
        (most > Decimal::ZERO).then(|| number(county)?.checked_div(most))?
    };
    others.filter_map(of).max().unwrap_or(Decimal::ONE)
}

/// One of three or four that is far above or below the rest, which are near
/// each other: a slip, or a county that is ahead. How sure that is depends on
/// how near the others are.
fn among_few(
    number: Decimal,
    others: &[Decimal],
    unit: &Unit,
    size: impl Fn() -> Decimal,
) -> Option<(Text, Severity)> {
    let (low, high) = (*others.first()?, *others.last()?);
    let small = is_count(unit) && low.min(number) < SMALL_COUNT;
    let within = |tenths: i64| {
        let most = low.checked_mul(Decimal::new(tenths, 1));
        most.is_some_and(|most| high <= most)
    };
    if others.len() < 2 || small || !within(30) {
        return None;
    }
    let above = number > high;
    let mut off = times(number, if above { high } else { low })?;
    if above {
        off = off.checked_div(size().max(Decimal::ONE))?;
    }
    let least = |times: i64| off >= Decimal::from(times);
    // To have little is more common than to have much: work begins.
    let sure = match above {
        true => within(15) && least(8) || within(20) && least(15) || least(40),
        false => within(20) && least(30),
    };
    let severity = match sure {
        true => Severity::Warning,
        false if least(7) && (above && within(20) || within(15)) => Severity::Info,
        false => return None,
    };
    Some((named(number, if above { high } else { low }), severity))
}

fn off_peers(figure: &Figure<'_>, value: &Spot<Quantity>, times: Text) -> Finding {
    let (name, shown) = (figure.name(), value.value.prose());
    let (zh, en) = (times.zh, times.en);
    let message = text!(
        "“{name}”{shown}是其他县（市、区）的{zh}，是不是多写或少写了位数、写错了万和亿？",
        "`{name}`, {shown}, is {en} that of the other counties; is that a slip of digits or of 万 and 亿?"
    );
    Finding::new(Code::FigureJump, value.place.clone(), message).hint(hint())
}

/// Two counties only, ten thousand times apart: the one that is not written in
/// the indicator's own unit is asked about.
fn of_two<'c>(
    at: usize,
    edition: &Edition<'c>,
    measure: &Measure<'c>,
    pair: [Row; 2],
    desk: &mut Desk<'c>,
) {
    let [low, high] = pair;
    let scaled = measure.indicator.unit.as_str().starts_with(['万', '亿']);
    if !scaled || !is_ten_thousand(times(low.0, high.0)) {
        return;
    }
    for (one, other) in [(low, high), (high, low)] {
        let (c, f) = one.1;
        let figure = edition.counties.get(c).and_then(|c| c.figures.get(f));
        let Some(figure) = figure else { continue };
        let foreign = |v: &&Spot<Quantity>| v.value.unit() != &measure.indicator.unit;
        if let Some(value) = figure.content.value.as_ref().filter(foreign) {
            let finding = off_peers(figure, value, named(one.0, other.0));
            desk.odd((at, c, f), figure.content, finding);
            return;
        }
    }
}

/// A value far from all others that a 万 would put among them.
fn wrong_scale(number: Decimal, others: &[Decimal]) -> Option<Text> {
    let (low, high) = (*others.first()?, *others.last()?);
    if low <= Decimal::ZERO || others.len() < 2 {
        return None;
    }
    let scale = Decimal::from(10_000);
    let (nearest, moved) = match number > high {
        true => (high, number.checked_div(scale)?),
        false => (low, number.checked_mul(scale)?),
    };
    let off = times(moved, moved.clamp(low, high))?;
    let far = times(number, nearest)? >= Decimal::from(200);
    (far && off <= Decimal::from(50)).then(|| named(number, nearest))
}

/// A county whose growth since the edition before is ×10, ×100 or ×10,000 of
/// what the others' is.
pub(super) fn of_growth<'c>(
    at: usize,
    measure: &Measure<'c>,
    peers: &Peers<'_, 'c>,
    desk: &mut Desk<'c>,
) {
    if !peers.has_past || rates(&measure.indicator.name) {
        return;
    }
    let growth = |peer: &Peer<'_, 'c>| {
        let figure = peer.figure;
        let (now, then) = (figure.in_unit.as_deref()?, &figure.change.as_ref()?.from);
        let (now, then) = (now.midpoint(), then.midpoint());
        let small = is_count(figure.unit()) && now.min(then) < SMALL_COUNT;
        let sound = now > Decimal::ZERO && then > Decimal::ZERO && !small;
        Some((now.checked_div(then).filter(|_| sound)?, peer.seat.at()))
    };
    let mut row: Vec<Row> = peers.all.iter().filter_map(growth).collect();
    order::sort(&mut row);
    // A slip of 万 and 亿 is told over the years, and must not hide another here.
    let all = row.len();
    row.retain(|(growth, _)| !is_ten_thousand(times(*growth, Decimal::ONE)));
    let enough = if row.len() < all { 2 } else { 3 };
    let judge = |one: &Row, others: &[Decimal]| {
        let (first, last) = (others.first()?, others.last()?);
        let middle = *others.get(others.len() / 2)?;
        let even = times(*first, *last).is_some_and(|t| t <= Decimal::new(16, 1));
        // The one that changed is asked about, not the one that did not.
        let still = times(one.0, Decimal::ONE)? < Decimal::TWO;
        let off = times(one.0, middle).filter(|_| even && !still)?;
        let power = |p: i64| off >= Decimal::new(7 * p, 1) && off <= Decimal::new(14 * p, 1);
        if ![10, 100, 1_000, 10_000].into_iter().any(power) {
            return None;
        }
        let figure = peers.all.iter().find(|p| p.seat.at() == one.1)?.figure;
        let change = figure.change.as_deref()?;
        let value = figure.content.value.as_ref()?;
        let (name, shown) = (figure.name(), value.value.prose());
        let (year, from) = (change.year, change.from.prose());
        let message = text!(
            "“{name}”从{year}年的{from}变成{shown}，其他县（市、区）的变化都小得多，是不是多写或少写了位数、写错了万和亿？",
            "`{name}` went from {from} in {year} to {shown}, far more than in any other county; is that a slip of digits or of 万 and 亿?"
        );
        let finding = Finding::new(Code::FigureJump, value.place.clone(), message).hint(hint());
        Some((figure.content, finding))
    };
    for (one, (written, finding)) in taken_out(row, enough, judge) {
        let (c, f) = one.1;
        desk.odd((at, c, f), written, finding);
    }
}

/// A value against ordered others: even ones, or ones all far off.
fn far_off(number: Decimal, others: &[Decimal], unit: &Unit) -> Option<Text> {
    let (first, last) = (*others.first()?, *others.last()?);
    let middle = *others.get(others.len() / 2)?;
    if first <= Decimal::ZERO {
        return None;
    }
    let nearest = number.clamp(first, last);
    // Whatever the power: so far off, where all others are of one size.
    let alike = others.len() >= ALIKE && last <= first.checked_mul(Decimal::from(4))?;
    let small = is_count(unit) && first.min(number) < SMALL_COUNT;
    if alike && !small && times(number, nearest)? >= Decimal::from(30) {
        return Some(named(number, middle));
    }
    let all_far = times(number, nearest)? >= Decimal::from(300);
    if all_far && is_ten_thousand(times(number, middle)) {
        return Some(named(number, middle));
    }
    out_of(number, others, unit, NEIGHBOURS)
}

/// A value that is about ×10 or ×100 (or a tenth, a hundredth) of an even row.
fn out_of(number: Decimal, others: &[Decimal], unit: &Unit, least: usize) -> Option<Text> {
    let (low, high) = (*others.iter().min()?, *others.iter().max()?);
    let small = is_count(unit) && low.min(number) < SMALL_COUNT;
    // Two or three tell something only if they are nearly the same.
    let within = match others.len() < NEIGHBOURS {
        true => Decimal::new(13, 1),
        false => EVEN,
    };
    let even = high <= low.checked_mul(within)?;
    if others.len() < least || small || !even {
        return None;
    }
    let middle = low.saturating_add(high) / Decimal::TWO;
    let times = times(number, middle)?;
    let about = |power: i64| {
        let power = Decimal::from(power);
        // The row itself may be off by its own unevenness.
        times >= power * Decimal::new(7, 1) && times <= power * Decimal::new(14, 1)
    };
    (about(10) || about(100)).then(|| named(number, middle))
}

/// Whether a unit counts things one by one; 元/吨 does not.
fn is_count(unit: &Unit) -> bool {
    matches!(unit.family(), Family::Counted(_)) && !unit.as_str().contains('/')
}

/// How many times the larger is of the smaller.
fn times(a: Decimal, b: Decimal) -> Option<Decimal> {
    if a >= b {
        a.checked_div(b)
    } else {
        b.checked_div(a)
    }
}

/// 亿 for 万: ten thousand times, give or take what a year may bring.
fn is_ten_thousand(times: Option<Decimal>) -> bool {
    times.is_some_and(|t| t >= Decimal::from(3_000) && t <= Decimal::from(30_000))
}

fn named(number: Decimal, other: Decimal) -> Text {
    let times = times(number, other).unwrap_or(Decimal::ONE).round();
    match number > other {
        true => text!("{times}倍", "{times} times"),
        false => text!("{times}分之一", "one {times}th of"),
    }
}

/// Rates of growth leap by nature.
fn rates(name: &str) -> bool {
    ["增速", "增长", "增幅", "涨幅", "降幅", "同比", "环比"]
        .iter()
        .any(|word| name.contains(word))
}

fn hint() -> Text {
    text!(
        "核对数值和单位；确实如此的，写 note = \"……\" 说明",
        "check number and unit; if it is so, say why with note = \"…\""
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn d(text: &str) -> Decimal {
        text.parse().unwrap()
    }

    fn row(numbers: &[&str]) -> Vec<Decimal> {
        numbers.iter().map(|n| d(n)).collect()
    }

    fn money() -> Unit {
        Unit::parse("万元").unwrap()
    }

    fn count() -> Unit {
        Unit::parse("个").unwrap()
    }

    #[test]
    fn ten_and_a_hundred_times_an_even_row_are_slips() {
        let said = |number: &str, others: &[&str], unit: &Unit| {
            out_of(d(number), &row(others), unit, NEIGHBOURS).map(|t| t.zh)
        };
        let even = ["100", "100", "100", "100"];
        for (number, times) in [
            ("699", None),
            ("700", Some("7倍")),
            ("1400", Some("14倍")),
            ("1401", None),
            ("6999", None),
            ("7000", Some("70倍")),
            ("14000", Some("140倍")),
            ("14001", None),
            ("10", Some("10分之一")),
            ("1", Some("100分之一")),
            ("100", None),
            ("0", None),
        ] {
            assert_eq!(said(number, &even, &money()).as_deref(), times, "{number}");
        }
        assert!(said("1500", &["100", "100", "100", "200"], &money()).is_some());
        assert!(said("1500", &["100", "100", "100", "201"], &money()).is_none());
        assert!(said("1000", &even[..3], &money()).is_none());
        assert!(said("10", &["0", "1", "1", "1"], &money()).is_none());
        assert!(said("190", &["19", "20", "20", "20"], &count()).is_none());
        assert!(said("190", &["19", "20", "20", "20"], &money()).is_some());
        assert!(said("200", &["20", "20", "20", "20"], &count()).is_some());
        assert!(said("19", &["200", "200", "200", "200"], &count()).is_none());
        // Two tell something only if they are nearly the same.
        let two = |high: &str| out_of(d("1150"), &row(&["100", high]), &money(), 2);
        assert!(two("130").is_some() && two("131").is_none());
    }

    #[test]
    fn thirty_times_a_row_of_one_size_is_a_slip() {
        let said = |number: &str, others: &[&str], unit: &Unit| {
            far_off(d(number), &row(others), unit).map(|t| t.zh)
        };
        let of_one_size = ["100", "200", "400"];
        assert_eq!(
            said("12000", &of_one_size, &money()).as_deref(),
            Some("60倍")
        );
        assert_eq!(said("11999", &of_one_size, &money()), None);
        assert_eq!(
            said("3", &of_one_size, &money()).as_deref(),
            Some("67分之一")
        );
        assert_eq!(said("4", &of_one_size, &money()), None);
        assert_eq!(said("12030", &["100", "200", "401"], &money()), None);
        assert_eq!(said("3000", &["100", "100"], &money()), None);
        assert_eq!(said("600", &["19", "20", "20"], &count()), None);
        assert!(said("600", &["20", "20", "20"], &count()).is_some());
        assert_eq!(said("0", &of_one_size, &money()), None);
        // 亿 for 万, and far from all.
        let uneven = ["1", "10", "100", "9000"];
        assert_eq!(
            said("3000000", &uneven, &money()).as_deref(),
            Some("30000倍")
        );
        assert_eq!(said("3000100", &uneven, &money()), None);
        let near = ["1", "10", "100", "10001"];
        assert_eq!(said("3000000", &near, &money()), None);
        assert_eq!(said("10000", &["1", "1", "1", "10000"], &money()), None);
        assert_eq!(said("10000", &["0", "0", "1", "1"], &money()), None);
    }

    #[test]
    fn ten_thousand_times_is_give_or_take_what_a_year_may_bring() {
        for (times, is) in [
            ("2999", false),
            ("3000", true),
            ("30000", true),
            ("30001", false),
        ] {
            assert_eq!(is_ten_thousand(Some(d(times))), is, "{times}");
        }
    }

    #[test]
    fn among_few_it_depends_on_how_near_the_others_are() {
        let said = |number: &str, others: [&str; 2], size: i64| {
            let found = among_few(d(number), &row(&others), &money(), || Decimal::from(size));
            found.map(|(_, severity)| severity)
        };
        let (sure, maybe) = (Some(Severity::Warning), Some(Severity::Info));
        for (others, number, severity) in [
            (["100", "150"], "1200", sure),
            (["100", "150"], "1199", maybe),
            (["100", "150"], "1050", maybe),
            (["100", "150"], "1049", None),
            (["100", "151"], "2265", sure),
            (["100", "151"], "2264", maybe),
            (["100", "200"], "3000", sure),
            (["100", "200"], "2999", maybe),
            (["100", "200"], "1399", None),
            (["100", "201"], "8040", sure),
            (["100", "201"], "8039", None),
            (["100", "300"], "12000", sure),
            (["100", "301"], "120000", None),
            (["300", "600"], "10", sure),
            (["300", "600"], "10.1", None),
            (["300", "450"], "10.1", maybe),
            (["300", "450"], "42", maybe),
            (["300", "450"], "43", None),
            (["300", "450"], "0", None),
            (["0", "0"], "10", None),
        ] {
            assert_eq!(said(number, others, 1), severity, "{number} {others:?}");
        }
        // A city that is twice as large in other ways may be so here.
        assert_eq!(said("1200", ["100", "150"], 2), None);
        assert_eq!(said("2400", ["100", "150"], 2), sure);
        let counted = |number: &str, others: &[&str]| {
            among_few(d(number), &row(others), &count(), || Decimal::ONE).is_some()
        };
        assert!(counted("800", &["20", "20"]) && !counted("800", &["19", "20"]));
        assert!(!counted("800", &["20"]));
    }

    fn points(numbers: &[(i32, &str)]) -> Vec<(i32, Decimal)> {
        numbers.iter().map(|(y, n)| (*y, d(n))).collect()
    }

    fn leaps(numbers: &[(i32, &str)], at: usize, unit: &Unit) -> Option<String> {
        leap(&points(numbers), at, unit).map(|t| t.zh)
    }

    #[test]
    fn a_year_ten_thousand_times_its_neighbour_is_a_slip() {
        let later = [(2017, "1"), (2018, "10000")];
        assert_eq!(leaps(&later, 1, &money()).as_deref(), Some("10000倍"));
        assert_eq!(leaps(&later, 0, &money()), None);
        assert_eq!(leaps(&[(2016, "1"), (2018, "10000")], 1, &money()), None);
        assert_eq!(leaps(&[(2017, "0"), (2018, "10000")], 1, &money()), None);
        // Nothing in the year after says nothing of it.
        let given_up = [(2017, "1"), (2018, "10000"), (2019, "0")];
        assert_eq!(leaps(&given_up, 1, &money()).as_deref(), Some("10000倍"));
        // The first one, if the two after it agree.
        let first = |then: &str| leaps(&[(2017, "10000"), (2018, "1"), (2019, then)], 0, &money());
        assert_eq!(first("10").as_deref(), Some("10000倍"));
        assert_eq!(first("10.1"), None);
        assert_eq!(
            leaps(&[(2017, "10000"), (2018, "1"), (2020, "1")], 0, &money()),
            None
        );
        assert_eq!(
            leaps(&[(2017, "1"), (2018, "0"), (2019, "1")], 1, &money()),
            None
        );
    }

    #[test]
    fn there_and_back_again_is_a_slip() {
        let of = |before: &str, number: &str, after: &str, unit: &Unit| {
            leaps(&[(2017, before), (2018, number), (2019, after)], 1, unit)
        };
        assert_eq!(of("100", "1050", "200", &money()).as_deref(), Some("7倍"));
        // Between two uneven years it must stand out the more.
        assert_eq!(of("100", "1800", "300", &money()).as_deref(), Some("6倍"));
        assert_eq!(of("100", "1799", "300", &money()), None);
        assert_eq!(of("100", "1806", "301", &money()), None);
        assert_eq!(of("100", "16", "300", &money()).as_deref(), Some("6分之一"));
        assert_eq!(of("100", "17", "300", &money()), None);
        assert_eq!(of("100", "16", "300", &count()), None);
        assert_eq!(of("20", "360", "60", &count()).as_deref(), Some("6倍"));
        assert_eq!(of("19", "342", "57", &count()), None);
        assert_eq!(of("100", "150", "300", &money()), None);
    }

    #[test]
    fn only_the_years_around_tell_what_is_even() {
        let even = |years: std::ops::Range<i32>| years.map(|y| (y, "100"));
        let old: Vec<_> = [(2005, "1")].into_iter().chain(even(2006..2010)).collect();
        let leapt = |mut row: Vec<(i32, &'static str)>| {
            row.push((2010, "1000"));
            leaps(&row, row.len() - 1, &money())
        };
        assert_eq!(leapt(old.clone()).as_deref(), Some("10倍"));
        assert_eq!(leapt(old[..4].to_vec()), None, "no year before");
        let mut near = old;
        near[1].1 = "1";
        assert_eq!(leapt(near), None, "uneven");
        let first = |odd: i32| {
            let rest = even(2001..2010).map(|(y, n)| (y, if y == odd { "1" } else { n }));
            let row: Vec<_> = [(2000, "1000")].into_iter().chain(rest).collect();
            leaps(&row, 0, &money())
        };
        assert_eq!(first(2009).as_deref(), Some("10倍"));
        assert_eq!(first(2008), None);
    }

    #[test]
    fn a_number_that_a_wan_would_put_among_the_others_is_a_slip() {
        let said = |number: &str, others: [&str; 2]| wrong_scale(d(number), &row(&others));
        assert!(said("2000000", ["100", "10000"]).is_some());
        assert!(said("1999999", ["100", "10000"]).is_none());
        assert!(said("0.5", ["100", "10000"]).is_some());
        assert!(said("0.51", ["100", "10000"]).is_none());
        // Fifty times beyond the others is no help.
        assert!(said("500000000", ["100", "1000"]).is_some());
        assert!(said("500000001", ["100", "1000"]).is_none());
        assert!(said("0.0002", ["100", "1000"]).is_some());
        assert!(said("0.00019", ["100", "1000"]).is_none());
        assert!(said("0", ["100", "1000"]).is_none());
        assert!(said("2000000", ["0", "10000"]).is_none());
        assert!(wrong_scale(d("3000000"), &row(&["100"])).is_none());
    }

    #[test]
    fn a_price_by_the_ton_is_no_count() {
        assert!(is_count(&count()));
        assert!(!is_count(&Unit::parse("个/村").unwrap()));
        assert!(!is_count(&money()));
    }
}
