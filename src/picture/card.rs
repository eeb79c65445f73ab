//! Share cards: 1200×630 pixels with title, county, headline figure and a
//! chart, for the preview that a chat program shows of a link.
//!
//! A card is composed as SVG, with the chart drawn by the same code as on the
//! page, and rasterised by resvg with one font family: the one that site.toml
//! names, or one found in the usual places. A font draws what it does not know
//! as nothing, so every character is looked for; a card with a missing one is
//! not made. With the same font the same content gives the same bytes.

use super::cache::key;
use super::pixels::Pixels;
use super::{Cache, Format, Picture, Version, encode};
use crate::chart::ink::Ink;
use crate::chart::measure::{width, wrap_even};
use crate::chart::{Chart, Scheme, Width, Words};
use quick_xml::escape::escape;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Group, Node, Options, Tree, fontdb};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;

/// The size that Open Graph readers expect, in pixels.
pub const SIZE: (u32, u32) = (1200, 630);
/// Changes whenever other bytes come out for the same card.
const RECIPE: &str = "card 2";
const MARGIN: f64 = 64.0;
/// Where the chart stands, if there is one.
const CHART: (f64, f64, f64, f64) = (700.0, 96.0, 436.0, 430.0);
/// A chart made smaller than this cannot be read.
const SMALLEST: f64 = 0.75;

/// Regular and bold, in the order in which they are looked for.
const PLACES: [(&str, &str); 12] = [
    (
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    ),
    (
        "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc",
    ),
    (
        "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/google-noto-cjk/NotoSansCJK-Bold.ttc",
    ),
    (
        "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Regular.ttc",
        "/usr/share/fonts/google-noto-sans-cjk-fonts/NotoSansCJK-Bold.ttc",
    ),
    (
        "/usr/share/fonts/adobe-source-han-sans/SourceHanSansCN-Regular.otf",
        "/usr/share/fonts/adobe-source-han-sans/SourceHanSansCN-Bold.otf",
    ),
    ("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", ""),
    ("/usr/share/fonts/wqy-microhei/wqy-microhei.ttc", ""),
    (
        "C:\\Windows\\Fonts\\msyh.ttc",
        "C:\\Windows\\Fonts\\msyhbd.ttc",
    ),
    ("C:\\Windows\\Fonts\\simhei.ttf", ""),
    ("/System/Library/Fonts/PingFang.ttc", ""),
    ("/System/Library/Fonts/Hiragino Sans GB.ttc", ""),
    ("/System/Library/Fonts/STHeiti Medium.ttc", ""),
];

/// A font family that cards are written in.
pub struct Font {
    database: Arc<fontdb::Database>,
    family: String,
    /// Of its files, for the cache.
    hash: String,
}

impl Font {
    /// The family in the file at `path`; `None` if that is no font.
    pub fn named(path: &Path) -> Option<Font> {
        Font::load(&[path])
    }

    /// The first family in the usual places of the systems.
    pub fn found() -> Option<Font> {
        PLACES.iter().find_map(|(regular, bold)| {
            let files = [Path::new(regular), Path::new(bold)];
            files[0].is_file().then(|| Font::load(&files))?
        })
    }

    fn load(files: &[&Path]) -> Option<Font> {
        let mut database = fontdb::Database::new();
        let mut hash = String::new();
        for data in files.iter().filter_map(|file| std::fs::read(file).ok()) {
            // The start of a font holds the checksums of all its tables.
            let start = data.get(..64 << 10).unwrap_or(&data);
            let _ = write!(hash, "{} {} ", data.len(), key(RECIPE, start));
            database.load_font_data(data);
        }
        let families: Vec<String> = database
            .faces()
            .filter_map(|face| face.families.first().map(|(name, _)| name.clone()))
            .collect();
        // A collection has one family per script; the shapes differ.
        let simplified =
            |name: &&String| name.split(' ').any(|word| word == "SC") && !name.contains("Mono");
        let family = families
            .iter()
            .find(simplified)
            .or(families.first())?
            .clone();
        let others: Vec<_> = database
            .faces()
            .filter(|face| {
                face.families
                    .first()
                    .is_none_or(|(name, _)| *name != family)
            })
            .map(|face| face.id)
            .collect();
        // Nothing may stand in for what the family cannot draw.
        others.into_iter().for_each(|id| database.remove_face(id));
        // What a text asks for by another name is written in this one.
        database.set_serif_family(&family);
        database.set_sans_serif_family(&family);
        Some(Font {
            database: Arc::new(database),
            family,
            hash,
        })
    }
}

