//! A line of text as Markdown: bold and links, and the escapes of what Markdown would
//! take for its own. Where a line stands among blocks is the matter of `mod.rs`.

use crate::import::draft::{Inline, Look};

/// Where a piece of text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum Place {
    /// In a line of text.
    Line,
    /// In a heading or a note, which has one line.
    Heading,
    /// In a cell of a table.
    Cell,
}

pub(super) fn without_look(text: &[Inline]) -> Vec<Inline> {
    text.iter()
        .map(|i| match i {
            Inline::Text(text, look) => Inline::Text(
                text.clone(),
                Look {
                    bold: false,
                    italic: false,
                    ..*look
                },
            ),
            other => other.clone(),
        })
        .collect()
}

pub(in crate::import) fn inline(text: &[Inline], place: Place) -> String {
    let mut out = String::new();
    for piece in joined(text) {
        match piece {
            Inline::Text(text, look) => styled(&mut out, &text, look, place),
            Inline::Link(address, inner) => {
                let words = inline(&inner, place);
                out.push_str(&format!("[{}]({})", words.trim(), destination(&address)));
            }
            Inline::Note(at) => {
                let number = at + 1;
                out.push_str(&format!("[^{number}]"));
            }
            Inline::Break => out.push_str(match place {
                Place::Line => "\\\n",
                Place::Heading => " ",
                Place::Cell => "<br>",
            }),
        }
    }
    out
}

/// Runs of one look joined; white space between two bold runs is bold.
pub(in crate::import) fn joined(text: &[Inline]) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for piece in text {
        let Inline::Text(text, look) = piece else {
            out.push(piece.clone());
            continue;
        };
        match out.last_mut() {
            Some(Inline::Text(before, known)) if known == look => before.push_str(text),
            _ => out.push(Inline::Text(text.clone(), *look)),
        }
    }
    let mut at = 1;
    while at + 1 < out.len() {
        let same = match (&out[at - 1], &out[at], &out[at + 1]) {
            (Inline::Text(_, a), Inline::Text(space, _), Inline::Text(_, b)) => {
                a == b && space.trim().is_empty()
            }
            _ => false,
        };
        if same {
            let (Inline::Text(space, _), Inline::Text(after, _)) = (out.remove(at), out.remove(at))
            else {
                break;
            };
            if let Some(Inline::Text(before, _)) = out.get_mut(at - 1) {
                before.push_str(&space);
                before.push_str(&after);
            }
        } else {
            at += 1;
        }
    }
    out
}

fn styled(out: &mut String, text: &str, look: Look, place: Place) {
    let is_space = |c: char| c.is_whitespace();
    let core = text.trim_matches(is_space);
    if core.is_empty() || look == Look::default() {
        out.push_str(&escape(text, place));
        return;
    }
    let start = text.len() - text.trim_start_matches(is_space).len();
    let end = start + core.len();
    out.push_str(&escape(&text[..start], place));
    // Two runs of stars that touch would be read as one.
    let touching = out.ends_with(['*', '~']) && !out.ends_with("\\*");
    let mut marks: Vec<(&str, &str)> = Vec::new();
    let pairs = [
        (look.struck, ("~~", "~~"), ("<del>", "</del>")),
        (look.bold, ("**", "**"), ("<strong>", "</strong>")),
        (look.italic, ("*", "*"), ("<em>", "</em>")),
    ];
    for (on, plain, tags) in pairs {
        if on {
            marks.push(if touching { tags } else { plain });
        }
    }
    if look.raised {
        marks.push(("<sup>", "</sup>"));
    }
    if look.lowered {
        marks.push(("<sub>", "</sub>"));
    }
    out.extend(marks.iter().map(|(open, _)| *open));
    out.push_str(&escape(core, place));
    out.extend(marks.iter().rev().map(|(_, close)| *close));
    out.push_str(&escape(&text[end..], place));
}

/// Escapes what Markdown would take for its own within a line.
pub(super) fn escape(text: &str, place: Place) -> String {
    let mut out = String::with_capacity(text.len());
    let chars: Vec<char> = text.chars().collect();
    for (at, c) in chars.iter().copied().enumerate() {
        let before = at.checked_sub(1).and_then(|i| chars.get(i)).copied();
        let after = chars.get(at + 1).copied();
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match c {
            '\n' | '\r' => out.push(' '),
            '\t' => out.push(' '),
            '*' | '`' | '[' | ']' | '<' | '~' => out.extend(['\\', c]),
            '_' if !(word(before) && word(after)) => out.extend(['\\', c]),
            '\\' if after.is_none_or(|a| a.is_ascii_punctuation()) => out.push_str("\\\\"),
            '&' if after.is_some_and(|a| a == '#' || a.is_ascii_alphabetic()) => {
                out.push_str("\\&")
            }
            '{' if after == Some('{') && before != Some('{') => out.push_str("\\{"),
            '|' if place == Place::Cell => out.push_str("\\|"),
            c => out.push(c),
        }
    }
    out
}

/// Escapes what would make a line something else than a paragraph.
pub(super) fn guarded(line: &str) -> String {
    let escaped = |at: usize| format!("{}\\{}", &line[..at], &line[at..]);
    // **1.强化。** is bold, and no list either.
    let bold = line.len() - line.trim_start_matches('*').len();
    if bold == 2 {
        let inner = &line[bold..];
        let inner = if inner.starts_with(|c: char| c.is_ascii_digit()) {
            guarded(inner)
        } else {
            inner.to_owned()
        };
        return format!("{}{inner}", &line[..bold]);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let rest = &line[digits..];
    // 1.强化 is no list, but looks like one that lost its space.
    let behind = rest.chars().nth(1);
    let numbered = (1..=2).contains(&digits)
        && rest.starts_with('.')
        && behind.is_some_and(|c| !c.is_ascii_digit());
    let only = |c: char| !line.is_empty() && line.chars().all(|l| l == c || l == ' ');
    if line.starts_with(['#', '>'])
        || line.starts_with("+++")
        || line.starts_with("- ")
        || line.starts_with("+ ")
        || only('-')
        || only('=')
        || only('+')
    {
        escaped(0)
    } else if (1..10).contains(&digits)
        && rest.starts_with(['.', ')'])
        && (rest.len() == 1 || rest.starts_with(". ") || rest.starts_with(") ") || numbered)
    {
        escaped(digits)
    } else if line.starts_with('|') || line.starts_with(':') {
        escaped(0)
    } else {
        line.to_owned()
    }
}

pub(in crate::import) fn destination(address: &str) -> String {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "()<>\\".contains(c);
    if address.contains(odd) {
        let mut out = String::new();
        for byte in address.bytes() {
            let c = char::from(byte);
            if byte < 0x80 && odd(c) {
                out.push_str(&format!("%{byte:02X}"))
            } else if byte < 0x80 {
                out.push(c)
            } else {
                out.push_str(&format!("%{byte:02X}"))
            }
        }
        out
    } else {
        address.to_owned()
    }
}
