//! Years of two digits: 19年11月 is a year, 用了20年 a span of them. Nothing but the
//! words around the digits tells which, and these words are most of the file.

use crate::finding::Code;
use crate::proof::block::Block;
use crate::proof::fault::Fault;
use crate::proof::numerals::Numeral;
use crate::proof::script::{ends, is_blank, starts};
use crate::text;
use std::ops::Range;

/// 19年11月, 18年底, 自23年起, 17年启动, and 21年完成 where a sentence begins.
pub(super) fn short(block: &Block, number: &Numeral, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let range = number.range.clone();
    let Some(rest) = text[range.end..].strip_prefix('年') else {
        return;
    };
    if range.len() != 2 || number.decimal || !is_short_year(text, &range, rest) {
        return;
    }
    let year = &text[range.clone()];
    let message = text!("年份“{year}年”只有两位", "the year {year} has two digits");
    let hint = text!("年份写全四位", "write all four digits");
    let range = range.start..range.end + '年'.len_utf8();
    faults.push(Fault::new(block, Code::YearShort, range, message).hint(hint));
}

/// Whether the two digits are a year and no number of years; `rest` is what
/// follows 年.
fn is_short_year(text: &str, digits: &Range<usize>, rest: &str) -> bool {
    let head = text[..digits.start].trim_end_matches(is_blank);
    let counted = ends(head, COUNTED).is_some();
    let month = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    let month = month.len() < rest.len() && month.starts_with('月');
    let part = [
        "底",
        "初",
        "末",
        "上半年",
        "下半年",
        "度",
        "年底",
        "年初",
        "年末",
        "春",
        "夏",
        "秋",
        "冬",
        "元旦",
        "国庆",
    ];
    // 20年春夏秋冬, 30年冬去春来 are spans.
    let round = ["春夏", "春秋", "冬去", "春来", "秋来", "冬来"];
    let is_part = starts(rest, &part).is_some() && starts(rest, &round).is_none();
    let apostrophe = head.ends_with(['\'', '’', '‘']);
    let joined = head
        .strip_suffix(['-', '—', '～', '~', '–', '至'])
        .is_some_and(|h| h.ends_with(|c: char| c.is_ascii_digit()) && four_digits(h));
    // 满10年末, 第20年初 are others.
    // 到19年底, but not 满10年末.
    let until = head.ends_with(['到', '至']) && !head.ends_with("每到");
    if joined || apostrophe || (month || is_part) && (!counted || until) {
        return true;
    }
    let written = &text[digits.clone()];
    // 2018年、19年; 从2018年到19年.
    if starts(rest, SPANS).is_none() && follows_year(head, written) {
        return true;
    }
    // 98年洪水
    if matches!(written.parse(), Ok(80..=99)) && !counted && starts(rest, EVENTS).is_some() {
        return true;
    }
    let is_likely = matches!(written.parse(), Ok(0..=35 | 90..=99));
    // 08年 is nothing that is counted.
    if is_likely && written.starts_with('0') {
        return true;
    }
    if !is_likely || starts(rest, SPANS).is_some() {
        return false;
    }
    let begins = |head: &str| {
        head.chars()
            .next_back()
            .is_none_or(|c| "。；，！？：、（“\n,;:".contains(c))
    };
    if ends(head, &["截至", "早在", "始于", "建于", "生于", "成立于"]).is_some() {
        return true;
    }
    if let Some(before) = head.strip_suffix('于') {
        let compared = [
            "少", "低", "高", "大", "小", "等", "短", "长", "多", "当", "限", "近",
        ];
        return ends(before, &compared).is_none();
    }
    if head.ends_with(['自', '从', '打']) {
        return starts(rest, &["起", "开始", "以来"]).is_some();
    }
    if let Some(before) = head.strip_suffix(['到', '至']) {
        return begins(before) && (rest.starts_with('，') || starts(rest, WORKS).is_some());
    }
    // 20年完成了一次蝶变 tells of twenty years, 20年完成改造 of one.
    let told = starts(rest, &["完成了", "实现了"]).is_some();
    let round = matches!(written, "10" | "30") || written == "20" && told;
    !counted
        && (starts(rest, POINTS).is_some()
            || begins(head) && !round && starts(rest, WORKS).is_some())
}

