//! Lines around a text that are not the text: breadcrumb, title, byline,
//! source, date, editor, buttons and QR codes.
//!
//! What is recognised goes to the front matter; the line itself is kept there
//! as a comment, so that nothing of it is lost (the time of day, the section).
//! Traditional characters are recognised as well.

use super::draft::{Block, Draft, Weight, line, plain_text};
use super::headings::{is_short, numbering};
use super::plain::one_line;
use super::simplify;
use crate::content::Date;
use crate::text;

/// So many blocks at each end are looked at.
const REACH: usize = 10;
/// A paragraph of more characters is running text.
const RUNNING: usize = 70;

/// Takes the title out of the blocks, where no style named it.
pub(super) fn take_title(draft: &mut Draft) {
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
        } else {
            End::Below
        };
        if text.chars().count() <= RUNNING && take(draft, &text, place) {
            draft.blocks.remove(at);
        }
    }
    draft.page_lines[above..].reverse();
}

/// A first short line is the title where nothing else is.
fn title_of_first_line(draft: &mut Draft) {
    if draft.title.is_some() {
        return;
    }
    let Some(Block::Paragraph(text)) = draft.blocks.first() else {
        return;
    };
    let text = one_line(&plain_text(text));
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
        // The byline stands under the title.
        while let Some(Block::Paragraph(text)) = draft.blocks.first() {
            let text = one_line(&plain_text(text));
            if text.chars().count() > RUNNING || !take(draft, &text, End::Under) {
                break;
            }
            draft.blocks.remove(0);
        }
    }
}

enum Kind {
    Page,
    Source {
        source: Option<String>,
        date: Option<Date>,
    },
    Editor(String),
    Byline(Vec<String>),
    Date(Date),
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
    /// The last line.
    Foot,
}

