//! The usual way: the whole site is staged beside the target and swapped in.
//!
//! On Linux the two folders change places in one step, so a reader meets the
//! old site or the new one at every moment. Where the system cannot do that,
//! the old folder is moved away and the new one moved in; a build killed
//! between the two leaves no target, and [`recover`] puts the old one back.
//!
//! Only the manifest is waited for until the disk has it. A killed program
//! loses nothing by that; after a power failure a file may be empty, and since
//! the next build knows its files and compares every byte, it mends that. To
//! wait for all files would flush whatever else the machine is writing.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Way;
use super::disk::{Disk, keep};
use super::error::PublishError;
use super::path::{MANIFEST, by_depth};
use super::plan::{Plan, State};
use super::site::{Site, clear};
use super::target::Target;

/// Publishes by a swap. `false`, and nothing done, when this target cannot be
/// swapped: it is a mount point, or its parent is not ours to change.
pub(super) fn swap(
    disk: &dyn Disk,
    target: &Target,
    site: &Site,
    plan: &Plan<'_>,
    way: Way,
) -> Result<bool, PublishError> {
    let mut staging = Staging {
        disk,
        path: target.beside("staging"),
        is_ours: true,
    };
    stage(disk, &staging.path, target, site, plan)?;
    let swapped = match swap_in(disk, &staging.path, target, way) {
        Ok(swapped) => swapped,
        Err(error) if site.exists && cannot_swap(&error) => return Ok(false),
        Err(error) => return Err(error),
    };
    // The name is the old site's now, or nobody's.
    staging.is_ours = false;
    let Some(old) = swapped.old else {
        return Ok(true);
    };
    match clear(disk, &old) {
        Ok(()) => Ok(true),
        Err(error) => {
            let is_foreign = matches!(
                error,
                PublishError::ForeignFiles { .. } | PublishError::NotOurs { .. }
            );
            // Somebody put a file into the old site while this one was staged.
            if is_foreign && put_back(disk, &staging.path, target, &old).is_ok() {
                staging.is_ours = true;
                return Err(Site::read_ours(target.path()).err().unwrap_or(error));
            }
            Err(PublishError::Leftover {
                path: old,
                published: true,
                cause: Box::new(error),
            })
        }
    }
}

/// Brings what a killed build left into order: the old site back to its place
/// if it was between the two moves, working folders away.
pub(super) fn recover(disk: &dyn Disk, target: &Target) -> Result<(), PublishError> {
    let old = target.beside("old");
    if old.symlink_metadata().is_ok() && target.path().symlink_metadata().is_err() {
        move_to(disk, &old, target.path())?;
    }
    for path in [old, target.beside("staging")] {
        clear(disk, &path).map_err(|cause| PublishError::Leftover {
            path,
            published: false,
            cause: Box::new(cause),
        })?;
    }
    Ok(())
}

/// The folder being staged; cleared when something fails.
struct Staging<'d> {
    disk: &'d dyn Disk,
    path: PathBuf,
    /// Whether it is there and holds the new site.
    is_ours: bool,
}

impl Drop for Staging<'_> {
    fn drop(&mut self) {
        if self.is_ours {
            // The error that led here is the one to be told; the next build tries again.
            let _ = clear(self.disk, &self.path);
        }
    }
}

fn stage(
    disk: &dyn Disk,
    staging: &Path,
    target: &Target,
    site: &Site,
    plan: &Plan<'_>,
) -> Result<(), PublishError> {
    let old = target.path();
    let at =
        |path: &Path, done: io::Result<()>| done.map_err(|cause| PublishError::at(path, cause));
    at(staging, disk.make_root(staging, site.exists.then_some(old)))?;
    // First of all, so that whatever is in the folder is listed.
    let manifest = staging.join(MANIFEST);
    at(
        &manifest,
        if site.manifest.as_ref() == Some(&plan.manifest_text) {
            keep(disk, &old.join(MANIFEST), &manifest, || {
                Ok(Cow::from(&plan.manifest_text))
            })
        } else {
            disk.write_through(&manifest, &plan.manifest_text)
        },
    )?;
    for level in by_depth(plan.tree.folders()) {
        level.par_iter().try_for_each(|folder| {
            let path = staging.join(folder);
            at(&path, disk.make_folder(&path))
        })?;
    }
    plan.items.par_iter().try_for_each(|item| {
        let path = staging.join(item.path);
        at(
            &path,
            if item.state == State::Same {
                keep(disk, &old.join(item.path), &path, || item.bytes.read())
            } else {
                let bytes = item.bytes.read();
                bytes.and_then(|bytes| disk.write(&path, &bytes))
            },
        )
    })?;
    for name in &site.kept {
        let (from, to) = (old.join(name), staging.join(name));
        let bytes = || fs::read(&from).map(Cow::Owned);
        at(&to, keep(disk, &from, &to, bytes))?;
    }
    Ok(())
}

