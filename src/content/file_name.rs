//! Names of files and folders that cannot go everywhere with the site: onto a
//! Windows disk or a USB stick, through a web server, past a reader's eyes.
//!
//! One finding at the file itself, before anything is made of it; else every
//! file that derives from it would have one of its own.

use super::names::is_device;
use crate::finding::{Code, Finding, Place, Text, is_hidden};
use crate::text;

/// Bytes of a name at most. Disks take 255, and what is made of a picture adds
/// its width to the name.
const LONGEST: usize = 240;

/// What is wrong with the name of the file or folder at `path`, if anything.
pub(super) fn fault(path: &str, name: &str) -> Option<Finding> {
    let (message, hint) = told(name)?;
    Some(Finding::new(Code::FileName, Place::file(path), message).hint(hint))
}

fn told(name: &str) -> Option<(Text, Text)> {
    let anew = text!(
        "给它改名，把名字重新打一遍",
        "rename it, typing the name anew"
    );
    if let Some(c) = name.chars().find(|c| is_hidden(*c)) {
        let code = format!("U+{:04X}", u32::from(c));
        let message = text!(
            "名字里有看不见的字符（{code}）",
            "the name holds a character that nobody sees ({code})"
        );
        return Some((message, anew));
    }
    if let Some(c) = name.chars().find(|c| is_part(*c)) {
        let code = format!("U+{:04X}", u32::from(c));
        let message = text!(
            "名字里有拆成两半的字（{code}），看上去一样的名字，在别的系统上是另一个",
            "the name holds a letter in two parts ({code}); on other systems it is not the name that it seems to be"
        );
        return Some((message, anew));
    }
    if let Some(c) = name.chars().find(|c| "<>:\"|?*\\".contains(*c)) {
        let message = text!(
            "名字里有“{c}”，Windows 和 U 盘上存不了",
            "the name holds `{c}`, which no Windows disk or USB stick can store"
        );
        let hint = text!("给它改名，去掉这个字符", "rename it without that character");
        return Some((message, hint));
    }
    if name.ends_with(['.', ' ']) {
        let message = text!(
            "名字以点或空格结尾，Windows 会把它丢掉",
            "the name ends in a dot or a space, which Windows drops"
        );
        let hint = text!("给它改名，去掉末尾的点或空格", "rename it without that end");
        return Some((message, hint));
    }
    let stem = name.split('.').next().unwrap_or(name).trim_end();
    // A folder of that name is told where it is to be an address.
    if name.contains('.') && is_device(&stem.to_lowercase()) {
        let message = text!(
            "“{stem}”是 Windows 的设备名，Windows 上存不了",
            "`{stem}` is a device of Windows, which cannot store it"
        );
        let hint = text!("换一个名字", "give it another name");
        return Some((message, hint));
    }
    (name.len() > LONGEST).then(|| {
        let length = name.len();
        (
            text!(
                "名字太长（{length} 字节，最多 {LONGEST}）",
                "the name is too long ({length} bytes; at most {LONGEST})"
            ),
            text!("换一个短的名字", "give it a shorter name"),
        )
    })
}

/// Marks that join the letter before them, and the parts of Hangul syllables:
/// there is one character for both together, and macOS takes it apart.
fn is_part(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}' | '\u{1100}'..='\u{11FF}' | '\u{3099}' | '\u{309A}')
}

#[cfg(test)]
mod tests {
    use super::told;

    #[test]
    fn names_that_look_alike_or_cannot_be_stored_are_refused() {
        for bad in [
            "e\u{301}.png",
            "か\u{3099}.png",
            "\u{1112}\u{1161}\u{11ab}.png",
            "p\u{1b}[31m.png",
            "a\u{202e}gnp.exe",
            "a\u{200b}.png",
            "a?b.jpg",
            "a:b",
            "a.",
            "a ",
            "CON.png",
            "aux.html",
            &"长".repeat(81),
        ] {
            assert!(told(bad).is_some(), "{bad:?}");
        }
        for good in [
            "\u{e9}.png",
            "が.png",
            "한글.png",
            "莲都区（一）.jpg",
            "a b.jpg",
            "👨\u{200d}👩.png",
            "console.png",
            &"长".repeat(80),
        ] {
            assert!(told(good).is_none(), "{good:?}");
        }
    }
}
