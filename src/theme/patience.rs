//! An end for templates that have none.
//!
//! Tera limits neither the time nor the memory of a template: loops in loops
//! that print nothing, or a text that is doubled again and again, would go on
//! until the machine is full. Nothing can stop such a template from within, so
//! a thread looks on, and tells of the one that takes too much; whoever is told
//! ends the program. Only for templates of the showcase's own: those of the
//! built-in themes are known to end.

use std::collections::BTreeMap;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How often somebody looks. Counted in looks, not by a clock: a program that
/// was held (Ctrl-Z, a sleeping machine) has not worked meanwhile.
const LOOK: Duration = Duration::from_millis(50);
/// Looks after which a page takes too long: 20 seconds.
const MOST: u32 = 400;
/// Looks after which a page is not quick, and its memory is looked at.
const SLOW: u32 = 4;
/// Memory that may be taken while a page is under way. All the others that are
/// made meanwhile do not take as much. A text that is doubled may be twice as
/// long when it is noticed.
const MEMORY: u64 = 1 << 30;

/// What a template takes too much of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Excess {
    Time,
    Memory,
}

/// Looks on until it is dropped.
pub(super) struct Patience {
    busy: Arc<Mutex<Busy>>,
    /// Closed to end the thread.
    _stop: Sender<()>,
}

/// What is being rendered.
#[derive(Default)]
struct Busy {
    next: usize,
    /// By number, the template and how often it has been seen.
    under_way: BTreeMap<usize, (String, u32)>,
}

impl Patience {
    /// Has `tell` called, from another thread and once, with the template that
    /// takes too much.
    pub(super) fn begin(tell: impl FnOnce(&str, Excess) + Send + 'static) -> Patience {
        Patience::looking(LOOK, memory, tell)
    }

    fn looking(
        rhythm: Duration,
        memory: impl Fn() -> u64 + Send + 'static,
        tell: impl FnOnce(&str, Excess) + Send + 'static,
    ) -> Patience {
        let busy = Arc::<Mutex<Busy>>::default();
        let (stop, stopped) = mpsc::channel();
        let seen = Arc::clone(&busy);
        std::thread::spawn(move || {
            let mut before = memory();
            while stopped.recv_timeout(rhythm) == Err(RecvTimeoutError::Timeout) {
                match look(&seen) {
                    Some((template, MOST..)) => return tell(&template, Excess::Time),
                    Some((template, SLOW..)) => {
                        if memory() > before.saturating_add(MEMORY) {
                            return tell(&template, Excess::Memory);
                        }
                    }
                    // Nothing is under way for long.
                    Some(_) | None => before = memory(),
                }
            }
        });
        Patience { busy, _stop: stop }
    }

    /// Renders `template` by `work`, looked on.
    pub(super) fn during<T>(&self, template: &str, work: impl FnOnce() -> T) -> T {
        let number = {
            let mut busy = self.busy.lock().unwrap_or_else(PoisonError::into_inner);
            busy.next += 1;
            let number = busy.next;
            busy.under_way.insert(number, (template.to_owned(), 0));
            number
        };
        let _done = Done(&self.busy, number);
        work()
    }
}

/// Ends the look at one template, also where rendering it panics.
struct Done<'a>(&'a Mutex<Busy>, usize);

impl Drop for Done<'_> {
    fn drop(&mut self) {
        let mut busy = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        busy.under_way.remove(&self.1);
    }
}

/// Counts a look at everything under way; the template that has been so for
/// longest, and for how many looks.
fn look(busy: &Mutex<Busy>) -> Option<(String, u32)> {
    let mut busy = busy.lock().unwrap_or_else(PoisonError::into_inner);
    for (_, looks) in busy.under_way.values_mut() {
        *looks += 1;
    }
    busy.under_way.values().next().cloned()
}

/// The memory that the program holds, where the system tells.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let held = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    let kilobytes = held.and_then(|held| held.trim().strip_suffix(" kB"));
    kilobytes.and_then(|n| n.trim().parse().ok()).unwrap_or(0) << 10
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU64, Ordering};

    /// Short, and long enough for a busy machine to keep the order of things.
    const SHORT: Duration = Duration::from_millis(2);

    fn told_of(memory: impl Fn() -> u64 + Send + 'static) -> (String, Excess) {
        let (tell, told) = mpsc::channel();
        let patience = Patience::looking(SHORT, memory, move |template, excess| {
            tell.send((template.to_owned(), excess)).unwrap();
        });
        patience.during("quick.html", || ());
        patience.during("endless.html", || {
            patience.during("parts/quick.html", || ());
            told.recv().unwrap()
        })
    }

    #[test]
    fn loops_in_loops_that_print_nothing_went_on_for_ever() {
        assert_eq!(told_of(|| 0), ("endless.html".to_owned(), Excess::Time));
    }

    #[test]
    fn a_text_doubled_again_and_again_filled_the_memory() {
        let held = AtomicU64::new(0);
        let memory = move || held.fetch_add(MEMORY / 4, Ordering::Relaxed);
        assert_eq!(told_of(memory), ("endless.html".to_owned(), Excess::Memory));
    }

    #[test]
    fn pages_that_end_are_never_told_of_however_many() {
        let (tell, told) = mpsc::channel();
        let patience = Patience::looking(SHORT, || 0, move |_, _| tell.send(()).unwrap());
        for _ in 0..2 * MOST {
            patience.during("page.html", || std::thread::sleep(SHORT));
        }
        drop(patience);
        assert!(told.recv().is_err(), "nobody is left to tell");
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn the_system_tells_how_much_memory_the_program_holds() {
        let much = vec![1_u8; 64 << 20];
        assert!(memory() >= 64 << 20, "{}", much.len());
    }
}
