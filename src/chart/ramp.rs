//! The steps of the tile map in the colour of any series.
//!
//! A theme names one ramp, the `sequential` of its first series. The others
//! follow from it, so that an indicator has one colour on every page: each step
//! keeps the luminance of the theme's, and with it every contrast that was
//! checked, and takes the hue of the series. The arithmetic is Oklab's
//! (Björn Ottosson, "A perceptual color space for image processing", 2020).

use super::palette::{Hex, Scheme};

/// How many ramps there are: one per series colour.
pub(crate) const RAMPS: usize = 4;

/// Lightness and the two colour axes.
type Lab = (f64, f64, f64);

fn lab(hex: Hex) -> Lab {
    let [r, g, b] = hex.linear();
    let l = (0.412_221_470_8 * r + 0.536_332_536_3 * g + 0.051_445_992_9 * b).cbrt();
    let m = (0.211_903_498_2 * r + 0.680_699_545_1 * g + 0.107_396_956_6 * b).cbrt();
    let s = (0.088_302_461_9 * r + 0.281_718_837_6 * g + 0.629_978_700_5 * b).cbrt();
    (
        0.210_454_255_3 * l + 0.793_617_785_0 * m - 0.004_072_046_8 * s,
        1.977_998_495_1 * l - 2.428_592_205_0 * m + 0.450_593_709_9 * s,
        0.025_904_037_1 * l + 0.782_771_766_2 * m - 0.808_675_766_0 * s,
    )
}

/// Linear red, green and blue; outside 0 to 1 no screen shows it.
fn linear((l, a, b): Lab) -> [f64; 3] {
    let cube = |x: f64| x * x * x;
    let x = cube(l + 0.396_337_777_4 * a + 0.215_803_757_3 * b);
    let y = cube(l - 0.105_561_345_8 * a - 0.063_854_172_8 * b);
    let z = cube(l - 0.089_484_177_5 * a - 1.291_485_548_0 * b);
    [
        4.076_741_662_1 * x - 3.307_711_591_3 * y + 0.230_969_929_2 * z,
        -1.268_438_004_6 * x + 2.609_757_401_1 * y - 0.341_319_396_5 * z,
        -0.004_196_086_3 * x - 0.703_418_614_7 * y + 1.707_614_701_0 * z,
    ]
}

/// The colour of hue `(a, b)` at this lightness, as strong as wished or as a
/// screen can show.
fn shown(lightness: f64, (a, b): (f64, f64)) -> Hex {
    let mut strength = 1.0;
    for _ in 0..24 {
        let rgb = linear((lightness, a * strength, b * strength));
        if rgb.iter().all(|c| (-0.001..=1.001).contains(c)) {
            return Hex::from_linear(rgb);
        }
        strength *= 0.9;
    }
    Hex::from_linear(linear((lightness, 0.0, 0.0)))
}

/// A colour as light as `step` with the hue of `series`; `strength` is how strong
/// the series is beside the one that `step` belongs to.
fn like(step: Hex, series: Hex, strength: f64) -> Hex {
    let ((_, a, b), (_, p, q)) = (lab(series), lab(step));
    let own = a.hypot(b).max(1e-6);
    let wished = p.hypot(q) * strength / own;
    let hue = (a * wished, b * wished);
    let wanted = step.luminance();
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..32 {
        let middle = (low + high) / 2.0;
        if shown(middle, hue).luminance() < wanted {
            low = middle;
        } else {
            high = middle;
        }
    }
    shown(high, hue)
}

/// The steps about zero of a series: strong and weak below in the hue of another
/// series, zero itself nearly blank, weak and strong above. Equal steps on
/// both sides are equally dark; what parts them on a black and white print is the
/// minus on the tile.
fn about_zero(scheme: &Scheme, above: [Hex; 5], below: [Hex; 5]) -> [Hex; 5] {
    let ([_, weak, _, strong, _], [_, loss, _, deep, _]) = (above, below);
    [deep, loss, scheme.grid, weak, strong]
}

