//! Files of the content that no page shows or links: each is reported, so
//! that a photo is not forgotten in silence.

use crate::content::{Asset, AssetKind, Content, report_unused};
use crate::finding::Findings;
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn report(content: &Content, used: &BTreeSet<String>, findings: &mut Findings) {
    // Beside a fault, a file is unused because of it, most likely: a photo whose
    // name is misspelt where it is shown.
    let doubtful: Vec<String> = findings
        .faulty_folders()
        .into_iter()
        .map(str::to_owned)
        .collect();
    let mut look = |files: &BTreeMap<String, Asset>| {
        for asset in files.values() {
            let beside_fault = |folder: &String| {
                let rest = asset.path.strip_prefix(folder.as_str());
                let top = folder == "content";
                rest.and_then(|r| r.strip_prefix('/'))
                    .is_some_and(|r| !top || !r.contains('/'))
            };
            if asset.kind == AssetKind::Refused || doubtful.iter().any(beside_fault) {
                continue;
            }
            let is_source = asset.kind == AssetKind::Drawing && drawn_as(&asset.path, used);
            if !used.contains(&asset.path) && !is_source {
                report_unused(&asset.path, findings);
            }
        }
    };
    look(&content.files);
    for edition in &content.editions {
        look(&edition.files);
        for county in &edition.counties {
            look(&county.files);
        }
    }
}

/// Whether a used picture has the same name as the drawing: the drawing is
/// then the picture's source.
fn drawn_as(drawing: &str, used: &BTreeSet<String>) -> bool {
    let stem = drawing.rsplit_once('.').map_or(drawing, |(stem, _)| stem);
    let start = format!("{stem}.");
    used.range(start.clone()..)
        .next()
        .is_some_and(|path| path.starts_with(&start))
}
