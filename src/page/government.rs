//! What a government or party site must say on every page: the tags of the
//! annex to 《政府网站发展指引》 (国办发〔2017〕47号), and the footer.
//!
//! A home page has the site's three tags, a list those and the column's four,
//! an article those and three of its own; five more where they are known. The
//! names are spelled as in the annex: checkers compare them letter by letter.
//! The footer is links and pictures of the site itself: the official snippets
//! are scripts of other hosts, which hang on an intranet.

use super::address;
use super::desk::Desk;
use super::frame::Frame;
use super::meta::{Article, Subject};
use super::photo::{self, Pictures, VersionView};
use crate::content::{AssetKind, Content, Date, Government, Moment, Spot};
use crate::finding::{Code, Finding, Findings, Place, Text, nearest};
use crate::text;
use serde::Serialize;

/// Indicators that a column's keywords name.
const KEYWORDS: usize = 8;

/// A `<meta>` of a page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Tag {
    pub(super) name: &'static str,
    pub(super) content: String,
}

/// The tags of a page, in the order of the annex.
pub(super) fn tags(desk: &Desk<'_>, frame: &Frame) -> Vec<Tag> {
    let Some(government) = &desk.showcase.content.site.government else {
        return Vec::new();
    };
    let mut tags = Tags(Vec::new());
    tags.add("SiteName", government.site_name.clone());
    tags.add("SiteDomain", government.domain.clone());
    tags.add("SiteIDCode", government.id_code.clone());
    if frame.path != address::HOME {
        column(desk, government, frame, &mut tags);
    }
    if let Subject::Article(article) = &frame.subject {
        tags_of(desk, government, frame, article, &mut tags);
    }
    tags.0
}

struct Tags(Vec<Tag>);

impl Tags {
    fn add(&mut self, name: &'static str, content: Option<String>) {
        if let Some(content) = content.filter(|c| !c.trim().is_empty()) {
            self.0.push(Tag { name, content });
        }
    }
}

fn column(desk: &Desk<'_>, government: &Government, frame: &Frame, tags: &mut Tags) {
    let content = desk.showcase.content;
    let name = match frame.edition {
        Some(e) => &desk.titles.editions[e].title,
        None => government
            .column
            .as_ref()
            .unwrap_or(&content.site.title.value),
    };
    // Pages of no edition stand for the showcase, of which the newest is the face.
    let e = frame.edition.unwrap_or(0);
    let kind = match frame.kind {
        "data" | "indicator" | "embed" | "compare" | "compare-home" | "method" => "数据发布",
        "page" | "statement" => "概况信息",
        _ => &government.column_type,
    };
    tags.add("ColumnName", Some(name.clone()));
    tags.add("ColumnDescription", description(desk, government, e));
    tags.add("ColumnKeywords", Some(keywords(desk, government, e)));
    tags.add("ColumnType", Some(kind.to_owned()));
}

/// What the column of an edition is for: its lead's summary, its 副题, or what
/// site.toml says of all.
fn description(desk: &Desk<'_>, government: &Government, e: usize) -> Option<String> {
    let summary = desk.titles.leads.get(e).filter(|s| !s.is_empty());
    let edition = desk.titles.editions.get(e);
    summary
        .or(edition.and_then(|edition| edition.deck.as_ref()))
        .or(government.description.as_ref())
        .cloned()
}

/// Those of site.toml, the region, and what is measured.
fn keywords(desk: &Desk<'_>, government: &Government, e: usize) -> String {
    let mut words: Vec<&str> = government.keywords.iter().map(String::as_str).collect();
    if let Some(edition) = desk.showcase.editions.get(e) {
        words.push(&edition.content.region.value);
        let names = edition.measures.iter().map(|m| m.indicator.name.as_str());
        words.extend(names.take(KEYWORDS));
    } else {
        words.push(&desk.showcase.content.site.title.value);
    }
    let mut once: Vec<&str> = Vec::new();
    for word in words {
        if !once.contains(&word) {
            once.push(word);
        }
    }
    once.join(",")
}

fn tags_of(
    desk: &Desk<'_>,
    government: &Government,
    frame: &Frame,
    article: &Article,
    tags: &mut Tags,
) {
    let source = desk.showcase.content.site.publisher.name.clone();
    tags.add("ArticleTitle", Some(article.title.clone()));
    tags.add("PubDate", stamp(government, article.published));
    tags.add("ContentSource", source);
    tags.add("Keywords", Some(article.keywords.join(",")));
    tags.add("Author", Some(article.authors.join(",")));
    tags.add("Description", Some(frame.description.clone()));
    // Of the text itself, as the annex says; its edition's cover is none.
    let image = frame.image.as_ref();
    tags.add("Image", image.map(|photo| frame.whole(desk, &photo.src)));
    tags.add("Url", frame.canonical.clone());
}

