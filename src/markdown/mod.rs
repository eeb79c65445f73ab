//! A case to HTML.
//!
//! CommonMark as pulldown-cmark reads it, and what Chinese editors need on
//! top: emphasis beside Chinese punctuation, line breaks that are no spaces,
//! first-line indents that are no code, references to figures, blocks of TOML
//! that become components, and photos that become figures.
//!
//! The way: `prepare` the text (what cannot be repaired after the parse),
//! parse, `plan` which raw tags may stand, `write` the events anew. What
//! a reference, a component, a photo or a link is, the [`Host`] knows; this
//! room knows no pages and no files.
//!
//! Invariants: the HTML is balanced, whatever the source; under
//! [`Policy::Site`] nothing in it was copied from the source but text and
//! checked addresses; every place is a byte range of the source as given; the
//! time grows in line with the source.

mod address;
mod keep;
mod plan;
mod prepare;
mod problem;
mod raw;
mod reference;
mod script;
#[cfg(test)]
mod tests;
mod text;
mod write;

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

pub use address::{Address, address, percent};
pub use keep::{KEPT, KEPT_END, kept_together};
pub use problem::{Kind, Problem, Words};
pub use reference::{substitute, substitute_html};
pub use text::{character_count, slug};

/// How deep blocks and tags may nest. Browsers flatten near 512.
pub const DEEPEST: usize = 100;

/// What may pass, and what is added.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Policy {
    /// For a page: raw HTML through the allow-list, links judged, headings
    /// with anchors, photos as figures.
    #[default]
    Site,
    /// What CommonMark says and no more: raw HTML and every address pass.
    /// Never for a page; the CommonMark examples are run with it.
    Plain,
}

/// Words that the output needs beside the text.
#[derive(Clone, Copy, Debug)]
pub struct Labels<'a> {
    /// A task that is done.
    pub done: &'a str,
    /// A task that is open.
    pub open: &'a str,
    /// The section of footnotes.
    pub notes: &'a str,
    /// The link from a footnote back to its reference.
    pub back: &'a str,
}

/// How a text is rendered.
#[derive(Clone, Copy, Debug)]
pub struct Options<'a> {
    /// What may pass.
    pub policy: Policy,
    /// Put before every id, so that two texts can share a page.
    pub id_prefix: &'a str,
    /// The highest level a heading may have: 2 where the page has its `<h1>`.
    pub heading_top: u8,
    /// Added to every heading's level (never beyond 6).
    pub heading_shift: u8,
    /// Words beside the text.
    pub labels: Labels<'a>,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Options {
            policy: Policy::Site,
            id_prefix: "",
            heading_top: 2,
            heading_shift: 0,
            labels: Labels {
                done: "已完成",
                open: "未完成",
                notes: "注释",
                back: "返回正文",
            },
        }
    }
}

/// A reference resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inline {
    /// Trusted HTML that may stand in a line.
    pub html: String,
    /// The same as plain text; within links, captions and anchors it is used
    /// instead of the HTML.
    pub text: String,
}

/// A component resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// Shown as this.
    Html {
        /// Trusted HTML that may stand between paragraphs.
        html: String,
        /// Its plain text, for search.
        text: String,
    },
    /// Not shown: the host recorded a finding.
    Dropped,
}

/// An image of the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Photo<'a> {
    /// The file, relative to the text, percent signs decoded.
    pub file: &'a str,
    /// The caption, plain text, references replaced. Empty: a problem is
    /// already recorded.
    pub caption: &'a str,
    /// The caption as HTML, references as links.
    pub caption_html: &'a str,
    /// The credit, plain text, empty if none was given.
    pub credit: &'a str,
    /// Where the whole image stands in the source.
    pub at: Range<usize>,
    /// Whether it stands within a line of text. Then the HTML must be an
    /// `<img>`, else it may be a `<figure>`.
    pub inline: bool,
}

/// A link resolved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// The address, not yet escaped.
    pub href: String,
    /// Whether it leaves the site: it then gets `rel="noopener noreferrer"`.
    pub external: bool,
}

/// What the text is part of. Every method may record findings of its own.
pub trait Host {
    /// The reference `{{expr}}`; `at` is the whole of it with its braces.
    /// `None`: the host recorded a finding; the source is shown.
    fn reference(&mut self, expr: &str, at: Range<usize>) -> Option<Inline>;

    /// A fenced block whose info string begins with the word `kind`. Byte `n`
    /// of `toml` is byte `at.start + n` of the source (in a block within a
    /// list or quote, spaces stand for the prefix of each line). `None`: no
    /// component; it stays code.
    fn block(&mut self, kind: &str, toml: &str, at: Range<usize>) -> Option<Block>;

    /// An image, to HTML. `None`: the host recorded a finding; only the
    /// caption of an inline image is shown.
    fn photo(&mut self, photo: Photo<'_>) -> Option<String>;

    /// A link's destination, already found to use an allowed scheme; `at` is
    /// the whole link. `None`: the host recorded a finding; only the link's
    /// text is shown.
    fn link(&mut self, destination: &str, at: Range<usize>) -> Option<Link> {
        let _ = at;
        Some(Link {
            href: destination.to_string(),
            external: address(destination) == Address::External,
        })
    }
}

/// A heading, for tables of contents and anchors.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as written out.
    pub level: u8,
    /// Its id, prefix included.
    pub id: String,
    /// Its plain text.
    pub text: String,
}

/// A text rendered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// Balanced HTML.
    pub html: String,
    /// Plain text, one line for each block: for search and summaries.
    pub text: String,
    /// The headings in order.
    pub headings: Vec<Heading>,
    /// What is wrong, by place.
    pub problems: Vec<Problem>,
    /// 字数 as Word counts it, see [`character_count`].
    pub character_count: usize,
}

/// Renders `source`, the Markdown without front matter. All places are byte
/// ranges of `source`.
pub fn render(source: &str, options: &Options<'_>, host: &mut dyn Host) -> Rendered {
    let prepared = plan::prepare(source);
    let events = plan::parse(&prepared);
    write::write(&prepared, &events, options, host)
}

/// The references of Markdown outside code, in order: where each stands,
/// braces included, and its expression.
pub fn references(source: &str) -> Vec<(Range<usize>, String)> {
    let prepared = plan::prepare(source);
    let mut found = BTreeSet::new();
    let mut in_code = false;
    for (event, _) in plan::parse(&prepared) {
        let said = match event {
            Event::Start(Tag::CodeBlock(_)) => {
                in_code = true;
                continue;
            }
            Event::End(TagEnd::CodeBlock) => {
                in_code = false;
                continue;
            }
            Event::Start(Tag::Image { title, .. } | Tag::Link { title, .. }) => title,
            Event::Text(said) | Event::Html(said) if !in_code => said,
            _ => continue,
        };
        found.extend(said.chars().filter_map(|c| prepared.reference_of(c)));
    }
    found
        .into_iter()
        .filter_map(|n| {
            let at = prepared.references.get(n)?.clone();
            Some((at, reference::expression(prepared.written(n)).into_owned()))
        })
        .collect()
}
