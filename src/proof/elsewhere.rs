//! Whether a sentence speaks of somebody or some time else: 邻县的合作社有162家,
//! 青石镇阅读率只有49.8%, 1986年的5.12万元. Such a number is no figure of the
//! county, however near it comes to one.

use super::around::sentence;
use super::near::Known;
use super::script::is_han;
use std::ops::Range;

/// Others at the beginning of a clause, whatever their name.
const OTHERS: &[&str] = &[
    "邻县",
    "邻近",
    "邻市",
    "邻区",
    "外县",
    "外市",
    "外省",
    "兄弟县",
    "周边",
    "别的县",
    "其他县",
    "隔壁",
    "对方",
    "全省",
    "全国",
    "全球",
    "省里",
    "国家",
    "全镇",
    "全乡",
    "全村",
];
/// What brings the sentence home again.
const HOME: &[&str] = &[
    "我们", "全县", "全区", "全市", "全旗", "我县", "我区", "我市", "本县", "本区", "本市", "该县",
    "县里", "区里", "市里",
];
/// Ends of places' names.
const RANKS: &[&str] = &["街道", "县", "市", "区", "旗", "镇", "乡", "村"];
/// Words that end like a place and are none.
const WORDS: &[&str] = &[
    "行政村",
    "薄弱村",
    "达标村",
    "重点村",
    "自然村",
    "示范村",
    "试点村",
    "帮扶村",
    "贫困村",
    "空壳村",
    "空白村",
    "入股村",
    "受援村",
    "结对村",
    "参与村",
    "山村",
    "农村",
    "各村",
    "整县",
    "整区",
    "整市",
    "整乡",
    "整镇",
    "整村",
    "每村",
    "乡村",
    "本村",
    "渔村",
    "城市",
    "超市",
    "上市",
    "门市",
    "夜市",
    "集市",
    "菜市",
    "园区",
    "景区",
    "社区",
    "城区",
    "厂区",
    "库区",
    "山区",
    "小区",
    "校区",
    "地区",
    "灌区",
    "林区",
    "矿区",
    "牧区",
    "开发区",
    "保护区",
    "示范区",
    "各县",
    "每县",
    "各区",
    "各市",
    "乡镇",
    "城镇",
    "集镇",
    "各镇",
    "每镇",
    "城乡",
    "老乡",
    "家乡",
    "下乡",
    "返乡",
    "的村",
    "个村",
    "些村",
    "强村",
    "弱村",
    "新村",
    "进村",
    "到村",
    "建村",
    "整村",
    "个县",
    "个市",
    "个区",
    "个镇",
    "个乡",
];
/// Of an earlier time than the figures'.
const THEN: &[&str] = &[
    "第一批",
    "首批",
    "第一期",
    "首期",
    "老馆",
    "老厂",
    "老校",
    "旧址",
    "最早",
    "早年",
    "当初",
    "刚开始",
    "起初",
    "上世纪",
    "年代",
    "小时候",
    "那时",
    "那年",
    "当时",
];

/// Of a time to come, which only a target speaks of.
const PLANS: &[&str] = &[
    "计划", "力争", "预计", "规划", "明年", "后年", "将达", "将增",
];
/// Of one among many.
const ONE: &[&str] = &[
    "最大",
    "最小",
    "最多",
    "最少",
    "最长",
    "最高的",
    "最低的",
    "一家",
    "一户",
    "其中一",
];
/// What a figure may be itself: 年增收最高 of a household.
const BEST: &[&str] = &["最高", "最低", "最多", "最少", "最大", "最小", "最长"];
/// What an amount is of: where the clause says one and the name another, they
/// are two things.
const KINDS: &[&str] = &[
    "投资", "收入", "亏损", "盈利", "利润", "产值", "补贴", "补助", "贷款", "工资", "租金", "分红",
    "捐款", "税", "成本", "销售", "出口", "面积", "产量", "经费",
];

/// Who or what time else a number is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Else {
    /// Another county, the province, the country.
    Place,
    /// A town or village of the county.
    Part,
    /// Another time.
    Time,
}

