//! Series over years: at most four in colour, or one in colour among greys, each
//! named at its end. More than that becomes small multiples by itself.

use super::ends::{End, LANE, Labels, ends, lanes};
use super::years::{draw_years, dwarfed, range, span, span_text};
use super::{
    Kind, Multiples, bounds, check_series, known, known_years, newest_facts, runs, series_clauses,
    series_headline, series_table, years,
};
use crate::chart::axis::{self, Wish, room, spread};
use crate::chart::data::{Cell, Order, Problem, Series, Words};
use crate::chart::ink::Ink;
use crate::chart::pick::{Candidate, Entry, MOST, pick, remark, rule, unseen};
use crate::chart::rows::notes;
use crate::chart::say::{self, Clause};
use crate::chart::sheet::{Pen, Plot, Shape, Sheet};
use crate::chart::{Brief, Width};

/// Series over years.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// One line each.
    pub series: Vec<Series>,
    /// Which series colour a single or focus line has, 0 to 3.
    pub tint: usize,
}

/// How many lines can have a colour of their own.
pub(crate) const COLOURS: usize = 4;
/// Beyond this, grey lines are not named one by one.
pub(super) const NAMED_GREYS: usize = 12;

/// How one line is drawn.
pub(super) struct Look {
    pub(super) ink: Ink,
    pub(super) shape: Shape,
    /// Drawn in colour and named in bold.
    pub(super) loud: bool,
}

impl Line {
    fn focused(&self) -> bool {
        self.series.iter().any(|s| s.focus && !known(s).is_empty())
    }

    /// Whether there are too many for one drawing.
    fn splits(&self) -> bool {
        let drawn = || self.series.iter().filter(|s| !known(s).is_empty());
        let focuses = drawn().filter(|s| s.focus).count();
        focuses > COLOURS || (focuses == 0 && drawn().count() > COLOURS)
    }

    fn looks(&self) -> Vec<Look> {
        let drawn = || self.series.iter().filter(|s| !known(s).is_empty());
        let single = drawn().filter(|s| s.focus).count() == 1 || drawn().count() == 1;
        // A colour belongs to its row: that another has no value moves none of them.
        let own = |s: &&Series| !self.focused() || s.focus;
        let all_fit = self.series.iter().filter(own).count() <= COLOURS;
        let mut next = 0;
        self.series
            .iter()
            .map(|s| {
                if (self.focused() && !s.focus) || known(s).is_empty() {
                    next += usize::from(all_fit && own(&s));
                    return Look {
                        ink: Ink::NoData,
                        shape: Shape::Round,
                        loud: false,
                    };
                }
                let n = if single { self.tint.min(3) } else { next };
                next += 1;
                Look {
                    ink: Ink::series(n),
                    shape: if single {
                        Shape::Round
                    } else {
                        Shape::series(n)
                    },
                    loud: true,
                }
            })
            .collect()
    }
}

impl Kind for Line {
    fn validate(&self, problems: &mut Vec<Problem>) {
        check_series(&self.series, problems);
    }

    fn draw(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        if self.splits() {
            return Multiples {
                series: self.series.clone(),
                tint: self.tint,
            }
            .draw(brief, sheet);
        }
        if self.series.len() > MOST {
            let (few, left_out) = self.few(brief.words);
            return few.draw_all(brief, sheet, &left_out);
        }
        self.draw_all(brief, sheet, &[])
    }

    fn clauses(&self, words: &Words) -> Vec<Clause> {
        series_clauses(&self.series, words)
    }

    fn headline(&self, words: &Words) -> String {
        series_headline(&self.series, words)
    }

    fn table(&self, words: &Words) -> (Vec<String>, Vec<Vec<Cell>>) {
        series_table(&self.series, words)
    }
}

impl Line {
    /// Of very many lines the largest, the smallest and the focus, and what is left out.
    fn few(&self, words: &Words) -> (Line, Vec<String>) {
        let newest = newest_facts(&self.series);
        let candidates: Vec<Candidate> = newest
            .iter()
            .map(|f| Candidate {
                value: f.value,
                focus: f.focus,
            })
            .collect();
        let entries = pick(&candidates, Order::Value);
        let (mut series, mut left) = (Vec::new(), 0);
        for entry in &entries {
            match entry {
                Entry::Row(n) => series.extend(self.series.get(*n).cloned()),
                Entry::Left(n) => left += n,
            }
        }
        let missing = unseen(&entries, &candidates, |n| {
            newest.get(n).map_or("", |f| f.name)
        });
        let mut said = Vec::new();
        if left > 0 {
            said.extend(remark(Entry::Left(left), words));
            let newest = known_years(&self.series)
                .last()
                .copied()
                .unwrap_or_default();
            let measured = match say::zh(words) {
                true => format!("{newest}年数值"),
                false => format!("of {newest}"),
            };
            said.push(rule(self.focused(), &measured, words));
        }
        said.extend(say::without_data(&missing, words));
        (
            Line {
                series,
                tint: self.tint,
            },
            said,
        )
    }

