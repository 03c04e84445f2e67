//! The ledger: every certificate that was ever listed, with what is said of it last, and from when to when it was seen. It
//! follows from the journal alone, so it outlives the lists.

use crate::history::{Accepted, LedgerEntry};
use std::collections::BTreeMap;

/// By serial number; `accepted` are the lists, oldest first.
#[must_use]
pub fn ledger<'l>(accepted: impl Iterator<Item = &'l Accepted>) -> Vec<LedgerEntry> {
    let mut ledger: BTreeMap<&str, LedgerEntry> = BTreeMap::new();
    let mut before: Option<&Accepted> = None;
    for list in accepted {
        for entry in list.added.iter().chain(&list.changed) {
            let known = ledger.entry(&entry.serial).or_insert_with(|| LedgerEntry {
                entry: entry.clone(),
                first_seen: list.this_update.clone(),
                last_seen: list.this_update.clone(),
                listed: true,
            });
            known.entry = entry.clone();
            known.listed = true;
        }
        for serial in &list.removed {
            if let (Some(known), Some(before)) = (ledger.get_mut(serial.as_str()), before) {
                known.last_seen = before.this_update.clone();
                known.listed = false;
            }
        }
        before = Some(list);
    }
    let mut entries: Vec<LedgerEntry> = ledger.into_values().collect();
    if let Some(newest) = before {
        for entry in entries.iter_mut().filter(|entry| entry.listed) {
            entry.last_seen.clone_from(&newest.this_update);
        }
    }
    entries
}
