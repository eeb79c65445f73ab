//! The files of figures as nearly everybody writes them, read in one go.
//!
//! A showcase of a thousand counties spends more time on the way from TOML over a
//! tree to raw types than on all that is computed from them. So a file that holds
//! nothing but `key = value` lines under `[figures.…]`, with plain numbers, texts
//! and days, is read from its tokens. They come from the lexer of the library that
//! reads all other TOML. Whatever is not that plain — a fault most of all — is
//! left to `reader`, which knows all of TOML and how to tell what is wrong.
//!
//! Invariant: what is read here is what `reader` makes of the same file, without
//! a finding.

use super::Date;
use super::invisible;
use super::raw::{Listed, RawFigure, RawFigures};
use super::reader::{self, RawDate, Read, Scalar};
use super::sizes::{LONGEST_TEXT, MOST_KEYS};
use crate::finding::{Findings, Source};
use memchr::{memchr, memmem};
use std::ops::Range;
use std::sync::Arc;
use toml::Spanned;
use toml_parser::lexer::TokenKind;

/// A larger file may hold more than `sizes` lets pass.
const LARGEST: usize = MOST_KEYS * "0=1,".len();

/// What a figure begins with; tells how many there will be.
const HEADING: &str = "[figures.";
/// Room is made for so many of them at once; who states more grows as he goes.
const COMMON: usize = 200;

/// Reads a file of figures; `None` where it is not as plain as that.
pub(super) fn read(source: &Arc<Source>) -> Option<Read<RawFigures>> {
    let text = source.text();
    if text.len() > LARGEST {
        return None;
    }
    // References are no texts, escapes hide what they stand for.
    let bytes = text.as_bytes();
    let hides = memchr(b'\\', bytes).is_some() || memmem::find(bytes, b"{{").is_some();
    if hides || invisible::holds_any(text) {
        return None;
    }
    let (mut raw, end) = Plain::new(text).sheet()?;
    if end < text.len() {
        // What follows the figures is little, and of many kinds.
        let mut findings = Findings::new();
        let rest: Read<RawFigures> = reader::read(source, end..text.len(), &mut findings);
        if !findings.is_empty() || !rest.is_whole() || !rest.raw.has_only_lists() {
            return None;
        }
        raw.checks = rest.raw.checks;
        raw.projects = rest.raw.projects;
        raw.milestones = rest.raw.milestones;
    }
    Some(Read::whole(raw, source))
}

/// A token, and where it stands.
struct Token<'t> {
    kind: TokenKind,
    text: &'t str,
    span: Range<usize>,
}

/// The tokens of a file, one after the other; every step is `None` where something
/// else stands there than it takes.
struct Plain<'t> {
    text: &'t str,
    tokens: Vec<toml_parser::lexer::Token>,
    /// How many of them are taken.
    taken: usize,
}

impl<'t> Plain<'t> {
    fn new(text: &'t str) -> Plain<'t> {
        Plain {
            text,
            tokens: toml_parser::Source::new(text).lex().into_vec(),
            taken: 0,
        }
    }

    #[inline]
    fn next(&mut self) -> Option<Token<'t>> {
        let token = self.tokens.get(self.taken)?;
        self.taken += 1;
        let span = token.span().start()..token.span().end();
        Some(Token {
            kind: token.kind(),
            text: self.text.get(span.clone())?,
            span,
        })
    }

