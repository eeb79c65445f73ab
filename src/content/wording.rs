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
    if let Some(finding) = wide(source, &span, english) {
        return finding;
    }
    let line = line_at(source.text(), span.start);
    // Nothing at all behind the equals sign.
    let english = match place.text().trim().is_empty() && line.trim_end().ends_with('=') {
        true => "missing value",
        false => english,
    };
    let english = match is_yaml(line) {
        true => "a colon for an equals sign",
        false => english,
    };
    let zh = chinese(english);
    let message = text!("TOML 写法有误：{zh}", "TOML: {english}");
    let token = place.text().to_owned();
    let hint = syntax_hint(english, &token, line);
    Finding::new(Code::TomlSyntax, place, message).maybe_hint(hint)
}

/// Signs that a Chinese keyboard or a word processor puts in, and what TOML
/// wants there.
const WIDE: &[(&str, &str)] = &[
    ("“”‘’「」『』＂", "\""),
    ("＝", "="),
    ("：", "="),
    ("，、", ","),
    ("［【〔（", "["),
    ("］】〕）", "]"),
    ("｛", "{"),
    ("｝", "}"),
    ("。．", "."),
    ("＃", "#"),
];

/// The first sign of full width in the line of a fault, outside quotes, if it
/// is what lies behind it.
fn wide(source: &Arc<Source>, span: &Range<usize>, english: &str) -> Option<Finding> {
    let text = source.text();
    let at = text.floor_char_boundary(span.start.min(text.len()));
    let start = text[..at].rfind('\n').map_or(0, |at| at + 1);
    let line = text[start..].lines().next().unwrap_or("");
    let (offset, sign) = outside_quotes(line).find(|(_, c)| right(*c).is_some())?;
    let right = right(sign)?;
    // 甲县，乙县 lacks its quotes before anything else.
    let token = text.get(span.clone()).unwrap_or("");
    let head = token.find(sign).map_or(token, |at| &token[..at]);
    let prose = english.starts_with("string values must be quoted")
        && head.contains(|c: char| !c.is_ascii());
    if prose {
        return None;
    }
    let place = match right {
        // The text between the quotes is shown whole.
        "\"" if token.starts_with(sign) => Place::at(source, span.clone()),
        _ => Place::at(source, start + offset..start + offset + sign.len_utf8()),
    };
    let message = match sign {
        '\u{3000}' => text!("这里有一个全角空格", "a space of full width"),
        '\u{A0}' => text!("这里有一个不换行空格", "a no-break space"),
        _ if right == "\"" => text!(
            "引号用了{sign}，这里要用半角的 \"",
            "the quote {sign} is no quote here: use \""
        ),
        '０'..='９' => text!("数字“{sign}”是全角的", "the digit {sign} is of full width"),
        _ => text!(
            "“{sign}”是全角的，这里要用半角的 {right}",
            "{sign} is of full width: use {right}"
        ),
    };
    let hint = match right {
        " " => text!("换成普通的空格", "type an ordinary space"),
        "\"" => text!(
            "输入法切到英文，两边的引号都重打一次",
            "type both quotes again"
        ),
        _ => text!(
            "输入法切到英文，再打一次",
            "switch the keyboard to English and type it again"
        ),
    };
    Some(Finding::new(Code::TomlSyntax, place, message).hint(hint))
}

/// What TOML wants in place of a sign.
fn right(sign: char) -> Option<&'static str> {
    match sign {
        '\u{3000}' | '\u{A0}' => Some(" "),
        '０'..='９' => Some("0"),
        _ => WIDE
            .iter()
            .find(|(wrong, _)| wrong.contains(sign))
            .map(|(_, right)| *right),
    }
}

