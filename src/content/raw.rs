//! What the files say: every key of the schema, all optional, every value
//! with its place. Unknown keys are refused here, by serde; everything else
//! is judged by the modules named after the files.

use super::government::{RawGovernment, RawLinks};
use super::reader::{RawDate, Scalar};
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};
use std::collections::BTreeMap;
use std::fmt;
use toml::Spanned;

/// A value that may be absent, with its place.
pub(super) type Maybe<T> = Option<Spanned<T>>;

/// Values by name in the order of the file, each name and value with its place.
#[derive(Debug)]
pub(super) struct Listed<T>(pub(super) Vec<(Spanned<String>, Spanned<T>)>);

impl<T> Default for Listed<T> {
    fn default() -> Listed<T> {
        Listed(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Listed<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Listed<T>, D::Error> {
        // The library sorts them by name.
        let mut listed = BTreeMap::deserialize(deserializer).map(Vec::from_iter)?;
        listed.sort_by_key(|(name, _): &(Spanned<String>, Spanned<T>)| name.span().start);
        Ok(Listed(listed))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawSite {
    pub(super) title: Maybe<String>,
    pub(super) language: Maybe<String>,
    pub(super) url: Maybe<String>,
    pub(super) theme: Maybe<String>,
    pub(super) publisher: Option<RawPublisher>,
    pub(super) government: Maybe<RawGovernment>,
    pub(super) links: Option<RawLinks>,
    pub(super) pages: Option<RawPages>,
    pub(super) check: Option<RawProofing>,
    pub(super) review: Option<RawReview>,
    pub(super) cards: Option<RawCards>,
    pub(super) places: Option<RawPlaces>,
}

/// Slugs of counties, and the names of their townships.
pub(super) type RawPlaces = BTreeMap<Spanned<String>, Spanned<Vec<Spanned<String>>>>;

/// Which pages are made: `[pages]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPages {
    pub(super) charts: Option<bool>,
    pub(super) data: Option<bool>,
    pub(super) method: Option<bool>,
    pub(super) indicators: Option<bool>,
    pub(super) compare: Option<bool>,
    pub(super) print: Option<bool>,
    pub(super) years: Option<bool>,
    pub(super) search: Option<bool>,
    pub(super) codes: Option<bool>,
    pub(super) single: Option<bool>,
}

/// How proofreading is set: `[check]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawProofing {
    pub(super) words: Maybe<Vec<Spanned<String>>>,
    pub(super) levels: Option<BTreeMap<Spanned<String>, Spanned<String>>>,
}

/// Share cards: `[cards]`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCards {
    pub(super) font: Maybe<String>,
}

/// What must be signed before publishing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawReview {
    pub(super) require: Maybe<String>,
}

