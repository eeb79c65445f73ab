//! Files that a text links to and that are published as they are: only kinds
//! that a browser shows or saves, never one that it runs.
//!
//! Whoever can put a page or a script on a host speaks in its name. Counties
//! send folders in; none of them may do that by a link to a file beside the
//! text. So the kinds that are let through are listed; a file without an
//! ending may be taken for a page by a server that gives it no type.
//!
//! What is plain text is looked through for numbers of persons, as every text
//! is: a list of names and phones is more often a table than a sentence.

use crate::content::{Asset, AssetKind, Body, Site};
use crate::finding::{Code, Finding, Findings, Place, Source, Text, system};
use crate::picture;
use crate::proof::{self, Kind, Passage, Rules};
use crate::text;
use std::io::{self, Read};

/// Largest file, in bytes: the site is copied, packed and sent whole.
const LIMIT: u64 = 64 << 20;

const KINDS: [&str; 37] = [
    "pdf", "ofd", "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps", "rtf", "odt",
    "ods", "odp", "txt", "csv", "tsv", "json", "geojson", "toml", "md", "zip", "rar", "7z", "gz",
    "tar", "mp3", "m4a", "wav", "ogg", "mp4", "m4v", "mov", "webm", "epub", "ics",
];

/// Endings that browsers or servers run, so that none may stand within a name either:
/// Apache goes by every ending that it knows (mod_mime), and of `notice.html.ofd` it
/// knows the first alone.
const RUN: [&str; 58] = [
    "htm", "html", "shtm", "shtml", "stm", "xht", "xhtm", "xhtml", "xml", "xsl", "xslt", "rdf",
    "rss", "atom", "svg", "svgz", "mht", "mhtm", "mhtml", "hta", "htc", "js", "mjs", "cjs", "es",
    "jse", "css", "wasm", "swf", "asa", "asp", "aspx", "ashx", "asis", "asmx", "cer", "cdx", "cfm",
    "jsp", "jspx", "jspf", "cgi", "fcgi", "pl", "py", "rb", "rhtml", "erb", "tcl", "sh", "lua",
    "var", "phar", "pht", "phtml", "phps", "vbs", "wsf",
];

/// What a file begins with that browsers take for a page where a server gives it no
/// type (WHATWG, MIME Sniffing, 7.1), in small letters.
const PAGES: [&str; 18] = [
    "<!doctype html",
    "<html",
    "<head",
    "<script",
    "<iframe",
    "<h1",
    "<div",
    "<font",
    "<table",
    "<a",
    "<style",
    "<title",
    "<b",
    "<body",
    "<br",
    "<p",
    "<!--",
    "<?xml",
];

/// Those of them that are text.
const TEXTS: [&str; 9] = [
    "txt", "csv", "tsv", "json", "geojson", "toml", "md", "ics", "svg",
];

/// Reports numbers of persons in an attachment that is text.
pub(super) fn check_persons(
    asset: &Asset,
    bytes: &[u8],
    site: &Site,
    rules: &Rules,
    findings: &mut Findings,
) {
    let kind = extension(asset);
    if !TEXTS.contains(&kind.as_str()) {
        return;
    }
    // Tables from a spreadsheet program are GBK more often than not.
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::GB18030.decode(bytes).0.into_owned(),
    };
    let text = if kind == "svg" {
        between_tags(&text)
    } else {
        text
    };
    let range = 0..text.len();
    let source = Source::new(&asset.path, text);
    let body = Body { source, range };
    let passage = Passage::body(&body, Kind::Note);
    let contact = site.publisher.contact.as_deref();
    proof::personal_data(&passage, contact, rules, findings);
}

/// The text with blanks for its tags, whose numbers are coordinates.
fn between_tags(text: &str) -> String {
    let mut in_tag = false;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        in_tag |= c == '<';
        if in_tag && c != '\n' {
            out.extend(std::iter::repeat_n(' ', c.len_utf8()));
        } else {
            out.push(c);
        }
        in_tag &= c != '>';
    }
    out
}

fn extension(asset: &Asset) -> String {
    let name = asset.path.rsplit('/').next().unwrap_or("");
    let kind = name.rsplit_once('.').map_or("", |(_, kind)| kind);
    kind.to_ascii_lowercase()
}

