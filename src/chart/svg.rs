//! The plotters backend: SVG text with classes instead of colours.
//!
//! Plotters' coordinates are whole numbers, so a unit here is a tenth of a
//! pixel; numbers are written with at most one decimal. The stock backend is
//! not used because it fixes colours, rounds to pixels and cannot group marks.
//! Invariants: every text and attribute is escaped here and nowhere else;
//! control characters never reach the output; no `style` attribute is written,
//! so drawings work under `default-src 'self'`.

use super::ink::Ink;
use super::measure;
use plotters_backend::text_anchor::{HPos, VPos};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind,
    FontFamily,
};
use std::convert::Infallible;

/// Tenths of a pixel in a pixel.
pub(crate) const TENTHS: f64 = 10.0;

const FILL: &str = " class=\"f-";
const STROKE: &str = " class=\"s-";

/// Writes what plotters draws into a string.
pub(crate) struct Svg<'a> {
    out: &'a mut String,
    size: (u32, u32),
}

type Done = Result<(), DrawingErrorKind<Infallible>>;

impl<'a> Svg<'a> {
    /// A canvas of `width` and `height` px that appends to `out`.
    pub(crate) fn new(out: &'a mut String, width: f64, height: f64) -> Self {
        let size = ((width * TENTHS) as u32, (height * TENTHS) as u32);
        Svg { out, size }
    }

    fn number(&mut self, tenths: i32) {
        push_tenths(self.out, tenths);
    }

    /// `begin` is ` x="`: a chart has a thousand of them.
    fn attribute(&mut self, begin: &str, tenths: i32) {
        self.out.push_str(begin);
        self.number(tenths);
        self.out.push('"');
    }

    /// ` class="f-c1"`: the page's style sheet decides.
    fn paint(&mut self, class: &str, ink: Ink, more: &str) {
        self.out.push_str(class);
        self.out.push_str(ink.token());
        self.out.push_str(more);
        self.out.push('"');
    }

    fn fill(&mut self, ink: Ink) {
        self.paint(FILL, ink, "");
    }

    fn stroke(&mut self, ink: Ink, width: u32) {
        self.out.push_str(" fill=\"none\"");
        self.paint(STROKE, ink, "");
        if width != TENTHS as u32 {
            self.attribute(" stroke-width=\"", width as i32);
        }
    }

    fn steps(&mut self, points: impl IntoIterator<Item = BackendCoord>) {
        let mut last: Option<BackendCoord> = None;
        for (x, y) in points {
            match last {
                None => {
                    self.out.push('M');
                    self.number(x);
                    self.out.push(' ');
                    self.number(y);
                }
                Some((px, py)) if py == y => {
                    self.out.push('h');
                    self.number(x - px);
                }
                Some((px, py)) if px == x => {
                    self.out.push('v');
                    self.number(y - py);
                }
                Some((px, py)) => {
                    self.out.push('l');
                    self.number(x - px);
                    self.out.push(' ');
                    self.number(y - py);
                }
            }
            last = Some((x, y));
        }
    }

    /// Begins a group with a native tooltip and, if `href` is a safe address, a link.
    ///
    /// The link is kept out of the tab order: the drawing is one image to a
    /// screen reader, and the table beside it has the links.
    pub(crate) fn open(&mut self, title: &str, href: Option<&str>) {
        match href.filter(|h| safe_address(h)) {
            Some(address) => {
                self.out.push_str("<a class=\"mk\" tabindex=\"-1\" href=\"");
                escape(self.out, address);
                self.out.push_str("\">");
            }
            None => self.out.push_str("<g class=\"mk\">"),
        }
        self.out.push_str("<title>");
        escape(self.out, title);
        self.out.push_str("</title>");
    }

    /// Ends what [`Svg::open`] began with the same `href`.
    pub(crate) fn close(&mut self, href: Option<&str>) {
        self.out.push_str(if href.is_some_and(safe_address) {
            "</a>"
        } else {
            "</g>"
        });
    }

