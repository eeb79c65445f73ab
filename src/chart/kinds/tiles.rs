//! The tile map: one tile per county where the county lies, its name and value on
//! it, in at most five steps. Without places, or where tiles would be too small to
//! read, the tiles stand in order; too many for that become one bar per step.

use std::cmp::Ordering::Equal;

use super::{Bars, Kind, bounds, check_link, check_names, check_value, tip};
use crate::chart::Brief;
use crate::chart::axis;
use crate::chart::bare::bare;
use crate::chart::data::{Cell, Order, Problem, Row, Tile, Words, finite, gap, shown_or_gap};
use crate::chart::ink::Ink;
use crate::chart::measure::{width, wrap, wrap_even};
use crate::chart::rows::notes;
use crate::chart::say::{self, Clause, Fact};
use crate::chart::sheet::{Pen, Sheet};
use std::collections::BTreeSet;

/// The tile map.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tiles {
    /// One tile each.
    pub tiles: Vec<Tile>,
    /// What the steps are called, lowest first; empty writes their range.
    pub keys: Vec<String>,
    /// Which series colour its steps have, 0 to 3: the same indicator has the same
    /// everywhere.
    pub tint: usize,
}

const STEPS: usize = 5;
/// A map with a wider hole than this is a slip of the pen.
const FARTHEST: u32 = 60;
/// Beyond this many, tiles in mere order are no better than bars.
const MOST: usize = 60;
const GAP: f64 = 4.0;
const PAD: f64 = 5.0;
/// The widest a tile grows: as a rule, and where names are long.
const WIDEST: [f64; 2] = [141.0, 176.0];

/// What a tile says and how large it must be.
struct Face {
    name: Vec<String>,
    value: Vec<String>,
    fits: bool,
}

impl Tiles {
    /// The step of each tile: the caller's, or equal groups by rank, in which equal
    /// values always share a step.
    fn steps(&self) -> Vec<Option<usize>> {
        if self.tiles.iter().any(|t| t.step.is_some()) {
            return self
                .tiles
                .iter()
                .map(|t| {
                    finite(t.value)
                        .and(t.step)
                        .map(|s| usize::from(s).min(STEPS - 1))
                })
                .collect();
        }
        if self.about_zero() {
            return self.steps_about_zero();
        }
        let mut values: Vec<f64> = self.tiles.iter().filter_map(|t| finite(t.value)).collect();
        values.sort_by(f64::total_cmp);
        let mut distinct = values.clone();
        distinct.dedup();
        let step = |v: f64| {
            if distinct.len() <= STEPS {
                // Few values spread over the whole scale; one alone is in its middle.
                let n = distinct.iter().position(|d| *d == v).unwrap_or(0);
                let last = distinct.len().saturating_sub(1);
                return (n * (STEPS - 1)).checked_div(last).unwrap_or(STEPS / 2);
            }
            let below = values.iter().filter(|o| **o < v).count();
            (below * STEPS / values.len().max(1)).min(STEPS - 1)
        };
        self.tiles
            .iter()
            .map(|t| finite(t.value).map(step))
            .collect()
    }

    /// Whether there are losses: then zero is the middle of the scale. A caller's steps
    /// have a meaning of their own.
    pub(crate) fn about_zero(&self) -> bool {
        let stepped = self.tiles.iter().any(|t| t.step.is_some());
        !stepped
            && self
                .tiles
                .iter()
                .any(|t| finite(t.value) < Some(0.0) && finite(t.value).is_some())
    }

    /// Losses below zero, gains above, each in two steps parted where half of all are
    /// smaller, so that a step means as much on either side and an outlier flattens none.
    fn steps_about_zero(&self) -> Vec<Option<usize>> {
        let values = || self.tiles.iter().map(|t| finite(t.value));
        let mut sizes: Vec<f64> = values()
            .flatten()
            .map(f64::abs)
            .filter(|v| *v > 0.0)
            .collect();
        sizes.sort_by(f64::total_cmp);
        let half = sizes
            .get(sizes.len().saturating_sub(1) / 2)
            .copied()
            .unwrap_or(0.0);
        let step = |v: f64| match (v < 0.0, v.abs() > half) {
            _ if v == 0.0 => 2,
            (true, true) => 0,
            (true, false) => 1,
            (false, false) => 3,
            (false, true) => 4,
        };
        values().map(|v| v.map(step)).collect()
    }