    fn draw_all(&self, brief: &Brief<'_>, sheet: &Sheet<'_>, left_out: &[String]) -> f64 {
        let language = brief.words.language;
        let (width, small) = (brief.width.px(), brief.width.small());
        let years = years(&self.series);
        let values = self.series.iter().flat_map(known).map(|p| p.1);
        let Some((low, high)) = bounds(values) else {
            let text = say::paragraph(brief.words, self.clauses(brief.words));
            return notes(sheet, brief, 0.0, &[text]) + 4.0;
        };
        let grain = axis::grain(self.series.iter().flat_map(known).map(|p| p.1));
        let (low, high, zero) = range(low, high);
        let ticks = axis::scale(low, high, 4, grain);
        let labels = ticks.labels(&brief.words.unit, language);
        let pen = Pen::new(small, Ink::Muted);
        let left = labels
            .iter()
            .map(|l| pen.width(l))
            .fold(0.0, f64::max)
            .ceil()
            + 10.0;

        let looks = self.looks();
        let ends = ends(brief, &self.series, &looks);
        let size = brief.width.label();
        let leading = (size * 1.25).round();
        // Several coloured lines repeat their shape before their name: on a black and
        // white print it is what tells them apart.
        let keyed = looks.iter().filter(|l| l.loud).count() > 1;
        let label_width = |e: &End| {
            e.lines
                .iter()
                .map(|l| Pen::new(size, Ink::Text).bold(e.loud).width(l))
                .fold(0.0, f64::max)
        };
        let told = self.series.iter().find(|s| looks_single(self, s));
        // A first value stands above its line.
        let top = small + if told.is_some() { 16.0 } else { 6.0 };
        let wishes = |y: &dyn Fn(f64) -> f64| -> Vec<Wish> {
            ends.iter()
                .map(|e| Wish {
                    at: y(e.point.1),
                    size: leading * e.lines.len() as f64 + 3.0,
                })
                .collect()
        };
        let least = if brief.width == Width::Wide {
            300.0
        } else {
            250.0
        };
        let bottom = top + f64::max(least, room(&wishes(&|_| 0.0)) + 8.0);
        let (first, last) = span(&years);
        // The line that rises from the floor has its first value under it.
        let share = |value: f64| (value - ticks.low()) / (ticks.high() - ticks.low());
        let beneath = (size + 2.0) * 1.7;
        let rises = |s: &Series| match &known(s)[..] {
            [a, b, ..] => b.1 > a.1 && share(a.1) * (bottom - top) < beneath,
            _ => false,
        };
        let floor = bottom - told.filter(|s| rises(s)).map_or(0.0, |_| beneath);
        let y = |value: f64| floor - share(value) * (floor - top);
        // Their leaders stay above the years.
        let places = spread(
            &wishes(&y),
            top - leading * 0.6,
            bottom + leading * 0.5 + 3.0,
        );
        let lanes = lanes(
            &ends
                .iter()
                .zip(&places)
                .map(|(end, place)| (y(end.point.1), *place, end.point.0 < last))
                .collect::<Vec<_>>(),
        );
        let most_lanes = lanes.iter().flatten().max().map_or(0, |n| n + 1);
        let pad = if keyed { 36.0 } else { 22.0 } + LANE * most_lanes as f64;
        let right = width - ends.iter().map(label_width).fold(0.0, f64::max) - pad;
        let plot = sheet.plot(
            first..last,
            ticks.low()..ticks.high(),
            left + 4.0..right,
            floor..top,
        );

        for (value, label) in ticks.at.iter().zip(&labels) {
            let y = plot.at(first, *value).1;
            let ink = if *value == 0.0 { Ink::Muted } else { Ink::Grid };
            sheet.line(&[(left, y), (right + 4.0, y)], ink, 1.0);
            sheet.text((left - 8.0, y), label, pen.end());
        }
        draw_years(
            sheet,
            brief,
            &plot,
            &years,
            bottom + 6.0 + small / 2.0,
            ticks.low(),
        );
        // Greys first, so that no line hides the one that matters.
        for pass in [false, true] {
            for (series, look) in self
                .series
                .iter()
                .zip(&looks)
                .filter(|(_, l)| l.loud == pass)
            {
                self.draw_one(sheet, brief, &plot, (series, look), (&years, bottom));
            }
        }
        let at = Labels {
            right,
            pad,
            keyed,
            leading,
            size,
        };
        for ((end, place), lane) in ends.iter().zip(places).zip(lanes) {
            if let Some(look) = looks.get(end.series) {
                let point = plot.at(end.point.0, end.point.1);
                at.draw(sheet, end, point, (place, lane), look);
            }
        }
        let mut said = self.remarks(brief, &looks, zero);
        said.extend_from_slice(left_out);
        // Short remarks about the lines are one sentence.
        let paragraphs: Vec<String> = match said.is_empty() {
            true => said,
            false => vec![said.join(if say::zh(brief.words) { "；" } else { "; " })],
        };
        notes(sheet, brief, bottom + small + 12.0, &paragraphs) + 4.0
    }

