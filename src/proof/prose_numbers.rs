//! Numbers in prose beside the figures: those that could be a reference, those
//! that nearly agree with a figure and do not, and those without a source.
//!
//! Only numerals with a unit are amounts; years, dates, ordinals and versions
//! are not, nor are numbers written in Chinese (一村一策). Headings and captions
//! count, code and component blocks do not.

use super::beside_name::{self, Off};
use super::block::Block;
use super::claims::{Claim, Claims, Past, Standing};
use super::components;
use super::counted;
use super::elsewhere::{self, Else};
use super::fault::Rules;
use super::left_out;
use super::near::{Index, Known, Near, Slip, digits};
use super::neighbours::Roster;
use super::number_findings::{
    could_refer, differs, inner, place, rounded, unlike, unlike_figure, without_reference,
};
use super::passage::{self, Passage};
use super::prose::blocks;
use super::script::{OBJECT, is_final, is_han};
use super::tables;
use super::tally::{AGREEING, DOUBTFUL, Tally, UNSOURCED};
use crate::finding::{Code, Finding, Findings};
use crate::quantity::{Found, Kind, Quantity, Sense, Unit, scan};
use crate::text;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// What the numbers of a text are compared with.
pub struct Beside<'i> {
    /// The figures of its county and region.
    pub own: &'i Index,
    /// Those of all counties.
    pub others: &'i Index,
    /// The counties' names.
    pub roster: Option<&'i Roster>,
    /// Those of another county that a sentence names.
    pub named: &'i dyn Fn(&str) -> Vec<Arc<Index>>,
    /// What a reference of the text prints.
    pub printed: &'i dyn Fn(&str) -> Option<String>,
    /// What has become of the figure of a reference since the edition before.
    pub past: &'i dyn Fn(&str) -> Option<Past>,
    /// Its standing among the counties.
    pub standing: &'i dyn Fn(&str) -> Option<Standing>,
    /// What the whole region is called in its counties: 全市, 全州.
    pub whole: &'i str,
    /// The county's own name.
    pub here: &'i str,
    /// The note of a figure that names a number of the text: somebody has looked.
    pub noted: &'i dyn Fn(&str) -> Option<String>,
    /// The text is the note of a figure of this name, of which it may say
    /// another number.
    pub about: Option<&'i str>,
    /// The text may hold references, as those of components may not.
    pub refers: bool,
    /// The figure that the text is about, as the title of its chart is.
    pub subject: Option<&'i str>,
    /// The year the figures are of.
    pub year: i32,
}

impl<'i> Beside<'i> {
    /// Only figures: no names of counties, no references to read.
    pub fn figures(own: &'i Index, others: &'i Index) -> Beside<'i> {
        Beside {
            own,
            others,
            roster: None,
            named: &|_| Vec::new(),
            printed: &|_| None,
            past: &|_| None,
            noted: &|_| None,
            standing: &|_| None,
            whole: "",
            here: "",
            about: None,
            refers: true,
            subject: None,
            year: 0,
        }
    }
}

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

/// How a number stands to the figures, and what there is to say of it.
type Said = (Tally, Option<Finding>);

/// The same, where a number that is like no figure may be meant for one that the
/// text leaves out.
fn judge_or_left_out<'i>(
    claims: &Claims<'i, '_>,
    found: &Found,
    mentioned: impl Fn() -> &'i BTreeSet<&'i str>,
) -> Said {
    let (passage, block, beside) = (claims.passage, claims.block, claims.beside);
    let said = judge(claims, found);
    if said.0 != UNSOURCED || passage.kind() != passage::Kind::Case {
        return said;
    }
    let known = left_out::check(claims, found, mentioned);
    let known = known
        .filter(|known| elsewhere::of(&block.text, &found.range, beside.here, known).is_none());
    match known {
        Some(known) => (
            DOUBTFUL,
            Some(unlike(passage, block, found, known, Off::Number)),
        ),
        None => said,
    }
}

