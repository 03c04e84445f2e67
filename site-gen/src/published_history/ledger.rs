//! `crl/<folder>/ledger.json`: every certificate that a list of the series ever named, for looking one up without a server.
//!
//! A small ledger is one file. A larger one is cut into 256 by the first octet of SHA-256 over the serial number, so that who looks
//! up one number loads one part; which part that is tells the server one octet of a digest, and the page says so.

use super::Told;
use crate::history::LedgerEntry;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Above this many bytes a ledger is cut: about what a page on a slow connection can be asked to load for one look-up.
const WHOLE_UP_TO: usize = 1_000_000;

/// A ledger, or the head of one that is cut.
#[derive(Serialize)]
struct Ledger<'a> {
    schema: &'static str,
    issuer: &'a str,
    /// `thisUpdate` of the oldest and of the newest list that was seen.
    watched_since: Option<&'a str>,
    watched_until: Option<&'a str>,
    /// How many certificates.
    total: usize,
    #[serde(flatten)]
    content: Content<'a>,
}

#[derive(Serialize)]
#[serde(rename_all = "kebab-case")]
enum Content<'a> {
    /// By serial number.
    Entries(Vec<Row<'a>>),
    /// `<folder>/ledger/<two hexadecimal digits>.json` has the entries.
    Parts(usize),
}

#[derive(Serialize)]
struct Part<'a> {
    schema: &'static str,
    entries: &'a [Row<'a>],
}

/// Serial number, date, reason, first seen, last seen, whether the newest list has it.
type Row<'a> = (&'a str, &'a str, Option<&'a str>, &'a str, &'a str, bool);

/// Where a ledger is.
#[must_use]
pub fn path(told: &Told<'_>) -> String {
    format!("crl/{}/ledger.json", told.series.folder)
}

/// The ledger's files.
#[must_use]
pub fn files(told: &Told<'_>) -> Vec<(String, Vec<u8>)> {
    cut_above(told, WHOLE_UP_TO)
}

fn cut_above(told: &Told<'_>, whole_up_to: usize) -> Vec<(String, Vec<u8>)> {
    let mut rows: Vec<Row<'_>> = told.series.ledger.iter().map(row).collect();
    rows.sort_unstable();
    let total = rows.len();
    let ledger = |content| Ledger {
        schema: "periksa-ledger/1",
        issuer: &told.series.issuer,
        watched_since: told.watched_since(),
        watched_until: told.series.newest().map(|list| list.this_update.as_str()),
        total,
        content,
    };
    let mut parts: BTreeMap<u8, Vec<Row<'_>>> =
        (0..=u8::MAX).map(|part| (part, Vec::new())).collect();
    for row in &rows {
        if let Some(part) = parts.get_mut(&part(row.0)) {
            part.push(*row);
        }
    }
    let whole = json(&ledger(Content::Entries(rows)));
    if whole.len() <= whole_up_to {
        return vec![(path(told), whole)];
    }
    let head = (path(told), json(&ledger(Content::Parts(parts.len()))));
    let part_file = |(part, rows): (u8, Vec<Row<'_>>)| {
        let bytes = json(&Part { schema: "periksa-ledger-part/1", entries: &rows });
        (format!("crl/{}/ledger/{part:02x}.json", told.series.folder), bytes)
    };
    std::iter::once(head).chain(parts.into_iter().map(part_file)).collect()
}

fn row(known: &LedgerEntry) -> Row<'_> {
    let LedgerEntry { entry, first_seen, last_seen, listed } = known;
    (&entry.serial, &entry.date, entry.reason.as_deref(), first_seen, last_seen, *listed)
}

/// The part that a serial number is in: the first octet of SHA-256 over its octets.
fn part(serial: &str) -> u8 {
    let octets: Vec<u8> = (0..serial.len())
        .step_by(2)
        .filter_map(|at| serial.get(at..at.saturating_add(2)))
        .filter_map(|digits| u8::from_str_radix(digits, 16).ok())
        .collect();
    Sha256::digest(&octets).first().copied().unwrap_or_default()
}

/// Strings, numbers and lists: there is nothing in it that JSON cannot say.
fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published_history::tests::{series, told};

    #[test]
    fn a_small_ledger_is_one_file_sorted_by_serial_number() {
        let series = series();
        let files = files(&told(&series));
        let text = concat!(
            r#"{"schema":"periksa-ledger/1","issuer":"contoh-ca","watched_since":"2026-01-31T00:00:00Z","#,
            r#""watched_until":"2026-05-10T00:00:00Z","total":3,"entries":["#,
            r#"["01","2025-11-03T00:00:00Z","superseded","2026-01-31T00:00:00Z","2026-02-01T00:00:00Z",false],"#,
            r#"["0a","2026-01-20T00:00:00Z",null,"2026-01-31T00:00:00Z","2026-05-10T00:00:00Z",true],"#,
            r#"["ff01","2026-01-31T05:00:00Z","keyCompromise","2026-02-01T00:00:00Z","2026-05-10T00:00:00Z",true]]}"#
        );
        let found: Vec<(&str, &str)> = files
            .iter()
            .map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).unwrap()))
            .collect();
        assert_eq!(found, [("crl/00aa/ledger.json", text)]);
    }

    #[test]
    fn a_large_ledger_is_a_head_and_256_parts_that_hold_every_entry_once() {
        let series = series();
        let files = cut_above(&told(&series), 100);
        assert_eq!(files.len(), 257);
        let head: serde_json::Value = serde_json::from_slice(&files[0].1).unwrap();
        assert_eq!((&head["parts"], &head["entries"]), (&256.into(), &serde_json::Value::Null));
        let mut where_found = Vec::new();
        for (path, bytes) in &files[1..] {
            let part: serde_json::Value = serde_json::from_slice(bytes).unwrap();
            for entry in part["entries"].as_array().unwrap() {
                where_found.push((entry[0].as_str().unwrap().to_owned(), path.as_str()));
            }
        }
        where_found.sort();
        // `printf '\x01' | sha256sum` and so on.
        let expected = [("01", "4b"), ("0a", "01"), ("ff01", "43")]
            .map(|(serial, part)| (serial.to_owned(), format!("crl/00aa/ledger/{part}.json")));
        let found: Vec<(String, String)> =
            where_found.into_iter().map(|(serial, path)| (serial, path.to_owned())).collect();
        assert_eq!(found, expected);
    }
}
