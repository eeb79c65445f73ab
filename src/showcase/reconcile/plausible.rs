//! Numbers that cannot be: beyond the `range` that the editors gave, written in
//! 元 where the figure is in 万元 and comes to next to nothing, or beyond what
//! its name allows anywhere.
//!
//! A county's own figure has no peers and often no past. What it has is the unit
//! that it says it is in: 3.11万元 of a figure in 亿元 is 0.000311 of one, and
//! nobody counts so.

use super::{At, Desk};
use crate::finding::{Code, Finding, Text};
use crate::quantity::{Family, Quantity, Sense, Unit};
use crate::showcase::{Edition, Figure};
use crate::text;
use rust_decimal::Decimal;
use std::sync::LazyLock;

/// Runs the rules over one county; `sizes` are those of the edition's indicators.
pub(super) fn of_county<'c>(
    at: usize,
    edition: &Edition<'c>,
    county: usize,
    sizes: &[Option<usize>],
    desk: &mut Desk<'c>,
) {
    let figures = edition.counties.get(county).map_or(&[][..], |c| &c.figures);
    for (f, figure) in figures.iter().enumerate() {
        let at = (at, county, f);
        if out_of_range(at, figure, desk) {
            continue;
        }
        let Some(value) = &figure.content.value else {
            continue;
        };
        let known = figure.place(&edition.content.indicators);
        let known = known.filter(|_| value.value.unit().is_akin(figure.unit()));
        let size = known.and_then(|i| sizes.get(i).copied());
        let size = size.unwrap_or_else(|| size_for(figure.name(), value.value.unit()));
        let said = size
            .and_then(|size| beyond_name(figure, &value.value, size))
            .or_else(|| tiny(edition, at, figure, &value.value))
            .or_else(|| huge(edition, at, figure, &value.value));
        if let Some(message) = said {
            let finding = Finding::new(Code::FigureImplausible, value.place.clone(), message);
            desk.odd(at, figure.content, finding.hint(hint()));
        }
    }
}

fn hint() -> Text {
    text!(
        "核对数值和单位；确实如此的，写 note = \"已核实\"，或写 range 说明这一项的范围",
        "check number and unit; if it is so, say why with note = \"…\", or give the range of this figure with `range`"
    )
}

/// Reports every number of a figure beyond its range, or its indicator's.
fn out_of_range<'c>(at: At, figure: &Figure<'c>, desk: &mut Desk<'c>) -> bool {
    let written = figure.content;
    let own = written.limits.as_ref().and_then(|l| l.range.as_ref());
    let all = figure.indicator.and_then(|i| i.limits.as_ref());
    let Some(range) = own.or_else(|| all?.range.as_ref()) else {
        return false;
    };
    let spots = [&written.value, &written.target, &written.baseline];
    let mut told = false;
    for spot in spots.into_iter().flatten().chain(written.series.values()) {
        if is_within(&spot.value, &range.value) {
            continue;
        }
        let (name, shown, span) = (figure.name(), spot.value.prose(), range.value.prose());
        let message = text!(
            "“{name}”是{shown}，不在 range 写的{span}之内",
            "`{name}` is {shown}, outside its range of {span}"
        );
        let finding = Finding::new(Code::FigureImplausible, spot.place.clone(), message)
            .hint(text!(
                "核对数值和单位；确实如此的，写 note = \"已核实\"，或改 range",
                "check number and unit; if it is so, say why with note = \"…\", or change the range"
            ))
            .related(range.place.clone(), text!("范围写在这里", "the range"));
        desk.odd(at, written, finding);
        told = true;
    }
    // What has a range is judged by it alone.
    told || is_range(&range.value)
}

fn is_range(range: &Quantity) -> bool {
    range.range().is_some()
}

/// Whether a number lies within a range or on the right side of its one end.
fn is_within(value: &Quantity, range: &Quantity) -> bool {
    let Ok(value) = value.convert(range.unit()) else {
        return true;
    };
    let (number, end) = (value.midpoint(), range.value());
    match (range.range(), range.sense()) {
        (Some((low, high)), _) => number >= low && number <= high,
        (None, Sense::AtLeast) => number >= end,
        (None, _) => number <= end,
    }
}

