//! The tree onto the disk.
//!
//! [`publish`] puts a site into a folder so that readers, at every moment and
//! whatever happens, meet the old site or the new one, whole. What is sure:
//!
//! - a folder that is dangerous to replace, or that holds anything we did not
//!   make, is refused before anything is touched ([`decide`], [`Refusal`]);
//! - only files that the last manifest lists are ever removed;
//! - a file whose bytes did not change keeps its time; a build that changes
//!   nothing writes nothing;
//! - an error, or a wish to stop, leaves the old site as it was and nothing
//!   lying about; what a killed build leaves is put in order by the next one;
//! - of two builds at once the second is told so and stops.
//!
//! A server that holds the folder itself open (a container's bind mount, a
//! shell that stands in it) goes on seeing the old one, emptied.

mod bytes;
mod disk;
mod error;
#[cfg(test)]
mod faults;
mod lock;
mod manifest;
mod path;
mod plan;
mod refusal;
mod replace;
mod site;
mod swap;
mod target;
mod tree;

use rayon::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use self::disk::{Disk, RealDisk};
use self::lock::Lock;
use self::plan::Plan;
use self::site::Site;

pub use self::bytes::Bytes;
pub use self::error::PublishError;
pub use self::manifest::{Entry, Manifest, ManifestFault, manifest};
pub use self::path::{Clash, PathFault};
pub use self::refusal::{FolderKind, Refusal, Relation};
pub use self::target::{Protected, Target, decide};
pub use self::tree::Tree;

pub(crate) use self::bytes::Store;
pub(crate) use self::path::{KEPT, LARGEST_MANIFEST, MANIFEST};

/// What publishing did. The manifest itself is not counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// New and changed files.
    pub written: usize,
    /// Files that were there with the same bytes; their times are as before.
    pub unchanged: usize,
    /// Files of the old site that the new one does not have.
    pub removed: usize,
    /// The size of the new and changed files.
    pub bytes: u64,
    /// The owner's files at the root that stayed: `.gitignore`, `.gitkeep`.
    pub kept: Vec<&'static str>,
    /// SHA-256 of the manifest that stands now.
    pub manifest: [u8; 32],
    /// Whether the site was swapped in as a whole; otherwise its files were
    /// replaced one by one, or nothing had changed.
    pub swapped: bool,
}

/// Publishes a tree to a folder, which is made if it is missing.
///
/// # Errors
/// [`PublishError`]; the old site then stands as it was, unless the error says
/// otherwise.
pub fn publish(
    tree: &Tree,
    target: &Path,
    protected: &Protected<'_>,
) -> Result<Report, PublishError> {
    publish_until(tree, target, protected, Arc::default())
}

/// Like [`publish`], for as long as nobody sets `stop`: from then on nothing
/// more is made, and what is half made goes. A site that is complete by then is
/// still put into its place.
///
/// # Errors
/// As [`publish`]; one that [`PublishError::is_stop`] if it was stopped.
pub fn publish_until(
    tree: &Tree,
    target: &Path,
    protected: &Protected<'_>,
    stop: Arc<AtomicBool>,
) -> Result<Report, PublishError> {
    let target = decide(target, protected)?;
    publish_on(&RealDisk::until(stop), tree, &target, Way::Exchange)
}

/// What [`publish`] would say of a site that stands already: the one at
/// `target`, where that is the one whose manifest has this SHA-256, every file
/// as it was published and nothing else. `None` where it is not, or where there
/// is something to be put in order.
pub fn stands(target: &Path, protected: &Protected<'_>, manifest: &[u8; 32]) -> Option<Report> {
    let target = decide(target, protected).ok()?;
    let left = [
        target.beside("old"),
        target.beside("staging"),
        target.inside("staging"),
    ];
    if left.iter().any(|path| path.symlink_metadata().is_ok()) {
        return None;
    }
    let _lock = Lock::take(&target).ok()?;
    let site = Site::read_ours(target.path()).ok()?;
    let text = site.manifest.as_ref()?;
    if Entry::of(text).sha256 != *manifest {
        return None;
    }
    let listed = Manifest::read(text).ok()?.files;
    let intact = |(path, entry): (&String, &Entry)| {
        site.files.contains(path) && disk::is(&target.path().join(path), entry)
    };
    listed.par_iter().all(intact).then(|| Report {
        written: 0,
        unchanged: listed.len(),
        removed: 0,
        bytes: 0,
        kept: site.kept.clone(),
        manifest: *manifest,
        swapped: false,
    })
}

