//! What a rule found, how it could be mended, and how grave it is here.

use super::block::Block;
use super::passage::Passage;
use crate::finding::{Code, Finding, Findings, Severity, Text};
use crate::text;
use std::collections::BTreeMap;
use std::ops::Range;

/// Something wrong in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which rule.
    pub code: Code,
    /// Bytes of [`Passage::text`].
    pub range: Range<usize>,
    /// What is wrong.
    pub message: Text,
    /// What to do, where no fix says it.
    pub hint: Option<Text>,
    /// What to put in place of `range`.
    pub fix: Option<Fix>,
    /// A second place in the same text, e.g. the first of two.
    pub related: Option<(Range<usize>, Text)>,
    /// The fault lies in running text, without markup between.
    plain: bool,
    /// There is no doubt, whatever the rule's usual level.
    grave: bool,
}

/// How a fault is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fix {
    /// Replaces the fault's range.
    pub replacement: String,
    /// Right without being looked at, so a program may do it.
    pub safe: bool,
}

impl Fault {
    /// A fault in `range` of a block's text.
    pub(super) fn new(block: &Block, code: Code, range: Range<usize>, message: Text) -> Fault {
        Fault {
            code,
            range: block.raw(&range),
            message,
            hint: None,
            fix: None,
            related: None,
            plain: block.is_plain(&range),
            grave: false,
        }
    }

    /// A fault in the source itself.
    pub(super) fn raw(code: Code, range: Range<usize>, message: Text) -> Fault {
        Fault {
            code,
            range,
            message,
            hint: None,
            fix: None,
            related: None,
            plain: true,
            grave: false,
        }
    }

    /// Adds a fix that is always right.
    #[must_use]
    pub(super) fn safe(self, replacement: impl Into<String>) -> Fault {
        self.mend(replacement.into(), true)
    }

    /// Adds a fix that somebody should look at.
    #[must_use]
    pub(super) fn perhaps(self, replacement: impl Into<String>) -> Fault {
        self.mend(replacement.into(), false)
    }

    fn mend(mut self, replacement: String, safe: bool) -> Fault {
        // Markup inside the range would be lost with the replacement.
        let safe = safe && self.plain;
        self.fix = Some(Fix { replacement, safe });
        self
    }

    /// Makes it a warning at least, where site.toml says nothing of its rule.
    #[must_use]
    pub(super) fn grave(mut self) -> Fault {
        self.grave = true;
        self
    }

    /// Adds what to do.
    #[must_use]
    pub(super) fn hint(mut self, hint: Text) -> Fault {
        self.hint = Some(hint);
        self
    }

    fn advice(&self) -> Option<Text> {
        let Some(fix) = &self.fix else {
            return self.hint.clone();
        };
        let new = &fix.replacement;
        Some(match &self.hint {
            Some(Text { zh, en }) => text!("改为：{new}（{zh}）", "change to: {new} ({en})"),
            None if new.is_empty() => text!("删去", "delete it"),
            None => text!("改为：{new}", "change to: {new}"),
        })
    }
}

/// How grave a rule's faults are in this showcase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Not reported.
    Off,
    /// Worth knowing.
    Info,
    /// Somebody should look.
    Warning,
    /// Nothing is published while it stands.
    Error,
}

impl Level {
    /// Reads `off`, `info`, `warning` or `error`.
    pub fn parse(word: &str) -> Option<Level> {
        Some(match word {
            "off" => Level::Off,
            "info" => Level::Info,
            "warning" => Level::Warning,
            "error" => Level::Error,
            _ => return None,
        })
    }
}

/// The level of every rule: the code's own, unless it was set.
#[derive(Debug, Clone, Default)]
pub struct Rules {
    levels: BTreeMap<Code, Level>,
}

impl Rules {
    /// Every rule at its own level.
    pub fn new() -> Rules {
        Rules::default()
    }

    /// The rule of that name, e.g. `punctuation-half`.
    pub fn named(name: &str) -> Option<Code> {
        CODES.iter().copied().find(|c| c.as_str() == name)
    }

    /// Sets one rule's level.
    pub fn set(&mut self, code: Code, level: Level) {
        self.levels.insert(code, level);
    }

    /// The severity of a rule's faults; `None` when it is off.
    pub fn severity(&self, code: Code) -> Option<Severity> {
        match self.levels.get(&code) {
            None => Some(code.severity()),
            Some(Level::Off) => None,
            Some(Level::Info) => Some(Severity::Info),
            Some(Level::Warning) => Some(Severity::Warning),
            Some(Level::Error) => Some(Severity::Error),
        }
    }

