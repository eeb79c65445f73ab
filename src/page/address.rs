//! Where pages stand, and how they name each other.
//!
//! All addresses are paths from the site's root that end in a file; a page
//! puts its own `root` (`../../`) before them. So the folder works from a
//! sub-path, from a stick and from `file://`.

use crate::showcase::{County, Edition};

/// The newest edition.
pub(super) const HOME: &str = "index.html";
/// Folder of an edition's bare charts.
const FIGURE: &str = "figure";
/// All editions.
pub(super) const YEARS: &str = "years/index.html";

/// An edition's own page.
pub(super) fn edition(edition: &Edition<'_>) -> String {
    [&edition.content.id, "/index.html"].concat()
}

/// A page of an edition: `data`, `method`, `print`.
pub(super) fn part(edition: &Edition<'_>, name: &str) -> String {
    [&edition.content.id, "/", name, "/index.html"].concat()
}

/// A county's page.
pub(super) fn county(edition: &Edition<'_>, county: &County<'_>) -> String {
    [
        &edition.content.id,
        "/",
        &county.content.slug,
        "/index.html",
    ]
    .concat()
}

/// A county's page as one file, beside the page.
pub(super) fn single(edition: &Edition<'_>, county: &County<'_>) -> String {
    let (id, slug) = (&edition.content.id, &county.content.slug);
    // The page itself is called index.html.
    let name = if slug == "index" {
        "index-single"
    } else {
        slug
    };
    format!("{id}/{slug}/{name}.html")
}

/// An indicator's page.
pub(super) fn indicator(edition: &Edition<'_>, id: &str) -> String {
    [&edition.content.id, "/indicator/", id, "/index.html"].concat()
}

/// The bare page of an indicator's chart: the chief one, or one of a kind.
pub(super) fn figure(edition: &Edition<'_>, id: &str, kind: Option<&str>) -> String {
    let below = kind.map_or_else(String::new, |kind| format!("{kind}/"));
    format!("{}/{FIGURE}/{id}/{below}index.html", edition.content.id)
}

/// Whether that is what a path is; no county is called so.
pub(super) fn is_figure(path: &str) -> bool {
    path.split('/').nth(1) == Some(FIGURE)
}

/// One county over the years.
pub(super) fn county_years(slug: &str) -> String {
    format!("county/{slug}/index.html")
}

/// A plain page.
pub(super) fn plain(slug: &str) -> String {
    format!("{slug}/index.html")
}

/// What leads from the page at `path` back to the site's root: one `../` for
/// each folder.
pub(super) fn root(path: &str) -> String {
    "../".repeat(path.matches('/').count())
}

/// A path as it may stand in a link: everything but letters, digits and
/// `-._~/` percent-encoded (RFC 3986, section 2.3).
pub(super) fn encode(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                out.push(char::from(byte));
            }
            _ => {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                out.push('%');
                out.push(char::from(HEX[usize::from(byte >> 4)]));
                out.push(char::from(HEX[usize::from(byte & 15)]));
            }
        }
    }
    out
}

/// `path` seen from the folder `base`, its `.` and `..` taken up; `None` if
/// it leaves the root.
pub(super) fn join(base: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = base.split('/').filter(|p| !p.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The folder a path lies in, without a slash at its end.
pub(super) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_count_folders() {
        assert_eq!(root("index.html"), "");
        assert_eq!(root("2019/liandu/index.html"), "../../");
    }

    #[test]
    fn chinese_names_are_encoded() {
        assert_eq!(encode("a/岱 1.jpg"), "a/%E5%B2%B1%201.jpg");
    }

    #[test]
    fn joined_paths_cannot_leave_the_root() {
        assert_eq!(
            join("2019/liandu", "../qingtian/index.md").unwrap(),
            "2019/qingtian/index.md"
        );
        assert_eq!(join("2019", "../../a"), None);
    }
}
