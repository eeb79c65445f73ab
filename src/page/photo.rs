//! Photos: their markup, their addresses, their bytes.
//!
//! A photo is made when the first page shows it, and only once; pages get
//! names and sizes, and [`copy`] puts the bytes into the tree. The largest
//! version stands where the file stood in the content, `a/b.jpg`; smaller ones
//! beside it, `a/b-480.jpg`. Where a file is published as another format, its
//! extension follows.

use super::address;
use super::attachment;
use super::desk::Desk;
use super::host::TextHost;
use crate::content::{Asset, AssetKind};
use crate::finding::{Code, Finding, Findings, Place, Text, system};
use crate::markdown::Photo;
use crate::picture::{self, Cache, Fault, Format, Picture, Version};
use crate::proof::Rules;
use crate::publish::Tree;
use crate::text;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Every file beside a text as the picture it is made into.
pub(super) struct Pictures<'a> {
    /// By path in the content; filled when first asked for.
    made: BTreeMap<&'a str, OnceLock<Result<Picture, Trouble>>>,
    cache: &'a Cache,
}

/// Why there is no picture.
enum Trouble {
    Fault(Fault),
    Unreadable(Text),
}

impl<'a> Pictures<'a> {
    /// None made yet.
    pub(super) fn new(paths: impl Iterator<Item = &'a str>, cache: &'a Cache) -> Pictures<'a> {
        Pictures {
            made: paths.map(|path| (path, OnceLock::new())).collect(),
            cache,
        }
    }

    /// The picture of a file, made now if it is not yet; `None` where it
    /// cannot be made, which [`copy`] reports.
    pub(super) fn get(&self, asset: &Asset) -> Option<&Picture> {
        let made = self.made.get(asset.path.as_str())?;
        made.get_or_init(|| make(asset, self.cache)).as_ref().ok()
    }

    fn take(&mut self, asset: &Asset) -> Option<Result<Picture, Trouble>> {
        self.made.get_mut(asset.path.as_str())?.take()
    }
}

fn make(asset: &Asset, cache: &Cache) -> Result<Picture, Trouble> {
    let unreadable = |e: std::io::Error| Trouble::Unreadable(system(&e));
    let size = std::fs::metadata(&asset.disk).map_err(unreadable)?.len();
    if size > picture::FILE_LIMIT {
        return Err(Trouble::Fault(Fault::FileTooLarge(size)));
    }
    let file = std::fs::read(&asset.disk).map_err(unreadable)?;
    Picture::make(&file, cache).map_err(Trouble::Fault)
}

/// A photo as templates see it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct PhotoView {
    /// Unique on the page, where the photo opens large; empty elsewhere.
    pub(super) id: String,
    /// The largest version, from the site's root, ready for a link.
    pub(super) src: String,
    pub(super) width: u32,
    pub(super) height: u32,
    /// All versions from the page, for the attribute of that name; empty
    /// where there is only one.
    pub(super) srcset: String,
    /// The smallest version, for cards.
    pub(super) small: VersionView,
    pub(super) caption: String,
    /// The caption as HTML, where it refers to figures.
    pub(super) caption_html: Option<String>,
    pub(super) credit: String,
    /// Leads from the page to the site's root.
    pub(super) root: String,
    /// Within a line of text.
    pub(super) inline: bool,
}

/// One size of a photo.
#[derive(Debug, Clone, Serialize)]
pub(super) struct VersionView {
    /// From the site's root, ready for a link.
    pub(super) src: String,
    pub(super) width: u32,
    pub(super) height: u32,
}

impl VersionView {
    fn of(asset: &Asset, picture: &Picture, version: &Version) -> VersionView {
        VersionView {
            src: address::encode(&name(asset, picture, version)),
            width: version.width,
            height: version.height,
        }
    }
}

impl PhotoView {
    /// `None` for a file that is no photo.
    pub(super) fn of(
        desk: &Desk<'_>,
        asset: &Asset,
        root: &str,
        caption: &str,
        credit: &str,
    ) -> Option<PhotoView> {
        if !is_photo(asset) {
            return None;
        }
        let picture = desk.pictures.get(asset)?;
        let versions: Vec<VersionView> = picture
            .versions
            .iter()
            .map(|v| VersionView::of(asset, picture, v))
            .collect();
        let srcset: Vec<String> = versions
            .iter()
            .map(|v| format!("{root}{} {}w", v.src, v.width))
            .collect();
        let (small, largest) = (versions.first()?.clone(), versions.last()?.clone());
        Some(PhotoView {
            id: String::new(),
            src: largest.src,
            width: largest.width,
            height: largest.height,
            srcset: if versions.len() > 1 {
                srcset.join(", ")
            } else {
                String::new()
            },
            small,
            caption: caption.to_owned(),
            caption_html: None,
            credit: credit.to_owned(),
            root: root.to_owned(),
            inline: false,
        })
    }
}

