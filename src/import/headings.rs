//! Headings that no style marks: by Chinese numbering and by their look.
//!
//! Official documents number 一、 （一） 1. （1） (GB/T 9704—2012, 7.3.3) and set
//! the upper levels in another typeface; most documents that counties send have
//! no styles at all. Every heading found here is a guess that is listed.

use super::draft::{Block, Inline, plain_text};
use super::plain::one_line;
use crate::finding::Text;
use crate::text;
use std::collections::BTreeMap;

/// Longest heading, in characters.
const LONGEST: usize = 42;

/// How a line looks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Look {
    /// Half points; 0 where nothing says.
    pub(super) size: u32,
    /// Typeface; empty where nothing says.
    pub(super) face: String,
    /// All of it.
    pub(super) bold: bool,
    pub(super) centred: bool,
}

/// The look of the most characters: that of the running text.
pub(super) fn body_look<'a>(lines: impl Iterator<Item = (&'a Look, usize)>) -> Look {
    let mut counts: BTreeMap<(u32, &str), usize> = BTreeMap::new();
    for (look, characters) in lines {
        *counts.entry((look.size, look.face.as_str())).or_insert(0) += characters;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map_or_else(Look::default, |((size, face), _)| Look {
        size,
        face: face.to_owned(),
        ..Look::default()
    })
}

/// The rank of a numbered heading, 1 the highest, and what follows the number.
pub(super) fn numbering(text: &str) -> Option<(u8, &str)> {
    let text = text.trim_start();
    let chinese = |c: char| "一二三四五六七八九十百零〇".contains(c);
    let digit = |c: char| c.is_ascii_digit() || ('０'..='９').contains(&c);
    if let Some(rest) = text.strip_prefix('第') {
        let after = rest.trim_start_matches(|c| chinese(c) || digit(c));
        let found = [("章", 1), ("编", 1), ("篇", 1), ("部分", 1), ("节", 2)];
        let found = found
            .iter()
            .find_map(|(word, rank)| Some((*rank, after.strip_prefix(word)?)));
        return found.filter(|_| after.len() < rest.len());
    }
    // 【做法】 alone; 【来源：…】 is no heading.
    if let Some(inner) = text
        .strip_prefix('【')
        .and_then(|t| t.trim_end().strip_suffix('】'))
    {
        let plain = !inner.contains(['】', '：', ':', '/']);
        return plain.then_some((2, inner));
    }
    let after = text.trim_start_matches(chinese);
    if after.len() < text.len()
        && let Some(rest) = after.strip_prefix(['、', '．', '.'])
    {
        return Some((2, rest));
    }
    if let Some(inner) = text.strip_prefix(['（', '(']) {
        let after = inner.trim_start_matches(chinese);
        if after.len() < inner.len() {
            let rest = after.strip_prefix(['）', ')'])?;
            return Some((3, rest.trim_start_matches('、')));
        }
        let after = inner.trim_start_matches(digit);
        if after.len() < inner.len() {
            return Some((5, after.strip_prefix(['）', ')'])?));
        }
        return None;
    }
    let after = text.trim_start_matches(digit);
    if after.len() < text.len() {
        let rest = after.strip_prefix(['.', '．', '、'])?;
        return (!rest.starts_with(digit)).then_some((4, rest));
    }
    None
}

/// Whether a line can be a heading at all: short, and no sentence.
pub(super) fn is_short(text: &str) -> bool {
    let text = text.trim();
    let count = text.chars().count();
    (1..=LONGEST).contains(&count)
        && !text.ends_with(['。', '；', '，', '、', '：', ',', ';', ':', '.'])
        && !text.contains('。')
}

/// What a line without a style is: a heading (level 0 for one that looks like
/// the title), or a paragraph.
pub(super) fn judge(inlines: Vec<Inline>, look: &Look, body: &Look) -> Block {
    let text = one_line(&plain_text(&inlines));
    let Some((level, guess)) = level(&text, look, body) else {
        return Block::Paragraph(inlines);
    };
    Block::Heading {
        level,
        text: inlines,
        guess: Some(guess),
    }
}

fn level(text: &str, look: &Look, body: &Look) -> Option<(u8, Text)> {
    let larger = look.size > body.size && body.size > 0;
    let other_face = !look.face.is_empty() && !body.face.is_empty() && look.face != body.face;
    let stands_out = look.bold || larger || other_face;
    // （一）强化领导。 in bold, a line of its own.
    let text = match numbering(text) {
        Some(_) if stands_out => text.trim_end_matches(['。', '.', '．']),
        _ => text,
    };
    if !is_short(text) || super::captions::is_caption(text) {
        return None;
    }
    match numbering(text) {
        Some((_, rest)) if rest.trim().is_empty() => None,
        Some((rank, _)) if stands_out => Some((
            rank,
            text!("按序号和字体猜的", "guessed from its number and type"),
        )),
        Some((rank, _)) if rank <= 3 => {
            Some((rank, text!("按序号猜的", "guessed from its number")))
        }
        Some(_) => None,
        None if larger && look.centred => Some((
            0,
            text!("按字号和居中猜的", "guessed from its size and place"),
        )),
        None if larger && look.size >= body.size + 3 => {
            Some((2, text!("按字号猜的", "guessed from its size")))
        }
        None if look.bold && (look.centred || larger) => {
            Some((2, text!("按加粗猜的", "guessed from its bold type")))
        }
        None => None,
    }
}

/// Levels made 2 and below without gaps, as the page wants them.
pub(super) fn levelled(blocks: &mut [Block]) {
    let mut used: Vec<u8> = blocks
        .iter()
        .filter_map(|b| match b {
            Block::Heading { level, .. } => Some(*level),
            _ => None,
        })
        .collect();
    used.sort_unstable();
    used.dedup();
    let mut before = 1;
    for block in blocks {
        if let Block::Heading { level, .. } = block {
            let rank = used.iter().position(|l| l == level).unwrap_or(0);
            let wanted = u8::try_from(rank + 2).unwrap_or(6).min(6);
            *level = wanted.min(before + 1);
            before = *level;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::draft::line;

    #[test]
    fn numbers_of_official_documents() {
        for (text, rank) in [
            ("一、实施背景", 2),
            ("十二、展望", 2),
            ("（一）强化领导", 3),
            ("(三)机制", 3),
            ("1.强化", 4),
            ("２．强化", 4),
            ("（2）落实", 5),
            ("第三章 总则", 1),
            ("第二节 做法", 2),
            ("【做法】", 2),
        ] {
            assert_eq!(numbering(text).map(|(r, _)| r), Some(rank), "{text}");
        }
        for text in [
            "一村一策",
            "2019年",
            "1.5亿元",
            "（含飞地）",
            "第一书记",
            "十八招",
            "【来源：丽水日报】",
            "【本报讯】昨日",
        ] {
            assert_eq!(numbering(text), None, "{text}");
        }
    }

    #[test]
    fn a_sentence_is_no_heading() {
        let bold = Look {
            bold: true,
            ..Look::default()
        };
        let body = Look::default();
        let is_heading =
            |text: &str| matches!(judge(line(text), &bold, &body), Block::Heading { .. });
        assert!(is_heading("一、实施背景"));
        assert!(is_heading("（一）强化领导，压实责任。"));
        assert!(!is_heading("一是强化领导。全年开会12次。"));
        assert!(!is_heading("（一）强化领导。成立专班，实行清单化管理。"));
    }

    #[test]
    fn levels_without_gaps() {
        let heading = |level| Block::Heading {
            level,
            text: line("x"),
            guess: None,
        };
        let mut blocks = vec![heading(4), heading(2), heading(5), heading(4)];
        levelled(&mut blocks);
        let levels: Vec<u8> = blocks
            .iter()
            .map(|b| match b {
                Block::Heading { level, .. } => *level,
                _ => 0,
            })
            .collect();
        assert_eq!(levels, [2, 2, 3, 3]);
    }
}
