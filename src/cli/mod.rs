//! The command line: one file per command, and what they share.
//!
//! Results go to stdout, findings and progress to stderr. Exit status: 0 done;
//! 1 the content has errors (or warnings under `--strict`); 2 a wrong command
//! line; 3 the disk or the system refused.

mod ask;
mod build;
mod check;
mod completions;
mod edition;
mod explain;
mod export;
mod fix;
mod import;
mod line;
mod link;
mod new;
mod options;
mod pack;
mod result;
mod schema;
mod serve;
mod signal;
mod verify;
mod waiting;
mod writing;

use clap::{Parser, Subcommand};
use options::Shared;
use std::process::ExitCode;
use std::sync::OnceLock;
use xunli::finding::{Language, Text, system, visible};

/// The way through, at the end of `--help`.
const TOUR: &str = "\
从头走一遍 · From nothing to a site:
  xunli new showcase 巡礼        新专题，先照样例改 · a showcase to write over
  cd 巡礼
  xunli serve --open            边写边看 · preview while you write
  xunli check                   查错，指到行和列 · everything that is wrong, with its place
  xunli explain figure-unknown  看不懂哪个问题就问 · what a finding means
  xunli fix --dry-run           放心改的小错先看看 · what can safely be mended
  xunli check --report r.html   打印、签字用的核校报告 · a report to print and sign
  xunli build                   生成网站到 output/ · make the site

退出码 · Exit status: 0 完成 done，1 内容有错 the content has errors，2 命令写错 a wrong command line，3 系统拒绝 the system refused";

/// 巡礼：把各县的写法和数据做成年度专题网站
///
/// County write-ups and figures in, an annual showcase out.
#[derive(Parser)]
#[command(name = "xunli", version, about, arg_required_else_help = true, after_help = TOUR)]
struct Arguments {
    #[command(flatten)]
    shared: Shared,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// 检查内容，生成网站到 output/ · Check the content and build the site
    Build(build::Arguments),
    /// 只检查，不生成 · Check only, write nothing
    Check(check::Arguments),
    /// 在浏览器里预览，保存后自动刷新 · Preview in the browser, renewed at every save
    Serve(serve::Arguments),
    /// 放心改的排版小错：先给看，再改 · Mend what is safe to mend, shown before it is done
    Fix(fix::Arguments),
    /// 把网站打成一个可以长期保存的 ZIP · The site as one ZIP file to be kept
    Pack(pack::Arguments),
    /// 核对一份拷贝是否与发布时一致 · Check a copy against its manifest
    Verify(verify::Arguments),
    /// 新建专题、年度或县 · Make a showcase, an edition or a county
    New(new::Arguments),
    /// 编辑器用的 JSON Schema · JSON Schemas for editors
    Schema(schema::Arguments),
    /// 命令行补全脚本 · A completion script for the shell
    Completions(completions::Arguments),
    /// 解释一个问题代码 · What a finding means, with an example
    Explain(explain::Arguments),
    /// 收进县里发来的表格、稿件、网页文字 · Take in tables, write-ups, pasted pages
    Import(import::Arguments),
    /// 发给各县的填报表 · The workbook to send out to the counties
    Export(export::Arguments),
    /// 把正文里与数据相同的数写成引用 · Make references of numbers that equal a figure
    Link(link::Arguments),
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// 0.
    Done,
    /// 1.
    ContentFaulty,
    /// 2.
    WrongCommand,
    /// 3.
    SystemRefused,
    /// Ended by a signal, with the exit status that shells give it.
    Stopped(u8),
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(match outcome {
            Outcome::Done => 0,
            Outcome::ContentFaulty => 1,
            Outcome::WrongCommand => 2,
            Outcome::SystemRefused => 3,
            Outcome::Stopped(status) => status,
        })
    }
}

