//! Pictures and other files that stand beside a text.

use super::{Entry, Folder};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A file beside a text that the text may show or link.
#[derive(Debug)]
pub struct Asset {
    /// Path from the showcase's folder, with `/`.
    pub path: String,
    /// Where it lies on this disk.
    pub disk: PathBuf,
    /// What it is.
    pub kind: AssetKind,
}

/// What a file beside a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AssetKind {
    /// A picture that browsers show.
    Photo {
        /// In pixels.
        width: u32,
        /// In pixels.
        height: u32,
    },
    /// Named like a picture, but its header is not one.
    BrokenPhoto,
    /// A drawing; never shown itself, but kept beside the picture made of it.
    Drawing,
    /// No ordinary file; that has been told.
    Refused,
    /// Anything else.
    Other,
}

const PHOTOS: &[&str] = &["jpg", "jpeg", "png", "webp", "gif"];

impl Asset {
    fn of(entry: &Entry) -> Asset {
        let extension = extension(entry.name());
        let kind = if entry.is_bad() {
            AssetKind::Refused
        } else if extension == "svg" {
            AssetKind::Drawing
        } else if PHOTOS.contains(&extension.as_str()) {
            size(entry.disk())
        } else {
            AssetKind::Other
        };
        Asset {
            path: entry.path().to_owned(),
            disk: entry.disk().to_owned(),
            kind,
        }
    }
}

fn extension(name: &str) -> String {
    Path::new(name)
        .extension()
        .map(|e| e.to_string_lossy().to_ascii_lowercase())
        .unwrap_or_default()
}

fn size(path: &Path) -> AssetKind {
    match imagesize::size(path) {
        Ok(size) => match (u32::try_from(size.width), u32::try_from(size.height)) {
            (Ok(width), Ok(height)) if width > 0 && height > 0 => {
                AssetKind::Photo { width, height }
            }
            _ => AssetKind::BrokenPhoto,
        },
        Err(_) => AssetKind::BrokenPhoto,
    }
}

/// The files of a folder that are not its texts, by path from the folder.
pub(super) fn beside(folder: &Folder, own: &[&str]) -> BTreeMap<String, Asset> {
    folder
        .files_below()
        .into_iter()
        .filter(|(path, _)| !own.contains(&path.as_str()))
        .map(|(path, entry)| (path, Asset::of(entry)))
        .collect()
}

/// The files that lie directly in a folder and are not its texts.
pub(super) fn directly_in(
    folder: &Folder,
    is_own: impl Fn(&str) -> bool,
) -> BTreeMap<String, Asset> {
    folder
        .entries()
        .filter(|e| e.folder().is_none() && !is_own(e.name()))
        .map(|e| (e.name().to_owned(), Asset::of(e)))
        .collect()
}
