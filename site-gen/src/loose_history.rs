//! The history of lists that have no journal: each is taken as accepted when it was issued.

use crate::digest;
use crate::history::{Accepted, Entry, LedgerEntry, Line, Series};
use crate::trust::PublishedCrl;
use std::collections::BTreeMap;
use verifier::{RevocationList, RevokedEntry};

/// The series of these lists, which are in order.
#[must_use]
pub fn of(lists: &[PublishedCrl]) -> Vec<Series> {
    let mut series: Vec<Series> = Vec::new();
    for list in lists {
        if series.last().is_none_or(|last| last.issuer != list.issuer) {
            series.push(Series {
                issuer: list.issuer.clone(),
                folder: list.issuer_ski.clone(),
                lines: Vec::new(),
                ledger: Vec::new(),
            });
        }
        if let Some(series) = series.last_mut() {
            add(series, list);
        }
    }
    series
}

fn add(series: &mut Series, list: &PublishedCrl) {
    let this_update = list.this_update.to_string();
    let entries: Vec<Entry> = RevocationList::read(&list.der)
        .map(|list| list.entries().map_while(Result::ok).map(|one| entry(&one)).collect())
        .unwrap_or_default();
    let mut ledger: BTreeMap<String, LedgerEntry> = std::mem::take(&mut series.ledger)
        .into_iter()
        .map(|known| (known.entry.serial.clone(), known))
        .collect();
    for known in ledger.values_mut() {
        known.listed = false;
    }
    let mut added = Vec::new();
    for entry in &entries {
        let first_seen = match ledger.get(&entry.serial) {
            Some(known) => known.first_seen.clone(),
            None => {
                added.push(entry.clone());
                this_update.clone()
            }
        };
        let known = LedgerEntry {
            entry: entry.clone(),
            first_seen,
            last_seen: this_update.clone(),
            listed: true,
        };
        ledger.insert(entry.serial.clone(), known);
    }
    series.ledger = ledger.into_values().collect();
    series.lines.push(Line::Accepted(Box::new(Accepted {
        number: list.number.clone(),
        sha256: list.sha256.clone(),
        this_update: this_update.clone(),
        next_update: list.next_update.map(|moment| moment.to_string()),
        size: u64::try_from(list.der.len()).unwrap_or(u64::MAX),
        entries: u64::try_from(entries.len()).unwrap_or(u64::MAX),
        accepted_at: this_update,
        source: list.file_name.clone(),
        added,
        removed: Vec::new(),
        changed: Vec::new(),
        findings: Vec::new(),
    })));
}

fn entry(entry: &RevokedEntry<'_>) -> Entry {
    let octets = entry.serial_number;
    let octets = match octets {
        [0, rest @ ..] if !rest.is_empty() => rest,
        _ => octets,
    };
    Entry {
        serial: digest::hex(octets),
        date: entry.revocation_date.to_rfc3339(),
        reason: entry.reason.map(str::to_owned),
    }
}
