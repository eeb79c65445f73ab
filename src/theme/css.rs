//! The addresses in a style sheet.
//!
//! Files of a theme carry a hash in their names, which nobody can write into a
//! style sheet by hand: `url(logo.svg)` is written, and the name put in here.
//!
//! A page that stands alone is opened by whatever an office system brings along
//! and judged by its markup alone: it does without what stands in `@supports`,
//! which is what checkers of CSS do not know yet.

use std::ops::Range;

/// The style sheet `css` with each relative address replaced by what `named`
/// gives for it and its place in bytes; `None` leaves it as it is. Addresses
/// that hold their content (`data:`) or lead within the page (`#`) are not
/// asked for.
pub(super) fn addresses(
    css: &str,
    mut named: impl FnMut(&str, Range<usize>) -> Option<String>,
) -> String {
    let mut out = String::with_capacity(css.len());
    let mut at = 0;
    while let Some(found) = next(&css[at..]) {
        let (start, end) = (at + found.start, at + found.end);
        out.push_str(&css[at..start]);
        let address = &css[start..end];
        let holds = address.is_empty() || address.starts_with('#') || is_data(address);
        match (!holds).then(|| named(address, start..end)).flatten() {
            Some(name) => out.push_str(&name),
            None => out.push_str(address),
        }
        at = end;
    }
    out.push_str(&css[at..]);
    out
}

/// The style sheet `css` without its `@supports` blocks.
pub(super) fn settled(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let (mut kept, mut at) = (0, 0);
    while at < css.len() {
        if strip(&css[at..], "@supports").is_some() {
            out.push_str(&css[kept..at]);
            at = end_of_block(css, at);
            kept = at;
        } else {
            at += token(&css[at..]);
        }
    }
    out.push_str(&css[kept..]);
    out
}

/// Where the block ends that begins at or after `at`.
fn end_of_block(css: &str, mut at: usize) -> usize {
    let mut depth = 0_usize;
    while at < css.len() {
        match css.as_bytes()[at] {
            b'{' => depth += 1,
            b'}' if depth <= 1 => return at + 1,
            b'}' => depth -= 1,
            _ => {}
        }
        at += token(&css[at..]);
    }
    css.len()
}

/// How long the comment at the start of `css` is.
fn comment(css: &str) -> Option<usize> {
    let inner = css.strip_prefix("/*")?;
    Some(inner.find("*/").map_or(css.len(), |end| end + 4))
}

/// How long a comment, a string or else the single character at the start of `css` is.
fn token(css: &str) -> usize {
    if let Some(comment) = comment(css) {
        return comment;
    }
    match css.chars().next() {
        Some(quote @ ('"' | '\'')) => css[1..].find(quote).map_or(css.len(), |end| end + 2),
        other => other.map_or(1, char::len_utf8),
    }
}

fn is_data(address: &str) -> bool {
    address
        .get(..5)
        .is_some_and(|s| s.eq_ignore_ascii_case("data:"))
}

/// Where the next address stands, without quotes.
fn next(css: &str) -> Option<Range<usize>> {
    let mut at = 0;
    while at < css.len() {
        let rest = &css[at..];
        if let Some(comment) = comment(rest) {
            at += comment;
        } else if let Some(inner) = strip(rest, "url(") {
            return Some(shift(argument(inner, ")"), css.len() - inner.len()));
        } else if let Some(inner) = strip(rest, "@import ")
            && inner.trim_start().starts_with(['"', '\''])
        {
            return Some(shift(argument(inner, ";"), css.len() - inner.len()));
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    None
}

fn strip<'a>(css: &'a str, word: &str) -> Option<&'a str> {
    let start = css.get(..word.len())?;
    start.eq_ignore_ascii_case(word).then(|| &css[word.len()..])
}

fn shift(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// The address at the start of `css`, in quotes or up to `end`.
fn argument(css: &str, end: &str) -> Range<usize> {
    let start = css.len() - css.trim_start().len();
    let text = &css[start..];
    match text.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            let inner = &text[1..];
            start + 1..start + 1 + inner.find(quote).unwrap_or(inner.len())
        }
        _ => {
            start
                ..start
                    + text[..text.find(end).unwrap_or(text.len())]
                        .trim_end()
                        .len()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(css: &str) -> (String, Vec<String>) {
        let mut asked = Vec::new();
        let out = addresses(css, |address, at| {
            assert_eq!(&css[at], address);
            asked.push(address.to_owned());
            address
                .strip_suffix(".svg")
                .map(|stem| format!("{stem}.1.svg"))
        });
        (out, asked)
    }

    #[test]
    fn names_are_put_in_with_and_without_quotes() {
        let css = "a{b:url(x.svg)}c{d:URL( 'y y.svg' ) url(\"z.png\")}/* url(no.svg) */@import 'w.svg';红{e:url(v.svg )}";
        let (out, asked) = put(css);
        assert_eq!(
            out,
            "a{b:url(x.1.svg)}c{d:URL( 'y y.1.svg' ) url(\"z.png\")}/* url(no.svg) */@import 'w.1.svg';红{e:url(v.1.svg )}"
        );
        assert_eq!(asked, ["x.svg", "y y.svg", "z.png", "w.svg", "v.svg"]);
    }

    #[test]
    fn what_not_every_checker_knows_is_left_out_of_a_page_alone() {
        let css = "a{b:c}@supports (d:e){f{g:h}@i (j:k){l{m:\"}\"}/* } */}}n{o:'@supports{'}@media q{@SUPPORTS not (r:s){t{}}u{v:w}}";
        assert_eq!(settled(css), "a{b:c}n{o:'@supports{'}@media q{u{v:w}}");
        assert_eq!(settled("a{}@supports (b:c){d{"), "a{}");
    }

    #[test]
    fn what_holds_its_content_is_left_alone() {
        let css = "a{b:url(data:image/svg+xml;base64,AA==) url(#c) url()}";
        assert_eq!(put(css), (css.to_owned(), Vec::new()));
        assert_eq!(put("a{b:url("), ("a{b:url(".to_owned(), Vec::new()));
    }
}
