//! The program: arguments in, exit status out. Each command is a file of
//! `cli/`.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::run()
}
