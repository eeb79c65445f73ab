//! `xunli import`: tables, write-ups and pasted pages into the content.

use super::Outcome;
use super::ask::{Answer, ask};
use super::check::is_sound;
use super::options::{Shared, Showcase};
use clap::Subcommand;
use std::path::{Path, PathBuf};
use xunli::content::{self, Content, Edition};
use xunli::finding::{Code, Finding, Findings, Language, Place, Severity};
use xunli::import::{self, Keep, NewFile};
use xunli::proof::Scope;
use xunli::text;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    /// 表格里的数据：.xlsx .xls .ods .csv .txt · Figures from a table
    Figures(Figures),
}

#[derive(clap::Args)]
struct Figures {
    /// 表格文件 · The table
    file: PathBuf,
    /// 写进哪个年度，如 2026；只有一个年度时可以不写 · The edition
    #[arg(long)]
    edition: Option<String>,
    /// 只读这张工作表，可写多次 · Read only this sheet
    #[arg(long)]
    sheet: Vec<String>,
    /// 指明表头或县名，可写多次："任务数=villages.target"、"开发区=-" · Settle a heading or county
    #[arg(long, value_name = "名字=用作")]
    map: Vec<String>,
    /// 把对应关系记进 import.toml，明年再用 · Keep the mapping for next year
    #[arg(long)]
    keep: bool,
    #[command(flatten)]
    writing: Writing,
}

/// Whether to write.
#[derive(clap::Args)]
pub(super) struct Writing {
    /// 只看不写 · Show only, write nothing
    #[arg(long, conflicts_with = "yes")]
    pub(super) dry_run: bool,
    /// 不问，直接写 · Write without asking
    #[arg(long, short)]
    pub(super) yes: bool,
    /// 含 content/ 的文件夹，默认是这里或最近的上级 · The folder that holds content/
    #[arg(long, value_name = "DIR")]
    pub(super) dir: Option<PathBuf>,
}

pub(crate) fn run(shared: &Shared, arguments: &Arguments) -> Outcome {
    match &arguments.what {
        What::Figures(figures) => run_figures(shared, figures),
    }
}

fn run_figures(shared: &Shared, arguments: &Figures) -> Outcome {
    let showcase = Showcase::find(arguments.writing.dir.as_deref());
    let Some((content, at)) = edition(shared, &showcase, arguments.edition.as_deref()) else {
        return Outcome::ContentFaulty;
    };
    let Some(edition) = content.editions.get(at) else {
        return Outcome::ContentFaulty;
    };
    let mut findings = Findings::new();
    let shown = arguments.file.to_string_lossy().into_owned();
    let mut keep = Keep::load(&showcase.root, &edition.id, &mut findings);
    if !arguments.sheet.is_empty() {
        keep.sheets.clone_from(&arguments.sheet);
    }
    for option in &arguments.map {
        if keep.add(option, edition).is_none() {
            findings.push(bad_map(option, edition));
        }
    }
    let bytes = match import::figures::read_file(&arguments.file, &shown) {
        Ok(bytes) => bytes,
        Err(finding) => {
            findings.push(*finding);
            shared.print_here(findings);
            return Outcome::ContentFaulty;
        }
    };
    let plan = import::figures::read(&bytes, &shown, edition, &keep, &mut findings);
    let mut files = Vec::new();
    if let Some(plan) = &plan {
        if !shared.is_quiet() {
            print!("{}", import::show_plan(plan, &shown, shared.language()));
        }
        match import::figures::files(&showcase.root, &edition.id, plan) {
            Ok(new) => files = new,
            Err(finding) => findings.push(*finding),
        }
        if arguments.keep {
            files.extend(import::figures::keep_file(
                &showcase.root,
                &edition.id,
                plan,
                &keep,
            ));
        }
    }
    let unclear = findings.has_errors() || plan.is_none();
    shared.print_here(findings);
    if unclear {
        say(
            shared,
            "有不清楚的地方，什么都没有写。",
            "Something is unclear; nothing was written.",
        );
        return Outcome::ContentFaulty;
    }
    finish(shared, &showcase, &arguments.writing, &files)
}

