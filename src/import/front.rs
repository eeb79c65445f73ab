//! Lines around a text that are not the text: breadcrumb, title, byline,
//! source, date, editor, buttons and QR codes.
//!
//! What is recognised goes to the front matter; the line itself is kept there
//! as a comment, so that nothing of it is lost (the time of day, the section).
//! Traditional characters are recognised as well.

use super::draft::{Block, Draft, Weight, line, plain_text};
use super::headings::{is_short, numbering};
use super::page_lines::{self, Kind, kind, signature};
use super::plain::one_line;
use super::simplify;
use crate::text;

/// So many blocks at each end are looked at.
const REACH: usize = 10;
/// Longest first line of a title that goes on in a second, in characters.
const TITLE: usize = 20;
/// A paragraph of more characters is running text.
const RUNNING: usize = 70;

/// Takes the title out of the blocks, where no style named it.
pub(super) fn take_title(draft: &mut Draft) {
    let mut seen = 0;
    for block in draft.blocks.iter_mut().take(REACH) {
        let Block::Heading { text, guess, .. } = block else {
            continue;
        };
        // A unit, a date, a byline in the type of a heading heads nothing.
        let words = one_line(&plain_text(text));
        seen += 1;
        let signs = seen > 1 && !page_lines::signature(&words).is_empty();
        if guess.is_some() && (signs || kind(&words).is_some()) {
            *block = Block::Paragraph(std::mem::take(text));
        }
    }
    if draft.title.is_none() {
        // A heading that looks like a title, with those right under it.
        let first = draft
            .blocks
            .iter()
            .take(REACH)
            .position(|b| matches!(b, Block::Heading { level: 0, .. }));
        if let Some(at) = first {
            let mut parts = Vec::new();
            while let Some(Block::Heading { level: 0, text, .. }) = draft.blocks.get(at) {
                let words = one_line(&plain_text(text));
                // A deck stands under the title and begins with a dash.
                if !parts.is_empty() && words.starts_with(['—', '-', '（', '(']) {
                    break;
                }
                parts.push(words);
                draft.blocks.remove(at);
            }
            draft.title = Some(parts.join(" "));
        }
    }
    if draft.title.is_none() {
        take_top_heading(draft);
    }
    // A deck stands under the title and begins with a dash; it heads nothing.
    if let Some(block) = draft.blocks.first_mut().filter(|_| draft.title.is_some())
        && let Block::Heading { text, .. } = block
        && plain_text(text).trim_start().starts_with('—')
    {
        *block = Block::Paragraph(std::mem::take(text));
    }
    for block in &mut draft.blocks {
        if let Block::Heading { level, .. } = block {
            *level = (*level).max(1);
        }
    }
}

/// The only heading of the highest level, standing above all text.
fn take_top_heading(draft: &mut Draft) {
    let levels: Vec<(usize, u8)> = draft
        .blocks
        .iter()
        .enumerate()
        .filter_map(|(at, b)| match b {
            Block::Heading { level, text, .. } if numbering(&plain_text(text)).is_none() => {
                Some((at, *level))
            }
            Block::Heading { .. } => Some((at, u8::MAX)),
            _ => None,
        })
        .collect();
    let Some((at, level)) = levels.first().copied() else {
        return;
    };
    let alone = levels.iter().skip(1).all(|(_, l)| *l > level) && levels.len() > 1;
    let single = levels.len() == 1 && at == 0;
    let above = draft.blocks.iter().take(at).all(|b| length(b) < RUNNING);
    if (alone || single)
        && above
        && level != u8::MAX
        && let Block::Heading { text, .. } = draft.blocks.remove(at)
    {
        draft.title = Some(one_line(&plain_text(&text)));
    }
}

fn length(block: &Block) -> usize {
    match block {
        Block::Paragraph(text) => plain_text(text).trim().chars().count(),
        Block::Heading { .. } | Block::Caption(_) => 0,
        _ => usize::MAX,
    }
}

