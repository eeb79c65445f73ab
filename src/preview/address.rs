//! From a requested address to a file of the tree.
//!
//! Decoded once, then looked up by name in a map: `..` has nothing to climb.
//! What only an attack or a broken program writes is refused all the same, so
//! that it shows.

use crate::publish::{Bytes, Tree};
use percent_encoding::{AsciiSet, CONTROLS, percent_decode_str, utf8_percent_encode};

/// What may not stand bare in a `Location`.
const ESCAPED: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Where an address leads.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target<'a> {
    /// To a file, with its path in the tree.
    File(String, &'a [u8]),
    /// To a folder that was named without its `/`: there, with it.
    Folder(String),
    Missing,
}

/// The path that was asked for, decoded, without the leading `/`; `None` for
/// one that no browser asks for.
pub(super) fn decode(raw: &str) -> Option<String> {
    let raw = raw.strip_prefix('/')?;
    if !escapes_are_whole(raw) {
        return None;
    }
    let path = percent_decode_str(raw).decode_utf8().ok()?.into_owned();
    if path.contains(|c: char| c.is_control() || c == '\\') {
        return None;
    }
    let folders = path.strip_suffix('/').unwrap_or(&path);
    let climbs = |part: &str| matches!(part, "" | "." | "..");
    if !path.is_empty() && folders.split('/').any(climbs) {
        return None;
    }
    Some(path)
}

fn escapes_are_whole(raw: &str) -> bool {
    raw.split('%').skip(1).all(|rest| {
        let digits = rest.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

/// Looks up a decoded path.
pub(super) fn find<'a>(tree: &'a Tree, path: &str) -> Target<'a> {
    let is_folder = path.is_empty() || path.ends_with('/');
    let file = if is_folder {
        format!("{path}index.html")
    } else {
        path.to_owned()
    };
    // A preview keeps its pages in memory.
    if let Some(bytes) = tree.get(&file).and_then(Bytes::held) {
        return Target::File(file, bytes);
    }
    if !is_folder && tree.get(&format!("{path}/index.html")).is_some() {
        return Target::Folder(format!("/{}/", utf8_percent_encode(path, ESCAPED)));
    }
    Target::Missing
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree() -> Tree {
        let mut tree = Tree::new();
        for path in [
            "index.html",
            "2019/liandu/index.html",
            "2019/测试 图.png",
            "100%/index.html",
        ] {
            tree.insert(path, path).unwrap();
        }
        tree
    }

    #[test]
    fn addresses_lead_to_files() {
        let tree = tree();
        for (raw, file) in [
            ("/", "index.html"),
            ("/index.html", "index.html"),
            ("/2019/liandu/", "2019/liandu/index.html"),
            (
                "/2019/%E6%B5%8B%E8%AF%95%20%E5%9B%BE.png",
                "2019/测试 图.png",
            ),
            ("/2019%2fliandu/", "2019/liandu/index.html"),
            ("/100%25/", "100%/index.html"),
        ] {
            let path = decode(raw).unwrap();
            assert_eq!(
                find(&tree, &path),
                Target::File(file.to_owned(), file.as_bytes()),
                "{raw}"
            );
        }
    }

    #[test]
    fn a_folder_gets_its_slash_and_stays_on_this_host() {
        let tree = tree();
        for (path, location) in [("2019/liandu", "/2019/liandu/"), ("100%", "/100%25/")] {
            assert_eq!(find(&tree, path), Target::Folder(location.to_owned()));
        }
        for path in ["2019", "2019/", "index.html/", "nothing"] {
            assert_eq!(find(&tree, path), Target::Missing, "{path}");
        }
    }

    #[test]
    fn escapes_are_decoded_once() {
        assert_eq!(decode("/%252e%252e/a").as_deref(), Some("%2e%2e/a"));
    }

    #[test]
    fn paths_that_climb_or_confuse_are_refused() {
        for raw in [
            "",
            "a",
            "//",
            "//a",
            "/a//b",
            "/..",
            "/../a",
            "/a/..",
            "/a/../b",
            "/./a",
            "/a/.",
            "/%2e%2e/a",
            "/.%2E/a",
            "/a%2f..%2fb",
            "/..%5ca",
            "/a\\b",
            "/%00",
            "/a%0d%0ab",
            "/%7f",
            "/%",
            "/%4",
            "/%zz",
            "/%c0%ae%c0%ae/a",
            "/%ff",
            "/a/../",
            "/%2f",
            "/%e2%80",
        ] {
            assert_eq!(decode(raw), None, "{raw}");
        }
    }
}
