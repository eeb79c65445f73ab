//! Numbers in prose beside the figures: those that could be a reference, those
//! that nearly agree with a figure and do not, and those without a source.
//!
//! Only numerals with a unit are amounts; years, dates, ordinals and versions
//! are not, nor are numbers written in Chinese (一村一策). Headings and captions
//! count, code and component blocks do not.

mod judge;
mod references;
mod strayed;

use crate::finding::{Code, Finding, Findings};
use crate::proof::around::speaks_of;
use crate::proof::beside::Beside;
use crate::proof::block::Block;
use crate::proof::claims::Claims;
use crate::proof::components;
use crate::proof::counted;
use crate::proof::fault::Rules;
use crate::proof::left_out;
use crate::proof::near::{Index, Known};
use crate::proof::number_findings::{differs, unlike_figure, without_reference};
use crate::proof::passage::{self, Passage};
use crate::proof::prose::blocks;
use crate::proof::script::OBJECT;
use crate::proof::tables;
use crate::proof::tally::{DOUBTFUL, Tally, UNSOURCED};
use crate::quantity::{Found, Kind, Quantity, scan};
use crate::text;
use judge::{Said, judge, judge_or_left_out};
use references::{foreign, repeated};
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;

/// Compares the numbers of a text with the figures.
pub fn numbers(
    passage: &Passage<'_>,
    beside: &Beside<'_>,
    rules: &Rules,
    findings: &mut Findings,
) -> Tally {
    let mut tally = Tally::default();
    let is_markdown = passage.kind().is_markdown();
    if is_markdown {
        rows(passage, beside, rules, findings);
    }
    let blocks = blocks(passage.text(), is_markdown);
    let read = |block: Block| {
        let found = scan(&block.text);
        (block, found)
    };
    let mut blocks: Vec<(Block, Vec<Found>)> = blocks.into_iter().map(read).collect();
    miscounts(passage, &blocks, beside, rules, findings);
    let (told, led) = tables::check(&blocks, passage.text(), beside);
    for (at, block) in led {
        if let Some(cell) = blocks.get_mut(at) {
            *cell = read(block);
        }
    }
    let mentioned = OnceCell::new();
    let mentioned = || mentioned.get_or_init(|| left_out::mentioned(passage, &blocks, beside.own));
    for (at, (block, all)) in blocks.iter().enumerate() {
        if let Some(said) = told.get(&at) {
            let whole = block.raw(&(0..block.text.len()));
            rules.push(tables::finding(said, passage.place(whole)), findings);
            tally += DOUBTFUL;
            continue;
        }
        let claims = Claims {
            passage,
            block,
            all,
            beside,
        };
        for (at, expr) in claims.objects() {
            let known = beside
                .own
                .named(expr.split('|').next().unwrap_or("").trim());
            let end = at + OBJECT.len_utf8();
            if let Some(finding) = known.and_then(|known| claims.place(known, end)) {
                rules.push(finding, findings);
            }
        }
        for finding in claims.by_name() {
            rules.push(finding, findings);
        }
        tally.references += block.references.len();
        for reference in &block.references {
            if let Some(finding) = repeated(passage, reference, beside) {
                rules.push(finding, findings);
            }
            if let Some(finding) = foreign(passage, block, reference, beside) {
                rules.push(finding, findings);
            }
        }
        let is_own = |f: &&Found| f.kind == Kind::Quantity && !block.raw(&f.range).is_empty();
        let own = all.iter().filter(is_own);
        let mut judged: Vec<(Range<usize>, Said)> = own
            .map(|found| {
                (
                    found.range.clone(),
                    judge_or_left_out(&claims, found, mentioned),
                )
            })
            .collect();
        for each in unitless(block, all, beside.own) {
            let mut said = each.iter().map(|f| (f.range.clone(), judge(&claims, f)));
            judged.extend(said.find(|(_, (like, _))| *like != UNSOURCED));
        }
        for (range, (like, finding)) in judged {
            tally += like;
            let finding = finding.and_then(|f| match beside.refers {
                true => Some(f),
                false => without_reference(f),
            });
            if let Some(finding) = finding {
                tell(finding, &block.text[range], beside, rules, findings);
            }
        }
    }
    tally
}

/// Lays down a finding, which a note of the county may acknowledge: then it is
/// printed beside the figure.
fn tell(
    finding: Finding,
    written: &str,
    beside: &Beside<'_>,
    rules: &Rules,
    findings: &mut Findings,
) {
    let odd = finding.code == Code::NumberDiffers;
    match (beside.noted)(written).filter(|_| odd) {
        Some(note) => findings.push(crate::showcase::acknowledged(finding, &note)),
        None => rules.push(finding, findings),
    }
}

