//! What the rows of a `chart` block must be before a kind can draw them: what a row
//! may hold, one unit, parts that make their total, years enough.

use super::chart::RawChart;
use super::rows::{RawRow, Read, parsed};
use super::{TomlText, place_of, wrong};
use crate::content::Scalar;
use crate::finding::{Code, Finding, Place, Severity, Text};
use crate::page::host::TextHost;
use crate::quantity::{Quantity, Sense, Unit};
use crate::text;
use rust_decimal::Decimal;
use rust_decimal::RoundingStrategy::MidpointAwayFromZero;
use toml::Spanned;

/// The first row, for what is wrong with all of them; the block where there is none.
pub(super) fn first(host: &TextHost<'_>, block: &TomlText<'_>, raw: &RawChart) -> Place {
    let row = raw.rows.iter().flatten().next();
    row.map_or_else(|| block.place(host), |row| place_of(host, row))
}

/// Numbers of nobody knows what, and from nobody knows where.
pub(super) fn untold(host: &mut TextHost<'_>, block: &TomlText<'_>, raw: &RawChart) {
    let place = first(host, block, raw);
    let mut ask = |code: Code, message: Text, hint: Text| {
        let mut finding = Finding::new(code, place.clone(), message).hint(hint);
        finding.severity = Severity::Warning;
        host.findings.push(finding);
    };
    if raw.measure.is_none() && raw.title.is_none() {
        let message = text!("没有写这些数是什么", "nothing says what these numbers are");
        let hint = text!(
            "加一行 measure，例如 measure = \"联建项目资金\"",
            "give the block a line measure, e.g. measure = \"Funds\""
        );
        ask(Code::BlockInvalid, message, hint);
    }
    if raw.source.is_none() {
        let message = text!(
            "这张图的数没有出处",
            "the figures of this chart have no source"
        );
        let hint = text!(
            "加一行 source，例如 source = \"县财政局\"",
            "give the block a line source, e.g. source = \"Finance bureau\""
        );
        ask(Code::SourceMissing, message, hint);
    }
}

/// A bar as long as its parts under a total of its own would be two values of one bar.
pub(super) fn adds_up(host: &mut TextHost<'_>, raw: &RawRow, read: &Read) {
    let parts = read.series.iter().map(|(_, part)| part);
    let sum = Quantity::sum(parts).ok().flatten();
    let whole = Decimal::new(101, 0);
    if let (Some(over), Some((key, _))) = (
        sum.as_ref()
            .filter(|s| s.unit().as_str() == "%" && s.value() > whole),
        raw.series.iter().flatten().next(),
    ) {
        let (name, over) = (&read.name, over.prose());
        let place = place_of(host, key);
        let message = text!(
            "“{name}”各部分合计{over}，超过100%，不是一个整体的各部分",
            "the parts of `{name}` add up to {over}: more than a whole"
        );
        let hint = text!(
            "互不相加的比率用 bars，一项一张图",
            "rates that do not add up are bars, a chart for each"
        );
        wrong(host, place, message, hint);
    }
    let (Some(written), Some(value)) = (&raw.value, &read.value) else {
        return;
    };
    let Some(sum) = sum.and_then(|sum| sum.convert(value.unit()).ok()) else {
        return;
    };
    let exact = [&sum, value].map(Quantity::sense) == [Sense::Exact; 2];
    let places = value.value().scale();
    let rounded = sum
        .value()
        .round_dp_with_strategy(places, MidpointAwayFromZero);
    if !exact || rounded == value.value() {
        return;
    }
    let (name, sum, value) = (&read.name, sum.prose(), value.prose());
    let place = place_of(host, written);
    let message = text!(
        "“{name}”各部分合计{sum}，不是{value}",
        "the parts of `{name}` add up to {sum}, not to {value}"
    );
    let hint = text!(
        "改正数字；没有列出的部分写成“其他”",
        "correct the number; give parts that are not listed as one more, other"
    );
    wrong(host, place, message, hint);
}

/// Parts that no other row has are names mistyped, or rows of different things.
pub(super) fn shares_parts(
    host: &mut TextHost<'_>,
    row: &Spanned<RawRow>,
    read: &Read,
    others: &[Read],
) {
    let known = |part: &String| {
        others
            .iter()
            .any(|o| o.series.iter().any(|(p, _)| p == part))
    };
    let strange = !read.series.iter().any(|(part, _)| known(part));
    if others.iter().all(|o| o.series.is_empty()) || read.series.is_empty() || !strange {
        return;
    }
    let name = &read.name;
    let first = row.get_ref().series.iter().flatten().next();
    let place = first.map_or_else(|| place_of(host, row), |(key, _)| place_of(host, key));
    let message = text!(
        "“{name}”各部分的名称和上面各行全都不同",
        "no part of `{name}` has a name that the rows above have"
    );
    let hint = text!(
        "各行用同样的部分名称；不是同一组部分的，分成两张图",
        "give the same parts the same names; rows of other parts are another chart"
    );
    wrong(host, place, message, hint);
}

