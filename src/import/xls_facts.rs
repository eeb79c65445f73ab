//! What calamine does not tell of an .xls: number formats (which numbers are
//! percentages), hidden rows and columns.
//!
//! The workbook is a stream of records (\[MS-XLS\] 2.4) in a compound file
//! (`compound.rs`). Only what is needed is read; whatever is torn ends the reading,
//! and the sheets are then without these facts.

use super::compound::{Compound, index, u16_at, u32_at};
use super::grid::Format;
use super::rich::Rich;
use super::sheet_facts::Facts;
use super::workbook::format;
use std::collections::{BTreeMap, BTreeSet};

/// The sheets of an .xls; none where it is older than Excel 97 or torn.
pub(super) fn of_xls(bytes: &[u8]) -> Vec<Facts> {
    let stream = Compound::open(bytes).and_then(|file| file.stream("Workbook"));
    stream.as_deref().and_then(sheets).unwrap_or_default()
}

/// The records of a stream from a place on: number and content.
pub(super) fn records(stream: &[u8], from: usize) -> impl Iterator<Item = (u16, &[u8])> {
    let mut at = from;
    std::iter::from_fn(move || {
        let (number, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
        let content = stream.get(at + 4..at + 4 + length)?;
        at += 4 + length;
        Some((number, content))
    })
}

fn sheets(stream: &[u8]) -> Option<Vec<Facts>> {
    let (0x0809, begin) = records(stream, 0).next()? else {
        return None;
    };
    // Excel 97 and later.
    if u16_at(begin, 0)? != 0x0600 {
        return None;
    }
    let mut codes: BTreeMap<u16, String> = BTreeMap::new();
    let mut fonts: Vec<FontLook> = Vec::new();
    let mut looks: Vec<(u16, u16)> = Vec::new();
    let mut shared: Vec<&[u8]> = Vec::new();
    let mut in_shared = false;
    let mut found: Vec<(usize, String)> = Vec::new();
    for (number, content) in records(stream, 0) {
        in_shared = number == 0x00FC || (in_shared && number == 0x003C);
        match number {
            0x000A => break,
            0x00FC | 0x003C if in_shared => shared.push(content),
            0x0031 => fonts.push((u16_at(content, 2)? & 8 != 0, u16_at(content, 8)?)),
            0x041E => {
                let length = usize::from(u16_at(content, 2)?);
                codes.insert(u16_at(content, 0)?, characters(content.get(4..)?, length)?);
            }
            0x00E0 => looks.push((u16_at(content, 0)?, u16_at(content, 2)?)),
            0x0085 => {
                let length = usize::from(*content.get(6)?);
                let name = characters(content.get(7..)?, length)?;
                found.push((index(u32_at(content, 0)?), name));
            }
            _ => {}
        }
    }
    let built_in = |id: u16| match id {
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        _ => "General",
    };
    // The fourth font is left out of the count.
    let font = |id: u16| fonts.get(usize::from(if id > 4 { id - 1 } else { id }));
    let cells: Vec<CellLook> = looks
        .iter()
        .map(|(of, id)| CellLook {
            format: format(codes.get(id).map_or(built_in(*id), String::as_str)),
            font: font(*of).copied().unwrap_or_default(),
        })
        .collect();
    let runs = super::xls_texts::runs_of(&shared);
    let texts: Vec<TextLook> = runs
        .iter()
        .map(|runs| TextLook {
            begins: runs.first().is_none_or(|(at, _)| *at > 0),
            fonts: runs
                .iter()
                .filter_map(|(_, id)| font(*id).copied())
                .collect(),
        })
        .collect();
    let looks = Looks { cells, texts };
    let sheet = |(at, name)| sheet(stream, at, name, &looks);
    Some(found.into_iter().map(sheet).collect())
}

/// A string of so many characters, in one byte each or two.
fn characters(bytes: &[u8], length: usize) -> Option<String> {
    let (flags, text) = bytes.split_first()?;
    if flags & 1 == 0 {
        return Some(text.get(..length)?.iter().map(|b| char::from(*b)).collect());
    }
    let units = (0..length).map(|i| u16_at(text, 2 * i));
    Some(String::from_utf16_lossy(
        &units.collect::<Option<Vec<u16>>>()?,
    ))
}

/// Struck through; raised or lowered.
type FontLook = (bool, u16);

/// How a cell looks.
struct CellLook {
    format: Format,
    font: FontLook,
}

/// How the runs of a shared text look; whether it begins as its cell does.
struct TextLook {
    begins: bool,
    fonts: BTreeSet<FontLook>,
}

struct Looks {
    cells: Vec<CellLook>,
    texts: Vec<TextLook>,
}

fn sheet(stream: &[u8], from: usize, name: String, looks: &Looks) -> Facts {
    let mut facts = Facts::with_formats(name);
    let mut depth = 0_usize;
    let mut notes = Notes::default();
    for (number, content) in records(stream, from) {
        // A chart within the sheet has records of its own.
        match number {
            0x0809 => depth += 1,
            0x000A if depth <= 1 => break,
            0x000A => depth -= 1,
            _ if depth == 1 => {
                let _ = one(number, content, looks, &mut facts);
                let _ = notes.see(number, content, &mut facts);
            }
            _ => {}
        }
    }
    facts
}

/// What somebody wrote beside cells: first the texts, by the number of their
/// box, then where they belong.
#[derive(Default)]
struct Notes {
    object: u16,
    /// Characters of the text that follows.
    waits: usize,
    texts: BTreeMap<u16, String>,
}

impl Notes {
    fn see(&mut self, number: u16, content: &[u8], facts: &mut Facts) -> Option<()> {
        match number {
            0x005D => self.object = u16_at(content, 6)?,
            0x01B6 => self.waits = usize::from(u16_at(content, 10)?),
            0x003C if self.waits > 0 => {
                let text = characters(content, std::mem::take(&mut self.waits))?;
                self.texts.insert(self.object, text);
            }
            0x001C => {
                let at = (u16_at(content, 0)?.into(), u16_at(content, 2)?.into());
                let text = self.texts.get(&u16_at(content, 6)?)?;
                facts.comment(at, text);
            }
            _ => {}
        }
        Some(())
    }
}

/// One record of a sheet; `None` where it is torn.
fn one(number: u16, content: &[u8], looks: &Looks, facts: &mut Facts) -> Option<()> {
    let mut cell = |row: u16, column: u16, look: u16| {
        let at = (row.into(), column.into());
        let Some(cell) = looks.cells.get(usize::from(look)) else {
            return;
        };
        facts.show(at, &cell.format);
        let text = match number {
            0x00FD => u32_at(content, 6).and_then(|id| looks.texts.get(index(id))),
            _ => None,
        };
        let mut fonts = text.map(|t| t.fonts.clone()).unwrap_or_default();
        if text.is_none_or(|text| text.begins) {
            fonts.insert(cell.font);
        }
        let struck = fonts.iter().any(|(struck, _)| *struck);
        if let Some(rich) = Rich::of(fonts.len(), struck) {
            facts.rich(at, rich);
        }
    };
    let (first, second) = (u16_at(content, 0)?, u16_at(content, 2)?);
    match number {
        // Number, RK, formula, text.
        0x0203 | 0x027E | 0x0006 | 0x00FD | 0x0204 => cell(first, second, u16_at(content, 4)?),
        // Several numbers in a row.
        0x00BD => {
            let looks = content
                .get(4..content.len().checked_sub(2)?)?
                .chunks_exact(6);
            for (column, look) in (second..).zip(looks) {
                cell(first, column, u16_at(look, 0)?);
            }
        }
        0x0208 if u16_at(content, 12)? & 0x20 != 0 => facts.hide_row(first.into()),
        0x007D if u16_at(content, 8)? & 1 != 0 => facts.hide_columns(first.into(), second.into()),
        _ => {}
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_torn_has_no_facts() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/import/tables/wide.xls");
        let bytes = std::fs::read(path).unwrap();
        assert!(!of_xls(&bytes).is_empty());
        for cut in (0..bytes.len()).step_by(97) {
            let _ = of_xls(&bytes[..cut]);
        }
        // Every chain leads to itself.
        let mut turned = bytes.clone();
        for at in (512..turned.len()).step_by(4) {
            if let Some(four) = turned.get_mut(at..at + 4) {
                four.fill(0);
            }
        }
        let _ = of_xls(&turned);
        assert!(of_xls(b"").is_empty());
    }
}
