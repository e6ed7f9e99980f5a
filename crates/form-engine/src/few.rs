//! A sorted list for sets that stay small.
//!
//! A `BTreeSet` is compiled anew for each type that it holds, at five kilobytes each in the browser engine.

/// A few things in order, each once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Few<T>(Vec<T>);

impl<T> Default for Few<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Ord> Few<T> {
    /// Puts something in. False when it was there.
    pub(crate) fn insert(&mut self, item: T) -> bool {
        // What comes in order is appended without a search.
        let place = if self.0.last().is_some_and(|last| *last < item) { Err(self.0.len()) } else { self.0.binary_search(&item) };
        match place {
            Ok(_) => false,
            Err(place) => {
                self.0.insert(place, item);
                true
            }
        }
    }

    /// Whether something is there.
    pub(crate) fn contains(&self, item: &T) -> bool {
        self.0.binary_search(item).is_ok()
    }

    /// Takes everything out.
    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }
}

impl<T> IntoIterator for Few<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_stand_in_order_and_once() {
        let mut few = Few::default();
        let fresh: Vec<bool> = [3, 1, 3, 7, 5].into_iter().map(|number| few.insert(number)).collect();
        assert_eq!((fresh, few.contains(&5), few.contains(&4)), (vec![true, true, false, true, true], true, false));
        assert_eq!(few.into_iter().collect::<Vec<_>>(), [1, 3, 5, 7]);
    }
}
