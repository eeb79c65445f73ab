//! The report as one HTML file.

use super::links::outside;
use super::summary::folder;
use crate::content::{self, Stage};
use crate::finding::{Code, Finding, Language, Severity, Summary, visible, visible_line};
use crate::proof::{Coverage, Tally};
use crate::showcase::{self, Showcase};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use tera::{Context, Tera};

/// Characters of a line shown before and after what is at fault.
const AROUND: usize = 40;
/// Characters shown of what is at fault.
const MARKED: usize = 120;

/// Findings of one kind listed for a county, and for what belongs to none:
/// more of them mostly have one cause, and nobody signs what nobody can read.
const ALIKE: usize = 100;
/// Pages named for each host outside.
const PAGES: usize = 5;

/// What a report is made of.
#[derive(Debug, Clone, Copy)]
pub struct Report<'a> {
    /// What it is about.
    pub showcase: &'a Showcase<'a>,
    /// How the numbers in prose stand to the figures.
    pub coverage: &'a Coverage,
    /// Hosts that pages of the site lead to, with these pages.
    pub hosts: &'a BTreeMap<String, BTreeSet<String>>,
    /// Sorted by place.
    pub findings: &'a [Finding],
    /// In which it is written.
    pub language: Language,
}

#[derive(Serialize)]
struct View {
    lang: &'static str,
    words: BTreeMap<&'static str, &'static str>,
    title: String,
    publisher: Option<String>,
    sentence: String,
    numbers: String,
    /// What belongs to no county.
    general: Found,
    editions: Vec<EditionView>,
    hosts: Vec<HostView>,
    codes: Vec<CodeView>,
}

#[derive(Serialize)]
struct EditionView {
    id: String,
    title: String,
    as_of: String,
    counties: Vec<CountyView>,
}

#[derive(Serialize)]
struct CountyView {
    id: String,
    name: String,
    title: String,
    numbers: Vec<usize>,
    signatures: Vec<SignatureView>,
    found: Found,
    figures: Vec<FigureView>,
    links: Vec<String>,
}

#[derive(Serialize)]
struct SignatureView {
    stage: &'static str,
    by: String,
    on: String,
}

/// What was found in a place.
#[derive(Serialize, Default)]
struct Found {
    errors: usize,
    warnings: usize,
    infos: usize,
    listed: Vec<FindingView>,
    /// How many of each kind are not listed.
    rest: Vec<String>,
    #[serde(skip)]
    kinds: BTreeMap<Code, usize>,
}

impl Found {
    fn add(&mut self, finding: &Finding, language: Language) {
        match finding.severity {
            Severity::Error => self.errors += 1,
            Severity::Warning => self.warnings += 1,
            Severity::Info => self.infos += 1,
        }
        let alike = self.kinds.entry(finding.code).or_default();
        *alike += 1;
        if *alike <= ALIKE {
            self.listed.push(finding_view(finding, language));
        }
    }

    /// Counts what is not listed.
    fn count_rest(&mut self, language: Language) {
        let rest = self.kinds.iter().filter(|(_, n)| **n > ALIKE);
        let line = |(code, n): (&Code, &usize)| {
            let (code, more) = (code.as_str(), n - ALIKE);
            match language {
                Language::Zh => format!("另有 {more} 处 {code} 没有列出"),
                Language::En => format!("{more} more of {code} are not listed"),
            }
        };
        self.rest = rest.map(line).collect();
    }
}

#[derive(Serialize)]
struct FindingView {
    level: &'static str,
    severity: &'static str,
    code: &'static str,
    place: String,
    message: String,
    hint: String,
    before: String,
    marked: String,
    after: String,
}

#[derive(Serialize)]
struct FigureView {
    name: String,
    value: String,
    baseline: String,
    target: String,
    source: String,
    as_of: String,
    /// Over how many rows source and date hold; 0 where a row above says them.
    rows: usize,
    note: String,
}

#[derive(Serialize)]
struct HostView {
    host: String,
    /// How many pages lead there, and the first of them.
    count: usize,
    pages: Vec<String>,
}

#[derive(Serialize)]
struct CodeView {
    code: &'static str,
    what: String,
}

/// Writes the report; `None` where its template fails, which the tests hold
/// that it does not.
pub fn write(report: &Report<'_>) -> Option<String> {
    let mut tera = Tera::default();
    let templates = [
        ("report.html", include_str!("report.html")),
        ("finding.html", include_str!("finding.html")),
        ("found.html", include_str!("found.html")),
    ];
    tera.add_raw_templates(templates).ok()?;
    let context = Context::from_serialize(&view(report)).ok()?;
    tera.render("report.html", &context).ok()
}

