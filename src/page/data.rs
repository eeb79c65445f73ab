//! Every figure of an edition with its source, and the same as files.

use super::address;
use super::desk::Desk;
use super::download;
use super::edition::{EditionView, SourceView, sources};
use super::figure::{Beside, Fields, FigureView, MeasureView, exact};
use super::frame::Frame;
use super::graphic::DownloadView;
use super::job::Made;
use super::meta::Download;
use super::search::Entry;
use crate::quantity::Quantity;
use crate::showcase::{County, Figure};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct DataPage {
    /// Whether the counties' figures are on the page; else they stand on the
    /// counties' own, and here are links to them.
    is_whole: bool,
    edition: EditionView,
    measures: Vec<MeasureView>,
    counties: Vec<CountyFigures>,
    sources: Vec<SourceView>,
    downloads: Vec<DownloadView>,
}

#[derive(Serialize)]
struct CountyFigures {
    slug: String,
    name: String,
    href: String,
    /// What the editors say of all of them.
    note: Option<String>,
    figures: Vec<FigureView>,
}

pub(super) fn make(desk: &Desk<'_>, e: usize) -> Made {
    let edition = desk.edition(e);
    let path = address::part(edition, "data");
    let mut made = Made::default();
    let used = |anchor: &str| {
        let key = (e, anchor.to_owned());
        desk.usage.get(&key).cloned().unwrap_or_default()
    };
    // Too many for one page: each county has its own on its page.
    let is_whole = desk.is_on_data_page(edition);
    let counties = edition.counties.iter().map(|county| CountyFigures {
        slug: county.content.slug.clone(),
        name: county.content.name.value.clone(),
        href: address::county(edition, county),
        note: county.content.note.clone(),
        figures: county
            .figures
            .iter()
            .filter(|_| is_whole)
            .map(|f| {
                let beside = Beside {
                    used: used(&f.anchor()),
                    ..Beside::default()
                };
                FigureView::with(desk, e, f, beside, Fields::ALL)
            })
            .collect(),
    });
    let counties = counties.collect();
    let downloads = downloads(desk, e, None, &path, &mut made);
    // All the files there are yet.
    let files = made.files.iter().map(|(path, bytes)| Download {
        path: path.clone(),
        bytes: bytes.size(),
    });
    let files = files.collect();
    let title = format!(
        "{}·{}",
        desk.words.get("data"),
        edition.content.region.value
    );
    let frame = Frame::new(desk, "data", path, &title)
        .describe(&desk.titles.editions[e].title)
        .below(desk, e, Vec::new())
        .data(files);
    made.date = super::government::newest(edition);
    made.entry = Some(Entry {
        href: frame.path.clone(),
        title: frame.title.clone(),
        edition: edition.content.id.clone(),
        text: frame.description.clone(),
    });
    let values = DataPage {
        is_whole,
        edition: EditionView::of(desk, e),
        measures: edition
            .measures
            .iter()
            .map(|m| {
                let mut view = MeasureView::of(desk, e, m);
                view.used = used(&view.anchor);
                view
            })
            .collect(),
        counties,
        sources: sources(desk, e),
        downloads,
    };
    made.page(desk, "data.html", frame, values);
    made
}

/// The figures of an edition, or of one indicator, as files beside the page.
pub(super) fn downloads(
    desk: &Desk<'_>,
    e: usize,
    indicator: Option<&str>,
    path: &str,
    made: &mut Made,
) -> Vec<DownloadView> {
    let edition = desk.edition(e);
    let chosen: Vec<(&County<'_>, &Figure<'_>)> = edition
        .counties
        .iter()
        .flat_map(|c| c.figures.iter().map(move |f| (c, f)))
        .filter(|(_, f)| indicator.is_none_or(|id| f.content.id == id))
        .collect();
    let stem = indicator.unwrap_or("figures");
    let folder = address::folder(path);
    // The workbook takes as long as the other two.
    let (files, workbook) = rayon::join(
        || {
            [
                ("CSV", "csv", csv(desk, &chosen)),
                ("JSON", "json", json(desk, e, &chosen)),
            ]
        },
        || download::workbook(desk, edition, &chosen),
    );
    let mut views = Vec::new();
    for (label, extension, bytes) in files {
        views.push(DownloadView {
            label,
            href: format!("{stem}.{extension}"),
            size: download::size(bytes.len()),
        });
        made.files
            .push((format!("{folder}/{stem}.{extension}"), bytes.into()));
    }
    match workbook {
        Ok(bytes) => {
            views.push(DownloadView {
                label: "XLSX",
                href: format!("{stem}.xlsx"),
                size: download::size(bytes.len()),
            });
            made.files
                .push((format!("{folder}/{stem}.xlsx"), bytes.into()));
        }
        Err(finding) => made.findings.push(*finding),
    }
    views
}

/// Columns of the CSV and the workbook.
pub(super) const COLUMNS: &[(&str, &str)] = &[
    ("县", "county"),
    ("代码", "code"),
    ("编号", "id"),
    ("指标", "name"),
    ("数值", "value"),
    ("上限", "upper"),
    ("单位", "unit"),
    ("限定", "qualifier"),
    ("原文写法", "as_printed"),
    ("目标", "target"),
    ("基期", "baseline"),
    ("完成率", "progress"),
    ("状态", "status"),
    ("截至", "as_of"),
    ("出处", "source"),
    ("说明", "note"),
];

