//! The indicator of a column whose heading names none: that of the title, or of the
//! column to the left.

use crate::import::header::{self, Column, Lent, Part, Role};
use crate::import::plain::plain;
use crate::import::table::Reader;
use crate::import::table::heading::Heading;
use crate::import::table::survey::Survey;
use crate::quantity::Unit;
use crate::text;
use std::collections::{BTreeMap, BTreeSet};

impl Reader<'_, '_> {
    /// The one indicator that the sheet's name or the lines above the table
    /// name.
    pub(super) fn indicator_of_title(&self, heading: &Heading) -> Option<Lent> {
        let above = self.grid.cells.range(..(heading.from, 0));
        let texts = above.map(|(_, cell)| plain(&cell.text()));
        let texts: Vec<String> = texts.chain([plain(&self.grid.name)]).collect();
        let known = self.names.edition.indicators.iter().map(|i| plain(&i.name));
        let mut found: Vec<(usize, String)> = known
            .enumerate()
            .filter(|(_, name)| texts.iter().any(|text| text.contains(name.as_str())))
            .collect();
        // 达标村 stands within 达标村收入.
        let all = found.clone();
        found.retain(|(_, name)| {
            !all.iter()
                .any(|(_, other)| other != name && other.contains(name.as_str()))
        });
        let [(at, _)] = found.as_slice() else {
            return None;
        };
        let name = &self.names.indicator_at(*at)?.name;
        let why = text!("照标题算“{name}”的", "`{name}`, as the title says");
        Some(Lent {
            indicator: *at,
            unit: None,
            why,
        })
    }

    /// Columns that say 目标 or 上年 and no indicator, right of one that does:
    /// its own, where each indicator of the table has the same behind it.
    pub(super) fn words_beside(
        &self,
        survey: &Survey,
        heading: &Heading,
        units: &[Unit],
    ) -> BTreeMap<u32, Lent> {
        let mut groups: Vec<(Column, Vec<(u32, Part)>)> = Vec::new();
        for column in (0..self.width).filter(|column| *column != survey.column) {
            let levels = self.levels(column, heading);
            match (
                header::part_alone(&levels, self.names),
                header::role(&levels, self.names, units),
            ) {
                (_, Role::Figure(figure)) if figure.part == Part::Value => {
                    groups.push((figure, Vec::new()));
                }
                (Some(part), _) => match groups.last_mut() {
                    Some((_, parts)) => parts.push((column, part)),
                    None => return BTreeMap::new(),
                },
                _ => {}
            }
        }
        let words = |parts: &[(u32, Part)]| parts.iter().map(|(_, p)| *p).collect::<Vec<_>>();
        let once = |parts: &[Part]| parts.iter().collect::<BTreeSet<_>>().len() == parts.len();
        let first = groups.first().map(|(_, parts)| words(parts));
        let first = first.filter(|parts| once(parts) && !parts.contains(&Part::Value));
        let same = |(_, parts): &(Column, Vec<(u32, Part)>)| Some(words(parts)) == first;
        if !groups.iter().all(same) {
            return BTreeMap::new();
        }
        let lent = |of: &Column| {
            let name = &self.names.indicator_at(of.indicator)?.name;
            let why = text!("算左边“{name}”的", "of `{name}` to the left");
            Some(Lent {
                indicator: of.indicator,
                unit: of.stated.then(|| of.unit.clone()),
                why,
            })
        };
        let mut beside = BTreeMap::new();
        for (of, parts) in groups {
            let all = parts.into_iter();
            beside.extend(all.filter_map(|(column, _)| Some((column, lent(&of)?))));
        }
        beside
    }
}