/// Named like a picture that browsers show.
pub(super) fn is_photo(asset: &Asset) -> bool {
    matches!(asset.kind, AssetKind::Photo { .. } | AssetKind::BrokenPhoto)
}

/// Where a version of a photo stands in the site.
fn name(asset: &Asset, picture: &Picture, version: &Version) -> String {
    let path = path(&asset.path);
    let (stem, extension) = path.rsplit_once('.').unwrap_or((&path, ""));
    let lower = extension.to_ascii_lowercase();
    let extension = match version.format {
        Format::Jpeg if lower == "jpg" || lower == "jpeg" => extension,
        Format::Png if lower == "png" => extension,
        Format::Jpeg => "jpg",
        Format::Png => "png",
    };
    if version == picture.largest() {
        format!("{stem}.{extension}")
    } else {
        format!("{stem}-{}.{extension}", version.width)
    }
}

/// The smallest version of a photo, for an icon that every page shows.
pub(super) fn icon(asset: &Asset, pictures: &Pictures<'_>) -> Option<VersionView> {
    let picture = pictures.get(asset).filter(|_| is_photo(asset))?;
    Some(VersionView::of(asset, picture, picture.versions.first()?))
}

/// Where a file of the content stands in the site, as it is linked.
pub(super) fn link(desk: &Desk<'_>, asset: &Asset) -> String {
    match desk.pictures.get(asset).filter(|_| is_photo(asset)) {
        Some(picture) => name(asset, picture, picture.largest()),
        None => path(&asset.path),
    }
}

fn path(content: &str) -> String {
    content
        .strip_prefix("content/")
        .unwrap_or(content)
        .to_owned()
}

/// The markup of a photo in a text.
pub(super) fn html(host: &mut TextHost<'_>, asset: &Asset, photo: &Photo<'_>) -> Option<String> {
    let mut view = PhotoView::of(host.desk, asset, &host.root, photo.caption, photo.credit)?;
    view.inline = photo.inline;
    view.caption_html = linked(photo);
    if host.leads_with(asset, photo) {
        return Some(String::new());
    }
    view.id = host.photo_id();
    if !view.inline {
        check_width(host, asset);
        host.shows(&view);
    }
    match host.desk.theme.render_part("parts/photo.html", &view) {
        Ok(html) => Some(html),
        Err(finding) => {
            host.findings.push(*finding);
            None
        }
    }
}

/// The caption as HTML, where it is more than its plain text.
pub(super) fn linked(photo: &Photo<'_>) -> Option<String> {
    let html = photo.caption_html;
    html.contains("<a ").then(|| html.to_owned())
}

/// A picture that stands alone should fill a column.
pub(super) fn check_width(host: &mut TextHost<'_>, asset: &Asset) {
    let Some(picture) = host.desk.pictures.get(asset) else {
        return;
    };
    let (width, least) = (picture.original, picture::NARROW);
    if width < least {
        let message = text!(
            "图片只有 {width} 像素宽，印出来和放大看都会模糊",
            "the picture is only {width} pixels wide and will look blurred"
        );
        let hint = text!(
            "请提供者发原图，至少 {least} 像素宽；微信里要选“原图”",
            "ask for the original, at least {least} pixels wide"
        );
        let place = Place::file(&asset.path);
        host.findings
            .push(Finding::new(Code::PhotoTooSmall, place, message).hint(hint));
    }
}

