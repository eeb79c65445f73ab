//! Drawings in real colours.
//!
//! A chart is drawn once, with classes for the style sheet of a page. Files that
//! must do without one get the same drawing with each class replaced by what
//! the style sheet would say.

use super::ink::Ink;
use super::palette::{Hex, Scheme};
use memchr::memmem;
use std::fmt::Write as _;

/// What begins the name of a class. No text holds it: `"` is escaped there.
const CLASS: &str = " class=\"";

/// `drawing`, the inside of an `<svg>`, with colours in place of classes.
pub(crate) fn coloured(drawing: &str, scheme: &Scheme) -> String {
    let mut known: Vec<(Ink, Hex)> = Vec::new();
    // How light a mark is, is not to be worked out for each text upon it.
    let mut colour = |ink: Ink| match known.iter().find(|(other, _)| *other == ink) {
        Some((_, hex)) => *hex,
        None => {
            let hex = scheme.color(ink);
            known.push((ink, hex));
            hex
        }
    };
    let mut out = String::with_capacity(drawing.len());
    let mut done = 0;
    for at in memmem::find_iter(drawing.as_bytes(), CLASS) {
        let Some((class, _)) = drawing[at + CLASS.len()..].split_once('"') else {
            break;
        };
        let Some((attribute, ink, has_halo)) = paint(class) else {
            continue;
        };
        out.push_str(&drawing[done..at]);
        done = at + CLASS.len() + class.len() + 1;
        let _ = write!(out, " {attribute}=\"{}\"", colour(ink));
        if has_halo {
            let ground = colour(Ink::Ground);
            let _ = write!(
                out,
                " stroke=\"{ground}\" stroke-width=\"4\" stroke-linejoin=\"round\""
            );
        }
    }
    out.push_str(&drawing[done..]);
    out
}

/// What `f-c1 halo` means; `None` for a class that is no paint.
fn paint(class: &str) -> Option<(&'static str, Ink, bool)> {
    let (class, has_halo) = match class.strip_suffix(" halo") {
        Some(class) => (class, true),
        None => (class, false),
    };
    let (kind, token) = class.split_once('-')?;
    let attribute = match kind {
        "f" => "fill",
        "s" => "stroke",
        _ => return None,
    };
    let mut inks = Ink::ALL.into_iter();
    Some((attribute, inks.find(|ink| ink.token() == token)?, has_halo))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Palette;

    #[test]
    fn classes_become_what_the_style_sheet_says_and_others_stay() {
        let scheme = Palette::hong().light;
        let drawing = "<g class=\"mk\"><path d=\"M0 0\" class=\"s-c1\"/>\
            <text class=\"f-c-text halo\" paint-order=\"stroke\"> class=&quot;f-c1&quot;</text></g>";
        let (c1, text, ground) = (scheme.c1, scheme.text, scheme.ground);
        assert_eq!(
            coloured(drawing, &scheme),
            format!(
                "<g class=\"mk\"><path d=\"M0 0\" stroke=\"{c1}\"/>\
                <text fill=\"{text}\" stroke=\"{ground}\" stroke-width=\"4\" stroke-linejoin=\"round\" \
                paint-order=\"stroke\"> class=&quot;f-c1&quot;</text></g>"
            )
        );
    }

    #[test]
    fn every_ink_has_its_colour() {
        let scheme = Palette::hong().dark;
        for ink in Ink::ALL {
            let class = format!("<rect class=\"f-{}\"/>", ink.token());
            let expected = format!("<rect fill=\"{}\"/>", scheme.color(ink));
            assert_eq!(coloured(&class, &scheme), expected);
        }
    }
}
