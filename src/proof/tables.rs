//! Tables of a write-up beside the figures: a row headed 专项债券 says its
//! number without the name beside it, a column 占比 follows from the amounts
//! beside it, and 合计 from the rows above.
//!
//! A table is judged only where its layout leaves no doubt: one amount in a
//! row, or rows of which all but one agree.

use super::beside::Beside;
use super::block::Block;
use super::near::Known;
use super::number_findings::unlike_figure;
use super::script::OBJECT;
use crate::finding::{Code, Finding, Text};
use crate::quantity::{Family, Found, Kind, Quantity};
use crate::text;
use rust_decimal::Decimal;
use std::cmp::Ordering;
use std::collections::BTreeMap;

/// A block and the numbers in it.
type Read = (Block, Vec<Found>);

/// A table: its cells by row and column, as block numbers.
struct Table<'a> {
    blocks: &'a [Read],
    cells: BTreeMap<(usize, usize), usize>,
    rows: usize,
    columns: usize,
    beside: &'a Beside<'a>,
    source: &'a str,
}

/// What is wrong with cells, by block number.
pub(super) type Told = BTreeMap<usize, (Code, Text, Text)>;

/// Cells with the heads of their row and column before them, as the list item
/// that each might be: 县级配套：1.9亿元.
pub(super) type Led = BTreeMap<usize, Block>;

/// Looks at every table of a text.
pub(super) fn check(blocks: &[Read], source: &str, beside: &Beside<'_>) -> (Told, Led) {
    let mut tables: BTreeMap<usize, BTreeMap<(usize, usize), usize>> = BTreeMap::new();
    for (i, (block, _)) in blocks.iter().enumerate() {
        if let Some([table, row, column]) = block.cell {
            tables.entry(table).or_default().insert((row, column), i);
        }
    }
    let (mut told, mut led) = (Told::new(), Led::new());
    for cells in tables.into_values() {
        let most = |at: fn(&(usize, usize)) -> usize| cells.keys().map(at).max().unwrap_or(0) + 1;
        let table = Table {
            rows: most(|c| c.0),
            columns: most(|c| c.1),
            blocks,
            cells,
            beside,
            source,
        };
        table.totals(&mut told);
        table.shares(&mut told);
        table.named(&mut told);
        for ((row, column), at) in &table.cells {
            let cell = table.led(*row, *column);
            led.extend(cell.map(|cell| (*at, cell)));
        }
    }
    (told, led)
}

/// Columns whose numbers are of another time, or another kind, than the figures.
const OTHER: &[&str] = &[
    "占",
    "比",
    "增",
    "减",
    "目标",
    "计划",
    "上年",
    "去年",
    "完成率",
    "位次",
    "排名",
    "每",
    "均",
    "基期",
    "其中",
];

