//! One cell to one quantity, with a word on everything that was corrected.
//!
//! Counties type numbers as text (`1,560`, `１５`, `97.5%`, `约160`), blanks as
//! words (`/`, `—`, `暂无`), and spreadsheets turn 10-15 into a date. What can
//! be understood in one way only is; everything else is said and not guessed.

use super::grid::{Cell, Value};
use super::plain::{brief, half_width, is_invisible, plain};
use crate::finding::Text;
use crate::quantity::{Quantity, Unit};
use crate::text;
use rust_decimal::Decimal;

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

/// A number with ¥ that is small may be in the heading's 万元 all the same.
const MOST_YUAN: i64 = 100_000;
/// Shares that a format shows beyond this were probably typed without heed of
/// the format.
const MOST_PERCENT: i64 = 500;

const BLANKS: &[&str] = &[
    "/",
    "//",
    "\\",
    "|",
    "-",
    "--",
    "---",
    "—",
    "——",
    "–",
    "―",
    "－",
    "一一",
    "…",
    "……",
    "...",
    "*",
    "**",
    "无",
    "暂无",
    "暂无数据",
    "无数据",
    "没有",
    "缺",
    "缺报",
    "未报",
    "未填",
    "未统计",
    "待定",
    "待报",
    "待核",
    "待统计",
    "不详",
    "空",
    "空白",
    "不涉及",
    "不适用",
    "n/a",
    "na",
    "null",
    "none",
    "nan",
    "#n/a",
];

/// Whether a text only says that there is nothing.
pub(super) fn is_blank_word(text: &str) -> bool {
    let word = plain(text);
    let inner = word
        .trim_start_matches(['(', '['])
        .trim_end_matches([')', ']']);
    BLANKS.contains(&inner) || says_nothing(inner)
}

