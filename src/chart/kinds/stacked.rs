//! Bars of parts: horizontal, from zero, a white gap between parts, the total at
//! the end of each.

use super::share::percent;
use super::{Kind, check_link, check_names, check_value, tip};
use crate::chart::bare::bare;
use crate::chart::data::{Cell, Order, Problem, Words, finite, gap, shown_or_gap};
use crate::chart::ink::Ink;
use crate::chart::pick::{Candidate, drawn, pick, unseen};
use crate::chart::rows::{Frame, Head, Slot, Wish, key, notes};
use crate::chart::say::{self, Clause, Fact};
use crate::chart::sheet::{Pen, Plot, Sheet};
use crate::chart::{Brief, Width};

/// One bar of parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stack {
    /// Whose bar it is.
    pub name: String,
    /// A value and its text for each part, in the order of the parts' names.
    pub parts: Vec<(Option<f64>, String)>,
    /// The total and its text; the parts are never added up here. Of a bar that lacks a
    /// part there may be none.
    pub total: (Option<f64>, String),
    /// Whether this is the one the page is about.
    pub focus: bool,
    /// Where a click leads.
    pub href: Option<String>,
}

/// Bars of parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stacked {
    /// What the parts are called, from the zero line outward; at most four.
    pub parts: Vec<String>,
    /// One bar each.
    pub rows: Vec<Stack>,
    /// By total, or as given.
    pub order: Order,
}

impl Stack {
    /// How far the bar reaches: its negative parts to the left of zero, the others to
    /// the right.
    fn reach(&self) -> (f64, f64) {
        let known = self.parts.iter().filter_map(|p| finite(p.0));
        known.fold((0.0, 0.0), |(low, high), v| {
            (low + v.min(0.0), high + v.max(0.0))
        })
    }

    /// The sum of what is known; none when no part is.
    fn sum(&self) -> Option<f64> {
        let known: Vec<f64> = self.parts.iter().filter_map(|p| finite(p.0)).collect();
        (!known.is_empty()).then(|| known.iter().sum())
    }

    /// The total, or what it lacks.
    fn shown(&self, words: &Words, names: &[String]) -> String {
        let (total, shown) = &self.total;
        let lacks = self.gaps(names);
        match (finite(*total), &lacks[..], say::zh(words)) {
            (None, [one], true) => format!("缺{one}"),
            (None, [_, ..], true) => format!("缺{}项", lacks.len()),
            (None, [_, ..], false) => "incomplete".to_string(),
            (total, ..) => shown_or_gap(total, shown, words.language).to_string(),
        }
    }

    /// Names of the parts that are missing while others are there.
    fn gaps<'a>(&self, names: &'a [String]) -> Vec<&'a str> {
        let missing = names
            .iter()
            .enumerate()
            .filter(|(n, _)| self.parts.get(*n).and_then(|p| finite(p.0)).is_none());
        if self.sum().is_none() {
            Vec::new()
        } else {
            missing.map(|(_, name)| name.as_str()).collect()
        }
    }
}

/// What all bars of one drawing share.
struct Look<'a> {
    plot: Plot<'a>,
    bar: f64,
    /// Totals stand under the names and not beside the bars.
    crowded: bool,
    /// Parts are told without their unit, which every total has.
    bare: bool,
    /// For each part the bar that names it, the first with room: in black and white two
    /// colours may be one grey.
    named: Vec<Option<usize>>,
}

impl Look<'_> {
    /// A part's text in its bar, if there is room for it.
    fn fits(&self, brief: &Brief<'_>, value: f64, text: &str) -> bool {
        let across = (self.plot.at(value, 0.0).0 - self.plot.at(0.0, 0.0).0).abs() - 2.0;
        Pen::new(brief.width.small(), Ink::Text).width(text) * 1.05 + 8.0 <= across
    }

    fn part<'p>(&self, brief: &Brief<'_>, shown: &'p str) -> &'p str {
        let bare = bare(shown, &brief.words.unit).filter(|_| self.bare);
        bare.unwrap_or(shown)
    }
}

