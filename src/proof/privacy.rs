//! Numbers of persons that must not be published: identity cards (GB
//! 11643—1999, with its check digit) and mobile phones.

use super::block::Block;
use super::fault::Fault;
use super::script::before;
use crate::finding::Code;
use crate::text;
use std::ops::Range;

/// Runs both rules.
pub(super) fn check(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let mut from = 0;
    while let Some(skip) = text[from..].find(|c: char| c.is_ascii_digit()) {
        let start = from + skip;
        let run = &text[start..];
        let joined = |c: char| c.is_ascii_digit() || matches!(c, 'X' | 'x' | '-' | ' ');
        let run = &run[..run.len() - run.trim_start_matches(joined).len()];
        let run = run.trim_end_matches(['-', ' ']);
        from = start + run.len();
        let mut at = start;
        for part in parts(run) {
            judge(block, at..at + part.len(), faults);
            at += part.len() + 1;
        }
    }
}

/// A run of digits, whole where it is a number with spaces in it, and cut at
/// its spaces where it is not.
fn parts(run: &str) -> Vec<&str> {
    let bare = run
        .strip_prefix("86")
        .map_or(run, |rest| rest.trim_start_matches(['-', ' ']));
    if is_mobile(bare) || is_identity(run) {
        return vec![run];
    }
    run.split(' ').collect()
}

fn judge(block: &Block, range: Range<usize>, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let run = &text[range.clone()];
    let outside = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '/' | '-');
    let left = before(text, range.start);
    if left.is_some_and(outside) || text[range.end..].starts_with(outside_after) {
        return;
    }
    let abroad = run.strip_prefix("86").filter(|_| left == Some('+'));
    let number = abroad.map_or(run, |rest| rest.trim_start_matches(['-', ' ']));
    let (code, message) = if is_identity(run) {
        let message = text!("正文里有身份证号码", "the number of an identity card");
        (Code::IdNumber, message)
    } else if is_mobile(number) {
        let message = text!("正文里有手机号码", "the number of a mobile phone");
        (Code::PhoneNumber, message)
    } else {
        return;
    };
    let hint = text!(
        "个人信息不得公开：删去，或改用单位电话",
        "personal data must not be published: delete it"
    );
    faults.push(Fault::new(block, code, range, message).hint(hint));
}

fn outside_after(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
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
    CHECK.get((sum % 11) as usize) == Some(&bytes[17].to_ascii_uppercase())
}

/// Eleven digits from 13 to 19, whole or parted 3-4-4.
fn is_mobile(run: &str) -> bool {
    let digits: String = run.chars().filter(|c| !matches!(c, '-' | ' ')).collect();
    let parts: Vec<usize> = run.split(['-', ' ']).map(str::len).collect();
    let whole = matches!(parts.as_slice(), [11] | [3, 4, 4]);
    let second = digits.as_bytes().get(1);
    whole
        && digits.starts_with('1')
        && second.is_some_and(|d| (b'3'..=b'9').contains(d))
        && digits.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, hits};

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
}
