//! The `[[checks]]` of figures.toml: what the editors say must add up.
//!
//! A check agrees when the arithmetic, rounded to the decimals of the stated
//! figure, can give it: printed quotients are rounded, and words such as 约 and
//! 以上 leave room (see `bounds`). A tolerance widens that.

use super::bounds::{Bounds, factor, half_step};
use super::note::difference_named;
use super::{Desk, acknowledged, suspect};
use crate::content::{Check, CheckKind, Tolerance};
use crate::finding::{Code, Finding, Severity, Text};
use crate::quantity::{Family, Quantity, Sense, Unit};
use crate::showcase::{County, Edition, Figure, Outcome};
use crate::text;
use rust_decimal::{Decimal, RoundingStrategy};
use std::cmp::Ordering;

/// The checks of one county, with a finding for each that fails.
pub(super) fn all<'c>(
    edition: &Edition<'c>,
    county: usize,
    desk: &mut Desk<'c>,
) -> Vec<Outcome<'c>> {
    let Some(here) = edition.counties.get(county) else {
        return Vec::new();
    };
    let checks = here.content.checks.iter();
    checks
        .filter_map(|check| one(here, county, check, desk))
        .collect()
}

fn one<'c>(
    here: &County<'c>,
    county: usize,
    check: &'c Check,
    desk: &mut Desk<'c>,
) -> Option<Outcome<'c>> {
    // A figure that is not there is a finding of the content already.
    let is = here.figure(&check.is.value)?;
    let parts: Vec<&Figure<'c>> = check
        .parts
        .iter()
        .map(|id| here.figure(&id.value))
        .collect::<Option<_>>()?;
    let outcome = |computed, stated, difference, agrees, sentence| Outcome {
        county,
        check,
        computed,
        stated,
        difference,
        agrees,
        sentence,
    };
    let mut uncomputed = |code, message: Text| {
        let finding = Finding::new(code, check.place.clone(), message.clone());
        desk.findings.push(finding);
        outcome(None, is.in_unit.as_deref().cloned(), None, true, message)
    };
    if let Some(gap) = parts
        .iter()
        .chain([&is])
        .find(|f| f.content.value.is_none())
    {
        let name = gap.name();
        let message = text!(
            "“{name}”暂无数据，这一项没有核对",
            "`{name}` has no value, so this was not checked"
        );
        return Some(uncomputed(Code::CheckIncomplete, message));
    }
    let computed = compute(check.kind, &parts, is.unit());
    let (bounds, stated) = match (computed, is.content.value.as_ref()) {
        (Ok(bounds), Some(stated)) => (bounds, &stated.value),
        (Err(fault), _) => {
            let message = fault.text(&parts, is);
            return Some(uncomputed(fault.code(), message));
        }
        (Ok(_), None) => return None,
    };
    let agrees = agrees(bounds, stated, is.unit(), check.tolerance.as_ref());
    let computed = printable(check.kind, bounds, is);
    let shown = exactly(is).unwrap_or_else(|| stated.clone());
    let difference = shown.change_from(&computed).ok();
    let sentence = sentence(check.kind, &parts, &computed, &shown, agrees);
    if !agrees {
        let finding = failed(check, &sentence, difference.as_ref());
        let suspect = match finding.severity {
            Severity::Info => None,
            _ => suspect::of(check, &parts, is, bounds.number),
        };
        desk.findings.push(match suspect {
            Some(figure) => at_suspect(finding, check, figure),
            None => finding,
        });
    } else if let Some(known) = &check.acknowledged {
        let off = difference.as_ref().filter(|d| !d.midpoint().is_zero());
        let note = check.note.as_deref().unwrap_or_default();
        // Within reach of its words, and off by what was acknowledged.
        if off.is_none_or(|off| self::known(check, note, off).is_some()) {
            desk.findings.push(gone(check, &sentence, &known.value));
        }
    }
    Some(outcome(
        Some(computed),
        Some(shown),
        difference,
        agrees,
        sentence,
    ))
}

/// The finding at the one figure that a slip of a key explains.
fn at_suspect(mut finding: Finding, check: &Check, figure: &Figure<'_>) -> Finding {
    let Some(value) = &figure.content.value else {
        return finding;
    };
    let name = figure.name();
    let guess = text!(
        "先看“{name}”这个数，像是数字写颠倒或者错了位；",
        "look at `{name}` first, which seems to have a digit slipped; "
    );
    let hint = finding.hint.unwrap_or_else(|| text!("", ""));
    finding.hint = Some(Text {
        zh: guess.zh + &hint.zh,
        en: guess.en + &hint.en,
    });
    finding.place = value.place.clone();
    let label = text!("核对写在这里", "the check");
    finding.related(check.place.clone(), label)
}