/// How one number stands to the figures.
fn judge(claims: &Claims<'_, '_>, found: &Found) -> Said {
    let (passage, block, beside) = (claims.passage, claims.block, claims.beside);
    let value = &found.quantity;
    let sentence = sentence(&block.text, &found.range);
    match claims.of(found) {
        Some(Claim::Right) => return (AGREEING, None),
        Some(Claim::Wrong(finding)) => return (DOUBTFUL, Some(*finding)),
        None => {}
    }
    let speaks = |known: &Known| speaks_of(&known.name, &block.text, &found.range);
    let whose = |known: &Known| elsewhere::of(&block.text, &found.range, beside.here, known);
    if let Some(known) = beside.own.equal(value) {
        let words = |known: &Known| words_of(&known.name, sentence);
        let other = beside.own.scaled(value).max_by_key(|k| words(k));
        let meant = |k: &&Known| words(k) > words(known).max(1) && whose(k).is_none();
        if let Some(known) = other.filter(meant) {
            let slip = Slip::Scale;
            let weak = false;
            let near = Near { known, slip, weak };
            return (DOUBTFUL, Some(differs(passage, block, found, &near)));
        }
        let turned = || turned(passage, block, found, known);
        let place = || claims.place(known, found.range.end);
        if let Some(finding) = turned().or_else(place) {
            return (DOUBTFUL, Some(finding));
        }
        return match outdated(passage, block, found, (beside.own, known), sentence) {
            Some(finding) => (DOUBTFUL, Some(finding)),
            None => (
                AGREEING,
                could_refer(passage, block, found, known, beside.year),
            ),
        };
    }
    if let Some((known, weak)) = beside.own.rounded(value)
        && (!weak || speaks(known))
    {
        return (AGREEING, Some(rounded(passage, block, found, known)));
    }
    if let Some(known) = beside.others.equal(value).filter(|_| telling(value)) {
        return match misplaced(passage, block, found, known, beside) {
            Some(finding) => (DOUBTFUL, Some(finding)),
            None => (
                AGREEING,
                could_refer(passage, block, found, known, beside.year),
            ),
        };
    }
    let meant = |near: &Near<'_>| {
        let about = beside.about.is_some_and(|name| name == near.known.name);
        let elsewhere = match whose(near.known) {
            Some(Else::Place | Else::Time) => true,
            Some(Else::Part) => {
                let moved = matches!(near.slip, Slip::Scale | Slip::Point);
                near.weak || moved && digits(value).trim_end_matches('0').len() < 4
            }
            None => false,
        };
        // 1986年的5.12万元 is of that year.
        let named = year_of(&block.text, &found.range).map(|(year, _)| year);
        let of = near.known.was.as_ref().map(|(year, _)| *year);
        let then = of_another_year(&block.text, &found.range, beside.year)
            && of.is_none_or(|of| named != Some(of))
            && (near.weak || follows_year(&block.text[..found.range.start]));
        let later = named.is_some_and(|year| year > beside.year)
            && beside.year != 0
            && !near.known.reference.ends_with(".target");
        // Of so many years one is near by chance, where the words are not its own.
        let pairs = near.known.name.chars().count().saturating_sub(1);
        let chance = of.is_some() && near.weak && words_of(&near.known.name, sentence) * 2 < pairs;
        // 163件投诉，办结161件: a part of what the sentence has said.
        let less = value.compare(&near.known.value) == Some(std::cmp::Ordering::Less);
        let part = near.weak && less && claims.says(near.known, sentence);
        !about && !elsewhere && !then && !later && !chance && !part && is_meant(near, block, found)
    };
    if let Some(near) = beside.own.near(value).into_iter().find(meant) {
        return (DOUBTFUL, Some(differs(passage, block, found, &near)));
    }
    for other in (beside.named)(sentence) {
        let mut near = other.near(value).into_iter();
        // The county's own name says nothing of what is measured.
        let bare = |known: &Known| match known.name.split_once(' ') {
            Some((_, name)) => speaks_of(name, &block.text, &found.range),
            None => speaks(known),
        };
        if let Some(near) = near.find(|n| !n.weak || bare(n.known)) {
            return (DOUBTFUL, Some(differs(passage, block, found, &near)));
        }
    }
    if let Some(finding) = points(claims, found) {
        return (DOUBTFUL, Some(finding));
    }
    let alone = passage.kind() != passage::Kind::Lead && beside.about.is_none();
    let named = || {
        beside_name::check(
            beside.own,
            value,
            &block.text,
            &found.range,
            speaks,
            beside.year,
        )
    };
    let named = alone.then(named).flatten();
    match named.filter(|(known, _)| whose(known).is_none()) {
        Some((known, Off::Counter(true))) => (
            AGREEING,
            Some(unlike(passage, block, found, known, Off::Counter(true))),
        ),
        Some((known, off)) => (DOUBTFUL, Some(unlike(passage, block, found, known, off))),
        None => (UNSOURCED, None),
    }
}

