//! Texts that nobody writes: no rule may fail over them, or point outside them.
//! What they cost is measured in tests/doubling.rs.

use super::tests::faults;
use super::*;
use crate::content::Body;
use crate::finding::{Findings, Source};
use crate::quantity::Quantity;
use proptest::prelude::*;

/// What the rules look for, and what Markdown makes of it.
const PARTS: &[&str] = &[
    "甲",
    "消薄",
    "的",
    "a",
    "X",
    "1",
    "12",
    "2019",
    "年",
    "月",
    "日",
    "万",
    "亿",
    "元",
    "%",
    "个",
    "余",
    "约",
    "近",
    "以上",
    "减少",
    "倍",
    "率",
    "提高",
    "百分点",
    "千",
    "百",
    "第",
    "是",
    "，",
    "。",
    "、",
    "；",
    "：",
    "！",
    "？",
    "……",
    "…",
    "—",
    "“",
    "”",
    "‘",
    "’",
    "\"",
    "'",
    "（",
    "）",
    "(",
    ")",
    "《",
    "》",
    "[",
    "]",
    "]（",
    "![",
    "](",
    "！",
    ",",
    ".",
    ";",
    ":",
    "?",
    "!",
    "-",
    "～",
    "~",
    "~~",
    "*",
    "**",
    "***",
    "#",
    "##",
    "=",
    "----",
    "\n",
    "\n\n",
    "    ",
    " ",
    "　",
    "\t",
    "`",
    "```",
    "{{",
    "}}",
    "|",
    "<b>",
    "<br>",
    "</b>",
    "<!--",
    "http://",
    "&amp;",
    "\\",
    "× ",
    "×",
    "TODO",
    "待补",
    "１",
    "Ａ",
    "．",
    "﹔",
    "〇",
    "零",
    "二",
    "13800138000",
    "440524188001010014",
    "[^1]",
    "[^1]: ",
    "- ",
    "1. ",
    "> ",
    "|---|",
    "\r\n",
    "\u{0}",
    "😀",
    "\u{FFFC}",
    "e\u{301}",
    ".jpg",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PARTS), 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3000))]

    #[test]
    fn every_fault_points_into_the_text(text in text()) {
        for fault in faults(&text) {
            prop_assert!(text.get(fault.range.clone()).is_some(), "{fault:?}");
            if let Some((range, _)) = fault.related {
                prop_assert!(text.get(range).is_some());
            }
        }
        let body = Body { source: Source::new("a.md", text.as_str()), range: 0..text.len() };
        let known = Known {
            reference: "a".to_owned(),
            name: "甲".to_owned(),
            value: Quantity::parse("12.19万元").unwrap(),
            was: None,
            place: None,
        };
        let (own, rules) = (Index::own([known]), Rules::new());
        let passage = Passage::body(&body, Kind::Case);
        let mut findings = Findings::new();
        proofread(&passage, &rules, &mut findings);
        let none = Index::default();
        let _ = numbers(&passage, &Beside::figures(&own, &none), &rules, &mut findings);
        compare_cases(&[("甲", &body), ("乙", &body)], &rules, &mut findings);
        Roster::new(["消薄县", "甲市"]).check(&body, 1, &[], &rules, &mut findings);
    }

    #[test]
    fn safe_fixes_come_to_an_end(text in text()) {
        let mut text = text;
        for _ in 0..12 {
            let before = text.clone();
            apply_safe(&mut text);
            if text == before {
                return Ok(());
            }
        }
        prop_assert!(false, "still changing: {text:?}");
    }
}

/// Applies the safe fixes from the end, leaving out those that overlap.
fn apply_safe(text: &mut String) {
    let mut start = usize::MAX;
    for fault in faults(text).into_iter().rev() {
        if let Some(fix) = fault.fix.filter(|f| f.safe && fault.range.end <= start) {
            start = fault.range.start;
            text.replace_range(fault.range, &fix.replacement);
        }
    }
}

#[test]
fn a_pasted_sentence_is_mended_whole() {
    let mut text =
        "自8月份起,接待5000人次以上, 收益可达10-15万元(含税).\"消薄\"成效明显。。".to_owned();
    apply_safe(&mut text);
    assert_eq!(
        text,
        "自8月份起，接待5000人次以上，收益可达10-15万元（含税）。“消薄”成效明显。"
    );
}