/// Takes one line, if it is one of these.
fn take(draft: &mut Draft, text: &str, place: End) -> bool {
    let above = matches!(place, End::Under | End::Above);
    let signs = matches!(place, End::Under | End::Foot);
    match kind(text) {
        Some(Kind::Page) => {}
        Some(Kind::Source { source, date }) => {
            draft.source = draft.source.take().or(source);
            draft.date = draft.date.or(date);
        }
        Some(Kind::Editor(editor)) if draft.editor.is_none() => draft.editor = Some(editor),
        Some(Kind::Byline(people)) if above || draft.byline.is_empty() => {
            draft.byline.extend(people);
            return true;
        }
        Some(Kind::Date(date)) if draft.date.is_none() => {
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

fn kind(text: &str) -> Option<Kind> {
    let key = simplify::characters(text);
    let key = key.trim_matches(['（', '）', '(', ')', '【', '】', '[', ']', ' ']);
    if is_page(key) {
        return Some(Kind::Page);
    }
    for word in ["责任编辑", "责编", "本文编辑", "编辑", "网络编辑"] {
        if let Some(rest) = after_label(key, word) {
            return Some(Kind::Editor(own_words(text, rest)));
        }
    }
    if let Some(found) = labelled(
        key,
        &["来源", "稿源", "信息来源", "文章来源", "转自", "出处"],
    ) {
        // 来源：人民网 2022年07月07日: what stands behind a space is no source.
        let source = found
            .split([' ', '\t', '　'])
            .find(|w| !w.is_empty())
            .map(|w| own_words(text, w));
        return Some(Kind::Source {
            source,
            date: date_of(key),
        });
    }
    if ["发布时间", "发布日期", "时间", "日期", "发表时间"]
        .iter()
        .any(|w| after_label(key, w).is_some())
    {
        return date_of(key).map(|date| Kind::Source {
            source: None,
            date: Some(date),
        });
    }
    let bylines = [
        "文/图",
        "图/文",
        "文图",
        "文",
        "作者",
        "署名",
        "撰稿",
        "撰文",
        "供稿",
        "本报记者",
        "记者",
        "通讯员",
        "特约记者",
        "报送单位",
        "申报单位",
        "作者单位",
        "供稿单位",
    ];
    for word in bylines {
        let labelled = after_label(key, word);
        let spaced = key
            .strip_prefix(word)
            .filter(|r| word.len() > 3 && r.starts_with([' ', '　']));
        if let Some(rest) = labelled
            .or(spaced)
            .filter(|r| r.chars().count() <= 40 && !r.trim().is_empty())
        {
            return Some(Kind::Byline(people(&own_words(text, rest))));
        }
    }
    let date = date_of(key)?;
    let rest: String = key
        .chars()
        .filter(|c| !c.is_ascii_digit() && !"年月日-./:：时分秒 　".contains(*c))
        .collect();
    (rest.is_empty() && key.chars().count() <= 24).then_some(Kind::Date(date))
}

/// The same words as they stand in the line itself: traditional characters
/// are converted later, and only on request.
fn own_words(line: &str, simplified: &str) -> String {
    let key = simplify::characters(line);
    let found = key.find(simplified);
    let start = found.map(|at| key[..at].chars().count());
    let words: String = match start {
        // The table maps one character to one.
        Some(start) => line
            .chars()
            .skip(start)
            .take(simplified.chars().count())
            .collect(),
        None => simplified.to_owned(),
    };
    words
        .trim()
        .trim_end_matches(['）', ')', '】', ']'])
        .trim()
        .to_owned()
}

/// 责编：…, 文/ …
fn after_label<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let rest = text.strip_prefix(word)?.trim_start();
    let rest = rest.strip_prefix(['：', ':', '/', '／', '|', '丨'])?;
    Some(rest.trim())
}

/// A label anywhere in a line: 2022年07月07日13:57 来源：人民网.
fn labelled<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    words.iter().find_map(|word| {
        let at = text.find(word)?;
        let before = text[..at].trim_end();
        let starts = before.is_empty()
            || before.ends_with(|c: char| {
                c.is_ascii_digit() || c == '日' || c.is_whitespace() || c == '|'
            });
        after_label(&text[at..], word).filter(|_| starts)
    })
}

fn is_page(key: &str) -> bool {
    const WORDS: &[&str] = &[
        "分享",
        "分享到",
        "打印",
        "打印本页",
        "打印本文",
        "收藏",
        "关闭",
        "关闭窗口",
        "返回",
        "返回顶部",
        "字号",
        "字体",
        "大 中 小",
        "大",
        "中",
        "小",
        "纠错",
        "复制链接",
        "点赞",
        "评论",
        "扫码阅读",
        "微信",
        "微博",
        "首页",
        "正文",
        "相关阅读",
        "相关新闻",
        "推荐阅读",
        "上一篇",
        "下一篇",
        "点击查看更多",
        "阅读原文",
        "扫一扫",
        "扫一扫在手机打开当前页",
        "字号 大 中 小",
    ];
    let bare = key.trim_end_matches(['：', ':', '>', '》']).trim();
    WORDS.contains(&bare)
        || key.contains(">>")
        || key.matches(" > ").count() > 1
        || key.matches(" » ").count() > 1
        || key.starts_with("当前位置")
        || key.starts_with("您的位置")
        || key.starts_with("您现在的位置")
        || key.starts_with("分享到")
        || key.starts_with("字体：")
        || key.starts_with("字号：")
        || key.starts_with("浏览次数")
        || key.starts_with("点击数")
        || key.starts_with("点击量")
        || key.starts_with("阅读量")
        || key.starts_with("上一篇：")
        || key.starts_with("下一篇：")
        || key.starts_with("版权所有")
        || key.starts_with("网站标识码")
        || (key.contains("扫一扫") && key.chars().count() <= 40)
        || (key.contains("二维码") && key.chars().count() <= 30)
}

/// 龙泉市农业农村局 王 强: a unit, perhaps with people behind it.
fn signature(text: &str) -> Vec<String> {
    if is_unit(text) {
        return vec![text.to_owned()];
    }
    let words: Vec<&str> = text
        .split([' ', '\u{3000}'])
        .filter(|w| !w.is_empty())
        .collect();
    let [unit, rest @ ..] = words.as_slice() else {
        return Vec::new();
    };
    let names = people(&rest.join(" "));
    let is_name = |name: &String| (2..=4).contains(&name.chars().count()) && is_han(name);
    if !is_unit(unit) || names.is_empty() || !names.iter().all(is_name) {
        return Vec::new();
    }
    std::iter::once((*unit).to_owned()).chain(names).collect()
}

fn is_han(text: &str) -> bool {
    text.chars()
        .all(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c) || c == '·')
}

