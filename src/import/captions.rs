//! Captions to their pictures: a line 图1… or of the caption style under a
//! picture becomes its caption, （某某 摄） its credit.

use super::draft::{Block, Draft, Inline, Weight, plain_text};
use super::headings::numbering;
use super::plain::one_line;
use crate::text;

/// Longest line that is taken for a caption without saying so, in characters.
const LONGEST: usize = 36;
/// The same of a line that looks like the text around it.
const PLAIN: usize = 20;

/// 图 and where it stands.
const SIDES: &[&str] = &["图", "左图", "右图", "上图", "下图", "题图", "组图"];

/// Whether a line says that it is a caption: 图1, 图 2-1, 图一, 图为, 图：.
pub(super) fn is_caption(text: &str) -> bool {
    let text = text
        .trim_start()
        .trim_start_matches(['▲', '△', '↑', '◆', '（', '(']);
    let Some(rest) = SIDES.iter().find_map(|side| text.strip_prefix(side)) else {
        return false;
    };
    // 左图： says so by itself.
    let sided = !text.starts_with('图');
    let rest = rest.trim_start();
    rest.starts_with(|c: char| {
        "：:为".contains(c)
            || (!sided
                && (c.is_ascii_digit()
                    || ('０'..='９').contains(&c)
                    || "一二三四五六七八九十".contains(c)))
    }) && text.chars().count() <= 120
}

/// Whether a line under a picture may be its caption though it does not say
/// so. One that looks like the text around it must not read like a sentence.
pub(super) fn may_be_caption(inlines: &[Inline], differs: bool) -> bool {
    let text = one_line(&plain_text(inlines));
    let count = text.chars().count();
    // 游客在岱后村。 杨敏 摄: who took it says what it is.
    if credit(&text).1.is_some() && count <= 2 * LONGEST && !has_more(inlines) {
        return true;
    }
    let sentence = |c: char| "了很已将要是在会把被让使我你他她它这那更还都".contains(c);
    let begins = |c: char| c.is_alphanumeric() || "“《（▲△".contains(c);
    (2..=LONGEST).contains(&count)
        && text.starts_with(begins)
        && numbering(&text).is_none()
        && !text.ends_with(['。', '；', '，', '：', '！', '？'])
        && !text.contains('。')
        && !has_more(inlines)
        && (differs || (count <= PLAIN && !text.contains(sentence)))
}

/// Takes captions out of the text and gives them to their pictures.
pub(super) fn attach(draft: &mut Draft) {
    let blocks = std::mem::take(&mut draft.blocks);
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    let mut at = 0;
    while let Some(block) = blocks.get(at) {
        let pictures: Vec<usize> = blocks[at..]
            .iter()
            .map_while(|b| match b {
                Block::Picture(p) => Some(*p),
                _ => None,
            })
            .collect();
        if pictures.is_empty() {
            // A caption may stand above its picture.
            let is_above = matches!(block, Block::Caption(_))
                && matches!(blocks.get(at + 1), Some(Block::Picture(_)));
            let after = blocks.get(at + 2).and_then(caption_text);
            match (block, blocks.get(at + 1)) {
                (Block::Caption(text), Some(Block::Picture(p))) if is_above && after.is_none() => {
                    give(draft, *p, &plain_text(text));
                }
                (Block::Caption(text), _) => out.push(Block::Paragraph(text.clone())),
                _ => out.push(block.clone()),
            }
            at += 1;
            continue;
        }
        let below = at + pictures.len();
        let captions: Vec<String> = blocks[below..]
            .iter()
            .map_while(caption_text)
            .take(pictures.len())
            .collect();
        at = below + captions.len();
        let captions = match captions.as_slice() {
            [one] => parted(one, pictures.len()),
            _ => captions,
        };
        let first = pictures.len() - captions.len();
        for (picture, caption) in pictures.iter().skip(first).zip(&captions) {
            give(draft, *picture, caption);
        }
        out.extend(pictures.into_iter().map(Block::Picture));
    }
    draft.blocks = out;
    without_caption(draft);
}

/// The captions of several pictures beside each other, where one line has
/// them all: 图1 揭牌　图2 电站.
fn parted(line: &str, pictures: usize) -> Vec<String> {
    // 左图 is one, not 图 behind 左.
    let begins = |at: &usize| {
        let (before, rest) = line.split_at_checked(*at).unwrap_or_default();
        !rest.starts_with(char::is_whitespace)
            && (before.is_empty()
                || before.ends_with(|c: char| c.is_whitespace() || "；;，,。".contains(c)))
    };
    let starts = line
        .char_indices()
        .map(|(at, _)| at)
        .filter(begins)
        .filter(|at| line.get(*at..).is_some_and(is_caption));
    let mut starts: Vec<usize> = starts.collect();
    if pictures < 2 || starts.len() != pictures || starts.first() != Some(&0) {
        return vec![line.to_owned()];
    }
    starts.push(line.len());
    let odd = |c: char| c.is_whitespace() || "；;，,".contains(c);
    let part = |pair: &[usize]| {
        let part = line.get(*pair.first()?..*pair.last()?)?;
        Some(part.trim_matches(odd).to_owned())
    };
    starts.windows(2).filter_map(part).collect()
}

fn caption_text(block: &Block) -> Option<String> {
    match block {
        Block::Caption(text) => Some(plain_text(text)),
        Block::Paragraph(text) => Some(plain_text(text)).filter(|t| is_caption(t)),
        _ => None,
    }
}

/// Links and notes would be lost in a caption.
fn has_more(inlines: &[Inline]) -> bool {
    inlines
        .iter()
        .any(|i| matches!(i, Inline::Link(..) | Inline::Note(_)))
}

