//! The rows of a `chart` block that brings its own figures.

use super::chart::{RawChart, select};
use super::fit::{self, in_one_unit};
use super::{TomlText, place_of, wrong};
use crate::chart::{
    Bars, Bullet, Chart, Columns, Dots, Goal, Line, Multiples, Order, Pair, Row, Series, Share,
    Slope, Spark, Stack, Stacked,
};
use crate::content::Scalar;
use crate::finding::{Code, Finding, Place, Text};
use crate::page::graphic::{self, Graphic, number, shown};
use crate::page::host::TextHost;
use crate::quantity::{ParseError, Quantity, Unit};
use crate::text;
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// A row as written.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRow {
    pub(super) name: Option<Spanned<String>>,
    pub(super) value: Option<Spanned<Scalar>>,
    /// Where it began: for `slope` and `dots`.
    pub(super) from: Option<Spanned<Scalar>>,
    pub(super) baseline: Option<Spanned<Scalar>>,
    pub(super) target: Option<Spanned<Scalar>>,
    /// Values by year, or for `stacked` by part.
    pub(super) series: Option<BTreeMap<Spanned<String>, Spanned<Scalar>>>,
    note: Option<String>,
}

/// A row with its quantities read.
#[derive(Default)]
pub(super) struct Read {
    pub(super) name: String,
    pub(super) value: Option<Quantity>,
    pub(super) from: Option<Quantity>,
    pub(super) baseline: Option<Quantity>,
    target: Option<Quantity>,
    /// In the order of the file.
    pub(super) series: Vec<(String, Quantity)>,
    note: Option<String>,
}

/// The chart of a block's own rows.
pub(super) fn graphic(
    host: &mut TextHost<'_>,
    block: &TomlText<'_>,
    raw: &RawChart,
    kind: &str,
) -> Option<Graphic> {
    let given = unit(host, raw);
    let written = raw.rows.as_deref().unwrap_or_default();
    fit::bare(host, raw, written);
    fit::untold(host, block, raw);
    let mut rows = Vec::new();
    for row in written {
        fit::keys(host, row.get_ref(), kind, written.len() == 1);
        let read = read(host, row, given.as_ref());
        if let (Some(read), "stacked") = (&read, kind) {
            fit::adds_up(host, row.get_ref(), read);
            fit::shares_parts(host, row, read, &rows);
        }
        rows.extend(read);
    }
    fit::spans(host, written, kind, &rows);
    if let ("columns", [one]) = (kind, &mut rows[..])
        && !one.series.is_empty()
    {
        // The years of one thing are its columns.
        let mut years = std::mem::take(&mut one.series);
        years.sort_by(|a, b| a.0.cmp(&b.0));
        rows = years.into_iter().map(Read::year).collect();
    }
    let pairs = ["slope", "dots"].contains(&kind);
    let then_and_now = if pairs { spanned(&rows) } else { None };
    if let Some(ends) = then_and_now {
        rows.iter_mut().for_each(|row| row.end_at(ends));
    }
    if let ("spark", Some(second)) = (kind, written.get(1)) {
        let place = place_of(host, second);
        let message = text!("spark 只画一行", "a spark has one row only");
        let hint = text!(
            "留一行，或把 kind 改成 line",
            "keep one row, or make it a line"
        );
        wrong(host, place, message, hint);
    }
    let quantities = || rows.iter().flat_map(Read::quantities);
    let first = quantities().next().map(|q| q.unit().clone());
    let Some(unit) = first.clone().and(given.clone()).or(first) else {
        // Whoever has been told what is wrong with the values knows it already.
        if written
            .iter()
            .flat_map(|row| row.get_ref().values())
            .next()
            .is_none()
        {
            let place = fit::first(host, block, raw);
            let message = text!("rows 里没有数值", "the rows hold no values");
            let hint = text!(
                "每行写 value，例如 {{ name = \"甲\", value = 12 }}",
                "give each row a value, e.g. {{ name = \"a\", value = 12 }}"
            );
            wrong(host, place, message, hint);
        }
        return None;
    };
    for row in written {
        for value in row.get_ref().values() {
            in_one_unit(host, value, given.as_ref(), &unit);
        }
    }
    let desk = host.desk;
    let mut words = graphic::base(desk, desk.edition(host.edition));
    words.unit = unit.as_str().to_owned();
    let zh = words.language == crate::chart::Language::Chinese;
    words.counted = match zh {
        true => noun(rows.iter().map(|r| r.name.as_str())),
        false => "",
    }
    .to_owned();
    let text = |value: &Option<toml::Spanned<String>>| {
        value
            .as_ref()
            .map(|v| v.get_ref().clone())
            .unwrap_or_default()
    };
    words.source = text(&raw.source);
    words.measure = text(&raw.measure);
    let in_years = match kind {
        _ if pairs => then_and_now,
        "line" | "multiples" | "spark" => spanned(&rows),
        _ => named_years(&rows),
    };
    if let Some((first, last)) = in_years {
        words.period = match first < last {
            true => desk.say(&text!("{first}—{last}年", "{first}–{last}")),
            false => desk.say(&text!("{first}年", "{first}")),
        };
    }
    if raw.period.is_some() {
        words.period = text(&raw.period);
    }
    let ends = two_years(&words.period);
    let names: Vec<&str> = rows.iter().map(|r| r.name.as_str()).collect();
    let mut focus = raw.highlighted(host, &names);
    // Columns stand over an axis of years; beside other words a bare 2019 is a number.
    if (kind != "columns" || rows.len() == 1) && zh && named_years(&rows).is_some() {
        let names = rows.iter_mut().map(|r| &mut r.name).chain(&mut focus);
        names
            .filter(|n| !n.ends_with('年'))
            .for_each(|n| n.push('年'));
    }
    let names: Vec<&str> = rows.iter().map(|r| r.name.as_str()).collect();
    let draw = Draw {
        host,
        unit,
        order: raw.order().unwrap_or(Order::natural(names.iter().copied())),
        ends,
    };
    let mut chart = draw.chart(kind, &rows);
    if let Chart::Share(share) = &chart
        && let Some(total) = share.too_much(&words)
    {
        let place = fit::first(host, block, raw);
        let message = text!(
            "各行合计{total}%，超过100%，不是一个整体的各部分",
            "the rows add up to {total}%, over 100%: they are no parts of one whole"
        );
        let hint = text!(
            "share 只画一个整体的各部分；互不相加的比率用 bars",
            "a share has the parts of one whole; rates that do not add up are bars"
        );
        wrong(host, place, message, hint);
    }
    select(&mut chart, |_| true, |name| focus.iter().any(|f| f == name));
    Some(Graphic::new(chart, words))
}

