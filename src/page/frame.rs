//! What stands around every page: title, address, breadcrumb; and what all
//! pages share.

use super::address;
use super::card::CardView;
use super::desk::Desk;
use super::government::{FooterView, Tag};
use super::meta::{Article, Download, Subject};
use super::outside::LeaveView;
use super::photo::{PhotoView, Pictures};
use super::title::Titles;
use crate::showcase::Showcase;
use serde::Serialize;

/// A page's values as templates see them: `page` and the kind's own.
#[derive(Serialize)]
pub(super) struct Page<T> {
    pub(super) page: Frame,
    #[serde(flatten)]
    pub(super) values: T,
}

/// What stands around a page.
#[derive(Debug, Clone, Serialize)]
pub(super) struct Frame {
    /// `edition`, `county`, `data` …: the class of `<body>`.
    pub(super) kind: &'static str,
    /// Without the site's name.
    pub(super) title: String,
    /// For search results; empty where there is nothing to say.
    pub(super) description: String,
    /// From the site's root.
    pub(super) path: String,
    /// Leads from this page to the root: `../../`.
    pub(super) root: String,
    /// The page's whole address, where site.toml has a url.
    pub(super) canonical: Option<String>,
    /// 送审稿: not approved yet, and marked so.
    pub(super) draft: bool,
    /// The canonical address as a code to be scanned from paper, SVG.
    pub(super) qr: Option<String>,
    /// From the home page down to the page above this one.
    pub(super) crumbs: Vec<LinkView>,
    /// The site's sections, with those of the page's edition.
    pub(super) menu: Vec<MenuView>,
    /// The edition it belongs to.
    #[serde(skip)]
    pub(super) edition: Option<usize>,
    #[serde(skip)]
    pub(super) subject: Subject,
    /// Tags that a government site must carry.
    pub(super) tags: Vec<Tag>,
    /// Its picture for those who share it.
    #[serde(skip)]
    pub(super) card: Option<CardView>,
    /// The first photo on it, its cover if it has one.
    #[serde(skip)]
    pub(super) image: Option<PhotoView>,
    /// Open Graph.
    pub(super) cards: Vec<Tag>,
    /// The canonical address, to stand in another address.
    pub(super) canonical_encoded: Option<String>,
    /// JSON-LD, ready to stand in a `<script>`.
    pub(super) linked: String,
}

impl Frame {
    /// A frame for the page at `path`.
    pub(super) fn new(desk: &Desk<'_>, kind: &'static str, path: String, title: &str) -> Frame {
        let canonical = desk.showcase.content.site.url.as_ref();
        Frame {
            kind,
            title: title.to_owned(),
            description: String::new(),
            root: address::root(&path),
            qr: None,
            canonical: canonical.map(|url| format!("{url}{}", address::encode(&path))),
            menu: menu(desk, 0, &path),
            path,
            draft: desk.is_draft(),
            crumbs: Vec::new(),
            edition: None,
            subject: Subject::List,
            tags: Vec::new(),
            card: None,
            image: None,
            cards: Vec::new(),
            canonical_encoded: None,
            linked: String::new(),
        }
    }

    /// Adds a description.
    pub(super) fn describe(mut self, description: &str) -> Frame {
        description.clone_into(&mut self.description);
        self
    }

    /// The menu of another edition than the newest.
    pub(super) fn within(mut self, desk: &Desk<'_>, edition: usize) -> Frame {
        self.menu = menu(desk, edition, &self.path);
        self
    }

    /// Adds the way down: home, the edition, and `more`.
    pub(super) fn below(mut self, desk: &Desk<'_>, edition: usize, more: Vec<LinkView>) -> Frame {
        self.crumbs = crumbs(desk, edition);
        self.crumbs.extend(more);
        self.edition = Some(edition);
        self.within(desk, edition)
    }

    /// Makes it the page of a text of its own.
    pub(super) fn article(mut self, article: Article) -> Frame {
        self.subject = Subject::Article(Box::new(article));
        self
    }

    /// Makes it the page of figures to take away.
    pub(super) fn data(mut self, files: Vec<Download>) -> Frame {
        self.subject = Subject::Data(files);
        self
    }

    /// The whole address of the file at `path`, as far as it is known: where
    /// site.toml has no url, it counts from this page.
    pub(super) fn whole_path(&self, desk: &Desk<'_>, path: &str) -> String {
        self.whole(desk, &address::encode(path))
    }

    /// The same for a path that is encoded already.
    pub(super) fn whole(&self, desk: &Desk<'_>, encoded: &str) -> String {
        let url = desk.showcase.content.site.url.as_ref();
        format!("{}{encoded}", url.unwrap_or(&self.root))
    }
}

