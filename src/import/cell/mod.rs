//! One cell to one quantity, with a word on everything that was corrected.
//!
//! Counties type numbers as text (`1,560`, `１５`, `97.5%`, `约160`), blanks as
//! words (`/`, `—`, `暂无`), and spreadsheets turn 10-15 into a date. What can
//! be understood in one way only is; everything else is said and not guessed.

mod number;
mod words;

pub(super) use words::is_blank_word;

use crate::finding::Text;
use crate::import::grid::{Cell, Value};
use crate::import::plain::brief;
use crate::quantity::{Quantity, Unit};
use crate::text;
use number::read_number;
use rust_decimal::Decimal;
use words::read_text;

/// What a cell comes to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Reading {
    /// Nothing; the word that said so, if it was one.
    Blank(Option<Text>),
    /// A quantity.
    Value(Reads),
    /// It cannot be understood in one way.
    Unclear(Text),
}

/// A quantity read from a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reads {
    pub(super) quantity: Quantity,
    /// As it is written into TOML.
    pub(super) toml: String,
    /// What was corrected on the way.
    pub(super) correction: Option<Text>,
    /// A number without unit or percent sign, for judging its scale.
    pub(super) bare: Option<Decimal>,
    /// The cell itself says its unit.
    pub(super) own_unit: bool,
}

/// How the numbers of a column are meant.
#[derive(Debug, Clone)]
pub(super) struct Measure<'a> {
    /// The unit of bare numbers in this column.
    pub(super) unit: &'a Unit,
    /// The table or an editor says so.
    pub(super) stated: bool,
    /// The unit of the figure.
    pub(super) wanted: &'a Unit,
    /// What bare numbers are multiplied with, where an editor settled it.
    pub(super) times: Option<Decimal>,
}

/// Reads a cell of a column.
pub(super) fn read(cell: &Cell, measure: &Measure<'_>) -> Reading {
    match &cell.value {
        Value::Empty if cell.formula => Reading::Unclear(text!(
            "公式没有算出来的数（文件不是由 Excel、WPS 存的）",
            "the formula has no computed value"
        )),
        Value::Empty => Reading::Blank(None),
        _ if cell.struck && !cell.is_blank() && !is_blank_word(&cell.text()) => {
            let shown = brief(&cell.text());
            Reading::Unclear(text!(
                "“{shown}”整个划掉了（删除线），看不出还算不算数",
                "`{shown}` is struck through; whether it still counts is unclear"
            ))
        }
        Value::Number(number) => read_number(*number, cell, measure),
        Value::Text(text) if cell.mixed && text.chars().any(char::is_numeric) => {
            let shown = brief(text);
            Reading::Unclear(text!(
                "“{shown}”里有的字划掉了，或是上标、下标，有的不是，看不出哪个数算数",
                "parts of `{shown}` are struck through, raised or lowered; which number counts is unclear"
            ))
        }
        Value::Text(text) => read_text(text, measure),
        Value::Damaged(shown) => Reading::Unclear(text!(
            "“{shown}”超过 15 位，电子表格已经把后面的数字丢了",
            "`{shown}` has more than 15 digits; the spreadsheet has lost the last ones"
        )),
        Value::Date(_) => Reading::Unclear(text!(
            "这一格是日期，不是数；多半是 10-15 这样的写法被自动改成了日期",
            "the cell holds a date; 10-15 was probably turned into one"
        )),
        Value::Bool(_) => Reading::Unclear(text!(
            "这一格是逻辑值（TRUE/FALSE），不是数",
            "the cell holds a logical value, not a number"
        )),
        Value::Error(error) if error == "#N/A" => Reading::Blank(Some(text!(
            "“{error}”按没有数据处理",
            "`{error}` is taken as no figure"
        ))),
        Value::Error(error) => {
            Reading::Unclear(text!("公式出错：{error}", "the formula fails: {error}"))
        }
    }
}

