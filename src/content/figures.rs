//! figures.toml: a county's figures, what must add up, projects, milestones.

use super::limits;
use super::memory::OfEdition;
use super::names::{filled, is_slug, missing, required, spot};
use super::raw::{Listed, Maybe, RawCheck, RawFigure, RawFigures, RawMilestone, RawProject};
use super::reader::{self, RawDate, Read, Scalar};
use super::{
    Check, CheckKind, Date, Entry, Figure, Further, Indicator, Milestone, Own, Project, Spot,
    Tolerance, edition, plain,
};
use crate::finding::{Code, Finding, Findings, Place, Source, hint};
use crate::quantity::{Quantity, Unit};
use crate::text;
use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::sync::Arc;
use toml::Spanned;

/// Stand among the faulty figures where a file has such a list: if nothing of
/// it could be read, that has been told.
pub const PROJECTS: &str = "[[projects]]";
/// The same for milestones.
pub const MILESTONES: &str = "[[milestones]]";

/// What the edition gives to every figure.
pub(super) struct Context<'a> {
    pub(super) indicators: &'a [Indicator],
    /// Ids of indicators that are written but faulty.
    pub(super) faulty: &'a BTreeSet<String>,
    pub(super) source: Option<Arc<str>>,
    pub(super) as_of: Option<Date>,
    /// The edition's date is written but faulty.
    pub(super) as_of_faulty: bool,
    /// What was read of its figures before.
    pub(super) memory: Option<OfEdition<'a>>,
}

/// What a figures.toml holds.
#[derive(Clone, Default)]
pub(super) struct Sheet {
    pub(super) figures: Vec<Figure>,
    /// Ids of figures that are written but faulty.
    pub(super) faulty: BTreeSet<String>,
    /// The file is not there or did not parse as a whole.
    pub(super) torn: bool,
    pub(super) checks: Vec<Check>,
    pub(super) projects: Vec<Project>,
    pub(super) milestones: Vec<Milestone>,
    pub(super) note: Option<String>,
}

pub(super) fn load(entry: &Entry, context: &Context<'_>, findings: &mut Findings) -> Sheet {
    let Some(source) = entry.text() else {
        return Sheet {
            torn: true,
            ..Sheet::default()
        };
    };
    match &context.memory {
        Some(memory) => memory.sheet(source, findings, |found| sheet(source, context, found)),
        None => sheet(source, context, findings),
    }
}

fn sheet(source: &Arc<Source>, context: &Context<'_>, findings: &mut Findings) -> Sheet {
    let whole = 0..source.text().len();
    let read = plain::read(source);
    let mut read = read.unwrap_or_else(|| reader::read(source, whole, findings));
    let raw = std::mem::take(&mut read.raw);
    let note = raw.note.map(Spanned::into_inner);
    let file = Defaults {
        source: raw
            .source
            .map(|own| Arc::from(own.into_inner()))
            .or(context.source.clone()),
        as_of: raw
            .as_of
            .and_then(|d| edition::date(spot(d, &read), findings))
            .map(|d| d.value)
            .or(context.as_of),
        indicators: context.indicators,
        as_of_faulty: context.as_of_faulty,
        faulty: context.faulty,
        next: Cell::new(0),
    };
    let Figures {
        sound: figures,
        faulty,
        lost,
    } = figures(raw.figures.unwrap_or_default(), &file, &read, findings);
    let checks = raw.checks.unwrap_or_default();
    let checks = checks
        .into_iter()
        .enumerate()
        .filter_map(|(at, c)| {
            // A kind that stood there but was faulty has been told.
            check(at, c, &figures, &lost, &read, findings)
        })
        .collect();
    let projects = raw.projects.unwrap_or_default();
    let milestones = raw.milestones.unwrap_or_default();
    let listed = [
        (PROJECTS, !projects.is_empty() || read.lost_item("projects")),
        (
            MILESTONES,
            !milestones.is_empty() || read.lost_item("milestones"),
        ),
    ];
    let projects = projects.into_iter().enumerate();
    let milestones = milestones.into_iter().enumerate();
    let mut milestones: Vec<Milestone> = milestones
        .filter_map(|(at, m)| milestone(at, m, &read, findings))
        .collect();
    milestones.sort_by_key(|m| m.date.first_day());
    let listed = listed.iter().filter(|(_, there)| *there);
    let faulty = faulty
        .into_iter()
        .chain(read.unknown_tops().cloned())
        .chain(listed.map(|(n, _)| (*n).to_owned()))
        .collect();
    Sheet {
        torn: read.torn || read.was_dropped("figures"),
        faulty,
        projects: projects
            .filter_map(|(at, p)| project(at, p, &read, findings))
            .collect(),
        figures,
        checks,
        milestones,
        note,
    }
}

