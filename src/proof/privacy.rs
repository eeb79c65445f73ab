//! Numbers of persons that must not be published: identity cards (GB
//! 11643—1999, with its check digit) and mobile phones.

use super::block::Block;
use super::fault::Fault;
use super::script::before;
use crate::finding::Code;
use crate::text;
use memchr::memchr3;
use std::ops::Range;

/// Digits that stand together, as ASCII, and where.
struct Group {
    digits: String,
    range: Range<usize>,
}

/// A mobile number has so many digits, an identity card more.
const FEWEST: usize = 11;

/// Whether a Markdown text may hold such a number at all. Nearly none does, and
/// to parse them all to be sure costs more than anything else that is checked.
///
/// A number stands in one paragraph, its digits beside each other or parted by
/// what is no text; only markup that is written out can put text between them.
pub(super) fn may_be_in_markdown(text: &str) -> bool {
    // Entities give digits, links and tags hide what parts them.
    if memchr3(b'<', b'[', b'&', text.as_bytes()).is_none() && !has_run(text) {
        return false;
    }
    let hides = |b: u8| matches!(b, b'<' | b'[' | b'&');
    paragraphs(text).any(|paragraph| match paragraph.bytes().any(hides) {
        true => has_digits(paragraph) && digits(paragraph) >= FEWEST,
        false => has_run(paragraph),
    })
}

/// Whether enough digits stand in a paragraph with nothing between them that parts
/// a number: ASCII never does. By bytes, since most characters are Chinese, and
/// those part it: where one stands among as many bytes as a number has at least,
/// all before it are passed over at once.
fn has_run(paragraph: &str) -> bool {
    let parts = |byte: &u8| matches!(BYTES[usize::from(*byte)], Byte::Parts);
    let mut start = 0;
    while let Some(window) = paragraph.as_bytes().get(start..start + FEWEST) {
        match window.iter().rposition(parts) {
            Some(at) => start += at + 1,
            None => match run(paragraph, start) {
                Some(end) => start = end,
                None => return true,
            },
        }
    }
    false
}

/// Where the digits from `start` on are parted; `None` where they are enough.
fn run(paragraph: &str, start: usize) -> Option<usize> {
    let mut count = 0;
    for (at, byte) in paragraph.bytes().enumerate().skip(start) {
        match BYTES[usize::from(byte)] {
            Byte::Passed => {}
            Byte::Digit => count += 1,
            Byte::Parts => return Some(at + 1),
            Byte::Doubtful => match paragraph.get(at..).and_then(|rest| rest.chars().next()) {
                Some(c) if digit(c).is_some() || is_check_x(c) => count += 1,
                Some(c) if is_part(c) => {}
                _ => return Some(at + 1),
            },
        }
        if count >= FEWEST {
            return None;
        }
    }
    Some(paragraph.len())
}

/// What a byte says of a number.
#[derive(Clone, Copy)]
enum Byte {
    /// Other characters of ASCII, and what goes on with one begun before.
    Passed,
    /// A digit, or X.
    Digit,
    /// What begins so may be a space, a hyphen or a digit of double width.
    Doubtful,
    /// Ends a number.
    Parts,
}

/// Each byte by what it says.
const BYTES: [Byte; 256] = {
    let mut bytes = [Byte::Passed; 256];
    let mut byte = 0;
    while byte < 256 {
        bytes[byte] = match byte as u8 {
            b'0'..=b'9' | b'X' | b'x' => Byte::Digit,
            0..=0xBF => Byte::Passed,
            0xC2 | 0xE1..=0xE3 | 0xEF => Byte::Doubtful,
            _ => Byte::Parts,
        };
        byte += 1;
    }
    bytes
};

/// The same for TOML: the strings in it stand as they are, each on its line,
/// save for escapes.
pub(super) fn may_be_in_toml(text: &str) -> bool {
    if text.contains('\\') && text.contains("\\\n") {
        return true;
    }
    let in_line = |line: &str| match line.contains('\\') {
        true => digits(line) >= FEWEST,
        false => line.split(|c| !is_part(c)).any(|run| digits(run) >= FEWEST),
    };
    // Most lines are so short that to count while looking for their ends is quicker
    // than to go through each once more. Digits of double width begin with EF.
    let (mut start, mut count) = (0, 0);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'0'..=b'9' | b'X' | b'x' | 0xEF => count += 1,
            b'\n' => {
                if count >= FEWEST && in_line(&text[start..at]) {
                    return true;
                }
                (start, count) = (at + 1, 0);
            }
            _ => {}
        }
    }
    count >= FEWEST && in_line(&text[start..])
}