/// The bytes of a file that may be published.
pub(super) fn read(asset: &Asset) -> Result<Vec<u8>, Box<Finding>> {
    let bytes = limited(asset).map_err(|error| {
        let Text { zh, en } = system(&error);
        let message = text!("读不了这个文件：{zh}", "the file cannot be read: {en}");
        Box::new(Finding::new(Code::FileUnreadable, place(asset), message))
    })?;
    if bytes.len() as u64 > LIMIT {
        let most = LIMIT >> 20;
        let message = text!(
            "附件太大，最多 {most} MB",
            "the attachment is too large; {most} MB is the most"
        );
        let hint = text!(
            "压缩一下，或放到单位的网盘上再写链接",
            "make it smaller, or link to it where it lies"
        );
        return Err(Box::new(
            Finding::new(Code::FileTooLarge, place(asset), message).hint(hint),
        ));
    }
    if asset.kind == AssetKind::Drawing {
        return match unsafe_drawing(asset, &bytes) {
            Some(finding) => Err(finding),
            None => Ok(bytes),
        };
    }
    let kind = extension(asset);
    let known = KINDS.contains(&kind.as_str());
    if known && begins_a_page(&bytes) {
        let message = text!(
            "这个文件的内容是网页，浏览器可能会运行它",
            "what is in this file is a page, which a browser might run"
        );
        let hint = text!(
            "用原来的软件打开，另存为真正的“.{kind}”，或转成 PDF",
            "open it in its program and save it as a real `.{kind}`, or make a PDF of it"
        );
        return Err(unsafe_file(asset, message, hint));
    }
    // A picture of a kind that cannot be cleaned has a finding of its own.
    if known || picture::is_picture(&bytes) {
        return Ok(bytes);
    }
    let message = text!(
        "“.{kind}”这类文件不能当附件发布：浏览器可能把它当网页运行",
        "a file of the kind `.{kind}` is not published: a browser might run it"
    );
    let hint = text!("转成 PDF，或打成 ZIP", "make a PDF of it, or a ZIP");
    Err(unsafe_file(asset, message, hint))
}

fn unsafe_file(asset: &Asset, message: Text, hint: Text) -> Box<Finding> {
    Box::new(Finding::new(Code::AttachmentUnsafe, place(asset), message).hint(hint))
}

/// What is wrong with the name of a file that is to be published, a picture's too.
pub(super) fn check_name(asset: &Asset) -> Result<(), Box<Finding>> {
    let name = asset.path.rsplit('/').next().unwrap_or("");
    let Some(ending) = ending_within(name) else {
        return Ok(());
    };
    let message = text!(
        "文件名中间有“.{ending}”，有的服务器按它认文件，会当网页或程序运行",
        "`.{ending}` stands within the name; some servers go by it and run the file"
    );
    let hint = text!(
        "改名，把中间的点去掉",
        "rename it without the dot before `{ending}`"
    );
    Err(unsafe_file(asset, message, hint))
}

/// The ending within a name that is one of [`RUN`], or PHP of any version.
fn ending_within(name: &str) -> Option<&str> {
    let (within, _) = name.rsplit_once('.')?;
    within.split('.').skip(1).find(|part| {
        let small = part.trim().to_ascii_lowercase();
        let version = small.strip_prefix("php");
        version.is_some_and(|v| v.bytes().all(|b| b.is_ascii_digit())) || RUN.contains(&&*small)
    })
}

/// Whether these are the first bytes of a page. Chromium asks not where the tag ends.
fn begins_a_page(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let start = bytes.trim_ascii_start();
    PAGES.iter().any(|page| {
        let first = start.get(..page.len());
        first.is_some_and(|first| first.eq_ignore_ascii_case(page.as_bytes()))
    })
}

/// No more than a byte over the limit.
fn limited(asset: &Asset) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = std::fs::File::open(&asset.disk)?;
    file.take(LIMIT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn unsafe_drawing(asset: &Asset, bytes: &[u8]) -> Option<Box<Finding>> {
    let why = picture::danger(bytes)?;
    let (zh, en) = (why.zh, why.en);
    let message = text!(
        "这个 SVG 不只是图，不能发布：{zh}",
        "this SVG is more than a drawing and is not published: {en}"
    );
    let hint = text!(
        "在作图软件里另存为“纯 SVG”，或导出成 PNG",
        "save it as plain SVG in the drawing program, or export it as PNG"
    );
    Some(Box::new(
        Finding::new(Code::DrawingUnsafe, place(asset), message).hint(hint),
    ))
}

/// What is wrong with a drawing that no page links to: nobody publishes it
/// today.
pub(super) fn check_drawing(asset: &Asset) -> Option<Box<Finding>> {
    read(asset).err()
}

fn place(asset: &Asset) -> Place {
    Place::file(&asset.path)
}

#[cfg(test)]
mod tests {
    use super::{begins_a_page, ending_within};

    #[test]
    fn an_ending_within_a_name_was_let_through() {
        for name in [
            "公告.html.ofd",
            "x.JS.et",
            "x.php7.pdf",
            "a.b.svg.c.toml",
            "x.html .gz",
            "zz.xhtm.ofd",
            "zz.es.ofd",
        ] {
            assert!(ending_within(name).is_some(), "{name}");
        }
        for name in [
            "公告.pdf",
            "2019.12.31 公告.v2.pdf",
            "html.pdf",
            "附件.表.xlsx",
            "x.phpbb.pdf",
        ] {
            assert_eq!(ending_within(name), None, "{name}");
        }
    }

    #[test]
    fn a_page_by_another_name_was_let_through() {
        for text in [
            "<html>",
            " \n<TABLE border",
            "\u{feff}<!DOCTYPE html>",
            "<!--x",
            "<b>",
            "<?xml?>",
        ] {
            assert!(begins_a_page(text.as_bytes()), "{text}");
        }
        for text in ["", "<", "<http://a>", "< b>", "a <b>", "<名单>", "{\\rtf1"] {
            assert!(!begins_a_page(text.as_bytes()), "{text}");
        }
    }
}
