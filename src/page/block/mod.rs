//! Component blocks: a fenced block whose info string is one of [`NAMES`]
//! holds TOML and becomes that component. Faults point into the block.

mod chart;
mod fit;
mod rows;

use super::figure::FigureView;
use super::host::{self, TextHost};
use super::photo::{self, PhotoView};
use crate::content::{self, read_block};
use crate::finding::{Code, Finding, Findings, Place, Text, hint, nearest};
use crate::markdown::{self, Block};
use crate::text;
use serde::{Deserialize, Serialize, de};
use std::fmt;
use std::ops::Range;
use toml::Spanned;

/// The components.
pub(super) const NAMES: &[&str] = &[
    "chart", "figures", "projects", "timeline", "gallery", "quote",
];

/// The block as a component; `None` where it is ordinary code.
pub(super) fn render(
    host: &mut TextHost<'_>,
    kind: &str,
    toml: &str,
    at: Range<usize>,
) -> Option<Block> {
    if !NAMES.contains(&kind) {
        if let Some(near) = meant(kind) {
            let message = text!(
                "“{kind}”不是组件，这一块会当作代码原样印出",
                "`{kind}` is no component; the block is printed as code"
            );
            let hint = text!("是不是想写“{near}”？", "did you mean `{near}`?");
            let place = host.place(at);
            host.findings
                .push(Finding::new(Code::BlockInvalid, place, message).hint(hint));
        }
        return None;
    }
    // Without an edition there are no figures; why there is none has been said.
    if host.desk.showcase.editions.is_empty() && matches!(kind, "chart" | "figures") {
        return Some(Block::Dropped);
    }
    let text = TomlText { toml, at };
    let html = match kind {
        "chart" => chart::render(host, &text),
        "figures" => figures(host, &text),
        "projects" => projects(host, &text),
        "timeline" => timeline(host, &text),
        "gallery" => gallery(host, &text),
        _ => quote(host, &text),
    };
    Some(match html {
        Some((html, text)) => Block::Html { html, text },
        None => Block::Dropped,
    })
}

/// What the components are called in Chinese and elsewhere.
const ALSO: &[(&str, &str)] = &[
    ("图表", "chart"),
    ("图", "chart"),
    ("统计图", "chart"),
    ("数据", "figures"),
    ("指标", "figures"),
    ("项目", "projects"),
    ("项目表", "projects"),
    ("大事记", "timeline"),
    ("时间线", "timeline"),
    ("时间轴", "timeline"),
    ("milestones", "timeline"),
    ("图集", "gallery"),
    ("相册", "gallery"),
    ("photos", "gallery"),
    ("引语", "quote"),
    ("引文", "quote"),
    ("金句", "quote"),
];

/// The component that a block's name means.
fn meant(kind: &str) -> Option<&'static str> {
    let also = ALSO.iter().find(|(other, _)| *other == kind);
    nearest(kind, NAMES.iter().copied()).or(also.map(|(_, name)| *name))
}

/// A block's TOML and where it stands in the text.
struct TomlText<'a> {
    toml: &'a str,
    at: Range<usize>,
}

impl TomlText<'_> {
    /// `None` where the block has faults, which are told already.
    fn read<T: serde::de::DeserializeOwned + Default>(&self, host: &mut TextHost<'_>) -> Option<T> {
        let start = host.place(self.at.clone());
        if self.toml.lines().any(|line| line.starts_with("```")) {
            // What follows would be read as if it stood in the block.
            let at = self.at.start..self.at.start;
            let kind = markdown::Kind::FenceUnclosed;
            host.take_problems(&[markdown::Problem { kind, at }]);
            return None;
        }
        let mut found = Findings::new();
        let from = start.span().start;
        let raw = read_block(start.source()?, self.toml, from, &mut found);
        host.block = from;
        let comment = |at: usize| {
            let line = self.toml[..at].rfind('\n').map_or(0, |n| n + 1);
            self.toml[line..at].trim_start().starts_with('#')
        };
        // It would stand there as it is written.
        let left = self.toml.match_indices("{{").find(|(at, _)| !comment(*at));
        if let Some((at, sign)) = left {
            let place = Place::at(start.source()?, from + at..from + at + sign.len());
            let message = text!(
                "区块里的 {{{{…}}}} 不会换成数据",
                "a block does not print figures for {{{{…}}}}"
            );
            let hint = text!(
                "这里直接写出数字，或把这句话放到正文里",
                "write the number here, or say it in the text"
            );
            found.push(Finding::new(Code::BlockInvalid, place, message).hint(hint));
        }
        let sound = !found.has_errors();
        host.findings.extend(found);
        sound.then_some(raw)
    }

    /// The whole block.
    fn place(&self, host: &TextHost<'_>) -> Place {
        host.place(self.at.clone())
    }
}

