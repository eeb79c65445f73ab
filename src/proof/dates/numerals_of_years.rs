//! In which numerals a text writes its years: 二0一九年, 二〇二〇年 beside 2019年,
//! 公元前二百年 beside 公元1023年. One year alone is seldom wrong; it is the text
//! that must keep to one form.

use crate::finding::Code;
use crate::proof::block::Block;
use crate::proof::fault::Fault;
use crate::proof::script::{before, is_han_numeral};
use crate::text;
use std::ops::Range;

/// 公元前二百年 beside 公元1023年, 十二世纪 beside 2世纪.
pub(super) fn eras(block: &Block, years: bool, centuries: bool, faults: &mut Vec<Fault>) {
    let text = block.text.as_str();
    for (unit, arabic) in [("年", years), ("世纪", centuries)] {
        for (i, _) in text.match_indices(unit).filter(|_| arabic) {
            let bare = text[..i].trim_end_matches(is_han_numeral);
            let numeral = &text[bare.len()..i];
            let head = bare.trim_end_matches('前');
            let era = head.ends_with("公元");
            // 半个世纪, 一世纪 and 四分之一世纪 are spans.
            let counted = bare.ends_with(['之', '近', '约', '个', '半']);
            let century = unit == "世纪" && numeral.chars().count() >= 2 && !counted;
            // Whole years in characters (二〇一九) are told with the others.
            let whole = numeral.chars().all(|c| !"十百千".contains(c)) && unit == "年";
            if numeral.is_empty() || whole && numeral.chars().count() == 4 || !(era || century) {
                continue;
            }
            let start = if era {
                head.len() - "公元".len()
            } else {
                bare.len()
            };
            let range = start..i + unit.len();
            let written = &text[range.clone()];
            let message = text!(
                "纪年有的用阿拉伯数字，有的用汉字（{written}）",
                "some dates are in Arabic digits, some in Chinese ({written})"
            );
            let fault = Fault::new(block, Code::YearForm, range, message);
            faults.push(fault.hint(text!("改成同一种数字", "write both in the same digits")));
        }
    }
}

const ZEROS: &str = "零〇○Oo0０";

/// Four numerals before 年 that are Chinese at least in part. Pure ones are
/// left to the whole text's judgement, outside titles and quotations, which
/// keep their wording.
pub(super) fn mixed_years(
    block: &Block,
    index: usize,
    faults: &mut Vec<Fault>,
    chinese: &mut Vec<(usize, Range<usize>)>,
) {
    let text = block.text.as_str();
    let numeral =
        |c: char| "一二三四五六七八九".contains(c) || ZEROS.contains(c) || c.is_ascii_digit();
    let mut titles = Titles { at: 0, depth: 0 };
    for (i, _) in text.match_indices('年') {
        let mut start = i;
        let mut count = 0;
        while let Some(c) = before(text, start).filter(|c| count < 5 && numeral(*c)) {
            start -= c.len_utf8();
            count += 1;
        }
        let year = &text[start..i];
        if count != 4 || year.chars().all(|c| c.is_ascii_digit()) {
            continue;
        }
        titles.read(text, start);
        let odd = year.contains(|c: char| ZEROS.contains(c) && c != '〇' || c.is_ascii_digit());
        if !odd {
            if year.starts_with(['一', '二']) && titles.depth <= 0 {
                chinese.push((index, start..i));
            }
            continue;
        }
        let right = western(year);
        let message = text!("年份“{year}年”的写法混杂", "the year {year} mixes numerals");
        let fault = Fault::new(block, Code::YearForm, start..i, message);
        faults.push(match right.len() {
            4 => fault.perhaps(right),
            _ => fault,
        });
    }
}

/// Whether a title or quotation is open, read from left to right.
struct Titles {
    at: usize,
    depth: i32,
}

impl Titles {
    fn read(&mut self, text: &str, to: usize) {
        for c in text.get(self.at..to).unwrap_or("").chars() {
            match c {
                '《' | '“' => self.depth += 1,
                '》' | '”' => self.depth -= 1,
                _ => {}
            }
        }
        self.at = to;
    }
}

/// 二〇一九 as 2019.
pub(super) fn western(year: &str) -> String {
    let digit = |c: char| match c {
        c if ZEROS.contains(c) => '0',
        '一' => '1',
        '二' => '2',
        '三' => '3',
        '四' => '4',
        '五' => '5',
        '六' => '6',
        '七' => '7',
        '八' => '8',
        '九' => '9',
        c => c,
    };
    year.chars().map(digit).collect()
}

#[cfg(test)]
mod tests {
    use crate::proof::tests::{clean, hits};

    #[test]
    fn years_in_mixed_numerals() {
        let code = "year-form";
        assert_eq!(
            hits("二0一九年，二零一九年", code),
            ["二0一九→2019", "二零一九→2019"]
        );
        assert_eq!(hits("2019年和二〇二〇年", code), ["二〇二〇→2020"]);
        clean("二〇一九年和二〇二〇年", code);
        clean("2019年印发《二〇三五年远景目标》，二三年，十九年", code);
    }
}
