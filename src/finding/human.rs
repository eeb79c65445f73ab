//! Findings for a person: the line itself, carets that stand right under
//! double-width characters, the hint below.

use super::{Finding, Language, Place, Printer, Severity, Source};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{Annotation, AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use std::io::{self, Write};
use std::ops::Range;

/// Lines of source shown at most; a span over a whole file would flood the
/// terminal.
const MOST_LINES: usize = 6;

/// Bytes of source shown at most, many times what fits on a terminal's line.
const LONG: usize = 4096;

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
                .label(label.get(language))
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

/// `group` with the lines at `place`, marked.
fn shown<'a>(
    printer: &Printer,
    group: Group<'a>,
    place: &'a Place,
    mark: impl FnOnce(Range<usize>) -> Annotation<'a>,
) -> Group<'a> {
    let path = format!("{}{}", printer.prefix, place.path());
    let (Some(source), Some((line, column))) = (place.source(), place.position()) else {
        return group.element(Origin::path(path));
    };
    let (text, first, span) = excerpt(source, &place.span());
    let snippet = Snippet::source(text)
        .line_start(first)
        .annotation(mark(span));
    if text.len() < LONG {
        return group.element(snippet.path(path));
    }
    // The renderer would count the column from where the excerpt begins.
    group
        .element(Origin::path(path).line(line).char_column(column))
        .element(snippet)
}

/// The lines to show, the number of the first, and the span within them.
///
/// Of a very long text only what stands around the span: the renderer looks at
/// every letter of what it is given, for each finding anew.
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
    let to = to.max(from);
    if text.len() < LONG {
        return (text, line, from..to);
    }
    let left = text.floor_char_boundary(from.saturating_sub(LONG).min(text.len() - LONG));
    let right = text.ceil_char_boundary(text.len().min(from + LONG));
    let line = line + text[..left].matches('\n').count();
    (&text[left..right], line, from - left..to.min(right) - left)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Code, Format};
    use crate::text;

    #[test]
    fn a_line_without_end_is_shown_around_its_fault_and_counted_in_the_file() {
        let long = format!("{}斤{}", "公".repeat(50_000), "里".repeat(50_000));
        let source = Source::new("a.md", format!("# 题\n{long}\n尾"));
        let at = source.text().find('斤').unwrap();
        let (text, line, span) = excerpt(&source, &(at..at + 3));
        assert!(text.len() < 3 * LONG, "{}", text.len());
        assert_eq!((line, &text[span]), (2, "斤"));
        let (text, _, span) = excerpt(&source, &(0..source.text().len()));
        assert!(text.starts_with("# 题") && span.end <= text.len());

        let finding = Finding::new(
            Code::FileUnused,
            Place::at(&source, at..at + 3),
            text!("甲", "a"),
        );
        let printer = Printer {
            format: Format::Human,
            language: Language::En,
            color: false,
            quiet: false,
            least: Severity::Info,
            prefix: String::new(),
            width: 80,
            more: Default::default(),
        };
        let mut out = Vec::new();
        printer.print(&[finding], &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(out.contains("a.md:2:50001\n"), "{out}");
        assert!(out.len() < 1000, "{out}");
    }
}
