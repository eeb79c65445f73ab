//! Everything publishing changes on the disk goes through [`Disk`], so that a
//! test can make any single step fail, or let the program die at it.

use std::borrow::Cow;
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::SystemTime;

use super::bytes::Bytes;
use super::manifest::Entry;

/// The changes that publishing makes. None follows a link at the end of a path.
pub(super) trait Disk: Sync {
    /// Makes the folder that everything else of this build goes into; it takes
    /// over the permissions of the folder `like`, if there is one.
    fn make_root(&self, path: &Path, like: Option<&Path>) -> io::Result<()>;
    /// Makes a folder in an existing one.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Writes a file that is not there yet.
    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Writes a file that is not there yet, and waits until the disk has it.
    fn write_through(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// A second name for the same file.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Sets when a file was last changed.
    fn set_time(&self, path: &Path, time: SystemTime) -> io::Result<()>;
    /// Moves a file over another, or a folder to a free name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Swaps two folders in one step, or says `Unsupported`.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
    /// Removes a working folder of ours with all that is in it.
    fn remove_all(&self, path: &Path) -> io::Result<()>;
}

/// The disk of this machine.
///
/// Files and folders are made as the user's umask says, but always so that
/// everybody can read them: a web server answers 403 otherwise.
#[derive(Default)]
pub(super) struct RealDisk {
    /// Whether the umask takes the right to read from others. Asked for once
    /// at the root, so that the usual umask costs no call per file.
    hides: AtomicBool,
    /// Set from elsewhere when the user wants an end: nothing new is made from
    /// then on. What puts things in order goes on.
    stop: Arc<AtomicBool>,
}

impl RealDisk {
    /// A disk that makes nothing more once `stop` is set.
    pub(super) fn until(stop: Arc<AtomicBool>) -> Self {
        let hides = AtomicBool::default();
        Self { hides, stop }
    }

    fn go_on(&self) -> io::Result<()> {
        match self.stop.load(Ordering::Relaxed) {
            true => Err(io::ErrorKind::Interrupted.into()),
            false => Ok(()),
        }
    }

    fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<File> {
        self.go_on()?;
        let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
        file.write_all(bytes)?;
        self.show(path, 0o644)?;
        Ok(file)
    }

    fn show(&self, path: &Path, mode: u32) -> io::Result<()> {
        if self.hides.load(Ordering::Relaxed) {
            set_mode(path, mode)
        } else {
            Ok(())
        }
    }
}

impl Disk for RealDisk {
    fn make_root(&self, path: &Path, like: Option<&Path>) -> io::Result<()> {
        self.go_on()?;
        DirBuilder::new().create(path)?;
        let made = mode(path)?;
        self.hides.store(made & 0o055 != 0o055, Ordering::Relaxed);
        let wanted = like.and_then(|like| mode(like).ok()).unwrap_or(made) | 0o755;
        if wanted == made {
            Ok(())
        } else {
            set_mode(path, wanted)
        }
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.go_on()?;
        DirBuilder::new().create(path)?;
        self.show(path, 0o755)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.create(path, bytes).map(drop)
    }

    fn write_through(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.create(path, bytes)?.sync_all()
    }

    fn link(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.go_on()?;
        fs::hard_link(from, to)
    }

    fn set_time(&self, path: &Path, time: SystemTime) -> io::Result<()> {
        OpenOptions::new()
            .write(true)
            .open(path)?
            .set_modified(time)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    #[cfg(target_os = "linux")]
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(io::Error::from)
    }

    #[cfg(not(target_os = "linux"))]
    fn exchange(&self, _one: &Path, _other: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn remove_all(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }
}

/// Lays down a file that is unchanged: as a second name of the old one, which
/// keeps its time and costs nothing, or as a copy with the same time.
pub(super) fn keep<'b>(
    disk: &dyn Disk,
    old: &Path,
    new: &Path,
    bytes: impl FnOnce() -> io::Result<Cow<'b, [u8]>>,
) -> io::Result<()> {
    // No hard links on this file system, or not for files of this owner.
    if disk.link(old, new).is_ok() {
        return Ok(());
    }
    let time = fs::metadata(old).and_then(|old| old.modified());
    disk.write(new, &bytes()?)?;
    match time {
        Ok(time) => disk.set_time(new, time),
        // Without the old file there is no time to keep.
        Err(_) => Ok(()),
    }
}

/// Whether `path` is a file that holds these bytes and that everybody can read.
/// `buffer` is working space.
pub(super) fn holds(path: &Path, bytes: &Bytes, buffer: &mut Vec<u8>) -> io::Result<bool> {
    use std::io::Read as _;
    let Some(bytes) = bytes.held() else {
        return Ok(is(path, &bytes.entry()));
    };
    let mut file = File::open(path)?;
    let meta = file.metadata()?;
    if !meta.is_file() || meta.len() != bytes.len() as u64 || !is_readable_by_all(&meta) {
        return Ok(false);
    }
    buffer.resize(bytes.len(), 0);
    file.read_exact(buffer)?;
    Ok(buffer == bytes)
}

/// Whether `path` is a file of that size and hash that everybody can read.
pub(super) fn is(path: &Path, entry: &Entry) -> bool {
    let readable = |path: &Path| {
        let meta = path.symlink_metadata().ok()?;
        (meta.is_file() && meta.len() == entry.size && is_readable_by_all(&meta)).then_some(())
    };
    readable(path)
        .and_then(|()| fs::read(path).ok())
        .is_some_and(|b| Entry::of(&b) == *entry)
}

/// Whether files may be put into a folder and taken out of it.
#[cfg(target_os = "linux")]
pub(super) fn is_open(folder: &Path) -> io::Result<()> {
    use rustix::fs::{Access, access};
    access(folder, Access::WRITE_OK | Access::EXEC_OK).map_err(io::Error::from)
}

#[cfg(not(target_os = "linux"))]
pub(super) fn is_open(_folder: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(unix)]
fn is_readable_by_all(meta: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    meta.permissions().mode() & 0o444 == 0o444
}

#[cfg(not(unix))]
fn is_readable_by_all(_meta: &fs::Metadata) -> bool {
    true
}

#[cfg(unix)]
fn mode(path: &Path) -> io::Result<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    Ok(fs::symlink_metadata(path)?.permissions().mode() & 0o7777)
}

#[cfg(not(unix))]
fn mode(_path: &Path) -> io::Result<u32> {
    Ok(0o755)
}

#[cfg(unix)]
fn set_mode(path: &Path, mode: u32) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn set_mode(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(())
}
