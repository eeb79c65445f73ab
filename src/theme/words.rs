//! The words of the interface, one table per language: `words/zh.toml` and
//! `words/en.toml`. Templates say `{{ words.sources }}`.

use crate::finding::Language;
use serde::Serialize;
use std::collections::BTreeMap;

/// Interface words by key.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Words(BTreeMap<String, String>);

impl Words {
    pub(super) fn of(language: Language) -> Words {
        let table = match language {
            Language::Zh => include_str!("words/zh.toml"),
            Language::En => include_str!("words/en.toml"),
        };
        // A test holds that both tables parse.
        Words(toml::from_str(table).unwrap_or_default())
    }

    /// The word for `key`; the key itself where there is none.
    pub fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_have_the_same_words() {
        let (zh, en) = (Words::of(Language::Zh), Words::of(Language::En));
        assert!(!zh.0.is_empty());
        assert!(zh.0.keys().eq(en.0.keys()));
    }
}
