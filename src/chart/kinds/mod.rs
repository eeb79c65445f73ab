//! The kinds of chart, one file each.
//!
//! A kind holds its data, says what is wrong with it, draws it from the top of a
//! sheet and returns how high it became, and puts it into words and a table.

mod bars;
mod bullet;
mod columns;
mod dots;
mod ends;
mod line;
mod multiples;
mod place;
mod share;
mod slope;
mod spark;
mod stacked;
mod tiles;
mod years;

pub use bars::Bars;
pub use bullet::Bullet;
pub use columns::Columns;
pub use dots::Dots;
pub use line::Line;
pub use multiples::Multiples;
pub use place::{Place, Standings};
pub use share::Share;
pub use slope::Slope;
pub use spark::Spark;
pub use stacked::{Stack, Stacked};
pub use tiles::Tiles;

use super::data::{Cell, Problem, Row, Series, Words, finite};
use super::say::{Change, Clause, Fact};
use super::sheet::Sheet;
use super::svg::safe_address;
use super::{Brief, Width};
use std::collections::BTreeSet;

/// What every kind can do.
pub(crate) trait Kind {
    /// Its width in px.
    fn px(&self, width: Width) -> f64 {
        width.px()
    }

    /// Adds what is wrong with the data.
    fn validate(&self, problems: &mut Vec<Problem>);

    /// Draws from the top of the sheet and returns the height in px.
    fn draw(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64;

    /// What to say of it, the most important first.
    fn clauses(&self, words: &Words) -> Vec<Clause>;

    /// Its finding.
    fn headline(&self, words: &Words) -> String;

    /// Heads and rows of its table.
    fn table(&self, words: &Words) -> (Vec<String>, Vec<Vec<Cell>>);
}

/// Checks that apply to every list: something is there, names are there and told
/// apart.
fn check_names<'a>(names: impl Iterator<Item = &'a str>, problems: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    let mut twice = BTreeSet::new();
    let mut empty = false;
    for name in names {
        if name.trim().is_empty() {
            empty = true;
        } else if !seen.insert(name) {
            twice.insert(name);
        }
    }
    if seen.is_empty() && !empty {
        problems.push(Problem::new(
            "chart-empty",
            "图表没有数据".into(),
            "the chart has no data".into(),
        ));
    }
    if empty {
        problems.push(Problem::new(
            "chart-unnamed",
            "有一项没有名称".into(),
            "an item has no name".into(),
        ));
    }
    for name in twice {
        problems.push(
            Problem::new(
                "chart-twice",
                format!("“{name}”出现了不止一次"),
                format!("\u{201c}{name}\u{201d} appears more than once"),
            )
            .about(name),
        );
    }
}

/// A value must be a number, and a number must have its text.
fn check_value(name: &str, value: Option<f64>, shown: &str, problems: &mut Vec<Problem>) {
    match value {
        Some(v) if finite(Some(v)).is_none() => problems.push(
            Problem::new(
                "chart-not-a-number",
                format!("“{name}”的数值不是有限的数"),
                format!("the value of \u{201c}{name}\u{201d} is not a finite number"),
            )
            .about(name),
        ),
        Some(_) if shown.trim().is_empty() => problems.push(
            Problem::new(
                "chart-unprinted",
                format!("“{name}”有数值而没有要印出的文字"),
                format!("\u{201c}{name}\u{201d} has a value but no text to print"),
            )
            .about(name),
        ),
        _ => {}
    }
}

fn check_link(name: &str, href: Option<&String>, problems: &mut Vec<Problem>) {
    if let Some(href) = href.filter(|h| !safe_address(h)) {
        problems.push(Problem::new(
            "chart-link",
            format!("“{name}”的链接“{href}”不是相对地址，也不是 http 或 https 地址，图中不会有这个链接"),
            format!("the link \u{201c}{href}\u{201d} of \u{201c}{name}\u{201d} is neither relative nor http(s) and is left out"),
        ));
    }
}

fn check_rows(rows: &[Row], problems: &mut Vec<Problem>) {
    check_names(rows.iter().map(|r| r.name.as_str()), problems);
    for row in rows {
        check_value(&row.name, row.value, &row.shown, problems);
        check_link(&row.name, row.href.as_ref(), problems);
    }
}

fn check_series(series: &[Series], problems: &mut Vec<Problem>) {
    check_names(series.iter().map(|s| s.name.as_str()), problems);
    for s in series {
        for (year, value, shown) in &s.points {
            check_value(&format!("{} {year}", s.name), *value, shown, problems);
        }
        if s.points
            .windows(2)
            .any(|w| matches!(w, [a, b] if a.0 >= b.0))
        {
            problems.push(
                Problem::new(
                    "chart-years",
                    format!("“{}”的年份没有从早到晚排列，或有重复", s.name),
                    format!(
                        "the years of \u{201c}{}\u{201d} are not in order, or one appears twice",
                        s.name
                    ),
                )
                .about(&s.name),
            );
        }
    }
}