fn failed(check: &Check, sentence: &Text, difference: Option<&Quantity>) -> Finding {
    let (zh, en) = (&sentence.zh, &sentence.en);
    let message = text!("核对不上：{zh}", "this does not come out: {en}");
    let mut finding = Finding::new(Code::CheckFailed, check.place.clone(), message);
    let other = check.note.as_deref().zip(difference);
    if let Some((known, sure)) = other.and_then(|(note, is)| known(check, note, is)) {
        if !sure {
            finding.severity = Severity::Warning;
        }
        let (known, now) = (off_by(&known, sure), difference.map(|d| off_by(d, true)));
        let now = now.unwrap_or_else(|| text!("", ""));
        finding
            .message
            .zh
            .push_str(&format!("；说明里写的是{}，现在是{}", known.zh, now.zh));
        finding.message.en.push_str(&format!(
            "; the note says {}, now it is {}",
            known.en, now.en
        ));
        return finding.hint(text!(
            "差额变了，重新核对；确实如此的，把说明改过来",
            "the difference has changed: check it anew; if it is so, correct the note"
        ));
    }
    match &check.note {
        Some(note) => {
            let mut finding = acknowledged(finding, note);
            if let (None, Some(off), Some(hint)) = (&check.acknowledged, difference, &mut finding.hint) {
                let off = size(off);
                hint.zh.push_str(&format!("（加一行 acknowledged = \"{off}\"，差额再变就会报错）"));
                hint.en.push_str(&format!(" (with acknowledged = \"{off}\" another difference is a fault again)"));
            }
            finding
        }
        None => finding.hint(text!(
            "改正数据；原文如此的，在这一项核对里写 note = \"……\" 说明，页面会照印",
            "correct the figures; if the source has it so, say why with note = \"…\", which is printed"
        )),
    }
}

/// An acknowledged difference that is there no more: one of the numbers was
/// changed, by correction or by mistake.
fn gone(check: &Check, sentence: &Text, known: &Quantity) -> Finding {
    let (zh, en, known) = (&sentence.zh, &sentence.en, known.prose());
    let message = text!(
        "{zh}；可是说明里的差额是{known}",
        "{en}; but the note acknowledges a difference of {known}"
    );
    let hint = text!(
        "看看数是不是改错了；确实相符了，删去 acknowledged 和 note",
        "see whether a number was changed by mistake; if they agree now, delete acknowledged and note"
    );
    let mut finding = Finding::new(Code::CheckFailed, check.place.clone(), message).hint(hint);
    finding.severity = Severity::Warning;
    finding
}

/// The difference that the editors acknowledged, where it is not the one there
/// is, and whether they did so outright or in the words of the note.
fn known(check: &Check, note: &str, is: &Quantity) -> Option<(Quantity, bool)> {
    let is_quantity = is;
    let (known, sure) = match &check.acknowledged {
        Some(known) => (known.value.clone(), true),
        None => (difference_named(note, is)?, false),
    };
    let same = match is.unit().family() == known.unit().family() {
        true => factor(known.unit(), is.unit()).is_some_and(|size| {
            // Outright it has a sign: what is stated less what is computed.
            let (known, is) = match sure {
                true => (known.value().saturating_mul(size), is.midpoint()),
                false => (
                    known.value().saturating_mul(size).abs(),
                    is.midpoint().abs(),
                ),
            };
            known.saturating_sub(is).abs() <= half_step_of(is_quantity)
        }),
        // A share written as % for 个百分点.
        false => known.value().abs() == is.midpoint().abs(),
    };
    (!same).then_some((known, sure))
}

/// The difference is printed to its last digit, so it is compared with it.
fn half_step_of(quantity: &Quantity) -> Decimal {
    half_step(quantity) / Decimal::TEN
}

