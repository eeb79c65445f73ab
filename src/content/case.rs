//! Write-ups: front matter between two lines of `+++`, then Markdown.

use super::government;
use super::names::{filled, required, spot, spots};
use super::raw::RawPage;
use super::reader::{self, Read};
use super::site::top;
use super::{Body, Entry, Lead, PlainPage, Spot, invisible};
use crate::finding::{Code, Finding, Findings, Place, Source, Text};
use crate::text;
use serde::de::DeserializeOwned;
use std::ops::Range;
use std::sync::Arc;

/// A write-up cut into its two parts.
pub(super) struct Parts<T> {
    /// `None` where there is no front matter at all.
    pub(super) front: Option<Read<T>>,
    pub(super) body: Body,
}

/// Cuts a write-up; a front matter that is not closed is a finding.
pub(super) fn cut<T: DeserializeOwned + Default>(
    source: &Arc<Source>,
    findings: &mut Findings,
) -> Option<Parts<T>> {
    let text = source.text();
    let fences = fences(text);
    let body = match &fences {
        Fences::Both { body, .. } => *body,
        Fences::None | Fences::Unclosed(_) => 0,
    };
    invisible::in_text(source, body..text.len(), findings);
    match fences {
        Fences::None => Some(Parts {
            front: None,
            body: Body {
                source: Arc::clone(source),
                range: 0..text.len(),
            },
        }),
        Fences::Unclosed(span) => {
            let message = text!(
                "开头的 +++ 没有合上",
                "the front matter opened by +++ is not closed"
            );
            let hint = text!(
                "在最后一行键值之后另起一行写 +++",
                "put a line of +++ after its last key"
            );
            let place = Place::at(source, span);
            findings.push(Finding::new(Code::FrontMatterMissing, place, message).hint(hint));
            None
        }
        Fences::Both { front, body } => Some(Parts {
            front: Some(reader::read(source, front, findings)),
            body: Body {
                source: Arc::clone(source),
                range: body..text.len(),
            },
        }),
    }
}

/// What stands at the top of a write-up that has no front matter, for whoever
/// meant to write one.
pub(super) fn lost_front(text: &str) -> Option<(Text, Text)> {
    let first = text.lines().find(|line| !line.trim().is_empty())?.trim();
    let all = |sign: char| first.chars().count() >= 3 && first.chars().all(|c| c == sign);
    if all('-') || first == "---yaml" {
        return Some((
            text!(
                "开头是 --- ，这是 YAML 的写法，本程序用 +++",
                "the front matter is YAML (---); here it is TOML between lines of +++"
            ),
            text!(
                "把两行 --- 都改成 +++，里面写成 name = \"县名\"",
                "make both lines +++, and write name = \"…\" between them"
            ),
        ));
    }
    if all('＋') || all('+') || first.starts_with("+++") {
        return Some((
            text!(
                "开头这一行要正好是三个半角加号 +++",
                "the first line must be exactly +++"
            ),
            text!(
                "把“{first}”改成 +++；结束的那一行也一样",
                "change {first} to +++, and the closing line too"
            ),
        ));
    }
    let key = first.split('=').next().unwrap_or("").trim();
    (first.contains('=') && ["name", "title", "summary", "byline", "code"].contains(&key)).then(
        || {
            (
                text!("第一行的 +++ 不见了", "the opening line of +++ is missing"),
                text!("在“{key}”上面加一行 +++", "put a line of +++ above `{key}`"),
            )
        },
    )
}

enum Fences {
    None,
    Unclosed(Range<usize>),
    Both { front: Range<usize>, body: usize },
}