/// The place of a value that [`TomlText::read`] gave last; its span counts in
/// the block.
fn place_of<T>(host: &TextHost<'_>, value: &Spanned<T>) -> Place {
    let Range { start, end } = value.span();
    match host.place(0..0).source() {
        Some(source) => Place::at(source, host.block + start..host.block + end),
        None => host.place(0..0),
    }
}

fn fill(host: &mut TextHost<'_>, template: &str, values: &impl Serialize) -> Option<String> {
    match host.desk.theme.render_part(template, values) {
        Ok(html) => Some(html),
        Err(finding) => {
            host.findings.push(*finding);
            None
        }
    }
}

/// Whether a figure that is not there is written, but faulty.
fn is_faulty(host: &TextHost<'_>, id: &str) -> bool {
    let edition = host.desk.edition(host.edition);
    let county = host
        .county
        .map(|c| edition.counties[c].content.slug.as_str());
    let faulty = &host.desk.showcase.content.faulty;
    faulty.figure(&edition.content.id, county, id)
}

fn wrong(host: &mut TextHost<'_>, place: Place, message: Text, hint: Text) {
    host.findings
        .push(Finding::new(Code::BlockInvalid, place, message).hint(hint));
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFigures {
    ids: Option<Vec<Spanned<String>>>,
    title: Option<String>,
}

#[derive(Serialize)]
struct FiguresBlock {
    title: Option<String>,
    figures: Vec<FigureView>,
    root: String,
}

fn figures(host: &mut TextHost<'_>, text: &TomlText<'_>) -> Option<(String, String)> {
    let raw: RawFigures = text.read(host)?;
    let Some(county) = host.county else {
        let place = text.place(host);
        let message = text!(
            "figures 只能放在县的写法里",
            "figures belongs into a county's case"
        );
        wrong(host, place, message, no_county());
        return None;
    };
    let (desk, edition) = (host.desk, host.edition);
    let all = &desk.county(edition, county).figures;
    let chosen: Vec<&crate::showcase::Figure<'_>> = match raw.ids {
        None => all.iter().filter(|f| f.value().is_some()).collect(),
        Some(ids) if ids.is_empty() => {
            let place = text.place(host);
            let place = place.find("ids").unwrap_or(place);
            let message = text!(
                "ids 是空的，这里没有数据可列",
                "ids is empty: no figure to show"
            );
            let hint = text!(
                "写上数据的 id；要列出本县全部数据，删去 ids 这一行",
                "name figures, or delete the line to show all of the county"
            );
            wrong(host, place, message, hint);
            return None;
        }
        Some(ids) => {
            let mut chosen = Vec::new();
            for id in ids {
                match all.iter().find(|f| f.content.id == *id.get_ref()) {
                    Some(figure) => chosen.push(figure),
                    // What is written but faulty has been told where it stands.
                    None if is_faulty(host, id.get_ref()) => {}
                    None => {
                        let place = place_of(host, &id);
                        let id = id.into_inner();
                        let message =
                            text!("本县没有叫“{id}”的数据", "this county has no figure `{id}`");
                        let known = all.iter().map(|f| f.content.id.as_str());
                        let finding = Finding::new(Code::FigureUnknown, place, message);
                        host.findings.push(finding.maybe_hint(hint(&id, known)));
                    }
                }
            }
            chosen
        }
    };
    let shown = desk.shown("parts/figures.html").of("figures");
    let figures: Vec<FigureView> = chosen
        .iter()
        .map(|f| FigureView::shown(desk, edition, f, shown))
        .collect();
    let plain = chosen
        .iter()
        .filter_map(|f| Some(format!("{} {}", f.name(), f.value()?.prose())))
        .collect::<Vec<_>>()
        .join("；");
    let root = host.root.clone();
    let values = FiguresBlock {
        title: raw.title,
        figures,
        root,
    };
    Some((fill(host, "parts/figures.html", &values)?, plain))
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawTitled {
    title: Option<String>,
}

fn no_county() -> Text {
    text!(
        "把这一块移到县的 index.md 里",
        "move the block into a county's index.md"
    )
}

/// A row of a projects table as templates see it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ProjectView {
    name: String,
    place: Option<String>,
    invested: Option<String>,
    yearly: Option<String>,
    since: Option<String>,
    note: Option<String>,
}

/// A projects table as templates see it: only columns that hold something.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ProjectsView {
    title: Option<String>,
    pub(super) rows: Vec<ProjectView>,
    has_place: bool,
    has_invested: bool,
    has_yearly: bool,
    has_since: bool,
    has_note: bool,
}

