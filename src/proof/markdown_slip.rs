//! Slips of Markdown: what an editor meant as markup and CommonMark shows as
//! text, or the other way round. And the signs `~` and `*` that are markup to
//! CommonMark and were meant as ～ and ×.
//!
//! Some of them the markdown room meets while it writes a page, and tells there:
//! they have its codes, are found here for their fix, and are not told twice.

use super::block::{Block, Role};
use super::fault::Fault;
use super::script::{OBJECT, before, ends, is_blank, is_chinese, is_han};
use crate::finding::{Code, Text};
use crate::text;
use std::ops::Range;

/// Runs the rules.
pub(super) fn check(block: &Block, source: &str, faults: &mut Vec<Fault>) {
    // 1.强化 is no list in a heading or a cell, and need not be one.
    if matches!(block.role, Role::Paragraph | Role::Item) {
        lines(block, source, faults);
        numbered_lines(block, faults);
    }
    if block.role != Role::Line {
        underline(block, source, faults);
        bold(block, faults);
        pictures(block, faults);
    }
    braces(block, faults);
    tilde(block, faults);
    times(block, faults);
}

fn slip(block: &Block, range: Range<usize>, message: Text) -> Fault {
    Fault::new(block, Code::MarkdownSlip, range, message)
}

/// Lines that begin like a heading or a list and are none.
fn lines(block: &Block, source: &str, faults: &mut Vec<Fault>) {
    let mut start = 0;
    for line in block.text.split('\n') {
        let bare = line.trim_start_matches(is_blank);
        let from = start + line.len() - bare.len();
        start += line.len() + 1;
        let wide = bare.len() - bare.trim_start_matches('＃').len();
        if wide > 0 && !bare[wide..].contains('＃') {
            let mark = "#".repeat(wide / '＃'.len_utf8());
            let blank = if bare[wide..].starts_with(is_blank) {
                ""
            } else {
                " "
            };
            let message = text!("全角的“＃”不会成为标题", "full-width ＃ makes no heading");
            let fault = slip(block, from..from + wide, message);
            faults.push(fault.perhaps(format!("{mark}{blank}")));
        } else if let Some(len) = heading(bare) {
            let mark = &bare[..len];
            let message = text!(
                "“{mark}”后面没有空格，不会成为标题",
                "no space after {mark}: this is no heading"
            );
            let fault = Fault::new(block, Code::HeadingSpace, from..from + len, message);
            faults.push(fault.safe(format!("{mark} ")));
        } else if let Some(len) = list(bare)
            && !is_escaped(block, source, from..from + len)
        {
            let mark = &bare[..len];
            let message = text!(
                "“{mark}”后面没有空格，不会成为列表",
                "no space after {mark}: this is no list"
            );
            faults.push(slip(block, from..from + len, message).perhaps(format!("{mark} ")));
        }
    }
}

/// Lines that are numbered the Chinese way, one under the other: to CommonMark
/// they are one paragraph, and the numbers run on in it.
fn numbered_lines(block: &Block, faults: &mut Vec<Fault>) {
    let mut start = 0;
    let mut above = false;
    for line in block.text.split('\n') {
        let bare = line.trim_start_matches(is_blank);
        let from = start + line.len() - bare.len();
        start += line.len() + 1;
        let Some(len) = number(bare) else {
            // A point may run over several lines.
            continue;
        };
        if above {
            let mark = &bare[..len];
            let message = text!(
                "“{mark}”不会另起一行，会接在上一段后面",
                "{mark} begins no line: it runs on from the text above"
            );
            let hint = text!(
                "上面空一行；要列表，写“1. ”",
                "leave a blank line above; for a list write “1. ”"
            );
            faults.push(slip(block, from..from + len, message).hint(hint));
        }
        above = true;
    }
}

/// The bytes of 1．, 1、, （1）, （一） or 一、 at the start of a line.
fn number(line: &str) -> Option<usize> {
    let numeral = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let bracket = line.strip_prefix(['（', '(']);
    let inner = bracket.unwrap_or(line);
    let rest = inner.trim_start_matches(numeral);
    let count = inner[..inner.len() - rest.len()].chars().count();
    let marks: &[char] = match bracket {
        Some(_) => &['）', ')'],
        None => &['．', '、', '）'],
    };
    let behind = rest.strip_prefix(marks)?;
    // 10．5公里 and 一、二期工程 begin no point.
    let next = behind.chars().next().filter(|c| numeral(*c));
    let same = next.is_some_and(|n| inner.starts_with(|c: char| c.is_ascii() == n.is_ascii()));
    ((1..=3).contains(&count) && !same).then(|| line.len() - behind.len())
}