    /// The places from the map's corner, if every tile has one of its own.
    fn places(&self) -> Option<Vec<(u32, u32)>> {
        let places: Vec<(u32, u32)> = self.tiles.iter().filter_map(|t| t.place).collect();
        let own: BTreeSet<_> = places.iter().collect();
        if places.len() != self.tiles.len() || own.len() != places.len() {
            return None;
        }
        let (left, right) = (
            places.iter().map(|p| p.0).min()?,
            places.iter().map(|p| p.0).max()?,
        );
        let (top, bottom) = (
            places.iter().map(|p| p.1).min()?,
            places.iter().map(|p| p.1).max()?,
        );
        if right - left > FARTHEST || bottom - top > FARTHEST {
            return None;
        }
        Some(places.iter().map(|p| (p.0 - left, p.1 - top)).collect())
    }

    fn face(brief: &Brief<'_>, tile: &Tile, room: f64) -> Face {
        let (label, small) = (brief.width.label(), brief.width.small());
        let name = wrap_even(&tile.name, label, true, room);
        let shown = shown_or_gap(tile.value, &tile.shown, brief.words.language);
        // A unit alone on a line of its own is worse than none.
        let shown = bare(shown, &brief.words.unit)
            .filter(|number| {
                width(shown, small, false) > room && width(number, small, false) <= room
            })
            .unwrap_or(shown);
        let value = wrap(shown, small, false, room);
        let widest = name
            .iter()
            .map(|l| width(l, label, true))
            .chain(value.iter().map(|l| width(l, small, false)))
            .fold(0.0, f64::max);
        let fits = widest <= room && name.len() <= 3 && value.len() <= 2;
        Face { name, value, fits }
    }

    /// How many columns of tiles, if everything they say can be read at that size.
    fn faces(&self, brief: &Brief<'_>, columns: usize) -> Option<(Vec<Face>, f64)> {
        let fitting = |widest: f64| {
            let side = tile_width(brief, columns, widest);
            let room = side - 2.0 * PAD;
            if room < brief.width.label() * 2.0 {
                return None;
            }
            let faces: Vec<Face> = self
                .tiles
                .iter()
                .map(|t| Self::face(brief, t, room))
                .collect();
            faces.iter().all(|f| f.fits).then_some((faces, side))
        };
        WIDEST.into_iter().find_map(fitting)
    }

    /// What the steps mean: the given keys, or the smallest and largest value in each.
    fn key(&self, brief: &Brief<'_>, steps: &[Option<usize>]) -> Vec<(usize, String)> {
        (0..STEPS)
            .filter_map(|step| {
                let mut within: Vec<&Tile> = self
                    .tiles
                    .iter()
                    .zip(steps)
                    .filter(|(_, s)| **s == Some(step))
                    .map(|(t, _)| t)
                    .collect();
                within.sort_by(|a, b| a.value.unwrap_or(0.0).total_cmp(&b.value.unwrap_or(0.0)));
                if let (Some(key), false) = (self.keys.get(step), within.is_empty()) {
                    return Some((step, key.clone()));
                }
                let (low, high) = (within.first()?, within.last()?);
                Some((
                    step,
                    if low.value == high.value {
                        low.shown.clone()
                    } else {
                        range(low, high, brief.words)
                    },
                ))
            })
            .collect()
    }

    /// The groups of many tiles, lowest first, with the tiles in each: the caller's
    /// steps, or ranges of equal width, since equal groups would make equal bars.
    fn groups(&self, brief: &Brief<'_>, steps: &[Option<usize>]) -> Vec<(String, Vec<&Tile>)> {
        let stepped = |step: usize| {
            let tiles = self.tiles.iter().zip(steps);
            let within = tiles.filter(|(_, s)| **s == Some(step));
            within.map(|(tile, _)| tile).collect()
        };
        let values: Vec<f64> = self.tiles.iter().filter_map(|t| finite(t.value)).collect();
        let (Some((low, high)), false) = (
            bounds(values.iter().copied()),
            self.tiles.iter().any(|t| t.step.is_some()),
        ) else {
            return self
                .key(brief, steps)
                .into_iter()
                .map(|(step, key)| (key, stepped(step)))
                .collect();
        };
        let grain = axis::grain(values.iter().copied());
        let ticks = axis::ticks(low, high, STEPS, grain);
        let labels = ticks.labels(&brief.words.unit, brief.words.language);
        let dash = if say::zh(brief.words) { "—" } else { " to " };
        let edges = ticks.at.windows(2).zip(labels.windows(2));
        edges
            .filter_map(|(edge, label)| match (edge, label) {
                ([from, to], [a, b]) => {
                    let last = *to == ticks.high();
                    let within = |v: f64| v >= *from && (v < *to || last);
                    let tiles = self.tiles.iter();
                    let tiles = tiles.filter(|t| finite(t.value).is_some_and(within));
                    Some((format!("{a}{dash}{b}"), tiles.collect()))
                }
                _ => None,
            })
            .collect()
    }