fn row_facts(rows: &[Row]) -> Vec<Fact<'_>> {
    rows.iter()
        .map(|r| Fact {
            name: &r.name,
            value: r.value,
            shown: &r.shown,
            focus: r.focus,
        })
        .collect()
}

/// Name, value, and remarks if there are any.
fn row_table(rows: &[Row], words: &Words) -> (Vec<String>, Vec<Vec<Cell>>) {
    use super::say::{name_head, value_head, zh};
    let notes = rows.iter().any(|r| r.note.is_some());
    let mut head = vec![name_head(words), value_head(words)];
    if notes {
        head.push(if zh(words) { "备注" } else { "Remark" }.to_string());
    }
    let body = rows
        .iter()
        .map(|r| {
            let mut cells = vec![
                Cell::head(&r.name),
                Cell::value(r.value, &r.shown, words.language),
            ];
            if notes {
                cells.push(Cell::text(r.note.as_deref().unwrap_or_default()));
            }
            cells
        })
        .collect();
    (head, body)
}

/// A year as it is spoken of: 2019年.
fn year_text(year: i32, words: &Words) -> String {
    if super::say::zh(words) {
        format!("{year}年")
    } else {
        year.to_string()
    }
}

/// A series' known points: year, value, text.
fn known(series: &Series) -> Vec<(i32, f64, &str)> {
    let mut points: Vec<(i32, f64, &str)> = series
        .points
        .iter()
        .filter_map(|(year, value, shown)| finite(*value).map(|v| (*year, v, shown.as_str())))
        .collect();
    points.sort_by_key(|p| p.0);
    points
}

fn series_changes<'a>(series: &'a [Series], words: &Words) -> Vec<Change<'a>> {
    let years = years(series);
    series
        .iter()
        .filter_map(|s| match known(s)[..] {
            [first, .., last] => Some(Change {
                name: &s.name,
                from: (year_text(first.0, words), first.1, first.2),
                to: (year_text(last.0, words), last.1, last.2),
                focus: s.focus,
                partly: years.first() != Some(&first.0) || years.last() != Some(&last.0),
            }),
            _ => None,
        })
        .collect()
}

/// Each series' value in the newest year of all, missing where it has none.
fn newest_facts(series: &[Series]) -> Vec<Fact<'_>> {
    let newest = series.iter().flat_map(known).map(|p| p.0).max();
    series
        .iter()
        .map(|s| {
            let point = known(s).into_iter().rev().find(|p| Some(p.0) == newest);
            let (value, shown) = point.map_or((None, ""), |p| (Some(p.1), p.2));
            Fact {
                name: &s.name,
                value,
                shown,
                focus: s.focus,
            }
        })
        .collect()
}

/// What to say of series: the change, then who is ahead in the newest year.
fn series_clauses(series: &[Series], words: &Words) -> Vec<Clause> {
    let changes = series_changes(series, words);
    let mut clauses = super::say::changes(&changes, series.len(), words);
    let facts = newest_facts(series);
    if clauses.is_empty() || series.len() > 1 {
        let newest = series.iter().flat_map(known).map(|p| p.0).max();
        // Who was told of already needs no second count of all; and who has no value
        // of the newest year may have others.
        let older = facts.iter().zip(series);
        let older = older
            .filter(|(f, _)| f.value.is_none())
            .any(|(_, s)| !known(s).is_empty());
        let when = match newest {
            Some(year) if older || !clauses.is_empty() => year_text(year, words),
            _ => String::new(),
        };
        clauses.extend(super::say::ranking_then(&facts, words, &when));
        clauses.extend(series_gaps(series, newest, words));
        clauses.extend(skipped(&known_years(series), words));
    } else if let [one] = series {
        clauses.extend(super::say::turning(&known(one), words));
        clauses.extend(skipped(&known_years(std::slice::from_ref(one)), words));
    }
    clauses
}

/// The years that any of them has a value of.
fn known_years(series: &[Series]) -> Vec<i32> {
    let years: BTreeSet<i32> = series.iter().flat_map(known).map(|p| p.0).collect();
    years.into_iter().collect()
}

/// The years from the first to the last at their usual distance, where at least half
/// of them are there: between 2016, 2017 and 2019 lies 2018; 2010, 2015, 2020 leave
/// nothing out, and neither do 2000 and 2024.
fn spanned_years(years: BTreeSet<i32>) -> Vec<i32> {
    fn common(a: i32, b: i32) -> i32 {
        if b == 0 { a } else { common(b, a % b) }
    }
    let known: Vec<i32> = years.into_iter().collect();
    let (Some(first), Some(last)) = (known.first(), known.last()) else {
        return known;
    };
    let Some(span) = last.checked_sub(*first).filter(|span| *span > 0) else {
        return known;
    };
    let step = known
        .iter()
        .fold(0, |step, year| common(year - first, step));
    match ((span / step) as usize) < known.len() * 2 {
        true => (*first..=*last).step_by(step as usize).collect(),
        false => known,
    }
}

