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
    let header = english.starts_with("invalid unquoted key") && line.trim_start().starts_with('[');
    let zh = match header {
        true => "方括号里的名字不合规矩".to_owned(),
        false => chinese(english),
    };
    let message = text!("TOML 写法有误：{zh}", "TOML: {english}");
    let token = place.text().to_owned();
    let hint = syntax_hint(english, &token, line);
    Finding::new(Code::TomlSyntax, place, message).hint(hint)
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
pub(super) fn outside_quotes(line: &str) -> impl Iterator<Item = (usize, char)> {
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

pub(super) fn line_at(text: &str, offset: usize) -> &str {
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
        ("extra assignment between", "两项之间缺少半角逗号"),
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
        ("invalid boolean", "true 和 false 全用小写"),
        ("invalid integer", "整数写法不对"),
        ("invalid float", "小数写法不对"),
        ("invalid inline table", "花括号里的写法不对"),
        ("invalid table header", "方括号里的名字不对"),
    ];
    let known = KNOWN.iter().find(|(start, _)| english.starts_with(start));
    known.map_or("这里的写法不对", |(_, zh)| *zh).to_owned()
}

/// `name: 甲县`, as front matter is written elsewhere.
pub(super) fn is_yaml(line: &str) -> bool {
    let key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ');
    let parts = line.trim_start().split_once(':');
    parts.is_some_and(|(head, rest)| {
        !head.is_empty() && head.chars().all(key) && !rest.contains('=')
    })
}

/// What most often lies behind a fault, judged by what stands there and by
/// the line around it.
fn syntax_hint(english: &str, token: &str, line: &str) -> Text {
    if is_yaml(line) {
        return text!(
            "名字和内容之间用等号，文字加半角引号：name = \"甲县\"",
            "write = between key and value, and quotes: name = \"甲县\""
        );
    }
    if english.starts_with("invalid unquoted key") && line.trim_start().starts_with('[') {
        return text!(
            "方括号里的名字用小写字母、数字和 _，例如 [figures.income]；中文名写在下一行的 name 里",
            "between brackets use small letters, digits and _, e.g. [figures.income]; its Chinese name goes into `name` below"
        );
    }
    let before = line.find(token).map_or("", |at| &line[..at]);
    if english.starts_with("invalid unquoted key") && before.contains('{') {
        return match before.ends_with(|c: char| c.is_ascii_digit()) {
            true => text!(
                "年份只写数字：{{ 2018 = 3, 2019 = 5 }}",
                "a year is written in digits: {{ 2018 = 3, 2019 = 5 }}"
            ),
            false => text!(
                "中文名字两边加半角引号：{{ \"光伏\" = 3, \"物业\" = 1 }}",
                "put names in quotes: {{ \"光伏\" = 3, \"物业\" = 1 }}"
            ),
        };
    }
    if english.starts_with("invalid unquoted key") {
        return text!(
            "等号左边的名字照手册写，都是英文，例如 title、name、value",
            "the keys are those of the handbook, such as title, name, value"
        );
    }
    if english.starts_with("unexpected key or value") && line.matches('"').count() > 2 {
        return text!(
            "引号里面还要引号时，里面的用中文引号“ ”",
            "inside quotes use “ ”, not \""
        );
    }
    if english.starts_with("unexpected key or value") && line.contains(',') {
        return text!(
            "数字里不写千位逗号：1234，不是 1,234",
            "numbers have no thousands separator: 1234, not 1,234"
        );
    }
    if english.starts_with("missing escaped value") || english.starts_with("too few unicode") {
        return text!(
            "文件路径里的反斜杠 \\ 改成斜杠 /",
            "write / in paths, not \\"
        );
    }
    if english.starts_with("invalid basic string") {
        return text!(
            "在这一行的末尾补上半角引号 \"",
            "close the quote at the end of the line"
        );
    }
    let digits = token.starts_with(|c: char| c.is_ascii_digit() || "约近逾超".contains(c));
    let date = digits && token.contains(['年', '/']) || english.starts_with("invalid date");
    if date || english.starts_with("invalid month") {
        return text!(
            "日期写成 2026-03-01，不加引号，月和日都写两位",
            "a date is written 2026-03-01, without quotes"
        );
    }
    if english.starts_with("missing value") {
        return text!(
            "没有的内容，把这一行删去，或在前面加 #",
            "delete the line, or put # before it"
        );
    }
    if english.starts_with("string values must be quoted") {
        return match digits {
            true => text!(
                "带单位的数字要加半角引号：\"约4.2亿元\"",
                "put quantities in quotes: \"约4.2亿元\""
            ),
            false if ["是", "否", "真", "假"].contains(&token.trim()) => text!(
                "是写 true，不是写 false，不加引号",
                "write true or false, without quotes"
            ),
            false => text!("文字两边加半角引号 \"", "put text in quotes \""),
        };
    }
    if english.starts_with("unclosed") {
        return text!(
            "在这一行的末尾补上另一半括号",
            "close the bracket at the end of the line"
        );
    }
    if english.starts_with("unexpected leading zero") {
        return text!(
            "电话、代码这类以 0 开头的号码，两边加半角引号",
            "put numbers that begin with 0, such as telephone numbers, in quotes"
        );
    }
    if english.starts_with("invalid boolean") {
        return text!("写成 true 或 false", "write true or false");
    }
    if english.starts_with("extra assignment between") || english.starts_with("missing comma") {
        return text!("在两项之间补上半角逗号", "put a comma between the two");
    }
    if english.starts_with("missing assignment") || english.starts_with("key with no value") {
        return text!(
            "名字和内容之间写等号：名字 = 内容",
            "write = between a key and its value"
        );
    }
    if english.starts_with("extra comma") {
        return text!("删去多出的逗号", "delete the comma");
    }
    text!(
        "对照手册里的例子：名字 = \"内容\"，一行一项",
        "compare with the handbook: key = \"value\", one on each line"
    )
}

