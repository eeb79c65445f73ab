//! A county's page as one file that needs nothing beside it, to be sent by
//! chat or an office system and opened from anywhere.
//!
//! It is made of the finished page, so a theme needs no template for it: style
//! sheets go inside, pictures become `data:` addresses in one moderate size,
//! scripts go. Links lead within the file or are whole; where site.toml has no
//! url, what consists of links alone is left out, and of the other links the
//! words stay. Opening the file asks for nothing.

use super::desk::Desk;
use super::job::Made;
use super::{address, government, photo};
use crate::picture::{Format, data_address};
use crate::theme::css_alone;
use std::collections::BTreeMap;

/// Photos no wider than this go into the file; it is read on phones.
const WIDTH: u32 = 960;
/// An edition with more counties gets the files only where site.toml asks for
/// them: they weigh as much as the rest of the site.
const MOST_COUNTIES: usize = 100;
/// Attributes that name other files, or need one.
const DROPPED: [&str; 5] = ["srcset", "sizes", "loading", "download", "fetchpriority"];
/// Elements that a file without scripts has no use for.
const SCRIPTS: [&str; 2] = ["<script", "<dialog"];
/// Elements that are nothing but links to other pages.
const LINKS: [&str; 6] = [
    "<nav",
    "<aside class=\"related\"",
    "<p class=\"more\"",
    "<p class=\"downloads\"",
    "<p class=\"links\"",
    "<li class=\"links\"",
];

/// Whether edition `e` gets the files.
pub(super) fn is_wanted(desk: &Desk<'_>, e: usize) -> bool {
    let few = desk.edition(e).counties.len() <= MOST_COUNTIES;
    desk.made().single.unwrap_or(few)
}

/// Adds the file to `made`, which holds the county's page.
pub(super) fn add(desk: &Desk<'_>, e: usize, c: usize, made: &mut Made) {
    let (edition, county) = (desk.edition(e), desk.county(e, c));
    let page = address::county(edition, county);
    let whole = made.files.iter().find(|(path, _)| *path == page);
    let Some(html) = whole.and_then(|(_, html)| html.held()) else {
        return;
    };
    let html = String::from_utf8_lossy(html);
    let detach = Detach {
        root: &address::root(&page),
        base: desk.showcase.content.site.url.as_deref(),
        folder: address::folder(&page),
        pictures: &pictures(desk, made, &html),
        css: desk.single_css.get_or_init(|| css(desk)),
    };
    let html = detach.page(&html);
    let path = address::single(edition, county);
    made.files.push((path, html.into_bytes().into()));
}

/// All style sheets, with what they name inside; nothing in them can end the
/// element they stand in.
fn css(desk: &Desk<'_>) -> String {
    let mut css = String::new();
    for asset in desk
        .theme
        .assets()
        .iter()
        .filter(|a| a.name.ends_with(".css"))
    {
        css.push_str(&css_alone(asset, desk.theme.assets()));
        css.push('\n');
    }
    css.replace("</", "<\\/")
}

/// The pictures of the page `html` as `data:` addresses, by their address in the site.
fn pictures(desk: &Desk<'_>, made: &Made, html: &str) -> BTreeMap<String, String> {
    let footer: Vec<String> = government::used(desk.showcase.content).collect();
    let assets = made.used.iter().chain(&footer);
    let assets = assets.filter_map(|path| desk.assets.get(path.as_str()));
    let photos = assets.filter_map(|asset| {
        let picture = desk.pictures.get(asset)?;
        let fitting = picture.versions.iter().rev().find(|v| v.width <= WIDTH);
        let version = fitting.or(picture.versions.first())?;
        let kind = match version.format {
            Format::Jpeg => "image/jpeg",
            Format::Png => "image/png",
        };
        let address = address::encode(&photo::link(desk, asset));
        Some((address, data_address(kind, &version.bytes)))
    });
    let theme = desk.theme.assets().iter();
    let shown = theme.filter(|asset| html.contains(&asset.path));
    let theme = shown.filter_map(|asset| Some((asset.path.clone(), asset.data_address()?)));
    photos.chain(theme).collect()
}

