//! `xunli build`: check, render, publish.

use super::Outcome;
use super::check::is_sound;
use super::options::{Shared, Showcase};
use std::path::{Path, PathBuf};
use xunli::finding::{Code, Finding, Findings, Language, Place, Severity, Text};
use xunli::page::Site;
use xunli::proof::Scope;
use xunli::publish::{self, Protected, PublishError, Report};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// 含 content/ 的文件夹，默认是这里或最近的上级 · The folder that holds content/
    dir: Option<PathBuf>,
    /// 网站写到哪里，默认 output/ · Where the site goes
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// 有警告也算不通过 · Warnings fail too
    #[arg(long)]
    strict: bool,
}

pub(crate) fn run(shared: &Shared, arguments: &Arguments) -> Outcome {
    let showcase = Showcase::find(arguments.dir.as_deref());
    let target = match &arguments.output {
        Some(output) => output.clone(),
        None => showcase.root.join("output"),
    };
    let mut findings = Findings::new();
    let site =
        xunli::make(&showcase.root, Scope::PersonalData, &mut findings).and_then(|made| made.site);
    let sound = is_sound(&findings, arguments.strict);
    let Some(site) = site.filter(|_| sound) else {
        shared.print(&showcase, findings, Severity::Warning);
        return Outcome::ContentFaulty;
    };
    match put(&site, &target, &showcase.root) {
        Ok(report) => {
            shared.print(&showcase, findings, Severity::Warning);
            if !shared.is_quiet() {
                println!("{}", summary(&site, &report, &target, shared.language()));
            }
            Outcome::Done
        }
        Err(error) => {
            findings.push(refused(&error, &target));
            shared.print(&showcase, findings, Severity::Warning);
            Outcome::SystemRefused
        }
    }
}

fn put(site: &Site, target: &Path, root: &Path) -> Result<Report, PublishError> {
    let (content, themes) = (root.join("content"), root.join("themes"));
    let home = std::env::home_dir();
    let protected = Protected {
        showcase: root,
        content: &content,
        themes: &themes,
        home: home.as_deref(),
    };
    publish::publish(&site.tree, target, &protected)
}

fn refused(error: &PublishError, target: &Path) -> Finding {
    let code = Code::named(error.code()).unwrap_or(Code::OutputFailed);
    let message = Text {
        zh: error.zh(),
        en: error.en(),
    };
    let hint = Text {
        zh: error.hint_zh(),
        en: error.hint_en(),
    };
    Finding::new(code, Place::file(target.to_string_lossy()), message).hint(hint)
}

/// The last line: what was made.
fn summary(site: &Site, report: &Report, target: &Path, language: Language) -> String {
    let index = target.join("index.html");
    let (index, pages, charts, photos) = (index.display(), site.pages, site.charts, site.photos);
    let Report {
        written,
        unchanged,
        removed,
        ..
    } = report;
    match language {
        Language::Zh => format!(
            "已生成 {pages} 页、{charts} 幅图表、{photos} 张图片：写入 {written} 个文件，{unchanged} 个没有变化，移除 {removed} 个。\n打开 {index}"
        ),
        Language::En => format!(
            "{pages} pages, {charts} charts, {photos} pictures: {written} files written, {unchanged} unchanged, {removed} removed.\nOpen {index}"
        ),
    }
}
