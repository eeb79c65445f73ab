//! SVG files from outside: what in them would do more than show a picture.
//!
//! A browser that opens such a file by its own address runs what is in it in
//! the name of the host that serves it. So only drawings are let through:
//! shapes, text, and references to parts of the same file. Scripts come in as
//! elements, as `on…` attributes, in animations that set one, in addresses and
//! in HTML inside; entities and processing instructions hide all of these, so
//! they are refused as such. Namespaces of drawing programs are no harm. Nor
//! may a drawing be without end ([`super::uses`]).

use super::sound;
use super::uses::Uses;
use crate::finding::Text;
use crate::text;
use quick_xml::events::{BytesDecl, BytesStart, Event};
use quick_xml::reader::Reader;
use std::borrow::Cow;

/// Elements that run, load or hold something else, in small letters.
const ELEMENTS: [&str; 15] = [
    "script",
    "foreignobject",
    "handler",
    "listener",
    "iframe",
    "embed",
    "object",
    "audio",
    "video",
    "canvas",
    "link",
    "meta",
    "base",
    "form",
    "animation",
];
/// What may stand in the file itself as an address: pictures that cannot run.
const PICTURES: [&str; 4] = [
    "data:image/png;",
    "data:image/jpeg;",
    "data:image/gif;",
    "data:image/webp;",
];
/// Drawing programs nest groups; nobody nests them like this.
const DEEPEST: usize = 200;

/// Why an SVG file must not be published; `None` for a mere drawing.
pub fn danger(file: &[u8]) -> Option<Text> {
    let Ok(text) = std::str::from_utf8(file) else {
        return Some(text!("它不是 UTF-8 编码", "it is not UTF-8"));
    };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if !sound::has_no_control(text) {
        return Some(unsound());
    }
    let mut reader = Reader::from_str(text);
    let mut depth = 0_usize;
    // A browser reads a sheet as one, whatever stands between its pieces.
    let mut sheet: Option<String> = None;
    let mut uses = Uses::default();
    let mut is_begun = false;
    let mut is_first = true;
    loop {
        let found = match reader.read_event() {
            Err(_) => Some(unsound()),
            Ok(Event::Eof) if depth == 0 && is_begun => return uses.danger(),
            Ok(Event::Eof) => Some(unsound()),
            Ok(Event::Start(element) | Event::Empty(element)) if !sound::tag(&element) => {
                Some(unsound())
            }
            Ok(Event::Start(_) | Event::Empty(_)) if depth == 0 && is_begun => Some(unsound()),
            Ok(Event::Start(element)) => {
                depth += 1;
                let name = local(&element);
                let is_hidden = sheet.is_some();
                if name == "style" {
                    sheet = Some(String::new());
                }
                uses.begin(&name, &element);
                place_of(&name, &mut is_begun, is_hidden)
                    .or_else(|| check(&name, &element))
                    .or_else(|| {
                        (depth > DEEPEST).then(|| text!("它套得太深", "it is nested too deep"))
                    })
            }
            Ok(Event::Empty(element)) => {
                let name = local(&element);
                uses.begin(&name, &element);
                uses.end();
                place_of(&name, &mut is_begun, sheet.is_some()).or_else(|| check(&name, &element))
            }
            Ok(Event::End(_)) => {
                depth = depth.saturating_sub(1);
                uses.end();
                sheet.take().and_then(|css| style(&css))
            }
            Ok(Event::Decl(says)) if is_first => encoding(&says),
            Ok(Event::Decl(_)) => Some(unsound()),
            Ok(Event::DocType(_)) => Some(text!("里面有 DOCTYPE", "it has a DOCTYPE")),
            Ok(Event::PI(_)) => Some(text!(
                "里面有处理指令（<?…?>）",
                "it has a processing instruction"
            )),
            Ok(Event::Comment(text)) => (!sound::comment(&text)).then(unsound),
            Ok(Event::Text(text)) if depth == 0 && text.trim_ascii().is_empty() => None,
            Ok(Event::Text(text)) if depth > 0 && sound::text(&text) => append(&mut sheet, &text),
            Ok(Event::Text(_)) => Some(unsound()),
            // In a title HTML takes it for a comment that ends at the first `>`.
            Ok(Event::CData(text)) if text.contains('<') => Some(text!(
                "里面用 CDATA 包着标记",
                "it has markup in a CDATA section"
            )),
            Ok(Event::CData(_)) if depth == 0 => Some(unsound()),
            Ok(Event::CData(text)) => append(&mut sheet, &text),
            // Within a style sheet it would stand for characters not looked at.
            Ok(Event::GeneralRef(_)) if sheet.is_some() => {
                Some(text!("样式里有字符引用", "a style sheet has references"))
            }
            Ok(Event::GeneralRef(reference)) => {
                (depth == 0 || !sound::reference(&reference)).then(unsound)
            }
        };
        if found.is_some() {
            return found;
        }
        is_first = false;
    }
}

