//! Numbers whose unit the table says nowhere are taken in the indicator's own.
//! Where nearly all of them are then a hundred times what is known, or a
//! hundredth, they are in another unit, and nobody but the sender knows which.

use super::header::Part;
use super::match_names::Names;
use super::plan::{Standing, standing};
use super::table::{Entry, Table, What};
use crate::content::{Edition, Indicator};
use crate::finding::{Code, Finding, Findings, Place};
use crate::quantity::Quantity;
use crate::text;
use rust_decimal::Decimal;
use std::collections::BTreeMap;

/// So many times what is known, and the unit is in doubt: of amounts, which
/// are written in 元, 万元 and 亿元.
const FAR: i64 = 100;
/// The same of units that are seldom written in another scale.
const VERY_FAR: i64 = 1_000;

/// Judges the numbers of each indicator that no unit is said of.
pub(super) fn judge(tables: &[Table], names: &Names<'_>, path: &str, findings: &mut Findings) {
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
    for ((at, _), numbers) in columns {
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
