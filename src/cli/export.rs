//! `xunli export`: the workbook to send out to the counties.

use super::Outcome;
use super::edition::edition;
use super::options::{Shared, Showcase};
use super::result;
use super::writing::say;
use std::path::PathBuf;
use xunli::content::County;
use xunli::finding::{Code, Finding, Findings, Place, Text};
use xunli::import::export::{self, Sheets};
use xunli::text;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(clap::Subcommand)]
enum What {
    /// 发给各县的填报表（.xlsx），填好用 import figures 收回 · The workbook for the counties to fill in
    Figures(Figures),
}

#[derive(clap::Args)]
struct Figures {
    /// 哪个年度；只有一个年度时可以不写 · The edition
    #[arg(long)]
    edition: Option<String>,
    /// 全部县在一张工作表里，默认一县一张 · All counties on one sheet
    #[arg(long)]
    one_sheet: bool,
    /// 只要这个县，写文件夹名，可写多次 · Only this county
    #[arg(long)]
    county: Vec<String>,
    /// 存到哪里，默认 填报表-年度.xlsx · Where it goes
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// 已有同名文件时覆盖 · Overwrite
    #[arg(long)]
    force: bool,
    /// 含 content/ 的文件夹，默认是这里或最近的上级 · The folder that holds content/
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
}

pub(crate) fn run(shared: &Shared, arguments: &Arguments) -> Outcome {
    let What::Figures(arguments) = &arguments.what;
    let showcase = Showcase::find(arguments.dir.as_deref());
    let Some((content, at)) = edition(shared, &showcase, arguments.edition.as_deref()) else {
        return Outcome::ContentFaulty;
    };
    let Some(edition) = content.editions.get(at) else {
        return Outcome::ContentFaulty;
    };
    let mut findings = Findings::new();
    let mut counties: Vec<&County> = edition.counties.iter().collect();
    if !arguments.county.is_empty() {
        counties.retain(|c| arguments.county.contains(&c.slug));
        let known = || edition.counties.iter().map(|c| c.slug.as_str());
        for slug in arguments
            .county
            .iter()
            .filter(|s| known().all(|k| k != s.as_str()))
        {
            let message = text!("名单里没有“{slug}”", "`{slug}` is not in the roster");
            let hint = xunli::finding::hint(slug, known());
            findings.push(
                Finding::new(Code::CountyMissing, Place::file("--county"), message)
                    .maybe_hint(hint),
            );
        }
    }
    let id = &edition.id;
    let output = arguments
        .output
        .clone()
        .unwrap_or_else(|| PathBuf::from(format!("填报表-{id}.xlsx")));
    let shown = output.display().to_string();
    if output.exists() && !arguments.force {
        let message = text!("已经有 {shown}，不覆盖", "{shown} is there already");
        let hint = text!(
            "加 --force 覆盖，或用 --output 换个名字",
            "add --force, or name another file with --output"
        );
        findings
            .push(Finding::new(Code::ImportNotWritten, Place::file(&shown), message).hint(hint));
    }
    if edition.indicators.is_empty() || counties.is_empty() {
        let message = text!(
            "{id} 没有指标或没有县，没有可填的",
            "{id} has no indicators or no counties"
        );
        findings.push(Finding::new(
            Code::ImportNoTable,
            edition.place.clone(),
            message,
        ));
    }
    if findings.has_errors() {
        shared.print_here(findings);
        return Outcome::ContentFaulty;
    }
    let sheets = if arguments.one_sheet {
        Sheets::One
    } else {
        Sheets::Each
    };
    let written = export::workbook(&content, edition, &counties, sheets)
        .map_err(|error| text!("{error}", "{error}"))
        .and_then(|bytes| {
            let written = result::write(&output, &result::WORKBOOK, &showcase.root, &bytes);
            written.map_err(|refusal| refusal.text().clone())
        });
    if let Err(Text { zh, en }) = written {
        let message = text!("写不了 {shown}：{zh}", "{shown} cannot be written: {en}");
        findings.push(Finding::new(
            Code::ImportNotWritten,
            Place::file(&shown),
            message,
        ));
        shared.print_here(findings);
        return Outcome::SystemRefused;
    }
    let (count, rows) = (counties.len(), edition.indicators.len());
    say(
        shared,
        &format!(
            "写好 {shown}：{count} 个县，每县 {rows} 项指标。填好后运行 xunli import figures {shown} --edition {id}"
        ),
        &format!(
            "{shown}: {count} counties, {rows} indicators each. When it is filled in: xunli import figures {shown} --edition {id}"
        ),
    );
    Outcome::Done
}