fn view(report: &Report<'_>) -> View {
    let language = report.language;
    let site = &report.showcase.content.site;
    let counties: BTreeSet<&str> = report
        .showcase
        .editions
        .iter()
        .flat_map(|edition| &edition.counties)
        .map(|county| county.content.path.as_str())
        .collect();
    let mut by_folder: BTreeMap<&str, Found> = BTreeMap::new();
    for finding in report.findings {
        let folder = folder(finding.place.path());
        // What lies in no county of the roster belongs to the whole.
        let folder = folder.filter(|folder| counties.contains(folder));
        let found = by_folder.entry(folder.unwrap_or_default()).or_default();
        found.add(finding, language);
    }
    for found in by_folder.values_mut() {
        found.count_rest(language);
    }
    let mut editions = Vec::new();
    for (e, edition) in report.showcase.editions.iter().enumerate() {
        let tallies = report.coverage.editions.get(e);
        let counties = edition.counties.iter().enumerate().map(|(c, county)| {
            let tally = tallies.and_then(|t| t.counties.get(c)).copied();
            let found = by_folder
                .remove(county.content.path.as_str())
                .unwrap_or_default();
            county_view(
                edition.content,
                county,
                tally.unwrap_or_default(),
                found,
                language,
            )
        });
        editions.push(EditionView {
            counties: counties.collect(),
            id: edition.content.id.clone(),
            title: edition.content.title.value.clone(),
            as_of: edition.as_of.map_or(String::new(), |d| day(d, language)),
        });
    }
    let codes: BTreeSet<Code> = report.findings.iter().map(|f| f.code).collect();
    let explained = crate::explain::all();
    View {
        lang: match language {
            Language::Zh => "zh-CN",
            Language::En => "en",
        },
        words: words(language),
        title: site.title.value.clone(),
        publisher: site.publisher.name.clone(),
        sentence: Summary::of(report.findings).sentence(language),
        numbers: report.coverage.total().sentence().get(language).to_owned(),
        general: by_folder.remove("").unwrap_or_default(),
        editions,
        hosts: report
            .hosts
            .iter()
            .map(|(host, pages)| HostView {
                host: host.clone(),
                count: pages.len(),
                pages: pages.iter().take(PAGES).cloned().collect(),
            })
            .collect(),
        codes: codes
            .into_iter()
            .map(|code| CodeView {
                code: code.as_str(),
                what: explained
                    .get(&code)
                    .map_or("", |it| it.what.get(language))
                    .to_owned(),
            })
            .collect(),
    }
}

fn county_view(
    edition: &content::Edition,
    county: &showcase::County<'_>,
    tally: Tally,
    found: Found,
    language: Language,
) -> CountyView {
    let content = county.content;
    let signatures = Stage::ALL.into_iter().map(|stage| {
        let signature = content.review.of(stage);
        SignatureView {
            stage: match language {
                Language::Zh => stage.zh(),
                Language::En => stage.as_str(),
            },
            by: signature
                .by
                .as_ref()
                .map_or(String::new(), |by| by.value.clone()),
            on: signature
                .on
                .as_ref()
                .map_or(String::new(), |on| day(on.value, language)),
        }
    });
    CountyView {
        id: format!("{}-{}", edition.id, content.slug),
        name: content.name.value.clone(),
        title: content.title.value.clone(),
        numbers: vec![
            tally.references,
            tally.agreeing,
            tally.doubtful,
            tally.unsourced,
        ],
        signatures: signatures.collect(),
        found,
        figures: figures(county, language),
        links: outside(content.body.text()).into_iter().collect(),
    }
}

/// The figures, source and date said once for all that follow and share them.
fn figures(county: &showcase::County<'_>, language: Language) -> Vec<FigureView> {
    let mut views: Vec<FigureView> = Vec::new();
    let mut first = 0;
    for figure in &county.figures {
        let mut view = figure_view(figure, language);
        let at = views.len();
        match views.get_mut(first) {
            Some(above) if above.source == view.source && above.as_of == view.as_of => {
                above.rows += 1;
                view.rows = 0;
            }
            _ => first = at,
        }
        views.push(view);
    }
    views
}

fn figure_view(figure: &showcase::Figure<'_>, language: Language) -> FigureView {
    let shown = |q: Option<&crate::quantity::Quantity>| q.map_or(String::new(), |q| q.prose());
    let none = match language {
        Language::Zh => "暂无数据",
        Language::En => "no figure",
    };
    FigureView {
        name: figure.name().to_owned(),
        value: figure
            .value()
            .as_ref()
            .map_or_else(|| none.to_owned(), |q| q.prose()),
        baseline: shown(figure.baseline()),
        target: shown(figure.target()),
        source: figure.content.source.to_string(),
        as_of: figure.content.as_of.to_string(),
        rows: 1,
        note: figure.content.note.clone().unwrap_or_default(),
    }
}

