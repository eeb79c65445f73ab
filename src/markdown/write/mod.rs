//! The events written anew.
//!
//! pulldown-cmark's own writer makes the HTML; what it would write otherwise
//! than a page needs (links, images, tables, tasks, footnotes, raw HTML) is
//! handed to it as finished HTML. Elements deeper than the limit lose their
//! tags and keep their text.

mod blocks;
mod breaks;
mod checks;
mod headings;
mod links;
mod notes;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{Alignment, CowStr, Event, Tag, TagEnd, html};
use quick_xml::escape::escape;

use self::notes::Notes;
use super::plan::{self, Placed, Plan};
use super::prepare::Prepared;
use super::{DEEPEST, Heading, Host, Inline, Kind, Options, Policy, Problem, Rendered, text};

/// Writes `events` as HTML and plain text.
pub(crate) fn write(
    prepared: &Prepared<'_>,
    events: &[Placed<'_>],
    options: &Options<'_>,
    host: &mut dyn Host,
) -> Rendered {
    let mut problems = Vec::new();
    for at in &prepared.reserved {
        let at = at.clone();
        problems.push(Problem {
            kind: Kind::ReservedCharacter,
            at,
        });
    }
    if let Some(at) = prepared.too_many.clone() {
        problems.push(Problem {
            kind: Kind::ReferenceTooMany,
            at,
        });
    }
    let mut raw_problems = Vec::new();
    let plan = plan::plan(prepared, events, &mut raw_problems);
    if options.policy == Policy::Site {
        problems.append(&mut raw_problems);
    }
    let mut writer = Writer {
        prepared,
        events,
        options,
        host,
        plan,
        html: String::with_capacity(prepared.text.len() * 3 / 2),
        out: Vec::with_capacity(events.len().min(BATCH)),
        text: String::with_capacity(prepared.text.len()),
        problems,
        headings: Vec::new(),
        ids: BTreeSet::new(),
        next_number: BTreeMap::new(),
        level: options.heading_top.saturating_sub(1),
        resolved: BTreeMap::new(),
        frames: Vec::new(),
        raw_open: 0,
        links: 0,
        fresh: true,
        last: None,
        alignments: Vec::new(),
        column: 0,
        in_head: false,
        notes: Notes::default(),
    };
    writer.find_notes();
    writer.span(0..events.len());
    writer.write_notes();
    writer.flush();
    let Writer {
        html,
        text,
        headings,
        mut problems,
        ..
    } = writer;
    problems.sort_by(|a, b| {
        let key = |p: &Problem| (p.at.start, p.at.end, p.kind.code());
        key(a).cmp(&key(b))
    });
    problems.dedup();
    let text = text.trim_end().to_string();
    Rendered {
        character_count: text::character_count(&text),
        html,
        text,
        headings,
        problems,
    }
}

/// How many events are written as HTML at a time.
const BATCH: usize = 500;

/// What stands before a line break.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visible {
    Char(char),
    Image,
}

/// What the end of an open element writes.
enum Close {
    /// The event as it is.
    Event,
    /// Nothing: the start was not written either.
    Nothing,
    /// This, in place of the event.
    Html(&'static str),
    /// As `Html`, and the writer is out of a link.
    Link,
}

/// The events being written, and what is known of those already written.
struct Writer<'e, 's, 'h> {
    prepared: &'e Prepared<'s>,
    events: &'e [Placed<'e>],
    options: &'e Options<'e>,
    host: &'h mut dyn Host,
    plan: Plan,
    html: String,
    /// Events not yet written as HTML.
    out: Vec<Event<'e>>,
    text: String,
    problems: Vec<Problem>,
    headings: Vec<Heading>,
    ids: BTreeSet<String>,
    next_number: BTreeMap<String, usize>,
    /// Level of the last heading, as written in the source.
    level: u8,
    /// References that were asked for, so that each is asked for once.
    resolved: BTreeMap<usize, Option<Inline>>,
    /// The open elements: what ends each, and whether it is a paragraph.
    frames: Vec<(Close, bool)>,
    /// Raw tags open in the paragraph.
    raw_open: usize,
    /// How many links the writer is in: at most one, if the parser is right.
    links: usize,
    /// Nothing visible has been written on this line yet.
    fresh: bool,
    /// What was seen last on this line.
    last: Option<Visible>,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    notes: Notes,
}

impl<'e> Writer<'e, '_, '_> {
    /// Writes a range of events.
    fn span(&mut self, range: Range<usize>) {
        let mut index = range.start;
        while index < range.end {
            index = self.event(index);
        }
    }

    /// Writes the events so far as HTML. Between any two calls the library's
    /// writer remembers only whether it stands on a new line, so calls are
    /// made before text, which does not ask.
    fn flush(&mut self) {
        html::push_html(&mut self.html, self.out.drain(..));
    }

    /// Writes one event, or a whole element; gives the next event.
    fn event(&mut self, index: usize) -> usize {
        let events = self.events;
        let event = &events[index].0;
        match event {
            Event::Start(tag) => return self.start(index, tag),
            Event::End(end) => self.end(*end),
            Event::Text(said) => self.say(index, said),
            Event::Code(code) => {
                let code = self.prepared.restore(code).into_owned();
                self.text.push_str(&code);
                self.see(code.chars().next_back());
                self.out.push(Event::Code(code.into()));
            }
            Event::InlineHtml(html) => self.inline_html(index, html),
            Event::SoftBreak => self.soft_break(index),
            Event::HardBreak => {
                self.text.push('\n');
                self.start_line();
                self.out.push(Event::HardBreak);
            }
            Event::Rule => self.out.push(Event::Rule),
            Event::FootnoteReference(name) => self.note_reference(name),
            Event::TaskListMarker(done) => self.task(*done),
            // Blocks of HTML are written whole, and there is no mathematics.
            Event::Html(said) | Event::InlineMath(said) | Event::DisplayMath(said) => {
                self.say(index, said);
            }
        }
        index + 1
    }

