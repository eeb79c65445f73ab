//! The runs of a paragraph: text with its look, links, notes, pictures.

use super::Reader;
use super::styles::Letters;
use crate::import::draft::{self, Inline, Weight};
use crate::import::headings;
use crate::import::plain::is_invisible;
use crate::import::xml::{Element, Node};
use crate::text;
use std::collections::BTreeMap;

/// What a paragraph holds.
#[derive(Debug, Default)]
pub(super) struct Pieces {
    pub(super) inlines: Vec<Inline>,
    /// Indices of pictures, in order.
    pub(super) pictures: Vec<usize>,
    /// Contents of text boxes.
    pub(super) boxes: Vec<Element>,
    /// Characters by size and typeface.
    sizes: BTreeMap<(u32, String), usize>,
    bold: usize,
    all: usize,
}

impl Pieces {
    /// The look of the most of it.
    pub(super) fn look(&self) -> headings::Look {
        let most = self.sizes.iter().max_by_key(|(_, count)| **count);
        headings::Look {
            size: most.map_or(0, |((size, _), _)| *size),
            face: most.map(|((_, face), _)| face.clone()).unwrap_or_default(),
            bold: self.all > 0 && self.bold == self.all,
            centred: false,
        }
    }
}

/// A complex field that is being read.
#[derive(Default)]
struct Field {
    instruction: String,
    in_result: bool,
    /// What stood before the result, so that a link's text is apart.
    before: Vec<Inline>,
}

/// The field that makes a table of contents.
fn is_contents(field: &Field) -> bool {
    field.instruction.trim_start().starts_with("TOC")
}

struct State<'s> {
    below: &'s Letters,
    fields: Vec<Field>,
    pieces: Pieces,
}

