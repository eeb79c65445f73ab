//! The site in memory: every file with its path below the output folder.
//!
//! A path is checked when it goes in, so that a tree can be put onto any disk:
//! a web server's, a Windows share, a USB stick. Two paths that only a
//! case-sensitive disk tells apart are a clash, and the error names both.

use std::collections::BTreeMap;

use super::bytes::Bytes;
use super::path::{Clash, check_path, folders_of};

/// The files of a site, by path: `/` between the parts, no leading `/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    files: BTreeMap<String, Bytes>,
    /// Every file and folder by its path in lower case.
    names: BTreeMap<String, Name>,
}

/// What a path in lower case stands for, as it was spelled.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Name {
    File(String),
    Folder(String),
}

impl Tree {
    /// A tree without files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file, whose bytes are in memory.
    ///
    /// # Errors
    /// As [`Tree::put`].
    pub fn insert(
        &mut self,
        path: impl Into<String>,
        bytes: impl Into<Vec<u8>>,
    ) -> Result<(), Clash> {
        self.put(path.into(), Bytes::from(bytes.into()))
    }

    /// Adds a file.
    ///
    /// # Errors
    /// [`Clash`] when the path cannot stand on every disk, or when it meets
    /// another path of the tree; the tree is then as before.
    pub fn put(&mut self, path: String, bytes: Bytes) -> Result<(), Clash> {
        if let Some(fault) = check_path(&path) {
            return Err(Clash::Path { path, fault });
        }
        let key = path.to_lowercase();
        match self.names.get(&key) {
            Some(Name::File(first)) => {
                return Err(Clash::Same {
                    first: first.clone(),
                    second: path,
                });
            }
            Some(Name::Folder(folder)) => {
                return Err(Clash::FileAndFolder {
                    file: path,
                    folder: folder.clone(),
                });
            }
            None => {}
        }
        let folders = self.new_folders(&path)?;
        self.names.extend(folders);
        self.names.insert(key, Name::File(path.clone()));
        self.files.insert(path, bytes);
        Ok(())
    }

    /// The folders of `path` that the tree does not know yet.
    fn new_folders(&self, path: &str) -> Result<Vec<(String, Name)>, Clash> {
        let mut new = Vec::new();
        for folder in folders_of(path) {
            let key = folder.to_lowercase();
            match self.names.get(&key) {
                // Its own parents were checked when it came in.
                Some(Name::Folder(known)) if known == folder => break,
                Some(Name::Folder(known)) => {
                    return Err(Clash::Same {
                        first: known.clone(),
                        second: folder.to_owned(),
                    });
                }
                Some(Name::File(file)) => {
                    return Err(Clash::FileAndFolder {
                        file: file.clone(),
                        folder: folder.to_owned(),
                    });
                }
                None => new.push((key, Name::Folder(folder.to_owned()))),
            }
        }
        Ok(new)
    }

    /// The bytes of a file.
    #[must_use]
    pub fn get(&self, path: &str) -> Option<&Bytes> {
        self.files.get(path)
    }

    /// All files, sorted by path.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &Bytes)> {
        self.files
            .iter()
            .map(|(path, bytes)| (path.as_str(), bytes))
    }

    /// The number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The folders that the files need, each after its parent.
    pub(super) fn folders(&self) -> Vec<&str> {
        let mut folders: Vec<&str> = self
            .names
            .values()
            .filter_map(|name| match name {
                Name::Folder(folder) => Some(folder.as_str()),
                Name::File(_) => None,
            })
            .collect();
        folders.sort_unstable();
        folders
    }

    /// Whether something at `path` (a folder if `is_folder`) must go before
    /// this tree can be laid down in the same place: it, or a folder it lies
    /// in, is spelled differently here or is of the other kind.
    pub(super) fn is_blocked_by(&self, path: &str, is_folder: bool) -> bool {
        let differs = |part: &str, folder: bool| match self.names.get(&part.to_lowercase()) {
            Some(Name::File(known)) => folder || known != part,
            Some(Name::Folder(known)) => !folder || known != part,
            None => false,
        };
        differs(path, is_folder) || folders_of(path).any(|folder| differs(folder, true))
    }
}

