//! Text pasted from a web page or a newspaper to a draft.
//!
//! A line is a paragraph, unless the text was wrapped by hand. Headings are
//! known by Markdown's `#` or by 一、 （一）; the lines around the text go to the
//! front matter (`front.rs`).

mod wrap;

use crate::import::draft::{Block, Draft, Inline, Look, Mark, Weight, line, plain_text};
use crate::import::headings::{is_short, numbering};
use crate::import::page_lines::kind;
use crate::import::pasted_tables::Part;
use crate::import::plain::{columns, one_line};
use crate::import::{captions, front, pasted_tables, simplify};
use crate::text;
use wrap::{Wrap, paragraphs};

/// Longest heading that ends like a sentence, in characters.
const CLOSED: usize = 20;

/// Reads a text; with `simplify`, in simplified characters except for the
/// names listed.
pub(super) fn read(text: &str, simplify: Option<&[String]>) -> Draft {
    let mut draft = Draft::default();
    let text: String = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = match simplify {
        Some(protected) => simplify::simplified(&text, protected),
        None => text,
    };
    if simplify.is_none() && simplify::is_traditional(&text) {
        draft.remark(
            Weight::Note,
            text!("正文是繁体字", "the text is in traditional characters"),
            Some(text!(
                "要转成简体就加 --simplify",
                "add --simplify to convert it"
            )),
        );
    }
    let text = match spaced_apart(&text) {
        Some(text) => {
            draft.remark(
                Weight::Guess,
                text!(
                    "有的行字与字之间都空一格，像是扫描识别的，空格去掉了",
                    "some lines have a space between all letters, as scanned pages do; the spaces are gone"
                ),
                None,
            );
            text
        }
        None => text,
    };
    let parts = pasted_tables::parts(&text);
    let wrap = Wrap::of(&parts);
    if wrap.is_some_wrapped(&parts) {
        draft.remark(
            Weight::Guess,
            text!(
                "有的行在句子中间断开，当作折行接成了段落",
                "lines that break off within a sentence were joined into paragraphs"
            ),
            None,
        );
    }
    for part in parts {
        match part {
            Part::Table(rows) => draft.blocks.push(Block::Table(rows)),
            Part::Lines(lines) => {
                let lines = paragraphs(&wrap.lines(&lines), &wrap);
                draft.blocks.extend(lines.iter().map(|line| block(line)));
            }
        }
    }
    join_numbers(&mut draft);
    front::take_title(&mut draft);
    front::take_lines(&mut draft);
    captions::attach(&mut draft);
    loose_captions(&mut draft);
    draft
}

fn block(text: &str) -> Block {
    let marks = text.bytes().take_while(|b| *b == b'#').count();
    if (1..=6).contains(&marks) && text[marks..].starts_with([' ', '\u{3000}']) {
        let level = u8::try_from(marks).unwrap_or(6);
        let words = text[marks..].trim().trim_end_matches('#').trim();
        return Block::Heading {
            level,
            text: inlines(words),
            guess: None,
        };
    }
    if text.len() >= 3 && text.chars().all(|c| c == '-' || c == '*' || c == '_') {
        return Block::Rule;
    }
    // （一）抓班子。 is a heading that somebody closed like a sentence.
    let bare = text.strip_suffix('。').unwrap_or(text);
    let closed = bare.len() < text.len() && bare.chars().count() <= CLOSED;
    if (is_short(text) || (closed && is_short(bare)))
        && let Some((rank, rest)) = numbering(text)
        && rank <= 3
        && !rest.trim().is_empty()
    {
        let guess = text!("按序号猜的", "guessed from its number");
        return Block::Heading {
            level: rank,
            text: inlines(text),
            guess: Some(guess),
        };
    }
    if let Some(words) = text.strip_prefix("> ") {
        return Block::Quote(inlines(words));
    }
    if let Some(words) = text.strip_prefix("- ").or(text.strip_prefix("* ")) {
        return Block::Item {
            depth: 0,
            mark: Mark::Bullet,
            text: inlines(words),
        };
    }
    Block::Paragraph(inlines(text))
}

