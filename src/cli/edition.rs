//! The edition that a command is for: the one that was named, or the only one.

use super::options::{Shared, Showcase};
use xunli::content::{self, Content};
use xunli::finding::{Code, Finding, Findings, Place, Severity};
use xunli::text;

/// The content and the edition that was named, or the only one. What is wrong
/// elsewhere in the content is not this command's matter.
pub(super) fn edition(
    shared: &Shared,
    showcase: &Showcase,
    named: Option<&str>,
) -> Option<(Content, usize)> {
    let mut findings = Findings::new();
    let content = content::load(&showcase.root, &mut findings);
    let Some(content) = content else {
        shared.print(showcase, findings, Severity::Info);
        return None;
    };
    let ids: Vec<&str> = content.editions.iter().map(|e| e.id.as_str()).collect();
    let found = match named {
        Some(named) => ids.iter().position(|id| *id == named),
        None if ids.len() == 1 => Some(0),
        None => None,
    };
    if let Some(at) = found {
        return Some((content, at));
    }
    let known = ids.join("、");
    let place = Place::file("content");
    let finding = match named {
        Some(named) => {
            let message = text!("没有叫“{named}”的年度", "there is no edition `{named}`");
            Finding::new(Code::EditionMissing, place, message)
                .maybe_hint(xunli::finding::hint(named, ids.iter().copied()))
        }
        None => {
            let message = text!(
                "有几个年度，请用 --edition 指明",
                "there are several editions; name one with --edition"
            );
            let hint = text!("这里有：{known}", "there are: {known}");
            Finding::new(Code::EditionMissing, place, message).hint(hint)
        }
    };
    let mut all = Findings::new();
    // An edition that could not be read is missing for a reason.
    if named.is_some_and(|n| showcase.root.join("content").join(n).is_dir()) || ids.is_empty() {
        all.extend(findings);
    }
    all.push(finding);
    shared.print(showcase, all, Severity::Info);
    None
}
