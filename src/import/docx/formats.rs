//! Files that are no .docx: named, with what to do.

use crate::finding::{Code, Finding, Place};
use crate::import::archive;
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
        return save_as(path, "RTF", "RTF");
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
    archive::damaged(path)
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
