//! What the kinds draw on: plotters' elements and coordinates in pixels.
//!
//! A [`Sheet`] is a plotters drawing area over our backend; a [`Plot`] is a part
//! of it with a pair of scales. The kinds speak of pixels and values, plotters
//! maps and draws, and the backend writes. Grouping, which plotters has no
//! element for, is an element of our own, and so is text, which needs no font.

use super::ink::Ink;
use super::svg::{Svg, TENTHS, family};
use plotters::coord::Shift;
use plotters::coord::types::RangedCoordf64;
use plotters::element::{Drawable, PointCollection};
use plotters::prelude::{
    Cartesian2d, Circle, Color, CoordTranslate, DrawingArea, IntoDrawingArea, PathElement, Polygon,
    Rectangle, ShapeStyle,
};
use plotters_backend::text_anchor::{HPos, Pos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontFamily,
};
use std::convert::Infallible;
use std::ops::Range;

/// A pair of scales, always of plain numbers.
type Scales = Cartesian2d<RangedCoordf64, RangedCoordf64>;

/// How a text is set.
#[derive(Clone, Copy)]
pub(crate) struct Pen {
    pub(crate) size: f64,
    pub(crate) ink: Ink,
    pub(crate) bold: bool,
    /// A rim of ground, for text that crosses lines.
    pub(crate) halo: bool,
    side: HPos,
}

impl Pen {
    /// Text that begins at its point.
    pub(crate) fn new(size: f64, ink: Ink) -> Pen {
        Pen {
            size,
            ink,
            bold: false,
            halo: false,
            side: HPos::Left,
        }
    }

    pub(crate) fn ink(self, ink: Ink) -> Pen {
        Pen { ink, ..self }
    }

    pub(crate) fn bold(self, bold: bool) -> Pen {
        Pen { bold, ..self }
    }

    pub(crate) fn halo(self) -> Pen {
        Pen { halo: true, ..self }
    }

    /// Text that ends at its point.
    pub(crate) fn end(self) -> Pen {
        Pen {
            side: HPos::Right,
            ..self
        }
    }

    /// Text whose middle is at its point.
    pub(crate) fn middle(self) -> Pen {
        Pen {
            side: HPos::Center,
            ..self
        }
    }

    /// Width of `text` in px.
    pub(crate) fn width(&self, text: &str) -> f64 {
        super::measure::width(text, self.size, self.bold)
    }
}

/// Plotters' own style of text carries a font that writes its name and its cut
/// into strings, anew for each step of setting it up: six pieces of memory for
/// each of a page's two hundred texts, and no backend of ours has a font.
impl BackendTextStyle for Pen {
    type FontError = Infallible;

    fn color(&self) -> BackendColor {
        self.ink.to_backend_color()
    }

    fn size(&self) -> f64 {
        self.size * TENTHS
    }

    fn anchor(&self) -> Pos {
        Pos::new(self.side, VPos::Center)
    }

    fn family(&self) -> FontFamily<'_> {
        FontFamily::Name(family(self.bold, self.halo))
    }

    fn layout_box(&self, text: &str) -> Result<((i32, i32), (i32, i32)), Infallible> {
        Ok(((0, 0), (tenths(self.width(text)), tenths(self.size))))
    }

    /// For backends that paint text pixel by pixel: there is no font to do it with.
    fn draw<E, F: FnMut(i32, i32, BackendColor) -> Result<(), E>>(
        &self,
        _: &str,
        _: BackendCoord,
        _: F,
    ) -> Result<Result<(), E>, Infallible> {
        Ok(Ok(()))
    }
}

/// The shapes that tell series apart without colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Round,
    Square,
    Triangle,
    Diamond,
}

impl Shape {
    /// The shape of the n-th series, from 0.
    pub(crate) fn series(n: usize) -> Shape {
        [Shape::Round, Shape::Square, Shape::Triangle]
            .get(n % 4)
            .copied()
            .unwrap_or(Shape::Diamond)
    }
}

/// A drawing in the making.
pub(crate) struct Sheet<'a> {
    area: DrawingArea<Svg<'a>, Shift>,
}

