//! References that print something odd where they stand: a unit or a word twice,
//! or another county's number. What is written is a reference, not a number, so
//! that nothing is compared by value.

use crate::finding::{Code, Finding};
use crate::proof::beside::Beside;
use crate::proof::block::Block;
use crate::proof::claims;
use crate::proof::number_findings::inner;
use crate::proof::passage::{self, Passage};
use crate::quantity::Quantity;
use crate::text;
use std::ops::Range;

/// {{qingyuan/secretaries}} in the case of another county that has the same
/// figure, where the paragraph names no other county.
pub(super) fn foreign(
    passage: &Passage<'_>,
    block: &Block,
    reference: &Range<usize>,
    beside: &Beside<'_>,
) -> Option<Finding> {
    let expr = passage.text().get(reference.clone())?;
    let expr = expr.strip_prefix("{{")?.strip_suffix("}}")?;
    let (slug, id) = expr.split('|').next()?.trim().split_once('/')?;
    let own = beside.own.named(id)?;
    let other = beside.others.named(&format!("{slug}/{id}"))?;
    let (county, name) = other.name.split_once(' ')?;
    let wide = matches!(passage.kind(), passage::Kind::Lead | passage::Kind::Page);
    if wide || !(beside.named)(&block.text).is_empty() || block.text.contains(county) {
        return None;
    }
    let (name, there, here) = (inner(name), other.value.prose(), own.value.prose());
    let message = text!(
        "这里引用的是{county}的“{name}”{there}，本县是 {here}，这一段没有提到{county}",
        "this is {name} of {county}, {there}; here it is {here}, and the paragraph does not name {county}"
    );
    let hint = text!(
        "本县的数写 {{{{{id}}}}}；确是{county}的，在句中写出县名",
        "for this county write {{{{{id}}}}}; if {county} is meant, name it in the sentence"
    );
    let place = passage.place(reference.clone());
    Some(Finding::new(Code::NumberDiffers, place, message).hint(hint))
}

/// Words that begin like a measure word: 6家家庭农场 is right.
const WORDS: &[&str] = &[
    "个体", "个人", "个别", "个性", "家庭", "家具", "家电", "家族", "户籍", "户用", "户外", "户主",
    "年度", "年轻", "年均", "年产", "年收", "年租", "年利", "年限", "人均", "人员", "人才", "人口",
    "人数", "人大", "人工", "名牌", "名优", "名师", "名特", "名村", "次数", "亩产", "亩均", "村民",
    "村庄", "村级", "件数", "台账", "项目", "期间", "期限", "所有", "所在", "公里", "公司", "元旦",
    "场地", "场所", "场馆", "点位", "条件", "条例", "支部", "支出", "座谈", "处理", "处置", "批发",
    "批准", "天然", "日均", "月均", "间接", "步行", "层级", "级别", "组织", "本土", "本地", "对口",
    "位置", "岁月", "米仁", "斤两",
];

/// A reference with the unit or the word for about once more beside it:
/// {{villages}}个 prints 401个个.
pub(super) fn repeated(
    passage: &Passage<'_>,
    at: &Range<usize>,
    beside: &Beside<'_>,
) -> Option<Finding> {
    let source = passage.text();
    let written = source.get(at.clone())?;
    let expr = written.strip_prefix("{{")?.strip_suffix("}}")?;
    let printed = (beside.printed)(expr.trim())?;
    let quantity = Quantity::parse(&printed).ok();
    let after = source.get(at.end..)?;
    let before = source.get(..at.start)?;
    let unit = quantity.as_ref().map_or("", |q| q.unit().as_str());
    let word = quantity
        .as_ref()
        .and_then(Quantity::qualifier)
        .map_or("", |q| q.word());
    let doubled_unit = !unit.is_empty()
        && printed.ends_with(unit)
        && after.starts_with(unit)
        && !WORDS.iter().any(|w| after.starts_with(w));
    let change = |words: &[&str]| {
        words
            .iter()
            .any(|w| printed.starts_with(w) && ends_with_verb(before))
    };
    let (range, shown) = if change(claims::UP) || change(claims::DOWN) {
        // 比上年提高{{coverage.change}} prints 提高提高3.29个百分点.
        let verb = before
            .chars()
            .rev()
            .take(2)
            .map(char::len_utf8)
            .sum::<usize>();
        let verb_text = &before[before.len() - verb..];
        (at.start - verb..at.end, format!("{verb_text}{printed}"))
    } else if doubled_unit {
        (at.start..at.end + unit.len(), format!("{printed}{unit}"))
    } else if !word.is_empty() && printed.starts_with(word) && before.ends_with(word) {
        (at.start - word.len()..at.end, format!("{word}{printed}"))
    } else if !word.is_empty() && printed.ends_with(word) && after.starts_with(word) {
        (at.start..at.end + word.len(), format!("{printed}{word}"))
    } else {
        return None;
    };
    let message = text!(
        "印出来是“{shown}”：引用已经带着单位、“约”“以上”和增减这些字",
        "this prints {shown}: a reference brings its unit, its qualifier and its verb"
    );
    let hint = text!("删去手写的，只留 {written}", "leave only {written}");
    let place = passage.place(range);
    Some(Finding::new(Code::ReferenceRepeats, place, message).hint(hint))
}

/// 提高, 减少了: a verb of change right before a reference that prints one.
fn ends_with_verb(before: &str) -> bool {
    let verbs = claims::UP.iter().chain(claims::DOWN);
    verbs
        .filter(|w| w.chars().count() == 2)
        .any(|w| before.ends_with(w))
}
