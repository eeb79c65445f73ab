//! Dates and years that cannot be meant.

use super::copies::file_key;
use super::{At, Desk};
use crate::content::Date;
use crate::finding::{Code, Finding, Place};
use crate::showcase::Edition;
use crate::showcase::series::Member;
use crate::text;

/// Before this, a year in a series is a slip of the pen.
const EARLIEST: i32 = 1900;

/// A figure must not be from after the edition's own as-of date; without one,
/// not from later than the year after the edition's.
pub(super) fn as_of<'c>(at: usize, edition: &Edition<'c>, county: usize, desk: &mut Desk<'c>) {
    let stated = edition.content.as_of.as_ref().map(|d| d.value);
    let figures = edition.counties.get(county).map_or(&[][..], |c| &c.figures);
    let of_file = file_date(edition, county);
    if let Some((place, date)) = &of_file
        && let Some(stated) = stated.filter(|s| date.first_day() > s.last_day())
    {
        // A date that stands once for the whole file is told once.
        let message = text!(
            "这里的数据截至{date}，晚于本年度的截至日期{stated}",
            "the figures here are as of {date}, later than the edition's {stated}"
        );
        let hint = text!(
            "核对 as_of；确实更晚的，把 edition.toml 里的 as_of 改过来，或在文件开头写 note = \"已核实\"",
            "check as_of; if it is later, correct as_of in edition.toml, or say so with note = \"已核实\" at the top of the file"
        );
        let finding = Finding::new(Code::AsOfLate, place.clone(), message).hint(hint);
        desk.odd_file((at, Some(county)), file_note(edition, county), finding);
    }
    let mut last = None;
    for (f, figure) in figures.iter().enumerate() {
        let (name, date, year) = (figure.name(), figure.content.as_of, edition.content.year);
        if stated.is_some() && of_file.as_ref().is_some_and(|(_, d)| *d == date) {
            continue;
        }
        let bare = figure.content.note.is_none();
        if bare && last.replace(date) == Some(date) {
            continue;
        }
        let message = match stated {
            Some(stated) if date.first_day() > stated.last_day() => text!(
                "“{name}”截至{date}，晚于本年度的截至日期{stated}",
                "`{name}` is as of {date}, later than the edition's {stated}"
            ),
            None if date.year() > year + 1 => text!(
                "“{name}”截至{date}，晚于{year}年度",
                "`{name}` is as of {date}, later than the edition of {year}"
            ),
            _ => continue,
        };
        let id = &figure.content.place;
        let place = id.find("as_of").unwrap_or_else(|| id.clone());
        let hint = text!("核对 as_of", "check as_of");
        let finding = Finding::new(Code::AsOfLate, place, message).hint(hint);
        desk.odd((at, county, f), figure.content, finding);
    }
}

/// So many days before the edition's date a whole file is left from last year.
const STALE: i64 = 300;
/// So many years before it a single figure is a slip, if nothing names the year.
const OLD: i32 = 5;

/// Dates that the edition's year rules out, and figures from long before it.
pub(super) fn of_county<'c>(at: usize, edition: &Edition<'c>, county: usize, desk: &mut Desk<'c>) {
    let Some(here) = edition.counties.get(county) else {
        return;
    };
    let year = edition.content.year;
    let of_file = here.content.note.as_deref();
    let mut odd = |(date, limit): (Date, i32),
                   place: &Place,
                   note: Option<&'c str>,
                   zh: &str,
                   en: &str| {
        if (EARLIEST..=limit.max(date_year(edition))).contains(&date.year()) {
            return;
        }
        let message = text!(
            "{zh}写在{date}，这里是{year}年度",
            "{en} is dated {date}, and this is the edition of {year}"
        );
        let hint = text!(
            "核对年份；确实如此的，在文件开头（项目写在它自己的 note 里）写 note = \"已核实\"",
            "check the year; if it is so, say so with note = \"已核实\" at the top of the file (of a project in its own note)"
        );
        let finding = Finding::new(Code::DateOdd, place.clone(), message).hint(hint);
        desk.odd_file((at, Some(county)), note, finding);
    };
    for milestone in &here.content.milestones {
        odd(
            (milestone.date, year),
            &milestone.date_place,
            of_file,
            "大事",
            "the milestone",
        );
    }
    for project in &here.content.projects {
        if let Some(since) = &project.since {
            let note = project.note.as_deref().or(of_file);
            odd(
                (since.value, year + 2),
                &since.place,
                note,
                "项目",
                "the project",
            );
        }
    }
    due(at, edition, county, desk);
    old(at, edition, county, desk);
}

