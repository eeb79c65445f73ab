//! `xunli import`: tables, write-ups and pasted pages into the content.

use super::Outcome;
use super::edition::edition;
use super::options::{Shared, Showcase};
use super::writing::{Imported, Writing, finish, say};
use clap::Subcommand;
use std::io::Read;
use std::path::{Path, PathBuf};
use xunli::content::{self, Date, Edition};
use xunli::finding::{Code, Finding, Findings, Place, Severity, Text, system};
use xunli::import::figures::Origin;
use xunli::import::{self, Draft, Keep};
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
    /// Word 稿件（.docx）· A write-up from a Word document
    Case(Case),
    /// 从网页、报纸粘来的文字（.txt），“-”从标准输入读 · Pasted text
    Text(PastedText),
}

#[derive(clap::Args)]
struct Case {
    /// Word 文件 · The document
    file: PathBuf,
    #[command(flatten)]
    into: Into,
}

#[derive(clap::Args)]
struct PastedText {
    /// 文本文件，或“-” · The text, or -
    file: PathBuf,
    /// 繁体转简体 · To simplified characters
    #[arg(long)]
    simplify: bool,
    /// 不改半角标点 · Leave half-width marks as they are
    #[arg(long)]
    no_fix: bool,
    /// 转简体时不动的专名，可写多次 · Names left alone by --simplify
    #[arg(long, value_name = "专名")]
    protect: Vec<String>,
    #[command(flatten)]
    into: Into,
}

/// The county that a write-up is of.
#[derive(clap::Args)]
struct Into {
    /// 县的文件夹名，如 liandu · The county's folder
    #[arg(long)]
    county: String,
    /// 写进哪个年度；只有一个年度时可以不写 · The edition
    #[arg(long)]
    edition: Option<String>,
    /// 县的全称，如 莲都区 · The county's name
    #[arg(long)]
    name: Option<String>,
    #[command(flatten)]
    writing: Writing,
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
    /// 这些数的出处，如 "市农业农村局年报" · Where these figures come from
    #[arg(long, value_name = "出处")]
    source: Option<String>,
    /// 这些数截至哪天，如 2026-10-31 · Their as-of date
    #[arg(long, value_name = "日期", value_parser = a_date)]
    as_of: Option<Date>,
    /// 把对应关系记进 import.toml，明年再用 · Keep the mapping for next year
    #[arg(long)]
    keep: bool,
    #[command(flatten)]
    writing: Writing,
}

pub(crate) fn run(shared: &Shared, arguments: &Arguments) -> Outcome {
    match &arguments.what {
        What::Figures(figures) => run_figures(shared, figures),
        What::Case(case) => run_case(shared, &case.file, &case.into, false, |bytes, shown| {
            import::case::from_document(bytes, shown)
        }),
        What::Text(text) => run_case(
            shared,
            &text.file,
            &text.into,
            !text.no_fix,
            |bytes, shown| {
                let protect = text.simplify.then_some(text.protect.as_slice());
                import::case::from_text(bytes, shown, protect)
            },
        ),
    }
}

fn run_case(
    shared: &Shared,
    file: &Path,
    into: &Into,
    mend: bool,
    read: impl FnOnce(&[u8], &str) -> Result<Draft, Box<Finding>>,
) -> Outcome {
    let showcase = Showcase::find(into.writing.dir.as_deref());
    let Some((content, at)) = edition(shared, &showcase, into.edition.as_deref()) else {
        return Outcome::ContentFaulty;
    };
    let Some(edition) = content.editions.get(at) else {
        return Outcome::ContentFaulty;
    };
    let mut findings = Findings::new();
    if !is_folder_name(&into.county) {
        findings.push(bad_county(&into.county, edition));
        shared.print(&showcase, findings, Severity::Info);
        return Outcome::ContentFaulty;
    }
    let shown = file.to_string_lossy().into_owned();
    let draft = bytes_of(file, &shown).and_then(|bytes| read(&bytes, &shown));
    let mut draft = match draft {
        Ok(draft) => draft,
        Err(finding) => {
            findings.push(*finding);
            shared.print_here(findings);
            return Outcome::ContentFaulty;
        }
    };
    let target = import::case::Target {
        root: &showcase.root,
        edition: &edition.id,
        county: &into.county,
        name: into.name.as_deref(),
        path: &shown,
    };
    let files = import::case::files(&mut draft, &target, &content, &mut findings);
    if !shared.is_quiet() {
        super::say(&import::case::show(&draft, &shown, shared.language()));
    }
    let unclear = findings.has_errors();
    shared.print_here(findings);
    match files {
        Some(files) if !unclear => {
            let imported = Imported {
                path: format!("content/{}/{}/index.md", edition.id, into.county),
                mend,
            };
            finish(shared, &showcase, &into.writing, &files, Some(&imported))
        }
        _ => {
            say(
                shared,
                "有不清楚的地方，什么都没有写。",
                "Something is unclear; nothing was written.",
            );
            Outcome::ContentFaulty
        }
    }
}

