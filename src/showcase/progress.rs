//! Progress, pace and status, and the sentence that explains them.
//!
//! ```text
//! progress = (value − baseline) ÷ (target − baseline)
//!          = value ÷ target                 without a baseline
//! elapsed  = (as-of − start) ÷ (due − start), 0 to 1, in days
//! pace     = progress ÷ elapsed
//! ```
//!
//! The direction follows from baseline and target, so that 200 weak villages
//! down to 0 read right in every year. The idea is McArthur and Rasmussen's
//! (share of the gap closed against share of the time gone); the thresholds
//! are 0.95 and 0.60. Quotients are kept to 28 digits and rounded only in print.
//!
//! A qualifier decides soberly: 5000人次以上 reaches 5000, 不足5000 does not, and
//! 约5000 counts as the number it is printed with.

use super::{Measured, Progress, Status, Time, percent, share_of_time};
use crate::content;
use crate::finding::{Code, Finding, Findings, Language, Text};
use crate::quantity::{Quantity, Sense};
use crate::{said, text};
use rust_decimal::{Decimal, RoundingStrategy};
use std::cmp::Ordering;

/// Pace from which work is 按期.
const ON_TIME: Decimal = Decimal::from_parts(95, 0, 0, false, 2);
/// Pace from which it is only 略滞后.
const SLIGHTLY_BEHIND: Decimal = Decimal::from_parts(60, 0, 0, false, 2);

/// What progress is measured by.
#[derive(Debug, Clone, Copy)]
pub(super) struct Work<'q> {
    pub(super) value: &'q Quantity,
    pub(super) target: &'q Quantity,
    pub(super) baseline: Option<&'q Quantity>,
    /// The indicator says that less is better.
    pub(super) lower: bool,
}

impl Measured<'_> {
    /// Its numbers; `None` where a county's figure lacks one.
    fn work(&self, lower: bool) -> Option<Work<'_>> {
        Some(match self {
            Measured::Figure(figure) => Work {
                value: &figure.value.as_ref()?.value,
                target: &figure.target.as_ref()?.value,
                baseline: figure.baseline.as_ref().map(|b| &b.value),
                lower,
            },
            Measured::Sums(sums) => Work {
                value: &sums.value,
                target: &sums.target,
                baseline: sums.baseline.as_ref(),
                lower,
            },
        })
    }
}

impl Time {
    /// Share of the planned time gone at the end of the as-of date.
    pub(super) fn elapsed(self) -> Option<Decimal> {
        let (start, due) = (self.start?.first_day(), self.due?.last_day());
        let gone = Decimal::from(self.as_of.last_day() - start);
        let all = Decimal::from(due - start);
        (all > Decimal::ZERO).then(|| (gone / all).clamp(Decimal::ZERO, Decimal::ONE))
    }

    /// Whether the due date is past: what is to be done by a day is judged at its
    /// end.
    fn is_over(self) -> bool {
        self.due
            .is_some_and(|due| self.as_of.last_day() >= due.last_day())
    }
}

/// Share of the planned time, which the figures of a county mostly have in common.
#[derive(Default)]
pub(super) struct Clock(Option<(Time, Option<Decimal>)>);

impl Clock {
    fn elapsed(&mut self, time: Time) -> Option<Decimal> {
        match self.0 {
            Some((known, elapsed)) if known == time => elapsed,
            _ => self.0.insert((time, time.elapsed())).1,
        }
    }
}

