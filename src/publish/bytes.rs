//! The bytes of a file while it waits to be published.
//!
//! A site of ten thousand pages waits as long as one of ten: until all is known to
//! be sound, nothing may be published. Most of what a large build needs in memory
//! would be finished pages, so they are laid down on the disk meanwhile: in one
//! file without a name, which nobody else sees and which is gone with the program,
//! however that ends. Where that cannot be had, they wait in memory.

use std::borrow::Cow;
use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::manifest::Entry;

/// The content of one file of a site.
#[derive(Debug, Clone)]
pub struct Bytes(Kept);

#[derive(Debug, Clone)]
enum Kept {
    Held(Vec<u8>),
    Laid {
        store: Arc<Store>,
        at: u64,
        entry: Entry,
    },
}

impl Bytes {
    /// The content.
    ///
    /// # Errors
    /// What the disk says that it was laid down on.
    pub fn read(&self) -> io::Result<Cow<'_, [u8]>> {
        match &self.0 {
            Kept::Held(bytes) => Ok(Cow::Borrowed(bytes)),
            Kept::Laid { store, at, entry } => store.read(*at, entry.size).map(Cow::Owned),
        }
    }

    /// The content in memory, where it is there.
    pub fn held(&self) -> Option<&[u8]> {
        match &self.0 {
            Kept::Held(bytes) => Some(bytes),
            Kept::Laid { .. } => None,
        }
    }

    /// How many there are.
    pub fn size(&self) -> u64 {
        match &self.0 {
            Kept::Held(bytes) => bytes.len() as u64,
            Kept::Laid { entry, .. } => entry.size,
        }
    }

    /// Size and hash.
    pub fn entry(&self) -> Entry {
        match &self.0 {
            Kept::Held(bytes) => Entry::of(bytes),
            Kept::Laid { entry, .. } => *entry,
        }
    }

    /// Lays them down, if there are many and that can be done.
    pub(crate) fn lay(&mut self, store: &Arc<Store>) {
        let Kept::Held(bytes) = &mut self.0 else {
            return;
        };
        if store.is_held(bytes.len() as u64) {
            bytes.shrink_to_fit();
        } else if let Ok(at) = store.add(bytes) {
            self.0 = Kept::Laid {
                store: Arc::clone(store),
                at,
                entry: Entry::of(bytes),
            };
        }
    }
}

impl From<Vec<u8>> for Bytes {
    fn from(bytes: Vec<u8>) -> Self {
        Bytes(Kept::Held(bytes))
    }
}

impl PartialEq for Bytes {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Kept::Held(one), Kept::Held(other)) => one == other,
            _ => self.size() == other.size() && self.entry() == other.entry(),
        }
    }
}

impl Eq for Bytes {}

/// Disks with less room than this are left to the site itself.
const ROOM: u64 = 4 << 30;

/// The first pages wait in memory all the same: what is never laid down is not to
/// be read again.
const HELD: u64 = 12 << 20;

/// A file without a name.
#[derive(Debug)]
pub(crate) struct Store {
    file: File,
    end: AtomicU64,
    /// Bytes that may yet wait in memory.
    held: AtomicU64,
}

impl Store {
    /// On the disk of `folder`; `None` where there is none or little room.
    pub(crate) fn on_disk_of(folder: &Path) -> Option<Arc<Store>> {
        // The parent of `output`.
        let is_here = folder.as_os_str().is_empty();
        let folder = if is_here { Path::new(".") } else { folder };
        let file = has_room(folder).then(|| nameless(folder)).flatten()?;
        Some(Arc::new(Store::new(file, HELD)))
    }

    fn new(file: File, held: u64) -> Store {
        Store {
            file,
            end: AtomicU64::new(0),
            held: AtomicU64::new(held),
        }
    }

