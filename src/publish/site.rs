//! The site that stands in a folder: which files are ours, and whether there
//! are others.
//!
//! Ours is a regular file that the folder's manifest lists (changed by hand or
//! not), and a folder on the way to one. Everything else is foreign: nothing
//! here ever removes it. Links are never followed.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

use super::disk::{self, Disk};
use super::error::PublishError;
use super::manifest::Manifest;
use super::path::{KEPT, LARGEST_MANIFEST, MANIFEST, by_depth, folders_of};

/// The lock and the working folder of publishing itself, at the root of a target
/// that cannot be swapped. A killed build may have left them.
const OWN_LOCK: &str = ".xunli-lock";
const OWN_STAGING: &str = ".xunli-staging";

/// What stands in a folder.
#[derive(Debug, Default)]
pub(super) struct Site {
    /// Whether there is a folder at all.
    pub(super) exists: bool,
    /// The manifest's bytes, if it is one of ours.
    pub(super) manifest: Option<Vec<u8>>,
    /// Our files that are there, without the manifest.
    pub(super) files: BTreeSet<String>,
    /// Our folders that are there.
    pub(super) folders: BTreeSet<String>,
    /// The files of the owner at the root that stay.
    pub(super) kept: Vec<&'static str>,
    /// Everything else, sorted; a folder ends in `/`.
    pub(super) foreign: Vec<String>,
}

impl Site {
    /// Looks into a folder, which may be missing.
    pub(super) fn read(root: &Path) -> Result<Self, PublishError> {
        let bytes = read_manifest(root)?;
        let manifest = bytes
            .as_deref()
            .and_then(|bytes| Manifest::read(bytes).ok());
        let listed = Listed::new(manifest.as_ref());
        let found = match walk(root, "", &listed) {
            Ok(found) => found,
            Err(PublishError::Vanished { path, .. }) if path == root => return Ok(Self::default()),
            Err(error) => return Err(error),
        };
        let mut site = Self {
            exists: true,
            manifest: manifest.and(bytes),
            ..Self::default()
        };
        site.kept.extend(found.kept);
        site.foreign.extend(found.foreign);
        site.kept.sort_unstable();
        site.foreign.sort_unstable();
        site.files.extend(found.files);
        site.folders.extend(found.folders);
        Ok(site)
    }

    /// As [`Site::read`], and an error if there is anything foreign.
    pub(super) fn read_ours(root: &Path) -> Result<Self, PublishError> {
        let mut site = Self::read(root)?;
        if site.foreign.is_empty() {
            return Ok(site);
        }
        let foreign = std::mem::take(&mut site.foreign);
        Err(PublishError::foreign(
            root,
            foreign,
            site.manifest.is_some(),
        ))
    }
}

impl Site {
    /// Whether every folder of the site at `root` lets files go, asked before
    /// anything is touched: a site that was swapped out must be cleared away.
    pub(super) fn may_be_changed(&self, root: &Path) -> Result<(), PublishError> {
        if !self.exists {
            return Ok(());
        }
        let folders = std::iter::once("").chain(self.folders.iter().map(String::as_str));
        for folder in folders {
            let path = root.join(folder);
            disk::is_open(&path).map_err(|cause| PublishError::at(&path, cause))?;
        }
        Ok(())
    }
}

/// The manifest's bytes, if it is a regular file of a manifest's size.
fn read_manifest(root: &Path) -> Result<Option<Vec<u8>>, PublishError> {
    let path = root.join(MANIFEST);
    match path.symlink_metadata() {
        Ok(meta) if meta.is_file() && meta.len() <= LARGEST_MANIFEST => match fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(cause) => Err(PublishError::at(&path, cause)),
        },
        // Whatever else is wrong will be met when the folder is listed.
        _ => Ok(None),
    }
}

/// The files and folders of a manifest.
struct Listed<'m> {
    is_ours: bool,
    files: BTreeSet<&'m str>,
    folders: BTreeSet<&'m str>,
}

