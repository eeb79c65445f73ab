//! What every finding means: what is wrong, why it matters, a wrong and a
//! right example, in both languages.
//!
//! The texts are TOML files in `texts/`, one per subject, compiled in. An
//! example is a small set of files over a sound showcase; the tests lay it out
//! and see that the wrong one brings about the code and the right one does
//! not. What only the state of a disk brings about is told in words.

use crate::finding::{Code, Text};
use serde::Deserialize;
use std::collections::BTreeMap;

const TEXTS: &[&str] = &[
    include_str!("texts/content.toml"),
    include_str!("texts/figures.toml"),
    include_str!("texts/cases.toml"),
    include_str!("texts/pictures.toml"),
    include_str!("texts/output.toml"),
    include_str!("texts/publishing.toml"),
    include_str!("texts/proof.toml"),
    include_str!("texts/desk.toml"),
    include_str!("texts/import.toml"),
];

/// What a code means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The code.
    pub code: Code,
    /// What is wrong, in one sentence.
    pub what: Text,
    /// Why it matters, and what to do.
    pub why: Text,
    /// Wrong and right.
    pub example: Example,
}

/// What brings a code about, and what does not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Example {
    /// Files and commands as parts: a line `== path`, then the file's text. A
    /// note in brackets after the path says what kind of file it is, e.g.
    /// `(more)` for lines that come after what the file holds; a line
    /// `$ xunli …` is a command.
    Files {
        /// Files that both need.
        setup: String,
        /// Brings about the code.
        wrong: String,
        /// Does not.
        right: String,
    },
    /// What no files can show, in words: how it comes about, and how not.
    Situation {
        /// Brings about the code.
        wrong: Text,
        /// Does not.
        right: Text,
    },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    what: [String; 2],
    why: [String; 2],
    /// Both texts are this file, whole.
    file: Option<String>,
    /// Both texts come after what this file holds.
    more: Option<String>,
    #[serde(default)]
    setup: String,
    wrong: Option<String>,
    right: Option<String>,
    situation: Option<Situation>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Situation {
    wrong: [String; 2],
    right: [String; 2],
}

/// The explanations by code.
pub fn all() -> BTreeMap<Code, Explanation> {
    let mut all = BTreeMap::new();
    for text in TEXTS {
        // The tests read every text; none can fail here.
        let raws: BTreeMap<String, Raw> = toml::from_str(text).unwrap_or_default();
        for (name, raw) in raws {
            if let Some(code) = Code::named(&name)
                && let Some(explanation) = explanation(code, raw)
            {
                all.insert(code, explanation);
            }
        }
    }
    all
}

/// What one code means.
pub fn explain(code: Code) -> Option<Explanation> {
    all().remove(&code)
}

fn explanation(code: Code, raw: Raw) -> Option<Explanation> {
    let head = match (&raw.file, &raw.more) {
        (Some(file), _) => format!("== {}\n", path(file)),
        (None, Some(file)) => format!("== {} (more)\n", path(file)),
        (None, None) => String::new(),
    };
    let example = match (raw.wrong, raw.right, raw.situation) {
        (Some(wrong), Some(right), None) => Example::Files {
            setup: raw.setup,
            wrong: format!("{head}{wrong}"),
            right: format!("{head}{right}"),
        },
        (None, None, Some(told)) => Example::Situation {
            wrong: both(told.wrong),
            right: both(told.right),
        },
        _ => return None,
    };
    Some(Explanation {
        code,
        what: both(raw.what),
        why: both(raw.why),
        example,
    })
}

fn both([zh, en]: [String; 2]) -> Text {
    Text { zh, en }
}

/// Where the example showcase has the file of that name.
fn path(name: &str) -> String {
    match name {
        "index.md" | "figures.toml" => format!("content/2024/dong/{name}"),
        "edition.toml" => format!("content/2024/{name}"),
        "site.toml" => format!("content/{name}"),
        _ => name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_text_is_read_and_is_of_a_code() {
        let mut seen = BTreeSet::new();
        for text in TEXTS {
            let raws: BTreeMap<String, Raw> = toml::from_str(text).unwrap();
            for name in raws.into_keys() {
                assert!(Code::named(&name).is_some(), "{name} is no code");
                assert!(seen.insert(name.clone()), "{name} is explained twice");
            }
        }
    }

    #[test]
    fn every_code_is_explained_in_both_languages_with_an_example() {
        let all = all();
        for code in Code::ALL {
            let name = code.as_str();
            let Some(it) = all.get(code) else {
                panic!("{name} has no explanation or no example: write them in src/explain/texts/");
            };
            let mut texts = vec![&it.what, &it.why];
            if let Example::Situation { wrong, right } = &it.example {
                texts.extend([wrong, right]);
            }
            for text in texts {
                assert!(text.zh.ends_with('。'), "{name}: {}", text.zh);
                assert!(text.en.ends_with('.'), "{name}: {}", text.en);
                let chinese = |c: char| ('\u{4e00}'..='\u{9fff}').contains(&c);
                assert!(text.zh.chars().any(chinese), "{name}: {}", text.zh);
            }
        }
    }
}
