//! Numbers whose unit the table says nowhere are taken in the indicator's own.
//! Where nearly all of them are then a hundred times what is known, or a
//! hundredth, they are in another unit, and nobody but the sender knows which.

use super::header::Part;
use super::match_names::Names;
use super::plan::{Standing, standing};
use super::table::{Entry, Table, What};
use crate::content::{Edition, Indicator};
use crate::finding::{Code, Finding, Findings, Place, Text};
use crate::quantity::{Family, Quantity};
use crate::text;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// So many times what is known, and the unit is in doubt: of amounts, which
/// are written in 元, 万元 and 亿元.
const FAR: i64 = 100;
/// The same of units that are seldom written in another scale.
const VERY_FAR: i64 = 1_000;

/// Judges the numbers of each indicator that no unit is said of.
pub(super) fn judge(tables: &mut [Table], names: &Names<'_>, path: &str, findings: &mut Findings) {
    let said = judged(tables, names, path, findings);
    if !findings.has_errors() {
        odd_ones(tables, names, path, findings);
    }
    if let Some(table) = tables.first_mut() {
        table.corrections.extend(said);
    }
}

/// The same; returns what is to be said of numbers that are plausible.
fn judged(
    tables: &[Table],
    names: &Names<'_>,
    path: &str,
    findings: &mut Findings,
) -> Vec<(String, Text)> {
    let mut said = Vec::new();
    let mut columns: BTreeMap<(usize, Part), Vec<(&Entry, &Quantity)>> = BTreeMap::new();
    for entry in tables.iter().flat_map(|t| &t.entries) {
        if let What::Number(reads) = &entry.what
            && entry.assumed
            && reads.bare.is_some()
        {
            let column = columns.entry((entry.indicator, entry.part)).or_default();
            column.push((entry, &reads.quantity));
        }
    }
    for ((at, part), numbers) in columns {
        // Shares are judged for themselves.
        let Some(indicator) = names.indicator_at(at).filter(|i| !i.unit.is_percent()) else {
            continue;
        };
        let off: Vec<(Decimal, &Entry, &Quantity, Quantity)> = numbers
            .iter()
            .filter_map(|(entry, new)| {
                let known = known(entry, &indicator.id, names)?;
                Some((times(new, &known)?, *entry, *new, known))
            })
            .collect();
        if has_scales(indicator)
            && off.is_empty()
            && let Some((bare, with)) = beside(tables, (at, part), &numbers)
        {
            findings.push(contradicted(indicator, tables, bare, with, path));
            continue;
        }
        if let Some(entry) = torn(indicator, &numbers) {
            findings.push(counts_whole(indicator, tables, entry, path));
            continue;
        }
        let most = if has_scales(indicator) { FAR } else { VERY_FAR };
        let far = |n: &Decimal| {
            *n >= most.into() || n.checked_mul(most.into()).is_some_and(|n| n <= 1.into())
        };
        let count = off.iter().filter(|(n, ..)| far(n)).count();
        match off.iter().find(|(n, ..)| far(n)) {
            // One county may have grown; four of five have not.
            Some((_, entry, new, known)) if count * 5 >= off.len() * 4 => {
                findings.push(unclear(indicator, tables, entry, new, known, path));
            }
            None if !off.is_empty() && has_scales(indicator) => {
                let (name, unit) = (&indicator.name, &indicator.unit);
                let place = numbers.first().map(|(e, _)| e.place.clone());
                said.extend(place.map(|place| {
                    let word = text!(
                        "“{name}”没有写单位，按指标的“{unit}”处理，与以前的数相当",
                        "`{name}` has no unit; it is taken in the indicator's {unit}, in which it is near what is known"
                    );
                    (place, word)
                }));
            }
            None if off.is_empty() && has_scales(indicator) => {
                findings.push(taken(
                    indicator,
                    tables,
                    numbers.first().map(|(e, _)| *e),
                    path,
                ));
            }
            _ => {}
        }
    }
    said
}

/// Numbers a thousand times what is known of their figure, or of those of the
/// other counties: somebody typed 元 under 万元. Each is asked about.
fn odd_ones(tables: &[Table], names: &Names<'_>, path: &str, findings: &mut Findings) {
    let mut columns: BTreeMap<(usize, Part), Vec<(&Entry, &Quantity)>> = BTreeMap::new();
    for entry in tables.iter().flat_map(|t| &t.entries) {
        if let What::Number(reads) = &entry.what {
            let column = columns.entry((entry.indicator, entry.part)).or_default();
            column.push((entry, &reads.quantity));
        }
    }
    for ((at, _), numbers) in columns {
        let Some(indicator) = names.indicator_at(at).filter(|i| !i.unit.is_percent()) else {
            continue;
        };
        let middle = middle(&numbers);
        let odd = numbers.iter().filter_map(|(entry, new)| {
            let known = known(entry, &indicator.id, names);
            let far = |n: &Decimal| {
                *n >= ABSURD.into() || n.checked_mul(ABSURD.into()).is_some_and(|n| n <= 1.into())
            };
            let with = match &known {
                Some(known) => times(new, known).filter(far).map(|_| known.clone()),
                None => {
                    let middle = middle.clone()?;
                    let most = times(new, &middle)? >= ABSURD.into();
                    most.then_some(middle)
                }
            };
            Some((*entry, *new, with?))
        });
        for (entry, new, with) in odd.filter(|(entry, ..)| !entry.settled).take(MOST) {
            findings.push(far_off(indicator, tables, entry, new, &with, path));
        }
    }
}

