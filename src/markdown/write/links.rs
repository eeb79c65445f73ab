//! Links and images: judged, then handed to the host.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag};

use super::{Close, Visible, Writer};
use quick_xml::escape::escape;

use crate::markdown::address::{self, Address, href};
use crate::markdown::prepare::FLANK;
use crate::markdown::{Kind, Photo, reference};

impl<'e> Writer<'e, '_, '_> {
    pub(super) fn link(&mut self, index: usize, kind: LinkType, dest: &str, title: &str) -> Close {
        let at = self.events[index].1.clone();
        if self.plan.ends[index] == index + 1 && self.site() {
            self.problem(Kind::LinkWithoutText, at.clone());
        }
        let written = self.prepared.restore(dest).into_owned();
        let title = self.resolved_text(title);
        if !self.site() {
            self.links += 1;
            self.out.push(Event::Start(Tag::Link {
                link_type: kind,
                dest_url: written.into(),
                title: title.into(),
                id: CowStr::Borrowed(""),
            }));
            return Close::Link;
        }
        let dest = match kind {
            LinkType::Email => format!("mailto:{written}"),
            _ => written,
        };
        if self.refused(&dest, &at) {
            return Close::Nothing;
        }
        let source = self.prepared.source_range(at);
        let Some(link) = self.host.link(&dest, source) else {
            return Close::Nothing;
        };
        let mut html = format!("<a href=\"{}\"", href(&link.href));
        if !title.is_empty() {
            html.push_str(&format!(" title=\"{}\"", escape(&title)));
        }
        html.push_str(if link.external {
            " rel=\"noopener noreferrer\">"
        } else {
            ">"
        });
        self.push_html(html);
        self.links += 1;
        Close::Link
    }

    /// Whether an address may not stand on a page; records why.
    pub(super) fn refused(&mut self, dest: &str, at: &Range<usize>) -> bool {
        let kind = if !reference::in_line(dest).is_empty() {
            Kind::LinkReference
        } else {
            match address::address(dest) {
                Address::Forbidden(scheme) if scheme.is_empty() => Kind::LinkWithoutScheme,
                Address::Forbidden(scheme) => Kind::LinkScheme(scheme),
                _ => return false,
            }
        };
        self.problem(kind, at.clone());
        true
    }

    /// Writes the image that starts at `index`.
    pub(super) fn image(&mut self, index: usize, dest: &str, title: &str, inline: bool) {
        let at = self.events[index].1.clone();
        let words = self.flat(index..self.plan.ends[index]);
        let caption = self.resolved_text(&words);
        let credit = self.resolved_text(title);
        let dest = self.prepared.restore(dest).into_owned();
        self.text.push_str(&caption);
        self.fresh = false;
        self.last = Some(Visible::Image);
        if !self.site() {
            let title = match credit.as_str() {
                "" => String::new(),
                credit => format!(" title=\"{}\"", escape(credit)),
            };
            let (src, alt) = (href(&dest), escape(&caption));
            return self.push_html(format!("<img src=\"{src}\" alt=\"{alt}\"{title} />"));
        }
        if caption.trim().is_empty() {
            self.problem(Kind::ImageWithoutAlt, at.clone());
        }
        // Within a line there is no room for links: the caption is its alt.
        let linked = match inline {
            true => escape(&caption).into_owned(),
            false => self.resolved_html(&words),
        };
        let html = self.photo(&dest, (&caption, &linked), &credit, &at, inline);
        match html {
            Some(html) if inline => self.push_html(html),
            Some(html) => self.block_html(html),
            None if inline => self.out.push(Event::Text(caption.into())),
            None => {}
        }
    }

    pub(super) fn photo(
        &mut self,
        dest: &str,
        (caption, linked): (&str, &str),
        credit: &str,
        at: &Range<usize>,
        inline: bool,
    ) -> Option<String> {
        if address::address(dest) == Address::External {
            self.problem(Kind::ImageExternal, at.clone());
            return None;
        }
        if self.refused(dest, at) {
            return None;
        }
        let file = address::percent(dest);
        self.host.photo(Photo {
            file: &file,
            caption: caption.trim(),
            caption_html: linked.trim(),
            credit: credit.trim(),
            at: self.prepared.source_range(at.clone()),
            inline,
        })
    }

    /// Writes a paragraph that holds only images, as figures.
    pub(super) fn photos(&mut self, index: usize) -> bool {
        let end = self.plan.ends[index];
        let mut images = Vec::new();
        let mut at = index + 1;
        while at < end {
            match &self.events[at].0 {
                Event::Start(Tag::Image {
                    dest_url, title, ..
                }) => {
                    images.push((at, dest_url.clone(), title.clone()));
                    at = self.plan.ends[at];
                }
                Event::SoftBreak | Event::HardBreak => {}
                Event::Text(said) if said.chars().all(|c| c == FLANK || c.is_whitespace()) => {}
                _ => return false,
            }
            at += 1;
        }
        for (at, dest, title) in &images {
            self.image(*at, dest, title, false);
            self.end_text_line();
        }
        !images.is_empty()
    }
}