impl Stacked {
    fn draw_row(
        &self,
        brief: &Brief<'_>,
        sheet: &Sheet<'_>,
        frame: &Frame,
        (slot, row): (&Slot, &Stack),
        look: &Look<'_>,
    ) {
        let total = row.shown(brief.words, &self.parts);
        let (above, below) = frame.reach(slot, look.bar);
        sheet.group(
            &tip(&row.name, &total, None, brief.words),
            row.href.as_deref(),
            || {
                frame.name(sheet, slot);
                let end = self.draw_parts(brief, sheet, row, (slot, look));
                let axis = look.plot.at(0.0, 0.0).0 - 1.0;
                sheet.line(&[(axis, above), (axis, below)], Ink::Muted, 1.0);
                if !look.crowded {
                    let ink = if row.sum().is_some() {
                        Ink::Text
                    } else {
                        Ink::Muted
                    };
                    let pen = Pen::new(brief.width.label(), ink).bold(row.focus);
                    if end < axis {
                        sheet.text((end - 6.0, slot.centre), &total, pen.end());
                    } else {
                        sheet.text((end + 6.0, slot.centre), &total, pen);
                    }
                }
            },
        );
    }

    /// The parts of one bar, each with its value where it fits; returns where the total
    /// stands: at the end of the bar, on the left where there is no part on the right.
    fn draw_parts(
        &self,
        brief: &Brief<'_>,
        sheet: &Sheet<'_>,
        row: &Stack,
        (slot, look): (&Slot, &Look<'_>),
    ) -> f64 {
        let y = slot.centre;
        let x = |value: f64| look.plot.at(value, 0.0).0;
        let (mut below, mut above) = (0.0, 0.0);
        for (n, (part, name)) in row.parts.iter().zip(&self.parts).enumerate() {
            let Some(value) = finite(part.0).filter(|v| *v != 0.0) else {
                continue;
            };
            let sum = if value < 0.0 { &mut below } else { &mut above };
            let (inner, outer) = (x(*sum), x(*sum + value));
            // The gap that keeps neighbours apart is cut from the inner end, so that the
            // bar still ends where its total does.
            let (start, end) = match (*sum == 0.0, value < 0.0) {
                (true, false) => (inner, outer),
                (false, false) => ((inner + 2.0).min(outer - 1.0), outer),
                // Zero's own line stands here.
                (true, true) => (outer, (inner - 2.0).max(outer + 1.0)),
                (false, true) => (outer, (inner - 2.0).max(outer + 1.0)),
            };
            *sum += value;
            let mut shown = look.part(brief, &part.1).to_owned();
            if look.named.get(n) == Some(&Some(slot.row)) {
                shown = format!("{name} {shown}");
            }
            let ink = Ink::series(n);
            sheet.group(
                &tip(&format!("{} {name}", row.name), &part.1, None, brief.words),
                None,
                || {
                    sheet.rect((start, y - look.bar / 2.0), (end, y + look.bar / 2.0), ink);
                    if look.fits(brief, value, &shown) {
                        let pen = Pen::new(brief.width.small(), ink.on()).middle();
                        sheet.text(((start + end) / 2.0, y), &shown, pen);
                    }
                },
            );
        }
        x(if above > 0.0 { above } else { below })
    }

    /// The first of the drawn bars with room for the name of each part.
    fn named(&self, brief: &Brief<'_>, frame: &Frame, look: &Look<'_>) -> Vec<Option<usize>> {
        let room = |n: usize, name: &str, row: &Stack| {
            let part = row.parts.get(n)?;
            let text = format!("{name} {}", look.part(brief, &part.1));
            let value = finite(part.0).filter(|v| *v != 0.0)?;
            look.fits(brief, value, &text).then_some(())
        };
        let rows = || frame.slots.iter().map(|s| s.row);
        let named = self.parts.iter().enumerate().map(|(n, name)| {
            rows().find(|row| self.rows.get(*row).and_then(|r| room(n, name, r)).is_some())
        });
        named.collect()
    }

    /// The values that found no room in their bar: a few by name, many by where to look.
    fn unlabelled(&self, brief: &Brief<'_>, frame: &Frame, look: &Look<'_>) -> Option<String> {
        const FEW: usize = 6;
        let zh = say::zh(brief.words);
        let rows = frame.slots.iter().filter_map(|s| self.rows.get(s.row));
        let parts = rows.flat_map(|row| {
            let parts = row.parts.iter().zip(&self.parts);
            parts.map(move |(part, name)| (row, part, name))
        });
        let left: Vec<String> = parts
            .filter_map(|(row, part, name)| {
                let value = finite(part.0).filter(|v| *v != 0.0)?;
                let text = look.part(brief, &part.1);
                (!look.fits(brief, value, text)).then(|| match zh {
                    true => format!("{}{name}{}", row.name, part.1),
                    false => format!("{} {name} {}", row.name, part.1),
                })
            })
            .collect();
        match (left.len(), zh) {
            (0, _) => None,
            (n, true) if n <= FEW => Some(format!("条内放不下的：{}", left.join("、"))),
            (n, false) if n <= FEW => {
                Some(format!("Too small to be labelled: {}", left.join(", ")))
            }
            (_, true) => Some("条内放不下的数见数据表".to_string()),
            (_, false) => Some("Values that find no room are in the table".to_string()),
        }
    }

    /// Which parts of the drawn rows are missing: one line each up to six.
    fn gaps<'a>(&self, brief: &Brief<'_>, rows: impl Iterator<Item = &'a Stack>) -> Vec<String> {
        let zh = say::zh(brief.words);
        let (colon, comma, before) = if zh {
            ("：", "、", "")
        } else {
            (": ", ", ", ", ")
        };
        let none = gap(brief.words.language);
        let lines: Vec<String> = rows
            .map(|row| (row, row.gaps(&self.parts)))
            .filter(|(_, missing)| !missing.is_empty())
            .map(|(row, missing)| {
                format!("{}{colon}{}{before}{none}", row.name, missing.join(comma))
            })
            .collect();
        let counted = say::counted(brief.words);
        match (lines.len(), zh) {
            (0..=6, _) => lines,
            (n, true) => vec![format!("{n}{counted}缺少部分数据，见数据表")],
            (n, false) => vec![format!("{n} {counted} lack some data: see the table")],
        }
    }
}

