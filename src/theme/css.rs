//! The addresses in a style sheet.
//!
//! Files of a theme carry a hash in their names, which nobody can write into a
//! style sheet by hand: `url(logo.svg)` is written, and the name put in here.
//!
//! A page that stands alone is opened by whatever an office system brings along
//! and judged by its markup alone: it does without what stands in `@supports`,
//! which is what checkers of CSS do not know yet.

use std::borrow::Cow;
use std::ops::Range;

/// The style sheet `css` with each relative address replaced by what `named`
/// gives for it, escapes read, and its place in bytes; `None` leaves it as it
/// is. Addresses that hold their content (`data:`) or lead within the page (`#`)
/// are not asked for.
pub(super) fn addresses(
    css: &str,
    mut named: impl FnMut(&str, Range<usize>) -> Option<String>,
) -> String {
    let mut out = String::with_capacity(css.len());
    let mut done = 0;
    let mut scan = Scan::of(css);
    while let Some(at) = scan.next() {
        out.push_str(&css[done..at.start]);
        done = at.end;
        let written = &css[at.clone()];
        let address = plain(written);
        let holds = address.is_empty() || address.starts_with('#') || is_data(&address);
        match (!holds).then(|| named(&address, at)).flatten() {
            Some(name) => out.push_str(&name),
            None => out.push_str(written),
        }
    }
    out.push_str(&css[done..]);
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

/// The functions whose argument is an address, and those that choose one of
/// the addresses in their strings.
const ONE: [&str; 2] = ["url", "src"];
const CHOICE: [&str; 2] = ["image-set", "-webkit-image-set"];

/// Finds addresses, whatever way the words before them are spelled: `u\72l(` is
/// `url(` to a browser.
struct Scan<'c> {
    css: &'c str,
    at: usize,
    /// Open parentheses since a choice began; 0 outside of one.
    depth: usize,
}

impl<'c> Scan<'c> {
    fn of(css: &'c str) -> Self {
        let (at, depth) = (0, 0);
        Self { css, at, depth }
    }

