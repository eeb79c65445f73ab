//! Styles of a Word document: what they say of headings, lists and letters,
//! following what each is based on (ECMA-376 part 1, 17.7).
//!
//! Ids are no guide: Chinese Word and WPS number them (`1`, `2`, `a3`). Names
//! and outline levels are.

use crate::import::xml::Element;
use std::collections::BTreeMap;

/// Longest chain of styles based on each other.
const LONGEST: usize = 20;

/// What a paragraph style is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Title,
    Subtitle,
    Author,
    Date,
    Caption,
    Quote,
    ContentsHeading,
    Contents,
    Heading(u8),
    Body,
}

/// Look of letters as far as a style or run says.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Letters {
    pub(super) bold: Option<bool>,
    pub(super) italic: Option<bool>,
    pub(super) struck: Option<bool>,
    pub(super) hidden: Option<bool>,
    /// Half points.
    pub(super) size: Option<u32>,
    /// East Asian typeface.
    pub(super) face: Option<String>,
    /// Superscript is `Some(true)`, subscript `Some(false)`.
    pub(super) raised: Option<bool>,
}

impl Letters {
    pub(super) fn of(properties: Option<&Element>) -> Letters {
        let Some(p) = properties else {
            return Letters::default();
        };
        let fonts = p.child("rFonts");
        Letters {
            bold: p.switch("b"),
            italic: p.switch("i"),
            struck: p.switch("strike").or(p.switch("dstrike")),
            hidden: p.switch("vanish"),
            size: p.value("sz").and_then(|v| v.parse().ok()),
            face: fonts
                .and_then(|f| f.get("eastAsia").or(f.get("ascii")))
                .map(str::to_owned),
            raised: match p.value("vertAlign") {
                Some("superscript") => Some(true),
                Some("subscript") => Some(false),
                // Writer lifts and lowers smaller letters instead.
                _ => match p.value("position").and_then(|v| v.parse::<i32>().ok()) {
                    Some(points) if points > 2 => Some(true),
                    Some(points) if points <= -2 => Some(false),
                    _ => None,
                },
            },
        }
    }

    /// These, and where they say nothing, what stands below them.
    pub(super) fn over(&self, below: &Letters) -> Letters {
        Letters {
            bold: self.bold.or(below.bold),
            italic: self.italic.or(below.italic),
            struck: self.struck.or(below.struck),
            hidden: self.hidden.or(below.hidden),
            size: self.size.or(below.size),
            face: self.face.clone().or(below.face.clone()),
            raised: self.raised.or(below.raised),
        }
    }
}

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    list: Option<(Option<String>, Option<usize>)>,
    centred: Option<bool>,
    letters: Letters,
}

/// All styles of a document.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    /// The paragraph style where none is named.
    default: Option<String>,
    document: Letters,
}

impl Styles {
    pub(super) fn read(tree: Option<&Element>) -> Styles {
        let mut styles = Styles::default();
        let Some(tree) = tree else { return styles };
        let defaults = tree.find("rPrDefault").and_then(|d| d.child("rPr"));
        styles.document = Letters::of(defaults);
        for element in tree.elements().filter(|e| e.name == "style") {
            let Some(id) = element.get("styleId") else {
                continue;
            };
            if element.get("type") == Some("paragraph")
                && matches!(element.get("default"), Some("1" | "true"))
            {
                styles.default = Some(id.to_owned());
            }
            let paragraph = element.child("pPr");
            let style = Style {
                name: element.value("name").unwrap_or(id).to_lowercase(),
                based_on: element.value("basedOn").map(str::to_owned),
                outline: paragraph.and_then(outline),
                list: paragraph.and_then(list),
                centred: paragraph.and_then(centred),
                letters: Letters::of(element.child("rPr")),
            };
            styles.styles.insert(id.to_owned(), style);
        }
        styles
    }

