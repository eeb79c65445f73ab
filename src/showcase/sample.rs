//! Small showcases for tests: written to a folder and read like any other.

use crate::content::{self, Content};
use crate::finding::{Finding, Findings, Place, Source};
use crate::quantity::{Quantity, Unit};
use std::fs;
use std::path::Path;

/// A showcase under construction.
pub(super) struct Sample {
    folder: tempfile::TempDir,
}

impl Sample {
    pub(super) fn new() -> Sample {
        let folder = tempfile::tempdir().unwrap();
        let sample = Sample { folder };
        sample.file("site.toml", "title = \"巡礼\"\nlanguage = \"zh-CN\"\nurl = \"https://example.org/\"\ntheme = \"hong\"\n[publisher]\nname = \"市委宣传部\"\n");
        sample
    }

    /// Writes a file of `content/`.
    pub(super) fn file(&self, path: &str, text: &str) {
        let path = self.folder.path().join("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// An edition with its counties: slug and figures.toml. `head` is TOML
    /// before the indicators, `indicators` the tables.
    pub(super) fn edition(
        &self,
        id: &str,
        head: &str,
        indicators: &str,
        counties: &[(&str, &str)],
    ) {
        let roster: Vec<String> = counties.iter().map(|(s, _)| format!("\"{s}\"")).collect();
        let roster = roster.join(", ");
        self.file(
            &format!("{id}/edition.toml"),
            &format!("region = \"丽水市\"\ntitle = \"巡礼\"\nsource = \"统计报表\"\nroster = [{roster}]\n{head}\n{indicators}\n"),
        );
        for (slug, figures) in counties {
            self.file(
                &format!("{id}/{slug}/index.md"),
                &format!("+++\nname = \"{slug}县\"\ntitle = \"标题\"\n+++\n\n正文。\n"),
            );
            self.file(&format!("{id}/{slug}/figures.toml"), figures);
        }
    }

    /// What was written; the content must be sound.
    pub(super) fn load(&self) -> Content {
        load(self.folder.path())
    }
}

/// Reads a folder whose content must be without errors.
pub(super) fn load(root: &Path) -> Content {
    let mut findings = Findings::new();
    let content = content::load(root, &mut findings).unwrap();
    let said = printed(&findings.clone().sorted());
    assert!(!findings.has_errors(), "{said}");
    content
}

/// Code, severity and Chinese message of each.
pub(super) fn printed(findings: &[Finding]) -> String {
    let line = |f: &Finding| {
        let (line, _) = f.place.position().unwrap_or_default();
        format!(
            "{} {} {}:{line} {}\n",
            f.severity.as_str(),
            f.code.as_str(),
            f.place.path(),
            f.message.zh
        )
    };
    findings.iter().map(line).collect()
}

/// Content of any size, made in memory: `value` gives each county's number, in
/// 个, by edition, county and indicator, or a gap.
pub(super) fn grid(
    editions: usize,
    counties: usize,
    indicators: usize,
    value: impl Fn(usize, usize, usize) -> Option<String>,
) -> Content {
    let spot = |text: &str| content::Spot {
        value: text.to_owned(),
        place: Place::file("content/site.toml"),
    };
    let edition = |e: usize| content::Edition {
        note: None,
        id: format!("{}", 2010 + e),
        year: 2010 + e as i32,
        place: Place::file("content/edition.toml"),
        region: spot("丽水市"),
        kicker: None,
        title: spot("巡礼"),
        deck: None,
        byline: Vec::new(),
        source: None,
        as_of: None,
        frozen: false,
        published: None,
        revised: None,
        aliases: Vec::new(),
        plan: None,
        indicators: (0..indicators).map(indicator).collect(),
        tiles: Default::default(),
        places: Default::default(),
        lead: None,
        counties: (0..counties)
            .map(|c| county(e, c, indicators, &value))
            .collect(),
        files: Default::default(),
        faulty: Default::default(),
    };
    Content {
        site: content::Site {
            place: Place::file("content/site.toml"),
            title: spot("巡礼"),
            language: "zh-CN".to_owned(),
            url: None,
            theme: spot("hong"),
            publisher: Default::default(),
            government: None,
            links: Default::default(),
            made: Default::default(),
            proofing: Default::default(),
            review: None,
            card_font: None,
            places: Default::default(),
        },
        editions: (0..editions).map(edition).collect(),
        pages: Vec::new(),
        files: Default::default(),
        faulty: Default::default(),
    }
}

fn indicator(i: usize) -> content::Indicator {
    content::Indicator {
        id: format!("figure_{i}"),
        place: Place::file("content/edition.toml"),
        name: format!("指标{i}"),
        unit: Unit::parse("个").unwrap(),
        meaning: None,
        total: content::Total::Sum,
        stated_total: None,
        note: None,
        decimals: None,
        better: None,
        limits: None,
        headline: false,
    }
}

fn county(
    e: usize,
    c: usize,
    indicators: usize,
    value: &impl Fn(usize, usize, usize) -> Option<String>,
) -> content::County {
    let spot = |text: String| content::Spot {
        value: text,
        place: Place::file("content/index.md"),
    };
    let unit = Unit::parse("个").unwrap();
    let figure = |i: usize| {
        let written = value(e, c, i)?;
        Some(content::Figure {
            id: format!("figure_{i}"),
            place: Place::file("content/figures.toml"),
            unit: unit.clone(),
            value: Some(content::Spot {
                value: Quantity::parse_with_unit(&written, &unit).unwrap(),
                place: Place::file("content/figures.toml"),
            }),
            target: None,
            baseline: None,
            source: "统计报表".into(),
            as_of: content::Date::day(2010 + e as i32, 12, 31).unwrap(),
            further: None,
            unread: false,
            number: u32::try_from(i + 1)
                .ok()
                .and_then(std::num::NonZeroU32::new),
        })
    };
    content::County {
        note: None,
        slug: format!("county-{c}"),
        path: String::new(),
        name: spot(format!("第{c}县")),
        code: None,
        title: spot("标题".to_owned()),
        summary: None,
        byline: Vec::new(),
        reviewed_by: None,
        review: Default::default(),
        date: None,
        time: None,
        aliases: Vec::new(),
        partners: Vec::new(),
        cover: None,
        body: content::Body {
            source: Source::new("content/index.md", ""),
            range: 0..0,
        },
        figures: (0..indicators).filter_map(figure).collect(),
        checks: Vec::new(),
        projects: Vec::new(),
        milestones: Vec::new(),
        files: Default::default(),
        torn: false,
        faulty: Default::default(),
    }
}

/// What resolving an edition of 2019 finds, one line each.
pub(super) fn found(indicators: &str, counties: &[(&str, &str)]) -> String {
    let sample = Sample::new();
    sample.edition("2019", "as_of = 2019-11-30", indicators, counties);
    sample.found()
}

impl Sample {
    /// What resolving it finds, one line each.
    pub(super) fn found(&self) -> String {
        let content = self.load();
        let mut findings = Findings::new();
        super::resolve(&content, &mut findings);
        printed(&findings.sorted())
    }
}
