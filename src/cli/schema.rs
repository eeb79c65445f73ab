//! `xunli schema`: JSON Schemas for editors.

use super::Outcome;
use super::options::Shared;
use xunli::content::Schema;
use xunli::finding::Language;
use xunli::proof::CODES;

/// At the end of `--help`.
const EXAMPLES: &str = "\
例子 · Examples:
  xunli schema figures > schema/figures.json

xunli new showcase 已经放好全部，并写了 .taplo.toml · `new showcase` lays all of them and .taplo.toml";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// 哪种文件 · Which kind of file
    #[arg(value_parser = ["site", "edition", "figures", "case", "words"])]
    kind: String,
}

pub(crate) fn run(shared: &Shared, arguments: &Arguments) -> Outcome {
    let Some(schema) = Schema::named(&arguments.kind) else {
        let kind = &arguments.kind;
        match shared.language() {
            Language::Zh => super::note(&format!("没有 {kind} 的 schema")),
            Language::En => super::note(&format!("there is no schema for {kind}")),
        }
        return Outcome::WrongCommand;
    };
    let rules: Vec<&str> = CODES.iter().map(|c| c.as_str()).collect();
    super::put(&schema.json(&rules));
    Outcome::Done
}
