//! The same figure of the same year, stated twice: in a printed series and as
//! a value, in one edition or in two.

use super::bounds::same;
use super::{Desk, limits, suspect};
use crate::content::Spot;
use crate::finding::{Code, Finding, Text};
use crate::quantity::Quantity;
use crate::showcase::series::Member;
use crate::text;

/// Series and values of one figure in all editions must agree.
pub(super) fn agree<'c>(members: &[Member<'_, 'c>], desk: &mut Desk<'c>) {
    for (at, member) in members.iter().enumerate() {
        within(member, desk);
        let older = members.get(at + 1..).unwrap_or_default();
        both_printed(member, older, desk);
        for other in members.iter().filter(|o| o.at.0 != member.at.0) {
            across(member, other, desk);
            if member.at.0 < other.at.0 {
                begun(member, other, desk);
            }
        }
        if let Some(before) = older.first() {
            aimed(member, before, desk);
        }
    }
}

/// A series that gives for the value's own year another number.
fn within<'c>(member: &Member<'_, 'c>, desk: &mut Desk<'c>) {
    let figure = member.figure.content;
    let (Some(value), Some(printed)) = (&figure.value, figure.series.get(&member.year)) else {
        return;
    };
    if same(&value.value, &printed.value) {
        return;
    }
    let (name, year) = (member.figure.name(), member.year);
    let (one, other) = (value.value.prose(), printed.value.prose());
    let message = text!(
        "“{name}”的数值是{one}，序列里{year}年却是{other}",
        "`{name}` is {one}, but its series says {other} for {year}"
    );
    let hint = text!(
        "改正其中一个；口径不同的，写 note = \"……\" 说明",
        "correct one of them; if they differ in meaning, say so with note = \"…\""
    );
    let label = text!("数值在这里", "the value is here");
    let finding = Finding::new(Code::FigureTwoValues, printed.place.clone(), message)
        .hint(hint)
        .related(value.place.clone(), label);
    desk.odd(member.at, figure, finding);
}

/// Whether two stated numbers are a slip of a key apart.
fn slipped(member: &Member<'_, '_>, a: &Quantity, b: &Quantity) -> bool {
    let number = |q: &Quantity| Some(q.convert(member.figure.unit()).ok()?.midpoint());
    number(a)
        .zip(number(b))
        .is_some_and(|(a, b)| suspect::apart(a, b))
}

/// A target that is the edition's before with a digit slipped: 1.5万亩 for 15万亩; or
/// any other where both say that it is all there are.
fn aimed<'c>(member: &Member<'_, 'c>, older: &Member<'_, 'c>, desk: &mut Desk<'c>) {
    let (figure, before) = (member.figure.content, older.figure.content);
    let (Some(ours), Some(theirs)) = (&figure.target, &before.target) else {
        return;
    };
    let all = limits::is_all(member.figure) && limits::is_all(older.figure);
    let slip = slipped(member, &ours.value, &theirs.value);
    if same(&ours.value, &theirs.value) || !slip && !all {
        return;
    }
    let (name, id) = (member.figure.name(), &older.edition.id);
    let (now, then) = (ours.value.prose(), theirs.value.prose());
    let message = match slip {
        true => text!(
            "“{name}”的目标是{now}，{id} 年度里是{then}，是不是数字写颠倒或者错了位？",
            "the target of `{name}` is {now}, but {then} in the edition {id}; is that a slip of digits?"
        ),
        false => text!(
            "“{name}”的目标是{now}，{id} 年度里是{then}；写了 whole = true，目标就是全部，怎么变了？",
            "the target of `{name}` is {now}, but {then} in the edition {id}; whole = true says that it is all there are"
        ),
    };
    let hint = text!(
        "改正其中一个；目标确实改了的，写 revised = \"修订原因\"",
        "correct one of them; if it was revised, say why with revised = \"…\""
    );
    unlike(member, (ours, theirs), (message, hint), desk);
}

/// Tells of two numbers of two editions that should be one.
fn unlike<'c>(
    member: &Member<'_, 'c>,
    (ours, theirs): (&Spot<Quantity>, &Spot<Quantity>),
    (message, hint): (Text, Text),
    desk: &mut Desk<'c>,
) {
    let figure = member.figure.content;
    let label = text!("那边的数在这里", "the other number is here");
    let finding = Finding::new(Code::SeriesDisagrees, ours.place.clone(), message)
        .hint(hint)
        .related(theirs.place.clone(), label);
    let note = figure.revised.as_deref().or(figure.note.as_deref());
    let (e, c, f) = member.at;
    desk.odd_unless((e, Some(c), Some(f)), note, finding);
}

