//! A small sound showcase, to be written over.

use super::NewFile;
use crate::content::Schema;
use crate::proof::CODES;

/// The files of a new showcase whose edition is of `year`.
pub fn showcase(title: &str, year: i32) -> Vec<NewFile> {
    let (now, before) = (year.to_string(), (year - 1).to_string());
    // Quotes and backslashes would end the string they are put into.
    let title = title.replace('\\', "\\\\").replace('"', "\\\"");
    let fill = |text: &str| {
        text.replace("{title}", &title)
            .replace("{year}", &now)
            .replace("{before}", &before)
    };
    let file = |path: &str, text: &str| NewFile::new(path.replace("YEAR", &now), fill(text));
    let mut files = vec![
        file("content/site.toml", include_str!("showcase/site.toml")),
        NewFile::new("content/README.md", handbook()),
        file("content/about.md", include_str!("showcase/about.md")),
        file(
            "content/YEAR/edition.toml",
            include_str!("showcase/edition.toml"),
        ),
        file("content/YEAR/index.md", include_str!("showcase/index.md")),
        file(
            "content/YEAR/jia/index.md",
            include_str!("showcase/jia/index.md"),
        ),
        file(
            "content/YEAR/jia/figures.toml",
            include_str!("showcase/jia/figures.toml"),
        ),
        file(
            "content/YEAR/yi/index.md",
            include_str!("showcase/yi/index.md"),
        ),
        file(
            "content/YEAR/yi/figures.toml",
            include_str!("showcase/yi/figures.toml"),
        ),
        NewFile::new(".gitignore", "/output\n/.output.xunli-*\n"),
    ];
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
