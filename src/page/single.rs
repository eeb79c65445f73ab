//! A county's page as one file that needs nothing beside it, to be sent by
//! chat or an office system and opened from anywhere.
//!
//! It is the county's page with its style sheets inside, photos as `data:`
//! addresses, and no scripts. Links lead within the file or are whole; where
//! site.toml has no url, a link that would lead to another page of the site is
//! left out and its words stay.

use super::county::{self, CountyPage};
use super::desk::Desk;
use super::frame::Page;
use super::job::Made;
use super::{address, photo};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Serialize;
use std::collections::BTreeMap;

/// Photos no wider than this go into the file; it is read on phones.
const WIDTH: u32 = 960;
/// What a tag must not take along: they name other files, or need one.
const DROPPED: [&str; 4] = ["srcset", "sizes", "loading", "download"];

#[derive(Serialize)]
struct SinglePage {
    #[serde(flatten)]
    page: CountyPage,
    css: String,
}

/// Adds the file to `made`, which is that of the county's page.
pub(super) fn add(desk: &Desk<'_>, e: usize, c: usize, made: &mut Made) {
    // What is wrong with the text is told by the page itself.
    let mut own = Made::default();
    let (frame, page) = county::view(desk, (e, c), true, &mut own);
    let root = frame.root.clone();
    let values = SinglePage {
        page,
        css: css(desk),
    };
    match desk.theme.render(
        "single.html",
        &Page {
            page: frame,
            values,
        },
    ) {
        Ok(html) => {
            let photos = photos(desk, &own);
            let base = desk.showcase.content.site.url.as_deref();
            let html = Detach {
                root: &root,
                base,
                photos: &photos,
            }
            .page(&html);
            let path = address::single(desk.edition(e), desk.county(e, c));
            made.files.push((path, html.into_bytes()));
        }
        Err(finding) => made.findings.push(*finding),
    }
}

/// All style sheets, which must not end the element they stand in.
fn css(desk: &Desk<'_>) -> String {
    let sheets = desk
        .theme
        .assets()
        .iter()
        .filter(|a| a.name.ends_with(".css"));
    let css: Vec<_> = sheets.map(|a| String::from_utf8_lossy(&a.bytes)).collect();
    css.join("\n").replace("</", "<\\/")
}

/// The photos of a text as `data:` addresses, by their address in the site.
fn photos(desk: &Desk<'_>, made: &Made) -> BTreeMap<String, String> {
    let assets = made
        .used
        .iter()
        .filter_map(|path| desk.assets.get(path.as_str()));
    let photos = assets.filter_map(|asset| {
        let picture = desk.pictures.get(asset)?;
        let fits = |v: &&crate::picture::Version| v.width <= WIDTH;
        let version = picture
            .versions
            .iter()
            .rev()
            .find(fits)
            .or(picture.versions.first())?;
        let (kind, bytes) = (version.format.mime(), BASE64.encode(&version.bytes));
        let address = address::encode(&photo::link(desk, asset));
        Some((address, format!("data:{kind};base64,{bytes}")))
    });
    photos.collect()
}

/// Rewrites the addresses in the tags of a page, and nothing else.
struct Detach<'a> {
    /// Leads from the page to the site's root.
    root: &'a str,
    /// The site's whole address.
    base: Option<&'a str>,
    photos: &'a BTreeMap<String, String>,
}

impl Detach<'_> {
    fn page(&self, html: &str) -> String {
        let mut out = String::with_capacity(html.len() * 2);
        let mut rest = html;
        while let Some(at) = rest.find('<') {
            let (text, tag) = rest.split_at(at);
            out.push_str(text);
            let end = end_of_tag(tag);
            let (tag, after) = tag.split_at(end);
            self.tag(tag, &mut out);
            rest = after;
        }
        out.push_str(rest);
        out
    }

    fn tag(&self, tag: &str, out: &mut String) {
        let mut rest = tag;
        while let Some((before, name, value, after)) = next_attribute(rest) {
            let kept = match name {
                "href" => self.href(value),
                "src" => self
                    .photos
                    .get(value.strip_prefix(self.root).unwrap_or(value))
                    .cloned(),
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
        let path = value.strip_prefix(self.root)?;
        Some(format!("{}{path}", self.base?))
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

#[cfg(test)]
mod tests {
    use super::*;

    fn detached(html: &str, base: Option<&str>) -> String {
        let photos = BTreeMap::from([("a/b.jpg".to_owned(), "data:x".to_owned())]);
        Detach {
            root: "../../",
            base,
            photos: &photos,
        }
        .page(html)
    }

    #[test]
    fn links_become_whole_or_go() {
        let html =
            r##"<p>a <a class="x" href="../../b/c.html#d" download>b</a> <a href="#e">c</a></p>"##;
        assert_eq!(
            detached(html, Some("https://h/s/")),
            r##"<p>a <a class="x" href="https://h/s/b/c.html#d">b</a> <a href="#e">c</a></p>"##
        );
        assert_eq!(
            detached(html, None),
            r##"<p>a <a class="x">b</a> <a href="#e">c</a></p>"##
        );
    }

    #[test]
    fn photos_are_taken_in() {
        let html = r#"<img src="../../a/b.jpg" srcset="../../a/b-480.jpg 480w" sizes="100vw" width="9" alt="a > b" loading="lazy">"#;
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