/// The note at the top of a county's figures.toml.
fn file_note<'c>(edition: &Edition<'c>, county: usize) -> Option<&'c str> {
    edition.counties.get(county)?.content.note.as_deref()
}

fn date_year(edition: &Edition<'_>) -> i32 {
    edition.as_of.map_or(edition.content.year, Date::year)
}

/// A due date before the work began.
fn due<'c>(at: usize, edition: &Edition<'c>, county: usize, desk: &mut Desk<'c>) {
    let figures = edition.counties.get(county).map_or(&[][..], |c| &c.figures);
    let Some(plan) = edition.content.plan else {
        return;
    };
    for (f, figure) in figures.iter().enumerate() {
        let Some(due) = figure
            .content
            .due
            .filter(|d| d.last_day() < plan.start.first_day())
        else {
            continue;
        };
        let (name, start) = (figure.name(), plan.start);
        let message = text!(
            "“{name}”的期限{due}早于计划开始的{start}",
            "`{name}` is due {due}, before the plan begins on {start}"
        );
        let hint = text!("核对 due", "check due");
        let id = &figure.content.place;
        let place = id.find("due").unwrap_or_else(|| id.clone());
        let finding = Finding::new(Code::DateOdd, place, message).hint(hint);
        desk.odd((at, county, f), figure.content, finding);
    }
}

/// The date that stands once at the top of a county's file, and where.
fn file_date(edition: &Edition<'_>, county: usize) -> Option<(Place, Date)> {
    let first = edition.counties.get(county)?.figures.first()?;
    let top = file_key(&first.content.place, "as_of");
    let line = top.source().map_or("", |s| s.lines_of(&top.span()).0);
    let (key, date) = line.split_once('=')?;
    let date = date.split('#').next()?.trim().trim_matches('"');
    let date = (key.trim() == "as_of").then(|| Date::parse(date))??;
    Some((top, date))
}

/// Figures from long before the edition: one finding for a whole file.
fn old<'c>(at: usize, edition: &Edition<'c>, county: usize, desk: &mut Desk<'c>) {
    let figures = edition.counties.get(county).map_or(&[][..], |c| &c.figures);
    let Some(now) = edition.as_of else { return };
    let top = file_date(edition, county);
    let of_file = top.as_ref().map(|(_, date)| *date);
    if let Some((top, date)) = top
        && date.last_day() + STALE < now.first_day()
        && !figures
            .iter()
            .any(|f| f.content.as_of == date && names_year(f, date))
    {
        let message = text!(
            "这里的数据截至{date}，本年度截至{now}，早了一年以上",
            "the figures here are as of {date}, the edition is as of {now}"
        );
        let days = now.first_day() - date.last_day();
        let message = match days > 365 {
            true => message,
            false => text!(
                "这里的数据截至{date}，本年度截至{now}，早了{days}天",
                "the figures here are as of {date}, {days} days before the edition's {now}"
            ),
        };
        let hint = text!(
            "核对 as_of；确是那时的数，在 source 里写明年份，或在文件开头写 note = \"已核实\"",
            "check as_of; if they are of then, name the year in source, or say so with note = \"已核实\" at the top of the file"
        );
        let finding = Finding::new(Code::AsOfEarly, top, message).hint(hint);
        desk.odd_file((at, Some(county)), file_note(edition, county), finding);
    }
    for (f, figure) in figures.iter().enumerate() {
        let (date, name) = (figure.content.as_of, figure.name());
        let same = of_file == Some(date);
        // The date of the file or the edition with another year; the end of a
        // year is that of yearly statistics.
        let twin = of_file.unwrap_or(now);
        let slipped =
            date.year() < twin.year() && date.last_ymd().1 != 12 && date.is_same_day(twin);
        let old = date.year() + OLD < now.year();
        if let Some(year) = other_year(figure.name(), date).filter(|_| !same) {
            let message = text!(
                "“{name}”截至{date}，名称里是{year}年",
                "`{name}` is as of {date}, and its name says {year}"
            );
            let hint = text!("核对 as_of 和名称", "check as_of and the name");
            let id = &figure.content.place;
            let place = id.find("as_of").unwrap_or_else(|| id.clone());
            let finding = Finding::new(Code::AsOfEarly, place, message).hint(hint);
            desk.odd((at, county, f), figure.content, finding);
            continue;
        }
        if same || !(old || slipped) || names_year(figure, date) {
            continue;
        }
        let message = text!(
            "“{name}”截至{date}，本年度截至{now}",
            "`{name}` is as of {date}, the edition is as of {now}"
        );
        let hint = text!(
            "核对 as_of；确是那时的数，在 note 里写明年份",
            "check as_of; if it is of then, name the year in note"
        );
        let id = &figure.content.place;
        let place = id.find("as_of").unwrap_or_else(|| id.clone());
        let finding = Finding::new(Code::AsOfEarly, place, message).hint(hint);
        desk.odd((at, county, f), figure.content, finding);
    }
}

