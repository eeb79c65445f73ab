//! A number that misses the one figure the text leaves out: 累计办班21期 where
//! the figure is 12期 and the text says it nowhere.
//!
//! Numbers of one or two digits are near some figure by chance. But a figure is
//! put down so that the text may say it; where it does not, and has another
//! number of the same unit and words, that number is likely meant to be it.

use super::beside_name::narrowed;
use super::block::Block;
use super::near::{Index, Known};
use super::passage::Passage;
use super::prose_numbers::{Beside, speaks_of};
use crate::quantity::{Found, Kind, Quantity};
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
    beside: &Beside<'i>,
    text: &str,
    found: &Found,
    mentioned: impl Fn() -> &'i BTreeSet<&'i str>,
) -> Option<&'i Known> {
    let value = &found.quantity;
    let own: &'i Index = beside.own;
    let unit = value.unit();
    let alike =
        |k: &&Known| is_plain(k) && k.value.unit() == unit && k.value.sense() == value.sense();
    let mut near = own.all().filter(alike).filter(|k| is_slip(value, &k.value));
    let first = near.next()?;
    if near.next().is_some() || narrowed(text, &found.range, beside.year) {
        return None;
    }
    let only = || {
        let all = own.all().filter(|k| is_plain(k) && k.value.unit() == unit);
        !COMMON.contains(&unit.as_str()) && all.count() == 1
    };
    let meant = speaks_of(&first.name, text, &found.range) || only();
    (meant && !mentioned().contains(first.name.as_str())).then_some(first)
}

/// Whether two numbers differ by a slip of one key: noughts or the point, one
/// digit, two that changed places, one more or less. Of a range, one end.
fn is_slip(a: &Quantity, b: &Quantity) -> bool {
    match (a.range(), b.range()) {
        (Some((a, b)), Some((c, d))) => return (a == c) != (b == d),
        (None, None) => {}
        _ => return false,
    }
    let digits = |q: &Quantity| -> Vec<u8> {
        let text = q.value().to_string();
        text.bytes().filter(u8::is_ascii_digit).collect()
    };
    let (one, other) = (digits(a), digits(b));
    let bare = |d: &[u8]| -> Vec<u8> {
        let end = d.iter().rposition(|c| *c != b'0').map_or(0, |at| at + 1);
        let start = d.iter().position(|c| *c != b'0').unwrap_or(end);
        d.get(start..end).unwrap_or_default().to_vec()
    };
    if a.value() == b.value() || one.len().max(other.len()) < 2 {
        return false;
    }
    if bare(&one) == bare(&other) {
        return true;
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
        0 => differ == 1 || differ == 2 && sorted.0 == sorted.1,
        1 => (0..long.len()).any(without),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_one_key_are_told_from_other_numbers() {
        let slip =
            |a: &str, b: &str| is_slip(&Quantity::parse(a).unwrap(), &Quantity::parse(b).unwrap());
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
