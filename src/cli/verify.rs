//! `xunli verify`: a copy of a site against the manifest in it.

use super::Outcome;
use super::options::{Shared, Showcase};
use std::path::PathBuf;
use xunli::archive::{self, Verdict};
use xunli::finding::{Code, Findings, Language, Severity};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// 网站的文件夹或 ZIP，默认 output/ · The folder or ZIP file; output/ by default
    copy: Option<PathBuf>,
}

pub(crate) fn run(shared: &Shared, arguments: &Arguments) -> Outcome {
    let copy = match &arguments.copy {
        Some(copy) => copy.clone(),
        None => Showcase::find(None).root.join("output"),
    };
    let place = Showcase::find(Some(&copy));
    match archive::verify(&copy) {
        Ok(verdict) => {
            let sentence = sentence(&verdict, shared.language());
            let is_sound = !verdict.findings.has_errors();
            shared.print(&place, verdict.findings, Severity::Warning);
            if !shared.is_quiet() {
                super::say(&(sentence + "\n"));
            }
            if is_sound {
                Outcome::Done
            } else {
                Outcome::ContentFaulty
            }
        }
        Err(finding) => {
            let mut findings = Findings::new();
            findings.push(*finding);
            // The finding names the copy itself.
            shared.print(&Showcase::none(), findings, Severity::Warning);
            if copy.exists() {
                Outcome::ContentFaulty
            } else {
                Outcome::SystemRefused
            }
        }
    }
}

fn sentence(verdict: &Verdict, language: Language) -> String {
    let (all, intact) = (verdict.listed.len(), verdict.intact);
    let findings = verdict.findings.clone().sorted();
    let count = |code: Code| findings.iter().filter(|f| f.code == code).count();
    let (changed, missing, foreign) = (
        count(Code::CopyChanged),
        count(Code::CopyMissing),
        count(Code::CopyForeign),
    );
    match (language, findings.is_empty()) {
        (Language::Zh, true) => format!("{all} 个文件，都与发布时一致"),
        (Language::En, true) => format!("{all} files, all as they were published"),
        (Language::Zh, false) => format!(
            "清单 {all} 个文件：一致 {intact}，改动 {changed}，缺少 {missing}；多出 {foreign}"
        ),
        (Language::En, false) => format!(
            "{all} files listed: {intact} intact, {changed} changed, {missing} missing; {foreign} foreign"
        ),
    }
}
