//! What machines read in a page's head: cards for sharing (Open Graph) and
//! structured data (schema.org as JSON-LD).
//!
//! JSON-LD stands in a `<script>` of a type that no browser executes, so
//! `Content-Security-Policy: default-src 'self'` does not touch it (HTML,
//! "prepare the script element", step 12: another type ends there).

use super::address;
use super::desk::Desk;
use super::frame::Frame;
use super::government::{self, Tag};
use super::photo::PhotoView;
use crate::content::Moment;
use crate::finding::Text;
use crate::picture;
use crate::theme::Mentions;
use serde_json::{Value, json};

/// What a page is about, beyond its frame.
#[derive(Debug, Clone, Default)]
pub(super) enum Subject {
    /// A list, or anything else.
    #[default]
    List,
    /// A text of its own.
    Article(Box<Article>),
    /// The figures of an edition, to take away.
    Data(Vec<Download>),
}

/// A text of its own.
#[derive(Debug, Clone)]
pub(super) struct Article {
    pub(super) title: String,
    pub(super) published: Option<Moment>,
    pub(super) authors: Vec<String>,
    pub(super) keywords: Vec<String>,
    /// The county it is about.
    pub(super) county: Option<String>,
}

/// A file of figures.
#[derive(Debug, Clone)]
pub(super) struct Download {
    /// From the site's root.
    pub(super) path: String,
    pub(super) bytes: u64,
}

/// Fills in what a page's head says to machines, once all else is known.
pub(super) fn finish(desk: &Desk<'_>, frame: &mut Frame, shown: &Mentions) {
    let canonical = frame.canonical.as_ref();
    frame.qr = canonical
        .filter(|_| desk.made().codes && shown.has("qr"))
        .and_then(|whole| picture::qr(whole, desk.words.get("scan")));
    frame.tags = government::tags(desk, frame);
    if desk.showcase.content.site.government.is_some() {
        let canonical = frame.canonical.as_deref().map(address::encode);
        frame.canonical_encoded = canonical.map(|url| url.replace('/', "%2F"));
    }
    if frame.kind == "not-found" || frame.kind == "moved" {
        return;
    }
    if shown.has("cards") {
        frame.cards = cards(desk, frame);
    }
    if shown.has("linked") {
        frame.linked = linked(desk, frame);
    }
}

/// <https://ogp.me>
fn cards(desk: &Desk<'_>, frame: &Frame) -> Vec<Tag> {
    let site = &desk.showcase.content.site;
    let mut cards = Vec::new();
    let mut add = |name, content: String| {
        if !content.is_empty() {
            cards.push(Tag { name, content });
        }
    };
    let article = match &frame.subject {
        Subject::Article(article) => Some(article),
        _ => None,
    };
    let kind = if article.is_some() {
        "article"
    } else {
        "website"
    };
    add("og:type", kind.to_owned());
    add("og:site_name", site.title.value.clone());
    add("og:title", frame.title.clone());
    add("og:description", frame.description.clone());
    add("og:url", frame.canonical.clone().unwrap_or_default());
    add("og:locale", site.language.replace('-', "_"));
    let mut picture = |src: &str, width: u32, height: u32, alt: &str| {
        add("og:image", frame.whole(desk, src));
        add("og:image:width", width.to_string());
        add("og:image:height", height.to_string());
        add("og:image:alt", alt.to_owned());
    };
    // A picture must be a whole address.
    if let (Some(card), Some(_)) = (&frame.card, &site.url) {
        picture(&card.src, card.width, card.height, &frame.title);
    } else if let (Some(photo), Some(_)) = (shared(desk, frame), &site.url) {
        let alt = match photo.caption.as_str() {
            "" => &frame.title,
            caption => caption,
        };
        picture(&photo.src, photo.width, photo.height, alt);
    }
    let Some(article) = article else { return cards };
    if let Some(moment) = article.published {
        add("article:published_time", time(moment));
    }
    cards
}

/// The page's own photo, or the cover of its edition.
fn shared(desk: &Desk<'_>, frame: &Frame) -> Option<PhotoView> {
    if let Some(own) = &frame.image {
        return Some(own.clone());
    }
    let content = desk.edition(frame.edition?).content;
    let cover = content.lead.as_ref()?.cover.as_ref()?;
    PhotoView::of(desk, content.files.get(&cover.value)?, "", "", "")
}

/// ISO 8601; China has one time zone.
fn time(moment: Moment) -> String {
    match moment.time {
        Some(time) => format!("{}T{time}:00+08:00", moment.date),
        None => moment.date.to_string(),
    }
}

/// The page's graph, ready to stand in a `<script>`.
fn linked(desk: &Desk<'_>, frame: &Frame) -> String {
    let mut graph = Vec::new();
    if !frame.crumbs.is_empty() {
        graph.push(crumbs(desk, frame));
    }
    match &frame.subject {
        Subject::List => {}
        Subject::Article(article) => graph.push(self::article(desk, frame, article)),
        Subject::Data(files) => graph.extend(dataset(desk, frame, files)),
    }
    if graph.is_empty() {
        return String::new();
    }
    let document = json!({ "@context": "https://schema.org", "@graph": graph });
    escaped(&document.to_string())
}

