//! The total that the editors state against the computed one.

use super::Desk;
use super::bounds::{Bounds, factor, half_step, same};
use crate::content::Total;
use crate::finding::{Code, Finding};
use crate::showcase::{Edition, Measure};
use crate::text;

/// A stated total must be the computed one where all counties state a value;
/// where some are missing, the counties' sum must not exceed it.
pub(super) fn total<'c>(
    at: usize,
    edition: &Edition<'c>,
    measure: &Measure<'c>,
    desk: &mut Desk<'c>,
) {
    let (Some(stated), Some(total)) = (&measure.indicator.stated_total, &measure.total) else {
        return;
    };
    let whole = total.covered == total.of;
    let agrees = match whole {
        true => {
            same(&stated.value, &total.value)
                || exactly(edition, measure, &stated.value)
                || leaves_room(edition, measure, &stated.value)
        }
        false => measure.indicator.total != Total::Sum || !exceeds(&total.value, &stated.value),
    };
    if agrees {
        if !whole {
            desk.findings.push(not_compared(edition, measure, total));
        }
        return;
    }
    let (name, region) = (&measure.indicator.name, &edition.content.region.value);
    let (ours, theirs) = (total.value.prose(), stated.value.prose());
    let (covered, of) = (total.covered, total.of);
    let message = match whole {
        true => text!(
            "{region}“{name}”列为{theirs}，按{of}个县（市、区）的数算是{ours}",
            "`{name}` of {region} is stated as {theirs}, but the {of} counties come to {ours}"
        ),
        false => text!(
            "{region}“{name}”列为{theirs}，{of}个县（市、区）中{covered}个的数加起来已有{ours}",
            "`{name}` of {region} is stated as {theirs}, but {covered} of {of} counties alone come to {ours}"
        ),
    };
    let finding = Finding::new(Code::TotalDisagrees, stated.place.clone(), message);
    let finding = finding.hint(text!(
        "改正其中一个；原文如此的，在这个指标里写 note = \"……\"",
        "correct one of them; if the source has it so, say why with note = \"…\""
    ));
    desk.odd_unless((at, None, None), measure.indicator.note.as_deref(), finding);
}

/// Of some counties only: nothing is wrong, and nothing was shown to be right.
fn not_compared(
    edition: &Edition<'_>,
    measure: &Measure<'_>,
    total: &crate::showcase::Total,
) -> Finding {
    let name = &measure.indicator.name;
    let stated = measure.indicator.stated_total.as_ref();
    let place = stated
        .map_or(&measure.indicator.place, |s| &s.place)
        .clone();
    let theirs = stated.map_or_else(String::new, |s| s.value.prose());
    let (ours, covered, of) = (total.value.prose(), total.covered, total.of);
    let region = &edition.content.region.value;
    let message = text!(
        "{region}“{name}”列为{theirs}，{of}个县（市、区）中只有{covered}个有数（{ours}），没有核对",
        "`{name}` of {region} is stated as {theirs}; only {covered} of {of} counties state a value ({ours}), so it was not compared"
    );
    let missing: Vec<&str> = measure
        .missing
        .iter()
        .filter_map(|c| edition.counties.get(*c))
        .map(|c| c.content.name.value.as_str())
        .take(5)
        .collect();
    let (zh, en) = (missing.join("、"), missing.join(", "));
    let more = measure.missing.len() - missing.len();
    let hint = match more {
        0 => text!("缺：{zh}", "missing: {en}"),
        more => text!("缺：{zh}等，另有{more}个", "missing: {en} and {more} more"),
    };
    Finding::new(Code::TotalNotCompared, place, message).hint(hint)
}

/// Whether the words of the parts leave room for it: 969.4 of 超过968.1.
fn leaves_room(
    edition: &Edition<'_>,
    measure: &Measure<'_>,
    stated: &crate::quantity::Quantity,
) -> bool {
    if measure.indicator.total != Total::Sum {
        return false;
    }
    let unit = &measure.indicator.unit;
    let part = |r: &crate::showcase::Ranked| {
        let county = edition.counties.get(r.county)?;
        let figure = county.figures.get(county.position(measure.indicator)?)?;
        let value = &figure.content.value.as_ref()?.value;
        Bounds::of(value).times(factor(value.unit(), unit)?)
    };
    let parts: Option<Vec<Bounds>> = measure.ranking.iter().map(part).collect();
    let sum = parts.and_then(|parts| {
        let (first, rest) = parts.split_first()?;
        rest.iter().try_fold(*first, |sum, part| sum.add(*part))
    });
    let open = |b: &Bounds| b.low < b.high;
    let stated_here = factor(stated.unit(), unit).and_then(|f| {
        let slack = half_step(stated).checked_mul(f)?;
        Some((Bounds::of(stated).times(f)?, slack))
    });
    sum.filter(open)
        .zip(stated_here)
        .is_some_and(|(sum, (stated_here, slack))| sum.meets(stated_here, slack))
}

/// Whether the sum of the values as written, not as rounded for show, is it.
fn exactly(
    edition: &Edition<'_>,
    measure: &Measure<'_>,
    stated: &crate::quantity::Quantity,
) -> bool {
    if measure.indicator.total != Total::Sum {
        return false;
    }
    let id = measure.indicator.id.as_str();
    let written = edition.counties.iter().flat_map(|c| &c.figures);
    let written = written
        .filter(|f| f.indicator.is_some() && f.content.id == id)
        .filter_map(|f| Some(&f.content.value.as_ref()?.value));
    let sum = crate::quantity::Quantity::sum(written);
    sum.ok().flatten().is_some_and(|sum| same(stated, &sum))
}

fn exceeds(sum: &crate::quantity::Quantity, stated: &crate::quantity::Quantity) -> bool {
    let Ok(stated_here) = stated.convert(sum.unit()) else {
        return false;
    };
    let slack = half_step(stated);
    Bounds::of(sum).low > Bounds::of(&stated_here).high + slack
}
