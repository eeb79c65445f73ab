//! Why a folder may not be published into, in words.

use std::fmt;
use std::io;
use std::path::PathBuf;

use crate::finding::system;

/// Which of the [`super::Protected`] folders.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FolderKind {
    /// The content folder.
    Content,
    /// The themes folder.
    Themes,
    /// The folder that holds both.
    Showcase,
    /// The user's home folder.
    Home,
}

impl FolderKind {
    /// Whether the target must not even lie in it.
    pub(super) fn is_closed(self) -> bool {
        matches!(self, Self::Content | Self::Themes)
    }

    fn zh(self) -> &'static str {
        match self {
            Self::Content => "内容文件夹",
            Self::Themes => "主题文件夹",
            Self::Showcase => "专题文件夹",
            Self::Home => "用户主目录",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::Content => "content folder",
            Self::Themes => "themes folder",
            Self::Showcase => "showcase's folder",
            Self::Home => "home folder",
        }
    }
}

/// How the target stands to a protected folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    /// It is that folder.
    Is,
    /// That folder lies in it.
    Holds,
    /// It lies in that folder.
    LiesIn,
}

/// Why a folder may not be published into.
#[derive(Debug)]
pub enum Refusal {
    /// An empty path, or one with `..` behind a folder that does not exist.
    NoName {
        /// The path as given.
        path: PathBuf,
    },
    /// The root of a file system or a drive.
    Root {
        /// The canonical path.
        path: PathBuf,
    },
    /// It is, holds, or lies in a folder that must stay untouched.
    Protected {
        /// The canonical path of the target.
        path: PathBuf,
        /// The canonical path of the other folder.
        folder: PathBuf,
        /// Which folder that is.
        kind: FolderKind,
        /// How they stand to each other.
        relation: Relation,
    },
    /// A symbolic link: replacing it would not be what its maker meant.
    Link {
        /// The link.
        path: PathBuf,
    },
    /// A file, or something else that is no folder.
    File {
        /// The canonical path.
        path: PathBuf,
    },
    /// A folder on the way to it is a file.
    ParentIsFile {
        /// The target.
        path: PathBuf,
        /// What is no folder.
        file: PathBuf,
    },
    /// The system does not say what it is.
    System {
        /// The path as given.
        path: PathBuf,
        /// The system's words.
        cause: io::Error,
    },
}