    /// A dashed outline: the tile of a county without data.
    pub(crate) fn dashed(&mut self, (x0, y0): BackendCoord, (x1, y1): BackendCoord, ink: Ink) {
        self.out.push_str("<rect");
        self.attribute(" x=\"", x0);
        self.attribute(" y=\"", y0);
        self.attribute(" width=\"", x1 - x0);
        self.attribute(" height=\"", y1 - y0);
        self.stroke(ink, 10);
        self.out.push_str(" stroke-dasharray=\"3 3\"/>");
    }
}

/// Whether a link may be written: relative, or http, https.
pub(crate) fn safe_address(address: &str) -> bool {
    if address.chars().any(char::is_control) || address.trim() != address {
        return false;
    }
    let before_path = address.split(['/', '?', '#']).next().unwrap_or_default();
    match before_path.split_once(':') {
        None => true,
        Some((scheme, _)) => {
            scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
        }
    }
}

/// Appends tenths of a pixel as px: 125 is `12.5`, 120 is `12`.
pub(crate) fn push_tenths(out: &mut String, tenths: i32) {
    const TENTH: [&str; 10] = ["", ".1", ".2", ".3", ".4", ".5", ".6", ".7", ".8", ".9"];
    if tenths < 0 {
        out.push('-');
    }
    let size = tenths.unsigned_abs();
    out.push_str(itoa::Buffer::new().format(size / 10));
    out.push_str(TENTH[(size % 10) as usize]);
}

/// Appends `text` so that it is inert and well-formed in XML, in elements and in
/// attributes. Line breaks become spaces; control characters, non-characters and
/// the marks that turn the reading direction round are dropped.
pub(crate) fn escape(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    let (mut done, mut at) = (0, 0);
    while let Some(byte) = bytes.get(at) {
        let (length, instead) = match byte {
            b'<' => (1, "&lt;"),
            b'>' => (1, "&gt;"),
            b'&' => (1, "&amp;"),
            b'"' => (1, "&quot;"),
            b'\'' => (1, "&#39;"),
            b'\t' | b'\n' | b'\r' => (1, " "),
            0..0x20 | 0x7f => (1, ""),
            // As UTF-8: U+0080 to 9F; U+202A to 202E, U+2066 to 2069; U+FFFE, FFFF.
            0xc2 if matches!(bytes.get(at + 1), Some(0x80..=0x9f)) => (2, ""),
            0xe2 | 0xef if is_dropped(&bytes[at..]) => (3, ""),
            0xe0..=0xef => {
                at += 3;
                continue;
            }
            _ => {
                at += 1;
                continue;
            }
        };
        out.push_str(&text[done..at]);
        out.push_str(instead);
        at += length;
        done = at;
    }
    out.push_str(&text[done..]);
}

/// Whether three bytes of UTF-8 turn the reading direction round, or stand for
/// nothing at all.
fn is_dropped(bytes: &[u8]) -> bool {
    matches!(
        bytes,
        [0xe2, 0x80, 0xaa..=0xae, ..]
            | [0xe2, 0x81, 0xa6..=0xa9, ..]
            | [0xef, 0xbf, 0xbe | 0xbf, ..]
    )
}

/// Rounds to a whole pixel.
fn whole(tenths: i32) -> i32 {
    (tenths + 5).div_euclid(10) * 10
}

/// Rounds to the middle of a pixel, where a hairline is sharp.
fn half(tenths: i32) -> i32 {
    tenths.div_euclid(10) * 10 + 5
}

