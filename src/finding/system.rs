//! What the system says when it refuses, for a person: its own words are
//! English on most machines, and end in a number.

use super::Text;
use std::io::{Error, ErrorKind};

/// Why the system refused. In Chinese for what an editor meets; what is rarer
/// keeps the system's words, for whoever is asked for help.
pub fn system(error: &Error) -> Text {
    let zh = match error.kind() {
        ErrorKind::NotFound => "没有这个文件或文件夹",
        ErrorKind::PermissionDenied => "没有权限",
        ErrorKind::AlreadyExists => "已经有这个名字了",
        ErrorKind::IsADirectory => "这是文件夹，不是文件",
        ErrorKind::NotADirectory => "路径中间有一段不是文件夹",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "磁盘满了",
        ErrorKind::ReadOnlyFilesystem => "这个盘是只读的",
        ErrorKind::ResourceBusy | ErrorKind::ExecutableFileBusy => "正被别的程序占用",
        ErrorKind::AddrInUse => "端口已被占用",
        ErrorKind::InvalidFilename => "文件名太长，或有不能用的字",
        _ => {
            return Text {
                zh: format!("系统提示 {error}"),
                en: error.to_string(),
            };
        }
    };
    Text {
        zh: zh.to_owned(),
        en: error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_said_in_the_readers_language() {
        let missing = std::fs::read("/nonexistent/a.csv").unwrap_err();
        assert_eq!(system(&missing).zh, "没有这个文件或文件夹");
        assert!(system(&missing).en.contains("os error"));
        let odd = Error::other("odd");
        assert_eq!(system(&odd).zh, "系统提示 odd");
    }
}