    #[inline]
    fn take(&mut self, kind: TokenKind) -> Option<Token<'t>> {
        self.next().filter(|token| token.kind == kind)
    }

    #[inline]
    fn space(&mut self) {
        self.skip(TokenKind::Whitespace);
    }

    /// Passes over the next token if it is of that kind.
    #[inline]
    fn skip(&mut self, kind: TokenKind) -> bool {
        let there = self.is_next(kind);
        self.taken += usize::from(there);
        there
    }

    #[inline]
    fn is_next(&self, kind: TokenKind) -> bool {
        self.tokens
            .get(self.taken)
            .is_some_and(|t| t.kind() == kind)
    }

    /// A key without quotation marks.
    fn key(&mut self) -> Option<Token<'t>> {
        self.take(TokenKind::Atom).filter(is_bare)
    }

    #[inline]
    fn equals(&mut self) -> Option<()> {
        self.space();
        self.take(TokenKind::Equals)?;
        self.space();
        Some(())
    }

    #[inline]
    fn end_of_line(&mut self) -> Option<()> {
        self.space();
        let token = self.next()?;
        match token.kind {
            TokenKind::Newline | TokenKind::Eof => Some(()),
            TokenKind::Comment => {
                let end = self.next()?.kind;
                matches!(end, TokenKind::Newline | TokenKind::Eof).then_some(())
            }
            _ => None,
        }
    }

    /// The keys at the top and the figures, and where the first list begins.
    fn sheet(mut self) -> Option<(RawFigures, usize)> {
        let mut raw = RawFigures::default();
        let mut figures: Vec<(Spanned<String>, Spanned<RawFigure>)> = Vec::with_capacity(
            memmem::find_iter(self.text.as_bytes(), HEADING)
                .take(COMMON)
                .count(),
        );
        let mut end = self.text.len();
        while let Some(token) = self.next() {
            match token.kind {
                TokenKind::Newline | TokenKind::Whitespace | TokenKind::Comment => {}
                TokenKind::Eof => break,
                TokenKind::LeftSquareBracket => {
                    let next = self.next()?;
                    if next.kind == TokenKind::LeftSquareBracket {
                        end = token.span.start;
                        break;
                    }
                    let id = self.id_of_figure(&next)?;
                    let heading = token.span.start..id.span.end + 1;
                    let figure = Spanned::new(heading, RawFigure::default());
                    figures.push((Spanned::new(id.span, id.text.to_owned()), figure));
                }
                TokenKind::Atom if is_bare(&token) => {
                    self.equals()?;
                    match figures.last_mut() {
                        Some((_, figure)) => self.of_figure(token.text, figure.get_mut())?,
                        None => self.of_file(token.text, &mut raw)?,
                    }
                    self.end_of_line()?;
                }
                _ => return None,
            }
        }
        let figures = Some(Listed(figures)).filter(is_distinct)?;
        raw.figures = Some(figures).filter(|listed| !listed.0.is_empty());
        Some((raw, end))
    }

    /// `villages` of `[figures.villages]`, of which the bracket is read.
    fn id_of_figure(&mut self, first: &Token<'_>) -> Option<Token<'t>> {
        if first.text != "figures" {
            return None;
        }
        self.take(TokenKind::Dot)?;
        let id = self.key()?;
        self.take(TokenKind::RightSquareBracket)?;
        self.end_of_line()?;
        Some(id)
    }

    fn of_file(&mut self, key: &str, raw: &mut RawFigures) -> Option<()> {
        match key {
            "source" => once(&mut raw.source, self.string()?),
            "as_of" => once(&mut raw.as_of, self.date()?),
            "note" => once(&mut raw.note, self.string()?),
            _ => None,
        }
    }

    fn of_figure(&mut self, key: &str, raw: &mut RawFigure) -> Option<()> {
        match key {
            "name" => once(&mut raw.name, self.string()?),
            "unit" => once(&mut raw.unit, self.string()?),
            "meaning" => once(&mut raw.meaning, self.string()?),
            "value" => once(&mut raw.value, self.scalar()?),
            "target" => once(&mut raw.target, self.scalar()?),
            "baseline" => once(&mut raw.baseline, self.scalar()?),
            "series" => once(&mut raw.series, self.series()?),
            "source" => once(&mut raw.source, self.string()?),
            "as_of" => once(&mut raw.as_of, self.date()?),
            "due" => once(&mut raw.due, self.date()?),
            "whole" => once(&mut raw.whole, self.flag()?),
            "range" => once(&mut raw.range, self.scalar()?),
            "note" => once(&mut raw.note, self.string()?),
            "revised" => once(&mut raw.revised, self.string()?),
            _ => None,
        }
    }

    fn string(&mut self) -> Option<Spanned<String>> {
        let token = self.take(TokenKind::BasicString)?;
        let inside = token.text.strip_prefix('"')?.strip_suffix('"')?;
        if inside.len() > LONGEST_TEXT {
            return None;
        }
        Some(Spanned::new(token.span, inside.to_owned()))
    }

    fn flag(&mut self) -> Option<bool> {
        match self.take(TokenKind::Atom)?.text {
            "true" => Some(true),
            "false" => Some(false),
            _ => None,
        }
    }

    /// A day, or a text that is to be one.
    fn date(&mut self) -> Option<Spanned<RawDate>> {
        if self.is_next(TokenKind::BasicString) {
            let string = self.string()?;
            let span = string.span();
            return Some(Spanned::new(span, RawDate(string.into_inner())));
        }
        let token = self.take(TokenKind::Atom)?;
        let whole = token.text.len() == "2019-11-30".len() && is_bare(&token);
        let day = whole && Date::parse(token.text).is_some_and(|d| d.to_string() == token.text);
        day.then(|| Spanned::new(token.span, RawDate(token.text.to_owned())))
    }

    /// A plain number, or a quantity in quotation marks.
    fn scalar(&mut self) -> Option<Spanned<Scalar>> {
        if self.is_next(TokenKind::BasicString) {
            let string = self.string()?;
            let span = string.span();
            return Some(Spanned::new(span, Scalar::Text(string.into_inner())));
        }
        let token = self.take(TokenKind::Atom)?;
        let whole = token.text.strip_prefix('-').unwrap_or(token.text);
        let leading = whole.len() > 1 && whole.starts_with('0');
        if leading || !is_digits(whole) {
            return None;
        }
        let mut span = token.span;
        if self.skip(TokenKind::Dot) {
            let fraction = self.take(TokenKind::Atom)?;
            span.end = fraction.span.end;
            if !is_digits(fraction.text) {
                return None;
            }
        }
        Some(Spanned::new(span, Scalar::Number))
    }

    /// `{ 2018 = 350, 2019 = 401 }`.
    fn series(&mut self) -> Option<Listed<Scalar>> {
        self.take(TokenKind::LeftCurlyBracket)?;
        let mut series = Vec::new();
        loop {
            self.space();
            let year = self.key()?;
            self.equals()?;
            series.push((
                Spanned::new(year.span, year.text.to_owned()),
                self.scalar()?,
            ));
            self.space();
            match self.next()?.kind {
                TokenKind::Comma => {}
                TokenKind::RightCurlyBracket => return Some(Listed(series)).filter(is_distinct),
                _ => return None,
            }
        }
    }
}

