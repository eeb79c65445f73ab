//! What requests see: the last good site and what was found since.
//!
//! A state is made whole and then put into place in one step; whoever took it
//! before keeps the old one for as long as needed.

use super::Built;
use super::overlay::Report;
use crate::finding::Finding;
use crate::publish::Tree;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

/// One whole site.
pub(super) struct Generation {
    /// Different for every generation, also those of an earlier preview on
    /// the same port whose pages are still open.
    pub(super) name: String,
    pub(super) tree: Tree,
}

/// What one request sees.
pub(super) struct State {
    /// The last good site; `None` while there was none.
    pub(super) site: Option<Arc<Generation>>,
    pub(super) report: Report,
}

impl State {
    /// What a page shown now must carry in order not to be out of date.
    pub(super) fn name(&self) -> String {
        match &self.site {
            Some(generation) => generation.name.clone(),
            // The page that stands in for the site lists the findings.
            None => format!("none-{}", self.report.id),
        }
    }
}

/// Where the preview stands.
#[derive(Clone)]
pub(super) enum Phase {
    /// The first build is running.
    Starting,
    Ready(Arc<State>),
    /// Ctrl-C, or the builder is gone.
    Ended,
}

/// Where the builder puts states and requests take them.
pub(super) struct Hub {
    phase: watch::Sender<Phase>,
    /// When this preview began, in hexadecimal nanoseconds.
    start: String,
}

impl Hub {
    pub(super) fn new() -> Hub {
        let start = SystemTime::now().duration_since(UNIX_EPOCH);
        Hub {
            phase: watch::Sender::new(Phase::Starting),
            start: format!("{:x}", start.map_or(0, |t| t.as_nanos())),
        }
    }

    /// Puts what was built into place. Where nothing differs from before,
    /// nobody is told.
    pub(super) fn show(&self, built: Built, report: impl Fn(&[Finding]) -> Report) {
        let before = match &*self.phase.borrow() {
            Phase::Ready(state) => Some(Arc::clone(state)),
            Phase::Starting | Phase::Ended => None,
        };
        let report = report(&built.findings);
        let last = before.as_ref().and_then(|state| state.site.clone());
        let site = match built.tree {
            Some(tree) if last.as_ref().is_none_or(|last| last.tree != tree) => {
                Some(Arc::new(self.next(last.as_deref(), tree)))
            }
            _ => last,
        };
        let state = State { site, report };
        let same = before.is_some_and(|before| {
            before.name() == state.name() && before.report.id == state.report.id
        });
        self.phase.send_if_modified(|phase| {
            let changes = !same && !matches!(phase, Phase::Ended);
            if changes {
                *phase = Phase::Ready(Arc::new(state));
            }
            changes
        });
    }

    fn next(&self, last: Option<&Generation>, tree: Tree) -> Generation {
        let number = last
            .and_then(|last| last.name.rsplit_once('-'))
            .and_then(|(_, number)| number.parse::<u64>().ok())
            .map_or(1, |number| number + 1);
        Generation {
            name: format!("{}-{number}", self.start),
            tree,
        }
    }

    /// To see the phase, and wait for the next.
    pub(super) fn subscribe(&self) -> watch::Receiver<Phase> {
        self.phase.subscribe()
    }

    /// The state, once the first build is through; `None` at the end.
    pub(super) async fn state(&self) -> Option<Arc<State>> {
        let mut phase = self.subscribe();
        let phase = phase
            .wait_for(|p| !matches!(p, Phase::Starting))
            .await
            .ok()?;
        match &*phase {
            Phase::Ready(state) => Some(Arc::clone(state)),
            Phase::Starting | Phase::Ended => None,
        }
    }

    /// Ends the preview: open event streams close, `ended` returns.
    pub(super) fn end(&self) {
        self.phase.send_replace(Phase::Ended);
    }

    /// Returns when the preview is to end.
    pub(super) async fn ended(&self) {
        // The sender lives as long as `self`, so there is no error to see.
        let _ = self
            .subscribe()
            .wait_for(|p| matches!(p, Phase::Ended))
            .await;
    }

    /// Ends the preview when the guard goes, also by a panic.
    pub(super) fn end_when_dropped(self: &Arc<Hub>) -> EndGuard {
        EndGuard(Arc::clone(self))
    }
}

pub(super) struct EndGuard(Arc<Hub>);

impl Drop for EndGuard {
    fn drop(&mut self) {
        self.0.end();
    }
}