    /// Many tiles: how many are in each group, and in which those in focus are.
    fn grouped(&self, brief: &Brief<'_>, sheet: &Sheet<'_>, steps: &[Option<usize>]) -> f64 {
        let counted = say::counted(brief.words);
        let zh = say::zh(brief.words);
        let space = if zh { "" } else { " " };
        let row = |name: String, tiles: Vec<&Tile>| Row {
            name,
            value: Some(tiles.len() as f64),
            shown: format!("{}{space}{counted}", tiles.len()),
            focus: tiles.iter().any(|t| t.focus),
            ..Row::default()
        };
        let mut rows: Vec<Row> = self
            .groups(brief, steps)
            .into_iter()
            .rev()
            .map(|(key, tiles)| row(key, tiles))
            .collect();
        let missing = self.tiles.iter().zip(steps).filter(|(_, s)| s.is_none());
        let missing: Vec<&Tile> = missing.map(|(tile, _)| tile).collect();
        if !missing.is_empty() {
            rows.push(row(gap(brief.words.language).to_string(), missing));
        }
        let bottom = Bars {
            rows,
            order: Order::Official,
            tint: self.tint,
            ..Bars::default()
        }
        .draw(brief, sheet);
        let own_steps = self.tiles.iter().any(|t| t.step.is_some());
        let bounds = if zh {
            "各组含下限，不含上限；最高一组两者都含。"
        } else {
            "Each group includes its lower bound; the highest includes both."
        };
        let remark = (!own_steps).then(|| bounds.to_string());
        let focus = self.tiles.iter().filter(|t| t.focus).take(5).map(|t| {
            tip(
                &t.name,
                shown_or_gap(t.value, &t.shown, brief.words.language),
                None,
                brief.words,
            )
        });
        let paragraphs: Vec<String> = focus.chain(remark).collect();
        notes(sheet, brief, bottom, &paragraphs) + 4.0
    }
}

impl Tiles {
    /// 达标村最多的松阳县401个，最少的庆元县19个: what a map shows is how far apart they
    /// are; who leads is told by the ranking.
    fn spread(&self, words: &Words) -> Option<String> {
        let facts = self.facts();
        let known = || self.tiles.iter().filter(|t| finite(t.value).is_some());
        let by_value = |a: &&Tile, b: &&Tile| a.value.partial_cmp(&b.value).unwrap_or(Equal);
        let (low, high) = (known().min_by(by_value)?, known().max_by(by_value)?);
        let told = facts
            .iter()
            .any(|f| f.focus || say::is_bound(f.shown, words));
        if told || known().count() < 3 || low.value == high.value || words.measure.is_empty() {
            return None;
        }
        let (measure, range) = (&words.measure, range(low, high, words));
        Some(match say::zh(words) {
            true => format!("各{}{measure}在{range}之间", say::name_head(words)),
            false => format!("{measure}: {range} across {}", say::counted(words)),
        })
    }
}

/// 19—67个: the unit once, where both are plain numbers of it; 至 where a minus would
/// stand beside the dash.
fn range(low: &Tile, high: &Tile, words: &Words) -> String {
    let first = bare(&low.shown, &words.unit).filter(|_| bare(&high.shown, &words.unit).is_some());
    let first = first.unwrap_or(&low.shown);
    let dash = match (say::zh(words), finite(low.value) < Some(0.0)) {
        (true, false) => "—",
        (true, true) => "至",
        (false, false) => "–",
        (false, true) => " to ",
    };
    format!("{first}{dash}{}", high.shown)
}

