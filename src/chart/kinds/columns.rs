//! Columns in an order of their own: years, bands. From zero, the value above each.

use super::{Bars, Kind, bounds, check_rows, row_facts, row_table, spanned_years, tip};
use crate::chart::axis::{self, keep_years};
use crate::chart::bare::bare;
use crate::chart::data::{Cell, Order, Problem, Row, Words, finite, gap};
use crate::chart::ink::Ink;
use crate::chart::measure::wrap_even;
use crate::chart::rows::{notes, remarks};
use crate::chart::say::{self, Change, Clause, Fact};
use crate::chart::sheet::{Pen, Sheet};
use crate::chart::{Brief, Width};

/// Columns in the given order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Columns {
    /// One column each, in order.
    pub rows: Vec<Row>,
    /// Which series colour, 0 to 3.
    pub tint: usize,
}

/// The narrowest a column with its gap may be, in px; years may be narrower, since
/// ranking them would take them out of their order.
const NARROWEST: f64 = 9.0;
const NARROWEST_YEAR: f64 = 3.0;
const SPACE: f64 = 6.0;

/// Whether the names are years, of which some may go unlabelled.
fn is_year(name: &str) -> bool {
    let digits = name.strip_suffix('年').unwrap_or(name);
    digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit())
}

fn year(row: &Row) -> i32 {
    row.name.trim_end_matches('年').parse().unwrap_or(0)
}

/// How the columns share the width.
struct Plan {
    left: f64,
    band: f64,
    names: Vec<Vec<String>>,
    labelled: Vec<bool>,
    /// Values stand above the columns, so no axis is needed.
    direct: bool,
    /// They stand there without their unit, which the line above the drawing tells.
    bare: bool,
}

impl Columns {
    /// The values without their unit, if all can do without.
    fn bare(&self, unit: &str) -> Option<Vec<&str>> {
        let known = self.rows.iter().filter(|r| finite(r.value).is_some());
        let plain = known.map(|r| bare(&r.shown, unit));
        plain
            .collect::<Option<Vec<&str>>>()
            .filter(|_| !unit.is_empty())
    }

    fn years(&self) -> bool {
        self.rows.iter().all(|r| is_year(&r.name))
    }

    /// With an empty column for each year that is left out: else the columns beside it
    /// would stand as if they followed each other.
    fn whole(&self) -> Columns {
        let years = spanned_years(self.rows.iter().map(year).collect());
        let rising = self.rows.iter().map(year).is_sorted();
        if !self.years() || !rising || years.len() <= self.rows.len() {
            return self.clone();
        }
        let sign = if self.rows.iter().any(|r| r.name.ends_with('年')) {
            "年"
        } else {
            ""
        };
        let row = |wanted: &i32| {
            let given = self.rows.iter().find(|r| year(r) == *wanted).cloned();
            given.unwrap_or_else(|| Row {
                name: format!("{wanted}{sign}"),
                ..Row::default()
            })
        };
        Columns {
            rows: years.iter().map(row).collect(),
            tint: self.tint,
        }
    }

    fn ink(&self, row: &Row) -> Ink {
        let others = self.rows.iter().any(|r| r.focus) && !row.focus;
        if others {
            Ink::Grey
        } else {
            Ink::series(self.tint.min(3))
        }
    }

    /// Which years are labelled when columns are `band` px wide and a label `wide`: the
    /// focus always.
    fn labelled(&self, band: f64, wide: f64) -> Vec<bool> {
        let years: Vec<i32> = self.rows.iter().map(year).collect();
        let at: Vec<f64> = (0..years.len()).map(|n| n as f64 * band).collect();
        keep_years(&years, &at, wide, self.rows.iter().position(|r| r.focus))
    }

    /// 1月, 2, 3 … 12: months in columns too narrow for the word.
    fn months(&self) -> Option<Vec<Vec<String>>> {
        let number = |r: &Row| {
            let number = r.name.strip_suffix('月')?;
            number
                .bytes()
                .all(|b| b.is_ascii_digit())
                .then(|| vec![number.to_owned()])
        };
        let mut months: Vec<Vec<String>> = self.rows.iter().map(number).collect::<Option<_>>()?;
        if let (Some(first), Some(row)) = (months.first_mut(), self.rows.first()) {
            *first = vec![row.name.clone()];
        }
        Some(months)
    }