impl Reader<'_> {
    /// Reads a paragraph whose style has the letters `below`.
    pub(super) fn pieces(&mut self, paragraph: &Element, below: &Letters) -> Pieces {
        let mut state = State {
            below,
            fields: Vec::new(),
            pieces: Pieces::default(),
        };
        self.content(paragraph, &mut state);
        // A field may end in a later paragraph.
        while let Some(field) = state.fields.pop() {
            let result = std::mem::replace(&mut state.pieces.inlines, field.before);
            state.pieces.inlines.extend(result);
        }
        state.pieces
    }

    fn content(&mut self, parent: &Element, state: &mut State<'_>) {
        for element in parent.elements() {
            match element.name.as_str() {
                "r" => self.run(element, state),
                "hyperlink" => self.hyperlink(element, state),
                "ins" | "moveTo" => {
                    self.inserted += usize::from(element.name == "ins");
                    self.content(element, state);
                }
                "del" | "moveFrom" => self.deleted += usize::from(element.name == "del"),
                "sdt" => {
                    if let Some(content) = element.child("sdtContent") {
                        self.content(content, state);
                    }
                }
                "smartTag" | "customXml" | "fldSimple" | "dir" | "bdo" => {
                    self.content(element, state)
                }
                "AlternateContent" => self.alternate(element, state),
                "oMath" | "oMathPara" => {
                    let words = super::formulas::line(element);
                    self.say_formula(&words);
                    push(&mut state.pieces.inlines, words, draft::Look::default());
                }
                _ => {}
            }
        }
    }

    /// Word writes the same thing twice, for itself and for older programs.
    fn alternate(&mut self, element: &Element, state: &mut State<'_>) {
        if let Some(choice) = element.child("Choice").or(element.child("Fallback")) {
            // Within a run this holds drawings, within a paragraph runs.
            self.content(choice, state);
            self.drawings(choice, &mut state.pieces);
        }
    }

    fn hyperlink(&mut self, element: &Element, state: &mut State<'_>) {
        let target = element
            .get("id")
            .and_then(|id| self.links.get(id))
            .filter(|t| t.external);
        let address = target.map(|t| t.path.clone());
        // The link's text must not run together with what stands before it.
        let before = std::mem::take(&mut state.pieces.inlines);
        self.content(element, state);
        let inner = std::mem::replace(&mut state.pieces.inlines, before);
        self.link(address, inner, state);
    }

    fn link(&mut self, address: Option<String>, inner: Vec<Inline>, state: &mut State<'_>) {
        let known = ["http://", "https://", "mailto:", "tel:"];
        match address.filter(|a| {
            known.iter().any(|k| a.starts_with(k)) && !draft::plain_text(&inner).trim().is_empty()
        }) {
            Some(address) => state.pieces.inlines.push(Inline::Link(address, inner)),
            None => state.pieces.inlines.extend(inner),
        }
    }

    fn run(&mut self, run: &Element, state: &mut State<'_>) {
        let properties = run.child("rPr");
        let styled = properties
            .and_then(|p| p.value("rStyle"))
            .map(|id| self.styles.run_letters(id));
        let letters = Letters::of(properties)
            .over(&styled.unwrap_or_default())
            .over(state.below);
        if letters.hidden == Some(true) {
            let words = run.text();
            if !words.trim().is_empty() {
                self.draft.remark(
                    Weight::Note,
                    text!(
                        "隐藏的文字没有导入：{words}",
                        "hidden text is not imported: {words}"
                    ),
                    None,
                );
            }
            return;
        }
        let look = draft::Look {
            bold: letters.bold == Some(true),
            italic: letters.italic == Some(true),
            struck: letters.struck == Some(true),
            raised: letters.raised == Some(true),
            lowered: letters.raised == Some(false),
        };
        for node in &run.children {
            let Node::Element(element) = node else {
                continue;
            };
            match element.name.as_str() {
                "t" => self.text(&element.text(), look, &letters, state),
                "tab" | "ptab" => self.text(" ", look, &letters, state),
                "noBreakHyphen" => self.text("-", look, &letters, state),
                // A page's end parts what stands on it from what follows.
                "br" | "cr" => state.pieces.inlines.push(Inline::Break),
                "sym" => self.symbol(element, look, &letters, state),
                "footnoteReference" | "endnoteReference" => {
                    let id = element.get("id").unwrap_or_default().to_owned();
                    if let Some(at) = self.note(&id, element.name == "endnoteReference") {
                        state.pieces.inlines.push(Inline::Note(at));
                    }
                }
                "fldChar" => self.field(element, state),
                "instrText" => {
                    if let Some(field) = state.fields.last_mut() {
                        field.instruction.push_str(&element.text());
                    }
                }
                "ruby" => {
                    if let Some(base) = element.child("rubyBase") {
                        self.content(base, state);
                    }
                    // A reading stands in brackets behind its word.
                    let reading = element.child("rt").map(Element::text).unwrap_or_default();
                    if !reading.trim().is_empty() {
                        let reading = format!("（{}）", reading.trim());
                        self.text(&reading, look, &letters, state);
                    }
                }
                "drawing" | "pict" | "object" => {
                    self.drawing(element, &mut state.pieces);
                }
                "AlternateContent" => self.alternate(element, state),
                _ => {}
            }
        }
    }

    fn field(&mut self, element: &Element, state: &mut State<'_>) {
        match element.get("fldCharType") {
            Some("begin") => {
                if let Some(chosen) = element.child("ffData").and_then(choice) {
                    push(&mut state.pieces.inlines, chosen, draft::Look::default());
                }
                state.fields.push(Field::default());
            }
            Some("separate") => {
                if let Some(field) = state.fields.last_mut() {
                    self.in_contents |= is_contents(field);
                    field.in_result = true;
                    field.before = std::mem::take(&mut state.pieces.inlines);
                }
            }
            Some("end") => {
                let Some(field) = state.fields.pop() else {
                    // It began in an earlier paragraph; what follows it is text.
                    if std::mem::take(&mut self.in_contents) {
                        self.say_contents();
                        state.pieces.inlines.clear();
                    }
                    return;
                };
                if is_contents(&field) && std::mem::take(&mut self.in_contents) {
                    self.say_contents();
                    state.pieces.inlines = field.before;
                    return;
                }
                if !field.in_result {
                    return self.without_result(&field.instruction, state);
                }
                let result = std::mem::replace(&mut state.pieces.inlines, field.before);
                let address = field
                    .instruction
                    .trim()
                    .strip_prefix("HYPERLINK")
                    .and_then(|rest| rest.split('"').nth(1))
                    .map(str::to_owned);
                self.link(address, result, state);
            }
            _ => {}
        }
    }

    /// A field that Word works out as it shows it: EQ sets a fraction, or a
    /// character within a circle.
    fn without_result(&mut self, instruction: &str, state: &mut State<'_>) {
        let words = instruction.trim();
        let Some(rest) = words.strip_prefix("EQ").or(words.strip_prefix("eq")) else {
            return;
        };
        let arguments = |rest: &str| -> Vec<String> {
            let inner = rest.split_once('(').map_or("", |(_, inner)| inner);
            let inner = inner.trim().trim_end_matches(')');
            let parts = inner.split([',', '，', ';']);
            parts.map(|p| p.trim().to_owned()).collect()
        };
        let rest = rest.trim();
        let plain = rest.matches('(').count() == 1;
        let circled = |n: &String| n.parse().ok().map(super::numbering::circled);
        let line = match (rest.get(..2), arguments(rest).as_slice()) {
            (Some("\\f" | "\\F"), [above, below]) if plain => Some(format!("{above}/{below}")),
            (Some("\\o" | "\\O"), [_, inner]) if plain => circled(inner).or(Some(inner.clone())),
            _ => None,
        };
        match line {
            Some(line) => {
                self.say_formula(&line);
                push(&mut state.pieces.inlines, line, draft::Look::default());
            }
            None => self.draft.remark(
                Weight::Lost,
                text!(
                    "有一个域公式没有导入：{rest}",
                    "a field's formula is not imported: {rest}"
                ),
                Some(text!(
                    "在 Word 里看它显示成什么，把它打进正文",
                    "see in Word what it shows and type that into the text"
                )),
            ),
        }
    }

    fn say_formula(&mut self, words: &str) {
        self.draft.remark(
            Weight::Guess,
            text!(
                "公式写成了一行字：{words}",
                "a formula became a line of text: {words}"
            ),
            None,
        );
    }

    fn text(&mut self, text: &str, look: draft::Look, letters: &Letters, state: &mut State<'_>) {
        // Between begin and separate stands the instruction, never text.
        if state.fields.last().is_some_and(|f| !f.in_result) {
            return;
        }
        let clean = self.without_private_use(text, letters.face.as_deref());
        let count = clean.chars().filter(|c| !c.is_whitespace()).count();
        let pieces = &mut state.pieces;
        pieces.all += count;
        pieces.bold += if look.bold { count } else { 0 };
        let key = (
            letters.size.unwrap_or(0),
            letters.face.clone().unwrap_or_default(),
        );
        *pieces.sizes.entry(key).or_insert(0) += count;
        push(&mut pieces.inlines, clean, look);
    }

    /// A character of a symbol font, by its place in that font.
    fn symbol(
        &mut self,
        element: &Element,
        look: draft::Look,
        letters: &Letters,
        state: &mut State<'_>,
    ) {
        let code = element
            .get("char")
            .and_then(|c| u32::from_str_radix(c, 16).ok());
        // Fonts of symbols hold theirs at the same places from F000.
        let Some(c) = code.and_then(|code| char::from_u32(0xF000 | (code & 0xFF))) else {
            return;
        };
        let letters = Letters {
            face: element.get("font").map(str::to_owned),
            ..letters.clone()
        };
        self.text(&c.to_string(), look, &letters, state);
    }

    /// Symbol fonts use private characters, which mean nothing elsewhere.
    fn without_private_use(&mut self, text: &str, face: Option<&str>) -> String {
        let mut out = String::with_capacity(text.len());
        for c in text.chars() {
            if !matches!(u32::from(c), 0xE000..=0xF8FF | 0xF0000..) {
                if !is_invisible(c) {
                    out.push(c);
                }
                continue;
            }
            match symbol(c, face) {
                Some(known) => out.push(known),
                None => {
                    out.push('□');
                    let code = format!("U+{:04X}", u32::from(c));
                    self.draft.remark(
                        Weight::Lost,
                        text!(
                            "有一个符号（{code}）认不出，写成了“□”",
                            "a symbol ({code}) is unknown and became □"
                        ),
                        Some(text!(
                            "在正文里找到“□”，改成原来的符号",
                            "find □ in the text and put the symbol"
                        )),
                    );
                }
            }
        }
        out
    }
}

