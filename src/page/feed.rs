//! feed.xml, sitemap.xml and robots.txt: only where site.toml has a url.

use super::address;
use super::desk::Desk;
use super::job::Made;
use crate::content::Date;
use serde::Serialize;

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

/// `paths` are all pages with the date of what they show.
pub(super) fn make(desk: &Desk<'_>, paths: &[(String, Option<Date>)]) -> Made {
    let mut made = Made::default();
    let Some(url) = &desk.showcase.content.site.url else {
        return made;
    };
    let addresses = paths
        .iter()
        .filter(|(path, _)| path.ends_with(".html") && path != "404.html")
        .map(|(path, date)| SitemapEntry {
            url: whole(url, path),
            date: date.map(day),
        })
        .collect();
    file(desk, &mut made, "sitemap.xml", &SitemapPage { addresses });
    let entries = entries(desk, url);
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
        .push(("robots.txt".to_owned(), robots.into_bytes()));
    made
}

fn file(desk: &Desk<'_>, made: &mut Made, name: &str, values: &impl Serialize) {
    match desk.theme.render(name, values) {
        Ok(text) => made.files.push((name.to_owned(), text.into_bytes())),
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

/// Cases of all editions, newest first.
fn entries(desk: &Desk<'_>, url: &str) -> Vec<FeedEntry> {
    let mut entries = Vec::new();
    for (e, edition) in desk.showcase.editions.iter().enumerate() {
        for (c, county) in edition.counties.iter().enumerate() {
            let Some(date) = county.content.date.or(edition.as_of) else {
                continue;
            };
            let titles = &desk.titles.counties[e][c];
            entries.push(FeedEntry {
                title: format!("{}：{}", county.content.name.value, titles.title),
                url: whole(url, &address::county(edition, county)),
                // No clock: a date stands for its midnight.
                updated: format!("{}T00:00:00Z", day(date)),
                summary: titles.summary.clone(),
                author: match county.content.byline.as_slice() {
                    [] => edition.content.byline.join("、"),
                    names => names.join("、"),
                },
            });
        }
    }
    entries
}
