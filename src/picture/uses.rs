//! How large an SVG drawing is once everything is drawn that it refers to.
//!
//! `<use>` draws a part of the file once more, and that part may hold `<use>`
//! again: ten levels of ten make ten thousand million shapes out of a kilobyte,
//! and the reader's browser hangs on them. Patterns, masks, clipping paths and
//! markers do the same.

use crate::finding::Text;
use crate::text;
use quick_xml::events::BytesStart;
use std::collections::BTreeMap;
use std::ops::Range;

/// What references may add to any drawing.
const FEW: u64 = 10_000;
/// What they may add for each element of a larger one: a chart's marks and
/// letters are often drawn so.
const FOR_EACH: u64 = 10;

/// The elements of a file in the order in which they begin.
#[derive(Debug, Default)]
pub(super) struct Uses {
    count: usize,
    /// The ids of those that have not ended.
    open: Vec<Option<String>>,
    /// The elements that an id stands for, and whether a paint may name it.
    ids: BTreeMap<String, Part>,
    /// From which element to which id.
    refs: Vec<(usize, String)>,
    /// The same for paints.
    paints: Vec<(usize, String)>,
}

#[derive(Debug)]
struct Part {
    elements: Range<usize>,
    is_drawn: bool,
}

impl Uses {
    /// An element begins; `name` is its own in small letters.
    pub(super) fn begin(&mut self, name: &str, element: &BytesStart<'_>) {
        let at = self.count;
        self.count += 1;
        let mut id = None;
        // Whether they are sound is asked elsewhere.
        for attribute in element.attributes().with_checks(false).flatten() {
            let key: &str = attribute.key.as_ref();
            let raw: &str = attribute.value.as_ref();
            let own = key.rsplit(':').next().unwrap_or(key);
            // Nearly all are coordinates, and long.
            let may_name = match own {
                "id" | "href" => true,
                "transform" => false,
                _ => raw.contains(['(', '&']),
            };
            let Some(Ok(value)) = may_name.then(|| quick_xml::escape::unescape(raw)) else {
                continue;
            };
            match own {
                "id" => id = Some(value.into_owned()),
                "href" if matches!(name, "use" | "feimage") => {
                    if let Some(target) = value.trim().strip_prefix('#') {
                        self.refs.push((at, target.to_owned()));
                    }
                }
                _ => {
                    let named = value.split("url(").skip(1).filter_map(named);
                    self.paints.extend(named.map(|id| (at, id.to_owned())));
                }
            }
        }
        if let Some(id) = &id {
            // Of two with one id the first is meant.
            self.ids.entry(id.clone()).or_insert(Part {
                elements: at..at,
                is_drawn: matches!(name, "pattern" | "mask" | "clippath" | "marker"),
            });
        }
        self.open.push(id);
    }

    /// The element that began last ends.
    pub(super) fn end(&mut self) {
        let Some(id) = self.open.pop().flatten() else {
            return;
        };
        // One that began within another of its id is not meant.
        let is_last = !self.open.iter().flatten().any(|open| *open == id);
        if let Some(part) = self.ids.get_mut(&id)
            && part.elements.is_empty()
            && is_last
        {
            part.elements.end = self.count;
        }
    }

    /// Why no browser should be asked to draw it.
    pub(super) fn danger(self) -> Option<Text> {
        let own = self.count as u64;
        let most = own.saturating_add(FEW.max(own.saturating_mul(FOR_EACH)));
        match self.drawn(most) {
            Some(all) if all <= most => None,
            Some(_) => Some(text!(
                "里面的 <use> 层层套用，浏览器画不完",
                "its <use> elements multiply beyond what a browser can draw"
            )),
            None => Some(text!(
                "里面有一处引用了它自己",
                "a part of it refers to itself"
            )),
        }
    }

    /// How many elements are drawn, counted as far as `most`; `None` if a part
    /// is drawn within itself.
    fn drawn(self, most: u64) -> Option<u64> {
        let numbers: BTreeMap<&str, usize> = self.ids.keys().map(String::as_str).zip(0..).collect();
        let parts: Vec<&Part> = self.ids.values().collect();
        let number = |(at, id): &(usize, String)| Some((*at, *numbers.get(id.as_str())?));
        let is_drawn = |(_, part): &(usize, usize)| parts[*part].is_drawn;
        let mut refs: Vec<(usize, usize)> = self.refs.iter().filter_map(number).collect();
        refs.extend(self.paints.iter().filter_map(number).filter(is_drawn));
        refs.sort_unstable();
        let first = |at: usize| refs.partition_point(|(from, _)| *from < at);
        // What a part comes to, once it is known; the open ones are on the stack.
        let mut known: Vec<Option<u64>> = vec![None; parts.len()];
        let mut is_open = vec![false; parts.len()];
        let mut stack = vec![Open {
            part: None,
            next: 0,
            end: self.count,
            size: self.count as u64,
        }];
        while let Some(top) = stack.last_mut() {
            match refs.get(top.next).filter(|(from, _)| *from < top.end) {
                _ if top.size > most => return Some(top.size),
                Some((_, to)) if is_open[*to] => return None,
                Some((_, to)) => match known[*to] {
                    Some(size) => {
                        top.size = top.size.saturating_add(size);
                        top.next += 1;
                    }
                    None => {
                        is_open[*to] = true;
                        let Range { start, end } = parts[*to].elements;
                        stack.push(Open {
                            part: Some(*to),
                            next: first(start),
                            end,
                            size: (end - start) as u64,
                        });
                    }
                },
                None => {
                    let (part, size) = (top.part, top.size);
                    stack.pop();
                    match part {
                        Some(part) => {
                            is_open[part] = false;
                            known[part] = Some(size);
                        }
                        None => return Some(size),
                    }
                }
            }
        }
        None
    }
}

