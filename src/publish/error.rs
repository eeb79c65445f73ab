//! What can go wrong in publishing, in words an editor can act on.
//!
//! Unless a message says otherwise, the published site is as it was.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::refusal::Refusal;
use crate::finding::{system, visible_line};

/// How many foreign files a message names.
const NAMED: usize = 5;

/// Why a site was not published.
#[derive(Debug)]
pub enum PublishError {
    /// The target is no folder to publish into.
    Refused {
        /// Why.
        refusal: Refusal,
    },
    /// The target holds files, and no manifest of ours.
    NotOurs {
        /// The target.
        target: PathBuf,
        /// The first few of them, sorted; a folder ends in `/`.
        files: Vec<String>,
        /// How many there are.
        count: usize,
    },
    /// The target holds files that its manifest does not list.
    ForeignFiles {
        /// The target.
        target: PathBuf,
        /// The first few of them, sorted; a folder ends in `/`.
        files: Vec<String>,
        /// How many there are.
        count: usize,
    },
    /// Another build is publishing to the same target.
    Locked {
        /// The target.
        target: PathBuf,
    },
    /// The disk or a quota is full, or a file is larger than the system allows.
    DiskFull {
        /// What was to be written.
        path: PathBuf,
        /// The system's words.
        cause: io::Error,
    },
    /// The folder may not be read or written to.
    ReadOnly {
        /// What was to be read or written.
        path: PathBuf,
        /// The system's words.
        cause: io::Error,
    },
    /// A folder was taken away during the build.
    Vanished {
        /// What was not there any more.
        path: PathBuf,
        /// The system's words.
        cause: io::Error,
    },
    /// The system refused for another reason.
    System {
        /// What was to be read or written.
        path: PathBuf,
        /// The system's words.
        cause: io::Error,
    },
    /// A working folder beside the target, left by an earlier build or by this
    /// one, cannot be removed whole.
    Leftover {
        /// The folder.
        path: PathBuf,
        /// Whether the new site is published all the same.
        published: bool,
        /// What is in the way.
        cause: Box<PublishError>,
    },
    /// The old site was moved away, the new one could not be moved in, nor the
    /// old one back. The next build puts it back.
    Displaced {
        /// The target, where nothing is now.
        target: PathBuf,
        /// Where the old site is.
        old: PathBuf,
        /// What the system said.
        cause: Box<PublishError>,
    },
    /// Files were being replaced one by one, this failed, and so did putting
    /// the old ones back: the target holds files of both sites, each whole.
    HalfReplaced {
        /// The target.
        target: PathBuf,
        /// Why replacing failed.
        cause: Box<PublishError>,
        /// Why putting back failed.
        undo: Box<PublishError>,
    },
}

