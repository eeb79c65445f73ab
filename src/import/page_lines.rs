//! What a line around a text is: breadcrumb, button, source, date, editor,
//! byline. Traditional characters are recognised as well.

use super::simplify;
use crate::content::Date;

/// What a line around a text is.
pub(super) enum Kind {
    /// Of the page, not of the text.
    Page,
    /// Where and when it was published; the time of day as it is written.
    Source {
        source: Option<String>,
        date: Option<Date>,
        moment: Option<String>,
    },
    /// 责编.
    Editor(String),
    /// 署名.
    Byline(Vec<String>),
    /// A date alone.
    Date(Date),
}

const SOURCES: &[&str] = &["信息来源", "文章来源", "来源", "稿源", "转自", "出处"];
const EDITORS: &[&str] = &[
    "责任编辑",
    "责编",
    "本文编辑",
    "网络编辑",
    "本版责编",
    "本版编辑",
    "编辑",
];
const DATES: &[&str] = &[
    "发布时间",
    "发布日期",
    "发表时间",
    "发文日期",
    "成文日期",
    "更新时间",
    "时间",
    "日期",
];
const BYLINES: &[&str] = &[
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
const COUNTERS: &[&str] = &[
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
pub(super) fn parts(text: &str) -> Vec<String> {
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

/// 莲都区人民政府文件, 莲政〔2026〕12号: the head of an official paper.
fn is_red_head(key: &str) -> bool {
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

/// 澧源日报 2026年10月12日 星期一 第02版：要闻: the head of a newspaper's page.
fn nameplate(key: &str) -> Option<Kind> {
    let (paper, rest) = key.split_once([' ', '　'])?;
    let is_paper = paper.ends_with('报') && (2..=12).contains(&paper.chars().count());
    let page = rest.contains('版') || rest.contains("星期");
    let date = date_of(rest).filter(|_| is_paper && page && key.chars().count() <= 50)?;
    Some(Kind::Source {
        source: Some(paper.to_owned()),
        date: Some(date),
        moment: None,
    })
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

/// What a line is, if it is one of these.
pub(super) fn kind(text: &str) -> Option<Kind> {
    let key = simplify::characters(text);
    let key = key.trim_matches(['（', '）', '(', ')', '【', '】', '[', ']', ' ']);
    // □ 本报记者 杨敏
    let key = key.trim_start_matches(['□', '■', '◇', '◆', '○', '●', '△', '▲', ' ', '　']);
    if is_red_head(key) {
        return Some(Kind::Page);
    }
    let rights = ["版权声明", "免责声明", "未经许可", "未经授权"];
    let rights = rights.iter().any(|word| key.starts_with(word)) && key.chars().count() <= 60;
    if rights || (is_page(key) && !is_sentence(key)) {
        return Some(Kind::Page);
    }
    // 记者：钱从哪来？ is said in the text.
    if key.ends_with(['。', '！', '？', '；', '?', '!']) {
        return None;
    }
    if let Some(found) = nameplate(key) {
        return Some(found);
    }
    for word in EDITORS {
        if let Some(rest) = after_label(key, word) {
            // 责任编辑： with nobody behind it.
            if rest.is_empty() {
                return Some(Kind::Page);
            }
            return Some(Kind::Editor(own_words(text, rest)));
        }
    }
    if let Some(found) = labelled(key, SOURCES).filter(|_| !is_sentence(key)) {
        // 来源：人民网 2022年07月07日: the date is no part of the source.
        let source = match moment_at(found) {
            Some((at, _)) => found.get(..at).unwrap_or(found),
            None => found,
        };
        let source = own_words(text, source.trim_end_matches(['|', ' ', '　', '(', '（']));
        return Some(Kind::Source {
            source: Some(source).filter(|s| !s.is_empty()),
            date: date_of(key),
            moment: moment(key),
        });
    }
    if DATES.iter().any(|w| after_label(key, w).is_some()) {
        return date_of(key).map(|date| Kind::Source {
            source: None,
            date: Some(date),
            moment: moment(key),
        });
    }
    for word in BYLINES {
        let labelled = after_label(key, word);
        if let Some(rest) = labelled.filter(|r| r.chars().count() <= 40 && !r.trim().is_empty()) {
            let people = people(&own_words(text, rest));
            return people
                .iter()
                .all(|name| signs(name))
                .then_some(Kind::Byline(people));
        }
    }
    // 澧源日报记者 王小明 通讯员 李红
    let mut words = key.split_whitespace();
    if key.chars().count() <= 50 && words.any(|w| is_role(w) && w.chars().count() > 1) {
        let people = people(&own_words(text, key));
        let all = !people.is_empty() && people.iter().all(|name| signs(name));
        return all.then_some(Kind::Byline(people));
    }
    // 青川日报 alone above its date.
    const PAPERS: &[&str] = &["日报", "晚报", "早报", "晨报", "时报", "商报"];
    if PAPERS.iter().any(|w| key.ends_with(w))
        && (4..=8).contains(&key.chars().count())
        && is_han(key)
    {
        return Some(Kind::Source {
            source: Some(own_words(text, key)),
            date: None,
            moment: None,
        });
    }
    let date = date_of(key)?;
    let moment = moment(key);
    let rest: String = key
        .chars()
        .filter(|c| !c.is_ascii_digit() && !"年月日-./:：时分秒 　".contains(*c))
        .collect();
    let alone = is_beside_date(&rest) && key.chars().count() <= 30;
    alone.then_some(match moment {
        None => Kind::Date(date),
        moment => Kind::Source {
            source: None,
            date: Some(date),
            moment,
        },
    })
}

/// What may stand beside a date: its weekday, the province that a chat adds.
fn is_beside_date(rest: &str) -> bool {
    const PLACES: &[&str] = &[
        "北京",
        "天津",
        "河北",
        "山西",
        "内蒙古",
        "辽宁",
        "吉林",
        "黑龙江",
        "上海",
        "江苏",
        "浙江",
        "安徽",
        "福建",
        "江西",
        "山东",
        "河南",
        "湖北",
        "湖南",
        "广东",
        "广西",
        "海南",
        "重庆",
        "四川",
        "贵州",
        "云南",
        "西藏",
        "陕西",
        "甘肃",
        "青海",
        "宁夏",
        "新疆",
    ];
    let weekday = rest.strip_prefix("星期").or(rest.strip_prefix('周'));
    let weekday =
        weekday.is_some_and(|day| ["一", "二", "三", "四", "五", "六", "天", ""].contains(&day));
    rest.is_empty() || weekday || PLACES.contains(&rest)
}

/// 本报记者, 澧源日报记者, 通讯员: what somebody is, before the name.
fn is_role(word: &str) -> bool {
    const EXACT: &[&str] = &[
        "文",
        "图",
        "文/图",
        "图/文",
        "摄影",
        "报道",
        "摄影报道",
        "撰稿",
        "撰文",
        "采写",
        "整理",
    ];
    let ends = ["记者", "通讯员", "实习生", "评论员", "撰稿人"];
    let key = simplify::characters(word);
    let role = ends.iter().any(|end| key.ends_with(end)) && key.chars().count() <= 14;
    EXACT.contains(&key.as_str()) || role
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

/// 下转第三版, 上接第一版: where a newspaper goes on.
pub(super) fn turns_page(text: &str) -> bool {
    let key = simplify::characters(text);
    let key = key.trim_matches(['（', '）', '(', ')', '【', '】', ' ', '▶', '>']);
    let turns = ["下转", "上接", "紧接"].iter().any(|w| key.starts_with(w));
    turns && key.contains('版') && key.chars().count() <= 16
}

/// 当前位置最偏的村，离县城77公里。: a sentence that begins with such words is
/// of the text.
fn is_sentence(key: &str) -> bool {
    let parted = key.contains(['，', ',']) && key.chars().count() >= 15;
    key.ends_with(['。', '！', '？', '；']) || parted
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

/// 龙泉市农业农村局 王 强: a unit, perhaps with people behind it.
pub(super) fn signature(text: &str) -> Vec<String> {
    if is_unit(text) {
        return vec![text.to_owned()];
    }
    let words: Vec<&str> = text
        .split([' ', '\u{3000}'])
        .filter(|w| !w.is_empty())
        .collect();
    if words.iter().all(|word| is_unit(word)) {
        return words.into_iter().map(str::to_owned).collect();
    }
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

/// Whether a word may stand in a byline: a person's name, or a unit's.
fn signs(name: &str) -> bool {
    // 记者 手记 heads a part of the text.
    if ["手记", "感言", "点评", "短评"].contains(&name) {
        return false;
    }
    // 李明摄 took a picture.
    let person = (2..=5).contains(&name.chars().count()) && is_han(name) && !name.ends_with('摄');
    // 阿卜杜拉·买买提
    let long = name.contains('·') && name.chars().count() <= 15 && is_han(name);
    let foreign = name
        .chars()
        .all(|c| c.is_ascii_alphabetic() || " .".contains(c));
    person || long || foreign || is_unit(name)
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

/// The first date of a line that has a time of day behind it, as it is
/// written: 2022年07月07日13:57.
fn moment(text: &str) -> Option<String> {
    let (_, words) = moment_at(text)?;
    let time = words.contains([':', '：', '时']);
    time.then(|| words.to_owned())
}

/// Where the first date of a line begins, and the date with its time.
fn moment_at(text: &str) -> Option<(usize, &str)> {
    date_of(text)?;
    let is_year = |rest: &str| {
        rest.get(..4)
            .is_some_and(|y| y.starts_with("19") || y.starts_with("20"))
            && date_of(rest).is_some()
    };
    let starts = text.char_indices().map(|(at, _)| at);
    let at = starts
        .filter(|at| is_year(text.get(*at..).unwrap_or_default()))
        .find(|at| !text[..*at].ends_with(|c: char| c.is_ascii_digit()))?;
    let rest = text.get(at..)?;
    let allowed = |c: char| c.is_ascii_digit() || "年月日-./:：时分秒 　".contains(c);
    let end = rest.find(|c| !allowed(c)).unwrap_or(rest.len());
    Some((at, rest.get(..end)?.trim()))
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
        if is_role(word) {
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