fn unsound() -> Text {
    text!("它不是完好的 XML", "it is not sound XML")
}

/// Read in another encoding, as a browser does that is told one, the same bytes
/// are other characters: quotes and brackets go, and what stood between them
/// runs.
fn encoding(declaration: &BytesDecl<'_>) -> Option<Text> {
    let named = declaration.encoding()?;
    let is_ours = named.is_ok_and(|name| name.eq_ignore_ascii_case("utf-8"));
    (!is_ours).then(|| {
        text!(
            "开头写明的编码不是 UTF-8",
            "its first line names another encoding than UTF-8"
        )
    })
}

/// An element where none may be: instead of the drawing, or in a style sheet.
fn place_of(name: &str, is_begun: &mut bool, is_in_style: bool) -> Option<Text> {
    let is_first = !std::mem::replace(is_begun, true);
    if is_first && name != "svg" {
        return Some(text!("它不是 SVG 图", "it is no SVG"));
    }
    is_in_style.then(|| text!("样式里有别的元素", "a style sheet has elements in it"))
}

/// One more piece of a style sheet.
fn append(sheet: &mut Option<String>, text: &str) -> Option<Text> {
    if let Some(sheet) = sheet {
        sheet.push_str(text);
    }
    None
}

/// The name without its prefix, in small letters: a browser that takes the
/// file for HTML knows no case.
fn local<'e>(element: &'e BytesStart<'_>) -> Cow<'e, str> {
    let name: &str = element.name().into_inner();
    small(name.rsplit(':').next().unwrap_or(name))
}

/// In small letters, as nearly all names are.
fn small(name: &str) -> Cow<'_, str> {
    match name.bytes().any(|b| b.is_ascii_uppercase()) {
        true => Cow::Owned(name.to_ascii_lowercase()),
        false => Cow::Borrowed(name),
    }
}

fn check(name: &str, element: &BytesStart<'_>) -> Option<Text> {
    if ELEMENTS.contains(&name) {
        return Some(text!("里面有 <{name}>", "it has <{name}>"));
    }
    for attribute in element.attributes() {
        let Ok(attribute) = attribute else {
            return Some(unsound());
        };
        let key = small(attribute.key.into_inner());
        let raw: &str = attribute.value.as_ref();
        if is_harmless(&key, raw) {
            continue;
        }
        let Ok(value) = quick_xml::escape::unescape(raw) else {
            return Some(unsound());
        };
        // Browsers drop these from addresses before they look at the scheme.
        let bare: String = value
            .chars()
            .filter(|c| !c.is_whitespace() && !c.is_control())
            .collect();
        if let Some(found) = judge(name, &key, &bare.to_ascii_lowercase()) {
            return Some(found);
        }
    }
    None
}

/// Whether a value is quickly seen to lead nowhere: nearly all of them are
/// numbers, and long.
fn is_harmless(key: &str, value: &str) -> bool {
    let own = key.rsplit(':').next().unwrap_or(key);
    let may_lead = own.starts_with("on") || own == "attributename" || is_address(own);
    // What turns and moves has brackets and no address.
    let moves = key == "transform";
    let tells = |b: u8| matches!(b, b':' | b'\\' | b'@' | b'&') || (b == b'(' && !moves);
    !may_lead && !key.starts_with("xmlns") && !value.bytes().any(tells)
}

/// Attributes that name an address, those of HTML too.
const ADDRESSES: [&str; 20] = [
    "href",
    "src",
    "base",
    "data",
    "action",
    "from",
    "ping",
    "attributionsrc",
    "formaction",
    "srcset",
    "imagesrcset",
    "poster",
    "background",
    "cite",
    "longdesc",
    "manifest",
    "codebase",
    "classid",
    "archive",
    "profile",
];

fn is_address(own: &str) -> bool {
    ADDRESSES.contains(&own)
}