impl PublishError {
    /// The error for what the system said about `path`.
    pub(super) fn at(path: &Path, cause: io::Error) -> Self {
        let path = path.to_owned();
        match cause.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::DiskFull { path, cause },
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly { path, cause }
            }
            io::ErrorKind::NotFound => Self::Vanished { path, cause },
            _ => Self::System { path, cause },
        }
    }

    /// The error for files that are not ours; `listed` when a manifest of ours
    /// is there.
    pub(super) fn foreign(target: &Path, mut files: Vec<String>, listed: bool) -> Self {
        let (target, count) = (target.to_owned(), files.len());
        files.sort_unstable();
        files.truncate(NAMED);
        if listed {
            Self::ForeignFiles {
                target,
                files,
                count,
            }
        } else {
            Self::NotOurs {
                target,
                files,
                count,
            }
        }
    }

    /// Whether it only says that the user wanted an end; the old site stands.
    #[must_use]
    pub fn is_stop(&self) -> bool {
        matches!(self, Self::System { cause, .. } if cause.kind() == io::ErrorKind::Interrupted)
    }

    /// The stable name of the situation.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused { refusal } => refusal.code(),
            Self::NotOurs { .. } => "output-not-ours",
            Self::ForeignFiles { .. } => "output-foreign-files",
            Self::Locked { .. } => "output-locked",
            Self::DiskFull { .. } => "output-disk-full",
            Self::ReadOnly { .. } => "output-read-only",
            Self::Vanished { .. } => "output-vanished",
            Self::System { .. } => "output-failed",
            Self::Leftover { .. } => "output-leftover",
            Self::Displaced { .. } => "output-displaced",
            Self::HalfReplaced { .. } => "output-half-replaced",
        }
    }

    /// The message in Chinese.
    #[must_use]
    pub fn zh(&self) -> String {
        match self {
            Self::Refused { refusal } => refusal.zh(),
            Self::NotOurs {
                target,
                files,
                count,
            } => format!(
                "输出文件夹“{}”不是巡礼生成的，里面有{count}项：{}",
                target.display(),
                list(files, *count, "、", "等")
            ),
            Self::ForeignFiles {
                target,
                files,
                count,
            } => format!(
                "输出文件夹“{}”里有{count}项不是巡礼生成的：{}",
                target.display(),
                list(files, *count, "、", "等")
            ),
            Self::Locked { target } => {
                format!("另一个构建正在写入输出文件夹“{}”", target.display())
            }
            Self::DiskFull { path, cause } => {
                format!(
                    "磁盘空间不足，写不下“{}”（{}）",
                    path.display(),
                    system(cause).zh
                )
            }
            Self::ReadOnly { path, cause } => {
                format!("没有权限读写“{}”（{}）", path.display(), system(cause).zh)
            }
            Self::Vanished { path, cause } => {
                format!("构建期间“{}”不见了（{}）", path.display(), system(cause).zh)
            }
            Self::System { path, cause } => {
                format!("读写“{}”失败（{}）", path.display(), system(cause).zh)
            }
            Self::Leftover {
                path,
                published,
                cause,
            } => format!(
                "临时文件夹“{}”清理不掉，{}：{}",
                path.display(),
                if *published {
                    "新网站已发布"
                } else {
                    "原网站未动"
                },
                cause.zh()
            ),
            Self::Displaced { target, old, cause } => format!(
                "新网站未能移入输出文件夹“{}”，原网站现在“{}”：{}",
                target.display(),
                old.display(),
                cause.zh()
            ),
            Self::HalfReplaced {
                target,
                cause,
                undo,
            } => format!(
                "逐个替换输出文件夹“{}”的文件时中断，也未能复原，其中新旧文件并存：{}；复原时：{}",
                target.display(),
                cause.zh(),
                undo.zh()
            ),
        }
    }

    /// The message in English.
    #[must_use]
    pub fn en(&self) -> String {
        match self {
            Self::Refused { refusal } => refusal.en(),
            Self::NotOurs {
                target,
                files,
                count,
            } => format!(
                "the output folder \"{}\" was not made by Xunli and holds {}: {}",
                target.display(),
                items(*count),
                list(files, *count, ", ", ", …")
            ),
            Self::ForeignFiles {
                target,
                files,
                count,
            } => format!(
                "the output folder \"{}\" holds {} not made by Xunli: {}",
                target.display(),
                items(*count),
                list(files, *count, ", ", ", …")
            ),
            Self::Locked { target } => {
                format!(
                    "another build is writing to the output folder \"{}\"",
                    target.display()
                )
            }
            Self::DiskFull { path, cause } => {
                format!(
                    "no room on the disk for \"{}\" ({})",
                    path.display(),
                    system(cause).en
                )
            }
            Self::ReadOnly { path, cause } => {
                format!(
                    "no permission to read or write \"{}\" ({})",
                    path.display(),
                    system(cause).en
                )
            }
            Self::Vanished { path, cause } => {
                format!(
                    "\"{}\" vanished during the build ({})",
                    path.display(),
                    system(cause).en
                )
            }
            Self::System { path, cause } => {
                format!(
                    "cannot read or write \"{}\" ({})",
                    path.display(),
                    system(cause).en
                )
            }
            Self::Leftover {
                path,
                published,
                cause,
            } => format!(
                "the working folder \"{}\" cannot be removed; {}: {}",
                path.display(),
                if *published {
                    "the new site is published"
                } else {
                    "the old site is untouched"
                },
                cause.en()
            ),
            Self::Displaced { target, old, cause } => format!(
                "the new site could not be moved to the output folder \"{}\"; the old one is now in \"{}\": {}",
                target.display(),
                old.display(),
                cause.en()
            ),
            Self::HalfReplaced {
                target,
                cause,
                undo,
            } => format!(
                "replacing the files of the output folder \"{}\" one by one failed, and so did putting them back; it holds files of both sites: {}; on putting back: {}",
                target.display(),
                cause.en(),
                undo.en()
            ),
        }
    }

    /// What to do about it, in Chinese.
    #[must_use]
    pub fn hint_zh(&self) -> String {
        match self {
            Self::Refused { refusal } => return refusal.hint_zh(),
            Self::NotOurs { .. } => "请另选一个空文件夹；巡礼不会删除不是它生成的文件",
            Self::ForeignFiles { .. } => {
                "请把这些文件移出输出文件夹；要随网站发布的，放进内容文件夹"
            }
            Self::Locked { .. } => "请等它结束后再构建",
            Self::DiskFull { .. } => "请腾出空间后再构建；原网站未动",
            Self::ReadOnly { .. } => "请检查这个文件夹及其上级的权限；原网站未动",
            Self::Vanished { .. } => "请检查磁盘是否被拔出、文件夹是否被改名，然后再构建",
            Self::System { .. } => "请检查磁盘后再构建；原网站未动",
            Self::Leftover { .. } => "请查看这个文件夹，移出需要的文件后把它删除",
            Self::Displaced { .. } => "请再构建一次：会先把原网站放回；也可以自己改回文件夹名",
            Self::HalfReplaced { .. } => "请先解决上述问题，然后再构建一次，输出就会完整",
        }
        .to_owned()
    }

    /// What to do about it, in English.
    #[must_use]
    pub fn hint_en(&self) -> String {
        match self {
            Self::Refused { refusal } => return refusal.hint_en(),
            Self::NotOurs { .. } => {
                "choose an empty folder; Xunli never removes files it did not make"
            }
            Self::ForeignFiles { .. } => {
                "move these files out of the output folder; what belongs to the site goes into the content folder"
            }
            Self::Locked { .. } => "build again when it has ended",
            Self::DiskFull { .. } => "make room and build again; the old site is untouched",
            Self::ReadOnly { .. } => {
                "check the permissions of the folder and of those it lies in; the old site is untouched"
            }
            Self::Vanished { .. } => {
                "see whether the disk was pulled out or the folder renamed, then build again"
            }
            Self::System { .. } => "check the disk and build again; the old site is untouched",
            Self::Leftover { .. } => {
                "look into this folder, take out what you need, and remove it"
            }
            Self::Displaced { .. } => {
                "build again: the old site is then put back first; or rename the folder yourself"
            }
            Self::HalfReplaced { .. } => {
                "mend what is named above and build again: the output will then be whole"
            }
        }
        .to_owned()
    }
}