impl Kind for Stacked {
    fn validate(&self, problems: &mut Vec<Problem>) {
        check_names(self.rows.iter().map(|r| r.name.as_str()), problems);
        check_names(self.parts.iter().map(String::as_str), problems);
        if self.parts.len() > 4 {
            problems.push(Problem::new(
                "chart-too-many-parts",
                format!("堆叠条形图最多四个部分，现有{}个", self.parts.len()),
                format!(
                    "stacked bars have at most four parts, there are {}",
                    self.parts.len()
                ),
            ));
        }
        for row in &self.rows {
            check_link(&row.name, row.href.as_ref(), problems);
            if row.parts.len() != self.parts.len() {
                problems.push(
                    Problem::new(
                        "chart-parts",
                        format!(
                            "“{}”有{}个部分，应有{}个",
                            row.name,
                            row.parts.len(),
                            self.parts.len()
                        ),
                        format!(
                            "\u{201c}{}\u{201d} has {} parts, expected {}",
                            row.name,
                            row.parts.len(),
                            self.parts.len()
                        ),
                    )
                    .about(&row.name),
                );
            }
            for (part, name) in row.parts.iter().zip(&self.parts) {
                check_value(&format!("{} {name}", row.name), part.0, &part.1, problems);
            }
        }
    }

    fn draw(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        let items: Vec<(Option<Ink>, String)> = self
            .parts
            .iter()
            .enumerate()
            .map(|(n, name)| (Some(Ink::series(n)), name.clone()))
            .collect();
        let any = self.rows.iter().any(|r| r.sum().is_some());
        let top = if any {
            key(sheet, brief, 0.0, &items)
        } else {
            0.0
        };
        let candidates: Vec<Candidate> = self
            .rows
            .iter()
            .map(|r| Candidate {
                value: r.sum(),
                focus: r.focus,
            })
            .collect();
        let entries = pick(&candidates, self.order);
        let pen = Pen::new(brief.width.label(), Ink::Text);
        let totals: Vec<String> = self
            .rows
            .iter()
            .map(|r| r.shown(brief.words, &self.parts))
            .collect();
        let after = totals
            .iter()
            .map(|t| pen.bold(true).width(t))
            .fold(0.0, f64::max)
            + 8.0;
        let crowded = after > brief.width.px() * 0.45;
        let head = |n: usize| Head {
            name: self.rows.get(n).map_or("", |r| &r.name),
            bold: self.rows.get(n).is_some_and(|r| r.focus),
            below: totals.get(n).filter(|_| crowded).map(String::as_str),
        };
        let bar = if brief.width == Width::Wide {
            24.0
        } else {
            22.0
        };
        let wish = Wish {
            top,
            bar,
            reserve: 0.0,
            above: false,
        };
        let frame = Frame::new(brief, &entries, head, &wish);
        let drawn = drawn(&entries, &self.rows);
        let (low, high) = drawn.iter().fold((0.0, 0.0), |(low, high), r| {
            let (below, above) = r.reach();
            (f64::min(low, below), f64::max(high, above))
        });
        let high = if low < high { high } else { low + 1.0 };
        // Only where a bar lies left of zero altogether does its total stand there.
        let left_of = |r: &&&Stack| r.reach().0 < 0.0 && r.reach().1 == 0.0;
        let before = if drawn.iter().any(|r| left_of(&r)) {
            after
        } else {
            0.0
        };
        let (before, after) = if crowded { (0.0, 0.0) } else { (before, after) };
        let (left, right) = (frame.left + before, brief.width.px() - after);
        let plot = sheet.plot(low..high, 0.0..1.0, left..right, 0.0..1.0);
        let unit = &brief.words.unit;
        let plain = |p: &(Option<f64>, String)| finite(p.0).is_none() || bare(&p.1, unit).is_some();
        let mut look = Look {
            plot,
            bar,
            crowded,
            bare: !unit.is_empty() && drawn.iter().all(|r| r.parts.iter().all(plain)),
            named: Vec::new(),
        };
        look.named = self.named(brief, &frame, &look);
        for slot in &frame.slots {
            if let Some(row) = self.rows.get(slot.row) {
                self.draw_row(brief, sheet, &frame, (slot, row), &look);
            }
        }
        frame.remarks(sheet, brief);
        let shown = frame.slots.iter().filter_map(|s| self.rows.get(s.row));
        let missing = unseen(&entries, &candidates, |n| {
            self.rows.get(n).map_or("", |r| &r.name)
        });
        let missing = say::without_data(&missing, brief.words);
        let unlabelled = self.unlabelled(brief, &frame, &look);
        let paragraphs: Vec<String> = self
            .in_order(brief.words, &look)
            .into_iter()
            .chain(unlabelled)
            .chain(missing)
            .chain(self.gaps(brief, shown))
            .collect();
        notes(sheet, brief, frame.bottom, &paragraphs) + 4.0
    }