/// Rounded by hand: without the newest processors' instructions `round` is a call.
fn tenths(px: f64) -> i32 {
    let tenths = px * TENTHS;
    (tenths + 0.5_f64.copysign(tenths)) as i32
}

fn at((x, y): (f64, f64)) -> BackendCoord {
    (tenths(x), tenths(y))
}

fn stroke(ink: Ink, width: f64) -> ShapeStyle {
    ink.stroke_width(tenths(width).unsigned_abs())
}

impl<'a> Sheet<'a> {
    /// A sheet of `width` px that writes to `out`. Its height is whatever the kind
    /// ends up needing, so the area underneath is as high as it can be.
    pub(crate) fn new(out: &'a mut String, width: f64) -> Sheet<'a> {
        Sheet {
            area: Svg::new(out, width, 200_000.0).into_drawing_area(),
        }
    }

    /// Draws an element. The backend appends to a string and cannot fail, and one
    /// thread holds the area, so plotters has no error to report here.
    fn put<E>(&self, element: &E)
    where
        for<'b> &'b E: PointCollection<'b, BackendCoord>,
        E: Drawable<Svg<'a>>,
    {
        let drawn = self.area.draw(element);
        debug_assert!(drawn.is_ok());
    }

    /// A filled rectangle between two corners, on whole pixels.
    pub(crate) fn rect(&self, from: (f64, f64), to: (f64, f64), ink: Ink) {
        self.put(&Rectangle::new([at(from), at(to)], ink.filled()));
    }

    /// A rectangle's outline.
    pub(crate) fn frame(&self, from: (f64, f64), to: (f64, f64), ink: Ink, width: f64) {
        self.put(&Rectangle::new([at(from), at(to)], stroke(ink, width)));
    }

    /// A line through points; hairlines along an axis are sharp.
    pub(crate) fn line(&self, points: &[(f64, f64)], ink: Ink, width: f64) {
        let points: Vec<BackendCoord> = points.iter().copied().map(at).collect();
        self.put(&PathElement::new(points, stroke(ink, width)));
    }

    /// A disc.
    pub(crate) fn dot(&self, centre: (f64, f64), radius: f64, ink: Ink) {
        self.put(&Circle::new(at(centre), tenths(radius), ink.filled()));
    }

    /// A ring.
    pub(crate) fn ring(&self, centre: (f64, f64), radius: f64, ink: Ink, width: f64) {
        self.put(&Circle::new(at(centre), tenths(radius), stroke(ink, width)));
    }

    /// A series' own shape with a rim of ground, `radius` px.
    pub(crate) fn mark(&self, shape: Shape, (x, y): (f64, f64), radius: f64, ink: Ink) {
        for (r, ink) in [(radius + 1.5, Ink::Ground), (radius, ink)] {
            let corner = match shape {
                Shape::Round => {
                    self.dot((x, y), r, ink);
                    continue;
                }
                Shape::Square => vec![
                    (x - r, y - r),
                    (x + r, y - r),
                    (x + r, y + r),
                    (x - r, y + r),
                ],
                Shape::Triangle => vec![
                    (x, y - r * 1.2),
                    (x + r * 1.15, y + r * 0.9),
                    (x - r * 1.15, y + r * 0.9),
                ],
                Shape::Diamond => vec![
                    (x, y - r * 1.3),
                    (x + r * 1.3, y),
                    (x, y + r * 1.3),
                    (x - r * 1.3, y),
                ],
            };
            self.polygon(&corner, ink);
        }
    }

    /// A filled polygon.
    pub(crate) fn polygon(&self, corners: &[(f64, f64)], ink: Ink) {
        let corners: Vec<BackendCoord> = corners.iter().copied().map(at).collect();
        self.put(&Polygon::new(corners, ink.filled()));
    }

    /// A line of text; `y` is the middle of its characters.
    pub(crate) fn text(&self, (x, y): (f64, f64), text: &str, pen: Pen) {
        if text.is_empty() {
            return;
        }
        self.seam(&Seam::Words {
            text,
            pen,
            at: at((x, y)),
        });
    }

    /// Lines of text `leading` px apart, their block's middle at `y`.
    pub(crate) fn lines(&self, (x, y): (f64, f64), lines: &[String], leading: f64, pen: Pen) {
        let top = y - leading * (lines.len() as f64 - 1.0) / 2.0;
        for (n, line) in lines.iter().enumerate() {
            self.text((x, top + leading * n as f64), line, pen);
        }
    }

    /// A dashed outline.
    pub(crate) fn dashed(&self, from: (f64, f64), to: (f64, f64), ink: Ink) {
        self.seam(&Seam::Dashed {
            corner: at(to),
            start: at(from),
            ink,
        });
    }

    /// Draws `marks` as one group with a native tooltip and perhaps a link.
    pub(crate) fn group(&self, title: &str, href: Option<&str>, marks: impl FnOnce()) {
        self.seam(&Seam::Open {
            title,
            href,
            at: (0, 0),
        });
        marks();
        self.seam(&Seam::Close { href, at: (0, 0) });
    }

    /// Not through `put`, whose bound would ask for a text that lives for ever.
    fn seam(&self, seam: &Seam<'_>) {
        let drawn = self.area.draw(seam);
        debug_assert!(drawn.is_ok());
    }

    /// A part of the sheet with scales: `x` runs over the px range `across`, `y`
    /// over `down` (from the px of its start to the px of its end).
    pub(crate) fn plot(
        &self,
        x: Range<f64>,
        y: Range<f64>,
        across: Range<f64>,
        down: Range<f64>,
    ) -> Plot<'a> {
        let px = |r: &Range<f64>| tenths(r.start)..tenths(r.end);
        let scales = Scales::new(x, y, (px(&across), px(&down)));
        Plot {
            area: self.area.apply_coord_spec(scales),
        }
    }
}

