//! Old addresses: a page that leads on to where its content is now.
//!
//! Such a page is an ordinary file, so that it works from any server and from
//! `file://`. Two sources for one address are found when it goes into the
//! tree, as for all files.

use super::address;
use super::desk::Desk;
use super::frame::{self, Frame};
use super::job::Made;
use crate::content::Spot;
use crate::finding::{Code, Finding};
use crate::markdown;
use crate::text;
use serde::Serialize;

#[derive(Serialize)]
struct MovedPage {
    /// From the site's root.
    target: String,
    name: String,
}

/// The pages of all old addresses.
pub(super) fn all(desk: &Desk<'_>) -> Vec<Made> {
    let content = desk.showcase.content;
    let mut made = Vec::new();
    for (e, edition) in desk.showcase.editions.iter().enumerate() {
        let title = &desk.titles.editions[e].title;
        for alias in &edition.content.aliases {
            made.push(moved(desk, alias, address::edition(edition), title));
        }
        for (c, county) in edition.counties.iter().enumerate() {
            for alias in &county.content.aliases {
                let title = &desk.titles.counties[e][c].title;
                let name = format!("{}：{title}", county.content.name.value);
                made.push(moved(desk, alias, address::county(edition, county), &name));
            }
        }
    }
    for (page, title) in content.pages.iter().zip(&desk.titles.page_titles) {
        for alias in &page.aliases {
            let target = address::plain(&page.slug);
            made.push(moved(desk, alias, target, title));
        }
    }
    made
}

fn moved(desk: &Desk<'_>, alias: &Spot<String>, target: String, name: &str) -> Made {
    let mut made = Made {
        origin: Some(alias.place.clone()),
        ..Made::default()
    };
    let url = desk.showcase.content.site.url.as_deref();
    let Some(path) = path(&alias.value, url) else {
        let (given, place) = (&alias.value, alias.place.clone());
        let message = text!(
            "“{given}”不能用作旧地址",
            "`{given}` cannot be an old address"
        );
        let hint = text!(
            "写专题里的路径，如 2018/liandu/ 或 old/liandu.html；带 ? 的地址、.jsp 之类要由服务器转",
            "write a path within the showcase such as 2018/liandu/ or old/liandu.html; an address with ? or ending in .jsp must be redirected by the server"
        );
        made.findings
            .push(Finding::new(Code::AliasInvalid, place, message).hint(hint));
        return made;
    };
    let mut frame = Frame::new(desk, "moved", path, name);
    let url = desk.showcase.content.site.url.as_ref();
    frame.canonical = url.map(|url| format!("{url}{}", address::encode(&target)));
    frame.crumbs = vec![frame::home(desk)];
    let target = address::encode(&target);
    let name = name.to_owned();
    made.page(desk, "moved.html", frame, MovedPage { target, name });
    made
}

/// The file that answers to an old address: a folder's is its index.html.
/// `None` for what no static server can answer with a page.
fn path(alias: &str, url: Option<&str>) -> Option<String> {
    let own = url.and_then(|url| alias.strip_prefix(url)).unwrap_or(alias);
    if own.contains(['?', '#', '\\']) || own.contains("//") {
        return None;
    }
    let path = address::join("", &markdown::percent(own))?;
    let last = path.rsplit('/').next().unwrap_or("");
    let is_folder = own.ends_with('/') || !last.contains('.');
    match last.rsplit('.').next() {
        _ if path.is_empty() => None,
        _ if is_folder => Some(format!("{path}/index.html")),
        Some("html" | "htm" | "shtml") => Some(path),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::path;

    #[test]
    fn old_addresses_are_files() {
        for (alias, file) in [
            ("2018/liandu/", Some("2018/liandu/index.html")),
            ("/2018/liandu", Some("2018/liandu/index.html")),
            ("art/2019/1.html", Some("art/2019/1.html")),
            ("v1.0/", Some("v1.0/index.html")),
            ("%E8%8E%B2/", Some("莲/index.html")),
            ("https://a.cn/x/old.htm", Some("old.htm")),
            ("https://b.cn/old.htm", None),
            ("../old.html", None),
            ("old.jsp", None),
            ("old.html?id=1", None),
            ("", None),
            ("/", None),
        ] {
            assert_eq!(
                path(alias, Some("https://a.cn/x/")).as_deref(),
                file,
                "{alias}"
            );
        }
    }
}