/// What a card shows.
pub struct Card<'a> {
    /// 丽水市·莲都区.
    pub kicker: String,
    /// The headline.
    pub title: String,
    /// Headline figures: their names, and the values as printed in prose. One
    /// stands beside a chart, three without.
    pub figures: Vec<(String, String)>,
    /// A chart, shown where it can be read at that size.
    pub chart: Option<(&'a Chart, &'a Words)>,
    /// The site's name.
    pub foot: String,
}

/// Why there is no card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoCard {
    /// The font has no shapes for these characters.
    Missing(String),
    /// The drawing failed; the library's words.
    Failed(String),
}

impl Card<'_> {
    /// The card as PNG; from the cache where it was made before.
    ///
    /// # Errors
    /// [`NoCard`].
    pub fn png(&self, font: &Font, scheme: &Scheme, cache: &Cache) -> Result<Vec<u8>, NoCard> {
        drawn(&self.svg(font, scheme), 1, font, cache)
    }

    fn svg(&self, font: &Font, scheme: &Scheme) -> String {
        let (wide, high) = SIZE;
        let color = |ink| scheme.color(ink);
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{wide}\" height=\"{high}\" font-family=\"{}\">\
             <path fill=\"{}\" d=\"M0 0h{wide}v{high}H0z\"/><path fill=\"{}\" d=\"M0 0h{wide}v14H0z\"/>",
            escape(format!("'{}'", font.family.replace(['\'', '\\'], ""))),
            color(Ink::Ground),
            color(Ink::Focus),
        );
        let chart = self
            .chart
            .and_then(|(chart, words)| placed(chart, words, scheme));
        let room = if chart.is_some() {
            CHART.0 - MARGIN - 48.0
        } else {
            f64::from(wide) - 2.0 * MARGIN
        };
        let mut text = |at: (f64, f64), size: f64, bold: bool, ink: Ink, text: &str| {
            let weight = if bold { 700 } else { 400 };
            let _ = write!(
                out,
                "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{}\">{}</text>",
                at.0,
                at.1,
                color(ink),
                escape(text)
            );
        };
        let size = fit(&self.kicker, 32.0, false, room);
        text((MARGIN, 104.0), size, false, Ink::Focus, &self.kicker);
        let (size, lines) = headline(&self.title, room);
        for (n, line) in lines.iter().enumerate() {
            let y = 124.0 + size * 1.3 * (n as f64 + 1.0) - size * 0.2;
            text((MARGIN, y), size, true, Ink::Text, line);
        }
        let shown = if chart.is_some() { 1 } else { 3 };
        let figures = self.figures.get(..shown).unwrap_or(&self.figures);
        let column = room / figures.len().max(1) as f64;
        for (n, (name, value)) in figures.iter().enumerate() {
            let x = MARGIN + column * n as f64;
            let inner = if figures.len() > 1 {
                column - 32.0
            } else {
                column
            };
            text(
                (x, 424.0),
                fit(name, 30.0, false, inner),
                false,
                Ink::Muted,
                name,
            );
            text(
                (x, 506.0),
                fit(value, 76.0, true, inner),
                true,
                Ink::Focus,
                value,
            );
        }
        let whole = f64::from(wide) - 2.0 * MARGIN;
        let size = fit(&self.foot, 26.0, false, whole);
        text((MARGIN, 582.0), size, false, Ink::Muted, &self.foot);
        out.push_str(&chart.unwrap_or_default());
        out.push_str("</svg>");
        out
    }
}

/// The file of a chart ([`crate::chart::Drawn::file`]) as PNG, twice as large, for
/// slides and documents that take no SVG; from the cache where it was made
/// before.
///
/// # Errors
/// [`NoCard`].
pub fn chart_png(svg: &str, font: &Font, cache: &Cache) -> Result<Vec<u8>, NoCard> {
    drawn(svg, 2, font, cache)
}

fn drawn(svg: &str, scale: u32, font: &Font, cache: &Cache) -> Result<Vec<u8>, NoCard> {
    let key = key(RECIPE, format!("{} {scale}\n{svg}", font.hash).as_bytes());
    if let Some(kept) = cache.get(&key) {
        return Ok(kept.largest().bytes.clone());
    }
    let (pixels, bytes) = raster(svg, scale, font)?;
    let version = Version {
        width: pixels.width,
        height: pixels.height,
        format: Format::Png,
        bytes: bytes.clone(),
    };
    let picture = Picture {
        versions: vec![version],
        original: pixels.width,
        moves: false,
    };
    cache.put(&key, &picture);
    Ok(bytes)
}

