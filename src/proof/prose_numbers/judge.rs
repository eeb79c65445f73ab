//! How one number of a text stands to the figures: it agrees with one, nearly
//! agrees, is rounded, or has no source. Apart from the walk over the text, which
//! only counts and lays down what is judged here.

use super::strayed::{misplaced, outdated};
use crate::finding::Finding;
use crate::proof::around::{follows_year, of_another_year, sentence, speaks_of, words_of, year_of};
use crate::proof::beside_name::{self, Off};
use crate::proof::block::Block;
use crate::proof::claims::{Claim, Claims};
use crate::proof::digits::{digits, telling, telling_two};
use crate::proof::elsewhere::{self, Else};
use crate::proof::left_out;
use crate::proof::near::{Known, Near, Slip};
use crate::proof::number_findings::{could_refer, differs, rounded, unlike};
use crate::proof::passage::{self, Passage};
use crate::proof::script::is_han;
use crate::proof::tally::{AGREEING, DOUBTFUL, Tally, UNSOURCED};
use crate::quantity::{Found, Quantity, Sense, Unit};
use std::collections::BTreeSet;

/// How a number stands to the figures, and what there is to say of it.
pub(super) type Said = (Tally, Option<Finding>);

/// The same, where a number that is like no figure may be meant for one that the
/// text leaves out.
pub(super) fn judge_or_left_out<'i>(
    claims: &Claims<'i, '_>,
    found: &Found,
    mentioned: impl Fn() -> &'i BTreeSet<&'i str>,
) -> Said {
    let (passage, block, beside) = (claims.passage, claims.block, claims.beside);
    let said = judge(claims, found);
    if said.0 != UNSOURCED || passage.kind() != passage::Kind::Case {
        return said;
    }
    let known = left_out::check(claims, found, mentioned);
    let known = known
        .filter(|known| elsewhere::of(&block.text, &found.range, beside.here, known).is_none());
    match known {
        Some(known) => (
            DOUBTFUL,
            Some(unlike(passage, block, found, known, Off::Number)),
        ),
        None => said,
    }
}

/// How one number stands to the figures.
pub(super) fn judge(claims: &Claims<'_, '_>, found: &Found) -> Said {
    let (passage, block, beside) = (claims.passage, claims.block, claims.beside);
    let value = &found.quantity;
    let sentence = sentence(&block.text, &found.range);
    match claims.of(found) {
        Some(Claim::Right) => return (AGREEING, None),
        Some(Claim::Wrong(finding)) => return (DOUBTFUL, Some(*finding)),
        None => {}
    }
    let speaks = |known: &Known| speaks_of(&known.name, &block.text, &found.range);
    let whose = |known: &Known| elsewhere::of(&block.text, &found.range, beside.here, known);
    if let Some(known) = beside.own.equal(value) {
        let words = |known: &Known| words_of(&known.name, sentence);
        let other = beside.own.scaled(value).max_by_key(|k| words(k));
        let meant = |k: &&Known| words(k) > words(known).max(1) && whose(k).is_none();
        if let Some(known) = other.filter(meant) {
            let slip = Slip::Scale;
            let weak = false;
            let near = Near { known, slip, weak };
            return (DOUBTFUL, Some(differs(passage, block, found, &near)));
        }
        let turned = || turned(passage, block, found, known);
        let place = || claims.place(known, found.range.end);
        if let Some(finding) = turned().or_else(place) {
            return (DOUBTFUL, Some(finding));
        }
        return match outdated(passage, block, found, (beside.own, known), sentence) {
            Some(finding) => (DOUBTFUL, Some(finding)),
            None => (
                AGREEING,
                could_refer(passage, block, found, known, beside.year),
            ),
        };
    }
    if let Some((known, weak)) = beside.own.rounded(value)
        && (!weak || speaks(known))
    {
        return (AGREEING, Some(rounded(passage, block, found, known)));
    }
    if let Some(known) = beside.others.equal(value).filter(|_| telling(value)) {
        return match misplaced(passage, block, found, known, beside) {
            Some(finding) => (DOUBTFUL, Some(finding)),
            None => (
                AGREEING,
                could_refer(passage, block, found, known, beside.year),
            ),
        };
    }
    let meant = |near: &Near<'_>| {
        let about = beside.about.is_some_and(|name| name == near.known.name);
        let elsewhere = match whose(near.known) {
            Some(Else::Place | Else::Time) => true,
            Some(Else::Part) => {
                let moved = matches!(near.slip, Slip::Scale | Slip::Point);
                near.weak || moved && digits(value).trim_end_matches('0').len() < 4
            }
            None => false,
        };
        // 1986年的5.12万元 is of that year.
        let named = year_of(&block.text, &found.range).map(|(year, _)| year);
        let of = near.known.was.as_ref().map(|(year, _)| *year);
        let then = of_another_year(&block.text, &found.range, beside.year)
            && of.is_none_or(|of| named != Some(of))
            && (near.weak || follows_year(&block.text[..found.range.start]));
        let later = named.is_some_and(|year| year > beside.year)
            && beside.year != 0
            && !near.known.reference.ends_with(".target");
        // Of so many years one is near by chance, where the words are not its own.
        let pairs = near.known.name.chars().count().saturating_sub(1);
        let chance = of.is_some() && near.weak && words_of(&near.known.name, sentence) * 2 < pairs;
        // 163件投诉，办结161件: a part of what the sentence has said.
        let less = value.compare(&near.known.value) == Some(std::cmp::Ordering::Less);
        let part = near.weak && less && claims.says(near.known, sentence);
        !about && !elsewhere && !then && !later && !chance && !part && is_meant(near, block, found)
    };
    if let Some(near) = beside.own.near(value).into_iter().find(meant) {
        return (DOUBTFUL, Some(differs(passage, block, found, &near)));
    }
    for other in (beside.named)(sentence) {
        let mut near = other.near(value).into_iter();
        // The county's own name says nothing of what is measured.
        let bare = |known: &Known| match known.name.split_once(' ') {
            Some((_, name)) => speaks_of(name, &block.text, &found.range),
            None => speaks(known),
        };
        if let Some(near) = near.find(|n| !n.weak || bare(n.known)) {
            return (DOUBTFUL, Some(differs(passage, block, found, &near)));
        }
    }
    if let Some(finding) = points(claims, found) {
        return (DOUBTFUL, Some(finding));
    }
    let alone = passage.kind() != passage::Kind::Lead && beside.about.is_none();
    let named = || {
        beside_name::check(
            beside.own,
            value,
            &block.text,
            &found.range,
            speaks,
            beside.year,
        )
    };
    let named = alone.then(named).flatten();
    match named.filter(|(known, _)| whose(known).is_none()) {
        Some((known, Off::Counter(true))) => (
            AGREEING,
            Some(unlike(passage, block, found, known, Off::Counter(true))),
        ),
        Some((known, off)) => (DOUBTFUL, Some(unlike(passage, block, found, known, off))),
        None => (UNSOURCED, None),
    }
}