impl ProjectsView {
    /// The projects of a county.
    pub(super) fn of(
        desk: &super::desk::Desk<'_>,
        county: &crate::content::County,
        title: Option<String>,
    ) -> ProjectsView {
        let rows: Vec<ProjectView> = county
            .projects
            .iter()
            .map(|p| ProjectView {
                name: p.name.clone(),
                place: p.site.clone(),
                invested: p.invested.as_ref().map(crate::quantity::Quantity::prose),
                yearly: p.yearly.as_ref().map(crate::quantity::Quantity::prose),
                since: p.since.as_ref().map(|d| host::date(desk, d.value)),
                note: p.note.clone(),
            })
            .collect();
        ProjectsView {
            title,
            has_place: rows.iter().any(|r| r.place.is_some()),
            has_invested: rows.iter().any(|r| r.invested.is_some()),
            has_yearly: rows.iter().any(|r| r.yearly.is_some()),
            has_since: rows.iter().any(|r| r.since.is_some()),
            has_note: rows.iter().any(|r| r.note.is_some()),
            rows,
        }
    }

    /// All it says, for search.
    pub(super) fn plain(&self) -> String {
        let rows = self.rows.iter().map(|row| {
            let said = [
                &row.place,
                &row.invested,
                &row.yearly,
                &row.since,
                &row.note,
            ];
            let said = said.into_iter().flatten().map(String::as_str);
            let cells: Vec<&str> = std::iter::once(row.name.as_str()).chain(said).collect();
            cells.join(" ")
        });
        rows.collect::<Vec<_>>().join("；")
    }
}

fn projects(host: &mut TextHost<'_>, text: &TomlText<'_>) -> Option<(String, String)> {
    let raw: RawTitled = text.read(host)?;
    let county = county_of(host, text, "projects")?;
    if county.projects.is_empty() {
        let place = text.place(host);
        let message = text!(
            "figures.toml 里没有 [[projects]]，这里没有项目可列",
            "figures.toml has no [[projects]] to show here"
        );
        let hint = text!(
            "在 figures.toml 里写 [[projects]]，每个项目一段；没有项目就删去这一块",
            "write [[projects]] in figures.toml, one for each, or delete the block"
        );
        if !is_faulty(host, content::PROJECTS) {
            wrong(host, place, message, hint);
        }
        return None;
    }
    let values = ProjectsView::of(host.desk, county, raw.title);
    Some((fill(host, "parts/projects.html", &values)?, values.plain()))
}

fn county_of<'a>(
    host: &mut TextHost<'a>,
    text: &TomlText<'_>,
    kind: &str,
) -> Option<&'a crate::content::County> {
    match host.county {
        Some(county) => Some(host.desk.county(host.edition, county).content),
        None => {
            let place = text.place(host);
            let message = text!(
                "{kind} 只能放在县的写法里",
                "{kind} belongs into a county's case"
            );
            wrong(host, place, message, no_county());
            None
        }
    }
}

/// A point of a timeline as templates see it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct MilestoneView {
    /// 2018年4月.
    date: String,
    /// 2018-04, for machines.
    iso: String,
    text: String,
    /// The text as HTML, where it refers to figures.
    html: Option<String>,
}

#[derive(Serialize)]
struct TimelineBlock {
    title: Option<String>,
    milestones: Vec<MilestoneView>,
}

/// A county's milestones; references in their texts are links.
pub(super) fn milestones(
    host: &mut TextHost<'_>,
    county: &crate::content::County,
) -> Vec<MilestoneView> {
    let desk = host.desk;
    let at = (host.edition, host.county);
    county
        .milestones
        .iter()
        .map(|m| MilestoneView {
            date: host::date(desk, m.date),
            iso: m.date.to_string(),
            text: super::title::resolved(
                desk.showcase,
                desk.language,
                at,
                &m.text,
                &mut host.findings,
            ),
            html: host.line(&m.text.value),
        })
        .collect()
}

/// All that milestones say, for search.
pub(super) fn told(milestones: &[MilestoneView]) -> String {
    let said = milestones.iter().map(|m| format!("{} {}", m.date, m.text));
    said.collect::<Vec<_>>().join("；")
}