    /// A layout in which everything can be read, if there is one.
    fn plan(&self, brief: &Brief<'_>, axis_width: f64) -> Option<Plan> {
        let count = self.rows.len();
        let (size, full) = (brief.width.small(), brief.width.px());
        let pen = Pen::new(size, Ink::Text);
        let widest = self
            .rows
            .iter()
            .filter(|r| finite(r.value).is_some())
            .map(|r| pen.bold(true).width(&r.shown))
            .fold(0.0, f64::max);
        let most = if brief.width == Width::Wide {
            170.0
        } else {
            110.0
        };
        let band_of = |left: f64| ((full - left) / count as f64).min(most);
        let whole = widest + 6.0 <= band_of(0.0);
        let bold = pen.bold(true);
        let bare = self.bare(&brief.words.unit).filter(|_| !whole);
        let bare = bare.is_some_and(|texts| {
            let widest = texts.iter().map(|t| bold.width(t)).fold(0.0, f64::max);
            widest + 5.0 <= band_of(0.0)
        });
        let direct = whole || bare;
        let left = if direct { 0.0 } else { axis_width };
        let band = band_of(left);
        let narrowest = if self.years() {
            NARROWEST_YEAR
        } else {
            NARROWEST
        };
        if band < narrowest {
            return None;
        }
        let names: Vec<Vec<String>> = self
            .rows
            .iter()
            .map(|r| wrap_even(&r.name, size, r.focus, (band - 6.0).max(size)))
            .collect();
        let divided = names.iter().any(|lines| lines.len() > 1);
        let months = self.months().filter(|_| divided);
        let short = months.is_some();
        let names = months.unwrap_or(names);
        let label = self
            .rows
            .iter()
            .map(|r| pen.bold(r.focus).width(&r.name))
            .fold(1.0, f64::max);
        if self.years() {
            let names = self.rows.iter().map(|r| vec![r.name.clone()]).collect();
            return Some(Plan {
                left,
                band,
                names,
                labelled: self.labelled(band, label + 8.0),
                direct,
                bare,
            });
        }
        // 东／安县 is no name.
        let torn = |lines: &[String]| {
            let ends = [lines.first(), lines.last()].into_iter().flatten();
            lines.len() > 1 && ends.into_iter().any(|l| l.chars().count() < 2)
        };
        let readable = short
            || names.iter().all(|lines| {
                let fits = |l: &String| bold.width(l) <= band - 4.0;
                lines.len() <= 3 && !torn(lines) && lines.iter().all(fits)
            });
        readable.then(|| Plan {
            left,
            band,
            names,
            labelled: vec![true; count],
            direct,
            bare,
        })
    }

    fn draw_column(
        &self,
        brief: &Brief<'_>,
        sheet: &Sheet<'_>,
        row: &Row,
        (x, wide): (f64, f64),
        (zero, end): (f64, f64),
        plan: &Plan,
    ) {
        let language = brief.words.language;
        let pen = Pen::new(brief.width.small(), Ink::Text)
            .bold(row.focus)
            .middle();
        let shown = crate::chart::data::shown_or_gap(row.value, &row.shown, language);
        let half = brief.width.small() / 2.0 + SPACE - 1.0;
        sheet.group(
            &tip(&row.name, shown, row.note.as_ref(), brief.words),
            row.href.as_deref(),
            || {
                let Some(value) = finite(row.value) else {
                    if gap_fits(brief, plan.band) {
                        let pen = pen.bold(false).ink(Ink::Muted);
                        sheet.text((x, zero - half), gap(language), pen);
                    }
                    return;
                };
                if value != 0.0 {
                    sheet.rect((x - wide / 2.0, zero), (x + wide / 2.0, end), self.ink(row));
                }
                if plan.direct {
                    let y = if value < 0.0 { end + half } else { end - half };
                    let text = bare(shown, &brief.words.unit).filter(|_| plan.bare);
                    sheet.text((x, y), text.unwrap_or(shown), pen);
                }
            },
        );
    }

    /// The names under the columns; returns where they end.
    fn draw_names(&self, brief: &Brief<'_>, sheet: &Sheet<'_>, plan: &Plan, top: f64) -> f64 {
        let leading = (brief.width.small() * 1.25).round();
        let mut lowest = top;
        let mut free = f64::INFINITY;
        for (n, (row, lines)) in self.rows.iter().zip(&plan.names).enumerate().rev() {
            if !plan.labelled.get(n).is_some_and(|shown| *shown) {
                continue;
            }
            let pen = Pen::new(brief.width.small(), Ink::Text)
                .bold(row.focus)
                .middle();
            let half = lines.iter().map(|l| pen.width(l)).fold(0.0, f64::max) / 2.0;
            let x = plan.left + plan.band * (n as f64 + 0.5);
            let x = x.clamp(half, (brief.width.px() - half).max(half));
            // A label at the edge is moved in and may need its neighbour's room.
            if x + half > free && !row.focus {
                continue;
            }
            free = x - half - 1.0;
            let high = leading * lines.len() as f64;
            sheet.lines((x, top + high / 2.0), lines, leading, pen);
            lowest = lowest.max(top + high);
        }
        lowest
    }
}

