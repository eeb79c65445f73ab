//! A file without anything but the picture, its pixels not touched: only
//! parts on a list are kept, and nothing behind the end.
//!
//! Used where a file is small enough to be published as it is; encoding it
//! anew would cost quality. The pixels have been decoded before, so the file
//! is known to be sound.

use super::decode::Kind;

/// The file cleaned; `None` where its kind has no such way, or where it ends
/// before it should.
pub(super) fn clean(kind: Kind, file: &[u8]) -> Option<Vec<u8>> {
    match kind {
        Kind::Jpeg => jpeg(file),
        Kind::Png => png(file),
        Kind::WebP | Kind::Gif => None,
    }
}

/// Whether a JPEG goes on to its end mark.
pub(super) fn jpeg_is_whole(file: &[u8]) -> bool {
    jpeg(file).is_some()
}

/// Keeps tables, frames and scans (ITU-T T.81, annex B), the colour profile,
/// and Adobe's note on the colour transform, without which some files decode
/// to wrong colours. JFIF's header is kept without its thumbnail.
fn jpeg(file: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(file.len());
    out.extend_from_slice(file.get(..2)?);
    let mut at = 2;
    loop {
        // Fill bytes may stand before a marker.
        while file.get(at..at + 2)? == [0xFF, 0xFF] {
            at += 1;
        }
        let [0xFF, marker] = *file.get(at..at + 2)? else {
            return None;
        };
        at += 2;
        if marker == 0xD9 {
            out.extend_from_slice(&[0xFF, 0xD9]);
            return Some(out);
        }
        // Restart marks between scans, and TEM, stand alone.
        if matches!(marker, 0x01 | 0xD0..=0xD7) {
            continue;
        }
        let length = usize::from(u16::from_be_bytes(file.get(at..at + 2)?.try_into().ok()?));
        let body = file.get(at + 2..at.checked_add(length)?)?;
        at += length;
        let mut keep = |parts: &[&[u8]]| {
            let length = 2 + parts.iter().map(|p| p.len()).sum::<usize>();
            out.extend_from_slice(&[0xFF, marker]);
            out.extend_from_slice(&(length as u16).to_be_bytes());
            parts.iter().for_each(|part| out.extend_from_slice(part));
        };
        match marker {
            0xC0..=0xCF | 0xDA..=0xDF => keep(&[body]),
            0xE0 if body.starts_with(b"JFIF\0") => keep(&[body.get(..12)?, &[0, 0]]),
            0xE2 if body.starts_with(b"ICC_PROFILE\0") => keep(&[body]),
            0xEE if body.starts_with(b"Adobe") => keep(&[body.get(..12)?]),
            _ => {}
        }
        if marker == 0xDA {
            // The scan: up to the next marker that is not part of it.
            let start = at;
            while !matches!(file.get(at..at + 2)?, [0xFF, 1..=0xCF | 0xD8..=0xFE]) {
                at += 1;
            }
            out.extend_from_slice(&file[start..at]);
        }
    }
}

/// Keeps the chunks that make the picture and its colours (PNG, third
/// edition, chapter 11).
fn png(file: &[u8]) -> Option<Vec<u8>> {
    const KEPT: [&[u8]; 9] = [
        b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND", b"iCCP", b"sRGB", b"gAMA", b"cHRM",
    ];
    let mut out = Vec::with_capacity(file.len());
    out.extend_from_slice(file.get(..8)?);
    let mut at = 8;
    loop {
        let length = u32::from_be_bytes(file.get(at..at + 4)?.try_into().ok()?);
        let end = at
            .checked_add(12)?
            .checked_add(usize::try_from(length).ok()?)?;
        let chunk = file.get(at..end)?;
        let name = &chunk[4..8];
        if KEPT.contains(&name) {
            out.extend_from_slice(chunk);
        }
        if name == b"IEND" {
            return Some(out);
        }
        at = end;
    }
}