/// What a name allows anywhere: words of the name, the unit, and between what
/// its numbers lie.
const SIZES: &[(&[&str], &str, i64, i64)] = &[
    (&["培训", "办班", "参训"], "人次", 1, 5_000_000),
    (&["培训", "办班", "参训"], "人", 1, 5_000_000),
    (&["人均可支配收入", "人均收入"], "元", 200, 1_000_000),
    (&["户均"], "元", 10, 10_000_000),
    (&["村均", "单村"], "元", 1_000, 200_000_000),
    (&["每亩补", "亩均补", "每亩收", "每亩增"], "元", 1, 300_000),
    (&["隧道", "大桥"], "公里", 0, 200),
    (&[], "人次", 0, 2_000_000_000),
    (&[], "人", 0, 100_000_000),
    (&[], "户", 0, 30_000_000),
    (&[], "名", 0, 10_000_000),
    (&[], "家", 0, 1_000_000),
    (&[], "辆", 0, 10_000_000),
    (&[], "座", 0, 300_000),
    (&[], "处", 0, 1_000_000),
    (&["亩产"], "公斤", 5, 100_000),
];

/// The units of [`SIZES`], read once.
static UNITS: LazyLock<Vec<Option<Unit>>> = LazyLock::new(|| {
    let units = SIZES.iter().map(|(_, unit, ..)| Unit::parse(unit).ok());
    units.collect()
});

/// Which of [`SIZES`] goes for a name with a unit of that family.
fn size_for(name: &str, unit: &Unit) -> Option<usize> {
    let family = unit.family();
    let same = |unit: &Option<Unit>| unit.as_ref().is_some_and(|u| u.family() == family);
    let named = |words: &[&str]| words.is_empty() || words.iter().any(|word| name.contains(word));
    let mut sizes = UNITS.iter().zip(SIZES);
    sizes.position(|(unit, (words, ..))| same(unit) && named(words))
}

/// The same of the edition's indicators, in their order: once, and not for each
/// county's figure.
pub(super) fn sizes(edition: &Edition<'_>) -> Vec<Option<usize>> {
    let indicators = edition.content.indicators.iter();
    indicators.map(|i| size_for(&i.name, &i.unit)).collect()
}

/// 培训2300万人次.
fn beyond_name(figure: &Figure<'_>, value: &Quantity, size: usize) -> Option<Text> {
    let (unit, (_, _, low, high)) = UNITS.get(size).zip(SIZES.get(size))?;
    let number = value.convert(unit.as_ref()?).ok()?.midpoint();
    let changes = ["增", "减", "差", "降", "补", "价", "费"];
    let few = number < Decimal::from(*low) && changes.iter().all(|w| !figure.name().contains(w));
    if !(few && number > Decimal::ZERO || number > Decimal::from(*high)) {
        return None;
    }
    let (name, shown) = (figure.name(), value.prose());
    Some(match few {
        true => text!(
            "“{name}”只有{shown}，是不是少写了位数、写错了万和亿？",
            "`{name}` is only {shown}; is that a slip of digits or of 万 and 亿?"
        ),
        false => text!(
            "“{name}”有{shown}，是不是多写了位数、写错了万和亿？",
            "`{name}` is {shown}; is that a slip of digits or of 万 and 亿?"
        ),
    })
}

/// What the other counties state of an indicator, in its unit.
fn peers(edition: &Edition<'_>, at: At, figure: &Figure<'_>) -> impl Iterator<Item = Decimal> {
    let indicator = figure.indicator;
    let counties = edition.counties.iter().enumerate();
    let others = counties.filter(move |(c, _)| *c != at.1);
    others
        .filter_map(move |(_, county)| {
            let figure = county.figures.get(county.position(indicator?)?)?;
            Some(figure.in_unit.as_deref()?.midpoint())
        })
        .filter(|n| *n > Decimal::ZERO)
}

/// How many of the declared unit the unit is in which a value was written, and
/// the value in the declared one; none where they are the same.
fn foreign(figure: &Figure<'_>, value: &Quantity) -> Option<(Decimal, Decimal)> {
    if value.unit() == figure.unit() || value.midpoint() <= Decimal::ZERO {
        return None;
    }
    let one = Quantity::exact(Decimal::ONE, value.unit().clone());
    let factor = Quantity::ratio(&one, &Quantity::exact(Decimal::ONE, figure.unit().clone()))?;
    Some((factor, value.midpoint().checked_mul(factor)?))
}

