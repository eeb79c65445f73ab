//! From source to events, and what must be known of all events before the
//! first is written: where each element ends, and which raw tags may stand.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use memchr::{memchr, memmem};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use super::prepare::{Prepared, without_flanks};
use super::{DEEPEST, Kind, Problem, raw, script};

/// An event and its place in the prepared text.
pub(crate) type Placed<'t> = (Event<'t>, Range<usize>);

/// Prepares `source`; Chinese paragraphs that an indent would make code are
/// found by a first parse and lose their indent.
pub(crate) fn prepare(source: &str) -> Prepared<'_> {
    let prepared = Prepared::new(source, &[]);
    let bytes = source.as_bytes();
    if memmem::find(bytes, b"    ").is_none() && memchr(b'\t', bytes).is_none() {
        return prepared;
    }
    let indents = indents(&prepared, &parse(&prepared));
    if indents.is_empty() {
        prepared
    } else {
        Prepared::new(source, &indents)
    }
}

/// The events of a prepared text.
pub(crate) fn parse<'t>(prepared: &'t Prepared<'_>) -> Vec<Placed<'t>> {
    let options = [
        Options::ENABLE_TABLES,
        Options::ENABLE_FOOTNOTES,
        Options::ENABLE_STRIKETHROUGH,
        Options::ENABLE_TASKLISTS,
        Options::ENABLE_HEADING_ATTRIBUTES,
    ];
    // About as many as there are in a write-up.
    let mut events = Vec::with_capacity(prepared.text.len() / 32);
    let parser = Parser::new_ext(&prepared.text, options.into_iter().collect());
    events.extend(parser.into_offset_iter());
    events
}

