//! Numbers in prose beside the figures: those that could be a reference, those
//! that nearly agree with a figure and do not, and those without a source.
//!
//! Only numerals with a unit are amounts; years, dates, ordinals and versions
//! are not, nor are numbers written in Chinese (一村一策). Headings and captions
//! count, code and component blocks do not.

use super::block::Block;
use super::fault::Rules;
use super::near::{Index, Known, Near, Slip};
use super::passage::Passage;
use super::prose::blocks;
use super::script::{is_final, is_han};
use crate::finding::{Code, Finding, Findings, Text};
use crate::quantity::{Found, Kind, Quantity, scan};
use crate::text;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Range};

/// How the numbers in a text stand to the figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// References.
    pub references: usize,
    /// Numbers that equal a figure.
    pub agreeing: usize,
    /// Numbers that are near a figure and not equal.
    pub doubtful: usize,
    /// Numbers that are like none.
    pub unsourced: usize,
}

impl Tally {
    /// All numbers.
    pub fn total(&self) -> usize {
        self.references + self.agreeing + self.doubtful + self.unsourced
    }

    /// The line that `check` ends with.
    pub fn sentence(&self) -> Text {
        let Tally {
            references,
            agreeing,
            doubtful,
            unsourced,
        } = self;
        let total = self.total();
        text!(
            "正文数字 {total} 处：引用 {references}，与数据一致 {agreeing}，疑似不符 {doubtful}，无出处 {unsourced}",
            "numbers in prose: {total}; references {references}, equal to a figure {agreeing}, doubtful {doubtful}, without a source {unsourced}"
        )
    }
}

impl Add for Tally {
    type Output = Tally;

