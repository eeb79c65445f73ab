//! The parts of one whole: one band divided with white gaps, each part named below
//! it where it fits, else in a list. Never a pie.

use super::{Bars, Kind, check_rows, row_facts, row_table, tip};
use crate::chart::Brief;
use crate::chart::data::{Cell, Order, Problem, Row, Words, finite, shown_or_gap};
use crate::chart::ink::Ink;
use crate::chart::measure::{width, wrap, wrap_even};
use crate::chart::rows::{notes, remarks};
use crate::chart::say::{self, Clause};
use crate::chart::sheet::{Pen, Sheet};

/// The parts of one whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Share {
    /// The parts, drawn in the given order; the first four have colours, the others
    /// are grey.
    pub parts: Vec<Row>,
    /// The whole as printed, if it is to be told.
    pub whole_shown: Option<String>,
    /// How more parts than a band holds are ranked.
    pub order: Order,
}

/// The most parts of a band: four colours and one grey.
const MOST: usize = 5;

/// What stands under a part.
struct Label {
    name: Vec<String>,
    value: Vec<String>,
    /// Set against the end of the band: the last part is too small for its words, and
    /// the one before leaves them room.
    end: bool,
}

/// A negative part is no part of a whole and is left out; validation reports it.
fn length(row: &Row) -> Option<f64> {
    finite(row.value).filter(|v| *v >= 0.0)
}

/// 44%, of a whole; what rounds to nothing or to everything is told as such.
pub(super) fn percent(value: f64, whole: f64, zh: bool) -> String {
    let rounded = (value / whole * 100.0).round();
    match (rounded, zh) {
        (0.0, true) if value > 0.0 => "不足1%".to_string(),
        (0.0, false) if value > 0.0 => "under 1%".to_string(),
        (100.0, true) if value < whole => "99%以上".to_string(),
        (100.0, false) if value < whole => "over 99%".to_string(),
        (n, _) => format!("{n:.0}%"),
    }
}

fn in_percent(words: &Words) -> bool {
    words.unit.ends_with(['%', '％'])
}

/// Whether shares are told that do not make a whole: then the rest of it stays empty.
/// Rounding may leave out one part in a hundred.
fn rest(share: &Share, words: &Words) -> bool {
    let total: f64 = share.parts.iter().filter_map(length).sum();
    in_percent(words) && total > 0.0 && total < 99.0
}

impl Share {
    /// What parts told in percent add up to, where that is more than a whole: rates,
    /// not parts. Rounding may add one part in a hundred.
    pub fn too_much(&self, words: &Words) -> Option<String> {
        let total: f64 = self.parts.iter().filter_map(length).sum();
        (in_percent(words) && total > 101.0).then(|| {
            let text = format!("{total:.1}");
            text.strip_suffix(".0").unwrap_or(&text).to_owned()
        })
    }

    /// The parts, each value with its share of the whole: 279个（44%）. Only where
    /// every part is known and none is a bound; where one is 约, every share is, which
    /// would be surer than the value; a part without data is none of a whole that is
    /// given.
    fn told(&self, words: &Words) -> Vec<Row> {
        let whole: f64 = self.parts.iter().filter_map(length).sum();
        let exact = |p: &Row| {
            let number = p.shown.strip_prefix("约").unwrap_or(&p.shown);
            let digit = number.starts_with(|c: char| c.is_ascii_digit());
            length(p).is_some() && digit && !say::is_bound(number, words)
        };
        let none = |p: &Row| finite(p.value).is_none() && self.whole_shown.is_some();
        let all = self.parts.iter().filter(|p| exact(p)).count() > 1
            && whole > 0.0
            // The share of a percentage is one percentage too many.
            && !words.unit.ends_with(['%', '％', '‰'])
            && self.parts.iter().all(|p| exact(p) || none(p));
        let zh = say::zh(words);
        let mut parts = self.parts.clone();
        for part in parts.iter_mut().filter(|p| all && exact(p)) {
            let percent = self.about(percent(length(part).unwrap_or(0.0), whole, zh));
            part.shown = match zh {
                true => format!("{}（{percent}）", part.shown),
                false => format!("{} ({percent})", part.shown),
            };
        }
        parts
    }

