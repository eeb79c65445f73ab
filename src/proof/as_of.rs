//! 截至2018年11月15日 in a case whose figures are as of 2019-11-15: a year that was
//! left from the text of last year, or a slip.
//!
//! A text may well speak of another day. So only a date that differs from the
//! figures' own in nothing but the year is told, or one after the edition; and
//! without 截至 only where it opens a paragraph with figures, or where nothing but
//! a figure's name stands between a year and the reference to it.

use super::block::Block;
use super::fault::Rules;
use super::passage::{Kind, Passage};
use super::prose::blocks;
use super::script::OBJECT;
use crate::content::Date;
use crate::finding::{Code, Finding, Findings, Text};
use crate::quantity::{Kind as Number, scan};
use crate::showcase::{County, Edition};
use crate::text;
use std::collections::BTreeSet;

/// What stands before an as-of date.
const WORDS: &[&str] = &["截至", "截止", "截至到", "截止到", "截止至"];

/// Reports the as-of dates of a lead or a plain page that the edition's contradict.
pub(super) fn of_lead(
    edition: &Edition<'_>,
    passage: &Passage<'_>,
    rules: &Rules,
    findings: &mut Findings,
) {
    let known: BTreeSet<Date> = edition.as_of.into_iter().collect();
    each_date(
        passage,
        rules,
        findings,
        |_, head, (date, written), rest| {
            let told = fault(date, written, &known, edition);
            told.filter(|_| is_as_of(head, rest) && !is_of_plan(edition, date))
        },
    );
}

/// Reports what `judge` has to say of each date of a text, by its paragraph, what
/// stands before it, itself as meant and as written, and what stands behind it.
fn each_date(
    passage: &Passage<'_>,
    rules: &Rules,
    findings: &mut Findings,
    judge: impl Fn(&Block, &str, (Date, &str), &str) -> Option<(Text, Text)>,
) {
    for block in blocks(passage.text(), true) {
        for found in scan(&block.text).iter().filter(|f| f.kind == Number::Date) {
            let head = &block.text[..found.range.start];
            let rest = &block.text[found.range.end..];
            let written = &block.text[found.range.clone()];
            let told = date(written, rest).and_then(|at| judge(&block, head, (at, written), rest));
            if let Some((message, hint)) = told {
                let place = passage.place(block.raw(&found.range));
                let finding = Finding::new(Code::DateDiffers, place, message).hint(hint);
                rules.push(finding, findings);
            }
        }
    }
}

/// A date as written; 2020年底 is its December.
fn date(written: &str, rest: &str) -> Option<Date> {
    let date = Date::parse(written)?;
    let end = date.zh().len() == "2020年".len() && rest.starts_with(['底', '末']);
    match end {
        true => Date::parse(&format!("{}-12", date.year())).or(Some(date)),
        false => Some(date),
    }
}

/// 截至2019年11月, and 到2019年底 at the head of a clause, with a comma behind it.
fn is_as_of(head: &str, rest: &str) -> bool {
    if WORDS.iter().any(|word| head.ends_with(word)) {
        return true;
    }
    let before = ["到了", "到"]
        .iter()
        .find_map(|word| head.strip_suffix(word));
    let opens = |before: &str| {
        let last = before.chars().next_back();
        last.is_none_or(|c| "。！？；\n*“”".contains(c))
    };
    let rest = rest.trim_start_matches(['底', '末', '止', '年']);
    before.is_some_and(opens) && rest.starts_with(['，', ','])
}

/// Reports the as-of dates of a case that its figures contradict.
pub(super) fn check(
    edition: &Edition<'_>,
    county: &County<'_>,
    rules: &Rules,
    findings: &mut Findings,
) {
    let passage = Passage::body(&county.content.body, Kind::Case);
    let own = county.figures.iter().map(|f| f.content.as_of);
    let known: BTreeSet<Date> = own.chain(edition.as_of).collect();
    each_date(
        &passage,
        rules,
        findings,
        |block, head, (date, written), rest| {
            let exact = WORDS.iter().any(|word| head.ends_with(word));
            let planned = is_of_plan(edition, date);
            // 到2023年底 may be of a plan or of a story.
            let said =
                exact || is_as_of(head, rest) && !planned && date.year() < edition.content.year;
            let to_come = date.year() > edition.content.year && is_intended(rest);
            let event = happens(rest) || to_come;
            let opens = head.is_empty() && !block.references.is_empty() && !event;
            let told = fault(date, written, &known, edition);
            let told = told.filter(|_| said || opens && !planned);
            told.or_else(|| of_figure(county, date, written, rest, block, passage.text()))
        },
    );
}

/// Words of an event, which has a date of its own.
const EVENTS: &[&str] = &[
    "启动", "开始", "出台", "印发", "成立", "召开", "签", "引进", "开工", "动工", "建成", "投产",
    "开业", "揭牌", "获", "评", "入选", "列入", "部署", "提出", "实施", "发布", "挂牌", "组建",
    "首", "第一", "率先", "来到", "考察", "调研", "起", "以来", "至", "到", "—", "、", "当时",
];

