//! Text and references, as HTML and as plain text.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event};
use quick_xml::escape::escape;

use super::{BATCH, Visible, Writer};
use crate::markdown::prepare::{FLANK, has_ours, is_ours, without_flanks};
use crate::markdown::{Inline, KEPT, KEPT_END, kept_together, reference, script};

impl<'e> Writer<'e, '_, '_> {
    /// Writes text: indents and the characters of preparation go, references
    /// become what they stand for.
    pub(super) fn say(&mut self, index: usize, said: &'e str) {
        let at = self.events[index].1.clone();
        self.check_text(index, said, &at);
        match without_flanks(said) {
            Cow::Borrowed(said) => self.say_text(said, CowStr::Borrowed),
            Cow::Owned(said) => self.say_text(&said, |piece| piece.to_owned().into()),
        }
    }

    /// Writes text that has no flanks; `keep` makes a piece of it outlast it.
    fn say_text<'t>(&mut self, said: &'t str, keep: impl Fn(&'t str) -> CowStr<'e>) {
        let mut rest = match self.fresh {
            true => said.trim_start_matches(script::is_indent),
            false => said,
        };
        let prepared = self.prepared;
        let reference = |(at, c): (usize, char)| Some((at, c, prepared.reference_of(c)?));
        let next = |rest: &'t str| match has_ours(rest) {
            true => rest.char_indices().find_map(reference),
            false => None,
        };
        while let Some((at, c, number)) = next(rest) {
            self.say_plain(&rest[..at], &keep);
            self.say_reference(number);
            rest = &rest[at + c.len_utf8()..];
        }
        self.say_plain(rest, &keep);
    }

    fn say_plain<'t>(&mut self, said: &'t str, keep: &impl Fn(&'t str) -> CowStr<'e>) {
        if said.is_empty() {
            return;
        }
        self.text.push_str(said);
        self.see(said.chars().next_back());
        if self.out.len() > BATCH {
            self.flush();
        }
        let (site, mut done) = (self.site(), 0);
        for at in kept_together(said).take_while(|_| site) {
            self.say_piece(&said[done..at.start], keep);
            self.push_html(KEPT);
            self.say_piece(&said[at.clone()], keep);
            self.push_html(KEPT_END);
            done = at.end;
        }
        self.say_piece(&said[done..], keep);
    }

    #[inline]
    fn say_piece<'t>(&mut self, piece: &'t str, keep: &impl Fn(&'t str) -> CowStr<'e>) {
        if !piece.is_empty() {
            self.out.push(Event::Text(keep(piece)));
        }
    }

    pub(super) fn say_reference(&mut self, number: usize) {
        let in_link = self.links > 0;
        let written = self.prepared.written(number);
        let (event, text) = match self.resolve(number) {
            Some(inline) if in_link => {
                (Event::Text(inline.text.clone().into()), inline.text.clone())
            }
            Some(inline) => (
                Event::InlineHtml(inline.html.clone().into()),
                inline.text.clone(),
            ),
            None => (Event::Text(written.to_string().into()), written.to_string()),
        };
        self.out.push(event);
        self.text.push_str(&text);
        self.see(text.chars().next_back());
    }

    /// What reference `number` stands for; the host is asked once.
    pub(super) fn resolve(&mut self, number: usize) -> Option<&Inline> {
        let prepared = self.prepared;
        let host = &mut *self.host;
        self.resolved
            .entry(number)
            .or_insert_with(|| {
                let at = prepared.references.get(number)?.clone();
                host.reference(&reference::expression(prepared.written(number)), at)
            })
            .as_ref()
    }

    /// `text` with its references as plain text.
    pub(super) fn resolved_text(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            match self.prepared.reference_of(c) {
                Some(number) => match self.resolve(number) {
                    Some(inline) => out.push_str(&inline.text),
                    None => out.push_str(self.prepared.written(number)),
                },
                None if c == FLANK => {}
                None => out.push(c),
            }
        }
        out
    }

    /// The same as HTML, each reference as the host writes it.
    pub(super) fn resolved_html(&mut self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut buffer = [0; 4];
        for c in text.chars() {
            match self.prepared.reference_of(c) {
                Some(number) => match self.resolve(number) {
                    Some(inline) => out.push_str(&inline.html),
                    None => out.push_str(&escape(self.prepared.written(number))),
                },
                None if c == FLANK => {}
                None => out.push_str(&escape(&*c.encode_utf8(&mut buffer))),
            }
        }
        out
    }

    /// The plain text of a range of events, references replaced.
    pub(super) fn plain(&mut self, range: Range<usize>) -> String {
        let words = self.flat(range);
        self.resolved_text(&words)
    }

    /// The plain text of a range of events without its references.
    pub(super) fn words(&mut self, range: Range<usize>) -> String {
        let words = self.flat(range);
        words.chars().filter(|c| !is_ours(*c)).collect()
    }

    /// The text of a range of events as prepared.
    pub(super) fn flat(&self, range: Range<usize>) -> String {
        let mut out = String::new();
        for index in range {
            match &self.events[index].0 {
                Event::Text(said) | Event::Code(said) => out.push_str(said),
                Event::InlineHtml(html) if !self.site() => out.push_str(html),
                Event::SoftBreak => {
                    let before = out.chars().rev().find(|c| *c != FLANK).map(Visible::Char);
                    if !self.joins(before, self.next_char(index + 1), index) {
                        out.push(' ');
                    }
                }
                Event::HardBreak => out.push(' '),
                _ => {}
            }
        }
        out
    }
}