/// The years between of which nobody has a value.
fn skipped(years: &[i32], words: &Words) -> Option<Clause> {
    let mut all = unbroken(years.iter().copied().collect());
    all.retain(|y| !years.contains(y));
    super::say::no_years(&all, words)
}

/// What is missing of several series: all of one, its newest year, years between.
fn series_gaps(series: &[Series], newest: Option<i32>, words: &Words) -> Vec<Clause> {
    let Some(newest) = newest.filter(|_| series.len() > 1) else {
        return Vec::new();
    };
    let years = known_years(series);
    // How many years each has, and its last.
    let spans: Vec<(usize, Option<i32>)> = series
        .iter()
        .map(known)
        .map(|points| (points.len(), points.last().map(|p| p.0)))
        .collect();
    // A stand-in value says that a series is not one of those spoken of.
    let of = |spoken: &dyn Fn(usize, Option<i32>) -> bool| -> Vec<Fact<'_>> {
        let facts = series.iter().zip(&spans).map(|(s, (count, last))| Fact {
            name: &s.name,
            value: (!spoken(*count, *last)).then_some(0.0),
            shown: "",
            focus: s.focus,
        });
        facts.collect()
    };
    let when = year_text(newest, words);
    let broken: Vec<(&str, bool, Vec<i32>)> = series
        .iter()
        .zip(&spans)
        .filter(|(_, (count, last))| *last == Some(newest) && *count < years.len())
        .map(|(s, _)| {
            let own: Vec<i32> = known(s).iter().map(|p| p.0).collect();
            let lacks = years.iter().copied().filter(|y| !own.contains(y));
            (s.name.as_str(), s.focus, lacks.collect())
        })
        .collect();
    [
        super::say::missing(&of(&|count, _| count == 0), words),
        super::say::lacking(
            &of(&|_, last| last.is_some_and(|l| l != newest)),
            words,
            &when,
        ),
        super::say::gaps(&broken, words),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn series_headline(series: &[Series], words: &Words) -> String {
    // One that ended early still has something to tell.
    let focus = series.iter().find(|s| s.focus);
    if focus.is_some_and(|s| known(s).is_empty())
        && let Some(lacking) = super::say::lacking_headline(&newest_facts(series), words)
    {
        return lacking;
    }
    super::say::changes_headline(&series_changes(series, words), series.len(), words)
        .unwrap_or_else(|| super::say::ranking_headline(&newest_facts(series), words))
}

/// Every year any of them names, and those that all of them skip.
fn years(series: &[Series]) -> Vec<i32> {
    let years = series.iter().flat_map(|s| s.points.iter().map(|p| p.0));
    unbroken(years.collect())
}

/// The same years with those between them where most follow each other: a line of
/// 2019, 2020, 2022, 2024 and 2026 would be dots.
fn unbroken(known: BTreeSet<i32>) -> Vec<i32> {
    let all = spanned_years(known.clone());
    let next = |pair: &[i32]| pair.iter().all(|year| known.contains(year));
    let following = all.windows(2).filter(|pair| next(pair)).count();
    match following * 2 + 1 >= known.len() {
        true => all,
        false => known.into_iter().collect(),
    }
}

fn series_table(series: &[Series], words: &Words) -> (Vec<String>, Vec<Vec<Cell>>) {
    let years = years(series);
    let mut head = vec![super::say::name_head(words)];
    head.extend(years.iter().map(|y| year_text(*y, words)));
    let body = series
        .iter()
        .map(|s| {
            let cells = years.iter().map(|year| {
                let point = s.points.iter().find(|p| p.0 == *year);
                let (value, shown) = point.map_or((None, ""), |p| (p.1, p.2.as_str()));
                Cell::value(value, shown, words.language)
            });
            std::iter::once(Cell::head(&s.name)).chain(cells).collect()
        })
        .collect();
    (head, body)
}

/// A series as runs of neighbouring known years of the chart: a gap is a gap.
fn runs(series: &Series, years: &[i32]) -> Vec<Vec<(f64, f64)>> {
    let points = known(series);
    let mut runs: Vec<Vec<(f64, f64)>> = vec![Vec::new()];
    for year in years {
        match (points.iter().find(|p| p.0 == *year), runs.last_mut()) {
            (Some(p), Some(run)) => run.push((f64::from(p.0), p.1)),
            _ => runs.push(Vec::new()),
        }
    }
    runs.retain(|r| !r.is_empty());
    runs
}

/// The lowest and highest of all values, if any.
fn bounds(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |range, v| match range {
        None => Some((v, v)),
        Some((low, high)) => Some((low.min(v), high.max(v))),
    })
}

/// A tooltip: name, value, and the remark.
fn tip(name: &str, shown: &str, note: Option<&String>, words: &Words) -> String {
    let (colon, open, close) = if super::say::zh(words) {
        ("：", "（", "）")
    } else {
        (": ", " (", ")")
    };
    match note {
        Some(note) => [name, colon, shown, open, note, close].concat(),
        None => [name, colon, shown].concat(),
    }
}
