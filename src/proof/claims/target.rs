//! How far a figure has come: which share of its target, how much it lacks of it,
//! how much is left over. None of these speaks of another year, as a change does.

use super::{Claim, Claims};
use crate::proof::around::sentence;
use crate::proof::number_findings::inner;
use crate::quantity::{Found, Quantity};
use crate::text;
use rust_decimal::Decimal;
use std::cmp::Ordering;

impl Claims<'_, '_> {
    /// 两项都达标的有{{villages}}，完成率98%.
    pub(super) fn progress(&self, found: &Found) -> Option<Claim> {
        let value = &found.quantity;
        let head = self.text().get(..found.range.start)?;
        let head = head.trim_end_matches(['为', '是', '达', '到', '了', '约']);
        let words = ["完成率", "完成进度", "完成"];
        let head = words.iter().find_map(|word| head.strip_suffix(word))?;
        let aims = ["目标", "任务", "计划", "已", "仅", "只"];
        let head = aims
            .iter()
            .find_map(|w| head.strip_suffix(w))
            .unwrap_or(head);
        let known = self
            .subject_of(head)
            .filter(|_| value.unit().is_percent())?;
        let id = known.reference.split('.').next()?;
        let printed = (self.beside.printed)(&format!("{id}.progress"))?;
        let computed = Quantity::parse(&printed).ok()?;
        let off = computed.midpoint().saturating_sub(value.midpoint()).abs();
        let room = Decimal::new(1, value.value().scale().min(1));
        if off < room {
            return Some(Claim::Right);
        }
        let (written, name) = (&self.text()[found.range.clone()], inner(&known.name));
        let message = text!(
            "“{written}”与“{name}”的完成率 {printed} 不符",
            "{written} is not the progress of {name}, {printed}"
        );
        let hint = text!(
            "核对；要随数据走，写 {{{{{id}.progress}}}}",
            "check it; `{{{{{id}.progress}}}}` follows the figures"
        );
        Some(self.wrong(&found.range, message, hint))
    }

    /// 床位1946张，离目标还差104张.
    pub(super) fn gap(&self, found: &Found) -> Option<Claim> {
        let head = self.text().get(..found.range.start)?;
        let said = sentence(self.text(), &found.range);
        let short = ["还差", "尚差", "仍差", "还缺", "尚缺"];
        if !short.iter().any(|word| head.ends_with(word)) || !said.contains("目标") {
            return None;
        }
        let value = &found.quantity;
        let own = self.beside.own;
        let mut wrong = None;
        for target in own.all().filter(|k| k.reference.ends_with(".target")) {
            let id = target.reference.trim_end_matches(".target");
            let gap = own
                .named(id)
                .and_then(|now| target.value.sub(&now.value).ok());
            let Some(gap) = gap.and_then(|gap| gap.convert(value.unit()).ok()) else {
                continue;
            };
            let by = gap.value().abs();
            if by == value.value() {
                return Some(Claim::Right);
            }
            if self.names(id, target, said) {
                wrong = Some((inner(&target.name), by.normalize()));
            }
        }
        let (name, by) = wrong?;
        let (written, unit) = (&self.text()[found.range.clone()], value.unit());
        let message = text!(
            "“{written}”不是“{name}”离目标的差额，差的是 {by}{unit}",
            "{written} is not what {name} lacks of its target: that is {by}{unit}"
        );
        Some(self.wrong(&found.range, message, text!("核对", "check it")))
    }

    /// 行政村{{all}}，通公交的有{{bus}}；剩下9个村: what remains of the two amounts of
    /// its sentence.
    pub(super) fn rest(&self, found: &Found) -> Option<Claim> {
        let head = self.text().get(..found.range.start)?;
        let left = ["剩下", "还剩", "剩余", "余下", "其余"];
        let value = &found.quantity;
        if !left.iter().any(|word| head.ends_with(word)) {
            return None;
        }
        let said = sentence(self.text(), &found.range);
        let start = said.as_ptr() as usize - self.text().as_ptr() as usize;
        let mut amounts = self.amounts(start..found.range.start);
        amounts.retain(|(_, q)| q.unit() == value.unit() && q.is_exact());
        let [(at, all), (_, done)] = amounts.as_slice() else {
            return None;
        };
        self.named_at(at.end)?;
        let rest = all.sub(done).ok().filter(|q| q.value() > Decimal::ZERO)?;
        if rest.compare(value) == Some(Ordering::Equal) {
            return Some(Claim::Right);
        }
        let written = &self.text()[found.range.clone()];
        let (all, done, rest) = (all.prose(), done.prose(), rest.prose());
        let message = text!(
            "“{written}”和前面两个数对不上：{all}减去{done}是{rest}",
            "{written} does not follow from the two numbers before it: {all} less {done} is {rest}"
        );
        Some(self.wrong(&found.range, message, text!("核对", "check it")))
    }
}