/// Nothing in it can close the element it stands in.
fn escaped(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
}

/// <https://schema.org/BreadcrumbList>
fn crumbs(desk: &Desk<'_>, frame: &Frame) -> Value {
    let above = frame
        .crumbs
        .iter()
        .map(|c| (c.name.as_str(), c.href.as_str()));
    let way = above.chain([(frame.title.as_str(), frame.path.as_str())]);
    let items: Vec<Value> = way
        .enumerate()
        .map(|(at, (name, path))| {
            json!({
                "@type": "ListItem",
                "position": at + 1,
                "name": name,
                "item": frame.whole_path(desk, path),
            })
        })
        .collect();
    json!({ "@type": "BreadcrumbList", "itemListElement": items })
}

fn publisher(desk: &Desk<'_>) -> Value {
    let site = &desk.showcase.content.site;
    let name = site.publisher.name.as_ref().unwrap_or(&site.title.value);
    json!({ "@type": "Organization", "name": name })
}

/// <https://schema.org/Article>
fn article(desk: &Desk<'_>, frame: &Frame, article: &Article) -> Value {
    let url = frame.whole_path(desk, &frame.path);
    let people = article.authors.iter();
    let people: Vec<Value> = people
        .map(|name| json!({ "@type": "Person", "name": name }))
        .collect();
    let mut value = json!({
        "@type": "Article",
        "headline": article.title,
        "url": url,
        "mainEntityOfPage": url,
        "inLanguage": desk.showcase.content.site.language,
        "publisher": publisher(desk),
        // Who is responsible for a text that nobody signs.
        "author": if people.is_empty() { publisher(desk) } else { Value::from(people) },
    });
    let mut add = |key: &str, content: Value| {
        value[key] = content;
    };
    if !frame.description.is_empty() {
        add("description", json!(frame.description));
    }
    if let Some(moment) = article.published {
        add("datePublished", json!(time(moment)));
    }
    if let Some(image) = &frame.image {
        add("image", json!(frame.whole(desk, &image.src)));
    }
    if !article.keywords.is_empty() {
        add("keywords", json!(article.keywords));
    }
    if let Some(county) = &article.county {
        add(
            "about",
            json!({ "@type": "AdministrativeArea", "name": county }),
        );
    }
    value
}

/// <https://schema.org/Dataset>
fn dataset(desk: &Desk<'_>, frame: &Frame, files: &[Download]) -> Option<Value> {
    let edition = desk.edition(frame.edition?);
    let region = &edition.content.region.value;
    let (measures, counties) = (edition.measures.len(), edition.counties.len());
    let figures: usize = edition.counties.iter().map(|c| c.figures.len()).sum();
    let title = &desk.titles.editions[frame.edition?].title;
    let year = edition.content.year;
    let description = desk.say(&Text {
        zh: format!(
            "《{title}》{year}年度的全部数据：{region}{counties}个县（市、区），{measures}项指标，{figures}个数，每个数附出处和截至日期。"
        ),
        en: format!(
            "All figures of the {year} edition of {title}: {figures} figures of {measures} indicators for {counties} counties of {region}, each with its source and as-of date."
        ),
    });
    let files: Vec<Value> = files
        .iter()
        .map(|file| {
            json!({
                "@type": "DataDownload",
                "encodingFormat": media_type(&file.path),
                "contentUrl": frame.whole_path(desk, &file.path),
                "contentSize": format!("{} B", file.bytes),
            })
        })
        .collect();
    let variables: Vec<Value> = edition
        .measures
        .iter()
        .map(|m| {
            let (name, unit) = (&m.indicator.name, m.indicator.unit.as_str());
            json!({ "@type": "PropertyValue", "name": name, "unitText": unit })
        })
        .collect();
    let mut value = json!({
        "@type": "Dataset",
        "name": frame.title,
        "description": description,
        "url": frame.whole_path(desk, &frame.path),
        "inLanguage": desk.showcase.content.site.language,
        "isAccessibleForFree": true,
        "creator": publisher(desk),
        "publisher": publisher(desk),
        "temporalCoverage": year.to_string(),
        "spatialCoverage": { "@type": "AdministrativeArea", "name": region },
        "variableMeasured": variables,
        "distribution": files,
    });
    if let Some(moment) = edition.content.published {
        value["datePublished"] = json!(time(moment));
    }
    Some(value)
}

/// RFC 4180, RFC 8259, and the name that IANA lists for Office Open XML.
fn media_type(path: &str) -> &'static str {
    match path.rsplit('.').next() {
        Some("csv") => "text/csv",
        Some("json") => "application/json",
        Some("xlsx") => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_cannot_close_its_element() {
        let text = escaped(&json!({ "a": "</script><!-- & -->" }).to_string());
        assert!(!text.contains(['<', '>', '&']));
        let back: Value = serde_json::from_str(&text).unwrap();
        assert_eq!(back["a"], "</script><!-- & -->");
    }
}