/// The progress of one county's figure.
pub(super) fn of_figure<'c>(
    edition: &content::Edition,
    figure: &'c content::Figure,
    (lower, clock): (bool, &mut Clock),
    findings: &mut Findings,
) -> Option<Progress<'c>> {
    let target = figure.target.as_ref()?;
    figure.value.as_ref()?;
    let time = Time {
        start: edition.plan.map(|p| p.start),
        due: figure.due.or(edition.plan.map(|p| p.due)),
        as_of: figure.as_of,
    };
    let elapsed = clock.elapsed(time);
    let progress = measure(Measured::Figure(figure), lower, (time, elapsed));
    // Equal ones are a finding of the content already.
    let equal = || {
        let baseline = figure.baseline.as_ref();
        baseline.is_some_and(|b| b.value.compare(&target.value) == Some(Ordering::Equal))
    };
    if progress.is_none() && !equal() {
        let message = match lower {
            true => text!(
                "越低越好的指标没有基期，算不出完成率",
                "less is better here, and without a baseline progress cannot be computed"
            ),
            false => text!(
                "目标不大于零而没有基期，算不出完成率",
                "with a target of zero or less and no baseline, progress cannot be computed"
            ),
        };
        let hint = text!(
            "补上基期：baseline = 开始时的数",
            "add the number at the start: baseline = …"
        );
        findings
            .push(Finding::new(Code::BaselineMissing, target.place.clone(), message).hint(hint));
    }
    progress
}

/// Progress, pace and status; `None` where they cannot be computed: baseline
/// and target are equal, or the target is zero or less without a baseline and
/// not reached. `elapsed` is the share of the planned time.
pub(super) fn measure(
    measured: Measured<'_>,
    lower: bool,
    (time, elapsed): (Time, Option<Decimal>),
) -> Option<Progress<'_>> {
    let work = measured.work(lower)?;
    let share = share(work)?;
    let status = status(share, is_reached(work), elapsed, time);
    Some(Progress {
        share,
        bound: bound(work),
        status,
        time,
        measured,
    })
}

/// What is done over what was to be by then.
fn pace(share: Decimal, elapsed: Option<Decimal>) -> Option<Decimal> {
    share.checked_div(elapsed.filter(|e| !e.is_zero())?)
}

