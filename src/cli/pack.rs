//! `xunli pack`: the site as one ZIP file to be kept for years.
//!
//! Of a showcase the site is built anew, in memory, and packed; a folder that
//! was published is packed as it stands, if it is whole.

use super::Outcome;
use super::check::is_sound;
use super::options::{Shared, Showcase};
use super::result::{self, Refusal};
use super::waiting::Waiting;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use xunli::archive;
use xunli::finding::{Code, Finding, Findings, Language, Severity, Text};
use xunli::page::For;
use xunli::proof::Scope;
use xunli::publish::{Entry, Tree};
use xunli::text;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// 含 content/ 的文件夹，或已发布的网站 · The folder that holds content/, or a published site
    dir: Option<PathBuf>,
    /// 写到哪个文件，默认在旁边，叫 output.zip · The ZIP file; output.zip by default
    #[arg(long, short)]
    output: Option<PathBuf>,
    /// 有警告也算不通过 · Warnings fail too
    #[arg(long)]
    strict: bool,
}

pub(crate) fn run(shared: &Shared, arguments: &Arguments) -> Outcome {
    let mut findings = Findings::new();
    let named = arguments.dir.as_deref();
    let published = named.filter(|dir| is_published(dir));
    let (showcase, tree, target) = match published {
        Some(dir) => {
            let tree = match archive::open(dir, &mut findings) {
                Ok(tree) => Some(tree),
                Err(finding) => {
                    findings.push(*finding);
                    None
                }
            };
            (Showcase::find(named), tree, dir.with_added_extension("zip"))
        }
        None => {
            let showcase = Showcase::find(named);
            let waiting = Waiting::begin(shared);
            let wanted = For {
                progress: Arc::clone(&waiting.progress),
                endless: Some(shared.endless(&showcase)),
                ..For::default()
            };
            let scope = Scope::PersonalData;
            let made = xunli::make_for(&showcase.root, scope, &wanted, &mut findings);
            let site = made.and_then(|made| made.site);
            if let Some(site) = &site {
                archive::check_frozen(site, &showcase.root.join("output"), &mut findings);
            }
            let tree = site.map(|site| site.tree);
            let target = showcase.root.join("output.zip");
            (showcase, tree, target)
        }
    };
    let target = arguments.output.as_ref().unwrap_or(&target);
    let sound = is_sound(&findings, arguments.strict);
    let Some(tree) = tree.filter(|_| sound) else {
        shared.print(&showcase, findings, Severity::Warning);
        return Outcome::ContentFaulty;
    };
    match archive::pack(&tree).and_then(|bytes| put(target, &showcase, &bytes).map(|()| bytes)) {
        Ok(bytes) => {
            shared.print(&showcase, findings, Severity::Warning);
            if !shared.is_quiet() {
                let said = summary(&tree, &bytes, target, shared.language());
                super::say(&(said + "\n"));
            }
            Outcome::Done
        }
        Err(finding) => {
            findings.push(*finding);
            shared.print(&showcase, findings, Severity::Warning);
            Outcome::SystemRefused
        }
    }
}

/// Whether it is a site rather than the showcase it is made of.
fn is_published(dir: &Path) -> bool {
    dir.join("manifest.json").is_file() && !dir.join("content").is_dir()
}

/// Writes the archive, over nothing but an older one.
fn put(target: &Path, showcase: &Showcase, bytes: &[u8]) -> Result<(), Box<Finding>> {
    result::write(target, &result::ZIP, &showcase.root, bytes).map_err(|refusal| {
        let place = showcase.place(target);
        Box::new(match refusal {
            Refusal::Place(text) => {
                Finding::new(Code::OutputNotOurs, place, text).hint(Refusal::hint())
            }
            Refusal::System(Text { zh, en }) => {
                let message = text!("写不进去：{zh}", "it cannot be written: {en}");
                Finding::new(Code::OutputFailed, place, message)
            }
        })
    })
}

fn summary(tree: &Tree, bytes: &[u8], target: &Path, language: Language) -> String {
    let (files, size, target) = (tree.len(), bytes.len(), target.display());
    let hash = Entry::of(bytes).hex();
    match language {
        Language::Zh => format!("{target}：{files} 个文件，{size} 字节\nSHA-256 {hash}"),
        Language::En => format!("{target}: {files} files, {size} bytes\nSHA-256 {hash}"),
    }
}
