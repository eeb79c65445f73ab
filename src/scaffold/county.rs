//! A county's folder: a case with the four usual headings, and every indicator
//! of the edition to be filled in.

use super::{NewFile, Refusal};
use crate::content::{self, Edition, Indicator};
use crate::finding::Language;
use crate::text;
use std::fmt::Write;

/// The files of a county of `edition`; `name` is 县（市、区） name.
///
/// # Errors
/// A folder name that no address can carry.
pub fn county(
    edition: &Edition,
    slug: &str,
    name: &str,
    language: Language,
) -> Result<Vec<NewFile>, Refusal> {
    if !content::is_slug(slug) {
        return Err(Refusal::Asked(text!(
            "“{slug}”要用作文件夹名和网址，只能有小写字母、数字、- 和 _，例如 liandu",
            "`{slug}` becomes a folder and part of an address: small letters, digits, - and _ only, e.g. liandu"
        )));
    }
    let folder = format!("content/{}/{slug}", edition.id);
    Ok(vec![
        NewFile::new(format!("{folder}/index.md"), case(name, None, language)),
        NewFile::new(format!("{folder}/figures.toml"), sheet(edition, language)),
    ])
}

/// A case to be written. `code` is the administrative code, if it is known.
pub(super) fn case(name: &str, code: Option<&str>, language: Language) -> String {
    let name = toml::Value::from(name);
    let words = match language {
        Language::Zh => [
            "行政区划代码",
            "待补",
            "一段话：卡片、分享、搜索用",
            "待补。",
        ],
        Language::En => [
            "administrative code",
            "TODO",
            "one paragraph, for cards, shares and the search",
            "TODO: to be written.",
        ],
    };
    let [about, todo, summary, text] = words;
    let headings = match language {
        Language::Zh => ["基本情况", "主要做法", "取得成效", "经验启示"],
        Language::En => [
            "Where it began",
            "What was done",
            "What came of it",
            "What it taught",
        ],
    };
    let code = match code {
        Some(code) => format!("code    = {}\n", toml::Value::from(code)),
        None => format!("# code  = \"331102\"      # {about}\n"),
    };
    let mut case = format!(
        "+++\nname    = {name}\n{code}title   = \"{todo}\"\n# summary = \"{summary}\"\n# byline  = [\"……\"]\n+++\n"
    );
    for heading in headings {
        // Writing to a String cannot fail.
        let _ = write!(case, "\n## {heading}\n\n{text}\n");
    }
    case
}

/// Every indicator, commented out.
fn sheet(edition: &Edition, language: Language) -> String {
    let mut text = head(language);
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

pub(super) fn head(language: Language) -> String {
    match language {
        Language::Zh => {
            "# 有数的把前面的 # 去掉再填；没有的留着，页面上显示“暂无数据”。\n\
             # 照原件写：带单位或“约”字的加引号，如 \"约4.2亿元\"。\n"
        }
        Language::En => {
            "# Where there is a number, take the # away and fill it in; the others stay.\n\
             # As printed in the source; with a unit or 约, in quotes: \"约4.2亿元\".\n"
        }
    }
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
