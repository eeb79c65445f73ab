//! Xunli (巡礼): county write-ups and figures in, an annual showcase out.
//!
//! ```text
//! content/ ──load──▶ Content ──resolve──▶ Showcase ──render──▶ Site ──publish──▶ output/
//!               what was written      what it means        files in memory
//!                     └──────────── findings, all of them ────────────┘
//! ```
//!
//! [`make`] goes this way up to the site in memory, [`publish::publish`] puts
//! it on the disk. Each room is a module named for what happens in it; a room
//! uses only rooms that stand before it here:
//!
//! | room | what happens there |
//! |---|---|
//! | [`mod@progress`] | how far the work has come |
//! | [`finding`] | what is wrong or worth knowing, and printing it |
//! | [`mod@explain`] | what each finding means, with examples |
//! | [`quantity`] | numbers with units: parse, convert, add, print |
//! | [`content`] | the files as typed values that remember where they stood |
//! | [`showcase`] | totals, progress, series, ranks, checks: what it means |
//! | [`proof`] | checks on wording and on numbers in prose |
//! | [`scaffold`] | what `new` makes |
//! | [`markdown`] | a case to HTML |
//! | [`chart`] | a chart's data to SVG, through plotters |
//! | [`picture`] | photos fit to publish, cards, codes to scan |
//! | [`theme`] | templates, colours, style sheets |
//! | [`page`] | which pages there are and what each shows |
//! | [`import`] | tables, write-ups and pasted pages into the content |
//! | [`fix`] | safe typesetting fixes, put into the files |
//! | [`report`] | what was found, for a person to read through and sign |
//! | [`mod@publish`] | the tree onto the disk: staged, swapped, recorded |
//! | [`archive`] | a site in one file, and copies against their manifest |
//! | [`preview`] | the local server |

pub mod progress;

pub mod finding;

pub mod explain;

pub mod quantity;

pub mod content;

pub mod showcase;

pub mod proof;

pub mod scaffold;

pub mod markdown;

pub mod chart;

pub mod picture;

pub mod theme;

pub mod page;

pub mod import;

pub mod publish;

pub mod archive;

pub mod preview;

pub mod fix;

pub mod report;

use finding::Findings;
use progress::Stage;
use std::path::Path;
use std::sync::OnceLock;

/// What [`make`] gives.
pub struct Made {
    /// The site in memory; `None` where there is not enough to render.
    pub site: Option<page::Site>,
    /// How the numbers in prose stand to the figures, if they were read.
    pub coverage: proof::Coverage,
}

/// Reads the showcase at `root`, resolves, proofreads and renders it.
///
/// Goes as far as it can, so that `findings` holds everything that is wrong;
/// the site must not be published while it holds errors. `None` where there
/// is not even a site.toml to start from.
pub fn make(root: &Path, scope: proof::Scope, findings: &mut Findings) -> Option<Made> {
    make_for(root, scope, &page::For::default(), findings)
}

/// Like [`make`], for somebody in particular: pages that are not for the public
/// are marked, and there a case that nobody has approved is no error; the pages
/// that somebody looks at come first. No site where the content changed
/// meanwhile.
pub fn make_for(
    root: &Path,
    scope: proof::Scope,
    wanted: &page::For<'_>,
    findings: &mut Findings,
) -> Option<Made> {
    wanted.progress.begin(Stage::Reading, 0);
    let folder = content::Folder::read(root, "content", findings)?;
    make_of(root, &folder, scope, wanted, findings)
}

/// Like [`make_for`], from `content/` as it was read already.
pub fn make_of(
    root: &Path,
    folder: &content::Folder,
    scope: proof::Scope,
    wanted: &page::For<'_>,
    findings: &mut Findings,
) -> Option<Made> {
    let settings = content::site(root, folder, findings);
    // The theme needs nothing of the content but its own name.
    let name = settings.as_ref().map(|site| site.theme.clone());
    let slot = OnceLock::new();
    let mut of_theme = Findings::new();
    let (showcase, theme) = rayon::join(
        || {
            let loaded = content::load_from(settings, folder, wanted.memory, findings)?;
            let content = slot.get_or_init(|| loaded);
            if wanted.marks == page::Marks::None {
                content::unsigned(content, findings);
            }
            Some(showcase::resolve(content, findings))
        },
        || theme::Theme::load(root, &name?, &mut of_theme),
    );
    findings.extend(of_theme);
    let (content, showcase) = (slot.get()?, showcase?);
    let cache = picture::Cache::at(root);
    let mut of_proof = Findings::new();
    let rules = proof::Rules::of(&content.site.proofing, &mut of_proof);
    // What is known to be wrong by now is the reason for much that pages find.
    let render = || {
        let mut theme = theme?;
        if let Some(tell) = &wanted.endless {
            theme.watch(tell);
        }
        let site = page::render_for(&showcase, &mut theme, &cache, wanted, findings);
        if wanted.is_last {
            std::mem::forget(theme);
        }
        site
    };
    let is_stale = || wanted.is_stale();
    let mut proofread = || proof::check_until(&showcase, (scope, &rules), &is_stale, &mut of_proof);
    let (site, coverage) = match wanted.looking {
        None => rayon::join(render, proofread),
        // Somebody may be waiting for the pages.
        Some(_) => (render(), proofread()),
    };
    findings.extend(of_proof);
    // A site that was broken off has not shown all of its photos.
    if site.is_some() && !findings.has_errors() {
        cache.prune();
    }
    if wanted.is_last {
        // To give back a million small pieces takes longer than to read them.
        std::mem::forget(showcase);
        std::mem::forget(slot);
    }
    Some(Made { site, coverage })
}
