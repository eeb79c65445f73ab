//! What the system tells a running program: that the user wants an end, or that
//! a file grew too large.
//!
//! While a command makes something on the disk that is not to be left half
//! made, it watches for Ctrl-C and its like, and ends tidily; at any other time
//! they end the program at once, which is as tidy. A second one is not waited
//! for. Where no handler can be set, everything is as it is without one.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

/// Watches until [`Watch::end`].
pub(crate) struct Watch {
    heard: Arc<Heard>,
}

#[derive(Default)]
struct Heard {
    stop: Arc<AtomicBool>,
    /// The exit status of the first signal; 0 while there was none.
    status: AtomicU8,
    is_over: AtomicBool,
}

impl Watch {
    /// Begins to watch.
    pub(crate) fn begin() -> Watch {
        let heard = Arc::<Heard>::default();
        system::listen(&heard);
        Watch { heard }
    }

    /// Set when an end is wanted.
    pub(crate) fn stop(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.heard.stop)
    }

    /// There is nothing half made any more: from now on a signal ends the
    /// program. The exit status for the one that came, if one did.
    pub(crate) fn end(self) -> Option<u8> {
        self.heard.is_over.store(true, Ordering::SeqCst);
        let status = self.heard.status.load(Ordering::SeqCst);
        (status != 0).then_some(status)
    }
}

impl Heard {
    /// What to do at a signal.
    fn hear(&self, status: u8) {
        self.stop.store(true, Ordering::SeqCst);
        let before = self.status.swap(status, Ordering::SeqCst);
        if before != 0 || self.is_over.load(Ordering::SeqCst) {
            std::process::exit(status.into());
        }
    }
}

/// Has the system say that a file is too large (`ulimit -f`) to whoever writes
/// it, as it says that a disk is full. Otherwise it ends the program.
pub(crate) fn survive_large_files() {
    system::survive_large_files();
}

#[cfg(unix)]
mod system {
    use super::Heard;
    use std::future::pending;
    use std::os::unix::net::UnixStream;
    use std::sync::Arc;
    use tokio::runtime::{Builder, Runtime};
    use tokio::signal::unix::{SignalKind, signal};

    /// SIGXFSZ, on all systems and processors that we know of but MIPS.
    const FILE_TOO_LARGE: i32 = 25;

    /// Pairs of sockets that a runtime and its signals take at most.
    const ROOM: usize = 4;

    /// Where few files may be open (`ulimit -n`), tokio would panic on the way
    /// instead of refusing: so it is asked before.
    fn runtime() -> Option<Runtime> {
        let room: Result<Vec<_>, _> = (0..ROOM).map(|_| UnixStream::pair()).collect();
        drop(room.ok()?);
        Builder::new_current_thread().enable_io().build().ok()
    }

    pub(super) fn listen(heard: &Arc<Heard>) {
        let Some(runtime) = runtime() else { return };
        let inside = runtime.enter();
        let ends = [
            SignalKind::interrupt(),
            SignalKind::terminate(),
            SignalKind::hangup(),
        ];
        let ignored = ignored();
        for kind in ends {
            let number = kind.as_raw_value();
            // Who was started with `nohup`, or by a script with `&`, stays deaf.
            if ignored >> (number - 1) & 1 == 1 {
                continue;
            }
            let Ok(mut signals) = signal(kind) else {
                return;
            };
            let heard = Arc::clone(heard);
            let status = u8::try_from(128 + number).unwrap_or(u8::MAX);
            runtime.spawn(async move {
                while signals.recv().await.is_some() {
                    heard.hear(status);
                }
            });
        }
        drop(inside);
        std::thread::spawn(move || runtime.block_on(pending::<()>()));
    }

    /// The signals that this program was started to ignore, a bit each; of
    /// systems that do not tell, none.
    fn ignored() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
        mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
            .unwrap_or(0)
    }

    pub(super) fn survive_large_files() {
        if let Some(runtime) = runtime() {
            let _inside = runtime.enter();
            // The handler stays when the runtime goes.
            let _ = signal(SignalKind::from_raw(FILE_TOO_LARGE));
        }
    }
}

#[cfg(not(unix))]
mod system {
    use super::Heard;
    use std::sync::Arc;
    use tokio::runtime::Builder;

    pub(super) fn listen(heard: &Arc<Heard>) {
        let heard = Arc::clone(heard);
        std::thread::spawn(move || {
            let Ok(runtime) = Builder::new_current_thread().enable_io().build() else {
                return;
            };
            runtime.block_on(async {
                while tokio::signal::ctrl_c().await.is_ok() {
                    heard.hear(130);
                }
            });
        });
    }

    pub(super) fn survive_large_files() {}
}
