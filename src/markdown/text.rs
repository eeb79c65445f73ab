//! Plain text: anchors from headings, and the count of characters.

use super::script;

/// The anchor of a heading: its text in lower case, spaces as `-`, without
/// punctuation. `## 一、实施背景` is `#一实施背景`; a link written with the
/// punctuation finds it when it goes through here too.
pub fn slug(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.trim().chars() {
        if c.is_alphanumeric() || c == '_' {
            out.extend(c.to_lowercase());
        } else if (c.is_whitespace() || c == '-') && !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.truncate(out.trim_end_matches('-').len());
    out
}

/// 字数 as Word counts it: every Chinese character and punctuation mark is
/// one, and so is every run of other characters without a space.
pub fn character_count(text: &str) -> usize {
    let mut count = 0;
    let mut in_word = false;
    for c in text.chars() {
        let chinese = script::is_chinese(c) || script::is_shared(c);
        let wordy = !chinese && !c.is_whitespace();
        count += usize::from(chinese || (wordy && !in_word));
        in_word = wordy;
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_the_text() {
        assert_eq!(slug("一、实施背景"), "一实施背景");
        assert_eq!(slug(" GDP 与 “消薄” - 2019 "), "gdp-与-消薄-2019");
        assert_eq!(slug("！"), "");
    }

    #[test]
    fn characters_are_counted_as_word_does() {
        assert_eq!(character_count("投入2.738亿元，共58个项目。"), 12);
        assert_eq!(character_count("a b\n c"), 3);
    }
}
