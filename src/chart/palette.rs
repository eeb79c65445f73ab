//! The colours a theme gives the inks, and the proof that they can be read.
//!
//! A [`Palette`] is a light and a dark [`Scheme`]. [`Palette::check`] computes
//! WCAG 2.2 contrast (relative luminance): marks reach 3:1 on their ground and,
//! series in order, between neighbours; text reaches 4.5:1 on its ground and
//! upon the marks that carry it; the steps of the tile map grow steadily, so
//! they can be told apart on a black and white print.

use super::ink::Ink;
use super::{Language, Problem};
use serde::Deserialize;

/// A colour as `#rrggbb`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub struct Hex {
    red: u8,
    green: u8,
    blue: u8,
}

impl TryFrom<String> for Hex {
    type Error = String;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Hex::parse(&text)
            .ok_or_else(|| format!("\u{201c}{text}\u{201d} is not a colour like #a0131a"))
    }
}

impl std::fmt::Display for Hex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }
}

impl Hex {
    const fn rgb(code: u32) -> Hex {
        Hex {
            red: (code >> 16) as u8,
            green: (code >> 8) as u8,
            blue: code as u8,
        }
    }

    /// `#rrggbb`, nothing shorter or longer.
    pub fn parse(text: &str) -> Option<Hex> {
        let digits = text.strip_prefix('#')?;
        let plain = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        plain.then(|| u32::from_str_radix(digits, 16).ok().map(Hex::rgb))?
    }

    /// Relative luminance, 0 to 1 (WCAG 2.2, "relative luminance").
    pub fn luminance(self) -> f64 {
        let [red, green, blue] = self.linear();
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// Red, green and blue as amounts of light, 0 to 1 (IEC 61966-2-1, sRGB).
    pub(crate) fn linear(self) -> [f64; 3] {
        [self.red, self.green, self.blue].map(|channel| {
            let c = f64::from(channel) / 255.0;
            if c <= 0.04045 {
                c / 12.92
            } else {
                ((c + 0.055) / 1.055).powf(2.4)
            }
        })
    }

    /// Back from amounts of light; what no screen shows is brought to the nearest.
    pub(crate) fn from_linear(light: [f64; 3]) -> Hex {
        let [red, green, blue] = light.map(|amount| {
            let amount = amount.clamp(0.0, 1.0);
            let c = if amount <= 0.003_130_8 {
                amount * 12.92
            } else {
                1.055 * amount.powf(1.0 / 2.4) - 0.055
            };
            (c * 255.0).round() as u8
        });
        Hex { red, green, blue }
    }

    /// Contrast ratio, 1 to 21 (WCAG 2.2, "contrast ratio").
    pub fn contrast(self, other: Hex) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }
}

/// What is drawn upon the ground, and the contrast it needs there: a mark 3:1; what
/// is also written with, as a status is, 4.5:1.
const UPON_GROUND: [(Ink, &str, f64); 12] = [
    (Ink::Text, "text", 4.5),
    (Ink::Muted, "muted", 4.5),
    (Ink::Good, "good", 4.5),
    (Ink::Warn, "warn", 4.5),
    (Ink::Bad, "bad", 4.5),
    (Ink::C1, "c1", 3.0),
    (Ink::C2, "c2", 3.0),
    (Ink::C3, "c3", 3.0),
    (Ink::C4, "c4", 3.0),
    (Ink::Focus, "focus", 3.0),
    (Ink::Grey, "grey", 3.0),
    (Ink::NoData, "no_data", 3.0),
];

/// The colours of one appearance, light or dark.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scheme {
    /// What charts stand on.
    pub ground: Hex,
    /// Names and values.
    pub text: Hex,
    /// Axis numbers and notes.
    pub muted: Hex,
    /// Grid lines and empty tracks.
    pub grid: Hex,
    /// First series.
    pub c1: Hex,
    /// Second series.
    pub c2: Hex,
    /// Third series.
    pub c3: Hex,
    /// Fourth series.
    pub c4: Hex,
    /// Rings and rules that pick one out.
    pub focus: Hex,
    /// The others, beside a focus.
    pub grey: Hex,
    /// Reached or on time.
    pub good: Hex,
    /// A little behind.
    pub warn: Hex,
    /// Behind.
    pub bad: Hex,
    /// The tile map's steps from lowest to highest.
    pub sequential: [Hex; 5],
    /// The outline of a tile without data.
    pub no_data: Hex,
}

