//! Numbers that are a figure and not the one meant: that of an earlier year, or of
//! another county. They agree to the last digit, so that only the sentence tells.

use crate::finding::{Code, Finding};
use crate::proof::around::{THEN, sentence, speaks_of};
use crate::proof::beside::Beside;
use crate::proof::beside_name::{self};
use crate::proof::block::Block;
use crate::proof::digits::{telling, telling_two};
use crate::proof::near::{Index, Known};
use crate::proof::number_findings::{inner, place};
use crate::proof::passage::{self, Passage};
use crate::quantity::Found;
use crate::text;

/// A number of an earlier year in a sentence that names neither that year nor
/// a time gone by, and speaks of the figure.
pub(super) fn outdated(
    passage: &Passage<'_>,
    block: &Block,
    found: &Found,
    (own, known): (&Index, &Known),
    sentence: &str,
) -> Option<Finding> {
    let (year, now) = known.was.as_ref()?;
    if let Some(finding) = of_year(passage, block, found, (own, known, *year)) {
        return Some(finding);
    }
    let told = sentence.contains(&year.to_string()) || THEN.iter().any(|w| sentence.contains(w));
    let same = now.compare(&known.value) == Some(std::cmp::Ordering::Equal);
    // A small number is a year's by chance, if it is not right beside the name.
    let meant = match telling(&found.quantity) {
        true => speaks_of(&known.name, &block.text, &found.range),
        false => beside_name::touches(&known.name, &block.text, &found.range),
    };
    if told || same || !meant {
        return None;
    }
    let written = &block.text[found.range.clone()];
    let (name, now) = (inner(&known.name), now.prose());
    let message = text!(
        "“{written}”是“{name}”{year}年的数，现在是 {now}",
        "{written} is what {name} was in {year}; it is {now} now"
    );
    let hint = text!(
        "改成现在的数；说的就是{year}年，写明年份",
        "write the present number; if {year} is meant, name the year"
    );
    let place = place(passage, block, found);
    Some(Finding::new(Code::NumberDiffers, place, message).hint(hint))
}

/// 2021年的420亩, where that is the number of 2012 and the figure has none of
/// 2021.
fn of_year(
    passage: &Passage<'_>,
    block: &Block,
    found: &Found,
    (own, known, year): (&Index, &Known, i32),
) -> Option<Finding> {
    let head = block.text.get(..found.range.start)?;
    let head = head
        .strip_suffix("年的")
        .or_else(|| head.strip_suffix('年'))?;
    let said: i32 = head.get(head.len().checked_sub(4)?..)?.parse().ok()?;
    // A year may have had the same number.
    let too = own.all().any(|k| {
        let then = k.was.as_ref().is_none_or(|(year, _)| *year == said);
        then && k.value.compare(&found.quantity) == Some(std::cmp::Ordering::Equal)
    });
    if said == year || too || !telling_two(&found.quantity) {
        return None;
    }
    let written = &block.text[found.range.clone()];
    let name = inner(&known.name);
    let message = text!(
        "“{written}”在数据“{name}”里是{year}年的数，这里写的是{said}年",
        "{written} is what {name} was in {year}, and this says {said}"
    );
    let hint = text!("核对年份", "check the year");
    let place = place(passage, block, found);
    Some(Finding::new(Code::NumberDiffers, place, message).hint(hint))
}

/// Another county's number, in a sentence that speaks of what it measures and
/// not of that county.
pub(super) fn misplaced(
    passage: &Passage<'_>,
    block: &Block,
    found: &Found,
    known: &Known,
    beside: &Beside<'_>,
) -> Option<Finding> {
    let (county, name) = known.name.split_once(' ')?;
    let sentence = sentence(&block.text, &found.range);
    let short = county.trim_end_matches(['县', '市', '区', '旗']);
    let named = sentence.contains(short) || !(beside.named)(sentence).is_empty();
    let all = [
        "全市", "全省", "全国", "各县", "其他", "别的", "合计", "共同",
    ];
    let wide = passage.kind() != passage::Kind::Case || all.iter().any(|w| sentence.contains(w));
    if named || wide || !beside.others.is_telling(&found.quantity) {
        return None;
    }
    if !speaks_of(name, &block.text, &found.range) {
        return None;
    }
    let written = &block.text[found.range.clone()];
    let name = inner(name);
    let id = known.reference.rsplit('/').next().unwrap_or("");
    let message = match beside.own.named(id).map(|own| own.value.prose()) {
        Some(own) => text!(
            "“{written}”是{county}“{name}”的数，本县是 {own}",
            "{written} is {name} of {county}; here it is {own}"
        ),
        None => text!(
            "“{written}”是{county}“{name}”的数，本县没有这一项，这句话也没有提到{county}",
            "{written} is {name} of {county}; this county states none, and the sentence does not name {county}"
        ),
    };
    let hint = text!(
        "看看是不是把{county}的数写到了这里",
        "see whether a number of {county} got here"
    );
    let place = place(passage, block, found);
    Some(Finding::new(Code::NumberDiffers, place, message).hint(hint))
}
