//! Files to pixels.

use super::pixels::Pixels;
use super::{Fault, PIXEL_LIMIT, SIDE_LIMIT, clean};
use std::io::Cursor;
use zune_core::bytestream::ZCursor;
use zune_core::colorspace::ColorSpace;
use zune_core::options::DecoderOptions;

/// The kinds of files that become pictures here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Jpeg,
    Png,
    WebP,
    Gif,
}

impl Kind {
    /// By the first bytes: a name says little.
    pub(super) fn of(file: &[u8]) -> Option<Kind> {
        match file {
            [0xFF, 0xD8, 0xFF, ..] => Some(Kind::Jpeg),
            [0x89, b'P', b'N', b'G', ..] => Some(Kind::Png),
            [b'G', b'I', b'F', b'8', ..] => Some(Kind::Gif),
            [
                b'R',
                b'I',
                b'F',
                b'F',
                _,
                _,
                _,
                _,
                b'W',
                b'E',
                b'B',
                b'P',
                ..,
            ] => Some(Kind::WebP),
            _ => None,
        }
    }
}

/// TIFF (and raw files, which are), BMP, JPEG 2000, and the family of HEIC
/// and AVIF.
pub(super) fn is_foreign(file: &[u8]) -> bool {
    const BRANDS: [&[u8]; 8] = [
        b"heic", b"heix", b"hevc", b"heim", b"mif1", b"msf1", b"avif", b"avis",
    ];
    file.starts_with(b"II*\0")
        || file.starts_with(b"MM\0*")
        || (file.starts_with(b"BM") && file.get(6..10) == Some(&[0; 4]))
        || file.starts_with(b"\0\0\0\x0cjP  ")
        || (file.get(4..8) == Some(b"ftyp") && file.get(8..12).is_some_and(|b| BRANDS.contains(&b)))
}

/// A file's pixels and what matters beside them.
pub(super) struct Decoded {
    pub(super) kind: Kind,
    pub(super) pixels: Pixels,
    pub(super) exif: Option<Vec<u8>>,
    /// Inks instead of light; browsers differ in how they show it.
    pub(super) cmyk: bool,
    /// More than one frame.
    pub(super) moves: bool,
}

pub(super) fn decode(file: &[u8]) -> Result<Decoded, Fault> {
    let mut decoded = match Kind::of(file).ok_or(Fault::Unknown)? {
        Kind::Jpeg => jpeg(file),
        Kind::Png => png(file),
        Kind::WebP => webp(file),
        Kind::Gif => gif(file),
    }?;
    let space: &[u8] = if decoded.pixels.channels == 1 {
        b"GRAY"
    } else {
        b"RGB "
    };
    // ICC.1:2022, table 17: the colour space, and the mark of a profile.
    decoded.pixels.icc = decoded
        .pixels
        .icc
        .filter(|icc| icc.get(16..20) == Some(space) && icc.get(36..40) == Some(b"acsp"));
    decoded.pixels = decoded.pixels.without_idle_alpha();
    Ok(decoded)
}

/// Refuses what would fill the memory, before a pixel is decoded.
fn check_size(width: u32, height: u32) -> Result<(), Fault> {
    let pixels = u64::from(width) * u64::from(height);
    if pixels > PIXEL_LIMIT || width.max(height) > SIDE_LIMIT {
        return Err(Fault::TooManyPixels(width, height));
    }
    if pixels == 0 {
        return Err(Fault::Broken);
    }
    Ok(())
}

fn jpeg(file: &[u8]) -> Result<Decoded, Fault> {
    // The decoder's own limit is 16,384; ours is checked from the header.
    let options = DecoderOptions::default()
        .set_strict_mode(false)
        .set_max_width(usize::from(u16::MAX))
        .set_max_height(usize::from(u16::MAX));
    let mut decoder = zune_jpeg::JpegDecoder::new_with_options(ZCursor::new(file), options);
    decoder.decode_headers().map_err(|_| Fault::Broken)?;
    let info = decoder.info().ok_or(Fault::Broken)?;
    let (width, height) = (u32::from(info.width), u32::from(info.height));
    check_size(width, height)?;
    let space = decoder.input_colorspace().ok_or(Fault::Broken)?;
    let grey = matches!(space, ColorSpace::Luma);
    let wanted = if grey {
        ColorSpace::Luma
    } else {
        ColorSpace::RGB
    };
    decoder.set_options(options.jpeg_set_out_colorspace(wanted));
    let data = decoder.decode().map_err(|_| Fault::Broken)?;
    if !clean::jpeg_is_whole(file) {
        return Err(Fault::CutOff);
    }
    let channels = if grey { 1 } else { 3 };
    checked(Decoded {
        kind: Kind::Jpeg,
        pixels: Pixels {
            width,
            height,
            channels,
            data,
            icc: decoder.icc_profile(),
        },
        exif: decoder.exif().cloned(),
        cmyk: matches!(space, ColorSpace::CMYK | ColorSpace::YCCK),
        moves: false,
    })
}

