//! Dates and years that cannot be meant.

use super::{At, Desk};
use crate::finding::{Code, Finding};
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
    for (f, figure) in figures.iter().enumerate() {
        let (name, date, year) = (figure.name, figure.content.as_of, edition.content.year);
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
        let place = figure.content.place.clone();
        let hint = text!("核对 as_of", "check as_of");
        let finding = Finding::new(Code::AsOfLate, place, message).hint(hint);
        desk.odd((at, county, f), figure.content, finding);
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