struct Defaults<'a> {
    source: Option<Arc<str>>,
    as_of: Option<Date>,
    as_of_faulty: bool,
    indicators: &'a [Indicator],
    faulty: &'a BTreeSet<String>,
    /// Behind the indicator that was asked for last: most files state them in
    /// the order of edition.toml.
    next: Cell<usize>,
}

impl<'a> Defaults<'a> {
    /// The indicator of that id, and where it stands.
    fn indicator(&self, id: &str) -> Option<(usize, &'a Indicator)> {
        let all = self.indicators.iter().enumerate();
        let next = self.next.get();
        let mut ids = all.clone().skip(next).chain(all.take(next));
        let found = ids.find(|(_, i)| i.id == id)?;
        self.next.set((found.0 + 1) % self.indicators.len());
        Some(found)
    }
}

/// The figures of a file.
#[derive(Default)]
struct Figures {
    /// Those that can be worked with.
    sound: Vec<Figure>,
    /// Ids of those of which something could not be read: what refers to them is
    /// not to blame.
    faulty: Vec<String>,
    /// Ids of those of which nothing could be read.
    lost: Vec<String>,
}

fn figures(
    raw: Listed<RawFigure>,
    file: &Defaults<'_>,
    read: &Read<RawFigures>,
    findings: &mut Findings,
) -> Figures {
    let mut without = Vec::new();
    // Exactly so many: there may be a million, and each is large.
    let mut figures = Figures {
        sound: Vec::with_capacity(raw.0.len()),
        ..Figures::default()
    };
    for (id, raw) in raw.0 {
        let mut id = spot(id, read);
        let raw = raw.into_inner();
        let aims = [raw.target.is_some(), raw.baseline.is_some()];
        match figure(&mut id, raw, file, read, &mut without, findings) {
            Some(figure) => {
                if !is_sound(&figure, aims, read) {
                    figures.faulty.push(figure.id.clone());
                }
                figures.sound.push(figure);
            }
            None => {
                figures.faulty.push(id.value.clone());
                figures.lost.push(id.value);
            }
        }
    }
    for code in [Code::SourceMissing, Code::AsOfMissing] {
        let ids = without.iter().filter(|(c, _)| *c == code);
        unprovided(code, ids.map(|(_, id)| id).collect(), findings);
    }
    figures
}

/// Whether all of a figure could be read that is written, of target and baseline
/// those that are.
fn is_sound(figure: &Figure, [target, baseline]: [bool; 2], read: &Read<RawFigures>) -> bool {
    let id = &figure.id;
    let lost = |part| !read.is_whole() && read.was_dropped(&format!("figures.{id}.{part}"));
    let unread = figure.value.is_none() && (figure.unread || lost("value"));
    let less = target && figure.target.is_none() || baseline && figure.baseline.is_none();
    let less = less || figure.goes_nowhere();
    !unread && !less && !["target", "baseline", "series"].into_iter().any(lost)
}