/// Whether there are digits enough at all; counts bytes, which is quick. Those of
/// double width begin with EF, as most marks do.
fn has_digits(text: &str) -> bool {
    let count = |one: fn(&u8) -> bool| text.bytes().filter(one).count();
    let narrow = count(|b| matches!(b, b'0'..=b'9' | b'X' | b'x'));
    narrow >= FEWEST || (narrow + count(|b| *b == 0xEF) >= FEWEST && digits(text) >= FEWEST)
}

/// Whether the digits of a number go on behind it; two `*` are no text.
fn is_part(c: char) -> bool {
    digit(c).is_some() || is_check_x(c) || is_hyphen(c) || is_space(c) || c == '*'
}

/// How many digits there are, and X; by bytes, since most characters are Chinese.
fn digits(text: &str) -> usize {
    let narrow = |b: &u8| matches!(b, b'0'..=b'9' | b'X' | b'x');
    // ０ to ９ and Ｘ; ｘ.
    let wide =
        |three: &[u8]| matches!(three, [0xEF, 0xBC, 0x90..=0x99 | 0xB8] | [0xEF, 0xBD, 0x98]);
    let count = text.bytes().filter(narrow).count();
    count
        + text
            .as_bytes()
            .windows(3)
            .filter(|three| wide(three))
            .count()
}

/// Pieces of a text between its empty lines.
fn paragraphs(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut end = 0;
        for line in rest.split_inclusive('\n') {
            end += line.len();
            if line.trim().is_empty() {
                break;
            }
        }
        let (paragraph, after) = rest.split_at(end);
        rest = after;
        Some(paragraph)
    })
}

/// Runs both rules.
pub(super) fn check(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let mut from = 0;
    while let Some(skip) = text[from..].find(|c| digit(c).is_some()) {
        let groups = groups(text, from + skip);
        from = groups.last().map_or(text.len(), |g| g.range.end);
        let mut first = 0;
        while first < groups.len() {
            first += match longest(text, &groups, first) {
                Some((count, code)) => {
                    let (start, end) = (&groups[first], &groups[first + count - 1]);
                    faults.push(fault(block, start.range.start..end.range.end, code));
                    count
                }
                None => 1,
            };
        }
    }
}

fn fault(block: &Block, range: Range<usize>, code: Code) -> Fault {
    let message = match code {
        Code::IdNumber => text!("这里有身份证号码", "the number of an identity card"),
        _ => text!("这里有手机号码", "the number of a mobile phone"),
    };
    let hint = text!(
        "个人信息不得公开：删去，或改用单位电话",
        "personal data must not be published: delete it"
    );
    Fault::new(block, code, range, message).hint(hint)
}

/// A digit of either width as ASCII.
fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => None,
    }
}

fn is_check_x(c: char) -> bool {
    matches!(c, 'X' | 'x' | 'Ｘ' | 'ｘ')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '－' | '‐'..='―' | '−')
}

fn is_space(c: char) -> bool {
    c != '\n' && c != '\r' && c.is_whitespace()
}

/// The digits from `at` on, parted by at most three spaces and hyphens.
fn groups(text: &str, at: usize) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut start = at;
    loop {
        let mut digits = String::new();
        let mut end = start;
        for c in text[start..].chars() {
            let Some(d) = digit(c).or_else(|| is_check_x(c).then_some('X')) else {
                break;
            };
            digits.push(d);
            end += c.len_utf8();
        }
        if digits.is_empty() {
            return groups;
        }
        let range = start..end;
        groups.push(Group { digits, range });
        let apart = text[end..].chars().take(4);
        let apart: Vec<char> = apart
            .take_while(|c| is_space(*c) || is_hyphen(*c))
            .collect();
        if !(1..=3).contains(&apart.len()) {
            return groups;
        }
        start = end + apart.iter().map(|c| c.len_utf8()).sum::<usize>();
    }
}

