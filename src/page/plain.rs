//! Plain pages, and the page for addresses that lead nowhere.

use super::address;
use super::case::{self, TextView};
use super::desk::Desk;
use super::frame::Frame;
use super::host::TextHost;
use super::job::Made;
use super::search::Entry;
use serde::Serialize;

#[derive(Serialize)]
struct PlainPage {
    text: TextView,
}

/// A page such as about.md.
pub(super) fn make(desk: &Desk<'_>, at: usize) -> Made {
    let content = desk.showcase.content;
    let page = &content.pages[at];
    let path = address::plain(&page.slug);
    let mut made = Made {
        origin: Some(page.title.place.clone()),
        ..Made::default()
    };
    let host = TextHost::new(desk, (0, None), &page.body, &content.files, &path);
    let text = case::render(host, page.body.text(), &mut made);
    let summary = &desk.titles.pages[at];
    let description = if summary.is_empty() {
        &text.opening
    } else {
        summary
    };
    let mut frame = Frame::new(desk, "page", path, &page.title.value).describe(description);
    frame.crumbs = vec![super::frame::LinkView {
        name: desk.words.get("home").to_owned(),
        href: address::HOME.to_owned(),
    }];
    made.entry = Some(Entry {
        href: frame.path.clone(),
        title: frame.title.clone(),
        edition: String::new(),
        text: text.plain.replace('\n', " "),
    });
    made.page(desk, "page.html", frame, PlainPage { text });
    made
}

/// 404.html: the server shows it at any address, so its links must not be
/// relative where the site's url is known.
pub(super) fn not_found(desk: &Desk<'_>) -> Made {
    let mut made = Made::default();
    let mut frame = Frame::new(
        desk,
        "not-found",
        "404.html".to_owned(),
        desk.words.get("not_found"),
    );
    if let Some(url) = &desk.showcase.content.site.url {
        frame.root.clone_from(url);
    }
    frame.canonical = None;
    made.page(desk, "not-found.html", frame, serde_json::json!({}));
    made
}