/// Says once for a file that figures have no source or date.
fn unprovided(code: Code, ids: Vec<&Spot<String>>, findings: &mut Findings) {
    let (key, zh, en) = match code {
        Code::SourceMissing => ("source", "出处", "source"),
        _ => ("as_of", "截至日期", "as-of date"),
    };
    let Some(first) = ids.first() else { return };
    let (name, count) = (&first.value, ids.len());
    let message = match count {
        1 => text!("“{name}”没有{zh}", "`{name}` has no {en}"),
        _ => text!(
            "“{name}”等 {count} 项没有{zh}",
            "{count} figures have no {en}, `{name}` first"
        ),
    };
    let hint = text!(
        "在文件开头写 {key} = …，或写在 edition.toml 里",
        "put {key} = … at the top of the file, or in edition.toml"
    );
    findings.push(Finding::new(code, first.place.clone(), message).hint(hint));
}

fn figure(
    id: &mut Spot<String>,
    raw: RawFigure,
    file: &Defaults<'_>,
    read: &Read<RawFigures>,
    without: &mut Vec<(Code, Spot<String>)>,
    findings: &mut Findings,
) -> Option<Figure> {
    let written = &*id;
    let path = |key: &str| format!("figures.{}.{key}", written.value);
    let (number, indicator) = file.indicator(&id.value).unzip();
    let number = number.and_then(|at| NonZeroU32::new(u32::try_from(at).ok()?.checked_add(1)?));
    let (own, unit) = match indicator {
        Some(indicator) => {
            redefined(written, raw.name.as_ref(), indicator, read, findings);
            let own_unit = raw.unit.and_then(|u| unit(spot(u, read), findings));
            (None, own_unit.unwrap_or_else(|| indicator.unit.clone()))
        }
        None => own(
            written,
            (raw.name, raw.unit, raw.meaning),
            file,
            &path,
            read,
            findings,
        )?,
    };
    let mut given = |value: Maybe<Scalar>| {
        let value = quantity(spot(value?, read), &unit, findings)?;
        let wanted = indicator.map_or(&unit, |i| &i.unit);
        same_family(value, wanted, findings)
    };
    let has_value = raw.value.is_some();
    let (value, target, baseline) = (given(raw.value), given(raw.target), given(raw.baseline));
    let series = series(raw.series.unwrap_or_default(), &unit, read, findings);
    let nothing = !has_value && target.is_none() && baseline.is_none() && series.is_empty();
    if nothing
        && !["value", "target", "baseline", "series"]
            .iter()
            .any(|k| read.was_dropped(&path(k)))
        && !read.is_misnamed(&path("value"))
    {
        missing(&path("value"), id.place.clone(), findings);
    }
    if let (Some(target), Some(baseline)) = (&target, &baseline)
        && target.value.compare(&baseline.value) == Some(std::cmp::Ordering::Equal)
    {
        let message = text!(
            "目标与基期相等，看不出往哪个方向走",
            "target and baseline are equal, so progress has no direction"
        );
        let hint = text!(
            "去掉 baseline，或改正其中一个",
            "leave baseline out, or correct one of them"
        );
        let place = baseline.place.clone();
        findings.push(Finding::new(Code::TargetEqualsBaseline, place, message).hint(hint));
    }
    let as_of = raw
        .as_of
        .and_then(|d| edition::date(spot(d, read), findings))
        .map(|d| d.value)
        .or(file.as_of);
    let source = raw.source.map(|own| Arc::from(own.into_inner()));
    let source = source.or(file.source.clone());
    let source = provenance(source, Code::SourceMissing, written, &path, read, without);
    let as_of = if file.as_of_faulty && as_of.is_none() {
        None
    } else {
        provenance(as_of, Code::AsOfMissing, written, &path, read, without)
    };
    let due = raw.due.and_then(|d| edition::date(spot(d, read), findings));
    let range = raw.range.map(|r| spot(r, read));
    let limits = limits::limits(raw.whole, range, &unit, findings);
    let (source, as_of) = (source?, as_of?);
    let further = Further {
        own,
        series,
        due: due.map(|d| d.value),
        limits,
        note: raw.note.map(Spanned::into_inner),
        revised: raw.revised.map(Spanned::into_inner),
    };
    Some(Figure {
        source,
        as_of,
        place: id.place.clone(),
        id: std::mem::take(&mut id.value),
        unit: indicator.map_or(unit, |i| i.unit.clone()),
        target,
        baseline,
        further: further.kept(),
        unread: nothing || has_value && value.is_none(),
        number,
        value,
    })
}