    /// Adds a finding at the level of its rule.
    pub(super) fn push(&self, mut finding: Finding, findings: &mut Findings) {
        if let Some(severity) = self.severity(finding.code) {
            finding.severity = severity;
            findings.push(finding);
        }
    }
}

/// The rules of this room, whose levels may be set.
pub const CODES: &[Code] = &[
    Code::PunctuationHalf,
    Code::PunctuationDoubled,
    Code::QuoteStraight,
    Code::QuoteUnpaired,
    Code::QuoteNested,
    Code::BracketUnpaired,
    Code::FinalMarkMissing,
    Code::ParagraphCut,
    Code::SpaceInChinese,
    Code::WidthFull,
    Code::TildeHalf,
    Code::TimesSign,
    Code::MarkdownSlip,
    Code::RangeUnit,
    Code::ApproximationDoubled,
    Code::NumberMixed,
    Code::DecreaseTimes,
    Code::PercentPoint,
    Code::SumDiffers,
    Code::CountDiffers,
    Code::YearForm,
    Code::YearShort,
    Code::DateImpossible,
    Code::SentenceRepeated,
    Code::SentenceShared,
    Code::SentenceCommon,
    Code::CountyForeign,
    Code::Placeholder,
    Code::CaseLength,
    Code::IdNumber,
    Code::PhoneNumber,
    Code::NumberCouldRefer,
    Code::NumberDiffers,
    Code::ReferenceRepeats,
    Code::DateDiffers,
    Code::WordWrong,
    Code::NameRetired,
    Code::TitleWrong,
    Code::TitleTerm,
    Code::PhraseNear,
    Code::PlaceForeign,
];

/// Turns faults, sorted by place, into findings at the levels of `rules`.
///
/// A page pasted from elsewhere has a half-width comma in every clause: those
/// of one line become one finding that names every column.
pub(super) fn report(
    passage: &Passage<'_>,
    faults: &[Fault],
    rules: &Rules,
    findings: &mut Findings,
) {
    // What the markdown room tells itself is here only for its fix.
    let mut done: Vec<bool> = faults.iter().map(|f| !CODES.contains(&f.code)).collect();
    for (i, fault) in faults.iter().enumerate() {
        if done[i] {
            continue;
        }
        let place = passage.place(fault.range.clone());
        let mut message = fault.message.clone();
        if fault.code == Code::PunctuationHalf && passage.is_exact() {
            let rest = faults.iter().zip(&mut done).skip(i + 1);
            append(&mut message, &columns(passage, fault, rest));
        }
        let related = fault.related.clone();
        let mut finding = Finding::new(fault.code, place, message).maybe_hint(fault.advice());
        if let Some((range, label)) = related {
            finding = finding.related(passage.place(range), label);
        }
        match rules.levels.get(&fault.code) {
            None if fault.grave => {
                finding.severity = finding.severity.min(Severity::Warning);
                findings.push(finding);
            }
            _ => rules.push(finding, findings),
        }
    }
}

/// The columns of the faults in `rest` that are of one kind and line with
/// `first`; marks those as done.
fn columns<'f>(
    passage: &Passage<'_>,
    first: &Fault,
    rest: impl Iterator<Item = (&'f Fault, &'f mut bool)>,
) -> Vec<usize> {
    let place = passage.place(first.range.clone());
    let mut column = place.position().map_or(1, |p| p.1);
    let mut at = first.range.start;
    let mut columns = Vec::new();
    for (other, done) in rest {
        // Counted on from fault to fault, so that a long line costs no more.
        let between = passage.text().get(at..other.range.start).unwrap_or("");
        if between.contains('\n') {
            break;
        }
        column += between.chars().count();
        at = other.range.start;
        if other.code == first.code {
            *done = true;
            columns.push(column);
        }
    }
    columns
}

/// Names the columns of the same slip in the same line.
fn append(message: &mut Text, columns: &[usize]) {
    if columns.is_empty() {
        return;
    }
    let count = columns.len();
    let names: Vec<String> = columns.iter().map(usize::to_string).collect();
    let (zh, en) = (names.join("、"), names.join(", "));
    message.zh += &format!("；本行另有 {count} 处，在第 {zh} 列");
    message.en += &format!("; {count} more in this line, at column {en}");
}
