//! Charts on pages: the figure component (heading, measure, drawing,
//! description, table, downloads, source), and which charts a page gets from
//! its indicators alone.

mod automatic;
mod wanted;

pub(super) use automatic::{
    bullets, county_bullets, county_lines, county_ranking, county_series, multiples, points,
    ranking, region_series, standings, tiles,
};

pub(super) use wanted::{columns, dots, share, slope};

use super::address;
use super::card;
use super::desk::Desk;
use super::download;
use super::host;
use super::job::Made;
use crate::chart::{self, Chart, Drawn};
use crate::content::Indicator;
use crate::finding::Language;
use crate::quantity::Quantity;
use crate::showcase::{Edition, Figure, Status};
use crate::theme::Mentions;
use rust_decimal::prelude::ToPrimitive;
use serde::Serialize;
use std::collections::BTreeSet;

/// A table longer than this stands on the indicator's page alone.
pub(super) const MOST_ROWS: usize = 60;

/// A chart as templates see it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct GraphicView {
    /// Unique on the page.
    pub(super) id: String,
    /// The finding.
    pub(super) heading: String,
    /// Measure, unit, period.
    pub(super) sub: String,
    /// Both drawings.
    pub(super) svg: String,
    pub(super) description: String,
    /// Without rows where the page's own table, `#table`, has them all.
    pub(super) table: TableView,
    pub(super) note: Option<String>,
    pub(super) source: String,
    pub(super) as_of: String,
    pub(super) downloads: Vec<DownloadView>,
    /// Where the table stands, and the files if there are none here; from the
    /// site's root.
    pub(super) whole: Option<String>,
    /// Its bare page for other people's pages, from the site's root.
    pub(super) embed: Option<String>,
}

impl GraphicView {
    /// Drops a long table, which the page shows itself.
    pub(super) fn shorten(&mut self) {
        if self.table.rows.len() > MOST_ROWS {
            self.table.rows.clear();
        }
    }
}

/// A file to take away.
#[derive(Debug, Clone, Serialize)]
pub(super) struct DownloadView {
    /// CSV, JSON, XLSX, SVG.
    pub(super) label: &'static str,
    /// From the page that shows it.
    pub(super) href: String,
    /// 2 KB.
    pub(super) size: String,
}

/// The same numbers as a table.
#[derive(Debug, Clone, Serialize)]
pub(super) struct TableView {
    pub(super) caption: String,
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Vec<CellView>>,
}

/// A cell of it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct CellView {
    pub(super) text: String,
    /// Aligned right.
    pub(super) number: bool,
    /// Heads its row.
    pub(super) head: bool,
}

impl TableView {
    fn of(table: chart::Table) -> TableView {
        let cell = |cell: chart::Cell| CellView {
            text: cell.text,
            number: cell.number,
            head: cell.head,
        };
        TableView {
            caption: table.caption,
            head: table.head,
            rows: table
                .rows
                .into_iter()
                .map(|row| row.into_iter().map(cell).collect())
                .collect(),
        }
    }
}

/// A chart with what stands around it, before it is put on a page.
pub(super) struct Graphic {
    pub(super) chart: Chart,
    pub(super) words: chart::Words,
    pub(super) note: Option<String>,
    /// Instead of the one written from the data.
    pub(super) description: Option<String>,
    /// Where the whole of it stands, from the site's root: a large ranking is
    /// not repeated on every county's page, nor a long table below a chart,
    /// which would make the site grow with the square of the roster.
    pub(super) whole: Option<String>,
}

impl Graphic {
    pub(super) fn new(chart: Chart, words: chart::Words) -> Graphic {
        Graphic {
            chart,
            words,
            note: None,
            description: None,
            whole: None,
        }
    }

