//! Sets and maps filled one by one.
//!
//! `collect()` into the standard library's ordered collections sorts first, and a sort for every type of element is 3 kB
//! each in what a visitor downloads; what is gathered here is mostly small or comes in order.

use std::collections::{BTreeMap, BTreeSet};

/// These elements as a set.
pub(crate) fn set<T: Ord>(elements: impl IntoIterator<Item = T>) -> BTreeSet<T> {
    let mut set = BTreeSet::new();
    set.extend(elements);
    set
}

/// These pairs as a map; of equal keys the last counts.
pub(crate) fn map<K: Ord, V>(pairs: impl IntoIterator<Item = (K, V)>) -> BTreeMap<K, V> {
    let mut map = BTreeMap::new();
    map.extend(pairs);
    map
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_what_collect_gives() {
        let numbers = [3, 1, 2, 3, 0];
        assert_eq!(set(numbers), numbers.into_iter().collect());
        let pairs = [(2, 'a'), (1, 'b'), (2, 'c')];
        assert_eq!(map(pairs), pairs.into_iter().collect());
        assert_eq!(map(pairs).get(&2), Some(&'c'));
    }
}
