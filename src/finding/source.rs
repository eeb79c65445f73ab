//! Files as they were read, and places in them.
//!
//! A [`Place`] keeps the whole source alive by reference count, so a finding
//! can quote its line long after the room that found it is done.

use memchr::memmem;
use std::cmp::Ordering;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// A text file of the content, as read.
#[derive(Debug)]
pub struct Source {
    /// Path from the showcase's folder, with `/`.
    path: String,
    /// `None` of a file that was not read, or of a folder.
    text: Option<String>,
    /// Byte offset of the start of each line; made when a line is first asked
    /// for, which in a sound file nobody does.
    lines: OnceLock<Vec<usize>>,
    /// The file that this is a part of, and where in it the part begins.
    within: Option<(Arc<Source>, usize)>,
}

impl Source {
    /// Takes a file's text; `path` is relative to the showcase's folder.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Arc<Source> {
        Arc::new(Source {
            path: path.into(),
            text: Some(text.into()),
            lines: OnceLock::new(),
            within: None,
        })
    }

    /// A part of `whole`, to be read by itself: byte `n` of `text` stands at
    /// byte `start + n` of the file. Places in it are places in the file.
    pub fn part(whole: &Arc<Source>, start: usize, text: &str) -> Arc<Source> {
        Arc::new(Source {
            path: whole.path.clone(),
            text: Some(text.to_owned()),
            lines: OnceLock::new(),
            within: Some((Arc::clone(whole), start)),
        })
    }

    /// Path from the showcase's folder, with `/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The whole text.
    pub fn text(&self) -> &str {
        self.text.as_deref().unwrap_or_default()
    }

    /// Line and column, both from 1; the column counts characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = self.floor(offset);
        let lines = self.lines.get_or_init(|| {
            let ends = self.text().match_indices('\n');
            let mut lines = vec![0];
            lines.extend(ends.map(|(at, _)| at + 1));
            lines
        });
        let line = lines.partition_point(|start| *start <= offset);
        let start = lines.get(line.wrapping_sub(1)).copied().unwrap_or(0);
        let column = self
            .text()
            .get(start..offset)
            .map_or(0, |t| t.chars().count());
        (line, column + 1)
    }

    /// The whole lines that hold `span`, without the last line end, and the
    /// byte offset at which they start.
    pub fn lines_of(&self, span: &Range<usize>) -> (&str, usize) {
        let start = self.floor(span.start);
        let end = self.floor(span.end.max(start));
        let from = self.text()[..start].rfind('\n').map_or(0, |at| at + 1);
        let to = self.text()[end..]
            .find('\n')
            .map_or(self.text().len(), |at| end + at);
        (self.text()[from..to].trim_end_matches('\r'), from)
    }

    /// The nearest character boundary at or before `offset`.
    fn floor(&self, offset: usize) -> usize {
        self.text()
            .floor_char_boundary(offset.min(self.text().len()))
    }
}

/// Where a finding stands: a file, or a span of bytes in a file that was read.
///
/// Small, since every value of a showcase has one.
#[derive(Debug, Clone)]
pub struct Place {
    origin: Arc<Source>,
    /// No file of four gigabytes is read.
    start: u32,
    end: u32,
}

impl Place {
    /// A whole file, or a folder: nothing in it can be pointed at.
    pub fn file(path: impl AsRef<str>) -> Place {
        let source = Source {
            path: path.as_ref().to_owned(),
            text: None,
            lines: OnceLock::new(),
            within: None,
        };
        Place::of(Arc::new(source), 0..0)
    }

    /// A span of bytes in a file.
    pub fn at(source: &Arc<Source>, span: Range<usize>) -> Place {
        match &source.within {
            Some((whole, start)) => Place::at(whole, start + span.start..start + span.end),
            None => Place::of(Arc::clone(source), span),
        }
    }

    fn of(origin: Arc<Source>, span: Range<usize>) -> Place {
        let small = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
        Place {
            origin,
            start: small(span.start),
            end: small(span.end),
        }
    }

    /// Path from the showcase's folder, with `/`.
    pub fn path(&self) -> &str {
        self.origin.path()
    }

    /// The file's text, if it was read.
    pub fn source(&self) -> Option<&Arc<Source>> {
        self.origin.text.is_some().then_some(&self.origin)
    }

    /// The bytes in the file; empty for a whole file.
    pub fn span(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// What stands there in the file.
    pub fn text(&self) -> &str {
        self.source()
            .and_then(|source| source.text().get(self.span()))
            .unwrap_or("")
    }

    /// The same file, with `span` counted from this place's start: for errors
    /// found inside a value that was cut out.
    #[must_use]
    pub fn within(&self, span: Range<usize>) -> Place {
        let start = self.span().start;
        Place::of(self.origin.clone(), start + span.start..start + span.end)
    }

    /// The start of the same file.
    #[must_use]
    pub fn start(&self) -> Place {
        Place::of(self.origin.clone(), 0..0)
    }

    /// Where `text` first stands in the same file from this place on.
    pub fn find(&self, text: &str) -> Option<Place> {
        let start = self.span().start;
        let from = self.source()?.text().get(start..)?;
        let at = memmem::find(from.as_bytes(), text.as_bytes())?;
        Some(self.within(at..at + text.len()))
    }

    /// Line and column of the start, from 1, if the file was read.
    pub fn position(&self) -> Option<(usize, usize)> {
        Some(self.source()?.position(self.span().start))
    }

    /// Line and column of the end, from 1, if the file was read.
    pub fn end(&self) -> Option<(usize, usize)> {
        Some(self.source()?.position(self.span().end))
    }
}

impl PartialEq for Place {
    fn eq(&self, other: &Place) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Place {}

impl PartialOrd for Place {
    fn partial_cmp(&self, other: &Place) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Place {
    fn cmp(&self, other: &Place) -> Ordering {
        let key = |place: &Place| (place.start, place.end);
        self.path()
            .cmp(other.path())
            .then(key(self).cmp(&key(other)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        let source = Source::new("a.toml", "甲\n乙丙 = 1\n");
        assert_eq!(source.position(0), (1, 1));
        assert_eq!(source.position(4), (2, 1));
        assert_eq!(source.position(10), (2, 3));
        assert_eq!(source.position(999), (3, 1));
    }

    #[test]
    fn an_offset_inside_a_character_is_its_start() {
        let source = Source::new("a.toml", "甲乙");
        assert_eq!(source.position(4), (1, 2));
    }

    #[test]
    fn a_place_in_a_part_is_a_place_in_the_file() {
        let whole = Source::new("a", "甲\n乙丙");
        let part = Source::part(&whole, 4, "乙丙");
        let place = Place::at(&part, 3..6);
        assert_eq!((place.text(), place.position()), ("丙", Some((2, 2))));
    }

    #[test]
    fn lines_of_a_span() {
        let source = Source::new("a", "一\n二\r\n三");
        assert_eq!(source.lines_of(&(4..7)), ("二", 4));
        assert_eq!(source.lines_of(&(9..12)), ("三", 9));
    }
}
