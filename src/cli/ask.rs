//! Asking at the prompt: only where there is somebody to answer.

use std::io::{BufRead, IsTerminal, Write};
use xunli::finding::{Language, visible};

/// What was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Yes to this and all that follow.
    All,
    /// No to this and all that follow.
    Stop,
    /// There is no terminal.
    Nobody,
}

/// Asks yes or no; nothing typed is no.
pub(crate) fn ask(language: Language, zh: &str, en: &str) -> Answer {
    let keys = match language {
        Language::Zh => format!("{zh}[y 是 / N 否] "),
        Language::En => format!("{en} [y/N] "),
    };
    prompt(&keys)
}

/// Asks about one of many.
pub(crate) fn ask_each(language: Language, zh: &str, en: &str) -> Answer {
    let keys = match language {
        Language::Zh => format!("{zh}[y 是 / N 否 / a 全部 / q 停] "),
        Language::En => format!("{en} [y/N/a all/q quit] "),
    };
    prompt(&keys)
}

fn prompt(question: &str) -> Answer {
    let input = std::io::stdin();
    if !input.is_terminal() || !std::io::stderr().is_terminal() {
        return Answer::Nobody;
    }
    eprint!("{}", visible(question));
    let _ = std::io::stderr().flush();
    let mut line = String::new();
    if input.lock().read_line(&mut line).is_err() {
        return Answer::Nobody;
    }
    match line.trim().to_lowercase().as_str() {
        "y" | "yes" | "是" => Answer::Yes,
        "a" | "all" | "全部" => Answer::All,
        "q" | "quit" | "停" => Answer::Stop,
        _ => Answer::No,
    }
}