/// Finds the two lines of `+++`; only blank lines may stand before the first.
fn fences(text: &str) -> Fences {
    let mut offset = 0;
    let mut open: Option<Range<usize>> = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim();
        let after = offset + line.len();
        match &open {
            None if bare == "+++" => open = Some(offset..after),
            None if bare.is_empty() => {}
            None => return Fences::None,
            Some(first) if bare == "+++" => {
                return Fences::Both {
                    front: first.end..offset,
                    body: after,
                };
            }
            Some(_) => {}
        }
        offset = after;
    }
    match open {
        Some(line) => Fences::Unclosed(line.start..line.end.saturating_sub(1).max(line.start)),
        None => Fences::None,
    }
}

/// An edition's index.md.
pub(super) fn lead(entry: &Entry, findings: &mut Findings) -> Option<Lead> {
    let parts: Parts<RawPage> = cut(entry.text()?, findings)?;
    let mut lead = Lead {
        body: parts.body,
        summary: None,
        cover: None,
        date: None,
        aliases: Vec::new(),
    };
    if let Some(mut read) = parts.front {
        let raw = std::mem::take(&mut read.raw);
        lead.summary = raw.summary.map(|s| spot(s, &read));
        lead.cover = raw.cover.map(|c| spot(c, &read));
        lead.date = raw
            .date
            .and_then(|d| government::moment(spot(d, &read), findings));
        lead.aliases = spots(raw.aliases, &read);
    }
    Some(lead)
}

/// Names of the program's own pages and folders at the site's root.
pub(super) const RESERVED: &[&str] = &["assets", "county", "index", "search", "years"];

/// A plain page; its title is the front matter's, or its first heading.
pub(super) fn plain_page(entry: &Entry, slug: &str, findings: &mut Findings) -> Option<PlainPage> {
    let parts: Parts<RawPage> = cut(entry.text()?, findings)?;
    if !super::names::is_slug(slug) {
        super::names::report_slug(slug, Place::file(entry.path()), findings);
        return None;
    }
    if RESERVED.contains(&slug) {
        let message = text!(
            "“{slug}”是程序自己页面的名字，这一页不能叫这个",
            "`{slug}` is the name of one of the program's own pages"
        );
        let hint = text!("给文件换个名字", "give the file another name");
        findings.push(Finding::new(Code::AddressClash, top(entry), message).hint(hint));
        return None;
    }
    let mut body = parts.body;
    let (mut title, mut summary) = (None, None);
    let (mut date, mut aliases) = (None, Vec::new());
    if let Some(mut read) = parts.front {
        let raw = std::mem::take(&mut read.raw);
        summary = raw.summary.map(|s| spot(s, &read));
        date = raw
            .date
            .and_then(|d| government::moment(spot(d, &read), findings));
        aliases = spots(raw.aliases, &read);
        title = match heading(&body) {
            Some(_) if raw.title.is_none() => None,
            _ => Some(required(raw.title, "title", top(entry), &read, findings)?),
        };
    }
    if title.is_none() {
        let Some((heading, rest)) = heading(&body) else {
            let message = text!("这一页没有标题", "the page has no title");
            let hint = text!(
                "第一行写“# 标题”，或在 +++ 之间写 title",
                "begin with a line “# Title”, or put title between +++"
            );
            findings.push(Finding::new(Code::KeyMissing, top(entry), message).hint(hint));
            return None;
        };
        title = Some(heading);
        body.range.start = rest;
    }
    Some(PlainPage {
        slug: slug.to_owned(),
        title: filled(title?, findings)?,
        summary,
        date,
        aliases,
        body,
    })
}

/// A first line `# Title`, and the offset in the file after it.
fn heading(body: &Body) -> Option<(Spot<String>, usize)> {
    let text = body.text();
    let skipped = text.len() - text.trim_start().len();
    let line = text[skipped..].lines().next()?;
    let title = line.strip_prefix("# ")?.trim();
    let start = skipped + line.len() - line.strip_prefix("# ")?.trim_start().len();
    let spot = Spot {
        value: title.to_owned(),
        place: body.place(start..start + title.len()),
    };
    Some((spot, body.range.start + skipped + line.len()))
}