/// `YYYY-MM-DD HH:MM`, where both are known.
fn stamp(government: &Government, published: Option<Moment>) -> Option<String> {
    let moment = published?;
    let time = moment.time.or(government.time)?;
    is_day(moment).then(|| format!("{} {time}", moment.date))
}

fn is_day(moment: Moment) -> bool {
    moment.date.first_day() == moment.date.last_day()
}

/// When it was published as the guideline wants it shown, on sites that follow
/// it.
pub(super) fn shown(desk: &Desk<'_>, published: Option<Moment>) -> Option<String> {
    stamp(desk.showcase.content.site.government.as_ref()?, published)
}

/// Whatever is mandatory on some page and nothing fills: once each.
pub(super) fn check(desk: &Desk<'_>, findings: &mut Findings) {
    let Some(government) = &desk.showcase.content.site.government else {
        return;
    };
    pictures(desk.showcase.content, findings);
    let editions = 0..desk.showcase.editions.len();
    let mut undescribed = editions.clone();
    if let Some(e) = undescribed.find(|e| description(desk, government, *e).is_none()) {
        let id = &desk.edition(e).content.id;
        let message = text!(
            "[government] 缺少 description：{id} 年度没有副题也没有导语摘要，网页标签 ColumnDescription 无从填写",
            "[government] lacks description: the edition {id} has neither deck nor summary, so nothing fills the page tag ColumnDescription"
        );
        let hint = text!(
            "在 site.toml 的 [government] 里补上 description = \"…\"，或在 content/{id}/edition.toml 里写 deck",
            "add description = \"…\" to [government] in site.toml, or deck to content/{id}/edition.toml"
        );
        missing(&government.place, message, hint, findings);
    }
    let mut needs_time = false;
    for e in editions {
        needs_time |= check_dates(desk, e, findings);
    }
    for page in &desk.showcase.content.pages {
        match page.date {
            Some(moment) if is_day(moment) => needs_time |= moment.time.is_none(),
            _ => {
                let message = text!(
                    "缺少 date（发布日期，到日）：网页标签 PubDate 必填",
                    "date is missing (the day it was published): the page tag PubDate is mandatory"
                );
                let hint = text!(
                    "在这一页开头的 +++ 之间补上 date = 2026-01-31",
                    "add date = 2026-01-31 between the +++ at the head of this page"
                );
                missing(&page.title.place, message, hint, findings);
            }
        }
    }
    if needs_time && government.time.is_none() {
        let message = text!(
            "[government] 缺少 time：网页标签 PubDate 要写到分，有的页只有日期",
            "[government] lacks time: the page tag PubDate has hour and minute, and some pages give a day only"
        );
        let hint = text!(
            "在 site.toml 的 [government] 里补上 time = \"09:00\"（一般几点发布），或在日期后面写上时间",
            "add time = \"09:00\", the usual time of publication, to [government] in site.toml, or the time to each date"
        );
        missing(&government.place, message, hint, findings);
    }
}

/// Whether a county's page of the edition has a day only.
fn check_dates(desk: &Desk<'_>, e: usize, findings: &mut Findings) -> bool {
    let edition = desk.edition(e);
    let (mut undated, mut day_only) = (0_usize, false);
    for county in &edition.counties {
        match published(edition, county) {
            Some(moment) if is_day(moment) => day_only |= moment.time.is_none(),
            _ => undated += 1,
        }
    }
    if undated > 0 {
        let message = text!(
            "缺少 published（发布日期，到日）：有 {undated} 篇稿件自己没有 date，网页标签 PubDate 必填",
            "published is missing (the day it was published): {undated} write-ups have no date of their own, and the page tag PubDate is mandatory"
        );
        let id = &edition.content.id;
        let hint = text!(
            "在 content/{id}/edition.toml 里补上 published = 2026-01-31",
            "add published = 2026-01-31 to content/{id}/edition.toml"
        );
        missing(&edition.content.place, message, hint, findings);
    }
    day_only
}

/// When a county's page was published.
pub(super) fn published(
    edition: &crate::showcase::Edition<'_>,
    county: &crate::showcase::County<'_>,
) -> Option<Moment> {
    let own = county.content.date.map(|date| Moment {
        date,
        time: county.content.time,
    });
    own.or(edition.content.published)
}