/// What is over or begins at a point of time: 19年启动 is no span of years.
const POINTS: &[&str] = &[
    "启动", "开工", "开建", "动工", "开业", "开园", "开馆", "投产", "投用", "投入", "竣工", "验收",
    "成立", "挂牌", "出台", "印发", "立项", "试点", "获评", "荣获", "获得", "被评", "入选", "引进",
    "落户", "签约", "脱贫", "摘帽", "当选", "通车", "建厂", "建村", "立村", "起", "开始", "建成",
];

/// What may also take years, so that only the place in the sentence tells.
const WORKS: &[&str] = &[
    "完成",
    "实现",
    "实施",
    "推行",
    "推出",
    "新建",
    "新增",
    "全县",
    "全市",
    "全省",
    "全国",
    "全区",
    "全镇",
    "全乡",
    "全村",
    "我县",
    "我市",
    "我区",
    "我镇",
    "该县",
    "该镇",
    "该村",
    "村集体",
    "集体经济",
    "人均",
    "以来",
];

/// Words after which a number counts years: 历时12年建成, 连续20年获得.
const COUNTED: &[&str] = &[
    "第", "满", "近", "约", "过", "超", "足", "共", "公", "历时", "耗时", "历经", "用", "用了",
    "花", "花了", "每", "到", "仅", "只", "前", "后", "未来", "今后", "头", "这", "那", "又", "再",
    "了", "时隔", "相隔", "连续", "持续", "坚持", "长达", "达", "整整", "短短", "为期", "期限",
    "需", "要", "几", "多", "逾", "上", "下", "最近", "期", "龄", "各", "两个", "一个",
];

/// What a year is remembered by.
const EVENTS: &[&str] = &[
    "洪水", "洪灾", "大水", "特大", "台风", "地震", "大旱", "旱灾", "大雪", "雪灾",
];

/// After 年 these make a span of it: 20年来, 15年间, 30年前.
const SPANS: &[&str] = &[
    "来", "间", "前", "后", "内", "里", "多", "余", "以上", "以下", "以内", "以后", "以前", "左右",
    "之", "的", "时间", "期", "龄", "一", "如", "老", "生",
];

/// Whether a whole year not later than the short one stands before it: 2018年、.
fn follows_year(head: &str, short: &str) -> bool {
    let joints = ["、", "和", "与", "及", "到", "至", "—", "－", "-", "～"];
    let Some(joint) = ends(head, &joints) else {
        return false;
    };
    let head = &head[..head.len() - joint.len()];
    let year = head.strip_suffix('年').or((joint == "、").then_some(head));
    let Some(year) = year else { return false };
    let digits = year.bytes().rev().take_while(u8::is_ascii_digit).count();
    let digits = &year[year.len() - digits..];
    digits.len() == 4
        && matches!(digits.get(..2), Some("19" | "20"))
        && digits.get(2..).is_some_and(|last| last < short)
}

fn four_digits(head: &str) -> bool {
    let digits = head.bytes().rev().take_while(u8::is_ascii_digit).count();
    digits == 4
}

#[cfg(test)]
mod tests {
    use crate::proof::tests::{clean, hits};

    #[test]
    fn years_of_two_digits() {
        let code = "year-short";
        assert_eq!(
            hits("自19年11月起，18年底，2017-19年", code),
            ["19年", "18年", "19年"]
        );
        clean(
            "用了20年，持股期限10年，第20年初，连续16年，2019年11月，2017—2019年，近10年度过",
            code,
        );
    }
}