fn tile_width(brief: &Brief<'_>, columns: usize, widest: f64) -> f64 {
    let columns = columns.max(1) as f64;
    (((brief.width.px() - GAP * (columns - 1.0)) / columns).floor()).min(widest)
}

impl Kind for Tiles {
    fn validate(&self, problems: &mut Vec<Problem>) {
        check_names(self.tiles.iter().map(|t| t.name.as_str()), problems);
        let mut taken = BTreeSet::new();
        for tile in &self.tiles {
            check_value(&tile.name, tile.value, &tile.shown, problems);
            check_link(&tile.name, tile.href.as_ref(), problems);
            if let Some((column, row)) = tile.place.filter(|p| !taken.insert(*p)) {
                problems.push(Problem::new(
                    "chart-place-taken",
                    format!("“{}”的位置（第{column}列，第{row}行）已有别的方块", tile.name),
                    format!("the place of \u{201c}{}\u{201d} (column {column}, row {row}) is already taken", tile.name),
                ));
            }
        }
        let placed = self.tiles.iter().filter(|t| t.place.is_some()).count();
        if placed > 0 && placed < self.tiles.len() {
            let list: Vec<&str> = self
                .tiles
                .iter()
                .filter(|t| t.place.is_none())
                .map(|t| t.name.as_str())
                .collect();
            problems.push(Problem::new(
                "chart-unplaced",
                format!("{}没有位置，因此全部方块按次序排列", list.join("、")),
                format!(
                    "no place for {}, so all tiles stand in order",
                    list.join(", ")
                ),
            ));
        }
    }

    fn draw(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        let steps = self.steps();
        let mapped = self.places().and_then(|places| {
            let columns = places.iter().map(|p| p.0 as usize + 1).max()?;
            Some((places, self.faces(brief, columns)?))
        });
        let ordered = || {
            // The most columns at which everything can still be read.
            let columns = (1..=9usize)
                .rev()
                .find(|n| self.faces(brief, *n).is_some())?;
            let columns = columns.min(self.tiles.len().max(1));
            let places = (0..self.tiles.len())
                .map(|n| ((n % columns) as u32, (n / columns) as u32))
                .collect();
            Some((places, self.faces(brief, columns)?))
        };
        let (is_map, layout) = match mapped {
            Some(layout) => (true, Some(layout)),
            None if self.tiles.len() > MOST => (false, None),
            None => (false, ordered()),
        };
        let Some((places, (faces, side))) = layout else {
            return self.grouped(brief, sheet, &steps);
        };

        let top = self.legend(brief, sheet, &steps);
        let (label, small) = (brief.width.label(), brief.width.small());
        let (lead, sub) = ((label * 1.25).round(), (small * 1.3).round());
        let high = faces
            .iter()
            .map(|f| f.name.len() as f64 * lead + f.value.len() as f64 * sub + 14.0)
            .fold(56.0, f64::max);
        let mut bottom = top;
        for (((tile, face), place), step) in self.tiles.iter().zip(&faces).zip(&places).zip(&steps)
        {
            let (x, y) = (
                f64::from(place.0) * (side + GAP),
                top + f64::from(place.1) * (high + GAP),
            );
            bottom = f64::max(bottom, y + high);
            let shown = shown_or_gap(tile.value, &tile.shown, brief.words.language);
            sheet.group(
                &tip(&tile.name, shown, None, brief.words),
                tile.href.as_deref(),
                || {
                    let (corner, ink) = ((x + side, y + high), step.map(Ink::step));
                    match ink {
                        Some(ink) => sheet.rect((x, y), corner, ink),
                        None => sheet.dashed(
                            (x + 0.5, y + 0.5),
                            (x + side - 0.5, y + high - 0.5),
                            Ink::NoData,
                        ),
                    }
                    if tile.focus {
                        sheet.frame(
                            (x + 1.0, y + 1.0),
                            (x + side - 2.0, y + high - 2.0),
                            Ink::Focus,
                            3.0,
                        );
                        sheet.frame(
                            (x + 3.0, y + 3.0),
                            (x + side - 4.0, y + high - 4.0),
                            Ink::Ground,
                            1.0,
                        );
                    }
                    let middle = x + side / 2.0;
                    let block = face.name.len() as f64 * lead + face.value.len() as f64 * sub;
                    let mut line = y + (high - block) / 2.0;
                    let on = ink.map_or(Ink::Text, Ink::on);
                    for text in &face.name {
                        sheet.text(
                            (middle, line + lead / 2.0),
                            text,
                            Pen::new(label, on).bold(true).middle(),
                        );
                        line += lead;
                    }
                    let on = ink.map_or(Ink::Muted, Ink::on);
                    for text in &face.value {
                        sheet.text(
                            (middle, line + sub / 2.0),
                            text,
                            Pen::new(small, on).middle(),
                        );
                        line += sub;
                    }
                },
            );
        }
        let mut paragraphs = Vec::new();
        if !is_map && self.tiles.iter().any(|t| t.place.is_some()) {
            let zh = say::zh(brief.words);
            paragraphs.push(
                if zh {
                    "方块按次序排列，不表示位置"
                } else {
                    "Tiles stand in order, not in place"
                }
                .to_string(),
            );
        }
        notes(sheet, brief, bottom, &paragraphs) + 4.0
    }