/// Puts every used file into the tree, of those that are icons alone one
/// version; returns how many are photos.
pub(super) fn copy(
    desk: &mut Desk<'_>,
    (used, icons): (&BTreeSet<String>, &BTreeSet<String>),
    tree: &mut Tree,
    findings: &mut Findings,
) -> usize {
    let assets: Vec<&Asset> = used
        .iter()
        .filter_map(|path| desk.assets.get(path.as_str()).copied())
        .filter(|asset| match attachment::check_name(asset) {
            Ok(()) => true,
            Err(finding) => {
                findings.push(*finding);
                false
            }
        })
        .collect();
    let (photos, others): (Vec<&Asset>, Vec<&Asset>) =
        assets.into_iter().partition(|a| is_photo(a));
    let mut names = Names {
        tree,
        owners: BTreeMap::new(),
    };
    let read: Vec<_> = others.par_iter().map(|a| attachment::read(a)).collect();
    let site = &desk.showcase.content.site;
    // What is wrong with the levels was said when the texts were read.
    let rules = Rules::of(&site.proofing, &mut Findings::new());
    for (asset, bytes) in others.into_iter().zip(read) {
        if let Ok(bytes) = &bytes {
            attachment::check_persons(asset, bytes, site, &rules, findings);
        }
        match bytes {
            Ok(bytes) if picture::is_picture(&bytes) => findings.push(not_cleaned(asset)),
            Ok(bytes) => names.insert(path(&asset.path), bytes, asset, findings),
            Err(finding) => findings.push(*finding),
        }
    }
    let unused = desk.assets.values();
    let unused = unused.filter(|a| a.kind == AssetKind::Drawing && !used.contains(&a.path));
    let drawings: Vec<&Asset> = unused.copied().collect();
    let drawings: Vec<_> = drawings
        .par_iter()
        .filter_map(|a| attachment::check_drawing(a))
        .collect();
    drawings
        .into_iter()
        .for_each(|finding| findings.push(*finding));
    // Those that are linked but not shown are not made yet.
    photos.par_iter().for_each(|asset| {
        desk.pictures.get(asset);
    });
    for asset in &photos {
        match desk.pictures.take(asset) {
            Some(Ok(picture)) => {
                let most = if icons.contains(&asset.path) {
                    1
                } else {
                    usize::MAX
                };
                put(asset, picture, most, &mut names, findings);
            }
            Some(Err(Trouble::Unreadable(why))) => findings.push(unreadable(asset, why)),
            Some(Err(Trouble::Fault(fault))) => {
                let code = if fault.is_size() {
                    Code::PhotoTooLarge
                } else {
                    Code::PhotoInvalid
                };
                let place = Place::file(&asset.path);
                findings.push(Finding::new(code, place, fault.message()).hint(fault.hint()));
            }
            None => {}
        }
    }
    photos.len()
}

/// Up to `most` versions, from the smallest.
fn put<'a>(
    asset: &'a Asset,
    picture: Picture,
    most: usize,
    names: &mut Names<'_, 'a>,
    findings: &mut Findings,
) {
    if picture.moves {
        let message = text!(
            "这是动图，页面上只用第一帧",
            "this picture moves; only its first frame is shown"
        );
        let hint = text!("挑一帧存成 JPEG 或 PNG", "save one frame as JPEG or PNG");
        let place = Place::file(&asset.path);
        findings.push(Finding::new(Code::PhotoMoves, place, message).hint(hint));
    }
    let paths: Vec<String> = picture
        .versions
        .iter()
        .map(|v| name(asset, &picture, v))
        .collect();
    for (path, version) in paths.into_iter().zip(picture.versions).take(most) {
        names.insert(path, version.bytes, asset, findings);
    }
}

/// The tree, and whose files went into it.
struct Names<'t, 'a> {
    tree: &'t mut Tree,
    /// By path in lower case, as disks without case see it.
    owners: BTreeMap<String, &'a Asset>,
}

impl<'a> Names<'_, 'a> {
    fn insert(&mut self, path: String, bytes: Vec<u8>, asset: &'a Asset, findings: &mut Findings) {
        let place = Place::file(&asset.path);
        let Some(owner) = self.owners.get(&path.to_lowercase()) else {
            self.owners.insert(path.to_lowercase(), asset);
            super::insert(self.tree, path, bytes, Some(&place), findings);
            return;
        };
        let other = &owner.path;
        let message = text!(
            "这张图片和 {other} 发布后都要叫 {path}",
            "this picture and {other} would both be published as {path}"
        );
        let hint = text!(
            "给其中一张改名；以 -480、-960 结尾的名字和 .jpg、.png 同名都容易撞",
            "rename one; names that end in -480 or -960, or differ in .jpg and .png only, meet easily"
        );
        findings.push(Finding::new(Code::PhotoNameClash, place, message).hint(hint));
    }
}

fn not_cleaned(asset: &Asset) -> Finding {
    let message = text!(
        "这种图片里可能藏着拍摄位置，去不掉，不能原样发布",
        "a picture of this kind may carry its position, which cannot be removed; it is not published as it is"
    );
    let hint = text!(
        "转成 JPEG 或 PNG，文件名也改成 .jpg 或 .png",
        "convert it to JPEG or PNG, its name ending in .jpg or .png"
    );
    Finding::new(Code::PhotoNotCleaned, Place::file(&asset.path), message).hint(hint)
}

fn unreadable(asset: &Asset, why: Text) -> Finding {
    let Text { zh, en } = why;
    let message = text!("读不了这个文件：{zh}", "the file cannot be read: {en}");
    Finding::new(Code::FileUnreadable, Place::file(&asset.path), message)
}
