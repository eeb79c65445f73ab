//! Headings: their level, their anchor, and what is checked of both.

use std::ops::Range;

use pulldown_cmark::{Event, HeadingLevel, Tag};

use super::Writer;
use crate::markdown::{Heading, Kind, script, text};

impl Writer<'_, '_, '_> {
    pub(super) fn shifted(&self, level: HeadingLevel) -> HeadingLevel {
        let level = self.shifted_number(level);
        HeadingLevel::try_from(usize::from(level)).unwrap_or(HeadingLevel::H6)
    }

    pub(super) fn shifted_number(&self, level: HeadingLevel) -> u8 {
        let level = (level as u8).saturating_add(self.options.heading_shift);
        if self.site() {
            level.max(self.options.heading_top).clamp(1, 6)
        } else {
            level.min(6)
        }
    }

    pub(super) fn heading(&mut self, index: usize, level: HeadingLevel, id: Option<&str>) {
        let at = self.events[index].1.clone();
        let shifted = self.shifted(level);
        if !self.site() {
            let tag = Tag::Heading {
                level: shifted,
                id: None,
                classes: vec![],
                attrs: vec![],
            };
            return self.out.push(Event::Start(tag));
        }
        self.check_heading(&at, level);
        let plain = self.plain(index..self.plan.ends[index]);
        if plain.trim().is_empty() {
            self.problem(Kind::HeadingEmpty, at);
        }
        // A figure in a heading changes; the anchor must not.
        let words = match id {
            Some(id) => self.prepared.restore(id).into_owned(),
            None => self.words(index..self.plan.ends[index]),
        };
        let id = self.id(&words);
        self.headings.push(Heading {
            level: shifted as u8,
            id: id.clone(),
            text: plain.trim().to_string(),
        });
        self.out.push(Event::Start(Tag::Heading {
            level: shifted,
            id: Some(id.into()),
            classes: vec![],
            attrs: vec![],
        }));
    }

    pub(super) fn check_heading(&mut self, at: &Range<usize>, level: HeadingLevel) {
        let number = (level as u8)
            .saturating_add(self.options.heading_shift)
            .min(6);
        let top = self.options.heading_top;
        if number < top {
            self.problem(Kind::HeadingTop { level: number, top }, at.clone());
        } else if number > self.level.saturating_add(1) {
            let from = self.level;
            self.problem(Kind::HeadingOrder { from, to: number }, at.clone());
        }
        self.level = number.max(top);
        let written = self.prepared.text.get(at.clone()).unwrap_or_default();
        if !written.starts_with('#') && script::has_chinese(written) {
            let whole = written.trim_end();
            let line = whole.rfind('\n').map_or(0, |end| end + 1);
            let range = at.start + line..at.start + whole.len();
            self.problem(Kind::HeadingUnderline, range);
        }
    }

    /// An id that no other heading has.
    pub(super) fn id(&mut self, words: &str) -> String {
        let mut slug = text::slug(words);
        if slug.is_empty() {
            slug = "section".to_string();
        }
        let base = format!("{}{slug}", self.options.id_prefix);
        let mut id = base.clone();
        while !self.ids.insert(id.clone()) {
            let next = self.next_number.entry(base.clone()).or_insert(1);
            *next += 1;
            id = format!("{base}-{next}");
        }
        id
    }
}