impl<'m> Listed<'m> {
    fn new(manifest: Option<&'m Manifest>) -> Self {
        let mut listed = Self {
            is_ours: manifest.is_some(),
            files: BTreeSet::new(),
            folders: BTreeSet::new(),
        };
        for path in manifest
            .into_iter()
            .flat_map(|manifest| manifest.files.keys())
        {
            listed.files.insert(path);
            for folder in folders_of(path) {
                if !listed.folders.insert(folder) {
                    break;
                }
            }
        }
        listed
    }

    fn kind(&self, path: &str, kind: fs::FileType) -> Kind {
        if kind.is_file() {
            if self.files.contains(path) {
                return Kind::File;
            }
            if let Some(name) = KEPT.into_iter().find(|name| *name == path) {
                return Kind::Kept(name);
            }
            if path == MANIFEST && self.is_ours || path == OWN_LOCK {
                return Kind::Own;
            }
        } else if kind.is_dir() {
            if self.folders.contains(path) {
                return Kind::Folder;
            }
            if path == OWN_STAGING {
                return Kind::Own;
            }
        }
        Kind::Foreign
    }
}

/// What an entry of a folder is to us.
enum Kind {
    File,
    Folder,
    Kept(&'static str),
    Own,
    Foreign,
}

#[derive(Default)]
struct Found {
    files: Vec<String>,
    folders: Vec<String>,
    kept: Vec<&'static str>,
    foreign: Vec<String>,
}

impl Found {
    fn and(mut self, other: Self) -> Self {
        self.files.extend(other.files);
        self.folders.extend(other.folders);
        self.kept.extend(other.kept);
        self.foreign.extend(other.foreign);
        self
    }
}

/// Lists a folder and the listed folders in it, in parallel.
fn walk(root: &Path, folder: &str, listed: &Listed<'_>) -> Result<Found, PublishError> {
    let place = if folder.is_empty() {
        root.to_owned()
    } else {
        root.join(folder)
    };
    let failed = |cause| PublishError::at(&place, cause);
    let mut found = Found::default();
    let mut inner = Vec::new();
    for entry in fs::read_dir(&place).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let kind = entry.file_type().map_err(failed)?;
        let name = entry.file_name();
        // A name that is no text is turned into one that no manifest can list.
        let name = name.to_string_lossy();
        let path = if folder.is_empty() {
            name.into_owned()
        } else {
            format!("{folder}/{name}")
        };
        match listed.kind(&path, kind) {
            Kind::File => found.files.push(path),
            Kind::Folder => inner.push(path),
            Kind::Kept(name) => found.kept.push(name),
            Kind::Own => {}
            Kind::Foreign if kind.is_dir() => found.foreign.push(path + "/"),
            Kind::Foreign => found.foreign.push(path),
        }
    }
    found.folders.extend(inner.iter().cloned());
    let inner = inner
        .into_par_iter()
        .map(|folder| walk(root, &folder, listed));
    Ok(found.and(inner.try_reduce(Found::default, |one, other| Ok(one.and(other)))?))
}

/// Removes a working folder: a site that was being staged, or the old one that
/// was swapped out. Both bear a manifest from their first moment to their
/// last, and only what it lists goes. A missing folder is fine.
pub(super) fn clear(disk: &dyn Disk, root: &Path) -> Result<(), PublishError> {
    match root.symlink_metadata() {
        Ok(meta) if meta.is_dir() => {}
        Ok(_) => return Err(PublishError::at(root, io::ErrorKind::NotADirectory.into())),
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(cause) => return Err(PublishError::at(root, cause)),
    }
    let mut site = Site::read(root)?;
    // The build that made it was killed while it wrote the manifest.
    let is_broken = site.files.is_empty() && site.foreign == [MANIFEST];
    if !site.foreign.is_empty() && !is_broken {
        let foreign = std::mem::take(&mut site.foreign);
        return Err(PublishError::foreign(
            root,
            foreign,
            site.manifest.is_some(),
        ));
    }
    let remove = |path: &str| {
        let path = root.join(path);
        disk.remove_file(&path)
            .map_err(|cause| PublishError::at(&path, cause))
    };
    site.files.par_iter().try_for_each(|path| remove(path))?;
    for level in by_depth(site.folders.iter().map(String::as_str))
        .iter()
        .rev()
    {
        level.par_iter().try_for_each(|folder| {
            let path = root.join(folder);
            disk.remove_folder(&path)
                .map_err(|cause| PublishError::at(&path, cause))
        })?;
    }
    site.kept.iter().try_for_each(|path| remove(path))?;
    if root.join(OWN_LOCK).symlink_metadata().is_ok() {
        remove(OWN_LOCK)?;
    }
    if site.manifest.is_some() || is_broken {
        remove(MANIFEST)?;
    }
    disk.remove_folder(root)
        .map_err(|cause| PublishError::at(root, cause))
}

