//! A sign of life while long work runs: seconds, counted on the terminal.
//!
//! Only on a terminal, only after a while, and gone without a trace at the
//! end, so that nothing but a person ever sees it.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Work shorter than this needs no sign.
const PATIENCE: Duration = Duration::from_millis(800);

/// Shows the sign until it is dropped.
pub(crate) struct Waiting {
    /// Closed to end the thread.
    stop: Option<Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Waiting {
    /// Begins; `what` is what goes on, e.g. 正在检查.
    pub(crate) fn begin(what: &'static str, quiet: bool) -> Waiting {
        if quiet || !std::io::stderr().is_terminal() {
            return Waiting {
                stop: None,
                thread: None,
            };
        }
        let (stop, stopped) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let start = Instant::now();
            let mut wait = PATIENCE;
            let mut shown = false;
            while stopped.recv_timeout(wait) == Err(RecvTimeoutError::Timeout) {
                let seconds = start.elapsed().as_secs();
                let _ = write!(std::io::stderr(), "\r\x1b[K{what}……{seconds}s");
                shown = true;
                wait = Duration::from_millis(500);
            }
            if shown {
                let _ = write!(std::io::stderr(), "\r\x1b[K");
            }
        });
        Waiting {
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
