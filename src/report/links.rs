//! Addresses of other hosts in a text.

use pulldown_cmark::{Event, Options, Parser, Tag};
use std::collections::BTreeSet;

/// Every address outside that a Markdown text links to, sorted.
pub(super) fn outside(text: &str) -> BTreeSet<String> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES;
    Parser::new_ext(text, options)
        .filter_map(|event| match event {
            Event::Start(Tag::Link { dest_url, .. }) => Some(dest_url.into_string()),
            _ => None,
        })
        .filter(|url| url.starts_with("http://") || url.starts_with("https://"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::outside;

    #[test]
    fn links_to_other_hosts() {
        let text = "[甲](https://a.cn/b) [乙](../xi/index.md) `https://c.cn` <https://d.cn/>";
        let found: Vec<String> = outside(text).into_iter().collect();
        assert_eq!(found, ["https://a.cn/b", "https://d.cn/"]);
    }
}
