//! `xunli export figures`: the workbook that goes out to the counties.
//!
//! A row for each indicator with its unit, its meaning and last year's number;
//! only the cells to be filled in are open, with a prompt and a check on what
//! is typed. Filled in, it comes back through `import figures` without a
//! question: its headings are words that the import knows, its first column
//! holds the indicators' ids.

use super::cell::literal;
use crate::content::{Content, County, Edition, Figure, Indicator};
use crate::quantity::Quantity;
use rust_decimal::prelude::ToPrimitive;
use rust_xlsxwriter::{
    Color, DataValidation, DataValidationErrorStyle, DocProperties, ExcelDateTime, Format,
    FormatAlign, FormatBorder, Formula, Workbook, Worksheet, XlsxError,
};
use std::collections::BTreeMap;

/// How the workbook is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sheets {
    /// One sheet for each county.
    Each,
    /// One sheet for all counties.
    One,
}

/// The workbook of an edition, for all counties or for those named.
///
/// # Errors
/// Where the edition does not fit a workbook.
pub fn workbook(
    content: &Content,
    edition: &Edition,
    counties: &[&County],
    sheets: Sheets,
) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // No clock: the file is dated by the edition, or not at all.
    let (year, month, day) = edition
        .as_of
        .as_ref()
        .map_or((1980, 1, 1), |d| d.value.last_ymd());
    let date = ExcelDateTime::from_ymd(year, month, day)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&date));
    let looks = Looks::new();
    let before = before(content, edition);
    match sheets {
        Sheets::Each => {
            let mut used = BTreeMap::new();
            for county in counties {
                let name = county.name.value.as_str();
                let sheet = book.add_worksheet();
                sheet.set_name(sheet_name(name, &mut used))?;
                let mut writer = Writer {
                    sheet,
                    looks: &looks,
                    edition,
                    before,
                    row: 0,
                    first: 0,
                };
                writer.top(
                    &format!(
                        "{}{}年数据填报表：{name}",
                        edition.region.value, edition.year
                    ),
                    8,
                )?;
                writer.heading(&[])?;
                writer.county(county, false)?;
                writer.finish()?;
            }
        }
        Sheets::One => {
            let sheet = book.add_worksheet();
            sheet.set_name("填报表")?;
            let mut writer = Writer {
                sheet,
                looks: &looks,
                edition,
                before,
                row: 0,
                first: 1,
            };
            writer.top(
                &format!("{}{}年数据填报表", edition.region.value, edition.year),
                9,
            )?;
            writer.heading(&["县（市、区）"])?;
            for county in counties {
                writer.county(county, true)?;
            }
            writer.finish()?;
        }
    }
    book.save_to_buffer()
}

/// The edition before this one, by year.
fn before<'c>(content: &'c Content, edition: &Edition) -> Option<&'c Edition> {
    content
        .editions
        .iter()
        .filter(|e| e.year < edition.year)
        .max_by_key(|e| e.year)
}

/// 98.6 is shown as 98.6%, so that nobody types 0.986.
const SHARE: &str = "General\"%\"";

struct Looks {
    title: Format,
    note: Format,
    heading: Format,
    locked: Format,
    wrapped: Format,
    open: Format,
    /// The same for shares: what is typed is shown with its sign.
    locked_share: Format,
    open_share: Format,
}

impl Looks {
    fn new() -> Looks {
        let cell = || {
            Format::new()
                .set_border(FormatBorder::Thin)
                .set_align(FormatAlign::VerticalCenter)
        };
        let grey = Color::RGB(0xF2_F2_F2);
        let open = || {
            cell()
                .set_background_color(Color::RGB(0xFF_F8_DC))
                .set_unlocked()
        };
        Looks {
            title: Format::new()
                .set_bold()
                .set_font_size(16)
                .set_align(FormatAlign::Center),
            note: Format::new()
                .set_text_wrap()
                .set_align(FormatAlign::VerticalCenter),
            heading: cell()
                .set_bold()
                .set_background_color(Color::RGB(0xD9_D9_D9))
                .set_align(FormatAlign::Center)
                .set_text_wrap(),
            locked: cell().set_background_color(grey),
            locked_share: cell().set_background_color(grey).set_num_format(SHARE),
            open_share: open().set_num_format(SHARE),
            wrapped: cell().set_background_color(grey).set_text_wrap(),
            open: open(),
        }
    }
}

struct Writer<'a> {
    sheet: &'a mut Worksheet,
    looks: &'a Looks,
    edition: &'a Edition,
    before: Option<&'a Edition>,
    row: u32,
    /// Column of the indicators' ids.
    first: u16,
}