impl Scheme {
    /// The colour of an ink. Text upon a mark takes the ground's or the text's
    /// colour, whichever stands out more.
    pub fn color(&self, ink: Ink) -> Hex {
        if let Some(mark) = ink.under() {
            let mark = self.color(mark);
            return if mark.contrast(self.ground) >= mark.contrast(self.text) {
                self.ground
            } else {
                self.text
            };
        }
        let [q1, q2, q3, q4, q5] = self.sequential;
        match ink {
            Ink::Ground => self.ground,
            Ink::Muted => self.muted,
            Ink::Grid => self.grid,
            Ink::C1 => self.c1,
            Ink::C2 => self.c2,
            Ink::C3 => self.c3,
            Ink::C4 => self.c4,
            Ink::Focus => self.focus,
            Ink::Grey => self.grey,
            Ink::Good => self.good,
            Ink::Warn => self.warn,
            Ink::Bad => self.bad,
            Ink::Seq1 => q1,
            Ink::Seq2 => q2,
            Ink::Seq3 => q3,
            Ink::Seq4 => q4,
            Ink::Seq5 => q5,
            Ink::NoData => self.no_data,
            _ => self.text,
        }
    }

    /// What cannot be seen where the page is not of the ground's colour.
    fn check_on(&self, under: &Under, zh: &str, en: &str, problems: &mut Vec<Problem>) {
        let on = [(under.paper, "paper"), (under.sheet, "sheet")];
        for (color, name) in on {
            let Some(page) = color.filter(|c| *c != self.ground) else {
                continue;
            };
            // Of charts only the small line of a tile stands on the sheet.
            let line = |ink: &Ink| [Ink::C1, Ink::C2, Ink::C3, Ink::C4].contains(ink);
            let drawn = UPON_GROUND.iter().filter(|u| name == "paper" || line(&u.0));
            for (ink, own, least) in drawn {
                let color = self.color(*ink);
                let got = color.contrast(page);
                if got < *least {
                    problems.push(Problem::new(
                        "palette-contrast",
                        format!("{zh}配色中，图表的 {own}（{color}）与页面底色 {name}（{page}）的对比度只有 {got:.2}:1，至少要 {least}:1"),
                        format!("{en} palette: {own} ({color}) of the charts on the page's {name} ({page}) has a contrast of only {got:.2}:1, at least {least}:1 is needed"),
                    ).about(&format!("{en}.{own} {en}.{name}")));
                }
            }
        }
    }

    fn check(&self, zh: &str, en: &str, problems: &mut Vec<Problem>) {
        let mut demand = |a: (Ink, &str), b: (Ink, &str), least: f64| {
            let (x, y) = (self.color(a.0), self.color(b.0));
            let got = x.contrast(y);
            if got < least {
                problems.push(Problem::new(
                    "palette-contrast",
                    format!("{zh}配色中，{}（{x}）与{}（{y}）的对比度只有 {got:.2}:1，至少要 {least}:1", a.1, b.1),
                    format!("{en} palette: {} ({x}) on {} ({y}) has a contrast of only {got:.2}:1, at least {least}:1 is needed", a.1, b.1),
                ).about(&format!("{en}.{}", if a.1.contains(' ') { b.1 } else { a.1 })));
            }
        };
        for (ink, name, least) in UPON_GROUND {
            demand((ink, name), (Ink::Ground, "ground"), least);
        }
        let series = [
            (Ink::C1, "c1"),
            (Ink::C2, "c2"),
            (Ink::C3, "c3"),
            (Ink::C4, "c4"),
        ];
        for (left, right) in series.iter().zip(series.iter().skip(1)) {
            demand(*left, *right, 3.0);
        }
        // The focus is drawn with the first ink among greys.
        demand((Ink::C1, "c1"), (Ink::Grey, "grey"), 2.5);
        for mark in series
            .into_iter()
            .chain([(Ink::Grey, "grey")])
            .chain((0..5).map(|n| (Ink::step(n), "sequential")))
        {
            demand((mark.0.on(), "text upon it"), mark, 4.5);
        }
        for n in 0..4 {
            demand(
                (Ink::step(n + 1), "sequential"),
                (Ink::step(n), "sequential"),
                1.3,
            );
        }
        let lums: Vec<f64> = self.sequential.iter().map(|hex| hex.luminance()).collect();
        let steady = lums.is_sorted() || lums.iter().rev().is_sorted();
        if !steady {
            problems.push(
                Problem::new(
                    "palette-steps",
                    format!("{zh}配色的 sequential 必须由浅到深（或由深到浅）依次排列"),
                    format!("{en} palette: sequential must grow steadily lighter or darker"),
                )
                .about(&format!("{en}.sequential")),
            );
        }
    }
}

