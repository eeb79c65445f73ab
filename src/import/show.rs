//! A plan as tables of text, columns in line also under Chinese characters.

use super::plain::columns;
use super::plan::Plan;
use super::table::{Layout, Table};
use crate::finding::{Language, Text};

/// Lines of one list at most; a table of 300 counties has many changes, and
/// all of them are shown, but corrections beyond this say nothing new.
const MOST_LINES: usize = 200;

/// The whole plan: mapping, corrections, what is left out, changes.
pub fn plan(plan: &Plan, path: &str, language: Language) -> String {
    let mut out = String::new();
    let say = |zh: &str, en: &str| match language {
        Language::Zh => zh.to_owned(),
        Language::En => en.to_owned(),
    };
    for table in &plan.tables {
        out.push_str(&heading(table, path, language));
        out.push_str(&grid(&mapping(table, language)));
    }
    if !plan.unused_sheets.is_empty() {
        let names = plan.unused_sheets.join("、");
        out.push_str(&say("\n没有用到的工作表：", "\nSheets not used: "));
        out.push_str(&names);
        out.push('\n');
    }
    list(
        &mut out,
        &say("更正", "Corrections"),
        plan.tables.iter().flat_map(|t| &t.corrections),
        language,
    );
    list(
        &mut out,
        &say("没有写入", "Left out"),
        plan.tables.iter().flat_map(|t| &t.left_out),
        language,
    );
    list(&mut out, &say("保留原数", "Kept"), &plan.kept, language);
    if !plan.absent.is_empty() {
        out.push_str(&say(
            "\n表里没有的县：",
            "\nCounties that the table does not have: ",
        ));
        out.push_str(&plan.absent.join("、"));
        out.push('\n');
    }
    out.push_str(&changes(plan, language));
    out
}

fn heading(table: &Table, path: &str, language: Language) -> String {
    let sheet = match (table.sheet.is_empty(), language) {
        (true, _) => String::new(),
        (false, Language::Zh) => format!("，工作表“{}”", table.sheet),
        (false, Language::En) => format!(", sheet `{}`", table.sheet),
    };
    let layout = match (table.layout, language) {
        (Layout::Wide, Language::Zh) => "一行一县",
        (Layout::Wide, Language::En) => "a row for each county",
        (Layout::Turned, Language::Zh) => "一列一县",
        (Layout::Turned, Language::En) => "a column for each county",
        (Layout::List, Language::Zh) => "一行一项指标",
        (Layout::List, Language::En) => "a row for each indicator",
    };
    match language {
        Language::Zh => format!("\n{path}{sheet}（{layout}）\n"),
        Language::En => format!("\n{path}{sheet} ({layout})\n"),
    }
}

fn mapping(table: &Table, language: Language) -> Vec<Vec<String>> {
    let head = match (language, table.layout) {
        (Language::Zh, Layout::Turned) => ["行", "表头", "用作", "单位", ""],
        (Language::Zh, _) => ["列", "表头", "用作", "单位", ""],
        (Language::En, Layout::Turned) => ["row", "heading", "used as", "unit", ""],
        (Language::En, _) => ["column", "heading", "used as", "unit", ""],
    };
    let mut rows = vec![head.map(str::to_owned).to_vec()];
    for column in &table.columns {
        let used = match &column.id {
            Some(id) => format!("{id} {}", column.used.get(language)),
            None => column.used.get(language).to_owned(),
        };
        let guess = column
            .guess
            .as_ref()
            .map(|g| g.get(language).to_owned())
            .unwrap_or_default();
        rows.push(vec![
            column.column.clone(),
            column.heading.clone(),
            used,
            column.unit.clone(),
            guess,
        ]);
    }
    rows
}

fn list<'a>(
    out: &mut String,
    title: &str,
    lines: impl IntoIterator<Item = &'a (String, Text)>,
    language: Language,
) {
    let lines: Vec<&(String, Text)> = lines.into_iter().collect();
    if lines.is_empty() {
        return;
    }
    out.push_str(&format!("\n{title}\n"));
    let rows: Vec<Vec<String>> = lines
        .iter()
        .take(MOST_LINES)
        .map(|(place, text)| vec![place.clone(), text.get(language).to_owned()])
        .collect();
    out.push_str(&grid(&rows));
    if lines.len() > MOST_LINES {
        let more = lines.len() - MOST_LINES;
        out.push_str(&match language {
            Language::Zh => format!("  另有 {more} 处\n"),
            Language::En => format!("  {more} more\n"),
        });
    }
}

fn changes(plan: &Plan, language: Language) -> String {
    let (count, counties, unchanged) = (plan.changes.len(), plan.counties().len(), plan.unchanged);
    let title = match language {
        Language::Zh => {
            format!("\n改动 {count} 处，涉及 {counties} 个县；{unchanged} 处没有变化\n")
        }
        Language::En => {
            format!("\n{count} changes in {counties} counties; {unchanged} unchanged\n")
        }
    };
    let none = match language {
        Language::Zh => "（无）",
        Language::En => "(none)",
    };
    let rows: Vec<Vec<String>> = plan
        .changes
        .iter()
        .map(|c| {
            let old = c.old.as_deref().unwrap_or(none);
            vec![
                c.county_name.clone(),
                c.name.get(language).to_owned(),
                format!("{old} → {}", c.new),
                c.place.clone(),
            ]
        })
        .collect();
    title + &grid(&rows)
}

/// Rows in columns, indented by two.
pub(super) fn grid(rows: &[Vec<String>]) -> String {
    let count = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = |at: usize| {
        rows.iter()
            .filter_map(|r| r.get(at))
            .map(|c| columns(c))
            .max()
            .unwrap_or(0)
    };
    let widths: Vec<usize> = (0..count).map(width).collect();
    let mut out = String::new();
    for row in rows {
        let mut line = String::from("  ");
        for (cell, width) in row.iter().zip(&widths) {
            line.push_str(cell);
            line.push_str(&" ".repeat(width.saturating_sub(columns(cell)) + 2));
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::grid;

    #[test]
    fn columns_stand_in_line_under_chinese() {
        let rows = [
            vec!["莲都区".to_owned(), "a".to_owned()],
            vec!["b".to_owned(), "c".to_owned()],
        ];
        assert_eq!(grid(&rows), "  莲都区  a\n  b       c\n");
    }
}