    /// A style and those it is based on, nearest first.
    fn chain<'a>(&'a self, id: Option<&str>) -> impl Iterator<Item = &'a Style> {
        let first = id
            .or(self.default.as_deref())
            .and_then(|id| self.styles.get(id));
        let next = |style: &&'a Style| style.based_on.as_deref().and_then(|id| self.styles.get(id));
        std::iter::successors(first, next).take(LONGEST)
    }

    /// What a paragraph style is for, by its name or that of one below it.
    pub(super) fn purpose(&self, id: Option<&str>) -> Purpose {
        for style in self.chain(id) {
            if let Some(purpose) = named(&style.name) {
                return purpose;
            }
            if let Some(level) = style.outline {
                return Purpose::Heading(level + 1);
            }
        }
        Purpose::Body
    }

    pub(super) fn list(&self, id: Option<&str>) -> Option<(Option<String>, Option<usize>)> {
        self.chain(id).find_map(|s| s.list.clone())
    }

    /// The depth of a list that only a style's name tells: List Bullet 2.
    pub(super) fn list_by_name(&self, id: Option<&str>) -> Option<(bool, usize)> {
        self.chain(id).find_map(|style| {
            let name = style.name.as_str();
            let bullet = ["list bullet", "列表项目符号", "项目符号"]
                .iter()
                .find_map(|n| name.strip_prefix(n));
            let number = ["list number", "列表编号", "编号列表"]
                .iter()
                .find_map(|n| name.strip_prefix(n));
            let depth = |rest: &str| rest.trim().parse::<usize>().unwrap_or(1).saturating_sub(1);
            bullet
                .map(|r| (false, depth(r)))
                .or(number.map(|r| (true, depth(r))))
        })
    }

    pub(super) fn is_centred(&self, id: Option<&str>) -> bool {
        self.chain(id).find_map(|s| s.centred).unwrap_or(false)
    }

    /// Letters of a paragraph style.
    pub(super) fn letters(&self, id: Option<&str>) -> Letters {
        self.chain(id)
            .fold(Letters::default(), |l, s| l.over(&s.letters))
            .over(&self.document)
    }

    /// Letters of a character style, without the document's.
    pub(super) fn run_letters(&self, id: &str) -> Letters {
        let chain = self.styles.get(id).map(|_| self.chain(Some(id)));
        chain
            .into_iter()
            .flatten()
            .fold(Letters::default(), |l, s| l.over(&s.letters))
    }
}

fn named(name: &str) -> Option<Purpose> {
    let digits = |prefix: &str| {
        let rest = name.strip_prefix(prefix)?.trim();
        rest.parse::<u8>().ok().filter(|n| (1..=9).contains(n))
    };
    if let Some(level) = ["heading", "标题", "überschrift", "titre"]
        .iter()
        .find_map(|p| digits(p))
    {
        return Some(Purpose::Heading(level));
    }
    Some(match name {
        "title" | "标题" => Purpose::Title,
        "subtitle" | "副标题" => Purpose::Subtitle,
        "author" | "作者" => Purpose::Author,
        "date" | "日期" => Purpose::Date,
        "caption" | "题注" | "image caption" | "figure" | "illustration" | "table caption" => {
            Purpose::Caption
        }
        "quote" | "intense quote" | "引用" | "明显引用" | "quotations" | "引文" | "block text"
        | "block quote" => Purpose::Quote,
        "toc heading" | "contents heading" => Purpose::ContentsHeading,
        _ if name.starts_with("toc ") || name.starts_with("contents ") => Purpose::Contents,
        _ => return None,
    })
}

/// 0 to 8; 9 is body text.
pub(super) fn outline(properties: &Element) -> Option<u8> {
    properties
        .value("outlineLvl")?
        .parse::<u8>()
        .ok()
        .filter(|n| *n < 9)
}

/// Number id and depth of a paragraph's list.
pub(super) fn list(properties: &Element) -> Option<(Option<String>, Option<usize>)> {
    let list = properties.child("numPr")?;
    let id = list.value("numId").map(str::to_owned);
    let depth = list.value("ilvl").and_then(|v| v.parse::<usize>().ok());
    Some((id, depth))
}

pub(super) fn centred(properties: &Element) -> Option<bool> {
    properties.value("jc").map(|v| v == "center")
}