fn list(files: &[String], count: usize, comma: &str, more: &str) -> String {
    let names: Vec<String> = files
        .iter()
        .map(|file| visible_line(file).into_owned())
        .collect();
    let more = if count > files.len() { more } else { "" };
    names.join(comma) + more
}

fn items(count: usize) -> String {
    if count == 1 {
        "1 item".to_owned()
    } else {
        format!("{count} items")
    }
}

impl fmt::Display for PublishError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en())
    }
}

impl std::error::Error for PublishError {}

impl From<Refusal> for PublishError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused { refusal }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn foreign_files_are_named_up_to_five_and_counted() {
        let names = |n: usize| (0..n).rev().map(|i| format!("f{i}")).collect();
        let error = PublishError::foreign(Path::new("/o"), names(7), true);
        assert_eq!(error.code(), "output-foreign-files");
        assert_eq!(
            error.zh(),
            "输出文件夹“/o”里有7项不是巡礼生成的：f0、f1、f2、f3、f4等"
        );
        let error = PublishError::foreign(Path::new("/o"), names(1), false);
        assert_eq!(error.code(), "output-not-ours");
        assert_eq!(
            error.en(),
            "the output folder \"/o\" was not made by Xunli and holds 1 item: f0"
        );
    }

    #[test]
    fn a_number_of_the_system_was_all_that_told_two_refusals_apart() {
        let of = |kind: io::ErrorKind| PublishError::at(Path::new("/o/a"), kind.into());
        let error = of(io::ErrorKind::StorageFull);
        assert_eq!(error.code(), "output-disk-full");
        assert_eq!(error.zh(), "磁盘空间不足，写不下“/o/a”（磁盘满了）");
        let error = of(io::ErrorKind::FileTooLarge);
        assert_eq!(error.code(), "output-disk-full");
        assert_eq!(
            error.zh(),
            "磁盘空间不足，写不下“/o/a”（文件超过了系统允许的大小）"
        );
        let error = PublishError::at(Path::new("/o/a"), io::Error::from_raw_os_error(13));
        assert_eq!(
            error.en(),
            "no permission to read or write \"/o/a\" (no permission)"
        );
    }

    #[test]
    fn each_error_says_what_is_wrong_and_what_to_do_in_both_languages() {
        let path = || PathBuf::from("/o");
        let cause = || io::Error::from(io::ErrorKind::Other);
        let inner = || Box::new(PublishError::Locked { target: path() });
        let (target, files, count) = (path(), vec!["f".to_owned()], 1);
        let refusal = Refusal::Root { path: path() };
        let all = [
            PublishError::Refused { refusal },
            PublishError::NotOurs {
                target: target.clone(),
                files: files.clone(),
                count,
            },
            PublishError::ForeignFiles {
                target,
                files,
                count,
            },
            PublishError::Locked { target: path() },
            PublishError::DiskFull {
                path: path(),
                cause: cause(),
            },
            PublishError::ReadOnly {
                path: path(),
                cause: cause(),
            },
            PublishError::Vanished {
                path: path(),
                cause: cause(),
            },
            PublishError::System {
                path: path(),
                cause: cause(),
            },
            PublishError::Leftover {
                path: path(),
                published: true,
                cause: inner(),
            },
            PublishError::Leftover {
                path: path(),
                published: false,
                cause: inner(),
            },
            PublishError::Displaced {
                target: path(),
                old: path(),
                cause: inner(),
            },
            PublishError::HalfReplaced {
                target: path(),
                cause: inner(),
                undo: inner(),
            },
        ];
        let is_chinese = |text: &str| text.contains(|c| ('一'..='龥').contains(&c));
        for error in &all {
            assert!(
                error.zh().contains("/o") && error.en().contains("/o"),
                "{error}"
            );
            assert!(
                is_chinese(&error.zh()) && is_chinese(&error.hint_zh()),
                "{error}"
            );
            let english = error.hint_en();
            assert!(english.contains(' ') && !is_chinese(&english), "{error}");
            assert_eq!(error.to_string(), error.en());
        }
    }
}
