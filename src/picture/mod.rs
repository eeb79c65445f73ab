//! Pictures made fit to publish: turned upright, shrunk to the widths that
//! pages ask for, and freed of everything that is not picture.
//!
//! [`Picture::make`] takes a file as it came from a camera, a phone or a
//! drawing program and gives [`Version`]s. Nothing but pixels and the colour
//! profile goes in: no EXIF, XMP, IPTC, comment, thumbnail, second image or
//! trailing data, so that a phone's position can never be published. The
//! same file gives the same bytes on every machine: the JPEG decoder is built
//! without its vector paths, which round differently; the resizer's 8-bit
//! convolution is integer arithmetic on every processor, its filter a
//! polynomial without `sin`; and alpha is multiplied here, because the
//! resizer's own division differs between processors.
//!
//! This room knows nothing of pages; it is told bytes and gives bytes.

mod cache;
#[cfg(feature = "cards")]
pub mod card;
mod clean;
mod data;
mod decode;
mod drawing;
mod encode;
mod exif;
mod fault;
mod pixels;
mod qr;
mod sound;
mod uses;

pub use cache::{CACHE, Cache, leads_elsewhere, put_beside, sweep};
pub use data::data_address;
pub use drawing::danger;
pub use fault::Fault;
pub use qr::qr;

use std::sync::{Condvar, Mutex, PoisonError};

/// The widths that pages ask for, in pixels; the last is the largest that is
/// published.
pub const WIDTHS: [u32; 3] = [480, 960, 1600];
/// A picture narrower than this looks poor in a column of text.
pub const NARROW: u32 = 600;
/// Largest file, in bytes.
pub const FILE_LIMIT: u64 = 20 << 20;
/// Most pixels.
pub const PIXEL_LIMIT: u64 = 50_000_000;
/// Longest side, in pixels; JPEG ends at 65,535, memory much earlier.
const SIDE_LIMIT: u32 = 30_000;
/// Changes whenever other bytes come out for the same file: part of every
/// cache key.
const RECIPE: &str = "1";
/// A file with more bits per pixel than this is a photograph, as a PNG or
/// not; drawings compress to well under one.
const DRAWING_BITS: u64 = 4;

/// What a version is encoded as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Photographs.
    Jpeg,
    /// Drawings and what is transparent.
    Png,
}

/// A picture in one width.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// In pixels, upright.
    pub width: u32,
    /// In pixels, upright.
    pub height: u32,
    /// What `bytes` are.
    pub format: Format,
    /// The file.
    pub bytes: Vec<u8>,
}

/// A picture ready to publish.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// From the narrowest to the largest; never empty. The largest is as wide
    /// as the original, at most 1600 pixels.
    pub versions: Vec<Version>,
    /// Width of the original, in pixels, upright.
    pub original: u32,
    /// The original moves; only its first frame is kept.
    pub moves: bool,
}

impl Picture {
    /// Makes the picture that `file` is; from the cache where it was made
    /// before.
    ///
    /// # Errors
    /// [`Fault`] for what is no picture, is broken or too large.
    pub fn make(file: &[u8], cache: &Cache) -> Result<Picture, Fault> {
        if file.len() as u64 > FILE_LIMIT {
            return Err(Fault::FileTooLarge(file.len() as u64));
        }
        let key = cache::key(RECIPE, file);
        if let Some(picture) = cache.get(&key) {
            return Ok(picture);
        }
        let picture = {
            let _turn = Turn::take();
            // A decoder that panics says no more than that it cannot.
            let broken = |_| Err(Fault::Broken);
            std::panic::catch_unwind(|| make(file)).unwrap_or_else(broken)?
        };
        cache.put(&key, &picture);
        Ok(picture)
    }

    /// The largest version.
    pub fn largest(&self) -> &Version {
        // A picture without versions is never made, and none is read back.
        &self.versions[self.versions.len() - 1]
    }
}

/// What keeps a file from becoming a picture, if anything does; it is read to
/// its end, so that one that is cut off is found out.
pub fn fault(file: &[u8]) -> Option<Fault> {
    let _turn = Turn::take();
    let broken = |_| Err(Fault::Broken);
    let decoded = std::panic::catch_unwind(|| decode::decode(file).map(|_| ()));
    decoded.unwrap_or_else(broken).err()
}

/// Whether bytes begin like a picture of any kind that may carry a camera's
/// notes, also one that is not published here, such as HEIC.
pub fn is_picture(file: &[u8]) -> bool {
    decode::Kind::of(file).is_some() || decode::is_foreign(file)
}

fn make(file: &[u8]) -> Result<Picture, Fault> {
    let decode::Decoded {
        kind,
        pixels,
        exif,
        cmyk,
        moves,
    } = decode::decode(file)?;
    let turn = exif.as_deref().map_or(exif::UPRIGHT, exif::orientation);
    let (width, _) = exif::upright((pixels.width, pixels.height), turn);
    let bits = file.len() as u64 * 8 / (u64::from(pixels.width) * u64::from(pixels.height));
    let largest = match WIDTHS.last() {
        Some(most) if width > *most => {
            let size = pixels.size_at_width(*most, turn);
            pixels.shrink(size)?.turned(turn)
        }
        _ => pixels.turned(turn),
    };
    let as_it_is = (turn == exif::UPRIGHT && width == largest.width && !cmyk)
        .then(|| clean::clean(kind, file))
        .flatten();
    let style = encode::Style::of(kind, &largest, bits <= DRAWING_BITS);
    let mut versions = Vec::new();
    for width in WIDTHS {
        // A step of less than a quarter is not worth a file.
        if width + width / 4 <= largest.width {
            let small = largest.shrink(largest.size_at_width(width, exif::UPRIGHT))?;
            versions.push(style.encode(&small)?);
        }
    }
    versions.push(style.encode_largest(&largest, as_it_is)?);
    Ok(Picture {
        versions,
        original: width,
        moves,
    })
}

/// At most two pictures are in memory at full size at a time.
struct Turn;

static FREE: Mutex<usize> = Mutex::new(2);
static FREED: Condvar = Condvar::new();

impl Turn {
    fn take() -> Turn {
        let free = FREE.lock().unwrap_or_else(PoisonError::into_inner);
        let mut free = FREED
            .wait_while(free, |free| *free == 0)
            .unwrap_or_else(PoisonError::into_inner);
        *free -= 1;
        Turn
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *FREE.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        FREED.notify_one();
    }
}
