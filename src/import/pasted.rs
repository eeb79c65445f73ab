//! Text pasted from a web page or a newspaper to a draft.
//!
//! A line is a paragraph, unless the text was wrapped by hand. Headings are
//! known by Markdown's `#` or by 一、 （一）; the lines around the text go to the
//! front matter (`front.rs`).

use super::draft::{Block, Draft, Inline, Look, Mark, Weight, line, plain_text};
use super::headings::{is_short, numbering};
use super::page_lines::kind;
use super::pasted_tables::Part;
use super::plain::{columns, is_invisible, one_line};
use super::{captions, front, pasted_tables, simplify};
use crate::text;
use std::ops::RangeInclusive;

/// Longest heading that ends like a sentence, in characters.
const CLOSED: usize = 20;

/// Width of a line that is no title.
const RUNNING: usize = 40;

/// Width within which wrapped lines end.
const SLACK: usize = 6;

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

/// Lines as paragraphs.
fn paragraphs(lines: &[Line<'_>], wrap: &Wrap) -> Vec<String> {
    let clean = |line: &str| -> String {
        let plain = line
            .chars()
            .filter(|c| !is_invisible(*c))
            .collect::<String>();
        plain
            .trim_matches([' ', '\t', '\u{3000}', '\u{a0}'])
            .to_owned()
    };
    let mut out: Vec<String> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let words = clean(line.text);
        let before = at.checked_sub(1).and_then(|at| lines.get(at));
        match out.last_mut() {
            Some(last) if before.is_some_and(|before| wrap.goes_on(before, line)) => {
                // Latin words were parted by the line's end.
                // A number torn apart is one again.
                let latin = |c: char| c.is_ascii_alphanumeric();
                if let (Some(a), Some(b)) = (last.chars().last(), words.chars().next())
                    && latin(a)
                    && latin(b)
                    && !(a.is_ascii_digit() && b.is_ascii_digit())
                {
                    last.push(' ');
                }
                last.push_str(&words);
            }
            _ if !words.is_empty() => out.push(words),
            _ => {}
        }
    }
    out
}

/// A line as it was pasted.
struct Line<'t> {
    text: &'t str,
    width: usize,
    /// It ends a sentence, or is empty.
    ends: bool,
    /// It belongs to the page around the text.
    of_page: bool,
    /// A paragraph begins with it: it is indented, a heading, an item, a deck.
    begins: bool,
    /// It is indented more than others are.
    indented: bool,
    /// Its words begin a paragraph.
    anew: bool,
}

/// How a text was wrapped, if it was.
struct Wrap {
    /// Its smallest indent.
    least: usize,
    /// The width at which lines were wrapped by hand.
    width: Option<usize>,
    /// Indents or empty lines show where paragraphs begin.
    marked: bool,
    /// Nearly all paragraphs are indented.
    indented: bool,
}

/// The widths of lines that were wrapped at one.
fn near(width: usize) -> RangeInclusive<usize> {
    width.saturating_sub(SLACK)..=width
}

fn is_filled(line: &Line<'_>) -> bool {
    !line.text.trim().is_empty()
}

impl Wrap {
    fn of(parts: &[Part<'_>]) -> Wrap {
        let lines = parts.iter().filter_map(|part| match part {
            Part::Lines(lines) => Some(lines.iter().copied()),
            Part::Table(_) => None,
        });
        let all: Vec<&str> = lines.flatten().collect();
        let filled = all.iter().filter(|line| !line.trim().is_empty());
        let mut wrap = Wrap {
            least: filled.map(|line| indent(line)).min().unwrap_or(0),
            width: None,
            marked: false,
            indented: false,
        };
        let lines = wrap.lines(&all);
        wrap.width = wrapped_at(&lines);
        let gaps = lines
            .windows(2)
            .filter(|pair| matches!(pair, [a, b] if is_filled(a) && !is_filled(b)));
        let text = || lines.iter().filter(|line| is_filled(line) && !line.of_page);
        let indented = text().filter(|line| line.indented).count();
        wrap.marked = gaps.count() > 1 || indented > 1;
        wrap.indented = indented > 1 && indented * 2 > text().count();
        wrap
    }

    fn lines<'t>(&self, lines: &[&'t str]) -> Vec<Line<'t>> {
        let line = |line: &&'t str| {
            let words = one_line(line);
            let of_page = kind(&words).is_some();
            let anew = words.starts_with(['#', '·', '•', '●', '◆', '■', '—'])
                || words.starts_with("附件")
                || of_page
                || numbering(&words).is_some();
            let indented = indent(line) >= self.least + 2 || line.starts_with('\t');
            Line {
                text: line,
                width: columns(line.trim_end()),
                ends: words.is_empty() || ends_sentence(&words),
                of_page,
                begins: indented || anew,
                indented,
                anew,
            }
        };
        lines.iter().map(line).collect()
    }

    /// Whether a line goes on with the one before it.
    fn goes_on(&self, before: &Line<'_>, line: &Line<'_>) -> bool {
        if !is_filled(before) || !is_filled(line) || before.of_page {
            return false;
        }
        // Behind a comma an indent begins nothing.
        if line.begins {
            let goes = before.text.trim_end().ends_with(['，', '、']);
            return goes && line.indented && !line.anew;
        }
        let full = self
            .width
            .is_some_and(|width| near(width).contains(&before.width));
        // A paragraph may end with a full line, and nothing shows that the next
        // one begins.
        let goes = full && (self.marked || !before.ends);
        let torn = is_torn(before.text, line.text);
        // A title that is set in the middle is indented and short.
        let within = self.indented && before.indented && before.width >= RUNNING;
        goes || torn || (within && !before.ends)
    }

    fn is_some_wrapped(&self, parts: &[Part<'_>]) -> bool {
        parts.iter().any(|part| match part {
            Part::Table(_) => false,
            Part::Lines(lines) => {
                let lines = self.lines(lines);
                let mut pairs = lines.windows(2);
                pairs.any(|pair| matches!(pair, [a, b] if self.goes_on(a, b)))
            }
        })
    }
}