fn day(date: content::Date, language: Language) -> String {
    match language {
        Language::Zh => date.zh(),
        Language::En => date.to_string(),
    }
}

fn finding_view(finding: &Finding, language: Language) -> FindingView {
    let (before, marked, after) = context(finding);
    let path = visible_line(finding.place.path());
    FindingView {
        level: match (finding.severity, language) {
            (Severity::Error, Language::Zh) => "错误",
            (Severity::Warning, Language::Zh) => "警告",
            (Severity::Info, Language::Zh) => "说明",
            (Severity::Error, Language::En) => "error",
            (Severity::Warning, Language::En) => "warning",
            (Severity::Info, Language::En) => "note",
        },
        severity: finding.severity.as_str(),
        code: finding.code.as_str(),
        place: match finding.place.position() {
            Some((line, column)) => format!("{path}:{line}:{column}"),
            None => path.into_owned(),
        },
        message: visible(finding.message.get(language)).into_owned(),
        hint: finding
            .hint
            .as_ref()
            .map_or(String::new(), |h| visible(h.get(language)).into_owned()),
        before,
        marked,
        after,
    }
}

/// The line of a finding in three: before, what is at fault, after.
fn context(finding: &Finding) -> (String, String, String) {
    let place = &finding.place;
    let Some(source) = place.source().filter(|_| !place.span().is_empty()) else {
        return Default::default();
    };
    let (line, start) = source.lines_of(&place.span());
    let cut = |at: usize| line.floor_char_boundary(at.saturating_sub(start).min(line.len()));
    let (from, to) = (cut(place.span().start), cut(place.span().end));
    let to = to.max(from);
    let before: Vec<char> = line[..from].chars().collect();
    let skipped = before.len().saturating_sub(AROUND);
    let head: String = before[skipped..].iter().collect();
    let mut head = visible(&head).into_owned();
    if skipped > 0 {
        head.insert(0, '…');
    }
    (
        head,
        shortened(&line[from..to], MARKED),
        shortened(&line[to..], AROUND),
    )
}

fn shortened(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", visible(&text[..at])),
        None => visible(text).into_owned(),
    }
}

fn words(language: Language) -> BTreeMap<&'static str, &'static str> {
    const WORDS: &[(&str, &str, &str)] = &[
        ("report", "核校报告", "Report for review"),
        ("counties", "各县（市、区）", "Counties"),
        ("county", "县（市、区）", "County"),
        ("errors", "错误", "Errors"),
        ("warnings", "警告", "Warnings"),
        ("notes", "说明", "Notes"),
        ("references", "引用", "References"),
        ("agreeing", "与数据一致", "Equal to a figure"),
        ("doubtful", "疑似不符", "Doubtful"),
        ("unsourced", "无出处", "Without a source"),
        ("numbers", "正文数字", "Numbers in prose"),
        ("general", "专题和年度", "Showcase and editions"),
        ("findings", "问题", "Findings"),
        ("nothing", "没有发现问题。", "Nothing was found."),
        ("figures", "数据", "Figures"),
        ("name", "名称", "Name"),
        ("value", "数值", "Value"),
        ("baseline", "基期", "Baseline"),
        ("target", "目标", "Target"),
        ("source", "出处", "Source"),
        ("as_of", "截至", "As of"),
        ("note", "说明", "Note"),
        ("links", "指向外部的链接", "Links to other hosts"),
        ("hosts", "指向的外部网站", "Other hosts linked to"),
        ("host", "网站", "Host"),
        ("pages", "页数", "Pages"),
        ("on_pages", "在哪些页面上", "On which pages"),
        (
            "no_hosts",
            "全站没有指向外部的链接。",
            "No page leads to another host.",
        ),
        ("codes", "代码的意思", "What the codes mean"),
        ("sign", "签字", "Signatures"),
        ("signature", "签名", "Signature"),
        ("date", "日期", "Date"),
        ("opinion", "意见", "Remarks"),
        ("drafted", "起草", "Drafted"),
        ("checked", "核校", "Checked"),
        ("approved", "审定", "Approved"),
    ];
    let word = |(key, zh, en): &(&'static str, &'static str, &'static str)| match language {
        Language::Zh => (*key, *zh),
        Language::En => (*key, *en),
    };
    WORDS.iter().map(word).collect()
}