/// Findings of one column at most.
const MOST: usize = 10;

/// The number in the middle, where there are enough to have one.
fn middle(numbers: &[(&Entry, &Quantity)]) -> Option<Quantity> {
    let unit = numbers.first()?.1.unit();
    let mut values: Vec<Quantity> = numbers
        .iter()
        .filter_map(|(_, n)| n.convert(unit).ok())
        .filter(|n| !n.value().is_zero())
        .collect();
    values.sort_by_key(|n| n.value().abs());
    let at = values.len() / 2;
    (values.len() > 3).then(|| values.swap_remove(at))
}

fn far_off(
    indicator: &Indicator,
    tables: &[Table],
    entry: &Entry,
    new: &Quantity,
    with: &Quantity,
    path: &str,
) -> Finding {
    let (place, name, new, with) = (&entry.place, &indicator.name, new.prose(), with.prose());
    let option = option(indicator, tables, Some(entry));
    let option = match option.rsplit_once(':') {
        Some((head, _)) => format!("{head}*1\""),
        None => option,
    };
    let message = text!(
        "{place}：“{name}”是 {new}，别的县或以前是 {with} 上下，差了上千倍，看不出单位对不对",
        "{place}: `{name}` is {new}, other counties or earlier years are near {with}: a thousandfold off, so its unit is in doubt"
    );
    let hint = text!(
        "多半是把元当成了万元：问清以后在表里改正；数都没有错，就加 {option}",
        "元 was probably typed for 万元: ask, and correct the table; if all numbers are right, add {option}"
    );
    Finding::new(Code::ImportScale, Place::file(path), message).hint(hint)
}

/// A number of 户 or 人 with a fraction, where whole ones are counted: 1.2 may
/// be 1.2万户.
fn torn<'t>(indicator: &Indicator, numbers: &[(&'t Entry, &Quantity)]) -> Option<&'t Entry> {
    let counted = matches!(indicator.unit.family(), Family::Counted(unit)
        if ["个", "户", "人", "人次", "村", "家", "名", "项"].contains(&unit));
    let whole = counted
        && !has_scales(indicator)
        && indicator.decimals.is_none_or(|n| n == 0)
        && !indicator.name.contains('均');
    let torn = |(_, n): &&(&Entry, &Quantity)| n.value().normalize().scale() > 0;
    let found = whole.then(|| numbers.iter().find(torn)).flatten();
    found.map(|(entry, _)| *entry)
}

fn counts_whole(indicator: &Indicator, tables: &[Table], entry: &Entry, path: &str) -> Finding {
    let (name, unit, place) = (&indicator.name, &indicator.unit, &entry.place);
    let new = match &entry.what {
        What::Number(reads) => reads.quantity.prose(),
        What::Note(note) => note.clone(),
    };
    let option = option(indicator, tables, Some(entry));
    let message = text!(
        "“{name}”没有写单位，{place} 按{unit}算是 {new}，不是整数，也许是万{unit}",
        "`{name}` has no unit; {place} would be {new}, no whole number, perhaps it is in 万{unit}"
    );
    let hint = text!(
        "问清单位，写进表头，如“{name}（万{unit}）”；数确是{unit}，就加 {option}",
        "find out the unit and write it into the heading; if it is {unit} indeed, add {option}"
    );
    Finding::new(Code::ImportScale, Place::file(path), message).hint(hint)
}

/// So many times another amount of the same kind, and one of them is in
/// another unit.
const ABSURD: i64 = 1_000;

/// A number without a unit beside one that says its own, or a thousand times
/// another number of its column, or of its county in money too.
fn beside<'t>(
    tables: &'t [Table],
    key: (usize, Part),
    numbers: &[(&'t Entry, &Quantity)],
) -> Option<(&'t Entry, &'t Entry)> {
    let all = || tables.iter().flat_map(|t| &t.entries);
    let quantity = |entry: &'t Entry| match &entry.what {
        What::Number(reads) => Some((reads, &reads.quantity)),
        What::Note(_) => None,
    };
    let (first, _) = numbers.first()?;
    let with_unit = all().find(|e| {
        let own = quantity(e).is_some_and(|(reads, _)| reads.own_unit);
        (e.indicator, e.part) == key && own
    });
    if let Some(with) = with_unit {
        return Some((first, with));
    }
    numbers.iter().find_map(|(entry, new)| {
        let other = all().find(|other| {
            let same = (other.indicator, other.part) == key;
            let own = other.county == entry.county && !other.assumed;
            let known = quantity(other)
                .filter(|_| same || own)
                .map(|(_, known)| known);
            known
                .and_then(|known| times(new, known))
                .is_some_and(|n| n >= ABSURD.into())
        });
        Some((*entry, other?))
    })
}

