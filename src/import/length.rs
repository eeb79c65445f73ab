//! How long a write-up may be: no longer than a text of the content, which it
//! is to become. What is longer is refused before it is read as a tree, which
//! takes many times the room.

use crate::content::MARKDOWN_LIMIT;
use crate::finding::{Code, Finding, Place};
use crate::text;

/// The parts of a document that are read, with all their tags, in bytes.
const WITH_TAGS: u64 = 24 << 20;

/// Counts what is to be read.
#[derive(Debug, Default)]
pub(super) struct Length {
    text: u64,
    with_tags: u64,
}

impl Length {
    /// Of plain text.
    pub(super) fn of_text(text: &str) -> Length {
        Length {
            text: text.len() as u64,
            with_tags: 0,
        }
    }

    /// Adds a part of a document.
    pub(super) fn add_xml(&mut self, xml: &str) {
        self.with_tags += xml.len() as u64;
        let outside = |piece: &str| piece.split_once('>').map_or(piece.len(), |(_, o)| o.len());
        self.text += xml
            .split('<')
            .map(|piece| outside(piece) as u64)
            .sum::<u64>();
    }

    /// # Errors
    /// A finding where that is too much.
    pub(super) fn check(&self, path: &str) -> Result<(), Box<Finding>> {
        let (text_limit, tags_limit) = (MARKDOWN_LIMIT >> 20, WITH_TAGS >> 20);
        let message = if self.text > MARKDOWN_LIMIT {
            text!(
                "正文太长，最多 {text_limit} MB",
                "the text is too long; {text_limit} MB at most"
            )
        } else if self.with_tags > WITH_TAGS {
            text!(
                "正文连同格式太大，最多 {tags_limit} MB",
                "the text with its formats is too large; {tags_limit} MB at most"
            )
        } else {
            return Ok(());
        };
        let hint = text!(
            "只留下这个县的正文，另存一份再导入",
            "save a copy with this county's text alone"
        );
        let finding = Finding::new(Code::ImportTooLarge, Place::file(path), message);
        Err(Box::new(finding.hint(hint)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_longer_than_the_content_takes_is_refused_before_it_is_read() {
        let paragraph = |text: &str| format!("<w:p><w:r a=\"1\"><w:t>{text}</w:t></w:r></w:p>");
        let length = |xml: &str| {
            let mut length = Length::default();
            length.add_xml(xml);
            length
        };
        assert_eq!(length(&paragraph("甲乙")).text, 6);
        let most = usize::try_from(MARKDOWN_LIMIT).unwrap();
        assert!(length(&paragraph(&"a".repeat(most))).check("a").is_ok());
        let told = length(&paragraph(&"a".repeat(most + 1))).check("a");
        assert_eq!(told.unwrap_err().code, Code::ImportTooLarge);
        let tags = length(&"<w:p/>".repeat(5 << 20)).check("a");
        assert_eq!(tags.unwrap_err().code, Code::ImportTooLarge);
    }
}
