//! `xunli build`: check, render, publish.

use super::Outcome;
use super::check::{is_sound, why_strict};
use super::options::{Shared, Showcase};
use super::signal::Watch;
use super::waiting::Waiting;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use xunli::archive::{Counts, Standing, check_frozen, compress};
use xunli::content::Folder;
use xunli::finding::{Code, Finding, Findings, Language, Place, Severity, Summary, Text};
use xunli::page::{For, Marks};
use xunli::progress::Stage;
use xunli::proof::Scope;
use xunli::publish::{self, Protected, PublishError, Report};

/// At the end of `--help`.
const EXAMPLES: &str = "\
例子 · Examples:
  xunli build                              网站在 output/ · the site goes to output/
  xunli build --strict                     有警告就不生成 · not with warnings
  xunli build --drafts --output songshen   送审稿 · for those who sign

内容有错时，原来的网站一个字节也不变 · With errors in the content the old site stays as it was";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// 含 content/ 的文件夹，默认是这里或最近的上级 · The folder that holds content/
    dir: Option<PathBuf>,
    /// 网站写到哪里，默认 output/ · Where the site goes
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// 有警告也算不通过 · Warnings fail too
    #[arg(long)]
    strict: bool,
    /// 送审：没签完的写法也生成，每一页都印“送审稿” · For approval: unsigned cases too, every page marked as a draft
    #[arg(long)]
    drafts: bool,
    /// 在文本文件旁放 .gz、.br、.zst，供服务器直接发送 · Put .gz, .br and .zst beside text files
    #[arg(long)]
    compress: bool,
}

pub(crate) fn run(shared: &Shared, arguments: &Arguments) -> Outcome {
    let showcase = Showcase::find(arguments.dir.as_deref());
    let target = match &arguments.output {
        Some(output) => output.clone(),
        None => showcase.root.join("output"),
    };
    let mut findings = Findings::new();
    let start = Instant::now();
    let marks = if arguments.drafts {
        Marks::All
    } else {
        Marks::None
    };
    let scope = Scope::PersonalData;
    let waiting = Waiting::begin(shared);
    let wanted = For {
        marks,
        progress: Arc::clone(&waiting.progress),
        endless: Some(shared.endless(&showcase)),
        is_last: true,
        wait_in: target.parent(),
        ..For::default()
    };
    wanted.progress.begin(Stage::Reading, 0);
    let root = &showcase.root;
    let (content, themes) = (root.join("content"), root.join("themes"));
    let home = std::env::home_dir();
    let protected = Protected {
        showcase: root,
        content: &content,
        themes: &themes,
        home: home.as_deref(),
    };
    let done = Done {
        shared,
        showcase: &showcase,
        target: &target,
        start,
    };
    let Some(folder) = Folder::read(root, "content", &mut findings) else {
        drop(waiting);
        shared.print(&showcase, findings, Severity::Warning);
        return Outcome::ContentFaulty;
    };
    let options = format!("{marks:?} {}", arguments.compress);
    // What reading found is told by the whole way alone.
    let standing = Standing::new(root, &folder, &target, &options).filter(|_| findings.is_empty());
    let known = standing.as_ref().and_then(|s| s.recall(&protected));
    if let Some(known) = known.filter(|k| is_sound(&k.findings, arguments.strict)) {
        drop(waiting);
        return done.say(known.counts, &known.report, known.findings);
    }
    let made = xunli::make_of(root, &folder, scope, &wanted, &mut findings);
    let site = made.and_then(|made| made.site);
    let mut of_frozen = Findings::new();
    if let Some(site) = &site {
        check_frozen(site, &target, &mut of_frozen);
    }
    // What is said of the site that stood before is not to be said again.
    let standing = standing.filter(|_| of_frozen.is_empty());
    findings.extend(of_frozen);
    let sound = is_sound(&findings, arguments.strict);
    let sorted = findings.clone().sorted();
    let Some(mut site) = site.filter(|_| sound) else {
        drop(waiting);
        shared.print(&showcase, findings, Severity::Warning);
        why_strict(shared, &sorted);
        return Outcome::ContentFaulty;
    };
    waiting.progress.begin(Stage::Writing, 0);
    if arguments.compress {
        compress(&mut site.tree);
    }
    let watch = Watch::begin();
    let published = publish::publish_until(&site.tree, &target, &protected, watch.stop());
    let signal = watch.end();
    drop(waiting);
    match published {
        Ok(report) => {
            let counts = Counts::of(&site);
            if let Some(standing) = standing {
                standing.keep(&report, counts, &sorted);
            }
            // The program ends: nothing need be given back piece by piece.
            std::mem::forget((site, folder));
            done.say(counts, &report, findings)
        }
        Err(error) => {
            if let Some(status) = signal.filter(|_| error.is_stop()) {
                return stopped(shared, status);
            }
            findings.push(refused(&error, showcase.place(&target)));
            shared.print(&showcase, findings, Severity::Warning);
            Outcome::SystemRefused
        }
    }
}