    /// 约44% where a part is told as 约.
    fn about(&self, percent: String) -> String {
        let about = self.parts.iter().any(|p| p.shown.starts_with('约'));
        match about && percent.starts_with(|c: char| c.is_ascii_digit()) {
            true => format!("约{percent}"),
            false => percent,
        }
    }

    /// 扶持资金中县级占47%: of the one the page is about, or of the largest; none
    /// where no share can be told or several are the largest.
    fn largest(&self, words: &Words) -> Option<String> {
        let whole: f64 = self.parts.iter().filter_map(length).sum();
        let told = self.told(words);
        let part = match self.parts.iter().filter(|p| p.focus).count() {
            1 => self.parts.iter().find(|p| p.focus)?,
            _ => {
                let most = self.parts.iter().filter_map(length).fold(0.0, f64::max);
                let mut largest = self.parts.iter().filter(|p| length(p) == Some(most));
                let first = largest.next()?;
                Some(first).filter(|_| largest.next().is_none())?
            }
        };
        let changed = told
            .iter()
            .zip(&self.parts)
            .any(|(t, p)| t.shown != p.shown);
        let zh = say::zh(words);
        let percent = match (changed, in_percent(words)) {
            _ if words.measure.is_empty() => return None,
            // 得票率 has no parts of which one could take a share.
            (false, true) if words.measure.ends_with(['率', '比', '重', '例', '额']) => {
                return None;
            }
            (true, _) => self.about(percent(length(part)?, whole, zh)),
            // The parts are told as shares already.
            (false, true) => part.shown.clone(),
            (false, false) => return None,
        };
        Some(match zh {
            true => format!("{}中{}占{percent}", words.measure, part.name),
            false => format!("{}: {} {percent}", words.measure, part.name),
        })
    }

    fn ink(&self, n: usize) -> Ink {
        match self.parts.iter().any(|p| p.focus) {
            true if self.parts.get(n).is_some_and(|p| p.focus) => Ink::C1,
            true => Ink::Grey,
            false => Ink::series(n),
        }
    }

    /// The band, each part with its place.
    fn band(
        &self,
        sheet: &Sheet<'_>,
        brief: &Brief<'_>,
        top: f64,
        high: f64,
    ) -> Vec<(usize, f64, f64)> {
        let total: f64 = self.parts.iter().filter_map(length).sum();
        let total = if rest(self, brief.words) {
            100.0
        } else {
            total
        };
        let plot = sheet.plot(
            0.0..if total > 0.0 { total } else { 1.0 },
            0.0..1.0,
            0.0..brief.width.px(),
            0.0..1.0,
        );
        let mut sum = 0.0;
        let mut places = Vec::new();
        for (n, part) in self.parts.iter().enumerate() {
            let Some(value) = length(part).filter(|v| *v > 0.0) else {
                continue;
            };
            let (x0, x1) = (plot.at(sum, 0.0).0, plot.at(sum + value, 0.0).0);
            let x0 = if sum > 0.0 {
                (x0 + 2.0).min(x1 - 1.0)
            } else {
                x0
            };
            sum += value;
            let shown = shown_or_gap(part.value, &part.shown, brief.words.language);
            sheet.group(
                &tip(&part.name, shown, part.note.as_ref(), brief.words),
                part.href.as_deref(),
                || {
                    sheet.rect((x0, top), (x1, top + high), self.ink(n));
                },
            );
            places.push((n, x0, x1));
        }
        if let Some((_, _, end)) = places.last().filter(|_| rest(self, brief.words)) {
            let (start, end) = (end + 2.0, brief.width.px());
            sheet.rect((start, top), (end, top + high), Ink::Grid);
        }
        if places.is_empty() {
            sheet.dashed(
                (0.5, top + 0.5),
                (brief.width.px() - 0.5, top + high - 0.5),
                Ink::NoData,
            );
        }
        places
    }

