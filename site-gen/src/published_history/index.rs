//! `crl/index.json`: every list that is kept, and which of them a page loads. What a list says is the list's own to say; the
//! index only tells where it is, what its bytes are, and what was noticed.
//!
//! A page loads the newest list of each series. Older ones are needed too: a certificate that has ended is in no newer list,
//! and a letter whose time is proven is judged by a list of its own days. All are loaded while they are small; of a larger
//! archive the last of each half-year, because certificates of signers are valid for years and a list from any day between
//! the signature and the end of its certificate will do.

use super::Told;
use crate::history::Accepted;
use crate::trust::PublishedCrl;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// What a page is asked to load of the older lists of one series, in bytes: as much again as everything else.
const OLDER_UP_TO: usize = 1_000_000;

#[derive(Serialize)]
struct Index<'a> {
    schema: &'static str,
    /// What a page loads.
    crls: Vec<Loaded<'a>>,
    /// Everything that is kept.
    series: Vec<SeriesEntry<'a>>,
}

#[derive(Serialize)]
struct Loaded<'a> {
    issuer: &'a str,
    path: String,
    sha256: &'a str,
    size: usize,
    this_update: String,
    next_update: Option<String>,
    number: Option<&'a str>,
}

#[derive(Serialize)]
struct SeriesEntry<'a> {
    issuer: &'a str,
    ski: &'a str,
    folder: &'a str,
    /// As the issuer's certificates name them.
    addresses: &'a [String],
    ledger: String,
    findings: String,
    lists: Vec<List<'a>>,
}

#[derive(Serialize)]
struct List<'a> {
    path: String,
    sha256: &'a str,
    size: u64,
    this_update: &'a str,
    next_update: Option<&'a str>,
    number: Option<&'a str>,
    entries: u64,
    accepted_at: &'a str,
    source: &'a str,
    findings: BTreeSet<&'a str>,
    current: bool,
}

/// The bytes, for lists of which these are kept as files.
#[must_use]
pub fn bytes(told: &[Told<'_>], lists: &[PublishedCrl]) -> Vec<u8> {
    let kept: BTreeMap<&str, &PublishedCrl> =
        lists.iter().map(|list| (list.sha256.as_str(), list)).collect();
    let series = told.iter().map(|one| entry(one, &kept)).collect();
    let loaded = loaded(lists);
    let crls = lists.iter().filter(|list| loaded.contains(list.sha256.as_str()));
    let index = Index { schema: "periksa-crl-index/2", crls: crls.map(of_file).collect(), series };
    // Strings and numbers only: there is nothing in it that JSON cannot say.
    serde_json::to_vec(&index).unwrap_or_default()
}

type Kept<'a> = BTreeMap<&'a str, &'a PublishedCrl>;

fn of_file(list: &PublishedCrl) -> Loaded<'_> {
    Loaded {
        issuer: &list.issuer,
        path: list.path(),
        sha256: &list.sha256,
        size: list.der.len(),
        this_update: list.this_update.to_string(),
        next_update: list.next_update.map(|moment| moment.to_string()),
        number: list.number.as_deref(),
    }
}

