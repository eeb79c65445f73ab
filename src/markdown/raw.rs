//! Raw HTML: which tags an editor may use, and how they are kept whole.
//!
//! Inline tags come one by one from the parser. Those on the list are written
//! anew without attributes, and only in pairs that lie within one parent, so
//! nothing an editor types is copied. A block of HTML goes through `ammonia`
//! as a whole, after a limit on its depth (`ammonia` takes quadratic time in
//! it). The tags of a `<details>` or `<div>` around Markdown stand in two
//! blocks: each travels through `ammonia` as one private-use character, and
//! is put back if it stands outside of everything and has a partner.
//!
//! | where | tags |
//! |---|---|
//! | inline | abbr b bdi br cite code del dfn em i ins kbd mark q rp rt ruby s samp small span strong sub sup u var wbr |
//! | blocks, also | blockquote caption col colgroup dd details div dl dt hr li ol p pre summary table tbody td tfoot th thead tr ul |
//!
//! Attributes: `colspan`, `rowspan` on `td` and `th`, `scope` on `th`, `span`
//! on `col` and `colgroup`, `start` on `ol`, `open` on `details`. Links and
//! images are written in Markdown, so that the showcase can check them.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

/// Tags that may stand within a line.
const INLINE: [&str; 27] = [
    "abbr", "b", "bdi", "br", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q",
    "rp", "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "wbr",
];
/// Tags that may stand in a block of HTML, besides the inline ones.
const BLOCK: [&str; 23] = [
    "blockquote",
    "caption",
    "col",
    "colgroup",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "hr",
    "li",
    "ol",
    "p",
    "pre",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];
/// Tags without an end.
const VOID: [&str; 14] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];
/// Elements whose content is no HTML; the tags inside are text.
const TEXT_ONLY: [&str; 9] = [
    "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript",
];
/// Tags that may hold Markdown between two blocks of HTML, with the character
/// that stands for the opening tag; the one after it is the closing tag.
const AROUND: [(&str, char); 2] = [("details", '\u{10FFF0}'), ("div", '\u{10FFF2}')];

/// One tag as it was written.
pub(crate) struct Tag {
    /// In lower case.
    pub(crate) name: String,
    pub(crate) closing: bool,
    /// The names of the attributes, in lower case.
    attributes: Vec<String>,
    pub(crate) at: Range<usize>,
}

impl Tag {
    /// As messages show it.
    pub(crate) fn shown(&self) -> String {
        let slash = if self.closing { "/" } else { "" };
        let name: String = self.name.chars().take(30).collect();
        format!("<{slash}{name}>")
    }

    pub(crate) fn is_inline(&self) -> bool {
        INLINE.contains(&self.name.as_str())
    }

    pub(crate) fn is_void(&self) -> bool {
        VOID.contains(&self.name.as_str())
    }

    /// The attributes that will not be kept where all of a block may stand.
    fn refused(&self) -> impl Iterator<Item = &String> {
        let allowed = attributes(&self.name);
        self.attributes
            .iter()
            .filter(move |a| !allowed.contains(&a.as_str()))
    }

    /// The first attribute, if any; inline tags may have none.
    pub(crate) fn attribute(&self) -> Option<&str> {
        self.attributes.first().map(String::as_str)
    }
}

fn attributes(tag: &str) -> &'static [&'static str] {
    match tag {
        "td" => &["colspan", "rowspan"],
        "th" => &["colspan", "rowspan", "scope"],
        "col" | "colgroup" => &["span"],
        "ol" => &["start"],
        "details" => &["open"],
        _ => &[],
    }
}

/// The tags of `html`, in one linear scan; comments, and what stands in
/// elements that hold only text, are passed over.
pub(crate) fn tags(html: &str) -> Vec<Tag> {
    let bytes = html.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(next) = html.get(at..).and_then(|rest| rest.find('<')) {
        let start = at + next;
        let rest = &html[start..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            at = comment
                .find("-->")
                .map_or(html.len(), |n| start + 4 + n + 3);
            continue;
        }
        let closing = rest.starts_with("</");
        let name_at = start + 1 + usize::from(closing);
        if !bytes
            .get(name_at)
            .is_some_and(|b| b.is_ascii_alphabetic() || b"!?".contains(b))
        {
            at = start + 1;
            continue;
        }
        let (attributes, name_end, end) = inside(html, name_at);
        let name = html[name_at..name_end].to_ascii_lowercase();
        at = end;
        if !closing && TEXT_ONLY.contains(&name.as_str()) {
            at = end_of_text(html, &name, end);
        }
        found.push(Tag {
            name,
            closing,
            attributes,
            at: start..end,
        });
    }
    found
}

