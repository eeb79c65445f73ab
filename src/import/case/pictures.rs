//! The pictures of a draft as files: their names, and those that no browser shows.

use crate::import::disk::NewFile;
use crate::import::draft::{self, Draft, Weight};
use crate::import::plain::half_width;
use crate::text;
use std::collections::BTreeSet;
use std::path::Path;

/// Names the pictures and gives those that browsers show as files.
pub(super) fn pictures(draft: &mut Draft, root: &Path, folder: &str) -> Vec<NewFile> {
    let mut files = Vec::new();
    let mut used: BTreeSet<String> = BTreeSet::new();
    let mut names: Vec<String> = Vec::new();
    for (at, picture) in draft.pictures.iter_mut().enumerate() {
        let number = at + 1;
        let first = picture.same.and_then(|first| names.get(first));
        if let Some(first) = first.filter(|name| !name.is_empty()) {
            picture.file.clone_from(first);
            names.push(first.clone());
            continue;
        }
        if picture.bytes.is_empty() {
            let (kind, caption) = (
                picture.kind.to_uppercase(),
                picture.caption.clone().unwrap_or_default(),
            );
            let text = match kind.as_str() {
                "" => text!(
                    "第 {number} 张图“{caption}”坏了，打不开，没有导入",
                    "picture {number} `{caption}` is damaged and is not imported"
                ),
                kind => text!(
                    "第 {number} 张图“{caption}”是 {kind} 格式，浏览器不能显示，没有导入",
                    "picture {number} `{caption}` is in {kind}, which browsers do not show; it is not imported"
                ),
            };
            let hint = match kind.as_str() {
                "" => text!(
                    "请对方把图片另外发来，放进县的文件夹，正文里写 ![{caption}](文件名)",
                    "ask for the picture itself, put it into the county's folder and write ![{caption}](file) in the text"
                ),
                _ => text!(
                    "在 Word 里右键“另存为图片”，存成 PNG 或 JPG 放进县的文件夹，正文里写 ![{caption}](文件名)",
                    "save it as PNG or JPG into the county's folder and write ![{caption}](file) in the text"
                ),
            };
            let remark = draft::Remark {
                weight: Weight::Lost,
                text,
                hint: Some(hint),
            };
            draft.remarks.push(remark);
            names.push(String::new());
            continue;
        }
        let stem = file_stem(picture.caption.as_deref().unwrap_or_default(), number);
        let mut name = format!("{stem}.{}", picture.kind);
        let mut copy = 1;
        while used.contains(&name.to_lowercase())
            || is_other_file(root, folder, &name, &picture.bytes)
        {
            copy += 1;
            name = format!("{stem}-{copy}.{}", picture.kind);
        }
        used.insert(name.to_lowercase());
        files.push(NewFile {
            path: format!("{folder}/{name}"),
            bytes: picture.bytes.clone(),
        });
        names.push(name.clone());
        picture.file = name;
    }
    files
}

/// Whether another picture has that name already.
fn is_other_file(root: &Path, folder: &str, name: &str, bytes: &[u8]) -> bool {
    std::fs::read(root.join(folder).join(name)).is_ok_and(|found| found != bytes)
}

/// A file name from a caption: letters and characters only, 24 at most.
fn file_stem(caption: &str, number: usize) -> String {
    let name: String = caption
        .chars()
        .filter(|c| c.is_alphanumeric() || *c == '-')
        .map(half_width)
        .take(24)
        .collect();
    let name = name.trim_matches('-').to_owned();
    // Names that Windows keeps for itself, and names of nothing.
    let reserved = ["con", "prn", "aux", "nul"].contains(&name.to_lowercase().as_str());
    if name.is_empty() || reserved {
        format!("图{number}")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn file_names_from_captions() {
        assert_eq!(file_stem("图1 岱后“红军营”开营", 1), "图1岱后红军营开营");
        assert_eq!(file_stem("……", 3), "图3");
        assert_eq!(file_stem("CON", 2), "图2");
        assert_eq!(file_stem(&"长".repeat(40), 1).chars().count(), 24);
    }
}