/// The characters of a line that stand in no string and no comment.
fn outside_quotes(line: &str) -> impl Iterator<Item = (usize, char)> {
    let mut quote: Option<char> = None;
    let mut escaped = false;
    let mut over = false;
    line.char_indices().filter(move |(_, c)| {
        let was = quote;
        match (quote, c) {
            (Some('"'), '\\') if !escaped => {
                escaped = true;
                return false;
            }
            (Some(open), c) if *c == open && !escaped => quote = None,
            (None, '"' | '\'') => quote = Some(*c),
            (None, '#') => over = true,
            _ => {}
        }
        escaped = false;
        !over && was.is_none() && quote.is_none()
    })
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
        ("a colon for", "冒号应当是等号"),
        ("missing comma", "两项之间缺少半角逗号"),
        ("missing opening quote", "文字前面缺少半角引号"),
        ("missing escaped value", "反斜杠 \\ 在引号里有别的意思"),
        ("too few unicode", "反斜杠 \\ 在引号里有别的意思"),
        ("extra assignment", "多了一个等号"),
        ("extra `=`", "多了一个等号"),
        ("unexpected `=` in array", "方括号里不能有等号"),
        ("extra comma", "多了一个逗号"),
        ("unclosed array table", "方括号没有合上"),
        ("missing key", "等号左边没有名字"),
        ("unquoted keys cannot be empty", "等号左边没有名字"),
        ("unexpected content", "这里多出了内容"),
        ("invalid comment", "注释里有不能用的字符"),
        ("invalid value", "等号右边的写法不对"),
        ("invalid key-value", "这一行的写法不对"),
        ("carriage return", "行末的换行符不完整"),
        ("unexpected sign", "数字前多了正负号"),
        ("redundant numeric sign", "数字前多了正负号"),
        ("cannot recurse", "括号套得太深"),
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

/// `name: 甲县`, as front matter is written elsewhere.
fn is_yaml(line: &str) -> bool {
    let key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ');
    let parts = line.trim_start().split_once(':');
    parts.is_some_and(|(head, rest)| {
        !head.is_empty() && head.chars().all(key) && !rest.contains('=')
    })
}

/// What most often lies behind a fault, judged by what stands there and by
/// the line around it.
fn syntax_hint(english: &str, token: &str, line: &str) -> Option<Text> {
    if is_yaml(line) {
        return Some(text!(
            "名字和内容之间用等号，文字加半角引号：name = \"甲县\"",
            "write = between key and value, and quotes: name = \"甲县\""
        ));
    }
    if english.starts_with("invalid unquoted key") {
        return Some(text!(
            "中文名字要加引号：\"名字\" = …",
            "put quotes around a Chinese key: \"名字\" = …"
        ));
    }
    if english.starts_with("unexpected key or value") && line.matches('"').count() > 2 {
        return Some(text!(
            "引号里面还要引号时，里面的用中文引号“ ”",
            "inside quotes use “ ”, not \""
        ));
    }
    if english.starts_with("unexpected key or value") && line.contains(',') {
        return Some(text!(
            "数字里不写千位逗号：1234，不是 1,234",
            "numbers have no thousands separator: 1234, not 1,234"
        ));
    }
    if english.starts_with("missing escaped value") || english.starts_with("too few unicode") {
        return Some(text!(
            "文件路径里的反斜杠 \\ 改成斜杠 /",
            "write / in paths, not \\"
        ));
    }
    if english.starts_with("invalid basic string") {
        return Some(text!(
            "在这一行的末尾补上半角引号 \"",
            "close the quote at the end of the line"
        ));
    }
    let digits = token.starts_with(|c: char| c.is_ascii_digit() || "约近逾超".contains(c));
    let date = digits && token.contains(['年', '/']) || english.starts_with("invalid date");
    if date || english.starts_with("invalid month") {
        return Some(text!(
            "日期写成 2026-03-01，不加引号，月和日都写两位",
            "a date is written 2026-03-01, without quotes"
        ));
    }
    if english.starts_with("missing value") {
        return Some(text!(
            "没有的内容，把这一行删去，或在前面加 #",
            "delete the line, or put # before it"
        ));
    }
    if english.starts_with("string values must be quoted") {
        return Some(match digits {
            true => text!(
                "带单位的数字要加半角引号：\"约4.2亿元\"",
                "put quantities in quotes: \"约4.2亿元\""
            ),
            false => text!("文字两边加半角引号 \"", "put text in quotes \""),
        });
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