/// Takes the lines around the text out of the blocks.
pub(super) fn take_lines(draft: &mut Draft) {
    let turns = |block: &Block| match block {
        Block::Paragraph(text) => {
            let text = one_line(&plain_text(text));
            page_lines::turns_page(&text).then_some(text)
        }
        _ => None,
    };
    draft
        .page_lines
        .extend(draft.blocks.iter().filter_map(turns));
    draft.blocks.retain(|block| turns(block).is_none());
    take_others(draft);
    let mut at = 0;
    let mut looked = 0;
    while looked < REACH {
        looked += 1;
        let Some(Block::Paragraph(text)) = draft.blocks.get(at) else {
            break;
        };
        let text = one_line(&plain_text(text));
        if text.chars().count() > RUNNING && kind(&text).is_none() {
            break;
        }
        // A unit signs right under the title and its deck.
        let place = if at < 2 { End::Under } else { End::Above };
        if take(draft, &text, place) {
            draft.blocks.remove(at);
        } else {
            at += 1;
        }
    }
    title_of_first_line(draft);
    let above = draft.page_lines.len();
    let mut seen = 0;
    let mut at = draft.blocks.len();
    while at > 0 && seen < REACH {
        at -= 1;
        seen += 1;
        let Some(Block::Paragraph(text)) = draft.blocks.get(at) else {
            continue;
        };
        let text = one_line(&plain_text(text));
        // What stands under the text is never its byline, unless signed.
        let place = if at + 1 == draft.blocks.len() {
            End::Foot
        } else if at + 3 >= draft.blocks.len() {
            End::Near
        } else {
            End::Below
        };
        if text.chars().count() <= RUNNING && take(draft, &text, place) {
            draft.blocks.remove(at);
        }
    }
    draft.page_lines[above..].reverse();
}

/// What stands under 往期推荐 or 评论 at the end is other people's.
fn take_others(draft: &mut Draft) {
    let words = |block: &Block| match block {
        Block::Paragraph(text) => Some(one_line(&plain_text(text))),
        _ => None,
    };
    let heads = |text: &str| {
        let bare = text.trim_end_matches(|c: char| c.is_ascii_digit() || "（）() ".contains(c));
        [
            "往期推荐",
            "往期回顾",
            "热门推荐",
            "推荐阅读",
            "相关阅读",
            "相关新闻",
            "评论",
        ]
        .contains(&bare)
    };
    let is_head = |block: &Block| words(block).is_some_and(|text| heads(&text));
    let Some(at) = draft.blocks.iter().position(is_head) else {
        return;
    };
    // A paragraph of the text may stand below as well.
    let short = |block: &Block| words(block).is_some_and(|t| t.chars().count() <= RUNNING);
    let below = draft.blocks.iter().skip(at);
    if at * 2 < draft.blocks.len() || !below.clone().all(short) {
        return;
    }
    let own = |block: &Block| {
        words(block).is_some_and(|t| page_lines::parts(&t).iter().all(|p| kind(p).is_some()))
    };
    let rest = draft.blocks.split_off(at);
    for block in rest {
        match words(&block) {
            Some(text) if !own(&block) => draft.page_lines.push(text),
            _ => draft.blocks.push(block),
        }
    }
}

/// A first short line is the title where nothing else is.
fn title_of_first_line(draft: &mut Draft) {
    if draft.title.is_some() {
        return;
    }
    let Some(Block::Paragraph(text)) = draft.blocks.first() else {
        return;
    };
    let mut text = one_line(&plain_text(text));
    // A title of two lines: 抱团发展， 让“空壳村”变“实力村”.
    let second = match draft.blocks.get(1) {
        Some(Block::Paragraph(text)) => one_line(&plain_text(text)),
        _ => String::new(),
    };
    let goes_on = text.ends_with(['，', ',']) && text.chars().count() <= TITLE;
    if goes_on && is_short(&second) && numbering(&second).is_none() && draft.blocks.len() > 2 {
        draft.blocks.remove(0);
        text.push_str(&second);
    }
    if is_short(&text) && numbering(&text).is_none() && draft.blocks.len() > 1 {
        draft.blocks.remove(0);
        draft.remark(
            Weight::Guess,
            text!(
                "第一行“{text}”当作标题",
                "the first line `{text}` is taken as the title"
            ),
            None,
        );
        draft.title = Some(text);
        // The byline stands under the title and its deck.
        let is_deck = |block: &Block| match block {
            Block::Paragraph(text) => plain_text(text).trim_start().starts_with('—'),
            _ => false,
        };
        let at = usize::from(draft.blocks.first().is_some_and(is_deck));
        while let Some(Block::Paragraph(text)) = draft.blocks.get(at) {
            let text = one_line(&plain_text(text));
            if text.chars().count() > RUNNING || !take(draft, &text, End::Under) {
                break;
            }
            draft.blocks.remove(at);
        }
    }
}