/// Rewrites the tags of a page, and nothing else.
struct Detach<'a> {
    /// Leads from the page to the site's root.
    root: &'a str,
    /// The page's folder, from the root.
    folder: &'a str,
    /// The site's whole address.
    base: Option<&'a str>,
    pictures: &'a BTreeMap<String, String>,
    css: &'a str,
}

impl Detach<'_> {
    fn page(&self, html: &str) -> String {
        let mut out = String::with_capacity(html.len() * 2 + self.css.len());
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            let (text, from) = rest.split_at(at);
            out.push_str(text);
            let (tag, after) = from.split_at(end_of_tag(from));
            rest = after;
            if self.leaves_out(tag) {
                rest = after_element(tag, after);
            } else if tag.starts_with("<link ") {
                self.link(tag, &mut out);
            } else if tag == "</head>" {
                out.push_str("<meta name=\"robots\" content=\"noindex\">\n<style>\n");
                out.push_str(self.css);
                out.push_str("</style>\n</head>");
            } else if !(tag.starts_with("<img") && self.picture(tag).is_none()) {
                self.tag(tag, &mut out);
            }
        }
        out.push_str(rest);
        out
    }

    fn leaves_out(&self, tag: &str) -> bool {
        let is_one = |of: &[&str]| {
            let mut ends = of.iter().filter_map(|start| tag.strip_prefix(start));
            ends.any(|end| end.starts_with([' ', '>']))
        };
        is_one(&SCRIPTS) || (self.base.is_none() && is_one(&LINKS))
    }

    /// A `<link>` of the head: only what asks for no file.
    fn link(&self, tag: &str, out: &mut String) {
        if tag.contains("rel=\"canonical\"") {
            out.push_str(tag);
        }
    }

    fn picture(&self, tag: &str) -> Option<&str> {
        let (_, after) = tag.split_once(" src=\"")?;
        let src = after.split('"').next()?;
        let path = src.strip_prefix(self.root).unwrap_or(src);
        Some(self.pictures.get(path)?.as_str())
    }

    fn tag(&self, tag: &str, out: &mut String) {
        let is_body = tag.starts_with("<body ");
        // What is no link any more has no name and no relation.
        let is_dead = tag.starts_with("<a ")
            && attributes(tag).any(|(name, value)| name == "href" && self.href(value).is_none());
        let mut rest = tag;
        while let Some((before, name, value, after)) = next_attribute(rest) {
            let kept = match name {
                "href" => self.href(value),
                "src" => self.picture(tag).map(str::to_owned),
                "class" if is_body => Some(format!("{value} alone")),
                "aria-label" | "rel" if is_dead => None,
                name if DROPPED.contains(&name) => None,
                _ => Some(value.to_owned()),
            };
            out.push_str(before);
            if let Some(value) = kept {
                out.push(' ');
                out.push_str(name);
                out.push_str("=\"");
                out.push_str(&value);
                out.push('"');
            }
            rest = after;
        }
        // An attribute without a value; only links have one.
        out.push_str(&rest.replace(" download>", ">"));
    }

    /// An address as it may stand in the file.
    fn href(&self, value: &str) -> Option<String> {
        let is_whole = ["#", "https:", "http:", "mailto:", "tel:"]
            .iter()
            .any(|s| value.starts_with(s));
        if is_whole {
            return Some(value.to_owned());
        }
        let base = self.base?;
        Some(match value.strip_prefix(self.root) {
            Some(path) => format!("{base}{path}"),
            // From the page itself: a chart's files.
            None => format!("{base}{}/{value}", self.folder),
        })
    }
}

/// Where the tag that `html` begins with ends; a `>` in quotes does not count.
fn end_of_tag(html: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in html.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at + 1,
            _ => {}
        }
    }
    html.len()
}

