//! The validated content: what the program works with. Every value that a
//! later room may have to speak about keeps its [`Place`].

use super::{Asset, Date, Government, Links, Moment, Review, Stage, Time, WordList};
use crate::finding::{Place, Source, nearest};
use crate::quantity::{Quantity, Unit};
use rust_decimal::Decimal;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;
use std::ops::Range;
use std::sync::Arc;

/// A value and where it stood.
#[derive(Debug, Clone)]
pub struct Spot<T> {
    /// The value.
    pub value: T,
    /// Where it stood.
    pub place: Place,
}

/// Everything one `content/` holds.
#[derive(Debug)]
pub struct Content {
    /// site.toml.
    pub site: Site,
    /// By name of their folder.
    pub editions: Vec<Edition>,
    /// Plain pages such as about.md, by name.
    pub pages: Vec<PlainPage>,
    /// Pictures and other files at the top, by name.
    pub files: BTreeMap<String, Asset>,
    /// What is written but faulty, each with a finding of its own: nothing
    /// else is to be said of what refers to it.
    pub faulty: Faulty,
}

/// Counties, indicators and figures that are written but faulty, by edition.
#[derive(Debug, Default)]
pub struct Faulty(pub(super) BTreeMap<String, FaultyNames>);

/// The faulty names of one edition.
#[derive(Debug, Default)]
pub(crate) struct FaultyNames {
    /// Slugs.
    pub(super) counties: BTreeSet<String>,
    /// Ids.
    pub(super) indicators: BTreeSet<String>,
    /// Slug and id.
    pub(super) figures: BTreeSet<(String, String)>,
    /// Slugs of counties whose figures.toml is not there or did not parse.
    pub(super) sheets: BTreeSet<String>,
    /// edition.toml did not parse.
    pub(super) torn: bool,
}

impl FaultyNames {
    /// Of an edition that could not be read.
    pub(super) fn torn() -> FaultyNames {
        FaultyNames {
            torn: true,
            ..FaultyNames::default()
        }
    }
}

impl Faulty {
    /// Whether the county is.
    pub fn county(&self, edition: &str, slug: &str) -> bool {
        self.0
            .get(edition)
            .is_some_and(|names| names.torn || names.counties.contains(slug))
    }

    /// Whether the county may stand in an edition that could not be read.
    pub fn county_of_any(&self, slug: &str) -> bool {
        self.0.keys().any(|edition| self.county(edition, slug))
    }

    /// Whether the figure is, of one county, or of any where none is named.
    pub fn figure(&self, edition: &str, county: Option<&str>, id: &str) -> bool {
        self.0.get(edition).is_some_and(|names| {
            let lost = match county {
                Some(slug) => names.sheets.contains(slug),
                None => !names.sheets.is_empty(),
            };
            names.torn
                || lost
                || names.indicators.contains(id)
                // One whose id could not be read.
                || names.indicators.contains("")
                || names.figures.iter().any(|(slug, faulty)| {
                    // A misspelt figure is meant by what refers to it rightly.
                    county.is_none_or(|c| c == slug) && nearest(id, [faulty.as_str()]).is_some()
                })
        })
    }
}

/// site.toml: who publishes this, where, with which theme.
#[derive(Debug)]
pub struct Site {
    /// Where site.toml lies.
    pub place: Place,
    /// 专题 name.
    pub title: Spot<String>,
    /// BCP 47, e.g. `zh-CN`; its first part chooses the interface's language.
    pub language: String,
    /// Where the site will stand, ending in `/`.
    pub url: Option<String>,
    /// Name of the theme's folder.
    pub theme: Spot<String>,
    /// Who publishes it.
    pub publisher: Publisher,
    /// Rules for government sites, if it follows any.
    pub government: Option<Government>,
    /// How links to other hosts are treated.
    pub links: Links,
    /// Which pages are made beyond the editions' and the counties'.
    pub made: Pages,
    /// How proofreading is set.
    pub proofing: Proofing,
    /// How far a case must have been signed to be published.
    pub review: Option<Stage>,
    /// The font file of share cards, where one is named.
    pub card_font: Option<Spot<std::path::PathBuf>>,
    /// Townships by slug of their county, for all editions.
    pub places: Places,
}

/// Slugs of counties, and the names of their townships.
pub type Places = BTreeMap<String, Vec<Spot<String>>>;

