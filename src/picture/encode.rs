//! Pixels to files: JPEG for photographs, PNG for what is transparent, and
//! for a drawing whichever is smaller.

use super::decode::Kind;
use super::pixels::Pixels;
use super::{Fault, Format, Version};
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap};

/// Colours that a palette holds.
const PALETTE: usize = 256;
/// Colours from which a drawing's own palette has the shades between them
/// that a smaller version needs.
const SHADES: usize = 32;

/// How all versions of one picture are encoded.
pub(super) enum Style {
    /// JPEG, colour at half the resolution.
    Photo,
    /// PNG with transparency, indexed if the colours are few.
    Transparent,
    /// The smaller of PNG and JPEG; with its palette if it has one.
    Drawing(Option<Vec<[u8; 4]>>),
}

impl Style {
    /// `thrifty`: the file spends few bits on a pixel, as drawings do.
    pub(super) fn of(kind: Kind, pixels: &Pixels, thrifty: bool) -> Style {
        if pixels.channels == 4 {
            return Style::Transparent;
        }
        if kind == Kind::Jpeg || !thrifty {
            return Style::Photo;
        }
        Style::Drawing(palette(pixels).filter(|p| p.len() >= SHADES))
    }

    /// A version made smaller.
    pub(super) fn encode(&self, pixels: &Pixels) -> Result<Version, Fault> {
        let (format, bytes) = match self {
            Style::Photo => (Format::Jpeg, photo(pixels)?),
            Style::Transparent => (Format::Png, png(pixels, palette(pixels))?),
            Style::Drawing(palette) => drawing(pixels, palette.clone())?,
        };
        Ok(version(pixels, format, bytes))
    }

    /// The largest version. `clean` is the file as it came, cleaned: better
    /// than anything encoded anew, unless it is much larger.
    pub(super) fn encode_largest(
        &self,
        pixels: &Pixels,
        clean: Option<Vec<u8>>,
    ) -> Result<Version, Fault> {
        let own = self.encode(pixels)?;
        let Some(clean) = clean else {
            return Ok(own);
        };
        // Clean files are JPEG or PNG; see `clean::clean`.
        let format = if clean.starts_with(&[0xFF, 0xD8]) {
            Format::Jpeg
        } else {
            Format::Png
        };
        let is_better = match (format, own.format) {
            (Format::Jpeg, _) => clean.len() <= own.bytes.len() + own.bytes.len() / 2,
            (Format::Png, Format::Png) => clean.len() <= own.bytes.len(),
            // Without loss, at a price that a drawing is worth.
            (Format::Png, Format::Jpeg) => {
                !matches!(self, Style::Photo)
                    && clean.len() <= own.bytes.len() + own.bytes.len() / 2
            }
        };
        Ok(if is_better {
            version(pixels, format, clean)
        } else {
            own
        })
    }
}

fn version(pixels: &Pixels, format: Format, bytes: Vec<u8>) -> Version {
    Version {
        width: pixels.width,
        height: pixels.height,
        format,
        bytes,
    }
}

fn photo(pixels: &Pixels) -> Result<Vec<u8>, Fault> {
    jpeg(pixels, 82, jpeg_encoder::SamplingFactor::R_4_2_0)
}

fn drawing(pixels: &Pixels, shades: Option<Vec<[u8; 4]>>) -> Result<(Format, Vec<u8>), Fault> {
    let png = png(pixels, palette(pixels).or(shades))?;
    // Full resolution for colour: lines and letters in colour stay sharp.
    let jpeg = jpeg(pixels, 88, jpeg_encoder::SamplingFactor::R_4_4_4)?;
    Ok(if png.len() <= jpeg.len() {
        (Format::Png, png)
    } else {
        (Format::Jpeg, jpeg)
    })
}

/// A card: drawn, with more colours than a palette holds.
#[cfg(feature = "cards")]
pub(super) fn card(pixels: &Pixels) -> Result<Vec<u8>, Fault> {
    png(pixels, palette(pixels))
}

