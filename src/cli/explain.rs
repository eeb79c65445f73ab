//! `xunli explain`: what a finding means, with an example.

use super::Outcome;
use super::options::Shared;
use std::fmt::Write;
use xunli::explain::{self, Example, Explanation};
use xunli::finding::{Code, Language, Severity, nearest};

/// At the end of `--help`.
const EXAMPLES: &str = "\
例子 · Examples:
  xunli explain                  列出全部代码 · all of them
  xunli explain range-unit       一个错的、一个对的例子 · with a wrong and a right example
  xunli explain range-unit --lang en";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// 问题的代码，如 figure-unknown；不写则列出全部 · The finding's code; all of them without
    code: Option<String>,
}

pub(crate) fn run(shared: &Shared, arguments: &Arguments) -> Outcome {
    let language = shared.language();
    let Some(name) = &arguments.code else {
        super::say(&list(language));
        return Outcome::Done;
    };
    match Code::named(name).and_then(explain::explain) {
        Some(explanation) => {
            super::say(&page(&explanation, language));
            Outcome::Done
        }
        None => {
            super::note(&unknown(name, language));
            Outcome::WrongCommand
        }
    }
}

fn unknown(name: &str, language: Language) -> String {
    let near = nearest(name, Code::ALL.iter().map(|code| code.as_str()));
    match (language, near) {
        (Language::Zh, Some(near)) => format!("没有叫“{name}”的代码，是不是 {near}？"),
        (Language::Zh, None) => format!("没有叫“{name}”的代码。全部代码：xunli explain"),
        (Language::En, Some(near)) => format!("there is no code `{name}`; did you mean {near}?"),
        (Language::En, None) => {
            format!("there is no code `{name}`; for all of them: xunli explain")
        }
    }
}

fn list(language: Language) -> String {
    let mut out = String::new();
    for (code, it) in explain::all() {
        let _ = writeln!(out, "{:28} {}", code.as_str(), it.what.get(language));
    }
    out
}

fn page(it: &Explanation, language: Language) -> String {
    let mut out = String::new();
    let level = level(it.code.severity(), language);
    let (what, why) = (it.what.get(language), it.why.get(language));
    let _ = match language {
        Language::Zh => writeln!(out, "{}（{level}）\n\n{what}\n{why}", it.code.as_str()),
        Language::En => writeln!(out, "{} ({level})\n\n{what}\n{why}", it.code.as_str()),
    };
    let (wrong_title, right_title) = match language {
        Language::Zh => ("这样不对：", "这样就对："),
        Language::En => ("Wrong:", "Right:"),
    };
    match &it.example {
        Example::Files {
            setup,
            wrong,
            right,
        } => {
            if !setup.is_empty() {
                let given = match language {
                    Language::Zh => "已有：",
                    Language::En => "Given:",
                };
                part(&mut out, given, setup, language);
            }
            part(&mut out, wrong_title, wrong, language);
            part(&mut out, right_title, right, language);
        }
        Example::Situation { wrong, right } => {
            for (title, told) in [(wrong_title, wrong), (right_title, right)] {
                let _ = writeln!(out, "\n{title}\n\n    {}", told.get(language));
            }
        }
    }
    out
}

fn level(severity: Severity, language: Language) -> &'static str {
    match (language, severity) {
        (Language::Zh, Severity::Error) => "错误",
        (Language::Zh, Severity::Warning) => "警告",
        (Language::Zh, Severity::Info) => "说明",
        (Language::En, severity) => severity.as_str(),
    }
}

/// One side of the example: each file under its path, set in by four.
fn part(out: &mut String, title: &str, files: &str, language: Language) {
    let _ = writeln!(out, "\n{title}");
    let mut blank = true;
    for line in files.lines() {
        if let Some(head) = line.strip_prefix("== ") {
            let _ = writeln!(out, "\n  {}", heading(head, language));
        } else if let Some(command) = line.strip_prefix("$ ") {
            let _ = writeln!(out, "\n  $ {command}");
        } else if !line.is_empty() {
            if blank && !out.ends_with("\n\n") && !ends_with_heading(out) {
                out.push('\n');
            }
            let _ = writeln!(out, "    {line}");
        }
        blank = line.is_empty();
    }
}

fn ends_with_heading(out: &str) -> bool {
    let last = out.lines().last().unwrap_or("");
    last.starts_with("  ") && !last.starts_with("    ")
}

/// `path (note)` with the note in words.
fn heading(head: &str, language: Language) -> String {
    let Some((path, note)) = head.split_once(" (") else {
        return head.to_owned();
    };
    let note = note.trim_end_matches(')');
    let times = note
        .strip_prefix("more, ")
        .and_then(|n| n.strip_suffix(" times"));
    if let Some(times) = times {
        return match language {
            Language::Zh => format!("{path}（接在后面，写 {times} 遍）"),
            Language::En => format!("{path} (after what is there, {times} times)"),
        };
    }
    let (zh, en) = match note.split_once(' ').unwrap_or((note, "")) {
        ("more", _) => ("接在后面", "after what is there"),
        ("workbook", "") => ("工作簿", "a workbook"),
        ("workbook", "with row 3 hidden") => ("工作簿，第 3 行隐藏", "a workbook, row 3 hidden"),
        ("workbook", "with macros") => ("带宏的工作簿", "a workbook with macros"),
        ("workbook", "with links") => (
            "工作簿，里面引用了别的工作簿",
            "a workbook that refers to another",
        ),
        ("workbook", "with DOCTYPE") => (
            "工作簿，里面混进了文档类型定义 DOCTYPE",
            "a workbook with a DOCTYPE in it",
        ),
        ("document", "") => ("Word 文档", "a Word document"),
        ("document", "with an EMF picture") => (
            "Word 文档，有一张 EMF 图",
            "a Word document with an EMF picture",
        ),
        ("document", "with a PNG picture") => (
            "Word 文档，有一张 PNG 图",
            "a Word document with a PNG picture",
        ),
        (_, "bytes") => ("大得出奇的文件", "a file of that many bytes"),
        ("gone", _) => ("没有这个文件", "not there"),
        ("folder", _) => ("文件夹", "a folder"),
        ("GBK", _) => ("GBK 编码", "in GBK"),
        ("picture", _) => ("照片", "a photo"),
        ("link", _) => ("链接", "a link"),
        _ => (note, note),
    };
    match language {
        Language::Zh => format!("{path}（{zh}）"),
        Language::En => format!("{path} ({en})"),
    }
}