/// What rows are, where all their names say so: 个乡镇; none where they do not.
fn noun<'n>(names: impl Iterator<Item = &'n str> + Clone) -> &'static str {
    const NOUNS: [(&[&str], &str); 5] = [
        (&["县", "市", "区", "旗"], "个县（市、区）"),
        (&["乡", "镇", "街道"], "个乡镇（街道）"),
        (&["村", "社区"], "个村（社区）"),
        (&["月"], "个月份"),
        (&["季度"], "个季度"),
    ];
    let all = |ends: &[&str]| {
        names
            .clone()
            .all(|n| ends.iter().any(|end| n.ends_with(end)))
    };
    // 社区 is no 区 of a city.
    let found = NOUNS.iter().rev().find(|(ends, _)| all(ends));
    found.map_or("", |(_, noun)| noun)
}

/// The first and the last year of all series.
fn spanned(rows: &[Read]) -> Option<(i32, i32)> {
    let years = rows.iter().flat_map(|r| &r.series);
    let years: Vec<i32> = years.filter_map(|(year, _)| year.parse().ok()).collect();
    let (first, last) = (years.iter().min()?, years.iter().max()?);
    (first < last).then_some((*first, *last))
}

/// The two years that a period names: 2017—2019年, 2017–2019.
fn two_years(period: &str) -> Option<(i32, i32)> {
    let mut numbers = period
        .split(|c: char| !c.is_ascii_digit())
        .filter(|n| !n.is_empty());
    let (first, last) = (numbers.next()?, numbers.next()?);
    if numbers.next().is_some() || first.len() != 4 || last.len() != 4 {
        return None;
    }
    let (first, last) = (first.parse().ok()?, last.parse().ok()?);
    (first < last).then_some((first, last))
}

/// The first and the last, where every row is named by a year.
fn named_years(rows: &[Read]) -> Option<(i32, i32)> {
    let year = |row: &Read| row.name.trim_end_matches('年').parse::<i32>().ok();
    let years: Option<Vec<i32>> = rows.iter().map(year).collect();
    let years = years?;
    let (first, last) = (years.iter().min()?, years.iter().max()?);
    (*first > 999).then_some((*first, *last))
}

/// The unit that the block gives to bare numbers.
fn unit(host: &mut TextHost<'_>, raw: &RawChart) -> Option<Unit> {
    let written = raw.unit.as_ref()?;
    match Unit::parse(written.get_ref()) {
        Ok(unit) => Some(unit),
        Err(error) => {
            let place = place_of(host, written);
            let message = Text {
                zh: error.zh(),
                en: error.en(),
            };
            let hint = text!(
                "只写单位本身，例如 万元、个、户、%",
                "write the unit alone, e.g. 万元, 个, 户, %"
            );
            host.findings
                .push(Finding::new(Code::QuantityInvalid, place, message).hint(hint));
            None
        }
    }
}