/// The one year that a name begins with, where it is not the date's: 2005年多数村
/// as of 2015.
fn other_year(name: &str, date: Date) -> Option<i32> {
    let (year, _) = name.split_once('年')?;
    let year: i32 = year.parse().ok().filter(|y| (EARLIEST..2100).contains(y))?;
    // Published the year after.
    (year != date.year() && year + 1 != date.year()).then_some(year)
}

/// Whether the figure's own words say that it is of that year.
fn names_year(figure: &crate::showcase::Figure<'_>, date: Date) -> bool {
    let year = date.year().to_string();
    let note = figure.content.note.as_deref();
    let said = [figure.name(), &*figure.content.source];
    let mut said = said.into_iter().chain(figure.meaning()).chain(note);
    said.any(|text| text.contains(&year))
}

/// An edition's own date far from its year.
pub(super) fn of_edition<'c>(at: usize, edition: &Edition<'c>, desk: &mut Desk<'c>) {
    let Some(as_of) = &edition.content.as_of else {
        return;
    };
    let (date, year) = (as_of.value, edition.content.year);
    if (year - 1..=year + 1).contains(&date.year()) {
        return;
    }
    let message = text!(
        "{year}年度的数据截至{date}，年份差得远",
        "the edition of {year} is as of {date}"
    );
    let hint = text!(
        "核对 as_of；确实如此的，在 edition.toml 开头写 note = \"已核实\"",
        "check as_of; if it is so, say so with note = \"已核实\" at the top of edition.toml"
    );
    let place = as_of.place.clone();
    let finding = Finding::new(Code::DateOdd, place, message).hint(hint);
    desk.odd_file((at, None), edition.content.note.as_deref(), finding);
}

/// An as-of date left from the edition before.
pub(super) fn left_from_before<'c>(editions: &[Edition<'c>], desk: &mut Desk<'c>) {
    let region = |e: &Edition<'_>| e.content.region.value.clone();
    for (at, edition) in editions.iter().enumerate() {
        let Some(as_of) = &edition.content.as_of else {
            continue;
        };
        let mut before = editions
            .iter()
            .filter(|o| o.content.year < edition.content.year);
        let Some(other) = before.find(|o| region(o) == region(edition)) else {
            continue;
        };
        let Some(then) = &other.content.as_of else {
            continue;
        };
        if then.value < as_of.value {
            continue;
        }
        let (date, year, id) = (as_of.value, edition.content.year, &other.content.id);
        let message = text!(
            "{year}年度截至{date}，不比 {id} 年度的晚",
            "the edition of {year} is as of {date}, no later than the edition {id}"
        );
        let hint = text!(
            "是不是忘了改 as_of？确实如此的，在 edition.toml 开头写 note = \"已核实\"",
            "was as_of forgotten? If it is so, say so with note = \"已核实\" at the top of edition.toml"
        );
        let label = text!("{id} 年度的在这里", "that of the edition {id}");
        let finding = Finding::new(Code::AsOfEarly, as_of.place.clone(), message).hint(hint);
        let finding = finding.related(then.place.clone(), label);
        desk.odd_file((at, None), edition.content.note.as_deref(), finding);
    }
}