/// Attribute names, end of the name, and end of the tag whose name starts at
/// `name_at`.
fn inside(html: &str, name_at: usize) -> (Vec<String>, usize, usize) {
    let bytes = html.as_bytes();
    let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'/' | b'>');
    let find = |from: usize, stop: &dyn Fn(&u8) -> bool| {
        bytes[from..]
            .iter()
            .position(stop)
            .map_or(bytes.len(), |n| from + n)
    };
    let name_end = find(name_at, &ends);
    let mut names = Vec::new();
    let mut at = name_end;
    loop {
        at = find(at, &|b| !b.is_ascii_whitespace() && *b != b'/');
        match bytes.get(at) {
            None => return (names, name_end, at),
            Some(b'>') => return (names, name_end, at + 1),
            Some(_) => {}
        }
        let end = find(at + 1, &|b| ends(b) || *b == b'=');
        names.push(html.get(at..end).unwrap_or("?").to_ascii_lowercase());
        at = find(end, &|b| !b.is_ascii_whitespace());
        if bytes.get(at) != Some(&b'=') {
            continue;
        }
        at = find(at + 1, &|b| !b.is_ascii_whitespace());
        at = match bytes.get(at) {
            Some(&quote @ (b'"' | b'\'')) => find(at + 1, &|b| *b == quote) + 1,
            _ => find(at, &|b| b.is_ascii_whitespace() || *b == b'>'),
        }
        .min(bytes.len());
    }
}

/// Where the text-only element `name`, open at `from`, is closed.
fn end_of_text(html: &str, name: &str, from: usize) -> usize {
    let bytes = html.as_bytes();
    let mut at = from;
    while let Some(n) = html.get(at..).and_then(|rest| rest.find("</")) {
        at += n;
        let after = bytes.get(at + 2..at + 2 + name.len());
        if after.is_some_and(|a| a.eq_ignore_ascii_case(name.as_bytes())) {
            return at;
        }
        at += 2;
    }
    html.len()
}

/// What is to be told about a block of HTML, with its place in the block.
pub(crate) enum Fault {
    /// A tag or attribute outside the list.
    Dropped(String),
    /// Deeper than the limit; nothing of the block is shown.
    TooDeep,
}

/// A block of HTML made safe.
pub(crate) struct Block {
    /// Balanced HTML, with characters where tags around Markdown stand.
    pub(crate) html: String,
    /// Those tags in order: name, whether it closes, and its place.
    pub(crate) around: Vec<(&'static str, bool, Range<usize>)>,
    pub(crate) faults: Vec<(Fault, Range<usize>)>,
}

/// Makes a block of HTML safe. `deepest` is how deep its tags may nest.
pub(crate) fn block(html: &str, deepest: usize) -> Block {
    let tags = tags(html);
    let mut faults = Vec::new();
    let mut refused = HashSet::new();
    for tag in &tags {
        if !(tag.is_inline() || BLOCK.contains(&tag.name.as_str())) {
            // The closing half says nothing new.
            if tag.closing && refused.contains(&tag.name) {
                continue;
            }
            refused.insert(&tag.name);
            faults.push((Fault::Dropped(tag.shown()), tag.at.clone()));
        } else {
            for name in tag.refused() {
                let shown: String = name.chars().take(30).collect();
                faults.push((Fault::Dropped(shown), tag.at.clone()));
            }
        }
    }
    let (around, depth) = unpaired(&tags);
    if depth > deepest {
        faults.push((Fault::TooDeep, 0..html.len()));
        return Block {
            html: String::new(),
            around: Vec::new(),
            faults,
        };
    }
    let mut marked = String::with_capacity(html.len());
    let mut done = 0;
    for (_, mark, at) in &around {
        marked.push_str(&html[done..at.start]);
        marked.push(*mark);
        done = at.end;
    }
    marked.push_str(&html[done..]);
    let clean = CLEANER.clean(&marked).to_string();
    let outside = marks_outside(&clean);
    let whole = outside.len() == around.len();
    let html = if whole {
        clean
    } else {
        clean.replace(is_mark, "")
    };
    let mut kept = Vec::new();
    for (name, mark, at) in around {
        if whole {
            kept.push((name, is_closing(mark), at));
        } else {
            faults.push((Fault::Dropped(format!("<{name}>")), at));
        }
    }
    Block {
        // An editor's table scrolls as one of Markdown does.
        html: html
            .replace("<table>", "<div class=\"table\"><table>")
            .replace("</table>", "</table></div>"),
        around: kept,
        faults,
    }
}

fn is_mark(c: char) -> bool {
    ('\u{10FFF0}'..='\u{10FFF3}').contains(&c)
}

fn is_closing(mark: char) -> bool {
    AROUND.iter().all(|(_, open)| *open != mark)
}

/// The tag that a character stands for, as it is written out.
pub(crate) fn tag_of(mark: char) -> Option<&'static str> {
    match mark {
        '\u{10FFF0}' => Some("<details>"),
        '\u{10FFF1}' => Some("</details>"),
        '\u{10FFF2}' => Some("<div>"),
        '\u{10FFF3}' => Some("</div>"),
        _ => None,
    }
}