/// 511元 of a figure in 万元: less than a tenth of its unit, and no other county
/// has so little.
fn tiny(edition: &Edition<'_>, at: At, figure: &Figure<'_>, value: &Quantity) -> Option<Text> {
    let (factor, number) = foreign(figure, value)?;
    if factor > Decimal::new(1, 3) || number >= Decimal::new(1, 1) {
        return None;
    }
    let alike = number.checked_mul(Decimal::ONE_HUNDRED)?;
    if peers(edition, at, figure).any(|n| n <= alike) {
        return None;
    }
    let (name, shown, unit) = (figure.name(), value.prose(), figure.unit());
    let number = number.normalize();
    Some(text!(
        "“{name}”写的是{shown}，这一项以{unit}计，只合{number}{unit}，是不是写错了元、万和亿？",
        "`{name}` is written as {shown}; in its unit that is {number}{unit}; is that a slip of 元, 万 and 亿?"
    ))
}

/// What is as large as a whole county's economy.
const ECONOMY: &[&str] = &[
    "生产总值",
    "GDP",
    "产值",
    "余额",
    "总额",
    "固定资产",
    "总量",
    "营收",
    "营业",
    "销售",
    "财政",
    "总收入",
    "规模",
    "市值",
    "资产",
];

/// Things of which no county has more than so many, where the number is written
/// with 万 or 亿 and the unit is not: 86万辆 of a figure in 辆.
const BUILT: &[(&[&str], i64)] = &[
    (
        &["座", "处", "所", "幢", "栋", "期", "场", "村", "条"],
        100_000,
    ),
    (&["辆"], 200_000),
    (&["家"], 500_000),
];
/// Of these there are more.
const MANY: &[&str] = &["保有", "机动车", "汽车", "电动", "自行车", "主体"];

/// 511亿元 of a figure in 万元, 86万辆 of one in 辆: far from all other numbers of
/// its kind.
fn huge(edition: &Edition<'_>, at: At, figure: &Figure<'_>, value: &Quantity) -> Option<Text> {
    let (factor, number) = foreign(figure, value)?;
    if factor < Decimal::ONE_THOUSAND {
        return None;
    }
    let alike = number.checked_div(Decimal::ONE_HUNDRED)?;
    if peers(edition, at, figure).any(|n| n >= alike) {
        return None;
    }
    let (name, shown) = (figure.name(), value.prose());
    if figure.unit().family() != Family::Money {
        let most = BUILT
            .iter()
            .find(|(units, _)| units.contains(&figure.unit().as_str()))?
            .1;
        let few = MANY.iter().all(|word| !name.contains(word)) && number >= Decimal::from(most);
        return few.then(|| {
            text!(
                "“{name}”{shown}多得不合情理，是不是写错了“万”和“亿”？",
                "`{name}`, {shown}, is more than there can be; is that a slip of 万 and 亿?"
            )
        });
    }
    if ECONOMY.iter().any(|word| name.contains(word)) {
        return None;
    }
    let usual = usual(edition, at, figure)?;
    let times = number.checked_div(usual.most)?.round();
    (times >= Decimal::from(FAR)).then(|| {
        let (zh, en) = usual.of;
        text!(
            "“{name}”{shown}是{zh}的{times}倍以上，是不是写错了万和亿？",
            "`{name}`, {shown}, is {times} times {en}; is that a slip of 万 and 亿?"
        )
    })
}

/// So many times what is usual is a slip of 万 and 亿.
const FAR: u32 = 30;

/// What a sum of money is held against.
struct Usual {
    most: Decimal,
    of: (&'static str, &'static str),
}

/// The largest other sum of the county, where it has three; else what three of four
/// sums of the edition do not reach.
fn usual(edition: &Edition<'_>, at: At, figure: &Figure<'_>) -> Option<Usual> {
    let all = edition.counties.iter().enumerate().flat_map(|(c, county)| {
        let figures = county.figures.iter().enumerate();
        figures.map(move |(f, other)| ((c, f), other))
    });
    let sums =
        all.filter(|(other, f)| *other != (at.1, at.2) && f.unit().family() == Family::Money);
    let sums = sums.filter_map(|((c, _), other)| {
        let sum = other
            .in_unit
            .as_deref()?
            .convert(figure.unit())
            .ok()?
            .midpoint();
        (sum > Decimal::ZERO).then_some((sum, c))
    });
    let (mut all, mut own) = (Vec::new(), Vec::new());
    for (sum, county) in sums {
        all.push(sum);
        own.extend((county == at.1).then_some(sum));
    }
    all.sort_unstable();
    let own = own.iter().max().copied().filter(|_| own.len() >= 3);
    let (most, of) = match own {
        Some(most) => (most, ("本县其他各项金额", "every other sum of the county")),
        None => (
            all.get(all.len() * 3 / 4)
                .copied()
                .filter(|_| all.len() >= 5)?,
            ("各县多数金额", "most sums of the counties"),
        ),
    };
    Some(Usual { most, of })
}
