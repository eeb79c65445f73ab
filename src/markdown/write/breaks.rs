//! Line breaks within a paragraph.
//!
//! A browser shows a line break as a space, between Chinese characters too,
//! so whether there is one is decided here: by the last character seen and the
//! next one to come, across tags, references and footnote marks.

use pulldown_cmark::{Event, Tag, TagEnd};

use super::{Close, Visible, Writer};
use crate::markdown::prepare::FLANK;
use crate::markdown::script;

impl<'e> Writer<'e, '_, '_> {
    pub(super) fn soft_break(&mut self, index: usize) {
        if self.fresh {
            return;
        }
        if self.paragraph_follows(index) {
            self.end_text_line();
            self.start_line();
            self.out.push(Event::End(TagEnd::Paragraph));
            self.out.push(Event::Start(Tag::Paragraph));
            return;
        }
        let next = self.next_visible(index + 1);
        let joins = self.joins(self.last, next, index);
        self.fresh = true;
        if !joins {
            self.text.push(' ');
            self.out.push(Event::SoftBreak);
        }
    }

    /// Whether the next line is indented as the first of a paragraph is: an
    /// editor who writes 　　 means a new one, blank line or not.
    pub(super) fn paragraph_follows(&self, index: usize) -> bool {
        let in_paragraph = matches!(self.frames.last(), Some((Close::Event, true)));
        let indented = |said: &str| said.chars().take_while(|c| script::is_indent(*c)).count() >= 2;
        in_paragraph
            && self.raw_open == 0
            && matches!(self.events.get(index + 1), Some((Event::Text(said), _)) if indented(said))
    }

    /// Whether a line break between `before` and `next` is nothing: both are
    /// Chinese. Punctuation shared with Latin follows its neighbour, and an
    /// image does so too.
    pub(super) fn joins(
        &self,
        before: Option<Visible>,
        next: Option<Visible>,
        index: usize,
    ) -> bool {
        use Visible::{Char, Image};
        match (before, next) {
            (Some(Char(a)), Some(Char(b))) => {
                let chinese = |c| script::is_chinese(c) || script::is_shared(c);
                chinese(a)
                    && chinese(b)
                    && (script::is_chinese(a)
                        || script::is_chinese(b)
                        || self.around_is_chinese(index))
            }
            (Some(Char(c)), Some(Image)) | (Some(Image), Some(Char(c))) => script::is_chinese(c),
            _ => false,
        }
    }

    /// Whether one of the two lines at a break is Chinese.
    pub(super) fn around_is_chinese(&self, index: usize) -> bool {
        let text = self.prepared.text.as_str();
        let at = &self.events[index].1;
        let start = text[..at.start].rfind('\n').map_or(0, |n| n + 1);
        let end = text[at.end..].find('\n').map_or(text.len(), |n| at.end + n);
        script::has_chinese(&text[start..end])
    }

    /// What is seen first from event `index` on, on this line.
    pub(super) fn next_visible(&mut self, index: usize) -> Option<Visible> {
        let next = self.next_char(index);
        let Some(Visible::Char(c)) = next else {
            return next;
        };
        match self.prepared.reference_of(c) {
            Some(number) => self.resolve(number)?.text.chars().next().map(Visible::Char),
            None => next,
        }
    }

    /// As [`next_visible`](Self::next_visible), with references unresolved.
    pub(super) fn next_char(&self, index: usize) -> Option<Visible> {
        for (event, _) in self.events.get(index..)? {
            match event {
                Event::Text(said) | Event::Code(said) => {
                    let mut chars = said.chars();
                    let seen = chars.find(|c| *c != FLANK && !script::is_indent(*c));
                    if seen.is_some() {
                        return seen.map(Visible::Char);
                    }
                }
                Event::Start(Tag::Image { .. }) => return Some(Visible::Image),
                Event::Start(
                    Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. },
                )
                | Event::End(
                    TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link,
                )
                | Event::InlineHtml(_)
                | Event::FootnoteReference(_) => {}
                _ => return None,
            }
        }
        None
    }
}