impl Refusal {
    /// The stable name of the refusal.
    #[must_use]
    pub fn code(&self) -> &'static str {
        use FolderKind::{Content, Home, Showcase, Themes};
        match self {
            Self::NoName { .. } => "output-no-name",
            Self::Root { .. } => "output-is-root",
            Self::Protected { kind, relation, .. } => match (relation, kind) {
                (Relation::Is, Content) => "output-is-content",
                (Relation::Is, Themes) => "output-is-themes",
                (Relation::Is, Showcase) => "output-is-showcase",
                (Relation::Is, Home) => "output-is-home",
                (Relation::Holds, Content) => "output-holds-content",
                (Relation::Holds, Themes) => "output-holds-themes",
                (Relation::Holds, Showcase) => "output-holds-showcase",
                (Relation::Holds, Home) => "output-holds-home",
                (Relation::LiesIn, Themes) => "output-in-themes",
                (Relation::LiesIn, _) => "output-in-content",
            },
            Self::Link { .. } => "output-is-link",
            Self::File { .. } => "output-is-file",
            Self::ParentIsFile { .. } => "output-parent-is-file",
            Self::System { .. } => "output-unreadable",
        }
    }

    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::NoName { path } => format!("输出文件夹“{}”不是明确的路径", path.display()),
            Self::Root { path } => {
                format!("输出文件夹“{}”是磁盘的根目录，不能用作输出", path.display())
            }
            Self::Protected {
                path,
                folder,
                kind,
                relation,
            } => {
                let (path, kind, folder) = (path.display(), kind.zh(), folder.display());
                match relation {
                    Relation::Is => format!("输出文件夹“{path}”就是{kind}，不能覆盖"),
                    Relation::Holds => format!("输出文件夹“{path}”里有{kind}“{folder}”，不能覆盖"),
                    Relation::LiesIn => format!("输出文件夹“{path}”在{kind}“{folder}”之内"),
                }
            }
            Self::Link { path } => format!("输出文件夹“{}”是符号链接", path.display()),
            Self::File { path } => format!("输出文件夹“{}”是文件，不是文件夹", path.display()),
            Self::ParentIsFile { path, file } => format!(
                "输出文件夹“{}”无法建立：“{}”是文件，不是文件夹",
                path.display(),
                file.display()
            ),
            Self::System { path, cause } => {
                format!(
                    "无法查看输出文件夹“{}”（{}）",
                    path.display(),
                    system(cause).zh
                )
            }
        }
    }

    /// The message in English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::NoName { path } => {
                format!(
                    "the output folder \"{}\" is not a definite path",
                    path.display()
                )
            }
            Self::Root { path } => {
                format!(
                    "the output folder \"{}\" is the root of a disk",
                    path.display()
                )
            }
            Self::Protected {
                path,
                folder,
                kind,
                relation,
            } => {
                let (path, kind, folder) = (path.display(), kind.en(), folder.display());
                match relation {
                    Relation::Is => format!("the output folder \"{path}\" is the {kind}"),
                    Relation::Holds => {
                        format!("the output folder \"{path}\" holds the {kind} \"{folder}\"")
                    }
                    Relation::LiesIn => {
                        format!("the output folder \"{path}\" lies in the {kind} \"{folder}\"")
                    }
                }
            }
            Self::Link { path } => {
                format!(
                    "the output folder \"{}\" is a symbolic link",
                    path.display()
                )
            }
            Self::File { path } => {
                format!("the output folder \"{}\" is a file", path.display())
            }
            Self::ParentIsFile { path, file } => format!(
                "the output folder \"{}\" cannot be made: \"{}\" is a file",
                path.display(),
                file.display()
            ),
            Self::System { path, cause } => {
                format!(
                    "cannot look at the output folder \"{}\" ({})",
                    path.display(),
                    system(cause).en
                )
            }
        }
    }

    /// What to do about it, in Chinese.
    #[must_use]
    pub fn hint_zh(&self) -> String {
        match self {
            Self::Link { .. } => "请直接写出链接所指的文件夹".to_owned(),
            Self::System { .. } => "请检查这个文件夹及其上级的权限".to_owned(),
            _ => "请另选一个单独的、只放网站的文件夹，例如 --output output".to_owned(),
        }
    }

    /// What to do about it, in English.
    #[must_use]
    pub fn hint_en(&self) -> String {
        match self {
            Self::Link { .. } => "name the folder that the link leads to".to_owned(),
            Self::System { .. } => {
                "check the permissions of the folder and of those it lies in".to_owned()
            }
            _ => "choose a folder for the site alone, for example --output output".to_owned(),
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en())
    }
}

impl std::error::Error for Refusal {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refusals_name_both_folders() {
        let refusal = Refusal::Protected {
            path: "/a".into(),
            folder: "/a/b".into(),
            kind: FolderKind::Home,
            relation: Relation::Holds,
        };
        assert_eq!(refusal.zh(), "输出文件夹“/a”里有用户主目录“/a/b”，不能覆盖");
        assert_eq!(
            refusal.en(),
            "the output folder \"/a\" holds the home folder \"/a/b\""
        );
        assert!(refusal.hint_zh().contains("--output output"));
    }

    #[test]
    fn a_link_and_a_refusal_of_the_system_have_advice_of_their_own() {
        let path = || std::path::PathBuf::from("/a");
        let cause = std::io::ErrorKind::PermissionDenied.into();
        let link = Refusal::Link { path: path() };
        let system = Refusal::System {
            path: path(),
            cause,
        };
        let root = Refusal::Root { path: path() };
        for (refusal, zh, en) in [
            (link, "链接所指", "the link leads to"),
            (system, "权限", "permissions"),
            (root, "--output output", "--output output"),
        ] {
            assert!(refusal.hint_zh().contains(zh), "{refusal}");
            assert!(refusal.hint_en().contains(en), "{refusal}");
            assert_eq!(refusal.to_string(), refusal.en());
        }
    }
}
