//! A number for each of some years.

use crate::quantity::Quantity;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A figure over years, sorted. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Years<'c>(Kept<'c>);

/// Most figures have one year, whose number lies in the content, and there may be
/// a million of them: such a one takes no room of its own.
#[derive(Debug, Clone)]
enum Kept<'c> {
    None,
    One(i32, &'c Quantity),
    Many(Arc<[(i32, Quantity)]>),
}

impl<'c> Years<'c> {
    /// The one year of a number that lies in the content.
    pub(super) fn one(year: i32, value: &'c Quantity) -> Years<'c> {
        Years(Kept::One(year, value))
    }

    /// All of them, the earliest first.
    pub fn iter(&self) -> Iter<'_> {
        Iter(match &self.0 {
            Kept::None => Left::One(None),
            Kept::One(year, value) => Left::One(Some((year, value))),
            Kept::Many(all) => Left::Many(all.iter()),
        })
    }

    /// The years, the earliest first.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &i32> + ExactSizeIterator {
        self.iter().map(|(year, _)| year)
    }

    /// The numbers, the earliest first.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Quantity> + ExactSizeIterator {
        self.iter().map(|(_, value)| value)
    }

    /// The number of a year.
    pub fn get(&self, year: &i32) -> Option<&Quantity> {
        match &self.0 {
            Kept::None => None,
            Kept::One(only, value) => (only == year).then_some(*value),
            Kept::Many(all) => {
                let at = all.binary_search_by_key(year, |(year, _)| *year).ok()?;
                all.get(at).map(|(_, value)| value)
            }
        }
    }

    /// How many years there are.
    pub fn len(&self) -> usize {
        self.iter().len()
    }

    /// Whether one is a clone of the other.
    pub(super) fn is_same(&self, other: &Years<'_>) -> bool {
        match (&self.0, &other.0) {
            (Kept::None, Kept::None) => true,
            (Kept::One(a, one), Kept::One(b, other)) => a == b && std::ptr::eq(*one, *other),
            (Kept::Many(one), Kept::Many(other)) => Arc::ptr_eq(one, other),
            _ => false,
        }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

impl Default for Years<'_> {
    fn default() -> Self {
        Years(Kept::None)
    }
}

/// Of two numbers of one year, the later one stands.
impl FromIterator<(i32, Quantity)> for Years<'_> {
    fn from_iter<T: IntoIterator<Item = (i32, Quantity)>>(pairs: T) -> Self {
        let sorted: BTreeMap<i32, Quantity> = pairs.into_iter().collect();
        sorted.into()
    }
}

impl From<BTreeMap<i32, Quantity>> for Years<'_> {
    fn from(sorted: BTreeMap<i32, Quantity>) -> Self {
        Years(Kept::Many(sorted.into_iter().collect()))
    }
}

/// Goes over [`Years`].
#[derive(Debug, Clone)]
pub struct Iter<'a>(Left<'a>);

#[derive(Debug, Clone)]
enum Left<'a> {
    One(Option<(&'a i32, &'a Quantity)>),
    Many(std::slice::Iter<'a, (i32, Quantity)>),
}

impl<'a> Iterator for Iter<'a> {
    type Item = (&'a i32, &'a Quantity);

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Left::One(one) => one.take(),
            Left::Many(all) => all.next().map(|(year, value)| (year, value)),
        }
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        match &self.0 {
            Left::One(one) => one.iter().size_hint(),
            Left::Many(all) => all.size_hint(),
        }
    }
}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            Left::One(one) => one.take(),
            Left::Many(all) => all.next_back().map(|(year, value)| (year, value)),
        }
    }
}

impl ExactSizeIterator for Iter<'_> {}

impl<'a> IntoIterator for &'a Years<'_> {
    type Item = (&'a i32, &'a Quantity);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.iter()
    }
}
