//! Fenced blocks, which may be components, and blocks of raw HTML.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};
use quick_xml::escape::escape;

use super::Writer;
use crate::markdown::prepare::FLANK;
use crate::markdown::{Block, Kind, raw, script};

impl<'e> Writer<'e, '_, '_> {
    pub(super) fn code_block(&mut self, index: usize, kind: &CodeBlockKind<'_>) {
        let end = self.plan.ends[index];
        let at = self.events[index].1.clone();
        let info = match kind {
            CodeBlockKind::Fenced(info) => self.prepared.restore(info).into_owned(),
            CodeBlockKind::Indented => String::new(),
        };
        let fenced = matches!(kind, CodeBlockKind::Fenced(_));
        if fenced && self.site() && self.is_unclosed(&at) {
            self.problem(Kind::FenceUnclosed, at.clone());
        }
        if let Some(name) = info.split_whitespace().next() {
            let (toml, place) = self.block_text(index, end);
            match self.host.block(name, &toml, place) {
                Some(Block::Html { html, text }) => {
                    self.block_html(html);
                    self.text.push_str(&text);
                    return self.end_text_line();
                }
                Some(Block::Dropped) => return,
                None => {}
            }
        }
        let mut code = String::new();
        for (event, _) in &self.events[index..end] {
            if let Event::Text(said) = event {
                code.push_str(said);
            }
        }
        let code = self.prepared.restore(&code).into_owned();
        if !fenced && self.site() && script::mostly_chinese(&code) {
            self.problem(Kind::IndentedCode, at);
        }
        self.text.push_str(&code);
        self.end_text_line();
        self.out.push(Event::Start(Tag::CodeBlock(match fenced {
            true => CodeBlockKind::Fenced(info.into()),
            false => CodeBlockKind::Indented,
        })));
        self.out.push(Event::Text(code.into()));
        self.out.push(Event::End(TagEnd::CodeBlock));
    }

    /// The text of a fenced block and its place in the source. What stands
    /// before a line in a list or quote becomes spaces, so that every byte of
    /// the text has its place.
    pub(super) fn block_text(&self, index: usize, end: usize) -> (String, Range<usize>) {
        let source = self.prepared.source;
        let pieces: Vec<Range<usize>> = self.events[index + 1..end]
            .iter()
            .map(|(_, at)| self.prepared.source_range(at.clone()))
            .collect();
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else {
            let after = self.events[index].1.end;
            let at = self.prepared.source_range(after..after);
            return (String::new(), at);
        };
        let place = first.start..last.end;
        let mut toml = String::with_capacity(place.len());
        for piece in &pieces {
            let gap = piece.start.saturating_sub(first.start + toml.len());
            toml.extend(std::iter::repeat_n(' ', gap));
            toml.push_str(source.get(piece.clone()).unwrap_or_default());
        }
        (toml, place)
    }

    /// Whether nothing closes the fenced block at `at`: its last line is no
    /// fence, or its only one.
    pub(super) fn is_unclosed(&self, at: &Range<usize>) -> bool {
        let block = self
            .prepared
            .text
            .get(at.clone())
            .unwrap_or_default()
            .trim_end();
        let fence: String = block
            .chars()
            .take_while(|c| matches!(c, '`' | '~'))
            .collect();
        match block.rsplit_once('\n') {
            Some((_, last)) => !last.trim_end().ends_with(&fence),
            None => true,
        }
    }

    pub(super) fn inline_html(&mut self, index: usize, html: &str) {
        if !self.site() {
            let html = self.prepared.restore(html).into_owned();
            return self.push_html(html);
        }
        if let Some(tag) = self.plan.inline.get(&index).cloned() {
            match tag.as_str() {
                "<br>" => {
                    self.text.push('\n');
                    self.start_line();
                }
                "<wbr>" => {}
                tag if tag.starts_with("</") => self.raw_open = self.raw_open.saturating_sub(1),
                _ => self.raw_open += 1,
            }
            self.push_html(tag);
        }
    }

    pub(super) fn html_block(&mut self, index: usize) {
        if !self.site() {
            let end = self.plan.ends[index];
            let mut html = String::new();
            for (event, _) in &self.events[index..end] {
                if let Event::Html(piece) | Event::Text(piece) = event {
                    html.push_str(&self.prepared.restore(piece));
                }
            }
            return self.out.push(Event::Html(html.into()));
        }
        let Some(block) = self.plan.blocks.remove(&index) else {
            return;
        };
        let plain = raw::plain(&block.html);
        let plain = self.resolved_text(&plain);
        for line in plain.lines().map(str::trim).filter(|l| !l.is_empty()) {
            self.text.push_str(line);
            self.end_text_line();
        }
        let html = self.filled(index, &block.html);
        if !html.trim().is_empty() {
            self.block_html(html.trim_end());
        }
    }

    /// A safe block of HTML with its references and the tags around Markdown.
    pub(super) fn filled(&mut self, index: usize, clean: &str) -> String {
        let mut out = String::with_capacity(clean.len());
        let mut number = 0;
        let mut in_tag = false;
        let mut in_value = false;
        for c in clean.chars() {
            match c {
                '<' if !in_value => in_tag = true,
                '>' if !in_value => in_tag = false,
                '"' if in_tag => in_value = !in_value,
                _ => {}
            }
            if let Some(tag) = raw::tag_of(c) {
                if self.plan.around.contains(&(index, number)) {
                    out.push_str(tag);
                }
                number += 1;
            } else if let Some(reference) = self.prepared.reference_of(c) {
                let written = self.prepared.written(reference);
                match self.resolve(reference) {
                    Some(inline) if !in_tag => out.push_str(&inline.html),
                    _ => out.push_str(&escape(written)),
                }
            } else if c != FLANK {
                out.push(c);
            }
        }
        out
    }
}
