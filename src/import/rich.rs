//! Texts of an .xlsx in which not everything looks the same: a number struck
//! through with the new one behind it, a number with the mark of a footnote
//! raised. As plain text these would run together (ECMA-376 part 1, 18.4.4).

use super::xml::attribute;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};

/// The runs of one text so far.
#[derive(Default)]
struct Runs {
    /// How the present run looks: struck through, raised or lowered.
    look: (bool, Option<String>),
    /// The looks of the runs that hold something.
    looks: BTreeSet<(bool, Option<String>)>,
    /// Within the text of a run; what is spoken stands in no run.
    within: bool,
}

impl Runs {
    fn start(&mut self, start: &BytesStart<'_>) {
        match start.local_name().as_ref() {
            "si" | "is" => *self = Runs::default(),
            "r" => self.look = (false, None),
            "strike" => {
                self.look.0 = attribute(start, "val").is_none_or(|v| v != "0" && v != "false");
            }
            "vertAlign" => {
                self.look.1 = attribute(start, "val").filter(|v| v != "baseline");
            }
            "t" => self.within = true,
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.within && !text.trim().is_empty() {
            self.looks.insert(self.look.clone());
        }
    }

    /// Whether its runs look mixed, or are all struck through.
    fn kind(&self) -> Option<Rich> {
        Rich::of(
            self.looks.len(),
            self.looks.iter().any(|(struck, _)| *struck),
        )
    }
}

/// What is odd about the look of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rich {
    /// Parts of it are struck through, raised or lowered, others not.
    Mixed,
    /// All of it is struck through.
    Struck,
}

/// Shared texts that a workbook may have. A small file may hold millions, and
/// reading them takes longer than anybody waits.
pub(super) const MOST_TEXTS: usize = 1_000_000;

impl Rich {
    /// Of a text in so many looks, one of them struck through or none.
    pub(super) fn of(looks: usize, struck: bool) -> Option<Rich> {
        match (looks, struck) {
            (0 | 1, false) => None,
            (0 | 1, true) => Some(Rich::Struck),
            _ => Some(Rich::Mixed),
        }
    }
}

/// The odd ones among the shared texts, by their place in the list; `None` where
/// there are more than [`MOST_TEXTS`].
pub(super) fn shared(text: &str) -> Option<BTreeMap<usize, Rich>> {
    let mut odd = BTreeMap::new();
    let (mut runs, mut at) = (Runs::default(), 0);
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => runs.start(&start),
            Ok(Event::Text(text)) => runs.text(&text.xml10_content()),
            Ok(Event::End(end)) => match end.local_name().as_ref() {
                "t" => runs.within = false,
                "si" => {
                    odd.extend(runs.kind().map(|rich| (at, rich)));
                    at += 1;
                    if at > MOST_TEXTS {
                        return None;
                    }
                }
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return Some(odd),
            Ok(_) => {}
        }
    }
}

/// The cells of a sheet whose text looks odd.
pub(super) fn cells(text: &str, shared: &BTreeMap<usize, Rich>) -> Vec<((u32, u32), Rich)> {
    let mut odd = Vec::new();
    if shared.is_empty() && !text.contains("<is>") {
        return odd;
    }
    let (mut runs, mut place) = (Runs::default(), None);
    let (mut refers, mut value) = (false, false);
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => match start.local_name().as_ref() {
                "c" => {
                    place = attribute(&start, "r").and_then(|name| position(&name));
                    refers = attribute(&start, "t").is_some_and(|t| t == "s");
                }
                "v" => value = refers,
                _ => runs.start(&start),
            },
            Ok(Event::Text(text)) => {
                let text = text.xml10_content();
                let known = || shared.get(&text.trim().parse().ok()?).copied();
                if value {
                    odd.extend(place.zip(known()));
                }
                runs.text(&text);
            }
            Ok(Event::End(end)) => match end.local_name().as_ref() {
                "t" => runs.within = false,
                "v" => value = false,
                "is" => odd.extend(place.zip(runs.kind())),
                _ => {}
            },
            Ok(Event::Eof) | Err(_) => return odd,
            Ok(_) => {}
        }
    }
}

/// Row and column of `E5`, from 0.
pub(super) fn position(name: &str) -> Option<(u32, u32)> {
    let at = name.find(|c: char| c.is_ascii_digit())?;
    let (letters, row) = name.split_at(at);
    let mut column = 0_u32;
    for c in letters.bytes().filter(u8::is_ascii_alphabetic) {
        let letter = u32::from(c.to_ascii_uppercase() - b'A') + 1;
        column = column.checked_mul(26)?.checked_add(letter)?;
    }
    Some((
        row.parse::<u32>().ok()?.checked_sub(1)?,
        column.checked_sub(1)?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_struck_through_beside_the_new_one() {
        let plain = "<si><t>36</t></si>";
        let bold = "<si><r><rPr><b/></rPr><t>3</t></r><r><t>6</t></r></si>";
        let struck = "<si><r><rPr><strike/></rPr><t>36</t></r><r><t>38</t></r></si>";
        let raised =
            "<si><r><t>12.5</t></r><r><rPr><vertAlign val=\"superscript\"/></rPr><t>1</t></r></si>";
        let all = format!("<sst>{plain}{bold}{struck}{raised}</sst>");
        let mixed = shared(&all).unwrap();
        let both = [(2, Rich::Mixed), (3, Rich::Mixed)];
        assert_eq!(mixed, BTreeMap::from(both));
        let gone = "<sst><si><r><rPr><strike/></rPr><t>36</t></r></si></sst>";
        assert_eq!(shared(gone), Some(BTreeMap::from([(0, Rich::Struck)])));
        let inline = struck.replace("si>", "is>");
        let sheet = format!(
            "<c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"AB3\" t=\"s\"><v>2</v></c><c r=\"C4\" t=\"inlineStr\">{inline}</c><c r=\"D5\"><v>3</v></c>"
        );
        let found = [((2, 27), Rich::Mixed), ((3, 2), Rich::Mixed)];
        assert_eq!(cells(&sheet, &mixed), found);
    }
}