/// `[pages]` of site.toml: which pages and charts are made. Nothing leads to
/// what is not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pages {
    /// Charts that pages get from their figures alone; what a text asks for is
    /// drawn in any case.
    pub charts: bool,
    /// Every figure of an edition with its source, and the files of them.
    /// Without it a figure's place is its row on the county's page.
    pub data: bool,
    /// How the figures were computed.
    pub method: bool,
    /// A page for each indicator.
    pub indicators: bool,
    /// Counties side by side.
    pub compare: bool,
    /// An edition on paper.
    pub print: bool,
    /// All editions, and each county over them.
    pub years: bool,
    /// Search, and the list of all pages.
    pub search: bool,
    /// The address of a page as a code to scan from paper.
    pub codes: bool,
    /// Whether each county is also made as one file; `None` leaves it to the
    /// size of the edition.
    pub single: Option<bool>,
}

impl Default for Pages {
    fn default() -> Pages {
        Pages {
            charts: true,
            data: true,
            method: true,
            indicators: true,
            compare: true,
            print: true,
            years: true,
            search: true,
            codes: true,
            single: None,
        }
    }
}

/// How proofreading is set: `[check]` of site.toml. The proof room judges it.
#[derive(Debug, Default)]
pub struct Proofing {
    /// Codes of rules and their levels.
    pub levels: Vec<(Spot<String>, Spot<String>)>,
    /// The department's own lists.
    pub words: Vec<WordList>,
}

/// Who publishes the site.
#[derive(Debug, Clone, Default)]
pub struct Publisher {
    /// 主办单位.
    pub name: Option<String>,
    /// A telephone number or address.
    pub contact: Option<String>,
}

/// One year's feature.
#[derive(Debug)]
pub struct Edition {
    /// Name of its folder, first part of its address.
    pub id: String,
    /// The year it speaks of: its folder's name, or that of its as-of date.
    pub year: i32,
    /// Where edition.toml lies.
    pub place: Place,
    /// What it covers, e.g. 丽水市.
    pub region: Spot<String>,
    /// 引题.
    pub kicker: Option<Spot<String>>,
    /// 主题.
    pub title: Spot<String>,
    /// 副题.
    pub deck: Option<Spot<String>>,
    /// 署名.
    pub byline: Vec<String>,
    /// Source of every figure that names none.
    pub source: Option<String>,
    /// As-of date of the edition and of every figure that names none.
    pub as_of: Option<Spot<Date>>,
    /// What the editors say of its source and as-of date.
    pub note: Option<String>,
    /// Published for good; a changed figure then needs a `revised` note.
    pub frozen: bool,
    /// When it was published; a county's own date goes before.
    pub published: Option<Moment>,
    /// Why it changed after it was frozen.
    pub revised: Option<String>,
    /// Addresses it had before.
    pub aliases: Vec<Spot<String>>,
    /// From when to when the work was planned.
    pub plan: Option<Plan>,
    /// In the order of edition.toml.
    pub indicators: Vec<Indicator>,
    /// The tile map: county to column and row, both from 1 as written.
    pub tiles: BTreeMap<String, [u32; 2]>,
    /// Townships by slug of their county, before those of site.toml.
    pub places: Places,
    /// index.md, if there is one.
    pub lead: Option<Lead>,
    /// In the order of the roster.
    pub counties: Vec<County>,
    /// Pictures and other files beside edition.toml, by name.
    pub files: BTreeMap<String, Asset>,
    /// See [`Content::faulty`].
    pub(crate) faulty: FaultyNames,
}

/// From when to when the work was planned.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// 开始.
    pub start: Date,
    /// 期限.
    pub due: Date,
}

/// What is measured.
#[derive(Debug)]
pub struct Indicator {
    /// ASCII; used in addresses and references.
    pub id: String,
    /// Where it stands in edition.toml.
    pub place: Place,
    /// 名称.
    pub name: String,
    /// The unit in which bare numbers are meant and totals are shown.
    pub unit: Unit,
    /// 含义.
    pub meaning: Option<String>,
    /// How the region's figure comes from the counties'.
    pub total: Total,
    /// The total that the editors state, to be compared with the computed one.
    pub stated_total: Option<Spot<Quantity>>,
    /// Printed beside the total; acknowledges a stated one that differs.
    pub note: Option<String>,
    /// Decimals of a mean, and of what no conversion ends; a county's own number
    /// is never rounded.
    pub decimals: Option<u32>,
    /// Which way is better, where it is said.
    pub better: Option<Better>,
    /// What its numbers can be.
    pub limits: Option<Box<Limits>>,
    /// A tile at the top of the edition.
    pub headline: bool,
}

/// Which way is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Better {
    /// 越低越好.
    Lower,
    /// 越高越好.
    Higher,
}