/// A figure of an indicator must not say what the indicator says.
fn redefined(
    id: &Spot<String>,
    name: Option<&Spanned<String>>,
    indicator: &Indicator,
    read: &Read<RawFigures>,
    findings: &mut Findings,
) {
    let Some(name) = name.filter(|n| *n.get_ref() != indicator.name) else {
        return;
    };
    let (own, known) = (name.get_ref(), &indicator.name);
    let message = text!(
        "指标“{known}”已经由 edition.toml 定义，这里不能另叫“{own}”",
        "the indicator is defined in edition.toml as `{known}`; it cannot be `{own}` here"
    );
    let id = &id.value;
    let hint = text!(
        "去掉 name，或把 [figures.{id}] 换个名字",
        "leave name out, or give [figures.{id}] another id"
    );
    let place = read.place(name.span());
    findings.push(Finding::new(Code::FigureRedefined, place, message).hint(hint));
}

/// The definition that a figure of one county alone gives of itself.
fn own(
    id: &Spot<String>,
    (name, own_unit, meaning): (Maybe<String>, Maybe<String>, Maybe<String>),
    file: &Defaults<'_>,
    path: &dyn Fn(&str) -> String,
    read: &Read<RawFigures>,
    findings: &mut Findings,
) -> Option<(Option<Own>, Unit)> {
    // With a faulty indicator about, one that is not known may be that one.
    if name.is_none() && !file.faulty.is_empty() {
        return None;
    }
    if !is_slug(&id.value) || id.value.contains('-') {
        let written = &id.value;
        let message = text!(
            "数据的名字只能有小写字母、数字和 _，写成了“{written}”",
            "a figure's id has small letters, digits and _ only, not `{written}`"
        );
        let hint = text!(
            "写成 [figures.income] 这样；中文名写在 name 里",
            "write it like [figures.income]; the Chinese name goes into `name`"
        );
        findings.push(Finding::new(Code::IdInvalid, id.place.clone(), message).hint(hint));
    }
    let hidden = read.was_dropped(&path("name"))
        || read.was_dropped(&path("unit"))
        || (name.is_none() || own_unit.is_none()) && read.is_misnamed(&path("name"));
    match (name, own_unit) {
        (Some(name), Some(own_unit)) => {
            let name = filled(spot(name, read), findings)?.value;
            let unit = unit(spot(own_unit, read), findings)?;
            let meaning = meaning.map(Spanned::into_inner);
            Some((Some(Own { name, meaning }), unit))
        }
        _ if hidden => None,
        (name, own_unit) => {
            let written = &id.value;
            let message = match name {
                Some(_) => text!("“{written}”没有写单位", "`{written}` says no unit"),
                None => text!(
                    "没有叫“{written}”的指标；本县自己的数据要写 name 和 unit",
                    "there is no indicator `{written}`; a figure of this county alone needs name and unit"
                ),
            };
            let known = file.indicators.iter().map(|i| i.id.as_str());
            let hint = match name {
                Some(_) => Some(text!(
                    "补上一行：unit = \"万元\"",
                    "add a line: unit = \"万元\""
                )),
                None if own_unit.is_some() => {
                    Some(text!("补上一行：name = \"…\"", "add a line: name = \"…\""))
                }
                None => hint(written, known),
            };
            findings.push(
                Finding::new(Code::FigureUndefined, id.place.clone(), message).maybe_hint(hint),
            );
            None
        }
    }
}

