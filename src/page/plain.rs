//! Plain pages, and the page for addresses that lead nowhere.

use super::address;
use super::case::{self, TextView};
use super::desk::Desk;
use super::frame::{self, Frame};
use super::host::TextHost;
use super::job::Made;
use super::meta::Article;
use super::search::Entry;
use serde::Serialize;

#[derive(Serialize)]
struct PlainPage {
    /// With links, where it refers to figures.
    title_html: Option<String>,
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
    let mut host = TextHost::new(desk, (0, None), &page.body, &content.files, &path);
    let title_html = host.line(&page.title.value);
    let text = case::render(host, page.body.text(), &mut made);
    let summary = &desk.titles.pages[at];
    let description = if summary.is_empty() {
        &text.opening
    } else {
        summary
    };
    made.date = page.date.map(|moment| moment.date);
    let mut frame = Frame::new(desk, "page", path, &desk.titles.page_titles[at])
        .describe(description)
        .article(Article {
            title: desk.titles.page_titles[at].clone(),
            published: page.date,
            authors: Vec::new(),
            keywords: Vec::new(),
            county: None,
        });
    frame.crumbs = vec![frame::home(desk)];
    frame.image = text.first.clone();
    made.entry = Some(Entry {
        href: frame.path.clone(),
        title: frame.title.clone(),
        edition: String::new(),
        text: text.plain.replace('\n', " "),
    });
    made.page(desk, "page.html", frame, PlainPage { title_html, text });
    made
}

/// The path of an address: `/xiaobo/`. Without the host the page also works
/// where the site is tried out, or answers to a second name.
fn path_of(url: &str) -> &str {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest);
    host.find('/').map_or("/", |at| &host[at..])
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
        path_of(url).clone_into(&mut frame.root);
    }
    frame.canonical = None;
    made.page(desk, "not-found.html", frame, serde_json::json!({}));
    made
}

#[cfg(test)]
mod tests {
    use super::path_of;

    #[test]
    fn the_path_of_an_address() {
        assert_eq!(path_of("https://www.example.gov.cn/a/b/"), "/a/b/");
        assert_eq!(path_of("http://example.gov.cn/"), "/");
    }
}
