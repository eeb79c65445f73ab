//! The command line itself: its help in both languages, and what is wrong with
//! one that cannot be read, in the language asked for.
//!
//! clap finds what is wrong and what was probably meant; its own sentences are
//! English, and most who read them here are not.

use super::Arguments;
use super::options::system_language;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory, FromArgMatches};
use std::ffi::OsString;
use std::fmt::Write;
use xunli::finding::{Language, system, visible};

/// What stands above and below the options.
const TEMPLATE: &str = "{about-with-newline}
用法 · Usage: {usage}

{all-args}{after-help}";

/// The arguments, or the reason to end: help that was asked for is shown here,
/// and so is what is wrong.
pub(super) fn read() -> Result<Arguments, super::Outcome> {
    let mut line: Vec<OsString> = std::env::args_os().collect();
    // `xunli help build` is `xunli build --help`.
    if line.get(1).is_some_and(|word| word == "help") {
        line.remove(1);
        line.push("--help".into());
    }
    let read = command().try_get_matches_from(line);
    match read.and_then(|matches| Arguments::from_arg_matches(&matches)) {
        Ok(arguments) => Ok(arguments),
        Err(error) => {
            let is_help = !error.use_stderr()
                || error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
            match chinese(&error).filter(|_| !is_help && language() == Language::Zh) {
                Some(said) => eprint!("{}", visible(&said)),
                None => match error.print() {
                    // A terminal that went away is no fault.
                    Err(why) if why.kind() != std::io::ErrorKind::BrokenPipe => {
                        return Err(super::told_nobody(&system(&why), language()));
                    }
                    _ => {}
                },
            }
            match error.use_stderr() {
                true => Err(super::Outcome::WrongCommand),
                false => Err(super::Outcome::Done),
            }
        }
    }
}

/// The command with its headings in both languages.
pub(super) fn command() -> Command {
    bilingual(Arguments::command().arg(flag(
        "version",
        'V',
        ArgAction::Version,
        "显示版本 · Print version",
    )))
    .disable_version_flag(true)
}

fn bilingual(command: Command) -> Command {
    command
        .help_template(TEMPLATE)
        .subcommand_help_heading("命令 · Commands")
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .arg(flag(
            "help",
            'h',
            ArgAction::Help,
            "显示这份说明 · Print help",
        ))
        .mut_args(|arg| {
            if arg.get_help_heading().is_some() {
                return arg;
            }
            let heading = match arg.is_positional() {
                true => "参数 · Arguments",
                false => "选项 · Options",
            };
            arg.help_heading(heading)
        })
        .mut_subcommands(bilingual)
}

fn flag(name: &'static str, short: char, action: ArgAction, help: &'static str) -> Arg {
    Arg::new(name)
        .short(short)
        .long(name)
        .action(action)
        .help(help)
}

/// `--lang` as far as it can be read in a line that cannot.
fn language() -> Language {
    let arguments: Vec<String> = std::env::args_os()
        .map(|a| a.to_string_lossy().into_owned())
        .collect();
    let after = |pair: &[String]| match pair {
        [name, value] if name == "--lang" => Some(value.clone()),
        _ => None,
    };
    let apart = arguments.windows(2).find_map(after);
    let joined = arguments.iter().find_map(|a| a.strip_prefix("--lang="));
    match apart.as_deref().or(joined) {
        Some("zh") => Language::Zh,
        Some("en") => Language::En,
        _ => system_language(),
    }
}

/// `None` for the few faults that no line of ours can have.
fn chinese(error: &clap::Error) -> Option<String> {
    let text = |kind| match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(all) => Some(all.join("、")),
        _ => None,
    };
    let argument = text(ContextKind::InvalidArg).unwrap_or_default();
    let value = text(ContextKind::InvalidValue).unwrap_or_default();
    let what = match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!("没有“{}”这个命令", text(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::MissingSubcommand => "还要写明做什么".to_owned(),
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            format!("没有“{argument}”这个选项")
        }
        ErrorKind::UnknownArgument | ErrorKind::TooManyValues => format!("多了“{argument}{value}”"),
        ErrorKind::InvalidValue | ErrorKind::NoEquals if value.is_empty() => {
            format!("“{argument}”后面要写明是什么")
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            format!("“{argument}”不能是“{value}”")
        }
        ErrorKind::MissingRequiredArgument => format!("还缺 {argument}"),
        ErrorKind::ArgumentConflict => match text(ContextKind::PriorArg) {
            Some(prior) if prior != argument => format!("“{argument}”和“{prior}”不能同时写"),
            _ => format!("“{argument}”写了两次"),
        },
        ErrorKind::InvalidUtf8 => "有的字不是 UTF-8".to_owned(),
        _ => return None,
    };
    let mut said = format!("命令写错了：{what}\n");
    let meant = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    // Writing to a String cannot fail.
    if let Some(meant) = meant.into_iter().find_map(text) {
        let _ = writeln!(said, "是不是 {meant}？");
    }
    if let Some(known) = text(ContextKind::ValidValue).filter(|known| !known.is_empty()) {
        let _ = writeln!(said, "可以写：{known}");
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let usage = usage.trim_start_matches("Usage:").trim();
        let _ = writeln!(said, "用法：{usage}");
    }
    said.push_str("详细说明：加 --help\n");
    Some(said)
}
