//! The events written anew.
//!
//! pulldown-cmark's own writer makes the HTML; what it would write otherwise
//! than a page needs (links, images, tables, tasks, footnotes, raw HTML) is
//! handed to it as finished HTML. Elements deeper than the limit lose their
//! tags and keep their text.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use pulldown_cmark::{
    Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, html,
};

use super::address::{self, Address, escape, href};
use super::plan::{self, Placed, Plan};
use super::prepare::{FLANK, Prepared, without_flanks};
use super::{
    Block, DEEPEST, Heading, Host, Inline, Kind, Options, Photo, Policy, Problem, Rendered, raw,
    reference, script, text,
};

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
        out: Vec::new(),
        text: String::new(),
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
    writer.notes();
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

#[derive(Default)]
struct Notes {
    /// The event that starts each footnote, by name.
    defined: BTreeMap<String, usize>,
    /// Names in the order of their first reference.
    order: Vec<String>,
    /// Number of each name, and how often it was referred to.
    numbers: BTreeMap<String, (usize, usize)>,
}

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
    frames: Vec<(Close, bool)>,
    /// Raw tags open in the paragraph.
    raw_open: usize,
    /// How many links the writer is in: at most one, if the parser is right.
    links: usize,
    /// Nothing visible has been written on this line yet.
    fresh: bool,
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
        let (event, at) = &events[index];
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
            Event::FootnoteReference(name) => {
                let name = self.prepared.restore(name).into_owned();
                self.note_reference(name);
            }
            Event::TaskListMarker(done) => self.task(*done),
            Event::Html(html) => {
                let html = self.prepared.restore(html).into_owned();
                self.problem(Kind::HtmlDropped(String::new()), at.clone());
                self.out.push(Event::Text(html.into()));
            }
            Event::InlineMath(said) | Event::DisplayMath(said) => self.say(index, said),
        }
        index + 1
    }

    fn problem(&mut self, kind: Kind, prepared: Range<usize>) {
        let at = self.prepared.source_range(prepared);
        self.problems.push(Problem { kind, at });
    }

    fn push_html(&mut self, html: impl Into<CowStr<'e>>) {
        self.out.push(Event::InlineHtml(html.into()));
    }

    /// A line of text begins.
    fn start_line(&mut self) {
        self.fresh = true;
        self.last = None;
    }

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

    // ---- elements ----

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

    // ---- headings ----

    fn shifted(&self, level: HeadingLevel) -> HeadingLevel {
        let level = self.shifted_number(level);
        HeadingLevel::try_from(usize::from(level)).unwrap_or(HeadingLevel::H6)
    }

    fn shifted_number(&self, level: HeadingLevel) -> u8 {
        let level = (level as u8).saturating_add(self.options.heading_shift);
        if self.site() {
            level.max(self.options.heading_top).clamp(1, 6)
        } else {
            level.min(6)
        }
    }

    fn heading(&mut self, index: usize, level: HeadingLevel, id: Option<&str>) {
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
        let plain = self.plain(index + 1..self.plan.ends[index]);
        if plain.trim().is_empty() {
            self.problem(Kind::HeadingEmpty, at);
        }
        // A figure in a heading changes; the anchor must not.
        let words = match id {
            Some(id) => self.prepared.restore(id).into_owned(),
            None => self.words(index + 1..self.plan.ends[index]),
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

    fn check_heading(&mut self, at: &Range<usize>, level: HeadingLevel) {
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
            self.problem(Kind::HeadingUnderline, at.clone());
        }
    }

    /// An id that no other heading has.
    fn id(&mut self, words: &str) -> String {
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

    // ---- text ----

    /// Writes text: indents and the characters of preparation go, references
    /// become what they stand for.
    fn say(&mut self, index: usize, said: &str) {
        let at = self.events[index].1.clone();
        self.check_text(index, said, &at);
        let said = without_flanks(said);
        let said = if self.fresh {
            said.trim_start_matches(script::is_indent)
        } else {
            &said
        };
        let mut plain = String::new();
        for c in said.chars() {
            let Some(number) = self.prepared.reference_of(c) else {
                plain.push(c);
                continue;
            };
            self.say_plain(&mut plain);
            self.say_reference(number);
        }
        self.say_plain(&mut plain);
    }

    fn say_plain(&mut self, plain: &mut String) {
        if plain.is_empty() {
            return;
        }
        self.text.push_str(plain);
        self.see(plain.chars().next_back());
        if self.out.len() > BATCH {
            self.flush();
        }
        self.out.push(Event::Text(std::mem::take(plain).into()));
    }

    fn say_reference(&mut self, number: usize) {
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
    fn resolve(&mut self, number: usize) -> Option<&Inline> {
        let prepared = self.prepared;
        let host = &mut *self.host;
        self.resolved
            .entry(number)
            .or_insert_with(|| {
                let at = prepared.references.get(number)?.clone();
                host.reference(reference::expression(prepared.written(number)), at)
            })
            .as_ref()
    }

    /// `text` with its references as plain text.
    fn resolved_text(&mut self, text: &str) -> String {
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

    /// The plain text of a range of events, references replaced.
    fn plain(&mut self, range: Range<usize>) -> String {
        let words = self.flat(range);
        self.resolved_text(&words)
    }

    /// The plain text of a range of events without its references.
    fn words(&mut self, range: Range<usize>) -> String {
        let words = self.flat(range);
        words
            .chars()
            .filter(|c| !super::prepare::is_ours(*c))
            .collect()
    }

    /// The text of a range of events as prepared.
    fn flat(&self, range: Range<usize>) -> String {
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

    // ---- line breaks ----

    fn soft_break(&mut self, index: usize) {
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
    fn paragraph_follows(&self, index: usize) -> bool {
        let in_paragraph = matches!(self.frames.last(), Some((Close::Event, true)));
        let indented = |said: &str| said.chars().take_while(|c| script::is_indent(*c)).count() >= 2;
        in_paragraph
            && self.raw_open == 0
            && matches!(self.events.get(index + 1), Some((Event::Text(said), _)) if indented(said))
    }

    /// Whether a line break between `before` and `next` is nothing: both are
    /// Chinese. Punctuation shared with Latin follows its neighbour, and an
    /// image does so too.
    fn joins(&self, before: Option<Visible>, next: Option<Visible>, index: usize) -> bool {
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
    fn around_is_chinese(&self, index: usize) -> bool {
        let text = self.prepared.text.as_str();
        let at = &self.events[index].1;
        let start = text[..at.start].rfind('\n').map_or(0, |n| n + 1);
        let end = text[at.end..].find('\n').map_or(text.len(), |n| at.end + n);
        script::has_chinese(&text[start..end])
    }

    /// What is seen first from event `index` on, on this line.
    fn next_visible(&mut self, index: usize) -> Option<Visible> {
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
    fn next_char(&self, index: usize) -> Option<Visible> {
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

    // ---- links and images ----

    fn link(&mut self, index: usize, kind: LinkType, dest: &str, title: &str) -> Close {
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
    fn refused(&mut self, dest: &str, at: &Range<usize>) -> bool {
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
    fn image(&mut self, index: usize, dest: &str, title: &str, inline: bool) {
        let at = self.events[index].1.clone();
        let caption = self.plain(index + 1..self.plan.ends[index]);
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
        let html = self.photo(&dest, &caption, &credit, &at, inline);
        match html {
            Some(html) if inline => self.push_html(html),
            Some(html) => self.block_html(html),
            None if inline => self.out.push(Event::Text(caption.into())),
            None => {}
        }
    }

    fn photo(
        &mut self,
        dest: &str,
        caption: &str,
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
            credit: credit.trim(),
            at: self.prepared.source_range(at.clone()),
            inline,
        })
    }

    /// Writes a paragraph that holds only images, as figures.
    fn photos(&mut self, index: usize) -> bool {
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

    // ---- code and components ----

    fn code_block(&mut self, index: usize, kind: &CodeBlockKind<'_>) {
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
        for (event, _) in &self.events[index + 1..end] {
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
    fn block_text(&self, index: usize, end: usize) -> (String, Range<usize>) {
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
    fn is_unclosed(&self, at: &Range<usize>) -> bool {
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

    // ---- raw HTML ----

    fn inline_html(&mut self, index: usize, html: &str) {
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

    fn html_block(&mut self, index: usize) {
        if !self.site() {
            let end = self.plan.ends[index];
            let mut html = String::new();
            for (event, _) in &self.events[index + 1..end] {
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
    fn filled(&mut self, index: usize, clean: &str) -> String {
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

    // ---- footnotes ----

    fn find_notes(&mut self) {
        for (index, (event, at)) in self.events.iter().enumerate() {
            let Event::Start(Tag::FootnoteDefinition(name)) = event else {
                continue;
            };
            let name = self.prepared.restore(name).into_owned();
            if self.notes.defined.contains_key(&name) {
                self.problem(Kind::FootnoteTwice(name), at.clone());
            } else {
                self.notes.defined.insert(name, index);
            }
        }
    }

    fn note_reference(&mut self, name: String) {
        let next = self.notes.order.len() + 1;
        let entry = self.notes.numbers.entry(name.clone());
        let (number, times) = entry.or_insert_with(|| {
            self.notes.order.push(name);
            (next, 0)
        });
        *times += 1;
        let (number, times) = (*number, *times);
        let prefix = escape(self.options.id_prefix);
        // The text of a link cannot hold another one.
        if self.links > 0 {
            return self.push_html(format!("<sup class=\"note\">{number}</sup>"));
        }
        self.push_html(format!(
            "<sup class=\"note\"><a href=\"#{prefix}note.{number}\" id=\"{prefix}ref.{number}.{times}\">{number}</a></sup>"
        ));
    }

    /// Writes the footnotes that were referred to, which may refer to more.
    fn notes(&mut self) {
        let mut number = 0;
        while let Some(name) = self.notes.order.get(number).cloned() {
            number += 1;
            let Some(&start) = self.notes.defined.get(&name) else {
                continue;
            };
            if number == 1 {
                let label = escape(self.options.labels.notes);
                self.block_html(format!(
                    "<section class=\"footnotes\" aria-label=\"{label}\">\n<ol>"
                ));
            }
            self.note(number, start, &name);
        }
        if number > 0 {
            self.block_html("</ol>\n</section>");
        }
        let defined = std::mem::take(&mut self.notes.defined);
        for (name, start) in defined {
            if !self.notes.numbers.contains_key(&name) {
                let at = self.events[start].1.clone();
                self.problem(Kind::FootnoteUnused(name), at);
            }
        }
    }

    fn note(&mut self, number: usize, start: usize, name: &str) {
        let prefix = escape(self.options.id_prefix);
        self.push_html(format!("<li id=\"{prefix}note.{number}\">"));
        self.start_line();
        self.span(start + 1..self.plan.ends[start]);
        self.end_text_line();
        let times = self.notes.numbers.get(name).map_or(0, |n| n.1);
        let back = escape(self.options.labels.back);
        let mut links = String::new();
        for time in 1..=times {
            links.push_str(&format!(
                " <a class=\"note-back\" href=\"#{prefix}ref.{number}.{time}\" aria-label=\"{back}{number}\">↩</a>"
            ));
        }
        // Within the last paragraph, so that the arrow follows the text.
        let last = self.out.last() == Some(&Event::End(TagEnd::Paragraph));
        if last {
            self.out.pop();
        }
        self.push_html(links);
        if last {
            self.out.push(Event::End(TagEnd::Paragraph));
        }
        self.push_html("</li>\n");
    }

    // ---- checks ----

    fn check_paragraph(&mut self, index: usize) {
        if let Some((Event::Text(said), at)) = self.events.get(index + 1)
            && self.site()
        {
            let rest = said.trim_start_matches('#');
            let marks = said.len() - rest.len();
            let next = rest.chars().next();
            if (1..=6).contains(&marks) && next.is_some_and(script::is_chinese) {
                self.problem(Kind::HeadingSpace, at.start..at.start + marks);
            }
        }
    }

    /// Stars between digits on both sides are a multiplication.
    fn check_emphasis(&mut self, at: &Range<usize>) {
        let text = self.prepared.text.as_bytes();
        let digit = |i: usize| text.get(i).is_some_and(u8::is_ascii_digit);
        let inner = self.prepared.text.get(at.clone()).unwrap_or_default();
        if self.site()
            && at.start > 0
            && digit(at.start - 1)
            && digit(at.start + 1)
            && digit(at.end)
            && script::has_chinese(inner)
        {
            self.problem(Kind::StarsBetweenDigits, at.clone());
        }
    }

    /// What is left in the text of things that were meant as marks.
    fn check_text(&mut self, index: usize, said: &str, at: &Range<usize>) {
        if !self.site() {
            return;
        }
        let prepared = self.prepared;
        let text = prepared.text.as_str();
        let escaped = text[..at.start].ends_with('\\');
        let same = text.get(at.clone()) == Some(said);
        if let Some(n) = said.find("{{").filter(|n| !(escaped && *n == 0)) {
            let start = if same { at.start + n } else { at.start };
            let end = if same { start + 2 } else { at.end };
            self.problem(Kind::ReferenceUnclosed, start..end);
        }
        if said == "]" && text[at.end..].starts_with('(') {
            let closed = text[at.end..]
                .chars()
                .take(300)
                .take_while(|c| *c != '\n')
                .any(|c| c == ')');
            if closed {
                self.problem(Kind::LinkBroken, at.start..at.end + 1);
            }
        }
        if said == "[" && !escaped && text[at.end..].starts_with('^') {
            self.check_note(at);
        }
        if said == "*" && !escaped {
            self.check_stars(index, at);
        }
    }

    /// Two stars left over beside Chinese: half of a pair is missing.
    fn check_stars(&mut self, index: usize, at: &Range<usize>) {
        let text = self.prepared.text.as_str();
        let next_is_star = matches!(self.events.get(index + 1), Some((Event::Text(next), next_at)) if &**next == "*" && next_at.start == at.end);
        if !next_is_star || text[..at.start].ends_with('*') {
            return;
        }
        let before = text[..at.start].chars().rev().find(|c| *c != FLANK);
        let after = text[at.end + 1..].chars().find(|c| *c != FLANK);
        let chinese = |c: char| script::is_chinese(c) || script::is_shared(c);
        if before.is_some_and(chinese) || after.is_some_and(chinese) {
            self.problem(Kind::EmphasisUnclosed, at.start..at.end + 1);
        }
    }

    fn check_note(&mut self, at: &Range<usize>) {
        let text = &self.prepared.text[at.end + 1..];
        let ends = |c: char| c == ']' || c == '\n';
        let name: String = text.chars().take(60).take_while(|c| !ends(*c)).collect();
        if !name.is_empty() && text[name.len()..].starts_with(']') {
            let end = at.end + 1 + name.len() + 1;
            let name = self.prepared.restore(&name).into_owned();
            self.problem(Kind::FootnoteUndefined(name), at.start..end);
        }
    }
}
