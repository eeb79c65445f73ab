//! References to figures: `{{villages}}`, `{{qingtian/funds | 亿元}}`.
//!
//! One linear scan finds them, for whole write-ups as for titles and
//! summaries. A reference stays on one line and holds no brace and no
//! backtick, so that prose *about* references (`` `{{` and `}}` ``) is never
//! taken for one. `\{{` is two plain braces.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::escape::escape;

/// Longest expression between the braces, in bytes. Longer ones are a
/// forgotten `}}`.
const LONGEST: usize = 400;

/// The end of the reference that opens at `at`, where `source` has `{{`.
/// `None`: it is not closed on its line, or is empty.
pub(crate) fn end_of(source: &str, at: usize) -> Option<usize> {
    let inner = source.get(at + 2..)?;
    let bytes = inner.as_bytes();
    let stop = bytes
        .iter()
        .take(LONGEST)
        .position(|b| matches!(b, b'{' | b'}' | b'`' | b'\n' | b'\r'))?;
    let closed = bytes.get(stop..stop + 2) == Some(b"}}".as_slice());
    let said = !inner.get(..stop)?.trim().is_empty();
    (closed && said).then_some(at + 2 + stop + 2)
}

/// The expression of the whole reference `{{…}}`, without braces and spaces.
/// `\|` is `|`: who knows Markdown's tables escapes it there, without need.
pub(crate) fn expression(reference: &str) -> Cow<'_, str> {
    let inside = reference
        .strip_prefix("{{")
        .and_then(|r| r.strip_suffix("}}"))
        .unwrap_or(reference)
        .trim();
    match inside.contains('\\') {
        true => Cow::Owned(inside.replace("\\|", "|")),
        false => Cow::Borrowed(inside),
    }
}

/// The references of one line of plain text, in order, in one linear scan.
pub(crate) fn in_line(line: &str) -> Vec<Range<usize>> {
    let bytes = line.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'\\' {
            at += 2;
        } else if bytes[at..].starts_with(b"{{")
            && let Some(end) = end_of(line, at)
        {
            found.push(at..end);
            at = end;
        } else {
            at += 1;
        }
    }
    found
}

/// Replaces every reference of `line`, a title or summary that is plain text
/// and not Markdown, by what `value` gives for its expression and place; one
/// for which it gives nothing stays as it was written. `\{{` becomes `{{`.
pub fn substitute(
    line: &str,
    mut value: impl FnMut(&str, Range<usize>) -> Option<String>,
) -> String {
    let mut out = String::with_capacity(line.len());
    let mut done = 0;
    for at in in_line(line) {
        out.push_str(&line[done..at.start].replace("\\{{", "{{"));
        let written = &line[at.clone()];
        match value(&expression(written), at.clone()) {
            Some(text) => out.push_str(&text),
            None => out.push_str(written),
        }
        done = at.end;
    }
    out.push_str(&line[done..].replace("\\{{", "{{"));
    out
}

/// Like [`substitute`], for HTML: what stands around the references is
/// escaped, `value` gives HTML. `None` where there is no reference.
pub fn substitute_html(
    line: &str,
    mut value: impl FnMut(&str) -> Option<String>,
) -> Option<String> {
    let found = in_line(line);
    if found.is_empty() {
        return None;
    }
    let plain = |part: &str| escape(part.replace("\\{{", "{{"));
    let mut out = String::with_capacity(line.len());
    let mut done = 0;
    for at in found {
        out.push_str(&plain(&line[done..at.start]));
        let written = &line[at.clone()];
        let made = value(&expression(written));
        out.push_str(&made.unwrap_or_else(|| escape(written).into_owned()));
        done = at.end;
    }
    out.push_str(&plain(&line[done..]));
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_scanned_once() {
        assert_eq!(in_line("共{{ a }}、{{b | 亿元}}"), [3..10, 13..27]);
        assert!(in_line("{{}} {{ }} {{a {{b} {{`c`}}").is_empty());
        assert_eq!(in_line("{{{a}}}{{b}}"), [1..6, 7..12]);
        assert!(in_line("\\{{a}}").is_empty());
        assert!(in_line(&"{{".repeat(1000)).is_empty());
    }

    #[test]
    fn a_title_gets_its_figures() {
        let value = |e: &str, _: Range<usize>| (e == "funds").then(|| "4.2亿元".to_string());
        assert_eq!(
            substitute("投入{{funds}}，{{no}}", value),
            "投入4.2亿元，{{no}}"
        );
        assert_eq!(substitute("写作\\{{funds}}", value), "写作{{funds}}");
    }

    #[test]
    fn a_title_on_a_page_is_escaped_around_its_figures() {
        let value = |e: &str| (e == "funds").then(|| "<a>4.2亿元</a>".to_string());
        let made = |line: &str| substitute_html(line, value);
        assert_eq!(made("村 & 镇"), None);
        assert_eq!(
            made("村 & 镇{{funds}}，{{a<b}}、\\{{c}} > 0").as_deref(),
            Some("村 &amp; 镇<a>4.2亿元</a>，{{a&lt;b}}、{{c}} &gt; 0")
        );
    }
}