/// The day of the newest that an edition shows: its own publication or that of
/// a county, or else the date its figures are of.
pub(super) fn newest(edition: &crate::showcase::Edition<'_>) -> Option<Date> {
    let counties = edition.counties.iter();
    let published = counties.filter_map(|county| published(edition, county));
    published
        .chain(edition.content.published)
        .map(|moment| moment.date)
        .max_by_key(|date| date.last_ymd())
        .or(edition.as_of)
}

fn missing(place: &Place, message: Text, hint: Text, findings: &mut Findings) {
    findings.push(Finding::new(Code::GovernmentMissing, place.clone(), message).hint(hint));
}

fn pictures(content: &Content, findings: &mut Findings) {
    for wanted in wanted(content) {
        let name = &wanted.value;
        let asset = content.files.get(name);
        if asset.is_some_and(|a| matches!(a.kind, AssetKind::Photo { .. })) {
            continue;
        }
        let (code, message) = match asset {
            None => (
                Code::PhotoMissing,
                text!(
                    "site.toml 旁边没有图片“{name}”",
                    "there is no picture `{name}` beside site.toml"
                ),
            ),
            Some(_) => (
                Code::PhotoInvalid,
                text!(
                    "“{name}”不是浏览器能显示的图片（PNG、JPEG、WebP、GIF）",
                    "`{name}` is no picture that browsers show (PNG, JPEG, WebP, GIF)"
                ),
            ),
        };
        let near = nearest(name, content.files.keys().map(String::as_str));
        let hint = near.map(|near| text!("是不是“{near}”？", "did you mean `{near}`?"));
        findings.push(Finding::new(code, wanted.place.clone(), message).maybe_hint(hint));
    }
}

fn wanted(content: &Content) -> impl Iterator<Item = &Spot<String>> {
    let government = content.site.government.as_ref();
    government.into_iter().flat_map(|g| {
        let mark = g.mark.as_ref().map(|(_, image)| image);
        [mark, g.find_errors.as_ref(), g.police_image.as_ref()]
            .into_iter()
            .flatten()
    })
}

/// Paths in the content of the footer's pictures.
pub(super) fn used(content: &Content) -> impl Iterator<Item = String> {
    wanted(content).filter_map(|name| Some(content.files.get(&name.value)?.path.clone()))
}

/// `site.footer` in templates.
#[derive(Serialize)]
pub(super) struct FooterView {
    undertaker: Option<String>,
    id_code: Option<String>,
    icp: Option<FooterLink>,
    police: Option<FooterLink>,
    mark: Option<FooterLink>,
    find_errors: Option<FooterLink>,
}

#[derive(Serialize)]
struct FooterLink {
    text: String,
    href: String,
    picture: Option<VersionView>,
}

impl FooterView {
    pub(super) fn of(content: &Content, pictures: &Pictures<'_>) -> Option<FooterView> {
        let government = content.site.government.as_ref()?;
        let picture = |name: &Spot<String>| photo::icon(content.files.get(&name.value)?, pictures);
        let link = |text: &str, href: String, name: Option<&Spot<String>>| FooterLink {
            text: text.to_owned(),
            href,
            picture: name.and_then(picture),
        };
        Some(FooterView {
            undertaker: government.undertaker.clone(),
            id_code: government.id_code.clone(),
            icp: government
                .icp
                .as_ref()
                .map(|text| link(text, "https://beian.miit.gov.cn/".to_owned(), None)),
            police: government
                .police
                .as_ref()
                .map(|text| link(text, police(text), government.police_image.as_ref())),
            mark: government.mark.as_ref().map(|(id, image)| {
                let id = address::encode(id);
                let href = format!("https://bszs.conac.cn/sitename?method=show&id={id}");
                link("党政机关", href, Some(image))
            }),
            find_errors: government
                .find_errors
                .as_ref()
                .map(|image| link("政府网站找错", errors(government), Some(image))),
        })
    }
}

/// The public page of a registration with the police, by its digits.
fn police(text: &str) -> String {
    let code: String = text.chars().filter(char::is_ascii_digit).collect();
    format!("https://beian.mps.gov.cn/#/query/webSearch?code={code}")
}

fn errors(government: &Government) -> String {
    let code = government.id_code.as_deref().unwrap_or_default();
    let code = address::encode(code);
    format!("https://zfwzgl.www.gov.cn/exposure/jiucuo.html?site_code={code}")
}