/// How many groups from `first` on are one number of a person, and of which
/// kind.
fn longest(text: &str, groups: &[Group], first: usize) -> Option<(usize, Code)> {
    // A country's code before the number, or an identity card by single digits.
    const MOST: usize = 18;
    if !begins(text, groups, first) {
        return None;
    }
    let mut joined = String::new();
    let mut sizes = Vec::new();
    let mut found = None;
    for (i, group) in groups.iter().enumerate().skip(first).take(MOST) {
        joined.push_str(&group.digits);
        sizes.push(group.digits.len());
        if joined.len() > 18 {
            break;
        }
        let code = match () {
            () if is_identity(&joined) => Code::IdNumber,
            () if is_mobile(text, groups, first, &joined, &sizes) => Code::PhoneNumber,
            () => continue,
        };
        // The check digit of a card tells whatever follows.
        let may_be_amount = code == Code::PhoneNumber && i == groups.len() - 1;
        if may_be_amount && is_amount(&text[group.range.end..]) {
            continue;
        }
        if ends(text, groups, i) {
            found = Some((i + 1 - first, code));
        }
    }
    found
}

/// Whether a number may begin with this group.
fn begins(text: &str, groups: &[Group], first: usize) -> bool {
    let start = groups[first].range.start;
    if first > 0 {
        let apart = &text[groups[first - 1].range.end..start];
        return !apart.contains(is_hyphen);
    }
    let head = &text[..start];
    let head = head.strip_suffix("//").unwrap_or(head);
    if head.ends_with("tel:") {
        return true;
    }
    match before(text, start) {
        Some(c) if is_hyphen(c) => {
            let head = text[..start].trim_end_matches(is_hyphen);
            !head.ends_with(|c: char| c.is_ascii_alphanumeric())
        }
        Some(c) => !(c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/')),
        None => true,
    }
}

/// Whether a number may end with this group.
fn ends(text: &str, groups: &[Group], last: usize) -> bool {
    let end = groups[last].range.end;
    match groups.get(last + 1) {
        Some(next) => !text[end..next.range.start].contains(is_hyphen),
        None => !text[end..].starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_'),
    }
}

/// Whether what follows makes an amount of a number.
fn is_amount(rest: &str) -> bool {
    const UNITS: [&str; 13] = [
        "元", "万", "亿", "亩", "吨", "斤", "株", "公斤", "公里", "公顷", "平方", "立方", "千瓦",
    ];
    if let Some(decimals) = rest.strip_prefix(['.', '．']) {
        return decimals.starts_with(|c| digit(c).is_some());
    }
    let rest = rest.trim_start_matches(is_space);
    UNITS.iter().any(|unit| rest.starts_with(unit))
}

/// Eighteen characters with a possible day of birth and the right check digit.
fn is_identity(run: &str) -> bool {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECK: &[u8] = b"10X98765432";
    let bytes = run.as_bytes();
    if bytes.len() != 18 || !bytes[..17].iter().all(u8::is_ascii_digit) || bytes[0] == b'0' {
        return false;
    }
    let number = |from: usize, to: usize| run.get(from..to).and_then(|d| d.parse::<u32>().ok());
    let born = (number(6, 10), number(10, 12), number(12, 14));
    let (Some(1800..=2199), Some(1..=12), Some(1..=31)) = born else {
        return false;
    };
    let sum: u32 = bytes
        .iter()
        .zip(WEIGHTS)
        .map(|(b, w)| u32::from(b - b'0') * w)
        .sum();
    CHECK.get((sum % 11) as usize) == Some(&bytes[17])
}

/// Eleven digits from 13 to 19, whole or parted 3-4-4, behind a country's code
/// or without. A fourth group of four goes on as a bank card's does.
fn is_mobile(text: &str, groups: &[Group], first: usize, joined: &str, sizes: &[usize]) -> bool {
    let is_four = |i: Option<usize>| {
        i.and_then(|i| groups.get(i))
            .is_some_and(|g| g.digits.len() == 4)
    };
    let start = groups[first].range.start;
    let is_dialled = text[..start].ends_with(['+', '＋']) || text[..start].ends_with("tel:");
    let count = sizes.len();
    let (bare, sizes) = match (joined.strip_prefix("0086"), joined.strip_prefix("86")) {
        (Some(bare), _) => (bare, without(sizes, 4)),
        (_, Some(bare)) if is_dialled || sizes.first() == Some(&2) => (bare, without(sizes, 2)),
        _ => (joined, sizes.to_vec()),
    };
    let is_parted = match sizes.as_slice() {
        [11] => false,
        [3, 4, 4] => true,
        _ => return false,
    };
    let goes_on = is_four(first.checked_sub(1)) || is_four(Some(first + count));
    bare.starts_with('1')
        && matches!(bare.as_bytes().get(1), Some(b'3'..=b'9'))
        && bare.bytes().all(|b| b.is_ascii_digit())
        && !(is_parted && goes_on)
}

/// Sizes of groups without the first `code` digits.
fn without(sizes: &[usize], code: usize) -> Vec<usize> {
    match sizes {
        [first, rest @ ..] if *first == code => rest.to_vec(),
        [first, rest @ ..] if *first > code => {
            let mut sizes = vec![first - code];
            sizes.extend(rest);
            sizes
        }
        sizes => sizes.to_vec(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, hits};

    #[test]
    fn what_parts_a_number_is_told_by_its_bytes() {
        for c in '\0'..=char::MAX {
            let counts = super::digit(c).is_some() || super::is_check_x(c);
            let parts = !c.is_ascii() && !super::is_part(c);
            let run = |digits: &str| super::has_run(&format!("138001{c}{digits}"));
            assert_eq!(run("3800"), counts, "{c:?}");
            assert_eq!(run("38000"), !parts, "{c:?}");
        }
    }

    #[test]
    fn identity_cards() {
        // The example of the standard itself, and one with X.
        assert_eq!(
            hits("身份证440524188001010014。", "id-number"),
            ["440524188001010014"]
        );
        assert_eq!(
            hits("号码：11010519491231002x，", "id-number"),
            ["11010519491231002x"]
        );
        clean(
            "编号440524188001010015，91330000440524188001010014，4405241880010100141",
            "id-number",
        );
    }

    #[test]
    fn mobile_phones() {
        assert_eq!(
            hits("电话13800138000，138-0013-8000。", "phone-number"),
            ["13800138000", "138-0013-8000"]
        );
        clean(
            "热线0578-2091234、12345678901、138001380001、138****8000、1.13800138000",
            "phone-number",
        );
        clean("见https://a.cn/13800138000，共13800138元", "phone-number");
    }

    #[test]
    fn amounts_are_no_phones() {
        clean(
            "共13800138000元、13800138000 元、13800138000.5平方米、13912345678公斤、15000000000万元",
            "phone-number",
        );
        assert_eq!(
            hits("打13800138000。问13900139000.", "phone-number").len(),
            2
        );
        assert_eq!(hits("440524188001010014元", "id-number").len(), 1);
    }

    #[test]
    fn other_widths_and_parts() {
        assert_eq!(
            hits(
                "号４４０５２４１８８００１０１００１４，440524 18800101 0014、4405-2418-8001-0100-14。",
                "id-number"
            ),
            [
                "４４０５２４１８８００１０１００１４",
                "440524 18800101 0014",
                "4405-2418-8001-0100-14"
            ]
        );
        assert_eq!(
            hits(
                "１３８００１３８０００，138 0013 8000、138－0013－8000，+86 138-0013-8000，张三-13800138000，13800138000 13900139000",
                "phone-number"
            ),
            [
                "１３８００１３８０００",
                "138 0013 8000",
                "138－0013－8000",
                "86 138-0013-8000",
                "13800138000",
                "13800138000",
                "13900139000"
            ]
        );
        clean(
            "6222 1380 0138 0000、6222 138 0013 8000，440524 18800101 0015，138 0013 80001，2023 2024 2025",
            "phone-number",
        );
        clean(
            "440524 18800101 0015，1 440524-18800101-0014-2，４４０５２４１８８００１０１００１５",
            "id-number",
        );
    }
}