pub(super) fn give(draft: &mut Draft, picture: usize, text: &str) {
    let (caption, credit) = credit(&one_line(text));
    if let Some(picture) = draft.pictures.get_mut(picture) {
        // A description that a person wrote stays beside a caption.
        picture.caption = Some(caption);
        picture.credit = credit.or(picture.credit.take());
    }
}

/// Takes （杨敏 摄） or 杨敏 摄 off the end of a caption.
pub(super) fn credit(text: &str) -> (String, Option<String>) {
    let is_credit = |t: &str| {
        let t = t.trim();
        t.chars().count() <= 20
            && (t.ends_with('摄')
                || t.ends_with("摄影")
                || t.ends_with("供图")
                || t.starts_with("摄影"))
    };
    let bare = text.trim_end_matches(['。', ' ']);
    if let Some(inner) = bare.strip_suffix(['）', ')'])
        && let Some((before, inside)) = inner.rsplit_once(['（', '('])
        && is_credit(inside)
        && !before.trim().is_empty()
    {
        return (before.trim().to_owned(), Some(inside.trim().to_owned()));
    }
    if let Some((before, after)) = bare.split_once("摄影：").or(bare.split_once("摄影:"))
        && !before.trim().is_empty()
        && after.chars().count() <= 12
    {
        return (
            before.trim().to_owned(),
            Some(format!("{} 摄", after.trim())),
        );
    }
    // 记者 王五/摄
    if let Some(rest) = bare.strip_suffix("/摄").or(bare.strip_suffix("／摄"))
        && let Some(at) = rest.rfind(|c: char| c.is_whitespace() || "。；，：".contains(c))
    {
        let (before, name) = rest.split_at(at);
        let name = name.trim_start_matches(|c: char| c.is_whitespace() || "。；，：".contains(c));
        let role = ["本报记者", "记者", "通讯员"];
        let role = role
            .iter()
            .find_map(|r| Some((before.trim_end().strip_suffix(r)?, *r)));
        let (before, who) = match role {
            Some((before, role)) => (before, format!("{role} {name}")),
            None => (before, name.to_owned()),
        };
        if !before.trim().is_empty() && (2..=4).contains(&name.chars().count()) {
            return (before.trim().to_owned(), Some(format!("{who} 摄")));
        }
    }
    // …开营 杨敏 摄: a name of two to four characters between spaces.
    let words: Vec<&str> = bare.split(' ').collect();
    if let [before @ .., name, "摄"] = words.as_slice()
        && !before.is_empty()
        && (2..=4).contains(&name.chars().count())
    {
        return (before.join(" "), Some(format!("{name} 摄")));
    }
    (text.to_owned(), None)
}

/// A page cannot show a picture without a caption.
fn without_caption(draft: &mut Draft) {
    for at in 0..draft.pictures.len() {
        let number = at + 1;
        if draft.pictures[at]
            .caption
            .as_ref()
            .is_some_and(|c| !c.trim().is_empty())
        {
            continue;
        }
        draft.pictures[at].caption = Some(format!("图{number}"));
        draft.remark(
            Weight::Guess,
            text!(
                "第 {number} 张图没有图说，暂写“图{number}”",
                "picture {number} has no caption; 图{number} stands for it"
            ),
            Some(text!(
                "在正文里找到 ![图{number}]，写上图说",
                "find ![图{number}] in the text and write a caption"
            )),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::draft::{Picture, line};

    #[test]
    fn captions_say_so() {
        for text in [
            "图1 岱后红军营",
            "图 2-1：光伏",
            "图一 村貌",
            "图为开营现场",
            "▲图3",
            "左图：开营",
        ] {
            assert!(is_caption(text), "{text}");
        }
        for text in ["图书馆建成", "图片新闻", "蔬菜种植"] {
            assert!(!is_caption(text), "{text}");
        }
    }

    #[test]
    fn credits() {
        let of = |t: &str| credit(t);
        assert_eq!(
            of("图1 开营（杨敏 摄）"),
            ("图1 开营".into(), Some("杨敏 摄".into()))
        );
        assert_eq!(of("开营 杨敏 摄"), ("开营".into(), Some("杨敏 摄".into())));
        assert_eq!(of("图1 开营"), ("图1 开营".into(), None));
        let by = |t: &str| of(t).1.unwrap_or_default();
        assert_eq!(by("村民采摘油茶。记者 王五/摄"), "记者 王五 摄");
    }

    #[test]
    fn captions_of_one_line() {
        assert_eq!(parted("图1 揭牌　　图2 电站", 2), ["图1 揭牌", "图2 电站"]);
        assert_eq!(parted("图1 揭牌", 2), ["图1 揭牌"]);
        assert_eq!(parted("图1 揭牌　图2 电站", 1).len(), 1);
        assert_eq!(
            parted("左图：开营；右图：食堂", 2),
            ["左图：开营", "右图：食堂"]
        );
    }

    #[test]
    fn two_pictures_with_their_captions_in_order() {
        let mut draft = Draft {
            pictures: vec![Picture::default(), Picture::default(), Picture::default()],
            blocks: vec![
                Block::Picture(0),
                Block::Picture(1),
                Block::Paragraph(line("图1 甲")),
                Block::Paragraph(line("图2 乙")),
                Block::Paragraph(line("正文。")),
                Block::Picture(2),
            ],
            ..Draft::default()
        };
        attach(&mut draft);
        let captions: Vec<_> = draft
            .pictures
            .iter()
            .map(|p| p.caption.clone().unwrap())
            .collect();
        assert_eq!(captions, ["图1 甲", "图2 乙", "图3"]);
        assert_eq!(draft.blocks.len(), 4);
        assert_eq!(draft.remarks.len(), 1);
    }
}
