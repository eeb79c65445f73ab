//! The local server: the site as it will be, built anew at every save.
//!
//! The site is served from memory, a whole generation at a time: every
//! request takes the state once, so none ever sees two. Nothing is written to
//! the disk. A build with errors leaves the last good site standing, with the
//! findings laid over it. A page learns of a new state over server-sent
//! events, after the state is in place, and loads itself again.
//!
//! It listens on 127.0.0.1 only, and trusts no page: Host and Origin are
//! checked (`guard`), so that no other site open in the same browser can
//! read the preview. Served files come from the tree by name; no address ever
//! becomes a path on the disk.
//!
//! Three threads: this one serves (one thread is plenty for files in memory),
//! one watches, one builds, and the build fans out as it likes. The page that
//! is looked at is made and shown first: a request for another page of the same
//! generation waits for it. Why changes
//! are found by looking, not by the system's notifications: `watch`.

mod address;
mod answer;
mod events;
mod guard;
mod kind;
mod overlay;
mod server;
mod state;
mod watch;

use crate::finding::{Finding, Language};
use crate::publish::Tree;
use state::Hub;
use std::io;
use std::net::{Ipv4Addr, TcpListener};
use std::panic::resume_unwind;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, mpsc};
use std::thread;
use watch::Watch;

/// Ports tried, counted from the one that was asked for.
const PORTS: u16 = 100;

/// What a build came to.
pub struct Built {
    /// The site; `None` when it must not be shown: the last good one stays.
    pub tree: Option<Tree>,
    /// What was found, sorted.
    pub findings: Vec<Finding>,
}

/// How the preview works.
pub struct Options {
    /// Files and folders whose every change is a reason to build. They need
    /// not exist yet.
    pub watched: Vec<PathBuf>,
    /// The language of what the preview itself says in the browser.
    pub language: Language,
    /// Put before the paths of findings, so that a copied one opens from
    /// where the command was given.
    pub prefix: String,
}

/// A preview that has its port.
pub struct Preview {
    listener: TcpListener,
    port: u16,
}

impl Preview {
    /// Takes `port` of 127.0.0.1, or the next free one after it; 0 takes any.
    ///
    /// # Errors
    /// When no port can be had: a hundred are taken, or the system forbids it.
    pub fn bind(port: u16) -> io::Result<Preview> {
        let mut candidates = port..=port.saturating_add(PORTS - 1);
        loop {
            let candidate = candidates.next().ok_or(io::ErrorKind::AddrInUse)?;
            match TcpListener::bind((Ipv4Addr::LOCALHOST, candidate)) {
                Ok(listener) => {
                    let port = listener.local_addr()?.port();
                    return Ok(Preview { listener, port });
                }
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// The port that it has.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address for the browser.
    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Builds, serves and watches until Ctrl-C.
    ///
    /// `make` builds the site: first the pages that are looked at, then the
    /// whole, or `None` where the content changed meanwhile.
    ///
    /// # Errors
    /// Those of the system when the server cannot be started.
    pub fn run<M>(self, options: Options, make: M) -> io::Result<()>
    where
        M: FnMut(&Now<'_>) -> Option<Built> + Send + 'static,
    {
        let hub = Arc::new(Hub::new());
        let builder = {
            let hub = Arc::clone(&hub);
            thread::Builder::new()
                .name("build".to_owned())
                .spawn(move || keep_building(&hub, options, make))?
        };
        server::serve(self.listener, &hub)?;
        // A builder that ended before it was told to has panicked. One in the
        // middle of a build is left to die with the process: it writes nothing.
        if builder.is_finished() {
            builder.join().unwrap_or_else(|panic| resume_unwind(panic));
        }
        Ok(())
    }
}

/// Builds once, and again after each change; ends the preview if that fails.
/// Changes are looked for all the while, so that a build whose content has
/// changed again is broken off.
fn keep_building<M>(hub: &Arc<Hub>, options: Options, mut make: M)
where
    M: FnMut(&Now<'_>) -> Option<Built>,
{
    let _end = hub.end_when_dropped();
    let report =
        |findings: &[Finding]| overlay::Report::new(findings, options.language, &options.prefix);
    let stale = Arc::new(AtomicBool::new(false));
    let changes = watch(options.watched, &stale, hub);
    loop {
        let now = Now {
            hub,
            stale: &stale,
            report: &report,
        };
        hub.begin();
        if let Some(built) = make(&now) {
            hub.show(built, report);
        }
        if changes.recv().is_err() {
            return;
        }
        stale.store(false, Ordering::SeqCst);
        // One build takes in all that changed until now.
        while changes.try_recv().is_ok() {}
    }
}

/// Sends a word after each change, and says that what is built is stale. Its
/// thread ends with the process: it is nearly always asleep.
fn watch(folders: Vec<PathBuf>, stale: &Arc<AtomicBool>, hub: &Arc<Hub>) -> mpsc::Receiver<()> {
    let (sender, changes) = mpsc::channel();
    let (stale, hub) = (Arc::clone(stale), Arc::clone(hub));
    let mut watch = Watch::new(folders);
    thread::spawn(move || {
        loop {
            watch.next(&|| hub.looked_at());
            stale.store(true, Ordering::SeqCst);
            if sender.send(()).is_err() {
                return;
            }
        }
    });
    changes
}

/// What a build may ask of the preview while it goes on.
pub struct Now<'h> {
    hub: &'h Hub,
    stale: &'h AtomicBool,
    report: &'h (dyn Fn(&[Finding]) -> overlay::Report + Sync),
}

impl Now<'_> {
    /// Addresses of the pages that somebody looked at last.
    pub fn looked_at(&self) -> Vec<String> {
        self.hub.looked_at()
    }

    /// Shows some pages of a site whose others are still being made, with what
    /// has been found so far.
    pub fn show_first(&self, tree: Tree, findings: &[Finding]) {
        self.hub.show_first(tree, (self.report)(findings));
    }

    /// Whether the content has changed since the build began.
    pub fn is_stale(&self) -> bool {
        self.stale.load(Ordering::SeqCst)
    }
}
