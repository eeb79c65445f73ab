//! A number that misses the one figure the text leaves out: 累计办班21期 where
//! the figure is 12期 and the text says it nowhere.
//!
//! Numbers of one or two digits are near some figure by chance. But a figure is
//! put down so that the text may say it; where it does not, and has another
//! number of the same unit and words, that number is likely meant to be it. Of a
//! slip that chance seldom makes — noughts, 亿 for 万, two digits that changed
//! places — the sentence need not say the words, if its paragraph speaks of the
//! figure that stands beside the missing one in its file, or the text of all others.

use super::around::speaks_of;
use super::beside_name::narrowed;
use super::block::Block;
use super::claims::Claims;
use super::near::{Index, Known};
use super::passage::Passage;
use crate::quantity::{Found, Kind, Quantity};
use rust_decimal::Decimal;
use std::collections::BTreeSet;

/// The names of the figures that a text refers to or states, rounded or not.
pub(super) fn mentioned<'i>(
    passage: &Passage<'_>,
    blocks: &[(Block, Vec<Found>)],
    own: &'i Index,
) -> BTreeSet<&'i str> {
    let mut said = BTreeSet::new();
    for (block, all) in blocks {
        for range in &block.references {
            let written = passage.text().get(range.clone()).unwrap_or("");
            let expr = written.trim_start_matches("{{").trim_end_matches("}}");
            let id = expr.split(['|', '.']).next().unwrap_or("").trim();
            said.extend(own.named(id).map(|k| k.name.as_str()));
        }
        for found in all.iter().filter(|f| f.kind == Kind::Quantity) {
            let known = own.equal(&found.quantity);
            let known = known.or_else(|| Some(own.rounded(&found.quantity)?.0));
            said.extend(known.map(|k| k.name.as_str()));
        }
    }
    // What a component shows is said as well.
    for known in own.all().filter(|k| is_plain(k)) {
        if passage.text().contains(&format!("\"{}\"", known.reference)) {
            said.insert(&known.name);
        }
    }
    said
}

fn is_plain(known: &Known) -> bool {
    !known.reference.is_empty() && !known.reference.contains(['.', '/'])
}

/// Units of which there are so many that one figure in them is no proof.
const COMMON: &[&str] = &[
    "个", "人", "户", "家", "名", "元", "万元", "亿元", "%", "亩", "年", "项",
];

/// The figure that a number without a source is likely meant to be.
pub(super) fn check<'i>(
    claims: &Claims<'i, '_>,
    found: &Found,
    mentioned: impl Fn() -> &'i BTreeSet<&'i str>,
) -> Option<&'i Known> {
    let (value, text) = (&found.quantity, claims.block.text.as_str());
    let own: &'i Index = claims.beside.own;
    let plain: Vec<&'i Known> = own.all().filter(|k| is_plain(k)).collect();
    let is_left = |k: &Known| !mentioned().contains(k.name.as_str());
    let slips = plain.iter().enumerate().filter_map(|(at, k)| {
        let alike = k.value.sense() == value.sense();
        let slip = alike.then(|| slip(value, &k.value)).flatten()?;
        is_left(k).then_some((at, *k, slip))
    });
    let mut near = slips;
    let (at, first, slip) = near.next()?;
    if near.next().is_some() || narrowed(&first.name, text, &found.range, claims.beside.year) {
        return None;
    }
    let unit = first.value.unit();
    let only = || {
        let all = plain.iter().filter(|k| k.value.unit() == unit);
        !COMMON.contains(&unit.as_str()) && all.count() == 1
    };
    // The text says the figure before or after it in the file, or all others.
    let beside = || {
        let around = [at.checked_sub(1), at.checked_add(1)];
        let mut around = around.into_iter().flatten().filter_map(|i| plain.get(i));
        around.any(|k| claims.names(&k.reference, k, text))
    };
    let others = || plain.len() > 3 && plain.iter().filter(|k| is_left(k)).count() == 1;
    let meant = speaks_of(&first.name, text, &found.range)
        || only()
        || slip == Slip::Rare && (beside() || others());
    meant.then_some(first)
}

/// How likely a slip is to be chance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Slip {
    /// Noughts, or two digits that changed places.
    Rare,
    /// One other digit, one more, one less.
    Common,
}

/// By which slip of one key two numbers differ: noughts or the point, one digit,
/// two that changed places, one more or less. Of a range, one end.
fn slip(a: &Quantity, b: &Quantity) -> Option<Slip> {
    match (a.range(), b.range()) {
        (Some((low, high)), Some((c, d))) => {
            let one = a.unit() == b.unit() && (low == c) != (high == d);
            return one.then_some(Slip::Common);
        }
        (None, None) => {}
        _ => return None,
    }
    // 8亿元 for 8万元, 8000元 for 8万元: in the unit of the figure.
    let (same, a) = (a.unit() == b.unit(), a.convert(b.unit()).ok()?);
    let digits = |number: Decimal| -> Vec<u8> {
        let text = number.to_string();
        text.bytes().filter(u8::is_ascii_digit).collect()
    };
    let (one, other) = match same {
        true => (digits(a.value()), digits(b.value())),
        false => (digits(a.value().normalize()), digits(b.value().normalize())),
    };
    let bare = |d: &[u8]| -> Vec<u8> {
        let end = d.iter().rposition(|c| *c != b'0').map_or(0, |at| at + 1);
        let start = d.iter().position(|c| *c != b'0').unwrap_or(end);
        d.get(start..end).unwrap_or_default().to_vec()
    };
    if a.value() == b.value() || one.len().max(other.len()) < 2 {
        return None;
    }
    if bare(&one) == bare(&other) {
        return Some(Slip::Rare);
    }
    if !same {
        return None;
    }
    let differ = one.iter().zip(&other).filter(|(x, y)| x != y).count();
    let mut sorted = (one.clone(), other.clone());
    sorted.0.sort_unstable();
    sorted.1.sort_unstable();
    let (short, long) = match one.len() < other.len() {
        true => (&one, &other),
        false => (&other, &one),
    };
    let without = |at: usize| {
        let rest = long.iter().enumerate().filter(|(i, _)| *i != at);
        rest.map(|(_, c)| c).eq(short.iter())
    };
    match long.len() - short.len() {
        0 if differ == 2 && sorted.0 == sorted.1 => Some(Slip::Rare),
        0 if differ == 1 => Some(Slip::Common),
        1 if (0..long.len()).any(without) => Some(Slip::Common),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_one_key_are_told_from_other_numbers() {
        let slip = |a: &str, b: &str| {
            super::slip(&Quantity::parse(a).unwrap(), &Quantity::parse(b).unwrap()).is_some()
        };
        for (a, b) in [
            ("21期", "12期"),
            ("16个", "19个"),
            ("2年", "20年"),
            ("500人次", "5000人次"),
            ("16%", "6%"),
            ("10万元—50万元", "10万元—15万元"),
        ] {
            assert!(slip(a, b), "{a} {b}");
        }
        for (a, b) in [
            ("21期", "21期"),
            ("2期", "5期"),
            ("23个", "51个"),
            ("120亩", "35亩"),
        ] {
            assert!(!slip(a, b), "{a} {b}");
        }
    }
}