/// What the editors know of a number before it arrives.
#[derive(Debug, Clone)]
pub struct Limits {
    /// The target is all there are: more cannot be done. `false`: it is a plan,
    /// which may be surpassed.
    pub whole: Option<bool>,
    /// A range, or one end of it, beyond which a number is a slip.
    pub range: Option<Spot<Quantity>>,
}

/// How a region's figure comes from its counties'.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Total {
    /// 合计.
    Sum,
    /// 平均.
    Mean,
    /// There is none.
    None,
    /// Mean weighted by another indicator's values.
    WeightedBy(String),
}

/// A lead: an edition's index.md.
#[derive(Debug)]
pub struct Lead {
    /// The text.
    pub body: Body,
    /// One paragraph for cards and search results.
    pub summary: Option<Spot<String>>,
    /// Name of the cover picture.
    pub cover: Option<Spot<String>>,
    /// Where edition.toml has no `published`.
    pub(super) date: Option<Moment>,
    /// Go to those of edition.toml.
    pub(super) aliases: Vec<Spot<String>>,
}

/// A plain page at the top of the content.
#[derive(Debug)]
pub struct PlainPage {
    /// Its file's name without `.md`, its address.
    pub slug: String,
    /// From the front matter, or its first heading.
    pub title: Spot<String>,
    /// One paragraph for search results.
    pub summary: Option<Spot<String>>,
    /// When it was published.
    pub date: Option<Moment>,
    /// Addresses it had before.
    pub aliases: Vec<Spot<String>>,
    /// The text.
    pub body: Body,
}

/// Markdown in a file: the part after the front matter.
#[derive(Debug, Clone)]
pub struct Body {
    /// The file.
    pub source: Arc<Source>,
    /// Which bytes of it.
    pub range: Range<usize>,
}

impl Body {
    /// The Markdown.
    #[inline]
    pub fn text(&self) -> &str {
        self.source.text().get(self.range.clone()).unwrap_or("")
    }

    /// The place of a range of [`Body::text`].
    pub fn place(&self, range: Range<usize>) -> Place {
        let start = self.range.start;
        Place::at(&self.source, start + range.start..start + range.end)
    }
}

/// A county: its case and its figures.
#[derive(Debug)]
pub struct County {
    /// Name of its folder, part of its address.
    pub slug: String,
    /// Its folder, from the showcase's.
    pub path: String,
    /// 县（市、区） name.
    pub name: Spot<String>,
    /// Administrative code.
    pub code: Option<String>,
    /// The case's title.
    pub title: Spot<String>,
    /// One paragraph for cards and search results.
    pub summary: Option<Spot<String>>,
    /// 署名.
    pub byline: Vec<String>,
    /// 审核.
    pub reviewed_by: Option<String>,
    /// 三审三校: who signed it, and when.
    pub review: Review,
    /// When it was published.
    pub date: Option<Date>,
    /// The time of day.
    pub time: Option<Time>,
    /// Addresses it had before.
    pub aliases: Vec<Spot<String>>,
    /// Slugs of counties it works with, of any edition.
    pub partners: Vec<Spot<String>>,
    /// Name of the cover picture.
    pub cover: Option<Spot<String>>,
    /// The case.
    pub body: Body,
    /// What the editors say of all figures of the file.
    pub note: Option<String>,
    /// In the order of figures.toml.
    pub figures: Vec<Figure>,
    /// What must add up.
    pub checks: Vec<Check>,
    /// In the order of figures.toml.
    pub projects: Vec<Project>,
    /// By date.
    pub milestones: Vec<Milestone>,
    /// Pictures and other files of its folder, by path from the folder.
    pub files: BTreeMap<String, Asset>,
    /// See [`Content::faulty`].
    pub(crate) faulty: BTreeSet<String>,
    /// figures.toml is not there or did not parse as a whole.
    pub(crate) torn: bool,
}

impl Figure {
    /// Target and baseline are equal, which has a finding of its own.
    pub(crate) fn goes_nowhere(&self) -> bool {
        let ends = self.target.as_ref().zip(self.baseline.as_ref());
        let order = ends.and_then(|(target, from)| target.value.compare(&from.value));
        order == Some(std::cmp::Ordering::Equal)
    }
}

impl County {
    /// The figure of that id.
    pub fn figure(&self, id: &str) -> Option<&Figure> {
        self.figures.iter().find(|f| f.id == id)
    }
}

