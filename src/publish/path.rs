//! Paths that can stand on every disk, and what is wrong with the others.

use crate::finding::visible_line;
use std::collections::BTreeMap;
use std::fmt;

/// The file that lists all others; [`super::publish`] writes it itself.
pub(crate) const MANIFEST: &str = "manifest.json";
/// Bytes of a manifest at most; one for ten thousand counties has a tenth.
pub(crate) const LARGEST_MANIFEST: u64 = 256 << 20;
/// Files at the root of the target that belong to its owner and stay there.
pub(crate) const KEPT: [&str; 2] = [".gitignore", ".gitkeep"];
/// How the names of our own working files inside a target begin.
pub(super) const OWN_PREFIX: &str = ".xunli-";
/// The longest name that the usual file systems take, in bytes.
const LONGEST_NAME: usize = 255;
/// The longest path, in bytes: with that of the folder it lies in it has to stay below
/// the 4,096 that Linux opens.
const LONGEST_PATH: usize = 1024;
/// The folder of an owner who keeps the target under version control.
const VERSIONS: &str = ".git";

/// The folders a path lies in, the nearest first.
pub(super) fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/')
        .filter_map(|(at, _)| path.get(..at))
}

/// Folders by how deep they lie, the top ones first. Those of one level can be
/// made or removed in any order.
pub(super) fn by_depth<'p>(folders: impl IntoIterator<Item = &'p str>) -> Vec<Vec<&'p str>> {
    let mut levels: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for folder in folders {
        levels
            .entry(folder.matches('/').count())
            .or_default()
            .push(folder);
    }
    levels.into_values().collect()
}

/// Why a file cannot go into a [`super::Tree`].
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
                format!("输出路径“{}”不能用：{}", visible_line(path), fault.zh())
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
                    visible_line(path),
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
    /// The whole is longer than 1,024 bytes.
    TooDeep,
    /// The name is the manifest's, the owner's (`.git`, `.gitignore`, `.gitkeep`) or
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
            Self::Character(c) => format!("含有不能用于文件名的字符“{}”", shown(c)),
            Self::Trailing => "有一段以点或空格结尾，Windows 会把它丢掉".to_owned(),
            Self::Device => "有一段是 Windows 的设备名（如 con、aux）".to_owned(),
            Self::TooLong => format!("有一段超过{LONGEST_NAME}字节"),
            Self::TooDeep => format!("整条路径超过{LONGEST_PATH}字节"),
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
                format!("the character \"{}\" cannot stand in a file name", shown(c))
            }
            Self::Trailing => "a part ends in a dot or a space, which Windows drops".to_owned(),
            Self::Device => "a part is the name of a Windows device, such as con or aux".to_owned(),
            Self::TooLong => format!("a part is longer than {LONGEST_NAME} bytes"),
            Self::TooDeep => format!("as a whole it is longer than {LONGEST_PATH} bytes"),
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
    if path.len() > LONGEST_PATH {
        return Some(PathFault::TooDeep);
    }
    let root = path.split('/').next().unwrap_or(path).to_lowercase();
    let reserved = root == MANIFEST
        || root == VERSIONS
        || KEPT.contains(&root.as_str())
        || root.starts_with(OWN_PREFIX);
    reserved.then_some(PathFault::Reserved)
}

fn shown(c: char) -> String {
    visible_line(c.encode_utf8(&mut [0; 4])).into_owned()
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

    #[test]
    fn a_path_of_two_thousand_folders_could_not_be_opened() {
        let deep = "a/".repeat(2_000) + "x.html";
        assert_eq!(check_path(&deep), Some(PathFault::TooDeep));
        assert_eq!(check_path(&("a/".repeat(500) + "x.html")), None);
        assert_eq!(check_path(".git/hooks/x.html"), Some(PathFault::Reserved));
        assert_eq!(check_path("a/.gitx"), None);
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
            "输出路径“a␊b”不能用：含有不能用于文件名的字符“␊”"
        );
        assert_eq!(
            clash.en(),
            "the output path \"a␊b\" cannot be used: the character \"␊\" cannot stand in a file name"
        );
    }

    #[test]
    fn clashes_have_a_code_each_and_one_path_twice_is_called_so() {
        let same = |first: &str, second: &str| Clash::Same {
            first: first.to_owned(),
            second: second.to_owned(),
        };
        let twice = same("a.html", "a.html");
        assert_eq!(twice.code(), "output-path-twice");
        assert_eq!(twice.zh(), "两个输出文件的路径相同：“a.html”");
        assert_eq!(
            twice.en(),
            "two output files have the same path: \"a.html\""
        );
        assert!(
            same("A.html", "a.html")
                .en()
                .contains("differ in case only")
        );
        let both = Clash::FileAndFolder {
            file: "a".to_owned(),
            folder: "a".to_owned(),
        };
        assert_eq!(both.code(), "output-path-file-and-folder");
        let path = "a:b".to_owned();
        let invalid = Clash::Path {
            path,
            fault: PathFault::Character(':'),
        };
        assert_eq!(invalid.code(), "output-path-invalid");
        assert_eq!(invalid.to_string(), invalid.en());
    }
}
