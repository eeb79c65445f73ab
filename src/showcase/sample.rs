//! Small showcases for tests: written to a folder and read like any other.

use crate::content::{self, Content};
use crate::finding::{Finding, Findings};
use std::fs;
use std::path::Path;

/// A showcase under construction.
pub(super) struct Sample {
    folder: tempfile::TempDir,
}

impl Sample {
    pub(super) fn new() -> Sample {
        let folder = tempfile::tempdir().unwrap();
        let sample = Sample { folder };
        sample.file("site.toml", "title = \"巡礼\"\nlanguage = \"zh-CN\"\nurl = \"https://example.org/\"\ntheme = \"hong\"\n[publisher]\nname = \"市委宣传部\"\n");
        sample
    }

    /// Writes a file of `content/`.
    pub(super) fn file(&self, path: &str, text: &str) {
        let path = self.folder.path().join("content").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// An edition with its counties: slug and figures.toml. `head` is TOML
    /// before the indicators, `indicators` the tables.
    pub(super) fn edition(
        &self,
        id: &str,
        head: &str,
        indicators: &str,
        counties: &[(&str, &str)],
    ) {
        let roster: Vec<String> = counties.iter().map(|(s, _)| format!("\"{s}\"")).collect();
        let roster = roster.join(", ");
        self.file(
            &format!("{id}/edition.toml"),
            &format!("region = \"丽水市\"\ntitle = \"巡礼\"\nsource = \"统计报表\"\nroster = [{roster}]\n{head}\n{indicators}\n"),
        );
        for (slug, figures) in counties {
            self.file(
                &format!("{id}/{slug}/index.md"),
                &format!("+++\nname = \"{slug}县\"\ntitle = \"标题\"\n+++\n\n正文。\n"),
            );
            self.file(&format!("{id}/{slug}/figures.toml"), figures);
        }
    }

    /// What was written; the content must be sound.
    pub(super) fn load(&self) -> Content {
        load(self.folder.path())
    }
}

/// Reads a folder whose content must be without errors.
pub(super) fn load(root: &Path) -> Content {
    let mut findings = Findings::new();
    let content = content::load(root, &mut findings).unwrap();
    let said = printed(&findings.clone().sorted());
    assert!(!findings.has_errors(), "{said}");
    content
}

/// Code, severity and Chinese message of each.
pub(super) fn printed(findings: &[Finding]) -> String {
    let line = |f: &Finding| {
        let (line, _) = f.place.position().unwrap_or_default();
        format!(
            "{} {} {}:{line} {}\n",
            f.severity.as_str(),
            f.code.as_str(),
            f.place.path(),
            f.message.zh
        )
    };
    findings.iter().map(line).collect()
}