type Around = Vec<(&'static str, char, Range<usize>)>;

/// The `<details>` and `<div>` that lie outside of everything and have no
/// partner in the block, and how deep the tags nest at most.
fn unpaired(tags: &[Tag]) -> (Around, usize) {
    let around = |tag: &Tag| AROUND.iter().find(|(name, _)| *name == tag.name);
    let mut open: Vec<&Tag> = Vec::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut found: Around = Vec::new();
    let mut deepest = 0;
    for tag in tags.iter().filter(|t| !t.is_void()) {
        let count = counts.entry(tag.name.as_str()).or_default();
        if !tag.closing {
            *count += 1;
            while let Some(last) = open.pop_if(|last| ends_with(&last.name, &tag.name)) {
                if let Some(count) = counts.get_mut(last.name.as_str()) {
                    *count -= 1;
                }
            }
            open.push(tag);
            deepest = deepest.max(open.len());
        } else if *count > 0 {
            while let Some(last) = open.pop() {
                if let Some(count) = counts.get_mut(last.name.as_str()) {
                    *count -= 1;
                }
                if last.name == tag.name {
                    break;
                }
            }
        } else if open.is_empty()
            && let Some((name, mark)) = around(tag)
        {
            let closing = char::from_u32(u32::from(*mark) + 1).unwrap_or(*mark);
            found.push((name, closing, tag.at.clone()));
        }
    }
    for tag in open {
        let Some((name, mark)) = around(tag) else {
            break;
        };
        found.push((name, *mark, tag.at.clone()));
    }
    found.sort_by_key(|(_, _, at)| at.start);
    (found, deepest)
}

/// Whether an open `last` ends where `next` begins, as HTML lets an author
/// leave out `</td>` and the like.
fn ends_with(last: &str, next: &str) -> bool {
    match next {
        "p" | "li" => last == next,
        "td" | "th" => matches!(last, "td" | "th"),
        "tr" => matches!(last, "td" | "th" | "tr"),
        "dt" | "dd" => matches!(last, "dt" | "dd"),
        _ => false,
    }
}

/// The characters for tags around Markdown that stand outside all elements
/// of `clean`, which is `ammonia`'s and therefore well formed.
fn marks_outside(clean: &str) -> Vec<char> {
    let mut depth = 0usize;
    let mut found = Vec::new();
    let mut done = 0;
    let mut text = |piece: &str, depth: usize| {
        if depth == 0 {
            found.extend(piece.chars().filter(|c| is_mark(*c)));
        }
    };
    for tag in tags(clean) {
        text(&clean[done..tag.at.start], depth);
        done = tag.at.end;
        if tag.closing {
            depth = depth.saturating_sub(1);
        } else if !tag.is_void() {
            depth += 1;
        }
    }
    text(&clean[done..], depth);
    found
}

/// The plain text of HTML that `ammonia` wrote.
pub(crate) fn plain(clean: &str) -> String {
    let mut out = String::new();
    let mut done = 0;
    for tag in tags(clean) {
        out.push_str(&clean[done..tag.at.start]);
        done = tag.at.end;
    }
    out.push_str(&clean[done..]);
    out.replace(is_mark, "")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&nbsp;", "\u{A0}")
        .replace("&amp;", "&")
}

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let all = INLINE.iter().chain(&BLOCK);
    let listed: HashMap<&str, HashSet<&str>> = all
        .clone()
        .filter(|tag| !attributes(tag).is_empty())
        .map(|tag| (*tag, attributes(tag).iter().copied().collect()))
        .collect();
    let mut cleaner = ammonia::Builder::empty();
    cleaner
        .tags(all.copied().collect())
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(listed)
        .generic_attributes(HashSet::new())
        .link_rel(None)
        .strip_comments(true);
    cleaner
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_keeps_the_list_and_nothing_else() {
        let html = "<table onclick=x><tr><td colspan=2 style='a:b'>甲<script>alert(1)</script><td>乙</table>";
        let block = block(html, 100);
        assert_eq!(
            block.html,
            "<div class=\"table\"><table><tbody><tr><td colspan=\"2\">甲</td><td>乙</td></tr></tbody></table></div>"
        );
        assert_eq!(block.faults.len(), 3);
    }

    #[test]
    fn tags_around_markdown_are_told_apart() {
        let open = block("<details>\n<summary>更多</summary>\n", 100);
        assert_eq!(open.html, "\u{10FFF0}\n<summary>更多</summary>\n");
        assert_eq!(open.around.len(), 1);
        let close = block("</details>\n", 100);
        assert_eq!(close.around, [("details", true, 0..10)]);
        assert!(block("<p><details>", 100).around.is_empty());
        assert!(block("<div>甲</div>", 100).around.is_empty());
    }

    #[test]
    fn depth_is_limited_before_it_costs_time() {
        let deep = "<div></b>".repeat(5000);
        assert!(matches!(
            block(&deep, 100).faults.last(),
            Some((Fault::TooDeep, _))
        ));
    }

    /// The faults of a block, as messages show them.
    fn faults(html: &str) -> Vec<String> {
        let shown = |(fault, at): (Fault, Range<usize>)| match fault {
            Fault::Dropped(what) => format!("{what} at {}", at.start),
            Fault::TooDeep => "too deep".to_owned(),
        };
        block(html, 100).faults.into_iter().map(shown).collect()
    }

    #[test]
    fn what_stands_in_comments_and_scripts_is_not_told() {
        assert_eq!(faults("<p>甲<!--<font>--><font>"), ["<font> at 19"]);
        let script = "<p>甲<script>a</b><i></script><font>";
        assert_eq!(faults(script), ["<script> at 6", "<font> at 31"]);
        assert_eq!(faults("<p>甲<script>a</b></SCRIPT"), ["<script> at 6"]);
    }

    #[test]
    fn each_attribute_outside_the_list_is_told_by_its_name() {
        let quoted = "<td style=\"a b>c\" colspan=2 title = 'x y>' rowspan = 3 =z>甲";
        let told = ["style at 0", "title at 0", "=z at 0"];
        assert_eq!(faults(&format!("{quoted}</td>")), told);
    }

    #[test]
    fn attributes_of_the_list_are_kept() {
        for kept in [
            "<ol start=\"3\"><li>甲</li></ol>",
            "<details open=\"\"><summary>甲</summary></details>",
        ] {
            assert_eq!(block(kept, 100).html, kept);
        }
        let table = "<table><colgroup span=\"2\"><col span=\"2\"></colgroup><tbody><tr>\
            <th colspan=\"2\" rowspan=\"2\" scope=\"row\">甲</th></tr></tbody></table>";
        let made = block(table, 100);
        assert_eq!(made.html, format!("<div class=\"table\">{table}</div>"));
        assert!(made.faults.is_empty());
    }

    #[test]
    fn ends_that_html_lets_out_are_no_nest() {
        for piece in ["<p>甲", "<li>甲", "<tr><td>甲<th>乙", "<dt>甲<dd>乙"] {
            assert!(faults(&piece.repeat(150)).is_empty(), "{piece}");
        }
        assert_eq!(faults(&"<ul>".repeat(150)), ["too deep"]);
    }

    #[test]
    fn as_deep_as_the_limit_is_not_too_deep() {
        let deep = |n: usize| "<ul>".repeat(n) + &"</ul>".repeat(n);
        assert!(faults(&deep(100)).is_empty());
        assert_eq!(faults(&deep(101)), ["too deep"]);
    }

    #[test]
    fn an_end_too_many_ends_nothing_else() {
        for html in ["<div><p>甲<p>乙</p></p></div>", "<div><p>甲</p></p></div>"] {
            assert!(block(html, 100).around.is_empty(), "{html}");
        }
    }

    #[test]
    fn a_tag_around_markdown_that_lands_within_another_is_refused() {
        let made = block("<b><p>甲</b></details>\n", 100);
        assert!(made.around.is_empty());
        assert!(!made.html.contains(is_mark));
        assert!(matches!(&made.faults[..], [(Fault::Dropped(what), _)] if what == "<details>"));
    }
}
