//! Findings for a person: the line itself, carets that stand right under
//! double-width characters, the hint below.

use super::excerpt::excerpt;
use super::shown::{visible, visible_line};
use super::{Finding, Language, Place, Printer, Severity};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::io::{self, Write};
use std::ops::Range;

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
        .primary_title(visible(finding.message.get(language)))
        .id(finding.code.as_str());
    let mut group = Group::with_title(title);
    group = shown(printer, group, &finding.place, |span| {
        AnnotationKind::Primary.span(span)
    });
    if let Some((place, label)) = &finding.related
        && place.source().is_some()
    {
        group = shown(printer, group, place, |span| {
            AnnotationKind::Context
                .span(span)
                .label(visible_line(label.get(language)))
        });
    }
    if let Some(hint) = &finding.hint {
        let name = match language {
            Language::Zh => "提示",
            Language::En => "hint",
        };
        group = group.element(
            Level::HELP
                .with_name(Some(name))
                .message(visible(hint.get(language))),
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

/// `group` with the lines at `place`, marked.
fn shown<'a>(
    printer: &Printer,
    group: Group<'a>,
    place: &'a Place,
    mark: impl FnOnce(Range<usize>) -> Annotation<'a>,
) -> Group<'a> {
    let path = printer.path(place);
    let path = visible_line(&path).into_owned();
    let (Some(source), Some((line, column))) = (place.source(), place.position()) else {
        return group.element(Origin::path(path));
    };
    let shown = excerpt(source, &place.span(), printer.width);
    let in_column = shown.in_column;
    let snippet = Snippet::source(shown.text)
        .line_start(shown.line)
        .annotation(mark(shown.span));
    if in_column {
        return group.element(snippet.path(path));
    }
    // The renderer would count the column from where the excerpt begins.
    group
        .element(Origin::path(path).line(line).char_column(column))
        .element(snippet)
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