/// A fault of shape: unknown key, wrong type, unknown word.
/// `there` are the keys of the same table: none of them can be meant.
pub(super) fn shape(source: &Arc<Source>, error: &toml::de::Error, there: &[String]) -> Finding {
    let place = Place::at(source, error.span().unwrap_or(0..0));
    let english = error.message();
    let (head, expected) = english.split_once(", expected ").unwrap_or((english, ""));
    let names = quoted(expected);
    if let Some(key) = head.strip_prefix("unknown field ").map(unquote) {
        let message = text!("不认识的键“{key}”", "unknown key `{key}`");
        let absent = absent(&names, there);
        let hint = match near_key(key, &absent).or_else(|| nearest(key, names.iter().copied())) {
            Some(near) => Some(text!("是不是想写“{near}”？", "did you mean `{near}`?")),
            None if absent.is_empty() => Some(text!("删去这一行", "delete the line")),
            None => hint(key, absent),
        };
        return Finding::new(Code::KeyUnknown, place, message).maybe_hint(hint);
    }
    if let Some(word) = head.strip_prefix("unknown variant ").map(unquote) {
        let message = text!("不认识的写法“{word}”", "unknown word `{word}`");
        return Finding::new(Code::ValueInvalid, place, message).maybe_hint(hint(word, names));
    }
    if let Some(found) = head.strip_prefix("invalid type: ") {
        let (found_zh, found_en) = kind(found);
        let (wish_zh, wish_en) = wish(expected);
        // TOML's own dates come as a table of their parts.
        let is_date =
            found_en == "a table" && place.text().starts_with(|c: char| c.is_ascii_digit());
        let (found_zh, found_en) = match is_date {
            true => ("日期", "a date"),
            false => (found_zh, found_en),
        };
        let message = text!(
            "这里要写{wish_zh}，写成了{found_zh}",
            "expected {wish_en}, found {found_en}"
        );
        return Finding::new(Code::ValueType, place, message).hint(type_hint(wish_en, found_en));
    }
    if let Some(written) = english.strip_suffix(" is not a colour like #a0131a") {
        let message = text!("{written}不是颜色", "{english}");
        let hint = text!(
            "写 # 和六位十六进制数字，如 \"#a0131a\"",
            "write # and six hexadecimal digits: \"#a0131a\""
        );
        return Finding::new(Code::ValueInvalid, place, message).hint(hint);
    }
    if let Some(key) = missing(error) {
        let message = text!("这一段少了“{key}”", "this table lacks `{key}`");
        let hint = text!(
            "补上 {key} 这一项，照手册里的例子写",
            "add {key}, as in the handbook"
        );
        return Finding::new(Code::KeyMissing, place, message).hint(hint);
    }
    // Without a prefix the fault lies in the value itself: a number too large,
    // a list too short.
    let (wish_zh, wish_en) = match english.contains("overflow") || english.contains("number") {
        true => ("位数少一些的数", "a number with fewer digits"),
        false if head.starts_with("invalid length ") => wish(expected),
        false => wish(english),
    };
    let message = text!("这里的写法不对，要写{wish_zh}", "expected {wish_en}");
    let hint = match wish_en {
        "a number with fewer digits" => "a number or a quantity in quotes",
        _ => wish_en,
    };
    Finding::new(Code::ValueInvalid, place, message).hint(type_hint(hint, ""))
}

