//! What requests see: the last good site and what was found since.
//!
//! A state is made whole and then put into place in one step; whoever took it
//! before keeps the old one for as long as needed.

use super::Built;
use super::address::{self, Target};
use super::kind;
use super::overlay::Report;
use crate::finding::Finding;
use crate::publish::Tree;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::watch;

/// So many pages are made first: one tab or a few.
const LOOKED_AT: usize = 3;

/// A thread that panicked held nothing half-done here.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// One whole site.
pub(super) struct Generation {
    /// Different for every generation, also those of an earlier preview on
    /// the same port whose pages are still open.
    pub(super) name: String,
    pub(super) tree: Tree,
    /// Whether all files are there; else the others are being made.
    pub(super) is_whole: bool,
    /// The number of the build that made it.
    build: u64,
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
    /// The last good site that was whole.
    good: Mutex<Option<Arc<Generation>>>,
    /// How many generations there have been, and how many builds.
    count: AtomicU64,
    builds: AtomicU64,
    /// The pages asked for last, the newest at the end.
    looked_at: Mutex<Vec<String>>,
    /// When this preview began, in hexadecimal nanoseconds.
    start: String,
}

impl Hub {
    pub(super) fn new() -> Hub {
        let start = SystemTime::now().duration_since(UNIX_EPOCH);
        Hub {
            phase: watch::Sender::new(Phase::Starting),
            good: Mutex::default(),
            count: AtomicU64::new(0),
            builds: AtomicU64::new(0),
            looked_at: Mutex::default(),
            start: format!("{:x}", start.map_or(0, |t| t.as_nanos())),
        }
    }

    /// Notes that a build begins: what an earlier one left half made is not its.
    pub(super) fn begin(&self) {
        self.builds.fetch_add(1, Ordering::SeqCst);
    }

    /// Puts what was built into place: a whole site, or the findings over the
    /// last good one. Where nothing is to be seen of it, nobody is told.
    pub(super) fn show(&self, built: Built, report: impl Fn(&[Finding]) -> Report) {
        let before = self.ready();
        let report = report(&built.findings);
        let shown = before.as_ref().and_then(|state| state.site.clone());
        let first = shown.as_ref().filter(|site| self.is_begun(site));
        let mut good = lock(&self.good);
        if let Some(tree) = built.tree {
            let is_new = good.as_ref().is_none_or(|good| good.tree != tree);
            if let Some(first) = first {
                // The rest of what is shown already.
                *good = Some(Arc::new(Generation {
                    name: first.name.clone(),
                    tree,
                    is_whole: true,
                    build: first.build,
                }));
            } else if is_new {
                *good = Some(Arc::new(self.generation(tree, true)));
            }
        }
        let state = State {
            site: good.clone(),
            report,
        };
        drop(good);
        self.put(before, state);
    }

    /// Shows some pages of a generation whose others are still being made. Where
    /// they are as they were, the others are waited for.
    pub(super) fn show_first(&self, tree: Tree, report: Report) {
        // Without a good site behind it, it could not be taken back.
        if lock(&self.good).is_none() {
            return;
        }
        let before = self.ready();
        let shown = before.as_ref().and_then(|state| state.site.clone());
        let as_before = |site: &Arc<Generation>| {
            let mut files = tree.iter();
            files.all(|(path, bytes)| site.tree.get(path) == Some(bytes))
        };
        if shown.as_ref().is_some_and(as_before) {
            return;
        }
        let mut site = self.generation(tree, false);
        if let Some(begun) = shown.filter(|site| self.is_begun(site)) {
            site.name.clone_from(&begun.name);
            for (path, bytes) in begun.tree.iter() {
                // What both have, style sheets, is there already.
                let _ = site.tree.put(path.to_owned(), bytes.clone());
            }
        }
        let site = Some(Arc::new(site));
        // Texts are proofread after the pages are made: until then the count
        // stays, lest it go down and up again at every save.
        let known = before.as_ref().map(|state| &state.report);
        let report = known
            .filter(|known| known.errors == 0)
            .cloned()
            .unwrap_or(report);
        self.put(before, State { site, report });
    }

    fn ready(&self) -> Option<Arc<State>> {
        match &*self.phase.borrow() {
            Phase::Ready(state) => Some(Arc::clone(state)),
            Phase::Starting | Phase::Ended => None,
        }
    }

    fn put(&self, before: Option<Arc<State>>, state: State) {
        let whole = |state: &State| {
            let site = state.site.as_ref();
            site.map(|site| (site.is_whole, site.tree.len()))
        };
        let same = before.is_some_and(|before| {
            before.name() == state.name()
                && before.report.id == state.report.id
                && whole(&before) == whole(&state)
        });
        self.phase.send_if_modified(|phase| {
            let changes = !same && !matches!(phase, Phase::Ended);
            if changes {
                *phase = Phase::Ready(Arc::new(state));
            }
            changes
        });
    }

    fn generation(&self, tree: Tree, is_whole: bool) -> Generation {
        let number = self.count.fetch_add(1, Ordering::SeqCst) + 1;
        Generation {
            name: format!("{}-{number}", self.start),
            tree,
            is_whole,
            build: self.builds.load(Ordering::SeqCst),
        }
    }

    /// Whether some of its pages are shown while the build goes on with it.
    fn is_begun(&self, site: &Generation) -> bool {
        !site.is_whole && site.build == self.builds.load(Ordering::SeqCst)
    }

    /// Notes that somebody waits for a page, if the last good site had it.
    fn note_wanted(&self, path: &str) {
        let good = lock(&self.good).clone();
        if let Some(good) = good
            && let Target::File(path, _) = address::find(&good.tree, path)
            && kind::is_page(kind::media_type(&path))
        {
            self.note(&path);
        }
    }

    /// Notes that somebody looks at a page.
    pub(super) fn note(&self, path: &str) {
        let mut pages = lock(&self.looked_at);
        pages.retain(|page| page != path);
        pages.push(path.to_owned());
        let surplus = pages.len().saturating_sub(LOOKED_AT);
        pages.drain(..surplus);
    }

    /// The pages that somebody looked at last.
    pub(super) fn looked_at(&self) -> Vec<String> {
        lock(&self.looked_at).clone()
    }

    /// The state that can answer for `path`: a generation that is still being
    /// made answers for its first pages, and for the others when it is whole.
    pub(super) async fn state_for(&self, path: &str) -> Option<Arc<State>> {
        self.note_wanted(path);
        let mut phase = self.subscribe();
        let answers = |phase: &Phase| match phase {
            Phase::Starting => false,
            Phase::Ended => true,
            Phase::Ready(state) => state.site.as_ref().is_none_or(|site| {
                site.is_whole || !matches!(address::find(&site.tree, path), Target::Missing)
            }),
        };
        match &*phase.wait_for(answers).await.ok()? {
            Phase::Ready(state) => Some(Arc::clone(state)),
            Phase::Starting | Phase::Ended => None,
        }
    }

    /// To see the phase, and wait for the next.
    pub(super) fn subscribe(&self) -> watch::Receiver<Phase> {
        self.phase.subscribe()
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
