//! The forms for programs: one line each, JSON, and build-service annotations.

use super::shown::{is_hidden, visible, visible_line};
use super::{Finding, Printer, Severity, Shown};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::fmt::Write as _;
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
/// with the printer's further keys, and `left_out` where not all are listed.
/// Lines and columns count from 1, columns in
/// characters.
pub(super) fn json(printer: &Printer, shown: &Shown<'_>, out: &mut dyn Write) -> io::Result<()> {
    let list: Vec<Value> = shown.findings.iter().map(|f| object(printer, f)).collect();
    let summary = shown.summary;
    let mut document = json!({
        "findings": list,
        "errors": summary.errors,
        "warnings": summary.warnings,
        "infos": summary.infos,
    });
    if let Value::Object(keys) = &mut document {
        if shown.left_out > 0 {
            keys.insert("left_out".to_owned(), json!(shown.left_out));
        }
        let more = printer.more.iter();
        keys.extend(more.map(|(key, value)| ((*key).to_owned(), value.clone())));
    }
    let text = serde_json::to_string_pretty(&document)?;
    writeln!(out, "{}", escaped(&text))
}

/// The same document, with the characters escaped that JSON lets pass and a
/// terminal obeys; they stand in strings only.
fn escaped(json: &str) -> Cow<'_, str> {
    let is_bad = |c: char| c != '\n' && is_hidden(c);
    if !json.chars().any(is_bad) {
        return Cow::Borrowed(json);
    }
    let mut text = String::with_capacity(json.len() + 8);
    for c in json.chars() {
        match c {
            c if !is_bad(c) => text.push(c),
            c => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| {
                // Writing to a String cannot fail.
                let _ = write!(text, "\\u{unit:04x}");
            }),
        }
    }
    Cow::Owned(text)
}

fn object(printer: &Printer, f: &Finding) -> Value {
    let (line, column) = f.place.position().unzip();
    let (end_line, end_column) = f.place.end().unzip();
    json!({
        "code": f.code.as_str(),
        "severity": f.severity.as_str(),
        "file": path(printer, f),
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
        let file = property(&visible_line(&path(printer, f)));
        write!(out, "::{command} file={file}")?;
        if let (Some((line, column)), Some((end, _))) = (f.place.position(), f.place.end()) {
            write!(out, ",line={line},endLine={end},col={column}")?;
        }
        let mut message = visible(f.message.get(printer.language)).into_owned();
        if let Some(hint) = &f.hint {
            message.push('\n');
            message.push_str(&visible(hint.get(printer.language)));
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

fn path(printer: &Printer, f: &Finding) -> String {
    printer.path(&f.place)
}

fn place(printer: &Printer, f: &Finding) -> String {
    let path = path(printer, f);
    let path = visible_line(&path);
    match f.place.position() {
        Some((line, column)) => format!("{path}:{line}:{column}"),
        None => path.into_owned(),
    }
}

fn one_line(text: &str) -> String {
    let joined = text.lines().map(str::trim).collect::<Vec<_>>().join(" ");
    visible_line(&joined).into_owned()
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