/// A line needs two years, a slope two ends.
pub(super) fn spans(
    host: &mut TextHost<'_>,
    written: &[Spanned<RawRow>],
    kind: &str,
    rows: &[Read],
) {
    let is_lone = match kind {
        "line" | "multiples" | "spark" => rows.iter().all(|r| r.series.len() == 1),
        "slope" => !rows.iter().any(|r| {
            let begins = r.from.is_some() || r.baseline.is_some();
            begins && r.value.is_some() || r.series.len() > 1
        }),
        // Each of them may have one of the two years; none has what is drawn.
        "dots" => rows
            .iter()
            .all(|r| r.value.is_none() && r.from.is_none() && r.series.len() < 2),
        _ => false,
    };
    let Some(row) = written.first().filter(|_| is_lone && !rows.is_empty()) else {
        return;
    };
    let place = place_of(host, row);
    let message = text!(
        "“{kind}”画变化，这里只有一个时间的数",
        "`{kind}` draws a change, and these are numbers of one time"
    );
    let hint = text!(
        "每行写两年以上的 series，或换成 bars",
        "give each row a series of two years or more, or choose bars"
    );
    wrong(host, place, message, hint);
}

/// Numbers that nothing gives a unit: told once, however many there are.
pub(super) fn bare(host: &mut TextHost<'_>, raw: &RawChart, rows: &[Spanned<RawRow>]) {
    let mut values = rows.iter().flat_map(|row| row.get_ref().values());
    let is_bare = |value: &&Spanned<Scalar>| matches!(value.get_ref(), Scalar::Number);
    let Some(first) = values.find(is_bare).filter(|_| raw.unit.is_none()) else {
        return;
    };
    let place = place_of(host, first);
    let message = text!("数字没有单位", "a number without a unit");
    let hint = text!(
        "在块里写一行 unit = \"个\"，或给每个数写上单位：\"12个\"",
        "give the block a line unit = \"个\", or every number its unit: \"12个\""
    );
    host.findings
        .push(Finding::new(Code::QuantityInvalid, place, message).hint(hint));
}

/// What a kind takes from a row.
fn taken(kind: &str, alone: bool) -> &'static [&'static str] {
    match kind {
        "columns" if alone => &["value", "series"],
        "bullet" => &["value", "baseline", "target"],
        "line" | "multiples" | "spark" => &["series"],
        "stacked" => &["series", "value"],
        "slope" | "dots" => &["from", "baseline", "value", "series"],
        _ => &["value"],
    }
}

/// What the kind would read past, and years that are none.
pub(super) fn keys(host: &mut TextHost<'_>, row: &RawRow, kind: &str, alone: bool) {
    let taken = taken(kind, alone);
    let first = row.series.iter().flatten().next();
    let first = first.map(|(key, _)| place_of(host, key));
    let at = |value: &Option<Spanned<Scalar>>| value.as_ref().map(|v| place_of(host, v));
    let keys = [
        ("value", at(&row.value)),
        ("from", at(&row.from)),
        ("baseline", at(&row.baseline)),
        ("target", at(&row.target)),
        ("series", first),
    ];
    for (key, place) in keys {
        let Some(place) = place.filter(|_| !taken.contains(&key)) else {
            continue;
        };
        let (zh, en) = (taken.join("、"), taken.join(", "));
        let message = text!(
            "“{kind}”用不上 {key}，每行写的是 {zh}",
            "`{kind}` does not use {key}; a row has {en}"
        );
        let hint = match (kind, key) {
            ("columns", "series") => text!(
                "columns 只画一行的各年；几行的各年用 line 或 multiples",
                "columns draw the years of one row; several are a line or multiples"
            ),
            _ => text!(
                "删去 {key}，或换一种 kind",
                "delete {key}, or choose another kind"
            ),
        };
        wrong(host, place, message, hint);
    }
    if kind == "stacked" {
        return;
    }
    for (key, _) in row.series.iter().flatten() {
        let year = key.get_ref();
        if year.len() != 4 || !year.bytes().all(|b| b.is_ascii_digit()) {
            let place = place_of(host, key);
            let message = text!(
                "“{year}”不是四位的年份",
                "`{year}` is not a year of four digits"
            );
            let hint = text!(
                "写成 series = {{ 2018 = 350, 2019 = 401 }}",
                "write series = {{ 2018 = 350, 2019 = 401 }}"
            );
            wrong(host, place, message, hint);
        }
    }
}

/// Quantities that do not convert stand on no common scale.
pub(super) fn in_one_unit(
    host: &mut TextHost<'_>,
    value: &Spanned<Scalar>,
    given: Option<&Unit>,
    unit: &Unit,
) {
    let place = place_of(host, value);
    let Ok(quantity) = parsed(value.get_ref(), &place, given) else {
        return;
    };
    if quantity.convert(unit).is_err() {
        let (own, unit) = (quantity.unit().as_str(), unit.as_str());
        let message = text!(
            "单位“{own}”与本图的“{unit}”不能放在一把尺上",
            "the unit `{own}` cannot stand on one scale with `{unit}`"
        );
        let hint = text!(
            "换成同一种单位，或分成两张图",
            "use one unit, or make two charts"
        );
        wrong(host, place, message, hint);
    }
}
