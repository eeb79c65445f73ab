//! The TOML parser's and serde's English messages, said in the editor's
//! words and with a hint that an editor can use.

use crate::finding::{Code, Finding, Place, Source, Text, hint, nearest};
use crate::text;
use std::ops::Range;
use std::sync::Arc;

/// A fault of TOML's grammar.
pub(super) fn syntax(
    source: &Arc<Source>,
    error: &toml::de::Error,
    range: &Range<usize>,
) -> Finding {
    let span = error.span().unwrap_or(range.start..range.start);
    let span = span.start.max(range.start)..span.end.max(range.start);
    let place = Place::at(source, span.clone());
    let english = error.message();
    if english == "duplicate key" {
        let key = place.text().to_owned();
        let message = text!("“{key}”写了两次", "`{key}` stands twice");
        let hint = text!("留下对的那一个", "keep the right one");
        return Finding::new(Code::KeyDuplicate, place, message).hint(hint);
    }
    let line = line_at(source.text(), span.start);
    let zh = chinese(english);
    let message = text!("TOML 写法有误：{zh}", "TOML: {english}");
    Finding::new(Code::TomlSyntax, place, message).maybe_hint(syntax_hint(english, line))
}

fn line_at(text: &str, offset: usize) -> &str {
    let offset = text.floor_char_boundary(offset.min(text.len()));
    let start = text[..offset].rfind('\n').map_or(0, |at| at + 1);
    text[start..].lines().next().unwrap_or("")
}

/// The parser's common messages; what is not known stays as it is.
fn chinese(english: &str) -> String {
    const KNOWN: &[(&str, &str)] = &[
        ("string values must be quoted", "文字要放在半角双引号里"),
        ("invalid unquoted key", "等号左边的名字不合规矩"),
        ("unclosed table", "方括号没有合上"),
        ("unclosed array", "方括号没有合上"),
        ("unclosed inline table", "花括号没有合上"),
        (
            "invalid basic string",
            "引号没有合上，或引号里有不能直接写的字符",
        ),
        ("invalid literal string", "引号没有合上"),
        ("unexpected leading zero", "数字前面不能有 0"),
        ("invalid date", "没有这一天，或日期写法不对"),
        ("invalid month", "没有这个月份"),
        ("unexpected key or value", "这里多出了内容"),
        ("key with no value", "等号右边没有内容"),
        ("missing value", "等号右边没有内容"),
        ("missing assignment", "缺少等号"),
        ("invalid integer", "整数写法不对"),
        ("invalid float", "小数写法不对"),
        ("invalid inline table", "花括号里的写法不对"),
        ("invalid table header", "方括号里的名字不对"),
    ];
    KNOWN
        .iter()
        .find(|(start, _)| english.starts_with(start))
        .map_or_else(|| english.to_owned(), |(_, zh)| (*zh).to_owned())
}

/// What most often lies behind a fault, judged by the line it stands in.
fn syntax_hint(english: &str, line: &str) -> Option<Text> {
    if line.contains(['“', '”', '‘', '’', '「', '」']) && !line.contains('"') {
        return Some(text!(
            "引号要用半角的 \"，不能用中文引号",
            "use straight quotes \" around text"
        ));
    }
    if line.contains(['＝', '，', '［', '］', '｛', '｝', '＂']) && !line.contains('"') {
        return Some(text!("等号、逗号、括号要用半角", "use half-width = , [ ]"));
    }
    if english.starts_with("invalid unquoted key") {
        return Some(text!(
            "中文名字要加引号：\"名字\" = …",
            "put quotes around a Chinese key: \"名字\" = …"
        ));
    }
    if english.starts_with("unexpected key or value") && line.contains(',') {
        return Some(text!(
            "数字里不写千位逗号：1234，不是 1,234",
            "numbers have no thousands separator: 1234, not 1,234"
        ));
    }
    if english.starts_with("string values must be quoted") {
        return Some(text!(
            "文字和带单位的数字要加引号：\"约4.2亿元\"",
            "put text and quantities in quotes: \"约4.2亿元\""
        ));
    }
    None
}