/// Reads the command line and runs the command.
pub(crate) fn run() -> ExitCode {
    let arguments = match line::read() {
        Ok(arguments) => arguments,
        Err(outcome) => return outcome.into(),
    };
    room();
    signal::survive_large_files();
    let shared = arguments.shared;
    let language = shared.language();
    let outcome = match arguments.command {
        Command::Build(command) => build::run(&shared, &command),
        Command::Check(command) => check::run(&shared, &command),
        Command::Serve(command) => serve::run(shared, &command),
        Command::Fix(command) => fix::run(&shared, &command),
        Command::Completions(command) => completions::run(&command),
        Command::Pack(command) => pack::run(&shared, &command),
        Command::Verify(command) => verify::run(&shared, &command),
        Command::New(command) => new::run(&shared, &command),
        Command::Schema(command) => schema::run(&shared, &command),
        Command::Explain(command) => explain::run(&shared, &command),
        Command::Import(command) => import::run(&shared, &command),
        Command::Export(command) => export::run(&shared, &command),
        Command::Link(command) => link::run(&shared, &command),
    };
    match LOST.get() {
        Some(why) => told_nobody(why, language).into(),
        None => outcome.into(),
    }
}

/// Gives each thread that makes pages room for what it makes, and to stand in.
///
/// The C library of most Linux systems enlarges a thread's memory by four
/// kilobytes at a time, and each step is a call to the system for which the
/// other threads wait: some fourteen thousand for a thousand pages. Large
/// pieces that are given back at once leave the room behind; what is not used of
/// it takes no memory. Elsewhere it does nothing.
fn room() {
    const PIECE: usize = 15 << 20;
    // Of templates within one another each takes its share.
    const STACK: usize = 8 << 20;
    // Where there is no such room, it goes on in what there is.
    let piece = |size: usize| {
        let mut piece = Vec::<u8>::new();
        let _ = piece.try_reserve_exact(size);
        std::hint::black_box(piece)
    };
    // From now on pieces up to this size come from a thread's own memory; larger
    // ones, such as whole photos, go back to the system as before.
    drop(piece(PIECE + (1 << 20)));
    let take = move |_| drop([PIECE; 4].map(piece));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(threads())
        .stack_size(STACK)
        .start_handler(take);
    // It fails where there is one already, which is as good.
    let _ = pool.build_global();
}

/// As many threads as the environment asks for, within reason: of a pool that
/// the system does not grant, none is left. 0 is one for each processor.
fn threads() -> usize {
    const MOST: usize = 64;
    let wish = std::env::var("RAYON_NUM_THREADS");
    let wish = wish.ok().and_then(|number| number.parse().ok());
    wish.map_or(0, |number: usize| number.min(MOST))
}

/// Writes a result for a person to stdout, with what came from files shown and
/// not obeyed by the terminal. A reader that went away is no fault.
pub(crate) fn say(text: &str) {
    put(&visible(text));
}

/// Writes a result for a program to stdout, as it is.
pub(crate) fn put(text: &str) {
    use std::io::Write;
    let mut out = std::io::stdout().lock();
    let written = out.write_all(text.as_bytes());
    if let Err(error) = written.and_then(|()| out.flush())
        && error.kind() != std::io::ErrorKind::BrokenPipe
    {
        // The first reason is the one to be told.
        let _ = LOST.set(system(&error));
    }
}

/// Why a result did not get to where stdout leads, such as a file on a full
/// disk: whoever goes on with that file must not take it for whole.
static LOST: OnceLock<Text> = OnceLock::new();

/// Says that the result did not get to where it was to go.
fn told_nobody(why: &Text, language: Language) -> Outcome {
    let why = why.get(language);
    note(&match language {
        Language::Zh => format!("结果没能写出去：{why}"),
        Language::En => format!("the result could not be written: {why}"),
    });
    Outcome::SystemRefused
}

/// Writes a line for a person to stderr, as [`say`] does.
pub(crate) fn note(text: &str) {
    use std::io::Write;
    let _ = writeln!(std::io::stderr().lock(), "{}", visible(text));
}
