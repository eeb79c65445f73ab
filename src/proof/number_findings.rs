//! What there is to say of a number in prose that is, or is not, a figure.

use super::around::of_another_year;
use super::beside_name::Off;
use super::block::Block;
use super::near::{Known, Near, Slip};
use super::passage::Passage;
use crate::finding::{Code, Finding, Text};
use crate::quantity::{Found, Quantity};
use crate::text;

/// What there is to say of a number that stands for a figure and is not it.
pub(super) fn unlike_figure(written: &str, known: &Known) -> (Text, Text) {
    let (name, printed) = (inner(&known.name), known.value.prose());
    let reference = &known.reference;
    let message = text!(
        "“{written}”与数据“{name}”的 {printed} 不符",
        "{written} is not the figure {name}, {printed}"
    );
    let hint = text!(
        "核对；若是同一个数，改为：{{{{{reference}}}}}",
        "check it; if it is the same number, change to: {{{{{reference}}}}}"
    );
    (message, hint)
}

/// A number beside a figure's name that is not the figure.
pub(super) fn unlike(
    passage: &Passage<'_>,
    block: &Block,
    found: &Found,
    known: &Known,
    off: Off,
) -> Finding {
    let written = &block.text[found.range.clone()];
    let (mut message, hint) = unlike_figure(written, known);
    if let Off::Counter(_) = off {
        let (name, printed) = (inner(&known.name), known.value.prose());
        message = text!(
            "“{written}”与数据“{name}”的 {printed} 数目相同，量词不同",
            "{written} has the number of the figure {name}, {printed}, and another measure word"
        );
    }
    let code = match off {
        Off::Counter(true) => Code::NumberCouldRefer,
        _ => Code::NumberDiffers,
    };
    let finding = Finding::new(code, place(passage, block, found), message).hint(hint);
    beside_its_figure(finding, known)
}

/// 2.74亿元 where the figure is 2.738亿元.
pub(super) fn rounded(
    passage: &Passage<'_>,
    block: &Block,
    found: &Found,
    known: &Known,
) -> Finding {
    let written = &block.text[found.range.clone()];
    let (name, printed) = (inner(&known.name), known.value.prose());
    let message = text!(
        "“{written}”是数据“{name}”（{printed}）取整的写法",
        "{written} is a rounded form of the figure {name} ({printed})"
    );
    let hint = reference(known, &found.quantity).map(|reference| {
        text!(
            "要印准数，改为：{reference}",
            "to print it exactly, change to: {reference}"
        )
    });
    let place = place(passage, block, found);
    Finding::new(Code::NumberCouldRefer, place, message).maybe_hint(hint)
}

pub(super) fn place(passage: &Passage<'_>, block: &Block, found: &Found) -> crate::finding::Place {
    passage.place(block.raw(&found.range))
}

pub(super) fn could_refer(
    passage: &Passage<'_>,
    block: &Block,
    found: &Found,
    known: &Known,
    year: i32,
) -> Option<Finding> {
    if of_another_year(&block.text, &found.range, year) {
        return None;
    }
    // What has no reference agrees, and there is nothing to do.
    let reference = reference(known, &found.quantity)?;
    let written = &block.text[found.range.clone()];
    let (name, value) = (inner(&known.name), &known.value);
    let printed = value.prose();
    let message = if printed == found.quantity.prose() {
        text!(
            "“{written}”与数据“{name}”一致，可以写成引用",
            "{written} equals the figure {name} and could be a reference"
        )
    } else {
        text!(
            "“{written}”与数据“{name}”（{printed}）一致，可以写成引用",
            "{written} equals the figure {name} ({printed}) and could be a reference"
        )
    };
    let hint = text!("改为：{reference}", "change to: {reference}");
    let place = place(passage, block, found);
    Some(Finding::new(Code::NumberCouldRefer, place, message).hint(hint))
}

/// A name as it stands inside quotes, its own made inner ones.
pub(super) fn inner(name: &str) -> String {
    name.replace('“', "‘").replace('”', "’")
}

/// `{{funds}}`, or `{{funds | 万元}}` where the text uses another unit.
fn reference(known: &Known, written: &Quantity) -> Option<String> {
    let Known {
        reference, value, ..
    } = known;
    if reference.is_empty() {
        return None;
    }
    let unit = written.unit();
    Some(match value.unit() == unit {
        true => format!("{{{{{reference}}}}}"),
        false => format!("{{{{{reference} | {unit}}}}}"),
    })
}

/// What there is to say where no reference may stand.
pub(super) fn without_reference(finding: Finding) -> Option<Finding> {
    let differs = finding.code == Code::NumberDiffers;
    differs.then(|| {
        finding.hint(text!(
            "核对两处，改正写错的一处",
            "check both, and correct the wrong one"
        ))
    })
}

pub(super) fn differs(
    passage: &Passage<'_>,
    block: &Block,
    found: &Found,
    near: &Near<'_>,
) -> Finding {
    let written = &block.text[found.range.clone()];
    let (name, value) = (inner(&near.known.name), &near.known.value);
    let printed = value.prose();
    let (zh, en) = match near.slip {
        Slip::Digit => ("只差一个数字", "one digit differs"),
        Slip::Swap => ("相邻两个数字颠倒", "two digits are swapped"),
        Slip::Missing => ("少一个数字", "a digit is missing"),
        Slip::Extra => ("多一个数字", "a digit too many"),
        Slip::Point => (
            "小数点或 0 的个数不同",
            "the decimal point or the zeros differ",
        ),
        Slip::Scale => ("差一个“万”或“亿”", "万 or 亿 differs"),
    };
    let message = text!(
        "“{written}”与数据“{name}”的 {printed} 疑似不符：{zh}",
        "{written} does not quite agree with the figure {name}, {printed}: {en}"
    );
    let hint = reference(near.known, &found.quantity).map(|reference| {
        text!(
            "核对；若是同一个数，改为：{reference}",
            "check it; if it is the same number, change to: {reference}"
        )
    });
    let place = place(passage, block, found);
    let finding = Finding::new(Code::NumberDiffers, place, message).maybe_hint(hint);
    beside_its_figure(finding, near.known)
}

/// The finding with the place of the figure: either may be wrong.
fn beside_its_figure(finding: Finding, known: &Known) -> Finding {
    match &known.place {
        Some(place) => finding.related(place.clone(), text!("数据写在这里", "the figure")),
        None => finding,
    }
}