    /// Where the next address stands, without quotes.
    fn next(&mut self) -> Option<Range<usize>> {
        while self.at < self.css.len() {
            let rest = &self.css[self.at..];
            let found = match rest.chars().next() {
                _ if comment(rest).is_some() => {
                    self.at += comment(rest).unwrap_or_default();
                    None
                }
                Some('"' | '\'') if self.depth == 1 => self.address(rest, ""),
                Some('(' | ')') if self.depth > 0 => {
                    match rest.starts_with('(') {
                        true => self.depth += 1,
                        false => self.depth -= 1,
                    }
                    self.at += 1;
                    None
                }
                _ => self.word(rest),
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Passes over the word or the character at the start of `rest`, and takes
    /// the address that it announces.
    fn word(&mut self, rest: &'c str) -> Option<Range<usize>> {
        let long = word(rest);
        if long == 0 {
            self.at += rest.chars().next().map_or(1, char::len_utf8);
            return None;
        }
        self.at += long;
        let (written, after) = rest.split_at(long);
        // Nearly all words announce nothing, and are not spelled out.
        if !after.starts_with('(') && !written.starts_with(['@', '\\']) {
            return None;
        }
        let word = plain(written).to_ascii_lowercase();
        if let Some(inner) = after.strip_prefix('(') {
            if ONE.contains(&word.as_str()) {
                // Its parenthesis is passed over, the closing one is not.
                self.depth += usize::from(self.depth > 0);
                return self.address(inner, ")");
            }
            if CHOICE.contains(&word.as_str()) && self.depth == 0 {
                self.at += 1;
                self.depth = 1;
            }
        } else if word == "@import" {
            let inner = blanks(after);
            if inner.starts_with(['"', '\'']) {
                return self.address(inner, ";");
            }
        }
        None
    }

    /// The address at the start of `inner`, in quotes or up to `end`.
    fn address(&mut self, inner: &str, end: &str) -> Option<Range<usize>> {
        let found = shift(argument(inner, end), self.css.len() - inner.len());
        self.at = found.end;
        let quoted = self.css[..found.start].ends_with(['"', '\'']);
        if quoted && self.at < self.css.len() {
            self.at += 1;
        }
        Some(found)
    }
}

/// How long the word at the start of `css` is, as it is written: letters,
/// digits, `-`, `_`, everything beyond ASCII, and whatever is escaped; an `@`
/// before it belongs to it.
fn word(css: &str) -> usize {
    let mut at = usize::from(css.starts_with('@'));
    while let Some(letter) = css[at..].chars().next() {
        at += match letter {
            '\\' => match escape(&css[at..]) {
                Some((_, long)) => long,
                None => break,
            },
            '-' | '_' => 1,
            letter if letter.is_ascii_alphanumeric() || !letter.is_ascii() => letter.len_utf8(),
            _ => break,
        };
    }
    at
}

/// What the escape at the start of `css` stands for, and how long it is
/// (<https://www.w3.org/TR/css-syntax-3/#consume-escaped-code-point>).
fn escape(css: &str) -> Option<(char, usize)> {
    let after = css.strip_prefix('\\')?;
    let digits = after.bytes().take(6).take_while(u8::is_ascii_hexdigit);
    let digits = digits.count();
    if digits == 0 {
        let letter = after.chars().next().filter(|c| !"\n\r\u{c}".contains(*c))?;
        return Some((letter, 1 + letter.len_utf8()));
    }
    let code = u32::from_str_radix(&after[..digits], 16).ok()?;
    let letter = char::from_u32(code).filter(|c| *c != '\0');
    let blank = match &after.as_bytes()[digits..] {
        [b'\r', b'\n', ..] => 2,
        [b' ' | b'\t' | b'\n' | b'\r' | b'\x0c', ..] => 1,
        _ => 0,
    };
    Some((letter.unwrap_or('\u{fffd}'), 1 + digits + blank))
}

/// `css` with its escapes read.
fn plain(css: &str) -> Cow<'_, str> {
    if !css.contains('\\') {
        return Cow::Borrowed(css);
    }
    let (mut out, mut at) = (String::new(), 0);
    while let Some(letter) = css[at..].chars().next() {
        let (letter, long) = escape(&css[at..]).unwrap_or((letter, letter.len_utf8()));
        out.push(letter);
        at += long;
    }
    Cow::Owned(out)
}

/// `css` without the blanks and comments it begins with.
fn blanks(css: &str) -> &str {
    let mut rest = css.trim_start();
    while let Some(long) = comment(rest) {
        rest = rest[long..].trim_start();
    }
    rest
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
            assert_eq!(plain(&css[at]), address);
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
    fn an_address_behind_an_escape_was_not_seen() {
        for css in [
            r"a{b:u\72l(//x.cn/a)}",
            r"a{b:\55 R\4C(//x.cn/a)}",
            r"a{b:ur\l('//x.cn/a')}",
            r"a{b:url(\2f/x.cn/a)}",
            r"a{b:url('\2f \00002fx.cn/a')}",
            r"@im\70ort '//x.cn/a';",
            "@import\"//x.cn/a\";",
            "@import\n/* b */'//x.cn/a';",
            "a{b:image-set('//x.cn/a' 1x)}",
            "a{b:-WEBKIT-image-set( \"//x.cn/a\" type(\"image/png\") )}",
            "a{b:src('//x.cn/a')}",
            "a{b:image-set(url(data:a) 1x, url('data:b') 2x, '//x.cn/a' 3x)}",
        ] {
            assert_eq!(put(css), (css.to_owned(), vec!["//x.cn/a".to_owned()]));
        }
    }

    #[test]
    fn what_only_looks_like_an_address_is_left_alone() {
        for css in [
            r"a{content:'\201C (' attr(b) ')'}.md\:c{d:e}",
            "a{b:c(type('image/png'))}.url .src{image-set:'d'}@important 'e';",
            r"a{b:\",
            "a{b:my-url(c)}",
        ] {
            assert_eq!(put(css), (css.to_owned(), Vec::new()));
        }
    }

    #[test]
    fn each_picture_of_a_choice_is_named() {
        let css =
            "a{b:image-set('x.svg' type('image/svg+xml') 1x, url(y.svg) 2x)}c{content:'z.svg'}";
        let (out, asked) = put(css);
        assert_eq!(asked, ["x.svg", "y.svg"]);
        assert!(out.ends_with("2x)}c{content:'z.svg'}"), "{out}");
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
