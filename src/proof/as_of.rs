//! 截至2018年11月15日 in a case whose figures are as of 2019-11-15: a year that was
//! left from the text of last year, or a slip.
//!
//! A text may well speak of another day. So only a date that differs from the
//! figures' own in nothing but the year is told, or one after the edition.

use super::fault::Rules;
use super::passage::{Kind, Passage};
use super::prose::blocks;
use crate::content::Date;
use crate::finding::{Code, Finding, Findings};
use crate::quantity::{Kind as Number, scan};
use crate::showcase::{County, Edition};
use crate::text;
use std::collections::BTreeSet;

/// What stands before an as-of date.
const WORDS: &[&str] = &["截至", "截止", "截至到", "截止到", "截止至"];

/// Reports the as-of dates of a case that its figures contradict.
pub(super) fn check(
    edition: &Edition<'_>,
    county: &County<'_>,
    rules: &Rules,
    findings: &mut Findings,
) {
    let passage = Passage::body(&county.content.body, Kind::Case);
    let own = county.figures.iter().map(|f| f.content.as_of);
    let known: BTreeSet<Date> = own.chain(edition.as_of).collect();
    for block in blocks(passage.text(), true) {
        for found in scan(&block.text).iter().filter(|f| f.kind == Number::Date) {
            let head = &block.text[..found.range.start];
            let said = WORDS.iter().any(|word| head.ends_with(word));
            let written = &block.text[found.range.clone()];
            let Some(date) = Date::parse(written).filter(|_| said) else {
                continue;
            };
            let Some((message, hint)) = fault(date, written, &known, edition) else {
                continue;
            };
            let place = passage.place(block.raw(&found.range));
            let finding = Finding::new(Code::DateDiffers, place, message).hint(hint);
            rules.push(finding, findings);
        }
    }
}

type Said = (crate::finding::Text, crate::finding::Text);

fn fault(date: Date, written: &str, known: &BTreeSet<Date>, edition: &Edition<'_>) -> Option<Said> {
    let check = text!("核对年份", "check the year");
    let year = edition.content.year;
    if date.year() > year && known.iter().all(|k| k.last_day() < date.first_day()) {
        let message = text!(
            "这里写截至{written}，晚于{year}年度",
            "this says as of {date}, later than the edition of {year}"
        );
        return Some((message, check));
    }
    if known.iter().any(|k| k.year() == date.year()) {
        return None;
    }
    let other = known.iter().find(|k| is_same_day(**k, date))?;
    let ours = other.zh();
    let message = text!(
        "这里写截至{written}，本县的数据截至{ours}",
        "this says as of {date}, the figures are as of {other}"
    );
    Some((message, check))
}

/// Whether two dates differ in nothing but the year.
fn is_same_day(a: Date, b: Date) -> bool {
    let (a, b) = (a.to_string(), b.to_string());
    match (a.split_once('-'), b.split_once('-')) {
        // 2019-11 and 2018-11-15 too.
        (Some((_, a)), Some((_, b))) => a.starts_with(b) || b.starts_with(a),
        _ => false,
    }
}
