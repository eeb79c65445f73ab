//! A project's yearly return beside the sum put in: five times as much a year,
//! or less than a three-thousandth, is a slip of 万 and 亿.

use super::Desk;
use crate::finding::{Code, Finding};
use crate::quantity::Quantity;
use crate::showcase::Edition;
use crate::text;
use rust_decimal::Decimal;

pub(super) fn returns<'c>(at: usize, edition: &Edition<'c>, c: usize, desk: &mut Desk<'c>) {
    let county = edition.counties.get(c).map(|c| c.content);
    for project in county.iter().flat_map(|c| &c.projects) {
        let (Some(invested), Some(yearly)) = (&project.invested, &project.yearly) else {
            continue;
        };
        let Some(share) = Quantity::ratio(yearly, invested) else {
            continue;
        };
        let least = Decimal::new(333, 6);
        if share > least && share < Decimal::from(5) {
            continue;
        }
        let (name, put_in, back) = (&project.name, invested.prose(), yearly.prose());
        let message = text!(
            "“{name}”投入{put_in}，年收益{back}，是不是写错了万和亿？",
            "`{name}`: {put_in} put in, {back} a year; is that a slip of 万 and 亿?"
        );
        let hint = text!(
            "核对两个数；确实如此的，在 note 里写“已核实”",
            "check both; if it is so, say 已核实 in its note"
        );
        let place = project.amount_place.as_ref().unwrap_or(&project.place);
        let finding = Finding::new(Code::ProjectReturn, place.clone(), message).hint(hint);
        desk.odd_file((at, Some(c)), project.note.as_deref(), finding);
    }
}
