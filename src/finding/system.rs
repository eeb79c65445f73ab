//! What the system says when it refuses, for a person: its own words are
//! English on most machines, and end in a number.

use super::Text;
use crate::text;
use std::io::{Error, ErrorKind};

/// Why the system refused, in words for what an editor meets; what is rarer
/// keeps the system's own, without their number, for whoever is asked for help.
pub fn system(error: &Error) -> Text {
    let (zh, en) = match error.kind() {
        ErrorKind::NotFound => ("没有这个文件或文件夹", "no such file or folder"),
        ErrorKind::PermissionDenied => ("没有权限", "no permission"),
        ErrorKind::AlreadyExists => ("已经有这个名字了", "the name is taken"),
        ErrorKind::IsADirectory => ("这是文件夹，不是文件", "it is a folder, not a file"),
        ErrorKind::NotADirectory => (
            "路径中间有一段不是文件夹",
            "a part of the path is not a folder",
        ),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => ("磁盘满了", "the disk is full"),
        ErrorKind::FileTooLarge => (
            "文件超过了系统允许的大小",
            "the file is larger than the system allows",
        ),
        ErrorKind::ReadOnlyFilesystem => ("这个盘是只读的", "the disk is read-only"),
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => {
            ("正被别的程序占用", "another program is using it")
        }
        ErrorKind::AddrInUse => ("端口已被占用", "the port is taken"),
        ErrorKind::InvalidFilename => (
            "文件名太长，或有不能用的字",
            "the name is too long, or has characters that cannot be used",
        ),
        _ => {
            let said = error.to_string();
            let said = said.split(" (os error ").next().unwrap_or_default();
            return text!("系统提示 {said}", "{said}");
        }
    };
    text!("{zh}", "{en}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_said_in_the_readers_language() {
        let missing = std::fs::read("/nonexistent/a.csv").unwrap_err();
        assert_eq!(system(&missing).zh, "没有这个文件或文件夹");
        assert_eq!(system(&missing).en, "no such file or folder");
        let odd = Error::other("odd");
        assert_eq!(system(&odd).zh, "系统提示 odd");
        // Too many links, on every Unix.
        let rare = system(&Error::from_raw_os_error(31));
        assert!(
            !rare.en.is_empty() && !rare.en.contains("error"),
            "{rare:?}"
        );
    }
}
