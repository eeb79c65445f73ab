//! A chart's data to SVG, through plotters' coordinates and elements.
//!
//! Typed data goes in ([`Chart`]), is checked ([`Chart::validate`]), and comes
//! out as two inline drawings ([`Drawn::inline`]), a file of its own
//! ([`Drawn::file`]), a description and a heading written from the data,
//! and a table. The room knows nothing of files, pages or what a county is.
//!
//! Invariants: the same data gives the same bytes on every machine (no font, no
//! clock, no hash order); values are printed as given, with as many decimals
//! as were written; a missing value is a gap and a word, never zero; colours are roles ([`ink`]),
//! which the stylesheet of [`chart_css`] fills in.

mod axis;
mod bare;
mod coloured;
mod css;
mod data;
mod drawn;
pub mod ink;
pub mod kinds;
pub mod measure;
pub mod palette;
mod pick;
mod ramp;
mod rows;
mod say;
mod sheet;
mod standalone;
mod svg;

pub use bare::bare;
pub use css::chart_css;
pub use data::{
    Cell, Goal, Language, Order, Pair, Problem, Reference, Row, Series, Status, Table, Tile, Tone,
    Width, Words,
};
pub use drawn::Drawn;
pub use kinds::{
    Bars, Bullet, Columns, Dots, Line, Multiples, Place, Share, Slope, Spark, Stack, Stacked,
    Standings, Tiles,
};
pub use palette::{Hex, Palette, Scheme, Under};

use coloured::coloured;
use kinds::Kind;
use memchr::memmem;
use sheet::Sheet;
use svg::{escape, push_tenths};

/// A chart of any kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Chart {
    /// Ranked bars.
    Bars(Bars),
    /// One among very many, as ranked bars.
    Place(Place),
    /// Progress to a target.
    Bullet(Bullet),
    /// Series over years.
    Line(Line),
    /// Columns in their own order.
    Columns(Columns),
    /// Bars of parts.
    Stacked(Stacked),
    /// The parts of one whole.
    Share(Share),
    /// Then and now, as slopes.
    Slope(Slope),
    /// Values, or then and now, as dots.
    Dots(Dots),
    /// One small drawing per series, all on one scale.
    Multiples(Multiples),
    /// The tile map.
    Tiles(Tiles),
    /// A line the size of a word.
    Spark(Spark),
}

/// What a kind is told when it draws.
pub(crate) struct Brief<'a> {
    pub(crate) words: &'a Words,
    pub(crate) width: Width,
}

/// Bytes of a drawing to begin with; few have more.
const BODY: usize = 16 << 10;

/// The longest a description may be, in characters.
pub const DESCRIPTION_LIMIT: usize = 220;

impl Chart {
    fn kind(&self) -> &dyn Kind {
        match self {
            Chart::Bars(c) => c,
            Chart::Place(c) => c,
            Chart::Bullet(c) => c,
            Chart::Line(c) => c,
            Chart::Columns(c) => c,
            Chart::Stacked(c) => c,
            Chart::Share(c) => c,
            Chart::Slope(c) => c,
            Chart::Dots(c) => c,
            Chart::Multiples(c) => c,
            Chart::Tiles(c) => c,
            Chart::Spark(c) => c,
        }
    }

    /// Everything that is wrong with the data. A chart with problems can still be
    /// drawn: what cannot be placed is left out or told as missing.
    pub fn validate(&self) -> Vec<Problem> {
        let mut problems = Vec::new();
        self.kind().validate(&mut problems);
        problems
    }

    /// One inline drawing. `id` must be unique on the page among charts; the two
    /// widths get ids of their own from it. Colours are classes ([`chart_css`]).
    pub fn draw(&self, words: &Words, width: Width, id: &str) -> String {
        let says = (self.title(words), self.describe(words));
        let mut out = String::new();
        let body = self.body(words, width);
        self.frame(&mut out, &body, (width, id), (&says.0, &says.1));
        out
    }