    fn add(self, other: Tally) -> Tally {
        Tally {
            references: self.references + other.references,
            agreeing: self.agreeing + other.agreeing,
            doubtful: self.doubtful + other.doubtful,
            unsourced: self.unsourced + other.unsourced,
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        *self = *self + other;
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Tally>>(tallies: I) -> Tally {
        tallies.fold(Tally::default(), Add::add)
    }
}

/// Compares the numbers of a text with the figures: `own` are those of its
/// county and region, `others` those of all counties (see [`Index`]).
pub fn numbers(
    passage: &Passage<'_>,
    own: &Index,
    others: &Index,
    rules: &Rules,
    findings: &mut Findings,
) -> Tally {
    let mut tally = Tally::default();
    for block in blocks(passage.text(), passage.kind().is_markdown()) {
        tally.references += block.references.len();
        for found in scan(&block.text) {
            if found.kind != Kind::Quantity {
                continue;
            }
            let value = &found.quantity;
            let far = || others.equal(value).filter(|_| telling(value));
            let finding = if let Some(known) = own.equal(value).or_else(far) {
                tally.agreeing += 1;
                could_refer(passage, &block, &found, known)
            } else if let Some(near) = own.near(value).filter(|n| is_meant(n, &block, &found)) {
                tally.doubtful += 1;
                Some(differs(passage, &block, &found, &near))
            } else {
                tally.unsourced += 1;
                None
            };
            if let Some(finding) = finding {
                rules.push(finding, findings);
            }
        }
    }
    tally
}

/// Whether equality with another county's figure says anything: three digits
/// that are not zeros at the end.
fn telling(value: &Quantity) -> bool {
    let digits = value
        .value()
        .normalize()
        .mantissa()
        .unsigned_abs()
        .to_string();
    digits.trim_end_matches('0').len() >= 3
}

fn place(passage: &Passage<'_>, block: &Block, found: &Found) -> crate::finding::Place {
    passage.place(block.raw(&found.range))
}

fn could_refer(
    passage: &Passage<'_>,
    block: &Block,
    found: &Found,
    known: &Known,
) -> Option<Finding> {
    // What has no reference agrees, and there is nothing to do.
    let reference = reference(known, &found.quantity)?;
    let written = &block.text[found.range.clone()];
    let (name, value) = (inner(&known.name), &known.value);
    let printed = value.prose();
    let message = if printed == found.quantity.prose() {
        text!(
            "“{written}”与数据“{name}”一致，可以写成引用",
            "{written} equals the figure {name} and could be a reference"
        )
    } else {
        text!(
            "“{written}”与数据“{name}”（{printed}）一致，可以写成引用",
            "{written} equals the figure {name} ({printed}) and could be a reference"
        )
    };
    let hint = text!("改为：{reference}", "change to: {reference}");
    let place = place(passage, block, found);
    Some(Finding::new(Code::NumberCouldRefer, place, message).hint(hint))
}

/// A name as it stands inside quotes, its own made inner ones.
fn inner(name: &str) -> String {
    name.replace('“', "‘").replace('”', "’")
}

/// `{{funds}}`, or `{{funds | 万元}}` where the text uses another unit.
fn reference(known: &Known, written: &Quantity) -> Option<String> {
    let Known {
        reference, value, ..
    } = known;
    if reference.is_empty() {
        return None;
    }
    let unit = written.unit();
    Some(match value.unit() == unit {
        true => format!("{{{{{reference}}}}}"),
        false => format!("{{{{{reference} | {unit}}}}}"),
    })
}

fn differs(passage: &Passage<'_>, block: &Block, found: &Found, near: &Near<'_>) -> Finding {
    let written = &block.text[found.range.clone()];
    let (name, value) = (inner(&near.known.name), &near.known.value);
    let printed = value.prose();
    let (zh, en) = match near.slip {
        Slip::Digit => ("只差一个数字", "one digit differs"),
        Slip::Swap => ("相邻两个数字颠倒", "two digits are swapped"),
        Slip::Missing => ("少一个数字", "a digit is missing"),
        Slip::Extra => ("多一个数字", "a digit too many"),
        Slip::Point => (
            "小数点或 0 的个数不同",
            "the decimal point or the zeros differ",
        ),
        Slip::Scale => ("差一个“万”或“亿”", "万 or 亿 differs"),
    };
    let message = text!(
        "“{written}”与数据“{name}”的 {printed} 疑似不符：{zh}",
        "{written} does not quite agree with the figure {name}, {printed}: {en}"
    );
    let hint = reference(near.known, &found.quantity).map(|reference| {
        text!(
            "核对；若是同一个数，改为：{reference}",
            "check it; if it is the same number, change to: {reference}"
        )
    });
    let place = place(passage, block, found);
    Finding::new(Code::NumberDiffers, place, message).maybe_hint(hint)
}

/// Whether a near figure is meant. When few digits agree, the sentence must also
/// speak of what the figure measures.
fn is_meant(near: &Near<'_>, block: &Block, found: &Found) -> bool {
    !near.weak || speaks_of(&near.known.name, &block.text, &found.range)
}

/// Characters before and after a number in which its subject is looked for.
const BEFORE: usize = 30;
const AFTER: usize = 10;

/// Whether two neighbouring characters of `name` stand near the number in the
/// same sentence.
fn speaks_of(name: &str, text: &str, range: &Range<usize>) -> bool {
    let inside = |c: &char| !is_final(*c) || *c == '.';
    let mut before: Vec<char> = text[..range.start]
        .chars()
        .rev()
        .take(BEFORE)
        .take_while(inside)
        .collect();
    before.reverse();
    let after: Vec<char> = text[range.end..]
        .chars()
        .take(AFTER)
        .take_while(inside)
        .collect();
    let name: Vec<char> = name.chars().filter(|c| is_han(*c)).collect();
    name.windows(2)
        .any(|pair| before.windows(2).chain(after.windows(2)).any(|w| w == pair))
}

#[cfg(test)]
mod tests {
    use super::super::passage;
    use super::*;
    use crate::content::Body;
    use crate::finding::{Language, Source};

    fn known(reference: &str, name: &str, value: &str) -> Known {
        Known {
            reference: reference.to_owned(),
            name: name.to_owned(),
            value: Quantity::parse(value).unwrap(),
        }
    }

    fn check(text: &str) -> (Tally, Vec<String>) {
        let own = Index::own([
            known("villages", "达标村", "401个"),
            known("funds", "扶持资金", "约4.2亿元"),
            known("project_funds", "“消薄”资金", "2.738亿元"),
            known("", "碧湖镇项目", "900万元"),
        ]);
        let others = Index::shared([
            known("qingtian/income", "青田县 人均收入", "43914元"),
            known("qingtian/firms", "青田县 企业", "6家"),
        ]);
        let body = Body {
            source: Source::new("a.md", text),
            range: 0..text.len(),
        };
        let mut findings = Findings::new();
        let passage = Passage::body(&body, passage::Kind::Case);
        let tally = numbers(&passage, &own, &others, &Rules::new(), &mut findings);
        let shown = |f: &Finding| {
            let hint = f.hint.as_ref().map_or("", |h| h.get(Language::Zh));
            format!("{} {} {hint}", f.place.text(), f.message.get(Language::Zh))
        };
        (tally, findings.sorted().iter().map(shown).collect())
    }

    fn tally(references: usize, agreeing: usize, doubtful: usize, unsourced: usize) -> Tally {
        Tally {
            references,
            agreeing,
            doubtful,
            unsourced,
        }
    }

    #[test]
    fn numbers_that_could_be_references() {
        let (sum, found) = check("全县401个村，4.2亿元、**27380万元**，人均43914元。");
        assert_eq!(sum, tally(0, 4, 0, 0));
        assert_eq!(
            found,
            [
                "401个 “401个”与数据“达标村”一致，可以写成引用 改为：{{villages}}",
                "4.2亿元 “4.2亿元”与数据“扶持资金”（约4.2亿元）一致，可以写成引用 改为：{{funds}}",
                "27380万元 “27380万元”与数据“‘消薄’资金”（2.738亿元）一致，可以写成引用 改为：{{project_funds | 万元}}",
                "43914元 “43914元”与数据“青田县 人均收入”一致，可以写成引用 改为：{{qingtian/income}}",
            ]
        );
    }

    #[test]
    fn numbers_that_nearly_agree() {
        let (sum, found) = check("共2.783亿元，其中2738万元。");
        assert_eq!(sum, tally(0, 0, 2, 0));
        assert_eq!(
            found,
            [
                "2.783亿元 “2.783亿元”与数据“‘消薄’资金”的 2.738亿元 疑似不符：相邻两个数字颠倒 核对；若是同一个数，改为：{{project_funds}}",
                "2738万元 “2738万元”与数据“‘消薄’资金”的 2.738亿元 疑似不符：小数点或 0 的个数不同 核对；若是同一个数，改为：{{project_funds | 万元}}",
            ]
        );
    }

    #[test]
    fn three_digits_alone_are_chance() {
        assert_eq!(check("共有411个项目。").0, tally(0, 0, 0, 1));
        assert_eq!(check("全县达标村共有411个。").0, tally(0, 0, 1, 0));
        assert_eq!(check("引进6家企业。").0, tally(0, 0, 0, 1));
    }

    #[test]
    fn what_is_counted() {
        let text = "## 建成51个\n\n{{villages}}，{{funds | 万元}}，2019年11月第3位4.0版，一村一策，`401个`。\n\n![获奖72万元](a.jpg)\n\n```figures\n401个\n```\n\n[401个](401个.html)\n";
        assert_eq!(check(text).0, tally(2, 1, 0, 2));
        assert_eq!(check("投资900万元。"), (tally(0, 1, 0, 0), vec![]));
    }

    #[test]
    fn the_line_that_check_ends_with() {
        let sum: Tally = [tally(30, 4, 1, 0), tally(8, 0, 0, 2)].into_iter().sum();
        assert_eq!(
            sum.sentence().get(Language::Zh),
            "正文数字 45 处：引用 38，与数据一致 4，疑似不符 1，无出处 2"
        );
    }
}
