//! Figures for other people's pages: each chart of an indicator on a page of
//! its own, bare but for its source and the way back, with the lines that put
//! it into another page, as a frame and as a picture.
//!
//! The chief chart of an indicator stands at `<edition>/figure/<id>/`, each
//! further one below it by its kind. The address is for ever, as all are. Such
//! a page says what the indicator's own page says, so that one is its
//! canonical address, and the site map has that one alone.

use super::address;
use super::desk::Desk;
use super::frame::{Frame, LinkView};
use super::graphic::{self, GraphicView};
use super::job::Made;
use crate::showcase::{Edition, Measure};
use quick_xml::escape::escape;
use serde::Serialize;

/// What stands around a drawing in its frame, px: heading, measure, source,
/// description and the way back.
const AROUND: u32 = 300;
/// Of a drawing whose height is not known, px.
const USUAL: u32 = 400;

#[derive(Serialize)]
struct EmbedPage {
    figure: GraphicView,
    region: String,
    year: String,
    /// The page it comes from, from the site's root.
    from: LinkView,
    /// Lines to be put into another page.
    frame: String,
    picture: String,
    /// Whether those lines lack the site's address, because site.toml does.
    is_local: bool,
}

/// Makes the bare pages of an indicator's charts, each of which is told where
/// its own is. An indicator whose page has no chart, because most counties
/// state nothing, is drawn here all the same, gaps and all; then the address
/// of that page is returned.
pub(super) fn make(
    desk: &Desk<'_>,
    e: usize,
    measure: &Measure<'_>,
    charts: &mut [GraphicView],
    made: &mut Made,
) -> Option<String> {
    let edition = desk.edition(e);
    let from = address::indicator(edition, &measure.indicator.id);
    for (at, chart) in charts.iter_mut().enumerate() {
        let kind = (at > 0).then_some(chart.id.as_str());
        let path = address::figure(edition, &measure.indicator.id, kind);
        let mut figure = chart.clone();
        let folder = format!("{}{}/", address::root(&path), address::folder(&from));
        for file in &mut figure.downloads {
            file.href = format!("{folder}{}", file.href);
        }
        chart.embed = Some(path.clone());
        page(desk, e, measure, path, figure, made);
    }
    if !charts.is_empty() {
        return None;
    }
    let path = address::figure(edition, &measure.indicator.id, None);
    let graphic = graphic::ranking(desk, edition, measure, None)?;
    let figure = graphic.place(desk, "ranking", &path, made);
    // No page of the showcase itself shows it.
    made.charts -= 1;
    page(desk, e, measure, path.clone(), figure, made);
    Some(path)
}

fn page(
    desk: &Desk<'_>,
    e: usize,
    measure: &Measure<'_>,
    path: String,
    figure: GraphicView,
    made: &mut Made,
) {
    let edition = desk.edition(e);
    let indicator = measure.indicator;
    let from = LinkView {
        name: indicator.name.clone(),
        href: address::indicator(edition, &indicator.id),
    };
    let title = format!("{}（{}）", figure.heading, edition.content.year);
    let mut frame = Frame::new(desk, "embed", path, &title)
        .describe(&figure.description)
        .below(desk, e, vec![from.clone()]);
    let own = frame.canonical.take();
    let url = desk.showcase.content.site.url.as_ref();
    frame.canonical = url.map(|url| format!("{url}{}", address::encode(&from.href)));
    let whole = |path: &str| {
        format!(
            "{}{}",
            url.map_or("…/", String::as_str),
            address::encode(path)
        )
    };
    let values = EmbedPage {
        frame: as_frame(&figure, &own.unwrap_or_else(|| whole(&frame.path))),
        picture: as_picture(&figure, &frame.path, &from.href, whole, made),
        region: edition.content.region.value.clone(),
        year: year(edition),
        from,
        is_local: url.is_none(),
        figure,
    };
    made.page(desk, "embed.html", frame, values);
}

fn year(edition: &Edition<'_>) -> String {
    edition.content.year.to_string()
}

/// High enough for the taller drawing, the one for phones.
fn as_frame(figure: &GraphicView, address: &str) -> String {
    let heights = figure.svg.split("viewBox=\"0 0 ").skip(1);
    let tallest = heights
        .filter_map(|text| whole_number(text.split([' ', '"']).nth(1)?))
        .max();
    let height = tallest.unwrap_or(USUAL) + AROUND;
    let title = escape(&figure.heading);
    format!(
        "<iframe src=\"{address}\" title=\"{title}\" width=\"100%\" height=\"{height}\" loading=\"lazy\" frameborder=\"0\"></iframe>"
    )
}

/// The picture that readers may take away, leading to where it comes from.
fn as_picture(
    figure: &GraphicView,
    path: &str,
    from: &str,
    whole: impl Fn(&str) -> String,
    made: &Made,
) -> String {
    let is_picture = |file: &&graphic::DownloadView| file.label == "SVG";
    let Some(file) = figure.downloads.iter().find(is_picture) else {
        return String::new();
    };
    let Some(file) = address::join(address::folder(path), &file.href) else {
        return String::new();
    };
    let bytes = made.files.iter().find(|(at, _)| *at == file);
    let svg = bytes.and_then(|(_, bytes)| std::str::from_utf8(bytes.held()?).ok());
    let side = |name: &str| {
        let text = svg?.split(&format!(" {name}=\"")).nth(1)?;
        whole_number(text.split('"').next()?)
    };
    let size = match (side("width"), side("height")) {
        (Some(width), Some(height)) => format!(" width=\"{width}\" height=\"{height}\""),
        _ => String::new(),
    };
    let alt = escape(&figure.description);
    let (from, file) = (whole(from), whole(&file));
    format!("<a href=\"{from}\"><img src=\"{file}\" alt=\"{alt}\"{size}></a>")
}

/// Pixels, of which a drawing may have tenths.
fn whole_number(text: &str) -> Option<u32> {
    text.split('.').next()?.parse().ok()
}