impl RawRow {
    pub(super) fn values(&self) -> impl Iterator<Item = &Spanned<Scalar>> {
        let own = [&self.value, &self.from, &self.baseline, &self.target];
        let series = self.series.iter().flatten().map(|(_, value)| value);
        own.into_iter().flatten().chain(series)
    }
}

impl Read {
    fn year((year, value): (String, Quantity)) -> Read {
        Read {
            name: year,
            value: Some(value),
            ..Read::default()
        }
    }

    /// Takes then and now from the years, where they are not written by themselves.
    fn end_at(&mut self, (then, now): (i32, i32)) {
        let of = |year: i32| {
            let found = self.series.iter().find(|(y, _)| y.parse() == Ok(year));
            found.map(|(_, quantity)| quantity.clone())
        };
        let (then, now) = (of(then), of(now));
        self.from = self.from.take().or(then);
        self.value = self.value.take().or(now);
    }

    fn quantities(&self) -> impl Iterator<Item = &Quantity> {
        let own = [&self.value, &self.from, &self.baseline, &self.target];
        let series = self.series.iter().map(|(_, quantity)| quantity);
        own.into_iter().flatten().chain(series)
    }
}

fn read(host: &mut TextHost<'_>, row: &Spanned<RawRow>, unit: Option<&Unit>) -> Option<Read> {
    let raw = row.get_ref();
    let Some(name) = &raw.name else {
        let place = place_of(host, row);
        wrong(
            host,
            place,
            text!("rows 里每一行都要写 name", "every row needs name"),
            text!(
                "例如 {{ name = \"甲\", value = 12 }}",
                "e.g. {{ name = \"a\", value = 12 }}"
            ),
        );
        return None;
    };
    let mut one = |value: &Option<Spanned<Scalar>>| quantity(host, value.as_ref()?, unit);
    let (value, from) = (one(&raw.value), one(&raw.from));
    let (baseline, target) = (one(&raw.baseline), one(&raw.target));
    let mut written: Vec<_> = raw.series.iter().flatten().collect();
    written.sort_by_key(|(key, _)| key.span().start);
    let series = written
        .into_iter()
        .filter_map(|(key, value)| Some((key.get_ref().clone(), quantity(host, value, unit)?)))
        .collect();
    Some(Read {
        name: name.get_ref().clone(),
        value,
        from,
        baseline,
        target,
        series,
        note: raw.note.clone(),
    })
}

fn quantity(
    host: &mut TextHost<'_>,
    value: &Spanned<Scalar>,
    unit: Option<&Unit>,
) -> Option<Quantity> {
    let place = place_of(host, value);
    match parsed(value.get_ref(), &place, unit) {
        Ok(quantity) => Some(quantity),
        // [`bare`] has told of these.
        Err(_) if matches!(value.get_ref(), Scalar::Number) && unit.is_none() => None,
        Err(error) => {
            let message = Text {
                zh: error.zh(),
                en: error.en(),
            };
            let hint = text!(
                "数字后面写单位，例如 \"约4.2亿元\"",
                "write it as printed, e.g. \"约4.2亿元\""
            );
            host.findings
                .push(Finding::new(Code::QuantityInvalid, place, message).hint(hint));
            None
        }
    }
}

pub(super) fn parsed(
    value: &Scalar,
    place: &Place,
    unit: Option<&Unit>,
) -> Result<Quantity, ParseError> {
    match (value, unit) {
        (Scalar::Text(text), Some(unit)) => Quantity::parse_with_unit(text, unit),
        (Scalar::Text(text), None) => Quantity::parse(text),
        (Scalar::Number, Some(unit)) => Quantity::from_number(place.text(), unit),
        (Scalar::Number, None) => Quantity::parse(place.text()),
    }
}

/// Turns rows into a kind's own data, in one unit.
struct Draw<'h, 'a> {
    host: &'h TextHost<'a>,
    unit: Unit,
    order: Order,
    /// The years of then and now, where the period names two.
    ends: Option<(i32, i32)>,
}

