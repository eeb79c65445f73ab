//! Files that are no .docx: named, with what to do.

use crate::finding::{Code, Finding, Place};
use crate::import::archive::{self, Archive};
use crate::import::workbook::is_locked;
use crate::text;

/// What a file is that is no zip archive.
pub(in crate::import) fn other_format(bytes: &[u8], path: &str) -> Box<Finding> {
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) && is_locked(bytes) {
        return archive::locked(path);
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return save_as(path, "旧格式（.doc 或 .wps）", "an old .doc or .wps");
    }
    if bytes.starts_with(b"{\\rtf") {
        return save_as(path, " RTF 文件", "an RTF file");
    }
    if bytes.starts_with(b"%PDF") {
        let message = text!(
            "这是 PDF，取不出可靠的正文和数",
            "this is a PDF; its text cannot be taken out reliably"
        );
        let hint = text!(
            "请对方发原来的 Word、Excel 文件；或复制文字存为 .txt，用 xunli import text 导入",
            "ask for the Word file, or copy the text and use xunli import text"
        );
        return Box::new(
            Finding::new(Code::ImportUnreadable, Place::file(path), message).hint(hint),
        );
    }
    if let Some(finding) = no_document(bytes, path) {
        return finding;
    }
    if is_markup(bytes) {
        return save_as(
            path,
            "网页（.html、.mht、.xml）",
            "a web page (.html, .mht, .xml)",
        );
    }
    if bytes.is_empty() {
        let message = text!("文件是空的", "the file is empty");
        let hint = text!("请对方重新发送", "have it sent again");
        return Box::new(
            Finding::new(Code::ImportUnreadable, Place::file(path), message).hint(hint),
        );
    }
    if crate::import::text_table::decode(bytes).is_some_and(|text| !text.contains('\0')) {
        let message = text!(
            "这是纯文本，不是 Word 文件",
            "this is plain text, no Word document"
        );
        let hint = text!(
            "用 xunli import text 导入",
            "import it with xunli import text"
        );
        return Box::new(
            Finding::new(Code::ImportUnreadable, Place::file(path), message).hint(hint),
        );
    }
    archive::damaged(path)
}

/// A packed folder or a picture, under whatever name.
pub(in crate::import) fn no_document(bytes: &[u8], path: &str) -> Option<Box<Finding>> {
    let is = |magic: &[u8]| bytes.starts_with(magic);
    let (what, hint) = if is(b"Rar!") || is(b"7z\xBC\xAF") || is(b"\x1F\x8B") {
        (
            text!("这是压缩包", "this is a packed archive"),
            text!(
                "解开压缩，一个一个导入里面的文件",
                "unpack it and import the files in it one by one"
            ),
        )
    } else if is(b"\x89PNG") || is(b"\xFF\xD8\xFF") || is(b"GIF8") || is(b"BM") {
        (
            text!(
                "这是图片，里面的字和数读不出来",
                "this is a picture; its text cannot be read"
            ),
            text!("请对方发原来的文件", "ask for the file that it was made of"),
        )
    } else {
        return None;
    };
    let place = Place::file(path);
    Some(Box::new(
        Finding::new(Code::ImportUnreadable, place, what).hint(hint),
    ))
}

fn is_markup(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let head = head.trim_start_matches('\u{feff}').trim_start();
    head.starts_with('<') || head.starts_with("mime-version")
}

/// A zip archive that is no document of Word: named by what it holds.
pub(in crate::import) fn other_archive(archive: &Archive<'_>, path: &str) -> Option<Box<Finding>> {
    if archive.has("ppt/") {
        let message = text!("这是演示文稿（PPT）", "this is a presentation");
        let hint = text!(
            "把文字复制到 Word 文件里，存为 .docx 再导入",
            "copy its text into a Word document and import that"
        );
        return Some(Box::new(
            Finding::new(Code::ImportUnreadable, Place::file(path), message).hint(hint),
        ));
    }
    if archive.names().iter().any(|n| n.ends_with(".iwa")) {
        let message = text!(
            "这是苹果电脑的文件（Pages、Numbers）",
            "this is a file of Pages or Numbers"
        );
        let hint = text!(
            "在那边用“导出为”存成 Word（.docx）或 Excel（.xlsx）",
            "have it exported as Word (.docx) or Excel (.xlsx)"
        );
        return Some(Box::new(
            Finding::new(Code::ImportUnreadable, Place::file(path), message).hint(hint),
        ));
    }
    let odd = !archive.has("word/") && !archive.has("xl/") && !archive.has("content.xml");
    odd.then(|| {
        let message = text!("这是压缩包", "this is a packed archive");
        let hint = text!(
            "解开压缩，一个一个导入里面的文件",
            "unpack it and import the files in it one by one"
        );
        Box::new(Finding::new(Code::ImportUnreadable, Place::file(path), message).hint(hint))
    })
}

/// To be opened in an office program and saved as .docx.
pub(super) fn save_as(path: &str, zh: &str, en: &str) -> Box<Finding> {
    let message = text!("这是{zh}，读不了", "this is {en}; it cannot be read");
    let hint = text!(
        "用 Word 或 WPS 打开，“另存为”选“Word 文档（*.docx）”，再导入",
        "open it in Word or WPS, save it as “Word document (*.docx)”, and import that"
    );
    Box::new(Finding::new(Code::ImportUnreadable, Place::file(path), message).hint(hint))
}

/// A workbook under the name of a document.
pub(super) fn a_table(path: &str) -> Box<Finding> {
    let message = text!("这是表格，不是稿件", "this is a workbook, not a write-up");
    let hint = text!(
        "数据用 xunli import figures 导入",
        "import figures with xunli import figures"
    );
    Box::new(Finding::new(Code::ImportUnreadable, Place::file(path), message).hint(hint))
}