/// 中共平湖市委组织部: a line that is the name of a unit.
fn is_unit(text: &str) -> bool {
    const TAILS: &[&str] = &[
        "部",
        "委",
        "局",
        "办",
        "办公室",
        "政府",
        "中心",
        "县委",
        "市委",
        "区委",
        "党委",
        "日报社",
        "报社",
        "研究室",
        "领导小组",
        "专班",
        "街道",
        "镇",
        "乡",
        "公司",
        "协会",
        "学校",
        "支部",
        "工委",
        "党组",
    ];
    let key = simplify::characters(text);
    let key = key.trim_matches(['（', '）', '(', ')', ' ']);
    (4..=30).contains(&key.chars().count())
        && TAILS.iter().any(|t| key.ends_with(t))
        && key
            .chars()
            .all(|c| is_han(c.encode_utf8(&mut [0; 4])) || "（）()".contains(c))
}

/// The first date in a line.
pub(super) fn date_of(text: &str) -> Option<Date> {
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    for (at, c) in &chars {
        if !c.is_ascii_digit() {
            continue;
        }
        let rest = &text[*at..];
        let allowed = |c: char| c.is_ascii_digit() || "年月日-./".contains(c);
        let end = rest.find(|c| !allowed(c)).unwrap_or(rest.len());
        let mut candidate = &rest[..end];
        // 2022年07月07日13:57
        if let Some(day) = candidate.find('日') {
            candidate = &candidate[..day + '日'.len_utf8()];
        }
        let year = candidate
            .get(..4)
            .is_some_and(|y| y.starts_with("19") || y.starts_with("20"));
        let parts = candidate
            .split(|c: char| !c.is_ascii_digit())
            .filter(|p| !p.is_empty())
            .count();
        if let Some(date) = Date::parse(candidate).filter(|_| year && parts >= 2) {
            return Some(date);
        }
    }
    None
}

/// The people of a byline: names between spaces or commas; a name of two
/// characters set apart by a space is one name.
pub(super) fn people(text: &str) -> Vec<String> {
    let text = text
        .trim()
        .trim_start_matches("文/图")
        .trim_start_matches(['/', '：', ':', ' ', '　']);
    let mut names: Vec<String> = Vec::new();
    let mut single = false;
    for word in text
        .split([' ', '　', '、', '，', ',', ';', '；', '\t'])
        .filter(|w| !w.is_empty())
    {
        if ["记者", "通讯员", "特约记者", "本报记者", "文", "图", "摄影"].contains(&word)
        {
            continue;
        }
        let alone = word.chars().count() == 1;
        match names.last_mut() {
            Some(last) if alone && single => {
                last.push_str(word);
                single = false;
            }
            _ => {
                names.push(word.to_owned());
                single = alone;
            }
        }
    }
    names
}

/// Source and editor as the last paragraph, where a reader finds them.
pub(super) fn closing(draft: &Draft) -> Option<Block> {
    let mut parts = Vec::new();
    if let Some(source) = &draft.source {
        parts.push(format!("来源：{source}"));
    }
    if let Some(editor) = &draft.editor {
        parts.push(format!("责编：{editor}"));
    }
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
