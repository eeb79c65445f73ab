//! Tables in pasted text: rows whose cells tabs part, as a browser or a
//! spreadsheet copies them, and Markdown's own with their bars.

use super::draft::{Rows, TableCell, line};
use super::plain::one_line;

/// A stretch of a text.
pub(super) enum Part<'t> {
    /// Lines of text.
    Lines(Vec<&'t str>),
    /// A table.
    Table(Rows),
}

/// The text parted into tables and what stands between them.
pub(super) fn parts(text: &str) -> Vec<Part<'_>> {
    let lines: Vec<&str> = text.lines().collect();
    let mut parts = Vec::new();
    let mut plain: Vec<&str> = Vec::new();
    let mut at = 0;
    while let Some(words) = lines.get(at) {
        let rest = lines.get(at..).unwrap_or_default();
        let (rows, used) = bars(rest).unwrap_or_else(|| tabs(rest));
        let used = used.max(1);
        let Some(rows) = rows else {
            plain.push(words);
            plain.extend(rest.iter().take(used).skip(1));
            at += used;
            continue;
        };
        if !plain.is_empty() {
            parts.push(Part::Lines(std::mem::take(&mut plain)));
        }
        parts.push(Part::Table(rows));
        at += used;
    }
    if !plain.is_empty() {
        parts.push(Part::Lines(plain));
    }
    parts
}

/// Rows that tabs part, each of as many cells, if they make a table, and how
/// many lines they take.
fn tabs(lines: &[&str]) -> (Option<Rows>, usize) {
    let cells = |words: &str| -> Vec<String> { words.split('\t').map(one_line).collect() };
    let filled = |row: &[String]| row.iter().filter(|cell| !cell.is_empty()).count();
    let width = lines.first().map_or(0, |line| line.split('\t').count());
    if width < 2 {
        return (None, 1);
    }
    // A tab before a paragraph is its indent.
    let is_row = |row: &Vec<String>| {
        let first = row.first().is_some_and(|cell| !cell.is_empty());
        row.len() == width && filled(row) > usize::from(!first)
    };
    let rows = lines.iter().map(|words| cells(words)).take_while(is_row);
    let mut rows: Vec<Vec<String>> = rows.collect();
    let used = rows.len();
    let columns = (0..width).filter(|at| rows.iter().any(|row| !row[*at].is_empty()));
    let columns: Vec<usize> = columns.collect();
    let twice = rows.iter().filter(|row| filled(row) > 1).count();
    if used < 2 || columns.len() < 2 || twice * 2 <= used {
        return (None, used);
    }
    for row in &mut rows {
        *row = columns
            .iter()
            .filter_map(|at| row.get(*at).cloned())
            .collect();
    }
    (Some(table(rows)), used)
}

/// | 县 | 数 | over |---|---|.
fn bars(lines: &[&str]) -> Option<(Option<Rows>, usize)> {
    let cells = |words: &str| -> Option<Vec<String>> {
        let inner = words.trim().strip_prefix('|')?.strip_suffix('|')?;
        Some(inner.split('|').map(one_line).collect())
    };
    let rule = |row: Vec<String>| {
        let dashes = |cell: &String| cell.contains('-') && cell.chars().all(|c| "-: ".contains(c));
        row.iter().all(dashes)
    };
    cells(lines.first()?)?;
    if !cells(lines.get(1)?).is_some_and(rule) {
        return None;
    }
    let mut rows: Vec<Vec<String>> = lines.iter().map_while(|words| cells(words)).collect();
    let used = rows.len();
    // A bar that is a letter of a cell parts nothing.
    if used < 3 || lines.iter().take(used).any(|l| l.contains("\\|")) {
        return None;
    }
    rows.remove(1);
    Some((Some(table(rows)), used))
}

fn table(rows: Vec<Vec<String>>) -> Rows {
    let cell = |words: String| TableCell {
        paragraphs: vec![line(words)],
        columns: 1,
        rows: 1,
    };
    let row = |row: Vec<String>| row.into_iter().map(cell).collect();
    Rows {
        rows: rows.into_iter().map(row).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(text: &str) -> Vec<(usize, usize)> {
        let size = |part: Part<'_>| match part {
            Part::Lines(lines) => (lines.len(), 0),
            Part::Table(rows) => (rows.rows.len(), rows.rows[0].len()),
        };
        parts(text).into_iter().map(size).collect()
    }

    #[test]
    fn rows_that_tabs_or_bars_part() {
        assert_eq!(
            sizes("如下：\n年份\t收入\n2025\t82\n2026\t98\n完。"),
            [(1, 0), (3, 2), (1, 0)]
        );
        assert_eq!(sizes("\t2025年\t2026年\n甲县\t1\t2"), [(2, 3)]);
        assert_eq!(sizes("|县|数|\n|--|--:|\n|甲|1|"), [(2, 2)]);
    }

    #[test]
    fn tabs_that_indent_or_stand_alone_part_nothing() {
        assert_eq!(sizes("\t第一段。\n\t第二段。"), [(2, 0)]);
        assert_eq!(sizes("作者\t张三\n正文。"), [(2, 0)]);
    }
}