/// A part that is being counted.
struct Open {
    part: Option<usize>,
    /// Of the references, the first that is not yet counted.
    next: usize,
    /// The first element behind it.
    end: usize,
    size: u64,
}

/// What `#id` names in the address that begins here.
fn named(address: &str) -> Option<&str> {
    let address = address.trim_start_matches([' ', '"', '\'']);
    let id = address.strip_prefix('#')?;
    id.split([')', '"', '\'']).next().map(str::trim)
}

#[cfg(test)]
mod tests {
    use crate::picture::danger;
    use std::fmt::Write as _;

    fn svg(inside: &str) -> bool {
        let file = format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inside}</svg>");
        danger(file.as_bytes()).is_some()
    }

    /// `levels` groups, each of which draws the one before it ten times.
    fn nested(levels: usize, reference: &str) -> String {
        let mut text = "<defs><g id=\"a0\"><rect/></g>".to_owned();
        for level in 1..=levels {
            let below = reference.replace('#', &format!("#a{}", level - 1));
            write!(text, "<g id=\"a{level}\">{}</g>", below.repeat(10)).unwrap();
        }
        text + "</defs>" + &reference.replace('#', &format!("#a{levels}"))
    }

    #[test]
    fn a_drawing_that_multiplies_itself_is_refused() {
        assert!(svg(&nested(10, "<use href=\"#\"/>")));
        assert!(svg(&nested(4, "<use xlink:href=\"#\"/>")));
        assert!(!svg(&nested(2, "<use href=\"#\"/>")));
        let pattern = nested(10, "<rect fill=\"url('#')\"/>").replace("<g ", "<pattern ");
        assert!(svg(&pattern.replace("</g>", "</pattern>")));
        // A long list of uses of a long list.
        let (uses, shapes) = ("<use href=\"#a\"/>".repeat(3_000), "<rect/>".repeat(3_000));
        assert!(svg(&format!("<g id=\"a\">{shapes}</g>{uses}")));
    }

    #[test]
    fn a_drawing_that_draws_itself_is_refused() {
        for inside in [
            "<g id=\"a\"><use href=\"#a\"/></g>",
            "<g id=\"a\"><use href=\"#b\"/></g><g id=\"b\"><g><use href=\"#a\"/></g></g>",
            "<use id=\"a\" href=\"#a\"/>",
        ] {
            assert!(svg(inside), "{inside}");
        }
    }

    #[test]
    fn what_drawing_programs_write_passes() {
        for inside in [
            // Illustrator.
            "<defs><rect id=\"SVGID_1_\" width=\"9\" height=\"9\"/></defs>\
             <clipPath id=\"SVGID_2_\"><use xlink:href=\"#SVGID_1_\" style=\"overflow:visible;\"/></clipPath>\
             <g style=\"clip-path:url(#SVGID_2_);\"><path d=\"M0 0\"/></g>",
            "<use href=\"#nothing\"/>",
            "<g id=\"a\"><rect/></g><g id=\"a\"><use href=\"#a\"/></g>",
        ] {
            assert!(!svg(inside), "{inside}");
        }
        // A plot with twenty thousand marks, and one of as many gradients.
        let marks = "<use href=\"#m\" x=\"1\"/>".repeat(20_000);
        assert!(!svg(&format!("<defs><path id=\"m\"/></defs>{marks}")));
        let filled = "<path fill=\"url(#g)\"/>".repeat(3_000);
        let stops = "<stop/>".repeat(20);
        assert!(!svg(&format!(
            "<linearGradient id=\"g\">{stops}</linearGradient>{filled}"
        )));
    }

    #[test]
    fn a_long_chain_of_uses_is_counted_without_end() {
        let mut text = "<rect id=\"a0\"/>".to_owned();
        for n in 1..50_000 {
            write!(text, "<use id=\"a{n}\" href=\"#a{}\"/>", n - 1).unwrap();
        }
        assert!(svg(&text));
    }
}
