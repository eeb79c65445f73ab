//! Application forms: a write-up that a county typed into a table of labels
//! (案例名称, 报送单位, 背景, 做法, 成效), as calls for cases ask for.
//!
//! Such a table is the text itself. Its long fields become headings with their
//! paragraphs, name and unit go to the front matter, and the small fields
//! (联系人, 电话) are kept there as comments: they are not for the public.

use super::draft::{Block, Draft, Inline, Rows, TableCell, Weight, line, plain_text};
use super::plain::{one_line, plain};
use crate::text;

const NAMES: &[&str] = &[
    "案例名称",
    "案例题目",
    "案例标题",
    "标题",
    "题目",
    "典型案例名称",
];
const UNITS: &[&str] = &[
    "报送单位",
    "申报单位",
    "推荐单位",
    "供稿单位",
    "实施单位",
    "单位",
    "单位名称",
    "作者",
    "作者单位",
];
/// Words of the labels whose fields hold the text.
const PARTS: &[&str] = &[
    "背景", "做法", "举措", "措施", "成效", "效果", "启示", "经验", "概况", "情况", "摘要", "简介",
    "内容", "创新",
];
/// Longest label, in characters.
const LABEL: usize = 20;

/// Unfolds the form that a document consists of, if it is one.
pub(super) fn unfold(draft: &mut Draft) {
    let found = draft.blocks.iter().position(|block| match block {
        Block::Table(rows) => is_form(rows),
        _ => false,
    });
    let Some(at) = found else { return };
    let Block::Table(rows) = draft.blocks.remove(at) else {
        return;
    };
    // 典型案例申报表: the form's own title.
    if let Some(Block::Paragraph(text) | Block::Heading { text, .. }) = draft.blocks.first() {
        let title = one_line(&plain_text(text));
        if at > 0 && is_of_form(&title) {
            draft.blocks.remove(0);
            draft.page_lines.push(title);
        }
    }
    let at = at.min(draft.blocks.len());
    let mut blocks = Vec::new();
    let mut headings = Vec::new();
    for (label, field) in pairs(&rows) {
        let words = one_line(&cell_text(label));
        let key = plain(&words);
        let value = one_line(&cell_text(field));
        if value.is_empty() {
            // 盖章 waits for a stamp.
            if !words.is_empty() {
                draft.page_lines.push(format!("{words}："));
            }
            continue;
        }
        if NAMES.contains(&key.as_str()) && draft.title.as_ref().is_none_or(|t| is_of_form(t)) {
            // 典型案例申报表 heads the form, not the case.
            draft.page_lines.extend(draft.title.take());
            draft.title = Some(value);
        } else if UNITS.contains(&key.as_str()) && draft.byline.is_empty() {
            draft.byline.push(value);
        } else if is_part(&key) || value.chars().count() > 60 {
            headings.push(words.clone());
            blocks.push(Block::Heading {
                level: 2,
                text: line(words),
                guess: Some(text!("申报表的栏目", "a field of the form")),
            });
            blocks.extend(paragraphs(field));
        } else {
            draft.page_lines.push(format!("{words}：{value}"));
        }
    }
    let words = headings.join("、");
    draft.blocks.splice(at..at, blocks);
    draft.remark(
        Weight::Guess,
        text!(
            "申报表按栏目拆成了小标题：{words}",
            "the fields of a form became headings: {words}"
        ),
        Some(text!(
            "联系人、电话等小栏目留在 index.md 开头的注释里，不发布",
            "small fields (contact, telephone) are kept as comments of the front matter"
        )),
    );
}

/// Labels and fields beside each other in every row; a name or a unit among
/// the labels, and a field of text.
fn is_form(rows: &Rows) -> bool {
    let paired = |row: &Vec<TableCell>| row.len() == 2 || row.len() == 4;
    if rows.rows.len() < 2 || !rows.rows.iter().all(paired) {
        return false;
    }
    let labels: Vec<String> = pairs(rows)
        .map(|(label, _)| plain(&cell_text(label)))
        .collect();
    let short = |label: &String| label.chars().count() <= LABEL;
    let named = |label: &String| NAMES.contains(&label.as_str()) || UNITS.contains(&label.as_str());
    labels.iter().all(short) && labels.iter().any(named) && labels.iter().any(|l| is_part(l))
}

fn is_of_form(title: &str) -> bool {
    title.ends_with('表') && title.chars().count() <= 30
}

fn is_part(label: &str) -> bool {
    PARTS.iter().any(|word| label.contains(word))
}

fn pairs(rows: &Rows) -> impl Iterator<Item = (&TableCell, &TableCell)> {
    rows.rows
        .iter()
        .flat_map(|row| row.chunks_exact(2))
        .filter_map(|pair| Some((pair.first()?, pair.get(1)?)))
}

fn cell_text(cell: &TableCell) -> String {
    let texts: Vec<String> = cell.paragraphs.iter().map(|p| plain_text(p)).collect();
    texts.join(" ")
}

/// A line break within a field ends a paragraph.
fn paragraphs(cell: &TableCell) -> Vec<Block> {
    let mut blocks = Vec::new();
    for paragraph in &cell.paragraphs {
        for part in paragraph.split(|piece| matches!(piece, Inline::Break)) {
            if !plain_text(part).trim().is_empty() {
                blocks.push(Block::Paragraph(part.to_vec()));
            }
        }
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(rows: &[&[&str]]) -> Block {
        let cell = |text: &&str| TableCell {
            paragraphs: vec![line(*text)],
            columns: 1,
            rows: 1,
        };
        let rows = rows.iter().map(|r| r.iter().map(cell).collect()).collect();
        Block::Table(Rows { rows })
    }

    #[test]
    fn a_form_becomes_a_case() {
        let mut draft = Draft {
            blocks: vec![
                Block::Paragraph(line("典型案例申报表")),
                table(&[
                    &["案例名称", "飞地抱团", "联系电话", "0578-1"],
                    &["报送单位", "青田县委组织部", "类别", "党建"],
                    &["实施背景", "122个薄弱村。"],
                    &["工作成效", "增收12万元。"],
                ]),
            ],
            ..Draft::default()
        };
        unfold(&mut draft);
        assert_eq!(draft.title.as_deref(), Some("飞地抱团"));
        assert_eq!(draft.byline, ["青田县委组织部"]);
        assert_eq!(
            draft.page_lines,
            ["典型案例申报表", "联系电话：0578-1", "类别：党建"]
        );
        assert_eq!(draft.blocks.len(), 4);
    }

    #[test]
    fn a_table_of_figures_is_no_form() {
        let mut draft = Draft {
            blocks: vec![table(&[
                &["单位", "成效"],
                &["青田县", "12"],
                &["莲都区", "13"],
            ])],
            ..Draft::default()
        };
        unfold(&mut draft);
        assert!(matches!(draft.blocks.as_slice(), [Block::Table(_)]));
    }
}
