//! Whether a folder may be published into at all.
//!
//! Decided on canonical paths and before anything is touched: a build must
//! never be able to replace the content, the showcase, a home folder or a
//! whole disk, however the path is spelled. What lies *in* the folder is looked
//! at later, in `site.rs`.

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::{Component, Path, PathBuf};

/// Folders that publishing must stay away from. They need not exist.
#[derive(Debug, Clone, Copy)]
pub struct Protected<'a> {
    /// The folder that holds `content/`. The target may lie in it, but must
    /// not be it or hold it.
    pub showcase: &'a Path,
    /// The content. The target must not be it, hold it or lie in it.
    pub content: &'a Path,
    /// The themes of the showcase; as for the content.
    pub themes: &'a Path,
    /// The user's home (`std::env::home_dir()`). The target may lie in it,
    /// but must not be it or hold it.
    pub home: Option<&'a Path>,
}

/// A folder that may be published into: see [`decide`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    path: PathBuf,
    parent: PathBuf,
    name: OsString,
}

impl Target {
    /// The canonical path. The folder, and some of its parents, may be missing.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn parent(&self) -> &Path {
        &self.parent
    }

    /// `.<name>.xunli-<what>` beside the target: on the same file system, so
    /// that it can be swapped, and out of the web server's sight.
    pub(super) fn beside(&self, what: &str) -> PathBuf {
        let mut name = OsString::from(".");
        name.push(&self.name);
        name.push(format!("{}{what}", super::tree::OWN_PREFIX));
        self.parent.join(name)
    }

    /// `.xunli-<what>` in the target itself, where its parent is out of reach.
    pub(super) fn inside(&self, what: &str) -> PathBuf {
        self.path.join(format!("{}{what}", super::tree::OWN_PREFIX))
    }
}

/// Whether `target` may be published into. Touches nothing.
///
/// # Errors
/// [`Refusal`] when it may not.
pub fn decide(target: &Path, protected: &Protected<'_>) -> Result<Target, Refusal> {
    let spelled = spelled(target)?;
    if spelled.is_symlink() {
        return Err(Refusal::Link { path: spelled });
    }
    let path = resolve(&spelled)?;
    let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
        return Err(Refusal::Root { path });
    };
    check_protected(&path, protected)?;
    if path.exists() && !path.is_dir() {
        return Err(Refusal::File { path });
    }
    Ok(Target {
        parent: parent.to_owned(),
        name: name.to_owned(),
        path,
    })
}

fn check_protected(path: &Path, protected: &Protected<'_>) -> Result<(), Refusal> {
    let folders = [
        // The widest first: it is the one to be told about.
        (FolderKind::Home, protected.home),
        (FolderKind::Showcase, Some(protected.showcase)),
        (FolderKind::Content, Some(protected.content)),
        (FolderKind::Themes, Some(protected.themes)),
    ];
    for (kind, folder) in folders {
        // An empty path is an unset variable, not the working folder.
        let Some(folder) = folder.filter(|folder| !folder.as_os_str().is_empty()) else {
            continue;
        };
        let folder = resolve(&spelled(folder)?)?;
        let relation = if path == folder {
            Relation::Is
        } else if folder.starts_with(path) {
            Relation::Holds
        } else if kind.is_closed() && path.starts_with(&folder) {
            Relation::LiesIn
        } else {
            continue;
        };
        return Err(Refusal::Protected {
            path: path.to_owned(),
            folder,
            kind,
            relation,
        });
    }
    Ok(())
}

/// The path made absolute, without the `.` and the final `/` through which a
/// link would look like the folder it leads to.
fn spelled(path: &Path) -> Result<PathBuf, Refusal> {
    if path.as_os_str().is_empty() {
        return Err(Refusal::NoName {
            path: path.to_owned(),
        });
    }
    match std::path::absolute(path) {
        Ok(path) => Ok(path.components().collect()),
        Err(cause) => Err(Refusal::System {
            path: path.to_owned(),
            cause,
        }),
    }
}

/// The canonical path: links followed as far as the path exists; the rest,
/// which is still to be made, as it is spelled.
fn resolve(path: &Path) -> Result<PathBuf, Refusal> {
    let mut existing = path;
    let mut missing = Vec::new();
    loop {
        match existing.canonicalize() {
            Ok(mut resolved) => {
                if !missing.is_empty() && !resolved.is_dir() {
                    return Err(Refusal::ParentIsFile {
                        path: path.to_owned(),
                        file: resolved,
                    });
                }
                resolved.extend(missing.iter().rev());
                return Ok(resolved);
            }
            Err(cause)
                if matches!(
                    cause.kind(),
                    io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
                ) =>
            {
                // `missing/..` has no meaning before `missing` is made.
                let last = existing.components().next_back();
                let (Some(parent), Some(Component::Normal(name))) = (existing.parent(), last)
                else {
                    return Err(Refusal::NoName {
                        path: path.to_owned(),
                    });
                };
                missing.push(name);
                existing = parent;
            }
            Err(cause) => {
                return Err(Refusal::System {
                    path: path.to_owned(),
                    cause,
                });
            }
        }
    }
}

