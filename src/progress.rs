//! How far long work has come, for whoever waits and looks on from another
//! thread.
//!
//! The work only counts; showing it is the onlooker's business, so that
//! nothing that is made depends on whether anybody watches.

use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// What is going on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// The content is read and resolved.
    Reading,
    /// Pages are made, with their charts and photos, and texts proofread.
    Pages,
    /// The site is put onto the disk.
    Writing,
}

const STAGES: [Stage; 3] = [Stage::Reading, Stage::Pages, Stage::Writing];

/// A count that many threads add to and one looks at.
#[derive(Debug, Default)]
pub struct Progress {
    stage: AtomicUsize,
    done: AtomicUsize,
    all: AtomicUsize,
}

impl Progress {
    /// A stage begins, of so many pieces; 0 where they are not counted.
    pub fn begin(&self, stage: Stage, all: usize) {
        // An onlooker in between sees a stage without a count.
        self.all.store(0, Relaxed);
        self.done.store(0, Relaxed);
        self.stage.store(stage as usize, Relaxed);
        self.all.store(all, Relaxed);
    }

    /// One piece more is done.
    pub fn one(&self) {
        self.done.fetch_add(1, Relaxed);
    }

    /// The stage, how many pieces of it are done, and of how many; never more
    /// done than there are.
    pub fn seen(&self) -> (Stage, usize, usize) {
        let at = self.stage.load(Relaxed);
        let stage = STAGES.get(at).copied().unwrap_or(Stage::Reading);
        let all = self.all.load(Relaxed);
        (stage, self.done.load(Relaxed).min(all), all)
    }
}
