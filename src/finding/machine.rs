//! The forms for programs: one line each, JSON, and build-service annotations.

use super::{Finding, Printer, Severity, Summary};
use serde_json::{Value, json};
use std::io::{self, Write};

/// `path:line:column: error[code]: message (hint)`.
pub(super) fn short(
    printer: &Printer,
    findings: &[&Finding],
    out: &mut dyn Write,
) -> io::Result<()> {
    for f in findings {
        let (severity, code) = (f.severity.as_str(), f.code.as_str());
        let message = one_line(f.message.get(printer.language));
        write!(out, "{}: {severity}[{code}]: {message}", place(printer, f))?;
        if let Some(hint) = &f.hint {
            write!(out, " ({})", one_line(hint.get(printer.language)))?;
        }
        writeln!(out)?;
    }
    Ok(())
}

/// One document: `{"findings": […], "errors": n, "warnings": n, "infos": n}`
/// with the printer's further keys. Lines and columns count from 1, columns in
/// characters.
pub(super) fn json(
    printer: &Printer,
    findings: &[&Finding],
    out: &mut dyn Write,
) -> io::Result<()> {
    let list: Vec<Value> = findings.iter().map(|f| object(printer, f)).collect();
    let summary = Summary::count(findings.iter().copied());
    let mut document = json!({
        "findings": list,
        "errors": summary.errors,
        "warnings": summary.warnings,
        "infos": summary.infos,
    });
    if let Value::Object(keys) = &mut document {
        let more = printer.more.iter();
        keys.extend(more.map(|(key, value)| ((*key).to_owned(), value.clone())));
    }
    serde_json::to_writer_pretty(&mut *out, &document)?;
    writeln!(out)
}

fn object(printer: &Printer, f: &Finding) -> Value {
    let (line, column) = f.place.position().unzip();
    let (end_line, end_column) = f.place.end().unzip();
    json!({
        "code": f.code.as_str(),
        "severity": f.severity.as_str(),
        "file": format!("{}{}", printer.prefix, f.place.path()),
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "message": f.message.get(printer.language),
        "hint": f.hint.as_ref().map(|h| h.get(printer.language)),
    })
}

/// Workflow commands: `::error file=…,line=…,col=…,title=code::message`.
pub(super) fn github(
    printer: &Printer,
    findings: &[&Finding],
    out: &mut dyn Write,
) -> io::Result<()> {
    for f in findings {
        let command = match f.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "notice",
        };
        let file = property(&format!("{}{}", printer.prefix, f.place.path()));
        write!(out, "::{command} file={file}")?;
        if let (Some((line, column)), Some((end, _))) = (f.place.position(), f.place.end()) {
            write!(out, ",line={line},endLine={end},col={column}")?;
        }
        let mut message = f.message.get(printer.language).to_owned();
        if let Some(hint) = &f.hint {
            message.push('\n');
            message.push_str(hint.get(printer.language));
        }
        writeln!(
            out,
            ",title={}::{}",
            property(f.code.as_str()),
            data(&message)
        )?;
    }
    Ok(())
}

fn place(printer: &Printer, f: &Finding) -> String {
    let path = format!("{}{}", printer.prefix, f.place.path());
    match f.place.position() {
        Some((line, column)) => format!("{path}:{line}:{column}"),
        None => path,
    }
}

fn one_line(text: &str) -> String {
    text.lines().map(str::trim).collect::<Vec<_>>().join(" ")
}

/// Escapes as the workflow-command syntax asks.
fn data(text: &str) -> String {
    text.replace('%', "%25")
        .replace('\r', "%0D")
        .replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
