//! `xunli fix`: safe typesetting fixes, shown before they are made.

use super::Outcome;
use super::ask::{Answer, ask};
use super::options::{Shared, Showcase};
use std::path::PathBuf;
use xunli::content;
use xunli::finding::{Findings, Language, Severity, Text, system};
use xunli::fix::{self, Mended};
use xunli::import::{self, NewFile};
use xunli::proof::Rules;

/// At the end of `--help`.
const EXAMPLES: &str = "\
例子 · Examples:
  xunli fix --dry-run        先看改什么 · what would be changed
  xunli fix                  看过再问一声，然后改 · shown, asked, done
  xunli fix --yes            不问 · without asking

不改数值、代码、链接和键名，全角数字只换成半角 · Values, code, links and keys are never touched";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// 含 content/ 的文件夹，默认是这里或最近的上级 · The folder that holds content/
    dir: Option<PathBuf>,
    /// 只看不写 · Show only, write nothing
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// 不问，直接写 · Write without asking
    #[arg(long, short)]
    yes: bool,
}

pub(crate) fn run(shared: &Shared, arguments: &Arguments) -> Outcome {
    let showcase = Showcase::find(arguments.dir.as_deref());
    let language = shared.language();
    let mut findings = Findings::new();
    let Some(content) = content::load(&showcase.root, &mut findings) else {
        shared.print(&showcase, findings, Severity::Error);
        return Outcome::ContentFaulty;
    };
    let rules = Rules::of(&content.site.proofing, &mut findings);
    let files = fix::mend(&content, &rules);
    if files.is_empty() {
        note(
            shared,
            "没有可以放心改的地方。",
            "There is nothing that can safely be mended.",
        );
        return Outcome::Done;
    }
    let diff: String = files
        .iter()
        .map(|file| file.diff(showcase.prefix()))
        .collect();
    super::say(&diff);
    let (count, places) = (files.len(), files.iter().map(Mended::count).sum::<usize>());
    let (zh, en) = (
        format!("{count} 个文件、{places} 处。"),
        format!(
            "{places} place{} in {count} file{}.",
            if places == 1 { "" } else { "s" },
            if count == 1 { "" } else { "s" }
        ),
    );
    let write = arguments.yes
        || !arguments.dry_run
            && match ask(
                language,
                &format!("{zh}改吗？"),
                &format!("{en} Mend them?"),
            ) {
                Answer::Yes | Answer::All => true,
                Answer::No | Answer::Stop => false,
                Answer::Nobody => {
                    note(
                        shared,
                        "没有改；看过之后加 --yes。",
                        "Nothing was changed; add --yes when it is right.",
                    );
                    false
                }
            };
    if !write {
        note(shared, &zh, &en);
        return Outcome::Done;
    }
    write_all(shared, &showcase, &files)
}

fn write_all(shared: &Shared, showcase: &Showcase, files: &[Mended]) -> Outcome {
    let mut new = Vec::new();
    for file in files {
        match file.bytes_at(&showcase.root) {
            Ok(Some(bytes)) => new.push(NewFile {
                path: file.path().to_owned(),
                bytes,
            }),
            Ok(None) => {
                let path = file.path();
                note(
                    shared,
                    &format!("{path} 刚被改过，或者换行符混杂，没有动它"),
                    &format!(
                        "{path} has just changed, or its line ends are mixed; it was left alone"
                    ),
                );
            }
            Err(error) => {
                let path = file.path();
                let Text { zh, en } = system(&error);
                note(
                    shared,
                    &format!("读不了 {path}：{zh}"),
                    &format!("{path} cannot be read: {en}"),
                );
                return Outcome::SystemRefused;
            }
        }
    }
    if let Err(finding) = import::write(&showcase.root, &new) {
        let mut findings = Findings::new();
        findings.push(*finding);
        shared.print(showcase, findings, Severity::Info);
        return Outcome::SystemRefused;
    }
    let count = new.len();
    note(
        shared,
        &format!("改好 {count} 个文件。"),
        &match count {
            1 => "1 file mended.".to_owned(),
            n => format!("{n} files mended."),
        },
    );
    Outcome::Done
}

fn note(shared: &Shared, zh: &str, en: &str) {
    if !shared.is_quiet() {
        match shared.language() {
            Language::Zh => super::note(zh),
            Language::En => super::note(en),
        }
    }
}
