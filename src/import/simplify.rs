//! Traditional characters to simplified ones, on request.
//!
//! The table is that of `fast2s`, one character to one. Three things are
//! mended: 著 as a particle (看著) is 着 while 著名 and 著作 stay, ﹔ and ︰ are
//! punctuation that old converters leave behind, and names that an editor lists
//! are left alone (浙江乾亨 is not 浙江干亨).

/// Words in which 著 stays.
const ZHU: &[&str] = &[
    "著名", "著作", "著称", "著述", "著者", "著书", "著有", "著录", "著文", "原著", "名著", "显著",
    "卓著", "昭著", "巨著", "专著", "编著", "论著", "译著", "合著", "土著", "拙著", "遗著", "新著",
    "所著", "著就",
];

/// Punctuation of other character sets.
const MARKS: &[(char, char)] = &[
    ('﹔', '；'),
    ('﹕', '：'),
    ('︰', '：'),
    ('﹐', '，'),
    ('﹑', '、'),
    ('﹖', '？'),
    ('﹗', '！'),
    ('﹙', '（'),
    ('﹚', '）'),
    ('﹒', '．'),
    ('『', '‘'),
    ('』', '’'),
    ('「', '“'),
    ('」', '”'),
];

/// The text in simplified characters; `protected` names stay as they are.
pub(super) fn simplified(text: &str, protected: &[String]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let next = protected
            .iter()
            .filter(|name| !name.is_empty())
            .filter_map(|name| Some((rest.find(name.as_str())?, name.as_str())))
            .min_by_key(|(at, name)| (*at, usize::MAX - name.len()));
        let (at, name) = next.unwrap_or((rest.len(), ""));
        out.push_str(&convert(&rest[..at]));
        out.push_str(name);
        rest = &rest[at + name.len()..];
    }
    out
}

fn convert(text: &str) -> String {
    let text = fast2s::convert(text);
    let chars: Vec<char> = text.chars().collect();
    let is_word = |at: usize| {
        ZHU.iter().any(|word| {
            let letters: Vec<char> = word.chars().collect();
            let offset = letters.iter().position(|c| *c == '著').unwrap_or(0);
            at.checked_sub(offset)
                .and_then(|from| chars.get(from..from + letters.len()))
                .is_some_and(|found| found == letters.as_slice())
        })
    };
    chars
        .iter()
        .enumerate()
        .map(|(at, c)| match c {
            '著' if !is_word(at) => '着',
            c => MARKS
                .iter()
                .find(|(old, _)| old == c)
                .map_or(*c, |(_, new)| *new),
        })
        .collect()
}

/// Whether a text has characters that simplified text has not.
pub(super) fn is_traditional(text: &str) -> bool {
    let changed = text
        .chars()
        .zip(fast2s::convert(text).chars())
        .filter(|(a, b)| a != b)
        .count();
    let han = text
        .chars()
        .filter(|c| ('\u{4E00}'..='\u{9FFF}').contains(c))
        .count();
    changed > 3 && changed * 50 > han
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_marks_and_names() {
        let of = |t: &str| simplified(t, &["乾亨".to_owned()]);
        assert_eq!(of("從高處著眼、全局謀劃"), "从高处着眼、全局谋划");
        assert_eq!(of("著名的論著，成效顯著"), "著名的论著，成效显著");
        assert_eq!(of("增幅超過17倍﹔每村"), "增幅超过17倍；每村");
        assert_eq!(of("浙江乾亨醫藥集團"), "浙江乾亨医药集团");
        assert_eq!(
            of("阿裡巴巴，村裡，眾籌，來源於，佔全村"),
            "阿里巴巴，村里，众筹，来源于，占全村"
        );
    }

    #[test]
    fn traditional_text_is_seen() {
        assert!(is_traditional(
            "發展壯大村級集體經濟是農村基層組織建設的重點"
        ));
        assert!(!is_traditional(
            "发展壮大村级集体经济，浙江乾亨医药集团著名"
        ));
    }
}