/// The value as the editors wrote it: 500—800元, not 500元—800元; a bare number
/// gets its unit.
fn as_written(figure: &Figure<'_>) -> Option<String> {
    let text = figure.content.value.as_ref()?.place.text();
    let quoted = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let quoted = quoted.filter(|text| !text.contains('\\'));
    let printed = || figure.value().map(Quantity::prose);
    quoted.map(str::to_owned).or_else(printed)
}

/// One figure as the cells of [`COLUMNS`].
pub(super) fn cells(desk: &Desk<'_>, county: &County<'_>, figure: &Figure<'_>) -> Vec<String> {
    let content = figure.content;
    let number = |q: Option<&Quantity>| q.map(|q| q.value().to_string()).unwrap_or_default();
    let value = figure.in_unit.as_deref();
    let in_unit = |q: Option<&Quantity>| q.and_then(|q| q.convert(figure.unit()).ok());
    vec![
        county.content.name.value.clone(),
        county.content.code.clone().unwrap_or_default(),
        content.id.clone(),
        figure.name().to_owned(),
        number(value),
        value
            .and_then(Quantity::range)
            .map(|(_, high)| high.to_string())
            .unwrap_or_default(),
        figure.unit().as_str().to_owned(),
        value
            .and_then(Quantity::qualifier)
            .map(|q| q.word().to_owned())
            .unwrap_or_default(),
        as_written(figure).unwrap_or_default(),
        in_unit(figure.target())
            .as_ref()
            .map(exact)
            .unwrap_or_default(),
        in_unit(figure.baseline())
            .as_ref()
            .map(exact)
            .unwrap_or_default(),
        figure
            .progress
            .as_ref()
            .map(|p| desk.say(&p.percent()))
            .unwrap_or_default(),
        figure
            .progress
            .as_ref()
            .map(|p| desk.say(&p.status.word()))
            .unwrap_or_default(),
        content.as_of.to_string(),
        content.source.to_string(),
        figure.note().unwrap_or_default().into_owned(),
    ]
}

fn csv(desk: &Desk<'_>, chosen: &[(&County<'_>, &Figure<'_>)]) -> Vec<u8> {
    let head: Vec<String> = heads(desk);
    let rows = chosen
        .iter()
        .map(|(county, figure)| cells(desk, county, figure));
    let all: Vec<Vec<String>> = std::iter::once(head).chain(rows).collect();
    download::csv(
        all.iter()
            .map(|row| row.iter().map(String::as_str).collect()),
    )
}

/// The columns' heads in the interface's language.
pub(super) fn heads(desk: &Desk<'_>) -> Vec<String> {
    let zh = desk.language == crate::finding::Language::Zh;
    COLUMNS
        .iter()
        .map(|(chinese, english)| (*if zh { chinese } else { english }).to_owned())
        .collect()
}

/// The names are in the order of the alphabet, as they are in the file.
#[derive(Serialize)]
struct Document<'a> {
    as_of: Option<String>,
    edition: &'a str,
    figures: Vec<Datum<'a>>,
    region: &'a str,
}

/// A figure in JSON. Numbers stand as text, since JSON's own are floats to most
/// readers; a missing value is `null`, never zero.
#[derive(Serialize)]
struct Datum<'a> {
    as_of: String,
    as_printed: Option<String>,
    baseline: Option<String>,
    code: Option<&'a str>,
    county: &'a str,
    county_name: &'a str,
    id: &'a str,
    name: &'a str,
    note: Option<Cow<'a, str>>,
    progress: Option<String>,
    qualifier: Option<&'a str>,
    series: BTreeMap<String, String>,
    source: &'a str,
    status: Option<String>,
    target: Option<String>,
    unit: &'a str,
    value: Option<String>,
}

impl<'a> Datum<'a> {
    fn of(desk: &Desk<'_>, county: &'a County<'_>, figure: &'a Figure<'_>) -> Datum<'a> {
        let value = figure.in_unit.as_deref();
        let progress = figure.progress.as_ref();
        Datum {
            as_of: figure.content.as_of.to_string(),
            as_printed: as_written(figure),
            baseline: figure.baseline().map(Quantity::prose),
            code: county.content.code.as_deref(),
            county: &county.content.slug,
            county_name: &county.content.name.value,
            id: &figure.content.id,
            name: figure.name(),
            note: figure.note(),
            progress: progress.map(|p| p.share.to_string()),
            qualifier: value.and_then(Quantity::qualifier).map(|q| q.word()),
            series: figure
                .series
                .iter()
                .map(|(year, q)| (year.to_string(), q.prose()))
                .collect(),
            source: &figure.content.source,
            status: progress.map(|p| desk.say(&p.status.word())),
            target: figure.target().map(Quantity::prose),
            unit: figure.unit().as_str(),
            value: value.map(exact),
        }
    }
}

fn json(desk: &Desk<'_>, e: usize, chosen: &[(&County<'_>, &Figure<'_>)]) -> Vec<u8> {
    let edition = desk.edition(e);
    let document = Document {
        as_of: edition.as_of.map(|d| d.to_string()),
        edition: &edition.content.id,
        figures: chosen
            .iter()
            .map(|(county, figure)| Datum::of(desk, county, figure))
            .collect(),
        region: &edition.content.region.value,
    };
    let mut bytes = serde_json::to_vec_pretty(&document).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
