//! Traditional characters to simplified ones, on request.
//!
//! The table (`simplify.txt`) is that of the crate fast2s, one character to
//! one; the crate itself would bring seven others for it. Mended: words whose
//! characters go another way (計畫, 乾隆), 著 as a particle (看著) is 着 while
//! 著名 and 著作 stay, ﹔ and ︰ are punctuation that old converters leave behind,
//! and names that an editor lists are left alone (浙江乾亨 is not 浙江干亨).

use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Words that do not go character by character; both sides are of one length.
const WORDS: &[(&str, &str)] = &[
    ("乾隆", "乾隆"),
    ("乾坤", "乾坤"),
    ("乾卦", "乾卦"),
    ("乾陵", "乾陵"),
    ("樊於期", "樊於期"),
    ("瞭望", "瞭望"),
    ("瞭哨", "瞭哨"),
    ("計畫", "计划"),
    ("企畫", "企划"),
    ("籌畫", "筹划"),
    ("規畫", "规划"),
    ("謀畫", "谋划"),
    ("憑藉", "凭借"),
    ("藉口", "借口"),
    ("藉助", "借助"),
    ("藉由", "借由"),
    ("藉此", "借此"),
    ("答覆", "答复"),
    ("批覆", "批复"),
    ("回覆", "回复"),
    ("校讎", "校雠"),
    ("宮商角徵羽", "宫商角徵羽"),
];

/// The pairs of `simplify.txt`.
fn table() -> &'static BTreeMap<char, char> {
    static TABLE: OnceLock<BTreeMap<char, char>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let lines = include_str!("simplify.txt")
            .lines()
            .filter(|line| !line.starts_with('#'));
        lines
            .flat_map(str::split_whitespace)
            .filter_map(|pair| {
                let mut chars = pair.chars();
                Some((chars.next()?, chars.next()?))
            })
            .collect()
    })
}

/// Character by character, with the words that go another way; as many
/// characters as before.
pub(super) fn characters(text: &str) -> String {
    let table = table();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let word = WORDS.iter().find(|(from, _)| rest.starts_with(from));
        match word {
            Some((from, to)) => {
                out.push_str(to);
                rest = &rest[from.len()..];
            }
            None => {
                out.push(table.get(&c).copied().unwrap_or(c));
                rest = &rest[c.len_utf8()..];
            }
        }
    }
    out
}

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
    let text = characters(text);
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
        .zip(characters(text).chars())
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
    fn words_that_go_another_way() {
        let of = |t: &str| simplified(t, &[]);
        assert_eq!(
            of("乾隆的乾兒子一邊乾淨地瞭望，一邊憑藉計畫"),
            "乾隆的干儿子一边干净地瞭望，一边凭借计划"
        );
        assert_eq!(
            of("覆蓋率97.04%，已答覆，後來回覆"),
            "覆盖率97.04%，已答复，后来回复"
        );
        let same = |(from, to): &(&str, &str)| from.chars().count() == to.chars().count();
        assert!(WORDS.iter().all(same));
    }

    #[test]
    fn the_table_is_whole_and_ends_in_simplified_characters() {
        assert!(table().len() > 2_700);
        let again = table().iter().find(|(_, to)| table().contains_key(to));
        assert_eq!(again, None);
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
