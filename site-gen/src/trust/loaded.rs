//! Which of the published lists a page loads.
//!
//! A page loads the newest list of each series. Older ones are needed too: a certificate that has ended is in no newer list,
//! and a letter whose time is proven is judged by a list of its own days. All are loaded while they are small; of a larger
//! archive the last of each half-year, because certificates of signers are valid for years and a list from any day between
//! the signature and the end of its certificate will do.

use super::PublishedCrl;
use std::collections::{BTreeMap, BTreeSet};

/// What a page is asked to load of the older lists of one series, in bytes: as much again as everything else.
const OLDER_UP_TO: usize = 1_000_000;

/// The lists that a page loads, in the order in which they come: by series, oldest first.
pub fn loaded(lists: &[PublishedCrl]) -> impl Iterator<Item = &PublishedCrl> {
    let chosen = chosen(lists);
    lists.iter().filter(move |list| chosen.contains(list.sha256.as_str()))
}

fn chosen(lists: &[PublishedCrl]) -> BTreeSet<&str> {
    let mut by_folder: BTreeMap<&str, Vec<&PublishedCrl>> = BTreeMap::new();
    for list in lists {
        by_folder.entry(&list.folder).or_default().push(list);
    }
    let mut loaded = BTreeSet::new();
    for mut of_series in by_folder.into_values() {
        loaded.extend(of_series.pop().map(|newest| newest.sha256.as_str()));
        let size = of_series.iter().map(|list| list.der.len()).fold(0, usize::saturating_add);
        let older = if size <= OLDER_UP_TO { of_series } else { half_yearly(&of_series) };
        loaded.extend(older.iter().map(|list| list.sha256.as_str()));
    }
    loaded
}

/// The last list of each half-year, newest first, as far as they go into [`OLDER_UP_TO`].
fn half_yearly<'a>(older: &[&'a PublishedCrl]) -> Vec<&'a PublishedCrl> {
    let half_year = |list: &PublishedCrl| (list.this_update.year(), list.this_update.month() > 6);
    let mut last: BTreeMap<(u16, bool), &PublishedCrl> = BTreeMap::new();
    for list in older {
        last.insert(half_year(list), list);
    }
    let mut room = OLDER_UP_TO;
    let mut fits = |list: &&PublishedCrl| {
        let left = room.checked_sub(list.der.len());
        room = left.unwrap_or(0);
        left.is_some()
    };
    last.into_values().rev().take_while(|list| fits(list)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A list of the series, of so many bytes.
    fn file(number: u64, day: (u16, u8), bytes: usize) -> PublishedCrl {
        PublishedCrl {
            file_name: String::new(),
            der: vec![0; bytes],
            issuer: "contoh-ca".to_owned(),
            issuer_ski: "00aa".to_owned(),
            folder: "00aa".to_owned(),
            sha256: format!("{number:064x}"),
            this_update: der::DateTime::new(day.0, day.1, 1, 0, 0, 0).unwrap(),
            next_update: None,
            number: Some(number.to_string()),
        }
    }

    #[test]
    fn of_a_large_archive_a_page_loads_the_newest_and_one_of_each_half_year() {
        let months = (2024..=2026).flat_map(|year| (1..=12).map(move |month| (year, month)));
        let archive = |bytes| -> Vec<PublishedCrl> {
            (1..).zip(months.clone()).map(|(number, day)| file(number, day, bytes)).collect()
        };
        let numbers = |lists: &[PublishedCrl]| -> Vec<String> {
            loaded(lists).filter_map(|list| list.number.clone()).collect()
        };
        assert_eq!(numbers(&archive(28_000)).len(), 36, "35 older lists are small enough");
        // The last before the newest, and the last of June and December before.
        assert_eq!(numbers(&archive(200_000)), ["12", "18", "24", "30", "35", "36"]);
        assert_eq!(numbers(&archive(300_000)), ["24", "30", "35", "36"]);
        // The newest is loaded whatever its size.
        assert_eq!(numbers(&archive(2_000_000)), ["36"]);
    }
}
