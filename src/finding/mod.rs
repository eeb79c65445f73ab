//! What is wrong with the content, or worth knowing: the one way in which any
//! room speaks to the editor.
//!
//! A [`Finding`] has a stable [`Code`], a severity, a [`Place`] (file, line,
//! column), a message and often a hint, both in Chinese and English. Rooms
//! collect findings and go on; nothing stops at the first. [`Findings`] sorts
//! them by place, so that the order never depends on threads, and [`Printer`]
//! shows them to a person, an editor program or a build service.
//!
//! This room knows nothing of what the content means.

mod advice;
mod code;
mod excerpt;
mod guard;
mod human;
mod machine;
mod shown;
mod source;
mod suggest;
mod system;

pub use code::Code;
pub use guard::guard;
pub use human::Summary;
pub use shown::{is_hidden, visible, visible_line};
pub use source::{Place, Source};
pub use suggest::{hint, nearest};
pub use system::system;

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

/// The two languages that messages exist in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// 中文.
    Zh,
    /// English.
    En,
}

/// A sentence in both languages; the reader's choice is made when printing.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Text {
    /// 中文.
    pub zh: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The sentence without its middle if it is very long: what an editor wrote
    /// may be of any length, and is often part of one.
    fn shortened(mut self) -> Text {
        shown::shorten(&mut self.zh);
        shown::shorten(&mut self.en);
        self
    }

    /// The sentence in `language`.
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Zh => &self.zh,
            Language::En => &self.en,
        }
    }
}

/// Writes a [`Text`] from a Chinese and an English format string; both may
/// name variables in scope.
#[macro_export]
macro_rules! text {
    ($zh:literal, $en:literal $(,)?) => {
        $crate::finding::Text {
            zh: format!($zh),
            en: format!($en),
        }
    };
}

/// The same where the language is known: only one of the two is written.
#[macro_export]
macro_rules! said {
    ($language:expr, $zh:literal, $en:literal $(,)?) => {
        match $language {
            $crate::finding::Language::Zh => format!($zh),
            $crate::finding::Language::En => format!($en),
        }
    };
}

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Nothing is published while one stands.
    Error,
    /// Published, but somebody should look; an error under `--strict`.
    Warning,
    /// Worth knowing.
    Info,
}

impl Severity {
    /// The word of the machine formats: `error`, `warning`, `info`.
    pub fn as_str(self) -> &'static str {
        match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info => "info",
        }
    }
}

/// One thing found, at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What kind of thing.
    pub code: Code,
    /// Usually the code's own; a rule of site.toml may change it.
    pub severity: Severity,
    /// Where it stands.
    pub place: Place,
    /// What is so, in one sentence, without the middle of a very long one.
    pub message: Text,
    /// What to do about it.
    pub hint: Option<Text>,
    /// A second place that belongs to it, e.g. where a name was first used.
    pub related: Option<(Place, Text)>,
}

impl Finding {
    /// A finding with its code's own severity.
    pub fn new(code: Code, place: Place, message: Text) -> Finding {
        Finding {
            code,
            severity: code.severity(),
            place,
            message: message.shortened(),
            hint: None,
            related: None,
        }
    }

    /// Adds what to do about it.
    #[must_use]
    pub fn hint(mut self, hint: Text) -> Finding {
        self.hint = Some(hint.shortened());
        self
    }

    /// Adds what to do about it, if anything is known.
    #[must_use]
    pub fn maybe_hint(mut self, hint: Option<Text>) -> Finding {
        self.hint = hint.map(Text::shortened).or(self.hint);
        self
    }

    /// Adds the second place.
    #[must_use]
    pub fn related(mut self, place: Place, label: Text) -> Finding {
        self.related = Some((place, label.shortened()));
        self
    }
}

/// All that was found so far.
#[derive(Debug, Clone, Default)]
pub struct Findings {
    all: Vec<Finding>,
}

