//! Zip archives (.xlsx, .ods, .docx) from strangers: weighed before anything
//! is unpacked.
//!
//! Every entry is inflated once to nowhere with a limit, because the sizes that
//! an archive states of itself may be lies. XML with a document type of its own
//! is refused: nothing that an office program writes has one, and entities are
//! how a small file becomes an endless one. Nothing is ever run or fetched.

use crate::finding::{Code, Finding, Place};
use crate::text;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Largest file that is read at all, in bytes.
pub(super) const FILE_LIMIT: u64 = 64 << 20;
/// Largest entry once unpacked.
const ENTRY_LIMIT: u64 = 160 << 20;
/// All entries together once unpacked.
const TOTAL_LIMIT: u64 = 400 << 20;
/// Most entries.
const ENTRIES: usize = 4_000;
/// How much of a part is looked at for a document type.
const HEAD: usize = 4_096;

/// An archive that has been weighed.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// Names of all entries, sorted.
    names: Vec<String>,
    path: &'a str,
}

impl<'a> Archive<'a> {
    /// Opens and weighs an archive; `path` is what findings name.
    pub(super) fn open(bytes: &'a [u8], path: &'a str) -> Result<Archive<'a>, Box<Finding>> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(path))?;
        let mut archive = Archive {
            zip,
            names: Vec::new(),
            path,
        };
        archive.weigh()?;
        Ok(archive)
    }

    /// Names of all entries, sorted.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Whether there is an entry whose name begins so.
    pub(super) fn has(&self, start: &str) -> bool {
        self.names.iter().any(|name| name.starts_with(start))
    }

    /// The bytes of an entry.
    pub(super) fn bytes(&mut self, name: &str) -> Option<Vec<u8>> {
        let entry = self.zip.by_name(name).ok()?;
        let mut bytes = Vec::new();
        entry.take(ENTRY_LIMIT).read_to_end(&mut bytes).ok()?;
        Some(bytes)
    }

    /// An entry's text; XML parts are UTF-8 or UTF-16.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        let bytes = self.bytes(name)?;
        let encoding = match bytes.as_slice() {
            [0xFF, 0xFE, ..] => encoding_rs::UTF_16LE,
            [0xFE, 0xFF, ..] => encoding_rs::UTF_16BE,
            _ => encoding_rs::UTF_8,
        };
        Some(encoding.decode_with_bom_removal(&bytes).0.into_owned())
    }

    fn weigh(&mut self) -> Result<(), Box<Finding>> {
        if self.zip.len() > ENTRIES {
            return Err(self.too_large());
        }
        let mut total = 0;
        for index in 0..self.zip.len() {
            let (name, size, head) = self.weigh_entry(index)?;
            total += size;
            if size > ENTRY_LIMIT || total > TOTAL_LIMIT {
                return Err(self.too_large());
            }
            let is_xml = name.ends_with(".xml") || name.ends_with(".rels");
            if is_xml && has_document_type(&head) {
                return Err(self.document_type(&name));
            }
            self.names.push(name);
        }
        self.names.sort();
        Ok(())
    }

    /// Name, true size (at most one over the limit) and first bytes of an entry.
    fn weigh_entry(&mut self, index: usize) -> Result<(String, u64, Vec<u8>), Box<Finding>> {
        let path = self.path;
        let entry = self.zip.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(_) => locked(path),
            _ => damaged(path),
        })?;
        let name = entry.name().map_err(|_| damaged(path))?.into_owned();
        let mut reader = entry.take(ENTRY_LIMIT + 1);
        let mut head = Vec::new();
        let limit = u64::try_from(HEAD).unwrap_or(0);
        let first = (&mut reader)
            .take(limit)
            .read_to_end(&mut head)
            .map_err(|_| damaged(path))?;
        let rest = std::io::copy(&mut reader, &mut std::io::sink()).map_err(|_| damaged(path))?;
        Ok((name, rest + u64::try_from(first).unwrap_or(0), head))
    }

    fn too_large(&self) -> Box<Finding> {
        let most = TOTAL_LIMIT >> 20;
        let message = text!(
            "文件解开以后太大（超过 {most} MB），不读",
            "unpacked, the file is too large (over {most} MB); it is not read"
        );
        let hint = text!(
            "只留下需要的工作表或正文，另存一份再导入",
            "save a copy with only what is needed"
        );
        let place = Place::file(self.path);
        Box::new(Finding::new(Code::ImportTooLarge, place, message).hint(hint))
    }

    fn document_type(&self, part: &str) -> Box<Finding> {
        let message = text!(
            "文件里的 {part} 自带文档类型定义（DOCTYPE），办公软件不会这样写，不读",
            "{part} in the file has a DOCTYPE of its own, which no office program writes; it is not read"
        );
        let hint = text!(
            "用 Excel、Word 或 WPS 打开，另存一份再导入",
            "open it in an office program and save it again"
        );
        Box::new(Finding::new(Code::ImportRefused, Place::file(self.path), message).hint(hint))
    }
}

/// Whether a part begins with a document type, in UTF-8 or UTF-16.
fn has_document_type(head: &[u8]) -> bool {
    let plain: Vec<u8> = head.iter().copied().filter(|b| *b != 0).collect();
    plain
        .windows(9)
        .any(|w| w.eq_ignore_ascii_case(b"<!DOCTYPE"))
        || plain
            .windows(8)
            .any(|w| w.eq_ignore_ascii_case(b"<!ENTITY"))
}

/// The file is no archive, or a torn one.
pub(super) fn damaged(path: &str) -> Box<Finding> {
    let message = text!(
        "文件打不开：不完整，或者不是它的扩展名所说的格式",
        "the file cannot be opened: it is torn, or not what its name says"
    );
    let hint = text!(
        "请对方重新发送；能用 Office 或 WPS 打开时，另存一份再导入",
        "ask for it again; if an office program opens it, save it again"
    );
    Box::new(Finding::new(Code::ImportUnreadable, Place::file(path), message).hint(hint))
}

/// The file is protected by a password.
pub(super) fn locked(path: &str) -> Box<Finding> {
    let message = text!("文件有密码，读不了", "the file is protected by a password");
    let hint = text!(
        "用 Word、Excel 或 WPS 打开，在“文件—信息—保护”里选“用密码进行加密”，把密码清空再保存，然后导入",
        "open it, empty the password under File, Info, Protect, save it, and import again"
    );
    Box::new(Finding::new(Code::ImportUnreadable, Place::file(path), message).hint(hint))
}

#[cfg(test)]
mod tests {
    use super::has_document_type;

    #[test]
    fn document_types_in_any_encoding() {
        assert!(has_document_type(
            b"<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY a 'b'>]>"
        ));
        let wide: Vec<u8> = "<!doctype x>"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        assert!(has_document_type(&wide));
        assert!(!has_document_type(b"<?xml version='1.0'?><worksheet/>"));
    }
}