/// The key that an unknown one is most likely to mean.
pub(super) fn meant<'e>(error: &'e toml::de::Error, there: &[String]) -> Option<&'e str> {
    let (head, expected) = error.message().split_once(", expected ")?;
    let key = unquote(head.strip_prefix("unknown field ")?);
    let known = quoted(expected);
    near_key(key, &absent(&known, there)).or_else(|| nearest(key, known))
}

/// Whether a fault is a key that is not known.
pub(super) fn is_unknown_key(error: &toml::de::Error) -> bool {
    error.message().starts_with("unknown field ")
}

/// The keys that do not stand in the table yet.
fn absent<'n>(names: &[&'n str], there: &[String]) -> Vec<&'n str> {
    let is_absent = |name: &&&str| there.iter().all(|key| key != **name);
    names.iter().filter(is_absent).copied().collect()
}

/// What keys are called where they have another name.
const ALSO: &[(&str, &str)] = &[
    ("author", "byline"),
    ("authors", "byline"),
    ("begin", "start"),
    ("date", "as_of"),
    ("deadline", "due"),
    ("description", "summary"),
    ("end", "due"),
    ("headline", "title"),
    ("lang", "language"),
    ("subtitle", "deck"),
    ("标题", "title"),
    ("主题", "title"),
    ("主题", "theme"),
    ("引题", "kicker"),
    ("副题", "deck"),
    ("副标题", "deck"),
    ("语言", "language"),
    ("网址", "url"),
    ("名称", "name"),
    ("名字", "name"),
    ("县名", "name"),
    ("联系方式", "contact"),
    ("发布单位", "publisher"),
    ("地区", "region"),
    ("名单", "roster"),
    ("署名", "byline"),
    ("作者", "byline"),
    ("出处", "source"),
    ("来源", "source"),
    ("截至", "as_of"),
    ("日期", "date"),
    ("日期", "as_of"),
    ("开始", "start"),
    ("期限", "due"),
    ("指标", "indicators"),
    ("单位", "unit"),
    ("含义", "meaning"),
    ("合计", "total"),
    ("小数", "decimals"),
    ("范围", "range"),
    ("全部", "whole"),
    ("代码", "code"),
    ("摘要", "summary"),
    ("封面", "cover"),
    ("数据", "figures"),
    ("数值", "value"),
    ("值", "value"),
    ("目标", "target"),
    ("基期", "baseline"),
    ("序列", "series"),
    ("说明", "note"),
    ("备注", "note"),
    ("核对", "checks"),
    ("和", "sum"),
    ("项目", "projects"),
    ("投资", "invested"),
    ("地点", "place"),
    ("大事记", "milestones"),
    ("内容", "text"),
];

/// The known key that an unknown one means, by its letters or by another of
/// its names.
fn near_key<'n>(key: &str, absent: &[&'n str]) -> Option<&'n str> {
    if let Some(near) = nearest(key, absent.iter().copied()) {
        return Some(near);
    }
    let also = |name: &&&str| {
        ALSO.iter()
            .any(|(other, known)| *other == key && known == *name)
    };
    match absent.iter().find(also) {
        Some(name) => Some(name),
        None => None,
    }
}