/// The source or date of a figure; without one, it is noted.
fn provenance<T>(
    value: Option<T>,
    code: Code,
    id: &Spot<String>,
    path: &dyn Fn(&str) -> String,
    read: &Read<RawFigures>,
    without: &mut Vec<(Code, Spot<String>)>,
) -> Option<T> {
    let key = match code {
        Code::SourceMissing => "source",
        _ => "as_of",
    };
    let dropped = || read.was_dropped(key) || read.was_dropped(&path(key));
    if value.is_none() && !dropped() {
        without.push((code, id.clone()));
    }
    value
}

/// A unit, or a finding.
pub(super) fn unit(text: Spot<String>, findings: &mut Findings) -> Option<Unit> {
    match Unit::parse(&text.value) {
        Ok(unit) => Some(unit),
        Err(error) => {
            let message = crate::finding::Text {
                zh: error.zh(),
                en: error.en(),
            };
            let hint = text!(
                "只写单位本身，例如 万元、个、户、%",
                "write the unit alone, e.g. 万元, 个, 户, %"
            );
            findings.push(Finding::new(Code::QuantityInvalid, text.place, message).hint(hint));
            None
        }
    }
}

/// A number in `unit`, or a quantity as printed; exact to the last digit.
pub(super) fn quantity(
    raw: Spot<Scalar>,
    unit: &Unit,
    findings: &mut Findings,
) -> Option<Spot<Quantity>> {
    let (parsed, inside) = match &raw.value {
        Scalar::Number => (Quantity::from_number(raw.place.text(), unit), 0),
        // The quotation mark stands before the text.
        Scalar::Text(text) => (Quantity::parse_with_unit(text, unit), 1),
    };
    match parsed {
        Ok(value) => Some(Spot {
            value,
            place: raw.place,
        }),
        Err(error) => {
            let at = error.range();
            let plain = matches!(&raw.value, Scalar::Text(t) if raw.place.text().get(1..1 + t.len()) == Some(t));
            let place = if plain && !at.is_empty() {
                raw.place.within(at.start + inside..at.end + inside)
            } else {
                raw.place
            };
            let message = crate::finding::Text {
                zh: error.zh(),
                en: error.en(),
            };
            let hint = text!(
                "数字后面写单位，例如 \"约4.2亿元\"、\"10—15万元\"；没有数据就整行去掉",
                "write it as printed, e.g. \"约4.2亿元\"; leave the line out where there is no figure"
            );
            findings.push(Finding::new(Code::QuantityInvalid, place, message).hint(hint));
            None
        }
    }
}

pub(super) fn same_family(
    value: Spot<Quantity>,
    wanted: &Unit,
    findings: &mut Findings,
) -> Option<Spot<Quantity>> {
    if value.value.unit().is_akin(wanted) {
        return Some(value);
    }
    let (found, unit) = (value.value.unit().as_str().to_owned(), wanted.as_str());
    let message = text!(
        "这项数据的单位是“{unit}”，“{found}”换算不过来",
        "the figure's unit is {unit}; {found} does not convert to it"
    );
    let hint = text!(
        "按“{unit}”写这个数；指标的单位错了的，改 edition.toml 里的 unit",
        "write it in {unit}; if the indicator's unit is wrong, change it in edition.toml"
    );
    findings.push(Finding::new(Code::UnitMismatch, value.place, message).hint(hint));
    None
}

fn series(
    raw: Listed<Scalar>,
    unit: &Unit,
    read: &Read<RawFigures>,
    findings: &mut Findings,
) -> BTreeMap<i32, Spot<Quantity>> {
    let mut series = BTreeMap::new();
    for (year, value) in raw.0 {
        let year = spot(year, read);
        let parsed = Some(&year.value)
            .filter(|y| y.len() == 4)
            .and_then(|y| y.parse::<i32>().ok());
        let Some(number) = parsed else {
            let written = &year.value;
            let message = text!(
                "序列的左边要写四位年份，写成了“{written}”",
                "the left side of a series is a year of four digits, not `{written}`"
            );
            let hint = text!(
                "写成 series = {{ 2018 = 350, 2019 = 401 }}",
                "write series = {{ 2018 = 350, 2019 = 401 }}"
            );
            findings.push(Finding::new(Code::DateInvalid, year.place, message).hint(hint));
            continue;
        };
        if let Some(value) =
            quantity(spot(value, read), unit, findings).and_then(|q| same_family(q, unit, findings))
        {
            series.insert(number, value);
        }
    }
    series
}