/// 97.04个百分点 where the figure is 97.04%.
fn points(claims: &Claims<'_, '_>, found: &Found) -> Option<Finding> {
    let (block, value) = (claims.block, &found.quantity);
    if !value.unit().is_percentage_point() || !telling(value) {
        return None;
    }
    let share = Quantity::exact(value.value(), Unit::percent());
    let known = claims.beside.own.equal(&share)?;
    let said = speaks_of(&known.name, &block.text, &found.range);
    said.then(|| unlike(claims.passage, block, found, known, Off::Counter(false)))
}

/// Whether a year stands right before: 1986年的, 1986年.
fn follows_year(before: &str) -> bool {
    let head = before.trim_end_matches(['的', '就', '有', '为', '是', '共']);
    head.ends_with('年')
}

/// How many pairs of neighbouring characters of a name stand in a sentence.
fn words_of(name: &str, sentence: &str) -> usize {
    let name: Vec<char> = name.chars().filter(|c| is_han(*c)).collect();
    let pairs = name.windows(2).map(|pair| pair.iter().collect::<String>());
    pairs
        .filter(|pair| sentence.contains(pair.as_str()))
        .count()
}

/// 不足8000人次 of 8000人次以上: the same number with the opposite word.
fn turned(passage: &Passage<'_>, block: &Block, found: &Found, known: &Known) -> Option<Finding> {
    let below = |q: &Quantity| match q.sense() {
        Sense::AtLeast => Some(false),
        Sense::LessThan | Sense::AtMost => Some(true),
        _ => None,
    };
    let about = |q: &Quantity| q.sense() == Sense::About;
    // 约160 leaves open what 不足160 says.
    if about(&known.value) && below(&found.quantity) == Some(true) && telling_two(&known.value) {
        return Some(unlike(passage, block, found, known, Off::Number));
    }
    let turned = below(&found.quantity)? != below(&known.value)?;
    turned.then(|| unlike(passage, block, found, known, Off::Number))
}

/// {{qingyuan/secretaries}} in the case of another county that has the same
/// figure, where the paragraph names no other county.
fn foreign(
    passage: &Passage<'_>,
    block: &Block,
    reference: &Range<usize>,
    beside: &Beside<'_>,
) -> Option<Finding> {
    let expr = passage.text().get(reference.clone())?;
    let expr = expr.strip_prefix("{{")?.strip_suffix("}}")?;
    let (slug, id) = expr.split('|').next()?.trim().split_once('/')?;
    let own = beside.own.named(id)?;
    let other = beside.others.named(&format!("{slug}/{id}"))?;
    let (county, name) = other.name.split_once(' ')?;
    let wide = matches!(passage.kind(), passage::Kind::Lead | passage::Kind::Page);
    if wide || !(beside.named)(&block.text).is_empty() || block.text.contains(county) {
        return None;
    }
    let (name, there, here) = (inner(name), other.value.prose(), own.value.prose());
    let message = text!(
        "这里引用的是{county}的“{name}”{there}，本县是 {here}，这一段没有提到{county}",
        "this is {name} of {county}, {there}; here it is {here}, and the paragraph does not name {county}"
    );
    let hint = text!(
        "本县的数写 {{{{{id}}}}}；确是{county}的，在句中写出县名",
        "for this county write {{{{{id}}}}}; if {county} is meant, name it in the sentence"
    );
    let place = passage.place(reference.clone());
    Some(Finding::new(Code::NumberDiffers, place, message).hint(hint))
}