/// 97.04个百分点 where the figure is 97.04%.
fn points(claims: &Claims<'_, '_>, found: &Found) -> Option<Finding> {
    let (block, value) = (claims.block, &found.quantity);
    if !value.unit().is_percentage_point() || !telling(value) {
        return None;
    }
    let share = Quantity::exact(value.value(), Unit::percent());
    let known = claims.beside.own.equal(&share)?;
    let said = speaks_of(&known.name, &block.text, &found.range);
    said.then(|| unlike(claims.passage, block, found, known, Off::Counter(false)))
}

/// 不足8000人次 of 8000人次以上: the same number with the opposite word.
fn turned(passage: &Passage<'_>, block: &Block, found: &Found, known: &Known) -> Option<Finding> {
    let below = |q: &Quantity| match q.sense() {
        Sense::AtLeast => Some(false),
        Sense::LessThan | Sense::AtMost => Some(true),
        _ => None,
    };
    let about = |q: &Quantity| q.sense() == Sense::About;
    // 约160 leaves open what 不足160 says.
    if about(&known.value) && below(&found.quantity) == Some(true) && telling_two(&known.value) {
        return Some(unlike(passage, block, found, known, Off::Number));
    }
    let turned = below(&found.quantity)? != below(&known.value)?;
    turned.then(|| unlike(passage, block, found, known, Off::Number))
}

/// Whether a near figure is meant. When few digits agree, the sentence must also
/// speak of what the figure measures.
fn is_meant(near: &Near<'_>, block: &Block, found: &Found) -> bool {
    !near.weak
        || speaks_of(&near.known.name, &block.text, &found.range)
        || near.slip == Slip::Scale && is_same_word(near.known, block, found)
}

/// 分到每个村的集体约6元 of 单村年增收 约6万元: the same number with the same word,
/// and a character of the name beside it.
fn is_same_word(known: &Known, block: &Block, found: &Found) -> bool {
    let (here, there) = (&found.quantity, &known.value);
    let worded = here.sense() == there.sense() && here.sense() != Sense::Exact;
    let said = sentence(&block.text, &found.range);
    let each = [
        "每斤",
        "每公斤",
        "每吨",
        "每度",
        "每张",
        "单价",
        "售价",
        "卖",
    ];
    let shared = |c: char| is_han(c) && !"年月日的一数量总".contains(c) && said.contains(c);
    worded && known.name.chars().any(shared) && !each.iter().any(|w| said.contains(w))
}