fn check(
    at: usize,
    raw: Spanned<RawCheck>,
    figures: &[Figure],
    lost: &[String],
    read: &Read<RawFigures>,
    findings: &mut Findings,
) -> Option<Check> {
    let place = read.place(raw.span());
    let raw = raw.into_inner();
    let given: Vec<(CheckKind, Spanned<Vec<Spanned<String>>>)> = [
        (CheckKind::Sum, raw.sum),
        (CheckKind::Difference, raw.difference),
        (CheckKind::Ratio, raw.ratio),
        (CheckKind::Product, raw.product),
        (CheckKind::Per, raw.per),
        (CheckKind::Share, raw.share),
    ]
    .into_iter()
    .filter_map(|(kind, parts)| Some((kind, parts?)))
    .collect();
    let path = format!("checks[{at}]");
    let torn = read.lost_below(&path);
    let is = required(raw.is, &format!("{path}.is"), place.clone(), read, findings)?;
    let mut given = given.into_iter();
    let (Some((kind, parts)), None) = (given.next(), given.next()) else {
        if torn {
            return None;
        }
        let message = text!(
            "一项核对要写 sum、difference、ratio、product、per、share 中的一个",
            "a check has one of sum, difference, ratio, product, per, share"
        );
        let hint = text!(
            "例如 sum = [\"first\", \"second\"]，表示这几项之和等于 is 那一项",
            "e.g. sum = [\"first\", \"second\"]: together they make what `is` names"
        );
        findings.push(Finding::new(Code::ValueInvalid, place, message).hint(hint));
        return None;
    };
    let parts_place = read.place(parts.span());
    let parts: Vec<Spot<String>> = parts
        .into_inner()
        .into_iter()
        .map(|p| spot(p, read))
        .collect();
    if !count_fits(kind, parts.len()) {
        let message = text!(
            "ratio、per、share 各要两项数据，其余至少一项",
            "ratio, per and share take two figures, the others at least one"
        );
        let hint = text!(
            "方括号里写数据的 id，例如 [\"first\", \"second\"]",
            "name figures between the brackets, e.g. [\"first\", \"second\"]"
        );
        findings.push(Finding::new(Code::ValueInvalid, parts_place, message).hint(hint));
        return None;
    }
    let mut known = true;
    for id in parts.iter().chain([&is]) {
        // One whose name could not be read may be it.
        let hidden = || {
            let ids = figures.iter().map(|f| &f.id).chain(lost);
            read.was_dropped("figures")
                || read.unknown_tops().any(|top| *top == id.value)
                || lost.contains(&id.value)
                || ids.into_iter().any(|id| !is_slug(id) || id.contains('-'))
        };
        known &= names_a_figure(id, figures, hidden, findings);
    }
    let tolerance = raw.tolerance.and_then(|t| {
        let unit = figures.iter().find(|f| f.id == is.value).map(|f| &f.unit)?;
        tolerance(spot(t, read), unit, findings)
    });
    let acknowledged = raw.acknowledged.and_then(|a| {
        let unit = figures.iter().find(|f| f.id == is.value).map(|f| &f.unit)?;
        acknowledged(spot(a, read), unit, findings)
    });
    // Half a list comes to something else than the whole.
    (known && !torn).then_some(Check {
        place,
        acknowledged,
        kind,
        parts,
        is,
        tolerance,
        note: raw.note.map(Spanned::into_inner),
    })
}

