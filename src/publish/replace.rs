//! The way for a target that cannot be swapped, such as a mount point: its
//! files are replaced one by one, each by a rename.
//!
//! All that is new is made first, in a working folder in the target, so that a
//! full disk is met before anything is touched; from then on there are only
//! moves, and if one fails, those before it are undone. The first puts in place
//! a manifest that lists the files of both sites: a build killed from here on
//! leaves only files that the next one knows as its own. Pages come after what
//! they show, the front page last, then stale files go, and the new manifest
//! ends it.

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::bytes::Bytes;
use super::disk::{Disk, keep};
use super::error::PublishError;
use super::manifest::Manifest;
use super::path::MANIFEST;
use super::plan::{Item, Plan, State};
use super::site::Site;
use super::target::Target;

/// Publishes file by file into a target that exists.
pub(super) fn replace(
    disk: &dyn Disk,
    target: &Target,
    site: &Site,
    plan: &Plan<'_>,
) -> Result<(), PublishError> {
    let work = Work {
        disk,
        root: target.path(),
        folder: target.inside("staging"),
        site,
        plan,
    };
    let mut steps = Vec::new();
    if let Err(cause) = work.stage().and_then(|()| work.commit(&mut steps)) {
        if let Err(undo) = work.undo(steps) {
            return Err(PublishError::HalfReplaced {
                target: target.path().to_owned(),
                cause: Box::new(cause),
                undo: Box::new(undo),
            });
        }
        // The error that led here is the one to be told; the next build tries again.
        let _ = work.clear();
        return Err(if is_in_the_way(&cause) {
            Site::read_ours(target.path()).err().unwrap_or(cause)
        } else {
            cause
        });
    }
    work.clear().map_err(|cause| PublishError::Leftover {
        path: work.folder,
        published: true,
        cause: Box::new(cause),
    })
}

/// Removes the working folder that a killed build left in the target.
pub(super) fn recover(disk: &dyn Disk, target: &Target) -> Result<(), PublishError> {
    let folder = target.inside("staging");
    if folder.symlink_metadata().is_err() {
        return Ok(());
    }
    disk.remove_all(&folder)
        .map_err(|cause| PublishError::Leftover {
            cause: Box::new(PublishError::at(&folder, cause)),
            path: folder,
            published: false,
        })
}

/// The move that undoes a step.
struct Undo {
    from: PathBuf,
    to: PathBuf,
}

struct Work<'a> {
    disk: &'a dyn Disk,
    root: &'a Path,
    /// Holds the new files as `new-<n>` and the new folders as `folder-<n>`, second
    /// names of replaced files as `old-<n>`, and what is stale as `stale-<n>` and
    /// `stale-folder-<n>`; the manifests as `new`, `old` and `union`.
    folder: PathBuf,
    site: &'a Site,
    plan: &'a Plan<'a>,
}

