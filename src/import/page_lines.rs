//! What a line around a text is: breadcrumb, button, source, date, editor,
//! byline. Traditional characters are recognised as well.

use super::simplify;
use crate::content::Date;

/// What a line around a text is.
pub(super) enum Kind {
    /// Of the page, not of the text.
    Page,
    /// Where and when it was published.
    Source {
        source: Option<String>,
        date: Option<Date>,
    },
    /// 责编.
    Editor(String),
    /// 署名.
    Byline(Vec<String>),
    /// A date alone.
    Date(Date),
}

/// What a line is, if it is one of these.
pub(super) fn kind(text: &str) -> Option<Kind> {
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
pub(super) fn signature(text: &str) -> Vec<String> {
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