/// A fault of shape: unknown key, wrong type, unknown word.
pub(super) fn shape(source: &Arc<Source>, error: &toml::de::Error) -> Finding {
    let place = Place::at(source, error.span().unwrap_or(0..0));
    let english = error.message();
    let (head, expected) = english.split_once(", expected ").unwrap_or((english, ""));
    let names = quoted(expected);
    if let Some(key) = head.strip_prefix("unknown field ").map(unquote) {
        let message = text!("不认识的键“{key}”", "unknown key `{key}`");
        return Finding::new(Code::KeyUnknown, place, message).maybe_hint(hint(key, names));
    }
    if let Some(word) = head.strip_prefix("unknown variant ").map(unquote) {
        let message = text!("不认识的写法“{word}”", "unknown word `{word}`");
        return Finding::new(Code::ValueInvalid, place, message).maybe_hint(hint(word, names));
    }
    if let Some(found) = head.strip_prefix("invalid type: ") {
        let (found_zh, found_en) = kind(found);
        let (wish_zh, wish_en) = wish(expected);
        let message = text!(
            "这里要写{wish_zh}，写成了{found_zh}",
            "expected {wish_en}, found {found_en}"
        );
        return Finding::new(Code::ValueType, place, message)
            .maybe_hint(type_hint(wish_en.as_str(), &found_en));
    }
    if let Some((found, _)) = head.strip_prefix("invalid value: ").map(|f| (f, expected)) {
        let (wish_zh, wish_en) = wish(expected);
        let message = text!(
            "这里不能写 {found}，要写{wish_zh}",
            "expected {wish_en}, found {found}"
        );
        return Finding::new(Code::ValueInvalid, place, message);
    }
    // Without a prefix it is what was expected, in our own words.
    let message = text!("这里要写 {english}", "expected {english}");
    Finding::new(Code::ValueInvalid, place, message)
}

/// The key that an unknown one is most likely to mean.
pub(super) fn meant(error: &toml::de::Error) -> Option<&str> {
    let (head, expected) = error.message().split_once(", expected ")?;
    let key = unquote(head.strip_prefix("unknown field ")?);
    nearest(key, quoted(expected))
}

fn type_hint(wish: &str, found: &str) -> Option<Text> {
    match (wish, found) {
        ("text", _) => Some(text!("加上半角双引号", "put it in quotes")),
        ("a list", "text") => Some(text!(
            "列表写成 [\"甲\", \"乙\"]，只有一个也要方括号",
            "a list is written [\"a\", \"b\"], also with one item"
        )),
        ("a whole number" | "yes or no", "text") => Some(text!("去掉引号", "leave the quotes out")),
        _ => None,
    }
}

fn kind(found: &str) -> (String, String) {
    let word = found.split([' ', ',']).next().unwrap_or(found);
    let (zh, en) = match word {
        "string" => ("文字", "text"),
        "integer" => ("整数", "a whole number"),
        "floating" => ("小数", "a decimal"),
        "boolean" => ("是否值", "yes or no"),
        "map" => ("表", "a table"),
        "sequence" => ("列表", "a list"),
        other => (other, other),
    };
    (zh.to_owned(), en.to_owned())
}

fn wish(expected: &str) -> (String, String) {
    let (zh, en) = match expected {
        "a string" => ("文字", "text"),
        "a sequence" => ("列表", "a list"),
        "a map" => ("表", "a table"),
        "a boolean" => ("true 或 false", "yes or no"),
        "a date" => ("日期", "a date"),
        "a number or a quantity in quotes" => {
            ("数字，或带引号的数量", "a number or a quantity in quotes")
        }
        e if e.starts_with("struct ") => ("表", "a table"),
        e if e.starts_with('u') || e.starts_with('i') => ("整数", "a whole number"),
        e if e.starts_with("a tuple of size 2") || e.starts_with("an array of length 2") => {
            ("[列, 行] 两个数", "[column, row]")
        }
        e => (e, e),
    };
    (zh.to_owned(), en.to_owned())
}

/// The names in backquotes of `one of `a`, `b``.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

fn unquote(text: &str) -> &str {
    text.trim_matches('`')
}
