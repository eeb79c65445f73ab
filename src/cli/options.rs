//! Options that every command has, and finding the showcase.

use clap::{Args, ValueEnum};
use std::collections::BTreeMap;
use std::io::{IsTerminal, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use xunli::finding::{Finding, Findings, Format, Language, Place, Printer, Severity};
use xunli::theme::Endless;

/// Columns assumed where there is no terminal to ask.
const WIDTH: usize = 120;

/// The options that every command has stand below its own.
const COMMON: &str = "通用 · Common";

#[derive(Args)]
pub(crate) struct Shared {
    /// 问题的显示方式 · How findings are printed
    #[arg(long, global = true, value_enum, help_heading = COMMON, default_value_t = FormatName::Human)]
    format: FormatName,
    /// 语言，默认随系统 · Language; the system's by default
    #[arg(long, global = true, value_enum, help_heading = COMMON)]
    lang: Option<LanguageName>,
    /// 颜色 · Colour
    #[arg(long, global = true, value_enum, help_heading = COMMON, default_value_t = When::Auto)]
    color: When,
    /// 只显示错误 · Errors only
    #[arg(long, short, global = true, help_heading = COMMON)]
    quiet: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum FormatName {
    Human,
    Short,
    Json,
    Github,
}

#[derive(Clone, Copy, ValueEnum)]
enum LanguageName {
    Zh,
    En,
}

#[derive(Clone, Copy, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

impl Shared {
    pub(crate) fn language(&self) -> Language {
        self.asked_language().unwrap_or_else(system_language)
    }

    /// The language of `--lang`: what is made in it is content, so the
    /// system's must not choose it.
    pub(crate) fn asked_language(&self) -> Option<Language> {
        self.lang.map(|name| match name {
            LanguageName::Zh => Language::Zh,
            LanguageName::En => Language::En,
        })
    }

    /// Whether a person reads what is printed, not a program.
    pub(crate) fn is_for_people(&self) -> bool {
        matches!(self.format, FormatName::Human | FormatName::Short)
    }

    pub(crate) fn is_quiet(&self) -> bool {
        self.quiet
    }

    fn printer(&self, prefix: String, least: Severity) -> Printer {
        let color = match self.color {
            When::Always => true,
            When::Never => false,
            // https://no-color.org
            When::Auto => {
                std::io::stderr().is_terminal()
                    && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
            }
        };
        Printer {
            format: match self.format {
                FormatName::Human => Format::Human,
                FormatName::Short => Format::Short,
                FormatName::Json => Format::Json,
                FormatName::Github => Format::Github,
            },
            language: self.language(),
            color,
            quiet: self.quiet,
            least: if self.quiet { Severity::Error } else { least },
            prefix,
            width: columns().unwrap_or(WIDTH),
            more: BTreeMap::new(),
        }
    }

    /// Prints findings to stderr, sorted, without those less grave than
    /// `least`. A reader that went away is no fault.
    pub(crate) fn print(&self, showcase: &Showcase, findings: Findings, least: Severity) {
        self.print_with(showcase.prefix.clone(), findings, least);
    }

    /// The same for findings about files named on the command line.
    pub(crate) fn print_here(&self, findings: Findings) {
        self.print_with(String::new(), findings, Severity::Info);
    }

    fn print_with(&self, prefix: String, findings: Findings, least: Severity) {
        let printer = self.printer(prefix, least);
        self.put(&printer, &findings.sorted());
    }

    /// Prints sorted findings; `more` is what a program reads beside them. The
    /// one JSON document is a result and goes to stdout, alone.
    pub(crate) fn print_sorted(
        &self,
        showcase: &Showcase,
        findings: &[Finding],
        more: BTreeMap<&'static str, serde_json::Value>,
    ) {
        let mut printer = self.printer(showcase.prefix.clone(), Severity::Info);
        printer.more = more;
        if !self.is_json() {
            return self.put(&printer, findings);
        }
        let mut out = Vec::new();
        if printer.print(findings, &mut out).is_ok() {
            super::put(&String::from_utf8_lossy(&out));
        }
    }

    /// What to do about a template that does not end: it is told of, and the
    /// program ends, since nothing else ends it. Nothing is being written yet.
    pub(crate) fn endless(&self, showcase: &Showcase) -> Endless {
        let printer = self.printer(showcase.prefix.clone(), Severity::Error);
        let is_json = self.is_json();
        Arc::new(move |finding| {
            let mut out = Vec::new();
            if printer.print(&[finding], &mut out).is_ok() {
                match is_json {
                    true => super::put(&String::from_utf8_lossy(&out)),
                    false => drop(std::io::stderr().lock().write_all(&out)),
                }
            }
            std::process::exit(1);
        })
    }

    fn put(&self, printer: &Printer, findings: &[Finding]) {
        let mut out = Vec::new();
        if printer.print(findings, &mut out).is_ok() {
            let _ = std::io::stderr().lock().write_all(&out);
        }
    }

    /// Whether a program reads findings as one JSON document.
    pub(crate) fn is_json(&self) -> bool {
        matches!(self.format, FormatName::Json)
    }
}

/// `LC_ALL`, `LC_MESSAGES`, `LANG`, as gettext reads them.
pub(crate) fn system_language() -> Language {
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    match locale {
        Some(locale) if locale.starts_with("zh") => Language::Zh,
        Some(_) => Language::En,
        // A desktop without the variables (Windows) is most likely an
        // editor's.
        None => Language::Zh,
    }
}

fn columns() -> Option<usize> {
    std::env::var("COLUMNS")
        .ok()?
        .parse()
        .ok()
        .filter(|n| *n >= 40)
}

/// Where the showcase lies.
pub(crate) struct Showcase {
    /// The folder that holds `content/`.
    pub(crate) root: PathBuf,
    /// Put before paths in findings, so that they open from here.
    pub(crate) prefix: String,
}

impl Showcase {
    /// Put before paths, so that they open from here.
    pub(crate) fn prefix(&self) -> &str {
        &self.prefix
    }

    /// The place of a path as typed or made from [`Showcase::root`], so that
    /// the prefix is not put before it a second time.
    pub(crate) fn place(&self, path: &Path) -> Place {
        let shown = match path.strip_prefix(&self.root) {
            Ok(within) if within != Path::new("") => within.to_owned(),
            _ if self.prefix.is_empty() => path.to_owned(),
            // What lies elsewhere is found from everywhere.
            _ => std::path::absolute(path).unwrap_or_else(|_| path.to_owned()),
        };
        Place::file(shown.to_string_lossy())
    }

    /// No showcase at all: paths in findings stand as they are.
    pub(crate) fn none() -> Showcase {
        Showcase {
            root: PathBuf::from("."),
            prefix: String::new(),
        }
    }

    /// The folder that was named; else this one or the nearest parent that
    /// holds `content/`. Where there is none, this one, so that the finding
    /// says what is missing.
    pub(crate) fn find(named: Option<&Path>) -> Showcase {
        match named {
            Some(dir) => Showcase {
                root: dir.to_owned(),
                prefix: prefix(dir),
            },
            None => nearest(),
        }
    }
}

fn prefix(dir: &Path) -> String {
    let plain = dir.components().all(|c| c == Component::CurDir);
    if plain {
        return String::new();
    }
    let mut prefix = dir.to_string_lossy().into_owned();
    if !prefix.ends_with('/') {
        prefix.push('/');
    }
    prefix
}

fn nearest() -> Showcase {
    let here = std::env::current_dir().unwrap_or_default();
    for (up, folder) in here.ancestors().enumerate() {
        if folder.join("content").is_dir() {
            let prefix = "../".repeat(up);
            let root = if up == 0 {
                PathBuf::from(".")
            } else {
                PathBuf::from(&prefix)
            };
            return Showcase { root, prefix };
        }
    }
    Showcase {
        root: PathBuf::from("."),
        prefix: String::new(),
    }
}