/// 暂未统计, 尚未开展, 统计中: no number, and a word why.
fn says_nothing(word: &str) -> bool {
    let digits = |c: char| c.is_ascii_digit() || "一二三四五六七八九十百千万亿半两".contains(c);
    let starts = ["暂", "尚未", "未", "无", "待", "正在", "不"];
    (2..=8).contains(&word.chars().count())
        && !word.contains(digits)
        && !word.contains('变')
        && (starts.iter().any(|w| word.starts_with(w)) || word.ends_with("统计中"))
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

fn read_number(number: Decimal, cell: &Cell, measure: &Measure<'_>) -> Reading {
    let format = &cell.format;
    if format.torn || (format.percent && format.divided > 0) {
        return unclear_format(number, cell);
    }
    if format.percent {
        return read_percent(number, cell, measure);
    }
    let (value, rounded) = shown(number, format.decimals);
    let (own, value) = match own_unit(value, cell, measure) {
        Ok(own) => own,
        Err(why) => return *why,
    };
    let unit = own.as_ref().unwrap_or(measure.unit);
    let Some(scaled) = scale(value, measure.times) else {
        return too_long();
    };
    let correction = match (rounded, measure.times) {
        (true, _) => Some(text!(
            "算出来的 {number} 按显示的 {value} 取",
            "the computed {number} is taken as it is shown, {value}"
        )),
        (false, None) if format.currency && own.is_some() && !measure.stated => Some(text!(
            "格式带 ¥ 号，{value} 按{unit}算",
            "its format shows ¥: {value} is in {unit}"
        )),
        (false, Some(times)) if times != Decimal::ONE => Some(text!(
            "{value} 乘以 {times}，得 {scaled}",
            "{value} times {times} is {scaled}"
        )),
        _ => None,
    };
    let bare = own.is_none().then_some(value);
    let quantity = Quantity::exact(scaled, unit.clone());
    finish(quantity, measure, correction, bare, own.is_some())
}

/// The unit that a cell's own format states, and the number in it as it is
/// shown. What an editor settled goes before it.
fn own_unit(
    value: Decimal,
    cell: &Cell,
    measure: &Measure<'_>,
) -> Result<(Option<Unit>, Decimal), Box<Reading>> {
    let format = &cell.format;
    if measure.times.is_some() {
        return Ok((None, value));
    }
    let word = format.suffix.as_deref();
    let own = word.and_then(|word| Unit::parse(word).ok());
    // ¥ says 元 where the table says nothing.
    let yuan = (word.is_none() && format.currency && !measure.stated)
        .then(|| Unit::parse("元").ok())
        .flatten();
    let own = own.or(yuan);
    // ¥80000000 under 万元 is one or the other.
    let scaled = measure.unit.as_str().starts_with(['千', '万', '百', '亿']);
    if word.is_none() && format.currency && measure.stated && scaled && value >= MOST_YUAN.into() {
        let unit = measure.unit;
        return Err(Box::new(Reading::Unclear(text!(
            "这一格带 ¥ 号，是 {value}元，表头写的单位却是“{unit}”，看不出是哪一个",
            "the cell shows ¥{value}, but the heading's unit is {unit}; which one holds is unclear"
        ))));
    }
    let own = own.filter(|unit| unit.family() == measure.wanted.family());
    let Some(own) = own else {
        // “百万元” and “万” are scales that are no units.
        let scales = word.is_some_and(|w| w.starts_with(['十', '百', '千', '万', '亿']));
        if format.divided > 0 || scales {
            return Err(Box::new(unclear_format(value, cell)));
        }
        return Ok((None, value));
    };
    let Some(seen) = Decimal::try_new(1, format.divided)
        .ok()
        .and_then(|part| value.checked_mul(part))
        .map(|seen| seen.normalize())
    else {
        return Err(Box::new(too_long()));
    };
    // 元 in the heading may be what stands in the cells, 万元 what is seen.
    let stands = Quantity::exact(value, measure.unit.clone()).convert(&own);
    let agree = own == *measure.unit || stands.is_ok_and(|q| q.value() == seen);
    if measure.stated && !agree {
        let (unit, prose) = (measure.unit, Quantity::exact(seen, own).prose());
        return Err(Box::new(Reading::Unclear(text!(
            "这一格显示为 {prose}，表头写的单位却是“{unit}”，看不出是哪一个",
            "the cell shows {prose}, but the heading's unit is {unit}; which one holds is unclear"
        ))));
    }
    Ok((Some(own), seen))
}

fn unclear_format(number: Decimal, cell: &Cell) -> Reading {
    let word = cell.format.suffix.as_deref().unwrap_or_default();
    Reading::Unclear(text!(
        "单元格格式把 {number} 缩小了显示（{word}），看不出是什么单位",
        "the cell's format shows {number} scaled ({word}); its unit is unclear"
    ))
}

fn read_percent(number: Decimal, cell: &Cell, measure: &Measure<'_>) -> Reading {
    let Some(value) = number.checked_mul(Decimal::ONE_HUNDRED) else {
        return too_long();
    };
    let (value, _) = shown(value, cell.format.decimals);
    let value = value.normalize();
    // 85 typed under a format for shares shows as 8500%.
    if value.abs() >= MOST_PERCENT.into() {
        return Reading::Unclear(text!(
            "这一格的数是 {number}，格式是百分比，显示成 {value}%；多半是要写 {number}%",
            "the cell holds {number} and its format shows {value}%; {number}% is probably meant"
        ));
    }
    let correction = text!(
        "{number} 显示为百分数，按 {value}% 处理",
        "{number} is shown as a percentage: {value}%"
    );
    finish(
        Quantity::exact(value, Unit::percent()),
        measure,
        Some(correction),
        None,
        true,
    )
}

/// A number with the noise of a computation is taken as it is shown: what the
/// sender saw. Others keep every digit.
fn shown(number: Decimal, decimals: Option<u32>) -> (Decimal, bool) {
    match decimals {
        Some(places) if number.scale() > places + 4 => {
            let strategy = rust_decimal::RoundingStrategy::MidpointAwayFromZero;
            (
                number.round_dp_with_strategy(places, strategy).normalize(),
                true,
            )
        }
        _ => (number.normalize(), false),
    }
}

fn scale(value: Decimal, times: Option<Decimal>) -> Option<Decimal> {
    match times {
        None => Some(value),
        Some(times) => Some(value.checked_mul(times)?.normalize()),
    }
}

fn read_text(written: &str, measure: &Measure<'_>) -> Reading {
    let shown = brief(written);
    if shown.is_empty() {
        return Reading::Blank(None);
    }
    if is_blank_word(written) {
        return Reading::Blank(Some(text!(
            "“{shown}”按没有数据处理",
            "`{shown}` is taken as no figure"
        )));
    }
    if is_error(&shown) {
        return Reading::Unclear(text!("公式出错：{shown}", "the formula fails: {shown}"));
    }
    if is_scientific(written) {
        return Reading::Unclear(text!(
            "“{shown}”是科学记数，电子表格可能已经丢了后面的数字",
            "`{shown}` is in scientific notation; digits may be lost"
        ));
    }
    let tidy = tidy(written);
    // 59*: the mark of a footnote.
    let is_mark = |c: char| "*※▲△★†‡".contains(c);
    let tidy = tidy.trim_end_matches(is_mark).to_owned();
    if holds_two(&tidy) {
        return Reading::Unclear(text!(
            "“{shown}”像是一格里写了两个数",
            "`{shown}` looks like two numbers in one cell"
        ));
    }
    match Quantity::parse_with_unit(&tidy, measure.unit) {
        Ok(quantity) => {
            let plain_number = tidy.parse::<Decimal>().ok();
            let quantity = match (plain_number, measure.times) {
                (Some(number), Some(times)) => match scale(number, Some(times)) {
                    Some(scaled) => Quantity::exact(scaled, measure.unit.clone()),
                    None => return too_long(),
                },
                _ => quantity,
            };
            let prose = quantity.prose();
            let same =
                plain_number.map(|n| n.to_string()).as_deref() == Some(written) || prose == written;
            let correction = (!same).then(|| {
                text!(
                    "文字“{shown}”按 {prose} 处理",
                    "the text `{shown}` is taken as {prose}"
                )
            });
            // Another unit in the column's place shows whether the cell has one.
            let other = Unit::parse("某").ok();
            let other = other.and_then(|unit| Quantity::parse_with_unit(&tidy, &unit).ok());
            let own = other.is_some_and(|q| q.unit().as_str() != "某");
            // 24,975,000 and 约0.975 have a scale to be judged as well.
            let bare = plain_number.or((!own).then(|| quantity.value()));
            finish(quantity, measure, correction, bare, own)
        }
        Err(error) => {
            let (zh, en) = (error.zh(), error.en());
            Reading::Unclear(text!(
                "“{shown}”看不懂：{zh}",
                "`{shown}` cannot be read: {en}"
            ))
        }
    }
}

/// Half-width forms, and no white space between thousands: 1 560. Two numbers
/// in one cell stay two.
fn tidy(text: &str) -> String {
    let chars: Vec<char> = text
        .trim()
        .trim_start_matches('\'')
        .chars()
        .filter(|c| !is_invisible(*c))
        .map(|c| match half_width(c) {
            '﹣' | '−' => '-',
            c => c,
        })
        .collect();
    // Digits right before and right behind a place, no further than four.
    let digits =
        |of: &mut dyn Iterator<Item = &char>| of.take(4).take_while(|c| c.is_ascii_digit()).count();
    let parts_thousands = |at: usize| {
        let before = digits(&mut chars.iter().take(at).rev());
        (1..=3).contains(&before) && digits(&mut chars.iter().skip(at + 1)) == 3
    };
    chars
        .iter()
        .enumerate()
        .filter(|(i, c)| !(c.is_whitespace() && !"\n\r\t".contains(**c) && parts_thousands(*i)))
        .map(|(_, c)| *c)
        .collect()
}

/// 12 and 13 in one cell, parted by a space or a line break.
fn holds_two(tidy: &str) -> bool {
    let parts: Vec<&str> = tidy.split_whitespace().collect();
    let ends = |t: &str| t.ends_with(|c: char| c.is_ascii_digit());
    let begins = |t: &str| t.starts_with(|c: char| c.is_ascii_digit());
    parts
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if ends(a) && begins(b)))
}

/// What a spreadsheet shows for a formula that fails, saved as text.
fn is_error(shown: &str) -> bool {
    let known = ["#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#NULL!"];
    known.contains(&shown) || shown.starts_with("Err:") || shown.starts_with("####")
}

/// 1.23457E+16: what Excel shows, and saves to CSV, for a long number.
fn is_scientific(text: &str) -> bool {
    let text = text.trim().to_ascii_uppercase();
    text.split_once('E').is_some_and(|(digits, power)| {
        let number = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit() || b == b'.');
        number(digits.trim_start_matches('-')) && number(power.trim_start_matches(['+', '-']))
    })
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