/// One indicator's value for one county in one edition, as written.
#[derive(Debug, Clone)]
pub struct Figure {
    /// The indicator's id, or its own.
    pub id: String,
    /// Where its heading stands in figures.toml.
    pub place: Place,
    /// The indicator's unit, or its own.
    pub unit: Unit,
    /// 数值.
    pub value: Option<Spot<Quantity>>,
    /// 目标.
    pub target: Option<Spot<Quantity>>,
    /// 基期.
    pub baseline: Option<Spot<Quantity>>,
    /// 出处: mostly that of the file or the edition, and shared then.
    pub source: Arc<str>,
    /// 截至.
    pub as_of: Date,
    /// Read as if it stood here.
    pub(crate) further: Option<Box<Further>>,
    /// A value is missing, or written but could not be read; a finding says so.
    pub(crate) unread: bool,
    /// Where its indicator stands in edition.toml, from 1; none for its own.
    pub(crate) number: Option<NonZeroU32>,
}

/// What most figures do not say. There may be a million of them, so it takes room
/// only where it is said.
#[derive(Debug, Clone, Default)]
pub struct Further {
    /// What it says of itself; always there for a figure of this county alone.
    pub own: Option<Own>,
    /// By year.
    pub series: BTreeMap<i32, Spot<Quantity>>,
    /// 期限 of this figure alone.
    pub due: Option<Date>,
    /// What it can be, where it says other than its indicator.
    pub limits: Option<Box<Limits>>,
    /// Printed beside it; acknowledges what looks odd.
    pub note: Option<String>,
    /// Why it differs from what was published before.
    pub revised: Option<String>,
}

/// What a figure says further that says nothing.
static NOTHING: Further = Further {
    own: None,
    series: BTreeMap::new(),
    due: None,
    limits: None,
    note: None,
    revised: None,
};

impl Further {
    /// As it is kept.
    pub(super) fn kept(self) -> Option<Box<Further>> {
        let nothing = self.own.is_none()
            && self.series.is_empty()
            && self.due.is_none()
            && self.limits.is_none()
            && self.note.is_none()
            && self.revised.is_none();
        (!nothing).then(|| Box::new(self))
    }
}

impl Figure {
    /// Its indicator, and where that stands among all of the edition; `None` for a
    /// figure of this county alone.
    pub(crate) fn indicator<'e>(&self, all: &'e [Indicator]) -> Option<(usize, &'e Indicator)> {
        let at = self.number?.get() as usize - 1;
        Some((at, all.get(at)?))
    }
}

impl std::ops::Deref for Figure {
    type Target = Further;

    fn deref(&self) -> &Further {
        self.further.as_deref().unwrap_or(&NOTHING)
    }
}

/// How a figure of one county alone defines itself.
#[derive(Debug, Clone)]
pub struct Own {
    /// 名称.
    pub name: String,
    /// 含义.
    pub meaning: Option<String>,
}

/// What must add up.
#[derive(Debug, Clone)]
pub struct Check {
    /// Where it stands.
    pub place: Place,
    /// The arithmetic.
    pub kind: CheckKind,
    /// Ids of the figures that go in.
    pub parts: Vec<Spot<String>>,
    /// Id of the figure that must come out.
    pub is: Spot<String>,
    /// How far apart they may be.
    pub tolerance: Option<Tolerance>,
    /// Acknowledges a difference: it is shown, not hidden.
    pub note: Option<String>,
    /// The difference that was acknowledged: another one is a fault again.
    pub acknowledged: Option<Spot<Quantity>>,
}

/// The arithmetic of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckKind {
    /// a + b + … = is.
    Sum,
    /// a − b − … = is.
    Difference,
    /// a ÷ b = is, a plain number or 倍.
    Ratio,
    /// a × b × … = is.
    Product,
    /// a ÷ b = is, in a's unit.
    Per,
    /// a ÷ b = is, in %.
    Share,
}

/// How far a check's two sides may be apart.
#[derive(Debug, Clone)]
pub enum Tolerance {
    /// So much, in the unit of what must come out.
    Absolute(Quantity),
    /// So many per cent of what must come out.
    Percent(Decimal),
}

/// A project of the county's table.
#[derive(Debug, Clone)]
pub struct Project {
    /// Where it stands.
    pub place: Place,
    /// 名称.
    pub name: String,
    /// 地点.
    pub site: Option<String>,
    /// 投入.
    pub invested: Option<Quantity>,
    /// 年收益.
    pub yearly: Option<Quantity>,
    /// Where the amount stands that is given last.
    pub amount_place: Option<Place>,
    /// 起始.
    pub since: Option<Spot<Date>>,
    /// 备注.
    pub note: Option<String>,
}

/// One point of the county's timeline.
#[derive(Debug, Clone)]
pub struct Milestone {
    /// When.
    pub date: Date,
    /// Where the date stands.
    pub date_place: Place,
    /// What happened.
    pub text: Spot<String>,
}
