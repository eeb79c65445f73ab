//! How many numbers of a text are references, agree with a figure, or do not.

use crate::finding::Text;
use crate::text;
use std::iter::Sum;
use std::ops::{Add, AddAssign};

/// How the numbers in a text stand to the figures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// References.
    pub references: usize,
    /// Numbers that equal a figure.
    pub agreeing: usize,
    /// Numbers that are near a figure and not equal.
    pub doubtful: usize,
    /// Numbers that are like none.
    pub unsourced: usize,
}

impl Tally {
    /// All numbers.
    pub fn total(&self) -> usize {
        self.references + self.agreeing + self.doubtful + self.unsourced
    }

    /// The line that `check` ends with.
    pub fn sentence(&self) -> Text {
        let Tally {
            references,
            agreeing,
            doubtful,
            unsourced,
        } = self;
        let total = self.total();
        text!(
            "正文数字 {total} 处：引用 {references}，与数据一致 {agreeing}，疑似不符 {doubtful}，无出处 {unsourced}",
            "numbers in prose: {total}; references {references}, equal to a figure {agreeing}, doubtful {doubtful}, without a source {unsourced}"
        )
    }
}

impl Add for Tally {
    type Output = Tally;

    fn add(self, other: Tally) -> Tally {
        Tally {
            references: self.references + other.references,
            agreeing: self.agreeing + other.agreeing,
            doubtful: self.doubtful + other.doubtful,
            unsourced: self.unsourced + other.unsourced,
        }
    }
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Tally) {
        *self = *self + other;
    }
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Tally>>(tallies: I) -> Tally {
        tallies.fold(Tally::default(), Add::add)
    }
}

pub(super) const AGREEING: Tally = Tally {
    references: 0,
    agreeing: 1,
    doubtful: 0,
    unsourced: 0,
};
pub(super) const DOUBTFUL: Tally = Tally {
    references: 0,
    agreeing: 0,
    doubtful: 1,
    unsourced: 0,
};
pub(super) const UNSOURCED: Tally = Tally {
    references: 0,
    agreeing: 0,
    doubtful: 0,
    unsourced: 1,
};
