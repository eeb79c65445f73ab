//! A draft's blocks as Markdown that reads back as the same text.
//!
//! Whatever Markdown would take for its own is escaped; a table with merged
//! cells becomes an HTML table, which Markdown has none for.

mod inline;

pub(super) use inline::{Place, destination, inline, joined};

use crate::import::draft::{Block, Draft, Inline, Mark};
use crate::import::plain::one_line;
use crate::import::write_tables::table;
use inline::{escape, guarded, without_look};

/// The text of a draft, without its front matter.
pub(super) fn body(draft: &Draft) -> String {
    let mut out = String::new();
    let mut list = List::default();
    let mut quoted = false;
    for block in &draft.blocks {
        let goes_on = std::mem::replace(&mut quoted, matches!(block, Block::Quote(_)));
        if !matches!(block, Block::Item { .. }) {
            list = List::default();
        }
        match block {
            Block::Heading { level, text, .. } => {
                let text = one_line(&inline(&without_look(text), Place::Heading));
                if !text.is_empty() {
                    let marks = "#".repeat(usize::from(*level));
                    part(&mut out, &format!("{marks} {text}"));
                }
            }
            Block::Paragraph(text) | Block::Caption(text) => {
                let text = paragraph(text);
                if !text.is_empty() {
                    part(&mut out, &text);
                }
            }
            Block::Item { depth, mark, text } => list.item(&mut out, *depth, *mark, text),
            Block::Quote(text) => {
                let lines = paragraph(text).replace('\n', "\n> ");
                // One quotation goes on in the next paragraph.
                if goes_on {
                    out.push_str(">\n");
                    out.push_str(&format!("> {lines}\n"));
                } else if !lines.is_empty() {
                    part(&mut out, &format!("> {lines}"));
                }
            }
            Block::Table(rows) => part(&mut out, &table(rows)),
            Block::Picture(at) => {
                if let Some(picture) = draft.pictures.get(*at).filter(|p| !p.file.is_empty()) {
                    let caption =
                        escape(picture.caption.as_deref().unwrap_or_default(), Place::Line);
                    let file = &picture.file;
                    let credit = picture
                        .credit
                        .as_deref()
                        .map(|c| format!(" \"{}\"", c.replace('"', "”")));
                    part(
                        &mut out,
                        &format!("![{caption}]({file}{})", credit.unwrap_or_default()),
                    );
                } else if let Some(picture) = draft.pictures.get(*at) {
                    // The picture cannot be shown; its caption stays.
                    let caption =
                        escape(picture.caption.as_deref().unwrap_or_default(), Place::Line);
                    part(&mut out, &guarded(&caption));
                }
            }
            Block::Rule => part(&mut out, "---"),
        }
    }
    for (at, note) in draft.notes.iter().enumerate() {
        let text = one_line(&inline(note, Place::Heading));
        let number = at + 1;
        part(&mut out, &format!("[^{number}]: {text}"));
    }
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out
}

fn part(out: &mut String, text: &str) {
    if !out.is_empty() {
        while !out.ends_with("\n\n") {
            out.push('\n');
        }
    }
    out.push_str(text);
    out.push('\n');
}

fn paragraph(text: &[Inline]) -> String {
    let written = inline(text, Place::Line);
    let lines: Vec<String> = written
        .split('\n')
        .map(|l| guarded(l.trim_matches([' ', '\t', '\u{3000}', '\u{a0}'])))
        .collect();
    let text = lines.join("\n");
    // A break at either end of a paragraph breaks nothing.
    let text = text.trim_matches('\n');
    let text = text.trim_start_matches("\\\n");
    text.strip_suffix('\\')
        .filter(|t| !t.ends_with('\\'))
        .unwrap_or(text)
        .trim()
        .to_owned()
}

/// An item that others may stand within.
struct Open {
    /// As the source counts it.
    depth: usize,
    /// Width of the marker.
    width: usize,
    mark: Mark,
    /// `.` or `)` behind a number.
    delimiter: char,
}

/// A list under way.
#[derive(Default)]
struct List {
    open: Vec<Open>,
    begun: bool,
    /// A paragraph of its own stands last.
    loose: bool,
}

