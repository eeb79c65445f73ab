//! Reconciliation: whether the figures agree with each other.
//!
//! One family of rules per file: what the editors ask for (`checks`, `stated`)
//! and what needs no asking (`limits`, `dates`, `twice`, `years`, `jumps`).
//! Rules that guess are warnings and are written to stay silent on sound
//! content: an editor who is warned for nothing stops reading.
//!
//! A note acknowledges: what it speaks of becomes an info and is kept as a
//! [`Remark`], so that the page can print the note beside the figure.

mod bounds;
mod checks;
mod dates;
mod jumps;
mod limits;
mod stated;
mod twice;
mod years;

use super::series::Member;
use super::{Edition, Outcome, Remark};
use crate::content;
use crate::finding::{Finding, Findings, Severity};
use crate::quantity::Quantity;
use crate::text;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Edition, county and figure indices.
pub(super) type At = (usize, usize, usize);

/// Where the rules lay down what they find.
#[derive(Debug, Default)]
pub(super) struct Desk<'c> {
    pub(super) findings: Findings,
    /// With the edition they belong to.
    pub(super) remarks: Vec<(usize, Remark<'c>)>,
}

impl<'c> Desk<'c> {
    /// Lays down a finding about a figure, which its own note acknowledges.
    fn odd(&mut self, at: At, figure: &'c content::Figure, finding: Finding) {
        self.odd_unless(at, figure.note.as_deref(), finding);
    }

    /// Lays down a finding about a figure, which `note` acknowledges.
    fn odd_unless(&mut self, at: At, note: Option<&'c str>, mut finding: Finding) {
        if let Some(note) = note {
            self.remarks.push((
                at.0,
                Remark {
                    figure: (at.1, at.2),
                    message: finding.message.clone(),
                    note,
                },
            ));
            finding = acknowledged(finding, note);
        }
        self.findings.push(finding);
    }

    fn extend(&mut self, other: Desk<'c>) {
        self.findings.extend(other.findings);
        self.remarks.extend(other.remarks);
    }
}

/// The finding as worth knowing only, with the note that says why.
fn acknowledged(mut finding: Finding, note: &str) -> Finding {
    finding.severity = Severity::Info;
    finding.hint = Some(text!("已有说明：{note}", "acknowledged: {note}"));
    finding
}

/// The rules over one figure's years; `series` are the merged ones, by member.
pub(super) fn over_years<'c>(
    members: &[Member<'_, 'c>],
    series: &[Arc<BTreeMap<i32, Quantity>>],
    desk: &mut Desk<'c>,
) {
    years::agree(members, desk);
    for (member, series) in members.iter().zip(series) {
        dates::series(member, desk);
        jumps::over_years(member, series, desk);
    }
}

/// The rules within one edition, and what came of its checks.
pub(super) fn edition<'c>(
    at: usize,
    edition: &Edition<'c>,
    desk: &mut Desk<'c>,
) -> Vec<Outcome<'c>> {
    let names = twice::Names::of(edition);
    let done: Vec<(Vec<Outcome<'c>>, Desk<'c>)> = (0..edition.counties.len())
        .into_par_iter()
        .map(|c| {
            let mut desk = Desk::default();
            dates::as_of(at, edition, c, &mut desk);
            limits::shares(at, edition, c, &mut desk);
            twice::names(at, edition, c, &names, &mut desk);
            (checks::all(edition, c, &mut desk), desk)
        })
        .collect();
    let mut outcomes = Vec::new();
    for (some, found) in done {
        outcomes.extend(some);
        desk.extend(found);
    }
    for measure in &edition.measures {
        stated::total(edition, measure, desk);
        limits::over_target(at, edition, measure, desk);
        jumps::among_peers(at, edition, measure, desk);
    }
    outcomes
}
