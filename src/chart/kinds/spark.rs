//! A line the size of a word, for tiles and tables: no text, the value stands
//! beside it.

use super::years::span;
use super::{
    Kind, bounds, check_series, runs, series_clauses, series_headline, series_table, years,
};
use crate::chart::data::{Cell, Problem, Series, Words, gap};
use crate::chart::ink::Ink;
use crate::chart::say::Clause;
use crate::chart::sheet::Sheet;
use crate::chart::{Brief, Width};

/// A line the size of a word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spark {
    /// Its values.
    pub series: Series,
    /// Which series colour, 0 to 3.
    pub tint: usize,
}

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 32.0;

impl Kind for Spark {
    fn px(&self, _: Width) -> f64 {
        WIDTH
    }

    fn validate(&self, problems: &mut Vec<Problem>) {
        check_series(std::slice::from_ref(&self.series), problems);
    }

    fn draw(&self, brief: &Brief<'_>, sheet: &Sheet<'_>) -> f64 {
        let years = years(std::slice::from_ref(&self.series));
        let runs = runs(&self.series, &years);
        let ink = Ink::series(self.tint.min(3));
        let values = runs.iter().flatten().map(|p| p.1);
        let Some((low, high)) = bounds(values) else {
            let language = brief.words.language;
            sheet.group(gap(language), None, || {
                sheet.line(
                    &[(4.0, HEIGHT / 2.0), (WIDTH - 4.0, HEIGHT / 2.0)],
                    Ink::Grid,
                    1.0,
                );
            });
            return HEIGHT;
        };
        // A level line lies in the middle rather than on an edge.
        let (low, high) = if low < high {
            (low, high)
        } else {
            (low - 1.0, high + 1.0)
        };
        let (first, last) = span(&years);
        let plot = sheet.plot(first..last, low..high, 5.0..WIDTH - 6.0, HEIGHT - 5.0..5.0);
        if low < 0.0 && high > 0.0 {
            sheet.line(
                &[(0.0, plot.at(0.0, 0.0).1), (WIDTH, plot.at(0.0, 0.0).1)],
                Ink::Grid,
                1.0,
            );
        }
        for run in &runs {
            match run[..] {
                [(x, y)] => sheet.dot(plot.at(x, y), 1.8, ink),
                _ => plot.line(run, ink, 2.0),
            }
        }
        if let Some(&(x, y)) = runs.last().and_then(|r| r.last()) {
            sheet.dot(plot.at(x, y), 5.0, Ink::Ground);
            sheet.dot(plot.at(x, y), 3.5, ink);
        }
        HEIGHT
    }

    fn clauses(&self, words: &Words) -> Vec<Clause> {
        series_clauses(std::slice::from_ref(&self.series), words)
    }

    fn headline(&self, words: &Words) -> String {
        series_headline(std::slice::from_ref(&self.series), words)
    }

    fn table(&self, words: &Words) -> (Vec<String>, Vec<Vec<Cell>>) {
        series_table(std::slice::from_ref(&self.series), words)
    }
}