/// The page's own colours that charts are drawn on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Under {
    /// Of the page.
    pub paper: Option<Hex>,
    /// Of its tiles and boxes.
    pub sheet: Option<Hex>,
}

/// A theme's chart colours.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Palette {
    /// On a light ground; also for print and for files of their own.
    pub light: Scheme,
    /// On a dark ground.
    pub dark: Scheme,
}

impl Palette {
    /// A checked palette, or everything that is wrong with it.
    pub fn new(light: Scheme, dark: Scheme) -> Result<Palette, Vec<Problem>> {
        let palette = Palette { light, dark };
        let problems = palette.check();
        if problems.is_empty() {
            Ok(palette)
        } else {
            Err(problems)
        }
    }

    /// What cannot be read or told apart; empty when the palette is sound.
    pub fn check(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        self.light.check("浅色", "light", &mut problems);
        self.dark.check("深色", "dark", &mut problems);
        problems
    }

    /// What cannot be seen on pages of these colours, on which charts are drawn; a
    /// colour that is not given as `#rrggbb` cannot be judged.
    pub fn check_on(&self, light: &Under, dark: &Under) -> Vec<Problem> {
        let mut problems = Vec::new();
        self.light.check_on(light, "浅色", "light", &mut problems);
        self.dark.check_on(dark, "深色", "dark", &mut problems);
        problems
    }

    /// The formal red: crimson on paper white.
    pub fn hong() -> Palette {
        Palette {
            light: Scheme {
                ground: Hex::rgb(0xfffefb),
                text: Hex::rgb(0x1f1a17),
                muted: Hex::rgb(0x665f59),
                grid: Hex::rgb(0xe7e1d9),
                c1: Hex::rgb(0x880e14),
                c2: Hex::rgb(0xc08429),
                c3: Hex::rgb(0x122a44),
                c4: Hex::rgb(0x457c70),
                focus: Hex::rgb(0x880e14),
                grey: Hex::rgb(0x908b84),
                good: Hex::rgb(0x1d6a44),
                warn: Hex::rgb(0x865800),
                bad: Hex::rgb(0xab241c),
                sequential: [
                    Hex::rgb(0xf8e0da),
                    Hex::rgb(0xeab2a8),
                    Hex::rgb(0xd98075),
                    Hex::rgb(0xb2353a),
                    Hex::rgb(0x780a12),
                ],
                no_data: Hex::rgb(0x8f877d),
            },
            dark: Scheme {
                ground: Hex::rgb(0x171312),
                text: Hex::rgb(0xece6e0),
                muted: Hex::rgb(0xb4aca4),
                grid: Hex::rgb(0x3a3330),
                c1: Hex::rgb(0xffb2ab),
                c2: Hex::rgb(0x95580a),
                c3: Hex::rgb(0xa5ccec),
                c4: Hex::rgb(0x0f7464),
                focus: Hex::rgb(0xffb2ab),
                grey: Hex::rgb(0x6a6460),
                good: Hex::rgb(0x64ca95),
                warn: Hex::rgb(0xe5ad4c),
                bad: Hex::rgb(0xff9084),
                sequential: [
                    Hex::rgb(0x451613),
                    Hex::rgb(0x7a211d),
                    Hex::rgb(0xa8352f),
                    Hex::rgb(0xe08478),
                    Hex::rgb(0xffc4be),
                ],
                no_data: Hex::rgb(0x6c655f),
            },
        }
    }
}

/// The messages of `problems` in one language, for a build that stops on them.
pub fn messages(problems: &[Problem], language: Language) -> Vec<&str> {
    problems.iter().map(|p| p.message(language)).collect()
}

