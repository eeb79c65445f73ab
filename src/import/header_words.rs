//! The words that headings of figures are made of: 目标, 完成数, 同比, 序号.

use super::header::Part;
use crate::finding::Text;
use crate::text;

pub(super) const TARGETS: &[&str] = &[
    "目标",
    "目标数",
    "目标值",
    "年度目标",
    "年度目标数",
    "年度目标任务",
    "年度任务",
    "目标任务",
    "目标任务数",
    "任务",
    "任务数",
    "任务目标",
    "计划",
    "计划数",
    "计划目标",
    "年度计划",
    "指标任务",
    "应完成",
    "全年目标",
    "全年任务",
    "全年目标任务",
    "全年计划",
    "下达任务",
    "下达任务数",
    "下达计划",
    "下达计划数",
    "target",
];
pub(super) const BASELINES: &[&str] = &[
    "基期",
    "基期数",
    "基期值",
    "基数",
    "基准",
    "基准值",
    "起始数",
    "期初数",
    "年初数",
    "baseline",
];
pub(super) const VALUES: &[&str] = &[
    "完成",
    "完成数",
    "完成值",
    "完成情况",
    "已完成",
    "已完成数",
    "实际",
    "实际数",
    "实际值",
    "实际完成",
    "实际完成数",
    "实绩",
    "合计",
    "总计",
    "总数",
    "小计",
    "总量",
    "到位",
    "到位数",
    "实际到位",
    "实际到位数",
    "数值",
    "数据",
    "数量",
    "本年",
    "本年数",
    "本年度",
    "本年累计",
    "本年累计数",
    "今年累计",
    "全年累计",
    "本年完成",
    "本年完成数",
    "本年实际",
    "今年完成",
    "今年",
    "今年数",
    "本期",
    "本期数",
    "当年",
    "当年数",
    "现状",
    "现值",
    "累计",
    "累计数",
    "累计完成",
    "累计完成数",
    "截至目前",
    "目前",
    "现有",
    "现有数",
    "年末",
    "年末数",
    "年底数",
    "期末",
    "期末数",
    "已建成",
    "绝对值",
    "绝对数",
    "报送数",
    "填报数",
    "填报值",
    "本年数(请填)",
    "value",
];
pub(super) const NOTES: &[&str] = &["备注", "说明", "情况说明", "注", "note"];
pub(super) const UNITS: &[&str] = &["单位", "计量单位", "计算单位", "unit"];
pub(super) const PREVIOUS: &[&str] = &[
    "上年",
    "上年数",
    "上年值",
    "上年度",
    "上年完成",
    "上年完成数",
    "上年实际",
    "上年末",
    "上年累计",
    "去年完成",
    "去年实际",
    "去年",
    "去年数",
    "上年同期",
    "上年同期数",
    "去年同期",
    "上期",
    "上期数",
    "同期",
    "同期数",
    "上一年度",
    "上一年度数",
];
pub(super) const DERIVED: &[&str] = &[
    "完成率",
    "完成年度目标",
    "完成年度计划",
    "完成全年目标",
    "完成比例",
    "完成百分比",
    "完成度",
    "进度",
    "完成进度",
    "目标完成率",
    "任务完成率",
    "占比",
    "比重",
    "排名",
    "位次",
    "名次",
    "排序",
    "排位",
    "排行",
    "同比",
    "同比增长",
    "同比增减",
    "同比增速",
    "环比",
    "增幅",
    "增长",
    "增长率",
    "增速",
    "增减",
    "增量",
    "增减量",
    "增加",
    "增加数",
    "增加额",
    "增长额",
    "净增",
    "净增数",
    "变化",
    "变动",
    "增减数",
    "增减额",
    "比上年",
    "比上年增长",
    "较上年",
    "较上年增长",
    "差额",
    "缺口",
    "差距",
];
pub(super) const META: &[&str] = &[
    "序号",
    "编号",
    "号",
    "no",
    "no.",
    "行次",
    "栏次",
    "代码",
    "行政区划代码",
    "区划代码",
    "含义",
    "指标含义",
    "指标解释",
    "填报人",
    "联系人",
    "负责人",
    "审核人",
    "联系电话",
    "电话",
    "手机",
    "填报时间",
    "填报日期",
    "统计时间",
    "统计日期",
    "截止时间",
    "截止日期",
    "截至时间",
    "更新时间",
    "报送时间",
    "日期",
    "责任单位",
    "牵头单位",
    "数据来源",
    "来源",
    "出处",
    "附件",
    "统一社会信用代码",
    "信用代码",
    "身份证号",
    "身份证号码",
    "银行账号",
    "账号",
    "邮箱",
    "传真",
    "邮编",
    "地址",
    "签字",
    "签名",
    "经办人",
    "分管领导",
    "职务",
    "类别",
    "分类",
    "类型",
];

/// What a heading of numbers that count nothing ends with.
const IDS: &[&str] = &[
    "身份证号",
    "身份证号码",
    "账号",
    "信用代码",
    "电话",
    "手机号",
    "手机号码",
];