/// Whether a token is a key that needs no quotation marks.
#[inline]
fn is_bare(token: &Token<'_>) -> bool {
    let fits = |b: u8| b.is_ascii_alphanumeric() || b == b'_' || b == b'-';
    token.text.bytes().all(fits)
}

/// Whether these are digits, and no more than any number of TOML holds.
#[inline]
fn is_digits(text: &str) -> bool {
    (1..=15).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit())
}

/// Whether every name stands once.
fn is_distinct<T>(listed: &Listed<T>) -> bool {
    let mut names: Vec<&str> = listed.0.iter().map(|(n, _)| n.get_ref().as_str()).collect();
    names.sort_unstable();
    names.windows(2).all(|pair| pair[0] != pair[1])
}

/// Takes a value, unless the key has one already.
#[inline]
fn once<T>(place: &mut Option<T>, value: T) -> Option<()> {
    place.replace(value).is_none().then_some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the short cut was taken; what it gives must be what the long way gives.
    fn is_short(text: &str) -> bool {
        let source = Source::new("content/2024/a/figures.toml", text);
        let Some(short) = read(&source) else {
            return false;
        };
        let mut findings = Findings::new();
        let long: Read<RawFigures> = reader::read(&source, 0..text.len(), &mut findings);
        assert!(long.is_whole() && findings.is_empty(), "{text}");
        let [short, long] = [short.raw, long.raw].map(|raw| format!("{raw:#?}"));
        assert_eq!(short, long, "{text}");
        true
    }

    const FIGURE: &str = "[figures.f01]\nvalue = ";

    #[test]
    fn plain_files_are_read_at_once() {
        for text in [
            "",
            "# nothing yet\n",
            "source = \"三资台账\" # of all\nas_of = 2024-12-31\nnote = \"\"",
            "[figures.a]\nvalue = 74\ntarget = 80.50\nbaseline = -7\n\n[figures.b-2]\nvalue = \"约4.2亿元\"",
            "\t[figures.a] # one\n value=0\n\twhole = true\n range = \"1—2\"\nseries = {2020 = 132,2021=135.0 , x = \"1\"}\n",
            "[figures.z]\nname = \"甲\"\nunit = \"元\"\nmeaning = \"乙\"\nsource = \"丙\"\nas_of = \"2024-04\"\ndue = 2025-02-28\nnote = \"丁\"\nrevised = \"戊\"\n[figures.a]\nvalue = 1\n",
            "[figures.a]\nvalue = 1\n\n[[checks]]\nsum = [\"a\"]\nis = 'a'\n[[projects]]\nname = \"庚\"\n[[milestones]]\ndate = 2018-04-01\ntext = '''辛'''\n",
            "[[checks]]\nsum = [\"a\"]\nis = \"a\"\n",
        ] {
            assert!(is_short(text), "{text}");
        }
    }

    #[test]
    fn what_is_not_plain_goes_the_long_way() {
        for value in [
            "1_000",
            "1e3",
            "012",
            "+5",
            "0x1F",
            "inf",
            "1.",
            ".5",
            "1.5.2",
            "- 1",
            "true",
            "2024-12-31",
            "9223372036854775808",
            "'74'",
            "\"7\\u00304\"",
            "\"7",
            "[1]",
            "{}",
            "",
            "1 2",
            "\"\"\"7\"\"\"",
            "7\ntarget.x = 1",
            "7\nvalue = 8",
            "7\n[figures.f01]\nvalue = 7",
            "7\n[figures]\nx = 1",
            "7\n[figures.f01.series]\n2020 = 1",
            "7\n[notes]",
            "7\nworth = 8",
            "7\nseries = { 2020 = 1, 2020 = 2 }",
            "7\nseries = {}",
            "7\nseries = { 2020 = 1, }",
            "7\nseries = { \"2020\" = 1 }",
            "7\nas_of = 2024-02-30",
            "7\nas_of = 2024-01-01 10:00",
            "7\nas_of = 2024",
            "7\nwhole = \"true\"",
            "7\nnote = 7",
            "7\n\"note\" = \"x\"",
            "7\nnote = \"{{f01}}\"",
            "7\nnote = \"a\u{200B}b\"",
            "7\u{7}",
            "7 # \u{202E}",
            "7\n[[checks]]\nsum = [\"f01\"]\nis = 1\n",
            "7\n[[checks]]\n[figures.b]\nvalue = 1\n",
            "7\n[[figures]]\n",
            "7\n[ figures.b ]\nvalue = 1",
            "7\n年 = 1",
        ] {
            let text = format!("{FIGURE}{value}");
            assert!(!is_short(&text), "{text}");
        }
    }

    #[test]
    fn both_ways_give_the_same_of_every_file_at_hand() {
        let root = concat!(env!("CARGO_MANIFEST_DIR"), "/");
        let mut short = 0;
        for folder in ["content", "tests"] {
            let files = walkdir::WalkDir::new(format!("{root}{folder}"));
            for file in files.into_iter().filter_map(Result::ok) {
                let toml = file.path().extension().is_some_and(|e| e == "toml");
                let Some(text) = std::fs::read_to_string(file.path()).ok().filter(|_| toml) else {
                    continue;
                };
                short += usize::from(is_short(&text));
                // Cut short, files break in all manners.
                for end in (0..text.len()).step_by(37) {
                    is_short(text.get(..end).unwrap_or_default());
                }
            }
        }
        assert!(short > 5, "{short}");
    }
}
