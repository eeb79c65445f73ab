//! A site as one ZIP file that is the same bytes whenever it is made.
//!
//! Files are sorted by path and bear the format's first date, 1980-01-01.
//! Names that are not ASCII carry the UTF-8 flag (APPNOTE.TXT 4.4.4, bit 11),
//! without which a Chinese Windows would read them as GBK. The archive ends in
//! a seal of all that stands before.

use super::copy::{self, Copy};
use super::{seal, verify};
use crate::finding::{Code, Finding, Findings, Place};
use crate::publish::{Bytes, MANIFEST, Tree, manifest};
use crate::text;
use std::io::{Cursor, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// Kinds that compressing makes no smaller.
const PACKED: [&str; 10] = [
    "jpg", "jpeg", "png", "webp", "gif", "xlsx", "gz", "br", "zst", "zip",
];

/// The ZIP file of a tree with its manifest.
///
/// # Errors
/// A finding, where the format cannot hold it.
pub fn pack(tree: &Tree) -> Result<Vec<u8>, Box<Finding>> {
    let list = Bytes::from(manifest(tree));
    let mut files: Vec<(&str, &Bytes)> = tree.iter().collect();
    files.push((MANIFEST, &list));
    files.sort_unstable_by_key(|(path, _)| *path);
    written(&files).map_err(|cause| {
        let message = text!(
            "打不成压缩包：{cause}",
            "the archive cannot be made: {cause}"
        );
        Box::new(Finding::new(Code::OutputFailed, Place::file("."), message))
    })
}

fn written(files: &[(&str, &Bytes)]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in files {
        zip.start_file(*path, options(path, bytes.size()))?;
        zip.write_all(&bytes.read()?)?;
    }
    zip.set_comment(seal::blank())?;
    let mut archive = zip.finish()?.into_inner();
    seal::put(&mut archive);
    Ok(archive)
}

fn options(path: &str, size: u64) -> SimpleFileOptions {
    let is_packed = path
        .rsplit_once('.')
        .is_some_and(|(_, extension)| PACKED.contains(&extension.to_ascii_lowercase().as_str()));
    SimpleFileOptions::default()
        .compression_method(if is_packed {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        })
        .compression_level(if is_packed { None } else { Some(9) })
        .last_modified_time(DateTime::DEFAULT)
        // The library's own choices follow the machine it runs on.
        .system(System::Unix)
        .unix_permissions(0o644)
        .large_file(size >= u64::from(u32::MAX))
}

/// Reads a published folder, as it is to be packed: whole, and just what its
/// manifest lists. What is not so goes to `findings`.
///
/// # Errors
/// The finding for a folder that cannot be read, or that is no site of ours.
pub fn open(folder: &Path, findings: &mut Findings) -> Result<Tree, Box<Finding>> {
    let verdict = verify(folder)?;
    findings.extend(verdict.findings);
    let mut copy = Copy::open(folder)?;
    let mut tree = Tree::new();
    for path in verdict.listed {
        // What cannot be read has a finding already.
        let Ok(bytes) = copy.read(&path, copy::LARGEST) else {
            continue;
        };
        if let Err(clash) = tree.insert(path.clone(), bytes) {
            let message = crate::finding::Text {
                zh: clash.zh(),
                en: clash.en(),
            };
            findings.push(Finding::new(
                Code::CopyUnreadable,
                Place::file(path),
                message,
            ));
        }
    }
    Ok(tree)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(order: &[&str]) -> Tree {
        let mut tree = Tree::new();
        for path in order {
            tree.insert(*path, format!("<p>{path}</p>").repeat(50))
                .unwrap();
        }
        tree
    }

    #[test]
    fn the_same_site_is_the_same_archive() {
        let one = pack(&tree(&["index.html", "2019/莲都.jpg", "a.css"])).unwrap();
        let two = pack(&tree(&["a.css", "index.html", "2019/莲都.jpg"])).unwrap();
        assert_eq!(one, two);
    }

    #[test]
    fn names_are_flagged_as_utf8_and_no_clock_is_asked() {
        let bytes = pack(&tree(&["2019/莲都.jpg"])).unwrap();
        // The first local header: flags at byte 6, time and date at byte 10.
        assert_eq!(&bytes[..4], b"PK\x03\x04");
        assert_eq!(u16::from_le_bytes([bytes[6], bytes[7]]) & 0x0800, 0x0800);
        assert_eq!(&bytes[10..14], [0, 0, 0x21, 0]);
    }
}
