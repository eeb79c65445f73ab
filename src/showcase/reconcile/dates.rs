//! Dates and years that cannot be meant.

use super::copies::file_key;
use super::{At, Desk};
use crate::content::Date;
use crate::finding::{Code, Finding, Findings, Place};
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
            "核对 as_of；确实更晚的，把 edition.toml 里的 as_of 改过来",
            "check as_of; if it is later, correct as_of in edition.toml"
        );
        desk.findings
            .push(Finding::new(Code::AsOfLate, place.clone(), message).hint(hint));
    }
    let mut last = None;
    for (f, figure) in figures.iter().enumerate() {
        let (name, date, year) = (figure.name, figure.content.as_of, edition.content.year);
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
pub(super) fn of_county(edition: &Edition<'_>, county: usize, desk: &mut Desk<'_>) {
    let Some(here) = edition.counties.get(county) else {
        return;
    };
    let year = edition.content.year;
    let mut odd = |date: Date, limit: i32, place: &Place, zh: &str, en: &str| {
        if (EARLIEST..=limit.max(date_year(edition))).contains(&date.year()) {
            return;
        }
        let message = text!(
            "{zh}写在{date}，这里是{year}年度",
            "{en} is dated {date}, and this is the edition of {year}"
        );
        let hint = text!("核对年份", "check the year");
        let finding = Finding::new(Code::DateOdd, place.clone(), message).hint(hint);
        desk.findings.push(finding);
    };
    for milestone in &here.content.milestones {
        odd(
            milestone.date,
            year,
            &milestone.date_place,
            "大事",
            "the milestone",
        );
    }
    for project in &here.content.projects {
        if let Some(since) = &project.since {
            odd(since.value, year + 2, &since.place, "项目", "the project");
        }
    }
    due(edition, county, desk);
    old(edition, county, desk);
}

fn date_year(edition: &Edition<'_>) -> i32 {
    edition.as_of.map_or(edition.content.year, Date::year)
}

/// A due date before the work began.
fn due(edition: &Edition<'_>, county: usize, desk: &mut Desk<'_>) {
    let figures = edition.counties.get(county).map_or(&[][..], |c| &c.figures);
    let Some(plan) = edition.content.plan else {
        return;
    };
    for figure in figures {
        let Some(due) = figure
            .content
            .due
            .filter(|d| d.last_day() < plan.start.first_day())
        else {
            continue;
        };
        let (name, start) = (figure.name, plan.start);
        let message = text!(
            "“{name}”的期限{due}早于计划开始的{start}",
            "`{name}` is due {due}, before the plan begins on {start}"
        );
        let hint = text!("核对 due", "check due");
        let id = &figure.content.place;
        let place = id.find("due").unwrap_or_else(|| id.clone());
        desk.findings
            .push(Finding::new(Code::DateOdd, place, message).hint(hint));
    }
}

/// The date that stands once at the top of a county's file, and where.
fn file_date(edition: &Edition<'_>, county: usize) -> Option<(Place, Date)> {
    let first = edition.counties.get(county)?.figures.first()?;
    let top = file_key(&first.content.place, "as_of");
    let line = top.source().map_or("", |s| s.lines_of(top.span()).0);
    let (key, date) = line.split_once('=')?;
    let date = date.split('#').next()?.trim().trim_matches('"');
    let date = (key.trim() == "as_of").then(|| Date::parse(date))??;
    Some((top, date))
}

/// Figures from long before the edition: one finding for a whole file.
fn old(edition: &Edition<'_>, county: usize, desk: &mut Desk<'_>) {
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
            "核对 as_of；确是那时的数，在 source 里写明年份",
            "check as_of; if they are of then, name the year in source"
        );
        desk.findings
            .push(Finding::new(Code::AsOfEarly, top, message).hint(hint));
    }
    for figure in figures {
        let (date, name) = (figure.content.as_of, figure.name);
        let same = of_file == Some(date);
        // The date of the file or the edition with another year; the end of a
        // year is that of yearly statistics.
        let twin = of_file.unwrap_or(now);
        let slipped = date.year() < twin.year()
            && date.year() + OLD >= twin.year()
            && date.last_ymd().1 != 12
            && date.is_same_day(twin);
        let old = date.year() + OLD < now.year();
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
        desk.findings
            .push(Finding::new(Code::AsOfEarly, place, message).hint(hint));
    }
}

/// Whether the figure's own words say that it is of that year.
fn names_year(figure: &crate::showcase::Figure<'_>, date: Date) -> bool {
    let year = date.year().to_string();
    let note = figure.content.note.as_deref();
    let said = [figure.name, figure.content.source.as_str()];
    let mut said = said.into_iter().chain(figure.meaning).chain(note);
    said.any(|text| text.contains(&year))
}

/// An edition's own date far from its year.
pub(super) fn of_edition(edition: &Edition<'_>, desk: &mut Desk<'_>) {
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
    let hint = text!("核对 as_of", "check as_of");
    let place = as_of.place.clone();
    desk.findings
        .push(Finding::new(Code::DateOdd, place, message).hint(hint));
}

/// An as-of date left from the edition before.
pub(super) fn left_from_before(editions: &[Edition<'_>], findings: &mut Findings) {
    let region = |e: &Edition<'_>| e.content.region.value.clone();
    for (at, edition) in editions.iter().enumerate() {
        let Some(as_of) = &edition.content.as_of else {
            continue;
        };
        let before = editions.get(at + 1..).unwrap_or_default().iter();
        let mut before = before.filter(|o| o.content.year < edition.content.year);
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
        let hint = text!("是不是忘了改 as_of？", "was as_of forgotten?");
        let label = text!("{id} 年度的在这里", "that of the edition {id}");
        let finding = Finding::new(Code::AsOfEarly, as_of.place.clone(), message).hint(hint);
        findings.push(finding.related(then.place.clone(), label));
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

fn odd_year<'c>(at: At, member: &Member<'_, 'c>, year: i32, desk: &mut Desk<'c>) {
    let written = member.figure.content;
    let Some(spot) = written.series.get(&year) else {
        return;
    };
    let name = member.figure.name;
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