impl DrawingBackend for Svg<'_> {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Done {
        Ok(())
    }

    fn present(&mut self) -> Done {
        Ok(())
    }

    fn draw_pixel(&mut self, (x, y): BackendCoord, color: BackendColor) -> Done {
        self.draw_rect((x, y), (x + 10, y + 10), &color, true)
    }

    fn draw_line<S: BackendStyle>(
        &mut self,
        from: BackendCoord,
        to: BackendCoord,
        style: &S,
    ) -> Done {
        self.draw_path([from, to], style)
    }

    fn draw_rect<S: BackendStyle>(
        &mut self,
        a: BackendCoord,
        b: BackendCoord,
        style: &S,
        fill: bool,
    ) -> Done {
        let ink = Ink::from_backend(style.color());
        let snap = if fill { whole } else { half };
        let (left, right) = (snap(a.0.min(b.0)), snap(a.0.max(b.0)));
        let (top, bottom) = (snap(a.1.min(b.1)), snap(a.1.max(b.1)));
        self.out.push_str("<rect");
        self.attribute(" x=\"", left);
        self.attribute(" y=\"", top);
        // A mark that stands for something is never thinner than a pixel.
        self.attribute(" width=\"", (right - left).max(10));
        self.attribute(" height=\"", (bottom - top).max(10));
        if fill {
            self.fill(ink);
        } else {
            self.stroke(ink, style.stroke_width());
        }
        self.out.push_str("/>");
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Done {
        let mut path = path.into_iter();
        let (mut first, mut second, third) = (path.next(), path.next(), path.next());
        let hairline = style.stroke_width() <= 10;
        if let (Some(a), Some(b), None, true) = (&mut first, &mut second, third, hairline) {
            if a.0 == b.0 {
                (a.0, b.0) = (half(a.0), half(b.0));
            } else if a.1 == b.1 {
                (a.1, b.1) = (half(a.1), half(b.1));
            }
        }
        self.out.push_str("<path d=\"");
        self.steps([first, second, third].into_iter().flatten().chain(path));
        self.out.push('"');
        self.stroke(Ink::from_backend(style.color()), style.stroke_width());
        if third.is_some() {
            self.out
                .push_str(" stroke-linejoin=\"round\" stroke-linecap=\"round\"");
        }
        self.out.push_str("/>");
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(
        &mut self,
        centre: BackendCoord,
        radius: u32,
        style: &S,
        fill: bool,
    ) -> Done {
        let ink = Ink::from_backend(style.color());
        self.out.push_str("<circle");
        self.attribute(" cx=\"", centre.0);
        self.attribute(" cy=\"", centre.1);
        self.attribute(" r=\"", radius as i32);
        if fill {
            self.fill(ink);
        } else {
            self.stroke(ink, style.stroke_width());
        }
        self.out.push_str("/>");
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        points: I,
        style: &S,
    ) -> Done {
        self.out.push_str("<path d=\"");
        self.steps(points);
        self.out.push_str("z\"");
        self.fill(Ink::from_backend(style.color()));
        self.out.push_str("/>");
        Ok(())
    }

    fn draw_text<T: BackendTextStyle>(
        &mut self,
        text: &str,
        style: &T,
        (x, y): BackendCoord,
    ) -> Done {
        let (bold, halo) = role(style.family());
        let size = style.size();
        let down = match style.anchor().v_pos {
            VPos::Top => 0.88,
            // Half of what a Han character or a digit rises above its baseline.
            VPos::Center => 0.36,
            VPos::Bottom => 0.0,
        };
        self.out.push_str("<text");
        self.attribute(" x=\"", x);
        self.attribute(" y=\"", y + (size * down).round() as i32);
        self.attribute(" font-size=\"", size.round() as i32);
        match style.anchor().h_pos {
            HPos::Left => {}
            HPos::Center => self.out.push_str(" text-anchor=\"middle\""),
            HPos::Right => self.out.push_str(" text-anchor=\"end\""),
        }
        if bold {
            self.out.push_str(" font-weight=\"600\"");
        }
        self.paint(
            FILL,
            Ink::from_backend(style.color()),
            if halo { " halo" } else { "" },
        );
        if halo {
            // No style sheet's matter: without it the outline would cover the letters.
            self.out.push_str(" paint-order=\"stroke\"");
        }
        self.out.push('>');
        escape(self.out, text);
        self.out.push_str("</text>");
        Ok(())
    }

    fn estimate_text_size<T: BackendTextStyle>(
        &self,
        text: &str,
        style: &T,
    ) -> Result<(u32, u32), DrawingErrorKind<Infallible>> {
        let (bold, _) = role(style.family());
        let size = style.size();
        Ok((
            measure::width(text, size, bold).ceil() as u32,
            size.ceil() as u32,
        ))
    }

    fn blit_bitmap(&mut self, _: BackendCoord, _: (u32, u32), _: &[u8]) -> Done {
        Ok(())
    }
}

/// Bold and halo travel in the font family, which is otherwise unused: the page
/// chooses the font.
pub(crate) fn family(bold: bool, halo: bool) -> &'static str {
    match (bold, halo) {
        (false, false) => "plain",
        (true, false) => "bold",
        (false, true) => "halo",
        (true, true) => "bold halo",
    }
}

