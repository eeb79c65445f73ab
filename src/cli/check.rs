//! `xunli check`: everything that `build` checks and the proofreading, nothing
//! written but the report that was asked for.

use super::Outcome;
use super::options::{Shared, Showcase};
use super::result;
use super::waiting::Waiting;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use xunli::archive::check_frozen;
use xunli::finding::{Finding, Findings, Language, Severity};
use xunli::page::{For, outside_hosts};
use xunli::proof::{Coverage, Scope};
use xunli::report::{self, Report};
use xunli::{Made, content, showcase};

/// From so many findings on, a summary by county follows them.
const MANY: usize = 12;

/// At the end of `--help`.
const EXAMPLES: &str = "\
例子 · Examples:
  xunli check                        看全部问题 · everything that is wrong
  xunli check --strict               发稿前：有警告也不放过 · before publishing
  xunli check --report 核校报告.html  打印、签字 · to print and sign
  xunli check --format short | grep liandu   只看一个县 · one county only
  xunli check --format json > found.json    给别的程序读 · for programs

哪条规则不想查，在 site.toml 的 [check.levels] 里改 · Levels of rules: [check.levels] in site.toml";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// 含 content/ 的文件夹，默认是这里或最近的上级 · The folder that holds content/
    dir: Option<PathBuf>,
    /// 有警告也算不通过 · Warnings fail too
    #[arg(long)]
    strict: bool,
    /// 已发布的网站在哪里，定稿的年度和它比，默认 output/ · Where the site was published, to hold frozen editions against it; output/ by default
    #[arg(long, short, value_name = "DIR")]
    output: Option<PathBuf>,
    /// 另写一份可以打印、签字的核校报告（.html） · Also write a report to print and sign
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
}

pub(crate) fn run(shared: &Shared, arguments: &Arguments) -> Outcome {
    let showcase = Showcase::find(arguments.dir.as_deref());
    let mut findings = Findings::new();
    let waiting = Waiting::begin(shared);
    let wanted = For {
        progress: Arc::clone(&waiting.progress),
        endless: Some(shared.endless(&showcase)),
        is_last: true,
        ..For::default()
    };
    let made = xunli::make_for(&showcase.root, Scope::Everything, &wanted, &mut findings);
    if let Some(site) = made.as_ref().and_then(|made| made.site.as_ref()) {
        let target = arguments.output.clone();
        let target = target.unwrap_or_else(|| showcase.root.join("output"));
        check_frozen(site, &target, &mut findings);
    }
    drop(waiting);
    let sound = is_sound(&findings, arguments.strict);
    let sorted = findings.sorted();
    let coverage = made.as_ref().map(|made| &made.coverage);
    let more = match shared.is_json() {
        true => document(&showcase.root, &sorted, coverage),
        false => BTreeMap::new(),
    };
    shared.print_sorted(&showcase, &sorted, more);
    if !sound {
        why_strict(shared, &sorted);
    }
    let language = shared.language();
    if let Some(made) = &made
        && !(shared.is_quiet() || shared.is_json())
    {
        let mut said = String::new();
        if shared.is_for_people() && sorted.len() >= MANY {
            said = summary(&showcase.root, &sorted, language);
        }
        said += made.coverage.total().sentence().get(language);
        super::say(&(said + "\n"));
    }
    if let Some(file) = &arguments.report {
        match write_report(&showcase.root, file, &sorted, made.as_ref(), language) {
            Ok(()) => {}
            Err(why) => {
                super::note(&why);
                return Outcome::SystemRefused;
            }
        }
    }
    if sound {
        Outcome::Done
    } else {
        Outcome::ContentFaulty
    }
}

/// What a program reads beside the findings: how many there are in each county
/// and how the numbers in prose stand to the figures.
fn document(
    root: &Path,
    findings: &[Finding],
    coverage: Option<&Coverage>,
) -> BTreeMap<&'static str, Value> {
    let content = content::load(root, &mut Findings::new());
    let rows = report::by_county(content.as_ref(), findings);
    let counties: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({
                "folder": row.folder,
                "name": row.name,
                "errors": row.errors,
                "warnings": row.warnings,
                "infos": row.infos,
            })
        })
        .collect();
    let mut more = BTreeMap::from([("counties", Value::Array(counties))]);
    if let Some(tally) = coverage.map(Coverage::total) {
        more.insert(
            "numbers",
            json!({
                "references": tally.references,
                "agreeing": tally.agreeing,
                "doubtful": tally.doubtful,
                "unsourced": tally.unsourced,
            }),
        );
    }
    more
}

/// Reads the content again, in a few milliseconds, for its names.
fn summary(root: &Path, findings: &[Finding], language: Language) -> String {
    let content = content::load(root, &mut Findings::new());
    let editions = content.iter().flat_map(|c| &c.editions);
    let counties = editions.map(|e| e.counties.len()).sum();
    let rows = report::by_county(content.as_ref(), findings);
    report::screen(&rows, counties, language)
}

fn write_report(
    root: &Path,
    file: &Path,
    findings: &[Finding],
    made: Option<&Made>,
    language: Language,
) -> Result<(), String> {
    let shown = file.display();
    let refused = |why: String| match language {
        Language::Zh => format!("报告写不进 {shown}：{why}"),
        Language::En => format!("the report {shown} cannot be written: {why}"),
    };
    let none = match language {
        Language::Zh => "专题读不出来，先改上面的错误",
        Language::En => "the showcase cannot be read; mend the errors above first",
    };
    let mut unsaid = Findings::new();
    let content = content::load(root, &mut unsaid).ok_or_else(|| refused(none.to_owned()))?;
    let showcase = showcase::resolve(&content, &mut unsaid);
    let none = Coverage::default();
    let site = made.and_then(|made| made.site.as_ref());
    let hosts = site.map_or_else(BTreeMap::new, |site| outside_hosts(&site.tree));
    let report = Report {
        showcase: &showcase,
        coverage: made.map_or(&none, |made| &made.coverage),
        hosts: &hosts,
        findings,
        language,
    };
    let html = report::write(&report).ok_or_else(|| refused("template".to_owned()))?;
    let written = result::write(file, &result::PAGE, root, html.as_bytes());
    written.map_err(|refusal| refused(refusal.text().get(language).to_owned()))
}

/// Says that warnings alone are why it fails; `--quiet` hides them.
pub(super) fn why_strict(shared: &Shared, findings: &[Finding]) {
    if findings.iter().all(|f| f.severity != Severity::Error) {
        let said = match shared.language() {
            Language::Zh => "有警告；按 --strict 的要求不算通过。",
            Language::En => "there are warnings, and --strict lets none pass",
        };
        super::note(said);
    }
}

/// Whether the content may be published.
pub(super) fn is_sound(findings: &Findings, strict: bool) -> bool {
    let failing = if strict {
        Severity::Warning
    } else {
        Severity::Error
    };
    !findings.has(failing)
}