impl Table<'_> {
    fn text(&self, row: usize, column: usize) -> &str {
        let at = self.cells.get(&(row, column));
        let block = at.and_then(|at| self.blocks.get(*at));
        block.map_or("", |(block, _)| block.text.trim())
    }

    /// The amount that a cell is, with the unit of its column's heading:
    /// 26亿元, 26 under 金额（亿元）, {{bond}}.
    fn amount(&self, row: usize, column: usize) -> Option<Quantity> {
        let (block, found) = self.blocks.get(*self.cells.get(&(row, column))?)?;
        let text = block.text.trim();
        if text == OBJECT.to_string() {
            let written = self.source.get(block.references.first()?.clone())?;
            let expr = written.strip_prefix("{{")?.strip_suffix("}}")?;
            return Quantity::parse(&(self.beside.printed)(expr.trim())?).ok();
        }
        let mut whole = found
            .iter()
            .filter(|f| f.kind == Kind::Quantity && block.text[f.range.clone()].trim() == text);
        if let Some(found) = whole.next() {
            return Some(found.quantity.clone());
        }
        let unit = split_unit(self.text(0, column)).1?;
        is_bare(text).then(|| Quantity::parse(&format!("{text}{unit}")).ok())?
    }

    /// A cell behind the heads of its row and column, where these leave no doubt
    /// that it is of the figures' own time.
    fn led(&self, row: usize, column: usize) -> Option<Block> {
        let (label, label_unit) = split_unit(self.text(row, 0));
        let (heading, unit) = split_unit(self.text(0, column));
        let (block, found) = self.blocks.get(*self.cells.get(&(row, column))?)?;
        let other = OTHER.iter().any(|w| heading.contains(w));
        let bare = is_bare(block.text.trim());
        if row == 0 || column == 0 || other || found.is_empty() && !bare {
            return None;
        }
        let unit = unit.or(label_unit).filter(|_| bare).unwrap_or_default();
        let heads = [label, heading].map(|head| head.replace(OBJECT, ""));
        Some(led(block, &heads, unit))
    }

    fn say(&self, at: (usize, usize), code: Code, message: Text, hint: Text, told: &mut Told) {
        if let Some(block) = self.cells.get(&at) {
            told.entry(*block).or_insert((code, message, hint));
        }
    }

    fn is_total(&self, row: usize) -> bool {
        ["合计", "总计", "小计", "共计"].contains(&self.text(row, 0))
    }

    /// The amounts of a column below its heading, its row of totals left out;
    /// `None` where one is missing or of another kind.
    fn column(&self, column: usize) -> Option<Vec<(usize, Quantity)>> {
        let rows = (1..self.rows).filter(|row| !self.is_total(*row));
        let all: Option<Vec<_>> = rows
            .map(|row| Some((row, self.amount(row, column)?)))
            .collect();
        let all = all.filter(|all| all.len() > 1)?;
        let (_, first) = all.first()?;
        let same = |q: &Quantity| q.unit().family() == first.unit().family() && q.is_exact();
        let plain = (1..self.rows).all(|row| !self.text(row, 0).contains("其中"));
        (plain && all.iter().all(|(_, q)| same(q))).then_some(all)
    }

    /// 合计 under the numbers it is the sum of.
    fn totals(&self, told: &mut Told) {
        let Some(row) = (1..self.rows).find(|row| self.is_total(*row)) else {
            return;
        };
        if row + 1 != self.rows {
            return;
        }
        for column in 1..self.columns {
            let (Some(parts), Some(stated)) = (self.column(column), self.amount(row, column))
            else {
                continue;
            };
            let heading = self.text(0, column);
            let share = stated.unit().family() == Family::Share;
            let means = ["均", "率", "价", "单"].iter().any(|w| heading.contains(w));
            let whole = Decimal::ONE_HUNDRED;
            // 完成率 under 合计 is that of all; shares of one whole are its parts.
            if share && means && stated.value() != whole {
                continue;
            }
            let Ok(Some(sum)) = Quantity::sum(parts.iter().map(|(_, q)| q)) else {
                continue;
            };
            let Ok(sum) = sum.convert(stated.unit()) else {
                continue;
            };
            // Every printed number may be off by half of its last digit.
            let step = |q: &Quantity| Some(q.convert(stated.unit()).ok()?.value().scale());
            let coarse = parts.iter().filter_map(|(_, q)| step(q)).min().unwrap_or(0);
            let count = Decimal::from(u32::try_from(parts.len()).unwrap_or(1));
            let room = match share {
                true => Decimal::new(1, coarse).saturating_mul(count),
                false if coarse == 0 => Decimal::ZERO,
                false => Decimal::new(1, coarse),
            };
            let off = sum.value().saturating_sub(stated.value()).abs();
            if off <= room || means && !share {
                continue;
            }
            let (written, computed) = (stated.prose(), sum.prose());
            let message = text!(
                "表里的合计“{written}”和上面各行之和对不上：加起来是{computed}",
                "the table's total {written} is not the sum of its rows, {computed}"
            );
            let hint = text!("核对合计和各行", "check the total and the rows");
            self.say((row, column), Code::SumDiffers, message, hint, told);
        }
    }

    /// 占比 beside the amounts it follows from; told where most rows agree.
    fn shares(&self, told: &mut Told) {
        let amounts: Vec<_> = (1..self.columns)
            .filter_map(|c| self.column(c))
            .filter(|all| all.iter().all(|(_, q)| q.unit().family() != Family::Share))
            .collect();
        let [amounts] = amounts.as_slice() else {
            return;
        };
        let Ok(Some(sum)) = Quantity::sum(amounts.iter().map(|(_, q)| q)) else {
            return;
        };
        for column in 1..self.columns {
            let heading = self.text(0, column);
            let Some(shares) = self
                .column(column)
                .filter(|_| ["占比", "比重", "比例"].iter().any(|w| heading.contains(w)))
            else {
                continue;
            };
            let mut off = Vec::new();
            for ((row, share), (_, amount)) in shares.iter().zip(amounts) {
                let Some(part) = Quantity::ratio(amount, &sum) else {
                    return;
                };
                let part = part.saturating_mul(Decimal::ONE_HUNDRED);
                let step = Decimal::new(1, share.value().scale());
                if part.saturating_sub(share.value()).abs() > step {
                    off.push((*row, share.prose(), part.round_dp(share.value().scale())));
                }
            }
            if off.is_empty() || off.len() * 2 >= shares.len() {
                continue;
            }
            for (row, written, part) in off {
                let message = text!(
                    "表里的占比“{written}”和旁边的数对不上：算出来是{part}%",
                    "the share {written} does not follow from the amounts beside it: they come to {part}%"
                );
                let hint = text!("核对占比和金额", "check the share and the amount");
                self.say((row, column), Code::SumDiffers, message, hint, told);
            }
        }
    }

    /// A row headed by a figure's name, with one amount of its kind.
    fn named(&self, told: &mut Told) {
        for row in 1..self.rows {
            let head = self.text(row, 0);
            let Some(known) = self.figure(head) else {
                continue;
            };
            let family = known.value.unit().family();
            let of_kind = |c: &usize| {
                let heading = self.text(0, *c);
                let year = |w: &str| {
                    heading.contains(w) && !heading.contains(&self.beside.year.to_string())
                };
                let other = OTHER.iter().any(|w| heading.contains(w)) || year("年");
                let amount = self.amount(row, *c);
                !other && amount.is_some_and(|q| q.unit().family() == family)
            };
            let all: Vec<usize> = (1..self.columns).filter(of_kind).collect();
            let [column] = all.as_slice() else { continue };
            let Some(amount) = self.amount(row, *column) else {
                continue;
            };
            let same = amount.compare(&known.value) == Some(Ordering::Equal);
            let said = self.beside.own.equal(&amount).is_some()
                || self.beside.own.rounded(&amount).is_some();
            if same || said || !(self.beside.named)(head).is_empty() {
                continue;
            }
            let (message, hint) = unlike_figure(&amount.prose(), known);
            self.say((row, *column), Code::NumberDiffers, message, hint, told);
        }
    }

    /// The one figure that a row's head names.
    fn figure(&self, head: &str) -> Option<&Known> {
        if head.chars().count() < 2 {
            return None;
        }
        let plain = |k: &&Known| !k.reference.is_empty() && !k.reference.contains(['.', '/']);
        let own = || self.beside.own.all().filter(plain);
        own().find(|k| k.name == head).or_else(|| {
            let long = head.chars().count() >= 4;
            let mut alike = own().filter(|k| long && k.name.contains(head));
            let first = alike.next()?;
            alike.next().is_none().then_some(first)
        })
    }
}

/// A number behind the words that stand beside it.
pub(super) fn led(block: &Block, heads: &[String], unit: &str) -> Block {
    let is_year = |head: &str| head.len() == 4 && head.parse::<u16>().is_ok();
    let mut lead = String::new();
    for head in heads {
        lead.push_str(head);
        lead.push_str(if is_year(head) { "年" } else { "" });
    }
    lead.push('：');
    block.between(&lead, unit)
}

/// Whether a cell is a number and nothing else.
fn is_bare(text: &str) -> bool {
    let number = |c: char| c.is_ascii_digit() || c == '.';
    !text.is_empty() && text.chars().all(number)
}

/// 金额 and 万元 of 金额（万元）.
fn split_unit(head: &str) -> (&str, Option<&str>) {
    match head.strip_suffix(['）', ')']) {
        Some(open) => match open.rsplit_once(['（', '(']) {
            Some((head, unit)) => (head, Some(unit)),
            None => (head, None),
        },
        None => (head, None),
    }
}

/// The finding of a cell.
pub(super) fn finding(
    (code, message, hint): &(Code, Text, Text),
    place: crate::finding::Place,
) -> Finding {
    Finding::new(*code, place, message.clone()).hint(hint.clone())
}