/// A department's word list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWords {
    pub(super) wrong: Option<Vec<Spanned<RawWrong>>>,
    pub(super) renamed: Option<Vec<Spanned<RawRenamed>>>,
    pub(super) people: Option<Vec<Spanned<RawPerson>>>,
    pub(super) phrases: Option<Vec<Spanned<RawPhrase>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWrong {
    pub(super) not: Maybe<Vec<Spanned<String>>>,
    pub(super) write: Maybe<String>,
    pub(super) note: Maybe<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRenamed {
    pub(super) old: Maybe<String>,
    pub(super) new: Maybe<String>,
    pub(super) since: Maybe<RawDate>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPerson {
    pub(super) name: Maybe<String>,
    pub(super) terms: Maybe<Vec<Spanned<RawTerm>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTerm {
    pub(super) title: Maybe<String>,
    pub(super) from: Maybe<RawDate>,
    pub(super) until: Maybe<RawDate>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPhrase {
    pub(super) text: Maybe<String>,
    pub(super) allow: Maybe<Vec<Spanned<String>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPublisher {
    pub(super) name: Maybe<String>,
    pub(super) contact: Maybe<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawEdition {
    pub(super) region: Maybe<String>,
    pub(super) kicker: Maybe<String>,
    pub(super) title: Maybe<String>,
    pub(super) deck: Maybe<String>,
    pub(super) byline: Maybe<Vec<String>>,
    pub(super) source: Maybe<String>,
    pub(super) as_of: Maybe<RawDate>,
    pub(super) note: Maybe<String>,
    pub(super) roster: Maybe<Vec<Spanned<String>>>,
    pub(super) frozen: Option<bool>,
    pub(super) published: Maybe<RawDate>,
    pub(super) revised: Maybe<String>,
    pub(super) aliases: Maybe<Vec<Spanned<String>>>,
    pub(super) plan: Maybe<RawPlan>,
    pub(super) tiles: Option<BTreeMap<Spanned<String>, Spanned<toml::Value>>>,
    pub(super) places: Option<RawPlaces>,
    pub(super) indicators: Option<Vec<Spanned<RawIndicator>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPlan {
    pub(super) start: Maybe<RawDate>,
    pub(super) due: Maybe<RawDate>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIndicator {
    pub(super) id: Maybe<String>,
    pub(super) name: Maybe<String>,
    pub(super) unit: Maybe<String>,
    pub(super) meaning: Maybe<String>,
    pub(super) total: Maybe<RawTotal>,
    pub(super) stated_total: Maybe<Scalar>,
    pub(super) note: Maybe<String>,
    pub(super) decimals: Maybe<i64>,
    pub(super) better: Maybe<String>,
    pub(super) whole: Option<bool>,
    pub(super) range: Maybe<Scalar>,
    pub(super) headline: Option<bool>,
}

/// `total = "sum"` or `total = { weighted_by = "id" }`.
#[derive(Debug)]
pub(super) enum RawTotal {
    Word(String),
    Weighted(RawWeight),
}

impl<'de> Deserialize<'de> for RawTotal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<RawTotal, D::Error> {
        struct TotalVisitor;
        impl<'de> Visitor<'de> for TotalVisitor {
            type Value = RawTotal;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(super::wording::TOTALS)
            }
            fn visit_str<E: de::Error>(self, word: &str) -> Result<RawTotal, E> {
                Ok(RawTotal::Word(word.to_owned()))
            }
            fn visit_map<A: de::MapAccess<'de>>(self, map: A) -> Result<RawTotal, A::Error> {
                let table = de::value::MapAccessDeserializer::new(map);
                RawWeight::deserialize(table).map(RawTotal::Weighted)
            }
        }
        deserializer.deserialize_any(TotalVisitor)
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawWeight {
    pub(super) weighted_by: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCase {
    pub(super) name: Maybe<String>,
    pub(super) code: Maybe<String>,
    pub(super) title: Maybe<String>,
    pub(super) summary: Maybe<String>,
    pub(super) byline: Maybe<Vec<String>>,
    pub(super) reviewed_by: Maybe<String>,
    pub(super) cover: Maybe<String>,
    pub(super) date: Maybe<RawDate>,
    pub(super) partners: Maybe<Vec<Spanned<String>>>,
    pub(super) aliases: Maybe<Vec<Spanned<String>>>,
    pub(super) drafted_by: Maybe<String>,
    pub(super) drafted_on: Maybe<RawDate>,
    pub(super) checked_by: Maybe<String>,
    pub(super) checked_on: Maybe<RawDate>,
    pub(super) approved_by: Maybe<String>,
    pub(super) approved_on: Maybe<RawDate>,
}

/// Front matter of an edition's lead or of a plain page.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawPage {
    pub(super) date: Maybe<RawDate>,
    pub(super) aliases: Maybe<Vec<Spanned<String>>>,
    pub(super) title: Maybe<String>,
    pub(super) summary: Maybe<String>,
    pub(super) cover: Maybe<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFigures {
    pub(super) source: Maybe<String>,
    pub(super) as_of: Maybe<RawDate>,
    pub(super) note: Maybe<String>,
    pub(super) figures: Option<Listed<RawFigure>>,
    pub(super) checks: Option<Vec<Spanned<RawCheck>>>,
    pub(super) projects: Option<Vec<Spanned<RawProject>>>,
    pub(super) milestones: Option<Vec<Spanned<RawMilestone>>>,
}

impl RawFigures {
    /// Whether nothing is there but what may stand many times.
    pub(super) fn has_only_lists(&self) -> bool {
        let top = self.source.is_some() || self.as_of.is_some() || self.note.is_some();
        !top && self.figures.is_none()
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawFigure {
    pub(super) name: Maybe<String>,
    pub(super) unit: Maybe<String>,
    pub(super) meaning: Maybe<String>,
    pub(super) value: Maybe<Scalar>,
    pub(super) target: Maybe<Scalar>,
    pub(super) baseline: Maybe<Scalar>,
    pub(super) series: Option<Listed<Scalar>>,
    pub(super) source: Maybe<String>,
    pub(super) as_of: Maybe<RawDate>,
    pub(super) due: Maybe<RawDate>,
    pub(super) whole: Option<bool>,
    pub(super) range: Maybe<Scalar>,
    pub(super) note: Maybe<String>,
    pub(super) revised: Maybe<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawCheck {
    pub(super) sum: Maybe<Vec<Spanned<String>>>,
    pub(super) difference: Maybe<Vec<Spanned<String>>>,
    pub(super) ratio: Maybe<Vec<Spanned<String>>>,
    pub(super) product: Maybe<Vec<Spanned<String>>>,
    pub(super) per: Maybe<Vec<Spanned<String>>>,
    pub(super) share: Maybe<Vec<Spanned<String>>>,
    pub(super) is: Maybe<String>,
    pub(super) tolerance: Maybe<Scalar>,
    pub(super) acknowledged: Maybe<Scalar>,
    pub(super) note: Maybe<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawProject {
    pub(super) name: Maybe<String>,
    pub(super) place: Maybe<String>,
    pub(super) invested: Maybe<Scalar>,
    pub(super) yearly: Maybe<Scalar>,
    pub(super) since: Maybe<RawDate>,
    pub(super) note: Maybe<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawMilestone {
    pub(super) date: Maybe<RawDate>,
    pub(super) text: Maybe<String>,
}
