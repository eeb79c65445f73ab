//! Share cards: of counties, editions and indicators with what they show, of
//! every other page with its title.
//!
//! A card needs the site's whole address, a program built with the feature
//! `cards`, and a font; where one is lacking there is no card, which is told
//! once.

use super::desk::Desk;
use super::frame::Frame;
use super::job::Made;
use crate::finding::Findings;
use crate::picture::Cache;
use crate::showcase::Showcase;

/// A page's card as its head names it.
#[derive(Debug, Clone)]
pub(super) struct CardView {
    /// From the site's root, ready for a link.
    pub(super) src: String,
    pub(super) width: u32,
    pub(super) height: u32,
}

#[cfg(feature = "cards")]
pub(super) use drawn::{Cards, chart, county, edition, indicator, page};
#[cfg(not(feature = "cards"))]
pub(super) use left_out::{Cards, chart, county, edition, indicator, page};

#[cfg(not(feature = "cards"))]
mod left_out {
    use super::{Cache, CardView, Desk, Findings, Frame, Made, Showcase};
    use crate::finding::{Code, Finding};
    use crate::text;
    use std::marker::PhantomData;

    /// No cards.
    pub(in crate::page) struct Cards<'a>(PhantomData<&'a Cache>);

    impl<'a> Cards<'a> {
        /// Tells those who asked for cards that there are none.
        pub(in crate::page) fn open(
            showcase: &Showcase<'_>,
            _: &'a Cache,
            findings: &mut Findings,
        ) -> Cards<'a> {
            if let Some(font) = &showcase.content.site.card_font {
                let message = text!(
                    "这个程序没有带上分享卡的功能，不出分享卡",
                    "this program was built without share cards; none are made"
                );
                let hint = text!(
                    "换用带 cards 功能的程序（cargo build --release --features cards）",
                    "use one built with cargo build --release --features cards"
                );
                findings.push(Finding::new(Code::CardNone, font.place.clone(), message).hint(hint));
            }
            Cards(PhantomData)
        }
    }

    pub(in crate::page) fn county(
        _: &Desk<'_>,
        _: usize,
        _: usize,
        _: &mut Made,
    ) -> Option<CardView> {
        None
    }

    pub(in crate::page) fn indicator(
        _: &Desk<'_>,
        _: usize,
        _: usize,
        _: &mut Made,
    ) -> Option<CardView> {
        None
    }

    pub(in crate::page) fn chart(_: &Desk<'_>, _: &str) -> Option<Vec<u8>> {
        None
    }

    pub(in crate::page) fn edition(_: &Desk<'_>, _: usize, _: &mut Made) -> Option<CardView> {
        None
    }

    pub(in crate::page) fn page(_: &Desk<'_>, _: &Frame, _: &mut Made) -> Option<CardView> {
        None
    }
}

#[cfg(feature = "cards")]
mod drawn {
    use super::{Cache, CardView, Desk, Findings, Frame, Made, Showcase};
    use crate::finding::{Code, Finding, Place};
    use crate::page::address;
    use crate::page::graphic::{self, Graphic};
    use crate::picture::card::{Card, Font, NoCard, SIZE, chart_png};
    use crate::showcase::{Edition, Measure};
    use crate::text;