/// One plan begins at one baseline, in every edition; without a plan a baseline
/// may move, but not by a slip.
fn begun<'c>(member: &Member<'_, 'c>, older: &Member<'_, 'c>, desk: &mut Desk<'c>) {
    let start = |m: &Member<'_, '_>| m.edition.plan.map(|plan| plan.start);
    let (figure, before) = (member.figure.content, older.figure.content);
    let (Some(ours), Some(theirs)) = (&figure.baseline, &before.baseline) else {
        return;
    };
    let planned = start(member).is_some() && start(member) == start(older);
    if figure.goes_nowhere()
        || !(planned || slipped(member, &ours.value, &theirs.value))
        || same(&ours.value, &theirs.value)
    {
        return;
    }
    let (name, id) = (member.figure.name(), &older.edition.id);
    let (now, then) = (ours.value.prose(), theirs.value.prose());
    let message = text!(
        "“{name}”的基期是{now}，{id} 年度里是{then}",
        "the baseline of `{name}` is {now}, but {then} in the edition {id}"
    );
    let hint = text!(
        "同一个计划只有一个基期：改正其中一个；有修订的，写 revised = \"修订原因\"",
        "one plan has one baseline: correct one of them; if it was revised, say why with revised = \"…\""
    );
    unlike(member, (ours, theirs), (message, hint), desk);
}

/// What `member` says of the year of `other`, against what that edition says.
fn across<'c>(member: &Member<'_, 'c>, other: &Member<'_, 'c>, desk: &mut Desk<'c>) {
    let Some(published) = &other.figure.content.value else {
        return;
    };
    let Some(said) = said(member, other) else {
        return;
    };
    differ(member, other, (other.year, said, published), desk);
}

/// Years that the printed series of an edition and of an older one both have;
/// each is held against the newest of the older ones.
fn both_printed<'c>(member: &Member<'_, 'c>, older: &[Member<'_, 'c>], desk: &mut Desk<'c>) {
    let settled = |year: i32| {
        let own = |m: &Member<'_, '_>| m.year == year && m.figure.content.value.is_some();
        own(member) || older.iter().any(own)
    };
    for (year, said) in &member.figure.content.series {
        let theirs = |m: &'_ Member<'_, 'c>| m.figure.content.series.get(year);
        let Some(other) = older.iter().find(|m| theirs(m).is_some()) else {
            continue;
        };
        if let Some(published) = theirs(other).filter(|_| !settled(*year)) {
            differ(member, other, (*year, said, published), desk);
        }
    }
}

/// Says that two editions give one year two numbers.
fn differ<'c>(
    member: &Member<'_, 'c>,
    other: &Member<'_, 'c>,
    (year, said, published): (i32, &Spot<Quantity>, &Spot<Quantity>),
    desk: &mut Desk<'c>,
) {
    if same(&said.value, &published.value) {
        return;
    }
    let figure = member.figure.content;
    let (name, id) = (member.figure.name(), &other.edition.id);
    let (now, then) = (said.value.prose(), published.value.prose());
    let older = other.edition.year < member.edition.year;
    let (code, message, note) = if other.edition.frozen && older {
        let message = text!(
            "“{name}”{year}年的数是{now}，已定稿的 {id} 年度公布的是{then}",
            "`{name}` of {year} is {now}, but the frozen edition {id} published {then}"
        );
        (Code::FigureRevised, message, figure.revised.as_deref())
    } else {
        let message = text!(
            "“{name}”{year}年的数是{now}，{id} 年度里是{then}",
            "`{name}` of {year} is {now}, but {then} in the edition {id}"
        );
        let note = figure.revised.as_deref().or(figure.note.as_deref());
        (Code::SeriesDisagrees, message, note)
    };
    let hint = text!(
        "改正其中一个；数据有修订的，写 revised = \"修订原因\"",
        "correct one of them; if it was revised, say why with revised = \"…\""
    );
    let label = text!("那边的数在这里", "the other number is here");
    let finding = Finding::new(code, said.place.clone(), message)
        .hint(hint)
        .related(published.place.clone(), label);
    let (e, c, f) = member.at;
    desk.odd_unless((e, Some(c), Some(f)), note, finding);
}

/// The number of the other's year: from the printed series, or the value
/// itself where it is of the same day (another day may have another number).
fn said<'a>(member: &Member<'_, 'a>, other: &Member<'_, 'a>) -> Option<&'a Spot<Quantity>> {
    let (figure, there) = (member.figure.content, other.figure.content);
    let printed = figure.series.get(&other.year);
    let newer = member.at.0 < other.at.0;
    let value = figure
        .value
        .as_ref()
        .filter(|_| newer && member.year == other.year && figure.as_of == there.as_of);
    // The value's own year is settled within the edition.
    match printed {
        Some(printed) if member.year != other.year => Some(printed),
        _ => value,
    }
}
