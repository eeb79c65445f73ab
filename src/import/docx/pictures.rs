//! Pictures: taken out of the package where browsers can show them, named
//! where they cannot.

use super::Reader;
use super::runs::Pieces;
use crate::import::draft::{Picture, Weight};
use crate::import::xml::Element;
use crate::picture;
use crate::text;

impl Reader<'_> {
    /// All drawings below an element, without its runs.
    pub(super) fn drawings(&mut self, parent: &Element, pieces: &mut Pieces) {
        for element in parent.elements() {
            if matches!(element.name.as_str(), "drawing" | "pict" | "object") {
                self.drawing(element, pieces);
            }
        }
    }

    /// One drawing: pictures, text boxes, or something that is neither.
    pub(super) fn drawing(&mut self, element: &Element, pieces: &mut Pieces) {
        let mut boxes = Vec::new();
        element.all("txbxContent", &mut boxes);
        for content in &boxes {
            pieces.boxes.push((*content).clone());
        }
        let mut found = Vec::new();
        images(element, &mut found);
        let description = element.find("docPr").and_then(description);
        for image in &found {
            self.image(image, description.clone(), pieces);
        }
        if found.is_empty() && boxes.is_empty() {
            self.not_a_picture(element, pieces);
        }
    }

    /// The part that a drawing's relationship names.
    fn related(&mut self, element: &Element, attribute: &str) -> Option<Element> {
        let target = self.links.get(element.get(attribute)?)?;
        let name = target.path.clone();
        super::part(&mut self.archive, &name)
    }

    fn not_a_picture(&mut self, element: &Element, pieces: &mut Pieces) {
        // WordArt is text.
        let mut art = Vec::new();
        element.all("textpath", &mut art);
        let words: Vec<&str> = art.iter().filter_map(|e| e.get("string")).collect();
        if !words.is_empty() {
            let look = crate::import::draft::Look::default();
            return super::runs::push(&mut pieces.inlines, words.join(" "), look);
        }
        if let Some(ids) = element.find("relIds")
            && let Some(data) = self.related(ids, "dm")
        {
            // The boxes of a SmartArt hold paragraphs like any other.
            let mut texts = Vec::new();
            data.all("pt", &mut texts);
            let texts: Vec<Element> = texts
                .into_iter()
                .filter_map(|point| point.child("t").cloned())
                .filter(|text| !text.text().trim().is_empty())
                .collect();
            if !texts.is_empty() {
                pieces.boxes.extend(texts);
                return;
            }
        }
        let chart = element.find("chart");
        if let Some(part) = chart.and_then(|chart| self.related(chart, "id")) {
            let words = chart_words(&part);
            return self.draft.remark(
                Weight::Lost,
                text!(
                    "有一张图表没有导入，里面写着：{words}",
                    "a chart is not imported; it says: {words}"
                ),
                Some(text!(
                    "把它的数写进 figures.toml，用图表显示；或截成图片放进县的文件夹",
                    "put its numbers into figures.toml and have them drawn, or make a picture of it"
                )),
            );
        }
        let (zh, en) = if chart.is_some() {
            ("图表", "a chart")
        } else if element.find("relIds").is_some() {
            ("SmartArt 图示", "a SmartArt drawing")
        } else if element.name == "object" {
            ("嵌入的对象", "an embedded object")
        } else {
            // Lines and frames hold nothing.
            return;
        };
        self.draft.remark(
            Weight::Lost,
            text!("有一个{zh}不是图片，没有导入", "{en} is no picture and is not imported"),
            Some(text!(
                "在 Word 里把它截成图片（.png），放进县的文件夹，正文里写 ![图说](文件名)",
                "make a picture of it (.png), put it into the county's folder, and write ![caption](file)"
            )),
        );
    }

    fn image(&mut self, image: &Element, description: Option<String>, pieces: &mut Pieces) {
        let id = image.get("embed").or(image.get("id"));
        let link = image.get("link");
        let target = id.or(link).and_then(|id| self.links.get(id)).cloned();
        let Some(target) = target.filter(|t| !t.external) else {
            self.draft.remark(
                Weight::Lost,
                text!(
                    "有一张图片不在文件里，只是一个链接，没有导入",
                    "a picture is only linked, not in the file"
                ),
                Some(text!("请对方把图片另外发来", "ask for the picture itself")),
            );
            return;
        };
        if let Some(at) = self.media.get(&target.path) {
            // One file, but each place has a caption of its own.
            let first = *at;
            let kind = self.draft.pictures.get(first).map(|p| p.kind.clone());
            pieces.pictures.push(self.draft.pictures.len());
            self.draft.pictures.push(Picture {
                same: Some(first),
                kind: kind.unwrap_or_default(),
                caption: description,
                ..Picture::default()
            });
            return;
        }
        let Some(bytes) = self.archive.bytes(&target.path) else {
            let name = target
                .path
                .rsplit('/')
                .next()
                .unwrap_or_default()
                .to_owned();
            self.draft.remark(
                Weight::Lost,
                text!(
                    "图片 {name} 在文件里缺失",
                    "the picture {name} is missing from the file"
                ),
                Some(text!("请对方把图片另外发来", "ask for the picture itself")),
            );
            return;
        };
        let kind = kind(&bytes, &target.path);
        let shows = matches!(kind.as_str(), "png" | "jpg" | "gif" | "webp");
        let fault = shows.then(|| picture::fault(&bytes)).flatten();
        let torn = fault.is_some_and(|fault| !fault.is_size());
        let at = self.draft.pictures.len();
        self.draft.pictures.push(Picture {
            bytes: if shows && !torn { bytes } else { Vec::new() },
            kind: if torn { String::new() } else { kind },
            caption: description,
            ..Picture::default()
        });
        self.media.insert(target.path, at);
        pieces.pictures.push(at);
    }
}