fn jpeg(
    pixels: &Pixels,
    quality: u8,
    sampling: jpeg_encoder::SamplingFactor,
) -> Result<Vec<u8>, Fault> {
    let mut out = Vec::new();
    let mut encoder = jpeg_encoder::Encoder::new(&mut out, quality);
    encoder.set_progressive(true);
    encoder.set_optimized_huffman_tables(true);
    encoder.set_sampling_factor(sampling);
    if let Some(icc) = &pixels.icc {
        encoder.add_icc_profile(icc).map_err(|_| Fault::Broken)?;
    }
    let color = match pixels.channels {
        1 => jpeg_encoder::ColorType::Luma,
        _ => jpeg_encoder::ColorType::Rgb,
    };
    let side = |n: u32| u16::try_from(n).map_err(|_| Fault::Broken);
    encoder
        .encode(
            &pixels.data,
            side(pixels.width)?,
            side(pixels.height)?,
            color,
        )
        .map_err(|_| Fault::Broken)?;
    Ok(out)
}

/// All colours of a picture, sorted, if they fit into a palette.
fn palette(pixels: &Pixels) -> Option<Vec<[u8; 4]>> {
    let mut colors = BTreeSet::new();
    let mut last = None;
    for color in colors_of(pixels) {
        if last == Some(color) {
            continue;
        }
        last = Some(color);
        colors.insert(color);
        if colors.len() > PALETTE {
            return None;
        }
    }
    Some(colors.into_iter().collect())
}

fn colors_of(pixels: &Pixels) -> impl Iterator<Item = [u8; 4]> {
    pixels
        .data
        .chunks_exact(usize::from(pixels.channels))
        .map(|p| match *p {
            [grey] => [grey, grey, grey, 255],
            [r, g, b] => [r, g, b, 255],
            // What cannot be seen has no colour.
            [_, _, _, 0] => [0; 4],
            [r, g, b, a] => [r, g, b, a],
            _ => [0; 4],
        })
}

/// With a palette, every pixel takes the nearest of its colours.
fn png(pixels: &Pixels, palette: Option<Vec<[u8; 4]>>) -> Result<Vec<u8>, Fault> {
    let mut info = png::Info::with_size(pixels.width, pixels.height);
    info.bit_depth = png::BitDepth::Eight;
    info.icc_profile = pixels.icc.as_ref().map(|icc| Cow::Borrowed(icc.as_slice()));
    let indices;
    let (color, data) = match (&palette, pixels.channels) {
        // A grey picture needs no palette to be small.
        (_, 1) => (png::ColorType::Grayscale, &pixels.data),
        (Some(palette), _) => {
            info.palette = Some(
                palette
                    .iter()
                    .flat_map(|c| [c[0], c[1], c[2]])
                    .collect::<Vec<_>>()
                    .into(),
            );
            if palette.iter().any(|c| c[3] < 255) {
                info.trns = Some(palette.iter().map(|c| c[3]).collect::<Vec<_>>().into());
            }
            indices = indexed(pixels, palette);
            (png::ColorType::Indexed, &indices)
        }
        (None, 3) => (png::ColorType::Rgb, &pixels.data),
        (None, _) => (png::ColorType::Rgba, &pixels.data),
    };
    info.color_type = color;
    let mut out = Vec::new();
    let mut encoder = png::Encoder::with_info(&mut out, info).map_err(|_| Fault::Broken)?;
    encoder.set_compression(png::Compression::High);
    encoder.set_filter(match color {
        png::ColorType::Indexed => png::Filter::NoFilter,
        _ => png::Filter::Adaptive,
    });
    let mut writer = encoder.write_header().map_err(|_| Fault::Broken)?;
    writer.write_image_data(data).map_err(|_| Fault::Broken)?;
    writer.finish().map_err(|_| Fault::Broken)?;
    Ok(out)
}

fn indexed(pixels: &Pixels, palette: &[[u8; 4]]) -> Vec<u8> {
    // Only looked up, never walked: its order does not matter.
    let mut known: HashMap<[u8; 4], u8> = HashMap::new();
    colors_of(pixels)
        .map(|color| {
            *known
                .entry(color)
                .or_insert_with(|| nearest(palette, color))
        })
        .collect()
}

/// The first of the nearest colours.
fn nearest(palette: &[[u8; 4]], color: [u8; 4]) -> u8 {
    let distance = |other: &[u8; 4]| -> u32 {
        other
            .iter()
            .zip(color)
            .map(|(a, b)| u32::from(a.abs_diff(b)).pow(2))
            .sum()
    };
    let at = palette
        .iter()
        .enumerate()
        .min_by_key(|(_, other)| distance(other));
    at.map_or(0, |(at, _)| at as u8)
}