/// How many characters of a sentence are looked at on either side of a number.
const SENTENCE: usize = 80;

/// The sentence around a number, of a long one what is near.
pub(super) fn sentence<'t>(text: &'t str, range: &Range<usize>) -> &'t str {
    let goes_on = |c: &char| !is_final(*c) || *c == '.';
    let length = |chars: &mut dyn Iterator<Item = char>| -> usize {
        let near = chars.take(SENTENCE).take_while(goes_on);
        near.map(char::len_utf8).sum()
    };
    let start = range.start - length(&mut text[..range.start].chars().rev());
    let end = range.end + length(&mut text[range.end..].chars());
    &text[start..end]
}

/// Words of a sentence that speaks of another time than the figures' own.
pub(super) const THEN: &[&str] = &[
    "上年", "去年", "前年", "往年", "当年", "上届", "年初", "年前", "年间", "此前", "以前", "过去",
    "原", "从", "由", "曾", "起步", "最初", "开始", "起初", "比", "较", "增", "减", "升", "降",
    "提高", "翻",
];

/// A number of an earlier year in a sentence that names neither that year nor
/// a time gone by, and speaks of the figure.
fn outdated(
    passage: &Passage<'_>,
    block: &Block,
    found: &Found,
    (own, known): (&Index, &Known),
    sentence: &str,
) -> Option<Finding> {
    let (year, now) = known.was.as_ref()?;
    if let Some(finding) = of_year(passage, block, found, (own, known, *year)) {
        return Some(finding);
    }
    let told = sentence.contains(&year.to_string()) || THEN.iter().any(|w| sentence.contains(w));
    let same = now.compare(&known.value) == Some(std::cmp::Ordering::Equal);
    // A small number is a year's by chance, if it is not right beside the name.
    let meant = match telling(&found.quantity) {
        true => speaks_of(&known.name, &block.text, &found.range),
        false => beside_name::touches(&known.name, &block.text, &found.range),
    };
    if told || same || !meant {
        return None;
    }
    let written = &block.text[found.range.clone()];
    let (name, now) = (inner(&known.name), now.prose());
    let message = text!(
        "“{written}”是“{name}”{year}年的数，现在是 {now}",
        "{written} is what {name} was in {year}; it is {now} now"
    );
    let hint = text!(
        "改成现在的数；说的就是{year}年，写明年份",
        "write the present number; if {year} is meant, name the year"
    );
    let place = place(passage, block, found);
    Some(Finding::new(Code::NumberDiffers, place, message).hint(hint))
}

/// 2021年的420亩, where that is the number of 2012 and the figure has none of
/// 2021.
fn of_year(
    passage: &Passage<'_>,
    block: &Block,
    found: &Found,
    (own, known, year): (&Index, &Known, i32),
) -> Option<Finding> {
    let head = block.text.get(..found.range.start)?;
    let head = head
        .strip_suffix("年的")
        .or_else(|| head.strip_suffix('年'))?;
    let said: i32 = head.get(head.len().checked_sub(4)?..)?.parse().ok()?;
    // A year may have had the same number.
    let too = own.all().any(|k| {
        let then = k.was.as_ref().is_none_or(|(year, _)| *year == said);
        then && k.value.compare(&found.quantity) == Some(std::cmp::Ordering::Equal)
    });
    if said == year || too || !telling_two(&found.quantity) {
        return None;
    }
    let written = &block.text[found.range.clone()];
    let name = inner(&known.name);
    let message = text!(
        "“{written}”在数据“{name}”里是{year}年的数，这里写的是{said}年",
        "{written} is what {name} was in {year}, and this says {said}"
    );
    let hint = text!("核对年份", "check the year");
    let place = place(passage, block, found);
    Some(Finding::new(Code::NumberDiffers, place, message).hint(hint))
}

