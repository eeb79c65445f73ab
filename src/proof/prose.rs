//! Markdown cut into blocks of prose, each with the way back to the source.
//!
//! A block's text is what a reader sees, without markup: emphasis and tags are
//! gone, code, references and addresses are one `OBJECT` each, a picture is one
//! `PICTURE`, and its caption a block of its own. So a rule can look at
//! neighbours without knowing Markdown, and every place leads back to the byte.
//!
//! Fenced blocks and raw HTML are no prose. What Chinese editors indent by four
//! spaces is a paragraph, not code, as it is for the markdown room.

use super::block::{Block, OBJECT_TEXT, Role};
use super::script::{self, PICTURE, is_han, is_mark};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// The blocks of a text: of Markdown, or of one that is not.
pub(super) fn blocks(text: &str, markdown: bool) -> Vec<Block> {
    if !markdown {
        return vec![Block::line(text)];
    }
    let prepared = unindent(text);
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut reader = Reader {
        source: text,
        done: Vec::new(),
        open: None,
        pictures: Vec::new(),
        items: 0,
        code: false,
        heading: false,
        cell: false,
        at: [0; 3],
        underline: None,
    };
    for (event, range) in Parser::new_ext(&prepared, options).into_offset_iter() {
        reader.event(event, range);
    }
    reader.close();
    reader.done
}

/// Makes an editor's indent of four or more spaces before Chinese text one that
/// CommonMark does not take for code, byte for byte: U+3000 is three bytes.
fn unindent(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<&str> = None;
    for line in text.split_inclusive('\n') {
        let bare = line.trim_start_matches(' ');
        let indent = line.len() - bare.len();
        let mark = ["```", "~~~"].into_iter().find(|m| bare.starts_with(m));
        match (fence, mark) {
            (None, Some(mark)) if indent < 4 => fence = Some(mark),
            (Some(open), Some(mark)) if open == mark => fence = None,
            _ => {}
        }
        let chinese = bare
            .trim_start_matches('*')
            .starts_with(|c| is_han(c) || is_mark(c));
        if fence.is_none() && indent >= 4 && chinese {
            out.push_str(" \u{3000}");
            out.extend(std::iter::repeat_n(' ', indent - 4));
            out.push_str(bare);
        } else {
            out.push_str(line);
        }
    }
    out
}

/// The last line of a heading that begins without `#`.
fn underline(source: &str, heading: Range<usize>) -> Option<Range<usize>> {
    let whole = source.get(heading.clone())?.trim_end();
    if whole.starts_with('#') {
        return None;
    }
    let line = whole.rfind('\n')? + 1;
    Some(heading.start + line..heading.start + whole.len())
}

