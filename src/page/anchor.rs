//! Links to places in pages: when all pages are made, each must be there.

use super::job::Anchor;
use crate::finding::{Code, Finding, Findings, nearest};
use crate::publish::Tree;
use crate::text;
use std::collections::BTreeMap;

/// Tells links to places that their page does not have.
pub(super) fn check(anchors: &[Anchor], tree: &Tree, findings: &mut Findings) {
    let mut pages: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for Anchor { place, page, id } in anchors {
        let ids = pages.entry(page).or_insert_with(|| ids(tree, page));
        // A page that was not made has its own finding.
        if ids.is_empty() || ids.contains(id) {
            continue;
        }
        let message = text!(
            "链接指到的那一页没有“#{id}”这个位置",
            "the page has no place `#{id}`"
        );
        let hint = match nearest(id, ids.iter().map(String::as_str)) {
            Some(near) => text!("是不是“#{near}”？", "did you mean `#{near}`?"),
            None => text!(
                "写成 # 加那一节的标题，或去掉 # 和后面的字，链到整页",
                "write # and the heading of the section, or leave # and what follows out"
            ),
        };
        findings.push(Finding::new(Code::LinkDead, place.clone(), message).hint(hint));
    }
}

/// The ids of a page.
fn ids(tree: &Tree, page: &str) -> Vec<String> {
    let Some(bytes) = tree.get(page).and_then(|b| b.read().ok()) else {
        return Vec::new();
    };
    let html = String::from_utf8_lossy(&bytes);
    let ids = html.split(" id=\"").skip(1);
    ids.filter_map(|rest| rest.split('"').next())
        .map(|id| id.replace("&amp;", "&"))
        .collect()
}
