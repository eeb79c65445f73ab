//! `xunli serve`: a local preview that follows every save.

use super::Outcome;
use super::check::is_sound;
use super::options::{Shared, Showcase};
use super::waiting::Waiting;
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::Instant;
use xunli::content::Memory;
use xunli::finding::{Findings, Language, Severity, Text, system};
use xunli::page::{For, Looking, Marks};
use xunli::preview::{Built, Now, Options, Preview};
use xunli::proof::Scope;

/// At the end of `--help`.
const EXAMPLES: &str = "\
例子 · Examples:
  xunli serve --open         打开浏览器，边写边看 · in the browser, renewed as you write
  xunli serve --port 9000    换一个端口 · another port

只有这台电脑能看；按 Ctrl-C 结束 · For this computer only; Ctrl-C ends it";

#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// 含 content/ 的文件夹，默认是这里或最近的上级 · The folder that holds content/
    dir: Option<PathBuf>,
    /// 端口，被占用时用下一个 · The port; where it is taken, the next one
    #[arg(long, default_value_t = 8123)]
    port: u16,
    /// 在浏览器里打开 · Open it in the browser
    #[arg(long)]
    open: bool,
}

pub(crate) fn run(shared: Shared, arguments: &Arguments) -> Outcome {
    let language = shared.language();
    let preview = match Preview::bind(arguments.port) {
        Ok(preview) => preview,
        Err(error) => return refused(&error, arguments.port, language),
    };
    greet(&preview, arguments, &shared);
    let showcase = Showcase::find(arguments.dir.as_deref());
    let options = Options {
        watched: ["content", "themes"]
            .map(|name| showcase.root.join(name))
            .into(),
        language,
        prefix: showcase.prefix.clone(),
    };
    let port = preview.port();
    let memory = Memory::default();
    match preview.run(options, move |now| build(&showcase, &shared, &memory, now)) {
        Ok(()) => Outcome::Done,
        Err(error) => refused(&error, port, language),
    }
}

/// Says where the site is, and opens it.
fn greet(preview: &Preview, arguments: &Arguments, shared: &Shared) {
    let (wanted, port) = (arguments.port, preview.port());
    if wanted != 0 && wanted != port {
        say(
            shared.language(),
            &format!("端口 {wanted} 已被占用，改用 {port}"),
            &format!("port {wanted} is taken, using {port}"),
        );
    }
    // Where nobody reads stdout, the preview works all the same.
    let _ = writeln!(io::stdout(), "{}", preview.address()).and_then(|()| io::stdout().flush());
    if !shared.is_quiet() {
        say(shared.language(), "按 Ctrl-C 结束", "Ctrl-C ends it");
    }
    if arguments.open && !open(&preview.address()) {
        say(
            shared.language(),
            "打不开浏览器，请自己打开上面的地址",
            "no browser could be opened; open the address above yourself",
        );
    }
}

/// `None` where the content changed while it was being built.
fn build(showcase: &Showcase, shared: &Shared, memory: &Memory, now: &Now<'_>) -> Option<Built> {
    let start = Instant::now();
    let mut findings = Findings::new();
    let looking = Some(Looking {
        at: &|| now.looked_at(),
        take: &|tree, findings| now.show_first(tree, &findings.clone().sorted()),
        is_stale: &|| now.is_stale(),
    });
    let waiting = Waiting::begin(shared);
    let wanted = For {
        marks: Marks::Unsigned,
        looking,
        progress: Arc::clone(&waiting.progress),
        is_last: false,
        // What is asked for must be at hand.
        wait_in: None,
        memory: Some(memory),
        endless: Some(shared.endless(showcase)),
    };
    let made = xunli::make_for(&showcase.root, Scope::Everything, &wanted, &mut findings);
    drop(waiting);
    if now.is_stale() {
        return None;
    }
    let site = made.and_then(|made| made.site);
    let sound = is_sound(&findings, false);
    let built = Built {
        tree: site.filter(|_| sound).map(|site| site.tree),
        findings: findings.clone().sorted(),
    };
    let time = start.elapsed().as_millis();
    shared.print(showcase, findings, Severity::Warning);
    if !shared.is_quiet() {
        if built.tree.is_some() {
            say(
                shared.language(),
                &format!("就绪，用时 {time} 毫秒"),
                &format!("ready in {time} ms"),
            );
        } else {
            say(
                shared.language(),
                &format!("有错误，页面不变，用时 {time} 毫秒"),
                &format!("errors, pages stay as they were; took {time} ms"),
            );
        }
    }
    Some(built)
}

/// A line to stderr; a terminal that went away is no fault.
fn say(language: Language, zh: &str, en: &str) {
    let line = match language {
        Language::Zh => zh,
        Language::En => en,
    };
    super::note(line);
}

fn refused(error: &io::Error, port: u16, language: Language) -> Outcome {
    let Text { zh, en } = system(error);
    say(
        language,
        &format!("不能在 127.0.0.1 的端口 {port} 上预览：{zh}"),
        &format!("no preview on port {port} of 127.0.0.1: {en}"),
    );
    Outcome::SystemRefused
}

/// Opens the address in the reader's browser, by what the desktop has for it.
fn open(address: &str) -> bool {
    let ways: &[&[&str]] = if cfg!(windows) {
        // `start` takes a first quoted argument for the window's title.
        &[&["cmd", "/c", "start", ""]]
    } else if cfg!(target_os = "macos") {
        &[&["open"]]
    } else {
        // Inside Windows (WSL) the browser is Windows' own.
        &[&["wslview"], &["xdg-open"], &["explorer.exe"]]
    };
    ways.iter().any(|way| start(way, address).is_ok())
}

fn start(way: &[&str], address: &str) -> io::Result<()> {
    let (program, arguments) = way.split_first().ok_or(io::ErrorKind::NotFound)?;
    let mut command = Command::new(program);
    command.args(arguments).arg(address);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    // Ctrl-C ends the preview, not a browser that began with it.
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(&mut command, 0);
    command.spawn().map(drop)
}