    fn draw_one(
        &self,
        sheet: &Sheet<'_>,
        brief: &Brief<'_>,
        plot: &Plot<'_>,
        (series, look): (&Series, &Look),
        (years, bottom): (&[i32], f64),
    ) {
        let runs = runs(series, years);
        let points = known(series);
        let crowded = points.len() > 24;
        sheet.group(&span_text(series, brief.words), None, || {
            for run in &runs {
                if run.len() > 1 {
                    plot.line(run, look.ink, if look.loud { 2.5 } else { 1.2 });
                }
                let lone = run.len() == 1;
                for (n, &(x, y)) in run.iter().enumerate() {
                    let end = n + 1 == run.len() || n == 0;
                    if look.loud && (!crowded || end || lone) {
                        sheet.mark(look.shape, plot.at(x, y), 3.5, look.ink);
                    } else if lone {
                        sheet.dot(plot.at(x, y), 2.0, look.ink);
                    }
                }
            }
        });
        self.draw_first(sheet, brief, plot, series, (years, bottom));
    }

    /// The first value of the one line that matters, below or above its point, where no
    /// line passes and no other point is as near: else it would read as that one's. Its
    /// last value is at its end.
    fn draw_first(
        &self,
        sheet: &Sheet<'_>,
        brief: &Brief<'_>,
        plot: &Plot<'_>,
        series: &Series,
        (years, bottom): (&[i32], f64),
    ) {
        let points = known(series);
        let (true, [first, second, rest @ ..]) = (looks_single(self, series), &points[..]) else {
            return;
        };
        let size = brief.width.label();
        let (x, y) = plot.at(f64::from(first.0), first.1);
        let pen = Pen::new(size, Ink::Text).bold(true).halo();
        let end = x + pen.width(first.2) + 4.0;
        let (away, half) = (size + 2.0, size * 0.6);
        let clear = |at: &f64| {
            let passes = |s: &Series| {
                let runs = runs(s, years);
                runs.iter()
                    .any(|run| meets(run, plot, x..end, at - half..at + half))
            };
            let others = [second].into_iter().chain(rest);
            let mut others = others.map(|p| plot.at(f64::from(p.0), p.1));
            let within = at + half <= bottom + 1.0 && at - half >= 0.0;
            within
                && !self.series.iter().any(passes)
                && others.all(|(px, py)| px > end + 8.0 || (at - py).abs() > away * 1.4)
        };
        let sides = match second.1 > first.1 {
            true => [y + away, y - away],
            false => [y - away, y + away],
        };
        if let Some(at) = sides.into_iter().find(clear) {
            sheet.text((x, at), first.2, pen);
        }
    }

    /// The grey lines' names, the one with the highest last value first.
    fn quiet_names(&self, looks: &[Look]) -> Vec<&str> {
        let lines = self.series.iter().zip(looks).filter(|(_, l)| !l.loud);
        let mut ends: Vec<(f64, &str)> = lines
            .filter_map(|(s, _)| known(s).last().map(|p| (p.1, s.name.as_str())))
            .collect();
        ends.sort_by(|a, b| b.0.total_cmp(&a.0));
        ends.into_iter().map(|(_, name)| name).collect()
    }