impl Draw<'_, '_> {
    fn chart(&self, kind: &str, rows: &[Read]) -> Chart {
        let order = self.order;
        match kind {
            "columns" => Chart::Columns(Columns {
                rows: self.rows(rows),
                tint: 0,
            }),
            "share" => Chart::Share(Share {
                parts: self.rows(rows),
                whole_shown: None,
                order,
            }),
            "bullet" => Chart::Bullet(Bullet {
                goals: rows.iter().map(|r| self.goal(r)).collect(),
                order,
            }),
            "line" => Chart::Line(Line {
                series: self.series(rows),
                tint: 0,
            }),
            "multiples" => Chart::Multiples(Multiples {
                series: self.series(rows),
                tint: 0,
            }),
            "spark" => Chart::Spark(Spark {
                series: self.series(rows).into_iter().next().unwrap_or_default(),
                tint: 0,
            }),
            "stacked" => self.stacked(rows),
            "slope" => Chart::Slope(Slope {
                from: self.then(),
                to: self.now(),
                rows: self.pairs(rows),
                tint: 0,
            }),
            "dots" => Chart::Dots(Dots {
                from: rows
                    .iter()
                    .any(|r| r.from.is_some() || r.baseline.is_some())
                    .then(|| self.then()),
                to: self.now(),
                rows: self.pairs(rows),
                order,
                tint: 0,
            }),
            _ => Chart::Bars(Bars {
                rows: self.rows(rows),
                order,
                ..Bars::default()
            }),
        }
    }

    fn then(&self) -> String {
        match self.ends {
            Some((year, _)) => self.say(&format!("{year}年"), &year.to_string()),
            None => self.say("起点", "the start"),
        }
    }

    fn now(&self) -> String {
        match self.ends {
            Some((_, year)) => self.say(&format!("{year}年"), &year.to_string()),
            None => self.say("现在", "now"),
        }
    }

    fn say(&self, zh: &str, en: &str) -> String {
        self.host.desk.say(&Text {
            zh: zh.to_owned(),
            en: en.to_owned(),
        })
    }

    /// The place on the scale, and the quantity as it was written.
    fn mark(&self, quantity: Option<&Quantity>) -> (Option<f64>, String) {
        let in_unit = quantity.and_then(|q| q.convert(&self.unit).ok());
        (number(in_unit.as_ref()), shown(self.host.desk, quantity))
    }

    fn row(&self, read: &Read) -> Row {
        let (value, shown) = self.mark(read.value.as_ref());
        Row {
            name: read.name.clone(),
            value,
            shown,
            note: read.note.clone(),
            ..Row::default()
        }
    }

    fn rows(&self, rows: &[Read]) -> Vec<Row> {
        rows.iter().map(|r| self.row(r)).collect()
    }

    fn goal(&self, read: &Read) -> Goal {
        let (baseline, baseline_shown) = self.mark(read.baseline.as_ref());
        let (target, target_shown) = self.mark(read.target.as_ref());
        Goal {
            row: self.row(read),
            baseline,
            baseline_shown,
            target,
            target_shown,
            status: None,
        }
    }

    fn series(&self, rows: &[Read]) -> Vec<Series> {
        let points = |read: &Read| {
            let mut points: Vec<(i32, Option<f64>, String)> = read
                .series
                .iter()
                .filter_map(|(year, q)| {
                    let (value, shown) = self.mark(Some(q));
                    Some((year.parse().ok()?, value, shown))
                })
                .collect();
            points.sort_by_key(|(year, _, _)| *year);
            points
        };
        rows.iter()
            .map(|read| Series {
                name: read.name.clone(),
                points: points(read),
                focus: false,
            })
            .collect()
    }

    fn pairs(&self, rows: &[Read]) -> Vec<Pair> {
        rows.iter()
            .map(|read| {
                let (from, from_shown) = self.mark(read.from.as_ref().or(read.baseline.as_ref()));
                let (to, to_shown) = self.mark(read.value.as_ref());
                Pair {
                    name: read.name.clone(),
                    from,
                    from_shown,
                    to,
                    to_shown,
                    note: read.note.clone(),
                    ..Pair::default()
                }
            })
            .collect()
    }

    fn stacked(&self, rows: &[Read]) -> Chart {
        let mut parts: Vec<String> = Vec::new();
        for (part, _) in rows.iter().flat_map(|r| &r.series) {
            if !parts.contains(part) {
                parts.push(part.clone());
            }
        }
        let stack = |read: &Read| {
            let of = |part: &String| read.series.iter().find(|(p, _)| p == part).map(|(_, q)| q);
            // What lacks a part has no total but a given one.
            let whole = parts.iter().all(|p| of(p).is_some());
            let total = Quantity::sum(read.series.iter().map(|(_, q)| q));
            let total = total.ok().flatten().filter(|_| whole);
            Stack {
                name: read.name.clone(),
                parts: parts.iter().map(|p| self.mark(of(p))).collect(),
                total: self.mark(read.value.as_ref().or(total.as_ref())),
                ..Stack::default()
            }
        };
        let rows = rows.iter().map(stack).collect();
        Chart::Stacked(Stacked {
            rows,
            parts,
            order: self.order,
        })
    }
}