/// Where a line stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    /// Right under the title.
    Under,
    /// Above the text.
    Above,
    /// Below the text.
    Below,
    /// Near its end: a date under which little stands.
    Near,
    /// The last line.
    Foot,
}

/// Takes a line, if it is one of these or is made of nothing else.
fn take(draft: &mut Draft, text: &str, place: End) -> bool {
    let parts = page_lines::parts(text);
    if parts.len() < 2 || !parts.iter().all(|part| kind(part).is_some()) {
        return take_one(draft, text, place);
    }
    let before = draft.page_lines.len();
    let mut left = Vec::new();
    for part in &parts {
        if !take_one(draft, part, place) {
            left.push(part.as_str());
        }
    }
    draft.page_lines.truncate(before);
    draft.page_lines.push(text.to_owned());
    // A second editor or another source has no place of its own.
    if !left.is_empty() {
        let words = left.join("　");
        draft.closing.push(words);
    }
    true
}

fn take_one(draft: &mut Draft, text: &str, place: End) -> bool {
    let above = matches!(place, End::Under | End::Above);
    let signs = matches!(place, End::Under | End::Foot);
    match kind(text) {
        Some(Kind::Page) => {}
        Some(Kind::Source {
            source,
            date,
            moment,
        }) if agrees(&draft.source, &source) && agrees(&draft.date, &date) => {
            draft.source = draft.source.take().or(source);
            draft.date = draft.date.or(date);
            draft.moment = draft.moment.take().or(moment);
        }
        Some(Kind::Editor(editor)) if draft.editor.is_none() => draft.editor = Some(editor),
        Some(Kind::Byline(people)) if above || draft.byline.is_empty() => {
            draft.byline.extend(people);
            return true;
        }
        // In the text a date heads what happened then.
        Some(Kind::Date(date))
            if draft.date.is_none() && !matches!(place, End::Above | End::Below) =>
        {
            draft.date = Some(date);
            return true;
        }
        // A unit right under the title, or signed at the end.
        None if signs && draft.byline.is_empty() && draft.title.is_some() => {
            let names = signature(text);
            draft.byline.extend(names.iter().cloned());
            return !names.is_empty();
        }
        _ => return false,
    }
    draft.page_lines.push(text.to_owned());
    true
}

fn agrees<T: PartialEq>(known: &Option<T>, new: &Option<T>) -> bool {
    known.is_none() || new.is_none() || known == new
}

/// Time, source and editor as the last paragraph, where a reader finds them.
pub(super) fn closing(draft: &Draft) -> Option<Block> {
    let mut parts = Vec::new();
    if let Some(moment) = &draft.moment {
        parts.push(format!("发布时间：{moment}"));
    }
    if let Some(source) = &draft.source {
        parts.push(format!("来源：{source}"));
    }
    if let Some(editor) = &draft.editor {
        parts.push(format!("责编：{editor}"));
    }
    parts.extend(draft.closing.iter().cloned());
    let words = parts.join("；");
    (!parts.is_empty()).then(|| Block::Paragraph(line(format!("（{words}）"))))
}