/// Whose a number is, if it is not a figure `name` of the county `here`.
pub(super) fn of(text: &str, range: &Range<usize>, here: &str, known: &Known) -> Option<Else> {
    let name = known.name.as_str();
    let around = sentence(text, range);
    let start = around.as_ptr() as usize - text.as_ptr() as usize;
    let before = text.get(start..range.start)?;
    let mut found = None;
    for clause in before.split(['，', ',', '；', ';', '：', '\n']) {
        if let Some(other) = at_head(clause, here, name) {
            found = Some(other);
        } else if HOME.iter().any(|w| clause.contains(w)) || has_home(clause, here) {
            found = None;
        }
    }
    let last = before
        .rsplit(['，', ',', '；', ';', '\n'])
        .next()
        .unwrap_or("");
    let says = |words: &[&str]| words.iter().any(|w| last.contains(w) && !name.contains(w));
    let target = known.reference.ends_with(".target");
    let then = says(THEN) || says(PLANS) && !target || is_change(last, name);
    let shared = KINDS.iter().any(|w| last.contains(w) && name.contains(w));
    let kind = !shared && says(KINDS) && KINDS.iter().any(|w| name.contains(w));
    let most = BEST.iter().any(|w| last.contains(w) && name.contains(w));
    let part = says(ONE) && !most || is_each(last, name) || kind;
    // 全村 and 新埭镇大齐塘村 are home to a figure of 大齐塘村.
    let own = || place_of(name).is_some_and(|place| text.contains(place));
    let found = found.filter(|other| *other != Else::Part || !own());
    found
        .or(then.then_some(Else::Time))
        .or(part.then_some(Else::Part))
}

/// By how much something changed, not how much it is.
const CHANGES: &[&str] = &[
    "减少", "增加", "增长", "下降", "降低", "提高", "上升", "多了", "少了",
];

/// Whether a clause ends in a change that the number is the size of: 减少21个,
/// 减少无医生村21个, not 减少到21个.
fn is_change(clause: &str, name: &str) -> bool {
    let ends = CHANGES.iter().filter(|verb| !name.contains(**verb));
    ends.filter_map(|verb| clause.rsplit_once(verb))
        .any(|(_, rest)| {
            let object = rest.trim_start_matches('了');
            !object.contains(['到', '至', '为']) && (object.is_empty() || name.contains(object))
        })
}

/// The village or town that a figure's name begins with: 大齐塘村.
fn place_of(name: &str) -> Option<&str> {
    let ends = name.char_indices().skip(2).take(3);
    let mut ends = ends.filter(|(_, c)| matches!(c, '村' | '镇' | '乡'));
    let (at, rank) = ends.next()?;
    let place = name.get(..at + rank.len_utf8())?;
    (!WORDS.iter().any(|word| place.ends_with(word))).then_some(place)
}

/// Names of what one has of many.
pub(super) const MEANS: &[&str] = &["每", "均", "单"];

/// Whether a clause ends in 每斤 or 每户: so much for one, which only a name like
/// 每户补贴 speaks of.
fn is_each(clause: &str, name: &str) -> bool {
    let near = clause.rsplit_once('每').map(|(_, rest)| rest);
    let each = near.is_some_and(|rest| rest.chars().count() <= 3 && !rest.starts_with('年'));
    each && !MEANS.iter().any(|word| name.contains(word))
}

/// Whether a clause begins with one of many: 一条支流长7.3公里.
fn is_one(clause: &str, name: &str) -> bool {
    let rest = clause.strip_prefix('一');
    let one = rest
        .is_some_and(|rest| rest.starts_with(|c| "条座处家户个名位间台栋幢所块片棵头".contains(c)));
    one && !MEANS.iter().any(|word| name.contains(word))
}

fn has_home(clause: &str, here: &str) -> bool {
    let short = here.trim_end_matches(['县', '市', '区', '旗']);
    short.chars().count() > 1 && clause.contains(short)
}

/// 村民老周种了48亩, not 村民人均收入.
fn is_person(clause: &str) -> bool {
    let words = [
        "村民", "农户", "果农", "菜农", "茶农", "社员", "店主", "户主", "居民", "教师", "工人",
    ];
    let rest = words.iter().find_map(|w| clause.strip_prefix(w));
    let rest = rest.map(|r| r.trim_start_matches(['“', '（']));
    rest.is_some_and(|r| {
        let all = [
            "人均", "平均", "每", "收入", "年", "户均", "人数", "可", "总", "的",
        ];
        r.starts_with(is_han) && !all.iter().any(|w| r.starts_with(w))
    })
}