impl Work<'_> {
    fn to_write(&self) -> Vec<(usize, &Item<'_>)> {
        self.plan.to_write().enumerate().collect()
    }

    /// The folders that are not there yet, each after its parent.
    fn new_folders(&self) -> Vec<(usize, &str)> {
        let folders = self.plan.tree.folders().into_iter();
        folders
            .filter(|folder| !self.site.folders.contains(*folder))
            .enumerate()
            .collect()
    }

    fn stage(&self) -> Result<(), PublishError> {
        at(&self.folder, self.disk.make_root(&self.folder, None))?;
        self.to_write().into_par_iter().try_for_each(|(n, item)| {
            self.write(&format!("new-{n}"), item.bytes)?;
            if item.state == State::Changed {
                self.back_up(item.path, &format!("old-{n}"))
            } else {
                Ok(())
            }
        })?;
        for (n, _) in self.new_folders() {
            let path = self.folder.join(format!("folder-{n}"));
            at(&path, self.disk.make_folder(&path))?;
        }
        let mut union = self.plan.manifest.clone();
        if let Some(old) = &self.site.manifest {
            self.back_up(MANIFEST, "old")?;
            let old = Manifest::read(old).unwrap_or_default();
            for (path, entry) in old.files {
                union.files.entry(path).or_insert(entry);
            }
        }
        // Without its manifest a site is nobody's, so the disk must have them.
        for (name, bytes) in [
            ("union", &union.to_bytes()),
            ("new", &self.plan.manifest_text),
        ] {
            let path = self.folder.join(name);
            at(&path, self.disk.write_through(&path, bytes))?;
        }
        Ok(())
    }

    fn write(&self, name: &str, bytes: &Bytes) -> Result<(), PublishError> {
        let path = self.folder.join(name);
        let written = bytes.read().and_then(|b| self.disk.write(&path, &b));
        at(&path, written)
    }

    /// A second name for a file that is going to be replaced.
    fn back_up(&self, path: &str, name: &str) -> Result<(), PublishError> {
        let (from, to) = (self.root.join(path), self.folder.join(name));
        if self.disk.link(&from, &to).is_ok() {
            return Ok(());
        }
        let bytes = || std::fs::read(&from).map(Cow::Owned);
        at(&to, keep(self.disk, &from, &to, bytes))
    }

    fn commit(&self, steps: &mut Vec<Undo>) -> Result<(), PublishError> {
        let has_manifest = self.site.manifest.is_some();
        self.put("union", MANIFEST, has_manifest.then_some("old"), steps)?;
        let tree = self.plan.tree;
        let stale = self.plan.stale.iter().enumerate();
        let (blocking, stale): (Vec<_>, Vec<_>) =
            stale.partition(|(_, path)| tree.is_blocked_by(path, false));
        let folders = self.plan.stale_folders(self.site);
        // Children sort after their parents, and go first.
        let (blocking_folders, folders): (Vec<_>, Vec<_>) = folders
            .iter()
            .enumerate()
            .rev()
            .partition(|(_, path)| tree.is_blocked_by(path, true));

        self.take_away(&blocking, "stale", steps)?;
        self.take_away(&blocking_folders, "stale-folder", steps)?;
        for (n, folder) in self.new_folders() {
            self.put(&format!("folder-{n}"), folder, None, steps)?;
        }
        let mut items = self.to_write();
        items.sort_by_key(|(_, item)| rank(item.path));
        for (n, item) in items {
            let old = (item.state == State::Changed).then(|| format!("old-{n}"));
            self.put(&format!("new-{n}"), item.path, old.as_deref(), steps)?;
        }
        self.take_away(&stale, "stale", steps)?;
        self.take_away(&folders, "stale-folder", steps)?;
        self.put("new", MANIFEST, Some("union"), steps)
    }

    /// Moves something from the working folder to its place; `old` is what the
    /// file that it replaces is also called.
    fn put(
        &self,
        name: &str,
        path: &str,
        old: Option<&str>,
        steps: &mut Vec<Undo>,
    ) -> Result<(), PublishError> {
        let (from, to) = (self.folder.join(name), self.root.join(path));
        if old.is_none() && to.symlink_metadata().is_ok() {
            // Somebody put it there while the new files were written.
            at(&to, Err(io::ErrorKind::AlreadyExists.into()))?;
        }
        at(&to, self.disk.rename(&from, &to))?;
        steps.push(match old {
            Some(old) => Undo {
                from: self.folder.join(old),
                to,
            },
            None => Undo { from: to, to: from },
        });
        Ok(())
    }

    /// Moves files, or empty folders, to the working folder.
    fn take_away(
        &self,
        paths: &[(usize, &String)],
        name: &str,
        steps: &mut Vec<Undo>,
    ) -> Result<(), PublishError> {
        for (n, path) in paths {
            let (from, to) = (
                self.root.join(path),
                self.folder.join(format!("{name}-{n}")),
            );
            at(&from, self.disk.rename(&from, &to))?;
            // What somebody put into a stale folder meanwhile is not ours to remove.
            let is_free = !to.is_dir() || is_empty(&to).unwrap_or(false);
            steps.push(Undo {
                from: to,
                to: from.clone(),
            });
            if !is_free {
                at(&from, Err(io::ErrorKind::DirectoryNotEmpty.into()))?;
            }
        }
        Ok(())
    }

    /// Undoes steps, the last first; goes on after a failure and returns it.
    fn undo(&self, steps: Vec<Undo>) -> Result<(), PublishError> {
        let mut first = Ok(());
        for step in steps.into_iter().rev() {
            first = first.and(at(&step.to, self.disk.rename(&step.from, &step.to)));
        }
        first
    }

    fn clear(&self) -> Result<(), PublishError> {
        if self.folder.symlink_metadata().is_err() {
            return Ok(());
        }
        at(&self.folder, self.disk.remove_all(&self.folder))
    }
}

/// What a reader follows comes after what it leads to.
fn rank(path: &str) -> u8 {
    match path {
        "index.html" => 2,
        _ if path.ends_with(".html") => 1,
        _ => 0,
    }
}

/// Whether a move failed at something that was put into the target meanwhile.
fn is_in_the_way(error: &PublishError) -> bool {
    use io::ErrorKind::{AlreadyExists, DirectoryNotEmpty};
    let PublishError::System { cause, .. } = error else {
        return false;
    };
    matches!(cause.kind(), AlreadyExists | DirectoryNotEmpty)
}

fn is_empty(folder: &Path) -> io::Result<bool> {
    Ok(std::fs::read_dir(folder)?.next().is_none())
}

fn at(path: &Path, done: io::Result<()>) -> Result<(), PublishError> {
    done.map_err(|cause| PublishError::at(path, cause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_comes_after_what_it_leads_to_and_the_front_page_last() {
        let mut paths = ["index.html", "2019/index.html", "data/a.json", "site.css"];
        paths.sort_by_key(|path| rank(path));
        assert_eq!(
            paths,
            ["data/a.json", "site.css", "2019/index.html", "index.html"]
        );
    }

    #[test]
    fn only_something_put_into_the_target_meanwhile_is_in_the_way() {
        let error = |kind: io::ErrorKind| PublishError::at(Path::new("a"), kind.into());
        assert!(is_in_the_way(&error(io::ErrorKind::AlreadyExists)));
        assert!(is_in_the_way(&error(io::ErrorKind::DirectoryNotEmpty)));
        assert!(!is_in_the_way(&error(io::ErrorKind::CrossesDevices)));
        assert!(!is_in_the_way(&error(io::ErrorKind::StorageFull)));
    }
}