/// How to get the new site into its place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// By the first of these ways that the target allows.
    Exchange,
    /// As where folders cannot change places in one step.
    #[cfg_attr(not(test), allow(dead_code))]
    MoveAway,
    /// As where the target cannot be moved.
    #[cfg_attr(not(test), allow(dead_code))]
    OneByOne,
}

fn publish_on(
    disk: &dyn Disk,
    tree: &Tree,
    target: &Target,
    way: Way,
) -> Result<Report, PublishError> {
    // Dropped last, when the lock is gone from the folder they made.
    let mut parents = Parents::make(disk, target)?;
    let lock = Lock::take(target)?;
    if !lock.is_inside {
        swap::recover(disk, target)?;
    }
    replace::recover(disk, target)?;
    let site = Site::read_ours(target.path())?;
    let plan = Plan::new(tree, &site, target.path());
    let mut swapped = false;
    if !plan.is_done() {
        site.may_be_changed(target.path())?;
        let can_swap = !lock.is_inside && way != Way::OneByOne && !is_mount_point(target);
        swapped = (can_swap || !site.exists) && swap::swap(disk, target, &site, &plan, way)?;
        if !swapped {
            replace::replace(disk, target, &site, &plan)?;
        }
    }
    parents.are_needed = true;
    Ok(report(&site, &plan, swapped))
}

fn report(site: &Site, plan: &Plan<'_>, swapped: bool) -> Report {
    let written = plan.to_write().count();
    Report {
        written,
        unchanged: plan.items.len() - written,
        removed: plan.stale.len(),
        bytes: plan.to_write().map(|item| item.bytes.size()).sum(),
        kept: site.kept.clone(),
        manifest: Entry::of(&plan.manifest_text).sha256,
        swapped,
    }
}

/// The folders above the target that had to be made; unmade if that was in vain.
struct Parents<'d> {
    disk: &'d dyn Disk,
    made: Vec<PathBuf>,
    are_needed: bool,
}

impl<'d> Parents<'d> {
    fn make(disk: &'d dyn Disk, target: &Target) -> Result<Self, PublishError> {
        let mut parents = Self {
            disk,
            made: Vec::new(),
            are_needed: false,
        };
        let above = target.parent().ancestors();
        let missing: Vec<_> = above.take_while(|folder| !folder.exists()).collect();
        for folder in missing.into_iter().rev() {
            match disk.make_root(folder, None) {
                Ok(()) => parents.made.push(folder.to_owned()),
                // Another build was quicker.
                Err(_) if folder.is_dir() => {}
                Err(cause) => return Err(PublishError::at(folder, cause)),
            }
        }
        Ok(parents)
    }
}

impl Drop for Parents<'_> {
    fn drop(&mut self) {
        if !self.are_needed {
            for folder in self.made.iter().rev() {
                // Somebody may have put something there meanwhile.
                let _ = self.disk.remove_folder(folder);
            }
        }
    }
}

#[cfg(unix)]
fn is_mount_point(target: &Target) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let device = |path: &Path| path.symlink_metadata().map(|meta| meta.dev()).ok();
    let own = device(target.path());
    own.is_some() && own != device(target.parent())
}

#[cfg(not(unix))]
fn is_mount_point(_target: &Target) -> bool {
    false
}
