//! The ids most like one that does not exist, for the error that says so.

use std::cmp::Reverse;

/// How many are offered.
const OFFERED: usize = 3;

/// The known ids with the fewest changed characters, nearest first; of several, those that begin alike longest.
pub fn to<'k>(id: &str, known: impl Iterator<Item = &'k str>) -> Vec<String> {
    let alike = |known: &str| id.chars().zip(known.chars()).take_while(|(a, b)| a == b).count();
    let mut ranked: Vec<(usize, Reverse<usize>, &str)> =
        known.map(|known| (distance(id, known), Reverse(alike(known)), known)).collect();
    ranked.sort_unstable();
    ranked.into_iter().take(OFFERED).map(|(_, _, known)| known.to_owned()).collect()
}

/// Levenshtein's: how many characters to insert, delete or replace.
fn distance(left: &str, right: &str) -> usize {
    let mut row: Vec<usize> = (0..=right.chars().count()).collect();
    for (from, a) in left.chars().enumerate() {
        let mut diagonal = from;
        let mut before = from.saturating_add(1);
        let mut next = vec![before];
        for (above, b) in row.iter().skip(1).zip(right.chars()) {
            let replaced = diagonal.saturating_add(usize::from(a != b));
            before = replaced.min(above.saturating_add(1)).min(before.saturating_add(1));
            diagonal = *above;
            next.push(before);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_come_first() {
        let known = ["bab-5", "pasal-8-huruf-a", "pasal-9-huruf-a", "pasal-9-huruf-b"];
        assert_eq!(
            to("pasal-9-hurup-a", known.into_iter()),
            ["pasal-9-huruf-a", "pasal-9-huruf-b", "pasal-8-huruf-a"]
        );
        assert_eq!((distance("", "abc"), distance("kitten", "sitting")), (3, 3));
    }
}