/// 01 above 建平台: a number that a chat's page sets above a heading.
fn join_numbers(draft: &mut Draft) {
    let words = |block: Option<&Block>| match block {
        Some(Block::Paragraph(text)) => one_line(&plain_text(text)),
        _ => String::new(),
    };
    let mut blocks = std::mem::take(&mut draft.blocks).into_iter().peekable();
    while let Some(block) = blocks.next() {
        let (number, name) = (words(Some(&block)), words(blocks.peek()));
        let bare = number.trim_start_matches(['P', 'A', 'R', 'T', 'N', 'O', '.', ' ']);
        let is_number = matches!(bare.len(), 1 | 2) && bare.bytes().all(|b| b.is_ascii_digit());
        let heads = is_short(&name)
            && name.chars().count() <= CLOSED
            && name.starts_with(|c: char| !c.is_ascii_digit())
            && kind(&name).is_none();
        if is_number && heads {
            blocks.next();
            draft.blocks.push(Block::Heading {
                level: 2,
                text: line(format!("{number} {name}")),
                guess: Some(text!("按序号猜的", "guessed from its number")),
            });
        } else {
            draft.blocks.push(block);
        }
    }
}

/// The text with such lines closed up, if it has any.
fn spaced_apart(text: &str) -> Option<String> {
    let lines: Vec<(&str, Option<String>)> = text
        .lines()
        .map(|line| (line, without_spaces(line)))
        .collect();
    lines.iter().any(|(_, closed)| closed.is_some()).then(|| {
        let lines = lines.into_iter();
        let lines: Vec<String> = lines
            .map(|(line, closed)| closed.unwrap_or_else(|| line.to_owned()))
            .collect();
        lines.join("\n")
    })
}

/// Letters with a space between each two of them, as a scanned page has them.
fn without_spaces(words: &str) -> Option<String> {
    let chars: Vec<char> = words.chars().collect();
    let wide = |c: &char| *c != '\u{3000}' && columns(c.encode_utf8(&mut [0; 4])) == 2;
    let parted = chars
        .windows(3)
        .filter(|w| matches!(w, [a, ' ', b] if wide(a) && wide(b)))
        .count();
    let joined = chars
        .windows(2)
        .filter(|w| matches!(w, [a, b] if wide(a) && wide(b)))
        .count();
    if parted < 4 || parted < joined * 3 {
        return None;
    }
    let mut out = String::with_capacity(words.len());
    for (at, c) in chars.iter().enumerate() {
        let beside = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_some_and(wide);
        if *c != ' ' || !(beside(at.checked_sub(1)) || beside(at.checked_add(1))) {
            out.push(*c);
        }
    }
    Some(out)
}

/// Bold of Markdown; everything else is text.
fn inlines(text: &str) -> Vec<Inline> {
    let parts: Vec<&str> = text.split("**").collect();
    if parts.len().is_multiple_of(2) || parts.len() == 1 {
        return line(text);
    }
    let look = |at: usize| Look {
        bold: at % 2 == 1,
        ..Look::default()
    };
    parts
        .into_iter()
        .enumerate()
        .filter(|(_, part)| !part.is_empty())
        .map(|(at, part)| Inline::Text(part.to_owned(), look(at)))
        .collect()
}

/// Short lines without a final mark between paragraphs are captions of
/// pictures that were not pasted along.
fn loose_captions(draft: &mut Draft) {
    let mut found = Vec::new();
    for block in &draft.blocks {
        let Block::Paragraph(text) = block else {
            continue;
        };
        let words = one_line(&plain_text(text));
        let bold = text
            .iter()
            .any(|i| matches!(i, Inline::Text(_, look) if look.bold));
        if is_short(&words)
            && (4..=20).contains(&words.chars().count())
            && words.starts_with(|c: char| c.is_alphabetic() || "《▲".contains(c))
            && numbering(&words).is_none()
            && kind(&words).is_none()
            && !bold
            && !words.starts_with('—')
            && !words.starts_with('“')
            && !words.ends_with(['！', '？', '）', '…'])
            || captions::is_caption(&words)
        {
            found.push(words);
        }
    }
    if !found.is_empty() {
        let words = found.join("；");
        draft.remark(
            Weight::Guess,
            text!(
                "像是图说（图没有一起贴来），也可能是小标题：{words}",
                "these look like captions of pictures that were not pasted, or like headings: {words}"
            ),
            Some(text!(
                "是图说，就把图放进县的文件夹，写成 ![图说](文件名)；是小标题，就在前面写 ## 和空格",
                "for a caption, put the picture into the county's folder and write ![caption](file); before a heading, write ## and a space"
            )),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_and_bold_of_markdown() {
        assert!(matches!(block("### 莲都"), Block::Heading { level: 3, .. }));
        assert!(matches!(
            block("一、实施背景"),
            Block::Heading { level: 2, .. }
        ));
        assert!(matches!(block("一是从输血到活血。"), Block::Paragraph(_)));
        assert_eq!(inlines("**甲**乙").len(), 2);
        assert_eq!(inlines("甲**乙").len(), 1);
    }
}