/// A part of a sheet with a pair of scales.
pub(crate) struct Plot<'a> {
    area: DrawingArea<Svg<'a>, Scales>,
}

impl Plot<'_> {
    /// Where a pair of values lies, in px of the sheet.
    pub(crate) fn at(&self, x: f64, y: f64) -> (f64, f64) {
        let (px, py) = self.area.as_coord_spec().translate(&(x, y));
        (f64::from(px) / TENTHS, f64::from(py) / TENTHS)
    }

    /// A line through pairs of values.
    pub(crate) fn line(&self, points: &[(f64, f64)], ink: Ink, width: f64) {
        let drawn = self
            .area
            .draw(&PathElement::new(points.to_vec(), stroke(ink, width)));
        debug_assert!(drawn.is_ok());
    }
}

/// What plotters' elements cannot say, or not without a font, as an element.
enum Seam<'t> {
    Open {
        title: &'t str,
        href: Option<&'t str>,
        at: BackendCoord,
    },
    Close {
        href: Option<&'t str>,
        at: BackendCoord,
    },
    Dashed {
        start: BackendCoord,
        corner: BackendCoord,
        ink: Ink,
    },
    Words {
        text: &'t str,
        pen: Pen,
        at: BackendCoord,
    },
}

impl<'a> PointCollection<'a, BackendCoord> for &'a Seam<'_> {
    type Point = &'a BackendCoord;
    type IntoIter = std::iter::Once<&'a BackendCoord>;

    fn point_iter(self) -> Self::IntoIter {
        std::iter::once(match self {
            Seam::Open { at, .. } | Seam::Close { at, .. } | Seam::Words { at, .. } => at,
            Seam::Dashed { start, .. } => start,
        })
    }
}

impl Drawable<Svg<'_>> for Seam<'_> {
    fn draw<I: Iterator<Item = BackendCoord>>(
        &self,
        _: I,
        backend: &mut Svg<'_>,
        _: (u32, u32),
    ) -> Result<(), DrawingErrorKind<<Svg<'_> as DrawingBackend>::ErrorType>> {
        match self {
            Seam::Open { title, href, .. } => backend.open(title, *href),
            Seam::Close { href, .. } => backend.close(*href),
            Seam::Dashed { start, corner, ink } => backend.dashed(*start, *corner, *ink),
            Seam::Words { text, pen, at } => backend.draw_text(text, pen, *at)?,
        }
        Ok(())
    }
}
