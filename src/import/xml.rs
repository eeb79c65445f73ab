//! XML parts as small trees, and the relationships between parts.
//!
//! A tree has limits on depth and size, so that a part made to hurt is refused
//! instead of filling the machine. Entities other than XML's own five and
//! numbered characters are not resolved: the parts of office files have none.

use super::archive::Archive;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::BTreeMap;

/// Deepest nesting of elements; office programs stay under 100.
const DEEPEST: usize = 400;
/// Most elements and texts in one part.
const MOST_NODES: usize = 4_000_000;

/// An element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// Local name, without the prefix.
    pub(super) name: String,
    /// Local names and values.
    pub(super) attributes: Vec<(String, String)>,
    /// In order.
    pub(super) children: Vec<Node>,
}

/// What stands in an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    /// An element.
    Element(Element),
    /// Text, entities resolved.
    Text(String),
}

impl Element {
    /// An attribute by its local name.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(n, _)| n == name)
            .map(|(_, v)| v.as_str())
    }

    /// The child elements.
    pub(super) fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first child element of that name.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|e| e.name == name)
    }

    /// The first element of that name below this one, at any depth.
    pub(super) fn find(&self, name: &str) -> Option<&Element> {
        self.elements().find_map(|e| {
            if e.name == name {
                Some(e)
            } else {
                e.find(name)
            }
        })
    }

    /// All elements of that name below this one, in order, outermost only.
    pub(super) fn all<'a>(&'a self, name: &str, out: &mut Vec<&'a Element>) {
        for element in self.elements() {
            if element.name == name {
                out.push(element);
            } else {
                element.all(name, out);
            }
        }
    }

    /// The value attribute of a child: `<w:pStyle w:val="1"/>`.
    pub(super) fn value(&self, child: &str) -> Option<&str> {
        self.child(child)?.get("val")
    }

    /// Whether a switch is on: there, and not set to 0, false, none or off.
    pub(super) fn switch(&self, child: &str) -> Option<bool> {
        let element = self.child(child)?;
        Some(!matches!(
            element.get("val"),
            Some("0" | "false" | "none" | "off")
        ))
    }

    /// All text below.
    pub(super) fn text(&self) -> String {
        let mut out = String::new();
        for node in &self.children {
            match node {
                Node::Element(element) => out.push_str(&element.text()),
                Node::Text(text) => out.push_str(text),
            }
        }
        out
    }
}

/// Reads a part; `None` if it is no XML or beyond the limits.
pub(super) fn parse(text: &str) -> Option<Element> {
    let mut reader = Reader::from_str(text);
    let mut stack: Vec<Element> = vec![Element::default()];
    let mut nodes = 0;
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => stack.push(open(&start)),
            Ok(Event::Empty(start)) => {
                let element = open(&start);
                stack.last_mut()?.children.push(Node::Element(element));
            }
            Ok(Event::End(_)) => {
                let element = stack.pop()?;
                stack.last_mut()?.children.push(Node::Element(element));
            }
            Ok(Event::Text(text)) => push_text(&mut stack, &text.xml10_content()),
            Ok(Event::CData(text)) => push_text(&mut stack, &text.xml10_content()),
            Ok(Event::GeneralRef(reference)) => {
                let resolved = match reference.resolve_char_ref() {
                    Ok(Some(c)) => c.to_string(),
                    _ => match reference.xml10_content().as_ref() {
                        "lt" => "<".to_owned(),
                        "gt" => ">".to_owned(),
                        "amp" => "&".to_owned(),
                        "quot" => "\"".to_owned(),
                        "apos" => "'".to_owned(),
                        _ => return None,
                    },
                };
                push_text(&mut stack, &resolved);
            }
            Ok(Event::DocType(_)) | Err(_) => return None,
            Ok(Event::Eof) => break,
            Ok(_) => {}
        }
        nodes += 1;
        if stack.len() > DEEPEST || nodes > MOST_NODES {
            return None;
        }
    }
    let mut top = stack.pop()?;
    // What was not closed is not to be trusted.
    if !stack.is_empty() {
        return None;
    }
    let at = top
        .children
        .iter()
        .position(|n| matches!(n, Node::Element(_)))?;
    match top.children.swap_remove(at) {
        Node::Element(element) => Some(element),
        Node::Text(_) => None,
    }
}

