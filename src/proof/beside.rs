//! What the numbers of a text are compared with: the figures around it, and how
//! to ask them. Apart from the comparing, since the claims, the tables and the
//! numbers of a text all read it.

use super::claims::{Past, Standing};
use super::near::Index;
use super::neighbours::Roster;
use std::sync::Arc;

/// What the numbers of a text are compared with.
pub struct Beside<'i> {
    /// The figures of its county and region.
    pub own: &'i Index,
    /// Those of all counties.
    pub others: &'i Index,
    /// The counties' names.
    pub roster: Option<&'i Roster>,
    /// Those of another county that a sentence names.
    pub named: &'i dyn Fn(&str) -> Vec<Arc<Index>>,
    /// What a reference of the text prints.
    pub printed: &'i dyn Fn(&str) -> Option<String>,
    /// What has become of the figure of a reference since the edition before.
    pub past: &'i dyn Fn(&str) -> Option<Past>,
    /// Its standing among the counties.
    pub standing: &'i dyn Fn(&str) -> Option<Standing>,
    /// What the whole region is called in its counties: 全市, 全州.
    pub whole: &'i str,
    /// The county's own name.
    pub here: &'i str,
    /// The note of a figure that names a number of the text: somebody has looked.
    pub noted: &'i dyn Fn(&str) -> Option<String>,
    /// The text is the note of a figure of this name, of which it may say
    /// another number.
    pub about: Option<&'i str>,
    /// The text may hold references, as those of components may not.
    pub refers: bool,
    /// The figure that the text is about, as the title of its chart is.
    pub subject: Option<&'i str>,
    /// The year the figures are of.
    pub year: i32,
}

impl<'i> Beside<'i> {
    /// Only figures: no names of counties, no references to read.
    pub fn figures(own: &'i Index, others: &'i Index) -> Beside<'i> {
        Beside {
            own,
            others,
            roster: None,
            named: &|_| Vec::new(),
            printed: &|_| None,
            past: &|_| None,
            noted: &|_| None,
            standing: &|_| None,
            whole: "",
            here: "",
            about: None,
            refers: true,
            subject: None,
            year: 0,
        }
    }
}
