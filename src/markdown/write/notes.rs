//! Footnotes: numbered as the text refers to them, written at its end.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Tag};
use quick_xml::escape::escape;

use super::Writer;
use crate::markdown::Kind;

/// The footnotes of a text.
#[derive(Default)]
pub(super) struct Notes {
    all: Vec<Note>,
    /// Number within `all`, by name.
    by_name: BTreeMap<String, usize>,
    /// Those referred to, in the order of their first reference.
    order: Vec<usize>,
}

struct Note {
    /// The event that starts it.
    start: usize,
    /// Its number on the page; 0 while nothing refers to it.
    number: usize,
    /// How often it was referred to.
    times: usize,
}

impl Writer<'_, '_, '_> {
    /// Finds all footnotes; the first of a name counts.
    pub(super) fn find_notes(&mut self) {
        for (start, (event, at)) in self.events.iter().enumerate() {
            let Event::Start(Tag::FootnoteDefinition(name)) = event else {
                continue;
            };
            let name = self.prepared.restore(name).into_owned();
            let next = self.notes.all.len();
            if *self.notes.by_name.entry(name.clone()).or_insert(next) == next {
                self.notes.all.push(Note {
                    start,
                    number: 0,
                    times: 0,
                });
            } else {
                self.problem(Kind::FootnoteTwice(name), at.clone());
            }
        }
    }

    /// Writes a reference to the footnote `name`; the parser gives only those
    /// that are defined.
    pub(super) fn note_reference(&mut self, name: &str) {
        let name = self.prepared.restore(name);
        let notes = &mut self.notes;
        let Some(&index) = notes.by_name.get(&*name) else {
            return;
        };
        let Some(note) = notes.all.get_mut(index) else {
            return;
        };
        if note.number == 0 {
            notes.order.push(index);
            note.number = notes.order.len();
        }
        // The text of a link cannot hold another one.
        if self.links > 0 {
            let html = format!("<sup class=\"note\">{}</sup>", note.number);
            return self.push_html(html);
        }
        note.times += 1;
        let (number, times) = (note.number, note.times);
        let prefix = escape(self.options.id_prefix);
        self.push_html(format!(
            "<sup class=\"note\"><a href=\"#{prefix}note.{number}\" id=\"{prefix}ref.{number}.{times}\">{number}</a></sup>"
        ));
    }

    /// Writes the footnotes that were referred to, which may refer to more.
    pub(super) fn write_notes(&mut self) {
        let mut ends = Vec::new();
        while let Some(&index) = self.notes.order.get(ends.len()) {
            if ends.is_empty() {
                let label = escape(self.options.labels.notes);
                self.block_html(format!(
                    "<div class=\"footnotes\" role=\"group\" aria-label=\"{label}\">\n<ol>"
                ));
            }
            ends.push((self.write_note(index), index));
        }
        self.flush();
        if !ends.is_empty() {
            self.write_ways_back(&ends);
            self.html.push_str("</ol>\n</div>\n");
        }
        for (name, index) in std::mem::take(&mut self.notes.by_name) {
            let note = &self.notes.all[index];
            if note.number == 0 {
                let at = self.events[note.start].1.clone();
                self.problem(Kind::FootnoteUnused(name), at);
            }
        }
    }

    /// Writes one footnote; gives where in the HTML its text ends.
    fn write_note(&mut self, index: usize) -> usize {
        let Note { start, number, .. } = self.notes.all[index];
        let prefix = escape(self.options.id_prefix);
        self.push_html(format!("<li id=\"{prefix}note.{number}\">"));
        self.start_line();
        self.span(start + 1..self.plan.ends[start]);
        self.end_text_line();
        self.flush();
        // Within the last paragraph, so that the arrow follows the text.
        let end = self.html.strip_suffix("</p>\n").unwrap_or(&self.html).len();
        self.push_html("</li>\n");
        end
    }

    /// Puts the ways back at the `ends` of the footnotes. A later footnote
    /// may refer to an earlier one, so how many there are is known last.
    fn write_ways_back(&mut self, ends: &[(usize, usize)]) {
        let without = std::mem::take(&mut self.html);
        let prefix = escape(self.options.id_prefix);
        let back = escape(self.options.labels.back);
        let mut done = 0;
        for (end, index) in ends {
            self.html.push_str(&without[done..*end]);
            done = *end;
            let note = &self.notes.all[*index];
            let number = note.number;
            for time in 1..=note.times {
                self.html.push_str(&format!(
                    " <a class=\"note-back\" href=\"#{prefix}ref.{number}.{time}\" aria-label=\"{back}{number}\">↩</a>"
                ));
            }
        }
        self.html.push_str(&without[done..]);
    }
}