    /// Takes so many bytes of what may wait in memory, if they are there.
    fn is_held(&self, size: u64) -> bool {
        let rest = |held: u64| held.checked_sub(size);
        let order = Ordering::Relaxed;
        self.held.fetch_update(order, order, rest).is_ok()
    }

    fn add(&self, bytes: &[u8]) -> io::Result<u64> {
        let at = self.end.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        write_at(&self.file, bytes, at).map(|()| at)
    }

    fn read(&self, at: u64, size: u64) -> io::Result<Vec<u8>> {
        let size = usize::try_from(size).map_err(io::Error::other)?;
        let mut bytes = vec![0; size];
        read_at(&self.file, &mut bytes, at).map(|()| bytes)
    }
}

#[cfg(target_os = "linux")]
fn has_room(folder: &Path) -> bool {
    rustix::fs::statvfs(folder)
        .is_ok_and(|disk| disk.f_bavail.saturating_mul(disk.f_frsize) >= ROOM)
}

#[cfg(target_os = "linux")]
fn nameless(folder: &Path) -> Option<File> {
    use rustix::fs::{Mode, OFlags, open};
    let flags = OFlags::TMPFILE | OFlags::RDWR | OFlags::CLOEXEC;
    open(folder, flags, Mode::RUSR | Mode::WUSR)
        .ok()
        .map(File::from)
}

#[cfg(not(target_os = "linux"))]
fn has_room(_folder: &Path) -> bool {
    false
}

#[cfg(not(target_os = "linux"))]
fn nameless(_folder: &Path) -> Option<File> {
    None
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(not(unix))]
fn write_at(_: &File, _: &[u8], _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(not(unix))]
fn read_at(_: &File, _: &mut [u8], _: u64) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use rayon::prelude::*;

    #[test]
    fn what_is_laid_down_by_many_at_once_is_read_as_it_was() {
        let file = tempfile::tempfile().unwrap();
        let store = Arc::new(Store::new(file, 0));
        let text = |n: usize| format!("第{n}页").repeat(n % 700 + 1).into_bytes();
        let laid: Vec<Bytes> = (0..2_000)
            .into_par_iter()
            .map(|n| {
                let mut bytes = Bytes::from(text(n));
                bytes.lay(&store);
                bytes
            })
            .collect();
        for (n, bytes) in laid.iter().enumerate() {
            assert!(bytes.held().is_none());
            assert_eq!(bytes.read().unwrap(), text(n), "{n}");
            assert_eq!(*bytes, Bytes::from(text(n)));
            assert_eq!(bytes.entry(), Entry::of(&text(n)));
        }
    }

    #[test]
    fn a_few_wait_in_memory_and_the_others_on_the_disk() {
        let store = Arc::new(Store::new(tempfile::tempfile().unwrap(), 10));
        let sizes = [4, 5, 2, 1, 1];
        let mut waiting = sizes.map(|size| Bytes::from(vec![b'a'; size]));
        waiting.iter_mut().for_each(|bytes| bytes.lay(&store));
        let held = waiting.map(|bytes| bytes.held().is_some());
        assert_eq!(held, [true, true, false, true, false]);
    }

    #[test]
    fn nobody_sees_what_waits() {
        let folder = tempfile::tempdir().unwrap();
        // Not every disk knows such files.
        let file = nameless(folder.path());
        assert!(folder.path().read_dir().unwrap().next().is_none());
        drop(file);
        assert!(folder.path().read_dir().unwrap().next().is_none());
    }

    #[test]
    fn what_cannot_be_laid_down_stays_in_memory() {
        assert!(Store::on_disk_of(Path::new("/nowhere/at all")).is_none());
        // A file that takes nothing, as on a full disk.
        let file = File::open("/dev/null").unwrap();
        let store = Arc::new(Store::new(file, 0));
        let mut bytes = Bytes::from(b"page".to_vec());
        bytes.lay(&store);
        assert_eq!(bytes.held(), Some(b"page".as_slice()));
    }
}
