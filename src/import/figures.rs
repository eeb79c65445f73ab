//! `xunli import figures`: a table of the counties' numbers into their
//! figures.toml.

use super::disk::NewFile;
use super::grid::Grid;
use super::keep::{self, Keep, Settled};
use super::match_names::Names;
use super::plan::{self, Change, Plan};
pub use super::write_figures::Origin;
use super::{archive, assumed, table, workbook, write_figures};
use crate::content::Edition;
use crate::finding::{Code, Finding, Findings, Place, Text, system};
use crate::text;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;

/// Reads a file that somebody sent, with a limit on its size.
pub fn read_file(path: &Path, shown: &str) -> Result<Vec<u8>, Box<Finding>> {
    let fault = |error: std::io::Error| {
        let Text { zh, en } = system(&error);
        let message = text!("读不了这个文件：{zh}", "the file cannot be read: {en}");
        Box::new(Finding::new(
            Code::ImportUnreadable,
            Place::file(shown),
            message,
        ))
    };
    let found = std::fs::metadata(path).map_err(fault)?;
    if found.is_dir() {
        let message = text!("这是文件夹，不是文件", "this is a folder, not a file");
        return Err(Box::new(Finding::new(
            Code::ImportUnreadable,
            Place::file(shown),
            message,
        )));
    }
    // A pipe or a device might never end.
    if !found.is_file() {
        let message = text!("这不是普通文件", "this is no ordinary file");
        return Err(Box::new(Finding::new(
            Code::ImportUnreadable,
            Place::file(shown),
            message,
        )));
    }
    // It may be growing.
    let most = archive::FILE_LIMIT;
    let mut bytes = Vec::new();
    if found.len() <= most {
        let file = std::fs::File::open(path).map_err(fault)?;
        let mut file = file.take(most.saturating_add(1));
        file.read_to_end(&mut bytes).map_err(fault)?;
    }
    if found.len().max(bytes.len() as u64) > most {
        let most = most >> 20;
        let message = text!(
            "文件太大，最多 {most} MB",
            "the file is too large; {most} MB at most"
        );
        return Err(Box::new(Finding::new(
            Code::ImportTooLarge,
            Place::file(shown),
            message,
        )));
    }
    Ok(bytes)
}

/// Cells from the first corner to the last that a sheet may span.
const WIDEST: u64 = 20_000_000;
/// Columns that a sheet of a workbook can have; a table as text has no more.
const COLUMNS: u32 = 16_384;

/// Understands a table and compares it with the edition. `None` where nothing
/// could be made of the file; a plan whose findings hold errors must not be
/// carried out. What `earlier`, the edition before, says is compared.
pub fn read(
    bytes: &[u8],
    path: &str,
    edition: &Edition,
    earlier: Option<&Edition>,
    keep: &Keep,
    findings: &mut Findings,
) -> Option<Plan> {
    let grids = workbook::read(bytes, path, findings)?;
    let names = Names::new(edition, earlier, keep);
    let wanted =
        |name: &str| keep.sheets.is_empty() || keep.sheets.iter().any(|s| s.trim() == name.trim());
    let mut tables = Vec::new();
    let mut unused = Vec::new();
    let mut settles = BTreeSet::new();
    for grid in &grids {
        // One cell in the last corner makes a sheet of seventeen thousand
        // million cells, of which all but a few are empty.
        let area = u64::from(grid.width()) * u64::from(grid.height());
        if area > WIDEST || grid.width() > COLUMNS {
            let name = &grid.name;
            let message = text!(
                "工作表“{name}”里的内容散得太开，读不了",
                "the cells of sheet `{name}` lie too far apart to be read"
            );
            let hint = text!(
                "把表格复制到新的工作表再存",
                "copy the table to a new sheet and save it"
            );
            let place = Place::file(path);
            findings.push(Finding::new(Code::ImportTooLarge, place, message).hint(hint));
            continue;
        }
        let chosen = !keep.sheets.is_empty() && wanted(&grid.name);
        if !wanted(&grid.name) {
            unused.push(grid.name.clone());
            continue;
        }
        if grid.hidden && !chosen {
            if table::names_counties(grid, &names) {
                hidden_sheet(&grid.name, path, findings);
            }
            unused.push(grid.name.clone());
            continue;
        }
        let parts = table::parts(grid, &names);
        let parts = parts.as_deref().unwrap_or(std::slice::from_ref(grid));
        let before = tables.len();
        for part in parts {
            let beside = tables.get(before..).unwrap_or_default();
            let table = table::read(part, &names, path, beside, &mut settles, findings);
            tables.extend(table);
        }
        if tables.len() == before {
            unused.push(grid.name.clone());
        } else {
            say_comments(grid, path, findings);
        }
    }
    for sheet in &keep.sheets {
        if !grids.iter().any(|g| g.name.trim() == sheet.trim()) {
            no_such_sheet(
                sheet,
                &grids.iter().map(|g| g.name.as_str()).collect::<Vec<_>>(),
                path,
                findings,
            );
        }
    }
    if tables.is_empty() && !findings.has_errors() {
        no_table(edition, path, findings);
    }
    assumed::judge(&mut tables, &names, path, findings);
    let mut plan = plan::plan(tables, &names, path, findings);
    plan.unused_sheets = unused.into_iter().filter(|n| !n.is_empty()).collect();
    Some(plan)
}

/// Comments at most; the rest is counted.
const MOST_COMMENTS: usize = 100;