impl Writer<'_> {
    fn top(&mut self, title: &str, width: u16) -> Result<(), XlsxError> {
        self.sheet
            .merge_range(0, 0, 0, width - 1, title, &self.looks.title)?;
        let note = "只填浅黄色的格子。没有数据就空着，不要写 0。约数照写，如：约160、5000以上；带别的单位也可以，如：2.738亿元。";
        self.sheet
            .merge_range(1, 0, 1, width - 1, note, &self.looks.note)?;
        self.sheet.set_row_height(1, 32)?;
        self.row = 2;
        Ok(())
    }

    fn heading(&mut self, before: &[&str]) -> Result<(), XlsxError> {
        let last = match self.before {
            Some(edition) => format!("上年数（{}）", edition.year),
            None => "上年数".to_owned(),
        };
        let words = [
            "指标编号",
            "指标",
            "单位",
            "含义",
            last.as_str(),
            "本年数",
            "目标",
            "备注",
        ];
        for (column, word) in (0u16..).zip(before.iter().copied().chain(words)) {
            self.sheet
                .write_with_format(self.row, column, word, &self.looks.heading)?;
        }
        self.row += 1;
        let widths = [16.0, 22.0, 8.0, 44.0, 14.0, 16.0, 14.0, 28.0];
        if self.first > 0 {
            self.sheet.set_column_width(0, 18)?;
        }
        for (column, width) in (self.first..).zip(widths) {
            self.sheet.set_column_width(column, width)?;
        }
        self.sheet.set_repeat_rows(self.row - 1, self.row - 1)?;
        self.sheet.set_freeze_panes(self.row, self.first + 2)?;
        Ok(())
    }

    fn county(&mut self, county: &County, named: bool) -> Result<(), XlsxError> {
        for indicator in &self.edition.indicators {
            if named {
                self.sheet.write_with_format(
                    self.row,
                    0,
                    &county.name.value,
                    &self.looks.locked,
                )?;
            }
            self.indicator(county, indicator)?;
            self.row += 1;
        }
        Ok(())
    }

    fn indicator(&mut self, county: &County, indicator: &Indicator) -> Result<(), XlsxError> {
        let (row, first) = (self.row, self.first);
        let unit = indicator.unit.as_str();
        let meaning = indicator.meaning.as_deref().unwrap_or_default();
        self.sheet
            .write_with_format(row, first, &indicator.id, &self.looks.locked)?;
        self.sheet
            .write_with_format(row, first + 1, &indicator.name, &self.looks.locked)?;
        self.sheet
            .write_with_format(row, first + 2, unit, &self.looks.locked)?;
        self.sheet
            .write_with_format(row, first + 3, meaning, &self.looks.wrapped)?;
        let old = self
            .before
            .and_then(|e| e.counties.iter().find(|c| c.slug == county.slug));
        let old = old
            .and_then(|c| c.figure(&indicator.id))
            .and_then(|f| f.value.as_ref());
        let own = county.figure(&indicator.id);
        // Last year's number may stand only in this year's series.
        let in_series = || self.before.and_then(|e| own?.series.get(&e.year));
        let old = old.or_else(in_series).map(|q| &q.value);
        let looks = self.looks;
        let (locked, open) = match indicator.unit.is_percent() {
            true => (&looks.locked_share, &looks.open_share),
            false => (&looks.locked, &looks.open),
        };
        self.number(first + 4, old, indicator, locked)?;
        let of = |pick: fn(&Figure) -> Option<&crate::content::Spot<Quantity>>| {
            own.and_then(pick).map(|q| &q.value)
        };
        self.number(first + 5, of(|f| f.value.as_ref()), indicator, open)?;
        self.number(first + 6, of(|f| f.target.as_ref()), indicator, open)?;
        let note = own.and_then(|f| f.note.as_deref()).unwrap_or_default();
        self.sheet
            .write_with_format(row, first + 7, note, &self.looks.open)?;
        for column in [first + 5, first + 6] {
            let rule = validation(row, column, indicator);
            self.sheet
                .add_data_validation(row, column, row, column, &rule)?;
        }
        Ok(())
    }

    /// A number as a number where a bare one says it all, else as text.
    fn number(
        &mut self,
        column: u16,
        quantity: Option<&Quantity>,
        indicator: &Indicator,
        look: &Format,
    ) -> Result<(), XlsxError> {
        let Some(quantity) = quantity else {
            self.sheet.write_blank(self.row, column, look)?;
            return Ok(());
        };
        let written = literal(quantity, &indicator.unit);
        let bare = (!written.starts_with('"'))
            .then(|| quantity.value().to_f64())
            .flatten();
        match bare {
            // A spreadsheet keeps fifteen digits.
            Some(number) if written.len() <= 15 => {
                self.sheet
                    .write_with_format(self.row, column, number, look)?;
            }
            _ => {
                self.sheet
                    .write_with_format(self.row, column, written.trim_matches('"'), look)?;
            }
        }
        Ok(())
    }

    fn finish(self) -> Result<(), XlsxError> {
        self.sheet.protect();
        self.sheet.set_landscape();
        self.sheet.set_print_fit_to_pages(1, 0);
        Ok(())
    }
}

/// Numbers that are not negative, or text (约160); a warning, so that a fall
/// can be typed all the same.
fn validation(row: u32, column: u16, indicator: &Indicator) -> DataValidation {
    let cell = super::grid::cell_name(row, u32::from(column));
    let rule = format!("OR(AND(ISNUMBER({cell}),{cell}>=0),ISTEXT({cell}))");
    let (name, unit) = (&indicator.name, &indicator.unit);
    let title: String = name.chars().take(20).collect();
    let prompt: String = format!("填数字，单位是“{unit}”；没有就空着")
        .chars()
        .take(200)
        .collect();
    let wrong = "这里一般填不小于 0 的数字，或“约160”这样的约数。确实要这样填就选“是”。";
    DataValidation::new()
        .allow_custom(Formula::new(rule))
        .set_input_title(title.clone())
        .and_then(|v| v.set_input_message(prompt))
        .and_then(|v| v.set_error_title("请核对"))
        .and_then(|v| v.set_error_message(wrong))
        .unwrap_or_else(|_| DataValidation::new())
        .set_error_style(DataValidationErrorStyle::Warning)
}

/// A name that spreadsheets take: 31 characters at most, none of `[]:*?/\`,
/// unique whatever the letter case.
fn sheet_name(name: &str, used: &mut BTreeMap<String, usize>) -> String {
    let plain: String = name
        .chars()
        .map(|c| if "[]:*?/\\'".contains(c) { ' ' } else { c })
        .take(27)
        .collect();
    let count = used.entry(plain.to_lowercase()).or_insert(0);
    *count += 1;
    match *count {
        1 => plain,
        n => format!("{plain} {n}"),
    }
}