    /// Names and values under their parts, if every one fits there.
    fn direct(&self, brief: &Brief<'_>, places: &[(usize, f64, f64)]) -> Option<Vec<Label>> {
        let size = brief.width.label();
        let all_drawn = places.len() == self.parts.len();
        let whole = |n: usize| {
            let part = self.parts.get(n)?;
            Some(width(&part.name, size, true).max(width(&part.shown, size, true)))
        };
        let under = |at: usize, (n, x0, x1): &(usize, f64, f64)| {
            let part = self.parts.get(*n)?;
            let room = x1 - x0 - 6.0;
            let before = at.checked_sub(1).and_then(|b| places.get(b));
            if let (Some(need), Some((b, b0, _))) = (whole(*n), before)
                && at + 1 == places.len()
                && need > room
                && b0 + whole(*b)? + 16.0 <= brief.width.px() - need
            {
                return Some(Label {
                    name: vec![part.name.clone()],
                    value: vec![part.shown.clone()],
                    end: true,
                });
            }
            let name = wrap_even(&part.name, size, true, room.max(size));
            let value = wrap(&part.shown, size, false, room.max(size));
            let narrow = name
                .iter()
                .chain(&value)
                .all(|l| width(l, size, true) <= room);
            let fits = narrow && name.len() + value.len() <= 4 && room > size * 3.0;
            fits.then_some(Label {
                name,
                value,
                end: false,
            })
        };
        if all_drawn {
            let places = places.iter().enumerate();
            places.map(|(at, place)| under(at, place)).collect()
        } else {
            None
        }
    }

    /// A list with swatches, one part per line.
    fn list(&self, brief: &Brief<'_>, sheet: &Sheet<'_>, top: f64) -> f64 {
        let (size, full) = (brief.width.label(), brief.width.px());
        let leading = (size * 1.3).round();
        let mut y = top;
        // Values stand in a column near their names, not at the far edge.
        let widest = |text: &dyn Fn(&Row) -> f64| self.parts.iter().map(text).fold(0.0, f64::max);
        let names = widest(&|p| width(&p.name, size, p.focus));
        let values = widest(&|p| {
            let shown = shown_or_gap(p.value, &p.shown, brief.words.language);
            width(shown, size, p.focus)
        });
        let most = (names + values + 50.0).min(full);
        for (n, part) in self.parts.iter().enumerate() {
            let shown = shown_or_gap(part.value, &part.shown, brief.words.language);
            let known = length(part).is_some();
            let pen = Pen::new(size, Ink::Text).bold(part.focus);
            let beside = pen.width(&part.name) + pen.width(shown) + 40.0 <= most;
            let names = wrap(
                &part.name,
                size,
                part.focus,
                if beside { most } else { full - 22.0 },
            );
            let values = wrap(shown, size, part.focus, full - 22.0);
            let swatch = (
                (0.0, y + leading / 2.0 - 7.0),
                (14.0, y + leading / 2.0 + 7.0),
            );
            match known {
                true => sheet.rect(swatch.0, swatch.1, self.ink(n)),
                false => sheet.dashed(
                    (0.5, swatch.0.1 + 0.5),
                    (13.5, swatch.1.1 - 0.5),
                    Ink::NoData,
                ),
            }
            let value_pen = pen.ink(if known { Ink::Text } else { Ink::Muted });
            for line in &names {
                sheet.text((22.0, y + leading / 2.0), line, pen);
                y += leading;
            }
            if beside {
                sheet.text((most, y - leading / 2.0), shown, value_pen.end());
            } else {
                for line in &values {
                    sheet.text((22.0, y + leading / 2.0), line, value_pen);
                    y += leading;
                }
            }
            y += 4.0;
        }
        y
    }
}

