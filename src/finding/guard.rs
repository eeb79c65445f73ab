//! A library that panics over one file must not take the whole run with it,
//! nor leave the editor without a name: the fault of the program becomes a
//! finding that names the file.

use super::{Code, Finding, Findings, Place};
use crate::text;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Runs what is done for the file at `place`; `None`, with a finding, if it
/// panics.
///
/// What `run` was in the middle of changing must not be used again: it is to
/// work on values of its own.
pub fn guard<T>(place: &Place, findings: &mut Findings, run: impl FnOnce() -> T) -> Option<T> {
    match catch_unwind(AssertUnwindSafe(run)) {
        Ok(value) => Some(value),
        Err(cause) => {
            findings.push(fault(place, &*cause));
            None
        }
    }
}

fn fault(place: &Place, cause: &(dyn Any + Send)) -> Finding {
    let said = cause
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| cause.downcast_ref::<&str>().copied())
        .unwrap_or("?");
    let message = text!(
        "程序处理这个文件时出了错，这是程序的毛病：{said}",
        "the program failed over this file, which is the program's fault: {said}"
    );
    let hint = text!(
        "把这个文件发给维护程序的人；先把它移出 content/，其余的照常生成",
        "send this file to those who maintain the program; without it the rest can be built"
    );
    Finding::new(Code::ProgramFault, Place::file(place.path()), message).hint(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_names_the_file_and_the_others_go_on() {
        let mut findings = Findings::new();
        let files = ["a.md", "b.md", "c.md"];
        let read: Vec<Option<usize>> = files
            .iter()
            .map(|path| {
                let run = || match *path {
                    "b.md" => panic!("index out of bounds: {}", path.len()),
                    path => path.len(),
                };
                guard(&Place::file(path), &mut findings, run)
            })
            .collect();
        assert_eq!(read, [Some(4), None, Some(4)]);
        let found = findings.sorted();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].place.path(), "b.md");
        assert!(found[0].message.en.ends_with("index out of bounds: 4"));
    }
}
