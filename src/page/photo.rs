//! Photos: their markup, their addresses, their bytes.

use super::address;
use super::desk::Desk;
use super::host::TextHost;
use crate::content::{Asset, AssetKind};
use crate::finding::{Code, Finding, Findings, Place};
use crate::markdown::Photo;
use crate::publish::Tree;
use crate::text;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;

/// A photo as templates see it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PhotoView {
    /// Unique on the page, where the photo opens large; empty elsewhere.
    pub(super) id: String,
    /// From the site's root, ready for a link.
    pub(super) src: String,
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) caption: String,
    pub(super) credit: String,
    /// Leads from the page to the site's root.
    pub(super) root: String,
    /// Within a line of text.
    pub(super) inline: bool,
}

impl PhotoView {
    /// `None` for a file that is no photo.
    pub(super) fn of(asset: &Asset, root: &str, caption: &str, credit: &str) -> Option<PhotoView> {
        let AssetKind::Photo { width, height } = asset.kind else {
            return None;
        };
        Some(PhotoView {
            id: String::new(),
            src: address::encode(&path(&asset.path)),
            width,
            height,
            caption: caption.to_owned(),
            credit: credit.to_owned(),
            root: root.to_owned(),
            inline: false,
        })
    }
}

/// Where a file of the content stands in the site.
pub(super) fn path(content: &str) -> String {
    content
        .strip_prefix("content/")
        .unwrap_or(content)
        .to_owned()
}

/// The markup of a photo in a text.
pub(super) fn html(host: &mut TextHost<'_>, asset: &Asset, photo: &Photo<'_>) -> Option<String> {
    let mut view = PhotoView::of(asset, &host.root, photo.caption, photo.credit)?;
    view.inline = photo.inline;
    if host.leads_with(asset, photo) {
        return Some(String::new());
    }
    view.id = host.photo_id();
    match host.desk.theme.render("parts/photo.html", &view) {
        Ok(html) => Some(html),
        Err(finding) => {
            host.findings.push(*finding);
            None
        }
    }
}

/// Puts every used file into the tree; returns how many are photos.
pub(super) fn copy(
    desk: &Desk<'_>,
    used: &BTreeSet<String>,
    tree: &mut Tree,
    findings: &mut Findings,
) -> usize {
    let assets: Vec<&Asset> = used
        .iter()
        .filter_map(|path| desk.assets.get(path.as_str()).copied())
        .collect();
    let read: Vec<_> = assets.par_iter().map(|a| std::fs::read(&a.disk)).collect();
    let mut photos = 0;
    for (asset, bytes) in assets.iter().zip(read) {
        match bytes {
            Ok(bytes) => {
                photos += usize::from(matches!(asset.kind, AssetKind::Photo { .. }));
                let place = Place::file(&asset.path);
                super::insert(tree, path(&asset.path), bytes, Some(&place), findings);
            }
            Err(error) => {
                let message = text!(
                    "读不了这个文件：{error}",
                    "the file cannot be read: {error}"
                );
                let place = Place::file(&asset.path);
                findings.push(Finding::new(Code::FileUnreadable, place, message));
            }
        }
    }
    photos
}