    fn remarks(&self, brief: &Brief<'_>, looks: &[Look], zero: bool) -> Vec<String> {
        let zh = say::zh(brief.words);
        let mut out = Vec::new();
        let lines = self.series.iter().zip(looks);
        let quiet = lines
            .filter(|(s, l)| !l.loud && !known(s).is_empty())
            .count();
        if quiet > 0 && (brief.width == Width::Narrow || quiet > NAMED_GREYS) {
            let counted = say::counted(brief.words);
            // On a phone there is no room beside the lines: their names in the order
            // of their ends.
            let names = match quiet <= NAMED_GREYS {
                true => self.quiet_names(looks).join(if zh { "、" } else { ", " }),
                false => String::new(),
            };
            let quiet_ends = self.series.iter().zip(looks).filter(|(_, l)| !l.loud);
            let ends: Vec<&str> = quiet_ends
                .filter_map(|(s, _)| known(s).last().map(|p| p.2))
                .collect();
            let level = ends
                .first()
                .filter(|_| ends.windows(2).all(|w| w[0] == w[1]));
            let level = level.filter(|_| ends.len() > 1);
            out.push(match (zh, names.is_empty()) {
                (true, true) => format!("灰线为其他{quiet}{counted}"),
                (true, false) if level.is_some() => {
                    format!(
                        "灰线末端同为{}：{names}",
                        level.copied().unwrap_or_default()
                    )
                }
                (true, false) => format!("灰线末端从高到低：{names}"),
                (false, true) => format!("Grey lines: {quiet} other {counted}"),
                (false, false) => format!("Grey lines, from the highest end: {names}"),
            });
        }
        if !zero {
            out.push(
                if zh {
                    "纵轴不从零开始"
                } else {
                    "The vertical axis does not begin at zero"
                }
                .to_string(),
            );
        }
        if dwarfed(&self.series) {
            let said = match zh {
                true => "数值相差悬殊，多数线贴着横轴，请看线末的数",
                false => {
                    "Most lines lie on the axis beside the highest: see the values at their ends"
                }
            };
            out.push(said.to_string());
        }
        out.extend(without_data(&self.series, brief));
        out
    }
}

/// Whether a line passes through the box of `across` and `down`.
fn meets(
    run: &[(f64, f64)],
    plot: &Plot<'_>,
    across: std::ops::Range<f64>,
    down: std::ops::Range<f64>,
) -> bool {
    let at: Vec<(f64, f64)> = run.iter().map(|p| plot.at(p.0, p.1)).collect();
    let hit = |a: (f64, f64), b: (f64, f64)| {
        let (from, to) = (a.0.max(across.start), b.0.min(across.end));
        // Where the piece between is as high as at `x`.
        let high = |x: f64| a.1 + (b.1 - a.1) * ((x - a.0) / (b.0 - a.0).max(1e-9)).clamp(0.0, 1.0);
        let (y, z) = (high(from), high(to));
        from <= to && y.min(z) <= down.end && y.max(z) >= down.start
    };
    match at[..] {
        [one] => hit(one, one),
        _ => at.windows(2).any(|w| matches!(w, [a, b] if hit(*a, *b))),
    }
}

/// Who has no line, in words.
pub(super) fn without_data(series: &[Series], brief: &Brief<'_>) -> Option<String> {
    let empty = series.iter().filter(|s| known(s).is_empty());
    let names: Vec<&str> = empty.map(|s| s.name.as_str()).collect();
    say::without_data(&names, brief.words)
}