/// A printed series runs upwards, and not into the future.
pub(super) fn series<'c>(member: &Member<'_, 'c>, desk: &mut Desk<'c>) {
    let written = member.figure.content;
    let latest = member.edition.year.max(written.as_of.year());
    let mut furthest: Option<(i32, usize)> = None;
    let mut turned = None;
    for (year, spot) in &written.series {
        let start = spot.place.span().start;
        if !(EARLIEST..=latest).contains(year) {
            odd_year(member.at, member, *year, desk);
        }
        match furthest {
            Some((before, end)) if start < end => turned = Some((*year, before)),
            _ => furthest = Some((*year, start)),
        }
    }
    shifted(member, desk);
    let Some((year, before)) = turned else { return };
    let Some(spot) = written.series.get(&year) else {
        return;
    };
    let message = text!(
        "序列的年份次序乱了：{year}年写在{before}年前面",
        "the years of the series are out of order: {year} stands before {before}"
    );
    let hint = text!(
        "按年份先后写，看看有没有写错的年份",
        "write them in order, and look for a slip"
    );
    let finding = Finding::new(Code::SeriesYear, spot.place.clone(), message).hint(hint);
    desk.odd(member.at, written, finding);
}

/// A series that ends in the present number and before the present year: all
/// its years may be one too early.
fn shifted<'c>(member: &Member<'_, 'c>, desk: &mut Desk<'c>) {
    let written = member.figure.content;
    let last = written.series.last_key_value();
    let (Some((year, spot)), Some(value)) = (last, &written.value) else {
        return;
    };
    let now = value.value.value();
    let digits = now.normalize().mantissa().unsigned_abs().to_string();
    let telling = digits.trim_end_matches('0').len() >= 3;
    let reached = written
        .target
        .as_ref()
        .is_some_and(|t| t.value.value() == now);
    let alike = value.value.unit() == spot.value.unit() && spot.value.value() == now;
    if *year >= member.year || written.series.len() < 2 || !telling || reached || !alike {
        return;
    }
    let (name, shown, date) = (member.figure.name(), value.value.prose(), written.as_of);
    let message = text!(
        "“{name}”截至{date}的数值{shown}，在序列里写在{year}年",
        "`{name}`, {shown} as of {date}, stands in its series for {year}"
    );
    let hint = text!(
        "看看序列的年份是不是都早写了；确实没有变的，写 note = \"已核实\"",
        "see whether the years of the series are too early; if it has not changed, say so with note = \"已核实\""
    );
    let finding = Finding::new(Code::SeriesYear, spot.place.clone(), message).hint(hint);
    desk.odd(member.at, written, finding);
}

fn odd_year<'c>(at: At, member: &Member<'_, 'c>, year: i32, desk: &mut Desk<'c>) {
    let written = member.figure.content;
    let Some(spot) = written.series.get(&year) else {
        return;
    };
    let name = member.figure.name();
    let date = written.as_of;
    let message = match year < EARLIEST {
        true => text!(
            "“{name}”的序列里有{year}年，是不是写错了？",
            "the series of `{name}` has the year {year}; is that a slip?"
        ),
        false => text!(
            "“{name}”截至{date}，序列里却有{year}年",
            "`{name}` is as of {date}, but its series has the year {year}"
        ),
    };
    let finding = Finding::new(Code::SeriesYear, spot.place.clone(), message);
    desk.odd(at, written, finding);
}