/// Whether a gap can say so in its column; else the note below says it.
fn gap_fits(brief: &Brief<'_>, band: f64) -> bool {
    let pen = Pen::new(brief.width.small(), Ink::Muted);
    pen.width(gap(brief.words.language)) + 4.0 <= band
}

impl Kind for Columns {
    fn validate(&self, problems: &mut Vec<Problem>) {
        check_rows(&self.rows, problems);
    }

    fn draw(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        self.whole().draw_whole(brief, sheet)
    }

    fn clauses(&self, words: &Words) -> Vec<Clause> {
        self.whole().clauses_of(words)
    }

    fn headline(&self, words: &Words) -> String {
        say::changes_headline(&self.changes(words), 1, words)
            .unwrap_or_else(|| say::ranking_headline(&row_facts(&self.rows), words))
    }

    fn table(&self, words: &Words) -> (Vec<String>, Vec<Vec<Cell>>) {
        row_table(&self.whole().rows, words)
    }
}

impl Columns {
    fn draw_whole(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        let (low, high) = bounds(
            self.rows
                .iter()
                .filter_map(|r| finite(r.value))
                .chain([0.0]),
        )
        .unwrap_or((0.0, 1.0));
        let grain = axis::grain(self.rows.iter().filter_map(|r| finite(r.value)));
        let ticks = axis::scale(low, high, 4, grain);
        let labels = ticks.labels(&brief.words.unit, brief.words.language);
        let pen = Pen::new(brief.width.small(), Ink::Muted);
        let axis_width = labels
            .iter()
            .map(|l| pen.width(l))
            .fold(0.0, f64::max)
            .ceil()
            + 10.0;
        // One or two columns are a tower beside empty paper, and zeros the paper alone.
        let any = self.rows.len() > 2
            && self
                .rows
                .iter()
                .any(|r| finite(r.value).is_some_and(|v| v != 0.0));
        let plan = if any {
            self.plan(brief, axis_width)
        } else {
            None
        };
        let Some(plan) = plan else {
            // Names that cannot stand under columns stand beside bars.
            let bars = Bars {
                rows: self.rows.clone(),
                order: Order::Official,
                reference: None,
                tint: self.tint,
            };
            return bars.draw(brief, sheet);
        };
        let small = brief.width.small();
        let height = if brief.width == Width::Wide {
            240.0
        } else {
            190.0
        };
        let (top, bottom) = (small + 8.0, small + 8.0 + height);
        let right = plan.left + plan.band * self.rows.len() as f64;
        let (from, to) = if plan.direct {
            (low, high)
        } else {
            (ticks.low(), ticks.high())
        };
        let to = if from < to { to } else { from + 1.0 };
        // A value below the lowest column needs room above the names.
        let foot = if plan.direct && low < 0.0 {
            small + SPACE
        } else {
            0.0
        };
        let plot = sheet.plot(
            0.0..self.rows.len() as f64,
            from..to,
            plan.left..right,
            bottom - foot..top,
        );
        if !plan.direct {
            for (value, label) in ticks.at.iter().zip(&labels) {
                let y = plot.at(0.0, *value).1;
                sheet.line(&[(plan.left - 4.0, y), (right, y)], Ink::Grid, 1.0);
                sheet.text((plan.left - 8.0, y), label, pen.end());
            }
        }
        let zero = plot.at(0.0, 0.0).1;
        let wide = (plan.band * 0.72).min(96.0);
        for (n, row) in self.rows.iter().enumerate() {
            let (x, end) = plot.at(n as f64 + 0.5, finite(row.value).unwrap_or(0.0));
            self.draw_column(brief, sheet, row, (x, wide), (zero, end), &plan);
        }
        sheet.line(&[(plan.left, zero), (right, zero)], Ink::Muted, 1.0);
        let foot = self.draw_names(brief, sheet, &plan, bottom + 8.0);
        let mut paragraphs = Vec::new();
        if !gap_fits(brief, plan.band) {
            paragraphs.extend(self.gaps(brief.words));
        }
        paragraphs.extend(remarks(
            brief,
            self.rows.iter().map(|r| (r.name.as_str(), r.note.as_ref())),
        ));
        notes(sheet, brief, foot, &paragraphs) + 4.0
    }

    fn clauses_of(&self, words: &Words) -> Vec<Clause> {
        if !self.years() {
            return say::ranking(&row_facts(&self.rows), words);
        }
        let mut clauses = say::changes(&self.changes(words), 1, words);
        // Years are not counties: they are not counted as such.
        let words = Words {
            counted: year_word(words),
            ..words.clone()
        };
        let names: Vec<String> = self.rows.iter().map(|r| spoken(&r.name, &words)).collect();
        let facts = row_facts(&self.rows).into_iter().zip(&names);
        // And a year has no place among the years.
        let focus = false;
        let facts: Vec<Fact<'_>> = facts
            .map(|(fact, name)| Fact {
                name,
                focus,
                ..fact
            })
            .collect();
        clauses.extend(say::ranking_then(&facts, &words, ""));
        let lacking = self.rows.iter().filter(|r| finite(r.value).is_none());
        let lacking: Vec<i32> = lacking.map(year).collect();
        // All, or all but one, are told already.
        clauses.extend(say::no_years(&lacking, &words).filter(|_| facts.len() > lacking.len() + 1));
        clauses.extend(say::bounded(&facts, &words));
        clauses
    }
}