/// Whether the first clause behind a date tells of an event.
fn happens(rest: &str) -> bool {
    let first = rest.trim_start_matches(['，', ',', '底', '末', '初']);
    let first = first.split(['，', '。', '；']).next().unwrap_or("");
    EVENTS.iter().any(|word| first.contains(word))
}

/// Words of what is yet to be done.
const INTENT: &[&str] = &[
    "将", "要", "再", "拟", "准备", "打算", "有望", "预计", "计划", "力争", "目标", "确保", "继续",
    "争取",
];

/// Whether the sentence behind a date tells of what is to come.
fn is_intended(rest: &str) -> bool {
    let sentence = rest.split(['。', '！', '；']).next().unwrap_or("");
    INTENT.iter().any(|word| sentence.contains(word))
}

/// Whether the plan begins or ends then.
fn is_of_plan(edition: &Edition<'_>, date: Date) -> bool {
    edition.content.plan.is_some_and(|plan| {
        [plan.start, plan.due]
            .iter()
            .any(|d| d.year() == date.year() && d.is_same_day(date))
    })
}

/// What may stand between a year, a figure's name and its reference.
const BETWEEN: &[&str] = &[
    "全县", "全市", "全区", "全旗", "我县", "我市", "我区", "该县", "，", ",", "底", "末", "的",
    "实现", "完成", "为", "是", "有", "共有", "共", "达到", "达", "已",
];

/// 2020年，全市村集体经济总收入{{total_income}} where the figure is of 2021.
fn of_figure(
    county: &County<'_>,
    date: Date,
    written: &str,
    rest: &str,
    block: &Block,
    text: &str,
) -> Option<Said> {
    let (middle, behind) = rest.split_once(OBJECT)?;
    // The object's own number among the block's references.
    let before = block.text.len() - behind.len();
    let nth = block.text[..before].matches(OBJECT).count();
    if block.text.matches(OBJECT).count() != block.references.len() {
        return None;
    }
    let expr = text.get(block.references.get(nth.checked_sub(1)?)?.clone())?;
    let expr = expr.strip_prefix("{{")?.strip_suffix("}}")?;
    let id = expr.split('|').next()?.trim();
    let figure = county.figure(id)?;
    let now = figure.content.as_of;
    let county = county.content.name.value.as_str();
    let short = county.trim_end_matches(['县', '市', '区']);
    let mut name = middle.trim_start_matches(['，', ',', '底', '末']);
    if let Some(rest) = [county, short].iter().find_map(|n| name.strip_prefix(*n)) {
        name = rest;
    }
    while let Some(less) = BETWEEN
        .iter()
        .find_map(|word| name.strip_prefix(word).or_else(|| name.strip_suffix(word)))
    {
        name = less;
    }
    let year = date.year().to_string();
    let names = name == figure.name()
        || name.is_empty() && !figure.name().contains(&year)
        || name.chars().count() >= 4 && figure.name().ends_with(name);
    // Statistics of a year are often dated after it.
    let early = now.last_ymd().1 <= 6 && date.year() + 1 == now.year();
    let other = date.year() != now.year() && !early;
    let known = figure.content.series.contains_key(&date.year());
    let plan = figure
        .content
        .note
        .as_deref()
        .is_some_and(|n| n.contains(&year));
    if !names || !other || plan {
        return None;
    }
    let (shown, of) = (figure.value()?.prose(), now.zh());
    let name = figure.name();
    let message = text!(
        "这里写{written}，后面的“{name}”{shown}是{of}的数",
        "this says {written}, but `{name}`, {shown}, is of {now}"
    );
    let hint = match known {
        true => text!(
            "核对年份；说的是那一年，就写那一年的数",
            "check the year; if it is meant, write the number of that year"
        ),
        false => text!("核对年份", "check the year"),
    };
    Some((message, hint))
}

type Said = (crate::finding::Text, crate::finding::Text);

fn fault(date: Date, written: &str, known: &BTreeSet<Date>, edition: &Edition<'_>) -> Option<Said> {
    let check = text!("核对年份", "check the year");
    let year = edition.content.year;
    if date.year() > year && known.iter().all(|k| k.last_day() < date.first_day()) {
        let message = text!(
            "这里写{written}，晚于{year}年度",
            "this says {date}, later than the edition of {year}"
        );
        return Some((message, check));
    }
    if known.iter().any(|k| k.year() == date.year()) {
        return None;
    }
    let other = known.iter().find(|k| k.is_same_day(date))?;
    let ours = other.zh();
    let message = text!(
        "这里写{written}，本县的数据截至{ours}",
        "this says {date}, the figures are as of {other}"
    );
    Some((message, check))
}