fn contradicted(
    indicator: &Indicator,
    tables: &[Table],
    bare: &Entry,
    with: &Entry,
    path: &str,
) -> Finding {
    let prose = |entry: &Entry| match &entry.what {
        What::Number(reads) => reads.quantity.prose(),
        What::Note(note) => note.clone(),
    };
    let (name, unit, place, other) = (&indicator.name, &indicator.unit, &bare.place, &with.place);
    let (new, known) = (prose(bare), prose(with));
    let option = option(indicator, tables, Some(bare));
    let message = text!(
        "“{name}”没有写单位，看不出是什么单位：{place} 按{unit}算是 {new}，{other} 是 {known}",
        "`{name}` has no unit, and which it is in is unclear: {place} would be {new} in {unit}, {other} is {known}"
    );
    let hint = text!(
        "问清单位，写进表头，如“{name}（{unit}）”；没有写单位的数确是{unit}，就加 {option}",
        "find out the unit and write it into the heading; if the numbers without one are in {unit} indeed, add {option}"
    );
    Finding::new(Code::ImportScale, Place::file(path), message).hint(hint)
}

/// What is known of the same figure: what stands there, its target or
/// baseline, or what stood in the edition before.
fn known(entry: &Entry, id: &str, names: &Names<'_>) -> Option<Quantity> {
    let county = names.county_at(entry.county)?;
    let of = |edition: &Edition, part| {
        let county = edition.counties.iter().find(|c| c.slug == county.slug)?;
        match standing(county.figure(id)?, part)? {
            Standing::Number(quantity) if !quantity.value().is_zero() => Some(quantity),
            _ => None,
        }
    };
    let parts = [entry.part, Part::Value, Part::Target, Part::Baseline];
    let here = parts.iter().find_map(|part| of(names.edition, *part));
    here.or_else(|| parts.iter().find_map(|part| of(names.earlier?, *part)))
}

/// How many times the known number the new one is.
fn times(new: &Quantity, known: &Quantity) -> Option<Decimal> {
    let known = known.convert(new.unit()).ok()?.value().abs();
    let new = new.value().abs();
    (!new.is_zero() && !known.is_zero())
        .then(|| new.checked_div(known))
        .flatten()
}

/// 亿元 is also written 万元 and 元; 个 is nothing else.
fn has_scales(indicator: &Indicator) -> bool {
    let unit = indicator.unit.as_str();
    unit.starts_with(['十', '百', '千', '万', '亿']) || unit.ends_with('元')
}

/// What an editor writes to say in which unit a column is.
fn option(indicator: &Indicator, tables: &[Table], entry: Option<&Entry>) -> String {
    let mut id = indicator.id.clone();
    if let Some(part) = entry.map(|e| e.part).filter(|p| *p != Part::Value) {
        id = format!("{id}.{}", part.key());
    }
    let columns = tables.iter().flat_map(|t| &t.columns);
    let mut headings = columns.filter(|c| c.id.as_deref() == Some(id.as_str()));
    let heading = headings.next().map(|c| c.heading.clone());
    let heading = heading.unwrap_or_else(|| indicator.name.clone());
    format!("--map \"{heading}={id}:{}\"", indicator.unit)
}

fn unclear(
    indicator: &Indicator,
    tables: &[Table],
    entry: &Entry,
    new: &Quantity,
    known: &Quantity,
    path: &str,
) -> Finding {
    let (place, name) = (&entry.place, &indicator.name);
    let (unit, new, known) = (&indicator.unit, new.prose(), known.prose());
    let option = option(indicator, tables, Some(entry));
    let message = text!(
        "“{name}”没有写单位，按{unit}算就差了上百倍：{place} 是 {new}，已知的是 {known}",
        "`{name}` has no unit; in {unit} its numbers are off a hundredfold: {place} is {new}, what is known is {known}"
    );
    let hint = text!(
        "问清单位，写进表头，如“{name}（万元）”；数确是{unit}，就加 {option}",
        "find out the unit and write it into the heading; if it is {unit} indeed, add {option}"
    );
    Finding::new(Code::ImportScale, Place::file(path), message).hint(hint)
}

fn taken(indicator: &Indicator, tables: &[Table], entry: Option<&Entry>, path: &str) -> Finding {
    let (name, unit) = (&indicator.name, &indicator.unit);
    let option = option(indicator, tables, entry);
    let message = text!(
        "“{name}”没有写单位，也没有以前的数可比，按指标的单位“{unit}”处理",
        "`{name}` has no unit and nothing to compare with; it is taken in the indicator's {unit}"
    );
    let hint = text!(
        "单位不同就写进表头；就是{unit}，加 {option} 以后不再提示",
        "write another unit into the heading; if it is {unit}, {option} says so"
    );
    Finding::new(Code::ImportGuess, Place::file(path), message).hint(hint)
}