    /// Puts the chart on the page at `path`; its files go to `made`, beside
    /// the page in `charts/`. The home page links to those of the newest
    /// edition's own page: beside it they would be gone a year later.
    pub(super) fn place(
        self,
        desk: &Desk<'_>,
        id: &str,
        path: &str,
        made: &mut Made,
    ) -> GraphicView {
        made.charts += 1;
        if matches!(self.chart, Chart::Place(_)) {
            return self.excerpt(id);
        }
        let drawn = self.chart.drawn(&self.words);
        let mut file = |label: &'static str, extension: &str, bytes: Vec<u8>| {
            let name = format!("charts/{id}.{extension}");
            let size = download::size(bytes.len());
            let href = if path == address::HOME {
                format!(
                    "{}/{name}",
                    address::folder(&address::edition(desk.edition(0)))
                )
            } else {
                made.files
                    .push((format!("{}/{name}", address::folder(path)), bytes.into()));
                name
            };
            DownloadView { label, href, size }
        };
        let svg = drawn.file(desk.theme.palette());
        let table = self.chart.table(&self.words);
        let png = card::chart(desk, &svg);
        let is_long = table.rows.len() > MOST_ROWS;
        let whole = self.whole.clone().filter(|_| is_long);
        let mut downloads = vec![
            file("CSV", "csv", download::table_csv(&table, &self.words)),
            file("SVG", "svg", svg.into_bytes()),
        ];
        downloads.extend(png.map(|png| file("PNG", "png", png)));
        let mut view = self.view(&drawn, table, id);
        if whole.is_some() {
            view.table.rows.clear();
        }
        GraphicView {
            downloads,
            whole,
            ..view
        }
    }

    /// Like [`Graphic::place`], on a page that shows no more than `mentions`:
    /// what its template names no downloads of has none.
    pub(super) fn place_for(
        self,
        mentions: &Mentions,
        desk: &Desk<'_>,
        (id, path): (&str, &str),
        made: &mut Made,
    ) -> GraphicView {
        if mentions.has("downloads") || matches!(self.chart, Chart::Place(_)) {
            return self.place(desk, id, path, made);
        }
        made.charts += 1;
        let has_table = mentions.has("table");
        let table = has_table.then(|| self.chart.table(&self.words));
        self.view(
            &self.chart.drawn(&self.words),
            table.unwrap_or_default(),
            id,
        )
    }

    /// The chart with a link to the whole in place of table and files.
    fn excerpt(self, id: &str) -> GraphicView {
        let whole = self.whole.clone();
        let empty = chart::Table::default();
        GraphicView {
            whole,
            ..self.view(&self.chart.drawn(&self.words), empty, id)
        }
    }

    /// The chart without files, for paper.
    pub(super) fn draw(self, id: &str) -> GraphicView {
        let table = self.chart.table(&self.words);
        self.view(&self.chart.drawn(&self.words), table, id)
    }

    fn view(&self, drawn: &Drawn<'_>, table: chart::Table, id: &str) -> GraphicView {
        let words = &self.words;
        let description = self.description.as_ref();
        GraphicView {
            id: id.to_owned(),
            heading: drawn.title.clone(),
            sub: sub(words),
            svg: drawn.inline(id),
            description: description.unwrap_or(&drawn.description).clone(),
            table: TableView::of(table),
            note: self.note.clone(),
            source: words.source.clone(),
            as_of: words.as_of.clone(),
            downloads: Vec::new(),
            whole: None,
            embed: None,
        }
    }
}

/// 达标村（个），2019年.
pub(super) fn sub(words: &chart::Words) -> String {
    let zh = words.language == chart::Language::Chinese;
    let mut sub = words.measure.clone();
    if !words.unit.is_empty() {
        let unit = &words.unit;
        sub.push_str(&if zh {
            format!("（{unit}）")
        } else {
            format!(" ({unit})")
        });
    }
    if !words.period.is_empty() {
        if !sub.is_empty() {
            sub.push_str(if zh { "，" } else { ", " });
        }
        sub.push_str(&words.period);
    }
    sub
}

/// The figures of one indicator, by county.
pub(super) fn figures_of<'a, 'c>(
    edition: &'a Edition<'c>,
    indicator: &'a Indicator,
) -> impl Iterator<Item = &'a Figure<'c>> {
    let counties = edition.counties.iter();
    counties.filter_map(|county| county.figures.get(county.position(indicator)?))
}

