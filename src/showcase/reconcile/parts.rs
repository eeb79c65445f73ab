//! Parts and wholes within one county, without a check that declares them: a
//! part larger than its whole, a mean larger than the total it divides, an
//! amount that nobody can have.
//!
//! Only what is certain: a part says so in its note (包含在……之内) or by a word
//! before the whole's own name (省级示范社 of 示范社), a mean by 均 in its name.

use super::bounds::{Bounds, factor};
use super::{At, Desk};
use crate::finding::{Code, Finding};
use crate::quantity::{Family, Quantity, Unit};
use crate::showcase::{Edition, Figure};
use crate::text;
use rust_decimal::Decimal;

/// What a name says, whosever figure has it.
#[derive(Clone, Copy)]
pub(super) struct Said {
    /// 均: of all that follows, means are the most.
    is_average: bool,
    is_mean: bool,
    /// Whether its words may make it a part of another figure.
    is_partial: bool,
}

impl Said {
    fn of(name: &str) -> Said {
        let begins = |word: &&str| name.starts_with(*word);
        Said {
            is_average: name.contains('均'),
            is_mean: is_mean(name),
            is_partial: Kind::of(name).is_some() || PART_WORDS.iter().any(begins),
        }
    }
}

/// What the names of the edition's indicators say, in their order: once, and not
/// for each county's figure.
pub(super) fn said(edition: &Edition<'_>) -> Vec<Said> {
    let indicators = edition.content.indicators.iter();
    indicators.map(|i| Said::of(&i.name)).collect()
}

/// Runs the rules over one county; `said` is of the edition's indicators.
pub(super) fn of_county<'c>(
    at: usize,
    edition: &Edition<'c>,
    county: usize,
    said: &[Said],
    desk: &mut Desk<'c>,
) {
    let figures = edition.counties.get(county).map_or(&[][..], |c| &c.figures);
    for (f, figure) in figures.iter().enumerate() {
        let at = (at, county, f);
        let known = figure.place(&edition.content.indicators);
        let said = known.and_then(|i| said.get(i).copied());
        let said = said.unwrap_or_else(|| Said::of(figure.name()));
        if said.is_average && impossible(at, figure, desk) || off_goal(at, figure, desk) {
            continue;
        }
        let part = Part::of(figure, figures, said);
        if let Some(whole) = figures
            .iter()
            .find(|whole| part.as_ref().is_some_and(|part| part.is_of(whole)))
        {
            larger(at, (figure, whole), ("部分", "a part"), Asked::Part, desk);
        }
        if said.is_average {
            mean(at, figure, figures, desk);
        }
    }
}

/// A mean above a total it divides: above all of them the mean is asked about,
/// above one of several that total.
fn mean<'c>(at: At, figure: &Figure<'c>, figures: &[Figure<'c>], desk: &mut Desk<'c>) {
    let Some(what) = mean_of(figure) else { return };
    let totals: Vec<usize> = figures
        .iter()
        .enumerate()
        .filter(|(_, total)| is_mean_of(figure, what, total))
        .map(|(t, _)| t)
        .collect();
    let over = |t: &&usize| figures.get(**t).is_some_and(|total| is_over(figure, total));
    let beaten: Vec<usize> = totals.iter().filter(over).copied().collect();
    let Some((t, total)) = beaten.first().and_then(|t| Some((*t, figures.get(*t)?))) else {
        return;
    };
    let (at, asked) = match beaten.len() == totals.len() {
        true => (at, Asked::Part),
        false => ((at.0, at.1, t), Asked::Whole),
    };
    larger(at, (figure, total), ("平均", "a mean"), asked, desk);
}

/// Words that make a part of what follows them.
const PART_WORDS: &[&str] = &[
    "其中",
    "其中的",
    "国家级",
    "省级",
    "市级",
    "县级",
    "已建成",
    "已完成",
    "已开工",
    "已完工",
    "已投产",
    "已摘帽",
    "已脱贫",
    "建成",
    "开工",
    "完工",
    "投产",
    "女",
    "女性",
    "少数民族",
    "规模以上",
    "示范",
    "重点",
    "优秀",
];