fn timeline(host: &mut TextHost<'_>, text: &TomlText<'_>) -> Option<(String, String)> {
    let raw: RawTitled = text.read(host)?;
    let county = county_of(host, text, "timeline")?;
    if county.milestones.is_empty() {
        let place = text.place(host);
        let message = text!(
            "figures.toml 里没有 [[milestones]]，这里没有大事可列",
            "figures.toml has no [[milestones]] to show here"
        );
        let hint = text!(
            "在 figures.toml 里写 [[milestones]]，每件事一段，有 date 和 text；没有就删去这一块",
            "write [[milestones]] with date and text in figures.toml, or delete the block"
        );
        if !is_faulty(host, content::MILESTONES) {
            wrong(host, place, message, hint);
        }
        return None;
    }
    let milestones = milestones(host, county);
    let plain = told(&milestones);
    let values = TimelineBlock {
        title: raw.title,
        milestones,
    };
    Some((fill(host, "parts/timeline.html", &values)?, plain))
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawGallery {
    title: Option<String>,
    photos: Option<Vec<Spanned<RawPicture>>>,
}

/// `"a.jpg"`, or `{ file = "a.jpg", caption = "…", credit = "…" }`.
#[derive(Debug)]
enum RawPicture {
    Name(String),
    Full(RawCaptioned),
}

impl<'de> Deserialize<'de> for RawPicture {
    fn deserialize<D: de::Deserializer<'de>>(deserializer: D) -> Result<RawPicture, D::Error> {
        struct PictureVisitor;
        impl<'de> de::Visitor<'de> for PictureVisitor {
            type Value = RawPicture;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a file name, or { file = \"…\", caption = \"…\" }")
            }
            fn visit_str<E: de::Error>(self, name: &str) -> Result<RawPicture, E> {
                Ok(RawPicture::Name(name.to_owned()))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<RawPicture, A::Error> {
                let table = de::value::MapAccessDeserializer::new(map);
                RawCaptioned::deserialize(table).map(RawPicture::Full)
            }
        }
        deserializer.deserialize_any(PictureVisitor)
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawCaptioned {
    file: Option<String>,
    caption: Option<String>,
    credit: Option<String>,
}

#[derive(Serialize)]
struct GalleryBlock {
    title: Option<String>,
    photos: Vec<PhotoView>,
    id: String,
}

fn gallery(host: &mut TextHost<'_>, text: &TomlText<'_>) -> Option<(String, String)> {
    let raw: RawGallery = text.read(host)?;
    let mut photos = Vec::new();
    let pictures = raw.photos.unwrap_or_default();
    let named = !pictures.is_empty();
    for picture in pictures {
        let place = place_of(host, &picture);
        let (file, caption, credit) = match picture.into_inner() {
            RawPicture::Name(file) => (file, None, None),
            RawPicture::Full(full) => (full.file.unwrap_or_default(), full.caption, full.credit),
        };
        let Some(asset) = host.find_photo(&file, &place) else {
            continue;
        };
        let Some(caption) = caption.filter(|c| !c.trim().is_empty()) else {
            let message = text!("“{file}”没有图说", "`{file}` has no caption");
            let hint = text!(
                "写成 {{ file = \"{file}\", caption = \"图说\" }}",
                "write {{ file = \"{file}\", caption = \"…\" }}"
            );
            host.findings
                .push(Finding::new(Code::ImageWithoutAlt, place, message).hint(hint));
            continue;
        };
        photo::check_width(host, asset);
        let (root, credit) = (host.root.clone(), credit.unwrap_or_default());
        if let Some(mut photo) = PhotoView::of(host.desk, asset, &root, &caption, &credit) {
            photo.id = host.photo_id();
            host.shows(&photo);
            photos.push(photo);
        }
    }
    if photos.is_empty() {
        let place = text.place(host);
        let message = text!("图集里没有图片", "the gallery shows no picture");
        let hint = text!(
            "写 photos = [{{ file = \"图.jpg\", caption = \"图说\" }}]",
            "write photos = [{{ file = \"photo.jpg\", caption = \"…\" }}]"
        );
        // One that is named and cannot be shown has been told.
        if !named {
            wrong(host, place, message, hint);
        }
        return None;
    }
    let plain: Vec<String> = photos.iter().map(|p| p.caption.clone()).collect();
    let values = GalleryBlock {
        title: raw.title,
        photos,
        id: format!("{}gallery-{}", host.prefix, text.at.start),
    };
    Some((fill(host, "parts/gallery.html", &values)?, plain.join("；")))
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuote {
    text: Option<String>,
    by: Option<String>,
}

#[derive(Serialize)]
struct QuoteBlock {
    text: String,
    by: Option<String>,
}

fn quote(host: &mut TextHost<'_>, text: &TomlText<'_>) -> Option<(String, String)> {
    let raw: RawQuote = text.read(host)?;
    let Some(said) = raw.text.filter(|t| !t.trim().is_empty()) else {
        let place = text.place(host);
        let message = text!("引语没有内容", "the quote says nothing");
        let hint = text!(
            "写 text = \"那句话\"，by = \"说话的人\"",
            "write text = \"…\", and by = \"…\" for who says it"
        );
        wrong(host, place, message, hint);
        return None;
    };
    let values = QuoteBlock {
        text: said.clone(),
        by: raw.by,
    };
    Some((fill(host, "parts/quote.html", &values)?, said))
}