/// The words around a chart of one indicator over an edition's counties.
pub(super) fn words(desk: &Desk<'_>, edition: &Edition<'_>, indicator: &Indicator) -> chart::Words {
    desk.shared.words(edition, indicator, || {
        let (source, as_of) = provenance(desk, figures_of(edition, indicator));
        let measure = edition
            .measures
            .iter()
            .find(|m| m.indicator.id == indicator.id);
        chart::Words {
            lowest_first: measure.is_some_and(|m| m.falling),
            measure: indicator.name.clone(),
            unit: indicator.unit.as_str().to_owned(),
            source,
            as_of,
            ..base(desk, edition)
        }
    })
}

/// Language, period and what the rows are.
pub(super) fn base(desk: &Desk<'_>, edition: &Edition<'_>) -> chart::Words {
    let zh = desk.language == Language::Zh;
    let year = edition.content.year;
    chart::Words {
        period: if zh {
            format!("{year}年")
        } else {
            year.to_string()
        },
        counted: (if zh {
            "个县（市、区）"
        } else {
            "counties"
        })
        .to_owned(),
        language: if zh {
            chart::Language::Chinese
        } else {
            chart::Language::English
        },
        ..chart::Words::default()
    }
}

/// The same of figures over the years, by edition, newest first: the sources with the
/// editions that name them, where each names one.
pub(super) fn provenance_over_years(
    desk: &Desk<'_>,
    editions: &[(i32, Vec<&Figure<'_>>)],
) -> (String, String) {
    let all = editions
        .iter()
        .flat_map(|(_, figures)| figures.iter().copied());
    let (source, as_of) = provenance(desk, all);
    let zh = desk.language == Language::Zh;
    let mut named = Vec::new();
    let mut distinct = BTreeSet::new();
    for (year, figures) in editions.iter().rev() {
        let sources: BTreeSet<&str> = figures.iter().map(|f| &*f.content.source).collect();
        let Some(only) = sources.first().filter(|_| sources.len() == 1) else {
            return (source, as_of);
        };
        distinct.insert(*only);
        named.push(match zh {
            true => format!("{only}（{year}年度）"),
            false => format!("{only} ({year})"),
        });
    }
    match distinct.len() {
        0 | 1 => (source, as_of),
        _ => (named.join(if zh { "；" } else { "; " }), as_of),
    }
}

/// Sources and as-of dates of some figures: named where they are one, counted where
/// they are many, since none of them stands for the others.
pub(super) fn provenance<'a>(
    desk: &Desk<'_>,
    figures: impl Iterator<Item = &'a Figure<'a>>,
) -> (String, String) {
    let mut sources = BTreeSet::new();
    let mut dates = BTreeSet::new();
    for figure in figures {
        sources.insert(&*figure.content.source);
        dates.insert(figure.content.as_of);
    }
    let zh = desk.language == Language::Zh;
    let source = match (sources.first(), sources.len()) {
        (None, _) => String::new(),
        (Some(only), 1) => (*only).to_owned(),
        (_, all) if zh => format!("共{all}处，逐项见数据页"),
        (_, all) => format!("{all} in all, each on the data page"),
    };
    let as_of = dates
        .last()
        .map(|d| host::date(desk, *d))
        .unwrap_or_default();
    (source, as_of)
}

/// A quantity as a place on a scale.
pub(super) fn number(quantity: Option<&Quantity>) -> Option<f64> {
    quantity.and_then(|q| q.midpoint().to_f64())
}

/// A quantity as printed beside a mark.
pub(super) fn shown(desk: &Desk<'_>, quantity: Option<&Quantity>) -> String {
    match quantity {
        Some(quantity) => quantity.table_with_unit(),
        None => desk.words.get("missing").to_owned(),
    }
}

/// A status as charts show it.
pub(super) fn status(desk: &Desk<'_>, status: Status) -> chart::Status {
    chart::Status {
        word: desk.say(&status.word()),
        sign: status.sign().to_owned(),
        tone: match status.tone() {
            "good" => chart::Tone::Good,
            "warn" => chart::Tone::Warn,
            "bad" => chart::Tone::Bad,
            _ => chart::Tone::Plain,
        },
    }
}
