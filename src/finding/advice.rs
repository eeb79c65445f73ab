//! What to do about a finding whose place says nothing more of it. Every
//! finding has a hint: its own, that of its code, or where to read on.

use super::{Code, Text};
use crate::text;

/// The hint of a finding that has none of its own.
pub(super) fn of(code: Code) -> Text {
    match code {
        Code::CaseLength => text!(
            "比别的县长短差得多：看看有没有漏贴、贴重",
            "much longer or shorter than the others: see whether text is lost or stands twice"
        ),
        Code::CheckUnits => text!(
            "核对这几项数据的 unit，或改写这一项核对",
            "check the units of these figures, or reword the check"
        ),
        Code::CopyChanged | Code::CopyMissing => text!(
            "重新复制一份；仍不对的，重新生成",
            "copy it again; if that does not help, build it again"
        ),
        Code::CopyForeign => text!(
            "不是这个网站的文件：移到别处，或删去",
            "it is no file of this site: move it away, or delete it"
        ),
        Code::CheckIncomplete => text!(
            "数补上以后，自己会核对",
            "it is checked by itself when the figure is there"
        ),
        Code::CopyUnreadable => text!(
            "核对路径；压缩包损坏的，重新复制一份",
            "check the path; if the archive is damaged, copy it again"
        ),
        Code::GovernmentMissing => text!(
            "补上这一项；不是政府网站的，删去 [government]",
            "add it, or delete [government] if this is no government site"
        ),
        Code::ImportGuess => text!(
            "收进来以后看一看，不对就改",
            "look at it after the import, and correct it if need be"
        ),
        Code::SeriesYear => text!("核对年份", "check the year"),
        Code::DateImpossible => text!("核对日期", "check the date"),
        Code::Placeholder => text!(
            "换成真正的内容，或删去",
            "put the real text there, or delete it"
        ),
        Code::ReviewOrder => text!("核对两个日期", "check both dates"),
        Code::SentenceRepeated => text!("删去一处", "delete one of the two"),
        Code::SentenceShared | Code::SentenceCommon => text!(
            "换成本县自己的话；本该相同的，不必管",
            "say it in this county's own words; if it is meant to be the same, leave it"
        ),
        Code::Template | Code::ThemeInvalid => text!(
            "改正主题里的这个文件；删去它，就用程序自带的那一份",
            "correct this file of the theme; without it the built-in one is used"
        ),
        Code::TotalImpossible => text!(
            "核对各县的数，或把指标的 total 改成 \"none\"",
            "check the counties' figures, or make the indicator's total \"none\""
        ),
        Code::OutputPathInvalid | Code::OutputPathTwice | Code::OutputPathFileAndFolder => {
            text!("给文件换个名字", "give the file another name")
        }
        Code::ImportUnreadable => text!(
            "用 Word、Excel 打开，另存一份再收",
            "open it in Word or Excel, save it again, and import that"
        ),
        Code::FileUnreadable => text!(
            "看看文件是不是被别的程序占用，有没有读的权限",
            "see whether another program holds it, and whether you may read it"
        ),
        code => {
            let code = code.as_str();
            text!(
                "运行 xunli explain {code}，看说明和例子",
                "run `xunli explain {code}` for what it means and an example"
            )
        }
    }
}