/// Bytes that are not as many as the header promised must not get further.
fn checked(decoded: Decoded) -> Result<Decoded, Fault> {
    let p = &decoded.pixels;
    let promised = p.width as usize * p.height as usize * usize::from(p.channels);
    if p.data.len() == promised {
        Ok(decoded)
    } else {
        Err(Fault::Broken)
    }
}

fn png(file: &[u8]) -> Result<Decoded, Fault> {
    let mut decoder = png::Decoder::new(Cursor::new(file));
    let info = decoder.read_header_info().map_err(|_| Fault::Broken)?;
    check_size(info.width, info.height)?;
    // Eight bytes a pixel at most.
    decoder.set_limits(png::Limits {
        bytes: PIXEL_LIMIT as usize * 8,
    });
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|_| Fault::Broken)?;
    let size = reader.output_buffer_size().ok_or(Fault::Broken)?;
    let mut data = vec![0; size];
    let frame = reader.next_frame(&mut data).map_err(|_| Fault::Broken)?;
    data.truncate(frame.buffer_size());
    let (channels, data) = match frame.color_type {
        png::ColorType::Grayscale => (1, data),
        png::ColorType::Rgb => (3, data),
        png::ColorType::Rgba => (4, data),
        png::ColorType::GrayscaleAlpha => (
            4,
            data.chunks_exact(2)
                .flat_map(|p| [p[0], p[0], p[0], p[1]])
                .collect(),
        ),
        png::ColorType::Indexed => return Err(Fault::Broken),
    };
    let info = reader.info();
    checked(Decoded {
        kind: Kind::Png,
        pixels: Pixels {
            width: frame.width,
            height: frame.height,
            channels,
            data,
            icc: info.icc_profile.as_ref().map(|p| p.to_vec()),
        },
        exif: info.exif_metadata.as_ref().map(|e| e.to_vec()),
        cmyk: false,
        moves: info.animation_control.is_some_and(|a| a.num_frames > 1),
    })
}

fn webp(file: &[u8]) -> Result<Decoded, Fault> {
    let mut decoder = image_webp::WebPDecoder::new(Cursor::new(file)).map_err(|_| Fault::Broken)?;
    let (width, height) = decoder.dimensions();
    check_size(width, height)?;
    decoder.set_memory_limit(PIXEL_LIMIT as usize * 8);
    let channels = if decoder.has_alpha() { 4 } else { 3 };
    let size = decoder.output_buffer_size().ok_or(Fault::Broken)?;
    let mut data = vec![0; size];
    decoder.read_image(&mut data).map_err(|_| Fault::Broken)?;
    checked(Decoded {
        kind: Kind::WebP,
        pixels: Pixels {
            width,
            height,
            channels,
            data,
            icc: decoder.icc_profile().ok().flatten(),
        },
        exif: decoder.exif_metadata().ok().flatten(),
        cmyk: false,
        moves: decoder.is_animated() && decoder.num_frames() > 1,
    })
}

fn gif(file: &[u8]) -> Result<Decoded, Fault> {
    let mut options = gif::DecodeOptions::new();
    options.set_color_output(gif::ColorOutput::RGBA);
    options.set_memory_limit(gif::MemoryLimit::Unlimited);
    let mut decoder = options.read_info(file).map_err(|_| Fault::Broken)?;
    let (width, height) = (u32::from(decoder.width()), u32::from(decoder.height()));
    check_size(width, height)?;
    first_frame(&mut decoder, width, height)
}

/// The first frame on its canvas; what it leaves free is transparent.
fn first_frame(
    decoder: &mut gif::Decoder<&[u8]>,
    width: u32,
    height: u32,
) -> Result<Decoded, Fault> {
    let frame = decoder
        .next_frame_info()
        .map_err(|_| Fault::Broken)?
        .ok_or(Fault::Broken)?;
    let (left, top) = (usize::from(frame.left), usize::from(frame.top));
    let (across, down) = (usize::from(frame.width), usize::from(frame.height));
    check_size(frame.width.into(), frame.height.into())?;
    if left + across > width as usize || top + down > height as usize {
        return Err(Fault::Broken);
    }
    let mut frame = vec![0; decoder.buffer_size()];
    decoder
        .read_into_buffer(&mut frame)
        .map_err(|_| Fault::Broken)?;
    let mut data = vec![0; width as usize * height as usize * 4];
    for (y, row) in frame.chunks_exact(across * 4).take(down).enumerate() {
        let at = ((top + y) * width as usize + left) * 4;
        data[at..at + row.len()].copy_from_slice(row);
    }
    let moves = matches!(decoder.next_frame_info(), Ok(Some(_)));
    checked(Decoded {
        kind: Kind::Gif,
        pixels: Pixels {
            width,
            height,
            channels: 4,
            data,
            icc: decoder.icc_profile().map(<[u8]>::to_vec),
        },
        exif: None,
        cmyk: false,
        moves,
    })
}