/// A figure that its words may make a part of another one: what does not
/// depend on the other is looked at once.
struct Part<'a, 'c> {
    figure: &'a Figure<'c>,
    kind: Option<Kind<'a>>,
    /// What its note names as its whole.
    named: Option<&'a str>,
    all: &'a [Figure<'c>],
}

impl<'a, 'c> Part<'a, 'c> {
    /// `None` where it is a part of nothing.
    fn of(figure: &'a Figure<'c>, all: &'a [Figure<'c>], said: Said) -> Option<Part<'a, 'c>> {
        let named = named_whole(figure);
        // Nearly every figure is done with here, before it is held against all others.
        let may = (said.is_partial || named.is_some()) && !said.is_mean;
        let may = may && figure.unit().family() != Family::Share;
        may.then(|| Part {
            figure,
            kind: Kind::of(figure.name()),
            named,
            all,
        })
    }

    /// Whether it is by its words a part of `whole`.
    fn is_of(&self, whole: &Figure<'_>) -> bool {
        let part = self.figure;
        let by_name = || {
            let word = part.name().strip_suffix(whole.name());
            word.is_some_and(|word| PART_WORDS.contains(&word.trim_end_matches('：')))
        };
        let named = || {
            self.named
                .is_some_and(|name| is_named(whole, name, part, self.all))
        };
        let is_kind = || {
            self.kind
                .as_ref()
                .is_some_and(|kind| kind.is_of(whole.name()))
        };
        // Every figure is asked of every other: the quickest question first.
        part.content.as_of == whole.content.as_of
            && !std::ptr::eq(part, whole)
            && part.unit().is_akin(whole.unit())
            && (by_name() || is_kind() || named())
    }
}

/// Kinds of income, which together are all of it.
const KINDS: &[&str] = &[
    "经常性收入",
    "经营性收入",
    "工资性收入",
    "财产性收入",
    "转移性收入",
    "补助收入",
    "投资收入",
];
/// All of it.
const ALL: &[&str] = &["总收入", "可支配收入"];
/// What is earned by it, and what remains of that.
const EARNED: &[&str] = &["产值", "营业收入", "销售收入", "销售额", "营收"];

/// What kind of a whole a name speaks of.
enum Kind<'a> {
    /// 村 of 村经常性收入.
    Income(&'a str),
    /// 工坊 of 工坊利润.
    Profit(&'a str),
}

impl<'a> Kind<'a> {
    fn of(part: &'a str) -> Option<Kind<'a>> {
        let kind = match part.strip_suffix("利润") {
            Some(profit) => Kind::Profit(profit.trim_end_matches('净')),
            None => Kind::Income(without(part, KINDS)?),
        };
        let (Kind::Income(head) | Kind::Profit(head)) = kind;
        (!head.is_empty()).then_some(kind)
    }

    /// 村集体经济总收入 and 工坊产值. 村 of 村集体经济, 农村居民人均 of the same.
    fn is_of(&self, whole: &str) -> bool {
        match *self {
            Kind::Income(kind) => without(whole, ALL).is_some_and(|all| all.starts_with(kind)),
            Kind::Profit(profit) => without(whole, EARNED) == Some(profit),
        }
    }
}

/// A name without the first of `ends` that it ends with.
fn without<'a>(name: &'a str, ends: &[&str]) -> Option<&'a str> {
    ends.iter().find_map(|end| name.strip_suffix(end))
}

/// 物业项目总数 of 包含在物业项目总数之内.
fn named_whole<'a>(part: &Figure<'a>) -> Option<&'a str> {
    let note = part.content.note.as_deref()?;
    let (head, rest) = note.split_once("包含在")?;
    if head.ends_with(['否', '未', '不']) {
        return None;
    }
    let end = ["之内", "以内", "里面", "之中", "内", "中"]
        .iter()
        .filter_map(|word| rest.find(word))
        .min()?;
    rest.get(..end)
}