    fn problem(&mut self, kind: Kind, prepared: Range<usize>) {
        let at = self.prepared.source_range(prepared);
        self.problems.push(Problem { kind, at });
    }

    #[inline]
    fn push_html(&mut self, html: impl Into<CowStr<'e>>) {
        self.out.push(Event::InlineHtml(html.into()));
    }

    /// A line of text begins.
    fn start_line(&mut self) {
        self.fresh = true;
        self.last = None;
    }

    #[inline]
    fn see(&mut self, c: Option<char>) {
        if let Some(c) = c {
            self.fresh = false;
            self.last = Some(Visible::Char(c));
        }
    }

    /// Ends a line of the plain text.
    fn end_text_line(&mut self) {
        let kept = self.text.trim_end_matches([' ', '\t']).len();
        self.text.truncate(kept);
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn site(&self) -> bool {
        self.options.policy == Policy::Site
    }

    fn start(&mut self, index: usize, tag: &Tag<'e>) -> usize {
        let at = self.events[index].1.clone();
        let end = self.plan.ends[index];
        match tag {
            Tag::CodeBlock(kind) => {
                self.code_block(index, kind);
                return end + 1;
            }
            Tag::HtmlBlock => {
                self.html_block(index);
                return end + 1;
            }
            // Written at the end, in the order of the references.
            Tag::FootnoteDefinition(_) => return end + 1,
            Tag::Image {
                dest_url, title, ..
            } => {
                self.image(index, dest_url, title, true);
                return end + 1;
            }
            Tag::Paragraph if self.site() && self.photos(index) => return end + 1,
            _ => {}
        }
        if self.frames.len() >= DEEPEST {
            if self.frames.len() == DEEPEST {
                self.problem(Kind::NestingTooDeep, at);
            }
            self.frames.push((Close::Nothing, false));
            return index + 1;
        }
        let close = match tag {
            Tag::Heading {
                level,
                id,
                classes,
                attrs,
            } => {
                self.start_line();
                for what in classes.iter().chain(attrs.iter().map(|(name, _)| name)) {
                    let what = self.prepared.restore(what).into_owned();
                    self.problem(Kind::HeadingAttribute(what), at.clone());
                }
                self.heading(index, *level, id.as_deref());
                Close::Event
            }
            Tag::Link {
                link_type,
                dest_url,
                title,
                ..
            } => self.link(index, *link_type, dest_url, title),
            Tag::Table(alignments) => {
                self.alignments.clone_from(alignments);
                self.block_html("<div class=\"table\"><table>");
                Close::Html("</tbody></table></div>\n")
            }
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                self.push_html("<thead><tr>");
                Close::Html("</tr></thead><tbody>\n")
            }
            Tag::TableRow => {
                self.column = 0;
                self.push_html("<tr>");
                Close::Html("</tr>\n")
            }
            Tag::TableCell => self.cell(),
            _ => {
                if matches!(tag, Tag::Paragraph | Tag::Item | Tag::BlockQuote(_)) {
                    self.start_line();
                }
                if *tag == Tag::Paragraph {
                    self.check_paragraph(index);
                }
                if matches!(tag, Tag::Emphasis | Tag::Strong) {
                    self.check_emphasis(&at);
                }
                self.out.push(Event::Start(tag.clone()));
                Close::Event
            }
        };
        self.frames.push((close, *tag == Tag::Paragraph));
        index + 1
    }

    fn end(&mut self, end: TagEnd) {
        match end {
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::TableRow => self.end_text_line(),
            TagEnd::TableCell => {
                self.text.push(' ');
                self.column += 1;
            }
            _ => {}
        }
        if end == TagEnd::TableHead {
            self.in_head = false;
        }
        match self.frames.pop() {
            Some((Close::Event, _)) => self.out.push(Event::End(match end {
                TagEnd::Heading(level) => TagEnd::Heading(self.shifted(level)),
                other => other,
            })),
            Some((Close::Html(html), _)) => self.push_html(html),
            Some((Close::Link, _)) => {
                self.links = self.links.saturating_sub(1);
                self.push_html("</a>");
            }
            Some((Close::Nothing, _)) | None => {}
        }
    }

    /// HTML that begins on a line of its own.
    fn block_html(&mut self, html: impl Into<String>) {
        let html = format!("{}\n", html.into());
        self.out.push(Event::Html(html.into()));
    }

    fn cell(&mut self) -> Close {
        self.start_line();
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Left) => " class=\"align-left\"",
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-right\"",
            _ => "",
        };
        if self.in_head {
            self.push_html(format!("<th scope=\"col\"{class}>"));
            Close::Html("</th>")
        } else {
            self.push_html(format!("<td{class}>"));
            Close::Html("</td>")
        }
    }

    fn task(&mut self, done: bool) {
        let labels = &self.options.labels;
        let (checked, label) = if done {
            (" checked", labels.done)
        } else {
            ("", labels.open)
        };
        let label = escape(label);
        self.push_html(format!(
            "<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "
        ));
    }
}
