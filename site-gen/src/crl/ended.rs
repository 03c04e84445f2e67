//! From which list to which each entry stood that a later list took out or changed: what thinning has to keep.

use super::journal::{Brief, JournalError, brief, each_line};
use super::thinning::Ended;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Reads a journal twice: once for what has ended, once for when it began, so that a million entries that still stand cost
/// nothing.
pub fn ended(journal: &Path) -> Result<Vec<Ended>, JournalError> {
    let mut serials = BTreeSet::new();
    each_line(journal, |line| {
        if let Brief::Accepted(list) = brief(line)? {
            let changed = list.changed.iter().map(|entry| entry.serial);
            serials.extend(list.removed.iter().copied().chain(changed).map(str::to_owned));
        }
        Ok(())
    })?;
    let mut began: BTreeMap<String, usize> = BTreeMap::new();
    let mut ended = Vec::new();
    let mut place = 0_usize;
    each_line(journal, |line| {
        let Brief::Accepted(list) = brief(line)? else { return Ok(()) };
        let changed = || list.changed.iter().map(|entry| entry.serial);
        for serial in list.removed.iter().copied().chain(changed()) {
            let first = began.remove(serial);
            ended.extend(first.zip(place.checked_sub(1)));
        }
        for serial in list.added.iter().map(|entry| entry.serial).chain(changed()) {
            if serials.contains(serial) {
                began.insert(serial.to_owned(), place);
            }
        }
        place = place.saturating_add(1);
        Ok(())
    })?;
    Ok(ended)
}
