//! Pictures: taken out of the package where browsers can show them, named
//! where they cannot.

use super::Reader;
use super::runs::Pieces;
use crate::import::draft::{Picture, Weight};
use crate::import::xml::Element;
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
            self.not_a_picture(element);
        }
    }

    fn not_a_picture(&mut self, element: &Element) {
        let (zh, en) = if element.find("chart").is_some() {
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
            pieces.pictures.push(*at);
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
        let at = self.draft.pictures.len();
        self.draft.pictures.push(Picture {
            bytes: if shows { bytes } else { Vec::new() },
            kind,
            caption: description,
            ..Picture::default()
        });
        self.media.insert(target.path, at);
        pieces.pictures.push(at);
    }
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
