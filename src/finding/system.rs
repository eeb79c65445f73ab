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
        ErrorKind::OutOfMemory => ("内存不够", "there is not enough memory"),
        ErrorKind::BrokenPipe => ("接收的一端已经关了", "the other end of the pipe is closed"),
        ErrorKind::TimedOut => ("等得太久，没有回音", "it took too long to answer"),
        ErrorKind::DirectoryNotEmpty => ("文件夹不是空的", "the folder is not empty"),
        ErrorKind::CrossesDevices => ("两处不在同一个盘上", "the two are not on the same disk"),
        ErrorKind::TooManyLinks => ("链接太多", "too many links"),
        ErrorKind::StaleNetworkFileHandle => (
            "网络盘断开过，请重新连接",
            "the network drive was cut off: connect it again",
        ),
        ErrorKind::UnexpectedEof => ("文件不完整", "the file is cut short"),
        ErrorKind::Unsupported => (
            "系统或这个盘做不了这件事",
            "the system, or this disk, cannot do that",
        ),
        ErrorKind::AddrNotAvailable => ("这台电脑没有这个地址", "this machine has no such address"),
        _ => return unnamed(error),
    };
    text!("{zh}", "{en}")
}

/// What Unix tells by number alone, the same on all of them; and the rest.
fn unnamed(error: &Error) -> Text {
    match error.raw_os_error().filter(|_| cfg!(unix)) {
        Some(5) => text!(
            "读写出错，盘可能坏了，或者没有插好",
            "reading or writing failed: the disk may be damaged or loose"
        ),
        Some(6 | 19) => text!("设备不在", "the device is not there"),
        Some(11 | 35) => text!(
            "系统一时顾不过来，请再试一次",
            "the system is too busy: try again"
        ),
        Some(23 | 24) => text!(
            "打开的文件太多，超过了系统允许的数目",
            "more files are open than the system allows"
        ),
        _ => {
            let said = error.to_string();
            let said = said.split(" (os error ").next().unwrap_or_default();
            text!("系统提示 {said}", "{said}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_open_files_were_told_in_english_only() {
        for number in [5, 6, 12, 19, 23, 24, 31, 32] {
            let Text { zh, en } = system(&Error::from_raw_os_error(number));
            assert!(!zh.contains("系统提示"), "{number}: {zh}");
            assert!(zh.chars().all(|c| c > '\u{7F}'), "{number}: {zh}");
            assert!(en.is_ascii(), "{number}: {en}");
        }
    }

    #[test]
    fn a_refusal_is_said_in_the_readers_language() {
        let missing = std::fs::read("/nonexistent/a.csv").unwrap_err();
        assert_eq!(system(&missing).zh, "没有这个文件或文件夹");
        assert_eq!(system(&missing).en, "no such file or folder");
        let full = system(&Error::from_raw_os_error(24));
        assert_eq!(full.zh, "打开的文件太多，超过了系统允许的数目");
        let odd = Error::other("odd");
        assert_eq!(system(&odd).zh, "系统提示 odd");
        // An argument out of its domain, on every Unix.
        let rare = system(&Error::from_raw_os_error(33));
        assert!(
            !rare.en.is_empty() && !rare.en.contains("error"),
            "{rare:?}"
        );
    }
}