/// The bytes of `##` in `##标题`; not of a topic (#乡村振兴#) or number (#1).
fn heading(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches('#');
    let len = line.len() - rest.len();
    let next = rest.chars().next()?;
    let topic = len == 1 && (rest.contains('#') || next.is_ascii_digit());
    ((1..=6).contains(&len) && !is_blank(next) && !topic).then_some(len)
}

/// `1\.强化`: whoever wrote that means no list.
fn is_escaped(block: &Block, source: &str, mark: Range<usize>) -> bool {
    let raw = block.raw(&mark);
    let before = source.get(..raw.start).unwrap_or_default();
    before.ends_with('\\') || source.get(raw).is_some_and(|mark| mark.contains('\\'))
}

/// The bytes of `1.` in `1.强化`, or of `-` in `-强化`.
fn list(line: &str) -> Option<usize> {
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    let (len, rest) = match (digits, rest) {
        // **强化 is a bold, and *强化* an emphasis.
        (0, _) if line.starts_with('*') && line.matches('*').count() > 1 => return None,
        (0, _) => (1, line.strip_prefix(['-', '+', '*'])?),
        (1..=2, _) => (digits + 1, rest.strip_prefix('.')?),
        _ => return None,
    };
    rest.starts_with(|c| is_han(c) || matches!(c, '“' | '《' | '【'))
        .then_some(len)
}

fn underline(block: &Block, source: &str, faults: &mut Vec<Fault>) {
    let Some(range) = block.underline.clone() else {
        return;
    };
    if !block.text.contains(is_han) {
        return;
    }
    let line = source.get(range.clone()).unwrap_or("").trim();
    let sign = line.chars().next().unwrap_or('-');
    let message = text!(
        "这一行“{sign}”把上面的文字变成了标题",
        "this line of {sign} makes a heading of the text above"
    );
    let hint = text!(
        "要分隔线，上面空一行；要标题，用“## ”",
        "for a rule put a blank line above; for a heading write “## ”"
    );
    faults.push(Fault::raw(Code::HeadingUnderline, range, message).hint(hint));
}

/// `**` of full width, and an odd number of `**`: each that opens must close in the same paragraph.
fn bold(block: &Block, faults: &mut Vec<Fault>) {
    for (i, stars) in block.text.match_indices("＊＊") {
        let message = text!("全角的“＊＊”不会加粗", "full-width ＊＊ makes no bold");
        faults.push(slip(block, i..i + stars.len(), message).perhaps("**"));
    }
    if block.stars.len().is_multiple_of(2) {
        return;
    }
    if let Some(last) = block.stars.last() {
        let message = text!(
            "加粗的“**”没有配对，会原样显示出来",
            "`**` has no partner and will be shown as it is"
        );
        let hint = text!(
            "补上另一个“**”，或删去它",
            "add the other `**`, or delete it"
        );
        faults.push(Fault::raw(Code::EmphasisUnclosed, last.clone(), message).hint(hint));
    }
}

