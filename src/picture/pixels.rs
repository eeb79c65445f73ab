//! A picture in memory: eight bits per channel, grey, colour, or colour with
//! alpha.

use super::Fault;
use super::exif;
use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use std::borrow::Cow;

/// Rows from the top, without padding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pixels {
    pub(super) width: u32,
    pub(super) height: u32,
    /// 1 grey, 3 RGB, 4 RGBA.
    pub(super) channels: u8,
    pub(super) data: Vec<u8>,
    /// The colour profile, if it fits the channels.
    pub(super) icc: Option<Vec<u8>>,
}

impl Pixels {
    /// The size, before the turn, at which the picture is `width` wide after
    /// it.
    pub(super) fn size_at_width(&self, width: u32, turn: u8) -> (u32, u32) {
        let own = exif::upright((self.width, self.height), turn);
        let height =
            (u64::from(own.1) * u64::from(width) + u64::from(own.0) / 2) / u64::from(own.0.max(1));
        let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
        exif::upright((width, height), turn)
    }

    /// The picture at a smaller size.
    pub(super) fn shrink(&self, (width, height): (u32, u32)) -> Result<Pixels, Fault> {
        let four = self.four_channels();
        let source = ImageRef::new(self.width, self.height, &four, PixelType::U8x4)
            .map_err(|_| Fault::Broken)?;
        let mut target = Image::new(width, height, PixelType::U8x4);
        // Catmull-Rom is a polynomial: the same weights on every machine.
        let options = ResizeOptions::new()
            .resize_alg(ResizeAlg::Convolution(FilterType::CatmullRom))
            .use_alpha(false);
        Resizer::new()
            .resize(&source, &mut target, &options)
            .map_err(|_| Fault::Broken)?;
        let mut small = Pixels {
            width,
            height,
            channels: self.channels,
            data: target.into_vec(),
            icc: self.icc.clone(),
        };
        match small.channels {
            1 => small.data = small.data.chunks_exact(4).map(|p| p[0]).collect(),
            3 => small.drop_alpha(),
            _ => small.divide_alpha(),
        }
        Ok(small)
    }

    /// RGBA, each colour multiplied with its alpha: the one kind of picture
    /// that the shrinking is compiled for, which saves two megabytes.
    fn four_channels(&self) -> Cow<'_, [u8]> {
        match self.channels {
            1 => self.data.iter().flat_map(|g| [*g, *g, *g, 255]).collect(),
            3 => {
                let pixels = self.data.chunks_exact(3);
                pixels.flat_map(|p| [p[0], p[1], p[2], 255]).collect()
            }
            _ => self.premultiplied(),
        }
    }

    fn premultiplied(&self) -> Cow<'_, [u8]> {
        let mut data = self.data.clone();
        for pixel in data.chunks_exact_mut(4) {
            if let [r, g, b, a] = pixel {
                for c in [r, g, b] {
                    let product = u32::from(*c) * u32::from(*a) + 127;
                    *c = (product / 255) as u8;
                }
            }
        }
        data.into()
    }

    fn divide_alpha(&mut self) {
        for pixel in self.data.chunks_exact_mut(4) {
            if let [r, g, b, a] = pixel {
                let alpha = u32::from(*a);
                for c in [r, g, b] {
                    let value = (u32::from(*c) * 255 + alpha / 2).checked_div(alpha);
                    *c = value.unwrap_or(0).min(255) as u8;
                }
            }
        }
    }

    /// The picture turned upright from an EXIF orientation: 2 mirrored, 3
    /// upside down, 4 both, 5 to 8 the same lying on a side.
    pub(super) fn turned(self, turn: u8) -> Pixels {
        if turn == exif::UPRIGHT {
            return self;
        }
        let (width, height) = exif::upright((self.width, self.height), turn);
        let (w, h) = (self.width as usize, self.height as usize);
        let size = usize::from(self.channels);
        let mut data = Vec::with_capacity(self.data.len());
        for y in 0..height as usize {
            for x in 0..width as usize {
                let (from_x, from_y) = match turn {
                    2 => (w - 1 - x, y),
                    3 => (w - 1 - x, h - 1 - y),
                    4 => (x, h - 1 - y),
                    5 => (y, x),
                    6 => (y, h - 1 - x),
                    7 => (w - 1 - y, h - 1 - x),
                    _ => (w - 1 - y, x),
                };
                let at = (from_y * w + from_x) * size;
                data.extend_from_slice(&self.data[at..at + size]);
            }
        }
        Pixels {
            width,
            height,
            data,
            ..self
        }
    }

    /// Without an alpha channel that hides nothing.
    pub(super) fn without_idle_alpha(mut self) -> Pixels {
        if self.channels == 4 && self.data.chunks_exact(4).all(|p| p[3] == 255) {
            self.drop_alpha();
        }
        self
    }

    fn drop_alpha(&mut self) {
        let pixels = self.data.chunks_exact(4);
        self.data = pixels.flat_map(|p| [p[0], p[1], p[2]]).collect();
        self.channels = 3;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grey(width: u32, data: &[u8]) -> Pixels {
        Pixels {
            width,
            height: data.len() as u32 / width,
            channels: 1,
            data: data.to_vec(),
            icc: None,
        }
    }

    /// The eight pictures of an F that EXIF tells apart, each turned upright.
    #[test]
    fn every_orientation_comes_out_upright() {
        let upright = grey(2, &[1, 2, 3, 4, 5, 6]);
        let seen: [(u8, u32, [u8; 6]); 8] = [
            (1, 2, [1, 2, 3, 4, 5, 6]),
            (2, 2, [2, 1, 4, 3, 6, 5]),
            (3, 2, [6, 5, 4, 3, 2, 1]),
            (4, 2, [5, 6, 3, 4, 1, 2]),
            (5, 3, [1, 3, 5, 2, 4, 6]),
            (6, 3, [2, 4, 6, 1, 3, 5]),
            (7, 3, [6, 4, 2, 5, 3, 1]),
            (8, 3, [5, 3, 1, 6, 4, 2]),
        ];
        for (turn, width, data) in seen {
            assert_eq!(grey(width, &data).turned(turn), upright, "{turn}");
        }
    }

    #[test]
    fn a_hidden_colour_does_not_bleed_into_what_is_seen() {
        // Opaque white beside transparent red.
        let data: Vec<u8> = (0..64 * 64)
            .flat_map(|n| {
                if n % 64 < 32 {
                    [255, 255, 255, 255]
                } else {
                    [255, 0, 0, 0]
                }
            })
            .collect();
        let pixels = Pixels {
            width: 64,
            height: 64,
            channels: 4,
            data,
            icc: None,
        };
        let small = pixels.shrink((15, 15)).unwrap();
        for pixel in small.data.chunks_exact(4).filter(|p| p[3] > 8) {
            assert!(pixel[1] > 200, "{pixel:?}");
        }
    }
}
