//! An archive's seal: the SHA-256 of all bytes before it, as its comment.
//!
//! Names, sizes and places stand twice in a ZIP file, and a reader looks at one
//! of them; so a bit that is turned in the other leaves every file as it was
//! published, and yet the archive is no longer the one that was made. An
//! archive without a seal is one that somebody packed anew.

use sha2::{Digest, Sha256};
use std::fmt::Write;
use std::io::{self, Read};

const MARK: &str = "xunli sha256 ";
const DIGITS: usize = 64;

/// The comment of an archive that is not sealed yet.
pub(super) fn blank() -> String {
    format!("{MARK}{}", "0".repeat(DIGITS))
}

/// Seals an archive that ends in [`blank`].
pub(super) fn put(archive: &mut [u8]) {
    if let Some((before, seal)) = archive.split_last_chunk_mut::<DIGITS>() {
        let digits = hex(&Sha256::digest(&*before));
        seal.copy_from_slice(digits.as_bytes());
    }
}

/// Whether the archive is as it was sealed; `true` for one without a seal.
pub(super) fn holds(archive: impl Read, size: u64, comment: &[u8]) -> io::Result<bool> {
    let length = MARK.len() + DIGITS;
    if comment.len() != length && !comment.starts_with(b"xunli") {
        return Ok(true);
    }
    let mut digest = Sha256::new();
    let mut archive = archive;
    let mut left = size.saturating_sub(DIGITS as u64);
    let mut piece = vec![0; 1 << 16];
    while left > 0 {
        let most = usize::try_from(left).map_or(piece.len(), |left| left.min(piece.len()));
        let read = archive.read(&mut piece[..most])?;
        if read == 0 {
            return Ok(false);
        }
        digest.update(&piece[..read]);
        left -= read as u64;
    }
    let mut seal = Vec::new();
    archive.read_to_end(&mut seal)?;
    Ok(seal == hex(&digest.finalize()).as_bytes() && comment.ends_with(&seal))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}
