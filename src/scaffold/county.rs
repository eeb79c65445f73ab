//! A county's folder: a case with the four usual headings, and every indicator
//! of the edition to be filled in.

use super::{NewFile, Refusal};
use crate::content::{self, Edition, Indicator};
use crate::text;
use std::fmt::Write;

/// The files of a county of `edition`; `name` is 县（市、区） name.
///
/// # Errors
/// A folder name that no address can carry.
pub fn county(edition: &Edition, slug: &str, name: &str) -> Result<Vec<NewFile>, Refusal> {
    if !content::is_slug(slug) {
        return Err(Refusal::Asked(text!(
            "“{slug}”要用作文件夹名和网址，只能有小写字母、数字、- 和 _，例如 liandu",
            "`{slug}` becomes a folder and part of an address: small letters, digits, - and _ only, e.g. liandu"
        )));
    }
    let folder = format!("content/{}/{slug}", edition.id);
    Ok(vec![
        NewFile::new(format!("{folder}/index.md"), case(name, None)),
        NewFile::new(format!("{folder}/figures.toml"), sheet(edition)),
    ])
}

/// A case to be written. `code` is the administrative code, if it is known.
pub(super) fn case(name: &str, code: Option<&str>) -> String {
    let name = toml::Value::from(name);
    let code = match code {
        Some(code) => format!("code    = {}\n", toml::Value::from(code)),
        None => "# code  = \"331102\"      # 行政区划代码\n".to_owned(),
    };
    let mut text = format!(
        "+++\nname    = {name}\n{code}title   = \"待补\"\n# summary = \"一段话：卡片、分享、搜索用\"\n# byline  = [\"……\"]\n+++\n"
    );
    for heading in ["基本情况", "主要做法", "取得成效", "经验启示"] {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n## {heading}\n\n待补。\n");
    }
    text
}

/// Every indicator, commented out.
fn sheet(edition: &Edition) -> String {
    let mut text = head();
    for indicator in &edition.indicators {
        text += &about(indicator);
        let id = &indicator.id;
        let _ = write!(
            text,
            "# [figures.{id}]\n# baseline =\n# value    =\n# target   =\n"
        );
    }
    text
}

pub(super) fn head() -> String {
    "# 有数的把前面的 # 去掉再填；没有的留着，页面上显示“暂无数据”。\n\
     # 照原件写：带单位或“约”字的加引号，如 \"约4.2亿元\"。\n"
        .to_owned()
}

/// What an indicator is, as a comment.
pub(super) fn about(indicator: &Indicator) -> String {
    let (name, unit) = (&indicator.name, indicator.unit.to_string());
    match &indicator.meaning {
        Some(meaning) => format!(
            "\n# {name}（{unit}）：{meaning}\n",
            meaning = one_line(meaning)
        ),
        None => format!("\n# {name}（{unit}）\n"),
    }
}

/// A comment has one line.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
