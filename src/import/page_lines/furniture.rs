//! Lines that are of the page and not of the text: breadcrumbs, buttons, counters,
//! the head of an official paper, 下转第三版. They are dropped, so that each must be
//! sure not to be a sentence.

use super::labels::{COUNTERS, after_label};
use super::names::is_unit;
use crate::import::simplify;

pub(super) fn is_page(key: &str) -> bool {
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
        "大",
        "中",
        "小",
        "t",
        "保存",
        "保存本页",
        "关闭本页",
        "关闭页面",
        "我要纠错",
        "语音播报",
        "转发",
        "相关链接",
        "相关附件",
        "更多",
        "没有了",
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
        "阅读上一篇",
        "阅读下一篇",
        "点击查看更多",
        "阅读原文",
        "扫一扫",
        "扫一扫在手机打开当前页",
        "上一版",
        "下一版",
        "上一期",
        "下一期",
        "版面导航",
        "标题导航",
        "返回目录",
        "放大",
        "缩小",
        "默认",
        "大字号",
        "中字号",
        "小字号",
        "end",
        "往期推荐",
        "往期回顾",
        "热门推荐",
        "分享让更多人看到",
    ];
    // 第03版：县域
    let page = key.strip_prefix('第').map(|rest| {
        rest.trim_start_matches(|c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    });
    let invites = [
        "点击上方",
        "点击蓝字",
        "关注公众号",
        "长按识别",
        "喜欢就点个",
        "原创 ",
    ];
    if key.chars().count() <= 30
        && (page.is_some_and(|rest| rest.starts_with("版"))
            || invites.iter().any(|w| key.starts_with(w)))
    {
        return true;
    }
    // 附件3: what the write-up was attached to.
    let attached = key.strip_prefix("附件").map(str::trim);
    if attached.is_some_and(|n| {
        n.chars()
            .all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    }) {
        return true;
    }
    // 【打印】【关闭】, 字号：大 中 小
    let odd = |c: char| c.is_whitespace() || "【】[]（）()|丨/：:>》·".contains(c);
    let mut words = key.split(odd).filter(|word| !word.is_empty()).peekable();
    // 阅读 1.2万
    let counts = |word: &&str| {
        let rest = key.strip_prefix(*word).unwrap_or_default().trim_start();
        rest.len() <= 16 && rest.starts_with(|c: char| c.is_ascii_digit())
    };
    let buttons = words.peek().is_some()
        && words.all(|word| WORDS.contains(&word.to_ascii_lowercase().as_str()));
    buttons
        || COUNTERS.iter().any(counts)
        || key.contains(">>")
        || key.matches(" > ").count() > 1
        || key.matches(" » ").count() > 1
        || key.starts_with("当前位置")
        || key.starts_with("您的位置")
        || key.starts_with("您现在的位置")
        || COUNTERS.iter().any(|w| after_label(key, w).is_some())
        || key.starts_with("分享到")
        || key.starts_with("上一篇：")
        || key.starts_with("下一篇：")
        || key.starts_with("版权所有")
        || key.starts_with("网站标识码")
        || key.starts_with("主办：")
        || key.starts_with("主办单位：")
        || key.contains("ICP备")
        || key.contains("公网安备")
        || (key.contains("扫一扫") && key.chars().count() <= 40)
        || (key.contains("二维码") && key.chars().count() <= 30)
}

/// 当前位置最偏的村，离县城77公里。: a sentence that begins with such words is
/// of the text.
pub(super) fn is_sentence(key: &str) -> bool {
    let parted = key.contains(['，', ',']) && key.chars().count() >= 15;
    key.ends_with(['。', '！', '？', '；']) || parted
}

/// 莲都区人民政府文件, 莲政〔2026〕12号: the head of an official paper.
pub(super) fn is_red_head(key: &str) -> bool {
    let short = key.chars().count() <= 25;
    let number = key.split_once(['〔', '[']).and_then(|(_, rest)| {
        let (year, number) = rest.split_once(['〕', ']'])?;
        let number = number.trim().trim_start_matches('第').strip_suffix('号')?;
        let digits = |t: &str| !t.is_empty() && t.bytes().all(|b| b.is_ascii_digit());
        Some(year.len() == 4 && digits(year) && digits(number))
    });
    let unit = key.strip_suffix("文件").is_some_and(is_unit);
    short && (unit || number == Some(true))
}

/// 下转第三版, 上接第一版: where a newspaper goes on.
pub(in crate::import) fn turns_page(text: &str) -> bool {
    let key = simplify::characters(text);
    let key = key.trim_matches(['（', '）', '(', ')', '【', '】', ' ', '▶', '>']);
    let turns = ["下转", "上接", "紧接"].iter().any(|w| key.starts_with(w));
    turns && key.contains('版') && key.chars().count() <= 16
}
