//! feed.xml, sitemap.xml and robots.txt: only where site.toml has a url.

use super::address;
use super::desk::Desk;
use super::government;
use super::job::Made;
use crate::content::{Date, Moment, Time};
use crate::showcase::{County, Edition, Showcase};
use serde::Serialize;
use std::collections::BTreeMap;

/// What is known of a page when all are made.
pub(super) struct PageNote {
    pub(super) path: String,
    /// Of what it shows.
    pub(super) date: Option<Date>,
    /// In one paragraph.
    pub(super) description: String,
}

#[derive(Serialize)]
struct FeedPage {
    url: String,
    /// RFC 3339, of the newest entry; a feed without a date is no feed.
    updated: String,
    entries: Vec<FeedEntry>,
}

#[derive(Serialize)]
struct FeedEntry {
    title: String,
    url: String,
    updated: String,
    summary: String,
    author: String,
}

#[derive(Serialize)]
struct SitemapPage {
    addresses: Vec<SitemapEntry>,
}

#[derive(Serialize)]
struct SitemapEntry {
    url: String,
    /// `YYYY-MM-DD`, where the page has a date.
    date: Option<String>,
}

/// `pages` are all files that pages gave.
pub(super) fn make(desk: &Desk<'_>, pages: &[PageNote]) -> Made {
    let mut made = Made::default();
    let Some(url) = &desk.showcase.content.site.url else {
        return made;
    };
    let addresses = pages
        .iter()
        .filter(|page| page.path.ends_with(".html"))
        .filter(|page| is_listed(&page.path))
        .map(|page| SitemapEntry {
            url: whole(url, &page.path),
            date: page.date.map(day),
        })
        .collect();
    file(desk, &mut made, "sitemap.xml", &SitemapPage { addresses });
    let entries = entries(desk, url, pages);
    if let Some(updated) = entries.iter().map(|e| e.updated.clone()).max() {
        let values = FeedPage {
            url: url.clone(),
            updated,
            entries,
        };
        file(desk, &mut made, "feed.xml", &values);
    }
    let robots = format!("User-agent: *\nAllow: /\nSitemap: {url}sitemap.xml\n");
    made.files
        .push(("robots.txt".to_owned(), robots.into_bytes().into()));
    made
}

/// The home page is the newest edition's under another address, nobody
/// searches for the page of lost readers, a county in one file is its page
/// again, and a bare chart stands on its indicator's page: all others are a
/// folder's page.
fn is_listed(path: &str) -> bool {
    path != address::HOME && path.ends_with("/index.html") && !address::is_figure(path)
}

fn file(desk: &Desk<'_>, made: &mut Made, name: &str, values: &impl Serialize) {
    match desk.theme.render(name, values) {
        Ok(text) => made.files.push((name.to_owned(), text.into())),
        Err(finding) => made.findings.push(*finding),
    }
}

/// An address as the site publishes it: a folder's page by its folder.
fn whole(url: &str, path: &str) -> String {
    format!("{url}{}", address::encode(path))
}

fn day(date: Date) -> String {
    let (year, month, day) = date.last_ymd();
    format!("{year:04}-{month:02}-{day:02}")
}

/// When a county's page was published, or else the date of what it shows.
fn moment(edition: &Edition<'_>, county: &County<'_>) -> Option<Moment> {
    government::published(edition, county).or_else(|| {
        Some(Moment {
            date: edition.as_of?,
            time: None,
        })
    })
}

/// Whether any case has a date: a feed without one is no feed.
pub(super) fn has_entries(showcase: &Showcase<'_>) -> bool {
    let mut editions = showcase.editions.iter();
    editions.any(|edition| {
        edition
            .counties
            .iter()
            .any(|c| moment(edition, c).is_some())
    })
}

/// RFC 3339. No clock: a date alone has the time that its page tag PubDate has,
/// or else is its midnight. China has one time zone.
fn updated(moment: Moment, usual: Option<Time>) -> String {
    match moment.time.or(usual) {
        Some(time) => format!("{}T{time}:00+08:00", day(moment.date)),
        None => format!("{}T00:00:00+08:00", day(moment.date)),
    }
}

/// Cases of all editions, newest first.
fn entries(desk: &Desk<'_>, url: &str, pages: &[PageNote]) -> Vec<FeedEntry> {
    let summaries: BTreeMap<&str, &str> = pages
        .iter()
        .map(|page| (page.path.as_str(), page.description.as_str()))
        .collect();
    let government = desk.showcase.content.site.government.as_ref();
    let usual = government.and_then(|g| g.time);
    let mut entries = Vec::new();
    for (e, edition) in desk.showcase.editions.iter().enumerate() {
        for (c, county) in edition.counties.iter().enumerate() {
            let Some(moment) = moment(edition, county) else {
                continue;
            };
            let titles = &desk.titles.counties[e][c];
            let path = address::county(edition, county);
            entries.push(FeedEntry {
                title: format!(
                    "{}{}{}",
                    county.content.name.value,
                    desk.words.get("colon"),
                    titles.title
                ),
                url: whole(url, &path),
                updated: updated(moment, usual),
                summary: summaries
                    .get(path.as_str())
                    .copied()
                    .unwrap_or("")
                    .to_owned(),
                author: match county.content.byline.as_slice() {
                    [] => edition.content.byline.join("、"),
                    names => names.join("、"),
                },
            });
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_has_the_time_of_its_page_tag() {
        let date = Date::parse("2026-12-05").unwrap();
        let (own, usual) = (Time::parse("16:30"), Time::parse("09:00"));
        let at = |time, usual| updated(Moment { date, time }, usual);
        assert_eq!(at(None, usual), "2026-12-05T09:00:00+08:00");
        assert_eq!(at(own, usual), "2026-12-05T16:30:00+08:00");
        assert_eq!(at(None, None), "2026-12-05T00:00:00+08:00");
    }
}
