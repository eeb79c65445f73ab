//! Spaces between Chinese characters, and digits and letters of full width.

use super::block::{Block, Role};
use super::fault::Fault;
use super::script::{before, is_blank, is_chinese, is_final, is_han, is_han_numeral};
use crate::finding::Code;
use crate::text;

/// Runs both rules.
pub(super) fn check(block: &Block, faults: &mut Vec<Fault>) {
    spaces(block, faults);
    width(block, faults);
}

/// Only running prose: headlines and names are set with spaces on purpose
/// (党建引领 创新支撑 精准发力; 吴　菁).
fn spaces(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let prose = matches!(block.role, Role::Paragraph | Role::Item);
    if !prose || !text.contains(|c| is_final(c) && c != '.') {
        return;
    }
    let mut titles = 0i32;
    let mut from = 0;
    while let Some(found) = text[from..].find(is_blank) {
        let start = from + found;
        for c in text[from..start].chars() {
            titles += match c {
                '《' => 1,
                '》' => -1,
                _ => 0,
            };
        }
        let rest = &text[start..];
        let end = start + rest.len() - rest.trim_start_matches(is_blank).len();
        from = end;
        let left = before(text, start);
        let right = text[end..].chars().next();
        let both = left
            .zip(right)
            .filter(|(l, r)| is_chinese(*l) && is_chinese(*r));
        // 《中共中央 国务院关于…》 is set so, and so is a signature in brackets.
        let named = titles > 0 || in_brackets(text, start, end);
        let latin = left.is_some_and(|c| matches!(c, '”' | '’' | '》')) && is_latin(text, start);
        if both.is_none()
            || named
            || latin
            || is_article(&text[..start])
            || behind_markup(block, start)
        {
            continue;
        }
        let message = text!("汉字之间有空格", "a space between Chinese characters");
        faults.push(Fault::new(block, Code::SpaceInChinese, start..end, message).safe(""));
    }
}

/// “OK, deal.” 就这样: the space belongs to the English inside.
fn is_latin(text: &str, end: usize) -> bool {
    let inside = text[..end].trim_end_matches(['”', '’', '》']);
    inside.ends_with(|c: char| c.is_ascii())
}

/// 第一条 热爱祖国: articles and chapters are parted from their text so.
fn is_article(head: &str) -> bool {
    let line = head.rsplit('\n').next().unwrap_or(head);
    let number = line.trim_start_matches(is_blank).strip_prefix('第');
    let numeral = |c: char| is_han_numeral(c) || c.is_ascii_digit();
    number.is_some_and(|rest| {
        let rank = rest.trim_start_matches(numeral);
        rank.len() < rest.len() && matches!(rank, "条" | "章" | "节" | "款" | "项" | "步" | "篇")
    })
}

/// **照录。** 原文: the space that lets CommonMark close the bold.
fn behind_markup(block: &Block, start: usize) -> bool {
    let left = before(&block.text, start).map_or(0, char::len_utf8);
    let end = block.raw(&(start - left..start)).end;
    end < block.raw(&(start..start + 1)).start
}

/// Whether a short bracket stands around, without a mark inside.
fn in_brackets(text: &str, start: usize, end: usize) -> bool {
    let word = |c: char| is_han(c) || is_blank(c) || matches!(c, '/' | '：' | ':' | '／');
    let left = text[..start].trim_end_matches(word);
    let right = text[end..].trim_start_matches(word);
    left.ends_with(['（', '(']) && right.starts_with(['）', ')'])
}

fn is_wide(c: char) -> bool {
    matches!(c, '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
}

fn width(block: &Block, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    let mut from = 0;
    while let Some(found) = text[from..].find(is_wide) {
        let start = from + found;
        let rest = &text[start..];
        let run = rest.trim_start_matches(|c| is_wide(c) || matches!(c, '．' | '％'));
        let mut end = start + rest.len() - run.len();
        // １．强化: the dot numbers a point and is right.
        if text[..end].ends_with('．') {
            end -= '．'.len_utf8();
        }
        from = end;
        let wide = &text[start..end];
        let narrow: String = wide.chars().map(narrow).collect();
        let message = text!("“{wide}”是全角的", "{wide} is full-width");
        faults.push(Fault::new(block, Code::WidthFull, start..end, message).safe(narrow));
    }
}

fn narrow(c: char) -> char {
    // U+FF01–FF5E are U+0021–007E moved by 0xFEE0.
    let code = u32::from(c);
    code.checked_sub(0xFEE0)
        .and_then(char::from_u32)
        .unwrap_or(c)
}

#[cfg(test)]
mod tests {
    use super::super::tests::{clean, hits};

    #[test]
    fn spaces_between_chinese() {
        let code = "space-in-chinese";
        assert_eq!(hits("夯实 责任， 强化　担当。", code), [" →", " →", "　→"]);
        assert_eq!(hits("夯实 **责任**强化。", code), [" →"]);
    }

    #[test]
    fn spaces_that_are_right() {
        for text in [
            "**照录。** 原文如此。",
            "印发《中共中央 国务院关于实施乡村振兴战略的意见》。",
            "引进 Apple 公司 23 家。",
            "# 党建引领 创新支撑",
            "文/ 杨敏 周若毅 吴菁",
            "成效明显。（文/杨敏 周若毅）",
            "　　首行缩进。",
            "第一行。\n第二行。",
        ] {
            clean(text, "space-in-chinese");
        }
    }

    #[test]
    fn full_width_digits() {
        assert_eq!(
            hits("共１５．５％，Ａ股。１．强化", "width-full"),
            ["１５．５％→15.5%", "Ａ→A", "１→1"]
        );
        clean("共15.5%，A股，（一）甲～乙", "width-full");
    }
}