/// The indents of Chinese paragraphs that were read as code, as ranges of the
/// source. Lines between blank ones belong together; the first one decides.
fn indents(prepared: &Prepared<'_>, events: &[Placed<'_>]) -> Vec<Range<usize>> {
    let text = prepared.text.as_str();
    let mut found = Vec::new();
    let mut in_code = false;
    // Where the last line began, and whether its paragraph is Chinese.
    let mut last: Option<(usize, bool)> = None;
    for (event, at) in events {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                in_code = true;
                last = None;
            }
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Text(line) if in_code && !line.trim().is_empty() => {
                let newlines = |from: usize| text[from..at.start].matches('\n').count();
                let chinese = match last.map(|(start, chinese)| (newlines(start), chinese)) {
                    Some((0, _)) => continue,
                    Some((1, chinese)) => chinese,
                    _ => is_prose(prepared, line),
                };
                last = Some((at.start, chinese));
                if chinese {
                    let indent = indent(text, at.start);
                    found.push(prepared.source_range(indent));
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether an indented line is a Chinese paragraph. A reference stands for a
/// figure with its unit, which is Chinese.
fn is_prose(prepared: &Prepared<'_>, line: &str) -> bool {
    let figure = |c: char| prepared.reference_of(c).map_or(c, |_| '数');
    let said: String = without_flanks(line).chars().map(figure).collect();
    script::is_chinese_prose(&said)
}

/// What makes the line at `start` code, up to four columns before it, and the
/// spaces after it. A tab with spaces after it is not all of it the line's own:
/// a list that it lies in needs it, and without the spaces it makes no code.
fn indent(text: &str, start: usize) -> Range<usize> {
    let before = &text.as_bytes()[..start];
    let spaces = before
        .iter()
        .rev()
        .take(4)
        .take_while(|b| **b == b' ')
        .count();
    let tab = usize::from(spaces == 0 && before.last() == Some(&b'\t'));
    let rest = &text[start..];
    let after = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    start - spaces - tab..start + after
}

/// What is known of the events before they are written.
pub(crate) struct Plan {
    /// For each event that starts an element, the event that ends it.
    pub(crate) ends: Vec<usize>,
    /// Raw inline tags that may stand, by event, as they are written out.
    pub(crate) inline: BTreeMap<usize, String>,
    /// Blocks of HTML made safe, by the event that starts them.
    pub(crate) blocks: BTreeMap<usize, raw::Block>,
    /// Of the characters for tags around Markdown, those that have a partner:
    /// block and number within the block.
    pub(crate) around: BTreeSet<(usize, usize)>,
}

/// The raw tags open within one element.
#[derive(Default)]
struct Frame {
    start: usize,
    open: Vec<Open>,
    counts: BTreeMap<String, usize>,
}

/// A raw tag that waits for its partner.
struct Open {
    name: String,
    event: usize,
    /// Its number within a block of HTML; `None` for an inline tag.
    number: Option<usize>,
    at: Range<usize>,
}

/// Makes the plan and records what is wrong with raw HTML.
pub(crate) fn plan(
    prepared: &Prepared<'_>,
    events: &[Placed<'_>],
    problems: &mut Vec<Problem>,
) -> Plan {
    let mut planner = Planner {
        prepared,
        events,
        problems,
        frames: vec![Frame::default()],
        refused: BTreeSet::new(),
        depth: 0,
        plan: Plan {
            ends: vec![0; events.len()],
            inline: BTreeMap::new(),
            blocks: BTreeMap::new(),
            around: BTreeSet::new(),
        },
    };
    for index in 0..events.len() {
        planner.event(index);
    }
    planner.close_frame();
    planner.plan
}

struct Planner<'p, 's> {
    prepared: &'p Prepared<'s>,
    events: &'p [Placed<'p>],
    problems: &'p mut Vec<Problem>,
    frames: Vec<Frame>,
    /// Names of inline tags that were refused.
    refused: BTreeSet<String>,
    /// Raw tags open in all frames.
    depth: usize,
    plan: Plan,
}

impl Planner<'_, '_> {
    fn event(&mut self, index: usize) {
        match &self.events[index].0 {
            Event::Start(_) => self.frames.push(Frame {
                start: index,
                ..Frame::default()
            }),
            Event::End(end) => {
                if let Some(start) = self.close_frame() {
                    self.plan.ends[start] = index;
                    if *end == TagEnd::HtmlBlock {
                        self.block(start, index);
                    }
                }
            }
            Event::InlineHtml(html) => self.inline(index, html),
            _ => {}
        }
    }

    fn problem(&mut self, kind: Kind, at: Range<usize>) {
        self.problems.push(Problem { kind, at });
    }

    /// Ends the innermost element: what is open in it has no partner.
    fn close_frame(&mut self) -> Option<usize> {
        let frame = self.frames.pop()?;
        for open in frame.open {
            self.unbalanced(&open);
        }
        Some(frame.start)
    }

    fn unbalanced(&mut self, open: &Open) {
        self.depth = self.depth.saturating_sub(1);
        let kind = Kind::HtmlUnbalanced(format!("<{}>", open.name));
        self.problem(kind, open.at.clone());
    }

    fn inline(&mut self, index: usize, html: &str) {
        let at = self.prepared.source_range(self.events[index].1.clone());
        let html = without_flanks(html);
        let Some(tag) = raw::tags(&html).into_iter().next() else {
            return;
        };
        if !tag.is_inline() {
            // The closing half says nothing new.
            let told = !self.refused.insert(tag.name.clone());
            if tag.closing && told {
                return;
            }
            return self.problem(Kind::HtmlDropped(tag.shown()), at);
        }
        if let Some(name) = tag.attribute() {
            self.problem(
                Kind::HtmlDropped(name.chars().take(30).collect()),
                at.clone(),
            );
        }
        if tag.is_void() {
            if !tag.closing {
                self.plan.inline.insert(index, format!("<{}>", tag.name));
            }
        } else if tag.closing {
            self.close(&tag.name, index, None, at);
        } else {
            self.open(Open {
                name: tag.name,
                event: index,
                number: None,
                at,
            });
        }
    }

    fn open(&mut self, open: Open) {
        let inner = self.frames.last().and_then(|f| f.open.last());
        if matches!(open.name.as_str(), "rt" | "rp") && inner.is_none_or(|o| o.name != "ruby") {
            let kind = Kind::HtmlUnbalanced(format!("<{}>", open.name));
            return self.problem(kind, open.at);
        }
        if self.depth >= DEEPEST {
            return self.problem(Kind::NestingTooDeep, open.at);
        }
        if let Some(frame) = self.frames.last_mut() {
            self.depth += 1;
            *frame.counts.entry(open.name.clone()).or_default() += 1;
            frame.open.push(open);
        }
    }

    /// Closes the innermost `name` of this element; what opened after it
    /// loses its partner.
    fn close(&mut self, name: &str, event: usize, number: Option<usize>, at: Range<usize>) {
        let known = |f: &Frame| f.counts.get(name).is_some_and(|n| *n > 0);
        if !self.frames.last().is_some_and(known) {
            return self.problem(Kind::HtmlUnbalanced(format!("</{name}>")), at);
        }
        while let Some(open) = self.frames.last_mut().and_then(|f| f.open.pop()) {
            if let Some(count) = self
                .frames
                .last_mut()
                .and_then(|f| f.counts.get_mut(&open.name))
            {
                *count -= 1;
            }
            if open.name == name {
                self.depth -= 1;
                self.keep(name, open.event, open.number, false);
                self.keep(name, event, number, true);
                break;
            }
            self.unbalanced(&open);
        }
    }

    fn keep(&mut self, name: &str, event: usize, number: Option<usize>, closing: bool) {
        match number {
            Some(number) => {
                self.plan.around.insert((event, number));
            }
            None => {
                let slash = if closing { "/" } else { "" };
                self.plan.inline.insert(event, format!("<{slash}{name}>"));
            }
        }
    }

    /// Makes the block of HTML between two events safe.
    fn block(&mut self, start: usize, end: usize) {
        let mut html = String::new();
        // Where each piece begins in the block, and in the prepared text.
        let mut pieces: Vec<(usize, usize)> = Vec::new();
        for (event, at) in &self.events[start..end] {
            if let Event::Html(piece) | Event::Text(piece) = event {
                pieces.push((html.len(), at.start));
                html.push_str(piece);
            }
        }
        let place = |local: Range<usize>| {
            let to = |at: usize| {
                let piece = pieces.partition_point(|p| p.0 <= at).saturating_sub(1);
                pieces.get(piece).map_or(0, |p| p.1 + (at - p.0))
            };
            self.prepared.source_range(to(local.start)..to(local.end))
        };
        let block = raw::block(&html, DEEPEST);
        let faults: Vec<Problem> = block
            .faults
            .iter()
            .map(|(fault, at)| Problem {
                kind: match fault {
                    raw::Fault::Dropped(what) => Kind::HtmlDropped(what.clone()),
                    raw::Fault::TooDeep => Kind::NestingTooDeep,
                },
                at: place(at.clone()),
            })
            .collect();
        let around: Vec<_> = block
            .around
            .iter()
            .map(|(name, closing, at)| (*name, *closing, place(at.clone())))
            .collect();
        self.problems.extend(faults);
        // A comment that is not closed hides all of the text behind it.
        if let Some(open) = html.rfind("<!--").filter(|at| !html[*at..].contains("-->")) {
            let at = place(open..open + "<!--".len());
            self.problem(Kind::HtmlUnbalanced("<!--".to_owned()), at);
        }
        for (number, (name, closing, at)) in around.into_iter().enumerate() {
            if closing {
                self.close(name, start, Some(number), at);
            } else {
                self.open(Open {
                    name: name.to_string(),
                    event: start,
                    number: Some(number),
                    at,
                });
            }
        }
        self.plan.blocks.insert(start, block);
    }
}
