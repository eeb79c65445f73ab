//! A text to be proofread, and where it stands.

use crate::content::{Body, Spot};
use crate::finding::Place;
use std::ops::Range;

/// What a text is for; some rules hold only for running prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A county's write-up, in Markdown.
    Case,
    /// An edition's lead, in Markdown.
    Lead,
    /// A plain page, in Markdown.
    Page,
    /// A headline: 引题, 主题, 副题, a name.
    Title,
    /// 图说.
    Caption,
    /// One line or paragraph of plain text: a summary, a note, a milestone.
    Note,
}

impl Kind {
    /// Whether the text is Markdown.
    pub(super) fn is_markdown(self) -> bool {
        matches!(self, Kind::Case | Kind::Lead | Kind::Page)
    }
}

/// A text to be proofread.
#[derive(Debug, Clone)]
pub struct Passage<'a> {
    text: &'a str,
    kind: Kind,
    place: Place,
    /// Bytes of `text` count from the start of `place`; not so for a TOML
    /// string with escapes, whose faults can only point at the whole.
    exact: bool,
}

impl<'a> Passage<'a> {
    /// A Markdown text.
    pub fn body(body: &'a Body, kind: Kind) -> Passage<'a> {
        let text = body.text();
        Passage {
            text,
            kind,
            place: body.place(0..text.len()),
            exact: true,
        }
    }

    /// A value of TOML or front matter.
    pub fn spot(spot: &'a Spot<String>, kind: Kind) -> Passage<'a> {
        Passage::value(&spot.value, &spot.place, kind)
    }

    /// A value and the place of its file where it stands, quotes included.
    pub fn value(text: &'a str, place: &Place, kind: Kind) -> Passage<'a> {
        let inside = place.text().find(text);
        Passage {
            text,
            kind,
            place: match inside {
                Some(at) => place.within(at..at + text.len()),
                None => place.clone(),
            },
            exact: inside.is_some(),
        }
    }

    /// A value that stands somewhere behind `start` in its file.
    pub fn within(text: &'a str, start: &Place, kind: Kind) -> Passage<'a> {
        match start.find(text).filter(|_| !text.is_empty()) {
            Some(place) => Passage {
                text,
                kind,
                place,
                exact: true,
            },
            None => Passage {
                text,
                kind,
                place: start.clone(),
                exact: false,
            },
        }
    }

    /// The text.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// What it is for.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// Whether places point at single characters.
    pub(super) fn is_exact(&self) -> bool {
        self.exact
    }

    /// The place of a range of [`Passage::text`].
    pub fn place(&self, range: Range<usize>) -> Place {
        if self.exact {
            self.place.within(range)
        } else {
            self.place.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Source;

    #[test]
    fn a_value_is_found_inside_its_quotes() {
        let source = Source::new("a.toml", "title = \"红绿,融合\"\n");
        let place = Place::at(&source, 8..23);
        let passage = Passage::value("红绿,融合", &place, Kind::Title);
        assert_eq!(passage.place(6..7).position(), Some((1, 12)));
        assert_eq!(passage.place(6..7).text(), ",");
    }

    #[test]
    fn a_value_with_escapes_is_pointed_at_whole() {
        let source = Source::new("a.toml", "title = \"红\\u7eff\"\n");
        let place = Place::at(&source, 8..19);
        let passage = Passage::value("红绿", &place, Kind::Title);
        assert_eq!(passage.place(3..6).span(), 8..19);
    }
}