/// The series whose hue stands below zero: the third is the cool one beside the warm
/// first two.
fn opposite(series: usize) -> usize {
    if series < 2 { 2 } else { 0 }
}

/// The five steps of a series, 0 to 3; from [`RAMPS`] on those about zero.
pub(crate) fn ramp(scheme: &Scheme, series: usize) -> [Hex; 5] {
    if let Some(series) = series.checked_sub(RAMPS) {
        let below = ramp(scheme, opposite(series));
        return about_zero(scheme, ramp(scheme, series), below);
    }
    let color = match series {
        1 => scheme.c2,
        2 => scheme.c3,
        3 => scheme.c4,
        _ => return scheme.sequential,
    };
    let chroma = |hex: Hex| {
        let (_, a, b) = lab(hex);
        a.hypot(b)
    };
    let strength = (chroma(color) / chroma(scheme.c1).max(1e-6)).clamp(0.4, 1.0);
    scheme.sequential.map(|step| like(step, color, strength))
}

/// All ramps, each hue worked out once.
pub(crate) fn ramps(scheme: &Scheme) -> [[Hex; 5]; 2 * RAMPS] {
    let own: [[Hex; 5]; RAMPS] = std::array::from_fn(|series| ramp(scheme, series));
    std::array::from_fn(|series| match series.checked_sub(RAMPS) {
        Some(series) => about_zero(scheme, own[series], own[opposite(series)]),
        None => own[series],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chart::Palette;

    #[test]
    fn every_ramp_is_as_legible_as_the_one_that_was_checked() {
        for palette in crate::chart::palette::built_in() {
            for scheme in [&palette.light, &palette.dark] {
                for series in 0..RAMPS {
                    let mut own = scheme.clone();
                    own.sequential = ramp(scheme, series);
                    for (step, first) in own.sequential.iter().zip(&scheme.sequential) {
                        let ratio = step.contrast(*first);
                        assert!(ratio < 1.03, "{step} beside {first}: {ratio}");
                    }
                    let palette = Palette {
                        light: own.clone(),
                        dark: own,
                    };
                    let problems = palette.check();
                    assert!(problems.is_empty(), "{problems:?}");
                }
            }
        }
    }

    #[test]
    fn losses_and_gains_are_as_dark_and_as_legible() {
        for palette in crate::chart::palette::built_in() {
            for scheme in [&palette.light, &palette.dark] {
                for series in 0..RAMPS {
                    let mut own = scheme.clone();
                    own.sequential = ramp(scheme, RAMPS + series);
                    let [deep, loss, zero, weak, strong] = own.sequential;
                    assert!(deep.contrast(strong) < 1.06 && loss.contrast(weak) < 1.06);
                    assert_ne!((deep, loss), (strong, weak));
                    assert!(weak.contrast(strong) > 1.3 && zero.contrast(strong) > 1.3);
                    for step in (0..5).map(crate::chart::ink::Ink::step) {
                        let got = own.color(step).contrast(own.color(step.on()));
                        assert!(got >= 4.5, "{step:?} of {series}: {got}");
                    }
                }
            }
        }
    }

    #[test]
    fn ramps_have_the_hue_of_their_series() {
        let scheme = Palette::hong().light;
        let hue = |hex: Hex| {
            let (_, a, b) = lab(hex);
            b.atan2(a).to_degrees()
        };
        for (series, color) in [(1, scheme.c2), (2, scheme.c3), (3, scheme.c4)] {
            let strong = ramp(&scheme, series)[3];
            assert!((hue(strong) - hue(color)).abs() < 12.0, "{strong} {color}");
        }
        assert_eq!(ramp(&scheme, 0), scheme.sequential);
    }

    #[test]
    fn oklab_is_the_published_one() {
        let (l, a, b) = lab(Hex::parse("#ff0000").unwrap_or_else(|| unreachable!()));
        assert!(
            (l - 0.628).abs() < 0.001 && (a - 0.2249).abs() < 0.001 && (b - 0.1258).abs() < 0.001
        );
    }
}