fn judge(element: &str, key: &str, value: &str) -> Option<Text> {
    let own = key.rsplit(':').next().unwrap_or(key);
    if own.starts_with("on") {
        return Some(text!(
            "里面有事件属性 {key}",
            "it has the event attribute {key}"
        ));
    }
    if key.starts_with("xmlns") {
        let is_page = value.contains("1999/xhtml");
        return is_page.then(|| text!("里面有网页（XHTML）", "it has XHTML inside"));
    }
    let changes = own == "attributename";
    let named = value.rsplit(':').next().unwrap_or(value);
    if changes && (value.contains("href") || is_address(named) || value.starts_with("on")) {
        return Some(text!(
            "里面有改地址的动画",
            "an animation changes an address"
        ));
    }
    if element.starts_with("animate") || element == "set" {
        let steps = ["to", "from", "by", "values"];
        if steps.contains(&own) && (value.contains("script:") || value.contains("data:")) {
            return Some(text!(
                "里面有改地址的动画",
                "an animation changes an address"
            ));
        }
    }
    let leads = is_address(own) && key != "from" && !is_inside(value);
    if leads || value.contains("javascript:") || value.contains("vbscript:") {
        return Some(text!(
            "里面引用了文件之外的东西（{key}）",
            "it refers to something outside itself ({key})"
        ));
    }
    style(value)
}

fn is_inside(value: &str) -> bool {
    value.is_empty() || value.starts_with('#') || PICTURES.iter().any(|p| value.starts_with(p))
}

/// A style sheet, a style attribute, or any value that may name a paint.
fn style(css: &str) -> Option<Text> {
    let css: String = css.chars().filter(|c| !c.is_whitespace()).collect();
    let css = css.to_ascii_lowercase();
    let leads_out = |address: &str| !is_inside(address.trim_start_matches(['"', '\'']));
    let outside = ["url(", "src("]
        .iter()
        .any(|word| css.split(word).skip(1).any(leads_out));
    // A backslash can spell any word.
    let hidden = css.contains('\\') && (css.contains('(') || css.contains('@'));
    let loads = ["@import", "expression(", "-moz-binding", "image-set("];
    (outside || hidden || loads.iter().any(|word| css.contains(word))).then(|| {
        text!(
            "样式里引用了文件之外的东西",
            "a style refers to something outside itself"
        )
    })
}

#[cfg(test)]
mod tests {
    use super::danger;

    fn svg(inside: &str) -> Option<crate::finding::Text> {
        let file = format!(
            "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\">{inside}</svg>"
        );
        danger(file.as_bytes())
    }

    #[test]
    fn drawings_pass() {
        for inside in [
            "<path d=\"M0 0h1\" fill=\"url(#a)\" style=\"fill:url( '#a' );stroke:#000\"/>",
            "<style>.a{fill:url(#g)} text{font:1px sans-serif}</style><text>万元 &amp; 亿元</text>",
            "<use href=\"#a\" xlink:href=\"#b\"/><image href=\"data:image/png;base64,AA==\"/>",
            "<metadata><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><a rdf:resource=\"http://purl.org/x\"/></rdf:RDF></metadata>",
            "<sodipodi:namedview xmlns:sodipodi=\"http://sodipodi.sourceforge.net/DTD\" pagecolor=\"#fff\"/>",
            "<animate attributeName=\"x\" from=\"0\" to=\"1\" dur=\"1s\"/>",
            "<!-- <script> -->",
        ] {
            assert_eq!(svg(inside), None, "{inside}");
        }
    }

