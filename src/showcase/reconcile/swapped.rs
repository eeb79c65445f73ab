//! Digits that changed places in a figure whose counterparts all went another way:
//! 2190.3 written as 1290.3 where it was 2154.8 the year before and every other
//! county grew by one per cent.
//!
//! What a figure should be about is told by its own past and the growth of the
//! others, or, without a past, by the others alone where these are nearly the same.
//! A figure is only asked about when it lies well outside, and one slip — two digits
//! that changed places, a nought, another first digit — would put it inside.

use super::peers::Peers;
use super::{Desk, suspect};
use crate::finding::{Code, Finding, Findings};
use crate::quantity::{Family, Quantity};
use crate::showcase::{Figure, order};
use crate::text;
use rust_decimal::Decimal;

/// So many other counties say what to expect.
const LEAST: usize = 3;

/// Where a figure should lie.
struct Expected {
    low: Decimal,
    high: Decimal,
    /// So many times outside is far.
    far: Decimal,
    /// All others say so.
    all: bool,
}

/// Runs the rule over one indicator; `known` is what other rules have found.
pub(super) fn among_peers<'c>(
    at: usize,
    peers: &Peers<'_, 'c>,
    known: &Findings,
    desk: &mut Desk<'c>,
) {
    if peers.all.len() <= LEAST {
        return;
    }
    let growth = growth(peers);
    let values: Vec<(Decimal, usize)> = peers
        .numbers
        .iter()
        .filter(|(number, _)| *number > Decimal::ZERO)
        .map(|(number, owner)| (*number, owner.seat.at().0))
        .collect();
    for peer in &peers.all {
        let ((c, f), figure) = (peer.seat.at(), peer.figure);
        let change = peers.has_past.then_some(&figure.change);
        let expected = match change.and_then(Option::as_ref) {
            Some(change) => by_growth(&growth, c, change.from.midpoint()),
            None => by_value(&values, c),
        };
        let Some(meant) = expected.and_then(|e| e.meant(figure)) else {
            continue;
        };
        let Some(written) = &figure.content.value else {
            continue;
        };
        // Another rule has seen it, and says more.
        if [known, &desk.findings]
            .iter()
            .any(|f| f.has_at(&written.place))
        {
            continue;
        }
        let (name, shown) = (figure.name(), written.value.prose());
        let message = text!(
            "“{name}”{shown}与其他县（市、区）的走势差得远，写成 {meant} 就合得上，是不是写错了数字？",
            "`{name}`, {shown}, is far from how the other counties went; {meant} would fit: is that a slip of digits?"
        );
        let hint = text!(
            "核对数值；确实如此的，写 note = \"已核实\"",
            "check the number; if it is so, say so with note = \"已核实\""
        );
        let finding = Finding::new(Code::FigureJump, written.place.clone(), message).hint(hint);
        desk.odd((at, c, f), figure.content, finding);
    }
}

/// How many times its value of the edition before each county's is, the lowest
/// first.
fn growth(peers: &Peers<'_, '_>) -> Vec<(Decimal, usize)> {
    if !peers.has_past {
        return Vec::new();
    }
    let all = peers.all.iter();
    let mut all: Vec<_> = all
        .filter_map(|p| Some((grown(p.figure)?, p.seat.at().0)))
        .collect();
    order::sort(&mut all);
    all
}

/// How many times its value of the edition before a figure is.
fn grown(figure: &Figure<'_>) -> Option<Decimal> {
    let then = figure.change.as_ref()?.from.midpoint();
    let now = figure.in_unit.as_deref()?.midpoint();
    then.is_sign_positive().then(|| now.checked_div(then))?
}

/// Where a figure lies that was `then` and grew as the others did, one of which may
/// have slipped as well.
fn by_growth(growth: &[(Decimal, usize)], county: usize, then: Decimal) -> Option<Expected> {
    let ends = Ends::of(growth, county)?;
    let all = Expected::of(ends.low[0], ends.high[0], 20);
    let less = || {
        let but_one = |e| Expected { all: false, ..e };
        let one = Expected::of(ends.low[1], ends.high[0], 20);
        let other = || Expected::of(ends.low[0], ends.high[1], 20);
        one.or_else(other).map(but_one)
    };
    let growth = all.or_else(|| less().filter(|_| ends.count > LEAST))?;
    // What grew by half may grow by somewhat more or less; what stood still stands.
    let lively = [growth.low, growth.high].map(|g| g.saturating_sub(Decimal::ONE).abs());
    let lively = lively[0].max(lively[1]).checked_mul(Decimal::new(3, 1))?;
    Some(Expected {
        low: growth.low.checked_mul(then)?,
        high: growth.high.checked_mul(then)?,
        far: growth.far.max(lively.saturating_add(Decimal::ONE)),
        ..growth
    })
}