/// What follows the element that `tag` opens; `rest` follows the tag.
fn after_element<'h>(tag: &str, rest: &'h str) -> &'h str {
    let name = tag[1..].split([' ', '>']).next().unwrap_or("");
    let (open, close) = (format!("<{name}"), format!("</{name}>"));
    let (mut depth, mut at) = (1_usize, 0);
    while depth > 0 {
        let Some(end) = rest[at..].find(&close) else {
            return "";
        };
        let inside = &rest[at..at + end];
        let opened = inside
            .match_indices(&open)
            .filter(|(i, _)| inside[i + open.len()..].starts_with([' ', '>']));
        depth = depth + opened.count() - 1;
        at += end + close.len();
    }
    rest[at..].strip_prefix('\n').unwrap_or(&rest[at..])
}

/// What comes before the next attribute with a value, its name, its value and
/// what comes after. Values stand in double quotes, as all templates and the
/// Markdown writer have them.
fn next_attribute(tag: &str) -> Option<(&str, &str, &str, &str)> {
    let equals = tag.find("=\"")?;
    let (before, value) = (&tag[..equals], &tag[equals + 2..]);
    let space = before.rfind(char::is_whitespace)?;
    let end = value.find('"')?;
    Some((
        &before[..space],
        &before[space + 1..],
        &value[..end],
        &value[end + 1..],
    ))
}

/// Names and values of all attributes with a value.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = tag;
    std::iter::from_fn(move || {
        let (_, name, value, after) = next_attribute(rest)?;
        rest = after;
        Some((name, value))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detached(html: &str, base: Option<&str>) -> String {
        let pictures = BTreeMap::from([("a/b.jpg".to_owned(), "data:x".to_owned())]);
        Detach {
            root: "../../",
            folder: "y/c",
            base,
            pictures: &pictures,
            css: "p{}\n",
        }
        .page(html)
    }

    #[test]
    fn links_become_whole_or_go() {
        let html =
            r##"<p>a <a class="x" href="../../b/c.html#d" download>b</a> <a href="#e">c</a></p>"##;
        assert_eq!(
            detached("<a href=\"charts/d.csv\">d</a>", Some("https://h/s/")),
            "<a href=\"https://h/s/y/c/charts/d.csv\">d</a>"
        );
        assert_eq!(
            detached(html, Some("https://h/s/")),
            r##"<p>a <a class="x" href="https://h/s/b/c.html#d">b</a> <a href="#e">c</a></p>"##
        );
        assert_eq!(
            detached(html, None),
            r##"<p>a <a class="x">b</a> <a href="#e">c</a></p>"##
        );
        let named = r#"<a aria-label="n" href="../../b" rel="next">b</a>"#;
        assert_eq!(detached(named, None), "<a>b</a>");
    }

    #[test]
    fn what_is_links_alone_goes_whole() {
        let html = "<aside class=\"related\" aria-label=\"r\"><aside>x</aside><p>y</p></aside>\n<p class=\"more\"><a href=\"../../a\">a</a></p><p class=\"moreover\">z</p><nav><ul></ul></nav>";
        assert_eq!(detached(html, None), "<p class=\"moreover\">z</p>");
        assert!(detached(html, Some("https://h/")).contains("https://h/a"));
    }

    #[test]
    fn the_head_asks_for_nothing() {
        let html = r#"<head><link rel="icon" href="../../i.svg"><link rel="canonical" href="https://h/"><link rel="stylesheet" href="../../s.css"><script src="../../s.js" defer></script></head><body class="county">"#;
        assert_eq!(
            detached(html, None),
            "<head><link rel=\"canonical\" href=\"https://h/\"><meta name=\"robots\" content=\"noindex\">\n<style>\np{}\n</style>\n</head><body class=\"county alone\">"
        );
    }

    #[test]
    fn pictures_are_taken_in() {
        let html = r#"<img src="../../a/b.jpg" srcset="../../a/b-480.jpg 480w" sizes="100vw" width="9" alt="a > b" loading="lazy"><img src="../../unknown.jpg" alt="">"#;
        assert_eq!(
            detached(html, None),
            r#"<img src="data:x" width="9" alt="a > b">"#
        );
    }

    #[test]
    fn text_that_looks_like_an_attribute_is_left_alone() {
        let html = r#"<code>&lt;a href="../../x"&gt;</code> href="../../y""#;
        assert_eq!(detached(html, None), html);
    }
}
