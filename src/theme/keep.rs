//! Filters for lines that break well.
//!
//! `keep`: a number and its unit are never parted at a line's end.
//!
//! Running text gets this in the Markdown room, which knows what to keep;
//! sentences that the program writes (results, statuses, coverage) pass through
//! here. The text itself is escaped.

use std::borrow::Cow;

use quick_xml::escape::escape;
use tera::{Kwargs, State, Value};

use crate::markdown::{self, KEPT, KEPT_END};

/// The filter as Tera calls it.
pub(super) fn filter(text: Cow<'_, str>, _: Kwargs, _: &State<'_>) -> Value {
    Value::safe_string(&html(&text))
}

/// The filter `phrases`: a headline breaks between its phrases before it breaks
/// within one. Each is a `span` of the class `phrase`; what is long still wraps.
pub(super) fn phrases(text: Cow<'_, str>, _: Kwargs, _: &State<'_>) -> Value {
    Value::safe_string(&in_phrases(&text))
}

fn in_phrases(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    let mut before = ' ';
    while let Some((at, c)) = chars.next() {
        let end = at + c.len_utf8();
        let gap = c == '\u{3000}' || (c == ' ' && is_han(before));
        // A closing mark or a second dash belongs to what it closes.
        let closes = chars
            .peek()
            .is_some_and(|(_, n)| matches!(n, '”' | '’' | '》' | '）' | '—' | '！' | '？'));
        let stop = matches!(c, '，' | '、' | '；' | '：' | '！' | '？' | '。' | '—') && !closes;
        if gap {
            push_phrase(&mut out, &text[start..at]);
            out.push(c);
            start = end;
        } else if stop {
            push_phrase(&mut out, &text[start..end]);
            start = end;
        }
        before = c;
    }
    push_phrase(&mut out, &text[start..]);
    out
}

fn push_phrase(out: &mut String, phrase: &str) {
    if !phrase.is_empty() {
        out.push_str("<span class=\"phrase\">");
        out.push_str(&html(phrase));
        out.push_str("</span>");
    }
}

fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut done = 0;
    for at in markdown::kept_together(text) {
        out.push_str(&escape(&text[done..at.start]));
        out.push_str(KEPT);
        out.push_str(&escape(&text[at.clone()]));
        out.push_str(KEPT_END);
        done = at.end;
    }
    out.push_str(&escape(&text[done..]));
    out
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}')
}

#[cfg(test)]
mod tests {
    use super::html;

    /// With the spans as brackets.
    fn kept(text: &str) -> String {
        html(text)
            .replace("<span class=\"fig\">", "[")
            .replace("</span>", "]")
    }

    #[test]
    fn number_and_unit_stay_together() {
        assert_eq!(
            kept("达标村569个，目标569个。"),
            "达标村[569个]，目标[569个]。"
        );
        assert_eq!(kept("约4.2亿元，第3位"), "[约4.2亿元]，[第3位]");
        assert_eq!(
            kept("完成率100%；计划时间已过97%"),
            "完成率[100%]；计划时间已过[97%]"
        );
        assert_eq!(kept("9个县市区中3个有数据"), "[9个]县市区中[3个]有数据");
        assert_eq!(kept("up by 12, since 2019."), "up by 12, since 2019.");
        assert_eq!(kept("没有数字"), "没有数字");
    }

    #[test]
    fn headlines_break_between_phrases() {
        let broken = |text: &str| {
            super::in_phrases(text)
                .replace("<span class=\"phrase\">", "[")
                .replace("</span>", "]")
        };
        assert_eq!(broken("党建引领 创新支撑"), "[党建引领] [创新支撑]");
        assert_eq!(
            broken("指标“飞”出去，收益落到户"),
            "[指标“飞”出去，][收益落到户]"
        );
        assert_eq!(broken("好！”他说"), "[好！”他说]");
        assert_eq!(broken("A tour of all counties"), "[A tour of all counties]");
    }

    #[test]
    fn what_looks_like_markup_is_text() {
        assert_eq!(
            html("1个<b>&2"),
            "<span class=\"fig\">1个</span>&lt;b&gt;&amp;2"
        );
    }
}
