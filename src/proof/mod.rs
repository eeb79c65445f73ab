//! The checks on wording and on numbers in prose.
//!
//! [`proofread`] reads one text — a case, a lead, a title, a caption, a note —
//! and says what is wrong with its typesetting, its numbers and its sentences;
//! [`compare_cases`] and [`Roster`] read the cases of an edition beside each
//! other; [`numbers`] compares the numbers in prose with the figures.
//!
//! Rules see prose only: code, references, addresses, HTML and front matter are
//! hidden from them by `prose.rs`, which keeps the way back to the byte. Each
//! rule has a [`Code`] and a level that [`Rules`] may change, and every one
//! takes time linear in the text. A fault may carry a [`Fix`]; only those that
//! are right without a look are called safe.
//!
//! The standards are GB/T 15834—2011《标点符号用法》 and GB/T 15835—2011
//! 《出版物上数字用法》.
//!
//! [`Code`]: crate::finding::Code

mod approximation;
mod around;
mod as_of;
mod beside;
mod beside_name;
mod block;
mod claims;
mod compare;
mod components;
mod counted;
mod dates;
mod digits;
mod elsewhere;
mod ending;
mod fault;
#[cfg(test)]
mod hostile;
mod left_out;
mod markdown_slip;
mod near;
mod neighbours;
mod number_findings;
mod number_style;
mod numerals;
mod passage;
#[cfg(test)]
mod pasted;
mod phrase;
mod placeholder;
mod places;
#[cfg(test)]
mod planted;
mod privacy;
mod private;
mod prose;
mod prose_numbers;
mod punctuation;
mod quotes;
mod repeat;
mod rounding;
#[cfg(test)]
mod said;
mod script;
mod sentence;
mod settings;
mod shares;
#[cfg(test)]
mod sound;
mod spacing;
mod sums;
mod tables;
mod tally;
mod whole;
mod words;

pub use beside::Beside;
pub use claims::{Past, Standing};
pub use compare::compare_cases;
pub use fault::{CODES, Fault, Fix, Level, Rules};
pub use near::{Index, Known};
pub use neighbours::Roster;
pub use passage::{Kind, Passage};
pub use prose_numbers::numbers;
pub use tally::Tally;
pub use whole::{Coverage, EditionCoverage, Scope, check, check_until};

use crate::finding::Findings;
use std::ops::Range;

/// Everything wrong in one text, sorted by place.
pub fn faults(passage: &Passage<'_>) -> Vec<Fault> {
    let text = passage.text();
    let blocks = prose::blocks(text, passage.kind().is_markdown());
    let mut faults = Vec::new();
    for block in &blocks {
        markdown_slip::check(block, text, &mut faults);
        if block.is_lost_picture() {
            continue;
        }
        punctuation::check(block, &mut faults);
        spacing::check(block, &mut faults);
        number_style::check(block, &mut faults);
        approximation::check(block, &mut faults);
        shares::check(block, &mut faults);
        sums::check(block, &mut faults);
        placeholder::check(block, &mut faults);
        privacy::check(block, &mut faults);
    }
    quotes::check(&blocks, &mut faults);
    dates::check(&blocks, &mut faults);
    ending::check(&blocks, &mut faults);
    repeat::check(&blocks, &mut faults);
    faults.sort_by(|a, b| {
        (a.range.start, a.range.end, a.code).cmp(&(b.range.start, b.range.end, b.code))
    });
    faults
}

/// Reports what is wrong in one text, at the levels of `rules`.
pub fn proofread(passage: &Passage<'_>, rules: &Rules, findings: &mut Findings) {
    fault::report(passage, &faults(passage), rules, findings);
}

