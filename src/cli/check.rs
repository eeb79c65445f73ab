//! `xunli check`: everything that `build` checks, nothing written.

use super::Outcome;
use super::options::{Shared, Showcase};
use std::path::PathBuf;
use xunli::finding::{Findings, Severity};
use xunli::proof::Scope;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// 含 content/ 的文件夹，默认是这里或最近的上级 · The folder that holds content/
    dir: Option<PathBuf>,
    /// 有警告也算不通过 · Warnings fail too
    #[arg(long)]
    strict: bool,
}

pub(crate) fn run(shared: &Shared, arguments: &Arguments) -> Outcome {
    let showcase = Showcase::find(arguments.dir.as_deref());
    let mut findings = Findings::new();
    let made = xunli::make(&showcase.root, Scope::Everything, &mut findings);
    let sound = is_sound(&findings, arguments.strict);
    shared.print(&showcase, findings, Severity::Info);
    if let Some(made) = made.filter(|_| !shared.is_quiet()) {
        let sentence = made.coverage.total().sentence();
        println!("{}", sentence.get(shared.language()));
    }
    if sound {
        Outcome::Done
    } else {
        Outcome::ContentFaulty
    }
}

/// Whether the content may be published.
pub(super) fn is_sound(findings: &Findings, strict: bool) -> bool {
    !findings.has_errors() && !(strict && findings.count(Severity::Warning) > 0)
}