#[cfg(test)]
mod tests {
    use super::super::path::PathFault;
    use super::*;

    fn fault(path: &str) -> Option<PathFault> {
        match Tree::new().insert(path, "") {
            Err(Clash::Path { fault, .. }) => Some(fault),
            Err(other) => panic!("{other}"),
            Ok(()) => None,
        }
    }

    #[test]
    fn paths_of_a_site_go_in() {
        let long = "长".repeat(85);
        for path in [
            "index.html",
            "2019/liandu/岱后红军营.jpg",
            "a b/c.d.e",
            "console.html",
            "com10",
            ".nojekyll",
            "sub/manifest.json",
            long.as_str(),
        ] {
            assert_eq!(fault(path), None, "{path}");
        }
    }

    #[test]
    fn paths_that_some_disk_refuses_do_not_go_in() {
        for path in ["", "/etc/passwd", "a//b", "a/"] {
            assert_eq!(fault(path), Some(PathFault::Empty), "{path}");
        }
        for path in ["..", "../a", "a/../b", "./a", "a/."] {
            assert_eq!(fault(path), Some(PathFault::Dots), "{path}");
        }
        for c in "<>:\"|?*\\\0\n\t\u{7f}\u{85}".chars() {
            assert_eq!(fault(&format!("a/b{c}c")), Some(PathFault::Character(c)));
        }
        for path in ["a.", "a ", "a./b", "a /b", "..."] {
            assert_eq!(fault(path), Some(PathFault::Trailing), "{path}");
        }
        for path in [
            "con",
            "CON",
            "aux.html",
            "a/Nul/b",
            "com1.tar.gz",
            "LPT³",
            "prn .x",
        ] {
            assert_eq!(fault(path), Some(PathFault::Device), "{path}");
        }
        assert_eq!(fault(&"长".repeat(86)), Some(PathFault::TooLong));
        for path in [
            "manifest.json",
            "Manifest.JSON",
            ".gitkeep",
            ".xunli-staging/a",
        ] {
            assert_eq!(fault(path), Some(PathFault::Reserved), "{path}");
        }
    }

    #[test]
    fn two_paths_that_a_disk_takes_for_one_clash() {
        let mut tree = Tree::new();
        tree.insert("a/Index.html", "1").unwrap();
        let same = |first: &str, second: &str| Clash::Same {
            first: first.to_owned(),
            second: second.to_owned(),
        };
        assert_eq!(
            tree.insert("a/index.html", "2"),
            Err(same("a/Index.html", "a/index.html"))
        );
        assert_eq!(
            tree.insert("a/Index.html", "2"),
            Err(same("a/Index.html", "a/Index.html"))
        );
        assert_eq!(tree.insert("A/other.html", "2"), Err(same("a", "A")));
        assert_eq!(
            tree.insert("A", "2"),
            Err(Clash::FileAndFolder {
                file: "A".to_owned(),
                folder: "a".to_owned()
            })
        );
        assert_eq!(
            tree.insert("a/index.HTML/x/y", "2"),
            Err(Clash::FileAndFolder {
                file: "a/Index.html".to_owned(),
                folder: "a/index.HTML".to_owned()
            })
        );
        assert_eq!(tree.len(), 1);
        assert_eq!(tree.get("a/Index.html"), Some(&Bytes::from(b"1".to_vec())));
        assert_eq!(tree.folders(), ["a"]);
    }

    #[test]
    fn what_stands_in_the_way_is_known() {
        let mut tree = Tree::new();
        for path in ["a/b.html", "c", "D/e"] {
            tree.insert(path, "").unwrap();
        }
        for (path, is_folder, blocked) in [
            ("a/b.html", false, false),
            ("a/B.html", false, true),
            ("a", false, true),
            ("a", true, false),
            ("c", true, true),
            ("c/x", false, true),
            ("d/other", false, true),
            ("other", false, false),
        ] {
            assert_eq!(tree.is_blocked_by(path, is_folder), blocked, "{path}");
        }
    }
}