/// A difference in words: 列的少20.62个百分点; one that was named in a note has
/// no direction.
fn off_by(difference: &Quantity, signed: bool) -> Text {
    let below = difference.midpoint().is_sign_negative();
    let plain = match below {
        true => difference
            .mul(Decimal::NEGATIVE_ONE)
            .unwrap_or_else(|_| difference.clone()),
        false => difference.clone(),
    };
    let plain = plain.prose();
    match (signed, below) {
        (false, _) => text!("相差{plain}", "{plain} apart"),
        (_, true) => text!("列的少{plain}", "{plain} too little"),
        (_, false) => text!("列的多{plain}", "{plain} too much"),
    }
}

/// A difference as it is acknowledged, with its sign.
fn size(difference: &Quantity) -> String {
    let unit = difference.unit();
    format!("{}{unit}", difference.midpoint().normalize())
}

/// Why the arithmetic has no result.
enum Fault {
    /// Units that do not go together.
    Units,
    /// A divisor that is or may be zero, or too many digits.
    Numbers,
}

impl Fault {
    fn code(&self) -> Code {
        match self {
            Fault::Units => Code::CheckUnits,
            Fault::Numbers => Code::CheckIncomplete,
        }
    }

    fn text(&self, parts: &[&Figure<'_>], is: &Figure<'_>) -> Text {
        match self {
            Fault::Units => {
                let unit = is.unit();
                let other = parts
                    .iter()
                    .find(|f| f.unit().family() != unit.family())
                    .map_or(unit, |f| f.unit());
                text!(
                    "单位不同，“{other}”不能与“{unit}”相加减",
                    "the units differ: {other} cannot be added to {unit}"
                )
            }
            Fault::Numbers => text!(
                "除数是零或位数太多，这一项没有核对",
                "a divisor of zero or too many digits, so this was not checked"
            ),
        }
    }
}

/// What the parts come to, in `unit`.
fn compute(kind: CheckKind, parts: &[&Figure<'_>], unit: &Unit) -> Result<Bounds, Fault> {
    let (Some(first), rest) = (parts.first(), parts.get(1..).unwrap_or_default()) else {
        return Err(Fault::Numbers);
    };
    let second = rest.first();
    match (kind, second) {
        (CheckKind::Sum | CheckKind::Difference, _) => {
            let mut result = addend(first, unit)?;
            for part in rest {
                let part = addend(part, unit)?;
                let next = match kind {
                    CheckKind::Sum => result.add(part),
                    _ => result.sub(part),
                };
                result = next.ok_or(Fault::Numbers)?;
            }
            Ok(result)
        }
        (CheckKind::Product, _) => product(parts, unit),
        (CheckKind::Ratio, Some(second)) => quotient(first, second, unit, Decimal::ONE),
        (CheckKind::Share, Some(second)) => quotient(first, second, unit, Decimal::ONE_HUNDRED),
        (CheckKind::Per, Some(second)) => per(first, second, unit),
        (CheckKind::Ratio | CheckKind::Share | CheckKind::Per, None) => Err(Fault::Numbers),
    }
}

/// A figure's number in units of which one is `size` written ones.
fn number(figure: &Figure<'_>, size: impl Fn(&Unit) -> Option<Decimal>) -> Result<Bounds, Fault> {
    let value = figure.content.value.as_ref().ok_or(Fault::Numbers)?;
    let size = size(value.value.unit()).ok_or(Fault::Units)?;
    Bounds::of(&value.value).times(size).ok_or(Fault::Numbers)
}

/// A figure in `unit`; counted things add up whatever their measure word
/// (3家 and 5个 are 8个), amounts of different kinds do not.
fn addend(figure: &Figure<'_>, unit: &Unit) -> Result<Bounds, Fault> {
    number(figure, |from| {
        let counted = |u: &Unit| matches!(u.family(), Family::Counted(_));
        factor(from, unit).or_else(|| {
            let plain = plain(from)?.checked_div(plain(unit)?)?;
            (counted(from) && counted(unit)).then_some(plain)
        })
    })
}

/// How many plain ones a unit holds: 10000 for 万户, 0.01 for %.
fn plain(unit: &Unit) -> Option<Decimal> {
    match unit.family() {
        Family::Share => factor(unit, &Unit::percent())?.checked_div(Decimal::ONE_HUNDRED),
        _ => factor(unit, &Unit::parse(unit.base()).ok()?),
    }
}

/// a ÷ b without a unit; `whole` is what 1 is called where the result's unit
/// is no share: 1 for 倍, 100 where per cent are meant.
fn quotient(a: &Figure<'_>, b: &Figure<'_>, unit: &Unit, whole: Decimal) -> Result<Bounds, Fault> {
    let (top, bottom) = match a.unit().family() == b.unit().family() {
        true => (
            number(a, |u| factor(u, b.unit()))?,
            number(b, |u| factor(u, b.unit()))?,
        ),
        false => (number(a, plain)?, number(b, plain)?),
    };
    let called = match unit.family() {
        Family::Share => Decimal::ONE / plain(unit).ok_or(Fault::Units)?,
        _ => whole / plain(unit).ok_or(Fault::Units)?,
    };
    let ratio = top.div(bottom).ok_or(Fault::Numbers)?;
    ratio.times(called).ok_or(Fault::Numbers)
}

/// a ÷ b in a's unit, or in one such as 元/户.
fn per(a: &Figure<'_>, b: &Figure<'_>, unit: &Unit) -> Result<Bounds, Fault> {
    let (amount, each) = parts_of(unit);
    let result = amount.as_ref().unwrap_or(unit);
    let top = number(a, |u| factor(u, result).or_else(|| bare(u, result)))?;
    let bottom = number(b, |u| {
        let each = each.as_ref().and_then(|each| factor(u, each));
        each.or_else(|| plain(u))
    })?;
    top.div(bottom).ok_or(Fault::Numbers)
}

/// The product; a part of the result's family lends it its unit, everything
/// else counts as plain numbers, shares as fractions.
fn product(parts: &[&Figure<'_>], unit: &Unit) -> Result<Bounds, Fault> {
    let rates: Vec<(Option<Unit>, Option<Unit>)> =
        parts.iter().map(|p| parts_of(p.unit())).collect();
    let each: Vec<&Unit> = rates.iter().filter_map(|(_, each)| each.as_ref()).collect();
    let mut carried = false;
    let mut result: Option<Bounds> = None;
    for part in parts {
        let value = number(part, |written| {
            let (amount, _) = parts_of(written);
            let amount = amount.unwrap_or_else(|| written.clone());
            let share = amount.family() == Family::Share;
            if !share && !carried && amount.family() == unit.family() {
                return factor(&amount, unit);
            }
            let by_rate = each.iter().find_map(|each| factor(&amount, each));
            by_rate.or_else(|| plain(&amount))
        })?;
        let amount = parts_of(part.unit())
            .0
            .unwrap_or_else(|| part.unit().clone());
        carried |= amount.family() == unit.family() && amount.family() != Family::Share;
        result = Some(match result {
            Some(so_far) => so_far.mul(value).ok_or(Fault::Numbers)?,
            None => value,
        });
    }
    let result = result.ok_or(Fault::Numbers)?;
    if carried {
        return Ok(result);
    }
    let size = plain(unit).ok_or(Fault::Units)?;
    result.times(Decimal::ONE / size).ok_or(Fault::Numbers)
}

/// 元 and 亩 of 元/亩.
fn parts_of(unit: &Unit) -> (Option<Unit>, Option<Unit>) {
    match unit.as_str().split_once('/') {
        Some((amount, each)) => (Unit::parse(amount).ok(), Unit::parse(each).ok()),
        None => (None, None),
    }
}

/// One unit in another that measures something else, by plain numbers.
fn bare(from: &Unit, to: &Unit) -> Option<Decimal> {
    plain(from)?.checked_div(plain(to)?)
}

fn agrees(computed: Bounds, stated: &Quantity, unit: &Unit, tolerance: Option<&Tolerance>) -> bool {
    let Some(size) = factor(stated.unit(), unit) else {
        return false;
    };
    let Some(bounds) = Bounds::of(stated).times(size) else {
        return false;
    };
    let rounding = half_step(stated).checked_mul(size).unwrap_or_default();
    let allowed = match tolerance {
        Some(Tolerance::Absolute(quantity)) => {
            factor(quantity.unit(), unit).and_then(|size| quantity.value().checked_mul(size))
        }
        Some(Tolerance::Percent(percent)) => bounds
            .number
            .checked_mul(*percent)
            .map(|p| p.abs() / Decimal::ONE_HUNDRED),
        None => None,
    };
    computed.meets(bounds, rounding.max(allowed.unwrap_or_default()))
}

/// The result as it is printed: sums to the last digit, quotients and products
/// to two decimals at least, with the word that the parts leave to it:
/// 1340万元 ÷ 不足80万元 is 16.75倍以上.
fn printable(kind: CheckKind, bounds: Bounds, is: &Figure<'_>) -> Quantity {
    let scale = is.in_unit.as_deref().map_or(0, |q| q.value().scale());
    let number = match kind {
        CheckKind::Sum | CheckKind::Difference => bounds.number,
        _ => bounds
            .number
            .round_dp_with_strategy(scale.max(2), RoundingStrategy::MidpointAwayFromZero),
    };
    let quantity = Quantity::exact(number.normalize(), is.unit().clone());
    let word = match (bounds.low < bounds.number, bounds.number < bounds.high) {
        (false, false) => return quantity,
        (true, true) => return quantity.about(),
        (false, true) => "至少",
        (true, false) => "不超过",
    };
    let worded = format!("{word}{}", quantity.prose());
    Quantity::parse(&worded).unwrap_or_else(|_| quantity.about())
}

/// A value in the figure's unit, or as written where the indicator's decimals
/// would round it there: 3600元 is not 0万元.
fn exactly(figure: &Figure<'_>) -> Option<Quantity> {
    let written = &figure.content.value.as_ref()?.value;
    let shown = figure.in_unit.as_deref();
    let whole =
        shown.filter(|q| q.compare(written) == Some(Ordering::Equal) || !written.is_exact());
    Some(whole.unwrap_or(written).clone())
}

fn sentence(
    kind: CheckKind,
    parts: &[&Figure<'_>],
    computed: &Quantity,
    stated: &Quantity,
    agrees: bool,
) -> Text {
    let sign = match kind {
        CheckKind::Sum => " + ",
        CheckKind::Difference => " − ",
        CheckKind::Product => " × ",
        CheckKind::Ratio | CheckKind::Per | CheckKind::Share => " ÷ ",
    };
    let terms: Vec<String> = parts
        .iter()
        .filter_map(|f| Some(format!("{}{}", f.name(), exactly(f)?.prose())))
        .collect();
    let (sum, computed_is, stated_is) = (terms.join(sign), computed.prose(), stated.prose());
    if stated == computed {
        return text!(
            "{sum} = {computed_is}，列为{stated_is}，相符",
            "{sum} = {computed_is}, stated as {stated_is}: they agree"
        );
    }
    let vague = |q: &Quantity| !matches!(q.sense(), Sense::Exact | Sense::Range);
    if agrees && (vague(computed) || vague(stated)) {
        return text!(
            "{sum} = {computed_is}，列为{stated_is}，不矛盾",
            "{sum} = {computed_is}, stated as {stated_is}: they do not exclude each other"
        );
    }
    if agrees {
        return text!(
            "{sum} = {computed_is}，列为{stated_is}，在误差之内",
            "{sum} = {computed_is}, stated as {stated_is}: near enough"
        );
    }
    let off = apart(stated, computed);
    text!(
        "{sum} = {computed_is}，列为{stated_is}，相差{off}",
        "{sum} = {computed_is}, stated as {stated_is}, {off} apart"
    )
}

/// The size of the difference; shares are apart by 个百分点.
fn apart(stated: &Quantity, computed: &Quantity) -> String {
    let off = stated.change_from(computed).and_then(|d| {
        let below = d.midpoint().is_sign_negative();
        if below {
            d.mul(Decimal::NEGATIVE_ONE)
        } else {
            Ok(d)
        }
    });
    off.map_or_else(|error| error.zh(), |d| d.prose())
}

#[cfg(test)]
mod tests {
    use crate::showcase::sample::found;

    const HEAD: &str = "[figures.villages]\nname = \"村\"\nunit = \"个\"\nvalue = 54\n[figures.funds]\nname = \"资金\"\nunit = \"亿元\"\nvalue = \"2.738亿元\"\n[figures.joint]\nname = \"联建\"\nunit = \"万元\"\nvalue = 7395\n[figures.own]\nname = \"自建\"\nunit = \"万元\"\nvalue = 19985\n[figures.rate]\nname = \"回报率\"\nunit = \"%\"\nvalue = 6\n[figures.gap]\nname = \"缺\"\nunit = \"万元\"\ntarget = 5\n";

    fn check(figure: &str, check: &str) -> String {
        found(
            "",
            &[("a", &format!("{HEAD}{figure}\n[[checks]]\n{check}\n"))],
        )
    }

    fn figure(unit: &str, value: &str) -> String {
        format!("[figures.is]\nname = \"结果\"\nunit = \"{unit}\"\nvalue = \"{value}\"")
    }

    #[test]
    fn sound_arithmetic_is_silent() {
        for (unit, value, terms) in [
            (
                "万元",
                "27380",
                "sum = [\"joint\", \"own\"]\nis = \"funds\"",
            ),
            (
                "万元",
                "27380万元",
                "sum = [\"joint\", \"own\"]\nis = \"is\"",
            ),
            (
                "亿元",
                "2.74亿元",
                "sum = [\"joint\", \"own\"]\nis = \"is\"",
            ),
            (
                "万元",
                "7395万元",
                "difference = [\"funds\", \"own\"]\nis = \"is\"",
            ),
            ("倍", "3.7倍", "ratio = [\"funds\", \"joint\"]\nis = \"is\""),
            ("%", "27%", "share = [\"joint\", \"funds\"]\nis = \"is\""),
            ("%", "27.01%", "share = [\"joint\", \"funds\"]\nis = \"is\""),
            (
                "万元",
                "约507万元",
                "per = [\"funds\", \"villages\"]\nis = \"is\"",
            ),
            (
                "元/个",
                "5070370元/个",
                "per = [\"funds\", \"villages\"]\nis = \"is\"",
            ),
            (
                "万元",
                "500万元以上",
                "per = [\"funds\", \"villages\"]\nis = \"is\"",
            ),
            (
                "万元",
                "500万元",
                "per = [\"funds\", \"villages\"]\nis = \"is\"\ntolerance = \"2%\"",
            ),
            (
                "万元",
                "1642.8万元",
                "product = [\"funds\", \"rate\"]\nis = \"is\"",
            ),
            (
                "万元",
                "443.7万元",
                "product = [\"joint\", \"rate\"]\nis = \"is\"",
            ),
        ] {
            assert_eq!(check(&figure(unit, value), terms), "", "{value} {terms}");
        }
    }

    #[test]
    fn what_does_not_come_out_is_told_with_its_numbers() {
        let wrong = check(
            &figure("万元", "27390万元"),
            "sum = [\"joint\", \"own\"]\nis = \"is\"",
        );
        assert_eq!(
            wrong,
            "error check-failed content/2019/a/figures.toml:29 核对不上：联建7395万元 + 自建19985万元 = 27380万元，列为27390万元，相差10万元\n"
        );
        let wrong = check(
            &figure("%", "30%"),
            "share = [\"joint\", \"funds\"]\nis = \"is\"",
        );
        assert_eq!(
            wrong,
            "error check-failed content/2019/a/figures.toml:29 核对不上：联建7395万元 ÷ 资金2.738亿元 = 27.01%，列为30%，相差2.99个百分点\n"
        );
    }

    #[test]
    fn a_note_acknowledges() {
        let noted = check(
            &figure("万元", "27390万元"),
            "sum = [\"joint\", \"own\"]\nis = \"is\"\nnote = \"照录\"",
        );
        assert!(noted.starts_with("info check-failed "), "{noted}");
    }

    #[test]
    fn what_cannot_be_computed_is_not_passed_over() {
        let gap = check(
            &figure("万元", "5"),
            "sum = [\"joint\", \"gap\"]\nis = \"is\"",
        );
        assert_eq!(
            gap,
            "info check-incomplete content/2019/a/figures.toml:29 “缺”暂无数据，这一项没有核对\n"
        );
        let units = check(
            &figure("万元", "5"),
            "sum = [\"joint\", \"villages\"]\nis = \"is\"",
        );
        assert_eq!(
            units,
            "error check-units content/2019/a/figures.toml:29 单位不同，“个”不能与“万元”相加减\n"
        );
        let zero = check(
            "[figures.none]\nname = \"零\"\nunit = \"户\"\nvalue = 0\n[figures.is]\nname = \"户均\"\nunit = \"万元\"\nvalue = 1",
            "per = [\"funds\", \"none\"]\nis = \"is\"",
        );
        assert!(zero.starts_with("info check-incomplete "), "{zero}");
    }

    #[test]
    fn measure_words_add_up() {
        let more = "[figures.companies]\nname = \"企业\"\nunit = \"家\"\nvalue = 6\n[figures.is]\nname = \"主体\"\nunit = \"个\"\nvalue = 60";
        assert_eq!(
            check(more, "sum = [\"villages\", \"companies\"]\nis = \"is\""),
            ""
        );
    }
}