/// Whether a note that names a whole so means this figure, and no other.
fn is_named(whole: &Figure<'_>, name: &str, part: &Figure<'_>, all: &[Figure<'_>]) -> bool {
    let bare = ["总数", "总额", "总量", "总面积", "合计"]
        .iter()
        .find_map(|word| name.strip_suffix(word))
        .unwrap_or(name);
    let meant = |f: &Figure<'_>| {
        let alike = f.unit().is_akin(part.unit()) && !std::ptr::eq(f, part);
        alike && bare.chars().count() >= 3 && (f.name().ends_with(bare) || f.name().ends_with(name))
    };
    // 物业项目年增收 ends two names; the one that is the name itself is meant.
    let exact = |f: &&Figure<'_>| f.name() == name || f.name() == bare;
    match all.iter().find(exact) {
        Some(one) => std::ptr::eq(one, whole),
        None => meant(whole) && all.iter().filter(|f| meant(f)).count() == 1,
    }
}

/// What a mean is taken over.
const BEARERS: &[(&str, &str)] = &[
    ("村均", "村"),
    ("户均", "户"),
    ("人均", "人"),
    ("镇均", "镇"),
    ("社均", "社"),
];

fn is_mean(name: &str) -> bool {
    // One character is found sooner than six words.
    name.contains('均')
        && (BEARERS.iter().any(|(mean, _)| name.contains(mean)) || name.contains("平均"))
}

/// 村 and 经常性收入 of 村均经常性收入; `None` where that is no mean of money.
fn mean_of<'a>(mean: &Figure<'a>) -> Option<(&'static str, &'a str)> {
    if mean.unit().family() != Family::Money {
        return None;
    }
    let (head, rest, bearer) = BEARERS.iter().find_map(|(word, bearer)| {
        let (head, rest) = mean.name().split_once(word)?;
        Some((head, rest, *bearer))
    })?;
    head.is_empty().then_some((bearer, rest))
}

/// Whether `mean` is 村均经常性收入 and `total` 村经常性收入 or 村集体经济总收入.
fn is_mean_of(mean: &Figure<'_>, (bearer, rest): (&str, &str), total: &Figure<'_>) -> bool {
    if total.unit().family() != Family::Money
        || is_mean(total.name())
        || mean.content.as_of != total.content.as_of
    {
        return false;
    }
    let mut tail: Vec<char> = rest.chars().rev().take(2).collect();
    tail.reverse();
    let tail: String = tail.into_iter().collect();
    let same = rest.chars().count() >= 3 && total.name().ends_with(rest);
    let all = total.name().contains(bearer)
        && total.name().contains('总')
        && total.name().ends_with(&tail);
    let wide = !["镇", "乡", "街道", "首批", "新增"]
        .iter()
        .any(|word| total.name().contains(word));
    (same || all) && wide
}

/// Whether `part` is surely more than `whole`, whatever their words leave open.
fn is_over(part: &Figure<'_>, whole: &Figure<'_>) -> bool {
    let bounds = |figure: &Figure<'_>| {
        let value = &figure.content.value.as_ref()?.value;
        Bounds::of(value).times(factor(value.unit(), part.unit())?)
    };
    bounds(part)
        .zip(bounds(whole))
        .is_some_and(|(part, whole)| part.low > whole.high)
}

/// Which of the two is likely to be wrong.
#[derive(Clone, Copy)]
enum Asked {
    Part,
    Whole,
}

/// Tells that `part` is surely more than `whole`.
fn larger<'c>(
    at: At,
    (part, whole): (&Figure<'c>, &Figure<'c>),
    (zh, en): (&str, &str),
    asked: Asked,
    desk: &mut Desk<'c>,
) {
    let (Some(ours), Some(theirs)) = (&part.content.value, &whole.content.value) else {
        return;
    };
    if !is_over(part, whole) {
        return;
    }
    let (name, shown) = (part.name(), ours.value.prose());
    let (other, all) = (whole.name(), theirs.value.prose());
    let message = text!(
        "“{name}”{shown}多于“{other}”{all}：{zh}不会多于总数",
        "`{name}`, {shown}, is more than `{other}`, {all}: {en} cannot be more than the whole"
    );
    let hint = text!(
        "核对两个数和单位；确实如此的，写 note = \"……\" 说明",
        "check both numbers and units; if it is so, say why with note = \"…\""
    );
    let (here, there, label) = match asked {
        Asked::Part => (ours, theirs, text!("总数在这里", "the whole is here")),
        Asked::Whole => (
            theirs,
            ours,
            text!("另一个数在这里", "the other number is here"),
        ),
    };
    let finding = Finding::new(Code::PartOverWhole, here.place.clone(), message).hint(hint);
    let asked = match asked {
        Asked::Part => part,
        Asked::Whole => whole,
    };
    desk.odd(
        at,
        asked.content,
        finding.related(there.place.clone(), label),
    );
}