/// Which of the [`Protected`] folders.
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
    fn is_closed(self) -> bool {
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
                    "无法查看输出文件夹“{}”（系统提示：{cause}）",
                    path.display()
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
                    "cannot look at the output folder \"{}\" ({cause})",
                    path.display()
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
    use std::fs;

    use super::*;

    struct Place {
        _dir: tempfile::TempDir,
        home: PathBuf,
    }

    impl Place {
        /// `home/show/{content,themes}`, all in a throw-away folder.
        fn new() -> Self {
            let dir = tempfile::tempdir().unwrap();
            let home = dir.path().canonicalize().unwrap().join("home");
            fs::create_dir_all(home.join("show/content/2019")).unwrap();
            fs::create_dir_all(home.join("show/themes")).unwrap();
            Self { _dir: dir, home }
        }

        fn decide(&self, target: impl AsRef<Path>) -> Result<Target, Refusal> {
            let show = self.home.join("show");
            decide(
                &show.join(target),
                &Protected {
                    showcase: &show,
                    content: &show.join("content"),
                    themes: &show.join("themes"),
                    home: Some(&self.home),
                },
            )
        }

        fn code(&self, target: impl AsRef<Path>) -> &'static str {
            self.decide(target)
                .map_or_else(|refusal| refusal.code(), |_| "ok")
        }
    }

    #[test]
    fn dangerous_targets_are_refused_however_they_are_spelled() {
        let place = Place::new();
        for (target, code) in [
            ("/", "output-is-root"),
            ("..", "output-is-home"),
            ("../show/../", "output-is-home"),
            ("../..", "output-holds-home"),
            (".", "output-is-showcase"),
            ("output/..", "output-no-name"),
            ("content", "output-is-content"),
            ("content/", "output-is-content"),
            ("./content/2019/..", "output-is-content"),
            ("content/2019", "output-in-content"),
            ("content/new/deep", "output-in-content"),
            ("themes", "output-is-themes"),
            ("themes/hong", "output-in-themes"),
        ] {
            assert_eq!(place.code(target), code, "{target}");
        }
    }

    #[test]
    fn ordinary_targets_are_taken_by_their_canonical_path() {
        let place = Place::new();
        for target in [
            "output",
            "output/",
            "./output/.",
            "content/../output",
            "content-2",
        ] {
            assert_eq!(place.code(target), "ok", "{target}");
        }
        let target = place.decide("new/deep/output").unwrap();
        assert_eq!(target.path(), place.home.join("show/new/deep/output"));
        assert_eq!(
            target.beside("lock"),
            place.home.join("show/new/deep/.output.xunli-lock")
        );
    }

    #[test]
    fn an_empty_path_or_variable_is_not_the_working_folder() {
        let place = Place::new();
        let none = Path::new("");
        let nothing = Protected {
            showcase: none,
            content: none,
            themes: none,
            home: Some(none),
        };
        assert_eq!(decide(none, &nothing).unwrap_err().code(), "output-no-name");
        assert!(decide(&place.home.join("output"), &nothing).is_ok());
    }

    #[test]
    fn a_file_is_refused_and_so_is_a_folder_below_one() {
        let place = Place::new();
        fs::write(place.home.join("show/file"), "").unwrap();
        assert_eq!(place.code("file"), "output-is-file");
        assert_eq!(place.code("file/output"), "output-parent-is-file");
    }

    #[cfg(unix)]
    #[test]
    fn links_do_not_hide_where_the_target_lies() {
        use std::os::unix::fs::symlink;
        let place = Place::new();
        let show = place.home.join("show");
        fs::create_dir(show.join("real")).unwrap();
        symlink(show.join("real"), show.join("link")).unwrap();
        symlink("nowhere", show.join("dangling")).unwrap();
        symlink(show.join("content"), show.join("elsewhere")).unwrap();
        assert_eq!(place.code("link"), "output-is-link");
        assert_eq!(place.code("link/"), "output-is-link");
        assert_eq!(place.code("link/."), "output-is-link");
        assert_eq!(place.code("dangling"), "output-is-link");
        assert_eq!(place.code("elsewhere/output"), "output-in-content");
        let target = place.decide("link/output").unwrap();
        assert_eq!(target.path(), show.join("real/output"));
    }

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
}
