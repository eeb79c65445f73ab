//! A chart with its drawing, which a page and a file share.

use super::data::{Width, Words};
use super::palette::Palette;
use super::{Chart, standalone};

/// So many bytes a drawing has around it, beside what is said of it.
const ROOT: usize = 256;

/// What several readers of one chart share, made once.
pub struct Drawn<'a> {
    pub(super) chart: &'a Chart,
    pub(super) words: &'a Words,
    /// The given title, or the headline.
    pub title: String,
    /// What the chart says ([`Chart::describe`]).
    pub description: String,
    /// The wide drawing without its root, and its height in px.
    pub(super) wide: (String, f64),
}

impl<'a> Drawn<'a> {
    pub(super) fn new(chart: &'a Chart, words: &'a Words) -> Drawn<'a> {
        Drawn {
            chart,
            words,
            title: chart.title(words),
            description: chart.describe(words),
            wide: chart.body(words, Width::Wide),
        }
    }

    /// Both drawings in the element between which [`super::chart_css`] chooses by
    /// its width; of a spark line the only one. `id` as for [`Chart::draw`].
    pub fn inline(&self, id: &str) -> String {
        let says = (&*self.title, &*self.description);
        let mut out = String::new();
        if let Chart::Spark(_) = self.chart {
            self.chart
                .frame(&mut out, &self.wide, (Width::Wide, id), says);
            return out;
        }
        let narrow = self.chart.body(self.words, Width::Narrow);
        let around = 2 * (ROOT + self.title.len() + self.description.len());
        out.reserve(self.wide.0.len() + narrow.0.len() + around);
        out.push_str("<div class=\"chart\">");
        self.chart
            .frame(&mut out, &self.wide, (Width::Wide, id), says);
        self.chart
            .frame(&mut out, &narrow, (Width::Narrow, id), says);
        out.push_str("</div>");
        out
    }

    /// A complete SVG file with title, measure, source and real colours, for
    /// downloads and share cards.
    pub fn file(&self, palette: &Palette) -> String {
        standalone::file(self, &self.chart.inked(&palette.light))
    }
}