/// Where a figure lies that is as large as the others, which are nearly the same.
fn by_value(values: &[(Decimal, usize)], county: usize) -> Option<Expected> {
    let ends = Ends::of(values, county).filter(|ends| ends.count > LEAST)?;
    let expected = Expected::of(ends.low[0], ends.high[0], 12)?;
    let far = Decimal::new(13, 1);
    Some(Expected { far, ..expected })
}

/// The two lowest and the two highest of an ordered row without one county.
struct Ends {
    low: [Decimal; 2],
    high: [Decimal; 2],
    count: usize,
}

impl Ends {
    fn of(row: &[(Decimal, usize)], but: usize) -> Option<Ends> {
        let mut up = row.iter().filter(|(_, c)| *c != but).map(|(n, _)| *n);
        let low = [up.next()?, up.next()?];
        let mut down = row.iter().rev().filter(|(_, c)| *c != but).map(|(n, _)| *n);
        let high = [down.next()?, down.next()?];
        let count = row.len() - 1;
        (count >= LEAST).then_some(Ends { low, high, count })
    }
}

impl Expected {
    /// From low to high, where that is at most so many tenths of the low.
    fn of(low: Decimal, high: Decimal, tenths: i64) -> Option<Expected> {
        if high > low.checked_mul(Decimal::new(tenths, 1))? {
            return None;
        }
        Some(Expected {
            low,
            high,
            far: high.checked_div(low)?.max(Decimal::new(105, 2)),
            all: true,
        })
    }

    /// Whether a number lies inside, give or take `room` times as much again.
    fn holds(&self, number: Decimal, room: Decimal) -> bool {
        let below = number.checked_mul(room).is_some_and(|n| n >= self.low);
        let most = self.high.checked_mul(room);
        below && most.is_some_and(|most| number <= most)
    }

    /// What the figure was likely meant to be, if it is far off.
    fn meant(&self, figure: &Figure<'_>) -> Option<Quantity> {
        let written = &figure.content.value.as_ref()?.value;
        let spread = self.high.checked_div(self.low)?;
        let close = Decimal::ONE
            + (spread.saturating_sub(Decimal::ONE) / Decimal::TWO).max(Decimal::new(1, 2));
        let number = figure.in_unit.as_deref()?.midpoint();
        let number = Some(number).filter(|n| *n > Decimal::ZERO)?;
        if written.range().is_some()
            || self.holds(number, self.far)
            || *written.unit() != *figure.unit()
        {
            return None;
        }
        // Few digits are near by chance, and another first digit explains much: only
        // where all others went one way. Far beyond its target it is the less chance.
        let plain = number.normalize();
        let digits = plain.mantissa().unsigned_abs().checked_ilog10()? + 1;
        let goal = figure.target().map(Quantity::midpoint);
        let goal = goal.filter(|goal| number > *goal && *goal > Decimal::ZERO);
        let within = |tenths: i64| spread <= Decimal::new(tenths, 1);
        let near = match digits {
            0..=2 => self.all && within(12),
            _ => within(13) || goal.is_some() && within(20),
        };
        let few = is_few(figure, number);
        let slips = suspect::swaps(number)
            .filter(|_| near)
            .chain(suspect::noughts(number).filter(|n| few && n.normalize().scale() == 0))
            .chain(suspect::first_digits(number).filter(|_| within(11)));
        let mut fits = slips
            .filter(|n| self.holds(*n, close))
            .filter(|n| goal.is_none_or(|goal| *n <= goal));
        let meant = fits.next()?;
        let scale = written.value().scale();
        let mut meant = meant.normalize();
        meant.rescale(scale.max(meant.scale()));
        Some(Quantity::exact(meant, written.unit().clone()))
    }
}

/// Small counts, whose noughts no other rule looks at.
fn is_few(figure: &Figure<'_>, number: Decimal) -> bool {
    let counted = matches!(figure.unit().family(), Family::Counted(_));
    counted && number < Decimal::from(200) && number.normalize().scale() == 0
}
