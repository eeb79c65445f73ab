//! Asking, writing, and checking what came of it: for every command that puts files
//! into the content.

use super::Outcome;
use super::ask::{Answer, ask};
use super::check::is_sound;
use super::options::{Shared, Showcase};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use xunli::content;
use xunli::finding::{Code, Findings, Language, Severity, visible_line};
use xunli::fix;
use xunli::import::{self, NewFile};
use xunli::proof::{Rules, Scope};

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

/// Asks, writes, and checks what came of it.
pub(super) fn finish(
    shared: &Shared,
    showcase: &Showcase,
    writing: &Writing,
    files: &[NewFile],
    imported: Option<&Imported>,
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
    if let Some(imported) = imported.filter(|i| i.mend) {
        mend(shared, showcase, imported);
    }
    let mut findings = Findings::new();
    xunli::make(&showcase.root, Scope::Everything, &mut findings);
    let sound = is_sound(&findings, false);
    let could_refer = could_refer(&findings, files);
    shared.print(showcase, findings, Severity::Info);
    say_could_refer(shared, &could_refer);
    if sound {
        Outcome::Done
    } else {
        Outcome::ContentFaulty
    }
}

/// A write-up that has just come in.
pub(super) struct Imported {
    /// From the showcase's folder.
    pub(super) path: String,
    /// Half-width marks and the like are to be mended.
    pub(super) mend: bool,
}

fn may_write(shared: &Shared, writing: &Writing, files: &[NewFile]) -> bool {
    if writing.yes {
        return true;
    }
    if !shared.is_quiet() {
        for file in files {
            super::say(&format!("  → {}\n", visible_line(&file.path)));
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

/// What `xunli fix` would do, to the new write-up only.
fn mend(shared: &Shared, showcase: &Showcase, imported: &Imported) {
    let mut unsaid = Findings::new();
    let Some(content) = content::load(&showcase.root, &mut unsaid) else {
        return;
    };
    let rules = Rules::of(&content.site.proofing, &mut unsaid);
    let mended = fix::mend(&content, &rules);
    let Some(file) = mended.iter().find(|f| f.path() == imported.path) else {
        return;
    };
    let Ok(Some(bytes)) = file.bytes_at(&showcase.root) else {
        return;
    };
    let new = NewFile {
        path: imported.path.clone(),
        bytes,
    };
    if import::write(&showcase.root, &[new]).is_ok() {
        let count = file.count();
        say(
            shared,
            &format!("半角标点等顺带改了 {count} 处（同 xunli fix；不要就加 --no-fix）。"),
            &format!(
                "{count} half-width marks and the like were mended, as xunli fix does (--no-fix leaves them)."
            ),
        );
    }
}

/// How many numbers of each write-up equal a figure, by edition and county,
/// where its text or its figures were just written.
fn could_refer(findings: &Findings, files: &[NewFile]) -> BTreeMap<(String, String), usize> {
    let case = |path: &str| match path.split('/').collect::<Vec<_>>().as_slice() {
        ["content", edition, county, _] => Some(((*edition).to_owned(), (*county).to_owned())),
        _ => None,
    };
    let written: BTreeSet<_> = files.iter().filter_map(|f| case(&f.path)).collect();
    let mut counts = BTreeMap::new();
    for finding in findings.clone().sorted() {
        if finding.code == Code::NumberCouldRefer
            && let Some(of) = case(finding.place.path()).filter(|c| written.contains(c))
        {
            *counts.entry(of).or_insert(0) += 1;
        }
    }
    counts
}

/// Counties that are named at most; the rest is counted.
const MOST_NAMED: usize = 12;

fn say_could_refer(shared: &Shared, counts: &BTreeMap<(String, String), usize>) {
    for ((edition, county), count) in counts.iter().take(MOST_NAMED) {
        say(
            shared,
            &format!(
                "正文里有 {count} 个数与数据相同，可以写成引用：xunli link --county {county} --edition {edition}"
            ),
            &format!(
                "{count} numbers in the text equal figures: xunli link --county {county} --edition {edition}"
            ),
        );
    }
    if counts.len() > MOST_NAMED {
        let more = counts.len() - MOST_NAMED;
        say(
            shared,
            &format!("另有 {more} 个县也有。"),
            &format!("So it is in {more} more counties."),
        );
    }
}

pub(super) fn say(shared: &Shared, zh: &str, en: &str) {
    if !shared.is_quiet() {
        match shared.language() {
            Language::Zh => super::say(&format!("{zh}\n")),
            Language::En => super::say(&format!("{en}\n")),
        }
    }
}