fn year_word(words: &Words) -> String {
    if say::zh(words) { "个年份" } else { "years" }.to_string()
}

impl Columns {
    /// From the first known year to the last, when the columns are years.
    fn changes(&self, words: &Words) -> Vec<Change<'_>> {
        let known: Vec<&Row> = self
            .rows
            .iter()
            .filter(|r| finite(r.value).is_some())
            .collect();
        let (true, [first, .., last]) = (self.years(), &known[..]) else {
            return Vec::new();
        };
        let end = |r: &Row| (spoken(&r.name, words), r.value.unwrap_or(0.0));
        let ((from_when, from), (to_when, to)) = (end(first), end(last));
        let is = |end: Option<&Row>, row: &Row| end.is_some_and(|e| std::ptr::eq(e, row));
        vec![Change {
            partly: !is(self.rows.first(), first) || !is(self.rows.last(), last),
            name: "",
            from: (from_when, from, &first.shown),
            to: (to_when, to, &last.shown),
            focus: false,
        }]
    }

    fn gaps(&self, words: &Words) -> Option<String> {
        let missing = self.rows.iter().filter(|r| finite(r.value).is_none());
        if !self.years() {
            let names: Vec<&str> = missing.map(|r| r.name.as_str()).collect();
            return say::without_data(&names, words);
        }
        let names: Vec<String> = missing.map(|r| spoken(&r.name, words)).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let words = Words {
            counted: year_word(words),
            ..words.clone()
        };
        say::without_data(&names, &words)
    }
}

fn spoken(name: &str, words: &Words) -> String {
    if say::zh(words) && !name.ends_with('年') {
        format!("{name}年")
    } else {
        name.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_not_divided() {
        let row = |n: u32| Row {
            name: format!("{n}月"),
            value: Some(f64::from(n)),
            shown: format!("{n}.25万人次"),
            ..Row::default()
        };
        let chart = crate::chart::Chart::Columns(Columns {
            rows: (1..=12).map(row).collect(),
            tint: 0,
        });
        let words = Words {
            unit: "万人次".into(),
            ..Words::default()
        };
        let narrow = chart.draw(&words, Width::Narrow, "x");
        assert!(
            narrow.contains(">1月<") && narrow.contains(">12<"),
            "{narrow}"
        );
        assert!(!narrow.contains(">月<"), "{narrow}");
        assert!(chart.draw(&words, Width::Wide, "x").contains(">12月<"));
    }

    #[test]
    fn a_year_that_is_left_out_has_its_place() {
        let row = |year: &i32| Row {
            name: year.to_string(),
            value: Some(f64::from(*year - 2000)),
            shown: format!("{}个", year - 2000),
            ..Row::default()
        };
        let of = |years: &[i32]| {
            let rows = years.iter().map(row).collect();
            crate::chart::Chart::Columns(Columns { rows, tint: 0 })
        };
        let words = Words {
            unit: "个".into(),
            ..Words::default()
        };
        let chart = of(&[2016, 2017, 2019, 2020, 2024]);
        assert_eq!(chart.table(&words).rows.len(), 9);
        let said = chart.describe(&words);
        assert!(said.ends_with("；2018、2021—2023年暂无数据。"), "{said}");
        assert_eq!(chart.headline(&words), "从16个增至24个");
        let drawn = chart.draw(&words, Width::Wide, "x");
        assert!(drawn.contains("2022：暂无数据"), "{drawn}");
        // A census every ten years leaves nothing out.
        for years in [&[2000, 2010, 2020][..], &[1953, 1990, 2020]] {
            assert_eq!(of(years).table(&words).rows.len(), 3);
            assert!(!of(years).describe(&words).contains("暂无"));
        }
    }

    #[test]
    fn a_short_name_is_not_torn() {
        let row = |n: usize| Row {
            name: format!("{}安县", ["东", "西", "南", "北"][n % 4]),
            value: Some(n as f64),
            shown: format!("{n}个"),
            ..Row::default()
        };
        let rows = (0..20).map(row).collect();
        let chart = crate::chart::Chart::Columns(Columns { rows, tint: 0 });
        for width in [Width::Wide, Width::Narrow] {
            let drawn = chart.draw(&Words::default(), width, "x");
            assert!(
                drawn.contains(">东安县<") && !drawn.contains(">东<"),
                "{drawn}"
            );
        }
    }
}