fn type_hint(wish: &str, found: &str) -> Text {
    match (wish, found) {
        ("text", "a list") => text!(
            "去掉方括号，只写一项，两边加半角引号",
            "leave the brackets out: one item in quotes"
        ),
        ("text", "a table") => text!("写成 \"文字\"", "write \"text\""),
        ("text", _) => text!("加上半角双引号", "put it in quotes"),
        ("a list", "text") => text!(
            "列表写成 [\"甲\", \"乙\"]，只有一个也要方括号",
            "a list is written [\"a\", \"b\"], also with one item"
        ),
        ("a list", "a table") => text!(
            "一项写一段，名字放在两层方括号里：[[名字]]",
            "give each item its own part under two brackets: [[name]]"
        ),
        ("a list", _) => text!(
            "列表写成 [\"甲\", \"乙\"]",
            "a list is written [\"a\", \"b\"]"
        ),
        ("a whole number" | "yes or no", "text") => text!("去掉引号", "leave the quotes out"),
        ("a whole number", _) => text!("只写整数，例如 2", "write a whole number, e.g. 2"),
        ("yes or no", _) => text!(
            "是写 true，不是写 false，不加引号",
            "write true or false, without quotes"
        ),
        ("a date", _) => text!(
            "写成 2019-11-30；只知道月份时写 \"2019-11\"",
            "write 2019-11-30, or \"2019-11\" for a month"
        ),
        ("a number or a quantity in quotes", _) => text!(
            "写成 401，或 \"约4.2亿元\"；没有数据就整行去掉",
            "write 401, or \"约4.2亿元\"; leave the line out where there is no figure"
        ),
        ("a table", _) => text!(
            "名字单独占一行，写在方括号里：[名字]；下面每行一项：键 = 值。写在一行里时用花括号：{{ 键 = 值 }}",
            "put its name in brackets on a line of its own, [name], and below it key = value; on one line: {{ key = value }}"
        ),
        (TOTALS, _) => text!(
            "相加写 total = \"sum\"，按另一指标加权写 total = {{ weighted_by = \"funds\" }}",
            "write total = \"sum\", or total = {{ weighted_by = \"funds\" }} for a weighted mean"
        ),
        (PICTURES, _) => text!(
            "写成 {{ file = \"图.jpg\", caption = \"图说\" }}",
            "write {{ file = \"photo.jpg\", caption = \"…\" }}"
        ),
        (COUNTIES, _) => text!(
            "写成 \"甲县\"，或 [\"甲县\", \"乙县\"]",
            "write \"a\", or [\"a\", \"b\"]"
        ),
        (COLOURS, _) => text!(
            "由浅到深写五种：[\"#fbe3e0\", …]",
            "write five of them, from light to dark: [\"#fbe3e0\", …]"
        ),
        _ => text!("照手册里的例子改写", "write it as in the handbook"),
    }
}

fn kind(found: &str) -> (&'static str, &'static str) {
    match found.split([' ', ',']).next().unwrap_or(found) {
        "string" => ("文字", "text"),
        "integer" => ("整数", "a whole number"),
        "floating" => ("小数", "a decimal"),
        "boolean" => ("是否值", "yes or no"),
        "map" => ("表", "a table"),
        "sequence" => ("列表", "a list"),
        _ => ("别的内容", "something else"),
    }
}

/// What a total may be.
pub(super) const TOTALS: &str = "sum, mean, none or { weighted_by = \"id\" }";
/// What a picture of a gallery may be.
const PICTURES: &str = "a file name, or { file = \"…\", caption = \"…\" }";
/// What the highlight of a chart may be.
const COUNTIES: &str = "a county, or a list of counties";
/// What the steps of a palette are.
const COLOURS: &str = "a list of five colours";

fn wish(expected: &str) -> (&'static str, &'static str) {
    match expected {
        "a string" => ("文字", "text"),
        "a sequence" => ("列表", "a list"),
        "a map" => ("表", "a table"),
        "a boolean" => (" true 或 false", "yes or no"),
        "a date" => ("日期", "a date"),
        "a number or a quantity in quotes" => {
            ("数字，或带引号的数量", "a number or a quantity in quotes")
        }
        TOTALS => ("合计方式", TOTALS),
        PICTURES => ("图片和图说", PICTURES),
        COUNTIES => ("县名，或县名的列表", COUNTIES),
        "an array of length 5" => ("五种颜色的列表", COLOURS),
        e if e.starts_with("struct ") => ("表", "a table"),
        e if e.starts_with(['u', 'i']) => ("整数", "a whole number"),
        _ => ("别的内容", "something else"),
    }
}

/// The key that a table of fixed keys lacks.
pub(super) fn missing(error: &toml::de::Error) -> Option<&str> {
    error.message().strip_prefix("missing field ").map(unquote)
}

/// The names in backquotes of `one of `a`, `b``.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

fn unquote(text: &str) -> &str {
    text.trim_matches('`')
}