#[cfg(test)]
mod tests {
    use super::super::disk::RealDisk;
    use super::super::manifest::manifest;
    use super::super::tree::Tree;
    use super::*;

    /// A folder with a site of two files, one of them changed by hand.
    fn folder() -> tempfile::TempDir {
        let dir = tempfile::tempdir().unwrap();
        let mut tree = Tree::new();
        tree.insert("index.html", "i").unwrap();
        tree.insert("a/b/c.html", "c").unwrap();
        fs::create_dir_all(dir.path().join("a/b")).unwrap();
        fs::write(dir.path().join("index.html"), "changed by hand").unwrap();
        fs::write(dir.path().join("a/b/c.html"), "c").unwrap();
        fs::write(dir.path().join(MANIFEST), manifest(&tree)).unwrap();
        fs::write(dir.path().join(".gitkeep"), "").unwrap();
        dir
    }

    #[test]
    fn what_the_manifest_lists_is_ours() {
        let dir = folder();
        let site = Site::read(dir.path()).unwrap();
        assert_eq!(site.foreign, [""; 0]);
        assert_eq!(Vec::from_iter(&site.files), ["a/b/c.html", "index.html"]);
        assert_eq!(Vec::from_iter(&site.folders), ["a", "a/b"]);
        assert_eq!(site.kept, [".gitkeep"]);
        assert!(!Site::read(&dir.path().join("none")).unwrap().exists);
    }

    #[test]
    fn all_else_is_foreign_and_nothing_is_removed_beside_it() {
        let dir = folder();
        let at = |path: &str| dir.path().join(path);
        fs::create_dir(at("empty")).unwrap();
        fs::write(at("a/b/note.txt"), "").unwrap();
        fs::remove_file(at("index.html")).unwrap();
        fs::create_dir(at("index.html")).unwrap();
        let mut expected = vec!["a/b/note.txt", "empty/", "index.html/"];
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink("/", at("link")).unwrap();
            expected.push("link");
        }
        let site = Site::read(dir.path()).unwrap();
        assert_eq!(site.foreign, expected);
        let error = clear(&RealDisk::default(), dir.path()).unwrap_err();
        assert_eq!(error.code(), "output-foreign-files");
        assert!(at("a/b/c.html").exists() && at("a/b/note.txt").exists());
    }

    #[cfg(unix)]
    #[test]
    fn a_listed_file_that_became_a_link_is_foreign() {
        let dir = folder();
        fs::remove_file(dir.path().join("index.html")).unwrap();
        std::os::unix::fs::symlink("a/b/c.html", dir.path().join("index.html")).unwrap();
        assert_eq!(Site::read(dir.path()).unwrap().foreign, ["index.html"]);
    }

    #[test]
    fn without_a_manifest_of_ours_everything_is_foreign() {
        let dir = folder();
        fs::write(dir.path().join(MANIFEST), "{\"name\":\"app\"}").unwrap();
        let site = Site::read(dir.path()).unwrap();
        assert_eq!(site.foreign, ["a/", "index.html", "manifest.json"]);
        let error = Site::read_ours(dir.path()).unwrap_err();
        assert_eq!(error.code(), "output-not-ours");
    }

    #[test]
    fn a_working_folder_goes_whole() {
        let dir = folder();
        let root = dir.path().join("a-copy");
        fs::create_dir(&root).unwrap();
        fs::write(root.join(MANIFEST), "{\"form").unwrap();
        clear(&RealDisk::default(), &root).unwrap();
        assert!(!root.exists());
        let root = dir.keep();
        clear(&RealDisk::default(), &root).unwrap();
        assert!(!root.exists());
    }
}