/// What one person, household or village cannot have, in 万元.
const MOST: &[(&str, u32)] = &[("人均", 500), ("户均", 2_000), ("村均", 100_000)];

/// Mean amounts beyond all measure: 43914万元 a head.
fn impossible<'c>(at: At, figure: &Figure<'c>, desk: &mut Desk<'c>) -> bool {
    let name = figure.name();
    let most = MOST.iter().find(|(word, _)| name.contains(word));
    let (Some((word, most)), Some(value)) = (most, &figure.content.value) else {
        return false;
    };
    let unit = value.value.unit();
    let in_wan = Unit::parse("万元").ok().and_then(|wan| factor(unit, &wan));
    let Some(amount) = in_wan.and_then(|size| value.value.midpoint().checked_mul(size)) else {
        return false;
    };
    // A year's income of less than 100元 is as impossible.
    let income = name.ends_with("可支配收入") && amount < Decimal::new(1, 2);
    if unit.family() != Family::Money || (amount <= Decimal::from(*most) && !income) {
        return false;
    }
    let shown = value.value.prose();
    let size = if income { "少" } else { "多" };
    let message = text!(
        "“{name}”是{shown}，{word}不会有这么{size}，是不是写错了万和亿？",
        "`{name}` is {shown}, which cannot be; is that a slip of 万 and 亿?"
    );
    desk.odd(at, figure.content, scale(value.place.clone(), message));
    true
}

/// A value ten thousand times its own target or baseline, or a ten-thousandth.
fn off_goal<'c>(at: At, figure: &Figure<'c>, desk: &mut Desk<'c>) -> bool {
    let written = figure.content;
    let Some(value) = &written.value else {
        return false;
    };
    let goals = [
        (&written.target, "目标", "target"),
        (&written.baseline, "基期", "baseline"),
    ];
    let scaled = |q: &Quantity| q.unit().as_str().starts_with(['万', '亿']);
    let mut off = Vec::new();
    for (goal, zh, en) in goals {
        let Some(goal) = goal else { continue };
        // A slip of 万 and 亿 takes one of them.
        if !scaled(&value.value) && !scaled(&goal.value) {
            continue;
        }
        let Some(times) = Quantity::ratio(&value.value, &goal.value) else {
            continue;
        };
        let power = Decimal::from(10_000);
        let up = times >= Decimal::from(2_000) && times <= power * Decimal::from(5);
        let down = Decimal::ONE
            .checked_div(times)
            .is_some_and(|t| t >= Decimal::from(3_000) && t <= power * Decimal::from(5));
        if up || down {
            off.push((goal, zh, en));
        }
    }
    // Off both, or off the only one: then the value; off one of two: that one.
    let goals = usize::from(written.target.is_some()) + usize::from(written.baseline.is_some());
    let Some((goal, zh, en)) = off.first() else {
        return false;
    };
    let place = match off.len() == goals {
        true => &value.place,
        false => &goal.place,
    };
    let (name, shown, aim) = (figure.name(), value.value.prose(), goal.value.prose());
    let message = text!(
        "“{name}”是{shown}，{zh}是{aim}，差了上万倍，是不是写错了万和亿？",
        "`{name}` is {shown}, its {en} {aim}; is that a slip of 万 and 亿?"
    );
    desk.odd(at, written, scale(place.clone(), message));
    true
}

fn scale(place: crate::finding::Place, message: crate::finding::Text) -> Finding {
    let hint = text!(
        "核对数值和单位；确实如此的，写 note = \"……\" 说明",
        "check number and unit; if it is so, say why with note = \"…\""
    );
    Finding::new(Code::FigureJump, place, message).hint(hint)
}