fn crumbs(desk: &Desk<'_>, edition: usize) -> Vec<LinkView> {
    // Also where there is one edition: a second one must not change its pages.
    let edition = desk.edition(edition);
    vec![
        home(desk),
        LinkView {
            name: edition.content.id.clone(),
            href: address::edition(edition),
        },
    ]
}

/// The first crumb of every page.
pub(super) fn home(desk: &Desk<'_>) -> LinkView {
    LinkView {
        name: desk.words.get("home").to_owned(),
        href: address::HOME.to_owned(),
    }
}

/// A link of the menu.
#[derive(Debug, Clone, Serialize)]
pub(super) struct MenuView {
    pub(super) name: String,
    pub(super) href: String,
    /// Whether it leads to this very page.
    pub(super) current: bool,
}

fn menu(desk: &Desk<'_>, edition: usize, path: &str) -> Vec<MenuView> {
    let mut menu = Vec::new();
    let made = desk.made();
    let mut add = |name: &str, href: String| {
        menu.push(MenuView {
            name: name.to_owned(),
            current: href == path,
            href,
        });
    };
    if let Some(edition) = desk.showcase.editions.get(edition) {
        add(desk.words.get("home"), address::HOME.to_owned());
        for (made, name) in [(made.data, "data"), (made.method, "method")] {
            if made {
                add(desk.words.get(name), address::part(edition, name));
            }
        }
        if made.compare && edition.counties.len() > 1 {
            add(desk.words.get("compare"), address::part(edition, "compare"));
        }
    }
    if made.years {
        add(desk.words.get("years"), address::YEARS.to_owned());
    }
    if made.search {
        add(desk.words.get("search"), super::search::PATH.to_owned());
    }
    let pages = desk.showcase.content.pages.iter();
    for (page, title) in pages.zip(&desk.titles.page_titles) {
        add(title, address::plain(&page.slug));
    }
    menu
}

/// A link; its href counts from the site's root.
#[derive(Debug, Clone, Serialize)]
pub(super) struct LinkView {
    pub(super) name: String,
    pub(super) href: String,
}

/// What all pages share: `site` in templates.
#[derive(Serialize)]
pub(super) struct SiteView {
    title: String,
    language: String,
    url: Option<String>,
    publisher: Option<String>,
    contact: Option<String>,
    /// What a government site lists at the foot of every page.
    footer: Option<FooterView>,
    /// `None` where readers are not told that they leave.
    leave: Option<LeaveView>,
    /// Whether there is a feed.xml.
    has_feed: bool,
    /// Whether there is a search page, which lists all pages.
    has_search: bool,
    /// Whether there is a page of all editions.
    has_years: bool,
    /// Newest first.
    editions: Vec<EditionLink>,
    pages: Vec<LinkView>,
}

/// An edition in a list.
#[derive(Debug, Clone, Serialize)]
pub(super) struct EditionLink {
    pub(super) id: String,
    pub(super) year: i32,
    pub(super) region: String,
    pub(super) title: String,
    pub(super) deck: Option<String>,
    pub(super) href: String,
    pub(super) counties: usize,
}

impl SiteView {
    pub(super) fn of(
        showcase: &Showcase<'_>,
        titles: &Titles,
        pictures: &Pictures<'_>,
    ) -> SiteView {
        let content = showcase.content;
        SiteView {
            title: content.site.title.value.clone(),
            language: content.site.language.clone(),
            url: content.site.url.clone(),
            publisher: content.site.publisher.name.clone(),
            contact: content.site.publisher.contact.clone(),
            footer: FooterView::of(content, pictures),
            leave: LeaveView::of(&content.site),
            has_feed: content.site.url.is_some() && super::feed::has_entries(showcase),
            has_search: content.site.made.search,
            has_years: content.site.made.years,
            editions: editions(showcase, titles),
            pages: content
                .pages
                .iter()
                .enumerate()
                .map(|(at, page)| LinkView {
                    name: titles.page_titles[at].clone(),
                    href: address::plain(&page.slug),
                })
                .collect(),
        }
    }
}

/// All editions, newest first.
pub(super) fn editions(showcase: &Showcase<'_>, titles: &Titles) -> Vec<EditionLink> {
    showcase
        .editions
        .iter()
        .enumerate()
        .map(|(e, edition)| EditionLink {
            id: edition.content.id.clone(),
            year: edition.content.year,
            region: edition.content.region.value.clone(),
            title: titles.editions[e].title.clone(),
            deck: titles.editions[e].deck.clone(),
            href: address::edition(edition),
            counties: edition.counties.len(),
        })
        .collect()
}