    /// What cards are drawn with.
    pub(in crate::page) struct Cards<'a> {
        font: Option<Font>,
        cache: &'a Cache,
    }

    impl<'a> Cards<'a> {
        /// Looks for a font where cards are wanted.
        pub(in crate::page) fn open(
            showcase: &Showcase<'a>,
            cache: &'a Cache,
            findings: &mut Findings,
        ) -> Cards<'a> {
            let site = &showcase.content.site;
            let font = match &site.card_font {
                Some(path) => Font::named(&path.value),
                None => Font::found(),
            };
            // Without an address there are no cards to miss.
            if font.is_none() && (site.url.is_some() || site.card_font.is_some()) {
                let place = site.card_font.as_ref().map_or(&site.place, |f| &f.place);
                let message = text!(
                    "找不到能写中文的字体，不出分享卡",
                    "there is no font for Chinese; no share cards are made"
                );
                let hint = text!(
                    "装上 Noto Sans CJK，或在 site.toml 写 [cards] font = \"字体文件的路径\"",
                    "install Noto Sans CJK, or name a font file in site.toml: [cards] font = \"…\""
                );
                findings.push(Finding::new(Code::CardNone, place.clone(), message).hint(hint));
            }
            Cards { font, cache }
        }
    }

    /// The card of a county's page.
    pub(in crate::page) fn county(
        desk: &Desk<'_>,
        e: usize,
        c: usize,
        made: &mut Made,
    ) -> Option<CardView> {
        wanted(desk)?;
        let (edition, county) = (desk.edition(e), desk.county(e, c));
        let headline = |f: &&crate::showcase::Figure<'_>| f.indicator.is_some_and(|i| i.headline);
        let stated = || county.figures.iter().filter(|f| f.value.is_some());
        let figure = stated().find(headline).or(stated().next());
        let name = &county.content.name.value;
        let drawing = figure.and_then(|f| graphic::county_series(desk, edition, (name, county), f));
        let drawing = drawing.or_else(|| graphic::county_bullets(desk, edition, county));
        let draft = Draft {
            kicker: format!("{}·{name}", edition.content.region.value),
            title: desk.titles.counties[e][c].title.clone(),
            figures: figure
                .and_then(|f| Some((f.name.to_owned(), f.value.as_ref()?.prose())))
                .into_iter()
                .collect(),
            drawing,
        };
        let path = format!("{}/{}/card.png", edition.content.id, county.content.slug);
        draft.put(desk, path, &county.content.title.place, made)
    }

    /// The card of an edition's page.
    pub(in crate::page) fn edition(desk: &Desk<'_>, e: usize, made: &mut Made) -> Option<CardView> {
        wanted(desk)?;
        let edition = desk.edition(e);
        let figures = totals(edition);
        let stated = || edition.measures.iter().filter(|m| m.total.is_some());
        let headline = stated().find(|m| m.indicator.headline);
        let first = headline.or(stated().next());
        let draft = Draft {
            kicker: format!("{}·{}", edition.content.region.value, edition.content.year),
            title: desk.titles.editions[e].title.clone(),
            figures,
            drawing: first.and_then(|m| graphic::region_series(desk, edition, m)),
        };
        let path = format!("{}/card.png", edition.content.id);
        draft.put(desk, path, &edition.content.title.place, made)
    }

    /// The region's headline figures, or else its first.
    fn totals(edition: &Edition<'_>) -> Vec<(String, String)> {
        let of_region =
            |m: &Measure<'_>| Some((m.indicator.name.clone(), m.total.as_ref()?.value.prose()));
        let headline = edition.measures.iter().filter(|m| m.indicator.headline);
        let figures: Vec<_> = headline.filter_map(of_region).collect();
        match figures.is_empty() {
            true => edition
                .measures
                .iter()
                .find_map(of_region)
                .into_iter()
                .collect(),
            false => figures,
        }
    }

    /// The card of a page that shows no county, edition or indicator of its own:
    /// its title, and the headline figures of its edition. Nobody shares a page
    /// that stands in another, or leads elsewhere.
    pub(in crate::page) fn page(
        desk: &Desk<'_>,
        frame: &Frame,
        made: &mut Made,
    ) -> Option<CardView> {
        wanted(desk)?;
        let has_its_own = matches!(frame.kind, "edition" | "county" | "indicator");
        if has_its_own || matches!(frame.kind, "embed" | "moved" | "not-found") {
            return None;
        }
        let site = &desk.showcase.content.site;
        let edition = frame.edition.map(|e| desk.edition(e));
        let draft = Draft {
            kicker: match edition {
                Some(e) => format!("{}·{}", e.content.region.value, e.content.year),
                None => site.publisher.name.clone().unwrap_or_default(),
            },
            title: frame.title.clone(),
            figures: edition.map(totals).unwrap_or_default(),
            drawing: None,
        };
        let folder = frame.path.strip_suffix("index.html")?;
        let place = made.origin.clone().unwrap_or_else(|| site.place.clone());
        draft.put(desk, format!("{folder}card.png"), &place, made)
    }

    /// The card of an indicator's page.
    pub(in crate::page) fn indicator(
        desk: &Desk<'_>,
        e: usize,
        m: usize,
        made: &mut Made,
    ) -> Option<CardView> {
        wanted(desk)?;
        let edition = desk.edition(e);
        let measure = &edition.measures[m];
        let name = measure.indicator.name.clone();
        let total = measure.total.as_ref().map(|total| total.value.prose());
        let ranking = graphic::ranking(desk, edition, measure, None);
        let draft = Draft {
            kicker: format!("{}·{}", edition.content.region.value, edition.content.year),
            title: ranking
                .as_ref()
                .map_or_else(|| name.clone(), Graphic::heading),
            figures: total
                .map(|total| (format!("{}{}", edition.content.region.value, name), total))
                .into_iter()
                .collect(),
            drawing: ranking,
        };
        let id = &measure.indicator.id;
        let path = format!("{}/indicator/{id}/card.png", edition.content.id);
        draft.put(desk, path, &edition.content.title.place, made)
    }

    /// A chart's file as PNG; `None` where there is no font, or it lacks a
    /// character.
    pub(in crate::page) fn chart(desk: &Desk<'_>, svg: &str) -> Option<Vec<u8>> {
        let font = desk.cards.font.as_ref()?;
        chart_png(svg, font, desk.cards.cache).ok()
    }

    /// `None` where there is nothing to draw with, or no address that a card
    /// could be fetched from.
    fn wanted(desk: &Desk<'_>) -> Option<()> {
        desk.cards.font.as_ref()?;
        desk.showcase.content.site.url.as_ref()?;
        Some(())
    }

    struct Draft {
        kicker: String,
        title: String,
        figures: Vec<(String, String)>,
        drawing: Option<Graphic>,
    }

    impl Draft {
        fn put(
            self,
            desk: &Desk<'_>,
            path: String,
            place: &Place,
            made: &mut Made,
        ) -> Option<CardView> {
            let font = desk.cards.font.as_ref()?;
            let mut card = Card {
                kicker: self.kicker,
                title: self.title,
                figures: self.figures,
                chart: self.drawing.as_ref().map(|g| (&g.chart, &g.words)),
                foot: desk.showcase.content.site.title.value.clone(),
            };
            let scheme = &desk.theme.palette().light;
            let mut drawn = card.png(font, scheme, desk.cards.cache);
            if drawn.is_err() {
                // Signs of a chart are rarer than characters.
                card.chart = None;
                drawn = card.png(font, scheme, desk.cards.cache);
            }
            match drawn {
                Ok(bytes) => {
                    let src = address::encode(&path);
                    made.files.push((path, bytes.into()));
                    Some(CardView {
                        src,
                        width: SIZE.0,
                        height: SIZE.1,
                    })
                }
                Err(why) => {
                    made.findings.push(none(&why, place));
                    None
                }
            }
        }
    }

    fn none(why: &NoCard, place: &Place) -> Finding {
        let message = match why {
            NoCard::Missing(characters) => text!(
                "字体里没有“{characters}”，这一页不出分享卡",
                "the font has no `{characters}`; this page gets no share card"
            ),
            NoCard::Failed(why) => text!(
                "分享卡画不出来：{why}",
                "the share card cannot be drawn: {why}"
            ),
        };
        Finding::new(Code::CardNone, place.clone(), message)
    }
}
