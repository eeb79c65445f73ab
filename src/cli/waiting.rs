//! A sign of life while long work runs: what goes on, how far it has come.
//!
//! Only on a terminal, only after a while, and gone without a trace at the
//! end, so that nothing but a person ever sees it. Our own 60 lines: indicatif
//! would bring four crates (itself, console, portable-atomic, unit-prefix) for
//! one line that is written over. The line is plain ASCII and Chinese, wiped
//! with blanks, so that every console can show it, also those of Windows that
//! know no escape sequences and those that draw blocks twice as wide.

use super::options::Shared;
use std::fmt::Write as _;
use std::io::{IsTerminal, Write};
use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use xunli::finding::Language;
use xunli::progress::{Progress, Stage};

/// Work shorter than this needs no sign.
const PATIENCE: Duration = Duration::from_millis(500);
/// How often the line is renewed.
const RHYTHM: Duration = Duration::from_millis(100);
/// Width of the bar; with words and numbers the line stays below 60 columns.
const BAR: usize = 20;

/// Shows the sign until it is dropped.
pub(crate) struct Waiting {
    /// What the work counts on.
    pub(crate) progress: Arc<Progress>,
    /// Closed to end the thread.
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Waiting {
    /// Begins to show whatever is counted on `progress`.
    pub(crate) fn begin(shared: &Shared) -> Waiting {
        let progress = Arc::<Progress>::default();
        if shared.is_quiet() || !std::io::stderr().is_terminal() {
            return Waiting {
                progress,
                stop: None,
                thread: None,
            };
        }
        let (stop, stopped) = mpsc::channel();
        let (watched, language) = (Arc::clone(&progress), shared.language());
        let thread = std::thread::spawn(move || {
            let start = Instant::now();
            let mut wait = PATIENCE;
            let mut widest = 0;
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let line = line(watched.seen(), start.elapsed(), language);
                let width = width(&line);
                let blanks = " ".repeat(widest - width.min(widest));
                let _ = write!(std::io::stderr(), "\r{line}{blanks}");
                widest = width.max(widest);
                wait = RHYTHM;
            }
            if widest > 0 {
                let _ = write!(std::io::stderr(), "\r{}\r", " ".repeat(widest));
            }
        });
        Waiting {
            progress,
            stop: Some(stop),
            thread: Some(thread),
        }
    }
}

impl Drop for Waiting {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// `生成页面 [#########...........] 123/270 4s`
fn line((stage, done, all): (Stage, usize, usize), time: Duration, language: Language) -> String {
    let (zh, en) = match stage {
        Stage::Reading => ("读取内容", "reading"),
        Stage::Pages => ("生成页面", "pages"),
        Stage::Writing => ("写入磁盘", "writing"),
    };
    let mut line = match language {
        Language::Zh => zh.to_owned(),
        Language::En => en.to_owned(),
    };
    if let Some(full) = (done * BAR).checked_div(all) {
        let (full, rest) = ("#".repeat(full), ".".repeat(BAR - full.min(BAR)));
        let _ = write!(line, " [{full}{rest}] {done}/{all}");
    }
    let seconds = time.as_secs();
    let _ = match language {
        Language::Zh => write!(line, " {seconds} 秒"),
        Language::En => write!(line, " {seconds} s"),
    };
    line
}

/// Columns on a terminal: what is not ASCII here is Chinese, and takes two.
fn width(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_says_what_goes_on_and_fits_any_window() {
        let at = |stage, done, all| line((stage, done, all), Duration::from_secs(4), Language::Zh);
        assert_eq!(at(Stage::Reading, 0, 0), "读取内容 4 秒");
        assert_eq!(
            at(Stage::Pages, 5, 10),
            "生成页面 [##########..........] 5/10 4 秒"
        );
        assert_eq!(
            at(Stage::Pages, 10, 10),
            "生成页面 [####################] 10/10 4 秒"
        );
        assert!(width(&at(Stage::Pages, 99_999, 99_999)) < 60);
    }

    #[test]
    fn no_more_is_done_than_there_is() {
        let progress = Progress::default();
        progress.begin(Stage::Pages, 1);
        progress.one();
        progress.one();
        assert_eq!(progress.seen(), (Stage::Pages, 1, 1));
        progress.begin(Stage::Writing, 0);
        assert_eq!(progress.seen(), (Stage::Writing, 0, 0));
    }
}