impl Progress<'_> {
    /// Share of the planned time elapsed at the as-of date, 0 to 1.
    pub fn elapsed(&self) -> Option<Decimal> {
        self.time.elapsed()
    }

    /// [`Progress::share`] over [`Progress::elapsed`].
    pub fn pace(&self) -> Option<Decimal> {
        pace(self.share, self.elapsed())
    }

    /// Whether the target is reached.
    pub fn is_reached(&self) -> bool {
        matches!(self.status, Status::Done | Status::DoneEarly)
    }

    /// The share as it is printed: 87.9%, never 100% before the target is reached.
    pub fn percent(&self) -> Text {
        bounded(self.share, self.bound, self.is_reached())
    }

    /// The sentence that explains it, with its numbers.
    pub fn sentence(&self, language: Language) -> String {
        let way = self.way(language);
        let percent = self.percent();
        let (done, end) = (percent.get(language), self.outcome(language));
        // There may be a million of these, so they are not formatted.
        let said = match language {
            Language::Zh => [&way, "，完成率", done, "；", &end, "。"].concat(),
            Language::En => [&way, ", ", done, " of the way; ", &end, "."].concat(),
        };
        let covered = match &self.measured {
            Measured::Sums(sums) => sums.covered,
            Measured::Figure(_) => None,
        };
        match covered {
            Some((covered, of)) => said!(
                language,
                "按{of}个县（市、区）中列有目标的{covered}个计：{said}",
                "Of the {covered} out of {of} counties that state a target: {said}"
            ),
            None => said,
        }
    }

    /// From where, to where, and how far.
    fn way(&self, language: Language) -> String {
        let Some(work) = self.measured.work(false) else {
            return String::new();
        };
        let falls = falls(work);
        let moved = work.baseline.and_then(|from| work.value.compare(from));
        let (value, target) = (work.value.prose(), work.target.prose());
        let Some(from) = work.baseline.map(Quantity::prose) else {
            return said!(
                language,
                "目标{target}，现为{value}",
                "the target is {target}, now {value}"
            );
        };
        let (from, now, to) = (from.as_str(), value.as_str(), target.as_str());
        use Language::{En, Zh};
        if matches!((moved, language), (Some(Ordering::Equal), Zh)) {
            return ["基期", from, "，目标", to, "，现为", now, "，与基期相同"].concat();
        }
        match (falls, moved, language) {
            (_, Some(Ordering::Equal), En) => ["from ", from, " towards ", to, ", still ", now],
            (true, Some(Ordering::Greater), Zh) => ["由", from, "增到", now, "，目标", to],
            (true, Some(Ordering::Greater), En) => {
                ["from ", from, " up to ", now, " with a target of ", to]
            }
            (true, _, Zh) => ["由", from, "减到", now, "，目标", to],
            (false, Some(Ordering::Less), Zh) => ["由", from, "降到", now, "，目标", to],
            (true, _, En) | (false, Some(Ordering::Less), En) => {
                ["from ", from, " down to ", now, " with a target of ", to]
            }
            (false, _, Zh) => ["基期", from, "，目标", to, "，现为", now],
            (false, _, En) => ["from ", from, " towards ", to, ", now ", now],
        }
        .concat()
    }

    /// The time gone, and what it comes to.
    fn outcome(&self, language: Language) -> String {
        let word = self.status.word();
        let word = word.get(language);
        let due = self.time.due;
        if let (true, Some(due)) = (self.time.is_over(), due) {
            let day = due.zh();
            return said!(language, "期限{day}已到，{word}", "due by {due}, {word}");
        }
        let Some(elapsed) = self.elapsed() else {
            return match due {
                Some(due) => {
                    let day = due.zh();
                    said!(language, "期限{day}，{word}", "due by {due}, {word}")
                }
                None => said!(
                    language,
                    "没有列出期限，{word}",
                    "no due date is given, {word}"
                ),
            };
        };
        if elapsed.is_zero() {
            return said!(
                language,
                "计划时间还没有开始，{word}",
                "the planned time has not begun, {word}"
            );
        }
        let gone = share_of_time(elapsed);
        let gone = gone.get(language);
        match (self.status, pace(self.share, Some(elapsed))) {
            (Status::SlightlyBehind | Status::Behind, Some(pace)) => {
                // Cut, not rounded: 0.949 must not read 0.95 beside 略滞后.
                let pace = pace.round_dp_with_strategy(2, RoundingStrategy::ToZero);
                said!(
                    language,
                    "计划时间已过{gone}，进度是计划的{pace}倍，{word}",
                    "{gone} of the planned time has passed, the pace is {pace} of the plan's: {word}"
                )
            }
            _ => said!(
                language,
                "计划时间已过{gone}，{word}",
                "{gone} of the planned time has passed: {word}"
            ),
        }
    }
}

/// A share with the word that is left to it; none where the target is reached.
fn bounded(share: Decimal, bound: Sense, reached: bool) -> Text {
    let plain = percent(share, reached);
    let (zh, en) = match bound {
        _ if reached || plain.zh.starts_with("不足") => return plain,
        Sense::About => ("约", "about "),
        Sense::AtLeast => ("至少", "at least "),
        Sense::LessThan | Sense::AtMost => ("至多", "at most "),
        Sense::Exact | Sense::Range => return plain,
    };
    Text {
        zh: format!("{zh}{}", plain.zh),
        en: format!("{en}{}", plain.en),
    }
}

/// What the words of value, target and baseline leave of their quotient.
fn bound(work: Work<'_>) -> Sense {
    let plain = |q: &Quantity| matches!(q.sense(), Sense::Exact | Sense::Range);
    if !plain(work.target) || !work.baseline.is_none_or(plain) {
        return Sense::About;
    }
    match (work.value.sense(), falls(work)) {
        (Sense::AtLeast, true) => Sense::AtMost,
        (Sense::LessThan | Sense::AtMost, true) => Sense::AtLeast,
        (sense, _) => sense,
    }
}

