//! A small sound showcase, to be written over.

use super::NewFile;
use crate::content::Schema;
use crate::finding::Language;
use crate::proof::CODES;

/// The sample's files in one language, each with its path; `YEAR` stands for
/// the edition's folder.
macro_rules! sample {
    ($folder:literal) => {
        &[
            (
                "content/site.toml",
                include_str!(concat!($folder, "site.toml")),
            ),
            (
                "content/about.md",
                include_str!(concat!($folder, "about.md")),
            ),
            (
                "content/YEAR/edition.toml",
                include_str!(concat!($folder, "edition.toml")),
            ),
            (
                "content/YEAR/index.md",
                include_str!(concat!($folder, "index.md")),
            ),
            (
                "content/YEAR/jia/index.md",
                include_str!(concat!($folder, "jia/index.md")),
            ),
            (
                "content/YEAR/jia/figures.toml",
                include_str!(concat!($folder, "jia/figures.toml")),
            ),
            (
                "content/YEAR/yi/index.md",
                include_str!(concat!($folder, "yi/index.md")),
            ),
            (
                "content/YEAR/yi/figures.toml",
                include_str!(concat!($folder, "yi/figures.toml")),
            ),
        ]
    };
}

const CHINESE: &[(&str, &str)] = sample!("showcase/");
const ENGLISH: &[(&str, &str)] = sample!("showcase/en/");

/// The files of a new showcase whose edition is of `year`; without a title it
/// has the sample's.
pub fn showcase(title: Option<&str>, year: i32, language: Language) -> Vec<NewFile> {
    let (now, before) = (year.to_string(), (year - 1).to_string());
    let (sample, own) = match language {
        Language::Zh => (CHINESE, "逐县巡礼（样例）"),
        Language::En => (ENGLISH, "County by county (a sample)"),
    };
    // In one line, as it stands on pages; quotes and backslashes would end the string
    // they are put into.
    let title = title.map(|title| title.replace(char::is_control, " "));
    let title = title.as_deref().map(str::trim);
    let title = title.filter(|title| !title.is_empty()).unwrap_or(own);
    let title = title.replace('\\', "\\\\").replace('"', "\\\"");
    let fill = |text: &str| {
        text.replace("{title}", &title)
            .replace("{year}", &now)
            .replace("{before}", &before)
    };
    let mut files: Vec<NewFile> = sample
        .iter()
        .map(|(path, text)| NewFile::new(path.replace("YEAR", &now), fill(text)))
        .collect();
    files.push(NewFile::new(
        "content/README.md",
        match language {
            Language::Zh => handbook(),
            Language::En => fill(include_str!("showcase/en/README.md")),
        },
    ));
    files.push(NewFile::new(".gitignore", "/output\n/.output.xunli-*\n"));
    files.extend(schemas());
    files
}

/// The editors' handbook, without its pictures: they are not ours to copy
/// into every showcase.
fn handbook() -> String {
    let text = include_str!("../../content/README.md");
    let mut lines = Vec::new();
    for line in text.lines() {
        let picture = line.starts_with("![") && line.contains("](../tests/pictures/");
        // No two blank lines where a picture stood between them.
        let blank = line.is_empty() && lines.last().is_some_and(|l: &&str| l.is_empty());
        if !picture && !blank {
            lines.push(line);
        }
    }
    lines.join("\n") + "\n"
}

/// The schemas, and the settings that lead an editor's TOML checker to them.
pub fn schemas() -> Vec<NewFile> {
    let rules: Vec<&str> = CODES.iter().map(|c| c.as_str()).collect();
    let mut files: Vec<NewFile> = Schema::ALL
        .into_iter()
        .map(|schema| {
            let path = format!("schema/{}.json", schema.as_str());
            NewFile::new(path, schema.json(&rules))
        })
        .collect();
    files.push(NewFile::new(".taplo.toml", taplo()));
    files
}

/// <https://taplo.tamasfe.dev/configuration/file.html>
fn taplo() -> String {
    let mut text = String::from(
        "# 编辑器（VS Code 的 Even Better TOML，或 taplo）从这里知道每个文件该怎么写。\n",
    );
    for (files, schema) in [
        ("content/site.toml", Schema::Site),
        ("content/*/edition.toml", Schema::Edition),
        ("content/*/*/figures.toml", Schema::Figures),
        ("words/**/*.toml", Schema::Words),
    ] {
        let name = schema.as_str();
        text += &format!(
            "\n[[rule]]\ninclude = [\"{files}\"]\n[rule.schema]\npath = \"schema/{name}.json\"\n"
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_of_two_lines_made_a_file_that_cannot_be_read() {
        let own = "逐县巡礼（样例）";
        for (given, written) in [
            ("甲\n乙", "甲 乙"),
            ("a\"b\\c", "a\"b\\c"),
            ("\t甲\u{7}", "甲"),
            (" \n", own),
        ] {
            let files = showcase(Some(given), 2024, Language::Zh);
            let site = &files[0];
            assert_eq!(site.path, "content/site.toml");
            let site: toml::Table = site.text.parse().unwrap();
            assert_eq!(site["title"].as_str(), Some(written), "{given:?}");
        }
    }
}