/// The lists that a page loads, by digest; they come by series, oldest first.
fn loaded(lists: &[PublishedCrl]) -> BTreeSet<&str> {
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

fn entry<'a>(told: &Told<'a>, kept: &Kept<'_>) -> SeriesEntry<'a> {
    let mut lists: Vec<List<'a>> = with_files(told, kept)
        .into_iter()
        .map(|(list, file)| List {
            path: file.path(),
            sha256: &list.sha256,
            size: list.size,
            this_update: &list.this_update,
            next_update: list.next_update.as_deref(),
            number: list.number.as_deref(),
            entries: list.entries,
            accepted_at: &list.accepted_at,
            source: source(&list.source),
            findings: list.findings.iter().map(|finding| finding.code.as_str()).collect(),
            current: false,
        })
        .collect();
    if let Some(newest) = lists.last_mut() {
        newest.current = true;
    }
    SeriesEntry {
        issuer: &told.series.issuer,
        ski: told.ski,
        folder: &told.series.folder,
        addresses: told.addresses,
        ledger: super::ledger::path(told),
        findings: super::findings::path(told),
        lists,
    }
}

fn with_files<'a, 'k>(told: &Told<'a>, kept: &Kept<'k>) -> Vec<(&'a Accepted, &'k PublishedCrl)> {
    let file = |list: &'a Accepted| Some((list, *kept.get(list.sha256.as_str())?));
    told.series.accepted().filter_map(file).collect()
}

/// An address as it is; of an operator's file only its name.
pub(super) fn source(source: &str) -> &str {
    if source.contains("://") {
        return source;
    }
    source.rsplit(['/', '\\']).next().unwrap_or(source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published_history::tests::{series, told};
    use serde_json::{Value, json};

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
    fn the_index_has_every_list_that_is_kept_and_says_which_is_current() {
        let series = series();
        let index = bytes(&[told(&series)], &[file(7, (2026, 1), 1), file(9, (2026, 5), 2)]);
        let index: Value = serde_json::from_slice(&index).unwrap();
        let path = |number: u64| format!("crl/00aa/{number}-0000000000000000.crl");
        let loaded = |number: u64, size: u64, this_update: &str| {
            json!({
                "issuer": "contoh-ca", "path": path(number), "sha256": format!("{number:064x}"), "size": size,
                "this_update": this_update, "next_update": null, "number": number.to_string(),
            })
        };
        assert_eq!(index["schema"], "periksa-crl-index/2");
        let all = [loaded(7, 1, "2026-01-01T00:00:00Z"), loaded(9, 2, "2026-05-01T00:00:00Z")];
        assert_eq!(index["crls"], json!(all));
        let one = &index["series"][0];
        assert_eq!(one["folder"], "00aa");
        assert_eq!(one["ledger"], "crl/00aa/ledger.json");
        // List 8 was thinned out: its line is in the history, its file is not.
        let lists = one["lists"].as_array().unwrap();
        let told: Vec<_> = lists
            .iter()
            .map(|list| {
                (
                    list["path"].as_str().unwrap(),
                    list["current"].as_bool().unwrap(),
                    &list["findings"],
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                (path(7).as_str(), false, &json!([])),
                (path(9).as_str(), true, &json!(["gap", "vanished-early"]))
            ]
        );
    }

    #[test]
    fn of_a_large_archive_a_page_loads_the_newest_and_one_of_each_half_year() {
        let months = (2024..=2026).flat_map(|year| (1..=12).map(move |month| (year, month)));
        let archive = |bytes| -> Vec<PublishedCrl> {
            (1..).zip(months.clone()).map(|(number, day)| file(number, day, bytes)).collect()
        };
        let numbers = |lists: &[PublishedCrl]| -> Vec<String> {
            let loaded = loaded(lists);
            let shown = lists.iter().filter(|list| loaded.contains(list.sha256.as_str()));
            shown.filter_map(|list| list.number.clone()).collect()
        };
        assert_eq!(numbers(&archive(28_000)).len(), 36, "35 older lists are small enough");
        // The last before the newest, and the last of June and December before.
        assert_eq!(numbers(&archive(200_000)), ["12", "18", "24", "30", "35", "36"]);
        assert_eq!(numbers(&archive(300_000)), ["24", "30", "35", "36"]);
        // The newest is loaded whatever its size.
        assert_eq!(numbers(&archive(2_000_000)), ["36"]);
    }

    #[test]
    fn the_folder_of_an_operators_file_is_not_published() {
        assert_eq!(source("https://ca.example/a/list.crl"), "https://ca.example/a/list.crl");
        assert_eq!(source("/home/petugas/unduhan/list.crl"), "list.crl");
        assert_eq!(source("list.crl"), "list.crl");
    }
}