fn ends_sentence(words: &str) -> bool {
    let bare = words.trim_end_matches(['”', '’', '）', ')', '】', '』', '」']);
    words.ends_with('”')
        || bare.ends_with(['。', '！', '？', '；', '：', '…', '.', '!', '?', ';', ':'])
}

fn indent(line: &str) -> usize {
    columns(line) - columns(line.trim_start())
}

/// 床位1.5 / 万张，/ 户均: a line that breaks off within a number or behind a
/// comma.
fn is_torn(before: &str, line: &str) -> bool {
    let (before, line) = (before.trim_end(), line.trim_start());
    let number = before.ends_with(|c: char| c.is_ascii_digit());
    let unit = line.starts_with(|c: char| "万亿千百元个户人亩家村张年月日%％‰倍".contains(c));
    (number && unit) || before.ends_with(['，', '、'])
}

/// The width at which lines were wrapped by hand, if they were: several of
/// about that width break off within a sentence that the lines below them
/// end. Others may be shorter, or paragraphs that nobody wrapped.
fn wrapped_at(all: &[Line<'_>]) -> Option<usize> {
    let breaks = |line: &Line<'_>| !line.ends && !line.of_page;
    let goes_on = |line: &Line<'_>| is_filled(line) && !line.begins;
    let torn: Vec<bool> = (0..all.len())
        .map(|at| all.get(at).is_some_and(breaks) && all.get(at + 1).is_some_and(goes_on))
        .collect();
    let of_width = |width: usize| {
        let lines = all.iter().enumerate();
        let within = lines.filter(move |(_, line)| near(width).contains(&line.width));
        within.map(|(at, _)| at)
    };
    let count = |width: usize| of_width(width).filter(|at| torn[*at]).count();
    let width = (30..=130).rev().max_by_key(|width| count(*width))?;
    // A paragraph ends where a line is shorter; a list never does.
    let ends = |at: usize| {
        let rest = (at + 1..all.len()).find(|at| !torn[*at]);
        rest.is_some_and(|at| all[at].ends)
    };
    let whole = of_width(width).filter(|at| torn[*at] && ends(*at)).count();
    let count = count(width);
    (count >= 3 && count * 2 > of_width(width).count() && whole * 2 > count).then_some(width)
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

    fn paragraphs_of(text: &str) -> Vec<String> {
        let parts = pasted_tables::parts(text);
        let wrap = Wrap::of(&parts);
        let lines: Vec<&str> = text.lines().collect();
        paragraphs(&wrap.lines(&lines), &wrap)
    }

    #[test]
    fn lines_of_one_length_are_joined() {
        let text = "标题在这里\n　　全市推进消薄工程三年以来各地因地制宜跨域统筹创新\n作用明显增强取得了很好的成效并且形成了许多经验值得\n推广和借鉴同时也存在一些问题需要在今后的工作里改进\n加强领导落实责任强化考核一步一个脚印地向前推进工作\n直到完成任务。\n";
        let found = paragraphs_of(text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[1].ends_with("直到完成任务。"));
    }

    /// Half of the lines are short: a title and the ends of paragraphs.
    #[test]
    fn short_paragraphs_are_joined_and_torn_numbers_are_one() {
        let text = "平安县抱团发展纪实\n\n平安县地处山区，过去村集体收入薄弱，全县六十四个村\n里有四十一个没有经营性收入。近三年来，县里把闲置山\n场、老屋、水塘统一收储，由县强村公司统一运营，收储\n山场12.3万亩、老屋1,203栋，投入资金2.7亿元，带动农户\n6.7万户，户均增收5400元。\n  到今年9月底，全县达标村达到76个，比上年增加1\n1个，村均收入达到22.5万元，增长15.6%。\n";
        let found = paragraphs_of(text);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[1].contains("闲置山场、老屋") && found[1].contains("带动农户6.7万户"));
        assert!(found[2].contains("比上年增加11个"), "{found:?}");
    }

    #[test]
    fn a_line_is_a_paragraph_otherwise() {
        let text = "甲县做得好。\n\n　　乙县也做得好，而且做得很长很长很长很长很长很长很长。\n丙\n";
        assert_eq!(paragraphs_of(text).len(), 3);
        assert!(
            read(text, None)
                .remarks
                .iter()
                .all(|r| !r.text.zh.contains("折行"))
        );
    }

    #[test]
    fn a_number_or_a_sentence_torn_apart_is_whole_again() {
        let text = "　　全区民宿1260家，床位1.5\n万张，\n户均增收3.6万元。\n　　二是做强。\n（一）资金3.6\n亿元到位。";
        let found = paragraphs_of(text);
        assert_eq!(
            found,
            [
                "全区民宿1260家，床位1.5万张，户均增收3.6万元。",
                "二是做强。",
                "（一）资金3.6亿元到位。"
            ]
        );
    }

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