fn role(family: FontFamily<'_>) -> (bool, bool) {
    let name = family.as_str();
    (name.starts_with("bold"), name.ends_with("halo"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn escaped(text: &str) -> String {
        let mut out = String::new();
        escape(&mut out, text);
        out
    }

    #[test]
    fn markup_in_a_label_is_text() {
        assert_eq!(escaped("<script>\"&'"), "&lt;script&gt;&quot;&amp;&#39;");
    }

    #[test]
    fn control_characters_are_dropped() {
        assert_eq!(
            escaped("松\u{0}\u{1}\u{1b}阳\u{202e}县\n区\u{ffff}"),
            "松阳县 区"
        );
    }

    #[test]
    fn every_character_is_escaped_as_by_its_own() {
        let dropped = |c: char| {
            c.is_control()
                || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fffe}' | '\u{ffff}')
        };
        for c in '\0'..='\u{1ffff}' {
            let expected = match c {
                '<' => "&lt;".to_owned(),
                '>' => "&gt;".to_owned(),
                '&' => "&amp;".to_owned(),
                '"' => "&quot;".to_owned(),
                '\'' => "&#39;".to_owned(),
                '\t' | '\n' | '\r' => " ".to_owned(),
                c if dropped(c) => String::new(),
                c => c.to_string(),
            };
            assert_eq!(
                escaped(&format!("县{c}é")),
                format!("县{expected}é"),
                "{c:?}"
            );
        }
    }

    #[test]
    fn numbers_have_at_most_one_decimal() {
        let print = |n| {
            let mut out = String::new();
            push_tenths(&mut out, n);
            out
        };
        assert_eq!(
            [print(0), print(125), print(120), print(-5), print(7)],
            ["0", "12.5", "12", "-0.5", "0.7"]
        );
    }

    #[test]
    fn hairlines_are_sharp_and_bars_are_whole() {
        assert_eq!((half(120), half(129), half(-1)), (125, 125, -5));
        assert_eq!((whole(124), whole(125), whole(-4)), (120, 130, 0));
    }

    #[test]
    fn only_web_and_relative_addresses_are_links() {
        for good in [
            "../liandu/index.html",
            "#a",
            "https://a.gov.cn/",
            "HTTP://a",
            "a/b:c",
        ] {
            assert!(safe_address(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "JavaScript:x",
            " javascript:x",
            "java\nscript:x",
            "data:text/html,x",
            "\u{1}javascript:x",
        ] {
            assert!(!safe_address(bad), "{bad}");
        }
    }

    #[test]
    fn a_line_along_an_axis_uses_short_commands() {
        let mut out = String::new();
        let mut svg = Svg::new(&mut out, 100.0, 100.0);
        svg.draw_line(
            (0, 100),
            (1000, 100),
            &BackendColor {
                alpha: 1.0,
                rgb: (0, 0, Ink::Grid as u8),
            },
        )
        .unwrap();
        assert_eq!(
            out,
            "<path d=\"M0 10.5h100\" fill=\"none\" class=\"s-c-grid\" stroke-width=\"0.1\"/>"
        );
    }
}