/// Whether less is better: the target lies below the baseline.
fn falls(work: Work<'_>) -> bool {
    match work.baseline {
        Some(baseline) => work.target.compare(baseline) == Some(Ordering::Less),
        None => work.lower || work.target.midpoint() <= Decimal::ZERO,
    }
}

fn share(work: Work<'_>) -> Option<Decimal> {
    let Some(baseline) = work.baseline else {
        return match work.target.midpoint() {
            target if target > Decimal::ZERO && !work.lower => {
                Quantity::ratio(work.value, work.target)
            }
            _ => is_reached(work).then_some(Decimal::ONE),
        };
    };
    let unit = work.target.unit();
    let number = |q: &Quantity| match q.unit() == unit {
        true => Some(q.midpoint()),
        false => Some(q.convert(unit).ok()?.midpoint()),
    };
    let (way, gap) = match (number(work.value), number(baseline)) {
        (Some(value), Some(from)) => (
            value.checked_sub(from)?,
            work.target.midpoint().checked_sub(from)?,
        ),
        // 亩 beside 平方米: exact the other way round.
        _ => {
            let one = Quantity::ratio(work.value, baseline)?;
            let all = Quantity::ratio(work.target, baseline)?;
            (
                one.checked_sub(Decimal::ONE)?,
                all.checked_sub(Decimal::ONE)?,
            )
        }
    };
    way.checked_div(gap)
}

fn is_reached(work: Work<'_>) -> bool {
    let falls = falls(work);
    let end;
    let line = match work.target.range() {
        None if work.target.is_exact() => work.target,
        range => {
            let number = work.target.value();
            let (low, high) = range.unwrap_or((number, number));
            end = Quantity::exact(if falls { high } else { low }, work.target.unit().clone());
            &end
        }
    };
    if work.value.is_about() {
        let passed = if falls {
            Ordering::Greater
        } else {
            Ordering::Less
        };
        return work.value.compare(line).is_some_and(|o| o != passed);
    }
    let sure = if falls {
        line.sure_at_least(work.value)
    } else {
        work.value.sure_at_least(line)
    };
    sure == Some(true)
}