fn push_text(stack: &mut [Element], text: &str) {
    let Some(parent) = stack.last_mut() else {
        return;
    };
    match parent.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => parent.children.push(Node::Text(text.to_owned())),
    }
}

fn open(start: &BytesStart<'_>) -> Element {
    let attributes = start
        .attributes()
        .with_checks(false)
        .flatten()
        .map(|a| {
            let value = a
                .normalized_value(XmlVersion::Implicit1_0)
                .map(|v| v.into_owned())
                .unwrap_or_default();
            (a.key.local_name().as_ref().to_owned(), value)
        })
        .collect();
    Element {
        name: start.local_name().as_ref().to_owned(),
        attributes,
        children: Vec::new(),
    }
}

/// An attribute of a start tag by its local name.
pub(super) fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let attributes = attributes.with_checks(false);
    let found = attributes
        .flatten()
        .find(|a| a.key.local_name().as_ref() == name);
    found?
        .normalized_value(XmlVersion::Implicit1_0)
        .ok()
        .map(|v| v.into_owned())
}

/// What a relationship of a part leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    /// Path in the archive, or an address where it is external.
    pub(super) path: String,
    /// It lies outside the file.
    pub(super) external: bool,
}

/// The relationships of a part by id (ECMA-376 part 2, 6.5). Targets are made
/// relative to the archive's root; one that leaves it leads nowhere.
pub(super) fn relationships(
    archive: &mut Archive<'_>,
    part: &str,
    folder: &str,
) -> BTreeMap<String, Target> {
    let Some(tree) = archive.text(part).as_deref().and_then(parse) else {
        return BTreeMap::new();
    };
    let target = |e: &Element| {
        let external = e.get("TargetMode") == Some("External");
        let written = e.get("Target")?;
        let path = if external {
            written.to_owned()
        } else {
            inside(folder, written)?
        };
        Some((e.get("Id")?.to_owned(), Target { path, external }))
    };
    tree.elements().filter_map(target).collect()
}

fn inside(folder: &str, target: &str) -> Option<String> {
    let mut parts: Vec<&str> = match target.strip_prefix('/') {
        Some(_) => Vec::new(),
        None => folder.split('/').filter(|p| !p.is_empty()).collect(),
    };
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_with_text_and_entities() {
        let tree =
            parse("<w:p a:b='1 &amp; 2'><w:t xml:space='preserve'>a&lt;b &#x4E00;</w:t></w:p>");
        let tree = tree.unwrap();
        assert_eq!(tree.name, "p");
        assert_eq!(tree.get("b"), Some("1 & 2"));
        assert_eq!(tree.text(), "a<b 一");
    }

    #[test]
    fn what_is_torn_or_made_to_hurt() {
        assert_eq!(parse("<a><b></a>"), None);
        assert_eq!(parse("<a>"), None);
        assert_eq!(parse("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"), None);
        assert_eq!(parse(&"<a>".repeat(500)), None);
        let deep = format!("{}{}", "<a>".repeat(500), "</a>".repeat(500));
        assert_eq!(parse(&deep), None);
    }

    #[test]
    fn targets_stay_in_the_archive() {
        assert_eq!(
            inside("word", "media/image1.png").as_deref(),
            Some("word/media/image1.png")
        );
        assert_eq!(
            inside("xl", "/xl/worksheets/sheet1.xml").as_deref(),
            Some("xl/worksheets/sheet1.xml")
        );
        assert_eq!(
            inside("word", "../customXml/item1.xml").as_deref(),
            Some("customXml/item1.xml")
        );
        assert_eq!(inside("word", "../../etc/passwd"), None);
    }
}
