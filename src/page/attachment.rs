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
    // A picture of a kind that cannot be cleaned has a finding of its own.
    if known || picture::is_picture(&bytes) {
        return Ok(bytes);
    }
    let message = text!(
        "“.{kind}”这类文件不能当附件发布：浏览器可能把它当网页运行",
        "a file of the kind `.{kind}` is not published: a browser might run it"
    );
    let hint = text!("转成 PDF，或打成 ZIP", "make a PDF of it, or a ZIP");
    Err(Box::new(
        Finding::new(Code::AttachmentUnsafe, place(asset), message).hint(hint),
    ))
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
