//! What every job works with: the model, the theme, and maps made once.

use super::card::Cards;
use super::figure::Fields;
use super::frame::LinkView;
use super::job::Made;
use super::photo::Pictures;
use super::shared::Shared;
use super::title::Titles;
use super::{For, Marks, address};
use crate::content::{self, Asset, Body};
use crate::finding::{Language, Source, Text};
use crate::picture::Cache;
use crate::showcase::{County, Edition, Showcase};
use crate::theme::{Mentions, Theme, Words};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Colours go round in the order in which indicators first appear, from the
/// oldest edition on, so that a new edition recolours nothing.
fn tints<'a>(showcase: &Showcase<'a>) -> BTreeMap<&'a str, usize> {
    let mut tints = BTreeMap::new();
    for edition in showcase.editions.iter().rev() {
        for measure in &edition.measures {
            let next = tints.len() % 4;
            tints.entry(measure.indicator.id.as_str()).or_insert(next);
        }
    }
    tints
}

/// More figures than this on one page are of no use to a reader, least of all
/// on a phone: a thousand are 280 KB.
const MOST_FIGURES: usize = 600;

fn large<'a>(showcase: &Showcase<'a>) -> BTreeSet<&'a str> {
    let figures = |e: &Edition<'_>| e.counties.iter().map(|c| c.figures.len()).sum::<usize>();
    let editions = showcase.editions.iter();
    let large = editions.filter(|e| figures(e) > MOST_FIGURES);
    large.map(|e| e.content.id.as_str()).collect()
}

/// What a template shows.
pub(super) struct ShownBy {
    pub(super) mentions: Mentions,
    /// Of each figure in the list of this name.
    lists: Vec<(&'static str, Fields)>,
}

/// The templates that show many figures, with the lists in which these stand.
const SHOWN: &[(&str, &[&str])] = &[
    ("compare.html", &["cells"]),
    ("county.html", &["figures", "tiles"]),
    ("edition.html", &["counties"]),
    ("indicator.html", &["rows"]),
    ("parts/figures.html", &["figures"]),
    ("print.html", &["figures"]),
];

impl ShownBy {
    fn new(theme: &Theme, template: &str, lists: &[&'static str]) -> ShownBy {
        let mentions = theme.mentions(template, lists);
        let fields = |list: &&'static str| (*list, Fields::of(&mentions, list));
        ShownBy {
            lists: lists.iter().map(fields).collect(),
            mentions,
        }
    }

    /// What is shown of each figure in `list`.
    pub(super) fn of(&self, list: &str) -> Fields {
        let found = self.lists.iter().find(|(name, _)| *name == list);
        found.map_or(Fields::ALL, |(_, fields)| *fields)
    }
}

/// Borrowed by all jobs.
pub(super) struct Desk<'a> {
    pub(super) showcase: &'a Showcase<'a>,
    pub(super) theme: &'a Theme,
    wanted: &'a For<'a>,
    pub(super) language: Language,
    pub(super) words: Words,
    /// Titles and summaries with their references resolved.
    pub(super) titles: Titles,
    /// The text of what has none.
    pub(super) no_text: Body,
    /// Every source file that is a page: its path in the content → address.
    pub(super) pages: BTreeMap<&'a str, String>,
    /// Which of the four series colours an indicator has on every page, by id.
    tints: BTreeMap<&'a str, usize>,
    /// Pages that refer to a figure, by edition and anchor; filled before the
    /// data pages are made.
    pub(super) usage: BTreeMap<(usize, String), Vec<LinkView>>,
    /// Every file that a text may show or link: path in the content → file.
    pub(super) assets: BTreeMap<&'a str, &'a Asset>,
    /// Photos as they are published, each made when a page first shows it.
    pub(super) pictures: Pictures<'a>,
    /// What many pages show of one indicator.
    pub(super) shared: Shared<'a>,
    /// Editions whose figures are too many for one page.
    large: BTreeSet<&'a str>,
    /// What share cards are drawn with.
    #[cfg_attr(
        not(feature = "cards"),
        expect(dead_code, reason = "without the feature there are none")
    )]
    pub(super) cards: Cards<'a>,
    /// What the templates of the many pages and long lists show, in the order of
    /// [`SHOWN`]; looked at when the first page asks.
    shown: [OnceLock<ShownBy>; SHOWN.len()],
    /// The style sheets as they stand in pages of one file.
    pub(super) single_css: OnceLock<String>,
}

