//! `xunli completions`: what the shell needs to complete commands and options.

use super::Outcome;
use clap_complete::Shell;

/// At the end of `--help`.
const EXAMPLES: &str = "\
例子 · Examples:
  xunli completions bash > ~/.local/share/bash-completion/completions/xunli
  xunli completions zsh  > ~/.zfunc/_xunli
  xunli completions powershell >> $PROFILE";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// 哪种命令行 · Which shell
    shell: Shell,
}

pub(crate) fn run(arguments: &Arguments) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(
        arguments.shell,
        &mut super::line::command(),
        "xunli",
        &mut script,
    );
    super::put(&String::from_utf8_lossy(&script));
    Outcome::Done
}
