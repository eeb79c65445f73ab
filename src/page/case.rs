//! A text to HTML on its page.

use super::host::{NoteView, TextHost};
use super::job::Made;
use super::photo::PhotoView;
use crate::finding::Language;
use crate::markdown::{self, Labels, Options};
use serde::Serialize;

/// A rendered text as templates see it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct TextView {
    pub(super) html: String,
    pub(super) headings: Vec<HeadingView>,
    /// The source notes its references carry.
    pub(super) notes: Vec<NoteView>,
    /// 字数.
    pub(super) characters: usize,
    /// The cover with the caption that the text gives it.
    #[serde(skip)]
    pub(super) cover: Option<PhotoView>,
    /// The first photo that stands on its own.
    #[serde(skip)]
    pub(super) first: Option<PhotoView>,
    /// Its beginning as plain text, for descriptions.
    #[serde(skip)]
    pub(super) opening: String,
    /// All of it as plain text, for search.
    #[serde(skip)]
    pub(super) plain: String,
}

/// A heading for a table of contents.
#[derive(Debug, Clone, Serialize)]
pub(super) struct HeadingView {
    pub(super) level: u8,
    pub(super) id: String,
    pub(super) text: String,
}

/// Renders the host's text; its findings and used files go to `made`.
pub(super) fn render(mut host: TextHost<'_>, text: &str, made: &mut Made) -> TextView {
    let prefix = host.prefix.clone();
    let options = Options {
        id_prefix: &prefix,
        labels: match host.desk.language {
            Language::Zh => Options::default().labels,
            Language::En => Labels {
                done: "done",
                open: "open",
                notes: "Notes",
                back: "Back to the text",
            },
        },
        ..Options::default()
    };
    let rendered = markdown::render(text, &options, &mut host);
    host.take_problems(&rendered.problems);
    made.findings.extend(host.findings);
    made.used.extend(host.used);
    made.faulty.extend(host.faulty);
    made.cites.extend(host.cites);
    made.anchors.extend(host.anchors);
    made.files.extend(host.made);
    made.charts += host.charts;
    TextView {
        html: rendered.html,
        headings: rendered
            .headings
            .into_iter()
            .map(|h| HeadingView {
                level: h.level,
                id: h.id,
                text: h.text,
            })
            .collect(),
        notes: host.notes,
        cover: host.cover,
        first: host.first,
        characters: rendered.character_count,
        opening: opening(&rendered.text),
        plain: rendered.text,
    }
}

/// The first 100 characters or so, cut at a sentence's end if one is near.
fn opening(text: &str) -> String {
    let mut line = String::new();
    let mut count = 0;
    for word in text.split_whitespace() {
        if count > 0 {
            line.push(' ');
            count += 1;
        }
        line.push_str(word);
        count += word.chars().count();
        if count > 100 {
            break;
        }
    }
    let Some((end, _)) = line.char_indices().nth(100) else {
        return line;
    };
    let cut = &line[..end];
    match cut.rfind(['。', '！', '？']) {
        Some(at) if at > end / 2 => cut[..at + '。'.len_utf8()].to_owned(),
        _ => format!("{cut}……"),
    }
}