    fn clauses(&self, words: &Words) -> Vec<Clause> {
        let facts = self.facts();
        let mut clauses = say::ranking(&facts, words);
        // After the largest and the smallest.
        let at = clauses.len().min(2);
        clauses.splice(at..at, self.largest(words));
        clauses.extend(self.incomplete(words));
        clauses
    }

    fn headline(&self, words: &Words) -> String {
        say::ranking_headline(&self.facts(), words)
    }

    fn table(&self, words: &Words) -> (Vec<String>, Vec<Vec<Cell>>) {
        let total = if say::zh(words) { "合计" } else { "Total" };
        let head = [
            vec![say::name_head(words)],
            self.parts.clone(),
            vec![total.to_string()],
        ]
        .concat();
        let rows = self.rows.iter().map(|r| {
            let parts = (0..self.parts.len()).map(|n| {
                let (value, shown) = r.parts.get(n).map_or((None, ""), |p| (p.0, p.1.as_str()));
                Cell::value(value, shown, words.language)
            });
            let total = Cell::value(r.total.0, &r.total.1, words.language);
            [Cell::head(&r.name)]
                .into_iter()
                .chain(parts)
                .chain([total])
                .collect()
        });
        (head, rows.collect())
    }
}

impl Stacked {
    /// What the parts are from left to right, where a bar does not name them all: in
    /// black and white the key's colours are greys.
    fn in_order(&self, words: &Words, look: &Look<'_>) -> Option<String> {
        let drawn = self.rows.iter().any(|r| r.sum().is_some());
        let losses = self.rows.iter().any(|r| r.reach().0 < 0.0);
        if !drawn || losses || self.parts.len() < 2 || look.named.iter().all(Option::is_some) {
            return None;
        }
        Some(match say::zh(words) {
            true => format!("各条从左到右：{}", self.parts.join("、")),
            false => format!("From left to right: {}", self.parts.join(", ")),
        })
    }

    /// 各部分中物业最多，占40%: of all rows together, where every part of them is known,
    /// told exactly and not negative.
    fn largest(&self, words: &Words) -> Option<Clause> {
        let rows: Vec<&Stack> = self.rows.iter().filter(|r| r.sum().is_some()).collect();
        let mut sums = vec![0.0; self.parts.len()];
        for row in &rows {
            for (n, sum) in sums.iter_mut().enumerate() {
                let (value, shown) = row.parts.get(n)?;
                bare(shown, &words.unit)?;
                *sum += finite(*value).filter(|v| *v >= 0.0)?;
            }
        }
        let all: f64 = sums.iter().sum();
        let most = sums.iter().copied().fold(0.0, f64::max);
        let mut ahead = self.parts.iter().zip(&sums).filter(|(_, s)| **s == most);
        let ((name, _), None) = (ahead.next()?, ahead.next()) else {
            return None;
        };
        // The share of a percentage is one percentage too many.
        if all <= 0.0 || sums.len() < 2 || words.unit.ends_with(['%', '％', '‰']) {
            return None;
        }
        let zh = say::zh(words);
        let percent = percent(most, all, zh);
        Some(Clause::new(match (zh, rows.len() > 1) {
            (true, true) => format!("合计中{name}占{percent}，比重最大"),
            (true, false) => format!("其中{name}占{percent}，比重最大"),
            (false, _) => format!("{name} makes up {percent} of the total, the largest part"),
        }))
    }