    #[test]
    fn whatever_runs_or_loads_is_refused() {
        for inside in [
            "<script>alert(1)</script>",
            "<svg:script xmlns:svg=\"http://www.w3.org/2000/svg\">alert(1)</svg:script>",
            "<SCRIPT/>",
            "<g onload=\"alert(1)\"/>",
            "<g ONCLICK='alert(1)'/>",
            "<foreignObject><p>x</p></foreignObject>",
            "<a href=\"javascript:alert(1)\"><text>x</text></a>",
            "<a xlink:href=\"java&#9;script:alert(1)\"/>",
            "<a xlink:href=\"&#106;avascript:alert(1)\"/>",
            "<a href=\"https://example.com/\"/>",
            "<a href=\"//example.com/\"/>",
            "<image href=\"https://example.com/a.png\"/>",
            "<image href=\"other.svg\"/>",
            "<use href=\"data:image/svg+xml,x#x\"/>",
            "<set attributeName=\"onmouseover\" to=\"alert(1)\"/>",
            "<set attributeName=\"href\" to=\"#b\"/>",
            "<animate attributeName=\"xlink:href\" values=\"a;b\"/>",
            "<animate attributeName=\"x\" values=\"javascript:alert(1)\"/>",
            "<style>@import 'https://example.com/a.css';</style>",
            "<style>@font-face{src:src('//example.com/a')}</style>",
            "<style>a{fill:url(https://example.com/)}</style>",
            "<style><![CDATA[@import 'x']]></style>",
            "<style>@\\69mport 'x'</style>",
            "<style>&#64;import 'x'</style>",
            "<g style=\"background:url(//example.com/)\"/>",
            "<g fill=\"url(https://example.com/#a)\"/>",
            "<p xmlns=\"http://www.w3.org/1999/xhtml\">x</p>",
            "<g xml:base=\"https://example.com/\"/>",
            "<iframe src=\"x\"/>",
            "<g a=1/>",
            "<g",
            "<?xml-stylesheet href=\"x.css\"?>",
            "<a href=\"#\" ping=\"http://example.com/\"><text>x</text></a>",
            "<a href=\"#\" ping=\"//example.com/\"><text>x</text></a>",
            "<set attributeName=\"ping\" to=\"//example.com/\"/>",
            "<title><![CDATA[><img src=x onerror=alert(1)>]]></title>",
        ] {
            assert!(svg(inside).is_some(), "{inside}");
        }
        assert!(danger(b"").is_some());
        assert!(danger(b"a line of text").is_some());
        assert!(danger(b"<g/>").is_some());
        assert!(danger(b"<!DOCTYPE svg [<!ENTITY x \"y\">]><svg/>").is_some());
        assert!(danger(b"\xff\xfe<\0s\0").is_some());
        assert!(danger("<g>".repeat(300).as_bytes()).is_some());
    }

    #[test]
    fn what_another_reader_takes_for_html_was_let_through() {
        for inside in [
            "<!--><script>alert(1)</script>-->",
            "<!-- 图 --!><script>alert(1)</script>-->",
            "<g tabindex=\"0\"/onfocus=\"alert(1)\"/autofocus=\"\"/>",
            "<image/x=\"1\"/onerror=\"alert(1)\"/href=\"x\"/>",
            "<img\u{c}src=x\u{c}onerror=alert(1)/>",
            "<g a=\"<script>\"/>",
            "<g\u{a0}onload=\"alert(1)\"/>",
            "<g a=\"\0\"/>",
            "<text>]]></text>",
            "<text>&nbsp;</text>",
            "<text>&x;</text>",
            "<text>&#0;</text>",
            "</svg><svg>",
        ] {
            assert!(svg(inside).is_some(), "{inside}");
        }
        for file in [
            "图<svg/>",
            "<svg/>图",
            "<svg/>&amp;",
            "<svg/><![CDATA[x]]>",
            "<!-- a --><?xml version=\"1.0\"?><svg/>",
            "<!--><script>alert(1)</script>--><svg/>",
        ] {
            assert!(danger(file.as_bytes()).is_some(), "{file}");
        }
        assert_eq!(
            danger("\u{feff}<!-- 图 -->\n<svg/>\n<!-- 完 -->\n".as_bytes()),
            None
        );
    }

    #[test]
    fn a_sheet_in_pieces_loads_nothing_either() {
        for inside in [
            "<style>@imp<!-- -->ort '//example.com/a.css';</style>",
            "<style>@imp<![CDATA[ort '//example.com/a.css';]]></style>",
            "<style>a{fill:u<!-- -->rl(//example.com/)}</style>",
            "<style><g></g>@import '//example.com/a.css';</style>",
            "<style><g/>a{}</style>",
            "<style><style></style>@import '//example.com/a.css';</style>",
        ] {
            assert!(svg(inside).is_some(), "{inside}");
        }
    }

    /// In GBK a byte beyond ASCII takes the one after it along, also a quotation mark.
    #[test]
    fn an_encoding_that_is_declared_hides_nothing() {
        let file = |encoding: &str| {
            format!("<?xml version=\"1.0\" encoding='{encoding}'?><svg><text>图</text></svg>")
        };
        assert!(danger(file("gbk").as_bytes()).is_some());
        assert!(danger(file("utf-16").as_bytes()).is_some());
        assert_eq!(danger(file("UTF-8").as_bytes()), None);
        let shifted = "<svg><text class=\"\u{1b}$B\"/></svg>";
        assert!(danger(shifted.as_bytes()).is_some());
    }
}