/// The palettes of the built-in themes, as their files have them.
#[cfg(test)]
pub(super) fn built_in() -> [Palette; 2] {
    #[derive(Deserialize)]
    struct Theme {
        charts: Palette,
    }
    [
        include_str!("../../themes/hong/theme.toml"),
        include_str!("../../themes/qing/theme.toml"),
    ]
    .map(|file| toml::from_str::<Theme>(file).unwrap().charts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_without_colours_for_charts_has_those_of_hong() {
        let [hong, _] = built_in();
        assert_eq!(Palette::hong(), hong);
    }

    #[test]
    fn the_built_in_palettes_pass_their_own_check() {
        for palette in built_in() {
            let problems = palette.check();
            assert!(
                problems.is_empty(),
                "{}",
                messages(&problems, Language::English).join("\n")
            );
        }
    }

    /// A newspaper's four parts must be told apart on its black and white pages: at
    /// least ten steps of CIE lightness between any two.
    #[test]
    fn the_series_are_four_greys_on_paper() {
        let lightness = |hex: Hex| 116.0 * hex.luminance().cbrt() - 16.0;
        for Scheme { c1, c2, c3, c4, .. } in built_in().map(|p| p.light) {
            let mut greys = [c1, c2, c3, c4].map(lightness);
            greys.sort_by(f64::total_cmp);
            assert!(greys.windows(2).all(|w| w[1] - w[0] >= 10.0), "{greys:?}");
        }
    }

    #[test]
    fn contrast_is_the_one_of_the_standard() {
        let white = Hex::rgb(0xffffff);
        assert!((white.contrast(Hex::rgb(0x000000)) - 21.0).abs() < 1e-9);
        assert!((white.contrast(Hex::rgb(0x767676)) - 4.54).abs() < 0.01);
    }

    #[test]
    fn pale_colours_are_refused_by_name() {
        let mut palette = Palette::hong();
        palette.light.c2 = Hex::rgb(0xd4af37);
        palette.dark.muted = Hex::rgb(0x444444);
        let problems = palette.check();
        let text = messages(&problems, Language::English).join("\n");
        assert!(text.contains("light palette: c2 (#d4af37) on ground (#fffefb) has a contrast of only 2.08:1, at least 3:1"), "{text}");
        assert!(text.contains("dark palette: muted (#444444)"), "{text}");
        assert!(
            messages(&problems, Language::Chinese)
                .iter()
                .any(|m| m.starts_with("浅色配色中，c2（#d4af37）"))
        );
    }

    #[test]
    fn every_mark_is_checked_on_its_ground_and_on_the_page() {
        for (_, name, _) in UPON_GROUND {
            let mut palette = Palette::hong();
            let pale = |scheme: &mut Scheme| {
                let ground = scheme.ground;
                let color = match name {
                    "text" => &mut scheme.text,
                    "muted" => &mut scheme.muted,
                    "good" => &mut scheme.good,
                    "warn" => &mut scheme.warn,
                    "bad" => &mut scheme.bad,
                    "c1" => &mut scheme.c1,
                    "c2" => &mut scheme.c2,
                    "c3" => &mut scheme.c3,
                    "c4" => &mut scheme.c4,
                    "focus" => &mut scheme.focus,
                    "grey" => &mut scheme.grey,
                    _ => &mut scheme.no_data,
                };
                *color = ground;
            };
            pale(&mut palette.light);
            pale(&mut palette.dark);
            let problems = palette.check();
            for scheme in ["light", "dark"] {
                let start = format!("{scheme} palette: {name} (");
                let key = format!("{scheme}.{name}");
                let told = problems.iter().any(|p| {
                    p.en.starts_with(&start)
                        && p.en.contains(" on ground (")
                        && p.about.as_deref() == Some(&key)
                });
                assert!(told, "{key}: {problems:?}");
            }
        }
        let palette = Palette::hong();
        let under = |paper, sheet| Under { paper, sheet };
        let none = Under::default();
        let (light, dark) = (palette.light.ground, palette.dark.ground);
        let same = palette.check_on(&under(Some(light), None), &under(Some(dark), None));
        assert!(same.is_empty());
        assert!(palette.check_on(&none, &none).is_empty());
        let pale = Hex::parse("#d8c8a8");
        let tiles = palette.check_on(&under(None, pale), &none);
        assert_eq!(tiles.len(), 2, "{tiles:?}");
        assert!(tiles[0].en.contains("c2") && tiles[0].en.contains("the page's sheet"));
        let sand = palette.check_on(&under(pale, None), &none);
        let keys: Vec<&str> = sand.iter().filter_map(|p| p.about.as_deref()).collect();
        assert!(
            keys.contains(&"light.c2 light.paper") && keys.contains(&"light.c4 light.paper"),
            "{keys:?}"
        );
        assert!(!keys.contains(&"light.c1 light.paper"), "{keys:?}");
    }

    #[test]
    fn steps_out_of_order_are_refused() {
        let mut palette = Palette::hong();
        palette.light.sequential.swap(1, 3);
        assert!(palette.check().iter().any(|p| p.code == "palette-steps"));
    }

    #[test]
    fn a_colour_is_six_hex_digits() {
        assert_eq!(
            Hex::parse("#A0131a").map(|h| h.to_string()).as_deref(),
            Some("#a0131a")
        );
        for bad in [
            "a0131a", "#fff", "#a0131", "#a0131g", "#+0131a", "", "#颜色",
        ] {
            assert_eq!(Hex::parse(bad), None, "{bad}");
        }
    }
}
