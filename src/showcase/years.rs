//! A number for each of some years.

use crate::quantity::Quantity;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A figure over years, sorted. Most figures have one year, and there may be a
/// million of them: a tree takes room for eleven at once, this for what there is.
/// Cheap to clone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Years(Arc<[(i32, Quantity)]>);

impl Years {
    /// All of them, the earliest first.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&i32, &Quantity)> + ExactSizeIterator {
        self.0.iter().map(|(year, value)| (year, value))
    }

    /// The years, the earliest first.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &i32> + ExactSizeIterator {
        self.0.iter().map(|(year, _)| year)
    }

    /// The numbers, the earliest first.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Quantity> + ExactSizeIterator {
        self.0.iter().map(|(_, value)| value)
    }

    /// The number of a year.
    pub fn get(&self, year: &i32) -> Option<&Quantity> {
        let at = self.0.binary_search_by_key(year, |(year, _)| *year).ok()?;
        self.0.get(at).map(|(_, value)| value)
    }

    /// How many years there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether one is a clone of the other.
    pub(super) fn is_same(&self, other: &Years) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Of two numbers of one year, the later one stands.
impl FromIterator<(i32, Quantity)> for Years {
    fn from_iter<T: IntoIterator<Item = (i32, Quantity)>>(pairs: T) -> Years {
        let sorted: BTreeMap<i32, Quantity> = pairs.into_iter().collect();
        Years(sorted.into_iter().collect())
    }
}

impl From<BTreeMap<i32, Quantity>> for Years {
    fn from(sorted: BTreeMap<i32, Quantity>) -> Years {
        Years(sorted.into_iter().collect())
    }
}

impl<'a> IntoIterator for &'a Years {
    type Item = (&'a i32, &'a Quantity);
    type IntoIter = std::iter::Map<
        std::slice::Iter<'a, (i32, Quantity)>,
        fn(&'a (i32, Quantity)) -> (&'a i32, &'a Quantity),
    >;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().map(|(year, value)| (year, value))
    }
}
