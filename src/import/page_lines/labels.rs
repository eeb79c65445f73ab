//! The labels of lines around a text (来源, 责编, 发布时间, 浏览次数), and one line
//! taken apart where it holds several. What a label says is not looked at here.

use super::moment::date_of;
use super::names::signs;
use crate::import::simplify;

pub(super) const SOURCES: &[&str] = &["信息来源", "文章来源", "来源", "稿源", "转自", "出处"];
pub(super) const EDITORS: &[&str] = &[
    "责任编辑",
    "责编",
    "本文编辑",
    "网络编辑",
    "本版责编",
    "本版编辑",
    "编辑",
];
pub(super) const DATES: &[&str] = &[
    "发布时间",
    "发布日期",
    "发表时间",
    "发文日期",
    "成文日期",
    "更新时间",
    "时间",
    "日期",
];
pub(super) const BYLINES: &[&str] = &[
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
/// Labels of what counts readers and sets type.
pub(super) const COUNTERS: &[&str] = &[
    "浏览次数",
    "浏览量",
    "点击数",
    "点击量",
    "点击",
    "阅读量",
    "阅读次数",
    "阅读",
    "访问量",
    "字体",
    "字号",
    "分享到",
    "分享",
    "浏览",
    "访问次数",
    "点击次数",
    "点击率",
    "人气",
    "视力保护色",
    "保护视力色",
    "编审",
    "审核",
    "责任校对",
    "点赞",
    "在看",
    "编校",
    "联系电话",
    "联系人",
    "投稿邮箱",
    "校对",
    "初审",
    "复审",
    "终审",
    "一审",
    "二审",
    "三审",
    "监制",
    "值班编委",
    "美编",
    "版式",
    "视觉",
    "排版",
    "制图",
    "统筹",
    "索引号",
    "发布机构",
    "发文机关",
    "发文字号",
    "文号",
    "主题分类",
    "主题词",
    "有效性",
    "公开方式",
    "公开形式",
    "组配分类",
    "字数",
    "标签",
    "关键词",
    "原标题",
];

/// The parts of a line that begin with a label each, as web pages set them
/// under a title: 发布时间：2026-01-09 10:00　来源：人民网　作者：杨敏.
pub(in crate::import) fn parts(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    let key: Vec<char> = simplify::characters(text).chars().collect();
    let joined: String = key.iter().collect();
    if let Some(parts) = posted(&joined, text).or_else(|| signed_in_turn(text)) {
        return parts;
    }
    // The table maps one character to one.
    if key.len() != chars.len() {
        return vec![text.to_owned()];
    }
    let labels = || {
        [SOURCES, EDITORS, DATES, BYLINES, COUNTERS]
            .into_iter()
            .flatten()
    };
    let begins = |at: &usize| {
        let parted = at.checked_sub(1).and_then(|i| key.get(i)).is_none_or(|c| {
            c.is_whitespace() || c.is_ascii_digit() || "|丨日/／；;，,)）]【[".contains(*c)
        });
        let rest: String = key.iter().skip(*at).take(12).collect();
        parted
            && labels().any(|word| {
                let after = rest.strip_prefix(word).map(str::trim_start);
                after.is_some_and(|t| t.starts_with(['：', ':']))
            })
    };
    let mut starts: Vec<usize> = (0..chars.len()).filter(begins).collect();
    starts.insert(0, 0);
    starts.dedup();
    let ends = starts.iter().skip(1).copied().chain([chars.len()]);
    let part = |(from, to): (&usize, usize)| -> String {
        let words: String = chars.iter().skip(*from).take(to - from).collect();
        let odd = |c: char| c.is_whitespace() || "|丨；;，,/／【".contains(c);
        words.trim_matches(odd).to_owned()
    };
    let parts = starts.iter().zip(ends).map(part);
    parts.filter(|p| !p.is_empty()).collect()
}

/// 原创 张三 澧源发布 2026-10-08 18:00 湖南: a line of a chat's public account,
/// in labels.
fn posted(key: &str, text: &str) -> Option<Vec<String>> {
    let words: Vec<&str> = key.split_whitespace().collect();
    let own: Vec<&str> = text.split_whitespace().collect();
    let at = words.iter().position(|word| date_of(word).is_some())?;
    let is = words.first() == Some(&"原创") && own.len() == words.len() && at >= 2;
    let source = own.get(at - usize::from(at > 0)).filter(|_| is)?;
    let time = words.get(at + 1).filter(|word| word.contains(':'));
    let moment = [words.get(at), time].map(|w| w.copied().unwrap_or_default());
    let mut parts = vec![format!("来源：{source} {}", moment.join(" "))];
    if let Some(people) = own.get(1..at - 1).filter(|people| !people.is_empty()) {
        parts.push(format!("作者：{}", people.join(" ")));
    }
    Some(parts)
}

/// 编辑 张三 审核 李四: labels and names by turns, as lines of labels.
fn signed_in_turn(text: &str) -> Option<Vec<String>> {
    let bare = text.trim_matches(['（', '）', '(', ')', '【', '】', ' ']);
    let words: Vec<&str> = bare.split_whitespace().collect();
    let label = |word: &str| {
        let word = simplify::characters(word);
        EDITORS.contains(&word.as_str()) || COUNTERS.contains(&word.as_str())
    };
    let pair = |pair: &[&str]| match pair {
        [of, name] if label(of) && signs(name) => Some(format!("{of}：{name}")),
        _ => None,
    };
    words.chunks(2).map(pair).collect()
}

/// 责编：…, 文/ …
pub(super) fn after_label<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let rest = text.strip_prefix(word)?.trim_start();
    let rest = rest.strip_prefix(['：', ':', '/', '／', '|', '丨'])?;
    Some(rest.trim())
}

/// A label anywhere in a line: 2022年07月07日13:57 来源：人民网.
pub(super) fn labelled<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
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
