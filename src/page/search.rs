//! Search by substring, the way Chinese is searched: no words need cutting,
//! any string is found as it is written.
//!
//! The index is plain JavaScript files that a script loads on first use, so
//! that it works from `file://`, where nothing can be fetched. Without script
//! the page lists every page.

use super::address;
use super::desk::Desk;
use super::frame::{Frame, LinkView};
use super::job::Made;
use crate::finding::Findings;
use serde::Serialize;

/// The search page.
pub(super) const PATH: &str = "search/index.html";

/// A part of the index is no larger, so that a phone can begin to show hits
/// before it has all of them.
const PART: usize = 512 << 10;

/// What is searched of one page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Entry {
    /// Address from the site's root.
    #[serde(rename = "h")]
    pub(super) href: String,
    #[serde(rename = "t")]
    pub(super) title: String,
    /// The edition it belongs to; empty for plain pages.
    #[serde(rename = "e")]
    pub(super) edition: String,
    /// Plain text.
    #[serde(rename = "x")]
    pub(super) text: String,
}

#[derive(Serialize)]
struct SearchPage {
    /// Files of the index, beside the page.
    parts: usize,
    groups: Vec<Group>,
}

/// The pages of one edition, or the plain pages.
#[derive(Serialize)]
struct Group {
    name: String,
    links: Vec<LinkView>,
}

/// The page and its index, made of what all pages gave. `entries` come in the
/// order of the queue, which is that of the model.
pub(super) fn make(desk: &Desk<'_>, entries: &[Entry]) -> Made {
    let mut made = Made {
        findings: Findings::new(),
        ..Made::default()
    };
    let parts = parts(entries);
    for (at, part) in parts.iter().enumerate() {
        made.files
            .push((format!("search/{at}.js"), script(part).into()));
    }
    let mut frame = Frame::new(desk, "search", PATH.to_owned(), desk.words.get("search"));
    frame.crumbs = vec![LinkView {
        name: desk.words.get("home").to_owned(),
        href: address::HOME.to_owned(),
    }];
    let values = SearchPage {
        parts: parts.len(),
        groups: groups(desk, entries),
    };
    made.page(desk, "search.html", frame, values);
    made
}

fn parts(entries: &[Entry]) -> Vec<&[Entry]> {
    let mut parts = Vec::new();
    let (mut start, mut size) = (0, 0);
    for (at, entry) in entries.iter().enumerate() {
        let own = entry.text.len() + entry.title.len();
        if size > 0 && size + own > PART {
            parts.push(&entries[start..at]);
            (start, size) = (at, 0);
        }
        size += own;
    }
    if start < entries.len() {
        parts.push(&entries[start..]);
    }
    parts
}

/// `xunliIndex([...])`; `<` is written `\u003c`, should the file ever be put
/// into a page.
fn script(entries: &[Entry]) -> Vec<u8> {
    let json = serde_json::to_string(entries).unwrap_or_else(|_| "[]".to_owned());
    let json = json
        .replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    format!("xunliIndex({json});\n").into_bytes()
}

fn groups(desk: &Desk<'_>, entries: &[Entry]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for entry in entries {
        let name = if entry.edition.is_empty() {
            desk.words.get("other_pages")
        } else {
            &entry.edition
        };
        let link = LinkView {
            name: entry.title.clone(),
            href: entry.href.clone(),
        };
        match groups.iter_mut().find(|g| g.name == name) {
            Some(group) => group.links.push(link),
            None => groups.push(Group {
                name: name.to_owned(),
                links: vec![link],
            }),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(size: usize) -> Entry {
        Entry {
            href: "a".to_owned(),
            title: "t".to_owned(),
            edition: String::new(),
            text: "字".repeat(size / 3),
        }
    }

    #[test]
    fn large_indexes_come_in_parts_and_lose_nothing() {
        let entries = vec![
            entry(300 << 10),
            entry(300 << 10),
            entry(900 << 10),
            entry(3),
        ];
        let sizes: Vec<usize> = parts(&entries).iter().map(|p| p.len()).collect();
        assert_eq!(sizes, [1, 1, 1, 1]);
        assert_eq!(parts(&[entry(3), entry(3)]).len(), 1);
        assert!(parts(&[]).is_empty());
    }

    #[test]
    fn the_script_cannot_close_its_element() {
        let mut entry = entry(0);
        entry.text = "</script>\u{2028}".to_owned();
        let text = String::from_utf8(script(&[entry])).unwrap();
        assert!(!text.contains('<') && !text.contains('\u{2028}'));
    }
}