/// Reports what must never be published: numbers of identity cards and mobile
/// phones, in the prose and in what stands between it: code, credits, the
/// targets of links. `contact` may be dialled, since the site names it anyway.
pub fn personal_data(
    passage: &Passage<'_>,
    contact: Option<&str>,
    rules: &Rules,
    findings: &mut Findings,
) {
    let text = passage.text();
    let is_markdown = passage.kind().is_markdown();
    let mut faults = Vec::new();
    for block in &prose::blocks(text, is_markdown) {
        privacy::check(block, &mut faults);
    }
    if is_markdown {
        let mut between = Vec::new();
        privacy::check(&block::Block::line(text), &mut between);
        between.sort_by_key(|fault| fault.range.start);
        let (mut line, mut seen) = (0, 0);
        between.retain(|fault| {
            // A line may hold thousands; none of it is gone through twice.
            let at = fault.range.start;
            if let Some(end) = text[seen..at].rfind('\n') {
                line = seen + end + 1;
            }
            seen = at;
            !is_quantity(&text[line..at])
        });
        faults.append(&mut between);
        let comments = comments(text);
        faults.retain(|fault| {
            let after = comments.partition_point(|c| c.start <= fault.range.start);
            let before = after.checked_sub(1).and_then(|i| comments.get(i));
            before.is_none_or(|c| c.end <= fault.range.start)
        });
    }
    faults.retain(|fault| !is_dialled(text, &fault.range, contact));
    faults.sort_by_key(|fault| (fault.range.start, fault.range.end));
    faults.dedup_by(|a, b| a.range == b.range && a.code == b.code);
    fault::report(passage, &faults, rules, findings);
}

/// Whether a line that begins so goes on with the value of a chart's row, as in
/// `value = 15000000000`.
fn is_quantity(line: &str) -> bool {
    const LONGEST_KEY: usize = 64;
    let head = &line[..line.floor_char_boundary(LONGEST_KEY)];
    let key = head.split_once('=').map(|(key, _)| key.trim());
    key.is_some_and(|key| private::QUANTITIES.contains(&key))
}

/// What stands between `<!--` and `-->`, which is not published.
fn comments(text: &str) -> Vec<Range<usize>> {
    let mut comments = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("<!--").map(|skip| at + skip) {
        let Some(end) = text[start..].find("-->").map(|skip| start + skip) else {
            break;
        };
        comments.push(start..end);
        at = end;
    }
    comments
}

/// Whether the number is dialled by a link and the site's own.
fn is_dialled(text: &str, range: &Range<usize>, contact: Option<&str>) -> bool {
    let digits = |text: &str| -> String { text.chars().filter(char::is_ascii_digit).collect() };
    let head = text[..range.start].trim_end_matches(['+', '/']);
    let number = digits(&text[range.clone()]);
    let number = number.strip_prefix("86").unwrap_or(&number);
    head.ends_with("tel:") && contact.is_some_and(|own| digits(own).contains(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Body;
    use crate::finding::Source;

    /// The faults of a case.
    pub(super) fn faults(text: &str) -> Vec<Fault> {
        let body = Body {
            source: Source::new("case.md", text),
            range: 0..text.len(),
        };
        super::faults(&Passage::body(&body, Kind::Case))
    }

    /// What one rule finds: the bytes it points at and, after →, the fix.
    pub(super) fn hits(text: &str, code: &str) -> Vec<String> {
        let shown = |f: &Fault| match &f.fix {
            Some(fix) => format!("{}→{}", &text[f.range.clone()], fix.replacement),
            None => text[f.range.clone()].to_owned(),
        };
        let faults = faults(text);
        faults
            .iter()
            .filter(|f| f.code.as_str() == code)
            .map(shown)
            .collect()
    }

    /// Asserts that one rule finds nothing.
    pub(super) fn clean(text: &str, code: &str) {
        assert_eq!(hits(text, code), Vec::<String>::new(), "{code} in: {text}");
    }

    #[test]
    fn numbers_of_persons_between_the_prose() {
        let found = |text: &str| {
            let body = Body {
                source: Source::new("case.md", text),
                range: 0..text.len(),
            };
            let mut findings = Findings::new();
            let passage = Passage::body(&body, Kind::Case);
            personal_data(
                &passage,
                Some("0578-1、13900139000"),
                &Rules::new(),
                &mut findings,
            );
            findings.sorted().len()
        };
        assert_eq!(found("`13812345677`，[致电](tel:+86-13812345677)"), 2);
        assert_eq!(found("[致电](tel:13900139000)<!-- 13812345677 -->"), 0);
        assert_eq!(
            found("```rows\nname = \"13812345677\"\nvalue = 13812345677\n```\n"),
            1
        );
        assert_eq!(found("13812345677，[甲](https://a.cn/?id=13812345677)"), 1);
    }
}