fn status(share: Decimal, reached: bool, elapsed: Option<Decimal>, time: Time) -> Status {
    if reached {
        return match time.due {
            Some(_) if !time.is_over() => Status::DoneEarly,
            _ => Status::Done,
        };
    }
    if time.is_over() {
        return Status::NotDone;
    }
    if share < Decimal::ZERO {
        return Status::Back;
    }
    match (elapsed, pace(share, elapsed)) {
        (None, _) => Status::UnderWay,
        (Some(_), None) if share.is_zero() => Status::NotStarted,
        // Way made before the planned time began.
        (Some(_), None) => Status::OnTime,
        (Some(_), Some(pace)) if pace >= ON_TIME => Status::OnTime,
        (Some(_), Some(pace)) if pace >= SLIGHTLY_BEHIND => Status::SlightlyBehind,
        (Some(_), Some(_)) => Status::Behind,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::content::Date;
    use crate::showcase::Sums;
    use crate::showcase::sample::found;

    fn q(text: &str) -> Quantity {
        Quantity::parse(text).unwrap()
    }

    fn progress(
        value: &str,
        target: &str,
        baseline: Option<&str>,
        as_of: &str,
    ) -> Option<Progress<'static>> {
        let sums = Sums {
            value: q(value),
            target: q(target),
            baseline: baseline.map(q),
            covered: None,
        };
        let time = Time {
            start: Date::parse("2021-12-31"),
            due: Date::parse("2025-12-31"),
            as_of: Date::parse(as_of).unwrap(),
        };
        let measured = Measured::Sums(Box::new(sums));
        measure(measured, false, (time, time.elapsed()))
    }

    fn told(value: &str, target: &str, baseline: Option<&str>, as_of: &str) -> (Status, String) {
        let p = progress(value, target, baseline, as_of).unwrap();
        (p.status, p.percent().zh)
    }

    #[test]
    fn from_200_to_0_reads_right_in_every_year() {
        let at = |value: &str, as_of: &str| told(value, "0个", Some("200个"), as_of);
        let is = |status, percent: &str| (status, percent.to_owned());
        assert_eq!(at("200个", "2021-12-31"), is(Status::NotStarted, "0%"));
        assert_eq!(at("150个", "2021-12-31"), is(Status::OnTime, "25%"));
        assert_eq!(at("150个", "2022-12-31"), is(Status::OnTime, "25%"));
        assert_eq!(at("100个", "2023-12-31"), is(Status::OnTime, "50%"));
        assert_eq!(at("50个", "2024-12-31"), is(Status::OnTime, "75%"));
        assert_eq!(at("10个", "2024-12-31"), is(Status::OnTime, "95%"));
        assert_eq!(at("1个", "2024-12-31"), is(Status::OnTime, "99.5%"));
        assert_eq!(at("90个", "2024-12-31"), is(Status::SlightlyBehind, "55%"));
        assert_eq!(at("150个", "2024-12-31"), is(Status::Behind, "25%"));
        assert_eq!(at("200个", "2024-12-31"), is(Status::Behind, "0%"));
        assert_eq!(at("230个", "2024-12-31"), is(Status::Back, "−15%"));
        assert_eq!(at("0个", "2024-12-31"), is(Status::DoneEarly, "100%"));
        assert_eq!(at("0个", "2025-12-31"), is(Status::Done, "100%"));
        assert_eq!(at("1个", "2025-12-31"), is(Status::NotDone, "99.5%"));
        assert_eq!(at("0个", "2026-06-30"), is(Status::Done, "100%"));
        assert_eq!(at("1个", "2026-06-30"), is(Status::NotDone, "99.5%"));
    }

    #[test]
    fn the_sentence_explains_the_status() {
        let zh = |value, target, baseline, as_of| {
            progress(value, target, baseline, as_of)
                .unwrap()
                .sentence(Language::Zh)
        };
        assert_eq!(
            zh("50个", "0个", Some("200个"), "2024-12-31"),
            "由200个减到50个，目标0个，完成率75%；计划时间已过75%，按期。"
        );
        assert_eq!(
            zh("230个", "0个", Some("200个"), "2024-12-31"),
            "由200个增到230个，目标0个，完成率−15%；计划时间已过75%，倒退。"
        );
        assert_eq!(
            zh("340个", "401个", Some("279个"), "2024-12-31"),
            "基期279个，目标401个，现为340个，完成率50%；计划时间已过75%，进度是计划的0.66倍，略滞后。"
        );
        assert_eq!(
            zh("400个", "401个", None, "2025-12-31"),
            "目标401个，现为400个，完成率99.8%；期限2025年12月31日已到，未完成。"
        );
        let english = progress("50个", "0个", Some("200个"), "2024-12-31").unwrap();
        assert_eq!(
            english.sentence(Language::En),
            "from 200个 down to 50个 with a target of 0个, 75% of the way; 75% of the planned time has passed: on time."
        );
    }

    #[test]
    fn nearly_reached_is_not_reached() {
        let (status, percent) = told("9999个", "10000个", None, "2024-12-31");
        assert_eq!((status, percent.as_str()), (Status::OnTime, "99.9%"));
    }

    #[test]
    fn a_qualifier_decides_whether_the_target_is_reached() {
        let status = |value, target| told(value, target, None, "2024-12-31").0;
        assert_eq!(status("5000人次以上", "5000人次"), Status::DoneEarly);
        assert_eq!(status("5000人次", "5000人次以上"), Status::DoneEarly);
        assert_eq!(status("约5000人次", "5000人次"), Status::DoneEarly);
        assert_eq!(status("不足5000人次", "5000人次"), Status::OnTime);
        assert_eq!(status("5000—6000人次", "5500人次"), Status::OnTime);
        assert_eq!(status("5000—6000人次", "5000人次"), Status::DoneEarly);
        let percent = told("不足5000人次", "5000人次", None, "2024-12-31").1;
        assert_eq!(percent, "不足100%");
        let down = told("不足50户", "50户", Some("200户"), "2024-12-31").0;
        assert_eq!(down, Status::DoneEarly);
        let down = told("50户以上", "50户", Some("200户"), "2024-12-31").0;
        assert_eq!(down, Status::OnTime);
    }

    #[test]
    fn without_a_baseline_zero_is_reached_or_unknown() {
        assert_eq!(
            told("0个", "0个", None, "2024-12-31"),
            (Status::DoneEarly, "100%".to_owned())
        );
        assert!(progress("3个", "0个", None, "2024-12-31").is_none());
        assert!(progress("3个", "5个", Some("5个"), "2024-12-31").is_none());
    }

    #[test]
    fn units_of_one_family_are_compared_by_size() {
        let (status, percent) = told("2.1亿元", "42000万元", None, "2025-06-30");
        assert_eq!((status, percent.as_str()), (Status::Behind, "50%"));
    }

    #[test]
    fn a_unit_that_does_not_convert_exactly_is_measured_from_the_baseline() {
        // 20亩 are 1.333…公顷: a third of the way from 1公顷 to 2公顷.
        let (_, percent) = told("20亩", "2公顷", Some("1公顷"), "2024-12-31");
        assert_eq!(percent, "33.3%");
        let (_, percent) = told("5个", "10个", Some("0个"), "2024-12-31");
        assert_eq!(percent, "50%");
    }

    #[test]
    fn the_words_of_a_value_stay_with_its_percentage() {
        let percent = |value, baseline| told(value, "401个", baseline, "2024-12-31").1;
        assert_eq!(percent("约340个", Some("279个")), "约50%");
        assert_eq!(percent("340个以上", Some("279个")), "至少50%");
        assert_eq!(percent("不足340个", Some("279个")), "至多50%");
        assert_eq!(percent("340个", Some("约279个")), "约50%");
        let falling = told("不足50户", "0户", Some("200户"), "2024-12-31").1;
        assert_eq!(falling, "至少75%");
    }

    #[test]
    fn only_a_missing_baseline_is_asked_for() {
        let asked = |baseline: &str| {
            let indicator = "[[indicators]]\nid = \"x\"\nname = \"薄弱村\"\nunit = \"个\"\n";
            let figures = format!("[figures.x]\nvalue = 3\ntarget = 0\n{baseline}\n");
            found(indicator, &[("a", figures.as_str())]).contains("baseline-missing")
        };
        assert!(asked(""));
        assert!(!asked("baseline = 5"));
    }

    #[test]
    fn a_plan_of_no_days_has_no_share_of_time() {
        let day = Date::parse("2025-12-31");
        let time = Time {
            start: day,
            due: day,
            as_of: Date::parse("2024-12-31").unwrap(),
        };
        assert_eq!(time.elapsed(), None);
    }

    #[test]
    fn without_a_plan_there_is_no_pace() {
        let sums = Sums {
            value: q("3个"),
            target: q("4个"),
            baseline: None,
            covered: None,
        };
        let time = Time {
            start: None,
            due: None,
            as_of: Date::parse("2024").unwrap(),
        };
        let p = measure(Measured::Sums(Box::new(sums)), false, (time, None)).unwrap();
        assert_eq!(
            (p.status, p.pace(), p.elapsed()),
            (Status::UnderWay, None, None)
        );
        assert_eq!(
            p.sentence(Language::Zh),
            "目标4个，现为3个，完成率75%；没有列出期限，进行中。"
        );
    }
}