impl<'a> Desk<'a> {
    pub(super) fn new(
        showcase: &'a Showcase<'a>,
        theme: &'a Theme,
        language: Language,
        titles: Titles,
        (wanted, cache, cards): (&'a For<'a>, &'a Cache, Cards<'a>),
    ) -> Desk<'a> {
        let content = showcase.content;
        let mut pages = BTreeMap::new();
        let mut assets: BTreeMap<&str, &Asset> = BTreeMap::new();
        for page in &content.pages {
            pages.insert(page.body.source.path(), address::plain(&page.slug));
        }
        assets.extend(content.files.values().map(|a| (a.path.as_str(), a)));
        for edition in &showcase.editions {
            if let Some(lead) = &edition.content.lead {
                pages.insert(lead.body.source.path(), address::edition(edition));
            }
            assets.extend(edition.content.files.values().map(|a| (a.path.as_str(), a)));
            for county in &edition.counties {
                let path = county.content.body.source.path();
                pages.insert(path, address::county(edition, county));
                assets.extend(county.content.files.values().map(|a| (a.path.as_str(), a)));
            }
        }
        Desk {
            showcase,
            theme,
            wanted,
            language,
            words: Theme::words(language),
            titles,
            no_text: Body {
                source: Source::new("", ""),
                range: 0..0,
            },
            pages,
            tints: tints(showcase),
            pictures: Pictures::new(assets.keys().copied(), cache),
            shared: Shared::new(showcase),
            large: large(showcase),
            cards,
            single_css: OnceLock::new(),
            shown: Default::default(),
            usage: BTreeMap::new(),
            assets,
        }
    }

    /// Notes which figures the finished pages refer to.
    pub(super) fn note_usage(&mut self, made: &[Made]) {
        for made in made {
            let Some(entry) = &made.entry else { continue };
            for cited in &made.cites {
                self.usage.entry(cited.clone()).or_default().push(LinkView {
                    name: entry.title.clone(),
                    href: entry.href.clone(),
                });
            }
        }
    }

    /// Whether nobody wants the page that is being made: what takes longest asks
    /// now and then, so that the next build need not wait for it.
    pub(super) fn is_stale(&self) -> bool {
        self.wanted.is_stale()
    }

    /// What a template shows.
    pub(super) fn shown(&self, template: &str) -> &ShownBy {
        static ALL: ShownBy = ShownBy {
            mentions: Mentions::ALL,
            lists: Vec::new(),
        };
        let known = SHOWN.iter().zip(&self.shown);
        let found = known.into_iter().find(|((name, _), _)| *name == template);
        found.map_or(&ALL, |((name, lists), shown)| {
            shown.get_or_init(|| ShownBy::new(self.theme, name, lists))
        })
    }

    /// The series colour of an indicator, 0 to 3: the same on every page and in
    /// every edition.
    pub(super) fn tint(&self, indicator: &str) -> usize {
        self.tints.get(indicator).copied().unwrap_or(0)
    }

    /// Whether every page is a draft.
    pub(super) fn is_draft(&self) -> bool {
        self.wanted.marks == Marks::All
    }

    /// Whether a county's page is.
    pub(super) fn is_draft_of(&self, county: &content::County) -> bool {
        let required = self.showcase.content.site.review;
        let unsigned = required.is_some_and(|stage| county.review.lacks(stage).is_some());
        self.is_draft() || (self.wanted.marks == Marks::Unsigned && unsigned)
    }

    /// Which pages are made.
    pub(super) fn made(&self) -> content::Pages {
        self.showcase.content.site.made
    }

    /// Where an indicator is shown whole: its own page, or else the data page,
    /// or else the edition's, from the site's root.
    pub(super) fn indicator(&self, edition: &Edition<'_>, id: &str) -> String {
        let made = self.made();
        if made.indicators {
            address::indicator(edition, id)
        } else if made.data {
            format!("{}#region-{id}", address::part(edition, "data"))
        } else {
            address::edition(edition)
        }
    }

    /// Whether an edition's figures stand on its data page. Where there is
    /// none, or they would be too many for one page, each stands on the page
    /// of its county.
    pub(super) fn is_on_data_page(&self, edition: &Edition<'_>) -> bool {
        self.made().data && !self.large.contains(edition.content.id.as_str())
    }

    /// Where a figure stands with its source, by its anchor: on the data page,
    /// or else on the county's own.
    pub(super) fn figure(&self, edition: &Edition<'_>, anchor: &str, id: &str) -> String {
        let county = anchor.strip_suffix(id).and_then(|a| a.strip_suffix('-'));
        let county = county.filter(|slug| *slug != "region");
        if self.is_on_data_page(edition) || (self.made().data && county.is_none()) {
            return [&edition.content.id, "/data/index.html#", anchor].concat();
        }
        match county {
            None => self.indicator(edition, id),
            Some(slug) => [&edition.content.id, "/", slug, "/index.html#", anchor].concat(),
        }
    }

    /// A sentence in the interface's language.
    pub(super) fn say(&self, text: &Text) -> String {
        text.get(self.language).to_owned()
    }

    /// Edition number `at`, which every caller has from the model itself.
    pub(super) fn edition(&self, at: usize) -> &'a Edition<'a> {
        &self.showcase.editions[at]
    }

    /// County number `at` of an edition.
    pub(super) fn county(&self, edition: usize, at: usize) -> &'a County<'a> {
        &self.showcase.editions[edition].counties[at]
    }
}