/// A file's bytes; `-` is what is piped in.
fn bytes_of(file: &Path, shown: &str) -> Result<Vec<u8>, Box<Finding>> {
    if file != Path::new("-") {
        return import::figures::read_file(file, shown);
    }
    let mut bytes = Vec::new();
    let most = 16 << 20;
    let read = std::io::stdin().lock().take(most).read_to_end(&mut bytes);
    read.map(|_| bytes).map_err(|error| {
        let Text { zh, en } = system(&error);
        let message = text!(
            "读不了标准输入：{zh}",
            "standard input cannot be read: {en}"
        );
        Box::new(Finding::new(
            Code::ImportUnreadable,
            Place::file("-"),
            message,
        ))
    })
}

fn is_folder_name(name: &str) -> bool {
    name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && name
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-' || b == b'_')
}

fn bad_county(name: &str, edition: &Edition) -> Finding {
    let message = text!(
        "“{name}”不能作县的文件夹名：只用小写字母、数字、- 和 _",
        "`{name}` cannot be a county's folder: small letters, digits, - and _ only"
    );
    let is_named = |c: &&content::County| c.name.value.starts_with(name);
    let hint = match edition.counties.iter().find(is_named) {
        Some(county) => {
            let slug = &county.slug;
            Some(text!("是不是 --county {slug}？", "is it --county {slug}?"))
        }
        None => xunli::finding::hint(name, edition.counties.iter().map(|c| c.slug.as_str())),
    };
    Finding::new(Code::IdInvalid, Place::file("--county"), message).maybe_hint(hint)
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
    let kept = Keep::edition_of(&showcase.root, &edition.id);
    if kept != edition.id {
        say(
            shared,
            &format!("对应关系照 {kept} 的 import.toml。"),
            &format!("The mapping is that of {kept}, from its import.toml."),
        );
    }
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
    let before = content.editions.iter().filter(|e| e.year < edition.year);
    let earlier = before.max_by_key(|e| e.year);
    let plan = import::figures::read(&bytes, &shown, edition, earlier, &keep, &mut findings);
    let mut files = Vec::new();
    if let Some(plan) = &plan {
        if !shared.is_quiet() {
            super::say(&import::show_plan(plan, &shown, shared.language()));
        }
        let origin = Origin {
            source: arguments.source.clone(),
            as_of: arguments.as_of,
        };
        say_origin(shared, &origin, plan.given.len());
        match import::figures::files(&showcase.root, &edition.id, plan, &origin) {
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
    finish(shared, &showcase, &arguments.writing, &files, None)
}

fn a_date(written: &str) -> Result<Date, String> {
    Date::parse(written).ok_or_else(|| "写成 2026-10-31 · write it as 2026-10-31".to_owned())
}

/// Shows the origin beside the changes before it is written.
fn say_origin(shared: &Shared, origin: &Origin, count: usize) {
    if let Some(source) = &origin.source {
        say(
            shared,
            &format!("出处：{source}（这次的 {count} 项数据）"),
            &format!("source: {source} ({count} figures)"),
        );
    }
    if let Some(date) = origin.as_of {
        say(
            shared,
            &format!("截至：{date}（这次的 {count} 项数据）"),
            &format!("as of: {date} ({count} figures)"),
        );
    }
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