/// `![图说](图 1.jpg)`, and pictures or links with full-width signs.
fn pictures(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    for (i, joint) in text.match_indices("](") {
        let from = i + joint.len();
        let rest = &text[from..];
        // Names are short; a look further would cost time without end.
        let near = rest.char_indices().take(200);
        let end = near
            .into_iter()
            .find(|(_, c)| matches!(c, ')' | '\n' | '"' | '\'' | '“' | '”' | '‘' | '’'));
        let Some((len, _)) = end else {
            continue;
        };
        let name = rest[..len].trim_end_matches(is_blank);
        let picture = opening(text, i).is_some_and(|open| text[..open].ends_with('!'));
        // Only where the name alone is at fault: the credit's “ ” make no picture
        // either, and 图 (1 of 图 (1).jpg is no name.
        let whole = rest[len..].starts_with([')', '"', '\'']);
        let lower = name.to_ascii_lowercase();
        let file = [".jpg", ".jpeg", ".png", ".webp", ".gif", ".svg"];
        if !whole
            || ends(&lower, &file).is_none()
            || !name.contains(is_blank)
            || name.contains(['<', '>'])
            || !picture
        {
            continue;
        }
        let message = text!(
            "文件名里有空格，图片不会显示",
            "a file name with a space: the picture will not be shown"
        );
        let fault = Fault::new(block, Code::LinkBroken, from..from + name.len(), message);
        let hint = text!("或给文件改个没有空格的名字", "or rename the file");
        faults.push(fault.safe(format!("<{name}>")).hint(hint));
    }
    for range in &block.bangs {
        let fault = Fault::raw(Code::MarkdownSlip, range.clone(), wide('！'));
        faults.push(fault.perhaps("!"));
    }
    for (i, _) in text.match_indices("!【").chain(text.match_indices("！【")) {
        let sign = text[i..].chars().next().map_or(0, char::len_utf8);
        let near = text[i..].split(['。', '\n']).next().unwrap_or("");
        if near.contains("】(") || near.contains("】（") {
            let at = i + sign;
            faults.push(slip(block, at..at + '【'.len_utf8(), wide('【')).perhaps("["));
        }
    }
    for (i, joint) in text.match_indices("](") {
        let from = i + joint.len();
        let near = text[from..].char_indices().take(200);
        let end = near
            .into_iter()
            .find(|(_, c)| matches!(c, ')' | '）' | '\n') || is_blank(*c));
        if let Some((len, '）')) = end
            && len > 0
            && opening(text, i).is_some()
        {
            let at = from + len;
            faults.push(slip(block, at..at + '）'.len_utf8(), wide('）')).perhaps(")"));
        }
    }
    for (i, joint) in text.match_indices("]（") {
        let rest = &text[i + joint.len()..];
        let inside = rest.split(['）', ')', '\n']).next().unwrap_or("");
        let picture = opening(text, i).is_some_and(|open| text[..open].ends_with(['!', '！']));
        let address = rest.starts_with(|c: char| c.is_ascii_graphic() || c == OBJECT)
            || picture && inside.contains('.');
        if address && opening(text, i).is_some() {
            faults.push(slip(block, i + 1..i + joint.len(), wide('（')).perhaps("("));
        }
    }
}

fn wide(sign: char) -> Text {
    text!(
        "链接和图片的符号要用半角，“{sign}”不起作用",
        "links and pictures need half-width signs: {sign} has no effect"
    )
}

/// The `[` that belongs to the `]` at `i`, if it is not far.
fn opening(text: &str, i: usize) -> Option<usize> {
    let near = text[..i].char_indices().rev().take(200);
    near.into_iter().find(|(_, c)| *c == '[').map(|(at, _)| at)
}

/// `{villages}` and `｛｛villages｝｝`, which were meant as references; real ones
/// are no text any more.
fn braces(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let (opens, closes) = (['{', '｛'], ['}', '｝']);
    let mut from = 0;
    while let Some(skip) = text[from..].find(opens) {
        let start = from + skip;
        let inner = text[start..].trim_start_matches(opens);
        let stop = inner.find(closes);
        let Some(name) = stop.and_then(|stop| inner.get(..stop)) else {
            break;
        };
        let behind = inner[name.len()..].trim_start_matches(closes);
        let end = text.len() - behind.len();
        from = end;
        let word = name.trim_matches(is_blank);
        let id = word.split('|').next().unwrap_or("").trim_end();
        let letters = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-./".contains(c);
        if !id.starts_with(|c: char| c.is_ascii_lowercase()) || !id.chars().all(letters) {
            continue;
        }
        let message = text!(
            "引用数据要用两对半角花括号，这样写会原样印出来",
            "a reference takes two half-width braces at either end; this will be printed as it is"
        );
        faults.push(slip(block, start..end, message).perhaps(format!("{{{{{word}}}}}")));
    }
}

fn tilde(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    for (i, _) in text.match_indices('~') {
        let near = |c: char| c.is_ascii_digit() || is_chinese(c) || c == '%';
        let left = before(text, i).is_some_and(near);
        let right = text[i + 1..].starts_with(near);
        if left && right {
            let message = text!("范围的连接号用“～”", "a range takes ～");
            faults.push(Fault::new(block, Code::TildeHalf, i..i + 1, message).safe("～"));
        }
    }
}