/// The rows of charts: each beside the one figure whose name holds the row's, and
/// only where it nearly agrees. Rows are of months, towns and ages as well.
fn rows(passage: &Passage<'_>, beside: &Beside<'_>, rules: &Rules, findings: &mut Findings) {
    for block in components::rows(passage) {
        let name = block.text.split('：').next().unwrap_or("");
        let plain = |k: &&Known| !k.reference.is_empty() && !k.reference.contains(['.', '/']);
        let holds = |k: &&Known| k.name.contains(name) && name.chars().count() > 1;
        let mut named = beside.own.all().filter(plain).filter(holds);
        let (Some(known), None) = (named.next(), named.next()) else {
            continue;
        };
        let own = Index::own([known.clone()]);
        for found in scan(&block.text)
            .iter()
            .filter(|f| f.kind == Kind::Quantity)
        {
            let near = own.near(&found.quantity).into_iter().next();
            let finding = near.map(|near| differs(passage, &block, found, &near));
            if let Some(finding) = finding.and_then(without_reference) {
                tell(
                    finding,
                    &block.text[found.range.clone()],
                    beside,
                    rules,
                    findings,
                );
            }
        }
    }
}

/// 造价5400万, 9.1亿: without a unit, such a number is of the units that the figures
/// have of which its sentence speaks.
fn unitless(block: &Block, all: &[Found], own: &Index) -> Vec<Vec<Found>> {
    let text = block.text.as_str();
    let mut found = Vec::new();
    for (at, scale) in text.match_indices(['万', '亿']) {
        let digits = |c: char| c.is_ascii_digit() || c == '.';
        let end = at + scale.len();
        let start = text[..at].trim_end_matches(digits).len();
        let range = start..end;
        let taken = all
            .iter()
            .any(|f| f.range.start < end && start < f.range.end);
        if start == at || taken || text[end..].starts_with(['万', '亿']) {
            continue;
        }
        let spoken = own.all().filter(|k| speaks_of(&k.name, text, &range));
        let units: BTreeSet<&str> = spoken.map(|k| k.value.unit().base()).collect();
        let with = |unit: &&str| Quantity::parse(&format!("{}{unit}", &text[range.clone()])).ok();
        let each = units.iter().filter_map(with).map(|quantity| Found {
            range: range.clone(),
            kind: Kind::Quantity,
            quantity,
        });
        found.push(each.collect());
    }
    found
}

/// Things counted in Chinese numerals that are otherwise.
fn miscounts(
    passage: &Passage<'_>,
    blocks: &[(Block, Vec<Found>)],
    beside: &Beside<'_>,
    rules: &Rules,
    findings: &mut Findings,
) {
    let said = |range: Range<usize>, said: &str, there: usize| {
        let message = text!(
            "写的是“{said}”，列出来的有{there}个",
            "this says {said}, and {there} are listed"
        );
        let hint = text!(
            "核对个数；没有列全的，写“等”",
            "check the number; of a list that is not whole say 等"
        );
        let place = passage.place(range);
        Finding::new(Code::CountDiffers, place, message).hint(hint)
    };
    if passage.kind().is_markdown() {
        for miscount in counted::lists(passage.text()) {
            let finding = said(miscount.range, &miscount.said, miscount.there);
            rules.push(finding, findings);
        }
    }
    for (block, _) in blocks {
        for miscount in beside
            .roster
            .iter()
            .flat_map(|r| counted::counties(&block.text, r))
        {
            let range = block.raw(&miscount.range);
            rules.push(said(range, &miscount.said, miscount.there), findings);
        }
        if passage.kind() == passage::Kind::Title
            && let Some((range, known)) = counted::headline(&block.text, beside.own)
        {
            let (message, hint) = unlike_figure(&block.text[range.clone()], known);
            let place = passage.place(block.raw(&range));
            rules.push(
                Finding::new(Code::NumberDiffers, place, message).hint(hint),
                findings,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Body;
    use crate::finding::{Language, Source};

    fn known(reference: &str, name: &str, value: &str) -> Known {
        Known {
            reference: reference.to_owned(),
            name: name.to_owned(),
            value: Quantity::parse(value).unwrap(),
            was: None,
            place: None,
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
        let beside = Beside::figures(&own, &others);
        let tally = numbers(&passage, &beside, &Rules::new(), &mut findings);
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
        let (sum, found) = check("全县401个村，4.2亿元、**27380万元**，青田人均43914元。");
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
