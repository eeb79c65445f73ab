//! Findings for a person: the line itself, carets that stand right under
//! double-width characters, the hint below.

use super::{Finding, Language, Printer, Severity, Source};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::io::{self, Write};
use std::ops::Range;

/// Lines of source shown at most; a span over a whole file would flood the
/// terminal.
const MOST_LINES: usize = 6;

pub(super) fn print(
    printer: &Printer,
    findings: &[&Finding],
    out: &mut dyn Write,
) -> io::Result<()> {
    let renderer = if printer.color {
        Renderer::styled()
    } else {
        Renderer::plain()
    };
    let renderer = renderer
        .decor_style(DecorStyle::Ascii)
        .term_width(printer.width);
    for finding in findings {
        let shown = renderer.render(&report(printer, finding));
        writeln!(out, "{}\n", shown.trim_end())?;
    }
    Ok(())
}

fn report<'a>(printer: &'a Printer, finding: &'a Finding) -> Vec<Group<'a>> {
    let language = printer.language;
    let title = level(finding.severity, language)
        .primary_title(finding.message.get(language))
        .id(finding.code.as_str());
    let path = format!("{}{}", printer.prefix, finding.place.path());
    let mut group = match finding.place.source() {
        Some(source) => {
            let (text, line, span) = excerpt(source, finding.place.span());
            let snippet = Snippet::source(text)
                .line_start(line)
                .path(path)
                .annotation(AnnotationKind::Primary.span(span));
            title.element(snippet)
        }
        None => title.element(Origin::path(path)),
    };
    if let Some((place, label)) = &finding.related
        && let Some(source) = place.source()
    {
        let (text, line, span) = excerpt(source, place.span());
        let path = format!("{}{}", printer.prefix, place.path());
        group = group.element(
            Snippet::source(text)
                .line_start(line)
                .path(path)
                .annotation(
                    AnnotationKind::Context
                        .span(span)
                        .label(label.get(language)),
                ),
        );
    }
    if let Some(hint) = &finding.hint {
        let name = match language {
            Language::Zh => "提示",
            Language::En => "hint",
        };
        group = group.element(
            Level::HELP
                .with_name(Some(name))
                .message(hint.get(language)),
        );
    }
    vec![group]
}

fn level(severity: Severity, language: Language) -> Level<'static> {
    let (level, zh) = match severity {
        Severity::Error => (Level::ERROR, "错误"),
        Severity::Warning => (Level::WARNING, "警告"),
        Severity::Info => (Level::INFO, "说明"),
    };
    match language {
        Language::Zh => level.with_name(Some(zh)),
        Language::En => level.with_name(Some(severity.as_str())),
    }
}

/// The lines to show, the number of the first, and the span within them.
fn excerpt<'a>(source: &'a Source, span: &Range<usize>) -> (&'a str, usize, Range<usize>) {
    let (text, start) = source.lines_of(span);
    let (line, _) = source.position(start);
    let cut = text
        .match_indices('\n')
        .nth(MOST_LINES - 1)
        .map_or(text.len(), |(at, _)| at);
    let text = &text[..cut];
    let from = text.floor_char_boundary(span.start.saturating_sub(start).min(text.len()));
    let to = text.floor_char_boundary(span.end.saturating_sub(start).min(text.len()));
    (text, line, from..to.max(from))
}

/// How many findings of each severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Errors.
    pub errors: usize,
    /// Warnings.
    pub warnings: usize,
    /// Infos.
    pub infos: usize,
}

impl Summary {
    /// Counts `findings`.
    pub fn of(findings: &[Finding]) -> Summary {
        Summary::count(findings.iter())
    }

    pub(super) fn count<'a>(findings: impl Iterator<Item = &'a Finding>) -> Summary {
        let mut summary = Summary::default();
        for finding in findings {
            match finding.severity {
                Severity::Error => summary.errors += 1,
                Severity::Warning => summary.warnings += 1,
                Severity::Info => summary.infos += 1,
            }
        }
        summary
    }

    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        *self == Summary::default()
    }

    /// The closing line, e.g. 共 2 处错误、1 处警告。
    pub fn sentence(&self, language: Language) -> String {
        let parts: Vec<String> = [
            (self.errors, "处错误", "error"),
            (self.warnings, "处警告", "warning"),
            (self.infos, "处说明", "note"),
        ]
        .into_iter()
        .filter(|(n, _, _)| *n > 0)
        .map(|(n, zh, en)| match language {
            Language::Zh => format!("{n} {zh}"),
            Language::En if n == 1 => format!("{n} {en}"),
            Language::En => format!("{n} {en}s"),
        })
        .collect();
        match language {
            Language::Zh => format!("共 {}。", parts.join("、")),
            Language::En => parts.join(", "),
        }
    }
}