impl Findings {
    /// None yet.
    pub fn new() -> Findings {
        Findings::default()
    }

    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        self.all.push(finding);
    }

    /// Adds those of a job that ran beside.
    pub fn extend(&mut self, others: Findings) {
        self.all.extend(others.all);
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether any of them forbids publishing.
    pub fn has_errors(&self) -> bool {
        self.has(Severity::Error)
    }

    /// Whether any is of this severity or graver.
    pub fn has(&self, least: Severity) -> bool {
        self.all.iter().any(|f| f.severity <= least)
    }

    /// Whether any is of this code.
    pub fn has_code(&self, code: Code) -> bool {
        self.all.iter().any(|f| f.code == code)
    }

    /// Whether something is asked about at a place, or wrong there.
    pub fn has_at(&self, place: &Place) -> bool {
        let asked = |f: &&Finding| f.severity != Severity::Info && f.place == *place;
        self.all.iter().any(|f| asked(&f))
    }

    /// Leaves out those of a code, because a graver one says it for all.
    pub fn drop_code(&mut self, code: Code) {
        self.all.retain(|f| f.code != code);
    }

    /// The folders of the files in which something forbids publishing.
    pub fn faulty_folders(&self) -> std::collections::BTreeSet<&str> {
        let errors = self.all.iter().filter(|f| f.severity == Severity::Error);
        errors
            .filter_map(|f| Some(f.place.path().rsplit_once('/')?.0))
            .collect()
    }

    /// How many there are of one severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.all.iter().filter(|f| f.severity == severity).count()
    }

    /// All, sorted by place, each with a hint; the same finding at the same
    /// place stands once.
    pub fn sorted(mut self) -> Vec<Finding> {
        self.all.sort_by(|a, b| {
            (&a.place, a.severity, a.code, &a.message)
                .cmp(&(&b.place, b.severity, b.code, &b.message))
        });
        // A leap is seen over the years, among counties and beside the target;
        // once is enough.
        let leap = |f: &Finding| {
            use Code::{FigureImplausible, FigureJump, OverTarget};
            matches!(f.code, FigureJump | FigureImplausible | OverTarget)
        };
        let same = |a: &Finding, b: &Finding| {
            a.code == b.code && a.message == b.message || leap(a) && leap(b)
        };
        self.all.dedup_by(|a, b| a.place == b.place && same(a, b));
        // A photo is missing or broken once, wherever a text shows it.
        let mut missing = std::collections::BTreeSet::new();
        self.all.retain(|f| {
            !matches!(f.code, Code::PhotoMissing | Code::PhotoInvalid)
                || missing.insert((f.place.path().to_owned(), f.message.zh.clone()))
        });
        for finding in &mut self.all {
            let code = finding.code;
            finding.hint.get_or_insert_with(|| advice::of(code));
        }
        self.all
    }
}

/// The form in which findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// With the source line and carets, for a person.
    Human,
    /// One line each, for an editor program.
    Short,
    /// One JSON document.
    Json,
    /// Annotations of a build service.
    Github,
}

/// Prints findings in one form and language.
#[derive(Debug, Clone)]
pub struct Printer {
    /// The form.
    pub format: Format,
    /// The language.
    pub language: Language,
    /// Colour codes of a terminal, in [`Format::Human`] only.
    pub color: bool,
    /// Leaves out the count.
    pub quiet: bool,
    /// Leaves out what is less grave.
    pub least: Severity,
    /// Put before every path, so that it can be opened from where the command
    /// was given; empty or ending in `/`.
    pub prefix: String,
    /// Columns of the terminal; longer lines are cut around the carets.
    pub width: usize,
    /// Further keys of the document, in [`Format::Json`] only.
    pub more: BTreeMap<&'static str, serde_json::Value>,
}

impl Printer {
    /// The path of a place, so that it opens from where the program was started.
    fn path(&self, place: &Place) -> String {
        match Path::new(place.path()).is_absolute() {
            true => place.path().to_owned(),
            false => format!("{}{}", self.prefix, place.path()),
        }
    }

    /// Writes `findings`, which should come from [`Findings::sorted`], and
    /// their count.
    ///
    /// # Errors
    /// Those of the writer.
    pub fn print(&self, findings: &[Finding], out: &mut dyn Write) -> io::Result<()> {
        let shown = Shown::of(findings, self);
        match self.format {
            Format::Human => human::print(self, &shown.findings, out)?,
            Format::Short => machine::short(self, &shown.findings, out)?,
            Format::Json => return machine::json(self, &shown, out),
            Format::Github => machine::github(self, &shown.findings, out)?,
        }
        if shown.left_out > 0 {
            writeln!(out, "{}", shown.rest(self))?;
        }
        let summary = Summary::of(findings);
        if !self.quiet && !summary.is_empty() && self.format != Format::Github {
            writeln!(out, "{}", summary.sentence(self.language))?;
        }
        Ok(())
    }
}

/// What is listed of the findings. Nobody reads a hundred thousand of them, and
/// mostly they have one cause.
struct Shown<'a> {
    findings: Vec<&'a Finding>,
    /// Of all, also of those that are not listed.
    summary: Summary,
    left_out: usize,
}