/// The titles, categories and numbers of a chart, each once.
fn chart_words(part: &Element) -> String {
    fn collect(element: &Element, out: &mut Vec<String>) {
        for child in element.elements() {
            if matches!(child.name.as_str(), "t" | "v") {
                let words = child.text().trim().to_owned();
                if !words.is_empty() && !out.contains(&words) {
                    out.push(words);
                }
            } else {
                collect(child, out);
            }
        }
    }
    let mut words = Vec::new();
    collect(part, &mut words);
    words.join("、")
}

/// `a:blip` and `v:imagedata`, outside of text boxes.
fn images<'a>(element: &'a Element, out: &mut Vec<&'a Element>) {
    for child in element.elements() {
        match child.name.as_str() {
            "blip" | "imagedata" => out.push(child),
            "txbxContent" | "Fallback" => {}
            _ => images(child, out),
        }
    }
}

/// A description that a person wrote.
fn description(properties: &Element) -> Option<String> {
    let text = properties.get("descr").or(properties.get("title"))?.trim();
    let lower = text.to_lowercase();
    let machine = text.is_empty()
        || ["picture", "image", "图片", "图像", "img", "graphic"]
            .iter()
            .any(|w| {
                lower
                    .strip_prefix(w)
                    .is_some_and(|rest| rest.trim().chars().all(|c| c.is_ascii_digit()))
            })
        || [".png", ".jpg", ".jpeg", ".gif", ".bmp", ".webp"]
            .iter()
            .any(|e| lower.ends_with(e))
        || lower.contains("描述已自动生成")
        || lower.contains("automatically generated");
    (!machine).then(|| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// What the bytes are; else what the name says.
fn kind(bytes: &[u8], path: &str) -> String {
    let is = |at: usize, magic: &[u8]| bytes.get(at..at + magic.len()) == Some(magic);
    let known = if is(0, b"\x89PNG") {
        "png"
    } else if is(0, b"\xFF\xD8\xFF") {
        "jpg"
    } else if is(0, b"GIF8") {
        "gif"
    } else if is(0, b"RIFF") && is(8, b"WEBP") {
        "webp"
    } else if is(40, b" EMF") {
        "emf"
    } else if is(0, b"\xD7\xCD\xC6\x9A") {
        "wmf"
    } else if is(4, b"ftypheic") || is(4, b"ftypheix") || is(4, b"ftypmif1") || is(4, b"ftyphevc") {
        "heic"
    } else if is(0, b"BM") {
        "bmp"
    } else if is(0, b"II*\0") || is(0, b"MM\0*") {
        "tiff"
    } else {
        return path.rsplit_once('.').map_or("?", |(_, e)| e).to_lowercase();
    };
    known.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_machine_wrote_is_no_description() {
        let of = |d: &str| {
            let xml = format!("<docPr descr=\"{d}\"/>");
            description(&crate::import::xml::parse(&xml).unwrap())
        };
        assert_eq!(of("图片 3"), None);
        assert_eq!(of("微信图片_2026.jpg"), None);
        assert_eq!(of("岱后“红军营”开营").as_deref(), Some("岱后“红军营”开营"));
    }

    #[test]
    fn kinds_by_their_bytes() {
        assert_eq!(kind(b"\x89PNG\r\n", "word/media/image1.jpeg"), "png");
        assert_eq!(kind(b"????ftypheic", "a.jpg"), "heic");
        assert_eq!(kind(b"?", "word/media/image1.EMF"), "emf");
    }
}