impl List {
    fn item(&mut self, out: &mut String, depth: usize, mark: Mark, text: &[Inline]) {
        let deeper = |open: &Open| open.depth > depth;
        while self.open.last().is_some_and(deeper) {
            self.open.pop();
        }
        let beside = |open: &mut Open| open.depth == depth;
        let before = self.open.pop_if(beside);
        let indent: usize = self.open.iter().map(|open| open.width).sum();
        // A second list right behind the first needs another mark, or it would
        // go on counting.
        let known = before.as_ref().map(|open| (open.mark, open.delimiter));
        let delimiter = match (known, mark) {
            (Some((Mark::Number(last), used)), Mark::Number(n)) if n == last + 1 => used,
            (Some((Mark::Number(_), '.')), Mark::Number(_)) => ')',
            _ => '.',
        };
        let marker = match mark {
            Mark::Number(n) => format!("{n}{delimiter} "),
            Mark::Bullet => "- ".to_owned(),
            // A paragraph within the item above it.
            Mark::Written => String::new(),
        };
        let spaces = " ".repeat(indent + marker.len());
        let text = paragraph(text).replace('\n', &format!("\n{spaces}"));
        let line = format!("{}{marker}{text}", " ".repeat(indent));
        // 2. right under a bullet would be a line of its text.
        let is_number = |mark: Mark| matches!(mark, Mark::Number(_));
        let other = before.is_some_and(|open| is_number(open.mark) != is_number(mark));
        let written = mark == Mark::Written;
        if !self.begun || other || written || self.loose {
            part(out, &line);
        } else {
            out.push_str(&line);
            out.push('\n');
        }
        self.begun = true;
        self.loose = written;
        if !written {
            self.open.push(Open {
                depth,
                width: marker.len(),
                mark,
                delimiter,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::draft::{Look, Rows, TableCell, line};

    fn written(blocks: Vec<Block>) -> String {
        body(&Draft {
            blocks,
            ..Draft::default()
        })
    }

    #[test]
    fn what_markdown_would_take_for_its_own() {
        for (text, expected) in [
            ("3*5=15，4*6=24", "3\\*5=15，4\\*6=24"),
            ("10~15万元", "10\\~15万元"),
            ("# 号", "\\# 号"),
            ("1. 甲", "1\\. 甲"),
            ("2019.", "2019\\."),
            ("1.强化", "1\\.强化"),
            ("12.5万元", "12.5万元"),
            ("- 甲", "\\- 甲"),
            ("----", "\\----"),
            ("〔2019〕[12]号", "〔2019〕\\[12\\]号"),
            ("{{villages}}", "\\{{villages}}"),
            ("<b>&nbsp;", "\\<b>\\&nbsp;"),
            ("　　全市推进", "全市推进"),
            ("snake_case _x_", "snake_case \\_x\\_"),
        ] {
            assert_eq!(
                written(vec![Block::Paragraph(line(text))]),
                format!("{expected}\n")
            );
        }
    }

    #[test]
    fn bold_keeps_its_words_and_leaves_the_spaces() {
        let bold = Look {
            bold: true,
            ..Look::default()
        };
        let text = vec![
            Inline::Text("夯实责任。 ".into(), bold),
            Inline::Text("成立".into(), Look::default()),
            Inline::Text("“专".into(), bold),
            Inline::Text(" ".into(), Look::default()),
            Inline::Text("班”".into(), bold),
        ];
        assert_eq!(
            written(vec![Block::Paragraph(text)]),
            "**夯实责任。** 成立**“专 班”**\n"
        );
    }

    #[test]
    fn lists_within_lists_and_one_behind_another() {
        let item = |depth, number: Option<u64>, text: &str| Block::Item {
            depth,
            mark: number.map_or(Mark::Bullet, Mark::Number),
            text: line(text),
        };
        let text = written(vec![
            item(0, Some(1), "甲"),
            item(1, None, "乙"),
            item(0, Some(2), "丙"),
            item(0, Some(1), "丁"),
        ]);
        assert_eq!(text, "1. 甲\n   - 乙\n2. 丙\n1) 丁\n");
        let text = written(vec![item(0, None, "甲"), item(0, Some(3), "乙")]);
        assert_eq!(text, "- 甲\n\n3. 乙\n");
        // Depths as Word counts them: the list begins at the third level.
        let text = written(vec![item(2, Some(1), "甲"), item(2, Some(2), "乙")]);
        assert_eq!(text, "1. 甲\n2. 乙\n");
    }

    #[test]
    fn numbers_that_markdown_has_no_list_of_stand_within_the_item_above() {
        let item = |depth, mark, text: &str| Block::Item {
            depth,
            mark,
            text: line(text),
        };
        let text = written(vec![
            item(2, Mark::Number(1), "甲"),
            item(3, Mark::Written, "（1）乙"),
            item(4, Mark::Written, "a. 丙"),
            item(2, Mark::Number(2), "丁"),
        ]);
        assert_eq!(text, "1. 甲\n\n   （1）乙\n\n   a. 丙\n\n2. 丁\n");
    }

    #[test]
    fn a_quotation_of_two_paragraphs_is_one() {
        let quote = |text: &str| Block::Quote(line(text));
        assert_eq!(
            written(vec![quote("甲。"), quote("乙。")]),
            "> 甲。\n>\n> 乙。\n"
        );
    }

    #[test]
    fn tables_plain_and_merged() {
        let cell = |text: &str, columns| TableCell {
            paragraphs: vec![line(text)],
            columns,
            rows: 1,
        };
        let plain = Rows {
            rows: vec![
                vec![cell("县", 1), cell("数", 1)],
                vec![cell("莲|都", 1), cell("1,560", 1)],
            ],
        };
        assert_eq!(
            written(vec![Block::Table(plain)]),
            "| 县 | 数 |\n|---|--:|\n| 莲\\|都 | 1,560 |\n"
        );
        let merged = Rows {
            rows: vec![vec![cell("甲 & 乙", 2)], vec![cell("1", 1), cell("2", 1)]],
        };
        assert_eq!(
            written(vec![Block::Table(merged)]),
            "<table>\n<thead>\n<tr><th colspan=\"2\">甲 &amp; 乙</th></tr>\n</thead>\n<tbody>\n<tr><td>1</td><td>2</td></tr>\n</tbody>\n</table>\n"
        );
    }
}
