//! Findings counted by county.

use crate::content::Content;
use crate::finding::{Finding, Language, Severity};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Rows shown at most, so that the summary fits a screen.
const ROWS: usize = 15;

/// How many findings one county has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its folder, e.g. `content/2019/liandu`; empty for what belongs to no
    /// county.
    pub folder: String,
    /// Its name and edition; empty for what belongs to no county.
    pub name: String,
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Notes.
    pub infos: usize,
}

impl Row {
    fn count(&mut self, severity: Severity) {
        match severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => self.infos += 1,
        }
    }
}

/// The folder of a county that a path lies in: `content/2019/liandu`.
pub(super) fn folder(path: &str) -> Option<&str> {
    let mut slashes = path.match_indices('/').map(|(at, _)| at);
    let third = slashes.nth(2)?;
    path.starts_with("content/").then_some(&path[..third])
}

/// Counts findings by county, the worst first; of equals in the order of their
/// folders. `content` gives the names, where it could be read.
pub fn by_county(content: Option<&Content>, findings: &[Finding]) -> Vec<Row> {
    let mut names: BTreeMap<&str, String> = BTreeMap::new();
    for edition in content.into_iter().flat_map(|c| &c.editions) {
        for county in &edition.counties {
            let name = format!("{} {}", edition.id, county.name.value);
            names.insert(&county.path, name);
        }
    }
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    for finding in findings {
        let folder = folder(finding.place.path()).unwrap_or("");
        let row = rows.entry(folder).or_insert_with(|| Row {
            folder: folder.to_owned(),
            name: names.get(folder).cloned().unwrap_or_else(|| {
                folder
                    .strip_prefix("content/")
                    .unwrap_or("")
                    .replace('/', " ")
            }),
            ..Row::default()
        });
        row.count(finding.severity);
    }
    let mut rows: Vec<Row> = rows.into_values().collect();
    rows.sort_by_key(|r| std::cmp::Reverse((r.errors, r.warnings, r.infos)));
    rows
}

/// The rows as lines; `counties` is how many there are in all.
pub fn screen(rows: &[Row], counties: usize, language: Language) -> String {
    let (head, other, width) = match language {
        Language::Zh => ("  错误  警告  说明  县（市、区）", "专题、年度", 6),
        Language::En => ("  errors  warnings  notes  county", "showcase, editions", 8),
    };
    let mut out = format!("{head}\n");
    for row in rows.iter().take(ROWS) {
        let name = if row.name.is_empty() {
            other
        } else {
            &row.name
        };
        let (errors, warnings, infos) = (row.errors, row.warnings, row.infos);
        // Writing to a String cannot fail.
        let _ = match language {
            Language::Zh => writeln!(
                out,
                "{errors:>width$}{warnings:>width$}{infos:>width$}  {name}"
            ),
            Language::En => writeln!(out, "{errors:>width$}{warnings:>10}{infos:>7}  {name}"),
        };
    }
    let rest: usize = rows
        .iter()
        .skip(ROWS)
        .map(|r| r.errors + r.warnings + r.infos)
        .sum();
    let more = rows.len().saturating_sub(ROWS);
    let sound = counties.saturating_sub(rows.iter().filter(|r| !r.name.is_empty()).count());
    let line = match (more, language) {
        (0, Language::Zh) => format!("其余 {sound} 个县没有发现问题。"),
        (0, Language::En) => format!("nothing was found in the other {sound}."),
        (more, Language::Zh) => {
            format!("另有 {more} 个县共 {rest} 处；{sound} 个县没有发现问题。")
        }
        (more, Language::En) => {
            format!("{more} more have {rest}; nothing was found in {sound}.")
        }
    };
    out + &line + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Code, Place};
    use crate::text;

    fn findings(paths: &[(&str, Code)]) -> Vec<Finding> {
        let one =
            |(path, code): &(&str, Code)| Finding::new(*code, Place::file(path), text!("甲", "a"));
        paths.iter().map(one).collect()
    }

    #[test]
    fn the_worst_county_comes_first() {
        let found = findings(&[
            ("content/2019/b/index.md", Code::KeyUnknown),
            ("content/2019/a/index.md", Code::FileUnused),
            ("content/2019/b/figures.toml", Code::CaseLength),
            ("content/site.toml", Code::FileUnused),
        ]);
        let rows = by_county(None, &found);
        let text = screen(&rows, 9, Language::Zh);
        assert_eq!(
            text,
            "  错误  警告  说明  县（市、区）\n     1     0     1  2019 b\n     0     1     0  专题、年度\n     0     1     0  2019 a\n其余 7 个县没有发现问题。\n"
        );
    }

    #[test]
    fn a_thousand_counties_fit_a_screen() {
        let paths: Vec<String> = (0..1000)
            .map(|n| format!("content/2019/c{n}/index.md"))
            .collect();
        let found: Vec<(&str, Code)> = paths
            .iter()
            .map(|p| (p.as_str(), Code::KeyUnknown))
            .collect();
        let text = screen(&by_county(None, &findings(&found)), 3000, Language::En);
        assert_eq!(text.lines().count(), ROWS + 2);
        assert!(
            text.ends_with("985 more have 985; nothing was found in 2000.\n"),
            "{text}"
        );
    }
}