impl Share {
    /// The whole above its parts; returns where they begin.
    fn whole(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        let Some(whole) = &self.whole_shown else {
            return 0.0;
        };
        let size = brief.width.label();
        let leading = (size * 1.3).round();
        let text = if say::zh(brief.words) {
            format!("合计{whole}")
        } else {
            format!("Total {whole}")
        };
        let lines = wrap(&text, size, true, brief.width.px());
        for (n, line) in lines.iter().enumerate() {
            sheet.text(
                (0.0, leading * (n as f64 + 0.5)),
                line,
                Pen::new(size, Ink::Text).bold(true),
            );
        }
        leading * lines.len() as f64 + 6.0
    }

    /// More parts than can be told apart in a band are bars.
    fn ranked(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        let bars = Bars {
            rows: self.parts.clone(),
            order: self.order,
            ..Bars::default()
        };
        let top = self.whole(brief, sheet);
        bars.draw_from(brief, sheet, top)
    }
}

impl Kind for Share {
    fn validate(&self, problems: &mut Vec<Problem>) {
        check_rows(&self.parts, problems);
        for part in self
            .parts
            .iter()
            .filter(|p| finite(p.value).is_some_and(|v| v < 0.0))
        {
            problems.push(
                Problem::new(
                    "chart-negative-part",
                    format!("“{}”是负数，不能是整体的一部分", part.name),
                    format!(
                        "\u{201c}{}\u{201d} is negative and cannot be a part of a whole",
                        part.name
                    ),
                )
                .about(&part.name),
            );
        }
    }

    fn draw(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        let told = Share {
            parts: self.told(brief.words),
            whole_shown: self.whole_shown.clone(),
            order: self.order,
        };
        told.draw_told(brief, sheet)
    }

    fn clauses(&self, words: &Words) -> Vec<Clause> {
        say::ranking(&row_facts(&self.told(words)), words)
    }

    fn headline(&self, words: &Words) -> String {
        if let Some(share) = self.largest(words) {
            return share;
        }
        say::ranking_headline(&row_facts(&self.told(words)), words)
    }

    fn table(&self, words: &Words) -> (Vec<String>, Vec<Vec<Cell>>) {
        row_table(&self.parts, words)
    }
}