fn times(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    for (i, _) in text.match_indices('*') {
        let left = text[..i].trim_end_matches(is_blank);
        let right = text[i + 1..].trim_start_matches(is_blank);
        let number = |c: char| c.is_ascii_digit();
        let unit = |c: char| number(c) || matches!(c, '米' | '亩' | '元' | '%' | 'm');
        if left.ends_with(unit) && right.starts_with(number) {
            let code = match block.consumed.contains(&block.raw(&(i..i + 1)).start) {
                true => Code::StarsBetweenDigits,
                false => Code::TimesSign,
            };
            let message = text!("乘号用“×”", "the sign of multiplication is ×");
            faults.push(Fault::new(block, code, i..i + 1, message).safe("×"));
        }
    }
    // 30x20米: only where a length follows; 0x20 and 1920x1080 are others.
    for (i, _) in text.match_indices(['x', 'X']) {
        let number = |c: char| c.is_ascii_digit();
        let right = text[i + 1..].trim_start_matches(is_blank);
        let rest = right.trim_start_matches(|c: char| number(c) || c == '.');
        let left = text[..i].trim_end_matches(is_blank);
        let left = left.ends_with(|c: char| number(c) || c == '米');
        let digits = rest.len() < right.len();
        if left && digits && rest.starts_with(['米', '公', '厘', '毫', '平']) {
            let message = text!("乘号用“×”", "the sign of multiplication is ×");
            let fault = Fault::new(block, Code::TimesSign, i..i + 1, message);
            faults.push(fault.safe("×"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, hits};

    const CODE: &str = "markdown-slip";

    /// None of the slips that are told here or by the markdown room.
    fn right(text: &str) {
        for code in [
            CODE,
            "heading-space",
            "heading-underline",
            "emphasis-unclosed",
            "link-broken",
        ] {
            clean(text, code);
        }
    }

    #[test]
    fn lines_numbered_the_chinese_way() {
        assert_eq!(hits("1．逐村过堂。\n2．一村一策。", CODE), ["2．"]);
        assert_eq!(
            hits("（一）强化领导。\n接着写。\n（二）压实责任。", CODE),
            ["（二）"]
        );
        right("1．逐村过堂。\n\n2．一村一策。");
        right("（一）强化领导。\n三个月内完成。一、二期工程，\n10．5公里");
    }

    #[test]
    fn headings_and_lists_without_a_space() {
        right("1\\.强化责任，落实到位。");
        assert_eq!(hits("##夯实责任\n", "heading-space"), ["##→## "]);
        assert_eq!(hits("1.强化责任\n2.落实", CODE), ["1.→1. ", "2.→2. "]);
        assert_eq!(hits("-强化责任", CODE), ["-→- "]);
        for text in [
            "## 夯实责任",
            "#乡村振兴#热议",
            "1. 强化责任",
            "1.5万元到位。",
            "2019.年",
            "`##标题`",
            "```\n##标题\n```",
            "——我市工程掠影——",
            "-3℃",
        ] {
            right(text);
        }
    }

    #[test]
    fn a_dashed_line_that_makes_a_heading() {
        assert_eq!(hits("**题记**\n---\n", "heading-underline"), ["---"]);
        assert_eq!(
            hits("全区推进。\n=====\n\n下文", "heading-underline"),
            ["====="]
        );
        right("全区推进。\n\n---\n\n下文。");
        right("| 甲 | 乙 |\n|---|---|\n| 丙 | 丁 |");
    }

    #[test]
    fn a_bold_that_did_not_close() {
        assert_eq!(hits("**一是强化。成立小组。", "emphasis-unclosed"), ["**"]);
        assert_eq!(hits("＊＊强化＊＊责任", CODE), ["＊＊→**", "＊＊→**"]);
        right("把**“消薄”**当成**《方案》**的");
        right("**·**甲**·**，\\*\\*号，`**`");
    }

    #[test]
    fn pictures_that_are_none() {
        assert_eq!(
            hits("![图说](图 1.jpg \"杨敏 摄\")", "link-broken"),
            ["图 1.jpg→<图 1.jpg>"]
        );
        for text in [
            "![图说](图 1.jpg “杨敏 摄”)",
            "![图说](图1.jpg “杨敏 摄”)",
            "![图说](图 (1).jpg)",
        ] {
            clean(text, "link-broken");
        }
        assert_eq!(hits("！[图说](图1.jpg)", CODE), ["！→!"]);
        assert_eq!(hits("见[说明]（a.html）", CODE), ["（→("]);
        right("![图说](图1.jpg \"杨敏 摄\")");
        right("![图说](<图 1.jpg>)");
    }

    #[test]
    fn signs_that_are_markup() {
        assert_eq!(
            hits("共3*5=15，4*6=24。", "stars-between-digits"),
            ["*→×", "*→×"]
        );
        assert_eq!(hits("长10米*20米。", "times-sign"), ["*→×"]);
        clean("*强调*2019年，**3**5", "times-sign");
        assert_eq!(hits("10~15人，20~30人", "tilde-half"), ["~→～", "~→～"]);
        clean("~~删去~~，10～15人", "tilde-half");
    }
}
