//! Whether a folder may be published into at all.
//!
//! Decided on canonical paths and before anything is touched: a build must
//! never be able to replace the content, the showcase, a home folder or a
//! whole disk, however the path is spelled. What lies *in* the folder is looked
//! at later, in `site.rs`.

use std::ffi::OsString;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::refusal::{FolderKind, Refusal, Relation};

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
        name.push(format!("{}{what}", super::path::OWN_PREFIX));
        self.parent.join(name)
    }

    /// `.xunli-<what>` in the target itself, where its parent is out of reach.
    pub(super) fn inside(&self, what: &str) -> PathBuf {
        self.path.join(format!("{}{what}", super::path::OWN_PREFIX))
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
}