/// Another county's number, in a sentence that speaks of what it measures and
/// not of that county.
fn misplaced(
    passage: &Passage<'_>,
    block: &Block,
    found: &Found,
    known: &Known,
    beside: &Beside<'_>,
) -> Option<Finding> {
    let (county, name) = known.name.split_once(' ')?;
    let sentence = sentence(&block.text, &found.range);
    let short = county.trim_end_matches(['县', '市', '区', '旗']);
    let named = sentence.contains(short) || !(beside.named)(sentence).is_empty();
    let all = [
        "全市", "全省", "全国", "各县", "其他", "别的", "合计", "共同",
    ];
    let wide = passage.kind() != passage::Kind::Case || all.iter().any(|w| sentence.contains(w));
    if named || wide || !beside.others.is_telling(&found.quantity) {
        return None;
    }
    if !speaks_of(name, &block.text, &found.range) {
        return None;
    }
    let written = &block.text[found.range.clone()];
    let name = inner(name);
    let id = known.reference.rsplit('/').next().unwrap_or("");
    let message = match beside.own.named(id).map(|own| own.value.prose()) {
        Some(own) => text!(
            "“{written}”是{county}“{name}”的数，本县是 {own}",
            "{written} is {name} of {county}; here it is {own}"
        ),
        None => text!(
            "“{written}”是{county}“{name}”的数，本县没有这一项，这句话也没有提到{county}",
            "{written} is {name} of {county}; this county states none, and the sentence does not name {county}"
        ),
    };
    let hint = text!(
        "看看是不是把{county}的数写到了这里",
        "see whether a number of {county} got here"
    );
    let place = place(passage, block, found);
    Some(Finding::new(Code::NumberDiffers, place, message).hint(hint))
}

/// Words that begin like a measure word: 6家家庭农场 is right.
const WORDS: &[&str] = &[
    "个体", "个人", "个别", "个性", "家庭", "家具", "家电", "家族", "户籍", "户用", "户外", "户主",
    "年度", "年轻", "年均", "年产", "年收", "年租", "年利", "年限", "人均", "人员", "人才", "人口",
    "人数", "人大", "人工", "名牌", "名优", "名师", "名特", "名村", "次数", "亩产", "亩均", "村民",
    "村庄", "村级", "件数", "台账", "项目", "期间", "期限", "所有", "所在", "公里", "公司", "元旦",
    "场地", "场所", "场馆", "点位", "条件", "条例", "支部", "支出", "座谈", "处理", "处置", "批发",
    "批准", "天然", "日均", "月均", "间接", "步行", "层级", "级别", "组织", "本土", "本地", "对口",
    "位置", "岁月", "米仁", "斤两",
];

/// A reference with the unit or the word for about once more beside it:
/// {{villages}}个 prints 401个个.
fn repeated(passage: &Passage<'_>, at: &Range<usize>, beside: &Beside<'_>) -> Option<Finding> {
    let source = passage.text();
    let written = source.get(at.clone())?;
    let expr = written.strip_prefix("{{")?.strip_suffix("}}")?;
    let printed = (beside.printed)(expr.trim())?;
    let quantity = Quantity::parse(&printed).ok();
    let after = source.get(at.end..)?;
    let before = source.get(..at.start)?;
    let unit = quantity.as_ref().map_or("", |q| q.unit().as_str());
    let word = quantity
        .as_ref()
        .and_then(Quantity::qualifier)
        .map_or("", |q| q.word());
    let doubled_unit = !unit.is_empty()
        && printed.ends_with(unit)
        && after.starts_with(unit)
        && !WORDS.iter().any(|w| after.starts_with(w));
    let change = |words: &[&str]| {
        words
            .iter()
            .any(|w| printed.starts_with(w) && ends_with_verb(before))
    };
    let (range, shown) = if change(super::claims::UP) || change(super::claims::DOWN) {
        // 比上年提高{{coverage.change}} prints 提高提高3.29个百分点.
        let verb = before
            .chars()
            .rev()
            .take(2)
            .map(char::len_utf8)
            .sum::<usize>();
        let verb_text = &before[before.len() - verb..];
        (at.start - verb..at.end, format!("{verb_text}{printed}"))
    } else if doubled_unit {
        (at.start..at.end + unit.len(), format!("{printed}{unit}"))
    } else if !word.is_empty() && printed.starts_with(word) && before.ends_with(word) {
        (at.start - word.len()..at.end, format!("{word}{printed}"))
    } else if !word.is_empty() && printed.ends_with(word) && after.starts_with(word) {
        (at.start..at.end + word.len(), format!("{printed}{word}"))
    } else {
        return None;
    };
    let message = text!(
        "印出来是“{shown}”：引用已经带着单位、“约”“以上”和增减这些字",
        "this prints {shown}: a reference brings its unit, its qualifier and its verb"
    );
    let hint = text!("删去手写的，只留 {written}", "leave only {written}");
    let place = passage.place(range);
    Some(Finding::new(Code::ReferenceRepeats, place, message).hint(hint))
}

