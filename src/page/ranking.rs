//! A ranking as a table whose cells are the bars.
//!
//! Bars start at zero and share one scale, which also holds every target. A
//! long list shows its beginning and says how many more there are, with a link
//! to the whole.

use super::desk::Desk;
use super::figure::StatusView;
use super::frame::LinkView;
use super::{address, graphic};
use crate::quantity::Quantity;
use crate::showcase::{Edition, Figure, Measure};
use crate::text;
use serde::Serialize;
use std::borrow::Cow;

/// Up to here all are shown …
const ALL: usize = 15;
/// … of more, so many.
const FIRST: usize = 12;

/// Counties by one indicator, best first.
#[derive(Debug, Clone, Serialize)]
pub(super) struct RankingView {
    pub(super) rows: Vec<RankingRow>,
    /// The class of the bars: the indicator's colour, `c1` to `c4`.
    pub(super) ink: String,
    /// 其余285个见全部名次; `None` where all are shown.
    pub(super) more: Option<String>,
    /// Whether any row has a target.
    pub(super) has_target: bool,
    /// Those without a value, in official order.
    pub(super) missing: Vec<LinkView>,
    /// 另有7个暂无数据; for lists too long to name them all.
    pub(super) missing_count: Option<String>,
}

/// A county's line.
#[derive(Debug, Clone, Serialize)]
pub(super) struct RankingRow {
    pub(super) place: usize,
    pub(super) tied: bool,
    pub(super) name: String,
    pub(super) href: String,
    /// With unit and qualifier.
    pub(super) value: String,
    pub(super) target: Option<String>,
    pub(super) note: Option<String>,
    pub(super) status: Option<StatusView>,
    pub(super) bar: BarView,
}

/// A bar in per cent of its cell, from 0 to 100, with one decimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct BarView {
    pub(super) start: String,
    pub(super) width: String,
    /// Where the target's mark stands.
    pub(super) target: Option<String>,
}

impl RankingView {
    /// `None` where no county states a value.
    pub(super) fn of(
        desk: &Desk<'_>,
        edition: &Edition<'_>,
        measure: &Measure<'_>,
    ) -> Option<RankingView> {
        let stated: Vec<(&crate::showcase::Ranked, &Figure<'_>)> = measure
            .ranking
            .iter()
            .filter_map(|ranked| {
                let county = edition.counties.get(ranked.county)?;
                let at = county.position(measure.indicator)?;
                Some((ranked, county.figures.get(at)?))
            })
            .collect();
        let shown = if stated.len() > ALL {
            FIRST
        } else {
            stated.len()
        };
        let scale = Scale::of(stated.iter().take(shown).map(|(_, figure)| *figure));
        let rows: Vec<RankingRow> = stated
            .iter()
            .take(shown)
            .map(|(ranked, figure)| {
                let county = &edition.counties[ranked.county];
                RankingRow {
                    place: ranked.place,
                    tied: ranked.tied,
                    name: county.content.name.value.clone(),
                    href: address::county(edition, county),
                    value: graphic::shown(desk, figure.in_unit.as_deref()),
                    target: figure.target().map(Quantity::prose),
                    note: figure.note().map(Cow::into_owned),
                    status: figure
                        .progress
                        .as_ref()
                        .map(|p| StatusView::of(desk, p.status)),
                    bar: scale.bar(figure),
                }
            })
            .collect();
        if rows.is_empty() {
            return None;
        }
        let left = stated.len() - shown;
        let gaps = measure.missing.len();
        let many = gaps > ALL;
        let missing = measure
            .missing
            .iter()
            .filter_map(|c| edition.counties.get(*c));
        Some(RankingView {
            has_target: rows.iter().any(|r| r.target.is_some()),
            rows,
            ink: format!("c{}", desk.tint(&measure.indicator.id).min(3) + 1),
            more: (left > 0).then(|| {
                desk.say(&text!(
                    "其余{left}个，见全部名次",
                    "{left} more in the whole ranking"
                ))
            }),
            missing: missing
                .take(if many { 0 } else { gaps })
                .map(|county| LinkView {
                    name: county.content.name.value.clone(),
                    href: address::county(edition, county),
                })
                .collect(),
            missing_count: many
                .then(|| desk.say(&text!("另有{gaps}个暂无数据", "{gaps} more without data"))),
        })
    }
}

/// From the least to the greatest of values, targets and zero.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn of<'a>(figures: impl Iterator<Item = &'a Figure<'a>>) -> Scale {
        let mut scale = Scale {
            low: 0.0,
            high: 0.0,
        };
        for figure in figures {
            for place in [value(figure), target(figure)].into_iter().flatten() {
                scale.low = scale.low.min(place);
                scale.high = scale.high.max(place);
            }
        }
        scale
    }

    fn bar(&self, figure: &Figure<'_>) -> BarView {
        let value = value(figure).unwrap_or(0.0);
        let (from, to) = (self.percent(value.min(0.0)), self.percent(value.max(0.0)));
        BarView {
            start: format!("{from:.1}"),
            width: format!("{:.1}", to - from),
            target: target(figure).map(|at| format!("{:.1}", self.percent(at))),
        }
    }

    fn percent(&self, at: f64) -> f64 {
        let span = self.high - self.low;
        if span > 0.0 {
            (at - self.low) / span * 100.0
        } else {
            0.0
        }
    }
}

fn value(figure: &Figure<'_>) -> Option<f64> {
    graphic::number(figure.in_unit.as_deref())
}

fn target(figure: &Figure<'_>) -> Option<f64> {
    let target = figure.target()?.convert(figure.unit()).ok()?;
    graphic::number(Some(&target))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_start_at_zero_whatever_the_sign() {
        let scale = Scale {
            low: -50.0,
            high: 150.0,
        };
        assert_eq!(scale.percent(0.0), 25.0);
        assert_eq!(scale.percent(150.0), 100.0);
        let nothing = Scale {
            low: 0.0,
            high: 0.0,
        };
        assert_eq!(nothing.percent(0.0), 0.0);
    }
}