/// Says what came of a build.
struct Done<'a> {
    shared: &'a Shared,
    showcase: &'a Showcase,
    target: &'a Path,
    start: Instant,
}

impl Done<'_> {
    fn say(&self, counts: Counts, report: &Report, findings: Findings) -> Outcome {
        let warnings = Summary::of(&findings.clone().sorted()).warnings;
        self.shared
            .print(self.showcase, findings, Severity::Warning);
        if !self.shared.is_quiet() {
            let language = self.shared.language();
            let mut said = summary(counts, report, self.target, warnings, language);
            // Seconds are for the person who waited, not for a log to compare.
            if std::io::stdout().is_terminal() {
                said += &took(self.start.elapsed(), language);
            }
            super::say(&(said + "\n"));
        }
        Outcome::Done
    }
}

fn stopped(shared: &Shared, status: u8) -> Outcome {
    super::note(match shared.language() {
        Language::Zh => "已停止；原来的网站没有变。",
        Language::En => "stopped; the old site stands as it was",
    });
    Outcome::Stopped(status)
}

fn refused(error: &PublishError, place: Place) -> Finding {
    let code = Code::named(error.code()).unwrap_or(Code::OutputFailed);
    let message = Text {
        zh: error.zh(),
        en: error.en(),
    };
    let hint = Text {
        zh: error.hint_zh(),
        en: error.hint_en(),
    };
    Finding::new(code, place, message).hint(hint)
}

/// The last line: what was made.
fn summary(
    counts: Counts,
    report: &Report,
    target: &Path,
    warnings: usize,
    language: Language,
) -> String {
    let index = target
        .strip_prefix(".")
        .unwrap_or(target)
        .join("index.html");
    let index = index.display();
    let Counts {
        pages,
        charts,
        photos,
    } = counts;
    let Report {
        written,
        unchanged,
        removed,
        ..
    } = report;
    let warned = match (warnings, language) {
        (0, _) => String::new(),
        (n, Language::Zh) => format!("，{n} 处警告"),
        (1, Language::En) => ", 1 warning".to_owned(),
        (n, Language::En) => format!(", {n} warnings"),
    };
    match language {
        Language::Zh => format!(
            "已生成 {pages} 页、{charts} 幅图表、{photos} 张图片{warned}：写入 {written} 个文件，{unchanged} 个没有变化，移除 {removed} 个。\n打开 {index}"
        ),
        Language::En => {
            let of = |n: usize, what: &str| match n {
                1 => format!("1 {what}"),
                n => format!("{n} {what}s"),
            };
            let (pages, charts) = (of(pages, "page"), of(charts, "chart"));
            let (photos, written) = (of(photos, "picture"), of(*written, "file"));
            format!(
                "{pages}, {charts}, {photos}{warned}: {written} written, {unchanged} unchanged, {removed} removed.\nOpen {index}"
            )
        }
    }
}

/// How long it took, for the end of the last line.
fn took(time: Duration, language: Language) -> String {
    let seconds = time.as_secs_f32();
    match language {
        Language::Zh => format!("\n用时 {seconds:.1} 秒"),
        Language::En => format!("\nin {seconds:.1} s"),
    }
}
