//! A draft as lines of text, for showing before it is written.

use super::draft::{Block, Draft, plain_text};
use super::plain::one_line;
use crate::finding::Language;

/// What a draft holds, for showing before it is written.
pub fn show(draft: &Draft, path: &str, language: Language) -> String {
    let zh = language == Language::Zh;
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut row = |name: (&str, &str), what: String| {
        if !what.is_empty() {
            rows.push(vec![if zh { name.0 } else { name.1 }.to_owned(), what]);
        }
    };
    row(("标题", "title"), draft.title.clone().unwrap_or_default());
    row(("署名", "byline"), draft.byline.join("、"));
    row(
        ("日期", "date"),
        draft.date.map(|d| d.to_string()).unwrap_or_default(),
    );
    row(("来源", "source"), draft.source.clone().unwrap_or_default());
    row(("责编", "editor"), draft.editor.clone().unwrap_or_default());
    let mut characters = 0;
    let (mut tables, mut items) = (0, 0);
    for block in &draft.blocks {
        match block {
            Block::Heading { level, text, guess } => {
                let guess = guess
                    .as_ref()
                    .map(|g| format!("  ← {}", g.get(language)))
                    .unwrap_or_default();
                let marks = "#".repeat(usize::from(*level));
                row(
                    ("小标题", "heading"),
                    format!("{marks} {}{guess}", one_line(&plain_text(text))),
                );
            }
            Block::Paragraph(text) | Block::Quote(text) | Block::Caption(text) => {
                characters += plain_text(text).chars().count()
            }
            Block::Item { text, .. } => {
                items += 1;
                characters += plain_text(text).chars().count();
            }
            Block::Table(_) => tables += 1,
            Block::Picture(_) | Block::Rule => {}
        }
    }
    for picture in &draft.pictures {
        let caption = picture.caption.clone().unwrap_or_default();
        let credit = picture
            .credit
            .as_ref()
            .map(|c| format!("（{c}）"))
            .unwrap_or_default();
        let file = if picture.file.is_empty() {
            picture.kind.to_uppercase()
        } else {
            picture.file.clone()
        };
        row(("图", "picture"), format!("{file}  {caption}{credit}"));
    }
    for line in &draft.page_lines {
        row(("原页", "page line"), one_line(line));
    }
    let notes = draft.notes.len();
    let total = if zh {
        format!("{characters} 字，表 {tables} 张，列表 {items} 项，脚注 {notes} 条")
    } else {
        format!("{characters} characters, {tables} tables, {items} list items, {notes} footnotes")
    };
    row(("正文", "text"), total);
    format!("\n{path}\n{}", super::show::grid(&rows))
}