fn looks_single(line: &Line, series: &Series) -> bool {
    let drawn = || line.series.iter().filter(|s| !known(s).is_empty());
    match drawn().filter(|s| s.focus).count() {
        0 => drawn().count() == 1,
        1 => series.focus,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_counties_are_never_nine_colours() {
        let series = |n: usize, focus| Series {
            name: n.to_string(),
            points: vec![(2019, Some(1.0), "1".into())],
            focus,
        };
        let nine = Line {
            series: (0..9).map(|n| series(n, false)).collect(),
            tint: 0,
        };
        assert!(nine.splits());
        let focus = Line {
            series: (0..9).map(|n| series(n, n == 3)).collect(),
            tint: 0,
        };
        assert!(!focus.splits());
        assert_eq!(
            focus
                .looks()
                .iter()
                .filter(|l| l.ink != Ink::NoData)
                .count(),
            1
        );
    }

    #[test]
    fn the_first_value_of_a_line_that_rises_stands_under_it() {
        let mut line = Line {
            series: vec![yearly(
                "甲县",
                &[Some(1457.0), Some(1500.0), Some(1573.0)],
                true,
            )],
            tint: 0,
        };
        line.series[0].points.retain(|p| p.0 != 2015);
        for drawn in drawn(line, &Words::default()) {
            let at = |before: &str, text: &str| -> f64 {
                let (head, _) = drawn.split_once(text).unwrap();
                let number = head.rsplit_once(before).unwrap().1;
                number.split('"').next().unwrap().parse().unwrap()
            };
            let label = at(" y=\"", ">1457个<");
            let dot = at(" cy=\"", " r=");
            assert!(label > dot + 8.0, "{label} {dot}\n{drawn}");
        }
    }

    #[test]
    fn the_first_value_of_a_line_that_falls_stands_within_the_drawing() {
        let line = Line {
            series: vec![yearly("甲县", &[Some(3.0), Some(3.0)], true)],
            tint: 0,
        };
        for drawn in drawn(line, &Words::default()) {
            let (head, _) = drawn.split_once(">3个<").unwrap();
            let y = head.rsplit_once(" y=\"").unwrap().1.split('"').next();
            let baseline: f64 = y.unwrap().parse().unwrap();
            assert!(baseline >= 15.0, "{drawn}");
        }
    }

    #[test]
    fn years_left_out_of_a_yearly_series_are_said() {
        let line = |years: &[i32]| Line {
            series: vec![Series {
                name: "甲".into(),
                points: years
                    .iter()
                    .map(|y| (*y, Some(f64::from(*y)), "3个".into()))
                    .collect(),
                focus: false,
            }],
            tint: 0,
        };
        let said = |years: &[i32]| {
            let words = Words::default();
            say::paragraph(&words, line(years).clauses(&words))
        };
        let text = said(&[2014, 2015, 2016, 2017, 2020, 2021, 2022]);
        assert!(text.ends_with("；2018、2019年暂无数据。"), "{text}");
        assert!(!said(&[2000, 2005, 2010, 2015]).contains("暂无"));
        // Every second year, and one more: a line, not dots.
        assert!(!said(&[2019, 2020, 2022, 2024, 2026]).contains("暂无"));
        assert!(said(&[2016, 2017, 2019, 2020, 2024]).contains("2018、2021—2023年暂无数据"));
        assert!(!said(&[2014, 2015, 2016]).contains("暂无"));
    }

    fn drawn(line: Line, words: &Words) -> [String; 2] {
        let chart = crate::chart::Chart::Line(line);
        [Width::Wide, Width::Narrow].map(|width| chart.draw(words, width, "x"))
    }

    fn yearly(name: &str, values: &[Option<f64>], focus: bool) -> Series {
        let points = (2014..).zip(values);
        Series {
            name: name.into(),
            points: points
                .map(|(y, v)| (y, *v, v.map(|v| format!("{v}个")).unwrap_or_default()))
                .collect(),
            focus,
        }
    }

    #[test]
    fn a_line_keeps_its_colour_and_shape_where_another_has_no_value() {
        let looks = |second: Option<f64>| {
            let line = Line {
                series: vec![
                    yearly("甲县", &[Some(1.0), Some(2.0)], false),
                    yearly("乙县", &[second, second], false),
                    yearly("丙县", &[Some(3.0), Some(4.0)], false),
                ],
                tint: 0,
            };
            line.looks().into_iter().map(|l| l.ink).collect::<Vec<_>>()
        };
        assert_eq!(looks(Some(1.0)), [Ink::C1, Ink::C2, Ink::C3]);
        assert_eq!(looks(None), [Ink::C1, Ink::NoData, Ink::C3]);
    }

    #[test]
    fn grey_lines_are_named_on_a_phone_too() {
        let line = Line {
            series: vec![
                yearly("甲县", &[Some(1.0), Some(2.0)], true),
                yearly("乙县", &[Some(9.0), Some(3.0)], false),
                yearly("丙县", &[Some(3.0), Some(8.0)], false),
            ],
            tint: 0,
        };
        let [wide, narrow] = drawn(line, &Words::default());
        assert!(narrow.contains("灰线末端从高到低：丙县、乙县"), "{narrow}");
        assert!(
            wide.contains(">丙县 8个<") && !wide.contains("灰线"),
            "{wide}"
        );
    }

    #[test]
    fn years_missing_from_one_of_several_lines_are_named() {
        let words = Words {
            unit: "个".into(),
            counted: "个县（市、区）".into(),
            ..Words::default()
        };
        let full = |name: &str| yearly(name, &[1.0, 2.0, 3.0, 4.0, 5.0, 6.0].map(Some), false);
        let without = |name: &str, missing: &[i32], focus| {
            let mut series = full(name);
            series.points.retain(|p| !missing.contains(&p.0));
            Series { focus, ..series }
        };
        let said = |series: &[Series]| {
            let line = Line {
                series: series.to_vec(),
                tint: 0,
            };
            say::paragraph(&words, line.clauses(&words))
        };
        let two = without("乙县", &[2016, 2017], false);
        let text = said(&[full("甲县"), two.clone()]);
        assert!(text.ends_with("；乙县缺2016、2017年。"), "{text}");
        let text = said(&[
            full("甲县"),
            two.clone(),
            without("丙县", &[2015], false),
            without("丁县", &[2014, 2015, 2016, 2018], true),
        ]);
        let end = "；丁县缺2014—2016、2018年，另2个县（市、区）有缺年。";
        assert!(text.ends_with(end), "{text}");
        assert!(text.chars().count() <= crate::chart::DESCRIPTION_LIMIT);
        let text = said(&[two.clone(), without("丙县", &[2016, 2017], false)]);
        assert!(text.ends_with("；2016、2017年暂无数据。"), "{text}");
        assert!(!text.contains('缺'), "{text}");
    }

    #[test]
    fn a_line_of_very_many_says_how_the_grey_ones_were_chosen() {
        let series: Vec<Series> = (0..90)
            .map(|n| {
                yearly(
                    &format!("第{n}乡"),
                    &[Some(1.0), Some(f64::from(n))],
                    n == 40,
                )
            })
            .collect();
        let line = Line { series, tint: 0 };
        for svg in drawn(line, &Words::default()) {
            let text = svg.replace("</text>", "").replace('\n', "");
            let text: String = text
                .split('<')
                .filter_map(|t| t.split_once('>'))
                .map(|t| t.1)
                .collect();
            let rule = "画出突出显示的和名次与它相邻的，以及2015年数值最大、最小的各10个";
            assert!(text.contains(rule), "{text}");
        }
    }

    #[test]
    fn the_first_value_is_not_written_on_a_neighbours_line() {
        let words = Words::default();
        let own = yearly("甲县", &[22.0, 60.0, 90.0, 100.0].map(Some), true);
        let labelled = |others: &[f64]| {
            let others = others.iter().zip(["乙县", "丙县"]);
            let others = others.map(|(v, name)| yearly(name, &[Some(*v); 4], false));
            let series = std::iter::once(own.clone()).chain(others).collect();
            let drawn = drawn(Line { series, tint: 0 }, &words);
            drawn.map(|svg| svg.contains(">22个</text>"))
        };
        assert_eq!(labelled(&[99.0]), [true, true]);
        // One on the side it would take; on the other is its own line.
        assert_eq!(labelled(&[16.0]), [false, false]);
        assert_eq!(labelled(&[16.0, 28.0]), [false, false]);
    }

    #[test]
    fn the_first_value_is_never_nearer_to_another_point() {
        let labelled = |values: &[f64]| {
            let values: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
            let line = Line {
                series: vec![yearly("某市", &values, true)],
                tint: 0,
            };
            drawn(line, &Words::default()).map(|svg| svg.contains(">6853个</text>"))
        };
        let dips = |low: f64| [6853.0, 7100.0, 7300.0, 7500.0, low, 5000.0, 9000.0, 12727.0];
        assert_eq!(labelled(&dips(3033.0)), [true, false]);
        // A zigzag leaves it no place of its own on a phone.
        let zigzag = [
            6853.0, 6900.0, 6200.0, 7300.0, 6100.0, 7400.0, 6000.0, 7000.0,
        ];
        assert!(!labelled(&zigzag)[1]);
    }

    #[test]
    fn a_gap_is_a_gap() {
        let point = |y, v: Option<f64>| (y, v, v.map(|v| v.to_string()).unwrap_or_default());
        let series = Series {
            name: "甲".into(),
            points: vec![
                point(2015, Some(1.0)),
                point(2016, None),
                point(2017, Some(2.0)),
                point(2019, Some(3.0)),
            ],
            focus: false,
        };
        let all = [2015, 2016, 2017, 2019];
        assert_eq!(
            runs(&series, &all),
            [vec![(2015.0, 1.0)], vec![(2017.0, 2.0), (2019.0, 3.0)]]
        );
        assert_eq!(runs(&series, &[2015, 2016, 2017, 2018, 2019]).len(), 3);
    }
}