impl<'a> Shown<'a> {
    fn of(findings: &'a [Finding], printer: &Printer) -> Shown<'a> {
        let most = match printer.format {
            Format::Human => 1_000,
            Format::Short | Format::Json | Format::Github => 10_000,
        };
        let mut shown: Vec<&Finding> = findings
            .iter()
            .filter(|f| f.severity <= printer.least)
            .collect();
        let summary = Summary::count(shown.iter().copied());
        let left_out = shown.len().saturating_sub(most);
        if left_out > 0 {
            // The gravest, in the order of their places.
            let mut graves: Vec<Severity> = shown.iter().map(|f| f.severity).collect();
            graves.sort_unstable();
            let least = graves.get(most.saturating_sub(1)).copied();
            let graver = shown.iter().filter(|f| Some(f.severity) < least).count();
            let mut room = most - graver.min(most);
            shown.retain(|f| match least {
                Some(least) if f.severity == least => {
                    let fits = room > 0;
                    room = room.saturating_sub(1);
                    fits
                }
                least => Some(f.severity) < least,
            });
        }
        Shown {
            findings: shown,
            summary,
            left_out,
        }
    }

    /// The line that counts what is not listed.
    fn rest(&self, printer: &Printer) -> String {
        let n = self.left_out;
        let said = said!(
            printer.language,
            "另有 {n} 处没有列出：先改上面的，再查一遍",
            "{n} more are not listed: mend those above, then check again"
        );
        match printer.format {
            Format::Github => format!("::notice::{said}"),
            _ => said,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finding(path: &str, code: Code) -> Finding {
        Finding::new(code, Place::file(path), text!("甲", "a"))
    }

    #[test]
    fn sorted_by_place_whatever_the_order_of_arrival() {
        let mut findings = Findings::new();
        findings.push(finding("b", Code::KeyUnknown));
        findings.push(finding("a", Code::KeyUnknown));
        findings.push(finding("b", Code::KeyUnknown));
        let paths: Vec<_> = findings
            .sorted()
            .iter()
            .map(|f| f.place.path().to_owned())
            .collect();
        assert_eq!(paths, ["a", "b"]);
    }

    #[test]
    fn warnings_do_not_forbid_publishing() {
        let mut findings = Findings::new();
        findings.push(finding("a", Code::FileUnused));
        assert!(!findings.has_errors());
        findings.push(finding("a", Code::KeyUnknown));
        assert!(findings.has_errors());
    }

    pub(super) fn printed(findings: &[Finding], format: Format) -> String {
        let printer = Printer {
            format,
            language: Language::En,
            color: false,
            quiet: false,
            least: Severity::Info,
            prefix: String::new(),
            width: 120,
            more: BTreeMap::new(),
        };
        let mut out = Vec::new();
        printer.print(findings, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_flood_is_counted_and_hides_no_error() {
        let mut all: Vec<Finding> = (0..12_000)
            .map(|n| finding(&format!("f{n:05}"), Code::FileUnused))
            .collect();
        all.push(finding("z", Code::KeyUnknown));
        let human = printed(&all, Format::Human);
        assert_eq!(human.matches("-->").count(), 1_000);
        assert!(human.contains("--> z"), "the error is left out");
        assert!(human.contains("11001 more are not listed"));
        assert!(human.ends_with("1 error, 12000 warnings\n"));
        let json: serde_json::Value = serde_json::from_str(&printed(&all, Format::Json)).unwrap();
        assert_eq!(json["findings"].as_array().unwrap().len(), 10_000);
        assert_eq!(
            (&json["left_out"], &json["warnings"]),
            (&2001.into(), &12_000.into())
        );
    }

    #[test]
    fn no_form_sends_what_a_terminal_obeys() {
        let bad = "a\u{1b}[31m\t\u{7f}\u{9b}\u{85}\u{202e}\u{2028}\u{200b}\u{feff}.md";
        let mut found = Finding::new(Code::FileUnused, Place::file(bad), text!("{bad}", "{bad}"));
        found = found.hint(text!("{bad}", "{bad}"));
        for format in [Format::Human, Format::Short, Format::Json, Format::Github] {
            let out = printed(std::slice::from_ref(&found), format);
            let sent = |c: char| !matches!(c, '\n' | '\t') && shown::is_hidden(c);
            assert!(!out.contains(sent), "{format:?}: {out}");
        }
        let json: serde_json::Value =
            serde_json::from_str(&printed(&[found], Format::Json)).unwrap();
        assert_eq!(json["findings"][0]["file"], bad, "JSON keeps the true name");
    }

    #[test]
    fn a_message_does_not_grow_with_what_an_editor_wrote() {
        let long = "长".repeat(1_000_000);
        let found = Finding::new(
            Code::ThemeUnknown,
            Place::file("a"),
            text!("没有“{long}”这个主题", "there is no theme `{long}`"),
        );
        let found = found.hint(text!("{long}", "{long}"));
        for format in [Format::Human, Format::Short, Format::Json, Format::Github] {
            let out = printed(std::slice::from_ref(&found), format);
            assert!(out.len() < 4_000, "{format:?}: {} bytes", out.len());
            assert!(out.contains("there is no theme `长") && out.contains("……长"));
        }
    }
}