/// Another place's name at the head of a clause.
fn at_head(clause: &str, here: &str, name: &str) -> Option<Else> {
    let clause = clause.trim_start_matches(['“', '（', ' ', '\u{3000}']);
    let clause = [
        "而", "但", "其中", "比如", "如", "像", "在", "与", "和", "比", "较", "同",
    ]
    .iter()
    .find_map(|w| clause.strip_prefix(w))
    .unwrap_or(clause);
    if let Some(word) = OTHERS.iter().find(|w| clause.starts_with(**w)) {
        let part = ["全镇", "全乡", "全村"].contains(word);
        return (!name.contains(word)).then_some(if part { Else::Part } else { Else::Place });
    }
    if is_person(clause) && !name.contains("村民") || is_one(clause, name) {
        return Some(Else::Part);
    }
    let head: String = clause.chars().take(7).take_while(|c| is_han(*c)).collect();
    let (at, rank) = RANKS
        .iter()
        .filter_map(|rank| Some((head.find(rank)?, *rank)))
        .filter(|(at, _)| *at >= 2 * '县'.len_utf8())
        .min()?;
    let token = head.get(..at + rank.len())?;
    // 谋划乡镇联建项目: two ranks are no place's.
    let behind = head.get(at + rank.len()..).unwrap_or_default();
    let both = RANKS.iter().any(|rank| behind.starts_with(rank));
    let common = both || WORDS.iter().any(|w| token.ends_with(w));
    let own = here.contains(token) || token.contains(here) && !here.is_empty();
    // 入股县的村 of the figure 入股村.
    let stem = head.get(..at).unwrap_or(token);
    let said = name.contains(stem) || HOME.iter().any(|w| token.contains(w));
    if common || own || said {
        return None;
    }
    Some(match rank {
        "县" | "市" | "区" | "旗" => Else::Place,
        _ => Else::Part,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whose_a_number_is() {
        let of = |text: &str, name: &str| {
            let digits = text.rfind(|c: char| c.is_ascii_digit()).unwrap();
            let start = text[..digits].rfind(|c: char| !c.is_ascii_digit() && c != '.');
            let start = start.map_or(0, |at| at + text[at..].chars().next().unwrap().len_utf8());
            let known = Known {
                reference: "a".to_owned(),
                name: name.to_owned(),
                value: crate::quantity::Quantity::parse("1个").unwrap(),
                was: None,
                place: None,
            };
            super::of(text, &(start..digits + 1), "河堰县", &known)
        };
        assert_eq!(of("邻县的合作社有162", "合作社"), Some(Else::Place));
        assert_eq!(of("我们有书房31座，桐川县有13", "书房"), Some(Else::Place));
        assert_eq!(of("青石镇阅读率只有49.8", "阅读率"), Some(Else::Part));
        assert_eq!(of("第一批书房只有13", "书房"), Some(Else::Time));
        assert_eq!(of("邻县有2.6万，我们是6.2", "读者"), None);
        assert_eq!(of("河堰县有书房13", "书房"), None);
        assert_eq!(of("村民老周一年收入18.6", "产值"), Some(Else::Part));
        assert_eq!(of("湿地计划明年扩大到1530", "湿地"), Some(Else::Time));
        assert_eq!(of("最大的一家有社员1270", "社员"), Some(Else::Part));
        assert_eq!(
            of("首家食堂第一年亏损12.6", "首家食堂投资"),
            Some(Else::Part)
        );
        assert_eq!(of("首家食堂投资12.6", "首家食堂投资"), None);
        assert_eq!(of("青石镇大塘村出资18.6", "大塘村出资"), None);
        assert_eq!(of("村民人均收入18.6", "收入"), None);
        assert_eq!(of("达标村有410", "达标村"), None);
        assert_eq!(
            of("高湖村集体经济年收入是713.77", "高湖村集体经济年收入"),
            None
        );
        assert_eq!(of("全县行政村共有410", "达标村"), None);
    }

    #[test]
    fn what_something_fell_by_is_not_what_it_is() {
        assert!(is_change("由33个减到12个，减少", "无医生村"));
        assert!(is_change("两年减少无医生村", "无医生村"));
        assert!(!is_change("无医生村减少到", "无医生村"));
        assert!(!is_change("全县增加就业", "增加就业"));
    }
}
