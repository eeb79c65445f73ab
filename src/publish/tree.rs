//! The site in memory: every file with its path below the output folder.
//!
//! A path is checked when it goes in, so that a tree can be put onto any disk:
//! a web server's, a Windows share, a USB stick. Two paths that only a
//! case-sensitive disk tells apart are a clash, and the error names both.

use std::collections::BTreeMap;
use std::fmt;

/// The file that lists all others; [`super::publish`] writes it itself.
pub(super) const MANIFEST: &str = "manifest.json";
/// Files at the root of the target that belong to its owner and stay there.
pub(super) const KEPT: [&str; 2] = [".gitignore", ".gitkeep"];
/// How the names of our own working files inside a target begin.
pub(super) const OWN_PREFIX: &str = ".xunli-";
/// The longest name that the usual file systems take, in bytes.
const LONGEST_NAME: usize = 255;

/// The files of a site, by path: `/` between the parts, no leading `/`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tree {
    files: BTreeMap<String, Vec<u8>>,
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

    /// Adds a file.
    ///
    /// # Errors
    /// [`Clash`] when the path cannot stand on every disk, or when it meets
    /// another path of the tree; the tree is then as before.
    pub fn insert(
        &mut self,
        path: impl Into<String>,
        bytes: impl Into<Vec<u8>>,
    ) -> Result<(), Clash> {
        let path = path.into();
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
        self.files.insert(path, bytes.into());
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
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// All files, sorted by path.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &[u8])> {
        self.files
            .iter()
            .map(|(path, bytes)| (path.as_str(), bytes.as_slice()))
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

/// The folders a path lies in, the nearest first.
pub(super) fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/')
        .filter_map(|(at, _)| path.get(..at))
}

/// Why a file cannot go into a [`Tree`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clash {
    /// The path cannot stand on every disk.
    Path {
        /// The path as it was given.
        path: String,
        /// What is wrong with it.
        fault: PathFault,
    },
    /// Two files, or two folders, have the same path, or paths that differ in
    /// case only.
    Same {
        /// The one that is in the tree.
        first: String,
        /// The one that came later.
        second: String,
    },
    /// One path is a file and a folder at once.
    FileAndFolder {
        /// The file.
        file: String,
        /// The folder.
        folder: String,
    },
}

impl Clash {
    /// The stable name of the fault.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Path { .. } => "output-path-invalid",
            Self::Same { .. } => "output-path-twice",
            Self::FileAndFolder { .. } => "output-path-file-and-folder",
        }
    }

    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Path { path, fault } => {
                format!("输出路径“{}”不能用：{}", path.escape_debug(), fault.zh())
            }
            Self::Same { first, second } if first == second => {
                format!("两个输出文件的路径相同：“{first}”")
            }
            Self::Same { first, second } => format!(
                "输出路径“{first}”与“{second}”只有大小写不同，在 Windows、macOS 和U盘上是同一个"
            ),
            Self::FileAndFolder { file, folder } => {
                format!("输出路径“{file}”是文件，“{folder}”又是文件夹，两者不能并存")
            }
        }
    }

    /// The message in English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::Path { path, fault } => {
                format!(
                    "the output path \"{}\" cannot be used: {}",
                    path.escape_debug(),
                    fault.en()
                )
            }
            Self::Same { first, second } if first == second => {
                format!("two output files have the same path: \"{first}\"")
            }
            Self::Same { first, second } => format!(
                "the output paths \"{first}\" and \"{second}\" differ in case only: on Windows, macOS and USB sticks they are one"
            ),
            Self::FileAndFolder { file, folder } => {
                format!("the output path \"{file}\" is a file while \"{folder}\" is a folder")
            }
        }
    }
}

impl fmt::Display for Clash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en())
    }
}

impl std::error::Error for Clash {}

/// What keeps a path from standing on every disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathFault {
    /// Empty, or a part of it is: `a//b`, a `/` at the start or the end.
    Empty,
    /// A part is `.` or `..`.
    Dots,
    /// A control character, or one of `<>:"|?*\`.
    Character(char),
    /// A part ends in a dot or a space, which Windows drops.
    Trailing,
    /// A part is a device on Windows, such as `con` or `aux.html`.
    Device,
    /// A part is longer than 255 bytes.
    TooLong,
    /// The name is the manifest's, the owner's (`.gitignore`, `.gitkeep`) or
    /// one of publishing's own working files (`.xunli-…`).
    Reserved,
}