struct Swapped {
    /// Where the old site is now, if there was one.
    old: Option<PathBuf>,
}

fn swap_in(
    disk: &dyn Disk,
    staging: &Path,
    target: &Target,
    way: Way,
) -> Result<Swapped, PublishError> {
    let path = target.path();
    if way != Way::MoveAway {
        match disk.exchange(staging, path) {
            Ok(()) => {
                return Ok(Swapped {
                    old: Some(staging.to_owned()),
                });
            }
            Err(cause) if can_move_instead(&cause) => {}
            Err(cause) => return Err(PublishError::at(path, cause)),
        }
    }
    let old = target.beside("old");
    match disk.rename(path, &old) {
        Ok(()) => {}
        // There was none, or it was taken away meanwhile.
        Err(cause) if cause.kind() == io::ErrorKind::NotFound => {
            move_to(disk, staging, path)?;
            return Ok(Swapped { old: None });
        }
        Err(cause) => return Err(PublishError::at(path, cause)),
    }
    match move_to(disk, staging, path) {
        Ok(()) => Ok(Swapped { old: Some(old) }),
        Err(cause) if disk.rename(&old, path).is_ok() => Err(cause),
        Err(cause) => Err(PublishError::Displaced {
            target: path.to_owned(),
            old,
            cause: Box::new(cause),
        }),
    }
}

/// Undoes [`swap_in`]: the new site is the staged one again.
fn put_back(disk: &dyn Disk, staging: &Path, target: &Target, old: &Path) -> io::Result<()> {
    if old == staging {
        return disk.exchange(staging, target.path());
    }
    disk.rename(target.path(), staging)?;
    disk.rename(old, target.path())
}

fn move_to(disk: &dyn Disk, from: &Path, to: &Path) -> Result<(), PublishError> {
    disk.rename(from, to)
        .map_err(|cause| PublishError::at(to, cause))
}

/// Whether an exchange failed because this system or file system has none, or
/// because there is nothing to exchange with.
fn can_move_instead(cause: &io::Error) -> bool {
    use io::ErrorKind::{InvalidInput, NotFound, Unsupported};
    matches!(cause.kind(), InvalidInput | NotFound | Unsupported)
}

/// Whether the target itself cannot be moved, while the files in it may be.
fn cannot_swap(error: &PublishError) -> bool {
    use io::ErrorKind::{CrossesDevices, ResourceBusy};
    match error {
        PublishError::ReadOnly { .. } => true,
        PublishError::System { cause, .. } => {
            matches!(cause.kind(), CrossesDevices | ResourceBusy)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_go_one_by_one_only_where_the_folder_cannot_be_moved() {
        let error = |kind: io::ErrorKind| PublishError::at(Path::new("a"), kind.into());
        for kind in [
            io::ErrorKind::PermissionDenied,
            io::ErrorKind::ReadOnlyFilesystem,
            io::ErrorKind::CrossesDevices,
            io::ErrorKind::ResourceBusy,
        ] {
            assert!(cannot_swap(&error(kind)), "{kind}");
        }
        for kind in [
            io::ErrorKind::StorageFull,
            io::ErrorKind::NotFound,
            io::ErrorKind::Other,
        ] {
            assert!(!cannot_swap(&error(kind)), "{kind}");
        }
        assert!(can_move_instead(&io::ErrorKind::Unsupported.into()));
        assert!(!can_move_instead(&io::ErrorKind::StorageFull.into()));
    }
}