/// Asks, writes, and checks what came of it.
pub(super) fn finish(
    shared: &Shared,
    showcase: &Showcase,
    writing: &Writing,
    files: &[NewFile],
) -> Outcome {
    if files.is_empty() {
        say(shared, "没有要写的。", "There is nothing to write.");
        return Outcome::Done;
    }
    if !may_write(shared, writing, files) {
        return Outcome::Done;
    }
    if let Err(finding) = import::write(&showcase.root, files) {
        let mut findings = Findings::new();
        findings.push(*finding);
        shared.print(showcase, findings, Severity::Info);
        return Outcome::SystemRefused;
    }
    let count = files.len();
    say(
        shared,
        &format!("写好 {count} 个文件。"),
        &format!("{count} files written."),
    );
    let mut findings = Findings::new();
    xunli::make(&showcase.root, Scope::Everything, &mut findings);
    let sound = is_sound(&findings, false);
    shared.print(showcase, findings, Severity::Info);
    if sound {
        Outcome::Done
    } else {
        Outcome::ContentFaulty
    }
}

fn may_write(shared: &Shared, writing: &Writing, files: &[NewFile]) -> bool {
    if writing.yes {
        return true;
    }
    if !shared.is_quiet() {
        for file in files {
            println!("  → {}", file.path);
        }
    }
    if !writing.dry_run {
        match ask(shared.language(), "写入吗？", "Write?") {
            Answer::Yes | Answer::All => return true,
            Answer::No | Answer::Stop => {}
            Answer::Nobody => {
                say(
                    shared,
                    "没有写入；确认无误后加 --yes。",
                    "Nothing was written; add --yes when it is right.",
                );
                return false;
            }
        }
    }
    say(shared, "没有写入。", "Nothing was written.");
    false
}

pub(super) fn say(shared: &Shared, zh: &str, en: &str) {
    if !shared.is_quiet() {
        match shared.language() {
            Language::Zh => println!("{zh}"),
            Language::En => println!("{en}"),
        }
    }
}

/// The content and the edition that was named, or the only one. What is wrong
/// elsewhere in the content is not this command's matter.
pub(super) fn edition(
    shared: &Shared,
    showcase: &Showcase,
    named: Option<&str>,
) -> Option<(Content, usize)> {
    let mut findings = Findings::new();
    let content = content::load(&showcase.root, &mut findings);
    let Some(content) = content else {
        shared.print(showcase, findings, Severity::Info);
        return None;
    };
    let ids: Vec<&str> = content.editions.iter().map(|e| e.id.as_str()).collect();
    let found = match named {
        Some(named) => ids.iter().position(|id| *id == named),
        None if ids.len() == 1 => Some(0),
        None => None,
    };
    if let Some(at) = found {
        return Some((content, at));
    }
    let known = ids.join("、");
    let place = Place::file("content");
    let finding = match named {
        Some(named) => {
            let message = text!("没有叫“{named}”的年度", "there is no edition `{named}`");
            Finding::new(Code::EditionMissing, place, message)
                .maybe_hint(xunli::finding::hint(named, ids.iter().copied()))
        }
        None => {
            let message = text!(
                "有几个年度，请用 --edition 指明",
                "there are several editions; name one with --edition"
            );
            let hint = text!("这里有：{known}", "there are: {known}");
            Finding::new(Code::EditionMissing, place, message).hint(hint)
        }
    };
    let mut all = Findings::new();
    // An edition that could not be read is missing for a reason.
    if named.is_some_and(|n| showcase.root.join("content").join(n).is_dir()) || ids.is_empty() {
        all.extend(findings);
    }
    all.push(finding);
    shared.print(showcase, all, Severity::Info);
    None
}

fn bad_map(option: &str, edition: &Edition) -> Finding {
    let message = text!(
        "--map 看不懂：“{option}”",
        "--map cannot be read: `{option}`"
    );
    let ids: Vec<&str> = edition.indicators.iter().map(|i| i.id.as_str()).collect();
    let ids = ids.join("、");
    let hint = text!(
        "写成 \"表头=指标\"、\"表头=指标.target\"、\"县名=文件夹\"、\"名字=-\"；指标有：{ids}",
        "write \"HEADING=ID\", \"HEADING=ID.target\", \"COUNTY=FOLDER\" or \"NAME=-\"; indicators: {ids}"
    );
    Finding::new(
        Code::ValueInvalid,
        Place::file(Path::new("--map").to_string_lossy()),
        message,
    )
    .hint(hint)
}