impl Share {
    /// Draws parts that are told already.
    fn draw_told(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        if self.parts.len() > MOST {
            return self.ranked(brief, sheet);
        }
        let size = brief.width.label();
        let leading = (size * 1.3).round();
        let high = 40.0;
        let top = self.whole(brief, sheet);
        let places = self.band(sheet, brief, top, high);
        let below = top + high + 8.0;
        let bottom = match self.direct(brief, &places) {
            Some(labels) => {
                let mut lowest = below;
                for ((_, x0, x1), label) in places.iter().zip(&labels) {
                    let mut y = below + leading / 2.0;
                    let pen = Pen::new(size, Ink::Text);
                    let (x, pen) = if label.end {
                        (x1, pen.end())
                    } else {
                        (x0, pen)
                    };
                    let name = label.name.iter().map(|l| (l, true));
                    for (line, bold) in name.chain(label.value.iter().map(|l| (l, false))) {
                        sheet.text((*x, y), line, pen.bold(bold));
                        y += leading;
                    }
                    lowest = f64::max(lowest, y - leading / 2.0);
                }
                lowest
            }
            None => self.list(brief, sheet, below),
        };
        let mut paragraphs = Vec::new();
        if rest(self, brief.words) {
            paragraphs.push(match say::zh(brief.words) {
                true => "浅色为没有列出的部分。".to_string(),
                false => "The pale end is what is not listed.".to_string(),
            });
        }
        if self.parts.iter().any(|p| length(p).is_none()) {
            let zh = say::zh(brief.words);
            let text = if zh {
                "横带不含暂无数据和负数的部分"
            } else {
                "The band leaves out parts that are negative or without data"
            };
            paragraphs.push(format!("{text}{}", if zh { "。" } else { "." }));
        }
        paragraphs.extend(remarks(
            brief,
            self.parts
                .iter()
                .map(|p| (p.name.as_str(), p.note.as_ref())),
        ));
        notes(sheet, brief, bottom, &paragraphs) + 4.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share(values: &[(f64, &str)]) -> Vec<String> {
        let part = |(value, shown): &(f64, &str)| Row {
            name: (*shown).to_string(),
            value: Some(*value),
            shown: (*shown).to_string(),
            ..Row::default()
        };
        let share = Share {
            parts: values.iter().map(part).collect(),
            whole_shown: None,
            ..Share::default()
        };
        let told = share.told(&Words::default());
        told.into_iter().map(|p| p.shown).collect()
    }

    #[test]
    fn parts_are_told_with_their_share() {
        assert_eq!(
            share(&[(279.0, "279个"), (350.0, "350个")]),
            ["279个（44%）", "350个（56%）"]
        );
        assert_eq!(
            share(&[(1.0, "1个"), (999.0, "999个")]),
            ["1个（不足1%）", "999个（99%以上）"]
        );
        assert_eq!(
            share(&[(0.0, "0个"), (3.0, "3个")]),
            ["0个（0%）", "3个（100%）"]
        );
    }

    #[test]
    fn shares_in_percent_are_the_finding_and_leave_their_rest_empty() {
        let part = |(name, value): (&str, f64)| Row {
            name: name.into(),
            value: Some(value),
            shown: format!("{value}%"),
            ..Row::default()
        };
        let words = Words {
            measure: "能源消费构成".into(),
            unit: "%".into(),
            ..Words::default()
        };
        let share = |parts: [(&str, f64); 2]| Share {
            parts: parts.map(part).to_vec(),
            whole_shown: None,
            ..Share::default()
        };
        let whole = share([("煤炭", 55.3), ("其他", 44.6)]);
        assert_eq!(whole.headline(&words), "能源消费构成中煤炭占55.3%");
        assert!(!rest(&whole, &words));
        assert!(rest(&share([("满意", 41.0), ("不满意", 20.0)]), &words));
    }

    #[test]
    fn no_share_is_told_of_what_is_unsure() {
        assert_eq!(
            share(&[(4.2, "约4.2亿元"), (1.0, "1亿元")]),
            ["约4.2亿元（约81%）", "1亿元（约19%）"]
        );
        assert_eq!(
            share(&[(4.2, "4.2亿元以上"), (1.0, "1亿元")]),
            ["4.2亿元以上", "1亿元"]
        );
        assert_eq!(share(&[(-1.0, "−1个"), (2.0, "2个")]), ["−1个", "2个"]);
        assert_eq!(share(&[(0.0, "0个"), (0.0, "0个")]), ["0个", "0个"]);
        assert_eq!(share(&[(5.0, "5个")]), ["5个"]);
    }

    #[test]
    fn a_rate_has_no_parts_and_a_small_share_is_no_bound() {
        let part = |name: &str, value: f64, shown: &str| Row {
            name: name.into(),
            value: Some(value),
            shown: shown.into(),
            ..Row::default()
        };
        let share = |measure: &str, unit: &str, parts: Vec<Row>| {
            let words = Words {
                measure: measure.into(),
                unit: unit.into(),
                ..Words::default()
            };
            let whole_shown = None;
            let chart = crate::chart::Chart::Share(Share {
                parts,
                whole_shown,
                ..Share::default()
            });
            (chart.headline(&words), chart.describe(&words))
        };
        let votes = vec![part("甲", 60.5, "60.5%"), part("乙", 39.4, "39.4%")];
        let (headline, _) = share("得票率", "%", votes.clone());
        assert_eq!(headline, "得票率：甲60.5%，高于乙的39.4%");
        assert_eq!(share("资金来源", "%", votes).0, "资金来源中甲占60.5%");
        let funds = vec![part("甲", 9999.0, "9,999元"), part("乙", 1.0, "1元")];
        let (_, said) = share("资金", "元", funds);
        assert!(
            said.contains("1元（不足1%）") && !said.contains("界限"),
            "{said}"
        );
    }
}