fn count_fits(kind: CheckKind, count: usize) -> bool {
    match kind {
        CheckKind::Ratio | CheckKind::Per | CheckKind::Share => count == 2,
        CheckKind::Sum | CheckKind::Difference | CheckKind::Product => count > 0,
    }
}

fn names_a_figure(
    id: &Spot<String>,
    figures: &[Figure],
    hidden: impl Fn() -> bool,
    findings: &mut Findings,
) -> bool {
    let name = &id.value;
    let there = figures.iter().any(|f| f.id == *name);
    // One that is written but faulty has its own finding.
    if !there && !hidden() {
        let message = text!(
            "本县没有叫“{name}”的数据",
            "this county has no figure `{name}`"
        );
        let known = figures.iter().map(|f| f.id.as_str());
        findings.push(
            Finding::new(Code::CheckUnknown, id.place.clone(), message)
                .maybe_hint(hint(name, known)),
        );
    }
    there
}

fn tolerance(raw: Spot<Scalar>, unit: &Unit, findings: &mut Findings) -> Option<Tolerance> {
    let parsed = quantity(raw, unit, findings)?;
    if unit.is_percent() && parsed.value.unit().is_percentage_point() {
        let points = parsed.value.value();
        return Some(Tolerance::Absolute(Quantity::exact(
            points,
            Unit::percent(),
        )));
    }
    if parsed.value.unit().is_percent() && !unit.is_percent() {
        return Some(Tolerance::Percent(parsed.value.value()));
    }
    same_family(parsed, unit, findings).map(|q| Tolerance::Absolute(q.value))
}

/// A difference in the unit of what must come out; that of two shares is in
/// 个百分点, and may be written with %.
fn acknowledged(raw: Spot<Scalar>, unit: &Unit, findings: &mut Findings) -> Option<Spot<Quantity>> {
    let points = Unit::percentage_point();
    let parsed = quantity(
        raw,
        if unit.is_percent() { &points } else { unit },
        findings,
    )?;
    if unit.is_percent() && parsed.value.unit().is_percentage_point() {
        return Some(parsed);
    }
    same_family(parsed, unit, findings)
}

fn project(
    at: usize,
    raw: Spanned<RawProject>,
    read: &Read<RawFigures>,
    findings: &mut Findings,
) -> Option<Project> {
    let place = read.place(raw.span());
    let raw = raw.into_inner();
    let path = format!("projects[{at}].name");
    let name = required(raw.name, &path, place.clone(), read, findings);
    let mut amount_place = None;
    let mut amount = |value: Maybe<Scalar>| {
        let unit = Unit::parse("元").ok()?;
        let value = quantity(spot(value?, read), &unit, findings)?;
        let value = same_family(value, &unit, findings)?;
        amount_place = Some(value.place);
        Some(value.value)
    };
    let (invested, yearly) = (amount(raw.invested), amount(raw.yearly));
    let since = raw
        .since
        .and_then(|d| edition::date(spot(d, read), findings));
    Some(Project {
        name: filled(name?, findings)?.value,
        site: raw.place.map(Spanned::into_inner),
        place,
        invested,
        yearly,
        amount_place,
        since,
        note: raw.note.map(Spanned::into_inner),
    })
}

fn milestone(
    at: usize,
    raw: Spanned<RawMilestone>,
    read: &Read<RawFigures>,
    findings: &mut Findings,
) -> Option<Milestone> {
    let place: Place = read.place(raw.span());
    let raw = raw.into_inner();
    let date: Option<Spot<RawDate>> = required(
        raw.date,
        &format!("milestones[{at}].date"),
        place.clone(),
        read,
        findings,
    );
    let text = required(
        raw.text,
        &format!("milestones[{at}].text"),
        place,
        read,
        findings,
    );
    let date = date.and_then(|d| edition::date(d, findings));
    let date = date?;
    Some(Milestone {
        date: date.value,
        date_place: date.place,
        text: filled(text?, findings)?,
    })
}