/// The item that a drop-down field of a form shows, or its box, ticked or not.
fn choice(form: &Element) -> Option<String> {
    if let Some(list) = form.child("ddList") {
        let at = list.value("result").or(list.value("default"));
        let at = at.and_then(|n| n.parse::<usize>().ok()).unwrap_or(0);
        let mut entries = list.elements().filter(|e| e.name == "listEntry");
        return entries.nth(at)?.get("val").map(str::to_owned);
    }
    let tick = form.child("checkBox")?;
    let on = tick.switch("checked").or(tick.switch("default"));
    Some(if on == Some(true) { "☑" } else { "□" }.to_owned())
}

/// Common characters of Wingdings and Symbol, as Word stores them.
fn symbol(c: char, face: Option<&str>) -> Option<char> {
    let code = u32::from(c) & 0xFF;
    let known = match face {
        Some("Symbol") => match code {
            // ASCII's digits and marks stand in their own places.
            0x20..=0x3F => char::from_u32(code),
            0xA3 => Some('≤'),
            0xB3 => Some('≥'),
            0xB8 => Some('÷'),
            0xB9 => Some('≠'),
            0xBB => Some('≈'),
            0xA5 => Some('∞'),
            0xD6 => Some('√'),
            0xE5 => Some('∑'),
            0x61 => Some('α'),
            0x62 => Some('β'),
            0x6D => Some('μ'),
            0x70 => Some('π'),
            0x44 => Some('Δ'),
            0xAE => Some('→'),
            0xAD => Some('↑'),
            0xAF => Some('↓'),
            _ => None,
        },
        // ① to ⑩, ❶ to ❿.
        Some("Wingdings") => match code {
            0x81..=0x8A => char::from_u32(0x2460 + code - 0x81),
            0x8C..=0x95 => char::from_u32(0x2776 + code - 0x8C),
            _ => None,
        },
        _ => None,
    };
    if known.is_some() {
        return known;
    }
    Some(match code {
        0xB7 | 0x6C | 0x9F => '●',
        0xA7 | 0x6E => '■',
        0x75 => '◆',
        0xD8 => '➢',
        0xFC => '√',
        0xFB => '×',
        0xFE => '☑',
        0xA8 | 0x6F | 0x71 => '□',
        0xE0 | 0xF0 => '→',
        0xB4 => '×',
        0xB1 => '±',
        0xB0 => '°',
        _ => return None,
    })
}

/// Adds text; runs of one look are one.
pub(super) fn push(inlines: &mut Vec<Inline>, text: String, look: draft::Look) {
    if text.is_empty() {
        return;
    }
    match inlines.last_mut() {
        Some(Inline::Text(before, known)) if *known == look => before.push_str(&text),
        _ => inlines.push(Inline::Text(text, look)),
    }
}