    /// Appends a drawing with its root, its title and its description.
    fn frame(
        &self,
        out: &mut String,
        (body, height): &(String, f64),
        (width, id): (Width, &str),
        (title, description): (&str, &str),
    ) {
        let (class, suffix) = match width {
            Width::Wide => ("chart-wide", "w"),
            Width::Narrow => ("chart-narrow", "n"),
        };
        let class = if matches!(self, Chart::Spark(_)) {
            "spark"
        } else {
            class
        };
        let mut name = String::new();
        // A space would make two references of one.
        let id: String = id.split_whitespace().collect::<Vec<_>>().join("-");
        escape(&mut name, &format!("{id}-{suffix}"));
        let ramp = match self.ramp() {
            0 => String::new(),
            n => format!(" ramp-{}", n + 1),
        };
        // Links within are part of an image to nobody who cannot see it.
        let role = if memmem::find(body.as_bytes(), b"<a ").is_some() {
            "group"
        } else {
            "img"
        };
        out.push_str(&format!(
            "<svg class=\"{class}{ramp}\" role=\"{role}\" aria-labelledby=\"{name}-t\" aria-describedby=\"{name}-d\" viewBox=\"0 0 "
        ));
        push_tenths(out, (self.kind().px(width) * 10.0) as i32);
        out.push(' ');
        push_tenths(out, (height * 10.0).ceil() as i32);
        out.push_str(&format!("\"><title id=\"{name}-t\">"));
        escape(out, title);
        out.push_str(&format!("</title><desc id=\"{name}-d\">"));
        escape(out, description);
        out.push_str("</desc>");
        out.push_str(body);
        out.push_str("</svg>");
    }

    /// The chart with its drawing, for whoever needs it twice.
    pub fn drawn<'a>(&'a self, words: &'a Words) -> Drawn<'a> {
        Drawn::new(self, words)
    }

    /// Whose steps a tile map has: the series colour of its indicator, 0 to 3; with
    /// losses those about zero, 4 to 7.
    fn ramp(&self) -> usize {
        match self {
            Chart::Tiles(tiles) => {
                let about_zero = if tiles.about_zero() { ramp::RAMPS } else { 0 };
                tiles.tint.min(ramp::RAMPS - 1) + about_zero
            }
            _ => 0,
        }
    }

    /// The drawing without its root, and its height in px.
    fn body(&self, words: &Words, width: Width) -> (String, f64) {
        let mut body = String::with_capacity(BODY);
        let sheet = Sheet::new(&mut body, self.kind().px(width));
        let height = self.kind().draw(&Brief { words, width }, &sheet);
        drop(sheet);
        (body, height)
    }

    /// The colours with the steps of this chart.
    fn inked(&self, scheme: &Scheme) -> Scheme {
        Scheme {
            sequential: ramp::ramp(scheme, self.ramp()),
            ..scheme.clone()
        }
    }

    /// The drawing in real colours without a root of its own, its width and its
    /// height in px, to stand in another SVG.
    pub fn fragment(&self, words: &Words, width: Width, scheme: &Scheme) -> (String, f64, f64) {
        let (body, height) = self.body(words, width);
        (
            coloured(&body, &self.inked(scheme)),
            self.kind().px(width),
            height,
        )
    }

    /// What the chart says, in at most [`DESCRIPTION_LIMIT`] characters: what is shown,
    /// the largest, the smallest, the change, what is missing.
    pub fn describe(&self, words: &Words) -> String {
        say::paragraph(words, self.kind().clauses(words))
    }

    /// The finding as a heading, written from the data.
    pub fn headline(&self, words: &Words) -> String {
        self.kind().headline(words)
    }

    /// The same numbers as a table.
    pub fn table(&self, words: &Words) -> Table {
        let (head, rows) = self.kind().table(words);
        Table {
            caption: say::caption(words),
            head,
            rows,
        }
    }

    /// The given title, or the headline.
    pub(crate) fn title(&self, words: &Words) -> String {
        if words.title.is_empty() {
            self.headline(words)
        } else {
            words.title.clone()
        }
    }
}
