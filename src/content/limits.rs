//! What an editor knows of a number before it arrives, so that the program can
//! tell a slip from a success: which way is better, whether the target is all
//! there are, and between what the number can lie at all.

use super::reader::Scalar;
use super::{Better, Limits, Spot, figures};
use crate::finding::{Code, Finding, Findings, hint};
use crate::quantity::{Quantity, Sense, Unit};
use crate::text;

/// `lower` or `higher`.
pub(super) fn better(raw: Spot<String>, findings: &mut Findings) -> Option<Better> {
    match raw.value.as_str() {
        "lower" => Some(Better::Lower),
        "higher" => Some(Better::Higher),
        word => {
            let message = text!(
                "better 只有 lower（越低越好）和 higher（越高越好），写成了“{word}”",
                "better is lower or higher, not `{word}`"
            );
            let hint = hint(word, ["lower", "higher"]).unwrap_or_else(|| {
                text!(
                    "漏损率、投诉量这样的写 better = \"lower\"",
                    "for leakage or complaints write better = \"lower\""
                )
            });
            findings.push(Finding::new(Code::ValueInvalid, raw.place, message).hint(hint));
            None
        }
    }
}

/// `whole` and `range`; none where neither is written.
pub(super) fn limits(
    whole: Option<bool>,
    range: Option<Spot<Scalar>>,
    unit: &Unit,
    findings: &mut Findings,
) -> Option<Box<Limits>> {
    let range = range.and_then(|raw| span(raw, unit, findings));
    (whole.is_some() || range.is_some()).then(|| Box::new(Limits { whole, range }))
}

/// A range, or one end of it.
fn span(raw: Spot<Scalar>, unit: &Unit, findings: &mut Findings) -> Option<Spot<Quantity>> {
    let place = raw.place.clone();
    let span = figures::quantity(raw, unit, findings)?;
    let span = figures::same_family(span, unit, findings)?;
    let ends = span.value.range().is_some()
        || matches!(
            span.value.sense(),
            Sense::AtLeast | Sense::AtMost | Sense::LessThan
        );
    if ends {
        return Some(span);
    }
    let shown = span.value.prose();
    let message = text!(
        "range 要写一个范围，“{shown}”只是一个数",
        "range is a range, and {shown} is one number"
    );
    let hint = text!(
        "写成 range = \"10万元—5亿元\"，或只写一头：\"10万元以上\"、\"不超过5亿元\"",
        "write range = \"10万元—5亿元\", or one end of it: \"10万元以上\", \"不超过5亿元\""
    );
    findings.push(Finding::new(Code::ValueInvalid, place, message).hint(hint));
    None
}
