//! One build at a time for one target.
//!
//! The lock is the system's advisory lock on a file beside the target, so it
//! dies with its holder: there are no stale locks. The holder removes the file
//! before it lets go; therefore whoever gets a lock looks whether the file it
//! locked is still the one that bears the name, and tries anew if not. A file
//! left by a killed build is simply locked by the next one and removed then.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::error::PublishError;
use super::target::Target;

/// The right to publish to a target. Let go of on drop.
pub(super) struct Lock {
    held: Vec<Held>,
    /// Whether the folder that the target lies in cannot be written to, so
    /// that the target cannot be swapped.
    pub(super) is_inside: bool,
}

impl Lock {
    /// Takes the lock.
    pub(super) fn take(target: &Target) -> Result<Self, PublishError> {
        let (beside, inside) = (target.beside("lock"), target.inside("lock"));
        let mut held = Vec::new();
        let mut is_inside = false;
        match hold(target, beside) {
            Ok(lock) => held.push(lock),
            Err(PublishError::ReadOnly { .. }) if target.path().is_dir() => is_inside = true,
            Err(error) => return Err(error),
        }
        // Also when somebody without rights on the parent may be at work inside.
        if is_inside || inside.symlink_metadata().is_ok() {
            held.push(hold(target, inside)?);
        }
        Ok(Self { held, is_inside })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // A locked file cannot be told from its successor without inode
        // numbers, so elsewhere the (empty) file stays.
        if cfg!(unix) {
            for held in &self.held {
                let _ = fs::remove_file(&held.path);
            }
        }
    }
}

struct Held {
    path: PathBuf,
    /// Open for as long as the lock is to last.
    _file: File,
}

fn hold(target: &Target, path: PathBuf) -> Result<Held, PublishError> {
    loop {
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path);
        let file = file.map_err(|cause| PublishError::at(&path, cause))?;
        match file.try_lock() {
            Ok(()) if is_named(&file, &path) => return Ok(Held { path, _file: file }),
            // Its holder removed it between our opening and our locking it.
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(PublishError::Locked {
                    target: target.path().to_owned(),
                });
            }
            Err(TryLockError::Error(cause)) => return Err(PublishError::at(&path, cause)),
        }
    }
}

#[cfg(unix)]
fn is_named(file: &File, path: &Path) -> bool {
    use std::io;
    use std::os::unix::fs::MetadataExt as _;
    let same = |file: io::Result<fs::Metadata>, path: io::Result<fs::Metadata>| {
        let (file, path) = (file.ok()?, path.ok()?);
        Some(file.dev() == path.dev() && file.ino() == path.ino())
    };
    same(file.metadata(), fs::symlink_metadata(path)).unwrap_or(false)
}

#[cfg(not(unix))]
fn is_named(_file: &File, _path: &Path) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_lock_on_a_file_that_lost_its_name_is_none() {
        let dir = tempfile::tempdir().unwrap();
        let (path, aside) = (dir.path().join("lock"), dir.path().join("aside"));
        let file = File::create(&path).unwrap();
        assert!(is_named(&file, &path));
        // Kept, or the next file could get its number.
        fs::rename(&path, &aside).unwrap();
        assert!(!is_named(&file, &path));
        File::create(&path).unwrap();
        assert!(!is_named(&file, &path));
    }
}