struct Reader<'a> {
    source: &'a str,
    done: Vec<Block>,
    open: Option<Block>,
    /// Captions being read, innermost last.
    pictures: Vec<Block>,
    items: usize,
    code: bool,
    heading: bool,
    cell: bool,
    /// Table, row and column of the cell that is read or comes next.
    at: [usize; 3],
    underline: Option<Range<usize>>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(&tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(_) if self.code => {}
            Event::Text(text) => self.text(&text, range),
            Event::SoftBreak | Event::HardBreak => self.put("\n", range),
            Event::Code(_) | Event::InlineMath(_) => self.put(OBJECT_TEXT, range),
            Event::InlineHtml(tag) if tag.starts_with("<br") => self.put("\n", range),
            Event::InlineHtml(_)
            | Event::Html(_)
            | Event::Rule
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Strong => {}
            Tag::Link { dest_url, .. } => self.link(dest_url, range.start),
            Tag::Emphasis | Tag::Strikethrough => self.sign(&range, range.start),
            Tag::Superscript | Tag::Subscript => {}
            Tag::Image { .. } => {
                self.put(&PICTURE.to_string(), range);
                self.pictures.push(Block::new(Role::Caption));
            }
            block => {
                self.close();
                match block {
                    Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented)
                    | Tag::HtmlBlock
                    | Tag::MetadataBlock(_) => self.code = true,
                    Tag::Item => self.items += 1,
                    Tag::Heading { .. } => {
                        self.heading = true;
                        self.underline = underline(self.source, range);
                    }
                    Tag::Table(_) => self.at = [self.at[0] + 1, 0, 0],
                    Tag::TableCell => self.cell = true,
                    _ => {}
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Strong | TagEnd::Link | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::Emphasis | TagEnd::Strikethrough => self.sign(&range, range.end - 1),
            TagEnd::Image => {
                let caption = self.pictures.pop();
                self.done.extend(caption.map(|c| c.masked(self.source)));
            }
            block => {
                self.close();
                match block {
                    TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {
                        self.code = false;
                    }
                    TagEnd::Item => self.items = self.items.saturating_sub(1),
                    TagEnd::Heading(_) => self.heading = false,
                    TagEnd::TableCell => {
                        self.cell = false;
                        self.at[2] += 1;
                    }
                    TagEnd::TableHead | TagEnd::TableRow => {
                        self.at = [self.at[0], self.at[1] + 1, 0];
                    }
                    _ => {}
                }
            }
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        let verbatim = self.source.get(range.clone()) == Some(text);
        // An editor's indent was made U+3000 in the copy that is parsed.
        if !verbatim && range.len() == text.len() {
            let lead = text.len() - text.trim_start_matches(['\u{3000}', ' ']).len();
            let rest = range.start + lead..range.end;
            if self.source.get(rest.clone()) == text.get(lead..) {
                return self.push(&text[lead..], rest, true);
            }
        }
        self.push(text, range, verbatim);
    }

    /// ！[图说](a.jpg) is a link to a picture, not a picture.
    fn link(&mut self, address: &str, start: usize) {
        let picture = [".jpg", ".jpeg", ".png", ".webp", ".gif"]
            .iter()
            .any(|end| address.to_ascii_lowercase().ends_with(end));
        let bang = script::before(self.source, start) == Some('！');
        if let Some(block) = self.open.as_mut().filter(|_| picture && bang) {
            block.bangs.push(start - '！'.len_utf8()..start);
        }
    }

    /// A `*` or `~` that was taken for markup and was meant as a sign: one `~`,
    /// or a `*` between digits. It is text again.
    fn sign(&mut self, whole: &Range<usize>, at: usize) {
        let source = self.source;
        let rest = source.get(whole.start..).unwrap_or("");
        let digit = |c: char| c.is_ascii_digit();
        let product = script::before(source, whole.start).is_some_and(digit)
            && script::at(source, whole.start + 1).is_some_and(digit);
        let tilde = rest.starts_with('~') && !rest.starts_with("~~");
        if let Some(sign) = source.get(at..at + 1)
            && (tilde || rest.starts_with('*') && product)
        {
            self.push(sign, at..at + 1, true);
            self.block().consumed.insert(at);
        }
    }

    fn put(&mut self, text: &str, range: Range<usize>) {
        self.push(text, range, false);
    }

    /// The block that is being read.
    fn block(&mut self) -> &mut Block {
        let role = match () {
            () if self.cell => Role::Cell,
            () if self.heading => Role::Heading,
            () if self.items > 0 => Role::Item,
            () => Role::Paragraph,
        };
        match self.pictures.last_mut() {
            Some(caption) => caption,
            None => self.open.get_or_insert_with(|| {
                let mut block = Block::new(role);
                block.underline = self.underline.take();
                block.cell = (role == Role::Cell).then_some(self.at);
                block
            }),
        }
    }

    fn push(&mut self, text: &str, range: Range<usize>, verbatim: bool) {
        let block = self.block();
        // Spaces that indent a paragraph are no prose.
        let lead = match block.text.is_empty() {
            true => text.len() - text.trim_start_matches(script::is_blank).len(),
            false => 0,
        };
        let raw = match verbatim {
            true => range.start + lead..range.end,
            false => range,
        };
        block.add(&text[lead..], raw, verbatim);
    }

    fn close(&mut self) {
        if let Some(block) = self.open.take() {
            self.done.push(block.masked(self.source));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(markdown: &str) -> Vec<String> {
        blocks(markdown, true).into_iter().map(|b| b.text).collect()
    }

    #[test]
    fn only_prose_remains() {
        let markdown = "## 夯实**责任**\n\n全区{{yield | 万元}}，`a,b`见[说明](x,y.html)：https://a.cn/b,c。\n\n```chart\n甲,乙\n```\n\n<div>甲,乙</div>\n\n![岱后“红军营”](a.jpg \"杨敏 摄\")\n\n- 甲\n- 乙\n";
        assert_eq!(
            texts(markdown),
            [
                "夯实责任",
                "全区\u{FFFC}，\u{FFFC}见说明：\u{FFFC}。",
                "岱后“红军营”",
                "\u{FFF9}",
                "甲",
                "乙"
            ]
        );
    }

    #[test]
    fn bold_beside_chinese_marks_leaves_no_stars() {
        assert_eq!(
            texts("坚持**“输血”**与**“造血”**并举，**一是活血：**积极探索"),
            ["坚持“输血”与“造血”并举，一是活血：积极探索"]
        );
        assert_eq!(
            texts("电话138****1234，\\*\\*号"),
            ["电话138****1234，**号"]
        );
    }

    #[test]
    fn tags_and_notes_leave_nothing() {
        assert_eq!(
            texts("甲<u>乙</u>。<!-- 丙 -->[^1]\n\n[^1]: 丁\n"),
            ["甲乙。", "丁"]
        );
        assert_eq!(texts("甲<br>乙"), ["甲\n乙"]);
    }

    #[test]
    fn an_editors_indent_is_a_paragraph() {
        assert_eq!(
            texts("    全市推进。\n\n　　第二段。\n"),
            ["全市推进。", "第二段。"]
        );
        assert_eq!(texts("    let a = 1;\n"), Vec::<String>::new());
    }

    #[test]
    fn places_lead_back_to_the_source() {
        for markdown in [
            "甲**乙,丙**丁",
            "    甲**“乙,丙”**丁",
            "甲{{a}}乙,丙",
            "甲&amp;乙,丙",
            "甲\\*乙,丙",
            "- 甲\n  乙,丙",
        ] {
            let block = &blocks(markdown, true)[0];
            let at = block.text.find(',').unwrap();
            let raw = block.raw(&(at..at + 1));
            assert_eq!(&markdown[raw], ",", "{markdown}");
        }
        let block = &blocks("甲**乙**丙", true)[0];
        assert_eq!(block.raw(&(0..9)), 0..13);
        assert!(!block.is_plain(&(0..9)) && block.is_plain(&(3..6)));
    }

    #[test]
    fn stars_without_a_partner_are_kept_count_of() {
        assert_eq!(blocks("甲**乙丙", true)[0].stars.first(), Some(&(3..5)));
        assert_eq!(blocks("把**“消薄”**当成", true)[0].stars.len(), 2);
    }
}
