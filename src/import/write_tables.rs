//! Tables of a draft: Markdown's own where no cell is merged, HTML where one
//! is, of the elements that the pages let through.

use super::draft::{Block, Draft, Inline, Rows, TableCell, plain_text};
use super::plain::one_line;
use super::write_markdown::{Place, destination, inline, joined};
use quick_xml::escape::escape;

/// A table; with merged cells in HTML.
pub(super) fn table(rows: &Rows) -> String {
    let width = rows.rows.iter().map(Vec::len).max().unwrap_or(0);
    if is_merged(rows) {
        html(rows)
    } else {
        pipes(rows, width)
    }
}

fn is_merged(rows: &Rows) -> bool {
    let mut cells = rows.rows.iter().flatten();
    cells.any(|c| c.columns > 1 || c.rows > 1)
}

fn pipes(rows: &Rows, width: usize) -> String {
    let mut out = String::new();
    for (at, row) in rows.rows.iter().enumerate() {
        out.push('|');
        for column in 0..width {
            let cell = row.get(column).map(cell).unwrap_or_default();
            out.push_str(&format!(" {cell} |"));
        }
        out.push('\n');
        if at == 0 {
            out.push('|');
            for column in 0..width {
                out.push_str(if is_numeric(rows, column) {
                    "--:|"
                } else {
                    "---|"
                });
            }
            out.push('\n');
        }
    }
    out.trim_end().to_owned()
}

fn cell(cell: &TableCell) -> String {
    let parts: Vec<String> = cell
        .paragraphs
        .iter()
        .map(|p| one_line(&inline(p, Place::Cell)))
        .filter(|t| !t.is_empty())
        .collect();
    parts.join("<br>")
}

/// Whether a column holds numbers under its heading.
fn is_numeric(rows: &Rows, column: usize) -> bool {
    let mut texts = rows
        .rows
        .iter()
        .skip(1)
        .filter_map(|r| r.get(column))
        .map(|c| {
            c.paragraphs
                .iter()
                .map(|p| plain_text(p))
                .collect::<String>()
                .trim()
                .to_owned()
        });
    let mut any = false;
    let all = texts.all(|t| {
        any |= !t.is_empty();
        t.chars()
            .all(|c| c.is_ascii_digit() || ".,%-—/ ".contains(c))
    });
    all && any
}

fn html(rows: &Rows) -> String {
    // The heading reaches as far down as its first row's cells.
    let heading = rows
        .rows
        .first()
        .and_then(|r| r.iter().map(|c| c.rows).max())
        .unwrap_or(1);
    let heading = if heading < rows.rows.len() {
        heading
    } else {
        1
    };
    let mut out = String::from("<table>\n<thead>\n");
    for (at, row) in rows.rows.iter().enumerate() {
        if at == heading {
            out.push_str("</thead>\n<tbody>\n");
        }
        out.push_str("<tr>");
        for cell in row {
            let tag = if at < heading { "th" } else { "td" };
            out.push('<');
            out.push_str(tag);
            if cell.columns > 1 {
                out.push_str(&format!(" colspan=\"{}\"", cell.columns));
            }
            if cell.rows > 1 {
                out.push_str(&format!(" rowspan=\"{}\"", cell.rows));
            }
            out.push('>');
            let parts: Vec<String> = cell
                .paragraphs
                .iter()
                .map(|p| html_inline(p))
                .filter(|t| !t.is_empty())
                .collect();
            out.push_str(&parts.join("<br>"));
            out.push_str(&format!("</{tag}>"));
        }
        out.push_str("</tr>\n");
    }
    out.push_str(if heading < rows.rows.len() {
        "</tbody>\n</table>"
    } else {
        "</thead>\n</table>"
    });
    out
}

fn html_inline(text: &[Inline]) -> String {
    let mut out = String::new();
    for piece in joined(text) {
        match piece {
            Inline::Text(text, look) => {
                let mut words = html_escape(&text);
                let tags = [
                    (look.lowered, "sub"),
                    (look.raised, "sup"),
                    (look.italic, "em"),
                    (look.bold, "strong"),
                    (look.struck, "del"),
                ];
                for (_, tag) in tags.iter().filter(|(on, _)| *on) {
                    words = format!("<{tag}>{words}</{tag}>");
                }
                out.push_str(&words);
            }
            Inline::Link(address, inner) => {
                let address = destination(&address).replace('"', "%22");
                let address = escape(&address);
                out.push_str(&format!(
                    "<a href=\"{address}\">{}</a>",
                    html_inline(&inner)
                ));
            }
            Inline::Break => out.push_str("<br>"),
            Inline::Note(at) => out.push_str(&format!("<sup>{}</sup>", at + 1)),
        }
    }
    one_line(&out)
}

fn html_escape(text: &str) -> String {
    escape(text).replace("{{", "&#123;{")
}

/// The notes that only tables with merged cells refer to; Markdown would call
/// them unused.
pub(super) fn notes_in_merged_tables(draft: &Draft) -> Vec<usize> {
    let mut elsewhere = Vec::new();
    let mut within = Vec::new();
    for block in &draft.blocks {
        match block {
            Block::Heading { text, .. }
            | Block::Paragraph(text)
            | Block::Caption(text)
            | Block::Quote(text)
            | Block::Item { text, .. } => {
                notes_of(text, &mut elsewhere);
            }
            Block::Table(rows) => {
                let into = if is_merged(rows) {
                    &mut within
                } else {
                    &mut elsewhere
                };
                rows.rows
                    .iter()
                    .flatten()
                    .flat_map(|c| &c.paragraphs)
                    .for_each(|p| notes_of(p, into));
            }
            Block::Picture(_) | Block::Rule => {}
        }
    }
    within.retain(|n| !elsewhere.contains(n));
    within
}

fn notes_of(text: &[Inline], out: &mut Vec<usize>) {
    for piece in text {
        match piece {
            Inline::Note(at) => out.push(*at),
            Inline::Link(_, inner) => notes_of(inner, out),
            Inline::Text(..) | Inline::Break => {}
        }
    }
}