fn scale(value: Decimal, times: Option<Decimal>) -> Option<Decimal> {
    match times {
        None => Some(value),
        Some(times) => Some(value.checked_mul(times)?.normalize()),
    }
}

fn finish(
    quantity: Quantity,
    measure: &Measure<'_>,
    correction: Option<Text>,
    bare: Option<Decimal>,
    own_unit: bool,
) -> Reading {
    if quantity.unit().family() != measure.wanted.family() {
        let (prose, unit) = (quantity.prose(), measure.wanted);
        return Reading::Unclear(text!(
            "{prose} 的单位与指标的“{unit}”换算不过来",
            "the unit of {prose} does not convert to the indicator's {unit}"
        ));
    }
    let toml = literal(&quantity, measure.wanted);
    Reading::Value(Reads {
        quantity,
        toml,
        correction,
        bare,
        own_unit,
    })
}

fn too_long() -> Reading {
    Reading::Unclear(text!("数字太长", "the number is too long"))
}

/// A bare number where the figure's own unit is meant and nothing qualifies
/// it; else the quantity in quotes, as printed.
pub(super) fn literal(quantity: &Quantity, unit: &Unit) -> String {
    let digits = quantity.value().to_string();
    // TOML's integers have 64 bits; longer numbers go in quotes.
    let short = digits.bytes().filter(u8::is_ascii_digit).count() <= 18;
    if quantity.is_exact() && quantity.unit() == unit && short {
        digits
    } else {
        format!("\"{}\"", quantity.prose())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::grid::{Format, number};

    fn unit(name: &str) -> Unit {
        Unit::parse(name).unwrap()
    }

    fn shown(cell: &Cell, column: &str, wanted: &str) -> String {
        let (column, wanted) = (unit(column), unit(wanted));
        let measure = Measure {
            unit: &column,
            stated: false,
            wanted: &wanted,
            times: None,
        };
        match read(cell, &measure) {
            Reading::Blank(word) => format!("blank{}", if word.is_some() { " said" } else { "" }),
            Reading::Value(v) => format!(
                "{}{}",
                v.toml,
                if v.correction.is_some() { " *" } else { "" }
            ),
            Reading::Unclear(why) => format!("unclear {}", why.zh),
        }
    }

    fn text(text: &str, wanted: &str) -> String {
        shown(&Cell::of_text(text), wanted, wanted)
    }

    fn float(value: f64, format: Format, wanted: &str) -> String {
        let cell = Cell {
            value: number(value),
            format,
            ..Cell::default()
        };
        shown(&cell, wanted, wanted)
    }

    #[test]
    fn numbers_typed_as_text() {
        assert_eq!(text("402", "个"), "402");
        assert_eq!(text(" 402 ", "个"), "402 *");
        assert_eq!(text("1,560", "户"), "1560 *");
        assert_eq!(text("1，560", "户"), "1560 *");
        assert_eq!(text("1 560户", "户"), "1560 *");
        assert_eq!(text("１５", "个"), "15 *");
        assert_eq!(text("97.5%", "%"), "97.5");
        assert_eq!(text("97.5％", "%"), "97.5 *");
        assert_eq!(text("约160", "户"), "\"约160户\" *");
        assert_eq!(text("4.2亿", "万元"), "\"4.2亿元\" *");
        assert_eq!(text("2.738亿元", "万元"), "\"2.738亿元\"");
        assert_eq!(text("10-15", "万元"), "\"10万元—15万元\" *");
        assert_eq!(text("-3.5", "%"), "-3.5");
    }

    #[test]
    fn words_for_nothing() {
        for word in [
            "/",
            "—",
            "——",
            "暂无",
            " 无 ",
            "N/A",
            "／",
            "-",
            "（暂无）",
            "暂未统计",
            "尚未开展",
        ] {
            assert_eq!(text(word, "个"), "blank said", "{word}");
        }
        assert_eq!(shown(&Cell::default(), "个", "个"), "blank");
        for word in ["不变", "未达百万", "与上年持平"] {
            assert!(text(word, "个").starts_with("unclear"), "{word}");
        }
        assert_eq!(text("59*", "个"), "59 *");
        assert!(text("12²", "个").starts_with("unclear"));
    }

    #[test]
    fn percentages_by_format() {
        let percent = |d| Format {
            percent: true,
            decimals: Some(d),
            ..Format::default()
        };
        assert_eq!(float(0.986, percent(1), "%"), "98.6 *");
        assert_eq!(float(0.9735, percent(2), "%"), "97.35 *");
        assert_eq!(float(1.0 / 3.0, percent(1), "%"), "33.3 *");
        assert_eq!(float(0.986, Format::default(), "%"), "0.986");
        assert!(float(0.986, percent(1), "个").starts_with("unclear"));
    }

    #[test]
    fn units_of_cells_and_columns() {
        let mu = Format {
            percent: false,
            decimals: Some(0),
            suffix: Some("亩".into()),
            ..Format::default()
        };
        assert_eq!(float(15.0, mu, "公顷"), "\"15亩\"");
        let cell = Cell {
            value: number(4.2),
            ..Cell::default()
        };
        assert_eq!(shown(&cell, "亿元", "万元"), "\"4.2亿元\"");
        assert_eq!(shown(&cell, "万元", "万元"), "4.2");
        assert!(shown(&cell, "户", "万元").starts_with("unclear"));
    }

    #[test]
    fn formats_that_scale_and_headings_that_contradict_them() {
        let read = |code: &str, value: f64, heading: Option<&str>| {
            let wanted = unit("万元");
            let column = heading.map_or_else(|| wanted.clone(), unit);
            let measure = Measure {
                unit: &column,
                stated: heading.is_some(),
                wanted: &wanted,
                times: None,
            };
            let cell = Cell {
                value: number(value),
                format: crate::import::workbook::format(code),
                ..Cell::default()
            };
            match super::read(&cell, &measure) {
                Reading::Value(v) => v.toml,
                _ => "unclear".to_owned(),
            }
        };
        let wan = "0!.0,\"万元\"";
        assert_eq!(read(wan, 15_600_000.0, None), "1560");
        // 元 is what stands in the cells, 万元 what is seen.
        assert_eq!(read(wan, 15_600_000.0, Some("元")), "1560");
        assert_eq!(read(wan, 15_600_000.0, Some("万元")), "1560");
        assert_eq!(read(wan, 15_600_000.0, Some("亿元")), "unclear");
        assert_eq!(read("0\"元\"", 1560.0, Some("万元")), "unclear");
        assert_eq!(read("0\"万元\"", 1560.0, Some("元")), "unclear");
        assert_eq!(read("0!.0,", 15_600_000.0, Some("万元")), "unclear");
        assert_eq!(read("0\"万\"", 1560.0, Some("元")), "unclear");
        assert_eq!(read("#,##0.00", 1560.0, Some("万元")), "1560");
    }

    #[test]
    fn what_is_not_guessed() {
        for odd in [
            "1.23457E+16",
            "三百",
            "401（含飞地）",
            "约2300余",
            "见附件",
            "12.5①",
            "12\n13",
            "12 13",
            "1\n560",
            "#DIV/0!",
            "#####",
        ] {
            assert!(
                text(odd, "个").starts_with("unclear"),
                "{odd}: {}",
                text(odd, "个")
            );
        }
        let date = Cell {
            value: Value::Date("45945".into()),
            ..Cell::default()
        };
        assert!(shown(&date, "个", "个").starts_with("unclear"));
        let formula = Cell {
            formula: true,
            ..Cell::default()
        };
        assert!(shown(&formula, "个", "个").starts_with("unclear"));
        let percent = || Format {
            percent: true,
            ..Format::default()
        };
        assert_eq!(float(1.2, percent(), "%"), "120 *");
        assert!(float(85.0, percent(), "%").starts_with("unclear"));
        let struck = Cell {
            struck: true,
            ..Cell::of_text("36")
        };
        assert!(shown(&struck, "个", "个").starts_with("unclear"));
    }
}