/// Which of the four parts that calls for cases ask for are there.
pub(super) fn say_sections(draft: &mut Draft) {
    const PARTS: &[(&str, &[&str])] = &[
        ("背景", &["背景", "缘起", "起因", "基本情况", "概况"]),
        ("做法", &["做法", "举措", "措施", "实践", "路径", "探索"]),
        ("成效", &["成效", "成果", "效果", "成绩", "变化"]),
        ("启示", &["启示", "探讨", "经验", "体会", "思考", "展望"]),
    ];
    let headings: Vec<String> = draft
        .blocks
        .iter()
        .filter_map(|b| match b {
            Block::Heading { text, .. } => Some(one_line(&plain_text(text))),
            _ => None,
        })
        .collect();
    let mut found = Vec::new();
    let mut missing = Vec::new();
    for (part, words) in PARTS {
        let is = |h: &&String| {
            let key = simplify::characters(h);
            words.iter().any(|w| key.contains(w))
        };
        match headings.iter().find(is) {
            Some(heading) => found.push(format!("{part}“{heading}”")),
            None => missing.push(*part),
        }
    }
    if found.len() < 2 {
        return;
    }
    let words = found.join("、");
    draft.remark(
        Weight::Note,
        text!("案例各部分：{words}", "parts of the case: {words}"),
        None,
    );
    if !missing.is_empty() {
        let words = missing.join("、");
        draft.remark(
            Weight::Note,
            text!("没有看到这些部分：{words}", "parts not found: {words}"),
            None,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::page_lines::{date_of, people};

    #[test]
    fn bylines() {
        assert_eq!(people("杨敏 周若毅 吴菁"), ["杨敏", "周若毅", "吴菁"]);
        assert_eq!(people("杨 敏、周若毅"), ["杨敏", "周若毅"]);
        assert_eq!(people("记者 杨敏 通讯员 吴菁"), ["杨敏", "吴菁"]);
    }

    #[test]
    fn dates_in_lines() {
        let of = |t: &str| date_of(t).map(|d| d.to_string());
        assert_eq!(
            of("2022年07月07日13:57    來源:人民網").as_deref(),
            Some("2022-07-07")
        );
        assert_eq!(
            of("发布时间：2026-01-09 10:00").as_deref(),
            Some("2026-01-09")
        );
        assert_eq!(of("2019年11月").as_deref(), Some("2019-11"));
        assert_eq!(of("共5000人次"), None);
        assert_eq!(of("2019"), None);
    }

    fn taken(lines: &[&str]) -> Draft {
        let mut draft = Draft {
            blocks: lines.iter().map(|l| Block::Paragraph(line(*l))).collect(),
            ..Draft::default()
        };
        take_title(&mut draft);
        take_lines(&mut draft);
        draft
    }

    #[test]
    fn the_lines_around_a_web_page() {
        let long = "自2006年起，平湖市一以贯之做好“统筹城乡发展”大文章。".repeat(4);
        let draft = taken(&[
            "中國共產黨新聞網>>黨建>>典型案例征集",
            "分享",
            "浙江平湖“飛地抱團”發展",
            "中共平湖市委組織部",
            "2022年07月07日13:57    來源:人民網-中國共產黨新聞網",
            &long,
            "(責編:王子鋒、秦華)",
            "微信“掃一掃”添加“學習大國”",
        ]);
        assert_eq!(draft.title.as_deref(), Some("浙江平湖“飛地抱團”發展"));
        assert_eq!(draft.byline, ["中共平湖市委組織部"]);
        assert_eq!(draft.source.as_deref(), Some("人民網-中國共產黨新聞網"));
        assert_eq!(
            draft.date.map(|d| d.to_string()).as_deref(),
            Some("2022-07-07")
        );
        assert_eq!(draft.editor.as_deref(), Some("王子鋒、秦華"));
        assert_eq!(draft.page_lines.len(), 5);
        assert_eq!(draft.blocks.len(), 1);
    }

    #[test]
    fn a_sentence_with_such_words_stays() {
        let sentence =
            "编辑部的故事很长，分享到这里为止，时间过得很快，记者走访了三个村，看到的都是新变化。";
        let draft = taken(&["标题在这里", sentence, "第二段也在这里，写得不长。"]);
        assert_eq!(draft.blocks.len(), 2);
    }
}
