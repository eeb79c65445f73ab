//! Whether a note acknowledges what was found.
//!
//! Most notes only describe a figure (三年合计), and would otherwise silence
//! every rule about it. So a note acknowledges when it says that somebody has
//! looked (核实, 照录, 超额 …), or names a number that the finding names.

use crate::quantity::{Quantity, scan};
use std::collections::BTreeSet;

/// Words of somebody who has looked.
const LOOKED: &[&str] = &[
    "核",
    "属实",
    "无误",
    "确实",
    "确为",
    "确系",
    "确有",
    "确已",
    "原文如此",
    "原件如此",
    "就是如此",
    "照录",
    "照印",
    "照列",
    "超额",
    "由于",
    "原因",
    "口径不",
    "更正",
    "修订",
    "误",
];

/// Whether `note` speaks of what `message` says.
pub(super) fn acknowledges(note: &str, message: &str) -> bool {
    let (said, found) = (numerals(note), numerals(message));
    // 1.26亿元经县里核对 says that 1.26万元 is wrong, and 76000人次 that 760000 is.
    let digits = |n: &str| -> String {
        let all: String = n.chars().filter(char::is_ascii_digit).collect();
        all.trim_matches('0').to_owned()
    };
    let other = |n: &String| !found.contains(n) && found.iter().any(|f| digits(f) == digits(n));
    if said.iter().any(other) {
        return false;
    }
    LOOKED.iter().any(|word| note.contains(word)) || found.iter().any(|n| said.contains(n))
}

/// The numerals of a text, years with their 年; dates are none.
fn numerals(text: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let dated = rest[..start].ends_with('-');
        rest = &rest[start..];
        let end = rest
            .find(|c: char| !c.is_ascii_digit() && c != '.')
            .unwrap_or(rest.len());
        let mut numeral = rest[..end].trim_end_matches('.').to_owned();
        rest = &rest[end..];
        if numeral.len() == 4 && rest.starts_with('年') {
            numeral.push('年');
        }
        // 1.26亿元 says nothing of 1.26万元.
        let scale = rest
            .chars()
            .next()
            .filter(|c| ['万', '亿', '‰'].contains(c));
        numeral.extend(scale);
        if !dated && !rest.starts_with('-') {
            found.insert(numeral);
        }
    }
    found
}

/// The difference that a note names: 14600万元 of 相差14600万元.
pub(super) fn difference_named(note: &str, like: &Quantity) -> Option<Quantity> {
    let found = scan(note).into_iter().find(|found| {
        let head = note.get(..found.range.start).unwrap_or_default();
        let said = [
            "差",
            "差额",
            "差额为",
            "差额是",
            "相差",
            "少",
            "多",
            "多出",
            "缺",
        ];
        said.iter().any(|word| head.ends_with(word))
            && found.quantity.unit().family() == like.unit().family()
    });
    found.map(|found| found.quantity)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_that_only_describes_acknowledges_nothing() {
        let over = "“达标村”是410个，多于目标401个";
        assert!(!acknowledges("统计口径仍用调整前的行政村数", over));
        assert!(!acknowledges(
            "截至2019-11-15，三年合计",
            "“资金”截至2020-11-15"
        ));
        assert!(!acknowledges("2018年以来累计", "“资金”2018个"));
        assert!(acknowledges("年中并村，实有410个", over));
        assert!(acknowledges("已与县里核实", over));
        assert!(acknowledges("原文如此", over));
        let slip = "“自筹”2024年的1.26万元是相邻年份的8810分之一";
        assert!(acknowledges("1.26万元经县里核对", slip));
        assert!(!acknowledges("1.26亿元经县里核对", slip));
        let nought = "“客运量”760000人次是相邻年份的10倍";
        assert!(acknowledges("已核实：760000人次", nought));
        assert!(!acknowledges("已核实：76000人次", nought));
    }

    #[test]
    fn a_note_may_name_the_difference() {
        let like = Quantity::parse("10万元").unwrap();
        let named = |note| difference_named(note, &like).map(|q| q.prose());
        assert_eq!(named("四舍五入，相差10万元"), Some("10万元".to_owned()));
        assert_eq!(named("其余项目原文未列"), None);
        assert_eq!(named("差2个项目"), None);
    }
}