impl PathFault {
    /// The fault in Chinese.
    #[must_use]
    pub fn zh(self) -> String {
        match self {
            Self::Empty => "路径或其中一段是空的，或以“/”开头、结尾".to_owned(),
            Self::Dots => "路径中有“.”或“..”".to_owned(),
            Self::Character(c) => format!("含有不能用于文件名的字符“{}”", c.escape_debug()),
            Self::Trailing => "有一段以点或空格结尾，Windows 会把它丢掉".to_owned(),
            Self::Device => "有一段是 Windows 的设备名（如 con、aux）".to_owned(),
            Self::TooLong => format!("有一段超过{LONGEST_NAME}字节"),
            Self::Reserved => "这个名字由发布程序自用".to_owned(),
        }
    }

    /// The fault in English.
    #[must_use]
    pub fn en(self) -> String {
        match self {
            Self::Empty => {
                "it is empty, has an empty part, or begins or ends with \"/\"".to_owned()
            }
            Self::Dots => "it has a part \".\" or \"..\"".to_owned(),
            Self::Character(c) => {
                format!(
                    "the character \"{}\" cannot stand in a file name",
                    c.escape_debug()
                )
            }
            Self::Trailing => "a part ends in a dot or a space, which Windows drops".to_owned(),
            Self::Device => "a part is the name of a Windows device, such as con or aux".to_owned(),
            Self::TooLong => format!("a part is longer than {LONGEST_NAME} bytes"),
            Self::Reserved => "the name is reserved for publishing itself".to_owned(),
        }
    }
}

/// What keeps `path` from standing on every disk, if anything does.
/// The rules of Windows are those of "Naming Files, Paths, and Namespaces".
pub(super) fn check_path(path: &str) -> Option<PathFault> {
    if let Some(fault) = path.split('/').find_map(check_part) {
        return Some(fault);
    }
    let root = path.split('/').next().unwrap_or(path).to_lowercase();
    let reserved =
        root == MANIFEST || KEPT.contains(&root.as_str()) || root.starts_with(OWN_PREFIX);
    reserved.then_some(PathFault::Reserved)
}

fn check_part(part: &str) -> Option<PathFault> {
    if part.is_empty() {
        return Some(PathFault::Empty);
    }
    if part == "." || part == ".." {
        return Some(PathFault::Dots);
    }
    if let Some(c) = part
        .chars()
        .find(|&c| c.is_control() || "<>:\"|?*\\".contains(c))
    {
        return Some(PathFault::Character(c));
    }
    if part.ends_with(['.', ' ']) {
        return Some(PathFault::Trailing);
    }
    if part.len() > LONGEST_NAME {
        return Some(PathFault::TooLong);
    }
    is_device(part).then_some(PathFault::Device)
}

/// Windows takes a name for a device whatever follows its first dot.
fn is_device(part: &str) -> bool {
    let stem = part
        .split('.')
        .next()
        .unwrap_or(part)
        .trim_end_matches(' ')
        .to_lowercase();
    if matches!(
        stem.as_str(),
        "con" | "prn" | "aux" | "nul" | "conin$" | "conout$"
    ) {
        return true;
    }
    let port = stem
        .strip_prefix("com")
        .or_else(|| stem.strip_prefix("lpt"));
    matches!(
        port,
        Some("1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³")
    )
}

#[cfg(test)]
mod tests {
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
        assert_eq!(tree.get("a/Index.html"), Some(b"1".as_slice()));
        assert_eq!(tree.folders(), ["a"]);
    }

    #[test]
    fn clashes_are_told_in_both_languages() {
        let clash = Clash::Same {
            first: "A.html".to_owned(),
            second: "a.html".to_owned(),
        };
        assert_eq!(
            clash.zh(),
            "输出路径“A.html”与“a.html”只有大小写不同，在 Windows、macOS 和U盘上是同一个"
        );
        let clash = Clash::Path {
            path: "a\nb".to_owned(),
            fault: PathFault::Character('\n'),
        };
        assert_eq!(
            clash.zh(),
            "输出路径“a\\nb”不能用：含有不能用于文件名的字符“\\n”"
        );
        assert_eq!(
            clash.en(),
            "the output path \"a\\nb\" cannot be used: the character \"\\n\" cannot stand in a file name"
        );
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