/// At most three lines, in the largest size at which they fit; between
/// phrases where that can be, else anywhere.
fn headline(title: &str, room: f64) -> (f64, Vec<String>) {
    const SIZES: [f64; 3] = [64.0, 56.0, 48.0];
    let phrased = SIZES
        .iter()
        .filter_map(|s| Some((*s, in_phrases(title, *s, room)?)));
    let even = SIZES.iter().map(|s| (*s, wrap_even(title, *s, true, room)));
    if let Some(fitting) = phrased.chain(even).find(|(_, lines)| lines.len() <= 3) {
        return fitting;
    }
    let mut lines = wrap_even(title, 40.0, true, room);
    if lines.len() > 4 {
        lines.truncate(4);
        if let Some(last) = lines.last_mut() {
            last.pop();
            last.push('…');
        }
    }
    (40.0, lines)
}

/// The lines of `title` broken after marks and at spaces only; `None` where a
/// phrase is wider than the room.
fn in_phrases(title: &str, size: f64, room: f64) -> Option<Vec<String>> {
    let mut lines: Vec<String> = Vec::new();
    for phrase in title.split_inclusive(['，', '、', '；', '：', '。', '！', '？', ' ', '　'])
    {
        if width(phrase.trim_end(), size, true) > room {
            return None;
        }
        match lines.last_mut() {
            Some(line) if width(&format!("{line}{phrase}"), size, true) <= room => {
                line.push_str(phrase);
            }
            _ => lines.push(phrase.to_owned()),
        }
    }
    let trimmed = lines.into_iter().map(|line| line.trim_end().to_owned());
    Some(trimmed.collect())
}

/// The size at which a line of text fits, `size` at most.
fn fit(text: &str, size: f64, bold: bool, room: f64) -> f64 {
    let needed = width(text, size, bold);
    if needed <= room {
        size
    } else {
        (size * room / needed * 10.0).floor() / 10.0
    }
}

/// The chart in its place; `None` where it would be too small to read.
fn placed(chart: &Chart, words: &Words, scheme: &Scheme) -> Option<String> {
    let (x, y, wide, high) = CHART;
    let (body, own_wide, own_high) = chart.fragment(words, Width::Narrow, scheme);
    let scale = (wide / own_wide).min(high / own_high).min(1.4);
    let top = y + (high - own_high * scale) / 2.0;
    (scale >= SMALLEST)
        .then(|| format!("<g transform=\"translate({x} {top:.1}) scale({scale:.3})\">{body}</g>"))
}

fn raster(svg: &str, scale: u32, font: &Font) -> Result<(Pixels, Vec<u8>), NoCard> {
    let failed = |why: &dyn std::fmt::Display| NoCard::Failed(why.to_string());
    let options = Options {
        fontdb: Arc::clone(&font.database),
        font_family: font.family.clone(),
        languages: vec!["zh-CN".to_owned()],
        ..Options::default()
    };
    let tree = Tree::from_str(svg, &options).map_err(|e| failed(&e))?;
    let (mut wanted, mut drawn) = (BTreeSet::new(), BTreeSet::new());
    characters(tree.root(), &mut wanted, &mut drawn);
    let missing: String = wanted.difference(&drawn).collect();
    if !missing.is_empty() {
        return Err(NoCard::Missing(missing));
    }
    let size = tree.size().to_int_size();
    let (width, height) = (size.width() * scale, size.height() * scale);
    let mut canvas = Pixmap::new(width, height).ok_or_else(|| failed(&"canvas"))?;
    let scale = scale as f32;
    resvg::render(
        &tree,
        Transform::from_scale(scale, scale),
        &mut canvas.as_mut(),
    );
    // Opaque everywhere, so the colours are not multiplied by anything.
    let colors = canvas.data().chunks_exact(4);
    let pixels = Pixels {
        width,
        height,
        channels: 3,
        data: colors.flat_map(|p| [p[0], p[1], p[2]]).collect(),
        icc: None,
    };
    let bytes = encode::card(&pixels).map_err(|fault| NoCard::Failed(fault.message().en))?;
    Ok((pixels, bytes))
}

/// The characters that texts hold, and those that have a shape.
fn characters(group: &Group, wanted: &mut BTreeSet<char>, drawn: &mut BTreeSet<char>) {
    for node in group.children() {
        match node {
            Node::Group(group) => characters(group, wanted, drawn),
            Node::Text(text) => {
                let chunks = text.chunks().iter().flat_map(|chunk| chunk.text().chars());
                wanted.extend(chunks.filter(|c| !c.is_whitespace()));
                let glyphs = text
                    .layouted()
                    .iter()
                    .flat_map(|span| &span.positioned_glyphs);
                let shaped = glyphs.filter(|glyph| glyph.id.0 != 0);
                drawn.extend(shaped.flat_map(|glyph| glyph.text.chars()));
            }
            Node::Path(_) | Node::Image(_) => {}
        }
    }
}