pub(super) const COUNTED: &[&str] = &[
    "个",
    "户",
    "人",
    "人次",
    "名",
    "家",
    "座",
    "项",
    "件",
    "次",
    "村",
    "所",
    "只",
    "头",
    "株",
    "棵",
    "台",
    "套",
    "辆",
    "批",
    "期",
    "届",
    "条",
    "张",
    "幢",
    "栋",
    "间",
    "处",
    "片",
    "支",
    "份",
    "篇",
    "场",
    "年",
    "月",
    "天",
    "日",
    "岁",
    "分",
    "小时",
    "度",
    "千瓦",
    "千瓦时",
    "倍",
    "位",
    "艘",
    "眼",
    "口",
    "尾",
    "羽",
    "美元",
    "元/人",
    "元/亩",
    "人/户",
];

/// What a known word says of the numbers under it.
pub(super) enum Word {
    /// Which of a figure's numbers they are.
    Part(Part),
    /// They are not imported, and why.
    LeftOut(Text),
}

/// What a plain word says, where it is known.
pub(super) fn word_of(word: &str) -> Option<Word> {
    // 同比±%, 1-10月累计
    let word = word.trim_end_matches(['±', '%', '+', '-', '(', ')']);
    let is = |list: &[&str]| list.contains(&word);
    Some(if is(TARGETS) {
        Word::Part(Part::Target)
    } else if is(BASELINES) {
        Word::Part(Part::Baseline)
    } else if is(VALUES) {
        Word::Part(Part::Value)
    } else if is(NOTES) {
        Word::Part(Part::Note)
    } else if is(PREVIOUS) {
        Word::LeftOut(text!(
            "上一年的数，不写入",
            "last year's number, not imported"
        ))
    } else if is(DERIVED) {
        Word::LeftOut(text!(
            "由程序计算，不写入",
            "computed by the program, not imported"
        ))
    } else if is(META) || is(UNITS) || IDS.iter().any(|id| word.ends_with(id)) {
        Word::LeftOut(text!("不是数据", "not figures"))
    } else if ["本月", "本月数", "当月", "当月数", "本季度", "本季"].contains(&word)
    {
        Word::LeftOut(text!(
            "只是一个月或一个季度的数，不写入",
            "of a month or a quarter only, not imported"
        ))
    } else if is_rate(word) || is_compared(word) {
        Word::LeftOut(text!(
            "由程序计算，不写入",
            "computed by the program, not imported"
        ))
    } else if is_period(word) {
        Word::Part(Part::Value)
    } else {
        return None;
    })
}

/// 全市排名, 比上年增加: a place among others, a step from the year before.
fn is_compared(word: &str) -> bool {
    let places = ["排名", "位次", "名次"];
    let steps = [
        "比上年",
        "较上年",
        "比去年",
        "较去年",
        "比上期",
        "较上期",
        "比年初",
        "较年初",
        "同比",
        "环比",
    ];
    places.iter().any(|w| word.ends_with(w)) || steps.iter().any(|w| word.starts_with(w))
}

/// 到位率: what is done as a share of what was to be done.
fn is_rate(word: &str) -> bool {
    let done = word.strip_suffix('率');
    done.is_some_and(|done| VALUES.contains(&done) || TARGETS.contains(&done))
}

/// 1—9月达标村, 上半年达标村: the months before the name.
pub(super) fn take_period(word: &str) -> Option<(&str, &str)> {
    let ends = ["月", "上半年", "前三季度"].iter();
    let ends = ends.filter_map(|end| Some(word.find(end)? + end.len()));
    let mut parts = ends.filter_map(|at| word.split_at_checked(at));
    parts.find(|(months, rest)| is_period(months) && !rest.is_empty())
}

/// 截至9月30日, 9月底: a day that a number stands for.
pub(super) fn is_as_of(word: &str) -> bool {
    let ends = word.ends_with(['日', '底', '末', '月']);
    let since = word.starts_with("截至") || word.starts_with("截止");
    let month = word
        .strip_suffix(['底', '末'])
        .and_then(|w| w.strip_suffix('月'));
    let month = month.is_some_and(|m| m.parse().is_ok_and(|m: u8| (1..=12).contains(&m)));
    (since && (ends || word.ends_with("目前"))) || month
}

/// 1-6月, 1—11月: the year so far.
pub(super) fn is_period(word: &str) -> bool {
    if ["上半年", "前三季度"].contains(&word) {
        return true;
    }
    let word = word
        .trim_end_matches("完成")
        .trim_end_matches("累计")
        .trim_end_matches('数');
    let Some(months) = word.strip_suffix('月') else {
        return false;
    };
    let mut ends = months.split(['-', '—', '~', '～', '至']);
    let number =
        |t: Option<&str>| t.is_some_and(|t| t.trim_end_matches('月').parse::<u8>().is_ok());
    number(ends.next()) && number(ends.next()) && ends.next().is_none()
}