/// 提高, 减少了: a verb of change right before a reference that prints one.
fn ends_with_verb(before: &str) -> bool {
    let verbs = super::claims::UP.iter().chain(super::claims::DOWN);
    verbs
        .filter(|w| w.chars().count() == 2)
        .any(|w| before.ends_with(w))
}

/// Two digits that are not zeros at the end.
fn telling_two(value: &Quantity) -> bool {
    digits(value).trim_end_matches('0').len() >= 2
}

/// Whether equality with another county's figure says anything: three digits
/// that are not zeros at the end.
fn telling(value: &Quantity) -> bool {
    digits(value).trim_end_matches('0').len() >= 3
}

/// Whether the year that stands nearest before a number in its sentence is
/// another than the figures', and the number is of it: 2023年总收入1026万元, not
/// 从2023年的12个增加到36个.
pub(super) fn of_another_year(text: &str, range: &Range<usize>, year: i32) -> bool {
    let since = ["以来", "起", "到", "至", "比", "增", "现", "今"];
    year_of(text, range).is_some_and(|(named, rest)| {
        named != year && year != 0 && !since.iter().any(|word| rest.contains(word))
    })
}

/// The year that stands nearest before a number in its sentence, and what stands
/// between the two.
fn year_of<'t>(text: &'t str, range: &Range<usize>) -> Option<(i32, &'t str)> {
    let before = text.get(..range.start).unwrap_or_default();
    let near = before.char_indices().rev().take(SENTENCE);
    let own = near.take_while(|(_, c)| !is_final(*c) || *c == '.').last();
    let before = own.and_then(|(at, _)| before.get(at..)).unwrap_or_default();
    let mut years = before.match_indices('年').rev().filter_map(|(at, mark)| {
        let digits = before.get(at.checked_sub(4)?..at)?;
        Some((digits.parse::<i32>().ok()?, before.get(at + mark.len()..)?))
    });
    years.next()
}

/// Whether a near figure is meant. When few digits agree, the sentence must also
/// speak of what the figure measures.
fn is_meant(near: &Near<'_>, block: &Block, found: &Found) -> bool {
    !near.weak
        || speaks_of(&near.known.name, &block.text, &found.range)
        || near.slip == Slip::Scale && is_same_word(near.known, block, found)
}

/// 分到每个村的集体约6元 of 单村年增收 约6万元: the same number with the same word,
/// and a character of the name beside it.
fn is_same_word(known: &Known, block: &Block, found: &Found) -> bool {
    let (here, there) = (&found.quantity, &known.value);
    let worded = here.sense() == there.sense() && here.sense() != Sense::Exact;
    let said = sentence(&block.text, &found.range);
    let each = [
        "每斤",
        "每公斤",
        "每吨",
        "每度",
        "每张",
        "单价",
        "售价",
        "卖",
    ];
    let shared = |c: char| is_han(c) && !"年月日的一数量总".contains(c) && said.contains(c);
    worded && known.name.chars().any(shared) && !each.iter().any(|w| said.contains(w))
}

/// Characters before and after a number in which its subject is looked for.
const BEFORE: usize = 30;
const AFTER: usize = 10;

/// Whether two neighbouring characters of `name` stand near the number in the
/// same sentence.
pub(super) fn speaks_of(name: &str, text: &str, range: &Range<usize>) -> bool {
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