/// What somebody wrote beside cells may take a number back.
fn say_comments(grid: &Grid, path: &str, findings: &mut Findings) {
    let note = |message| Finding::new(Code::ImportNote, Place::file(path), message);
    for ((row, column), words) in grid.comments.iter().take(MOST_COMMENTS) {
        let place = grid.place(*row, *column);
        let message = text!("{place} 有批注：{words}", "{place} has a comment: {words}");
        findings.push(note(message));
    }
    if grid.comments.len() > MOST_COMMENTS {
        let more = grid.comments.len() - MOST_COMMENTS;
        let message = text!("另有 {more} 条批注", "{more} more comments");
        findings.push(note(message));
    }
}

fn hidden_sheet(name: &str, path: &str, findings: &mut Findings) {
    let message = text!(
        "隐藏的工作表“{name}”里也有各县的数，没有读",
        "the hidden sheet `{name}` names counties as well; it is not read"
    );
    let hint = text!(
        "要读就加 --sheet \"{name}\"",
        "add --sheet \"{name}\" to read it"
    );
    findings.push(Finding::new(Code::ImportHidden, Place::file(path), message).hint(hint));
}

fn no_such_sheet(name: &str, known: &[&str], path: &str, findings: &mut Findings) {
    let message = text!("没有叫“{name}”的工作表", "there is no sheet `{name}`");
    let hint = crate::finding::hint(name, known.iter().copied());
    findings.push(Finding::new(Code::ImportNoTable, Place::file(path), message).maybe_hint(hint));
}

fn no_table(edition: &Edition, path: &str, findings: &mut Findings) {
    let id = &edition.id;
    let message = text!(
        "没有找到表：看不到 {id} 名单里的县名和指标名",
        "no table was found: neither counties nor indicators of {id} are named"
    );
    let hint = text!(
        "表头要有指标名，旁边要有县名；可以先用 xunli export figures --edition {id} 导出空表",
        "the heading names indicators, the side names counties; xunli export figures --edition {id} makes an empty table"
    );
    findings.push(Finding::new(Code::ImportNoTable, Place::file(path), message).hint(hint));
}

/// The files that carrying out a plan writes. An origin is written to every
/// figure that the table gives, also where its number stays.
///
/// # Errors
/// A finding for a figures.toml that cannot be changed safely.
pub fn files(
    root: &Path,
    edition: &str,
    plan: &Plan,
    origin: &Origin,
) -> Result<Vec<NewFile>, Box<Finding>> {
    let mut by_county: BTreeMap<&str, Vec<&Change>> = BTreeMap::new();
    for change in &plan.changes {
        by_county.entry(&change.county).or_default().push(change);
    }
    if *origin != Origin::default() {
        for (county, _) in &plan.given {
            by_county.entry(county).or_default();
        }
    }
    let mut files = Vec::new();
    for (county, changes) in by_county {
        let path = format!("content/{edition}/{county}/figures.toml");
        let old = old_text(root, &path)?;
        let given: Vec<&str> = plan
            .given
            .iter()
            .filter(|(c, _)| c == county)
            .map(|(_, id)| id.as_str())
            .collect();
        let new = write_figures::rewritten(&old, &changes, &given, origin).map_err(|why| {
            let Text { zh, en } = &why;
            let message = text!("改不了这个文件：{zh}", "the file cannot be changed: {en}");
            let hint = text!(
                "先运行 xunli check，改好这个文件",
                "run xunli check and mend the file first"
            );
            Box::new(Finding::new(Code::ImportNotWritten, Place::file(&path), message).hint(hint))
        })?;
        if new != old {
            files.push(NewFile {
                path,
                bytes: new.into_bytes(),
            });
        }
    }
    Ok(files)
}

/// A file's text; nothing where there is none yet.
fn old_text(root: &Path, path: &str) -> Result<String, Box<Finding>> {
    let bytes = match std::fs::read(root.join(path)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(String::new()),
        Err(error) => {
            let Text { zh, en } = system(&error);
            let message = text!("读不了这个文件：{zh}", "the file cannot be read: {en}");
            return Err(Box::new(Finding::new(
                Code::ImportNotWritten,
                Place::file(path),
                message,
            )));
        }
    };
    String::from_utf8(bytes).map_err(|_| {
        let message = text!("文件不是 UTF-8 编码的文本", "the file is not text in UTF-8");
        Box::new(Finding::new(Code::FileNotUtf8, Place::file(path), message))
    })
}

/// The import.toml that keeps this mapping for next year.
pub fn keep_file(root: &Path, edition: &str, plan: &Plan, keep: &Keep) -> Option<NewFile> {
    let path = format!("content/{edition}/import.toml");
    let old = old_text(root, &path).ok()?;
    let mut columns: Vec<Settled> = plan
        .tables
        .iter()
        .flat_map(|t| &t.columns)
        .filter(|c| !c.heading.is_empty())
        .filter_map(|c| {
            let what = keep.written(&c.heading).or_else(|| c.id.clone())?;
            Some(Settled {
                heading: c.heading.clone(),
                what,
            })
        })
        .collect();
    // 目标 beside each indicator says nothing of the next table's.
    let mut meant: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for Settled { heading, what } in &columns {
        meant
            .entry(heading.clone())
            .or_default()
            .insert(what.clone());
    }
    columns.retain(|column| meant.get(&column.heading).is_some_and(|ids| ids.len() == 1));
    let skipped: BTreeSet<String> = plan
        .tables
        .iter()
        .flat_map(|t| t.skipped.iter().cloned())
        .collect();
    let new = keep::renewed(&old, &keep.sheets, &columns, &keep.county_lines(&skipped))?;
    Some(NewFile {
        path,
        bytes: new.into_bytes(),
    })
}