    fn clauses(&self, words: &Words) -> Vec<Clause> {
        say::ranking(&self.facts(), words)
    }

    fn headline(&self, words: &Words) -> String {
        self.spread(words)
            .unwrap_or_else(|| say::ranking_headline(&self.facts(), words))
    }

    fn table(&self, words: &Words) -> (Vec<String>, Vec<Vec<Cell>>) {
        let head = vec![say::name_head(words), say::value_head(words)];
        let rows = self
            .tiles
            .iter()
            .map(|t| {
                vec![
                    Cell::head(&t.name),
                    Cell::value(t.value, &t.shown, words.language),
                ]
            })
            .collect();
        (head, rows)
    }
}

impl Tiles {
    fn facts(&self) -> Vec<Fact<'_>> {
        self.tiles
            .iter()
            .map(|t| Fact {
                name: &t.name,
                value: t.value,
                shown: &t.shown,
                focus: t.focus,
            })
            .collect()
    }

    /// The key above the tiles; returns where the tiles begin.
    fn legend(&self, brief: &Brief<'_>, sheet: &Sheet<'_>, steps: &[Option<usize>]) -> f64 {
        let spread =
            bounds(self.tiles.iter().filter_map(|t| finite(t.value))).is_some_and(|(a, b)| a < b);
        if !spread && self.keys.is_empty() {
            return 0.0;
        }
        let mut items: Vec<(Option<Ink>, String)> = self
            .key(brief, steps)
            .into_iter()
            .map(|(s, text)| (Some(Ink::step(s)), text))
            .collect();
        if steps.iter().any(Option::is_none) {
            items.push((None, gap(brief.words.language).to_string()));
        }
        crate::chart::rows::key(sheet, brief, 0.0, &items)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tiles(values: &[f64]) -> Tiles {
        let tiles = values.iter().map(|v| Tile {
            name: v.to_string(),
            value: Some(*v),
            ..Tile::default()
        });
        Tiles {
            tiles: tiles.collect(),
            ..Tiles::default()
        }
    }

    #[test]
    fn an_outlier_does_not_flatten_the_steps() {
        let steps = tiles(&[1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 1e9]).steps();
        let seen: BTreeSet<_> = steps.iter().flatten().collect();
        assert_eq!(seen.len(), 5);
    }

    #[test]
    fn equal_values_share_a_step_and_one_value_is_in_the_middle() {
        let steps = tiles(&[1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0]).steps();
        assert!(steps[..6].iter().all(|s| *s == steps[0]));
        assert_eq!(tiles(&[7.0, 7.0]).steps(), [Some(2), Some(2)]);
        assert_eq!(tiles(&[1.0, 2.0]).steps(), [Some(0), Some(4)]);
    }

    #[test]
    fn losses_and_gains_part_at_zero() {
        let mixed = tiles(&[-120.0, 35.0, -4.0, 60.0, 0.0, 1e9]);
        let steps = [0, 3, 1, 3, 2, 4].map(Some);
        assert_eq!(mixed.steps(), steps);
        let losses = tiles(&[-3.0, -12.0, -800.0]);
        assert_eq!(losses.steps(), [1, 1, 0].map(Some));
        assert!(!tiles(&[0.0, 3.0]).about_zero());
        let mut own = mixed;
        own.tiles[0].step = Some(3);
        assert!(!own.about_zero());
    }
}