    /// The totals; who has parts and no total is none of them.
    fn facts(&self) -> Vec<Fact<'_>> {
        self.rows
            .iter()
            .filter(|r| finite(r.total.0).is_some() || r.sum().is_none())
            .map(|r| Fact {
                name: &r.name,
                value: r.total.0,
                shown: &r.total.1,
                focus: r.focus,
            })
            .collect()
    }

    /// Who lacks which parts: 永丰县缺农林水.
    fn incomplete(&self, words: &Words) -> Option<Clause> {
        let lacking = self.rows.iter().map(|r| (r, r.gaps(&self.parts)));
        let lacking: Vec<_> = lacking.filter(|(_, parts)| !parts.is_empty()).collect();
        let (row, parts) = lacking.iter().find(|(r, _)| r.focus).or(lacking.first())?;
        let (name, counted) = (&row.name, say::counted(words));
        Some(
            Clause::new(match (say::zh(words), lacking.len()) {
                (true, 1) => format!("{name}缺{}", parts.join("、")),
                (true, n) => format!("{name}等{n}{counted}缺少部分数据"),
                (false, 1) => format!("{name} lacks {}", parts.join(", ")),
                (false, n) => format!("{n} {counted} lack some data"),
            })
            .must(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Chart;

    #[test]
    fn parts_are_named_once_and_what_has_no_room_is_told_below() {
        let row = |name: &str, values: [f64; 3]| Stack {
            name: name.into(),
            parts: values.map(|v| (Some(v), format!("{v}万元"))).to_vec(),
            total: (Some(100.0), "100万元".into()),
            ..Stack::default()
        };
        let chart = Chart::Stacked(Stacked {
            parts: ["教育", "卫生", "其他"].map(String::from).to_vec(),
            rows: vec![
                row("甲县", [98.0, 1.0, 1.0]),
                row("乙县", [40.0, 59.0, 1.0]),
            ],
            order: Order::Official,
        });
        let words = Words {
            unit: "万元".into(),
            ..Words::default()
        };
        for width in [Width::Wide, Width::Narrow] {
            let svg = chart.draw(&words, width, "x");
            for text in [">教育 98<", ">40<", ">卫生 59<"] {
                assert!(svg.contains(text), "{text}: {svg}");
            }
            let told = "条内放不下的：甲县卫生1万元、甲县其他1万元、";
            assert!(svg.contains(told), "{svg}");
        }
    }

    #[test]
    fn a_bar_that_lacks_a_part_has_no_total_and_no_place() {
        let stack = |name: &str, parts: [Option<f64>; 2]| Stack {
            name: name.into(),
            parts: parts
                .map(|p| (p, p.map(|v| format!("{v}亿元")).unwrap_or_default()))
                .into(),
            total: match parts {
                [Some(a), Some(b)] => (Some(a + b), format!("{}亿元", a + b)),
                _ => (None, String::new()),
            },
            ..Stack::default()
        };
        let chart = Chart::Stacked(Stacked {
            parts: vec!["教育".into(), "农林水".into()],
            rows: vec![
                stack("安平县", [Some(8.0), Some(6.0)]),
                stack("临武县", [Some(5.0), Some(7.0)]),
                stack("永丰县", [Some(2.0), None]),
            ],
            order: Order::Value,
        });
        let words = Words {
            unit: "亿元".into(),
            counted: "个县（市、区）".into(),
            measure: "支出".into(),
            ..Words::default()
        };
        let said = chart.describe(&words);
        assert!(said.contains("安平县14亿元，多于临武县的12亿元"), "{said}");
        assert!(said.ends_with("；永丰县缺农林水。"), "{said}");
        let drawn = chart.draw(&words, Width::Wide, "x");
        assert!(
            drawn.contains(">缺农林水<") && !drawn.contains(">2亿元<"),
            "{drawn}"
        );
        let cells = &chart.table(&words).rows[2];
        assert_eq!(cells[3].text, "暂无数据");
    }
}
